"""`drafter search` with an endpoint's vectors and with a model that puts places in order, on a real server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drafter import cli
from tests.conftest import BuildTree
from tests.model.server import Body, Canned, ModelServer, Plan, fail, garbage, say

CANARY = "sk-proj-" + "Zq7" * 16
DENIED = "湖月商事"
FILES = {
    "hugo.toml": 'baseURL = "https://example.org/"\nlanguageCode = "ja"\n',
    "content/posts/cat.md": "---\ntitle: Kittens\ndate: 2024-05-01\n---\n\nTwo kittens moved in.\n",
    "content/posts/dog.md": "---\ntitle: 犬の散歩\ndate: 2024-06-01\n---\n\n犬と歩いた。猫もいた。\n",
    "content/posts/plan.md": "---\ntitle: 下書き\ndate: 2024-06-02\ndraft: true\n---\n\n猫の下書き。\n",
    "notes/2024-07-01.md": f"猫の写真を{DENIED}に頼んだ。鍵は {CANARY} だ。\n",
    "notes/2024-07-02.md": "---\nprivate: true\n---\n猫の秘密。\n",
}
CATS = ("猫", "kitten")
Search = Callable[..., tuple[int, str, str]]


def vector(text: str) -> list[float]:
    """Texts about cats point one way, whatever their words."""
    about = sum(text.lower().count(word) for word in CATS)
    return [3.0, 0.1, 0.0] if about and "犬" not in text else [0.2, 1.0, len(text) / 1000]


def embed(body: Body) -> Canned:
    data = [{"index": n, "embedding": vector(text), "object": "embedding"} for n, text in enumerate(body["input"])]
    answer = {"object": "list", "model": "served", "data": data[::-1], "usage": {"prompt_tokens": 7, "total_tokens": 7}}
    return Canned(content=json.dumps(answer).encode())


def answer(body: Body) -> Canned:
    """Vectors for texts; of places the last one first."""
    if "input" in body:
        return embed(body)
    labels = [f"c{n}" for n in range(1, 30) if f"===== c{n} " in body["messages"][-1]["content"]]
    return say(json.dumps({"best": ["c99", labels[-1], labels[-1]]}))


@pytest.fixture
def start() -> Iterator[Callable[[Plan], ModelServer]]:
    """A server with a plan."""
    running = []

    def start(plan: Plan) -> ModelServer:
        running.append(ModelServer(plan).run())
        return running[-1].__enter__()

    yield start
    for server in running:
        server.__exit__(None, None, None)


@pytest.fixture
def search(build_tree: BuildTree, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Search:
    """Search the blog of FILES with a server; exit code and what is printed on each stream."""
    root = build_tree(FILES)
    monkeypatch.setenv("OPENAI_API_KEY", "key")

    def run(server: ModelServer, *arguments: str, embeddings: bool = True) -> tuple[int, str, str]:
        model = f'base_url = "{server.base_url}"\n' + ('embeddings = "vectors"\n' if embeddings else "")
        (root / "drafter.toml").write_text(
            f'[sources]\nnotes = ["notes"]\n[privacy]\ndeny = ["{DENIED}"]\n[model]\n{model}', "utf-8"
        )
        code = cli.main(["search", "-C", str(root), *arguments])
        return (code, *capsys.readouterr())

    return run


def paths(out: str) -> list[str]:
    return [line.split(":")[0] for line in out.splitlines() if not line.startswith(" ")]


def sent(server: ModelServer) -> str:
    return json.dumps(server.bodies, ensure_ascii=False)


def test_vectors_find_what_no_word_of_the_query_stands_in(search: Search, start: Callable[[Plan], ModelServer]) -> None:
    server = start(answer)
    assert "content/posts/cat.md" not in paths(search(server, "猫", "--no-model")[1])
    assert server.bodies == []
    code, out, err = search(server, "猫")
    assert code == 0, err
    assert "content/posts/cat.md" in paths(out)


def test_a_text_is_paid_for_once_and_a_changed_one_again(
    search: Search, start: Callable[[Plan], ModelServer], tmp_path: Path
) -> None:
    server = start(answer)
    first = search(server, "猫")[1]
    assert [len(body["input"]) for body in server.bodies] == [4]  # the query, two posts, a note
    assert search(server, "猫")[1] == first
    assert len(server.bodies) == 1
    (tmp_path / "content/posts/dog.md").write_text("---\ntitle: 犬\ndate: 2024-06-01\n---\n\n犬。\n", "utf-8")
    search(server, "子猫")
    assert [len(body["input"]) for body in server.bodies] == [4, 2]


def test_secrets_denied_names_drafts_and_private_notes_do_not_leave(
    search: Search, start: Callable[[Plan], ModelServer]
) -> None:
    server = start(answer)
    assert search(server, "猫", "--model", "m")[0] == 0
    assert set(server.paths) == {"/v1/embeddings", "/v1/chat/completions"}
    for kept_back in (CANARY, DENIED, "下書き", "秘密"):
        assert kept_back not in sent(server)
    assert "の写真を" in sent(server)


def test_the_model_puts_places_in_order_in_one_request(search: Search, start: Callable[[Plan], ModelServer]) -> None:
    server = start(answer)
    before = paths(search(server, "猫", "--no-model", embeddings=False)[1])
    after = paths(search(server, "猫", "--model", "m", embeddings=False)[1])
    assert len(server.bodies) == 1
    assert sorted(after) == sorted(before)
    assert after != before
    assert "content/posts/plan.md" in after  # not sent, not lost


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (lambda _: fail(401, "bad key"), "searched by words alone"),
        (lambda _: garbage(), "sent no vectors in its answer"),
        (lambda body: embed({"input": body["input"][1:]}) if "input" in body else garbage(), "3 vectors for 4 texts"),
        (lambda body: embed(body) if "input" in body else fail(401, "bad key"), "not put in order by the model"),
    ],
    ids=["refused", "broken", "too few", "no order"],
)
def test_where_the_endpoint_fails_the_words_still_find(
    search: Search,
    start: Callable[[Plan], ModelServer],
    plan: Plan,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("drafter.model.retry._find_wait", lambda *_: 0.0)
    code, out, err = search(start(plan), "猫", "--model", "m")
    assert code == 0
    assert "notes/2024-07-01.md" in paths(out)
    assert said in err


def test_what_left_can_be_seen(
    search: Search, start: Callable[[Plan], ModelServer], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    search(start(answer), "猫")
    assert cli.main(["runs", "-C", str(tmp_path), "--json"]) == 0
    (run,) = json.loads(capsys.readouterr().out)
    assert run["command"] == "search"
    assert cli.main(["runs", "-C", str(tmp_path), run["id"], "--sent"]) == 0
    shown = capsys.readouterr().out
    assert "embeddings" in shown
    assert "notes/2024-07-01.md" in shown
    assert "plan.md" not in shown


def test_nothing_is_sent_to_a_new_host_unasked(
    search: Search, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "drafter.toml").write_text(
        '[model]\nembeddings = "v"\nbase_url = "https://vectors.example/v1"\n', "utf-8"
    )
    assert cli.main(["search", "-C", str(tmp_path), "猫"]) == 6
    assert "nobody is there to agree" in capsys.readouterr().err
