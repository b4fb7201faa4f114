"""Facts and posts as passages: the sentence told, the link of a post, a theme's paragraphs and lists."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from drafter.records import Document, Fact, Form, Goal, Level, Passage, Quote, Section, Sentence, Standing, Theme
from drafter.text.lines import line_number
from drafter.write.telling import close, find_definitions, join_chapters, tell

_SENTENCES_PER_PARAGRAPH = 4
_GAP_CHARS = 4
_NEAR_CHARS = 1200  # sentences further apart in a post are no one paragraph
_MARKS = re.compile(r"[\[\]]|<(?=[A-Za-z/!?])|\*(?=\*)|_(?=_)|\\(?=[\[\]<*_])")  # that would not be shown in a title


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where sentences come from: the documents by id, the addresses their links resolve to; and their punctuation."""

    documents: Mapping[str, Document]
    links: Mapping[str, str]
    full_stop: str
    colon: str


def each_sentence(section: Section, change: Callable[[Sentence], Sentence]) -> Section:
    """The section with each of its sentences changed."""
    passages = (replace(p, sentences=tuple(map(change, p.sentences))) for p in section.passages)
    return replace(section, passages=tuple(passages))


def ask_for_yes(sentence: Sentence, documents: Mapping[str, Document]) -> Sentence:
    """For a blog: what rests on private notes alone needs its author's yes."""
    levels = {documents[quote.document_id].level for quote in sentence.quotes}
    return replace(sentence, standing=Standing.PROPOSED) if levels and Level.PUBLISHED not in levels else sentence


def tell_fact(fact: Fact, *, source: Source) -> Sentence:
    """The author's own words of a fact, as they may stand in the draft; a list of scores in one line."""
    if fact.quotes[0].text in fact.text and " / " in fact.text and len(fact.quotes) > 1:
        return Sentence(text=fact.text, standing=Standing.PROVED, fact_ids=(fact.id,), quotes=fact.quotes)
    return _told(fact, source=source, full_stop=source.full_stop)


def tell_item(fact: Fact, *, source: Source) -> Sentence:
    """A line of the author's own list, as it stands in the newest; chapters of the earlier ones count in."""
    told = _told(fact, source=source, full_stop="")
    return replace(told, text=join_chapters(told.text, [quote.text for quote in fact.quotes[1:]]))


def _told(fact: Fact, *, source: Source, full_stop: str) -> Sentence:
    text = _words(fact.quotes[0], source=source, full_stop=full_stop)
    return Sentence(text=text, standing=Standing.PROVED, fact_ids=(fact.id,), quotes=fact.quotes)


def _words(quote: Quote, *, source: Source, full_stop: str) -> str:
    document = source.documents[quote.document_id]
    links = {**source.links, **find_definitions(document.text)} if "[" in quote.text else source.links
    return tell(quote.text, links=links, full_stop=full_stop)


def title_link(document: Document, *, source: Source) -> Sentence:
    """A post by its title, linked where the site serves it; the title is quoted from its front matter or heading."""
    title = _MARKS.sub(r"\\\g<0>", document.title)
    text = f"[{title}]({document.url})" if document.url else title
    return Sentence(text=text, standing=Standing.PROVED, quotes=(quote_title(document),))


def titles_in_line(name: str, posts: Sequence[Document], *, source: Source) -> Passage:
    """Posts that tell nothing of themselves, in one line under the name they share."""
    links = [title_link(post, source=source) for post in posts]
    text = f"{name}{source.colon}" + " / ".join(link.text for link in links)
    quotes = tuple(quote for link in links for quote in link.quotes)
    return Passage(form=Form.ITEM, sentences=(Sentence(text=text, standing=Standing.PROVED, quotes=quotes),))


def quote_title(document: Document) -> Quote:
    """The title where it stands in the file; no characters at its start where it comes from the file's name."""
    start = max(0, document.text.find(document.title)) if document.title else 0
    found = document.text[start : start + len(document.title)] == document.title
    text = document.title if found else ""
    line = line_number(document.text, start)
    return Quote(
        document_id=document.id,
        chunk_id=None,
        text=text,
        start=start,
        end=start + len(text),
        start_line=line,
        end_line=line,
    )


def goal_item(goal: Goal, *, source: Source) -> Passage:
    """A goal, word for word as it was set, on one line and with links that resolve."""
    text = _words(goal.quote, source=source, full_stop="")
    return Passage(form=Form.ITEM, sentences=(Sentence(text=text, standing=Standing.PROVED, quotes=(goal.quote,)),))


def theme_passages(
    theme: Theme, facts: Sequence[Fact], posts: Sequence[Document], *, source: Source
) -> tuple[Passage, ...]:
    """What happened first, in the order it happened; then the posts, each with what it tells of itself below it.

    A theme of one telling post is a paragraph with the link below it, one of several is a list.
    """
    by_post: dict[str, list[Fact]] = {}
    loose: list[Fact] = []
    for fact in sorted(facts, key=lambda f: (str(f.document_day), f.quotes[0].start)):
        home = source.documents[fact.quotes[0].document_id]
        (by_post.setdefault(home.id, []) if home in posts else loose).append(fact)
    if len(by_post) == len(posts) == 1:
        loose, by_post = (
            sorted([*loose, *next(iter(by_post.values()))], key=lambda f: (str(f.document_day), f.quotes[0].start)),
            {},
        )
    passages = told_apart(loose, source=source)
    for post in posts:
        passages.append(Passage(form=Form.ITEM, sentences=(title_link(post, source=source),)))
        passages += _paragraphs(by_post.get(post.id, ()), source=source, depth=1)
    return tuple(passages)


def told_apart(facts: Sequence[Fact], *, source: Source) -> list[Passage]:
    """Sentences of one document are a paragraph; of several, items of a list, those side by side in one of them.

    What was said days apart is not one thought.
    """
    groups: list[list[Fact]] = []
    for fact in facts:
        last = groups[-1][-1].quotes[0] if groups else None
        if last and last.document_id == fact.quotes[0].document_id and fact.quotes[0].start - last.end <= _GAP_CHARS:
            groups[-1].append(fact)
        else:
            groups.append([fact])
    if len({fact.quotes[0].document_id for fact in facts}) < 2:
        return _paragraphs(facts, source=source, depth=0)
    return [Passage(form=Form.ITEM, sentences=_in_a_row(group, source=source)) for group in groups]


def _paragraphs(facts: Sequence[Fact], *, source: Source, depth: int) -> list[Passage]:
    """Sentences that stood near each other, four at most to a paragraph."""
    parts: list[list[Fact]] = []
    for fact in facts:
        near = bool(parts) and fact.quotes[0].start - parts[-1][-1].quotes[0].end <= _NEAR_CHARS
        if near and len(parts[-1]) < _SENTENCES_PER_PARAGRAPH:
            parts[-1].append(fact)
        else:
            parts.append([fact])
    return [Passage(form=Form.PARAGRAPH, depth=depth, sentences=_in_a_row(part, source=source)) for part in parts]


def _in_a_row(facts: Sequence[Fact], *, source: Source) -> tuple[Sentence, ...]:
    told = [tell_fact(fact, source=source) for fact in facts]
    closed = [replace(sentence, text=close(sentence.text, full_stop=source.full_stop)) for sentence in told[:-1]]
    return (*closed, *told[-1:])
