from __future__ import annotations

import pytest

from drafter.ground.counted import read_count, read_rule
from drafter.ground.evidence import Evidence, Manner
from drafter.ground.sentence import check_sentence
from drafter.records import Count, Fault

POSTS = "documents of kind post, published, dated"
FEBRUARY = f"{POSTS} 2024-02-01..2024-02-29"
YEAR = f"{POSTS} 2024-01-01..2024-12-31"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        pytest.param(FEBRUARY, "2024年2月 公開 published", id="a month"),
        pytest.param(f"{POSTS} 2024-01-01..2024-03-31", "2024年1月 2024年3月 公開 published", id="a span"),
        pytest.param(YEAR, "2024年 公開 published", id="a year"),
        pytest.param(f"{POSTS} 2022-02-02..2023-02-09", "2022年 2023年 公開 published", id="more than a year"),
        pytest.param(f'{YEAR}, with tag "Lake\'s" in any case and width', "2024年 Lake's 公開 published", id="a tag"),
        pytest.param(f"{YEAR}, in folder 'diary' in any case and width", "2024年 diary 公開 published", id="a folder"),
        pytest.param(f"{YEAR}, with '湖' in title, tags or body", "2024年 湖 公開 published", id="a word"),
        pytest.param("documents of kind note, dated 2024-02-01..2024-02-29", "2024年2月", id="notes"),
        pytest.param("lake.md:12 3km + sea.md:4 5km = 8km", "", id="a sum"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_rule_gives_what_its_slot_asks_for(rule: str, words: str) -> None:
    assert read_rule(rule) == words


def faults(text: str, manner: Manner, *slots: str) -> list[tuple[str, str]]:
    found: tuple[Fault, ...] = check_sentence(text, Evidence(words=(), slots=slots), manner)
    return [(fault.rule, fault.words) for fault in found if fault.hard]


def test_a_month_that_its_slot_asks_for_is_proved(manner: Manner) -> None:
    assert faults("2月は3本だった。", manner, "3", read_rule(FEBRUARY)) == []
    assert faults("5月は3本だった。", manner, "3", read_rule(FEBRUARY)) == [("number", "5月")]
    assert faults("2月は4本だった。", manner, "3", read_rule(FEBRUARY)) == [("number", "4本")]
    assert faults("1月は32本だった。", manner, "32", read_rule(YEAR)) == [("number", "1月")]


def test_posts_that_were_counted_were_published(manner: Manner) -> None:
    assert faults("32本の記事を公開した。", manner, "32", read_rule(YEAR)) == []
    assert faults("32本の記事を書き、アプリが完成した。", manner, "32", read_rule(YEAR)) == [("claim", "完成")]


def test_what_was_counted_as_none_may_be_denied_and_nothing_else(manner: Manner) -> None:
    none = read_count(Count(id="c", name="posts", value=0, rule=f"{YEAR}, with '英検' in title, tags or body"))
    for text in ("英検についての記事は書いていない。", "英検は1本も記事にしなかった。", "英検を取り上げた投稿はない。"):
        assert faults(text, manner, none) == []
    assert faults("英検は受けなかった。", manner, none) == [("claim", "英検は受けなかった。")]
    some = read_count(Count(id="c", name="posts", value=2, rule=f"{YEAR}, with '英検' in title, tags or body"))
    assert faults("英検についての記事は書いていない。", manner, some) != []


def test_months_counted_as_empty_may_be_called_so(manner: Manner) -> None:
    empty = read_count(Count(id="c", name="months without posts", value=1, rule=f"months without {YEAR}: 2024-04"))
    assert faults("4月は1本も投稿していない。", manner, "4月", empty) == []
