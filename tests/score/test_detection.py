from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.records import Score, Span
from drafter.score.detection import (
    EXPECTED,
    TESTED,
    UNTESTED,
    Edit,
    Planting,
    SelfTest,
    Subject,
    Tally,
    catches,
    cries,
    is_alarm,
    spread,
    tally,
    tally_any,
)
from drafter.score.harmless import HARMLESS
from drafter.score.page import read_page
from drafter.score.planted import FAULTS, Planted
from drafter.score.report.fault_tables import fault_tables, record_faults, render_faults
from drafter.score.report.metrics import METRICS
from drafter.text.inline import plain
from drafter.text.normal import fold_text

BODY = "湖を23周走った。五冊読んだ。\n"
AT = (2, 5)  # of 23周


def shares(metric: str, part: int, whole: int, *places: tuple[int, int]) -> Score:
    spans = tuple(Span(start=a, end=b, text=BODY[a:b], note="wrong") for a, b in places)
    value = part / whole if whole else None
    return Score(metric=metric, value=value, numerator=part, denominator=whole, spans=spans)


def planting(clean: Score, faulty: Score, fault: str = "number", at: tuple[int, int] = AT) -> Planting:
    subject = Subject(case="c", remembered=True, scores={clean.metric: clean})
    planted = Planted(body=BODY, start=at[0], end=at[1])
    return Planting(subject=subject, fault=fault, planted=planted, n_old=at[1] - at[0], scores={faulty.metric: faulty})


@pytest.mark.parametrize(
    ("clean", "faulty", "caught"),
    [
        (shares("numbers", 2, 2), shares("numbers", 1, 2, AT), True),
        (shares("numbers", 2, 2), shares("numbers", 1, 2, (8, 10)), False),  # elsewhere
        (shares("numbers", 2, 2), shares("numbers", 1, 2, (8, 10), AT), False),  # a derived one stands there
        (shares("numbers", 2, 2), shares("numbers", 2, 2), False),
        (shares("numbers", 1, 2, AT), shares("numbers", 1, 2, AT), None),  # shown without the fault
        (shares("numbers", 0, 0), shares("numbers", 0, 0), None),
        (shares("numbers", 0, 0), shares("numbers", 0, 1, AT), True),
        (shares("numbers", 2, 2), shares("numbers", 0, 0), False),
        (shares("archive", 0, 2), shares("archive", 1, 3, AT), True),
        (shares("archive", 1, 2, (8, 10)), shares("archive", 1, 3, (8, 10)), False),
        (shares("rouge1", 1, 2), shares("rouge1", 1, 3), True),
        (shares("rouge1", 0, 2), shares("rouge1", 0, 3), None),  # as bad as can be
        (shares("copy_density", 1, 2), shares("copy_density", 3, 2), None),  # says nothing of a number
    ],
)
def test_a_fault_is_caught_by_a_worse_score_at_its_place(clean: Score, faulty: Score, caught: bool | None) -> None:
    assert catches(METRICS[clean.metric], planting(clean, faulty)) is caught


def test_what_was_taken_out_has_no_place_and_what_is_good_in_the_middle_is_worse_in_one_way() -> None:
    worse = planting(shares("numbers", 2, 2), shares("numbers", 1, 2, (8, 10)), "quarter", (4, 4))
    assert catches(METRICS["numbers"], worse)
    more = shares("copy_density", 1, 2), shares("copy_density", 3, 2)
    assert catches(METRICS["copy_density"], planting(*more, "pasted"))
    assert not catches(METRICS["copy_density"], planting(*more, "嘘"))


def test_a_place_that_is_shown_anyway_counts_for_no_metric_and_one_without_a_metric_as_missed() -> None:
    shown = planting(shares("numbers", 1, 2, AT), shares("numbers", 1, 2, AT))
    silent = planting(shares("links", 1, 1), shares("links", 1, 1), "denied")
    assert tally_any([shown]) == Tally(n=0, n_found=0)
    assert tally_any([shown, silent]) == Tally(n=1, n_found=0)
    assert tally(METRICS["grounded"], [silent]).n == 0


def test_more_than_half_is_a_miss() -> None:
    assert [Tally(n=n, n_found=found).misses for n, found in ((4, 2), (4, 1), (0, 0))] == [False, True, False]


def test_alarms_are_of_metrics_that_show_faults() -> None:
    assert is_alarm(METRICS["numbers"], shares("numbers", 1, 2, AT)) is True
    assert is_alarm(METRICS["numbers"], shares("numbers", 2, 2, AT)) is False  # the span tells a rule
    assert is_alarm(METRICS["rouge1"], shares("rouge1", 1, 2)) is None


def test_a_harmless_edit_that_makes_a_metric_worse_is_a_cry() -> None:
    def edit(before: Score, after: Score) -> Edit:
        subject = Subject(case="c", remembered=True, scores={before.metric: before})
        return Edit(subject=subject, name="bold", scores={after.metric: after})

    assert cries(METRICS["numbers"], edit(shares("numbers", 2, 2), shares("numbers", 1, 2)))
    assert cries(METRICS["numbers"], edit(shares("numbers", 1, 2), shares("numbers", 2, 2))) is False
    assert cries(METRICS["numbers"], edit(shares("numbers", 2, 2), shares("numbers", 0, 0)))
    assert cries(METRICS["copy_density"], edit(shares("copy_density", 3, 2), shares("copy_density", 1, 2)))
    assert cries(METRICS["numbers"], edit(shares("numbers", 0, 0), shares("numbers", 0, 0))) is None


def test_every_fault_has_metrics_that_are_there_to_catch_it() -> None:
    assert EXPECTED.keys() == FAULTS.keys()
    assert {name for names in EXPECTED.values() for name in names} <= {metric.name for metric in TESTED}
    assert not {metric.name for metric in TESTED} & {metric.name for metric in UNTESTED}


@given(st.integers(0, 300), st.integers(1, 9))
def test_places_are_spread_over_all(n: int, most: int) -> None:
    chosen = spread(n, most=most)
    assert list(chosen) == sorted(set(chosen))
    assert len(chosen) == min(n, most)
    assert all(0 <= place < n for place in chosen)
    assert most == 1 or n == 0 or (chosen[0], chosen[-1]) == (0, n - 1)


def test_harmless_edits_change_the_text_and_no_word_of_it() -> None:
    body = "## 湖\n湖を32周走った。靴は[二足](/a/1)買った。雨だった。\n\n- ３つ\n"

    def told(body: str) -> list[str]:
        return [fold_text(plain(placed.sentence.text)) for placed in read_page(body).sentences]

    for _, edit in HARMLESS.values():
        assert edit(body) != body
        assert told(edit(body)) == told(body)
    assert "３２周" in HARMLESS["digits"][1](body)
    assert "- 3つ" in HARMLESS["digits"][1](body)
    assert "(/a/1)" in HARMLESS["digits"][1](body)
    assert HARMLESS["line ends"][1](HARMLESS["line ends"][1](body)) == body


def test_misses_are_marked_in_the_tables() -> None:
    caught = planting(shares("numbers", 2, 2), shares("numbers", 1, 2, AT))
    missed = planting(shares("links", 2, 2), shares("links", 2, 2), "link")
    tested = SelfTest(subjects=(caught.subject,), plantings=(caught, missed), edits=(), tokens=("ja-char",))
    rows = {row[0]: row for row in fault_tables(tested)[0].rows}
    assert rows[FAULTS["number"][0]][2:] == ("1 of 1", "–", "catches")
    assert rows[FAULTS["link"][0]][2:] == ("0 of 1", "–", "misses")
    text = render_faults(tested)
    assert "| a link to a post that there is not | links | 0 of 1 | – | misses |" in text
    assert "\n| numbers | 1/1\\* |" in text
    (first,) = [fault for fault in record_faults(tested)["faults"] if fault["planted"] and fault["fault"] == "link"]  # type: ignore[attr-defined]
    assert first["metrics"] == [{"metric": "links", "expected": True, "n": 1, "caught": 0, "misses": True}]
