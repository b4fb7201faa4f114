from __future__ import annotations

import pytest

from drafter.records import BlockKind, Draft, Form, Passage, Section, Sentence, Standing
from drafter.text.blocks import parse_blocks
from drafter.write.budget import n_visible, n_visible_chars
from drafter.write.markdown import Layout, render_markdown


def said(text: str) -> Sentence:
    return Sentence(text=text, standing=Standing.PROVED)


def passage(form: Form, *texts: str, depth: int = 0) -> Passage:
    return Passage(form=form, depth=depth, sentences=tuple(map(said, texts)))


def section(heading: str, *passages: Passage, level: int = 2) -> Section:
    return Section(heading=heading, level=level, passages=passages)


def render(*sections: Section, **layout: object) -> str:
    body, placed = render_markdown(Draft(title="x", sections=sections), layout=Layout(**layout))  # type: ignore[arg-type]
    assert [body[p.start : p.end] for p in placed] == [
        s.text for part in sections for p in part.passages if p.form is not Form.QUESTION for s in p.sentences
    ]
    return body


P, I, Q = Form.PARAGRAPH, Form.ITEM, Form.QUESTION  # noqa: E741
GARDEN = section("庭", passage(P, "柿を植えた。", "梅も植えた。"), passage(I, "[柿](/kaki/)"))
GOALS = section(
    "目標", passage(I, "走る"), passage(P, "走った。", depth=1), passage(Q, "次は？", depth=1), passage(I, "書く")
)


def test_a_page_in_the_plain_layout() -> None:
    assert render(GARDEN, GOALS) == (
        "\n## 庭\n\n柿を植えた。梅も植えた。\n\n- [柿](/kaki/)\n\n## 目標\n\n- 走る\n\n    走った。\n\n"
        "    <!-- ? 次は？ -->\n\n- 書く\n"
    )


def test_a_page_in_the_authors_layout() -> None:
    top = section("できごと", level=2)
    layout = {"lead": "\n<!--more-->\n", "blank_after_heading": False, "section_end": "<br>", "bullet": "*"}
    assert render(top, GARDEN, section("空", passage(P, "晴れた。"), level=3), **layout) == (
        "\n<!--more-->\n\n## できごと\n## 庭\n柿を植えた。梅も植えた。\n\n* [柿](/kaki/)\n\n<br>\n\n"
        "### 空\n晴れた。\n<br>\n"
    )


def test_line_ends_are_the_authors() -> None:
    body = render(GARDEN, GOALS, newline="\r\n", section_end="<br>")
    assert body.replace("\r\n", "\n") == render(GARDEN, GOALS, section_end="<br>")
    assert "\n" not in body.replace("\r\n", "")


def test_a_draft_of_nothing_is_one_line_end() -> None:
    assert render() == "\n"


@pytest.mark.parametrize(
    ("texts", "spaced", "line"),
    [
        (("柿だ。", "梅だ。"), False, "柿だ。梅だ。"),
        (("It rained.", "It snowed."), True, "It rained. It snowed."),
        (("It rained.", "It snowed."), False, "It rained. It snowed."),
        (("「柿」", "梅だ。"), False, "「柿」梅だ。"),
    ],
)
def test_sentences_are_joined_as_their_language_does(texts: tuple[str, ...], spaced: bool, line: str) -> None:
    assert render(section("", passage(P, *texts)), spaced=spaced).strip() == line


@pytest.mark.parametrize(
    ("text", "mdx", "written"),
    [
        ("どう？", False, "<!-- ? どう？ -->"),
        ("どう？", True, "{/* ? どう？ */}"),
        ("a --> b", False, "<!-- ? a --＞ b -->"),
        ("a */ b", True, "{/* ? a *／ b */}"),
    ],
)
def test_a_question_is_a_comment_that_ends_where_it_ends(text: str, mdx: bool, written: str) -> None:
    body = render(section("庭", passage(P, "柿だ。"), passage(Q, text)), mdx=mdx)
    assert body.endswith(f"柿だ。\n\n{written}\n")
    assert [b.kind for b in parse_blocks(body)] == [BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.HTML]


@pytest.mark.parametrize("indent", [2, 3, 4, 5])
def test_what_stands_below_an_item_belongs_to_it(indent: int) -> None:
    nested = section(
        "目標", passage(I, "走る"), passage(I, "[秋](/aki/)", depth=1), passage(I, "[冬](/fuyu/)", depth=2)
    )
    body = render(nested, GOALS, nested_indent=indent)
    assert f"\n{' ' * indent}- [秋](/aki/)\n{' ' * 2 * indent}- [冬]" in body
    items = [(b.level, body[b.start : b.end].strip()) for b in parse_blocks(body) if b.kind is BlockKind.ITEM]
    assert [level for level, _ in items] == [1, 2, 3, 1, 1]
    assert BlockKind.CODE not in {b.kind for b in parse_blocks(body)}


def test_the_length_of_a_section_is_what_a_reader_sees_of_it() -> None:
    shown = section("庭", passage(P, "**柿**を [植えた](https://a.example/kaki)。"), passage(Q, "次は？"))
    assert n_visible(shown) == len("庭柿を植えた。")
    assert n_visible_chars(render(shown)) == n_visible(shown)


def test_the_length_of_a_page_is_that_of_its_sections() -> None:
    figure = passage(Form.FIGURE, '![記事一覧](2024.svg "記事一覧")')
    page = (GARDEN, section("ブログ", passage(P, "3記事を書いた。"), figure), GOALS)
    assert n_visible_chars(render(*page)) == sum(map(n_visible, page))


@pytest.mark.parametrize("body", ["", "\n", "```\n柿\n```\n", "<!-- 柿 -->\n", "{{< x >}}\n"])
def test_what_no_reader_reads_has_no_length(body: str) -> None:
    assert n_visible_chars(body) == 0
