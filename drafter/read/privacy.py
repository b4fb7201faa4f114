"""Decides who may see a document, and says why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from drafter.records import FrontMatter, Kind, Level, Stamp
from drafter.text.dates import parse_stamp

_NO = frozenset({"", "false", "no", "off", "0", "n", "none", "null", "~"})
_PRIVATE_TAGS = frozenset({"private", "非公開"})
_PRIVATE_TAG_IN_TEXT = re.compile(r"(?<![^\s、。「『（(])[#＃](private|非公開)(?![\w-])", re.IGNORECASE)
_PRIVATE_LINE = re.compile(r"""^[ \t]*["']?private["']?[ \t]*[:=](.*)$""", re.IGNORECASE | re.MULTILINE)
_DRAFT_LINE = re.compile(r"""^[ \t]*["']?draft["']?[ \t]*[:=](.*)$""", re.IGNORECASE | re.MULTILINE)
_PUBLISHED_LINE = re.compile(r"""^[ \t]*["']?published["']?[ \t]*[:=](.*)$""", re.IGNORECASE | re.MULTILINE)
_PRIVATE_TAG_LINE = re.compile(
    r"""^[ \t]*(?:["']?(?:tags?|topics|visibility)["']?[ \t]*[:=]|-[ \t])"""
    r"""(?:.*[\s\[,"'#])?(?:private|非公開)(?:/[^\s\],]*)?["']?[ \t]*(?:[\],]|$)""",
    re.IGNORECASE | re.MULTILINE,
)
_HEAD_CHARS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`draft`: a post that is not published, or not yet, or no more."""

    level: Level
    reasons: tuple[str, ...] = ()
    draft: bool = False


def private_reasons(text: str, *, front_matter: FrontMatter, tags: Iterable[str], kind: Kind) -> tuple[str, ...]:
    """Why a document is nobody's but its author's; empty where it is not.

    Where the front matter is broken its lines are searched too: a typing error must not publish a diary.
    """
    reasons = [f"{key}: {value}".lower() for key, value in _entries(front_matter) if _says_private(key, value)]
    reasons += [f"tag: {tag}" for tag in tags if tag.split("/")[0].lower() in _PRIVATE_TAGS]
    if front_matter.problem and not reasons:
        block = text[: front_matter.end or _HEAD_CHARS]
        if any(_is_yes(match[1]) for match in _PRIVATE_LINE.finditer(block)) or _PRIVATE_TAG_LINE.search(block):
            reasons.append("private: in broken front matter")
    if kind is Kind.NOTE and not reasons:
        match = _PRIVATE_TAG_IN_TEXT.search(text, front_matter.end)
        reasons += [f"tag in the text: #{match[1]}"] if match else []
    return tuple(reasons)


def draft_in_broken(text: str, front_matter: FrontMatter) -> str | None:
    """Why a post with broken front matter counts as unpublished, or None: a typing error must not publish a draft."""
    if not front_matter.problem:
        return None
    block = text[: front_matter.end or _HEAD_CHARS]
    draft = any(_is_yes(match[1]) for match in _DRAFT_LINE.finditer(block))
    held = any(_is_no(match[1].split("#")[0].strip().strip("\"',")) for match in _PUBLISHED_LINE.finditer(block))
    return "draft: in broken front matter" if draft or held else None


def judge_post(
    path: str, *, values: Mapping[str, object], stamp: Stamp | None, now: datetime, build_future: bool
) -> Verdict:
    """The level of a post that nothing marks as private: published, or the author's own while it is a draft."""
    lowered = {key.lower(): value for key, value in values.items()}
    zone = now.tzinfo
    reasons = [f"{key} = true" for key in ("draft", "isdraft", "is_draft") if key in lowered and _is_yes(lowered[key])]
    reasons += [f"{key}: false" for key in ("published", "publish") if key in lowered and _is_no(lowered[key])]
    reasons += [f"status: {lowered['status']}"] if str(lowered.get("status", "")).lower() == "draft" else []
    reasons += ["in _drafts"] if "_drafts" in path.split("/")[:-1] else []
    if not build_future:
        publish = parse_stamp(lowered.get("publishdate"), zone, origin="front matter: publishDate")
        reasons += [f"future date: {later.day}" for later in (publish or stamp,) if later and _is_after(later, now)]
    expiry = parse_stamp(lowered.get("expirydate"), zone, origin="front matter: expiryDate")
    reasons += [f"expired: {expiry.day}"] if expiry and not _is_after(expiry, now) else []
    return Verdict(level=Level.OWN if reasons else Level.PUBLISHED, reasons=tuple(reasons), draft=bool(reasons))


def _is_after(stamp: Stamp, now: datetime) -> bool:
    if stamp.moment is not None and stamp.moment.tzinfo is not None:
        return stamp.moment > now
    return stamp.day > now.date()


def _entries(front_matter: FrontMatter) -> Iterator[tuple[str, object]]:
    """The keys with their values, those inside a table such as Hugo's `[params]` too."""
    for key, value in front_matter.values.items():
        yield key, value
        if isinstance(value, Mapping):
            yield from ((str(inner), own) for inner, own in value.items())


def _says_private(key: str, value: object) -> bool:
    if key.lower() == "visibility":
        return str(value).lower() in _PRIVATE_TAGS
    return key.lower() == "private" and _is_yes(value)


def _is_yes(value: object) -> bool:
    """Anything but a plain no: in doubt a text stays with its author."""
    return str(value).split("#")[0].strip().rstrip(",").strip("\"'").lower() not in _NO


def _is_no(value: object) -> bool:
    return value is not None and not isinstance(value, date) and str(value).strip().lower() in _NO - {""}
