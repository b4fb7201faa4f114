"""What a run would send and cost, without sending anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from drafter.digest.batches import split_batches
from drafter.model.chat import Size
from drafter.model.client import Preview
from drafter.model.prices import Prices
from drafter.model.tokens import estimate_tokens
from drafter.pipeline.model_draft import facts_asker
from drafter.pipeline.prepare import Prepared
from drafter.pipeline.session import open_session

_FACT_TOKENS = 110  # of one fact in a prompt, with its words
_FACTS_PER_DOCUMENT = 1.6
_REPLY_SHARE = 0.5  # of what a reply may have that it has
_RULES_TOKENS = 2500  # of a prompt's own words
_REPLY_TOKENS = 5000  # of the draft and its revision


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Requests of one kind, with likely tokens. `known`: their bodies are."""

    name: str
    model: str
    n_requests: int
    n_cached: int
    input_tokens: int
    output_tokens: int
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """What would be sent, stage by stage."""

    host: str
    previews: tuple[Preview, ...]
    stages: tuple[Stage, ...]
    prices: Prices

    def lines(self) -> Iterator[str]:
        """For a person: each stage, and the sum; an unknown price is "unknown"."""
        costs = []
        for stage in self.stages:
            cost = self._cost(stage)
            costs.append(cost)
            about = "" if stage.known else "about "
            kept = f" ({stage.n_cached} answered before)" if stage.n_cached else ""
            yield (
                f"{stage.name}: {stage.n_requests} to {stage.model}{kept}, {about}{stage.input_tokens:,} tokens in,"
                f" about {stage.output_tokens:,} out, {_money(cost)}"
            )
        total = None if None in costs else sum((cost for cost in costs if cost is not None), Decimal(0))
        tokens = sum(stage.input_tokens + stage.output_tokens for stage in self.stages)
        yield f"in all about {tokens:,} tokens, {_money(total)}, to {self.host}; nothing was sent"

    def _cost(self, stage: Stage) -> Decimal | None:
        price = self.prices.price_of(stage.model)
        if price is None:
            return None
        return price.cost(input_tokens=stage.input_tokens, output_tokens=stage.output_tokens)


def estimate_run(prepared: Prepared, *, candidates: int) -> Estimate:
    """Compose the requests that can be known, those for facts, and guess the others by what facts usually take.

    Raises:
        SettingsError: no model was named.
        PromptError: a prompt cannot be used.
    """
    session = open_session(prepared.project, prepared.period, dry=True)
    asker = facts_asker(prepared, session.prompts)
    batches = split_batches(prepared.material.documents, prepared.chunks, tokens=prepared.project.settings.batch_tokens)
    client = session.client
    previews = tuple(client.preview(asker.request(batch)) for batch in batches)
    asked = [preview for preview in previews if not preview.cached]
    facts = Stage(
        name="facts",
        model=client.models[Size.SMALL],
        n_requests=len(asked),
        n_cached=len(previews) - len(asked),
        input_tokens=sum(preview.input_tokens for preview in asked),
        output_tokens=int(_REPLY_SHARE * sum(preview.max_output_tokens for preview in asked)),
        known=True,
    )
    session.close()
    stages = (facts, *_later(prepared, client.models, candidates=candidates))
    return Estimate(host=session.host, previews=previews, stages=stages, prices=client.prices)


def _later(prepared: Prepared, models: object, *, candidates: int) -> Iterator[Stage]:
    assert isinstance(models, dict)
    n_facts = min(220, int(_FACTS_PER_DOCUMENT * len(prepared.material.documents)))
    followed = prepared.by_id[prepared.followed.document_id].body if prepared.followed else ""
    base = _RULES_TOKENS + n_facts * _FACT_TOKENS + estimate_tokens(followed)
    plan = (("resolve", Size.SMALL, 1, 1), ("outline", Size.LARGE, 1, 2), ("draft", Size.LARGE, candidates, 2))
    check = (("check", Size.LARGE, 2, 1), ("revise", Size.LARGE, 1, 2), ("choose", Size.LARGE, candidates > 1, 1))
    for name, size, n, halves in (*plan, *check):
        if n:
            yield Stage(
                name=name,
                model=models[size],
                n_requests=int(n),
                n_cached=0,
                input_tokens=int(n) * base,
                output_tokens=int(n) * halves * _REPLY_TOKENS // 2,
                known=False,
            )


def _money(cost: Decimal | None) -> str:
    return "cost unknown" if cost is None else f"about ${cost:.4f}"
