"""Says which files of a site are posts and which files of a folder are notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from drafter.read.files import MARKDOWN, TEXTS, Found, find_files
from drafter.records import Kind, LeftOut
from drafter.site import Site, is_index

_JEKYLL_NAME = re.compile(r"^\d{2,4}-\d{1,2}-\d{1,2}-.")
_HUGO_SUFFIXES = MARKDOWN - {".mdx"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file to read as a post or a note. `path` is as shown to a person, `below` is relative to `folder`."""

    kind: Kind
    found: Found
    path: str
    folder: Path
    below: str


def find_sources(site: Site, *, notes: tuple[Path, ...]) -> tuple[tuple[Source, ...], tuple[LeftOut, ...]]:
    """Find the posts of a site, then the notes of the folders; a file that is both is a post.

    An Obsidian vault is its own notes, and so is a plain folder where no other is named.

    Raises:
        SourceError: a folder is missing, or an ignore file cannot be understood.
    """
    sources: dict[Path, Source] = {}
    left_out: list[LeftOut] = []
    for content_dir in site.content_dirs:
        prefix = _prefix(site, content_dir)
        files, skipped = find_files(content_dir, suffixes=_HUGO_SUFFIXES if site.bundles else MARKDOWN, site=True)
        posts, others = _choose_posts(site, content_dir, files)
        left_out += [LeftOut(path=prefix + out.path, reason=out.reason) for out in (*skipped, *others)]
        folder = site.root if content_dir.is_relative_to(site.root) else content_dir
        for found in posts:
            path = prefix + found.shown
            below = path if folder == site.root else found.shown
            sources.setdefault(
                found.path.resolve(), Source(kind=Kind.POST, found=found, path=path, folder=folder, below=below)
            )
    left_out += _add_notes(sources, site, notes)
    return tuple(sources.values()), tuple(left_out)


def _add_notes(sources: dict[Path, Source], site: Site, notes: tuple[Path, ...]) -> Iterator[LeftOut]:
    vault = site.generator == "obsidian" or (site.generator == "plain" and not site.content_dirs and not notes)
    for folder in dict.fromkeys((*((site.root,) if vault else ()), *notes)):
        prefix = "" if folder.resolve() == site.root.resolve() else _shown(folder.resolve().name) + "/"
        files, skipped = find_files(folder, suffixes=TEXTS)
        for found in files:
            source = Source(kind=Kind.NOTE, found=found, path=prefix + found.shown, folder=folder, below=found.shown)
            sources.setdefault(found.path.resolve(), source)
        yield from (LeftOut(path=prefix + out.path, reason=out.reason) for out in skipped)


def _choose_posts(site: Site, folder: Path, files: tuple[Found, ...]) -> tuple[list[Found], list[LeftOut]]:
    bundles = {
        str(PurePosixPath(file.shown).parent) for file in files if site.bundles and is_index(PurePosixPath(file.shown))
    }
    posts: list[Found] = []
    others: list[LeftOut] = []
    for file in files:
        reason = _reason_no_post(site, folder, file.shown, bundles=bundles)
        if reason is None:
            posts.append(file)
        else:
            others.append(LeftOut(path=file.shown, reason=reason))
    return posts, others


def _reason_no_post(site: Site, folder: Path, shown: str, *, bundles: set[str]) -> str | None:
    path = PurePosixPath(shown)
    if site.generator == "hugo" and (path.name.startswith("_index.")):
        return "the page of a section"
    owner = next((str(parent) for parent in path.parents if str(parent) in bundles), None)
    if owner is not None and not (is_index(path) and str(path.parent) == owner):
        return f"belongs to the bundle {owner}/" if owner != "." else "belongs to the bundle of the content folder"
    if site.generator == "jekyll" and folder.name == "_posts" and not _JEKYLL_NAME.match(path.name):
        return "no date in its name: Jekyll takes it for no post"
    if site.generator in ("astro", "jekyll") and path.name.startswith("_"):
        return "a name that begins with _ is left out by the site, too"
    return None


def _prefix(site: Site, content_dir: Path) -> str:
    inside = content_dir.is_relative_to(site.root)
    shown = _shown(content_dir.relative_to(site.root).as_posix() if inside else content_dir.name)
    return "" if shown == "." else shown + "/"


def _shown(name: str) -> str:
    return unicodedata.normalize("NFC", name)
