"""64 requests, 16 at once, to a server that answers after 200 ms: wall time beside the ideal, own CPU a request."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.model.clients import open_desk, question

LATENCY_S, N_REQUESTS, CONCURRENCY = 0.2, 64, 16
IDEAL_S = LATENCY_S * N_REQUESTS / CONCURRENCY
N_RUNS = 3
RATIO_MAX = 1.25
CPU_MS_MAX = 10
KEPT_S_MAX = 0.5
WORDS = "温室を建てて、トマトの苗を植えた。雨量計を読み、句会に出た。" * 100  # 3,000 characters, a usual piece
ROOT = Path(__file__).parents[2]


@pytest.fixture
def base_url() -> Iterator[str]:
    """The address of a slow server in a process of its own, so that its work is not counted."""
    command = [sys.executable, "-m", "tests.model.server", str(LATENCY_S)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.communicate()


def own_cpu_s() -> float:
    return sum(os.times()[:2])


def test_the_client_adds_little_to_the_time_of_the_server(
    base_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = open_desk(base_url, tmp_path, concurrency=CONCURRENCY)
    start = time.perf_counter()
    desk.client.ask(question("はじめに"))
    first_s = time.perf_counter() - start - LATENCY_S
    runs = []
    for run in range(N_RUNS):
        asked = [question(f"{run} {number}\n{WORDS}") for number in range(N_REQUESTS)]
        start, cpu_s = time.perf_counter(), own_cpu_s()
        assert not any(isinstance(outcome, Exception) for outcome in desk.client.ask_all(asked))
        runs.append((time.perf_counter() - start, 1000 * (own_cpu_s() - cpu_s) / N_REQUESTS))
    wall_s, cpu_ms = (min(column) for column in zip(*runs, strict=True))
    start = time.perf_counter()
    assert all(reply.cached for reply in map(desk.client.ask, asked))
    kept_s = time.perf_counter() - start
    desk.cache.close()
    with capsys.disabled():
        print(f"\n{N_REQUESTS} requests, {CONCURRENCY} at once, {LATENCY_S} s each: {wall_s:.2f} s", end="")
        print(f" (ideal {IDEAL_S:.2f} s, ratio {wall_s / IDEAL_S:.2f}), own CPU {cpu_ms:.1f} ms a request", end="")
        print(f"; the first one took {first_s:.2f} s more; all again from the cache: {kept_s:.2f} s", end="")
    assert wall_s / IDEAL_S <= RATIO_MAX
    assert cpu_ms <= CPU_MS_MAX
    assert kept_s <= KEPT_S_MAX
