"""The directives of a draft carried out one by one: each is one request, checked, merged, and gone when it is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from drafter.errors import (
    BudgetError,
    ChangedError,
    ConsentError,
    ContextError,
    DrafterError,
    ModelError,
    OutputError,
    ReplyError,
    UsageError,
)
from drafter.pipeline.directive_facts import Shelf
from drafter.pipeline.directive_part import Place, make_part, rewrite
from drafter.pipeline.draft import digest_period
from drafter.pipeline.generate import GenerateOptions, prepare_period
from drafter.pipeline.held_file import HeldFile
from drafter.pipeline.layout import layout_of
from drafter.pipeline.model_brief import make_brief
from drafter.pipeline.model_draft import recall_facts
from drafter.pipeline.model_run import recorded
from drafter.pipeline.places import find_places
from drafter.pipeline.project import Project
from drafter.pipeline.session import Session, insist_on_consent
from drafter.records import Period
from drafter.revise.pieces import PieceKind, split_pieces
from drafter.revise.sections import same_heading
from drafter.revise.turns import Directive, body_start, find_turns
from drafter.revise.unmarking import Cut, cut_mark
from drafter.store.state import State, Written, WrittenSentence
from drafter.text.inline import plain
from drafter.write.model_brief import ModelBrief
from drafter.write.part import write_part

_ASKS_JA = re.compile(r"(?:根拠|出典|典拠|証拠|ソース|出どころ|引用元|どこに書い|どこから)")
_ASKS_EN = re.compile(
    r"\b(?:evidence|sources?|proofs?|based on|c[oa]me from|comes from|rests? on|how do you know|says? so)\b", re.I
)
_QUESTION = re.compile(r"[?？]\s*\Z|(?:は|か|の)[。.]?\s*\Z|(?:見せ|教え|示し)て")
_CHANGES = re.compile(
    r"足し|追加|入れ|加え|書き|書い(?!て)|直し|消し|\b(?:add|insert|cite|put|rewrite|include|remove)\b", re.I
)
REWRITE = "write every sentence of it anew: say the same, only better; leave nothing out and add nothing"
_SHOWN_CHARS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What became of a directive that stood at `line`. `told` is to be read by the person; with an `error` the
    directive is still in the file."""

    words: str
    line: int
    told: tuple[str, ...] = ()
    error: DrafterError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOut:
    """What became of all directives, and the file before and after; `memory` is what drafter would know of it, where it
    is a preview and something would change."""

    before: str
    after: str
    carried: tuple[Carried, ...]
    memory: Written | None = None


def find_directives(text: str, *, section: str | None = None) -> tuple[Directive, ...]:
    """The directives of a file, in order; those in or about one section alone, where its heading is given."""
    directives = find_turns(text).directives
    if section is None:
        return directives
    spans = list(_sections(text, section))
    return tuple(d for d in directives if any(_is_about(d, start, end) for start, end in spans))


def _is_about(directive: Directive, start: int, end: int) -> bool:
    at = directive.target.start if directive.target else directive.start
    return start <= at < end or start <= directive.start < end


def _sections(text: str, section: str) -> Iterator[tuple[int, int]]:
    headings = [p for p in split_pieces(text, start=body_start(text)) if p.kind is PieceKind.HEADING]
    for n, piece in enumerate(headings):
        if same_heading(piece.words, section):
            stop = next((later.start for later in headings[n + 1 :] if later.level <= piece.level), len(text))
            yield piece.end, stop


def asks_for_proof(words: str) -> bool:
    """Whether a directive asks what a part rests on, and for no change.

    >>> [asks_for_proof(words) for words in ("ここの根拠は？", "根拠を足して", "what is this based on?")]
    [True, False, True]
    """
    asks = bool(_ASKS_JA.search(words) or _ASKS_EN.search(words))
    return asks and bool(_QUESTION.search(words)) and not _CHANGES.search(words)


def carry_out(
    project: Project,
    path: Path,
    period: Period,
    session: Session | None,
    *,
    section: str | None = None,
    given: Callable[[str], Directive] | None = None,
    preview: bool = False,
    settle: Callable[[str], str] = str,
    agree: Callable[[str], bool],
    tell: Callable[[Carried], None],
) -> CarriedOut:
    """Take out the marks that `settle` knows to be done with, then carry out each directive; `tell` hears of each at
    once. Without a session only what is asked of drafter's memory is answered. `given` makes a directive that stands
    not in the file, of the file's text: it is carried out alone.

    Raises:
        ConsentError: it was not agreed to send anything; the file is as it was but for what needed no model.
        OutputError: the file or the state cannot be read or written.
    """
    run = _Run(
        project=project,
        path=path,
        period=period,
        session=session,
        section=section,
        given=given,
        preview=preview,
        agree=agree,
    )
    before = run.file.read()
    run.settle(settle)
    if session is None:
        run.all(tell)
    else:
        with recorded(session) as outcome:
            run.all(tell)
            failed = [one for one in run.carried if one.error is not None]
            outcome.summary = {"path": path.as_posix(), "directives": len(run.carried), "failed": len(failed)}
    return CarriedOut(before=before, after=run.file.read(), carried=tuple(run.carried), memory=run.file.previewed)


@dataclass(kw_only=True)
class _Run:
    project: Project
    path: Path
    period: Period
    session: Session | None
    section: str | None
    given: Callable[[str], Directive] | None
    preview: bool
    agree: Callable[[str], bool]
    carried: list[Carried] = field(default_factory=list)
    refusal: ModelError | None = None  # for which no more is asked

    @cached_property
    def file(self) -> HeldFile:
        return HeldFile(state=State(self.project.root), path=self.path, preview=self.preview)

    @cached_property
    def shelf(self) -> Shelf:
        options = GenerateOptions(out=self.path, figure=False)
        prepared, session = prepare_period(self.project, self.period, options).prepared, self.session
        return Shelf(prepared=prepared, recall=lambda: recall_facts(prepared, session) if session else ())

    @cached_property
    def brief(self) -> ModelBrief:
        """What the writer is given of the period, but for facts."""
        assert self.session is not None
        insist_on_consent(self.session, self.project, self.shelf.prepared.sent, agree=self.agree)
        digest = replace(digest_period(self.shelf.prepared), facts=())
        prepared, session = self.shelf.prepared, self.session
        return replace(make_brief(prepared, digest, session.prompts, denied=session.mask.names_in), figure=None)

    def settle(self, settle: Callable[[str], str]) -> None:
        text = self.file.read()
        if settle(text) != text:
            base = self.file.memory(settle(text))
            self.file.save(base, base, prepare=settle)

    def all(self, tell: Callable[[Carried], None]) -> None:
        """Those that failed stay, so that the next one stands behind as many as failed."""
        n_failed = 0
        for _ in range(len(self._directives())):
            directives = self._directives()
            if n_failed >= len(directives):
                return
            carried = self._one(directives[n_failed])
            self.carried.append(carried)
            tell(carried)
            n_failed += carried.error is not None
            if isinstance(carried.error, ModelError) and not isinstance(carried.error, BudgetError | ContextError):
                self.refusal = carried.error  # the next request would fail, too

    def _directives(self) -> tuple[Directive, ...]:
        text = self.file.read()
        return (self.given(text),) if self.given else find_directives(text, section=self.section)

    def _one(self, directive: Directive) -> Carried:
        text = self.file.read()
        line = text.count("\n", 0, directive.start) + 1
        try:
            told = self._carry(text, directive)
        except (ModelError, ReplyError, OutputError, UsageError) as error:
            if isinstance(error, ConsentError):
                raise
            return Carried(words=directive.words, line=line, error=error)
        return Carried(words=directive.words, line=line, told=told)

    def _carry(self, text: str, directive: Directive) -> tuple[str, ...]:
        if directive.target is None:
            hint = "put it above or inside a paragraph or a list, or above a heading"
            raise UsageError("there is nothing below it that could be written again", hint=hint)
        start, end = directive.start, directive.end
        cut = cut_mark(text, start, end) if directive.is_in_text else Cut(start=start, end=end)
        base = self.file.memory(cut.apply(text))
        target = directive.target
        start, end = _trimmed(base.text, cut.moved(target.start), cut.moved(target.end))
        place = Place(written=base, target=replace(target, start=start, end=end))
        if asks_for_proof(directive.words):
            told = tuple(self._proof(place))
            self.file.save(base, base, prepare=self._without(directive, text))
            return told
        if self.session is None:
            raise UsageError("it needs a model", hint="give --model NAME, or large = … below [model] in drafter.toml")
        if self.refusal is not None:
            raise self.refusal
        return self._rewrite(place, directive, text)

    def _rewrite(self, place: Place, directive: Directive, text: str) -> tuple[str, ...]:
        assert self.session is not None
        part, brief = make_part(place, directive, self.shelf, self.brief)
        made = write_part(part, brief, self.session.client)
        rewritten = rewrite(place, made, part, self.shelf, layout_of(self.shelf.prepared, self.path))
        if not self.file.save(place.written, rewritten.apply(place.written), prepare=self._without(directive, text)):
            why = f", as {made.dropped[0].text!r} does not stand: {made.dropped[0].reason}" if made.dropped else ""
            raise ReplyError(f"what the model wrote changes nothing{why}", hint="ask in other words")
        waits = ("what you wrote is as it was; the proposal below it waits for you",) if place.is_added else ()
        dropped = (f"left out: {one.text} ({one.reason})" for one in made.dropped)
        return (*waits, *dropped, *made.notices)

    def _without(self, directive: Directive, before: str) -> Callable[[str], str]:
        """Takes the directive out of the file as it stands by now.

        The function raises ChangedError where a person took it out or changed it meanwhile.
        """
        if not directive.is_in_text:
            return str
        same = [d.start for d in find_turns(before).directives if d.words == directive.words]
        number = same.index(directive.start)

        def without(text: str) -> str:
            now = [d for d in find_turns(text).directives if d.words == directive.words]
            if text != before and len(now) != len(same):
                raise ChangedError(
                    "you changed it while it was carried out", hint="your text stands; nothing was written"
                )
            found = now[number]
            return cut_mark(text, found.start, found.end).apply(text)

        return without

    def _proof(self, place: Place) -> Iterator[str]:
        """What each sentence of a part rests on; of a person's own what is found about it."""
        for piece in place.told:
            words = " ".join(plain(piece.words).split())
            yield words if len(words) <= _SHOWN_CHARS else f"{words[:_SHOWN_CHARS]}…"
            record = place.records.get(piece.start)
            if record is not None:
                yield from self._rests_on(record)
            else:
                whose = "yours" if place.is_mine(piece) else "no record of it"
                found = find_places(
                    self.project, self.shelf.library, words, among=self.shelf.documents, period=self.period
                )
                yield f"  {whose}; {'nothing is found about it' if not found else 'your notes and posts have:'}"
                yield from (f"  {place.path}:{place.line} {place.words}" for place in found)

    def _rests_on(self, record: WrittenSentence) -> Iterator[str]:
        for quote in record.quotes:
            gone = "" if self.shelf.stands(quote) else " (stands there no more)"
            yield f"  {quote.path}:{quote.start_line} 「{' '.join(quote.words.split())}」{gone}"
        yield from (f"  {count.name}: {count.value:,}; {count.rule}" for count in record.counts)
        if not record.quotes and not record.counts:
            yield "  a proposal: it rests on nothing, and waits for you"


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without blank lines at the ends; the indentation of the first line stays."""
    own = text[start:end]
    first = re.match(r"(?:[ \t]*(?:\r\n|\r|\n))*", own)
    start += first.end() if first else 0
    return start, max(start, start + len(text[start:end].rstrip()))
