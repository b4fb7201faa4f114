"""What is told twice becomes one fact with all its sources; names of one subject become one; batches share a ledger."""

from __future__ import annotations

from datetime import date

import pytest

from drafter.digest import resolve
from drafter.digest.resolve import resolve_facts
from drafter.errors import BudgetError, ReplyError
from drafter.model.prompts import load_prompts
from drafter.model.short_ids import short_ids
from drafter.records import Fact, Level
from tests.digest.conftest import MakeDocument, MakeFact
from tests.scripted import Answer, ScriptedModel


def run(facts: list[Fact], make_document: MakeDocument, *answers: Answer) -> tuple[tuple[Fact, ...], ScriptedModel]:
    ids = {q.document_id for fact in facts for q in fact.quotes}
    model = ScriptedModel(resolve=answers)
    found = resolve_facts(
        facts,
        {i: make_document(f"題{i}") for i in ids},
        model,
        prompts=load_prompts(),
        language="Japanese",
        period_name="2024年",
        short_ids=short_ids((fact.id for fact in facts), "f"),
    )
    return found, model


def names(*facts: Fact) -> list[str]:
    shorts = short_ids((fact.id for fact in facts), "f")
    return [shorts[fact.id] for fact in facts]


def test_one_event_in_a_diary_a_post_and_a_review_is_one_fact_with_three_sources(
    make_document: MakeDocument, make_fact: MakeFact
) -> None:
    post = make_fact("フルマラソンを完走した。", "post", salience=0.6)
    diary = make_fact("42キロを走り切った。", "diary", salience=1.0, event_day=date(2024, 11, 3))
    review = make_fact("初のフルを完走。", "review", salience=0.4)
    other = make_fact("本を読んだ。", "post2")
    found, _ = run(
        [post, diary, review, other],
        make_document,
        {"same": [names(post, diary, review, other)[:3]], "subjects": []},
    )
    assert [fact.text for fact in found] == [f"{post.text} / {diary.text} / {review.text}", other.text]
    assert [quote.document_id for quote in found[0].quotes] == ["post", "diary", "review"]
    assert (found[0].id, found[0].salience, found[0].event_day) == (post.id, 1.0, date(2024, 11, 3))


def test_the_words_that_most_may_see_come_first(make_document: MakeDocument, make_fact: MakeFact) -> None:
    note = make_fact("走り切った。", "note", level=Level.OWN)
    post = make_fact("完走した。", "post")
    found, _ = run([note, post], make_document, {"same": [names(note, post)], "subjects": []})
    assert [quote.document_id for quote in found[0].quotes] == ["post", "note"]
    assert found[0].level is Level.PUBLISHED


@pytest.mark.parametrize(
    "same",
    [[["f0000", "f9999"]], [[]], [["f0000"]], []],
    ids=["unknown ids", "an empty group", "a group of one", "none"],
)
def test_groups_that_name_nothing_join_nothing(
    make_document: MakeDocument, make_fact: MakeFact, same: list[list[str]]
) -> None:
    facts = [make_fact("走った。", "a"), make_fact("読んだ。", "b")]
    found, _ = run(facts, make_document, {"same": same, "subjects": []})
    assert list(found) == facts


def test_the_same_words_are_joined_without_being_asked(make_document: MakeDocument, make_fact: MakeFact) -> None:
    facts = [make_fact("Ｇｏを学んだ。", "a"), make_fact("Goを学んだ。", "b")]
    found, model = run(facts, make_document, {"same": [], "subjects": []})
    assert len(found) == 1
    assert len(found[0].quotes) == 2
    assert "Ｇｏを学んだ" in model.requests[0].user


def test_one_project_under_two_names_gets_one(make_document: MakeDocument, make_fact: MakeFact) -> None:
    facts = [
        make_fact(f"作業{n}をした。", f"d{n}", subject=s)
        for n, s in enumerate(["バス時刻表", "bus-app", "ＢＵＳ－ＡＰＰ"])
    ]
    found, _ = run(
        facts, make_document, {"same": [], "subjects": [{"name": "つぎのバス", "aliases": ["バス時刻表", "bus-app"]}]}
    )
    assert {fact.subject for fact in found} == {"つぎのバス"}


def test_the_next_months_know_the_subjects_of_those_before(
    make_document: MakeDocument, make_fact: MakeFact, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolve, "BATCH_TOKENS", 120)
    facts = [
        make_fact(f"{n}月に作業をした。", f"d{n}", subject="つぎのバス" if n < 4 else "時刻表") for n in range(1, 7)
    ]
    first = {"same": [], "subjects": [{"name": "つぎのバス", "aliases": ["バス"]}]}
    second = {"same": [], "subjects": [{"name": "つぎのバス", "aliases": ["時刻表"]}]}
    found, model = run(facts, make_document, first, second)
    assert len(model.requests) > 1
    assert "つぎのバス (also: バス)" in model.requests[1].user
    assert "also:" not in model.requests[0].user
    assert {fact.subject for fact in found} == {"つぎのバス"}


def test_without_an_answer_the_facts_stand_as_they_are(make_document: MakeDocument, make_fact: MakeFact) -> None:
    facts = [make_fact("走った。", "a"), make_fact("読んだ。", "b")]
    found, _ = run(facts, make_document, ReplyError("no JSON"))
    assert list(found) == facts
    with pytest.raises(BudgetError, match="spent"):
        run(facts, make_document, BudgetError("spent"))


def test_no_facts_ask_nobody(make_document: MakeDocument) -> None:
    found, model = run([], make_document, {"same": [], "subjects": []})
    assert (found, model.requests) == ((), [])
