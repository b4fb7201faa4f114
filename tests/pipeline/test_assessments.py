"""What is told of a draft by whom, and that no word goes along that was not agreed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from drafter import __version__
from drafter.pipeline.assessments import Source, assess_draft, draft_name
from drafter.pipeline.tracking_eval import describe_draft, describe_results
from drafter.records import Score, Span, content_id
from drafter.score.judgings import JudgedDimension, Judging, Manner, Verdict
from drafter.score.report.results import Results
from drafter.score.rows import Row
from drafter.score.rubric import load_rubric
from drafter.store.labels import PREFERRED, Answer, Label
from drafter.store.runs import Run, RunStatus

AT = datetime(2025, 1, 3, 10, 15, tzinfo=UTC)
CANARY = "湖のまわりを４時間５２分で走り切った。"
OURS, THEIRS = ("lake", "org/m:7b", 2), ("lake", "extractive", 1)
BODIES = {OURS: f"## 走る\n\n{CANARY}\n", THEIRS: "## 走る\r\n\r\n走った。\r\n"}
JUDGED = "model:fair-7b|rubric:ab12|prompt:cd34|judgings:2|average:micro|unscored:left-out|version:1"
VOICE = next(dimension for dimension in load_rubric().dimensions if dimension.name == "voice")
JUDGING = Judging(
    dimensions=(
        JudgedDimension(
            dimension=VOICE,
            judgings=tuple(
                (
                    Verdict(
                        item="ending",
                        value=1,
                        reason=f"it says {CANARY}",
                        span=Span(start=7, end=7 + len(CANARY), text=CANARY, note="ending, yes"),
                    ),
                    Verdict(item="humour", value=0, fault="no evidence given", reason="none"),
                    Verdict(item="scale", value=level, reason=f"level for {CANARY}"),
                )
                for level in (3, 4)
            ),
        ),
    ),
    manner=Manner(models=("fair-7b",), prompt="cd34", repeats=2),
)
SPAN = Span(start=7, end=13, text=CANARY, note=f"no source holds {CANARY}")


def row(score: Score, key: tuple[str, str, int] = OURS) -> Row:
    return Row(case=key[0], writer=key[1], draft=key[2], split="tune", language="ja", score=score)


def signed(metric: str, value: float | None, *, numerator: float | None = None, by: str = "unit:number") -> Score:
    return Score(
        metric=metric,
        value=value,
        numerator=numerator,
        denominator=None if numerator is None else 4,
        reason=None if value is not None else f"nothing of {CANARY}",
        signature=f"{metric}|{by}",
    )


RESULTS = Results(
    rows=(
        row(replace(signed("numbers", 0.5, numerator=2), spans=(SPAN,))),
        row(signed("headings", None)),
        row(signed("rouge1_floor_low", 0.2)),
        row(signed("judge_voice", 0.5, numerator=2, by=JUDGED)),
        row(replace(signed("judge_voice_level", 3.5, by=JUDGED), numerator=7, denominator=2)),
        row(signed("judge_voice_spread", 0.1, by=JUDGED)),
        row(signed("numbers", 1.0, numerator=4), THEIRS),
        row(signed("rougeLsum", 0.3, by="tokens:ja-char|version:1"), THEIRS),
    ),
    drafts=BODIES,
    judgings={OURS: JUDGING},
    n_labels={"judge_voice_level": 3},
    failed={("gone", "org/m:7b", 1): f"the model said {CANARY}"},
    name="20250103T101500-ab12",
)


def label(dimension: str, value: int | None, *, of: tuple[str, str, int] = OURS, other: str = "") -> Label:
    answer = Answer.SKIPPED if value is None else Answer.GIVEN
    draft = content_id(BODIES[of])
    return Label(
        draft=draft, other=other, dimension=dimension, value=value, answer=answer, at=AT, seconds=9, rubric="r"
    )


def test_each_assessment_names_its_true_source() -> None:
    found = assess_draft(RESULTS, OURS, [label("voice", 4), label("edits", None)], texts=False)
    assert [(one.name, one.value, one.source, one.by) for one in found] == [
        ("numbers", 0.5, Source.CODE, f"drafter {__version__}"),
        ("judge_voice", 0.5, Source.JUDGE, "fair-7b"),
        ("voice_level", 3.5, Source.JUDGE, "fair-7b"),
        ("voice_level", 4.0, Source.PERSON, "drafter eval rate"),
    ]
    assert [one.rationale for one in found] == ["2 of 4", "2 of 4", "mean of 2 judgings", ""]
    assert found[0].about == {"signature": "numbers|unit:number"}
    assert found[2].about["calibration"] == "uncalibrated: tried on 3 labels"
    assert found[3].about == {"rubric": "r"}
    assert found[3].at_ms == round(AT.timestamp() * 1000)


def test_what_was_said_of_another_draft_is_none_of_this_one() -> None:
    of_both = [label("voice", 4), label("voice", 2, of=THEIRS)]
    people = [one for one in assess_draft(RESULTS, THEIRS, of_both, texts=False) if one.source is Source.PERSON]
    assert [(one.name, one.value) for one in people] == [("voice_level", 2.0)]


@pytest.mark.parametrize(
    ("value", "said"), [(1, ["preferred", "not preferred"]), (-1, ["not preferred", "preferred"]), (0, ["a tie"] * 2)]
)
def test_a_preference_is_told_of_both_drafts(value: int, said: list[str]) -> None:
    given = [label(PREFERRED, value, other=content_id(BODIES[THEIRS]))]
    found = [assess_draft(RESULTS, key, given, texts=False)[-1] for key in (OURS, THEIRS)]
    assert [one.value for one in found] == said
    assert [one.about["beside"] for one in found] == ["lake, extractive", "lake, org/m:7b, draft 2"]


def test_a_value_has_the_digits_that_can_be_read() -> None:
    (one,) = assess_draft(replace(RESULTS, rows=(row(signed("numbers", 8 / 9)),)), OURS, [], texts=False)
    assert one.value == 0.8889


def test_a_preference_to_a_draft_of_another_run_says_so() -> None:
    (one,) = assess_draft(RESULTS, OURS, [label(PREFERRED, 1, other="ffff")], texts=False)[-1:]
    assert (one.value, one.about["beside"]) == ("preferred", "a draft of another run")


def test_no_word_is_told_without_consent_and_with_it_judges_and_rules_speak() -> None:
    assert CANARY not in str(assess_draft(RESULTS, OURS, [], texts=False))
    numbers, voice, level = assess_draft(RESULTS, OURS, [], texts=True)
    assert numbers.rationale.split("\n\n") == ["2 of 4", f"“{CANARY}”: no source holds {CANARY}"]
    assert voice.rationale.split("\n\n") == [
        "2 of 4",
        f"judging 1, ending: 1: it says {CANARY} “{CANARY}”",
        "judging 1, humour: 0 (no evidence given): none",
        f"judging 2, ending: 1: it says {CANARY} “{CANARY}”",
        "judging 2, humour: 0 (no evidence given): none",
    ]
    assert level.rationale.split("\n\n") == [
        "mean of 2 judgings",
        f"judging 1, scale: 3: level for {CANARY}",
        f"judging 2, scale: 4: level for {CANARY}",
    ]


RUN = Run(
    id=RESULTS.name,
    command="eval",
    status=RunStatus.DONE,
    started=AT,
    seconds=12.5,
    settings={"cases": ["lake"], "writers": ["extractive", "org/m:7b"], "repeats": 1},
    prompts={},
    documents={},
    summary={},
    requests=(),
)


def test_of_a_run_its_making_and_its_means_are_told() -> None:
    logged = describe_results(RUN, RESULTS, prompts={"judge": "ab" * 32})
    parameters = dict(logged.parameters)
    signatures = {name: parameters.pop(name) for name in list(parameters) if name.startswith("signature/")}
    assert parameters == {
        "command": "eval",
        "writers": "extractive, org/m:7b",
        "cases": "gone, lake",
        "repeats": "2",
        "judges": "fair-7b",
        "judgings": "2",
        "tokenizers": "ja-char",
        "prompt/judge": "ab" * 32,
    }
    assert signatures["signature/numbers"] == "numbers|unit:number"
    assert "signature/headings" not in signatures
    assert logged.metrics == {
        "mean/extractive/numbers": 1.0,
        "mean/extractive/rougeLsum": 0.3,
        "mean/org-m-7b/numbers": 0.5,
        "mean/org-m-7b/rouge1_floor_low": 0.2,
        "mean/org-m-7b/judge_voice": 0.5,
        "mean/org-m-7b/judge_voice_level": 3.5,
        "mean/org-m-7b/judge_voice_spread": 0.1,
        "cases": 2,
        "drafts": 2,
        "not_drafted": 1,
    }
    assert CANARY not in str(logged)


def test_a_mean_over_some_cases_says_how_many_it_leaves_out() -> None:
    more = replace(RESULTS, rows=(*RESULTS.rows, row(signed("numbers", None), ("sea", "extractive", 1))))
    metrics = describe_results(RUN, more, prompts={}).metrics
    assert metrics["mean/extractive/numbers"] == 1.0
    assert metrics["cases_without/extractive/numbers"] == 1
    assert "cases_without/org-m-7b/numbers" not in metrics


def test_of_a_draft_every_score_with_a_value_is_told() -> None:
    logged = describe_draft(RESULTS, OURS, {"period": "2024", "language": "ja", "reference": CANARY}, texts=False)
    told = {"case": "lake", "writer": "org/m:7b", "draft": "2", "period": "2024", "language": "ja"}
    assert told.items() <= logged.parameters.items()
    assert logged.metrics["score/rouge1_floor_low"] == 0.2
    assert logged.metrics["score/judge_voice_spread"] == 0.1
    assert "score/headings" not in logged.metrics
    assert CANARY not in str(logged)


def test_why_there_is_no_draft_is_a_text() -> None:
    (gone,) = RESULTS.failed
    assert CANARY not in str(describe_draft(RESULTS, gone, {}, texts=False))
    assert describe_draft(RESULTS, gone, {}, texts=True).tags["reason"] == f"the model said {CANARY}"


def test_a_draft_is_numbered_from_the_second_on() -> None:
    assert [draft_name(key) for key in (OURS, THEIRS)] == ["lake, org/m:7b, draft 2", "lake, extractive"]
