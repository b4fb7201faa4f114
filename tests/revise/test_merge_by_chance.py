"""Chance edits of a draft and the draft made again, over and over: what a person wrote stands, what they took out stays
out. `DRAFTER_TEST_REVISIONS=100` makes each draft a hundred times (`make revisions`)."""

from __future__ import annotations

import os
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.revise.head import head_end
from drafter.revise.merge import Merged, merge
from drafter.revise.pieces import join_pieces, split_pieces
from drafter.text.front_matter import parse_front_matter
from tests.revise.drafts import Book, Draft, Person, first_draft, made_again, merge_again, written

N_REVISIONS = int(os.environ.get("DRAFTER_TEST_REVISIONS", "5"))
N_DRAFTS = 40 if N_REVISIONS <= 5 else 100
SEEDS = st.integers(0, 2**32)
MARK = "\ufeff"


def words_of(text: str) -> list[str]:
    """The words of all pieces of the body."""
    return [
        piece.words for piece in split_pieces(text, start=head_end(text.removeprefix(MARK)) + text.startswith(MARK))
    ]


def check_persons(person: Person, theirs: str, merged: Merged) -> None:
    """Every sentence of theirs byte for byte, nothing they took out, their front matter."""
    before, after = words_of(theirs), words_of(merged.text)
    assert [own for own in person.own if own in before and own not in after] == []
    assert [own for own in person.own if own in theirs and own not in merged.text] == []
    assert [gone for gone in person.unwanted if gone not in theirs and gone in merged.text] == []
    matter = parse_front_matter(merged.text.removeprefix(MARK))
    assert matter.problem is None
    assert {key: matter.values.get(key) for key in person.keys} == person.keys


def check_form(theirs: str, merged: Merged) -> None:
    """Line ends, byte order mark and fences are as they were."""
    if theirs.count("\n") in (0, theirs.count("\r\n")) or "\r\n" not in theirs:
        assert merged.text.count("\n") in (0, merged.text.count("\r\n")) or "\r\n" not in merged.text
        assert ("\r\n" in merged.text) == ("\r\n" in theirs)
    assert merged.text.startswith(MARK) == theirs.startswith(MARK)
    assert merged.text.count("```") % 2 == 0
    start = head_end(merged.text.removeprefix(MARK)) + merged.text.startswith(MARK)
    assert join_pieces(split_pieces(merged.text, start=start)) == merged.text[start:]


@settings(max_examples=N_DRAFTS, deadline=None)
@given(SEEDS)
def test_a_persons_words_and_deletions_outlive_every_revision(seed: int) -> None:
    book = Book(Random(seed))
    draft, person = first_draft(book), Person(book)
    last = written(draft.render())
    for _ in range(N_REVISIONS):
        theirs = person.edit(last.text)
        draft = made_again(draft, book) if draft.sections else first_draft(book)
        last = check_revision(draft, person, last, theirs)


def check_revision(draft: Draft, person: Person, last: Merged, theirs: str) -> Merged:
    merged = merge_again(last, theirs, draft.render())
    if merged.knows_nothing:
        assert merged.text == theirs
        return last
    check_persons(person, theirs, merged)
    check_form(theirs, merged)
    again = merge_again(merged, merged.text, draft.render())
    assert again.text == merged.text
    return merged


@settings(max_examples=2 * N_DRAFTS, deadline=None)
@given(SEEDS)
def test_the_same_draft_again_changes_nothing(seed: int) -> None:
    book = Book(Random(seed))
    text = first_draft(book).render()
    theirs = Person(book).edit(text)
    assert merge(base=text, theirs=theirs, new=text).text == theirs


@settings(max_examples=N_DRAFTS, deadline=None)
@given(SEEDS)
def test_a_draft_nobody_touched_becomes_the_new_one(seed: int) -> None:
    book = Book(Random(seed))
    draft = first_draft(book)
    new = made_again(draft, book).render()
    text = draft.render()
    assert merge(base=text, theirs=text, new=new).text == new
    crlf = text.replace("\n", "\r\n")
    assert merge(base=text, theirs=crlf, new=new).text == new.replace("\n", "\r\n")
