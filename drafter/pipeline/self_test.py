"""`drafter eval --self-test`: faults planted in good drafts of cases, and what each metric makes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from drafter.digest.material import sort_material
from drafter.pipeline.cases import Case, laid_out, read_body
from drafter.pipeline.demands import score_demands
from drafter.pipeline.evaluate import evaluate_page, known_sentences
from drafter.pipeline.generate import GenerateOptions, generate
from drafter.pipeline.project import Project, open_project
from drafter.pipeline.scored import body_of
from drafter.records import Score, Sentence
from drafter.score.detection import Edit, Planting, Scores, SelfTest, Subject, spread
from drafter.score.harmless import HARMLESS
from drafter.score.page import read_page
from drafter.score.planted import FAULTS, Beside, Planted, plant
from drafter.settings import load_settings
from drafter.store.state import Written
from drafter.text.plural import count_of

PLACES = 3  # of a fault in a draft, at most
_PROBES_MAX = 256  # places that are looked for
_NEED_MEMORY = ("grounded", "proposed")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A good draft with how any body is scored in its place."""

    body: str
    subject: Subject
    beside: Beside
    score: Callable[[str], Scores]


def plant_faults(
    cases: Sequence[Case], *, places: int = PLACES, tokenizer: str | None = None, tell: Callable[[str], None]
) -> SelfTest:
    """Plant every fault in the drafts that are made of the cases without a model, and in what a person wrote of each.

    A fault is planted at `places` places at most, evenly spread. No chance is in it: the same cases give the same
    scores. Overlap is counted in characters for Japanese, so that they do not depend on what is installed. `tell` gets
    a line for each case.

    Raises:
        DrafterError: a case cannot be drafted, or there is no such tokenizer.
    """
    drafts: list[_Draft] = []
    plantings: list[Planting] = []
    edits: list[Edit] = []
    for case in cases:
        with laid_out(case) as root:
            project = open_project(load_settings(root, flags={}, environ={}), root, now=case.cutoff)
            own = list(_drafts(case, project, tokenizer=tokenizer))
            planted = [planting for draft in own for planting in _plant_all(draft, places=places)]
            edits += [edit for draft in own for edit in _edit_all(draft)]
        drafts += own
        plantings += planted
        tell(f"{case.name}: {count_of(len(planted), 'fault')} planted")
    tokens = {tokenizer} if tokenizer else {_tokens(case.language) for case in cases}
    return SelfTest(
        subjects=tuple(draft.subject for draft in drafts),
        plantings=tuple(plantings),
        edits=tuple(edits),
        tokens=tuple(sorted(tokens)),
    )


def _drafts(case: Case, project: Project, *, tokenizer: str | None) -> Iterator[_Draft]:
    """The extractive draft of a case, and its reference; that one is not compared with itself."""
    options = GenerateOptions(stdout=True, date=case.cutoff.date(), figure=False)
    made = generate(project, case.period, options)
    known = known_sentences(project, Written(text=made.text, sentences=made.sentences))
    named = tokenizer or _tokens(case.language)
    references = [read_body(case.reference)] if case.reference else []
    yield _draft(case, project, body_of(made.text), known=known, references=references, tokenizer=named)
    for reference in references:
        yield _draft(case, project, reference, known=None, references=[], tokenizer=named)


def _tokens(language: str) -> str:
    return f"{language}-char" if language in ("ja", "zh", "ko") else "en"


def _draft(
    case: Case,
    project: Project,
    body: str,
    *,
    known: Mapping[str, Sentence] | None,
    references: Sequence[str],
    tokenizer: str,
) -> _Draft:
    def score(words: str) -> dict[str, Score]:
        page = read_page(words, known=known)
        scores = evaluate_page(project, case.period, page, references=references, tokenizer=tokenizer)
        told = (*scores, *score_demands(case, words, scores=scores))
        return {s.metric: s for s in told if known is not None or s.metric not in _NEED_MEMORY}

    subject = Subject(case=case.name, remembered=known is not None, scores=score(body))
    return _Draft(body=body, subject=subject, beside=_beside(case, project), score=score)


def _beside(case: Case, project: Project) -> Beside:
    material = sort_material(project.documents, case.period, fiscal_start=project.settings.fiscal_start)
    by_id = {document.id: document for document in project.documents}
    last = next((by_id[r.document_id].body for r in material.retrospectives), None)
    return Beside(period=case.period, sources=tuple(d.body for d in material.documents), last=last)


def _plant_all(draft: _Draft, *, places: int) -> Iterator[Planting]:
    for fault in FAULTS:
        for nth in spread(_n_places(fault, draft), most=places):
            planted = _plant(fault, draft, nth)
            if planted is not None:
                yield Planting(
                    subject=draft.subject,
                    fault=fault,
                    planted=planted,
                    n_old=planted.end - planted.start - (len(planted.body) - len(draft.body)),
                    scores=draft.score(planted.body),
                )


def _edit_all(draft: _Draft) -> Iterator[Edit]:
    for name, (_, edit) in HARMLESS.items():
        body = edit(draft.body)
        if body != draft.body:
            yield Edit(subject=draft.subject, name=name, scores=draft.score(body))


def _plant(fault: str, draft: _Draft, nth: int) -> Planted | None:
    return plant(fault, draft.body, draft.beside, nth=nth)


def _n_places(fault: str, draft: _Draft) -> int:
    """How many places there are, by halving: a place stands behind every other one."""
    low, high = 0, 1
    while high <= _PROBES_MAX and _plant(fault, draft, high - 1) is not None:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _plant(fault, draft, middle - 1) is not None else (low, middle)
    return low
