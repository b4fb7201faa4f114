"""Words that an author comes back to: in many of the period's documents and in more than one of its months."""

from __future__ import annotations

import re
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence

from drafter.digest.statistics import n_characters
from drafter.records import BlockKind, Document
from drafter.text.blocks import parse_blocks
from drafter.text.inline import plain
from drafter.text.words import terms

_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE})
_ADJECTIVE = re.compile(r"(?<![ぁ-ゖ一-鿿])[ぁ-ゖ]{2,4}い(?=[！!。、(（\s〜ー]|$)")  # えらい, うれしい
_DOCUMENTS_MIN = 20
_SHORT_CHARS = 1500  # a document at the median: a diary's words tell of its author, a manual's of its subject
_TIMES_MIN, _MONTHS_MIN, _SHARE_MAX = 5, 2, 0.7


def find_returning_words(documents: Sequence[Document], *, limit: int = 20) -> tuple[str, ...]:
    """The words that most of the documents hold, those of nearly all or of one month left out; the most frequent
    first. `()` for few documents or long ones."""
    dated = [d for d in documents if d.stamp]
    if len(dated) < _DOCUMENTS_MIN or statistics.median(n_characters(d.body) for d in dated) > _SHORT_CHARS:
        return ()
    counts: Counter[str] = Counter()
    months: dict[str, set[str]] = defaultdict(set)
    for document in dated:
        for word in _words(document):
            counts[word] += 1
            months[word].add(str(document.stamp and document.stamp.day)[:7])
    most = _SHARE_MAX * len(dated)
    found = [w for w, n in counts.most_common() if _TIMES_MIN <= n <= most and len(months[w]) >= _MONTHS_MIN]
    return tuple(found[:limit])


def _words(document: Document) -> set[str]:
    text = document.text
    blocks = parse_blocks(text, start=document.front_matter.end)
    prose = "\n".join(plain(text[block.start : block.end]) for block in blocks if block.kind in _PROSE)
    return {*terms(prose), *_ADJECTIVE.findall(prose)}
