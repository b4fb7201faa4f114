"""The openai SDK with nothing but one POST left of it: a request body goes out, a status and bytes come back."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from drafter.model.attempts import AttemptError, HopelessError
from drafter.model.failures import Place, read_drop

if TYPE_CHECKING:
    from openai import OpenAI

CONNECT_S = 15.0
NO_KEY = "none"  # the SDK insists on one; local servers do not read it


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an endpoint answered, unread. `headers`, of errors only, are found in any case."""

    status: int
    content: bytes
    headers: Mapping[str, str]


class Wire:
    """A connection to one address, for any number of threads; opened by the first request."""

    def __init__(self, base_url: str, *, key: str | None) -> None:
        self._base_url = base_url
        self._key = key
        self._lock = threading.Lock()
        self._client: OpenAI | None = None
        self._answered = False

    def send(
        self, payload: Mapping[str, object], *, place: Place, timeout_s: float, path: str = "/chat/completions"
    ) -> Answer:
        """Send a request body and wait for the whole answer, whatever its status. Redirects are not followed.

        Raises:
            AttemptError: no answer came.
        """
        import openai

        client = self._open(place)
        timeout = openai.Timeout(timeout_s, connect=min(CONNECT_S, timeout_s))
        try:  # not chat.completions.create: it goes through every message for a third of the CPU of a request
            content = client.post(path, cast_to=bytes, body=payload, options={"timeout": timeout})
            answer = Answer(status=200, content=content, headers={})
        except openai.APIStatusError as error:  # its message may quote the key: nothing of it is kept
            response = error.response
            answer = Answer(status=response.status_code, content=response.content, headers=response.headers)
        except openai.APIConnectionError as error:
            raise read_drop(error, place=place, answered=self._answered) from error
        self._answered = True
        return answer

    def _open(self, place: Place) -> OpenAI:
        with self._lock:
            if self._client is None:
                self._client = self._build(place)
            return self._client

    def _build(self, place: Place) -> OpenAI:
        import openai

        key = self._key or NO_KEY
        if not (key.isascii() and key.isprintable()):
            error = HopelessError(f"{place.key_name} holds characters that no key has", hint="copy the key again")
            raise AttemptError(error)
        http = openai.DefaultHttpx2Client(follow_redirects=False)  # a redirect would send the text to another host
        weakref.finalize(self, http.close)
        address = urlsplit(self._base_url)
        azure = (address.hostname or "").endswith(".azure.com")
        client = openai.OpenAI(
            api_key=key,
            base_url=address._replace(query="").geturl(),
            default_query=dict(parse_qsl(address.query)),
            max_retries=0,
            http_client=http,
            default_headers={"api-key": key} if azure else None,
        )
        if client.base_url.host != "api.openai.com":  # taken from the environment: who pays there is nobody's business
            client.organization = client.project = None
        return client
