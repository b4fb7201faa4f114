"""What a period was about: documents and facts grouped by tags, categories, series and shared words."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from drafter.digest.cues import EVENTS
from drafter.records import Document, Fact, Kind, Theme, content_id
from drafter.text.normal import fold
from drafter.text.words import terms

# Labels that say how a document was filed, not what it is about.
_FILING = re.compile(
    r"^(?:日記|日報|週報|月報|日常|雑記|雑談|メモ|語り|その他|未分類|技術|記事|ブログ|個人開発メモ|tips?|memo|notes?|diar(?:y|ies)|journals?|blogs?|posts?|articles?|misc|others?"
    r"|tech|technology|uncategorized|general|this week i learned|weekly|monthly|daily|content|src|index|setup|inputs?|remark|about|自己紹介|draft|\d[\d_-]*)$",
    re.I,
)
# Words too common in any diary to be what a period was about.
_COMMON_WORDS = frozenset(
    "今日 明日 昨日 今週 来週 先週 今月 来月 先月 今年 来年 去年 時間 自分 記事 仕事 会社 気持 最近 今回 本当 結果 最後 最初 以上 以下 午前 午後 朝 夜 昼 週末 平日"
    " 作業 対応 確認 実装 開発 設定 追加 修正 更新 作成 準備 勉強 学習 参加 予定 必要 問題 方法 部分 場合 全部 少し 今後 一日 毎日 途中 完了 開始 終了 継続 調査 検討 資料 相談 共有"
    " ミーティング タスク チーム メンバー レビュー 振り返り ふりかえり まとめ リリース テスト コード エラー ページ ファイル データ 感 人 本 年 月 日 回 分 話 件 個人 色々 一番 普段 全然 結構 無事 本日"
    " today yesterday time work day week month year people thing things post blog article lot way first new good one two".split()
)
_TERM_FACTS_MIN = 3
_THEMES_MAX = 9
_OTHERS = ""


def find_themes(documents: Sequence[Document], facts: Sequence[Fact]) -> tuple[Theme, ...]:
    """Group the period's documents and facts into themes, heaviest first; each belongs to one theme.

    Turning points come first (a new job, a move), then labels that posts share, then words that the facts of several
    documents share. What fits nowhere stands in the theme with an empty name. No documents give `()`.
    """
    by_id = {document.id: document for document in documents}
    homes: dict[str, str] = {}  # fact id → theme key
    labels = _label_posts([d for d in documents if d.kind is Kind.POST and not d.draft])
    events = _event_homes(facts)
    homes.update(events)
    _fact_homes(facts, by_id, labels=labels, homes=homes)
    _shared_word_homes([f for f in facts if homes.get(f.id, _OTHERS) == _OTHERS], homes)
    themes = [_theme(key, labels, homes, facts=facts, by_id=by_id) for key in {*labels.values(), *homes.values()}]
    ordered = sorted(themes, key=lambda theme: (theme.name == _OTHERS, -theme.weight, theme.name))
    return tuple(_fold_small(ordered))


def _label_posts(posts: Sequence[Document]) -> dict[str, str]:
    """Post id → the label it shares with most others: greedy cover, labels of filing left out."""
    wishes = {post.id: _labels(post) for post in posts}
    homes = {post.id: _OTHERS for post in posts}
    shown: dict[str, Counter[str]] = defaultdict(Counter)
    for post_labels in wishes.values():
        for label in post_labels:
            shown[fold(label).text][label] += 1
    while True:
        cover = Counter(
            key for post, home in homes.items() if home == _OTHERS for key in {fold(x).text for x in wishes[post]}
        )
        if not cover:
            break
        size = max(cover.values())
        key = min((k for k, n in cover.items() if n == size), key=lambda k: (_rank_of(k, wishes), k))
        if size < 2:
            break
        name = shown[key].most_common(1)[0][0]
        for post, home in homes.items():
            if home == _OTHERS and key in {fold(x).text for x in wishes[post]}:
                homes[post] = name
    return homes


def _labels(document: Document) -> tuple[str, ...]:
    parts = PurePosixPath(document.path).parts[:-1]
    folders = parts[:-1] if PurePosixPath(document.path).stem == "index" else parts
    labels = (*document.series, *document.categories, *document.tags, *folders[-1:])
    return tuple(dict.fromkeys(label for label in labels if label and not _FILING.match(label)))


def _rank_of(key: str, wishes: Mapping[str, tuple[str, ...]]) -> int:
    """How early a label stands among the labels of its documents: series, category, tag, folder."""
    return min([fold(x).text for x in labels].index(key) for labels in wishes.values() if key in [fold(x).text for x in labels])


def _event_homes(facts: Sequence[Fact]) -> dict[str, str]:
    return {fact.id: f"event:{fact.event}" for fact in facts if fact.event}


def _fact_homes(
    facts: Iterable[Fact], by_id: Mapping[str, Document], *, labels: Mapping[str, str], homes: dict[str, str]
) -> None:
    """Facts of posts stay with their post; facts of notes join the theme whose name they speak of."""
    names = {name: fold(name).text for name in labels.values() if name != _OTHERS}
    for fact in facts:
        if fact.id in homes:
            continue
        document = by_id[fact.quotes[0].document_id]
        if document.id in labels:
            homes[fact.id] = labels[document.id]
            continue
        folded = fold(fact.text).text
        homes[fact.id] = next((name for name, key in names.items() if key in folded), _OTHERS)


def _shared_word_homes(facts: Sequence[Fact], homes: dict[str, str]) -> None:
    """Greedy cover of the facts still without a home by specific words that several documents share."""
    words = {fact.id: {t for t in terms(fact.text) if _specific(t)} for fact in facts}
    document_of = {fact.id: fact.quotes[0].document_id for fact in facts}
    loose = set(words)
    while True:
        cover: dict[str, set[str]] = defaultdict(set)
        for fact_id in loose:
            for word in words[fact_id]:
                cover[word].add(fact_id)
        wide = {w: ids for w, ids in cover.items() if len({document_of[i] for i in ids}) >= _TERM_FACTS_MIN}
        if not wide:
            return
        word = min(wide, key=lambda w: (-len(wide[w]), -len(w), w))
        for fact_id in wide[word]:
            homes[fact_id] = f"word:{word}"
        loose -= wide[word]


def _specific(term: str) -> bool:
    return len(term) >= 2 and term not in _COMMON_WORDS and not term.isdigit() and not (term.isascii() and len(term) < 3)


def _theme(
    key: str, labels: Mapping[str, str], homes: Mapping[str, str], *, facts: Sequence[Fact], by_id: Mapping[str, Document]
) -> Theme:
    own = [fact for fact in facts if homes.get(fact.id) == key]
    ids = {post for post, name in labels.items() if name == key} | {f.quotes[0].document_id for f in own}
    ordered = sorted(ids, key=lambda i: (str(by_id[i].stamp.day) if by_id[i].stamp else "", by_id[i].path))  # type: ignore[union-attr]
    n_posts = sum(1 for name in labels.values() if name == key)
    event = key.removeprefix("event:") if key.startswith("event:") else ""
    weight = sum(f.salience for f in own[:3]) + 0.25 * math.log1p(n_posts) + 1.0 * bool(event)
    return Theme(
        id=content_id("theme", key),
        name=_event_name(event, own) if event else _as_written(key.removeprefix("word:"), own),
        document_ids=tuple(ordered),
        fact_ids=tuple(fact.id for fact in own),
        weight=round(weight, 4),
        event=event,
    )


def _event_name(event: str, facts: Sequence[Fact]) -> str:
    """The author's own word for the turning point: the one they used most."""
    pattern = dict(EVENTS)[event]
    said = Counter(match.group(0) for fact in facts for match in pattern.finditer(fact.text))
    return min(said, key=lambda word: (-said[word], word))


def _as_written(word: str, facts: Sequence[Fact]) -> str:
    """A folded word as it stands in the texts: 「Phoenix」, not 「phoenix」."""
    for fact in facts:
        folded = fold(fact.text)
        at = folded.text.find(word)
        if word and at >= 0:
            return fact.text[folded.origins[at] : folded.origins[at + len(word) - 1] + 1]
    return word


def _fold_small(themes: Sequence[Theme]) -> list[Theme]:
    """Keep the heaviest themes; the rest join the one without a name."""
    named = [t for t in themes if t.name]
    kept, small = named[:_THEMES_MAX], [*named[_THEMES_MAX:], *(t for t in themes if not t.name)]
    if not small:
        return kept
    rest = Theme(
        id=content_id("theme", _OTHERS),
        name=_OTHERS,
        document_ids=tuple(i for t in small for i in t.document_ids),
        fact_ids=tuple(i for t in small for i in t.fact_ids),
        weight=round(sum(t.weight for t in small), 4),
    )
    return [*kept, rest]
