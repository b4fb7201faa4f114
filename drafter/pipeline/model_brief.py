"""What the writer by model is given, out of what was prepared: the author's form and voice, counts, posts and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import quantiles

from drafter.digest.cues import tells_of_author, wishes
from drafter.digest.goals import heads_goals
from drafter.digest.habits import fill_slots
from drafter.digest.labels import find_works
from drafter.digest.quotes import find_chunk, quote_span
from drafter.digest.returning import find_returning_words
from drafter.digest.slots import Slots
from drafter.digest.statistics import n_characters
from drafter.ground.evidence import Manner, index_known
from drafter.model.prompts import Prompts
from drafter.model.short_ids import short_ids
from drafter.pipeline.prepare import Prepared, budget_chars, draw_figure, own_links
from drafter.read.chunks import split_chunks
from drafter.records import Digest, Document, Fact, FactKind, Kind, Period, Quote, Unit, content_id
from drafter.text.hidden import strip_hidden
from drafter.text.inline import links, plain
from drafter.text.normal import fold_text
from drafter.text.sentences import split_sentences
from drafter.text.voice import Voice, measure_voice
from drafter.write.by_ranking import usual_chars
from drafter.write.model_brief import ModelBrief

LANGUAGE_NAMES = {"ja": "Japanese", "en": "English", "zh": "Chinese", "ko": "Korean"}
_SAMPLE_CHARS = 1800
_SAMPLES = 4
_EARLIER_CHARS = 14_000
_SAID_MAX = 8
_ROOM = 1.2  # of the length of the earlier ones: links by name and open goals take their part


def make_brief(
    prepared: Prepared, digest: Digest, prompts: Prompts, *, denied: Callable[[str], tuple[str, ...]]
) -> ModelBrief:
    """Gather what the writer is given. `denied` finds the names of the deny list in a text."""
    period, wording = prepared.period, prepared.wording
    posts = _works(prepared)
    shorts = short_ids((fact.id for fact in digest.facts), "f")
    facts = {shorts[fact.id]: fact for fact in digest.facts}
    reviews = [review.document_id for review in prepared.material.retrospectives]
    slots = Slots(prepared.project.documents, period=period, wording=wording, facts=facts, reviews=reviews)
    followed = prepared.by_id[prepared.followed.document_id] if prepared.followed else None
    borrowed = prepared.habits.borrowed if prepared.habits else True
    earlier = _shown(followed.body)[:_EARLIER_CHARS] if followed else ""
    voice = measure_voice(d.body for d in _voices(prepared, followed))
    manner = _manner(prepared, voice)
    return ModelBrief(
        title=prepared.title,
        period_name=wording.period_name(period),
        next_period_name=wording.next_period_name(period) if period.unit is Unit.YEAR else "",
        language=LANGUAGE_NAMES.get(wording.language, "English"),
        digest=digest,
        documents=prepared.by_id,
        posts=posts,
        wording=wording,
        prompts=prompts,
        links=own_links(prepared.project.documents),
        fill=slots.fill,
        counts=(*slots.table(), *_returning(prepared, slots)),
        manner=manner,
        chunks={chunk.id: chunk for chunk in prepared.chunks},
        repeats=_repeats(followed),
        denied=denied,
        sets_next_goals=lambda heading: _sets_next_goals(heading, prepared.period),
        earlier=earlier,
        habit=_habit(prepared, followed),
        samples="\n\n".join(_samples(prepared)) if borrowed else "",
        voice=tuple(_voice_lines(voice, prepared, manner)),
        skeleton=tuple(_skeleton(prepared)),
        earlier_is_past=followed is None or followed.id not in prepared.material.issues,
        said_before=_said_before(followed, digest) if followed and not borrowed else (),
        chars=round(
            _ROOM
            * (
                budget_chars(prepared.material.retrospectives, prepared.habits, prepared.by_id)
                or usual_chars(period.unit, wording.language)
            )
        ),
        figure=draw_figure(prepared),
    )


def _returning(prepared: Prepared, slots: Slots) -> Iterable[tuple[str, str]]:
    """How many posts, or notes where there are no posts, hold the words that the author comes back to."""
    what = "posts" if prepared.statistics.posts.value else "notes"
    for word in find_returning_words(prepared.material.documents):
        query = f"{what} about:{word}"
        if filled := slots.fill(query):
            yield query, filled[0]


def _works(prepared: Prepared) -> tuple[Document, ...]:
    """The posts of the period by day, those left out that are no work of the author's to be named."""
    posts = [d for d in prepared.material.documents if d.kind is Kind.POST and d.id not in prepared.material.issues]
    works = {d.id for d in find_works(posts)}
    return tuple(sorted((d for d in posts if d.id in works), key=lambda d: (str(d.stamp and d.stamp.day), d.path)))


def _voices(prepared: Prepared, followed: Document | None) -> list[Document]:
    """The documents that show how the author sounds in a retrospective; without one, in posts."""
    known = [prepared.by_id[r.document_id] for r in prepared.material.retrospectives]
    same = [d for d in known if d.kind is Kind.POST] or ([followed] if followed else [])
    n_chars = sum(n_characters(d.body) for d in same)
    return (
        same if n_chars > _SAMPLE_CHARS else [*same, *(d for d in prepared.material.documents if d.kind is Kind.POST)]
    )


def _shown(body: str) -> str:
    """A body as a model reads it: no comments, no addresses of links, no breaks."""
    text = strip_hidden(body)
    for link in reversed(links(text)):
        text = text[: link.start] + f"[{link.text}](…)" + text[link.end :]
    lines = [line.rstrip() for line in text.replace("<br>", "").splitlines()]
    kept = [line for n, line in enumerate(lines) if line or (n and lines[n - 1])]
    return "\n".join(kept).strip()


def _repeats(followed: Document | None) -> Callable[[str], Quote | None]:
    """Finds a sentence of the last retrospective that another repeats but for its digits."""
    if followed is None:
        return lambda _: None
    chunks = split_chunks(followed)
    spans = [(a, b) for a, b in split_sentences(followed.text) if a >= followed.front_matter.end]
    by_words = {_without_digits(followed.text[a:b]): (a, b) for a, b in spans}

    def repeats(sentence: str) -> Quote | None:
        place = by_words.get(_without_digits(sentence))
        if place is None or not _without_digits(sentence):
            return None
        return quote_span(followed, find_chunk(chunks, *place), start=place[0], end=place[1])

    return repeats


def _said_before(followed: Document, digest: Digest) -> tuple[Fact, ...]:
    """The wishes of the last retrospective that are none of its goals: what a year later can be compared with."""
    chunks = split_chunks(followed)
    goals = [(goal.quote.start, goal.quote.end) for goal in digest.goals if goal.quote.document_id == followed.id]
    found = []
    for a, b in split_sentences(followed.text):
        is_goal = any(a < end and start < b for start, end in goals)
        if a < followed.front_matter.end or is_goal or not wishes(plain(followed.text[a:b])):
            continue
        quote = quote_span(followed, find_chunk(chunks, a, b), start=a, end=b)
        found.append(
            Fact(
                id=content_id("fact", followed.id, str(a), quote.text),
                text=" ".join(plain(quote.text).split()),
                kind=FactKind.PLANNED,
                event_day=None,
                document_day=followed.stamp.day if followed.stamp else None,
                quotes=(quote,),
                salience=0.4,
                level=followed.level,
            )
        )
    return tuple(found[:_SAID_MAX])


def _without_digits(text: str) -> str:
    return re.sub(r"[\d\W_]+", "", fold_text(plain(text)))


def _sets_next_goals(heading: str, period: Period) -> bool:
    named = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", fold_text(heading))
    return heads_goals(heading) and (str(period.start.year + 1) in named or not named)


def _habit(prepared: Prepared, followed: Document | None) -> str:
    if followed is None or prepared.habits is None:
        return ""
    if prepared.habits.borrowed:
        name = prepared.wording.period_name(prepared.habits.period)
        return (
            f'"{followed.title}", is of another kind of period ({name}): take its voice, its layout (how lines, lists'
            " and headings look) and the kinds of parts it has where they fit, not its size"
        )
    return f'"{followed.title}"'


def _skeleton(prepared: Prepared) -> Iterable[str]:
    habits = prepared.habits
    if habits is None or habits.borrowed:
        return
    ordinal = prepared.followed.ordinal + 1 if prepared.followed and prepared.followed.ordinal else None
    for heading in habits.headings:
        yield f"{'#' * heading.level} {fill_slots(heading.text, prepared.period, ordinal=ordinal)}"


def _samples(prepared: Prepared) -> Iterable[str]:
    """Passages of posts in which the author speaks of themselves most."""
    posts = [d for d in prepared.material.documents if d.kind is Kind.POST and d.language == prepared.wording.language]
    shares = [(share, d) for d in posts if (share := _personal_share(d)) is not None]
    for _, document in sorted(shares, key=lambda pair: (-pair[0], pair[1].path))[:_SAMPLES]:
        yield _shown(document.body)[: _SAMPLE_CHARS // _SAMPLES]


def _personal_share(document: Document) -> float | None:
    """How much of a document is the author's own feeling and doing; None for a few lines."""
    sentences = [document.body[a:b] for a, b in split_sentences(document.body)]
    if n_characters(document.body) < _SAMPLE_CHARS // _SAMPLES or not sentences:
        return None
    return sum(map(tells_of_author, sentences)) / len(sentences)


def _manner(prepared: Prepared, voice: Voice) -> Manner:
    documents = [d for d in prepared.project.documents if not d.draft]
    earlier = [prepared.by_id[r.document_id] for r in prepared.material.retrospectives]
    told = [d.body for d in earlier] or [d.body for d in documents if d.kind is Kind.POST]
    known = voice.reason is None
    return Manner(
        language=prepared.wording.language,
        source_language=prepared.project.reading.language or prepared.wording.language,
        period=prepared.period,
        polite=_register(voice),
        sentence_chars_max=_long_sentence(told),
        bold=not known or bool(voice.bold_per_1000),
        emoji=not known or bool(voice.emoji_per_1000),
        exclamations=not known or bool(voice.exclamations_per_1000),
        bullets=True,
        known=index_known(f"{d.title}\n{d.text}" for d in documents),
        earlier=index_known(d.body for d in earlier),
        links=frozenset(_addresses(prepared.by_id)),
    )


def _register(voice: Voice) -> bool | None:
    """Polite or not where nearly all sentences are one; None where the author mixes them."""
    share = voice.polite_share
    return None if share is None or 0.15 < share < 0.85 else share > 0.5


def _long_sentence(bodies: Sequence[str]) -> int | None:
    lengths = [n_characters(plain(body[a:b])) for body in bodies for a, b in split_sentences(body)]
    return round(quantiles(lengths, n=20)[-1]) if len(lengths) > 20 else None


def _addresses(by_id: Mapping[str, Document]) -> Iterable[str]:
    for document in by_id.values():
        if document.url:
            yield document.url
        yield from re.findall(r"https?://[^\s<>()\"'」』]+", document.text)


def _voice_lines(voice: Voice, prepared: Prepared, manner: Manner) -> Iterable[str]:
    if prepared.polite is not None:
        yield f"my retrospectives are written in {'です・ます' if prepared.polite else 'だ・である'}"
    if manner.sentence_chars_max:
        yield f"my longest sentences have about {manner.sentence_chars_max} characters"
    if voice.reason is not None:
        return
    if voice.median_sentence_chars:
        yield f"a sentence has {voice.median_sentence_chars:.0f} characters at the median"
    if voice.endings:
        yield "sentences end in " + ", ".join(f"{name} {share:.0%}" for name, share in voice.endings[:6])
    if voice.first_person:
        yield f"I call myself 「{voice.first_person}」"
    rates = (
        ("bold", voice.bold_per_1000),
        ("emoji", voice.emoji_per_1000),
        ("exclamation marks", voice.exclamations_per_1000),
        ("list items", voice.bullets_per_1000),
    )
    for name, rate in rates:
        yield f"{name}: {f'{rate:.1f} in 1,000 characters' if rate else 'none'}"
