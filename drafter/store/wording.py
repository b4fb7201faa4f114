"""What drafter itself says in a draft: wording files in `prompts/wording/`, one a language, filled by Jinja2."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from drafter.errors import PromptError
from drafter.records import Period, Unit
from drafter.store.data import data_dir
from drafter.text.faults import place_fault
from drafter.text.periods import month_period, period_name, year_period

_YEAR_DAYS = (350, 380)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The wording of one language. `polite` picks です・ます where a language has both."""

    language: str
    polite: bool
    entries: Mapping[str, str]  # "questions.exam" → template
    files: Mapping[str, Path]  # where each entry comes from

    def say(self, key: str, **slots: object) -> str:
        """One entry with its slots filled.

        Raises:
            PromptError: no such entry, a slot without a value, a template that does not parse or that reaches beyond
                its slots.
        """
        from jinja2 import StrictUndefined, TemplateError
        from jinja2.sandbox import SandboxedEnvironment  # a blog may come with wording that somebody else wrote

        chosen = key.replace("counted.", "counted.polite.", 1) if self.polite else key
        names = (chosen, key.replace("counted.", "counted.plain.", 1))
        entry = next((name for name in names if name in self.entries), None)
        if entry is None:
            raise PromptError(
                f"wording/{self.language}.toml has no {key!r}", hint="compare it with the bundled file of that name"
            )
        try:
            environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
            return environment.from_string(self.entries[entry]).render(slots)
        except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
            hint = "use the slots of the bundled entry, or delete yours"
            raise PromptError(f"{self.files[entry]}: {entry}: {error}", hint=hint) from error

    def period_name(self, period: Period) -> str:
        """「2024年」, "May 2024"; a year that is none of the calendar by its end, "the year to February 2023"."""
        if period.unit is Unit.RANGE and _YEAR_DAYS[0] <= (period.end - period.start).days <= _YEAR_DAYS[1]:
            return self.say("names.year_to", month=period_name(month_period(f"{period.end:%Y-%m}"), self.language))
        return period_name(period, self.language)

    def next_period_name(self, period: Period) -> str:
        """「2025年」 for the year 2024; for years only."""
        return period_name(year_period(period.start.year + 1), self.language)

    def join(self, names: tuple[str, ...]) -> str:
        """「4月と8月」, 「4月、8月と9月」; no names give ""."""
        if len(names) < 2:
            return "".join(names)
        return self.entries["names.comma"].join(names[:-1]) + self.entries["names.and"] + names[-1]


def load_wording(language: str, *, polite: bool, folders: tuple[Path, ...] = ()) -> Wording:
    """The bundled wording of a language, each of `folders` overriding single keys; English where there is no file.

    Raises:
        PromptError: a file that cannot be read or is not TOML, or an entry that the bundled file does not have.
    """
    bundled = data_dir("prompts") / "wording"
    known = language if (bundled / f"{language}.toml").is_file() else "en"
    entries = _flatten(_parse(bundled / f"{known}.toml"))
    files = dict.fromkeys(entries, bundled / f"{known}.toml")
    for path in (folder / f"{known}.toml" for folder in folders):
        own = _flatten(_parse(path)) if path.is_file() else {}
        _check_known(own, entries, path)
        entries |= own
        files |= dict.fromkeys(own, path)
    return Wording(language=known, polite=polite, entries=entries, files=files)


def _check_known(own: Mapping[str, str], entries: Mapping[str, str], path: Path) -> None:
    problems: list[str] = []
    for key in own:
        if key not in entries and not key.startswith("counted."):
            nearest = get_close_matches(key, entries, 1)
            problems.append(f"{path}: unknown entry {key!r}" + (f", did you mean {nearest[0]!r}?" if nearest else ""))
    if problems:
        raise PromptError("\n".join(problems), hint="correct or delete it: the entries are those of the bundled file")


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise PromptError(f"{path}: cannot be read: {error.strerror}", hint="check its rights") from error
    except (ValueError, RecursionError) as error:
        hint = "correct the line, or delete the file to use the bundled wording"
        raise PromptError(place_fault(path, error), hint=hint) from error


def _flatten(table: Mapping[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        flat |= _flatten(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": str(value)}
    return flat
