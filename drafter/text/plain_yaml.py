"""The simple YAML that nearly all front matter is written in, read forty times as fast as by a whole YAML parser."""

from __future__ import annotations

import re
from datetime import date, datetime

_KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_-]*):(?:[ ]+(.*))?$")
_ITEM = re.compile(r"([ ]*)-[ ]+(.*)$")
_ODD = re.compile(r"[^\x20-\x7e\n\r\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_COMMENT = r"[ ]*(?:(?<=[ ])#.*)?$"
_QUOTED = re.compile(r'(?:"([^"\\]*)"|\'([^\']*)\')' + _COMMENT)
_FLOW = re.compile(r"\[([^\[\]{}#&*!|>%@`:?]*)\]" + _COMMENT)
_FLOW_ITEM = re.compile(r"""[ ]*(?:"([^"\\]*)"|'([^']*)'|([^\s"',][^"',]*?))[ ]*(?:,|$)""")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_WHOLE = re.compile(r"0|[1-9]\d{0,17}", re.ASCII)
_NUMBER_LIKE = re.compile(r"[-+.\d~=<][-+.\w:~=<]*[ ]?[-+.\w: ]*", re.ASCII)
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


class _NotPlainError(Exception):
    """The text needs a whole YAML parser."""


def parse_plain_yaml(text: str) -> dict[str, object] | None:
    """The values of YAML made of `key: scalar`, `key: [a, b]` and `key:` with `- item` lines; None for any other YAML.

    What it reads it reads as YAML 1.2 says (`yes` is a string, `2024-05-01` a date); empty text gives None.
    """
    if _ODD.search(text):
        return None
    try:
        return _read_lines(text.replace("\r\n", "\n").split("\n")) or None
    except _NotPlainError:
        return None


def _read_lines(lines: list[str]) -> dict[str, object]:
    values: dict[str, object] = {}
    items: list[object] | None = None  # of the key above, while it may still get some
    key, indent = "", -1
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if found := _KEY.match(line):
            key, indent = found[1], -1
            if key in values:
                raise _NotPlainError
            values[key] = _scalar((found[2] or "").strip(" "))
            items = [] if values[key] is None and not found[2] else None
        elif items is not None and (found := _ITEM.match(line)) and indent in (-1, len(found[1])):
            indent = len(found[1])
            items.append(_scalar(found[2].strip(" ")))
            values[key] = items
        else:
            raise _NotPlainError
    return values


def _scalar(text: str) -> object:
    if quoted := _QUOTED.match(text):
        return quoted[1] if quoted[1] is not None else quoted[2]
    if text.startswith("["):
        return _flow(text)
    if text in _NULLS:
        return None
    if text[0] in _INDICATORS or ": " in text or " #" in text or text.endswith(":"):
        raise _NotPlainError
    return _resolve(text)


def _flow(text: str) -> list[object]:
    found = _FLOW.match(text)
    if found is None:
        raise _NotPlainError
    inner, at, items = found[1].strip(" "), 0, list[object]()
    while at < len(inner):
        item = _FLOW_ITEM.match(inner, at)
        if item is None:
            raise _NotPlainError
        items.append(_flow_item(item))
        at = item.end()
    return items


def _flow_item(item: re.Match[str]) -> object:
    if item[3] is None:
        return item[1] if item[1] is not None else item[2]
    if item[3][0] in _INDICATORS:
        raise _NotPlainError
    return None if item[3] in _NULLS else _resolve(item[3])


def _resolve(text: str) -> object:
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        return int(text)
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        if _MOMENT.fullmatch(text):
            return datetime.fromisoformat(text)
    except ValueError:
        raise _NotPlainError from None
    if _NUMBER_LIKE.fullmatch(text):
        raise _NotPlainError
    return text
