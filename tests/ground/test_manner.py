from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.ground.evidence import NOTHING_KNOWN, Evidence, Manner, index_known
from drafter.ground.manner import learn_manner
from drafter.ground.sentence import check_sentence
from drafter.records import Fault

LAKE = Evidence(words=("湖を渡った", "I crossed the lake"))


def form(faults: tuple[Fault, ...]) -> list[tuple[str, bool]]:
    rules = ("register", "script", "length", "marks", "phrase")
    return [(fault.rule, fault.hard) for fault in faults if fault.rule in rules]


@pytest.mark.parametrize(
    ("text", "polite", "found"),
    [
        pytest.param("湖を渡りました。", False, [("register", False)], id="polite in a plain draft"),
        pytest.param("湖を渡った。", True, [("register", False)], id="plain in a polite draft"),
        pytest.param("湖を渡った。", False, [], id="plain"),
        pytest.param("湖を渡りました！", True, [], id="polite"),
        pytest.param("湖を渡りました。", None, [], id="not known"),
        pytest.param("静かな湖。", True, [], id="no verb"),
        pytest.param("- 湖を渡った", True, [], id="list item"),
        pytest.param("湖で「渡った。」", True, [], id="ends in a quotation"),
    ],
)
def test_the_register_is_the_authors(manner: Manner, text: str, polite: bool | None, found: list[object]) -> None:
    assert form(check_sentence(text, LAKE, replace(manner, polite=polite))) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("I also crossed the lake on my own.", [("script", True)], id="English sentence"),
        pytest.param("湖を渡った。It was the best of days.", [("script", True)], id="English after Japanese"),
        pytest.param("这个湖を渡った。", [("script", True)], id="simplified Chinese"),
        pytest.param("湖を渡った。", [], id="Japanese"),
        pytest.param("- Hugo / LoveIt", [], id="names alone"),
        pytest.param("I crossed the lake", [], id="words of the quote"),
        pytest.param("国会と学会で湖の話をした。", [], id="characters that both have"),
    ],
)
def test_a_japanese_draft_is_japanese(manner: Manner, text: str, found: list[object]) -> None:
    assert form(check_sentence(text, LAKE, manner)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("I crossed the lake. とても静か。", [("script", True)], id="Japanese"),
        pytest.param("I crossed the lake.", [], id="English"),
        pytest.param("I crossed the lake (湖).", [], id="a word of the quote"),
        pytest.param("I read 「静かな水辺」.", [], id="a quotation"),
    ],
)
def test_an_english_draft_is_english(english: Manner, text: str, found: list[object]) -> None:
    assert form(check_sentence(text, LAKE, english)) == found


@pytest.mark.parametrize(
    ("text", "habit", "found"),
    [
        pytest.param("**湖**を渡った。", "bold", [("marks", False)], id="bold"),
        pytest.param("湖を渡った🎉", "emoji", [("marks", False)], id="emoji"),
        pytest.param("湖を渡った！", "exclamations", [("marks", False)], id="exclamation mark"),
        pytest.param("- 湖を渡った", "bullets", [("marks", False)], id="list"),
        pytest.param("湖を渡った。", "bold", [], id="none"),
    ],
)
def test_marks_are_those_the_author_uses(manner: Manner, text: str, habit: str, found: list[object]) -> None:
    assert form(check_sentence(text, LAKE, manner)) == []
    used = {name: name != habit for name in ("bold", "emoji", "exclamations", "bullets")}
    strict = replace(
        manner,
        bold=used["bold"],
        emoji=used["emoji"],
        exclamations=used["exclamations"],
        bullets=used["bullets"],
    )
    assert form(check_sentence(text, LAKE, strict)) == found


def test_a_sentence_is_at_most_half_as_long_again_as_the_authors_longest(manner: Manner) -> None:
    short = replace(manner, sentence_chars_max=10)
    assert form(check_sentence("湖を渡り、山を見て帰ってきた。", LAKE, short)) == []
    assert form(check_sentence("湖を渡り、山を見てから帰ってきた。", LAKE, short)) == [("length", False)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("大きな一歩と言えるだろう。", id="と言えるだろう"),
        pytest.param("充実した一年だった。", id="a fulfilled year"),
        pytest.param("これが良いきっかけになった。", id="a good occasion"),
        pytest.param("今後も精進する。", id="精進"),
        pytest.param("In conclusion, I crossed the lake.", id="in conclusion"),
        pytest.param("I delved into the lake.", id="delve"),
        pytest.param("It was a testament to the lake.", id="testament"),
    ],
)
def test_phrases_of_assistants_are_hard_faults(manner: Manner, english: Manner, text: str) -> None:
    own = english if text.isascii() else manner
    assert ("phrase", True) in form(check_sentence(text, LAKE, own))
    theirs = replace(own, known=index_known([text]))
    assert ("phrase", True) not in form(check_sentence(text, LAKE, theirs))
    assert ("phrase", True) not in form(check_sentence(text, Evidence(words=(text,)), own))


def test_the_manner_is_learnt_from_earlier_retrospectives(manner: Manner) -> None:
    body = "## 仕事\n\n" + "湖を渡りました。山を見ました。" * 3 + "\n\n- **本**を読む\n\n```\n🎉\n```\n"
    learnt = learn_manner(replace(manner, polite=None), [body])
    assert (learnt.polite, learnt.bold, learnt.exclamations, learnt.bullets) == (True, True, False, True)
    assert learnt.sentence_chars_max == len("湖を渡りました。")
    assert learnt.earlier.holds("山を見ました")


def test_a_mixed_register_is_not_known(manner: Manner) -> None:
    body = "湖を渡りました。山を見た。" * 4
    assert learn_manner(manner, [body]).polite is None


def test_without_retrospectives_the_manner_is_as_it_was(manner: Manner) -> None:
    assert learn_manner(manner, []) == manner
    assert manner.earlier is NOTHING_KNOWN
