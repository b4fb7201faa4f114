"""`drafter runs`: what was asked of a model in each run, what it cost, and what left this machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from drafter.commands.options import ProjectOptions, load_settings
from drafter.commands.printing import render_json, render_table, say, show
from drafter.errors import UsageError

if TYPE_CHECKING:
    from decimal import Decimal

    from drafter.store.runs import Run, SentRequest
    from drafter.store.state import State

Table = Sequence[tuple[str, ...]]
HEAD = ("RUN", "COMMAND", "STATUS", "MODEL", "ASKED", "CACHED", "TOKENS", "COST", "SECONDS")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsOptions(ProjectOptions):
    """What `drafter runs` takes."""

    run_id: Annotated[
        str | None, typer.Argument(metavar="ID", help="A run, or the beginning or end of its id; without it, all.")
    ] = None
    sent: Annotated[
        bool, typer.Option("--sent", help="Show what left this machine: when, to which host, of which documents.")
    ] = False
    json: Annotated[
        bool, typer.Option("--json", help="Print JSON for programs; with --sent the bodies of the requests, too.")
    ] = False


def run(options: RunsOptions) -> None:
    """Show the runs that asked a model.

    Each with what was asked, what came from the cache and what it cost. An unknown cost is "unknown", never 0.
    """
    if options.sent and options.run_id is None:
        raise UsageError("--sent of which run?", hint="give its id; drafter runs lists them")
    settings = load_settings(options)
    from drafter.pipeline.project import open_project
    from drafter.store.runs import list_runs, load_run
    from drafter.store.state import State

    state = State(open_project(settings, options.directory.resolve()).root)
    if options.run_id is None:
        _show_all(list_runs(state), json=options.json)
        return
    chosen = load_run(state, options.run_id)
    if options.sent:
        _show_sent(chosen, state, json=options.json)
    else:
        show(render_json(_record(chosen)) if options.json else _render_details(chosen))


def _show_all(runs: Sequence[Run], *, json: bool) -> None:
    if json:
        show(render_json([_outline(run) for run in runs]))
    elif runs:
        show(render_table([HEAD, *map(_row, runs)]))
    else:
        say("no run has asked a model yet")


def _row(run: Run) -> tuple[str, ...]:
    from drafter.model.prices import render_cost

    return (
        run.id,
        run.command or "-",
        run.status,
        ", ".join(_models(run.requests)) or "-",
        str(len(run.sent)),
        str(len(run.requests) - len(run.sent)),
        f"{sum(run.tokens):,}" if run.tokens else "unknown",
        render_cost(run.cost),
        f"{run.seconds:,.1f}" if run.seconds is not None else "-",
    )


def _models(requests: Iterable[SentRequest]) -> list[str]:
    return list(dict.fromkeys(request.model for request in requests))


def _outline(run: Run) -> dict[str, Any]:
    tokens = run.tokens or (None, None)
    return {
        "id": run.id,
        "command": run.command,
        "status": run.status,
        "started": run.started,
        "seconds": run.seconds,
        "models": _models(run.requests),
        "asked": len(run.sent),
        "cached": len(run.requests) - len(run.sent),
        "input_tokens": tokens[0],
        "output_tokens": tokens[1],
        "cost": _amount(run.cost),
    }


def _record(run: Run) -> dict[str, Any]:
    return {
        **_outline(run),
        "settings": run.settings,
        "prompts": run.prompts,
        "documents": run.documents,
        "summary": run.summary,
        "requests": [_request(request) for request in run.requests],
    }


def _request(request: SentRequest) -> dict[str, Any]:
    return {**asdict(request), "cost": _amount(request.cost)}


def _amount(cost: Decimal | None) -> str | None:
    """As text: a JSON number would be read as a float."""
    return f"{cost:f}" if cost is not None else None


def _render_details(run: Run) -> str:
    """What stands in the record, part by part; the parts of the summary as the run left them."""
    head = list(zip(HEAD, _row(run), strict=True))
    if run.started:
        head.insert(1, ("STARTED", _render_time(run.started)))
    parts: list[tuple[str, object]] = [
        ("settings", run.settings),
        ("prompts", {name: digest[:12] for name, digest in run.prompts.items()}),
        *run.summary.items(),
    ]
    tables = [render_table(head), *([render_table(_count_prompts(run))] if run.requests else [])]
    tables += [f"{name.replace('_', ' ').upper()}\n{_render_value(value)}" for name, value in parts if value]
    return "\n\n".join(tables)


def _count_prompts(run: Run) -> Table:
    from drafter.model.prices import render_cost

    rows = [("PROMPT", "ASKED", "CACHED", "FAILED", "COST")]
    for prompt in dict.fromkeys(request.prompt for request in run.requests):
        part = replace(run, requests=tuple(request for request in run.requests if request.prompt == prompt))
        failed = sum(request.outcome != "answered" for request in part.sent)
        n_cached = len(part.requests) - len(part.sent)
        rows.append((prompt, str(len(part.sent)), str(n_cached), str(failed), render_cost(part.cost)))
    return rows


def _render_value(value: object) -> str:
    if isinstance(value, Mapping):
        return render_table([(f"  {name}", _render_short(entry)) for name, entry in value.items()])
    if isinstance(value, list):
        return "\n".join(f"  {_render_short(entry)}" for entry in value)
    return f"  {_render_short(value)}"


def _render_short(value: object) -> str:
    """On one line: lists with commas, mappings as "name: value"."""
    if isinstance(value, Mapping):
        return "; ".join(f"{name}: {_render_short(entry)}" for name, entry in value.items())
    if isinstance(value, list):
        return ", ".join(map(_render_short, value)) or "none"
    return "unknown" if value is None else " ".join(str(value).split())


def _render_time(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def _show_sent(run: Run, state: State, *, json: bool) -> None:
    if json:
        show(render_json(_sent_with_bodies(run, state)))
    elif run.sent:
        show("\n".join(_render_sent(request, run.documents) for request in run.sent))
    from drafter.text.plural import count_of

    hosts = ", ".join(dict.fromkeys(request.host for request in run.sent))
    n_cached = len(run.requests) - len(run.sent)
    say(f"{count_of(len(run.sent), 'request')} sent{f' to {hosts}' if hosts else ''}; {n_cached} more from the cache")


def _sent_with_bodies(run: Run, state: State) -> list[dict[str, Any]]:
    """`body` is None where it was not kept, or where the cache is gone."""
    from drafter.model.cache import Cache

    with Cache.of(state) as cache:
        return [
            {
                **_request(request),
                "documents": [run.documents.get(document_id, document_id) for document_id in request.document_ids],
                "body": cache.get_request(request.key),
            }
            for request in run.sent
        ]


def _render_sent(request: SentRequest, documents: Mapping[str, str]) -> str:
    tokens = [f"{n:,}" if n is not None else "unknown" for n in (request.input_tokens, request.output_tokens)]
    again = f", {request.attempts} attempts" if request.attempts > 1 else ""
    told = (
        _render_time(request.started),
        request.host,
        request.prompt,
        request.model,
        f"{tokens[0]} tokens in, {tokens[1]} out",
        f"{_render_short(request.outcome)}{again}",
    )
    names = (f"  {documents.get(document_id, document_id)}" for document_id in request.document_ids)
    return "\n".join(("  ".join(told), *names))
