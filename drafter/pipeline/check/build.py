"""A real build by Hugo, into a temporary folder: is the page there, and does it show no mark."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import unquote, urlsplit

from drafter.pipeline.check.finding import Finding, Severity
from drafter.pipeline.project import Project
from drafter.records import Document
from drafter.site import Site, post_url
from drafter.text.lines import Lines

_TIMEOUT_S = 120
_MARK = re.compile(r"⟦.{0,40}|⟧|(?:<!(?:--|[–—])|\{/\*) ?(?:[?？]|drafter[:：]).{0,40}|\{\{[<%].{0,40}")
_UNREAD = frozenset(("script", "style", "code", "pre", "template", "title"))
_ERROR_LINE = re.compile(r"(?i)^(?:.*\berror\b.*|.*failed.*)$", re.MULTILINE)
_PLACE = re.compile(r"^[\"']?:(\d+)(?::(\d+))?")


def find_hugo() -> str | None:
    """Hugo's path, None where there is none."""
    return shutil.which("hugo")


def check_build(
    project: Project, posts: Sequence[tuple[Path, Document]], *, hugo: str
) -> dict[Path, tuple[Finding, ...]]:
    """Build the site of some posts with its drafts, once, and look at the page of each.

    A build that fails is an error of the post it names, and a warning on the others: they could not be looked at.
    """
    with TemporaryDirectory(prefix="drafter-") as folder:
        public = Path(folder) / "public"
        said = _build(project.site, public, hugo=hugo)
        if said is not None:
            return {path: (_failed(path, document, said),) for path, document in posts}
        return {path: tuple(_look(project.site, document, public)) for path, document in posts}


def _build(site: Site, public: Path, *, hugo: str) -> str | None:
    """What Hugo says where it fails, else None."""
    command = [hugo, "--source", str(site.root), "--destination", str(public), "--noBuildLock"]
    command += ["--buildDrafts", "--buildFuture"]
    try:
        run = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=_TIMEOUT_S)
    except subprocess.TimeoutExpired:
        return f"error: not done after {_TIMEOUT_S} seconds"
    except OSError as error:
        return f"error: {hugo}: {error.strerror}"
    return f"{run.stdout}\n{run.stderr}" if run.returncode else None


def _failed(path: Path, document: Document, said: str) -> Finding:
    errors = _ERROR_LINE.findall(said) or [said.strip() or "error"]
    own = next((line for line in errors if str(path) in line or document.path in line), None)
    told = re.sub(r"^(?:Error|ERROR)[: ]*(?:\d{4}/\d\d/\d\d \d\d:\d\d:\d\d )?", "", (own or errors[0]).strip())
    if own is None:
        message = f"hugo cannot build the site, so the page was not looked at: {told}: run hugo to see more"
        return _whole(Severity.WARNING, "build", message)
    place = _PLACE.match(own[own.rfind(path.name) + len(path.name) :])
    line = int(place[1]) if place else 1
    start = Lines(document.text).offset(line - 1, end=len(document.text))
    message = f"hugo cannot build this page: {told}"
    return Finding(rule="build", severity=Severity.ERROR, message=message, start=start, end=start, line=line, column=1)


def _look(site: Site, document: Document, public: Path) -> Iterator[Finding]:
    page = _find_page(site, document, public)
    if page is None:
        return  # its address is not known
    if not page.is_file():
        message = f"hugo builds the site without this page, {page.relative_to(public)}: look at its front matter"
        yield _whole(Severity.ERROR, "build", message)
        return
    shown = _Shown(page.read_text("utf-8", "replace"))
    for mark in dict.fromkeys(_MARK.findall("\n".join(shown.words))):
        yield _whole(Severity.ERROR, "visible-mark", f"readers of the built page see '{mark.strip()}': take it out")


def _find_page(site: Site, document: Document, public: Path) -> Path | None:
    served = post_url(site, site.root / document.path, document.front_matter.values, document.stamp)
    if served is None:
        return None
    base = urlsplit(site.base_url).path.rstrip("/")
    below = unquote(served.removeprefix(base)).strip("/")
    return public / below if below.endswith(".html") else public / below / "index.html"


def _whole(severity: Severity, rule: str, message: str) -> Finding:
    return Finding(rule=rule, severity=severity, message=message, start=0, end=0)


class _Shown(HTMLParser):
    """The words that a reader of a page sees as prose."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._depth = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._depth += tag in _UNREAD

    def handle_endtag(self, tag: str) -> None:
        self._depth -= tag in _UNREAD and self._depth > 0

    def handle_data(self, data: str) -> None:
        if not self._depth:
            self.words.append(data)
