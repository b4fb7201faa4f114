"""Bad input of every kind, and what a person sees then, as bad_input.md has it.

A bug (exit code 1) is never the answer, and no file that was there before is changed.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from drafter import cli

Files = dict[str, str | bytes]
BuildTree = Callable[[Mapping[str, str | bytes]], Path]
Prepare = Callable[[Path], object]
FAR = "a" * 300


@dataclass(frozen=True)
class Case:
    kind: str
    command: tuple[str, ...]
    shown: tuple[str, ...]
    code: int


def parse_table() -> list[Case]:
    text = Path(__file__).with_name("bad_input.md").read_text("utf-8").replace("FAR", FAR)
    cases: list[Case] = []
    for kind, block in re.findall(r"^## (.+)\n\n((?:    .+\n)+)", text, re.MULTILINE):
        command, *shown, code = (line[4:] for line in block.splitlines())
        arguments = shlex.split(command.removeprefix("$ drafter "))
        cases.append(Case(kind, tuple(arguments), tuple(shown), int(code.removeprefix("exit "))))
    return cases


def post(title: str, day: str, body: str = "") -> str:
    return f'+++\ntitle = "{title}"\ndate = {day}\ndraft = false\n+++\n\n{body or f"{title}を庭に植えた。"}\n'


def third(content: str | bytes, name: str = "3.md") -> Files:
    return {f"content/posts/{name}": content}


BLOG: Files = {
    "hugo.toml": 'baseURL = "https://niwa.example/"\nlanguageCode = "ja"\ntimeZone = "Asia/Tokyo"\n',
    "content/posts/1.md": post("柿の木", "2024-01-03"),
    "content/posts/2.md": post("梅の木", "2024-05-03", "梅の実を40個もいだ。ことしは梅酒にした。"),
}
NO_BLOG: dict[str, Files] = {
    "an empty folder, listed": {},
    "an empty folder": {},
    "no dates": {"memo.md": "きょうは寒い。\n"},
    "broken _config.yml": {"_config.yml": "title: 庭\na: b: c\n"},
}
SOWN = "---\ntitle: 種まき\ndate: 2024-03-03\n---\n春に種をまいた。芽が出るまで9日かかった。\n"
OPEN_QUOTE = '+++\ntitle = "種まき\ndate = 2024-03-03\n+++\n春に種をまいた。\n'
CONFLICT = "<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> main\n"
TITLES = CONFLICT.format("title = '2023年の振り返り'", "title = '2023年のふりかえり'")
LAST = "2023年は3記事を書いた。\n\n## 2024年の目標\n\n- 池を掘る\n"
TWICE = third(SOWN, "ぎ.md") | third(SOWN, unicodedata.normalize("NFD", "ぎ.md"))
BYTES = bytes(range(256)) * 9
WORDING = "prompts/wording/ja.toml"

FILES: dict[str, Files] = {
    "posts of the future": third(post("月の庭", "2199-01-03")),
    "an unknown key": {"drafter.toml": '[sources]\nnots = ["a"]\n'},
    "two bad settings": {"drafter.toml": '[period]\nfiscal_start = 13\nday_start = "25:00"\n'},
    "broken drafter.toml": {"drafter.toml": "# 設定\n[sources\n"},
    "drafter.toml in Shift_JIS": {"drafter.toml": "\n# 設定\n".encode("cp932")},
    "a path with NUL": {"drafter.toml": '[sources]\nnotes = ["a\\u0000"]\n'},
    "broken hugo.toml": {"hugo.toml": 'title = "庭"\nbaseURL = "x\n'},
    "no such time zone": {"hugo.toml": 'timeZone = "Mars"\n'},
    "an archetype that is no text": {"archetypes/default.md": BYTES},
    "an ignore file in no known encoding": {".drafterignore": BYTES},
    "a broken line in an ignore file": {".drafterignore": "nikki/\n\n!\n"},
    "broken wording": {WORDING: "[headings\n"},
    "wording with an unknown slot": {WORDING: '[headings]\ntitle = "{{ yaer }}"\n'},
    "wording nobody uses": {WORDING: '[headings]\ntitel = "庭"\n'},
    "broken front matter": third(OPEN_QUOTE),
    "broken front matter, drafted": third(OPEN_QUOTE),
    "front matter without an end": third(SOWN.replace("\n---\n", "\n")),
    "an impossible offset": third(SOWN.replace("03-03", "03-03T10:00:00+99:99")),
    "UTF-16": third(SOWN.encode("utf-16")),
    "UTF-16 without a mark": third(SOWN.encode("utf-16-le")),
    "Shift_JIS": third(SOWN.encode("cp932")),
    "Shift_JIS, drafted": third(SOWN.encode("cp932")),
    "NUL bytes": third(SOWN.replace("芽が", "芽\0が")),
    "a line of 200 kB": third(SOWN + "あ" * 70_000),
    "a line of 200 kB, drafted": third(SOWN + "水をやった。" * 11_000),
    "a binary": third(b"\x89PNG\r\n\x1a\n" + BYTES),
    "an empty file": third(""),
    "white space alone": third(" \n"),
    "a huge file": third(b"a" * (5 * 1024**2 + 1)),
    "a folder named like a file": third(SOWN, "3.md/4.md"),
    "one name in NFC and NFD": TWICE,
    "one name in NFC and NFD, drafted": TWICE,
    "one title twice": third(post("柿の木", "2024-06-06", "柿の実を9個もいだ。")),
    "a merge conflict in the text": third(
        post("2023年の振り返り", "2023-12-31", CONFLICT.format("三つ。", "四つ。") + LAST), "2023.md"
    ),
    "a merge conflict in the front matter": third(
        f"+++\n{TITLES}date = 2023-12-31\ndraft = false\n+++\n{LAST}", "2023.md"
    ),
    "a prompt that does not parse": {"own/outline.j2": "{% for f in facts %}\n{{ f.id }\n"},
    "a prompt nobody asks with": {"own/outlin.j2": "x"},
    "a prompt that wants what it is not given": {"own/facts.j2": "{{ periot }}"},
    "a folder at the target": {"out/index.md/a.txt": "a"},
    "a file in the place of the state": {".drafter": "x"},
}


def draft(root: Path) -> Path:
    assert cli.main(["generate", "--year", "2024", "--out", "draft.md"]) == 0
    return root / "draft.md"


def write_by_hand(root: Path) -> None:
    (root / "draft.md").write_text("わたしの一文。\n", "utf-8")


def set_version(text: str) -> Prepare:
    return lambda root: (draft(root), (root / ".drafter/version").write_text(text))


def break_memory(text: str) -> Prepare:
    def prepare(root: Path) -> None:
        draft(root)
        for record in (root / ".drafter/written").iterdir():
            record.write_text(text)

    return prepare


def link(name: str, target: str) -> Prepare:
    return lambda root: (root / "content/posts" / name).symlink_to(target)


PREPARED: dict[str, Prepare] = {
    "a broken link": link("3.md", "gone.md"),
    "a link to itself": link("3.md", "3.md"),
    "a link that leads back": link("back", ".."),
    "a pipe": lambda root: os.mkfifo(root / "content/posts/3.md"),
    "a file of a person's": write_by_hand,
    "the state of a newer drafter": set_version("7\n"),
    "a broken version": set_version("x"),
    "a broken memory, cut off": break_memory('{"text": '),
    "a broken memory, of another shape": break_memory("[]"),
    "a broken memory, nested deep": break_memory("[" * 99_999),
    "a line out of range": draft,
    "no line": draft,
    "a memory that is lost": break_memory("{"),
}
CASES = parse_table()


def contents(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in root.rglob("*") if path.is_file() and ".drafter" not in path.parts}


def test_every_file_belongs_to_a_kind() -> None:
    assert {*NO_BLOG, *FILES, *PREPARED} <= {case.kind for case in CASES}
    assert len({case.kind for case in CASES}) == len(CASES) >= 24


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.kind)
def test_bad_input_is_answered(
    case: Case, build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = build_tree(NO_BLOG.get(case.kind, BLOG | FILES.get(case.kind, {})))
    monkeypatch.chdir(root)
    if case.kind in PREPARED:
        PREPARED[case.kind](root)
    before = contents(root)
    capsys.readouterr()
    code = cli.main(list(case.command))
    out, err = (text.replace(str(root), "ROOT") for text in capsys.readouterr())
    told = [line for line in err.splitlines() if line.startswith(("error: ", "hint: "))]
    assert (told, code) == ([line for line in case.shown if line.startswith(("error: ", "hint: "))], case.code)
    assert [line for line in case.shown if line not in out + err] == []
    assert "hint: " in err if code else told == []
    assert {path: contents(root)[path] for path in before} == before


def test_a_draft_over_a_person_s_file_keeps_both(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = build_tree(BLOG)
    monkeypatch.chdir(root)
    break_memory("{")(root)
    (root / "draft.md").write_text("わたしの文。\n", "utf-8")
    assert cli.main(["generate", "--year", "2024", "--out", "draft.md", "--force"]) == 0
    assert "what stood there is kept in .drafter/old/draft.md" in capsys.readouterr().err
    assert (root / ".drafter/old/draft.md").read_text("utf-8") == "わたしの文。\n"
    assert "梅の実を40個もいだ。" in (root / "draft.md").read_text("utf-8")


def test_a_file_that_may_not_be_read_is_left_out(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(build_tree(BLOG))
    read_bytes = Path.read_bytes

    def guarded(path: Path) -> bytes:
        if path.name == "1.md":
            raise PermissionError(13, "Permission denied", str(path))
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", guarded)
    assert cli.main(["sources", "--year", "2024"]) == 0
    out, err = capsys.readouterr()
    assert "content/posts/1.md  cannot be read: Permission denied" in out
    assert err == "1 document read, 1 file left out, for 2024\n"


HOLD = """
import fcntl, os, sys
file = open(sys.argv[1], "w")
fcntl.flock(file, fcntl.LOCK_EX)
print(os.getpid(), file=file, flush=True)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_drafter_waits_and_names_the_first(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = build_tree(BLOG | {".drafter/lock": ""})
    monkeypatch.chdir(root)
    command = [sys.executable, "-c", HOLD, ".drafter/lock"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        code = cli.main(["generate", "--year", "2024", "--out", "draft.md"])
        holder.communicate()
    out, err = capsys.readouterr()
    assert (code, out) == (8, "")
    assert f"error: {root}/.drafter: another drafter is writing there (process {holder.pid})\nhint: wait" in err
    assert not (root / "draft.md").exists()


def run_drafter(*arguments: str, shell: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """In a process of its own; `shell` redirects its output."""
    command = f"{shlex.join([sys.executable, '-m', 'drafter', *arguments])} {shell}"
    environ = {**os.environ, **environment}
    return subprocess.run(command, shell=True, env=environ, check=False, capture_output=True, encoding="utf-8")


@pytest.mark.parametrize("name", ["温室", "bench"])
def test_links_are_the_same_in_every_locale(build_tree: BuildTree, name: str) -> None:
    root = build_tree(BLOG | third(post("温室を建てた", "2024-06-06"), f"{name}.md"))
    arguments = ("generate", "--year", "2024", "--date", "2025-01-01", "--stdout", "-C", str(root))
    here = run_drafter(*arguments, PYTHONUTF8="1")
    there = run_drafter(*arguments, LC_ALL="POSIX", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0", PYTHONIOENCODING="ascii")
    assert f"(/posts/{name}/)" in here.stdout
    assert (there.returncode, there.stdout, there.stderr) == (0, here.stdout, here.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_full_disk_below_the_output_is_told() -> None:
    done = run_drafter("--version", shell="> /dev/full")
    assert (done.returncode, done.stderr) == (
        8,
        "error: standard output: No space left on device\nhint: check where it goes\n",
    )


def test_a_closed_output_is_no_error(build_tree: BuildTree) -> None:
    done = run_drafter("stats", "--year", "2024", "-C", str(build_tree(BLOG)), shell=">&-")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_draft_nobody_reads_to_the_end_is_no_error(build_tree: BuildTree) -> None:
    command = [sys.executable, "-m", "drafter", "generate", "--year", "2024", "--stdout", "-C", str(build_tree(BLOG))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read().decode()
    assert (process.returncode, err.splitlines()[0][:40]) == (0, "read 2 posts, 0 drafts and 0 notes of 20")
    assert "Traceback" not in err
