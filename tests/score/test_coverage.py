import unicodedata

import pytest

from drafter.records import Document, Draft, Form
from drafter.score.coverage import cited_ids, score_balance, score_coverage, uncovered
from tests.score.drafts import counted, make_draft, make_source, passage, proposed, proved, ratio

TANA = make_source("tana", "2024-01-05", url="/blog/posts/棚を作る/")
MADO = make_source("mado", "2024-01-20", url="/blog/posts/mado/")
NIWA = make_source("niwa", "2024-02-03")
UMI = make_source("umi", "2024-03-09", url="/blog/posts/umi.html")
SOURCES = (TANA, MADO, NIWA, UMI)


def test_coverage_is_the_weight_of_what_is_quoted_or_linked() -> None:
    draft = make_draft(proved("棚を作った。", "tana"), proved("[窓](/blog/posts/mado/)を直した。"))
    score = score_coverage(draft, sources=SOURCES, weights={"tana": 2, "niwa": 1, "umi": 0})
    assert ratio(score) == pytest.approx((2.2 / 3.2, 2.2, 3.2))


def test_all_covered_is_1_and_nothing_covered_is_0() -> None:
    weights = {"tana": 0.1, "mado": 0.7, "umi": 0.3}
    everything = make_draft(proved("全部。", "tana", "mado", "niwa", "umi"))
    assert score_coverage(everything, sources=SOURCES, weights=weights).value == 1
    assert score_coverage(make_draft(counted("4本。")), sources=SOURCES, weights=weights).value == 0


@pytest.mark.parametrize(
    ("sources", "weights", "reason"),
    [
        pytest.param((), {}, "there are no sources", id="no source"),
        pytest.param((TANA,), {"tana": 0}, "no source weighs anything", id="no weight"),
    ],
)
def test_no_weight_is_no_coverage(sources: tuple[Document, ...], weights: dict[str, float], reason: str) -> None:
    score = score_coverage(make_draft(proved("棚。", "tana")), sources=sources, weights=weights)
    assert (score.value, score.reason) == (None, reason)


def test_what_is_uncovered_comes_by_weight_then_day_then_path() -> None:
    undated, empty = make_source("asa"), make_source("kara", "2024-04-01")
    weights = {"umi": 1.5, "kara": 0, "niwa": 0.1}
    left = uncovered(make_draft(proved("棚。", "tana")), sources=(*SOURCES, undated, empty), weights=weights)
    assert [document.id for document in left] == ["umi", "mado", "asa", "niwa"]


def test_nothing_is_uncovered_where_coverage_is_1() -> None:
    assert uncovered(make_draft(proved("棚。", "tana")), sources=(TANA, NIWA), weights={"niwa": 0}) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[棚](/blog/posts/棚を作る/)", {"tana"}, id="as it is served"),
        pytest.param("[棚](/blog/posts/%E6%A3%9A%E3%82%92%E4%BD%9C%E3%82%8B)", {"tana"}, id="escaped, no slash"),
        pytest.param(unicodedata.normalize("NFD", "[棚](/blog/posts/棚を作る/)だ"), {"tana"}, id="NFD"),
        pytest.param("**[窓](/blog/posts/mado/#ガラス)**", {"mado"}, id="a place on the page"),
        pytest.param('[窓](/blog/posts/mado/?a=1 "題")', {"mado"}, id="query and title"),
        pytest.param('<a href="/blog/posts/umi.html">海</a>', {"umi"}, id="HTML"),
        pytest.param("[窓](/blog/posts/mado-2/)", set(), id="another post"),
        pytest.param("[窓](https://other.example/blog/posts/mado/)", set(), id="another site"),
        pytest.param("`[窓](/blog/posts/mado/)`", set(), id="code"),
        pytest.param("![窓](/blog/posts/mado/)", set(), id="image"),
        pytest.param("[上](#top)と[変](http://[x)", set(), id="a place here, a broken address"),
    ],
)
def test_a_link_covers_the_post_it_leads_to(text: str, expected: set[str]) -> None:
    assert cited_ids(make_draft(proved(text)), sources=SOURCES) == expected


def test_an_address_with_a_host_is_that_host_s() -> None:
    post = make_source("p", url="https://Niwa.example/p/")
    assert cited_ids(make_draft(proved("[p](https://niwa.example/p)")), sources=(post,)) == {"p"}
    assert cited_ids(make_draft(proved("[p](/p)")), sources=(post,)) == set()


def test_questions_and_figures_cover_nothing() -> None:
    draft = make_draft(
        passage(proved("[窓](/blog/posts/mado/)は？", "tana"), form=Form.QUESTION),
        passage(proved("![図](a.svg)", "niwa"), form=Form.FIGURE),
    )
    assert cited_ids(draft, sources=SOURCES) == set()


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        # q = 1/2 in January, 1/4 in February and in March
        pytest.param(make_draft(proved("冬と春。", "tana", "umi")), (0.75, 1.5, 2), id="p = 1/2, 0, 1/2"),
        pytest.param(make_draft(proved("海。", "umi")), (0.25, 0.25, 1), id="p = 0, 0, 1"),
        pytest.param(make_draft(proved("冬。", "tana", "mado")), (0.5, 1, 2), id="p = 1, 0, 0"),
        pytest.param(make_draft(proved("全部。", "tana", "mado", "niwa", "umi")), (1, 4, 4), id="all"),
        pytest.param(make_draft(proposed("[窓](/blog/posts/mado/)の話。")), (0.5, 0.5, 1), id="a link"),
    ],
)
def test_balance_by_hand(draft: Draft, expected: tuple[float, float, float]) -> None:
    undated = make_source("asa")
    assert ratio(score_balance(draft, sources=(*SOURCES, undated))) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("cited", "reason"),
    [
        pytest.param((), "the draft cites no source with a date", id="nothing cited"),
        pytest.param(("asa", "elsewhere"), "the draft cites no source with a date", id="cited without a date"),
    ],
)
def test_no_dated_citation_is_no_balance(cited: tuple[str, ...], reason: str) -> None:
    score = score_balance(make_draft(proved("朝。", *cited)), sources=(*SOURCES, make_source("asa")))
    assert (score.value, score.reason) == (None, reason)


def test_sources_without_a_date_have_no_balance() -> None:
    score = score_balance(make_draft(proved("朝。", "asa")), sources=(make_source("asa"),))
    assert (score.value, score.reason) == (None, "no source has a date")
