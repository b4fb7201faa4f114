"""Drafts made by chance, made again by chance, and edited as a person would: by lines and sentences of the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from drafter.records import Ownership
from drafter.revise.head import head_end
from drafter.revise.merge import Merged, merge
from drafter.revise.pieces import PieceKind, split_pieces

KANJI = (
    "春夏秋冬朝昼夜山川海空雨雪風花鳥月星木草庭畑種苗柿梅桃栗豆麦米茶湯鍋皿箱窓扉壁床柱屋根道橋駅港町村森谷岩砂石土水火"
    "金銀銅鉄紙筆墨本"
)
WORDS = "garden ladder winter harbor lantern pocket violin copper meadow signal thread orchard kettle marble".split()


@dataclass
class Book:
    """Sentences that nobody has said before."""

    random: Random
    n: int = 0
    said: set[str] = field(default_factory=set)

    def sentence(self) -> str:
        self.n += 1
        if self.random.random() < 0.2:
            words = " ".join(self.random.choice(WORDS) for _ in range(5))
            return f"Note {self.n} tells of {words}."
        signs = "".join(self.random.choice(KANJI) for _ in range(self.random.randint(6, 14)))
        return f"{signs}を{self.n}回した。"


Block = tuple[str, list[str]]  # "p", "ul", "code", "question", "br" with its sentences or items


@dataclass
class Draft:
    """What drafter would write: sections of blocks."""

    title: str
    sections: list[tuple[str, list[Block]]]
    keys: dict[str, str]

    def render(self) -> str:
        head = "".join(f"{key} = '{value}'\n" for key, value in {"title": self.title, **self.keys}.items())
        parts: list[str] = ["<!--more-->"]
        for heading, blocks in self.sections:
            parts += [heading] + [_block(kind, said) for kind, said in blocks if said]
        return f"+++\n{head}+++\n\n" + "\n\n".join(parts) + "\n"


def _block(kind: str, said: list[str]) -> str:
    if kind == "ul":
        return "\n".join(f"- {one}" for one in said)
    if kind == "code":
        return "```text\n" + "\n".join(said) + "\n```"
    if kind == "question":
        return f"<!-- ? {said[0].rstrip('。.')}？ -->"
    if kind == "same question":
        return "<!-- ? どうなった？ -->"
    if kind == "br":
        return "<br>"
    return "".join(one + (" " if one.endswith(".") else "") for one in said).rstrip(" ")


def first_draft(book: Book) -> Draft:
    sections = [(_heading(book), _blocks(book)) for _ in range(book.random.randint(1, 4))]
    return Draft(title=book.sentence(), sections=sections, keys={"date": "2025-01-01", "tags": "振り返り", "mood": "x"})


def _heading(book: Book) -> str:
    return f"{'#' * book.random.choice((2, 3))} {book.sentence().rstrip('。.')}"


_KINDS = ("p", "ul", "code", "question", "br", "same question")


def _blocks(book: Book) -> list[Block]:
    kinds = book.random.choices(_KINDS, (12, 6, 2, 2, 2, 2), k=book.random.randint(1, 4))
    return [(kind, [book.sentence() for _ in range(book.random.randint(1, 4))]) for kind in kinds]


def made_again(draft: Draft, book: Book) -> Draft:
    """The same period told another time: sentences kept, said otherwise, left out, added; paragraphs cut otherwise."""
    random = book.random
    sections = []
    for heading, blocks in draft.sections:
        if random.random() < 0.1:
            continue
        again: list[Block] = []
        for kind, said in blocks:
            kept = [one for one in said if random.random() < 0.8]
            new = [book.sentence()] if random.random() < 0.3 else []
            again.append((kind, [*kept, *new]))
        if random.random() < 0.2:
            again.insert(random.randint(0, len(again)), _blocks(book)[0])
        sections.append((heading if random.random() < 0.9 else _heading(book), again))
    if random.random() < 0.2:
        sections.insert(random.randint(0, len(sections)), (_heading(book), _blocks(book)))
    if random.random() < 0.15:
        random.shuffle(sections)
    keys = {**draft.keys, "date": f"2025-01-{random.randint(1, 31):02}"}
    if random.random() < 0.2:
        keys[random.choice(("series", "license"))] = str(random.randint(0, 9))
    return Draft(title=book.sentence() if random.random() < 0.3 else draft.title, sections=sections, keys=keys)


class Person:
    """Edits a file, and knows which words must stand and which must not."""

    def __init__(self, book: Book) -> None:
        self.book, self.random = book, book.random
        self.own: set[str] = set()
        self.unwanted: set[str] = set()
        self.keys: dict[str, str | None] = {}

    def edit(self, text: str) -> str:
        for _ in range(self.random.randint(0, 4)):
            action = self.random.choice(self._actions())
            text = action(text)
        return text

    def _actions(self) -> list[Callable[[str], str]]:
        words = [self.change, self.insert, self.write_paragraph, self.delete, self.move]
        return [*words, self.split, self.join, self.head, self.rename, self.delete_section, self.ends]

    def _pieces(self, text: str, *kinds: PieceKind) -> list[tuple[int, int, str]]:
        start = head_end(text.removeprefix("\ufeff")) + text.startswith("\ufeff")
        return [(p.start, p.end, p.words) for p in split_pieces(text, start=start) if p.kind in kinds]

    def _sentence(self, text: str) -> tuple[int, int, str] | None:
        found = [piece for piece in self._pieces(text, PieceKind.SENTENCE) if "\n" not in piece[2]]
        return self.random.choice(found) if found else None

    def _lose(self, words: str) -> None:
        self.own.discard(words)
        if words != "<br>":
            self.unwanted.add(words)

    def change(self, text: str) -> str:
        if (found := self._sentence(text)) is None or found[2] == "<br>":
            return text
        start, end, words = found
        new = self.book.sentence() if self.random.random() < 0.5 else f"じつは{words}"
        self._lose(words)
        self.own.add(new)
        return text[:start] + new + text[end:]

    def insert(self, text: str) -> str:
        if (found := self._sentence(text)) is None or found[2] == "<br>":
            return text
        new = f"私は{self.book.n}度、{self.book.sentence()}" if self.random.random() < 0.5 else self.book.sentence()
        new = new if not new.isascii() else new.replace("Note", "人")
        self.own.add(new)
        return text[: found[1]] + (" " if found[2].endswith(".") else "") + new + text[found[1] :]

    def write_paragraph(self, text: str) -> str:
        pieces = self._pieces(text, PieceKind.SENTENCE, PieceKind.HEADING)
        if not pieces:
            return text
        at = text.find("\n", self.random.choice(pieces)[1])
        end = "\r\n" if "\r\n" in text else "\n"
        new = self.book.sentence()
        self.own.add(new)
        at = len(text) if at < 0 else at + 1
        before = "" if text[:at].endswith(("\n", "\r")) else end
        return text[:at] + before + end + new + end + end + text[at:]

    def delete(self, text: str) -> str:
        if (found := self._sentence(text)) is None:
            return text
        self._lose(found[2])
        return text[: found[0]] + text[found[1] :]

    def move(self, text: str) -> str:
        one, other = self._sentence(text), self._sentence(text)
        if one is None or other is None or one == other or "<br>" in (one[2], other[2]):
            return text
        words = (" " if other[2].endswith(".") else "") + one[2] + (" " if one[2].endswith(".") else "")
        if other[0] > one[0]:
            return text[: one[0]] + text[one[1] : other[1]] + words + text[other[1] :]
        return text[: other[1]] + words + text[other[1] : one[0]] + text[one[1] :]

    def split(self, text: str) -> str:
        found = self._sentence(text)
        end = "\r\n" if "\r\n" in text else "\n"
        return text[: found[1]] + end + end + text[found[1] :].lstrip(" ") if found else text

    def join(self, text: str) -> str:
        found = list(re.finditer(r"(?<=。)(?:\r?\n){2}(?=[一-鿿])", text))
        if not found:
            return text
        gap = self.random.choice(found)
        return text[: gap.start()] + text[gap.end() :]

    def rename(self, text: str) -> str:
        found = self._pieces(text, PieceKind.HEADING)
        if not found:
            return text
        start, end, words = self.random.choice(found)
        new = f"{words}（改{self.book.n}）"
        self.book.n += 1
        self._lose(words)
        self.own.add(new)
        return text[:start] + new + text[end:]

    def delete_section(self, text: str) -> str:
        found = self._pieces(text, PieceKind.HEADING)
        if not found or self.random.random() < 0.5:
            return text
        n = self.random.randrange(len(found))
        start = found[n][0]
        end = found[n + 1][0] if n + 1 < len(found) else len(text)
        for _, _, words in self._pieces(text[start:end], PieceKind.SENTENCE, PieceKind.HEADING, PieceKind.COMMENT):
            self._lose(words)
        for words in [own for own in self.own if own in text[start:end]]:
            self._lose(words)
        return text[:start] + text[end:]

    def head(self, text: str) -> str:
        end = head_end(text.removeprefix("\ufeff"))
        head, rest = text[: end + 1], text[end + 1 :]
        found = [
            m
            for m in re.finditer(r"(?m)^(\w+) = '[^']*'(\r?\n)", head)
            if m[1] != "title" or self.random.random() < 0.5
        ]
        if not found:
            return text
        line = self.random.choice(found)
        if self.random.random() < 0.3:
            self.keys[line[1]] = None
            return head[: line.start()] + head[line.end() :] + rest
        value = f"私{self.book.n}"
        self.book.n += 1
        self.keys[line[1]] = value
        return head[: line.start()] + f"{line[1]} = '{value}'{line[2]}" + head[line.end() :] + rest

    def ends(self, text: str) -> str:
        kind = self.random.choice(("crlf", "lf", "mark", "no end", "end"))
        if kind == "crlf":
            return re.sub(r"\r?\n", "\r\n", text)
        if kind == "lf":
            return text.replace("\r\n", "\n")
        if kind == "mark":
            return text if text.startswith("\ufeff") else "\ufeff" + text
        return text.rstrip("\r\n") if kind == "no end" else text + "\n"


def merge_again(before: Merged, theirs: str, new: str) -> Merged:
    return merge(base=before.text, theirs=theirs, new=new, known=before.ownership)


def written(text: str) -> Merged:
    return Merged(text=text, ownership=Ownership())
