from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.records import Count, Form, Sentence, Standing
from drafter.score.page import draft_of, read_page, with_own_paths

BODY = """はじめに一言。

## 学んだこと

Sparkの入門書を読み終えた。手を動かすのは楽しいのかもしれない。<!-- ? -->次は２冊目。

<!-- ? 試験は合格した？ -->

- Node.js 20に上げた
    - ついでに型も直した

```
この中は文ではない。
```
"""


def test_sentences_stand_where_their_offsets_say() -> None:
    page = read_page(BODY)
    assert [BODY[p.start : p.end] for p in page.sentences] == [
        "はじめに一言。",
        "Sparkの入門書を読み終えた。",
        "手を動かすのは楽しいのかもしれない。",
        "次は２冊目。",
        "Node.js 20に上げた",
        "ついでに型も直した",
    ]
    assert [p.sentence.text for p in page.sentences] == [BODY[p.start : p.end] for p in page.sentences]


def test_a_sentence_before_the_mark_is_a_proposal_and_the_others_are_a_persons() -> None:
    proposed = [p.sentence.text for p in read_page(BODY).sentences if p.sentence.standing is Standing.PROPOSED]
    assert proposed == ["手を動かすのは楽しいのかもしれない。"]


def test_what_is_known_of_a_sentence_is_kept() -> None:
    posts = Count(id="c", name="posts", value=2, rule="posts of 2024")
    known = Sentence(text="次は２冊目。", standing=Standing.COUNTED, counts=(posts,))
    page = read_page(BODY, known={known.text: known})
    assert [p.sentence.counts for p in page.sentences if p.sentence.standing is Standing.COUNTED] == [(posts,)]


def test_the_draft_has_the_sections_items_and_questions_of_the_page() -> None:
    first, second = draft_of(read_page(BODY)).sections
    assert (first.heading, second.heading, second.level) == ("", "学んだこと", 2)
    assert [p.form for p in second.passages] == [Form.PARAGRAPH] * 3 + [Form.QUESTION] + [Form.ITEM] * 2
    assert second.passages[3].sentences[0].text == "試験は合格した？"
    assert [p.depth for p in second.passages[-2:]] == [0, 1]


@pytest.mark.parametrize("mark", ["<!-- ? -->", "{/* ? */}", "<!--？-->", " <!-- ? -->"])
def test_each_form_of_the_mark_is_read(mark: str) -> None:
    (placed,) = read_page(f"これでよかったと思う。{mark}\n").sentences
    assert placed.sentence == Sentence(text="これでよかったと思う。", standing=Standing.PROPOSED)


def test_line_ends_of_windows_change_nothing_but_the_places() -> None:
    crlf = BODY.replace("\n", "\r\n")
    assert [p.sentence for p in read_page(crlf).sentences] == [p.sentence for p in read_page(BODY).sentences]
    assert [q for q, _ in read_page(crlf).questions] == ["試験は合格した？"]


def test_a_page_without_prose_is_an_empty_draft() -> None:
    assert draft_of(read_page("")).sections == ()


@given(st.text(alphabet="ab あ。！\n-#<>!?*/{}` ", max_size=60))
def test_places_are_in_order_and_hold_the_words(body: str) -> None:
    page = read_page(body)
    ends = 0
    for placed in page.sentences:
        assert ends <= placed.start < placed.end <= len(body)
        assert body[placed.start : placed.end] == placed.sentence.text
        ends = placed.end


def test_links_to_the_own_site_are_told_by_path_and_the_places_stay() -> None:
    body = "[読んだ本](https://me.example/posts/hon/)と[他所](https://me.example.org/x)の話。\n"
    page = with_own_paths(read_page(body), "https://me.example")
    (placed,) = page.sentences
    assert placed.sentence.text == "[読んだ本](/posts/hon/)と[他所](https://me.example.org/x)の話。"
    assert body[placed.start : placed.end] == body.strip()
    assert with_own_paths(page, "") is page


def test_emphasis_white_space_and_width_make_no_other_words_of_what_is_known() -> None:
    known = {
        "湖を32周走った。\nよい年だった。": Sentence(text="湖を32周走った。", standing=Standing.PROVED, fact_ids=("f",))
    }
    for body in ("**湖を32周走った。**\n", "湖を３２周走った。\n", "湖を32周走った。\r\nよい年だった。\r\n"):
        page = read_page(body, known=known)
        assert {placed.sentence.standing for placed in page.sentences} == {Standing.PROVED}
        assert all(body[p.start : p.end] == p.sentence.text for p in page.sentences)
    for body in ("湖を23周走った。\n", "海を32周走った。\n"):
        assert read_page(body, known=known).sentences[0].sentence.standing is Standing.PERSON
