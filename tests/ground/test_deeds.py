from __future__ import annotations

import pytest

from drafter.ground.deeds import tells_deed
from drafter.records import Fault
from tests.ground.conftest import FaultsOf


def claimed(faults: tuple[Fault, ...], *, hard: bool = True) -> list[str]:
    return [fault.message for fault in faults if fault.rule == "claim" and fault.hard is hard]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("湖まで走った。", "湖まで走りたい", id="wish"),
        pytest.param("Rustを勉強した。", "Rustを勉強したいと思う", id="wish of a noun's verb"),
        pytest.param("旅券を申請した。", "旅券を申請する予定", id="plan"),
        pytest.param("旅行を計画して山に登った。", "山に登るつもりだ", id="intention"),
        pytest.param("山に登った。", "山に登ろうと思う", id="volition"),
        pytest.param("湖を渡った。", "湖を渡れなかった", id="denied"),
        pytest.param("湖で泳いだ。", "湖で泳いだかもしれない", id="guess"),
        pytest.param("資格を取った。", "資格を取得したい", id="another verb of the same stem"),
        pytest.param("カヌーをレンタルした。", "カヌーをレンタルするつもり", id="katakana verb"),
        pytest.param("仕組みを調べた。", "ざっくり仕組みを調べた", id="hedge lost"),
        pytest.param("I learned to swim.", "I want to learn to swim", id="English wish"),
        pytest.param("I ran the race.", "I plan to run the race", id="irregular verb"),
        pytest.param("I sold the boat.", "I might sell the boat", id="English guess"),
        pytest.param("I finished the roof.", "I didn't finish the roof", id="English denial"),
    ],
)
def test_a_deed_that_is_only_meant_or_denied_is_a_hard_fault(faults_of: FaultsOf, text: str, words: str) -> None:
    assert claimed(faults_of(text, words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("湖まで走った。", "湖まで走った。次は山まで走りたい。", id="told as done, too"),
        pytest.param("湖まで走りたいと思った。", "湖まで走りたい", id="told as a wish"),
        pytest.param("湖まで走る予定だった。", "湖まで走る予定", id="told as a plan"),
        pytest.param("湖は渡れなかった。", "湖を渡れなかった", id="told as denied"),
        pytest.param("ざっくり仕組みを調べた。", "ざっくり仕組みを調べた", id="hedge kept"),
        pytest.param("軽く仕組みを調べた。", "ざっくり仕組みを調べた", id="another hedge"),
        pytest.param("湖だけでなく山も見た。", "湖も山も見た", id="not only"),
        pytest.param("I decided to stop.", "I decided to stop running", id="decided to"),
        pytest.param("朝食を済ませた。", "朝食を済ませて出た", id="ませ inside a verb"),
        pytest.param("湖を渡った。", "5月半ばに湖を渡った", id="the middle of a month is no hedge"),
        pytest.param("風は少なかった。", "風はそよぐ程度", id="few is no denial"),
        pytest.param("水は冷たかった。", "冷たい水だ", id="cold is no wish"),
    ],
)
def test_a_deed_told_as_its_quotes_tell_it_stands(faults_of: FaultsOf, text: str, words: str) -> None:
    assert claimed(faults_of(text, words)) == []


def test_a_small_hedge_lost_is_soft(faults_of: FaultsOf) -> None:
    faults = faults_of("湖で泳いだ。", "湖で少し泳いだ")
    assert claimed(faults) == []
    assert claimed(faults, hard=False) == ["'泳いだ' has lost the '少し' of its quote: keep it"]


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        pytest.param("毎月湖を渡った。", False, id="told as done"),
        pytest.param("毎月湖を渡るのが目標だった。", True, id="told as a goal"),
    ],
)
def test_a_goal_alone_is_no_deed(faults_of: FaultsOf, text: str, stands: bool) -> None:
    assert (claimed(faults_of(text, plans=("毎月湖を渡る",))) == []) is stands


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("公開までは至らなかった。", "アプリを書いた", id="absence"),
        pytest.param("春は手つかずだった。", "秋に走った", id="untouched"),
        pytest.param("湖を渡らなかった。", "湖を渡った。山は見なかった。", id="denies a deed"),
        pytest.param("I didn't get to the roof.", "I bought wood", id="English"),
    ],
)
def test_silence_is_no_evidence(faults_of: FaultsOf, text: str, words: str) -> None:
    assert claimed(faults_of(text, words))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("来年は山にも登りたい。", "山に登った", id="wish"),
        pytest.param("来年こそ湖を渡る。", "湖を見た", id="resolution"),
        pytest.param("Next year I want to climb.", "I climbed", id="English"),
    ],
)
def test_a_wish_that_nobody_wrote_is_a_hard_fault(faults_of: FaultsOf, text: str, words: str) -> None:
    assert claimed(faults_of(text, words))


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        pytest.param("カヤックは、今年の目標には書いていなかった。", True, id="not written"),
        pytest.param("カヤックは、目標のどこにも入っていない。", True, id="nowhere in them"),
        pytest.param("目標にはなかったカヤックだ。", True, id="not among them"),
        pytest.param("登山は目標には書いていなかった。", True, id="kanji"),
        pytest.param("マラソンは目標には書いていなかった。", False, id="a goal has it"),
        pytest.param("目標には届かなかった。", False, id="not reached"),
        pytest.param("目標を達成できなかった。", False, id="not achieved"),
    ],
)
def test_what_no_goal_had_may_be_told(faults_of: FaultsOf, text: str, stands: bool) -> None:
    faults = faults_of(text, "カヤックの免許を見た", plans=("マラソンを走る",))
    assert (claimed(faults) == []) is stands


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        pytest.param("Kayaking was never on my list of goals.", True, id="on my list"),
        pytest.param("None of my goals mentioned kayaking.", True, id="none of them"),
        pytest.param("Sailing was never on my list of goals.", False, id="a goal has it"),
        pytest.param("I didn't reach any of my goals.", False, id="not reached"),
    ],
)
def test_what_no_goal_had_may_be_told_in_english(faults_of: FaultsOf, text: str, stands: bool) -> None:
    faults = faults_of(text, "Tried kayaking", plans=("More sailing",))
    assert ([f for f in faults if "did not happen" in f.message] == []) is stands


def test_a_wish_of_the_author_stands(faults_of: FaultsOf) -> None:
    assert claimed(faults_of("来年は山にも登りたい。", "いつか山にも登りたい")) == []
    assert claimed(faults_of("来年は山にも登りたい。", plans=("山に登る",))) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("湖まで走った。", True, id="deed"),
        pytest.param("資格を取得しました！", True, id="polite deed"),
        pytest.param("走るのは良いものだ。", False, id="judgement"),
        pytest.param("楽しかった。", False, id="feeling"),
        pytest.param("走りたかった。", False, id="wish"),
        pytest.param("走れなかった。", False, id="denial"),
        pytest.param("遠回りだったと思った。", False, id="thought"),
        pytest.param("4冊でした。", False, id="copula"),
        pytest.param("I thought so.", False, id="English thought"),
        pytest.param("I needed a boat.", False, id="English need"),
        pytest.param("走ったのは良い思い出だ。", False, id="a deed that was told before"),
        pytest.param("I ran to the lake.", True, id="English deed"),
        pytest.param("I hope to run.", False, id="English wish"),
    ],
)
def test_a_sentence_tells_a_deed(sentence: str, expected: bool) -> None:
    assert tells_deed(sentence) is expected
