"""The bundled example drafted for 2024, as its author and the readers of her site would see it."""

from __future__ import annotations

import json
import os
import re
import shutil
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from drafter.pipeline.explain import Explained, explain
from drafter.pipeline.generate import Generated
from drafter.pipeline.project import Project
from drafter.read.encoding import decode
from drafter.records import Level, Standing
from drafter.text.front_matter import parse_front_matter
from drafter.text.inline import plain
from drafter.write.budget import n_visible_chars

EXAMPLE = Path(__file__).parents[2] / "eval" / "kaede-2024"
PLACE = Path("content/posts/looking-back/2024/index.md")
CANARIES = ("4417", "5520", "6631", "7742", "7743")
PERSONS = ("佐伯", "三好", "吉岡", "早坂", "水野", "片桐", "北里", "Grace")
JOB_CHANGE = ("転職", "退職", "内定", "入社", "最終出社", "面談", "新しい職場", "前の会社")
GOALS = ("データベーススペシャリスト", "フルマラソン", "英語", "OSS", "実家の写真")


@dataclass(frozen=True, kw_only=True)
class Example:
    root: Path
    project: Project
    generated: Generated
    explained: tuple[Explained, ...]

    @property
    def body(self) -> str:
        return self.generated.text[parse_front_matter(self.generated.text).end :]

    def source(self, path: str) -> str:
        """The text of a source, by its path as `explain` shows it: in NFC, whatever the disk has."""
        files = {
            unicodedata.normalize("NFC", Path(os.path.relpath(file, base)).as_posix()): file
            for base in (self.project.site.root, self.project.root)
            for file in self.root.rglob("*.md")
        }
        return decode(files[path].read_bytes()).text


@pytest.fixture(scope="module")
def example(
    tmp_path_factory: pytest.TempPathFactory, open_blog: Callable[..., Project], draft_blog: Callable[..., Generated]
) -> Example:
    root = tmp_path_factory.mktemp("example") / "kaede"
    shutil.copytree(EXAMPLE, root)
    generated = draft_blog(root / "site", notes=("../notes",))
    project = open_blog(root / "site", notes=("../notes",))
    return Example(root=root, project=project, generated=generated, explained=explain(project, generated.path, None))


def letters(markdown: str) -> str:
    return re.sub(r"[\W_]", "", plain(markdown))


def test_the_draft_stands_beside_the_last_retrospective(example: Example) -> None:
    assert example.generated.path == example.root / "site" / PLACE
    assert example.generated.path.read_bytes() == example.generated.text.encode("utf-8")
    assert (example.generated.put_aside, example.generated.kept_old) == (None, None)


def test_its_front_matter_differs_in_title_dates_and_draft_only(example: Example) -> None:
    before = (example.root / "site" / PLACE.parent.parent / "2023/index.md").read_text("utf-8")
    old = before[: parse_front_matter(before).end].splitlines(keepends=True)
    new = example.generated.text[: parse_front_matter(example.generated.text).end].splitlines(keepends=True)
    changed = {a.split(" = ")[0]: b for a, b in zip(old, new, strict=True) if a != b}
    assert changed == {
        "title": "title = '2024年のふりかえり'\n",
        "date": "date = 2025-01-04\n",
        "lastmod": "lastmod = 2025-01-04\n",
        "draft": "draft = true\n",
    }


@pytest.mark.parametrize("secret", [*CANARIES, *PERSONS, *JOB_CHANGE])
def test_nothing_private_and_no_other_person_is_in_the_draft(example: Example, secret: str) -> None:
    assert secret not in example.generated.text
    (figure,) = example.generated.path.parent.glob("*.svg")
    assert secret not in figure.read_text("utf-8")


def test_the_job_change_is_asked_about_in_the_terminal_only(example: Example) -> None:
    asked = [q for q in example.generated.questions if "仕事が変わった" in q.text]
    assert [q.level for q in asked] == [Level.OWN]
    assert not [q for q in example.generated.asked if q.level is not Level.PUBLISHED]


def test_no_canary_is_in_a_question_or_in_the_state(example: Example) -> None:
    said = "".join(q.text + q.why for q in (*example.generated.questions, *example.generated.asked))
    records = [json.loads(file.read_bytes()) for file in (example.root / "site/.drafter/written").iterdir()]
    quotes = [q["words"] for record in records for s in record.get("sentences", ()) for q in s["quotes"]]
    assert quotes
    assert not [canary for canary in CANARIES if canary in said + "".join(quotes)]


def test_at_most_eight_questions_stand_in_the_file(example: Example) -> None:
    asked = re.findall(r"<!-- \? (.+?) -->", example.body)
    assert 0 < len(asked) <= 8
    assert {q.text for q in example.generated.asked} <= set(asked)


def test_every_word_of_the_draft_has_a_standing(example: Example) -> None:
    left, at = "", 0
    for explained in example.explained:
        found = example.body.index(explained.text, at)
        left, at = left + example.body[at:found], found + len(explained.text)
    left += example.body[at:]
    unexplained = [line.strip() for line in left.splitlines() if line.strip(" -")]
    assert [line for line in unexplained if not re.match(r"#+ |(?:- )?<!-- \? |<br>$|<!--more-->$", line)] == []
    assert {e.standing for e in example.explained if e.quotes} == {Standing.PROVED, Standing.PROPOSED}
    assert {e.standing for e in example.explained if not e.quotes} == {Standing.COUNTED}
    waiting = [e for e in example.explained if e.standing is Standing.PROPOSED]
    assert all(quote.path.startswith("../notes/") for e in waiting for quote in e.quotes)


def test_every_proved_sentence_stands_verbatim_in_the_lines_of_its_file(example: Example) -> None:
    proved = [e for e in example.explained if e.standing is Standing.PROVED]
    assert proved
    for explained in proved:
        assert explained.quotes, explained.text
        for quote in explained.quotes:
            lines = example.source(quote.path).splitlines()[quote.start_line - 1 : quote.end_line]
            words = quote.words.replace("\r\n", "\n")
            assert words, explained.text
            assert words in "\n".join(lines), (quote.path, explained.text)
        told = letters(explained.text)
        assert any(letters(q.words) in told or told in letters(q.words) for q in explained.quotes), explained.text


def test_every_counted_sentence_has_counts_with_their_rules(example: Example) -> None:
    counted = [e for e in example.explained if e.standing is Standing.COUNTED]
    for explained in counted:
        assert explained.counts, explained.text
        assert all(count.rule for count in explained.counts), explained.text
    (posts,) = [e for e in counted if re.match(r"2024年は.*28記事", e.text)]
    assert posts.counts[0].value == 28
    assert "2024-01-01..2024-12-31" in posts.counts[0].rule


def test_no_sentence_stands_twice(example: Example) -> None:
    told = [e.text for e in example.explained if not e.text.startswith("[")]
    parts = [part for text in told for part in re.findall(r"[^。]{8,}。", text)]
    assert sorted({part for part in parts if parts.count(part) > 1}) == []


def test_no_note_of_an_exam_has_more_than_a_fifth_of_the_draft(example: Example) -> None:
    chars: dict[str, int] = {}
    for explained in example.explained:
        for path in {quote.path for quote in explained.quotes if "/exam/" in quote.path}:
            chars[path] = chars.get(path, 0) + len(letters(explained.text))
    assert chars
    assert max(chars.values()) <= n_visible_chars(example.body) / 5


def test_all_five_goals_stand_in_one_section_with_evidence_or_a_question(example: Example) -> None:
    (section,) = re.findall(r"(?ms)^## 2024年の目標[^\n]*\n(.*?)(?=^## |\Z)", example.body)
    goals = [(goal, after) for goal, after in re.findall(r"(?ms)^- ([^\n]+)\n(.*?)(?=^- |^<br>|^<!--|\Z)", section)]
    assert len(goals) == len(GOALS)
    shared = "<!-- ? ほかの目標" in section
    for (goal, after), name in zip(goals, GOALS, strict=True):
        assert name in goal
        assert after.strip() or shared, goal
        assert "記録がない" not in after
        assert "できなかった" not in after


def test_the_draft_is_no_longer_than_the_longest_retrospective(example: Example) -> None:
    earlier = [file.read_text("utf-8") for file in (example.root / "site").glob("content/posts/looking-back/202[23]/*")]
    longest = max(n_visible_chars(text[parse_front_matter(text).end :]) for text in earlier)
    assert 0.5 * longest < n_visible_chars(example.body) <= longest


def test_no_unpublished_post_is_told_as_output(example: Example) -> None:
    drafts = {d.path for d in example.project.reading.documents if d.draft}
    assert len(drafts) >= 4
    assert not {quote.path for e in example.explained for quote in e.quotes} & drafts
    for title in ("Iceberg", "Rust", "十年後"):
        assert title not in example.body


def test_the_misleading_retrospective_is_no_event_of_the_year(example: Example) -> None:
    told, _, goals = example.body.partition("## 2024年の目標")
    assert goals
    for before in ("応用情報技術者試験に受かった", "2時間5分で走った。", "12冊で終わった"):
        assert before not in told


class _Page(HTMLParser):
    def __init__(self, path: Path) -> None:
        super().__init__()
        self.text = ""
        self.targets: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.targets += [value for name, value in attrs if name in ("href", "src") and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_built_page_shows_every_sentence_and_serves_every_link(
    example: Example, build_hugo: Callable[..., Path]
) -> None:
    public = build_hugo(example.root / "site")
    page = _Page(public / "posts/looking-back/2024/index.html")
    shown = re.sub(r"[\W_]", "", page.text)
    hidden = [e.text for e in example.explained if not e.text.startswith("![") and letters(e.text) not in shown]
    assert hidden == []
    assert "どうなった" not in page.text
    own = re.findall(r"\]\((/[^)\s]+)", example.body)
    assert own
    for target in own:
        served = unquote(urlsplit(target).path).removeprefix("/blog/")
        assert (public / served / "index.html").is_file(), target
    (figure,) = [target for target in page.targets if target.endswith(".svg")]
    assert (public / "posts/looking-back/2024" / Path(unquote(figure)).name).is_file()


def test_an_unfinished_draft_is_not_published(example: Example, build_hugo: Callable[..., Path]) -> None:
    assert not (build_hugo(example.root / "site", drafts=False) / "posts/looking-back/2024").exists()
