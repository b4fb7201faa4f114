"""An answer that is an error, and a connection that brought none → what failed, whether to ask again, what to check."""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from drafter.errors import ContextError, DrafterError, ModelError, ReplyError
from drafter.model.attempts import AttemptError, HopelessError
from drafter.model.retry import read_retry_after

MESSAGE_CHARS = 200
CHECK_ADDRESS = "check base_url; it ends with /v1 for most servers"
_UNSENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol"})  # by httpx2
_LATE = (408, 504, 524)  # given up on by something between, while the model may have answered
_OVERFLOW = re.compile(
    r"context_length_exceeded|exceed_context_size|context (size|window|length)|maximum prompt length|please shorten"
    r"|exceeds? the max(imum)? (number of )?(input )?tokens|too many (input )?tokens|reduce the length"
    r"|(prompt|input) is too long|(request|prompt|input) (is )?too large"
)
_LARGE = re.compile(r"request too large")  # more than a minute's allowance: no wait makes it fit
_FILTERED = re.compile(r"content_?filter|content management policy|content_policy|flagged|moderation|safety system")
_NO_KEY = re.compile(
    r"(api[ _]key|credential)s?( is| are)? (not valid|invalid|missing)|(invalid|incorrect|no) api[ _]key"
)
_NO_CREDIT = re.compile(r"insufficient[ _](quota|balance|credit|funds)|credit balance is too low")
_NO_MODEL = re.compile(
    r"model_not_found|not a valid model|(model|deployment)\b.{0,80}(does not exist|not found|not exist)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where requests go, for messages: never the key itself, only the name of the variable that holds it."""

    host: str
    model: str
    key_name: str
    key: str | None = field(default=None, repr=False)

    def clean(self, text: str) -> str:
        """Words of the server on one line, cut, without the key."""
        line = " ".join((text.replace(self.key, "…") if self.key else text).split())
        return line if len(line) <= MESSAGE_CHARS else line[:MESSAGE_CHARS] + "…"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What an error body says, whoever wrote it."""

    message: str = ""
    code: str = ""
    param: str | None = None
    status: int | None = None  # a number in the body: some gateways answer 200 with it
    wait_s: float | None = None

    @property
    def words(self) -> str:
        """Message and code, folded, to search in."""
        return f"{self.code} {self.message}".lower()


def read_told(content: bytes) -> Told:
    """What an error body says. The request that some servers echo in it is left out; not JSON gives an empty record.

    Source: OpenAI, Azure, Gemini (a list of one), llama.cpp, LM Studio (a text), FastAPI (`detail`), OpenRouter.
    """
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        return Told()
    if isinstance(data, list) and data:
        data = data[0]
    if not isinstance(data, dict):
        return Told(message=str(data))
    error = data.get("error", data)
    return _read_error(error) if isinstance(error, dict) else Told(message=str(error))


def _read_error(error: dict[str, Any]) -> Told:
    code, status = error.get("code"), error.get("status")
    kinds = [str(kind) for kind in (code, error.get("type"), status) if isinstance(kind, str)]
    param = error.get("param")
    return Told(
        message=_read_message(error.get("message") or error.get("detail") or ""),
        code=" ".join(kinds),
        param=param if isinstance(param, str) else None,
        status=next((int(n) for n in map(str, (code, status)) if n.isdecimal()), None),
        wait_s=_read_wait(error.get("details")),
    )


def _read_message(message: object) -> str:
    if not isinstance(message, list):
        return str(message)
    parts = [item for item in message if isinstance(item, dict)]
    return "; ".join(f"{'.'.join(map(str, part.get('loc', ())))}: {part.get('msg', '')}" for part in parts)


def _read_wait(details: object) -> float | None:
    """Gemini's `retryDelay`, "34s"."""
    for item in details if isinstance(details, list) else ():
        found = re.fullmatch(r"([\d.]+)s", str(item.get("retryDelay", ""))) if isinstance(item, dict) else None
        if found:
            return float(found[1])
    return None


def read_failure(
    status: int, told: Told, *, place: Place, headers: Mapping[str, str], now: datetime | None = None
) -> AttemptError:
    """What an answer with an error means for the request. `told` is its body, read."""
    error = _find_final(status, told, place)
    if error is not None:
        return AttemptError(error)
    wait_s = read_retry_after(headers, now=now)
    passing = status in (408, 409, 425, 429) or status >= 500
    said = f": {place.clean(told.message)}" if told.message else ""
    return AttemptError(
        ModelError(f"{place.host} answered {status}{said}", hint=_hint(status, passing)),
        again=passing,
        wait_s=told.wait_s if wait_s is None else wait_s,
        billed=status in _LATE,
    )


def _hint(status: int, passing: bool) -> str:
    if not passing:
        return "the endpoint does not take this request; try another model"
    return "ask for less at once or try again later" if status == 429 else "the endpoint is in trouble; try again later"


def _find_final(status: int, told: Told, place: Place) -> DrafterError | None:
    """The error that no other attempt would change."""
    if is_overflow(status, told):
        return _too_long(place)
    if _FILTERED.search(told.words) and status < 500:
        return refused(place, told.message)
    return _find_hopeless(status, told, place)


def is_overflow(status: int, told: Told) -> bool:
    """Whether the request is longer than the model reads; too many tokens in a minute (429) is something else."""
    return status == 413 or bool((_LARGE if status == 429 else _OVERFLOW).search(told.words))


def _find_hopeless(status: int, told: Told, place: Place) -> HopelessError | None:
    if status == 401 or (status in (400, 403) and _NO_KEY.search(told.words)):
        verb = "check" if place.key else "set"
        return HopelessError(f"{place.host} takes no request with this key ({status})", hint=f"{verb} {place.key_name}")
    if status == 402 or (status < 500 and _NO_CREDIT.search(told.words)):
        return HopelessError(
            f"{place.host}: the account of {place.key_name} has no credit left", hint="add credit there"
        )
    if status == 403:
        hint = f"check what the key in {place.key_name} may do, and that it may use {place.model}"
        return HopelessError(f"{place.host} forbids this request (403)", hint=hint)
    if status in (404, 405) or (status in (400, 422) and _NO_MODEL.search(told.words)):
        said = place.clean(told.message) or "no such page"
        return HopelessError(f"{place.host}: no model {place.model} there ({status}: {said})", hint=_hint_404(place))
    if 300 <= status < 400:
        return HopelessError(f"{place.host} sends requests elsewhere ({status})", hint=CHECK_ADDRESS)
    return None


def _hint_404(place: Place) -> str:
    return f"check the name {place.model}, and base_url; it ends with /v1 for most servers"


def _too_long(place: Place) -> ContextError:
    return ContextError(
        f"the request is longer than {place.model} at {place.host} reads",
        hint="smaller pieces fit, or a model (a server's setting) with a longer context",
    )


def refused(place: Place, said: str) -> ReplyError:
    """The error of a model that will not answer."""
    words = f": {place.clean(said)}" if said else ""
    return ReplyError(
        f"{place.model} refused to answer{words}", hint="see what the request holds, or try another model"
    )


def read_drop(error: BaseException, *, place: Place, answered: bool) -> AttemptError:
    """What it means that no answer came. `answered`: this endpoint has answered before, so it was there.

    A request that was under way may have been answered and billed all the same.
    """
    causes = tuple(_causes(error))
    unsent = any(type(cause).__name__ in _UNSENT for cause in causes)
    hopeless = _find_unreachable(causes, place) if unsent else None
    if hopeless is not None:
        return AttemptError(hopeless, again=answered)
    late = "Timeout" in type(error).__name__
    message = f"{place.host} {'did not answer in time' if late else 'broke off the connection'}"
    hint = "raise timeout_s below [model] in drafter.toml, or try again later" if late else "try again later"
    return AttemptError(ModelError(message, hint=hint), again=True, billed=not unsent)


def _find_unreachable(causes: tuple[BaseException, ...], place: Place) -> HopelessError | None:
    for cause in causes:
        if isinstance(cause, socket.gaierror):
            return HopelessError(f"{place.host}: no such host", hint="check base_url and the network")
        if isinstance(cause, ConnectionRefusedError):
            return HopelessError(f"{place.host}: nothing listens there", hint="start the server or check base_url")
        if isinstance(cause, ssl.SSLError):
            said = f"no secure connection: {cause.reason or cause.strerror}"
            return HopelessError(f"{place.host}: {said}", hint="check base_url: https or http?")
        if type(cause).__name__ == "UnsupportedProtocol":
            return HopelessError(
                f"{place.host}: no address on the web", hint="base_url begins with https:// or http://"
            )
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
