import pytest

from drafter.records import Score
from drafter.score.signing import score_share, sign


def test_a_signature_names_metric_parameters_and_version() -> None:
    assert sign("voice", {"gram": "char-3"}, version=2) == "voice|gram:char-3|version:2"


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        pytest.param(1, 4, Score(metric="m", value=0.25, numerator=1, denominator=4, signature="s"), id="a share"),
        pytest.param(0, 4, Score(metric="m", value=0.0, numerator=0, denominator=4, signature="s"), id="none of four"),
        pytest.param(0, 0, Score(metric="m", value=None, reason="none", signature="s"), id="none of nothing"),
    ],
)
def test_a_share_of_nothing_has_a_reason_and_no_value(part: float, whole: float, expected: Score) -> None:
    assert score_share("m", part, whole, signature="s", empty="none") == expected
