"""Is a plan told as the plan it is in the quotes: 「〜する予定でした」, "I was going to", the same words inside it."""

from __future__ import annotations

import re

from drafter.ground.evidence import squeeze

_PLAN_WORDS = re.compile(
    "目標|計画|予定|つもり|宣言|掲げ|決め|た[いか]|目指|よう(?:と|か)|楽しみ|意気込|願|待ち遠し"
    r"|\b(?:plan|goal|aim|decid|hop|want|intend|going to|meant to|looking forward|looked forward|would)"
)
# A verb in the past; what was so (検証中でした, 楽しみだった) is no deed.
_PAST_END = re.compile(
    r"(?:(?<!でし)(?<!だっ)(?<!かっ)た|なかった|[んい]だ)(?:\([^()]*\))?[。.!~ー…]*$|\b(?:i|we) \w+(?:ed|t)\b"
)
_SENTENCE_END = re.compile(r"[。!?\n]|\. ")
_GOES_ON = re.compile(r"[^。、.!?~…\s)」\"'\0]")
_KANA = re.compile("[ぁ-ゖ]")
_SQUEEZED_CHARS = 4  # of white space and marks that may stand inside what is compared


def names_plan(text: str) -> bool:
    """Whether a folded text has a word of a plan, a wish or a decision.

    >>> names_plan("湖を渡る予定でした"), names_plan("湖を渡った")
    (True, False)
    """
    return _PLAN_WORDS.search(text) is not None


def ends_in_past(sentence: str) -> bool:
    """Whether a folded sentence ends in a verb in the past or, in English, tells a past deed of its author.

    >>> ends_in_past("湖を渡った。"), ends_in_past("検証中でした。")
    (True, False)
    """
    return _PAST_END.search(sentence) is not None


def is_planned(text: str, end: int) -> bool:
    """Whether the sentence around `text[:end]` goes on to a plan, or ends in no deed."""
    stop = _SENTENCE_END.search(text, end)
    rest = text[end : stop.start() if stop else len(text)]
    return names_plan(rest) or not ends_in_past(rest)


def stands_so(text: str, start: int, end: int, quotes: str, *, ahead: int | None = None) -> bool:
    """Whether `text[start:end]` with the next characters stands in the quotes; False where it ends its clause.

    Of a noun that follows the first character will do, of kana two.

    >>> text = "確保した領域に移す予定だ"
    >>> stands_so(text, 0, 4, "確保した領域"), stands_so(text, 0, 4, "確保した後")
    (True, False)
    """
    following = squeeze(text[end : end + _SQUEEZED_CHARS + (ahead or 2)])
    if ahead is None:
        ahead = 2 if _KANA.match(following) else 1
    following = following[:ahead]
    if len(following) < ahead or not _GOES_ON.match(following):
        return False
    return squeeze(text[start:end]) + following in squeeze(quotes)
