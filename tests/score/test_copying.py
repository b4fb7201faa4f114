import random
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.records import Document, Draft
from drafter.score.copying import comparable, fragment_lengths, longest_run, score_copying
from tests.score.drafts import make_draft, make_source, proposed, proved, ratio

COPY = "今年は32記事を書いた"
SOURCE = "去年は20本だったが今年は少し増えて32記事を書いた"


@pytest.mark.parametrize(
    ("smallest", "lengths"),
    [pytest.param(1, (3, 8), id="all"), pytest.param(8, (8,), id="from 8 on"), pytest.param(9, (), id="from 9 on")],
)
def test_fragments_by_hand(smallest: int, lengths: tuple[int, ...]) -> None:
    assert fragment_lengths(COPY, [SOURCE], smallest=smallest) == lengths


def test_copy_rate_by_hand() -> None:
    coverage, density, _ = score_copying(make_draft(proved(COPY)), sources=(make_source("d", text=SOURCE),), last=None)
    assert ratio(coverage) == (8 / 11, 8, 11)
    assert ratio(density) == (64 / 11, 64, 11)


def test_copy_rate_of_english_counts_from_12_characters_on() -> None:
    # "restoredtheoldradio" is 19 of 26 characters without blanks; "inMay" is too short
    draft = make_draft(proved("I restored the old radio in May."))
    source = make_source("d", text="Yesterday we Restored\nthe *old* radio; in May I slept.")
    coverage, density, _ = score_copying(draft, sources=(source,), last=None)
    assert ratio(coverage) == (19 / 26, 19, 26)
    assert ratio(density) == (361 / 26, 361, 26)
    assert "script:alphabet|unit:character|text:folded|fragment:12" in coverage.signature


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("今年は３２記事を書いた", id="full-width digits"),
        pytest.param(unicodedata.normalize("NFD", "今年は32記事を書いた。がんばった。"), id="NFD"),
        pytest.param("今年は\r\n32記事を\r\n書いた", id="lines"),
        pytest.param("今年は**32記事**を[書いた](https://niwa.example/a_(b))", id="Markdown"),
        pytest.param("> 今年は 32 記事を<br>書いた", id="blanks"),
    ],
)
def test_form_does_not_hide_a_copy(source: str) -> None:
    assert fragment_lengths(COPY, [source]) == (11,)


@pytest.mark.parametrize(
    ("text", "sources", "lengths"),
    [
        pytest.param("あいうえおかきくけこ", ["あいうえお", "かきくけこ"], (), id="across two sources"),
        pytest.param(
            "あいうえおかきくけこ", ["あいうえおかきく", "いうえおかきくけこ"], (8,), id="the first place wins"
        ),
        pytest.param("あいうえおかきくけこ", ["あいうえおかきくさ", "あいうえおかきくけ"], (9,), id="the longest wins"),
        pytest.param("ん今あいうえおかきく", ["ん今あ。今あいうえおかきく"], (9,), id="a short run hides no long one"),
        pytest.param("あ" * 40, ["あ" * 9], (9, 9, 9, 9), id="one character over and over"),
        pytest.param("", ["あいうえおかきくけこ"], (), id="no text"),
        pytest.param("あいうえおかきくけこ", [], (), id="no source"),
        pytest.param("\0\0\0\0\0\0\0\0", ["あ", "い\0\0\0\0\0\0\0\0"], (), id="what joins sources is no text"),
    ],
)
def test_fragments(text: str, sources: list[str], lengths: tuple[int, ...]) -> None:
    assert fragment_lengths(text, sources) == lengths


@given(st.text("あいう", max_size=60), st.lists(st.text("あいう", max_size=60), max_size=3), st.integers(1, 4))
def test_fragments_are_those_of_the_plain_search(text: str, sources: list[str], smallest: int) -> None:
    expected, at = [], 0
    while at < len(text):
        ends = range(len(text), at + smallest - 1, -1)
        longest = next((end - at for end in ends if any(text[at:end] in source for source in sources)), 0)
        expected += [longest] if longest else []
        at += longest or 1
    assert fragment_lengths(text, sources, smallest=smallest) == tuple(expected)


@given(st.text("あいう", max_size=40), st.text("あいう", max_size=40))
def test_the_longest_run_is_that_of_the_plain_search(a: str, b: str) -> None:
    runs = (end - start for start in range(len(a)) for end in range(start, len(a) + 1) if a[start:end] in b)
    assert longest_run(a, b) == max(runs, default=0)


@given(st.text(max_size=40))
def test_what_is_comparable_stays_as_it_is(text: str) -> None:
    assert not set(comparable(text)) & set("\0 \n\u3000*_`~[]#>|\\")


@pytest.mark.parametrize(
    ("draft", "sources", "reason"),
    [
        pytest.param(make_draft(), (make_source("d"),), "the draft tells no sentence", id="no draft"),
        pytest.param(make_draft(proved(COPY)), (), "the sources hold no text", id="no source"),
        pytest.param(
            make_draft(proved(COPY)),
            (make_source("a", text=""), make_source("b", text="\n")),
            "the sources hold no text",
            id="blank sources",
        ),
    ],
)
def test_nothing_to_compare_is_no_copy_rate(draft: Draft, sources: tuple[Document, ...], reason: str) -> None:
    coverage, density, _ = score_copying(draft, sources=sources, last=None)
    assert {(score.value, score.reason) for score in (coverage, density)} == {(None, reason)}


def test_front_matter_of_a_source_is_no_text() -> None:
    source = make_source("d", text=f"---\ntitle: {COPY}\n---\n\n別の話。\n")
    assert score_copying(make_draft(proved(COPY)), sources=(source,), last=None)[0].value == 0


LAST = "## 2023年\n\n庭に出る日が\n増えた。\n\n## 2024年の目標\n\n来年は池を掘って鯉を飼いたい。\n"


@pytest.mark.parametrize(
    ("draft", "n"),
    [
        pytest.param(make_draft(proved("**庭に出る日が増えた**のだ。")), 9, id="a run"),
        pytest.param(
            make_draft(proved("庭に出る日が増えた。"), proposed("来年は海へ。")),
            13,
            id="across sentences and a heading",
        ),
        pytest.param(make_draft(proved("鳥。")), 1, id="a full stop"),
        pytest.param(make_draft(proved("鳥")), 0, id="nothing"),
        pytest.param(make_draft(proved("2024年の目標")), 1, id="a heading"),
        pytest.param(
            make_draft(proved("池を掘って鯉を飼いたい", "last", words="池を掘って鯉を飼いたい"), proved("庭に出る")),
            4,
            id="a goal quoted from it",
        ),
        pytest.param(make_draft(proved("池を掘って鯉を飼いたい", "d", words="池を")), 11, id="a few words quoted"),
    ],
)
def test_the_longest_run_shared_with_the_last_retrospective(draft: Draft, n: int) -> None:
    score = score_copying(draft, sources=(), last=LAST)[2]
    assert (score.metric, score.value) == ("longest_run", n)


@pytest.mark.parametrize(
    ("draft", "last", "reason"),
    [
        pytest.param(make_draft(proved(COPY)), None, "there is no earlier retrospective", id="none"),
        pytest.param(make_draft(proved(COPY)), "\n", "there is no earlier retrospective", id="blank"),
        pytest.param(make_draft(), LAST, "the draft tells no sentence", id="no draft"),
    ],
)
def test_a_run_shared_with_nothing_has_a_reason(draft: Draft, last: str | None, reason: str) -> None:
    score = score_copying(draft, sources=(), last=last)[2]
    assert (score.value, score.reason) == (None, reason)


def test_a_draft_against_three_megabytes_of_sources_takes_less_than_a_second() -> None:
    letters = [chr(code) for code in range(ord("ぁ"), ord("ん"))]
    random_ = random.Random(7)
    sources = ["".join(random_.choices(letters, k=10_000)) for _ in range(100)]
    text = "".join(source[50:80] for source in sources)
    assert (len(text), sum(len(source.encode()) for source in sources)) == (3000, 3_000_000)
    start = time.process_time()
    assert sum(fragment_lengths(text, sources)) == 3000
    assert time.process_time() - start < 1
