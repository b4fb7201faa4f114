"""A draft of a case → its scores, however the draft came about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from drafter.digest.material import sort_material
from drafter.errors import ConsentError, ModelError, ReplyError
from drafter.pipeline.cases import Case, read_body
from drafter.pipeline.demands import score_demands
from drafter.pipeline.evaluate import evaluate_page, known_sentences
from drafter.pipeline.judging import Judge, judge_page
from drafter.pipeline.project import Project
from drafter.records import Document, Score
from drafter.score.judgings import Judging, join_judgings, unjudged
from drafter.score.page import Page, draft_of, read_page
from drafter.score.report.months import Month, count_months
from drafter.score.rows import Row
from drafter.score.rubric import load_rubric
from drafter.store.state import State, Written
from drafter.text.front_matter import parse_front_matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """A draft of a case with its scores and where its sources and those it cites lie; or why there is none."""

    case: Case
    writer: str
    draft: int
    written: Written
    rows: tuple[Row, ...]
    months: tuple[Month, ...] = ()
    judging: Judging | None = None
    failed: str | None = None

    @property
    def key(self) -> tuple[str, str, int]:
        """Which draft it is."""
        return self.case.name, self.writer, self.draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What is the same for all drafts of a run. Several judges are a panel."""

    state: State
    agree: Callable[[str], bool]
    judges: tuple[Judge, ...]
    tokenizer: str | None


def file_name(case: str, writer: str, draft: int) -> str:
    """Of a draft in the record of its run.

    >>> file_name("kaede-2024", "org/model:7b", 1)
    'kaede-2024.org-model-7b.1.md'
    """
    safe = "".join(c if c.isalnum() or c in "-_." else "-" for c in writer)
    return f"{case}.{safe}.{draft}.md"


def score_written(project: Project, case: Case, written: Written, *, writer: str, draft: int, ways: Ways) -> Scored:
    """Score a draft with what drafter knows of its sentences.

    Raises:
        ConsentError: it was not agreed to ask the judge.
    """
    page = _read(project, written)
    scores = _score(project, case, page, tokenizer=ways.tokenizer)
    judging, judged = _judge(project, case, page, ways)
    rows = tuple(
        Row(case=case.name, writer=writer, draft=draft, split=case.split, language=case.language, score=score)
        for score in (*scores, *score_demands(case, page.body, scores=scores), *judged)
    )
    months = count_months(draft_of(page), sources=_sources(project, case))
    return Scored(case=case, writer=writer, draft=draft, written=written, rows=rows, months=months, judging=judging)


def _judge(project: Project, case: Case, page: Page, ways: Ways) -> tuple[Judging | None, tuple[Score, ...]]:
    """What the judges say, and its scores; without a judge none, and where one does not answer none with a value."""
    if not ways.judges:
        return None, ()
    try:
        judgings = [judge_page(project, case.period, page, judge, state=ways.state) for judge in ways.judges]
    except ConsentError:
        raise
    except (ModelError, ReplyError) as error:
        return None, unjudged(load_rubric(), reason=f"not judged: {error}")
    judging = join_judgings(judgings)
    return judging, judging.scores


def _read(project: Project, written: Written) -> Page:
    """The page that was written, its sentences with what they rest on."""
    return read_page(body_of(written.text), known=known_sentences(project, written))


def body_of(text: str) -> str:
    """A file without its front matter."""
    return text[parse_front_matter(text).end :]


def _sources(project: Project, case: Case) -> tuple[Document, ...]:
    fiscal_start = project.settings.fiscal_start
    return sort_material(project.documents, case.period, fiscal_start=fiscal_start).documents


def _score(project: Project, case: Case, page: Page, *, tokenizer: str | None) -> tuple[Score, ...]:
    references = [read_body(case.reference)] if case.reference is not None else []
    return evaluate_page(project, case.period, page, references=references, tokenizer=tokenizer)
