"""A model as judge: one dimension a request, several judgings of each, and no verdict without words of the draft."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from drafter.errors import ModelError, ReplyError
from drafter.model.chat import ChatModel, Reply, Request, Size
from drafter.model.prompts import SYSTEM, Prompts, load_prompts
from drafter.score.exhibits import Beside, Sheet, show_exhibits
from drafter.score.judgings import JudgedDimension, Judging, Manner, Verdict
from drafter.score.rubric import Dimension, Given, Rubric
from drafter.score.verdicts import JudgeReply, read_verdicts, unscored

REPEATS = 3
_LANGUAGE = "English"  # of the reasons, as of all reports
_REPLY_TOKENS = 4000
_HASH_CHARS = 12


def judge_body(
    body: str,
    *,
    rubric: Rubric,
    material: Sequence[Sheet],
    earlier: str,
    model: ChatModel,
    repeats: int = REPEATS,
    prompts: Prompts | None = None,
) -> Judging:
    """Have a draft judged in every dimension `repeats` times, once or more; all is asked at once.

    `material` are sources or facts, `earlier` the author's last retrospective, "" where there is none. A dimension that
    needs one that is not there is unscored, and so is a judging that fails. `prompts` None are the bundled ones.

    Raises:
        ModelError: none can succeed: no such host, no valid key, no such model.
        PromptError: the prompt cannot be used.
    """
    prompts, beside = prompts or load_prompts(), Beside(material=tuple(material), earlier=earlier)
    lacks = {dimension.name: _lack(dimension, body, beside) for dimension in rubric.dimensions}
    asked = [d for d in rubric.dimensions if not lacks[d.name]]
    requests = [r for d in asked for r in _requests(d, body, beside=beside, prompts=prompts, repeats=repeats)]
    replies = model.ask_all(requests)
    by_name = {d.name: replies[n * repeats : (n + 1) * repeats] for n, d in enumerate(asked)}
    judged = tuple(
        JudgedDimension(
            dimension=d,
            judgings=tuple(_read(reply, d, body) for reply in by_name.get(d.name, ()))
            or (unscored(d, lacks[d.name] or ""),) * repeats,
        )
        for d in rubric.dimensions
    )
    manner = Manner(models=served_by(replies), prompt=hash_prompt(prompts, "judge"), repeats=repeats)
    return Judging(dimensions=judged, manner=manner)


def judge_requests(
    body: str,
    *,
    rubric: Rubric,
    material: Sequence[Sheet],
    earlier: str,
    repeats: int = REPEATS,
    prompts: Prompts | None = None,
) -> tuple[Request, ...]:
    """The requests that `judge_body` would make, for an estimate of what it costs; nothing is sent."""
    prompts, beside = prompts or load_prompts(), Beside(material=tuple(material), earlier=earlier)
    return tuple(
        request
        for dimension in rubric.dimensions
        if not _lack(dimension, body, beside)
        for request in _requests(dimension, body, beside=beside, prompts=prompts, repeats=repeats)
    )


def hash_prompt(prompts: Prompts, name: str) -> str:
    """Of a prompt and the block before it, for signatures."""
    both = f"{prompts.files[SYSTEM].sha256} {prompts.files[name].sha256}"
    return hashlib.sha256(both.encode()).hexdigest()[:_HASH_CHARS]


def served_by(replies: Sequence[Reply | ModelError | ReplyError]) -> tuple[str, ...]:
    """The models that answered, each once, by name."""
    return tuple(sorted({reply.model for reply in replies if isinstance(reply, Reply)}))


def system_block(prompts: Prompts) -> str:
    """What every request of a judge begins with."""
    return prompts.render(SYSTEM, language=_LANGUAGE)


def _requests(
    dimension: Dimension, body: str, *, beside: Beside, prompts: Prompts, repeats: int
) -> tuple[Request, ...]:
    """The same question `repeats` times; the number of the judging is the request's sample."""
    shown = _shown(dimension, beside)
    user = prompts.render(
        "judge",
        documents=show_exhibits([("draft", body)], beside=shown),
        given=shown.given,
        question=dimension.question,
        items=dimension.items,
        scale={
            "ask": dimension.scale.ask,
            "evidence": dimension.scale.evidence,
            "levels": list(enumerate(dimension.scale.levels, start=1)),
        },
    )
    return tuple(
        Request(
            prompt="judge",
            system=system_block(prompts),
            user=user,
            size=Size.LARGE,
            form=JudgeReply,
            max_output_tokens=_REPLY_TOKENS,
            sample=sample,
            document_ids=shown.document_ids,
        )
        for sample in range(repeats)
    )


def _shown(dimension: Dimension, beside: Beside) -> Beside:
    return Beside(
        material=() if dimension.material is Given.NONE else beside.material,
        earlier="" if dimension.earlier is Given.NONE else beside.earlier,
    )


def _lack(dimension: Dimension, body: str, beside: Beside) -> str | None:
    """Why a dimension cannot be judged; None where it can."""
    if not body.strip():
        return "the draft is empty"
    if dimension.material is Given.NEEDED and "material" not in beside.given:
        return "no material to judge it beside"
    if dimension.earlier is Given.NEEDED and "earlier" not in beside.given:
        return "no earlier retrospective to judge it beside"
    return None


def _read(reply: Reply | ModelError | ReplyError, dimension: Dimension, body: str) -> tuple[Verdict, ...]:
    if not isinstance(reply, Reply):
        return unscored(dimension, f"no judging: {reply}")
    assert isinstance(reply.data, JudgeReply)
    return read_verdicts(reply.data, dimension, body)
