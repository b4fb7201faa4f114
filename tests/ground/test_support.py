from __future__ import annotations

import pytest

from drafter.records import Fault
from tests.ground.conftest import FaultsOf


def found(faults: tuple[Fault, ...]) -> list[tuple[str, str]]:
    assert not any(fault.hard for fault in faults if fault.rule in ("support", "word"))
    return [(fault.rule, fault.words) for fault in faults if fault.rule in ("support", "word")]


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        pytest.param("湖まで走った。", "湖のほとりを走った", [], id="its own words"),
        pytest.param("望遠鏡で惑星を眺めた。", "湖まで走った", [("support", "望遠鏡で惑星を眺めた。")], id="wrong ids"),
        pytest.param("湖まで走り、惑星を眺めた。", "湖まで走った", [("support", "惑星を眺めた")], id="an added clause"),
        pytest.param("湖まで友人と走った。", "湖まで走った", [("word", "友人")], id="an added word"),
        pytest.param("今年も湖まで走った。", "湖まで走った", [], id="a word of everybody"),
        pytest.param("1,200円の本を買った。", "本を1,200円で買った", [], id="a comma inside a number"),
        pytest.param("それでいい。", "湖まで走った", [], id="no content word"),
        pytest.param(
            "I watched distant planets.",
            "I ran along the lake",
            [("support", "I watched distant planets.")],
            id="English",
        ),
        pytest.param("I ran around the lake.", "Running by the lake", [], id="an English word in another form"),
    ],
)
def test_what_a_sentence_tells_is_spoken_of_in_what_it_cites(
    faults_of: FaultsOf, text: str, words: str, expected: list[tuple[str, str]]
) -> None:
    assert found(faults_of(text, words)) == expected


def test_a_sentence_of_counts_alone_cites_no_words(faults_of: FaultsOf) -> None:
    assert found(faults_of("望遠鏡の記事は32本だった。", slots=("32",))) == []
    assert found(faults_of("望遠鏡の記事は32本だった。", "湖まで走った", slots=("32",))) != []


def test_what_says_only_that_it_was_felt_is_no_clause(faults_of: FaultsOf) -> None:
    assert found(faults_of("湖まで走ろう、という気持ちでした。", "湖まで走ろう")) == []
    assert found(faults_of("湖まで走ろう、という惑星でした。", "湖まで走ろう")) == [("support", "という惑星でした")]


def test_words_around_the_quotes_count(faults_of: FaultsOf) -> None:
    assert found(faults_of("湖まで友人と走った。", "湖まで走った", context=("友人の誘いだった。",))) == []
