"""Front matter in every format met: values, body start, problems that name their line."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.front_matter import MAX_CHARS, parse_front_matter

JST = timezone(timedelta(hours=9))
BODY = "\n本文。\n"


@pytest.mark.parametrize(
    ("head", "form", "values"),
    [
        pytest.param(
            '+++\ntitle= "朝の記録"\ndraft = true\n+++\n', "toml", {"title": "朝の記録", "draft": True}, id="toml"
        ),
        pytest.param("+++\ndate = 2024-05-01\n+++\n", "toml", {"date": date(2024, 5, 1)}, id="toml-day"),
        pytest.param(
            "---\ntitle: 朝の記録\ntags: [山, '川']\n---\n",
            "yaml",
            {"title": "朝の記録", "tags": ["山", "川"]},
            id="yaml",
        ),
        pytest.param("---\ntags:\n- 山\n- 川\n---\n", "yaml", {"tags": ["山", "川"]}, id="yaml-list-not-indented"),
        pytest.param(
            '---\n[article]\ntitle = "朝"\n---\n', "toml", {"article": {"title": "朝"}}, id="toml-table-in-dashes"
        ),
        pytest.param('---\n# 下書き\ntitle = "朝"\n---\n', "toml", {"title": "朝"}, id="toml-in-dashes-after-comment"),
        pytest.param('---toml\ntitle = "朝"\n---\n', "toml", {"title": "朝"}, id="named-toml"),
        pytest.param("---yaml\ntitle: 朝\n---\n", "yaml", {"title": "朝"}, id="named-yaml"),
        pytest.param('---json\n{"title": "朝"}\n---\n', "json", {"title": "朝"}, id="named-json"),
        pytest.param('{\n  "title": "朝",\n  "tags": ["山"]\n}\n', "json", {"title": "朝", "tags": ["山"]}, id="json"),
        pytest.param('{"title": "朝"}\n', "json", {"title": "朝"}, id="json-on-one-line"),
        pytest.param("---\ntitle: 朝\n...\n", "yaml", {"title": "朝"}, id="yaml-ended-by-dots"),
        pytest.param("---  \ntitle: 朝\n--- \n", "yaml", {"title": "朝"}, id="blanks-after-fences"),
        pytest.param("---\n---\n", "yaml", {}, id="empty"),
        pytest.param("\n\n---\ntitle: 朝\n---\n", "yaml", {"title": "朝"}, id="after-blank-lines"),
        pytest.param("---\ntitle: 朝 # 仮の題\n# tags: 山\n---\n", "yaml", {"title": "朝"}, id="yaml-comments"),
        pytest.param("---\ntitle: false\n---\n", "yaml", {"title": False}, id="title-is-no-string"),
        pytest.param("---\ntitle: 2014\n---\n", "yaml", {"title": 2014}, id="title-is-a-number"),
        pytest.param(
            "---\nanswer: yes\nat: 12:30\n---\n", "yaml", {"answer": "yes", "at": "12:30"}, id="yaml-1.2-words"
        ),
        pytest.param(
            "---\nsummary: >\n  一行目\n  二行目\n---\n", "yaml", {"summary": "一行目 二行目\n"}, id="block-scalar"
        ),
        pytest.param("---\na:\n  b: {c: 1}\n---\n", "yaml", {"a": {"b": {"c": 1}}}, id="nested-maps"),
        pytest.param(
            "---\ntitle: Where <abbr>DRY</abbr> ends\n---\n",
            "yaml",
            {"title": "Where <abbr>DRY</abbr> ends"},
            id="html",
        ),
        pytest.param(
            "---\ntags: [Why now?, Ink]\n---\n", "yaml", {"tags": ["Why now?", "Ink"]}, id="question-mark-in-list"
        ),
        pytest.param("---\n2024: 年\n---\n", "yaml", {"2024": "年"}, id="keys-become-strings"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_values_are_read_and_the_body_begins_after_the_closing_fence(
    head: str, form: str, values: dict[str, object], line_end: str
) -> None:
    text = (head + BODY).replace("\n", line_end)
    found = parse_front_matter(text)
    assert (found.format, found.values, found.problem) == (form, values, None)
    assert text[found.end :] == BODY.replace("\n", line_end)
    assert text[found.start : found.end].strip() == head.replace("\n", line_end).strip()


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2024-12-31T23:30:00+09:00", datetime(2024, 12, 31, 23, 30, tzinfo=JST)),
        ("2018-01-03 00:00:00+09:00", datetime(2018, 1, 3, tzinfo=JST)),
        ("2018-01-03 00:00:00 +09:00", datetime(2018, 1, 3, tzinfo=JST)),
        ("2023-12-21T15:33:00.000Z", datetime(2023, 12, 21, 15, 33, tzinfo=UTC)),
        ("2024-05-01 07:00:00", datetime(2024, 5, 1, 7)),
    ],
)
def test_yaml_moments_keep_their_offset(written: str, moment: datetime) -> None:
    value = parse_front_matter(f"---\ndate: {written}\n---\n").values["date"]
    assert isinstance(value, datetime)
    assert (value, value.utcoffset()) == (moment, moment.utcoffset())


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty-file"),
        pytest.param("本文だけ。\n", id="only-body"),
        pytest.param("---\n罫線で始まるメモ。\n\n---\n続き。\n", id="rule-at-the-top"),
        pytest.param("---\n# 見出し\n---\n", id="heading-between-rules"),
        pytest.param("----\ntitle: x\n----\n", id="four-dashes"),
        pytest.param('{{< figure src="a.png" >}}\n', id="shortcode"),
        pytest.param('{"a": 1} のような形。\n', id="json-in-a-sentence"),
        pytest.param("{not json\n", id="brace"),
        pytest.param("\n\n---\ntitle: x\n", id="rule-after-blank-lines"),
    ],
)
def test_what_is_no_front_matter_is_body(text: str) -> None:
    found = parse_front_matter(text)
    assert (found.format, found.start, found.end, found.values, found.problem) == ("none", 0, 0, {}, None)


@pytest.mark.parametrize(
    ("head", "values", "line", "problem"),
    [
        pytest.param(
            "---\ntitle: 朝\nsite: @someone\ntags:\n  - 山\ndate: 2024-05-01\n---\n",
            {"title": "朝", "site": "@someone", "tags": ["山"], "date": date(2024, 5, 1)},
            3,
            "YAML: found character '@'",
            id="yaml-at-sign",
        ),
        pytest.param("---\ntitle: 朝\ntags:\n\t- 山\n---\n", {"title": "朝", "tags": ["山"]}, 4, "YAML", id="yaml-tab"),
        pytest.param("---\ntitle: 朝\ntitle: 夜\n---\n", {"title": "夜"}, 3, "duplicate key", id="yaml-repeated-key"),
        pytest.param("---\ntitle: 朝: 昼: 夜\n---\n", {"title": "朝: 昼: 夜"}, 2, "YAML", id="yaml-colons"),
        pytest.param('---\ntitle: "朝\nok: 1\n---\n', {"title": '"朝', "ok": 1}, 2, "YAML", id="yaml-open-quote"),
        pytest.param(
            "---\ndate: 2024-13-41\ndraft: true\n---\n",
            {"date": "2024-13-41", "draft": True},
            2,
            "month",
            id="yaml-no-such-day",
        ),
        pytest.param(
            "+++\ntitle = 朝\ndraft = true\n+++\n",
            {"title": "朝", "draft": True},
            2,
            "TOML: Invalid value",
            id="toml-no-quotes",
        ),
        pytest.param(
            "+++\ndate = 2024-13-01 # ?\ntags = [\n '山',\n '川']\n+++\n",
            {"date": "2024-13-01", "tags": ["山", "川"]},
            2,
            "TOML",
            id="toml-no-such-day",
        ),
        pytest.param("+++\ntitle = 'a\nx = 1\n+++\n", {"title": "'a", "x": 1}, 2, "TOML", id="toml-open-quote"),
        pytest.param("+++\nx = 1\n= 2\n+++\n", {"x": 1}, 3, "TOML", id="toml-no-key"),
        pytest.param(
            '{\n "title": "朝",\n "tags": ["山"]\n "draft": true\n}\n',
            {"title": "朝", "tags": ["山"], "draft": True},
            4,
            "JSON: ",
            id="json-missing-comma",
        ),
    ],
)
def test_broken_front_matter_is_read_as_far_as_possible_and_names_its_line(
    head: str, values: dict[str, object], line: int, problem: str
) -> None:
    found = parse_front_matter(head + BODY)
    assert found.values == values
    assert found.problem_line == line
    assert problem in (found.problem or "")
    assert (head + BODY)[found.end :] == BODY


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_problem_lines_count_as_an_editor_does(line_end: str) -> None:
    text = line_end.join(["", "---", "title: 朝", "x: @y", "---", "本文"])
    assert parse_front_matter(text).problem_line == 4


@pytest.mark.parametrize("text", ["---\ntitle: 朝\n\n本文。\n", "+++\ntitle = '朝'\n---\n本文"])
def test_without_a_closing_fence_all_is_body(text: str) -> None:
    found = parse_front_matter(text)
    assert (found.format, found.end, found.values) == ("none", 0, {})
    assert (found.problem, found.problem_line) == ("front matter without a closing fence", 1)


def test_a_front_matter_beyond_the_cap_is_not_parsed_whole() -> None:
    long = "x" * MAX_CHARS
    found = parse_front_matter(f"---\ntitle: 朝\nlong: {long}\n---\n本文")
    assert (found.problem, found.problem_line) == ("front matter longer than 64 kB", 2)
    assert found.values["title"] == "朝"


@pytest.mark.parametrize("line", ["x = [", 'x = "', "x = {a", "x: [", 'x: "', "x: {", "x:\n  - ["])
def test_openings_without_end_cost_no_square_of_time(line: str) -> None:
    fence = "+++" if "=" in line else "---"
    began = process_time()
    assert parse_front_matter(f"{fence}\n" + f"{line}\n" * 3000 + f"{fence}\n").problem is not None
    assert process_time() - began < 10


def test_anchors_do_not_explode() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    assert parse_front_matter(f"---\n{bomb}---\n").problem is None


def test_tags_of_a_foreign_type_are_a_problem_and_run_nothing() -> None:
    found = parse_front_matter("---\ntitle: 朝\nx: !!python/object/apply:os.getcwd []\n---\n")
    assert found.values["title"] == "朝"
    assert "YAML" in (found.problem or "")


@given(st.text(alphabet="-+{}[]=:'\"#ax山 \t\r\n", max_size=80), st.sampled_from(["", "---\n", "+++\n", "{\n"]))
def test_any_text_gives_a_block_at_its_beginning(text: str, opening: str) -> None:
    whole = opening + text
    found = parse_front_matter(whole)
    assert 0 <= found.start <= found.end <= len(whole)
    assert not whole[: found.start].strip()
    assert (found.problem is None) == (found.problem_line is None)


@pytest.mark.parametrize("line", ["a: b{} c", "a: {}", "a{}", "a: b{}# c"])
def test_blanks_in_a_broken_front_matter_cost_no_square_of_time(line: str) -> None:
    began = process_time()
    parse_front_matter("---\nx: [\n" + line.format(" " * 60_000) + "\n---\n")
    assert process_time() - began < 2
