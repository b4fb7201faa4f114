"""A draft made again for the file it stands in, and steps back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drafter.errors import ALL_YOURS, OutputError, UsageError
from drafter.pipeline.project import Project
from drafter.records import Period
from drafter.revise.head import head_end, split_lines
from drafter.revise.merge import headings_of
from drafter.revise.pieces import plain_ends, split_pieces
from drafter.revise.sections import same_heading
from drafter.store.atomic import read_existing, write_atomic
from drafter.store.state import State, Written, parse_written
from drafter.store.steps import Step, Steps

_SHOWN_CHARS = 40


def find_period(project: Project, path: Path, *, section: str | None) -> Period | None:
    """The period that a draft tells of; None where its memory is older than the periods in it.

    Raises:
        OutputError: drafter has no memory of writing the file, or it is not UTF-8.
        UsageError: the file has no such section.
    """
    state = State(project.root)
    existing = read_existing(path)
    if existing is not None:
        Steps(state, path).recover(existing)
    written = state.load_written(path)
    if written is None:
        raise OutputError(f"{path}: drafter has no memory of writing it", hint=ALL_YOURS)
    text = _decode(path, existing or b"")
    if section is not None:
        _insist_on_section(path, text, section)
    return written.period


def _decode(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise OutputError(f"{path}: not UTF-8: {error.reason}", hint="save it as UTF-8") from error


def _insist_on_section(path: Path, text: str, section: str) -> None:
    headings = headings_of(text)
    found = [heading for heading in headings if same_heading(heading, section)]
    if not found:
        hint = (
            "it has: " + ", ".join(heading.strip("# \n") for heading in headings) if headings else "it has no heading"
        )
        raise UsageError(f"{path}: no section {section!r}", hint=hint)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """`kept` is where what stood in the file lies now; the file is gone where nothing stood there before."""

    kept: Path | None
    is_gone: bool
    n_left: int  # further steps back


def undo(project: Project, path: Path) -> Undone:
    """Bring back what stood in a file before drafter last wrote it, with drafter's memory of it.

    Raises:
        OutputError: there is no step back, or a person wrote in the file since.
    """
    state = State(project.root)
    steps = Steps(state, path)
    if not steps.n_steps:
        raise OutputError(f"{path}: no step back", hint="only what drafter wrote into a file can be undone")
    with state.lock():
        existing = read_existing(path)
        steps.recover(existing)
        step = steps.last()
        if step is None:
            raise OutputError(f"{path}: no step back", hint="the memory of it is broken, or the write never happened")
        if existing is not None and not step.wrote(existing):
            _insist_on_no_loss(path, existing, step)
        kept = state.keep_old(path, existing) if existing is not None else None
        if step.before is not None:
            write_atomic(path, step.before, expected=existing)
        else:
            path.unlink(missing_ok=True)
        state.restore_record(path, step.before_record)
        steps.drop_last()
        return Undone(kept=kept, is_gone=step.before is None, n_left=steps.n_steps)


def _insist_on_no_loss(path: Path, existing: bytes, step: Step) -> None:
    """Words a person wrote since are in neither text that drafter knows."""
    text = _decode(path, existing)
    after = parse_written(step.after_record) or Written(text="")
    before = (step.before or b"").decode("utf-8", "replace")
    lost = [words for words in _words(text) if words not in {*_words(after.text), *_words(before)}]
    if lost:
        shown = " ".join(lost[0].split())[:_SHOWN_CHARS]
        more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
        raise OutputError(
            f"{path} changed since drafter wrote it; undo would lose words of yours: {shown!r}{more}",
            hint="copy them elsewhere and take them out of the file, undo, and put them in again",
        )


def _words(text: str) -> list[str]:
    plain = plain_ends(text.removeprefix("\ufeff"))
    start = head_end(plain)
    return [line.text for line in split_lines(plain[:start])] + [p.words for p in split_pieces(plain, start=start)[:-1]]
