from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.records import Score
from drafter.score.agreement import (
    Agreement,
    Labels,
    Level,
    Marginal,
    flip_rate,
    krippendorff_alpha,
    measure_agreement,
    plain_kappa,
    quadratic_kappa,
    signed_bias,
    spearman,
)

H, J = [5, 4, 4, 3, 2, 5, 3, 1], [5, 5, 4, 4, 3, 5, 4, 2]
# Krippendorff 2011, C: four observers, twelve units, missing labels.
FOUR_BY_TWELVE: tuple[Labels, ...] = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
    (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
)
LABELS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=20)


def by_name(agreement: Agreement) -> dict[str, float | None]:
    return {score.metric: score.value for score in agreement.scores}


def test_a_judge_that_is_too_kind() -> None:
    agreement = measure_agreement(H, J)
    values = by_name(agreement)
    assert [*values] == ["kappa_quadratic", "kappa", "alpha_ordinal", "spearman", "bias"]
    # squares sum to 5; expected over all 64 pairs 25.25 each 8: 1 - 5 / 25.25, and 1 - (5/8) / (49/64)
    assert values["kappa_quadratic"] == pytest.approx(0.80, abs=5e-3)
    assert values["kappa"] == pytest.approx(1 - (5 / 8) / (49 / 64)) == pytest.approx(0.18, abs=5e-3)
    assert values["bias"] == 5 / 8
    assert agreement.marginals == (
        Marginal(value=1, n_people=1, n_judge=0),
        Marginal(value=2, n_people=1, n_judge=1),
        Marginal(value=3, n_people=2, n_judge=1),
        Marginal(value=4, n_people=2, n_judge=3),
        Marginal(value=5, n_people=2, n_judge=3),
    )


@pytest.mark.parametrize(("level", "alpha"), [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849)])
def test_krippendorffs_own_example(level: Level, alpha: float) -> None:
    score = krippendorff_alpha(FOUR_BY_TWELVE, level=level)
    assert score.value == pytest.approx(alpha, abs=5e-4)
    assert (score.metric, score.signature) == (f"alpha_{level}", f"alpha|level:{level}|unit:label|version:1")


def test_krippendorffs_two_observers() -> None:
    # Krippendorff 2011, A: ten binary units, alpha .095; B: five nominal values of twelve units, .692
    meg, owen = (0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0)
    assert krippendorff_alpha((meg, owen), level=Level.NOMINAL).value == pytest.approx(0.095, abs=5e-4)
    ben, gerry = ([*map(ord, labels)] for labels in ("aabbdcccedda", "babbbccceddd"))
    assert krippendorff_alpha((ben, gerry), level=Level.NOMINAL).value == pytest.approx(0.692, abs=5e-4)


def test_alpha_takes_the_steps_of_an_order_from_how_often_its_values_are_given() -> None:
    stretched = [[label and label**3 for label in rater] for rater in FOUR_BY_TWELVE]
    ordinal = [krippendorff_alpha(raters, level=Level.ORDINAL).value for raters in (FOUR_BY_TWELVE, stretched)]
    interval = [krippendorff_alpha(raters, level=Level.INTERVAL).value for raters in (FOUR_BY_TWELVE, stretched)]
    assert ordinal[0] == pytest.approx(ordinal[1])
    assert interval[0] != pytest.approx(interval[1], abs=0.01)


def test_spearman_by_hand() -> None:
    # without ties 1 - 6Σd² / n(n² - 1): differences 1 1 1 1 0, 1 - 24/120
    assert spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]).value == pytest.approx(0.8)
    # with ties: ranks 1 2.5 2.5 4 and 1.5 1.5 3 4, around 2.5 Σ products 3.75, squares 4.5
    assert spearman([1, 2, 2, 3], [5, 5, 6, 9]).value == pytest.approx(3.75 / 4.5)
    assert spearman([1, 2, 3], [30, 20, 10]).value == pytest.approx(-1)


@pytest.mark.parametrize(
    ("people", "judge", "reasons"),
    [
        pytest.param([], [], ["0 of the 2 labels that are needed"] * 2, id="none"),
        pytest.param([3, None], [3, 4], ["1 of the 2 labels that are needed"] * 2, id="one of both"),
        pytest.param(
            [4, 4, 4], [4, 4, 4], ["every label is 4: nothing could disagree", "people always said 4"], id="one value"
        ),
        pytest.param([1, 2, 4], [3, 3, 3], [None, "the judge always said 3"], id="a constant judge"),
    ],
)
def test_what_is_undefined_has_a_reason(people: Labels, judge: Labels, reasons: list[str | None]) -> None:
    scores = [quadratic_kappa(people, judge), spearman(people, judge)]
    assert [score.reason for score in scores] == reasons
    assert [score.value is None for score in scores] == [reason is not None for reason in reasons]


def test_a_constant_judge_agrees_no_better_than_chance() -> None:
    assert plain_kappa([1, 2, 3, 4], [3, 3, 3, 3]).value == 0


@pytest.mark.parametrize(
    ("raters", "reason"),
    [
        pytest.param(((1, None), (None, 2)), "no unit has two labels", id="apart"),
        pytest.param((), "no unit has two labels", id="nobody"),
        pytest.param(((2, 2), (2, 2)), "every label is 2: nothing could disagree", id="one value"),
        pytest.param(((2, 2, 1), (2, 2, None)), "every label is 2: nothing could disagree", id="one value in pairs"),
    ],
)
def test_alpha_without_two_values_is_none(raters: tuple[Labels, ...], reason: str) -> None:
    for level in Level:
        score = krippendorff_alpha(raters, level=level)
        assert (score.value, score.reason) == (None, reason)


def test_no_bias_of_nothing() -> None:
    score = signed_bias([None, 3], [2, None])
    assert (score.value, score.reason) == (None, "nothing was labelled by both")


@pytest.mark.parametrize(
    ("n", "standing"),
    [(0, "uncalibrated: 0 of 10 labels"), (9, "uncalibrated: 9 of 10 labels"), (10, "calibrated on 10 labels")],
)
def test_under_ten_labels_a_judge_is_uncalibrated(n: int, standing: str) -> None:
    agreement = measure_agreement([*range(n), None], [*range(n), 1])
    assert (agreement.standing, agreement.calibrated) == (standing, n >= 10)


@pytest.mark.parametrize(
    ("preferences", "value", "made_of"),
    [
        pytest.param([("a", "a"), ("a", "b"), ("b", "b"), ("tie", "tie")], 0.25, (1, 4), id="one of four"),
        pytest.param([("tie", "a")], 1.0, (1, 1), id="a tie in one order"),
        pytest.param([("a", None), ("a", "a"), (None, None)], 0.0, (0, 1), id="unscored ones left out"),
        pytest.param([("a", None)], None, (None, None), id="none in both orders"),
    ],
)
def test_flip_rate(
    preferences: list[tuple[str | None, str | None]], value: float | None, made_of: tuple[float | None, ...]
) -> None:
    score = flip_rate(preferences)
    assert (score.value, (score.numerator, score.denominator)) == (value, made_of)
    assert (score.reason == "no pair was judged in both orders") is (value is None)


def test_labels_of_other_things_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        quadratic_kappa([1, 2, 3], [1, 2])


@given(LABELS)
def test_whoever_agrees_with_themselves_agrees_fully(pairs: list[tuple[int, int]]) -> None:
    people = [a for a, _ in pairs]
    scores: list[Score] = [quadratic_kappa(people, people), plain_kappa(people, people), spearman(people, people)]
    scores += [krippendorff_alpha((people, people), level=level) for level in Level]
    expected = None if len(set(people)) == 1 else pytest.approx(1)
    assert [score.value == expected for score in scores] == [True] * 6


@given(LABELS, st.permutations(range(20)))
def test_neither_the_order_of_things_nor_that_of_raters_matters(pairs: list[tuple[int, int]], order: list[int]) -> None:
    people, judge = zip(*pairs, strict=True)
    at = [place for place in order if place < len(pairs)]
    moved = [people[place] for place in at], [judge[place] for place in at]
    for measure in (quadratic_kappa, plain_kappa, spearman):
        value = measure(people, judge).value
        for other in (measure(*moved).value, measure(judge, people).value):
            assert other == (None if value is None else pytest.approx(value, abs=1e-9))


@given(LABELS)
def test_quadratic_kappa_is_that_of_the_table(pairs: list[tuple[int, int]]) -> None:
    table = [[sum(pair == (a, b) for pair in pairs) for b in range(1, 6)] for a in range(1, 6)]
    rows, columns, n = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)], len(pairs)
    cells = [(a, b) for a in range(5) for b in range(5)]
    observed = sum((a - b) ** 2 / 16 * table[a][b] / n for a, b in cells)
    expected = sum((a - b) ** 2 / 16 * rows[a] * columns[b] / n**2 for a, b in cells)
    people, judge = zip(*pairs, strict=True)
    value = quadratic_kappa(people, judge).value
    assert value == (pytest.approx(1 - observed / expected) if expected else None)
