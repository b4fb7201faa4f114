from __future__ import annotations

import pytest

from drafter.ground.leaks import find_leaks, leak_fault

EARLIER = "## 仕事\n\n2023年は**大小合わせて20本の記事を書き**、湖のほとりで静かに暮らした。\n来年もよろしく。\n"


@pytest.mark.parametrize(
    ("sentence", "run"),
    [
        pytest.param(
            "今年も湖のほとりで静かに暮らした。", "湖のほとりで静かに暮らした。", id="a run of the earlier text"
        ),
        pytest.param("大小合わせて32本の記事を書き、湖を見た。", "大小合わせて32本の記事を書き、湖", id="digits aside"),
        pytest.param("来年もよろしく。", "", id="a set phrase"),
        pytest.param("新しい湖を渡った。", "", id="of this year"),
        pytest.param("", "", id="empty"),
    ],
)
def test_the_longest_run_shared_with_an_earlier_text_is_found(sentence: str, run: str) -> None:
    assert find_leaks([sentence], EARLIER, min_chars=10) == (run,)


def test_the_longest_of_several_runs_counts() -> None:
    sentence = "大小合わせて5本の記事を書き終え、それでも湖のほとりで静かに暮らした。"
    assert find_leaks([sentence], EARLIER, min_chars=10) == ("湖のほとりで静かに暮らした。",)


def test_what_is_allowed_is_no_leak() -> None:
    sentence = "今年も湖のほとりで静かに暮らした。"
    assert find_leaks([sentence], EARLIER, allowed=["湖のほとりで静かに暮らした。"], min_chars=10) == ("",)
    assert find_leaks([sentence], EARLIER) == ("",)


def test_markdown_and_width_hide_no_leak() -> None:
    sentence = "湖の**ほとり**で ［静か］に暮らした。"
    assert find_leaks([sentence], "湖のほとりで[静か]に暮らした。", min_chars=10) != ("",)


def test_sentences_keep_their_order() -> None:
    assert find_leaks(["山を見た。", "湖のほとりで静かに暮らした。"], EARLIER, min_chars=10)[0] == ""


def test_a_leak_is_a_soft_fault_that_says_what_to_do() -> None:
    fault = leak_fault("湖のほとり")
    assert (fault.rule, fault.hard) == ("leak", False)
    assert "say it in this year's words" in fault.message
