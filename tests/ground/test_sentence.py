"""The door as a whole: honest sentences stand, planted faults do not, in both languages and across them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from drafter.ground.evidence import Evidence, Manner
from drafter.ground.sentence import check_sentence
from tests.ground.conftest import FaultsOf

# A writer's honest sentence and the words of the sources it rests on.
HONEST = (
    pytest.param(
        "ブログはHugoで作り直し、テーマはLoveItにした。",
        ("Hugoでブログを作り直した。テーマはLoveItを使っている。",),
        id="two",
    ),
    pytest.param(
        "『夜の灯台』はストレージの章が面白かった。", ("『夜の灯台』を読んだ。ストレージの章が面白かった。",), id="book"
    ),
    pytest.param(
        "秋は体調を崩しがちで、走る距離は伸びなかった。",
        ("体調を崩して走れない日が続いた（秋）。", "走行距離は伸びず"),
        id="failure",
    ),
    pytest.param(
        "設計の勉強は、仕事の仕組みを入れ替えたのがきっかけだった。",
        ("仕組みを入れ替えることになり、それがきっかけで設計を勉強し始めた。",),
        id="cause",
    ),
    pytest.param("検索のしくみはざっくり追うところまで。", ("検索のしくみをざっくり追った。",), id="hedge"),
    pytest.param("英会話は週に2回、どうにか続けられた。", ("英会話、週2回をなんとか続けている。",), id="habit"),
    pytest.param(
        "初めての登壇は緊張したが、質問も出てほっとした。",
        ("初登壇。めちゃくちゃ緊張した。", "質問が3つも出てほっとした"),
        id="feeling",
    ),
    pytest.param("読みかけの本は来年こそ読み切りたい。", ("積んだままの本を来年は読み切りたい。",), id="wish"),
    pytest.param(
        "家計簿アプリを公開し、友人にも使ってもらっている。",
        ("家計簿アプリ公開した！", "友人も使ってくれている"),
        id="release",
    ),
    pytest.param(
        "新しいパソコンへの引っ越しは丸一日がかりだった。", ("パソコンの引っ越しに丸一日かかった。",), id="move"
    ),
    pytest.param("試験は81点で合格。", ("結果：81点、合格。",), id="score"),
    pytest.param(
        "型の恩恵を感じるようになったのも、この移行のおかげだ。", ("移行したおかげで型の恩恵を感じる。",), id="lesson"
    ),
    pytest.param(
        "I crossed the finish line in 52 minutes.", ("Finished the 10k race in 52 minutes!",), id="English score"
    ),
    pytest.param(
        "The new roof took two weekends.", ("It took me 2 weekends to build the roof.",), id="English cardinal"
    ),
    pytest.param("I'd like to learn to sail next year.", ("I want to learn sailing.",), id="English wish"),
    pytest.param("I never got around to the shed.", ("Never got around to fixing the shed.",), id="English failure"),
)


@pytest.mark.parametrize(("text", "words"), HONEST)
def test_an_honest_sentence_stands(faults_of: FaultsOf, text: str, words: tuple[str, ...]) -> None:
    faults = faults_of(text, *words, days=(date(2024, 10, 5), date(2024, 12, 20)))
    assert [fault for fault in faults if fault.hard] == []


@pytest.mark.parametrize(("text", "words"), HONEST)
def test_a_source_stands_as_its_own_evidence(faults_of: FaultsOf, text: str, words: tuple[str, ...]) -> None:
    assert [fault for fault in faults_of(text, text) if fault.hard] == []


PLANTS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("number", lambda text: f"7個のうち、{text}"),
    ("number", lambda text: f"2019年に{text}"),
    ("date", lambda text: f"春には{text}"),
    ("name", lambda text: f"Zentrovaで{text}"),
    ("quoted", lambda text: f"『青い羅針盤』を手に、{text}"),
    ("claim", lambda text: f"毎日欠かさず、{text}"),
    ("claim", lambda text: f"{text}資格も取得した。"),
    ("claim", lambda text: f"{text}今も変わらない。"),
    ("feeling", lambda text: f"{text}誇らしかった。"),
    ("archive", lambda text: f"{text.rstrip('。')}と書いていた。"),
    ("link", lambda text: f"{text}[こちら](https://lake.example/)。"),
    ("person", lambda text: f"鈴木さんと、{text}"),
    ("secret", lambda text: f"{text}kaede@lake.exampleまで。"),
    ("script", lambda text: f"{text}这们。"),
    ("phrase", lambda text: f"{text}まさに成長の一年だった。"),
)


@pytest.mark.parametrize(("rule", "plant"), PLANTS)
def test_a_planted_fault_is_found(faults_of: FaultsOf, rule: str, plant: Callable[[str], str]) -> None:
    text, words = "ブログを作り直し、テーマを替えた。", "ブログを作り直した。テーマを替えた。"
    days = (date(2024, 10, 5),)
    assert faults_of(text, words, days=days) == ()
    assert rule in [fault.rule for fault in faults_of(plant(text), words, days=days) if fault.hard]


def test_hard_faults_come_first_and_once(faults_of: FaultsOf) -> None:
    faults = faults_of("とても嬉しかった。とても嬉しかった。", "走った")
    assert [fault.hard for fault in faults] == sorted((fault.hard for fault in faults), reverse=True)
    assert len(set(faults)) == len(faults)


def test_every_message_is_one_line(faults_of: FaultsOf) -> None:
    for _, plant in PLANTS:
        assert all("\n" not in fault.message for fault in faults_of(plant("湖を渡った。"), "湖を\n渡った"))


def test_blank_text_has_no_fault(faults_of: FaultsOf) -> None:
    assert faults_of("", "湖を渡った") == faults_of(" \n", "湖を渡った") == ()


def test_line_ends_of_a_source_hide_nothing(faults_of: FaultsOf) -> None:
    assert faults_of("湖を渡り、30分で戻った。", "湖を渡り\r\n30分で戻った") == ()


def test_in_another_language_only_what_carries_over_is_checked(english: Manner) -> None:
    carried = replace(english, source_language="ja", links=frozenset())
    evidence = Evidence(words=("毎日30分走った。とても楽しかった。",), days=(date(2024, 5, 3),))
    assert check_sentence("I ran half an hour a day in May, 30 minutes each, and enjoyed it.", evidence, carried) == ()
    faulty = check_sentence("In July I ran 40 minutes. [Here](https://lake.example/).", evidence, carried)
    assert sorted(fault.rule for fault in faulty) == ["date", "link", "number"]
