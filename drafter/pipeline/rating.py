"""The drafts of a run before a person: who wrote them is hidden, their order is drawn, every answer is kept at once."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from drafter.errors import UsageError
from drafter.pipeline.evaluation_results import load_results
from drafter.pipeline.judging import find_rubric
from drafter.records import content_id
from drafter.score.rubric import Dimension, Rubric
from drafter.store.labels import PREFERRED, Answer, Label, Place, add_label, load_labels
from drafter.store.state import State

SEED = 12345


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of one draft in a dimension, or of two: `dimension` is then None. `drafts` are content ids of
    bodies, in the order they are shown; `number` is that of the last one among all drafts, from 1."""

    case: str
    drafts: tuple[str, ...]
    dimension: Dimension | None
    number: int

    @property
    def place(self) -> Place:
        """What a label of it is kept under."""
        draft, *others = sorted(self.drafts)
        if self.dimension is None:
            return draft, others[0], PREFERRED, ""
        return draft, "", self.dimension.name, self.dimension.hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """All that can be asked of a run, in order. `bodies` are Markdown, by content id."""

    run: str
    questions: tuple[Question, ...]
    bodies: Mapping[str, str]


def open_sitting(state: State, run_id: str) -> Sitting:
    """The drafts of a run, made ready to be rated; the same run always gives the same order.

    Raises:
        UsageError: no such run, or none of its drafts was kept.
        OutputError: the record cannot be read.
        PromptError: the rubric cannot be used.
    """
    results = load_results(state, run_id)
    ids = {key: content_id(body) for key, body in results.drafts.items() if body.strip()}
    if not ids:
        raise UsageError(f"{results.name}: no draft of it was kept", hint="drafter eval makes and keeps new ones")
    by_case: dict[str, list[str]] = {}
    for (case, _, _), draft in ids.items():
        by_case.setdefault(case, []).append(draft)
    rng = random.Random(f"{SEED} {results.name}")
    questions = _ask_all({case: sorted(set(drafts)) for case, drafts in by_case.items()}, find_rubric(state), rng)
    bodies = {draft: results.drafts[key] for key, draft in ids.items()}
    return Sitting(run=results.name, questions=tuple(questions), bodies=bodies)


def answered(state: State, sitting: Sitting) -> Mapping[Place, Label]:
    """What was said of the drafts of a run before: a level, a preference, or to skip it.

    Raises:
        OutputError: the labels cannot be read.
    """
    places = {question.place for question in sitting.questions}
    return {place: label for place, label in load_labels(state).items() if place in places}


def keep_answer(
    state: State, sitting: Sitting, question: Question, *, value: int | None, answer: Answer, seconds: float
) -> Label:
    """Keep what a person said. `value` of two drafts is 1 for the first shown, -1 for the second, 0 for neither.

    Raises:
        OutputError: it cannot be written.
    """
    draft, other, dimension, rubric = question.place
    turned = question.dimension is None and question.drafts[0] != draft
    label = Label(
        draft=draft,
        other=other,
        dimension=dimension,
        rubric=rubric,
        value=-value if turned and value else value,
        answer=answer,
        at=datetime.now().astimezone(),
        seconds=round(seconds, 1),
        run=sitting.run,
        case=question.case,
    )
    add_label(state, label)
    return label


def _ask_all(by_case: Mapping[str, Sequence[str]], rubric: Rubric, rng: random.Random) -> Iterator[Question]:
    """Case by case: each draft in all dimensions and then, from the second on, beside the one that was read before."""
    number = 0
    for case in rng.sample(sorted(by_case), k=len(by_case)):
        before = ""
        for draft in rng.sample(by_case[case], k=len(by_case[case])):
            number += 1
            for dimension in rubric.dimensions:
                yield Question(case=case, drafts=(draft,), dimension=dimension, number=number)
            if before:
                yield Question(case=case, drafts=(before, draft), dimension=None, number=number)
            before = draft
