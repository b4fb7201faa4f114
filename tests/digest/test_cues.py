import pytest

from drafter.digest.cues import (
    defines_term,
    is_past,
    read_cue,
    stands_alone,
    supposes,
    tells_of_author,
    told_by_author,
    wishes,
)
from drafter.records import FactKind


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        pytest.param("基本情報技術者試験に合格した。", FactKind.ACHIEVED, id="passed"),
        pytest.param("I finally released the app.", FactKind.ACHIEVED, id="released"),
        pytest.param("登録者が１００人を突破した。", FactKind.ACHIEVED, id="full-width digits"),
        pytest.param("DBの設計で苦労した。", FactKind.STRUGGLED, id="struggled, mixed"),
        pytest.param("I got stuck on the parser.", FactKind.STRUGGLED, id="stuck"),
        pytest.param("型の大切さを学んだ。", FactKind.LEARNED, id="learned"),
        pytest.param("I learned that sleep matters.", FactKind.LEARNED, id="learned that"),
        pytest.param("朝に走ることに決めた。", FactKind.DECIDED, id="decided"),
        pytest.param("I decided to leave the city.", FactKind.DECIDED, id="decided in English"),
        pytest.param("毎朝の自炊と弁当づくりを始めた。", FactKind.DID, id="began"),
        pytest.param("I switched to a standing desk.", FactKind.DID, id="switched"),
        pytest.param("海辺の町の暮らしはとても楽しかった。", FactKind.FELT, id="felt"),
        pytest.param("来年は山に登りたい。", FactKind.PLANNED, id="wish"),
        pytest.param("毎月10km走るつもりです。", FactKind.PLANNED, id="plan"),
        pytest.param("もっと色々な国の料理を食べたい。", FactKind.PLANNED, id="食べたい"),
        pytest.param("公開されたあの映画を見たい。", FactKind.PLANNED, id="見たい"),
        pytest.param("自分の道具を公開したいです。", FactKind.PLANNED, id="polite wish for an outcome"),
        pytest.param("検定に合格したいが、時間が足りない。", FactKind.PLANNED, id="wish and but"),
        pytest.param("I want to learn the piano next year.", FactKind.PLANNED, id="wish in English"),
    ],
)
def test_the_words_of_a_sentence_name_its_kind(sentence: str, kind: FactKind) -> None:
    cue = read_cue(sentence)
    assert (cue.kind, cue.weight > 0) == (kind, True)


def test_a_wish_that_came_true_is_no_plan() -> None:
    assert read_cue("登りたいと思っていた山に登った。").kind is not FactKind.PLANNED


@pytest.mark.parametrize(
    ("more", "less"),
    [
        pytest.param("簿記検定に合格した。", "簿記検定を受けに行った。", id="outcome before deed"),
        pytest.param("町の人と小さな読書会を始めた。", "町の人と小さな読書会があった。", id="change before mere past"),
        pytest.param("起動を30%短縮した道具を公開した。", "起動を短縮した道具を公開した。", id="a number"),
        pytest.param(
            "ようやく雪の残る山の頂上に立った。", "今日はようやく雪の残る山の頂上に立った。", id="a year before a day"
        ),
        pytest.param(
            "家計簿をつける道具を公開した。", "それで家計簿をつける道具を公開した。", id="alone before leaning"
        ),
        pytest.param("家計簿をつける道具を公開した。", "家計簿をつける道具を公開したらしい。", id="known before heard"),
        pytest.param("十月から新しい会社に転職した。", "十月から新しい椅子に交換した。", id="turning point"),
        pytest.param("I released the tool.", "You should make sure it is released.", id="told before dictated"),
    ],
)
def test_one_sentence_promises_more_than_another(more: str, less: str) -> None:
    assert read_cue(more).weight > read_cue(less).weight


def test_the_heading_above_counts() -> None:
    told, quoted, bare = (
        read_cue("新しい道具を導入した。", headings=path).weight for path in (("旅", "感想"), ("感想", "手順"), ("旅",))
    )
    assert told > bare > quoted


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("次のコマンドを実行してください。", id="instruction"),
        pytest.param("Click the button and run the command.", id="instruction in English"),
        pytest.param("コンテナとは、隔離された空間のことである。", id="definition"),
        pytest.param("この関数は値を返すことができる。", id="what a thing can do"),
        pytest.param("合格したと思う？", id="question"),
        pytest.param("合格したと思う？（笑）", id="question with a laugh"),
        pytest.param("Did I finish it?", id="question in English"),
        pytest.param("箱は四角い。", id="no cue at all"),
        pytest.param("", id="nothing"),
    ],
)
def test_what_is_not_the_author_telling_is_worth_nothing(sentence: str) -> None:
    assert read_cue(sentence).weight <= 0 or not told_by_author(sentence)


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        pytest.param("十月に転職した。", "job", id="job"),
        pytest.param("最終出社の日を迎えた。", "job", id="last day"),
        pytest.param("I was promoted to lead.", "job", id="promoted"),
        pytest.param("海の近くに引越した。", "move", id="move"),
        pytest.param("We moved to a new apartment.", "move", id="moved"),
        pytest.param("五月に結婚した。", "family", id="family"),
        pytest.param("赤ちゃんが生まれた。", "family", id="birth"),
        pytest.param("入社後の研修を受けた。", "", id="after joining is no joining"),
        pytest.param("本の引っ掛けに気づいた。", "", id="a word that looks alike"),
        pytest.param("I moved the file to the archive.", "", id="a file moved"),
        pytest.param("入社したとしても、すぐには慣れないと思う。", "", id="even if"),
        pytest.param("転職したら、海の近くに住む。", "", id="if"),
        pytest.param("内定をもらった場合は引っ越す。", "", id="in case"),
        pytest.param("雪の山に登った。", "", id="none"),
    ],
)
def test_turning_points_are_hinted_at(sentence: str, event: str) -> None:
    assert read_cue(sentence).event == event


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("山に登った。", True, id="past"),
        pytest.param("山に登りました！", True, id="polite"),
        pytest.param("山に登ったが、雲の中だった。", True, id="clause"),
        pytest.param("本を読んだ。", True, id="んだ"),
        pytest.param("I made a lamp.", True, id="English"),
        pytest.param("山に登る。", False, id="present"),
        pytest.param("登ったことのない山がある。", False, id="past inside"),
        pytest.param("The lamp was made in 1920.", False, id="a thing's past"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_the_past_is_told(sentence: str, expected: bool) -> None:
    assert is_past(sentence) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("自分の設計を見直した。", True, id="自分"),
        pytest.param("試しに動かしてみた。", True, id="tried"),
        pytest.param("面白かった。", True, id="felt"),
        pytest.param("I measured it.", True, id="I"),
        pytest.param("十九世紀に蒸気機関が普及した。", False, id="history"),
        pytest.param("標準は2015年に改訂された。", False, id="passive"),
        pytest.param("The standard was revised.", False, id="a thing"),
        pytest.param("私立の学校で広まった。", False, id="私 in a word"),
    ],
)
def test_the_author_is_in_the_sentence(sentence: str, expected: bool) -> None:
    assert tells_of_author(sentence) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("来年は海で泳ぎたい。", True, id="たい"),
        pytest.param("毎月10km走るつもりです。", True, id="つもり"),
        pytest.param("I'd like to swim in the sea.", True, id="English"),
        pytest.param("いつか訪ねたいです。", True, id="polite"),
        pytest.param("夢みたい。", False, id="like"),
        pytest.param("手伝いはありがたい。", False, id="thanks"),
        pytest.param("これもやりたい。", False, id="leans on what stands before"),
        pytest.param("海で泳いだ。", False, id="done"),
        pytest.param("とても" * 40 + "泳ぎたい。", False, id="too long"),
        pytest.param("冷たい。", False, id="an adjective that ends in たい"),
        pytest.param("荷物が重たい。", False, id="another adjective"),
    ],
)
def test_wishes_end_in_a_wish_and_can_be_read_alone(sentence: str, expected: bool) -> None:
    assert wishes(sentence) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param("山に登った。", True, id="itself"),
        pytest.param("これで登った。", False, id="これ"),
        pytest.param("そのため登った。", False, id="そのため"),
        pytest.param("However, I went.", False, id="However"),
        pytest.param("結果：合格した", False, id="a label's value"),
        pytest.param("買ったもの：", False, id="announces"),
        pytest.param("本を○○冊読んだ。", False, id="template"),
        pytest.param("Howells wrote it.", True, id="a name that begins alike"),
    ],
)
def test_a_sentence_stands_alone(sentence: str, expected: bool) -> None:
    assert stands_alone(sentence) is expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("帯域幅：一度に送れる量", True), ("帯域幅を測った。", False), ("今日、駅で：待った", False)],
)
def test_a_term_with_its_explanation_is_told(sentence: str, expected: bool) -> None:
    assert defines_term(sentence) is expected


def test_what_would_be_is_told_from_what_was() -> None:
    assert supposes("入社したとしても続ける。")
    assert not supposes("入社しても続けた。")
