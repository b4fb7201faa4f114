"""Is a deed told as done that the quotes only plan, wish for, guess or deny; are failures and wishes theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from drafter.ground.counted import NONE_COUNTED
from drafter.ground.evidence import Ground
from drafter.ground.plans import ends_in_past, names_plan, stands_so
from drafter.ground.told import Told, own_sentences, own_words
from drafter.ground.unreal import denies, felt_after, is_unreal, may_deny, may_wish, wishes
from drafter.records import Fault
from drafter.text.normal import fold_text
from drafter.text.words import terms

# 「資格を取得した」, 「本を読んだ」: the last kanji or katakana of a verb in the past, and the kana after it.
_DEED = re.compile(
    r"(?P<stem>(?<![一-鿿々])[一-鿿々]+|(?<![ァ-ヺー])[ァ-ヺー]{2,})(?P<kana>[ぁ-ん]{0,5}?"
    "(?:した|った|(?<!な)いた|(?<!な)んだ|いだ|[えけせてねべめれげぜきぎじちにびみり]た"
    "|ました))(?![いくかっめろらりほつ])"
)
_NO_DEED = re.compile(r"ない|なかっ|せん|たかっ|かった$|らしかっ|だった|でした|たい")
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
# What one thinks or feels is no deed where it is proposed: "more than I expected".
_REFLECTIONS = frozenset(
    """
    think realiz need want expect lik lov guess wonder hop wish believ enjoy imagin notic assum fear doubt suppos
    prefer preferr remember understand
    """.split()
)
# What a sentence denies: the last character of a verb's stem before なかった, ず; the verb after "didn't".
_DENIED = re.compile(
    r"([一-鿿ァ-ヶ])[ぁ-ん]{0,5}?(?:なかっ|ませんで|ていな|ていませ|ておらず|(?<![あわ])ず(?:[、に。]|じまい))"
    r"|\b(?:didn't|did not|never|couldn't|could not) (\w{3,})"
)
# What no goal had: 「目標には書いていなかった」, "it was not on my list".
_NO_GOAL = re.compile(
    "(?:目標|計画|抱負|予定|リスト)(?:の(?:どこ|中|なか|うち|リスト|一覧))?に(?:は|も)?"
    "(?:(?:書[いか]|入[れっら]|挙げ|含[めま]|立て|掲げ|想定し)(?:ら?れ)?(?:てい?)?)?(?:な[いかく]|ませ)"
    r"|\b(?:was|were|is|are)(?:n't| not| never| nowhere) (?:even |anywhere |really )?(?:on|in|among|part of|one of) "
    r"(?:any of |my |the |last year's |this year's |that )*(?:goals?|plans?|list|resolutions?)\b"
    r"|\bnone of (?:my|the) (?:\w+ )?(?:goals|plans|resolutions) (?:mention|includ|had\b|ask|said|call)"
)
_NAME = re.compile(r"(?!goals?\b|plans?\b|lists?\b|resolutions?\b)[a-z][a-z0-9.+#-]+|[ァ-ヺー]{2,}")
_WISHED = re.compile(r"([一-鿿々]|[ァ-ヺー]{2,})[ぁ-ん]{0,5}?(?:つもり|予定|た(?:い|かった)(?:$|[です。とな]))")
_SHOWN_CHARS = 40
_CLOSERS = "。.!?…~ー ()」』\"'"
_CLAUSE = re.compile(r"[、。,!?\n;]")
_CLAUSE_CHARS = 24
_GUESSES = re.compile(
    r"ざっくり|ざっと|たぶん|多分|おそらく|恐らく|(?<![一-鿿])一応|いちおう|とりあえず|なんとなく|(?<![月年旬代の])半ば"
    r"|ほぼ|試しに|\b(?:maybe|perhaps|probably|roughly|sort of|kind of|i think|apparently)\b"
)
_DEGREES = re.compile(
    r"少し|ちょっと|軽く|多少|やや(?!こ)|若干|(?<!第)一部(?!始終)|さらっと|ちらっと"
    r"|\b(?:a bit|a little|slightly|somewhat|partly|briefly)\b"
)
_SOFTENED = re.compile(
    rf"{_GUESSES.pattern}|{_DEGREES.pattern}|かも|だろう|気が[すし]|らしい|っぽい|程度|くらい|ぐらい"
    r"|[とう](?:は|も|に)?(?:感じ|思)|\bmight\b|\bseem"
)
_CLAUSE_ENDS = re.compile(r"[。、.!?~ー…\n()」]|し[。、]|けど|けれど|ので|から|$")


@dataclass(frozen=True, slots=True)
class _Deed:
    key: str  # what a quote that tells of it holds: the first character of the verb's stem, or an English verb
    start: int
    end: int


def check_deeds(told: Told, ground: Ground) -> Iterator[Fault]:
    """A fault for each deed that the quotes tell only as a plan, a wish, a guess or as not done.

    What they tell so in the same words, or as done among their plans, is none; a lost hedge is a fault of its own.
    """
    text = own_words(told, ground)
    for deed in _find_deeds(text):
        places = _places(deed.key, ground.words)
        if (places or _places(deed.key, ground.plans)) and (doubt := _doubt_of_deed(deed, text, places, ground)):
            words = told.words(deed.start, deed.end)
            message, hard = doubt
            yield Fault(rule="claim", message=f"'{words}'{message}", words=words, hard=hard)
    yield from _check_only_plans(told, ground)


def _doubt_of_deed(deed: _Deed, text: str, places: list[tuple[int, int]], ground: Ground) -> tuple[str, bool] | None:
    """What is wrong with a deed that the quotes speak of at `places`, and whether that is certain."""
    if any(not is_unreal(ground.words, *place) for place in places):
        hedge = _hedge_of(places, ground.words)
    elif _is_told_in_plans(deed, text, ground):
        return None
    else:
        hedge = next((felt for _, end in places if (felt := felt_after(ground.words, end))), None)
        if hedge is None:
            hard = bool(places) or not ground.words
            return ": the quotes only plan, wish or deny it; tell it as they do, or ask with ⟦? …⟧", hard
    if hedge is None or _SOFTENED.search(text):
        return None
    return f" has lost the '{hedge}' of its quote: keep it", _GUESSES.search(hedge) is not None


def _is_told_in_plans(deed: _Deed, text: str, ground: Ground) -> bool:
    """Whether quotes tell it so in the same words, or a note of plans tells it as done, or as what its author does."""
    if stands_so(text, deed.start, deed.end, ground.said):
        return True
    if deed.key.isascii():
        does = re.finditer(rf"\b(?:i|we) (?:\w+ly )?(?={re.escape(deed.key)})", ground.plans)
        return any(not is_unreal(ground.plans, found.end(), found.end() + len(deed.key)) for found in does)
    done = (own for own in _find_deeds(ground.plans) if own.key == deed.key)
    return any(_CLAUSE_ENDS.match(ground.plans, own.end) for own in done)


_OF_POSTS = re.compile(r"記事|投稿|ブログ|書[いかき]|\b(?:posts?|posted|articles?|wrote|written|write|blog\w*)\b")


def check_polarity(told: Told, ground: Ground) -> Iterator[Fault]:
    """A fault for what did not happen where no quote says so, silence being no evidence, and for a wish none holds."""
    for written, masked in own_sentences(told, ground):
        sentence = fold_text(masked)
        if wishes(sentence):
            doubt = _doubt_of_wish(sentence, ground)
        else:
            doubt = _doubt_of_negation(sentence, ground) if denies(sentence) else None
        if doubt:
            message, hard = doubt
            yield Fault(rule="claim", message=message, words=written[:_SHOWN_CHARS], hard=hard)


def _doubt_of_wish(sentence: str, ground: Ground) -> tuple[str, bool] | None:
    """Why a sentence may not wish or plan what it does, and whether that is certain."""
    if not ground.plans and not may_wish(ground.said):
        return "it tells a wish or plan that no quote holds: cite the one the author wrote, or mark it ⟦?⟧", True
    wished = _WISHED.findall(sentence)
    if wished and not any(key in ground.near for key in wished):
        return "no quote plans or wishes for this: cite the one the author wrote, or mark it ⟦?⟧", False
    return None


def _doubt_of_negation(sentence: str, ground: Ground) -> tuple[str, bool] | None:
    """Why a sentence may not deny what it denies, and whether that is certain."""
    counted = fold_text(NONE_COUNTED) in ground.slots
    if _tells_what_goals_lack(sentence, ground) or (counted and _OF_POSTS.search(sentence)):
        return None
    if not may_deny(f"{ground.words}\n{ground.plans}" if counted else ground.said):
        return "it tells what did not happen, which no quote does: ask the author with ⟦? …⟧, or say nothing", True
    denied = [match[1] or match[2] for match in _DENIED.finditer(sentence)]
    places = [place for key in denied for place in _places(key, ground.words)]
    if denied and places and not any(is_unreal(ground.words, start, end) for start, end in places):
        return "it denies what its quotes tell as done: tell it as they do", True
    if denied and not places:
        return "no quote denies this: check what it cites, ask the author with ⟦? …⟧, or say nothing", False
    return None


def _tells_what_goals_lack(sentence: str, ground: Ground) -> bool:
    """Whether it says no more than that the goals it cites had something not, and none of them names that."""
    if not ground.plans or not _NO_GOAL.search(sentence):
        return False
    return not any(name in ground.plans for name in terms(sentence) if _NAME.fullmatch(name))


def tells_deed(sentence: str) -> bool:
    """Whether a sentence ends in a deed that is done, or, in English, tells one of "I" that is no thought or feeling.

    >>> tells_deed("海まで走った。"), tells_deed("走るのは良いものだ。")
    (True, False)
    """
    text = fold_text(sentence).rstrip(_CLOSERS)
    return any(
        deed.key not in _REFLECTIONS if deed.key.isascii() else deed.end == len(text) for deed in _find_deeds(text)
    )


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
    """The hedge around a deed, where every quote that tells of it has one."""
    hedges: list[str] = []
    for start, end in places:
        before = _CLAUSE.split(text[max(0, start - _CLAUSE_CHARS) : start])[-1]
        found = _GUESSES.search(before) or _DEGREES.search(before)
        hedges.append(found[0] if found else felt_after(text, end) or "")
    return hedges[0] if hedges and all(hedges) else None


def _check_only_plans(told: Told, ground: Ground) -> Iterator[Fault]:
    evidence = ground.evidence
    if not evidence.plans or evidence.words or evidence.slots or names_plan(told.folded.text):
        return
    for _, masked in own_sentences(told, ground):
        sentence = fold_text(masked)
        deeds = [
            deed for deed in _find_deeds(sentence) if deed.key.isascii() or not sentence[deed.end :].strip(_CLOSERS)
        ]
        done = bool(deeds) and all(_is_told_in_plans(deed, sentence, ground) for deed in deeds)
        if ends_in_past(sentence) and not done:
            message = "it tells as done what its sources only plan: cite what was done, or ask the author with ⟦? …⟧"
            yield Fault(rule="claim", message=message, words=told.beginning)
            return
