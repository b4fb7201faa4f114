"""Bytes of a text file → its text, whatever a Japanese computer of the last thirty years may have written."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from drafter.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ISO_2022_JP = re.compile(rb"\x1b(?:\$[@B(]|\([BIJ])")
_RIVALS = ("cp932", "euc_jp", "utf-16-le", "utf-16-be")
_FOREIGN = (
    "cp1252",
    "gb18030",
    "big5",
    "cp949",
    "cp1251",
    "koi8_r",
    "cp932",
    "euc_jp",
)  # few, for its guesses among all are wild
_LEAST_SCORE = 0.6
_MUST_HAVE_KANA = 10  # so many kanji without one kana are Korean or Chinese bytes read as Japanese
_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_SAMPLE_BYTES = 64 * 1024
_LIKELY = re.compile(r"[\t\n\r -~ぁ-ゖァ-ヺー、-〕！-～]")
_POSSIBLE = re.compile(r"[一-鿿々０-９Ａ-ｚ一-龥￥―…‥“”‘’①-⑳Ⅰ-Ⅹ←-↓○●◎□■△▲☆★]")
_WRONG = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9fｦ-ﾟ\ue000-\uf8ff\ufffd]")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_NAMES = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """`text` is without a byte order mark, line ends as they stand; `warning` says where the encoding is a guess."""

    text: str
    encoding: str
    warning: str | None = None


def decode(data: bytes) -> Decoded:
    """Decode the bytes of a text file: by its byte order mark, as UTF-8, else as the likeliest encoding of Japan.

    NUL characters inside an otherwise sound text stay. No bytes give an empty text.

    Raises:
        SourceError: these are not the bytes of a text.
    """
    text = _by_mark(data) or _by_escapes(data) or _by_zeros(data) or _as_utf8(data) or _damaged_utf8(data)
    text = text or _by_score(data) or _by_statistics(data)
    if text is None or len(_CONTROLS.findall(text.text[:_SAMPLE_BYTES])) > 0.1 * len(text.text[:_SAMPLE_BYTES]):
        raise SourceError("not a text file")
    return text


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            broken = text.count("\ufffd")
            warning = f"{broken} broken characters in {encoding.upper()}" if broken else None
            return Decoded(text=text, encoding=encoding, warning=warning)
    return None


def _by_escapes(data: bytes) -> Decoded | None:
    if not (_ISO_2022_JP.search(data) and data.isascii()):
        return None
    for encoding in ("iso2022_jp", "iso2022_jp_2004", "iso2022_jp_ext"):
        text = _strictly(data, encoding)
        if text is not None:
            return Decoded(text=text, encoding="iso2022_jp", warning=_guess("iso2022_jp"))
    return None


def _by_zeros(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: its ASCII characters leave zeros at every other byte, on one side only."""
    even, odd = data[0:_SAMPLE_BYTES:2].count(0), data[1:_SAMPLE_BYTES:2].count(0)
    if len(data) % 2 or max(even, odd) < 0.05 * min(len(data), _SAMPLE_BYTES) or 20 * min(even, odd) > max(even, odd):
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    text = _strictly(data, encoding)
    if text is None or _score(text) < _LEAST_SCORE:
        return None
    return Decoded(text=text, encoding=encoding, warning=_guess(encoding))


def _as_utf8(data: bytes) -> Decoded | None:
    text = _strictly(data, "utf-8")
    return None if text is None else Decoded(text=text, encoding="utf-8")


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few bytes lost or cut off: far more sound characters than broken ones."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for char in text if char > "\x7f") - broken
    if sound < 10 * broken:
        return None
    return Decoded(text=text, encoding="utf-8", warning=f"{broken} broken characters in UTF-8")


def _by_score(data: bytes) -> Decoded | None:
    readings = [(encoding, text) for encoding in _RIVALS if (text := _strictly(data, encoding)) is not None]
    if not readings:
        return None
    encoding, text = max(readings, key=lambda reading: _score(reading[1]))
    letters = len(_POSSIBLE.findall(text))
    if _score(text) < _LEAST_SCORE or (letters >= _MUST_HAVE_KANA and not _KANA.search(text)):
        return None
    return Decoded(text=text, encoding=encoding, warning=_guess(encoding))


def _by_statistics(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE_BYTES], cp_isolation=list(_FOREIGN)).best()
    if best is None or b"\0" in data[:_SAMPLE_BYTES]:
        return None
    text = data.decode(best.encoding, "replace")
    return Decoded(text=text, encoding=best.encoding, warning=_guess(best.encoding))


def _score(text: str) -> float:
    """How much a text looks like Japanese or English, 1 at most: the wrong decoding gives rare and half-width signs."""
    sample = text[:_SAMPLE_BYTES]
    likely, possible, wrong = (len(signs.findall(sample)) for signs in (_LIKELY, _POSSIBLE, _WRONG))
    return (likely + 0.7 * possible - 2 * wrong) / max(1, len(sample))


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _guess(encoding: str) -> str:
    return f"not UTF-8: read as {_NAMES.get(encoding, encoding.upper())}"
