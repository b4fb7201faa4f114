"""One part of a draft written again by a model as its author asked, with the checks of the writer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from drafter.errors import ReplyError
from drafter.model.chat import ChatModel, Request, Size
from drafter.model.delimit import neutralise
from drafter.records import Dropped, Fact, Form, Section, Sentence, Standing
from drafter.text.normal import fold_text
from drafter.write.checking import Checked, check_body
from drafter.write.finishing import finish_part
from drafter.write.marks import Marked, MarkedSentence, keep_sentences
from drafter.write.model_brief import ModelBrief
from drafter.write.passages import each_sentence
from drafter.write.revising import judge_once, revise_once

MINE = "⟦mine⟧"  # behind a sentence of the author's own, as the prompt shows it
_CANNOT = "⟦!⟧"
_REPLY_TOKENS = 4000
_STANDING_SHARE = 0.5  # of what the model wrote, at least
_REASON_CHARS = 200
_SAMPLE_CHARS = 2500


@dataclass(frozen=True, kw_only=True)
class Part:
    """What a directive is about. `body` has its marks; `facts` are what it rests on, `evidence` what was found for the
    directive. `known` are drafter's sentences in it by their words, `mine` the words of its author's. `added`: what is
    written stands below the part and waits for a yes."""

    directive: str
    kind: str
    heading: str
    body: str
    before: str
    after: str
    facts: tuple[Fact, ...]
    evidence: tuple[Fact, ...]
    known: Mapping[str, Sentence]
    mine: frozenset[str]
    added: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPart:
    """The part as it goes to the file, what was dropped on the way, and what did not go as planned."""

    sections: tuple[Section, ...]
    dropped: tuple[Dropped, ...] = ()
    notices: tuple[str, ...] = ()


def part_request(part: Part, brief: ModelBrief, *, written: str = "", findings: Sequence[str] = ()) -> Request:
    """The request for one part, or for its revision after what was `written` first and what was found in it. `brief`
    knows the facts of the part and no others."""
    facts = (*part.facts, *part.evidence)
    user = brief.prompts.render(
        "directive",
        period=brief.period_name,
        title=brief.title,
        directive=neutralise(part.directive),
        kind=part.kind,
        heading=neutralise(part.heading),
        part=part.body,
        before=neutralise(part.before),
        after=neutralise(part.after),
        added=part.added,
        has_mine=bool(part.mine),
        facts=[brief.show_fact(fact) for fact in part.facts],
        evidence=[brief.show_fact(fact) for fact in part.evidence],
        posts=[brief.show_post(post) for post in brief.posts],
        goals=[brief.show_goal(goal) for goal in brief.digest.goals],
        counts=brief.counts,
        voice=brief.voice,
        samples=(brief.samples or brief.earlier)[:_SAMPLE_CHARS],
        written=written,
        findings=findings,
    )
    return Request(
        prompt="directive",
        system=brief.system,
        user=user,
        size=Size.LARGE,
        max_output_tokens=_REPLY_TOKENS,
        document_ids=brief.ask_documents(facts),
    )


def write_part(part: Part, brief: ModelBrief, model: ChatModel) -> WrittenPart:
    """Have the part written, checked by code and once by a judge, and revised once where a sentence may not stand.

    Raises:
        ModelError: as `ChatModel.ask`.
        ReplyError: the facts cannot carry what is asked, or most of what was written does not stand.
    """
    notices: list[str] = []
    lacks: list[str] = []

    def read(reply: str) -> Checked:
        body, lack = _split_lack(reply)
        if lack and not body:
            hint = "write a note about it, or the sentence yourself"
            raise ReplyError(f"your notes do not carry it: {lack}", hint=hint)
        lacks.append(lack)
        return _with_known(check_body(body.replace(MINE, ""), brief), part)

    def make_request(findings: list[str]) -> Request:
        return part_request(part, brief, written=checked.body, findings=findings)

    checked = judge_once(read(model.ask(part_request(part, brief)).text), brief, model, notices)
    if checked.hard:
        checked = revise_once(checked, make_request, read, brief, model, notices) or checked
    sections, dropped = finish_part(checked, brief)
    n_all = len(checked.marked.sentences)
    if not n_all or len(dropped) > (1 - _STANDING_SHARE) * n_all:
        reason = dropped[0].reason if dropped else "it wrote nothing"
        raise ReplyError(f"{len(dropped)} of {n_all} sentences do not stand: {reason}", hint="ask in other words")
    if part.added:
        sections = tuple(each_sentence(section, _as_proposal) for section in sections)
    told = [f"your notes do not carry all of it: {lack}" for lack in lacks if lack][-1:]
    return WrittenPart(sections=sections, dropped=dropped, notices=(*told, *notices))


def _split_lack(reply: str) -> tuple[str, str]:
    """What was written, and what the facts cannot carry of what was asked, told at the end; "" without either."""
    body, _, lack = reply.partition(_CANNOT)
    return body.strip(), " ".join(lack.replace(_CANNOT, " ").split())[:_REASON_CHARS]


def _with_known(checked: Checked, part: Part) -> Checked:
    """Without the author's own sentences; those of drafter's that stay word for word keep what they rest on."""
    mine = {fold_text(words) for words in part.mine}
    known = {fold_text(words): sentence for words, sentence in part.known.items()}
    faults = {id(own): checked.coded.get(n, ()) for n, own in enumerate(checked.marked.sentences)}
    order: list[MarkedSentence] = []

    def keep(own: MarkedSentence) -> bool:
        if fold_text(own.sentence.text) in mine:
            return False
        order.append(own)
        return True

    marked = keep_sentences(checked.marked, keep)
    coded = {}
    kept: dict[int, Sentence] = {}
    for n, own in enumerate(order):
        same = known.get(fold_text(own.sentence.text))
        if same is not None:
            kept[n] = replace(same, text=own.sentence.text)
        else:
            coded[n] = faults[id(own)]
    return replace(checked, marked=_with_records(marked, kept), coded=coded)


def _with_records(marked: Marked, records: Mapping[int, Sentence]) -> Marked:
    """With other records for sentences, by their number."""
    number = -1
    parts = []
    for part in marked.parts:
        passages = []
        for passage in part.passages:
            sentences = []
            for own in passage.sentences:
                number += passage.form is not Form.QUESTION
                is_kept = passage.form is not Form.QUESTION and number in records
                sentences.append(replace(own, sentence=records[number], faults=()) if is_kept else own)
            passages.append(replace(passage, sentences=tuple(sentences)))
        parts.append(replace(part, passages=tuple(passages)))
    return replace(marked, parts=tuple(parts))


def _as_proposal(sentence: Sentence) -> Sentence:
    return replace(sentence, standing=Standing.PROPOSED)


def mark_sentence(sentence: Sentence, ids: Sequence[str], counts: Sequence[tuple[str, str]], brief: ModelBrief) -> str:
    """A sentence of drafter's as the model would write it: what code counted as a slot, the ids of its facts behind."""
    text = sentence.text
    for count in sentence.counts:
        same = ((q, v) for q, v in counts if (found := brief.fill(q)) is not None and found[1].rule == count.rule)
        for query, value in same:
            if words := re.search(rf"(?<!\d){re.escape(value)}(?!\d)", text):
                text = f"{text[: words.start()]}⟦={query}⟧{text[words.end() :]}"
                break
    if ids:
        return f"{text}⟦{' '.join(ids)}⟧"
    return f"{text}⟦?⟧" if sentence.standing is Standing.PROPOSED and not sentence.quotes else text
