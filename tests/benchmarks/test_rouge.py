"""All four types of ROUGE on 100 pairs of 1,500 tokens: our time beside rouge-score's, as a ratio in one run."""

from __future__ import annotations

import random
import time

import pytest
from rouge_score.rouge_scorer import RougeScorer

from drafter.score.rouge import TYPES, Overlap, rouge

N_PAIRS, N_TOKENS = 100, 1500
RATIO_MIN = 20


class Spaces:
    """Tokens are what stands between white space."""

    def tokenize(self, text: str) -> list[str]:
        return text.split()


def make_text(generator: random.Random) -> str:
    """Sentences of 5 to 45 tokens, one a line; a few words are frequent and most are rare, as in any language."""
    lines: list[str] = []
    left = N_TOKENS
    while left:
        n = min(left, generator.randint(5, 45))
        lines.append(" ".join(f"w{int(generator.paretovariate(0.7))}" for _ in range(n)))
        left -= n
    return "\n".join(lines)


def test_rouge_is_at_least_twenty_times_as_fast_as_rouge_score(capsys: pytest.CaptureFixture[str]) -> None:
    generator, tokenizer = random.Random(12345), Spaces()
    scorer = RougeScorer(list(TYPES), tokenizer=tokenizer)
    pairs = [(make_text(generator), make_text(generator)) for _ in range(N_PAIRS)]
    ours_s = theirs_s = 0.0
    for reference, candidate in pairs:
        start = time.process_time()
        overlaps = rouge(reference=reference, candidate=candidate, tokenizer=tokenizer)
        ours_s += time.process_time() - start
        start = time.process_time()
        scores = scorer.score(reference, candidate)
        theirs_s += time.process_time() - start
        assert overlaps == {
            kind: Overlap(precision=score.precision, recall=score.recall, f=score.fmeasure)
            for kind, score in scores.items()
        }
    with capsys.disabled():
        print(f"\n{N_PAIRS} pairs of {N_TOKENS} tokens: {ours_s:.2f} s beside {theirs_s:.1f} s,", end="")
        print(f" {theirs_s / ours_s:.0f} times as fast (limit {RATIO_MIN})")
    assert theirs_s >= RATIO_MIN * ours_s
