from collections.abc import Callable
from datetime import date

import pytest

from drafter.digest.evidence import match_goals
from drafter.records import Chunk, Document, Fact, FactKind, Goal, GoalStatus, Level, Quote, content_id

Make = Callable[..., Document]
DAY = date(2024, 5, 1)


def fact(text: str, document: str = "d", *, kind: FactKind = FactKind.DID, salience: float = 0.5) -> Fact:
    quote = Quote(document_id=document, chunk_id="c", text=text, start=0, end=len(text), start_line=1, end_line=1)
    return Fact(
        id=content_id("fact", text), text=text, kind=kind, event_day=None, document_day=DAY, quotes=(quote,),
        salience=salience, level=Level.OWN,
    )  # fmt: skip


def goal(text: str, heading: str = "", document: str = "last-year", start: int = 0) -> Goal:
    end = start + len(text)
    quote = Quote(document_id=document, chunk_id=None, text=text, start=start, end=end, start_line=1, end_line=1)
    return Goal(id=content_id("goal", text), text=text, heading=heading, quote=quote)


@pytest.fixture
def make_chunk() -> Callable[..., Chunk]:
    """Make a part of a document, by its id and its heading."""

    def make(id_: str, heading: str) -> Chunk:
        return Chunk(
            id=id_,
            document_id="d",
            heading_path=(heading,),
            start=0,
            start_line=1,
            end_line=1,
            text="",
        )

    return make


@pytest.fixture
def documents(make_document: Make) -> tuple[Document, ...]:
    """Twenty documents, most of them on one subject, so that its word is common."""
    common = [make_document(f"Rust日記{n}", "2024-05-01", "Rustを書いた。\n") for n in range(19)]
    return (*common, make_document("下書きの一つ", "2024-05-02", draft=True, level=Level.OWN))


@pytest.mark.parametrize(
    ("wanted", "told", "status"),
    [
        pytest.param("簿記検定に合格する", "簿記検定に合格した。", GoalStatus.DONE, id="outcome"),
        pytest.param("簿記検定に合格する", "簿記検定の過去問を三年分解いた。", GoalStatus.PARTLY, id="on the way"),
        pytest.param("簿記検定に合格する", "運転免許に合格した。", GoalStatus.NO_RECORD, id="another exam"),
        pytest.param("簿記検定に合格する", "簿記検定に合格したい。", GoalStatus.NO_RECORD, id="a wish"),
        pytest.param("簿記検定に合格する", "簿記検定には合格できなかった。", GoalStatus.PARTLY, id="missed"),
        pytest.param("簿記検定に合格する", "簿記検定は不合格だった。", GoalStatus.PARTLY, id="missed in a word"),
        pytest.param("簿記検定に合格する", "簿記検定の本を今日は開かなかった。", GoalStatus.NO_RECORD, id="one day"),
        pytest.param("簿記検定に合格する", "簿記検定はまだ受けていない。", GoalStatus.NO_RECORD, id="not yet"),
        pytest.param("ＴＯＥＩＣで800点を取得する", "TOEICで800点を取得した。", GoalStatus.DONE, id="the number"),
        pytest.param("TOEICで800点を取得する", "TOEICで700点を取得した。", GoalStatus.PARTLY, id="another number"),
        pytest.param("Rustで道具を作成する", "Rustで書いた。", GoalStatus.NO_RECORD, id="common word"),
        pytest.param(
            "設計の知見を増やす", "設計の知見が増えた。", GoalStatus.NO_RECORD, id="words of goals in general"
        ),
        pytest.param("Learn Kotlin", "Finished a course on Kotlin.", GoalStatus.DONE, id="English"),
        pytest.param("Learn Go", "Going there was good; finished early.", GoalStatus.NO_RECORD, id="inside a word"),
        pytest.param("マラソンを完走する", "マラソンゲートが完成した。", GoalStatus.NO_RECORD, id="longer word"),
        pytest.param("英語を話す", "英会話で旅の話をした。", GoalStatus.PARTLY, id="another word for it"),
        pytest.param(
            "英語試験に合格する", "英会話の試験に合格した。", GoalStatus.NO_RECORD, id="part of a longer word"
        ),
        pytest.param("星の本を三十冊読む", "星の本、二十二冊まで来た。", GoalStatus.PARTLY, id="one kanji each"),
        pytest.param("星の本を三十冊読む", "新星の模型を二十二個作った。", GoalStatus.NO_RECORD, id="in longer words"),
    ],
)
def test_what_became_of_a_goal(documents: tuple[Document, ...], wanted: str, told: str, status: GoalStatus) -> None:
    found = match_goals([goal(wanted)], [fact(told, documents[0].id)], documents)[0]
    assert (found.status, len(found.evidence)) == (status, 0 if status is GoalStatus.NO_RECORD else 1)


@pytest.mark.parametrize("kind", [FactKind.PLANNED, FactKind.FELT, FactKind.SIGNAL, FactKind.STRUGGLED])
def test_plans_and_feelings_are_no_evidence(documents: tuple[Document, ...], kind: FactKind) -> None:
    told = fact("簿記検定に合格した。", documents[0].id, kind=kind)
    assert match_goals([goal("簿記検定に合格する")], [told], documents)[0].status is GoalStatus.NO_RECORD


def test_a_draft_and_the_document_that_sets_the_goal_are_no_evidence(documents: tuple[Document, ...]) -> None:
    told = [fact("簿記検定に合格した。", documents[-1].id), fact("簿記検定に合格しました。", "last-year")]
    assert match_goals([goal("簿記検定に合格する")], told, documents)[0].evidence == ()


def test_no_document_that_sets_goals_is_evidence_for_a_goal_set_elsewhere(make_document: Make) -> None:
    review = make_document("2023年の振り返り", "2024-01-01", "簿記検定に合格した。\n", tags=("簿記検定",))
    told = [fact("簿記検定に合格した。", review.id)]
    wanted = [goal("簿記検定に合格する", document="new-years-post"), goal("海へ行く", document=review.id)]
    found = match_goals(wanted, told, [review])[0]
    assert (found.status, found.evidence, found.mentions) == (GoalStatus.NO_RECORD, (), ())


def test_the_best_evidence_comes_first_and_outcomes_stand_alone(documents: tuple[Document, ...]) -> None:
    on_the_way = fact("簿記検定の本を買った。", documents[0].id, salience=0.9)
    passed = fact("簿記検定に合格した。", documents[1].id, salience=0.4)
    found = match_goals([goal("簿記検定に合格する")], [on_the_way, passed], documents)[0]
    assert (found.status, found.evidence) == (GoalStatus.DONE, (passed.id,))


def test_a_title_that_covers_the_goal_makes_one_sentence_below_it_partly_evidence(make_document: Make) -> None:
    document = make_document("初めての簿記検定", "2024-05-01")
    told = [fact("前の日は眠れた。", document.id, salience=0.2), fact("最後まで解いた。", document.id, salience=0.8)]
    found = match_goals([goal("簿記検定に合格する")], told, [document])[0]
    assert (found.status, found.evidence, found.mentions) == (GoalStatus.PARTLY, (told[1].id,), (document.id,))


def test_the_sentences_below_a_goal_heading_point_at_it_and_never_prove_it(make_document: Make) -> None:
    text = "## 目標\n\n### 手を動かす\n陶芸教室の体験に行く。\n\n### 次\n"
    source = make_document("2023年の振り返り", "2024-01-01", text)
    wanted = goal("手を動かす", document=source.id, start=text.index("手を"))
    found = match_goals([wanted], [fact("陶芸教室の体験を終えた。", "d")], [source])[0]
    assert found.status is GoalStatus.PARTLY


def test_a_heading_of_two_specific_words_is_looked_for_too(documents: tuple[Document, ...]) -> None:
    wanted = goal("機会をもらえるように頑張る。", "北極圏 観測船")
    found = match_goals([wanted], [fact("観測船で北極圏に着いた。", documents[0].id)], documents)[0]
    assert found.status is GoalStatus.PARTLY


@pytest.mark.parametrize(
    ("wanted", "fields"),
    [
        pytest.param("天体写真を撮る", {"title": "天体写真の撮り方"}, id="title"),
        pytest.param("天体写真を撮る", {"title": "冬", "tags": ("天体写真",)}, id="tag"),
        pytest.param("英語力を上げる", {"title": "phrases", "path": "posts/english/a.md"}, id="folder"),
        pytest.param("『夜の歩き方』を読む", {"title": "五月", "text": "夜の歩き方を開いた。\n"}, id="its book"),
    ],
)
def test_documents_that_touch_a_goal_are_mentions_and_prove_nothing(
    make_document: Make, wanted: str, fields: dict[str, object]
) -> None:
    document = make_document(str(fields.pop("title")), "2024-05-01", **fields)
    found = match_goals([goal(wanted)], [], [document, make_document("ほかのこと", "2024-05-02")])[0]
    assert (found.status, found.mentions) == (GoalStatus.NO_RECORD, (document.id,))


def test_a_tag_for_the_language_of_a_post_is_no_subject(make_document: Make) -> None:
    tests = "Every block of code in our guide now runs in the evening, and I sleep better for it.\n"
    written = make_document("Docs as tests", "2024-10-06", tests, tags=("docs", "English"), language="en")
    told = make_document("Five minutes in English", "2024-06-23", tests, tags=("English",), language="en")
    learned = make_document(
        "発音の練習", "2024-07-01", "母音を毎日練習した。舌の位置を変えた。\n", tags=("English",), language="ja"
    )
    found = match_goals([goal("英語で五分話す")], [], [written, told, learned])[0]
    assert found.mentions == (told.id, learned.id)


@pytest.mark.parametrize(
    ("wanted", "told", "status"),
    [
        pytest.param("英語で五分話す", "英語で5分話した。", GoalStatus.PARTLY, id="kanji and digits"),
        pytest.param("英語で５分話す", "英語で五分話した。", GoalStatus.PARTLY, id="digits and kanji"),
        pytest.param("詩集を三十冊読む", "詩集を30冊読了した。", GoalStatus.DONE, id="the number"),
        pytest.param("詩集を三十冊読む", "詩集を二〇冊読了した。", GoalStatus.PARTLY, id="another number"),
        pytest.param(
            "百人一首を覚える", "千人の前で一首読んだ。", GoalStatus.NO_RECORD, id="a word with a number in it"
        ),
    ],
)
def test_a_number_is_no_part_of_the_word_behind_it(
    documents: tuple[Document, ...], wanted: str, told: str, status: GoalStatus
) -> None:
    assert match_goals([goal(wanted)], [fact(told, documents[0].id)], documents)[0].status is status


def test_private_documents_are_not_even_mentioned(make_document: Make) -> None:
    document = make_document("天体写真", "2024-05-01", level=Level.PRIVATE)
    assert match_goals([goal("天体写真を撮る")], [], [document])[0].mentions == ()


def test_silence_is_no_evidence() -> None:
    wanted = goal("簿記検定に合格する")
    assert match_goals([wanted], [], []) == (wanted,)


def test_a_goal_that_names_a_book_needs_the_whole_name(documents: tuple[Document, ...]) -> None:
    wanted = goal("『手で編む灯台の網 二巻』を読む")
    told = [fact("手で編む灯台の網 一巻を読了した。", documents[0].id), fact("手で編む灯台の網 二巻を読了した。", "e")]
    assert match_goals([wanted], told, documents)[0].evidence == (told[1].id,)


def test_a_missed_goal_is_told_with_the_sentence_that_has_its_measure(make_document: Make) -> None:
    document = make_document("初めてのトライアスロン", "2024-10-01")
    told = [
        fact("海は冷たかった。", document.id, salience=0.9),
        fact("10時間31分でゴールした。", document.id, salience=0.1),
    ]
    found = match_goals([goal("トライアスロンで10時間を切る")], told, [document])[0]
    assert (found.status, found.evidence) == (GoalStatus.PARTLY, (told[1].id,))


@pytest.mark.parametrize(("n_held", "status"), [(6, GoalStatus.PARTLY), (8, GoalStatus.NO_RECORD)])
def test_what_was_worked_at_all_year_is_evidence_until_its_word_is_common(
    make_document: Make, n_held: int, status: GoalStatus
) -> None:
    documents = [
        make_document(f"記録{n}", "2024-05-01", "陶芸をした。\n" if n < n_held else "歩いた。\n") for n in range(20)
    ]
    assert match_goals([goal("陶芸を続ける")], [fact("陶芸で皿を焼いた。")], documents)[0].status is status


@pytest.mark.parametrize(("heading", "status"), [("陶芸教室", GoalStatus.PARTLY), ("庭", GoalStatus.NO_RECORD)])
def test_the_heading_above_a_sentence_says_what_it_is_about(
    make_chunk: Callable[..., Chunk], heading: str, status: GoalStatus
) -> None:
    told = fact("皿を三枚焼いた。")
    found = match_goals([goal("陶芸教室に通う")], [told], [], chunks=[make_chunk("c", heading)])[0]
    assert (found.status, found.evidence) == (status, (told.id,) if status is GoalStatus.PARTLY else ())


def test_a_witness_is_asked_where_facts_do_not_tell_as_much(documents: tuple[Document, ...]) -> None:
    wanted = [goal("簿記検定に合格する"), goal("焙煎を続ける")]
    told = fact("簿記検定の本を買った。", documents[0].id)
    witnesses = [
        fact("簿記検定の本を少し開いた。", documents[1].id, salience=0.9), fact("焙煎は八回目。", documents[2].id)
    ]  # fmt: skip
    exam, coffee = match_goals(wanted, [told], documents, witnesses=witnesses)
    assert exam.evidence == (told.id, witnesses[0].id)
    assert coffee.evidence == (witnesses[1].id,)


def test_the_same_words_of_a_source_are_evidence_once(documents: tuple[Document, ...]) -> None:
    told = fact("簿記検定の本を買った。", documents[0].id)
    line = fact("簿記検定の本を買った。夜に開いた。", documents[0].id)
    assert match_goals([goal("簿記検定に合格する")], [told], documents, witnesses=[line])[0].evidence == (told.id,)
