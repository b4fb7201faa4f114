"""Fixtures that draft: a blog in, what was generated out, at a fixed time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from drafter.pipeline.generate import Generated, GenerateOptions, generate
from drafter.pipeline.project import Project, open_project
from drafter.records import Period
from drafter.settings import load_settings
from drafter.text.periods import year_period

NOW = datetime(2025, 1, 4, 10, 30, tzinfo=timezone(timedelta(hours=9)))
OpenBlog = Callable[..., Project]
DraftBlog = Callable[..., Generated]


@pytest.fixture(scope="session")
def open_blog() -> OpenBlog:
    """Open a blog's folder on 4 January 2025, or at `now`; further arguments are flags."""

    def open_(root: Path, *, now: datetime = NOW, **flags: object) -> Project:
        return open_project(load_settings(root, flags=flags, environ={}), root, now=now)

    return open_


@pytest.fixture(scope="session")
def draft_blog(open_blog: OpenBlog) -> DraftBlog:
    """Draft a blog's year 2024, or another `period`, with the options of `drafter generate`."""

    def draft(
        root: Path,
        period: Period | None = None,
        *,
        now: datetime = NOW,
        notes: tuple[str, ...] = (),
        **options: object,
    ) -> Generated:
        project = open_blog(root, now=now, notes=notes)
        return generate(project, period or year_period(2024), GenerateOptions(**options))  # type: ignore[arg-type]

    return draft
