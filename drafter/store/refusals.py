"""The questions that a person never wants to be asked, by their keys, in `.drafter/`."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.store.json_file import read_json, write_json
from drafter.store.state import State

FILE = "refusals.json"


def load_refusals(state: State) -> dict[str, str]:
    """The words of each question by its key; a broken file holds none.

    Raises:
        OutputError: the state cannot be read.
    """
    questions = read_json(state.folder / FILE).get("questions")
    return {str(key): str(words) for key, words in questions.items()} if isinstance(questions, dict) else {}


def save_refusals(state: State, refused: Mapping[str, str]) -> None:
    """Remember questions beside those that are remembered.

    Raises:
        OutputError: the state cannot be written, or another drafter is writing.
    """
    with state.lock():
        write_json(state.folder / FILE, {"questions": {**load_refusals(state), **refused}})
