"""What a goal is looked for by: its own words with their weights, the book it names, the headings around it."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from drafter.digest.labels import subject_labels
from drafter.digest.words import without_numbers
from drafter.records import Document, Goal
from drafter.text.inline import plain
from drafter.text.numbers import find_numbers
from drafter.text.sentences import split_sentences
from drafter.text.words import terms

# Words of goals in general: sharing them proves nothing.
_GENERIC = frozenset(
    re.findall(
        r"\S+",
        """
        知見 知識 技術 技術力 能力 向上 強化 基礎 基礎力 応用 作成 実装 開発 運用 設計 活用 利用 使用 理解 習得 取得
        勉強 学習 経験 実践 挑戦 継続 改善 整備 維持 活動 参加 達成 完成 公開 合格 試験 受験 資格 完走 出場 登壇
        目標 目的 抱負 計画 予定 今年 来年 昨年 年間 毎日 毎週 毎月 毎年 日々 以上 以下 程度 各種 関連 情報 環境
        作業 作業環境 業務 仕事 会社 自分 自身 個人 積極的 時間 習慣 機会 上司 書籍 読書 記事 投稿 内容 自己研鑽
        スキル スキルアップ アップ レベル レベルアップ チャレンジ マスター アウトプット インプット アプリ
        アプリケーション サービス システム ツール プロジェクト プロダクト サイド コード プログラム プログラミング
        エンジニア エンジニアリング ソフトウェア キャリア リリース スタート アピール データ モデル チャンス skill
        skills goal goals improve improvement learn learning make making new better best good great year years month
        months week weeks day days hour hours time times work working project projects product products start run
        grow growth increase annual publish ship build create write read manage management app apps blog blogging
        post posts book books
        """,
    )
)
# Other words for one thing: enough to say that a document or a fact touches a goal, never that it is reached.
_ALIASES = (
    ("英語", "english", "ielts", "toeic", "toefl", "英会話"),
    ("低レイヤ", "low-layer", "low layer", "low-level"),
    ("データベース", "database", "db", "sql", "rdb"),
    ("フロントエンド", "frontend", "front-end", "javascript", "typescript"),
    ("機械学習", "machine-learning", "machine learning"),
    ("深層学習", "deep-learning", "deep learning", "ディープラーニング"),
    ("線形代数", "linear-algebra", "linear algebra"),
    ("数学", "math"),
)
_KANJI = "一-鿿々"
_ONE_KANJI = re.compile(rf"(?<![{_KANJI}])[{_KANJI}](?![{_KANJI}])")
_SHORT_GENERIC = frozenset("日月年週時分今毎回度人事物方中上下前後間何私出行来見言思使作取入持続増減始終")
_COUNTED_UNITS = frozenset("冊曲")  # they say what is counted
_NAMED = re.compile(r"『([^』]{4,})』|「([^」]{4,})」|\[([^\]]{2,})\]\(")
_NAME = re.compile(r"[a-z][!-~]{3,}")
_RARE_SHARE = 0.1  # of the documents a word may stand in and still name what they are about; two documents always
_COMMON_SHARE = 1 / 3  # what was worked at all year stands in many documents; a word in more of them says nothing


@dataclass(frozen=True, slots=True)
class Aim:
    """Words of a goal with their weights; those of the sentences below it point at it and never prove it.

    `specific` words stand in no more than a third of the documents, `rare` ones in few.
    """

    words: Mapping[str, float]
    specific: frozenset[str]
    rare: frozenset[str]
    proves: bool = True


def find_aims(goal: Goal, document: Document | None, texts: Sequence[str]) -> tuple[Aim, ...]:
    """What to look for: the book it names, else its words, those of its heading and of the sentences below it.

    `document` sets the goal; `texts` are those of the period, folded. A goal of general words alone has none.
    """
    if names := _names(goal):
        return tuple(Aim({name: 1.0}, frozenset({name}), frozenset({name})) for name in names)
    text, heading = _aim(plain(goal.text), texts), _aim(goal.heading, texts)
    below = [replace(_aim(sentence, texts), proves=False) for sentence in _details(goal, document)]
    return tuple(aim for aim in (text, *([heading] if len(heading.words) > 1 else []), *below) if aim.words)


def cover(aim: Aim, text: str, *, loosely: bool = False) -> float:
    """The share of an aim's weight that a folded text holds, 0 without a specific word; `loosely`: 英会話 is 英語, too.

    Of several words two must be there, or one that is a name in Latin letters.
    """
    test = points_at if loosely else _holder
    held = {word for word in aim.words if test(word)(text)}
    if not held & aim.specific or (len(held) == 1 < len(aim.words) and not any(_NAME.fullmatch(w) for w in held)):
        return 0.0
    return sum(aim.words[word] for word in held) / sum(aim.words.values())


@cache
def points_at(word: str) -> Callable[[str], bool]:
    """A test for a word or another one for its thing in a folded text."""
    tests = [_holder(alias) for group in _ALIASES if word in group for alias in group] or [_holder(word)]
    return lambda text: any(holds(text) for holds in tests)


def fold_words(text: str) -> str:
    """A text as words are looked for in it."""
    return unicodedata.normalize("NFKC", text).casefold()


def touches(goal: Goal, aims: Iterable[Aim]) -> Callable[[Document, str], bool]:
    """A test for documents whose labels hold a word of the goal, or whose folded text names the very book or page."""
    words = {word for aim in aims for word in aim.rare}
    said = fold_words(f"{goal.heading} {plain(goal.text)}")
    for group in _ALIASES:
        if any(_holder(alias)(said) for alias in group):
            words.update(group)
    tests = [_holder(word) for word in sorted(words)]
    names = _names(goal)

    def touched(document: Document, text: str) -> bool:
        labels = (document.title, *subject_labels(document), *document.path.split("/")[:-1])
        name = fold_words(" / ".join(labels))
        return any(test(name) for test in tests) or any(name in text for name in names)

    return touched


def _aim(text: str, texts: Sequence[str]) -> Aim:
    long = [w for w in dict.fromkeys(map(fold_words, terms(without_numbers(text)))) if _is_own(w)]
    words = long or _short_words(text)
    n_held = {word: sum(map(points_at(word), texts)) for word in words}
    return Aim(
        {word: math.log((len(texts) + 2) / (n + 1)) for word, n in n_held.items()},
        frozenset(word for word, n in n_held.items() if n <= max(2, _COMMON_SHARE * len(texts))),
        frozenset(word for word in long if n_held[word] <= max(2, _RARE_SHARE * len(texts))),
    )


def _is_own(word: str) -> bool:
    return word not in _GENERIC and not word.isdigit()


def _short_words(text: str) -> list[str]:
    """The kanji that stand alone and the unit of what is counted, where there are two: 星, 本, 読 and 冊 of
    「星の本を三十冊読む」."""
    kanji = [sign for sign in _ONE_KANJI.findall(without_numbers(fold_words(text))) if sign not in _SHORT_GENERIC]
    units = [number.unit for number in find_numbers(text) if number.unit in _COUNTED_UNITS]
    found = list(dict.fromkeys((*kanji, *units)))
    return found if len(found) > 1 else []


@cache
def _holder(word: str) -> Callable[[str], bool]:
    """A test for a word in a text: Latin words whole, plural or not, katakana and one kanji not in a longer one."""
    if word.isascii():
        pattern = re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?:e?s)?(?![a-z0-9])")
    elif word in _COUNTED_UNITS:
        pattern = re.compile(rf"(?<=[0-9〇一二三四五六七八九十百千数何]){word}")
    elif _ONE_KANJI.fullmatch(word):
        pattern = re.compile(rf"(?<![{_KANJI}]){word}(?![{_KANJI}])")
    elif re.fullmatch(r"[ァ-ヺー]+", word):
        pattern = re.compile(rf"(?<![ァ-ヺー]){word}(?![ァ-ヺ])")
    else:
        return lambda text: word in text
    return lambda text: word in text and bool(pattern.search(text))


def _names(goal: Goal) -> list[str]:
    """The books and pages that a goal names: 『夜の歩き方』を読む."""
    return [fold_words(next(filter(None, match.groups()))).strip() for match in _NAMED.finditer(goal.text)]


def _details(goal: Goal, document: Document | None) -> list[str]:
    """The sentences under a heading that is itself the goal."""
    if document is None:
        return []
    start = document.text.rfind("\n", 0, goal.quote.start) + 1
    if not re.match(r"#{2,6} ", document.text[start : goal.quote.start + 1]):
        return []
    below = re.split(r"(?m)^#{1,6} ", document.text[goal.quote.end :], maxsplit=1)[0]
    return [plain(below[a:b]) for a, b in split_sentences(below)]
