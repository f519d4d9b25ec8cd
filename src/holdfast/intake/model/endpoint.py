"""One endpoint that speaks like OpenAI's, asked with care: on this computer, or on a list that a person wrote.

No name is looked up for an endpoint on this computer, no redirect is followed, no proxy, cookie or ``.netrc`` of the
machine is used, and an answer has a limit in size and in time.
"""

from __future__ import annotations

import ipaddress
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from holdfast.errors import IntakeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import httpx

MAX_ANSWER_BYTES = 2_000_000
SECONDS = 120.0  # a small model on an old laptop takes its time
MAX_TOKENS = 4_000
_PATH = "/v1/chat/completions"
# Statuses with which servers say that they do not know a form of answer; 500 is what some versions end with.
_UNKNOWN_FORM = {400, 404, 422, 500, 501}
FORMS = ("json_schema", "json_object", "text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An endpoint that may be asked; ``local`` where it is on this computer."""

    origin: str
    local: bool
    seconds: float = SECONDS


@dataclass(slots=True, kw_only=True)
class ModelTalk:
    """Requests to one endpoint. ``form`` is the form of answer that it knows; ``headers`` never show in an error."""

    endpoint: Endpoint
    client: httpx.Client
    model: str
    form: str = FORMS[0]
    requests: int = 0
    headers: dict[str, str] = field(default_factory=dict, repr=False)

    def ask(self, messages: Sequence[dict[str, str]], schema: dict[str, Any]) -> str:
        """Return what the model wrote.

        Raises
        ------
        IntakeError
            HF-I081 no answer, HF-I082 the server refuses, HF-I083 an answer that is none of a model.
        """
        for form in FORMS[FORMS.index(self.form) :]:
            status, data = self._post(messages, form, schema)
            if status in _UNKNOWN_FORM and form != FORMS[-1]:
                continue
            self._check(status)
            self.form = form
            return self._content(data)
        raise AssertionError  # the last form either answers or raises

    def _post(self, messages: Sequence[dict[str, str]], form: str, schema: dict[str, Any]) -> tuple[int, bytes]:
        import httpx  # noqa: PLC0415  an extra

        body: dict[str, Any] = {
            "model": self.model,
            "messages": list(messages),
            "temperature": 0,
            "max_tokens": MAX_TOKENS,
            "stream": False,
        }
        if form == "json_schema":
            body["response_format"] = {
                "type": form,
                "json_schema": {"name": "proposals", "strict": True, "schema": schema},
            }
        elif form == "json_object":
            body["response_format"] = {"type": form}
        self.requests += 1
        started = monotonic()
        data = bytearray()
        try:
            with self.client.stream("POST", self.endpoint.origin + _PATH, json=body, headers=self.headers) as answer:
                self._refuse(answer)
                for piece in answer.iter_raw():
                    data += piece
                    if len(data) > MAX_ANSWER_BYTES:
                        raise self.fault("HF-I083", f"an answer of over {MAX_ANSWER_BYTES // 1_000_000} MB")
                    if monotonic() - started > self.endpoint.seconds:
                        raise self.fault("HF-I081", "an answer that comes too slowly")
                return answer.status_code, bytes(data)
        except httpx.TimeoutException:
            raise self.fault("HF-I081", f"no answer within {self.endpoint.seconds:g} seconds") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self.fault("HF-I081", f"the line failed ({type(error).__name__})") from None

    def _refuse(self, answer: httpx.Response) -> None:
        if 300 <= answer.status_code < 400:
            raise self.fault("HF-I083", f"a redirect ({answer.status_code}), which is not followed")
        if answer.headers.get("content-encoding", "identity") != "identity":
            raise self.fault("HF-I083", "a packed answer, which was not asked for")
        if answer.headers.get("content-type", "").startswith("text/event-stream"):
            raise self.fault("HF-I083", "a stream, which was not asked for")

    def _check(self, status: int) -> None:
        if status != 200:
            raise self.fault("HF-I082", f"the status {status}")

    def _content(self, data: bytes) -> str:
        try:
            found = json.loads(data.decode("utf-8"))
            content = found["choices"][0]["message"]["content"]
        except (ValueError, RecursionError, KeyError, IndexError, TypeError):
            page = data[:500].lstrip()[:1] == b"<"
            raise self.fault("HF-I083", "a web page" if page else "something that is no chat completion") from None
        if not isinstance(content, str):
            raise self.fault("HF-I083", "a chat completion without text")
        return content

    def fault(self, code: str, found: str) -> IntakeError:
        """Return an error that names the endpoint, and nothing of what was sent or of the key."""
        expected, mend = _MENDS[code]
        return IntakeError(code, where=self.endpoint.origin, found=found, expected=expected, mend=mend)


_MENDS = {
    "HF-I081": ("an answer", "start the server, check its address, and run again; no proposal was kept"),
    "HF-I082": ("a chat completion", "look into the log of the server; no proposal was kept"),
    "HF-I083": (
        "one chat completion as JSON",
        "check that the address is that of an OpenAI-compatible server; no proposal was kept",
    ),
}


def endpoint_at(url: str, *, allow: Sequence[str] = (), seconds: float = SECONDS) -> Endpoint:
    """Return an endpoint that may be asked.

    Parameters
    ----------
    url : str
        ``http://127.0.0.1:8080``; a path other than ``/v1`` is not part of it.
    allow : sequence of str
        Addresses that a person has allowed beside this computer; each ``https://HOST`` or ``https://HOST:PORT``.
    seconds : float
        How long one answer may take.

    Raises
    ------
    IntakeError
        HF-I080 for an address that is neither on this computer nor on the list, one with a password or a path, or
        another scheme than https away from this computer.
    """
    scheme, host, port = _parts(url)
    shown = f"{scheme}://{host}"
    if host == "localhost":
        host = "127.0.0.1"  # never looked up: a name can be made to lead anywhere
    local = _loopback(host)
    named = f"[{host}]" if ":" in host else host
    origin = f"{scheme}://{named}{f':{port}' if port else ''}"
    if local:
        if scheme not in {"http", "https"}:
            raise _refused(f"the scheme {scheme!r}", shown)
        return Endpoint(origin=origin, local=True, seconds=seconds)
    if scheme != "https":
        raise _refused(f"the scheme {scheme!r} to another computer", shown)
    wanted = (scheme, host, port or 443)
    if not any((s, h, p or 443) == wanted for s, h, p in map(_parts, allow)):
        raise _refused("another computer that is not on the list", shown)
    return Endpoint(origin=origin, local=False, seconds=seconds)


def _parts(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        raise _refused("an address that cannot be read", "the address") from None
    shown = f"{parts.scheme}://{host}"
    if "@" in parts.netloc:
        raise _refused("a user or a password in the address", shown)
    plain = host.isascii() and host.isprintable() and not set(host) & set(" \\%/?#")
    if not host or not plain or parts.path.rstrip("/") not in {"", "/v1"} or parts.query or parts.fragment:
        raise _refused("an address with a path or without a plain host", shown)
    return parts.scheme, host, port


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refused(found: str, shown: str) -> IntakeError:
    return IntakeError(
        "HF-I080",
        where=shown,
        found=found,
        expected="http://127.0.0.1:PORT, a server on this computer, or an https address that is on the list",
        mend="start a model on this computer; another one must stand in --allow or [model] allow. Nothing was sent",
    )


@contextmanager
def model_talk(endpoint: Endpoint, *, model: str = "local", key: str | None = None) -> Iterator[ModelTalk]:
    """Open a conversation with an endpoint.

    Parameters
    ----------
    endpoint : Endpoint
        From `endpoint_at`.
    model : str
        The name that the server knows its model by; servers with one model ignore it.
    key : str or None
        For servers that want one; it goes into a header and never into an error.

    Raises
    ------
    IntakeError
        HF-I086 where the extra ``online`` is not installed.
    """
    try:
        import httpx  # noqa: PLC0415  an extra
    except ImportError:
        raise IntakeError(
            "HF-I086",
            where=endpoint.origin,
            found="httpx is not installed",
            expected="the extra for servers",
            mend='install it: python -m pip install "holdfast[online]"; nothing was sent',
        ) from None
    headers = {"authorization": f"Bearer {key}"} if key else {}
    with httpx.Client(
        timeout=endpoint.seconds,
        follow_redirects=False,
        trust_env=False,
        headers={"user-agent": "holdfast", "accept": "application/json", "accept-encoding": "identity"},
    ) as client:
        yield ModelTalk(endpoint=endpoint, client=client, model=model, headers=headers)
