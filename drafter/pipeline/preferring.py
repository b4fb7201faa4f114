"""Drafts of two runs before a judge, pair by pair: which would the author rather take?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from drafter.pipeline.cases import Case, laid_out
from drafter.pipeline.judging import Judge, before_judge, show_material
from drafter.pipeline.project import Project, open_project
from drafter.pipeline.scored import body_of
from drafter.score.prefer import Preference, prefer
from drafter.score.report.results import Key, Results
from drafter.score.significance import Measured
from drafter.settings import load_settings
from drafter.store.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferred:
    """Two drafts of a case; `preference` calls the first run's a and the other's b."""

    ours: Key
    theirs: Key
    preference: Preference


def prefer_runs(
    ours: Results, theirs: Results, *, cases: Sequence[Case], judge: Judge, state: State
) -> Iterator[Preferred]:
    """Have each draft of a run compared in both orders with the one of the other run that it belongs to.

    Raises:
        ConsentError: it was not agreed to ask the judge's host.
        ModelError: none of the judgings can succeed.
        PromptError: the prompt cannot be used.
    """
    every = pair_drafts(ours, theirs)
    for case in cases:
        pairs = [pair for pair in every if pair[0][0] == case.name]
        if not pairs:
            continue
        with laid_out(case) as root:
            project = open_project(load_settings(root, flags={}, environ={}), root, now=case.cutoff)
            for mine, other in pairs:
                bodies = body_of(ours.written[mine].text), body_of(theirs.written[other].text)
                preference = _prefer(project, case, bodies, judge=judge, state=state)
                yield Preferred(ours=mine, theirs=other, preference=preference)


def pair_drafts(ours: Results, theirs: Results) -> tuple[tuple[Key, Key], ...]:
    """The drafts of both runs that belong together, those alike to the letter left out.

    A writer that the other run lacks is compared with the first there, a draft whose number it lacks with its first.
    """
    names = {writer: writer if writer in theirs.writers else theirs.writers[0] for writer in ours.writers}
    pairs = [(key, _counterpart(key, names[key[1]], theirs)) for key in ours.keys if key in ours.written]
    return tuple(
        (mine, other)
        for mine, other in pairs
        if other in theirs.written and body_of(ours.written[mine].text) != body_of(theirs.written[other].text)
    )


def _counterpart(key: Key, writer: str, theirs: Results) -> Key:
    case, _, draft = key
    same = case, writer, draft
    return same if same in theirs.written else (case, writer, 1)


def measure_preferred(found: Sequence[Preferred]) -> tuple[Measured, Measured]:
    """For a paired test: of each case, draft by draft, the share of pairs that ours won, and a half beside it."""
    measured: dict[str, list[list[float | None]]] = {}
    for one in found:
        value = next(score.value for score in one.preference.scores if score.metric == "judge_preferred")
        measured.setdefault(one.ours[0], []).append([value])
    halves = {
        case: [[None if value is None else 0.5 for value in draft] for draft in drafts]
        for case, drafts in measured.items()
    }
    return measured, halves


def _prefer(project: Project, case: Case, bodies: tuple[str, str], *, judge: Judge, state: State) -> Preference:
    with before_judge(project, case.period, judge, state=state) as bench:
        return prefer(
            *bodies,
            material=show_material(bench.documents),  # neither draft may choose what the judge sees
            earlier=bench.earlier,
            model=bench.session.client,
            repeats=judge.repeats,
            prompts=bench.session.prompts,
        )
