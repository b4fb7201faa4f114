"""A figure beside a post, as a site built by Hugo serves it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from drafter.write.figure import Entry, render_figure

ENTRIES = (Entry(date(2024, 2, 3), "庭に小さな気象台を作った"), Entry(date(2024, 9, 21), "<b>タグ</b>と&の話"))
TITLE = "2024年の記事一覧"
SETTINGS = """\
baseURL = "https://blog.example/"
title = "庭の記録"
languageCode = "ja"
hasCJKLanguage = true
theme = "a-theme-nobody-has"
[markup.goldmark.renderer]
hardWraps = true
"""
POST = """\
+++
title = "2024年のふりかえり"
date = 2025-01-03
draft = true
+++

## はじめに

今年も無事に終わった。
来年もよろしく。 <!-- ? -->

<!-- ? 八月は何をしていましたか -->

![{alt}](figure.svg)
"""


class Page(HTMLParser):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.images: list[dict[str, str | None]] = []
        self.words: list[str] = []
        self.n_breaks = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self.images.append(dict(attrs))
        self.n_breaks += tag == "br"

    def handle_data(self, data: str) -> None:
        self.words += data.split()


@pytest.fixture
def site(build_tree: Callable[..., Path]) -> Path:
    return build_tree(
        {
            "hugo.toml": SETTINGS,
            "content/posts/振り返り/2024 年/index.md": POST.format(alt=TITLE),
            "content/posts/振り返り/2024 年/figure.svg": render_figure(ENTRIES, title=TITLE, language="ja"),
            "content/posts/2024/庭の 気象台.md": "---\ntitle: 庭の気象台\ndate: 2024-02-03\n---\n本文です。\n",
        }
    )


def test_the_built_post_shows_the_figure_and_its_lines_and_no_marks(
    site: Path, build_hugo: Callable[..., Path]
) -> None:
    public = build_hugo(site)
    (path,) = public.glob("posts/振り返り/2024-年/index.html")
    page = Page(path)
    (image,) = page.images
    assert image["alt"] == TITLE
    served = path.parent / unquote(image["src"] or "")
    assert served.read_bytes() == render_figure(ENTRIES, title=TITLE, language="ja")
    assert page.n_breaks == 1
    assert not [word for word in page.words if "八月" in word or "?" in word]
    assert (public / "posts/2024/庭の-気象台/index.html").exists()


def test_a_draft_is_built_only_when_asked_for(site: Path, build_hugo: Callable[..., Path]) -> None:
    assert [*build_hugo(site).glob("posts/振り返り/*/index.html")]
    assert not [*build_hugo(site, drafts=False).glob("posts/振り返り/*/index.html")]


def test_a_site_that_does_not_build_fails_the_test(site: Path, build_hugo: Callable[..., Path]) -> None:
    (site / "content/posts/broken.md").write_text("---\ntitle: x\n---\n{{< no-such-shortcode >}}\n")
    with pytest.raises(pytest.fail.Exception, match="no-such-shortcode"):
        build_hugo(site)


def test_the_built_post_is_readable_in_a_browser(
    site: Path, build_hugo: Callable[..., Path], take_screenshot: Callable[..., Path]
) -> None:
    from matplotlib.image import imread

    (path,) = build_hugo(site).glob("posts/振り返り/2024-年/index.html")
    for dark in (False, True):
        grey = imread(take_screenshot(path, width=900, height=1400, dark=dark))[..., :3].mean(axis=2)
        paper = grey[-5, 5]
        assert paper < 0.2 if dark else paper > 0.9
        assert (abs(grey - paper) > 0.4).sum() > 2_000
