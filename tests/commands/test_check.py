"""`drafter check` on the blog of a gardener: what it finds, where, and what it leaves alone."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from drafter import cli
from drafter.pipeline.check import check_file
from drafter.pipeline.project import open_project
from drafter.settings import load_settings

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
Check = Callable[..., tuple[int, list[tuple[str, str, str]], str]]
POST = Path("content/posts/looking-back/2024/index.md")
LINE = re.compile(
    r"^(?P<path>.+?):(?P<line>\d+):(?P<column>\d+): (?P<severity>\w+): (?P<message>.+) \[(?P<rule>[\w-]+)\]$"
)


def post(title: str, day: str, body: str, *, draft: bool = False) -> str:
    flag = "draft = true\n" if draft else ""
    return f"+++\ntitle = '{title}'\ndate = {day}T09:00:00+09:00\n{flag}tags = ['園芸']\n+++\n\n{body}\n"


FILES: dict[str, str | bytes] = {
    "hugo.toml": "baseURL = 'https://niwa.example/blog/'\nlanguageCode = 'ja'\n",
    "layouts/_default/single.html": "<html><title>{{ .Title }}</title><body>{{ .Content }}</body></html>",
    "content/posts/looking-back/2023/index.md": post(
        "2023年の振り返り",
        "2024-01-01",
        "庭を始めた。土を運んだ。石を拾った。種を蒔いた。雨を待った。\n\n## 2024年の目標\n\n- 温室を建てる",
    ),
    "content/posts/onshitsu.md": post(
        "温室を建てた", "2024-03-10", "## 柱の話\n\n温室を建てた。柱は6本で、屋根は中古の窓を使った。"
    ),
    "content/posts/tomato.md": post("トマトの一年目", "2024-08-04", "トマトを24個収穫した。水やりは朝だけに変えた。"),
    "content/posts/himitsu.md": post(
        "ひみつの池の計画", "2024-09-01", "裏庭に池を掘って金魚を三匹だけ飼うつもりでいる。", draft=True
    ),
    "notes/2024-05-01.md": "佐藤さんから苗を三株もらった。\n",
    "notes/2024-06-01.md": "---\nprivate: true\n---\n\n隣の畑の境界のことで揉めている話は誰にも言わない。\n",
    "drafter.toml": "[sources]\nnotes = ['notes']\n\n[privacy]\ndeny = ['青空商事']\n",
}


def written(body: str, *, draft: bool = False) -> str:
    return post("2024年の振り返り", "2024-12-30", body, draft=draft)


@pytest.fixture
def check(build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Check a text at the post's place; the code, (rule, severity, words) of each finding, and what was said."""

    def call(
        text: str | bytes, *arguments: str, files: Mapping[str, str | bytes] | None = None
    ) -> tuple[int, list[tuple[str, str, str]], str]:
        monkeypatch.chdir(build_tree({**FILES, str(POST): text, **(files or {})}))
        code = cli.main(["check", str(POST), "--no-build", "--json", *arguments])
        out, err = capsys.readouterr()
        (file,) = json.loads(out)["files"]
        plain = text.decode() if isinstance(text, bytes) else text
        plain = plain.removeprefix("\ufeff")
        return code, [(f["rule"], f["severity"], plain[f["start"] : f["end"]]) for f in file["findings"]], err

    return call


def test_a_clean_post_is_clean(check: Check) -> None:
    body = "## 庭のこと\n\n温室を建てた。柱は6本だ。[トマト](/blog/posts/tomato/)を24個収穫した。"
    assert check(written(body))[:2] == (0, [])


CASES = {
    "a number nobody wrote": ("トマトを31個収穫した。", [("unproven-number", "note", "31個")]),
    "in full width": ("トマトを３１個収穫した。", [("unproven-number", "note", "３１個")]),
    "a number of a goal to come": ("## 2025年の目標\n\nトマトを100個収穫する。", []),
    "a day nobody wrote": ("2024年5月9日に柿を植えた。", [("unproven-date", "note", "5月9日")]),
    "a month alone": ("11月に柿を植えた。", []),
    "the preview of the site": (
        "[池](http://localhost:1313/posts/)と[話](http://localhost:8080/)を見た。",
        [("dead-link", "error", "http://localhost:1313/posts/")],
    ),
    "a name of the author's own": ("ゴーヤーカーテンを始めた。", []),
    "a slip in a name": ("Greenhuose を建てた。", [("unproven-name", "note", "Greenhuose")]),
    "a dead link": ("[池](/blog/posts/nai/)を見た。", [("dead-link", "error", "/blog/posts/nai/")]),
    "a link by the whole address": (
        "[池](https://niwa.example/blog/posts/nai/)を見た。",
        [("dead-link", "error", "https://niwa.example/blog/posts/nai/")],
    ),
    "a link without the base": ("[トマト](/posts/tomato/)を見た。", [("dead-link", "error", "/posts/tomato/")]),
    "a link to a draft": ("[池](/blog/posts/himitsu/)を見た。", [("dead-link", "error", "/blog/posts/himitsu/")]),
    "a link to another site, above the base and to a list": (
        "[話](https://example.org/x)、[隣](https://niwa.example/shop/)、[札](/blog/tags/園芸/)、[全部](/blog/posts/)を見た。",
        [],
    ),
    "a link in code": ("`[池](/blog/posts/nai/)`は書き方の例だ。\n\n```\n[池](/blog/posts/nai/)\n```", []),
    "a picture that is not there": ("![柿](kaki.png)", [("dead-link", "error", "kaki.png")]),
    "an anchor": (
        "[柱](/blog/posts/onshitsu/#柱の話)と[窓](/blog/posts/onshitsu/#窓)を見た。",
        [("dead-anchor", "warning", "/blog/posts/onshitsu/#窓")],
    ),
    "an anchor of the page": ("## 庭 2024\n\n[上](#庭-2024)と[下](#nai)", [("dead-anchor", "warning", "#nai")]),
    "a proposal": ("温室を建てた。<!-- ? -->", [("left-proposal", "error", "<!-- ? -->")]),
    "a question": ("<!-- ? 柿は植えた？ -->", [("left-question", "error", "<!-- ? 柿は植えた？ -->")]),
    "a directive": (
        "<!-- drafter: もっと短く -->\n\n温室を建てた。",
        [("left-directive", "error", "<!-- drafter: もっと短く -->")],
    ),
    "marks shown as code": ("`<!-- ? -->`を消す。\n\n```\n<!-- drafter: x -->\n⟦f1⟧\n```", []),
    "a mark of the model": ("温室を建てた。⟦f3a9⟧", [("left-mark", "error", "⟦f3a9⟧")]),
    "a secret": (
        "鍵はsk-proj-Ab3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7dである。",
        [("secret", "error", "sk-proj-Ab3dE5fG7hJ9kL1mN3pQ5rS7tU9vW1xY3zA5bC7d")],
    ),
    "a denied name": ("青空商事に寄った。", [("private-name", "error", "青空商事")]),
    "a person of the notes": ("佐藤さんに会った。", [("third-person", "warning", "佐藤さん")]),
    "nobody": ("お客さんも皆さんも、この間皆さんと来た人も。", []),
    "private words": (
        "隣の畑の境界のことで揉めている話だ。",
        [("private-words", "error", "隣の畑の境界のことで揉めている話")],
    ),
    "words of a draft": (
        "裏庭に池を掘って金魚を三匹だけ飼うつもりだ。",
        [("unpublished", "warning", "裏庭に池を掘って金魚を三匹だけ飼うつもり")],
    ),
    "the title of a draft": ("ひみつの池の計画を公開した。", [("unpublished", "warning", "ひみつの池の計画")]),
    "an archive": ("メモには雨と書かれていた。", [("archive-speak", "note", "メモには")]),
    "a register of its own": (
        "温室を建てた。柱を立てた。窓を使った。屋根を葺いた。水をやりました。",
        [("mixed-register", "note", "水をやりました。")],
    ),
    "an open fence": ("```python\nprint(1)", [("open-fence", "error", "```python")]),
    "an open comment": ("温室を建てた。\n\n<!-- あとで", [("open-comment", "error", "<!--")]),
    "an open shortcode": ('{{< figure src="x"\n\n温室を建てた。', [("open-shortcode", "error", "{{<")]),
    "a shortcode closed twice": ("{{< note >}}a{{< /note >}}\n\n{{< /note >}}", [("open-shortcode", "error", "{{< ")]),
}


@pytest.mark.parametrize(("body", "found"), CASES.values(), ids=CASES)
def test_what_is_found_in_a_post(check: Check, body: str, found: list[tuple[str, str, str]]) -> None:
    extra = {"content/posts/tools.md": post("道具", "2024-02-01", "Greenhouseを見た。GreenhouseとGreenhouse。")}
    code, findings, _ = check(written(body), files=extra)
    told = [f for f in findings if f[0] not in {"unproven-number", "unproven-date"} or any(f[0] == w[0] for w in found)]
    assert told == found
    assert code == (9 if any(severity == "error" for _, severity, _ in found) else 0)


def test_marks_are_to_do_in_a_draft_and_errors_in_what_readers_see(check: Check) -> None:
    body = "温室を建てた。<!-- ? -->\n\n<!-- ? 柿は？ -->\n\n<!-- drafter: 短く -->"
    assert [s for _, s, _ in check(written(body, draft=True))[1]] == ["warning"] * 3
    assert check(written(body, draft=True))[0] == 0
    assert check(written(body, draft=True), "--strict")[0] == 9
    assert check(written(body))[0] == 9


@pytest.mark.parametrize(
    "spell",
    [
        pytest.param(lambda t: t.replace("\n", "\r\n"), id="CRLF"),
        pytest.param(lambda t: "\ufeff" + t, id="BOM"),
        pytest.param(lambda t: unicodedata.normalize("NFD", t), id="NFD"),
    ],
)
def test_places_count_lines_and_characters_whatever_the_bytes(
    check: Check, capsys: pytest.CaptureFixture[str], spell: Callable[[str], str]
) -> None:
    text = spell(written("## 庭\n\n温室を建てた。[池](/blog/posts/nai/)を見た。"))
    findings = check(text.encode())[1]
    assert [(rule, words) for rule, _, words in findings] == [("dead-link", "/blog/posts/nai/")]
    cli.main(["check", str(POST), "--no-build"])
    (line,) = capsys.readouterr().out.splitlines()
    match = LINE.match(line)
    assert match is not None
    own = text.removeprefix("\ufeff").splitlines()[8]
    assert (int(match["line"]), own[int(match["column"]) - 1 :][:16]) == (9, "/blog/posts/nai/")
    assert Path(match["path"]) == POST


HEADS = {
    "broken": ("+++\ntitle = 'x\ndate = 2024-01-01\n+++\n", [("front-matter", 2)]),
    "not closed": ("+++\ntitle = 'x'\n", [("front-matter", 1)]),
    "none": ("温室を建てた。\n", [("front-matter", 1)]),
    "no title": ("---\ndate: 2024-01-01\n---\n", [("missing-title", 1)]),
    "an empty title": ("---\ntitle: ''\ndate: 2024-01-01\n---\n", [("missing-title", 2)]),
    "the future": ("---\ntitle: x\ndate: 2099-01-01\n---\n", [("future-date", 3)]),
    "sound": ("---\ntitle: x\ndate: 2024-01-01\n---\n", []),
}


@pytest.mark.parametrize(("head", "found"), HEADS.values(), ids=HEADS)
def test_faults_of_the_front_matter_stand_at_their_line(
    check: Check, capsys: pytest.CaptureFixture[str], head: str, found: list[tuple[str, int]]
) -> None:
    check(head)
    cli.main(["check", str(POST), "--no-build"])
    matches = [LINE.match(line) for line in capsys.readouterr().out.splitlines()]
    assert [(m["rule"], int(m["line"])) for m in matches if m] == found


def test_a_post_is_not_told_off_for_the_draft_that_retells_it(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    said = "温室をようやく建て終えて、屋根には中古の窓を六枚だけ使うことに決めた。"
    retold = {"content/posts/kaki.md": post("温室の話", "2024-03-01", said)}
    check(written(said, draft=True), files=retold)
    assert cli.main(["check", "content/posts/kaki.md", "--no-build"]) == 0
    assert "unpublished" not in capsys.readouterr().out


def test_an_ordinary_post_is_held_against_no_period_but_for_the_asking(
    check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    check(written(""), files={"content/posts/kaki.md": post("柿の話", "2024-11-01", "柿を777個もらった。")})
    assert cli.main(["check", "content/posts/kaki.md", "--no-build"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "kaki.md: no retrospective of a period by its title" in err
    assert cli.main(["check", "content/posts/kaki.md", "--no-build", "--year", "2024"]) == 0
    assert "[unproven-number]" in capsys.readouterr().out


def test_a_clone_without_memory_says_so(check: Check) -> None:
    assert check(written("温室を建てた。"))[2].startswith("no memory of drafter here (.drafter/)")


def test_several_files_are_told_in_their_order(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    check(written("温室を建てた。<!-- ? -->"), files={"content/posts/b.md": post("b", "2024-01-01", "⟦x⟧")})
    assert cli.main(["check", "content/posts/b.md", str(POST), "--no-build"]) == 9
    out, err = capsys.readouterr()
    assert [line.split(":")[0] for line in out.splitlines()] == ["content/posts/b.md", str(POST)]
    assert err.splitlines()[-1] == "2 errors in 2 files"


def test_what_is_no_file_is_told_all_at_once(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    check(written(""))
    assert cli.main(["check", "nai.md", "content", str(POST)]) == 4
    err = capsys.readouterr().err
    assert "nai.md: no such file" in err
    assert "content: is a folder, not a file" in err


@pytest.fixture
def drafted(
    build_tree: BuildTree, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., list[tuple[str, str]]]:
    """Draft the year, have the draft or a source changed, and check: rule and severity, marks apart."""

    def call(change: Callable[[Path], None]) -> list[tuple[str, str]]:
        monkeypatch.chdir(build_tree(FILES))
        assert cli.main(["generate", "--year", "2024", "--no-figure"]) == 0
        change(POST)
        capsys.readouterr()
        cli.main(["check", str(POST), "--no-build", "--json"])
        (file,) = json.loads(capsys.readouterr().out)["files"]
        assert file["remembered"]
        return [(f["rule"], f["severity"]) for f in file["findings"] if not f["rule"].startswith("left-")]

    return call


def swap(path: Path, old: str, new: str) -> None:
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def test_what_drafter_wrote_is_proved_by_its_record(drafted: Callable[..., list[tuple[str, str]]]) -> None:
    assert drafted(lambda _: None) == []


def test_a_sentence_whose_source_changed_is_told_and_held_against_the_sources(
    drafted: Callable[..., list[tuple[str, str]]],
) -> None:
    found = drafted(lambda _: swap(Path("content/posts/tomato.md"), "トマトを24個", "トマトを23個"))
    assert ("changed-source", "warning") in found
    assert ("unproven-number", "error") in found


def test_a_sentence_that_a_person_changed_is_theirs(drafted: Callable[..., list[tuple[str, str]]]) -> None:
    found = drafted(lambda draft: swap(draft, "トマトを24個", "トマトをなんと25個"))
    assert ("unproven-number", "note") in found
    assert {severity for _, severity in found} == {"note"}


def test_a_count_that_is_another_one_by_now_is_told(drafted: Callable[..., list[tuple[str, str]]]) -> None:
    late = post("おまけ", "2024-12-01", "おまけを書いた。")
    found = drafted(lambda _: Path("content/posts/late.md").write_text(late, "utf-8") and None)
    assert ("changed-source", "warning") in found


def build_check(capsys: pytest.CaptureFixture[str], path: Path = POST) -> list[tuple[str, str]]:
    cli.main(["check", str(path), "--json"])
    (file,) = json.loads(capsys.readouterr().out)["files"]
    return [(f["rule"], f["severity"]) for f in file["findings"]]


needs_hugo = pytest.mark.skipif(
    subprocess.run(["which", "hugo"], capture_output=True).returncode != 0, reason="no hugo"
)


@needs_hugo
def test_a_real_build_shows_the_page_and_no_mark(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    check(written("温室を建てた。", draft=True))
    assert build_check(capsys) == []
    assert not Path("public").exists()
    assert not Path(".hugo_build.lock").exists()


@needs_hugo
def test_a_real_build_without_the_page_is_an_error(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    text = written("温室を建てた。").replace("tags", "expiryDate = 2024-12-31T10:00:00+09:00\ntags")
    check(text)
    assert build_check(capsys) == [("build", "error")]


@needs_hugo
def test_a_mark_that_readers_see_is_an_error(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    check(written("温室を建てた。\\<!-- ? -->"))
    assert ("visible-mark", "error") in build_check(capsys)


@needs_hugo
def test_a_build_that_fails_is_an_error_of_the_post_it_names_alone(
    check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    check(written("{{< no-such-shortcode >}}"))
    assert build_check(capsys) == [("build", "error")]
    assert build_check(capsys, Path("content/posts/tomato.md")) == [("build", "warning")]


def test_an_editor_checks_the_text_it_holds(build_tree: BuildTree) -> None:
    root = build_tree({**FILES, str(POST): written("温室を建てた。")})
    project = open_project(load_settings(root, flags={}, environ={}), root)
    assert check_file(project, root / POST) == ()
    held = written("温室を建てた。⟦f1⟧")
    (finding,) = check_file(project, root / POST, text=held)
    assert (finding.rule, held[finding.start : finding.end]) == ("left-mark", "⟦f1⟧")
    assert check_file(project, root / "content/posts/new.md", text=held)[0].rule == "left-mark"


def test_nothing_heavy_is_loaded(build_tree: BuildTree) -> None:
    root = build_tree({**FILES, str(POST): written("トマトを24個収穫した。")})
    program = "import sys; from drafter.cli import main; main(sys.argv[1:]); print(*sys.modules)"
    command = [sys.executable, "-c", program, "check", str(root / POST), "--no-build"]
    loaded = set(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.split())
    assert "drafter.score.grounded_numbers" in loaded
    assert loaded.isdisjoint({"numpy", "openai", "jinja2", "rouge_score", "nltk", "matplotlib"})
