"""Is a proposal clean: a reflection, judgement, connection or hope that holds no fact and presupposes none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.ground.archive import check_archive
from drafter.ground.claims import find_claims
from drafter.ground.deeds import tells_deed
from drafter.ground.evidence import Manner
from drafter.ground.names import find_unknown_names
from drafter.ground.numbers import find_own_numbers
from drafter.ground.persons import names_person
from drafter.ground.told import Told, find_quoted
from drafter.records import Fault

# Feelings, judgements and connections are what proposals are for; all else that claims something is a fact.
_ADVICE = {
    "sweep": "presupposes how often or how far: leave it out, or cite facts",
    "amount": "presupposes an amount: leave it out, or cite facts",
    "result": "presupposes a result: put it as a hope or a question, or cite the fact that tells it",
    "event": "names a turning point: a proposal may build on it only after a sentence that cites it",
    "state": "presupposes how it is now: put it as a hope or a question",
}
_DATED = re.compile(r"[上中下]旬|(?<![一-鿿])[春夏秋冬](?=[にのはか]|$)|[月火水木金土日]曜日|年[末始](?=[にの])")
# What others did or are to the author: 「家族に支えられた」, "my family kept me going".
_OTHERS = re.compile(
    "(?:家族|両親|父|母|妻|夫|彼女|彼氏|子ども|子供|息子|娘|友人|友達|仲間|同僚|上司|先輩|後輩|恩師|みんな|皆)(?:の|に|が|は|も)"
    "(?:いつも|ずっと|何度も)?(?:おかげ|お陰|支え(?:られ|て|が|だ)|助け(?:られ|て)|励ま(?:され|して)|救われ|応援し|待って)"
    r"|\b(?:my|our) (?:family|wife|husband|partner|parents?|mother|father|mum|mom|dad|kids?|child(?:ren)?|sons?"
    r"|daughters?|brothers?|sisters?|friends?|colleagues?|co-?workers?|team|teammates?|boss|manager|mentor)"
    r"(?: (?:always|also|really|all))? (?:was|were|had|did|kept|made|got|gave|held|saw|stood|told|taught|put|let|came"
    r"|found|\w+ed)\b"
)
_QUOTED_CHARS_MIN = 6


def check_proposal_content(told: Told, manner: Manner, *, goal: bool) -> Iterator[Fault]:
    """A fault for each number, date, unknown name, quotation, deed, result, trend, state or person that it holds.

    What is proposed as a `goal` to come may name the result that is wanted.
    """
    yield from _check_particulars(told, manner)
    if goal:
        return
    for claim, start, end in find_claims(told.folded.text, manner.language):
        if claim.kind in _ADVICE and claim.hard and not claim.judgement:
            yield _fault(told.words(start, end), _ADVICE[claim.kind])
    if (match := _OTHERS.search(told.folded.text)) is not None:
        yield _fault(told.words(*match.span()), "tells what others did: cite the fact that tells it, or leave it out")
    for sentence in told.sentences:
        if tells_deed(sentence):
            yield _fault(sentence[-20:], "tells a deed: cite the fact, or turn it into a thought about what is told")
    yield from check_archive(told, manner)


def _check_particulars(told: Told, manner: Manner) -> Iterator[Fault]:
    for number in find_own_numbers(told, manner):
        yield _fault(number, "is a number: a proposal holds none; leave it out, or cite the fact")
    if (match := _DATED.search(told.text)) is not None:
        yield _fault(match[0], "is a date: a proposal holds none; leave it out, or cite the fact")
    for name in find_unknown_names(told, manner):
        yield _fault(name, "is a name the author never wrote: leave it out")
    for quoted in find_quoted(told.text):
        if len(quoted.words) >= _QUOTED_CHARS_MIN and not manner.known.holds(quoted.words):
            yield _fault(quoted.words, "stands in quotation marks and nobody wrote it: take the marks off")
    if names_person(told.text):
        yield _fault(told.beginning, "names a third person: leave them out")


def _fault(words: str, why: str) -> Fault:
    return Fault(rule="proposal", message=f"'{words}' {why}", words=words)
