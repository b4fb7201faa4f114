"""What a judge is asked: six dimensions, one TOML file each in `eval/rubric/`, checked and hashed for signatures."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from drafter.errors import PromptError
from drafter.store.data import data_dir
from drafter.text.faults import place_fault

DIMENSIONS = ("grounded", "selection", "structure", "reflection", "voice", "edits")
SCALE = "scale"  # what the verdict on the levels is called among those on the items
N_ITEMS, N_LEVELS = 3, 5
_HASH_CHARS = 12
_HINT = "correct it, or delete the file to use the bundled one"

_Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Given(StrEnum):
    """Whether a dimension is judged beside a text: not without it, with it where there is one, or never."""

    NEEDED = "needed"
    SHOWN = "shown"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question to answer with yes or no, and what evidence is wanted for either."""

    id: str
    ask: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A question to answer with a level; `levels[0]` says what level 1 is, `levels[4]` what level 5 is."""

    ask: str
    evidence: str
    levels: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """One dimension: three items, a scale, and what it is judged beside."""

    name: str
    question: str
    material: Given
    earlier: Given
    items: tuple[Item, ...]
    scale: Scale

    @property
    def hash(self) -> str:
        """Of all that is asked, and of nothing else in the file: comments and line ends may change."""
        words = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(words.encode("utf-8")).hexdigest()[:_HASH_CHARS]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """The dimensions, in the order of `DIMENSIONS`."""

    dimensions: tuple[Dimension, ...]

    @property
    def hash(self) -> str:
        """Of all dimensions."""
        return hashlib.sha256(" ".join(d.hash for d in self.dimensions).encode()).hexdigest()[:_HASH_CHARS]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _ItemForm(_Form):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z]+(-[a-z]+)*$")]
    ask: _Words
    evidence: _Words


class _LevelsForm(_Form):
    one: _Words = Field(alias="1")
    two: _Words = Field(alias="2")
    three: _Words = Field(alias="3")
    four: _Words = Field(alias="4")
    five: _Words = Field(alias="5")


class _ScaleForm(_Form):
    ask: _Words
    evidence: _Words
    levels: _LevelsForm


class _DimensionForm(_Form):
    name: str
    question: _Words
    material: Given
    earlier: Given
    items: Annotated[list[_ItemForm], Field(min_length=N_ITEMS, max_length=N_ITEMS)]
    scale: _ScaleForm


def load_rubric(*folders: Path) -> Rubric:
    """The bundled rubric, each dimension overridden by the file of its name in the last of `folders` that has one.

    Raises:
        PromptError: a folder that does not exist, a file of another name, one that is not TOML or that does not fit the
            form; all problems at once.
    """
    paths = {name: data_dir("eval") / "rubric" / f"{name}.toml" for name in DIMENSIONS}
    problems: list[str] = []
    for folder in folders:
        if not folder.is_dir():
            raise PromptError(f"{folder}: no such folder", hint="give a folder of rubric files, one a dimension")
        for path in sorted(folder.glob("*.toml")):
            if path.stem in paths:
                paths[path.stem] = path
            else:
                problems.append(f"{path}: no dimension has this name; they are {', '.join(DIMENSIONS)}")
    dimensions = [_read(path, problems) for path in paths.values()]
    if problems:
        raise PromptError("\n".join(problems), hint=_HINT)
    return Rubric(dimensions=tuple(dimension for dimension in dimensions if dimension is not None))


def _read(path: Path, problems: list[str]) -> Dimension | None:
    """The dimension of a file; None where it is none, which is told in `problems`."""
    try:
        form = _DimensionForm.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except OSError as error:
        problems.append(f"{path}: cannot be read: {error.strerror}")
        return None
    except ValidationError as error:
        problems += [f"{path}: {problem}" for problem in _problems(error)]
        return None
    except (ValueError, RecursionError) as error:
        problems.append(place_fault(path, error))
        return None
    if found := list(_clashes(form, path.stem)):
        problems += [f"{path}: {problem}" for problem in found]
        return None
    return _dimension(form)


def _problems(error: ValidationError) -> Iterator[str]:
    for detail in error.errors(include_url=False, include_input=False, include_context=False):
        place = ".".join(str(step + 1) if isinstance(step, int) else step for step in detail["loc"])
        yield f"{place}: {detail['msg']}"


def _clashes(form: _DimensionForm, name: str) -> Iterator[str]:
    if form.name != name:
        yield f"name: must be {name!r}, as the file is called, got {form.name!r}"
    ids = [item.id for item in form.items]
    for item_id in sorted({i for i in ids if ids.count(i) > 1} | ({SCALE} & set(ids))):
        yield f"items: the id {item_id!r} is taken"


def _dimension(form: _DimensionForm) -> Dimension:
    levels = form.scale.levels
    return Dimension(
        name=form.name,
        question=form.question,
        material=form.material,
        earlier=form.earlier,
        items=tuple(Item(id=item.id, ask=item.ask, evidence=item.evidence) for item in form.items),
        scale=Scale(
            ask=form.scale.ask,
            evidence=form.scale.evidence,
            levels=(levels.one, levels.two, levels.three, levels.four, levels.five),
        ),
    )
