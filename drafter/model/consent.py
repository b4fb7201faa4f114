"""The yes of a person before text leaves their machine for the first time, host by host."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from drafter.store.folder import prepare_folder
from drafter.store.json_file import read_json, write_json
from drafter.store.state import State
from drafter.text.hidden import strip_hidden

FILE = "consent.json"
_EXAMPLES = 5
_LINE_CHARS = 68
_DRY_RUN = "drafter generate --dry-run shows every request and sends none."


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """That a person agreed to send text to `host`, when, and what they were told."""

    host: str
    when: str  # ISO 8601 with zone
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What does not leave: how many secrets, denied names and private documents."""

    n_secrets: int = 0
    n_names: int = 0
    n_private: int = 0


def needs_consent(state: State, host: str) -> bool:
    """Whether this project has never sent anything to `host`, so that its person is to be asked.

    Not for this machine itself (localhost, 127.0.0.1, ::1): nothing leaves it. What a server there sends on is its own
    affair. A port makes no other host.

    Raises:
        OutputError: the state cannot be read.
    """
    name = _name_of(host)
    return not _is_loopback(name) and all(consent.host != name for consent in load_consents(state))


def load_consents(state: State) -> tuple[Consent, ...]:
    """The consents given in this project, in their order; a broken file holds none.

    Raises:
        OutputError: the state cannot be read.
    """
    records = read_json(state.folder / FILE).get("hosts")
    return tuple(c for record in records if (c := _parse(record))) if isinstance(records, list) else ()


def give_consent(state: State, host: str, now: datetime, *, said: str = "") -> None:
    """Remember that the person agreed to send text to `host` after they were told `said`, which is kept word for word:
    it is to hold no name that the mask hides.

    Raises:
        OutputError: the state cannot be written.
    """
    name = _name_of(host)
    others = [consent for consent in load_consents(state) if consent.host != name]
    consents = (*others, Consent(host=name, when=now.isoformat(timespec="seconds"), said=said))
    prepare_folder(state.folder)
    write_json(state.folder / FILE, {"hosts": [{"host": c.host, "when": c.when, "said": c.said} for c in consents]})


def describe(host: str, *, n_notes: int, n_posts: int, n_chars: int, masked: Held, examples: Sequence[str] = ()) -> str:
    """What a person is told before they agree: on one screen, what is sent where and what is held back.

    `examples` are paths of documents, of which the first few are shown.
    """
    sources = " and ".join(_count(n, noun) for n, noun in ((n_notes, "note"), (n_posts, "post")) if n) or "no documents"
    lines = [
        f"drafter is about to send text to {_short(host)}, for the first time in this project.",
        "",
        f"Sent:       {sources}, about {n_chars:,} characters" + (", among them" if examples else ""),
        *(f"            {_short(example)}" for example in examples[:_EXAMPLES]),
    ]
    if len(examples) > _EXAMPLES:
        lines.append(f"            … and {len(examples) - _EXAMPLES:,} more")
    held = _held(masked)
    lines += [f"{'Held back:' if n == 0 else '':12}{line}" for n, line in enumerate(held)]
    lines += ["", "What is kept there is up to whoever runs it.", _DRY_RUN]
    return "\n".join(lines) + "\n"


def _held(masked: Held) -> list[str]:
    lines = []
    if masked.n_private:
        lines.append(f"{_count(masked.n_private, 'private document')}, of which nothing is sent")
    if masked.n_secrets:
        lines.append(f"{_count(masked.n_secrets, 'secret')} (keys, passwords, addresses), each sent as [secret]")
    if masked.n_names:
        lines.append(f"{_count(masked.n_names, 'name')} of [privacy] deny, each sent as a pseudonym")
    else:
        lines.append("no names (set deny in [privacy] of drafter.toml: people, employers)")
    return lines


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" + ("" if n == 1 else "s")


def _short(text: str) -> str:
    line = " ".join(strip_hidden(text).split())
    return line if len(line) <= _LINE_CHARS else f"{line[: _LINE_CHARS - 1]}…"


def _parse(record: object) -> Consent | None:
    if not isinstance(record, dict) or not isinstance(record.get("host"), str):
        return None
    return Consent(host=record["host"], when=str(record.get("when", "")), said=str(record.get("said", "")))


def _name_of(host: str) -> str:
    """A host without its port, in one spelling."""
    name = host.strip().casefold()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return (name if name.count(":") > 1 else name.partition(":")[0]).rstrip(".")


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
