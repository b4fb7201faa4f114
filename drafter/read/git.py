"""Asks git when each file of a folder came to be."""

from __future__ import annotations

import os
import subprocess
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

_COMMIT = "\x1e"
_TIMEOUT_S = 60
_LOG = (
    *("log", "-z", "--reverse", "--relative", "--no-ext-diff", "--no-textconv", "--no-show-signature", "-M100%"),
    *("--diff-filter=AR", "--name-status", f"--format={_COMMIT}%aI %P"),
)


def first_commit_days(root: Path) -> Mapping[str, datetime]:
    """The author's time of the first commit of each file below `root`, by path relative to it ("/" between, NFC).

    A file moved unchanged keeps its first time. Where the history is cut off (a shallow clone), the files of its oldest
    commits are missing here: nobody knows when they came. Without git, or outside a repository: empty.
    """
    shallow = _ask_git(root, "rev-parse", "--is-shallow-repository")
    if shallow is None:
        return {}
    log = _ask_git(root, *_LOG, "--", ".") or ""
    days: dict[str, datetime] = {}
    for commit in log.split(_COMMIT)[1:]:
        header, _, changes = commit.partition("\0")
        stamp, _, parents = header.partition(" ")
        known = bool(parents) or shallow.strip() == "false"
        for old, new in _changes(changes):
            moment = days.pop(old, None) if old else None
            if moment or known:
                days.setdefault(new, moment or datetime.fromisoformat(stamp))
    return days


def _changes(changes: str) -> Iterator[tuple[str | None, str]]:
    """Added files as (None, path), moved ones as (old path, new path)."""
    parts = iter(changes.split("\0"))
    for status in parts:
        if status.strip().startswith("A"):
            yield None, _shown(next(parts))
        elif status.strip().startswith("R"):
            yield _shown(next(parts)), _shown(next(parts))


def _shown(path: str) -> str:
    return unicodedata.normalize("NFC", path)


def _ask_git(root: Path, *arguments: str) -> str | None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_DIR")}
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            timeout=_TIMEOUT_S,
            check=True,
            env=environment | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "surrogateescape")
