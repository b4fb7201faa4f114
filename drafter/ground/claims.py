"""Does a sentence claim more than its quotes: how far, how strong, how it ended, why, until when, how it felt."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from drafter.ground.claim import Claim
from drafter.ground.claims_of_extent import CLAIMS_OF_EXTENT
from drafter.ground.claims_of_mood import CLAIMS_OF_MOOD
from drafter.ground.claims_of_outcome import CLAIMS_OF_OUTCOME
from drafter.ground.evidence import Ground, Manner
from drafter.ground.told import Told
from drafter.ground.unreal import is_unreal
from drafter.records import Fault

_CLAIMS = (*CLAIMS_OF_EXTENT, *CLAIMS_OF_OUTCOME, *CLAIMS_OF_MOOD)
_ADVICE = {
    "sweep": "claims more than a count was made for: say what the quotes say, use a slot, or leave it out",
    "strength": "is stronger than the quotes: keep to the strength they have",
    "amount": "is no amount the quotes give: say what they say, or cite enough facts",
    "result": "is a result no quote tells: cite the fact that tells it, or ask the author with ⟦? …⟧",
    "event": "is a turning point no quote tells: cite the fact that tells it, or ask the author with ⟦? …⟧",
    "cause": "is a reason no quote gives: tell both things without it, or mark the sentence ⟦?⟧",
    "state": "tells how it is at the end, which no quote does: tell what was, or ask the author with ⟦? …⟧",
    "feeling": "is a feeling no quote tells: leave it out, or make it a sentence of its own marked ⟦?⟧",
}
_LATE_DAYS = 92  # a state told in the last quarter of a period may well last to its end


def check_claims(told: Told, ground: Ground, manner: Manner) -> Iterator[Fault]:
    """A fault for each claim of the sentence that no quote makes, in these words or in others for the same."""
    for claim, start, end in find_claims(told.folded.text, manner.language):
        words = told.words(start, end)
        if not _is_proved(claim, told.folded.text[start:end], ground):
            rule = "feeling" if claim.kind == "feeling" else "claim"
            yield Fault(rule=rule, message=f"'{words}' {_ADVICE[claim.kind]}", words=words, hard=claim.hard)
        elif claim.kind == "state" and claim.hard:
            yield from _check_early_state(words, ground, manner)


def find_claims(text: str, language: str) -> Iterator[tuple[Claim, int, int]]:
    """The claims that a folded text makes, in order, each where its words stand."""
    any_claim, claims = _finders(language)
    for found in any_claim.finditer(text):
        for claim, finder in claims:
            match = finder.match(text, found.start())
            if match and not (claim.if_real and is_unreal(text, match.start(), match.end())):
                yield claim, match.start(), match.end()


def _is_proved(claim: Claim, words: str, ground: Ground) -> bool:
    if claim.n_quotes and len(ground.evidence.words) >= claim.n_quotes:
        return True
    if not claim.if_real:
        return words in ground.said or _compiled(claim.proof).search(ground.said) is not None
    proofs = _compiled(claim.proof).finditer(ground.words)
    return any(not is_unreal(ground.words, proof.start(), proof.end()) for proof in proofs)


def _check_early_state(words: str, ground: Ground, manner: Manner) -> Iterator[Fault]:
    """A soft fault where a state of spring is told as if it were one at the end."""
    last = max(ground.evidence.days, default=None)
    if last and last < manner.period.end - timedelta(days=_LATE_DAYS):
        message = f"'{words}' was so on {last}: do not tell it as how it is at the end of {manner.period.label}"
        yield Fault(rule="claim", message=message, words=words, hard=False)


@lru_cache(maxsize=2)
def _finders(language: str) -> tuple[re.Pattern[str], tuple[tuple[Claim, re.Pattern[str]], ...]]:
    """One pattern for all claims of a language, which is fast, and each claim with its own."""
    told = [(claim, claim.en if language == "en" else claim.ja) for claim in _CLAIMS]
    start = r"\b" if language == "en" else ""
    found = tuple((claim, re.compile(f"{start}(?:{words})")) for claim, words in told if words)
    return re.compile(f"{start}(?:{'|'.join(words for _, words in told if words)})"), found


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
