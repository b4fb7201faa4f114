"""What drafter remembers of a sentence: whether its sources still hold the words it was written from."""

from __future__ import annotations

from dataclasses import dataclass

from drafter.pipeline.check.manuscript import Manuscript
from drafter.records import Standing
from drafter.score.page import PlacedSentence
from drafter.store.state import WrittenSentence

_OWN = (Standing.PROVED, Standing.COUNTED)
_SHOWN_CHARS = 30
_UNSTEADY = "drafts"  # the count of drafts holds the file itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A sentence that drafter wrote and nobody touched. `changed` says what is not in its sources any more, or ""."""

    sentence: WrittenSentence
    changed: str

    @property
    def proved(self) -> bool:
        """Whether it still rests on what it was written from."""
        return not self.changed


def recall(manuscript: Manuscript, placed: PlacedSentence) -> Record | None:
    """The record of a sentence as it stands; None where its author wrote, changed or accepted it."""
    if placed.sentence.standing not in _OWN:
        return None
    sentence = _find(manuscript, placed)
    if sentence is None:
        return None
    return Record(sentence=sentence, changed=_lost_words(placed, sentence) or _other_count(manuscript, sentence))


def _find(manuscript: Manuscript, placed: PlacedSentence) -> WrittenSentence | None:
    """The sentence with these words, or else the longer one that was written and is read as two."""
    written = manuscript.written
    if written is None:
        return None
    words = placed.sentence.text
    at = {written.text[s.start : s.end]: s for s in written.sentences}
    return at.get(words) or next((s for text, s in at.items() if words in text), None)


def _lost_words(placed: PlacedSentence, sentence: WrittenSentence) -> str:
    kept = {quote.text for quote in placed.sentence.quotes}
    lost = next((quote for quote in sentence.quotes if quote.words not in kept), None)
    if lost is None:
        return ""
    words = " ".join(lost.words.split())
    shown = words if len(words) <= _SHOWN_CHARS else f"{words[:_SHOWN_CHARS]}…"
    return f"its source changed: '{shown}' no longer stands in {lost.path}: look whether the sentence still holds"


def _other_count(manuscript: Manuscript, sentence: WrittenSentence) -> str:
    if manuscript.period is None or not sentence.counts:
        return ""
    now = {(c.name, c.rule): c.value for c in manuscript.statistics.counts}
    for count in sentence.counts:
        value = now.get((count.name, count.rule), count.value)
        if value != count.value and count.name != _UNSTEADY:
            return f"{count.name} was {count.value:,} and is {value:,} by now: generate again, or correct it"
    return ""
