"""A small blog and how a model answers what drafter asks of it: for tests with a scripted model and with a server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping

from drafter.model.chat import Request, Size

LAST = """---
title: 2023年の振り返り
date: 2024-01-01
---

## 2023年のできごと
### 時刻表アプリ
時刻表のアプリを作り始めた。家の近くのバス停だけを載せた小さなものだが、毎朝使っている。作ってみると、思ったより考えることが多かった。来年は隣の町まで広げたい。

## 2024年の目標
- フルマラソンを完走する。
- 英語の記事を書く。
"""
FILES = {
    "hugo.toml": 'baseURL = "https://example.org/"\ntitle = "かえで"\nlanguageCode = "ja"\n',
    "content/posts/looking-back/2023/index.md": LAST,
    "content/posts/run/index.md": "---\ntitle: 初めてのフルマラソン\ndate: 2024-11-03\n---\n\n"
    "湖のまわりを4時間52分で走り切った。最後の五キロは歩きたくなったが、なんとか走り続けた。\n",
    "content/posts/bus/index.md": "---\ntitle: 時刻表アプリを公開した\ndate: 2024-06-10\n---\n\n"
    "時刻表アプリを公開した。使った人から三通の手紙が届き、うれしくて返信を書き直した。\n",
    "content/posts/rust/index.md": "---\ntitle: Rustを少し触る\ndate: 2024-08-20\n---\n\n"
    "Rustを少しだけ触った。所有権の考え方はまだつかめていない気がする。\n",
    "notes/2024-07-24.md": "最終出社日だった。明日からは新しい会社。\n",
    "notes/2024-07-31.md": "新しい会社の準備をした。\n",
    "notes/2024-09-01.md": "朝の散歩を始めた。川沿いは涼しい。\n",
}
FACTS = {
    "run": ("achieved", "フルマラソンを走り切った。", "湖のまわりを4時間52分で走り切った。", 5),
    "bus": ("did", "時刻表アプリを公開した。", "時刻表アプリを公開した。", 4),
    "letters": ("felt", "手紙が届いてうれしかった。", "使った人から三通の手紙が届き、うれしくて返信を書き直した。", 3),
    "rust": ("did", "Rustを少しだけ触った。", "Rustを少しだけ触った。", 2),
    "job": ("signal", "最終出社日だった。", "最終出社日だった。明日からは新しい会社。", 5),
    "walk": ("did", "朝の散歩を始めた。", "朝の散歩を始めた。", 2),
}
GOOD = """## 2024年のできごと
### 走る
湖のまわりを4時間52分で走り切った。⟦{run}⟧歩きたくなった自分とも、少し仲良くなれたのかもしれない。⟦?⟧

### 時刻表アプリ
[時刻表アプリ]({p_bus})を公開した。⟦{bus}⟧三通の手紙が届き、うれしかった。⟦{letters}⟧

⟦? 次の版はいつ？⟧

### ブログ
2024年は⟦=posts⟧記事を書いた。Rustを少しだけ触った。⟦{rust}⟧

## 2024年の目標の振り返り
- フルマラソンを完走する。

    湖のまわりを4時間52分で走り切った。⟦{run}⟧
- 英語の記事を書く。
"""
NOTHING_FOUND: Mapping[str, object] = {"findings": []}


def read_facts(request: Request) -> Mapping[str, object]:
    """Answer with each of FACTS in the document whose text holds its quote."""
    found = []
    for label, text in re.findall(r"^===== (d\d+) \w+: [^\n]*\n(.*?)^===== end of", request.user, re.M | re.S):
        for kind, said, quote, salience in FACTS.values():
            if quote in text:
                fact = {"document": label, "kind": kind, "subject": "", "text": said, "quotes": [quote], "when": ""}
                found.append({**fact, "salience": salience})
    return {"facts": found}


def ids_in(request: Request) -> dict[str, str]:
    """The short ids of a request by the names of FACTS, and those of posts and goals."""
    ids = {}
    for name, (_, said, _, _) in FACTS.items():
        if found := re.search(rf"(f[0-9a-f]{{4,}}) \|.*{re.escape(said)}", request.user):
            ids[name] = found[1]
    for name, title in (
        ("p_run", "初めてのフル"),
        ("p_bus", "時刻表アプリを公開"),
        ("p_rust", "Rustを少し触る"),
        ("p_memo", "棚の寸法"),
    ):
        if found := re.search(rf"^(?:- work: )?(p[0-9a-f]{{4,}}) \|.*{title}", request.user, re.M):
            ids[name] = found[1]
    return ids


def plan(request: Request) -> Mapping[str, object]:
    ids = ids_in(request)
    goals = re.findall(r"^(g[0-9a-f]{4,}) \|", request.user, re.M)

    def item(heading: str, *names: str, level: int = 3, **more: object) -> dict[str, object]:
        empty: dict[str, object] = {"brief": "", "works": [], "goals": []}
        return {"heading": heading, "level": level, **empty, "facts": [ids[n] for n in names if n in ids], **more}

    return {
        "arc": "初めて走り切り、アプリを公開した年。",
        "items": [
            item("2024年のできごと", level=2),
            item("走る", "run"),
            item("時刻表アプリ", "bus", "letters", works=[ids["p_bus"]]),
            item("ブログ", "rust", "walk", "job", "run"),
            item("空の見出し"),
            item("2024年の目標の振り返り", level=2, goals=[{"id": g, "facts": []} for g in goals]),
        ],
        "questions": [{"text": "次の版はいつ？", "heading": "時刻表アプリ"}],
        "left_out": [],
    }


def draft_as(template: str) -> Callable[[Request], str]:
    def answer(request: Request) -> str:
        ids = ids_in(request)
        return re.sub(r"\{(\w+)\}", lambda m: ids.get(m[1], m[1]), template)

    return answer


def as_it_was(request: Request) -> str:
    return request.user.split("\nThe draft:\n")[1].split("\nWhat the check found:")[0]


def answer_words(system: str, user: str, *, draft: str = GOOD) -> str:
    """Answer any request of a run by its words, as a server sees it."""
    request = Request(prompt="", system=system, user=user, size=Size.LARGE)
    if user.startswith("Below are documents"):
        return json.dumps(read_facts(request), ensure_ascii=False)
    if user.startswith("These facts were taken"):
        return '{"same": [], "subjects": []}'
    if user.startswith("Plan the retrospective"):
        return json.dumps(plan(request), ensure_ascii=False)
    if user.startswith("Write my retrospective"):
        return draft_as(draft)(request)
    if user.startswith("Below are sentences"):
        return json.dumps(NOTHING_FOUND)
    return as_it_was(request)
