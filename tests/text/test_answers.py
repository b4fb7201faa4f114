from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.answers import blank_others, parse_answers, put_answer

KEYS = ("0123456789ab", "ba9876543210")
FILE = (
    "# 2024年\n\n<!-- 説明 -->\n\n"
    "## 英語を話す：どうなった？\n<!-- question 0123456789ab -->\n\n合格した。\n二行目。\n\n"
    "## 5月は何をしていた？ ##\n<!--question ba9876543210-->\n\n## 自分で足した見出し\n\n旅をした。\n"
)
TEXTS = st.text(st.sampled_from("合ab# \n\r<!->`~？。\u3000"), max_size=60)


def test_questions_and_answers_are_read_in_order() -> None:
    told = [(answer.key, answer.question, answer.words) for answer in parse_answers(FILE)]
    assert told == [
        (KEYS[0], "英語を話す：どうなった？", "合格した。\n二行目。"),
        (KEYS[1], "5月は何をしていた？", ""),
        ("", "自分で足した見出し", "旅をした。"),
    ]
    assert all(FILE[a.start : a.end] == a.words for a in parse_answers(FILE))


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_line_ends_and_fences_are_kept(ends: str) -> None:
    text = f"## 問い？{ends}<!-- question {KEYS[0]} -->{ends}{ends}```{ends}## 見出しではない{ends}```{ends}"
    (answer,) = parse_answers(text)
    assert answer.words == f"```{ends}## 見出しではない{ends}```"
    written = put_answer(text, key=KEYS[1], question="次？", words="一行\n二行")
    assert written.startswith(text)
    assert ends == "\n" or "\n" not in written.replace("\r\n", "")
    assert parse_answers(written)[1].words == f"一行{ends}二行"


@pytest.mark.parametrize("words", ["n", "N", "ｎ", " n. ", "no"])
def test_an_n_alone_is_a_refusal(words: str) -> None:
    written = put_answer(FILE, key=KEYS[1], question="", words=words)
    assert [answer.is_refusal for answer in parse_answers(written)] == [False, True, False]


def test_an_answer_goes_below_its_question_and_replaces_an_earlier_one() -> None:
    first = put_answer(FILE, key=KEYS[1], question="5月は？", words="休んだ。")
    assert first == FILE.replace("<!--question ba9876543210-->\n\n", "<!--question ba9876543210-->\n\n休んだ。\n\n")
    assert put_answer(first, key=KEYS[1], question="", words="歩いた。") == first.replace("休んだ。", "歩いた。")
    assert put_answer("", key=KEYS[0], question="問い ？", words="") == f"## 問い ？\n<!-- question {KEYS[0]} -->\n\n"


def test_a_heading_in_an_answer_begins_no_other_question() -> None:
    written = put_answer("", key=KEYS[0], question="問い？", words="## 見出し\n本文")
    (answer,) = parse_answers(written)
    assert answer.words == "\\## 見出し\n本文"


def test_only_the_words_of_one_answer_are_left_at_their_place() -> None:
    answer = parse_answers(FILE)[0]
    left = blank_others(FILE, answer)
    assert (len(left), left.count("\n")) == (len(FILE), FILE.count("\n"))
    assert left.split() == ["合格した。", "二行目。"]
    assert left[answer.start : answer.end] == answer.words


@given(TEXTS, TEXTS)
def test_what_a_person_wrote_stays_and_the_answer_is_found_again(text: str, words: str) -> None:
    before = [(a.key, a.question) for a in parse_answers(text)]
    written = put_answer(text, key=KEYS[0], question="問い？", words=words)
    assert written.startswith(text)
    found = [answer for answer in parse_answers(written) if answer.key == KEYS[0]]
    if "`" in text or "~" in text:  # an open fence swallows what follows
        return
    assert len(found) == 1
    assert [(a.key, a.question) for a in parse_answers(written)][: len(before)] == before or text.endswith("#")
