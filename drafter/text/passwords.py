"""Passwords, keys and tokens that a word announces: 「パスワードは…」, `api_key = …`, "Authorization: Bearer …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from drafter.text.seen import lower


class _Label(StrEnum):
    """What a label announces, by how little it takes to believe it."""

    PASSWORD = "password"  # whatever follows
    KEY = "key"  # one word
    TOKEN = "token"  # one word that looks like a token: what is written about tokens is mostly about others


_STEM = re.compile(
    r"pass(?:words?|wd|phrase|code)|pwd|pw|pin[ _-]?(?:code|number|no\.?)"
    r"|パス(?:ワード|フレーズ|コード)|暗証(?:番号|コード)"
    r"|key|tokens?(?!i)|secret|credentials?|session[ _-]?id|sig="
    r"|キー|トークン|シークレット|秘密鍵|コード"
)
_PASSWORD = re.compile(r"pass|pwd|pw|pin|パス|暗証")
_LETTER_BEFORE = re.compile(r"[a-z$(]\Z")
_KEY_BEFORE = re.compile(
    r"(?:api|access|auth|secret|client|account|refresh|bot|private|encryption|signing|webhook|session|shared|license"
    r"|アクセス|秘密|シークレット|ライセンス|認証|確認)[ _.-]?(?:access[ _-]?)?\Z"
)
_ASSIGN = re.compile(
    r"(?:[ _-]?id)?[\"'`*_\])」』]{0,3}[ \t]{0,8}(?::=|=>|->|→|={1,3}|:|(?P<cell>\|))[ \t]{0,8}"
    r"(?:\r?\n[ \t>]{0,20}(?=\S+$))?",
    re.MULTILINE,
)
_PARTICLE = re.compile(
    r"[\"'`*_\])」』]{0,3} ?(?P<particle>は|が|を|も|って|に|\()|[\"'`*_]{0,3} (?:is|was|to|changed to|set to)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"([\"'`])(?P<inner>[^\"'`\n]{1,200})\1|「(?P<ja>[^」\n(]{1,60})」|『(?P<ja2>[^』\n(]{1,60})』")
_LONGEST = 1000
_BARE = re.compile(rf"[^\s\"'`、。,;&<>|)」』{{}}]{{1,{_LONGEST}}}")
_BARE_REST = re.compile(r"[^\s\"'`、。,;&<>|)」』{}]*")
_REST = re.compile(r"[^\n。|]{1,80}")
_SENTENCE = re.compile(r"[^\n。！!？?]{1,60}")
_WORD = re.compile(r"(?<![!-~])[!-~]{4,64}")
_LINE_ENDS = re.compile(r"[\"'`,;})\]&]|\s*$", re.MULTILINE)
_WORD_EDGES = "\"'`*_^,.;:()[]<>"
_PLACEHOLDER = re.compile(
    r"\$[({A-Z_]|<[a-z_ -]*>?$|\{\{|%\(|\[secret\]|\*+$|\.{3}|x{3,}$|getenv|your[_-]|-{2,}|[|#]|https?://"
    r"|(?:os|process|env|config|settings|secrets|vars|self)[.\[(]"
    r"|(?:none|null|nil|true|false|str|string|any|optional|undefined)\b",
    re.IGNORECASE,
)
_PATH = re.compile(r"~?\.{0,2}/")
_COUNTER = re.compile(
    r" ?(?:[年月日時分秒個桁円回人件字種つ]|文字|ビット|bit|byte|[kmg]b|%)", re.IGNORECASE
)  # 「8文字」 is no password
_KNOWN = re.compile(
    r"(?:sha|md|aes|[hre]s|base|utf|rsa|argon|pbkdf|oauth|1password|ipv|http|tls|wpa|fido|windows|python|gpt)[-_]?"
    r"\d[a-z\d._/-]{0,16}",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"[ 、]*(?:必|定期|不要|使|長|短|強|弱|忘|覚|管理|保存|入力|変更|設定|ハッシュ|暗号|平文|別|同じ|全|毎"
    r"|誰|何|無|要|いら|大事|大切|危|簡単|複雑|もう|まだ|な[いしくん]|どう|どこ|いつ|推測|漏|流出|安全|ブラウザ|マネージャ|再|初期|共"
    r"|自動|生成|記録|書|送|見|ダメ|だめ|ng|文字|分か|わか|互い|web|サイト|ありま|あり|ある|これ|それ|どれ|どの|この|その)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\[secret\]|文字|以上|保存|管理|ハッシュ|暗号|使い(?:回|まわ)|忘れ|流出|漏|べき|しよう|ください")
_REUSE = re.compile("使い(?:回|まわ)")  # 「パスワード：使いまわし禁止」
_REMARK_CHARS = 25  # what is longer is about passwords, and tells none
_HEADER_WORD = re.compile(r"bearer|authorization|curl")
_HEADER = re.compile(
    r"bearer[ \t]+(?P<bearer>[A-Za-z0-9._~+/=-]{12,})"
    r"|authorization[\"']?[ \t]*[:=][ \t]*[\"']?(?:[a-z]+[ \t]+)?(?P<token>[A-Za-z0-9._~+/=:-]{8,})"
    r"|curl\b[^\n]{0,200}?[ \t](?:-u|--user)[ =]?[\"']?[^\s:\"']+:(?P<password>[^\s\"']+)",
    re.IGNORECASE,
)


def find_passwords(text: str) -> Iterator[tuple[int, int, str]]:
    """What a text that is read as seen (`as_seen`) announces as a password, a key or a token; in no order.

    Where a few Japanese words follow 「パスワードは」 and nothing tells a value from a remark, all up to the end of the
    sentence is taken for the value. What stands for a value, as `${VAR}` or `os.environ[…]`, is none.
    """
    lowered = lower(text)
    after = 0  # the end of a value that never seems to end: what is announced inside is a part of it
    for stem in _STEM.finditer(lowered):
        label = _label(lowered, stem) if stem.start() >= after else None
        for start, end in _values(text, stem.end(), label) if label else ():
            if end - start == _LONGEST and (rest := _BARE_REST.match(text, end)):
                end = after = rest.end()
            yield start, end, str(label)
    for word in _HEADER_WORD.finditer(lowered):
        header = _HEADER.match(text, word.start())
        if header and (header.lastgroup != "bearer" or any(sign.isdigit() for sign in header["bearer"])):
            group = header.lastgroup or "token"
            yield *header.span(group), "password" if group == "password" else "token"


def _label(lowered: str, stem: re.Match[str]) -> _Label | None:
    before = max(0, stem.start() - 24)
    if _PASSWORD.match(stem.group()):
        short = stem.group() in ("pwd", "pw") or stem.group().startswith("pin")
        return None if short and _LETTER_BEFORE.search(lowered, before, stem.start()) else _Label.PASSWORD
    if stem.group() in ("秘密鍵", "sig=") or stem.group().startswith("session"):
        return _Label.KEY
    if _KEY_BEFORE.search(lowered, before, stem.start()):
        return _Label.KEY
    return None if stem.group() in ("key", "キー", "コード") else _Label.TOKEN


def _values(text: str, position: int, label: _Label) -> Iterator[tuple[int, int]]:
    if text[position - 1] == "=":
        position -= 1
    if assign := _ASSIGN.match(text, position):
        value = _assigned(text, assign.end(), label, in_cell=bool(assign["cell"]))
        yield from [value] if value else []
    elif particle := _PARTICLE.match(text, position):
        sentence = _SENTENCE.match(text, particle.end())
        if sentence:
            yield from _told(text, sentence.span(), label, particle["particle"])


def _assigned(text: str, start: int, label: _Label, *, in_cell: bool) -> tuple[int, int] | None:
    quoted = _QUOTED.match(text, start)
    found = quoted or _BARE.match(text, start)
    if found is None or _PLACEHOLDER.match(found[found.lastgroup or 0]):
        return None
    span = found.span(found.lastgroup or 0)
    value = text[slice(*span)]
    if label is _Label.PASSWORD:
        rest = _REST.match(text, start)
        if quoted or is_code(value) or rest is None:
            return span
        return None if in_cell or _REUSE.match(value) else rest.span()
    if not value.isascii() or _PATH.match(value):
        return None
    if label is _Label.KEY and not in_cell:
        alone = quoted or is_code(value) or _LINE_ENDS.match(text, span[1])
        return span if alone and len(value) >= 3 else None
    return span if len(value) >= 8 and is_code(value) and not value.isdigit() else None


def _told(text: str, sentence: tuple[int, int], label: _Label, particle: str | None) -> Iterator[tuple[int, int]]:
    start, end = sentence
    words = [span for span in _codes(text, start, end) if particle != "を" or text[span[1] : span[1] + 1] in "にへ"]
    if label is not _Label.PASSWORD:
        yield from (span for span in words if span[1] - span[0] >= 10 and not text[slice(*span)].isdigit())
        return
    yield from words
    if particle == "は" and not words:
        quoted = _QUOTED.search(text, start, min(end, start + 20))
        remark = end - start > _REMARK_CHARS or _REMARK.match(text, start, end) or _ABOUT.search(text, start, end)
        yield from [quoted.span(quoted.lastgroup or 0)] if quoted else [] if remark else [sentence]


def _codes(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The words of a sentence that look like a password: digits, or letters with digits."""
    for word in _WORD.finditer(text, start, end):
        core = word.group().strip(_WORD_EDGES)
        at = word.start() + word.group().find(core)
        known = "://" in core or _PLACEHOLDER.match(core) or _COUNTER.match(text, at + len(core))
        if is_code(core) and not known:
            yield at, at + len(core)


def is_code(word: str) -> bool:
    """Whether a word is more likely a password than a word: four digits, or ASCII letters with digits or marks."""
    if not word.isascii() or len(word) < 4 or _KNOWN.fullmatch(word):
        return False
    n_marks = sum(sign.isdigit() or sign in "!@#$%^&*?~+=" for sign in word)
    return word.isdigit() or (len(word) >= 5 and n_marks > 0 and any(sign.isalpha() for sign in word))
