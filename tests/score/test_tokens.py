import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import SettingsError
from drafter.score.tokens import CharacterTokenizer, StemmedTokenizer, Tokenizer, WordTokenizer, pick_tokenizer

CHARACTERS, WORDS, STEMS = CharacterTokenizer("ja-char"), WordTokenizer("small"), StemmedTokenizer()
BY_NAME = {"ja-char": CHARACTERS, "ja-word": WORDS, "en": STEMS}
EACH = pytest.mark.parametrize("tokenizer", [pytest.param(tokenizer, id=name) for name, tokenizer in BY_NAME.items()])


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("東京都に行った。", "東 京 都 に 行 っ た", id="Japanese"),
        pytest.param("２０２４年、\r\n３２記事！", "2024 年 32 記 事", id="full-width digits and CR LF"),
        pytest.param("ﾃﾞｰﾀを書いた\u3000\U0001f389", "デ ー タ を 書 い た", id="half-width katakana, emoji"),
        pytest.param("Next.jsとC++とROUGE-L", "next.js と c++ と rouge-l", id="names"),
        pytest.param("C#で1on1、100kmの12.5%", "c# で 1on1 100km の 12.5%", id="numbers with letters"),
        pytest.param("1,234行を12:30に", "1,234 行 を 12:30 に", id="signs inside numbers"),
        pytest.param("a,b (Don't) end.", "a b don't end", id="English signs"),
        pytest.param("café über", "café über", id="accents"),
        pytest.param("오늘은 学习", "오 늘 은 学 习", id="Korean and Chinese"),
        pytest.param("_ー、。*", "ー", id="signs"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_characters(text: str, tokens: str) -> None:
    assert CHARACTERS.tokenize(text) == tokens.split()


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        pytest.param("今年は読めなかった本を読んだ。", "今年 は 読む ない た 本 を 読む た", id="normal forms"),
        pytest.param("サーバを附属", "サーバー を 付属", id="spellings"),
        pytest.param("三時間", "3 時間", id="kanji numerals"),
        pytest.param("データベースサーバと", "データベースサーバー と", id="neighbouring katakana"),
        pytest.param("ﾃﾞｰﾀﾍﾞｰｽに１,２３４行", "データベース に 1,234 行", id="width"),
        pytest.param("Next.jsで100kmの12.5%", "next.js で 100km の 12.5%", id="Latin runs"),
        pytest.param("、。\r\n\u3000!", "", id="signs"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_words(text: str, tokens: str) -> None:
    assert WORDS.tokenize(text) == tokens.split()


def test_stems_are_those_of_rouge_score() -> None:
    assert STEMS.tokenize("Running\r\nthe gardens, 3.5 times. 庭") == ["run", "the", "garden", "3", "5", "time"]


@pytest.mark.parametrize("n_chars", [16_384, 40_000])
def test_words_of_a_run_longer_than_sudachi_takes(n_chars: int) -> None:
    text = "庭" * n_chars
    assert "".join(WORDS.tokenize(text)) == text


def test_words_in_four_threads_at_once() -> None:
    text, together = "庭に雨が降り、句会に出た。" * 200, Barrier(4)
    expected = WORDS.tokenize(text)

    def cut(_: int) -> bool:
        together.wait(timeout=30)
        return all(WORDS.tokenize(text) == expected for _ in range(10))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(cut, range(4)))


def test_a_tokenizer_of_words_goes_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(WORDS)).tokenize("本を読んだ") == ["本", "を", "読む", "た"]


@EACH
@given(st.lists(st.text("庭本読んだサーバ年 a1.-,%、。「」", max_size=20), max_size=4))
def test_no_token_crosses_the_end_of_a_line(tokenizer: Tokenizer, lines: list[str]) -> None:
    tokens = [token for line in lines for token in tokenizer.tokenize(line)]
    assert tokenizer.tokenize("\n".join(lines)) == tokenizer.tokenize("\r\n".join(lines)) == tokens


@EACH
@given(st.text(max_size=40))
def test_every_token_has_a_letter_or_digit_and_no_white_space(tokenizer: Tokenizer, text: str) -> None:
    tokens = tokenizer.tokenize(text)
    assert all(any(map(str.isalnum, token)) and token.split() == [token] for token in tokens)
    assert tokenizer is STEMS or bool(tokens) == any(map(str.isalnum, "".join(tokens)))


@pytest.mark.parametrize(
    ("language", "name", "expected"),
    [
        pytest.param("ja", None, WORDS, id="Japanese"),
        pytest.param("ja", "ja-char", CHARACTERS, id="Japanese by characters"),
        pytest.param("en", None, STEMS, id="English"),
        pytest.param("en", "ja-word", WORDS, id="a name goes before the language"),
        pytest.param("zh", None, CharacterTokenizer("zh-char"), id="Chinese"),
        pytest.param("ko", None, CharacterTokenizer("ko-char"), id="Korean"),
        pytest.param("fr", None, CharacterTokenizer("fr-char"), id="another"),
    ],
)
def test_the_tokenizer_of_a_language(language: str, name: str | None, expected: Tokenizer) -> None:
    assert pick_tokenizer(language, name=name) == expected


def test_names_tell_the_versions() -> None:
    words = f"ja-word:sudachi-{version('sudachipy')}+dict-small-{version('sudachidict-small')}"
    assert [pick_tokenizer(language).name for language in ("ja", "en", "zh")] == [
        words,
        "en:rouge-score-stemmed",
        "zh-char",
    ]


@pytest.mark.parametrize(
    "missing",
    [("sudachipy",), ("sudachidict_small", "sudachidict_core", "sudachidict_full")],
    ids=lambda names: names[0],
)
def test_without_sudachi_japanese_is_cut_into_characters(
    monkeypatch: pytest.MonkeyPatch, missing: tuple[str, ...]
) -> None:
    for module in missing:
        monkeypatch.setitem(sys.modules, module, None)
    assert pick_tokenizer("ja") == CHARACTERS
    with pytest.raises(SettingsError, match="no SudachiPy with a dictionary for tokenizer 'ja-word'") as caught:
        pick_tokenizer("ja", name="ja-word")
    assert caught.value.hint == "pip install 'drafter[ja]'"


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match="there is no tokenizer 'mecab'") as caught:
        pick_tokenizer("ja", name="mecab")
    assert caught.value.hint == "take one of ja-word, ja-char, zh-char, ko-char, en"
