"""Sentences with marks → sentences that are proved, counted or proposed, each with what is wrong with its marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import unquote, urlsplit

from drafter.records import Count, Document, Fact, Fault, Goal, Quote, Sentence, Standing
from drafter.text.inline import plain
from drafter.text.normal import find_quote, same
from drafter.write.marked_inline import SLOT, Cited, join_gap
from drafter.write.passages import quote_title

_LABEL = r"[^\[\]\n]*(?:\[[^\[\]\n]*\][^\[\]\n]*)*"
_TARGET = r"[^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*"
_POST_ID = r"[pP][0-9a-fA-F]{3,}"
_LINK = re.compile(
    rf"(?<!!)\[(?P<words>{_LABEL})\](?:\(\s*<?(?P<target>{_TARGET})>?(?:\s+\"[^\"\n]*\")?\s*\)"
    rf"|（\s*(?P<wide>{_POST_ID})\s*）|\[\s*(?P<named>{_POST_ID})\s*\])"
)
_ABSOLUTE = re.compile(r"(?:https?://|mailto:)\S", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_RAW_ID = re.compile(r"(?<![\w./#@=-])[fgp][0-9a-f]{3,}(?!\w)", re.IGNORECASE | re.ASCII)
_SURELY_ID = re.compile(r"[fgp](?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{4,5}")  # no word, no number, no hash of a commit
_STATE = re.compile(r"(?:\[[ xX]\]|[✅❌☑✔✓✗✘❎⭕❗△▲○◯◎×]\ufe0f?|[:：。.．\s])+")
_BETWEEN_LINKS = re.compile(r"(?:[\s/／、，,・|と&。.*_~]|\band\b)*")


def _never(_: str) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What marks may name, by the short ids the model was given. `posts` are own posts that may be cited and linked.

    `fill` answers slots. `repeats` gives the words of the earlier retrospective that a sentence repeats but for the
    year, None for one that does not stand there.
    """

    facts: Mapping[str, Fact]
    goals: Mapping[str, Goal]
    posts: Mapping[str, Document]
    fill: Callable[[str], tuple[str, Count] | None]
    repeats: Callable[[str], Quote | None] = _never

    def resolve(self, short_id: str) -> Fact | Goal | Document | None:
        """The record of an id, in any case; None for an unknown one."""
        key = short_id.lower()
        return self.facts.get(key) or self.goals.get(key) or self.posts.get(key)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedSentence:
    """A sentence with what is wrong with its marks. `raw` is how the model writes it: slots, links by id, and one mark
    behind it. `filled` are the words that code put in the place of its slots; `section` counts from 0."""

    sentence: Sentence
    raw: str
    faults: tuple[Fault, ...] = ()
    filled: tuple[str, ...] = ()
    section: int = 0


@dataclass(slots=True)
class Resolved:
    """A text with its slots filled and its links resolved, and what was found on the way."""

    text: str = ""
    counts: list[Count] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)
    linked: list[Document] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_sentences(cited: Sequence[Cited], *, known: Known) -> tuple[MarkedSentence, ...]:
    """The sentences of one block. Those that nothing marks are proved where they are a goal, links to own posts by
    their titles, or words of the earlier retrospective, alone or all that stand together as one; else at fault."""
    found: list[MarkedSentence] = []
    for marked, run in groupby(cited, key=lambda sentence: sentence.marked):
        if marked:
            found += (_read_marked(sentence, known) for sentence in run)
        else:
            found += _read_unmarked(list(run), known)
    return tuple(found)


def resolve_text(body: str, *, known: Known) -> Resolved:
    """Fill the slots of a text and resolve its links. An unknown slot gives nothing, an unknown target its words."""
    resolved = Resolved()
    filled = SLOT.sub(lambda m: _fill(m, known, resolved), body)
    resolved.text = _LINK.sub(lambda m: _relink(m, known, resolved), filled)
    visible = _ADDRESS.sub(" ", _LINK.sub(lambda m: m["words"], resolved.text))
    left = [raw for raw in _RAW_ID.findall(visible) if known.resolve(raw) or _SURELY_ID.fullmatch(raw)]
    if left:
        message = "an id stands in the words: put it in a mark, as ⟦f1a2⟧ behind the sentence"
        resolved.faults.append(Fault(rule="mark", message=message, words=" ".join(left)))
    return resolved


def _read_marked(cited: Cited, known: Known) -> MarkedSentence:
    resolved = resolve_text(cited.body, known=known)
    records = {short: known.resolve(short) for short in cited.ids}
    facts = [record for record in records.values() if isinstance(record, Fact)]
    quotes = [quote for record in records.values() if record for quote in _quotes_of(record)]
    if quotes:
        quotes += map(quote_title, resolved.linked)
    if cited.proposed:
        standing = Standing.PROPOSED
    elif any(records.values()):
        standing = Standing.PROVED
    else:
        standing = Standing.COUNTED if resolved.counts else Standing.PROPOSED
    sentence = Sentence(
        text=resolved.text,
        standing=standing,
        fact_ids=tuple(fact.id for fact in facts),
        quotes=tuple(dict.fromkeys(quotes)),
        counts=tuple(resolved.counts),
    )
    faults = (*_mark_faults(cited, records), *resolved.faults)
    return MarkedSentence(sentence=sentence, raw=cited.raw, faults=faults, filled=tuple(resolved.filled))


def _quotes_of(record: Fact | Goal | Document) -> tuple[Quote, ...]:
    if isinstance(record, Fact):
        return record.quotes
    return (record.quote,) if isinstance(record, Goal) else (quote_title(record),)


def _mark_faults(cited: Cited, records: Mapping[str, object]) -> Iterator[Fault]:
    unknown = [short for short, record in records.items() if record is None]
    if unknown:
        message = f"no such id: {', '.join(unknown)}; cite what the sentence rests on, or delete what nothing proves"
        yield Fault(rule="mark", message=message, words=" ".join(unknown))
    for said in cited.unread:
        message = "this is no mark: write ids as ⟦f1a2 f3b4⟧, a slot as ⟦=posts⟧, a proposal as ⟦?⟧"
        yield Fault(rule="mark", message=message, words=f"⟦{said}⟧")


def _read_unmarked(run: Sequence[Cited], known: Known) -> list[MarkedSentence]:
    body = run[0].body
    for sentence in run[1:]:
        body += join_gap(body, sentence.body) + sentence.body
    if len(run) > 1 and (proved := _prove_unmarked(body, known)):
        return [proved]
    return [_prove_unmarked(sentence.body, known) or _unmarked(sentence.body, known) for sentence in run]


def _prove_unmarked(body: str, known: Known) -> MarkedSentence | None:
    resolved = resolve_text(body, known=known)
    quotes = _goal_quotes(body, known) or _link_quotes(body, known) or _repeated(resolved.text, known)
    if not quotes:
        return None
    sentence = Sentence(text=resolved.text, standing=Standing.PROVED, quotes=quotes)
    return MarkedSentence(sentence=sentence, raw=body, faults=tuple(resolved.faults))


def _unmarked(body: str, known: Known) -> MarkedSentence:
    resolved = resolve_text(body, known=known)
    message = "no mark: end the sentence with what it rests on, as ⟦f1a2⟧, or with ⟦?⟧ where it is a proposal"
    fault = Fault(rule="unmarked", message=message, words=plain(resolved.text))
    sentence = Sentence(text=resolved.text, standing=Standing.PROPOSED)
    return MarkedSentence(sentence=sentence, raw=body, faults=(fault, *resolved.faults))


def _goal_quotes(body: str, known: Known) -> tuple[Quote, ...]:
    words = _without_state(body)
    found = (goal for goal in known.goals.values() if words and same(words, _without_state(goal.text)))
    return tuple(goal.quote for goal in found)[:1]


def _without_state(text: str) -> str:
    """The words of a goal without a check box, ✅ or a stop around them."""
    words = plain(text)
    start = _STATE.match(words)
    words = words[start.end() :] if start else words
    return re.sub(rf"{_STATE.pattern}\Z", "", words)


def _link_quotes(body: str, known: Known) -> tuple[Quote, ...]:
    """The titles of the own posts that a text names and links, where it says nothing else."""
    start = _STATE.match(body)
    rest = body[start.end() :] if start else body
    links = list(_LINK.finditer(rest))
    if not links or not _BETWEEN_LINKS.fullmatch(_LINK.sub("", rest)):
        return ()
    named = [(link, _find_post(_target(link), known)) for link in links]
    if not all(post and find_quote(plain(link["words"]), post.title) for link, post in named):
        return ()
    return tuple(dict.fromkeys(quote_title(post) for _, post in named if post))


def _repeated(text: str, known: Known) -> tuple[Quote, ...]:
    quote = known.repeats(text)
    return (quote,) if quote else ()


def _fill(found: re.Match[str], known: Known, resolved: Resolved) -> str:
    answer = known.fill(found[1])
    if answer is None:
        message = "no such count: use a slot of the list, or WHAT and filters as they are given"
        resolved.faults.append(Fault(rule="slot", message=message, words=found[0]))
        return ""
    words, count = answer
    resolved.counts.append(count)
    resolved.filled.append(words)
    if not found[1].lower().startswith("sum"):
        return words
    return _without_doubled_unit(words, before=found.string[: found.start()], after=found.string[found.end() :])


def _without_doubled_unit(words: str, *, before: str, after: str) -> str:
    """A sum comes with its unit, which the writer may have written too: ⟦=sum …⟧円."""
    sign, unit = re.match(r"[^\d-]*", words), re.search(r"\D*\Z", words)
    if unit and unit[0].strip() and after.lstrip().startswith(unit[0].strip()):
        words = words[: unit.start()]
    if sign and sign[0] and before.endswith(sign[0]):
        words = words[sign.end() :]
    return words


def _target(link: re.Match[str]) -> str:
    return str(link["target"] or link["wide"] or link["named"] or "")


def _relink(link: re.Match[str], known: Known, resolved: Resolved) -> str:
    target, words = _target(link), link["words"]
    if (post := _find_post(target, known)) is not None:
        resolved.linked.append(post)
        return f"[{words}]({post.url})" if post.url else words
    if _ABSOLUTE.match(target):
        return link[0]
    message = "no such post: link own posts by the ids of the list, as [words](p1a2)"
    resolved.faults.append(Fault(rule="link", message=message, words=target, hard=False))
    return words


def _find_post(target: str, known: Known) -> Document | None:
    """The own post that a target means: by its id, its address or the path of that."""
    if re.fullmatch(_POST_ID, target):
        return known.posts.get(target.lower())
    for post in known.posts.values():
        if post.url and _path(target) and unquote(target).strip("/") in (unquote(post.url).strip("/"), _path(post.url)):
            return post
    return None


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(address).path).strip("/")
    except ValueError:  # http://[
        return ""
