"""Phrases that assistants write and hardly anybody else: closings, punchlines, as tables of folded words."""

from __future__ import annotations

from collections.abc import Mapping

# Each is looked up by itself: what an author has written is theirs.
PHRASES: Mapping[str, tuple[str, ...]] = {
    "ja": (
        r"と言える(?:でしょう|だろう)",
        r"と言っても過言では",
        r"いかがでし(?:た|ょう)",
        r"一歩前進",
        r"(?:大きな|新たな|確かな|着実な)(?:一)?歩(?:と|を|に|だ|で)",
        r"さらなる(?:高み|飛躍|成長|進化|発展)",
        r"今後(?:とも|も)(?:精進|邁進|励)",
        r"(?:充実した|実りある|実り多い|有意義な|忘れられない)(?:1|一)?年(?:と|だ|で)",
        r"(?:学び|挑戦|成長|変化|飛躍)の(?:1|一)?年(?:と|だ|で)",
        r"良い(?:きっかけ|機会|経験|刺激)(?:と|に)なっ",
        r"(?:大きな|貴重な|かけがえのない)(?:財産|経験|学び|収穫|糧)(?:と|に|だ|で)",
        r"を物語っ",
        r"(?:改めて|あらためて)(?:実感|痛感|感じ)(?:さ|し|する|させ)",
        r"と言えそう",
        r"最後までお読み",
        r"一年を締めく",
        r"歩みを(?:進|止|続)",
        r"(?:これから|今後)の(?:展開|活躍|成長)(?:が|に)(?:楽しみ|期待)",
        r"(?:日々の|小さな)積み重ね",
        r"新たな(?:扉|地平|フェーズ|ステージ)",
    ),
    "en": (
        r"\bin conclusion\b",
        r"\bto sum up\b|\bin summary\b|\bto summari[sz]e\b",
        r"\bdelv(?:e|ed|ing)\b",
        r"\btapestry\b",
        r"\btestament to\b",
        r"\bit(?:'s| is) worth (?:noting|mentioning)\b",
        r"\bneedless to say\b",
        r"\b(?:what a|quite a|incredible|rewarding|transformative) (?:journey|ride|rollercoaster|year it)\b",
        r"\bembark(?:ed|ing)? on\b",
        r"\bpivotal\b|\bgame[- ]changer\b|\bunlock(?:ed|ing)? (?:new|the|my)\b",
        r"\ba year of (?:growth|change|learning|transformation|challenges)\b",
        r"\bmoving forward\b|\bas i look (?:back|ahead|forward)\b",
        r"\bnot just \w+(?: \w+){0,4}, but\b",
        r"\bin today's\b",
        r"\bseamless(?:ly)?\b|\bleverag(?:e|ed|ing)\b|\binvaluable (?:lesson|experience|insight)",
        r"\bexciting (?:times|chapter|journey)\b|\bnew chapter\b",
    ),
}
