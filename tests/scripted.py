"""A model with a queue of answers by prompt and a history, in the place of an endpoint."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from drafter.errors import ModelError, ReplyError
from drafter.model.chat import Reply, Request

Answer = str | Mapping[str, object] | ModelError | ReplyError | Callable[[Request], object]


class ScriptedModel:
    """Answers each request with the next of its prompt's answers; the last one is given again."""

    def __init__(self, **answers: Sequence[Answer] | Answer) -> None:
        self.requests: list[Request] = []
        self._answers = {name: [a] if isinstance(a, str | Mapping) or not isinstance(a, Sequence) else list(a)
                         for name, a in answers.items()}  # fmt: skip
        self._n_asked: dict[str, int] = defaultdict(int)

    def asked(self, prompt: str) -> list[Request]:
        """The requests of one prompt."""
        return [request for request in self.requests if request.prompt == prompt]

    def ask(self, request: Request) -> Reply:
        self.requests.append(request)
        queue = self._answers[request.prompt]
        answer = queue[min(self._n_asked[request.prompt], len(queue) - 1)]
        self._n_asked[request.prompt] += 1
        if callable(answer):
            answer = answer(request)  # type: ignore[assignment]
        if isinstance(answer, ModelError | ReplyError):
            raise answer
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        data = request.form.model_validate_json(text) if request.form else None
        return Reply(text=text, data=data, model="scripted", usage=None, cached=False)

    def ask_all(self, requests: Sequence[Request]) -> tuple[Reply | ModelError | ReplyError, ...]:
        return tuple(map(self._try, requests))

    def _try(self, request: Request) -> Reply | ModelError | ReplyError:
        try:
            return self.ask(request)
        except (ModelError, ReplyError) as error:
            return error
