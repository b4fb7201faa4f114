"""HTML that cannot be broken by what stands in it: elements whose texts are escaped unless they are HTML themselves."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_SHOWN = "\ufffd"
_VOID = frozenset({"br", "hr", "meta"})


class Html(str):
    """Markup. Only `text`, `tag` and `join` make it, of texts that they escape."""

    __slots__ = ()


def text(words: str) -> Html:
    """Words as they are to be read: characters that HTML forbids are shown as �, those that turn the direction go.

    >>> text("</script>\\0&")
    '&lt;/script&gt;�&amp;'
    """
    if isinstance(words, Html):
        return words
    return Html(escape(_TURNING.sub("", _FORBIDDEN.sub(_SHOWN, words)), quote=True))


def tag(name: str, /, *children: str, **attributes: str | int | float | bool | None) -> Html:
    """An element. An attribute that is None or False is left out, True stands alone; `class_` is class, `_` is "-".

    >>> tag("a", "<b>", href="#x", class_="y", hidden=True, title=None)
    '<a href="#x" class="y" hidden>&lt;b&gt;</a>'
    """
    written = "".join(
        f" {_attribute(key)}" if value is True else f' {_attribute(key)}="{text(str(value))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(children)}</{name}>")


def join(children: Iterable[str], between: str = "") -> Html:
    """Texts and elements one after the other."""
    return Html(text(between).join(map(text, children)))


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")
