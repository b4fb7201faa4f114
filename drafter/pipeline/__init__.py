"""Composes the stages; the only package that knows them all."""

from drafter.pipeline.draft import draft_period
from drafter.pipeline.explain import Explained, explain
from drafter.pipeline.generate import Generated, GenerateOptions, generate
from drafter.pipeline.project import Project, SourceList, SourceRow, count_statistics, list_sources, open_project

__all__ = [
    "Explained",
    "GenerateOptions",
    "Generated",
    "Project",
    "SourceList",
    "SourceRow",
    "count_statistics",
    "draft_period",
    "explain",
    "generate",
    "list_sources",
    "open_project",
]
