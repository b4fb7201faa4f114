"""What must not be published: secrets, denied and third persons' names, private and not yet public words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePosixPath

from drafter.errors import SourceError
from drafter.ground.persons import names_person
from drafter.model.names import find_names, parse_names
from drafter.pipeline.check.echoes import find_echoes, letters
from drafter.pipeline.check.finding import Finding, Severity, fault
from drafter.pipeline.check.manuscript import Manuscript
from drafter.pipeline.project import path_from_root
from drafter.read.encoding import decode
from drafter.records import Document, Kind, Level
from drafter.text.normal import fold, fold_text
from drafter.text.secrets import find_secrets

_PERSON = re.compile(
    r"(?<![一-鿿々ァ-ヺー])([一-鿿々ァ-ヺー]{1,8}|(?<![A-Za-z])[A-Z][a-z]+)(?:さん|氏|くん|君|ちゃん|先輩|部長|課長|社長|先生|様)"
    r"|(?<![A-Za-z])(?:Mr|Mrs|Ms|Dr)\.? ([A-Z][a-z]+)"
)
_MARKED_PRIVATE = ("private", "tag", "visibility")  # what an ignore file names is not even opened
_OFTEN_MADE_UP = frozenset(("e-mail address", "telephone number", "password"))  # in code: data of an example
_BY_ITS_LOOK = "key"  # of nobody known: letters and digits as of chance, as ids have them, too
_PRIVATE_CHARS, _UNPUBLISHED_CHARS, _TITLE_CHARS = 15, 20, 8


def check_privacy(manuscript: Manuscript) -> Iterator[Finding]:
    """Findings on what is for nobody, or not for everybody yet. What a published post has is public."""
    yield from _secrets(manuscript)
    yield from _denied(manuscript)
    yield from _persons(manuscript)
    yield from _private_words(manuscript)
    yield from _unpublished(manuscript)


def _posts(manuscript: Manuscript) -> tuple[Document, ...]:
    return tuple(d for d in manuscript.others if d.level is Level.PUBLISHED)


def _secrets(manuscript: Manuscript) -> Iterator[Finding]:
    for secret in find_secrets(manuscript.text):
        words = manuscript.text[secret.start : secret.end]
        if not any(words in post.text for post in _posts(manuscript)):
            sample = secret.kind in _OFTEN_MADE_UP and manuscript.in_code(secret.start)
            doubtful = sample or secret.kind == _BY_ITS_LOOK
            message = f"looks like a secret ({secret.kind}): take it out, and change it if it was ever pushed"
            yield fault(Severity.WARNING if doubtful else Severity.ERROR, "secret", message, secret.start, secret.end)


def _denied(manuscript: Manuscript) -> Iterator[Finding]:
    names = parse_names(manuscript.project.settings.deny)
    for start, end, name in find_names(manuscript.text, names) if names else ():
        if not any(find_names(post.text, [name]) for post in _posts(manuscript)):
            message = f"'{manuscript.text[start:end]}' is on your deny list ([privacy] deny): leave it out"
            yield fault(Severity.ERROR, "private-name", message, start, end)


def _persons(manuscript: Manuscript) -> Iterator[Finding]:
    """A person whom no post names: a warning where a note does, else a note."""
    for placed in manuscript.page.sentences:
        text = placed.sentence.text
        for found in _PERSON.finditer(text):
            if found[0].endswith("皆さん") or not names_person(found[0]):
                continue
            known_to = _known_to(manuscript, fold_text(found[1] or found[2]))
            if known_to is Kind.POST:
                continue
            severity = Severity.WARNING if known_to else Severity.NOTE
            where = "only your notes name them" if known_to else "no post of yours names them"
            message = f"'{found[0]}' is a third person, and {where}: ask them, or leave the name out"
            start = manuscript.body_start + placed.start + found.start()
            yield fault(severity, "third-person", message, start, start + len(found[0]))


def _known_to(manuscript: Manuscript, name: str) -> Kind | None:
    """Whether posts, or else notes, have a folded name; None where neither do."""

    def look() -> Kind | None:
        if any(name in fold_text(post.text) for post in _posts(manuscript)):
            return Kind.POST
        noted = any(name in fold_text(d.text) for d in manuscript.others if d.kind is Kind.NOTE)
        return Kind.NOTE if noted else None

    return manuscript.project.once(("person", name), look, of=manuscript.document.path)


def _private_words(manuscript: Manuscript) -> Iterator[Finding]:
    documents = [
        d for d in manuscript.project.reading.documents if _is_marked(d) and d.path != manuscript.document.path
    ]
    texts = tuple(_private_body(manuscript, d) for d in documents)
    for echo in find_echoes(manuscript.body, texts, min_chars=_PRIVATE_CHARS):
        if not any(echo.said in letters(d.body) for d in manuscript.others):
            message = f"these words stand in {documents[echo.source].path}, which is private: leave them out"
            start, end = echo.start + manuscript.body_start, echo.end + manuscript.body_start
            yield fault(Severity.ERROR, "private-words", message, start, end)


def _is_marked(document: Document) -> bool:
    return document.level is Level.PRIVATE and any(r.startswith(_MARKED_PRIVATE) for r in document.reasons)


def _private_body(manuscript: Manuscript, document: Document) -> str:
    project = manuscript.project
    home = project.site.root if document.kind is Kind.POST else project.root
    path = home / path_from_root(project, document.path)
    try:
        return _read(str(path), path.stat().st_mtime_ns)
    except (OSError, SourceError):
        return ""


@lru_cache(maxsize=1024)
def _read(path: str, changed_ns: int) -> str:
    from pathlib import Path

    return decode(Path(path).read_bytes()).text


def _unpublished(manuscript: Manuscript) -> Iterator[Finding]:
    """Titles of unpublished posts, and their words; those of the file's own folder are the same post."""
    drafts = [d for d in manuscript.others if d.draft and d.kind is Kind.POST and _may_be_told_by(manuscript, d)]
    if not drafts:
        return
    public = [d for d in manuscript.others if not d.draft]
    told = fold(manuscript.body)
    for draft in drafts:
        title = fold_text(draft.title)
        at = told.text.find(title) if len(title) >= _TITLE_CHARS else -1
        if at >= 0 and not any(title in fold_text(f"{d.title}\n{d.body}") for d in public):
            message = f"'{draft.title}' is the title of {draft.path}, which is not published: leave it out"
            yield _shifted(manuscript, "unpublished", message, *told.original(at, at + len(title)))
    texts = tuple(d.body for d in drafts)
    for echo in find_echoes(manuscript.body, texts, min_chars=_UNPUBLISHED_CHARS):
        if not any(echo.said in letters(d.body) for d in public):
            where = f"these words stand in {drafts[echo.source].path}, which is not published"
            message = f"{where}: look whether they may be told"
            yield _shifted(manuscript, "unpublished", message, echo.start, echo.end)


def _may_be_told_by(manuscript: Manuscript, draft: Document) -> bool:
    """Not one that is dated later: it says again what this file, and others, said first."""
    own = manuscript.document
    is_later = own.stamp is not None and draft.stamp is not None and draft.stamp.day > own.stamp.day
    return not is_later and PurePosixPath(draft.path).parent != PurePosixPath(own.path).parent


def _shifted(manuscript: Manuscript, rule: str, message: str, start: int, end: int) -> Finding:
    shift = manuscript.body_start
    return fault(Severity.WARNING, rule, message, start + shift, end + shift)
