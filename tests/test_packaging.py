"""What reaches the wheel, and what the lock file promises."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from drafter.errors import DrafterError
from drafter.store.data import data_dir

ROOT = Path(__file__).parents[1]
SHIPPED = (
    ".gitignore",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "Makefile",
    "requirements.lock",
    "drafter",
    "prompts",
    "eval",
    "tests",
)
LEFT = shutil.ignore_patterns("__pycache__", ".*_cache", ".drafter")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source tree, so that a build leaves nothing in the real one."""
    folder = tmp_path_factory.mktemp("source")
    for name in SHIPPED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=LEFT)
        else:
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path) -> Path:
    return build(source, "wheel")


def build(source: Path, target: str) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target], cwd=source, check=True, capture_output=True
    )
    (built,) = (source / "dist").glob("*.whl" if target == "wheel" else "*.tar.gz")
    return built


def names_in(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", ["prompts", "eval"])
def test_the_wheel_holds_every_file_of_the_shipped_folders(source: Path, wheel: Path, folder: str) -> None:
    files = {
        f"drafter/_data/{path.relative_to(source).as_posix()}"
        for path in (source / folder).rglob("*")
        if path.is_file()
    }
    assert files
    assert files <= names_in(wheel)


def test_the_state_of_a_trial_in_the_tree_is_not_shipped(source: Path, tmp_path: Path) -> None:
    tree = shutil.copytree(source, tmp_path / "tree", ignore=shutil.ignore_patterns("dist"))
    (tree / "eval" / ".drafter").mkdir()
    (tree / "eval" / ".drafter" / "words.json").write_text("私の日報", "utf-8")
    assert [name for name in names_in(build(tree, "wheel")) if "words.json" in name] == []


def test_a_wheel_made_from_the_source_archive_holds_the_same(source: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(build(source, "sdist")) as archive:
        assert all(member.isreg() for member in archive)
        places = map(PurePosixPath, archive.getnames())
        assert not [place for place in places if place.is_absolute() or ".." in place.parts]
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # there is none before Python 3.11.4
        archive.extractall(tmp_path)
    (unpacked,) = tmp_path.iterdir()
    assert names_in(build(unpacked, "wheel")) == names_in(wheel)


def test_an_installed_drafter_finds_its_folders_and_drafts(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    (tmp_path / "diary").mkdir()
    (tmp_path / "diary" / "2024-05-01.md").write_text("庭に温室を建てた。", "utf-8")
    program = (
        "import sys; from drafter.cli import main; from drafter.store.data import data_dir;"
        "print(data_dir('prompts'), data_dir('eval')); sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", program, "generate", "--stdout", "-C", "diary", "--year", "2024"]
    environ = os.environ | {"PYTHONPATH": str(tmp_path)}
    run = subprocess.run(command, cwd=tmp_path, env=environ, check=True, capture_output=True, encoding="utf-8")
    folders, _, draft = run.stdout.partition("\n")
    assert folders.split() == [str(tmp_path / "drafter" / "_data" / name) for name in ("prompts", "eval")]
    assert "庭に温室を建てた。" in draft


def test_an_editable_drafter_finds_the_live_folders() -> None:
    assert data_dir("eval") == ROOT / "eval"


def test_a_folder_that_was_not_shipped_is_our_bug() -> None:
    with pytest.raises(DrafterError, match="this installation of drafter has no folder 'nothing'"):
        data_dir("nothing")


def test_the_wheel_names_its_command_and_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        texts = {
            name.rpartition("/")[2]: archive.read(name).decode() for name in archive.namelist() if "dist-info" in name
        }
    assert "drafter = drafter.cli:main" in texts["entry_points.txt"]
    assert "License-Expression: MIT" in texts["METADATA"]
    assert "drafter contributors" in texts["LICENSE"]


def locked() -> dict[str, list[str]]:
    """Each requirement of the lock file, by name, with its hashes."""
    text = (ROOT / "requirements.lock").read_text("utf-8").replace("\\\n", " ")
    entries: dict[str, list[str]] = {}
    for line in text.splitlines():
        name = canonicalize_name(re.split(r"[=\[ ]", line)[0])
        entries.setdefault(name, []).extend(re.findall(r"--hash=sha256:[0-9a-f]{64}", line))
    return entries


def test_every_locked_requirement_has_its_hashes_and_none_an_address() -> None:
    assert all(locked().values())
    assert not re.search(r"://|file:|@ |--(index|extra|find)", (ROOT / "requirements.lock").read_text("utf-8"))


def test_every_declared_requirement_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]  # mlflow's 600 MB are no part of the development set-up
    lines = [*project["dependencies"], *extras["png"], *extras["dev"]]
    names = {canonicalize_name(Requirement(line).name) for line in lines} - {"drafter"}
    assert names - set(locked()) == set()
