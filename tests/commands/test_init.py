"""`drafter init` through the real command: what it shows, asks and writes, by pipe and in a terminal."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from drafter import cli
from drafter.model import local
from tests.conftest import BuildTree
from tests.model_blog import LAST

FILES = {
    "blog/hugo.toml": 'baseURL = "https://example.org/"\nlanguageCode = "ja"\n',
    "blog/content/posts/looking-back/2023/index.md": LAST,
    "blog/content/posts/shelf.md": "---\ntitle: 棚\ndate: 2024-05-01\n---\n\n棚を直した。\n",
    "blog/themes/x/2024-01-01.md": "no notes\n",
    **{f"日記/2024-05-{day:02}.md": "歩いた。\n" for day in range(1, 6)},
    **{f"scans/2023{month:02}09 receipt.txt": "1\n" for month in range(1, 6)},
    "photos/readme.md": "photos\n",
}


def run(root: Path, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("DRAFTER_", "OPENAI_"))}
    return subprocess.run(
        [sys.executable, "-m", "drafter", "init", "-C", str(root), *arguments],
        env=kept, input=given, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


@pytest.fixture
def blog(build_tree: BuildTree) -> Path:
    return build_tree(FILES) / "blog"


def test_what_was_found_is_shown_and_what_was_answered_is_set(blog: Path) -> None:
    done = run(blog, given="\ny\nqwen3:14b\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("drafter.toml\n")
    for said in (
        "hugo at",
        "https://example.org/",
        "2 posts and 0 notes, 2024 to 2024",
        "found ../scans (5 files, 2023-01-09 to 2023-05-09)",
        "found ../日記 (5 files, 2024-05-01 to 2024-05-05)",
        "2023年の振り返り (content/posts/looking-back/2023/index.md)",
        "OPENAI_API_KEY is not set",
        "drafter generate --year 2024",
    ):
        assert said in done.stderr
    assert "photos" not in done.stderr
    settings = tomllib.loads((blog / "drafter.toml").read_text("utf-8"))
    assert settings["sources"] == {"notes": ["../日記"]}  # Enter is a no for scans
    assert settings["model"] == {"large": "qwen3:14b"}


def test_yes_asks_nothing_and_takes_what_is_called_notes(blog: Path) -> None:
    done = run(blog, "--yes")
    assert "[Y/n]" not in done.stderr
    assert tomllib.loads((blog / "drafter.toml").read_text("utf-8"))["sources"] == {"notes": ["../日記"]}


def test_the_end_of_the_input_is_enter(blog: Path) -> None:
    assert run(blog).returncode == 0
    assert tomllib.loads((blog / "drafter.toml").read_text("utf-8"))["sources"] == {"notes": ["../日記"]}


def test_a_folder_can_be_named(build_tree: BuildTree) -> None:
    root = build_tree({name: text for name, text in FILES.items() if name.startswith("blog")} | {"my/x.md": "x\n"})
    assert "no such folder: nowhere" in run(root / "blog", given="nowhere\n").stderr
    assert not (root / "blog" / "drafter.toml").exists()
    assert run(root / "blog", given=f"{root / 'my'}\n").returncode == 0
    assert tomllib.loads((root / "blog/drafter.toml").read_text("utf-8"))["sources"] == {"notes": ["../my"]}


def test_what_a_person_set_is_never_changed(blog: Path) -> None:
    own = "\ufeff# mine\r\n[model]\r\nlarge = 'x'   # keep\r\n"
    (blog / "drafter.toml").write_bytes(own.encode("utf-8"))
    done = run(blog, "--yes")
    text = (blog / "drafter.toml").read_bytes().decode("utf-8")
    assert text.startswith(own)
    assert "what you set stays; 23 keys added as comments" in done.stderr
    assert '# notes = ["../日記"]' in text
    assert tomllib.loads(text.removeprefix("\ufeff")) == {"model": {"large": "x"}}
    again = run(blog, "--yes")
    assert "nothing to add" in again.stderr
    assert (blog / "drafter.toml").read_bytes().decode("utf-8") == text


def test_settings_in_pyproject_are_left_alone(blog: Path) -> None:
    own = "[tool.drafter.period]\nfiscal_start = 4\n"
    (blog / "pyproject.toml").write_text(own, "utf-8")
    done = run(blog)
    assert (done.returncode, done.stdout) == (0, "")
    assert "nothing was written" in done.stderr
    assert (blog / "pyproject.toml").read_text("utf-8") == own
    assert not (blog / "drafter.toml").exists()


def test_broken_settings_are_told(blog: Path) -> None:
    (blog / "drafter.toml").write_text("[model\n", "utf-8")
    done = run(blog)
    assert done.returncode == 3
    assert "no valid TOML" in done.stderr
    assert (blog / "drafter.toml").read_text("utf-8") == "[model\n"


def test_a_plain_folder_is_its_own_notes(build_tree: BuildTree) -> None:
    root = build_tree({f"2024-05-0{day}.md": "歩いた。\n" for day in range(1, 6)})
    done = run(root)
    assert "0 posts and 5 notes" in done.stderr
    assert "no retrospective" in done.stderr
    assert tomllib.loads((root / "drafter.toml").read_text("utf-8"))["sources"] == {}


def test_in_a_terminal_questions_come_one_by_one(blog: Path) -> None:
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "drafter", "init", "-C", str(blog)]
    with subprocess.Popen(command, stdin=follower, stdout=subprocess.PIPE, stderr=follower) as process:
        os.close(follower)
        for prompt, answer in (("[y/N] ", "いいえ"), ("[Y/n] ", "n"), ("machine): ", "")):
            seen = b""
            while not seen.decode("utf-8", "ignore").endswith(prompt):
                seen += os.read(leader, 4096)
            os.write(leader, f"{answer}\n".encode())
        assert process.stdout is not None
        assert process.stdout.read().decode().endswith("drafter.toml\n")
        assert process.wait(30) == 0
    os.close(leader)
    assert tomllib.loads((blog / "drafter.toml").read_text("utf-8"))["sources"] == {}


@contextmanager
def serve(content: bytes) -> Iterator[int]:
    """A server that answers every GET with this; its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_model_on_this_machine_is_offered_with_its_address(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("\n\nqwen3:14b\n"))
    with serve(json.dumps({"data": [{"id": "qwen3:14b"}]}).encode()) as port, serve(b"<html>") as other:
        found = {"Ollama": port, "LM Studio": other, "nobody": 1}
        monkeypatch.setattr(local.find_local_servers, "__defaults__", (found,))
        assert cli.main(["init", "-C", str(blog)]) == 0
    err = capsys.readouterr().err
    assert f"Ollama at http://127.0.0.1:{port}/v1: qwen3:14b" in err
    assert "LM Studio" not in err
    assert "A model to write with here: qwen3:14b" in err
    settings = tomllib.loads((blog / "drafter.toml").read_text("utf-8"))
    assert settings["model"] == {"large": "qwen3:14b", "base_url": f"http://127.0.0.1:{port}/v1"}
