from __future__ import annotations

import unicodedata

import pytest

from drafter.text.language import detect_language

TEXTS = [
    ("", "en"),
    ("  \r\n 2024-05-01 12:30 ---", "en"),
    ("今日は晴れだった。", "ja"),
    ("２０２４年の振り返り", "ja"),
    ("ﾌﾞﾛｸﾞ", "ja"),
    ("Node.jsとReactとTypeScriptでブログを作り直した。", "ja"),
    ("\ufeffNext.js 14 App Router を試した。Vercel に deploy した。", "ja"),
    ("# TIL\r\n\r\n```js\nconst answer = await fetch(url).then((r) => r.json())\n```\r\n\r\nこれで動いた。", "ja"),
    ("<div class='box one two three'>\n写真を貼った。\n</div>", "ja"),
    ("I wrote thirty posts this year.", "en"),
    ("The word 木漏れ日 has no single English translation.", "en"),
    ("今年我写了三十篇文章，学会了很多东西。", "zh"),
    ("我最近在看《龙猫》（となりのトトロ），画面很美，故事也很温暖。" + "这一年我学会了很多新的东西。" * 12, "zh"),
    ("東京都交通局時刻表", "zh"),
    ("올해는 글을 서른 편 썼다.", "ko"),
    ("올해는 Rust로 도구를 만들었다. 日記도 썼다.", "ko"),
]


@pytest.mark.parametrize(("text", "language"), TEXTS, ids=[text[:12] for text, _ in TEXTS])
def test_the_language_most_of_the_text_is_in(text: str, language: str) -> None:
    assert detect_language(text) == language
    assert detect_language(unicodedata.normalize("NFD", text)) == language
