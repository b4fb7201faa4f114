"""The command `drafter`: what it is called with, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from drafter import __version__
from drafter.commands import (
    check,
    explain,
    forget,
    generate,
    init,
    interview,
    lsp,
    prompts,
    publish,
    revise,
    runs,
    search,
    sources,
    stats,
    undo,
    watch,
)
from drafter.commands import eval as evaluation
from drafter.commands.options import spread
from drafter.errors import DrafterError, OutputError, SourceError

app = typer.Typer(name="drafter", rich_markup_mode=None, pretty_exceptions_enable=False)
app.command("init")(spread(init.run))
app.command("sources")(spread(sources.run))
app.command("stats")(spread(stats.run))
app.command("search")(spread(search.run))
app.command("interview")(spread(interview.run))
app.command("generate")(spread(generate.run))
app.command("revise")(spread(revise.run))
app.command("undo")(spread(undo.run))
app.command("explain")(spread(explain.run))
app.command("check")(spread(check.run))
app.command("publish")(spread(publish.run))
app.command("watch")(spread(watch.run))
app.command("lsp")(spread(lsp.run))
app.command("eval")(spread(evaluation.run))
app.command("prompts")(spread(prompts.run))
app.command("runs")(spread(runs.run))
app.command("forget")(spread(forget.run))


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"drafter {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _describe(
    context: typer.Context,
    *,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Show the version and exit.")
    ] = False,
) -> None:
    """An honest first draft of a year's retrospective, from your own notes and posts."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code; see `errors` for those of 2 to 8."""
    if arguments is None:
        _insist_on_utf8()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # not where a caller put something else in its place
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        code = app(arguments, prog_name="drafter", standalone_mode=False)
        _flush()
    except DrafterError as error:
        return _report(str(error), error.hint, error.exit_code)
    except typer.TyperException as error:
        return _report(error.format_message(), "see drafter --help and drafter COMMAND --help", error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _report("stopped", None, 130)
    except BrokenPipeError:
        _drop_output()
        return 0
    except OSError as error:
        return _report_disk(error)
    except Exception as error:
        return _report_bug(error)
    return code if isinstance(code, int) else 0


def _insist_on_utf8() -> None:
    """Start again in UTF-8 mode where the locale would have file names in another encoding: Japanese ones would be
    taken for stray bytes, and the links made of them would lead nowhere."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, "PYTHONUTF8": "1"})


def _flush() -> None:
    if sys.stdout is not None:  # closed before the start
        sys.stdout.flush()


def _drop_output() -> None:
    """Nothing is left to flush at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report(message: str, hint: str | None, code: int) -> int:
    for line in message.splitlines() or [""]:
        typer.echo(f"error: {line}", err=True)
    if hint:
        typer.echo(f"hint: {hint}", err=True)
    return code


def _report_disk(error: OSError) -> int:
    """A file or folder that cannot be used as nobody foresaw is no bug: its name may be too long, its disk broken."""
    if error.errno is None:
        return _report_bug(error)
    if error.filename is None:
        _drop_output()
        return _report(f"standard output: {error.strerror}", "check where it goes", OutputError.exit_code)
    name = os.fsdecode(error.filename) if isinstance(error.filename, bytes) else error.filename
    hint = "check the path and its rights"
    return _report(f"{name}: {error.strerror}", hint, SourceError.exit_code)


def _report_bug(error: Exception) -> int:
    if os.environ.get("DRAFTER_DEBUG"):
        import traceback

        traceback.print_exception(error)
    hint = "this is a bug in drafter; run it again with DRAFTER_DEBUG=1 and report what it prints"
    return _report(f"{type(error).__name__}: {error}", hint, 1)
