"""A person asked line by line, at a terminal or through a pipe."""

from __future__ import annotations

import sys

import typer

from drafter.errors import UsageError


def ask_line(prompt: str) -> str | None:
    """The line that a person gives, without blanks at its ends; None at the end of the input.

    The prompt goes to standard error.

    Raises:
        UsageError: the input is not UTF-8.
    """
    typer.echo(prompt, err=True, nl=False)
    if sys.stdin is None:
        return None
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError as error:
        raise UsageError("standard input is not UTF-8", hint="give it as UTF-8") from error
    if not sys.stdin.isatty():
        typer.echo("", err=True)  # nobody's Enter ends the line of the prompt
    return line.strip() if line else None
