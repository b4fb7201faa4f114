"""Sentences that place what they tell before the period: 「去年の八月、高原で合宿をした」 in a post of this year."""

from __future__ import annotations

import re
from datetime import date

from drafter.text.normal import fold_text
from drafter.text.periods import year_period

_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})日)?"
_SEASON = r"[春夏秋冬](?:休み)?|[上下]半期|暮れ|年?末|初め|終わり"
_PART = rf"(?:の?(?:{_MONTH}|{_SEASON})(?:の?[上中下]旬|の[初終]め|の終わり)?(?:ごろ|頃)?)?"
# 「去年に比べて」 and 「去年は」 compare: only what is placed there by 「に」 or a comma happened then. In English the
# sentence must begin with it: behind a verb it may belong to a thing ("the bug I made in 2023").
_PLACED = re.compile(
    rf"(?:(?P<last>去年|昨年)|(?P<before>一昨年|おととし)|(?<!\d)(?P<year>(?:19|20)\d\d)年(?!度)){_PART}"
    r"(?:[、,]|に(?!比|くら|続|引き|も|対|負|は)|(?<=月)の(?=\d))"
    r"|^\W*(?:(?:in|on|during) (?:[a-z]+ )?(?:\d{1,2}(?:st|nd|rd|th)?,? )?(?:of )?(?P<en_year>(?:19|20)\d\d)\b"
    r"|(?P<en_last>last year)\b(?!'))"
)
# What began then is the object of now, or time has gone on: 「2023年に買った靴」, 「去年に始めて、今も」.
_GOES_ON = re.compile(
    r"(?:[っいえけげせてでねべめれちにみりしじび]た|んだ|いだ)(?=[一-鿿ァ-ヺa-z『「])|[ただ]が、|けど"
    r"|今[年月週回も日は、]|本年|いま|現在|ついに|ようやく|やっと|以来|から(?:ずっと|続|毎)|[年月日]まで|ぶり|目[にので]"
    r"|続[けい]て|ている[。]?$|ています[。]?$"
    r"|\b(?:since|still|now|this|finally|again|today|yet|ago|until|after|that i|which|who)\b"
)
# A sentence of its own time, after one of an earlier: 「六月に合格した」.
_OWN_TIME = re.compile(
    r"(?:\d|[一二三四五六七八九十])月|\d日|年|今|本日|いま|昨日|先[週月日]|最近|その後|それから|あれから|現在"
    r"|\b(?:this|now|today|yesterday|last (?:week|month)|since|finally|recently|january|february|march|april|may|june"
    r"|july|august|september|october|november|december)\b"
)


def is_placed_before(text: str, *, written: date | None, since: date) -> bool:
    """Whether a sentence, `written` on a day, dates what it tells before the first day of the period, `since`.

    >>> is_placed_before("去年の八月、高原で合宿をした。", written=date(2024, 1, 10), since=date(2024, 1, 1))
    True
    """
    folded = fold_text(text)
    match = _PLACED.search(folded)
    if match is None or _GOES_ON.search(folded, match.end()):
        return False
    year = _year_of(match, written)
    return year is not None and year_period(year).end < since and str(since.year) not in folded


def _year_of(match: re.Match[str], written: date | None) -> int | None:
    if named := match["year"] or match["en_year"]:
        return int(named)
    if written is None:
        return None
    return written.year - (2 if match["before"] else 1)


def goes_on_there(text: str) -> bool:
    """Whether a sentence that follows one of an earlier time may be of that time, too: it names none of its own."""
    return _OWN_TIME.search(fold_text(text)) is None
