"""Do links lead somewhere: to the author's own posts, to files beside the post, to headings. Never asks the network."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from drafter.pipeline.check.anchors import find_anchors
from drafter.pipeline.check.finding import Finding, Severity, fault
from drafter.pipeline.check.manuscript import Manuscript
from drafter.records import BlockKind, Document, Kind
from drafter.site import Site, post_url
from drafter.text.inline import links

_NO_LINKS = frozenset((BlockKind.CODE, BlockKind.MATH, BlockKind.SHORTCODE))
_IMAGE = re.compile(
    r"!\[[^\[\]]*\]\(\s*<?([^\s()<>]+(?:\([^\s()]*\)[^\s()<>]*)*)|<img\b[^<>]*?\bsrc=[\"']([^\"'<>]+)", re.I
)
_LISTS = frozenset(("tags", "categories", "series", "authors", "page", "archives", "topics"))  # made by the generator
_PREVIEW = re.compile(
    r"https?://(?:localhost|127\.0\.0\.1):(?:1313|4000)(?:/|$)"
)  # of Hugo and Jekyll; a tutorial has others
_REWRITES = re.compile(r"(?im)^\s*[\"']?(?:canonifyURLs|relativeURLs)[\"']?\s*[:=]\s*true")


def check_links(manuscript: Manuscript) -> Iterator[Finding]:
    """An error for each own link that leads nowhere, a warning for an anchor that no heading has."""
    paths: _Paths | None = None
    for target, start, end in _targets(manuscript):
        paths = paths or _Paths(manuscript)
        if (wrong := paths.wrong(target)) is not None:
            severity, rule, message = wrong
            yield fault(severity, rule, message, start, end)


def _targets(manuscript: Manuscript) -> Iterator[tuple[str, int, int]]:
    """The targets of links and pictures with their places."""
    text = manuscript.text
    for block in manuscript.blocks:
        if block.kind in _NO_LINKS:
            continue
        inside = text[block.start : block.end]
        for link in links(inside):
            if inside.startswith("[[", link.start):
                continue
            at = inside.find(link.target, link.start, link.end)
            start = block.start + (at if at >= 0 else link.start)
            yield link.target, start, start + len(link.target) if at >= 0 else block.start + link.end
        for found in _IMAGE.finditer(inside):
            group = 1 if found[1] else 2
            if not manuscript.in_code(block.start + found.start()):
                yield found[group], block.start + found.start(group), block.start + found.end(group)


class _Paths:
    """Where links of one file may lead."""

    def __init__(self, manuscript: Manuscript) -> None:
        self._manuscript = manuscript
        self._site = manuscript.project.site
        base = urlsplit(self._site.base_url)
        self._host, self._base = base.netloc.lower(), base.path.rstrip("/")
        self._own = _key(_served(self._site, manuscript.document) or "")
        addresses = manuscript.project.once("addresses", self._addresses, of=manuscript.document.path)
        self._posts, self._drafts, aliases = addresses
        self._known = self._posts.keys() | ({self._own} if self._own else set()) | aliases

    def wrong(self, target: str) -> tuple[Severity, str, str] | None:
        """What is wrong with a target, or None."""
        if not target.strip():
            return Severity.ERROR, "dead-link", "the link has no target: give it one, or take it off"
        if target.startswith("{{"):
            return None
        parts = urlsplit(unescape(target))
        if _PREVIEW.match(target):
            return (
                Severity.ERROR,
                "dead-link",
                f"'{target}' is the preview on your own machine: give the public address",
            )
        if (parts.scheme or parts.netloc) and not self._is_own(parts.netloc, parts.path):
            return None
        if not parts.path:
            return self._anchor(target, parts.fragment, self._manuscript.document) if parts.fragment else None
        if parts.path.startswith("/"):
            return self._site_path(target, parts.path, parts.fragment)
        return self._relative(target, parts.path, parts.fragment)

    def _is_own(self, host: str, path: str) -> bool:
        return bool(self._host) and host.lower() == self._host and self._in_site(path)

    def _in_site(self, path: str) -> bool:
        """Whether a path of the own host is the blog's: others may lie beside it."""
        return unquote(path).startswith(self._base + "/") or path == self._base

    def _site_path(self, target: str, path: str, fragment: str) -> tuple[Severity, str, str] | None:
        if not self._posts or path.startswith("//"):
            return None  # where the site serves its posts is not known
        key = _key(path)
        if key in self._posts:
            return self._anchor(target, fragment, self._posts[key])
        if key in self._drafts:
            unpublished = f"'{target}' leads to {self._drafts[key].path}, which is not published"
            return Severity.ERROR, "dead-link", f"{unpublished}: publish it, or take the link off"
        if self._base and not self._in_site(path):
            return self._outside(target, path)
        if key in self._known or self._is_list(key) or self._is_file(key):
            return None
        if any(_composed(one) == _composed(key) for one in self._known):
            message = f"'{target}' is spelled otherwise than the name of its file, whose letters are decomposed (NFD)"
            return Severity.ERROR, "dead-link", f"{message}: give the file a composed name (NFC)"
        near = get_close_matches(key, self._known, 1, 0.8)
        hint = f"did you mean {near[0]}/?" if near else "correct it, or take it off"
        return Severity.ERROR, "dead-link", f"no post of yours has the address '{target}': {hint}"

    def _outside(self, target: str, path: str) -> tuple[Severity, str, str] | None:
        """A path above the site's own: dead where it is the site's but for the base, elsewhere not ours to know."""
        inside = _key(self._base + path)
        if inside not in self._known and not self._is_file(inside):
            return None
        config = self._site.config
        if config and config.is_file() and _REWRITES.search(config.read_text("utf-8", "replace")):
            return None
        message = f"'{target}' leaves out the base of the site: write {self._base}{path}"
        return Severity.ERROR, "dead-link", message

    def _relative(self, target: str, path: str, fragment: str) -> tuple[Severity, str, str] | None:
        file = self._manuscript.path.parent / unquote(path)
        if _exists(file):
            return None
        own = _served(self._site, self._manuscript.document)
        wrong = self._site_path(target, urlsplit(urljoin(own, path)).path, fragment) if own and self._posts else None
        file_type = Path(path).suffix.lower()
        if file_type not in ("", ".html") and (wrong or not (own and self._posts)):
            return Severity.ERROR, "dead-link", f"no file '{target}' lies beside the post: put it there, or take it off"
        return wrong

    def _is_list(self, key: str) -> bool:
        """Pages above posts, and those a generator makes of tags and the like."""
        below = key.removeprefix(_key(self._base)).strip("/").split("/")
        return (
            any(known.startswith(f"{key}/") for known in self._known) or not _LISTS.isdisjoint(below) or below == [""]
        )

    def _is_file(self, key: str) -> bool:
        """Whether a static file, a page that is no post or a file of a bundle is served there."""
        below = key.removeprefix(_key(self._base)).strip("/")
        root, contents = self._site.root, self._site.content_dirs
        homes = [root / "static", root / "public", root / "source", root, *contents]
        files = [home / below for home in homes]
        files += [content / below / name for content in contents for name in ("index.md", "_index.md")]
        files += [content / f"{below}.md" for content in contents]
        bundle, _, name = key.rpartition("/")
        owner = self._posts.get(bundle) or (self._manuscript.document if bundle == self._own else None)
        files += [(root / owner.path).parent / name] if owner and "." in name else []
        generated = name in ("index.xml", "sitemap.xml", "feed.xml", "atom.xml", "robots.txt")
        return generated or any(_exists(file) for file in files)

    def _addresses(self) -> tuple[dict[str, Document], dict[str, Document], set[str]]:
        """Other posts and drafts by address, and the addresses that lead on to one."""
        others = self._manuscript.others
        posts = {_key(d.url): d for d in others if d.url}
        drafts = {_key(url): d for d in others if d.draft and (url := _served(self._site, d))}
        values = [d.front_matter.values.get("aliases") for d in others]
        aliases = {_key(self._base + str(alias)) for value in values if isinstance(value, list) for alias in value}
        return posts, drafts, aliases

    def _anchor(self, target: str, fragment: str, document: Document) -> tuple[Severity, str, str] | None:
        wanted = unquote(fragment)
        if self._site.generator != "hugo":
            return None  # which anchors it makes is not known
        if not wanted or wanted.startswith((":~:", "fn:", "fnref")) or wanted.casefold() in find_anchors(document.body):
            return None
        where = "here" if document is self._manuscript.document else f"in {document.path}"
        message = f"no heading {where} has the anchor '#{wanted}': correct it, or take it off"
        return Severity.WARNING, "dead-anchor", message


def _served(site: Site, document: Document) -> str | None:
    """Where a post is served once it is published."""
    if document.kind is not Kind.POST:
        return None
    return post_url(site, site.root / document.path, document.front_matter.values, document.stamp)


def _key(address: str) -> str:
    """A path without what servers and writers differ in."""
    return unquote(unescape(address)).removesuffix("index.html").rstrip("/").casefold()


def _composed(key: str) -> str:
    return unicodedata.normalize("NFC", key)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
