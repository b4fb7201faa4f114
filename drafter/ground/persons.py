"""Third persons and secrets: what of a private note is never carried into a draft."""

from __future__ import annotations

import re
import unicodedata

from drafter.records import Kind
from drafter.text.secrets import find_secrets

_WORD = "一-鿿々ァ-ヶーA-Za-z"
_CHAN = r"ちゃん(?!と(?![会話遊一二飲食行来出お]))"  # 「毎日ちゃんと起きた」 is nobody
# 皆さん, お客様 and 赤ちゃん are nobody; 皆川さん, 奥田さん and 王さん are somebody.
_NOBODY = r"(?:皆|客|奥|娘|息子|医者|店員|業者|大家|隣|母|父|兄|姉|弟|妹)(?:さん|様|くん|君|ちゃん)|[神王]様|赤ちゃん"
_PERSON = re.compile(
    rf"(?<![{_WORD}])(?!{_NOBODY})[{_WORD}]+"
    rf"(?:さん|氏(?![名神])|くん|君(?!たち)|{_CHAN}|先輩|部長|課長|社長|先生|(?<![仕同多模異一有])様(?!子|々|式))"
    r"|(?<![ぁ-ゖ])[ぁ-ゖ]{2,6}(?<!たく|だく|みな|んな|おく)(?<!おとう|おかあ|おばあ|おじい|おにい|おねえ|むすこ)"
    rf"(?:さん|くん|{_CHAN})(?=[はがをにとへもやの、。]|から|より|$)"
    r"|(?<![A-Za-z0-9_.])@[A-Za-z0-9_]{2,}|(?<![A-Za-z])(?:Mr|Mrs|Ms|Dr)\.? [A-Z][a-z]+"
)


def reason_private(text: str, kind: Kind) -> str | None:
    """Why words of a source of this kind may not even be shown, or None.

    A secret is kept back wherever it stands, a third person where only a private note names them.
    """
    if holds_secret(text):
        return "private: an address, a number or a key"
    if kind is Kind.NOTE and names_person(text):
        return "private: names a third person"
    return None


def names_person(text: str) -> bool:
    """Whether the text names somebody: 田中さん, 鈴木部長, @handle, Mr. Smith. 皆さん and お客さん are nobody."""
    return bool(_PERSON.search(unicodedata.normalize("NFKC", text)))


def holds_secret(text: str) -> bool:
    """Whether the text holds an address, a telephone number, a provider's key or a password told outright."""
    return bool(find_secrets(text))
