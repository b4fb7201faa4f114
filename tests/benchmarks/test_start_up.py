"""How long `drafter --help` takes beside a bare typer app, as a ratio in one run."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

N_RUNS = 9
LIMIT = 1.5
BARE = """
import typer
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
@app.command()
def hello(name: str = "") -> None:
    print(name)
app()
"""


def seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def test_help_starts_about_as_fast_as_a_bare_typer_app(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bare = tmp_path / "bare.py"
    bare.write_text(BARE, "utf-8")
    runs = [(seconds([str(bare), "--help"]), seconds(["-m", "drafter", "--help"])) for _ in range(N_RUNS)]
    bare_s, drafter_s = (min(column) for column in zip(*runs, strict=True))
    with capsys.disabled():
        print(f"\ndrafter --help {drafter_s:.3f} s, bare typer {bare_s:.3f} s, ratio {drafter_s / bare_s:.2f}")
    assert drafter_s / bare_s <= LIMIT
