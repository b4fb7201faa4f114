from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import SettingsError
from drafter.settings import KEYS, load_settings
from drafter.settings.sample import ENTRIES, add_missing, render_settings

LINES = st.lists(
    st.sampled_from(
        ["[model]", 'large = "x"  # mine', "# small = 1", "[sources]", 'notes = [', '  "a",', "]", "", "# [privacy]",
         "[period]", "fiscal_start = 4", 'model.timeout_s = 5', "[model.prices]", '"m" = { input = 1, output = 2 }',
         'out = """', "[draft]", '"""', "deny = []"]
    ),
    max_size=14,
)  # fmt: skip


def test_every_key_has_its_example_and_its_words() -> None:
    assert sorted((entry.table, entry.name) for entry in ENTRIES) == sorted((key.table, key.name) for key in KEYS)
    assert all(entry.about for entry in ENTRIES)


def test_a_new_file_sets_what_is_given_and_nothing_else() -> None:
    text = render_settings({("sources", "notes"): '["../日記"]'})
    assert tomllib.loads(text) == {
        "sources": {"notes": ["../日記"]},
        **{t: {} for t in ("period", "draft", "digest", "model", "privacy")},
    }


def test_every_example_is_a_value_that_settings_take(tmp_path: Path) -> None:
    lines = [line.removeprefix("# ") for line in render_settings({}).splitlines()[1:]]
    (tmp_path / "drafter.toml").write_text("\n".join(lines), "utf-8")
    settings = load_settings(tmp_path, flags={}, environ={})
    assert settings.model_large == "gpt-5-mini"
    assert settings.deny == ("Acme Corp.", "山田太郎")


def test_a_key_that_is_missing_stands_below_its_table_as_a_comment() -> None:
    text, n_added = add_missing('[model]\nlarge = "x"  # mine\n\n\n[sources]\nnotes = ["a"]\n', {})
    assert n_added == len(ENTRIES) - 2
    assert text.startswith('[model]\nlarge = "x"  # mine\n# small = "gpt-5-nano"')
    assert '\n\n\n[sources]\nnotes = ["a"]\n# content = ' in text
    assert "\n\n# [privacy]\n# deny = " in text


@pytest.mark.parametrize(
    ("text", "n_times"),
    [
        ("# small = 1\n[model]\n", 2),
        ("[model]\n#small = 1\n", 0),
        ("model.small = 'x'\n", 0),
        ("[model]\n'small' = 'x'\n", 0),
        ("[tool.drafter.model]\nsmall = 'x'\n", 0),
        ("[other]\nsmall = 'x'\n", 1),
    ],
    ids=["a comment elsewhere", "commented", "dotted", "quoted", "in pyproject", "another table's"],
)
def test_a_key_that_is_mentioned_in_its_table_is_not_added(text: str, n_times: int) -> None:
    assert add_missing(text, {})[0].count("# small = ") == n_times


def test_run_again_it_adds_nothing() -> None:
    for text in ("", render_settings({}), "[model]\nlarge = 'x'"):
        once, _ = add_missing(text, {})
        assert add_missing(once, {}) == (once, 0)


def test_line_ends_and_a_missing_last_one_are_kept() -> None:
    text, _ = add_missing("[period]\r\nfiscal_start = 4", {})
    assert text.startswith("[period]\r\nfiscal_start = 4\r\n# day_start = ")
    assert "\n" not in text.replace("\r\n", "")


def test_no_toml_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"drafter\.toml: "):
        add_missing("[model\n", {})


@given(LINES, st.sampled_from(["\n", "\r\n"]))
def test_what_stands_there_stays_and_means_the_same(lines: list[str], newline: str) -> None:
    text = newline.join(lines)
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    after, n_added = add_missing(text, {})
    assert tomllib.loads(after) == before
    left = iter(after.splitlines())
    assert all(line in left for line in text.splitlines())
    assert len(after.splitlines()) >= len(lines) + n_added - 1 or not n_added
