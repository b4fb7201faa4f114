"""A draft to judge, and replies of judges to it, in Japanese and English."""

from __future__ import annotations

from collections.abc import Mapping

from drafter.model.chat import Request
from drafter.score.exhibits import Sheet
from drafter.score.rubric import Dimension, load_rubric

RUBRIC = load_rubric()
BODY = (
    "## 2024年の振り返り\r\n"
    "湖のまわりを４時間52分で走り切った。最後は歩きたくなった。\r\n"
    "<!-- ? 来年も走る？ -->\r\n"
    "The bus app went public in June, and three letters came.\r\n"
)
MATERIAL = (
    Sheet(
        header="post, 2024-11-03, title: 初めてのフル", text="湖のまわりを4時間52分で走り切った。", document_id="run"
    ),
    Sheet(header="post, 2024-06-10, title: The app", text="The bus app is public. Three letters!", document_id="bus"),
)
EARLIER = "## 2023年の振り返り\n時刻表のアプリを作り始めた。\n"
RAN, APP = "湖のまわりを4時間52分で走り切った。", "The bus app went public in June"


def dimension(name: str) -> Dimension:
    return next(d for d in RUBRIC.dimensions if d.name == name)


def asked_dimension(request: Request) -> Dimension:
    """The dimension that a request is about."""
    (found,) = [d for d in RUBRIC.dimensions if f"The question: {d.question}\n" in request.user]
    return found


def answer(
    about: Dimension, *verdicts: object, level: object = "4", evidence: str = RAN, level_evidence: str = APP
) -> dict[str, object]:
    """A reply on the items of a dimension in their order, all with one evidence; None leaves an item out."""
    items = [
        {"item": item.id, "reason": "Weighed.", "evidence": evidence, "verdict": verdict}
        for item, verdict in zip(about.items, verdicts, strict=True)
        if verdict is not None
    ]
    return {"items": items, "scale": {"reason": "Weighed.", "evidence": level_evidence, "verdict": level}}


def content(request: Request) -> Mapping[str, object]:
    """A judge that says yes three times and level 4."""
    return answer(asked_dimension(request), "yes", "yes", "yes")
