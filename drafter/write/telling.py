"""The author's own sentence, made fit to stand elsewhere: only white space, links and footnotes are touched."""

from __future__ import annotations

import re
from collections.abc import Mapping

_BREAK = re.compile(r"(?:[ \t　]*\\?\r?\n[ \t　>]*|[ \t]*\r[ \t]*)")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]")
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(<?([^)\s>]*)>?(?:\s+\"[^\"]*\")?\)")
_WIKI = re.compile(r"\[\[([^\]|]+)(?:\|([^\]]+))?\]\]")
_UNSAFE = re.compile(r"\{\{[<%].*?[>%]\}\}|\{%.*?%\}|</?[A-Za-z][^>]*>|%%.*?%%", re.S)
_ENDS = tuple("。．.！!？?…〜～」』）)♪☆笑w")


def tell(source: str, *, links: Mapping[str, str], full_stop: str) -> str:
    """One line of Markdown for a sentence of a source. `links` maps targets as written in the source to addresses that
    resolve from anywhere; a target that is neither there nor absolute loses its link and keeps its words."""
    text = _BREAK.sub(_join, source.strip())
    text = _UNSAFE.sub("", _FOOTNOTE.sub("", _IMAGE.sub("", text)))
    text = _WIKI.sub(lambda m: m.group(2) or m.group(1), text)
    text = _LINK.sub(lambda m: _relink(m, links), text).strip()
    text = _balance(text)
    return text if not text or text.endswith(_ENDS) else text + full_stop


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
