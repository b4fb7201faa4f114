"""`drafter watch` with a model on a real server: killed, stopped, raced by saves and by another watch."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from drafter.commands.revise import ReviseOptions
from drafter.commands.revise import run as revise
from drafter.store.state import State
from tests.editor.garden_model import POND_AGAIN, GardenModel
from tests.editor.lsp_editor import DRAFT
from tests.editor.test_lsp import FISH, POND
from tests.editor.watcher import SAVES, TIMEOUT_S, Start, Watcher, save_by_rename, save_in_place

PLAIN = DRAFT.replace("<!-- drafter: もっと短く -->\n\n", "")
ASKED = PLAIN.replace(POND, f"<!-- drafter: 言い直して -->\n{POND}")
DONE = PLAIN.replace(POND + FISH, POND_AGAIN)


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + TIMEOUT_S
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def text_of(path: Path) -> str:
    """The text of a file, "" between the two steps of a save."""
    return path.read_text("utf-8") if path.exists() else ""


@pytest.mark.parametrize("save", SAVES)
def test_a_directive_is_carried_out_whatever_way_it_is_saved(
    draft: Path, model: GardenModel, start: Start, save: Callable[[Path, str], None]
) -> None:
    draft.write_text(PLAIN, "utf-8")
    watcher = start(str(draft))
    seen = watcher.wait_for("index.md: ")
    save(draft, ASKED)
    watcher.wait_for("index.md: 4 warnings", after=seen)
    assert text_of(draft) == DONE
    assert len(model.asked) == 1


@pytest.mark.parametrize("at", ["the request", "the judge's request, before the write"])
def test_a_killed_watch_leaves_the_file_and_is_taken_up_again(
    draft: Path, model: GardenModel, start: Start, at: str
) -> None:
    save_in_place(draft, ASKED)
    watchers: list[Watcher] = []

    def kill() -> None:
        wait_until(lambda: bool(watchers))
        if len(watchers) == 1:
            os.kill(watchers[0].process.pid, signal.SIGKILL)
            watchers[0].process.wait()

    model.meanwhile, model.judging = (kill, model.judging) if at == "the request" else (model.meanwhile, kill)
    watchers.append(start(str(draft)))
    assert watchers[0].process.wait(TIMEOUT_S) == -signal.SIGKILL
    assert text_of(draft) == ASKED
    watchers.append(start(str(draft)))
    watchers[1].wait_for("index.md: 4 warnings")
    assert text_of(draft) == DONE
    assert len(model.asked) == (2 if at == "the request" else 1)  # what was answered is not paid for again


def test_ctrl_c_during_a_request_ends_at_once_and_leaves_the_file(
    draft: Path, model: GardenModel, start: Start
) -> None:
    save_in_place(draft, ASKED)
    model.wait_s = 30
    watcher = start(str(draft))
    model.wait_until_asked()
    began = time.monotonic()
    assert watcher.stop() == 130
    assert time.monotonic() - began < 3
    assert watcher.lines[-1] == "stopped watching"
    assert text_of(draft) == ASKED
    model.goes_on.set()
    again = start(str(draft))
    again.wait_for("index.md: 4 warnings")
    assert text_of(draft) == DONE


def test_two_watchers_of_one_directive_pay_once(draft: Path, model: GardenModel, start: Start) -> None:
    draft.write_text(PLAIN, "utf-8")
    watchers = [start(str(draft)) for _ in range(2)]
    seen = [watcher.wait_for("index.md: ") for watcher in watchers]
    model.wait_s = 4
    save_by_rename(draft, ASKED)
    for watcher, after in zip(watchers, seen, strict=True):
        watcher.wait_for("index.md: 4 warnings", after=after)
    assert text_of(draft) == DONE
    assert len(model.asked) == 1
    assert sum("another drafter carries out its directives" in line for w in watchers for line in w.lines) == 1


@pytest.mark.parametrize(
    ("old", "new", "then"),
    [
        ("終わりに庭", "最後に庭", DONE),
        (FISH, "金魚は逃げた。", DONE.replace("放した", "金魚は逃げた。放した")),
        ("<!-- drafter: 言い直して -->\n", "", ASKED),
        ("言い直して", "短く", DONE),
    ],
    ids=["elsewhere", "in the part", "the directive gone", "the directive changed"],
)
def test_words_saved_during_a_request_stand(
    draft: Path, model: GardenModel, start: Start, old: str, new: str, then: str
) -> None:
    draft.write_text(PLAIN, "utf-8")
    watcher = start(str(draft))
    seen = watcher.wait_for("index.md: ")
    model.meanwhile = lambda: save_by_rename(draft, text_of(draft).replace(old, new))
    save_by_rename(draft, ASKED)
    watcher.wait_for("index.md: ", after=seen)
    assert text_of(draft) == then.replace(old, new)
    assert len(model.asked) == (2 if old == "言い直して" else 1)


def empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("half", [empty, Path.unlink], ids=["empty", "gone"])
def test_a_save_that_is_met_halfway_is_taken_up_when_it_is_whole(
    draft: Path, model: GardenModel, start: Start, half: Callable[[Path], None]
) -> None:
    draft.write_text(PLAIN, "utf-8")
    watcher = start(str(draft))
    seen = watcher.wait_for("index.md: ")
    model.meanwhile = lambda: half(draft)
    save_in_place(draft, ASKED)
    watcher.wait_for("not done, it stays", after=seen)
    model.meanwhile = lambda: None
    save_in_place(draft, ASKED)
    wait_until(lambda: text_of(draft) == DONE)
    assert len(model.asked) == 1


def test_of_200_rapid_saves_the_last_stands_with_its_directive_done(
    draft: Path, model: GardenModel, start: Start
) -> None:
    draft.write_text(PLAIN, "utf-8")
    watcher = start(str(draft))
    seen = watcher.wait_for("index.md: ")
    model.wait_s = 0.5
    for n in range(200):
        (save_in_place if n % 2 else save_by_rename)(draft, f"{ASKED}\n{n}回目の水やりをした。\n")
        time.sleep(0.005)
    wait_until(lambda: text_of(draft) == f"{DONE}\n199回目の水やりをした。\n")
    watcher.wait_for("index.md: ", after=seen)
    assert len(model.asked) < 5
    known = State(draft.parents[3]).load_written(draft)
    assert known is not None
    assert known.text == text_of(draft)


def test_a_directive_that_is_gone_before_its_turn_has_nothing_made_again(draft: Path, model: GardenModel) -> None:
    draft.write_text(PLAIN, "utf-8")
    revise(ReviseOptions(directory=draft.parents[3], file=draft), only_directives=True)
    assert text_of(draft) == PLAIN
    assert model.n_requests == 0
