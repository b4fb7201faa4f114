"""Content words of Japanese, English and mixed text, by script and without a dictionary."""

import re
from itertools import pairwise

from drafter.text.normal import fold_text

_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+|(?<![a-z0-9.+_-])[a-z0-9.+_-]{1,64}@[a-z0-9-]+\.[a-z0-9.-]+")
_LETTER = "a-z\u00df-\u024f"
_NAME = rf"(?<![{_LETTER}0-9])[0-9]{{0,3}}[{_LETTER}][{_LETTER}0-9]*(?:[._'&+-][{_LETTER}0-9]+)*(?:\+\+|#)?"
_KANJI = "々〆㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff"
_OKURIGANA = (
    "[るれろらっいくけえ]"  # 頑張る, 面白い, 素晴らしい: what stands before it is the stem of a verb or adjective
)
_TERM = re.compile(
    rf"{_NAME}|[ァ-ヺ][ァ-ヺー]+|(?<![{_KANJI}])[{_KANJI}]{{2,}}(?![{_KANJI}]|{_OKURIGANA})|[가-힣]{{2,}}"
)
_LIKENESS = re.compile(rf"{_NAME}|[ぁ-ゖァ-ヺー가-힣{_KANJI}]+")

_ENGLISH_STOP_WORDS = """
    a about above after again against all almost already also although always am an and another any anyone anything
    are aren't around as at away back be became because become been before being below between both but by came can
    can't cannot come could couldn't did didn't do does doesn't doing don't done down during each either else enough
    even ever every everyone everything few first for from further get getting give goes going gone good got had
    hadn't has hasn't have haven't having he he's her here here's hers herself him himself his how however i i'd
    i'll i'm i've if in instead into is isn't it it's its itself just keep kind know last later least less let let's
    like little long look lot lots made make many may maybe me might more most much must my myself need never new
    next no none nor not nothing now of off often on once one only onto or other others our ours ourselves out over
    own part per perhaps pretty quite rather really same say see seem seems several shall she should shouldn't since
    so some someone something sometimes soon still such take than that that's the their theirs them themselves then
    there there's these they they're thing things think this those though through time to together too took toward
    two under until up upon us use used using very want was wasn't way we we'd we'll we're we've well went were
    weren't what what's when where whether which while who whole whom whose why will with within without won't would
    wouldn't yes yet you you'd you'll you're you've your yours yourself
"""
_JAPANESE_STOP_WORDS = """
    今日 昨日 明日 今年 去年 昨年 来年 今月 先月 来月 今週 先週 来週 今回 前回 次回 今後 今度 最近
    最初 最後 自分 自身 場合 以上 以下 以前 以降 以外 全部 全体 全然 一番 一方 一応 一度 一緒 大体
    多分 結局 結果 本当 普通 色々 途中 時点 当時 現在 部分 内容 方法 必要 可能 非常 大変 関係 上記
    下記 以後 何度 何回
"""
_STOP_WORDS = frozenset(re.findall(r"\S+", _ENGLISH_STOP_WORDS + _JAPANESE_STOP_WORDS))


def terms(text: str) -> tuple[str, ...]:
    """The content terms of a text, folded, in order and as often as they stand there; `()` if there are none.

    Terms are names in Latin letters, and runs of at least two katakana, kanji or hangul. Hiragana, numbers,
    addresses, stop words and the stems of verbs and adjectives are left out.

    >>> terms("Node.jsと機械学習のモデルを試した")
    ('node.js', '機械学習', 'モデル')
    """
    words = (word.removesuffix("'s") for word in _TERM.findall(_plain(text)))
    return tuple(word for word in words if len(word) > 1 and word not in _STOP_WORDS)


def bigrams(text: str) -> tuple[str, ...]:
    """The character pairs of East Asian runs and the Latin words of a text, folded and in order.

    A run of one character is kept as it is; numbers, addresses and punctuation are left out.

    >>> bigrams("Rustを学ぶ")
    ('rust', 'を学', '学ぶ')
    """
    found: list[str] = []
    for run in _LIKENESS.findall(_plain(text)):
        if run[0] < "ぁ" or len(run) == 1:
            found.append(run)
        else:
            found.extend(map("".join, pairwise(run)))
    return tuple(found)


def _plain(text: str) -> str:
    return _ADDRESS.sub(" ", fold_text(text))
