"""May a draft link there: addresses that stand in the sources, and the author's own posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from drafter.ground.evidence import Manner
from drafter.ground.told import Told
from drafter.records import Fault
from drafter.text.inline import links

_POST_ID = re.compile(r"p[0-9a-f]{4,}")
_LINKS = re.compile(r"\]\(|\]\[|<|https?://", re.I)


def check_links(told: Told, manner: Manner) -> Iterator[Fault]:
    """A fault for each link to what is neither an allowed address nor the id of an own post (p3a2f).

    Addresses are alike but for a slash at the end and percent signs.
    """
    if not _LINKS.search(told.markdown):
        return
    allowed = _alike(manner.links)
    for link in links(told.markdown):
        if not (_POST_ID.fullmatch(link.target) or link.target.startswith("#") or _key(link.target) in allowed):
            message = (
                f"'{link.target}' stands in no source: link an own post by its id, [words](p3a2f), or take the link off"
            )
            yield Fault(rule="link", message=message, words=link.target)


@lru_cache(maxsize=8)
def _alike(addresses: frozenset[str]) -> frozenset[str]:
    return frozenset(map(_key, addresses))


def _key(address: str) -> str:
    return unquote(unescape(address)).rstrip("/")
