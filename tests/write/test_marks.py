from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.records import (
    Count,
    Document,
    Fact,
    FactKind,
    Form,
    Goal,
    Kind,
    Level,
    Quote,
    Sentence,
    Standing,
    content_id,
)
from drafter.text.front_matter import parse_front_matter
from drafter.text.normal import same
from drafter.write.marked_blocks import split_marked
from drafter.write.marks import Known, Marked, MarkedSentence, keep_sentences, parse_marked, render_marked

PROVED, COUNTED, PROPOSED = Standing.PROVED, Standing.COUNTED, Standing.PROPOSED


def quote(text: str, document_id: str = "d") -> Quote:
    return Quote(document_id=document_id, chunk_id=None, text=text, start=0, end=len(text), start_line=1, end_line=1)


def fact(text: str) -> Fact:
    return Fact(
        id=content_id(text),
        text=text,
        kind=FactKind.DID,
        event_day=None,
        document_day=None,
        quotes=(quote(text),),
        salience=0.5,
        level=Level.PUBLISHED,
    )


def post(title: str, url: str | None) -> Document:
    text = f"# {title}\n"
    return Document(
        id=content_id(title),
        kind=Kind.POST,
        path=f"{title}.md",
        title=title,
        stamp=None,
        front_matter=parse_front_matter(text),
        text=text,
        level=Level.PUBLISHED,
        url=url,
    )


def goal(text: str) -> Goal:
    return Goal(id=content_id(text), text=text, heading="", quote=quote(text, "last year"))


KAKI, UME = fact("柿を植えた"), fact("梅も植えた")
RUN, BOOKS = goal("毎朝走る"), goal("本を**12冊**読む")
GARDEN, RAIN, HIDDEN = (
    post("庭の柿", "https://a.example/kaki/"),
    post("『雨の本』を読んだ。よかった！", "https://a.example/%E9%9B%A8/"),
    post("住所のない記事", None),
)
OPENING = quote("2023年も終わりです。", "last year")
ANSWERS = {
    "posts": "32",
    "posts tag:庭": "7",
    "first": "1月5日",
    "sum f1a2 f3b4": "1,200円",
    "which-empty-months": "4月と8月",
}


def fill(query: str) -> tuple[str, Count] | None:
    words = ANSWERS.get(query)
    return (words, Count(id=query, name=query, value=1, rule="counted")) if words else None


KNOWN = Known(
    facts={"f1a2": KAKI, "f3b4c": UME},
    goals={"g1a2": RUN, "g3b4": BOOKS},
    posts={"p1a2": GARDEN, "p3b4": RAIN, "p5c6": HIDDEN},
    fill=fill,
    repeats=lambda text: OPENING if same(text, "2024年も終わりです。") else None,
)


def parse(text: str) -> Marked:
    return parse_marked(text, known=KNOWN)


def one(text: str) -> MarkedSentence:
    (sentence,) = parse(text).sentences
    return sentence


def shown(marked: Marked) -> list[str]:
    """Every passage in a line: its form, depth and sentences; headings with their signs."""
    lines: list[str] = []
    for section in marked.sections:
        lines += [f"{'#' * section.level} {section.heading}"] if section.heading else []
        for passage in section.passages:
            sign = {Form.PARAGRAPH: "P", Form.ITEM: "-", Form.QUESTION: "?", Form.FIGURE: "!"}[passage.form]
            lines.append(f"{sign}{passage.depth} " + " | ".join(s.text for s in passage.sentences))
    return lines


def told(sentences: Iterable[MarkedSentence]) -> list[tuple[str, str, tuple[str, ...]]]:
    """Text, standing and the first words of each quoted passage."""
    return [(s.sentence.text, s.sentence.standing.value, tuple(q.text for q in s.sentence.quotes)) for s in sentences]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("柿だ。⟦f1a2⟧", [("柿だ。", "proved", ("柿を植えた",))]),
        ("柿だ。梅だ。⟦f1a2⟧", [("柿だ。", "proved", ("柿を植えた",)), ("梅だ。", "proved", ("柿を植えた",))]),
        ("柿だ。⟦f1a2⟧梅だ。⟦f3b4c⟧", [("柿だ。", "proved", ("柿を植えた",)), ("梅だ。", "proved", ("梅も植えた",))]),
        ("柿だ。⟦f1a2 f3b4c⟧", [("柿だ。", "proved", ("柿を植えた", "梅も植えた"))]),
        ("柿だ。⟦f1a2,f3b4c⟧", [("柿だ。", "proved", ("柿を植えた", "梅も植えた"))]),
        ("柿だ。⟦f1a2、f3b4c⟧", [("柿だ。", "proved", ("柿を植えた", "梅も植えた"))]),
        ("柿だ。⟦f1a2⟧⟦f3b4c⟧", [("柿だ。", "proved", ("柿を植えた", "梅も植えた"))]),
        ("柿だ。⟦f1a2⟧ ⟦f3b4c⟧\n", [("柿だ。", "proved", ("柿を植えた", "梅も植えた"))]),
        ("柿と⟦f1a2⟧、梅だ。⟦f3b4c⟧", [("柿と、梅だ。", "proved", ("柿を植えた", "梅も植えた"))]),
        ("走る。⟦g1a2⟧", [("走る。", "proved", ("毎朝走る",))]),
        ("庭だ。⟦p1a2⟧", [("庭だ。", "proved", ("庭の柿",))]),
        ("よい年。⟦?⟧", [("よい年。", "proposed", ())]),
        ("よい年。⟦？⟧", [("よい年。", "proposed", ())]),
        ("よい年。⟦f1a2⟧⟦?⟧", [("よい年。", "proposed", ())]),
        ("よい年。⟦f1a2?⟧", [("よい年。", "proposed", ())]),
        ("よい年。⟦? f1a2⟧", [("よい年。", "proposed", ())]),
        ("よい年。⟦提案⟧", [("よい年。", "proposed", ())]),
        ("全部で⟦=posts⟧本。", [("全部で32本。", "counted", ())]),
        ("全部で⟦＝posts⟧本。", [("全部で32本。", "counted", ())]),
        ("全部で⟦= posts  tag:庭 ⟧本。⟦f1a2⟧", [("全部で7本。", "proved", ("柿を植えた",))]),
        ("全部で⟦=posts⟧本。⟦?⟧", [("全部で32本。", "proposed", ())]),
        ("全部で⟦=posts⟧本。柿だ。⟦f1a2⟧", [("全部で32本。", "counted", ()), ("柿だ。", "proved", ("柿を植えた",))]),
        ("⟦=which-empty-months⟧は休んだ。", [("4月と8月は休んだ。", "counted", ())]),
        ("柿だ。⟦ F1A2 ⟧", [("柿だ。", "proved", ("柿を植えた",))]),
        ("柿だ。⟦ｆ１ａ２⟧", [("柿だ。", "proved", ("柿を植えた",))]),
        ("柿だ⟦f1a2⟧。梅だ⟦f3b4c⟧。", [("柿だ。", "proved", ("柿を植えた",)), ("梅だ。", "proved", ("梅も植えた",))]),
        ("柿だ。⟦fact f1a2⟧", [("柿だ。", "proved", ("柿を植えた",))]),
        ("柿だ。〚f1a2〛", [("柿だ。", "proved", ("柿を植えた",))]),
        ("柿だ。⟦f1a2", [("柿だ。", "proved", ("柿を植えた",))]),
        ("柿だ。⟦f1a2］梅だ。⟦f3b4c⟧", [("柿だ。", "proved", ("柿を植えた",)), ("梅だ。", "proved", ("梅も植えた",))]),
        ("「柿だ。」⟦f1a2⟧", [("「柿だ。」", "proved", ("柿を植えた",))]),
        ("**柿だ。⟦f1a2⟧**", [("**柿だ。**", "proved", ("柿を植えた",))]),
        (
            "柿を植えた⟦f1a2⟧\n梅も⟦f3b4c⟧",
            [("柿を植えた", "proved", ("柿を植えた",)), ("梅も", "proved", ("梅も植えた",))],
        ),
        ("柿だ。\n\n⟦f1a2⟧", [("柿だ。", "proved", ("柿を植えた",))]),
        ("⟦f1a2⟧柿だ。", [("柿だ。", "proved", ("柿を植えた",))]),
        ("柿だ。⟦f1a2⟧！！！", [("柿だ。！！！", "proved", ("柿を植えた",))]),
    ],
)
def test_a_mark_says_what_the_sentences_before_it_rest_on(
    text: str, sentences: list[tuple[str, str, tuple[str, ...]]]
) -> None:
    marked = parse(text)
    assert told(marked.sentences) == sentences
    assert not marked.faults
    assert not any(sentence.faults for sentence in marked.sentences)


def test_a_proved_sentence_has_the_ids_of_its_facts_and_the_counts_of_its_slots() -> None:
    sentence = one("全部で⟦=posts⟧本、柿も植えた。⟦f1a2 g1a2⟧").sentence
    assert (sentence.fact_ids, [count.id for count in sentence.counts]) == ((KAKI.id,), ["posts"])
    assert [q.document_id for q in sentence.quotes] == ["d", "last year"]


def test_what_code_put_in_is_known() -> None:
    assert one("⟦=first⟧に始め、⟦=posts⟧本。").filled == ("1月5日", "32")


@pytest.mark.parametrize(
    ("text", "rule", "words", "standing"),
    [
        ("柿だ。⟦f9999⟧", "mark", "f9999", PROPOSED),
        ("柿だ。⟦f1a2 f9999⟧", "mark", "f9999", PROVED),
        ("全部で⟦=posts⟧本。⟦f9999⟧", "mark", "f9999", COUNTED),
        ("柿だ。⟦これはメモ⟧", "mark", "⟦これはメモ⟧", PROPOSED),
        ("柿だ。⟦c1a2⟧", "mark", "⟦c1a2⟧", PROPOSED),
        ("柿だ。⟦⟧", "mark", "⟦⟧", PROPOSED),
        ("⟦柿だ。", "mark", "⟦⟧", PROPOSED),
        ("柿だ（f1a2）。⟦f1a2⟧", "mark", "f1a2", PROVED),
        ("柿だ（f9a9b）。⟦f1a2⟧", "mark", "f9a9b", PROVED),
        ("柿だp1a2。⟦f1a2⟧", "mark", "p1a2", PROVED),
        ("柿だ。", "unmarked", "柿だ。", PROPOSED),
        ("柿だ【f1a2】。", "mark", "f1a2", PROPOSED),
        ("全部で⟦=盆栽⟧本。", "slot", "⟦=盆栽⟧", PROPOSED),
        ("全部で⟦=⟧本。", "slot", "⟦=⟧", PROPOSED),
        ("⟦=posts⟧本のうち⟦=盆栽⟧本。", "slot", "⟦=盆栽⟧", COUNTED),
    ],
)
def test_a_mark_that_does_not_hold_is_a_hard_fault(text: str, rule: str, words: str, standing: Standing) -> None:
    sentence = one(text)
    fault = next(fault for fault in sentence.faults if fault.rule == rule)
    assert (fault.words, fault.hard, sentence.sentence.standing) == (words, True, standing)


@pytest.mark.parametrize(
    "text",
    [
        "She faced the facade.⟦f1a2⟧",
        "2 p.m. in f2024.⟦f1a2⟧",
        "See https://a.example/f1a2b/.⟦f1a2⟧",
        "commit f3a9b12を直した。⟦f1a2⟧",
    ],
)
def test_a_word_is_no_id(text: str) -> None:
    assert one(text).faults == ()


def test_words_behind_the_last_mark_have_none() -> None:
    first, second = parse("柿だ。⟦f1a2⟧梅だ。").sentences
    assert (first.faults, [fault.rule for fault in second.faults]) == ((), ["unmarked"])


def test_a_mark_does_not_reach_over_a_sentence_that_a_slot_marks() -> None:
    assert [bool(s.faults) for s in parse("柿だ。全部で⟦=posts⟧本。梅だ。⟦f3b4c⟧").sentences] == [True, False, False]


def test_a_mark_does_not_reach_into_the_block_before() -> None:
    assert [bool(s.faults) for s in parse("柿だ。\n\n梅だ。⟦f3b4c⟧\n\n- 雨\n- 雪⟦f1a2⟧").sentences] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("- 毎朝走る", "毎朝走る"),
        ("- [ ] 毎朝走る", "毎朝走る"),
        ("- [x] **毎朝走る**", "毎朝走る"),
        ("- ✅ 毎朝走る", "毎朝走る"),
        ("- ❌ ~~毎朝走る~~", "毎朝走る"),
        ("- **毎朝走る**：", "毎朝走る"),
        ("毎朝走る。", "毎朝走る"),
        ("- 本を１２冊読む", "本を**12冊**読む"),
        ("- 毎朝走る ⟦? どうなった？⟧", "毎朝走る"),
        ("- [庭の柿](p1a2)", "庭の柿"),
        ("- [庭の柿](P1A2)", "庭の柿"),
        ("- [庭の柿](https://a.example/kaki/)", "庭の柿"),
        ("- [庭の柿](/kaki/)", "庭の柿"),
        ("- [庭の柿][p1a2]", "庭の柿"),
        ("- [庭の柿]（p1a2）", "庭の柿"),
        ("- **[柿](p1a2)**", "庭の柿"),
        ("- [庭の柿](p1a2)、[『雨の本』を読んだ。よかった！](p3b4)", "庭の柿"),
        ("[住所のない記事](p5c6)", ""),
        ("2024年も終わりです。", "2023年も終わりです。"),
    ],
)
def test_words_taken_over_need_no_mark(text: str, quoted: str) -> None:
    sentence = one(text)
    assert sentence.faults == ()
    assert sentence.sentence.standing is PROVED
    assert sentence.sentence.quotes[0].text == quoted or not quoted


@pytest.mark.parametrize(
    "text",
    [
        "- 毎朝走る、と書いた",
        "- [すごい記事](p1a2)",
        "- 好きな[庭の柿](p1a2)",
        "- [庭の柿](https://b.example/)",
        "- [柿](p9999)",
    ],
)
def test_other_words_need_one(text: str) -> None:
    assert next(fault.rule for fault in one(text).faults) == "unmarked"


def test_a_goal_of_two_sentences_is_one() -> None:
    known = Known(facts={}, goals={"g1a2": goal("走る。そして読む。")}, posts={}, fill=fill)
    (sentence,) = parse_marked("- 走る。そして読む。", known=known).sentences
    assert (sentence.sentence.text, sentence.faults) == ("走る。そして読む。", ())


def test_goals_and_titles_stand_among_marked_sentences() -> None:
    marked = parse("- 毎朝走る。毎日走った。⟦f1a2⟧\n- 柿だ。⟦f1a2⟧[庭の柿](p1a2)")
    assert [bool(s.faults) for s in marked.sentences] == [False] * 4


@pytest.mark.parametrize(
    ("text", "written", "n_quotes"),
    [
        ("[柿](p1a2)だ。⟦f1a2⟧", "[柿](https://a.example/kaki/)だ。", 2),
        ("[柿](p5c6)だ。⟦f1a2⟧", "柿だ。", 2),
        ("[柿](https://b.example/?q=1)だ。⟦f1a2⟧", "[柿](https://b.example/?q=1)だ。", 1),
        ("[雨](/雨/)だ。⟦f1a2⟧", "[雨](https://a.example/%E9%9B%A8/)だ。", 2),
        ("[柿](p1a2)だ。⟦?⟧", "[柿](https://a.example/kaki/)だ。", 0),
        ("<https://b.example/>と`[柿](x)`⟦f1a2⟧", "<https://b.example/>と`柿`", 1),
    ],
)
def test_links_get_their_addresses(text: str, written: str, n_quotes: int) -> None:
    sentence = one(text).sentence
    assert (sentence.text, len(sentence.quotes)) == (written, n_quotes)


@pytest.mark.parametrize("target", ["p9999", "../kaki.md", "/nowhere/", "#x", "", "javascript:x", "http", "f1a2"])
def test_a_link_to_nowhere_keeps_its_words(target: str) -> None:
    sentence = one(f"[柿]({target})だ。⟦f1a2⟧")
    assert sentence.sentence.text == "柿だ。"
    assert [(fault.rule, fault.words, fault.hard) for fault in sentence.faults] == [("link", target, False)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("⟦? どう？⟧", ["?0 どう？"]),
        ("柿だ。⟦f1a2⟧\n\n⟦? どう？⟧\n\n梅だ。⟦?⟧", ["P0 柿だ。", "?0 どう？", "P0 梅だ。"]),
        ("柿だ。⟦f1a2⟧⟦? どう？⟧", ["P0 柿だ。", "?0 どう？"]),
        ("柿だ。⟦f1a2⟧\n⟦? どう？⟧\n梅だ。⟦?⟧", ["P0 柿だ。", "?0 どう？", "P0 梅だ。"]),
        ("柿だ。⟦? どう？⟧梅だ。⟦?⟧", ["P0 柿だ。 | 梅だ。", "?0 どう？"]),
        ("- 毎朝走る\n  ⟦? どう？⟧\n- 梅⟦?⟧", ["-0 毎朝走る", "?1 どう？", "-0 梅"]),
        ("- 毎朝走る\n⟦? どう？⟧\n- 梅⟦?⟧", ["-0 毎朝走る", "?1 どう？", "-0 梅"]),
        ("- 毎朝走る\n\n  ⟦? どう？⟧\n\n- 梅⟦?⟧", ["-0 毎朝走る", "?1 どう？", "-0 梅"]),
        ("- 毎朝走る\n\n⟦? どう？⟧", ["-0 毎朝走る", "?0 どう？"]),
        ("- 毎朝走る\n  - ⟦? どう？⟧\n- 梅⟦?⟧", ["-0 毎朝走る", "?1 どう？", "-0 梅"]),
        ("- 毎朝走る\n  - 柿⟦f1a2⟧ ⟦? どう？⟧", ["-0 毎朝走る", "-1 柿", "?2 どう？"]),
        ("- ⟦? どう？⟧\n  - 柿⟦f1a2⟧", ["?0 どう？", "-0 柿"]),
        ("柿だ。⟦f1a2⟧\n\n    ⟦? どう？⟧", ["P0 柿だ。", "?0 どう？"]),
        ("柿だ。⟦f1a2⟧\n\n<!-- ? どう？ -->", ["P0 柿だ。", "?0 どう？"]),
        ("柿だ。<!-- ? -->", ["P0 柿だ。"]),
        ("⟦？どう？ f1a2⟧ ⟦? なぜ？⟧", ["?0 どう？", "?0 なぜ？"]),
        ("⟦? [柿](p1a2)は？", ["?0 [柿](https://a.example/kaki/)は？"]),
        ("## 庭 ⟦? どこ？⟧\n柿だ。⟦f1a2⟧", ["## 庭", "?0 どこ？", "P0 柿だ。"]),
    ],
)
def test_a_question_stands_in_its_place(text: str, lines: list[str]) -> None:
    marked = parse(text)
    assert shown(marked) == lines
    assert not marked.faults
    assert not any(sentence.faults for sentence in marked.sentences)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("柿だ。⟦f1a2⟧ 梅だ。⟦f3b4c⟧", ["P0 柿だ。 | 梅だ。"]),
        ("word.⟦f1a2⟧ Next.⟦f3b4c⟧", ["P0 word. | Next."]),
        ("A word ⟦f1a2⟧, and ⟦f3b4c⟧ more ⟦?⟧.", ["P0 A word, and more."]),
        ("柿を ⟦f1a2⟧ 植え ⟦f3b4c⟧Hugoも⟦?⟧", ["P0 柿を植えHugoも"]),
        ("AWS ⟦f1a2⟧ を使う。⟦f1a2⟧", ["P0 AWS を使う。"]),
        ("「柿だ。 梅だ。」と言う。⟦f1a2⟧", ["P0 「柿だ。梅だ。」と言う。"]),
        ("柿\r\nと\r\n梅だ。⟦f1a2⟧\r\n", ["P0 柿と梅だ。"]),
        ("a\nb  \nc\\\nd.⟦f1a2⟧", ["P0 a b c d."]),
        ("**柿だ。梅だ。**⟦f1a2⟧", ["P0 柿だ。 | 梅だ。"]),
        ("柿`だ。⟦f1a2⟧", ["P0 柿だ。"]),
        ("`a` **柿**だ。⟦f1a2⟧", ["P0 `a` **柿**だ。"]),
    ],
)
def test_white_space_and_emphasis_are_tidy(text: str, lines: list[str]) -> None:
    assert shown(parse(text)) == lines


@pytest.mark.parametrize(
    ("text", "lines", "told_words"),
    [
        ("---\ntitle: x\n---\n柿⟦f1a2⟧", ["P0 柿"], "--- title: x ---"),
        ('+++\ntitle = "x"\n+++\n柿⟦f1a2⟧', ["P0 柿"], '+++ title = "x" +++'),
        ("# 2024年\n\n柿⟦f1a2⟧", ["P0 柿"], "2024年"),
        ("柿⟦f1a2⟧\n# 2024年\n## 庭\n梅⟦f1a2⟧", ["P0 柿", "## 庭", "P0 梅"], "2024年"),
        ("```markdown\n柿⟦f1a2⟧\n```", ["P0 柿"], "```markdown"),
        ("柿⟦f1a2⟧\n\n~~~\n梅⟦f1a2⟧", ["P0 柿", "P0 梅"], "~~~"),
        ("柿⟦f1a2⟧\n\n---\n\n梅⟦f1a2⟧", ["P0 柿", "P0 梅"], "---"),
        ("柿⟦f1a2⟧\n===\n梅⟦f1a2⟧", ["P0 柿", "P0 梅"], "==="),
        ("<div class='x'>柿</div>⟦f1a2⟧", ["P0 柿"], "<div class='x'>"),
        ("柿⟦f1a2⟧\n<br>\n梅⟦f1a2⟧", ["P0 柿", "P0 梅"], "<br>"),
        ("柿<!-- 梅\n\n雨 -->だ⟦f1a2⟧", ["P0 柿だ"], "<!-- 梅 雨 -->"),
        ("柿⟦f1a2⟧\n\n<!--more-->\n\n梅⟦f1a2⟧", ["P0 柿", "P0 梅"], "<!--more-->"),
        ("{{< note >}}柿{{< /note >}}⟦f1a2⟧", ["P0 柿"], "{{< note >}}"),
        ("{% raw %}柿{{ site.x }}⟦f1a2⟧", ["P0 柿"], "{% raw %}"),
        ("![梅](ume.png)柿⟦f1a2⟧", ["P0 柿"], "![梅](ume.png)"),
        ("柿[^1]だ⟦f1a2⟧\n\n[^1]: 梅⟦f1a2⟧", ["P0 柿だ", "P0 梅"], "[^1]"),
        ("> 柿⟦f1a2⟧\n> 梅⟦f1a2⟧", ["P0 柿 | 梅"], "> 柿⟦f1a2⟧"),
        ("| 柿 | 梅 |\n|---|---|\n| 雨⟦f1a2⟧ | 雪 |", ["-0 柿 / 梅", "-0 雨 / 雪"], "| 柿 | 梅 |"),
        ("1. 柿⟦f1a2⟧\n2. 梅⟦f1a2⟧", ["-0 柿", "-0 梅"], "1. 柿⟦f1a2⟧"),
        (":::message\n柿⟦f1a2⟧\n:::", ["P0 柿"], ":::message"),
    ],
)
def test_what_a_model_may_not_write_is_taken_out_and_told(text: str, lines: list[str], told_words: str) -> None:
    marked = parse(text)
    assert shown(marked) == lines
    assert (marked.faults[0].rule, marked.faults[0].words, marked.faults[0].hard) == ("form", told_words, False)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("柿 <!-- 梅⟦f1a2⟧", "P0 柿 梅"),
        ("柿{{< 梅⟦f1a2⟧", "P0 柿 梅"),
        ("a < b、c > d⟦f1a2⟧", "P0 a < b、c > d"),
        ("`<div>`と<3⟦f1a2⟧", "P0 `<div>`と<3"),
        ("<⟦f1a2⟧!-- 柿 -->梅⟦f1a2⟧", "P0 梅"),
        ("⟦f1a2⟧# 柿", "P0 柿"),
        ("⟦f1a2⟧~~~~柿", "P0 柿"),
        ("~~~~柿だ⟦f1a2⟧", "P0 柿だ"),
        ("・・・柿だ⟦f1a2⟧", "P0 ・・・柿だ"),
    ],
)
def test_signs_that_would_break_the_page_are_gone_and_others_stay(text: str, line: str) -> None:
    assert shown(parse(text)) == [line]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("## 庭 ##\n柿⟦f1a2⟧", ["## 庭", "P0 柿"]),
        ("##庭\n柿⟦f1a2⟧", ["## 庭", "P0 柿"]),
        ("### 庭 {#niwa}\n柿⟦f1a2⟧", ["### 庭", "P0 柿"]),
        ("## ⟦=posts⟧本の**庭** ⟦f1a2⟧\n柿⟦f1a2⟧", ["## 32本の**庭**", "P0 柿"]),
        ("##\n柿⟦f1a2⟧", ["P0 柿"]),
        ("柿⟦f1a2⟧\n# 庭\n梅⟦f1a2⟧", ["P0 柿", "# 庭", "P0 梅"]),
        ("# 庭\n柿⟦f1a2⟧\n# 空\n雨⟦f1a2⟧", ["# 庭", "P0 柿", "# 空", "P0 雨"]),
        ("- 柿⟦f1a2⟧\n  - 梅⟦f1a2⟧\n    - 桃⟦f1a2⟧\n- 栗⟦f1a2⟧", ["-0 柿", "-1 梅", "-2 桃", "-0 栗"]),
        ("- 柿⟦f1a2⟧\n\t- 梅⟦f1a2⟧\n　・桃⟦f1a2⟧\n* 栗⟦f1a2⟧", ["-0 柿", "-1 梅", "-1 桃", "-0 栗"]),
        ("- 柿⟦f1a2⟧\n\n  梅だ。⟦f1a2⟧\n\n雨だ。⟦f1a2⟧", ["-0 柿", "P1 梅だ。", "P0 雨だ。"]),
        ("  - 柿⟦f1a2⟧\n      - 梅⟦f1a2⟧", ["-0 柿", "-1 梅"]),
        ("柿だ。⟦f1a2⟧\n- 梅⟦f1a2⟧", ["P0 柿だ。", "-0 梅"]),
        ("- - # 柿⟦f1a2⟧", ["-0 柿"]),
    ],
)
def test_headings_and_lists_are_read(text: str, lines: list[str]) -> None:
    assert shown(parse(text)) == lines


def test_an_unknown_slot_of_a_heading_is_told() -> None:
    (fault,) = parse("## ⟦=盆栽⟧本\n柿⟦f1a2⟧").faults
    assert (fault.rule, fault.hard) == ("slot", True)


@pytest.mark.parametrize(
    ("text", "lines", "merged"),
    [
        ("## 庭\n柿⟦f1a2⟧\n## 空\n⟦? 雨？⟧", ["## 庭", "P0 柿", "?0 雨？"], ["空"]),
        ("## 空\n⟦? 雨？⟧\n## 庭\n柿⟦f1a2⟧", ["## 庭", "?0 雨？", "P0 柿"], ["空"]),
        ("## 空\n## 庭\n柿⟦f1a2⟧", ["## 庭", "P0 柿"], ["空"]),
        ("## 年\n⟦? 雨？⟧\n### 庭\n柿⟦f1a2⟧", ["## 年", "?0 雨？", "### 庭", "P0 柿"], []),
        ("## 年\n### 庭\n⟦? 雨？⟧", ["?0 雨？"], ["年", "庭"]),
        ("⟦? 雨？⟧\n## 庭\n柿⟦f1a2⟧", ["?0 雨？", "## 庭", "P0 柿"], []),
        ("## 空", [], ["空"]),
    ],
)
def test_a_section_of_questions_alone_goes_into_another(text: str, lines: list[str], merged: list[str]) -> None:
    marked = parse(text)
    assert shown(marked) == lines
    assert [(fault.rule, fault.words, fault.hard) for fault in marked.faults] == [
        ("section", name, False) for name in merged
    ]


def test_sentences_know_their_section() -> None:
    marked = parse("柿⟦f1a2⟧\n## 空\n## 庭\n梅⟦f1a2⟧\n### 雨\n雪⟦f1a2⟧")
    assert [(s.sentence.text, s.section) for s in marked.sentences] == [("柿", 0), ("梅", 1), ("雪", 2)]


def test_dropped_sentences_take_along_what_is_empty_without_them() -> None:
    marked = parse("## 庭\n- 柿だ。⟦f1a2⟧梅だ。\n  - 桃だ。\n    - 栗⟦f1a2⟧\n## 空\n雨。\n\n⟦? 雪？⟧\n")
    kept = keep_sentences(marked, lambda sentence: not sentence.faults)
    assert shown(kept) == ["## 庭", "-0 柿だ。", "-1 栗", "?0 雪？"]
    assert [fault.words for fault in kept.faults] == ["空"]
    assert [sentence.section for sentence in kept.sentences] == [0, 0]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("全部で⟦=sum f1a2 f3b4⟧円になった。", "全部で1,200円になった。"),
        ("全部で⟦=sum f1a2 f3b4⟧だ。", "全部で1,200円だ。"),
        ("⟦=first⟧日曜。", "1月5日日曜。"),
    ],
)
def test_the_unit_of_a_sum_stands_once(text: str, written: str) -> None:
    assert one(text).sentence.text == written


BODY = """\
2024年も終わりです。

## 庭 [柿](p1a2)

柿だ。⟦f1a2⟧[梅](p1a2)だ。⟦f3b4c,f1a2⟧全部で⟦=posts tag:庭⟧本。よい年⟦?⟧
次の行⟦f1a2⟧。

- 毎朝走る
  ⟦? どう？⟧
- [庭の柿](p1a2)
  - word ⟦f1a2⟧ and more.⟦ F3B4C ⟧ Next one.⟦f9999⟧ Bare.

    中の段落。⟦?⟧

## 空

雨。⟦=盆栽⟧本。⟦メモ⟧

⟦? 雪？⟧
"""


def test_a_body_is_written_with_its_marks_again() -> None:
    assert render_marked(parse(BODY)) == (
        "2024年も終わりです。\n\n## 庭 [柿](p1a2)\n\n"
        "柿だ。⟦f1a2⟧\n  [梅](p1a2)だ。⟦f3b4c f1a2⟧\n  全部で⟦=posts tag:庭⟧本。\n  よい年⟦?⟧\n  次の行。⟦f1a2⟧\n\n"
        "- 毎朝走る\n\n  ⟦? どう？⟧\n\n- [庭の柿](p1a2)\n"
        "  - word and more.⟦f1a2 f3b4c⟧ Next one.⟦f9999⟧ Bare.\n\n    中の段落。⟦?⟧\n\n"
        "## 空\n\n雨。⟦メモ⟧⟦=盆栽⟧本。⟦メモ⟧\n\n⟦? 雪？⟧\n"
    )


def test_reading_what_was_written_gives_the_same() -> None:
    marked = parse(BODY)
    assert parse(render_marked(marked)).parts == marked.parts


def test_nothing_is_written_as_nothing() -> None:
    assert render_marked(parse("")) == ""
    assert parse("").sections == ()


PIECES = (
    "柿だ。 梅だ word. Next ⟦f1a2⟧ ⟦f9999⟧ ⟦?⟧ ⟦=posts⟧ ⟦=x⟧ ⟦?どう⟧ ⟦ ⟧ ⟦メモ⟧ 〚 [柿](p1a2) [庭の柿](p9) 毎朝走る"
    " 😀 ！ ． ** ` ``` ~~~ <div> </b> <!-- --> {{< >}} {% %} {{ }} ![x](y) [^1] | # ## - * > --- === ::: 。 、 」 「"
    " 1. + _ ~~ <br> \\ $$ % [ ] ( )"
).split()
MARKDOWN = st.lists(st.sampled_from([*PIECES, "\n", "\n", "\n\n", " ", "  ", "\t", "　", "\r\n"]), max_size=40).map(
    "".join
)
NO_PROSE = re.compile(r"[⟦⟧〚〛\n\r\ue000-\uf8ff]|\{\{[<%]|\{%|<!--|</?(?:div|b|br)>|!\[x\]\(y\)")


@given(st.text(max_size=200) | MARKDOWN)
@settings(max_examples=400, deadline=None)
def test_no_text_makes_it_fail_and_none_leaves_marks_behind(text: str) -> None:
    marked = parse(text)
    for section in marked.sections:
        assert not NO_PROSE.search(section.heading)
        depth = 0
        for passage in section.passages:
            assert passage.depth <= depth
            depth = passage.depth + (passage.form is Form.ITEM)
            for sentence in passage.sentences:
                assert passage.form is Form.QUESTION or not NO_PROSE.search(re.sub("`[^`]+`", "", sentence.text))
                assert proper(sentence), sentence
    render_marked(keep_sentences(marked, lambda sentence: not sentence.faults))


def proper(sentence: Sentence) -> bool:
    return {
        PROVED: bool(sentence.quotes),
        COUNTED: bool(sentence.counts),
        PROPOSED: not (sentence.quotes or sentence.fact_ids),
    }[sentence.standing]


WORD = st.integers(100, 999).map(lambda n: f"語{n}文")
MARK = st.sampled_from(["⟦f1a2⟧", " ⟦f1a2 f3b4c⟧ ", "⟦?⟧", "⟦=posts⟧", "", "⟦f9999⟧"])
SENTENCE = st.tuples(
    st.lists(WORD, min_size=1, max_size=3), st.sampled_from(["。", ". ", "", "！", "\n", "」"]), MARK
).map(lambda parts: "、".join(parts[0]) + parts[1] + parts[2])
PROSE = st.lists(SENTENCE, min_size=1, max_size=4).map("".join)
OPENING_SIGNS = [
    "",
    "",
    "- ",
    "  - ",
    "    ",
    "> ",
    "1. ",
    "* [ ] ",
    "**",
    "`",
    "<div>",
    "{{< x >}}",
    "<!-- x -->",
    "⟦?⟧",
    "⟦? x⟧",
    "| ",
]
BLOCK = st.tuples(
    st.sampled_from(OPENING_SIGNS), PROSE, st.sampled_from(["", "**", " |", "⟦f1a2⟧", "```", "\n---", "\\"])
).map("".join)
DOCUMENT = st.lists(
    st.tuples(BLOCK, st.sampled_from(["\n\n", "\n", "\n\n## 見出し語\n\n", "\n```\n"])).map("".join), max_size=8
).map("".join)


@given(DOCUMENT)
@settings(max_examples=300, deadline=None)
def test_no_word_of_the_model_is_lost(text: str) -> None:
    found = " ".join(shown(parse(text)))
    assert re.findall(r"語\d{3}文", found) == re.findall(r"語\d{3}文", text)


@given(DOCUMENT)
@settings(max_examples=300, deadline=None)
def test_writing_and_reading_again_changes_nothing(text: str) -> None:
    marked = parse(text)
    assert parse(render_marked(marked)).parts == marked.parts


@pytest.mark.parametrize(
    ("body", "passages"),
    [
        ("- 英検⟦g1a2⟧\n  受けた。⟦f1a2⟧\n", [("英検", 0), ("受けた。", 1)]),
        ("- ページを増やす\n7月に増やした。⟦f1a2⟧\n", [("ページを増やす", 0), ("7月に増やした。", 1)]),
        ("- 走った。⟦f1a2⟧\n  泳いだ。⟦f3a4⟧\n", [("走った。泳いだ。", 0)]),
        ("- I went to the\n  lake twice. ⟦f1a2⟧\n", [("I went to the lake twice.", 0)]),
    ],
    ids=["a marked item", "a label", "sentences", "a wrapped line"],
)
def test_what_stands_below_the_label_of_an_item_is_told_under_it(body: str, passages: list[tuple[str, int]]) -> None:
    parts = split_marked(body)[0]
    shown = [(re.sub(r"\s*⟦[^⟧]*⟧", "", block.text).replace("\n", " "), block.depth) for block in parts]
    assert [(re.sub(r"(?<=。) ", "", text), depth) for text, depth in shown] == passages
