from collections.abc import Callable

import pytest

from drafter.digest.statistics import count_statistics, n_characters
from drafter.records import Document, Kind, Level
from drafter.text.periods import month_period, year_period

Make = Callable[..., Document]


@pytest.fixture
def year(make_document: Make) -> tuple[Document, ...]:
    post = make_document
    return (
        post("去年の振り返り", "2024-01-01", "+++\ntitle = '長い前書き'\n+++\n\nあけた。\n", tags=("振り返り",)),
        post("Goを始めた", "2024-03-10", "ab c\n\nｄｅ　f\n", tags=("Go", "go"), categories=("開発",)),
        post("Goを続けた", "2024-03-02", "一二三\r\n四\r\n", tags=("Go",), categories=("開発",)),
        post("去年の最後", "2023-12-31", "大晦日。\n"),
        post("下書き", "2024-06-01", draft=True, level=Level.OWN),
        post("内緒", "2024-07-01", level=Level.PRIVATE),
        post("日付なし"),
        post("日報", "2024-05-01", kind=Kind.NOTE, level=Level.OWN, path="notes/a.md"),
        post("日報", "2024-05-01", kind=Kind.NOTE, level=Level.OWN, path="notes/b.md"),
        post("日報", "2024-05-02", kind=Kind.NOTE, level=Level.OWN, path="notes/c.md"),
    )


def test_a_year_is_counted_with_the_retrospective_of_the_year_before_it(year: tuple[Document, ...]) -> None:
    statistics = count_statistics(year, year_period(2024))
    values = (statistics.posts, statistics.drafts, statistics.notes, statistics.days_noted, statistics.characters)
    assert [count.value for count in values] == [3, 1, 3, 2, 4 + 6 + 4]


def test_every_month_is_there_and_the_empty_ones_are_named(year: tuple[Document, ...]) -> None:
    statistics = count_statistics(year, year_period(2024))
    assert [group.count.value for group in statistics.by_month] == [1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert statistics.empty_months.value == len(statistics.empty_month_names) == 10
    assert statistics.empty_month_names[:2] == ("2024-02", "2024-04")


def test_labels_are_counted_once_a_post_in_any_case_the_most_frequent_first(year: tuple[Document, ...]) -> None:
    statistics = count_statistics(year, year_period(2024))
    assert [(group.name.casefold(), group.count.value) for group in statistics.by_tag] == [("go", 2), ("振り返り", 1)]
    assert [(group.name, group.count.value) for group in statistics.by_category] == [("開発", 2)]


def test_first_last_and_longest_post(year: tuple[Document, ...]) -> None:
    statistics = count_statistics(year, year_period(2024))
    assert (statistics.first, statistics.last) == (year[0].id, year[1].id)
    assert statistics.longest is not None
    assert (statistics.longest.value, statistics.longest.document_ids) == (6, (year[1].id,))


def test_each_number_says_how_it_was_counted(year: tuple[Document, ...]) -> None:
    statistics = count_statistics(year, year_period(2024))
    assert statistics.posts.rule == "documents of kind post, published, dated 2024-01-01..2024-12-31"
    assert statistics.posts.document_ids == (year[0].id, year[2].id, year[1].id)
    assert statistics.drafts.rule == "documents of kind post, not published, dated 2024-01-01..2024-12-31"
    assert (
        statistics.by_tag[0].count.rule
        == f"{statistics.posts.rule}, with tag {statistics.by_tag[0].name!r} in any case"
    )
    assert len({count.id for count in statistics.counts}) == len(statistics.counts)


def test_the_period_before_is_counted_by_the_same_rules(year: tuple[Document, ...]) -> None:
    before = count_statistics(year, year_period(2024)).before
    assert before is not None
    assert (before.posts.value, before.posts.rule) == (
        1,
        "documents of kind post, published, dated 2023-01-01..2023-12-31",
    )
    assert (before.before, before.before_reason) == (None, None)


def test_without_anything_dated_before_there_is_a_reason_and_no_zero(year: tuple[Document, ...]) -> None:
    statistics = count_statistics(year, year_period(2023))
    assert statistics.before is None
    assert statistics.before_reason == "nothing is dated 2022-01-01..2022-12-31"


def test_no_documents_give_zeros_and_no_post() -> None:
    statistics = count_statistics((), month_period("2024-05"))
    assert all(count.value == 0 for count in statistics.counts if count is not statistics.empty_months)
    assert (statistics.first, statistics.longest, statistics.empty_month_names) == (None, None, ("2024-05",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", 0, id="empty"),
        pytest.param(" \u3000\r\n\t", 0, id="white space of every kind"),
        pytest.param("全角　ＡＢ\n𩸽", 5, id="wide and beyond the basic plane"),
    ],
)
def test_characters_leave_white_space_out(text: str, expected: int) -> None:
    assert n_characters(text) == expected
