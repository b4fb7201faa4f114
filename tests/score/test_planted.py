from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.score.endings import deny, make_plain, make_polite
from drafter.score.other_number import other_number
from drafter.score.page import read_page
from drafter.score.planted import FAULTS, PASTED_CHARS, Beside, plant
from drafter.score.planted_words import ARCHIVE, PRESUPPOSING
from drafter.text.periods import year_period
from drafter.text.voice import is_polite

YEAR = year_period("2024")
PROSE = "湖のまわりは砂利で、雨のあとは靴が重くなる。帰り道に柿を買い、橋の上で一つ食べた。" * 8
BESIDE = Beside(period=YEAR, sources=(PROSE, "短い。"), last="去年は山を歩いた。\n")
PLAIN = """## 湖
2024年は湖を３２周走った。靴は[ランナーズ](/posts/shoes/)で二足買った。DuckDBで記録を数えた。

- 朝に走るのは楽しい
- 雨の日は橋まで歩いた

## 本
五冊読んだ。『湖の地図』がよかった。夜に一人で読んだ。

## 2025年の目標
- 湖を40周走る
"""
POLITE = "## 湖\r\n湖を32周走りました。よい年でした。まだ書いていません。\r\n"
ENGLISH = "## Lake\n\nI ran the loop 32 times and used DuckDB. The rain was cold. Three friends came.\n"


def planted(fault: str, body: str, nth: int = 0, beside: Beside = BESIDE) -> str:
    """The body with the fault; its place is where it differs."""
    found = plant(fault, body, beside, nth=nth)
    assert found is not None
    assert found.body != body
    if fault not in ("polite", "plain", "嘘", "last year", "quarter"):
        rest = len(found.body) - found.end
        assert (found.body[: found.start], found.body[found.end :]) == (body[: found.start], body[len(body) - rest :])
    return found.body


@pytest.mark.parametrize(
    ("fault", "body", "nth", "words"),
    [
        ("number", PLAIN, 0, "湖を２３周走った"),
        ("number", PLAIN, 1, "で七足買った"),
        ("number", PLAIN, 2, "十冊読んだ"),
        ("number", POLITE, 0, "湖を23周"),
        ("number", ENGLISH, 0, "23 times"),
        ("number", ENGLISH, 1, "Eight friends"),
        ("denied", PLAIN, 0, "走らなかった。靴は"),
        ("denied", POLITE, 0, "走りませんでした。よい"),
        ("denied", ENGLISH, 0, "The rain was not cold."),
        ("name", PLAIN, 0, "[ゾルフェリナ](/posts/shoes/)"),
        ("name", PLAIN, 1, "Zorvexaで記録"),
        ("name", ENGLISH, 0, "used Zorvexa."),
        ("archive", PLAIN, 0, "走った。メモにはそのことが書かれていた。靴は"),
        ("archive", POLITE, 0, "走りました。このあたりの記録は見当たりません。よい"),
        ("archive", ENGLISH, 0, "DuckDB. Nothing in the notebook tells what happened next. The"),
        ("proposal", PLAIN, 1, "買った。新しい職場にも慣れ、余裕が生まれた。<!-- ? -->DuckDB"),
        ("link", PLAIN, 0, "(/posts/shoes-no-such-post/)"),
        ("link", POLITE, 0, "走りました。[前の話](/posts/no-such-post/)よい"),
    ],
)
def test_a_fault_stands_where_it_says(fault: str, body: str, nth: int, words: str) -> None:
    assert words in planted(fault, body, nth)


def test_numbers_of_dates_goals_and_addresses_stay() -> None:
    body = "2024年5月3日に[湖](/posts/32/)へ行った。1つ目は湖。\n\n## 2025年の目標\n- 湖を40周走る\n"
    assert plant("number", body, BESIDE) is None


def test_a_dropped_quarter_is_a_quarter_of_the_sentences() -> None:
    n_told = len(read_page(PLAIN).sentences)
    left = [read_page(planted("quarter", PLAIN, nth)).sentences for nth in range(4)]
    assert sum(n_told - len(sentences) for sentences in left) == n_told
    assert plant("quarter", PLAIN, BESIDE, nth=4) is None
    assert plant("quarter", POLITE, BESIDE) is None  # under eight sentences


def test_the_register_is_turned_in_all_sentences_that_have_one() -> None:
    for fault, body, last in (("polite", PLAIN, PLAIN), ("plain", POLITE, POLITE), ("polite", PLAIN, None)):
        page = read_page(planted(fault, body, beside=Beside(period=YEAR, last=last)))
        turned = [is_polite(p.sentence.text) for p in page.sentences]
        assert {fault == "polite"} == {polite for polite in turned if polite is not None}
    assert [plant("polite", POLITE, BESIDE), plant("plain", PLAIN, BESIDE), plant("polite", ENGLISH, BESIDE)] == [
        None
    ] * 3


def test_the_register_of_the_last_retrospective_is_no_fault() -> None:
    assert plant("polite", PLAIN, Beside(period=YEAR, last=POLITE)) is None
    assert plant("plain", POLITE, Beside(period=YEAR, last=PLAIN)) is None


def test_what_is_added_says_the_same_in_both_registers_and_differs_by_place() -> None:
    for sentences in (ARCHIVE, PRESUPPOSING):
        assert [is_polite(polite) for _, polite in sentences["ja"]] == [True] * len(sentences["ja"])
        assert not any(is_polite(plain) for plain, _ in sentences["ja"])
    found = [plant("archive", PLAIN * 3, BESIDE, nth=nth) for nth in range(12)]
    added = {one.body[one.start : one.end] for one in found if one}
    assert added < {plain for plain, _ in ARCHIVE["ja"]}
    assert len(added) == 4


def test_200_characters_are_pasted_before_the_last_heading() -> None:
    body = planted("pasted", PLAIN)
    assert f"{PROSE[:PASTED_CHARS]}\n\n## 2025年" in body
    assert PROSE[:PASTED_CHARS] in planted("pasted", "見出しのない文。")
    assert plant("pasted", PLAIN, Beside(period=YEAR, sources=("短い。",))) is None


def test_a_lie_keeps_what_is_no_japanese() -> None:
    lied = planted("嘘", PLAIN + "<!-- ? -->[山](/posts/山/)\n")
    assert "2024嘘嘘嘘嘘３２嘘嘘嘘嘘" in lied
    assert "(/posts/山/)" in lied
    assert not any("ぁ" <= sign <= "ー" for sign in lied)
    assert plant("嘘", ENGLISH, BESIDE) is None


def test_last_years_text_comes_instead_where_there_is_one() -> None:
    assert planted("last year", PLAIN) == BESIDE.last
    assert plant("last year", PLAIN, Beside(period=YEAR)) is None


def test_what_cannot_be_planted_gives_none() -> None:
    assert {fault for fault in FAULTS if plant(fault, "", BESIDE)} <= {"pasted", "last year"}
    assert {fault for fault in FAULTS if plant(fault, PLAIN, BESIDE, nth=99)} == set()


@given(st.text("湖を三32つ周走った。\n-#[]() <!-- ? -->DuckDB", max_size=80), st.integers(0, 2))
def test_planting_never_fails_and_its_place_is_in_the_body(body: str, nth: int) -> None:
    for fault in FAULTS:
        found = plant(fault, body, BESIDE, nth=nth)
        assert found is None or 0 <= found.start <= found.end <= len(found.body)


@pytest.mark.parametrize(
    ("plain", "polite"),
    [
        ("本を読んだ。", "本を読みました。"),
        ("書いた。", "書きました。"),
        ("急いだ。", "急ぎました。"),
        ("友だちと話した。", "友だちと話しました。"),
        ("海へ行った。", "海へ行きました。"),
        ("絵を見た。", "絵を見ました。"),
        ("書いている。", "書いています。"),
        ("旅をする。", "旅をします。"),
        ("まだ読めない。", "まだ読めません。"),
        ("わからなかった。", "わかりませんでした。"),
        ("楽しい。", "楽しいです。"),
        ("よい年だった。", "よい年でした。"),
        ("来るだろう。", "来るでしょう。"),
    ],
)
def test_polite_endings_are_made_plain_and_plain_ones_polite(plain: str, polite: str) -> None:
    assert make_plain(polite) == plain
    assert make_polite(plain).endswith(("です。", "ました。", "でした。", "でしょう。"))


@pytest.mark.parametrize(
    ("told", "denied"),
    [
        ("本を読んだ。", "本を読まなかった。"),
        ("空を飛んだ。", "空を飛ばなかった。"),
        ("靴を買った。", "靴を買わなかった。"),
        ("友を待った。", "友を待たなかった。"),
        ("問題があった。", "問題がなかった。"),
        ("よかった。", "よくなかった。"),
        ("湖だ。", "湖ではない。"),
        ("湖を走らなかった。", None),
        ("湖。", None),
    ],
)
def test_a_claim_is_denied(told: str, denied: str | None) -> None:
    assert deny(told) == denied


@given(st.integers(2, 999))
def test_another_number_is_another_one(value: int) -> None:
    changed = other_number(f"{value}周", value)
    assert changed != f"{value}周"
    assert changed[:-1].isdigit()
