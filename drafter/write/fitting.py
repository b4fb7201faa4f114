"""Break a text into lines of a display width in em, for figures that are drawn where no glyph can be measured."""

import re
import unicodedata
from collections.abc import Iterator

# What a reader sees as one character: two flag letters, or a base with its marks, joiners and what they join.
_CLUSTER = re.compile(
    r"(?:[\U0001F1E6-\U0001F1FF]{2}|.)(?:\u200d.|[\u200c\ufe0e\ufe0f\U0001F3FB-\U0001F3FF])*",
    re.DOTALL,
)
_NEVER_FIRST = frozenset(",.:;!?)]}、。，．：；！？・…‥）］｝」』】〉》〕ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョヶ％")
_NEVER_LAST = frozenset("([{（［｛「『【〈《〔#＃")
_SLIM, _BROAD = frozenset("iljtfrI.,:;'|!()[]{}`- "), frozenset("mwMW@%")


def fit_lines(text: str, *, width_em: float, n_lines: int) -> tuple[str, ...]:
    """Break a text at spaces and between CJK characters into at most `n_lines` lines; what is left over shows as "…".

    No line is wider than `width_em` (but a single character always has its place), none begins with 、。」 or ends
    with 「. White space at a break goes. Blank text gives `()`.

    >>> fit_lines("本日の話「直す」までの記録", width_em=5, n_lines=2)
    ('本日の話', '「直す」…')
    """
    lines: list[str] = []
    line, used = "", 0.0
    for unit in _units(" ".join(text.split()), limit=width_em):
        width = text_width(unit)
        if line and used + text_width(unit.rstrip()) > width_em:
            lines.append(line.rstrip())
            line, used = "", 0.0
            if len(lines) == n_lines:
                return (*lines[:-1], _shorten(lines[-1], width_em=width_em))
        line, used = line + unit, used + width
    return (*lines, line.rstrip()) if line.strip() else tuple(lines)


def text_width(text: str) -> float:
    """The width of a text in em, rather too wide than too narrow: 1 for full-width characters, about ½ for others."""
    return sum(map(_character_width, text))


def _character_width(character: str) -> float:
    if character in _SLIM:
        return 0.38
    if character in _BROAD:
        return 0.95
    if character.isascii():
        return 0.72 if character.isupper() else 0.6
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0.0
    if 0x1F000 <= ord(character) < 0x20000:  # emoji are drawn wider than kanji
        return 1.3
    return {"W": 1.0, "F": 1.0, "A": 1.0, "H": 0.5}.get(unicodedata.east_asian_width(character), 0.66)


def _clusters(text: str) -> Iterator[str]:
    cluster = ""
    for match in _CLUSTER.finditer(text):
        if cluster and not unicodedata.category(match[0][0]).startswith("M"):
            yield cluster
            cluster = ""
        cluster += match[0]
    if cluster:
        yield cluster


def _units(text: str, *, limit: float) -> Iterator[str]:
    """The pieces between which a line may end, spaces behind their word; no piece is wider than `limit`."""
    unit, used = "", 0.0
    for cluster in _clusters(text):
        width = text_width(cluster)
        if unit and (used + width > limit or not _clings(unit[-1], cluster[0])):
            yield unit
            unit, used = "", 0.0
        unit, used = unit + cluster, used + width
    if unit:
        yield unit


def _clings(before: str, after: str) -> bool:
    if after == " " or (after in _NEVER_FIRST and before != " ") or before in _NEVER_LAST:
        return True
    return before != " " and not _is_wide(before) and not _is_wide(after)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _shorten(line: str, *, width_em: float) -> str:
    kept, used = "", text_width("…")
    for cluster in _clusters(line):
        used += text_width(cluster)
        if used > width_em:
            break
        kept += cluster
    return kept.rstrip(" ,.、。，．・…" + "".join(_NEVER_LAST)) + "…"
