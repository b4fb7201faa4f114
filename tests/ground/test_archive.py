from __future__ import annotations

from dataclasses import replace

import pytest

from drafter.ground.evidence import Evidence, Manner, index_known
from drafter.ground.sentence import check_sentence
from drafter.records import Fault
from tests.ground.conftest import FaultsOf


def archive(faults: tuple[Fault, ...]) -> list[bool]:
    return [fault.hard for fault in faults if fault.rule == "archive"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("湖は静かだと書いていた。", id="wrote that"),
        pytest.param("5月の記事では湖を渡った。", id="in the post"),
        pytest.param("メモによれば湖を渡った。", id="according to the notes"),
        pytest.param("日記には湖のことがある。", id="the diary has"),
        pytest.param("その後の記録がない。", id="no record"),
        pytest.param("湖の記録は見当たらない。", id="no record to be found"),
        pytest.param("湖についての記述も見つからなかった。", id="no mention found"),
        pytest.param("湖についても触れていた。", id="touches on"),
        pytest.param("ログには湖とある。", id="the log"),
        pytest.param("According to my notes, I crossed the lake.", id="English notes"),
        pytest.param("I wrote that the lake was calm.", id="English wrote that"),
        pytest.param("There is no record of the lake.", id="English no record"),
        pytest.param("My diary says the lake was calm.", id="English diary"),
        pytest.param("The entry of May says the lake was calm.", id="English entry of a month"),
        pytest.param("My notes from last summer say the lake was calm.", id="English notes of a season"),
        pytest.param("Nothing in the notebook tells of the lake.", id="English nothing in the notebook"),
    ],
)
def test_a_report_of_what_the_sources_say_is_a_hard_fault(faults_of: FaultsOf, text: str) -> None:
    assert archive(faults_of(text, "the lake was calm" if text.isascii() else "湖を渡った")) == [True]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("湖を渡った。", id="life"),
        pytest.param("この記事では湖の話をする。", id="the post itself"),
        pytest.param("ブログには32本を足した。", id="the blog"),
        pytest.param("自己記録が伸びた。", id="a record in sport"),
        pytest.param("カタログには湖がある。", id="a catalogue"),
        pytest.param("リリースノートには湖がある。", id="notes of a release"),
        pytest.param("[湖についても触れていた記事](p3a2f)を読んだ。", id="label of a link"),
        pytest.param("I wrote to a friend.", id="a letter"),
        pytest.param("I put the notebook in the drawer.", id="a notebook"),
        pytest.param("Nothing in the boat was dry.", id="nothing in a boat"),
        pytest.param("自分の姿は見当たらない。", id="somebody not to be found"),
    ],
)
def test_a_sentence_about_life_is_none(faults_of: FaultsOf, text: str) -> None:
    assert archive(faults_of(text, "a friend" if text.isascii() else "湖を渡った")) == []


def test_writing_a_post_is_soft_and_none_where_quotes_tell_of_it(faults_of: FaultsOf) -> None:
    assert archive(faults_of("湖の話を記事にまとめた。", "湖を渡った")) == [False]
    assert archive(faults_of("湖の話を記事にまとめた。", "記事を書いた")) == []


def test_months_without_posts_may_be_told_where_they_were_counted(faults_of: FaultsOf) -> None:
    assert archive(faults_of("4月と8月には投稿がない。", slots=("4月と8月",))) == [False]
    assert archive(faults_of("4月には投稿がない。", "湖を渡った")) == [True]
    assert archive(faults_of("4月には記録がない。", slots=("4月",))) == [True]


def test_an_author_who_reports_so_may(manner: Manner) -> None:
    habit = replace(manner, earlier=index_known(["春の記事では湖の話をした。記事にまとめた。"]))
    evidence = Evidence(words=("湖を渡った",))
    assert archive(check_sentence("5月の記事では湖を渡った。", evidence, habit)) == [False]
    assert archive(check_sentence("湖を渡り、記事にまとめた。", evidence, habit)) == []
