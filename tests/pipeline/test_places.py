"""Which sentences of posts and notes speak of the same as another one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter.pipeline.places import find_places
from drafter.pipeline.project import Project
from drafter.pipeline.search import open_library
from drafter.text.periods import year_period

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
OpenBlog = Callable[..., Project]


def post(day: str, body: str) -> str:
    return f"+++\ntitle = '{day}'\ndate = {day}T09:00:00+09:00\n+++\n\n{body}\n"


@pytest.fixture
def find(build_tree: BuildTree, open_blog: OpenBlog) -> Callable[..., list[tuple[str, int, str]]]:
    """What is found for a sentence in posts of the given bodies, by their days."""

    def call(sentence: str, **bodies: str) -> list[tuple[str, int, str]]:
        days = {day: day.replace("d", "").replace("_", "-") for day in bodies}
        files = {f"content/posts/{day}.md": post(days[day], body) for day, body in bodies.items()}
        project = open_blog(build_tree({"hugo.toml": "", **files}))
        among = {document.id for document in project.documents}
        found = find_places(project, open_library(project), sentence, among=among, period=year_period(2024))
        return [(Path(place.path).stem, place.line, place.words) for place in found]

    return call


@pytest.mark.parametrize(
    ("sentence", "other", "same"),
    [
        pytest.param("朝の散歩は続いている。", "朝の散歩を始めた。", True, id="Japanese"),
        pytest.param("１０月に彗星を撮った。", "10月の彗星は淡かった。", True, id="full-width digits"),
        pytest.param("DuckDBを使い続けた。", "DuckDBで集計した。", True, id="a name in Latin letters"),
        pytest.param("I hung the pendulum again.", "The pendulum hung from a rafter.", True, id="English"),
        pytest.param("昔よりは鳴らなかった。", "昔よりは鳴らなかったが、続けた。", True, id="nearly the same, no noun"),
        pytest.param("見に行けばよかったと思う。", "見つけたと思う。", False, id="verbs only"),
        pytest.param("That was the one.", "The toaster that was older won everybody over.", False, id="stop words"),
        pytest.param("散歩は楽しい季節になった。", "散歩。", False, id="one word in common"),
    ],
)
def test_a_sentence_speaks_of_the_same_where_it_shares_what_it_is_about(
    find: Callable[..., list[tuple[str, int, str]]], sentence: str, other: str, same: bool
) -> None:
    assert find(sentence, d2024_05_01=f"庭に出た。\n\n{other}") == ([("d2024_05_01", 8, other)] if same else [])


def test_three_places_in_three_documents_of_the_period_are_enough(
    find: Callable[..., list[tuple[str, int, str]]],
) -> None:
    near, far = "朝の散歩は続いている。", "朝の散歩を始めた。"
    found = find(
        near, d2023_05_01=near, d2024_01_01=far, d2024_02_01=f"{far}\n\n{far}", d2024_03_01=near, d2024_04_01=far
    )
    assert found[0] == ("d2024_03_01", 6, near)
    assert len({name for name, _, _ in found} & {"d2024_01_01", "d2024_02_01", "d2024_04_01"}) == len(found) - 1 == 2


def test_a_comment_and_a_secret_are_no_place(find: Callable[..., list[tuple[str, int, str]]]) -> None:
    hidden = "<!-- 朝の散歩は続いている。 -->\n\n朝の散歩は続いている、鍵は AKIAIOSFODNN7EXAMPLE です。"
    assert find("朝の散歩は続いている。", d2024_05_01=hidden) == []
