"""The end of a Japanese sentence turned: polite for plain, plain for polite, denied for told. Planted faults use it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_Rules = Sequence[tuple[re.Pattern[str], str]]

_CLOSE = r"(?P<close>[。．!！?？…〜~♪)）」』]*)\Z"
_A_ROW = dict(zip("うくぐすつぬぶむるいきぎしちにびみり", "わかがさたなばまらわかがさたなばまら", strict=True))
_SOUND_TA = {
    "い": "った",
    "ち": "った",
    "り": "った",
    "き": "いた",
    "ぎ": "いだ",
    "に": "んだ",
    "び": "んだ",
    "み": "んだ",
}
_U_ROW = dict(zip("いきぎしちにびみり", "うくぐすつぬぶむる", strict=True))
_ENDS_IN_U = "買使言会思習違歌払洗笑合拾失願迷伺救奪誘扱負従狙"  # of 買った: 買わない; other った have る
_ENDS_IN_TSU = "持勝待打立育放経断保"
_ENDS_IN_BU = "飛遊学選並運呼結喜叫浮"
_ONE_STEM = "見着出寝似煮居得経"  # 見ました: 見た


def _compiled(*rules: tuple[str, str]) -> _Rules:
    return tuple((re.compile(f"(?:{pattern}){_CLOSE}"), words) for pattern, words in rules)


# What comes first wins; every plain verb and adjective may stand before のです.
_POLITE = _compiled(
    (r"(?:である|(?<![んっ])だ)(?:よ|ね)?", "です"),
    (r"だった", "でした"),
    (r"だろう(?:か)?", "でしょう"),
    (r"(?<=[しれ])た", "ました"),
    (r"(?<=[っいんたるうくすつぬぶむいだ])(?<!です)(?<!ます)", "のです"),
)
_PLAIN = _compiled(
    (r"ませんでした", "\0なかった"),
    (r"ません", "\0ない"),
    (r"でしょう(?:か)?", "だろう"),
    (r"(?<=[いた])(?:の|ん)?です(?:よ|ね)?", ""),
    (r"(?:の|ん)です(?:よ|ね)?", "のだ"),
    (r"でした(?:よ|ね)?", "だった"),
    (r"です(?:か|よ|ね)?", "だ"),
    (r"ました(?:よ|ね)?", "\0た"),
    (r"ます(?:か|よ|ね)?", "\0る"),
)
_DENIED = _compiled(
    (r"かったです", "くありませんでした"),
    (r"(?<=[しよたな])かった", "くなかった"),
    (r"いです", "くありません"),
    (r"ました", "ませんでした"),
    (r"でした", "ではありませんでした"),
    (r"ます", "ません"),
    (r"です", "ではありません"),
    (r"だった", "ではなかった"),
    (r"である|(?<!ん)だ", "ではない"),
    (r"(?<=[しれえけげせぜてでねべめきじび])た", "なかった"),
    (r"(?<=[てで]い)た", "なかった"),
    (r"(?<=[てで]い)る", "ない"),
    (r"する", "しない"),
)
_DENIES = re.compile(r"(?:な(?:い|かった)|ませんでした|ません|ないです)" + _CLOSE)


def make_polite(sentence: str) -> str:
    """A plain sentence with a polite ending; as it is where none is known.

    >>> make_polite("海まで走った。"), make_polite("よい年だった。")
    ('海まで走ったのです。', 'よい年でした。')
    """
    return _turned(sentence, _POLITE) or sentence


def make_plain(sentence: str) -> str:
    """A polite sentence with a plain ending; as it is where none is known.

    >>> make_plain("海まで走りました。"), make_plain("よい年でした。"), make_plain("まだ書いていません。")
    ('海まで走った。', 'よい年だった。', 'まだ書いていない。')
    """
    turned = _turned(sentence, _PLAIN)
    return _joined(turned) if turned else sentence


def deny(sentence: str) -> str | None:
    """A sentence that tells the opposite of what it told; None where its ending is not known.

    >>> deny("海まで走った。"), deny("本を読みました。"), deny("よい年。")
    ('海まで走らなかった。', '本を読みませんでした。', None)
    """
    if _DENIES.search(sentence):
        return None
    return _turned(sentence, _DENIED) or _denied_past(sentence)


def _turned(sentence: str, rules: _Rules) -> str | None:
    for rule, words in rules:
        if found := rule.search(sentence):
            return sentence[: found.start()] + words + found["close"]
    return None


def _joined(turned: str) -> str:
    """The stem before the mark joined with its ending."""
    stem, mark, ending = turned.partition("\0")
    if not mark:
        return turned
    last, one_stem = stem[-1:], stem[-2:-1] in "てで" or stem[-1:] in _ONE_STEM
    if last == "し" and ending.startswith("る"):
        return stem[:-1] + "する" + ending[1:]
    if one_stem or last not in _U_ROW or last == "し":
        return stem + ending
    if ending.startswith("た") and stem.endswith("行き"):
        return f"{stem[:-1]}っ{ending}"
    if ending.startswith("た"):
        return stem[:-1] + _SOUND_TA[last] + ending[1:]
    return stem[:-1] + (_U_ROW[last] + ending[1:] if ending.startswith("る") else _A_ROW[last] + ending)


_PAST = re.compile(r"(?P<stem>.)(?P<sound>った|んだ|いた|いだ)" + _CLOSE, re.DOTALL)


def _denied_past(sentence: str) -> str | None:
    """走った, 読んだ, 書いた and 急いだ: the sound before た hides the end of the stem."""
    found = _PAST.search(sentence)
    if found is None:
        return None
    stem, sound = found["stem"], found["sound"]
    row = {"いた": "か", "いだ": "が", "んだ": "ば" if stem in _ENDS_IN_BU else "ま"}.get(sound)
    if row is None:
        row = "わ" if stem in _ENDS_IN_U else "た" if stem in _ENDS_IN_TSU else "ら"
        row = "か" if stem == "行" else row
    kept = "" if stem + sound == "あった" else stem + row
    return f"{sentence[: found.start()]}{kept}なかった{found['close']}"
