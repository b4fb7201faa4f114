"""Works, the posts worth naming, and the labels they share: series, categories, tags, folders."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from drafter.records import Document, Kind
from drafter.site import is_index
from drafter.text.normal import fold, fold_text

# Labels that say how a document was filed, not what it is about.
_FILING = re.compile(
    r"^(?:日記|日報|週報|月報|日常|雑記|雑談|メモ|語り|ポエム|その他|未分類|技術|記事|ブログ|tips?|memo|notes?"
    r"|diar(?:y|ies)|journals?|blogs?|_?posts?|_?articles?|pages?|projects?|works?|entry|entries|misc|others?"
    r"|tech|technology|uncategorized|general|this week i learned|weekly|monthly|daily|content|src|index|setup"
    r"|inputs?|remark|about|自己紹介|_?drafts?|retrospectives?|振り返り|ふりかえり|idea|[\d_./-]*)$",
    re.I,
)
_DATED_TITLE = re.compile(r"[\d\s\-_/.:年月日()（）月火水木金土日曜]+")
_PAGES = frozenset({"about", "profile", "links", "now", "uses", "privacy", "contact"})
_PERIODICAL_MIN = 3
_BRACKETS = re.compile(r"^(?:【|\[|［)([^】\]］]*)[】\]］]\s*")
# A tag that says in which language a post is written, and nothing of what it is about.
_LANGUAGES = {
    "en": frozenset(("english", "英語", "in english", "en")),
    "ja": frozenset(("japanese", "日本語", "ja")),
    "zh": frozenset(("chinese", "中国語", "中文", "zh")),
    "ko": frozenset(("korean", "韓国語", "한국어", "ko")),
}
_REST = ""


def find_works(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The published posts that stand for themselves.

    A diary day, an issue of a series that differs from the others by its numbers only, and a page such as "about" are
    none: what they tell is told, and they are not named.
    """
    posts = [d for d in documents if d.kind is Kind.POST and not d.draft]
    forms = Counter(re.sub(r"\d+", "#", fold(post.title).text) for post in posts)
    return tuple(
        post
        for post in posts
        if not _DATED_TITLE.fullmatch(fold(post.title).text)
        and forms[re.sub(r"\d+", "#", fold(post.title).text)] < _PERIODICAL_MIN
        and post.slug.lower() not in _PAGES
    )


def label_works(works: Sequence[Document]) -> dict[str, str]:
    """Each work's id with the label it shares with most others, "" for one that shares none.

    Greedy cover: the label of most works that have none yet, the earlier kind (series, category, tag, folder) at a tie.
    """
    wishes = {work.id: (*_bracketed(work), *_labels(work)) for work in works}
    keys = {i: tuple(fold(label).text for label in labels) for i, labels in wishes.items()}
    homes = dict.fromkeys(wishes, _REST)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for labels in wishes.values():
        for label in labels:
            names[fold(label).text][label] += 1
    while True:
        cover = Counter(key for i, home in homes.items() if home == _REST for key in set(keys[i]))
        size = max(cover.values(), default=0)
        if size < 2:
            return homes | _join_by_title(works, homes)
        key = min((k for k, n in cover.items() if n == size), key=lambda k: (_earliest(k, keys), k))
        name = names[key].most_common(1)[0][0]
        homes |= {i: name for i, home in homes.items() if home == _REST and key in keys[i]}


def _join_by_title(works: Sequence[Document], homes: Mapping[str, str]) -> dict[str, str]:
    """Works without a label whose title names a theme."""
    names = {name: fold(name).text for name in homes.values() if name != _REST}
    found: dict[str, str] = {}
    for work in (w for w in works if homes[w.id] == _REST):
        title = fold(work.title).text
        home = next(
            (name for name, key in names.items() if re.search(rf"(?<![a-z]){re.escape(key)}(?![a-z])", title)), None
        )
        found |= {work.id: home} if home else {}
    return found


def name_work(work: Document) -> str:
    """A heading for a work alone: its label, else its title without what stands in brackets before it."""
    labels = _labels(work)
    return labels[0] if labels else _BRACKETS.sub("", work.title)


def _bracketed(document: Document) -> tuple[str, ...]:
    """The name in brackets before a title, which others may share: 【読書記録】."""
    found = _BRACKETS.match(document.title)
    return (found[1],) if found and found[1] and not _FILING.match(found[1]) else ()


def _labels(document: Document) -> tuple[str, ...]:
    path = PurePosixPath(document.path)
    folders = path.parts[:-2] if is_index(path) else path.parts[:-1]
    labels = (*document.series, *document.categories, *document.tags, *folders[1:][-1:])
    return tuple(dict.fromkeys(label for label in labels if label and not _FILING.match(label)))


def _earliest(key: str, keys: Mapping[str, tuple[str, ...]]) -> int:
    return min(own.index(key) for own in keys.values() if key in own)


def subject_labels(document: Document) -> tuple[str, ...]:
    """The tags and categories of a document, without those that say in which language it is written."""
    written_in = _LANGUAGES.get(document.language, frozenset())
    return tuple(label for label in (*document.tags, *document.categories) if fold_text(label) not in written_in)
