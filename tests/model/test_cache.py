from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from drafter.errors import OutputError
from drafter.model import cache as module
from drafter.model.cache import Cache, CachedReply, make_key
from drafter.model.chat import Usage
from drafter.store.state import State

REPLY = CachedReply(text="温室を建てた。⟦f3a9⟧\r\n", model="small-1", usage=Usage(input_tokens=120, output_tokens=9))
PARTS: dict[str, Any] = {
    "endpoint": "https://api.example/v1",
    "model": "small",
    "parameters": {"temperature": 0.2, "max_tokens": 400},
    "messages": [{"role": "system", "content": "庭"}, {"role": "user", "content": "苗を植えた"}],
    "schema": {"type": "object"},
    "sample": 0,
}


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with Cache.of(State(tmp_path)) as cache:
        yield cache


def run_python(code: str, *arguments: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)])


@pytest.mark.parametrize(
    "reply",
    [
        REPLY,
        CachedReply(text="", model="m", usage=None),
        CachedReply(text="half \ud83d of a pair\0", model="モデル", usage=Usage(input_tokens=0, output_tokens=0)),
    ],
    ids=["all", "no usage", "no UTF-8"],
)
def test_a_reply_comes_back_as_it_was_put(cache: Cache, reply: CachedReply) -> None:
    cache.put("k", reply, request='{"body": "\ud83d"}')
    assert cache.get("k") == reply
    assert cache.get_request("k") == '{"body": "\ud83d"}'
    assert cache.get("other") is None


def test_reading_makes_nothing(cache: Cache, tmp_path: Path) -> None:
    assert (cache.get("k"), cache.get_request("k"), cache.load_note("n")) == (None, None, None)
    assert list(tmp_path.iterdir()) == []


def test_a_second_reply_replaces_the_first(cache: Cache) -> None:
    cache.put("k", REPLY, request="a")
    cache.put("k", CachedReply(text="別の答え", model="m", usage=None), request="b")
    assert cache.get("k") == CachedReply(text="別の答え", model="m", usage=None)
    assert cache.get_request("k") == "b"


def test_the_body_of_a_request_is_kept_before_it_has_an_answer(cache: Cache) -> None:
    cache.put_request("k", "本文")
    assert cache.get("k") is None
    assert cache.get_request("k") == "本文"


def test_a_note_is_replaced_as_a_whole(cache: Cache) -> None:
    cache.save_note("n", {"json_schema": True, "名": [1, 2]})
    cache.save_note("n", {"json_schema": False})
    assert cache.load_note("n") == {"json_schema": False}
    assert cache.load_note("other") is None


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "http://localhost:8080/v1"},
        {"model": "large"},
        {"parameters": {"temperature": 0.3, "max_tokens": 400}},
        {"parameters": {"temperature": 0.2}},
        {"messages": PARTS["messages"][::-1]},
        {"messages": [{"role": "user", "content": "庭苗を植えた"}]},
        {"schema": None},
        {"schema": {"type": "array"}},
        {"sample": 1},
    ],
    ids=lambda change: f"{change}",
)
def test_every_part_of_a_request_is_in_its_key(change: dict[str, Any]) -> None:
    assert make_key(**{**PARTS, **change}) != make_key(**PARTS)


def test_a_key_is_the_hash_of_the_request_in_one_order() -> None:
    text = (
        '{"endpoint":"https://api.example/v1","messages":[{"content":"庭","role":"system"},'
        '{"content":"苗を植えた","role":"user"}],"model":"small","parameters":{"max_tokens":400,"temperature":0.2},'
        '"sample":0,"schema":{"type":"object"}}'
    )
    assert make_key(**PARTS) == sha256(text.encode()).hexdigest()
    turned = {"max_tokens": 400, "temperature": 0.2}
    assert make_key(**{**PARTS, "parameters": turned}) == make_key(**PARTS)


def test_a_text_composed_otherwise_is_another_request() -> None:
    keys = {
        make_key(**{**PARTS, "messages": [{"role": "user", "content": unicodedata.normalize(form, "ガラス")}]})
        for form in ("NFC", "NFD")
    }
    assert len(keys) == 2


def test_a_message_that_is_no_utf8_has_a_key() -> None:
    assert len(make_key(**{**PARTS, "messages": [{"content": "\udce3"}]})) == 64


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_nothing_of_the_cache_is_open_to_others_and_git_ignores_it(cache: Cache, tmp_path: Path) -> None:
    cache.put("k", REPLY, request="a")
    folder = tmp_path / ".drafter"
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert modes.pop(".drafter") == 0o700
    assert set(modes.values()) == {0o600}
    assert {"cache.sqlite3", "cache.sqlite3-wal"} <= set(modes)
    assert (folder / ".gitignore").read_text() == "*\n"
    assert (folder / "version").read_text() == "1\n"


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_a_cache_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    for mode in (0o644, 0o600):
        with Cache(tmp_path / "deep" / "c.sqlite3") as cache:
            cache.put("k", REPLY, request="a")
            cache.path.chmod(mode)
    with Cache(cache.path) as again:
        assert again.get("k") == REPLY
        assert stat.S_IMODE(again.path.stat().st_mode) == 0o600


def test_threads_share_one_cache(cache: Cache) -> None:
    def work(number: int) -> CachedReply | None:
        cache.put(f"k{number}", CachedReply(text=f"答え{number}", model="m", usage=None), request="r")
        return cache.get(f"k{number}")

    with ThreadPoolExecutor(16) as pool:
        replies = list(pool.map(work, range(100)))
    assert [reply.text for reply in replies if reply] == [f"答え{number}" for number in range(100)]


def test_processes_that_begin_at_once_lose_nothing(cache: Cache) -> None:
    code = """if True:
        import sys
        from pathlib import Path
        from drafter.model.cache import Cache, CachedReply
        for number in range(20):
            with Cache(Path(sys.argv[1])) as cache:
                cache.put(f"{sys.argv[2]}-{number}", CachedReply(text="x", model="m", usage=None), request="r")
    """
    running = [run_python(code, cache.path, name) for name in "abcd"]
    assert [process.wait(60) for process in running] == [0, 0, 0, 0]
    assert all(cache.get(f"{name}-{number}") for name in "abcd" for number in range(20))


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_what_was_put_survives_a_kill(cache: Cache) -> None:
    code = """if True:
        import os, signal, sys
        from pathlib import Path
        from drafter.model.cache import Cache, CachedReply
        cache = Cache(Path(sys.argv[1]))
        for number in range(3):
            cache.put(f"k{number}", CachedReply(text="x", model="m", usage=None), request="r")
        os.kill(os.getpid(), signal.SIGKILL)
    """
    assert run_python(code, cache.path).wait(60) == -signal.SIGKILL
    assert all(cache.get(f"k{number}") for number in range(3))


def spoil_start(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"no database at all" * 10)


def spoil_pages(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))


def spoil_value(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE replies SET text = ?", (b"\xff\xfe\xff",))
    connection.close()


@pytest.mark.parametrize("spoil", [spoil_start, spoil_pages, spoil_value])
def test_a_damaged_cache_is_moved_aside_and_the_next_run_begins_anew(
    cache: Cache, spoil: Callable[[Path], None]
) -> None:
    for number in range(50):
        cache.put(f"k{number}", CachedReply(text="答え" * 500, model="m", usage=None), request="r")
    cache.close()
    spoil(cache.path)
    damaged = cache.path.read_bytes()
    with pytest.raises(
        OutputError, match=r"cache\.sqlite3: is damaged \(.+\); it is kept as cache\.damaged\.1"
    ) as told:
        cache.get("k7")
    assert told.value.hint == "run the command again: what was in it will be asked, and paid for, anew"
    assert cache.path.with_name("cache.damaged.1.sqlite3").read_bytes() == damaged
    assert cache.get("k7") is None
    cache.put("k7", REPLY, request="r")
    assert cache.get("k7") == REPLY


def test_a_cache_that_another_process_has_put_in_the_place_of_a_damaged_one_stays(cache: Cache) -> None:
    cache.put("k", REPLY, request="r")
    with Cache(cache.path) as other:
        assert other.get("k") == REPLY
        with sqlite3.connect(cache.path) as connection:
            connection.execute("UPDATE replies SET text = ?", (b"\xff",))
        connection.close()
        with pytest.raises(OutputError, match="is damaged"):
            cache.get("k")
        cache.put("k", REPLY, request="r")
        with pytest.raises(OutputError, match=r"was damaged .+ it has been moved aside"):
            other.get("k")
        assert other.get("k") == REPLY


def test_a_cache_of_a_newer_drafter_is_left_alone(cache: Cache) -> None:
    cache.put("k", REPLY, request="r")
    cache.close()
    with sqlite3.connect(cache.path) as connection:
        connection.execute("PRAGMA user_version = 2")
    connection.close()
    with pytest.raises(OutputError, match=r"cache\.sqlite3: made by a newer drafter"):
        cache.get("k")


def test_a_cache_that_somebody_holds_for_too_long_is_an_error(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put("k", REPLY, request="r")
    cache.close()
    monkeypatch.setattr(module, "WAIT_S", 0.1)
    holder = sqlite3.connect(cache.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with pytest.raises(OutputError, match="cannot be used: database is locked"):
            cache.put("k", REPLY, request="r")
        assert cache.get("k") == REPLY
    finally:
        holder.close()


def test_a_file_in_the_place_of_its_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / ".drafter").write_text("")
    with Cache.of(State(tmp_path)) as cache, pytest.raises(OutputError, match="cannot be made"):
        cache.put("k", REPLY, request="r")
    (tmp_path / "file").write_text("")
    with Cache(tmp_path / "file" / "c.sqlite3") as cache, pytest.raises(OutputError, match="cannot be made"):
        cache.put("k", REPLY, request="r")
