"""Does a sentence speak of the notes instead of the life: 「〜と書いていた」, "according to my notes"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.ground.evidence import Manner
from drafter.ground.told import Told
from drafter.records import Fault
from drafter.text.normal import fold

_NOTE = r"(?:記事|投稿|メモ|(?<![ァ-ヺー])ノート|日記|日報|月報|週報|(?<![ァ-ヺー])ログ|記録|エントリー?)"
_SOURCE = rf"(?:{_NOTE}|ブログ)"
_OF = r"(?: (?:of|from|for|in|on|about) (?:[\w'-]+ ){0,2}[\w'-]+)?"  # "of May", "from last summer"
_REPORTS = re.compile(
    "と(?:も)?(?:書いて[いあ]|書いた|書き残|書き留|記して|記した|記録して|記録した|記録され|メモして|メモした"
    "|綴って|述べて|語って)"
    rf"|(?<!この)(?<!本)(?<!当)(?<!今回の){_NOTE}(?:では|には|にも|からは|上(?:は|では|に)|が(?:残って|見当たら"
    rf"|途切れ|途絶え|ない))"
    rf"|{_SOURCE}(?:によ(?:ると|れば)|を見(?:ると|返すと|る限り)|を読(?:むと|み返すと))"
    rf"|(?<!活動)記録(?:が(?:な[いくか]|あ[るり]ま?せ?ん?)|は(?:な[いくか]|あり?ませ|残って)|に(?:残って|ない))"
    rf"|{_NOTE}[はも]見当たら|(?:記録|記述|記載|言及|エントリー?)[はもが]見(?:当たら|つから)"
    rf"|{_SOURCE}に(?:残されて|記され|書かれ|記載)"
    r"|について(?:も)?触れ(?:て|た)|に言及し|という(?:記述|記載|記録)|(?:記述|記載)が(?:あ|な|見)|との(?:記述|記載)"
    r"|\baccording to (?:my|the) (?:notes?|logs?|records?|diary|journal|posts?|blog|entr)|\b(?:there (?:is|are|was"
    "|were)|i (?:have|had|found|find|see)) no (?:records?|notes?|mentions?|entr)"
    rf"|\bmy (?:notes?|notebooks?|diary|journal|logs?|records?|posts?|entr(?:y|ies)){_OF} (?:say|said|show|mention"
    "|record|indicate|suggest|note|tell)"
    r"|\b(?:nothing|no(?: \w+)?|not a (?:word|line)|nowhere) in (?:the|my|any) (?:notes?|notebooks?|diary|journal|logs?"
    rf"|records?|posts?|blog|archives?|entr(?:y|ies)){_OF},? (?:tell|say|said|mention|show|record|speak|explain|hint"
    "|suggest|do i|did i|is there)"
    r"|\b(?:i|as i) (?:wrote|noted|recorded|mentioned|jotted|documented|described)(?: down)? (?:that|in (?:my|the"
    "|a) (?:notes?|diary|journal|log|post|blog|entry))"
    rf"|\bthe (?:posts?|articles?|notes?|notebook|entry|entries|diary){_OF} (?:says?|said|mentions?|mentioned"
    r"|describes?|notes|records?|shows?|tells?)\b"
    r"|\bin (?:that|the) (?:post|article|entry|note),? i\b"
)
_NO_POSTS = re.compile("(?:記事|投稿|エントリー?)がない")
_WRITINGS = re.compile(
    "(?:記事|ブログ|投稿|メモ|ノート)に(?:まとめ|し(?:た|て|まし)|書[いき])|についてまとめ|(?:記事"
    "|ブログ)を(?:書いた|書きまし|書き上げ|公開し|投稿し|執筆し)|書き記し|書き留め|まとめた記事"
    r"|\b(?:wrote|published|posted) (?:a |an |about |up )?(?:blog )?(?:post|article|note|entry)|\bwrote about\b"
    r"|\bsummari[sz]ed (?:it |this |them )?in (?:a|my)\b"
)


def check_archive(told: Told, manner: Manner, *, said: str = "", counted: bool = False) -> Iterator[Fault]:
    """A fault where the sentence reports what the sources say; a soft one where it tells of writing a post, where a
    sentence that is `counted` has months without one, or where its author's own retrospectives report so, too. Where
    they, or the quotes (`said`), tell of writing, that is none.
    """
    if not (_REPORTS.search(told.folded.text) or _WRITINGS.search(told.folded.text)):
        return
    own = fold(told.own)
    if (match := _REPORTS.search(own.text)) is not None:
        allowed = (counted and _NO_POSTS.match(match[0])) or manner.earlier.says(_REPORTS)
        yield _fault(told, own.original(*match.span()), hard=not allowed)
    elif (match := _WRITINGS.search(own.text)) and not (_WRITINGS.search(said) or manner.earlier.says(_WRITINGS)):
        yield _fault(told, own.original(*match.span()), hard=False)


def _fault(told: Told, span: tuple[int, int], *, hard: bool) -> Fault:
    words = told.text[slice(*span)]
    message = f"'{words}' reports an archive: tell what was done or felt, as its author looking back"
    return Fault(rule="archive", message=message, words=words, hard=hard)
