from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from drafter.read.stamps import find_stamp, likely_zone

JST = timezone(timedelta(hours=9))


def stamp_of(values: dict[str, object], path: str = "posts/a.md", title: str = "題") -> tuple[date | None, str]:
    stamp, _ = find_stamp(values, path=path, zone=JST, title=title, first_commit=lambda: None)
    return (stamp.day, stamp.origin) if stamp else (None, "")


@pytest.mark.parametrize(
    ("values", "day", "origin"),
    [
        ({"date": date(2024, 5, 1)}, date(2024, 5, 1), "front matter: date"),
        ({"Date": "2024/05/01"}, date(2024, 5, 1), "front matter: Date"),
        ({"publishedAt": "2024-05-01"}, date(2024, 5, 1), "front matter: publishedAt"),
        ({"dt_published": "1/30/2026 8:55 PM -05:00"}, date(2026, 1, 31), "front matter: dt_published"),
        ({"created_at": "2023-12-21T15:33:00.000Z"}, date(2023, 12, 22), "front matter: created_at"),
        ({"date": "2024-12-31T23:30:00+09:00"}, date(2024, 12, 31), "front matter: date"),
        ({"published": True, "created": "2024-05-01"}, date(2024, 5, 1), "front matter: created"),
        ({"published": "2024-05-01"}, date(2024, 5, 1), "front matter: published"),
        ({"date": "いつか", "pubDate": "令和6年5月1日"}, date(2024, 5, 1), "front matter: pubDate"),
        ({"revisions": [{"date": "2024-05-01"}]}, date(2024, 5, 1), "front matter: revisions"),
        (
            {"article": {"revisions": [{"date": "2024-05-01"}, {"date": "2024-06-01"}]}},
            date(2024, 5, 1),
            "front matter: article.revisions",
        ),
        ({"lastmod": "2024-05-01", "date": None}, None, ""),
    ],
    ids=lambda value: str(value)[:40],
)
def test_front_matter_keys_in_order_of_trust(values: dict[str, object], day: date | None, origin: str) -> None:
    assert stamp_of(values) == (day, origin)


@pytest.mark.parametrize(
    ("path", "day", "origin"),
    [
        ("2024-05-01-slug.md", date(2024, 5, 1), "file name"),
        ("日記/2024年5月1日.md", date(2024, 5, 1), "file name"),
        ("2024-05-01/index.md", date(2024, 5, 1), "folder name"),
        ("2024/05/01.md", date(2024, 5, 1), "folder name"),
        ("daily/2024/05/01/memo.md", date(2024, 5, 1), "folder name"),
        ("2024年/5月/1日.md", date(2024, 5, 1), "folder name"),
        ("2024/2024-05/01.md", date(2024, 5, 1), "folder name"),
        ("2024/0501.md", date(2024, 5, 1), "folder name"),
        ("2024-12-33/index.md", None, ""),
        ("2024/13/01.md", None, ""),
        ("notes/276.md", None, ""),
    ],
)
def test_names_tell_the_day(path: str, day: date | None, origin: str) -> None:
    assert stamp_of({}, path) == (day, origin)


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("2024-05-01 日報", date(2024, 5, 1)),
        ("２０２４年５月１日の日報", date(2024, 5, 1)),
        ("2024年7月から9月まで", None),
        ("2024年7-9月に読んだ本", None),
        ("2024/2月の振り返り", None),
        ("Python 3.12 を試す", None),
    ],
)
def test_a_title_counts_when_it_begins_with_a_whole_day(title: str, day: date | None) -> None:
    assert stamp_of({}, title=title)[0] == day


def test_git_is_asked_last_and_gives_the_day_of_the_author() -> None:
    moment = datetime(2023, 12, 31, 15, 30, tzinfo=UTC)
    stamp, _ = find_stamp({}, path="articles/a.md", zone=JST, title="題", first_commit=lambda: moment)
    assert stamp is not None
    assert (stamp.day, stamp.origin) == (date(2024, 1, 1), "git: first commit")


def test_git_is_not_asked_without_need() -> None:
    def refuse() -> datetime:
        raise AssertionError("git was asked")

    assert find_stamp({"date": date(2024, 5, 1)}, path="a.md", zone=None, title="", first_commit=refuse)[0] is not None


def test_front_matter_wins_over_the_name_with_a_warning() -> None:
    stamp, warning = find_stamp(
        {"date": date(2024, 11, 14)}, path="2024-10-14 メモ.md", zone=JST, title="", first_commit=lambda: None
    )
    assert stamp is not None
    assert stamp.day == date(2024, 11, 14)
    assert warning == "front matter: date says 2024-11-14, file name 2024-10-14: the former counts"


@pytest.mark.parametrize(
    ("values", "language", "hours"),
    [
        ([{"date": "2024-05-01T10:00:00-05:00"}, {"date": "2024-05-02T10:00:00-05:00"}], "ja", -5),
        ([{"date": datetime(2024, 5, 1, tzinfo=JST)}, {"date": "2024-05-01T10:00:00Z"}], "en", 9),
        ([{"date": "2018-01-03 00:00:00 +0900"}], "en", 9),
        ([{"date": "2024-05-01T10:00:00Z"}, {"date": "2024-05-01"}], "ja", 9),
        ([], "zh", 8),
    ],
    ids=["most offsets", "UTC does not count", "written without colon", "language", "nothing read"],
)
def test_the_zone_is_that_of_the_siblings(values: list[dict[str, object]], language: str, hours: int) -> None:
    zone = likely_zone(values, language=language)
    assert zone is not None
    assert zone.utcoffset(None) == timedelta(hours=hours)


def test_without_any_sign_there_is_no_zone() -> None:
    assert likely_zone([{"date": "2024-05-01"}], language="en") is None
