"""Which lines of notes and posts may prove a goal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from drafter.digest.witnesses import find_witnesses
from drafter.read.chunks import split_chunks
from drafter.records import Document, Kind, Level

Make = Callable[..., Document]
SINCE = date(2024, 1, 1)


def told(*documents: Document) -> list[str]:
    chunks = [chunk for document in documents for chunk in split_chunks(document)]
    return [fact.text for fact in find_witnesses(documents, chunks, since=SINCE)]


@pytest.fixture
def make_note(make_document: Make) -> Make:
    """Make a note of a text."""

    def make(text: str, name: str = "a", **fields: object) -> Document:
        return make_document(
            name, "2024-05-01", text, path=f"notes/{name}.md", kind=Kind.NOTE, level=Level.OWN, **fields
        )

    return make


@pytest.mark.parametrize(
    ("text", "witness"),
    [
        pytest.param("焙煎、今年八回目。", True, id="terse"),
        pytest.param("Books so far: 6 novels, 2 manuals.", True, id="English"),
        pytest.param("焙煎を週に一度は続けたい。", False, id="a wish"),
        pytest.param("焙煎はいつ再開しようか？", False, id="a question"),
        pytest.param("焙煎した。", False, id="too short to tell"),
        pytest.param("2023年12月に焙煎を八回した。", False, id="before the period"),
        pytest.param("## やりたいこと\n\n- 焙煎の記録を週に一度つける", False, id="below a heading of wishes"),
    ],
)
def test_a_line_of_a_note_that_tells_what_was_done_is_a_witness(make_note: Make, text: str, witness: bool) -> None:
    assert bool(told(make_note(f"{text}\n"))) is witness


def test_a_short_line_is_told_whole_and_a_long_one_by_its_sentences(make_note: Make) -> None:
    short, long = "英会話の二回目。旅の予定を話した。", ("英会話の三回目に行った" + "とても" * 15 + "。") * 2
    assert told(make_note(f"- {short}\n- {long}\n")) == [short, *[long[: len(long) // 2]] * 2]


def test_of_a_post_only_sentences_that_its_author_tells_are_witnesses(make_document: Make) -> None:
    post = make_document("焙煎", "2024-05-01", "焙煎を八回した。焙煎とは豆を煎ることである。\n")
    assert told(post) == ["焙煎を八回した。"]


def test_the_draft_of_a_post_witnesses_nothing(make_document: Make) -> None:
    text = "焙煎を八回やってみた。\n"
    assert told(make_document("焙煎", "2024-05-01", text, draft=True)) == []
    assert told(make_document("焙煎", "2024-05-01", text)) == [text.strip()]


def test_a_line_that_stands_in_three_documents_is_a_template(make_note: Make) -> None:
    notes = [make_note("焙煎の記録をつけた。\n", str(n)) for n in range(3)]
    assert told(*notes) == []
    assert len(told(*notes[:2])) == 2


@pytest.mark.parametrize("turning", ["転職の面接を受けた。", "仕事が変わったと先生に話した。"])
def test_beside_posts_a_note_of_a_turning_point_witnesses_nothing(
    make_document: Make, make_note: Make, turning: str
) -> None:
    note, post = make_note(f"- 英会話の二回目に行った。\n- {turning}\n"), make_document("庭", "2024-05-01", "庭。\n")
    assert told(note, post) == []
    assert told(note)
