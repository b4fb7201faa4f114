import json
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from time import process_time

import pytest

from drafter.read.documents import Reading, read_documents
from drafter.records import Document, Kind, Level
from drafter.site import find_site

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
JST = timezone(timedelta(hours=9))
NOW = datetime(2025, 1, 3, 3, 0, tzinfo=UTC)
CANARY = "カナリアの合言葉"


def read(root: Path, *notes: str, day_start: time = time(0), start: str = ".") -> Reading:
    folders = tuple(root / name for name in notes)
    return read_documents(find_site(root / start), notes=folders, now=NOW, day_start=day_start)


def only(reading: Reading) -> Document:
    (document,) = reading.documents
    return document


def post(**values: object) -> str:
    lines = "\n".join(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    return f"+++\n{lines}\n+++\n\n今日はサーバーを直した。\n"


HUGO = {"hugo.toml": "baseURL = 'https://blog.example/kaede/'\nlanguageCode = 'ja'\n"}


def test_a_hugo_post_has_all_that_is_known_of_it(build_tree: BuildTree) -> None:
    text = post(
        title="検索を作る", date="2024-12-31T23:30:00+09:00", tags=["検索", "Go"], categories="開発", series=["連載"]
    )
    document = only(read(build_tree(HUGO | {"content/posts/検索 を作る/index.md": text})))
    assert (document.kind, document.level, document.draft) == (Kind.POST, Level.PUBLISHED, False)
    assert (document.path, document.slug) == ("content/posts/検索 を作る/index.md", "検索 を作る")
    assert (document.title, document.language) == ("検索を作る", "ja")
    assert (document.tags, document.categories, document.series) == (("検索", "Go"), ("開発",), ("連載",))
    assert document.url == "/kaede/posts/検索-を作る/"
    assert document.stamp is not None
    assert (document.stamp.day, document.stamp.origin) == (date(2024, 12, 31), "front matter: date")
    assert (document.text, document.body) == (text, "\n今日はサーバーを直した。\n")


def test_resources_and_section_pages_are_no_posts(build_tree: BuildTree) -> None:
    page = post(title="題", date="2024-05-01")
    files = dict.fromkeys(
        ("posts/_index.md", "posts/a/index.md", "posts/a/memo.md", "posts/a/b/c.md", "posts/d.md"), page
    )
    reading = read(build_tree(HUGO | {f"content/{name}": text for name, text in files.items()}))
    assert [document.path for document in reading.documents] == ["content/posts/a/index.md", "content/posts/d.md"]
    assert {out.path: out.reason for out in reading.left_out} == {
        "content/posts/_index.md": "the page of a section",
        "content/posts/a/memo.md": "belongs to the bundle posts/a/",
        "content/posts/a/b/c.md": "belongs to the bundle posts/a/",
    }


def test_a_draft_is_its_authors_and_has_no_address(build_tree: BuildTree) -> None:
    document = only(read(build_tree(HUGO | {"content/a.md": post(title="題", date="2024-05-01", draft=True)})))
    assert (document.level, document.draft, document.url) == (Level.OWN, True, None)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.md", f"---\ntitle: {CANARY}\nprivate: true\n---\n# {CANARY}\n{CANARY}\n"),
        ("a.md", f"---\ntitle: {CANARY}\nprivate: true\nbroken: [{CANARY}\n---\n{CANARY}\n"),
        ("a.md", f"---\nprivate: true\n{CANARY}\n"),
        ("a.md", f"---\ntags: [private, {CANARY}]\n---\n{CANARY}\n"),
        ("a.md", f"# {CANARY}\n\n{CANARY} #private\n"),
        ("secret/a.md", f"# {CANARY}\n"),
        ("secret/2024-05-01.md", f"---\ndate: 2024-05-01\ntitle: {CANARY}\n---\n"),
        ("secret/bad.md", b"\x00\xff" * 9 + CANARY.encode()),
    ],
    ids=["key", "broken", "unclosed", "tag", "tag in text", "ignored", "ignored with date", "ignored bytes"],
)
def test_nothing_of_a_private_note_comes_out(build_tree: BuildTree, name: str, text: str | bytes) -> None:
    reading = read(
        build_tree(HUGO | {"content/a.md": post(title="題"), ".drafterignore": "secret/\n", f"日記/{name}": text}),
        "日記",
    )
    private = reading.documents[1]
    assert (private.level, private.path) == (Level.PRIVATE, f"日記/{name}")
    assert len(private.reasons) == 1
    shown = repr([asdict(document) for document in reading.documents]) + repr(reading.left_out)
    assert CANARY not in shown


def test_an_ignored_file_says_which_line_ignores_it(build_tree: BuildTree) -> None:
    document = only(read(build_tree({".drafterignore": "# 秘密\nsecret/\n", "secret/2024-05-01.md": "本文"})))
    assert document.reasons == (".drafterignore:2",)
    assert document.stamp is not None
    assert document.stamp.day == date(2024, 5, 1)


def test_broken_front_matter_is_told_with_file_and_line_and_the_text_is_read(build_tree: BuildTree) -> None:
    text = "---\ntitle: 壊れた\ndate: 2024-05-01\nsite: @kaede\n---\n本文。\n"
    document = only(read(build_tree({"a.md": text})))
    assert (document.title, document.body) == ("壊れた", "本文。\n")
    assert document.stamp is not None
    assert document.stamp.day == date(2024, 5, 1)
    assert len(document.warnings) == 1
    assert document.warnings[0].startswith("a.md:4: ")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp932", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_front_matter_is_found_in_every_encoding(build_tree: BuildTree, encoding: str, line_end: str) -> None:
    text = line_end.join(("---", "title: 日報です", "date: 2024-05-01", "---", "", "今日はサーバーを直した。", ""))
    document = only(read(build_tree({"a.md": text.encode(encoding)})))
    assert (document.title, document.text) == ("日報です", text)
    assert document.stamp is not None
    assert document.stamp.day == date(2024, 5, 1)
    assert len(document.warnings) == (0 if encoding in ("utf-8-sig", "utf-16") else 1)


def test_what_cannot_be_read_is_left_out_with_its_reason(build_tree: BuildTree) -> None:
    root = build_tree({"binary.md": bytes(range(256)) * 4, "empty.md": "", "blank.md": "\n \r\n　\n"})
    build_tree({"good.md": "本文", "x.md/y.txt": "中"})
    (root / "broken.md").symlink_to("nowhere.md")
    reading = read(root)
    assert [document.path for document in reading.documents] == ["good.md", "x.md/y.txt"]
    assert {out.path: out.reason for out in reading.left_out} == {
        "binary.md": "cannot be read: not a text file",
        "blank.md": "cannot be read: nothing but white space",
        "broken.md": "a broken link: No such file or directory",
        "empty.md": "empty",
    }


def test_a_line_of_200_kb_and_nul_characters_are_read(build_tree: BuildTree) -> None:
    text = "# 長い\n" + "絵" * 200_000 + "\0終わり"
    assert only(read(build_tree({"a.md": text}))).text == text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: 2014\n---\n", "2014"),
        ("---\ntitle: false\n---\n# 見出し\n", "見出し"),
        ("---\ntitle: |\n  二行の\n  題\n---\n", "二行の 題"),
        ("---\ntitle = '外'\n[article]\n---\n", "外"),
        ("+++\n[article]\ntitle = '中の題'\n+++\n", "中の題"),
        ("```sh\n# コメント\n```\n# 見出し #\n", "見出し"),
        ("## 小さい見出し\n本文", "name"),
        ("# C#\n", "C#"),
        ("# #\n", "name"),
        ("# か\u3099\n", "が"),
        ("---\ntitle: {ja: 題}\n---\n# 見出し\n", "見出し"),
        ("# 赤い\x1b[31m字\n", "赤い[31m字"),
    ],
    ids=lambda value: value[:20],
)
def test_a_title_is_found(build_tree: BuildTree, text: str, title: str) -> None:
    assert only(read(build_tree({"2024-05-01-name.md": text}))).title == title


def test_days_of_notes_begin_when_the_person_says(build_tree: BuildTree) -> None:
    root = build_tree(
        {
            f"{n}.md": f"---\ndate: 2024-05-02T{clock}+09:00\n---\n本文\n"
            for n, clock in enumerate(("01:30:00", "04:00:00", "00:00:00"))
        }
    )
    days = [document.stamp.day.day for document in read(root, day_start=time(4)).documents if document.stamp]
    assert days == [1, 2, 2]


def test_posts_keep_the_day_the_site_shows(build_tree: BuildTree) -> None:
    document = only(
        read(build_tree(HUGO | {"content/a.md": post(title="題", date="2024-01-01T00:30:00+09:00")}), day_start=time(4))
    )
    assert document.stamp is not None
    assert document.stamp.day == date(2024, 1, 1)


def test_notes_in_the_folder_of_the_site_are_read_once(build_tree: BuildTree) -> None:
    root = build_tree(HUGO | {"content/a.md": post(title="題"), "notes/b.md": "b", "themes/t/README.md": "x"})
    reading = read(root, ".")
    assert [(document.kind, document.path.split("/")[-1]) for document in reading.documents] == [
        (Kind.POST, "a.md"),
        (Kind.NOTE, "b.md"),
    ]


def test_templates_without_a_date_are_left_out(build_tree: BuildTree) -> None:
    root = build_tree({"template-weekly.md": "---\ndate: YYYY-MM-DD\n---\n", "2024-05-01-template.md": "設計の話"})
    reading = read(root)
    assert only(reading).path == "2024-05-01-template.md"
    assert [(out.path, out.reason) for out in reading.left_out] == [
        ("template-weekly.md", "a template, without a date")
    ]


def test_zenn_articles_take_their_day_from_git(build_tree: BuildTree) -> None:
    text = "---\ntitle: 題\nemoji: 🐈\ntype: tech\ntopics: [go, rust]\npublished: true\n---\n本文です。\n"
    root = build_tree({"articles/abc.md": text, "articles/new.md": text})
    person = ("-c", "user.name=k", "-c", "user.email=k@example.invalid")
    for command in (
        ["init", "-q"],
        ["add", "articles/abc.md"],
        ["commit", "-qm", "一", "--date", "2024-03-01T01:00:00+09:00"],
    ):
        subprocess.run(["git", *person, *command], cwd=root, check=True)
    first, second = read(root).documents
    assert first.stamp is not None
    assert (first.stamp.day, first.stamp.origin) == (date(2024, 3, 1), "git: first commit")
    assert (first.tags, first.url) == (("go", "rust"), "/articles/abc")
    assert second.stamp is None


def test_the_zone_comes_from_the_sites_other_posts(build_tree: BuildTree) -> None:
    dates = ("2024-05-01T10:00:00-05:00", "2024-05-02T10:00:00-05:00", "2024-06-01T02:00:00Z")
    reading = read(build_tree(HUGO | {f"content/{n}.md": post(title="題", date=day) for n, day in enumerate(dates)}))
    assert reading.zone == timezone(timedelta(hours=-5))
    assert [document.stamp.day for document in reading.documents if document.stamp][2] == date(2024, 5, 31)


def test_an_id_is_of_the_content(build_tree: BuildTree) -> None:
    root = build_tree({"a.md": "同じ", "b.md": "同じ"})
    first, second = read(root).documents
    assert first.id != second.id
    (root / "a.md").write_text("別", encoding="utf-8")
    assert read(root).documents[0].id != first.id


def test_nothing_to_read_is_an_empty_reading(tmp_path: Path) -> None:
    assert read(tmp_path) == Reading(documents=(), left_out=())


@pytest.mark.parametrize(
    "text",
    ["# a " + "# " * 100_000, "# a" + " " * 200_000 + "x", "---\nx: [\nprivate: " + " " * 60_000 + "no\n---\n本文"],
    ids=["marks", "blanks", "broken front matter"],
)
def test_a_hostile_line_is_read_in_no_time(build_tree: BuildTree, text: str) -> None:
    root = build_tree({"memo.md": text})
    before = process_time()
    assert only(read(root)).title == "memo"
    assert process_time() - before < 2
