"""Where the new retrospective goes and what its front matter says: the last one, moved on by one period."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath

from drafter.records import Period, Unit
from drafter.text.front_matter import drop_keys, edit_front_matter

_MONTHS = "january february march april may june july august september october november december".split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_DATE_KEYS = re.compile(
    r"^(?:date|lastmod|last_modified_at|updated?(?:_?at|Date|_date)?|modified|publish(?:ed|Date|_date|edAt|edDate|ed_at|ed_date)?"
    r"|pub_?date|date_published|dt_published|created?(?:_?at|d_time|Date)?|created_time|last_edited_time)$",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(?:[1１][9９]|[2２][0０])\d\d(?!\d)")
_ERA_YEAR = re.compile(r"(?<=令和|平成)(?:元|\d{1,2})(?=年)")
_MONTH = re.compile(r"(?<!\d)\d{1,2}(?=[月월])")
_FOLDER = re.compile(r"(?<=/)\d\d?(?=/|\.)")
_QUARTER = re.compile(
    r"(?<=(?<![A-Za-z])[Qq])[1-4１-４](?!\d)|(?<!\d)[1-4１-４](?=\s?(?:[Qq](?![A-Za-z])|四半期|クォーター|분기|季度))"
)
_ISO_WEEK = re.compile(r"(?<=(?<![A-Za-z])[Ww])\d\d(?!\d)")
_WEEK = re.compile(r"(?<=(?<![A-Za-z])[Ww])\d(?!\d)|(?<=第)\d{1,2}(?=[週周주])|(?i:(?<=week[ -]))\d{1,2}(?!\d)")
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_STAMP = re.compile(r"\d{4}([-/])\d\d[-/]\d\d([T ])\d\d:\d\d(:\d\d)?(\.\d+)?( ?)(Z|[+-]\d\d:?\d\d)?")
_US_STAMP = re.compile(
    r"(?P<month>\d\d?)/\d\d?/\d{4}(?: (?P<hour>\d\d?):\d\d(?P<half> [AP]M)?(?P<space> ?)(?P<offset>[+-]\d\d:?\d\d)?)?"
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
# Addresses of the old post: two pages may not have one.
_ONE_POST_KEYS = ("aliases", "redirect_from")


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
    if ordinal is not None:
        text = _move_ordinal(text, ordinal, ordinal + max(1, round((new.start - old.start).days / 365.25)))
    if old.unit is new.unit is Unit.MONTH:
        text = _move_month(text, old.start.month, new.start.month, in_path=in_path)
    if old.unit is new.unit is Unit.QUARTER:
        text = _move_quarter(text, int(old.label[-1]), int(new.label[-1]))
    if old.unit is new.unit is Unit.WEEK:
        weeks = int(old.label[-2:]), int(new.label[-2:])
        text = _swap(_WEEK, _swap(_ISO_WEEK, text, *weeks, width=2), *weeks)
    years = int(new.label[:4]) - int(old.label[:4])
    text = _ERA_YEAR.sub(lambda m: _like_digits(years + (1 if m[0] == "元" else int(m[0])), m[0]), text)
    return _YEAR.sub(lambda m: _like_digits(years + int(m[0]), m[0]), text)


def _swap(pattern: re.Pattern[str], text: str, old: int, new: int, *, width: int = 1) -> str:
    return pattern.sub(lambda m: _like_digits(new, m[0], width=width) if int(m[0]) == old else m[0], text)


def _like_digits(number: int, like: str, *, width: int = 1) -> str:
    """As many digits at least as the old number had with its zeros, and as wide."""
    digits = f"{number:0{max(width, len(like) if like[0] in '0０' else 1)}}"
    return digits if like.isascii() or not like.isdecimal() else digits.translate(_FULL_WIDTH)


def _move_month(text: str, old: int, new: int, *, in_path: bool) -> str:
    text = _swap(_MONTH, text, old, new)
    text = re.sub(
        r"(?<!\d)((?:19|20)\d\d[-/_.年]?\s?)(\d{1,2})(?!\d)",
        lambda m: m[1] + (_like_digits(new, m[2], width=len(m[2])) if int(m[2]) == old else m[2]),
        text,
    )
    if in_path:
        text = _swap(_FOLDER, text, old, new, width=2 if re.search(r"/\d\d(?=/|\.)", text) else 1)
    name = _MONTHS[old - 1]
    may = None if in_path or name != "may" else len(name)  # in a title it is no abbreviation
    return re.sub(
        rf"(?i)(?<![a-z])(?:{name}|{name[:3]})(?![a-z])",
        lambda m: _like_case(_MONTHS[new - 1][: 3 if len(m[0]) == 3 and not may else None], m[0]),
        text,
    )


def _move_quarter(text: str, old: int, new: int) -> str:
    text = _swap(_QUARTER, text, old, new)
    return re.sub(rf"(?i)\b{_ORDINALS[old - 1]}(?=[- ]quarter)", lambda m: _like_case(_ORDINALS[new - 1], m[0]), text)


def _move_ordinal(text: str, old: int, new: int) -> str:
    text = re.sub(rf"(?i)(?<=year[- ]){old}(?!\d)|(?<!\d){old}(?=年目|년차)", str(new), text)
    text = re.sub(rf"(?i)(?<!\d){old}(?:st|nd|rd|th)(?=[- ]year)", f"{new}{_ordinal_end(new)}", text)
    if max(old, new) > len(_ORDINALS):
        return text
    return re.sub(rf"(?i)\b{_ORDINALS[old - 1]}(?=[- ]year)", lambda m: _like_case(_ORDINALS[new - 1], m[0]), text)


def _ordinal_end(number: int) -> str:
    return "th" if number // 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")


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


def like_moment(old: str, moment: datetime, *, zone: tzinfo | None = None, holds_after: datetime | None = None) -> str:
    """A day and time in the shape of an old value: 2024-01-01, 2018/01/03 00:00:00+09:00, October 12, 2024, …

    `zone` is the site's, None where it has none. With `holds_after` (now, for a site that does not build the future) a
    value without a zone gets one where it would be held back although `moment` has passed: Hugo takes 2024-01-01 for
    midnight in UTC, which comes at 09:00 in Japan.
    """
    old = old.strip().strip("'\"")
    shown = _in_shape(old, moment)
    if holds_after is None or moment > holds_after or re.search(r":.*(?:Z|[+-]\d\d:?\d\d)$", shown):
        return shown
    clock = {} if ":" in shown else {"hour": 0, "minute": 0, "second": 0}
    read_as = moment.replace(**clock, microsecond=0, tzinfo=zone or UTC)
    return moment.isoformat(timespec="seconds") if read_as > holds_after else shown


def _in_shape(old: str, moment: datetime) -> str:
    month = _MONTHS[moment.month - 1].capitalize()
    if match := _STAMP.fullmatch(old):
        return _like_timestamp(match, moment)
    if match := _US_STAMP.fullmatch(old):
        return _like_us_stamp(match, moment)
    if match := re.fullmatch(r"(\d{4})([-/.年])(\d\d?)[-/.月](\d\d?)(日?)", old):
        width = 1 if min(len(match[3]), len(match[4])) == 1 else 2
        between = "月" if match[2] == "年" else match[2]
        return f"{moment.year}{match[2]}{moment.month:0{width}}{between}{moment.day:0{width}}{match[5]}"
    if match := re.fullmatch(r"([A-Z][a-z]+)\.? \d{1,2}, \d{4}", old):
        return f"{_as_long(month, match[1])} {moment.day}, {moment.year}"
    if match := re.fullmatch(r"\d{1,2} ([A-Z][a-z]+)\.? \d{4}", old):
        return f"{moment.day} {_as_long(month, match[1])} {moment.year}"
    return moment.isoformat(timespec="seconds")


def _as_long(month: str, like: str) -> str:
    return month[:3] if len(like) == 3 and like != "May" else month


def _like_timestamp(match: re.Match[str], moment: datetime) -> str:
    dash, between, seconds, fraction, space, offset = match.groups()
    if offset == "Z":
        moment = moment.astimezone(UTC)
    time = f"{moment:%H:%M:%S}" if seconds else f"{moment:%H:%M}"
    shown = f"{moment:%Y}{dash}{moment:%m}{dash}{moment:%d}{between}{time}"
    shown += "." + "0" * (len(fraction) - 1) if fraction else ""
    return shown + _like_offset(moment, space, offset)


def _like_us_stamp(match: re.Match[str], moment: datetime) -> str:
    """04/21/2022 19:44 -05:00, 1/30/2026 8:55 PM -05:00, 1/30/2026."""
    width = 1 if len(match["month"]) == 1 else 2
    shown = f"{moment.month:0{width}}/{moment.day:0{width}}/{moment.year}"
    if match["hour"] and match["half"]:
        shown += f" {(moment.hour + 11) % 12 + 1}:{moment:%M %p}"
    elif match["hour"]:
        shown += f" {moment:%H:%M}"
    return shown + _like_offset(moment, match["space"] or "", match["offset"])


def _like_offset(moment: datetime, space: str, offset: str | None) -> str:
    if not offset:
        return ""
    written = f"{moment:%z}"
    return space + ("Z" if offset == "Z" else f"{written[:3]}:{written[3:]}" if ":" in offset else written)


def write_front_matter(
    template: Template,
    *,
    title: str,
    moment: datetime,
    period: Period,
    draft_key: tuple[str, str],
    zone: tzinfo | None = None,
    holds_after: datetime | None = None,
) -> str:
    """The template's front matter with the new title, dates and draft flag, byte for byte the same elsewhere.

    `draft_key` is the key and value by which this site marks a draft. Where the template is a retrospective its slug or
    address moves on with the period and its aliases go; where it is another post, its address goes, and what tells
    about that post.
    """
    values = template.front_matter
    changes = {
        key: like_moment(_raw_value(template, key), moment, zone=zone, holds_after=holds_after)
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
    keys = _SIBLING_KEYS if template.period is None else _ONE_POST_KEYS
    changes |= {key: "[]" if isinstance(values[key], list) else "" for key in keys if _tells(values, key)}
    head = edit_front_matter(template.text[: template.body_start], changes)
    if template.period is not None:
        return head
    return drop_keys(head, [*_ADDRESS_KEYS, *(key for key in keys if isinstance(values.get(key), dict))])


def _tells(values: Mapping[str, object], key: str) -> bool:
    return bool(values.get(key)) and isinstance(values[key], str | list)


def is_date_key(key: str) -> bool:
    """Whether a front matter key holds a day or time of the post."""
    return _DATE_KEYS.match(key) is not None


def _is_date(key: str, value: object) -> bool:
    return is_date_key(key) and not isinstance(value, bool) and value not in (None, "")


def _raw_value(template: Template, key: str) -> str:
    """The value as it is written, without its comment; the parsed one would have lost its shape."""
    head = template.text[: template.body_start]
    match = re.search(rf"(?m)^[\"']?{re.escape(key)}[\"']?\s*[:=]\s*(.*?)\s*(?:#.*)?,?\s*$", head)
    return match.group(1) if match else str(template.front_matter[key])
