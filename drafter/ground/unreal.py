"""Which words of a folded text tell of what was only meant, wished for, supposed, or did not happen."""

from __future__ import annotations

import re

# After a verb's stem or a noun, within its clause: 「合格したい」, 「読むつもり」, 「走れなかった」.
_AFTER = re.compile(
    "た[いく](?!へん|さん|す)|たかっ|つもり|予定|よう(?:に(?!な)|と|か(?:な|と))|[おこごそとのぼもよろ]うと(?:思"
    "|考|し)|しよう"
    "|目指|目標|れば|[うくぐすつぬぶむる]ため|に向け|のため|できるか|かどうか|かもし|だろう|でしょう|はず"
    "|らし[いく]|っぽい"
    "|気がする|べき|ない|なかっ|なく|ませ|ず(?:[、に]|$)|ぬ(?:[。、]|$)"
)
_NOT_AFTER = re.compile("だけで(?:は)?な|ばかりで(?:は)?な|しか(?:い)?な|間違いな|少なくな|わけではな")
# Before an English verb.
_BEFORE = re.compile(
    r"\b(?:(?:want|plan|hop|aim|intend|wish|need|tr[yi]|promis|expect|mean)\w* (?:on |for )?(?:to )?"
    r"|(?:going|like|love|ought|goal (?:is|was)|goals? to) to "
    r"|(?:will|would|could|should|might|may|can|if|not|never|without|cannot|nor|or) |\w+n't )"
    r"(?:(?:also|finally|fully|be|have|ever|even|i) )*$"
)
_CLAUSE_END = re.compile(r"[、。,!?;\n]|\. ")
_AFTER_CHARS, _BEFORE_CHARS = 9, 30

_WISH = re.compile(
    "(?:(?<![みめ])たい|つもり|予定|[おこごそとのぼもよろ]う(?=と[思考]|[。.!~]*$)|目指す|目標|ていく|ていきます)"
    "(?:と(?:思|考え|感じ)[ぁ-ん]{1,6}|とも思う|ところ|なあ?|ね|よ|もの|です|だ|である|にし(?:た|てい)[ぁ-ん]*|とする)*"
    r"[。.!~ー…笑w)]*$"
    "|(?:来年|今年|今度|次)こそ|願って|願う"
    r"|\b(?:i|we) (?:really |also |still )?(?:want|plan|hope|intend|aim|will|wish)\b|\bi'd (?:like|love) to\b|\bi'll\b"
    r"|\blook(?:ing)? forward\b|\bgoing to\b|\bnext year\b"
)
_ANY_WISH = re.compile(
    r"(?<![みめ])た[いくか]|つもり|予定|[おこごそとのぼもよろ]う(?:と[思考し]|(?![ぁ-んァ-ヶ一-鿿]))|目指|目標|抱負|計画|こそ"
    "|願|ていく|ていき|に向け|来年"
    r"|\b(?:want|plan|hope|intend|aim|like to|love to|look(?:ing)? forward|goal|going to|will|resolution|wish"
    "|next year)"
    r"|i'll\b"
)

# Words that have ない or ず in them and deny nothing that happened.
_SET_PHRASES = re.compile(
    "かもしれない|(?:なけれ|なく)(?:ば|ては)[^。、]{0,6}|に違いない|間違いな[いく]|だけで(?:は)?な[くい]"
    "|ばかりで(?:は)?な[くい]|では?なく"
    "|しか[^。、]{0,6}な[いかく]|仕方な[いく]|少なくな|もったいな|つまらな|くだらな|やむを得ず|思わず|必ず|まず"
    "|相変わらず|問わず"
    "|わけでは?ない|絶えず|欠かさず|のではない|じゃないか|ではないか|ないと|あまり|何気な|さりげな|危な|汚な|切な"
    "|幼な|とは限らない"
    r"|(?:関|拘|かか|係)わらず|限らず|悪しからず|知らず知らず|\bnot only\b|\bno doubt\b|\bwhy not\b|\bif not\b"
)
_DENIAL = re.compile(
    "(?<!く)(?<!では)(?<!じゃ)なかっ|ませんでし|ていな[いく]|ておらず|てませ|ていませ|でき(?:ず|な)|ずじまい|至らな|手つかず|なくな(?:っ"
    "|り)|まま(?:だ|に|で|終)"
    "|[らわかさたまばがけせれべねめえげてへ]ず(?=[、に。だ]|終)"
    r"|\b(?:(?:did|was|were|have|has|had|could)(?:n't| not)|never|no longer|failed to|without|hardly|barely|nothing"
    "|nobody"
    r"|none)\b"
)
_ANY_DENIAL = re.compile(
    "な[いかくさけし]|ませ|ず(?!っと|れ)|ぬ|無(?!事|料|印|線|限|心)|不(?!動産)|未|非|断念|諦|止|失敗|落ち"
    "|同程度|たかった|力尽|限界|だけで|のみ|まま"
    r"|\b(?:no|not|never|without|nothing|none|fail|stop|paus|quit|lack|short|only|hardly|barely|scarcely|little|few|nor"
    r"|unable|dropped|cancel)|n't|\bun\w+"
)


def is_unreal(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is said to be wished for, planned, supposed or not so.

    >>> is_unreal("合格したい", 0, 2), is_unreal("合格した", 0, 2)
    (True, False)
    """
    if _BEFORE.search(text, max(0, start - _BEFORE_CHARS), start):
        return True
    stop = _CLAUSE_END.search(text, end, end + _AFTER_CHARS)
    after = text[end : stop.start() if stop else end + _AFTER_CHARS]
    return _AFTER.search(_NOT_AFTER.sub("", after)) is not None


def wishes(sentence: str) -> bool:
    """Whether a sentence ends in a wish or plan of its author or, in English, tells one.

    >>> wishes("もっと走りたい。"), wishes("走りたくて始めた。")
    (True, False)
    """
    return _WISH.search(sentence) is not None


def may_wish(text: str) -> bool:
    """Whether a text has any word of a wish, a plan or an aim."""
    return _ANY_WISH.search(text) is not None


def denies(sentence: str) -> bool:
    """Whether a sentence tells that something did not happen."""
    return _DENIAL.search(_SET_PHRASES.sub("", sentence)) is not None


def may_deny(text: str) -> bool:
    """Whether a text has any word that denies something, however it does so."""
    return _ANY_DENIAL.search(text) is not None
