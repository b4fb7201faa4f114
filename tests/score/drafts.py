"""Drafts and sources made in a line, without a disk."""

from __future__ import annotations

from datetime import date

from drafter.records import (
    Count,
    Document,
    Draft,
    Form,
    Kind,
    Level,
    Passage,
    Quote,
    Score,
    Section,
    Sentence,
    Stamp,
    Standing,
)
from drafter.text.front_matter import parse_front_matter

POSTS = Count(id="c", name="posts", value=3, rule="published posts of 2024")


def make_source(name: str, day: str = "", text: str = "本文。\n", *, url: str | None = None) -> Document:
    """A post whose id is its name, of a day such as "2024-05-01"."""
    return Document(
        id=name,
        kind=Kind.POST,
        path=f"posts/{name}.md",
        title=name,
        stamp=Stamp(day=date.fromisoformat(day), origin="front matter: date") if day else None,
        front_matter=parse_front_matter(text),
        text=text,
        level=Level.PUBLISHED,
        url=url,
    )


def quote_of(document_id: str, words: str = "言葉") -> Quote:
    return Quote(document_id=document_id, chunk_id=None, text=words, start=0, end=len(words), start_line=1, end_line=1)


def proved(text: str, *document_ids: str, words: str = "言葉") -> Sentence:
    """A sentence with a quote of each document, or with a fact alone where there is none."""
    quotes = tuple(quote_of(document_id, words) for document_id in document_ids)
    return Sentence(text=text, standing=Standing.PROVED, fact_ids=() if quotes else ("f",), quotes=quotes)


def counted(text: str) -> Sentence:
    return Sentence(text=text, standing=Standing.COUNTED, counts=(POSTS,))


def proposed(text: str) -> Sentence:
    return Sentence(text=text, standing=Standing.PROPOSED)


def passage(*sentences: Sentence, form: Form = Form.PARAGRAPH) -> Passage:
    return Passage(form=form, sentences=sentences)


def make_draft(*pieces: Sentence | Passage, heading: str = "できごと") -> Draft:
    """A draft of one section; a sentence on its own is a paragraph."""
    passages = tuple(passage(piece) if isinstance(piece, Sentence) else piece for piece in pieces)
    return Draft(title="2024年の振り返り", sections=(Section(heading=heading, level=2, passages=passages),))


def ratio(score: Score) -> tuple[float | None, float | None, float | None]:
    return score.value, score.numerator, score.denominator
