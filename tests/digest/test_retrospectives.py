from collections.abc import Callable
from time import process_time

import pytest

from drafter.digest.retrospectives import find_retrospectives, split_parts
from drafter.records import Document, Level

Make = Callable[..., Document]


def found(*documents: Document) -> list[str]:
    return [record.period.label for record in find_retrospectives(documents)]


@pytest.mark.parametrize(
    ("title", "day", "fields", "label"),
    [
        pytest.param("2023年の振り返り", "2024-01-01", {}, "2023", id="dated in the next year"),
        pytest.param("２０２３年をふりかえって", "2024-01-01", {}, "2023", id="full width"),
        pytest.param("2023年の仕事を振り返る", "", {}, "2023", id="a word between"),
        pytest.param("2023年のまとめ", "2023-12-30", {}, "2023", id="a weak word with nothing but a year"),
        pytest.param("2024年の抱負と2023年の振り返り", "2024-01-02", {}, "2023", id="resolutions first"),
        pytest.param("ありがとう（2023年まとめ）", "2023-12-31", {}, "2023", id="in brackets"),
        pytest.param("庭師としての2023年を振り返る", "2023-12-31", {}, "2023", id="words before"),
        pytest.param("A look back at 2023", "2024-01-02", {}, "2023", id="a look back"),
        pytest.param("2023年総括", "2023-12-30", {}, "2023", id="総括"),
        pytest.param("今年の振り返り", "2024-01-05", {"tags": ("振り返り",)}, "2023", id="今年 in January"),
        pytest.param("今年の振り返り", "2023-12-28", {"tags": ("振り返り",)}, "2023", id="今年 in December"),
        pytest.param("2023 Year in Review", "2024-02-01", {}, "2023", id="year in review"),
        pytest.param("Annual review: 2023", "2024-02-01", {}, "2023", id="annual review"),
        pytest.param("Looking back on 2023", "2024-02-01", {}, "2023", id="looking back"),
        pytest.param("2023年度总结", "2024-02-01", {}, "2023", id="Chinese"),
        pytest.param("年终总结 2023", "2024-02-01", {}, "2023", id="Chinese, year last"),
        pytest.param("2023년 회고", "2024-02-01", {}, "2023", id="Korean"),
        pytest.param("2024年5月の振り返り", "2024-06-02", {}, "2024-05", id="month"),
        pytest.param("2024年7-9月の振り返り", "2024-09-30", {}, "2024Q3", id="quarter"),
        pytest.param("3月の振り返り", "2024-04-01", {}, "2024-03", id="bare month"),
        pytest.param(
            "2024年3月の振り返り", "2024-04-01", {"slug": "2024-1q-retorspective"}, "2024Q1", id="slug typo, quarter"
        ),
        pytest.param("一年の終わりに", "2023-12-31", {"slug": "2023-retrospective"}, "2023", id="slug only"),
        pytest.param("ゆく年", "", {"slug": "2017-12-31-2017-retrospective"}, "2017", id="slug with a date"),
        pytest.param("Month 18", "2022-01-06", {"path": "retrospectives/2022/01/index.md"}, "2021-12", id="folder"),
        pytest.param(
            "静かな年", "2024-01-02", {"path": "looking-back/2023/index.md", "slug": "2023"}, "2023", id="folder year"
        ),
    ],
)
def test_a_retrospective_is_found_with_its_period(
    make_document: Make, title: str, day: str, fields: dict[str, object], label: str
) -> None:
    assert found(make_document(title, day, **fields)) == [label]


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        pytest.param("スプリントの振り返りの手法", {}, id="method"),
        pytest.param("Sprint retrospective formats", {"tags": ("retrospective",)}, id="method with a tag"),
        pytest.param("2024年に学ぶスクラムの振り返り入門", {}, id="method with a year"),
        pytest.param("『2023年の振り返り』を読んだ", {}, id="a book of that name"),
        pytest.param("振り返り本の感想", {"tags": ("振り返り",)}, id="a book with a tag"),
        pytest.param("ビジネス英語のまとめ", {}, id="summary of a subject"),
        pytest.param("2023年に読んだ技術記事とその感想まとめ", {}, id="weak word, more in the title"),
        pytest.param("A review of the 2023 laptop", {}, id="product review"),
        pytest.param("2023年の世界経済を振り返る", {}, id="a subject between"),
        pytest.param("GardenConf 2023の振り返り", {}, id="an event"),
        pytest.param("プロジェクト2023の振り返り", {}, id="a project"),
        pytest.param("2023年5月1日の振り返り", {}, id="a day"),
        pytest.param("システム障害の振り返り(2023年5月)", {}, id="an incident"),
        pytest.param("振り返り会を2023年に始めた", {}, id="a meeting"),
        pytest.param("The first year of my garden", {}, id="ordinal alone"),
        pytest.param("2024年の目標", {}, id="goals alone"),
        pytest.param("2023年の振り返り", {"draft": True}, id="draft"),
        pytest.param("2023年の振り返り", {"level": Level.PRIVATE}, id="private"),
        pytest.param("2023年の振り返り", {"text": "  \n"}, id="empty"),
    ],
)
def test_what_only_looks_like_one_is_left(make_document: Make, title: str, fields: dict[str, object]) -> None:
    assert found(make_document(title, "2024-01-05", **fields)) == []


def test_the_title_comes_before_the_heading_and_the_day(make_document: Make) -> None:
    document = make_document("2022年の振り返り", "2024-01-05", "# 2023年の振り返り\n")
    assert found(document) == ["2022"]


def test_the_heading_gives_the_period_where_title_and_slug_do_not(make_document: Make) -> None:
    document = make_document("振り返り", "2024-08-05", "# 2021年の振り返り\n\n書いた。\n", tags=("振り返り",))
    assert found(document) == ["2021"]


def test_the_newest_period_comes_first(make_document: Make) -> None:
    documents = [make_document(f"{year}年の振り返り") for year in (2021, 2023, 2022)]
    assert found(*documents) == ["2023", "2022", "2021"]


def test_founders_years_reach_from_one_review_to_the_next(make_document: Make) -> None:
    first, second = (
        make_document(f"My {word} Year as a Maker", day, tags=("annual review",))
        for word, day in (("Second", "2021-02-01"), ("Third", "2022-02-05"))
    )
    records = find_retrospectives((first, second))
    assert [(r.ordinal, r.period.label) for r in records] == [
        (3, "2021-02-02..2022-02-05"),
        (2, "2020-02-03..2021-02-01"),
    ]


def test_headings_come_with_the_size_of_their_own_text(make_document: Make) -> None:
    text = "あけた。\n\n## 仕事\n\n一二 三\n\n- 四\n    - 五\n- 六\n\n### 家\n\n```\n# 見出しでない\n```\n"
    record = find_retrospectives([make_document("2023年の振り返り", text=text)])[0]
    first = record.headings[0]
    assert (first.level, first.text, first.n_chars, first.n_items) == (2, "仕事", 6, 2)
    assert [h.text for h in record.headings] == ["仕事", "家"]
    assert record.n_opening_chars == 4


def test_parts_cover_the_body_in_order(make_document: Make) -> None:
    document = make_document("年", text="---\ntitle: x\n---\n前\n\n# A\n\n中\n\n## B\n")
    parts = split_parts(document)
    assert [part.heading.text if part.heading else None for part in parts] == [None, "A", "B"]
    assert [document.text[part.start : part.end].strip() for part in parts] == ["前", "中", ""]


@pytest.mark.parametrize("between", ["1" * 60, "1年" * 60, "年間" * 60], ids=["digits", "1年", "年間"])
def test_a_long_title_takes_no_time(make_document: Make, between: str) -> None:
    before = process_time()
    assert found(make_document(f"2024年{between}x振り返り", "2025-01-01")) == []
    assert process_time() - before < 2
