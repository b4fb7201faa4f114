"""Words that facts share: what several documents speak of without a label."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from drafter.records import Document, Fact
from drafter.text.normal import fold, fold_text
from drafter.text.numbers import find_numbers
from drafter.text.words import terms

# Too common in any diary to be what a period was about.
_COMMON = frozenset(
    """今日 明日 昨日 今週 来週 先週 今月 来月 先月 今年 来年 去年 時間 自分 記事 仕事 会社 気持 気持ち 最近 今回
    本当 結果 最後 最初 以上 以下 午前 午後 週末 平日 人生 普段 本日 一番 全然 結構 無事 場合 部分 方法 全部 少し 今後
    一日 毎日 途中 資料 必要 問題 大事 大切 勉強 学習 開発 設定 作業 対応 タスク チーム メンバー ミーティング
    レビュー コード データ ファイル ページ エラー テスト リリース サービス システム プロジェクト ブログ アプリ
    ツール バージョン イメージ タイミング ポイント セットアップ アウトプット インプット コメント メール パターン
    ケース レベル スキル モチベーション""".split()
)
_VERBAL = r"(?:し|す|さ|せ|でき|出来|だ|な|に|て|る|く|い|っ|た|的|性|中|化)"
_KANJI_RUN = re.compile(r"[一-鿿々]*")
_VERBAL_SHARE = 0.3
_DOCUMENTS_MIN = 3
_TITLE_WORD_CHARS = 3
_TITLE_WORD_SHARE = 0.15  # a word in more of the facts than this says nothing about one work


def group_by_words(facts: Sequence[Fact]) -> dict[str, tuple[str, ...]]:
    """Fact ids by the word they share, as the author writes it: greedy cover by names that three documents speak of."""
    texts = [fact.text for fact in facts]
    said = "\n".join(texts)
    words = {fact.id: _names(fact, said) for fact in facts}
    said_by = {fact.id: fold_text(fact.text) for fact in facts}
    document_of = {fact.id: fact.quotes[0].document_id for fact in facts}
    groups: dict[str, tuple[str, ...]] = {}
    loose = dict.fromkeys(words)
    while True:
        cover: dict[str, list[str]] = defaultdict(list)
        for fact_id in loose:
            for word in words[fact_id]:
                cover[word].append(fact_id)
        wide = {w: ids for w, ids in cover.items() if len({document_of[i] for i in ids}) >= _DOCUMENTS_MIN}
        if not wide:
            return groups
        word = min(wide, key=lambda w: (-len(wide[w]), -len(w), w))
        if not word.isascii():
            wide[word] += [i for i in loose if i not in wide[word] and word in said_by[i]]  # 中古ギター is ギター, too
        groups[as_written(word, texts)] = tuple(wide[word])
        loose = {i: None for i in loose if i not in wide[word]}


def title_words(works: Sequence[Document], facts: Sequence[Fact]) -> Mapping[str, str]:
    """Words that stand in the title of one work only and in few facts, each with the work's id."""
    homes: dict[str, set[str]] = defaultdict(set)
    for work in works:
        for word in {w for w in terms(work.title) if len(w) >= _TITLE_WORD_CHARS and w not in _COMMON}:
            homes[word].add(work.id)
    spread = {word: sum(speaks_of(fact, word) for fact in facts) for word in homes}
    limit = max(3, _TITLE_WORD_SHARE * len(facts))
    return {word: next(iter(ids)) for word, ids in homes.items() if len(ids) == 1 and 0 < spread[word] <= limit}


def speaks_of(fact: Fact, word: str) -> bool:
    """Whether a fact names a folded word: a whole one in Latin letters, in English prose one with a capital."""
    if not word.isascii():
        return word in fold_text(fact.text)
    found = re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", fold_text(fact.text))
    return bool(found) and (not _is_english(fact.text) or _capitalised(word, fact.text))


def as_written(word: str, texts: Sequence[str]) -> str:
    """A folded word as the author writes it most, 「Phoenix」 for 「phoenix」; the word itself where nobody did."""
    written = Counter[str]()
    for text in texts:
        folded = fold(text)
        at = folded.text.find(word)
        if at >= 0:
            start, end = folded.original(at, at + len(word))
            written[text[start:end]] += 1
    return written.most_common(1)[0][0] if written else word


def _names(fact: Fact, said: str) -> set[str]:
    """The fact's terms that name something; 「Vue.js」 also counts as 「Vue」."""
    found = {term for term in terms(fact.text) if _is_name(term, fact.text, said)}
    return found | {stem for term in found if (stem := term.split(".")[0]) != term and len(stem) >= _TITLE_WORD_CHARS}


def _is_name(term: str, text: str, said: str) -> bool:
    if len(term) < 2 or term in _COMMON or term.isdigit():
        return False
    if term.isascii():
        return len(term) >= 3 and (not _is_english(text) or _capitalised(term, text))
    if re.fullmatch(r"[ァ-ヶー]+", term):
        return len(term) >= 3
    return not _mostly_verbal(term, said)


def _is_english(text: str) -> bool:
    return sum(map(str.isascii, text)) > 0.9 * len(text)


def _capitalised(term: str, text: str) -> bool:
    """Written with a capital where no sentence begins, or with one inside (TinyPilot): a name in English."""
    if re.search(rf"\b(?i:{re.escape(term[0])})(?=\w*[A-Z0-9])(?i:{re.escape(term[1:])})\b", text):
        return True
    return bool(re.search(rf"(?<=[\w,;)] )[A-Z](?i:{re.escape(term[1:])})\b", text))


def _mostly_verbal(term: str, said: str) -> bool:
    """「理解した」, 「大事だ」: what is done or said of something is no name of it."""
    after = [m.group(1) for m in re.finditer(rf"{re.escape(term)}(.?.?)", said)]
    verbal = sum(bool(re.match(_VERBAL, following)) for following in after)
    return verbal > _VERBAL_SHARE * max(1, len(after))


def without_numbers(text: str) -> str:
    """A text with a space for each number that a verb may follow: 「五分話す」 is no word.

    A number inside of a word stays: 百人一首.
    """
    for number in reversed(find_numbers(text)):
        behind = _KANJI_RUN.match(text, number.end)
        inside = re.match(r"[一-鿿々]", text[max(0, number.start - 1) : number.start])
        if not inside and (behind is None or len(behind[0]) <= 1):
            text = f"{text[: number.start]} {text[number.end :]}"
    return text
