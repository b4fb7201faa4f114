"""After publication: what the author made of a draft, sentence by sentence, and which scores had foreseen it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from drafter.digest.material import sort_material
from drafter.errors import OutputError, UsageError
from drafter.pipeline.case import read_body
from drafter.pipeline.evaluate import evaluate_page, known_sentences
from drafter.pipeline.project import Project
from drafter.pipeline.scored import body_of
from drafter.pipeline.template import shown_path
from drafter.records import Period, Score
from drafter.score.fates import Compared, follow_sentences
from drafter.score.foresight import Foresight, foresee
from drafter.score.page import Page, read_page
from drafter.score.prose import body_prose
from drafter.score.report.findings import Examined, examine
from drafter.score.report.results import Results
from drafter.score.rows import Row
from drafter.score.sentence_marks import Marks, mark_copies, mark_faults, mark_register, mark_standing
from drafter.store.atomic import read_existing
from drafter.store.state import State, Written, parse_written


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What became of a draft. `is_remembered`: what its sentences rest on is known. `n_asked` questions stood in it;
    `n_unanswered` of them still stand in the published file, and so do `n_marked` marks for proposals."""

    path: Path
    is_remembered: bool
    compared: Compared
    foresight: tuple[Foresight, ...]
    n_published: int
    n_asked: int
    n_unanswered: int
    n_marked: int


def measure_aftermath(project: Project, period: Period, path: Path, *, draft: Path | None = None) -> Aftermath:
    """Compare a published file with the draft as drafter wrote it, or with the file `draft`.

    Raises:
        SourceError: a file that cannot be read.
        OutputError: drafter never wrote this file, or its memory of it is lost.
        UsageError: the draft is the published file itself.
    """
    published = read_page(read_body(path))
    written = find_written(project, path, draft)
    project = _without(project, path, draft)
    page = read_page(body_of(written.text.lstrip("\ufeff")), known=known_sentences(project, written))
    compared = follow_sentences(page, published)
    asked = {words for words, _ in page.questions}
    return Aftermath(
        path=path,
        is_remembered=bool(written.sentences),
        compared=compared,
        foresight=foresee(compared, _marks(project, period, page, written)),
        n_published=len(published.sentences),
        n_asked=len(page.questions),
        n_unanswered=sum(words in asked for words, _ in published.questions),
        n_marked=len(mark_standing(published)["proposed"]),
    )


def _without(project: Project, *paths: Path | None) -> Project:
    """The project as if these files were not there: neither is a source of the draft."""
    shown = {shown_path(project.site, path.resolve()) for path in paths if path is not None}
    hidden = frozenset(document.id for document in project.documents if document.path in shown)
    return replace(project, hidden=project.hidden | hidden)


def find_written(project: Project, path: Path, draft: Path | None) -> Written:
    """The draft as drafter wrote it: what it remembers of the file, what a run kept beside it, else the file as it is.

    Raises:
        SourceError: the draft cannot be read.
        OutputError: drafter has no memory of the published file, and no draft was given.
        UsageError: the draft is the published file itself.
    """
    written = State(project.root).load_written(draft or path)
    if written is not None:
        return written
    if draft is None:
        hint = f"give the draft as it was: drafter eval --published {path} --draft DRAFT.md"
        raise OutputError(f"{path}: drafter has no memory of writing it", hint=hint)
    if draft.resolve() == path.resolve():
        raise UsageError(f"{draft}: is the published file itself", hint="give the draft as it was before you edited it")
    kept = parse_written(read_existing(draft.with_name(f"{draft.name}.json")) or b"")
    return kept or Written(text=read_body(draft))


def _marks(project: Project, period: Period, page: Page, written: Written) -> Marks:
    """All that could have foreseen an edit: faults, proposals, what has no proof, copies, another register."""
    scores = evaluate_page(project, period, page, references=[])
    material = sort_material(project.documents, period, fiscal_start=project.settings.fiscal_start)
    by_id = {document.id: document for document in project.documents}
    earlier = [by_id[r.document_id].body for r in material.retrospectives]
    standing = mark_standing(page)
    if not written.sentences:
        del standing["without proof"]  # of all that is not known
    register = mark_register(page, [sentence for body in earlier for sentence in body_prose(body)])
    return {
        **mark_faults(page, _examine(page, scores, written)),
        **standing,
        "copied": mark_copies(page, [document.body for document in material.documents]),
        **({"copied from last time": mark_copies(page, earlier[:1])} if earlier else {}),
        **({"other register": register} if register is not None else {}),
    }


def _examine(page: Page, scores: Sequence[Score], written: Written) -> Examined:
    row = Row(case="", writer="", draft=1, split="", language="", score=scores[0])
    rows = tuple(replace(row, score=score) for score in scores)
    return examine(Results(rows=rows, drafts={row.key: page.body}, written={row.key: written}))[0]
