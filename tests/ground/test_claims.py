from __future__ import annotations

from datetime import date

import pytest

from drafter.records import Fault
from tests.ground.conftest import FaultsOf


def claimed(faults: tuple[Fault, ...], *, hard: bool) -> list[str]:
    return [fault.words for fault in faults if fault.rule in ("claim", "feeling") and fault.hard is hard]


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        pytest.param("毎日湖まで走った。", "湖まで走った", "毎日", id="every day"),
        pytest.param("すべて湖まで走った。", "湖まで走った", "すべて", id="all"),
        pytest.param("ほとんど湖まで走った。", "湖まで走った", "ほとんど", id="most"),
        pytest.param("初めて湖まで走った。", "湖まで走った", "初めて", id="first"),
        pytest.param("最も長く湖まで走った。", "湖まで走った", "最も", id="superlative"),
        pytest.param("一年を通して湖まで走った。", "湖まで走った", "一年を通し", id="throughout"),
        pytest.param("走ることを中心に過ごした。", "走って過ごした", "を中心に", id="centre"),
        pytest.param("徐々に湖まで走った。", "湖まで走った", "徐々に", id="trend"),
        pytest.param("後半は湖まで走った。", "湖まで走った", "後半は", id="half"),
        pytest.param("何度も湖まで走った。", "湖まで走った", "何度も", id="often"),
        pytest.param("多くの湖まで走った。", "湖まで走った", "多くの", id="many"),
        pytest.param("徹底的に調べた。", "ざっくり調べた", "徹底", id="thorough"),
        pytest.param("大幅に直した。", "少し直した", "大幅", id="big"),
        pytest.param("本格的に調べた。", "調べた", "本格的", id="in earnest"),
        pytest.param("試験に合格した。", "試験を受けた", "合格", id="pass"),
        pytest.param("試験に合格した。", "試験に合格したい", "合格", id="a wish proves no pass"),
        pytest.param("試験に合格した。", "試験は不合格だった", "合格", id="a failure proves no pass"),
        pytest.param("アプリをリリースした。", "アプリを書いた", "リリース", id="release"),
        pytest.param("目標を達成した。", "目標を決めた", "達成", id="achievement"),
        pytest.param("泳げるようになった。走力も身についた。", "泳いだ。走った。", "身につい", id="ability"),
        pytest.param("記録が増えた。", "記録をつけた", "増えた", id="growth"),
        pytest.param("転職した。", "面談に行った", "転職", id="a turning point"),
        pytest.param("友人のおかげで走った。", "友人と走った", "おかげ", id="cause"),
        pytest.param("今も走っている。", "走っている", "今も", id="state"),
        pytest.param("まだ走っている。", "走っている", "まだ", id="state still"),
        pytest.param("嬉しかった。", "走った", "嬉し", id="joy"),
        pytest.param("悔しかった。", "走った", "悔し", id="regret"),
        pytest.param("充実した日だった。", "走った日だった", "充実", id="fulfilment"),
        pytest.param("I ran every day.", "I ran", "every day", id="every day in English"),
        pytest.param("I ran for the first time.", "I ran", "for the first", id="first in English"),
        pytest.param("I mostly ran.", "I ran", "mostly", id="mostly"),
        pytest.param("I thoroughly tested it.", "I tested it", "thorough", id="thoroughly"),
        pytest.param("I passed the exam.", "I took the exam", "passed", id="passed"),
        pytest.param("I launched the app.", "I built the app", "launched", id="launched"),
        pytest.param("I ran because of the lake.", "I ran to the lake", "because", id="because"),
        pytest.param("I still run.", "I run", "still", id="still"),
        pytest.param("I was proud of the run.", "I ran", "proud", id="proud"),
    ],
)
def test_a_claim_no_quote_makes_is_a_hard_fault(faults_of: FaultsOf, text: str, words: str, found: str) -> None:
    assert any(found in claim for claim in claimed(faults_of(text, words), hard=True))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("毎日走った。", "日課で走った", id="a word for the same"),
        pytest.param("初めて泳いだ。", "初参加で泳いだ", id="first"),
        pytest.param("徹底的に調べた。", "隅々まで調べた", id="thorough"),
        pytest.param("試験に合格した。", "試験に受かった！", id="pass"),
        pytest.param("資格を取得した。", "資格が取れた", id="obtain"),
        pytest.param("ついに完成した。", "ついにできた", id="complete"),
        pytest.param("アプリをリリースした。", "アプリを公開した", id="release"),
        pytest.param("合格したいと思っていた。", "合格したいと思う", id="a wish claims no result"),
        pytest.param("風が強いので、戻った。", "風が強いため戻った", id="cause"),
        pytest.param("まだ途中だ。", "まだ途中だ", id="state"),
        pytest.param("楽しかった。", "とても面白かった", id="joy"),
        pytest.param("辛かった。", "しんどかった", id="pain"),
        pytest.param("I passed the exam.", "Got my certificate: certified!", id="English pass"),
        pytest.param("I enjoyed it.", "It was fun", id="English joy"),
    ],
)
def test_a_claim_of_the_quotes_stands_in_other_words(faults_of: FaultsOf, text: str, words: str) -> None:
    assert claimed(faults_of(text, words), hard=True) == []


def test_three_facts_are_many(faults_of: FaultsOf) -> None:
    assert claimed(faults_of("多くの湖を渡った。", "湖を渡った", "山の湖を渡った", "北の湖を渡った"), hard=True) == []
    assert claimed(faults_of("多くの湖を渡った。", "湖を渡った"), hard=True) == ["多くの"]


def test_what_stands_around_the_quotes_proves_no_claim(faults_of: FaultsOf) -> None:
    assert claimed(faults_of("毎日走った。", "走った", context=("毎日走った。",)), hard=True) == ["毎日"]


def test_a_goal_proves_no_result(faults_of: FaultsOf) -> None:
    assert "合格" in claimed(faults_of("試験に合格した。", plans=("試験に合格",)), hard=True)


def test_a_state_of_spring_is_none_of_the_end(faults_of: FaultsOf) -> None:
    early, late = (date(2024, 3, 1),), (date(2024, 12, 1),)
    assert claimed(faults_of("まだ途中だ。", "まだ途中だ", days=early), hard=False) == ["まだ"]
    assert claimed(faults_of("まだ途中だ。", "まだ途中だ", days=late), hard=False) == []


def test_strong_words_of_degree_are_soft(faults_of: FaultsOf) -> None:
    assert claimed(faults_of("とても静かな湖だった。", "静かな湖だった"), hard=False) == ["とても"]
