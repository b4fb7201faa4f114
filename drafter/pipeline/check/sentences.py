"""Does each sentence stand: by its record, or by the sources; and does it sound like its author."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from drafter.ground.archive import check_archive
from drafter.ground.evidence import Known, Manner, index_known
from drafter.ground.manner import learn_manner
from drafter.ground.names import find_unknown_names
from drafter.ground.told import Told, read_told
from drafter.pipeline.check.finding import Finding, Severity, fault
from drafter.pipeline.check.manuscript import Manuscript
from drafter.pipeline.check.numbers import find_unproven
from drafter.pipeline.check.record import Record, recall
from drafter.pipeline.check.spelling import find_spelling
from drafter.records import Form, Standing
from drafter.score.page import PlacedSentence
from drafter.score.places import place_of
from drafter.text.language import detect_language
from drafter.text.periods import year_period
from drafter.text.voice import is_polite

_ANY_PERIOD = year_period("2000")
_DATE = re.compile(r"[年月日]\s*$|\d[-/.]\d{1,2}[-/.]\d|年度\s*$")
_MONTH = re.compile(r"\d{1,2}月")
_ONE_REGISTER, _SENTENCES_MIN = 0.8, 5  # below it a page has none of its own
_ENDING_CHARS = 12
_QUOTED_END = ("」", "』", ")", "）", "”")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """A sentence of the page with what drafter remembers of it; None: it is its author's."""

    placed: PlacedSentence
    told: Told
    record: Record | None

    @property
    def severity(self) -> Severity:
        """Of a doubt about what it says: an author's own words are theirs."""
        return Severity.ERROR if self.record else Severity.NOTE


def check_sentences(manuscript: Manuscript) -> Iterator[Finding]:
    """Findings on what the sentences say, and on how.

    A sentence that drafter wrote is proved by its record while its sources hold the quoted words; if not, it says so
    and is held against the sources like any other. Proposals are not looked at: they are the author's to judge. Without
    a period, numbers and names are held against nothing.
    """
    read = [
        _Read(placed=placed, told=read_told(placed.sentence.text), record=recall(manuscript, placed))
        for placed in manuscript.page.sentences
        if placed.sentence.standing is not Standing.PROPOSED
    ]
    manner = _manner(manuscript)
    for one in read:
        if one.record and one.record.changed:
            yield _at(manuscript, one.placed, Severity.WARNING, "changed-source", one.record.changed)
    doubtful = [one for one in read if not (one.record and one.record.proved)]
    if manuscript.period is not None:
        for one in doubtful:
            yield from _doubts(manuscript, one)
        yield from _names(manuscript, manner, doubtful)
    yield from _archive(manuscript, manner, doubtful)
    yield from _register(manuscript, manner, read)


def _doubts(manuscript: Manuscript, one: _Read) -> Iterator[Finding]:
    """Each number that nothing proves; in which month something was, an author knows by heart."""
    for number in find_unproven(manuscript, one.placed):
        start, end = one.placed.start + number.start, one.placed.start + number.end
        words = manuscript.page.body[start:end].strip()
        if one.record or not _MONTH.fullmatch(words):
            rule = "unproven-date" if _DATE.search(words) else "unproven-number"
            message = f"'{words}': {number.note}: {_next_step(one.severity)}"
            yield fault(one.severity, rule, message, start + manuscript.body_start, end + manuscript.body_start)


def _names(manuscript: Manuscript, manner: Manner, read: Sequence[_Read]) -> Iterator[Finding]:
    """Each name once, where it first stands; words in quotation marks and labels of links are no names.

    An author names what they like: of their own words only what looks like a slip is told.
    """
    told: set[str] = set()
    for one in read:
        for name in find_unknown_names(replace(one.told, text=one.told.own), manner):
            if name in told:
                continue
            likely = manuscript.project.once(
                ("spelling", name), partial(find_spelling, name, manner.known), of=manuscript.document.path
            )
            if not (one.record or likely):
                continue
            told.add(name)
            message = (
                f"'{name}' stands in no source{f', {likely!r} does' if likely else ''}: {_next_step(one.severity)}"
            )
            yield _at(manuscript, one.placed, one.severity, "unproven-name", message, words=name)


def _next_step(severity: Severity) -> str:
    if severity is Severity.ERROR:
        return "correct it, or make the sentence your own"
    return "these words are yours, look once more"


def _archive(manuscript: Manuscript, manner: Manner, read: Sequence[_Read]) -> Iterator[Finding]:
    """Of an author's own words only what plainly reports an archive, and that as a note."""
    for one in read:
        for found in check_archive(one.told, manner):
            if found.hard or one.record:
                severity = Severity.WARNING if one.record else Severity.NOTE
                yield _at(manuscript, one.placed, severity, "archive-speak", found.message, words=found.words)


def _register(manuscript: Manuscript, manner: Manner, read: Sequence[_Read]) -> Iterator[Finding]:
    """Sentences in another register than the page's, or else than the author's habit; once where all of it is so."""
    endings = [
        (one, sentence, polite)
        for one in read
        if one.placed.form is Form.PARAGRAPH
        for sentence in one.told.sentences
        if not sentence.endswith(_QUOTED_END) and (polite := is_polite(sentence)) is not None
    ]
    own = _majority([polite for _, _, polite in endings])
    wanted = manner.polite if own is None else own
    if manner.language != "ja" or wanted is None:
        return
    if own is not None and manner.polite is not None and own != manner.polite:
        message = (
            f"this post is in {_named(own)}, your earlier ones are in {_named(not own)}: look whether that is meant"
        )
        yield _at(manuscript, endings[0][0].placed, Severity.NOTE, "mixed-register", message)
    for one, sentence, polite in endings:
        if polite != wanted:
            severity = Severity.WARNING if one.record else Severity.NOTE
            message = f"{_named(polite)} among {_named(wanted)}: end the sentence like the others"
            words = sentence[-_ENDING_CHARS:]
            yield _at(manuscript, one.placed, severity, "mixed-register", message, words=words)


def _majority(polite: Sequence[bool]) -> bool | None:
    if len(polite) < _SENTENCES_MIN:
        return None
    share = sum(polite) / len(polite)
    return True if share >= _ONE_REGISTER else False if share <= 1 - _ONE_REGISTER else None


def _named(polite: bool) -> str:
    return "です・ます" if polite else "だ・である"


def _at(
    manuscript: Manuscript,
    placed: PlacedSentence,
    severity: Severity,
    rule: str,
    message: str,
    *,
    words: str = "",
) -> Finding:
    start, end = place_of(manuscript.page, placed, words) if words else (placed.start, placed.end)
    return fault(severity, rule, message, start + manuscript.body_start, end + manuscript.body_start)


def _manner(manuscript: Manuscript) -> Manner:
    language = detect_language(manuscript.body)
    period = manuscript.period or _ANY_PERIOD
    known = _index(tuple("\n".join((d.title, *d.tags, *d.categories, d.body)) for d in manuscript.others))
    learned = _learn(tuple(d.body for d in manuscript.earlier))
    return replace(learned, language=language, source_language=language, period=period, known=known)


@lru_cache(maxsize=4)
def _index(texts: tuple[str, ...]) -> Known:
    return index_known(texts)


@lru_cache(maxsize=8)
def _learn(bodies: tuple[str, ...]) -> Manner:
    return learn_manner(Manner(language="ja", source_language="ja", period=_ANY_PERIOD), bodies)
