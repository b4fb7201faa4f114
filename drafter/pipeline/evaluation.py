"""Cases drafted by writers and scored: each score is on the disk before the next draft is made."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from drafter.errors import ConsentError, DrafterError
from drafter.pipeline.cases import Case, laid_out
from drafter.pipeline.generate import Generated, GenerateOptions, generate
from drafter.pipeline.model_run import ModelOptions, generate_by_model
from drafter.pipeline.project import Project, open_project
from drafter.pipeline.scored import Scored, Ways, file_name, score_written
from drafter.pipeline.session import open_session
from drafter.score.rows import EXTRACTIVE, encode_row, read_rows
from drafter.settings import Settings, load_settings
from drafter.store.scores import ScoreRecord
from drafter.store.state import Written

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


def evaluate_cases(
    cases: Sequence[Case],
    *,
    writers: Sequence[Writer],
    repeats: int,
    record: ScoreRecord,
    ways: Ways,
) -> Iterator[Scored]:
    """Draft each case by each writer, a model's `repeats` times, and score every draft; one at a time, as they come.

    A draft that cannot be made is given with its reason, and the others go on. Answers are kept in the state: a run
    that was stopped pays for nothing twice.

    Raises:
        OutputError: the record cannot be written.
        ConsentError: it was not agreed to ask the model.
    """
    for case in cases:
        with laid_out(case) as root:
            projects = {writer.name: open_project(_settings(root, writer), root, now=case.cutoff) for writer in writers}
            yield from draft_case(case, projects, writers=writers, repeats=repeats, record=record, ways=ways)


def draft_case(
    case: Case,
    projects: Mapping[str, Project],
    *,
    writers: Sequence[Writer],
    repeats: int,
    record: ScoreRecord,
    ways: Ways,
) -> Iterator[Scored]:
    """Draft one case and score it; `projects` is what each writer reads, with its settings, by its name.

    Raises:
        OutputError: the record cannot be written.
        ConsentError: it was not agreed to ask the model.
    """
    for writer in writers:
        for draft in range(1, (repeats if writer.asks else 1) + 1):
            scored = _draft_and_score(case, projects[writer.name], writer=writer, draft=draft, ways=ways)
            _keep(record, scored)
            yield scored


def _settings(root: Path, writer: Writer) -> Settings:
    return load_settings(root, flags=writer.flags, environ=os.environ if writer.asks else {})


def rescore_cases(cases: Sequence[Case], *, kept: ScoreRecord, record: ScoreRecord, ways: Ways) -> Iterator[Scored]:
    """Score the drafts that a run kept again, and make none: those of other cases are left out.

    Raises:
        OutputError: the record cannot be read or written.
        ConsentError: it was not agreed to ask the judge.
    """
    keys = tuple(dict.fromkeys(row.key for row in read_rows(kept.lines)))
    for case in cases:
        with laid_out(case) as root:
            project = open_project(load_settings(root, flags={}, environ={}), root, now=case.cutoff)
            for name, writer, draft in keys:
                if name == case.name:
                    written = kept.written(file_name(name, writer, draft))
                    scored = score_written(project, case, written, writer=writer, draft=draft, ways=ways)
                    _keep(record, scored)
                    yield scored


def _keep(record: ScoreRecord, scored: Scored) -> None:
    record.add(map(encode_row, scored.rows), name=file_name(*scored.key), written=scored.written)


def _draft_and_score(case: Case, project: Project, *, writer: Writer, draft: int, ways: Ways) -> Scored:
    try:
        made = _draft(project, case, writer, draft=draft, ways=ways)
    except ConsentError:
        raise
    except DrafterError as error:
        return _failed(case, writer, draft, error)
    written = Written(text=made.text, sentences=made.sentences)
    return score_written(project, case, written, writer=writer.name, draft=draft, ways=ways)


def _failed(case: Case, writer: Writer, draft: int, error: DrafterError) -> Scored:
    return Scored(case=case, writer=writer.name, draft=draft, written=Written(text=""), rows=(), failed=str(error))


def _draft(project: Project, case: Case, writer: Writer, *, draft: int, ways: Ways) -> Generated:
    options = GenerateOptions(stdout=True, date=case.cutoff.date(), figure=False)
    if not writer.asks:
        return generate(project, case.period, options)
    session = open_session(project, case.period, state=ways.state, sample=(draft - 1) * _SAMPLES_EACH)
    return generate_by_model(project, case.period, options, session, ModelOptions(agree=ways.agree)).generated
