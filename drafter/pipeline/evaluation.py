"""Cases drafted by writers and scored: each score is on the disk before the next draft is made."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drafter.digest.material import sort_material
from drafter.errors import ConsentError, DrafterError, ModelError, ReplyError
from drafter.pipeline.cases import Case, laid_out, read_body
from drafter.pipeline.demands import score_demands
from drafter.pipeline.evaluate import evaluate_page, known_sentences
from drafter.pipeline.generate import Generated, GenerateOptions, generate
from drafter.pipeline.judging import Judge, judge_page
from drafter.pipeline.model_run import ModelOptions, generate_by_model
from drafter.pipeline.project import Project, open_project
from drafter.pipeline.session import open_session
from drafter.records import Document, Score
from drafter.score.judgings import Judging, unjudged
from drafter.score.page import Page, draft_of, read_page
from drafter.score.report.months import Month, count_months
from drafter.score.rows import EXTRACTIVE, Row, encode_row
from drafter.score.rubric import load_rubric
from drafter.settings import load_settings
from drafter.store.scores import ScoreRecord
from drafter.store.state import State, Written
from drafter.text.front_matter import parse_front_matter

_SAMPLES_EACH = 10  # of one draft: its candidates are told apart below that


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who drafts: code, or a model with the settings of `flags` (named as the fields of `Settings`)."""

    name: str
    flags: Mapping[str, object]

    @property
    def asks(self) -> bool:
        """Whether it asks a model."""
        return self.name != EXTRACTIVE


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


def evaluate_cases(
    cases: Sequence[Case],
    *,
    writers: Sequence[Writer],
    repeats: int,
    state: State,
    record: ScoreRecord,
    agree: Callable[[str], bool],
    judge: Judge | None = None,
    tokenizer: str | None = None,
) -> Iterator[Scored]:
    """Draft each case by each writer, a model's `repeats` times, and score every draft; one at a time, as they come.

    A draft that cannot be made is given with its reason, and the others go on. Answers are kept in `state`: a run that
    was stopped pays for nothing twice.

    Raises:
        OutputError: the record cannot be written.
        ConsentError: it was not agreed to ask the model.
    """
    ways = _Ways(state=state, agree=agree, judge=judge, tokenizer=tokenizer)
    for case in cases:
        with laid_out(case) as root:
            for writer in writers:
                for draft in range(1, (repeats if writer.asks else 1) + 1):
                    scored = _draft_and_score(case, root, writer=writer, draft=draft, ways=ways)
                    record.add(map(encode_row, scored.rows), name=file_name(*scored.key), text=scored.written.text)
                    yield scored


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ways:
    """What is the same for all drafts of a run."""

    state: State
    agree: Callable[[str], bool]
    judge: Judge | None
    tokenizer: str | None


def file_name(case: str, writer: str, draft: int) -> str:
    """Of a draft in the record of its run.

    >>> file_name("kaede-2024", "org/model:7b", 1)
    'kaede-2024.org-model-7b.1.md'
    """
    safe = "".join(c if c.isalnum() or c in "-_." else "-" for c in writer)
    return f"{case}.{safe}.{draft}.md"


def _draft_and_score(case: Case, root: Path, *, writer: Writer, draft: int, ways: _Ways) -> Scored:
    settings = load_settings(root, flags=writer.flags, environ=os.environ if writer.asks else {})
    project = open_project(settings, root, now=case.cutoff)
    try:
        made = _draft(project, case, writer, draft=draft, ways=ways)
    except ConsentError:
        raise
    except DrafterError as error:
        return _failed(case, writer, draft, error)
    written = Written(text=made.text, sentences=made.sentences)
    page = _read(project, written)
    scores = _score(project, case, page, tokenizer=ways.tokenizer)
    judging, judged = _judge(project, case, page, ways)
    rows = tuple(
        Row(case=case.name, writer=writer.name, draft=draft, split=case.split, language=case.language, score=score)
        for score in (*scores, *score_demands(case, page.body, scores=scores), *judged)
    )
    return Scored(
        case=case,
        writer=writer.name,
        draft=draft,
        written=written,
        rows=rows,
        months=count_months(draft_of(page), sources=_sources(project, case)),
        judging=judging,
    )


def _judge(project: Project, case: Case, page: Page, ways: _Ways) -> tuple[Judging | None, tuple[Score, ...]]:
    """What the judge says, and its scores; without a judge, or where none answers, scores without a value."""
    if ways.judge is None:
        return None, ()
    try:
        judging = judge_page(project, case.period, page, ways.judge, state=ways.state)
    except ConsentError:
        raise
    except (ModelError, ReplyError) as error:
        return None, unjudged(load_rubric(), reason=f"not judged: {error}")
    return judging, judging.scores


def _failed(case: Case, writer: Writer, draft: int, error: DrafterError) -> Scored:
    return Scored(case=case, writer=writer.name, draft=draft, written=Written(text=""), rows=(), failed=str(error))


def _draft(project: Project, case: Case, writer: Writer, *, draft: int, ways: _Ways) -> Generated:
    options = GenerateOptions(stdout=True, date=case.cutoff.date(), figure=False)
    if not writer.asks:
        return generate(project, case.period, options)
    session = open_session(project, case.period, state=ways.state, sample=(draft - 1) * _SAMPLES_EACH)
    return generate_by_model(project, case.period, options, session, ModelOptions(agree=ways.agree)).generated


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
