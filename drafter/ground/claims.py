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
from drafter.ground.compared import is_compared
from drafter.ground.evidence import Ground, Manner, squeeze
from drafter.ground.plans import is_planned, stands_so
from drafter.ground.told import MASK, Told, own_words
from drafter.ground.unreal import felt_after, is_bygone, is_unreal
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
_AHEAD = 3  # characters behind a result by which a plan tells it in the same words
_FRAMED_CHARS = 4
_FRAMED = re.compile(r"(?: that)?[ ,:]+((?:[\w'-]+ ){3}[\w'-]+)")
_CLAUSE_END = re.compile(r"[。、!?\n]|\. |, ")
_SUPPOSED = re.compile("たら|れば|なら")
_FEELING_NOW = re.compile(
    "み?(?:だ(?!ろ)|です|でし)|で(?!き|しょう)|な(?![いく])|み[にで]|い(?![きくけ])|かった|さ|した|しさ|がっ|そう"
)
_I_AM = re.compile(r"\b(?:i'm|i am|i feel|i felt|it's|it is) (?:\w+ ){0,2}$")
_LATE_DAYS = 92  # a state told in the last quarter of a period may well last to its end


def check_claims(told: Told, ground: Ground, manner: Manner) -> Iterator[Fault]:
    """A fault for each claim of the sentence that no quote makes, in these words or in others for the same.

    What stands word for word near the quotes, in quotation marks or as the label of a link, is the source's claim.
    """
    text = own_words(told, ground)
    for claim, start, end in find_claims(text, manner.language):
        words = told.words(start, end)
        if doubt := _doubt(claim, text, start, end, ground):
            message, hard = doubt
            rule = "feeling" if claim.kind == "feeling" else "claim"
            yield Fault(rule=rule, message=f"'{words}' {message}", words=words, hard=hard)
        elif claim.kind == "state" and claim.hard and not is_bygone(text, start, end):
            yield from _check_early_state(words, ground, manner)


def find_claims(text: str, language: str) -> Iterator[tuple[Claim, int, int]]:
    """The claims that a folded text makes, in order, each where its words stand."""
    any_claim, claims = _finders(language)
    for found in any_claim.finditer(text):
        for claim, finder in claims:
            match = finder.match(text, found.start())
            if match and not (claim.if_real and is_unreal(text, match.start(), match.end())):
                yield claim, match.start(), match.end()


def _doubt(claim: Claim, text: str, start: int, end: int, ground: Ground) -> tuple[str, bool] | None:
    """What is wrong with the claim at `text[start:end]`, and whether that is certain."""
    if _is_proved(claim, text[start:end], ground) or (claim.kind == "sweep" and is_compared(text, start, end, ground)):
        return None
    if claim.kind == "result" and is_planned(text, end) and stands_so(text, start, end, ground.said, ahead=_AHEAD):
        return None
    if claim.if_real and (hedge := _lost_hedge(claim, ground)):
        return f"has lost the '{hedge}' of its quote: keep it", False
    framed = claim.frame and _frames_quote(text, start, end, ground)
    return None if framed and not claim.hard else (_ADVICE[claim.kind], claim.hard and not framed)


def _is_proved(claim: Claim, words: str, ground: Ground) -> bool:
    if claim.n_quotes and len(ground.evidence.words) >= claim.n_quotes:
        return True
    if not claim.if_real or (claim.frame and not claim.hard):
        return words in ground.said or _compiled(claim.proof).search(ground.said) is not None
    real = ground.words or ground.slots  # what code counted is real, and all that a sentence without quotes tells
    proofs = _compiled(claim.proof).finditer(real)
    if any(not is_unreal(real, proof.start(), proof.end()) for proof in proofs):
        return True
    return claim.kind == "feeling" and any(map(_is_felt, _compiled(claim.proof).finditer(ground.plans)))


def _is_felt(proof: re.Match[str]) -> bool:
    """Whether a note of plans tells of a feeling that is there (楽しみだ), rather than one to come (楽しむぞ)."""
    before = _CLAUSE_END.split(proof.string[: proof.start()])[-1]
    after = proof.string[proof.end() :]
    if _SUPPOSED.search(before) or is_unreal(proof.string, proof.start(), proof.end()):
        return False
    return _FEELING_NOW.match(after) is not None or _I_AM.search(before) is not None


def _lost_hedge(claim: Claim, ground: Ground) -> str | None:
    found = (felt_after(ground.words, proof.end()) for proof in _compiled(claim.proof).finditer(ground.words))
    return next(filter(None, found), None)


def _frames_quote(text: str, start: int, end: int, ground: Ground) -> bool:
    """Whether what is said to be felt, thought or learned stands word for word in a quote."""
    if text[start].isascii():
        following = _FRAMED.match(text, end)
        return following is not None and following[1] in ground.said
    before = text[:start].rstrip(' 、,」"')
    if before.endswith(MASK):
        return True
    framed = squeeze(before[-2 * _FRAMED_CHARS :])[-_FRAMED_CHARS:]
    return text[start] == "と" and len(framed) == _FRAMED_CHARS and framed in squeeze(ground.said)


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
