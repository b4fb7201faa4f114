"""Draw the posts of a period, month by month, as a picture: SVG for any page, PNG where the glyphs must come along."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

from drafter.errors import SettingsError
from drafter.write.fitting import fit_lines

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

_WIDTH, _MARGIN = 720, 48
_DAY_RIGHT, _TITLE_LEFT, _RIGHT = 150, 170, _WIDTH - _MARGIN
_TITLE_SIZE, _TITLE_LINES = 16, 2
_LINE, _ENTRY_GAP, _MONTH_GAP, _EMPTY_GAP = 24, 7, 13, 6
_INK, _SOFT, _FAINT, _ACCENT, _HAIRLINE, _PAPER = "#24292f", "#66707b", "#818a94", "#2b6a8f", "#e6e9ec", "#ffffff"
_FONTS = {
    "ja": "'Hiragino Sans', 'Hiragino Kaku Gothic ProN', 'Noto Sans CJK JP', 'Noto Sans JP', Meiryo, 'Yu Gothic UI'",
    "zh": "'PingFang SC', 'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei'",
    "ko": "'Apple SD Gothic Neo', 'Noto Sans CJK KR', 'Noto Sans KR', 'Malgun Gothic'",
}
_GETA = "〓"  # what a Japanese typesetter puts where a glyph is missing


@dataclass(frozen=True, slots=True)
class Entry:
    """One post: its day and its title, in plain text."""

    day: date
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    months: tuple[str, ...]
    year: str
    count: str
    one: str
    by_month: str
    untitled: str


_NUMBERED = tuple(range(1, 13))
_WORDS = {
    "ja": _Words(
        months=tuple(f"{n}月" for n in _NUMBERED),
        year="{}年",
        count="{}記事",
        one="1記事",
        by_month="{}を日付とタイトルで月ごとに並べた図。",
        untitled="（無題）",
    ),
    "en": _Words(
        months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
        year="{}",
        count="{} posts",
        one="1 post",
        by_month="{} with day and title, month by month.",
        untitled="(untitled)",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    text: str
    x: int
    y: int  # of the baseline
    size: int = _TITLE_SIZE
    colour: str = _INK
    anchor: Literal["start", "end"] = "start"
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    height: int
    texts: tuple[_Text, ...]
    hairlines: tuple[int, ...]


def render_figure(
    entries: tuple[Entry, ...], *, title: str, language: str, months: tuple[tuple[int, int], ...] = ()
) -> bytes:
    """Draw the entries as a self-contained SVG in UTF-8: the same input gives the same bytes.

    `months` are (year, month) pairs to show even when empty; without them all months of a single year are shown, of
    several years those from the first entry's to the last's, and without entries none. Titles too long for two lines
    end in "…". Words are Japanese for "ja", else English; "zh" and "ko" choose the fonts of the titles.

    Source: XML 1.0 (characters allowed), SVG 2 (presentation attributes: style sheets are stripped by some hosts).
    """
    words, layout = _words(language), _lay_out(entries, title=title, language=language, months=months)
    tongue = language if language in _FONTS else "en"
    lines = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{tongue}" role="img"'
        f' aria-labelledby="drafter-figure-title drafter-figure-desc" width="{_WIDTH}" height="{layout.height}"'
        f' viewBox="0 0 {_WIDTH} {layout.height}" font-family="{_families(language)}"'
        f' font-size="{_TITLE_SIZE}" fill="{_INK}">',
        f'<title id="drafter-figure-title">{escape(_clean(title))}</title>',
        f'<desc id="drafter-figure-desc">{escape(_description(entries, words=words, months=months))}</desc>',
        f'<rect x="0.5" y="0.5" width="{_WIDTH - 1}" height="{layout.height - 1}" rx="12"'
        f' fill="{_PAPER}" stroke="{_HAIRLINE}"/>',
        *(f'<path d="M{_MARGIN} {y}.5H{_RIGHT}" stroke="{_HAIRLINE}"/>' for y in layout.hairlines),
        *map(_svg_text, layout.texts),
        "</svg>",
    )
    return ("\n".join(lines) + "\n").encode()


def render_png(
    entries: tuple[Entry, ...], *, title: str, language: str, months: tuple[tuple[int, int], ...] = ()
) -> bytes:
    """Draw the same figure as a PNG of twice the size, with the Japanese glyphs of IPAexGothic.

    Letters the font lacks (hangul) are drawn as 〓, emoji are left out. The settings of matplotlib stay as they were.

    Raises:
        SettingsError: the extra `png` is not installed.

    Source: matplotlib Agg backend; matplotlib-fontja changes rcParams when imported.
    """
    try:
        import matplotlib

        with matplotlib.rc_context():
            import matplotlib_fontja
    except ImportError as error:
        raise SettingsError(
            "a PNG figure needs matplotlib and matplotlib-fontja", hint="pip install 'drafter[png]'"
        ) from error
    layout = _lay_out(entries, title=title, language=language, months=months)
    return _paint(layout, font_path=matplotlib_fontja.get_font_ttf_path())


def _lay_out(entries: tuple[Entry, ...], *, title: str, language: str, months: Iterable[tuple[int, int]]) -> _Layout:
    words = _words(language)
    texts, y = _head(len(entries), title=title, words=words)
    hairlines: list[int] = []
    shown = _months_shown(entries, months)
    several_years = len({year for year, _ in shown}) > 1
    for year, month in shown:
        if several_years and (month == 1 or (year, month) == shown[0]):
            y += 34
            texts.append(_Text(text=words.year.format(year), x=_MARGIN, y=y, size=18, bold=True))
            y += 14
        hairlines.append(y)
        inside = sorted((e for e in entries if (e.day.year, e.day.month) == (year, month)), key=lambda e: e.day)
        gap, colour = (_MONTH_GAP, _ACCENT) if inside else (_EMPTY_GAP, _FAINT)
        y += gap
        texts.append(_Text(text=words.months[month - 1], x=_MARGIN, y=y + 17, colour=colour, bold=bool(inside)))
        placed, y = _place(inside, y=y, words=words)
        texts += placed
        y += gap
    return _Layout(height=y + _MARGIN - _MONTH_GAP, texts=tuple(texts), hairlines=tuple(hairlines))


def _head(n_entries: int, *, title: str, words: _Words) -> tuple[list[_Text], int]:
    size, y = 25, _MARGIN - 6
    texts: list[_Text] = []
    for line in fit_lines(_clean(title), width_em=(_RIGHT - _MARGIN) / size, n_lines=2):
        y += 28
        texts.append(_Text(text=line, x=_MARGIN, y=y, size=size, bold=True))
        y += 6
    y += 22
    texts.append(_Text(text=_count(n_entries, words=words), x=_MARGIN, y=y, size=15, colour=_SOFT))
    return texts, y + 22


def _place(entries: list[Entry], *, y: int, words: _Words) -> tuple[list[_Text], int]:
    """Place the entries of one month below `y`; also where they end."""
    if not entries:
        return [_Text(text="—", x=_TITLE_LEFT, y=y + 17, colour=_FAINT)], y + _LINE
    texts: list[_Text] = []
    for entry in entries:
        texts.append(_Text(text=str(entry.day.day), x=_DAY_RIGHT, y=y + 17, colour=_SOFT, anchor="end"))
        width_em = (_RIGHT - _TITLE_LEFT) / _TITLE_SIZE
        for line in fit_lines(_clean(entry.title) or words.untitled, width_em=width_em, n_lines=_TITLE_LINES):
            texts.append(_Text(text=line, x=_TITLE_LEFT, y=y + 17))
            y += _LINE
        y += _ENTRY_GAP
    return texts, y - _ENTRY_GAP


def _months_shown(entries: tuple[Entry, ...], months: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    written, wanted = {(entry.day.year, entry.day.month) for entry in entries}, set(months)
    if wanted or not written:
        return sorted(wanted | written)
    (first_year, first), (last_year, last) = min(written), max(written)
    if first_year == last_year:
        first, last = 1, 12
    return [(n // 12, n % 12 + 1) for n in range(first_year * 12 + first - 1, last_year * 12 + last)]


def _description(entries: tuple[Entry, ...], *, words: _Words, months: Iterable[tuple[int, int]]) -> str:
    days = [(entry.day.year, entry.day.month) for entry in entries]
    shown = _months_shown(entries, months)
    by_month = (f"{words.months[month - 1]}: {days.count((year, month))}" for year, month in shown)
    return " ".join((words.by_month.format(_count(len(entries), words=words)), ", ".join(by_month))).rstrip()


def _count(n_entries: int, *, words: _Words) -> str:
    return words.one if n_entries == 1 else words.count.format(n_entries)


def _words(language: str) -> _Words:
    return _WORDS.get(language, _WORDS["en"])


def _families(language: str) -> str:
    """The fonts of the language first: their Latin letters go with their kanji, those of system-ui may not."""
    order = sorted(_FONTS, key=lambda key: key != language)
    stacks = [_FONTS[key] for key in order]
    stacks.insert(1 if language in _FONTS else 0, "system-ui")
    return ", ".join((*stacks, "sans-serif"))


def _clean(text: str) -> str:
    """One line without what XML forbids, what breaks lines, and what turns the direction of the text around it."""
    kept = (_clean_character(character) for character in unicodedata.normalize("NFC", text))
    return " ".join("".join(kept).split())


def _clean_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    if category == "Cs" or character in "\ufffe\uffff":
        return "\ufffd"
    return "" if character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" else character


def _svg_text(text: _Text) -> str:
    attributes: dict[str, int | str] = {"x": text.x, "y": text.y}
    optional: dict[str, tuple[int | str, int | str]] = {
        "font-size": (text.size, _TITLE_SIZE),
        "font-weight": (600 if text.bold else 400, 400),
        "text-anchor": (text.anchor, "start"),
        "fill": (text.colour, _INK),
    }
    attributes |= {name: value for name, (value, default) in optional.items() if value != default}
    written = " ".join(f"{name}={quoteattr(str(value))}" for name, value in attributes.items())
    return f"<text {written}>{escape(text.text)}</text>"


def _paint(layout: _Layout, *, font_path: str) -> bytes:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties, get_font
    from matplotlib.lines import Line2D

    figure = Figure(figsize=(_WIDTH / 72, layout.height / 72), dpi=144, facecolor=_PAPER)
    for y in layout.hairlines:
        level = 1 - y / layout.height
        ends = (_MARGIN / _WIDTH, _RIGHT / _WIDTH)
        figure.add_artist(Line2D(ends, (level, level), color=_HAIRLINE, linewidth=1))
    font = get_font(font_path)
    for text in layout.texts:
        figure.text(
            text.x / _WIDTH,
            1 - text.y / layout.height,
            _drawable(text.text, font=font),
            font=FontProperties(fname=font_path, size=text.size),
            color=text.colour,
            ha="right" if text.anchor == "end" else "left",
            va="baseline",
            parse_math=False,
        )
    content = BytesIO()
    figure.savefig(content, format="png", metadata={"Software": None})
    return content.getvalue()


def _drawable(text: str, *, font: FT2Font) -> str:
    drawable = "".join(_drawable_character(character, font=font) for character in text)
    return " ".join(drawable.split()) or _GETA


def _drawable_character(character: str, *, font: FT2Font) -> str:
    if font.get_char_index(ord(character)):
        return character
    return _GETA if unicodedata.category(character)[0] in "LNP" else ""
