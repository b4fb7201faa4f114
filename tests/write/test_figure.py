from __future__ import annotations

import io
import itertools
import subprocess
import sys
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.errors import SettingsError
from drafter.write.figure import Entry, render_figure, render_png

SVG = "{http://www.w3.org/2000/svg}"
YEAR = (
    Entry(date(2024, 1, 5), "昨年のふりかえりと、今年やってみたいこと"),
    Entry(date(2024, 3, 20), "統計検定2級 合格体験記"),
    Entry(date(2024, 3, 2), "Raspberry Piで室温を記録して、ベランダの寒さと比べてみた"),
    Entry(
        date(2024, 12, 22), "「とりあえず動く」から抜け出すために、テストを書く順番を変えたら設計の見通しがよくなった"
    ),
)
HOSTILE = {
    "markup": ("<script>alert('x')</script>", "<script>alert('x')</script>"),
    "ampersand": ('R&D &amp; "引用"', 'R&D &amp; "引用"'),
    "end of CDATA": ("配列の]]>を読む", "配列の]]>を読む"),
    "line separator": ("前\u2028後\u2029末", "前 後 末"),
    "control characters": ("色\x1b[31mが\x00出る\x7f", "色 [31mが 出る"),
    "line ends": ("一行目\r\n二行目\t続き", "一行目 二行目 続き"),
    "turned direction": ("題\u202e名", "題名"),
    "lone surrogate": ("欠\ud83dけ", "欠\ufffdけ"),
    "no character": ("端\uffff", "端\ufffd"),
    "decomposed": ("か\u3099っこう", "がっこう"),
    "emoji": ("出店しました 📚✨👩‍👩‍👧‍👦", "出店しました 📚✨👩‍👩‍👧‍👦"),
    "empty": ("", "（無題）"),
    "blank": (" \u3000\n", "（無題）"),
}


def draw(*entries: Entry, months: tuple[tuple[int, int], ...] = (), language: str = "ja") -> ElementTree.Element:
    return ElementTree.fromstring(
        render_figure(entries, title="2024年の記事一覧", language=language, months=months).decode()
    )


def texts(svg: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in svg.iter(f"{SVG}text")]


def on_paper(png: bytes) -> np.ndarray:
    """The picture as rows of grey values, 0 black to 1 white."""
    from matplotlib.image import imread

    return np.asarray(imread(io.BytesIO(png))[..., :3].mean(axis=2))


def test_posts_stand_by_month_in_the_order_of_their_days() -> None:
    shown = texts(draw(*YEAR))
    assert shown[:2] == ["2024年の記事一覧", "4記事"]
    assert shown[2:9] == ["1月", "5", YEAR[0].title, "2月", "—", "3月", "2"]
    assert shown.index(YEAR[2].title) < shown.index(YEAR[1].title)
    assert [text for text in shown if text.endswith("月")] == [f"{month}月" for month in range(1, 13)]
    assert shown.count("—") == 9
    assert "".join(shown[-2:]) == YEAR[3].title


@pytest.mark.parametrize(("title", "seen"), HOSTILE.values(), ids=HOSTILE)
def test_any_title_is_drawn_as_text(title: str, seen: str) -> None:
    svg = draw(Entry(date(2024, 5, 1), title))
    assert seen in texts(svg)
    assert {element.tag.removeprefix(SVG) for element in svg.iter()} == {"svg", "title", "desc", "rect", "path", "text"}


@pytest.mark.parametrize(
    "title", ["長い題" * 70, "W" * 200, "word " * 40, "「" * 200], ids=["kanji", "W", "words", "「"]
)
def test_a_long_title_takes_two_lines_and_is_shortened_visibly(title: str) -> None:
    first, second = texts(draw(Entry(date(2024, 1, 1), title)))[4:6]
    assert title.startswith(first)
    assert second.endswith("…")


@given(st.lists(st.builds(Entry, st.dates(), st.text()), max_size=4), st.text(), st.sampled_from(["ja", "en", "<"]))
@settings(deadline=None)
def test_whatever_it_is_given_the_figure_is_well_formed(entries: list[Entry], title: str, language: str) -> None:
    months = tuple((entry.day.year, entry.day.month) for entry in entries)
    data = render_figure(tuple(entries), title=title, language=language, months=months)
    assert ElementTree.fromstring(data.decode()).tag == f"{SVG}svg"
    assert data == render_figure(tuple(entries), title=title, language=language, months=months)


def test_without_entries_the_figure_says_so() -> None:
    assert texts(draw()) == ["2024年の記事一覧", "0記事"]
    assert texts(draw(months=((2024, 4), (2024, 5))))[1:] == ["0記事", "4月", "—", "5月", "—"]


def test_months_asked_for_are_shown_and_years_named_where_there_are_two() -> None:
    months = ((2024, 11), (2024, 12), (2025, 1))
    shown = texts(draw(Entry(date(2024, 12, 31), "年末"), months=months))
    assert shown[2:] == ["2024年", "11月", "—", "12月", "31", "年末", "2025年", "1月", "—"]


def test_entries_of_two_years_show_the_months_between() -> None:
    shown = texts(draw(Entry(date(2024, 12, 31), "年末"), Entry(date(2025, 2, 1), "節分")))
    assert shown[2:] == ["2024年", "12月", "31", "年末", "2025年", "1月", "—", "2月", "1", "節分"]


def test_english_has_english_words() -> None:
    shown = texts(draw(Entry(date(2024, 2, 9), ""), language="en"))
    assert shown[1:7] == ["1 post", "Jan", "—", "Feb", "9", "(untitled)"]


def test_a_screen_reader_hears_what_is_shown() -> None:
    svg = draw(*YEAR)
    assert svg.get("role") == "img"
    described = {element.get("id"): element.text for element in svg if element.tag != f"{SVG}text"}
    title_id, desc_id = (svg.get("aria-labelledby") or "").split()
    assert described[title_id] == "2024年の記事一覧"
    assert (described[desc_id] or "").startswith(
        "4記事を日付とタイトルで月ごとに並べた図。 1月: 1, 2月: 0, 3月: 2, 4月: 0"
    )


def test_the_figure_needs_nothing_from_elsewhere_and_has_fonts_of_its_language() -> None:
    data = render_figure(YEAR, title="一覧", language="ja").decode()
    assert data.count("http") == 1  # the name space
    assert "Noto Sans CJK JP" in (draw(*YEAR).get("font-family") or "").split("Noto Sans CJK SC")[0]
    assert "Noto Sans CJK SC" in (draw(*YEAR, language="zh").get("font-family") or "").split("Noto Sans CJK JP")[0]
    assert (draw(*YEAR, language="en").get("font-family") or "").startswith("system-ui")


@pytest.mark.parametrize("dark", [False, True], ids=["light page", "dark page"])
def test_a_browser_draws_every_line_within_the_card(
    dark: bool, tmp_path: Path, take_screenshot: Callable[..., Path]
) -> None:
    entries = (*YEAR, *(Entry(date(2024, 7, n + 1), title) for n, (title, _) in enumerate(HOSTILE.values())))
    entries += (Entry(date(2024, 8, 1), "W" * 200), Entry(date(2024, 8, 2), "漢字" * 100))
    svg = draw(*entries)
    (tmp_path / "figure.svg").write_bytes(render_figure(entries, title="2024年の記事一覧", language="ja"))
    page = tmp_path / "page.html"
    page.write_text(f'<body style="margin:0; background:{"#111" if dark else "#fff"}"><img src="figure.svg">')
    grey = on_paper(take_screenshot(page, width=720, height=int(svg.get("height") or 0), dark=dark).read_bytes())
    assert grey.shape == (int(svg.get("height") or 0), 720)
    assert (grey > 0.99).mean() > 0.8
    assert all(grey[30:-30, margin].min() > 0.99 for margin in (*range(10, 46), *range(675, 710)))
    for text in svg.iter(f"{SVG}text"):
        x, y = int(text.get("x", "0")), int(text.get("y", "0"))
        left = x - 9 if text.get("text-anchor") == "end" else x
        assert grey[y - 12 : y, left : left + 14].min() < 0.8, text.text


def test_a_png_has_the_glyphs_that_japanese_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    import matplotlib
    import matplotlib_fontja

    cat, dog = (render_png((Entry(date(2024, 1, 1), kanji * 5),), title="絵", language="ja") for kanji in "猫犬")
    assert on_paper(cat).shape[1] == 1440
    assert (on_paper(cat) != on_paper(dog)).sum() > 500
    latin_only = Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf"
    monkeypatch.setattr(matplotlib_fontja, "get_font_ttf_path", lambda: str(latin_only))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        boxes = [render_png((Entry(date(2024, 1, 1), kanji * 5),), title="絵", language="ja") for kanji in "猫犬"]
    assert boxes[0] == boxes[1]


@pytest.mark.parametrize("title", [title for title, _ in HOSTILE.values()] + ["$x^2$ と $5", "한국어", "✨"])
def test_a_png_of_any_title_has_ink_for_it_and_is_the_same_each_time(title: str) -> None:
    first, again = (render_png((Entry(date(2024, 1, 1), title),), title="一覧", language="ja") for _ in range(2))
    assert first == again
    without = render_png((), title="一覧", language="ja", months=((2024, 1),))
    assert (on_paper(first) < 0.5).sum() > (on_paper(without) < 0.5).sum()


def test_drawing_a_png_leaves_the_settings_of_matplotlib_alone() -> None:
    code = (
        "import matplotlib; before = dict(matplotlib.rcParams)\n"
        "from drafter.write.figure import render_png; render_png((), title='絵', language='ja')\n"
        "assert dict(matplotlib.rcParams) == before\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("missing", ["matplotlib", "matplotlib_fontja"])
def test_without_the_extra_a_png_says_how_to_get_it(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(SettingsError, match="needs matplotlib and matplotlib-fontja") as raised:
        render_png(YEAR, title="絵", language="ja")
    assert raised.value.hint == "pip install 'drafter[png]'"


def test_thirty_two_posts_are_readable_side_by_side() -> None:
    days = (date(2024, month, day) for month, day in itertools.product(range(1, 13), (3, 17, 28)))
    svg = draw(*(Entry(day, f"{day.day}日に書いた記事") for day in itertools.islice(days, 32)))
    baselines = [int(text.get("y", "0")) for text in svg.iter(f"{SVG}text") if text.get("x") == "170"]
    assert len(baselines) == 33  # December is empty
    assert all(below - above >= 20 for above, below in itertools.pairwise(baselines))
    assert baselines[-1] < int(svg.get("height") or 0) - 40
