"""`drafter lsp` in a real Neovim: hover, jump, diagnostics, code actions, one with a model, and their undo."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.editor.garden_model import POND_AGAIN, GardenModel
from tests.editor.lsp_editor import DRAFT, FISH_NOTED, NOTE

NVIM = shutil.which("nvim")
HERE = Path(__file__).parent
Neovim = Callable[[str], dict[str, Any]]


@pytest.fixture
def neovim(draft: Path, tmp_path: Path) -> Neovim:
    """What a Neovim saw that opened the draft and ran a session."""

    def run(session: str) -> dict[str, Any]:
        if NVIM is None:
            pytest.skip("no nvim: apt install neovim")
        result = tmp_path / "seen.json"
        own = {"SEEN": str(result), "PYTHON": sys.executable, "NEOVIM": str(HERE / "neovim.lua"), "LC_ALL": "C.UTF-8"}
        command = [NVIM, "--headless", "--clean", "-n", "-c", f"luafile {HERE / session}", str(draft)]
        environ = {**os.environ, **own}
        subprocess.run(command, env=environ, check=True, capture_output=True, timeout=120, cwd=draft.parents[3])
        found: dict[str, Any] = json.loads(result.read_text("utf-8"))
        assert "problem" not in found, found["problem"]
        return found

    return run


def test_a_session_in_neovim(neovim: Neovim, draft: Path) -> None:
    seen = neovim("session.lua")
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


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_paragraph_is_written_again_in_neovim_and_undone_to_the_byte(
    neovim: Neovim, draft: Path, model: GardenModel, newline: str
) -> None:
    before = DRAFT.replace("\n", newline)
    draft.write_bytes(before.encode())
    seen = neovim("rewriting.lua")
    after = DRAFT.replace("🐟🌱 念願の池を掘り終えた。金魚を3匹放すことに決めた。", POND_AGAIN)
    assert seen["rewritten"] == after
    assert seen["saved"] == after.replace("\n", newline)
    assert seen["undone"]
    assert draft.read_bytes() == before.encode()
    assert len(model.asked) == 1
