"""A checked body → the sections of the draft: what may not stand is gone, and private words ask for a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from drafter.records import Dropped, Form, Level, Passage, Section, Sentence, Standing
from drafter.write.brief import QUESTIONS_MAX, counted_passage
from drafter.write.checking import PROPOSED_SHARE, Checked
from drafter.write.marks import Marked, MarkedSentence, keep_sentences
from drafter.write.model_brief import ModelBrief


def finish_sections(checked: Checked, brief: ModelBrief) -> tuple[tuple[Section, ...], tuple[Dropped, ...]]:
    """The sections as they go to the file, and what was dropped on the way with the reason of each."""
    refused = {id(own): faults for n, own in enumerate(checked.marked.sentences) if (faults := checked.faults.get(n))}
    dropped: list[Dropped] = []

    def stands(own: MarkedSentence) -> bool:
        hard = [fault for fault in refused.get(id(own), ()) if fault.hard]
        if hard:
            text = "(not shown)" if hard[0].rule in ("denied", "private", "secret", "person") else own.sentence.text
            dropped.append(Dropped(text=text, reason=f"{hard[0].rule}: {hard[0].message}"))
        return not hard

    kept = keep_sentences(checked.marked, stands)
    kept = _within_share(kept, dropped)
    sections = [_finish(section, brief) for section in kept.sections]
    return tuple(_with_figure(_few_questions(sections), brief)), tuple(dropped)


def _within_share(marked: Marked, dropped: list[Dropped]) -> Marked:
    """At most a quarter proposals: the later ones of a section go first, its last one stays longest."""
    sentences = marked.sentences
    proposed = [own for own in sentences if _is_proposal(own.sentence)]
    n_told = len(sentences) - len(proposed)
    room = int(n_told * PROPOSED_SHARE / (1 - PROPOSED_SHARE))
    gone = {id(own) for own in proposed[room:]}
    dropped += [Dropped(text=own.sentence.text, reason="more proposals than a quarter") for own in proposed[room:]]
    return keep_sentences(marked, lambda own: id(own) not in gone) if gone else marked


def _is_proposal(sentence: Sentence) -> bool:
    return sentence.standing is Standing.PROPOSED and not sentence.fact_ids


def _finish(section: Section, brief: ModelBrief) -> Section:
    passages = tuple(
        replace(passage, sentences=tuple(_ask_for_yes(s, brief) for s in passage.sentences))
        for passage in section.passages
    )
    return replace(section, passages=passages)


def _ask_for_yes(sentence: Sentence, brief: ModelBrief) -> Sentence:
    """In a blog, what rests on private notes alone needs its author's yes."""
    levels = {brief.documents[q.document_id].level for q in sentence.quotes}
    if not brief.is_blog or not sentence.fact_ids or Level.PUBLISHED in levels:
        return sentence
    return replace(sentence, standing=Standing.PROPOSED)


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
    figure, posts = brief.figure, brief.digest.statistics.posts
    if figure is None:
        return list(sections)
    for n, section in enumerate(sections):
        for at, passage in enumerate(section.passages):
            if any(_counts_posts(sentence, brief) for sentence in passage.sentences):
                picture = counted_passage(f'![{figure.alt}]({figure.name} "{figure.alt}")', (posts,), form=Form.FIGURE)
                passages: tuple[Passage, ...] = (*section.passages[: at + 1], picture, *section.passages[at + 1 :])
                return [*sections[:n], replace(section, passages=passages), *sections[n + 1 :]]
    return list(sections)


def _counts_posts(sentence: Sentence, brief: ModelBrief) -> bool:
    ids = set(brief.digest.statistics.posts.document_ids)
    return any(ids and set(count.document_ids) == ids for count in sentence.counts)


def shows_figure(sections: Sequence[Section]) -> bool:
    """Whether a figure stands in them."""
    return any(passage.form is Form.FIGURE for section in sections for passage in section.passages)
