from __future__ import annotations

import pytest

from drafter.ground.plans import is_planned, stands_so
from drafter.records import Fault
from tests.ground.conftest import FaultsOf


def claimed(faults: tuple[Fault, ...]) -> list[str]:
    return [fault.words for fault in faults if fault.rule in ("claim", "feeling") and fault.hard]


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        pytest.param("湖を渡る予定でした。", "湖を渡る予定", id="予定でした"),
        pytest.param("湖を渡るつもりだった。", "湖を渡るつもり", id="つもりだった"),
        pytest.param("カヤックは検証中でした。", "カヤックは現時点では検証中です", id="what was so"),
        pytest.param("積んだ本はあと4冊でした。", "積んだ本があと4冊になった。また読むぞ", id="a number that was so"),
        pytest.param("湖に行くのが楽しみだった。", "湖に行く！とても楽しみだ", id="looking forward"),
        pytest.param("早起きに変えようとした。", "早起きに変えようと思う", id="tried to"),
        pytest.param("サイトに日記を追加しました。", "サイトに日記を追加した。毎日書きたい", id="done among plans"),
        pytest.param("早く漕ぎたくてウズウズしてました(?)", "早く漕ぎたくてウズウズしてた(?)", id="felt among plans"),
        pytest.param(
            "塗装が完了したら、湖で借りた船に移る予定でした。",
            "塗装が完了したら、湖で借りた船に移る予定です",
            id="a result inside a plan",
        ),
        pytest.param(
            "機能をフル活用した航海をしたいと思っていた。",
            "機能をフル活用した航海をいつかしたい",
            id="a deed inside a plan",
        ),
        pytest.param("I was going to sail to the island.", "I plan to sail to the island", id="was going to"),
        pytest.param("I wanted to sail to the island.", "I'd like to sail to the island", id="wanted to"),
        pytest.param("I estimated that it leaks.", "I estimate that it leaks. I'm going to fix it", id="what one does"),
    ],
)
def test_a_plan_told_as_the_plan_of_its_quote_stands(faults_of: FaultsOf, text: str, plan: str) -> None:
    assert claimed(faults_of(text, plans=(plan,))) == []


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        pytest.param("湖を渡りました。", "湖を渡る予定", id="told as done"),
        pytest.param("湖を渡った。", "湖を渡る。毎月", id="a goal"),
        pytest.param("塗装が完了した。", "塗装が完了したら、船に移る予定です", id="the result told as done"),
        pytest.param("塗装が完了したら船に移った。", "塗装が完了したら、船に移る予定です", id="the plan told as done"),
        pytest.param("機能をフル活用した。", "機能をフル活用した航海をいつかしたい", id="the deed told as done"),
        pytest.param("楽しかった。", "しばらく楽しむぞ", id="a feeling to come"),
        pytest.param("嬉しかった。", "勝てたら嬉しい", id="a feeling supposed"),
        pytest.param("湖は渡れなかった。", "湖を渡る予定", id="denied"),
        pytest.param("I sailed to the island.", "I plan to sail to the island", id="English"),
    ],
)
def test_a_plan_told_as_done_is_a_hard_fault(faults_of: FaultsOf, text: str, plan: str) -> None:
    assert claimed(faults_of(text, plans=(plan,)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("湖を渡る予定でした。", "湖を見た", id="予定でした"),
        pytest.param("湖を渡りたかった。", "湖を見た", id="たかった"),
        pytest.param("I wanted to cross the lake.", "I saw the lake", id="wanted to"),
    ],
)
def test_a_past_plan_that_nobody_wrote_is_a_hard_fault(faults_of: FaultsOf, text: str, words: str) -> None:
    assert claimed(faults_of(text, words))


def test_a_plan_of_something_else_is_soft(faults_of: FaultsOf) -> None:
    faults = faults_of("来年は空も飛びたい。", plans=("湖を渡る予定",))
    assert claimed(faults) == []
    assert "no quote plans or wishes for this" in "".join(fault.message for fault in faults)


def test_a_plan_is_told_in_the_same_words_up_to_what_follows() -> None:
    quote = "機能を **フル活用した** 航海をいつかしたい"
    assert stands_so("フル活用した航海だ", 0, 6, quote)
    assert not stands_so("フル活用したのだ", 0, 6, quote)
    assert not stands_so("フル活用した。", 0, 6, quote)
    assert not stands_so("フル活用した", 0, 6, quote)


def test_a_sentence_goes_on_to_a_plan_or_ends_in_no_deed() -> None:
    assert is_planned("完了したら移る予定でした。次は走った。", 2)
    assert is_planned("完了が先だ。", 2)
    assert not is_planned("完了した。移る予定だ。", 2)
