"""`drafter eval rate`: drafts of a run rated by a person, through a pipe and through a terminal."""

from __future__ import annotations

import fcntl
import io
import json
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter import cli
from tests.commands.eval_lake import LAKE, answer
from tests.conftest import BuildTree
from tests.model.server import ModelServer

Rate = Callable[..., tuple[int, str, str]]
PROMPT = re.compile(r"^(?:1-5|a, b or =) \(", re.MULTILINE)


@pytest.fixture
def run(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """A run with a draft by code and one by a model, in the current folder; its id."""
    monkeypatch.chdir(build_tree(LAKE))
    with ModelServer(answer).run() as server:
        assert cli.main(["eval", "cases", "--model", "m", "--base-url", server.base_url, "--yes", "--json"]) == 0
    return str(json.loads(capsys.readouterr().out)["run"])


@pytest.fixture
def rate(run: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Rate:
    def call(typed: str, *arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        return (cli.main(["eval", "rate", run, *arguments]), *capsys.readouterr())

    return call


def labels() -> list[dict[str, object]]:
    return [json.loads(line) for line in Path(".drafter/labels.jsonl").read_text("utf-8").splitlines()]


def test_two_drafts_are_rated_in_six_dimensions_each_and_then_beside_each_other(rate: Rate, run: str) -> None:
    code, out, err = rate("3\n4\n５\ns\n1\n2\n" + "4\n" * 6 + "b\n")
    assert code == 0, err
    assert len(PROMPT.findall(out)) == 13
    assert "Draft 1 of 2, case lake" in out
    assert "Draft 2 of 2, case lake" in out
    assert "extractive" not in out
    assert "a regular reader" in out
    assert "5  Yes: register, rhythm, humour" in out
    kept = labels()
    assert [label["value"] for label in kept[:12]] == [3, 4, 5, None, 1, 2] + [4] * 6
    assert [label["dimension"] for label in kept[:6]] == [
        "grounded",
        "selection",
        "structure",
        "reflection",
        "voice",
        "edits",
    ]
    first, second = kept[0]["draft"], kept[6]["draft"]
    pair = kept[12]
    assert {pair["draft"], pair["other"]} == {first, second}
    assert pair["draft" if pair["value"] == 1 else "other"] == second
    assert f"12 labels of {run}, 1 skipped, none left" in err
    assert rate("")[2].startswith("12 labels")


def test_what_was_ended_goes_on_where_it_stopped(rate: Rate) -> None:
    code, out, err = rate("3\n4\nq\n")
    assert code == 0
    assert "11 left: the same command goes on there" in err
    first = re.search(r"Draft 1 of 2[^─]*─+\n(.*?)─", out, re.DOTALL)
    _, out, err = rate("5\n")
    again = re.search(r"Draft 1 of 2[^─]*─+\n(.*?)─", out, re.DOTALL)
    assert first is not None
    assert again is not None
    assert first[1] == again[1]
    assert out.index("structure:") < out.index("reflection:")
    assert "grounded:" not in out
    assert [label["value"] for label in labels()] == [3, 4, 5]


def test_an_answer_is_undone_and_what_is_none_is_asked_again(rate: Rate) -> None:
    _, out, err = rate("u\n3\n6\nsehr gut\n4\nu\nd\n2\nq\n")
    assert "This is the first question." in out
    assert out.count("Not an answer") == 2
    assert out.count("Draft 1 of 2") == 2
    assert [(label["value"], label["answer"]) for label in labels()] == [
        (3, "given"),
        (4, "given"),
        (None, "withdrawn"),
        (2, "given"),
    ]
    assert err.startswith("2 labels of")


def test_the_last_answer_can_be_taken_back_too(rate: Rate) -> None:
    _, out, err = rate("3\n" * 12 + "a\nu\nb\nu\nq\n")
    assert out.count("All is answered (u to undo the last, q to end):") == 2
    assert "12 labels" in err
    assert "1 left" in err
    assert [label["answer"] for label in labels()[12:]] == ["given", "withdrawn", "given", "withdrawn"]
    _, out, err = rate("=\nu\na\nu\nu\n5\nb\n")
    assert "13 labels" in err
    assert [label["value"] for label in labels()[16:]] == [
        0,
        None,
        labels()[18]["value"],
        None,
        None,
        5,
        labels()[22]["value"],
    ]
    assert labels()[18]["value"] == -int(str(labels()[22]["value"]))


def test_a_line_cut_off_by_a_kill_takes_no_other_along(rate: Rate) -> None:
    rate("3\n4\n")
    path = Path(".drafter/labels.jsonl")
    path.write_bytes(path.read_bytes()[:-20])
    _, _, err = rate("5\nq\n")
    assert err.startswith("2 labels of")
    assert path.stat().st_mode & 0o777 == 0o600


def test_labels_are_printed_for_programs_and_the_session_goes_elsewhere(rate: Rate, run: str) -> None:
    code, out, err = rate("3\nq\n", "--json")
    assert code == 0
    told = json.loads(out)
    assert (told["run"], [label["value"] for label in told["labels"]]) == (run, [3])
    assert "Draft 1 of 2" in err


def test_a_draft_cannot_move_the_cursor(rate: Rate, run: str) -> None:
    for path in Path(f".drafter/runs/{run}/drafts").glob("*.md*"):
        path.unlink()
    for name in ("extractive", "m"):
        path = Path(f".drafter/runs/{run}/drafts/lake.{name}.1.md")
        path.write_text(f"走った。\x1b[2J\u202e{name[0]}\r\n歩いた。\n", "utf-8")
    _, out, _ = rate("q\n")
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert re.search(r"走った。\[2J[em]\n歩いた。", out)


def test_without_a_run_or_drafts_there_is_nothing_to_rate(
    rate: Rate, run: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["eval", "rate"]) == 2
    assert "hint: drafter eval rate RUN" in capsys.readouterr().err
    assert cli.main(["eval", "rate", "nie"]) == 2
    assert "no such run" in capsys.readouterr().err
    for path in Path(f".drafter/runs/{run}/drafts").iterdir():
        path.unlink()
    code, _, err = rate("3\n")
    assert code == 2
    assert f"error: {run}: no draft of it was kept" in err


def test_in_a_terminal_a_person_sees_and_answers_and_ctrl_c_loses_nothing(run: str) -> None:
    own, other = pty.openpty()
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("DRAFTER_", "OPENAI_"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "drafter", "eval", "rate", run],
        stdin=other,
        stdout=other,
        stderr=other,
        env={**environ, "PYTHONUTF8": "1"},
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    )
    os.close(other)
    seen = ""

    def wait_for(n_prompts: int) -> None:
        nonlocal seen
        until = time.monotonic() + 30
        while len(PROMPT.findall(seen.replace("\r", ""))) < n_prompts and time.monotonic() < until:
            if select.select([own], [], [], 0.1)[0]:
                seen += os.read(own, 65536).decode("utf-8", "replace")

    for n_prompts, key in enumerate(("2\n", "３\n", "s\n", "\x03"), start=1):
        wait_for(n_prompts)
        os.write(own, key.encode())
    assert process.wait(timeout=30) == 130
    while select.select([own], [], [], 0.1)[0]:
        try:
            seen += os.read(own, 65536).decode("utf-8", "replace")
        except OSError:
            break
    os.close(own)
    assert "grounded:" in seen
    assert "10 left" in seen
    assert [label["value"] for label in labels()] == [2, 3, None]
