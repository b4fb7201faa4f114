"""Files as others write them, through one command after another: .mdx, names from macOS, Windows' line ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter import cli

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
Run = Callable[..., tuple[int, str, str]]
LAST = (
    "---\ntitle: 2023年の庭の振り返り\ndate: 2023-12-31\n---\n\n## 2023年の庭\n\nバラを二株植えました。\n\n"
    "## 2024年の目標\n\n- ブドウを収穫する。\n- ポッドキャストを始める。\n"
)
LOOM = (
    "---\ntitle: 型 Array<T> と {} の話\ndate: 2024-05-03\n---\n\nimport Box from '../Box.astro';\n\n"
    "<Box style={{ color: 'red' }} title=\"箱\" />\n\n"
    "{/* 秘密の計画を書く。 */}色の数 < 糸の数 という{色}の組を18個数えて、とても楽しかったです。\n"
)
GRAPES = "---\ntitle: ブドウ棚を作った\ndate: 2024-05-03\n---\n\nブドウ棚に竹を18本使い、とても楽しかったです。\n"
ASTRO = {
    "astro.config.mjs": "export default {};\n",
    "drafter.toml": '[sources]\nnotes = ["notes"]\n',
    "notes/2024-11-03.mdx": "藍の種を採った。{/* 来年は売る */}来年も育てたい。\n",
    "src/content/blog/2023-review.mdx": LAST,
    "src/content/blog/loom.mdx": LOOM,
}
HUGO = {
    "hugo.toml": 'baseURL = "https://niwa.example/"\nlanguageCode = "ja"\n',
    "drafter.toml": '[sources]\nnotes = ["ガーデン日記"]\n',
    "ガーデン日記/2024-06-10 ブドウ.md": "ブドウの袋がけをして、うれしかった。\n",
    "content/posts/ガーデン/2023-review.md": LAST,
    "content/posts/ガーデン/ブドウ.md": GRAPES,
}


def decomposed(files: Mapping[str, str]) -> dict[str, str | bytes]:
    return {unicodedata.normalize("NFD", name): text for name, text in files.items()}


def of_windows(files: Mapping[str, str]) -> dict[str, str | bytes]:
    return {
        name: text if name.endswith(".toml") else b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
        for name, text in files.items()
    }


BLOGS: dict[str, tuple[Mapping[str, str | bytes], str]] = {
    "mdx": (ASTRO, "src/content/blog/2024-review.mdx"),
    "names of macOS": (decomposed(HUGO), "content/posts/ガーデン/2024-review.md"),
    "Windows": (of_windows(HUGO), "content/posts/ガーデン/2024-review.md"),
}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.main([*arguments])
        return code, *capsys.readouterr()

    return call


@pytest.mark.parametrize(("files", "shown"), BLOGS.values(), ids=BLOGS)
def test_a_draft_goes_from_generate_to_publish(
    build_tree: BuildTree, run: Run, files: Mapping[str, str | bytes], shown: str
) -> None:
    """`shown` is how a person types the draft's path: composed, whatever the disk has."""
    root = build_tree(files)
    code, out, _ = run("generate", "--year", "2024", "--date", "2025-01-01")
    assert (code, unicodedata.normalize("NFC", out.strip())) == (0, shown)
    draft = root / out.strip()
    neighbours = {path.parent for path in root.rglob("*.md*") if "2023" in path.name}
    assert neighbours == {draft.parent}  # no second folder whose name only looks the same
    opening, closing = ("{/*", "*/}") if draft.suffix == ".mdx" else ("<!--", "-->")
    text = draft.read_bytes().decode()
    newline = "\r\n" if "\r\n" in text else "\n"
    question = f"{opening} ? どうなった？ {closing}"
    assert question in text
    mark = "\ufeff" if newline == "\r\n" else ""
    draft.write_bytes((mark + text.replace(question, f"{question}{newline}    五房とれました。", 1)).encode())

    code, _, told = run("revise", shown)
    assert (code, "1 answer taken in" in told) == (0, True)
    revised = draft.read_bytes().decode()
    assert revised.startswith(f"{mark}---{newline}")
    assert revised.count("\n") == revised.count(newline)
    assert f"    五房とれました。{newline}" in revised

    code, out, _ = run("check", shown, "--no-build")
    assert "unpublished" not in out  # the draft is not taken for another post
    assert code == 0
    code, out, _ = run("explain", shown)
    assert (code, "五房とれました" in out) == (0, False)
    assert "五房とれました" in run("search", "五房")[1]

    assert run("undo", shown)[0] == 0
    assert draft.read_bytes().decode().startswith(f"{mark}---{newline}")
    settled = "".join(line for line in revised.splitlines(True) if f"{opening} ?" not in line)
    draft.write_bytes(settled.encode())
    code, out, told = run("publish", shown, "--no-build", "--date", "2025-01-02")
    assert code == 0, out + told
    published = draft.read_bytes().decode()
    assert "draft: false" in published
    assert published.splitlines(True)[5:] == settled.splitlines(True)[5:]

    known = run("explain", shown)[1]
    assert run("undo", shown)[0] == 0
    assert draft.read_bytes().decode() == settled
    assert run("explain", shown)[1] == known


@pytest.mark.parametrize(("files", "shown"), BLOGS.values(), ids=BLOGS)
def test_an_edited_draft_is_made_again_around_its_authors_lines(
    build_tree: BuildTree, run: Run, files: Mapping[str, str | bytes], shown: str
) -> None:
    root = build_tree(files)
    draft = root / run("generate", "--year", "2024", "--date", "2025-01-01")[1].strip()
    text = draft.read_bytes().decode()
    newline = "\r\n" if "\r\n" in text else "\n"
    mine = unicodedata.normalize("NFD", f"ガーデンで二十年。  {newline}\t雨の日は、本を読む。")
    changed = "- ポッドキャストは、ひとまず始めた。"
    gone = next(line for line in text.splitlines(True) if "18" in line)
    edited = text.replace("- ポッドキャストを始める。", changed, 1).replace(gone + newline, mine + newline * 2, 1)
    draft.write_bytes(edited.encode())

    made = []
    for month in (8, 9):
        head = f"---\ntitle: 第{month}回の染め\ndate: 2024-{month:02}-20\n---\n"
        draft.with_name(f"some-{month}.md").write_text(
            f"{head}\n藍の布を{month}枚染めて、とても嬉しかったです。\n", "utf-8"
        )
        assert run("generate", "--year", "2024", "--date", "2025-01-01")[0] == 0
        made.append(draft.read_bytes().decode())
    assert made[0] != edited  # there was something new to say
    for again in made:
        assert again.count(mine) == 1
        assert again.count(changed + newline) == 1
        assert "18" not in again
        assert again.count("\n") == again.count(newline)
    assert run("generate", "--year", "2024", "--date", "2025-01-01")[0] == 0
    assert draft.read_bytes().decode() == made[1]


def test_in_mdx_nothing_of_the_authors_is_code(build_tree: BuildTree, run: Run) -> None:
    root = build_tree(ASTRO)
    code, _, told = run("generate", "--year", "2024")
    assert (code, "as {/* ? … */}" in told) == (0, True)
    text = (root / "src/content/blog/2024-review.mdx").read_text("utf-8")
    assert r"色の数 \< 糸の数 という\{色}の組を18個" in text
    assert r"型 Array\<T> と \{} の話" in text
    assert not [hidden for hidden in ("秘密", "売る", "Box", "箱") if hidden in text]
    assert "- 来年も育てたい。{/* ? */}\n" in text
    assert "unproven" not in run("check", "src/content/blog/2024-review.mdx")[1]


def test_an_html_comment_in_mdx_is_an_error(build_tree: BuildTree, run: Run) -> None:
    build_tree({**ASTRO, "src/content/blog/a.mdx": "---\ntitle: a\n---\n\n`<!-- a -->`\n\n<!-- drafter: 短く -->\n"})
    code, out, _ = run("check", "src/content/blog/a.mdx")
    (line,) = [line for line in out.splitlines() if "[html-comment]" in line]
    assert (code, line.split(": ")[0]) == (9, "src/content/blog/a.mdx:7:1")
