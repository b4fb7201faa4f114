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


# A cue inside another word, the same cue as a word of its own, and what is found of it.
CUES = (
    ("年初の湖は静かだ。", "今年初の湖は静かだ。", "初の"),
    ("当初の湖は静かだ。", "私の初の湖は静かだ。", "初の"),
    ("基礎の話だ。", "礎の話だ。", "礎"),
    ("週次レビューの話だ。", "週次で話した。", "週次で"),
    ("月次報告の話だ。", "月次で話した。", "月次で"),
    ("湖はさまざまだ。", "湖はまだだ。", "まだ"),
    ("あからさまだ。", "今日はまだだ。", "まだ"),
    ("非常に近い湖だ。", "常に近い湖だ。", "常に"),
    ("正常に動いた。", "湖は常に動いた。", "常に"),
    ("もう走らないつもりで歩いた。", "いつも走る。", "いつも"),
    ("今年中に走った。", "年中走った。", "年中"),
    ("すぐに解決している。", "決して走らない。", "決して"),
    ("ドメインに名を付けた。", "湖をメインに話した。", "メインに"),
    ("始めたばかりだ。", "湖ばかりだ。", "ばかり"),
    ("半分に切り、一切れ食べた。", "一切食べた。", "一切"),
    ("船を見極めて買った。", "船の道を極めるために買った。", "極め"),
    ("湖の中身について話した。", "泳ぎが身についた。", "身につい"),
    ("天気が不安定だった。", "天気が不安だった。", "不安"),
    ("喜劇を見た。", "母が喜んだ。", "喜"),
    ("悪戦ではなく四苦八苦した。", "苦しかった。", "苦し"),
    ("犬が行きついた。", "坂がきつい。", "きつい"),
    ("塩辛い湖だった。", "辛い湖だった。", "辛い"),
    ("腑に落ちた。", "試験に落ちた。", "落ちた"),
    ("果たして湖はあった。", "目標を果たした。", "果たし"),
    ("今やっと湖が見えた。", "今や湖が見える。", "今や"),
    ("昨今は湖が見える。", "今は湖が見える。", "今は"),
    ("Still, it was a lake.", "It is still a lake.", "still"),
)


@pytest.mark.parametrize(("inside", "alone", "found"), CUES, ids=[alone for _, alone, _ in CUES])
def test_a_cue_inside_another_word_is_none(faults_of: FaultsOf, inside: str, alone: str, found: str) -> None:
    words = "I saw it" if inside.isascii() else "見た"
    assert not any(found in claim.lower() for claim in claimed(faults_of(inside, words), hard=True))
    assert any(found in claim for claim in claimed(faults_of(alone, words), hard=True))


@pytest.mark.parametrize(
    ("inside", "alone", "found"),
    [
        pytest.param("読みものである。", "風が強いので戻った。", "ので", id="ので"),
        pytest.param("なにより湖が良い。", "風により戻った。", "により", id="により"),
        pytest.param("複数人で渡った。", "数人で渡った。", "数人", id="数人"),
        pytest.param("お兄ちゃんと渡った。", "ちゃんと渡った。", "ちゃんと", id="ちゃんと"),
        pytest.param("湖にほかなりません。", "かなり広い湖だ。", "かなり", id="かなり"),
        pytest.param("ふと思い出した。", "広いと思い、渡った。", "と思い", id="と思い"),
    ],
)
def test_a_soft_cue_inside_another_word_is_none(faults_of: FaultsOf, inside: str, alone: str, found: str) -> None:
    assert found not in claimed(faults_of(inside, "湖を見た"), hard=False)
    assert found in claimed(faults_of(alone, "湖を見た"), hard=False)


def test_a_weekly_report_is_a_habit(faults_of: FaultsOf) -> None:
    assert claimed(faults_of("週次で湖を見た。", "週報：湖を見た"), hard=True) == []
    assert claimed(faults_of("週次で湖を見た。", "湖を見た"), hard=True) == ["週次で"]


@pytest.mark.parametrize(
    ("text", "words", "context"),
    [
        pytest.param("「今もまだ湖を渡っている」のだった。", "今もまだ湖を渡っている", "", id="quotation marks"),
        pytest.param("[毎日渡る湖](p3a2f)の話だ。", "湖の話だ", "毎日渡る湖", id="label of a link"),
        pytest.param('It was "the best lake ever" then.', "It was _the best_ lake ever", "", id="English, emphasis"),
    ],
)
def test_a_cue_that_is_quoted_word_for_word_is_the_sources(
    faults_of: FaultsOf, text: str, words: str, context: str
) -> None:
    assert claimed(faults_of(text, words, context=(context,)), hard=True) == []
    unmarked = text.replace("「", "").replace("」", "").replace('"', "").replace("[", "").replace("](p3a2f)", "")
    assert claimed(faults_of(unmarked, "It was a lake" if text.isascii() else "湖を見た"), hard=True)


def test_words_that_nobody_wrote_are_no_sources_between_quotation_marks(faults_of: FaultsOf) -> None:
    assert "今も" in claimed(faults_of("「今も湖を渡っている」のだった。", "湖を渡っている"), hard=True)


@pytest.mark.parametrize(
    "words",
    [
        "風が強い。そこで、湖から戻った",
        "風が強いなので湖から戻った",
        "風が強い。したがって湖から戻った",
        "風が強い。その結果、湖から戻った",
        "風が吹いたところ、船が揺れて湖から戻った",
    ],
)
def test_a_reason_is_given_in_other_words(faults_of: FaultsOf, words: str) -> None:
    assert claimed(faults_of("風が強いので、湖から戻った。", words), hard=False) == []
    assert claimed(faults_of("風が強いので、湖から戻った。", "風が強い。湖から戻った"), hard=False) == ["ので"]


@pytest.mark.parametrize(
    "words", ["It was windy. That's why I left", "As a result, I left", "It was windy. So, I left"]
)
def test_an_english_reason_is_given_in_other_words(faults_of: FaultsOf, words: str) -> None:
    assert claimed(faults_of("I left because it was windy.", words), hard=True) == []
    assert claimed(faults_of("I left because it was windy.", "It was windy. I left. Result: none"), hard=True) == [
        "because"
    ]


def test_a_feeling_of_a_plan_is_one(faults_of: FaultsOf) -> None:
    assert claimed(faults_of("不安だった。", plans=("不安だったから、船を買いたい",)), hard=True) == []
    assert claimed(faults_of("怖かった。", plans=("不安だったから、船を買いたい",)), hard=True) == []
    assert claimed(faults_of("楽しかった。", plans=("船で楽しむぞ",)), hard=True) == ["楽し"]


def test_words_of_degree_stand_for_each_other(faults_of: FaultsOf) -> None:
    for words in ("すごく静かな湖だった", "めちゃくちゃ静かな湖だった", "静かすぎる湖だった"):
        assert claimed(faults_of("とても静かな湖だった。", words), hard=False) == []


@pytest.mark.parametrize(
    ("text", "words", "hedge"),
    [
        pytest.param("上達した。", "上達した気がする", "気がす", id="a result"),
        pytest.param("波が上がった。", "波が上がった気がする", "気がす", id="a deed"),
        pytest.param("自分は成長した。", "自分は成長したと感じる", "と感じ", id="felt"),
    ],
)
def test_a_result_that_was_only_felt_has_lost_its_hedge(faults_of: FaultsOf, text: str, words: str, hedge: str) -> None:
    faults = faults_of(text, words)
    assert claimed(faults, hard=True) == []
    assert f"has lost the '{hedge}'" in "".join(fault.message for fault in faults)
    assert [f for f in faults_of(f"{words}のだった。", words) if "has lost" in f.message or f.hard] == []


def test_much_is_no_wish(faults_of: FaultsOf) -> None:
    assert claimed(faults_of("自分は成長した。", "自分は成長したし、たくさん泳いだ"), hard=True) == []
    assert "成長し" in claimed(faults_of("自分は成長した。", "自分は成長したく泳いだ"), hard=True)


@pytest.mark.parametrize(
    ("text", "words", "soft"),
    [
        pytest.param("渡るのは難しいと感じた。", "湖を渡るのは難しい", ["と感じ"], id="felt"),
        pytest.param("明日も晴れるはず、と思った。", "明日も晴れるはず", [], id="thought"),
        pytest.param(
            "I learned that calm water hides currents.",
            "Calm water hides currents. Row with care",
            ["learned that"],
            id="learned",
        ),
    ],
)
def test_what_frames_the_words_of_a_quote_is_not_hard(
    faults_of: FaultsOf, text: str, words: str, soft: list[str]
) -> None:
    faults = faults_of(text, words)
    assert (claimed(faults, hard=True), claimed(faults, hard=False)) == ([], soft)


def test_what_frames_other_words_is(faults_of: FaultsOf) -> None:
    assert claimed(faults_of("渡るのは退屈だと感じた。", "湖を渡るのは難しい"), hard=True) == ["と感じ"]
    assert claimed(faults_of("I learned that rowing builds calm.", "Row with care"), hard=True) == ["learned that"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("まだ途中だった。", "まだ途中だ", id="told as past"),
        pytest.param("3月の時点では、まだ途中だ。", "まだ途中だ", id="of a time that is named"),
        pytest.param("I _still_ couldn't find the lake.", "I still couldn't find the lake", id="English"),
        pytest.param("The lake was still frozen.", "The lake is still frozen", id="English was"),
    ],
)
def test_a_state_that_was_is_none_of_the_end(faults_of: FaultsOf, text: str, words: str) -> None:
    assert claimed(faults_of(text, words, days=(date(2024, 3, 1),)), hard=False) == []
