"""What may be spent: each request's worst case is reserved before it leaves, so that a cap is never passed."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import count

from drafter.errors import BudgetError, SettingsError
from drafter.model.chat import Usage
from drafter.model.prices import SETTING, Prices, render_cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """The worst case of a request that is not paid yet; `cost` in US dollars, None where the price is unknown."""

    id: int
    model: str
    tokens: int
    cost: Decimal | None


class Budget:
    """What was spent, what is reserved, and the caps on both together; None is no cap. Safe for threads.

    As long as no request uses more than was reserved for it, `spent_cost <= max_cost` and `spent_tokens <= max_tokens`.
    """

    def __init__(self, prices: Prices, *, max_cost: Decimal | None = None, max_tokens: int | None = None) -> None:
        self._prices = prices
        self._max_cost = max_cost
        self._max_tokens = max_tokens
        self._lock = threading.Lock()
        self._open: dict[int, Reservation] = {}
        self._ids = count()
        self._cost = Decimal(0)
        self._is_cost_known = True
        self._tokens = 0
        self._n_requests = 0

    @property
    def spent_cost(self) -> Decimal | None:
        """US dollars spent so far; None when a request was paid whose price is unknown."""
        with self._lock:
            return self._cost if self._is_cost_known else None

    @property
    def spent_tokens(self) -> int:
        """Input and output tokens spent so far."""
        with self._lock:
            return self._tokens

    @property
    def n_requests(self) -> int:
        """Requests settled so far."""
        with self._lock:
            return self._n_requests

    def check(self, models: Iterable[str]) -> None:
        """Whether the cap on money can be kept with these models; to be called before the first request.

        Raises:
            SettingsError: there is such a cap, and the price of one of them is unknown.
        """
        unknown = [model for model in dict.fromkeys(models) if self._prices.price_of(model) is None]
        if self._max_cost is not None and unknown:
            raise SettingsError(
                f"--max-cost cannot be kept: the price of {', '.join(unknown)} is unknown",
                hint=f"give it in drafter.toml, below [model.prices]: {SETTING}, for a million tokens"
                " (0 for a server of your own); or use --max-tokens",
            )

    def reserve(self, *, model: str, input_tokens: int, max_output_tokens: int) -> Reservation:
        """Set aside what a request may use at worst, before it is sent. To be settled, or released.

        Raises:
            BudgetError: it does not fit beside what is spent and reserved; nothing was set aside.
            SettingsError: there is a cap on money, and the price is unknown.
        """
        return self._take("the next request", model, input_tokens, max_output_tokens)

    def hold(self, *, model: str, input_tokens: int, max_output_tokens: int) -> Reservation:
        """Keep money back for a later stage, until it is released.

        Raises:
            BudgetError: so much is not left.
            SettingsError: there is a cap on money, and the price is unknown.
        """
        return self._take("what is still to come", model, input_tokens, max_output_tokens)

    def settle(self, reservation: Reservation, usage: Usage | None) -> None:
        """Count a reservation as spent: what the endpoint counted, or the worst case where it told nothing.

        Raises:
            ValueError: it was settled or released before.
        """
        tokens, cost = reservation.tokens, reservation.cost
        if usage is not None:
            tokens, cost = self._count(reservation.model, usage.input_tokens, usage.output_tokens)
        with self._lock:
            if self._open.pop(reservation.id, None) is None:
                raise ValueError(f"no open reservation: {reservation}")
            self._tokens += tokens
            self._cost += cost or 0
            self._is_cost_known &= cost is not None
            self._n_requests += 1

    def release(self, reservation: Reservation) -> None:
        """Give back a reservation that was not needed. One that was settled or released before stays as it is."""
        with self._lock:
            self._open.pop(reservation.id, None)

    def _take(self, what: str, model: str, input_tokens: int, output_tokens: int) -> Reservation:
        self.check([model])
        tokens, cost = self._count(model, input_tokens, output_tokens)
        with self._lock:
            self._refuse_tokens(what, tokens)
            self._refuse_cost(what, cost)
            reservation = Reservation(id=next(self._ids), model=model, tokens=tokens, cost=cost)
            self._open[reservation.id] = reservation
        return reservation

    def _refuse_tokens(self, what: str, tokens: int) -> None:
        if self._max_tokens is None:
            return
        left = self._max_tokens - self._tokens - sum(r.tokens for r in self._open.values())
        if tokens > left:
            raise BudgetError(
                f"{what} may take {tokens:,} tokens; {max(left, 0):,} of {self._max_tokens:,} are left",
                hint="raise --max-tokens; what was answered is kept and will not be asked again",
            )

    def _refuse_cost(self, what: str, cost: Decimal | None) -> None:
        if self._max_cost is None or cost is None:
            return
        left = self._max_cost - self._cost - sum(r.cost or 0 for r in self._open.values())
        if cost > left:
            shown = f"${max(left, Decimal(0)):.4f}"
            raise BudgetError(
                f"{what} may cost {render_cost(cost)}; {shown} of {render_cost(self._max_cost)} is left",
                hint="raise --max-cost; what was answered is kept and will not be paid again",
            )

    def _count(self, model: str, input_tokens: int, output_tokens: int) -> tuple[int, Decimal | None]:
        price = self._prices.price_of(model)
        cost = price.cost(input_tokens=input_tokens, output_tokens=output_tokens) if price else None
        return input_tokens + output_tokens, cost
