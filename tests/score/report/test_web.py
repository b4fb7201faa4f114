"""The page: whole, closed to all that drafts may hold, and readable in a browser."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.records import Span
from drafter.score.judgings import JudgedDimension, Judging, Manner, Verdict
from drafter.score.page import read_page
from drafter.score.report.findings import examine
from drafter.score.report.markup import tag, text
from drafter.score.report.months import Month
from drafter.score.report.results import Results
from drafter.score.report.sentence_view import render_body, render_sentences
from drafter.score.report.web import render_html
from drafter.score.rows import EXTRACTIVE
from drafter.score.rubric import load_rubric
from tests.score.report.runs import BODY, HOSTILE, MODEL, full_results, make_results, make_row, span_of

CHROMIUM = Path("/usr/bin/chromium")
PIECES = ("</script>", "<b>", "「庭」。", "\0", "\r\n", "\n\n", "- ", "<!-- ? ", "-->", "`", "a. ", "&", "|", "# ")
VOID = {"meta", "br", "hr"}
ALLOWED = set(
    "html head meta title style body nav main header section h1 h2 dl dt dd p a span div b q bdi ol li details summary"
    " table caption thead tbody tr th td code figure figcaption article pre mark svg path line rect circle text".split()
)


class Parsed(HTMLParser):
    """The page as a parser sees it: balanced, with its elements, attributes and words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def visible(self) -> str:
        return "".join(self.words)

    def with_class(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for _, attributes in self.elements if name in (attributes.get("class") or "").split()]


def check_closed(page: str) -> Parsed:
    """Nothing from elsewhere, nothing that runs, every link leads to a place on the page."""
    parsed = Parsed(page)
    assert {name for name, _ in parsed.elements} <= ALLOWED
    ids = Counter(attributes["id"] for _, attributes in parsed.elements if "id" in attributes)
    assert set(ids.values()) <= {1}
    for _, attributes in parsed.elements:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "style")]
        assert (attributes.get("href") or "#verdict")[1:] in ids
        assert attributes.get("aria-describedby", None) in (None, *ids)
    assert not re.search(r"url\(|@import|https?:", page.replace("https://x.example", ""))
    page.encode("utf-8")
    return parsed


def test_the_page_tells_the_verdict_first_and_has_every_part() -> None:
    parsed = check_closed(render_html(full_results()))
    words = parsed.visible
    assert words.index("extractive is ahead of qwen3:14b in 2 of 3 metrics, but it may be chance") < 200
    for part in ("What is wrong with which draft", "Scores of each case", "Balance over the year", "Sentence by"):
        assert part in words
    assert "floor 0.200 (0.100 to 0.300), ceiling 0.500" in words
    assert "2024-02: 1 of 3 cited; 2024-03: 0 of 1 cited" in words
    assert "no value: year balance (no source has a date)" in words
    assert "numbers|version:1" in words
    assert "the draft tells no number" in words


def test_a_sentence_shows_its_source_its_rule_or_its_fault_and_is_reached_by_keyboard() -> None:
    page = render_html(full_results())
    parsed = Parsed(page)
    assert "notes/<春>.md:3" in parsed.visible
    assert "温室を建てた & 使った" in parsed.visible
    assert "posts: 1,600 published posts of 2024" in parsed.visible
    assert "<mark>16</mark>" in page
    faulty = [attributes for attributes in parsed.with_class("fault") if attributes.get("id")]
    assert [attributes["tabindex"] for attributes in faulty] == ["0"]
    assert f'href="#{faulty[0]["id"]}"' in page
    assert len(parsed.with_class("proposed")) == 1 + 2  # of the key, and of each draft
    assert "八月は何をした" in parsed.visible


def test_a_draft_nothing_is_remembered_of_is_not_called_unproved() -> None:
    results = Results(rows=[make_row("coverage", 0.5)], drafts={("庭", EXTRACTIVE, 1): BODY})
    (draft,) = examine(results)
    assert draft.n_unproved is None
    classes = [attributes["class"] for attributes in Parsed(render_sentences(draft, prefix="d1")).with_class("s")]
    assert classes == ["s unknown", "s unknown", "s proposed", "s unknown"]


def test_a_place_that_two_metrics_find_is_one_fault() -> None:
    spans = [
        span_of(BODY, "16"),
        Span(start=0, end=0, text="", note="in en"),
        Span(start=0, end=0, text="", note="polite"),
    ]
    rows = [make_row("numbers", 0.5, spans=spans[:1]), make_row("vetoes", 3.0, spans=spans)]
    (draft,) = examine(Results(rows=rows, drafts={("庭", EXTRACTIVE, 1): BODY}))
    assert (draft.n_faults, len(draft.faults)) == (3, 4)


def test_of_the_spans_of_numbers_those_that_a_rule_derives_are_no_faults() -> None:
    spans = [span_of(BODY, "16本", "no source has it"), span_of(BODY, "温室", "count(posts of 2024) = 32")]
    row = make_row("numbers", 0.75, spans=spans)
    row = replace(row, score=replace(row.score, numerator=3, denominator=4))
    (draft,) = examine(Results(rows=[row], drafts={("庭", EXTRACTIVE, 1): BODY}))
    assert [finding.note for finding in draft.faults] == ["no source has it"]
    assert "count(posts of 2024) = 32" in Parsed(render_sentences(draft, prefix="d1")).visible


def test_a_span_that_moved_is_found_by_its_words_and_one_that_is_gone_has_no_place() -> None:
    spans = [Span(start=0, end=2, text="16", note="moved"), Span(start=0, end=2, text="99", note="gone")]
    results = Results(rows=[make_row("numbers", 0.0, spans=spans)], drafts={("庭", EXTRACTIVE, 1): BODY})
    found = {finding.note: finding.start for finding in examine(results)[0].faults}
    assert found == {"moved": BODY.index("16"), "gone": None}
    assert "gone" in Parsed(render_html(results)).visible


@pytest.mark.parametrize("missing", ["drafts", "references", "titles", "written", "months", "rows"])
def test_what_is_not_there_is_told_and_breaks_nothing(missing: str) -> None:
    empty: object = () if missing == "rows" else {}
    check_closed(render_html(replace(full_results(), **{missing: empty})))  # type: ignore[arg-type]


def test_nothing_at_all_is_a_page() -> None:
    assert "Nothing was scored" in check_closed(render_html(Results(rows=()))).visible


def test_whatever_words_a_run_holds_are_shown_and_do_nothing() -> None:
    key = (HOSTILE, HOSTILE, 1)
    span = Span(start=0, end=9, text=HOSTILE[:9], note=HOSTILE)
    row = make_row("numbers", 0.5, case=HOSTILE, writer=HOSTILE, spans=[span], signature=HOSTILE)
    unknown = make_row(HOSTILE, None, case=HOSTILE, writer=HOSTILE, reason=HOSTILE)
    rows = [row, replace(row, writer=EXTRACTIVE), unknown]
    judging = judged(HOSTILE)
    results = Results(
        rows=rows,
        drafts={key: HOSTILE},
        references={HOSTILE: HOSTILE},
        titles={HOSTILE: HOSTILE},
        months={key: (Month(name=HOSTILE, n_sources=1, n_cited=1),)},
        judgings={key: judging},
        failed={key: HOSTILE},
        baseline=rows,
        baseline_name=HOSTILE,
        name=HOSTILE,
    )
    page = render_html(results)
    parsed = check_closed(page)
    assert "<img src=x onerror=alert(1)>" in parsed.visible
    assert "🍅 庭" in parsed.visible
    assert not {"\0", "\u202e", "\ud800"} & set(page)


def judged(reason: str) -> Judging:
    dimension = load_rubric().dimensions[0]
    verdicts = tuple(Verdict(item=item.id, value=1, reason=reason) for item in dimension.items)
    scale = Verdict(item="scale", value=4, reason=reason)
    return Judging(dimensions=(JudgedDimension(dimension=dimension, judgings=((*verdicts, scale),)),), manner=Manner())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_no_sentence_of_a_body_is_lost(pieces: list[str]) -> None:
    body = "".join(pieces)
    seen = "".join(Parsed(render_body(body)).visible.split())
    results = Results(rows=(), drafts={("庭", EXTRACTIVE, 1): body})
    page = Parsed(render_sentences(examine(results)[0], prefix="d1"))
    for placed in read_page(body).sentences:
        words = "".join(placed.sentence.text.replace("\0", "\ufffd").split())
        assert words in seen
        assert words in "".join(page.visible.split())


def test_attributes_are_escaped_as_texts_are() -> None:
    assert tag("a", "<", title='"><script>') == '<a title="&quot;&gt;&lt;script&gt;">&lt;</a>'
    assert tag("p", text("&"), tag("b", "x")) == "<p>&amp;<b>x</b></p>"


COMMAND = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars"]
FRAME = """<!doctype html><iframe id="f" src="{name}" style="border:0;width:{width}px;height:900px"></iframe><script>
f.onload = () => {{
  const page = f.contentDocument, sentence = page.querySelector('details[open] .s[tabindex]')
  sentence.focus()
  const note = f.contentWindow.getComputedStyle(sentence.querySelector('.note')).display
  document.title = [page.documentElement.scrollWidth, f.contentWindow.hacked || 'no', note].join('|')
}}</script>"""


def open_in_frame(page: Path, *, width: int) -> tuple[int, str, str]:
    """A page in a frame so wide: how wide it is, what a script in it left, how the note of a focused sentence shows."""
    frame = page.with_name("frame.html")
    frame.write_text(FRAME.format(name=page.name, width=width), "utf-8")
    command = [*COMMAND, f"--user-data-dir={page.parent / 'profile'}", "--allow-file-access-from-files"]
    command += ["--virtual-time-budget=4000", "--dump-dom", frame.as_uri()]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
    found = re.search("<title>(.*?)</title>", done.stdout)
    assert found, done.stderr
    scroll_width, hacked, note = found[1].split("|")
    return int(scroll_width), hacked, note


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_fits_into_a_browser_and_runs_nothing(tmp_path: Path, width: int) -> None:
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}")
    attack = "<script>hacked=1</script><img src=x onerror=hacked=1>" + "a" * 300 + " の話。\n\n"
    results = full_results()
    drafts = {key: attack + body for key, body in results.drafts.items()}
    page = tmp_path / "report.html"
    page.write_text(render_html(replace(results, drafts=drafts)), "utf-8")
    scroll_width, hacked, note = open_in_frame(page, width=width)
    assert scroll_width <= width
    assert (hacked, note) == ("no", "block")


def test_the_page_is_light_or_dark_as_its_reader_prefers(tmp_path: Path) -> None:
    if not CHROMIUM.exists():
        pytest.skip(f"no {CHROMIUM}")
    from matplotlib.image import imread

    page = tmp_path / "report.html"
    page.write_text(render_html(full_results()), "utf-8")
    for dark in (False, True):
        shot = tmp_path / f"{dark}.png"
        command = [*COMMAND, f"--blink-settings=preferredColorScheme={0 if dark else 1}"]
        command += [f"--user-data-dir={tmp_path / 'profile'}", "--window-size=1280,1200", f"--screenshot={shot}"]
        command.append(page.as_uri())
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)
        assert shot.exists(), done.stderr
        grey = imread(shot)[..., :3].mean(axis=2)
        paper = grey[-5, 5]
        assert paper < 0.2 if dark else paper > 0.9
        assert (abs(grey - paper) > 0.4).sum() > 5_000


def test_six_cases_draw_a_lane_for_each_case_and_writer() -> None:
    results = make_results({"coverage": ((0.1,) * 6, (0.2, 0.3, 0.4, 0.5, 0.6, None))})
    parsed = check_closed(render_html(results))
    assert len([a for a in parsed.with_class("lane") if "foot" not in (a["class"] or "")]) == 12
    assert f"case-0, {MODEL}: 0.200" in parsed.visible
