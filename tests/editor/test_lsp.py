"""`drafter lsp` over real pipes: what an editor is shown, and what it is offered."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest
from lsprotocol import types

from drafter import cli
from drafter.editor.edits import Edit as Change
from drafter.editor.edits import apply_edits
from drafter.editor.places import Places
from tests.editor.lsp_editor import DRAFT, NOTE, Edit, Editor, line_of, utf16

CARRY_OUT = "Carry out the directives of this draft"
POND = "🐟🌱 念願の池を掘り終えた。"
FISH = "金魚を3匹放すことに決めた。"


def place(text: str, words: str) -> tuple[int, int]:
    """Line and UTF-16 column of the words, worked out without the code under test."""
    line = line_of(text, words)
    return line, utf16(text.splitlines()[line].partition(words)[0])


def edited(text: str, action: types.CodeAction) -> str:
    """The text after a code action, whose edit names the version it is for."""
    assert action.edit is not None
    (change,) = action.edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    mark, text, places = text[:1] == "\ufeff", text.removeprefix("\ufeff"), Places(text, n_units=utf16)
    edits = [
        Change(
            start=places.offset(e.range.start.line, e.range.start.character),
            end=places.offset(e.range.end.line, e.range.end.character),
            words=e.new_text,
        )
        for e in change.edits
        if isinstance(e, types.TextEdit)
    ]
    return "\ufeff" * mark + apply_edits(text, tuple(edits))


def value_of(hover: types.Hover | None) -> str:
    assert hover is not None
    assert isinstance(hover.contents, types.MarkupContent)
    return hover.contents.value


def test_a_hover_shows_day_file_and_words_behind_an_emoji(draft: Path, edit: Edit) -> None:
    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        line, column = place(DRAFT, FISH)
        shown = await editor.hover(uri, line, column + 2)
        assert shown is not None
        value = value_of(shown)
        assert value.startswith("**proved**")
        assert "2024-05-01 · 日記 その一/2024-05-01 がっこう.md:3\n" in value
        assert "```text\n池には金魚を3匹放すことに決めた。\n```" in value
        assert shown.range == types.Range(
            start=types.Position(line=line, character=column),
            end=types.Position(line=line, character=column + len(FISH)),
        )
        assert "posts: 2; posts dated 2024-01-01" in value_of(await editor.hover(uri, *place(DRAFT, "書いた記事")))
        assert "proposed" in value_of(await editor.hover(uri, *place(DRAFT, "来年も")))
        assert "yours" in value_of(await editor.hover(uri, *place(DRAFT, "終わりに")))
        assert await editor.hover(uri, 1, 3) is None

    edit(session)


@pytest.mark.parametrize("change", ["\r\n", "\ufeff", "CR LF and a mark"])
def test_line_ends_and_a_byte_order_mark_move_nothing(draft: Path, edit: Edit, change: str) -> None:
    text = DRAFT if change == "\ufeff" else DRAFT.replace("\n", "\r\n")
    text = text if change == "\r\n" else "\ufeff" + text
    draft.write_bytes(text.encode())

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        line, column = place(text, FISH)
        shown = await editor.hover(uri, line, column)
        assert shown is not None
        assert shown.range is not None
        assert (shown.range.start.line, shown.range.start.character) == (line, column)
        found = {(d.code, d.range.start.line) for d in await editor.diagnostics(uri)}
        assert ("left-question", line_of(text, "柿は")) in found
        dropped = edited(text, (await editor.actions(uri, line, column))["Drop this sentence"])
        assert dropped == text.replace(FISH, "")

    edit(session)


def test_the_definition_is_the_line_of_the_note_whose_name_is_nfd(draft: Path, edit: Edit) -> None:
    note = draft.parents[4] / NOTE

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        (found,) = await editor.definition(uri, *place(DRAFT, FISH))
        assert found.uri == note.absolute().as_uri()
        assert unicodedata.normalize("NFC", found.uri) == found.uri  # quoted: all of it is ASCII
        start = utf16("😀 念願の池をようやく掘り終えて、とても嬉しかった。")
        assert (found.range.start.line, found.range.start.character) == (2, start)
        unsaved = "# 五月\n\n一行増えた。\n" + note.read_text("utf-8").partition("\n\n")[2]
        await editor.open(note, unsaved)
        (found,) = await editor.definition(uri, *place(DRAFT, FISH))
        assert found.range.start.line == 3

    edit(session)


def test_diagnostics_follow_what_is_typed_before_it_is_saved(draft: Path, edit: Edit) -> None:
    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        codes = {d.code: d for d in await editor.diagnostics(uri)}
        assert set(codes) >= {"left-proposal", "left-question", "left-directive"}
        assert codes["left-directive"].severity is types.DiagnosticSeverity.Warning
        text = DRAFT.replace(FISH, f"{FISH}[池](/posts/nai/)の話。トマトを31個収穫した。")
        editor.change(uri, text)
        found = {d.code: d for d in await editor.diagnostics(uri)}
        assert found["dead-link"].range.start == types.Position(*place(text, "/posts/nai/"))
        assert found["unproven-number"].range.start == types.Position(*place(text, "31個"))
        assert found["dead-link"].source == "drafter"
        editor.change(uri, "+++\ntitle = '2024年の振り返り'\ndraft = true\n+++\n\n庭を片付けた。\n")
        assert await editor.diagnostics(uri) == []
        assert draft.read_text("utf-8") == DRAFT

    edit(session)


def test_a_source_that_changes_on_the_disk_is_told_at_the_next_save(draft: Path, edit: Edit) -> None:
    note = draft.parents[4] / NOTE

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        assert "changed-source" not in {d.code for d in await editor.diagnostics(uri)}
        note.write_text("# 五月\n\n金魚は2匹だった。\n", "utf-8")
        editor.shown.clear()
        editor.save(uri)
        changed = [d for d in await editor.diagnostics(uri) if d.code == "changed-source"]
        assert [d.range.start for d in changed] == [types.Position(*place(DRAFT, w)) for w in (POND, FISH)]
        assert "these words no longer stand there" in value_of(await editor.hover(uri, *place(DRAFT, FISH)))

    edit(session)


def test_typing_fast_is_checked_for_the_last_text_only(draft: Path, edit: Edit) -> None:
    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        await editor.diagnostics(uri)
        for n in range(60):
            editor.change(uri, DRAFT + f"\n[池](/posts/nai{n}/)の話。\n")
        (dead,) = [d for d in await editor.diagnostics(uri) if d.code == "dead-link"]
        assert "/posts/nai59/" in dead.message

    edit(session)


OFFERS = {
    "accept a proposal": (
        "来年も",
        "Accept this sentence as mine",
        "来年も庭に出たい。<!-- ? -->",
        "来年も庭に出たい。",
    ),
    "drop a proposal": ("来年も", "Drop this sentence", "来年も庭に出たい。<!-- ? -->\n\n", ""),
    "drop one of two": ("念願の", "Drop this sentence", POND, ""),
    "drop an item": ("トマトを24", "Drop this sentence", "- トマトを24個収穫した。\n\n", ""),
    "remove a question": ("<!-- ? 柿", "Remove this question", "<!-- ? 柿は植えた？ -->\n\n", ""),
    "answer a question": (
        "<!-- ? 柿",
        "Answer this question below it",
        "<!-- ? 柿は植えた？ -->\n",
        "<!-- ? 柿は植えた？ -->\n\n",
    ),
    "remove a directive": ("<!-- drafter", "Remove this directive", "<!-- drafter: もっと短く -->\n\n", ""),
}


@pytest.mark.parametrize(("words", "title", "before", "after"), OFFERS.values(), ids=OFFERS)
def test_an_offer_changes_its_words_and_no_other(
    draft: Path, edit: Edit, words: str, title: str, before: str, after: str
) -> None:
    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        offered = await editor.actions(uri, *place(DRAFT, words))
        assert edited(DRAFT, offered[title]) == DRAFT.replace(before, after)

    edit(session)
    assert draft.read_text("utf-8") == DRAFT


def test_an_editor_that_knows_no_versions_gets_plain_changes_and_plain_text(draft: Path, edit: Edit) -> None:
    plain = types.HoverClientCapabilities(content_format=[types.MarkupKind.PlainText])

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        action = (await editor.actions(uri, *place(DRAFT, "来年も")))["Accept this sentence as mine"]
        assert action.edit is not None
        assert action.edit.changes is not None
        assert [e.new_text for e in action.edit.changes[uri]] == [""]
        value = value_of(await editor.hover(uri, *place(DRAFT, FISH)))
        assert value.splitlines()[0] == "proved"
        assert "  | 池には金魚を3匹放すことに決めた。" in value

    edit(
        session,
        capabilities=types.ClientCapabilities(text_document=types.TextDocumentClientCapabilities(hover=plain)),
    )


def test_a_lens_above_each_section_tells_how_much_is_grounded(draft: Path, edit: Edit) -> None:
    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        lenses = await editor.lenses(uri)
        told = {lens.range.start.line: lens.command.title for lens in lenses[::2] if lens.command}
        assert {lens.command.title for lens in lenses[1::2] if lens.command} == {"regenerate section"}
        assert told == {
            line_of(DRAFT, "## 池"): "3 of 3 sentences grounded · 0 findings",
            line_of(DRAFT, "## これ"): "0 of 2 sentences grounded · 1 proposed · 1 yours · 3 findings",
        }
        await editor.run(lenses[2].command)
        line = line_of(DRAFT, "来年も") + 1
        assert f"line {line}: proposed: 来年も庭に出たい。" in editor.messages[0]

    edit(session)


def test_a_directive_is_carried_out_by_one_edit_and_known_once_saved(draft: Path, edit: Edit) -> None:
    plain = DRAFT.replace("<!-- drafter: もっと短く -->\n\n", "")
    asked = plain.replace("🐟🌱", "<!-- drafter: ここの根拠は？ -->\n🐟🌱")
    draft.write_text(asked, "utf-8")

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        await editor.run((await editor.actions(uri, *place(asked, "<!-- drafter")))[CARRY_OUT].command)
        assert "「池には金魚を3匹放すことに決めた。」" in editor.messages[-1]
        (change,) = editor.applied
        assert edited(asked, types.CodeAction(title="", edit=change)) == plain
        assert draft.read_text("utf-8") == asked
        assert len(editor.ended) == len(editor.began)
        draft.write_text(plain, "utf-8")
        editor.change(uri, plain)
        editor.save(uri)
        assert "left-directive" not in {d.code for d in await editor.diagnostics(uri)}
        assert "**proved**" in value_of(await editor.hover(uri, *place(plain, FISH)))

    edit(session)


@pytest.mark.parametrize("undone", [False, True], ids=["saved", "undone"])
def test_an_answer_is_kept_once_the_edit_that_takes_its_question_out_is_saved(
    draft: Path, edit: Edit, undone: bool
) -> None:
    asked = DRAFT.replace("もっと短く", "ここの根拠は？").replace("柿は植えた？ -->", "柿は植えた？ -->\n二本植えた。")
    draft.write_text(asked, "utf-8")
    answers = draft.parents[3] / "drafter-answers/2024.md"

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        await editor.run((await editor.actions(uri, *place(asked, "<!-- drafter")))[CARRY_OUT].command)
        after = edited(asked, types.CodeAction(title="", edit=editor.applied[0]))
        assert "二本植えた。" in after
        assert "柿は植えた？" not in after
        assert not answers.exists()
        text = asked + "\n" if undone else after
        draft.write_text(text, "utf-8")
        editor.change(uri, text)
        editor.save(uri)
        await editor.diagnostics(uri)

    edit(session)
    assert answers.exists() is not undone
    assert undone or "二本植えた。" in answers.read_text("utf-8")


def test_a_text_that_is_not_saved_is_not_worked_on(draft: Path, edit: Edit) -> None:
    asked = DRAFT.replace("もっと短く", "ここの根拠は？")
    draft.write_text(asked, "utf-8")

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft, asked + "\n書きかけ。\n")
        await editor.run((await editor.actions(uri, *place(asked, "<!-- drafter")))[CARRY_OUT].command)
        assert "save it and ask again" in editor.messages[-1]
        assert editor.applied == []

    edit(session)


def test_a_directive_without_a_model_stays_and_says_why(draft: Path, edit: Edit) -> None:
    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        await editor.run((await editor.actions(uri, *place(DRAFT, "<!-- drafter")))[CARRY_OUT].command)
        assert "it needs a model" in editor.messages[-1]
        assert editor.applied == []

    edit(session)


@pytest.mark.parametrize("stops", [False, True], ids=["done", "stopped"])
def test_a_section_is_made_again_by_an_edit_unless_it_is_stopped(
    draft: Path, edit: Edit, capsys: pytest.CaptureFixture[str], stops: bool
) -> None:
    site = draft.parents[3]
    path = site / "content/posts/2024-again.md"
    assert cli.main(["generate", "-C", str(site), "--year", "2024", "--out", str(path), "--no-figure"]) == 0
    capsys.readouterr()
    post = site / "content/posts/tomato.md"
    said = "トマトを24個収穫できて嬉しかった。"
    post.write_text(post.read_text("utf-8").replace(said, "トマトをようやく25個も収穫できて、嬉しかった。"), "utf-8")
    before = path.read_text("utf-8")
    assert said in before

    async def session(editor: Editor) -> None:
        editor.stops = stops
        uri = await editor.open(path)
        lenses = await editor.lenses(uri)
        line = line_of(before, "## トマト")
        (again,) = [lens for lens in lenses[1::2] if lens.range.start.line == line]
        await editor.run(again.command)
        assert path.read_text("utf-8") == before
        if stops:
            assert editor.applied == []
            assert "stopped" in editor.messages[-1]
            return
        after = edited(before, types.CodeAction(title="", edit=editor.applied[0]))
        assert after == before.replace(said, "トマトをようやく25個も収穫できて、嬉しかった。")
        editor.change(uri, after)
        path.write_text(after, "utf-8")
        editor.save(uri)
        assert [d for d in await editor.diagnostics(uri) if d.code == "changed-source"] == []
        assert "**proved**" in value_of(await editor.hover(uri, *place(after, "トマトをようやく")))

    edit(session)


def test_reading_the_notes_is_told_as_work_under_way(draft: Path, edit: Edit) -> None:
    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        await editor.diagnostics(uri)
        n_began = len(editor.began)
        assert n_began
        editor.change(uri, DRAFT + "\n")
        await editor.diagnostics(uri)
        assert len(editor.began) == n_began

    edit(session)


def test_a_note_and_a_strange_file_are_left_alone(draft: Path, edit: Edit, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "README.md"
    other.parent.mkdir()
    other.write_text("[x](/nai/) 佐藤さん <!-- ? -->\n", "utf-8")

    async def session(editor: Editor) -> None:
        for path in (draft.parents[4] / NOTE, other):
            uri = await editor.open(path)
            assert await editor.diagnostics(uri) == []
            assert await editor.hover(uri, 0, 1) is None
        untitled = await editor.open(draft, DRAFT, uri="untitled:Untitled-1")
        assert await editor.hover(untitled, *place(DRAFT, FISH)) is None
        assert await editor.actions(untitled, *place(DRAFT, FISH)) == {}

    edit(session)


def test_broken_settings_are_a_diagnostic_until_they_are_mended(draft: Path, edit: Edit) -> None:
    settings = draft.parents[3] / "drafter.toml"
    right = settings.read_text("utf-8")
    settings.write_text("[sources]\nnote = []\n", "utf-8")

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        (broken,) = await editor.diagnostics(uri)
        assert broken.code == "project"
        assert "drafter.toml:2" in broken.message
        assert await editor.hover(uri, *place(DRAFT, FISH)) is None
        settings.write_text(right, "utf-8")
        editor.change(uri, DRAFT)
        assert "project" not in {d.code for d in await editor.diagnostics(uri)}

    edit(session)


def test_a_closed_draft_shows_nothing_any_more(draft: Path, edit: Edit) -> None:
    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        assert await editor.diagnostics(uri)
        document = types.TextDocumentIdentifier(uri=uri)
        editor.change(uri, DRAFT + "\n")
        editor.client.text_document_did_close(types.DidCloseTextDocumentParams(text_document=document))
        await asyncio.sleep(1)
        assert not editor.shown[uri].diagnostics

    edit(session)


def test_a_hover_on_30_000_characters_takes_less_than_50_ms_also_while_typing(draft: Path, edit: Edit) -> None:
    head, _, body = DRAFT.partition("\n+++\n")
    paragraph = "池の水を替えて、石を並べ直した。草を抜いた。雨の日は道具を磨いて過ごした。\n\n"
    text = f"{head}\n+++\n{body}\n{paragraph * 800}"
    assert len(text) > 30_000

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft, text)
        await editor.diagnostics(uri)
        for typed in ("", "。", "終"):  # nothing, behind the sentence, before it
            taken = []
            for n in range(10):
                line, column = place(text, FISH)
                if typed:
                    now = f"{text}{typed * n}" if typed == "。" else text.replace("書いた", f"{typed * n}\n\n書いた", 1)
                    editor.change(uri, now)
                    line, column = place(now, FISH)
                began = time.perf_counter()
                shown = await editor.hover(uri, line, column)
                taken.append(time.perf_counter() - began)
                assert shown is not None
                assert shown.range is not None
                assert shown.range.start == types.Position(line=line, character=column)
            assert sorted(taken)[len(taken) // 2] < 0.05, typed

    edit(session)


def test_a_sentence_that_is_being_changed_is_looked_at_as_it_is(draft: Path, edit: Edit) -> None:
    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        await editor.diagnostics(uri)
        for changed in ("金魚を4匹放すことに決めた。", f"たぶん{FISH}", "金魚を3匹放すことに決めたらしい。"):
            now = DRAFT.replace(FISH, changed)
            editor.change(uri, now)
            assert "yours" in value_of(await editor.hover(uri, *place(now, changed)))
        editor.change(uri, DRAFT)
        assert "proved" in value_of(await editor.hover(uri, *place(DRAFT, FISH)))

    edit(session)


def test_the_server_ends_when_the_editor_goes_away(draft: Path) -> None:
    command = [sys.executable, "-m", "drafter", "lsp"]
    run = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=30, cwd=draft.parents[3])
    assert (run.returncode, run.stdout) == (0, b"")
    assert draft.exists()
