from collections.abc import Callable

import pytest

from drafter.digest.outcomes import find_outcomes, is_about_book
from drafter.read.chunks import split_chunks
from drafter.records import Document, Fact, FactKind, Kind, Level

Make = Callable[..., Document]


def outcomes(*documents: Document, told: tuple[str, ...] = ()) -> tuple[Fact, ...]:
    return find_outcomes(documents, [c for d in documents for c in split_chunks(d)], told=told)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param("## 結果\n\n- 午前：82点\n- 午後：74点\n", "結果：午前：82点 / 午後：74点", id="points"),
        pytest.param(
            "## 試験の結果\n\n- 聞く 405/495\n- 読む 380/495\n", "試験の結果：聞く 405/495 / 読む 380/495", id="of"
        ),
        pytest.param(
            "## スコア\n\n- 午前：８２％\n- 午後：７４％\n", "スコア：午前：８２％ / 午後：７４％", id="full width"
        ),
        pytest.param(
            "## Results\n\n1. theory: 82%\n2. practice: 74.5 %\n", "Results：theory: 82% / practice: 74.5 %", id="en"
        ),
        pytest.param("## 結果\n\n- **午前**：`82点`\n- 午後：74点\n", "結果：午前：82点 / 午後：74点", id="marks"),
    ],
)
def test_scores_under_a_heading_of_results_are_one_fact(make_document: Make, body: str, said: str) -> None:
    post = make_document("検定を受けた", "2024-05-01", body)
    facts = outcomes(post)
    assert [(f.text, f.kind, f.level) for f in facts] == [(said, FactKind.ACHIEVED, Level.PUBLISHED)]
    assert len(facts[0].quotes) == 2
    for quote in facts[0].quotes:
        assert post.text[quote.start : quote.end] == quote.text
        assert quote.text in post.text.split("\n")[quote.start_line - 1]


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        pytest.param("## 出題範囲\n\n- 午前：82点\n- 午後：74点\n", {}, id="another heading"),
        pytest.param("- 午前：82点\n- 午後：74点\n", {}, id="no heading"),
        pytest.param("## 結果\n\n- 楽しかった\n- 眠かった\n", {}, id="no scores"),
        pytest.param("## 結果\n\n- 午前：82点\n", {}, id="one item"),
        pytest.param("## 結果\n\n```\n- 午前：82点\n- 午後：74点\n```\n", {}, id="fence"),
        pytest.param("## 結果\n\n- 午前：82点\n- 午後：74点\n", {"draft": True}, id="unpublished"),
        pytest.param("## 結果\n\n- 午前：82点\n- 午後：74点\n", {"kind": Kind.NOTE}, id="note"),
    ],
)
def test_other_lists_are_no_scores(make_document: Make, body: str, fields: dict[str, object]) -> None:
    assert outcomes(make_document("検定を受けた", "2024-05-01", body, **fields)) == ()


REVIEW = """## 朝の章

棚には青い表紙の本が並んでいる。

**毎朝の一時間を先に決めてしまうことが大切だ。**

## 引用

> 眠りこそが最も重要だ。

[重要な点のまとめはこちら](https://example.com)
"""


def test_a_book_gives_one_takeaway(make_document: Make) -> None:
    review = make_document("『朝の本』書評", "2024-05-01", REVIEW)
    facts = outcomes(review)
    assert [(f.text, f.kind) for f in facts] == [("毎朝の一時間を先に決めてしまうことが大切だ。", FactKind.LEARNED)]
    quote = facts[0].quotes[0]
    assert review.text[quote.start : quote.end] == quote.text == "**毎朝の一時間を先に決めてしまうことが大切だ。**"
    assert quote.start_line == 5


def test_a_book_that_is_told_of_already_needs_no_takeaway(make_document: Make) -> None:
    review = make_document("『朝の本』書評", "2024-05-01", REVIEW)
    assert outcomes(review, told=(review.id,)) == ()


def test_what_is_no_book_has_no_takeaway(make_document: Make) -> None:
    assert outcomes(make_document("朝の習慣", "2024-05-01", REVIEW)) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("大切だ。", id="too short"),
        pytest.param("それは毎朝の一時間よりも大切だ。", id="leans"),
        pytest.param("[毎朝の一時間がとても大切だ](https://example.com)", id="a link"),
        pytest.param("習慣：毎朝の一時間を大切にすること", id="a term"),
        pytest.param("とても長い話" * 20 + "が大切だ。", id="too long"),
        pytest.param("棚には青い表紙の本が並んでいる。", id="no stress"),
    ],
)
def test_what_is_no_takeaway(make_document: Make, sentence: str) -> None:
    assert outcomes(make_document("『朝の本』書評", "2024-05-01", f"## 朝の章\n\n{sentence}\n")) == ()


@pytest.mark.parametrize(
    ("title", "tags", "expected"),
    [
        pytest.param("『朝の本』書評", (), True, id="title"),
        pytest.param("朝のこと", ("読書",), True, id="tag"),
        pytest.param("Morning hours", ("Books",), True, id="English"),
        pytest.param("Booking a flight", (), False, id="a longer word"),
        pytest.param("朝のこと", (), False, id="none"),
    ],
)
def test_a_book_is_known_by_title_and_tags(
    make_document: Make, title: str, tags: tuple[str, ...], expected: bool
) -> None:
    assert is_about_book(make_document(title, tags=tags)) is expected
