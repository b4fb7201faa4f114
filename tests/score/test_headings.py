import random
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.records import Score
from drafter.score.headings import likeness, match_headings, score_headings


def body_of(*headings: str) -> str:
    return "\n".join(f"## {heading}\n\n本文。\n" for heading in headings)


def by_metric(candidate: str, reference: str, *habit: str) -> dict[str, Score]:
    return {score.metric: score for score in score_headings(candidate=candidate, reference=reference, habit=habit)}


def test_headings_by_hand() -> None:
    # 読んだ本 (3 pairs) stands in 今年読んだ本 (5): 6 of 8; 庭 is the same; 仕事 has no partner
    scores = by_metric(body_of("読んだ本", "庭", "仕事"), body_of("今年読んだ本", "庭"))
    ratios = [(s.value, s.numerator, s.denominator) for s in scores.values()][:3]
    assert ratios == [(1.75 / 3, 1.75, 3), (1.75 / 2, 1.75, 2), (3.5 / 5, 3.5, 5)]
    assert list(scores) == ["headings_precision", "headings_recall", "headings", "headings_habit"]


def test_the_same_heading_twice_is_matched_once() -> None:
    scores = by_metric(body_of("庭", "庭", "庭"), body_of("庭"))
    assert (scores["headings_precision"].value, scores["headings_recall"].value) == (1 / 3, 1)


def test_each_heading_of_the_draft_has_a_span() -> None:
    body = "# **庭**の話\r\n\r\n本文。\r\n\r\n仕事\r\n----\r\n"
    spans = by_metric(body, body_of("庭の話"))["headings_precision"].spans
    assert [(span.text, span.note) for span in spans] == [
        ("# **庭**の話", "likeness 1.00 to the reference's: 庭の話"),
        ("仕事\r\n----", "no heading of the reference is like it"),
    ]
    assert all(body[span.start : span.end] == span.text for span in spans)


@pytest.mark.parametrize(
    ("a", "b", "alike"),
    [
        pytest.param("庭と本", "庭と本", 1, id="the same"),
        pytest.param("２０２４年の振り返り", "2023年の振り返り", 1, id="another year"),
        pytest.param("2024", "2023", 1, id="years alone"),
        pytest.param("1. 庭", "第2章 庭", 1, id="numbering"),
        pytest.param("Books I read", "The books i READ!", 1, id="case, signs and little words"),
        pytest.param("The garden", "The exam", 0, id="a little word in common"),
        pytest.param("Books", "A book", 1, id="plural"),
        pytest.param("Node.js を学ぶ", "Node.jsを学ぶ", 1, id="a blank"),
        pytest.param("4月", "5月", 0, id="another month"),
        pytest.param("4月の庭", "5月の庭", 0.5, id="another month, the same rest"),
        pytest.param("資格", "資格試験", 0.5, id="a part"),
        pytest.param("資格", "仕事", 0, id="nothing in common"),
        pytest.param("\U0001f389", "\U0001f389", 1, id="the same emoji"),
        pytest.param("\U0001f389", "\U0001f4da", 0, id="another emoji"),
        pytest.param("The", "the", 1, id="a little word alone"),
    ],
)
def test_likeness(a: str, b: str, alike: float) -> None:
    assert likeness(a, b) == likeness(b, a) == alike


def test_below_half_alike_is_not_alike() -> None:
    assert likeness("資格の勉強", "資格試験") == 0  # one of four pairs and one of three: 2 of 7


def test_the_best_sum_goes_before_the_best_pair() -> None:
    # the pair that is most alike would leave both others alone
    ours, theirs = ["今年読んだ本", "読んだ本の話"], ["読んだ本", "今年読んだ"]
    assert [(a, b) for a, b, _ in match_headings(ours, theirs)] == [(0, 1), (1, 0)]


def test_the_sum_is_the_greatest_where_all_headings_are_somewhat_alike() -> None:
    generator = random.Random(11)
    for _ in range(60):
        ours, theirs = (
            ["".join(generator.choices("庭本棚", k=generator.randint(4, 9))) for _ in range(n)] for n in (5, 6)
        )
        greatest = max(sum(map(likeness, ours, chosen)) for chosen in permutations(theirs, 5))
        assert sum(alike for _, _, alike in match_headings(ours, theirs)) == pytest.approx(greatest)


WORDS = st.lists(st.text("庭本棚雨", min_size=1, max_size=4), max_size=5)


@given(WORDS, WORDS)
def test_no_other_matching_has_a_greater_sum(ours: list[str], theirs: list[str]) -> None:
    pairs = match_headings(ours, theirs)
    few, many = sorted((ours, theirs), key=len)
    sums = (sum(likeness(a, b) for a, b in zip(few, chosen, strict=True)) for chosen in permutations(many, len(few)))
    assert sum(alike for _, _, alike in pairs) == pytest.approx(max(sums))
    for side in (0, 1):
        places = [pair[side] for pair in pairs]
        assert len(set(places)) == len(places)
    assert all(alike == likeness(ours[a], theirs[b]) > 0 for a, b, alike in pairs)
    assert list(pairs) == sorted(pairs)


@given(WORDS, WORDS)
def test_scores_lie_between_0_and_1_and_recall_is_precision_the_other_way_round(
    ours: list[str], theirs: list[str]
) -> None:
    here, there = (by_metric(body_of(*a), body_of(*b)) for a, b in ((ours, theirs), (theirs, ours)))
    values = [score.value for score in here.values() if score.value is not None]
    assert all(0 <= value <= 1 for value in values)
    assert here["headings_precision"].value == pytest.approx(there["headings_recall"].value)
    assert here["headings"].value == pytest.approx(there["headings"].value)


def test_a_hundred_headings_a_side_are_matched() -> None:
    ours = [f"{number}回目の庭" for number in range(100, 200)]
    assert [(a, b) for a, b, _ in match_headings(ours, ours[::-1])] == [(n, 99 - n) for n in range(100)]


def test_habit_is_the_mean_over_earlier_retrospectives() -> None:
    draft = body_of("庭", "2024年の目標")
    habit = by_metric(draft, "", body_of("庭", "2023年の目標"), body_of("庭", "本"), "見出しはない。")["headings_habit"]
    assert (habit.value, habit.numerator, habit.denominator) == (0.5, 1.5, 3)


@pytest.mark.parametrize(
    ("candidate", "reference", "metric", "reason"),
    [
        pytest.param("", "# 庭", "headings_precision", "the draft has no heading", id="no draft"),
        pytest.param("# 庭", "本文", "headings_recall", "the reference has no heading", id="no reference"),
        pytest.param(
            "```\n# 庭\n```", "##\n", "headings", "neither the draft nor the reference has a heading", id="neither"
        ),
        pytest.param("# 庭", "# 庭", "headings_habit", "there is no earlier retrospective", id="no habit"),
    ],
)
def test_no_heading_to_divide_by_has_a_reason(candidate: str, reference: str, metric: str, reason: str) -> None:
    score = by_metric(candidate, reference)[metric]
    assert (score.value, score.reason) == (None, reason)


def test_earlier_retrospectives_without_headings_are_no_habit() -> None:
    score = by_metric("本文。", "# 庭", "本文。")["headings_habit"]
    assert (score.value, score.reason) == (None, "neither the draft nor an earlier retrospective has a heading")


def test_a_draft_without_headings_beside_a_reference_with_some_scores_0() -> None:
    scores = by_metric("本文。", "# 庭")
    assert (scores["headings_recall"].value, scores["headings"].value) == (0, 0)
