from __future__ import annotations

from pathlib import Path

import pytest

from drafter.errors import PromptError
from drafter.score.rubric import DIMENSIONS, Given, load_rubric
from drafter.store.data import data_dir

VOICE = (data_dir("eval") / "rubric" / "voice.toml").read_text("utf-8")


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.toml"
    path.write_bytes(text.encode("utf-8"))
    return path


def hashes(*folders: Path) -> dict[str, str]:
    return {d.name: d.hash for d in load_rubric(*folders).dimensions}


def test_the_bundled_rubric_has_six_dimensions_of_three_items_and_five_levels() -> None:
    rubric = load_rubric()
    assert tuple(d.name for d in rubric.dimensions) == DIMENSIONS
    assert {(len(d.items), len(d.scale.levels)) for d in rubric.dimensions} == {(3, 5)}
    assert all(len(set(d.scale.levels)) == 5 for d in rubric.dimensions)
    assert {d.name for d in rubric.dimensions if d.material is Given.NEEDED} == {"grounded", "selection"}
    assert {d.name for d in rubric.dimensions if d.earlier is Given.NEEDED} == {"voice"}


def test_every_bundled_file_is_a_dimension() -> None:
    assert {path.name for path in (data_dir("eval") / "rubric").iterdir()} == {f"{n}.toml" for n in DIMENSIONS}


def test_a_file_of_ones_own_goes_before_the_bundled_one_and_changes_its_hash_alone(tmp_path: Path) -> None:
    write(tmp_path, "voice", VOICE.replace("sound as its author sounds", "sound like 楓"))
    own, bundled = hashes(tmp_path), hashes()
    assert {name for name in DIMENSIONS if own[name] != bundled[name]} == {"voice"}
    assert load_rubric(tmp_path).hash != load_rubric().hash


def test_comments_line_ends_a_byte_order_mark_and_the_order_of_keys_change_no_hash(tmp_path: Path) -> None:
    top = 'earlier = "needed"\nmaterial = "none"\n'
    moved = top + VOICE.replace('material = "none"\nearlier = "needed"\n', "")
    write(tmp_path, "voice", "\ufeff# mine\r\n" + moved.replace("\n", "\r\n"))
    assert hashes(tmp_path) == hashes()


def test_the_last_folder_counts(tmp_path: Path) -> None:
    for name, words in (("one", "first"), ("two", "second")):
        (tmp_path / name).mkdir()
        write(tmp_path / name, "voice", VOICE.replace("Does the draft sound", f"Does the {words} draft sound"))
    voice = next(d for d in load_rubric(tmp_path / "one", tmp_path / "two").dimensions if d.name == "voice")
    assert voice.question.startswith("Does the second draft sound")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        pytest.param('question = "Does', 'questoin = "Does', "question: Field required", id="a word misspelled"),
        pytest.param('question = "Does', 'questoin = "Does', "questoin: Extra inputs", id="an unknown key"),
        pytest.param('material = "none"', 'material = "no"', "material: Input should be 'needed'", id="off the menu"),
        pytest.param('id = "turns"', 'id = "register"', "items: the id 'register' is taken", id="the same id twice"),
        pytest.param('id = "turns"', 'id = "scale"', "items: the id 'scale' is taken", id="the id of the scale"),
        pytest.param('id = "turns"', 'id = "Turns!"', "items.2.id: String should match", id="no id"),
        pytest.param('name = "voice"', 'name = "tone"', "name: must be 'voice'", id="another name than its file"),
        pytest.param("\n4 = ", "\n7 = ", "scale.levels.4: Field required", id="a level missing"),
        pytest.param("\n4 = ", "\n6 = 'x'\n4 = ", "scale.levels.6: Extra inputs", id="a level too many"),
        pytest.param("[scale.levels]", "[[items]]\n[scale.levels]", "items: List should have at most 3", id="4 items"),
        pytest.param('ask = "Would', 'ask = " "\n#', "scale.ask: String should have at least 1", id="blank words"),
        pytest.param("[scale]", "[scale", "voice.toml:2", id="no TOML"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_its_place(tmp_path: Path, old: str, new: str, problem: str) -> None:
    assert old in VOICE
    path = write(tmp_path, "voice", VOICE.replace(old, new, 1))
    with pytest.raises(PromptError) as caught:
        load_rubric(tmp_path)
    assert problem in str(caught.value)
    assert str(caught.value).startswith(str(path))
    assert "delete the file to use the bundled one" in (caught.value.hint or "")


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "voice", VOICE.replace('material = "none"', ""))
    write(tmp_path, "vioce", VOICE)
    write(tmp_path, "edits", "name = 3")
    (tmp_path / "grounded.toml").write_bytes("name = 'あ'".encode("shift_jis"))
    with pytest.raises(PromptError) as caught:
        load_rubric(tmp_path)
    told = str(caught.value)
    for words in (
        "vioce.toml: no dimension has this name",
        "voice.toml: material: ",
        "edits.toml: name: ",
        "not UTF-8",
    ):
        assert words in told


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match="no such folder"):
        load_rubric(tmp_path / "rubric")
