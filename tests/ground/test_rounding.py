import pytest

from drafter.ground.amounts import find_amounts
from drafter.ground.rounding import is_rounded


@pytest.mark.parametrize(
    ("text", "exact", "expected"),
    [
        pytest.param("$46k", "$46,072.36", True, id="k"),
        pytest.param("-$12k", "$-12,349.21", True, id="a loss"),
        pytest.param("$5.3k", "$5,312", True, id="k with a decimal"),
        pytest.param("$1.2 million", "$1,234,567", True, id="million"),
        pytest.param("4万6千円", "46,072円", True, id="万 and 千"),
        pytest.param("４．６万円", "46,072円", True, id="万 with a decimal, full-width"),
        pytest.param("1億2千万円", "123,456,789円", True, id="億"),
        pytest.param("about 800 thousand", "812,345", True, id="about, noughts"),
        pytest.param("nearly $80k", "$79,512", True, id="nearly"),
        pytest.param("約30冊", "32冊", True, id="約"),
        pytest.param("30冊ほど", "28冊", True, id="ほど"),
        pytest.param("4万円弱", "39,800円", True, id="弱"),
        pytest.param("約5km", "5.2km", True, id="a way"),
        pytest.param("$67,356", "$67,355.75", True, id="cents"),
        pytest.param("$46k", "$52,000", False, id="another amount"),
        pytest.param("$46k", "$46,972", False, id="cut instead of rounded"),
        pytest.param("$5.3k", "$5,412", False, id="another decimal"),
        pytest.param("$2k", "$1,600", False, id="far off"),
        pytest.param("800 thousand", "812,345", False, id="noughts that show"),
        pytest.param("30冊", "32冊", False, id="no word for about"),
        pytest.param("三十冊", "32冊", False, id="no word for about, kanji"),
        pytest.param("約100冊", "60冊", False, id="far off, 約"),
        pytest.param("約30冊", "30.2回", False, id="another unit"),
        pytest.param("約3か月", "3.13", False, id="a version"),
        pytest.param("16秒", "15.5秒", False, id="a second more"),
        pytest.param("46,000", "46,072.36", False, id="noughts of a whole number"),
        pytest.param("46 m", "46,000,000", False, id="metres are no millions"),
        pytest.param("32冊", "23冊", False, id="digits the other way round"),
    ],
)
def test_a_number_is_another_rounded_to_the_digits_it_shows(text: str, exact: str, expected: bool) -> None:
    (number,), (other,) = find_amounts(text), find_amounts(exact)
    assert is_rounded(number, other, text=text) is expected


def test_nothing_is_nought_rounded() -> None:
    (number,), (nought,) = find_amounts("約0円"), find_amounts("0円")
    assert not is_rounded(number, nought, text="約0円")
