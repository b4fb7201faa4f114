"""A case laid out as a project folder that `drafter generate -C DIR` reads; the reference is never in it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from drafter.errors import OutputError, SourceError
from drafter.pipeline.case import Case, read_body

_LEFT = frozenset({".git", ".drafter", "drafter.toml"})  # the state and the settings of whoever tried the case
_TEXTS = frozenset({".md", ".mdx", ".markdown", ".mdown", ".txt"})
_SITE = "site"
_TIMEOUT_S = 60


@contextmanager
def laid_out(case: Case) -> Iterator[Path]:
    """`lay_out` in a temporary folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="drafter-case-") as folder:
        yield lay_out(case, Path(folder))


def lay_out(case: Case, folder: Path) -> Path:
    """Copy what the drafter may read into the empty `folder`, and return the folder to give to `-C`.

    The settings beside it name the notes. Where only a history tells the days of files, the site is a git repository
    with those days as author dates.

    Raises:
        OutputError: `folder` is not empty, or git cannot make the history.
        SourceError: the reference, or a copy of its text, would be among what the drafter reads.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise OutputError(f"{folder}: is not empty", hint="give a new folder to lay the case out in")
    folder = folder.resolve()
    site = folder / _name_of(case, case.site) if case.site else folder
    for layer in case.site:
        _copy(layer, site)
    notes = [note.relative_to(case.folder).as_posix() for note in case.notes]
    for source, name in zip(case.notes, notes, strict=True):
        _copy(source, folder / name)
    settings = f"[sources]\nnotes = {json.dumps(notes, ensure_ascii=False)}\n"
    (folder / "drafter.toml").write_text(settings, encoding="utf-8")
    _check_unseen(case, folder)
    if case.author_days:
        _write_history(site, case.author_days)
    return site


def _name_of(case: Case, layers: Sequence[Path]) -> str:
    """Notes inside the site's folder stay inside it."""
    return layers[0].relative_to(case.folder).as_posix() if len(layers) == 1 else _SITE


def _copy(source: Path, target: Path) -> None:
    """The files below a folder, bytes and names as they are; rights are those of new files."""
    for folder, folders, names in os.walk(source, followlinks=False):
        folders[:] = sorted(set(folders) - _LEFT)
        below = target / Path(folder).relative_to(source)
        below.mkdir(parents=True, exist_ok=True)
        for name in sorted(set(names) - _LEFT):
            shutil.copyfile(Path(folder, name), below / name)


def _check_unseen(case: Case, folder: Path) -> None:
    if case.reference is None:
        return
    words = _bare(read_body(case.reference))
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in _TEXTS and path.is_file()):
        if words and words in _bare(read_body(path)):
            shown = path.relative_to(folder).as_posix()
            hint = "take the copy out of what the drafter reads, or the score says nothing"
            raise SourceError(f"{case.name}: {shown} holds the text of the reference", hint=hint)


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _write_history(root: Path, days: Mapping[str, date]) -> None:
    """One commit for each day, the files in it added by an author at noon of that day in UTC."""
    _git(root, "init", "--quiet", "--template=")
    for day in sorted(set(days.values())):
        names = [name for name in days if days[name] == day]
        missing = [name for name in names if not (root / name).is_file()]
        if missing:
            raise SourceError(f"no such file: {', '.join(missing)}", hint="correct the paths of the manifest")
        _git(root, "add", "--force", "--", *names)
        _git(root, "commit", "--quiet", "--no-verify", f"--message={day}", day=day)


def _git(root: Path, *arguments: str, day: date | None = None) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = {f"GIT_{role}_{part}": "author" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")}
    when = {f"GIT_{role}_DATE": f"{day}T12:00:00+00:00" for role in ("AUTHOR", "COMMITTER")} if day else {}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "C"}
    command = ["git", "-C", str(root), "-c", "core.autocrlf=false", "-c", "init.defaultBranch=main", *arguments]
    try:
        subprocess.run(command, capture_output=True, timeout=_TIMEOUT_S, check=True, env=kept | who | when | own)
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip()
        raise OutputError(f"git {arguments[0]} failed in {root}: {said}", hint="check that git works there") from error
    except (OSError, subprocess.SubprocessError) as error:
        hint = "install git: only a history can tell the days of this case's files"
        raise OutputError(f"git cannot be run: {error}", hint=hint) from error
