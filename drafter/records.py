"""The records that flow through drafter, each pointing back by id to what it came from.

All are frozen; collections are tuples; ids are content hashes (`content_id`). Offsets count characters of the
decoded file without its byte order mark (line ends kept as they stand); lines count from 1 as an editor shows them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


def content_id(*parts: str) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of the parts, each ended by a NUL."""
    return hashlib.sha256("\0".join((*parts, "")).encode("utf-8", "surrogatepass")).hexdigest()[:12]


class Unit(StrEnum):
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    RANGE = "range"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `start` to `end`, both included. `label`: 2024, 2024Q2, 2024-05, 2024-W18 or 2024-02-02..2025-02-09."""

    unit: Unit
    label: str
    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


class Kind(StrEnum):
    POST = "post"
    NOTE = "note"
    ANSWER = "answer"
    COMMIT = "commit"
    EVENT = "event"


class Level(StrEnum):
    """Who may see a document: everybody; the author and the draft; nobody, not even a question."""

    PUBLISHED = "published"
    OWN = "own"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When a document happened, for its author. `origin` says where that came from, as a person would put it:
    "front matter: date", "file name", "folder name", "git: first commit"."""

    day: date
    moment: datetime | None = None  # aware where a zone is known; None when only a day is written
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """`text[start:end]` is the whole block with its fences; the body begins at `end`. None at all: format "none"."""

    format: str  # "toml", "yaml", "json" or "none"
    start: int = 0
    end: int = 0
    values: Mapping[str, object] = field(default_factory=dict)
    problem: str | None = None  # what is broken, in one line, where it could not be parsed
    problem_line: int | None = None  # line of the file


class BlockKind(StrEnum):
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # the text of one list item, nested ones apart
    QUOTE = "quote"
    TABLE = "table"
    CODE = "code"
    HTML = "html"
    MATH = "math"
    SHORTCODE = "shortcode"
    RULE = "rule"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of Markdown, `document.text[start:end]`. `level`: 1-6 of a heading, depth from 1 of an item, else 0."""

    kind: BlockKind
    level: int
    start: int
    end: int
    start_line: int
    end_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    id: str
    kind: Kind
    path: str  # as shown to a person: relative to the site's root, or the notes folder's name and below; "/" between
    title: str
    stamp: Stamp | None
    front_matter: FrontMatter
    text: str  # the whole file, decoded
    level: Level
    reasons: tuple[str, ...] = ()  # why this level: "draft = true", "tag: private", ".drafterignore:3"
    warnings: tuple[str, ...] = ()
    draft: bool = False  # an unpublished post: drafts, published: false, a future date
    language: str = "ja"
    tags: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    url: str | None = None  # where the site serves it, from its base URL: an own-post link
    slug: str = ""  # the name that says something: the bundle folder's or the file's

    @property
    def body(self) -> str:
        return self.text[self.front_matter.end :]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A file that was not read, or read and not used, with its reason in words."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A section, or a part of a long one: `document.text[start:start + len(text)] == text`."""

    id: str
    document_id: str
    heading_path: tuple[str, ...]
    text: str
    start: int
    start_line: int
    end_line: int
    blocks: tuple[Block, ...] = ()  # the blocks inside, cut to the chunk; offsets are the document's


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """The exact characters of the source: `document.text[start:end] == text`."""

    document_id: str
    chunk_id: str | None  # None for words of a title or another front matter value
    text: str
    start: int
    end: int
    start_line: int
    end_line: int


class FactKind(StrEnum):
    DID = "did"
    LEARNED = "learned"
    ACHIEVED = "achieved"
    DECIDED = "decided"
    STRUGGLED = "struggled"
    FELT = "felt"
    PLANNED = "planned"
    SIGNAL = "signal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    id: str
    text: str
    kind: FactKind
    event_day: date | None
    document_day: date | None
    quotes: tuple[Quote, ...]
    salience: float  # 0 to 1 within one digest
    level: Level
    event: str = ""  # the turning point it hints at: "job", "move", "family"
    subject: str = ""  # the project, book, exam or theme it belongs to, under one name; "" for none


class GoalStatus(StrEnum):
    DONE = "done"
    PARTLY = "partly"
    NO_RECORD = "no record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    id: str
    text: str  # as the author wrote it, inline Markdown kept
    heading: str  # the heading it stood under inside the goals section, "" if none
    quote: Quote
    status: GoalStatus = GoalStatus.NO_RECORD
    evidence: tuple[str, ...] = ()  # fact ids
    mentions: tuple[str, ...] = ()  # ids of documents that touch the goal and prove nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number counted by code. `rule` says how, in a form a person can check."""

    id: str
    name: str  # "posts", "posts by month", "characters", …
    value: int
    rule: str
    document_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One month ("2024-04"), category or tag, as its author spells it, with the posts in it."""

    name: str
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """What a period holds. `by_month` has every month the period touches, in order; the other groups the largest first.

    `first` and `last` are ids of posts, by day and then by path; they and `longest` are None without posts.
    `before` holds the same numbers for the previous period; where nothing is dated there it is None and
    `before_reason` says so.
    """

    period: Period
    posts: Count
    drafts: Count
    notes: Count
    days_noted: Count
    characters: Count
    empty_months: Count
    by_month: tuple[Group, ...]
    by_category: tuple[Group, ...]
    by_tag: tuple[Group, ...]
    first: str | None
    last: str | None
    longest: Count | None
    before: Statistics | None = None
    before_reason: str | None = None

    @property
    def empty_month_names(self) -> tuple[str, ...]:
        """The months without a post, "2024-04" first."""
        return tuple(group.name for group in self.by_month if not group.count.value)

    @property
    def counts(self) -> tuple[Count, ...]:
        """Every number of the period itself, those of the period before apart."""
        single = (self.posts, self.drafts, self.notes, self.days_noted, self.characters, self.empty_months)
        groups = (*self.by_month, *self.by_category, *self.by_tag)
        return (*single, *((self.longest,) if self.longest else ()), *(group.count for group in groups))


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    id: str
    name: str
    document_ids: tuple[str, ...]  # by date
    post_ids: tuple[str, ...]  # those of them that are works to be named in the draft
    fact_ids: tuple[str, ...]  # heaviest first
    weight: float  # by what happened, not by how much was written
    event: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A list the author keeps under one heading in reviews of parts of the period, and under the same one in those of
    the whole: 「読んだ本」. `parents` are the headings above it, outermost first, each with its level."""

    heading: str
    level: int
    parents: tuple[tuple[int, str], ...]
    items: tuple[tuple[int, str], ...]  # depth (0 outermost) and fact id, in the order things were first listed
    n_chars: int  # what such a list takes in the retrospectives, white space not counted


# Places of questions that belong to no theme and no goal: beside the counts of posts, before the first heading.
PLACE_BLOG, PLACE_OPENING = "blog", "opening"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    id: str
    text: str
    why: str  # for the terminal and `explain`
    place: str  # id of the goal or theme it belongs to, a PLACE_ name, or "" for nowhere in particular
    level: Level  # the most private text it rests on: only PUBLISHED ones reach the file
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """What was not taken into the draft, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What a period holds, ready to be written from. Facts, themes and questions are heaviest first."""

    period: Period
    facts: tuple[Fact, ...]
    themes: tuple[Theme, ...]
    goals: tuple[Goal, ...]
    statistics: Statistics
    shelves: tuple[Shelf, ...] = ()
    questions: tuple[Question, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()  # a place, as questions have it, and the id of a fact that answers there


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineItem:
    """A section to be written. `brief` says no more than its facts; a heading alone has neither facts nor questions."""

    heading: str  # "" for what stands before the first heading
    level: int
    brief: str = ""
    fact_ids: tuple[str, ...] = ()
    post_ids: tuple[str, ...] = ()  # documents named here, most of them in a line of a list
    goal_ids: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """The plan of a draft: a fact has at most one home. `left_out` are fact ids with the reason of each."""

    title: str
    arc: str  # what mattered most, in a few sentences
    items: tuple[OutlineItem, ...]
    left_out: tuple[tuple[str, str], ...] = ()


class Standing(StrEnum):
    PROVED = "proved"
    COUNTED = "counted"
    PROPOSED = "proposed"
    PERSON = "a person's"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """`text` is Markdown as it goes to the file. A proved one has facts or quotes, a counted one counts; a proposed one
    with facts rests on private notes and needs its author's yes."""

    text: str
    standing: Standing
    fact_ids: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    counts: tuple[Count, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What a check found in a sentence. A sentence that keeps a `hard` one is dropped from the draft."""

    rule: str  # "number", "name", "link", "archive", "claim", "register", …
    message: str  # one line that says what to do, for the model that revises and for the person
    words: str = ""  # of the sentence that break the rule
    hard: bool = True


class Form(StrEnum):
    PARAGRAPH = "paragraph"
    ITEM = "item"
    QUESTION = "question"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph, a list item at `depth` (0 outermost), a question or a figure, inside a section."""

    form: Form
    sentences: tuple[Sentence, ...]
    depth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    heading: str  # "" for what stands before the first heading
    level: int
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """A file written beside the draft in its bundle."""

    name: str
    content: bytes
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    title: str
    sections: tuple[Section, ...]
    assets: tuple[Asset, ...] = ()
    asked: tuple[Question, ...] = ()  # in the file
    questions: tuple[Question, ...] = ()  # the others, for the terminal
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words of a draft's body, `body[start:end] == text`, and one line that says what is right or wrong with them."""

    start: int
    end: int
    text: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    metric: str
    value: float | None
    numerator: float | None = None
    denominator: float | None = None
    spans: tuple[Span, ...] = ()
    reason: str | None = None
    signature: str = ""


class Part(StrEnum):
    """What of a piece of a draft is a person's: its words, only its place, or what stands before it."""

    WORDS = "words"
    PLACE = "place"
    JOINT = "joint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """`text[start:end]` of a file is a person's; a joint may be empty."""

    start: int
    end: int
    part: Part


class GoneKind(StrEnum):
    PIECE = "piece"
    SECTION = "section"  # its heading, with all that stood below it
    KEY = "key"  # of the front matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """What drafter wrote and a person took out or replaced, and where it would stand in the file.

    The text of a section is its heading below those above it, one a line; `section` is that of a piece gone with one.
    """

    at: int
    text: str
    kind: GoneKind
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """What of a file is a person's, and what they do not want in it."""

    kept: tuple[Kept, ...] = ()
    gone: tuple[Gone, ...] = ()
