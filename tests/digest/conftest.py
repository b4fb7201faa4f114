from collections.abc import Callable
from datetime import date

import pytest

from drafter.records import Document, Fact, FactKind, Kind, Level, Quote, Stamp, content_id
from drafter.text.front_matter import parse_front_matter

MakeDocument = Callable[..., Document]
MakeFact = Callable[..., Fact]


@pytest.fixture
def make_document() -> MakeDocument:
    """Make a document of a title, a day ("2024-05-01" or "") and a text, without a disk."""

    def make(title: str, day: str = "", text: str = "本文。\n", **fields: object) -> Document:
        path = str(fields.pop("path", f"posts/{title or 'untitled'}.md"))
        values: dict[str, object] = {
            "id": content_id(path),
            "kind": Kind.POST,
            "path": path,
            "title": title,
            "stamp": Stamp(day=date.fromisoformat(day), origin="front matter: date") if day else None,
            "front_matter": parse_front_matter(text),
            "text": text,
            "level": Level.PUBLISHED,
        }
        return Document(**{**values, **fields})  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_fact() -> MakeFact:
    """Make a fact of a text, as if it stood in a document (an id), without a source to quote from."""

    def make(text: str, document_id: str = "d", **fields: object) -> Fact:
        quote = Quote(
            document_id=document_id,
            chunk_id=content_id(document_id, text),
            text=text,
            start=0,
            end=len(text),
            start_line=1,
            end_line=1,
        )
        values: dict[str, object] = {
            "id": content_id("fact", document_id, text),
            "text": text,
            "kind": FactKind.DID,
            "event_day": None,
            "document_day": None,
            "quotes": (quote,),
            "salience": 0.5,
            "level": Level.PUBLISHED,
        }
        return Fact(**{**values, **fields})  # type: ignore[arg-type]

    return make
