"""The sections of what happened: the themes, and the blog in numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from drafter.records import (
    PLACE_BLOG,
    Count,
    Document,
    Dropped,
    Fact,
    Form,
    GoalStatus,
    Level,
    Passage,
    Section,
    Sentence,
    Standing,
    Theme,
    Unit,
    content_id,
)
from drafter.write.brief import Brief, Questions, counted_passage
from drafter.write.budget import choose_pieces
from drafter.write.goals import shown_evidence
from drafter.write.passages import theme_passages, titles_in_line, told_apart

_POSTS_FOR_COUNT = 3
_POSTS_IN_LINE = 2  # so few posts that tell nothing make no section: they share a line among the rest
_GROUPS_MAX = 5


def theme_sections(brief: Brief, questions: Questions, *, room: int) -> tuple[list[Section], tuple[Dropped, ...]]:
    """One section a theme, as much as `room` characters hold; and what found no room."""
    taken = {i for goal in brief.digest.goals if goal.status is GoalStatus.DONE for i in shown_evidence(goal)}
    taken |= {i for t in brief.digest.themes for i in t.fact_ids if _stays_private(brief, t, brief.facts[i])}
    chosen = choose_pieces(brief.digest.themes, brief.facts, source=brief.source, room=room, taken=taken)
    sections, lines = [], []
    for theme in brief.digest.themes:
        facts, posts = chosen.facts[theme.id], chosen.posts[theme.id]
        asked = questions.at(theme.id)
        if theme.name and posts and not facts and not asked and len(posts) <= _POSTS_IN_LINE:
            lines.append(titles_in_line(theme.name, posts, source=brief.source))
            continue
        passages = [
            *_counted_theme(brief, theme, posts if not facts else ()),
            *theme_passages(theme, facts, posts, source=brief.source),
        ]
        if passages and theme.name:
            sections.append(Section(heading=_heading(brief, theme), level=brief.level, passages=(*passages, *asked)))
        elif not theme.name and brief.digest.statistics.posts.value:
            lines = [*passages, *lines, *asked]
        elif not theme.name:
            sections += _sections_by_time(brief, facts)
    if lines:
        sections.append(Section(heading=brief.wording.say("headings.rest"), level=brief.level, passages=tuple(lines)))
    return sections, chosen.dropped


def _sections_by_time(brief: Brief, facts: Sequence[Fact]) -> list[Section]:
    """What notes tell on no theme, by day, week or month: a review of days needs no blog."""
    groups: dict[str, list[Fact]] = {}
    for fact in sorted(facts, key=lambda fact: (str(fact.document_day), fact.quotes[0].start)):
        if fact.document_day:
            groups.setdefault(_time_heading(brief, fact.document_day), []).append(fact)
    return [
        Section(heading=heading, level=brief.level, passages=tuple(told_apart(own, source=brief.source)))
        for heading, own in groups.items()
    ]


def _time_heading(brief: Brief, day: date) -> str:
    unit, say = brief.digest.period.unit, brief.wording.say
    if unit not in (Unit.WEEK, Unit.MONTH):
        return say("names.month", month=day.month)
    first = day if unit is Unit.WEEK else max(day - timedelta(days=day.weekday()), brief.digest.period.start)
    written = say("names.day", month=say("names.month", month=first.month), day=first.day)
    return written if unit is Unit.WEEK else say("names.week", day=written)


def _heading(brief: Brief, theme: Theme) -> str:
    """The theme's name; for a turning point only a noun of the author's will do."""
    if theme.event and not re.search(r"[一-鿿ァ-ヶーA-Za-z]$", theme.name):
        return brief.wording.say(f"headings.event_{theme.event}")
    return theme.name


def _stays_private(brief: Brief, theme: Theme, fact: Fact) -> bool:
    """In a blog a private note is told only where a post is on the same theme; of the rest the author is asked."""
    shared = bool(theme.name and theme.post_ids)
    return fact.level is not Level.PUBLISHED and brief.digest.statistics.posts.value > 0 and not shared


def _counted_theme(brief: Brief, theme: Theme, posts: Sequence[Document]) -> list[Passage]:
    """How many posts and from when to when, where a theme would otherwise be a bare list of links."""
    days = [stamp.day for i in theme.post_ids if (stamp := brief.documents[i].stamp)]
    if not theme.name or not posts or len(days) < _POSTS_FOR_COUNT:
        return []
    first, last = (brief.wording.say("names.month", month=day.month) for day in (days[0], days[-1]))
    count = _count_of(brief, theme)
    return [counted_passage(brief.wording.say("counted.theme", first=first, last=last, n=count.value), (count,))]


def _count_of(brief: Brief, theme: Theme) -> Count:
    n_posts = len(theme.post_ids)
    return Count(
        id=content_id("count", theme.id, str(n_posts)),
        name=f"posts of {theme.name}",
        value=n_posts,
        rule=f"published posts of {brief.digest.period.label} with the label {theme.name!r}, each under one label",
        document_ids=theme.post_ids,
    )


def blog_section(brief: Brief, questions: Questions) -> Section | None:
    """How many posts, on which themes, and the figure; None for a handful of posts."""
    statistics = brief.digest.statistics
    if statistics.posts.value < _POSTS_FOR_COUNT:
        return None
    sentences = [_counted_posts(brief)]
    themes = sorted((t for t in brief.digest.themes if t.name and len(t.post_ids) > 1), key=lambda t: -len(t.post_ids))
    if len(themes) > 1:
        counts = tuple(_count_of(brief, theme) for theme in themes[:_GROUPS_MAX])
        groups = [(theme.name, count.value) for theme, count in zip(themes, counts, strict=False)]
        text = brief.wording.say("counted.by_theme", groups=groups)
        sentences.append(Sentence(text=text, standing=Standing.COUNTED, counts=counts))
    passages = [Passage(form=Form.PARAGRAPH, sentences=tuple(sentences))]
    if brief.figure:
        picture = f'![{brief.figure.alt}]({brief.figure.name} "{brief.figure.alt}")'
        passages.append(counted_passage(picture, (statistics.posts,), form=Form.FIGURE))
    heading = brief.wording.say("headings.blog")
    return Section(heading=heading, level=brief.level, passages=(*passages, *questions.at(PLACE_BLOG)))


def _counted_posts(brief: Brief) -> Sentence:
    statistics, before, wording = brief.digest.statistics, brief.digest.statistics.before, brief.wording
    slots: dict[str, object] = {"period": wording.period_name(brief.digest.period), "n": statistics.posts.value}
    if before is None or before.posts.value < _POSTS_FOR_COUNT:
        text = wording.say("counted.posts", **slots)
        return Sentence(text=text, standing=Standing.COUNTED, counts=(statistics.posts,))
    slots |= {"before_period": wording.period_name(before.period), "n_before": before.posts.value}
    text = wording.say("counted.posts_before", **slots)
    return Sentence(text=text, standing=Standing.COUNTED, counts=(statistics.posts, before.posts))
