"""What the sentences of a draft rest on: the shares that are grounded and proposed."""

from __future__ import annotations

from drafter.records import Draft, Score, Sentence, Standing
from drafter.score.prose import told_sentences
from drafter.score.signing import score_share, sign

_EMPTY = "the draft tells no sentence"


def score_standing(draft: Draft) -> tuple[Score, Score]:
    """The shares of grounded and of proposed sentences among all that the draft tells.

    Grounded is a proved sentence that names a fact or a quote, and a counted one that names a count or proof.
    """
    told = told_sentences(draft)
    grounded = sum(map(_is_grounded, told))
    proposed = sum(sentence.standing is Standing.PROPOSED for sentence in told)
    how = {"unit": "sentence", "of": "paragraphs+items"}
    return (
        score_share("grounded", grounded, len(told), signature=sign("grounded", how), empty=_EMPTY),
        score_share("proposed", proposed, len(told), signature=sign("proposed", how), empty=_EMPTY),
    )


def _is_grounded(sentence: Sentence) -> bool:
    proof = bool(sentence.fact_ids or sentence.quotes)
    if sentence.standing is Standing.COUNTED:
        return proof or bool(sentence.counts)
    return sentence.standing is Standing.PROVED and proof
