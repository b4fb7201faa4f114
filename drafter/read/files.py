"""Walks a folder and says which of its files may be read, and why the others are not."""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.errors import SourceError
from drafter.read.encoding import decode
from drafter.records import LeftOut

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

MAX_BYTES = 5 * 1024 * 1024
MARKDOWN = frozenset({".md", ".mdx", ".markdown", ".mdown"})
TEXTS = MARKDOWN | {".txt"}
IGNORE_NAME = ".drafterignore"
_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")  # a name may hold line ends, escapes, stray bytes
_TOOL_FOLDERS = frozenset({"node_modules", "__pycache__"})
_SITE_FOLDERS = frozenset({"public", "_site", "dist", "themes", "templates", "template"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file to read: `path` opens it, `shown` is its path below the root in NFC with "/" between. `private` names the
    line of an ignore file that covers it."""

    path: Path
    shown: str
    private: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rules:
    """One ignore file, for everything below `folder`; `name` is how a person finds it."""

    folder: str
    name: str
    spec: GitIgnoreSpec


@dataclass(slots=True)
class _Walk:
    """What a walk gathers on its way."""

    root: str
    real: str
    suffixes: frozenset[str]
    skipped: frozenset[str]
    files: list[Found]
    left_out: list[LeftOut]


def find_files(
    root: Path, *, suffixes: frozenset[str] = MARKDOWN, site: bool = False
) -> tuple[tuple[Found, ...], tuple[LeftOut, ...]]:
    """Find the files below `root` with these suffixes, in the order of their names; paths are relative to `root`.

    Links are followed once. In a `site`'s content folder only tools' folders are skipped, elsewhere built pages, themes
    and templates too. `.drafterignore` files (of `root`, above and below it) mark files as private, they hide none.

    Raises:
        SourceError: `root` is no folder that can be read, or an ignore file cannot be understood.
    """
    if not root.is_dir():
        message = f"{root}: is a file, not a folder" if root.exists() else f"no such folder: {root}"
        raise SourceError(message, hint="check --notes, or [sources] in drafter.toml")
    skipped = _TOOL_FOLDERS if site else _TOOL_FOLDERS | _SITE_FOLDERS
    path = str(root.absolute())
    walk = _Walk(root=path, real=os.path.realpath(path), suffixes=suffixes, skipped=skipped, files=[], left_out=[])
    rules = _rules_above(path, _rules_above(walk.real, ()))
    _walk_folder(walk, path, rules=rules, entered=frozenset())
    return tuple(walk.files), tuple(walk.left_out)


def _walk_folder(walk: _Walk, folder: str, *, rules: tuple[_Rules, ...], entered: frozenset[str]) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: unicodedata.normalize("NFC", entry.name))
    except OSError as error:
        walk.left_out.append(LeftOut(path=_shown(walk, folder), reason=f"cannot be read: {error.strerror}"))
        return
    entered |= {os.path.realpath(folder)}
    rules = (*rules, *_read_rules(folder, _shown(walk, folder)))
    for entry in entries:
        own = _rules_above(os.path.realpath(entry.path), rules) if entry.is_symlink() else rules
        if Path(entry.path).is_dir():
            _enter(walk, entry, rules=own, entered=entered)
        elif Path(entry.name).suffix.lower() in walk.suffixes:
            _take(walk, entry, rules=own)


def _enter(walk: _Walk, entry: os.DirEntry[str], *, rules: tuple[_Rules, ...], entered: frozenset[str]) -> None:
    shown = _shown(walk, entry.path) + "/"
    if entry.name.startswith("."):
        return
    if entry.name in walk.skipped:
        walk.left_out.append(LeftOut(path=shown, reason=f"a folder named {entry.name} holds no notes"))
    elif entry.is_symlink() and _leads_back(walk, entry, entered):
        walk.left_out.append(LeftOut(path=shown, reason="a link to a folder that is read anyway"))
    else:
        _walk_folder(walk, entry.path, rules=rules, entered=entered)


def _leads_back(walk: _Walk, entry: os.DirEntry[str], entered: frozenset[str]) -> bool:
    real = os.path.realpath(entry.path)
    return real in entered or _is_below(real, walk.real) or _is_below(walk.real, real)


def _take(walk: _Walk, entry: os.DirEntry[str], *, rules: tuple[_Rules, ...]) -> None:
    shown = _shown(walk, entry.path)
    reason = _reason_against(walk, entry)
    if reason is None:
        walk.files.append(Found(path=Path(entry.path), shown=shown, private=_private_by(entry.path, rules)))
    else:
        walk.left_out.append(LeftOut(path=shown, reason=reason))


def _reason_against(walk: _Walk, entry: os.DirEntry[str]) -> str | None:
    if entry.name.startswith("."):
        return "hidden"
    if entry.is_symlink() and _is_below(os.path.realpath(entry.path), walk.real) and Path(entry.path).exists():
        return "a link to a file that is read anyway"
    try:
        status = entry.stat()
    except OSError as error:
        return f"a broken link: {error.strerror}" if entry.is_symlink() else f"cannot be read: {error.strerror}"
    if not stat.S_ISREG(status.st_mode):
        return "not a regular file"
    if status.st_size > MAX_BYTES:
        return f"larger than {MAX_BYTES // 1024**2} MB"
    return None if status.st_size else "empty"


def _read_rules(folder: str, shown: str) -> Iterator[_Rules]:
    path = Path(folder, IGNORE_NAME)
    if not os.path.lexists(path):
        return
    from pathspec import GitIgnoreSpec

    name = f"{shown}/{IGNORE_NAME}" if shown else IGNORE_NAME
    place = f"{path}"
    try:
        patterns: list[GitIgnoreSpecPattern] = []
        for number, line in enumerate(unicodedata.normalize("NFC", decode(path.read_bytes()).text).splitlines(), 1):
            place = f"{path}:{number}"
            # A blank line would not be counted, and a line number is told to the person.
            patterns += GitIgnoreSpec.from_lines([line if line.strip() else "#"]).patterns
        yield _Rules(folder=folder, name=name, spec=GitIgnoreSpec(patterns))
    except (OSError, ValueError, SourceError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        hint = "correct it, in UTF-8; until then nothing is read, for what it keeps private is not known"
        raise SourceError(f"{place} cannot be understood: {reason}", hint=hint) from error


def _rules_above(path: str, rules: tuple[_Rules, ...]) -> tuple[_Rules, ...]:
    """With the ignore files of all folders above `path`, which need not be below the root."""
    known = {rule.folder for rule in rules}
    above = (str(folder) for folder in reversed(Path(path).parents))
    return (*rules, *(rule for folder in above if folder not in known for rule in _read_rules(folder, "")))


def _private_by(path: str, rules: tuple[_Rules, ...]) -> str | None:
    """The ignore line that covers a file where it is found, or where the links to it lead; the nearest one decides."""
    for spelling in dict.fromkeys((path, os.path.realpath(path))) if rules else ():
        near = [rule for rule in reversed(rules) if _is_below(spelling, rule.folder)]
        for rule in sorted(near, key=lambda rule: -len(rule.folder)):
            below = unicodedata.normalize("NFC", os.path.relpath(spelling, rule.folder)).replace(os.sep, "/")
            verdict = rule.spec.check_file(below)
            if verdict.include and verdict.index is not None:
                return f"{rule.name}:{verdict.index + 1}"
            if verdict.include is False:
                break
    return None


def _shown(walk: _Walk, path: str) -> str:
    below = os.path.relpath(path, walk.root)
    return "" if below == "." else _UNSHOWABLE.sub("\ufffd", unicodedata.normalize("NFC", below).replace(os.sep, "/"))


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
