from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter.errors import PromptError
from drafter.records import Period
from drafter.store.data import data_dir
from drafter.store.wording import load_wording
from drafter.text.periods import month_period, quarter_period, range_period, week_period, year_period

BuildTree = Callable[[Mapping[str, str | bytes]], Path]


@pytest.mark.parametrize(
    ("language", "polite", "said"),
    [
        ("ja", False, "2024年は全部で3記事を書いた。"),
        ("ja", True, "2024年は全部で3記事を書きました。"),
        ("en", False, "I wrote 3 posts in 2024."),
        ("en", True, "I wrote 3 posts in 2024."),
        ("zh", False, "I wrote 3 posts in 2024."),
    ],
)
def test_a_count_is_told_in_the_language_and_register(language: str, polite: bool, said: str) -> None:
    wording = load_wording(language, polite=polite)
    period = year_period(2024)
    assert wording.say("counted.posts", period=wording.period_name(period), n=3) == said


@pytest.mark.parametrize(("n", "said"), [(1, "I wrote 1 post in May 2024."), (2, "I wrote 2 posts in May 2024.")])
def test_english_counts_one_post(n: int, said: str) -> None:
    wording = load_wording("en", polite=False)
    assert wording.say("counted.posts", period=wording.period_name(month_period("2024-05")), n=n) == said


@pytest.mark.parametrize(
    ("period", "japanese", "english"),
    [
        (year_period(2024), "2024年", "2024"),
        (month_period("2024-05"), "2024年5月", "May 2024"),
        (quarter_period("2024Q2"), "2024年第2四半期", "Q2 2024"),
        (week_period("2024-W18"), "2024年第18週", "week 18 of 2024"),
        (range_period("2022-03-01", "2023-02-28"), "2023年2月までの一年", "the year to February 2023"),
    ],
    ids=["year", "month", "quarter", "week", "a founder's year"],
)
def test_a_period_has_a_name_in_each_language(period: Period, japanese: str, english: str) -> None:
    assert load_wording("ja", polite=False).period_name(period) == japanese
    assert load_wording("en", polite=False).period_name(period) == english


def test_the_next_year_is_named() -> None:
    assert load_wording("ja", polite=False).next_period_name(year_period(2024)) == "2025年"


@pytest.mark.parametrize(
    ("names", "joined"),
    [((), ""), (("4月",), "4月"), (("4月", "8月"), "4月と8月"), (("4月", "8月", "9月"), "4月、8月と9月")],
)
def test_names_are_joined_as_a_person_would(names: tuple[str, ...], joined: str) -> None:
    assert load_wording("ja", polite=False).join(names) == joined


def test_both_languages_have_the_same_entries() -> None:
    japanese, english = (load_wording(language, polite=False).entries.keys() for language in ("ja", "en"))
    assert {key for key in japanese if ".polite." not in key} == {key for key in english if ".polite." not in key}


def test_the_polite_register_has_every_counted_entry() -> None:
    counted = tomllib.loads((data_dir("prompts") / "wording/ja.toml").read_text("utf-8"))["counted"]
    assert counted["plain"].keys() == counted["polite"].keys()


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["utf-8", "with a byte order mark"])
def test_a_persons_file_overrides_single_keys(build_tree: BuildTree, mark: str) -> None:
    folder = build_tree({"ja.toml": mark + "[headings]\nblog = '書いたもの'\n"})
    wording = load_wording("ja", polite=False, folders=(folder,))
    assert wording.say("headings.blog") == "書いたもの"
    assert wording.say("headings.goals", period="2024年") == "2024年の目標の振り返り"


def test_a_folder_without_a_file_changes_nothing(tmp_path: Path) -> None:
    assert load_wording("ja", polite=False, folders=(tmp_path,)) == load_wording("ja", polite=False)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"[headings\n", r"ja\.toml:1: ", id="no TOML"),
        pytest.param("[headings]\nblog = '書く'".encode("cp932"), r"ja\.toml:2: not UTF-8", id="not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(build_tree: BuildTree, content: bytes, message: str) -> None:
    with pytest.raises(PromptError, match=message) as caught:
        load_wording("ja", polite=False, folders=(build_tree({"ja.toml": content}),))
    assert "delete the file" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        pytest.param("{{ names }} と {{ no_such }}", r"/ja\.toml: headings\.blog: 'names' is undefined", id="slot"),
        pytest.param("{{ names", r"/ja\.toml: headings\.blog: unexpected end of template", id="template"),
        pytest.param("{{ ''.__class__.__mro__ }}", r"attribute '__class__' of 'str' object is unsafe", id="unsafe"),
    ],
)
def test_an_entry_that_cannot_be_filled_is_named(build_tree: BuildTree, template: str, message: str) -> None:
    folder = build_tree({"ja.toml": f'[headings]\nblog = "{template}"\n'})
    with pytest.raises(PromptError, match=message):
        load_wording("ja", polite=False, folders=(folder,)).say("headings.blog")


def test_entries_that_no_draft_uses_are_named(build_tree: BuildTree) -> None:
    folder = build_tree({"ja.toml": 'names = 3\n[headings]\nblg = "書いたもの"\n'})
    with pytest.raises(PromptError, match=r"ja\.toml: unknown entry 'headings\.blg', did you mean 'headings\.blog'"):
        load_wording("ja", polite=False, folders=(folder,))


def test_an_entry_that_is_not_there_is_named() -> None:
    with pytest.raises(PromptError, match=r"wording/ja\.toml has no 'headings\.none'"):
        load_wording("ja", polite=False).say("headings.none")
