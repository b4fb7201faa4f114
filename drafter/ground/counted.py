"""What the rule of a count says of its slot: its months, its year and its labels are proved like its number."""

from __future__ import annotations

import re

from drafter.records import Count

_SPAN = re.compile(r"\bdated (\d{4})-(\d\d)-\d\d\.\.(\d{4})-(\d\d)-\d\d")
_LABEL = re.compile(r"\b(?:with(?: tag| category)?|in folder) ('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")")
_PUBLISHED = "post, published"
_YEAR_MONTHS = 12


_WITHOUT = "months without"
NONE_COUNTED = "記事は1本もない 1件もない 1つもない no post, not one"


def read_count(count: Count) -> str:
    """`read_rule` of a count. One of none, or of months without any, tells that there is none, too: silence is no
    evidence, a count is.

    >>> rule = "documents of kind post, published, dated 2024-04-01..2024-04-30"
    >>> NONE_COUNTED in read_count(Count(id="c", name="posts", value=0, rule=rule))
    True
    """
    words = read_rule(count.rule)
    return f"{words} {NONE_COUNTED}" if words and (not count.value or count.rule.startswith(_WITHOUT)) else words


def read_rule(rule: str) -> str:
    """The words of a rule for `Evidence.slots`; "" for the rule of a sum.

    Of a span of months its ends: 「2月は⟦=posts in:2018-02⟧本」 is of February. A year proves none of its months. What
    counts published posts tells that they were published.

    >>> read_rule("documents of kind post, published, dated 2018-02-01..2018-02-28, with tag 'Hugo' in any case")
    '2018年2月 Hugo 公開 published'
    """
    span = _SPAN.search(rule)
    if span is None:
        return ""
    labels = [label[1:-1] for label in _LABEL.findall(rule)]
    published = ["公開 published"] if _PUBLISHED in rule else []
    return " ".join([*_months(*map(int, span.groups())), *labels, *published])


def _months(year: int, month: int, last_year: int, last_month: int) -> list[str]:
    if (last_year - year) * _YEAR_MONTHS + last_month - month + 1 >= _YEAR_MONTHS:
        return list(dict.fromkeys([f"{year}年", f"{last_year}年"]))
    return list(dict.fromkeys([f"{year}年{month}月", f"{last_year}年{last_month}月"]))
