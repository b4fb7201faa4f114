from collections.abc import Callable

import pytest

from drafter.digest.habits import Habits, find_habits
from drafter.digest.retrospectives import find_retrospectives
from drafter.digest.shelves import gather_shelves, without_shelved
from drafter.read.chunks import split_chunks
from drafter.records import Document, Fact, Kind, Level, Shelf, Unit
from drafter.text.periods import year_period

Make = Callable[..., Document]
MakeFact = Callable[..., Fact]
LAST_YEAR = """## 2023年のこと

### 読んだ本

- [海の本](https://books.example/sea)
- [空の本](https://books.example/sky)

### 触った道具など

- 鉋
- 鑿

## 2024年の目標

### 読んだ本

- たくさん
"""


@pytest.fixture
def habits(make_document: Make) -> Habits:
    last = make_document("2023年の振り返り", "2024-01-01", LAST_YEAR)
    habits = find_habits(find_retrospectives([last]), {last.id: last}, Unit.YEAR)
    assert habits is not None
    return habits


def quarter(make: Make, number: int, text: str, **fields: object) -> Document:
    title = f"2024年第{number}四半期の振り返り"
    return make(title, f"2024-{3 * number:02}-28", text, path=f"posts/q{number}.md", **fields)


def gather(habits: Habits | None, *documents: Document) -> tuple[tuple[Shelf, ...], tuple[Fact, ...]]:
    chunks = [c for d in documents for c in split_chunks(d)]
    return gather_shelves(habits, chunks, {d.id: d for d in documents}, period=year_period(2024))


def listed(habits: Habits | None, *documents: Document) -> list[tuple[int, str]]:
    shelves, facts = gather(habits, *documents)
    said = {fact.id: fact.text for fact in facts}
    assert len(shelves) <= 1
    return [(depth, said[i]) for shelf in shelves for depth, i in shelf.items]


def test_quarterly_lists_become_the_list_of_the_year(make_document: Make, habits: Habits) -> None:
    one = quarter(make_document, 1, "## 読んだ本\n\n- 山の本\n- 川の本\n")
    two = quarter(make_document, 2, "# 春\n\n### 今期に読んだ本（途中も）\n\n- 森の本\n")
    shelves, facts = gather(habits, two, one)
    assert [(s.heading, s.level, s.parents) for s in shelves] == [("読んだ本", 3, ((2, "2024年のこと"),))]
    assert [f.text for f in facts] == ["山の本", "川の本", "森の本"]
    for fact in facts:
        source = one if fact.quotes[0].document_id == one.id else two
        assert source.text[fact.quotes[0].start : fact.quotes[0].end] == fact.quotes[0].text == fact.text


def test_the_latest_state_of_a_thing_wins(make_document: Make, habits: Habits) -> None:
    one = quarter(make_document, 1, "## 読んだ本\n\n- [山の本](https://books.example/m)：100ページまで\n- 川の本\n")
    two = quarter(make_document, 2, "## 読んだ本\n\n- [山の本](https://books.example/m)：読了\n")
    assert listed(habits, one, two) == [(0, "山の本：読了"), (0, "川の本")]
    _, facts = gather(habits, one, two)
    assert two.id == facts[0].quotes[0].document_id, "the newest words come first among the quotes"


def test_items_inside_items_go_with_them(make_document: Make, habits: Habits) -> None:
    one = quarter(make_document, 1, "## 読んだ本\n\n- 山の本\n    - 一章がよい\n- 川の本\n")
    two = quarter(make_document, 2, "## 読んだ本\n\n- 山の本\n    - 二章もよい\n")
    assert listed(habits, one, two) == [(0, "山の本"), (1, "二章もよい"), (0, "川の本")]


def test_empty_months_are_left_out(make_document: Make, habits: Habits) -> None:
    one = quarter(make_document, 1, "## 読んだ本\n\n- 1月：山の本\n- 2月:\n- 3月：\n")
    two = quarter(make_document, 2, "## 読んだ本\n\n- 4月：\n    - 川の本\n")
    assert listed(habits, one, two) == [(0, "1月：山の本"), (0, "4月："), (1, "川の本")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param("## 読んだ本\n\n- 山の本\n- 川の本\n", "## 見た映画\n\n- 森の話\n", id="one document"),
        pytest.param("## 読んだ本\n\n山の本と川の本。\n", "## 読んだ本\n\n森の本。\n", id="no list"),
        pytest.param("## 読んだ本\n\n- 山の本\n", "## 読んだ本\n\n- 山の本\n", id="one thing"),
        pytest.param(
            "## 目標\n\n### 読んだ本\n\n- 山の本\n- 川\n", "## 目標\n\n### 読んだ本\n\n- 森の本\n", id="goals"
        ),
    ],
)
def test_what_is_no_shelf(make_document: Make, habits: Habits, first: str, second: str) -> None:
    assert gather(habits, quarter(make_document, 1, first), quarter(make_document, 2, second)) == ((), ())


def test_a_list_of_goals_is_no_list_of_deeds(make_document: Make, habits: Habits) -> None:
    deeds = [quarter(make_document, n, f"## 読んだ本\n\n- {t}の本\n") for n, t in ((1, "山"), (2, "川"))]
    wish = make_document("2024年の目標", "2024-01-05", "## 読んだ本\n\n- 森の本\n")
    assert listed(habits, *deeds, wish) == [(0, "山の本"), (0, "川の本")]


def test_no_habits_give_no_shelves(make_document: Make) -> None:
    documents = [quarter(make_document, n, "## 読んだ本\n\n- 山の本\n- 川の本\n") for n in (1, 2)]
    assert gather(None, *documents) == ((), ())


@pytest.mark.parametrize("item", ["山の本を田中さんに借りた", "注文は kaede@example.com へ"], ids=["person", "secret"])
def test_what_is_private_in_a_note_stands_on_no_shelf(make_document: Make, habits: Habits, item: str) -> None:
    body = f"## 読んだ本\n\n- 川の本\n- {item}\n- 海の本\n    - {item}\n"
    notes = [quarter(make_document, n, body, kind=Kind.NOTE, level=Level.OWN) for n in (1, 2)]
    other = quarter(make_document, 3, "## 読んだ本\n\n- 森の本\n")
    assert listed(habits, *notes, other) == [(0, "川の本"), (0, "森の本")]


def test_facts_that_stand_on_a_shelf_are_not_told_again(
    make_document: Make, make_fact: MakeFact, habits: Habits
) -> None:
    documents = [quarter(make_document, n, f"## 読んだ本\n\n- 山の本{n}\n- 川の本{n}\n") for n in (1, 2)]
    _, shelved = gather(habits, *documents)
    other = make_fact("海で泳いだ。", "elsewhere")
    assert without_shelved([*shelved, other], shelved) == (other,)
