"""A model on loopback that writes parts of the garden's draft again, as slowly as a test wants."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.commands.test_directives import cited
from tests.model.server import Body, Canned, ModelServer, last_words, say

POND_AGAIN = (
    "念願の池をようやく掘り終えて、とても嬉しかった。<!-- ? -->放した金魚は3匹。<!-- ? -->"  # private notes say it
)
_REPLY = "念願の池をようやく掘り終えて、とても嬉しかった。⟦念願の池⟧放した金魚は3匹。⟦池には金魚⟧"


@dataclass
class GardenModel:
    """`asked` holds its requests to write a part again; each waits for `wait_s`, or until `goes_on` is set."""

    reply: str = _REPLY
    wait_s: float = 0.0
    n_requests: int = 0  # of all kinds
    asked: list[str] = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)
    goes_on: threading.Event = field(default_factory=threading.Event)
    meanwhile: Callable[[], None] = lambda: None  # called when it is asked to write
    judging: Callable[[], None] = lambda: None  # called when it is asked to judge what it wrote

    def answer(self, body: Body) -> Canned:
        words = last_words(body)
        self.n_requests += 1
        usage = {"prompt_tokens": len(words), "completion_tokens": 50}
        if not words.startswith("Below is a part"):
            self.judging()
            return say('{"findings": []}', usage=usage)
        self.asked.append(words)
        self.came.set()
        self.meanwhile()
        self.goes_on.wait(self.wait_s)
        return say(cited(self.reply, words), usage=usage)

    def wait_until_asked(self, seconds: float = 30) -> None:
        """Until the first request is there."""
        assert self.came.wait(seconds)


@contextmanager
def serve_model(site: Path) -> Iterator[GardenModel]:
    """A model that the settings of a site name."""
    model = GardenModel()
    with ModelServer(model.answer).run() as server:
        settings = site / "drafter.toml"
        named = f"\n[model]\nlarge = 'm'\nbase_url = '{server.base_url}'\n"
        settings.write_text(settings.read_text("utf-8") + named, "utf-8")
        try:
            yield model
        finally:
            model.goes_on.set()
