"""What a period was about: documents and facts grouped by tags, categories, series and shared words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from drafter.digest.cues import EVENTS
from drafter.digest.labels import find_works, label_works, name_work
from drafter.digest.words import as_written, group_by_words, speaks_of, title_words
from drafter.records import Document, Fact, FactKind, Theme, content_id
from drafter.text.normal import fold

_THEMES_MAX = 9
_LONE_SALIENCE = 0.33  # a post that shares no label is a theme of its own if it tells as much as this
_LONE_MAX = 4
_ACHIEVED_SALIENCE = 0.5
_REST = ""
_GAPS = range(5)  # characters between sentences that follow each other


@dataclass(frozen=True, slots=True)
class _Homes:
    """The key of the theme each work and each fact belongs to."""

    works: dict[str, str]
    facts: dict[str, str]


def find_themes(
    documents: Sequence[Document], facts: Sequence[Fact], *, issues: Collection[str] = frozenset()
) -> tuple[Theme, ...]:
    """Group the period's works and facts into themes, heaviest first; each belongs to one.

    Turning points come first (a new job, a move), then labels that works share, then single works that tell much, then
    words that the facts of several documents share. What fits nowhere stands in the last theme, which has no name.
    `issues` are ids of documents that are told from and not named, such as the monthly reviews of a year.
    No documents give `()`.
    """
    by_id = {document.id: document for document in documents}
    works = tuple(work for work in find_works(documents) if work.id not in issues)
    homes = _Homes(works=label_works(works), facts={f.id: f"event:{f.event}" for f in facts if f.event})
    _home_lone_works(works, facts, homes)
    _home_facts(works, facts, homes)
    for word, members in group_by_words([f for f in facts if homes.facts[f.id] == _REST]).items():
        homes.facts.update(dict.fromkeys(members, f"word:{word}"))
    _write_labels_as_said(works, facts, homes)
    keys = dict.fromkeys([*homes.works.values(), *homes.facts.values()])
    themes = [_theme(key, homes, facts=facts, by_id=by_id) for key in keys]
    return tuple(_gather_rest(sorted(themes, key=lambda t: (not t.name, -t.weight, t.name))))


def _home_lone_works(works: Sequence[Document], facts: Sequence[Fact], homes: _Homes) -> None:
    telling = Counter[str]()
    for fact in facts:
        document_id = fact.quotes[0].document_id
        telling[document_id] = max(telling[document_id], round(fact.salience * 1000))
    lone = [w for w in works if homes.works[w.id] == _REST and telling[w.id] >= _LONE_SALIENCE * 1000]
    for work in sorted(lone, key=lambda w: -telling[w.id])[:_LONE_MAX]:
        homes.works[work.id] = name_work(work)


def _home_facts(works: Sequence[Document], facts: Sequence[Fact], homes: _Homes) -> None:
    """Facts of works stay with them; others join the theme they name, or that of the fact they follow directly."""
    spoken = {fold(name).text: name for name in homes.works.values() if name != _REST}
    spoken |= {w: homes.works[i] for w, i in title_words(works, facts).items() if homes.works[i] != _REST}
    for fact in facts:
        if fact.id in homes.facts:
            continue
        document_id = fact.quotes[0].document_id
        heard = next((home for word, home in spoken.items() if speaks_of(fact, word)), _REST)
        homes.facts[fact.id] = homes.works.get(document_id, heard)
    told = [fact for fact in facts if homes.facts[fact.id] != _REST and not fact.event]
    ends = {
        (fact.quotes[0].document_id, fact.quotes[0].end + gap): homes.facts[fact.id] for fact in told for gap in _GAPS
    }
    for fact in facts:
        if homes.facts[fact.id] == _REST:
            homes.facts[fact.id] = ends.get((fact.quotes[0].document_id, fact.quotes[0].start), _REST)


def _write_labels_as_said(works: Sequence[Document], facts: Sequence[Fact], homes: _Homes) -> None:
    """A tag in small letters becomes the name the author writes: picoshare, PicoShare."""
    texts = [*(work.title for work in works), *(fact.text for fact in facts)]
    for label in {name for name in homes.works.values() if name.isascii() and name.islower()}:
        said = as_written(fold(label).text, texts)
        for table in (homes.works, homes.facts):
            table.update({i: said for i, home in table.items() if home == label})


def _theme(key: str, homes: _Homes, *, facts: Sequence[Fact], by_id: Mapping[str, Document]) -> Theme:
    own = [fact for fact in facts if homes.facts[fact.id] == key]
    posts = [i for i, home in homes.works.items() if home == key]
    ids = dict.fromkeys([*posts, *(f.quotes[0].document_id for f in own)])
    event = key.removeprefix("event:") if key.startswith("event:") else ""
    achieved = any(f.kind is FactKind.ACHIEVED and f.salience >= _ACHIEVED_SALIENCE for f in own)
    weight = sum(f.salience for f in own[:3]) + 0.25 * math.log1p(len(posts)) + 0.6 * achieved + 2.0 * bool(event)
    return Theme(
        id=content_id("theme", key),
        name=_event_name(event, own) if event else key.removeprefix("word:"),
        document_ids=_by_day(ids, by_id),
        post_ids=_by_day(posts, by_id),
        fact_ids=tuple(fact.id for fact in own),
        weight=round(weight, 4),
        event=event,
    )


def _by_day(ids: Sequence[str] | Mapping[str, None], by_id: Mapping[str, Document]) -> tuple[str, ...]:
    return tuple(sorted(ids, key=lambda i: (str(stamp.day) if (stamp := by_id[i].stamp) else "", by_id[i].path)))


def _event_name(event: str, facts: Sequence[Fact]) -> str:
    """The author's own word for the turning point: the one they used most."""
    pattern = dict(EVENTS)[event]
    said = Counter(match.group(0) for fact in facts for match in pattern.finditer(fact.text))
    return min(said, key=lambda word: (-said[word], word))


def _gather_rest(themes: Sequence[Theme]) -> list[Theme]:
    """Keep the heaviest themes; the others join the one without a name."""
    named = [theme for theme in themes if theme.name]
    kept, small = named[:_THEMES_MAX], [*named[_THEMES_MAX:], *(t for t in themes if not t.name)]
    if not small:
        return kept
    rest = Theme(
        id=content_id("theme", _REST),
        name=_REST,
        document_ids=tuple(dict.fromkeys(i for t in small for i in t.document_ids)),
        post_ids=tuple(i for t in small for i in t.post_ids),
        fact_ids=tuple(i for t in small for i in t.fact_ids),
        weight=round(sum(t.weight for t in small), 4),
    )
    return [*kept, rest]
