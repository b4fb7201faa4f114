"""What code cannot see in a sentence, asked of a model once: a stronger claim, another cause, a wider period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from drafter.model.chat import ChatModel, Request, Size
from drafter.records import Fault, Sentence, Standing
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


def check_request(sentences: Sequence[Sentence], brief: ModelBrief) -> Request:
    """The request that has sentences judged against what they rest on."""
    shown = [_show(n, sentence, brief) for n, sentence in enumerate(sentences, start=1)]
    return Request(
        prompt="check",
        system=brief.system,
        user=brief.prompts.render("check", period=brief.period_name, sentences=shown),
        size=Size.LARGE,
        form=CheckReply,
        max_output_tokens=_REPLY_TOKENS,
        document_ids=tuple(dict.fromkeys(q.document_id for s in sentences for q in s.quotes)),
    )


def judge_sentences(sentences: Sequence[Sentence], brief: ModelBrief, model: ChatModel) -> Judged:
    """Have all sentences judged in one request; nothing is asked for none.

    Raises:
        ModelError, ReplyError: as `ChatModel.ask`.
    """
    if not sentences:
        return Judged(faults={}, asked=frozenset())
    reply = model.ask(check_request(sentences, brief)).data
    assert isinstance(reply, CheckReply)
    faults: dict[str, tuple[Fault, ...]] = {}
    for finding in reply.findings:
        if 0 < finding.sentence <= len(sentences):
            text = sentences[finding.sentence - 1].text
            faults[text] = (*faults.get(text, ()), _fault(finding))
    return Judged(faults=faults, asked=frozenset(sentence.text for sentence in sentences))


def _show(n: int, sentence: Sentence, brief: ModelBrief) -> dict[str, object]:
    days = dict.fromkeys(
        str(day)
        for i in sentence.fact_ids
        if i in brief.facts and (day := brief.facts[i].event_day or brief.facts[i].document_day)
    )
    words = dict.fromkeys(" ".join(quote.text.split()) for quote in sentence.quotes if quote.text.strip())
    counted = [f"counted by code: {count.rule} = {count.value}" for count in sentence.counts]
    standing = "proposed" if sentence.standing is Standing.PROPOSED and not sentence.fact_ids else "proved"
    return {
        "n": n,
        "text": sentence.text,
        "standing": standing,
        "words": [*words, *counted],
        "days": ", ".join(days) or "no day",
    }


def _fault(finding: FindingForm) -> Fault:
    message = f"{finding.problem}: {' '.join(finding.advice.split())}"
    return Fault(
        rule="judged", message=message, words=" ".join(finding.words.split()), hard=finding.problem not in _MINOR
    )
