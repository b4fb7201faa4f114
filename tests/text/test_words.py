from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.words import bigrams, terms

TERMS = [
    ("", ()),
    ("これはとてもよい。", ()),
    ("Node.jsと機械学習のモデルを試した", ("node.js", "機械学習", "モデル")),
    ("C++、C#、F#、Go、C", ("c++", "c#", "f#", "go")),
    ("ROUGE-LとＲＯＵＧＥ－Ｌ", ("rouge-l", "rouge-l")),
    ("A Vision Transformer is used for this.", ("vision", "transformer")),
    ("I don’t think the author's blog isn't good", ("author", "blog")),
    ("ﾃﾞｰﾀﾍﾞｰｽをデータベースへ", ("データベース", "データベース")),
    ("1on1で3Dを2024年に32記事", ("1on1", "3d", "記事")),
    ("プロンプト・エンジニアリング", ("プロンプト", "エンジニアリング")),
    ("個々の木と人々の森", ("個々", "人々")),
    ("今年の自分は以前より登山した", ("登山",)),
    ("https://blog.example/ai/post と a.b@c.example のメモ", ("メモ",)),
    ("**Rust**を`cargo build`で\r\n[学習](https://a.example)", ("rust", "cargo", "build", "学習")),
    ("Café naïve façade", ("café", "naïve", "façade")),
    ("한국어 글을 썼다", ("한국어", "글을", "썼다")),
    ("12345abc, 0123456789abc", ()),
    ("メールa.b@c.exampleとa+b@c.d.example。次", ("メール",)),
    ("頑張って出来ると素晴らしい、面白い", ()),
    ("開発した機能をーーー実装する", ("開発", "機能", "実装")),
    ("The end. Next.js", ("end", "next.js")),
]


@pytest.mark.parametrize(("text", "expected"), TERMS, ids=[text[:20] for text, _ in TERMS])
def test_terms(text: str, expected: tuple[str, ...]) -> None:
    assert terms(text) == expected
    assert terms(unicodedata.normalize("NFD", text)) == expected


BIGRAMS = [
    ("", ()),
    ("。、！", ()),
    ("学ぶ", ("学ぶ",)),
    ("木", ("木",)),
    ("Rustを学ぶ。楽しい", ("rust", "を学", "学ぶ", "楽し", "しい")),
    ("ｺｰﾋｰ", ("コー", "ーヒ", "ヒー")),
    ("I like Node.js 20", ("i", "like", "node.js")),
    ("2024年5月", ("年", "月")),
    ("東京\r\n大阪", ("東京", "大阪")),
    ("人々", ("人々",)),
]


@pytest.mark.parametrize(("text", "expected"), BIGRAMS, ids=[text[:20] for text, _ in BIGRAMS])
def test_bigrams(text: str, expected: tuple[str, ...]) -> None:
    assert bigrams(text) == expected
    assert bigrams(unicodedata.normalize("NFD", text)) == expected


@given(st.text(st.sampled_from("あ漢字カタナー々Ab1. 、\n"), max_size=30))
def test_texts_alike_but_for_width_have_the_same_words(text: str) -> None:
    wide = text.translate({sign: sign + 0xFEE0 for sign in map(ord, "Ab1")})
    assert terms(wide) == terms(text)
    assert bigrams(wide) == bigrams(text)
