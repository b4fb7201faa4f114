"""What each command loads: no package, and no part of drafter, that it has no use for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# Packages that cost more than a hundredth of a second, or that only some runs need.
HEAVY = {
    *("charset_normalizer", "jinja2", "langchain_text_splitters", "markdown_it", "matplotlib", "nltk", "numpy"),
    *("openai", "pathspec", "pydantic", "rich", "rouge_score", "ruamel"),
}
PARTS = {"digest", "ground", "model", "pipeline", "read", "settings", "site", "store", "text", "write"}
PROGRAM = "import sys; from drafter.cli import main; print(main(sys.argv[1:]), *sys.modules, file=sys.stderr)"
POST = "---\ntitle: 棚\ndate: 2024-05-01\n---\n\n棚を直した。とても嬉しかった。\n"
LONG = "---\ntitle: 長い一日\ndate: 2024-05-02\n---\n\n" + "ようやく屋根を葺き終えた。" * 200 + "\n"
READING = {"digest", "pipeline", "read", "settings", "site", "store", "text"}
DRAFTING = READING | {"ground", "write"}
ALWAYS = {"pydantic"}  # typer itself, for the options of any command that runs
DRAFTED = ALWAYS | {"jinja2", "markdown_it", "numpy"}


def load(*arguments: str) -> tuple[set[str], set[str]]:
    """The heavy packages and the parts of drafter that a command has loaded when it ends."""
    command = [sys.executable, "-c", PROGRAM, *arguments]
    run = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    code, *loaded = run.stderr.splitlines()[-1].split()
    assert code == "0", run.stderr
    parts = {name.split(".")[1] for name in loaded if name.startswith("drafter.")}
    return HEAVY & set(loaded), PARTS & parts


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("blog")
    (root / "hugo.toml").write_text('baseURL = "https://example.org/"\n', "utf-8")
    (root / "content" / "posts").mkdir(parents=True)
    (root / "content" / "posts" / "shelf.md").write_text(POST, "utf-8")
    return root


@pytest.mark.parametrize(
    ("arguments", "heavy", "parts"),
    [
        (["--version"], set(), set()),
        (["--help"], set(), set()),
        (["stats", "--help"], ALWAYS, set()),
        (["generate", "--help"], ALWAYS, set()),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_help_loads_nothing_of_the_work(arguments: list[str], heavy: set[str], parts: set[str]) -> None:
    assert load(*arguments) == (heavy, parts)


@pytest.mark.parametrize(
    ("command", "heavy", "parts"),
    [
        ("sources", ALWAYS, READING),
        ("stats", ALWAYS, READING),
        ("generate", DRAFTED, DRAFTING),
    ],
    ids=["sources", "stats", "generate"],
)
def test_a_command_loads_only_what_it_uses(blog: Path, command: str, heavy: set[str], parts: set[str]) -> None:
    assert load(command, "-C", str(blog), "--year", "2024") == (heavy, parts)


def test_explain_reads_no_documents(blog: Path) -> None:
    draft = blog / "explained.md"
    load("generate", "-C", str(blog), "--year", "2024", "--out", str(draft))
    assert load("explain", str(draft)) == (ALWAYS, {"pipeline", "settings", "site", "store", "text"})


@pytest.mark.parametrize(
    ("name", "content", "package"),
    [
        ("long.md", LONG.encode(), "langchain_text_splitters"),
        ("broken.md", b"---\ntitle: [shelf\ndate: 2024-05-01\n---\n\nA shelf.\n", "ruamel"),
        ("latin.md", "Café, crème brûlée et thé glacé à la fraîche. ".encode("latin-1") * 9, "charset_normalizer"),
        (".drafterignore", b"secret.md\n", "pathspec"),
    ],
    ids=["a long section", "odd front matter", "an unknown encoding", "an ignore file"],
)
def test_some_packages_are_loaded_only_for_files_that_need_them(
    tmp_path: Path, name: str, content: bytes, package: str
) -> None:
    (tmp_path / "plain.md").write_text(POST, "utf-8")
    command = ["generate", "-C", str(tmp_path), "--year", "2024", "--stdout"]
    assert package not in load(*command)[0]
    (tmp_path / name).write_bytes(content)
    assert package in load(*command)[0]
