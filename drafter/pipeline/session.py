"""A model made ready for one run: its endpoint, what may be spent, what may leave, and the record of it all."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from drafter.errors import ConsentError, SettingsError
from drafter.model.budget import Budget
from drafter.model.cache import Cache
from drafter.model.chat import Size
from drafter.model.client import Client, Progress
from drafter.model.consent import Held, describe, give_consent, needs_consent
from drafter.model.embeddings import Embedder
from drafter.model.endpoint import Endpoint
from drafter.model.pool import Halt
from drafter.model.prices import load_prices
from drafter.model.privacy import Mask, load_mask
from drafter.model.prompts import Prompts
from drafter.model.tokens import Calibration
from drafter.pipeline.project import Project, find_prompts
from drafter.records import Document, Kind, Level, Period, content_id
from drafter.store.runs import RunRecord, start_run
from drafter.store.state import State
from drafter.text.secrets import find_secrets

if TYPE_CHECKING:
    from drafter.settings import Settings

DEFAULT_URL = "https://api.openai.com/v1"
_KEY_TIMEOUT_S = 60
_LOCAL = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, kw_only=True)
class Session:
    """What a run works with."""

    client: Client
    budget: Budget
    mask: Mask
    prompts: Prompts
    record: RunRecord | None  # None for a dry run, which leaves no trace
    state: State
    kept: Cache
    embedder: Embedder | None = None  # where a model for embeddings is named

    @property
    def host(self) -> str:
        """Where requests go."""
        return self.client.endpoint.host

    @property
    def run_id(self) -> str:
        """Of its record; "" for a dry run."""
        return self.record.id if self.record else ""

    def close(self) -> None:
        """Let go of the cache's file."""
        self.kept.close()


class _Abilities:
    """What an endpoint can do, in the notes of the cache."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def load(self, key: str) -> Mapping[str, object]:
        return self._cache.load_note(f"abilities {key}") or {}

    def save(self, key: str, data: Mapping[str, object]) -> None:
        self._cache.save_note(f"abilities {key}", data)


class _NoRecord:
    """The record of a run that asks nobody."""

    def request(self, entry: object) -> None:
        """Nothing is kept."""


def open_session(
    project: Project,
    period: Period | None,
    *,
    dry: bool = False,
    candidates: int = 1,
    progress: Progress | None = None,
    halt: Halt | None = None,
    state: State | None = None,
    sample: int = 0,
    command: str = "",
    for_search: bool = False,
) -> Session:
    """Make the model of the settings ready. Nothing is sent, and nothing more once `halt` is set. `state` keeps answers
    and records; None is the project's own. Another `sample` asks anew what was asked before. `command` is what the
    record is called. `for_search` makes the model for embeddings ready, too, and is content with it alone.

    Raises:
        SettingsError: no model was named, there is no key, or the cap on money cannot be kept.
        PromptError: a prompt cannot be used.
    """
    settings = project.settings
    models = {} if for_search and not settings.has_model else _models(settings)
    embeddings = settings.embeddings if for_search else None
    state = state or State(project.root)
    kept = Cache.of(state)
    prices = load_prices(settings.prices)
    budget = Budget(prices, max_cost=settings.max_cost, max_tokens=settings.max_tokens)
    budget.check((*models.values(), *([embeddings] if embeddings else ())))
    base_url = settings.base_url or os.environ.get("OPENAI_BASE_URL", "").rstrip("/") or DEFAULT_URL
    key = None if dry else _key(settings, base_url)
    endpoint = Endpoint(base_url, key=key, key_name=settings.key_variable, store=_Abilities(kept))
    prompts = find_prompts(project)
    mask = load_mask(state, deny=settings.deny)
    record = (
        None
        if dry
        else _start_record(
            project,
            state,
            prompts,
            mask,
            base_url,
            candidates,
            command=command or f"generate {period.label if period else ''}",
        )
    )
    client = Client(
        endpoint=endpoint,
        models=models,
        cache=kept,
        budget=budget,
        prices=prices,
        mask=mask,
        record=record or _NoRecord(),
        calibrate=cache(lambda model: Calibration(kept, endpoint=base_url, model=model)),
        concurrency=settings.concurrency,
        timeout_s=settings.timeout_s,
        progress=progress,
        sample=sample,
        halt=halt or Halt(),
    )
    return Session(
        client=client,
        budget=budget,
        mask=mask,
        prompts=prompts,
        record=record,
        state=state,
        kept=kept,
        embedder=_make_embedder(client, endpoint, kept, embeddings, settings) if embeddings else None,
    )


def _make_embedder(client: Client, endpoint: Endpoint, kept: Cache, model: str, settings: Settings) -> Embedder:
    """The model for embeddings beside a client, on the same budget and record."""
    return Embedder(
        endpoint=endpoint,
        model=model,
        store=kept,
        budget=client.budget,
        prices=client.prices,
        mask=client.mask,
        record=client.record,
        denied=content_id(*settings.deny) if settings.deny else "",
        timeout_s=client.timeout_s,
        progress=client.progress,
    )


def _models(settings: Settings) -> dict[Size, str]:
    large = settings.model_large or settings.model_small
    if large is None:
        raise SettingsError("no model is named", hint="give --model NAME, or large = … below [model] in drafter.toml")
    return {Size.LARGE: large, Size.SMALL: settings.model_small or large}


def _key(settings: Settings, base_url: str) -> str | None:
    """The key, from a command or the environment; none is needed for a server on this machine."""
    if settings.key_command:
        return _run_key_command(settings.key_command)
    key = os.environ.get(settings.key_variable, "").strip()
    if not key and urlsplit(base_url).hostname not in _LOCAL:
        hint = f"export {settings.key_variable}=…, or set key_command below [model] in drafter.toml"
        raise SettingsError(f"no key for {urlsplit(base_url).netloc}: {settings.key_variable} is not set", hint=hint)
    return key or None


def _run_key_command(command: tuple[str, ...]) -> str:
    hint = "it must print the key and nothing else"
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_KEY_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SettingsError(f"key_command {command[0]}: cannot be run: {type(error).__name__}", hint=hint) from error
    key = done.stdout.strip()
    if done.returncode or not key or "\n" in key:
        raise SettingsError(f"key_command {command[0]}: printed no key (exit code {done.returncode})", hint=hint)
    return key


def _start_record(
    project: Project,
    state: State,
    prompts: Prompts,
    mask: Mask,
    base_url: str,
    candidates: int,
    *,
    command: str,
) -> RunRecord:
    settings = project.settings
    shown = {
        "base_url": base_url,
        "large": settings.model_large or settings.model_small,
        "small": settings.model_small or settings.model_large,
        "embeddings": settings.embeddings,
        "language": settings.language,
        "batch_tokens": settings.batch_tokens,
        "chunk_chars": settings.chunk_chars,
        "max_cost": settings.max_cost,
        "max_tokens": settings.max_tokens,
        "n_denied": len(settings.deny),
        "candidates": candidates,
    }
    hashes = {name: file.sha256 for name, file in prompts.files.items()}
    record = start_run(state, command=command, settings=shown, prompts=hashes, now=project.now)
    record.name_documents({d.id: mask.hide(d.path) for d in project.documents})
    return record


def insist_on_consent(
    session: Session, project: Project, documents: Sequence[Document], *, agree: Callable[[str], bool]
) -> None:
    """Before the first request ever to a host, say what will be sent there and have it agreed to.

    Raises:
        ConsentError: it was not agreed to; nothing was sent.
    """
    host = session.host
    if not needs_consent(session.state, host):
        return
    told = describe(
        host,
        n_notes=sum(d.kind is Kind.NOTE for d in documents),
        n_posts=sum(d.kind is Kind.POST for d in documents),
        n_chars=sum(len(d.body) for d in documents),
        masked=Held(
            n_private=sum(d.level is Level.PRIVATE for d in project.reading.documents),
            n_secrets=sum(len(find_secrets(d.text)) for d in documents),
            n_names=len(project.settings.deny),
        ),
        examples=[session.mask.hide(d.path) for d in documents],
    )
    if not agree(told):
        raise ConsentError(
            f"nothing was sent to {host}", hint="use --no-model, or a model on this machine (--base-url)"
        )
    give_consent(session.state, host, project.now, said=told)
