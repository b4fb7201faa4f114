"""Finds the site a folder belongs to, by the settings file of its generator or by the shape of its folders."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta, timezone
from pathlib import Path

from drafter.site.config import SUFFIXES, read_config, read_hugo_config, text_at, value_at, zone_named
from drafter.site.record import Site

SETTINGS_NAMES = ("drafter.toml", "pyproject.toml")
_POSTS = ("content", "src/content", "posts", "_posts", "blog", "src/posts", "src/blog", "data/blog", "src/pages")
_ADDRESS = re.compile(r"""\b(?:site|siteUrl|url)["']?\s*[:=]\s*["'](https?://[^"'\s]+)""")
_BASE = re.compile(r"""\bbase\s*:\s*["'](/[^"'\s]*)["']""")
_LANGUAGE = re.compile(r"""\b(?:defaultLocale|lang|language)["']?\s*[:=]\s*["']([a-z]{2})\b""")
_FOLDER = re.compile(r"""(?:\bbase\s*:\s*|\binput\s*:\s*|\bpath\s*:\s*)["'`](?:\./|\$\{__dirname\}/)?([\w./-]+)["'`]""")
_SAMPLE_FILES = 20


def find_site(start: Path) -> Site:
    """Find the site `start` lies in: the nearest folder upward with a generator's settings or the shape of a site.

    A folder that holds drafter's own settings ends the search: the site is there, or in one folder right below it.
    Found nothing: one site right below `start`, else `start` itself as a plain folder of notes.

    Raises:
        SourceError: the settings of the site are broken.
    """
    start = start.resolve()
    in_repository = True
    for folder in (start, *start.parents):
        site = _site_by_config(folder) or (_site_by_shape(folder) if in_repository else None)
        if site is not None:
            return site
        if _has_settings(folder):
            return _site_below(folder) or Site(generator="plain", root=folder)
        in_repository = in_repository and not (folder / ".git").exists()
    return _site_below(start) or Site(generator="plain", root=start)


def _has_settings(folder: Path) -> bool:
    if (folder / SETTINGS_NAMES[0]).is_file():
        return True
    try:
        return bool(value_at(tomllib.loads((folder / SETTINGS_NAMES[1]).read_text("utf-8")), "tool", "drafter"))
    except (OSError, ValueError):
        return False


def _site_below(folder: Path) -> Site | None:
    below = sorted(path for path in _folders(folder) if not path.name.startswith("."))
    sites = [site for path in below if (site := _site_by_config(path)) is not None]
    return sites[0] if len(sites) == 1 else None


def _folders(folder: Path) -> Iterator[Path]:
    try:
        yield from (path for path in folder.iterdir() if path.is_dir())
    except OSError:
        return


def _site_by_config(folder: Path) -> Site | None:
    """The most telling settings first: a Hugo or Jekyll site may hold a package.json or be edited in Obsidian."""
    for read in (_hugo, _jekyll_or_hexo, _zenn, _by_script, _obsidian):
        site = read(folder)
        if site is not None:
            return site
    return None


def _hugo(root: Path) -> Site | None:
    telling = [root / f"hugo{suffix}" for suffix in SUFFIXES] + [root / "config" / "_default"]
    vague = [root / f"config{suffix}" for suffix in SUFFIXES]
    parts = ("content", "layouts", "archetypes", "themes")
    likely = any(path.is_file() for path in vague) and any((root / part).is_dir() for part in parts)
    if not (likely or any(path.exists() for path in telling)):
        return None
    config, values = read_hugo_config(root)
    if config is None:
        return None
    ugly, languages = values.get("uglyurls"), value_at(values, "languages")
    default = text_at(values, "defaultcontentlanguage")
    language = default or text_at(values, "languagecode") or text_at(values, "locale")
    return Site(
        generator="hugo",
        root=root,
        config=config,
        content_dirs=_existing(root, _hugo_folders(values)),
        base_url=text_at(values, "baseurl"),
        zone=zone_named(values.get("timezone") or value_at(languages, default, "timezone"), config=config),
        language=language[:2].lower(),
        languages=tuple(dict.fromkeys((default.lower() or "en", *(languages if isinstance(languages, dict) else ())))),
        bundles=True,
        build_future=values.get("buildfuture") is True,
        permalinks=_hugo_permalinks(values),
        lower_case=values.get("disablepathtolower") is not True,
        ugly_urls=ugly is True,
        language_in_path=values.get("defaultcontentlanguageinsubdir") is True,
    )


def _hugo_folders(values: dict[str, object]) -> list[str]:
    mounts = value_at(values, "module", "mounts")
    mounted = [
        text_at(mount, "source")
        for mount in (mounts if isinstance(mounts, list) else [])
        if (text_at(mount, "target") + "/").startswith("content/")
    ]
    languages = value_at(values, "languages")
    own = [text_at(language, "contentdir") for language in (languages.values() if isinstance(languages, dict) else [])]
    return mounted or [name for name in own if name] or [text_at(values, "contentdir") or "content"]


def _hugo_permalinks(values: dict[str, object]) -> dict[str, str]:
    """Patterns by section; those under `page` are for regular pages (Hugo 0.115 and later)."""
    permalinks = value_at(values, "permalinks")
    own = permalinks if isinstance(permalinks, dict) else {}
    page = own.get("page")
    both = own | (page if isinstance(page, dict) else {})
    return {section: pattern for section, pattern in both.items() if isinstance(pattern, str)}


def _jekyll_or_hexo(root: Path) -> Site | None:
    config = next((path for path in (root / "_config.yml", root / "_config.yaml") if path.is_file()), None)
    if config is None:
        return None
    values = read_config(config)
    hexo = (root / "source" / "_posts").is_dir() or "public_dir" in values
    return Site(
        generator="hexo" if hexo else "jekyll",
        root=root,
        config=config,
        content_dirs=_existing(root, ("source/_posts", "source/_drafts") if hexo else _jekyll_folders(root, values)),
        base_url=text_at(values, "url").rstrip("/") + (text_at(values, "root" if hexo else "baseurl")),
        zone=zone_named(values.get("timezone"), config=config),
        language=(text_at(values, "language") or text_at(values, "lang") or text_at(values, "locale"))[:2].lower(),
        build_future=values.get("future") is not False if hexo else values.get("future") is True,
        permalinks={"": text_at(values, "permalink")},
    )


def _jekyll_folders(root: Path, values: dict[str, object]) -> list[str]:
    """`_posts` and `_drafts` at the top and below category folders, and the collections that are published."""
    source = root / text_at(values, "source")
    top = source / text_at(values, "collections_dir")
    below = sorted(path for name in ("_posts", "_drafts") for path in source.glob(f"[!_.]*/**/{name}"))
    collections = value_at(values, "collections")
    shown = [
        top / f"_{name}"
        for name, options in (collections.items() if isinstance(collections, dict) else ())
        if value_at(options, "output") is True and name != "posts"
    ]
    found = [top / "_posts", top / "_drafts", source / "_posts", source / "_drafts", *below, *shown]
    return [path.relative_to(root).as_posix() for path in dict.fromkeys(found) if "node_modules" not in path.parts]


def _zenn(root: Path) -> Site | None:
    articles = root / "articles"
    if not articles.is_dir() or not any(_looks_zenn(path) for path in sorted(articles.glob("*.md"))[:_SAMPLE_FILES]):
        return None
    zone = timezone(timedelta(hours=9))
    return Site(generator="zenn", root=root, content_dirs=(articles,), zone=zone, language="ja")


def _looks_zenn(path: Path) -> bool:
    head = _head(path)
    return all(re.search(rf"^{key}\s*:", head, re.MULTILINE) for key in ("emoji", "published"))


def _by_script(root: Path) -> Site | None:
    """Generators whose settings are a program: what can be read from it without running it."""
    for generator, names in (
        ("astro", ("astro.config.*",)),
        ("gatsby", ("gatsby-config.*",)),
        ("eleventy", (".eleventy.js", ".eleventy.cjs", "eleventy.config.*")),
        ("next", ("next.config.*",)),
    ):
        config = next((path for name in names for path in sorted(root.glob(name))), None)
        site = config and _script_site(root, generator=generator, config=config)
        if site:
            return site
    return None


def _script_site(root: Path, *, generator: str, config: Path) -> Site | None:
    scripts = [config, *root.glob("src/content.config.*"), *root.glob("src/content/config.*")]
    text = "\n".join(_head(path, chars=100_000) for path in scripts)
    named = [name for name in _FOLDER.findall(text) if name.strip("./") not in ("", "src", "public")]
    own = ("src/content",) if generator == "astro" else ()
    folders = _with_texts(_existing(root, (*own, *named))) or _with_texts(_existing(root, _POSTS))[:1]
    if not folders:
        return None
    address, base, language = _ADDRESS.search(text), _BASE.search(text), _LANGUAGE.search(text)
    return Site(
        generator=generator,
        root=root,
        config=config,
        content_dirs=folders,
        base_url=(address[1].rstrip("/") if address else "") + (base[1] if base else ""),
        language=language[1] if language else "",
    )


def _obsidian(root: Path) -> Site | None:
    return Site(generator="obsidian", root=root) if (root / ".obsidian").is_dir() else None


def _site_by_shape(root: Path) -> Site | None:
    """A site whose settings are missing, as when only its texts were copied."""
    shapes: tuple[tuple[str, str, Callable[[Site], Site]], ...] = (
        ("jekyll", "_posts", lambda site: replace(site, content_dirs=_existing(root, ("_posts", "_drafts")))),
        ("astro", "src/content", lambda site: site),
        ("hugo", "content", lambda site: replace(site, bundles=True)),
    )
    for generator, name, complete in shapes:
        folders = _with_texts(_existing(root, (name,)))
        if folders:
            return complete(Site(generator=generator, root=root, content_dirs=folders))
    return None


def _existing(root: Path, names: Iterable[str]) -> tuple[Path, ...]:
    """The folders that are there, none inside another one."""
    folders = list(dict.fromkeys(path for name in names if name and (path := root / name).is_dir()))
    return tuple(path for path in folders if not any(other in path.parents for other in folders))


def _with_texts(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    ends = ("md", "mdx", "markdown")
    return tuple(path for path in folders if any(True for end in ends for _ in path.rglob(f"*.{end}")))


def _head(path: Path, *, chars: int = 2000) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(chars)
    except OSError:
        return ""
