from __future__ import annotations

import pytest

from tests.ground.conftest import FaultsOf


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("[湖](https://kaede.example/posts/kayak/)を渡った。", [], id="allowed"),
        pytest.param("[湖](https://kaede.example/posts/kayak)を渡った。", [], id="but for a slash"),
        pytest.param("[湖](p3a2f)を渡った。", [], id="id of an own post"),
        pytest.param("湖を渡った。", [], id="none"),
        pytest.param("[湖](https://lake.example/)を渡った。", ["https://lake.example/"], id="invented"),
        pytest.param("[湖](/posts/lake/)を渡った。", ["/posts/lake/"], id="relative"),
        pytest.param("[湖](post-3a2f)を渡った。", ["post-3a2f"], id="no id"),
        pytest.param("湖 https://lake.example/a を渡った。", ["https://lake.example/a"], id="bare"),
        pytest.param("湖<https://lake.example/a>を渡った。", ["https://lake.example/a"], id="in angles"),
    ],
)
def test_a_link_leads_to_an_address_of_the_sources(faults_of: FaultsOf, text: str, found: list[str]) -> None:
    faults = [fault for fault in faults_of(text, "湖を渡った") if fault.rule == "link"]
    assert [fault.words for fault in faults] == found
    assert all(fault.hard for fault in faults)
