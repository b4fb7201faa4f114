import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.records import Score
from drafter.score.overlap import mean_interval, normal_prose, score_overlap
from drafter.score.rouge import TYPES
from drafter.score.tokens import CharacterTokenizer, StemmedTokenizer, Tokenizer, pick_tokenizer

CHARACTERS, WORDS, STEMS = CharacterTokenizer("ja-char"), pick_tokenizer("ja", name="ja-word"), StemmedTokenizer()
REFERENCE = """## 2024年の庭

春に棚を二つ作り、トマトの苗を植えた。夏は雨が少なく、Raspberry Piで水やりを自動にした。
秋には32個の実がとれて、句会の仲間に配った。

- 池を掘った
- 雨量計を読むのをやめた

来年は鯉を飼いたい。
"""
POSTS = (
    "雨量計が壊れたので、新しいものを買って屋根に付けた。ねじが一本足りず、店まで自転車で行った。帰りに雨が降った。",
    "句会で三つの句を出した。先生には夏の句がよいと言われたが、自分では秋の句が気に入っている。次は六月の末だ。",
    "Raspberry Piの電源が落ちる。調べるとケーブルが古かった。交換して一晩置いたら、朝まで動いていた。記録も残った。",
)
EARLIER = "春に棚を一つ作り、茄子の苗を植えた。秋には12個の実がとれて、仲間に配った。来年は池を掘りたい。\n"


def by_metric(scores: tuple[Score, ...]) -> dict[str, Score]:
    return {score.metric: score for score in scores}


def overlap_of(
    candidate: str,
    *references: str,
    floors: tuple[str, ...] = (),
    ceilings: tuple[str, ...] = (),
    tokenizer: Tokenizer = CHARACTERS,
    seed: int = 12345,
) -> dict[str, Score]:
    return by_metric(
        score_overlap(
            candidate=candidate,
            references=references,
            floors=floors,
            ceilings=ceilings,
            tokenizer=tokenizer,
            seed=seed,
        )
    )


def value_of(score: Score) -> float:
    assert score.value is not None, score.reason
    return score.value


@pytest.mark.parametrize("tokenizer", [CHARACTERS, WORDS], ids=["ja-char", "ja-word"])
def test_a_text_whose_japanese_is_a_lie_is_below_the_floor(tokenizer: Tokenizer) -> None:
    lie = re.sub(r"[ぁ-ゖァ-ヺー一-鿿]", "嘘", REFERENCE)
    lied = overlap_of(lie, REFERENCE, floors=POSTS, ceilings=(EARLIER,), tokenizer=tokenizer)
    true = overlap_of(REFERENCE, REFERENCE, floors=POSTS, ceilings=(EARLIER,), tokenizer=tokenizer)
    for kind in TYPES:
        assert value_of(lied[kind]) < value_of(lied[f"{kind}_floor"])
        assert value_of(lied[f"{kind}_lift"]) < 0
        assert value_of(true[kind]) == 1


def test_lift_by_hand() -> None:
    # four tokens a side: three shared of F, one of the first floor, none of the second, two of the ceiling
    scores = overlap_of("庭本棚池", "庭本棚雨", floors=("庭石山川海", "石山川海"), ceilings=("庭本川海",))
    f, floor, ceiling, lift = (scores[f"rouge1{name}"] for name in ("", "_floor", "_ceiling", "_lift"))
    assert (f.value, f.numerator, f.denominator) == (0.75, 6, 8)
    assert (floor.value, floor.numerator, floor.denominator) == (0.125, 0.25, 2)
    assert (ceiling.value, ceiling.numerator, ceiling.denominator) == (0.5, 0.5, 1)
    assert (lift.value, lift.numerator, lift.denominator) == (0.625 / 0.375, 0.625, 0.375)


def test_pairs_are_what_rouge2_counts() -> None:
    f = overlap_of("庭本棚池", "庭本棚雨")["rouge2"]
    assert (f.value, f.numerator, f.denominator) == (2 * 2 / 6, 4, 6)


def test_always_the_same_metrics() -> None:
    ends = ("", "_floor", "_floor_low", "_floor_high", "_ceiling", "_lift")
    expected = [f"{kind}{end}" for kind in TYPES for end in ends]
    assert list(overlap_of("", floors=POSTS)) == list(overlap_of("庭", REFERENCE, ceilings=(EARLIER,))) == expected


def test_of_several_references_the_highest_counts_for_each_type() -> None:
    # "庭 本 棚" shares all with the first, but no pair; its first pair stands in the second
    scores = overlap_of("庭本棚", "棚本庭", "庭本石山")
    alone = overlap_of("庭本棚", "棚本庭")
    assert (value_of(scores["rouge1"]), value_of(alone["rouge1"])) == (1, 1)
    assert (value_of(scores["rouge2"]), value_of(alone["rouge2"])) == (2 / 5, 0)
    assert (scores["rouge2"].numerator, scores["rouge2"].denominator) == (2, 5)


@pytest.mark.parametrize(
    ("floors", "values"),
    [
        pytest.param(("庭石山川" + "本" * 9,), [0.25], id="a longer one is cut"),
        pytest.param(("庭。石山", "川本"), [0.25], id="shorter ones are joined, and the last cut"),
        pytest.param(("庭石山川", "石山川海", "本"), [0.25, 0], id="what is left over is too short"),
        pytest.param(("石山川海", "庭本"), [0, 4 / 6], id="what is left over is half as long"),
        pytest.param(("## 庭", "", "石山川海"), [0], id="one without prose is none"),
    ],
)
def test_floors_are_as_long_as_the_draft(floors: tuple[str, ...], values: list[float]) -> None:
    floor = overlap_of("庭本棚池", "庭本棚雨", floors=floors)["rouge1_floor"]
    assert floor.numerator == pytest.approx(sum(values))
    assert floor.denominator == len(values)


@pytest.mark.parametrize(
    ("candidate", "references", "metric", "reason"),
    [
        pytest.param("庭の話。", (), "rouge1", "there is no reference", id="no reference"),
        pytest.param("## 題\n", ("庭の話。",), "rouge1", "the draft has no token in its prose", id="no prose"),
        pytest.param("庭", ("庭の話。",), "rouge2", "the draft has no pair of tokens in its prose", id="no pair"),
        pytest.param("庭の話。", ("。",), "rougeLsum", "the reference has no token in its prose", id="blank reference"),
    ],
)
def test_nothing_to_compare_has_a_reason(candidate: str, references: tuple[str, ...], metric: str, reason: str) -> None:
    scores = overlap_of(candidate, *references, floors=POSTS, ceilings=(EARLIER,))
    for score in (scores[metric], scores[f"{metric}_lift"]):
        assert (score.value, score.reason) == (None, reason)


def test_english_stems_know_no_japanese() -> None:
    score = overlap_of("庭の話。", "庭の話。", tokenizer=STEMS)["rouge1"]
    assert (score.value, score.reason) == (None, "the draft has no token in its prose")


@pytest.mark.parametrize(
    ("floors", "ceilings", "reason"),
    [
        pytest.param((), (EARLIER,), "there is no other post of the author", id="no post"),
        pytest.param(
            ("庭",),
            (EARLIER,),
            "the author's other posts hold less than half as much prose as the draft",
            id="short posts",
        ),
        pytest.param(POSTS, (), "there is no other retrospective of the author", id="no other retrospective"),
        pytest.param(
            POSTS, (REFERENCE,), "there is no other retrospective of the author", id="the reference is no other"
        ),
        pytest.param(
            POSTS,
            ("嘘。",),
            "the author's own retrospectives are no more alike than their other posts",
            id="a low ceiling",
        ),
    ],
)
def test_a_lift_without_floor_or_ceiling_has_a_reason(
    floors: tuple[str, ...], ceilings: tuple[str, ...], reason: str
) -> None:
    scores = overlap_of(REFERENCE, REFERENCE, floors=floors, ceilings=ceilings)
    assert (scores["rougeL_lift"].value, scores["rougeL_lift"].reason) == (None, reason)
    assert value_of(scores["rougeL"]) == 1


def test_the_interval_of_the_floor_holds_its_mean() -> None:
    scores = overlap_of("庭の棚に池の水をやった。", REFERENCE, floors=POSTS)
    low, mean, high = (value_of(scores[f"rouge1_floor{end}"]) for end in ("_low", "", "_high"))
    assert low < mean < high


def test_one_floor_has_no_interval() -> None:
    scores = overlap_of("庭本棚池", REFERENCE, floors=("石山川海",))
    ends = [scores[f"rouge1_floor_{end}"] for end in ("low", "high")]
    assert {(end.value, end.reason) for end in ends} == {(None, "an interval needs two texts")}


def test_signatures_name_tokens_text_and_seed() -> None:
    scores = overlap_of("庭", "庭", tokenizer=WORDS, seed=7)
    how = f"tokens:{WORDS.name}|text:folded-prose|references:best"
    assert scores["rougeL"].signature == f"rougeL|{how}|version:1"
    assert scores["rougeL_floor_low"].signature.endswith(
        "|interval:bootstrap-percentile-95|resamples:2000|seed:7|version:1"
    )
    assert scores["rougeL"].signature != overlap_of("庭", "庭")["rougeL"].signature


def test_prose_is_folded_and_freed_of_markdown() -> None:
    body = (
        "# 題\n\n**ＡＢＣ**を[読んだ](https://niwa.example/)。１２冊\nだ。 <!-- ? 何冊？ -->\n\n![図](a.svg)\n\n"
        '```\ncode\n```\n\n{{< figure src="b.svg" >}}\n\n> 他人の言葉\n\n- Item *one*<br>two\n'
    )
    expected = "abcを読んだ。\n12冊だ。\nitem one two"
    assert normal_prose(body) == normal_prose(body.replace("\n", "\r\n")) == expected
    assert normal_prose("") == ""


VALUES = st.lists(st.floats(0, 1), min_size=2, max_size=12)


@given(VALUES, st.integers(0, 3))
def test_an_interval_lies_within_the_values_and_depends_on_their_order_no_more_than_on_chance(
    values: list[float], seed: int
) -> None:
    random.seed(seed)
    interval = mean_interval(values)
    assert interval == mean_interval(values[::-1])
    assert interval is not None
    assert min(values) - 1e-9 <= interval[0] <= interval[1] <= max(values) + 1e-9


def test_an_interval_covers_its_mean_in_about_95_of_100_samples() -> None:
    generator = random.Random(5)
    samples = ([generator.gauss(0.5, 0.1) for _ in range(40)] for _ in range(200))
    intervals = [interval for sample in samples if (interval := mean_interval(sample)) is not None]
    assert len(intervals) == 200
    assert 0.88 <= sum(low <= 0.5 <= high for low, high in intervals) / 200 <= 0.99


def test_another_seed_is_another_interval() -> None:
    values = [number**0.5 for number in range(20)]
    assert mean_interval(values, seed=1) != mean_interval(values, seed=2)


@pytest.mark.parametrize("values", [(), (0.5,)])
def test_an_interval_of_fewer_than_two_values_is_none(values: tuple[float, ...]) -> None:
    assert mean_interval(values) is None
