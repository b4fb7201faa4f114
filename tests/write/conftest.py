"""Fixtures that show what a reader gets: pages in a real browser."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Protocol

import pytest

CHROMIUM = Path("/usr/bin/chromium")


class TakeScreenshot(Protocol):
    def __call__(self, page: Path, *, width: int = 800, height: int = 600, dark: bool = False) -> Path: ...


@pytest.fixture
def take_screenshot(tmp_path_factory: pytest.TempPathFactory) -> TakeScreenshot:
    """Draw a page or an SVG file in headless chromium and return the PNG; `dark` is what the reader prefers."""
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}")

    def take(page: Path, *, width: int = 800, height: int = 600, dark: bool = False) -> Path:
        work = tmp_path_factory.mktemp("browser")
        command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        command += ["--no-first-run", "--hide-scrollbars", f"--user-data-dir={work / 'profile'}"]
        command += [f"--blink-settings=preferredColorScheme={0 if dark else 1}", f"--window-size={width},{height}"]
        command += [f"--screenshot={work / 'page.png'}", page.as_uri()]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
        assert (work / "page.png").exists(), done.stderr
        return work / "page.png"

    return take
