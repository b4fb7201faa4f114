"""`drafter eval --published`: a draft by a model, edited and published; what became of its sentences."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from drafter import cli
from tests.commands.eval_lake import answer
from tests.conftest import BuildTree
from tests.model.server import ModelServer
from tests.model_blog import FILES

Run = Callable[..., tuple[int, str, str]]
DRAFT = Path("content/posts/looking-back/2024/index.md")
RUN = "湖のまわりを4時間52分で走り切った。"
APP = "時刻表アプリを公開した。"


@pytest.fixture
def run(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(build_tree(FILES))

    def call(*arguments: str) -> tuple[int, str, str]:
        return (cli.main([*arguments, "--year", "2024"]), *capsys.readouterr())

    with ModelServer(answer).run() as server:
        assert call("generate", "--no-figure", "--model", "m", "--base-url", server.base_url, "--yes")[0] == 0
    return call


def edit(path: Path = DRAFT) -> None:
    """One sentence of two alike is deleted, one changed, one moved to the end in full-width and bold; the proposal is
    taken, the question answered, an opinion added; all with other line ends."""
    text = path.read_text("utf-8")
    for old, new in (
        (f"\n    {RUN}\n", ""),
        ("三通の手紙が届き、うれしかった。", "手紙が三通届いて、うれしかった。"),
        ("2024年は4記事を書いた。", ""),
        ("<!-- ? -->", ""),
        ("<!-- ? 次の版はいつ？ -->", "次の版は来年の春に出す。"),
    ):
        assert old in text
        text = text.replace(old, new)
    path.write_bytes(f"{text}\n**２０２４年は４記事**を書いた。楽しい年だった！\n".replace("\n", "\r\n").encode())


def told_of(run: Run, *arguments: str) -> dict[str, Any]:
    code, out, err = run("eval", "--published", *arguments, "--json")
    assert code == 0, err
    return dict(json.loads(out))


def test_each_sentence_of_the_draft_is_followed_into_the_published_file(run: Run) -> None:
    edit()
    told = told_of(run, str(DRAFT))
    fates = [(sentence["words"], sentence["standing"], sentence["fate"]) for sentence in told["sentences"]]
    assert fates == [
        (RUN, "proved", "kept"),
        ("歩きたくなった自分とも、少し仲良くなれたのかもしれない。", "proposed", "kept"),
        (APP, "proved", "kept"),
        ("三通の手紙が届き、うれしかった。", "proved", "changed"),
        ("2024年は4記事を書いた。", "counted", "kept"),
        ("Rustを少しだけ触った。", "proved", "kept"),
        ("フルマラソンを完走する。", "proved", "kept"),
        (RUN, "proved", "deleted"),
        ("英語の記事を書く。", "proved", "kept"),
    ]
    letters = told["sentences"][3]
    assert letters["now"] == "手紙が三通届いて、うれしかった。"
    assert letters["section"] == "時刻表アプリ"
    assert letters["sources"] == ["使った人から三通の手紙が届き、うれしくて返信を書き直した。"]
    assert told["added"] == ["次の版は来年の春に出す。", "楽しい年だった！"]
    assert told["counts"] == {"kept": 7, "changed": 1, "deleted": 1}
    assert told["questions"] == {"asked": 1, "still_there": 0}


def test_the_shares_stand_by_standing_and_section_and_beside_what_foresaw_them(run: Run) -> None:
    edit()
    code, out, err = run("eval", "--published", str(DRAFT))
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    for line in (
        "all 9 7 (78%) 1 (11%) 1 (11%)",
        "proved 7 5 (71%) 1 (14%) 1 (14%)",
        "proposed 1 1 (100%) 0 (0%) 0 (0%)",
        "counted 1 1 (100%) 0 (0%) 0 (0%)",
        "時刻表アプリ 2 1 (50%) 1 (50%) 0 (0%)",
        "the author's own: 2 of 10 sentences that were published",
        "1 proposal: 1 kept, 0 changed, 0 deleted",
        "1 question asked, 0 still there",
    ):
        assert line in lines
    assert "三通の手紙が届き、うれしかった。\n    → 手紙が三通届いて、うれしかった。" in out
    assert "2 of 9 sentences edited (22%)" in out
    proposed = next(line for line in lines if line.startswith("proposed 1 0 0 "))
    assert "too few to tell: p can be no smaller than 0.22" in proposed


def test_a_mark_of_what_was_edited_and_nothing_else_foresaw_it(run: Run) -> None:
    """Four sentences with numbers of nowhere, all of them deleted, and no other one."""
    text = DRAFT.read_text("utf-8")
    wrong = "".join(f"\n塔を{n}段のぼった。" for n in (97, 98, 99, 9999))
    Path("draft.md").write_text(text + wrong + "\n", "utf-8")
    found = {mark["mark"]: mark for mark in told_of(run, str(DRAFT), "--draft", "draft.md")["foresight"]}
    numbers = found["numbers"]
    assert (numbers["n_marked"], numbers["n_both"], numbers["n_deleted"], numbers["n_edited"]) == (4, 4, 4, 4)
    assert (numbers["precision"]["value"], numbers["recall"]["value"]) == (1, 1)
    assert numbers["lift"]["value"] == 13 / 4
    assert numbers["p"] == pytest.approx(1 / 715)
    assert numbers["verdict"] == "foresaw edits"
    assert found["copied"]["verdict"] != "foresaw edits"


def test_a_draft_that_was_published_as_it_is_left_nothing_to_foresee(run: Run) -> None:
    code, out, _ = run("eval", "--published", str(DRAFT))
    assert code == 0
    assert "nothing was changed or deleted" in out
    assert "(100%)  0 (0%)" in out


def test_a_draft_published_elsewhere_is_no_source_of_itself(run: Run) -> None:
    """A number that stands in the draft and in the published file alone is marked."""
    other = Path("content/posts/looking-back-on-running/index.md")
    other.parent.mkdir()
    text = DRAFT.read_text("utf-8").replace("4時間52分", "3時間21分").replace("2024年の振り返り", "走った年")
    other.write_text(text, "utf-8")
    DRAFT.write_text(text.replace("走った年", "走りつづけた年"), "utf-8")
    shutil.rmtree(".drafter")
    told = told_of(run, str(other), "--draft", str(DRAFT))
    assert "numbers" in told["sentences"][0]["marks"]
    assert {sentence["standing"] for sentence in told["sentences"]} == {"unknown", "proposed"}
    assert told["remembered"] is False
    assert told["marks_still_there"] == 1


def test_the_draft_is_known_by_its_old_name_and_by_that_of_a_run(run: Run) -> None:
    other = Path("content/posts/run-again/index.md")
    other.parent.mkdir()
    shutil.copy(DRAFT, other)
    edit(other)
    by_memory = told_of(run, str(other), "--draft", str(DRAFT))
    assert by_memory["counts"] == {"kept": 7, "changed": 1, "deleted": 1}
    assert by_memory["remembered"] is True
    (record,) = (path for path in Path(".drafter/written").iterdir() if "4時間52分" in path.read_text("utf-8"))
    Path("kept.md").write_text(json.loads(record.read_text("utf-8"))["text"], "utf-8")
    shutil.copy(record, "kept.md.json")
    assert told_of(run, str(other), "--draft", "kept.md")["sentences"] == by_memory["sentences"]


def test_a_lost_memory_is_told_with_the_next_step(run: Run) -> None:
    shutil.rmtree(".drafter")
    code, out, err = run("eval", "--published", str(DRAFT))
    assert (code, out) == (8, "")
    assert "drafter has no memory of writing it" in err
    assert f"hint: give the draft as it was: drafter eval --published {DRAFT} --draft DRAFT.md" in err
    assert run("eval", "--published", str(DRAFT), "--draft", str(DRAFT))[0] == 2
    shutil.copy(DRAFT, "draft.md")
    edit()
    code, out, err = run("eval", "--published", str(DRAFT), "--draft", "draft.md")
    assert code == 0
    assert "unknown" in out
    assert "is not known: drafter has no memory" in err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--published", "nai.md"), 4),
        (("--published", str(DRAFT), "--draft", "nai.md"), 4),
        (("--published", str(DRAFT), "notes"), 2),
        (("--draft", str(DRAFT)), 2),
    ],
)
def test_what_cannot_be_compared_is_told(run: Run, arguments: tuple[str, ...], code: int) -> None:
    found, out, err = run("eval", *arguments)
    assert (found, out) == (code, "")
    assert "hint: " in err
