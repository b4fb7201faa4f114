"""Addresses and numbers that lead to a person: e-mail, telephone, cards, numbers of identity papers."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NAME = r"[A-Za-z0-9._%+-]"
_AT = re.compile(
    r"(?:@|%40|&#64;|\[at\]|\(at\))"
    r"((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?\.)+[A-Za-z]{2,24})(?![A-Za-z0-9@])"
)
_BEFORE_AT = re.compile(rf"{_NAME}{{1,64}}\Z")
_NO_MAIL = re.compile(r"(?:png|jpe?g|gif|webp|svg|avif|css|js|md|html?|git)\Z", re.IGNORECASE)
_VERSION = re.compile(r"v\d+\.\d|\d+\.\d+\.\d")  # rsc.io/quote@v1.5.2.mod
_HYPHEN = r"[-\u2010-\u2015\u2212ーｰ.・ ]"
_JAPANESE_PHONE = re.compile(
    rf"0(?<![\d.,/-]0)\d{{1,4}}(?:{_HYPHEN}?\(\d{{1,4}}\){_HYPHEN}?|{_HYPHEN}\d{{1,4}}{_HYPHEN})\d{{3,4}}(?![\d-])"
)
_AREA_PHONE = re.compile(rf"\(0\d{{1,4}}\) ?\d{{1,4}}{_HYPHEN}\d{{4}}(?!\d)")
_PLAIN_PHONE = re.compile(r"0(?<![\d.,/-]0)\d{8,10}(?![\d-])")
_MOBILE = re.compile(r"0[5789]0\d{8}")
_PHONE_NAME = re.compile(r"(?:電話|携帯|でんわ|連絡先|ファックス|tel|fax|phone|mobile)[^\d\n]{0,12}\Z", re.IGNORECASE)
_ABROAD = re.compile(r"\+(?<![\w+]\+)[1-9](?:\(0\)|[-. ()]{0,2}\d){7,14}(?!\d)")
_AMERICAN = re.compile(r"(?:\([2-9]\d{2}\) ?|[2-9](?<![\d.-]\d)\d{2}-)[2-9]\d{2}-\d{4}(?![\d-])")
_GROUPS = r"([ -]?)\d{4}\%d\d{4}\%d\d{4}(?![\d-]|\.\d)"
_CARD = re.compile(
    rf"[3-6](?<![\d.,/-][3-6])\d{{3}}{_GROUPS % (1, 1)}|2(?<![\d.,/-]2)[2-7]\d{{2}}{_GROUPS % (2, 2)}"
    r"|3(?<![\d.,/-]3)[04678]\d{2}([ -]?)\d{6}\3\d{4,5}(?![\d-]|\.\d)"
)
_IDENTITY = re.compile(
    r"(?:マイナンバー|(?:個人|口座|免許証?|保険証?|被保険者|年金|旅券|パスポート|社員|学籍|会員|カード)番号)"
    r"[^\dA-Za-z\n。]{0,12}([A-Za-z]{0,3}\d[\d -]{3,22}\d)"
)


def find_contacts(text: str) -> Iterator[tuple[int, int, str]]:
    """E-mail addresses, telephone and card numbers, numbers of papers in a text that is read as seen (`as_seen`)."""
    yield from _mails(text)
    yield from _phones(text)
    for card in _CARD.finditer(text):
        digits = [int(sign) for sign in card.group() if sign.isdigit()]
        if passes_luhn(digits) and len(set(digits)) > 1:
            yield *card.span(), "card number"
    if "番号" in text or "マイナンバー" in text:
        yield from ((*found.span(1), "number of a paper") for found in _IDENTITY.finditer(text))


def passes_luhn(digits: list[int]) -> bool:
    """Whether digits end in the check digit of card numbers.

    >>> passes_luhn([4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1])
    True

    Source: ISO/IEC 7812-1.
    """
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (sum(digits[::-2]) + sum(doubled)) % 10 == 0


def _mails(text: str) -> Iterator[tuple[int, int, str]]:
    for at in _AT.finditer(text):
        name = _BEFORE_AT.search(text, max(0, at.start() - 64), at.start())
        handle = name and text[name.start() - 1 : name.start()] == "@"  # @somebody@an.instance is for all to see
        other = _NO_MAIL.search(at[1]) or _VERSION.match(at[1])
        if name and not handle and name.group() != "git" and not other:
            yield name.start(), at.end(), "e-mail address"


def _phones(text: str) -> Iterator[tuple[int, int, str]]:
    for pattern in (_JAPANESE_PHONE, _AREA_PHONE, _ABROAD, _AMERICAN):
        for found in pattern.finditer(text):
            n_digits = sum(sign.isdigit() for sign in found.group())
            if pattern is _ABROAD or n_digits in (10, 11):
                yield *found.span(), "telephone number"
    for found in _PLAIN_PHONE.finditer(text):
        named = _PHONE_NAME.search(text, max(0, found.start() - 24), found.start())
        if named or _MOBILE.fullmatch(found.group()):
            yield *found.span(), "telephone number"
