from collections.abc import Callable
from datetime import date

import pytest

from drafter.records import Document, Kind, Level, Stamp, content_id
from drafter.text.front_matter import parse_front_matter

MakeDocument = Callable[..., Document]


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
