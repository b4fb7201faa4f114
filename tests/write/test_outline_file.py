from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from drafter.errors import SourceError
from drafter.records import (
    Document,
    Fact,
    FactKind,
    Goal,
    Kind,
    Level,
    Outline,
    OutlineItem,
    Question,
    Quote,
    content_id,
)
from drafter.text.front_matter import parse_front_matter
from drafter.write.outline_file import Catalogue, ParsedOutline, parse_outline, render_outline


def quote(text: str) -> Quote:
    return Quote(document_id="d", chunk_id=None, text=text, start=0, end=len(text), start_line=1, end_line=1)


def fact(fact_id: str, text: str, *, event_day: str = "", document_day: str = "") -> Fact:
    return Fact(
        id=fact_id,
        text=text,
        kind=FactKind.DID,
        event_day=date.fromisoformat(event_day) if event_day else None,
        document_day=date.fromisoformat(document_day) if document_day else None,
        quotes=(quote(text),),
        salience=0.5,
        level=Level.PUBLISHED,
    )


def question(text: str) -> Question:
    return Question(id=content_id(text), text=text, why="a gap", place="庭", level=Level.PUBLISHED, weight=2.0)


KAKI = fact("3a9c01", "柿を\n植えた", event_day="2024-05-03", document_day="2024-05-04")
UME = fact("11b802", "梅も植えた", document_day="2024-06-01")
RAIN = fact("77aa03", "雨が降った")
RUN = Goal(id="1a2b04", text="毎朝**走る**", heading="", quote=quote("毎朝走る"))
POST = Document(
    id="5c6d05",
    kind=Kind.POST,
    path="a.md",
    title="庭の柿",
    stamp=None,
    front_matter=parse_front_matter(""),
    text="",
    level=Level.PUBLISHED,
)
ASKED = question("柿は実った？")
CATALOGUE = Catalogue(
    facts={fact.id: fact for fact in (KAKI, UME, RAIN)},
    goals={RUN.id: RUN},
    posts={POST.id: POST},
    short_ids={KAKI.id: "f3a9c", UME.id: "f11b8", RAIN.id: "f77aa", RUN.id: "g1a2b", POST.id: "p5c6d"},
    questions=(ASKED,),
)
OUTLINE = Outline(
    title="2024年の振り返り",
    arc="庭の一年。\n柿が主役。",
    items=(
        OutlineItem(heading="", level=2, brief="前置き。"),
        OutlineItem(
            heading="庭",
            level=2,
            brief="柿から梅へ。\n- 箇条書きのような行",
            fact_ids=(KAKI.id,),
            post_ids=(POST.id,),
            questions=(ASKED,),
        ),
        OutlineItem(heading="目標", level=2),
        OutlineItem(heading="健康", level=3, goal_ids=(RUN.id,)),
    ),
    left_out=((UME.id, "小さなこと"), (RAIN.id, "not planned")),
)
FILE = """\
# 2024年の振り返り

> 庭の一年。
> 柿が主役。

前置き。

## 庭

柿から梅へ。
\\- 箇条書きのような行

- [f3a9c] 柿を 植えた (2024-05-03)
- [p5c6d] 庭の柿

? 柿は実った？

## 目標

### 健康

- [g1a2b] 毎朝**走る**

<!-- left out -->

## Left out

- [f11b8] 梅も植えた (2024-06-01)
  小さなこと
- [f77aa] 雨が降った
  not planned
"""


def parse(text: str) -> ParsedOutline:
    return parse_outline(text, path="outline.md", catalogue=CATALOGUE)


def test_an_outline_is_a_file_to_edit() -> None:
    assert render_outline(OUTLINE, catalogue=CATALOGUE) == FILE


@pytest.mark.parametrize(
    "text",
    [
        FILE,
        FILE.replace("\n", "\r\n"),
        "\ufeff" + FILE,
        FILE.replace("[", "［").replace("]", "］"),
        FILE.replace("[f", "【F").replace("]", "】"),
        FILE.replace("f3a9c", "ｆ３ａ９ｃ"),
        FILE.replace("\n- ", "\n* ").replace("? 柿", "？柿"),
        FILE.replace("- [", "・["),
        FILE.replace("- [f3a9c]", "1. [ ] [f3a9c]"),
        FILE.replace("? 柿", "- ? 柿"),
        FILE.replace("<!-- left out -->\n", ""),
        FILE.replace("<!-- left out -->", "---\n<!--Left out-->\n---"),
        FILE.replace("## 目標", "<!-- what follows\nis for me -->\n## 目標 ##"),
        FILE.replace("\n\n", "\n\n\n"),
        FILE.rstrip(),
    ],
    ids=(
        "as written|CRLF|BOM|full-width brackets|other brackets, upper case|full-width id|other signs|no blank"
        "|numbers and boxes|question as an item|no mark|mark between rules|a comment|blank lines|no last line end"
    ).split("|"),
)
def test_an_untouched_outline_comes_back_however_an_editor_saves_it(text: str) -> None:
    assert parse(text) == ParsedOutline(outline=OUTLINE)


LINE = (
    st.text("柿Aa1 -#>?.[]()\\*_+・f3a9c<!", min_size=1, max_size=12)
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
ITEM = st.builds(
    OutlineItem,
    heading=LINE,
    level=st.integers(2, 6),
    brief=st.lists(LINE, max_size=3).map("\n".join),
    questions=st.just(()) | st.just((ASKED,)),
)


@given(
    LINE,
    st.lists(LINE, max_size=2).map("\n".join),
    st.lists(ITEM, max_size=4),
    st.permutations(sorted(CATALOGUE.facts)),
)
@example(title="柿 #", arc="", items=[], ids=sorted(CATALOGUE.facts))
@settings(deadline=None)
def test_whatever_was_written_is_read(title: str, arc: str, items: list[OutlineItem], ids: list[str]) -> None:
    housed = [replace(item, fact_ids=(ids[n],)) if n < len(ids) else item for n, item in enumerate(items)]
    left = tuple((fact_id, "reason") for fact_id in ids[len(items) :])
    outline = Outline(title=title, arc=arc, items=tuple(housed), left_out=left)
    assert parse(render_outline(outline, catalogue=CATALOGUE)) == ParsedOutline(outline=outline)


@given(st.text() | st.lists(st.sampled_from([*FILE, "\n", "- ", "[f3a9c]", "# "])).map("".join))
def test_no_text_makes_it_fail_otherwise(text: str) -> None:
    parsed = parse(f"# x\n{text}")
    for statement in parsed.statements:
        assert f"# x\n{text}"[statement.start : statement.end] == statement.text
        assert 0 <= statement.item < len(parsed.outline.items)


def test_a_person_may_move_retitle_and_delete() -> None:
    facts = "- [f77aa] 雨が降った\n  not planned\n- [f11b8, f3a9c] まとめて\n"
    parsed = parse(f"# わたしの一年\n\n## 雨と梅\n\n雨の話を先に。\n\n{facts}\n? 傘は？\n")
    (item,) = parsed.outline.items
    assert (parsed.outline.title, parsed.outline.arc, parsed.outline.left_out) == ("わたしの一年", "", ())
    assert (item.heading, item.brief, item.fact_ids) == ("雨と梅", "雨の話を先に。", (RAIN.id, UME.id, KAKI.id))
    assert [(q.text, q.place, q.level) for q in item.questions] == [("傘は？", "雨と梅", Level.PUBLISHED)]
    assert parsed.problems == ()


def test_what_is_moved_below_is_left_out() -> None:
    parsed = parse(
        "# x\n\n<!-- left out -->\n\n## 庭\n\n短く。\n\n- [f3a9c] 柿を 植えた (2024-05-03)\n\n? 傘は？\n- 走った。\n"
    )
    assert (parsed.outline.items, parsed.outline.left_out) == ((), ((KAKI.id, "left out by you"),))
    assert parsed.problems == ("outline.md:12: what stands below 'left out' is not used: move it above",)


def test_an_item_without_an_id_is_the_authors_own_statement() -> None:
    garden = "- [f3a9c]\n- [ ] 庭に池を\n  掘った。\n  - [池](https://a.example/)\n"
    text = f"\ufeff# x\n\n- 前置きの事実。\n\n## 庭\n{garden}\n## 空\n".replace("\n", "\r\n")
    parsed = parse(text)
    assert [(s.text, s.start_line, s.end_line, s.item) for s in parsed.statements] == [
        ("前置きの事実。", 3, 3, 0),
        ("庭に池を\r\n  掘った。", 7, 8, 1),
        ("[池](https://a.example/)", 9, 9, 1),
    ]
    assert all(text[1:][s.start : s.end] == s.text for s in parsed.statements)
    assert [item.heading for item in parsed.outline.items] == ["", "庭", "空"]
    assert parsed.problems == ()


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (
            "- [f9999] 柿",
            "outline.md:4: no fact, post or goal is f9999: correct it, or take [f9999] away to say it yourself",
        ),
        ("- [f3a9c]\n- [f3a9c]", "outline.md:5: f3a9c stands in line 4 already: it is told there"),
        (
            "- [f3a9c] 柿を百本植えた",
            "outline.md:4: changed words behind [f3a9c] are not used: say it in an item without an id",
        ),
    ],
)
def test_a_line_that_is_not_used_is_told_with_its_place(lines: str, problem: str) -> None:
    assert parse(f"# x\n\n## 庭\n{lines}\n").problems == (problem,)


def test_a_fact_named_twice_stands_where_it_stood_first() -> None:
    parsed = parse("# x\n## 庭\n- [f3a9c]\n## 空\n- [F3A9C]\n<!-- left out -->\n- [f3a9c]\n")
    assert [item.fact_ids for item in parsed.outline.items] == [(KAKI.id,), ()]
    assert (parsed.outline.left_out, len(parsed.problems)) == ((), 2)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "outline.md:1: nothing stands in this outline"),
        ("\ufeff\r\n \r\n", "outline.md:1: nothing stands in this outline"),
        ("\n\n## 庭\n", "outline.md:3: an outline begins with its title"),
        ("庭\n", "outline.md:1: an outline begins with its title"),
    ],
)
def test_a_file_without_a_title_is_no_outline(text: str, message: str) -> None:
    with pytest.raises(SourceError, match=f"^{message}$") as raised:
        parse(text)
    assert raised.value.hint is not None
    assert "--outline-only" in raised.value.hint
