"""How long a person waits for the sources of a sentence: at rest, and while the draft that they type in is checked."""

from __future__ import annotations

import asyncio
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

import pytest

from tests.editor.lsp_editor import CAPABILITIES, Editor, edit_with

EXAMPLE = Path(__file__).parents[2] / "eval" / "kaede-2024"
LIMIT_MS = 50
PAUSE_S = 0.01
REST_S = 1.0
N_CHANGES = 3


async def hover_while(is_on: Callable[[], bool], editor: Editor, uri: str, lines: list[int]) -> list[float]:
    """Hover one sentence after another; the milliseconds of each."""
    found, n = [], 0
    while is_on():
        start = time.perf_counter()
        await editor.hover(uri, lines[n % len(lines)], 6)
        found.append(1000 * (time.perf_counter() - start))
        n += 1
        await asyncio.sleep(PAUSE_S)
    return found


def test_a_hover_waits_for_no_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    command = [sys.executable, "-m", "drafter", "generate", "--notes", "../notes", "--year", "2024"]
    made = subprocess.run(command, cwd=tmp_path / "site", capture_output=True, encoding="utf-8", check=True)
    draft = tmp_path / "site" / made.stdout.strip()
    text = draft.read_bytes().decode()
    lines = [n for n, line in enumerate(text.splitlines()) if len(line) > 20 and line.endswith("。")]
    times: dict[str, list[float]] = {}

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        await editor.diagnostics(uri)
        until = time.perf_counter() + REST_S
        times["at rest"] = await hover_while(lambda: time.perf_counter() < until, editor, uri, lines)

        def is_checked() -> bool:
            return editor.shown[uri].version != editor.versions[uri]

        for n in range(N_CHANGES):
            editor.change(uri, f"{text}\n自分で書いた{n}行目の文です。\n")
            times[f"during check {n + 1}"] = await hover_while(is_checked, editor, uri, lines)

    asyncio.run(edit_with(session, CAPABILITIES))
    with capsys.disabled():
        for when, one in times.items():
            print(f"\n{len(one)} hovers {when}: {median(one):.1f} ms at the median, {max(one):.1f} at worst", end="")
        print()
    for one in times.values():
        assert median(one) < LIMIT_MS
        assert quantiles(one, n=20)[-1] < LIMIT_MS
