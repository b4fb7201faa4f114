"""`drafter eval --published FILE`: what the author kept, changed and deleted of a draft, and what had foreseen it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from drafter.commands.eval_options import EvalOptions
from drafter.commands.options import choose_period, load_settings
from drafter.commands.printing import render_json, render_table, say, show
from drafter.errors import SourceError, UsageError
from drafter.pipeline.afterwards import Aftermath, measure_aftermath
from drafter.pipeline.project import open_project
from drafter.records import Standing
from drafter.score.fates import Fate, Followed
from drafter.score.foresight import Foresaw, Foresight
from drafter.text.plural import count_of

_SHOWN = 10
_NAMES = {Standing.PERSON: "without proof"}
_UNKNOWN = "unknown"


def run_published(options: EvalOptions) -> int:
    """Show what became of a draft; the exit code."""
    assert options.published is not None
    if options.what:
        raise UsageError("--published: one file", hint="drafter eval --published FILE [--draft DRAFT.md]")
    for path in (options.published, options.draft):
        if path is not None and not path.is_file():
            raise SourceError(f"{path}: no such file", hint="give a Markdown file")
    settings = load_settings(options, notes=options.notes)
    period = choose_period(options, settings, now=datetime.now())
    project = open_project(settings, options.directory.resolve())
    found = measure_aftermath(project, period, options.published, draft=options.draft)
    if options.json:
        show(render_json(_record(found)))
        return 0
    show("\n\n".join(filter(None, _blocks(found))))
    if not found.is_remembered:
        say("what the sentences of the draft rest on is not known: drafter has no memory of writing it")
    return 0


def _blocks(found: Aftermath) -> Iterator[str]:
    followed = found.compared.followed
    if not followed:
        yield "the draft tells no sentence: nothing could be kept"
        return
    head = ("", "SENTENCES", "KEPT", "CHANGED", "DELETED")
    rows = [_row("all", followed), *_grouped(followed, lambda one: _standing(found, one))]
    yield render_table([head, *rows])
    yield render_table([("SECTION", *head[1:]), *_grouped(followed, lambda one: one.section or "(before the first)")])
    yield "\n".join(_tell(found))
    yield from _tell_edits(followed)
    yield _foresight(found)


def _grouped(followed: Sequence[Followed], name_of: Callable[[Followed], str]) -> Iterator[tuple[str, ...]]:
    for name in dict.fromkeys(map(name_of, followed)):
        yield _row(name, [one for one in followed if name_of(one) == name])


def _row(name: str, followed: Sequence[Followed]) -> tuple[str, ...]:
    n_all = len(followed)
    counts = (sum(one.fate is fate for one in followed) for fate in Fate)
    return (name, str(n_all), *(f"{n} ({n / n_all:.0%})" for n in counts))


def _standing(found: Aftermath, one: Followed) -> str:
    standing = one.placed.sentence.standing
    if standing is Standing.PERSON and not found.is_remembered:
        return _UNKNOWN
    return _NAMES.get(standing, str(standing))


def _tell(found: Aftermath) -> Iterator[str]:
    compared = found.compared
    n_added = len(compared.added)
    yield f"the author's own: {n_added} of {count_of(found.n_published, 'sentence')} that were published"
    proposals = [one for one in compared.followed if one.placed.sentence.standing is Standing.PROPOSED]
    if proposals:
        counts = ", ".join(f"{sum(one.fate is fate for one in proposals)} {fate}" for fate in Fate)
        marks = f"; {count_of(found.n_marked, 'mark')} for proposals still there" if found.n_marked else ""
        yield f"{count_of(len(proposals), 'proposal')}: {counts}{marks}"
    if found.n_asked:
        yield f"{count_of(found.n_asked, 'question')} asked, {found.n_unanswered} still there"


def _tell_edits(followed: Sequence[Followed]) -> Iterator[str]:
    """The first sentences that were deleted, and those that were changed with what they are now."""
    for fate in (Fate.DELETED, Fate.CHANGED):
        own = [one for one in followed if one.fate is fate]
        lines = [f"  {one.words}" + (f"\n    → {one.now}" if one.now else "") for one in own[:_SHOWN]]
        more = [f"  and {len(own) - _SHOWN} more: --json has them"] if len(own) > _SHOWN else []
        if own:
            yield "\n".join((f"{fate}:", *lines, *more))


def _foresight(found: Aftermath) -> str:
    """The marks that any sentence carries, those that foresaw the most first."""
    compared = found.compared
    n_all = len(compared.followed)
    n_edited = n_all - compared.count(Fate.KEPT)
    if not n_edited:
        return "nothing was changed or deleted: there was nothing to foresee"
    head = ("FORESAW IT?", "MARKED", "EDITED", "DELETED", "PRECISION", "RECALL", "LIFT", "P (HOLM)", "VERDICT")
    marked = [one for one in found.foresight if one.n_marked]
    table = render_table([head, *map(_foresight_row, marked)]) if marked else ""
    none = ", ".join(one.mark for one in found.foresight if not one.n_marked)
    lines = (
        f"{n_edited} of {count_of(n_all, 'sentence')} edited ({n_edited / n_all:.0%}): that is a lift of 1. It is one "
        "draft of one author; sentences beside each other are often edited together, so that p is rather too small",
        table,
        f"marked nothing: {none}" if none else "",
    )
    return "\n".join(filter(None, lines))


def _foresight_row(one: Foresight) -> tuple[str, ...]:
    p = "–" if one.p is None else f"{one.p:.3g}" + (f" ({one.adjusted:.3g})" if one.adjusted is not None else "")
    reach = f": p can be no smaller than {one.smallest_p:.2g}" if one.verdict is Foresaw.TOO_FEW else ""
    return (
        one.mark,
        str(one.n_marked),
        str(one.n_both),
        str(one.n_deleted),
        *("–" if score.value is None else f"{score.value:.2f}" for score in (one.precision, one.recall, one.lift)),
        p,
        f"{one.verdict}{reach}",
    )


def _record(found: Aftermath) -> dict[str, object]:
    return {
        "path": found.path,
        "remembered": found.is_remembered,
        "sentences": [_sentence(found, one) for one in found.compared.followed],
        "counts": {fate: found.compared.count(fate) for fate in Fate},
        "added": found.compared.added,
        "questions": {"asked": found.n_asked, "still_there": found.n_unanswered},
        "marks_still_there": found.n_marked,
        "foresight": [{**asdict(one), "places": sorted(one.places)} for one in found.foresight],
    }


def _sentence(found: Aftermath, one: Followed) -> dict[str, object]:
    return {
        "words": one.words,
        "standing": _standing(found, one),
        "section": one.section,
        "fate": one.fate,
        "likeness": round(one.likeness, 4),
        "now": one.now or None,
        "place": one.place,
        "now_place": one.now_place,
        "sources": [quote.text for quote in one.placed.sentence.quotes],
        "marks": [mark.mark for mark in found.foresight if one.place in mark.places],
    }
