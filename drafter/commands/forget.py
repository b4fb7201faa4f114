"""`drafter forget`: remove what drafter remembers of a project."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.options import ProjectOptions, load_settings
from drafter.commands.printing import render_path, render_table, say
from drafter.errors import OutputError, UsageError

if TYPE_CHECKING:
    from drafter.store.state import State

WAIT_S = 3.0  # for another drafter that writes
HOUSEKEEPING = ("lock", ".gitignore", "version")  # removed last: until then git must not see the rest of the folder,
# and one whose removal was broken off must still be known as drafter's
MEANINGS = {
    "aside": "drafts that were put aside",
    "cache": "replies of models, and what was sent",
    "index": "the words that search finds your texts by",
    "labels": "your levels of drafts, which judges are tried on",
    "old": "what you wrote and a draft replaced",
    "outlines": "plans of drafts, for you to edit",
    "refusals": "questions never to be asked again",
    "runs": "records of runs",
    "undo": "what stood in files before drafter wrote them",
    "unplaced": "sentences that found no place in an edited draft",
    "written": "what drafter wrote, and from which words",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgetOptions(ProjectOptions):
    """What `drafter forget` takes."""

    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False


def run(options: ForgetOptions) -> None:
    """Remove .drafter/: the cache, the records of runs, and what is known of each draft.

    Your posts, notes and drafts stay. To drafter they are then all yours, and none is overwritten.
    """
    settings = load_settings(options)
    from drafter.pipeline.project import open_project
    from drafter.store.state import State

    state = State(open_project(settings, options.directory.resolve()).root)
    shown = render_path(state.folder)
    if not state.folder.exists() and not state.folder.is_symlink():
        say(f"{shown}: nothing is there to forget")
        return
    _insist_on_ours(state.folder)
    _refuse_while_running(state)
    say(f"{shown} holds:")
    say(render_table(_list_content(state.folder)) or "  nothing yet")
    if not options.yes and not _is_wanted():
        say("nothing was removed")
        return
    _remove(state.folder)
    say(f"removed {shown}; the drafts stay, and to drafter they are now yours: it will not overwrite them")


def _insist_on_ours(folder: Path) -> None:
    """Only a folder that drafter made is removed.

    Raises:
        OutputError: it is a link, a file, or has no version of drafter's in it.
    """
    hint = "look what it is, and remove it by hand"
    if folder.is_symlink():
        raise OutputError(f"{folder} is a symbolic link to {folder.readlink()}: drafter made none", hint=hint)
    if not folder.is_dir():
        raise OutputError(f"{folder} is a file: drafter keeps a folder there", hint=hint)
    version = folder / "version"
    if version.is_symlink() or not version.is_file() or not version.read_bytes().strip().isdigit():
        raise OutputError(f"{folder} has no version file of drafter's in it, so it may be another's", hint=hint)


def _refuse_while_running(state: State) -> None:
    from drafter.store.runs import RunStatus, list_runs

    running = [run.id for run in list_runs(state) if run.status is RunStatus.RUNNING]
    if running:
        raise OutputError(f"a run is going on: {', '.join(running)}", hint="wait for it to end and try again")


def _list_content(folder: Path) -> list[tuple[str, ...]]:
    from drafter.text.plural import count_of

    files: dict[str, list[Path]] = {}
    for entry in sorted(folder.iterdir()):
        if entry.name not in HOUSEKEEPING:
            below = [path for path in (entry, *entry.rglob("*")) if path.is_symlink() or not path.is_dir()]
            files.setdefault(entry.name.partition(".")[0], []).extend(below)
    sizes = {name: sum(path.lstat().st_size for path in paths) for name, paths in files.items()}
    return [
        (f"  {name}", count_of(len(paths), "file"), f"{sizes[name] / 1000:,.0f} kB", MEANINGS.get(name, ""))
        for name, paths in files.items()
    ]


def _is_wanted() -> bool:
    if not sys.stdin.isatty():
        raise UsageError("nobody is there to be asked", hint="give --yes to remove it without a question")
    return typer.confirm("Remove all of it?", err=True)


def _remove(folder: Path) -> None:
    from drafter.store.lock import hold_lock

    try:
        with hold_lock(folder / "lock", wait_s=WAIT_S):
            for entry in folder.iterdir():
                if entry.name not in HOUSEKEEPING:
                    _remove_entry(entry)
        for name in HOUSEKEEPING:
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()
    except OSError as error:
        where = error.filename or folder
        hint = "check its rights, and run drafter forget again for the rest"
        raise OutputError(f"{where}: cannot be removed: {error.strerror}", hint=hint) from error


def _remove_entry(entry: Path) -> None:
    """A link is removed, never what it leads to."""
    if entry.is_dir() and not entry.is_symlink():
        import shutil

        shutil.rmtree(entry)
    else:
        entry.unlink()
