"""One draft after the other: its faults, what a judge says, its sentences, and what a person wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import fmean

from drafter.score.judgings import JudgedDimension, Judging
from drafter.score.report.findings import Examined, Finding
from drafter.score.report.markup import Html, join, tag
from drafter.score.report.means import show_value
from drafter.score.report.plots import draw_sign
from drafter.score.report.results import Key, Results
from drafter.score.report.sentence_view import STANDINGS, render_body, render_sentences, sentence_id
from drafter.score.report.verdict_section import Signs, tell_wrong


def render_drafts(results: Results, drafts: Sequence[Examined], *, signs: Signs, ids: Mapping[Key, str]) -> Html:
    """Every draft folded, but for the most faulty one; then the references."""
    heading = tag("h2", "Sentence by sentence", id="sentences")
    if not drafts:
        return tag("section", heading, tag("p", "There are no drafts.", class_="none"))
    hint = "Point at a sentence, or go to it with the Tab key, to see its source or its fault."
    worst = max(drafts, key=lambda draft: draft.n_faults)
    views = [_render_draft(results, d, signs=signs, prefix=ids[d.key], is_open=d is worst) for d in drafts]
    own = [_render_reference(results, case) for case in results.cases if case in results.references]
    return tag("section", heading, tag("p", hint), _render_key(), *views, *own)


def _render_key() -> Html:
    """What the colours of sentences mean."""
    kinds = [*STANDINGS.values(), ("unknown", "it is not known what it rests on")]
    entries = [tag("span", tag("span", name, class_=f"s {name}"), f" {meaning}") for name, meaning in kinds]
    fault = tag("span", tag("span", "fault", class_="s fault"), " something is wrong with it")
    return tag("p", fault, *entries, class_="legend key")


def _render_draft(results: Results, draft: Examined, *, signs: Signs, prefix: str, is_open: bool) -> Html:
    case, writer, number = draft.key
    name = join((draw_sign(signs[writer]), tag("bdi", case), f" · {writer} {number}"))
    wrong = tag("span", join(tell_wrong(draft), "; ") or "nothing was found", class_="aside")
    title = results.titles.get(case)
    judging = results.judgings.get(draft.key)
    return tag(
        "details",
        tag("summary", tag("span", name, class_="draft-name"), wrong),
        tag("p", title, class_="title", lang=_lang(results, case)) if title else "",
        _render_faults(draft, prefix=prefix),
        _render_judging(judging) if judging else "",
        tag("article", render_sentences(draft, prefix=prefix), lang=_lang(results, case), class_="draft"),
        id=prefix,
        open=is_open,
        class_="card",
    )


def _lang(results: Results, case: str) -> str | None:
    return results.language_of(case) or None


def _render_faults(draft: Examined, *, prefix: str) -> Html:
    """What is wrong, each leading to its sentence."""
    if not draft.faults:
        return join(())
    return tag(
        "ol", *(tag("li", _render_fault(draft, fault, prefix=prefix)) for fault in draft.faults), class_="faults"
    )


def _render_fault(draft: Examined, fault: Finding, *, prefix: str) -> Html:
    place = sentence_id(draft, fault, prefix=prefix)
    words = tag("q", fault.text) if fault.text else tag("span", "the whole draft")
    shown = tag("a", words, href=f"#{place}") if place else words
    return join((tag("b", fault.metric.label), " ", shown, f" {fault.note}"))


def _render_judging(judging: Judging) -> Html:
    head = tag("tr", *(tag("th", words, scope="col") for words in ("judged", "yes", "level", "why")))
    rows = [_render_dimension(judged) for judged in judging.dimensions]
    by = "+".join(judging.manner.models) or "no model"
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="stacked")
    notices = [tag("p", notice, class_="none") for notice in judging.notices]
    return tag("details", tag("summary", f"What the judge says ({by})"), table, *notices)


def _render_dimension(judged: JudgedDimension) -> Html:
    """The shares and levels of all judgings, and the reasons of the first."""
    shares, levels = [s for s in judged.shares if s is not None], [n for n in judged.levels if n is not None]
    reasons = [
        tag(
            "span",
            tag("b", verdict.item),
            f" {_said(verdict.value)}: {verdict.reason or verdict.fault or ''}",
            class_="aside",
        )
        for verdict in (judged.judgings[0] if judged.judgings else ())
    ]
    return tag(
        "tr",
        tag("th", judged.dimension.name, scope="row"),
        tag("td", show_value(fmean(shares) if shares else None), data_label="yes", class_="number"),
        tag("td", show_value(fmean(levels) if levels else None), data_label="level", class_="number"),
        tag("td", *reasons, data_label="why"),
    )


def _said(value: int | None) -> str:
    return "unscored" if value is None else {0: "no", 1: "yes"}.get(value, str(value))


def _render_reference(results: Results, case: str) -> Html:
    name = join((tag("bdi", case), " · what a person wrote"))
    body = tag("article", render_body(results.references[case]), lang=_lang(results, case), class_="draft")
    return tag("details", tag("summary", tag("span", name, class_="draft-name")), body, class_="card")
