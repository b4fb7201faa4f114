from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.records import BlockKind, Draft, Form, Passage, Section, Sentence, Standing
from drafter.text.blocks import parse_blocks
from drafter.write.budget import n_visible, n_visible_chars
from drafter.write.markdown import Layout, render_markdown


def said(text: str) -> Sentence:
    return Sentence(text=text, standing=Standing.PROVED)


def passage(form: Form, *texts: str, depth: int = 0) -> Passage:
    return Passage(form=form, depth=depth, sentences=tuple(map(said, texts)))


def proposed(form: Form, *texts: str, depth: int = 0) -> Passage:
    """A passage the last sentence of which is a proposal."""
    first = tuple(map(said, texts[:-1]))
    return Passage(form=form, depth=depth, sentences=(*first, Sentence(text=texts[-1], standing=Standing.PROPOSED)))


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


HOPES = section(
    "庭",
    Passage(
        form=P,
        sentences=(
            said("柿を植えた。"),
            Sentence(text="よい年だった。", standing=Standing.PROPOSED),
            said("梅も植えた。"),
        ),
    ),
    proposed(I, "走る", depth=0),
    proposed(P, "走った。", "続けたい", depth=1),
    proposed(I, "It was [good](https://a.example/).", depth=1),
    passage(Q, "次は？", depth=2),
)


def test_a_proposal_has_its_mark_right_behind_it() -> None:
    assert render(HOPES) == (
        "\n## 庭\n\n柿を植えた。よい年だった。<!-- ? -->梅も植えた。\n\n- 走る<!-- ? -->\n\n"
        "    走った。続けたい<!-- ? -->\n\n  - It was [good](https://a.example/). <!-- ? -->\n\n"
        "      <!-- ? 次は？ -->\n"
    )


@pytest.mark.parametrize(
    ("texts", "layout", "line"),
    [
        (("柿だ。",), {}, "柿だ。<!-- ? -->"),
        (("It rained.",), {}, "It rained. <!-- ? -->"),
        (("It rained.",), {"spaced": True}, "It rained. <!-- ? -->"),
        (("Café was fine.",), {"spaced": True}, "Café was fine. <!-- ? -->"),
        (("柿だ。",), {"mdx": True}, "柿だ。{/* ? */}"),
        (("It rained.",), {"mdx": True}, "It rained. {/* ? */}"),
    ],
)
def test_the_mark_of_a_proposal_follows_the_language_and_the_format(
    texts: tuple[str, ...], layout: dict[str, object], line: str
) -> None:
    assert render(section("", proposed(P, *texts)), **layout).strip() == line


def test_a_proposal_and_what_follows_it_are_parted_as_their_language_does() -> None:
    both = section("", Passage(form=P, sentences=(*proposed(P, "It rained.").sentences, said("It snowed."))))
    assert render(both, spaced=True).strip() == "It rained. <!-- ? --> It snowed."


def test_a_figure_and_a_question_have_no_such_mark() -> None:
    figure = Passage(form=Form.FIGURE, sentences=(said("![記事一覧](2024.svg)"),))
    question = Passage(form=Q, sentences=(Sentence(text="次は？", standing=Standing.PROPOSED),))
    assert render(section("庭", figure, question)).endswith("![記事一覧](2024.svg)\n\n<!-- ? 次は？ -->\n")


@pytest.mark.parametrize("indent", [2, 3, 4, 5])
def test_what_stands_deep_in_a_list_is_no_code(indent: int) -> None:
    deep = section(
        "庭", *(passage(I, f"柿{depth}", depth=depth) for depth in range(4)), passage(P, "奥の段落。", depth=4)
    )
    body = render(deep, HOPES, nested_indent=indent)
    assert BlockKind.CODE not in {block.kind for block in parse_blocks(body)}


def test_proposals_do_not_add_to_the_length() -> None:
    assert n_visible_chars(render(HOPES)) == n_visible(HOPES)


@pytest.mark.parametrize("unsafe", [False, True])
def test_a_published_page_shows_no_mark(
    build_tree: Callable[..., Path], build_hugo: Callable[..., Path], unsafe: bool
) -> None:
    settings = (
        'baseURL = "https://blog.example/"\ntheme = "x"\n[markup.goldmark.renderer]\n'
        f"hardWraps = true\nunsafe = {str(unsafe).lower()}\n"
    )
    site = build_tree({"hugo.toml": settings, "content/posts/a.md": f"---\ntitle: 庭\n---\n{render(HOPES, GOALS)}"})
    page = (build_hugo(site) / "posts/a/index.html").read_text("utf-8")
    seen = re.sub(r"<!--.*?-->", "", page)
    assert "<p>柿を植えた。よい年だった。梅も植えた。</p>" in seen
    assert re.search(r"続けたい</p>\s*<ul>\s*<li>\s*(?:<p>)?It was <a[^>]*>good</a>\.", seen)
    assert not re.search(r"\?|--&gt;|&lt;!|？", seen.split("<body", 1)[-1])


def test_a_sentence_has_its_own_line_where_its_author_writes_so() -> None:
    part = section(
        "庭",
        passage(P, "柿を植えた。", "梅も植えた。"),
        passage(I, "一。", "二。"),
        passage(P, "三。", "四。", depth=1),
    )
    assert render(part, sentence_end="  \n") == (
        "\n## 庭\n\n柿を植えた。  \n梅も植えた。\n\n- 一。二。\n\n    三。  \n    四。\n"
    )
