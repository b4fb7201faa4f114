"""The anchors a page has: those its generator makes of headings, and those its author wrote."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from drafter.records import BlockKind
from drafter.text.blocks import heading_text, parse_blocks
from drafter.text.inline import plain

_WRITTEN = re.compile(r"\{#([\w.:-]+)|\b(?:id|name)=[\"']([^\"']+)[\"']")


@lru_cache(maxsize=128)
def find_anchors(body: str) -> frozenset[str]:
    """The anchors of a Markdown body, in small letters.

    >>> sorted(find_anchors("## 読んだ本 (2024)\\n\\n## Next year!\\n"))
    ['next-year', '読んだ本-2024']

    Source: Goldmark's automatic heading ids of the type "github", as Hugo 0.111 and 0.168 write them.
    """
    found = {(match[1] or match[2]).casefold() for match in _WRITTEN.finditer(body)}
    seen: Counter[str] = Counter()
    for block in parse_blocks(body):
        if block.kind is BlockKind.HEADING:
            anchor = _anchor(plain(heading_text(block, body)))
            found.add(f"{anchor}-{seen[anchor]}" if seen[anchor] else anchor)
            seen[anchor] += 1
    return frozenset(found)


def _anchor(words: str) -> str:
    kept = (sign if sign.isalnum() or sign in "-_" else "-" if sign.isspace() else "" for sign in words.strip())
    return "".join(kept).casefold() or "heading"
