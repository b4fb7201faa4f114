import pytest

from drafter.ground.amounts import alike, find_amounts, same_amount


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("30冊を読んだ", [(30, "冊")], id="a count"),
        pytest.param("３０冊を読んだ", [(30, "冊")], id="full-width"),
        pytest.param("売上は$14kだった", [(14000, "ドル")], id="thousands of dollars"),
        pytest.param("We made $1.2 million.", [(1200000, "ドル")], id="millions"),
        pytest.param("It has 460k lines.", [(460000, "")], id="k without a sign"),
        pytest.param("It cost $63,477.", [(63477, "ドル")], id="commas"),
        pytest.param("半年かかった", [(6, "か月")], id="half a year"),
        pytest.param("I gave three talks and two lessons.", [(3, "talk"), (2, "lesson")], id="cardinals with a unit"),
        pytest.param("I planted seven trees.", [(7, "")], id="a cardinal without"),
        pytest.param("one or two of them", [], id="one or two"),
        pytest.param("two-factor login", [], id="two-factor"),
        pytest.param("何も数えない", [], id="none"),
        pytest.param("", [], id="empty"),
    ],
)
def test_numbers_of_all_kinds_are_found(text: str, found: list[tuple[float, str]]) -> None:
    assert [(number.value, number.unit) for number in find_amounts(text)] == found


@pytest.mark.parametrize("text", ["先月は$14kと３冊、半年。", "We made $1.2 million in two months."])
def test_offsets_are_those_of_the_text(text: str) -> None:
    assert all(text[n.start : n.end].strip() == text[n.start : n.end] != "" for n in find_amounts(text))


@pytest.mark.parametrize(
    ("unit", "other", "expected"),
    [
        pytest.param("記事", "本", True, id="posts"),
        pytest.param("記事", "post", True, id="posts in two languages"),
        pytest.param("か月", "month", True, id="months"),
        pytest.param("冊", "", True, id="no unit is like any"),
        pytest.param("冊", "回", False, id="books are no times"),
        pytest.param("月", "か月", False, id="May is no five months"),
        pytest.param("記事", "冊", False, id="posts are no books"),
    ],
)
def test_units_are_alike_where_they_count_the_same(unit: str, other: str, expected: bool) -> None:
    assert alike(unit, other) is alike(other, unit) is expected


def test_amounts_are_the_same_by_value_and_unit() -> None:
    (a,), (b,), (c,) = find_amounts("1万2千文字"), find_amounts("12,000字"), find_amounts("12000人")
    assert same_amount(a, b)
    assert not same_amount(a, c)
