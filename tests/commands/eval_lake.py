"""A case by a lake and judges on a real server, for the commands that go on from a run of `drafter eval`."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from tests.model.server import Body, Canned, say
from tests.model_blog import FILES, answer_words

CASE = """language = "ja"
period = "2024"
cutoff = 2025-01-03
site = "site"
reference = "mine.md"
split = "tune"
"""
LAKE: Mapping[str, str | bytes] = {
    **{f"cases/lake/site/{path}": text for path, text in FILES.items() if path.startswith(("content", "hugo"))},
    "cases/lake/case.toml": CASE,
    "cases/lake/mine.md": "## 走る\n\n湖のまわりを走り切った。\n",
}
_WORDS = ("湖のまわりを4時間52分で走り切った。", "2024年は全部で", "フルマラソンを完走する")


def answer(body: Body) -> Canned:
    """Draft, or judge: the model "fair" gives some dimensions level 2, the others 4; "kind" always gives 5."""
    messages = [str(message["content"]) for message in body["messages"]]
    usage = {"prompt_tokens": len(messages[-1]), "completion_tokens": 100}
    if "JudgeReply" not in json.dumps(body):
        return say(answer_words(messages[0], messages[-1]), usage=usage)
    words = messages[-1]
    said = next(text for text in _WORDS if text in words)
    items = re.findall(r"^- ([\w-]+):", words, re.MULTILINE)
    level = 5 if body["model"] == "kind" else 2 + 2 * (len("".join(items)) % 2)
    reply = {
        "items": [{"item": item, "reason": "so", "evidence": said, "verdict": "yes"} for item in items],
        "scale": {"reason": "so", "evidence": said, "verdict": str(level)},
    }
    canned = json.loads(say(json.dumps(reply, ensure_ascii=False), usage=usage).content)
    return Canned(content=json.dumps({**canned, "model": f"{body['model']}-7b"}).encode(), valid=True)
