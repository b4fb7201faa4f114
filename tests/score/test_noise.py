from __future__ import annotations

import random
from decimal import Decimal
from statistics import fmean

import pytest

from drafter.score.noise import Component, Noise, measure_noise, needed, tell_needed
from drafter.score.significance import Measured, difference_interval

# Worked by hand: judgings of a draft are 1 from its mean, drafts 2 from the case, the cases 21 apart.
# Mean squares: judgings 8/4, drafts 32/2, cases 882/1.
BALANCED: Measured = {"湖": [[1, 3], [5, 7]], "山": [[22, 24], [26, 28]]}


def shown(noise: Noise) -> tuple[float | None, float | None, float | None]:
    return noise.cases.variance, noise.drafts.variance, noise.judgings.variance


def noise_of(cases: float, drafts: float | None, judgings: float | None, *, n_cases: int, n: float = 1) -> Noise:
    return Noise(
        cases=Component(variance=cases),
        drafts=Component(variance=drafts),
        judgings=Component(variance=judgings),
        n_cases=n_cases,
        n_drafts=n,
        n_judgings=n,
        paired=True,
    )


def test_components_by_hand() -> None:
    noise = measure_noise(BALANCED)
    assert shown(noise) == pytest.approx(((882 - 16) / 4, (16 - 2) / 2, 2))
    assert (noise.n_cases, noise.n_drafts, noise.n_judgings, noise.paired) == (2, 2, 2, False)
    assert {c.reason for c in (noise.cases, noise.drafts, noise.judgings)} == {None}


def test_an_estimate_below_0_is_0_with_its_reason() -> None:
    noise = measure_noise({"湖": [[1, 3], [5, 7]], "山": [[2, 4], [6, 8]]})  # mean square of cases: 2
    assert noise.cases == Component(variance=0.0, reason="estimated at -3.5, and no variance is below 0")
    assert noise.drafts.variance == pytest.approx(7)  # what is below is not touched by it


def test_components_of_the_difference_of_two_runs_by_hand() -> None:
    baseline: Measured = {"湖": [[0, 2], [4, 6]], "山": [[11, 13], [15, 17]], "海": [[9]]}
    noise = measure_noise(BALANCED, baseline=baseline)
    # differences 1 and 11: variance 50; of each case mean 7/2 + 2/4 is noise, twice
    assert shown(noise) == pytest.approx((50 - 8, 7, 2))
    assert (noise.n_cases, noise.paired) == (2, True)


@pytest.mark.parametrize(
    ("measured", "variances", "reasons"),
    [
        pytest.param(
            {"a": [[1.0]], "b": [[3.0]]},
            (2, None, None),
            (
                "holds the drafts and judgings too, which were not repeated",
                "no case was drafted twice",
                "no draft was scored twice",
            ),
            id="no repeats",
        ),
        pytest.param(
            {"a": [[1.0], [3.0]], "b": [[6.0], [8.0]]},
            (11.5, 2, None),  # mean squares 25 and 2
            (None, "holds the judgings too, which were not repeated", "no draft was scored twice"),
            id="drafts alone",
        ),
        pytest.param(
            {"a": [[1.0, 3.0]], "b": [[6.0, 8.0]]},
            (11.5, None, 2),
            ("holds the drafts too, which were not repeated", "no case was drafted twice", None),
            id="judgings alone",
        ),
        pytest.param(
            {"a": [[4.0, 4.0], [4.0, 4.0]], "b": [[6.0, 6.0], [6.0, 6.0]]}, (2, 0, 0), (None, None, None), id="no noise"
        ),
        pytest.param(
            {"a": [[1.0, 3.0, None], [None]], "b": [[None], []]},
            (None, None, 2),
            ("fewer than two cases were scored", "no case was drafted twice", None),
            id="unscored",
        ),
        pytest.param(
            {},
            (None, None, None),
            ("fewer than two cases were scored", "no case was drafted twice", "no draft was scored twice"),
            id="nothing",
        ),
    ],
)
def test_a_level_that_is_not_repeated_has_no_component(
    measured: Measured, variances: tuple[float | None, ...], reasons: tuple[str | None, ...]
) -> None:
    noise = measure_noise(measured)
    assert shown(noise) == variances
    assert (noise.cases.reason, noise.drafts.reason, noise.judgings.reason) == reasons


def simulated(generator: random.Random, *, n_cases: int, spreads: tuple[float, float, float], shift: float) -> Measured:
    """A run of unbalanced drafts and judgings whose standard deviations are known."""
    cases, drafts, judgings = spreads
    run: dict[str, list[list[float | None]]] = {}
    for at in range(n_cases):
        case = generator.gauss(shift, cases)
        means = [generator.gauss(case, drafts) for _ in range(1 + at % 3)]
        run[f"{at}"] = [
            [generator.gauss(mean, judgings) for _ in range(1 + (at + k) % 2)] for k, mean in enumerate(means)
        ]
    return run


def test_unbalanced_estimates_come_out_right_on_average() -> None:
    generator = random.Random(4)
    noises = [measure_noise(simulated(generator, n_cases=300, spreads=(3.0, 2.0, 1.0), shift=0)) for _ in range(20)]
    assert fmean(n.cases.variance or 0 for n in noises) == pytest.approx(9, rel=0.08)
    assert fmean(n.drafts.variance or 0 for n in noises) == pytest.approx(4, rel=0.08)
    assert fmean(n.judgings.variance or 0 for n in noises) == pytest.approx(1, rel=0.08)


def test_unbalanced_differences_come_out_right_on_average() -> None:
    generator = random.Random(4)
    pairs = [
        [simulated(generator, n_cases=300, spreads=(3.0, 2.0, 1.0), shift=shift) for shift in (0, 5)] for _ in range(20)
    ]
    noises = [measure_noise(ours, baseline=baseline) for ours, baseline in pairs]
    assert fmean(n.cases.variance or 0 for n in noises) == pytest.approx(18, rel=0.08)  # both runs vary by themselves


def test_cases_needed_are_those_of_the_table() -> None:
    # A paired t test of .5 standard deviations needs 34 pairs for a power of 80 % (33.4 in the tables of Cohen 1988)
    assert needed(noise_of(1, None, None, n_cases=20), difference=0.5).cases.more == 14
    # and one of .8, 15
    assert needed(noise_of(1, None, None, n_cases=6), difference=0.8).cases.more == 9


def test_fewer_than_six_cases_are_never_enough() -> None:
    needs = needed(noise_of(1e-6, 1e-6, 1e-6, n_cases=4), difference=0.5)
    assert needs.cases.more == 2
    assert (
        needs.judgings.reason == needs.drafts.reason == "4 cases cannot reach p = 0.05, however often they are repeated"
    )


def test_what_is_needed_with_its_price() -> None:
    noise = noise_of(0.01, 0.01, 0.08, n_cases=20, n=2)
    needs = needed(noise, difference=0.2, draft_price=Decimal("0.10"), judging_price=Decimal("0.01"))
    # a case: .01 + 2 (.01 + .08/2) / 2 = .06; with 14 cases t(13) = 2.160 + .870, .04 × 14 / 9.18 = .061
    assert needs.cases.more == 0
    needs = needed(noise, difference=0.1, draft_price=Decimal("0.10"), judging_price=Decimal("0.01"))
    # with 49 cases t(48) = 2.011 + .849, .01 × 49 / 8.18 = .0599; with 50, .0612
    assert (needs.cases.more, needs.cases.n_drafts, needs.cases.n_judgings) == (30, 120, 240)
    assert needs.cases.price == Decimal("14.40")
    # with 20 cases t(19) = 2.093 + .861, .01 × 20 / 8.73 = .02292; less .01 for the cases: .01292
    # drafts: 2 (.01 + .04) / .01292 = 7.7 → 8 of each case
    # judgings: .01 of the drafts leaves .00292, .08 / .00292 = 27.4 → 28 of each draft
    assert (needs.drafts.more, needs.drafts.n_drafts, needs.drafts.n_judgings) == (6, 240, 480)
    assert (needs.judgings.more, needs.judgings.n_judgings) == (26, 26 * 2 * 20 * 2)
    assert needs.judgings.price == Decimal("20.80")
    assert tell_needed(needs).splitlines() == [
        "to see a difference of 0.1 with 80% power at p = 0.05:",
        "  30 more cases (120 drafts, 240 judgings, $14.40)",
        "  6 more drafts of each case (240 drafts, 480 judgings, $28.80)",
        "  26 more judgings of each draft (2080 judgings, $20.80)",
    ]


@pytest.mark.parametrize(
    ("draft_price", "judging_price", "prices"),
    [
        pytest.param(None, None, (None, None), id="none known"),
        pytest.param(Decimal(1), None, (None, None), id="judging unknown"),
        pytest.param(None, Decimal(1), (None, Decimal(2080)), id="draft unknown"),
        pytest.param(Decimal(0), Decimal(0), (Decimal(0), Decimal(0)), id="free"),
    ],
)
def test_an_unknown_price_stays_unknown(
    draft_price: Decimal | None, judging_price: Decimal | None, prices: tuple[Decimal | None, ...]
) -> None:
    noise = noise_of(0.01, 0.01, 0.08, n_cases=20, n=2)
    needs = needed(noise, difference=0.1, draft_price=draft_price, judging_price=judging_price)
    assert (needs.cases.price, needs.judgings.price) == prices
    assert ("price unknown" in tell_needed(needs)) is (None in prices)


def test_what_does_not_help_is_said() -> None:
    needs = needed(noise_of(0.05, 0.2, None, n_cases=8), difference=0.1)
    assert (needs.drafts.more, needs.judgings.more) == (None, None)
    assert tell_needed(needs).splitlines()[2:] == [
        "  more drafts of each case: the cases alone vary too much",
        "  more judgings of each draft: no draft was scored twice",
    ]
    assert needed(noise_of(0.0, 0.2, 0.1, n_cases=8), difference=0.1).judgings.reason == (
        "cases and drafts alone vary too much"
    )


def test_where_enough_is_there_nothing_is_asked_for() -> None:
    needs = needed(noise_of(0.01, 0.01, 0.01, n_cases=40, n=3), difference=0.2)
    assert {(n.more, n.n_drafts, n.n_judgings, n.price) for n in (needs.cases, needs.drafts, needs.judgings)} == {
        (0, 0, 0, Decimal(0))
    }
    assert tell_needed(needs) == "to see a difference of 0.2 with 80% power at p = 0.05: enough is there"


@pytest.mark.parametrize(
    ("noise", "reason"),
    [
        pytest.param(measure_noise(BALANCED), "needs two runs of the same cases", id="one run"),
        pytest.param(
            measure_noise(BALANCED, baseline={"湖": [[1.0]]}), "fewer than two cases were scored", id="one case"
        ),
    ],
)
def test_without_two_runs_of_two_cases_nothing_can_be_said(noise: Noise, reason: str) -> None:
    needs = needed(noise, difference=0.1)
    assert {(n.more, n.price, n.reason) for n in (needs.cases, needs.drafts, needs.judgings)} == {(None, None, reason)}


def test_a_difference_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0"):
        needed(noise_of(1, 1, 1, n_cases=9), difference=0.0)


def test_so_many_cases_see_the_difference_four_times_in_five() -> None:
    generator = random.Random(8)
    noise = noise_of(2 * 0.04, 0.02, 0.01, n_cases=1)
    n_cases = 1 + (needed(noise, difference=0.25).cases.more or 0)

    def run(shift: float) -> Measured:
        return {f"{at}": [[generator.gauss(shift, (0.04 + 0.02 + 0.01) ** 0.5)]] for at in range(n_cases)}

    seen = [difference_interval(run(0.25), run(0.0)) for _ in range(1000)]
    assert fmean(i.low is not None and i.low > 0 for i in seen) == pytest.approx(0.8, abs=0.04)
