"""A marked body held against what it rests on: faults sentence by sentence, found by code and once by a judge."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from drafter.ground.counted import read_count
from drafter.ground.leaks import find_leaks, leak_fault
from drafter.ground.sentence import Evidence, check_proposal, check_sentence
from drafter.model.chat import ChatModel
from drafter.records import Fact, FactKind, Fault, Form, Kind, Level, Quote, Sentence, Standing
from drafter.write.judging import judge_sentences
from drafter.write.marks import Known, Marked, MarkedSentence, parse_marked, render_marked
from drafter.write.model_brief import ModelBrief, address_in

PROPOSED_SHARE = 0.25
_HARD_WEIGHT = 3
_LOST_SHARE = 0.6  # of the sentences that a revision keeps at least
_AROUND_CHARS = 600
_LABEL_CHARS = 40
_AGO = ("一年前", "1年前", "a year ago", "one year ago")  # when the last yearly retrospective said it


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A body with its faults. `coded` are by the place of the sentence among `marked.sentences`; `verdicts` are the
    judge's, by the text of each sentence that was judged; `labels` are the texts of list items that head others."""

    marked: Marked
    coded: Mapping[int, tuple[Fault, ...]]
    verdicts: Mapping[str, tuple[Fault, ...]]
    labels: frozenset[str] = frozenset()

    @property
    def body(self) -> str:
        """As the model writes it."""
        return render_marked(self.marked)

    @cached_property
    def faults(self) -> dict[int, tuple[Fault, ...]]:
        """All faults by the place of their sentence."""
        pairs = ((n, self._faults_of(n, marked)) for n, marked in enumerate(self.marked.sentences))
        return {n: faults for n, faults in pairs if faults}

    def _faults_of(self, n: int, marked: MarkedSentence) -> tuple[Fault, ...]:
        return (*self.coded.get(n, ()), *self.verdicts.get(marked.sentence.text, ()))

    @property
    def hard(self) -> list[tuple[Fault, ...]]:
        """The hard faults of each sentence that has one."""
        found = (tuple(fault for fault in faults if fault.hard) for faults in self.faults.values())
        return [faults for faults in found if faults]

    @property
    def n_faults(self) -> int:
        """How many there are."""
        return sum(map(len, self.faults.values())) + len(self.marked.faults)

    @property
    def badness(self) -> int:
        """Faults, hard ones counted threefold."""
        return self.n_faults + (_HARD_WEIGHT - 1) * sum(map(len, self.hard))

    @property
    def cited(self) -> frozenset[str]:
        """Ids of the facts that sentences rest on."""
        return frozenset(i for marked in self.marked.sentences for i in marked.sentence.fact_ids)

    @property
    def named(self) -> frozenset[str]:
        """Ids of the documents whose words or title sentences rest on."""
        return frozenset(q.document_id for marked in self.marked.sentences for q in marked.sentence.quotes)

    def is_hard(self, marked: MarkedSentence) -> bool:
        """Whether a sentence may not stand."""
        n = next(n for n, own in enumerate(self.marked.sentences) if own is marked)
        return any(fault.hard for fault in self.faults.get(n, ()))

    def findings(self) -> Iterator[str]:
        """What was found, a line each, for the model that revises."""
        for n, marked in enumerate(self.marked.sentences):
            for fault in self.faults.get(n, ()):
                must = "" if fault.hard else "(if it can be mended) "
                about = f' ("{fault.words}")' if fault.rule == "judged" and fault.words else ""
                yield f"{marked.raw} → {must}{fault.message}{about}"
        yield from (fault.message for fault in self.marked.faults)
        n_proposed, n_all = self.n_proposed, len(self.marked.sentences)
        if n_proposed > max(1, PROPOSED_SHARE * n_all):  # a part of a draft may hold one, however short it is
            yield f"{n_proposed} of {n_all} sentences are proposals: a quarter at most; drop the weakest"

    @property
    def n_proposed(self) -> int:
        """How many sentences are proposals."""
        return sum(self.is_proposal(marked.sentence) for marked in self.marked.sentences)

    def is_proposal(self, sentence: Sentence) -> bool:
        """Whether a sentence rests on nothing and says so."""
        proposed = sentence.standing is Standing.PROPOSED and not sentence.fact_ids
        return proposed and sentence.text not in self.labels

    def judged_by(self, brief: ModelBrief, model: ChatModel) -> Checked:
        """With the verdicts of a judge on the sentences that have none and could stand.

        Raises:
            ModelError, ReplyError: as `ChatModel.ask`.
        """
        new = [
            marked.sentence
            for n, marked in enumerate(self.marked.sentences)
            if marked.sentence.text not in self.verdicts
            and (marked.sentence.fact_ids or marked.sentence.counts or self.is_proposal(marked.sentence))
            and not any(fault.hard for fault in self.coded.get(n, ()))
        ]
        texts = [marked.sentence.text for marked in self.marked.sentences]
        after = dict(zip(texts[1:], texts, strict=False))
        judged = judge_sentences(list({s.text: s for s in new}.values()), brief, model, after=after)
        verdicts = {text: judged.faults.get(text, ()) for text in judged.asked}
        return replace(self, verdicts={**self.verdicts, **verdicts})


def check_body(body: str, brief: ModelBrief) -> Checked:
    """Read what the model wrote and check each sentence by code."""
    marked = parse_marked(body, known=known_of(brief))
    sentences = marked.sentences
    allowed = [*(goal.text for goal in brief.digest.goals), *(p.heading for p in marked.parts), *_titles(brief)]
    allowed += [quote.text for fact in brief.digest.facts for quote in fact.quotes]
    past = brief.earlier if brief.earlier_is_past else ""
    leaks = find_leaks([own.sentence.text for own in sentences], past, allowed=allowed)
    labels = _find_labels(marked)
    coded: dict[int, tuple[Fault, ...]] = {}
    menu = _sections_below(marked, brief.sets_next_goals)
    for n, own in enumerate(sentences):
        leaked = (leak_fault(leaks[n]),) if leaks[n] and own.sentence.fact_ids else ()
        coded[n] = () if id(own) in labels else (*own.faults, *_check(own, brief, goal=own.section in menu), *leaked)
    texts = frozenset(own.sentence.text for own in sentences if id(own) in labels)
    return Checked(marked=marked, coded=coded, verdicts={}, labels=texts)


def _find_labels(marked: Marked) -> frozenset[int]:
    """List items that are no sentences: a few words with something told below them, as a heading has."""
    labels = set()
    for part in marked.parts:
        for passage, below in pairwise(part.passages):
            alone = passage.form is Form.ITEM and len(passage.sentences) == 1 and below.depth > passage.depth
            own = passage.sentences[0]
            short = len(own.raw) <= _LABEL_CHARS and own.raw[-1:] not in "。．.!！?？⟧"
            if alone and short and not own.sentence.quotes:
                labels.add(id(own))
    return frozenset(labels)


def _sections_below(marked: Marked, heads: Callable[[str], bool]) -> frozenset[int]:
    """The places of the sections whose heading, or one above it, is such a one."""
    found: set[int] = set()
    level = 0
    for n, part in enumerate(marked.parts):
        if level and part.level <= level:
            level = 0
        if not level and heads(part.heading):
            level = part.level
        found |= {n} if level else set()
    return frozenset(found)


def _titles(brief: ModelBrief) -> list[str]:
    return [post.title for post in brief.posts]


def known_of(brief: ModelBrief) -> Known:
    """What marks may name."""
    shorts, digest = brief.shorts, brief.digest
    return Known(
        facts={shorts[fact.id]: fact for fact in brief.facts.values()},
        goals={shorts[goal.id]: goal for goal in digest.goals},
        posts={shorts[post.id]: replace(post, url=post.url or address_in(post) or None) for post in brief.posts},
        fill=brief.fill,
        repeats=brief.repeats,
    )


def _check(own: MarkedSentence, brief: ModelBrief, *, goal: bool) -> tuple[Fault, ...]:
    sentence = own.sentence
    denied = tuple(_denied(sentence, brief))
    if sentence.standing is Standing.PROPOSED:
        return (*denied, *check_proposal(sentence.text, brief.manner, goal=goal))
    if not sentence.fact_ids and not sentence.counts:
        return denied  # a goal, a line of links, a turn of the author's own: word for word
    found = check_sentence(sentence.text, _evidence(own, brief), brief.manner)
    if sentence.counts:  # how many posts there are may be told, even often
        found = tuple(fault for fault in found if fault.rule != "archive" or fault.hard)
    return (*denied, *_check_private(sentence, brief), *found)


def _denied(sentence: Sentence, brief: ModelBrief) -> Iterator[Fault]:
    """A name that never leaves the machine stands in a post only where a post had it before."""
    names = brief.denied(sentence.text)
    published = bool(sentence.quotes) and all(_is_published(q, brief) for q in sentence.quotes)
    if names and not published:
        yield Fault(rule="denied", message="it holds a name of the deny list: leave it out")


def _check_private(sentence: Sentence, brief: ModelBrief) -> Iterator[Fault]:
    """In a blog the traces of a large event that only notes hold are asked about, never told."""
    facts = _facts(sentence, brief)
    private = [fact for fact in facts if fact.level is not Level.PUBLISHED]
    if brief.is_blog and any(fact.kind is FactKind.SIGNAL or fact.event for fact in private):
        yield Fault(rule="private", message="it tells a private trace of a turning point: leave it out, or ask")


def _facts(sentence: Sentence, brief: ModelBrief) -> list[Fact]:
    return [brief.facts[i] for i in sentence.fact_ids if i in brief.facts]


def _is_published(quote: Quote, brief: ModelBrief) -> bool:
    document = brief.documents[quote.document_id]
    return document.level is Level.PUBLISHED and document.kind is not Kind.ANSWER


def _evidence(own: MarkedSentence, brief: ModelBrief) -> Evidence:
    sentence = own.sentence
    facts = _facts(sentence, brief)
    plans = {(q.document_id, q.start) for fact in facts if fact.kind is FactKind.PLANNED for q in fact.quotes}
    plans |= {(goal.quote.document_id, goal.quote.start) for goal in brief.digest.goals}
    days = [day for fact in facts for day in (fact.event_day, fact.document_day) if day]
    said = {fact.id for fact in brief.said_before} & {fact.id for fact in facts}
    stamps = (brief.documents[q.document_id].stamp for q in sentence.quotes)
    return Evidence(
        words=tuple(q.text for q in sentence.quotes if (q.document_id, q.start) not in plans),
        plans=tuple(q.text for q in sentence.quotes if (q.document_id, q.start) in plans),
        context=tuple(dict.fromkeys(text for q in sentence.quotes for text in _context(q, brief))),
        titles=tuple(dict.fromkeys(text for q in sentence.quotes for text in _titles_above(q, brief))),
        days=tuple(dict.fromkeys([*days, *(stamp.day for stamp in stamps if stamp)])),
        slots=(
            *own.filled,
            *map(read_count, sentence.counts),
            *(_AGO if said and brief.next_period_name else ()),
        ),
        published=all(_is_published(q, brief) for q in sentence.quotes),
    )


def _context(quote: Quote, brief: ModelBrief) -> Iterator[str]:
    """What stands around a quote: its section, or so much of its document; the tags."""
    document = brief.documents[quote.document_id]
    yield from (*document.tags, *document.categories, *document.series)
    chunk = brief.chunks.get(quote.chunk_id or "")
    if chunk is not None:
        yield chunk.text
    else:
        yield document.text[max(0, quote.start - _AROUND_CHARS) : quote.end + _AROUND_CHARS]


def _titles_above(quote: Quote, brief: ModelBrief) -> Iterator[str]:
    """The title of a quote's document, and the headings above it."""
    yield brief.documents[quote.document_id].title
    chunk = brief.chunks.get(quote.chunk_id or "")
    yield from chunk.heading_path if chunk is not None else ()


def worse(revised: Checked, first: Checked) -> str | None:
    """Why a revision may not take the place of the draft; None where it may."""
    n_revised, n_first = len(revised.marked.sentences), len(first.marked.sentences)
    if _n_unmarked(revised) > _n_unmarked(first):
        return "it lost marks"
    if n_revised < _LOST_SHARE * n_first:
        return f"it kept {n_revised} of {n_first} sentences"
    if revised.badness > first.badness:
        return f"the check found {revised.n_faults} faults in it, and {first.n_faults} before"
    return None


def _n_unmarked(checked: Checked) -> int:
    return sum(fault.rule in ("unmarked", "mark") for faults in checked.faults.values() for fault in faults)
