"""What `drafter generate` does to the disk: where the draft goes, and that a person's text stays a person's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from drafter import cli
from drafter.errors import OutputError, SourceError
from drafter.pipeline.explain import explain
from drafter.pipeline.generate import Generated
from drafter.pipeline.project import Project
from drafter.pipeline.template import shown_path
from drafter.records import Period, Standing
from drafter.store.state import State
from drafter.text.front_matter import parse_front_matter
from drafter.text.periods import month_period, quarter_period, range_period, year_period

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
DraftBlog = Callable[..., Generated]
OpenBlog = Callable[..., Project]
JST = timezone(timedelta(hours=9))


def post(title: str, day: str, body: str) -> str:
    return f"+++\ntitle = '{title}'\ndate = {day}T09:00:00+09:00\ndraft = false\ntags = ['園芸']\n+++\n\n{body}\n"


POSTS = {
    "content/posts/onshitsu.md": post(
        "温室を建てた", "2024-03-10", "温室を建てた。柱は6本で、屋根は中古の窓を使った。"
    ),
    "content/posts/tomato.md": post("トマトの一年目", "2024-08-04", "トマトを24個収穫した。水やりは朝だけに変えた。"),
    "content/posts/kaki.md": post("柿を植えた", "2024-10-06", "柿を2本植えた。実るのは3年後である。"),
}
LAST = post(
    "2023年の振り返り",
    "2024-01-01",
    "## できごと\n\n庭を借りて土を作った。一年かけて石を拾い、草を抜き、堆肥を入れた。春には野菜を育てられそうだ。\n\n"
    "## 2024年の目標\n\n- 温室を建てる\n- 種を採る",
)
BLOG: dict[str, str | bytes] = {
    "hugo.toml": "baseURL = 'https://niwa.example/'\nlanguageCode = 'ja'\ntitle = '庭の記録'\n",
    "content/posts/looking-back/2023/index.md": LAST,
    **POSTS,
}
PLACE = Path("content/posts/looking-back/2024/index.md")
FIGURE = PLACE.with_name("2024_articles.svg")


@pytest.fixture
def blog(build_tree: BuildTree) -> Path:
    return build_tree(BLOG)


def add_post(blog: Path) -> None:
    """Something new to tell of, so that the next draft is another one."""
    (blog / "content/posts/ume.md").write_text(post("梅を漬けた", "2024-06-20", "梅を3キロ漬けた。"), "utf-8")


def test_what_drafter_wrote_is_replaced(blog: Path, draft_blog: DraftBlog) -> None:
    first = draft_blog(blog)
    add_post(blog)
    second = draft_blog(blog)
    assert first.text != second.text
    assert (second.put_aside, second.kept_old) == (None, None)
    assert (blog / PLACE).read_bytes() == second.text.encode("utf-8")


def test_the_same_blog_gives_the_same_bytes(blog: Path, draft_blog: DraftBlog) -> None:
    first, figure = draft_blog(blog), (blog / FIGURE).read_bytes()
    second = draft_blog(blog)
    assert first.text == second.text
    assert (blog / FIGURE).read_bytes() == figure


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda old: old + "一行足した。\n".encode(), id="a line"),
        pytest.param(lambda old: old.replace(b"\n", b"\r\n"), id="line ends"),
        pytest.param(lambda old: b"\xef\xbb\xbf" + old, id="byte order mark"),
        pytest.param(lambda old: old.rstrip(b"\n"), id="last line end"),
    ],
)
def test_a_new_draft_is_merged_into_what_a_person_made_of_the_last(
    blog: Path, draft_blog: DraftBlog, change: Callable[[bytes], bytes]
) -> None:
    draft_blog(blog)
    (blog / PLACE).write_bytes(change((blog / PLACE).read_bytes()))
    assert draft_blog(blog).put_aside is None
    unchanged = (blog / PLACE).read_bytes()
    add_post(blog)
    generated = draft_blog(blog)
    assert generated.put_aside is None
    assert (blog / PLACE).read_bytes() == generated.text.encode("utf-8") != unchanged
    fresh = draft_blog(blog, stdout=True).text.encode("utf-8")
    assert (blog / PLACE).read_bytes() == change(fresh)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda old: b"", id="emptied"),
        pytest.param(lambda old: "春が来た。\n".encode(), id="written anew"),
        pytest.param(lambda old: "春が来た。".encode("cp932"), id="another encoding"),
    ],
)
def test_a_file_that_is_all_a_persons_is_never_overwritten(
    blog: Path, draft_blog: DraftBlog, change: Callable[[bytes], bytes]
) -> None:
    draft_blog(blog)
    changed = change((blog / PLACE).read_bytes())
    (blog / PLACE).write_bytes(changed)
    add_post(blog)
    generated = draft_blog(blog)
    assert (blog / PLACE).read_bytes() == changed
    assert generated.put_aside is not None
    assert generated.put_aside.is_relative_to(blog / ".drafter")
    assert generated.put_aside.read_text("utf-8") == generated.text


def test_a_draft_put_aside_is_no_memory_of_the_file(blog: Path, draft_blog: DraftBlog) -> None:
    first = draft_blog(blog)
    (blog / PLACE).write_text("私が書いた。\n", "utf-8")
    draft_blog(blog)
    known = State(blog).load_written(blog / PLACE)
    assert known is not None
    assert known.text == first.text


def test_a_file_that_drafter_never_wrote_stays(blog: Path, draft_blog: DraftBlog) -> None:
    (blog / PLACE).parent.mkdir()
    (blog / PLACE).write_text(LAST.replace("2023", "2024"), "utf-8")
    assert draft_blog(blog).put_aside is not None
    assert (blog / PLACE).read_text("utf-8") == LAST.replace("2023", "2024")
    assert not (blog / FIGURE).exists()


def test_a_lost_state_makes_the_file_a_persons(blog: Path, draft_blog: DraftBlog, open_blog: OpenBlog) -> None:
    old = draft_blog(blog).text
    for record in (blog / ".drafter/written").iterdir():
        record.unlink()
    add_post(blog)
    assert draft_blog(blog).put_aside is not None
    assert (blog / PLACE).read_text("utf-8") == old
    with pytest.raises(OutputError, match="no memory of writing it"):
        explain(open_blog(blog), blog / PLACE, None)


def test_force_replaces_and_keeps_the_old_text(blog: Path, draft_blog: DraftBlog) -> None:
    draft_blog(blog)
    changed = "私が書いた。\n".encode("cp932")
    (blog / PLACE).write_bytes(changed)
    generated = draft_blog(blog, force=True)
    assert (blog / PLACE).read_text("utf-8") == generated.text
    assert generated.kept_old is not None
    assert generated.kept_old.is_relative_to(blog / ".drafter/old")
    assert generated.kept_old.read_bytes() == changed


def test_force_keeps_nothing_where_drafter_wrote_it_all(blog: Path, draft_blog: DraftBlog) -> None:
    draft_blog(blog)
    assert draft_blog(blog, force=True).kept_old is None


def test_a_picture_of_that_name_which_a_person_drew_stays(blog: Path, draft_blog: DraftBlog) -> None:
    (blog / FIGURE).parent.mkdir()
    (blog / FIGURE).write_text("<svg>柿</svg>", "utf-8")
    draft_blog(blog)
    assert (blog / FIGURE).read_text("utf-8") == "<svg>柿</svg>"


def test_a_picture_that_drafter_drew_is_drawn_again(blog: Path, draft_blog: DraftBlog) -> None:
    draft_blog(blog)
    old = (blog / FIGURE).read_bytes()
    add_post(blog)
    draft_blog(blog)
    assert (blog / FIGURE).read_bytes() != old
    (blog / FIGURE).write_text("<svg>柿</svg>", "utf-8")
    draft_blog(blog)
    assert (blog / FIGURE).read_text("utf-8") == "<svg>柿</svg>"


def test_without_a_figure_none_is_written_or_shown(blog: Path, draft_blog: DraftBlog) -> None:
    assert ".svg" not in draft_blog(blog, figure=False).text
    assert not (blog / FIGURE).exists()


def test_stdout_writes_nothing(blog: Path, draft_blog: DraftBlog) -> None:
    before = {file: file.read_bytes() for file in blog.rglob("*") if file.is_file()}
    assert "# " in draft_blog(blog, stdout=True).text
    assert {file: file.read_bytes() for file in blog.rglob("*") if file.is_file()} == before
    assert not (blog / ".drafter").exists()


def test_out_is_a_file_or_a_folder_and_the_blog_stays_as_it_is(
    blog: Path, draft_blog: DraftBlog, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert draft_blog(blog, out=elsewhere / "2024.md").path == elsewhere / "2024.md"
    assert draft_blog(blog, out=elsewhere).path == elsewhere / "index.md"
    assert sorted(file.name for file in elsewhere.iterdir()) == ["2024.md", "2024_articles.svg", "index.md"]
    assert ".svg" not in (elsewhere / "2024.md").read_text("utf-8")
    assert not (blog / PLACE).exists()
    (elsewhere / "2024.md").write_text("私が書いた。", "utf-8")
    assert draft_blog(blog, out=elsewhere / "2024.md").put_aside is not None


@pytest.mark.parametrize("settings", [{}, {"drafter.toml": ""}], ids=["no settings", "settings"])
def test_a_draft_elsewhere_is_explained_from_its_blog(
    build_tree: BuildTree,
    settings: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
    capsys: pytest.CaptureFixture[str],
) -> None:
    blog, place = build_tree({**BLOG, **settings}), tmp_path_factory.mktemp("elsewhere") / "2024.md"
    assert cli.main(["generate", "-C", str(blog), "--year", "2024", "--out", str(place)]) == 0
    assert cli.main(["explain", "-C", str(blog), str(place)]) == 0
    assert "content/posts/looking-back/2023/index.md:" in capsys.readouterr().out


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2030, 1, 1)])
def test_the_date_is_the_one_asked_for(blog: Path, draft_blog: DraftBlog, day: date) -> None:
    values = parse_front_matter(draft_blog(blog, date=day).text).values
    assert values["date"] == datetime(day.year, day.month, day.day, tzinfo=JST)


def test_main_exits_8_and_prints_where_the_draft_was_put(
    blog: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(blog)
    assert cli.main(["generate", "--year", "2024"]) == 0
    assert capsys.readouterr().out == f"{PLACE}\n"
    (blog / PLACE).write_text("私が書いた。\n", "utf-8")
    assert cli.main(["generate", "--year", "2024"]) == 8
    out, err = capsys.readouterr()
    assert Path(out.strip()).parts[0] == ".drafter"
    assert Path(out.strip()).is_file()
    assert f"error: {PLACE} holds what drafter did not write" in err
    assert cli.main(["generate", "--year", "2024", "--force"]) == 0
    assert (blog / PLACE).read_text("utf-8") != "私が書いた。\n"


def test_a_year_that_nothing_is_dated_in_is_an_error_and_writes_nothing(blog: Path, draft_blog: DraftBlog) -> None:
    with pytest.raises(SourceError, match="2019-01-01 to 2019-12-31") as caught:
        draft_blog(blog, year_period(2019))
    assert "dated in 2024;" in (caught.value.hint or "")
    assert not (blog / ".drafter").exists()


def test_no_documents_at_all_is_an_error(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    with pytest.raises(SourceError, match="nothing to draft from"):
        draft_blog(build_tree({"hugo.toml": ""}))


@pytest.mark.parametrize(
    ("period", "name"),
    [
        (month_period("2024-08"), "retrospective-2024-08"),
        (quarter_period("2024Q3"), "retrospective-2024q3"),
        (range_period("2024-03-01", "2024-08-31"), "retrospective-2024-03-01-to-2024-08-31"),
    ],
    ids=["month", "quarter", "range"],
)
def test_another_kind_of_period_goes_beside_the_years(
    blog: Path, draft_blog: DraftBlog, period: Period, name: str
) -> None:
    generated = draft_blog(blog, period)
    assert generated.path == blog / f"content/posts/looking-back/{name}/index.md"
    assert str(parse_front_matter(generated.text).values["title"]) != "2023年の振り返り"
    assert "2023" not in generated.text


def test_a_half_year_does_not_take_the_name_of_the_other(build_tree: BuildTree, draft_blog: DraftBlog) -> None:
    first_half = post("2024年上半期の振り返り", "2024-07-01", "## できごと\n\n庭を借りて土を作った。")
    blog = build_tree({"hugo.toml": "", "content/posts/2024-h1.md": first_half, **POSTS})
    generated = draft_blog(blog, range_period("2024-07-01", "2024-12-31"))
    assert "上半期" not in str(parse_front_matter(generated.text).values["title"])
    assert generated.path.name != "2024-h1.md"


def test_the_sentences_of_the_draft_itself_are_no_source(blog: Path, draft_blog: DraftBlog) -> None:
    text = draft_blog(blog).text
    (blog / PLACE).write_text(text.replace("draft = true", "draft = false") + "\n宇宙へ行った。\n", "utf-8")
    assert "宇宙" not in draft_blog(blog, force=True).text


def test_explain_follows_the_sentences_a_person_left(blog: Path, draft_blog: DraftBlog, open_blog: OpenBlog) -> None:
    draft_blog(blog)
    before = explain(open_blog(blog), blog / PLACE, None)
    counted = next(e for e in before if e.standing is Standing.COUNTED and e.text.startswith("2024年"))
    lost = next(e for e in before if e.text == "種を採る")
    text = (blog / PLACE).read_text("utf-8").replace(lost.text, "私の言葉。")
    (blog / PLACE).write_text(text.replace("## ", "まえがき。\n\n## ", 1), "utf-8")
    after = explain(open_blog(blog), blog / PLACE, None)
    assert [e.text for e in after] == [e.text for e in before if e is not lost]
    moved = next(e for e in after if e.text == counted.text)
    assert moved.line == counted.line + 2
    assert moved in explain(open_blog(blog), blog / PLACE, moved.line)
    assert explain(open_blog(blog), blog / PLACE, 1) == ()


def test_posts_outside_of_the_site_have_the_draft_beside_them(
    build_tree: BuildTree, draft_blog: DraftBlog, open_blog: OpenBlog
) -> None:
    posts = {
        name.replace("content/", "writing/"): text for name, text in {**POSTS, "content/posts/2023.md": LAST}.items()
    }
    root = build_tree(
        {"blog/hugo.toml": "", "blog/drafter.toml": "[sources]\ncontent = ['../writing/posts']\n", **posts}
    )
    generated = draft_blog(root / "blog")
    assert generated.path == root / "writing/posts/2024.md"
    project = open_blog(root / "blog")
    assert shown_path(project.site, generated.path) in {d.path for d in project.documents}
    assert shown_path(project.site, root / "elsewhere/2024.md") == ""
