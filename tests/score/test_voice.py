import math
import unicodedata

import pytest

from drafter.records import Draft, Score
from drafter.score.voice import profile_distance, score_voice
from tests.score.drafts import make_draft, proposed, proved, ratio

A = "あいうえおかきくけこ。"  # eleven characters each, no 3-gram in common
B = "さしすせそたちつてと！"
C = "なにぬねのはひふへほ？"


def told(text: str) -> Draft:
    return make_draft(proved(text))


def voice_of(draft: Draft, earlier: list[str]) -> tuple[Score, Score]:
    distance, percentile, _ = score_voice(draft, earlier=earlier)
    return distance, percentile


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [
        pytest.param(["abcd"], ["abcd"], 0, id="the same"),
        pytest.param(["abcd"], ["wxyz"], 1, id="nothing in common"),
        # ⏎ab abc bcd cd⏎ and ⏎ab abc bce ce⏎: 2 of 4
        pytest.param(["abcd"], ["abce"], 0.5, id="English"),
        # ⏎今日 今日は 日は⏎ and ⏎今日 今日も 日も⏎: 1 of 3
        pytest.param(["今日は"], ["今日も"], 2 / 3, id="Japanese"),
        # ⏎aa aaa aaa aa⏎ and ⏎aa aaa aa⏎: (1 + 2 + 1) / √(6 · 3)
        pytest.param(["aaaa"], ["aaa"], 1 - 4 / math.sqrt(18), id="a 3-gram twice"),
        pytest.param(["ＡＢＣＤ"], ["abcd"], 0, id="width and case"),
        pytest.param([unicodedata.normalize("NFD", "ががが")], ["ががが"], 0, id="NFD"),
        pytest.param([], ["abcd"], 1, id="no text"),
    ],
)
def test_distance_of_profiles_by_hand(ours: list[str], theirs: list[str], expected: float) -> None:
    assert profile_distance(ours, theirs) == pytest.approx(expected, abs=1e-9)


# Profiles of A and B are at right angles: (2, 1) are two texts of A and one of B. Of three such texts, an A is 1 − 1/√2
# = .29 from the others, the B is 1 from the others.
@pytest.mark.parametrize(
    ("draft", "distance", "percentile"),
    [
        pytest.param(told(A * 100), 1 - 2 / math.sqrt(5), (0, 0, 3), id="nearer than all"),
        pytest.param(told(B * 100), 1 - 1 / math.sqrt(5), (2 / 3, 2, 3), id="between"),
        pytest.param(told(C * 100), 1, (2 / 3, 2, 3), id="as far as the farthest"),
        pytest.param(told("嘘" * 1000), 1, (2 / 3, 2, 3), id="one character for every other"),
    ],
)
def test_percentile_in_the_spread_of_three(
    draft: Draft, distance: float, percentile: tuple[float, float, float]
) -> None:
    scores = voice_of(draft, [A * 100, A * 100, B * 100])
    assert scores[0].value == pytest.approx(distance, abs=0.005)
    assert ratio(scores[1]) == pytest.approx(percentile)
    assert "own:wholes-leave-one-out" in scores[1].signature


@pytest.mark.parametrize(
    ("earlier", "percentile"),
    [
        # the halves, A and B, are 1 from each other; the draft, A, is .29 from both together
        pytest.param([A * 100 + B * 100], (0, 0, 2), id="one"),
        # a half is 1 − 1/√5 = .55 from the three others
        pytest.param([A * 200, B * 200], (0, 0, 4), id="two"),
        # the halves are the same, the draft is .05 from them: 1 − 3/√10
        pytest.param([(A * 3 + B) * 60], (1, 2, 2), id="one of one kind"),
        pytest.param([A * 200, B * 200, "短い。"], (0, 0, 4), id="two and a short one"),
    ],
)
def test_halves_are_the_spread_where_there_are_fewer_than_three(
    earlier: list[str], percentile: tuple[float, float, float]
) -> None:
    score = voice_of(told(A * 100), earlier)[1]
    assert ratio(score) == pytest.approx(percentile)
    assert "own:halves-leave-one-out|cut:to-the-draft" in score.signature


def test_own_texts_are_cut_to_the_length_of_the_draft() -> None:
    # whole, each is 0 from the others; its first 1,100 characters, all A, are .29 from them. The draft, 3 to 2, is .02.
    distance, percentile = voice_of(told(A * 60 + B * 40), [A * 100 + B * 100] * 3)
    assert distance.value == pytest.approx(1 - 100 / (math.sqrt(2) * math.sqrt(5200)), abs=0.005)
    assert ratio(percentile) == (0, 0, 3)


def test_halves_too_short_leave_the_distance_without_a_percentile() -> None:
    distance, percentile = voice_of(told(A * 100), [A * 100])
    assert distance.value == pytest.approx(0, abs=1e-9)
    assert (percentile.value, percentile.reason) == (
        None,
        "two halves of earlier retrospectives with 1,000 characters each are needed to tell a spread",
    )


@pytest.mark.parametrize(
    ("draft", "earlier", "reason"),
    [
        pytest.param(told(A * 100), [], "there is no earlier retrospective", id="none"),
        pytest.param(told(A * 100), ["", "## 題\n"], "there is no earlier retrospective", id="blank"),
        pytest.param(
            told("I read it. " * 200),
            [A * 100],
            "there is no earlier retrospective in the script of the draft",
            id="another script",
        ),
        pytest.param(
            told(A * 90),
            [A * 100],
            "the draft has 990 characters of prose: 1,000 are needed to tell a voice",
            id="a short draft",
        ),
        pytest.param(
            told(A * 100),
            [A * 50, A * 40],
            "earlier retrospectives have 990 characters of prose: 1,000 are needed to tell a voice",
            id="short earlier ones",
        ),
    ],
)
def test_too_little_text_has_a_reason_and_no_voice(draft: Draft, earlier: list[str], reason: str) -> None:
    assert {(score.value, score.reason) for score in voice_of(draft, earlier)} == {(None, reason)}


def test_short_earlier_ones_make_a_voice_together() -> None:
    assert voice_of(told(A * 100), [A * 50, A * 50])[0].value == pytest.approx(0, abs=0.005)


def test_headings_and_code_are_no_voice() -> None:
    noise = "\n\n## なにぬねの\n\n```\nなにぬねの\n```\n"
    assert voice_of(told(A * 100), [A * 100 + noise])[0].value == pytest.approx(0, abs=1e-9)


PLAIN, POLITE = "本を読んだ。", "本を読みました。"
WALKED, WALKED_POLITE = "海辺を歩いた。", "海辺を歩きました。"


@pytest.mark.parametrize(
    ("draft", "earlier", "expected"),
    [
        pytest.param(told(PLAIN * 3 + POLITE + "良い本。"), WALKED * 20, (0.75, 3, 4), id="plain"),
        pytest.param(make_draft(proved(POLITE), proposed(PLAIN)), WALKED_POLITE * 9 + WALKED, (0.5, 1, 2), id="polite"),
        pytest.param(
            told(POLITE + "英語で五分話す。"),
            WALKED_POLITE * 9 + "\n\n- 英語で五分話す。\n",
            (1.0, 1, 1),
            id="a goal taken over",
        ),
    ],
)
def test_share_of_sentences_in_the_register(draft: Draft, earlier: str, expected: tuple[float, float, float]) -> None:
    assert ratio(score_voice(draft, earlier=[earlier])[2]) == expected


@pytest.mark.parametrize(
    ("draft", "earlier", "reason"),
    [
        pytest.param(told(PLAIN), [], "there is no earlier retrospective", id="none"),
        pytest.param(
            told(PLAIN), [PLAIN + POLITE], "earlier retrospectives mix です・ます (50%) with plain endings", id="mixed"
        ),
        pytest.param(
            told("良い本。"), [PLAIN], "no sentence of the draft ends in a Japanese verb or copula", id="nouns only"
        ),
        pytest.param(
            told("I read it."),
            ["I wrote it."],
            "no sentence of an earlier retrospective ends in a Japanese verb or copula",
            id="English",
        ),
    ],
)
def test_no_register_has_a_reason(draft: Draft, earlier: list[str], reason: str) -> None:
    score = score_voice(draft, earlier=earlier)[2]
    assert (score.value, score.reason) == (None, reason)
