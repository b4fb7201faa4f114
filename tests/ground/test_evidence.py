from __future__ import annotations

import pytest

from drafter.ground.everyday import is_everyday
from drafter.ground.evidence import NOTHING_KNOWN, Evidence, ground_of, index_known, word_key


@pytest.mark.parametrize(
    ("words", "held"),
    [
        pytest.param("湖を渡った話", True, id="word for word"),
        pytest.param("湖を 渡った\n話", True, id="white space"),
        pytest.param("湖を**渡った**話", True, id="emphasis"),
        pytest.param("ＨＵＧＯで", True, id="width and case"),
        pytest.param("湖を見た", False, id="another word"),
    ],
)
def test_known_words_are_found_but_for_folding_and_marks(words: str, held: bool) -> None:
    assert index_known(["[湖を渡った](https://kaede.example/)話", "Hugoで書く"]).holds(words) is held


def test_names_are_counted_by_themselves() -> None:
    known = index_known(["カヤックとシーカヤック。カヤック！", "Node.jsとnode.js."])
    assert (known.count("カヤック"), known.count("Node.js"), known.count("js")) == (2, 2, 0)


def test_nothing_is_known_of_nobody() -> None:
    assert not NOTHING_KNOWN.holds("湖")
    assert NOTHING_KNOWN.count("湖") == 0


def test_ground_tells_quotes_from_what_stands_around_them() -> None:
    ground = ground_of(Evidence(words=("**湖**を渡った",), plans=("山に登る",), slots=("32",), context=("湖の話",)))
    assert (ground.words, ground.plans) == ("湖を渡った", "山に登る")
    assert "32" in ground.said
    assert "湖の話" not in ground.said
    assert "湖の話" in ground.near


@pytest.mark.parametrize(
    ("name", "key"), [("サーバー", "サバ"), ("ヴァイオリン", "バイオリン"), ("Node.js.", "node.js")]
)
def test_spellings_of_a_name_have_one_key(name: str, key: str) -> None:
    assert word_key(name) == key


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("テーマ", True, id="loan word"),
        pytest.param("ワクワク", True, id="onomatopoeia"),
        pytest.param("API", True, id="Latin word"),
        pytest.param("the", True, id="English stop word"),
        pytest.param("カヤック", False, id="no word of everybody"),
        pytest.param("Hugo", False, id="a product"),
    ],
)
def test_words_of_everybody_are_no_names(name: str, expected: bool) -> None:
    assert is_everyday(name) is expected
