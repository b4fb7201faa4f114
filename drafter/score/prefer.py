"""Two drafts before a model as judge, in both orders: what it prefers only for standing first is a tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from drafter.errors import ModelError, ReplyError
from drafter.model.chat import ChatModel, Reply, Request, Size
from drafter.model.prompts import Prompts, load_prompts
from drafter.records import Score, Span
from drafter.score.exhibits import Beside, Sheet, find_evidence, on_one_line, show_exhibits
from drafter.score.judge import hash_prompt, served_by, system_block
from drafter.score.judgings import Manner
from drafter.score.signing import score_share
from drafter.score.verdicts import Loose, off_menu
from drafter.text.normal import fold_text

Winner = Literal["a", "b", "tie"]
_PLACES = ("first", "second")
_REPLY_TOKENS = 4000


class PreferReply(BaseModel):
    """The reply to `prefer`. The reason stands before the verdict."""

    reason: Loose = ""
    evidence: Loose = ""
    verdict: Annotated[Loose, Field(json_schema_extra={"enum": [*_PLACES]})]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One reading of both drafts. `won` is None where it is unscored, for the reason in `fault`; `span` are words of
    the draft that won."""

    a_first: bool
    won: Literal["a", "b"] | None
    reason: str = ""
    span: Span | None = None
    fault: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """Which of two drafts a judge prefers. `pairs` are the readings: (a first, b first), once for each repeat.

    A pair of which a reading is unscored is unscored. A pair whose readings disagree is a tie, and flipped: the judge
    went by the place. `winner` has the most pairs; None where none was scored. `n_more` is how many characters a is
    longer than b, below 0 where it is shorter: judges tend to like the longer one.
    """

    pairs: tuple[tuple[Choice, Choice], ...]
    n_more: int
    manner: Manner

    @property
    def outcomes(self) -> tuple[Winner | None, ...]:
        """Of each pair."""
        return tuple(map(_outcome, self.pairs))

    @property
    def winner(self) -> Winner | None:
        """Over all pairs."""
        scored = [outcome for outcome in self.outcomes if outcome]
        lead = scored.count("a") - scored.count("b")
        if not scored:
            return None
        return "a" if lead > 0 else "b" if lead < 0 else "tie"

    @property
    def scores(self) -> tuple[Score, ...]:
        """`judge_preferred`, pairs won by a, ties as half / pairs scored; `judge_flips`, pairs flipped / scored."""
        scored = [outcome for outcome in self.outcomes if outcome]
        faults = [choice.fault for pair in self.pairs for choice in pair if choice.fault]
        empty = faults[0] if faults else "nothing was asked"
        won = scored.count("a") + scored.count("tie") / 2
        return tuple(
            score_share(metric, part, len(scored), signature=self.manner.sign(metric, "none"), empty=empty)
            for metric, part in (("judge_preferred", won), ("judge_flips", scored.count("tie")))
        )


def prefer(
    a: str,
    b: str,
    *,
    material: Sequence[Sheet],
    earlier: str,
    model: ChatModel,
    repeats: int = 1,
    prompts: Prompts | None = None,
) -> Preference:
    """Have two drafts compared in both orders, `repeats` times, once or more; the rest as `judge_body`.

    Raises:
        ModelError: none can succeed: no such host, no valid key, no such model.
        PromptError: the prompt cannot be used.
    """
    prompts, beside = prompts or load_prompts(), Beside(material=tuple(material), earlier=earlier)
    manner = Manner(prompt=hash_prompt(prompts, "prefer"), repeats=repeats)
    if not (a.strip() and b.strip()):
        choices = tuple(Choice(a_first=first, won=None, fault="a draft is empty") for first in (True, False))
        return Preference(pairs=((choices[0], choices[1]),) * repeats, n_more=len(a) - len(b), manner=manner)
    replies = model.ask_all(prefer_requests(a, b, beside=beside, prompts=prompts, repeats=repeats))
    pairs = tuple(
        (_read(one, a, b, a_first=True), _read(other, a, b, a_first=False))
        for one, other in zip(replies[::2], replies[1::2], strict=True)
    )
    return Preference(pairs=pairs, n_more=len(a) - len(b), manner=replace(manner, models=served_by(replies)))


def prefer_requests(a: str, b: str, *, beside: Beside, prompts: Prompts, repeats: int) -> tuple[Request, ...]:
    """The requests of `prefer`: for each repeat one with a first and one with b first."""
    return tuple(
        Request(
            prompt="prefer",
            system=system_block(prompts),
            user=prompts.render(
                "prefer",
                documents=show_exhibits(list(zip(_PLACES, order, strict=True)), beside=beside),
                given=beside.given,
            ),
            size=Size.LARGE,
            form=PreferReply,
            max_output_tokens=_REPLY_TOKENS,
            sample=sample,
            document_ids=beside.document_ids,
        )
        for sample in range(repeats)
        for order in ((a, b), (b, a))
    )


def _read(reply: Reply | ModelError | ReplyError, a: str, b: str, *, a_first: bool) -> Choice:
    if not isinstance(reply, Reply):
        return Choice(a_first=a_first, won=None, fault=f"no judging: {reply}")
    assert isinstance(reply.data, PreferReply)
    said, reason = fold_text(reply.data.verdict).strip(), on_one_line(reply.data.reason)
    if said not in _PLACES:
        return Choice(a_first=a_first, won=None, reason=reason, fault=off_menu(reply.data.verdict))
    won: Literal["a", "b"] = "a" if (said == "first") == a_first else "b"
    body = a if won == "a" else b
    evidence = find_evidence(reply.data.evidence, body)
    if evidence.fault:
        return Choice(a_first=a_first, won=None, reason=reason, fault=evidence.fault)
    return Choice(a_first=a_first, won=won, reason=reason, span=evidence.span(body, f"preferred: {reason}"))


def _outcome(pair: tuple[Choice, Choice]) -> Winner | None:
    one, other = pair
    if one.won is None or other.won is None:
        return None
    return one.won if one.won == other.won else "tie"
