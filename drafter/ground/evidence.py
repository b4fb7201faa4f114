"""What a sentence is held against: its evidence, its author's manner, and all they are known to have written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from drafter.records import Period
from drafter.text.inline import plain
from drafter.text.normal import fold_text

_MARKS = re.compile(r"\]\([^()\s]*\)|[\s*_`\[\]\\]+")
_MARKUP = re.compile(
    r"!?\[|\]\([^()\s]*(?: \"[^\"]*\")?\)|\]|[*`]+|</?[A-Za-z][^<>]*>"
)  # cheaper than `plain`, and enough here
_WORD = re.compile(r"[a-z0-9][a-z0-9.+#_-]*|[ァ-ヺー]{2,}")
_LONG_MARK = "ー"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a sentence rests on."""

    words: tuple[str, ...]  # the exact quotes of its facts
    plans: tuple[str, ...] = ()  # goals, and quotes of facts that are plans: they prove no deed
    context: tuple[str, ...] = ()  # sections the quotes stand in, tags: names may stand here
    titles: tuple[str, ...] = ()  # of the documents, and the headings above the quotes: what stands here is given
    days: tuple[date, ...] = ()  # of the events and the documents
    slots: tuple[
        str, ...
    ] = ()  # texts that code put in for slots, and `read_count` of their counts: all in them is proved
    published: bool = True  # whether all of it is published


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """All that an author has written, folded and squeezed. `words` counts the names in it by `word_key`."""

    folded: str = ""
    squeezed: str = ""
    words: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def holds(self, words: str) -> bool:
        """Whether the words stand there word for word, but for folding, white space and Markdown's marks."""
        return bool(self.squeezed) and squeeze(words) in self.squeezed

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Whether the folded text has words of a pattern."""
        return _says(self, pattern)

    def count(self, name: str) -> int:
        """How often a name in Latin letters or katakana stands there by itself."""
        return self.words.get(word_key(name), 0)


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """What the author's own retrospectives allow. With another `source_language` only what carries over is checked."""

    language: str  # of the draft
    source_language: str  # of the sources
    period: Period
    polite: bool | None = None  # the register; None where it is mixed or not known
    sentence_chars_max: int | None = None
    bold: bool = True
    emoji: bool = True
    exclamations: bool = True
    bullets: bool = True
    known: Known = NOTHING_KNOWN  # posts and earlier retrospectives: a name that stands nowhere here is invented
    earlier: Known = NOTHING_KNOWN  # the earlier retrospectives alone: what stands here is a turn of their own
    links: frozenset[str] = frozenset()  # addresses that a draft may hold

    @property
    def carried_over(self) -> bool:
        """Whether the draft is written in another language than its sources."""
        return self.language != self.source_language


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Evidence made comparable: all texts are folded, their pieces on lines of their own.

    `said` is what all quotes and slots say.
    """

    evidence: Evidence
    words: str
    plans: str
    slots: str
    said: str

    @property
    def context(self) -> str:
        """What stands around the quotes, their titles and headings first."""
        return _read_context((*self.evidence.titles, *self.evidence.context))

    @property
    def titles(self) -> str:
        """The titles of the documents and the headings above the quotes."""
        return _read_context(self.evidence.titles)

    @property
    def near(self) -> str:
        """What the quotes and slots say, and what stands around them."""
        return _joined(self.said, self.context)

    def holds(self, words: str) -> bool:
        """Whether the words stand near, word for word but for folding, white space and Markdown's marks."""
        return squeeze(words) in squeeze(self.near)


def index_known(texts: Iterable[str]) -> Known:
    """Make all that an author has written quick to look things up in."""
    folded = [fold_text(text) for text in texts]  # one after another: whoever else wants the interpreter gets it
    counts = Counter(folded_key(word) for text in folded for word in _WORD.findall(text))
    squeezed = "".join(_MARKS.sub("", text) for text in folded)
    return Known("\n".join(folded), squeezed, MappingProxyType(counts))


def word_key(name: str) -> str:
    """A name without what spellings differ in: case, width, サーバー or サーバ, a dot at the end.

    >>> word_key("サーバー") == word_key("ｻｰﾊﾞ")
    True
    """
    return folded_key(fold_text(name))


def folded_key(name: str) -> str:
    """`word_key` of a name that is folded already."""
    folded = name.strip(".-_")
    return folded.replace(_LONG_MARK, "").replace("ヴァ", "バ") if _LONG_MARK in folded or "ヴ" in folded else folded


@lru_cache(maxsize=512)
def squeeze(text: str) -> str:
    """The folded text without white space, emphasis and the targets of links: to look a quotation up in.

    >>> squeeze("読んだ *本* と [話](https://example.com)")
    '読んだ本と話'
    """
    return _MARKS.sub("", fold_text(text))


@lru_cache(maxsize=512)
def ground_of(evidence: Evidence) -> Ground:
    """Fold what a sentence rests on; what stands around it when that is first wanted."""
    words, plans, slots = (_read(texts) for texts in (evidence.words, evidence.plans, evidence.slots))
    return Ground(evidence=evidence, words=words, plans=plans, slots=slots, said=f"{words}\n{plans}\n{slots}")


def _read(texts: Iterable[str]) -> str:
    return "\n".join(map(_read_one, texts))


@lru_cache(maxsize=4096)
def _read_one(text: str) -> str:
    return fold_text(plain(text))


@lru_cache(maxsize=512)
def _joined(said: str, context: str) -> str:
    return f"{said}\n{context}"


@lru_cache(maxsize=512)
def _read_context(texts: tuple[str, ...]) -> str:
    return "\n".join(fold_text(_MARKUP.sub("", text)) for text in texts)


@lru_cache(maxsize=256)
def _says(known: Known, pattern: re.Pattern[str]) -> bool:
    return pattern.search(known.folded) is not None
