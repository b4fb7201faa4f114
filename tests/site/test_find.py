from collections.abc import Callable, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from drafter.errors import SourceError
from drafter.site import Site, find_site

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
ZENN = "---\ntitle: 題\nemoji: 🐈\ntype: tech\ntopics: []\npublished: true\n---\n"


def folders(site: Site) -> list[str]:
    return [path.relative_to(site.root).as_posix() for path in site.content_dirs]


@pytest.mark.parametrize(
    ("files", "generator", "content"),
    [
        ({"hugo.toml": "", "content/a.md": "a"}, "hugo", ["content"]),
        ({"config.yaml": "contentDir: kiji", "kiji/a.md": "a", "layouts/x": ""}, "hugo", ["kiji"]),
        ({"hugo.json": '{"contentDir": "c"}', "c/a.md": "a"}, "hugo", ["c"]),
        ({"config/_default/hugo.toml": "contentDir = 'c'", "c/a.md": "a"}, "hugo", ["c"]),
        (
            {
                "hugo.toml": "[languages.ja]\ncontentDir='c/ja'\n[languages.en]\ncontentDir='c/en'",
                "c/ja/a.md": "",
                "c/en/a.md": "",
            },
            "hugo",
            ["c/ja", "c/en"],
        ),
        (
            {
                "hugo.toml": "[module]\nmounts=[{source='k', target='content'}, {source='s', target='static'}]",
                "k/a.md": "",
            },
            "hugo",
            ["k"],
        ),
        (
            {"_config.yml": "title: x", "_posts/2024-05-01-a.md": "", "_drafts/b.md": ""},
            "jekyll",
            ["_posts", "_drafts"],
        ),
        (
            {
                "_config.yml": "collections:\n  logs: {output: true}\n  off: {}",
                "_posts/x.md": "",
                "_logs/a.md": "",
                "_off/a.md": "",
            },
            "jekyll",
            ["_posts", "_logs"],
        ),
        ({"_config.yml": "title: x", "旅/_posts/2024-05-01-a.md": ""}, "jekyll", ["旅/_posts"]),
        ({"_config.yml": "title: x", "source/_posts/a.md": ""}, "hexo", ["source/_posts"]),
        ({"articles/a.md": ZENN, "package.json": "{}"}, "zenn", ["articles"]),
        (
            {"astro.config.mjs": "", "src/content/diary/a.md": "", "src/content/blog/b.mdx": ""},
            "astro",
            ["src/content"],
        ),
        (
            {
                "astro.config.ts": "",
                "src/content.config.ts": 'glob({ base: "./src/data/blog" })',
                "src/data/blog/a.md": "",
            },
            "astro",
            ["src/data/blog"],
        ),
        (
            {"gatsby-config.js": "path: `${__dirname}/content/blog`", "content/blog/a/index.md": ""},
            "gatsby",
            ["content/blog"],
        ),
        ({"next.config.mjs": "", "posts/a.md": ""}, "next", ["posts"]),
        ({".eleventy.js": 'dir: { input: "src" }', "src/posts/a.md": "", "README.md": ""}, "eleventy", ["src/posts"]),
        ({".obsidian/app.json": "{}", "日記/a.md": ""}, "obsidian", []),
        ({"_posts/2024-05-01-a.md": ""}, "jekyll", ["_posts"]),
        ({"articles/a.md": ZENN}, "zenn", ["articles"]),
        ({"src/content/diary/a.md": ""}, "astro", ["src/content"]),
        ({"content/posts/a/index.md": ""}, "hugo", ["content"]),
        ({"articles/a.md": "# ただの記事"}, "plain", []),
        ({"日記/a.md": ""}, "plain", []),
        (
            {"hugo.toml": "", "content/a.md": "", ".obsidian/app.json": "", "package.json": "", "next.config.js": ""},
            "hugo",
            ["content"],
        ),
    ],
)
def test_a_site_is_known_by_its_settings_or_its_shape(
    build_tree: BuildTree, files: dict[str, str], generator: str, content: list[str]
) -> None:
    site = find_site(build_tree(files))
    assert (site.generator, folders(site)) == (generator, content)


def test_hugo_settings_are_read_whatever_their_case(build_tree: BuildTree) -> None:
    text = """
BaseURL = 'https://blog.example/kaede/'
locale = 'ja-JP'
timeZone = 'Asia/Tokyo'
buildFuture = true
disablePathToLower = true
[markup.goldmark.renderer]
hardWraps = true
[permalinks]
log = '/:year/'
[permalinks.page]
posts = '/p/:slug/'
"""
    site = find_site(build_tree({"hugo.toml": text, "content/a.md": ""}))
    assert site.base_url == "https://blog.example/kaede/"
    assert (site.language, site.zone) == ("ja", ZoneInfo("Asia/Tokyo"))
    assert (site.bundles, site.build_future, site.lower_case) == (True, True, False)
    assert site.permalinks == {"log": "/:year/", "posts": "/p/:slug/"}


def test_hugo_settings_in_folders_are_joined_and_production_wins(build_tree: BuildTree) -> None:
    files = {
        "hugo.toml": "baseURL = 'https://one.example/'\ntimeZone = 'UTC'",
        "config/_default/markup.yaml": "goldmark: {renderer: {hardWraps: true}}",
        "config/_default/languages.ja.toml": "weight = 1",
        "config/production/hugo.toml": "baseURL = 'https://two.example/'",
    }
    site = find_site(build_tree(files))
    assert (site.base_url, site.zone) == ("https://two.example/", ZoneInfo("UTC"))
    assert site.languages == ("en", "ja")


def test_jekyll_settings_are_read(build_tree: BuildTree) -> None:
    text = "url: https://x.example\nbaseurl: /b\ntimezone: Asia/Tokyo\nlang: ja\nfuture: true\npermalink: pretty\n"
    site = find_site(build_tree({"_config.yml": text, "_posts/2024-05-01-a.md": ""}))
    assert (site.base_url, site.zone, site.language) == ("https://x.example/b", ZoneInfo("Asia/Tokyo"), "ja")
    assert (site.build_future, site.permalinks) == (True, {"": "pretty"})


def test_the_nearest_site_upward_is_found(build_tree: BuildTree) -> None:
    root = build_tree({"hugo.toml": "", "content/posts/a/index.md": "", "content/posts/a/content/b.txt": ""})
    assert find_site(root / "content" / "posts" / "a").root == root.resolve()


def test_a_site_right_below_is_found(build_tree: BuildTree) -> None:
    root = build_tree({"site/hugo.toml": "", "site/content/a.md": "", "notes/a.md": ""})
    assert find_site(root).root == root.resolve() / "site"


def test_two_sites_right_below_are_one_too_many(build_tree: BuildTree) -> None:
    root = build_tree({"one/hugo.toml": "", "two/hugo.toml": ""})
    assert find_site(root).generator == "plain"


@pytest.mark.parametrize(
    "settings", [{"drafter.toml": ""}, {"pyproject.toml": "[tool.drafter.sources]\n"}], ids=["own", "py"]
)
def test_drafters_own_settings_end_the_search(build_tree: BuildTree, settings: dict[str, str]) -> None:
    root = build_tree(
        {"hugo.toml": "", "work/notes/a.md": ""} | {f"work/{name}": text for name, text in settings.items()}
    )
    site = find_site(root / "work" / "notes")
    assert (site.generator, site.root) == ("plain", root.resolve() / "work")


def test_a_shape_counts_inside_one_repository_only(build_tree: BuildTree) -> None:
    root = build_tree({"content/a.md": "", "vault/.git/HEAD": "", "vault/notes/a.md": ""})
    assert find_site(root / "vault" / "notes").generator == "plain"


@pytest.mark.parametrize(
    ("name", "text", "match"),
    [
        ("hugo.toml", "title = \n", r"hugo\.toml:1: "),
        ("hugo.yaml", "a: [1\nb: 2", r"hugo\.yaml:2: "),
        ("hugo.json", "{", r"hugo\.json:1: "),
        ("hugo.toml", b"title = '\xff'", r"hugo\.toml:1: not UTF-8"),
        ("hugo.toml", "timeZone = 'Asia/Tokio'", r"hugo\.toml: no time zone is called 'Asia/Tokio'"),
        ("_config.yml", "a: 'b", r"_config\.yml:1: "),
    ],
)
def test_broken_settings_are_named(build_tree: BuildTree, name: str, text: str | bytes, match: str) -> None:
    with pytest.raises(SourceError, match=match):
        find_site(build_tree({name: text}))


@pytest.mark.parametrize("name", ["hugo.toml", "hugo.yaml", "hugo.json", "_config.yml"])
def test_empty_settings_are_settings(build_tree: BuildTree, name: str) -> None:
    assert find_site(build_tree({name: ""})).config is not None
