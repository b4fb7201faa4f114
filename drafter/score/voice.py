"""Whether a draft sounds like its author: distance of 3-grams from earlier retrospectives, and the register."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from drafter.records import Draft, Score
from drafter.score.prose import body_prose, draft_prose, n_prose_chars, script_of
from drafter.score.signing import score_share, sign
from drafter.text.normal import fold_text
from drafter.text.voice import MIN_CHARS, is_polite

_N = 3
_WHOLES_MIN = 3  # earlier retrospectives long enough to be told apart, below which halves of them serve
_HALVES_MIN = 2
MIXED = (0.15, 0.85)  # an author with such a share of です・ます keeps to no register

_Prose = tuple[str, ...]  # sentences
_Profile = Counter[str]


def score_voice(draft: Draft, *, earlier: Sequence[str]) -> tuple[Score, Score, Score]:
    """How far the draft's prose is from the author's earlier retrospectives, and whether it keeps their register.

    `voice` is the cosine distance of the profiles of character 3-grams: 0 the same, 1 nothing in common.
    `voice_percentile` is the share of the author's own texts that lie nearer to the rest of them than the draft does;
    each is cut to the draft's length. `register` is the share of sentences with the author's ending, です・ます or not;
    goals and others that stand word for word in an earlier retrospective are left out. Only retrospectives in
    the draft's own script count.
    """
    ours = draft_prose(draft)
    script = script_of(ours)
    proses = [prose for body in earlier if (prose := body_prose(body))]
    theirs = [prose for prose in proses if script_of(prose) is script]
    missing = f"there is no earlier retrospective{' in the script of the draft' if proses else ''}"
    reason = _too_little(ours, theirs) if theirs else missing
    how = {"script": script, "distance": "cosine", "gram": f"char-{_N}", "text": "folded"}
    return *_score_distance(ours, theirs, how=how, reason=reason), _score_register(ours, theirs, missing=missing)


def profile_distance(ours: Iterable[str], theirs: Iterable[str]) -> float:
    """The cosine distance (0 to 1) of how often each character 3-gram stands in two lists of sentences.

    >>> round(profile_distance(["abcd"], ["abce"]), 6)
    0.5
    """
    return _distance(_profile(ours), _profile(theirs))


def _distance(ours: _Profile, theirs: _Profile) -> float:
    product = sum(n * theirs[gram] for gram, n in ours.items())
    norms = math.sqrt(sum(n * n for n in ours.values()) * sum(n * n for n in theirs.values()))
    return max(0.0, 1 - product / norms) if norms else 1.0


def _profile(sentences: Iterable[str]) -> _Profile:
    """3-grams of the folded sentences; the ends of a sentence count as a character."""
    text = fold_text("\n" + "".join(f"{sentence}\n" for sentence in sentences))
    return Counter(text[at : at + _N] for at in range(len(text) - _N + 1))


def _too_little(ours: _Prose, theirs: Sequence[_Prose]) -> str | None:
    for n_chars, whose in (
        (n_prose_chars(ours), "the draft has"),
        (sum(map(n_prose_chars, theirs)), "earlier retrospectives have"),
    ):
        if n_chars < MIN_CHARS:
            return f"{whose} {n_chars} characters of prose: {MIN_CHARS:,} are needed to tell a voice"
    return None


def _score_distance(
    ours: _Prose, theirs: Sequence[_Prose], *, how: dict[str, str], reason: str | None
) -> tuple[Score, Score]:
    signature = sign("voice", how)
    if reason is not None:
        rank_signature = sign("voice_percentile", how | {"own": "none"})
        none = Score(metric="voice", value=None, reason=reason, signature=signature)
        return none, Score(metric="voice_percentile", value=None, reason=reason, signature=rank_signature)
    distance = _distance(_profile(ours), _sum(map(_profile, theirs)))
    spread, kind = _own_spread(theirs, n_chars=n_prose_chars(ours))
    n_nearer = sum(own < distance for own in spread)
    percentile = score_share(
        "voice_percentile",
        n_nearer,
        len(spread),
        signature=sign("voice_percentile", how | {"own": f"{kind}-leave-one-out", "cut": "to-the-draft"}),
        empty=f"two halves of earlier retrospectives with {MIN_CHARS:,} characters each are needed to tell a spread",
    )
    return Score(metric="voice", value=distance, signature=signature), percentile


def _own_spread(theirs: Sequence[_Prose], *, n_chars: int) -> tuple[list[float], str]:
    """How far each text of the author is from their others, all of it said in no more than `n_chars`."""
    spread = _leave_one_out(theirs, n_chars=n_chars)
    if len(spread) >= _WHOLES_MIN:
        return spread, "wholes"
    spread = _leave_one_out([half for prose in theirs for half in _halves(prose)], n_chars=n_chars)
    return (spread if len(spread) >= _HALVES_MIN else []), "halves"


def _leave_one_out(proses: Sequence[_Prose], *, n_chars: int) -> list[float]:
    """The distance of each text that is long enough from all others together."""
    profiles = [_profile(prose) for prose in proses]
    together = _sum(profiles)
    return [
        _distance(_profile(_cut(prose, n_chars)), _without(together, profile))
        for prose, profile in zip(proses, profiles, strict=True)
        if n_prose_chars(prose) >= MIN_CHARS
    ]


def _sum(profiles: Iterable[_Profile]) -> _Profile:
    together: _Profile = Counter()
    for profile in profiles:
        together.update(profile)
    return together


def _without(together: _Profile, profile: _Profile) -> _Profile:
    rest = together.copy()
    rest.subtract(profile)
    return rest


def _halves(prose: _Prose) -> tuple[_Prose, _Prose]:
    first = _cut(prose, n_prose_chars(prose) // 2)
    return first, prose[len(first) :]


def _cut(prose: _Prose, n_chars: int) -> _Prose:
    """The first sentences, as many as begin within `n_chars`."""
    before = 0
    for number, sentence in enumerate(prose):
        if before >= n_chars:
            return prose[:number]
        before += n_prose_chars((sentence,))
    return prose


def _score_register(ours: _Prose, theirs: Sequence[_Prose], *, missing: str) -> Score:
    rule = {"unit": "sentence", "of": "verbs+copulas", "mixed": "-".join(map(str, MIXED)), "taken-over": "apart"}
    signature = sign("register", rule)
    own = _endings(sentence for prose in theirs for sentence in prose)
    share = sum(own) / len(own) if own else None
    if share is None or MIXED[0] < share < MIXED[1]:
        reason = "no sentence of an earlier retrospective ends in a Japanese verb or copula" if theirs else missing
        if share is not None:
            reason = f"earlier retrospectives mix です・ます ({share:.0%}) with plain endings"
        return Score(metric="register", value=None, reason=reason, signature=signature)
    known = {fold_text(sentence) for prose in theirs for sentence in prose}
    endings = _endings(sentence for sentence in ours if fold_text(sentence) not in known)
    alike = sum(polite is (share > 0.5) for polite in endings)
    empty = "no sentence of the draft ends in a Japanese verb or copula"
    return score_share("register", alike, len(endings), signature=signature, empty=empty)


def _endings(sentences: Iterable[str]) -> list[bool]:
    """Whether each sentence is polite; those that end in neither a verb nor a copula are left out."""
    return [polite for sentence in sentences if (polite := is_polite(sentence)) is not None]
