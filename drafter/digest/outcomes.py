"""What a study note holds for its author besides its subject: the scores of an exam, the takeaway of a book."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from drafter.digest.cues import defines_term, stands_alone
from drafter.digest.quotes import quote_span
from drafter.records import BlockKind, Chunk, Document, Fact, FactKind, Kind, Quote, content_id
from drafter.text.inline import links, plain
from drafter.text.sentences import split_sentences

_BOOK = re.compile(r"書評|読書|読了|読んだ本|ブックレビュー|本の感想|\bbook(?:s| review| notes?)?\b", re.I)
_SCORES_HEADING = re.compile(
    r"^(?:試験|受験|テスト|本番|模試)?の?(?:結果|スコア|成績|得点)$|^(?:exam )?(?:results?|scores?)$", re.I
)
_SCORE = re.compile(r"\d+(?:\.\d+)?\s*(?:%|％|点|/\s*\d+|位|問)")
_SCORES_MIN = 2
_OWN_HEADING = re.compile(r"所感|感想|意識|思った|感じた|学び|学んだ|残った|takeaway|thought|lesson", re.I)
_BOOK_HEADING = re.compile(r"抜粋|要約|引用|内容|目次|メモ$|quote|summary|contents", re.I)
_STRESSED = re.compile(
    r"重要|大切|大事|べき(?:だ|である|。)|本質|ことにした|\b(?:important|essential|key|should|must|matters?)\b",
    re.I,
)
_SALIENCE_SCORES, _SALIENCE_TAKEAWAY = 0.75, 0.31
_TAKEAWAY_CHARS = range(12, 90)


def is_about_book(document: Document) -> bool:
    """Whether the document reviews a book: what it says is the book's unless the author is in the sentence."""
    return bool(_BOOK.search(" ".join((document.title, *document.tags, *document.categories))))


def find_outcomes(documents: Iterable[Document], chunks: Iterable[Chunk], *, told: Iterable[str]) -> tuple[Fact, ...]:
    """Scores listed under a heading of results, and one takeaway of each book whose id is not among `told`."""
    known, found = set(told), []
    chunks_of: dict[str, list[Chunk]] = defaultdict(list)
    for chunk in chunks:
        chunks_of[chunk.document_id].append(chunk)
    for document in documents:
        if document.kind is not Kind.POST or document.draft:
            continue
        own = chunks_of[document.id]
        found += [fact for chunk in own if (fact := _scores(document, chunk))]
        if is_about_book(document) and document.id not in known:
            found += _takeaway(document, own)
    return tuple(found)


def _scores(document: Document, chunk: Chunk) -> Fact | None:
    items = [b for b in chunk.blocks if b.kind is BlockKind.ITEM]
    if not chunk.heading_path or not _SCORES_HEADING.match(chunk.heading_path[-1]):
        return None
    items = [item for item in items if _SCORE.search(document.text[item.start : item.end])]
    texts = [plain(document.text[item.start : item.end]).strip() for item in items]
    if len(items) < _SCORES_MIN:
        return None
    quotes = tuple(quote_span(document, chunk, start=item.start, end=item.end) for item in items)
    told = f"{chunk.heading_path[-1]}：{' / '.join(texts)}"
    return _fact(document, told, FactKind.ACHIEVED, quotes=quotes, salience=_SALIENCE_SCORES)


def _takeaway(document: Document, chunks: Sequence[Chunk]) -> list[Fact]:
    best: tuple[float, Fact] | None = None
    for chunk in chunks:
        for block in (b for b in chunk.blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM)):
            for start, end in split_sentences(document.text[block.start : block.end]):
                span = (block.start + start, block.start + end)
                rated = _rate_takeaway(document, chunk, span)
                if rated and (best is None or rated[0] > best[0]):
                    best = rated
    return [best[1]] if best else []


def _rate_takeaway(document: Document, chunk: Chunk, span: tuple[int, int]) -> tuple[float, Fact] | None:
    source = document.text[span[0] : span[1]]
    text = plain(source).strip()
    if len(text) not in _TAKEAWAY_CHARS or not stands_alone(text) or defines_term(text) or links(source):
        return None
    path = chunk.heading_path
    own = any(_OWN_HEADING.search(heading) for heading in path)
    if any(_BOOK_HEADING.search(heading) for heading in path) or not (own or _STRESSED.search(text)):
        return None
    worth = 2.0 * own + 1.0 * ("**" in source) + 0.3 * text.endswith(("。", "."))
    quote = quote_span(document, chunk, start=span[0], end=span[1])
    return worth, _fact(document, text, FactKind.LEARNED, quotes=(quote,), salience=_SALIENCE_TAKEAWAY)


def _fact(document: Document, text: str, kind: FactKind, *, quotes: tuple[Quote, ...], salience: float) -> Fact:
    return Fact(
        id=content_id("fact", document.id, text),
        text=text,
        kind=kind,
        event_day=None,
        document_day=document.stamp.day if document.stamp else None,
        quotes=quotes,
        salience=salience,
        level=document.level,
    )
