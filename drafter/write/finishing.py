"""A checked body → the sections of the draft: what may not stand is gone, and private words ask for a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafter.records import Dropped, Form, Passage, Section, Sentence, Standing
from drafter.text.normal import fold_text
from drafter.write.brief import QUESTIONS_MAX, counted_passage, question_passage
from drafter.write.checking import PROPOSED_SHARE, Checked
from drafter.write.marks import Marked, MarkedSentence, keep_sentences
from drafter.write.model_brief import ModelBrief
from drafter.write.passages import ask_for_yes, each_sentence, titles_in_line

_OTHERS_MAX = 5


def finish_sections(checked: Checked, brief: ModelBrief) -> tuple[tuple[Section, ...], tuple[Dropped, ...]]:
    """The sections as they go to the file, and what was dropped on the way with the reason of each."""
    dropped: list[Dropped] = []
    kept = _within_share(_standing(checked, dropped), checked, dropped)
    sections = [_finish(_with_labels(section, checked), brief) for section in kept.sections]
    sections = _with_others(_few_questions(_with_next_goals(sections, brief)), brief)
    return tuple(_with_figure(sections, brief)), tuple(dropped)


def finish_part(checked: Checked, brief: ModelBrief) -> tuple[tuple[Section, ...], tuple[Dropped, ...]]:
    """The sections of a part of a draft as they go to the file, and what was dropped on the way."""
    dropped: list[Dropped] = []
    kept = _standing(checked, dropped)
    return tuple(_finish(_with_labels(section, checked), brief) for section in kept.sections), tuple(dropped)


def _standing(checked: Checked, dropped: list[Dropped]) -> Marked:
    """What may stand; the rest is told in `dropped`."""
    refused = {id(own): faults for n, own in enumerate(checked.marked.sentences) if (faults := checked.faults.get(n))}

    def stands(own: MarkedSentence) -> bool:
        hard = [fault for fault in refused.get(id(own), ()) if fault.hard]
        if hard:
            text = "(not shown)" if hard[0].rule in ("denied", "private", "secret", "person") else own.sentence.text
            dropped.append(Dropped(text=text, reason=f"{hard[0].rule}: {hard[0].message}"))
        return not hard

    return keep_sentences(checked.marked, stands)


def _within_share(marked: Marked, checked: Checked, dropped: list[Dropped]) -> Marked:
    """At most a quarter proposals: the later ones of a section go first, its last one stays longest."""
    sentences = marked.sentences
    proposed = [own for own in sentences if checked.is_proposal(own.sentence)]
    n_told = len(sentences) - len(proposed)
    room = int(n_told * PROPOSED_SHARE / (1 - PROPOSED_SHARE))
    gone = {id(own) for own in proposed[room:]}
    dropped += [Dropped(text=own.sentence.text, reason="more proposals than a quarter") for own in proposed[room:]]
    return keep_sentences(marked, lambda own: id(own) not in gone) if gone else marked


def _with_labels(section: Section, checked: Checked) -> Section:
    """Items that head others rest on what stands below them; where nothing is left below, they are gone."""
    passages: list[Passage] = []
    below: Passage | None = None
    for passage in reversed(section.passages):
        first = passage.sentences[0]
        if passage.form is Form.ITEM and first.text in checked.labels and not first.quotes:
            if below is None or below.depth <= passage.depth:
                continue
            quotes = tuple(dict.fromkeys(quote for sentence in below.sentences for quote in sentence.quotes))
            label = replace(first, standing=Standing.PROVED, quotes=quotes)
            passage = replace(passage, sentences=(label,))
        passages.append(passage)
        below = passage
    return replace(section, passages=tuple(reversed(passages)))


def _finish(section: Section, brief: ModelBrief) -> Section:
    def finish(sentence: Sentence) -> Sentence:
        return ask_for_yes(sentence, brief.documents) if brief.is_blog and sentence.fact_ids else sentence

    return each_sentence(section, finish)


def _with_next_goals(sections: Sequence[Section], brief: ModelBrief) -> list[Section]:
    """Goals for the next period are a menu: one question asks which of them hold."""
    menus = [n for n, section in enumerate(sections) if brief.sets_next_goals(section.heading)]
    if not menus:
        return list(sections)
    at = next((n for n in menus if str(brief.digest.period.start.year + 1) in fold_text(sections[n].heading)), menus[0])
    last = at
    while last + 1 < len(sections) and sections[last + 1].level > sections[at].level:
        last += 1
    if not any(section.passages for section in sections[at : last + 1]):
        return list(sections)
    asked = question_passage(brief.wording.say("questions.next_goals", next_period=brief.next_period_name))
    menu = replace(sections[last], passages=(*sections[last].passages, asked))
    return [*sections[:last], menu, *sections[last + 1 :]]


def _with_others(sections: Sequence[Section], brief: ModelBrief) -> list[Section]:
    """The posts that no sentence names in one line, below what the section tells that counts the posts, where it has a
    heading; those without an address are left out, and all of them where they would be a wall of links."""
    sentences = [s for x in sections for p in x.passages for s in p.sentences]
    named = {quote.document_id for sentence in sentences for quote in sentence.quotes}
    told = " ".join(sentence.text for sentence in sentences)
    others = [p for p in brief.posts if p.id not in named and p.url and f"({p.url})" not in told]
    place = _find_counted(sections, brief) if 0 < len(others) <= _OTHERS_MAX else None
    if place is None or not sections[place[0]].heading:
        return list(sections)
    n = place[0]
    line = titles_in_line(brief.wording.say("headings.rest"), others, source=brief.source)
    section = sections[n]
    end = max(at for at, passage in enumerate(section.passages, start=1) if passage.form is not Form.QUESTION)
    passages = (*section.passages[:end], line, *section.passages[end:])
    return [*sections[:n], replace(section, passages=passages), *sections[n + 1 :]]


def _few_questions(sections: Sequence[Section]) -> list[Section]:
    """At most eight, none twice."""
    seen: set[str] = set()
    few = []
    for section in sections:
        passages = []
        for passage in section.passages:
            text = passage.sentences[0].text if passage.form is Form.QUESTION else ""
            if passage.form is Form.QUESTION and (text in seen or len(seen) >= QUESTIONS_MAX):
                continue
            seen |= {text} if text else set()
            passages.append(passage)
        few.append(replace(section, passages=tuple(passages)))
    return few


def _with_figure(sections: Sequence[Section], brief: ModelBrief) -> list[Section]:
    """The figure below the paragraph that counts the posts of the period; nowhere where none does."""
    figure, place = brief.figure, _find_counted(sections, brief)
    if figure is None or place is None:
        return list(sections)
    n, at = place
    posts = (brief.digest.statistics.posts,)
    picture = counted_passage(f'![{figure.alt}]({figure.name} "{figure.alt}")', posts, form=Form.FIGURE)
    section = sections[n]
    passages = (*section.passages[: at + 1], picture, *section.passages[at + 1 :])
    return [*sections[:n], replace(section, passages=passages), *sections[n + 1 :]]


def _find_counted(sections: Sequence[Section], brief: ModelBrief) -> tuple[int, int] | None:
    """The section and the passage in it that count the posts of the period."""
    for n, section in enumerate(sections):
        for at, passage in enumerate(section.passages):
            if any(_counts_posts(sentence, brief) for sentence in passage.sentences):
                return n, at
    return None


def _counts_posts(sentence: Sentence, brief: ModelBrief) -> bool:
    ids = set(brief.digest.statistics.posts.document_ids)
    return any(ids and set(count.document_ids) == ids for count in sentence.counts)


def shows_figure(sections: Sequence[Section]) -> bool:
    """Whether a figure stands in them."""
    return any(passage.form is Form.FIGURE for section in sections for passage in section.passages)
