"""The prompts: one Jinja2 file per request in `prompts/`, each of which a person can override by a file of its name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from drafter.errors import PromptError
from drafter.store.data import data_dir

if TYPE_CHECKING:
    from jinja2 import Environment

SYSTEM = "system"
NAMES = (
    "facts",
    "resolve",
    "outline",
    "draft",
    "check",
    "revise",
    "choose",
    "judge",
    "prefer",
    "rerank",
    "interview",
    "directive",
)
_HEADER = re.compile(r"\s*\{#-?(.*?)-?#\}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptFile:
    """One prompt: where it comes from, its text, and the comment at its top that says what it is given and what it
    asks for."""

    name: str
    path: Path
    text: str
    bundled: bool

    @property
    def header(self) -> str:
        """The comment, its lines joined; "" where there is none."""
        found = _HEADER.match(self.text)
        return " ".join(found[1].split()) if found else ""

    @property
    def sha256(self) -> str:
        """Of the text."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Prompts:
    """The prompts of a project by name, `system` among them."""

    files: Mapping[str, PromptFile]

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import DictLoader, StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment  # a blog may come with prompts that somebody else wrote

        return SandboxedEnvironment(
            loader=DictLoader({name: file.text for name, file in self.files.items()}),
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )

    def check(self, name: str) -> None:
        """See whether a prompt can be read, before anything is asked with the others.

        Raises:
            PromptError: it does not parse.
        """
        from jinja2 import TemplateSyntaxError

        try:
            self._environment.get_template(name)
        except TemplateSyntaxError as error:
            hint = "correct it, or delete the file to use the bundled one"
            raise PromptError(f"{self.files[name].path}:{error.lineno}: {error.message}", hint=hint) from error

    def render(self, name: str, **given: object) -> str:
        """A prompt filled with what it is given.

        Raises:
            PromptError: it does not parse, or uses what it is not given.
        """
        from jinja2 import TemplateError

        self.check(name)
        try:
            return self._environment.get_template(name).render(given).strip() + "\n"
        except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
            hint = "drafter prompts lists what each is given; delete the file to use the bundled one"
            raise PromptError(f"{self.files[name].path}: {error}", hint=hint) from error


def load_prompts(*folders: Path) -> Prompts:
    """The bundled prompts, each overridden by the file of its name in the last of `folders` that has one.

    Raises:
        PromptError: a folder that does not exist, a file that cannot be read, or one with a name that no request has.
    """
    files = {name: _read(data_dir("prompts") / f"{name}.j2", bundled=True) for name in (SYSTEM, *NAMES)}
    for folder in folders:
        if not folder.is_dir():
            raise PromptError(f"{folder}: no such folder", hint="give a folder of .j2 files to --prompts")
        for path in sorted(folder.glob("*.j2")):
            if path.stem not in files:
                hint = f"the prompts are {', '.join(files)}"
                raise PromptError(f"{path}: no request has a prompt of this name", hint=hint)
            files[path.stem] = _read(path, bundled=False)
    prompts = Prompts(files=files)
    for file in files.values():
        if not file.bundled:
            prompts.check(file.name)
    return prompts


def _read(path: Path, *, bundled: bool) -> PromptFile:
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise PromptError(f"{path}: cannot be read: {error.strerror}", hint="check its rights") from error
    except UnicodeDecodeError as error:
        raise PromptError(f"{path}: not UTF-8", hint="save it as UTF-8") from error
    return PromptFile(name=path.stem, path=path, text=text, bundled=bundled)
