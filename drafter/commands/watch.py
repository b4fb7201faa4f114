"""`drafter watch`: on each save the directives are carried out and the checks printed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from drafter.commands.check import render_findings
from drafter.commands.files import existing_file
from drafter.commands.lsp import open_for
from drafter.commands.options import BaseUrl, NoModel, ProjectOptions, Yes
from drafter.commands.printing import render_path, say, show
from drafter.commands.revise import ReviseOptions
from drafter.commands.revise import run as revise
from drafter.errors import ChangedError, DrafterError, SourceError

if TYPE_CHECKING:
    from drafter.editor.desk import Desk
    from drafter.editor.saves import Saves
    from drafter.pipeline.directives import Carried

_STOPPED = 130
_SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOptions(ProjectOptions):
    """What `drafter watch` takes."""

    files: Annotated[list[Path] | None, typer.Argument(metavar="[FILE]...", help="Drafts; none are all posts.")] = None
    model: Annotated[str | None, typer.Option(metavar="NAME", help="Carry directives out with this model.")] = None
    no_model: NoModel = False
    base_url: BaseUrl = None
    max_cost: Annotated[str | None, typer.Option(metavar="USD", help="Spend no more than this for one save.")] = None
    yes: Yes = False


def run(options: WatchOptions) -> int:
    """Check drafts on each save, and carry out their directives.

    Until Ctrl-C. A file that is saved meanwhile is looked at again: the newest
    text counts.
    """
    from drafter.editor.desk import Desk
    from drafter.editor.saves import Saves

    files = [existing_file(options.directory / file) for file in options.files or ()]
    saves = Saves(files, () if files else _folders(options))
    watch = _Watch(options, Desk(lambda path: open_for(options, path)), saves)
    names = ", ".join(render_path(path) for path in files or saves.folders)
    say(f"watching {names}; Ctrl-C ends")
    try:
        for path in saves:
            watch.look(path)
    except KeyboardInterrupt:
        say("stopped watching")
    return _STOPPED


def _folders(options: WatchOptions) -> tuple[Path, ...]:
    """Where the posts of the project lie.

    Raises:
        SourceError: there is no such folder.
    """
    if not options.directory.is_dir():
        raise SourceError(f"{options.directory}: no such folder", hint="give the folder of your blog or notes to -C")
    project = open_for(options, options.directory.resolve() / "any.md")
    return tuple(folder for folder in project.site.content_dirs if folder.is_dir()) or (project.site.root,)


class _Watch:
    """Looks at saved files, one after another."""

    def __init__(self, options: WatchOptions, desk: Desk, saves: Saves) -> None:
        self._options, self._desk, self._saves = options, desk, saves
        self._failed: dict[Path, tuple[str, ...]] = {}  # directives that are not tried again until they change

    def look(self, path: Path) -> None:
        """Carry out the directives of a file and print what is wrong with it; an error is told, and no end."""
        try:
            self._carry_out(path)
            self._check(path)
        except DrafterError as error:
            _say_error(error)

    def _carry_out(self, path: Path) -> None:
        """Also those that are written meanwhile."""
        while (asked := _directives(path)) and asked != self._failed.get(path):
            from drafter.editor.turn import take_turn
            from drafter.store.state import State

            project = open_for(self._options, path)
            if State(project.root).load_written(path) is None:
                return  # to drafter it is all its author's; the check tells what is left in it
            with take_turn(project, path) as is_ours:
                if not is_ours:
                    say(f"{render_path(path)}: another drafter carries out its directives")
                    return
                self._revise(path, asked)

    def _revise(self, path: Path, asked: tuple[str, ...]) -> None:
        """What is told of nothing was refused, but where the file was another one by then: between the two steps of a
        save it is empty, or there is none."""
        from drafter.editor.saves import read_saved

        given = {name: getattr(self._options, name) for name in ("model", "no_model", "base_url", "max_cost", "yes")}
        before = read_saved(path)
        heard: list[Carried] = []
        options = ReviseOptions(directory=self._options.directory, file=path, **given)
        try:
            revise(options, only_directives=True, hear=heard.append)
        except DrafterError as error:
            _say_error(error)
        failed = {one.words for one in heard if one.error is not None and not isinstance(one.error, ChangedError)}
        if read_saved(path) == before:
            failed |= set(asked) - {one.words for one in heard}
        self._failed[path] = tuple(words for words in _directives(path) if words in failed)

    def _check(self, path: Path) -> None:
        from drafter.editor.saves import read_saved
        from drafter.pipeline.check import Checked
        from drafter.read.encoding import decode

        data = read_saved(path)
        self._saves.know(path, data)
        if data is None:
            return
        found = self._desk.findings(path, decode(data).text)
        if read_saved(path) != data:
            return  # newer ones come at once
        name = Path(render_path(path))
        if found:
            show("\n".join(render_findings(Checked(path=name, period=None, remembered=True, findings=found))))
        _say_counts(name, Counter(str(finding.severity) for finding in found))


def _directives(path: Path) -> tuple[str, ...]:
    from drafter.editor.saves import read_saved
    from drafter.pipeline.directives import find_directives

    text = (read_saved(path) or b"").decode("utf-8", "replace")
    return tuple(directive.words for directive in find_directives(text)) if "drafter" in text else ()


def _say_counts(name: Path, counts: Counter[str]) -> None:
    from datetime import datetime

    from drafter.text.plural import count_of

    said = ", ".join(count_of(counts[severity], severity) for severity in _SEVERITIES if counts[severity])
    say(f"{datetime.now():%H:%M:%S} {name}: {said or 'nothing wrong'}")


def _say_error(error: DrafterError) -> None:
    for line in str(error).splitlines():
        say(f"error: {line}")
    if error.hint:
        say(f"hint: {error.hint}")
