"""Where sentences begin and end in Japanese, English and mixed Markdown, by rule and without a dictionary."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLOSER_OF = dict(zip("「『（(【《〈“[［｛{", "」』）)】》〉”]］｝}", strict=True))
_QUOTE_CHARS = 400  # an opening bracket that is not closed within as many characters is a slip or a smiley

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
_ITEM = re.compile(r"[ \t　]*(?:[-*+][ \t]|[・●○■□◆◇▶※]|\d{1,3}[.)][ \t]|[０-９]{1,2}[．）]|[(（]?\d{1,2}[)）]|[①-⑳])")
_LONE_LINE = re.compile(r"[ \t]*(?:#{1,6}[ \t]|\||(?:`{3}|~{3}|:::)|(?:[-=*_][ \t]?){3,}\s*\Z|!\[[^\r\n]*\)\s*\Z)")
_HARD_BREAK = re.compile(r"[^、，,\s](?:  +|\\|[ \t]*<br[ \t]*/?>[ \t]*)(?:\r\n?|\n)\Z", re.IGNORECASE)

_EVENT = re.compile(
    r"`+[^`\n]*`+|https?://(?:[!-&*-~]|\([!-&*-~]*\))+(?<![.,!?;:*])"
    r"|[「『（(【《〈“\[［｛{」』）)】》〉”\]］｝}。｡！？!?．.]"
)
_RUN = re.compile(r"[。｡！？!?．.…‥]+")
_CLOSING_MARK = re.compile(r"\*\*|__|~~|[*_\"']")
_TRAILER = re.compile(
    r"(?:[ 　]?[♪♡♥☆★\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]|[（(][笑汗泣?？!！]+[）)]|笑(?![一-鿿ぁ-ん])"
    r"|[wｗ]+(?![a-z])|\[\^[^\]\s]+\])*"
)
_GOES_ON = re.compile(
    r"[ 　]?(?:を|って|とい[うっ]|と(?=[、一-鿿])(?!同時|共に|或)|とは(?!いえ|言え|いうものの)"
    r"|と(?:つ(?:ぶ|ふ\u3099)や|さけ|はりき|おも|わら|こたえ|な[っる]|し[てた](?!も)|する)"
    r"|との|とか|など|に[遭つ関対]|の(?![んちどりろぼみ]))"
)
_GOES_ON_AFTER_BRACKET = re.compile(r"\s?[をはがにへの、，。．]|[とでもやな・…！？!?」』）]|\s*[a-z,;]")
_TARGET = re.compile(
    r"\((?:[^()\s]|\([^()\s]*\))*(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
)  # of a link, behind its label
_LATIN = re.compile(r"[0-9A-Za-z０-９Ａ-Ｚａ-ｚ]")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー]")
_EAST_ASIAN = re.compile(r"[\u2e80-\uffef\U0001f000-\U0003ffff♪♡♥☆★\u2600-\u27bf]")
_LOWER_CASE = re.compile(r"\s+[a-z]")
_ENUMERATION = re.compile(r"[\s\-*+#>・(（]*(?:[\d０-９]{1,3}|[A-Za-z])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(「『\"'])(?:[A-HJ-Z]|(?:[A-Za-z]\.)+[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|vs|etc|Jan|Feb|Mar|Apr|Jun|Jul|Aug"
    r"|Sept?|Oct|Nov|Dec|cf|Figs?|Eq|Vol|Ch|Sec|pp?|Inc|Ltd|Co|Corp|approx|et al)\.\Z"
)
_NUMBER_SIGN = re.compile(r"\bNo\.\s*\d")
_NAME_WITH_MARK = re.compile(r"(?:Yahoo|Joomla|Jeopardy|Kahoot)\Z")
_NAME_INTO_JAPANESE = re.compile(r"(?:^|[^A-Za-z])[A-Z][A-Za-z]*\Z")


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Split Markdown or plain text into sentences, as (start, end) offsets in order.

    The spans are disjoint, begin and end in a character that is no white space, and together hold every such
    character. Blank lines, list items, headings, table rows and hard line breaks end a sentence; a mere line break
    does not, nor does a full stop inside brackets, code, numbers, names and addresses. Blank text gives `()`.
    """
    return tuple(
        span
        for start, end in _paragraphs(text)
        for first, last in ([(start, end)] if _LONE_LINE.match(text[start:end]) else _cut(text, start, end))
        if (span := _trimmed(text, first, last)) is not None
    )


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """The runs of lines that no sentence crosses; headings, table rows, images and rules are a run of their own."""
    start, open_ended, in_item, quoted = 0, False, False, False
    for match in _LINE.finditer(text):
        line = match.group()
        was_quoted, quoted = quoted, line.lstrip(" ").startswith(">")
        lone, item = _LONE_LINE.match(line) is not None, _ITEM.match(line) is not None
        leaves_item = in_item and line[:1] not in " \t　"
        if not open_ended or lone or item or leaves_item or quoted != was_quoted:
            yield start, match.start()
            start = match.start()
        open_ended = not (lone or line.isspace() or _HARD_BREAK.search(line[-20:]))
        in_item = item or (in_item and open_ended and not leaves_item)
    yield start, len(text)


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph, with the white space after them."""
    open_closers: list[str] = []
    position = start
    while (event := _EVENT.search(text, position, end)) is not None:
        sign, position = event.group(), event.end()
        stop = None
        if sign in _CLOSER_OF:
            if text.find(_CLOSER_OF[sign], position, min(end, position + _QUOTE_CHARS)) >= 0:
                open_closers.append(_CLOSER_OF[sign])
        elif sign in open_closers:
            del open_closers[len(open_closers) - 1 - open_closers[::-1].index(sign) :]
            closed, position = position, _after_target(text, sign, position, end)
            if not open_closers:
                stop = _stop_after_bracket(text, start, closed, position, end)
        elif not open_closers and (run := _RUN.match(text, event.start(), end)) is not None:
            position = run.end()
            stop = _stop_after_run(text, start, run, end)
        if stop is not None:
            yield start, stop
            start = position = stop
    yield start, end


def _stop_after_run(text: str, start: int, run: re.Match[str], end: int) -> int | None:
    """Where the sentence ends that is closed by a run of signs, or None if it goes on."""
    signs = run.group().rstrip(".．…‥")
    after_marks = _after_closing_marks(text, start, run.end(), end)
    following = text[after_marks:end][:1]
    if not signs and _is_inner_dot(text, start, run, following):
        return None
    if signs.endswith(("!", "?")) and _is_inner_mark(text, run, following):
        return None
    goes_on = after_marks > run.end() and _GOES_ON_AFTER_BRACKET.match(text, after_marks, end)
    if goes_on and not (signs.endswith(("。", "｡")) and _LATIN.match(following)):  # 「**話した。**offsiteの」
        return None
    if not signs and _LOWER_CASE.match(text, after_marks, end):
        return None
    trailer = _TRAILER.match(text, after_marks, end)
    stop = trailer.end() if trailer else after_marks
    return None if _GOES_ON.match(text, stop, end) else stop


def _after_target(text: str, closer: str, at: int, end: int) -> int:
    """The offset after the target of the link whose label `closer` ends; `at` where there is none."""
    target = _TARGET.match(text, at, end) if closer == "]" else None
    return target.end() if target else at


def _stop_after_bracket(text: str, start: int, closed: int, after: int, end: int) -> int | None:
    """Where a sentence ends that is bracketed as a whole, such as 「はい。」 on its own; None for any other bracket.

    The bracket ends at `closed`, it and the target of a link at `after`.
    """
    if not _RUN.match(text[closed - 2]) or _CLOSER_OF.get(text[start:closed].lstrip()[0]) != text[closed - 1]:
        return None
    return None if _GOES_ON_AFTER_BRACKET.match(text, after, end) else after


def _after_closing_marks(text: str, start: int, at: int, end: int) -> int:
    """The offset after the emphasis marks and straight quotes at `at` that close what the sentence opened."""
    start = max(start, at - _QUOTE_CHARS)
    while (mark := _CLOSING_MARK.match(text, at, end)) is not None and text.count(mark.group(), start, at) % 2:
        at = mark.end()
    return at


def _is_inner_dot(text: str, start: int, run: re.Match[str], following: str) -> bool:
    """Whether dots stand inside a name, a number, an abbreviation or after the number of an item."""
    before = text[run.start() - 1 : run.start()]
    if run.group() == "．" and not (_LATIN.match(before) and _LATIN.match(following)):
        return _ENUMERATION.fullmatch(text, start, run.start()) is not None
    if following and not following.isspace():
        return not (run.group() == "." and _KANA.match(before) and _EAST_ASIAN.match(following))
    if run.group() != ".":
        return False
    return any(
        (
            _ENUMERATION.fullmatch(text, start, run.start()),
            _ABBREVIATION.search(text[max(start, run.start() - 8) : run.end()]),
            _NUMBER_SIGN.match(text, max(0, run.start() - 2)),
        )
    )


def _is_inner_mark(text: str, run: re.Match[str], following: str) -> bool:
    """Whether ! or ? belongs to a name, an address or code."""
    before = text[max(0, run.start() - 20) : run.start()]
    if following and not following.isspace() and not _EAST_ASIAN.match(following):
        return True
    if run.group() != "!":
        return False
    return _NAME_WITH_MARK.search(before) is not None or bool(
        following and not following.isspace() and _NAME_INTO_JAPANESE.search(before)
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    if not piece or piece.isspace():
        return None
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())
