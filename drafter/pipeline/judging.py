"""A draft before a judge: what the judge sees beside it, within a limit, and its answers kept with the run's."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from drafter.digest.material import sort_material
from drafter.pipeline.model_run import recorded
from drafter.pipeline.project import Project
from drafter.pipeline.session import Session, insist_on_consent, open_session
from drafter.records import Document, Period
from drafter.score.exhibits import Sheet
from drafter.score.judge import judge_body
from drafter.score.judgings import Judging
from drafter.score.page import Page
from drafter.score.rubric import Rubric, load_rubric
from drafter.settings import load_settings
from drafter.store.state import State

_MATERIAL_CHARS = 60_000  # of all sources together, spread over them; the words the draft quotes come on top


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Who judges: a model with the settings of `flags` (named as the fields of `Settings`), `repeats` times."""

    name: str
    flags: Mapping[str, object]
    repeats: int
    agree: Callable[[str], bool]


def judge_page(project: Project, period: Period, page: Page, judge: Judge, *, state: State) -> Judging:
    """Have a draft judged in every dimension of the rubric; files in the `eval/rubric/` beside the run go before the
    bundled ones.

    Raises:
        ConsentError: it was not agreed to ask the judge's host.
        ModelError: none of the judgings can succeed.
        PromptError: the rubric or the prompt cannot be used.
    """
    with before_judge(project, period, judge, state=state) as bench:
        return judge_body(
            page.body,
            rubric=find_rubric(state),
            material=show_material(bench.documents, page),
            earlier=bench.earlier,
            model=bench.session.client,
            repeats=judge.repeats,
            prompts=bench.session.prompts,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What stands before a judge beside the drafts: the sources, and the author's last retrospective, "" for none."""

    session: Session
    documents: tuple[Document, ...]
    earlier: str


@contextmanager
def before_judge(project: Project, period: Period, judge: Judge, *, state: State) -> Iterator[Bench]:
    """A run of the judge, recorded however it ends.

    Raises:
        ConsentError: it was not agreed to ask the judge's host.
    """
    judged = replace(project, settings=load_settings(project.settings.home, flags=judge.flags, environ=os.environ))
    documents, earlier = find_exhibits(project, period)
    session = open_session(judged, period, state=state, command=f"judge {period.label}")
    with recorded(session) as outcome:
        insist_on_consent(session, judged, documents, agree=judge.agree)
        yield Bench(session=session, documents=documents, earlier=earlier)
        outcome.summary = {"judgings": judge.repeats, "tokens": session.budget.spent_tokens}


def find_exhibits(project: Project, period: Period) -> tuple[tuple[Document, ...], str]:
    """The sources of a period, and the author's last retrospective before it, "" for none."""
    material = sort_material(project.documents, period, fiscal_start=project.settings.fiscal_start)
    by_id = {document.id: document for document in project.documents}
    return material.documents, next((by_id[r.document_id].body for r in material.retrospectives), "")


def show_material(
    documents: Sequence[Document], page: Page | None = None, *, chars: int = _MATERIAL_CHARS
) -> tuple[Sheet, ...]:
    """The sources as a judge sees them: each from its beginning, as much as its share of `chars` allows (what short
    ones leave is shared by the others), and of a longer one all words that the draft, where one is given, quotes."""
    quoted: dict[str, list[str]] = {}
    for placed in page.sentences if page else ():
        for quote in placed.sentence.quotes:
            quoted.setdefault(quote.document_id, []).append(quote.text)
    share = _share([len(document.body) for document in documents], chars)
    return tuple(_sheet(document, share, quoted.get(document.id, ())) for document in documents)


def _share(lengths: Sequence[int], chars: int) -> int:
    """The most that each may have so that all have no more than `chars`."""
    left, share = chars, 0
    ordered = sorted(lengths)
    for n, length in enumerate(ordered):
        share = left // (len(ordered) - n)
        if length > share:
            return share
        left -= length
    return max(ordered, default=0)


def _sheet(document: Document, share: int, quotes: Sequence[str]) -> Sheet:
    day = f", {document.stamp.day}" if document.stamp else ""
    text = document.body
    if len(text) > share:
        rest = [quote for quote in dict.fromkeys(quotes) if quote not in text[:share]]
        text = "\n\n".join((f"{text[:share]} …", *(f"… {quote} …" for quote in rest)))
    return Sheet(header=f"{document.kind}{day}, title: {document.title}", text=text, document_id=document.id)


def find_rubric(state: State) -> Rubric:
    """The bundled rubric, and over it the files of the project's own `eval/rubric/`.

    Raises:
        PromptError: a file that cannot be used.
    """
    own = state.root / "eval" / "rubric"
    return load_rubric(*([own] if own.is_dir() else []))
