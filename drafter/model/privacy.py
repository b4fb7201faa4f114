"""Secrets and denied names out of a text before it leaves, names back in what comes back."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from drafter.errors import OutputError
from drafter.model.names import Name, find_names, parse_names
from drafter.store.atomic import read_existing, write_atomic
from drafter.store.folder import prepare_folder
from drafter.store.json_file import encode_json, read_json
from drafter.store.state import State
from drafter.text.secrets import find_secrets
from drafter.text.seen import as_seen

FILE = "privacy.json"
SECRET = "[secret]"
_PREFIXES = ("PSN", "NYM", "QZX")  # more than one, for a name may be such a word itself
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0, which marks what only looks like a pseudonym; no I, L, O, U, 1
_CHARS = 4
_HYPHEN = r"[-\u2010-\u2015\u2212ー_ ]?"


@dataclass(frozen=True, kw_only=True)
class Mask:
    """Hides the secrets and the denied names of a text. `names` are as the person wrote them; `key` makes their
    pseudonyms stable and keeps them from being guessed. Neither is in its `repr`."""

    names: tuple[str, ...] = field(default=(), repr=False)
    key: bytes = field(default=b"", repr=False)

    def hide(self, text: str) -> str:
        """A text with `[secret]` for each secret, for good, and a pseudonym such as PSN-7K2M for each denied name.

        Names are found as a reader sees them: in any width, case and composition, with invisible characters and line
        ends in between, escaped in addresses and JSON. `restore(hide(text))` is the text but for its secrets and the
        spelling of its names, also where it holds a pseudonym already; what is hidden twice is to be restored twice.
        """
        spans = [(secret.start, secret.end, SECRET) for secret in find_secrets(text)]
        spans += [(start, end, self._tokens[name.name]) for start, end, name in find_names(text, self._parsed)]
        spans += [(at, at, "0-") for at in self._lookalikes(text)]
        return _replace(text, sorted(spans, key=lambda span: (span[0], span[2] != SECRET, -span[1])))

    def restore(self, text: str) -> str:
        """A text with each denied name in the place of its pseudonym, as the person wrote it.

        A pseudonym is known in any width and case, and with another hyphen or none.
        """
        if not self._tokens:
            return text
        seen = as_seen(text)
        spans: list[tuple[int, int, str]] = []
        for found in self._token_pattern.finditer(seen.text):
            if found["zeros"]:
                start = found.start("zeros")
                spans.append((*seen.original(start, start + len("0-")), ""))
            else:
                spans.append((*seen.original(*found.span()), self._by_code[found["code"].upper()]))
        return _replace(text, spans)

    def names_in(self, text: str) -> tuple[str, ...]:
        """The denied names that a text holds, each once, as the person wrote them."""
        return tuple(dict.fromkeys(name.name for _, _, name in find_names(text, self._parsed)))

    def _lookalikes(self, text: str) -> Iterator[int]:
        """Where the code stands of what `restore` would take for a pseudonym."""
        if self._tokens:
            seen = as_seen(text)
            for found in self._token_pattern.finditer(seen.text):
                code = found.end("prefix")
                yield seen.original(code, code + 1)[0]

    @cached_property
    def _parsed(self) -> tuple[Name, ...]:
        return parse_names(self.names)

    @cached_property
    def _tokens(self) -> dict[str, str]:
        """The pseudonym of each name. Where two would have the same, the one whose hash is less keeps it."""
        tokens: dict[str, str] = {}
        for name in sorted(self._parsed, key=lambda name: _digest(self.key, name.identity)):
            wanted = (f"{prefix}-{code}" for prefix in _PREFIXES for code in _codes(self.key, name.identity))
            codes = {token[-_CHARS:] for token in tokens.values()}
            tokens[name.name] = next(t for t in wanted if t[-_CHARS:] not in codes and not find_names(t, self._parsed))
        return tokens

    @cached_property
    def _by_code(self) -> dict[str, str]:
        return {token[-_CHARS:]: name for name, token in self._tokens.items()}

    @cached_property
    def _token_pattern(self) -> re.Pattern[str]:
        prefixes = "|".join(sorted({token[: -_CHARS - 1] for token in self._tokens.values()}))
        codes = "|".join(self._by_code)
        return re.compile(rf"(?P<prefix>(?:{prefixes}){_HYPHEN})(?P<zeros>(?:0-)*)(?P<code>{codes})", re.IGNORECASE)


def load_mask(state: State, *, deny: Iterable[str]) -> Mask:
    """The mask of a project. Its key is made at the first name and kept in `.drafter/privacy.json`, closed to others.

    Without names nothing is written.

    Raises:
        OutputError: the key cannot be read or kept.
    """
    names = tuple(name.strip() for name in deny if name.strip())
    return Mask(names=names, key=_load_key(state)) if names else Mask()


def _load_key(state: State) -> bytes:
    path = state.folder / FILE
    prepare_folder(state.folder)
    if not _read_key(state):
        try:
            write_atomic(path, encode_json({"key": secrets.token_hex(32)}), expected=read_existing(path), mode=0o600)
        except OutputError:
            if not _read_key(state):  # else another process was first
                raise
    return bytes.fromhex(_read_key(state))


def _read_key(state: State) -> str:
    key = str(read_json(state.folder / FILE).get("key"))
    return key if re.fullmatch(r"[0-9a-f]{64}", key) else ""


def _digest(key: bytes, word: str) -> bytes:
    return hmac.digest(key, word.encode("utf-8", "surrogatepass"), hashlib.sha256)


def _codes(key: bytes, identity: str) -> Iterator[str]:
    for number in range(1000):
        digest = _digest(key, f"{identity}\n{number}")
        yield "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:_CHARS])


def _replace(text: str, spans: Iterable[tuple[int, int, str]]) -> str:
    """A text with other words at `spans`, which are in order; what begins inside another one goes with it."""
    pieces: list[str] = []
    position = 0
    for start, end, instead in spans:
        if start >= position:
            pieces += (text[position:start], instead)
        position = max(position, end)
    return "".join((*pieces, text[position:]))
