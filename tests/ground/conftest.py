"""Two authors that nobody is: what they have written, and the manner of a draft of their year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from drafter.ground.evidence import Evidence, Manner, index_known
from drafter.ground.sentence import check_sentence
from drafter.records import Fault, Period, Unit

YEAR = Period(unit=Unit.YEAR, label="2024", start=date(2024, 1, 1), end=date(2024, 12, 31))
POSTS = (
    "Hugoでブログを作り直した。テーマはLoveItを使っている。デプロイにはGitHub Actionsを使う。",
    "『夜の灯台』を読んだ。ストレージの章が面白かった。カヤックの本も買った。",
    "カヤックで湖を渡った。カヤックは楽しい。カヤックをもう一艘買いたい。",
)
ENGLISH_POSTS = (
    "I rebuilt the site with Hugo. The Lakeside Runners meet on Sundays.",
    "Reading The Quiet Harbor took me a month. My garden shed needs a roof.",
)

FaultsOf = Callable[..., tuple[Fault, ...]]


@pytest.fixture
def manner() -> Manner:
    return Manner(
        language="ja",
        source_language="ja",
        period=YEAR,
        polite=False,
        known=index_known(POSTS),
        links=frozenset({"https://kaede.example/posts/kayak/"}),
    )


@pytest.fixture
def english() -> Manner:
    return Manner(language="en", source_language="en", period=YEAR, known=index_known(ENGLISH_POSTS))


@pytest.fixture
def faults_of(manner: Manner, english: Manner) -> FaultsOf:
    """What is wrong with a sentence that rests on quotes; English where both are."""

    def check(text: str, *words: str, days: tuple[date, ...] = (), **more: tuple[str, ...]) -> tuple[Fault, ...]:
        evidence = Evidence(words=words, days=days, **more)  # type: ignore[arg-type]  # `published` has tests of its own
        own = english if (text + "".join(words)).isascii() else manner
        return check_sentence(text, evidence, own)

    return check
