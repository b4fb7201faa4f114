"""What becomes of a person's edits when the draft is made again: each kind of edit by hand."""

from __future__ import annotations

import pytest

from drafter.records import Ownership, Part
from drafter.revise.merge import Merged, headings_of, merge

HEAD = "+++\ntitle = '2024年の振り返り'\ndate = 2025-01-01 # 仮\ntags = ['庭']\ndraft = true\n+++\n"
BODY = """
<!--more-->

## 庭のこと
春に温室を建てた。夏はトマトを24個収穫した。来年も続けたい。<!-- ? -->

柿を2本植えた。実るのは3年後である。

<br>

## 読んだ本
- 土の本
- 種の本

    種の選び方を学んだ。

<!-- ? 苗の本は読んだ？ -->

<br>
"""
BASE = HEAD + BODY
NEW = BASE.replace("2025-01-01", "2025-01-05").replace("夏はトマトを24個収穫した。", "トマトは24個とれ、茄子も実った。")
NEW = NEW.replace("- 土の本\n", "- 土の本\n- 水の本\n").replace("実るのは3年後である。", "")


def edit(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def revise(*changes: tuple[str, str], new: str = NEW, base: str = BASE) -> str:
    return merge(base=base, theirs=edit(base, *changes), new=new).text


def again(before: Merged, theirs: str, new: str) -> Merged:
    return merge(base=before.text, theirs=theirs, new=new, known=before.ownership)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param([("柿を2本植えた。", "柿を庭に植えた。")], id="a sentence changed"),
        pytest.param([("柿を2本植えた。", "柿を2本植えた。妻が選んだ。")], id="a sentence put in"),
        pytest.param([("柿を2本植えた。", "妻が選んだ。柿を2本植えた。")], id="a sentence put before"),
        pytest.param([("春に温室を建てた。", "")], id="a sentence taken out"),
        pytest.param([("\n柿を2本植えた。", "\n庭は広い。\n\n柿を2本植えた。")], id="a paragraph put in"),
        pytest.param([("来年も続けたい。<!-- ? -->", "来年も続けたい。")], id="a proposal accepted"),
        pytest.param([("来年も続けたい。<!-- ? -->", "")], id="a proposal rejected"),
        pytest.param([("## 庭のこと\n", "## 庭とその周り\n")], id="a heading changed"),
        pytest.param([("## 読んだ本\n", "")], id="a heading taken out"),
        pytest.param([("- 土の本\n", "")], id="an item taken out"),
        pytest.param([("- 土の本\n", "- 空の本\n- 土の本\n")], id="an item put in"),
        pytest.param([("- 土の本\n", ""), ("- 種の本\n\n", "- 種の本\n- 土の本\n\n")], id="an item moved"),
        pytest.param(
            [("春に温室を建てた。", ""), ("柿を2本植えた。", "柿を2本植えた。春に温室を建てた。")],
            id="a sentence moved",
        ),
        pytest.param([("春に温室を建てた。", "春に温室を建てた。\n\n")], id="a paragraph split"),
        pytest.param([("<!-- ? -->\n\n柿", "<!-- ? -->柿")], id="paragraphs joined"),
        pytest.param([("<!-- ? 苗の本は読んだ？ -->\n", "<!-- ? 苗の本は読んだ？ -->\n\n読んだ。\n")], id="an answer"),
        pytest.param([("<!-- ? 苗の本は読んだ？ -->\n\n", "")], id="a question taken out"),
        pytest.param([("tags = ['庭']", "tags = ['庭', '本']")], id="a key changed"),
        pytest.param([("tags = ['庭']\n", "")], id="a key taken out"),
        pytest.param([("<!--more-->", "<!--more-->  ")], id="trailing blanks"),
        pytest.param([("3年後である。\n\n<br>", "3年後である。\n\n---\n\n<br>")], id="a rule put in"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_an_edit_stands_beside_the_changes_of_the_new_draft(changes: list[tuple[str, str]], line_end: str) -> None:
    """Edits and changes that do not touch may be made in either order."""
    both = edit(edit(BASE, *changes), ("2025-01-01", "2025-01-05")).replace("\n", line_end)
    both = both.replace("夏はトマトを24個収穫した。", "トマトは24個とれ、茄子も実った。")
    theirs = edit(BASE, *changes).replace("\n", line_end)
    new = edit(BASE, ("2025-01-01", "2025-01-05"), ("夏はトマトを24個収穫した。", "トマトは24個とれ、茄子も実った。"))
    merged = merge(base=BASE, theirs=theirs, new=new)
    assert merged.text == both
    for later in (new, BASE, new):
        merged = again(merged, merged.text, later)
    assert merged.text == both


def test_untouched_parts_take_the_new_text_wherever_the_person_was() -> None:
    text = revise(("柿を2本植えた。", "柿を庭に植えた。"), ("- 種の本\n", "- 種の本（二度）\n"))
    assert "トマトは24個とれ、茄子も実った。" in text
    assert "柿を庭に植えた。\n" in text
    assert "3年後" not in text
    assert "- 土の本\n- 水の本\n- 種の本（二度）\n\n    種の選び方を学んだ。\n" in text


def test_what_was_taken_out_stays_out_also_when_it_is_said_again_or_almost() -> None:
    merged = merge(base=BASE, theirs=edit(BASE, ("春に温室を建てた。", "")), new=NEW)
    silent = NEW.replace("春に温室を建てた。", "")
    merged = again(merged, merged.text, silent)
    for said in ("春に温室を建てた。", "春に中古の窓で温室を建てた。", "春に、温室を建てた。"):
        text = again(merged, merged.text, silent.replace("トマトは", f"{said}トマトは")).text
        assert "温室" not in text
        assert text == merged.text


def test_an_accepted_proposal_is_the_persons_even_when_drafter_drops_it() -> None:
    merged = merge(base=BASE, theirs=edit(BASE, ("来年も続けたい。<!-- ? -->", "来年も続けたい。")), new=NEW)
    assert "来年も続けたい。\n" in merged.text
    assert "来年も続けたい。\n" in again(merged, merged.text, NEW.replace("来年も続けたい。<!-- ? -->", "")).text


def test_a_section_keeps_being_the_same_under_another_heading_twice_changed() -> None:
    merged = merge(base=BASE, theirs=edit(BASE, ("## 庭のこと", "## 庭とその周り")), new=BASE)
    merged = again(merged, edit(merged.text, ("## 庭とその周り", "## 屋外")), NEW)
    assert headings_of(merged.text) == ("## 屋外", "## 読んだ本")
    assert "茄子も実った。" in merged.text


def test_a_section_taken_out_stays_out_and_its_news_are_listed() -> None:
    start, end = BASE.index("## 読んだ本"), len(BASE)
    merged = merge(base=BASE, theirs=BASE[:start] + BASE[end:], new=NEW)
    assert headings_of(merged.text) == ("## 庭のこと",)
    assert [(one.text, one.reason) for one in merged.unplaced] == [("水の本", "you took out the section '読んだ本'")]
    assert again(merged, merged.text, NEW).text == merged.text


def test_what_a_person_moved_takes_new_words_where_they_put_it() -> None:
    moved = edit(
        BASE,
        ("夏はトマトを24個収穫した。", ""),
        ("実るのは3年後である。", "実るのは3年後である。夏はトマトを24個収穫した。"),
    )
    new = edit(BASE, ("夏はトマトを24個収穫した。", "夏はトマトを25個収穫した。"))
    merged = merge(base=BASE, theirs=moved, new=new)
    assert "実るのは3年後である。夏はトマトを25個収穫した。" in merged.text
    assert merged.text.count("トマト") == 1
    assert again(merged, merged.text, BASE).text == moved


def test_a_section_that_was_moved_stays_and_is_written_on() -> None:
    start = BASE.index("## 読んだ本")
    first = BASE.index("## 庭のこと")
    moved = BASE[:first] + BASE[start:] + "\n" + BASE[first:start].rstrip("\n") + "\n"
    merged = merge(base=BASE, theirs=moved, new=NEW)
    assert headings_of(merged.text) == ("## 読んだ本", "## 庭のこと")
    assert "- 土の本\n- 水の本\n- 種の本\n" in merged.text
    assert "茄子" in merged.text
    assert headings_of(again(merged, merged.text, BASE).text) == ("## 読んだ本", "## 庭のこと")


def test_a_persons_section_stays_where_it_is_and_no_new_words_come_below_its_heading() -> None:
    theirs = edit(BASE, ("## 読んだ本", "## 健康\n毎日走った。\n\n## 読んだ本"))
    new = edit(BASE, ("実るのは3年後である。", "実るのは3年後である。\n\n栗も植えた。"))
    text = merge(base=BASE, theirs=theirs, new=new).text
    assert headings_of(text) == ("## 庭のこと", "## 健康", "## 読んだ本")
    assert text.index("栗も植えた。") < text.index("## 健康\n毎日走った。\n\n## 読んだ本")


def test_a_heading_stays_above_words_of_a_persons() -> None:
    theirs = edit(BASE, ("- 土の本\n", "- 土の本\n- 空の本\n"))
    new = BASE[: BASE.index("## 読んだ本")].rstrip("\n") + "\n"
    text = merge(base=BASE, theirs=theirs, new=new).text
    assert text.endswith("## 読んだ本\n- 空の本\n")


def test_only_the_section_that_was_asked_for_takes_the_new_draft() -> None:
    theirs = edit(BASE, ("- 土の本\n", "- 空の本\n"))
    text = merge(base=BASE, theirs=theirs, new=NEW, section="読んだ本").text
    assert text == edit(theirs, ("- 空の本\n", "- 空の本\n- 水の本\n"))
    assert merge(base=BASE, theirs=theirs, new=NEW, section="ない").text == theirs


def test_a_file_with_nothing_of_drafters_left_is_a_persons() -> None:
    merged = merge(base=BASE, theirs="私が書いた。\n", new=NEW)
    assert (merged.text, merged.knows_nothing) == ("私が書いた。\n", True)


def test_the_spans_of_the_persons_are_told() -> None:
    merged = merge(base=BASE, theirs=edit(BASE, ("柿を2本植えた。", "柿を庭に植えた。"), ("['庭']", "['本']")), new=NEW)
    words = [merged.text[k.start : k.end] for k in merged.kept if k.part is Part.WORDS]
    assert words == ["tags = ['本']\n", "柿を庭に植えた。"]
    assert merge(base=BASE, theirs=BASE, new=NEW).ownership == Ownership()


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
@pytest.mark.parametrize("end", ["", "\n", "\n\n\n"], ids=["no line end", "line end", "blank lines"])
def test_the_ends_of_the_file_are_the_persons(mark: str, end: str) -> None:
    theirs = mark + BASE.rstrip("\n") + end
    merged = merge(base=BASE, theirs=theirs, new=NEW)
    assert merged.text == mark + NEW.rstrip("\n") + end
    assert again(merged, merged.text, NEW).text == merged.text


def test_a_lone_dash_below_a_paragraph_makes_no_heading_of_it() -> None:
    base = "## a\n\n- 一つ目の話をした。\n- 二つ目の話をした。\n"
    theirs = "## a\n\n- 私の話。\n-\n- 二つ目の話をした。\n"
    merged = merge(base=base, theirs=theirs, new="## a\n\n三つ目の話をした。\n")
    assert headings_of(merged.text) == ("## a",)
    assert "私の話。" in merged.text


@pytest.mark.parametrize(
    ("below", "merged_below"),
    [
        pytest.param("\n桃が咲いた。\n\n豆をまいた。\n", "\n桃が咲いた。\n\n豆をまいた。私も見た。\n", id="a line cut"),
        pytest.param("\n```\nx = 10\n```\n", "\n```\nx = 10\n```\n\n私も見た。\n", id="code between"),
        pytest.param("", "\n- 柿を植えた。\n\n  私も見た。\n", id="nothing between"),
    ],
)
def test_an_item_drafter_drops_stays_only_where_a_persons_sentence_still_hangs_on_it(
    below: str, merged_below: str
) -> None:
    base = "## 庭\n\n- 柿を植えた。\n\n  桃が咲いた。栗が実った。\n"
    new = f"## 庭\n{below}"
    merged = merge(base=base, theirs=edit(base, ("栗が実った。", "栗が実った。私も見た。")), new=new)
    assert merged.text == f"## 庭\n{merged_below}"
    assert again(merged, merged.text, new).text == merged.text


def test_a_heading_taken_out_above_a_persons_own_is_not_what_they_made_of_it() -> None:
    """What drafter writes below the one never comes below the other."""
    base = "## 庭\n\n柿を植えた。\n\n## 本\n\n土の本を読んだ。\n\n種の本を読んだ。\n"
    merged = merge(base=base, theirs=edit(base, ("土の本", "## 健康\n\n毎日走った。\n\n土の本")), new=base)
    new = edit(base, ("土の本", "水の本を借りた。\n\n土の本"))
    merged = again(merged, edit(merged.text, ("## 本\n\n", "")), new)
    assert merged.text == edit(new, ("## 本\n\n", ""), ("土の本", "## 健康\n\n毎日走った。\n\n土の本"))
    assert again(merged, merged.text, new).text == merged.text


def test_english_keeps_its_spaces() -> None:
    base = "## Garden\n\nI built a greenhouse. It rained all May. <!-- ? --> The roof held.\n"
    theirs = base.replace("It rained all May. <!-- ? -->", "It rained all of May!")
    new = base.replace("The roof held.", "The roof held well. Mr. Oak helped.")
    assert merge(base=base, theirs=theirs, new=new).text == (
        "## Garden\n\nI built a greenhouse. It rained all of May! The roof held well. Mr. Oak helped.\n"
    )


def test_a_sentence_a_person_moved_does_not_tell_which_section_the_new_one_is() -> None:
    """The section they renamed takes the new draft, the same one each time."""
    base = "## 畑\n\n芋を植えた。\n\n## 池\n\n池を掘った。金魚を放した。\n"
    theirs = "## 畑\n\n芋を植えた。金魚を放した。\n\n## 沼のこと\n\n池を掘った。\n"
    new = "## 水辺\n\n金魚を放した。亀が来た。\n"
    merged = merge(base=base, theirs=theirs, new=new)
    assert merged.text == "## 畑\n\n金魚を放した。\n\n## 沼のこと\n\n亀が来た。\n"
    assert again(merged, merged.text, new).text == merged.text


QUESTION = "    <!-- ? どうなった？ -->\n"


def test_of_two_that_are_alike_the_one_a_person_took_out_stays_out() -> None:
    base = f"## 目標\n\n- 種を採る。\n\n{QUESTION}\n- 石を拾う。\n\n{QUESTION}\n- 走る。\n"
    theirs = base.replace(QUESTION, "    十二袋採れた。\n", 1)
    merged = merge(base=base, theirs=theirs, new=base)
    assert merged.text == theirs
    assert again(merged, merged.text, base).text == theirs
    third = base.replace("- 走る。\n", f"- 走る。\n\n{QUESTION}")
    assert again(merged, merged.text, third).text == theirs.replace("- 走る。\n", f"- 走る。\n\n{QUESTION}")
