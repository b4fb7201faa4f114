from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from drafter.records import Period
from drafter.text.dates import parse_stamp
from drafter.text.front_matter import parse_front_matter
from drafter.text.periods import month_period, quarter_period, range_period, week_period, year_period
from drafter.write.place import Template, choose_path, like_moment, move_on, write_front_matter

JST = timezone(timedelta(hours=9))
MOMENT = datetime(2025, 1, 5, 8, 3, 7, tzinfo=JST)
Y2023, Y2024 = year_period(2023), year_period(2024)
M02, M03, M12 = month_period("2024-02"), month_period("2024-03"), month_period("2024-12")
JANUARY, MAY = month_period("2025-01"), month_period("2024-05")
Q2, Q3, Q4, NEXT_Q1 = (quarter_period(label) for label in ("2024Q2", "2024Q3", "2024Q4", "2025Q1"))
W09, W10, W52, NEXT_W01 = (week_period(label) for label in ("2024-W09", "2024-W10", "2024-W52", "2025-W01"))


@pytest.mark.parametrize(
    ("text", "old", "new", "moved"),
    [
        pytest.param("2023年の振り返りと2024年の目標", Y2023, Y2024, "2024年の振り返りと2025年の目標", id="both years"),
        pytest.param("２０２３年のふりかえり", Y2023, Y2024, "２０２４年のふりかえり", id="full width"),
        pytest.param("令和5年の振り返り", Y2023, Y2024, "令和6年の振り返り", id="era"),
        pytest.param(
            "令和元年の振り返り", year_period(2019), year_period(2020), "令和2年の振り返り", id="first of an era"
        ),
        pytest.param("2023 in review", Y2023, year_period(2025), "2025 in review", id="a year left out"),
        pytest.param("読んだ20231冊", Y2023, Y2024, "読んだ20231冊", id="no year"),
        pytest.param("今年の振り返り", Y2023, Y2024, "今年の振り返り", id="names no period"),
        pytest.param("2024年2月の振り返り", M02, M03, "2024年3月の振り返り", id="month"),
        pytest.param("2024年02月の振り返り", M02, M03, "2024年03月の振り返り", id="month with zero"),
        pytest.param("２０２４年２月", M02, M03, "２０２４年３月", id="full-width month"),
        pytest.param("2024年12月の振り返り", M12, JANUARY, "2025年1月の振り返り", id="over the year's end"),
        pytest.param("2024/2月", M02, M03, "2024/3月", id="slash and month"),
        pytest.param("2024-02", M02, M03, "2024-03", id="ISO month"),
        pytest.param("2024-12", M12, JANUARY, "2025-01", id="ISO month over the year's end"),
        pytest.param("feb 2024", M02, M03, "mar 2024", id="short name"),
        pytest.param("February 2024", M02, JANUARY, "January 2025", id="long name"),
        pytest.param("FEBRUARY", M02, M03, "MARCH", id="capitals"),
        pytest.param("May 2024", MAY, month_period("2024-06"), "June 2024", id="May is no abbreviation"),
        pytest.param("12月から2月まで", M02, M03, "12月から3月まで", id="another month stays"),
        pytest.param("2024年第2四半期", Q2, Q3, "2024年第3四半期", id="quarter"),
        pytest.param("2024 Q4", Q4, NEXT_Q1, "2025 Q1", id="Q4"),
        pytest.param("926-2024-4q-retorspective", Q4, NEXT_Q1, "926-2025-1q-retorspective", id="4q"),
        pytest.param("2024-q2", Q2, Q3, "2024-q3", id="q2"),
        pytest.param("FAQ2 第2回 2024Q2", Q2, Q3, "FAQ2 第2回 2024Q3", id="other numbers stay"),
        pytest.param("My second quarter of 2024", Q2, Q3, "My third quarter of 2024", id="quarter in words"),
        pytest.param("2024-W09", W09, W10, "2024-W10", id="week"),
        pytest.param("2024-W52", W52, NEXT_W01, "2025-W01", id="week over the year's end"),
        pytest.param("2024年第9週 第9回", W09, W10, "2024年第10週 第9回", id="週"),
        pytest.param("Week 9 of 2024", W09, W10, "Week 10 of 2024", id="week in words"),
    ],
)
def test_a_title_moves_on_to_the_new_period(text: str, old: Period, new: Period, moved: str) -> None:
    assert move_on(text, old=old, new=new) == moved


@pytest.mark.parametrize(
    ("text", "old", "new", "moved"),
    [
        pytest.param(
            "content/2024/02/index.md", M02, month_period("2024-10"), "content/2024/10/index.md", id="folders"
        ),
        pytest.param("content/2024/2.md", M02, month_period("2024-10"), "content/2024/10.md", id="file"),
        pytest.param("content/2024/12/x.md", M12, JANUARY, "content/2025/01/x.md", id="January"),
        pytest.param("content/202402.md", M02, M03, "content/202403.md", id="digits only"),
        pytest.param("content/2024/may.md", MAY, month_period("2024-06"), "content/2024/jun.md", id="may as short"),
    ],
)
def test_a_path_moves_on_to_the_new_period(text: str, old: Period, new: Period, moved: str) -> None:
    assert move_on(text, old=old, new=new, in_path=True) == moved


@pytest.mark.parametrize(
    ("text", "ordinal", "moved"),
    [
        ("My fourth year as a founder", 4, "My fifth year as a founder"),
        ("my-fourth-year", 4, "my-fifth-year"),
        ("Year 4", 4, "Year 5"),
        ("My 2nd year", 2, "My 3rd year"),
        ("社会人4年目と14年目", 4, "社会人5年目と14年目"),
    ],
)
def test_an_ordinal_moves_on_by_the_years_between(text: str, ordinal: int, moved: str) -> None:
    old, new = (range_period(date(year, 2, 1), date(year + 1, 1, 31)) for year in (2021, 2022))
    assert move_on(text, old=old, new=new, ordinal=ordinal) == moved


def template(path: str, text: str = "", *, period: Period | None = Y2023) -> Template:
    matter = parse_front_matter(text)
    return Template(text=text, path=path, front_matter=matter.values, body_start=matter.end, period=period)


@pytest.mark.parametrize(
    ("path", "chosen"),
    [
        ("content/posts/looking-back/2023/index.md", "content/posts/looking-back/2024/index.md"),
        ("_posts/2024-01-03-looking-back-2023.md", "_posts/2025-01-05-looking-back-2024.md"),
        ("blog/2023/review.md", "blog/2024/review.md"),
        ("2023.md", "2024.md"),
        ("posts/a-year.md", "posts/fallback.md"),
    ],
)
def test_the_new_post_goes_beside_the_old_one(path: str, chosen: str) -> None:
    assert choose_path(template(path), Y2024, today=MOMENT, fallback="posts/fallback.md") == chosen


def test_without_a_retrospective_the_path_is_the_fallback() -> None:
    of_a_post = template("posts/2023-tools.md", period=None)
    assert choose_path(of_a_post, Y2024, today=MOMENT, fallback="posts/x.md") == "posts/x.md"


SHAPES = {
    "2024-01-01": "2025-01-05",
    "'2024-01-01'": "2025-01-05",
    "2024/09/30": "2025/01/05",
    "2024/9/30": "2025/1/5",
    "2024年5月1日": "2025年1月5日",
    "2024-01-01 10:00": "2025-01-05 08:03",
    "2024-01-01T10:00:00": "2025-01-05T08:03:07",
    "2024-01-01T10:00+09:00": "2025-01-05T08:03+09:00",
    "2024-01-01T10:00:00+09:00": "2025-01-05T08:03:07+09:00",
    "2024-01-01T10:00:00-0700": "2025-01-05T08:03:07+0900",
    "2024-01-01T10:00:00Z": "2025-01-04T23:03:07Z",
    "2023-12-21T15:33:00.000Z": "2025-01-04T23:03:07.000Z",
    "2010-08-31 21:30:52.000000000 +02:00": "2025-01-05 08:03:07.000000000 +09:00",
    "2018-01-03 00:00:00+09:00": "2025-01-05 08:03:07+09:00",
    "2015/05/14 07:00:00+09:00": "2025/01/05 08:03:07+09:00",
    "04/21/2022 19:44 -05:00": "01/05/2025 08:03 +09:00",
    "1/30/2026 8:55 PM -05:00": "1/5/2025 8:03 AM +09:00",
    "October 12, 2024": "January 5, 2025",
    "Oct 12, 2024": "Jan 5, 2025",
    "31 December 2023": "5 January 2025",
    "2024-05-1T05:01:00.000Z": "2025-01-05T08:03:07+09:00",
    "2024-05-10T1925:00-0600": "2025-01-05T08:03:07+09:00",
    "2023-12-15 1:30 -05:00": "2025-01-05T08:03:07+09:00",
    "last winter": "2025-01-05T08:03:07+09:00",
}


@pytest.mark.parametrize(("old", "new"), SHAPES.items())
def test_a_moment_takes_the_shape_of_the_old_one(old: str, new: str) -> None:
    assert like_moment(old, MOMENT) == new


@pytest.mark.parametrize("old", SHAPES)
@pytest.mark.parametrize("hour", [0, 12, 23])
def test_a_moment_in_any_shape_is_read_as_its_day(old: str, hour: int) -> None:
    stamp = parse_stamp(like_moment(old, MOMENT.replace(hour=hour)), JST, origin="front matter: date")
    assert stamp is not None
    assert stamp.day == date(2025, 1, 5)


@pytest.mark.parametrize(
    ("old", "hour", "zone", "new"),
    [
        pytest.param("2024-01-01", 8, None, "2025-01-05T08:00:00+09:00", id="day before nine"),
        pytest.param("2024-01-01", 10, None, "2025-01-05", id="day after nine"),
        pytest.param("2024-01-01", 8, JST, "2025-01-05", id="day with a zone"),
        pytest.param("2024-01-01T10:00:00", 10, None, "2025-01-05T10:00:00+09:00", id="time without a zone"),
        pytest.param("2024-01-01T10:00:00", 10, JST, "2025-01-05T10:00:00", id="time with the site's zone"),
        pytest.param("2024-01-01T10:00:00Z", 8, None, "2025-01-04T23:00:00Z", id="time in UTC"),
    ],
)
def test_a_value_that_the_site_would_hold_back_gets_a_zone(
    old: str, hour: int, zone: timezone | None, new: str
) -> None:
    now = datetime(2025, 1, 5, hour, tzinfo=JST)
    assert like_moment(old, now, zone=zone, holds_after=now) == new


@pytest.mark.parametrize("day", [datetime(2024, 12, 1, tzinfo=JST), datetime(2025, 2, 1, tzinfo=JST)])
def test_a_day_that_was_asked_for_keeps_its_shape(day: datetime) -> None:
    assert like_moment("2024-01-01", day, holds_after=MOMENT) == f"{day:%Y-%m-%d}"


RETROSPECTIVES = {
    "toml": "+++\r\ntitle = '2023年の\"まとめ\"' # 題\r\ndate = 2024-01-03T10:00:00+09:00 # 日\r\n"
    "draft = false\r\ntags = ['振り返り']\r\nslug = 'looking-back-2023'\r\n[cover]\r\nimage = '2023.png'\r\n+++\r\n",
    "yaml": "---\nlayout: post\ntitle:  '2023年の\"まとめ\"'\ndate:   2024-01-03 10:00:00 +0900\ntags:\n  - 振り返り\n"
    "draft: false\nslug: looking-back-2023\n---\n",
    "json": '{\n  "title": "2023年の\\"まとめ\\"",\n  "date": "2024-01-03T10:00:00+09:00",\n  "draft": false,\n'
    '  "tags": ["振り返り"],\n  "slug": "looking-back-2023"\n}\n',
}
CHANGED = {
    "2023年の": "2024年の",
    "2024-01-03T10:00:00+09:00": "2025-01-05T08:03:07+09:00",
    "2024-01-03 10:00:00 +0900": "2025-01-05 08:03:07 +0900",
    "draft = false": "draft = true",
    "draft: false": "draft: true",
    '"draft": false': '"draft": true',
    "looking-back-2023": "looking-back-2024",
}


@pytest.mark.parametrize("form", RETROSPECTIVES)
def test_title_dates_draft_and_address_change_and_no_other_byte(form: str) -> None:
    old = template("2023.md", RETROSPECTIVES[form] + "本文")
    new = RETROSPECTIVES[form]
    for before, after in CHANGED.items():
        new = new.replace(before, after)
    title = '2024年の"まとめ"'
    assert write_front_matter(old, title=title, moment=MOMENT, period=Y2024, draft_key=("draft", "true")) == new


def test_a_date_is_added_where_the_old_one_had_none() -> None:
    head = write_front_matter(
        template("2023.md", "---\ntitle: 2023\n---\n"),
        title="2024",
        moment=MOMENT,
        period=Y2024,
        draft_key=("draft", "true"),
    )
    values = parse_front_matter(head).values
    assert (str(values["title"]), values["draft"]) == ("2024", True)
    assert datetime.fromisoformat(str(values["date"])) == MOMENT.astimezone(UTC)


@pytest.mark.parametrize(
    "sibling",
    [
        "---\ntitle: 道具\ndate: 2024-05-01\ntags:\n  - 道具\n  - 庭\ndescription: 道具の話\nauthor: niwa\n---\n",
        "---\ntitle: 道具\ndate: 2024-05-01\ntags:\n- 道具\n- 庭\ndescription: 道具の話\nauthor: niwa\n---\n",
        "---\ntitle: 道具\ndate: 2024-05-01\ntags: [道具, 庭]\ndescription: >-\n  道具の話を\n"
        "  二行で\nauthor: niwa\n---\n",
        "+++\ntitle = '道具'\ndate = 2024-05-01\ntags = [\n  '道具',\n  '庭',\n]\n"
        "description = '道具の話'\nauthor = 'niwa'\n+++\n",
        '{\n  "title": "道具",\n  "date": "2024-05-01",\n  "tags": ["道具", "庭"],\n  "description": "道具の話",\n'
        '  "author": "niwa"\n}\n',
    ],
    ids=["yaml list", "yaml list without indent", "yaml folded", "toml", "json"],
)
def test_what_tells_about_a_sibling_is_emptied(sibling: str) -> None:
    head = write_front_matter(
        template("posts/tools.md", sibling, period=None),
        title="2024年の振り返り",
        moment=MOMENT,
        period=Y2024,
        draft_key=("draft", "true"),
    )
    matter = parse_front_matter(head)
    assert matter.problem is None
    assert (list(matter.values["tags"]), matter.values["description"]) == ([], "")  # type: ignore[call-overload]
    assert matter.values["author"] == "niwa"
    assert "道具" not in head


def test_a_sibling_gives_neither_its_address_nor_its_pictures() -> None:
    sibling = (
        "---\nslug: tools\nlayout: post\ncover:\n  image: tools.png\n  alt: 道具\ntitle: 道具\n"
        "date: 2024-05-01\nurl: /tools/ # kept short\n---\n"
    )
    head = write_front_matter(
        template("posts/tools.md", sibling, period=None),
        title="2024年の振り返り",
        moment=MOMENT,
        period=Y2024,
        draft_key=("draft", "true"),
    )
    assert head == "---\nlayout: post\ntitle: 2024年の振り返り\ndate: 2025-01-05\ndraft: true\n---\n"


def test_a_retrospective_does_not_give_its_aliases() -> None:
    old = template("2023.md", "+++\ntitle = '2023'\naliases = ['/2023/']\ndate = 2024-01-03\n+++\n")
    head = write_front_matter(old, title="2024", moment=MOMENT, period=Y2024, draft_key=("draft", "true"))
    assert head == "+++\ntitle = '2024'\naliases = []\ndate = 2025-01-05\ndraft = true\n+++\n"
