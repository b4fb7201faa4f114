from __future__ import annotations

import pytest

from drafter.ground.evidence import Manner
from drafter.ground.sentence import check_proposal


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("来年も、自分の手で確かめながら学んでいきたい。", id="wish"),
        pytest.param("道具選びは、急がないための工夫なのかもしれない。", id="reflection"),
        pytest.param("書くことは、自分にとって考えを確かめる作業なのだと思う。", id="thought"),
        pytest.param("カヤックには、これからも助けられるのだろう。", id="a known name"),
        pytest.param("来年はどんな湖に出会えるか楽しみだ。", id="looking forward"),
        pytest.param("誰かの役に立てば嬉しい。", id="hope"),
        pytest.param("どちらも、根っこは同じ興味なのだと思う。", id="connection"),
        pytest.param("もう少し欲張ってもよかったのかもしれない。", id="judgement"),
        pytest.param("一番の収穫は、待つことだったのかもしれない。", id="superlative as a judgement"),
        pytest.param("2025年も、よろしくお願いする。", id="the next year"),
        pytest.param("もっと上達したい。", id="a wish for a result"),
        pytest.param("もっと早く始めておけばよかった。", id="what should have been"),
        pytest.param("海に行けば良かった。", id="what should have been, kanji"),
        pytest.param("湖の広さを思い知った。", id="brought home"),
        pytest.param("自分の弱さに気づかされた。", id="made to see"),
        pytest.param("よく笑ったものだ。", id="used to"),
        pytest.param("急いでいたのだと思う。", id="explained"),
        pytest.param("これからも書き続けていきたい。", id="a wish to go on"),
        pytest.param("この2つは、根っこが近い気がする。", id="two things just told"),
    ],
)
def test_a_reflection_or_a_wish_is_clean(manner: Manner, text: str) -> None:
    assert [fault for fault in check_proposal(text, manner) if fault.hard] == []


@pytest.mark.parametrize(
    "text",
    [
        "Maybe I learn best by fixing things.",
        "I should have known.",
        "I could have asked for help.",
        "I ought to have stopped there.",
        "I wish I had started sooner.",
        "I never learned to like it.",
        "I've never been so pleased to be bored.",
        "Maybe it matters more than I realized.",
        "I'm not sure whether I bought a boat or a hole in the water.",
        "I'll keep rooting for them.",
        "These two belong together.",
        "It might be the better half of the deal.",
        "I hope my family likes the garden as much as I do.",
        "Moving on was worth the trouble.",
    ],
)
def test_a_reflection_in_english_is_clean(english: Manner, text: str) -> None:
    assert check_proposal(text, english) == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("30冊は読みたい。", "30冊", id="number"),
        pytest.param("秋には湖を渡りたい。", "秋", id="date"),
        pytest.param("Zentrovaも試したい。", "Zentrova", id="unknown name"),
        pytest.param("「湖は黙って待っている」のだと思う。", "湖は黙って待っている", id="quotation"),
        pytest.param("英語が上達した一年だった。", "上達", id="result"),
        pytest.param("記事も増えたのだと思う。", "増えた", id="trend"),
        pytest.param("早起きが習慣になった。", "習慣になっ", id="habit"),
        pytest.param("基礎が身についたのが大きい。", "身につい", id="ability"),
        pytest.param("成長できた年だったと思う。", "成長でき", id="growth"),
        pytest.param("今も走っている。", "今も", id="state"),
        pytest.param("毎日の積み重ねだと思う。", "毎日", id="sweep"),
        pytest.param("転職は大きな決断だった。", "転職", id="turning point"),
        pytest.param("新しい湖まで足を延ばした。", "新しい湖まで足を延ばした。", id="deed"),
        pytest.param("もっと早く始めた。", "もっと早く始めた。", id="deed beside what should have been"),
        pytest.param("週次で書いていたのが大きい。", "週次で", id="habit"),
        pytest.param("2つの湖が好きだ。", "2つ", id="number of nothing told"),
        pytest.param("田中さんに感謝したい。", "田中さんに感謝したい。", id="person"),
        pytest.param("家族に支えられた一年だったと思う。", "家族に支えられ", id="others"),
    ],
)
def test_a_proposal_holds_no_fact_and_presupposes_none(manner: Manner, text: str, found: str) -> None:
    faults = [fault for fault in check_proposal(text, manner) if fault.rule == "proposal" and fault.hard]
    assert found in [fault.words for fault in faults]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        pytest.param("記事によれば、湖が好きらしい。", "archive", id="archive"),
        pytest.param("[湖](https://lake.example/)のように静かでいたい。", "link", id="link"),
        pytest.param("さらなる飛躍を目指したい。", "phrase", id="phrase"),
        pytest.param("湖のように静かでいたいです。", "register", id="register"),
        pytest.param("連絡先はkaede@lake.exampleにしたい。", "secret", id="secret"),
    ],
)
def test_a_proposal_keeps_the_form(manner: Manner, text: str, rule: str) -> None:
    assert rule in [fault.rule for fault in check_proposal(text, manner)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("I wrote a book.", id="deed"),
        pytest.param("My family kept me going through the winter.", id="others"),
        pytest.param("Moving house was worth the trouble.", id="a turning point, as a noun"),
        pytest.param("Maybe changing jobs is like rowing.", id="another one"),
        pytest.param("I never missed a day.", id="never"),
        pytest.param("I keep rowing.", id="state"),
        pytest.param("Half of the year was calm.", id="half"),
        pytest.param("Two things belong together.", id="number of nothing told"),
        pytest.param("My garden grew.", id="growth"),
        pytest.param("I'm grateful to Mr. Henderson.", id="person"),
        pytest.param("I hope to read 30 books.", id="number"),
    ],
)
def test_an_english_proposal_holds_no_fact(english: Manner, text: str) -> None:
    assert any(fault.hard for fault in check_proposal(text, english))
