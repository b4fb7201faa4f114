from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from drafter.read.privacy import draft_in_broken, judge_post, private_reasons
from drafter.records import Kind, Level, Stamp
from drafter.text.front_matter import parse_front_matter

JST = timezone(timedelta(hours=9))
NOW = datetime(2025, 1, 3, 8, 0, tzinfo=JST)
PAST = Stamp(day=date(2024, 5, 1), origin="front matter: date")


def reasons(text: str, *tags: str, kind: Kind = Kind.NOTE) -> tuple[str, ...]:
    return private_reasons(text, front_matter=parse_front_matter(text), tags=tags, kind=kind)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("---\nprivate: true\n---\n本文", "private: true"),
        ("---\nprivate: yes\n---\n本文", "private: yes"),
        ("---\nPrivate: TRUE\n---\n本文", "private: true"),
        ("+++\nprivate = true\n+++\n本文", "private: true"),
        ('{"private": 1}\n本文', "private: 1"),
        ("---\nvisibility: private\n---\n本文", "visibility: private"),
        ("---\nprivate: true\nbad: [\n---\n本文", "private: true"),
        ("---\nbad: @x\n  private: true\n---\n本文", "private: in broken front matter"),
        ("---\nprivate: true\n本文が続き閉じられない", "private: in broken front matter"),
        ("---\ntags: [日記, private]\n本文が続き閉じられない", "private: in broken front matter"),
        ("---\ntags:\n  - private/健康\n本文が続き閉じられない", "private: in broken front matter"),
        ("+++\n[params]\nprivate = true\n+++\n本文", "private: true"),
        ("---\nparams:\n  1: a\n  visibility: private\n---\n本文", "visibility: private"),
        ("健康の話 #private と書いた", "tag in the text: #private"),
        ("#private, #日記\n本文", "tag in the text: #private"),
        ("A bad day. #private.", "tag in the text: #private"),
        ("健康の話（#private）", "tag in the text: #private"),
        ("健康の話。＃非公開", "tag in the text: #非公開"),
        ("健康の話 #非公開/健康", "tag in the text: #非公開"),
    ],
    ids=lambda value: value[:30],
)
def test_what_is_marked_private_is_private(text: str, reason: str) -> None:
    assert reasons(text) == (reason,)


@pytest.mark.parametrize("tag", ["private", "Private", "private/健康", "非公開"])
def test_a_tag_makes_private(tag: str) -> None:
    assert reasons("本文", "仕事", tag) == (f"tag: {tag}",)


@pytest.mark.parametrize(
    "text",
    [
        "---\nprivate: false\n---\n本文",
        "---\nprivate:\n---\n本文",
        "a#private と #privately",
        "private: true",
        "本文",
        "[節へ](a.md#private)",
        "#private-key の話",
        "---\ntags: [a]\ntitle: private\n本文が続き閉じられない",
    ],
)
def test_what_is_not_marked_is_not_private(text: str) -> None:
    assert reasons(text) == ()


def test_a_hash_in_a_post_is_no_tag() -> None:
    assert reasons("C++ の #private は", kind=Kind.POST) == ()


@pytest.mark.parametrize(
    ("path", "values", "reason"),
    [
        ("posts/a.md", {"draft": True}, "draft = true"),
        ("posts/a.md", {"Draft": "true"}, "draft = true"),
        ("articles/a.md", {"published": False}, "published: false"),
        ("posts/a.md", {"publish": "no"}, "publish: false"),
        ("posts/a.md", {"status": "Draft"}, "status: Draft"),
        ("_drafts/a.md", {}, "in _drafts"),
        ("posts/a.md", {"publishDate": "2025-02-01"}, "future date: 2025-02-01"),
        ("posts/a.md", {"expiryDate": "2024-12-01"}, "expired: 2024-12-01"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_an_unpublished_post_is_a_draft_of_its_author(path: str, values: dict[str, object], reason: str) -> None:
    verdict = judge_post(path, values=values, stamp=PAST, now=NOW, build_future=False)
    assert (verdict.level, verdict.reasons, verdict.draft) == (Level.OWN, (reason,), True)


@pytest.mark.parametrize(
    "values", [{}, {"draft": False}, {"published": True}, {"published": date(2024, 5, 1)}, {"expiryDate": "2026-01-01"}]
)
def test_other_posts_are_published(values: dict[str, object]) -> None:
    verdict = judge_post("posts/draft/a.md", values=values, stamp=PAST, now=NOW, build_future=False)
    assert (verdict.level, verdict.reasons, verdict.draft) == (Level.PUBLISHED, (), False)


@pytest.mark.parametrize(
    ("stamp", "draft"),
    [
        (Stamp(day=date(2025, 1, 4), origin="x"), True),
        (Stamp(day=date(2025, 1, 3), origin="x"), False),
        (Stamp(day=date(2025, 1, 3), moment=datetime(2025, 1, 3, 9, 0, tzinfo=JST), origin="x"), True),
        (Stamp(day=date(2025, 1, 3), moment=datetime(2025, 1, 2, 22, 0, tzinfo=UTC), origin="x"), False),
        (None, False),
    ],
    ids=["tomorrow", "today", "in an hour", "an hour ago", "no date"],
)
def test_a_post_of_the_future_is_a_draft(stamp: Stamp | None, draft: bool) -> None:
    assert judge_post("posts/a.md", values={}, stamp=stamp, now=NOW, build_future=False).draft is draft


def test_a_site_that_builds_the_future_publishes_it() -> None:
    stamp = Stamp(day=date(2025, 5, 30), origin="x")
    assert judge_post("posts/a.md", values={}, stamp=stamp, now=NOW, build_future=True).level is Level.PUBLISHED


@pytest.mark.parametrize(
    ("text", "draft"),
    [
        ("---\ndraft: true\n本文が続き閉じられない", True),
        ("---\nbad: @x\n  draft: true\n---\n本文", True),
        ("---\npublished: false\n本文が続き閉じられない", True),
        ("---\nbad: @x\n  published: true\ndraft: false\n---\n本文", False),
        ("---\ntitle: 'a'\n---\ndraft: true\n", False),
    ],
    ids=["never closed", "an entry that fails", "held back", "public", "whole"],
)
def test_a_draft_stays_one_where_its_front_matter_is_broken(text: str, draft: bool) -> None:
    assert (draft_in_broken(text, parse_front_matter(text)) is not None) is draft
