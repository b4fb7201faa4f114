from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest

from drafter.ground.evidence import Evidence, Manner
from drafter.ground.sentence import check_sentence
from drafter.records import Fault
from tests.ground.conftest import FaultsOf


def found(faults: tuple[Fault, ...], rule: str) -> list[tuple[str, bool]]:
    return [(fault.words, fault.hard) for fault in faults if fault.rule == rule]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("Rustで書き直した。", "Rustで書き直した", id="in a quote"),
        pytest.param("RUSTで書き直した。", "Ｒｕｓｔで書き直した", id="case and width"),
        pytest.param("サーバで動かした。", "サーバーで動かした", id="a long sign more or less"),
        pytest.param(unicodedata.normalize("NFD", "ガジェットを直した。"), "ガジェットを直した", id="NFD"),
        pytest.param("テーマを決めてスタートした。", "主題を決めて始めた", id="words of everybody"),
        pytest.param("ドキドキしながら渡った。", "心配しながら渡った", id="onomatopoeia"),
        pytest.param("カヤックで渡った。", "舟で渡った", id="a word the author uses all the time"),
        pytest.param("クラウドストレージに移した。", "外に移した", id="a compound of known parts"),
        pytest.param("The Lakeside Runners met again.", "the Lakeside Runners met again", id="English"),
        pytest.param("Everything went well.", "all went well", id="the first word of a sentence"),
        pytest.param("『夜の灯台』を読んだ。", "『夜の灯台』を読んだ", id="title"),
        pytest.param("I rowed on Sundays with Mum.", "I rowed with my mother once a week", id="days and kin"),
    ],
)
def test_a_name_near_the_quotes_or_of_everyday_stands(faults_of: FaultsOf, text: str, words: str) -> None:
    faults = faults_of(text, words)
    assert found(faults, "name") + found(faults, "quoted") == []


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        pytest.param("Zentrovaで書き直した。", "書き直した", "Zentrova", id="Latin letters"),
        pytest.param("クロノフレクトを買った。", "時計を買った", "クロノフレクト", id="katakana"),
        pytest.param("青山湖大学で話した。", "話した", "青山湖大学", id="a university"),
        pytest.param("I moved it to Zentrova.", "I moved it", "Zentrova", id="English"),
        pytest.param("We use zentroDB now.", "We use it now", "zentroDB", id="a capital inside"),
        pytest.param("I met the Grey Falcon Society.", "I met them", "Grey Falcon Society", id="several words as one"),
    ],
)
def test_a_name_that_its_author_never_wrote_is_a_hard_fault(
    faults_of: FaultsOf, text: str, words: str, name: str
) -> None:
    assert found(faults_of(text, words), "name") == [(name, True)]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        pytest.param("Hugoを直した。", "ブログを直した", "Hugo", id="Latin letters"),
        pytest.param("ストレートにLoveItを選んだ。", "まっすぐ選んだ", "LoveIt", id="beside a word of everybody"),
    ],
)
def test_a_name_of_another_fact_is_a_soft_fault(faults_of: FaultsOf, text: str, words: str, name: str) -> None:
    assert found(faults_of(text, words), "name") == [(name, False)]


def test_names_may_stand_around_the_quotes(faults_of: FaultsOf) -> None:
    assert found(faults_of("Zentrovaを試した。", "試した", context=("## Zentrova",)), "name") == []


def test_initials_of_words_near_are_doubtful_only(faults_of: FaultsOf) -> None:
    faults = faults_of("GFSの集まりに出た。", "Grey Falcon Societyの集まりに出た")
    assert found(faults, "name") == [("GFS", False)]


@pytest.mark.parametrize(
    ("text", "words", "hard"),
    [
        pytest.param("Daiary Loftを直した。", "Diary Loftを直した", False, id="a letter more"),
        pytest.param("Zentorvaを試した。", "Zentrovaを試した", False, id="two letters changed places"),
        pytest.param("Ｚｅｎｔｒｖａを試した。", "Zentrovaを試した", False, id="a letter missing, full width"),
        pytest.param("Zentrikaを試した。", "Zentrovaを試した", True, id="another name"),
        pytest.param("Zenを試した。", "Zneを試した", True, id="too short to be a slip"),
        pytest.param("I tried the Zentorva app.", "I tried the Zentrova app", False, id="English"),
    ],
)
def test_a_slip_in_a_name_is_soft(faults_of: FaultsOf, text: str, words: str, hard: bool) -> None:
    assert [is_hard for _, is_hard in found(faults_of(text, words), "name")] == [hard]


def test_a_short_name_is_not_found_inside_another(faults_of: FaultsOf) -> None:
    assert found(faults_of("Gemで書いた。", "gemstoneで書いた"), "name") == [("Gem", True)]


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        pytest.param("「湖は黙って待っている」と思った。", True, id="nobody wrote it"),
        pytest.param("「ストレージの章が面白かった」と思った。", False, id="the author wrote it elsewhere"),
        pytest.param("『青い羅針盤』を読んだ。", True, id="title of nothing"),
        pytest.param("『夜の灯台』も読んだ。", False, id="title of another post"),
        pytest.param("He called it “a perfectly quiet lake”.", True, id="curly quotes"),
        pytest.param('He called it "a perfectly quiet lake".', True, id="straight quotes"),
    ],
)
def test_quotation_marks_are_for_words_somebody_wrote(faults_of: FaultsOf, text: str, hard: bool) -> None:
    words = "He called it quiet" if text.startswith("He") else "そう思って本を読んだ"
    faults = [fault for fault in faults_of(text, words) if fault.rule == "quoted"]
    assert [fault.hard for fault in faults] == ([True] if hard else [False] if "『" in text else [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "「風 が やんだら渡る」と決めた。", "「**風がやんだら**渡る」と決めた", id="blanks and emphasis aside"
        ),
        pytest.param("「短い」と決めた。", "決めた", id="a few characters may be stressed"),
    ],
)
def test_words_copied_from_a_source_may_be_quoted(faults_of: FaultsOf, text: str, words: str) -> None:
    assert found(faults_of(text, words), "quoted") == []


@pytest.mark.parametrize(
    ("text", "published", "hard"),
    [
        pytest.param("田中さんと渡った。", True, False, id="a post that names them"),
        pytest.param("田中さんと渡った。", False, True, id="a private note that names them"),
        pytest.param("鈴木さんと渡った。", True, True, id="a post that names somebody else"),
        pytest.param("皆さんと渡った。", False, False, id="nobody"),
    ],
)
def test_a_third_person_stands_only_where_a_post_names_them(
    manner: Manner, text: str, published: bool, hard: bool
) -> None:
    evidence = Evidence(words=("田中さんと皆さんと渡った",), published=published)
    faults = [fault for fault in check_sentence(text, evidence, manner) if fault.rule == "person"]
    assert [fault.hard for fault in faults] == ([True] if hard else [])


def test_across_languages_a_name_nobody_wrote_is_doubtful(english: Manner) -> None:
    carried = replace(english, source_language="ja")
    faults = check_sentence("I read about Osaka.", Evidence(words=("大阪について読んだ",)), carried)
    assert found(faults, "name") == [("Osaka", False)]


def test_a_very_long_run_of_katakana_is_a_name(faults_of: FaultsOf) -> None:
    assert [hard for _, hard in found(faults_of("データ" * 5000, "データ"), "name")] == [True]
