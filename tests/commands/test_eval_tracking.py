"""`drafter eval --track`: what is refused before anything is drafted and, where MLflow is installed, what lies in a
real store, with its sources and without a word that was not agreed to."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from drafter import cli
from drafter.errors import OutputError, SettingsError
from tests.commands.eval_lake import LAKE, answer
from tests.conftest import BuildTree
from tests.model.server import Canned, ModelServer

CANARY = "Zyxwellplover"  # in ASCII: no encoding of a store hides it
RUN_POST = "cases/lake/site/content/posts/run/index.md"
TREE = {**LAKE, RUN_POST: f"{str(LAKE[RUN_POST]).rstrip()}{CANARY}の橋を渡った。\n"}
Refused = Callable[..., tuple[int, str]]


@pytest.fixture
def refused(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Refused:
    monkeypatch.chdir(build_tree(TREE))

    def call(*arguments: str) -> tuple[int, str]:
        code = cli.main(["eval", *arguments])
        assert not Path(".drafter").exists(), "something was begun"
        return code, capsys.readouterr().err

    return call


def test_without_the_extra_nothing_is_drafted(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("drafter.pipeline.tracking_store.find_spec", lambda name: None)
    code, err = refused("cases", "--track", "sqlite:///runs.db")
    assert code == SettingsError.exit_code, err
    assert "pip install 'drafter[mlflow]'" in err


@pytest.mark.parametrize("arguments", [("cases",), ("backtest", "--year", "2023"), ("rescore", "2025")])
def test_a_store_that_is_none_is_told_before_anything_is_drafted(
    arguments: tuple[str, ...], refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("drafter.pipeline.tracking_store.find_spec", lambda name: name)
    Path("runs.db").write_text("a diary, and no database. " * 40, "utf-8")
    code, err = refused(*arguments, "--track", "runs.db")
    assert (code, "file is not a database" in err) == (OutputError.exit_code, True), err
    assert Path("runs.db").read_text("utf-8").startswith("a diary")


@pytest.mark.parametrize(
    "arguments",
    [
        ("compare", "a", "b"),
        ("rate", "a"),
        ("judges",),
        ("cases/lake/mine.md", "--year", "2024"),
        ("cases", "--self-test"),
        ("--published", "cases/lake/mine.md"),
    ],
)
def test_what_makes_no_run_is_not_logged(arguments: tuple[str, ...], refused: Refused) -> None:
    code, err = refused(*arguments, "--track", "runs.db")
    assert (code, "--track: only of a run over cases" in err) == (2, True), err


def test_to_agree_to_texts_needs_a_place_for_them(refused: Refused) -> None:
    code, err = refused("cases", "--track-texts")
    assert (code, "--track-texts: where to?" in err) == (2, True), err


if find_spec("mlflow") is not None:  # 600 MB, which no other test needs
    READ = """if True:
        import json, sys
        from mlflow import MlflowClient
        client = MlflowClient(tracking_uri=sys.argv[1])
        experiment = client.get_experiment_by_name("drafter eval").experiment_id
        runs = [{**run.to_dictionary()["data"], **dict(run.info)} for run in client.search_runs([experiment])]
        traces = [trace.to_dict() for trace in client.search_traces(locations=[experiment])]
        linked = {run["run_id"]: [t.info.trace_id for t in client.search_traces(
            locations=[experiment], run_id=run["run_id"])] for run in runs}
        print(json.dumps({"runs": runs, "traces": traces, "linked": linked}))
    """
    Eval = Callable[..., dict[str, Any]]

    def run_python(*arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("MLFLOW_", "DRAFTER_", "OPENAI_"))}
        environ = {**kept, "PYTHONPATH": str(Path(__file__).parents[2])}
        return subprocess.run(
            [sys.executable, *arguments], env=environ, input=typed, capture_output=True, encoding="utf-8", timeout=300
        )

    @pytest.fixture
    def evaluate(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch) -> Eval:
        monkeypatch.chdir(build_tree(TREE))

        def call(*arguments: str) -> dict[str, Any]:
            with ModelServer(answer).run() as server:
                given = (*arguments, "--base-url", server.base_url, "--yes", "--json")
                done = run_python("-m", "drafter", "eval", *given)
            assert done.returncode == 0, done.stderr
            return dict(json.loads(done.stdout))

        return call

    def read(uri: str) -> dict[str, Any]:
        done = run_python("-c", READ, uri)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    def holding(word: str) -> set[str]:
        files = [path for path in Path().glob("runs*/**/*") if path.is_file()] + list(Path().glob("runs.db*"))
        assert Path("runs.db") in files
        return {path.name for path in files if word.encode() in path.read_bytes()}

    MODEL = ("cases", "--model", "m", "--repeat", "2", "--judge", "fair", "--judge", "kind", "--judgings", "1")

    def test_a_run_is_one_run_with_a_nested_one_and_a_trace_for_each_draft(evaluate: Eval) -> None:
        told = evaluate(*MODEL, "--track", "sqlite:///runs.db")
        stored = read(f"sqlite:///{Path('runs.db').resolve()}")
        (parent,) = [run for run in stored["runs"] if "mlflow.parentRunId" not in run["tags"]]
        nested = {run["run_name"]: run for run in stored["runs"] if run is not parent}
        assert parent["run_name"] == told["run"]
        assert parent["params"]["writers"] == "extractive, m"
        assert parent["params"]["judges"] == "fair-7b+kind-7b"
        assert {"prompt/draft", "prompt/judge", "signature/numbers"} <= set(parent["params"])
        assert list(nested) == ["lake, extractive", "lake, m", "lake, m, draft 2"]
        assert {run["tags"]["mlflow.parentRunId"] for run in nested.values()} == {parent["run_id"]}
        assert {run["status"] for run in stored["runs"]} == {"FINISHED"}
        second = [row for row in told["rows"] if (row["writer"], row["draft"]) == ("m", 2)]
        known = {f"score/{row['metric']}": row["value"] for row in second if row["value"] is not None}
        assert nested["lake, m, draft 2"]["metrics"] == known
        both = [row["value"] for row in told["rows"] if (row["writer"], row["metric"]) == ("m", "grounded")]
        assert parent["metrics"]["mean/m/grounded"] == pytest.approx(sum(both) / 2)
        assert len(stored["linked"][parent["run_id"]]) == 3
        assert [len(stored["linked"][run["run_id"]]) for run in nested.values()] == [1, 1, 1]
        assert not any(name.startswith("mlflow.user") for run in stored["runs"] for name in run["tags"])

    def test_each_assessment_has_its_true_source(evaluate: Eval) -> None:
        first = evaluate(*MODEL)["run"]
        rated = run_python("-m", "drafter", "eval", "rate", first, typed="3\n4\n5\n2\n1\n2\n4\n4\n4\n4\n4\n4\nb\n")
        assert rated.returncode == 0, rated.stderr
        evaluate("rescore", first, "--judge", "fair", "--judgings", "1", "--track", "runs.db")
        stored = read(f"sqlite:///{Path('runs.db').resolve()}")
        assessed = [one for trace in stored["traces"] for one in trace["info"]["assessments"]]
        by = {(one["source"]["source_type"], one["source"]["source_id"]) for one in assessed}
        assert {kind for kind, _ in by} == {"CODE", "LLM_JUDGE", "HUMAN"}
        assert ("LLM_JUDGE", "fair-7b") in by
        assert ("HUMAN", "drafter eval rate") in by
        levels = {one["source"]["source_type"] for one in assessed if one["assessment_name"] == "voice_level"}
        assert levels == {"LLM_JUDGE", "HUMAN"}
        (grounded, *_) = [one for one in assessed if one["assessment_name"] == "grounded"]
        assert grounded["source"]["source_type"] == "CODE"
        preferred = {o["feedback"]["value"] for o in assessed if o["assessment_name"] == "preferred"}
        assert preferred == {"preferred", "not preferred"}

    def test_no_word_of_a_note_is_in_any_byte_without_consent(evaluate: Eval) -> None:
        told = evaluate(*MODEL, "--track", "runs.db")
        record = Path(".drafter/runs") / told["run"]
        assert any(CANARY.encode() in path.read_bytes() for path in (record / "drafts").iterdir()), "no draft has it"
        assert holding(CANARY) == set()
        assert not Path("runs.artifacts").exists()
        assert not Path("mlruns").exists()

    def test_with_consent_drafts_report_and_reasons_lie_there(evaluate: Eval) -> None:
        evaluate(*MODEL, "--track", "runs.db", "--track-texts")
        assert holding(CANARY) >= {"draft.md", "report.html", "runs.db"}
        stored = read(f"sqlite:///{Path('runs.db').resolve()}")
        said = [a.get("rationale", "") for trace in stored["traces"] for a in trace["info"]["assessments"]]
        assert any("judging 1, " in rationale for rationale in said)
        assert not Path("mlruns").exists()

    def test_a_draft_that_was_not_made_is_a_failed_run_without_its_reason(
        build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(build_tree(TREE))
        refusal = Canned(status=400, content=json.dumps({"error": {"message": f"no {CANARY}"}}).encode())
        with ModelServer(lambda body: refusal).run() as server:
            given = ("cases", "--model", "m", "--base-url", server.base_url, "--yes", "--track", "runs.db")
            done = run_python("-m", "drafter", "eval", *given)
        assert done.returncode == 0, done.stderr
        assert CANARY in done.stderr
        stored = read(f"sqlite:///{Path('runs.db').resolve()}")
        status = {run["run_name"]: run["status"] for run in stored["runs"] if "mlflow.parentRunId" in run["tags"]}
        assert status == {"lake, extractive": "FINISHED", "lake, m": "FAILED"}
        assert {trace["info"]["state"] for trace in stored["traces"]} == {"OK", "ERROR"}
        assert holding(CANARY) == set()
