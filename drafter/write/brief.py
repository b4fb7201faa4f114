"""What the writer is given, and the questions it hands out in their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from drafter.records import (
    Asset,
    Count,
    Digest,
    Document,
    Fact,
    Form,
    Level,
    Passage,
    Question,
    Sentence,
    Standing,
)
from drafter.store.wording import Wording
from drafter.write.passages import Source

QUESTIONS_MAX = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What the writer is given. `links` maps what a source writes as a target to an address that resolves."""

    title: str
    digest: Digest
    documents: Mapping[str, Document]
    wording: Wording
    links: Mapping[str, str]
    highlights_heading: str = ""  # over the themes, as the last retrospective has one; "" for none
    review_heading: str = ""  # over what became of the goals, as the last retrospective has one
    sets_goals: bool = True  # whether the author's retrospectives end with goals, as far as any tells
    budget_chars: int | None = None  # what the author takes for such a period; None where no retrospective tells
    figure: Asset | None = None

    @property
    def facts(self) -> dict[str, Fact]:
        """The facts by id."""
        return {fact.id: fact for fact in self.digest.facts}

    @property
    def source(self) -> Source:
        """Where the sentences come from."""
        stop, colon = self.wording.say("names.full_stop"), self.wording.say("names.colon")
        return Source(documents=self.documents, links=self.links, full_stop=stop, colon=colon)

    @property
    def level(self) -> int:
        """Of the headings of themes."""
        return 3 if self.highlights_heading else 2


class Questions:
    """The questions that stand in the file, each handed out once: at most eight, none on what is not public. Where the
    author answered one before, the answer stands in its place."""

    def __init__(
        self, digest: Digest, *, wording: Wording, answers: Mapping[str, Sequence[Passage]] | None = None
    ) -> None:
        public = [q for q in digest.questions if q.level is Level.PUBLISHED]
        silent = {goal.id for goal in digest.goals if not goal.evidence and not goal.mentions}
        self.other_goals: Passage | None = None
        self.asked: Sequence[Question] = public[:QUESTIONS_MAX]
        if any(q.place in silent for q in public[QUESTIONS_MAX:]):
            self.asked = public[: QUESTIONS_MAX - 1]
            self.other_goals = question_passage(wording.say("questions.other_goals"))
        self._waiting = list(self.asked)
        self._answers = dict(answers or {})

    def at(self, place: str, *, depth: int = 0) -> list[Passage]:
        """Answers and questions that belong to a place: the id of a theme or goal, or a name."""
        here = [q for q in self._waiting if q.place == place]
        self._waiting = [q for q in self._waiting if q.place != place]
        return [*self._answers.pop(place, ()), *(question_passage(q.text, depth=depth) for q in here)]

    def left(self) -> list[Passage]:
        """Those that no place asked for."""
        answers = [passage for passages in self._answers.values() for passage in passages]
        return [*answers, *(question_passage(q.text) for q in self._waiting)]


def question_passage(text: str, *, depth: int = 0) -> Passage:
    """A question in its place, for the author to answer below it."""
    return Passage(form=Form.QUESTION, depth=depth, sentences=(Sentence(text=text, standing=Standing.PROPOSED),))


def counted_passage(text: str, counts: tuple[Count, ...], *, form: Form = Form.PARAGRAPH) -> Passage:
    """A sentence, or a figure, whose numbers come from counts."""
    return Passage(form=form, sentences=(Sentence(text=text, standing=Standing.COUNTED, counts=counts),))
