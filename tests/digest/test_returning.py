"""Words that return through a diary; a few documents and long ones have none."""

from __future__ import annotations

from drafter.digest.returning import find_returning_words
from drafter.records import Document
from tests.digest.conftest import MakeDocument


def diary(make_document: MakeDocument, words: dict[int, str], n_days: int = 24) -> list[Document]:
    return [
        make_document(f"{n}", f"2024-{1 + n // 12:02}-{1 + n % 12:02}", f"きょうは寒い。{words.get(n % 4, '')}\n")
        for n in range(n_days)
    ]


def test_what_many_days_say_in_more_than_one_month_is_found(make_document: MakeDocument) -> None:
    documents = diary(make_document, {0: "ジョギングした、えらい！", 1: "`jogging` のコード。"})
    assert set(find_returning_words(documents)) == {"ジョギング", "えらい", "コード", "jogging"}
    assert len(find_returning_words(documents, limit=1)) == 1


def test_what_nearly_all_days_say_and_what_one_month_says_tells_nothing(make_document: MakeDocument) -> None:
    documents = diary(make_document, dict.fromkeys(range(4), "散歩した。"))
    january = [make_document(f"旅{n}", f"2024-01-{n + 1:02}", "ベトナムにいる。\n") for n in range(8)]
    assert not {"散歩", "ベトナム"} & set(find_returning_words([*documents, *january]))


def test_a_few_documents_and_long_ones_have_none(make_document: MakeDocument) -> None:
    assert find_returning_words(diary(make_document, {0: "ジョギングした。"}, n_days=10)) == ()
    long = [make_document(f"{n}", f"2024-0{1 + n % 9}-01", "ジョギングの話。" * 300) for n in range(24)]
    assert find_returning_words(long) == ()
