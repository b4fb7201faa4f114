"""Where a site serves a post: the path of its address, as a link from any of the site's pages."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urlsplit

from drafter.records import Stamp
from drafter.site.record import Site
from drafter.store.spelled import as_spelled
from drafter.text.dates import parse_stamp

_DATE_PREFIX = re.compile(r"^(\d{2,4})-(\d{1,2})-(\d{1,2})-")
_TOKEN = re.compile(r":([a-z_]+)(\[[^\]]*\])?")
_RESERVED = re.compile(r"%(?![0-9A-Fa-f]{2})|[^\w/~!$&'*+,;=:@.%-]")
_HEX_PAIR = re.compile(r"[0-9A-Fa-f]{2}")
_NOT_PRETTY = re.compile(r"[^\w.~!$&'()+,;=@]+")
_NOT_LETTERS = re.compile(r"[\W_]+")
_JEKYLL_STYLES = {
    "": "/:categories/:year/:month/:day/:title:output_ext",
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}


def post_url(site: Site, path: Path, front_matter_values: Mapping[str, object], stamp: Stamp | None) -> str | None:
    """The path a built site serves a post at, with that of its base URL in front: `/blog/posts/my-post/`.

    Letters stay readable, reserved signs are percent-encoded. None where it cannot be known: a site without its
    settings file (Zenn needs none), a generator whose routes are a program, a pattern that needs a missing date, a
    page that is not rendered.

    Source: Hugo's `UnicodeSanitize` and permalinks, Jekyll's `Utils.slugify` and permalink styles, as Hugo 0.111 and
    0.168 and Jekyll 4.3 build; Hexo's documentation.
    """
    values = {key.lower(): value for key, value in front_matter_values.items()}
    if site.generator == "zenn":
        return f"/articles/{path.stem}"
    if site.config is None:
        return None
    path = as_spelled(path)
    served = None
    if site.generator == "hugo":
        served = _hugo_path(site, path, values=values, stamp=stamp)
    elif site.generator in ("jekyll", "hexo") and path.is_relative_to(site.root):
        served = _jekyll_path(site, path, values=values, stamp=stamp)
    if served is None:
        return None
    base = urlsplit(site.base_url).path.rstrip("/")
    return _RESERVED.sub(lambda sign: quote(sign[0], safe=""), base + "/" + served.lstrip("/"))


def _below_content(site: Site, path: Path) -> tuple[Path, PurePosixPath] | None:
    for folder in site.content_dirs:
        if path.is_relative_to(folder):
            return folder, PurePosixPath(_as_named(path.relative_to(folder).as_posix()))
    return None


def _as_named(below: str) -> str:
    """Hugo composes names (NFC) on macOS alone: elsewhere they are as they lie on the disk."""
    return unicodedata.normalize("NFC", below) if sys.platform == "darwin" else below


def _hugo_path(site: Site, path: Path, *, values: Mapping[str, object], stamp: Stamp | None) -> str | None:
    place = _below_content(site, path)
    if place is None or values.get("headless") is True or _render(values) in ("never", False):
        return None
    content_dir, below = place
    stem, language = _without_language(site, below)
    prefix = f"/{language}" if language and (site.language_in_path or language != site.languages[0]) else ""
    address = values.get("url")
    if isinstance(address, str) and address:
        return _hugo_address(address, prefix=prefix)
    folders = below.parent.parts
    in_bundle = stem == "index" and bool(folders)
    name, sections = (folders[-1], folders[:-1]) if in_bundle else (stem, folders)
    pattern = site.permalinks.get(folders[0].lower()) if folders else None
    if pattern:
        words = _hugo_words(values, name=name, sections=_real_sections(content_dir, sections))
        served = _fill(pattern, words | _days(_written_day(values, stamp)))
    else:
        served = _hugo_names("/".join((*sections, str(values.get("slug") or name))), lower_case=site.lower_case)
    if served is None:
        return None
    served = (prefix + "/" + served.strip("/")).rstrip("/") + (".html" if site.ugly_urls else "/")
    return served.lower() if site.lower_case else served


def _written_day(values: Mapping[str, object], stamp: Stamp | None) -> date | None:
    """The day as the front matter has it: Hugo carries no date over to another zone."""
    written = parse_stamp(values.get("date"), None, origin="front matter: date") or stamp
    return written.day if written else None


def _hugo_words(values: Mapping[str, object], *, name: str, sections: tuple[str, ...]) -> dict[str, str]:
    slug, title = str(values.get("slug") or ""), str(values.get("title") or name)
    words = {"title": title, "slug": slug or title, "slugorfilename": slug or name, "filename": name}
    words |= {"contentbasename": name, "slugorcontentbasename": slug or name}
    kept = {token: _hugo_sanitize(re.sub(r"[+#]", "", word)) for token, word in words.items()}
    return kept | {"section": _hugo_sanitize("".join(sections[:1])), "sections": _hugo_sanitize("/".join(sections))}


def _real_sections(content_dir: Path, folders: tuple[str, ...]) -> tuple[str, ...]:
    """The top folder, and those below it that have a page of their own: others are no sections to Hugo."""
    places = [content_dir.joinpath(*folders[: depth + 1]) for depth in range(len(folders))]
    return tuple(place.name for depth, place in enumerate(places) if depth == 0 or any(place.glob("_index.*")))


def _hugo_address(address: str, *, prefix: str) -> str | None:
    """The `url` of a front matter, in its own case: below the language only without a slash in front."""
    if ":" in address:
        return None
    served = _hugo_sanitize(address)
    ended = served.endswith("/") or "." in PurePosixPath(served).name
    return ("" if served.startswith("/") else prefix + "/") + served + ("" if ended else "/")


def _render(values: Mapping[str, object]) -> object:
    build = values.get("build", values.get("_build"))
    return build.get("render") if isinstance(build, Mapping) else None


def _without_language(site: Site, below: PurePosixPath) -> tuple[str, str]:
    """The stem without a language suffix, and that language, else ""."""
    stem, _, suffix = below.stem.rpartition(".")
    if stem and suffix.lower() in site.languages:
        return stem, suffix.lower()
    return below.stem, ""


def _hugo_names(names: str, *, lower_case: bool) -> str | None:
    """Names of folders and files in an address; None where Hugo before and after 0.123 disagree."""
    served = _hugo_sanitize(names)
    newer = _hugo_sanitize(names.replace(" ", "-")) if lower_case else served
    return served if served == newer else None


def _hugo_sanitize(text: str) -> str:
    kept: list[str] = []
    pending = False
    for place, char in enumerate(text):
        escaped = char == "%" and _HEX_PAIR.match(text, place + 1)
        if char in "./\\_#+~-@" or escaped or unicodedata.category(char)[0] in "LNM":
            if pending and char != "-":
                kept.append("-")
            pending = False
            kept.append(char)
        elif char.isspace() and kept and kept[-1] != "-":
            pending = True
    return "".join(kept)


def _days(day: date | None) -> dict[str, str]:
    if day is None:
        return {}
    return {
        "year": f"{day:%Y}",
        "month": f"{day:%m}",
        "day": f"{day:%d}",
        "monthname": f"{day:%B}",
        "weekday": str((day.weekday() + 1) % 7),
        "weekdayname": f"{day:%A}",
        "yearday": str(day.timetuple().tm_yday),
        "short_year": f"{day:%y}",
        "i_month": str(day.month),
        "i_day": str(day.day),
        "y_day": f"{day:%j}",
        "week": f"{day:%V}",
        "short_day": f"{day:%a}",
    }


def _fill(pattern: str, words: Mapping[str, str]) -> str | None:
    """A pattern with its tokens replaced; None where one is unknown or means more than is modelled here."""
    tokens = list(_TOKEN.finditer(pattern))
    if any(token[1] not in words or token[2] for token in tokens):
        return None
    filled = _TOKEN.sub(lambda token: words[token[1]], pattern)
    return re.sub(r"/{2,}", "/", filled)


def _jekyll_path(site: Site, path: Path, *, values: Mapping[str, object], stamp: Stamp | None) -> str | None:
    stem = unicodedata.normalize("NFC", path.stem)
    hexo = site.generator == "hexo"
    own = values.get("permalink")
    style = own if isinstance(own, str) and own else site.permalinks.get("", "")
    style = style or ":year/:month/:day/:title/" if hexo else _JEKYLL_STYLES.get(style, style)
    place = _below_content(site, path)
    below = place[1].with_suffix("").as_posix() if place else stem
    slug = str(values.get("slug") or (below if hexo else _DATE_PREFIX.sub("", stem)))
    words = {
        "title": slug if hexo else _hyphenate(_NOT_PRETTY, slug),
        "name": stem if hexo else _hyphenate(_NOT_LETTERS, stem).lower(),
        "slug": _hyphenate(_NOT_LETTERS, slug).lower(),
        "categories": "/".join(dict.fromkeys(part.lower() for part in _categories(site, path, values))),
        "output_ext": ".html",
    }
    return _fill(style, words | _days(_jekyll_day(site, stamp)))


def _jekyll_day(site: Site, stamp: Stamp | None) -> date | None:
    """The day by the site's clock, else by that of the machine that builds it: known where UTC says the same."""
    if stamp is None or stamp.moment is None or stamp.moment.tzinfo is None:
        return stamp.day if stamp else None
    day = stamp.moment.astimezone(site.zone or UTC).date()
    return day if site.zone or day == stamp.day else None


def _categories(site: Site, path: Path, values: Mapping[str, object]) -> list[str]:
    """The folders above `_posts`, then those of the front matter: a list, or words with spaces between."""
    below = path.relative_to(site.root).parts
    folders = below[: below.index("_posts")] if "_posts" in below else ()
    one, found = values.get("category"), values.get("categories") or []
    several = found.split() if isinstance(found, str) else found if isinstance(found, list) else []
    return [*folders, *([str(one)] if one else []), *map(str, several)]


def _hyphenate(signs: re.Pattern[str], text: str) -> str:
    return signs.sub("-", text).strip("-")
