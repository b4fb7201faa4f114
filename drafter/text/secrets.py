"""Secrets in a text: keys, passwords, addresses and numbers that must not leave the machine."""

from __future__ import annotations

from dataclasses import dataclass

from drafter.text.contacts import find_contacts
from drafter.text.credentials import find_credentials
from drafter.text.passwords import find_passwords
from drafter.text.seen import as_seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Secret:
    """A secret at `text[start:end]`. `kind` is a word for a person: "OpenAI key", "e-mail address", "password"."""

    start: int
    end: int
    kind: str


def find_secrets(text: str) -> tuple[Secret, ...]:
    """The secrets of a text in its order, none of which overlap; () where there is none.

    Full-width and decomposed characters, and invisible ones in between, hide no secret. Where two findings overlap,
    they are one of the kind that begins first. In doubt what a word announces as a password is one, and a number with
    the form of a telephone number too; hashes, UUIDs, commit ids, versions and dates are none.
    """
    seen = as_seen(text)
    spans = sorted({*find_credentials(seen.text), *find_passwords(seen.text), *find_contacts(seen.text)}, key=_place)
    found: list[Secret] = []
    for start, end, kind in spans:
        start, end = seen.original(start, end)
        if found and start < found[-1].end:
            end = max(end, found[-1].end)
            start, kind = found[-1].start, found[-1].kind
            found.pop()
        found.append(Secret(start=start, end=end, kind=kind))
    return tuple(found)


def _place(span: tuple[int, int, str]) -> tuple[int, int, bool, str]:
    start, end, kind = span
    return start, -end, kind == "key", kind  # of two names the one that says whose key it is
