"""Servers on loopback, and the endpoints and clients that ask them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from drafter.model.endpoint import Endpoint
from tests.model.clients import Desk, StartDesk, answer_well, open_desk
from tests.model.endpoints import KEY, Start
from tests.model.server import Canned, ModelServer, Plan, say


@pytest.fixture(scope="module")
def steady() -> Iterator[Start]:
    """One server and endpoint for all tests that teach it nothing, with one answer each."""
    with ModelServer(lambda _: say("x")).run() as server:
        endpoint = Endpoint(server.base_url, key=KEY, key_name="DRAFTER_KEY")

        def start_again(canned: Plan | Canned) -> tuple[Endpoint, ModelServer]:
            assert isinstance(canned, Canned)
            server.plan = lambda _: canned
            server.bodies.clear()
            return endpoint, server

        yield start_again


@pytest.fixture
def start() -> Iterator[Start]:
    """A server that answers by a plan, and the endpoint that asks it."""
    with ExitStack() as running:

        def start_one(plan: Plan | Canned) -> tuple[Endpoint, ModelServer]:
            canned = plan
            server = ModelServer((lambda _: canned) if isinstance(canned, Canned) else canned)
            running.enter_context(server.run())
            return Endpoint(server.base_url, key=KEY, key_name="DRAFTER_KEY"), server

        yield start_one


@pytest.fixture
def start_desk(tmp_path: Path) -> Iterator[StartDesk]:
    """A server that answers by a plan, and a desk in the test's folder whose client asks it."""
    with ExitStack() as running:

        def start_one(plan: Plan | Canned = answer_well, **options: object) -> tuple[Desk, ModelServer]:
            canned = plan
            server = ModelServer((lambda _: canned) if isinstance(canned, Canned) else canned)
            running.enter_context(server.run())
            desk = open_desk(server.base_url, tmp_path, **options)  # type: ignore[arg-type]
            running.callback(desk.cache.close)
            return desk, server

        yield start_one
