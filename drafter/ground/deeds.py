"""Is a deed told as done that the quotes only plan, wish for, guess or deny; are failures and wishes theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.ground.evidence import Ground
from drafter.ground.told import Told
from drafter.ground.unreal import denies, is_unreal, may_deny, may_wish, wishes
from drafter.records import Fault
from drafter.text.normal import fold_text

# 「資格を取得した」, 「本を読んだ」: the last kanji or katakana of a verb in the past, and the kana after it.
_DEED = re.compile(
    r"(?P<stem>(?<![一-鿿々])[一-鿿々]++|(?<![ァ-ヺー])[ァ-ヺー]{2,}+)(?P<kana>[ぁ-ん]{0,5}?"
    "(?:した|った|(?<!な)いた|(?<!な)んだ|いだ|[えけせてねべめれげぜきぎじちにびみり]た"
    "|ました))(?![いくかっめろらりほつ])"
)
_NO_DEED = re.compile(r"ない|なかっ|せん|たかっ|かった$|らしかっ|だった|たい")
_THOUGHT = frozenset("思考感決言書知見分気目願望迷悩予計")
_ENGLISH_DEED = re.compile(r"\b(?:i|we)(?: \w+ly| also| then| finally| even)? (\w+)\b")
_IRREGULAR = dict(
    pair.split(":")
    for pair in """
    began:begin became:become bought:buy built:build came:come did:do drew:draw drove:drive flew:fly found:find
    gave:give got:get grew:grow held:hold hired:hire kept:keep learnt:learn led:lead left:leave lost:lose
    made:make met:meet moved:move paid:pay ran:run rode:ride saw:see sent:send sold:sell spent:spend spoke:speak
    swam:swim taught:teach thought:think took:take understood:understand went:go won:win wrote:write cut:cut
    put:put quit:quit read:read set:set
    """.split()
)
# What a sentence denies: the last character of a verb's stem before なかった, ず; the verb after "didn't".
_DENIED = re.compile(
    r"([一-鿿ァ-ヶ])[ぁ-ん]{0,5}?(?:なかっ|ませんで|ていな|ていませ|ておらず|(?<![あわ])ず(?:[、に。]|じまい))"
    r"|\b(?:didn't|did not|never|couldn't|could not) (\w{3,})"
)
_SHOWN_CHARS = 40
_CLOSERS = "。.!?…~ー )」』\"'"
_CLAUSE = re.compile(r"[、。,!?\n;]")
_CLAUSE_CHARS = 24
_GUESSES = re.compile(
    r"ざっくり|ざっと|たぶん|多分|おそらく|恐らく|一応|いちおう|とりあえず|なんとなく|半ば|ほぼ|試しに|\b(?:maybe"
    r"|perhaps|probably|roughly|sort of|kind of|i think|apparently)\b"
)
_DEGREES = re.compile(
    r"少し|ちょっと|軽く|多少|やや|若干|一部|さらっと|ちらっと|\b(?:a bit|a little|slightly|somewhat|partly|briefly)\b"
)
_SOFTENED = re.compile(
    rf"{_GUESSES.pattern}|{_DEGREES.pattern}|かも|だろう|気がす|らしい|っぽい|程度|くらい|ぐらい|\bmight\b|\bseem"
)
_PLAN_WORDS = re.compile(
    r"目標|計画|予定|つもり|宣言|掲げ|決め|た[いか]|目指|\b(?:plan|goal|aim|decid|hop|want|intend)"
)
_PAST_END = re.compile(r"(?:た|だ|ました|でした)[。.!]*$|\b(?:i|we) \w+(?:ed|t)\b")


@dataclass(frozen=True, slots=True)
class _Deed:
    key: str  # what a quote that tells of it holds: the first character of the verb's stem, or an English verb
    start: int
    end: int


def check_deeds(told: Told, ground: Ground) -> Iterator[Fault]:
    """A fault for each deed that the quotes tell only as a plan, a wish, a guess or as not done."""
    text = told.folded.text
    for deed in _find_deeds(text):
        words = told.words(deed.start, deed.end)
        places = _places(deed.key, ground.words)
        planned = bool(_places(deed.key, ground.plans))
        if not places and not planned:
            continue
        if all(is_unreal(ground.words, start, end) for start, end in places):
            message = f"'{words}': the quotes only plan, wish or deny it; tell it as they do, or ask with ⟦? …⟧"
            yield Fault(rule="claim", message=message, words=words, hard=bool(places) or not ground.words)
        elif not _SOFTENED.search(text) and (hedge := _hedge_of(places, ground.words)):
            message = f"'{words}' has lost the '{hedge}' of its quote: keep it"
            yield Fault(rule="claim", message=message, words=words, hard=_GUESSES.search(hedge) is not None)
    yield from _check_only_plans(told, ground)


def check_polarity(told: Told, ground: Ground) -> Iterator[Fault]:
    """A fault for what did not happen where no quote says so, silence being no evidence, and for a wish none holds."""
    for written in told.sentences:
        sentence = fold_text(written)
        if wishes(sentence):
            if not ground.plans and not may_wish(ground.said):
                message = "it tells a wish or plan that no quote holds: cite the one the author wrote, or mark it ⟦?⟧"
                yield Fault(rule="claim", message=message, words=written[:_SHOWN_CHARS])
        elif denies(sentence) and (doubt := _doubt_of_negation(sentence, ground)):
            message, hard = doubt
            yield Fault(rule="claim", message=message, words=written[:_SHOWN_CHARS], hard=hard)


def _doubt_of_negation(sentence: str, ground: Ground) -> tuple[str, bool] | None:
    """Why a sentence may not deny what it denies, and whether that is certain."""
    if not may_deny(ground.said):
        return "it tells what did not happen, which no quote does: ask the author with ⟦? …⟧, or say nothing", True
    denied = [match[1] or match[2] for match in _DENIED.finditer(sentence)]
    places = [place for key in denied for place in _places(key, ground.words)]
    if denied and places and not any(is_unreal(ground.words, start, end) for start, end in places):
        return "it denies what its quotes tell as done: tell it as they do", True
    if denied and not places:
        return "no quote denies this: check what it cites, ask the author with ⟦? …⟧, or say nothing", False
    return None


def tells_deed(sentence: str) -> bool:
    """Whether a sentence ends in a deed that is done, or, in English, tells one of "I".

    >>> tells_deed("海まで走った。"), tells_deed("走るのは良いものだ。")
    (True, False)
    """
    text = fold_text(sentence).rstrip(_CLOSERS)
    return any(deed.end == len(text) or deed.key.isascii() for deed in _find_deeds(text))


def _find_deeds(text: str) -> Iterator[_Deed]:
    for match in _DEED.finditer(text):
        stem = match["stem"]
        n_chars = len(stem) if stem[0] <= "ー" else min(len(stem), 2 if match["kana"].startswith(("し", "でき")) else 1)
        at = match.end("stem") - n_chars
        key = stem if stem[0] <= "ー" else text[at]
        if key in _THOUGHT or _NO_DEED.search(match["kana"]) or is_unreal(text, at, at + len(key)):
            continue
        yield _Deed(key, match.start(), match.end())
    for match in _ENGLISH_DEED.finditer(text):
        verb = _IRREGULAR.get(match[1]) or (match[1] if match[1].endswith("ed") and len(match[1]) > 4 else "")
        if verb and not is_unreal(text, match.start(1), match.end(1)):
            yield _Deed(verb.removesuffix("ed").removesuffix("i"), match.start(1), match.end(1))


def _places(key: str, text: str) -> list[tuple[int, int]]:
    """Where a folded text tells of a deed, whatever its tense."""
    if not key.isascii():
        return [(match.start(), match.end()) for match in re.finditer(re.escape(key), text)]
    forms = [key, *(past for past, verb in _IRREGULAR.items() if verb == key)]
    return [(m.start(), m.end()) for m in re.finditer(rf"\b(?:{'|'.join(map(re.escape, forms))})\w*", text)]


def _hedge_of(places: list[tuple[int, int]], text: str) -> str | None:
    """The hedge before a deed, where every quote that tells of it has one."""
    hedges = []
    for start, _ in places:
        before = _CLAUSE.split(text[max(0, start - _CLAUSE_CHARS) : start])[-1]
        hedges.append(_GUESSES.search(before) or _DEGREES.search(before))
    first = hedges[0] if all(hedges) and hedges else None
    return first[0] if first else None


def _check_only_plans(told: Told, ground: Ground) -> Iterator[Fault]:
    evidence = ground.evidence
    if not evidence.plans or evidence.words or evidence.slots:
        return
    past = any(_PAST_END.search(fold_text(sentence)) for sentence in told.sentences)
    if past and not _PLAN_WORDS.search(told.folded.text):
        message = "it tells as done what its sources only plan: cite what was done, or ask the author with ⟦? …⟧"
        yield Fault(rule="claim", message=message, words=told.beginning)
