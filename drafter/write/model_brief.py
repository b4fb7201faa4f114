"""What the writer by model is given, and how it is shown in a prompt."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from drafter.ground.sentence import Manner
from drafter.model.prompts import SYSTEM, Prompts
from drafter.model.short_ids import short_ids
from drafter.records import Asset, Chunk, Count, Digest, Document, Fact, Goal, Level, Quote
from drafter.store.wording import Wording
from drafter.text.inline import plain
from drafter.write.passages import Source

Fill = Callable[[str], tuple[str, Count] | None]
_ADDRESSES_MAX, _ADDRESS_CHARS = 3, 200


@dataclass(frozen=True, kw_only=True)
class ModelBrief:
    """What the writer is given. `posts` are the works of the period in order of their days; `earlier` is the body of
    the last retrospective, "" for none; `samples` stand in for it. `links` maps what a source writes as a target to
    an address that resolves."""

    title: str
    period_name: str
    next_period_name: str
    language: str  # in English: "Japanese"
    digest: Digest
    documents: Mapping[str, Document]
    posts: tuple[Document, ...]
    wording: Wording
    prompts: Prompts
    links: Mapping[str, str]
    fill: Fill
    counts: tuple[tuple[str, str], ...]
    manner: Manner
    chunks: Mapping[str, Chunk]  # by id
    repeats: Callable[[str], Quote | None]  # words of an earlier retrospective that a sentence repeats
    denied: Callable[[str], tuple[str, ...]]  # names of the deny list in a text
    sets_next_goals: Callable[[str], bool]  # whether a heading stands over goals for the next period
    earlier_is_past: bool = True  # no event of `earlier` belongs to the period
    said_before: tuple[Fact, ...] = ()  # of the last retrospective, about the time to come
    earlier: str = ""
    habit: str = ""  # what kind of retrospective `earlier` is
    samples: str = ""
    voice: tuple[str, ...] = ()
    skeleton: tuple[str, ...] = ()  # headings of `earlier`, with marks of their level
    chars: int = 2600
    figure: Asset | None = None

    @property
    def is_blog(self) -> bool:
        """Whether the author publishes: what only notes hold is then told with care."""
        return self.digest.statistics.posts.value > 0

    @property
    def system(self) -> str:
        """The block that every request begins with."""
        return self.prompts.render(SYSTEM, language=self.language)

    @property
    def source(self) -> Source:
        """Where told words come from."""
        stop, colon = self.wording.say("names.full_stop"), self.wording.say("names.colon")
        return Source(documents=self.documents, links=self.links, full_stop=stop, colon=colon)

    @cached_property
    def facts(self) -> dict[str, Fact]:
        """The facts by id."""
        return {fact.id: fact for fact in (*self.digest.facts, *self.said_before)}

    @cached_property
    def shorts(self) -> dict[str, str]:
        """The short id of every fact, goal and post."""
        return (
            short_ids(self.facts, "f")
            | short_ids((goal.id for goal in self.digest.goals), "g")
            | short_ids((post.id for post in self.posts), "p")
        )

    @cached_property
    def ids(self) -> dict[str, str]:
        """The id behind every short one."""
        return {short: own for own, short in self.shorts.items()}

    def show_fact(self, fact: Fact) -> dict[str, object]:
        """A fact as prompts have it."""
        sources = dict.fromkeys(quote.document_id for quote in fact.quotes)
        titles = [self._source_name(self.documents[i]) for i in sources]
        return {
            "id": self.shorts[fact.id],
            "when": str(fact.event_day or (f"written {fact.document_day}" if fact.document_day else "-")),
            "kind": str(fact.kind),
            "salience": round(fact.salience * 5),
            "subject": fact.subject,
            "text": fact.text,
            "quotes": [" ".join(quote.text.split()) for quote in fact.quotes],
            "source": "; ".join(titles),
            "links": self._addresses_near(fact),
            "private": fact.level is not Level.PUBLISHED,
        }

    def _addresses_near(self, fact: Fact) -> list[str]:
        """Addresses of other sites in the blocks that its quotes stand in, a few."""
        found: dict[str, None] = {}
        for quote in fact.quotes:
            chunk, text = self.chunks.get(quote.chunk_id or ""), self.documents[quote.document_id].text
            for block in chunk.blocks if chunk else ():
                if block.start <= quote.start < block.end:
                    found |= dict.fromkeys(re.findall(r"https?://[^\s<>()\"'」』]+", text[block.start : block.end]))
        shown = [address for address in found if address in self.manner.links and len(address) <= _ADDRESS_CHARS]
        return shown[:_ADDRESSES_MAX]

    def _source_name(self, document: Document) -> str:
        short = self.shorts.get(document.id)
        return f"{document.title} {short}" if short else document.title

    def show_post(self, post: Document) -> dict[str, object]:
        """A post as prompts have it."""
        return {
            "id": self.shorts[post.id],
            "day": str(post.stamp.day) if post.stamp else "-",
            "title": post.title,
            "labels": ", ".join(dict.fromkeys((*post.categories, *post.tags))),
            "link": "" if post.url else address_in(post),
        }

    def show_goal(self, goal: Goal) -> dict[str, object]:
        """A goal as prompts have it."""
        return {
            "id": self.shorts[goal.id],
            "heading": goal.heading,
            "text": plain(goal.text).strip(),
            "evidence": " ".join(self.shorts[i] for i in goal.evidence if i in self.shorts),
        }

    def ask_documents(self, facts: Sequence[Fact]) -> tuple[str, ...]:
        """Ids of the documents whose words are in a request about these facts."""
        ids = [q.document_id for fact in facts for q in fact.quotes]
        return tuple(dict.fromkeys((*ids, *(post.id for post in self.posts))))


def address_in(post: Document) -> str:
    """The address that a post's front matter gives, of what it announces; "" for none."""
    values = (value for value in post.front_matter.values.values() if isinstance(value, str))
    return next((value for value in values if value.startswith(("https://", "http://"))), "")
