from __future__ import annotations

from time import process_time

import pytest

from drafter.write.telling import close, find_definitions, join_chapters, tell

LINKS = {
    "mise": "/posts/mise/",
    "../just/": "/posts/just/",
    "/posts/garden": "https://blog.example/posts/garden/",
    "[文書]": "https://docs.example/",
    "[docs]": "https://docs.example/",
}


@pytest.mark.parametrize(
    ("source", "told"),
    [
        pytest.param("庭に柿を植えた。", "庭に柿を植えた。", id="as it stands"),
        pytest.param("庭に柿を植えた", "庭に柿を植えた。", id="full stop"),
        pytest.param("「もう一年」", "「もう一年」", id="no stop after a bracket"),
        pytest.param("**柿を植えた。**", "**柿を植えた。**", id="stop inside of emphasis"),
        pytest.param("彼は“終わり。”", "彼は“終わり。”", id="stop inside of quotes"),
        pytest.param("枯れたw", "枯れたw", id="laughter"),
        pytest.param("now I know", "now I know。", id="a word that ends in w"),
        pytest.param(" \n", "", id="blank"),
        pytest.param("詳しくは[mise](mise)を見る。", "詳しくは[mise](/posts/mise/)を見る。", id="own post"),
        pytest.param("[庭](/posts/garden)の話。", "[庭](https://blog.example/posts/garden/)の話。", id="from the root"),
        pytest.param('[just](../just/ "道具")を足した。', "[just](/posts/just/)を足した。", id="title of a link"),
        pytest.param("[論文](https://a.example/x)を読んだ。", "[論文](https://a.example/x)を読んだ。", id="absolute"),
        pytest.param("[柿](https://a.example/柿_(木))だ。", "[柿](https://a.example/柿_(木))だ。", id="brackets in it"),
        pytest.param("[図](../nowhere.png)を描いた。", "図を描いた。", id="nowhere"),
        pytest.param("[手引](<mise>)を読んだ。", "[手引](/posts/mise/)を読んだ。", id="angle brackets"),
        pytest.param("[【庭】[続]](https://a.example)だ。", "[【庭】[続]](https://a.example)だ。", id="nested"),
        pytest.param(
            "[手引][文書]と[Docs]。", "[手引](https://docs.example/)と[Docs](https://docs.example/)。", id="defined"
        ),
        pytest.param("[手引][無い]と[未定]。", "手引と[未定]。", id="not defined"),
        pytest.param("<https://a.example/x>で公開した。", "<https://a.example/x>で公開した。", id="autolink"),
        pytest.param("[[柿|柿の木]]と[[梅]]を植えた。", "柿の木と梅を植えた。", id="wiki"),
        pytest.param("![[柿.png]]柿が実った。", "柿が実った。", id="wiki picture"),
        pytest.param("![柿](柿.png)柿が実った。", "柿が実った。", id="picture"),
        pytest.param("[![柿](柿.png)](https://a.example)柿が実った。", "柿が実った。", id="linked picture"),
        pytest.param("柿が実った[^1]。", "柿が実った。", id="footnote"),
        pytest.param("{{< ruby 柿 >}}柿が<b>実った</b>。", "柿が実った。", id="shortcode and tags"),
        pytest.param("{% include x.html %}柿だ。%%秘密%%", "柿だ。", id="Liquid and Obsidian"),
        pytest.param("柿だ。<!-- 秘密 -->", "柿だ。", id="comment"),
        pytest.param("{/* 秘密 */}柿だ。", "柿だ。", id="comment of mdx"),
        pytest.param("`<div>`と`{{< x >}}`と`[[a]]`を書いた。", "`<div>`と`{{< x >}}`と`[[a]]`を書いた。", id="code"),
        pytest.param("[`just`](https://a.example)だ。", "[`just`](https://a.example)だ。", id="code in a link"),
        pytest.param("柿を  \n植えた。", "柿を植えた。", id="hard break"),
        pytest.param("柿を\\\r\n　植えた。", "柿を植えた。", id="backslash and CRLF"),
        pytest.param("柿を<br />植えた。", "柿を植えた。", id="br"),
        pytest.param("> 柿を\n> 植えた。"[2:], "柿を植えた。", id="inside of a quote"),
        pytest.param("**柿を植えた。", "柿を植えた。", id="emphasis without its end"),
        pytest.param("`柿を~~植えた。", "柿を植えた。", id="code and strike without their ends"),
        pytest.param("**柿**を**植えた。", "柿を植えた。", id="three marks"),
        pytest.param("枯れたｗｗ", "枯れたｗｗ", id="wide laughter"),
        pytest.param(
            "\ue0fe7\ue0ffと`柿`と\ue0fe0\ue0ffだ。", "\ue0fe7\ue0ffと`柿`と\ue0fe0\ue0ffだ。", id="private use"
        ),
        pytest.param("[柿](../柿_(木).md)だ。", "柿だ。", id="nowhere, with brackets in it"),
        pytest.param("![図[1]](図(1).png)柿だ。", "柿だ。", id="picture with brackets in it"),
        pytest.param("[[柿|柿[1]]]だ。", "柿[1]だ。", id="wiki with brackets in it"),
        pytest.param("柿を\n \\\n植えた。", "柿を植えた。", id="two breaks"),
        pytest.param("柿を <br> <br/> 植えた。", "柿を植えた。", id="two br"),
        pytest.param("<!-- a <!-- b -->柿だ。{{< x", "柿だ。{{< x。", id="comment, and a shortcode without its end"),
    ],
)
def test_a_sentence_is_made_fit_to_stand_elsewhere(source: str, told: str) -> None:
    assert tell(source, links=LINKS, full_stop="。") == told


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("I planted\na tree", "I planted a tree."),
        ("I planted<br>a tree", "I planted a tree."),
        ('He said "done."', 'He said "done."'),
        ("It rained\r\n`twice`!", "It rained `twice`!"),
    ],
)
def test_english_lines_are_joined_by_a_space(source: str, told: str) -> None:
    assert tell(source, links={}, full_stop=".") == told


def test_a_list_item_gets_no_full_stop() -> None:
    assert tell("柿を植える", links={}, full_stop="") == "柿を植える"


@pytest.mark.parametrize(
    ("text", "closed"),
    [("柿（三年目）", "柿（三年目）。"), ("66点", "66点。"), ("終わり！", "終わり！"), ("柿。", "柿。")],
)
def test_what_another_sentence_follows_ends_in_a_full_stop(text: str, closed: str) -> None:
    assert close(text, full_stop="。") == closed


def test_link_definitions_are_found_with_and_without_titles() -> None:
    text = '本文[Docs]。\r\n\r\n[Docs]: <https://docs.example/> "文書"\r\n[^1]: 脚注\r\n   [庭]: /posts/garden\r\n'
    assert find_definitions(text) == {"[docs]": "https://docs.example/", "[庭]": "/posts/garden"}


@pytest.mark.parametrize(
    ("text", "earlier", "joined"),
    [
        ("静かな庭 第3章", ["静かな庭 第1, 2章"], "静かな庭 第1, 2, 3章"),
        ("静かな庭 第２章", ["静かな庭 第2章", "静かな庭 第10章"], "静かな庭 第2, 10章"),
        ("A Quiet Garden, chapter 3", ["A Quiet Garden, chapters 1, 2"], "A Quiet Garden, chapter 1, 2, 3"),
        ("静かな庭", ["静かな庭 第1章"], "静かな庭"),
        ("静かな庭 第3章", ["静かな庭"], "静かな庭 第3章"),
        ("静かな庭 第3章", [], "静かな庭 第3章"),
    ],
)
def test_chapters_of_earlier_lines_count_in(text: str, earlier: list[str], joined: str) -> None:
    assert join_chapters(text, earlier) == joined


@pytest.mark.parametrize(
    "marks",
    [
        "[[",
        "[",
        " ",
        "　",
        " \\",
        "![",
        "[![",
        "[a](",
        "[a][",
        "([a]",
        "![a](",
        "[[a|",
        "[^",
        "{{<",
        "<!--",
        "%% a",
        "<a",
        "ｗ",
    ],
)
def test_marks_without_end_cost_no_square_of_time(marks: str) -> None:
    before = process_time()
    assert tell("柿" + marks * (100_000 // len(marks)) + "梅", links={}, full_stop="。").startswith("柿")
    assert process_time() - before < 2
