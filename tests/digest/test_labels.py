from collections.abc import Callable

import pytest

from drafter.digest.labels import find_works, label_works, name_work
from drafter.records import Document, Kind, Level

Make = Callable[..., Document]


@pytest.mark.parametrize(
    ("title", "fields", "expected"),
    [
        pytest.param("家計簿を作った", {}, True, id="a work"),
        pytest.param("2024年の読書を支えた棚", {}, True, id="a year in a title"),
        pytest.param("2024-05-01", {}, False, id="diary day"),
        pytest.param("2024年5月1日（水）", {}, False, id="diary day in Japanese"),
        pytest.param("２０２４／０５／０１", {}, False, id="diary day in full width"),
        pytest.param("自己紹介", {"slug": "about"}, False, id="page"),
        pytest.param("家計簿を作った", {"draft": True}, False, id="unpublished"),
        pytest.param("家計簿を作った", {"kind": Kind.NOTE, "level": Level.OWN}, False, id="note"),
    ],
)
def test_works_stand_for_themselves(make_document: Make, title: str, fields: dict[str, object], expected: bool) -> None:
    assert (len(find_works([make_document(title, "2024-05-01", **fields)])) == 1) is expected


@pytest.mark.parametrize(
    ("titles", "n_works"),
    [
        pytest.param(["週報 #1", "週報 #2", "週報 #3"], 0, id="three issues"),
        pytest.param(["週報 #1", "週報 #12"], 2, id="two are no series"),
        pytest.param(["週報 １", "週報 2", "週報 30"], 0, id="full-width digits"),
        pytest.param(["Week 1", "week 2", "WEEK 3"], 0, id="case"),
        pytest.param(["週報 #1", "月報 #1", "年報 #1"], 3, id="other words"),
    ],
)
def test_issues_that_differ_by_numbers_are_no_works(make_document: Make, titles: list[str], n_works: int) -> None:
    posts = [make_document(title, f"2024-05-0{n}") for n, title in enumerate(titles, 1)]
    assert len(find_works(posts)) == n_works


def labels(*works: Document) -> list[str]:
    homes = label_works(works)
    return [homes[work.id] for work in works]


def test_works_share_the_label_that_covers_most(make_document: Make) -> None:
    works = (
        make_document("一", tags=("Rust", "道具")),
        make_document("二", tags=("Rust",)),
        make_document("三", tags=("道具", "Rust")),
        make_document("四", tags=("道具",)),
        make_document("五", tags=("道具", "庭")),
        make_document("六", tags=("Rust",)),
        make_document("七", tags=("rust",)),
        make_document("八", tags=("海",)),
    )
    assert labels(*works) == ["Rust", "Rust", "Rust", "道具", "道具", "Rust", "Rust", ""]


def test_a_label_is_written_as_the_author_writes_it_most(make_document: Make) -> None:
    tags = ("github actions", "GitHub Actions", "GitHub Actions", "ＧｉｔＨｕｂ Actions")
    assert labels(*(make_document(str(n), tags=(tag,)) for n, tag in enumerate(tags))) == ["GitHub Actions"] * 4


def test_at_a_tie_series_come_before_categories_and_tags(make_document: Make) -> None:
    works = [make_document(title, series=("庭づくり",), categories=("暮らし",), tags=("土",)) for title in ("一", "二")]
    assert labels(*works) == ["庭づくり", "庭づくり"]


def test_a_folder_is_a_label_where_it_is_more_than_the_section(make_document: Make) -> None:
    works = [make_document(t, path=f"content/posts/登山/{t}/index.md", slug=t) for t in ("一", "二")]
    flat = [make_document(t, path=f"content/posts/{t}.md") for t in ("三", "四")]
    assert labels(*works, *flat) == ["登山", "登山", "", ""]


@pytest.mark.parametrize("tag", ["日記", "技術", "Memo", "posts", "2024", "2024/05", "Tech", "ふりかえり"])
def test_how_a_work_was_filed_is_no_label(make_document: Make, tag: str) -> None:
    assert labels(make_document("一", tags=(tag,)), make_document("二", tags=(tag,))) == ["", ""]


@pytest.mark.parametrize(
    ("title", "home"),
    [
        pytest.param("ＲＵＳＴで作る時計", "Rust", id="named in its title"),
        pytest.param("trustという言葉", "", id="inside another word"),
        pytest.param("窓を拭く", "", id="not named"),
    ],
)
def test_a_work_without_a_label_joins_the_one_its_title_names(make_document: Make, title: str, home: str) -> None:
    works = (make_document("一", tags=("Rust",)), make_document("二", tags=("Rust",)), make_document(title))
    assert labels(*works)[-1] == home


def test_no_works_have_no_labels() -> None:
    assert (label_works([]), find_works([])) == ({}, ())


@pytest.mark.parametrize(
    ("title", "tags", "name"),
    [
        pytest.param("【メモ】勉強の記録", (), "勉強の記録", id="brackets before"),
        pytest.param("[memo] 勉強の記録", (), "勉強の記録", id="square brackets"),
        pytest.param("勉強の記録【検定】", (), "勉強の記録【検定】", id="brackets behind"),
        pytest.param("勉強の記録", ("日記", "検定"), "検定", id="label"),
    ],
)
def test_a_work_alone_has_a_name(make_document: Make, title: str, tags: tuple[str, ...], name: str) -> None:
    assert name_work(make_document(title, tags=tags)) == name
