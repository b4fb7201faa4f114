from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from drafter.records import Document, Fact, FactKind, Form, Kind, Level, Passage, Quote, Stamp, Theme, content_id
from drafter.text.front_matter import parse_front_matter
from drafter.text.inline import plain
from drafter.write.budget import choose_pieces
from drafter.write.passages import Source, quote_title, tell_fact, theme_passages, title_link


def document(title: str, day: str, text: str, *, url: str | None = "") -> Document:
    path = f"posts/{day}.md"
    return Document(
        id=content_id(path),
        kind=Kind.POST,
        path=path,
        title=title,
        stamp=Stamp(day=date.fromisoformat(day), origin="front matter: date"),
        front_matter=parse_front_matter(text),
        text=text,
        level=Level.PUBLISHED,
        url=f"/posts/{day}/" if url == "" else url,
    )


def fact(home: Document, words: str, *, salience: float = 0.5) -> Fact:
    start = home.text.index(words)
    line = home.text.count("\n", 0, start) + 1
    quote = Quote(
        document_id=home.id,
        chunk_id=None,
        text=words,
        start=start,
        end=start + len(words),
        start_line=line,
        end_line=line,
    )
    day = home.stamp.day if home.stamp else None
    return Fact(
        id=content_id(home.id, words),
        text=words,
        kind=FactKind.DID,
        event_day=day,
        document_day=day,
        quotes=(quote,),
        salience=salience,
        level=home.level,
    )


def theme(name: str, facts: Sequence[Fact], posts: Sequence[Document]) -> Theme:
    ids = tuple(post.id for post in posts)
    fact_ids = tuple(f.id for f in facts)
    return Theme(id=content_id(name), name=name, document_ids=ids, post_ids=ids, fact_ids=fact_ids, weight=1.0)


def source(*documents: Document) -> Source:
    return Source(documents={d.id: d for d in documents}, links={}, full_stop="。", colon="：")


KAKI = document("柿の話", "2024-03-01", "---\ntitle: 柿の話\n---\n柿を植えた。とても寒かった。\n")
UME = document("梅の話", "2024-06-01", "---\ntitle: 梅の話\n---\n梅を漬けた。\n")
PLANTED, COLD, PICKLED = fact(KAKI, "柿を植えた。"), fact(KAKI, "とても寒かった。"), fact(UME, "梅を漬けた。")


def shape(passages: Sequence[Passage]) -> list[tuple[Form, int, str]]:
    return [(p.form, p.depth, "".join(s.text for s in p.sentences)) for p in passages]


def test_one_telling_post_is_a_paragraph_with_its_link_below() -> None:
    garden = theme("庭", (COLD, PLANTED), (KAKI,))
    assert shape(theme_passages(garden, (COLD, PLANTED), (KAKI,), source=source(KAKI))) == [
        (Form.PARAGRAPH, 0, "柿を植えた。とても寒かった。"),
        (Form.ITEM, 0, "[柿の話](/posts/2024-03-01/)"),
    ]


def test_several_posts_are_a_list_each_with_what_it_tells() -> None:
    garden = theme("庭", (PLANTED, PICKLED), (KAKI, UME))
    assert shape(theme_passages(garden, (PICKLED, PLANTED), (KAKI, UME), source=source(KAKI, UME))) == [
        (Form.ITEM, 0, "[柿の話](/posts/2024-03-01/)"),
        (Form.PARAGRAPH, 1, "柿を植えた。"),
        (Form.ITEM, 0, "[梅の話](/posts/2024-06-01/)"),
        (Form.PARAGRAPH, 1, "梅を漬けた。"),
    ]


@pytest.mark.parametrize(
    ("title", "link"),
    [
        ("柿の話", "[柿の話](/posts/2024-03-01/)"),
        ("[続]柿の話", r"[\[続\]柿の話](/posts/2024-03-01/)"),
        ("<b>を使う", r"[\<b>を使う](/posts/2024-03-01/)"),
        ("__init__ の話", r"[\__init\__ の話](/posts/2024-03-01/)"),
        ("a < b と snake_case", "[a < b と snake_case](/posts/2024-03-01/)"),
    ],
)
def test_a_title_is_shown_as_it_is(title: str, link: str) -> None:
    home = document(title, "2024-03-01", f"# {title}\n")
    told = title_link(home, source=source(home))
    assert told.text == link
    assert plain(told.text) == title
    assert [quote.text for quote in told.quotes] == [title]


def test_a_post_that_is_served_nowhere_is_its_title_alone() -> None:
    home = document("柿の話", "2024-03-01", "# 柿の話\n", url=None)
    assert title_link(home, source=source(home)).text == "柿の話"


def test_a_title_is_quoted_where_it_stands() -> None:
    quote = quote_title(KAKI)
    assert (quote.start_line, KAKI.text[quote.start : quote.end]) == (2, "柿の話")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_a_title_is_on_the_line_an_editor_shows(line_end: str) -> None:
    text = "\n\n# 柿の話\n".replace("\n", line_end)
    assert quote_title(document("柿の話", "2024-03-01", text)).start_line == 3


def test_a_title_from_a_file_name_quotes_no_words() -> None:
    quote = quote_title(document("2024-03-01", "2024-03-01", "柿を植えた。\n"))
    assert (quote.text, quote.start, quote.end, quote.start_line) == ("", 0, 0, 1)


def test_a_told_fact_resolves_the_definitions_of_its_document() -> None:
    home = document("x", "2024-03-01", "[手引][a]を書いた。\n\n[a]: https://a.example/\n")
    assert (
        tell_fact(fact(home, "[手引][a]を書いた。"), source=source(home)).text == "[手引](https://a.example/)を書いた。"
    )


def many(n: int) -> tuple[Document, tuple[Fact, ...]]:
    lines = [f"{i:02}本目の柿を植えた。" for i in range(n)]
    home = document("柿", "2024-03-01", "\n".join(lines) + "\n")
    return home, tuple(fact(home, line, salience=1 - i / 100) for i, line in enumerate(lines))


@pytest.mark.parametrize("room", [0, 40, 200, 1000])
def test_no_document_gets_more_than_a_fifth_of_the_room(room: int) -> None:
    home, facts = many(40)
    chosen = choose_pieces(
        [theme("庭", facts, (home,))], {f.id: f for f in facts}, source=source(home), room=room, taken=()
    )
    told = [f for fs in chosen.facts.values() for f in fs]
    assert sum(len(f.text) for f in told) <= room / 5
    assert len(told) + len(chosen.dropped) + sum(map(len, chosen.posts.values())) >= len(facts)


def test_each_theme_has_its_best_before_any_has_its_second() -> None:
    home, facts = many(20)
    garden, pickles = theme("庭", facts, ()), theme("梅", (PICKLED,), ())
    weak = {f.id: f for f in (*facts, PICKLED)}
    chosen = choose_pieces([garden, pickles], weak, source=source(home, UME), room=100, taken=())
    assert chosen.facts[pickles.id] == (PICKLED,)
    assert chosen.facts[garden.id][0] == facts[0]


def test_what_stands_elsewhere_is_not_told_twice() -> None:
    home, facts = many(3)
    chosen = choose_pieces(
        [theme("庭", facts, ())], {f.id: f for f in facts}, source=source(home), room=1000, taken={facts[0].id}
    )
    assert facts[0] not in next(iter(chosen.facts.values()))
    assert facts[1] in next(iter(chosen.facts.values()))
