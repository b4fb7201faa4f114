"""The body of a chat completion with status 200 → its text and usage, or what is wrong with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from drafter.errors import ContextError, CutError, ReplyError
from drafter.model.attempts import AttemptError
from drafter.model.chat import Usage
from drafter.model.failures import CHECK_ADDRESS, Place, read_failure, read_told, refused
from drafter.model.replies import strip_thoughts

ESTIMATE_MIN = 1000  # tokens; the estimate of a shorter request may be far off
CUT_BELOW = 0.5
NEAR = 0.03
_LENGTH = ("length", "max_tokens", "model_length")
_FILTER = ("content_filter", "safety", "recitation", "prohibited_content", "blocklist", "refusal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """`text` is the answer without thoughts, never empty."""

    text: str
    model: str  # as served
    usage: Usage | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How much was sent in the messages: characters, and about how many tokens."""

    n_chars: int
    estimate: int


def read_completion(content: bytes, *, place: Place, sent: Sent, cut_below: float = CUT_BELOW) -> Completion:
    """Read the one answer out of a body.

    Raises:
        AttemptError: with a ReplyError: no chat completion, no choice, no text, refused; with a CutError: cut at its
            length; with a ContextError: the server counted less than `cut_below` of a long request, so it read that
            much only; or what an error in the body says.
    """
    data = _read_body(content, place)
    usage = _read_usage(data.get("usage"))
    choice = _find_choice(data, content, place, usage)
    message = choice.get("message")
    message = message if isinstance(message, dict) else {}
    finish = str(choice.get("finish_reason") or "").lower()
    if message.get("refusal") or finish in _FILTER:
        raise AttemptError(refused(place, str(message.get("refusal") or "")), usage=usage, billed=True)
    _check_read_whole(usage, sent, cut_below, place)
    if finish in _LENGTH:
        raise AttemptError(_cut(place), usage=usage, billed=True)
    text = strip_thoughts(_join_parts(message.get("content")))
    if not text:
        raise _useless("an empty answer", place, usage=usage)
    return Completion(text=text, model=str(data.get("model") or place.model), usage=usage)


def _read_body(content: bytes, place: Place) -> dict[str, Any]:
    if content.lstrip()[:1] == b"<":
        raise _useless("a web page instead of an answer", place, billed=False)
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise _useless("broken JSON", place) from None
    if not isinstance(data, dict) or (data.get("error") and not data.get("choices")):
        raise _read_error(content, place)
    return data


def _read_error(content: bytes, place: Place) -> AttemptError:
    told = read_told(content)
    status = told.status if told.status and 400 <= told.status < 600 else 500
    return read_failure(status, told, place=place, headers={})


def _find_choice(data: dict[str, Any], content: bytes, place: Place, usage: Usage | None) -> dict[str, Any]:
    choices = data.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        raise _useless("no answer in its answer", place, usage=usage)
    if choices[0].get("error"):
        raise _read_error(json.dumps(choices[0]).encode(), place)
    return choices[0]


def _check_read_whole(usage: Usage | None, sent: Sent, cut_below: float, place: Place) -> None:
    if usage is None or sent.estimate <= ESTIMATE_MIN or usage.input_tokens >= cut_below * sent.estimate:
        return
    if abs(4 * usage.input_tokens - sent.n_chars) <= NEAR * sent.n_chars:  # it counts four characters as a token
        return
    error = ContextError(
        f"{place.host} cut the request and answered it: it read {usage.input_tokens:,} of {sent.estimate:,} tokens",
        hint="give the model a longer context; for Ollama, raise num_ctx",
    )
    raise AttemptError(error, usage=usage, billed=True)


def _cut(place: Place) -> CutError:
    return CutError(
        f"the answer of {place.model} was cut off at its length",
        hint="allow a longer answer, or ask for less at once; thoughts of a reasoning model count, too",
    )


def _useless(what: str, place: Place, *, usage: Usage | None = None, billed: bool = True) -> AttemptError:
    """An answer that another attempt may do better."""
    error = ReplyError(f"{place.host} sent {what}", hint=f"try again later; {CHECK_ADDRESS}")
    return AttemptError(error, again=True, usage=usage, billed=billed)


def _join_parts(content: object) -> str:
    """The text of a message, also in parts with thoughts between; half of a surrogate pair is replaced."""
    if isinstance(content, list):
        parts = [part for part in content if isinstance(part, dict) and part.get("type") == "text"]
        content = "".join(str(part.get("text", "")) for part in parts)
    if not isinstance(content, str):
        return ""
    return content.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _read_usage(data: object) -> Usage | None:
    """Tokens as billed: what a total holds beyond the two (thoughts, for some servers) counts as output."""
    if not isinstance(data, dict):
        return None
    read, written, total = (data.get(name) for name in ("prompt_tokens", "completion_tokens", "total_tokens"))
    if not isinstance(read, int) or read <= 0:  # 0 is what a server says that does not count
        return None
    written = written if isinstance(written, int) else 0
    total = total if isinstance(total, int) else 0
    return Usage(input_tokens=read, output_tokens=max(written, total - read, 0))
