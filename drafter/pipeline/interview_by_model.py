"""The questions of an interview in better words, by one request; what a model may not change, code looks after."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import BaseModel, Field

from drafter.errors import ConsentError, ModelError, ReplyError
from drafter.model.chat import Request, Size
from drafter.model.delimit import neutralise
from drafter.model.prompts import SYSTEM
from drafter.pipeline.interview import Asked, Interview, sharpened
from drafter.pipeline.model_brief import LANGUAGE_NAMES
from drafter.pipeline.model_run import recorded
from drafter.pipeline.session import Session, insist_on_consent
from drafter.text.language import detect_language
from drafter.text.normal import fold_text
from drafter.text.search_terms import query_words

_CHARS_MAX = 160
_REPLY_TOKENS = 3000
_QUOTED = re.compile(r"[「『\"“]([^」』\"”]+)[」』\"”]")


class SharpForm(BaseModel):
    """A question in other words."""

    label: Annotated[str, Field(max_length=10)]
    text: Annotated[str, Field(max_length=400)]


class InterviewReply(BaseModel):
    """The reply to `interview`."""

    questions: list[SharpForm]


def sharpen(interview: Interview, session: Session, *, agree: Callable[[str], bool]) -> tuple[Interview, str]:
    """The interview in the model's words where they ask the same, and a notice where it could not be asked.

    Raises:
        ConsentError: it was not agreed to send anything.
    """
    by_label = {f"q{n}": asked for n, asked in enumerate(interview.questions, start=1)}
    with recorded(session):
        insist_on_consent(session, interview.project, interview.prepared.sent, agree=agree)
        try:
            reply = session.client.ask(_request(interview, session, by_label)).data
        except ConsentError:
            raise
        except (ModelError, ReplyError) as error:
            return interview, f"warning: the questions are as code put them: {error}"
    assert isinstance(reply, InterviewReply)
    texts = {form.label: " ".join(form.text.split()) for form in reply.questions}
    kept = {
        asked.key: texts[label]
        for label, asked in by_label.items()
        if label in texts and asks_the_same(texts[label], asked.text, language=interview.language)
    }
    return sharpened(interview, kept), ""


def asks_the_same(text: str, before: str, *, language: str) -> bool:
    """Whether a question is one, is short, keeps the numbers and the quoted words of the one before, adds no number,
    and is in its language."""
    numbers, numbers_before = (set(re.findall(r"\d+", fold_text(words))) for words in (text, before))
    quoted = [words for words in _QUOTED.findall(before) if words not in text]
    names = [word for word in query_words(before) if word.isascii() and word not in fold_text(text)]
    return (
        0 < len(text) <= _CHARS_MAX
        and bool(re.search(r"[?？]|か。?$", text))
        and numbers == numbers_before
        and not quoted
        and not names
        and (language not in ("ja", "en") or detect_language(text) == language)
    )


def _request(interview: Interview, session: Session, by_label: dict[str, Asked]) -> Request:
    language, prompts = LANGUAGE_NAMES.get(interview.language, "English"), session.prompts
    questions = [
        {"label": label, "text": neutralise(asked.text), "why": neutralise(asked.why)}
        for label, asked in by_label.items()
    ]
    return Request(
        prompt="interview",
        system=prompts.render(SYSTEM, language=language),
        user=prompts.render("interview", period=interview.title, language=language, questions=questions),
        size=Size.LARGE,
        form=InterviewReply,
        max_output_tokens=_REPLY_TOKENS,
    )
