"""Where a text holds a name, however it is written: width, case, composition, line ends, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from unicodedata import normalize
from urllib.parse import quote

from drafter.text.seen import as_seen, lower

_LETTER = "A-Za-zÀ-ÖØ-öø-ɏͰ-ԯḀ-ỿ"  # scripts that part words
_BETWEEN = r"(?:[\s.,_=&'’+*/>()·・-]|&amp;|&nbsp;|%20|%26){0,6}"  # of two words of a name
_GAP = r"[\s>]{0,6}"  # of two characters of a script without blanks: a line end, 山田　太郎
_ENCODED_GAP = r"(?:%20|%E3%80%80|%E3%83%BB|[+_.-])?"
_WORD = re.compile(r"[^\W_]+")
_LETTER_FIRST = re.compile(f"[{_LETTER}]")
_ALIKE = str.maketrans("髙﨑德濵濱邉邊齋齊斉澤嶋廣眞瀨櫻國", "高崎徳浜浜辺辺斎斎斎沢島広真瀬桜国")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as a person wrote it, made ready to be found. What is not `name` is made from it by `parse_name`."""

    name: str
    identity: str  # the same for all spellings that are found as one
    atom: str  # the small letters it begins with, `ahead` of which may be written
    ahead: str
    form: re.Pattern[str]
    encoded: re.Pattern[str] | None  # as addresses and JSON have it


def parse_names(names: Iterable[str]) -> tuple[Name, ...]:
    """The names that differ, longest first: 「山田商事」 before 「山田」. Of two spellings of one the first counts."""
    by_identity: dict[str, Name] = {}
    for name in map(_parse_name, names):
        by_identity.setdefault(name.identity, name)
    return tuple(sorted(by_identity.values(), key=lambda name: (-len(name.identity), name.identity)))


def find_names(text: str, names: Iterable[Name]) -> tuple[tuple[int, int, Name], ...]:
    """Where a text holds names, as offsets (start, end) in its order; of two that overlap the first, or the longer.

    Latin, Greek and Cyrillic names are whole words (a capital after a small letter begins one: myAcme, AcmeLabs), those
    of other scripts stand also inside a longer word.
    """
    seen = as_seen(text)
    plain = seen.text.translate(_ALIKE)
    lowered = lower(plain)
    spans = [(*span, name) for name in names for span in _places(name, plain, lowered)]
    found: list[tuple[int, int, Name]] = []
    after = 0
    for start, end, name in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= after:
            found.append((*seen.original(start, end), name))
            after = end
    return tuple(found)


def _places(name: Name, plain: str, lowered: str) -> Iterator[tuple[int, int]]:
    at = lowered.find(name.atom)
    while at >= 0:
        after = at + 1
        if found := name.form.match(plain, at):
            ahead = len(name.ahead) if name.ahead and lowered.endswith(name.ahead, 0, at) else 0
            yield at - ahead, found.end()
            after = found.end()
        at = lowered.find(name.atom, after)
    if name.encoded and ("%" in lowered or "\\u" in lowered):
        yield from (found.span() for found in name.encoded.finditer(plain))


def _parse_name(name: str) -> Name:
    seen = as_seen(name).text.translate(_ALIKE)
    words = _WORD.findall(seen) or [seen]
    first, last = words[0], words[-1]
    ahead, behind = seen[: seen.find(first)], seen[seen.rfind(last) + len(last) :]
    form = _border_before(first) + _BETWEEN.join(map(_word_form, words)) + _border_after(last)
    form += f"(?:{re.escape(behind)})?" if behind else ""
    return Name(
        name=name,
        identity=lower("".join(words)),
        atom=lower(first if _LETTER_FIRST.match(first) else first[0]),
        ahead=lower(ahead),
        form=re.compile(form, re.IGNORECASE),
        encoded=None if name.isascii() else re.compile("|".join(_encoded_forms(name)), re.IGNORECASE),
    )


def _encoded_forms(name: str) -> Iterator[str]:
    words = _WORD.findall(normalize("NFC", name)) or [name]
    for composition in ("NFC", "NFD"):
        yield _ENCODED_GAP.join(re.escape(quote(normalize(composition, word))) for word in words)
    yield "".join(rf"\\u{ord(sign):04x}" for sign in name if ord(sign) < 0x10000)


def _word_form(word: str) -> str:
    spaced = (re.escape(sign) + ("" if re.match(f"[{_LETTER}0-9]", sign) else _GAP) for sign in word)
    return "".join(spaced).removesuffix(_GAP)


def _border_before(word: str) -> str:
    if _LETTER_FIRST.match(word):
        return rf"(?:(?<![{_LETTER}])|(?-i:(?<=[a-z])(?=[A-Z])))"
    return r"(?<![0-9])" if word[0].isdigit() else ""


def _border_after(word: str) -> str:
    if _LETTER_FIRST.match(word[-1]):
        return rf"(?:(?![{_LETTER}])|(?-i:(?<=[a-z])(?=[A-Z])))"
    return r"(?![0-9])" if word[-1].isdigit() else ""
