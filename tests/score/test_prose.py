import pytest

from drafter.records import Form
from drafter.score.prose import Script, body_prose, draft_prose, n_prose_chars, script_of, told_sentences
from tests.score.drafts import counted, make_draft, passage, proposed, proved


def test_a_draft_tells_its_paragraphs_and_items() -> None:
    told = proved("棚を作った。"), counted("3本書いた。")
    draft = make_draft(
        told[0],
        passage(told[1], form=Form.ITEM),
        passage(proposed("続ける？"), form=Form.QUESTION),
        passage(counted("![図](posts.svg)"), form=Form.FIGURE),
        proved("**"),
    )
    assert told_sentences(draft) == told


def test_prose_of_a_draft_is_cut_into_sentences_as_a_reader_sees_them() -> None:
    draft = make_draft(proved("**棚**を作った。[窓](/mado/)も直した。"), proved("It is done. I rest."))
    assert draft_prose(draft) == ("棚を作った。", "窓も直した。", "It is done.", "I rest.")


def test_prose_of_a_body_is_its_paragraphs_and_items() -> None:
    body = "## 見出し\n\n棚を\n作った。\n\n- 窓\n\n> 他人の言葉。\n\n```\ncode\n```\n\n<div>箱</div>\n"
    assert body_prose(body) == ("棚を作った。", "窓")
    assert body_prose(body.replace("\n", "\r\n")) == ("棚を作った。", "窓")
    assert body_prose("") == ()


def test_white_space_is_no_character() -> None:
    assert n_prose_chars(("a b", "\u3000窓 ")) == 3


@pytest.mark.parametrize(
    ("sentences", "script"),
    [
        pytest.param(("棚を作った。", "OK."), Script.EAST_ASIAN, id="Japanese"),
        pytest.param(("嘘嘘嘘",), Script.EAST_ASIAN, id="han alone"),
        pytest.param(("We went to 京都 by train last spring.",), Script.ALPHABET, id="English"),
        pytest.param((), Script.ALPHABET, id="nothing"),
    ],
)
def test_script_is_that_of_most_sentences(sentences: tuple[str, ...], script: Script) -> None:
    assert script_of(sentences) is script
