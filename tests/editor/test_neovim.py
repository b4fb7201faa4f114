"""`drafter lsp` in a real Neovim: hover, jump, diagnostics, a code action and its undo."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.editor.lsp_editor import DRAFT, FISH_NOTED, NOTE

NVIM = shutil.which("nvim")
SESSION = Path(__file__).with_name("session.lua")


@pytest.fixture
def seen(draft: Path, tmp_path: Path) -> dict[str, Any]:
    """What a Neovim saw that opened the draft."""
    if NVIM is None:
        pytest.skip("no nvim: apt install neovim")
    result = tmp_path / "seen.json"
    environ = {**os.environ, "SEEN": str(result), "PYTHON": sys.executable, "LC_ALL": "C.UTF-8"}
    command = [NVIM, "--headless", "--clean", "-n", "-c", f"luafile {SESSION}", str(draft)]
    subprocess.run(command, env=environ, check=True, capture_output=True, timeout=120, cwd=draft.parents[3])
    found: dict[str, Any] = json.loads(result.read_text("utf-8"))
    assert "problem" not in found, found["problem"]
    return found


def test_a_session_in_neovim(seen: dict[str, Any], draft: Path) -> None:
    assert {"code": "left-question", "words": "<!-- ? 柿は植えた？ -->"} in seen["diagnostics"]
    assert {"code": "left-directive", "words": "<!-- drafter: もっと短く -->"} in seen["diagnostics"]
    assert "2024-05-01 · 日記 その一/2024-05-01 がっこう.md:3" in seen["hover"]
    assert FISH_NOTED in seen["hover"]
    assert Path(seen["note"]) == draft.parents[4] / NOTE
    assert seen["words_there"] == FISH_NOTED
    assert seen["accepted"] == DRAFT.replace("<!-- ? -->", "")
    assert seen["undone"]
    assert seen["dead"] == "/posts/nai/"
    assert seen["lenses"][::2] == [
        "3 of 3 sentences grounded · 0 findings",
        "0 of 3 sentences grounded · 1 proposed · 2 yours · 4 findings",
    ]
    assert draft.read_text("utf-8") == DRAFT
