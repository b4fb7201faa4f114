"""`drafter eval compare RUN [RUN]`: one run beside another, case by case, and with a judge draft by draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafter.commands.eval_cases import cases_of, check_report, find_state, find_ways, show_results
from drafter.commands.eval_options import EvalOptions
from drafter.commands.printing import render_json, say, show
from drafter.errors import UsageError
from drafter.pipeline.evaluation_results import find_scores, load_results
from drafter.pipeline.preferring import Preferred, measure_preferred, prefer_runs
from drafter.score.report.results import Key, Results
from drafter.score.significance import paired_test, verdict
from drafter.store.state import State

_WON: dict[str | None, str] = {
    "a": "better",
    "b": "worse",
    "tie": "neither: the verdict went by the place",
    None: "unscored",
}


def compare_runs(options: EvalOptions, run_ids: Sequence[str]) -> int:
    """Show one run beside another, or the writers of one run beside its first; the exit code."""
    if len(run_ids) not in (1, 2):
        raise UsageError("compare: one run or two", hint="drafter eval compare RUN RUN; drafter runs lists them")
    if len(options.judge or ()) > 1:
        raise UsageError("compare: one judge", hint="compare once for each judge")
    check_report(options.report)
    state = find_state(options)
    ours, theirs = load_results(state, run_ids[0]), load_results(state, run_ids[-1])
    if len(run_ids) == 1:
        theirs = _of_first_writer(theirs)
    if options.judge and options.json:
        show(render_json([_flat(one) for one in _prefer(options, state, ours, theirs)]))
        return 0
    both = replace(ours, baseline=theirs.rows, baseline_name=theirs.name) if len(run_ids) == 2 else ours
    show_results(both, options)
    if options.judge:
        show(_render(_prefer(options, state, ours, theirs)))
    return 0


def _of_first_writer(results: Results) -> Results:
    first = results.writers[0]
    return replace(
        results,
        rows=tuple(row for row in results.rows if row.writer == first),
        written={key: written for key, written in results.written.items() if key[1] == first},
        drafts={key: body for key, body in results.drafts.items() if key[1] == first},
    )


def _prefer(options: EvalOptions, state: State, ours: Results, theirs: Results) -> list[Preferred]:
    (judge,) = find_ways(options, state).judges
    cases = cases_of(find_scores(state, ours.name)[1])
    found = []
    for one in prefer_runs(ours, theirs, cases=cases, judge=judge, state=state):
        say(_tell_pair(one))
        found.append(one)
    if not found:
        say("no draft has a counterpart with other words: nothing to prefer")
    return found


def _tell_pair(one: Preferred) -> str:
    return f"{_name(one.ours)} against {one.theirs[1]}: {_WON[one.preference.winner]}"


def _render(found: Sequence[Preferred]) -> str:
    """Each pair with the judge's reason, then all of them: won, lost, flipped, and whether so many cases can tell."""
    if not found:
        return ""
    winners: list[str | None] = [one.preference.winner for one in found]
    counts = ", ".join(f"{winners.count(winner)} {words.split(':')[0]}" for winner, words in _WON.items())
    longer = sum(one.preference.n_more > 0 for one in found)
    return "\n".join(
        (
            "",
            *(f"{_tell_pair(one)}\n  {_reason(one)}" for one in found),
            f"the judge's preference: {counts}; longer in {longer} of {len(found)}",
            f"pairs won less a half: {verdict(paired_test(*measure_preferred(found))).words}",
        )
    )


def _name(key: Key) -> str:
    case, writer, draft = key
    return f"{case}, {writer}" + (f", draft {draft}" if draft > 1 else "")


def _reason(one: Preferred) -> str:
    """Why, in the judge's words; what was wrong where it was unscored."""
    for choice in (choice for pair in one.preference.pairs for choice in pair):
        if choice.fault or choice.won == one.preference.winner:
            return choice.fault or choice.reason
    return ""


def _flat(one: Preferred) -> dict[str, object]:
    return {
        "case": one.ours[0],
        "ours": one.ours[1:],
        "theirs": one.theirs[1:],
        "winner": one.preference.winner,
        "n_more": one.preference.n_more,
        "pairs": one.preference.pairs,
        "scores": one.preference.scores,
    }
