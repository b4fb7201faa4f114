"""A real server on loopback that speaks chat completions, as well or as badly as a test wants.

`python -m tests.model.server SECONDS` runs one in a process of its own that answers after so long, and prints its port.
"""

from __future__ import annotations

import json
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]
Headers = Mapping[str, str]
HANG_S = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Canned:
    """One answer. `valid`: a client should be content with it."""

    content: bytes = b""
    status: int = 200
    headers: Headers = field(default_factory=dict)
    hangs: bool = False
    drops: str = ""  # "before" the answer, or in its "middle"
    valid: bool = False


Plan = Callable[[Body], Canned]


def say(
    text: object,
    *,
    usage: Mapping[str, int] | None = None,
    finish: str | None = "stop",
    valid: bool = True,
    **message: object,
) -> Canned:
    """A chat completion; `usage` {} for one without."""
    counted = {"prompt_tokens": 20, "completion_tokens": 10, "total_tokens": 30} if usage is None else usage
    completion = {
        "id": "c",
        "object": "chat.completion",
        "created": 0,
        "model": "served-model",
        "choices": [
            {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": text, **message}}
        ],
        **({"usage": dict(counted)} if counted else {}),
    }
    return Canned(content=json.dumps(completion).encode(), valid=valid)


def fail(status: int, message: str = "", /, *, headers: Headers | None = None, **error: object) -> Canned:
    """An error as OpenAI writes it."""
    body = {"error": {"message": message, **error}}
    return Canned(status=status, content=json.dumps(body).encode(), headers=headers or {})


def html(status: int = 200) -> Canned:
    return Canned(
        status=status, content=b"<!doctype html><title>Gateway</title>", headers={"content-type": "text/html"}
    )


def garbage() -> Canned:
    return Canned(content=b'{"id": "c", "choices": [{"index": 0, "mess')


def no_choices() -> Canned:
    return Canned(content=json.dumps({"id": "c", "object": "chat.completion", "choices": []}).encode())


def error_with_200(code: int | None = 502) -> Canned:
    error = {"message": "upstream failed", **({"code": code} if code else {})}
    return Canned(content=json.dumps({"error": error}).encode())


def cut(text: str = '{"answer": "長い') -> Canned:
    return say(text, finish="length", valid=False)


def refuse() -> Canned:
    return say(None, valid=False, refusal="I cannot help with that.")


def too_long() -> Canned:
    message = "This model's maximum context length is 4096 tokens. However, your messages resulted in 9000 tokens."
    return fail(400, message, type="invalid_request_error", param="messages", code="context_length_exceeded")


def slow_down(headers: Headers | None = None) -> Canned:
    return fail(429, "Rate limit reached", headers=headers or {"retry-after": "0"}, code="rate_limit_exceeded")


def hang() -> Canned:
    return Canned(hangs=True)


def drop(where: str = "before") -> Canned:
    return Canned(drops=where, content=b'{"id": "c"')


FAULTS: Mapping[str, Callable[[], Canned]] = {  # any of them may come before a good answer
    "rate": slow_down,
    "500": lambda: fail(500, "internal error"),
    "503": lambda: fail(503, "overloaded"),
    "garbage": garbage,
    "html": html,
    "no choices": no_choices,
    "error with 200": error_with_200,
    "empty": lambda: say("", valid=False),
    "hang": hang,
    "drop": drop,
    "drop in the middle": lambda: drop("middle"),
    "refusal": refuse,
    "cut": cut,
    "too long": too_long,
}


def last_words(body: Body) -> str:
    """What the user said last."""
    return str(body["messages"][-1]["content"])


class Faulty:
    """A plan that does well, but for a share of the requests; what comes depends on the request and how often it came,
    never on the order of threads."""

    def __init__(
        self, good: Plan, *, rate: float, seed: int, faults: Mapping[str, Callable[[], Canned]] = FAULTS
    ) -> None:
        self._good = good
        self._rate = rate
        self._seed = seed
        self._faults = faults
        self._lock = threading.Lock()
        self._came: Counter[str] = Counter()
        self.sent: Counter[str] = Counter()

    def __call__(self, body: Body) -> Canned:
        key = json.dumps(body["messages"], ensure_ascii=False)
        with self._lock:
            self._came[key] += 1
            chance = random.Random(f"{self._seed} {self._came[key]} {key}")
            names = list(self._faults)
            weights = [0.3 if name == "hang" else 1.0 for name in names]  # it takes a test the time that it hangs
            name = chance.choices(names, weights)[0] if chance.random() < self._rate else ""
            self.sent[name] += 1
        return self._faults[name]() if name else self._good(body)


class _Listener(ThreadingHTTPServer):
    request_queue_size = 128  # of 5, some of sixteen connections at once would be made a second later


class ModelServer:
    """What it was asked, and how often each question was answered well."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.bodies: list[Body] = []
        self.headers: list[Headers] = []
        self.paths: list[str] = []
        self.answered: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._http = _Listener(("127.0.0.1", 0), _handler_for(self))
        self.stopped = threading.Event()

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def answer(self, body: Body, headers: Headers, path: str) -> Canned:
        with self._lock:
            self.bodies.append(body)
            self.headers.append(headers)
            self.paths.append(path)
        canned = self.plan(body)
        if canned.valid:
            with self._lock:
                self.answered[json.dumps(body["messages"], ensure_ascii=False)] += 1
        return canned

    @contextmanager
    def run(self) -> Iterator[ModelServer]:
        thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self.stopped.set()
            self._http.shutdown()
            self._http.server_close()
            thread.join()


def _handler_for(server: ModelServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            canned = server.answer(body, {name.lower(): value for name, value in self.headers.items()}, self.path)
            if canned.hangs:
                server.stopped.wait(HANG_S)
            if canned.hangs or canned.drops == "before":
                self.close_connection = True
                return
            self._write(canned)

        def _write(self, canned: Canned) -> None:
            missing = 100 if canned.drops else 0
            self.send_response(canned.status)
            for name, value in {"content-type": "application/json", **canned.headers}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(canned.content) + missing))
            self.end_headers()
            self.wfile.write(canned.content)
            self.wfile.flush()
            self.close_connection = bool(canned.drops)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    return Handler


def serve_slowly(seconds: float) -> None:
    """Answer each request after so long, until the standard input is closed."""

    def plan(body: Body) -> Canned:
        time.sleep(seconds)
        words = last_words(body)
        usage = {"prompt_tokens": len(words), "completion_tokens": len(words)}
        return say(json.dumps({"answer": words}, ensure_ascii=False), usage=usage)

    with ModelServer(plan).run() as server:
        print(server.base_url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    serve_slowly(float(sys.argv[1]))
