"""A run with a model: consent first, then the stages, and whatever comes of it a closed record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from drafter.errors import DrafterError
from drafter.pipeline.generate import Generated, GenerateOptions, generate
from drafter.pipeline.model_draft import ModelDrafted, draft_by_model
from drafter.pipeline.outlines import draft_from_outline, plan_period
from drafter.pipeline.prepare import Drafted, Prepared
from drafter.pipeline.project import Project
from drafter.pipeline.session import Session, insist_on_consent
from drafter.records import Period, Score
from drafter.store.runs import RunStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOptions:
    """`outline` is the file of a plan to write from; `agree` is asked before the first request to a new host."""

    agree: Callable[[str], bool]
    candidates: int = 1
    outline: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelGenerated:
    """What `generate` wrote, and how the draft scores."""

    generated: Generated
    scores: tuple[Score, ...]
    run_id: str


@dataclass(slots=True)
class _Outcome:
    """What the record of a run is closed with."""

    status: RunStatus = RunStatus.DONE
    summary: dict[str, Any] = field(default_factory=dict)


def generate_by_model(
    project: Project, period: Period, options: GenerateOptions, session: Session, chosen: ModelOptions
) -> ModelGenerated:
    """Draft the period with a model and write it, unless what stands there is a person's.

    Raises:
        OutputError: the file or the state cannot be written.
        SourceError: there is nothing to read.
        ModelError, ReplyError: the model answers nothing, or it was not agreed to ask it.
    """
    made: list[ModelDrafted] = []

    def draft(prepared: Prepared) -> Drafted:
        insist_on_consent(session, project, prepared.sent, agree=chosen.agree)
        if chosen.outline is None:
            made.append(draft_by_model(prepared, session, candidates=chosen.candidates))
        else:
            made.append(draft_from_outline(prepared, session, chosen.outline, candidates=chosen.candidates))
        return made[0].drafted

    with recorded(session) as outcome:
        generated = generate(project, period, options, draft=draft)
        outcome.status = RunStatus.PARTIAL if _is_partial(made[0]) else RunStatus.DONE
        outcome.summary = _summary(made[0], generated, session)
    return ModelGenerated(generated=generated, scores=made[0].scores, run_id=session.run_id)


def outline_by_model(
    project: Project, period: Period, session: Session, *, prepared: Prepared, agree: Callable[[str], bool]
) -> str:
    """The plan of a period as a Markdown file to edit.

    Raises:
        ModelError, ReplyError: the model answers nothing, or it was not agreed to ask it.
    """
    with recorded(session) as outcome:
        insist_on_consent(session, project, prepared.sent, agree=agree)
        text, told = plan_period(prepared, session)
        outcome.status = RunStatus.PARTIAL if told.unread else RunStatus.DONE
        outcome.summary = {"facts": len(told.facts), **_spent(session)}
    return text


@contextmanager
def recorded(session: Session) -> Iterator[_Outcome]:
    """Close the record of the run, however it ends."""
    outcome = _Outcome()
    try:
        yield outcome
    except BaseException as error:
        outcome.status = RunStatus.STOPPED
        outcome.summary = {"error": str(error) if isinstance(error, DrafterError) else type(error).__name__}
        outcome.summary |= _spent(session)
        raise
    finally:
        if session.record is not None:
            session.record.finish({"status": outcome.status, **outcome.summary})
        session.close()


def _is_partial(made: ModelDrafted) -> bool:
    return made.written is None or bool(made.told.unread)


def _spent(session: Session) -> Mapping[str, Any]:
    budget = session.budget
    return {"tokens": budget.spent_tokens, "cost": budget.spent_cost, "requests": budget.n_requests}


def _summary(made: ModelDrafted, generated: Generated, session: Session) -> dict[str, Any]:
    """What was read, dropped and why, what the checks found, the score; no words of notes but those of the draft."""
    draft, written = made.drafted.draft, made.written
    return {
        "path": generated.path.as_posix(),
        "read": len(made.drafted.prepared.material.documents),
        "unread": list(made.told.unread),
        "facts": len(made.told.facts),
        "dropped": [{"text": d.text, "reason": d.reason} for d in draft.dropped],
        "faults_first": _rules(written.first.faults) if written else None,
        "faults_last": _rules(written.last.faults) if written else None,
        "revised": written.revised if written else None,
        "questions": [question.text for question in draft.asked],
        "scores": [{"metric": s.metric, "value": s.value, "reason": s.reason} for s in made.scores],
        **_spent(session),
    }


def _rules(faults: Mapping[int, tuple[Any, ...]]) -> dict[str, int]:
    rules: dict[str, int] = {}
    for found in faults.values():
        for fault in found:
            rules[fault.rule] = rules.get(fault.rule, 0) + 1
    return rules
