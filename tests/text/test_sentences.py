from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.sentences import split_sentences

# A bar stands where a sentence ends; it is taken out before splitting.
INSIDE_A_LINE = [
    "",
    "朝は散歩した。|昼は寝た。",
    "句点のない文",
    "上司に「それは無理だ。やめよう。」と言われた。|でも続けた。",
    "『「はい。」と「いいえ。」。』という本を読んだ。|面白い。",
    "「はい。」|「いいえ。」|彼はうなずいた。",
    "（詳細は後述する。）|次に進む。",
    "これは「閉じていない例です。|次の文。",
    "2024年はNode.jsでブログを作った。|次はNext.jsだ。",
    "円周率は3.14です。|重さは３．１４倍。|終わり。",
    "値は1.2.3。|次。",
    "提案手法を述べる．|精度は０．９だ．|Ｎｏｄｅ．ｊｓを使う．",
    "設定した.|次に進む.|次のNode.jsと.NETの.envを入れた.",
    "１．はじめに。|次。",
    "やった！！！|次は……どうする。|うーん……。|はい！？|でも。。。|終わり",
    "うーん...そうかな。|はい...。|次。",
    "Yahoo!ニュースを見た。|Yahoo!で調べた。",
    "Yahoo! is back. |Wow! |Great? |Yes.",
    "楽しかった!|明日は休み!!|以上。",
    "本当?|はい。|どう？|よい。",
    "やった！と思った。|なぜ？という疑問が残る。|モーニング娘。の曲を聞いた。|エラー?に遭遇した。",
    "すごい！とにかくすごい！|のんびりした。".replace("！と", "！|と"),
    "**終わった。**|次に行く。|**次**は歌。|**それだ。** は至言だ。",
    "**九月に話した。**|offsiteの帰りに走った。|_雨だった。_|iPhoneで撮った。|**offsite**では寝た。",
    'He said **"no."** and left. |*Really?* asks Bob.',
    "やるぞ！！！と意気込んだ。|泳ぐぞ！！と、走るぞ！とつぶやいた。|行くぞ！となった。|次は海だ！",
    "やった！|とはいえ疲れた。|着いた！|と同時に雨だった。|海だ！|ときどき山だ！|とても良い。|湖だ！|友達と泳ぐ。",
    "[湖を渡った。](https://kaede.example/lake/)|次の日は[山！](p3a2f)と[海。](p3a2b)を見た。|終わり。",
    "[走るぞ！](p3a2f)と題した話だ。|[泳いだ？](https://kaede.example/a_(b) \"題\") |[はい。](p1)",
    "[見た。] |(次の話。) |終わった。[^1]|楽しい！😊|明日も。（笑）|疲れた。ｗｗｗ|えらい！(?)|ではまた。",
    "今日は`a.b. c! d`と`!important`を書いた。|次。",
    "URLは https://blog.example/a.b?c=d!e(f.g) です。|次は https://blog.example/x. |Next one.",
    "https://blog.example/何？|質問",
    "連絡はa.b@mail.example.comまで。|次。",
    "e.g. Foo and i.e. Bar are fine. |Dr. Who met J. Smith in the U.S. Army at 5 p.m. on Jan. 3. |They left.",
    "See No. 5 and Fig. 2. |No. |I refuse.",
    "(See above.) |Next (foo. bar.) thing. |He said “No. Never.” and left. |Bye.",
    'He said "No." |Then he left. |"Why?" asks Bob. |Fine.',
    "彼は\"無理。\"と言った。|次。",
    "I like it... |Then no.",
    "これは文。 |これも文。　|これもだ。",
    "한국어 문장이다. |다음 문장이다? |그래요.",
    "今年学会了很多。|明年继续！|好吗？",
    "半角の句点｡|次｡",
]  # fmt: skip


@pytest.mark.parametrize("marked", INSIDE_A_LINE, ids=[marked[:24] for marked in INSIDE_A_LINE])
def test_sentences_inside_a_line(marked: str) -> None:
    assert _sentences(marked.replace("|", "")) == _expected(marked)


@pytest.mark.parametrize("marked", INSIDE_A_LINE, ids=[marked[:24] for marked in INSIDE_A_LINE])
def test_sentences_in_decomposed_text(marked: str) -> None:
    decomposed = unicodedata.normalize("NFD", marked)
    assert _sentences(decomposed.replace("|", "")) == _expected(decomposed)


LINES = {
    "a line break ends nothing": "今日は\n晴れ\nだった。¦明日も\n晴れ。",
    "a blank line ends a sentence": "今日は晴れ¦\n \n　\n明日も晴れ",
    "headings stand alone": "# 見出し\n¦## 2. 次の見出し。それから\n¦本文\nの続き\n¦### 終わり",
    "items": "- 一つ目。¦二つ目\n¦- 三つ目\n  の続き\n¦  - 中\n¦* 四つ目\n¦+ 五つ目\n¦地の文",
    "Japanese items": "・一つ目\n¦・二つ目\n¦● 三つ目\n¦① 四つ目\n¦（1）五つ目\n¦地の文",
    "numbered items": "1. First one. ¦Second. ¦\n2) Third\n¦10. Tenth\n¦１．全角\n¦２）全角",
    "boxes": "- [ ] まだ\n¦- [x] 済み",
    "tables": "| a | b |\n¦|---|---|\n¦| 一。二 | 三 |\n¦終わり",
    "hard breaks": "一行目  \n¦二行目\\\n¦三行目<br>\n¦四行目、  \n五行目、<br />\nの続き",
    "quotes": "前の文\n¦> 引用の\n> 続き。¦次\n¦後の文",
    "rules and fences": "文\n¦---\n¦文\n¦```\n¦code\n¦```\n¦文",
    "images": "文\n¦![一。二](a.png)\n¦![三](b.png)\n¦文は![四](c.png)で終わる。",
    "a quotation over two lines": "「今日は。\n明日は。」と言った。¦次",
    "a quotation never closed before the blank line": "「今日は。¦\n\n」明日。",
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("marked", LINES.values(), ids=LINES)
def test_lines(marked: str, line_end: str) -> None:
    marked = marked.replace("\n", line_end)
    assert _sentences(marked.replace("¦", "")) == _expected(marked, bar="¦")


def test_a_bracket_left_open_for_400_characters_holds_nothing_together() -> None:
    assert len(_sentences("「" + "あ。" * 150 + "」と言った。次。")) == 2
    assert len(_sentences("「" + "あ。" * 250 + "」と言った。次。")) > 200


def test_a_byte_order_mark_and_nul_bytes_stay_in_their_sentence() -> None:
    assert _sentences("\ufeff一。\x00二。") == ["\ufeff一。", "\x00二。"]


PIECES = [
    "今日は",
    "Node.js",
    "3.14",
    "。",
    "！？",
    "「",
    "」",
    "（",
    ")",
    "(",
    "\n",
    "\r\n",
    "\n\n",
    " ",
    "　",
    "- ",
    "1. ",
    "# ",
]
PIECES += [
    "> ",
    "|",
    "`",
    "**",
    '"',
    "https://a.example/b.",
    "e.g.",
    ". ",
    "...",
    "……",
    "と",
    "の",
    "Yahoo!",
    "<br>",
    "😊",
    "\x00",
    "か\u3099",
]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=30).map("".join)))
def test_spans_are_ordered_disjoint_trimmed_and_cover_all_that_is_no_white_space(text: str) -> None:
    spans = split_sentences(text)
    assert all(start < end <= len(text) for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)
    between = [(0, 0), *spans, (len(text), len(text))]
    assert not "".join(text[before[1] : after[0]] for before, after in pairwise(between)).strip()


@given(
    st.lists(st.sampled_from(PIECES), max_size=20).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=20).map("".join),
)
def test_what_follows_a_blank_line_is_split_as_if_alone(first: str, second: str) -> None:
    both = _sentences(f"{first}\n\n{second}")
    assert both == _sentences(first) + _sentences(second)


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def _expected(marked: str, *, bar: str = "|") -> list[str]:
    return [piece.strip() for piece in marked.split(bar) if piece.strip()]
