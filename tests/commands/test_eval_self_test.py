"""`drafter eval --self-test` over the shipped cases: it makes the committed result, and metrics catch faults."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "eval" / "results" / "planted-faults.md"
MADE_DRAFTS = "drafter's drafts"
# The share that metrics must catch of the faults they are there to catch, by who wrote the text.
FLOORS = {
    ("number", "numbers"): 0.75,
    ("quarter", "coverage"): 0.7,  # a work that is linked below its goal, too, stays covered
    ("quarter", "rougeLsum"): 0.75,
    ("denied", "grounded"): 1.0,
    ("polite", "register"): 1.0,
    ("plain", "register"): 1.0,
    ("pasted", "copy_density"): 0.85,
    ("pasted", "copy_coverage"): 0.85,
    ("嘘", "rouge1"): 1.0,
    ("嘘", "rougeLsum"): 1.0,
    ("嘘", "mentioned"): 1.0,
    ("last year", "longest_run"): 1.0,
    ("last year", "numbers"): 0.8,
    ("name", "entities"): 1.0,
    ("archive", "archive"): 0.6,
    ("proposal", "proposals"): 0.8,
    ("link", "links"): 1.0,
}
# Metrics that no harmless edit may make worse.
STEADY = ("grounded", "numbers", "entities", "links", "archive", "coverage", "rouge1", "copy_density", "longest_run")


def self_test(*arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("DRAFTER_", "OPENAI_"))}
    command = [sys.executable, "-m", "drafter", "eval", "--self-test", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, encoding="utf-8", timeout=300, check=False
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Mapping[str, list[dict[str, object]]]]:
    """The report and the record of one run of the command."""
    report = tmp_path_factory.mktemp("report") / "planted-faults.md"
    done = self_test("--json", "--report", str(report))
    assert done.returncode == 0, done.stderr
    return report.read_text("utf-8"), json.loads(done.stdout)


Made = tuple[str, Mapping[str, list[Mapping[str, object]]]]


def test_the_committed_result_is_what_the_command_makes(made: Made) -> None:
    hint = "make it again: drafter eval --self-test --report eval/results/planted-faults.md"
    assert made[0] == COMMITTED.read_text("utf-8"), hint


def test_metrics_catch_what_they_are_there_to_catch(made: Made) -> None:
    found: dict[tuple[object, object], tuple[int, int]] = {}
    for fault in made[1]["faults"]:
        for metric in fault["metrics"]:  # type: ignore[attr-defined]
            n, caught = found.get((fault["fault"], metric["metric"]), (0, 0))
            found[fault["fault"], metric["metric"]] = n + metric["n"], caught + metric["caught"]
    for key, floor in FLOORS.items():
        n, caught = found[key]
        assert n > 0, key
        assert caught >= floor * n, (key, n, caught)


def test_no_metric_cries_wolf_on_drafts_that_drafter_makes_or_after_a_harmless_edit(made: Made) -> None:
    alarms = {(told["metric"], told["by"]): told["alarms"] for told in made[1]["alarms"]}
    assert [alarms[metric, MADE_DRAFTS] for metric in ("numbers", "entities", "links", "archive")] == [0] * 4
    worse = {(told["metric"], told["edit"]): told["worse"] for told in made[1]["harmless"]}
    assert {key: n for key, n in worse.items() if key[0] in STEADY and n} == {}


def test_a_self_test_asks_no_model_and_writes_markdown(tmp_path: Path) -> None:
    asked = self_test("--model", "m")
    assert asked.returncode == 2
    assert "--self-test asks no model" in asked.stderr
    written = self_test("--report", str(tmp_path / "faults.html"))
    assert written.returncode == 2
    assert "let it end in .md" in written.stderr


def test_one_case_is_shown_in_the_terminal_with_what_is_not_tested() -> None:
    done = self_test("--case", "shiori-2024")
    assert done.returncode == 0, done.stderr
    assert "What catches each fault" in done.stdout
    assert "Not tested, needs a judge: judged: grounded" in done.stdout
    assert "shiori-2024: " in done.stderr
