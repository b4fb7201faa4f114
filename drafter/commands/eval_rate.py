"""`drafter eval rate`: blinded drafts in the terminal, a level for each dimension, every answer kept at once."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from drafter.commands.eval_cases import find_state
from drafter.commands.eval_options import EvalOptions
from drafter.commands.printing import render_json, render_path, say, show
from drafter.errors import UsageError
from drafter.pipeline.rating import Question, Sitting, answered, keep_answer, open_sitting
from drafter.score.rubric import N_LEVELS, Dimension
from drafter.store.labels import Answer, Label, Place, labels_path
from drafter.store.state import State
from drafter.text.hidden import HIDDEN
from drafter.text.normal import fold_text
from drafter.text.plural import count_of

_SITTING_S = 300.0
_LINE = "─" * 72
_UNSEEN = re.compile(f"[{HIDDEN}]")  # a draft must not move the cursor, nor hide its words
_WINNERS = {"a": 1, "b": -1, "=": 0}
_SKIP, _UNDO, _DRAFT, _QUIT = "s", "u", "d", "q"


def rate_run(options: EvalOptions, run_ids: Sequence[str]) -> int:
    """Ask a person for the levels of a run's drafts; the exit code."""
    if len(run_ids) != 1:
        raise UsageError("rate: one run", hint="drafter eval rate RUN; drafter runs lists them")
    state = find_state(options)
    sitting = open_sitting(state, run_ids[0])
    asking = Asking(state=state, sitting=sitting, tell=say if options.json else show)
    try:
        asking.run()
    finally:
        asking.tell("")
        say(asking.tell_end())
    if options.json:
        labels = [label for label in answered(state, sitting).values() if label.answer is Answer.GIVEN]
        show(render_json({"run": sitting.run, "labels": labels}))
    return 0


@dataclass(kw_only=True)
class Asking:
    """One sitting of a person: goes from question to question, and back."""

    state: State
    sitting: Sitting
    tell: Callable[[str], None]
    clock: Callable[[], float] = time.monotonic
    shown: str = ""  # the content id of the draft that was shown last
    _known: dict[Place, Label] = field(default_factory=dict)

    def run(self) -> None:
        """Ask what was not answered yet, until all is or the person ends it."""
        self._known = dict(answered(self.state, self.sitting))
        begun, told = self.clock(), False
        at = self._next(0)
        if at < len(self.sitting.questions):
            self._begin()
        while at < len(self.sitting.questions) or self._wants_undo():
            if at == len(self.sitting.questions):
                at = self._back(at)
            question = self.sitting.questions[at]
            if not told and self.clock() - begun > _SITTING_S and question.drafts[-1] != self.shown:
                self.tell("\nFive minutes are over. Go on, or end it with q: all answers are kept.")
                told = True
            step = self._ask(question)
            if step is None:
                return
            at = self._next(at + 1) if step else self._back(at)

    def tell_end(self) -> str:
        """What was answered, what is left, where it lies."""
        n_left = sum(question.place not in self._known for question in self.sitting.questions)
        n_skipped = sum(label.answer is Answer.SKIPPED for label in self._known.values())
        n_given = len(self._known) - n_skipped
        left = f"{n_left} left: the same command goes on there" if n_left else "none left"
        skipped = f", {n_skipped} skipped" if n_skipped else ""
        kept = f"kept in {render_path(labels_path(self.state))}" if n_given else "nothing to keep"
        return f"{count_of(n_given, 'label')} of {self.sitting.run}{skipped}, {left}; {kept}"

    def _begin(self) -> None:
        n_drafts = max(question.number for question in self.sitting.questions)
        self.tell(
            f"{count_of(n_drafts, 'draft')} of {self.sitting.run}, who wrote them is hidden. Six dimensions each, 1 to "
            f"{N_LEVELS}.\nEvery answer is kept at once; stop when you like, five minutes are a good sitting."
        )

    def _next(self, at: int) -> int:
        """The first question from there on that has no answer."""
        questions = self.sitting.questions
        return next((n for n in range(at, len(questions)) if questions[n].place not in self._known), len(questions))

    def _back(self, at: int) -> int:
        """The question before, its answer withdrawn."""
        if at == 0:
            self.tell("This is the first question.")
            return 0
        before = self.sitting.questions[at - 1]
        if self._known.pop(before.place, None) is not None:
            keep_answer(self.state, self.sitting, before, value=None, answer=Answer.WITHDRAWN, seconds=0.0)
        return at - 1

    def _wants_undo(self) -> bool:
        """Asked when all is answered, so that the last answer can be taken back too."""
        self.tell(f"\nAll is answered ({_UNDO} to undo the last, {_QUIT} to end):")
        return self._read_line() == _UNDO

    def _ask(self, question: Question) -> bool | None:
        """True to go on, False to go back, None to end."""
        if question.drafts[-1] != self.shown:
            self._show_draft(question)
        self.tell(_render_question(question))
        begun = self.clock()
        while (said := self._read(question)) is not None:
            if said == _QUIT:
                return None
            if said == _UNDO:
                return False
            if said == _DRAFT:
                self._show_draft(question)
                self.tell(_render_question(question))
            elif said == _SKIP or said in _answers(question):
                answer = Answer.SKIPPED if said == _SKIP else Answer.GIVEN
                value, seconds = _answers(question).get(said), self.clock() - begun
                self._known[question.place] = keep_answer(
                    self.state, self.sitting, question, value=value, answer=answer, seconds=seconds
                )
                return True
            else:
                self.tell(f"Not an answer: {_UNSEEN.sub('', said)[:40]!r}.")
        return None

    def _read(self, question: Question) -> str | None:
        """The next line, folded: full-width digits count; None where there is none."""
        self.tell(_render_choices(question))
        return self._read_line()

    def _read_line(self) -> str | None:
        if sys.stdin is None:  # closed before the start
            return None
        line = sys.stdin.readline()
        return fold_text(line).strip() if line else None

    def _show_draft(self, question: Question) -> None:
        self.shown = question.drafts[-1]
        n_drafts = max(other.number for other in self.sitting.questions)
        body = self.sitting.bodies[self.shown].replace("\r\n", "\n").replace("\r", "\n").strip()
        head = f"Draft {question.number} of {n_drafts}, case {question.case}"
        self.tell(f"\n{_LINE}\n{head}\n{_LINE}\n{_UNSEEN.sub('', body)}\n{_LINE}")


def _answers(question: Question) -> Mapping[str, int]:
    if question.dimension is None:
        return _WINNERS
    return {str(level): level for level in range(1, N_LEVELS + 1)}


def _render_question(question: Question) -> str:
    if question.dimension is None:
        return (
            "\nWhich would you rather take, to revise and publish under your own name?\n"
            f"  a  the draft before, {question.number - 1}\n  b  this one, {question.number}\n  =  neither"
        )
    return _render_scale(question.dimension)


def _render_scale(dimension: Dimension) -> str:
    levels = (f"  {level}  {words}" for level, words in enumerate(dimension.scale.levels, start=1))
    return "\n".join((f"\n{dimension.name}: {dimension.scale.ask}", *levels))


def _render_choices(question: Question) -> str:
    keys = f"1-{N_LEVELS}" if question.dimension else "a, b or ="
    return f"{keys} ({_SKIP} to skip, {_UNDO} to undo the last, {_DRAFT} for the draft again, {_QUIT} to end):"
