import pytest

from drafter.score.families import families, family_warning


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("gpt-4o-2024-08-06", {"OpenAI"}),
        ("openai/gpt-oss-120b", {"OpenAI"}),
        ("o3-mini", {"OpenAI"}),
        ("us.anthropic.claude-sonnet-4", {"Claude"}),
        ("gemma3:12b", {"Google"}),
        ("models/gemini-2.5-pro", {"Google"}),
        ("meta-llama/Llama-3.3-70B-Instruct", {"Llama"}),
        ("tokyotech-llm/Llama-3.1-Swallow-8B", {"Llama"}),
        ("deepseek-r1-distill-qwen-7b", {"DeepSeek", "Qwen"}),
        ("open-mixtral-8x7b", {"Mistral"}),
        ("codestral-latest", {"Mistral"}),
        ("command-r-plus", {"Cohere"}),
        ("novelist-7b", {"novelist"}),
        ("philosopher", {"philosopher"}),
        ("calm3-22b", {"calm"}),
        ("", set()),
    ],
)
def test_a_name_tells_of_its_families(model: str, expected: set[str]) -> None:
    assert families(model) == expected


@pytest.mark.parametrize(
    ("judges", "writers", "warned"),
    [
        (["gpt-4o"], ["gpt-4.1-mini"], True),
        (["claude-opus-4", "gpt-4o"], ["anthropic/claude-haiku"], True),
        (["deepseek-r1-distill-llama-8b"], ["llama3.2"], True),
        (["gemini-2.5-pro"], ["gpt-4o", "claude-opus-4"], False),
        ([], ["gpt-4o"], False),
        ([""], [""], False),
    ],
)
def test_one_family_is_warned_of(judges: list[str], writers: list[str], warned: bool) -> None:
    warning = family_warning(judges, writers=writers)
    assert (warning is not None) == warned
    if warning:
        assert warning.startswith("warning: the judge ")
        assert "it may favour its own kind" in warning
