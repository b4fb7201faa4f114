"""Reservations of several threads at one budget."""

from __future__ import annotations

import threading

from drafter.errors import BudgetError
from drafter.model.budget import Reservation
from drafter.model.chat import Usage
from drafter.model.pool import Halt
from drafter.model.ports import BudgetPort


class Gate:
    """Reservations of several threads. One that does not fit beside those under way waits until they are settled:
    most requests cost far less than their worst case."""

    def __init__(self, budget: BudgetPort) -> None:
        self._budget = budget
        self._changed = threading.Condition()
        self._n_open = 0

    def reserve(self, *, model: str, input_tokens: int, max_output_tokens: int, halt: Halt) -> Reservation:
        """Set aside the worst case of a request.

        Raises:
            BudgetError: it does not fit, with nothing under way.
            StoppedError: nothing more is asked.
        """
        with self._changed:
            while True:
                halt.check()
                try:
                    reservation = self._budget.reserve(
                        model=model, input_tokens=input_tokens, max_output_tokens=max_output_tokens
                    )
                except BudgetError:
                    if not self._n_open:
                        raise
                    self._changed.wait()
                else:
                    self._n_open += 1
                    return reservation

    def close(self, reservation: Reservation, usage: Usage | None, *, billed: bool) -> None:
        """Count a reservation as spent, or give it back."""
        with self._changed:
            if billed:
                self._budget.settle(reservation, usage)
            else:
                self._budget.release(reservation)
            self._n_open -= 1
            self._changed.notify_all()
