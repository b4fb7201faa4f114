"""A claim: words that say more than a deed does, and what a quote must hold to prove them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Words of a folded sentence, `ja` or `en`, that need `proof` in a quote: regular expressions, those of `en` from
    the start of a word.

    An `if_real` one is none where it is wished for or denied (「合格したい」), and only what is told as real proves it.
    `n_quotes` quotes are proof, too, where it is not 0: three deeds are 「いろいろ」. A `judgement` may be proposed. A
    `frame` only says of other words that they were felt, thought or learned: 「〜と感じた」, "I learned that …".
    """

    kind: str  # "sweep", "amount", "strength", "result", "event", "cause", "state", "feeling"
    ja: str
    en: str
    proof: str
    hard: bool = True
    judgement: bool = False
    n_quotes: int = 0
    frame: bool = False

    @property
    def if_real(self) -> bool:
        """Whether it can be wished for or denied, and claims nothing then."""
        return self.kind in ("result", "feeling")


def claim(
    kind: str,
    *,
    ja: str = "",
    en: str = "",
    more: str = "",
    hard: bool = True,
    judgement: bool = False,
    n_quotes: int = 0,
    frame: bool = False,
) -> Claim:
    """A claim that is proved by its own words in either language, and by `more`."""
    proof = "|".join(filter(None, (ja, rf"\b(?:{en})" if en else "", more)))
    return Claim(kind=kind, ja=ja, en=en, proof=proof, hard=hard, judgement=judgement, n_quotes=n_quotes, frame=frame)
