"""Model servers on this machine, by the ports they usually listen at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

PORTS: Mapping[str, int] = {"Ollama": 11434, "LM Studio": 1234}
_TIMEOUT_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalServer:
    """A server that answered, with the names of its models."""

    name: str
    base_url: str
    models: tuple[str, ...]


def find_local_servers(ports: Mapping[str, int] = PORTS) -> tuple[LocalServer, ...]:
    """Ask this machine alone which servers list models. None answers: ()."""
    return tuple(_find(ports))


def _find(ports: Mapping[str, int]) -> Iterator[LocalServer]:
    opener = build_opener(ProxyHandler({}))
    for name, port in ports.items():
        base_url = f"http://127.0.0.1:{port}/v1"
        try:
            with opener.open(f"{base_url}/models", timeout=_TIMEOUT_S) as answer:
                data = json.loads(answer.read())
            models = tuple(str(model["id"]) for model in data["data"])
        except (URLError, OSError, ValueError, KeyError, TypeError):
            continue
        yield LocalServer(name=name, base_url=base_url, models=models)
