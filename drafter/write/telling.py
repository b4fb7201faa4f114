"""The author's own sentence, made fit to stand elsewhere: only white space, links and footnotes are touched."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import count

_CODE = re.compile(r"((?<!`)(`+)(?!`).*?[^`]\2(?!`))")
_BREAK = re.compile(r"[ \t　]*\\?(?:\r\n|\n|\r)[ \t　>]*")
_BR = re.compile(r"\s*<br\s*/?>\s*", re.I)
_IMAGE = re.compile(r"\[!\[[^\]]*\]\([^)]*\)\]\([^)]*\)|!\[[^\]]*\]\([^)]*\)|!\[\[[^\]]*\]\]")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(<?([^)\s>]*)>?(?:\s+\"[^\"]*\")?\)")
_WIKI = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]+))?\]\]")
_DEFINITION = re.compile(r"(?m)^ {0,3}\[([^\]^\n]+)\]:[ \t]*<?(\S+?)>?(?:[ \t]+[\"'(][^\n]*)?[ \t]*\r?$")
_REFERENCE = re.compile(r"(?<!\\)\[([^\[\]]+)\](?:\[([^\[\]]*)\])?(?!\()")
_UNSAFE = re.compile(r"\{\{[<%].*?[>%]\}\}|\{%.*?%\}|<!--.*?-->|%%.*?%%", re.S)
_TAG = re.compile(r"</?[A-Za-z](?![^\s<>]*:)[^>]*>")
_CHAPTERS = re.compile(r"(第\s*|[Cc]hapters?\s+)([\d０-９]+(?:\s*[,、，]\s*[\d０-９]+)*)")
_HIDDEN = re.compile("\ue0fe(\\d+)\ue0ff")  # stands for a code span, in which nothing is a mark
_ENDS = tuple("。．.！!？?…〜～」』）)♪☆笑")
_LAUGH = re.compile(r"[^\x00-\x7f][wｗ]+$")
_STOPS = tuple("。．.！!？?…〜～♪☆")


def tell(source: str, *, links: Mapping[str, str], full_stop: str) -> str:
    """One line of Markdown for a sentence of a source. `links` maps targets as written in the source to addresses that
    resolve from anywhere; a target that is neither there nor absolute loses its link and keeps its words."""
    text = _BREAK.sub(_join, source.strip())
    code = _CODE.findall(text)
    numbers = count()
    text = _BR.sub(_join, _CODE.sub(lambda _: f"\ue0fe{next(numbers)}\ue0ff", text))
    text = _UNSAFE.sub("", _FOOTNOTE.sub("", _IMAGE.sub("", text)))
    text = _WIKI.sub(lambda m: m.group(2) or m.group(1), text)
    text = _REFERENCE.sub(lambda m: _resolve(m, links), text)
    text = _TAG.sub("", _LINK.sub(lambda m: _relink(m, links), text)).strip()
    text = _HIDDEN.sub(lambda m: code[int(m[1])][0], _balance(text))
    return text if not text or _is_ended(text) else text + full_stop


def _is_ended(text: str) -> bool:
    """Whether a mark ends it, be it inside of emphasis or quotes."""
    return text.rstrip("*_~\"'”’").endswith(_ENDS) or bool(_LAUGH.search(text))


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
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    return " " if before.isascii() and after.isascii() and before and after else ""


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
