"""The sections of what happened: the author's own lists, the themes, the blog in numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.records import (
    Count,
    Document,
    Dropped,
    Form,
    GoalStatus,
    Level,
    Passage,
    Section,
    Sentence,
    Standing,
    Theme,
    content_id,
)
from drafter.write.brief import Brief, Questions, counted_passage
from drafter.write.budget import choose_pieces
from drafter.write.passages import tell_item, theme_passages, titles_in_line

BLOG = "blog"
_POSTS_FOR_COUNT = 3
_POSTS_IN_LINE = 2  # so few posts that tell nothing make no section: they share a line among the rest
_CATEGORIES_MAX = 5
_SHELF_STRETCH = 1.5
_SHELF_CHARS_MIN = 200


def theme_sections(brief: Brief, questions: Questions, *, room: int) -> tuple[list[Section], tuple[Dropped, ...]]:
    """One section a theme, as much as `room` characters hold; and what found no room."""
    taken = {i for goal in brief.digest.goals if goal.status is GoalStatus.DONE for i in goal.evidence}
    chosen = choose_pieces(brief.digest.themes, brief.facts, source=brief.source, room=room, taken=taken)
    sections, lines = [], []
    for theme in brief.digest.themes:
        facts, posts = chosen.facts[theme.id], chosen.posts[theme.id]
        if theme.event and _known_from_notes_only(brief, theme):
            continue
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
        elif not theme.name:
            lines = [*passages, *lines, *asked]
    if lines:
        sections.append(Section(heading=brief.wording.say("headings.rest"), level=brief.level, passages=tuple(lines)))
    return sections, chosen.dropped


def _heading(brief: Brief, theme: Theme) -> str:
    """The theme's name; for a turning point only a noun of the author's will do."""
    if theme.event and not re.search(r"[一-鿿ァ-ヶーA-Za-z]$", theme.name):
        return brief.wording.say(f"headings.event_{theme.event}")
    return theme.name


def _known_from_notes_only(brief: Brief, theme: Theme) -> bool:
    """A turning point that only private notes know is not told in a public post unasked."""
    known = {brief.facts[i].level for i in theme.fact_ids}
    return Level.PUBLISHED not in known and brief.digest.statistics.posts.value > 0


def _counted_theme(brief: Brief, theme: Theme, posts: Sequence[Document]) -> list[Passage]:
    """How many posts and from when to when, where a theme would otherwise be a bare list of links."""
    days = [stamp.day for i in theme.post_ids if (stamp := brief.documents[i].stamp)]
    if not theme.name or not posts or len(days) < _POSTS_FOR_COUNT:
        return []
    first, last = (brief.wording.say("names.month", month=day.month) for day in (days[0], days[-1]))
    count = Count(
        id=content_id("count", theme.id, str(len(days))),
        name=f"posts of {theme.name}",
        value=len(days),
        rule=f"published posts of {brief.digest.period.label} grouped under {theme.name!r}, first and last by month",
        document_ids=theme.post_ids,
    )
    return [counted_passage(brief.wording.say("counted.theme", first=first, last=last, n=len(days)), (count,))]


def shelf_sections(brief: Brief) -> list[Section]:
    """The author's own lists under their own headings, as long as they make them; the headings above stand once."""
    sections: list[Section] = []
    opened: set[tuple[int, str]] = set()
    for shelf in brief.digest.shelves:
        above = [pair for pair in shelf.parents if pair not in opened]
        sections += [Section(heading=text, level=level, passages=()) for level, text in above]
        opened |= {*above, (shelf.level, shelf.heading)}
        room, items = max(shelf.n_chars * _SHELF_STRETCH, _SHELF_CHARS_MIN), []
        for depth, fact in ((depth, brief.facts[i]) for depth, i in shelf.items):
            room -= len(fact.text)
            if room > 0:
                sentence = tell_item(fact, source=brief.source)
                items.append(Passage(form=Form.ITEM, depth=depth, sentences=(sentence,)))
        sections.append(Section(heading=shelf.heading, level=shelf.level, passages=tuple(items)))
    return sections


def blog_section(brief: Brief, questions: Questions) -> Section | None:
    """How many posts, in which categories, and the figure; None for a handful of posts."""
    statistics = brief.digest.statistics
    if statistics.posts.value < _POSTS_FOR_COUNT:
        return None
    sentences = [_counted_posts(brief)]
    groups = [group for group in statistics.by_category if group.count.value > 1][:_CATEGORIES_MAX]
    if len(groups) > 1:
        text = brief.wording.say("counted.by_category", groups=[(g.name, g.count.value) for g in groups])
        counts = tuple(group.count for group in groups)
        sentences.append(Sentence(text=text, standing=Standing.COUNTED, counts=counts))
    passages = [Passage(form=Form.PARAGRAPH, sentences=tuple(sentences))]
    if brief.figure:
        picture = f'![{brief.figure.alt}]({brief.figure.name} "{brief.figure.alt}")'
        passages.append(counted_passage(picture, (statistics.posts,), form=Form.FIGURE))
    heading = brief.wording.say("headings.blog")
    return Section(heading=heading, level=brief.level, passages=(*passages, *questions.at(BLOG)))


def _counted_posts(brief: Brief) -> Sentence:
    statistics, before, wording = brief.digest.statistics, brief.digest.statistics.before, brief.wording
    slots: dict[str, object] = {"period": wording.period_name(brief.digest.period), "n": statistics.posts.value}
    if before is None or before.posts.value < _POSTS_FOR_COUNT:
        text = wording.say("counted.posts", **slots)
        return Sentence(text=text, standing=Standing.COUNTED, counts=(statistics.posts,))
    slots |= {"before_period": wording.period_name(before.period), "n_before": before.posts.value}
    text = wording.say("counted.posts_before", **slots)
    return Sentence(text=text, standing=Standing.COUNTED, counts=(statistics.posts, before.posts))
