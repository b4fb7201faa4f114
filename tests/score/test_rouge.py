import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rouge_score.rouge_scorer import RougeScorer

from drafter.score.rouge import TYPES, Overlap, Sentences, lcs_length, rouge, rouge_of_tokens, sentence_lines
from drafter.score.tokens import CharacterTokenizer, StemmedTokenizer, Tokenizer, pick_tokenizer


class Spaces:
    """Tokens are what stands between white space."""

    name = "spaces"

    def tokenize(self, text: str) -> list[str]:
        return text.split()


CHARACTERS, SPACES = CharacterTokenizer("ja-char"), Spaces()
TEXTS = {
    "Japanese": (
        "春に庭を直した。棚も二つ作った！\r\n「雨の日は休む。」と決めて、本を１２冊読んだ。",
        "庭を直し、棚を三つ作った。本は12冊読んだが、雨の日も休まなかった。\n棚は青い。",
    ),
    "English": (
        "I restored the old radio in May. It plays again! We were hiking less.\nNo. 3 came v. late.",
        "In May the old radios were restored. I hiked less? It played.",
    ),
    "mixed": (
        "Node.js 20 へ上げた。Vimで書き、C++も2,000行。\n\n次はRust",
        "Rustを書いた。Node.jsは20へ上げて、２，０００行消した。",
    ),
    "nothing": ("", "庭を直した。"),
}


def of_rouge_score(reference: Sentences, candidate: Sentences) -> dict[str, Overlap]:
    """The same by rouge-score, which wants one sentence a line."""
    one, other = ("\n".join(map(" ".join, side)) for side in (reference, candidate))
    scores = RougeScorer(list(TYPES), tokenizer=SPACES).score(one, other)
    return {kind: Overlap(precision=s.precision, recall=s.recall, f=s.fmeasure) for kind, s in scores.items()}


def rounded(overlap: Overlap, n: int = 5) -> tuple[float, float, float]:
    return round(overlap.precision, n), round(overlap.recall, n), round(overlap.f, n)


def test_lsum_is_the_union_over_sentences() -> None:
    reference, candidate = "w1 w2 w3 w4 w5", "w1 w2 w6 w7 w8 \n w1 w3 w8 w9 w5"
    overlaps = rouge(reference=reference, candidate=candidate, tokenizer=SPACES)
    assert rounded(overlaps["rougeLsum"], 4) == (0.4, 0.8, 0.5333)


def test_characters_of_a_place() -> None:
    overlaps = rouge(reference="東京都に行った", candidate="京都に行った", tokenizer=CHARACTERS)
    assert rounded(overlaps["rouge1"]) == (1, 0.85714, 0.92308)
    assert rounded(overlaps["rouge2"]) == (1, 0.83333, 0.90909)


def test_words_between_spaces() -> None:
    overlaps = rouge(reference="これ は テスト の 正解", candidate="これ は テスト 候補 の 応答", tokenizer=SPACES)
    assert rounded(overlaps["rouge1"]) == rounded(overlaps["rougeL"]) == (0.66667, 0.8, 0.72727)
    assert rounded(overlaps["rouge2"]) == (0.4, 0.5, 0.44444)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_two_sentences_in_the_other_order(end: str) -> None:
    reference = f"2024 年 は 32 記事 を 書い た{end}資格 も 取得 し た"
    candidate = f"資格 を 取得 し た{end}2024 年 に 32 記事 を 書い た"
    overlaps = rouge(reference=reference, candidate=candidate, tokenizer=SPACES)
    values = [round(overlaps[kind].f, 5) for kind in ("rouge1", "rougeL", "rougeLsum")]
    assert values == [0.84615, 0.53846, 0.84615]


@pytest.mark.parametrize("tokenizer", [CHARACTERS, pick_tokenizer("ja", name="ja-word")], ids=lambda t: t.name[:7])
def test_different_japanese_is_neither_all_nor_nothing(tokenizer: Tokenizer) -> None:
    reference, candidate = "DatabricksでViTの学習を行った。", "Databricksの学習とViTは嫌いだと言った。"
    assert all(0 < o.f < 1 for o in rouge(reference=reference, candidate=candidate, tokenizer=tokenizer).values())


@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(
    "tokenizer",
    [CHARACTERS, StemmedTokenizer(), pick_tokenizer("ja", name="ja-word")],
    ids=lambda tokenizer: tokenizer.name[:7],
)
def test_values_are_those_of_rouge_score_on_the_text_itself(texts: tuple[str, str], tokenizer: Tokenizer) -> None:
    lines = ["\n".join(sentence_lines(text)) for text in texts]
    scores = RougeScorer(list(TYPES), tokenizer=tokenizer).score(*lines)
    overlaps = rouge(reference=texts[0], candidate=texts[1], tokenizer=tokenizer)
    assert {kind: (o.precision, o.recall, o.f) for kind, o in overlaps.items()} == {
        kind: tuple(score) for kind, score in scores.items()
    }


def test_values_are_those_of_rouge_score_on_5000_random_pairs() -> None:
    generator = random.Random(12345)
    different = [pair for _ in range(5000) if rouge_of(pair := random_pair(generator)) != of_rouge_score(*pair)]
    assert different == []


def random_pair(generator: random.Random) -> tuple[Sentences, Sentences]:
    """Up to seven sentences of up to ten tokens on either side, of one to twelve words: many are repeated."""
    words = "abcdefghijkl"[: generator.randint(1, 12)]
    sides = [
        [generator.choices(words, k=generator.randint(0, 10)) for _ in range(generator.randint(0, 7))] for _ in range(2)
    ]
    return sides[0], sides[1]


def rouge_of(pair: tuple[Sentences, Sentences]) -> dict[str, Overlap]:
    return rouge_of_tokens(reference=pair[0], candidate=pair[1])


SIDES = st.lists(st.lists(st.sampled_from("庭本棚雨"), max_size=12), max_size=6)


@given(SIDES, SIDES)
def test_values_are_those_of_rouge_score_on_any_pair(reference: Sentences, candidate: Sentences) -> None:
    assert rouge_of((reference, candidate)) == of_rouge_score(reference, candidate)


def test_values_are_those_of_rouge_score_on_long_sentences() -> None:
    generator = random.Random(7)
    sides = [[[str(generator.randrange(30)) for _ in range(n)] for n in (1, 150, 70)] for _ in range(2)]
    assert rouge_of((sides[0], sides[1])) == of_rouge_score(sides[0], sides[1])


@given(st.text("あいう", max_size=30), st.text("あいう", max_size=30))
def test_length_of_the_longest_common_subsequence_is_that_of_the_table(a: str, b: str) -> None:
    above = [0] * (len(b) + 1)
    for x in a:
        row = [0]
        for column, y in enumerate(b):
            row.append(above[column] + 1 if x == y else max(above[column + 1], row[column]))
        above = row
    assert lcs_length(a, b) == above[-1]


@given(SIDES)
def test_a_text_against_itself_is_all(side: Sentences) -> None:
    n_tokens = sum(map(len, side))
    expected = {kind: float(n_tokens > (kind == "rouge2")) for kind in TYPES}
    assert {kind: overlap.f for kind, overlap in rouge_of((side, side)).items()} == expected


@given(SIDES, SIDES)
def test_the_other_way_round_precision_is_recall(a: Sentences, b: Sentences) -> None:
    here, there = rouge_of((a, b)), rouge_of((b, a))
    for kind in ("rouge1", "rouge2", "rougeL"):  # the union of Lsum is one of the reference's tokens
        assert (here[kind].precision, here[kind].recall) == (there[kind].recall, there[kind].precision)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param("庭。棚！\r\n雨？本", ("庭。", "棚！", "雨？", "本"), id="signs and lines"),
        pytest.param("「はい。いいえ。」と言う。次。", ("「はい。いいえ。」と言う。", "次。"), id="brackets"),
        pytest.param("Node.jsは3.14だ。It is. Yes", ("Node.jsは3.14だ。", "It is.", "Yes"), id="dots inside"),
        pytest.param("\n \n", (), id="blank"),
    ],
)
def test_sentences_are_cut_at_signs_and_lines(text: str, lines: tuple[str, ...]) -> None:
    assert sentence_lines(text) == lines


def test_20000_tokens_without_a_full_stop_take_less_than_five_seconds() -> None:
    generator = random.Random(3)
    one, other = ([[str(generator.randrange(500)) for _ in range(20_000)]] for _ in range(2))
    start = time.process_time()
    overlaps = rouge_of((one, other))
    assert time.process_time() - start < 5
    assert overlaps["rougeL"] == overlaps["rougeLsum"]
