"""How an author sounds, in numbers: register, sentence length, marks, endings of Markdown texts → Voice."""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from drafter.records import Block, BlockKind
from drafter.text.blocks import parse_blocks
from drafter.text.inline import plain
from drafter.text.sentences import split_sentences

MIN_CHARS = 1000
_ENDINGS_MIN = 5
_PROSE = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE})
_CLOSERS = "。．.!！?？…‥〜～ー♪☆★笑wｗ)(（）」』】\"' \u3000\n"
# The last words of a sentence with a verb, polite ones first: what stands earlier in the table wins.
_ENDINGS: tuple[tuple[str, str], ...] = (
    ("です", r"です[かねよわがけどし]*|でした[かねよがけどら]*"),
    ("ます", r"ます[かねよわがけどし]*|ました[かねよがけどら]*|ません[かね]?|ましょう|ください|下さい"),
    ("である", r"である|であった|であろう"),
    ("たい", r"たい(?:な|と思う|と考えている|ところ)?"),
    ("思う", r"思う|思った|思っている|感じる|感じた|感じている|気がする|気がした"),
    ("ない", r"ない[なねよか]*|なかった[なねよ]*"),
    ("だ", r"だった[なねよ]*|だろうか?"),
    (
        "た",
        r"(?:(?<=[っいえけげきぎせぜてでねべめれちにみりしじび])た|(?<![なる])んだ|(?<=[泳脱騒急防注漕])いだ)[なねよ]*",
    ),
    ("だ", r"だ[なねよ]*"),
    ("する", r"[うくぐすつぬぶむる][なねよ]*"),
)
_ENDING_RULES = tuple((name, re.compile(rf"(?:{pattern})\Z")) for name, pattern in _ENDINGS)
_POLITE = frozenset({"です", "ます"})
_FIRST_PERSONS = ("私たち", "私", "わたし", "僕", "ぼく", "俺", "自分", "当方", "筆者")
_LATIN_I = re.compile(r"(?<![a-z])(i|we)(?:'[a-z]+)?(?![a-z.])")
_BOLD = re.compile(r"\*\*(?=\S).+?\*\*|(?<!\w)__(?=\S).+?__(?!\w)", re.DOTALL)
_EMOJI = re.compile(
    r"[\U0001F1E6-\U0001F1FF]{2}|[\U0001F300-\U0001FAFF\u2600-\u27BF\u2B50\u2B55](?:\ufe0f|\u200d[\U0001F300-\U0001FAFF]\ufe0f?|[\U0001F3FB-\U0001F3FF])*"
)
_BREAK = re.compile(r"<br\s*/?>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """The habits of a voice. Every value is None, and `reason` says why, under 1,000 characters of prose.

    `polite_share` (0 to 1) is です・ます among the sentences that end in a verb or copula; None where none does.
    `endings` are (ending, share of those sentences), the most frequent first; rates are per 100 or 1,000 characters of
    prose without white space. `first_person` is the word the author uses for themselves, None where there is none.
    """

    n_chars: int
    n_sentences: int
    reason: str | None = None
    polite_share: float | None = None
    mean_sentence_chars: float | None = None
    median_sentence_chars: float | None = None
    commas_per_100: float | None = None
    bold_per_1000: float | None = None
    bullets_per_1000: float | None = None
    headings_per_1000: float | None = None
    emoji_per_1000: float | None = None
    exclamations_per_1000: float | None = None
    breaks_per_1000: float | None = None  # <br>
    endings: tuple[tuple[str, float], ...] | None = None
    first_person: str | None = None


def measure_voice(texts: Iterable[str]) -> Voice:
    """Measure the prose of Markdown bodies together; code, tables, HTML and front matter are no prose."""
    bodies = [(text, parse_blocks(text)) for text in texts]
    sentences = [sentence for text, blocks in bodies for sentence in _sentences(text, blocks)]
    lengths = [_n_chars(sentence) for sentence in sentences]
    n_chars = sum(lengths)
    if n_chars < MIN_CHARS:
        reason = f"{n_chars} characters of prose are too few to tell a voice: {MIN_CHARS} are needed"
        return Voice(n_chars=n_chars, n_sentences=len(sentences), reason=reason)
    prose = "\n".join(sentences)
    kinds = Counter(block.kind for _, blocks in bodies for block in blocks)
    endings = Counter(filter(None, map(_ending, sentences)))
    return Voice(
        n_chars=n_chars,
        n_sentences=len(sentences),
        polite_share=_share(sum(endings[name] for name in _POLITE), endings.total()),
        mean_sentence_chars=statistics.fmean(lengths),
        median_sentence_chars=statistics.median(lengths),
        commas_per_100=100 * len(re.findall(r"[、，,]", prose)) / n_chars,
        bold_per_1000=_rate(_bold(bodies), n_chars),
        bullets_per_1000=_rate(kinds[BlockKind.ITEM], n_chars),
        headings_per_1000=_rate(kinds[BlockKind.HEADING], n_chars),
        emoji_per_1000=_rate(len(_EMOJI.findall(prose)), n_chars),
        exclamations_per_1000=_rate(len(re.findall(r"[！!]", prose)), n_chars),
        breaks_per_1000=_rate(sum(len(_BREAK.findall(text)) for text, _ in bodies), n_chars),
        endings=tuple((name, n / endings.total()) for name, n in endings.most_common()),
        first_person=_first_person(prose, japanese=bool(endings)),
    )


def measure_register(texts: Iterable[str]) -> float | None:
    """The share (0 to 1) of です・ます among the sentences of Markdown bodies that end in a verb or copula.

    None under 5 of them: a register shows in fewer words than a voice.
    """
    sentences = [sentence for text in texts for sentence in _sentences(text, parse_blocks(text))]
    endings = [polite for sentence in sentences if (polite := is_polite(sentence)) is not None]
    return sum(endings) / len(endings) if len(endings) >= _ENDINGS_MIN else None


def is_polite(sentence: str) -> bool | None:
    """Whether a plain Japanese sentence ends in です or ます; None where it ends in no verb or copula.

    >>> is_polite("本を読みました。"), is_polite("本を読んだ。"), is_polite("良い本。")
    (True, False, None)
    """
    ending = _ending(sentence)
    return None if ending is None else ending in _POLITE


def _sentences(text: str, blocks: Iterable[Block]) -> list[str]:
    prose = [text[block.start : block.end] for block in blocks if block.kind in _PROSE]
    cut = [plain(piece[start:end]).strip() for piece in prose for start, end in split_sentences(piece)]
    return [sentence for sentence in cut if any(map(str.isalnum, sentence))]


def _n_chars(text: str) -> int:
    return sum(map(len, text.split()))


def _ending(sentence: str) -> str | None:
    end = unicodedata.normalize("NFC", sentence).rstrip(_CLOSERS)[-12:]
    return next((name for name, rule in _ENDING_RULES if rule.search(end)), None)


def _bold(bodies: Sequence[tuple[str, Sequence[Block]]]) -> int:
    return sum(
        len(_BOLD.findall(text[block.start : block.end]))
        for text, blocks in bodies
        for block in blocks
        if block.kind in _PROSE
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _rate(n: int, n_chars: int) -> float:
    return 1000 * n / n_chars


def _first_person(prose: str, *, japanese: bool) -> str | None:
    folded = prose.casefold()
    counts = Counter(_LATIN_I.findall(folded))
    if japanese:  # there "i" is a variable
        counts = Counter({word: folded.count(word) for word in _FIRST_PERSONS})
        counts["私"] -= counts["私たち"]
    word, n = counts.most_common(1)[0] if counts else ("", 0)
    return word if n > 0 else None
