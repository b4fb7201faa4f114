"""The errors a person sees: a message, a hint with the next action, and one exit code a class.

DrafterError          1  our own bug, when raised as itself
├── UsageError        2  the command line
├── SettingsError     3  drafter.toml, environment
├── SourceError       4  what is read: no site, no documents, no such folder
├── PromptError       5  a file in prompts/
├── ModelError        6  the endpoint
│   ├── BudgetError      the next request would exceed what may be spent
│   └── ContextError     the request is longer than the model can read
├── ReplyError        7  what the model answered
│   └── CutError         it was cut off at its length
└── OutputError       8  what is written; also a draft that was put aside
    └── ChangedError     the file is another one than was read
"""

from typing import ClassVar

ALL_YOURS = "to drafter it is all yours; drafter generate --out FILE --force replaces it and keeps the old text"


class DrafterError(Exception):
    """An error with the next action in it; `str(error)` is the message alone."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class UsageError(DrafterError):
    exit_code = 2


class SettingsError(DrafterError):
    exit_code = 3


class SourceError(DrafterError):
    exit_code = 4


class PromptError(DrafterError):
    exit_code = 5


class ModelError(DrafterError):
    exit_code = 6


class ConsentError(ModelError):
    pass


class BudgetError(ModelError):
    pass


class ContextError(ModelError):
    pass


class ReplyError(DrafterError):
    exit_code = 7


class CutError(ReplyError):
    pass


class OutputError(DrafterError):
    exit_code = 8


class ChangedError(OutputError):
    pass
