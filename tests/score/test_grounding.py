from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.digest.statistics import count_statistics
from drafter.records import Count, Document, Quote, Score, Sentence, Standing
from drafter.score.grounding import (
    score_archive,
    score_entities,
    score_grounding,
    score_links,
    score_numbers,
    score_proposals,
)
from drafter.score.page import read_page
from drafter.text.periods import year_period
from tests.score.drafts import make_source

YEAR = year_period("2024")
LAKE = make_source("lake", "2024-05-03", "湖を12周走った。靴は2足はきつぶした。\n")
POSTS = tuple(make_source(f"p{n}", str(date(2024, 1, 1) + timedelta(days=11 * n))) for n in range(32))


def numbers(body: str, *documents: Document, known: Mapping[str, Sentence] | None = None) -> Score:
    statistics = count_statistics(documents, YEAR)
    return score_numbers(read_page(body, known=known), documents=documents, statistics=statistics)


def wrong(score: Score, body: str) -> list[str]:
    """The ungrounded numbers, which are the first spans."""
    assert all(body[span.start : span.end] == span.text for span in score.spans)
    n_wrong = round((score.denominator or 0) - (score.numerator or 0))
    return [span.text for span in score.spans[:n_wrong]]


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("今年は32記事を書いた。\n", 1),
        ("今年は３２本の記事を書いた。\r\n", 1),
        ("## ブログ\n三十二本書いた。\n", 1),
        ("I wrote 32 posts.\n", 1),
        ("約30本の記事を書いた。\n", 1),
        ("約40本の記事を書いた。\n", 0),
        ("今年は33記事を書いた。\n", 0),
        ("今年は23記事を書いた。\n", 0),
        ("二十三本の記事を書いた。\n", 0),
        ("I wrote 23 posts.\n", 0),
    ],
)
def test_thirty_two_posts_prove_32_and_refute_all_else(body: str, value: float) -> None:
    score = numbers(body, *POSTS)
    assert (score.value, score.denominator) == (value, 1)
    assert "32: documents of kind post, published, dated 2024-01-01..2024-12-31" in score.spans[0].note


def test_a_number_of_posts_is_not_proved_by_another_number_in_a_source() -> None:
    body = "今年は23記事を書いた。\n"
    assert numbers(body, *POSTS, make_source("code", "2024-12-30", "行番号は23で、記事の幅は23である。\n")).value == 0


def test_what_a_source_says_of_posts_proves_it() -> None:
    assert (
        numbers("社内に23記事を書いた。\n", *POSTS, make_source("work", "2024-12-30", "社内に23記事を書いた。\n")).value
        == 1
    )


@pytest.mark.parametrize(
    ("told", "source", "grounded"),
    [
        ("湖を12周走った。", "湖を１２周走った。", True),
        ("湖を十二周走った。", "湖を12周走った。", True),
        ("湖を21周走った。", "湖を12周走った。", False),
        ("湖を12周走った。", "山の本を12周読んだ。", False),  # of something else
        ("本を三つ読んだ。", "本を3つ読んだ。", True),
        ("本を四つ読んだ。", "本を3つ読んだ。", False),
        ("湖まで3か月かかった。", "湖まで三ヶ月かかった。", True),
        ("湖まで3カ月かかった。", "湖まで3ヶ月かかった。", True),
        ("湖まで4カ月かかった。", "湖まで3ヶ月かかった。", False),
        ("湖へ3〜5回行った。", "湖へ5回行った。湖へ3回行った。", True),
        ("湖へ3〜6回行った。", "湖へ5回行った。湖へ3回行った。", False),
        ("湖まで約30キロ走った。", "湖まで32キロ走った。", True),
        ("湖まで約40キロ走った。", "湖まで32キロ走った。", False),
        ("令和5年の湖の話をした。", "2023年の湖の話をした。", True),
        ("令和3年の湖の話をした。", "2023年の湖の話をした。", False),
        ("湖のリレーは1万2千円だった。", "湖のリレーは12,000円だった。", True),
        ("Ran the lake loop twelve times.", "Ran the lake loop 12 times.", True),
        ("Ran the lake loop 21 times.", "Ran the lake loop 12 times.", False),
        ("lakeのloopを12周走った。", "lakeのloopを１２周走った。", True),
    ],
)
def test_a_source_that_speaks_of_it_proves_a_number(told: str, source: str, grounded: bool) -> None:
    score = numbers(told, make_source("a", "2024-05-03", source))
    assert (score.value == 1) is grounded
    assert score.denominator


@pytest.mark.parametrize(
    "body", ["1つ目は湖である。", "三つ目は湖である。", "2024年は湖の年だった。", "令和6年の話をした。", "湖を走った。"]
)
def test_structure_and_the_own_year_need_no_source(body: str) -> None:
    score = numbers(body, LAKE)
    assert (score.value, score.reason) == (None, "the draft holds no number that needs a source")


def test_goals_to_come_need_no_source_and_how_goals_went_does() -> None:
    assert numbers("## 2025年の目標\n- 湖を40周走る\n", LAKE).value is None
    assert numbers("## Next year\n- Run 40 loops\n", LAKE).value is None
    assert numbers("## 2024年の目標の結果\n- 湖を40周走った\n", LAKE).value == 0
    assert numbers("## 目標の振り返り\n- 湖を40周走った\n", LAKE).value == 0


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("Three cats came to the lake.\n", "The rain fell for three hours, and the bus was late.\n"),
        ("We fixed eight.\n", "The other eight were never seen again by us.\n"),
        ("靴を五足買った。\n", "五足ではなく五足と書く。\n"),
        ("猫が三匹いる。\n", "三匹の子豚を読んだ。\n"),
    ],
)
def test_a_passage_is_not_near_for_its_the_or_for_the_same_number(told: str, source: str) -> None:
    other = replace(make_source("other", "2024-05-03", source), language="en" if source.isascii() else "ja")
    assert numbers(told, other).value == 0


def test_the_wrong_numbers_are_listed_first_with_their_places() -> None:
    body = "一年で[湖を12周](/posts/21/)走り、**21周**歩いた。\r\n\r\n記事は１本。5kmの湖を３１回泳いだ。\r\n"
    score = numbers(body, LAKE)
    assert wrong(score, body) == ["21周", "5km", "３１回"]
    assert [span.note.split(":")[0] for span in score.spans[3:]] == ["the period is 1 year", "posts = 1"]
    assert (score.numerator, score.denominator) == (3, 6)


def test_what_a_sentence_quotes_proves_it_wherever_it_stands() -> None:
    text = "湖を40周走りたい。"
    quote = Quote(document_id="x", chunk_id=None, text="目標: 湖を40周", start=0, end=9, start_line=1, end_line=1)
    known = {text: Sentence(text=text, standing=Standing.PROVED, quotes=(quote,))}
    assert numbers(text, LAKE).value == 0
    assert numbers(text, LAKE, known=known).value == 1
    counted = Count(id="c", name="sum", value=40, rule="12 + 28")
    known = {text: Sentence(text=text, standing=Standing.COUNTED, counts=(counted,))}
    assert numbers(text, LAKE, known=known).value == 1


def test_an_earlier_retrospective_proves_goals_and_the_year_before_and_nothing_else() -> None:
    last = make_source("last", "2024-01-01", "去年は湖を40周走った。来年の目標は湖50周。\n")
    statistics = count_statistics((LAKE, last), YEAR)
    for body, value in (
        ("湖を40周走った。\n", 0),
        ("去年は湖を40周走った。\n", 1),
        ("## 目標の結果\n- 湖50周は走れなかった\n", 1),
        ("## 目標の結果\n- 湖60周は走れなかった\n", 0),
        ("1記事を書いた。\n", 1),  # last year's apart
        ("2記事を書いた。\n", 1),
        ("3記事を書いた。\n", 0),
    ):
        score = score_numbers(read_page(body), documents=(LAKE, last), statistics=statistics, earlier=(last,))
        assert (body, score.value) == (body, value)


def test_counts_of_months_labels_and_the_year_before() -> None:
    last = tuple(make_source(f"q{n}", f"2023-0{n + 1}-02") for n in range(4))
    score = numbers("6月の記事は3本。記事は去年の4本から28本増えて、8倍になった。記事のない月はない。\n", *POSTS, *last)
    notes = [span.note.split(":")[0] for span in score.spans]
    assert notes == [
        "posts in 2024-06 = 3",
        "posts in 2024-06 = 3",
        "posts = 4",
        "difference of posts = |32 - 4| = 28",
        "ratio of posts = 32 / 4",
    ]


def test_months_without_a_post_are_derived() -> None:
    score = numbers("5月と6月は何も書いていない。7月は書いた。\n", LAKE)
    assert (score.numerator, score.denominator) == (1, 3)  # nothing was posted in July, and in May there was
    assert score.spans[-1].note.startswith("2024-06 is one of the 11 months without")
    for body in (
        "記事がある月は1か月で、空いたのは3月と８月。\n",
        "- 3月、8月…なし\n",
        "## 月別の記事\n\n- 3月、8月…記事なし\n",
    ):
        assert numbers(body, LAKE).value == 1, body


@given(st.integers(2, 99), st.integers(2, 99))
def test_a_number_is_grounded_where_it_is_the_same(told: int, source: int) -> None:
    score = numbers(f"湖を{told}周走った。", make_source("a", "2024-05-03", f"湖を{source}周走った。"))
    assert score.value == (told == source)


def entities(body: str, *texts: str, reference: str | None = None, tags: Sequence[str] = ()) -> tuple[Score, Score]:
    documents = [replace(make_source(f"d{n}", text=text), tags=tuple(tags)) for n, text in enumerate(texts)]
    return score_entities(read_page(body), documents=documents, reference=reference)


@pytest.mark.parametrize(
    ("body", "missing"),
    [
        ("DuckDBとサーバーを試した。", []),
        ("ＤｕｃｋＤＢとｻｰﾊﾞｰを試した。", []),
        ("## Zorvex を試した\nDuckDB。\n", ["Zorvex"]),
        ("DuckDBからゾルフェリナへ移した。\r\n", ["ゾルフェリナ"]),
        ("『湖の地図』を読んだ。", []),
        ("『山の地図』を読んだ。", ["山の地図"]),
        ("ブログとテーマとAPIとJSON。DuckDB。", []),
    ],
)
def test_a_name_that_stands_in_no_source_is_listed(body: str, missing: list[str]) -> None:
    precision, _ = entities(body, "DuckDBを試した。", "サーバーで『湖の地図』を読んだ。")
    assert [span.text for span in precision.spans] == missing
    assert all(body[span.start : span.end] == span.text for span in precision.spans)
    assert precision.denominator
    assert precision.value == 1 - len(missing) / precision.denominator


def test_recall_is_against_the_names_of_the_reference() -> None:
    _, recall = entities(
        "DuckDBを試した。", "本文。", reference="DuckDBとmiseと『湖の地図』。庭の話。\n", tags=["庭の話"]
    )
    assert (recall.numerator, recall.denominator) == (1, 4)
    assert entities("DuckDB", "本文。")[1].reason == "there is no reference"
    assert entities("DuckDB", "本文。", reference="庭の話。")[1].reason == "the reference has no name"
    assert entities("湖を走った。", "本文。")[0].reason == "the draft has no name"


def test_in_english_only_what_is_written_as_a_name_is_one() -> None:
    precision, recall = entities("I ran the lake with Rowena and used DuckDB.", "DuckDB.", reference="Used DuckDB.")
    assert ([s.text for s in precision.spans], precision.denominator, recall.value) == (["Rowena"], 2, 1)


def test_a_link_that_leads_nowhere_is_found() -> None:
    body = "[湖](/posts/lake)と[山](/posts/yama/)と[上](#top)と<https://example.org/a>。\n"
    score = score_links(read_page(body), addresses=["/posts/lake/", "https://example.org/a"])
    assert (score.value, [span.text for span in score.spans]) == (2 / 3, ["/posts/yama/"])
    assert score_links(read_page("湖。"), addresses=[]).reason == "the draft has no link"


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("6月の記事では湖に触れていた。湖を走った。", 0.5),
        ("According to my notes, I ran. I ran the lake.", 0.5),
        ("湖についてまとめた。", 1),
        ("今年は32記事を書いた。", 0),
        ("湖を走った。", 0),
        ("", None),
    ],
)
def test_speaking_of_the_notes_is_counted(body: str, value: float | None) -> None:
    score = score_archive(read_page(body))
    assert score.value == value
    assert bool(score.spans) is bool(value)


@pytest.mark.parametrize(
    ("body", "value"),
    [
        ("湖は静かでよい。<!-- ? -->", 1),
        ("来年は湖をもっと楽しみたい。<!-- ? -->", 1),
        ("湖を40周走ったのは大きい。<!-- ? -->", 0),
        ("資格に合格したことは自信になった。<!-- ? -->", 0),
        ("ゾルフェリナは良い道具だと思う。<!-- ? -->", 0),
        ("湖を40周走った。", None),
        ("## 2025年の目標\n- 試験に合格する <!-- ? -->\n", 1),
    ],
)
def test_a_proposal_is_clean_or_not(body: str, value: float | None) -> None:
    score = score_proposals(read_page(body), documents=[LAKE], period=YEAR)
    assert (score.value, bool(score.spans)) == (value, value == 0)


def test_all_scores_stand_in_one_order_and_are_signed() -> None:
    statistics = count_statistics((LAKE,), YEAR)
    scores = score_grounding(read_page(""), documents=(LAKE,), statistics=statistics)
    names = [score.metric for score in scores]
    assert names == ["numbers", "entities", "entities_recall", "links", "archive", "proposals"]
    assert all(score.value is None and score.reason and score.signature.startswith(score.metric) for score in scores)
