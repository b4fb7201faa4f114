from collections.abc import Callable

import pytest

from drafter.digest.habits import Habits, fill_slots, find_habits
from drafter.digest.retrospectives import find_retrospectives
from drafter.records import Document, Period, Unit
from drafter.text.periods import month_period, year_period

Make = Callable[..., Document]

YEAR_2023 = """+++
title = '2023年の振り返り'
+++
<!--more-->

## 2023年のハイライト
### 引っ越し
海の近くに越した。
<br>

### 身につけたもの
- 料理

    だしを取れるようになった。

- 水泳

    二十五メートルを泳いだ。
<br>

## 2024年の目標
### 体
- 走る
    - 週に二回
<br>

## おわりに
よい年だった。
<br>
"""


def habits_of(*documents: Document, unit: Unit = Unit.YEAR) -> Habits | None:
    return find_habits(find_retrospectives(documents), {document.id: document for document in documents}, unit)


@pytest.fixture
def habits(make_document: Make) -> Habits:
    older = make_document("2022年の振り返り", text="## 2022年のハイライト\n\n" + "長い話。" * 100)
    habits = habits_of(make_document("2023年の振り返り", text=YEAR_2023), older)
    assert habits is not None
    return habits


def test_the_skeleton_is_the_newest_one_with_slots_for_years(habits: Habits) -> None:
    assert [(heading.level, heading.text) for heading in habits.headings] == [
        (2, "{year}年のハイライト"),
        (3, "引っ越し"),
        (3, "身につけたもの"),
        (2, "{next_year}年の目標"),
        (3, "体"),
        (2, "おわりに"),
    ]


def test_the_named_headings_are_found(habits: Habits) -> None:
    assert (habits.highlights_heading, habits.goals_heading) == ("{year}年のハイライト", "{next_year}年の目標")


def test_the_size_of_a_heading_is_the_median_of_the_unit(habits: Habits) -> None:
    assert habits.headings[0].n_chars == 200, "the median of 0 and 400"


def test_marks_and_lists_are_read(habits: Habits) -> None:
    assert (habits.more_line, habits.section_end) == (True, "<br>")
    assert (habits.blank_after_heading, habits.bullet, habits.nested_indent) == (False, "-", 4)
    assert not habits.borrowed


def test_windows_line_ends_change_nothing(make_document: Make) -> None:
    other = habits_of(make_document("2023年の振り返り", text=YEAR_2023.replace("\n", "\r\n")))
    assert other is not None
    assert (other.section_end, other.bullet, other.nested_indent) == ("<br>", "-", 4)


def test_habits_of_another_unit_are_borrowed(make_document: Make) -> None:
    habits = habits_of(make_document("2024年5月の振り返り", text="## 5月\n\n* 一\n* 二\n"), unit=Unit.YEAR)
    assert habits is not None
    assert (habits.borrowed, habits.bullet, habits.headings[0].text) == (True, "*", "{month}月")


def test_without_retrospectives_there_are_no_habits() -> None:
    assert habits_of() is None


def test_founders_years_are_years(make_document: Make) -> None:
    text = "## Goals for year four\n\nShip it.\n\n## Closing thoughts\n\nFine.\n"
    habits = habits_of(make_document("My Third Year as a Maker", "2022-02-01", text, tags=("annual review",)))
    assert habits is not None
    assert (habits.borrowed, habits.goals_heading) == (False, "Goals for year {next_cardinal}")


@pytest.mark.parametrize(
    ("text", "period", "ordinal", "expected"),
    [
        pytest.param("{next_year}年の目標", year_period(2024), None, "2025年の目標", id="next year"),
        pytest.param("{last_year} → {year}", year_period(2024), None, "2023 → 2024", id="two slots"),
        pytest.param("{next_month}月の目標", month_period("2024-12"), None, "1月の目標", id="December to January"),
        pytest.param("Goals for year {next_cardinal}", year_period(2024), 4, "Goals for year five", id="ordinal"),
        pytest.param("year {cardinal}", year_period(2024), None, "year {cardinal}", id="what is unknown stays"),
    ],
)
def test_slots_are_filled(text: str, period: Period, ordinal: int | None, expected: str) -> None:
    assert fill_slots(text, period, ordinal=ordinal) == expected


def test_list_marks_that_markdown_does_not_know(make_document: Make) -> None:
    habits = habits_of(make_document("2023年の振り返り", text="・一つ\n・二つ\n\nおしまい\n"))
    assert habits is not None
    assert (habits.bullet, habits.section_end, habits.more_line) == ("・", None, False)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("## 庭\n\n柿を植えた。  \n梅も植えた！  \n実がなった(?)\n", "  \n"),
        ("## 庭\n\n柿を植えた。\r\n梅も植えた。\r\n", "\n"),
        ("## 庭\n\n柿を植えた。梅も植えた。\n", ""),
        ("## 庭\n\n柿を植えた。\n\n梅も植えた。\n", ""),
        ("## Garden\n\nI planted a tree. It grew\nslowly. Then it bore fruit.\n", ""),
        ("## 庭\n\n- 柿。\n- 梅。\n", ""),
    ],
    ids=["hard breaks", "lines", "in a row", "paragraphs of one", "wrapped lines", "a list"],
)
def test_where_sentences_have_lines_of_their_own(make_document: Make, text: str, end: str) -> None:
    habits = habits_of(make_document("2023年の振り返り", text=text))
    assert habits is not None
    assert habits.sentence_end == end
