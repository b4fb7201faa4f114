"""What was written, judged once and revised once: the steps that a whole draft and a part of one share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from drafter.errors import BudgetError, ConsentError, ModelError, ReplyError
from drafter.model.chat import ChatModel, Request
from drafter.write.checking import Checked, worse
from drafter.write.model_brief import ModelBrief

_FINDINGS_MAX = 60


def judge_once(checked: Checked, brief: ModelBrief, model: ChatModel, notices: list[str]) -> Checked:
    """With a judge's verdicts; as it is, with a notice, where they cannot be had.

    Raises:
        ConsentError: nothing may be sent.
    """
    try:
        return checked.judged_by(brief, model)
    except ConsentError:
        raise
    except (ModelError, ReplyError) as error:
        notices.append(f"warning: checked by code only: {error}")
        return checked


def revise_once(
    first: Checked,
    make_request: Callable[[list[str]], Request],
    read: Callable[[str], Checked],
    brief: ModelBrief,
    model: ChatModel,
    notices: list[str],
) -> Checked | None:
    """What the model makes of the findings, read and judged; None, with a notice, where that cannot be had, loses a
    mark or is worse by the check.

    Raises:
        ConsentError: nothing may be sent.
    """
    request = make_request(list(first.findings())[:_FINDINGS_MAX])
    try:
        revised = read(model.ask(request).text)
    except ConsentError:
        raise
    except BudgetError as error:
        notices.append(f"warning: not revised: {error}")
        return None
    except (ModelError, ReplyError) as error:
        notices.append(f"warning: the revision failed: {error}")
        return None
    revised = judge_once(replace(revised, verdicts=first.verdicts), brief, model, notices)
    if reason := worse(revised, first):
        notices.append(f"the revision was not taken: {reason}")
        return None
    return revised
