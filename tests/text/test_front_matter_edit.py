"""Front matter edited by line: the asked values change in their own manner, every other byte stays."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.text.entries import split_entries
from drafter.text.front_matter import drop_keys, edit_front_matter, parse_front_matter
from drafter.text.scalars import render_scalar

TOML = """+++
title= "山の一年"  # 題
# 日付 = ここ
date = 2024-01-01 # 元日
draft = false
tags = [
  'a', # ] = "
  'b',
]
license = "MIT"

[params]
title = 'そのまま'
+++

title = "本文"
"""
YAML = """---
title: 山の一年   # 題
date:   2024-01-01
summary: >-
  title: これは要約
  # これも

tags:
- a
nested:
  title: そのまま
  draft: false
draft: false
---
title: 本文
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize(
    ("text", "changes", "replaced"),
    [
        pytest.param(TOML, {"title": "海の一年"}, [('"山の一年"', '"海の一年"')], id="toml-title"),
        pytest.param(TOML, {"date": "2025-01-02"}, [("2024-01-01", "2025-01-02")], id="toml-day"),
        pytest.param(
            TOML,
            {"draft": "true", "license": "CC0"},
            [("draft = false", "draft = true"), ("MIT", "CC0")],
            id="toml-two",
        ),
        pytest.param(TOML, {"tags": '["c"]'}, [("[\n  'a', # ] = \"\n  'b',\n]", '["c"]')], id="toml-array-on-lines"),
        pytest.param(TOML, {"slug": "umi"}, [('"MIT"\n', '"MIT"\nslug = "umi"\n')], id="toml-new-key-before-table"),
        pytest.param(YAML, {"title": "海の一年"}, [("山の一年", "海の一年")], id="yaml-title"),
        pytest.param(YAML, {"date": "2025-01-02"}, [("2024-01-01", "2025-01-02")], id="yaml-day"),
        pytest.param(YAML, {"draft": "true"}, [("\ndraft: false", "\ndraft: true")], id="yaml-not-the-nested-one"),
        pytest.param(
            YAML, {"summary": "短い"}, [(">-\n  title: これは要約\n  # これも", "短い")], id="yaml-block-scalar"
        ),
        pytest.param(YAML, {"tags": "[c]"}, [("tags:\n- a", "tags: [c]")], id="yaml-list-on-lines"),
        pytest.param(
            YAML, {"nested": "x"}, [("nested:\n  title: そのまま\n  draft: false", "nested: x")], id="yaml-map"
        ),
        pytest.param(YAML, {"slug": "umi"}, [("draft: false\n---", "draft: false\nslug: umi\n---")], id="yaml-new-key"),
        pytest.param(TOML, {}, [], id="nothing"),
    ],
)
def test_only_the_asked_values_change(
    text: str, changes: dict[str, str], replaced: list[tuple[str, str]], line_end: str
) -> None:
    expected = text
    for old, new in replaced:
        assert text.count(old) == 1
        expected = expected.replace(old, new)
    edited = edit_front_matter(text.replace("\n", line_end), changes)
    assert edited == expected.replace("\n", line_end)


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ('title= "x"', "y", 'title= "y"'),
        ("title = 'x'", "y", "title = 'y'"),
        ("title = 'x'", "it's", 'title = "it\'s"'),
        ('title = "x"', '「"」\\', 'title = "「\\"」\\\\"'),
        ('title = """\nx\n"""', "y", 'title = "y"'),
        ("title = '''x'''", "y", "title = 'y'"),
        ('title = "x" # "c"', "y # z", 'title = "y # z" # "c"'),
        ("title = 1", "x", 'title = "x"'),
        ("title = 2024-01-01T10:00:00+09:00", "2025-01-02T00:00:00+09:00", "title = 2025-01-02T00:00:00+09:00"),
        ("title = {a = 1}", "true", "title = true"),
        ('"title" = "x"', "y", '"title" = "y"'),
        ("title = ", "x", 'title = "x"'),
    ],
)
def test_toml_values_keep_their_manner(old: str, value: str, new: str) -> None:
    assert edit_front_matter(f"+++\n{old}\n+++\n", {"title": value}) == f"+++\n{new}\n+++\n"


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ("title: x", "2024年の記録", "title: 2024年の記録"),
        ("title: 'x'", "it's", "title: 'it''s'"),
        ('title: "x"', '"y"', 'title: "\\"y\\""'),
        ("title: x", "a: b", 'title: "a: b"'),
        ("title: x", "a #b", 'title: "a #b"'),
        ("title: x#y", "a#b", "title: a#b"),
        ("title: x", "@a", 'title: "@a"'),
        ("title: x", "2024", 'title: "2024"'),
        ("title: 2023", "2024", "title: 2024"),
        ("title: x", "true", 'title: "true"'),
        ("title: x", "no", 'title: "no"'),
        ("title: x", "", 'title: ""'),
        ("title: x", "- a", 'title: "- a"'),
        ("title: x", "a\nb", 'title: "a\\nb"'),
        ("title: 'x'", "a\nb", 'title: "a\\nb"'),
        ("title:", "true", "title: true"),
        ("title:   # 未定", "x", "title: x   # 未定"),
        ("title: false", "true", "title: true"),
        ("title: 2024/01/01", "2025-01-02", "title: 2025-01-02"),
        ("title: 2024-01-01T10:00:00+09:00", "2025-01-02T00:00:00+09:00", "title: 2025-01-02T00:00:00+09:00"),
        ('title: "x\n  y" # c', "z", 'title: "z" # c'),
        ("title: [x,\n  y] # c", "[z]", "title: [z] # c"),
        ("title: x\n  y", "z", "title: z"),
        ("title: x\n  # c", "z", "title: z\n  # c"),
        ('"title": x', "z", '"title": z'),
    ],
)
def test_yaml_values_keep_their_manner(old: str, value: str, new: str) -> None:
    assert edit_front_matter(f"---\n{old}\nz: 1\n---\n", {"title": value}) == f"---\n{new}\nz: 1\n---\n"


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        pytest.param(
            '{\n  "title": "x",\n  "draft": false\n}\n',
            {"title": '「"」', "draft": "true"},
            '{\n  "title": "「\\"」",\n  "draft": true\n}\n',
            id="json",
        ),
        pytest.param(
            '{\n  "title": "x"\n}\n',
            {"draft": "true", "n": "2"},
            '{\n  "title": "x",\n  "draft": true,\n  "n": "2"\n}\n',
            id="json-new-keys",
        ),
        pytest.param(
            '{"a": {"title": 1}, "title": 2}\n',
            {"title": "3"},
            '{"a": {"title": 1}, "title": 3}\n',
            id="json-not-the-nested-one",
        ),
        pytest.param("本文\n", {"title": "x"}, "---\ntitle: x\n---\n\n本文\n", id="none"),
        pytest.param("", {"title": "x"}, "---\ntitle: x\n---\n", id="empty-file"),
        pytest.param("本文\r\n", {"title": "x"}, "---\r\ntitle: x\r\n---\r\n\r\n本文\r\n", id="none-crlf"),
        pytest.param("本文\n", {}, "本文\n", id="none-and-nothing-asked"),
        pytest.param("---\n---\n本文", {"draft": "true"}, "---\ndraft: true\n---\n本文", id="empty-yaml"),
        pytest.param("+++\n+++\n", {"date": "2025-01-02"}, "+++\ndate = 2025-01-02\n+++\n", id="empty-toml"),
        pytest.param("---\n[a]\nx = 1\n---\n", {"題": "y"}, '---\n"題" = "y"\n[a]\nx = 1\n---\n', id="toml-in-dashes"),
        pytest.param(
            "---\nsite: @x\ntitle: y\n---\n", {"title": "z"}, "---\nsite: @x\ntitle: z\n---\n", id="broken-elsewhere"
        ),
        pytest.param("---\na: 1\na: 2\n---\n", {"a": "3"}, "---\na: 3\na: 3\n---\n", id="repeated-key"),
    ],
)
def test_other_formats_and_places(text: str, changes: dict[str, str], expected: str) -> None:
    assert edit_front_matter(text, changes) == expected


VALUES = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "true",
        "2024",
        "2025-01-02",
        "a: b",
        "it's",
        '"',
        "\\",
        "#",
        "~",
        "-",
        "[x]",
        "{a}",
        "'",
        "''",
        "|",
        "年\u3000",
        "\x85",
    ]
)


def shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@given(
    VALUES, st.sampled_from([TOML, YAML, '{\n "title": "x"\n}\n', "本文"]), st.sampled_from(["title", "new", "license"])
)
def test_a_value_written_is_the_value_read_and_writing_again_changes_nothing(value: str, text: str, key: str) -> None:
    before = parse_front_matter(text)
    edited = edit_front_matter(text, {key: value})
    after = parse_front_matter(edited)
    assert after.problem is None
    assert shown(after.values[key]) == value
    assert {k: v for k, v in after.values.items() if k != key} == {k: v for k, v in before.values.items() if k != key}
    assert edit_front_matter(edited, {key: value}) == edited
    assert edited.endswith(text[before.end :])


@given(st.lists(st.sampled_from(TOML.splitlines()[1:-3] + YAML.splitlines()[1:-2]), max_size=8), VALUES)
def test_lines_of_other_keys_stay_whatever_they_are(lines: list[str], value: str) -> None:
    text = "---\nfirst: 1\n" + "".join(f"{line}\n" for line in lines) + "last: 1\n---\n"
    edited = edit_front_matter(text, {"last": value})
    assert edited.startswith(text[: text.rindex("last")])


def test_entries_know_the_lines_of_their_keys() -> None:
    inner = YAML[4 : YAML.rindex("---\ntitle")]
    entries = split_entries(inner, "yaml")
    assert [entry.key for entry in entries] == ["title", "date", "summary", "tags", "nested", "draft"]
    assert [inner[entry.start : entry.end].count("\n") for entry in entries] == [1, 1, 3, 2, 3, 1]
    assert inner[entries[1].value_start : entries[1].value_end] == "2024-01-01"


@pytest.mark.parametrize(
    ("value", "form", "new"),
    [
        ("2025-01-02", "toml", "2025-01-02"),
        ("2025-01-02", "yaml", "2025-01-02"),
        ("2025-01-02", "json", '"2025-01-02"'),
        ("true", "toml", "true"),
        ("true", "yaml", "true"),
        ("true", "json", "true"),
        ("記録", "toml", '"記録"'),
        ("記録", "yaml", "記録"),
        ("記録", "json", '"記録"'),
        ("12", "toml", '"12"'),
        ("12", "yaml", '"12"'),
        ("12", "json", '"12"'),
    ],
)
def test_a_new_key_is_written_in_the_manner_of_the_format(value: str, form: str, new: str) -> None:
    assert render_scalar(value, form=form, old=None) == new


def test_a_day_written_bare_is_a_day_when_read() -> None:
    edited = edit_front_matter(YAML, {"date": "2025-01-02"})
    assert parse_front_matter(edited).values["date"] == date(2025, 1, 2)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        pytest.param("---\na: 1\nb:\n  - x\n  - y\nc: 3\n---\nb: 2\n", "---\na: 1\nc: 3\n---\nb: 2\n", id="yaml"),
        pytest.param(
            "+++\r\nb = [\r\n  1\r\n]\r\na = 1\r\n[b.c]\r\n+++\r\n", "+++\r\na = 1\r\n[b.c]\r\n+++\r\n", id="toml"
        ),
        pytest.param('{\n  "a": 1,\n  "b": "x"\n}\n', '{\n  "a": 1,\n  "b": ""\n}\n', id="json"),
        pytest.param("---\na: 1\n---\n", "---\na: 1\n---\n", id="not there"),
        pytest.param("b: 1\n", "b: 1\n", id="no front matter"),
        pytest.param("---\nb: 1\n", "---\nb: 1\n", id="no closing fence"),
    ],
)
def test_a_key_goes_with_its_lines_and_all_else_stays(text: str, left: str) -> None:
    assert drop_keys(text, ["b"]) == left
