"""Which language a text is written in, judged by its scripts."""

import re

_NOT_PROSE = re.compile(
    r"^(`{3,}(?!`)|~{3,}(?!~)).*?^\1|`[^`\n]*`|https?://[!-~]+|<[^<>\n]*>", re.DOTALL | re.MULTILINE
)
_KANA = re.compile(r"[ぁ-ゖァ-ヺーｦ-ﾟ]")
_HAN = re.compile(r"[々〇㐀-䶿一-鿿\uf900-\ufaff\U00020000-\U0003ffff]")
_HANGUL = re.compile(r"[가-힣ᄀ-ᇿ㄰-㆏]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+")

_LEAST_KANA = 0.05  # of kana and han; Japanese prose has ten times that, Chinese prose quoting Japanese less


def detect_language(text: str) -> str:
    """The language most of the text is in: "ja", "ko", "zh" or "en".

    A Latin word weighs as much as one East Asian character; code and addresses weigh nothing. Without letters: "en".
    """
    prose = _NOT_PROSE.sub(" ", text)
    kana, han, hangul = (len(script.findall(prose)) for script in (_KANA, _HAN, _HANGUL))
    if kana + han + hangul <= len(_LATIN_WORD.findall(prose)):
        return "en"
    if hangul > kana + han:
        return "ko"
    return "ja" if kana > _LEAST_KANA * (kana + han) else "zh"
