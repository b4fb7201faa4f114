"""A plan is written as a file to edit, and the draft of an edited plan tells what its author wrote into it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from drafter.errors import SourceError
from drafter.model.budget import Budget
from drafter.model.chat import Size
from drafter.model.prices import load_prices
from drafter.model.privacy import load_mask
from drafter.model.prompts import load_prompts
from drafter.pipeline.generate import GenerateOptions, prepare_period
from drafter.pipeline.outlines import draft_from_outline, plan_period
from drafter.pipeline.prepare import Prepared
from drafter.store.state import State
from drafter.text.periods import year_period
from drafter.write.markdown import Layout, render_markdown
from tests.conftest import BuildTree
from tests.model_blog import FILES, GOOD, NOTHING_FOUND, as_it_was, draft_as, plan, read_facts
from tests.pipeline.conftest import OpenBlog
from tests.scripted import ScriptedModel


@pytest.fixture
def prepared(build_tree: BuildTree, open_blog: OpenBlog) -> Prepared:
    project = open_blog(build_tree(FILES), notes=("notes",))
    return prepare_period(project, year_period(2024), GenerateOptions()).prepared


def session_with(prepared: Prepared, draft: str) -> SimpleNamespace:
    model = ScriptedModel(
        facts=read_facts,
        resolve={"same": [], "subjects": []},
        outline=plan,
        draft=draft_as(draft),
        check=NOTHING_FOUND,
        revise=as_it_was,
    )
    model.models = {Size.LARGE: "large", Size.SMALL: "small"}  # type: ignore[attr-defined]
    root = prepared.project.root
    return SimpleNamespace(
        client=model,
        budget=Budget(load_prices({})),
        mask=load_mask(State(root), deny=()),
        prompts=load_prompts(),
        host="models.example",
    )


def test_a_plan_shows_headings_facts_with_ids_and_questions(prepared: Prepared) -> None:
    text, told = plan_period(prepared, session_with(prepared, GOOD))  # type: ignore[arg-type]
    assert "### 走る" in text
    assert "フルマラソンを走り切った。" in text
    assert "? 次の版はいつ？" in text
    assert "空の見出し" not in text
    assert len(told.facts) == 6


def test_a_plan_that_was_not_edited_is_written_in_its_order(prepared: Prepared, tmp_path: Path) -> None:
    session = session_with(prepared, GOOD)
    text, _ = plan_period(prepared, session)  # type: ignore[arg-type]
    path = tmp_path / "plan.md"
    path.write_text(text, "utf-8")
    made = draft_from_outline(prepared, session, path, candidates=1)  # type: ignore[arg-type]
    assert "4時間52分で走り切った。" in render_markdown(made.drafted.draft, layout=Layout())[0]
    (request,) = session.client.asked("draft")
    planned = request.user.split("The plan\n")[1]
    assert planned.index("### 走る") < planned.index("### 時刻表アプリ")


def test_an_edited_plan_has_its_authors_order_and_words(prepared: Prepared, tmp_path: Path) -> None:
    told = "### 転職\n八月に転職した。⟦{f_own}⟧"
    session = session_with(prepared, told)
    text, _ = plan_period(prepared, session)  # type: ignore[arg-type]
    first, _, rest = text.partition("### 走る")
    path = tmp_path / "plan.md"
    path.write_bytes(
        ("\ufeff" + f"{first}### 転職\n\n- 八月に転職した\n\n### 走る{rest}").replace("\n", "\r\n").encode()
    )

    def write(request: object) -> str:
        line = next(line for line in request.user.splitlines() if "八月に転職した" in line and line.startswith("- f"))  # type: ignore[attr-defined]
        return told.replace("{f_own}", line.split()[1])

    session.client._answers["draft"] = [write]
    made = draft_from_outline(prepared, session, path, candidates=1)  # type: ignore[arg-type]
    body = render_markdown(made.drafted.draft, layout=Layout())[0]
    assert "八月に転職した。" in body
    assert "<!-- ? -->" not in body
    (answer,) = made.drafted.answers
    (quote,) = [q for x in made.drafted.draft.sections for p in x.passages for s in p.sentences for q in s.quotes]
    assert answer.text[quote.start : quote.end] == quote.text == "八月に転職した"


def test_what_is_wrong_in_a_plan_is_told(prepared: Prepared, tmp_path: Path) -> None:
    session = session_with(prepared, GOOD)
    text, _ = plan_period(prepared, session)  # type: ignore[arg-type]
    path = tmp_path / "plan.md"
    path.write_text(text + "\n- [f0000] なかったこと\n", "utf-8")
    made = draft_from_outline(prepared, session, path, candidates=1)  # type: ignore[arg-type]
    assert any("f0000" in notice for notice in made.drafted.notices)
    with pytest.raises(SourceError, match="cannot be read"):
        draft_from_outline(prepared, session, tmp_path / "none.md", candidates=1)  # type: ignore[arg-type]
