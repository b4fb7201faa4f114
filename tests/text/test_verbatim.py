"""What a site generator reads is no prose; what stands between its marks is."""

from __future__ import annotations

import pytest

from drafter.text.blocks import parse_blocks


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, text[block.start : block.end]) for block in parse_blocks(text)]


@pytest.mark.parametrize(
    ("kind", "block"),
    [
        pytest.param("shortcode", '{{< figure src="a.png" >}}', id="hugo"),
        pytest.param("shortcode", "{{% notice %}}", id="hugo-percent"),
        pytest.param("shortcode", "{{<img>}} {{<img>}}", id="two-on-a-line"),
        pytest.param("shortcode", '{{< figure\n  src="a.png"\n>}}', id="over-lines"),
        pytest.param("shortcode", "{{< highlight go >}}\n# 偽\n\nx := 1\n{{< /highlight >}}", id="code-inside"),
        pytest.param("shortcode", "{% highlight ruby %}\n# 偽\n{% endhighlight %}", id="liquid-code-inside"),
        pytest.param("shortcode", "{% include note.html %}", id="liquid"),
        pytest.param("shortcode", "{{ page.date }}", id="liquid-value"),
        pytest.param("math", "$$\nx # y\n\nz\n$$", id="math"),
        pytest.param("math", "$$ x^2 $$", id="math-on-a-line"),
        pytest.param("math", "\\[\nx\n\\]", id="math-brackets"),
        pytest.param("other", ":::message alert", id="container"),
        pytest.param("other", "%%\n秘密。\n\n# 偽\n%%", id="obsidian"),
        pytest.param("other", "%% 秘密。 %%", id="obsidian-on-a-line"),
        pytest.param("other", "%%\n閉じない。\n\n秘密。", id="obsidian-never-closed"),
        pytest.param("other", "import Chart from '../chart'", id="mdx-import"),
        pytest.param("other", "import {\n  a,\n} from 'b'", id="mdx-import-over-lines"),
        pytest.param("other", "export const a = {\n  b: 1,\n}", id="mdx-export"),
        pytest.param("other", "export const a = {\n\n  b: 1,\n}", id="mdx-export-with-a-blank-line"),
        pytest.param("other", "{props.title}", id="mdx-expression"),
        pytest.param("other", "{all.map((x) => (\n  <li>{x}</li>\n))}", id="mdx-expression-over-lines"),
        pytest.param("html", "<Chart client:load data={[1, 2]} />", id="mdx-component"),
        pytest.param("html", '<Gallery\n  of={["a.jpg"]}\n  caption="庭"\n/>', id="mdx-component-over-lines"),
        pytest.param("html", "{/* 秘密。 */}", id="mdx-comment"),
        pytest.param("html", "{/*\n秘密。\n\n# 偽\n*/}", id="mdx-comment-over-lines"),
        pytest.param("other", "{: .notice}", id="kramdown-attributes"),
        pytest.param("other", "[^1]: 脚注 の 文。", id="footnote"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_generator_marks_have_kinds_of_their_own(kind: str, block: str, line_end: str) -> None:
    text = f"前の文。\n{block}\n"
    text, block = text.replace("\n", line_end), block.replace("\n", line_end)
    assert kinds(text) == [("paragraph", "前の文。"), (kind, block)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('{{< ref "a" >}}を見よ。', id="shortcode-in-a-sentence"),
        pytest.param("{{< a >}} と {{< b >}}", id="words-between-shortcodes"),
        pytest.param("$$ は二つのドル。", id="dollars"),
        pytest.param("$$\n閉じない式", id="math-never-closed"),
        pytest.param("important なこと。", id="important"),
        pytest.param("import は予約語。", id="import-in-prose"),
        pytest.param("export されるもの。", id="export-in-prose"),
        pytest.param("%%秘密%%見える文", id="comment-before-words"),
        pytest.param("[^1] は脚注の印。", id="footnote-mark"),
        pytest.param("{{< 閉じない", id="shortcode-never-closed"),
        pytest.param("漢字<ruby>東京<rt>とうきょう</rt></ruby>です。", id="ruby"),
        pytest.param("<ruby>東京<rt>とうきょう</rt></ruby>です。", id="ruby-at-the-beginning"),
        pytest.param(":(fab fa-github fa-fw): です", id="icon"),
    ],
)
def test_prose_stays_prose(text: str) -> None:
    assert kinds(text) == [("paragraph", text)]


def test_words_between_a_pair_of_marks_are_prose() -> None:
    text = "{{< admonition note >}}\n本文。\n{{< /admonition >}}\n\n:::details 題\n- 項目\n:::\n"
    assert [kind for kind, _ in kinds(text)] == ["shortcode", "paragraph", "shortcode", "other", "item", "other"]


def test_marks_inside_a_list_stay_inside() -> None:
    text = "- 項目\n  {{< img >}}\n  %%\n  秘密\n- 次\n"
    assert kinds(text) == [("item", "項目"), ("shortcode", "{{< img >}}"), ("other", "%%\n  秘密"), ("item", "次")]


def test_marks_inside_code_are_code() -> None:
    text = "```\n{{< x >}}\n$$\n%%\n```\n"
    assert [kind for kind, _ in kinds(text)] == ["code"]


def test_openings_without_end_cost_no_square_of_time() -> None:
    text = "{{< mermaid >}}\n" * 3000
    assert len(kinds(text)) == 3000
