"""Are the names, titles and quoted words of a sentence those of its sources, or at least its author's own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from drafter.ground.everyday import is_everyday
from drafter.ground.evidence import Ground, Known, Manner, folded_key, word_key
from drafter.ground.persons import names_person
from drafter.ground.told import Told, find_quoted, mask_verbatim
from drafter.records import Fault
from drafter.text.normal import fold_text

_LATIN = r"(?<![A-Za-z0-9_])[A-Za-z][A-Za-z0-9_]*(?:[.+#&'/-][A-Za-z0-9_]+)*(?:\+\+|#)?"
_KATAKANA = r"[ァ-ヺー]{3,}"
_PLACE = r"[一-鿿々]{2,}(?:都|府|県|駅|大学|大学院|神社|学会|株式会社|検定)(?![一-鿿々])"
_NAME = re.compile(rf"{_LATIN}|{_KATAKANA}|{_PLACE}")
_KNOWN_NAME = re.compile(r"[a-z0-9][a-z0-9.+#_-]*|[ァ-ヺー]{2,}")
_INNER_SIGN = re.compile(r"[a-z][A-Z]|[A-Za-z][0-9]|[a-z]\.[a-z]|\+\+|#$|^[A-Z]{2,}$")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;。！？]|[(\"“「『*>-]|\n)\s*$")
_ADDRESS = re.compile(r"https?://[!-~]+|(?<![A-Za-z0-9.+_-])[A-Za-z0-9.+_-]{1,64}@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+")
_PERSON = re.compile(
    r"([一-鿿々ァ-ヺーA-Za-z]{1,12}?)(?:さん|氏|くん|ちゃん|先輩|部長|課長|社長|先生)|@([A-Za-z0-9_]{2,})"
    r"|\b(?:Mr|Mrs|Ms|Dr)\.? ([A-Z][a-z]+)"
)
_QUOTED_CHARS_MIN = 6
_OFTEN = 3  # a word in katakana that the author wrote as often is one of theirs, no name that must be proved
_PART_CHARS, _COMPOUND_CHARS_MAX = 3, 24
_SHORT_CHARS = 3
_SLIP_CHARS = 5  # shorter words are too near to each other to be slips
_START_CHARS = 8


def check_names(told: Told, ground: Ground, manner: Manner) -> Iterator[Fault]:
    """A fault for each name near no quote: words in katakana, in Latin letters (in English prose with a capital inside
    a sentence), universities and the like. Hard where its author has never written it.
    """
    doubts = _doubts(told.text, ground, manner)
    if doubts:  # what is quoted word for word is no name of the writer's own
        doubts = _doubts(mask_verbatim(told, ground), ground, manner)
    for (why, hard), run in groupby(doubts, key=itemgetter(1)):
        for words in _joined([name for name, _ in run], told.text):
            message = f"'{words}' {why}: cite the fact that names it, or leave the name out"
            yield Fault(rule="name", message=message, words=words, hard=hard)


def _doubts(text: str, ground: Ground, manner: Manner) -> list[tuple[str, tuple[str, bool]]]:
    names = dict.fromkeys(find_names(text, english=manner.language == "en"))
    return [(name, doubt) for name in names if (doubt := _doubt(name, ground, manner))]


def _doubt(name: str, ground: Ground, manner: Manner) -> tuple[str, bool] | None:
    """What is wrong with a name and whether that is hard; None where it stands near, is vocabulary or made of it."""
    if is_everyday(name) or _stands_near(name, ground) or (manner.carried_over and not name.isascii()):
        return None
    if _is_known(name, manner.known):
        return None if _is_vocabulary(name, manner.known) else ("stands in nothing this sentence cites", False)
    near = _names_near(ground.near)
    if _is_made_of(name, near, manner.known):
        return None
    if (spelt := next((other for other in sorted(near) if _is_slip(fold_text(name), other)), None)) is not None:
        return f"is spelt '{spelt}' in what it cites, which may be a slip", False
    return "stands nowhere in the sources", not (manner.carried_over or _is_short_for(name, ground))


def _is_slip(name: str, other: str) -> bool:
    """Whether two words of Latin letters differ by two letters that changed places, or by one that is missing."""
    longer, shorter = sorted((name, other), key=len, reverse=True)
    if len(longer) < _SLIP_CHARS or not (longer + shorter).isascii() or not (longer + shorter).isalpha():
        return False
    at = next((n for n, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    if len(longer) == len(shorter):
        return longer[at : at + 2] == shorter[at : at + 2][::-1] != "" and longer[at + 2 :] == shorter[at + 2 :]
    return longer[:at] + longer[at + 1 :] == shorter


def _joined(names: list[str], text: str) -> list[str]:
    """Names that stand beside each other as one: Data Engineer Associate."""
    joined = names[:1]
    for name in names[1:]:
        if f"{joined[-1]} {name}" in text:
            joined[-1] = f"{joined[-1]} {name}"
        else:
            joined.append(name)
    return joined


def check_persons(told: Told, ground: Ground, manner: Manner) -> Iterator[Fault]:
    """A fault for a third person: named at all where a private note is cited, named nowhere near where a post is."""
    if not names_person(told.text):
        return
    if not ground.evidence.published:
        yield Fault(rule="person", message=_PERSON_MESSAGE, words=told.beginning)
        return
    for match in _PERSON.finditer(unicodedata.normalize("NFKC", told.text)):
        if names_person(match[0]) and fold_text(match[1] or match[2] or match[3]) not in ground.near:
            message = f"'{match[0]}' is a person whom nothing names that this sentence cites: leave them out"
            yield Fault(rule="person", message=message, words=match[0], hard=not manner.carried_over)


def check_quoted(told: Told, ground: Ground, manner: Manner) -> Iterator[Fault]:
    """A fault for words in quotation marks that nobody wrote, and for titles in 『』 that no source names."""
    for quoted in find_quoted(told.text):
        words = quoted.words.strip(" 。、.,!?！？…")
        if len(words) < _QUOTED_CHARS_MIN and not quoted.title:
            continue
        if ground.holds(words) or (manner.known.holds(words) and not quoted.title):
            continue
        message = f"nobody wrote '{words}': quotation marks are for words of a source; copy them or take the marks off"
        yield Fault(rule="quoted", message=message, words=words, hard=not manner.known.holds(words))


def find_names(text: str, *, english: bool) -> Iterator[str]:
    """The words of a text that look like names; in English prose only what is written as one.

    >>> list(find_names("Rustでパーサーを書いた", english=False))
    ['Rust', 'パーサー']
    """
    prose = _ADDRESS.sub(" ", unicodedata.normalize("NFKC", text))
    for match in _NAME.finditer(prose):
        name = match[0].removesuffix("'s")
        if not name[0].isascii() or not english:
            if len(name) > 1:
                yield name
        elif _INNER_SIGN.search(name) or (
            name[0].isupper()
            and not _SENTENCE_START.search(prose[max(0, match.start() - _START_CHARS) : match.start()])
        ):
            yield name


def find_unknown_names(told: Told, manner: Manner) -> Iterator[str]:
    """The names of a sentence that rests on nothing, and that its author has never written."""
    for name in find_names(told.text, english=manner.language == "en"):
        if not (is_everyday(name) or _is_known(name, manner.known) or _is_made_of(name, frozenset(), manner.known)):
            yield name


def _stands_near(name: str, ground: Ground) -> bool:
    folded = fold_text(name)
    if name.isascii() and len(name) <= _SHORT_CHARS:
        return _stands_alone(folded, ground.said) or _stands_alone(folded, ground.near)
    return folded in ground.said or folded in ground.near or word_key(name) in _names_near(ground.near)


def _stands_alone(word: str, text: str) -> bool:
    """Whether a short word stands in a text as one, rather than in another: "go" not in "google"."""
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not (before.isascii() and before.isalpha()) and not (after.isascii() and after.isalpha()):
            return True
        at = text.find(word, at + 1)
    return False


def _is_known(name: str, known: Known) -> bool:
    return known.count(name) > 0 or (not name.isascii() and not _is_katakana(name) and known.holds(name))


def _is_vocabulary(name: str, known: Known) -> bool:
    return _is_katakana(name) and known.count(name) >= _OFTEN


def _is_katakana(name: str) -> bool:
    return "ァ" <= name[0] <= "ー"


def _is_made_of(name: str, near: frozenset[str], known: Known) -> bool:
    """Whether a compound, クラウドストレージ or Hugo/Node, has only parts that stand near, are known or everyday."""

    def stands(part: str) -> bool:
        return is_everyday(part) or (len(part) >= _PART_CHARS and (part in near or part in known.words))

    if name.isascii():
        parts = re.split(r"[/&'-]", fold_text(name))
        return len(parts) > 1 and all(is_everyday(part) or part in near or part in known.words for part in parts)
    return _is_katakana(name) and len(name) <= _COMPOUND_CHARS_MAX and _splits(word_key(name), stands)


def _splits(word: str, stands: Callable[[str], bool]) -> bool:
    cuts = range(2, len(word) - 1)
    return any(stands(word[:at]) and (stands(word[at:]) or _splits(word[at:], stands)) for at in cuts)


def _is_short_for(name: str, ground: Ground) -> bool:
    """Whether it is made of the first letters of words that stand near: DEA of Data Engineer Associate."""
    letters = name.lower()
    initials = "".join(word[0] for word in re.findall(r"[a-z][a-z0-9.+-]*", ground.near))
    return name.isascii() and len(letters) > 1 and letters in initials


@lru_cache(maxsize=512)
def _names_near(near: str) -> frozenset[str]:
    return frozenset(map(folded_key, _KNOWN_NAME.findall(near)))


_PERSON_MESSAGE = (
    "this sentence names a third person of a private note: say 'a friend', 'a colleague', or leave them out"
)
