"""Turning points of the year, a new job or a move: asked about by the author's own words for them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from drafter.digest.cues import EVENTS, supposes
from drafter.records import Digest, Document, Fact, Kind, Level, Question, Theme, content_id
from drafter.store.wording import Wording
from drafter.text.hidden import strip_hidden
from drafter.text.plural import count_of

_WEIGHT = 10.0
_WORDS_SHOWN = 4
_NOTES_MIN = 2


def ask_about_events(digest: Digest, documents: Iterable[Document], *, wording: Wording) -> Iterator[Question]:
    """One question a kind of event: in the file where a post tells of it, in the terminal where only notes do.

    `documents` hold no private one.
    """
    notes = [d for d in documents if d.kind is Kind.NOTE and d.stamp and d.stamp.day in digest.period]
    themes = {theme.event: theme for theme in digest.themes if theme.event}
    facts = {fact.id: fact for fact in digest.facts}
    for event, pattern in EVENTS:
        theme = themes.get(event)
        told = [fact for i in theme.fact_ids if (fact := facts[i]).level is Level.PUBLISHED] if theme else []
        if theme and told:
            yield _of_posts(event, theme, told, wording=wording)
        elif words := _words_in_notes(pattern, notes):
            yield _of_notes(event, words, wording=wording)


def _of_posts(event: str, theme: Theme, told: Sequence[Fact], *, wording: Wording) -> Question:
    months = Counter(fact.document_day.month for fact in told if fact.document_day)
    month = min(months, key=lambda month: (-months[month], month), default=1)
    text = wording.say(f"questions.event_{event}", month=wording.say("names.month", month=month))
    why = f"{count_of(len(told), 'sentence')} {'speaks' if len(told) == 1 else 'speak'} of it"
    return _question(text, why=why, place=theme.id, level=Level.PUBLISHED)


def _of_notes(event: str, words: Sequence[tuple[str, Document]], *, wording: Wording) -> Question:
    shown = tuple(
        wording.say("names.word_in_month", word=word, month=wording.say("names.month", month=note.stamp.day.month))
        for word, note in words
        if note.stamp
    )
    text = wording.say(f"questions.event_{event}_private", words=wording.join(shown))
    return _question(text, why=f"first in {words[0][1].path}", place="", level=Level.OWN)


def _question(text: str, *, why: str, place: str, level: Level) -> Question:
    return Question(
        id=content_id("question", text, place), text=text, why=why, place=place, level=level, weight=_WEIGHT
    )


def _words_in_notes(pattern: re.Pattern[str], notes: Sequence[Document]) -> list[tuple[str, Document]]:
    """The words of the event with the first note of each, by day; none where a single note speaks of it."""
    first: dict[str, Document] = {}
    speaking = set()
    for note in sorted(notes, key=lambda note: (str(note.stamp.day) if note.stamp else "", note.path)):
        for line in strip_hidden(note.body).splitlines():
            found = None if supposes(line) else pattern.search(line)
            if found:
                first.setdefault(found.group(0), note)
                speaking.add(note.id)
    return list(first.items())[:_WORDS_SHOWN] if len(speaking) >= _NOTES_MIN else []
