"""The fast path reads what it reads exactly as a whole YAML parser does, and leaves the rest to it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from drafter.text.plain_yaml import parse_plain_yaml


def whole_parser(text: str) -> object:
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize(
    "text",
    [
        "title: 2024年の記録\n",
        'title: "a: b # c" # d\n',
        "title: 'x' \n",
        "a:\nb: ~\nc: null\n",
        "date: 2024-05-01\nat: 2024-05-01T10:00:00+09:00\n",
        "n: 10\nz: 0\ndraft: True\nlike: yes\n",
        "tags: []\nmore: [ a , 'b, c', \"d\" ] # e\n",
        "tags:\n  - 山\n  - '川'\n\n# x\nlast: y\n",
        "a: x#y\nb: http://example.com/?q=1\n",
        "a: b\r\nc: d\r\n",
        "list: [1, true, 2024-05-01,]\n",
    ],
)
def test_plain_yaml_is_read_as_by_a_whole_parser(text: str) -> None:
    assert parse_plain_yaml(text) == whole_parser(text)


@pytest.mark.parametrize(
    "text",
    [
        "a: b: c\n",
        "a: @b\n",
        "a: |\n  b\n",
        "a:\n  b: c\n",
        "a: 'it''s'\n",
        'a: "\\n"\n',
        "a: 1.5\n",
        "a: 0o7\n",
        "a: 2024-13-01\n",
        "a: 1\na: 2\n",
        "a: b\n  c\n",
        "a: &b c\n",
        "a: [b: c]\n",
        "- a\n",
        "a\n",
        "",
        "a:\tb\n",
        "a:\n  - b\n - c\n",
        "a: [b\n",
        "a: x\u2028y\n",
        "a: \x07\n",
        "a: [b #c]\n",
        "a: -\n",
        "a: .inf\n",
        "a: b:\n",
        "a:\n  - - b\n",
        "a: =\n",
        "? a\n",
        "a: 0123\n",
        "a: [-b]\n",
        "a: [,]\n",
        "a: [,b]\n",
    ],
)
def test_other_yaml_is_left_to_a_whole_parser(text: str) -> None:
    assert parse_plain_yaml(text) is None


SCALARS = st.text(alphabet="ab山 0129.-+_:#,[]{}'\"&*!|>%@`~=?TZ/\\é\t", max_size=12)
LINES = st.one_of(
    st.builds("{}: {}".format, st.sampled_from("abc"), SCALARS),
    st.builds("{}: [{}, {}]".format, st.sampled_from("abc"), SCALARS, SCALARS),
    st.builds("{}- {}".format, st.sampled_from(["", "  "]), SCALARS),
    st.builds("{}:".format, st.sampled_from("abc")),
    st.builds("# {}".format, SCALARS),
)


@given(st.lists(LINES, max_size=5))
def test_whatever_the_fast_path_takes_a_whole_parser_takes_alike(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    fast = parse_plain_yaml(text)
    if fast is None:
        return
    try:
        slow = whole_parser(text)
    except YAMLError as error:
        pytest.fail(f"read {fast} where YAML says {error}")
    assert fast == slow
    assert isinstance(slow, dict)
    assert [type(value) for value in fast.values()] == [type(value) for value in slow.values()] or fast == slow
