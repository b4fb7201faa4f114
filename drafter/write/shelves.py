"""The author's own lists under their own headings, as long as there is room for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafter.records import Fact, Form, Passage, Section, Shelf
from drafter.write.brief import Brief
from drafter.write.passages import tell_item

_STRETCH = 1.5  # of what the author writes under the heading
_CHARS_MIN = 200
_COMMENT_CHARS = 14
_STATE = re.compile(r"^[^(（{]*[(（{][^)）}]*[)）}]|^[^:：]*[:：]")

_Group = list[tuple[int, Fact]]


def shelf_sections(brief: Brief, *, room: int) -> list[Section]:
    """The shelves within `room` characters; the headings above them stand once.

    Where a list is too long, bare items go before those with a comment, and old ones before new.
    """
    wanted = {shelf.heading: _wanted(shelf, brief) for shelf in brief.digest.shelves}
    scale = min(1.0, room / max(1, sum(wanted.values())))
    sections: list[Section] = []
    opened: set[tuple[int, str]] = set()
    for shelf in brief.digest.shelves:
        above = [pair for pair in shelf.parents if pair not in opened]
        sections += [Section(heading=text, level=level, passages=()) for level, text in above]
        opened |= {*above, (shelf.level, shelf.heading)}
        items = _fitting(_groups(shelf, brief), room=int(wanted[shelf.heading] * scale))
        passages = tuple(
            Passage(form=Form.ITEM, depth=depth, sentences=(tell_item(fact, source=brief.source),))
            for depth, fact in items
        )
        sections.append(Section(heading=shelf.heading, level=shelf.level, passages=passages))
    return sections


def _wanted(shelf: Shelf, brief: Brief) -> int:
    whole = sum(len(brief.facts[i].text) for _, i in shelf.items)
    return min(whole, max(int(shelf.n_chars * _STRETCH), _CHARS_MIN))


def _groups(shelf: Shelf, brief: Brief) -> list[_Group]:
    """Each outermost item with those inside it."""
    groups: list[_Group] = []
    for depth, fact_id in shelf.items:
        if depth == 0 or not groups:
            groups.append([])
        groups[-1].append((depth, brief.facts[fact_id]))
    return groups


def _fitting(groups: Sequence[_Group], *, room: int) -> _Group:
    """The items that fit, in their order."""
    kept: set[int] = set()
    for number in sorted(range(len(groups)), key=lambda n: (not _has_comment(groups[n]), -n)):
        room -= sum(len(fact.text) for _, fact in groups[number])
        if room < 0:
            break
        kept.add(number)
    return [item for number, group in enumerate(groups) if number in kept for item in group]


def _has_comment(group: _Group) -> bool:
    """Whether the author says more than what it is and how far it came."""
    return len(group) > 1 or len(_STATE.sub("", group[0][1].text)) >= _COMMENT_CHARS
