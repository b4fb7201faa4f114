"""What a case demands of its drafts: what must and must not be mentioned, and what fails it whatever its scores are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafter.pipeline.case import Case, Veto
from drafter.records import Score, Span
from drafter.score.signing import score_share, sign
from drafter.text.hidden import strip_hidden
from drafter.text.inline import plain
from drafter.text.language import detect_language
from drafter.text.normal import find_quote, fold_text

_REGISTER_MIN = 0.9  # of the sentences with a verb or copula at their end
_ZERO = {"lowest": "best"}


def score_demands(case: Case, body: str, *, scores: Sequence[Score]) -> tuple[Score, Score, Score]:
    """`mentioned` is the share of what must be mentioned, `forbidden` how many entries are said that must not be, and
    `vetoes` how many of the case's vetoes the draft draws; the last two are best at 0. `scores` are the draft's own:
    vetoes on numbers and register rest on them. A veto on facts needs a judge and is not looked for here.
    """
    n_all, n_missing = len(case.must_mention), len(missing_mentions(case, body))
    signature = sign("mentioned", {"unit": "entry", "text": "folded"})
    empty = "the case demands no mention"
    mentioned = score_share("mentioned", n_all - n_missing, n_all, signature=signature, empty=empty)
    said = tuple(span for entry in case.must_not_mention for span in _said(body, entry))
    forbidden = _score_count("forbidden", said, of=len(case.must_not_mention), empty="the case forbids no mention")
    drawn = tuple(_drawn(case, body, forbidden=forbidden, scores=scores))
    vetoes = _score_count("vetoes", drawn, of=len(case.vetoes), empty="the case has no veto")
    return mentioned, forbidden, vetoes


def missing_mentions(case: Case, body: str) -> tuple[str, ...]:
    """What must be mentioned and is not, by the first of its wordings."""
    return tuple(entry[0] for entry in case.must_mention if not any(mentions(body, words) for words in entry))


def mentions(body: str, words: str) -> bool:
    """Whether the visible text holds words, whatever their width, case and white space; 2冊 is not in 32冊.

    >>> mentions("本を**３２冊**読んだ。", "32冊"), mentions("32冊", "2冊"), mentions("<!-- 12人 -->", "12人")
    (True, False, False)
    """
    wanted = _compact(words)
    before = r"(?<!\d)" if wanted[:1].isdigit() else ""
    after = r"(?!\d)" if wanted[-1:].isdigit() else ""
    return re.search(f"{before}{re.escape(wanted)}{after}", _compact(plain(strip_hidden(body)))) is not None


def _compact(text: str) -> str:
    return "".join(fold_text(text).split())


def _said(body: str, entry: Sequence[str]) -> Iterator[Span]:
    """The first wording of an entry that stands in the draft, with its place."""
    found = next((words for words in entry if mentions(body, words)), None)
    if found is not None:
        start, end = find_quote(found, body) or (0, 0)
        yield Span(start=start, end=end, text=body[start:end], note=f"the case forbids {found!r}")


def _score_count(metric: str, spans: tuple[Span, ...], *, of: int, empty: str) -> Score:
    signature = sign(metric, {"unit": "entry", **_ZERO})
    if not of:
        return Score(metric=metric, value=None, reason=empty, signature=signature)
    return Score(
        metric=metric, value=len(spans), numerator=len(spans), denominator=of, spans=spans, signature=signature
    )


def _drawn(case: Case, body: str, *, forbidden: Score, scores: Sequence[Score]) -> Iterator[Span]:
    """One span for each veto that is drawn: the first place that draws it, or the start of the draft."""
    by_name = {score.metric: score for score in scores}
    numbers, register = by_name.get("numbers"), by_name.get("register")
    if Veto.FORBIDDEN in case.vetoes and forbidden.spans:
        yield forbidden.spans[0]
    if Veto.NUMBER in case.vetoes and numbers and numbers.value is not None and numbers.value < 1:
        yield next(iter(numbers.spans), _whole("a number that no source and no count holds"))
    if Veto.REGISTER in case.vetoes and register and register.value is not None and register.value < _REGISTER_MIN:
        yield _whole(f"{register.value:.0%} of the sentences keep the author's register")
    if Veto.LANGUAGE in case.vetoes and (language := detect_language(body)) != case.language:
        yield _whole(f"it is written in {language}, the case in {case.language}")


def _whole(note: str) -> Span:
    return Span(start=0, end=0, text="", note=note)
