"""How long the merge of a long draft takes, with what a person made of it: somebody waits for it."""

from __future__ import annotations

import time
from random import Random

import pytest

from drafter.revise.merge import merge
from tests.revise.drafts import KANJI, Book, Person, first_draft, made_again

CHARS = 30_000
LIMIT_S = 0.2
N_RUNS = 5


class LongBook(Book):
    """Sentences as long as those of a blog: 50 characters."""

    def sentence(self) -> str:
        short = super().sentence()
        return short if short.isascii() else "".join(self.random.choice(KANJI) for _ in range(30)) + short


def test_a_draft_of_30_000_characters_is_merged_in_a_fifth_of_a_second(capsys: pytest.CaptureFixture[str]) -> None:
    book = LongBook(Random(5))
    draft = first_draft(book)
    while len(draft.render()) < CHARS:
        draft.sections += first_draft(book).sections
    person, text = Person(book), draft.render()
    theirs = text
    for _ in range(40):
        theirs = person.edit(theirs)
    new = made_again(draft, book).render()
    runs: list[float] = []
    for _ in range(N_RUNS):
        start = time.process_time()
        merged = merge(base=text, theirs=theirs, new=new)
        runs.append(time.process_time() - start)
    with capsys.disabled():
        print(f"\nmerge of {len(text):,} characters: {min(runs):.3f} s of processor at best, {max(runs):.3f} at worst")
    assert not merged.knows_nothing
    assert min(runs) < LIMIT_S
