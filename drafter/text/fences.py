"""Where the front matter of a file stands and in which format, found before anything is parsed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_OPENING = re.compile(r"\s*?(---|\+\+\+)(toml|yaml|json)?[ \t]*(?:\r\n|\r|\n|\Z)")
_CLOSING = {
    "---": re.compile(r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)"),
    "+++": re.compile(r"(?<=[\r\n])\+\+\+[ \t]*(?:\r\n|\r|\n|\Z)"),
}
_JSON_OPENING = re.compile(r"\s*(\{)\s*[\"}]")
_JSON_CLOSING = re.compile(r"(?<=[\r\n])\}[ \t]*(?=[\r\n]|\Z)")
_REST_OF_LINE = re.compile(r"[ \t]*(?:\r\n|\r|\n|\Z)")
_TOML_LINE = re.compile(r"""[ \t]*(?:\[\[?[\w."' -]+\]\]?[ \t]*(?:\#.*)?\Z|[\w."'-]+[ \t]*=)""")
_KEY_LINE = re.compile(r"""[ \t]*(?:[\w."'-]+[ \t]*=|["']?[\w.-]+["']?[ \t]*:(?:\s|$))""")
_NOT_BLANK = re.compile(r"(?:\A|(?<=[\r\n]))(?!<{7} )[ \t]*[^\s#][^\r\n]*")  # a merge left its mark: read on


@dataclass(frozen=True, slots=True, kw_only=True)
class Fences:
    """`text[start:end]` is the front matter with its fences, `text[inner_start:inner_end]` what stands between them.

    JSON has no fences: its braces belong to the inner text. `closed` is False where only the opening one was found.
    """

    format: str  # "toml", "yaml", "json"
    start: int
    inner_start: int
    inner_end: int
    end: int
    closed: bool = True


def find_fences(text: str) -> Fences | None:
    """The front matter at the beginning of `text` (blank lines may stand before it); None where there is none.

    A rule (`---`) that merely opens a note is no fence: the first line after it must look like a key, or the closing
    fence must follow at once.
    """
    opening = _OPENING.match(text)
    if opening is None:
        return _find_json(text)
    closing = _CLOSING[opening[1]].search(text, opening.end())
    inner = text[opening.end() : closing.start() if closing else opening.end() + 2000]
    first = _NOT_BLANK.search(inner)
    if closing is None and opening.start(1):
        return None
    if first is None and (closing is None or inner.strip()):
        return None
    if first is not None and not opening[2] and not (_KEY_LINE.match(first[0]) or _TOML_LINE.match(first[0])):
        return None
    form = opening[2] or ("toml" if opening[1] == "+++" or (first and _TOML_LINE.match(first[0])) else "yaml")
    inner_end = closing.start() if closing else len(text)
    end = closing.end() if closing else opening.start(1)
    start = opening.start(1)
    return Fences(
        format=form, start=start, inner_start=opening.end(), inner_end=inner_end, end=end, closed=closing is not None
    )


def _find_json(text: str) -> Fences | None:
    opening = _JSON_OPENING.match(text)
    if opening is None:
        return None
    start = opening.start(1)
    try:
        _, inner_end = json.JSONDecoder(strict=False).raw_decode(text, start)
    except (ValueError, RecursionError):
        closing = _JSON_CLOSING.search(text, start)
        if closing is None:
            return None
        inner_end = closing.start() + 1
    after = _REST_OF_LINE.match(text, inner_end)
    if after is None:
        return None
    return Fences(format="json", start=start, inner_start=start, inner_end=inner_end, end=after.end())
