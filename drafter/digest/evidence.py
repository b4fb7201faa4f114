"""What became of each goal, by facts that share its rare words; where that is not plain it stays a question."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from drafter.digest.labels import subject_labels
from drafter.digest.words import without_numbers
from drafter.records import Document, Fact, FactKind, Goal, GoalStatus, Level
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
_DID = r"(?:た|て[、。]|ました|でき(?:た|まし)|され(?:た|まし)|[。！]|$)"
_OUTCOME = re.compile(
    rf"(?:合格|取得|達成|完走|完了|完成|リリース|公開|出版|優勝|入賞|登壇|出場|読了)(?:を達成|を果た|さ)?し?{_DID}|読了"
    r"|受かっ(?:た|て)|取れた|完成させ(?:た|まし)|読み(?:終え|終わっ|切っ)(?:た|まし)|終え(?:た|まし)|終わ(?:った|らせた)"
    r"|行って(?:きた|きまし)|行け(?:た|まし)|やり遂げ|クリアした|できるようになっ(?:た|て)|합격|달성|완료|通过了|完成了"
    r"|\b(?:passed|achieved|finished|completed|launched|released|shipped|published|reached|earned|obtained|won)\b",
    re.IGNORECASE,
)
# A goal plainly missed: told of it, never an outcome.
_MISSED = re.compile(
    r"届か(?:なかった|ず|なく)|達成(?:でき|し)な|未達|断念|不合格|落ち(?:た|てしま|まし)|見送(?:った|り|る)|諦め(?:た|まし|る)"
    r"|(?:合格|取得|完走|出場|参加)(?:は|も)?(?:でき(?:なかった|ず|ません)|しなかった)|なれなかった"
    r"|\b(?:failed to|fell short|missed|gave up|abandoned|didn't (?:reach|make|finish|ship|pass))\b",
    re.IGNORECASE,
)
# Not done that day, not yet done, or only wished for: says nothing of the period.
_OPEN = re.compile(
    r"なかった|ませんでした|できず|できて(?:い)?ない|していない|未着手|中止|延期|失敗|たい(?:と|です|な|こと|事|[。！]|$)|つもり|来年"
    r"|予定[だで。]|予定$|目指し|目標[はと]|まだ|ようと思|していこう|していく[。]?$|するべき|[？?]\s*$|못했|没有|未能"
    r"|\b(?:not|never|yet|will|plan(?:s|ned)? to|want(?:ed)? to|hope to|going to|next (?:year|month)"
    r"|goal (?:is|was)|would|could|should|almost|trying)\b|n't\b",
    re.IGNORECASE,
)
# Other spellings of one thing: enough to say that a document touches a goal, not to prove anything.
_ALIASES = (
    ("英語", "english", "ielts", "toeic", "toefl", "英会話"),
    ("低レイヤ", "low-layer", "low layer", "low-level"),
    ("データベース", "database", "db", "sql", "rdb"),
    ("フロントエンド", "frontend", "front-end", "javascript", "typescript"),
    ("機械学習", "machine-learning", "machine learning"),
    ("深層学習", "deep-learning", "deep learning", "ディープラーニング"),
    ("線形代数", "linear-algebra", "linear algebra"),
    ("ブログ", "blog"),
    ("数学", "math"),
)
_ASIDE = re.compile(r"[(（][^)）]*[)）]")
_LIMIT = re.compile(r"\s*(?:以上|以下|未満|超|を超|\+|or more)")
_NAMED = re.compile(r"『([^』]{4,})』|「([^」]{4,})」|\[([^\]]{2,})\]\(")
_NAME = re.compile(r"[a-z][!-~]{3,}")
_TOLD = frozenset({FactKind.DID, FactKind.LEARNED, FactKind.ACHIEVED, FactKind.DECIDED})
_RARE_SHARE = 0.1  # of the documents a word may stand in and still be specific; two documents always
_EVIDENCE_MAX = 3
_DONE_COVER, _PARTLY_COVER = 0.6, 0.5  # of the weight of a goal's specific words


@dataclass(frozen=True, slots=True)
class _Aim:
    """Specific words of a goal with their weights; those of the sentences below it point at it and never prove it."""

    words: Mapping[str, float]
    rare: frozenset[str]
    proves: bool = True


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact with its words, also with the titles of its sources after them, folded once for all goals."""

    fact: Fact
    sources: frozenset[str]
    words: str
    titled: str


def match_goals(goals: Iterable[Goal], facts: Iterable[Fact], documents: Iterable[Document]) -> tuple[Goal, ...]:
    """The same goals with status, evidence (at most three facts, the best first) and mentions.

    DONE: a fact covers the goal's specific words and tells an outcome, with the goal's number where it has one. PARTLY:
    facts cover them, alone or with the title of their document; so does a plain failure. Words in many documents and
    words of goals in general count for nothing; unpublished drafts, private documents, wishes and the documents that
    set goals are no evidence. `mentions` are documents whose title, tags or folders touch the goal, or whose text
    names its book; they prove nothing. `documents` hold those of the period and, where known, the one that sets the
    goals. No facts leave every goal at "no record".
    """
    seen = {d.id: d for d in documents if d.level is not Level.PRIVATE}
    drafts = {d.id for d in seen.values() if d.draft}
    told = [t for t in (_read_fact(f, seen) for f in facts if _tells(f)) if not drafts & t.sources]
    texts = {d.id: _fold(f"{d.title} {d.text}") for d in seen.values()}
    goals = tuple(goals)
    setting = frozenset(goal.quote.document_id for goal in goals)
    told = [one for one in told if not setting & one.sources]
    return tuple(_match(goal, told, seen, texts, setting=setting) for goal in goals)


def _tells(fact: Fact) -> bool:
    """Whether a fact can say what became of a goal: something done, or plainly missed."""
    return bool(_MISSED.search(fact.text)) or (fact.kind in _TOLD and not _OPEN.search(fact.text))


def _read_fact(fact: Fact, documents: Mapping[str, Document]) -> _Told:
    sources = frozenset(quote.document_id for quote in fact.quotes)
    words = _fold(" ".join((fact.text, *(quote.text for quote in fact.quotes))))
    titles = [documents[id_].title for id_ in sorted(sources) if id_ in documents]
    return _Told(fact, sources, words, _fold(" ".join((words, *titles))))


def _match(
    goal: Goal,
    told: Sequence[_Told],
    documents: Mapping[str, Document],
    texts: Mapping[str, str],
    *,
    setting: frozenset[str],
) -> Goal:
    aims = _aims(goal, documents.get(goal.quote.document_id), tuple(texts.values()))
    rare = [_holder(word) for aim in aims for word in aim.rare]
    near = [one for one in told if any(holds(one.titled) for holds in rare)]  # the others cover nothing
    found = [(_rate_fact(goal, one, aims), one.fact) for one in near]
    best = sorted(
        ((rate, fact) for rate, fact in found if rate.cover), key=lambda f: (f[0], f[1].salience, f[1].id), reverse=True
    )
    touched = _toucher(goal, [aim for aim in aims if aim.proves])
    mentions = tuple(d.id for d in documents.values() if d.id not in setting and touched(d, texts[d.id]))
    if not best:
        return replace(goal, mentions=mentions)
    done = best[0][0].done
    evidence = [fact.id for rate, fact in best if rate.done == done][: 1 if best[0][0].by_title else _EVIDENCE_MAX]
    return replace(goal, status=_STATUS[done], evidence=tuple(evidence), mentions=mentions)


_STATUS = {True: GoalStatus.DONE, False: GoalStatus.PARTLY}


class _Rate(NamedTuple):
    """Whether a fact tells that a goal is reached, and how far it covers the goal's words; 0 for not enough."""

    done: bool
    cover: float
    by_title: bool = False


_NO_RATE = _Rate(done=False, cover=0.0)


def _measures_alike(goal: Goal, fact: Fact) -> bool:
    """Whether both give a number of one unit: 4時間を切る, 4時間12分."""
    units = {number.unit for number in find_numbers(plain(goal.text)) if number.unit}
    return bool(units & {number.unit for number in find_numbers(fact.text)})


def _rate_fact(goal: Goal, told: _Told, aims: Sequence[_Aim]) -> _Rate:
    proof = max((_cover(aim, told.words) for aim in aims if aim.proves), default=0.0)
    if proof >= _DONE_COVER and tells_outcome(told.fact.text) and _numbers_agree(goal, told.fact):
        return _Rate(done=True, cover=proof)
    hint = max((_cover(aim, told.words) for aim in aims), default=0.0)
    if hint >= _PARTLY_COVER:
        return _Rate(done=False, cover=hint)
    with_title = max((_cover(aim, told.titled) for aim in aims if aim.proves), default=0.0)
    if with_title < _DONE_COVER:
        return _NO_RATE
    return _Rate(done=False, cover=with_title / (2 if _measures_alike(goal, told.fact) else 4), by_title=True)


def tells_outcome(text: str) -> bool:
    """Whether a text tells that something was reached."""
    return bool(_OUTCOME.search(text)) and not _MISSED.search(text)


def tells_missed(text: str) -> bool:
    """Whether a text tells that something was missed, or is still open."""
    return bool(_MISSED.search(text) or _OPEN.search(text))


def _numbers_agree(goal: Goal, fact: Fact) -> bool:
    aside = _ASIDE.sub("", plain(goal.text))
    wanted = {n.value for n in find_numbers(aside) if n.unit or n.value % 1 or _LIMIT.match(aside, n.end)}
    return wanted <= {number.value for number in find_numbers(fact.text)}


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


@cache
def _holder(word: str) -> Callable[[str], bool]:
    """A test for a word in a folded text: Latin words whole, plural or not, katakana not inside a longer word."""
    if word.isascii():
        pattern = re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?:e?s)?(?![a-z0-9])")
    elif re.fullmatch(r"[ァ-ヺー]+", word):
        pattern = re.compile(rf"(?<![ァ-ヺー]){word}(?![ァ-ヺ])")
    else:
        return lambda text: word in text
    return lambda text: word in text and bool(pattern.search(text))


def _aims(goal: Goal, document: Document | None, texts: Sequence[str]) -> tuple[_Aim, ...]:
    """What to look for: the book it names, else its words, those of its heading and of the sentences below it."""
    if names := _names(goal):
        return tuple(_Aim({name: 1.0}, frozenset({name})) for name in names)
    text, heading = _aim(plain(goal.text), texts), _aim(goal.heading, texts)
    below = [replace(_aim(sentence, texts), proves=False) for sentence in _details(goal, document)]
    return tuple(aim for aim in (text, *([heading] if len(heading.words) > 1 else []), *below) if aim.words)


def _names(goal: Goal) -> list[str]:
    """The books and pages that a goal names: 『夜の歩き方』を読む."""
    return [_fold(next(filter(None, match.groups()))).strip() for match in _NAMED.finditer(goal.text)]


def _details(goal: Goal, document: Document | None) -> list[str]:
    """The sentences under a heading that is itself the goal."""
    if document is None:
        return []
    start = document.text.rfind("\n", 0, goal.quote.start) + 1
    if not re.match(r"#{2,6} ", document.text[start : goal.quote.start + 1]):
        return []
    below = re.split(r"(?m)^#{1,6} ", document.text[goal.quote.end :], maxsplit=1)[0]
    return [plain(below[a:b]) for a, b in split_sentences(below)]


def _aim(text: str, texts: Sequence[str]) -> _Aim:
    words, rare = {}, set()
    for word in dict.fromkeys(map(_fold, terms(without_numbers(text)))):
        if word in _GENERIC or word.isdigit():
            continue
        holds = _holder(word)
        n = sum(1 for other in texts if holds(other))
        words[word] = math.log((len(texts) + 2) / (n + 1))
        if n <= max(2, _RARE_SHARE * len(texts)):
            rare.add(word)
    return _Aim(words, frozenset(rare))


def _cover(aim: _Aim, text: str) -> float:
    """The share of an aim's weight that a text holds: 0 without a rare word.

    Of several words two must be there, or one that is a name in Latin letters.
    """
    held = {word for word in aim.words if _holder(word)(text)}
    if not held & aim.rare or (len(held) == 1 < len(aim.words) and not any(_NAME.fullmatch(word) for word in held)):
        return 0.0
    return sum(aim.words[word] for word in held) / sum(aim.words.values())


def _toucher(goal: Goal, aims: Iterable[_Aim]) -> Callable[[Document, str], bool]:
    """A test for documents whose labels hold a word of the goal, or whose text names the very book or page."""
    words = {word for aim in aims for word in aim.rare}
    said = _fold(f"{goal.heading} {plain(goal.text)}")
    for group in _ALIASES:
        if any(_holder(alias)(said) for alias in group):
            words.update(group)
    tests = [_holder(word) for word in sorted(words)]
    names = _names(goal)

    def touched(document: Document, text: str) -> bool:
        labels = (document.title, *subject_labels(document), *document.path.split("/")[:-1])
        name = _fold(" / ".join(labels))
        return any(test(name) for test in tests) or any(name in text for name in names)

    return touched
