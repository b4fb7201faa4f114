"""Facts are the author's own words: verbatim, few from each document, one for each event, none that is private."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter.digest.by_ranking import FACTS_PER_DOCUMENT, Ranked, digest_by_ranking
from drafter.read.chunks import split_chunks
from drafter.read.documents import read_documents
from drafter.records import Document, FactKind, Kind, Level, content_id
from drafter.site import find_site
from drafter.text.front_matter import parse_front_matter

BuildTree = Callable[[Mapping[str, str | bytes]], Path]
Make = Callable[..., Document]
NOTE: dict[str, object] = {"kind": Kind.NOTE, "level": Level.OWN}
PASSED = "半年かけて準備した検定にようやく合格した。"
WALKED = "雪の残る長い峠道を一人で歩き通して自己ベストを出した。"
SHIPPED = "I finally released the first version of my garden planner."


def rank(*documents: Document, chunk_chars: int = 2000, polite: bool | None = None) -> Ranked:
    chunks = [c for document in documents for c in split_chunks(document, chunk_chars=chunk_chars)]
    return digest_by_ranking(documents, chunks, polite=polite)


def told(*documents: Document) -> set[str]:
    ranked = rank(*documents)
    return {fact.text for fact in (*ranked.facts, *ranked.spare)}


def line_of(text: str, offset: int) -> int:
    return 1 + len(re.findall(r"\r\n|\r|\n", text[:offset]))


def test_no_documents_and_documents_that_tell_nothing_give_no_facts(make_document: Make) -> None:
    assert rank() == Ranked(facts=(), spare=(), dropped=())
    assert (
        rank(make_document("空", "2024-05-01", "\n\n"), make_document("箱", "2024-05-02", "箱は四角い。\n")).facts == ()
    )
    assert rank(make_document("命令", "2024-05-01", "```\nmake\n```\n")).facts == (), "a document without prose"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(PASSED, PASSED, id="Japanese"),
        pytest.param(SHIPPED, SHIPPED, id="English"),
        pytest.param("Rustで書いた家計簿をようやく公開した。", "Rustで書いた家計簿をようやく公開した。", id="mixed"),
        pytest.param("登録者が１２００人をついに突破した！", "登録者が１２００人をついに突破した！", id="full width"),
        pytest.param(f"- [x] {PASSED}", PASSED, id="check box"),
        pytest.param("**検定**に[ようやく](https://example.com)合格した話です。", None, id="link inside"),
    ],
)
def test_a_fact_says_what_a_reader_sees(make_document: Make, source: str, expected: str | None) -> None:
    facts = rank(make_document("五月の日記帳", "2024-05-01", f"{source}\n", **NOTE)).facts
    shown = expected or "検定にようやく合格した話です。"
    assert [fact.text for fact in facts] == [shown]
    assert facts[0].quotes[0].text == (expected or source)


def test_a_fact_knows_its_kind_day_and_level(make_document: Make) -> None:
    note = make_document("五月の日記帳", "2024-05-01", f"{PASSED}\n", **NOTE)
    fact = rank(note).facts[0]
    assert (fact.kind, fact.document_day, fact.level) == (FactKind.ACHIEVED, date(2024, 5, 1), Level.OWN)
    assert 0 < fact.salience <= 1


def hidden(text: str, *, place: str) -> str:
    return place.replace("@", text)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("```\n@\n```", id="fence"),
        pytest.param("~~~text\n@\n", id="fence never closed"),
        pytest.param("    @", id="indented code"),
        pytest.param("| 日 | こと |\n|---|---|\n| 1 | @ |", id="table"),
        pytest.param("> @", id="quote"),
        pytest.param("> 引用の一行目\n> @\n続きの行。", id="quote of several lines"),
        pytest.param("<!-- @ -->", id="comment"),
        pytest.param("<div>\n@\n</div>", id="raw HTML"),
        pytest.param('{{< admonition type="note" text="@" >}}', id="shortcode"),
        pytest.param("{{< highlight text >}}\n@\n{{< /highlight >}}", id="shortcode with code"),
        pytest.param("$$\n@\n$$", id="math"),
        pytest.param("%%\n@\n%%", id="Obsidian comment"),
        pytest.param("[^1]: @", id="footnote"),
        pytest.param("## @", id="heading"),
        pytest.param("![@](a.png)", id="image"),
    ],
)
def test_what_is_no_prose_of_the_author_is_no_fact(make_document: Make, place: str) -> None:
    body = f"{WALKED}\n\n{hidden(PASSED, place=place)}\n"
    assert told(make_document("五月の日記帳", "2024-05-01", body, **NOTE)) == {WALKED}
    bare = f"{WALKED}\n\n{PASSED}\n"
    assert told(make_document("五月の日記帳", "2024-05-01", bare, **NOTE)) == {WALKED, PASSED}


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("半年かけて準備した検定にようやく合格したと思う？", id="question"),
        pytest.param("Have I finally released the first version of it?", id="question in English"),
        pytest.param("検定に合格したら、次の手順でファイルを公開してください。", id="instruction"),
        pytest.param("You should make sure the release is published and launched.", id="instruction in English"),
        pytest.param("合格とは、決められた点数に達成したことを指す。", id="definition"),
        pytest.param("今週は検定の○○にようやく合格した。", id="placeholder"),
        pytest.param("そのため検定にようやく合格した。", id="leans on nothing here"),
        pytest.param("一緒に勉強した田中さんと検定にようやく合格した。", id="third person"),
        pytest.param("昨日@shirokuma_devと作った道具をついに公開した。", id="handle"),
        pytest.param("新しい鍵sk-abcdefghij0123456789でついに公開した。", id="secret"),
        pytest.param("連絡先をkaede@example.comにしてついに公開した。", id="address"),
        pytest.param("[検定に合格した話](https://example.com/passed)", id="a link and no more"),
    ],
)
def test_what_is_not_the_authors_to_tell_is_no_fact(make_document: Make, sentence: str) -> None:
    body = f"{WALKED}\n\n{sentence}\n"
    assert told(make_document("五月の日記帳", "2024-05-01", body, **NOTE)) == {WALKED}


def test_a_person_named_in_a_published_post_may_be_told_of(make_document: Make) -> None:
    sentence = "一緒に勉強した田中さんと検定にようやく合格した。"
    assert told(make_document("春のこと", "2024-05-01", f"{sentence}\n")) == {sentence}


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("新しい鍵sk-abcdefghij0123456789で道具をついに公開した。", id="secret"),
        pytest.param("一緒に勉強した田中さんと検定にようやく合格した。", id="person"),
        pytest.param("以下の鍵sk-abcdefghij0123456789で、ようやく合格して無事に道具を公開した。", id="also dictated"),
    ],
)
def test_what_is_dropped_shows_nothing_private(make_document: Make, sentence: str) -> None:
    bare = re.sub("sk-[a-z0-9]+|田中さん", "庭", sentence)
    notes = [
        make_document(f"日報{n}", "2024-05-01", f"## 成果\n\n{text}\n", **NOTE)
        for n, text in enumerate((sentence, bare))
    ]
    assert len(rank(notes[0]).dropped) == 1
    assert rank(notes[0]).dropped[0].text == "(not shown)"
    assert all(d.text == bare for d in rank(notes[1]).dropped)


@pytest.mark.parametrize(("n_days", "expected"), [(2, True), (3, False)])
def test_a_line_of_three_documents_is_a_template(make_document: Make, n_days: int, expected: bool) -> None:
    days = [make_document(f"日報{n}", f"2024-05-0{n + 1}", f"{PASSED}\n", **NOTE) for n in range(n_days)]
    assert (PASSED in told(*days)) is expected


def test_the_title_of_a_post_is_no_fact_of_it(make_document: Make) -> None:
    post = make_document(PASSED.rstrip("。"), "2024-05-01", f"{PASSED}\n\n{WALKED}\n")
    assert told(post) == {WALKED}


def test_what_says_little_more_than_its_title_is_no_fact(make_document: Make) -> None:
    sentence = "半年かけて準備した織物検定にようやく合格しました！"
    assert told(make_document("半年かけて準備した織物検定にようやく合格", "2024-05-01", f"{sentence}\n")) == set()
    assert told(make_document("春のこと", "2024-05-01", f"{sentence}\n")) == {sentence}


STUDY = """半導体は電気を通す物質と通さない物質の中間である。
帯域幅：一度に送れる量がようやく増加した
標準は改訂されてようやく公開された。
十九世紀に蒸気機関がついに完成した。
回路は電源と抵抗でできている。
電圧は電流と抵抗の積である。
電力は電圧と電流の積である。
周波数は一秒あたりの振動の数である。
波長は速さを周波数で割った値である。
容量は蓄えられる電荷の量である。
磁力は電流の向きと垂直である。
効率は出力を入力で割った値である。
交流は向きが周期で変わる電流である。
直流は向きが変わらない電流である。
抵抗は長さに比例する量である。
電荷は正と負の二種類である。
"""


def test_a_study_note_tells_only_what_has_its_author_in_it(make_document: Make) -> None:
    mine = "過去問を十年分解いて自分でもようやく合格した。"
    term = "再現性：自分で測ってようやく理解できた値"
    body = "\n\n".join([*STUDY.splitlines(), term, mine])
    assert told(make_document("電気のまとめ", "2024-05-01", body)) == {mine}


def test_a_book_review_tells_only_what_has_its_author_in_it(make_document: Make) -> None:
    mine = "読んで自分の働き方を見直すことに決めた。"
    body = f"主人公はついに宝を見つけて優勝した。\n\n村の人々はようやく長い橋を完成させた。\n\n{mine}\n"
    assert told(make_document("『海の向こう』を読む", "2024-05-01", body, tags=("書評",))) == {mine}
    assert len(told(make_document("海の向こうの村のこと", "2024-05-01", body))) > 1


def test_an_exam_note_of_50_kb_gives_at_most_four_facts(make_document: Make) -> None:
    subjects = ["".join(chr(0x4E00 + 17 * n + 5 * k) for k in range(6)) for n in range(900)]
    deeds = [f"{subject}の章を自分で解いてようやく終えた。" for subject in subjects]
    exam = make_document("検定のまとめ", "2024-05-01", "\n\n".join(deeds), path="posts/exam.md")
    day = make_document("五月の日記帳", "2024-05-02", f"{WALKED}\n", **NOTE)
    assert len(exam.text.encode()) > 50_000
    facts = rank(exam, day).facts
    assert sum(f.quotes[0].document_id == exam.id for f in facts) <= FACTS_PER_DOCUMENT == 4
    assert WALKED in {f.text for f in facts}
    assert len(told(exam)) > FACTS_PER_DOCUMENT, "there was more to tell"


def test_near_duplicates_of_a_note_and_a_post_are_one_fact_with_two_quotes(make_document: Make) -> None:
    note = make_document("五月の日記帳", "2024-05-01", "半年かけて準備した検定にようやく合格した！\n", **NOTE)
    post = make_document("春のこと", "2024-05-03", f"{PASSED}\n")
    others = [make_document(f"日{n}", f"2024-06-0{n}", f"{t}\n", **NOTE) for n, t in enumerate((WALKED, SHIPPED), 1)]
    facts = [f for f in rank(note, post, *others).facts if "検定" in f.text]
    assert [{q.document_id for q in f.quotes} for f in facts] == [{note.id, post.id}]
    assert facts[0].level is Level.PUBLISHED, "what a post says may be asked about in the file"


def test_wishes_are_planned(make_document: Make) -> None:
    body = "来年は海辺の町で一か月暮らしてみたい。\n"
    facts = rank(make_document("五月の日記帳", "2024-05-01", body, **NOTE)).facts
    assert [fact.kind for fact in facts] == [FactKind.PLANNED]


@pytest.mark.parametrize(
    ("sentence", "event"),
    [
        pytest.param("十月から新しい会社に転職して働き始めた。", "job", id="told"),
        pytest.param("新しい会社の内定をようやく受け取った。", "job", id="offer"),
        pytest.param("入社したとしても、この習慣はずっと続けると思う。", "", id="supposed"),
        pytest.param(WALKED, "", id="none"),
    ],
)
def test_a_job_change_is_an_event(make_document: Make, sentence: str, event: str) -> None:
    ranked = rank(make_document("五月の日記帳", "2024-05-01", f"{WALKED}\n\n{sentence}\n", **NOTE))
    assert {f.event for f in ranked.facts if f.text != WALKED or sentence == WALKED} <= {event}
    assert any(f.event for f in ranked.facts) is bool(event)


def test_a_sentence_that_leans_on_the_one_before_comes_with_it(make_document: Make) -> None:
    body = f"{PASSED}それでとても楽になったと感じた。\n"
    facts = rank(make_document("五月の日記帳", "2024-05-01", body, **NOTE)).facts
    assert [f.text for f in facts] == [body.strip()]


@pytest.mark.parametrize("leader", [".", "・", "─", "*-"])
def test_a_dotted_line_behind_a_link_takes_no_time(make_document: Make, leader: str) -> None:
    body = f"[第1章](a.md){leader * 400}とても楽しかったと感じた。\n"
    before = process_time()
    rank(make_document("五月の日記帳", "2024-05-01", body, **NOTE))
    assert process_time() - before < 2


def test_sentences_of_the_other_register_weigh_less(make_document: Make) -> None:
    notes = [
        make_document("丁寧", "2024-05-01", "半年かけて準備した検定にようやく合格しました。\n", **NOTE),
        make_document("常体", "2024-05-02", f"{WALKED}\n", **NOTE),
    ]
    polite, plain = rank(*notes, polite=True).facts, rank(*notes, polite=False).facts
    assert polite[0].text.endswith("ました。")
    assert plain[0].text == WALKED


@pytest.mark.parametrize(
    ("encoding", "line_end"),
    [("utf-8", "\r\n"), ("utf-8-sig", "\n"), ("utf-16", "\r\n"), ("cp932", "\r\n"), ("euc_jp", "\n")],
)
def test_facts_of_files_quote_their_lines(build_tree: BuildTree, encoding: str, line_end: str) -> None:
    body = f"\n# 五月一日\n\n窓を拭いた。\n\n- {PASSED}\n\n## 夜\n\n\n登録者が１２００人をついに突破した。\n"
    root = build_tree(
        {
            "site/hugo.toml": "baseURL = 'https://kaede.example/'\n",
            "site/content/posts/one/index.md": f"+++\ntitle = '春'\ndate = 2024-05-02\n+++\n\n{WALKED}\n",
            "notes/2024-05-01.md": body.replace("\n", line_end).encode(encoding),
        }
    )
    now = datetime(2025, 1, 5, tzinfo=UTC)
    reading = read_documents(find_site(root / "site"), notes=(root / "notes",), now=now, day_start=time(4))
    found = {f.text: f for f in rank(*reading.documents).facts}
    assert {text: (f.quotes[0].start_line, f.quotes[0].end_line) for text, f in found.items() if "窓" not in text} == {
        PASSED: (6, 6),
        "登録者が１２００人をついに突破した。": (11, 11),
        WALKED: (6, 6),
    }
    assert (found[PASSED].document_day, found[PASSED].level) == (date(2024, 5, 1), Level.OWN)
    assert (found[WALKED].document_day, found[WALKED].level) == (date(2024, 5, 2), Level.PUBLISHED)


_PIECES = st.sampled_from(
    [
        PASSED,
        WALKED,
        SHIPPED,
        "登録者が１２００人をついに突破した！それでうれしかった。",
        "- 家計簿の道具をようやく公開した。\n- [x] 引っ越しの片づけを終えた。\n    - 古い本をすべて売ることに決めた。",
        "一行目で山に登り\n二行目でようやく頂上に立った。次の行で泳ぎ始めた。",
        "## 夜のこと\n\n**検定**に[ようやく](https://example.com)合格した話です。",
        "```\nついに公開した。\n```",
        "> ついに公開した。",
        "| ついに | 公開した。 |\n|---|---|\n| 合格 | 達成した。 |",
        "カ\u3099ラスの器をようやく完成させた。",
        "\U00020bb7野家の近くに引っ越した。😀楽しかった！",
        "",
        "\u3000",
    ]
)
_HEADS = st.sampled_from(["", "---\ntitle: 一日\n---\n", "+++\ntitle = '一日'\n+++\n", "---\ntitle: 一日\n---\n\n\n\n"])


@settings(max_examples=60, deadline=None)
@given(
    head=_HEADS,
    pieces=st.lists(_PIECES, min_size=1, max_size=10),
    gap=st.sampled_from(["\n\n", "\n\n\n"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    chunk_chars=st.sampled_from([40, 200, 2000]),
)
def test_every_quote_is_verbatim_with_its_lines(
    head: str, pieces: list[str], gap: str, line_end: str, chunk_chars: int
) -> None:
    text = (head + gap.join(pieces) + "\n").replace("\n", line_end)
    document = Document(
        id=content_id("day"), kind=Kind.NOTE, path="日報/一日.md", title="一日", stamp=None, text=text,
        front_matter=parse_front_matter(text), level=Level.OWN,
    )  # fmt: skip
    ranked = rank(document, chunk_chars=chunk_chars)
    chunks = {c.id: c for c in split_chunks(document, chunk_chars=chunk_chars)}
    for fact in (*ranked.facts, *ranked.spare):
        for quote in fact.quotes:
            assert document.text[quote.start : quote.end] == quote.text != ""
            assert quote.start >= document.front_matter.end
            assert quote.start_line == line_of(text, quote.start)
            assert quote.end_line == line_of(text, quote.end - 1)
            chunk = chunks[quote.chunk_id or ""]
            assert chunk.start <= quote.start < quote.end <= chunk.start + len(chunk.text)
    bare = {re.sub(r"\s", "", p) for p in pieces} & {re.sub(r"\s", "", s) for s in (PASSED, WALKED)}
    assert not bare or ranked.facts, "an outcome that stands alone is a fact"
