"""The plan as a file that its author edits, and the draft of an edited one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from drafter.digest.by_model import Told
from drafter.errors import SourceError
from drafter.pipeline.model_brief import make_brief
from drafter.pipeline.model_draft import ModelDrafted, plan, read_facts, write
from drafter.pipeline.prepare import Prepared
from drafter.pipeline.session import Session
from drafter.read.encoding import decode
from drafter.records import (
    Document,
    Fact,
    FactKind,
    FrontMatter,
    Kind,
    Level,
    Outline,
    Quote,
    content_id,
)
from drafter.write.model_brief import ModelBrief
from drafter.write.outline_file import Catalogue, ParsedOutline, Statement, parse_outline, render_outline


def plan_period(prepared: Prepared, session: Session) -> tuple[str, Told]:
    """The plan of a period as Markdown to edit, and the facts it was made of.

    Raises:
        ModelError, ReplyError: there is no plan.
    """
    told, digest = read_facts(prepared, session)
    planned, brief = plan(make_brief(prepared, digest, session.prompts, denied=session.mask.names_in), session)
    return render_outline(planned.outline, catalogue=_catalogue(brief, planned.outline)), told


def draft_from_outline(prepared: Prepared, session: Session, path: Path, *, candidates: int) -> ModelDrafted:
    """The draft of an edited plan. What its author added there counts as said by them.

    Raises:
        SourceError: the file is missing, or is no outline.
        ModelError, ReplyError: the model answers nothing.
    """
    text = _read(path)
    told, digest = read_facts(prepared, session)
    planned, brief = plan(make_brief(prepared, digest, session.prompts, denied=session.mask.names_in), session)
    parsed = parse_outline(text, path=path.name, catalogue=_catalogue(brief, planned.outline))
    answer = _answer(path, text)
    outline, said = _with_statements(parsed, answer)
    brief = replace(
        brief,
        documents={**brief.documents, answer.id: answer},
        digest=replace(brief.digest, facts=(*brief.digest.facts, *said)),
    )
    made = write(prepared, session, brief, outline, told=told, candidates=candidates)
    notices = (*(f"warning: {problem}" for problem in parsed.problems), *made.drafted.notices)
    return replace(made, drafted=replace(made.drafted, notices=notices, answers=(answer,)))


def _catalogue(brief: ModelBrief, outline: Outline) -> Catalogue:
    return Catalogue(
        facts=brief.facts,
        goals={goal.id: goal for goal in brief.digest.goals},
        posts={post.id: post for post in brief.posts},
        short_ids=brief.shorts,
        questions=tuple(question for item in outline.items for question in item.questions),
    )


def _read(path: Path) -> str:
    try:
        return decode(path.read_bytes()).text
    except OSError as error:
        hint = "write one with --outline-only"
        raise SourceError(f"{path}: cannot be read: {error.strerror}", hint=hint) from error


def _answer(path: Path, text: str) -> Document:
    return Document(
        id=content_id("answer", path.name, text),
        kind=Kind.ANSWER,
        path=path.name,
        title=path.stem,
        stamp=None,
        front_matter=FrontMatter(format="none"),
        text=text,
        level=Level.PUBLISHED,  # its author wrote it for this post
    )


def _with_statements(parsed: ParsedOutline, answer: Document) -> tuple[Outline, tuple[Fact, ...]]:
    """The outline with a fact for each statement, in the item where it stands."""
    said = [(statement.item, _fact(statement, answer)) for statement in parsed.statements]
    items = tuple(
        replace(item, fact_ids=(*item.fact_ids, *(fact.id for at, fact in said if at == n)))
        for n, item in enumerate(parsed.outline.items)
    )
    return replace(parsed.outline, items=items), tuple(fact for _, fact in said)


def _fact(statement: Statement, answer: Document) -> Fact:
    quote = Quote(
        document_id=answer.id,
        chunk_id=None,
        text=answer.text[statement.start : statement.end],
        start=statement.start,
        end=statement.end,
        start_line=statement.start_line,
        end_line=statement.end_line,
    )
    return Fact(
        id=content_id("fact", answer.id, str(statement.start), statement.text),
        text=statement.text,
        kind=FactKind.DID,
        event_day=None,
        document_day=None,
        quotes=(quote,),
        salience=1.0,
        level=answer.level,
    )
