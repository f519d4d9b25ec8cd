"""One server, asked with care: https only, no private networks, no redirects, answers of a limited size, no key in an error.

Nothing is sent but the request itself and the key in its header. No proxy, no ``.netrc`` and no cookie of the machine is
used.
"""

from __future__ import annotations

import ipaddress
import json
import re
import socket
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from holdfast.errors import IntakeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import httpx

MAX_ANSWER_BYTES = 50_000_000
MAX_PAGES = 5_000
SECONDS = 60.0
DRIPPING = 10  # a whole answer may take so many times as long as its first byte
_AGENT = "holdfast"
_KEY = re.compile(r"[!-~]{8,4096}")
_MOVED = range(300, 400)
_NO_RIGHT, _GONE, _BUSY = {401, 403}, {404, 410}, {429, 502, 503, 504}


@dataclass(frozen=True, slots=True)
class Server:
    """A server that may be asked: its origin (scheme, host, port), and how long to wait for it."""

    origin: str
    seconds: float = SECONDS


@dataclass(slots=True)
class Conversation:
    """Requests to one server over one connection. ``headers`` hold the key and never show in an error."""

    server: Server
    client: httpx.Client
    what: str
    headers: dict[str, str] = field(default_factory=dict, repr=False)

    def get(self, path: str, params: Mapping[str, str | int] | None = None) -> Any:
        """Return the JSON that a path answers with."""
        return self._ask("GET", path, params=params)

    def post(self, path: str, body: Mapping[str, str]) -> Any:
        """Return the JSON that a path answers with to a body."""
        return self._ask("POST", path, body=body)

    def delete(self, path: str) -> None:
        """Ask to end something; an answer is not needed."""
        import httpx  # noqa: PLC0415  an extra

        try:
            self.client.request("DELETE", self.server.origin + path, headers=self.headers)
        except httpx.HTTPError:
            return  # a session ends by itself after a day

    def _ask(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str | int] | None = None,
        body: Mapping[str, str] | None = None,
    ) -> Any:
        import httpx  # noqa: PLC0415  an extra

        started = monotonic()
        try:
            with self.client.stream(
                method, self.server.origin + path, params=params, json=body, headers=self.headers
            ) as answer:
                self._check(answer)
                data = bytearray()
                for piece in answer.iter_bytes():
                    data += piece
                    if monotonic() - started > DRIPPING * self.server.seconds:
                        raise self.fault("HF-I071", "an answer that comes too slowly")
                    if len(data) > MAX_ANSWER_BYTES:
                        raise self.wrong(f"an answer of over {MAX_ANSWER_BYTES // 1_000_000} MB")
        except httpx.TimeoutException:
            raise self.fault("HF-I071", f"no answer within {self.server.seconds:g} seconds") from None
        except httpx.HTTPError as error:
            # The words of the library may hold the whole address; the kind of fault is enough.
            raise self.fault("HF-I071", f"the line failed ({type(error).__name__})") from None
        try:
            return json.loads(bytes(data).decode("utf-8-sig"))
        except (ValueError, RecursionError):
            kind = "a web page" if bytes(data[:500]).lstrip()[:1] == b"<" else "something that is no JSON"
            raise self.wrong(kind) from None

    def _check(self, answer: httpx.Response) -> None:
        status = answer.status_code
        if status in _MOVED:
            host = urlsplit(answer.headers.get("location", "")).hostname or "another page of it"
            raise self.wrong(f"a redirect ({status}) to {host[:100]!r}, which is not followed")
        if status in _NO_RIGHT:
            raise self.fault("HF-I072", f"the server refuses ({status})")
        if status in _GONE:
            raise self.fault("HF-I073", f"the server has no such form ({status})")
        if status in _BUSY or status >= 500:
            wait = answer.headers.get("retry-after", "")
            asks = f"; it asks to wait {wait} seconds" if wait.isdigit() else ""
            raise self.fault("HF-I074", f"the server is busy or broken ({status}){asks}")
        if status not in {200, 201}:
            raise self.wrong(f"the status {status}")

    def wrong(self, found: str) -> IntakeError:
        """Return the error for an answer that is not what was asked for."""
        return self.fault("HF-I075", found)

    def fault(self, code: str, found: str) -> IntakeError:
        """Return an error that names the server and the form, and neither key nor address of a page."""
        expected, mend = _MENDS[code]
        return IntakeError(code, where=f"{self.server.origin}, {self.what}", found=found, expected=expected, mend=mend)


_MENDS = {
    "HF-I071": ("an answer", "check the line and the address and run again; nothing was taken"),
    "HF-I072": ("a key that may read this form", "make a new key, or give its account the right; nothing was taken"),
    "HF-I073": ("a form of this id", "check the id of the form and the project, and the address; nothing was taken"),
    "HF-I074": ("an answer", "wait, then run again; nothing was taken"),
    "HF-I075": (
        "the answer of a server of forms, as JSON",
        "check the address of the server, without a path; nothing was taken",
    ),
    "HF-I076": (
        "pages that add up to what the server counts",
        "run again; if it stays so, export a file on the server and read that; nothing was taken",
    ),
}


def server_at(url: str, *, allow_local: bool = False, seconds: float = SECONDS) -> Server:
    """Return a server that may be asked.

    Parameters
    ----------
    url : str
        ``https://HOST`` or ``https://HOST:PORT``; a path is not part of it.
    allow_local : bool
        Whether it may lie in a private network or on this computer; then ``http`` is allowed on this computer.
    seconds : float
        How long to wait for an answer.

    Raises
    ------
    IntakeError
        HF-I070 for another scheme, a user or password in the address, a path, or a private or special network; HF-I071
        where the name leads nowhere.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _refused("an address that cannot be read", url) from None
    shown = f"{parts.scheme}://{host}" if host else url
    if parts.username or parts.password:
        raise _refused("a user or a password in the address", shown)
    if not host or parts.path.strip("/") or parts.query or parts.fragment:
        raise _refused("an address with a path or without a host", shown)
    addresses = _addresses(host, port or 443, shown)
    on_this_computer = all(a.is_loopback for a in addresses)
    if parts.scheme != "https" and not (parts.scheme == "http" and on_this_computer and allow_local):
        raise _refused(f"the scheme {parts.scheme!r}", shown)
    # A name that leads into one's own network could make this program knock at doors inside it. Between this look and
    # the request the name may change; the certificate of https is what then stands in the way.
    if not allow_local and any(not a.is_global or a.is_multicast for a in addresses):
        raise _refused("a private or special network", shown)
    named = f"[{host}]" if ":" in host else host
    return Server(f"{parts.scheme}://{named}{f':{port}' if port else ''}", seconds)


def _addresses(host: str, port: int, shown: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    try:
        return [ipaddress.ip_address(host)]
    except ValueError:
        pass
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise IntakeError(
            "HF-I071",
            where=shown,
            found="a name that leads nowhere",
            expected=_MENDS["HF-I071"][0],
            mend=_MENDS["HF-I071"][1],
        ) from None
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def _refused(found: str, shown: str) -> IntakeError:
    return IntakeError(
        "HF-I070",
        where=shown,
        found=found,
        expected="https://HOST, a server in the open network",
        mend="correct the address; for a server in your own network add --allow-local. Nothing was sent",
    )


def read_secret(path: Path, *, lines: int = 1) -> tuple[str, ...]:
    """Return the lines of a file with a key.

    Parameters
    ----------
    path : Path
        A token alone on the first line, or e-mail and password on two lines.
    lines : int
        How many are needed.

    Raises
    ------
    IntakeError
        HF-I077 where it cannot be read, has too few lines, or its lines are no keys. What it holds is never shown.
    """
    try:
        data = Path(path).read_bytes()[:20_000]
        found = tuple(x.strip() for x in data.decode("utf-8-sig").splitlines() if x.strip())
    except (OSError, ValueError) as error:
        raise _no_key(path, getattr(error, "strerror", None) or "bytes that are no text", lines) from None
    if len(found) != lines:
        raise _no_key(path, f"{len(found)} lines", lines)
    if lines == 1 and not _KEY.fullmatch(found[0]):
        raise _no_key(path, "a line with blanks or signs that no token has", lines)
    return found


def _no_key(path: Path, found: str, lines: int) -> IntakeError:
    return IntakeError(
        "HF-I077",
        where=str(path),
        found=found,
        expected="a token alone on one line" if lines == 1 else "an e-mail and a password on two lines",
        mend="write the file again with an editor that writes plain text; keep it readable for yourself only",
    )


@contextmanager
def talk(server: Server, what: str) -> Iterator[Conversation]:
    """Open a conversation with a server about a form.

    Raises
    ------
    IntakeError
        HF-I078 where the extra ``online`` is not installed.
    """
    try:
        import httpx  # noqa: PLC0415  an extra
    except ImportError:
        raise IntakeError(
            "HF-I078",
            where=server.origin,
            found="httpx is not installed",
            expected="the extra for servers",
            mend='install it: python -m pip install "holdfast[online]"; a file saved from the server needs no extra',
        ) from None
    with httpx.Client(
        timeout=server.seconds,
        follow_redirects=False,
        trust_env=False,
        headers={"user-agent": _AGENT, "accept": "application/json"},
    ) as client:
        yield Conversation(server, client, what)
