"""Inline Markdown as a reader sees it, and its links."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.inline import Link, links, plain


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        pytest.param("", "", id="empty"),
        pytest.param("　ただの文。 ", "ただの文。", id="no-marks"),
        pytest.param("[山の本](https://example.com/a_b_(c))を読んだ。", "山の本を読んだ。", id="link"),
        pytest.param('[本](/x "題")と[川][ref]と[海][]', "本と川と海", id="links-with-title-and-reference"),
        pytest.param('[前の記事]({{< ref "post/a b.md" >}})', "前の記事", id="link-by-shortcode"),
        pytest.param("[![絵](a.png)](b)と![図](c.png)跡", "と跡", id="images"),
        pytest.param("![[図.png]]と[[../wiki|別名]]と[[diary:2024-01-01]]", "と別名とdiary:2024-01-01", id="wiki"),
        pytest.param("**強い**文と*斜体*と***両方***と__太__", "強い文と斜体と両方と__太__", id="emphasis"),
        pytest.param("a __b__ _c_ snake_case_name", "a b c snake_case_name", id="bars"),
        pytest.param("**「強調」**です", "「強調」です", id="stars-around-brackets"),
        pytest.param("**ここで切れた。", "ここで切れた。", id="cut-before-the-end"),
        pytest.param("~~消した~~ ==印== a == b", "消した 印 a == b", id="struck-and-marked"),
        pytest.param("3 * 4 * 5 と 2**3 と a*b", "3 * 4 * 5 と 2**3 と a*b", id="stars-that-multiply"),
        pytest.param("**2024** は **5** 冊", "2024 は 5 冊", id="strong-numbers"),
        pytest.param("*外 **中** 外*", "外 中 外", id="nested-emphasis"),
        pytest.param("`a_b*c` と `` `x` ``", "a_b*c と `x`", id="code"),
        pytest.param("`<b>` と `[a](b)` と `%%`", "<b> と [a](b) と %%", id="code-is-kept-as-it-stands"),
        pytest.param("脚注[^1]のある[^note]文", "脚注のある文", id="footnotes"),
        pytest.param("<ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby>です", "東京です", id="ruby"),
        pytest.param("[東京]^(とうきょう)です", "東京です", id="ruby-of-the-theme"),
        pytest.param('A<br>B<br />C <span class="x">D</span>', "A B C D", id="tags"),
        pytest.param('<a href="x">文字</a><img src="y"/>', "文字", id="html-link"),
        pytest.param("x < y と a<b かつ c>d", "x < y と a<b かつ c>d", id="less-than"),
        pytest.param('{{< img "a" >}}文{{% x %}}と{% y %}と{{ z }}', "文とと", id="shortcodes"),
        pytest.param(":(fab fa-github fa-fw): 置き場 :smile:", "置き場 :smile:", id="icons"),
        pytest.param("見える%%秘密%%文<!-- 秘密 -->と{/* 秘密 */}", "見える文と", id="comments"),
        pytest.param("見える<!-- 閉じない。", "見える", id="open-comment"),
        pytest.param("$a_1 * b_2$ と $5 と $6", "$a_1 * b_2$ と $5 と $6", id="math"),
        pytest.param(r"\*星\* と \[括弧\]", "*星* と [括弧]", id="escapes"),
        pytest.param(r"C:\Windows\foo", r"C:\Windows\foo", id="windows-path"),
        pytest.param("A &amp; B &lt; C &#x5c71; &copy", "A & B < C 山 &copy", id="entities"),
        pytest.param(
            "<https://example.com/a_b> と <me@example.com>", "https://example.com/a_b と me@example.com", id="addresses"
        ),
        pytest.param("https://example.com/*a*_b_です", "https://example.com/a_b_です", id="url"),
        pytest.param("[x] 済んだ [注] 括弧", "[x] 済んだ [注] 括弧", id="brackets"),
        pytest.param("一行目\n二行目\r\nthird\nfourth  \n五", "一行目二行目 third fourth 五", id="line-ends"),
        pytest.param("引用\n> 続き", "引用続き", id="quote-line"),
        pytest.param("👨‍👩‍👧 **家**", "👨‍👩‍👧 家", id="joined-emoji"),
        pytest.param("**[題](x)**と*[節](y)*", "題と節", id="links-in-emphasis"),
        pytest.param("**ガ**", "ガ", id="nfd"),
    ],
)
def test_plain_is_what_a_reader_sees(markdown: str, text: str) -> None:
    assert plain(markdown) == text


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        pytest.param("[本](/x)", [("本", "/x", "[本](/x)")], id="inline"),
        pytest.param('[**本**](</a b> "題")', [("本", "/a b", '[**本**](</a b> "題")')], id="angled"),
        pytest.param(
            "[[wiki|別名]]、[[../x]]", [("別名", "wiki", "[[wiki|別名]]"), ("../x", "../x", "[[../x]]")], id="wiki"
        ),
        pytest.param("<https://a.example>", [("https://a.example",) * 2 + ("<https://a.example>",)], id="address"),
        pytest.param("見よhttps://a.example/b_c。", [("https://a.example/b_c",) * 3], id="bare-url-ends-at-japanese"),
        pytest.param("(https://a.example/b_(c)).", [("https://a.example/b_(c)",) * 3], id="bare-url-in-brackets"),
        pytest.param("<a class='k' href='/y'>字</a>", [("字", "/y", "<a class='k' href='/y'>字</a>")], id="html"),
        pytest.param('[t]({{< ref "a b" >}})', [("t", '{{< ref "a b" >}}', '[t]({{< ref "a b" >}})')], id="shortcode"),
        pytest.param(
            "*前 [本](/x)* **[川](/y)**", [("本", "/x", "[本](/x)"), ("川", "/y", "[川](/y)")], id="in-emphasis"
        ),
        pytest.param("[![絵](a.png)](b)", [("", "b", "[![絵](a.png)](b)")], id="image-inside"),
        pytest.param("![絵](a.png) ![[b]] `[c](d)` <!-- [e](f) -->", [], id="none-in-images-code-comments"),
        pytest.param("[^1] [x] [a][b] 文", [], id="none-in-brackets"),
    ],
)
def test_links_say_text_target_and_place(markdown: str, expected: list[tuple[str, str, str]]) -> None:
    found = links(markdown)
    assert [(link.text, link.target, markdown[link.start : link.end]) for link in found] == expected


def test_a_link_is_a_record() -> None:
    assert links("a [b](c)") == (Link(text="b", target="c", start=2, end=8),)


MARKS = st.text(alphabet="*_`[]()!<>%{}$=~\\&;:/ab山。 \n\r^|\"'", max_size=60)


@given(MARKS)
def test_plain_of_anything_is_on_one_line_and_adds_no_letters(markdown: str) -> None:
    text = plain(markdown)
    assert not set(text) & set("\r\n")
    assert text == text.strip()
    assert text.count("山") <= markdown.count("山")


@given(MARKS)
def test_links_of_anything_stand_in_order(markdown: str) -> None:
    at = 0
    for link in links(markdown):
        assert at <= link.start < link.end <= len(markdown)
        assert link.target in markdown[link.start : link.end]
        at = link.end


UNPAIRED = "[|`|*|_|%%|{{|{%|![|$a|<!--|(|[[|**a |~~|http://|<rt>|{/*|_a |==a |(a|<a |<a href='|*a ".split("|")


@pytest.mark.parametrize("mark", UNPAIRED)
def test_marks_without_partners_cost_no_square_of_time(mark: str) -> None:
    began = process_time()
    plain(mark * 20_000)
    assert process_time() - began < 10
