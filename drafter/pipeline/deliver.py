"""A draft and what stands in its place → the file: written, merged into what a person made of it, or put aside."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from drafter.pipeline.project import Project
from drafter.records import Asset
from drafter.revise.merge import Merged, merge
from drafter.revise.pairing import Unplaced
from drafter.store.atomic import read_existing, write_atomic
from drafter.store.state import State, Written, WrittenSentence
from drafter.store.steps import Steps
from drafter.write.place import is_date_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How a draft is to come to its place. `section`: only below this heading; `preview`: nothing is written;
    `force`: a person's file is replaced; `keeps_dates`: one that a person edited keeps its date; `settle` gives the
    person's text without the marks that are done with."""

    force: bool = False
    settle: Callable[[str], str] = str
    keeps_dates: bool = True
    section: str | None = None
    preview: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What is in the file now, or would be. `before` is what stood there where the draft was merged into it; `unplaced`
    found no place in it and lies in `unplaced_in`; `put_aside` is where the draft went instead."""

    written: Written
    before: str | None = None
    put_aside: Path | None = None
    kept_old: Path | None = None
    unplaced: tuple[Unplaced, ...] = ()
    unplaced_in: Path | None = None


def deliver(project: Project, path: Path, drafted: Written, assets: tuple[Asset, ...], how: Delivery) -> Delivered:
    """Bring a draft to its place.

    A file as drafter last wrote it, with no share of a person's, is replaced. What a person made of such a file is
    merged with the draft. All else is a person's: the draft is put aside.

    Raises:
        OutputError: the file changed meanwhile; it or the state cannot be written.
    """
    state = State(project.root)
    if how.preview:
        return _merged(state, path, read_existing(path), drafted, how) or Delivered(written=drafted)
    with state.lock():
        existing = read_existing(path)
        Steps(state, path).recover(existing)
        delivered = None if how.force else _merged(state, path, existing, drafted, how)
        is_persons = existing is not None and not _is_ours(state, path, existing)
        if delivered is None and is_persons and not how.force:
            return Delivered(written=drafted, put_aside=state.put_aside(path, drafted.text))
        delivered = delivered or Delivered(written=drafted)
        if existing is not None and is_persons and how.force:
            delivered = replace(delivered, kept_old=state.keep_old(path, existing))
        write_known(state, path, existing, delivered.written)
        for asset in assets if how.section is None else ():
            _deliver_asset(state, path.with_name(asset.name), asset.content)
        return replace(delivered, unplaced_in=_keep_unplaced(state, path, delivered.unplaced))


def _merged(state: State, path: Path, existing: bytes | None, drafted: Written, how: Delivery) -> Delivered | None:
    """None where there is nothing to merge with: no file, none that drafter knows, or one of which nothing is left."""
    known = state.load_written(path)
    if existing is None or known is None:
        return None
    try:
        theirs = existing.decode("utf-8")
    except UnicodeDecodeError:
        return None
    merged = merge(
        base=known.text,
        theirs=how.settle(theirs),
        new=drafted.text,
        known=known.ownership,
        section=how.section,
        is_lasting=is_date_key if how.keeps_dates else lambda _key: False,
    )
    if merged.knows_nothing:
        return None
    written = replace(
        drafted, text=merged.text, sentences=sentences_of(merged, known, drafted), ownership=merged.ownership
    )
    return Delivered(written=written, before=theirs, unplaced=merged.unplaced)


def sentences_of(merged: Merged, known: Written, drafted: Written) -> tuple[WrittenSentence, ...]:
    """The sentences that are drafter's in the merged text, with what they rest on."""
    found: dict[int, WrittenSentence] = {}
    for origin in merged.origins:
        source = drafted if origin.is_new else known
        last = origin.at + origin.end - origin.start
        for sentence in source.sentences:
            if origin.at <= sentence.start < last:
                words = source.text[sentence.start : sentence.end]
                at = merged.text.find(words, origin.start + sentence.start - origin.at - 1)
                if 0 <= at <= origin.end:
                    found[at] = replace(sentence, start=at, end=at + len(words))
    return tuple(found[at] for at in sorted(found))


def write_known(state: State, path: Path, existing: bytes | None, written: Written) -> None:
    """Write a file that held `existing`, with a step back to it and drafter's memory of it. The state is locked.

    Raises:
        OutputError: the file changed meanwhile; it or the state cannot be written.
    """
    data = written.text.encode("utf-8")
    if data != existing:
        Steps(state, path).push(existing, written)
        write_atomic(path, data, expected=existing)
    state.save_written(path, written)


def _keep_unplaced(state: State, path: Path, unplaced: tuple[Unplaced, ...]) -> Path | None:
    if not unplaced:
        return None
    return state.keep_unplaced(path, "".join(f"{one.text}\n<!-- {one.reason} -->\n\n" for one in unplaced))


def _deliver_asset(state: State, path: Path, content: bytes) -> None:
    """A picture of that name which drafter did not draw stays: it is a person's."""
    existing = read_existing(path)
    if existing is None or _is_ours(state, path, existing):
        write_atomic(path, content, expected=existing)
        state.save_asset(path, content)


def _is_ours(state: State, path: Path, existing: bytes) -> bool:
    return state.sha256_of(path) == hashlib.sha256(existing).hexdigest()
