"""Seconds and memory of the commands on 1,000 and 10,000 made-up texts, and on a real site where one is named.

`make bench BENCH_SITE=DIR` measures that site, too.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.benchmarks.notes import write_notes, write_site

FEW, MANY = 1_000, 10_000
SECONDS_MAX = 60
MIB_MAX = 1024
GROWTH_MAX = 12
COMMANDS = {"sources": ["sources"], "stats": ["stats"], "generate": ["generate", "--stdout"]}
PROGRAM = """
import resource, subprocess, sys, time
start = time.perf_counter()
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, seconds, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Run:
    """Wall seconds, seconds of the processor, and the most memory that the process ever held."""

    seconds: float
    cpu_s: float
    mib: float

    def __str__(self) -> str:
        return f"{self.seconds:5.1f} s {self.mib:4.0f} MiB"


def measure(*arguments: str) -> Run:
    """One drafter command in a process of its own, started by a small one: a child's peak begins with its parent's."""
    command = [sys.executable, "-c", PROGRAM, sys.executable, "-m", "drafter", *arguments]
    code, seconds, cpu_s, peak = subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.split()
    assert code == "0"
    return Run(float(seconds), float(cpu_s), int(peak) / (1024**2 if sys.platform == "darwin" else 1024))


def find_span(site: Path) -> Sequence[str]:
    """The options for a period from the first to the last day that a document of the site is dated."""
    command = [sys.executable, "-m", "drafter", "sources", "-C", str(site), "--json"]
    listing = json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout)
    days = sorted(row["day"] for row in listing["rows"] if row["day"])
    return ("--from", days[0], "--to", days[-1])


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each form of the texts, and in it one for each number of them."""
    root = tmp_path_factory.mktemp("texts")
    for n in (FEW, MANY):
        for span in ("three years", "one year"):
            folder = root / f"notes of {span}" / str(n)
            folder.mkdir(parents=True)
            write_notes(folder, n, span=span)
        write_site(root / "posts of one year" / str(n), n)
    return root


@pytest.mark.parametrize("form", ["notes of three years", "notes of one year", "posts of one year"])
@pytest.mark.parametrize("command", COMMANDS)
def test_ten_times_the_texts_take_at_most_twelve_times_as_long(
    texts: Path, command: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    few, many = (measure(*COMMANDS[command], "-C", str(texts / form / str(n)), "--year", "2024") for n in (FEW, MANY))
    growth = many.cpu_s / few.cpu_s  # whatever else the machine does meanwhile
    with capsys.disabled():
        print(f"\n{command:8} {form:20}  {FEW:,}: {few}   {MANY:,}: {many}   growth {growth:.1f}", end="")
    assert growth <= GROWTH_MAX
    assert many.seconds < SECONDS_MAX
    assert many.mib < MIB_MAX


@pytest.mark.skipif("BENCH_SITE" not in os.environ, reason="BENCH_SITE names no site to measure")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_whole_site_is_read_and_drafted(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    site = Path(os.environ["BENCH_SITE"])
    run = measure(*COMMANDS[command], "-C", str(site), *find_span(site))
    with capsys.disabled():
        print(f"\n{command:8} {site.name:20}  all: {run}", end="")
    assert run.seconds < SECONDS_MAX
    assert run.mib < MIB_MAX
