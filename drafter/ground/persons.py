"""Third persons and secrets: what of a private note is never carried into a draft."""

from __future__ import annotations

import re

_PERSON = re.compile(
    r"(?<![一-鿿々ァ-ヶーA-Za-z])(?!皆|客|奥|娘|息子|医者|店員|業者|大家|隣|母|父|兄|姉|弟|妹|神)"
    r"[一-鿿々ァ-ヶーA-Za-z]{1,8}(?:さん|氏(?![名神])|くん|君(?!たち)|ちゃん|先輩|部長|課長|社長|先生|様(?!子|々|式))"
    r"|(?<![\w.])@[A-Za-z0-9_]{2,}|\b(?:Mr|Mrs|Ms|Dr)\.? [A-Z][a-z]+"
)
_SECRET = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b(?:sk|ghp|xox[bp]|AKIA|AIza)[-_A-Za-z0-9]{10,}|\b0\d{1,4}-\d{2,4}-\d{3,4}\b"
    r"|(?:パスワード|暗証番号|password|passwd|secret|api[_ ]?key|token)\s*(?:は|[:：=])",
    re.I,
)


def names_person(text: str) -> bool:
    """Whether the text names somebody: 田中さん, 鈴木部長, @handle, Mr. Smith. 皆さん and お客さん are nobody."""
    return bool(_PERSON.search(text))


def holds_secret(text: str) -> bool:
    """Whether the text holds an address, a telephone number, a provider's key or a password told outright."""
    return bool(_SECRET.search(text))
