from collections.abc import Callable

import pytest

from drafter.digest.goals import find_goals, heads_goals
from drafter.digest.retrospectives import find_retrospectives
from drafter.records import Document, Goal, Kind, Level, Period
from drafter.text.periods import month_period, range_period, week_period, year_period

Make = Callable[..., Document]
YEAR = year_period(2024)


def goals_of(*documents: Document, period: Period = YEAR) -> tuple[Goal, ...]:
    return find_goals(find_retrospectives(documents), documents, period)


def said(*documents: Document, period: Period = YEAR) -> list[tuple[str, str]]:
    return [(goal.heading, goal.text) for goal in goals_of(*documents, period=period)]


SECTION = """---
title: x
---
## 2023年のこと
- 海を見た

## 2024年の目標
欲張らずにいく。

### 腕を磨く
- **Rust**で道具を書く。
- 設計を学ぶ。

### 体
朝に走る。夜は早く寝る。
<br>

### 旅
- 北の島:
    - 船に乗る
    - 灯台を見る

### 家を片づける
本棚が二つあふれている。週末に少しずつ減らす。
"""


def test_each_item_or_sentence_under_a_sub_heading_is_a_goal(make_document: Make) -> None:
    assert said(make_document("2023年の振り返り", "2024-01-01", SECTION)) == [
        ("腕を磨く", "**Rust**で道具を書く。"),
        ("腕を磨く", "設計を学ぶ。"),
        ("体", "朝に走る。"),
        ("体", "夜は早く寝る。"),
        ("旅", "船に乗る"),
        ("旅", "灯台を見る"),
        ("", "家を片づける"),
    ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_a_goal_quotes_the_characters_and_lines_of_its_file(make_document: Make, line_end: str) -> None:
    text = SECTION.replace("\n", line_end)
    document = make_document("2023年の振り返り", "2024-01-01", text)
    for goal in goals_of(document):
        assert document.text[goal.quote.start : goal.quote.end] == goal.quote.text == goal.text
        assert goal.text in document.text.splitlines()[goal.quote.start_line - 1]


@pytest.mark.parametrize(
    ("heading", "day", "expected"),
    [
        pytest.param("2024年の目標", "2024-01-01", True, id="the year named"),
        pytest.param("２０２４年にやりたいこと", "2024-01-01", True, id="full width"),
        pytest.param("今年の抱負", "2024-01-03", True, id="今年 in January"),
        pytest.param("来年の目標", "2023-12-30", True, id="来年 in December"),
        pytest.param("来年の目標", "2024-01-02", True, id="来年 in January is the year after the one looked back on"),
        pytest.param("目標", "2024-01-02", True, id="no year: the next one"),
        pytest.param("2023年の目標", "2024-01-02", False, id="last year's goals"),
        pytest.param("今年の目標", "2023-12-30", False, id="今年 in December"),
        pytest.param("今年の目標の結果", "2024-01-02", False, id="results"),
        pytest.param("Grading last year's goals", "2024-01-02", False, id="grades"),
        pytest.param("1月の目標", "2024-01-02", False, id="a month's"),
    ],
)
def test_only_sections_for_the_period_count(make_document: Make, heading: str, day: str, expected: bool) -> None:
    document = make_document("2023年の振り返り", day, f"## {heading}\n\n- 泳ぐ\n")
    assert said(document) == ([("", "泳ぐ")] if expected else [])


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        pytest.param("2022年の振り返り", {}, id="two years before"),
        pytest.param("2023年の振り返り", {"draft": True}, id="draft"),
        pytest.param("2023年の振り返り", {"level": Level.PRIVATE}, id="private"),
        pytest.param("2023年12月の振り返り", {}, id="a month's retrospective"),
        pytest.param("週末の目標", {}, id="a weekend's goals"),
    ],
)
def test_goals_of_others_are_not_of_this_year(make_document: Make, title: str, fields: dict[str, object]) -> None:
    assert said(make_document(title, "2024-01-01", "## 目標\n\n- 泳ぐ\n", **fields)) == []


def test_resolutions_may_stand_in_a_post_of_their_own_with_last_years_heading(make_document: Make) -> None:
    text = (
        "## 2023年の抱負\n\n1. 大会に出る  \n   秋の大会に間に合わせる\n2. 星を学ぶ\n\n"
        "## 読みたい本\n\n### 小説\n\n* [灯台](https://example.com/)\n"
    )
    document = make_document("2024年の抱負", "", text)
    assert said(document) == [("", "大会に出る"), ("", "星を学ぶ"), ("小説", "[灯台](https://example.com/)")]


def test_of_a_kpt_only_try_is_a_goal(make_document: Make) -> None:
    text = (
        "## 昨年のKPT\n\n- Try\n    - 古い試み\n\n## 今年のKPT\n\n### 2024年のKPT\n\n- Keep (続ける)\n    - 散歩\n"
        "- Problem\n    - 夜ふかし\n- Try (試す)\n    - 早く寝る\n    - 本を読む\n\n"
        "### ProblemとTryの説明\n\n#### 夜ふかし\n\n眠い。\n"
    )
    assert said(make_document("2023年の振り返り", "2024-01-03", text)) == [("", "早く寝る"), ("", "本を読む")]


def test_founders_goals_are_the_headings_of_the_section(make_document: Make) -> None:
    text = (
        "## Grading last year's goals\n\n### Sell ten kites\n\nSold nine.\n\n"
        "## Goals for year four\n\n### Sell *twenty* kites\n\nI think we can. It will be hard.\n\n"
        "## Do I love it?\n\nYes.\n"
    )
    document = make_document("My Fourth Year as a Maker", "2022-02-01", text, tags=("annual review",))
    goals = goals_of(document, period=range_period("2022-02-02", "2023-02-03"))
    assert [goal.text for goal in goals] == ["Sell *twenty* kites"]


def test_wishes_of_the_closing_part_stand_in_for_a_section(make_document: Make) -> None:
    text = "## 仕事\n\n船を作りたい。\n\n## おわりに\n\n忙しかった。次は灯台に住みたい。\n"
    assert said(make_document("2023年の振り返り", "2024-01-01", text)) == [("おわりに", "次は灯台に住みたい。")]


def test_a_month_has_its_own_goals(make_document: Make) -> None:
    document = make_document("2024年1月の振り返り", "2024-02-04", "## 2月の目標\n\n- 泳ぐ\n")
    assert said(document, period=month_period("2024-02")) == [("", "泳ぐ")]
    assert said(document, period=year_period(2025)) == []


def test_the_same_goal_in_two_places_is_one(make_document: Make) -> None:
    one = make_document("2023年の振り返り", "2024-01-01", "## 2024年の目標\n\n- 泳ぐ。\n")
    two = make_document("2024年の目標", "2024-01-02", "## 目標\n\n- 泳ぐ\n- 走る\n")
    assert [text for _, text in said(one, two)] == ["泳ぐ。", "走る"]


def test_a_check_box_is_no_part_of_a_goal(make_document: Make) -> None:
    text = "## 2024年の目標\n\n- [ ] 12冊読む\n- [x] 泳ぐ\n- [ ]\n- [地図](a.md)を描く\n"
    document = make_document("2023年の振り返り", "2024-01-01", text)
    assert said(document) == [("", "12冊読む"), ("", "泳ぐ"), ("", "[地図](a.md)を描く")]
    assert all(document.text[g.quote.start : g.quote.end] == g.text for g in goals_of(document))


def test_no_goal_holds_a_secret_nor_in_a_note_names_somebody(make_document: Make) -> None:
    text = "## 2024年の目標\n\n- 田中さんに会う\n- 泳ぐ\n- 合言葉を変える。password: abc\n"
    title, day = "2023年の振り返り", "2024-01-01"
    assert said(make_document(title, day, text, kind=Kind.NOTE, level=Level.OWN)) == [("", "泳ぐ")]
    assert [goal for _, goal in said(make_document(title, day, text))] == ["田中さんに会う", "泳ぐ"], (
        "a post names whom it will"
    )


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        pytest.param("2024年の目標", True, id="目標"),
        pytest.param("次のTry", True, id="Try beside Japanese"),
        pytest.param("New Year's resolutions", True, id="resolutions"),
        pytest.param("Poetry", False, id="try inside a word"),
        pytest.param("目標の達成状況", False, id="what became of them"),
        pytest.param("", False, id="empty"),
    ],
)
def test_headings_over_goals(heading: str, expected: bool) -> None:
    assert heads_goals(heading) is expected


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_goal_is_quoted_with_the_lines_an_editor_shows(make_document: Make, line_end: str) -> None:
    text = "---\ntitle: x\n---\n\n## 2024年の目標\n\n- 庭を掘る\n- 柿を\n  植える\n".replace("\n", line_end)
    goals = goals_of(make_document("2023年の振り返り", "2024-01-01", text))
    assert [(goal.quote.start_line, goal.quote.end_line) for goal in goals] == [(7, 7), (8, 9)]


@pytest.mark.parametrize(
    ("title", "day", "heading", "period", "expected"),
    [
        pytest.param("2023年の振り返り", "2023-12-30", "Next year", YEAR, True, id="English year"),
        pytest.param("2023 in review", "2024-01-01", "Next year", YEAR, True, id="English year that has begun"),
        pytest.param("2022 in review", "2023-01-01", "Next year", YEAR, False, id="English year that is over"),
        pytest.param("2023年の振り返り", "2023-12-30", "■ 来年やること", YEAR, True, id="year"),
        pytest.param("2023年の振り返り", "2023-12-30", "来年へ", YEAR, False, id="a closing"),
        pytest.param("2023年の振り返り", "2023-12-30", "来月やること", YEAR, False, id="a month's are not the year's"),
        pytest.param("2024年4月の振り返り", "2024-04-30", "来月やること", month_period("2024-05"), True, id="month"),
        pytest.param("2024年4月の振り返り", "2024-04-30", "来月やったこと", month_period("2024-05"), False, id="past"),
        pytest.param(
            "April 2024 in review",
            "2024-04-30",
            "Plans for next month",
            month_period("2024-05"),
            True,
            id="English month",
        ),
        pytest.param("2024年第18週の振り返り", "2024-05-05", "来週の予定", week_period("2024-W19"), True, id="week"),
    ],
)
def test_a_time_to_come_heads_goals_by_itself(
    make_document: Make, title: str, day: str, heading: str, period: Period, expected: bool
) -> None:
    document = make_document(title, day, f"## {heading}\r\n\r\n- 泳ぐ\r\n")
    assert said(document, period=period) == ([("", "泳ぐ")] if expected else [])
