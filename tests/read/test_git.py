import subprocess
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from drafter.read.git import first_commit_days

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
PERSON = ("-c", "user.name=k", "-c", "user.email=k@example.invalid", "-c", "commit.gpgsign=false")


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *PERSON, *arguments], cwd=root, check=True, capture_output=True)


def commit(root: Path, day: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "変更", "--date", f"{day}T23:30:00+09:00")


@pytest.fixture
def repository(build_tree: BuildTree) -> Path:
    root = build_tree({"articles/古い 記事.md": "古い", "articles/b.md": "b\n" * 9, "other.md": "x"})
    git(root, "init", "-q")
    commit(root, "2023-12-31")
    (root / "articles" / "古い 記事.md").write_text("直した", encoding="utf-8")
    (root / "articles" / "new.md").write_text("新しい", encoding="utf-8")
    git(root, "mv", "articles/b.md", "articles/moved.md")
    commit(root, "2024-02-29")
    return root


def test_a_file_keeps_the_authors_time_of_its_first_commit(repository: Path) -> None:
    first, second = (datetime.fromisoformat(f"{day}T23:30:00+09:00") for day in ("2023-12-31", "2024-02-29"))
    assert first_commit_days(repository / "articles") == {"古い 記事.md": first, "moved.md": first, "new.md": second}


def test_where_history_is_cut_off_nothing_is_said(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    shallow = tmp_path_factory.mktemp("clone") / "shallow"
    git(repository, "clone", "-q", "--depth", "1", repository.as_uri(), str(shallow))
    assert first_commit_days(shallow) == {}


def test_outside_a_repository_nothing_is_said(tmp_path: Path) -> None:
    assert first_commit_days(tmp_path) == {}


def test_without_git_nothing_is_said(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert first_commit_days(repository) == {}


def test_an_empty_repository_has_no_days(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    assert first_commit_days(tmp_path) == {}
