"""Does what a sentence cites speak of the same things at all: a valid id is no support."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafter.ground.evidence import Ground
from drafter.ground.told import Told
from drafter.records import Fault
from drafter.text.normal import fold_text
from drafter.text.words import terms

_CLAUSE = re.compile(r"[^、。,;.!?]+(?:[.,]\d+[^、。,;.!?]*)*")
_KANJI = re.compile(r"[一-鿿]")
_FRAME = re.compile("という(?:気持ち|感じ|状態|段階|ところ|話)")  # around what is told: 「…、という気持ちでした」
_COMPOUND = re.compile(r"[一-鿿々]{2,}")
_KATAKANA = re.compile(r"[ァ-ヺー]{2,}")
_COMMON = frozenset("年月日時分間自方中上下今回前後所事物人者的性化度")  # they stand anywhere
_CONTENT_MIN, _STEM_CHARS = 2, 5
# Compounds that tell nothing new beside what is told.
_EVERYDAY = frozenset(
    """
    一年 一度 一緒 一部 一方 一時 以前 今年 今後 今回 今日 今週 今月 何度 何本 何冊 何回 例年 年間 前半 後半 全体
    全般 両方 仕事 業務 作業 勉強 学習 活動 挑戦 経験 体験 取組 目標 抱負 予定 計画 来年 昨年 去年 年末 年始 月末
    週末 平日 毎日 毎週 記事 投稿 文章 言葉 話題 内容 詳細 最後 最初 最近 当時 当初 時間 時期 期間 機会 場面 場所
    部分 方面 分野 領域 環境 状況 自分 自身 個人 気持 気分 印象 感想 感覚 意識 興味 関心 存在 実際 普段 日常 生活
    人生 趣味 世界 世間 周囲 問題 課題 方法 仕組 構成 形式 種類 結果 成果 効果 意味 理由 原因 目的 基本 基礎 応用
    本格 大事 大切 重要 必要 十分 無事 順調 簡単 手軽 一覧 合計 全部 数多 多数 複数 色々 様々 本当 正直 残念 結局
    結構 意外 案外 自然 当然 徐々 次第 着実 途中 同時 別途 以降 以来 毎月 状態 手段 手順 気軽 中心 設定 管理 処理
    感謝 前者 後者 両者 双方 冒頭
    """.split()
)


def check_support(told: Told, ground: Ground) -> Iterator[Fault]:
    """A soft fault for each clause of which no kanji and no other content word stands near the quotes.

    A whole sentence of such clauses may cite the wrong ids. Clauses of one content word are let be. Elsewhere a fault
    (rule "word") for each compound of kanji of which no character stands near, unless everybody writes it. A sentence
    that rests on counts alone cites no words.
    """
    if ground.slots and not (ground.words or ground.plans):
        return
    clauses = [(clause.strip(), _content(clause)) for clause in _CLAUSE.findall(told.text)]
    loose = [clause for clause, content in clauses if len(content) >= _CONTENT_MIN and not _stands(content, ground)]
    if loose and not any(_stands(content, ground) for _, content in clauses):
        message = f"no word of '{told.beginning}' stands in what it cites: check the ids, or mark it ⟦?⟧"
        yield Fault(rule="support", message=message, words=told.beginning, hard=False)
        return
    for clause in loose:
        message = f"no word of '{clause}' stands in what this cites: cite the fact that tells it, or take it out"
        yield Fault(rule="support", message=message, words=clause, hard=False)
    for word in _new_words(told, ground):
        if not any(word in fold_text(clause) for clause in loose):
            message = f"'{word}' stands in nothing this sentence cites: cite the fact that tells it, or take it out"
            yield Fault(rule="word", message=message, words=word, hard=False)


def _new_words(told: Told, ground: Ground) -> Iterator[str]:
    for word in dict.fromkeys(terms(told.own)):
        if _COMPOUND.fullmatch(word) and word not in _EVERYDAY and not any(sign in ground.near for sign in word):
            yield word


def _content(clause: str) -> set[str]:
    folded = _FRAME.sub("", fold_text(clause))
    names = {term[:_STEM_CHARS] for term in terms(folded) if term.isascii()}
    return {sign for sign in _KANJI.findall(folded) if sign not in _COMMON} | {*_KATAKANA.findall(folded)} | names


def _stands(content: set[str], ground: Ground) -> bool:
    return any(word in ground.said for word in content) or any(word in ground.near for word in content)
