"""What the documents cannot know, as questions for the author: silence is no evidence, so it is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.digest.habits import Habits, heads_highlights
from drafter.digest.turning import ask_about_events
from drafter.records import (
    PLACE_BLOG,
    PLACE_OPENING,
    Digest,
    Document,
    FactKind,
    Goal,
    GoalStatus,
    Kind,
    Level,
    Period,
    Question,
    content_id,
)
from drafter.store.wording import Wording
from drafter.text.inline import plain
from drafter.text.normal import fold
from drafter.text.periods import month_period, previous
from drafter.text.plural import count_of
from drafter.text.words import terms

_EXAM = re.compile(r"試験|資格|検定|\bexams?\b|\bcertif(?:ied|icat\w+)\b", re.I)
_EXAM_WORDS = re.compile(
    r"[\s　]*(?:の)?(?:試験勉強|試験対策|試験|勉強|対策|学習)?(?:の)?(?:まとめ|メモ|記録|ノート|notes?)$", re.I
)
_PASSED = re.compile(
    r"合格(?:し|だっ|でし|でき|[!！。])|落ち(?:た|まし)|受かっ"
    r"|(?:資格|認定|試験)[^。]{0,8}取得(?:し(?:た|まし)|でき)|\bI (?:passed|failed)\b",
    re.I,
)
_BRACKETED = re.compile(r"【[^】]+】|\[[^\]]+\]|「[^」]+」")
_SUDDEN_POSTS_MIN = 3
_UNPOSTED_NOTES_MIN = 4
_HABITS_SHOWN = 3
_DRAFTS_SHOWN = 4
_BLANK_FORM = re.compile(r"\{\{|[（(][^）)]*(?:入れる|記入|here)[）)]|^(?:untitled|無題|template|syntax)\b", re.I)
_MONTH_DAYS_MIN = 20
_MONTHS_MAX = 6
_OPENING_CHARS_MIN = 30
_MISSED = re.compile(
    r"届かなかっ|できなかっ|間に合わ|果たせ|落ち(?:た|まし)|不合格|\b(?:missed|fell short|failed)\b", re.I
)


def find_questions(
    digest: Digest, documents: Sequence[Document], *, habits: Habits | None, wording: Wording
) -> tuple[Question, ...]:
    """Questions on a digest, heaviest first: turning points, sudden themes, exams without a result, goals without
    evidence, empty months, what earlier retrospectives always told, and themes of notes that no post mentions.

    `documents` are all that may be asked about, earlier ones included. A private document is in no question.
    """
    by_id = {d.id: d for d in documents if d.level is not Level.PRIVATE}
    asked = [
        *ask_about_events(digest, by_id.values(), wording=wording),
        *_about_sudden(digest, by_id, wording),
        *_about_exams(digest, by_id, wording),
        *_about_goals(digest, wording),
        *_about_months(digest, wording),
        *_about_opening(digest, habits, wording),
        *_about_habits(digest, habits, by_id, wording),
        *_about_notes(digest, by_id, wording),
        *_about_drafts(digest, by_id, wording),
    ]
    return tuple(sorted(asked, key=lambda question: -question.weight))


def _question(text: str, *, why: str, place: str, weight: float, level: Level = Level.PUBLISHED) -> Question:
    return Question(id=content_id("question", text, place), text=text, why=why, place=place, level=level, weight=weight)


def _about_sudden(digest: Digest, by_id: dict[str, Document], wording: Wording) -> Iterator[Question]:
    """The heaviest theme that begins in the later half and that nothing named before: something may have changed."""
    middle = digest.period.start + (digest.period.end - digest.period.start) / 2
    earlier = " ".join(
        fold(f"{d.title} {' '.join(d.tags)}").text for d in by_id.values() if d.stamp and d.stamp.day < middle
    )
    for theme in digest.themes:
        days = [stamp.day for i in theme.post_ids if (stamp := by_id[i].stamp)]
        if theme.name and len(days) >= _SUDDEN_POSTS_MIN and days[0] >= middle and fold(theme.name).text not in earlier:
            yield _question(
                wording.say("questions.sudden", month=wording.say("names.month", month=days[0].month), name=theme.name),
                why=f"{len(days)} posts from {days[0]} on, none before",
                place=theme.id,
                weight=6.0,
            )
            return


def _about_exams(digest: Digest, by_id: dict[str, Document], wording: Wording) -> Iterator[Question]:
    """Exams that works prepare for and whose result none of them tells, one question a theme."""
    for theme in digest.themes:
        works = [by_id[i] for i in theme.post_ids]
        scored = {f.quotes[0].document_id for f in digest.facts if f.kind is FactKind.ACHIEVED and len(f.quotes) > 1}
        exams = [w for w in works if _EXAM.search(" ".join((w.title, *w.tags)))]
        open_ = [
            w
            for w in exams
            if w.id not in scored and not any(_PASSED.search(o.body) for o in exams if _same_exam(w, o))
        ]
        if open_:
            names = tuple(dict.fromkeys(_EXAM_WORDS.sub("", work.title) for work in open_))
            yield _question(
                wording.say("questions.exam", names=wording.join(names)),
                why=f"{', '.join(work.path for work in open_)} prepare for it and tell no result",
                place=theme.id,
                weight=5.0,
            )


def _same_exam(one: Document, other: Document) -> bool:
    """Whether two notes are on one exam: one title's name of it in brackets, or one title, stands in the other."""
    named = _BRACKETED.match(one.title), _BRACKETED.match(other.title)
    return one.id == other.id or bool(named[0] and named[1] and named[0].group() == named[1].group())


def _about_goals(digest: Digest, wording: Wording) -> Iterator[Question]:
    """What became of each goal; of a list of books or tools under one heading, once below its last."""
    facts = {fact.id: fact for fact in digest.facts}
    listed = {goal.heading: goal.id for goal in digest.goals if _is_listed(goal)}
    for goal in digest.goals:
        told = " ".join(facts[i].text for i in goal.evidence if i in facts)
        if goal.status is GoalStatus.DONE or _MISSED.search(told):
            continue
        if _is_listed(goal) and (goal.evidence or listed[goal.heading] != goal.id):
            continue
        key = "goal_list" if _is_listed(goal) else "goal_touched" if goal.evidence else "goal"
        yield _question(
            wording.say(f"questions.{key}"),
            why=plain(goal.text).strip(),
            place=goal.id,
            weight=3.0 if goal.evidence or goal.mentions else 5.5,
        )


def _is_listed(goal: Goal) -> bool:
    return goal.text.lstrip("*_ ").startswith(("[", "『", "「["))


def _about_months(digest: Digest, wording: Wording) -> Iterator[Question]:
    """Months without a post, but for those that the author's own lists tell of."""
    facts = {fact.id: fact.text for fact in digest.facts}
    listed = {found[1] for s in digest.shelves for _, i in s.items if (found := re.match(r"\W*(\d{1,2})月", facts[i]))}
    empty = [
        name
        for name in digest.statistics.empty_month_names
        if _n_days(name, digest.period) >= _MONTH_DAYS_MIN and str(int(name[-2:])) not in listed
    ]
    if not empty or not digest.statistics.posts.value or len(empty) > _MONTHS_MAX:
        return
    months = tuple(wording.say("names.month", month=int(name[-2:])) for name in empty)
    yield _question(
        wording.say("questions.empty_months", months=wording.join(months)),
        why=f"no post is dated in {', '.join(empty)}",
        place=PLACE_BLOG,
        weight=3.5,
    )


def _about_opening(digest: Digest, habits: Habits | None, wording: Wording) -> Iterator[Question]:
    """The words before the first heading, where the author opens with some: no source has them."""
    if habits and habits.opening_chars >= _OPENING_CHARS_MIN:
        text = wording.say("questions.opening", period=wording.period_name(digest.period))
        why = f"your retrospectives open with {habits.opening_chars} characters"
        yield _question(text, why=why, place=PLACE_OPENING, weight=2.9)


def _n_days(month: str, period: Period) -> int:
    """How many days of a month, "2024-04", lie in the period."""
    whole = month_period(month)
    return (min(whole.end, period.end) - max(whole.start, period.start)).days + 1


def _about_habits(
    digest: Digest, habits: Habits | None, by_id: dict[str, Document], wording: Wording
) -> Iterator[Question]:
    """Highlights of the last retrospective that nothing of this period answers to."""
    if not habits or habits.borrowed or not heads_highlights(habits.headings[0].text if habits.headings else ""):
        return
    spoken = fold(" ".join([*(t.name for t in digest.themes), *(f.text for f in digest.facts)])).text
    unmet = [
        name for name in _highlights(habits) if not any(word in spoken for word in terms(name) or (fold(name).text,))
    ]
    if unmet:
        yield _question(
            wording.say(
                "questions.habit",
                before_period=wording.period_name(previous(digest.period)),
                period=wording.period_name(digest.period),
                names=unmet[:_HABITS_SHOWN],
            ),
            why=f"headings of the retrospective before; nothing dated in {digest.period.label} speaks of them",
            place="",
            weight=5.2,
            level=document.level if (document := by_id.get(habits.document_id)) else Level.OWN,
        )


def _highlights(habits: Habits) -> list[str]:
    """The sub headings below the first heading, without slots: what the author told of then."""
    names: list[str] = []
    for heading in habits.headings[1:]:
        if heading.level <= habits.headings[0].level:
            break
        if heading.level == habits.headings[0].level + 1 and "{" not in heading.text:
            names.append(heading.text)
    return names


def _about_notes(digest: Digest, by_id: dict[str, Document], wording: Wording) -> Iterator[Question]:
    posted = fold(" ".join(d.title for d in by_id.values() if d.kind is Kind.POST)).text
    for theme in digest.themes:
        notes = [by_id[i] for i in theme.document_ids if by_id[i].kind is Kind.NOTE]
        if not theme.name or theme.event or theme.post_ids or len(notes) < _UNPOSTED_NOTES_MIN:
            continue
        if digest.statistics.posts.value and fold(theme.name).text not in posted:
            yield _question(
                wording.say("questions.unposted", name=theme.name, n=len(notes)),
                why=f"{len(notes)} notes speak of it, no post does",
                place=theme.id,
                weight=2.0 + len(notes) / 100,
                level=Level.OWN,
            )


def _about_drafts(digest: Digest, by_id: dict[str, Document], wording: Wording) -> Iterator[Question]:
    """Posts of the period that were never published: material if the author says so, and no output."""
    drafts = [
        d for i in digest.statistics.drafts.document_ids if (d := by_id.get(i)) and not _BLANK_FORM.search(d.title)
    ]
    if drafts:
        verb = "is" if len(drafts) == 1 else "are"
        names = tuple(f"「{draft.title}」" for draft in drafts[:_DRAFTS_SHOWN])
        yield _question(
            wording.say("questions.drafts", names=wording.join(names)),
            why=f"{count_of(len(drafts), 'unpublished draft')} {verb} dated in {digest.period.label}",
            place="",
            weight=1.0,
            level=Level.OWN,
        )
