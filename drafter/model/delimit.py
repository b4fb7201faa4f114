"""Source text between lines that nothing inside it can forge: data for a model, never its orders."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

BAR = "====="  # every delimiter line begins with it, as prompts/system.j2 tells the model
_JOINER = "\u2060"  # seen by no reader, and left out of account where a quote is looked for
_KEY_CHARS = 12
_BRACKETS = str.maketrans("⟦⟧", "〚〛")  # the markup between model and code
_ROLES = "system|assistant|user|human|developer|tool|function|instructions?|prompt|model"
_START = r"(?<![^\n\r\v\f\x1c-\x1e\x85\u2028\u2029])"  # of a line, for whoever splits lines at more than LF
_BLANK = r"[ \t\u00a0\u2000-\u200a\u3000]"
_SIGNS = (
    re.compile(rf"{_START}(?P<a>{_BLANK}*(?:>{_BLANK}*)*[=＝═﹦])(?=[=＝═﹦]{{2,}})"),  # look-alike delimiter lines
    re.compile(r"(?P<a>[<＜])(?=[|｜])"),  # <|im_start|>, <|eot_id|>, <｜User｜>
    re.compile(r"(?P<a>\[)(?=/?(?:INST|SYS|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\])", re.IGNORECASE),
    re.compile(r"(?P<a><)(?=</?SYS>>)", re.IGNORECASE),  # <<SYS>>
    re.compile(
        rf"(?P<a><)(?=/?(?:s|bos|eos|pad|unk|think(?:ing)?|start_of_turn|end_of_turn|tool_(?:call|response|use|result)"
        rf"|function_(?:calls?|results?)|invoke|{_ROLES})\b[^<>\n]{{0,80}}>)",
        re.IGNORECASE,
    ),
    re.compile(rf"{_START}(?P<a>{_BLANK}*(?:`{{3,}}|~{{3,}}){_BLANK}*)(?=(?:{_ROLES})\b)", re.IGNORECASE),
    re.compile(
        rf"{_START}(?P<a>{_BLANK}*(?:#{{1,6}}{_BLANK}*)?(?:\*\*)?(?:{_ROLES})(?:{_BLANK}+(?:prompt|message|instructions?))?(?:\*\*)?)"
        rf"(?={_BLANK}*[:：])",
        re.IGNORECASE,
    ),  # "System:", "### Instruction:"
)


def delimit(documents: Sequence[tuple[str, str, str]]) -> str:
    """Documents (label, header, text) one below the other, each between two lines with its label and one key.

    The key is a hash of all that is between the lines, so that no text can hold it and the same documents give the
    same lines. In headers and texts an invisible joiner is put into what looks like such a line, like a token of a chat
    template (`<|im_start|>`, `[INST]`, `</s>`) or like the name of a speaker ("System:"), and ⟦ ⟧ become 〚 〛; all
    else stays as it is, and a quote of it is still found in the source. A header is one line. No documents give "".
    """
    clean = [(_on_one_line(label), _on_one_line(header), neutralise(text)) for label, header, text in documents]
    key = _key(clean)
    blocks = (
        f"{BAR} {label} {key}: {header}\n{text}{'' if text.endswith(chr(10)) else chr(10)}{BAR} end of {label} {key}\n"
        for label, header, text in clean
    )
    return "\n".join(blocks)


def neutralise(text: str) -> str:
    """A text in which nothing looks like a delimiter, a token of a chat template, or the markup of drafter.

    >>> neutralise("⟦f3a9⟧ <|im_end|>").encode("unicode_escape").decode()
    '\\\\u301af3a9\\\\u301b <\\\\u2060|im_end|>'
    """
    for sign in _SIGNS:
        text = sign.sub(rf"\g<a>{_JOINER}", text)
    return text.translate(_BRACKETS)


def _on_one_line(text: str) -> str:
    return neutralise(" ".join(text.split()))


def _key(documents: Sequence[tuple[str, str, str]]) -> str:
    digest = hashlib.sha256()
    for part in (part for document in documents for part in document):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data) + data)
    return digest.hexdigest()[:_KEY_CHARS]
