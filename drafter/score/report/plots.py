"""Inline SVG that keeps the size of its signs at every width: places along the axis are per cent, all else pixels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafter.score.report.comparison import Compared
from drafter.score.report.markup import Html, join, tag
from drafter.score.report.months import Month

N_SIGNS = 4
_LANE, _FOREST, _BARS = 24, 28, 64  # heights in pixels
_MONTH_LABEL = 14
_MONTHS_LEAST = 6  # places for bars: a single month is no wide block
_SIGNS = (
    "M-5 0A5 5 0 1 0 5 0A5 5 0 1 0-5 0Z",  # a circle
    "M0-6.5L6.5 0L0 6.5L-6.5 0Z",  # a diamond
    "M0-6L6 5L-6 5Z",  # a triangle
    "M-4.8-4.8H4.8V4.8H-4.8Z",  # a square
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One line of a dot plot: the drafts of a writer in a case, and what the value lies between.

    `interval` is that of the mean of several drafts; `floor_ends` that of the floor. `reason` says why values miss.
    """

    values: tuple[float, ...]
    mean: float | None
    interval: tuple[float, float] | None = None
    floor: float | None = None
    floor_ends: tuple[float, float] | None = None
    ceiling: float | None = None
    reason: str | None = None

    @property
    def numbers(self) -> tuple[float, ...]:
        """All that must have its place on the axis."""
        ends = (*(self.interval or ()), *(self.floor_ends or ()))
        return (*self.values, *ends, *(n for n in (self.floor, self.ceiling) if n is not None))


def draw_sign(number: int) -> Html:
    """The sign of a writer by its place among the writers, for a legend or before a name."""
    sign = _sign(number, hollow=False)
    return tag("svg", sign, class_="sign", width=16, height=16, viewBox="-8 -8 16 16", aria_hidden="true")


def draw_lane(lane: Lane, *, sign: int, most: float, told: str) -> Html:
    """A line from 0 to `most`: band and tick of the floor, tick of the ceiling, interval, drafts and their mean."""
    middle = _LANE / 2
    parts = [_line(0, 1, y=middle, class_="rail")]
    if lane.floor_ends:
        parts.append(_band(lane.floor_ends, most=most))
    if lane.floor is not None:
        parts.append(_tick(lane.floor / most, class_="floor", dashed=False))
    if lane.ceiling is not None:
        parts.append(_tick(lane.ceiling / most, class_="ceiling", dashed=True))
    if lane.interval:
        parts.append(_line(*(end / most for end in lane.interval), y=middle, class_=f"interval w{sign % N_SIGNS}"))
    if len(lane.values) > 1:
        parts += [
            tag("circle", cx=_percent(v / most), cy=middle, r=2, class_=f"one w{sign % N_SIGNS}") for v in lane.values
        ]
    if lane.mean is not None:
        parts.append(_at(lane.mean / most, middle, _sign(sign, hollow=False)))
    return _svg(parts, height=_LANE, told=told)


def draw_scale(ticks: Sequence[str]) -> Html:
    """The numbers below a plot, evenly spread from end to end."""
    last = max(1, len(ticks) - 1)
    anchors = ["start", *["middle"] * (len(ticks) - 2), "end"]
    words = [
        tag("text", tick, x=_percent(n / last), y=11, text_anchor=anchor)
        for n, (tick, anchor) in enumerate(zip(ticks, anchors, strict=True))
    ]
    return tag("svg", *words, class_="scale", width="100%", height=_MONTH_LABEL, aria_hidden="true")


def draw_lead(compared: Compared, *, most: float, signs: tuple[int, int], told: str) -> Html:
    """How much better ours is: right of the middle line ours, left of it theirs, with the interval.

    The sign is that of the better one, and hollow where chance alone gives as much. What lies beyond `most` ends in an
    arrow.
    """
    middle = _FOREST / 2
    parts = [_line(0, 1, y=middle, class_="rail"), _tick(0.5, class_="zero", dashed=False, height=_FOREST)]
    ends = _lead_ends(compared)
    if ends:
        places = [_place(end, most) for end in ends]
        parts.append(_line(min(places), max(places), y=middle, class_="interval"))
        parts += [_arrow(end > 0, middle) for end in ends if abs(end) > most]
    if compared.lead is not None:
        sign = _sign(signs[0] if compared.lead > 0 else signs[1], hollow=not compared.is_told_apart)
        parts.append(_at(_place(compared.lead, most), middle, sign if compared.lead else _sign_of_none()))
    return _svg(parts, height=_FOREST, told=told)


def most_of(comparison: Sequence[Compared]) -> float:
    """Where the axis of leads ends: at what holds those of shares and their intervals, between 0.1 and 1."""
    shares = [c for c in comparison if not c.metric.counts]
    leads = [abs(c.lead) for c in shares if c.lead is not None]
    ends = [abs(end) for c in shares for end in _lead_ends(c) or ()]
    largest = max([*leads, *ends], default=0.0)
    return next((step for step in (0.1, 0.2, 0.5) if largest <= step), 1.0)


def draw_months(months: Sequence[Month], *, sign: int, told: str) -> Html:
    """Two bars a month: the share of the sources that lie in it, wide and grey; of those cited, narrow before it."""
    wholes = sum(m.n_sources for m in months), sum(m.n_cited for m in months)
    shares = [(m.n_sources / wholes[0] if wholes[0] else 0, m.n_cited / wholes[1] if wholes[1] else 0) for m in months]
    most, width = max((max(pair) for pair in shares), default=0) or 1, 1 / max(_MONTHS_LEAST, len(months))
    parts: list[Html] = []
    for n, (month, (everywhere, ours)) in enumerate(zip(months, shares, strict=True)):
        parts.append(_bar(n * width + 0.1 * width, 0.8 * width, everywhere / most, class_="sources"))
        parts.append(_bar(n * width + 0.3 * width, 0.4 * width, ours / most, class_=f"cited w{sign % N_SIGNS}"))
        label = month.name[5:].lstrip("0")
        place = _percent((n + 0.5) * width)
        parts.append(tag("text", label, x=place, y=_BARS + _MONTH_LABEL - 2, text_anchor="middle"))
    parts.append(_line(0, 1, y=_BARS + 0.5, class_="rail"))
    return _svg(parts, height=_BARS + _MONTH_LABEL, told=told)


def _svg(parts: Sequence[Html], *, height: int, told: str) -> Html:
    return tag("svg", tag("title", told), *parts, class_="plot", role="img", width="100%", height=height)


def _percent(share: float) -> str:
    return f"{100 * min(1.0, max(0.0, share)):.2f}%"


def _line(start: float, end: float, *, y: float, class_: str) -> Html:
    return tag("line", x1=_percent(start), x2=_percent(end), y1=y, y2=y, class_=class_)


def _tick(share: float, *, class_: str, dashed: bool, height: int = _LANE) -> Html:
    dash = "3 2" if dashed else None
    return tag(
        "line", x1=_percent(share), x2=_percent(share), y1=2, y2=height - 2, class_=class_, stroke_dasharray=dash
    )


def _band(ends: tuple[float, float], *, most: float) -> Html:
    width = _percent((ends[1] - ends[0]) / most)
    return tag("rect", x=_percent(ends[0] / most), y=5, width=width, height=_LANE - 10, class_="band")


def _bar(start: float, width: float, share: float, *, class_: str) -> Html:
    height = share * (_BARS - 4)
    y = _BARS - height
    return tag("rect", x=_percent(start), width=_percent(width), y=f"{y:.1f}", height=f"{height:.1f}", class_=class_)


def _at(share: float, y: float, *parts: Html) -> Html:
    """Signs around a place: nested, because no transform takes per cent."""
    return tag("svg", *parts, x=_percent(share), y=y, overflow="visible", width=1, height=1)


def _sign(number: int, *, hollow: bool) -> Html:
    shape = number % N_SIGNS
    return tag("path", d=_SIGNS[shape], class_=f"dot w{shape}{' hollow' if hollow else ''}")


def _sign_of_none() -> Html:
    return tag("path", d="M0-6V6", class_="interval")


def _place(lead: float, most: float) -> float:
    return 0.5 + lead / most / 2


def _lead_ends(compared: Compared) -> tuple[float, float] | None:
    """The ends of the interval as leads of ours; None where there is no interval or no way to be better."""
    low, high = compared.interval.low, compared.interval.high
    if low is None or high is None or compared.lead is None:
        return None
    turned = compared.lead != compared.test.difference
    return (-high, -low) if turned else (low, high)


def _arrow(right: bool, y: float) -> Html:
    d = "M-7-4L0 0L-7 4" if right else "M7-4L0 0L7 4"
    return _at(1.0 if right else 0.0, y, tag("path", d=d, class_="arrow"))


def legend(*entries: Html) -> Html:
    """Signs with what they mean, in a row."""
    return tag("p", *(tag("span", entry) for entry in entries), class_="legend")


def sample(class_: str) -> Html:
    """A tick, band, line or bar as it stands in a plot, for a legend."""
    shape = {
        "band": tag("rect", x=1, y=3, width=18, height=10, class_=class_),
        "sources": tag("rect", x=4, y=1, width=12, height=14, class_=class_),
        "interval": tag("line", x1=0, x2=20, y1=8, y2=8, class_=class_),
    }.get(class_) or tag(
        "line", x1=10, x2=10, y1=1, y2=15, class_=class_, stroke_dasharray="3 2" if class_ == "ceiling" else None
    )
    return tag("svg", shape, width=20, height=16, class_="sign", aria_hidden="true")


def with_words(picture: Html, words: str) -> Html:
    """A sign and what it means."""
    return join((picture, words))
