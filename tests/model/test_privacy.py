from __future__ import annotations

import json
import stat
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafter.errors import OutputError
from drafter.model.names import find_names, parse_names
from drafter.model.privacy import FILE, Mask, load_mask
from drafter.store.state import State

NAMES = ("山田太郎", "架空商事", "Acme", "John Smith")
KEY = bytes(range(32))
MASK = Mask(names=NAMES, key=KEY)
TOKEN = MASK.hide("Acme")
CANARY = "sk-proj-" + "K7wQz3Lx9Vb2Nc5M" * 3
NAME = "鹿目楓"


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path)


def test_a_name_becomes_a_pseudonym_and_comes_back_as_it_was_written_down() -> None:
    hidden = MASK.hide("ＡＣＭＥの山田　太郎と、ACMEの仕事をした。")
    assert "山田" not in hidden
    assert hidden.count(TOKEN) == 2
    assert MASK.restore(hidden) == "Acmeの山田太郎と、Acmeの仕事をした。"


def test_a_pseudonym_is_short_and_unlike_others() -> None:
    tokens = [MASK.hide(name) for name in NAMES]
    assert len(set(tokens)) == len(NAMES)
    assert all(len(token) == 8 and token.startswith("PSN-") and token.isascii() for token in tokens)


def test_a_pseudonym_is_the_same_for_every_spelling_and_another_for_every_key() -> None:
    assert MASK.hide("acme") == TOKEN
    assert Mask(names=("Acme",), key=KEY).hide("Acme") == TOKEN
    assert Mask(names=NAMES, key=bytes(32)).hide("Acme") != TOKEN


@pytest.mark.parametrize("change", [str.lower, lambda t: t.replace("-", "‑"), lambda t: t.replace("-", " ")])
@pytest.mark.parametrize("around", ["{}", "**{}**さん", "x{}y", "{}'s", "（{}）"])
def test_a_pseudonym_that_a_model_wrote_otherwise_is_still_known(change: Callable[[str], str], around: str) -> None:
    written = "".join(chr(ord(sign) + 0xFEE0) if sign.isalnum() else sign for sign in TOKEN)
    assert MASK.restore(around.format(change(TOKEN))) == around.format("Acme")
    assert MASK.restore(around.format(written)) == around.format("Acme")


def test_a_pseudonym_of_another_project_is_text() -> None:
    other = Mask(names=NAMES, key=bytes(32)).hide("Acme")
    assert MASK.hide(other) == other
    assert MASK.restore(other) == other


def test_a_text_that_holds_a_pseudonym_already_does_not_turn_into_the_name() -> None:
    hidden = MASK.hide(f"log: {TOKEN} and Acme")
    assert hidden == f"log: PSN-0-{TOKEN[4:]} and {TOKEN}"
    assert MASK.restore(hidden) == f"log: {TOKEN} and Acme"
    assert MASK.restore(MASK.restore(MASK.hide(MASK.hide("Acme")))) == "Acme"


def test_secrets_go_for_good_and_take_the_name_inside_along() -> None:
    hidden = MASK.hide("kaede@acme.example と Acme、パスワードはtanuki99。")
    assert hidden == f"[secret] と {TOKEN}、パスワードは[secret]。"
    assert MASK.restore(hidden) == "[secret] と Acme、パスワードは[secret]。"
    assert MASK.hide("[secret]") == "[secret]"


def test_names_in_a_text_are_told_once_as_they_were_written_down() -> None:
    assert MASK.names_in("ACMEの山田 太郎、acmeの") == ("Acme", "山田太郎")
    assert MASK.names_in("") == ()
    assert MASK.names_in(MASK.hide(" ".join(NAMES))) == ()


def test_without_names_only_secrets_are_hidden() -> None:
    assert Mask().hide("Acme kaede@example.com PSN-2222") == "Acme [secret] PSN-2222"
    assert Mask().restore("PSN-2222") == "PSN-2222"
    assert Mask().names_in("Acme") == ()


def test_names_like_a_pseudonym_are_hidden_all_the_same() -> None:
    names = ("PSN", "NYM", "P", "2")
    mask = Mask(names=names, key=KEY)
    hidden = [mask.hide(name) for name in names]
    assert [mask.restore(token) for token in hidden] == list(names)
    assert find_names(" ".join(hidden), parse_names(names)) == ()


def test_a_thousand_names_have_a_thousand_pseudonyms() -> None:
    mask = Mask(names=tuple(f"name{n}x" for n in range(1000)), key=KEY)
    assert len(set(mask._tokens.values())) == 1000


def test_a_mask_shows_neither_names_nor_key() -> None:
    assert repr(MASK) == "Mask()"


PIECES = [
    *NAMES,
    "山田",
    "太郎",
    "acme",
    "John",
    " Smith",
    "PSN-",
    "0-",
    TOKEN,
    TOKEN[4:],
    "a",
    "さん",
    " ",
    "\n",
    "\u200b",
]


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_what_is_hidden_holds_no_name_and_comes_back(text: str) -> None:
    hidden = MASK.hide(text)
    assert MASK.names_in(hidden) == ()
    spelled, position = "", 0
    for start, end, name in find_names(text, parse_names(NAMES)):
        spelled += text[position:start] + name.name
        position = end
    assert MASK.restore(hidden) == spelled + text[position:]


def test_a_mask_is_the_same_in_the_next_run(state: State) -> None:
    first = load_mask(state, deny=NAMES)
    assert load_mask(state, deny=("Acme", "  ", "")).hide("Acme") == first.hide("Acme")
    assert json.loads((state.folder / FILE).read_bytes()) == {"key": first.key.hex()}


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_the_key_is_closed_to_others(state: State) -> None:
    load_mask(state, deny=NAMES)
    assert stat.S_IMODE((state.folder / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(state.folder.stat().st_mode) == 0o700
    assert (state.folder / ".gitignore").read_text("ascii") == "*\n"


def test_without_names_nothing_is_written(state: State) -> None:
    assert load_mask(state, deny=()) == Mask()
    assert load_mask(state, deny=(" ",)) == Mask()
    assert not state.folder.exists()


def test_a_broken_key_is_made_anew(state: State) -> None:
    load_mask(state, deny=NAMES)
    (state.folder / FILE).write_text('{"key": "short"}', "ascii")
    assert len(load_mask(state, deny=NAMES).key) == 32


def test_a_key_that_cannot_be_kept_is_an_error(state: State) -> None:
    (state.root / ".drafter").write_text("in the way", "ascii")
    with pytest.raises(OutputError, match="cannot be"):
        load_mask(state, deny=NAMES)


def wide(text: str) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in text)


SHAPES = {
    "plain": "{secret} と {name}",
    "glued": "あ{secret}い{name}う",
    "code": '```python\nkey = "{secret}"\nname = "{name}"\n```',
    "code in a line": "`{secret}` `{name}`",
    "address": "https://a.example/{name}?key={secret}&x=1",
    "link": "[{name}](https://a.example/?k={secret} '{name}')",
    "front matter": "---\nkey: {secret}\nauthor: '{name}'\n---\n",
    "JSON": '{{"key":"{secret}","name":"{name}"}}',
    "table": "| {name} | {secret} |",
    "quote": "> {name}\n> {secret}\n",
    "comment": "<!-- {secret} {name} -->",
    "wiki": "[[{name}]] #{name} **{name}**: ~~{secret}~~",
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize(
    "write",
    [
        pytest.param(lambda word: word, id="as it is"),
        pytest.param(wide, id="full width"),
        pytest.param(lambda word: unicodedata.normalize("NFD", word), id="NFD"),
        pytest.param("\u200b".join, id="zero width between"),
        pytest.param("\u2060\u00ad".join, id="two invisible signs between"),
        pytest.param("\ufeff".join, id="byte order marks between"),
        pytest.param(lambda word: f"{word[: len(word) // 2]}\n{word[len(word) // 2 :]}", id="cut by a line end"),
        pytest.param(lambda word: f"{word[: len(word) // 2]}\r\n> {word[len(word) // 2 :]}", id="cut in a quote"),
        pytest.param(lambda word: word.upper() if word == "Kaedegawa" else quote(word), id="escaped"),
    ],
)
@pytest.mark.parametrize("name", [NAME, "Kaedegawa", "ガードナー"])
def test_a_canary_and_a_denied_name_never_come_out(shape: str, write: Callable[[str], str], name: str) -> None:
    mask = Mask(names=(name,), key=KEY)
    latin_cut = name == "Kaedegawa" and "\n" in write("ab")  # nobody cuts a Latin word without a hyphen
    text = shape.format(secret=write(CANARY), name=name if latin_cut else write(name))
    hidden = mask.hide(text)
    seen = unicodedata.normalize("NFKC", hidden)
    for sign in "\u200b\u2060\u00ad\ufeff\r\n> ":
        seen = seen.replace(sign, "")
    assert not any(CANARY[at : at + 10] in seen for at in range(0, len(CANARY) - 10))
    assert name.lower() not in seen.lower()
    assert quote(name).lower() not in seen.lower()
    assert mask.names_in(hidden) == ()
