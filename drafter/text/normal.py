"""Text made comparable: width, case, composition and white space set aside, with the way back to the original."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_ALIKE = str.maketrans("〜‐‑‒–—―−“”‘’", "~-------\"\"''")
_JOINS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0900-\u0dff\u0e30-\u0eff\u1160-\u11ff"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f\uff9e\uff9f"
)
_JOINING = re.compile(f"[{_JOINS}]")
_CLUSTER = re.compile(f"(?s:.)[{_JOINS}]*")
_GAP = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]+")
_LATIN = re.compile(r"[0-9a-z\u00df-\u024f]")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` is for comparing; its character `i` comes from the original's from `origins[i]` on.

    `origins` never falls and has one entry more than `text`: the length of the original.
    """

    text: str
    origins: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original of `text[start:end]`, which is not empty."""
        after = end
        while self.origins[after] == self.origins[end - 1]:  # one original may have become several characters
            after += 1
        return self.origins[start], self.origins[after]


class _FoldedSigns(dict[int, str]):
    """What each character folds to, by code point, looked up once."""

    def __missing__(self, sign: int) -> str:
        self[sign] = folded = _fold_cluster(chr(sign))
        return folded


@dataclass(frozen=True, slots=True)
class _Compact:
    """A folded text without the white space that does not count; character `i` is `folded.text[kept[i]]`."""

    text: str
    kept: Sequence[int]
    folded: Folded

    def original(self, start: int, end: int) -> tuple[int, int]:
        return self.folded.original(self.kept[start], self.kept[end - 1] + 1)


def fold(text: str) -> Folded:
    """Fold width and composition (NFKC), case, dashes, curly quotes and 〜 of a text.

    >>> fold("ﾌﾞﾛｸﾞ２０２４").text
    'ブログ2024'
    """
    folded = fold_text(text)
    if len(folded) == len(text) and not _JOINING.search(text):
        return Folded(folded, range(len(text) + 1))
    if not _JOINING.search(text):
        return Folded(folded, _origins(text))
    clusters = ((cluster.start(), _fold_cluster(cluster.group())) for cluster in _CLUSTER.finditer(text))
    return Folded(folded, array("l", (*(at for at, piece in clusters for _ in piece), len(text))))


def _origins(text: str) -> Sequence[int]:
    """The origins of a text whose characters fold one by one, most of them to one."""
    uneven = {sign for sign in set(text) if len(_SIGNS[ord(sign)]) != 1}
    origins, done = array("l"), 0
    for at in (at for at, sign in enumerate(text) if sign in uneven):
        origins.extend(range(done, at))
        origins.extend([at] * len(_SIGNS[ord(text[at])]))
        done = at + 1
    origins.extend(range(done, len(text) + 1))
    return origins


def fold_text(text: str) -> str:
    """The text of `fold(text)`, for comparing words that need no way back."""
    if text.isascii():
        return text.lower()
    if _JOINING.search(text):
        return _CLUSTER.sub(lambda cluster: _fold_cluster(cluster.group()), text)
    return text.translate(_SIGNS)


def find_quote(quote: str, text: str) -> tuple[int, int] | None:
    """Where the words of a quote first stand in a text, as offsets (start, end); None if they do not.

    Both are compared folded. Runs of white space are alike, and count for nothing beside East Asian text and
    punctuation. An exact match goes before a folded one. A blank quote is nowhere.
    """
    wanted = quote.strip()
    if not wanted:
        return None
    if (at := text.find(wanted)) >= 0:
        return at, at + len(wanted)
    key = _compact(wanted).text
    compact = _compact(text)
    at = compact.text.find(key) if key else -1
    return compact.original(at, at + len(key)) if at >= 0 else None


def same(a: str, b: str) -> bool:
    """Whether two texts are the same but for folding and white space."""
    return a == b or _compact(a).text == _compact(b).text


@lru_cache(maxsize=8192)
def _fold_cluster(cluster: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).lower()).translate(_ALIKE)


_SIGNS = _FoldedSigns()


@lru_cache(maxsize=64)
def _compact(text: str) -> _Compact:
    folded = fold(text)
    pieces: list[str] = []
    kept = array("l")
    position = 0
    for gap in _GAP.finditer(folded.text):
        pieces.append(folded.text[position : gap.start()])
        kept.extend(range(position, gap.start()))
        if _parts_words(folded.text, gap):
            pieces.append(" ")
            kept.append(gap.start())
        position = gap.end()
    pieces.append(folded.text[position:])
    kept.extend(range(position, len(folded.text)))
    return _Compact("".join(pieces), kept, folded)


def _parts_words(text: str, gap: re.Match[str]) -> bool:
    between_words = _LATIN.match(text[gap.start() - 1 : gap.start()]) and _LATIN.match(text, gap.end())
    return bool(between_words) and any(sign.isspace() for sign in gap.group())
