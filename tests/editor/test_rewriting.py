"""`drafter lsp` with a model on a real server: a part written again, a directive to fill in, a request taken back."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from lsprotocol import types

from drafter.store.state import State
from tests.editor.garden_model import POND_AGAIN, GardenModel
from tests.editor.lsp_editor import DRAFT, FISH_NOTED, Edit, Editor
from tests.editor.test_lsp import FISH, POND, edited, place, value_of

PARAGRAPH, ITEM, LIST = (f"Rewrite this {kind}" for kind in ("paragraph", "list item", "list"))
SECTION, ASK = "Rewrite this section", "Ask for a change here"
ENDED_S = 1.0


def after(text: str, editor: Editor) -> str:
    """The text after the one edit that the editor was given."""
    (change,) = editor.applied
    return edited(text, types.CodeAction(title="", edit=change))


@pytest.mark.parametrize("change", ["\n", "\r\n", "\ufeff"])
def test_a_paragraph_is_written_again_by_one_edit_and_known_once_saved(
    draft: Path, model: GardenModel, edit: Edit, change: str
) -> None:
    text = "\ufeff" + DRAFT if change == "\ufeff" else DRAFT.replace("\n", change)
    draft.write_bytes(text.encode())

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        await editor.run((await editor.actions(uri, *place(text, FISH)))[PARAGRAPH].command)
        now = after(text, editor)
        assert now == text.replace(POND + FISH, POND_AGAIN)
        assert draft.read_bytes().decode() == text
        draft.write_bytes(now.encode())
        editor.change(uri, now)
        editor.save(uri)
        await editor.diagnostics(uri)
        assert FISH_NOTED in value_of(await editor.hover(uri, *place(now, "放した金魚")))

    edit(session)
    assert len(model.asked) == 1
    assert "say the same, only better" in model.asked[0]


def test_own_words_stay_and_a_proposal_waits_below_them(draft: Path, model: GardenModel, edit: Edit) -> None:
    own = "庭は静かで、it was good."
    text = DRAFT.replace("終わりに庭を片付けた。", own)
    draft.write_text(text, "utf-8")
    model.reply = "静かな庭が好きだ。⟦?⟧"

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        await editor.run((await editor.actions(uri, *place(text, own)))[PARAGRAPH].command)
        assert after(text, editor) == text.replace(own, f"{own}\n\n静かな庭が好きだ。<!-- ? -->")
        assert "the proposal below it waits for you" in editor.messages[-1]

    edit(session)


def test_what_can_be_written_again_is_offered_and_nothing_else(draft: Path, model: GardenModel, edit: Edit) -> None:
    more = "\n- 柿\n- 桃\n  - 白桃\n\n```text\n池を掘った。\n```\n\n![池](ike.png)\n"
    text = DRAFT + more
    expected = {
        POND: {PARAGRAPH, ASK},
        "- トマト": {ITEM, ASK},
        "- 桃": {ITEM, ASK},
        "  - 白桃": {ITEM, ASK},
        "## これ": {SECTION, ASK},
        "title =": set(),
        "```text": set(),
        "池を掘った。": set(),
        "<!-- drafter": set(),
        "<!-- ? 柿": set(),
        "\n- 柿": set(),
    }

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft, text)
        for words, titles in expected.items():
            offered = set(await editor.actions(uri, *place(text, words.strip("\n")) if words[0] != "\n" else (5, 0)))
            assert offered & {PARAGRAPH, ITEM, LIST, SECTION, ASK} == titles, words
        line, column = place(text, "- 柿")
        assert LIST in await editor.actions(uri, line, column, to=(line + 1, 3))
        assert ITEM in await editor.actions(uri, line, column, to=(line + 1, 0))
        assert PARAGRAPH not in await editor.actions(uri, *place(text, "![池]"))

    edit(session)


def test_without_a_model_the_reason_is_shown_where_the_editor_can_show_it(draft: Path, edit: Edit) -> None:
    shows = types.TextDocumentClientCapabilities(code_action=types.CodeActionClientCapabilities(disabled_support=True))

    async def shown(editor: Editor) -> None:
        uri = await editor.open(draft)
        action = (await editor.actions(uri, *place(DRAFT, POND)))[PARAGRAPH]
        assert action.disabled is not None
        assert "it needs a model" in action.disabled.reason
        assert action.command is None

    async def hidden(editor: Editor) -> None:
        uri = await editor.open(draft)
        assert PARAGRAPH not in await editor.actions(uri, *place(DRAFT, POND))

    edit(shown, capabilities=types.ClientCapabilities(text_document=shows))
    edit(hidden)


@pytest.mark.parametrize(
    ("words", "old", "new"),
    [
        (FISH, POND, f"<!-- drafter:  -->\n{POND}"),
        ("トマトを24", "- トマトを24個収穫した。", "- トマトを24個収穫した。 <!-- drafter:  -->"),
        ("## これ", "## これ", "<!-- drafter:  -->\n## これ"),
        ("終わりに", "終わりに", "<!-- drafter:  -->\n終わりに"),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_directive_to_fill_in_is_put_where_it_is_about_the_part(
    draft: Path, edit: Edit, words: str, old: str, new: str, newline: str
) -> None:
    text = DRAFT.replace("\n", newline)

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft, text)
        action = (await editor.actions(uri, *place(text, words)))[ASK]
        assert edited(text, action) == text.replace(old, new.replace("\n", newline))

    edit(session)


def test_a_text_that_is_not_saved_or_changed_since_asks_nothing(draft: Path, model: GardenModel, edit: Edit) -> None:
    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        action = (await editor.actions(uri, *place(DRAFT, POND)))[PARAGRAPH]
        editor.change(uri, DRAFT + "\n書きかけ。\n")
        await editor.run(action.command)
        assert "ask again" in editor.messages[-1]
        await editor.run((await editor.actions(uri, *place(DRAFT, POND)))[PARAGRAPH].command)
        assert "save it and ask again" in editor.messages[-1]
        assert editor.applied == []

    edit(session)
    assert model.asked == []


def test_what_does_not_stand_is_told_and_changes_nothing(draft: Path, model: GardenModel, edit: Edit) -> None:
    model.reply = "金魚を31匹放した。⟦池には金魚⟧"

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        await editor.run((await editor.actions(uri, *place(DRAFT, POND)))[PARAGRAPH].command)
        assert "do not stand" in editor.messages[-1]
        assert editor.applied == []

    edit(session)


@pytest.mark.parametrize("by", ["the progress", "the request"])
def test_a_request_taken_back_ends_at_once_and_its_answer_is_kept(
    draft: Path, model: GardenModel, edit: Edit, by: str
) -> None:
    model.wait_s = 30

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        await editor.diagnostics(uri)
        command = (await editor.actions(uri, *place(DRAFT, POND)))[PARAGRAPH].command
        request = editor.begin(command)
        await asyncio.to_thread(model.wait_until_asked)
        n_ended, began = len(editor.ended), time.monotonic()
        if by == "the progress":
            editor.stop()
            await asyncio.wait_for(asyncio.wrap_future(request), ENDED_S)
        else:
            editor.cancel(request)
            with pytest.raises(Exception, match="cancel"):
                await asyncio.wait_for(asyncio.wrap_future(request), ENDED_S)
        while len(editor.ended) == n_ended:
            assert time.monotonic() - began < ENDED_S
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert "stopped" in editor.messages[-1]
        model.goes_on.set()
        await asyncio.sleep(0.5)
        assert editor.applied == []
        await editor.run(command)
        assert after(DRAFT, editor) == DRAFT.replace(POND + FISH, POND_AGAIN)

    edit(session)
    assert len(model.asked) == 1
    assert draft.read_text("utf-8") == DRAFT


def test_asked_again_at_once_after_a_stop_the_answer_under_way_is_waited_for(
    draft: Path, model: GardenModel, edit: Edit
) -> None:
    model.wait_s = 3

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        command = (await editor.actions(uri, *place(DRAFT, POND)))[PARAGRAPH].command
        request = editor.begin(command)
        await asyncio.to_thread(model.wait_until_asked)
        editor.stop()
        await asyncio.wrap_future(request)
        await editor.run(command)
        assert after(DRAFT, editor) == DRAFT.replace(POND + FISH, POND_AGAIN)

    edit(session)
    assert len(model.asked) == 1


def test_an_editor_that_goes_keeps_the_answer_that_is_under_way(draft: Path, model: GardenModel, edit: Edit) -> None:
    model.wait_s = 2

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        editor.begin((await editor.actions(uri, *place(DRAFT, POND)))[PARAGRAPH].command)
        await asyncio.to_thread(model.wait_until_asked)

    async def again(editor: Editor) -> None:
        uri = await editor.open(draft)
        await editor.run((await editor.actions(uri, *place(DRAFT, POND)))[PARAGRAPH].command)
        assert after(DRAFT, editor) == DRAFT.replace(POND + FISH, POND_AGAIN)

    edit(session)
    edit(again)
    assert len(model.asked) == 1


def test_words_typed_during_a_request_stand(draft: Path, model: GardenModel, edit: Edit) -> None:
    typed = DRAFT.replace("終わりに", "最後に")

    async def session(editor: Editor) -> None:
        uri = await editor.open(draft)
        model.wait_s = 30
        request = editor.begin((await editor.actions(uri, *place(DRAFT, POND)))[PARAGRAPH].command)
        await asyncio.to_thread(model.wait_until_asked)
        editor.change(uri, typed)
        model.goes_on.set()
        await asyncio.wait_for(asyncio.wrap_future(request), 30)
        assert editor.applied == []
        assert "save it and ask again" in editor.messages[-1]
        draft.write_text(typed, "utf-8")
        await editor.run((await editor.actions(uri, *place(typed, POND)))[PARAGRAPH].command)
        assert after(typed, editor) == typed.replace(POND + FISH, POND_AGAIN)

    edit(session)
    known = State(draft.parents[3]).load_written(draft)
    assert known is not None
    assert known.text == DRAFT
