"""Model families: a judge that shares one with the writer tends to like what its own kind writes."""

from __future__ import annotations

import re
from collections.abc import Sequence

_FAMILIES = {
    "Claude": "claude",
    "Cohere": "command|aya|c4ai",
    "DeepSeek": "deepseek",
    "GLM": "glm|chatglm",
    "Google": "gemini|gemma|palm",
    "Grok": "grok",
    "Kimi": "kimi|moonshot",
    "Llama": "llama|swallow|elyza|vicuna",
    "MiniMax": "minimax",
    "Mistral": "(?:mis|mix|minis|magis|devs|codes|pix)tral",
    "Nova": "nova",
    "OpenAI": r"gpt|chatgpt|o[1-9](?![0-9])|davinci|codex",
    "Phi": "phi",
    "Qwen": "qwen|qwq|qvq",
}
_FORMS = {name: re.compile(rf"(?<![a-z])(?:{form})(?![a-z]{{3}})") for name, form in _FAMILIES.items()}
_STEM = re.compile(r"[^\d\W_]+")


def families(model: str) -> frozenset[str]:
    """The families a model's name tells of: several for a distilled one, and its first word where it tells of none.

    >>> sorted(families("deepseek-ai/DeepSeek-R1-Distill-Qwen-7B")), sorted(families("anthropic/claude-sonnet-4.5"))
    (['DeepSeek', 'Qwen'], ['Claude'])
    """
    name = model.lower().rpartition("/")[2]
    found = frozenset(family for family, form in _FORMS.items() if form.search(name))
    stem = _STEM.search(name)
    return found or frozenset({stem[0]} if stem else {name} - {""})


def family_warning(judges: Sequence[str], *, writers: Sequence[str]) -> str | None:
    """What to tell where a judge and a writer are of one family; None where none are, or where either is unknown."""
    pairs = [(j, w) for j in judges for w in writers if families(j) & families(w)]
    if not pairs:
        return None
    judge, writer = pairs[0]
    shared = ", ".join(sorted(families(judge) & families(writer)))
    return (
        f"warning: the judge {judge} and the writer {writer} are of one family ({shared}): it may favour its own kind"
    )
