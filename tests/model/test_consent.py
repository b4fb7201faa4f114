from __future__ import annotations

import json
import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from drafter.errors import OutputError
from drafter.model.consent import FILE, Consent, Held, describe, give_consent, load_consents, needs_consent
from drafter.store.state import State

NOW = datetime(2025, 1, 2, 3, 4, 5, 678, tzinfo=UTC)


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path)


def test_a_host_is_asked_about_once(state: State) -> None:
    assert needs_consent(state, "api.example.com")
    assert not state.folder.exists()
    give_consent(state, "api.example.com", NOW, said="46 notes")
    assert not needs_consent(state, "api.example.com")
    assert needs_consent(state, "example.com")
    assert load_consents(state) == (Consent(host="api.example.com", when="2025-01-02T03:04:05+00:00", said="46 notes"),)


@pytest.mark.parametrize("host", ["API.Example.com", "api.example.com:8443", "api.example.com.", " api.example.com"])
def test_another_spelling_or_port_is_the_same_host(state: State, host: str) -> None:
    give_consent(state, "api.example.com", NOW)
    assert not needs_consent(state, host)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:11434", "127.0.0.1", "127.0.0.1:8080", "127.1.2.3", "::1", "[::1]", "[::1]:8080"]
)
def test_nothing_leaves_for_this_machine(state: State, host: str) -> None:
    assert not needs_consent(state, host)


@pytest.mark.parametrize(
    "host",
    ["localhost.example.com", "0.0.0.0", "192.168.1.2:8080", "10.0.0.1", "127.0.0.1.example.com", "[2001:db8::1]", ""],
)
def test_other_machines_near_or_far_are_asked_about(state: State, host: str) -> None:
    assert needs_consent(state, host)


def test_the_consents_of_other_hosts_stay_and_a_new_one_replaces_the_old(state: State) -> None:
    for host, said in (("a.example", "1"), ("b.example", "2"), ("a.example:443", "3")):
        give_consent(state, host, NOW, said=said)
    assert [(consent.host, consent.said) for consent in load_consents(state)] == [
        ("b.example", "2"),
        ("a.example", "3"),
    ]


@pytest.mark.parametrize("content", ["", "not JSON", "[]", '{"hosts": 3}', '{"hosts": [{"host": 1}, null]}'])
def test_a_broken_file_holds_no_consent(state: State, content: str) -> None:
    give_consent(state, "a.example", NOW)
    (state.folder / FILE).write_text(content, "utf-8")
    assert needs_consent(state, "a.example")
    give_consent(state, "a.example", NOW)
    assert not needs_consent(state, "a.example")


@pytest.mark.skipif(sys.platform == "win32", reason="no modes there")
def test_consents_are_closed_to_others(state: State) -> None:
    give_consent(state, "a.example", NOW)
    assert stat.S_IMODE((state.folder / FILE).stat().st_mode) == 0o600
    assert json.loads((state.folder / FILE).read_bytes())["hosts"][0]["host"] == "a.example"


def test_a_state_that_cannot_be_written_is_an_error(state: State) -> None:
    (state.root / ".drafter").write_text("in the way", "ascii")
    with pytest.raises(OutputError, match="cannot be made"):
        give_consent(state, "a.example", NOW)


def test_a_person_is_told_what_is_sent_where_and_what_is_held_back() -> None:
    told = describe(
        "api.example.com",
        n_notes=46,
        n_posts=1,
        n_chars=120_345,
        masked=Held(n_secrets=2, n_names=1, n_private=4),
        examples=[f"notes/{day:02}.md" for day in range(1, 8)],
    )
    assert told == (
        "drafter is about to send text to api.example.com, for the first time in this project.\n"
        "\n"
        "Sent:       46 notes and 1 post, about 120,345 characters, among them\n"
        "            notes/01.md\n"
        "            notes/02.md\n"
        "            notes/03.md\n"
        "            notes/04.md\n"
        "            notes/05.md\n"
        "            … and 2 more\n"
        "Held back:  4 private documents, of which nothing is sent\n"
        "            2 secrets (keys, passwords, addresses), each sent as [secret]\n"
        "            1 name of [privacy] deny, each sent as a pseudonym\n"
        "\n"
        "What is kept there is up to whoever runs it.\n"
        "drafter generate --dry-run shows every request and sends none.\n"
    )


def test_who_has_no_deny_list_is_told_of_it() -> None:
    told = describe("a.example", n_notes=0, n_posts=0, n_chars=0, masked=Held())
    assert "Sent:       no documents, about 0 characters\n" in told
    assert "Held back:  no names (set deny in [privacy] of drafter.toml: people, employers)\n" in told


def test_it_fits_on_a_screen_whatever_documents_are_called() -> None:
    examples = ["a\x1b[2J\n\rb\u202ec.md", "長い名前" * 50 + ".md"]
    told = describe("a.example", n_notes=2, n_posts=0, n_chars=9, masked=Held(n_names=1), examples=examples)
    lines = told.splitlines()
    assert len(lines) <= 20
    assert lines[3] == "            a[2J bc.md"
    assert len(lines[4]) <= 80
