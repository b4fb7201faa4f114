"""The author's own sentence, made fit to stand elsewhere: only white space, links and footnotes are touched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import count

# A search that fails does not start over inside of what it has read: a line of 100 kB takes no square of time.
_WORDS = r"[^\[\]]*(?:\[[^\[\]]*\][^\[\]]*)*"
_TARGET = r"[^()]*(?:\([^()]*\)[^()]*)*"
_PICTURE = rf"!\[{_WORDS}\]\({_TARGET}\)"
_VERBATIM = re.compile("(?<!`)(`+)(?!`).*?[^`]\\1(?!`)|[\ue0fe\ue0ff]")  # code spans: in them nothing is a mark
_HIDDEN = re.compile("\ue0fe(\\d+)\ue0ff")  # stands for one of these
_BREAK = re.compile(r"(?<![ \t　])(?:[ \t　]*\\?(?:\r\n|\n|\r)[ \t　>]*)+")
_BR = re.compile(r"(?<!\s)(?:\s*<br\s*/?>)+\s*", re.I)
_IMAGE = re.compile(rf"\[{_PICTURE}\]\({_TARGET}\)|{_PICTURE}|!\[\[[^\[\]]*\]\]")
_FOOTNOTE = re.compile(r"\[\^[^\[\]]+\]")
_LINK = re.compile(rf"\[({_WORDS})\]\(<?([^()\s>]*(?:\([^()\s>]*\)[^()\s>]*)*)>?(?:\s+\"[^\"]*\")?\)")
_WIKI = re.compile(rf"\[\[([^\[\]|]+)(?:\|(?!\])({_WORDS}))?\]\]")
_DEFINITION = re.compile(r"(?m)^ {0,3}\[([^\]^\n]+)\]:[ \t]*<?(\S+?)>?(?:[ \t]+[\"'(][^\n]*)?[ \t]*\r?$")
_REFERENCE = re.compile(r"(?<!\\)\[([^\[\]]+)\](?:\[([^\[\]]*)\])?(?!\()")
_CLOSINGS = {"{{<": ">}}", "{{%": "%}}", "{%": "%}", "<!--": "-->", "{/*": "*/}", "%%": "%%"}  # of what no reader sees
_OPENING = re.compile("|".join(map(re.escape, _CLOSINGS)))
_TAG = re.compile(r"</?[A-Za-z](?![^\s<>]*:)[^<>]*>")
_CHAPTERS = re.compile(r"(第\s*|[Cc]hapters?\s+)([\d０-９]+(?:\s*[,、，]\s*[\d０-９]+)*)")
_ENDS = tuple("。．.！!？?…〜～」』）)♪☆笑")
_STOPS = tuple("。．.！!？?…〜～♪☆")


def tell(source: str, *, links: Mapping[str, str], full_stop: str) -> str:
    """One line of Markdown for a sentence of a source. `links` maps targets as written in the source to addresses that
    resolve from anywhere; a target that is neither there nor absolute loses its link and keeps its words."""
    text = _BREAK.sub(_join, source.strip())
    verbatim = [found[0] for found in _VERBATIM.finditer(text)]
    numbers = count()
    text = _BR.sub(_join, _VERBATIM.sub(lambda _: f"\ue0fe{next(numbers)}\ue0ff", text))
    text = _without_unseen(_FOOTNOTE.sub("", _IMAGE.sub("", text)))
    text = _WIKI.sub(lambda m: m.group(2) or m.group(1), text)
    text = _REFERENCE.sub(lambda m: _resolve(m, links), text)
    text = _TAG.sub("", _LINK.sub(lambda m: _relink(m, links), text)).strip()
    text = _HIDDEN.sub(lambda m: verbatim[int(m[1])], _balance(text))
    return text if not text or _is_ended(text) else text + full_stop


def _is_ended(text: str) -> bool:
    """Whether a mark ends it, be it inside of emphasis or quotes."""
    return text.rstrip("*_~\"'”’").endswith(_ENDS) or _laughs(text)


def _laughs(text: str) -> bool:
    """Whether it ends in 「w」 after Japanese, or in a wide one."""
    said = text.rstrip("wｗ")
    return said != text and (not said[-1:].isascii() or "ｗ" in text[len(said) :])


def close(text: str, *, full_stop: str) -> str:
    """A sentence that another follows: what ends in a bracket or a number gets its full stop after all."""
    return text if text.endswith(_STOPS) else text + full_stop


def find_definitions(text: str) -> dict[str, str]:
    """The link definitions of a Markdown text, `[name]: address`, by their names in brackets and small letters."""
    return {f"[{name.casefold()}]": address for name, address in _DEFINITION.findall(text)}


def _resolve(match: re.Match[str], links: Mapping[str, str]) -> str:
    """`[words][name]` or `[name]` as an inline link where the name is defined; the words alone where it is not."""
    words, name = match.group(1), match.group(2) or match.group(1)
    address = links.get(f"[{name.casefold()}]")
    return f"[{words}]({address})" if address else words if match.group(2) is not None else match.group()


def _join(match: re.Match[str]) -> str:
    """Nothing between Japanese lines, a space between English ones; 「hardWraps」 makes every kept newline a break."""
    start, end = match.span()
    before, after = match.string[max(0, start - 1) : start], match.string[end : end + 1]
    return " " if before.isascii() and after.isascii() and before and after else ""


def _without_unseen(text: str) -> str:
    """Without shortcodes, Liquid tags and comments; one that is never closed stays, and its end is sought only once."""
    pieces, at, look_from = [], 0, 0
    unclosed: set[str] = set()
    while found := _OPENING.search(text, look_from):
        closing = _CLOSINGS[found[0]]
        end = -1 if closing in unclosed else text.find(closing, found.end())
        if end < 0:
            unclosed.add(closing)
            look_from = found.start() + 1
        else:
            pieces.append(text[at : found.start()])
            at = look_from = end + len(closing)
    return "".join(pieces) + text[at:]


def _relink(match: re.Match[str], links: Mapping[str, str]) -> str:
    words, target = match.groups()
    address = target if re.match(r"https?://", target) else links.get(target)
    return f"[{words}]({address})" if address else words


def _balance(text: str) -> str:
    """Drop an emphasis or code mark that lost its partner when the sentence was cut out."""
    for mark in ("**", "~~", "`"):
        if text.count(mark) % 2:
            text = text.replace(mark, "")
    return text


def join_chapters(text: str, earlier: Sequence[str]) -> str:
    """A line of a reading list with the chapters of its earlier lines: 「第3章」 after 「第1, 2章」 is 「第1, 2, 3章」.

    A line that counts no chapters, or follows none that did, comes back as it is.
    """
    found = _CHAPTERS.search(text)
    read = [_CHAPTERS.search(line) for line in earlier]
    if not found or not any(read):
        return text
    numbers = {int(n) for match in (found, *filter(None, read)) for n in re.findall(r"\d+", match[2])}
    return text[: found.start(2)] + ", ".join(map(str, sorted(numbers))) + text[found.end(2) :]
