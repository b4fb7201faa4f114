"""Where the new retrospective goes and what its front matter says: the last one, moved on by one period."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath

from drafter.records import Period, Unit
from drafter.text.front_matter import edit_front_matter

_MONTHS = "january february march april may june july august september october november december".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_DATE_KEYS = re.compile(
    r"^(?:date|lastmod|last_modified_at|updated?(?:_?at|Date|_date)?|modified|publish(?:ed|Date|_date|edAt|edDate|ed_at|ed_date)?"
    r"|pub_?date|date_published|dt_published|created?(?:_?at|d_time|Date)?|created_time|last_edited_time)$",
    re.I,
)
_ADDRESS_KEYS = ("slug", "url", "permalink", "path", "id")
# What tells about the sibling a front matter was taken from, and not about the new post.
_SIBLING_KEYS = (
    "tags",
    "categories",
    "topics",
    "series",
    "description",
    "summary",
    "subtitle",
    "images",
    "image",
    "cover",
    "aliases",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """The document whose form the new one takes; `period` and `ordinal` are a retrospective's, None otherwise."""

    text: str
    path: str
    front_matter: Mapping[str, object]
    body_start: int
    period: Period | None = None
    ordinal: int | None = None


def move_on(text: str, *, old: Period, new: Period, ordinal: int | None = None, in_path: bool = False) -> str:
    """A title or path with the words of the old period replaced by those of the new one.

    Years move by their distance: 「2023年の振り返りと2024年の目標」 keeps both. Months, quarters and weeks are the new
    period's; `ordinal` is that of the old one ("My fourth year" becomes "My fifth year"), as many steps further
    as the periods are apart. A text that names no period comes back unchanged.
    """
    years = new.start.year - old.start.year
    if ordinal is not None:
        steps = max(1, round((new.start - old.start).days / 365.25))
        text = _move_ordinal(text, ordinal, ordinal + steps)
    if old.unit is Unit.MONTH and new.unit is Unit.MONTH:
        text = _move_month(text, old.start.month, new.start.month, in_path=in_path)
    if old.unit is Unit.QUARTER and new.unit is Unit.QUARTER:
        text = _swap_number(text, r"(?:(?<=Q)|(?<=第))[1-4]|[1-4](?=q|Q|四半期)", int(new.label[-1]))
    if old.unit is Unit.WEEK and new.unit is Unit.WEEK:
        text = _swap_number(text, r"(?:(?<=W)|(?<=第))\d{1,2}|\d{1,2}(?=週)", int(new.label[-2:]))
    return re.sub(r"(?<!\d)(?:19|20)\d\d(?!\d)", lambda m: str(int(m.group()) + years), text)


def _swap_number(text: str, pattern: str, number: int) -> str:
    return re.sub(
        pattern,
        lambda m: f"{number:0{len(m.group())}}" if m.group()[0] == "0" or len(m.group()) == 2 else str(number),
        text,
    )


def _move_month(text: str, old: int, new: int, *, in_path: bool) -> str:
    text = re.sub(rf"(?<!\d)0?{old}(?=月)", str(new), text)
    text = re.sub(
        rf"((?:19|20)\d\d[-/_.年]?\s?)(0?){old}(?!\d)", lambda m: f"{m[1]}{new:0{len(m[2]) + len(str(old))}}", text
    )
    if in_path:
        text = re.sub(rf"(?<=/)0?{old}(?=/|\.)", lambda m: f"{new:0{len(m.group())}}", text)
    name = _MONTHS[old - 1]
    return re.sub(
        rf"(?i)(?<![a-z])(?:{name}|{name[:3]})(?![a-z])",
        lambda m: _like_case(_MONTHS[new - 1][: None if len(m.group()) > 3 else 3], m.group()),
        text,
    )


def _move_ordinal(text: str, old: int, new: int) -> str:
    text = re.sub(rf"(?i)(?<=year[- ]){old}(?!\d)|(?<!\d){old}(?=年目)", str(new), text)
    if old <= len(_ORDINALS) and new <= len(_ORDINALS):
        text = re.sub(rf"(?i)\b{_ORDINALS[old - 1]}\b", lambda m: _like_case(_ORDINALS[new - 1], m.group()), text)
    return text


def _like_case(word: str, like: str) -> str:
    if like.isupper():
        return word.upper()
    return word.capitalize() if like[:1].isupper() else word


def choose_path(template: Template, period: Period, *, today: datetime, fallback: str) -> str:
    """The path of the new post beside the retrospective it follows.

    `fallback` is the path for a blog that has none, or whose last one names no period in its path.
    """
    if template.period is None:
        return fallback
    path = PurePosixPath(template.path)
    dated = re.match(r"\d{4}-\d\d-\d\d-", path.name)
    rest = path.name[dated.end() :] if dated else path.name
    parent, name = (
        move_on(part, old=template.period, new=period, ordinal=template.ordinal, in_path=True)
        for part in (f"{path.parent.as_posix()}/", rest)
    )
    moved = parent + (f"{today:%Y-%m-%d}-" if dated else "") + name
    unmoved = f"{path.parent.as_posix()}/{rest}" == parent + name
    return fallback if unmoved else moved.removeprefix("./")


def like_moment(old: str, moment: datetime, *, zone: tzinfo | None = None, holds_future: bool = False) -> str:
    """A day and time in the shape of an old value: 2024-01-01, 2018/01/03 00:00:00+09:00, October 12, 2024, …

    `zone` is the site's, None where it has none. With `holds_future` a value without a time gets one where its midnight
    is still to come: Hugo takes it for UTC and would hold the post back until the morning in Japan.
    """
    old = old.strip().strip("'\"")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", old):
        midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=zone or UTC)
        return moment.isoformat(timespec="seconds") if holds_future and midnight > moment else f"{moment:%Y-%m-%d}"
    if re.fullmatch(r"\d{4}/\d\d/\d\d", old):
        return f"{moment:%Y/%m/%d}"
    if re.fullmatch(r"[A-Z][a-z]+ \d{1,2}, \d{4}", old):
        return f"{_MONTHS[moment.month - 1].capitalize()} {moment.day}, {moment.year}"
    if re.fullmatch(r"\d{1,2} [A-Z][a-z]+ \d{4}", old):
        return f"{moment.day} {_MONTHS[moment.month - 1].capitalize()} {moment.year}"
    if match := re.fullmatch(r"(\d{4})([-/])\d\d[-/]\d\d([T ])\d\d:\d\d(:\d\d)?(\.\d+)?( ?)(Z|[+-]\d\d:?\d\d)?", old):
        return _like_timestamp(match, moment)
    return moment.isoformat(timespec="seconds")


def _like_timestamp(match: re.Match[str], moment: datetime) -> str:
    dash, between, seconds, fraction, space, offset = match[2], match[3], match[4], match[5], match[6], match[7]
    if offset == "Z":
        moment = moment.astimezone(UTC)
    shown = f"{moment:%Y}{dash}{moment:%m}{dash}{moment:%d}{between}{moment:%H:%M}" + (
        f"{moment:%S}".join((":", "")) if seconds else ""
    )
    shown += "." + "0" * (len(fraction) - 1) if fraction else ""
    if not offset:
        return shown
    written = "Z" if offset == "Z" else f"{moment:%z}"
    return shown + space + (f"{written[:3]}:{written[3:]}" if ":" in offset else written)


def write_front_matter(
    template: Template,
    *,
    title: str,
    moment: datetime,
    period: Period,
    draft_key: tuple[str, str],
    zone: tzinfo | None = None,
    holds_future: bool = False,
) -> str:
    """The template's front matter with the new title, dates and draft flag, byte for byte the same elsewhere.

    `draft_key` is the key and value by which this site marks a draft. Where the template is a retrospective its slug or
    address moves on with the period; where it is another post, what tells about that post is emptied.
    """
    values = template.front_matter
    changes = {
        key: like_moment(_raw_value(template, key), moment, zone=zone, holds_future=holds_future)
        for key in values
        if _is_date(key, values[key])
    }
    if not any(_is_date(key, values[key]) for key in values) and draft_key[0] == "draft":
        changes["date"] = moment.isoformat(timespec="seconds")
    changes |= {"title": title, draft_key[0]: draft_key[1]}
    if template.period is not None:
        for key in _ADDRESS_KEYS:
            if isinstance(values.get(key), str):
                moved = move_on(str(values[key]), old=template.period, new=period, ordinal=template.ordinal)
                changes |= {key: moved} if moved != values[key] else {}
    head = edit_front_matter(template.text[: template.body_start], changes)
    return head if template.period is not None else _empty_sibling(head, values)


def _is_date(key: str, value: object) -> bool:
    return bool(_DATE_KEYS.match(key)) and not isinstance(value, bool) and value not in (None, "")


def _raw_value(template: Template, key: str) -> str:
    """The value as it is written, without its comment; the parsed one would have lost its shape."""
    head = template.text[: template.body_start]
    match = re.search(rf"(?m)^[\"']?{re.escape(key)}[\"']?\s*[:=]\s*(.*?)\s*(?:#.*)?,?\s*$", head)
    return match.group(1) if match else str(template.front_matter[key])


def _empty_sibling(head: str, values: Mapping[str, object]) -> str:
    for key in _SIBLING_KEYS:
        if values.get(key) not in (None, "", [], ()):
            empty = "[]" if isinstance(values[key], list) else '""'
            filled = rf"(?m)^({key}[ \t]*[:=])[ \t]*(?:\[[^\]]*\]|\S[^\r\n]*|(?:\r?\n[ \t]*- [^\r\n]*)+)"
            head = re.sub(filled, rf"\1 {empty}", head, count=1)
    return head
