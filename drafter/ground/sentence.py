"""The door: may a sentence stand in a draft. Evidence, the author's manner and its Markdown in, faults out."""

from __future__ import annotations

from collections.abc import Iterator

from drafter.ground.archive import check_archive
from drafter.ground.claims import check_claims
from drafter.ground.deeds import check_deeds, check_polarity
from drafter.ground.evidence import Evidence, Ground, Known, Manner, ground_of, index_known
from drafter.ground.links import check_links
from drafter.ground.manner import check_manner, check_script, learn_manner
from drafter.ground.names import check_names, check_persons, check_quoted
from drafter.ground.numbers import check_numbers
from drafter.ground.persons import holds_secret
from drafter.ground.proposals import check_proposal_content
from drafter.ground.support import check_support
from drafter.ground.times import check_times
from drafter.ground.told import Told, read_told
from drafter.records import Fault

__all__ = ["Evidence", "Known", "Manner", "check_proposal", "check_sentence", "index_known", "learn_manner"]


def check_sentence(text: str, evidence: Evidence, manner: Manner) -> tuple[Fault, ...]:
    """What is wrong with a proved or counted sentence, the hard faults first; `()` where it stands.

    `text` is Markdown of one or several sentences that rest on the same evidence, without marks. Where the draft is
    in another language than its sources, numbers are compared by value, and claims, titles and quotations not at all.
    """
    told, ground = read_told(text), ground_of(evidence)
    found = [*_check_everywhere(told, ground, manner)]
    if not manner.carried_over:
        found += _check_same_language(told, ground, manner)
    return _ordered(found)


def check_proposal(text: str, manner: Manner, *, goal: bool = False) -> tuple[Fault, ...]:
    """What is wrong with a sentence that is proposed to the author, the hard faults first; `()` where it is clean.

    A `goal` is proposed for the time to come: it may name the result that is wanted.
    """
    told = read_told(text)
    found = [*check_proposal_content(told, manner, goal=goal), *_check_form(told, manner, None)]
    return _ordered(found)


def _check_everywhere(told: Told, ground: Ground, manner: Manner) -> Iterator[Fault]:
    yield from check_numbers(told, ground, manner)
    yield from check_names(told, ground, manner)
    yield from check_times(told, ground)
    yield from check_persons(told, ground, manner)
    yield from check_archive(told, manner, said=ground.said, counted=bool(ground.slots))
    yield from _check_form(told, manner, ground)


def _check_same_language(told: Told, ground: Ground, manner: Manner) -> Iterator[Fault]:
    yield from check_quoted(told, ground, manner)
    yield from check_claims(told, ground, manner)
    yield from check_deeds(told, ground)
    yield from check_polarity(told, ground)
    yield from check_support(told, ground)


def _check_form(told: Told, manner: Manner, ground: Ground | None) -> Iterator[Fault]:
    if holds_secret(told.markdown):
        message = "it holds an address, a telephone number, a key or a password: leave that out"
        yield Fault(rule="secret", message=message)
    yield from check_links(told, manner)
    yield from check_script(told, manner, ground)
    yield from check_manner(told, manner, ground)


def _ordered(faults: list[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(dict.fromkeys(faults), key=lambda fault: not fault.hard))
