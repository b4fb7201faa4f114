"""How the author's pages are laid out, for what is written into one of them."""

from __future__ import annotations

from pathlib import Path

from drafter.pipeline.prepare import Prepared
from drafter.write.markdown import Layout

_MDX_SUFFIX = ".mdx"


def is_mdx(path: Path) -> bool:
    """Whether comments, braces and tags are those of MDX."""
    return path.suffix.lower() == _MDX_SUFFIX


def layout_of(prepared: Prepared, path: Path) -> Layout:
    """The layout of a page at `path`; its line ends and its lead are the caller's to set."""
    habits = prepared.habits
    mdx = is_mdx(path)
    section_end = (habits.section_end or "") if habits else ""
    return Layout(
        blank_after_heading=habits.blank_after_heading if habits else True,
        section_end="<br />" if mdx and section_end == "<br>" else section_end,
        bullet=habits.bullet if habits and habits.bullet in ("-", "*", "+") else "-",
        nested_indent=habits.nested_indent if habits and habits.nested_indent in range(2, 6) else 2,
        sentence_end=habits.sentence_end if habits else "",
        spaced=prepared.wording.language == "en",
        mdx=mdx,
    )
