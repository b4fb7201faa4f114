"""What code cannot see in a sentence, asked of a model once: a stronger claim, another cause, a wider period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from drafter.model.chat import ChatModel, Request, Size
from drafter.records import Fault, Quote, Sentence, Standing
from drafter.text.inline import plain
from drafter.write.model_brief import ModelBrief

_REPLY_TOKENS = 6000
_MINOR = frozenset({"hollow"})  # the author's taste, no untruth


class FindingForm(BaseModel):
    """One problem of one sentence."""

    sentence: int
    problem: Literal["unsupported", "stronger", "cause", "wider", "later", "feeling", "mixed", "fact", "hollow"]
    words: Annotated[str, Field(max_length=500)]
    advice: Annotated[str, Field(max_length=500)]


class CheckReply(BaseModel):
    """The reply to `check`."""

    findings: list[FindingForm]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The faults found, by the text of the sentence. `asked` are the texts that were judged."""

    faults: Mapping[str, tuple[Fault, ...]]
    asked: frozenset[str]


def check_request(sentences: Sequence[Sentence], brief: ModelBrief, *, after: Mapping[str, str]) -> Request:
    """The request that has sentences judged against what they rest on; `after` has the text before each text."""
    labels: dict[str, str] = {}
    shown = [_show(n, sentence, brief, after=after, labels=labels) for n, sentence in enumerate(sentences, start=1)]
    return Request(
        prompt="check",
        system=brief.system,
        user=brief.prompts.render("check", period=brief.period_name, sentences=shown),
        size=Size.LARGE,
        form=CheckReply,
        max_output_tokens=_REPLY_TOKENS,
        document_ids=tuple(dict.fromkeys(q.document_id for s in sentences for q in s.quotes)),
    )


def judge_sentences(
    sentences: Sequence[Sentence], brief: ModelBrief, model: ChatModel, *, after: Mapping[str, str]
) -> Judged:
    """Have all sentences judged in one request; nothing is asked for none.

    Raises:
        ModelError, ReplyError: as `ChatModel.ask`.
    """
    if not sentences:
        return Judged(faults={}, asked=frozenset())
    reply = model.ask(check_request(sentences, brief, after=after)).data
    assert isinstance(reply, CheckReply)
    faults: dict[str, tuple[Fault, ...]] = {}
    for finding in reply.findings:
        if 0 < finding.sentence <= len(sentences):
            text = sentences[finding.sentence - 1].text
            faults[text] = (*faults.get(text, ()), _fault(finding))
    return Judged(faults=faults, asked=frozenset(sentence.text for sentence in sentences))


def _show(
    n: int, sentence: Sentence, brief: ModelBrief, *, after: Mapping[str, str], labels: dict[str, str]
) -> dict[str, object]:
    """A sentence as the prompt has it; a passage that `labels` knows from a sentence before is named, not repeated."""
    words = {}
    for quote in sentence.quotes:
        if text := " ".join(quote.text.split()):
            known = labels.get(text)
            label = known or labels.setdefault(text, f"P{len(labels) + 1}")
            words[text] = {"label": label, "text": "" if known else text, "where": _where(quote, brief)}
    counted = [{"label": "counted by code", "text": f"{c.rule} = {c.value}", "where": ""} for c in sentence.counts]
    standing = "proposed" if sentence.standing is Standing.PROPOSED and not sentence.fact_ids else "proved"
    return {
        "n": n,
        "text": plain(sentence.text),
        "after": plain(after.get(sentence.text, "")),
        "standing": standing,
        "words": [*words.values(), *counted],
    }


def _where(quote: Quote, brief: ModelBrief) -> str:
    """When a passage was written, in which document and under which heading."""
    document, chunk = brief.documents[quote.document_id], brief.chunks.get(quote.chunk_id or "")
    headings = chunk.heading_path[-1:] if chunk else ()
    names = dict.fromkeys(name for name in (document.title, *headings) if name and name != quote.text)
    return ", ".join((*([str(document.stamp.day)] if document.stamp else []), *(f"“{name}”" for name in names)))


def _fault(finding: FindingForm) -> Fault:
    message = f"{finding.problem}: {' '.join(finding.advice.split())}"
    return Fault(
        rule="judged", message=message, words=" ".join(finding.words.split()), hard=finding.problem not in _MINOR
    )
