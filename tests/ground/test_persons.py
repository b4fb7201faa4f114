import unicodedata

import pytest

from drafter.ground.persons import holds_secret, names_person, reason_private
from drafter.records import Kind


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("田中さんと設計を見直した。", id="surname"),
        pytest.param("昨日は鈴木部長に褒められた。", id="rank"),
        pytest.param("佐々木先輩と登った。", id="iteration mark"),
        pytest.param("マイケルくんが来た。", id="katakana"),
        pytest.param("アレクサンドロフスキーさんに教わった。", id="long katakana"),
        pytest.param("ﾏｲｹﾙさんが来た。", id="half-width katakana"),
        pytest.param("Kenさんが来た。", id="Latin letters"),
        pytest.param("Ｋｅｎさんが来た。", id="full-width letters"),
        pytest.param("花子ちゃんと会った。", id="ちゃん and a meeting"),
        pytest.param("さくらさんと会った。", id="hiragana"),
        pytest.param("昨日はみゆきちゃんが来た。", id="hiragana after a particle"),
        pytest.param("かとうさんの本棚を見た。", id="a name that ends as おとうさん does"),
        pytest.param("山本様より連絡があった。", id="様"),
        pytest.param("皆川さんに教わった。", id="a surname that begins as 皆さん does"),
        pytest.param("神谷さんと奥田さんに会った。", id="surnames that begin as 神様 and 奥さん do"),
        pytest.param("王さんと食べた。", id="王さん"),
        pytest.param(
            "インターナショナルマーケティングディレクター田中さんに会った。", id="a long title before the name"
        ),
        pytest.param("@shirokuma_devに教わった。", id="handle"),
        pytest.param("昨日@shirokuma_devに教わった。", id="handle without a blank"),
        pytest.param("I met Mr. Smith for lunch.", id="Mr."),
        pytest.param("夕方Dr. Smithに会った。", id="Dr. in Japanese"),
        pytest.param(unicodedata.normalize("NFD", "ガードナーさんと話した。"), id="NFD"),
    ],
)
def test_somebody_is_named(text: str) -> None:
    assert names_person(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("皆さん、よい年を。", id="皆さん"),
        pytest.param("みなさんのおかげで続いた。", id="みなさん"),
        pytest.param("お客さんに喜ばれた。", id="お客さん"),
        pytest.param("お客様に喜ばれた。", id="お客様"),
        pytest.param("本をたくさん読んだ。", id="たくさん"),
        pytest.param("お母さんに電話した。", id="family"),
        pytest.param("妹さんと奥様、大家さんに挨拶した。", id="relations"),
        pytest.param("神様と王様の物語を読んだ。", id="gods and kings"),
        pytest.param("赤ちゃんが生まれた。", id="赤ちゃん"),
        pytest.param("毎日ちゃんと起きた。", id="ちゃんと"),
        pytest.param("いつもちゃんと起きた。", id="ちゃんと after hiragana"),
        pytest.param("APIの仕様を決めた。", id="仕様"),
        pytest.param("通信仕様書を書いた。", id="仕様 in a longer word"),
        pytest.param("前回と同様に直した。", id="同様"),
        pytest.param("多様な意見を聞いた。", id="多様"),
        pytest.param("子どもの様子を見た。", id="様子"),
        pytest.param("出費がかさんだ。", id="verb"),
        pytest.param("氏名の欄を足した。", id="氏名"),
        pytest.param("a@example.comに送った。", id="an address is a secret, no handle"),
    ],
)
def test_nobody_is_named(text: str) -> None:
    assert not names_person(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("連絡先はkaede@example.comです。", id="address"),
        pytest.param("電話は03-1234-5678に変わった。", id="telephone inside Japanese"),
        pytest.param("Call 090-1234-5678 now.", id="telephone"),
        pytest.param("電話は０３－１２３４－５６７８に変わった。", id="full-width digits"),
        pytest.param("電話は09012345678に変わった。", id="mobile without hyphens"),
        pytest.param("+81 90 1234 5678", id="from abroad"),
        pytest.param("鍵はsk-abcdefghij0123456789にした。", id="a provider's key inside Japanese"),
        pytest.param("Use ghp_abcdefghijklmnop0123 here", id="token"),
        pytest.param("パスワードは秘密基地に変えた。", id="パスワード"),
        pytest.param("ＰＡＳＳＷＯＲＤ：ひみつ", id="full-width password"),
        pytest.param("api_key = abc", id="api_key"),
    ],
)
def test_a_secret_is_held(text: str) -> None:
    assert holds_secret(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("2024-05-01に始めた。", id="a day"),
        pytest.param("第10-12章を読んだ。", id="numbers"),
        pytest.param("パスワードの管理を見直した。", id="about passwords"),
        pytest.param("task-management-softwareを作った。", id="sk- inside a word"),
        pytest.param("Skateboarding-courses were fun.", id="sk begins a word"),
        pytest.param("トークンの数を数えた。", id="tokens"),
    ],
)
def test_no_secret_is_held(text: str) -> None:
    assert not holds_secret(text)


@pytest.mark.parametrize(
    ("text", "kind", "reason"),
    [
        pytest.param(
            "パスワードは9932だ。", Kind.POST, "private: an address, a number or a key", id="secret in a post"
        ),
        pytest.param(
            "パスワードは9932だ。", Kind.NOTE, "private: an address, a number or a key", id="secret in a note"
        ),
        pytest.param("田中さんに会った。", Kind.NOTE, "private: names a third person", id="person in a note"),
        pytest.param("田中さんに会った。", Kind.POST, None, id="person in a post"),
        pytest.param("海で泳いだ。", Kind.NOTE, None, id="nothing"),
    ],
)
def test_what_may_not_be_shown_says_why(text: str, kind: Kind, reason: str | None) -> None:
    assert reason_private(text, kind) == reason
