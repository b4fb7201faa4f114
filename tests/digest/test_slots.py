from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.digest.slots import Slots
from drafter.digest.statistics import count_statistics
from drafter.records import Count, Document, Fact, Kind, Level, Period
from drafter.store.wording import load_wording
from drafter.text.periods import month_period, quarter_period, range_period, year_period

MakeDocument = Callable[..., Document]
MakeFact = Callable[..., Fact]
YEAR = year_period(2024)


@pytest.fixture
def garden(make_document: MakeDocument) -> tuple[Document, ...]:
    """Eight posts of two years, three notes, a draft and a secret."""

    def post(title: str, day: str, path: str, text: str = "本文。\n", **labels: object) -> Document:
        return make_document(title, day, text, path=f"content/posts/{path}.md", **labels)

    return (
        post(
            "柿を植えた", "2024-01-05", "niwa/kaki", "柿の木を買った。\n", tags=("庭", "Hugo"), categories=("暮らし",)
        ),
        post("梅を植えた", "2024-02-10", "niwa/ume", "Goで書いた。\n", tags=("庭",), categories=("暮らし",)),
        post("Hugoを直した", "2024-07-31", "tech/hugo", "Google にも聞いた。\n", tags=("ｈｕｇｏ", "Machine Learning")),
        post("雨の日", "2024-09-01", "tech/ame", tags=("Machine Learning",)),
        post("秋の庭", "2024-09-29", "niwa/aki", tags=("庭",)),
        post("去年の庭", "2023-09-29", "niwa/kyonen", tags=("庭",)),
        post("昔", "2022-12-31", "mukashi", tags=("昔話",)),
        post("書きかけ", "2024-03-03", "tech/draft", tags=("庭",), draft=True),
        post("秘密", "2024-03-04", "tech/himitsu", tags=("庭",), level=Level.PRIVATE),
        make_document("日記", "2024-03-01", "散歩した。\n", path="notes/0301.md", kind=Kind.NOTE, level=Level.OWN),
        make_document("日記", "2024-03-01", "また散歩した。\n", path="notes/0301b.md", kind=Kind.NOTE, level=Level.OWN),
        make_document("日記", "2024-03-02", "寝た。\n", path="notes/0302.md", kind=Kind.NOTE, level=Level.OWN),
    )


def slots_of(
    documents: tuple[Document, ...],
    *,
    language: str = "ja",
    period: Period = YEAR,
    facts: dict[str, Fact] | None = None,
    reviews: tuple[str, ...] = (),
) -> Slots:
    wording = load_wording(language, polite=False)
    return Slots(documents, period=period, wording=wording, facts=facts or {}, reviews=reviews)


def test_that_there_is_no_post_is_proved_without_words(garden: tuple[Document, ...]) -> None:
    slots = slots_of(garden)
    found = slots.fill("no-posts tag:昔話")
    assert found is not None
    assert (found[0], found[1].value, found[1].document_ids) == ("", 0, ())
    assert found[1].rule.endswith("with tag '昔話' in any case and width, retrospectives of other periods apart")
    assert slots.fill("no-posts about:柿") is None  # there is one
    assert slots.fill("no-posts about:誰も書かない言葉") is None


def test_a_goal_of_the_last_retrospective_is_no_post_about_it(
    garden: tuple[Document, ...], make_document: MakeDocument
) -> None:
    review = make_document("2023年の振り返り", "2024-01-01", "来年は英検を受ける。\n", path="posts/2023.md")
    documents = (*garden, review)
    assert slots_of(documents).fill("no-posts about:英検") is None
    found = slots_of(documents, reviews=(review.id,)).fill("no-posts about:英検")
    assert found is not None
    assert found[1].value == 0


def test_the_last_retrospective_is_a_post_that_is_counted_and_speaks_of_nothing_of_this_year(
    garden: tuple[Document, ...], make_document: MakeDocument
) -> None:
    review = make_document("2023年の振り返り", "2024-01-01", "柿を植えたい。\n", path="posts/2023.md", tags=("庭",))
    documents = (*garden, review)
    slots = slots_of(documents, reviews=(review.id,))
    counts = {query: found[1] for query in ("posts", "posts tag:庭", "posts about:柿") if (found := slots.fill(query))}
    assert {query: count.value for query, count in counts.items()} == {
        "posts": 6,
        "posts tag:庭": 4,
        "posts about:柿": 1,
    }
    assert review.id not in counts["posts about:柿"].document_ids
    assert counts["posts about:柿"].rule.endswith("retrospectives of other periods apart")
    assert count_statistics(documents, YEAR).posts.value == 6


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("posts", "5"),
        (" posts ", "5"),
        ("ＰＯＳＴＳ　in：２０２３", "1"),
        ("posts in:2024", "5"),
        ("posts in:2023", "1"),
        ("posts in:2024-09", "2"),
        ("posts in:2024-9", "2"),
        ("posts in:2024-07..2024-09", "3"),
        ("posts in:2022..2023", "2"),
        ("posts in:2023-09..2024-01", "2"),
        ("posts in:2022", "1"),
        ("posts in:2022-12..2023-08", "1"),
        ("posts in:2023-10..2023-12", "0"),
        ("posts tag:hugo", "2"),
        ("posts tag:Hugo in:2024-07..2024-09", "1"),
        ('posts tag:"Machine Learning"', "2"),
        ("posts tag:「Machine Learning」", "2"),
        ("posts tag: 庭", "3"),
        ("posts tag:庭 tag:Hugo", "1"),
        ("posts tag:昔話", "0"),
        ("posts category:暮らし", "2"),
        ("posts folder:tech", "2"),
        ("posts folder:posts/tech", "2"),
        ("posts folder:niwa tag:庭 in:2024-01..2024-02", "2"),
        ("posts about:柿", "1"),
        ("posts about:ｈｕｇｏ", "2"),
        ("posts about:Go", "1"),
        ("posts about:Go|柿", "2"),
        ("posts about:柿|", "1"),
        ("notes", "3"),
        ("days", "2"),
        ("days about:散歩", "1"),
        ("characters", "33"),
        ("months", "4"),
        ("empty-months", "8"),
        ("empty_months in:2024-07..2024-09", "1"),
        ("which-empty-months in:2024-07..2024-09", "8月"),
        ("which-empty-months in:2024-01..2024-06", "3月、4月、5月と6月"),
        ("which-empty-months tag:庭 in:2024-01..2024-04", "3月と4月"),
        ("first", "1月5日"),
        ("last", "9月29日"),
        ("last tag:hugo", "7月31日"),
        ("first in:2023", "9月29日"),
    ],
)
def test_a_slot_is_counted_and_written_as_its_author_would(
    garden: tuple[Document, ...], query: str, words: str
) -> None:
    found = slots_of(garden).fill(query)
    assert found is not None
    assert found[0] == words


@pytest.mark.parametrize(
    "query",
    [
        "",
        "   ",
        "post",
        "posts 庭",
        "posts of:2024",
        "posts tag:",
        'posts tag:""',
        "posts tag:盆栽",
        "posts about:盆栽",
        "posts folder:tec",
        "posts in:2024 in:2023",
        "posts in:2024-13",
        "posts in:2024-09..2024-07",
        "posts in:09",
        "posts in:9999",
        "posts in:2199",
        "tag:庭 posts",
        "in:2024",
        "posts in:2021",
        "first in:2021",
        "which-empty-months in:2023-10..2023-12",
        "which-empty-months in:2024-09",
        "sum",
        "sum fffff",
        "posts\nposts",
        "⟦=posts⟧",
        "=posts",
    ],
)
def test_what_is_no_slot_or_has_no_answer_is_none(garden: tuple[Document, ...], query: str) -> None:
    assert slots_of(garden).fill(query) is None


@given(
    st.text() | st.lists(st.sampled_from('posts sum in: tag: 2024 .. - " 「 庭 f1a2b first : 0'.split())).map(" ".join)
)
def test_no_words_make_it_fail(query: str) -> None:
    found = slots_of(()).fill(query)
    assert found is None or isinstance(found[1], Count)


@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("posts", "documents of kind post, published, dated 2024-01-01..2024-12-31"),
        (
            "posts tag:hugo folder:niwa about:柿 in:2024-01",
            "documents of kind post, published, dated 2024-01-01..2024-01-31, with tag 'hugo' in any case and width, "
            "in folder 'niwa' in any case and width, with '柿' in title, tags or body in any case and width",
        ),
        ("days", "different days among documents of kind note, dated 2024-01-01..2024-12-31"),
        (
            "empty-months in:2024-07..2024-09",
            "months without documents of kind post, published, dated 2024-07-01..2024-09-30: 2024-08",
        ),
        (
            "last",
            "2024-09-29 is the day of content/posts/niwa/aki.md, the last by day of documents of kind post, published, "
            "dated 2024-01-01..2024-12-31",
        ),
    ],
)
def test_the_rule_of_a_slot_can_be_checked_by_a_person(garden: tuple[Document, ...], query: str, rule: str) -> None:
    found = slots_of(garden).fill(query)
    assert found is not None
    assert found[1].rule == rule
    assert len(found[1].document_ids) == len(set(found[1].document_ids))


def test_slots_and_statistics_count_the_same(garden: tuple[Document, ...]) -> None:
    statistics = count_statistics(garden, YEAR)
    slots = slots_of(garden)
    counts = {query: slots.fill(query) for query in ("posts", "notes", "days", "characters", "empty-months")}
    assert {query: found[1].value for query, found in counts.items() if found} == {
        "posts": statistics.posts.value,
        "notes": statistics.notes.value,
        "days": statistics.days_noted.value,
        "characters": statistics.characters.value,
        "empty-months": statistics.empty_months.value,
    }


@pytest.mark.parametrize(
    ("language", "n", "words"),
    [("ja", 9999, "9999"), ("ja", 12345, "12,345"), ("en", 999, "999"), ("en", 1234, "1,234")],
)
def test_numbers_are_written_as_the_language_does(
    make_document: MakeDocument, language: str, n: int, words: str
) -> None:
    found = slots_of((make_document("柿", "2024-01-01", "x" * n),), language=language).fill("characters")
    assert found is not None
    assert found[0] == words


def test_english_names_months_and_days(garden: tuple[Document, ...]) -> None:
    slots = slots_of(garden, language="en")
    assert [
        found[0] for query in ("last", "which-empty-months in:2024-02..2024-04") if (found := slots.fill(query))
    ] == [
        "September 29",
        "March and April",
    ]


def test_months_of_two_years_are_named_with_their_year(garden: tuple[Document, ...]) -> None:
    found = slots_of(garden).fill("which-empty-months in:2023-09..2024-10")
    assert found is not None
    assert found[0].startswith("2023年10月、2023年11月")


def test_a_year_is_the_authors_own(garden: tuple[Document, ...]) -> None:
    fiscal = slots_of(garden, period=year_period(2023, fiscal_start=4))
    assert [found[0] for query in ("posts", "posts in:2023") if (found := fiscal.fill(query))] == ["3", "3"]


def quoting(make_fact: MakeFact, *texts: str, document_id: str = "d", line: int = 3, start: int = 0) -> Fact:
    fact = make_fact(texts[0], document_id)
    quotes = tuple(
        replace(
            fact.quotes[0],
            document_id=f"{document_id}{n or ''}",
            text=text,
            start=start,
            end=start + len(text),
            start_line=line,
            end_line=line,
        )
        for n, text in enumerate(texts)
    )
    return replace(fact, quotes=quotes)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("9月に$1,234.56の売上があった", "売上は$100だった", "$1,334.56"),
        ("It made $0.10.", "It made $0.20.", "$0.30"),
        ("三冊読んだ", "2冊読んだ", "5冊"),
        ("１２，０００円を払った", "¥300を払った", "12,300円"),
        ("¥300を払った", "１２，０００円を払った", "¥12,300"),
        ("12時間歩いた", "5月3日に2.5時間歩いた", "14.5時間"),
        ("1 hour of work", "1 hour of play", "2 hours"),
        ("a 1 hour talk", "12 hours of play", "13 hours"),
        ("Net: -$50", "Net: $20", "-$30"),
        ("3万5千円だった", "500円だった", "35,500円"),
    ],
)
def test_the_sum_of_amounts_is_exact(make_fact: MakeFact, first: str, second: str, words: str) -> None:
    facts = {"f1a2b": quoting(make_fact, first), "f3c4d": quoting(make_fact, second, document_id="e")}
    found = slots_of((), facts=facts).fill("sum f1a2b F3C4D")
    assert found is not None
    assert found[0] == words


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("売上は$100だった", "売上は100円だった"),
        ("売上は$100、費用は$20だった", "売上は$50だった"),
        ("3冊を10時間で読んだ", "2冊を5時間で読んだ"),
        ("売上は約$100だった", "売上は$50だった"),
        ("売上は$100以上だった", "売上は$50だった"),
        ("月に10冊読む", "2冊読んだ"),
        ("10〜20冊読んだ", "2冊読んだ"),
        ("3時間半歩いた", "2時間歩いた"),
        ("3時間20分歩いた", "2時間歩いた"),
        ("earned $1.5k", "earned $50"),
        ("earned $100/month", "earned $50"),
        ("5月3日に読んだ", "5月4日に読んだ"),
        ("100を超えた", "200を超えた"),
        ("81%で合格した", "10%で落ちた"),
        ("何も読まなかった", "2冊読んだ"),
    ],
)
def test_what_is_not_one_certain_amount_of_one_unit_has_no_sum(make_fact: MakeFact, first: str, second: str) -> None:
    facts = {"f1a2b": quoting(make_fact, first), "f3c4d": quoting(make_fact, second, document_id="e")}
    slots = slots_of((), facts=facts)
    assert slots.fill("sum f1a2b f3c4d") is None
    assert slots.fill("sum f3c4d f1a2b") is None


def test_the_rule_of_a_sum_names_each_part(make_document: MakeDocument, make_fact: MakeFact) -> None:
    a, b = make_document("a", "2024-01-01", path="posts/a.md"), make_document("b", "", path="notes/b.md")
    facts = {
        "f1a2b": quoting(make_fact, "前の行\n3冊読んだ", document_id=a.id, line=7),
        "f3c4d": quoting(make_fact, "2冊読んだ", document_id=b.id),
    }
    found = slots_of((a, b), facts=facts).fill("sum f1a2b, f3c4d")
    assert found is not None
    assert (found[1].rule, found[1].value) == ("posts/a.md:8 3冊 + notes/b.md:3 2冊 = 5冊", 5)
    assert found[1].document_ids == (a.id, b.id)


def test_an_amount_is_added_once(make_fact: MakeFact) -> None:
    note_and_post = quoting(make_fact, "3冊読んだ", "今年は3冊読んだ")
    again = replace(quoting(make_fact, "3冊読んだ"), id="another fact of the same words")
    other = quoting(make_fact, "2冊読んだ", document_id="e")
    slots = slots_of((), facts={"f1111": note_and_post, "f2222": again, "f3333": other})
    assert slots.fill("sum f1111 f2222") is None
    assert [found[0] for ids in ("f1111 f3333", "f1111 f3333 f1111") if (found := slots.fill(f"sum {ids}"))] == [
        "5冊"
    ] * 2


def test_a_private_fact_is_in_no_sum(make_fact: MakeFact) -> None:
    secret = replace(quoting(make_fact, "3冊読んだ"), level=Level.PRIVATE)
    assert slots_of((), facts={"f1111": secret}).fill("sum f1111") is None


def test_the_table_offers_what_is_worth_telling_first(garden: tuple[Document, ...]) -> None:
    table = slots_of(garden).table()
    assert table[:8] == (
        ("posts", "5"),
        ("posts in:2023", "1"),
        ("characters", "33"),
        ("characters in:2023", "3"),
        ("months", "4"),
        ("empty-months", "8"),
        ("which-empty-months", "3月、4月、5月、6月、8月、10月、11月と12月"),
        ("first", "1月5日"),
    )
    assert ("days", "2") in table
    assert ("days in:2023", "0") not in table
    assert ('posts tag:"Machine Learning"', "2") in table
    assert not any("folder" in query for query, _ in table)  # tags name the same posts
    assert not any("content" in query or "昔話" in query for query, _ in table)
    assert table[-4:] == (
        ("posts in:2024-01", "1"),
        ("posts in:2024-02", "1"),
        ("posts in:2024-07", "1"),
        ("posts in:2024-09", "2"),
    )


@pytest.mark.parametrize(
    "period", [YEAR, quarter_period("2024Q3"), month_period("2024-09"), range_period("2024-09-01", "2024-09-29")]
)
def test_every_line_of_the_table_is_a_slot(garden: tuple[Document, ...], period: Period) -> None:
    slots = slots_of(garden, period=period)
    table = slots.table()
    assert {query: found[0] for query, _ in table if (found := slots.fill(query))} == dict(table)


def test_the_table_is_short_for_a_blog_of_many_labels(make_document: MakeDocument) -> None:
    posts = tuple(
        make_document(f"{n}", f"2024-{n % 12 + 1:02}-01", path=f"posts/{n}.md", tags=(f"t{n // 2}", f"u {n // 3}"))
        for n in range(120)
    )
    table = slots_of(posts).table()
    assert len(table) <= 40
    assert ("posts in:2024-12", "10") in table


def test_a_tag_and_a_category_of_the_same_posts_are_offered_once(make_document: MakeDocument) -> None:
    posts = tuple(make_document(f"{n}", "2024-05-01", tags=("Go",), categories=("go",)) for n in range(2))
    assert [query for query, _ in slots_of(posts).table() if "o" in query.partition(":")[2].lower()] == ["posts tag:Go"]


def test_a_folder_that_no_tag_names_is_offered_and_one_of_a_year_is_not(make_document: MakeDocument) -> None:
    paths = ("posts/2024/niwa/a.md", "posts/2024/niwa/b.md", "posts/2024/c.md", "posts/d.md")
    posts = tuple(make_document(path, "2024-05-01", path=path) for path in paths)
    assert [query for query, _ in slots_of(posts).table() if "folder" in query] == ["posts folder:niwa"]


def test_an_empty_period_offers_nothing() -> None:
    assert slots_of(()).table() == ()
