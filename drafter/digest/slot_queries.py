"""The grammar of slots: `posts tag:Hugo in:2024-07..2024-09` → what is asked, of which documents, in which days."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from drafter.records import Document, Period, Unit
from drafter.text.normal import fold_text
from drafter.text.periods import month_period, range_period, year_period

COUNTED = tuple("posts no-posts notes days characters months empty-months which-empty-months first last".split())
LABELS: dict[str, Callable[[Document], tuple[str, ...]]] = {
    "tag": lambda document: document.tags,
    "category": lambda document: document.categories,
    "folder": lambda document: tuple(document.path.split("/")[:-1]),
}
_QUOTES = '"“”「」'
_TOKEN = re.compile(
    rf"([a-z]+):\s*(?:[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]|([^\s{_QUOTES}]+))(?!\S)|(\S+)", re.IGNORECASE
)
_SPAN = re.compile(r"(\d{4})(?:-(0?[1-9]|1[0-2]))?(?:\.\.(\d{4})(?:-(0?[1-9]|1[0-2]))?)?", re.ASCII)
_YEARS = range(1900, 2199)
_WORD_EDGE = "[0-9a-z\u00df-\u024f]"


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotQuery:
    """`what` is one of COUNTED, or "sum" of the facts `ids`. All of `filters`, pairs as (tag, Hugo), must hold."""

    what: str
    period: Period
    filters: tuple[tuple[str, str], ...] = ()
    ids: tuple[str, ...] = ()


def parse_query(query: str, *, period: Period) -> SlotQuery | None:
    """Read a slot, without its `=`; None where a word of it is none of the grammar.

    `period` is the draft's, which holds where the query names no other. Width and case of the words do not count.
    """
    tokens = _TOKEN.findall(unicodedata.normalize("NFKC", query))
    if not tokens or tokens[0][0]:
        return None
    what, rest = tokens[0][3].lower().replace("_", "-"), tokens[1:]
    if what == "sum":
        ids = tuple(dict.fromkeys(word.strip(",、").lower() for *_, word in rest))
        return SlotQuery(what=what, period=period, ids=ids) if ids and all(ids) else None
    if what not in COUNTED:
        return None
    return _filtered(what, [(key.lower(), (quoted or bare).strip()) for key, quoted, bare, _ in rest], period)


def _filtered(what: str, pairs: list[tuple[str, str]], period: Period) -> SlotQuery | None:
    spans = [value for key, value in pairs if key == "in"]
    filters = tuple((key, value) for key, value in pairs if key != "in")
    if len(spans) > 1 or not all(value and (key in LABELS or key == "about") for key, value in filters):
        return None
    asked = _span(spans[0], period) if spans else period
    return SlotQuery(what=what, period=asked, filters=filters) if asked else None


def _span(text: str, period: Period) -> Period | None:
    """A year is one of the author's own kind where the draft's period is one that begins with another month."""
    found = _SPAN.fullmatch(text)
    if found is None or any(year and int(year) not in _YEARS for year in found.group(1, 3)):
        return None
    fiscal_start = period.start.month if period.unit is Unit.YEAR else 1
    first = _part(found[1], found[2], fiscal_start)
    last = _part(found[3], found[4], fiscal_start) if found[3] else first
    if first == last:
        return first
    return range_period(first.start, last.end) if first.start <= last.end else None


def _part(year: str, month: str | None, fiscal_start: int) -> Period:
    return month_period(f"{year}-{month}") if month else year_period(year, fiscal_start=fiscal_start)


def write_span(period: Period) -> str | None:
    """A period as `in:` has it; None for one that is not of whole months.

    >>> write_span(year_period(2023))
    '2023'
    """
    if period.unit in (Unit.YEAR, Unit.MONTH):
        return period.label
    if period.unit is Unit.QUARTER:
        return f"{period.start:%Y-%m}..{period.end:%Y-%m}"
    return None


def holds(document: Document, key: str, value: str, *, fold_document: Callable[[Document], str]) -> bool:
    """Whether a filter holds for a document; `fold_document` gives its title, tags and body, folded."""
    wanted = fold_text(value).strip()
    if key == "about":
        return any(_mentions(fold_document(document), spelling) for spelling in _spellings(wanted))
    labels = [fold_text(label).strip() for label in LABELS[key](document)]
    return f"/{wanted.strip('/')}/" in f"/{'/'.join(labels)}/" if key == "folder" else wanted in labels


def _spellings(words: str) -> list[str]:
    """「えらい|偉い」: one of them is enough."""
    return [word for part in words.split("|") if (word := part.strip())]


def _mentions(text: str, wanted: str) -> bool:
    """Whether it stands there, in Latin letters as a word of its own: Go is not in Google."""
    before = rf"(?<!{_WORD_EDGE})" if re.match(_WORD_EDGE, wanted) else ""
    after = rf"(?!{_WORD_EDGE})" if re.search(rf"{_WORD_EDGE}\Z", wanted) else ""
    return re.search(f"{before}{re.escape(wanted)}{after}", text) is not None


def tell_filters(filters: tuple[tuple[str, str], ...]) -> str:
    """The filters as the end of a rule."""
    told = {"tag": "with tag {!r}", "category": "with category {!r}", "folder": "in folder {!r}"}
    about = "with {!r} in title, tags or body"
    return "".join(f", {told.get(key, about).format(value)} in any case and width" for key, value in filters)
