import pytest

from drafter.records import Draft, Form, Sentence, Standing
from drafter.score.standing import score_standing
from tests.score.drafts import counted, make_draft, passage, proposed, proved, ratio

QUESTION = passage(proposed("合格した？"), form=Form.QUESTION)
FIGURE = passage(counted("![図](posts.svg)"), form=Form.FIGURE)


def bare(standing: Standing) -> Sentence:
    return Sentence(text="何も示さない。", standing=standing)


@pytest.mark.parametrize(
    ("draft", "grounded", "suggested"),
    [
        pytest.param(
            make_draft(proved("a", "d"), proved("b"), counted("c"), proposed("e")), (0.75, 3, 4), (0.25, 1, 4), id="all"
        ),
        pytest.param(make_draft(proved("本を読んだ。"), QUESTION, FIGURE), (1, 1, 1), (0, 0, 1), id="question, figure"),
        pytest.param(make_draft(proposed("続けたい。")), (0, 0, 1), (1, 1, 1), id="a proposal alone"),
        pytest.param(
            make_draft(bare(Standing.PROVED), bare(Standing.COUNTED), bare(Standing.PERSON), proved("a")),
            (0.25, 1, 4),
            (0, 0, 4),
            id="a standing without proof",
        ),
    ],
)
def test_shares_of_sentences(draft: Draft, grounded: tuple[float, ...], suggested: tuple[float, ...]) -> None:
    assert tuple(map(ratio, score_standing(draft))) == (grounded, suggested)


@pytest.mark.parametrize("draft", [make_draft(), make_draft(QUESTION), Draft(title="", sections=())])
def test_a_draft_that_tells_nothing_has_no_share(draft: Draft) -> None:
    assert {(score.value, score.reason) for score in score_standing(draft)} == {(None, "the draft tells no sentence")}
