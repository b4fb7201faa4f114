import pytest

from drafter.text.voice import MIN_CHARS, is_polite, measure_register, measure_voice

PLAIN = "今日は、港まで歩いた。"  # 10 characters of prose and a comma
POLITE = "今日は港まで歩きました。"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("本を読みました。", True, id="ました"),
        pytest.param("本です", True, id="です without a full stop"),
        pytest.param("そう思いますね！", True, id="ますね！"),
        pytest.param("読みませんでした。", True, id="ませんでした"),
        pytest.param("見てください（笑）", True, id="ください"),
        pytest.param("本を読んだ。", False, id="んだ"),
        pytest.param("静かだった。", False, id="だった"),
        pytest.param("これから読む", False, id="dictionary form"),
        pytest.param("読みたい。", False, id="たい"),
        pytest.param("良い本。", None, id="noun"),
        pytest.param("I read it.", None, id="English"),
        pytest.param("", None, id="empty"),
        pytest.param("読みました。", True, id="NFD"),
    ],
)
def test_register_of_a_sentence(sentence: str, expected: bool | None) -> None:
    assert is_polite(sentence) is expected


def test_register_is_the_share_of_polite_sentences_among_those_with_a_verb() -> None:
    voice = measure_voice([POLITE * 30, PLAIN * 90 + "静かな海。" * 20])
    assert voice.polite_share == pytest.approx(30 / 120)
    assert voice.endings == (("た", 0.75), ("ます", 0.25))


def test_lengths_and_rates_are_counted_over_prose_without_white_space() -> None:
    voice = measure_voice([PLAIN * 100 + "\n\n## 見出し\n\n" + "- **太い**話！\n" * 2 + "\n港だ。<br>\n"])
    assert voice.n_chars == 100 * 11 + 2 * 4 + 3
    assert voice.n_sentences == 103
    assert voice.median_sentence_chars == 11
    assert voice.mean_sentence_chars == pytest.approx(voice.n_chars / 103)
    assert voice.commas_per_100 == pytest.approx(100 * 100 / voice.n_chars)
    for rate, n in (
        (voice.bold_per_1000, 2),
        (voice.bullets_per_1000, 2),
        (voice.headings_per_1000, 1),
        (voice.exclamations_per_1000, 2),
        (voice.breaks_per_1000, 1),
        (voice.emoji_per_1000, 0),
    ):
        assert rate == pytest.approx(1000 * n / voice.n_chars)


def test_code_tables_and_html_are_no_prose() -> None:
    others = "\n\n```\nx = 1。\n```\n\n| a | b |\n|---|---|\n| c | d |\n\n<div>箱。</div>\n"
    assert measure_voice([PLAIN * 100 + others]) == measure_voice([PLAIN * 100])


def test_too_little_text_gives_no_values_and_a_reason() -> None:
    voice = measure_voice([PLAIN * 3])
    assert (voice.polite_share, voice.mean_sentence_chars, voice.breaks_per_1000) == (None, None, None)
    assert (voice.endings, voice.first_person) == (None, None)
    assert voice.reason == f"33 characters of prose are too few to tell a voice: {MIN_CHARS} are needed"


def test_no_texts_give_no_voice() -> None:
    assert (measure_voice([]).n_chars, measure_voice([]).n_sentences) == (0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("僕は港まで歩いた。私の犬も歩いた。僕は笑った。" * 50, "僕", id="the most frequent"),
        pytest.param("私たちは港まで歩いた。" * 100, "私たち", id="we, not I"),
        pytest.param("I walked to the sea, and I'm glad that we did. " * 40, "i", id="English"),
        pytest.param("港まで歩いた。犬も歩いた。I/Oを測った。" * 60, None, id="none"),
    ],
)
def test_first_person(text: str, expected: str | None) -> None:
    assert measure_voice([text]).first_person == expected


def test_english_has_no_register() -> None:
    voice = measure_voice(["We walked, slowly, to the old harbour. " * 40])
    assert (voice.polite_share, voice.reason, voice.endings) == (None, None, ())


def test_emoji_are_counted_as_a_person_sees_them() -> None:
    voice = measure_voice([PLAIN * 100 + "\n\n海へ👨‍👩‍👧行った🎉🇯🇵。\n"])
    assert voice.emoji_per_1000 == pytest.approx(1000 * 3 / voice.n_chars)


def test_a_register_shows_in_fewer_words_than_a_voice() -> None:
    assert measure_register(["本を読みました。" * 4]) is None
    assert measure_register(["本を読みました。" * 4, "## 読んだ\r\n\r\n良い本。海辺を歩いた。\r\n"]) == pytest.approx(
        0.8
    )
    assert measure_register(["I read it. " * 9]) is None
