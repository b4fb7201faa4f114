from collections.abc import Callable
from dataclasses import replace

import pytest

from drafter.digest.themes import find_themes
from drafter.records import Document, Fact, FactKind, Kind, Level, Theme

Make = Callable[..., Document]
MakeFact = Callable[..., Fact]
NOTE: dict[str, object] = {"kind": Kind.NOTE, "level": Level.OWN}


def names(themes: tuple[Theme, ...]) -> list[str]:
    return [theme.name for theme in themes]


def test_nothing_gives_no_themes() -> None:
    assert find_themes((), ()) == ()


def test_works_and_facts_each_belong_to_one_theme(make_document: Make, make_fact: MakeFact) -> None:
    works = [make_document(f"カヤックの話{n}の巻", f"2024-0{n}-01", tags=("カヤック", "海")) for n in (1, 2)]
    works += [
        make_document("棚を直す", "2024-03-01", tags=("木工",)),
        make_document("机を直す", "2024-03-02", tags=("木工",)),
    ]
    note = make_document("日報", "2024-04-01", **NOTE)
    facts = [
        make_fact("島まで漕いだ。", works[0].id),
        make_fact("棚を直した。", works[2].id),
        make_fact("カヤックの艇庫を借りた。", note.id, level=Level.OWN),
        make_fact("パンを焼いた。", note.id, level=Level.OWN),
    ]
    themes = find_themes([*works, note], facts)
    assert sorted(names(themes)) == ["", "カヤック", "木工"]
    assert names(themes)[-1] == "", "what fits nowhere comes last"
    assert sorted(i for t in themes for i in t.fact_ids) == sorted(f.id for f in facts)
    assert sorted(i for t in themes for i in t.post_ids) == sorted(w.id for w in works)
    kayak = themes[names(themes).index("カヤック")]
    assert set(kayak.fact_ids) == {facts[0].id, facts[2].id}, "a note joins the theme it names"
    assert kayak.document_ids == (works[0].id, works[1].id, note.id), "by date"
    assert kayak.post_ids == (works[0].id, works[1].id)


def test_a_turning_point_comes_first_under_the_authors_word(make_document: Make, make_fact: MakeFact) -> None:
    works = [
        make_document(f"{thing}を直す", "2024-01-01", tags=("木工",)) for thing in ("棚", "机", "椅子", "箱", "枠")
    ]
    notes = [make_document(f"日報{n}", f"2024-08-0{n}", **NOTE) for n in range(1, 4)]
    facts = [
        *(make_fact(f"棚{n}を直した。", w.id, salience=0.6) for n, w in enumerate(works)),
        make_fact("転職を考えた。", notes[0].id, event="job"),
        make_fact("転職の面接を受けた。", notes[1].id, event="job"),
        make_fact("内定をもらった。", notes[2].id, event="job"),
    ]
    themes = find_themes([*works, *notes], facts)
    assert (themes[0].name, themes[0].event, themes[0].post_ids) == ("転職", "job", ())
    assert set(themes[0].fact_ids) == {f.id for f in facts if f.event}


def test_what_was_achieved_weighs_more_than_what_was_written_much(make_document: Make, make_fact: MakeFact) -> None:
    exam = [make_document(f"検定{n}の章", f"2024-01-0{n}", "x" * 50_000, tags=("検定",)) for n in (1, 2)]
    race = [make_document(t, "2024-05-01", tags=("走ること",)) for t in ("朝の道", "夜の道")]
    facts = [
        make_fact("章を読んだ。", exam[0].id, salience=0.5),
        make_fact("峠を完走した。", race[0].id, kind=FactKind.ACHIEVED, salience=0.5),
    ]
    assert names(find_themes([*exam, *race], facts)) == ["走ること", "検定"]


def test_a_lone_work_that_tells_much_is_a_theme(make_document: Make, make_fact: MakeFact) -> None:
    loud, silent = make_document("【メモ】峠を歩く", "2024-05-01"), make_document("窓を拭く", "2024-05-02")
    facts = [make_fact("峠を歩き通した。", loud.id, salience=0.6), make_fact("窓を拭いた。", silent.id, salience=0.1)]
    themes = find_themes([loud, silent], facts)
    assert [(t.name, t.post_ids) for t in themes] == [("峠を歩く", (loud.id,)), ("", (silent.id,))]


def test_notes_alone_share_a_word(make_document: Make, make_fact: MakeFact) -> None:
    notes = [make_document(f"日報{n}", f"2024-08-0{n}", **NOTE) for n in range(1, 4)]
    facts = [make_fact(f"{n}回目の「カヤック」で漕いだ。", note.id) for n, note in enumerate(notes)]
    themes = find_themes(notes, facts)
    assert [(t.name, t.post_ids, len(t.fact_ids)) for t in themes] == [("カヤック", (), 3)]


def test_a_fact_that_follows_another_directly_shares_its_theme(make_document: Make, make_fact: MakeFact) -> None:
    works = [make_document(t, "2024-05-01", tags=("カヤック",)) for t in ("櫂の選び方", "島への道")]
    note = make_document("日報", "2024-08-01", **NOTE)
    first, second, far = (make_fact(t, note.id) for t in ("カヤックで漕いだ。", "肩が痛んだ。", "パンを焼いた。"))

    def at(fact: Fact, start: int) -> Fact:
        quote = replace(fact.quotes[0], start=start, end=start + len(fact.text))
        return replace(fact, quotes=(quote,))

    facts = [first, at(second, len(first.text)), at(far, 100)]
    themes = {t.name: t.fact_ids for t in find_themes([*works, note], facts)}
    assert themes == {"カヤック": (first.id, second.id), "": (far.id,)}


def test_diary_days_and_issues_are_told_from_and_not_named(make_document: Make, make_fact: MakeFact) -> None:
    day, review = make_document("2024-05-01", "2024-05-01"), make_document("第1四半期のこと", "2024-04-01")
    facts = [make_fact("峠を歩き通した。", day.id, salience=0.9), make_fact("棚を直した。", review.id, salience=0.9)]
    themes = find_themes([day, review], facts, issues={review.id})
    assert [t.post_ids for t in themes] == [()]
    assert set(themes[0].fact_ids) == {f.id for f in facts}


@pytest.mark.parametrize("tag", ["picoshelf", "Picoshelf"])
def test_a_tag_in_small_letters_becomes_the_name_the_author_writes(
    make_document: Make, make_fact: MakeFact, tag: str
) -> None:
    works = [make_document(f"PicoShelfの{t}", f"2024-05-0{n}", tags=(tag,)) for n, t in enumerate(("棚", "箱"), 1)]
    expected = "PicoShelf" if tag.islower() else tag
    assert names(find_themes(works, [make_fact("PicoShelfを公開した。", works[0].id)])) == [expected]


def test_small_themes_join_the_last_one_and_lose_nothing(make_document: Make, make_fact: MakeFact) -> None:
    tags = [f"話題{sign}" for sign in "甲乙丙丁戊己庚辛壬癸子丑"]
    works = [make_document(f"{t}の{p}", "2024-05-01", tags=(t,)) for t in tags for p in ("表", "裏")]
    facts = [make_fact(f"{w.title}を見た。", w.id) for w in works]
    themes = find_themes(works, facts)
    assert len(themes) < len(tags)
    assert names(themes).count("") == 1 == names(themes)[-1:].count("")
    assert sorted(i for t in themes for i in t.fact_ids) == sorted(f.id for f in facts)
    assert sorted(i for t in themes for i in t.post_ids) == sorted(w.id for w in works)
