from collections.abc import Callable

import pytest

from drafter.digest.material import Material, sort_material
from drafter.records import Document, Kind, Level
from drafter.text.periods import month_period, range_period, year_period

Make = Callable[..., Document]
YEAR = year_period(2024)
NOTE: dict[str, object] = {"kind": Kind.NOTE, "level": Level.OWN}
DRAFT: dict[str, object] = {"draft": True, "level": Level.OWN}
PRIVATE: dict[str, object] = {"kind": Kind.NOTE, "level": Level.PRIVATE}


@pytest.fixture
def last(make_document: Make) -> Document:
    return make_document("2023年の振り返り", "2024-01-01", "## 2024年の目標\n\n- 泳ぐ\n")


def use(material: Material, document: Document) -> str:
    return material.uses[document.id]


@pytest.mark.parametrize(
    ("title", "day", "fields", "expected"),
    [
        pytest.param("家計簿を作った", "2024-05-01", {}, "material", id="post"),
        pytest.param("日報", "2024-12-31", NOTE, "material", id="note on the last day"),
        pytest.param("家計簿を作った", "2023-05-01", {}, "earlier work", id="the year before"),
        pytest.param("家計簿を作った", "2025-01-01", {}, "nothing: later", id="the year after"),
        pytest.param("家計簿を作った", "", {}, "nothing: no date", id="no date"),
        pytest.param("家計簿を作りかけた", "2024-05-01", DRAFT, "questions only", id="unpublished post"),
        pytest.param("家計簿を作りかけた", "2023-05-01", DRAFT, "earlier work", id="older draft"),
        pytest.param("日報", "2024-05-01", PRIVATE, "nothing: private", id="private"),
        pytest.param("2024年の振り返り", "2024-12-31", {}, "nothing: the retrospective of this period", id="its own"),
        pytest.param("2024年3月の振り返り", "2024-04-01", {}, "material", id="a part of the period"),
        pytest.param("2022年の振り返り", "2023-01-02", {}, "form, voice and goals", id="an earlier retrospective"),
    ],
)  # fmt: skip
def test_each_document_has_its_use(
    make_document: Make, last: Document, title: str, day: str, fields: dict[str, object], expected: str
) -> None:
    document = make_document(title, day, path="posts/one.md", **fields)
    material = sort_material([last, document], YEAR)
    assert use(material, document).startswith(expected)
    assert (document in material.documents) is (expected == "material")


def test_last_years_retrospective_is_counted_and_told_from_nowhere(make_document: Make, last: Document) -> None:
    post = make_document("家計簿を作った", "2024-05-01")
    material = sort_material([last, post], YEAR)
    assert use(material, last).endswith("; counted")
    assert material.documents == (post,)
    assert [r.document_id for r in material.retrospectives] == [last.id]


def test_the_draft_at_its_target_is_no_source(make_document: Make, last: Document) -> None:
    target = make_document("一年のこと", "2024-12-31", path="content/posts/a-year/index.md")
    assert use(sort_material([last, target], YEAR), target) == "material"
    assert use(sort_material([last, target], YEAR, target=target.path), target).startswith("nothing")


def test_parts_of_the_period_are_issues_and_wider_ones_are_none(make_document: Make, last: Document) -> None:
    part = make_document("2024年第1四半期の振り返り", "2024-04-01", path="posts/q1.md")
    assert sort_material([last, part], YEAR).issues == {part.id}
    month = sort_material([last, part], month_period("2024-03"))
    assert month.issues == frozenset()
    assert part not in month.documents


def test_a_later_retrospective_is_no_model_where_an_earlier_one_is(make_document: Make, last: Document) -> None:
    later = make_document("2025年の振り返り", "2025-12-31", path="posts/later.md")
    material = sort_material([last, later], YEAR)
    assert [r.document_id for r in material.retrospectives] == [last.id]
    assert use(material, later) == "nothing: another period"
    alone = sort_material([later], YEAR)
    assert [r.document_id for r in alone.retrospectives] == [later.id]
    assert use(alone, later).startswith("form")


def test_a_fiscal_year_is_its_own_period(make_document: Make) -> None:
    period = year_period(2024, fiscal_start=4)
    own = make_document("2024年度の振り返り", "2025-03-31")
    assert use(sort_material([own], period, fiscal_start=4), own).startswith("nothing: the retrospective of this")


def test_a_range_of_nearly_the_same_days_is_the_same_period(make_document: Make, last: Document) -> None:
    near = range_period(YEAR.start.replace(day=8), YEAR.end)
    own = make_document("2024年の振り返り", "2024-12-31")
    assert use(sort_material([last, own], near), own).startswith("nothing: the retrospective of this")


def test_no_documents_give_no_material() -> None:
    material = sort_material((), YEAR)
    assert (material.documents, material.retrospectives, dict(material.uses)) == ((), (), {})
