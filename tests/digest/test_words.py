import unicodedata
from collections.abc import Callable

import pytest

from drafter.digest.words import as_written, group_by_words, speaks_of, title_words
from drafter.records import Document, Fact

Make = Callable[..., Document]
MakeFact = Callable[..., Fact]


def grouped(make_fact: MakeFact, *texts: str) -> dict[str, list[str]]:
    facts = [make_fact(text, f"d{n}") for n, text in enumerate(texts)]
    said = {fact.id: fact.text for fact in facts}
    return {word: sorted(said[i] for i in ids) for word, ids in group_by_words(facts).items()}


def test_no_facts_share_no_words() -> None:
    assert group_by_words([]) == {}


def test_facts_of_three_documents_are_grouped_by_the_name_they_share(make_fact: MakeFact) -> None:
    kayak = ("カヤックで島まで漕いだ。", "中古のカヤックを買った。", "カヤックの艇庫を借りた。")
    assert grouped(make_fact, *kayak, "パンを焼いた。") == {"カヤック": sorted(kayak)}


def test_two_documents_are_too_few(make_fact: MakeFact) -> None:
    assert grouped(make_fact, "カヤックで島まで漕いだ。", "中古のカヤックを買った。") == {}


def test_facts_of_one_document_share_nothing(make_fact: MakeFact) -> None:
    facts = [make_fact(text, "d") for text in ("カヤックを見た。", "カヤックを買った。", "カヤックに乗った。")]
    assert group_by_words(facts) == {}


def test_the_widest_word_comes_first_and_each_fact_has_one_group(make_fact: MakeFact) -> None:
    facts = [
        make_fact(text, f"d{n}")
        for n, text in enumerate(
            ("カヤックとパラソルの店", "カヤックと島", "カヤックの櫂", "カヤックの艇庫", "パラソルの色", "パラソルの骨")
        )
    ]
    groups = group_by_words(facts)
    assert list(groups) == ["カヤック"]
    assert len(groups["カヤック"]) == 4


@pytest.mark.parametrize(
    "texts",
    [
        pytest.param(("レビューを受けた。", "レビューを頼んだ。", "レビューが済んだ。"), id="a common word"),
        pytest.param(("理解した。", "やっと理解できた。", "深く理解した。"), id="what is done"),
        pytest.param(("2024を見た。", "2024に出た。", "2024が来た。"), id="numbers"),
        pytest.param(("I saw rain there.", "I like rain a lot.", "The rain came."), id="no name in English"),
    ],
)
def test_words_that_name_nothing_group_nothing(make_fact: MakeFact, texts: tuple[str, ...]) -> None:
    assert grouped(make_fact, *texts) == {}


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        pytest.param(("I built it in Elixir.", "I like Elixir a lot.", "We moved to Elixir."), "Elixir", id="English"),
        pytest.param(("elixirで書いた。", "Elixirを学んだ。", "Elixirが動いた。"), "Elixir", id="mixed"),
        pytest.param(("Vue.jsで書いた。", "Vueを学んだ。", "Vueが動いた。"), "Vue", id="with and without .js"),
        pytest.param(("ﾖｯﾄを見た。", "ヨットを買った。", "ヨットに乗った。"), "ヨット", id="half-width katakana"),
    ],
)
def test_a_group_is_named_as_the_author_writes_it(make_fact: MakeFact, texts: tuple[str, ...], name: str) -> None:
    assert list(grouped(make_fact, *texts)) == [name]


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param("カヤックを買った。", "カヤック", True, id="Japanese"),
        pytest.param("Ｇｏで書いた。", "go", True, id="full width"),
        pytest.param("Googleで調べた。", "go", False, id="inside a word"),
        pytest.param("I wrote it in Go last week.", "go", True, id="a name in English"),
        pytest.param("I want to go there.", "go", False, id="a verb in English"),
    ],
)
def test_a_fact_speaks_of_a_word(make_fact: MakeFact, text: str, word: str, expected: bool) -> None:
    assert speaks_of(make_fact(text), word) is expected


def test_a_word_in_one_title_only_leads_to_its_work(make_document: Make, make_fact: MakeFact) -> None:
    works = (make_document("カヤックの選び方"), make_document("パラソルの直し方"), make_document("パラソルの色"))
    facts = [make_fact("カヤックで漕いだ。"), make_fact("パラソルを開いた。")]
    assert title_words(works, facts) == {"カヤック": works[0].id}


def test_a_word_of_nearly_every_fact_leads_nowhere(make_document: Make, make_fact: MakeFact) -> None:
    facts = [make_fact(f"カヤックで{n}回漕いだ。", f"d{n}") for n in range(10)]
    assert title_words((make_document("カヤックの選び方"),), facts) == {}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(("PhoenixとPHOENIX", "phoenix", "Phoenixを"), "Phoenix", id="most written"),
        pytest.param((), "phoenix", id="nobody wrote it"),
        pytest.param(("ＰＨＯＥＮＩＸを見た",), "ＰＨＯＥＮＩＸ", id="full width"),
    ],
)
def test_a_folded_word_as_it_is_written(texts: tuple[str, ...], expected: str) -> None:
    assert as_written("phoenix", texts) == expected


def test_a_word_in_parts_keeps_its_last_mark() -> None:
    decomposed = unicodedata.normalize("NFD", "ガイド")
    assert as_written("ガイド", (f"{decomposed}を読んだ。",)) == decomposed
