"""A draft while its marks are dealt with one by one: read anew each time, and written only as it was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from drafter.errors import ALL_YOURS, ChangedError, OutputError
from drafter.pipeline.deliver import sentences_of, write_known
from drafter.records import Kept, Ownership, Part
from drafter.revise.merge import merge
from drafter.store.atomic import read_existing
from drafter.store.state import State, Written, WrittenSentence
from drafter.store.steps import Steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten:
    """`written.text[start:end]` gives way to `text`, in which the sentences stand at these places."""

    start: int
    end: int
    text: str
    sentences: tuple[WrittenSentence, ...]

    def apply(self, written: Written) -> Written:
        """What drafter would have written. Whose each part is does not show in it."""
        shift = len(self.text) - (self.end - self.start)
        return replace(
            written,
            text=written.text[: self.start] + self.text + written.text[self.end :],
            sentences=(
                *(one for one in written.sentences if one.end <= self.start),
                *(_moved(one, self.start) for one in self.sentences),
                *(_moved(one, shift) for one in written.sentences if one.start >= self.end),
            ),
            ownership=Ownership(),
        )


def _moved(sentence: WrittenSentence, shift: int) -> WrittenSentence:
    return replace(sentence, start=sentence.start + shift, end=sentence.end + shift)


@dataclass(slots=True, kw_only=True)
class HeldFile:
    """The draft at `path`. With `preview` nothing is written: what would be stands here alone."""

    state: State
    path: Path
    preview: bool = False
    _kept: tuple[str, Written] | None = field(default=None)

    @property
    def previewed(self) -> Written | None:
        """What drafter would know of the file; None where nothing would be written."""
        return self._kept[1] if self._kept is not None else None

    def read(self) -> str:
        """The file as it stands now.

        Raises:
            ChangedError: it is gone.
            OutputError: it is not UTF-8.
        """
        if self._kept is not None:
            return self._kept[0]
        return _decode(self.path, read_existing(self.path))

    def memory(self, text: str) -> Written:
        """What drafter knows of `text`, which is what a person made of the file: whose each part of it is, and what its
        sentences rest on.

        Raises:
            OutputError: drafter's memory is lost or cannot be read.
        """
        known = self._kept[1] if self._kept is not None else self.state.load_written(self.path)
        if known is None:
            raise OutputError(f"{self.path}: drafter has no memory of writing it", hint=ALL_YOURS)
        merged = merge(base=known.text, theirs=text, new=known.text, known=known.ownership)
        if merged.knows_nothing or merged.text != text:
            whole = Ownership(kept=(Kept(start=0, end=len(text), part=Part.WORDS),))
            return replace(known, text=text, sentences=(), ownership=whole)
        own = sentences_of(merged, known, known)
        return replace(known, text=text, sentences=own, ownership=merged.ownership)

    def save(self, base: Written, new: Written, *, prepare: Callable[[str], str]) -> bool:
        """Merge `new`, made from `base`, into the file as it stands by now; whether that changed what `prepare` left of
        the file. `prepare` gives the file's text without what is done with: that alone is written where `new` is
        `base`, and nothing where another `new` changes nothing.

        Raises:
            OutputError: the file or the state cannot be written; what `prepare` raises.
        """
        if self.preview:
            theirs = prepare(self.read())
            merged = _merge(base, theirs, new)
            if merged.text != theirs or new is base:
                self._kept = (merged.text, merged)
            return merged.text != theirs
        with self.state.lock():
            existing = read_existing(self.path)
            Steps(self.state, self.path).recover(existing)
            theirs = prepare(_decode(self.path, existing))
            merged = _merge(base, theirs, new)
            if merged.text != theirs or new is base:
                write_known(self.state, self.path, existing, merged)
            return merged.text != theirs


def _decode(path: Path, data: bytes | None) -> str:
    if data is None:
        raise ChangedError(f"{path} is gone", hint="nothing was written; bring it back and run the command again")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise OutputError(f"{path}: not UTF-8: {error.reason}", hint="save it as UTF-8") from error


def _merge(base: Written, theirs: str, new: Written) -> Written:
    merged = merge(base=base.text, theirs=theirs, new=new.text, known=base.ownership)
    if merged.knows_nothing:
        return replace(
            base, text=theirs, sentences=(), ownership=base.ownership if theirs == base.text else Ownership()
        )
    return replace(base, text=merged.text, sentences=sentences_of(merged, base, new), ownership=merged.ownership)


def places_in(text: str, sentences: Sequence[tuple[str, WrittenSentence]]) -> tuple[WrittenSentence, ...]:
    """The sentences with their places in `text`, in which their words stand in this order."""
    placed: list[WrittenSentence] = []
    at = 0
    for words, sentence in sentences:
        found = text.find(words, at)
        if found >= 0:
            at = found + len(words)
            placed.append(replace(sentence, start=found, end=at))
    return tuple(placed)
