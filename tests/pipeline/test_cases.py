"""Cases: what a case.toml may say, what is told when it is wrong, how it is laid out; and the shipped ones."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import unicodedata
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from drafter import cli
from drafter.errors import OutputError, SettingsError, SourceError
from drafter.pipeline.case_file import find_headings
from drafter.pipeline.cases import Case, Label, Split, Veto, laid_out, lay_out, load_cases, read_body
from drafter.pipeline.generate import GenerateOptions, generate
from drafter.pipeline.project import Project, open_project
from drafter.records import Unit
from drafter.settings import load_settings
from drafter.store.data import data_dir
from tests.conftest import BuildTree

JST = timezone(timedelta(hours=9))
CASE = """language = "ja"
period = "2024"
cutoff = 2024-12-31
notes = ["notes"]
reference = "mine.md"
split = "tune"
"""
FILES = {"湖/notes/2024-05-01.md": "湖を渡った。\n", "湖/mine.md": "# 2024年\n\n## 湖\n\n舟で一周した。\n"}
SHIPPED = {case.name: case for case in load_cases(data_dir("eval"))}


def write_case(build_tree: BuildTree, toml: str, **files: str) -> Path:
    return build_tree({**FILES, **files, "湖/case.toml": toml}) / "湖"


def load_case(folder: Path) -> Case:
    (case,) = load_cases(folder)
    return case


def open_case(case: Case, folder: Path) -> Project:
    return open_project(load_settings(folder, flags={}, environ={}), folder, now=case.cutoff)


def test_a_case_says_what_its_file_says(build_tree: BuildTree) -> None:
    toml = CASE + (
        'must_mention = [["湖", "lake"], "舟"]\nmust_not_mention = ["山"]\nconfirmed = ["一周は20km。"]\n'
        'vetoes = ["number", "register"]\n[weights]\ncoverage = 0.5\n'
        '[[support]]\nheading = "湖"\nlabel = "P"\nwhy = "the way round is new"\n'
    )
    case = load_case(write_case(build_tree, toml))
    assert (case.name, case.language, case.period.label, case.split) == ("湖", "ja", "2024", Split.TUNE)
    assert case.cutoff == datetime(2024, 12, 31, 23, 59, 59, tzinfo=JST)
    assert (case.site, case.notes, case.reference) == ((), (case.folder / "notes",), case.folder / "mine.md")
    assert case.must_mention == (("湖", "lake"), ("舟",))
    assert (case.must_not_mention, case.confirmed) == ((("山",),), ("一周は20km。",))
    assert (case.weights, case.vetoes) == ({"coverage": 0.5}, (Veto.NUMBER, Veto.REGISTER))
    assert [(s.heading, s.label, s.why) for s in case.support] == [("湖", Label.PARTLY, "the way round is new")]


@pytest.mark.parametrize(
    ("written", "unit", "first", "last"),
    [
        ('"2024"', Unit.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        ('"２０２４"', Unit.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        ('"2024Q2"', Unit.QUARTER, date(2024, 4, 1), date(2024, 6, 30)),
        ('"2024-02"', Unit.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ('"2024-W01"', Unit.WEEK, date(2024, 1, 1), date(2024, 1, 7)),
        ("{ from = 2023-02-02, to = 2024-02-09 }", Unit.RANGE, date(2023, 2, 2), date(2024, 2, 9)),
    ],
)
def test_a_period_is_a_label_or_its_days(
    build_tree: BuildTree, written: str, unit: Unit, first: date, last: date
) -> None:
    period = load_case(write_case(build_tree, CASE.replace('"2024"', written))).period
    assert (period.unit, period.start, period.end) == (unit, first, last)


@pytest.mark.parametrize(
    ("change", "problem", "hint"),
    [
        pytest.param(("language", "langage"), r"case.toml:1: langage: unknown key, did you mean 'language'", "delete"),
        pytest.param(("reference =", "#"), r"case.toml: reference: is missing", "add reference"),
        pytest.param(("tune", "train"), r"case.toml:6: split: must be 'tune' or 'hold-out', got 'train'", "split"),
        pytest.param(('"2024"', '"2024-13"'), r"case.toml:2: period: not a month: '2024-13'", '"2024Q2"'),
        pytest.param(('"2024"', "2024"), r"case.toml:2: period: .*got 2024", "correct period"),
        pytest.param(("2024-12-31", '"soon"'), r"case.toml:3: cutoff: .*got 'soon'", "correct cutoff"),
        pytest.param(('["notes"]', '["日記"]'), r"case.toml:4: notes\[1\]: no such folder: '日記'", "make the folder"),
        pytest.param(('["notes"]', '["../山"]'), r"case.toml:4: notes\[1\]: leads out of the case", "in its folder"),
        pytest.param(('["notes"]', "[]"), r"case.toml: site: there is neither a site nor notes", "name the folders"),
        pytest.param(("mine.md", "yours.md"), r"case.toml:5: reference: no such file: 'yours.md'", "write the file"),
        pytest.param(('["notes"]', '["."]'), r"case.toml:5: reference: the drafter would read it", "move it out"),
        pytest.param(
            ('"tune"', '"tune"\nvetoes = ["luck"]'), r"case.toml:7: vetoes\[1\]: must be 'number'.*got 'luck'", "vetoes"
        ),
        pytest.param(
            ('"tune"', '"tune"\n[weights]\ncoverage = -1.0'), r"case.toml:8: weights.coverage: .*got -1.0", "coverage"
        ),
        pytest.param(
            ('"tune"', '"tune"\n[[support]]\nheading = "湖"\nlabel = "X"'),
            r"case.toml:9: support\[1\].label: must be 'S'.*got 'X'",
            "label",
        ),
        pytest.param(
            ('"tune"', '"tune"\n[[support]]\nheading = "山"\nlabel = "S"'),
            r"case.toml:8: support\[1\].heading: the reference has no heading '山'",
            "as the reference does",
        ),
        pytest.param(("language =", "language"), r"case.toml:1: ", "TOML"),
    ],
)
def test_a_wrong_case_is_told_with_file_key_and_next_action(
    build_tree: BuildTree, change: tuple[str, str], problem: str, hint: str
) -> None:
    folder = write_case(build_tree, CASE.replace(*change))
    with pytest.raises(SettingsError, match=problem) as told:
        load_cases(folder)
    assert told.value.hint
    assert hint in told.value.hint


def test_every_problem_of_every_case_is_told_at_once(build_tree: BuildTree) -> None:
    wrong = CASE.replace("tune", "train").replace("period", "priod")
    root = build_tree({**FILES, "湖/case.toml": wrong, "山/case.json": "[1]"})
    with pytest.raises(SettingsError) as told:
        load_cases(root)
    lines = str(told.value).splitlines()
    assert {line.split(": ")[1] for line in lines if "case.toml" in line} == {"split", "period", "priod"}
    assert [line for line in lines if "case.json: must be a JSON object" in line]


@pytest.mark.parametrize(
    ("files", "name", "problem"),
    [
        ({}, "none", "no such folder"),
        ({"a.md": "x"}, "a.md", "is a file, not a folder"),
        ({"rubric/voice.toml": ""}, ".", "no case in it"),
    ],
)
def test_a_folder_without_cases_is_told(build_tree: BuildTree, files: dict[str, str], name: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        load_cases(build_tree(files) / name)


# Laying out


def test_a_case_is_laid_out_byte_for_byte_without_its_reference(build_tree: BuildTree, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "湖/notes/2024-05-01 か\u3099く.md": "\ufeff湖を渡った。\r\n",
        "湖/notes/.drafterignore": "secret.md\n",
        "湖/blog/content/a.md": "+++\ndate = 2024-03-01\n+++\n",
        "湖/blog/.drafter/words.json": "{}",
        "湖/mine.md": "湖のことは、来年も書きたい。",
        "湖/case.toml": CASE.replace("notes =", 'site = "blog"\nnotes ='),
    }
    case = load_case(build_tree(files) / "湖")
    root = lay_out(case, tmp_path / "out")
    assert root == tmp_path / "out" / "blog"
    laid = {path.relative_to(tmp_path / "out").as_posix() for path in (tmp_path / "out").rglob("*") if path.is_file()}
    kept = {name.removeprefix("湖/") for name in files} - {"mine.md", "case.toml", "blog/.drafter/words.json"}
    assert laid == kept | {"drafter.toml"}
    for name in kept:
        assert (tmp_path / "out" / name).read_bytes() == (case.folder / name).read_bytes()
    assert load_settings(root, flags={}, environ={}).notes == (tmp_path / "out" / "notes",)


def test_a_copy_of_the_reference_in_the_notes_is_refused(build_tree: BuildTree, tmp_path: Path) -> None:
    copy = "---\ntitle: 下書き\n---\n\n昨日の続き。\n\n" + FILES["湖/mine.md"].replace("\n", "\r\n") + "追伸。"
    case = load_case(write_case(build_tree, CASE, **{"湖/notes/draft.md": copy}))
    with pytest.raises(SourceError, match=r"湖: notes/draft.md holds the text of the reference"):
        lay_out(case, tmp_path / "out")


def test_a_case_is_not_laid_out_over_files(build_tree: BuildTree) -> None:
    case = load_case(write_case(build_tree, CASE))
    with pytest.raises(OutputError, match="is not empty"):
        lay_out(case, case.folder)


def test_a_laid_out_case_is_gone_afterwards(build_tree: BuildTree) -> None:
    with laid_out(load_case(write_case(build_tree, CASE))) as root:
        assert (root / "notes" / "2024-05-01.md").is_file()
    assert not root.exists()


def test_the_command_drafts_a_laid_out_case(build_tree: BuildTree, capsys: pytest.CaptureFixture[str]) -> None:
    with laid_out(load_case(write_case(build_tree, CASE))) as root:
        assert cli.main(["generate", "--stdout", "-C", str(root), "--year", "2024"]) == 0
    told = capsys.readouterr().out
    assert "湖を渡った。" in told
    assert "舟で一周した" not in told


# Folders of elsewhere


def outside(build_tree: BuildTree, files: dict[str, str], **values: object) -> Path:
    case: dict[str, object] = {
        "language": "ja",
        "period": {"from": "2024-01-01", "to": "2024-12-31"},
        "cutoff": "2024-12-31T23:59:59",
        "reference": "articles/review.md",
        "exemplars": ["articles/old-review.md"],
        "licence": "ours",
    }
    head = "---\ntitle: {}\nemoji: 🛶\npublished: true\n---\n\n{}\n"
    mine = {
        "case.json": json.dumps(case | values),
        "inputs/articles/舟 の話.md": head.format("舟の話", "舟を直して、湖を渡った。"),
        "inputs/articles/pen.md": head.format("ペン", "ペンを替えた。"),
        "past/articles/old-review.md": head.format("2023年の振り返り", "## 湖\n\n" + "湖は遠かった。" * 30),
        "reference/articles/review.md": head.format("2024年の振り返り", "舟で湖を一周した年だった。"),
    }
    return build_tree({f"elsewhere/{name}": text for name, text in (mine | files).items()}) / "elsewhere"


MANIFEST = (
    "path\tdate\tdate_source\n"
    "articles/舟 の話.md\t2024-05-06\tgit-first-commit\n"
    "articles/pen.md\t2024-11-30\tgit-first-commit\n"
)


def test_a_folder_of_elsewhere_is_a_case_to_look_at_only(build_tree: BuildTree) -> None:
    labels = [("湖", "supported by past/ only"), ("舟", "unsupported"), ("結び", "boilerplate")]
    support = json.dumps({"sections": [{"heading": h, "label": label, "why": ""} for h, label in labels]})
    case = load_case(outside(build_tree, {"support.json": support}))
    assert (case.name, case.period.label, case.split) == ("elsewhere", "2024", Split.HOLD_OUT)
    assert case.cutoff == datetime(2024, 12, 31, 23, 59, 59, tzinfo=JST)
    assert case.site == (case.folder / "past", case.folder / "inputs")
    assert case.earlier == (case.folder / "past/articles/old-review.md",)
    assert case.reference is not None
    assert "舟で湖を一周した年だった。" in read_body(case.reference)
    assert "published" not in read_body(case.reference)
    assert [s.label for s in case.support] == [Label.EARLIER, Label.UNSUPPORTED, Label.BOILERPLATE]


def test_days_that_only_a_history_tells_are_author_dates(build_tree: BuildTree, tmp_path: Path) -> None:
    case = load_case(outside(build_tree, {"inputs_manifest.tsv": MANIFEST}))
    root = lay_out(case, tmp_path / "out")
    days = {d.title: (d.stamp.day, d.stamp.origin) for d in open_case(case, root).documents if d.stamp}
    assert days == {
        "舟の話": (date(2024, 5, 6), "git: first commit"),
        "ペン": (date(2024, 11, 30), "git: first commit"),
        "2023年の振り返り": (date(2023, 12, 31), "git: first commit"),
    }
    log = subprocess.run(["git", "-C", root, "log", "-p", "--format=%an %cI"], capture_output=True, check=True)
    assert "一周した" not in log.stdout.decode()


def test_a_draft_of_elsewhere_never_sees_the_reference(build_tree: BuildTree) -> None:
    case = load_case(outside(build_tree, {"inputs_manifest.tsv": MANIFEST}))
    with laid_out(case) as root:
        project = open_case(case, root)
        text = generate(project, case.period, GenerateOptions(stdout=True)).text
        assert {d.title for d in project.documents} == {"舟の話", "ペン", "2023年の振り返り"}
    assert "舟の話" in text
    assert "一周" not in text


def test_a_site_as_it_stood_is_laid_out_whole(build_tree: BuildTree, tmp_path: Path) -> None:
    files = {
        "site/hugo.toml": "baseURL = 'https://a.example/'\n",
        "site/content/a.md": "+++\ndate = 2024-01-01\n+++\n湖。",
    }
    root = outside(build_tree, files, exemplars=["content/a.md"])
    shutil.rmtree(root / "inputs")
    shutil.rmtree(root / "past")
    case = load_case(root)
    assert case.earlier == (root / "site/content/a.md",)
    assert open_case(case, lay_out(case, tmp_path / "out")).site.generator == "hugo"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"language": "xx"}, "case.json: language: must be 'ja'"),
        ({"period": {"from": "2024-12-31", "to": "2024-01-01"}}, "case.json: period: the range ends before it starts"),
        ({"cutoff": "soon"}, "case.json: cutoff: no day: 'soon'"),
        ({"reference": "articles/none.md"}, "case.json: reference: no file 'articles/none.md' in reference/"),
        ({"exemplars": ["../../x.md"]}, r"case.json: exemplars\[1\]: no file .* in past/ and inputs/"),
    ],
)
def test_a_wrong_case_of_elsewhere_is_told(build_tree: BuildTree, values: dict[str, object], problem: str) -> None:
    folder = outside(build_tree, {}, **values)
    with pytest.raises(SettingsError, match=problem):
        load_cases(folder)


def test_a_range_and_a_zone_of_elsewhere_are_kept(build_tree: BuildTree) -> None:
    values = {"period": {"from": "2023-02-02", "to": "2024-02-09"}, "cutoff": "2024-02-09T23:59:59-05:00"}
    case = load_case(outside(build_tree, {}, reference=None, **values))
    assert case.period.unit is Unit.RANGE
    assert case.cutoff.utcoffset() == timedelta(hours=-5)
    assert case.reference is None


# The cases that are shipped


def said(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def mentions(text: str, alternatives: tuple[str, ...]) -> list[str]:
    return [words for words in alternatives if said(words) in said(text)]


def test_the_shipped_cases_are_of_every_kind() -> None:
    assert len(SHIPPED) >= 6
    assert {case.language for case in SHIPPED.values()} == {"ja", "en"}
    assert {case.period.unit for case in SHIPPED.values()} == {Unit.YEAR, Unit.MONTH}
    assert {case.split for case in SHIPPED.values()} == set(Split)
    assert {bool(case.site) for case in SHIPPED.values()} == {True, False}


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_reference_has_a_label_for_every_heading(name: str) -> None:
    case = SHIPPED[name]
    assert case.reference
    body = read_body(case.reference)
    assert set(find_headings(body)) == {s.heading for s in case.support} - {""}
    assert all(s.why for s in case.support if s.label is not Label.BOILERPLATE)
    assert 600 <= len("".join(body.split())) <= 1500


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_reference_stands_by_its_own_demands(name: str) -> None:
    case = SHIPPED[name]
    assert case.reference
    body = read_body(case.reference)
    assert [words for words in case.must_mention if not mentions(body, words)] == []
    assert [found for words in case.must_not_mention if (found := mentions(body, words))] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_case_is_drafted_without_a_model_and_nothing_forbidden_is_said(name: str) -> None:
    case = SHIPPED[name]
    assert case.reference
    with laid_out(case) as root:
        project = open_case(case, root)
        generated = generate(project, case.period, GenerateOptions(stdout=True))
        read = "".join(d.text for d in project.reading.documents)
    assert generated.text.count("\n") > 8
    assert [f for words in case.must_not_mention if (f := mentions(generated.text, words))] == []
    assert said(read_body(case.reference)) not in said(read)


@pytest.mark.parametrize("name", SHIPPED)
def test_what_a_shipped_case_demands_can_be_known_from_its_sources(name: str) -> None:
    case = SHIPPED[name]
    with laid_out(case) as root:
        project = open_case(case, root)
        read = "".join(d.title + d.text for d in project.documents)
    counted = re.compile(r"\d+(?:記事|本)")
    missing = [w for w in case.must_mention if not mentions(read, w) and not any(map(counted.fullmatch, map(said, w)))]
    assert missing == []


def test_the_traps_are_set() -> None:
    case = SHIPPED["itsuki-2024"]
    files = {path.name: path.read_bytes() for path in case.folder.rglob("*.md")}
    assert [name for name in files if name != unicodedata.normalize("NFC", name)]
    assert [name for name, data in files.items() if b"\r\n" in data]
    assert [name for name, data in files.items() if data.startswith(b"\xef\xbb\xbf")]
    with laid_out(case) as root:
        levels = {d.path: d.level for d in open_case(case, root).reading.documents}
    assert [levels[f"notes/2024-0{day}.md"] for day in ("5-06", "6-02")] == ["private", "private"]


def test_a_case_is_drafted_the_same_way_every_time(tmp_path: Path) -> None:
    case = SHIPPED["minato-2024-06"]
    roots = [lay_out(case, tmp_path / name) for name in ("a", "b")]
    texts = [generate(open_case(case, root), case.period, GenerateOptions(stdout=True)).text for root in roots]
    assert texts[0] == texts[1]
