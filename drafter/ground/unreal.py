"""Which words of a folded text tell of what was only meant, wished for, supposed, or did not happen."""

from __future__ import annotations

import re

# After a verb's stem or a noun, within its clause: 「合格したい」, 「読むつもり」, 「走れなかった」.
_AFTER = re.compile(
    "た[いく](?!へん|さん|す|てい|した|わえ)|たかっ|つもり|予定(?!通|どおり)|よう(?:に(?!な)|と|か(?:な|と))|[おこごそとのぼもよろ]うと(?:思"
    "|考|し)|しよう"
    "|目指|目標|れば|[うくぐすつぬぶむる]ため|に向け|のため|できるか|かどうか|かもし|だろう|でしょう"
    "|はず(?![みれかむ])|らし[いく]|っぽい"
    "|気が[すし]|べき|ない|なかっ|なく|ませ[んぬ]|ず(?:[、に]|$)|ぬ(?:[。、]|$)"
)
_NOT_AFTER = re.compile("だけで(?:は)?な|ばかりで(?:は)?な|しか(?:い)?な|間違いな|少なくな|わけではな")
# What only says that a thing was felt to be so: 「上がった気がする」, 「成長したと感じる」.
_FELT = re.compile(
    "[一-鿿]{0,2}[ぁ-ん]{0,6}?[ただ](?P<hedge>気が[すし]|と(?:は|も)?(?:感じ|思|実感)|よう[なに](?:感じ|思|気))"
)
# Before an English verb.
_BEFORE = re.compile(
    r"\b(?:(?:want|plan|hop|aim|intend|wish|need|tr[yi]|promis|expect|mean)\w* (?:on |for )?(?:to )?"
    r"|(?:going|like|love|ought|goal (?:is|was)|goals? to) to "
    r"|(?:will|would|could|should|might|may|can|if|whether|not|never|without|cannot|nor|or) |\w+n't )"
    r"(?:(?:also|finally|fully|be|have|ever|even|i) )*$"
)
_CLAUSE_END = re.compile(r"[、。,!?;\n]|\. ")
_SENTENCE_END = re.compile(r"[。!?\n]|\. ")
# A state that was so: 「まだ途中だった」, 「6月の時点では」, "it was still", "I still couldn't".
_WAS = re.compile(r"(?:た|[んい]だ)(?:です|よ|ね)?[.~ー…()笑」\"']*$")
_AT_THAT_TIME = re.compile("時点|当時|その頃|そのころ|[月日]現在")
_WAS_BEFORE = re.compile(r"(?:\b(?:was|were|had|did|could|would|\w+n't)|'d)(?: not)? $")
_WAS_AFTER = re.compile(r" (?:\w+ly )?(?:was|were|had|did|could|would|(?:was|were|had|did|could|would)n't|\w+ed)\b")
_AFTER_CHARS, _BEFORE_CHARS = 9, 30
_AHEAD_CHARS = 4  # to tell たく from たくさん where the clause is cut

_WISH = re.compile(
    "(?:(?<![みめが冷重平煙眠])た(?:い|かった)|つもり|予定|[おこごそとのぼもよろ]う(?=と[思考]|[。.!~]*$)|目指す|目標|ていく|ていきます)"
    "(?:と(?:思|考え|感じ)[ぁ-ん]{1,6}|とも思う|ところ|なあ?|ね|よ|もの|です|でした|だ(?:った)?|である|にし(?:た|てい)[ぁ-ん]*|とする)*"
    r"[。.!~ー…笑w)]*$"
    "|(?:来年|今年|今度|次)こそ|願って|願う"
    r"|\b(?:i|we) (?:really |also |still |had )?(?:want(?:ed)?|plan(?:ned)?|hoped?|intend(?:ed)?|aim(?:ed)?"
    r"|will|wish(?:ed)?|meant to)\b|\bi'd (?:like|love) to\b|\bi'll\b"
    r"|\blook(?:ing)? forward\b|\bgoing to\b|\bnext year\b"
)
_ANY_WISH = re.compile(
    r"(?<![みめ])た[いくか]|つもり|予定|[おこごそとのぼもよろ]う(?:と[思考し]|(?![ぁ-んァ-ヶ一-鿿]))|目指|目標|抱負|計画|こそ"
    "|願|ていく|ていき|に向け|来年|ぞ(?=[。.!~ー\n]|$)|た(?:ほう|方)が[いよ良]い|べき"
    r"|\b(?:want|plan|hope|intend|aim|like to|love to|look(?:ing)? forward|goal|going to|will|resolution|wish"
    "|meant to|should|ought|next year)"
    r"|i'll\b"
)

# Words that have ない or ず in them and deny nothing that happened.
_SET_PHRASES = re.compile(
    "かもしれない|(?:なけれ|なく)(?:ば|ては)[^。、]{0,6}|に違いない|間違いな[いく]|だけで(?:は)?な[くい]"
    "|ばかりで(?:は)?な[くい]|では?なく"
    "|しか[^。、]{0,6}な[いかく]|仕方な[いく]|少な[いかく]|もったいな|つまらな|くだらな|やむを得ず|思わず|必ず|まず|おかず"
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
    limit = end + _AFTER_CHARS + _AHEAD_CHARS
    stop = _CLAUSE_END.search(text, end, limit)
    after = _NOT_AFTER.sub(lambda set_phrase: "\0" * len(set_phrase[0]), text[end : stop.start() if stop else limit])
    return any(found.end() <= _AFTER_CHARS for found in _AFTER.finditer(after))


def felt_after(text: str, end: int) -> str | None:
    """The words by which what ends at `end` is only felt to be so, if there are any.

    >>> felt_after("解像度が上がった気がする", 5), felt_after("解像度が上がった", 5)
    ('気がす', None)
    """
    found = _FELT.match(text, end)
    return found["hedge"] if found and not _AFTER.search(text[end : found.start("hedge")]) else None


def is_bygone(text: str, start: int, end: int) -> bool:
    """Whether a state at `text[start:end]` is told as one that was, or of a time that is named.

    >>> is_bygone("まだ途中だった。", 0, 2), is_bygone("まだ途中だ。", 0, 2)
    (True, False)
    """
    before = _SENTENCE_END.split(text[:start])[-1]
    stop = _SENTENCE_END.search(text, end)
    rest = text[end : stop.start() if stop else len(text)]
    if text[start].isascii():
        return _WAS_AFTER.match(rest) is not None or _WAS_BEFORE.search(before) is not None
    return _AT_THAT_TIME.search(before) is not None or _WAS.search(rest) is not None


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
