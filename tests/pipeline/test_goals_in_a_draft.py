"""Goals in a draft: in their words, with links that work, and with nothing lost of what proves them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from drafter.pipeline.generate import Generated

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
DraftBlog = Callable[..., Generated]
SITE: dict[str, str | bytes] = {"hugo.toml": "baseURL = 'https://niwa.example/'\nlanguageCode = 'ja'\n"}


def post(title: str, day: str, body: str) -> str:
    return f"+++\ntitle = '{title}'\ndate = {day}T09:00:00+09:00\n+++\n\n{body}\n"


def test_a_goal_has_no_check_box_and_no_link_that_breaks(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    last = "## 庭\n\n土を作った。\n\n## 2024年の目標\n\n- [ ] [池](../ike/)を掘る\n- [x] [棚](tana.md)を\n  作る\n"
    root = build_tree(
        {
            **SITE,
            "content/posts/2023-review/index.md": post("2023年の振り返り", "2024-01-01", last),
            "content/posts/ike/index.md": post("池を掘る前に", "2023-05-01", "池の場所を決めた。"),
            "content/posts/ume/index.md": post("梅を漬けた", "2024-06-20", "梅を3キロ漬けた。"),
        }
    )
    text = draft_blog(root, figure=False).text
    assert "\n- [池](/posts/ike/)を掘る\n" in text
    assert "\n- 棚を作る\n" in text


def test_every_sentence_that_proves_a_goal_is_told(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    said = ("春のピアノ発表会に出場した", "雨の夜のピアノ発表会に出場した", "野外のピアノ発表会に出場した")
    last = "## 庭\n\n" + "土を作った。" * 100 + "\n\n## 2024年の目標\n\n- ピアノ発表会に出場する\n"
    root = build_tree(
        {
            **SITE,
            "content/posts/2023.md": post("2023年の振り返り", "2024-01-01", last),
            "content/posts/hiita.md": post("鍵盤の一年", "2024-09-10", "。\n\n".join(said) + "。"),
        }
    )
    text = draft_blog(root, figure=False).text
    assert [words for words in said if words not in text] == []


def test_what_notes_alone_say_of_a_goal_waits_for_a_yes_beside_posts(
    build_tree: BuildTree, draft_blog: DraftBlog
) -> None:
    last = "## 庭\n\n土を作った。\n\n## 2024年の目標\n\n- 焙煎を続ける\n- 簿記検定に合格する\n"
    root = build_tree(
        {
            **SITE,
            "content/posts/2023.md": post("2023年の振り返り", "2024-01-01", last),
            "content/posts/boki.md": post("簿記検定", "2024-09-10", "簿記検定に合格した。"),
            "notes/2024-03-03.md": "- 焙煎、今年八回目。よい香り\n",
        }
    )
    text = draft_blog(root, figure=False, notes=("notes",)).text
    assert "\n    焙煎、今年八回目。よい香り。<!-- ? -->\n" in text
    assert "\n    簿記検定に合格した。\n" in text
