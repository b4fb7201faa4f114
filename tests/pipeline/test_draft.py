"""What a draft says and does not say: goals, questions, private texts, other persons, the length."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter.pipeline.generate import Generated
from drafter.records import Level
from drafter.text.front_matter import parse_front_matter
from drafter.write.budget import n_visible_chars

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
DraftBlog = Callable[..., Generated]

GOALS = (
    "滝を見に行く",
    "本を書く",
    "英語を話す",
    "泳げるようになる",
    "家計簿をつける",
    "庭に池を掘る",
    "ピアノを弾く",
    "毎週走る",
    "絵を描く",
    "犬を飼う",
    "母に手紙を書く",
)


def post(title: str, day: str, body: str, more: str = "draft: false") -> str:
    return f"---\ntitle: {title}\ndate: {day}\n{more}\n---\n\n{body}\n"


def last(told: str, goals: tuple[str, ...] = GOALS) -> str:
    wishes = "".join(f"- {goal}\n" for goal in goals)
    return post("2023年の振り返り", "2024-01-02", f"## できごと\n\n{told}\n\n## 2024年の目標\n\n{wishes}")


LONG = "一年かけて石を拾い、草を抜き、堆肥を入れた。春には野菜を育てられそうだ。" * 20
BLOG = {
    "hugo.toml": "baseURL = 'https://niwa.example/'\nlanguageCode = 'ja'\n",
    "content/posts/2023.md": last(LONG),
    "content/posts/onshitsu.md": post(
        "温室を建てた", "2024-03-10", "温室を建てた。柱は6本で、屋根は中古の窓を使った。"
    ),
    "content/posts/tomato.md": post("トマトの一年目", "2024-08-04", "トマトを24個収穫した。水やりは朝だけに変えた。"),
    "content/posts/kaki.md": post("柿を植えた", "2024-10-06", "柿を2本植えた。\n\n来年はトマトの棚を作りたい。"),
}
HIDDEN = {
    "content/posts/ike.md": post(
        "池を掘った話", "2024-05-05", "庭に池を掘った。深さは80センチになった。", "draft: true"
    ),
    "content/posts/inu.md": post("犬を飼った話", "2034-05-05", "犬を飼った。名前はハチにした。"),
    "content/posts/piano.md": post("秘密の稽古", "2024-05-05", "ピアノを弾いた。合言葉は9931。", "private: true"),
    "nippo/2024-05-07.md": "%%合言葉は9932%%\nようやくトマトの支柱を40本立て終えた。倒れる苗がなくなった。\n",
    "nippo/2024-09-01.md": "退職届を出した。三好さんは驚いていた。\n",
    "nippo/2024-09-02.md": "転職先が決まった。入社は10月だ。\n",
    "nippo/2024-10-01.md": "新しい会社に入社した。\n",
    "nippo/2024-10-02.md": "三好さんと滝を見に行った。水がとても冷たかった。\n",
}


def body_of(generated: Generated) -> str:
    return generated.text[parse_front_matter(generated.text).end :]


@pytest.fixture
def draft(build_tree: BuildTree, draft_blog: DraftBlog) -> Generated:
    return draft_blog(build_tree({**BLOG, **HIDDEN}), notes=("nippo",), figure=False)


def test_every_goal_stands_once_in_one_section_in_its_order(draft: Generated) -> None:
    (section,) = re.findall(r"(?ms)^## 2024年の目標[^\n]*\n(.*?)(?=^## |\Z)", body_of(draft))
    assert re.findall(r"(?m)^- (.+)$", section) == list(GOALS)


def test_more_goals_than_questions_share_the_last_one(draft: Generated) -> None:
    asked = re.findall(r"<!-- \? (.+?) -->", body_of(draft))
    assert len(asked) == 8
    assert [words for words in asked if "ほかの目標" in words]


def test_a_question_of_the_terminal_says_what_it_is_about(draft: Generated) -> None:
    assert [q for q in draft.questions if q.level is Level.PUBLISHED]
    assert [q for q in draft.questions if not q.why] == []


@pytest.mark.parametrize(
    "words", ["池を掘った話", "80センチ", "犬を飼った話", "ハチ", "秘密の稽古", "ピアノを弾いた", "993"]
)
def test_nothing_unpublished_or_private_is_told(draft: Generated, words: str) -> None:
    assert words not in draft.text


@pytest.mark.parametrize("words", ["三好", "退職", "転職", "入社", "新しい会社"])
def test_what_only_notes_know_of_work_and_of_others_is_not_told(draft: Generated, words: str) -> None:
    assert words not in draft.text


def test_it_is_asked_about_in_the_terminal(draft: Generated) -> None:
    own = [q.text for q in draft.questions if q.level is Level.OWN]
    assert [text for text in own if "仕事が変わった" in text]
    assert [text for text in own if "池を掘った話" in text]
    assert not [text for text in own if "秘密の稽古" in text]


def test_notes_are_told_beside_the_posts(draft: Generated) -> None:
    assert "トマトの支柱を40本立て終えた" in draft.text


def test_a_wish_of_autumn_is_offered_for_the_next_year(draft: Generated) -> None:
    _, _, wishes = body_of(draft).partition("## 2025年の目標\n")
    assert "トマトの棚を作りたい" in wishes
    assert "トマトの棚を作りたい" not in body_of(draft).partition("## 2025年の目標\n")[0]


@pytest.mark.parametrize("n", [2, 6, 20, 60])
def test_the_draft_is_no_longer_than_the_author_takes(build_tree: BuildTree, draft_blog: DraftBlog, n: int) -> None:
    told = last("庭を借りて土を作り、石を拾い、草を抜いた。" * n, ("池を掘る",))
    more = {
        f"content/posts/{i:02}.md": post(
            f"{name}の記録", f"2024-{i % 12 + 1:02}-11", f"{name}を{i + 3}株植えた。{name}は思ったより大きく育った。"
        )
        for i, name in enumerate(
            "茄子 胡瓜 南瓜 玉葱 人参 牛蒡 大根 白菜 春菊 水菜 里芋 長芋 蓮根 空豆 枝豆 落花生".split()
        )
    }
    generated = draft_blog(build_tree({**BLOG, "content/posts/2023.md": told, **more}), figure=False)
    _, _, before = told.partition("---\n\n")
    fixed = len("ブログ2024年は全部で20記事を書いた。2024年の目標の振り返り池を掘る")
    a_quarter = 650  # of what is usual for a year: a review of two lines is no measure
    n_chars = n_visible_chars(body_of(generated))
    assert n_chars <= max(n_visible_chars(before), a_quarter, fixed + len("2025年の目標来年はトマトの棚を作りたい。"))
    assert n_chars > a_quarter / 2


def test_goals_that_happened_are_told_with_their_words(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    told = last(LONG, ("温室を建てる", "滝を見に行く"))
    body = body_of(draft_blog(build_tree({**BLOG, "content/posts/2023.md": told}), figure=False))
    (evidence,) = re.findall(r"(?s)- 温室を建てる\n(.*?)- 滝を見に行く", body)
    assert "温室を建てた" in evidence
    assert "温室を建てた" not in body.partition("- 滝を見に行く")[2]
    assert "<!-- ?" in body.partition("- 滝を見に行く")[2]


@pytest.mark.parametrize("indent", [2, 4])
def test_a_list_in_a_list_is_indented_as_the_author_does(
    build_tree: BuildTree, draft_blog: DraftBlog, indent: int
) -> None:
    def review(title: str, day: str, *books: str) -> str:
        items = "".join(f"- {book}\n{' ' * indent}- 楽しく読んだ\n" for book in books)
        return post(title, day, f"{LONG}\n\n## 読んだ本\n\n{items}")

    told = {
        "2023": review("2023年の振り返り", "2024-01-03", "土の本"),
        "2024-05": review("2024年5月の振り返り", "2024-06-01", "庭の本", "水の本"),
        "2024-06": review("2024年6月の振り返り", "2024-07-01", "石の本"),
    }
    tree = {**BLOG, **{f"content/posts/{name}.md": text for name, text in told.items()}}
    assert f"- 庭の本\n{' ' * indent}- 楽しく読んだ\n" in body_of(draft_blog(build_tree(tree), figure=False))


POLITELY = "温室を作りました。柱を磨きました。屋根も直しました。鉢を並べました。水も引きました。"


@pytest.mark.parametrize(
    ("path", "review", "counted"),
    [
        pytest.param("2023", last(POLITELY, ("滝を見に行く",)), "4記事を書きました。", id="a year's"),
        pytest.param("m", post("2024年2月の振り返り", "2024-02-28", POLITELY), "4記事を書いた。", id="a month's"),
    ],
)
def test_a_short_retrospective_tells_the_register_of_its_own_kind_of_period(
    build_tree: BuildTree, draft_blog: DraftBlog, path: str, review: str, counted: str
) -> None:
    posts = {path: text for path, text in BLOG.items() if path != "content/posts/2023.md"}
    assert f"2024年は全部で{counted}" in draft_blog(build_tree({**posts, f"content/posts/{path}.md": review})).text
