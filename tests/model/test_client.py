"""One request through mask, cache, budget, endpoint and record."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from drafter.errors import BudgetError, ContextError, CutError, DrafterError, ModelError, ReplyError
from drafter.model.cache import CachedReply
from drafter.model.chat import Usage
from drafter.model.prices import Prices
from drafter.model.privacy import Mask
from drafter.model.retry import RetryPolicy
from tests.model import server as servers
from tests.model.clients import HIDDEN, KEY, NAME, NOW, Answer, Queue, StartDesk, answer_well, open_desk, question
from tests.model.server import Body, Canned, fail, say


def test_an_answer_has_its_form_and_is_recorded(start_desk: StartDesk) -> None:
    desk, _ = start_desk()
    reply = desk.client.ask(question(document_ids=["d1", "d2"]))
    assert reply.data == Answer(answer="答え: 何をした？", day="2024-05-01")
    assert reply.model == "served-model"
    assert (reply.usage, reply.cached) == (Usage(input_tokens=20, output_tokens=10), False)
    (entry,) = desk.read_run().requests
    assert (entry.prompt, entry.model, entry.document_ids) == ("facts", "served-model", ("d1", "d2"))
    assert (entry.started, entry.cached, entry.attempts, entry.outcome) == (NOW, False, 1, "answered")
    assert (entry.input_tokens, entry.output_tokens, entry.cost) == (20, 10, Decimal("0.00006"))
    assert (desk.budget.spent_tokens, desk.budget.spent_cost) == (30, Decimal("0.00006"))


def test_an_answer_in_text_has_no_form(start_desk: StartDesk) -> None:
    desk, _ = start_desk(say("<think>さて</think>\n温室を建てた。\n"))
    reply = desk.client.ask(question(form=None))
    assert (reply.text, reply.data) == ("温室を建てた。", None)


def test_the_second_time_nothing_is_sent(start_desk: StartDesk, tmp_path: Path) -> None:
    desk, server = start_desk()
    first = desk.client.ask(question())
    desk.cache.close()
    again = open_desk(server.base_url, tmp_path)
    second = again.client.ask(question())
    assert (second.data, second.text, second.model, second.cached) == (first.data, first.text, first.model, True)
    assert len(server.bodies) == 1
    (entry,) = again.read_run().requests
    assert (entry.cached, entry.attempts, entry.cost, entry.outcome) == (True, 0, Decimal(0), "answered")
    again.cache.close()


def test_another_sample_is_another_request(start_desk: StartDesk) -> None:
    desk, server = start_desk()
    for sample in (0, 1, 1):
        desk.client.ask(question(sample=sample))
    assert len(server.bodies) == 2


def test_an_answer_stays_one_however_it_was_asked_for(start_desk: StartDesk) -> None:
    refuse_schema = fail(400, "response_format json_schema is not supported")

    def plan(body: Body) -> Canned:
        return refuse_schema if body.get("response_format", {}).get("type") == "json_schema" else answer_well(body)

    desk, server = start_desk(plan)
    desk.client.ask(question("a"))
    n_sent = len(server.bodies)
    desk.client.ask(question("a"))
    assert len(server.bodies) == n_sent


@pytest.fixture
def search(tmp_path: Path) -> Callable[[str], list[str]]:
    """The files of the temporary folder that hold a text."""

    def find(text: str) -> list[str]:
        files = [path for path in tmp_path.rglob("*") if path.is_file()]
        return [path.name for path in files if text.encode() in path.read_bytes()]

    return find


def test_a_hidden_name_leaves_nowhere_and_comes_back(start_desk: StartDesk, search: Callable[[str], list[str]]) -> None:
    desk, server = start_desk()
    reply = desk.client.ask(question(f"{NAME}と温室を建てた。"))
    desk.cache.close()
    assert isinstance(reply.data, Answer)
    assert reply.data.answer == f"答え: {NAME}と温室を建てた。"
    assert NAME in reply.text
    assert NAME not in json.dumps(server.bodies, ensure_ascii=False)
    assert search(NAME) == search(KEY) == []
    assert search(HIDDEN)  # the search finds what is there


def test_what_the_mask_hides_leaves_nowhere(start_desk: StartDesk, search: Callable[[str], list[str]]) -> None:
    secret = "sk-proj-" + "Ab3" * 14
    desk, server = start_desk(mask=Mask(names=(NAME, "Hanako Inc."), key=b"k" * 32))
    reply = desk.client.ask(question(f"{NAME}とHanako Inc.へ。鍵は{secret}"))
    desk.cache.close()
    assert isinstance(reply.data, Answer)
    assert reply.data.answer == f"答え: {NAME}とHanako Inc.へ。鍵は[secret]"
    for hidden in (NAME, "Hanako", secret):
        assert hidden not in json.dumps(server.bodies, ensure_ascii=False)
        assert search(hidden) == []


def test_a_wrong_form_is_asked_for_once_more_with_the_reason(start_desk: StartDesk) -> None:
    desk, server = start_desk(Queue(say('{"day": "2024"}'), answer_well))
    reply = desk.client.ask(question())
    assert isinstance(reply.data, Answer)
    first, second = server.bodies
    assert first["messages"][0] == second["messages"][0]
    assert second["messages"][2] == {"role": "assistant", "content": '{"day": "2024"}'}
    assert "answer: Field required" in second["messages"][3]["content"]
    (entry,) = desk.read_run().requests
    assert (entry.attempts, entry.input_tokens, entry.output_tokens) == (2, 40, 20)
    assert desk.client.ask(question()).data == reply.data
    assert len(server.bodies) == 2
    assert desk.budget.spent_tokens == 60


def test_a_server_that_overlooks_the_schema_is_told_it_in_words_from_then_on(start_desk: StartDesk) -> None:
    desk, server = start_desk(
        lambda body: answer_well(body) if "JSON schema" in str(body["messages"]) else say("建てた。")
    )
    desk.client.ask(question("a"))
    desk.client.ask(question("b"))
    assert len(server.bodies) == 3


def test_a_form_that_is_wrong_twice_is_an_error_and_not_kept(start_desk: StartDesk) -> None:
    desk, server = start_desk(say("建てた。"))
    for n_sent in (2, 4):
        with pytest.raises(ReplyError, match=r"answered twice in another form than asked for: there is no JSON object"):
            desk.client.ask(question())
        assert len(server.bodies) == n_sent
    assert desk.budget.spent_tokens == 120  # what was paid counts, also where it is no use


def test_a_kept_answer_of_another_form_is_asked_for_again(start_desk: StartDesk) -> None:
    class Strict(BaseModel):
        answer: str
        place: str

    desk, server = start_desk()
    desk.client.ask(question())
    key = desk.read_run().requests[0].key
    desk.cache.put(key, CachedReply(text='{"place": "温室"}', model="m", usage=None), request="")
    assert not desk.client.ask(question()).cached
    assert len(server.bodies) == 2
    server.plan = lambda _: say('{"answer": "a", "place": "温室"}')
    assert desk.client.ask(question(form=Strict)).data == Strict(answer="a", place="温室")


@pytest.mark.parametrize(
    ("canned", "kind"),
    [
        (servers.cut(), CutError),
        (servers.refuse(), ReplyError),
        (servers.too_long(), ContextError),
        (servers.garbage(), ReplyError),
        (fail(503, "overloaded"), ModelError),
    ],
    ids=["cut", "refused", "too long", "garbage", "busy"],
)
def test_what_is_no_answer_is_not_kept(start_desk: StartDesk, canned: Canned, kind: type[DrafterError]) -> None:
    desk, server = start_desk(canned, policy=RetryPolicy(attempts=2))
    with pytest.raises(kind, match=r".") as caught:
        desk.client.ask(question())
    assert caught.value.hint
    server.plan = answer_well
    assert not desk.client.ask(question()).cached
    failed, answered = desk.read_run().requests
    assert failed.outcome == f"failed: {caught.value}"
    assert answered.outcome == "answered"


def test_a_cut_answer_is_paid_for(start_desk: StartDesk) -> None:
    desk, _ = start_desk(servers.cut())
    with pytest.raises(CutError, match="cut off at its length"):
        desk.client.ask(question())
    assert desk.budget.spent_tokens == 30


def test_what_may_have_been_paid_counts_whole(start_desk: StartDesk) -> None:
    desk, _ = start_desk(Queue(servers.drop(), answer_well))
    desk.client.ask(question(max_output_tokens=5000))
    assert desk.budget.spent_tokens > 5000
    (entry,) = desk.read_run().requests
    assert (entry.attempts, entry.input_tokens) == (2, None)


def test_a_refused_attempt_costs_nothing(start_desk: StartDesk) -> None:
    desk, _ = start_desk(Queue(servers.slow_down({"retry-after": "3"}), fail(500), answer_well))
    desk.client.ask(question())
    assert desk.budget.spent_tokens == 30
    assert 3.0 <= desk.waits[0] <= 4.0
    assert len(desk.waits) == 2


def test_an_error_says_how_often_it_was_tried_and_when_to_come_back(start_desk: StartDesk) -> None:
    desk, _ = start_desk(fail(503, "overloaded"), policy=RetryPolicy(attempts=3))
    with pytest.raises(ModelError, match=r"answered 503: overloaded \(tried 3 times\)$"):
        desk.client.ask(question())
    desk, _ = start_desk(servers.slow_down({"retry-after": "4000"}))
    with pytest.raises(ModelError, match=r"Rate limit reached$") as caught:
        desk.client.ask(question())
    assert caught.value.hint == "run it again in 4000 seconds; what was answered is kept"


def test_a_price_that_nobody_knows_is_not_nothing(start_desk: StartDesk) -> None:
    desk, _ = start_desk(prices=Prices(own={}, known={}))
    desk.client.ask(question())
    assert desk.read_run().requests[0].cost is None
    assert desk.budget.spent_cost is None


def test_nothing_is_sent_that_the_budget_has_no_room_for(start_desk: StartDesk) -> None:
    desk, server = start_desk(max_tokens=100)
    with pytest.raises(BudgetError, match="of 100 are left"):
        desk.client.ask(question())
    assert server.bodies == []
    assert desk.read_run().requests == ()


def test_the_budget_is_asked_before_each_attempt(start_desk: StartDesk) -> None:
    desk, server = start_desk(servers.drop(), max_tokens=700)
    with pytest.raises(BudgetError, match="are left"):
        desk.client.ask(question())
    assert 0 < len(server.bodies) < 5
    assert desk.budget.spent_tokens <= 700


def test_a_calibrated_estimate_learns_from_what_was_counted(start_desk: StartDesk) -> None:
    words = "温室を建てて、トマトの苗を植えた。" * 50
    desk, _ = start_desk(say("はい", usage={"prompt_tokens": 900, "completion_tokens": 2}))
    assert desk.client.calibrate("small-model").factor == 1.25
    desk.client.ask(question(words, form=None))
    assert desk.client.calibrate("small-model").factor != 1.25


def test_a_server_that_cuts_long_requests_is_found_out(start_desk: StartDesk) -> None:
    words = "温室を建てて、トマトの苗を植えた。" * 300
    desk, _ = start_desk(say('{"answer": "x"}', usage={"prompt_tokens": 1024, "completion_tokens": 2}))
    with pytest.raises(ContextError, match=r"cut the request and answered it: it read 1,024 of \d,\d{3} tokens"):
        desk.client.ask(question(words))
    assert desk.budget.spent_tokens == 1026


def test_a_preview_sends_nothing(start_desk: StartDesk) -> None:
    desk, server = start_desk()
    preview = desk.client.preview(question(f"{NAME}に会った"))
    assert NAME not in json.dumps(preview.body, ensure_ascii=False)
    assert (preview.model, preview.cached, preview.max_output_tokens) == ("small-model", False, 200)
    assert preview.input_tokens > 0
    assert server.bodies == []
    desk.client.ask(question(f"{NAME}に会った"))
    assert server.bodies == [preview.body]
    assert desk.client.preview(question(f"{NAME}に会った")).cached
