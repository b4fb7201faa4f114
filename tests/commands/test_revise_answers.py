"""`drafter revise` on a draft whose author answered, accepted and rejected: what is kept, and what comes again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drafter import cli
from tests.commands.test_generate_with_model import answer_well
from tests.commands.test_revise import FILES, PLACE, BuildTree, Run
from tests.model.server import ModelServer
from tests.model_blog import FILES as MODEL_FILES

QUESTION, PROGRESS = "<!-- ? どうなった？ -->", "<!-- ? どこまで進んだ？ -->"  # of seeds, and of the greenhouse
ANSWERS = Path("drafter-answers/2024.md")


@pytest.fixture
def blog(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = build_tree(FILES)
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def run(blog: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(list(arguments))
        out, err = capsys.readouterr()
        return code, out, err

    assert call("generate", "--year", "2024")[0] == 0
    return call


def answer(text: str, words: str, question: str = QUESTION) -> str:
    before, after = text.split(question)
    return f"{before}{question}{words}{after}"


@pytest.mark.parametrize("again", [("revise", str(PLACE)), ("generate", "--year", "2024")], ids=["revise", "generate"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_answer_is_a_source_and_its_question_is_gone(
    blog: Path, run: Run, newline: str, again: tuple[str, ...]
) -> None:
    text = answer((blog / PLACE).read_text("utf-8"), "\n    秋に１２種類の種を採った。I named every bag.")
    text = answer(text, " 柱が一本折れた。", PROGRESS)
    (blog / PLACE).write_bytes(("\ufeff" + text).replace("\n", newline).encode("utf-8"))
    code, out, err = run(*again)
    assert (code, out) == (0, f"{PLACE}\n")
    assert f"2 answers taken in, a source from now on: {ANSWERS}" in err
    now = (blog / PLACE).read_bytes().decode("utf-8")
    assert now.startswith("\ufeff")
    assert (now.count("\r\n") == now.count("\n")) is (newline == "\r\n")
    assert "<!-- ?" not in now
    assert f"- 種を採る{newline}{newline}    秋に１２種類の種を採った。I named every bag.{newline}" in now
    assert now.count("１２種類") == now.count("折れた") == 1
    kept = (blog / ANSWERS).read_text("utf-8")
    assert "## 種を採る：どうなった？\n<!-- question " in kept
    assert "\n\n秋に１２種類の種を採った。I named every bag.\n" in kept
    assert run(*again)[0] == 0
    assert (blog / PLACE).read_bytes().decode("utf-8") == now
    assert (blog / ANSWERS).read_text("utf-8") == kept


def test_later_drafts_know_an_answer(blog: Path, run: Run) -> None:
    (blog / PLACE).write_text(answer((blog / PLACE).read_text("utf-8"), "\n    秋に12種類の種を採った。"), "utf-8")
    run("revise", str(PLACE))
    fresh = run("generate", "--year", "2024", "--stdout")[1]
    assert "秋に12種類の種を採った。" in fresh
    assert QUESTION not in fresh
    assert PROGRESS in fresh
    assert "drafter-answers/2024.md" in run("sources", "--year", "2024")[1]


def test_a_second_answer_stands_below_the_first(blog: Path, run: Run) -> None:
    before = (blog / PLACE).read_text("utf-8")
    (blog / PLACE).write_text(answer(before, "\n    秋に種を採った。"), "utf-8")
    run("revise", str(PLACE))
    (blog / PLACE).write_text(before, "utf-8")
    run("generate", "--year", "2024", "--force")
    text = (blog / PLACE).read_text("utf-8")
    (blog / PLACE).write_text(answer(text, "\n    冬に小屋も建てた。", PROGRESS), "utf-8")
    run("revise", str(PLACE))
    kept = (blog / ANSWERS).read_text("utf-8")
    assert kept.index("秋に種を採った。") < kept.index("冬に小屋も建てた。")


def test_diff_takes_nothing_in(blog: Path, run: Run) -> None:
    text = answer((blog / PLACE).read_text("utf-8"), "\n    秋に種を採った。")
    (blog / PLACE).write_text(text, "utf-8")
    code, out, _ = run("revise", str(PLACE), "--diff")
    assert code == 0
    assert f"-    {QUESTION}" in out
    assert not (blog / ANSWERS).exists()
    assert (blog / PLACE).read_text("utf-8") == text


@pytest.mark.parametrize("option", ["--stdout", "--dry-run"])
def test_what_writes_no_draft_takes_nothing_in(blog: Path, run: Run, option: str) -> None:
    text = answer((blog / PLACE).read_text("utf-8"), "\n    秋に種を採った。")
    (blog / PLACE).write_text(text, "utf-8")
    err = run("generate", "--year", "2024", option)[2]
    assert "1 answer would be taken in" in err
    assert not (blog / ANSWERS).exists()
    assert (blog / PLACE).read_text("utf-8") == text


def test_an_answer_in_a_file_that_is_replaced_is_kept(blog: Path, run: Run) -> None:
    (blog / PLACE).write_text(answer((blog / PLACE).read_text("utf-8"), "\n    秋に種を採った。"), "utf-8")
    run("generate", "--year", "2024", "--force")
    assert "秋に種を採った。" in (blog / ANSWERS).read_text("utf-8")


def test_undo_brings_the_question_back(blog: Path, run: Run) -> None:
    text = answer((blog / PLACE).read_text("utf-8"), "\n    秋に種を採った。")
    (blog / PLACE).write_text(text, "utf-8")
    run("revise", str(PLACE))
    assert run("undo", str(PLACE))[0] == 0
    assert (blog / PLACE).read_text("utf-8") == text


@pytest.fixture
def server() -> Iterator[ModelServer]:
    running = ModelServer(answer_well)
    with running.run():
        yield running


@pytest.fixture
def model(
    build_tree: BuildTree, server: ModelServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Runs a command with the model and gives the draft that stands there afterwards."""
    root = build_tree(MODEL_FILES)
    monkeypatch.chdir(root)
    monkeypatch.setenv("OPENAI_API_KEY", "key")

    def call(*arguments: str) -> str:
        endpoint = ("--model", "m", "--base-url", server.base_url, "--notes", "notes", "--yes")
        assert cli.main([*arguments, *endpoint]) == 0, capsys.readouterr().err
        return (root / PLACE).read_text("utf-8")

    return call


PROPOSED = "歩きたくなった自分とも、少し仲良くなれたのかもしれない。"


def test_a_rejected_proposal_never_comes_again(model: Callable[..., str]) -> None:
    text = model("generate", "--year", "2024")
    assert f"{PROPOSED}<!-- ? -->" in text
    PLACE.write_text(text.replace(f"{PROPOSED}<!-- ? -->", ""), "utf-8")
    for _ in range(2):
        assert "仲良く" not in model("revise", str(PLACE))


def test_an_accepted_proposal_is_the_persons(model: Callable[..., str]) -> None:
    text = model("generate", "--year", "2024")
    accepted = text.replace(f"{PROPOSED}<!-- ? -->", PROPOSED)
    PLACE.write_text(accepted, "utf-8")
    assert model("revise", str(PLACE)) == accepted
    assert model("generate", "--year", "2024", "--no-model").count(PROPOSED) == 1


def test_a_question_of_the_model_is_answered_too(model: Callable[..., str]) -> None:
    text = model("generate", "--year", "2024")
    mark = "<!-- ? 次の版はいつ？ -->"
    PLACE.write_text(text.replace(mark, f"{mark}\n来年の春に出す。"), "utf-8")
    now = model("revise", str(PLACE))
    assert "来年の春に出す。" in now
    assert mark not in now
    assert "## 次の版はいつ？" in ANSWERS.read_text("utf-8")


@pytest.mark.parametrize("words", [" n", "\n    Ｎ", "\n\n    n."])
def test_never_again_below_a_question_takes_both_out(blog: Path, run: Run, words: str) -> None:
    before = (blog / PLACE).read_text("utf-8")
    (blog / PLACE).write_text(answer(before, words), "utf-8")
    assert run("revise", str(PLACE))[0] == 0
    assert (blog / PLACE).read_text("utf-8") == before.replace(f"\n    {QUESTION}\n", "")
    assert "\nn" in (blog / ANSWERS).read_text("utf-8").casefold().replace("ｎ", "n")
    assert run("generate", "--year", "2024")[0] == 0
    assert QUESTION not in (blog / PLACE).read_text("utf-8")


def test_answers_with_lists_and_code_are_told_without_bullets_and_stand_in_their_file(blog: Path, run: Run) -> None:
    assert run("interview", "--year", "2024", "--file")[0] == 0
    said = "・十二袋採れた。\n・八月は休んだ。\n\n- 二袋は配った。\n\n```sql\nselect 1;\n```\n"
    text = (blog / ANSWERS).read_text("utf-8")
    headings = [line for line in text.splitlines(True) if line.startswith("<!-- question")]
    for number, line in enumerate(headings):
        text = text.replace(line, f"{line}{said if number == 0 else f'{number}つ目は雨で流れた。'}\n")
    (blog / ANSWERS).write_text(text, "utf-8")
    assert run("generate", "--year", "2024")[0] == 0
    draft = (blog / PLACE).read_text("utf-8")
    assert "    十二袋採れた。八月は休んだ。\n" in draft
    assert "select" not in draft
    assert "changed-source" not in run("check", str(PLACE), "--no-build")[1]


def test_a_question_that_was_taken_out_is_not_counted(blog: Path, run: Run) -> None:
    text = (blog / PLACE).read_text("utf-8")
    (blog / PLACE).write_text(text.replace(f"\n    {QUESTION}\n", ""), "utf-8")
    n_left = text.count("<!-- ? ") - 1
    assert (
        f"{n_left} question{'s stand' if n_left > 1 else ' stands'} in the draft"
        in run("generate", "--year", "2024")[2]
    )
