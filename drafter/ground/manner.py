"""Does a sentence sound like its author: register, script, length, marks, and no assistant's phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from drafter.ground.evidence import Ground, Manner, index_known
from drafter.ground.phrases import PHRASES
from drafter.ground.told import Told, find_prose, read_told
from drafter.records import Fault
from drafter.text.normal import fold_text
from drafter.text.voice import is_polite

_BOLD = re.compile(r"\*\*(?=\S).+?\*\*|(?<!\w)__(?=\S).+?__(?!\w)", re.DOTALL)
_EMOJI = re.compile("[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55]")
_EXCLAIMED = re.compile(r"(?<!Yahoo)[！!](?![=\[A-Za-z])")
_EAST_ASIAN = re.compile(r"[ぁ-ゖァ-ヺ一-鿿가-힣]+")
_HAN = re.compile(r"[一-鿿]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_LATIN_WORDS_MIN = 4
_SENTENCES_MIN, _ONE_REGISTER = 5, 0.9  # fewer sentences, or a smaller share of one register, tell none
_LONGER = 1.5
_PROSE = re.compile(r"\b(?:the|a|an|and|i|my|was|is|of|to|in)\b", re.I)
_BRACKETS = ("」", "』", ")", "）", "”")


def learn_manner(manner: Manner, retrospectives: Iterable[str]) -> Manner:
    """The manner with the register, the longest sentence and the marks of earlier retrospectives (Markdown bodies), and
    with them as `earlier`; without any, as it is.
    """
    bodies = tuple(retrospectives)
    told = [read_told(prose) for body in bodies for prose in find_prose(body)]
    if not told:
        return manner
    sentences = [sentence for one in told for sentence in one.sentences if any(map(str.isalnum, sentence))]
    text = "\n".join(bodies)
    return replace(
        manner,
        polite=_register(told),
        sentence_chars_max=max(map(len, sentences), default=None),
        bold=_BOLD.search(text) is not None,
        emoji=_EMOJI.search(text) is not None,
        exclamations=_EXCLAIMED.search(text) is not None,
        bullets=any(one.item for one in told),
        earlier=index_known(bodies),
    )


def check_manner(told: Told, manner: Manner, ground: Ground | None) -> Iterator[Fault]:
    """Faults of form: soft for register, length and marks that its author has not; hard for an assistant's phrases.

    A phrase that the author has written anywhere, or that a quote holds, is theirs.
    """
    yield from _check_register(told, manner)
    yield from _check_length(told, manner)
    yield from _check_marks(told, manner)
    any_phrase, phrases = _finders(manner.language)
    for match in any_phrase.finditer(told.folded.text):
        own = any(manner.known.says(phrase) for phrase in phrases if phrase.match(told.folded.text, match.start()))
        if not own and not (ground and match[0] in ground.said):
            words = told.words(match.start(), match.end())
            message = f"'{words}' is an assistant's phrase: say it plainly, or end before it"
            yield Fault(rule="phrase", message=message, words=words)


def check_script(told: Told, manner: Manner, ground: Ground | None) -> Iterator[Fault]:
    """A hard fault for words of another language that stand neither in quotation marks, in a link's label nor near.

    In a Japanese draft also for characters that only simplified Chinese has.
    """
    if manner.language == "ja":
        foreign = _chinese(told.text, ground) or _no_japanese(told, ground)
    elif manner.language == "en":
        foreign = next((word for word in _EAST_ASIAN.findall(told.own) if not _stands(word, ground)), "")
    else:
        return
    if foreign:
        language = "Japanese" if manner.language == "ja" else "English"
        message = f"'{foreign}' is not {language}: write the sentence in {language}"
        yield Fault(rule="script", message=message, words=foreign)


def _no_japanese(told: Told, ground: Ground | None) -> str:
    """The sentence without Japanese in a draft that is; names and titles alone are of no language."""
    for sentence in told.sentences:
        if _EAST_ASIAN.search(sentence) or not _PROSE.search(sentence) or _stands(sentence, ground):
            continue
        if len(_LATIN_WORD.findall(told.own)) >= _LATIN_WORDS_MIN:
            return sentence[:40]
    return ""


def _stands(words: str, ground: Ground | None) -> bool:
    return ground is not None and fold_text(words) in ground.near


def _chinese(text: str, ground: Ground | None) -> str:
    """The characters that GB 2312 has and Japanese character sets have not: 这, 们."""
    return "".join(sign for sign in _HAN.findall(text) if _is_simplified(sign) and not _stands(sign, ground))


@lru_cache(maxsize=8192)
def _is_simplified(sign: str) -> bool:
    return not _encodes(sign, "cp932") and not _encodes(sign, "euc_jisx0213") and _encodes(sign, "gb2312")


def _encodes(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _check_register(told: Told, manner: Manner) -> Iterator[Fault]:
    if manner.polite is None or manner.language != "ja" or told.item:
        return
    for sentence in told.sentences:
        polite = None if sentence.endswith(_BRACKETS) else is_polite(sentence)
        if polite is not None and polite != manner.polite:
            wanted = "です・ます" if manner.polite else "だ・である"
            message = f"the author writes {wanted}: end the sentence so"
            yield Fault(rule="register", message=message, words=sentence[-12:], hard=False)


def _check_length(told: Told, manner: Manner) -> Iterator[Fault]:
    if manner.sentence_chars_max is None:
        return
    for sentence in told.sentences:
        if len(sentence) > _LONGER * manner.sentence_chars_max:
            message = f"{len(sentence)} characters; the author's longest has {manner.sentence_chars_max}: split it"
            yield Fault(rule="length", message=message, words=sentence[:40], hard=False)


def _check_marks(told: Told, manner: Manner) -> Iterator[Fault]:
    marks = (
        ("bold", manner.bold, _BOLD, told.markdown),
        ("emoji", manner.emoji, _EMOJI, told.text),
        ("exclamation marks", manner.exclamations, _EXCLAIMED, told.text),
    )
    for name, used, pattern, text in marks:
        if not used and (match := pattern.search(text)):
            message = f"the author's retrospectives have no {name}: take it out"
            yield Fault(rule="marks", message=message, words=match[0][:40], hard=False)
    if told.item and not manner.bullets:
        message = "the author's retrospectives have no lists: write it as a sentence"
        yield Fault(rule="marks", message=message, words=told.beginning, hard=False)


@lru_cache(maxsize=2)
def _finders(language: str) -> tuple[re.Pattern[str], tuple[re.Pattern[str], ...]]:
    """One pattern for all phrases of a language, and each by itself."""
    phrases = PHRASES.get(language, PHRASES["en"])
    return re.compile("|".join(phrases)), tuple(map(re.compile, phrases))


def _register(told: Iterable[Told]) -> bool | None:
    found = [is_polite(sentence) for one in told if not one.item for sentence in one.sentences]
    polite = [one for one in found if one is not None]
    if len(polite) < _SENTENCES_MIN:
        return None
    share = sum(polite) / len(polite)
    return True if share >= _ONE_REGISTER else False if share <= 1 - _ONE_REGISTER else None
