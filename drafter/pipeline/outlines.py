"""The plan as a file that its author edits, and the draft of an edited one."""

from __future__ import annotations

from pathlib import Path

from drafter.digest.by_model import Told
from drafter.pipeline.model_draft import ModelDrafted
from drafter.pipeline.prepare import Prepared
from drafter.pipeline.session import Session


def plan_period(prepared: Prepared, session: Session) -> tuple[str, Told]:
    raise NotImplementedError


def draft_from_outline(prepared: Prepared, session: Session, path: Path, *, candidates: int) -> ModelDrafted:
    raise NotImplementedError
