from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from drafter.errors import OutputError
from drafter.store.labels import Answer, Label, add_label, labels_path, load_labels
from drafter.store.state import State

LABEL = Label(
    draft="a1",
    dimension="voice",
    rubric="r1",
    value=4,
    answer=Answer.GIVEN,
    at=datetime(2025, 1, 3, 9, tzinfo=UTC),
    seconds=3.5,
    run="走",
    case="湖",
)


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path)


def test_a_label_comes_back_as_it_was_kept(state: State) -> None:
    assert load_labels(state) == {}
    assert not state.folder.exists()
    add_label(state, LABEL)
    assert load_labels(state) == {LABEL.place: LABEL}
    assert "湖" in labels_path(state).read_text("utf-8")


def test_the_last_answer_counts_and_one_withdrawn_does_not(state: State) -> None:
    other = replace(LABEL, dimension="edits")
    for label in (LABEL, other, replace(LABEL, value=2), replace(other, value=None, answer=Answer.WITHDRAWN)):
        add_label(state, label)
    assert [label.value for label in load_labels(state).values()] == [2]
    add_label(state, replace(other, value=None, answer=Answer.SKIPPED))
    assert [label.answer for label in load_labels(state).values()] == [Answer.GIVEN, Answer.SKIPPED]


@pytest.mark.parametrize("n_left", [0, 1, 20])
def test_a_line_that_was_cut_off_costs_itself_alone(state: State, n_left: int) -> None:
    add_label(state, LABEL)
    path = labels_path(state)
    whole = path.read_bytes()
    path.write_bytes(whole + whole[:n_left])
    add_label(state, replace(LABEL, draft="b2"))
    assert [label.draft for label in load_labels(state).values()] == ["a1", "b2"]


def test_what_is_no_label_is_left_out(state: State) -> None:
    add_label(state, LABEL)
    with labels_path(state).open("ab") as file:
        file.write(b'{"draft": 1}\n[]\nnull\n\xff\n{"at": "gestern", "answer": "given"}\n')
    assert list(load_labels(state).values()) == [LABEL]


def test_a_folder_in_its_place_is_an_error(state: State) -> None:
    labels_path(state).mkdir(parents=True)
    with pytest.raises(OutputError, match=r"labels\.jsonl"):
        add_label(state, LABEL)
    with pytest.raises(OutputError, match=r"labels\.jsonl"):
        load_labels(state)
