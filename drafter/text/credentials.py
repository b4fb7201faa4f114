"""Keys and tokens that give themselves away by their form: providers' prefixes, key blocks, addresses that hold one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_RUN = re.compile(r"[!-~]{12,}")  # a key is a long run of ASCII: the patterns below look nowhere else
_LONG_WORD = re.compile(r"[A-Za-z0-9_-]{12,}")
_BODY = "[A-Za-z0-9_-]"
_PREFIXES = (
    r"gsk|r8|nf[pc]|sbp|sb_secret|lin_(?:api|oauth)|do[opr]_v1|fig[du]|ph[cx]|lsv2_(?:pt|sk)|dckr_(?:pat|oat)|sgp|waka|zpka"
    r"|pscale_(?:tkn|pw|oauth)|rubygems|apify_api|wandb_v1|e2b|re|rdme|pcsk|shippo_(?:live|test)|duffel_(?:live|test)|cog|lip"
    r"|vc[kpair]|sk|bk[aiu]{1,2}a?|packagist_[a-z]{3}|rootly|ops|tvly|pplx|xai|pul|nvapi|csk|fw|NR[A-Z]{2}|PMA[KT]|tskey"
    r"|FLWSECK(?:_TEST)?"
)
_MEANINGS = "api_?key|key|token|secret|pat|api|live|test|prod|production|access|auth"
_FORMS = (  # B and W stand for the characters of a key: letters, digits, hyphens and bars; letters and digits alone
    ("OpenAI key", r"sk-(?:proj|svcacct|admin|None)-B{8,}"),
    ("Anthropic key", r"sk-ant-B{8,}"),
    ("key", r"sk-or-v1-B{8,}|(?:sk|pk|rk)_(?:live|test)_B{8,}|whsec_W{12,}"),
    ("OpenAI key", r"sk-B{12,}|sess-W{20,}"),
    ("Google key", r"AIzaB{12,}|GOCSPX-B{12,}|ya29\.[A-Za-z0-9_.-]{12,}"),
    ("GitHub token", r"gh[oprsu]_W{12,}|github_pat_B{12,}"),
    ("GitLab token", r"gl(?:pat|dt|rt|cbt|ptt|ft|soat|ffct|agent|imt|oas)-[A-Za-z0-9_.-]{10,}"),
    ("Slack token", r"xox[a-z](?:\.xox[a-z])?-[A-Za-z0-9.-]{10,}|xapp-\d-B{10,}"),
    ("Hugging Face token", r"(?:hf|api_org)_W{12,}"),
    ("AWS key", r"(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{12,}|ABSKW{20,}|bedrock-api-key-B{12,}"),
    ("Databricks token", r"dapi[a-h0-9]{16,}(?:-\d)?|dkea[a-h0-9]{16,}|dose[a-h0-9]{16,}"),
    ("Azure key", r"B{3}8Q~[A-Za-z0-9_~.-]{20,}"),
    ("JWT", r"(?<![A-Za-z0-9_-])eyJB{8,}\.(?:eyJ)?B{8,}(?:\.B*){0,3}"),
    ("Discord token", r"[MNO]W{23,25}\.B{6,7}\.B{27,}"),
    ("Telegram token", r"\d{8,11}:AAB{30,}"),
    ("SendGrid key", r"SG\.B{16,}\.B{16,}"),
    ("Twilio key", r"(?:SK|AC)[0-9a-f]{32}"),
    ("npm token", r"npm_W{20,}"),
    ("PyPI token", r"pypi-B{20,}"),
    ("Notion token", r"ntn_W{20,}|secret_W{32,}"),
    ("Airtable token", r"pat[A-Za-z0-9]{14}\.W{20,}"),
    ("Atlassian token", r"AT(?:ATT|CTT|BB|CFBT)[A-Za-z0-9_=-]{20,}"),
    ("Grafana token", r"gl(?:sa|c)_[A-Za-z0-9_+/=]{20,}"),
    ("Vault token", r"hv[sbr]\.B{20,}|W{14}\.atlasv1\.B{20,}"),
    ("age key", r"AGE-SECRET-KEY-1W{20,}|A3-W{6}-W{6,11}(?:-W{5}){3,4}"),
    ("Doppler token", r"dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?W{20,}"),
    ("key", r"[0-9a-f]{32}-us\d{1,2}|key-[0-9a-f]{32}"),
    ("Square token", r"sq0(?:csp|atp|idp)-B{20,}|EAAAB{40,}"),
    ("Firebase key", r"B{8,14}:APA91bB{40,}"),
    ("Shopify token", r"shp(?:at|ca|pa|ss)_W{20,}"),
    ("Facebook token", r"EA[AC][A-Z]W{60,}|\d{15,16}\|B{27,}"),
    ("Sentry token", r"sntry[su]_[A-Za-z0-9+/=_-]{20,}"),
    ("key", rf"(?P<strict>(?:{_PREFIXES}|{_MEANINGS})[_-]B{{20,}})|cioW{{32}}|AstraCS:B{{8,}}"),
)
_ADDRESSES = (
    ("webhook", re.compile(r"hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)/([A-Za-z0-9+/_-]{8,})")),
    ("webhook", re.compile(r"discord(?:app)?\.com/api(?:/v\d+)?/webhooks/([0-9]+/[A-Za-z0-9_-]{8,})")),
    (
        "webhook",
        re.compile(r"(?:hooks\.zapier\.com/hooks/catch|maker\.ifttt\.com/trigger|chat\.googleapis\.com/v1)/(\S{8,})"),
    ),
    ("webhook", re.compile(r"\.webhook\.office\.com/webhookb?2?/([^\s\"'<>)]{20,})")),
    ("password", re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s:/@?#\"'`<>]*:((?![$<{*])[^\s/\"'`<>]+)@")),
)
_BLOCK = re.compile(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----")
_BLOCK_END = re.compile(r"-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----")
_BLOCK_BODY = re.compile(r"(?:(?:\\n|[\s>#*/]|[\"'+])*[A-Za-z0-9+/=:,-]{16,})*")
_BLOCK_CHARS = 20_000
_CONTINUED = re.compile(rf"[ \t]*\\?(?:\r\n|\r|\n)[ \t>]*(?!\d{{4}}-\d\d)({_BODY}{{6,}})(?![^\s\"'`,;.)])")
_CHANGE = re.compile(r"(?<=[a-z])[A-Z0-9]|(?<=[A-Z])[a-z0-9]|(?<=[0-9])[A-Za-z]")
_DIGIT = re.compile("[0-9]")
_DIGITS = re.compile("[0-9]+")
_LONG = re.compile(r"[A-Za-z]{28,}")
_HASH = re.compile(r"[A-Za-z_-]{0,24}?(?:[0-9a-f-]{16,}|[0-9A-F-]{16,})")
_TOKEN = re.compile(r"(?<![A-Za-z0-9_+/=%&-])[A-Za-z0-9_-]{24,}(?![A-Za-z0-9_+/%-])")
_AWS_SECRET = re.compile(r"(?<![A-Za-z0-9+/=_-])[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=_-])")
_SHORTEST = 16
_NEAR_CHARS = 300


def find_credentials(text: str) -> Iterator[tuple[int, int, str]]:
    """The keys and tokens in a text that is read as seen (`as_seen`), in no order, some of them twice.

    A key cut by a line end is one key. A long run of letters of both cases and digits without a meaning is a "key"
    also where no provider is known, but not in an address, where it is a name; hashes, UUIDs and commit ids are none.
    """
    for run in _RUN.finditer(text):
        yield from _find_in_run(text, *run.span())
    for block in _BLOCK.finditer(text):
        end = _BLOCK_END.search(text, block.end(), block.end() + _BLOCK_CHARS)
        body = _BLOCK_BODY.match(text, block.end())
        yield block.start(), end.end() if end else body.end() if body else block.end(), "private key"


def _find_in_run(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    address = text.find("://", start, end)
    if address >= 0:
        for kind, pattern in _ADDRESSES:
            yield from ((*found.span(1), kind) for found in pattern.finditer(text, start, end))
    if not any(looks_random(word.group()) for word in _LONG_WORD.finditer(text, start, end)):
        return
    for found in _key_pattern().finditer(text, start, end):
        after = _continue(text, found.end())
        meant = count_changes(found.group()) >= 6 if found["strict"] else looks_random(found.group())
        if after - found.start() >= _SHORTEST and meant:
            kind = _FORMS[int((found.lastgroup or "k0")[1:])][0]
            yield found.start(), after, kind
            if kind == "AWS key":
                yield from _find_aws_secrets(text, max(0, start - _NEAR_CHARS), end + _NEAR_CHARS)
    for token in _TOKEN.finditer(text, start, end if address < 0 else address):
        if _is_unknown_key(token.group()):
            yield token.start(), _continue(text, token.end()), "key"


def _find_aws_secrets(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for found in _AWS_SECRET.finditer(text, start, end):
        if count_changes(found.group()) > 12:
            yield *found.span(), "AWS key"


@cache
def _key_pattern() -> re.Pattern[str]:
    whole = "|".join(f"(?P<k{n}>{form})" for n, (_, form) in enumerate(_FORMS))
    for sign, letters in (("B", _BODY), ("W", "[A-Za-z0-9]")):
        whole = re.sub(rf"{sign}(?=[{{*])", letters, whole)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{whole})")


def _continue(text: str, end: int) -> int:
    """Where a key that ends at `end` really ends, if a line end cut it."""
    while (more := _CONTINUED.match(text, end)) and looks_random(more[1]):
        end = more.end(1)
    return end


def looks_random(word: str) -> bool:
    """Whether a word has a digit, changes its case as no words do, or is longer than words are."""
    return bool(_DIGIT.search(word)) or count_changes(word) >= 6 or bool(_LONG.search(word))


def count_changes(word: str) -> int:
    """How often small letters, capitals and digits meet in a word."""
    return len(_CHANGE.findall(word))


def _is_unknown_key(token: str) -> bool:
    """Whether a run of letters and digits is random and no hash: both cases, or one with letters beyond f."""
    if _HASH.fullmatch(token) or not any(sign.isdigit() for sign in token):
        return False
    changes = count_changes(token) / len(token)
    if any(map(str.islower, token)) and any(map(str.isupper, token)):
        return changes >= (0.4 if len(_DIGITS.findall(token)) > 1 else 0.5)
    return changes >= 0.3 and token.isalnum()
