"""What it takes to have the drafts of a run judged, before anything is asked."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from drafter.model.chat import Request
from drafter.model.prices import Prices, load_prices, render_cost
from drafter.model.prompts import Prompts, load_prompts
from drafter.model.tokens import estimate_tokens
from drafter.pipeline.cases import Case, laid_out, read_body
from drafter.pipeline.judging import Judge, find_exhibits, find_rubric, show_material
from drafter.pipeline.project import open_project
from drafter.score.judge import judge_requests
from drafter.score.rubric import Rubric
from drafter.settings import load_settings
from drafter.store.state import State
from drafter.text.plural import count_of

_REPLY_SHARE = 0.3  # of what a reply may have that it has
_NO_REFERENCE = "。" * 4000  # as long as a draft may be, where no reference says how long


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgingCost:
    """Of all drafts before one judge: requests and likely tokens, those it answered before included; `cost` in US
    dollars is None where the price is not known."""

    judge: str
    n_drafts: int
    n_requests: int
    input_tokens: int
    output_tokens: int
    cost: Decimal | None

    def __str__(self) -> str:
        return (
            f"judging: {count_of(self.n_drafts, 'draft')} before {self.judge}, {count_of(self.n_requests, 'request')},"
            f" about {self.input_tokens:,} tokens in and {self.output_tokens:,} out, {_money(self.cost)}"
        )


def estimate_judging(
    cases: Sequence[Case], *, n_drafts: int, judges: Sequence[Judge], state: State
) -> tuple[JudgingCost, ...]:
    """Compose the requests with the reference in the place of each of the `n_drafts` drafts of a case. Nothing is sent.

    Raises:
        PromptError: the rubric or the prompt cannot be used.
    """
    if not judges:
        return ()
    rubric, prompts = find_rubric(state), load_prompts()
    sizes = [
        (estimate_tokens(request.system + request.user), request.max_output_tokens)
        for case in cases
        for request in _requests(case, rubric, prompts)
    ]
    settings = load_settings(state.root, flags={}, environ=os.environ)
    prices = load_prices(settings.prices)
    return tuple(_cost(judge, sizes, prices=prices, n_cases=len(cases), n_drafts=n_drafts) for judge in judges)


def _requests(case: Case, rubric: Rubric, prompts: Prompts) -> tuple[Request, ...]:
    body = read_body(case.reference) if case.reference else _NO_REFERENCE
    with laid_out(case) as root:
        project = open_project(load_settings(root, flags={}, environ={}), root, now=case.cutoff)
        documents, earlier = find_exhibits(project, case.period)
        return judge_requests(
            body,
            rubric=rubric,
            material=show_material(documents),
            earlier=earlier,
            repeats=1,
            prompts=prompts,
        )


def _cost(
    judge: Judge, sizes: Sequence[tuple[int, int]], *, prices: Prices, n_cases: int, n_drafts: int
) -> JudgingCost:
    times = n_drafts * judge.repeats
    taken = times * sum(size for size, _ in sizes)
    given = int(times * _REPLY_SHARE * sum(most for _, most in sizes))
    price = prices.price_of(judge.name)
    return JudgingCost(
        judge=judge.name,
        n_drafts=n_cases * n_drafts,
        n_requests=times * len(sizes),
        input_tokens=taken,
        output_tokens=given,
        cost=price.cost(input_tokens=taken, output_tokens=given) if price else None,
    )


def _money(cost: Decimal | None) -> str:
    return "cost unknown" if cost is None else f"about {render_cost(cost)}"
