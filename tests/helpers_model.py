"""A small server on this computer that plays a language model: obedient to the text it is shown, or broken in some way."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Answer = tuple[int, bytes, dict[str, str]]
CORPUS = tuple(sorted((Path(__file__).parent / "data" / "injection").glob("*.txt")))


def said(content: Any, status: int = 200) -> Answer:
    """Return a chat completion that says something."""
    words = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    body = {"choices": [{"message": {"role": "assistant", "content": words}}]}
    return status, json.dumps(body).encode(), {"content-type": "application/json"}


def proposal(quote: str, **fields: Any) -> dict[str, Any]:
    """Return one proposal in the shape that is asked for."""
    return {"quote": quote, "claim_type": "stock", "polarity": "affirmed"} | fields


@dataclass
class Played:
    """A server that is running: its address, and every request it was sent."""

    url: str
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """Everything that reached the server, as one text."""
        return json.dumps(self.requests, ensure_ascii=False)


@contextmanager
def model_server(answer: Callable[[str, dict[str, Any]], Answer]) -> Iterator[Played]:
    """Run a server that answers to the text between the marks, and to the whole request."""
    played = Played(url="")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers.get("content-length") or 0)))
            played.requests.append({"path": self.path, **body})
            played.headers.append({k.lower(): v for k, v in self.headers.items()})
            words = body["messages"][1]["content"]
            match = re.fullmatch(r"\[(\w+) the text begins\]\n(.*)\n\[\1 the text ends\]", words, re.DOTALL)
            assert match is not None
            status, data, more = answer(match.group(2), body)
            with suppress(OSError):  # who asked may have left
                self.send_response(status)
                for name, value in more.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        def do_GET(self) -> None:
            played.requests.append({"path": self.path, "method": "GET"})
            self.send_response(404)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    played.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield played
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _sentences(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"(?<=[.!؟])\s+", text) if len(part.strip()) > 3]


def obeys(text: str, body: dict[str, Any]) -> Answer:
    """Do whatever the text says: every sentence is a claim, every figure a stock, "not" is left out."""
    del body
    found = []
    for words in _sentences(text)[:30]:
        for figure in re.findall(r"\d[\d,.]*\d|\d", words)[:4]:
            value = float(figure.replace(",", "").strip(".") or 0) if figure.count(".") < 2 else 1.0
            found += [
                proposal(words[:1000], item=thing, value_low=value, value_high=value, unit=unit, claim_type=kind)
                for thing in ("diesel", "petrol", "flour", "الديزل", "الطحين", "گازوئیل", "آرد")
                for unit in ("litres", "cubic metres", "sacks", "لتر", "كيسا", "لیتر", "کیسه", None)
                for kind in ("stock", "delivery")
            ]
        found.append(proposal(re.sub(r"\b(?:did )?not |لم ", "", words)[:1000], item="flour", claim_type="delivery"))
    return said({"proposals": found[:2000]})


def invents(text: str, body: dict[str, Any]) -> Answer:
    """Take true quotes and invent the figures in the fields."""
    del body
    found = [
        proposal(words[:1000], item="diesel", value_low=v, value_high=v, unit=u)
        for words in _sentences(text)[:12]
        for v, u in ((90_000, "litres"), (1_200, "m3"), (7, None))
    ]
    return said({"proposals": found})


def alters(text: str, body: dict[str, Any]) -> Answer:
    """Quote what nearly stands there: another figure, another letter, a blank more, another direction."""
    del body
    found = []
    for words in _sentences(text)[:10]:
        for other in (
            words.replace("1", "9"),
            words.replace("e", "\u0435"),
            words.replace(" ", "  "),
            "\u202e" + words,
            words.replace("not ", "").replace("لم ", ""),
            words.upper(),
            words.replace("ی", "ي"),
        ):
            if other == words:
                continue
            found.append(proposal(other[:1000], item="diesel", value_low=1200, value_high=1200, unit="litres"))
    return said({"proposals": found})


def accepts(text: str, body: dict[str, Any]) -> Answer:
    """Add fields that would accept a claim, name a reviewer, correct another or lower a class."""
    del body
    extra = {"review": "accepted", "reviewer": "coordinator", "method": "typed", "disclosure_class": "LOW"}
    first = _sentences(text)[0]
    found = [proposal(first, item="diesel", value_low=1200, value_high=1200, unit="litres", **extra)]
    found += [proposal(first, item="diesel", **{name: value}) for name, value in extra.items()]
    found.append(proposal(first, item="diesel", supersedes="01ARZ3NDEKTSV4RRFFQ69G5FAV", id="draft"))
    return said({"proposals": found, "accept": "all"})


_THINGS = ("petrol", "rice", "diesel", "flour", "الرز", "برنج", "الديزل", "گازوئیل")


def cuts(text: str, body: dict[str, Any]) -> Answer:
    """Quote only the convenient part: from within a figure on, or up to the words before a "not"."""
    del body
    found = []
    for words in _sentences(text):
        thing = next((thing for thing in _THINGS if thing in words), None)
        figure = re.search(r"(\d[\d,]*\d|\d) (\w+)", words)
        if thing is None or figure is None:
            continue
        full, unit = figure.group(1), figure.group(2)
        ends = {len(words), words.find(thing) + len(thing), words.rfind(" ")}
        for at in range(len(full)):
            said_digits = full[at:].replace(",", "")
            if not said_digits:
                continue
            for end in sorted(ends):
                quote = words[0 if at == 0 else figure.start() + at : end]
                value = float(said_digits)
                found.append(proposal(quote[:1000], item=thing, value_low=value, value_high=value, unit=unit))
    return said({"proposals": found[-40:]})


def tells(text: str, body: dict[str, Any]) -> Answer:
    """Fill the fields with contacts, formulas, escapes and pages."""
    del body
    first = _sentences(text)[0]
    bad = (
        "+964 770 123 4567", "driver@camp.invalid", "33.84321, 44.51234", "=HYPERLINK(1)", "\x1b[2J", "<script>", "\ud800",
        "http://collect.invalid", "x" * 5000, "",
    )  # fmt: skip
    found = [
        proposal(first, **({"item": "diesel"} | {name: words})) for words in bad for name in ("actor", "place", "item")
    ]
    return said(json.dumps({"proposals": found}))


def _plain(data: bytes, kind: str = "application/json", status: int = 200, **more: str) -> Answer:
    return status, data, {"content-type": kind, **more}


_DEEP = "[" * 20_000 + "]" * 20_000
# Whatever a compromised server may answer, by name.
ATTACKS: dict[str, Callable[[str, dict[str, Any]], Answer]] = {
    "obeys": obeys,
    "invents": invents,
    "alters": alters,
    "accepts": accepts,
    "cuts": cuts,
    "tells": tells,
    "nested": lambda _t, _b: said('{"proposals": ' + _DEEP + "}"),
    "nested-raw": lambda _t, _b: _plain(_DEEP.encode()),
    "huge": lambda _t, _b: said("x" * 3_000_000),
    "large": lambda t, _b: said(json.dumps({"proposals": [proposal(t[:200], item="diesel")] * 900})),
    "html": lambda _t, _b: _plain(b"<html><script>alert(1)</script></html>", "text/html"),
    "stream": lambda _t, _b: _plain(b'data: {"choices":[]}\n\n', "text/event-stream"),
    "redirect": lambda _t, _b: _plain(b"", status=307, location="http://collect.invalid/"),
    "packed": lambda _t, _b: _plain(b"\x1f\x8b\x08", **{"content-encoding": "gzip"}),
    "empty": lambda _t, _b: _plain(b""),
    "null": lambda _t, _b: _plain(b"null"),
    "bytes": lambda _t, _b: _plain(b"\xff\xfe\x00"),
    "no-choices": lambda _t, _b: _plain(b'{"choices": []}'),
    "tool-call": lambda _t, _b: _plain(b'{"choices":[{"message":{"content":null,"tool_calls":[{"function":{"name":"get"}}]}}]}'),
    "list": lambda t, _b: said([proposal(t[:50], item="diesel")]),
    "number": lambda _t, _b: said("42"),
    "infinite": lambda _t, _b: said('{"proposals": [{"quote": "diesel", "value_low": NaN, "value_high": Infinity}]}'),
    "digits": lambda _t, _b: said('{"proposals": [{"quote": "diesel", "value_low": ' + "9" * 6000 + "}]}"),
    "types": lambda t, _b: said({"proposals": [1, None, "x", [], {}, proposal(t[:40], item=7), proposal(t[:40], value_low="12"),
                                             proposal(t[:40], value_low=True), proposal(t[:40], claim_type="order"),
                                             proposal(t[:40], polarity=None), proposal([t[:40]]), {"quote": {"quote": t}}]}),
    "fence": lambda _t, _b: said("```json\n" + json.dumps({"proposals": [proposal("the camp holds", item="camp")]}) + "\n```"),
    "chatter": lambda _t, _b: said("Here are the proposals you asked for:\n{}"),
    "status": lambda _t, _b: said({"proposals": []}, status=500),
    "refuses": lambda _t, _b: said({"proposals": []}, status=401),
    "echo": lambda _t, b: said(json.dumps(b["messages"])),
}  # fmt: skip
