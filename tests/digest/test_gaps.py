"""Questions: of each kind, where they belong, and how private they are."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest

from drafter.digest.gaps import find_questions
from drafter.digest.habits import Habits, find_habits
from drafter.digest.material import sort_material
from drafter.digest.retrospectives import find_retrospectives
from drafter.digest.statistics import count_statistics
from drafter.digest.themes import find_themes
from drafter.records import (
    PLACE_BLOG,
    PLACE_OPENING,
    Digest,
    Document,
    Fact,
    FactKind,
    Goal,
    GoalStatus,
    Kind,
    Level,
    Period,
    Question,
    Quote,
    Shelf,
    Unit,
    content_id,
)
from drafter.store.wording import Wording, load_wording
from drafter.text.periods import range_period, year_period

Make = Callable[..., Document]
MakeFact = Callable[..., Fact]
YEAR = year_period(2024)
NOTE: dict[str, object] = {"kind": Kind.NOTE, "level": Level.OWN}


@pytest.fixture(params=["ja", "en"])
def wording(request: pytest.FixtureRequest) -> Wording:
    return load_wording(request.param, polite=False)


@pytest.fixture
def japanese() -> Wording:
    return load_wording("ja", polite=False)


def digest_of(documents: Sequence[Document], facts: Sequence[Fact] = (), *, period: Period = YEAR) -> Digest:
    told = sort_material(documents, period).documents
    return Digest(
        period=period,
        facts=tuple(facts),
        themes=find_themes(told, facts),
        goals=(),
        statistics=count_statistics(documents, period),
    )


def ask(
    documents: Sequence[Document],
    facts: Sequence[Fact] = (),
    *,
    wording: Wording,
    habits: Habits | None = None,
    period: Period = YEAR,
) -> tuple[Question, ...]:
    return find_questions(digest_of(documents, facts, period=period), documents, habits=habits, wording=wording)


def posts_of(make: Make, *months: int) -> list[Document]:
    return [make(f"{month}の月の窓辺で", f"2024-{month:02}-10", path=f"posts/{month}.md") for month in months]


ALL_YEAR = range(1, 13)


def test_a_full_year_leaves_nothing_to_ask(make_document: Make, wording: Wording) -> None:
    assert ask(posts_of(make_document, *ALL_YEAR), wording=wording) == ()
    assert ask((), wording=wording) == ()


@pytest.mark.parametrize("event", ["job", "move", "family"])
@pytest.mark.parametrize("level", [Level.OWN, Level.PUBLISHED])
def test_a_turning_point_is_asked_about_at_the_level_of_its_words(
    make_document: Make, make_fact: MakeFact, wording: Wording, event: str, level: Level
) -> None:
    word = {"job": "内定", "move": "転居", "family": "入籍"}[event]
    notes = [make_document(f"日報{n}", f"2024-08-0{n}", f"{word}の話が出た。\n", **NOTE) for n in (1, 2)]
    documents = [*posts_of(make_document, *ALL_YEAR), *notes]
    facts = [make_fact(f"{word}した。", notes[0].id, event=event, level=level, document_day=date(2024, 8, 1))]
    (question,) = ask(documents, facts, wording=wording)
    assert question.level is level
    assert (word in question.text) is (level is Level.OWN), "the terminal shows the words of the notes"
    assert ("8月" in question.text or "August" in question.text) or (event == "family" and level is Level.PUBLISHED)
    assert question.place == (content_id("theme", f"event:{event}") if level is Level.PUBLISHED else "")


@pytest.mark.parametrize(
    "texts",
    [
        ("友人が転職した。", "雨だった。"),
        ("%%転職した。%%", "%%転職した。%%"),
        ("転職したら、忙しい。", "転職した場合を調べた。"),
    ],
    ids=["one note", "a hidden comment", "a mere thought"],
)
def test_a_turning_point_hardly_spoken_of_asks_nothing(
    make_document: Make, wording: Wording, texts: tuple[str, ...]
) -> None:
    notes = [make_document(f"日報{n}", f"2024-08-0{n}", text, **NOTE) for n, text in enumerate(texts, 1)]
    assert ask([*posts_of(make_document, *ALL_YEAR), *notes], wording=wording) == ()


def test_a_question_for_the_file_rests_on_published_days_only(
    make_document: Make, make_fact: MakeFact, japanese: Wording
) -> None:
    post = make_document("近況の知らせ", "2024-12-10")
    notes = [make_document(f"日報{n}", f"2024-08-0{n}", **NOTE) for n in (1, 2)]
    facts = [
        *(make_fact("転職した。", n.id, event="job", level=Level.OWN, document_day=date(2024, 8, 1)) for n in notes),
        make_fact("転職しました。", post.id, event="job", document_day=date(2024, 12, 10)),
    ]
    question = ask([post, *notes], facts, wording=japanese)[0]
    assert question.level is Level.PUBLISHED
    assert "12月" in question.text
    assert "8月" not in question.text


def test_a_theme_that_begins_suddenly_is_asked_about(make_document: Make, wording: Wording) -> None:
    works = [
        make_document(f"織機の{part}", f"2024-{m:02}-01", tags=("機織り",))
        for m, part in ((9, "糸"), (10, "杼"), (11, "布"))
    ]
    documents = [*posts_of(make_document, *ALL_YEAR), *works]
    (question,) = ask(documents, wording=wording)
    assert "機織り" in question.text
    assert question.level is Level.PUBLISHED
    assert question.place in {t.id for t in digest_of(documents).themes if t.name == "機織り"}
    before = make_document("機織りを見た日", "2023-05-01")
    assert ask([*documents, before], wording=wording) == (), "nothing new"


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        pytest.param("章を順に解く。", True, id="no result"),
        pytest.param("無事に合格した。", False, id="passed"),
        pytest.param("惜しくも落ちました。", False, id="failed"),
        pytest.param("合格するための章である。", True, id="passing is the subject"),
    ],
)
def test_an_exam_without_a_result_is_asked_about(make_document: Make, wording: Wording, body: str, asked: bool) -> None:
    exam = make_document("【織物検定】勉強のまとめ", "2024-05-01", f"{body}\n")
    questions = ask([*posts_of(make_document, *ALL_YEAR), exam], wording=wording)
    assert ["織物検定" in q.text for q in questions] == [True] * asked
    assert all(q.level is Level.PUBLISHED for q in questions)


def test_a_result_in_another_note_on_the_exam_answers(make_document: Make, wording: Wording) -> None:
    exams = [
        make_document("【織物検定】勉強のまとめ", "2024-05-01", "章を順に解く。\n"),
        make_document("【織物検定】受けてきた", "2024-06-01", "無事に合格した。\n"),
    ]
    assert ask([*posts_of(make_document, *ALL_YEAR), *exams], wording=wording) == ()


def test_scores_answer_an_exam(make_document: Make, make_fact: MakeFact, wording: Wording) -> None:
    exam = make_document("織物検定の記録", "2024-05-01", "章を順に解く。\n")
    scores = make_fact("結果：82点 / 74点", exam.id, kind=FactKind.ACHIEVED)
    documents = [*posts_of(make_document, *ALL_YEAR), exam]
    assert len(ask(documents, wording=wording)) == 1
    assert ask(documents, [replace(scores, quotes=scores.quotes * 2)], wording=wording) == ()


def goal(text: str, status: GoalStatus, *, heading: str = "", evidence: tuple[str, ...] = ()) -> Goal:
    quote = Quote(document_id="g", chunk_id=None, text=text, start=0, end=len(text), start_line=1, end_line=1)
    return Goal(id=content_id("goal", text), text=text, heading=heading, quote=quote, status=status, evidence=evidence)


def asked_of(goals: Sequence[Goal], facts: Sequence[Fact] = (), *, wording: Wording) -> list[str]:
    digest = replace(digest_of(()), facts=tuple(facts), goals=tuple(goals))
    return [question.place for question in find_questions(digest, (), habits=None, wording=wording)]


def test_goals_without_an_outcome_are_asked_about_in_their_place(make_fact: MakeFact, wording: Wording) -> None:
    touched, missed = make_fact("少し泳いだ。"), make_fact("検定に落ちた。")
    goals = (
        goal("泳ぐ", GoalStatus.PARTLY, evidence=(touched.id,)),
        goal("走る", GoalStatus.NO_RECORD),
        goal("読む", GoalStatus.DONE),
        goal("検定に合格する", GoalStatus.PARTLY, evidence=(missed.id,)),
    )
    asked = asked_of(goals, (touched, missed), wording=wording)
    assert asked == [goals[1].id, goals[0].id], "the forgotten one first; done and missed ones never"


def test_a_list_of_books_is_asked_about_once(wording: Wording) -> None:
    books = [goal(f"『{name}』", GoalStatus.NO_RECORD, heading="読む本") for name in ("山の本", "川の本", "森の本")]
    assert asked_of(books, wording=wording) == [books[-1].id]


@pytest.mark.parametrize(
    ("months", "named"),
    [
        pytest.param([m for m in ALL_YEAR if m not in (4, 8)], ["4月", "8月"], id="two"),
        pytest.param([1, 2, 3], [], id="too many to ask about"),
        pytest.param([], [], id="no blog"),
        pytest.param(list(ALL_YEAR), [], id="none"),
    ],
)
def test_empty_months_are_asked_about_beside_the_counts(
    make_document: Make, japanese: Wording, months: list[int], named: list[str]
) -> None:
    questions = ask(posts_of(make_document, *months), wording=japanese)
    assert [q.place for q in questions] == ([PLACE_BLOG] if named else [])
    assert all(month in questions[0].text for month in named)


def test_a_month_that_the_authors_lists_tell_of_is_not_empty(
    make_document: Make, make_fact: MakeFact, japanese: Wording
) -> None:
    posts = posts_of(make_document, *(m for m in ALL_YEAR if m not in (4, 8)))
    fact = make_fact("4月：山の本", posts[0].id)
    shelf = Shelf(heading="読んだ本", level=2, parents=(), items=((0, fact.id),), n_chars=10)
    digest = replace(digest_of(posts), facts=(fact,), shelves=(shelf,))
    (question,) = find_questions(digest, posts, habits=None, wording=japanese)
    assert "8月" in question.text
    assert "4月" not in question.text


def test_a_month_that_the_period_only_touches_is_not_empty(make_document: Make, wording: Wording) -> None:
    posts = posts_of(make_document, *range(2, 12))
    period = range_period(date(2024, 1, 25), date(2024, 11, 30))
    assert ask(posts, wording=wording, period=period) == ()
    assert len(ask(posts, wording=wording, period=range_period(date(2024, 1, 2), date(2024, 11, 30)))) == 1


LAST = "{opening}\n\n## 2023年のハイライト\n\n### 機織り\n\n布を織った。\n\n### 木工\n\n棚を直した。\n"


def habits_of(make_document: Make, opening: str = "") -> Habits:
    last = make_document("2023年の振り返り", "2023-12-31", LAST.format(opening=opening))
    habits = find_habits(find_retrospectives([last]), {last.id: last}, Unit.YEAR)
    assert habits is not None
    return habits


def test_what_the_last_retrospective_told_of_is_asked_about(
    make_document: Make, make_fact: MakeFact, wording: Wording
) -> None:
    posts, habits = posts_of(make_document, *ALL_YEAR), habits_of(make_document)
    (question,) = ask(posts, [make_fact("木工で椅子を作った。", posts[0].id)], wording=wording, habits=habits)
    assert "機織り" in question.text
    assert "木工" not in question.text
    assert ask(posts, wording=wording, habits=replace(habits, borrowed=True)) == ()


def test_what_a_private_retrospective_told_of_is_asked_about_in_the_terminal(
    make_document: Make, wording: Wording
) -> None:
    last = make_document("2023年の振り返り", "2023-12-31", LAST.format(opening=""), **NOTE)
    habits = find_habits(find_retrospectives([last]), {last.id: last}, Unit.YEAR)
    (question,) = ask([*posts_of(make_document, *ALL_YEAR), last], wording=wording, habits=habits)
    assert "木工" in question.text
    assert question.level is Level.OWN


def test_an_author_who_opens_with_words_is_asked_for_them(make_document: Make, wording: Wording) -> None:
    opening = "今年も窓辺で一年を思い返しながら、ゆっくりとこの文章を書いている。"
    posts = posts_of(make_document, *ALL_YEAR)
    spoken = replace(habits_of(make_document, opening), borrowed=True)
    assert [q.place for q in ask(posts, wording=wording, habits=spoken)] == [PLACE_OPENING]


def notes_of(make: Make, n: int) -> list[Document]:
    return [make(f"日報{k}", f"2024-08-{k:02}", path=f"notes/{k}.md", **NOTE) for k in range(1, n + 1)]


@pytest.mark.parametrize(("n_notes", "asked"), [(3, False), (4, True)])
def test_what_only_notes_speak_of_is_asked_in_the_terminal(
    make_document: Make, make_fact: MakeFact, wording: Wording, n_notes: int, asked: bool
) -> None:
    posts, notes = posts_of(make_document, *ALL_YEAR), notes_of(make_document, n_notes)
    facts = [make_fact(f"{n}回目のカヤックで漕いだ。", note.id, level=Level.OWN) for n, note in enumerate(notes)]
    questions = ask([*posts, *notes], facts, wording=wording)
    assert [("カヤック" in q.text, q.level) for q in questions] == [(True, Level.OWN)] * asked
    told = make_document("カヤックの話", "2024-09-01")
    assert ask([*posts, *notes, told], facts, wording=wording) == ()
    private = replace(told, level=Level.PRIVATE)
    assert len(ask([*posts, *notes, private], facts, wording=wording)) == asked, "what is private answers nothing"


def test_unpublished_drafts_are_asked_about_in_the_terminal(make_document: Make, wording: Wording) -> None:
    posts = posts_of(make_document, *ALL_YEAR)
    draft = make_document("書きかけの話", "2024-05-01", draft=True, level=Level.OWN)
    form = make_document("{{ title }}", "2024-05-02", draft=True, level=Level.OWN)
    (question,) = ask([*posts, draft, form], wording=wording)
    assert ("書きかけの話" in question.text, question.level) == (True, Level.OWN)
    assert "{{" not in question.text


def test_a_private_document_is_in_no_question(make_document: Make, wording: Wording) -> None:
    posts = posts_of(make_document, *ALL_YEAR)
    secret = make_document("秘密の話", "2024-05-01", draft=True, level=Level.PRIVATE)
    assert ask([*posts, secret], wording=wording) == ()
    public = ask([*posts, replace(secret, level=Level.OWN)], wording=wording)
    assert len(public) == 1, "the same one, not private, is asked about"


def test_questions_come_heaviest_first(make_document: Make, make_fact: MakeFact, wording: Wording) -> None:
    posts = posts_of(make_document, *(m for m in ALL_YEAR if m != 4))
    notes = [make_document(f"日報{n}", f"2024-08-0{n}", "転職した。\n", **NOTE) for n in (1, 2)]
    draft = make_document("書きかけの話", "2024-05-01", draft=True, level=Level.OWN)
    fact = make_fact("転職した。", notes[0].id, event="job", level=Level.OWN, document_day=date(2024, 8, 1))
    questions = ask([*posts, *notes, draft], [fact], wording=wording)
    assert len(questions) == 3
    assert [q.weight for q in questions] == sorted((q.weight for q in questions), reverse=True)
    assert "転職" in questions[0].text
    assert len({q.id for q in questions}) == 3
