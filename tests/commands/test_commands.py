"""The four commands on a small blog, as a person or a program calls them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter import cli

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., tuple[int, str, str]]
DRAFT = Path("blog/content/posts/looking-back/2024/index.md")


def post(title: str, day: str, body: str, *, draft: bool = False) -> str:
    state = str(draft).lower()
    return f"+++\ntitle = '{title}'\ndate = {day}T09:00:00+09:00\ndraft = {state}\ntags = ['園芸']\n+++\n\n{body}\n"


FILES: dict[str, str | bytes] = {
    "blog/hugo.toml": "baseURL = 'https://niwa.example/'\nlanguageCode = 'ja'\ntitle = '庭の記録'\n",
    "blog/content/posts/looking-back/2023/index.md": post(
        "2023年の振り返り", "2024-01-01", "## まとめ\n\n庭を始めた。\n\n## 2024年の目標\n\n- 温室を建てる\n- 種を採る"
    ),
    "blog/content/posts/onshitsu.md": post(
        "温室を建てた", "2024-03-10", "温室を建てた。柱は6本で、屋根は中古の窓を使った。"
    ),
    "blog/content/posts/tomato.md": post(
        "トマトの一年目", "2024-08-04", "トマトを24個収穫した。水やりは朝だけに変えた。"
    ),
    "blog/content/posts/kabocha.md": post(
        "かぼちゃ", "2024-10-06", "かぼちゃは失敗した。来年は棚を作りたい。", draft=True
    ),
    "nikki/2024-05-02.md": "# 5月2日\n\n- 苗を12株植えた\n- 腰が痛い\n",
    "nikki/himitsu.md": "---\ndate: 2024-06-01\nprivate: true\n---\n\n合言葉は4417。\n",
    "nikki/2024-07-01.md": "苗の支柱を立てた。".encode("cp932"),
    "nikki/kara.md": "",
}


@pytest.fixture
def run(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call drafter inside the blog's folder, for 2024 and with the diary."""
    root = build_tree(FILES)
    monkeypatch.chdir(root)

    def call(command: str, *arguments: str, year: str = "2024") -> tuple[int, str, str]:
        given = ("-C", "blog", "--notes", "../nikki", "--year", year) if command != "explain" else ()
        code = cli.main([command, *given, *arguments])
        return (code, *capsys.readouterr())

    return call


def test_sources_shows_every_document_with_its_level_and_every_file_left_out(run: Run) -> None:
    code, out, err = run("sources")
    lines = {line.split()[-1]: line for line in out.splitlines() if line}
    assert code == 0
    assert "private (private: true)" in lines["nikki/himitsu.md"]
    assert "own (draft = true)" in lines["content/posts/kabocha.md"]
    assert lines["content/posts/tomato.md"].startswith("2024-08-04  front matter: date  post  published")
    assert [line for line in out.splitlines() if line.startswith("nikki/kara.md") and "empty" in line]
    assert "warning: nikki/2024-07-01.md: not UTF-8: read as Shift_JIS" in err
    assert "7 documents read, 1 file left out, for 2024" in err


def test_sources_gives_a_program_the_same(run: Run) -> None:
    listing = json.loads(run("sources", "--json")[1])
    assert listing["period"]["label"] == "2024"
    assert {row["path"]: row["level"] for row in listing["rows"]}["nikki/himitsu.md"] == "private"
    assert [row["path"] for row in listing["left_out"]] == ["nikki/kara.md"]


def test_stats_counts_what_is_published(run: Run) -> None:
    code, out, _ = run("stats")
    words = {" ".join(line.split()[:-1]): line.split()[-1] for line in out.splitlines() if line}
    assert code == 0
    assert (words["posts"], words["drafts"], words["2024-03"], words["2024-04"]) == ("3", "1", "1", "0")
    assert "first post    2023年の振り返り (content/posts/looking-back/2023/index.md)" in out


def test_stats_gives_a_program_the_rule_of_each_number(run: Run) -> None:
    statistics = json.loads(run("stats", "--json")[1])
    assert statistics["posts"]["value"] == 3
    assert statistics["posts"]["rule"]


def test_generate_writes_the_draft_and_prints_its_place(run: Run, tmp_path: Path) -> None:
    code, out, err = run("generate")
    assert (code, out) == (0, f"{DRAFT}\n")
    text = (tmp_path / DRAFT).read_text("utf-8")
    assert "draft = true" in text
    assert "4417" not in text + err
    assert "no model was used" in err


def test_generate_replaces_its_own_draft_and_no_other(run: Run, tmp_path: Path) -> None:
    run("generate")
    written = (tmp_path / DRAFT).read_bytes()
    assert run("generate")[0] == 0
    edited = written + "\n## 自分の節\n\n自分の言葉。\n".encode()
    (tmp_path / DRAFT).write_bytes(edited)
    assert run("generate")[0] == 0
    assert (tmp_path / DRAFT).read_bytes() == edited
    (tmp_path / DRAFT).write_text("別の言葉。\n", "utf-8")
    code, out, err = run("generate")
    assert code == 8
    assert Path(out.strip()).is_relative_to(Path("blog") / ".drafter")
    assert "自分の言葉。" not in Path(out.strip()).read_text("utf-8")
    assert f"error: {DRAFT} holds what drafter did not write" in err
    assert (tmp_path / DRAFT).read_text("utf-8") == "別の言葉。\n"


def test_force_replaces_it_and_keeps_the_old_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / DRAFT).parent.mkdir(parents=True)
    (tmp_path / DRAFT).write_text("別の言葉。\n", "utf-8")
    code, out, err = run("generate", "--force")
    (kept,) = (tmp_path / "blog" / ".drafter" / "old").rglob("index.md")
    assert (code, out) == (0, f"{DRAFT}\n")
    assert kept.read_text("utf-8") == "別の言葉。\n"
    assert f"what stood there is kept in {kept.relative_to(tmp_path)}" in err


def test_stdout_prints_the_draft_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    code, out, _ = run("generate", "--stdout")
    assert code == 0
    assert out.startswith("+++\n")
    assert sorted(tmp_path.rglob("*")) == before


def test_out_date_and_no_figure_are_obeyed(run: Run, tmp_path: Path) -> None:
    code, out, _ = run("generate", "--out", "draft/index.md", "--date", "2025年1月5日", "--no-figure")
    path = tmp_path / "blog" / "draft" / "index.md"
    assert (code, out) == (0, f"{path.relative_to(tmp_path)}\n")
    assert "date = 2025-01-05T" in path.read_text("utf-8")
    assert [file.name for file in path.parent.iterdir()] == ["index.md"]


def test_explain_shows_the_words_behind_a_line(run: Run, tmp_path: Path) -> None:
    run("generate")
    sentences = json.loads(run("explain", str(DRAFT), "--json")[1])
    sentence = next(sentence for sentence in sentences if sentence["quotes"])
    (quote, *_) = sentence["quotes"]
    folder = tmp_path if quote["path"].startswith("nikki/") else tmp_path / "blog"
    source = (folder / quote["path"]).read_text("utf-8").splitlines()
    assert quote["words"] in "\n".join(source[quote["start_line"] - 1 : quote["end_line"]])
    code, out, _ = run("explain", f"{DRAFT}:{sentence['line']}")
    assert code == 0
    assert f"   {quote['path']}:{quote['start_line']}" in out
    assert f"     | {quote['words'].splitlines()[0]}" in out


def test_explain_says_where_no_sentence_stands(run: Run, tmp_path: Path) -> None:
    run("generate")
    assert run("explain", f"{DRAFT}:1")[::2] == (0, f"{DRAFT}:1: no sentence stands there\n")
    (tmp_path / DRAFT).write_text("自分の言葉。\n", "utf-8")
    assert run("explain", str(DRAFT))[::2] == (0, f"{DRAFT}: no sentence that drafter wrote stands there\n")


def put_own(tmp_path: Path, words: str) -> str:
    """Put a sentence of a person at the end of the draft, and return its place."""
    draft = (tmp_path / DRAFT).read_text("utf-8").rstrip("\n")
    (tmp_path / DRAFT).write_text(f"{draft}\n\n{words}\n", "utf-8")
    return f"{DRAFT}:{draft.count(chr(10)) + 3}"


def test_explain_shows_what_is_found_on_a_sentence_of_yours(run: Run, tmp_path: Path) -> None:
    run("generate")
    place = put_own(tmp_path, "苗は12株植えた。")
    code, out, _ = run("explain", place, "--notes", "nikki")
    line = place.rpartition(":")[2]
    assert (code, out) == (
        0,
        f"{line}: 苗は12株植えた。\n   yours\n   found by search, not what it was made from:\n"
        "   ../nikki/2024-05-02.md:3 2024-05-02\n     | 苗を12株植えた\n",
    )
    (one,) = json.loads(run("explain", place, "--notes", "nikki", "--json")[1])
    assert (one["standing"], one["quotes"]) == ("a person's", [])
    assert [(found["line"], found["words"]) for found in one["found"]] == [(3, "苗を12株植えた")]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("合言葉は4417。", id="private"),
        pytest.param("かぼちゃは失敗した。", id="an unpublished draft"),
        pytest.param("海の向こうで凧を揚げた。", id="nothing"),
    ],
)
def test_explain_finds_nothing_where_nothing_may_be_told(run: Run, tmp_path: Path, words: str) -> None:
    run("generate")
    code, out, _ = run("explain", put_own(tmp_path, words), "--notes", "nikki")
    assert (code, out.splitlines()[1:]) == (0, ["   yours", "   search finds nothing on it"])


def test_explain_says_why_it_cannot_search(run: Run, tmp_path: Path) -> None:
    run("generate")
    place = put_own(tmp_path, "苗は12株植えた。")
    (tmp_path / "blog/.drafter/index.sqlite3").mkdir()
    code, out, _ = run("explain", place)
    assert code == 0
    assert out.splitlines()[2].startswith("   not searched: ")


@pytest.mark.parametrize(
    ("place", "code", "message"),
    [
        ("none.md", 4, "error: none.md: no such file"),
        ("blog/content/posts/tomato.md", 8, "drafter has no memory of writing it"),
        ("blog/content/posts/tomato.md:x", 2, "error: blog/content/posts/tomato.md: not a line: 'x'"),
        ("blog/content/posts/tomato.md:0", 2, "error: blog/content/posts/tomato.md: not a line: '0'"),
    ],
)
def test_explain_says_what_it_cannot_explain(run: Run, place: str, code: int, message: str) -> None:
    got, out, err = run("explain", place)
    assert (got, out) == (code, "")
    assert message in err


@pytest.mark.parametrize(
    ("command", "unused"),
    [
        (["sources"], ["langchain_text_splitters", "matplotlib", "numpy", "openai", "rich", "rouge_score", "jinja2"]),
        (["stats"], ["langchain_text_splitters", "matplotlib", "numpy", "openai", "rich", "rouge_score", "jinja2"]),
        (["generate"], ["langchain_text_splitters", "matplotlib", "openai", "rich", "rouge_score"]),
    ],
    ids=lambda value: value[0] if len(value) == 1 else "",
)
def test_a_command_loads_nothing_it_does_not_use(build_tree: BuildTree, command: list[str], unused: list[str]) -> None:
    root = build_tree(FILES)
    program = "import sys; from drafter.cli import main; code = main(sys.argv[1:]); print(*sys.modules); sys.exit(code)"
    arguments = [*command, "-C", str(root / "blog"), "--year", "2024"]
    loaded = subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True, text=True)
    assert [name for name in unused if name in loaded.stdout.splitlines()[-1].split()] == []
