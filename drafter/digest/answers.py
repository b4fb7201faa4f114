"""What the author answered → facts in their words, goals settled by them, and questions that need no more asking."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from drafter.digest.cues import EVENTS, wishes
from drafter.digest.evidence import tells_missed, tells_outcome
from drafter.digest.quotes import find_chunk, is_code, quote_span
from drafter.records import (
    Chunk,
    Digest,
    Document,
    Fact,
    FactKind,
    Goal,
    GoalStatus,
    Kind,
    Question,
    content_id,
)
from drafter.text.inline import plain
from drafter.text.sentences import split_sentences

QUESTION = "question"  # the front matter value of an answer: the key of its question
_COUNTED = re.compile(r"\d+(?=\s*(?:回|件|times|notes))")
_EVIDENCE_MAX = 3
_OPENING = re.compile(r"\s*(?:(?:[-*+]|\d{1,3}[.)])[ \t　]+|・[ \t　]*)?")  # of a line: a bullet says nothing


def question_key(question: Question, goals: Iterable[Goal]) -> str:
    """What a question is known by from run to run: the goal that it asks about, else its words but for how often
    something was counted."""
    goal = next((goal for goal in goals if goal.id == question.place), None)
    return goal_key(goal) if goal else content_id("question", _COUNTED.sub("", question.text))


def goal_key(goal: Goal) -> str:
    """What the question about a goal is known by, however it is worded."""
    return content_id("goal", plain(goal.text).strip())


def answered_keys(documents: Iterable[Document]) -> frozenset[str]:
    """The keys of the questions that are answered in these documents."""
    return frozenset(key for d in documents if d.kind is Kind.ANSWER and (key := _key(d)))


def without_known(digest: Digest, known: frozenset[str]) -> Digest:
    """The digest without the questions whose keys are known: answered, or never to be asked."""
    left = tuple(q for q in digest.questions if question_key(q, digest.goals) not in known)
    return replace(digest, questions=left)


def find_answer_facts(documents: Iterable[Document], chunks: Sequence[Chunk]) -> tuple[Fact, ...]:
    """The sentences of answers, word for word, as facts that weigh most: they were asked for."""
    return tuple(fact for d in documents if d.kind is Kind.ANSWER for fact in _facts(d, chunks))


def _facts(document: Document, chunks: Sequence[Chunk]) -> Iterator[Fact]:
    own = [chunk for chunk in chunks if chunk.document_id == document.id]
    for start, end in split_sentences(document.text):
        if opening := _OPENING.match(document.text, start, end):
            start = opening.end()
        end = start + len(document.text[start:end].rstrip())
        text = " ".join(plain(document.text[start:end]).split())
        if not text or any(is_code(chunk, start) for chunk in own):
            continue
        yield Fact(
            id=content_id("fact", document.id, str(start), text),
            text=text,
            kind=_kind(text),
            event_day=None,
            document_day=document.stamp.day if document.stamp else None,
            quotes=(quote_span(document, find_chunk(own, start, end), start=start, end=end),),
            salience=1.0,
            level=document.level,
            event=next((name for name, pattern in EVENTS if pattern.search(text)), ""),
        )


def _kind(text: str) -> FactKind:
    if wishes(text):
        return FactKind.PLANNED
    return FactKind.ACHIEVED if tells_outcome(text) else FactKind.DID


def settle_goals(goals: Sequence[Goal], documents: Mapping[str, Document], facts: Sequence[Fact]) -> tuple[Goal, ...]:
    """The goals with what their author answered about them as their first evidence: done where it tells an outcome."""
    told: dict[str, list[Fact]] = {}
    for fact in facts:
        document = documents.get(fact.quotes[0].document_id)
        if document is not None and document.kind is Kind.ANSWER:
            told.setdefault(_key(document), []).append(fact)
    return tuple(_settle(goal, told.get(goal_key(goal), ())) for goal in goals)


def _settle(goal: Goal, told: Sequence[Fact]) -> Goal:
    if not told:
        return goal
    words = " ".join(fact.text for fact in told)
    done = tells_outcome(words) and not tells_missed(words)
    evidence = tuple(dict.fromkeys((*(fact.id for fact in told), *goal.evidence)))[:_EVIDENCE_MAX]
    return replace(goal, status=GoalStatus.DONE if done else GoalStatus.PARTLY, evidence=evidence)


def place_answers(
    facts: Sequence[Fact], documents: Mapping[str, Document], questions: Sequence[Question], goals: Sequence[Goal]
) -> tuple[tuple[str, str], ...]:
    """Where facts of answers belong: the place of the question that each answers, and its id; goals and the file's own
    places only, for the rest finds its theme."""
    places = {goal_key(goal): goal.id for goal in goals}
    places |= {question_key(q, goals): q.place for q in questions if q.place and q.place not in places.values()}
    keys = {fact.id: _key(documents[fact.quotes[0].document_id]) for fact in facts}
    return tuple((places[keys[fact.id]], fact.id) for fact in facts if keys[fact.id] in places)


def _key(document: Document) -> str:
    return str(document.front_matter.values.get(QUESTION, ""))
