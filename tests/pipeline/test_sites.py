"""Drafts for blogs of other kinds: each in its own form, where its generator finds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from itertools import product
from pathlib import Path

import pytest

from drafter.pipeline.generate import Generated
from drafter.records import Period
from drafter.text.front_matter import parse_front_matter
from drafter.text.periods import month_period, week_period

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
DraftBlog = Callable[..., Generated]
JST = timezone(timedelta(hours=9))
HUGO = {"hugo.toml": "baseURL = 'https://niwa.example/'\nlanguageCode = 'ja'\n"}
ARCHETYPE = """\
+++
title = '{{ replace .File.ContentBaseName "-" " " | title }}'
date = {{ .Date }}
draft = true
author = 'niwa'
+++
"""
LONG = "一年かけて石を拾い、草を抜き、堆肥を入れた。" * 8


def yaml_post(title: str, day: str, body: str, *, key: str = "date") -> str:
    return f"---\ntitle: '{title}'\n{key}: '{day}'\ntags: [庭]\n---\n\n{body}\n"


def posts(folder: str, *, key: str = "date", suffix: str = ".md") -> dict[str, str]:
    return {
        f"{folder}/onshitsu{suffix}": yaml_post("温室", "2024-03-10", "温室を建てた。柱は6本である。", key=key),
        f"{folder}/tomato{suffix}": yaml_post("トマト", "2024-08-04", "トマトを24個収穫した。", key=key),
        f"{folder}/kaki{suffix}": yaml_post("柿", "2024-10-06", "柿を2本植えた。実るのは3年後だ。", key=key),
    }


def values_of(generated: Generated) -> dict[str, object]:
    matter = parse_front_matter(generated.text)
    assert matter.problem is None
    return dict(matter.values)


def test_without_a_retrospective_hugos_archetype_is_filled(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    root = build_tree({**HUGO, "archetypes/default.md": ARCHETYPE, **posts("content/posts")})
    generated = draft_blog(root)
    assert generated.path == root / "content/posts/retrospective-2024.md"
    assert generated.text.startswith(
        "+++\ntitle = '2024年の振り返り'\ndate = 2025-01-04T10:30:00+09:00\ndraft = true\nauthor = 'niwa'\n+++\n\n"
    )


def test_without_an_archetype_a_sibling_is_the_form_and_its_tags_go(
    build_tree: BuildTree, draft_blog: DraftBlog
) -> None:
    generated = draft_blog(build_tree({**HUGO, **posts("content/posts")}))
    assert values_of(generated) == {"title": "2024年の振り返り", "date": "2025-01-04", "tags": [], "draft": True}


def test_an_archetype_without_a_date_still_gives_one(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    archetype = {"archetypes/default.md": "---\ntitle: x\n---\n"}
    generated = draft_blog(build_tree({**HUGO, **archetype, **posts("content/posts")}))
    assert str(values_of(generated)["date"]).startswith("2025-01-04")


JEKYLL_LAST = (
    '---\r\nlayout: post\r\ntitle:  "2023 in review"\r\ndate:   2024-01-02 10:00:00 +0000 # late\r\n---\r\n\r\n'
    "## Highlights\r\n\r\nI moved to Leeds. It took all summer, and two vans, and every friend I have. We painted each "
    "room twice, for the first white was blue. The garden came with a pear tree and a shed full of pots.\r\n\r\n"
    "## Goals for 2024\r\n\r\n* Run a marathon\r\n* Write a book\r\n"
)
JEKYLL = {
    "_config.yml": "title: x\nurl: https://x.example\nlang: en\n",
    "_posts/2024-01-02-2023-in-review.md": JEKYLL_LAST,
    "_posts/2024-04-02-marathon.md": "---\ntitle: I ran a marathon\n---\n\nI ran my first marathon in 4:12. I cried.\n",
    "_posts/2024-06-02-bread.md": "---\ntitle: Sourdough\n---\n\nI baked forty loaves. The last ten were good.\n",
    "_posts/2024-09-02-glass.md": "---\ntitle: Glass cuts\n---\n\nI fixed the greenhouse. I learned to wear gloves.\n",
}


def test_a_jekyll_blog_in_english_with_windows_line_ends(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    root = build_tree(JEKYLL)
    generated = draft_blog(root)
    head = generated.text[: parse_front_matter(generated.text).end]
    assert generated.path == root / "_posts/2025-01-04-2024-in-review.md"
    assert head == (
        '---\r\nlayout: post\r\ntitle:  "2024 in review"\r\ndate:   2025-01-04 01:30:00 +0000 # late\r\n'
        "published: false\r\n---\r\n"
    )
    assert re.findall(r"(?<!\r)\n", generated.text) == []
    assert generated.path.read_bytes() == generated.text.encode("utf-8")
    assert "I wrote 4 posts in 2024." in generated.text
    assert "* Run a marathon\r\n" in generated.text
    assert "* Write a book\r\n" in generated.text
    assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff。]", generated.text) is None


def test_zenn_marks_its_drafts_in_its_own_way(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    head = '---\ntitle: "Rustを学んだ"\nemoji: "🦀"\ntype: "tech"\ntopics: ["rust"]\npublished: true\n'
    article = head + "published_at: 2024-05-01 10:00\n---\n\nRustで天気を測る道具を作った。所有権で三日迷った。\n"
    root = build_tree({"articles/rust.md": article, "books/.keep": ""})
    generated = draft_blog(root)
    assert generated.path.parent == root / "articles"
    values = values_of(generated)
    assert (values["published"], values["topics"], values["emoji"]) == (False, [], "🦀")
    assert str(values["published_at"]) == "2025-01-04 10:30"
    assert "draft" not in values


def test_mdx_gets_comments_that_mdx_can_read(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    last = (
        "---\ntitle: '2023年の振り返り'\npubDate: '2024-01-01'\ndraft: false\n---\nimport X from './x'\n\n"
        f"## できごと\n\n{LONG}\n\n## 2024年の目標\n\n- 滝を見に行く\n- 本を書く\n"
    )
    root = build_tree(
        {
            "astro.config.mjs": "export default {}",
            "package.json": "{}",
            "src/content/blog/2023-review.mdx": last,
            **posts("src/content/blog", key="pubDate", suffix=".mdx"),
        }
    )
    generated = draft_blog(root)
    assert generated.path == root / "src/content/blog/2024-review.mdx"
    assert re.search(r"\{/\* \? .+ \*/\}", generated.text)
    assert "<!--" not in generated.text
    assert "import" not in generated.text
    assert values_of(generated) == {"title": "2024年の振り返り", "pubDate": "2025-01-04", "draft": True}


NIPPO = {
    "2024-05-01.md": "# 5月1日\n\n腐葉土が届いた。\n",
    "2024-05-02.md": "# 5月2日\n\n- 苗を12株植えた\n- 腰が痛い\n",
    "2024-05-03.md": "# 5月3日\n\n温室の窓を直した。前より風が通るようになった。\n",
    "2024-05-09.md": "# 5月9日\n\n- 種屋でバジルの種を買った。\n- 水やりの時間を朝に変えた。葉焼けが減った。\n",
    "2024-05-20.md": "# 5月20日\n\nバジルが芽を出した。思ったより早くて驚いた。\n",
    "2024-05-28.md": "# 5月28日\n\n初めてバジルを収穫した。家族にピザを焼いた。\n",
}


@pytest.mark.parametrize(
    ("period", "told", "untold"),
    [
        pytest.param(month_period("2024-05"), "初めてバジルを収穫した", "宇宙", id="month"),
        pytest.param(week_period("2024-W18"), "窓を直した", "バジル", id="week"),
    ],
)
@pytest.mark.parametrize("blog", [False, True], ids=["notes only", "notes of a blog"])
def test_daily_notes_alone_make_a_draft(
    build_tree: BuildTree, draft_blog: DraftBlog, period: Period, told: str, untold: str, blog: bool
) -> None:
    notes = {**NIPPO, "2024-06-01.md": "宇宙へ行った。\n"}
    if blog:
        root = build_tree({**HUGO, **posts("content/posts"), **{f"nippo/{name}": text for name, text in notes.items()}})
        generated = draft_blog(root, period, notes=("nippo",))
    else:
        root = build_tree(dict(notes))
        generated = draft_blog(root, period)
        assert generated.path.parent == root
    assert told in generated.text
    assert untold not in generated.text
    assert re.search(r"^title: [\"']?2024年", generated.text, re.M)
    assert values_of(generated)["draft"] is True


def test_english_notes_make_an_english_draft(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    notes = {
        "2024-05-02.md": "# May 2\n\n- Planted twelve seedlings\n- My back hurts\n",
        "2024-05-03.md": "# May 3\n\nI fixed the greenhouse window. The air moves better now.\n",
        "2024-05-28.md": "# May 28\n\nI harvested basil for the first time. I baked a pizza for the family.\n",
    }
    text = draft_blog(build_tree(notes), month_period("2024-05")).text
    assert "I harvested basil for the first time. I baked a pizza for the family." in text
    assert re.search(r"^title: .*May 2024", text, re.M)
    assert re.search(r"[\u3040-\u30ff\u4e00-\u9fff。]", text) is None


def test_the_words_are_those_of_the_person_where_they_wrote_some(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    wording = {"prompts/wording/ja.toml": "[headings]\nblog = '書いたもの'\n"}
    assert "## 書いたもの" in draft_blog(build_tree({**HUGO, **posts("content/posts"), **wording})).text


LAST_DATES = {"day": "2024-01-01", "time without a zone": "2024-01-01T08:00:00", "moment": "2024-01-01T08:00:00+09:00"}
FORMS = {
    "toml": "+++\ntitle = '2023年の振り返り'\ndate = {}\ndraft = false\n+++\n",
    "yaml": "---\ntitle: 2023年の振り返り\ndate: {}\ndraft: false\n---\n",
}


@pytest.mark.parametrize("zone", ["", "timeZone = 'Asia/Tokyo'\n"], ids=["no zone", "zone"])
@pytest.mark.parametrize("hour", [8, 10])
def test_hugo_builds_the_draft_on_its_day_before_and_after_nine(
    build_tree: BuildTree, draft_blog: DraftBlog, build_hugo: Callable[..., Path], zone: str, hour: int
) -> None:
    """A day without a time is midnight in UTC: 09:00 in Japan, and the post is in the future until then."""
    now = datetime(2025, 1, 5, hour, tzinfo=JST)
    config = {"hugo.toml": zone + HUGO["hugo.toml"]}
    files = {**config, "content/posts/trap.md": FORMS["toml"].format("2025-01-05")}
    for (name, day), (form, head) in product(LAST_DATES.items(), FORMS.items()):
        last = {"content/posts/2023.md": head.format(day) + f"\n## できごと\n\n{LONG}\n"}
        blog = {**config, **posts("content/posts"), **last}
        root = build_tree({f"{form} {name}/{path}": text for path, text in blog.items()}) / f"{form} {name}"
        files[f"content/posts/draft {form} {name}.md"] = draft_blog(root, now=now, stdout=True).text
    site = build_tree({f"all/{path}": text for path, text in files.items()}) / "all"
    built = {page.parent.name for page in (build_hugo(site, now=now) / "posts").glob("*/index.html")}
    assert len([name for name in built if name.startswith("draft")]) == len(LAST_DATES) * len(FORMS)
    assert ("trap" in built) is (bool(zone) or hour > 9)
