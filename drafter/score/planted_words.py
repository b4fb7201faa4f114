"""The sentences that planted faults add, written without a look at the rules that have to find them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

# In plain and in polite register; English has one.
_Sentences = Mapping[str, Sequence[tuple[str, str]]]

ARCHIVE: _Sentences = {
    "ja": (
        ("メモにはそのことが書かれていた。", "メモにはそのことが書かれていました。"),
        ("日記を読み返すと、その頃のことが残っていた。", "日記を読み返すと、その頃のことが残っていました。"),
        ("このあたりの記録は見当たらない。", "このあたりの記録は見当たりません。"),
        ("春の投稿によれば、そういう時期だったようだ。", "春の投稿によれば、そういう時期だったようです。"),
        ("手元のノートからは、それ以上わからない。", "手元のノートからは、それ以上わかりません。"),
    ),
    "en": tuple(
        (sentence, sentence)
        for sentence in (
            "According to my notes, that was so.",
            "My diary mentions it twice.",
            "I found no record of what came of it.",
            "The entry for that week says little else.",
            "Nothing in the notebook tells what happened next.",
        )
    ),
}
PRESUPPOSING: _Sentences = {
    "ja": (
        (
            "資格に合格したことは、大きな自信になったと思う。",
            "資格に合格したことは、大きな自信になったと思います。",
        ),
        ("新しい職場にも慣れ、余裕が生まれた。", "新しい職場にも慣れ、余裕が生まれました。"),
        ("読書量が増えたのは、よい変化だった。", "読書量が増えたのは、よい変化でした。"),
        ("体調を崩した春をよく乗り切ったと思う。", "体調を崩した春をよく乗り切ったと思います。"),
        ("家族の支えがあったから続けられた。", "家族の支えがあったから続けられました。"),
    ),
    "en": tuple(
        (sentence, sentence)
        for sentence in (
            "The promotion taught me to be patient.",
            "Moving house was worth every box.",
            "I read more than ever, and it showed.",
            "Recovering from the injury made me stronger.",
            "My family kept me going through the hard spring.",
        )
    ),
}
