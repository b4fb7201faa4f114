"""What is opened and never closed: code fences, comments, shortcodes, and comments that .mdx does not know."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from drafter.pipeline.check.finding import Finding, Severity, fault
from drafter.pipeline.check.manuscript import Manuscript
from drafter.pipeline.layout import is_mdx

_FENCE = re.compile(r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?!.*`)|~{3,})([^\r\n]*)", re.MULTILINE)
_COMMENTS = (("<!--", re.compile(r"-->"), "-->"), ("{/*", re.compile(r"\*/\}"), "*/}"))
_HTML_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SHORTCODE_OPENING = re.compile(r"\{\{[<%](?!/\*)")
_SHORTCODE_CLOSING = re.compile(r"[>%]\}\}")
_SHORTCODE_NAME = re.compile(r"\{\{[<%][ \t]*(/?)[ \t]*([\w./-]+)")
_SHORTCODE_SITES = ("hugo", "plain")


def check_form(manuscript: Manuscript) -> Iterator[Finding]:
    """An error for each code fence, comment and shortcode that is not closed, and each HTML comment in .mdx."""
    yield from _open_fences(manuscript)
    yield from _open_comments(manuscript)
    if is_mdx(manuscript.path):
        yield from _html_comments(manuscript)
    if manuscript.project.site.generator in _SHORTCODE_SITES:
        yield from _open_shortcodes(manuscript)


def _open_fences(manuscript: Manuscript) -> Iterator[Finding]:
    opening: re.Match[str] | None = None
    for found in _FENCE.finditer(manuscript.text, manuscript.body_start):
        if opening is None:
            opening = found
        elif found[1].startswith(opening[1]) and not found[2].strip():
            opening = None
    if opening is not None:
        message = f"a code fence is opened and never closed: close it with {opening[1]} on a line of its own"
        yield fault(Severity.ERROR, "open-fence", message, opening.start(1), opening.end())


def _open_comments(manuscript: Manuscript) -> Iterator[Finding]:
    text = manuscript.text
    for opening, closing, written in _COMMENTS:
        at = text.find(opening, manuscript.body_start)
        while at >= 0:
            found = None if manuscript.in_code(at) else closing.search(text, at + len(opening))
            if found is None and not manuscript.in_code(at):
                message = f"a comment is opened and never closed: close it with {written}"
                yield fault(Severity.ERROR, "open-comment", message, at, at + len(opening))
                break
            at = text.find(opening, found.end() if found else at + len(opening))


def _html_comments(manuscript: Manuscript) -> Iterator[Finding]:
    """A page of MDX does not build with one."""
    for found in _HTML_COMMENT.finditer(manuscript.text, manuscript.body_start):
        if not manuscript.in_code(found.start()):
            message = "an HTML comment breaks the build of .mdx: write {/* … */}"
            yield fault(Severity.ERROR, "html-comment", message, *found.span())


def _open_shortcodes(manuscript: Manuscript) -> Iterator[Finding]:
    text = manuscript.text
    names: list[tuple[str, bool, int]] = []
    for opening in _SHORTCODE_OPENING.finditer(text, manuscript.body_start):
        if manuscript.in_code(opening.start()):
            continue
        closing = _SHORTCODE_CLOSING.search(text, opening.end())
        after = _SHORTCODE_OPENING.search(text, opening.end())
        if closing is None or (after and after.start() < closing.start()):
            message = (
                f"a shortcode is opened and never closed: close it with {'>' if opening[0][2] == '<' else '%'}}}}}"
            )
            yield fault(Severity.ERROR, "open-shortcode", message, *opening.span())
        elif (name := _SHORTCODE_NAME.match(text, opening.start())) and text[closing.start() - 1] != "/":
            names.append((name[2], bool(name[1]), opening.start()))
    yield from _unpaired(names)


def _unpaired(names: list[tuple[str, bool, int]]) -> Iterator[Finding]:
    """Of names that are closed anywhere, those closed before they are opened, or once too seldom."""
    closed = {name for name, closes, _ in names if closes}
    depth: Counter[str] = Counter()
    last: dict[str, int] = {}
    for name, closes, at in names:
        if closes and not depth[name]:
            message = f"shortcode '{name}' is closed and was not opened: open it, or take this off"
            yield fault(Severity.ERROR, "open-shortcode", message, at, at + len(name))
        elif name in closed:
            depth[name] += -1 if closes else 1
            last[name] = at
    for name, n_open in depth.items():
        if n_open > 0:
            message = f"shortcode '{name}' is closed elsewhere and not here: close it"
            yield fault(Severity.WARNING, "open-shortcode", message, last[name], last[name] + len(name))
