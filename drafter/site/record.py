"""The record of a site, as found on disk."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path, PurePath

_INDEX = re.compile(r"index(?:\.[a-z]{2}(?:-[a-z]{2})?)?", re.IGNORECASE)


def is_index(path: PurePath) -> bool:
    """Whether a file is the page of its folder: index.md, index.ja.md."""
    return bool(_INDEX.fullmatch(path.stem))


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A blog as its settings describe it; what they are silent about is empty or None.

    `generator`: "hugo", "jekyll", "hexo", "zenn", "astro", "gatsby", "next", "eleventy", "obsidian" or "plain".
    """

    generator: str
    root: Path
    content_dirs: tuple[Path, ...] = ()
    config: Path | None = None  # the settings file; None where the site was known by its folders alone
    base_url: str = ""
    zone: tzinfo | None = None
    language: str = ""
    languages: tuple[str, ...] = ()  # those a file name may carry (Hugo); the default one first
    bundles: bool = False
    build_future: bool = False
    permalinks: Mapping[str, str] = field(default_factory=dict)  # section → pattern; Jekyll and Hexo: under ""
    lower_case: bool = True  # Hugo serves paths in lower case
    ugly_urls: bool = False
    language_in_path: bool = False  # also for the default language
