"""`drafter init`: what was found, a few questions, and drafter.toml."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.asking import ask_line
from drafter.commands.options import ProjectOptions, load_settings
from drafter.commands.printing import render_path, render_table, say, show
from drafter.errors import SourceError

if TYPE_CHECKING:
    from drafter.pipeline.init import Chosen, Findings, NotesFolder, Written

_RETROSPECTIVES_SHOWN = 3
_NO = ("n", "no", "いいえ")


@dataclass(frozen=True, slots=True, kw_only=True)
class InitOptions(ProjectOptions):
    """What `drafter init` takes."""

    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; take what was found.")] = False


def run(options: InitOptions) -> None:
    """Set up a blog: show what was found, and write drafter.toml.

    May be run again at any time: what you set is never changed, and keys that are new stand there as comments.
    """
    settings = load_settings(options)
    from drafter.pipeline.init import look_around, write_settings
    from drafter.pipeline.project import open_project

    project = open_project(settings, options.directory.resolve())
    findings = look_around(project)
    say(render_table([(name, text) for name, text in _describe(findings)]))
    written = write_settings(project, _choose(findings, options))
    _tell(written, findings)


def _describe(findings: Findings) -> list[tuple[str, str]]:
    from drafter.text.plural import count_of

    years = f", {findings.years[0]} to {findings.years[-1]}" if findings.years else ""
    private = f", {findings.n_private} of them private" if findings.n_private else ""
    read = f"{count_of(findings.n_posts, 'post')} and {count_of(findings.n_notes, 'note')}{years}{private}"
    rows = [
        (
            "site",
            f"{findings.generator} at {render_path(findings.root)}"
            + (f", {findings.language}" * bool(findings.language)),
        ),
        ("address", findings.base_url or "none: links to your own posts will have none"),
        ("posts in", ", ".join(findings.content) or "-"),
        ("read", read),
        ("notes in", ", ".join(findings.notes_set) or "no folder set"),
    ]
    rows += [("", f"found {_describe_notes(folder)}") for folder in findings.notes_found]
    known = findings.retrospectives
    rows.append(("earlier", f"{known[0][0]} ({known[0][1]})" if known else "no retrospective: a usual form is taken"))
    rows += [("", f"{title} ({path})") for title, path in known[1:_RETROSPECTIVES_SHOWN]]
    if len(known) > _RETROSPECTIVES_SHOWN:
        rows.append(("", f"and {len(known) - _RETROSPECTIVES_SHOWN} more"))
    key = f"{findings.key_variable} is {'set' if findings.has_key else 'not set'}"
    rows.append(("model", f"{findings.model or 'none set'}; {key}"))
    rows += [("", f"{s.name} at {s.base_url}: {', '.join(s.models) or 'no models'}") for s in findings.servers]
    return rows


def _describe_notes(folder: NotesFolder) -> str:
    from drafter.text.plural import count_of

    days = f", {folder.first} to {folder.last}" if folder.first else ""
    return f"{folder.path} ({count_of(folder.n_files, 'file')}{days})"


def _choose(findings: Findings, options: InitOptions) -> Chosen:
    """What to set: asked where a file is to be made; in one that is there, what was found stands as an example."""
    from drafter.pipeline.init import Chosen

    found = tuple(folder.path for folder in findings.notes_found if folder.named)
    if findings.settings_path is not None or options.yes:
        return Chosen(notes=found)
    notes = _ask_notes(findings)
    model, base_url = _ask_model(findings)
    return Chosen(notes=notes, model=model, base_url=base_url)


def _ask_notes(findings: Findings) -> tuple[str, ...]:
    wanted = [folder.path for folder in findings.notes_found if _agrees(folder)]
    if wanted or findings.notes_found or not findings.content:
        return tuple(wanted)
    words = ask_line("A folder of private notes, as seen from here (Enter: none): ") or ""
    if not words:
        return ()
    path = Path(words).expanduser().absolute()
    if not path.is_dir():
        raise SourceError(f"no such folder: {words}", hint="nothing was written; run drafter init again")
    return (Path(os.path.relpath(path, findings.root)).as_posix(),)


def _agrees(folder: NotesFolder) -> bool:
    """Enter is a yes for a folder that is called like notes, a no for any other."""
    choice = "Y/n" if folder.named else "y/N"
    words = ask_line(f"Are these private notes of yours: {_describe_notes(folder)}? [{choice}] ") or ""
    return folder.named if not words else words.lower() not in _NO


def _ask_model(findings: Findings) -> tuple[str, str]:
    """The name of a model and its address; ("", "") for none."""
    offered = [(model, server.base_url) for server in findings.servers for model in server.models]
    names = f" here: {', '.join(model for model, _ in offered)}" if offered else ""
    name = ask_line(f"A model to write with{names} (Enter: none, nothing leaves this machine): ") or ""
    return name, next((base_url for model, base_url in offered if model == name), "")


def _tell(written: Written | None, findings: Findings) -> None:
    from drafter.text.plural import count_of

    if written is None:
        say(f"your settings stand in {findings.settings_path}: nothing was written")
        return
    if written.is_new:
        say("written: every key with what it is for; look through it, then:")
    elif written.n_added:
        say(f"what you set stays; {count_of(written.n_added, 'key')} added as comments")
    else:
        say("nothing to add: every key stands there")
    say(f"  drafter sources --year {findings.year}    # what would be read, and what would not")
    say(f"  drafter generate --year {findings.year}   # the draft")
    show(render_path(written.path))
