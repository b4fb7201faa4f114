"""The draft with no model: the author's own sentences, arranged by theme in the form of their last retrospective."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from drafter.records import (
    Asset,
    Count,
    Digest,
    Document,
    Draft,
    Dropped,
    Fact,
    FactKind,
    Form,
    Goal,
    GoalStatus,
    Level,
    Passage,
    Question,
    Section,
    Sentence,
    Standing,
    Theme,
    Unit,
    content_id,
)
from drafter.store.wording import Wording
from drafter.write.budget import choose_pieces, n_visible
from drafter.write.passages import Source, goal_sentence, tell_fact, tell_item, theme_passages, title_link

BLOG = "blog"
QUESTIONS_MAX = 8
_CHARS = {Unit.YEAR: 2600, Unit.QUARTER: 1600, Unit.RANGE: 2000, Unit.MONTH: 1200, Unit.WEEK: 700}
_ENGLISH_FACTOR = 2.2  # characters English takes for what Japanese says in one
_POSTS_FOR_COUNT = 3
_WISHES_MAX = 5
_CATEGORIES_MAX = 5
_SHELF_STRETCH = 1.5
_SHELF_CHARS_MIN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What the writer is given. `links` maps what a source writes as a target to an address that resolves."""

    title: str
    digest: Digest
    documents: Mapping[str, Document]
    wording: Wording
    links: Mapping[str, str]
    highlights_heading: str = ""  # over the themes, as the last retrospective has one; "" for none
    budget_chars: int | None = None  # what the author takes for such a period; None where no retrospective tells
    figure: Asset | None = None


def write_by_ranking(brief: Brief) -> Draft:
    """The draft; an empty year gives one with goals and questions only."""
    asked = _choose_questions(brief.digest)
    ask = _asker(asked)
    goals = _goal_sections(brief, ask)
    blog = _blog_section(brief, ask)
    wishes = _wish_section(brief)
    shelves = _shelf_sections(brief)
    fixed = [s for s in (*shelves, *goals, blog, wishes) if s]
    themes, dropped = _theme_sections(brief, ask, room=_budget(brief) - sum(map(n_visible, fixed)))
    told = _with_highlights(brief, [*themes, *([blog] if blog else [])])
    sections = [*shelves, *told, *goals, *([wishes] if wishes else [])]
    left = ask.left()
    if left and sections:
        sections = _ask_in_last_theme(sections, left, before=len(sections) - len(goals) - bool(wishes))
    return Draft(
        title=brief.title,
        sections=tuple(sections),
        assets=(brief.figure,) if brief.figure else (),
        questions=(*asked, *(q for q in brief.digest.questions if q not in asked)),
        dropped=(*brief.digest.dropped, *dropped),
    )


def _budget(brief: Brief) -> int:
    """Characters the author takes for such a period: what lies beyond it is for them to add."""
    if brief.budget_chars:
        return brief.budget_chars
    chars = _CHARS[brief.digest.period.unit]
    return int(chars * _ENGLISH_FACTOR) if brief.wording.language == "en" else chars


def _choose_questions(digest: Digest) -> tuple[Question, ...]:
    """At most eight for the file, heaviest first: none that rests on a private or unpublished text."""
    return tuple(q for q in digest.questions if q.level is Level.PUBLISHED)[:QUESTIONS_MAX]


class _Asker:
    """Hands out the questions of a place once."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._waiting = list(questions)

    def __call__(self, place: str, *, depth: int = 0) -> list[Passage]:
        here = [q for q in self._waiting if q.place == place]
        self._waiting = [q for q in self._waiting if q.place != place]
        return [_question_passage(q, depth=depth) for q in here]

    def left(self) -> list[Passage]:
        """What no section asked for."""
        return [_question_passage(q, depth=0) for q in self._waiting]


_asker = _Asker


def _question_passage(question: Question, *, depth: int) -> Passage:
    return Passage(
        form=Form.QUESTION, depth=depth, sentences=(Sentence(text=question.text, standing=Standing.PROPOSED),)
    )


def _with_highlights(brief: Brief, sections: Sequence[Section]) -> list[Section]:
    if not sections or not brief.highlights_heading:
        return list(sections)
    return [Section(heading=brief.highlights_heading, level=2, passages=()), *sections]


def _source(brief: Brief) -> Source:
    return Source(documents=brief.documents, links=brief.links, full_stop=brief.wording.say("names.full_stop"))


def _theme_level(brief: Brief) -> int:
    return 3 if brief.highlights_heading else 2


def _theme_sections(brief: Brief, ask: _Asker, *, room: int) -> tuple[list[Section], list[Dropped]]:
    facts = {fact.id: fact for fact in brief.digest.facts}
    source = _source(brief)
    told_elsewhere = {i for goal in brief.digest.goals if goal.status is GoalStatus.DONE for i in goal.evidence}
    chosen = choose_pieces(brief.digest.themes, facts, source=source, room=room, taken=told_elsewhere)
    sections = []
    for theme in brief.digest.themes:
        if theme.event and _unasked(brief, theme):
            continue
        passages = theme_passages(theme, chosen.facts[theme.id], chosen.posts[theme.id], source=source)
        if not passages:
            continue
        heading = theme.name or brief.wording.say("headings.rest")
        passages = (*_count_passage(brief, theme, passages), *passages, *ask(theme.id))
        sections.append(Section(heading=heading, level=_theme_level(brief), passages=passages))
    return sections, list(chosen.dropped)


def _unasked(brief: Brief, theme: Theme) -> bool:
    """A turning point that only private notes know is not told in a public post unasked."""
    known = {f.level for f in brief.digest.facts if f.id in theme.fact_ids}
    return Level.PUBLISHED not in known and brief.digest.statistics.posts.value > 0


def _count_passage(brief: Brief, theme: Theme, passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """How many posts and from when to when, where a theme would otherwise be a bare list of links."""
    posts = [d for i in theme.post_ids if (d := brief.documents[i]).stamp and d.id in _published(brief)]
    bare = all(p.form is Form.ITEM for p in passages)
    if not theme.name or not bare or len(posts) < _POSTS_FOR_COUNT:
        return ()
    months = [d.stamp.day.month for d in posts if d.stamp]
    first, last = (brief.wording.say("names.month", month=m) for m in (months[0], months[-1]))
    count = Count(
        id=content_id("count", theme.id, str(len(posts))),
        name=f"posts of {theme.name}",
        value=len(posts),
        rule=f"published posts of {brief.digest.period.label} grouped under {theme.name!r}, first and last by month",
        document_ids=tuple(d.id for d in posts),
    )
    text = brief.wording.say("counted.theme", first=first, last=last, n=len(posts))
    return (_counted(text, (count,)),)


def _published(brief: Brief) -> frozenset[str]:
    return frozenset(brief.digest.statistics.posts.document_ids)


def _counted(text: str, counts: tuple[Count, ...], *, form: Form = Form.PARAGRAPH) -> Passage:
    return Passage(form=form, sentences=(Sentence(text=text, standing=Standing.COUNTED, counts=counts),))


def _shelf_sections(brief: Brief) -> list[Section]:
    """The author's own lists under their own headings, as long as they make them; the headings above stand once."""
    facts = {fact.id: fact for fact in brief.digest.facts}
    sections: list[Section] = []
    opened: set[tuple[int, str]] = set()
    for shelf in brief.digest.shelves:
        sections += [
            Section(heading=text, level=level, passages=())
            for level, text in shelf.parents
            if (level, text) not in opened
        ]
        opened |= {*shelf.parents, (shelf.level, shelf.heading)}
        room, items = max(shelf.n_chars * _SHELF_STRETCH, _SHELF_CHARS_MIN), []
        for depth, fact in ((depth, facts[i]) for depth, i in shelf.items):
            room -= len(fact.text)
            if room > 0:
                items.append(Passage(form=Form.ITEM, depth=depth, sentences=(tell_item(fact, source=_source(brief)),)))
        sections.append(Section(heading=shelf.heading, level=shelf.level, passages=tuple(items)))
    return sections


def _blog_section(brief: Brief, ask: _Asker) -> Section | None:
    statistics, wording = brief.digest.statistics, brief.wording
    if statistics.posts.value < _POSTS_FOR_COUNT:
        return None
    slots = {"period": wording.period_name(brief.digest.period), "n": statistics.posts.value}
    counts: tuple[Count, ...] = (statistics.posts,)
    key = "counted.posts"
    if statistics.before and statistics.before.posts.value >= _POSTS_FOR_COUNT:
        key, counts = "counted.posts_before", (*counts, statistics.before.posts)
        slots |= {
            "before_period": wording.period_name(statistics.before.period),
            "n_before": statistics.before.posts.value,
        }
    sentences = [Sentence(text=wording.say(key, **slots), standing=Standing.COUNTED, counts=counts)]
    groups = [g for g in statistics.by_category if g.count.value > 1][:_CATEGORIES_MAX]
    if len(groups) > 1:
        text = wording.say("counted.by_category", groups=[(g.name, g.count.value) for g in groups])
        sentences.append(Sentence(text=text, standing=Standing.COUNTED, counts=tuple(g.count for g in groups)))
    passages = [Passage(form=Form.PARAGRAPH, sentences=tuple(sentences))]
    if brief.figure:
        text = f'![{brief.figure.alt}]({brief.figure.name} "{brief.figure.alt}")'
        passages.append(_counted(text, (statistics.posts,), form=Form.FIGURE))
    return Section(heading=wording.say("headings.blog"), level=_theme_level(brief), passages=(*passages, *ask(BLOG)))


def _goal_sections(brief: Brief, ask: _Asker) -> list[Section]:
    """All goals in one section, as the author worded them, each with its evidence or a question in its place."""
    goals = brief.digest.goals
    if not goals:
        return []
    name = brief.wording.period_name(brief.digest.period)
    sections = [Section(heading=brief.wording.say("headings.goals", period=name), level=2, passages=())]
    unasked = False
    for heading in dict.fromkeys(goal.heading for goal in goals):
        passages: list[Passage] = []
        for goal in (g for g in goals if g.heading == heading):
            answer = [*_evidence(brief, goal), *ask(goal.id, depth=1)]
            passages += [goal_sentence(goal), *answer]
            unasked |= not answer
        if heading:
            sections.append(Section(heading=heading, level=3, passages=tuple(passages)))
        else:
            sections[0] = replace(sections[0], passages=(*sections[0].passages, *passages))
    if unasked:
        question = Sentence(text=brief.wording.say("questions.other_goals"), standing=Standing.PROPOSED)
        last = sections[-1]
        sections[-1] = replace(last, passages=(*last.passages, Passage(form=Form.QUESTION, sentences=(question,))))
    return sections


def _evidence(brief: Brief, goal: Goal) -> list[Passage]:
    facts = {fact.id: fact for fact in brief.digest.facts}
    source = _source(brief)
    told = [facts[i] for i in goal.evidence if i in facts][:2]
    works = {i for theme in brief.digest.themes for i in theme.post_ids}
    posts = [i for i in goal.mentions if i in works][:2]
    passages = (
        [Passage(form=Form.PARAGRAPH, depth=1, sentences=tuple(tell_fact(f, source=source) for f in told))]
        if told
        else []
    )
    seen = {f.quotes[0].document_id for f in told}
    links = [title_link(brief.documents[i], source=source) for i in dict.fromkeys((*seen, *posts)) if i in works]
    return [*passages, *(Passage(form=Form.ITEM, depth=1, sentences=(link,)) for link in links)]


def _wish_section(brief: Brief) -> Section | None:
    """A menu for the next period: wishes the author wrote near the end of this one, word for word."""
    period = brief.digest.period
    if period.unit is not Unit.YEAR:
        return None
    late = period.start + (period.end - period.start) * 2 / 3
    wishes = [f for f in brief.digest.facts if f.kind is FactKind.PLANNED and f.document_day and f.document_day >= late]
    if not wishes:
        return None
    source = _source(brief)
    by_day: Callable[[Fact], str] = lambda fact: str(fact.document_day)  # noqa: E731
    items = [
        Passage(form=Form.ITEM, sentences=(tell_fact(f, source=source),))
        for f in sorted(wishes[:_WISHES_MAX], key=by_day)
    ]
    name = brief.wording.next_period_name(period)
    return Section(heading=brief.wording.say("headings.next_goals", next_period=name), level=2, passages=tuple(items))


def _ask_in_last_theme(sections: Sequence[Section], left: Sequence[Passage], *, before: int) -> list[Section]:
    """Questions without a place of their own stand below what was told last."""
    at = max(0, before - 1)
    return [replace(s, passages=(*s.passages, *left)) if i == at and s.passages else s for i, s in enumerate(sections)]
