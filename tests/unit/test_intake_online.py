"""Servers of forms, played by a small server on this computer: pages, counts, and answers that cannot be trusted."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from helpers_ledger import Clock
from helpers_submissions import NOW, kobo_row, odata_row, workspace
from holdfast.cli.main import build_app
from holdfast.errors import HoldfastError, IntakeError
from holdfast.intake.online import Server, fetch_kobo, fetch_odk, read_secret, server_at
from holdfast.workspace import fetch_from_kobo, fetch_from_odk

TOKEN = "token-that-nobody-may-see-0123456789"
Answer = tuple[int, bytes, dict[str, str]]
Handler = Callable[[str, str, dict[str, list[str]], dict[str, str], bytes], Answer]


def say(found: Any, status: int = 200, **headers: str) -> Answer:
    return status, found if isinstance(found, bytes) else json.dumps(found).encode(), headers


@contextmanager
def serving(handler: Handler) -> Iterator[tuple[Server, list[tuple[str, str, dict[str, str]]]]]:
    seen: list[tuple[str, str, dict[str, str]]] = []

    class Played(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("content-length") or 0)
            body = self.rfile.read(length)
            parts = urlsplit(self.path)
            headers = {k.lower(): v for k, v in self.headers.items()}
            seen.append((self.command, self.path, headers))
            status, data, more = handler(self.command, parts.path, parse_qs(parts.query), headers, body)
            self.send_response(status)
            for name, value in more.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_DELETE = _answer

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Played)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server_at(f"http://127.0.0.1:{server.server_port}", allow_local=True, seconds=5), seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def kobo(rows: list[dict[str, Any]], most: int = 1000, count: int | None = None) -> Handler:
    def answer(method: str, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes) -> Answer:
        if headers.get("authorization") != f"Token {TOKEN}":
            return say({"detail": "Invalid token."}, 401)
        if path != "/api/v2/assets/aForm123/data/":
            return say({"detail": "Not found."}, 404)
        start, limit = int(query["start"][0]), min(int(query["limit"][0]), most)
        page = rows[start : start + limit]
        following = "https://elsewhere.example/next" if start + limit < len(rows) else None
        return say({"count": len(rows) if count is None else count, "next": following, "results": page})

    return answer


def odk(rows: list[dict[str, Any]], size: int = 2, **changes: Any) -> Handler:
    def answer(method: str, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes) -> Answer:
        if path == "/v1/sessions" and method == "POST":
            if json.loads(body) != {"email": "a@b.example", "password": "secret word"}:
                return say({"message": "no"}, 401)
            return say({"token": "session-token", "expiresAt": "2026-01-01"})
        if path == "/v1/sessions/current" and method == "DELETE":
            return say({"success": True})
        base = "/v1/projects/7/forms/holdfast_daily.svc/Submissions"
        by_key = path == f"/v1/key/{TOKEN}/projects/7/forms/holdfast_daily.svc/Submissions"
        if not by_key and (path != base or headers.get("authorization") != "Bearer session-token"):
            return say({"code": 404.1}, 404)
        assert query["$expand"] == ["*"]
        assert query["$count"] == ["true"]
        at = int(query.get("$skiptoken", ["0"])[0])
        found: dict[str, Any] = {"value": rows[at : at + size], "@odata.count": len(rows)}
        if at + size < len(rows):
            host = headers["host"]
            found["@odata.nextLink"] = (
                f"http://{host}{path}?%24top={size}&%24count=true&%24expand=*&%24skiptoken={at + size}"
            )
        return say(found | changes)

    return answer


def rows(n: int) -> list[dict[str, Any]]:
    return [kobo_row(uuid=f"uuid-{i}", number=i + 1) for i in range(n)]


def code(call: Callable[[], Any]) -> IntakeError:
    with pytest.raises(IntakeError) as caught:
        call()
    assert TOKEN not in str(caught.value) + repr(caught.value) + repr(caught.value.__cause__)
    assert "session-token" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(("n", "most"), [(0, 1000), (1, 1000), (5, 2), (100, 100), (101, 100), (1003, 1000)])
def test_kobo_pages_to_the_end(n: int, most: int) -> None:
    with serving(kobo(rows(n), most)) as (server, seen):
        found = fetch_kobo(server, "aForm123", TOKEN)
    assert found["count"] == n
    assert [r["instance"] for r in found["rows"]] == [f"uuid-{i}" for i in range(n)]
    assert len(seen) == max(1, -(-n // most))
    assert all("limit=1000" in path for _, path, _ in seen)
    assert all(TOKEN not in path for _, path, _ in seen)


def test_nothing_is_sent_that_is_not_needed() -> None:
    with serving(kobo(rows(1))) as (server, seen):
        fetch_kobo(server, "aForm123", TOKEN)
    ((_, _, headers),) = seen
    assert set(headers) <= {"host", "accept", "accept-encoding", "connection", "user-agent", "authorization"}
    assert headers["user-agent"] == "holdfast"


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_odk_pages_to_the_end_and_signs_out(n: int) -> None:
    sent = [odata_row(uuid=f"uuid-{i}") for i in range(n)]
    with serving(odk(sent)) as (server, seen):
        found = fetch_odk(server, 7, "holdfast_daily", account=("a@b.example", "secret word"))
    assert [r["root"] for r in found["rows"]] == [f"uuid-{i}" for i in range(n)]
    assert [(m, p) for m, p, _ in seen][-1] == ("DELETE", "/v1/sessions/current")
    assert found["count"] == n


def test_odk_by_the_key_of_an_app_user() -> None:
    with serving(odk([odata_row(uuid=f"uuid-{i}") for i in range(3)])) as (server, seen):
        found = fetch_odk(server, 7, "holdfast_daily", token=TOKEN)
    assert len(found["rows"]) == 3
    assert all("authorization" not in headers for _, _, headers in seen)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (say(b"<!doctype html><title>Sign in</title>"), "HF-I075"),
        (say(b""), "HF-I075"),
        (say(b"{" * 200_000), "HF-I075"),
        (say(b"[" * 200_000), "HF-I075"),
        (say([]), "HF-I075"),
        (say({"results": []}), "HF-I075"),
        (say({"count": "2", "results": []}), "HF-I075"),
        (say({"count": True, "results": [{}]}), "HF-I075"),
        (say({"count": -1, "results": []}), "HF-I075"),
        (say({"count": 1, "results": ["x"]}), "HF-I075"),
        (say({"count": 1, "results": [{"a": 1}]}), "HF-I075"),
        (say({"count": 5, "results": []}), "HF-I076"),
        (say({"count": 1, "results": rows(2)}), "HF-I076"),
        (say({"count": 2, "results": [rows(1)[0], rows(1)[0]]}), "HF-I076"),
        (say({"detail": "x"}, 401), "HF-I072"),
        (say({"detail": "x"}, 403), "HF-I072"),
        (say({"detail": "x"}, 404), "HF-I073"),
        (say({"detail": "x"}, 410), "HF-I073"),
        (say({"detail": "x"}, 429, retry_after="30"), "HF-I074"),
        (say({"detail": "x"}, 500), "HF-I074"),
        (say({"detail": "x"}, 503), "HF-I074"),
        (say({"detail": "x"}, 418), "HF-I075"),
        (say(b"", 302, location="https://elsewhere.example/login"), "HF-I075"),
        (say(b"", 301, location="/login"), "HF-I075"),
    ],
)
def test_answers_that_are_not_submissions(answer: Answer, expected: str) -> None:
    with serving(lambda *_: answer) as (server, seen):
        error = code(lambda: fetch_kobo(server, "aForm123", TOKEN))
    assert error.code == expected
    assert len(seen) == 1 or expected == "HF-I076"
    assert "nothing was taken" in error.mend


def test_what_an_error_tells() -> None:
    with serving(lambda *_: say({}, 429, retry_after="30")) as (server, _):
        assert "wait 30 seconds" in code(lambda: fetch_kobo(server, "aForm123", TOKEN)).found
    with serving(lambda *_: say(b"", 302, location="https://elsewhere.example/x?y")) as (server, _):
        found = code(lambda: fetch_kobo(server, "aForm123", TOKEN)).found
        assert "'elsewhere.example'" in found
    with serving(kobo([])) as (server, _):
        assert code(lambda: fetch_kobo(server, "../users", TOKEN)).code == "HF-I073"


def test_a_redirect_is_never_followed() -> None:
    with serving(lambda *_: say({"count": 0, "results": []})) as (other, asked):
        away = say(b"", 307, location=other.origin + "/api/v2/assets/aForm123/data/")
        with serving(lambda *_: away) as (server, _):
            assert code(lambda: fetch_kobo(server, "aForm123", TOKEN)).code == "HF-I075"
        assert asked == []


@pytest.mark.parametrize("change", ["repeats", "shrinks", "grows", "loses", "swaps"])
def test_a_form_that_changes_while_it_is_read(change: str) -> None:
    held = rows(6)
    calls = 0

    def answer(method: str, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes) -> Answer:
        nonlocal calls
        calls += 1
        start = int(query["start"][0])
        page, count = held[start : start + 2], 6
        if calls == 2:
            page, count = {
                "repeats": (held[:2], 6),
                "shrinks": (page, 5),
                "grows": (page, 7),
                "loses": ([], 6),
                "swaps": ([held[1], held[3]], 6),
            }[change]
        return say({"count": count, "next": None, "results": page})

    with serving(answer) as (server, _):
        assert code(lambda: fetch_kobo(server, "aForm123", TOKEN)).code == "HF-I076"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"@odata.nextLink": "https://evil.example/v1/projects/7/forms/holdfast_daily.svc/Submissions?x=1"}, "HF-I075"),
        ({"@odata.nextLink": "/v1/projects/8/forms/other.svc/Submissions?x=1"}, "HF-I075"),
        ({"@odata.nextLink": "http://[::1"}, "HF-I075"),
        ({"@odata.nextLink": 7}, "HF-I075"),
        ({"@odata.count": 9}, "HF-I076"),
        ({"@odata.count": None}, "HF-I075"),
        ({"value": {}}, "HF-I075"),
        ({"value": [1]}, "HF-I075"),
        ({"value": [{"x": 1}]}, "HF-I075"),
    ],
)
def test_odk_answers_that_cannot_be_trusted(changes: dict[str, Any], expected: str) -> None:
    with serving(odk([odata_row()], **changes)) as (server, seen):
        error = code(lambda: fetch_odk(server, 7, "holdfast_daily", account=("a@b.example", "secret word")))
    assert error.code == expected
    assert seen[-1][0] == "DELETE"  # the session is ended also where it went wrong


def test_odk_that_names_the_same_page_for_ever() -> None:
    def answer(method: str, path: str, query: dict[str, list[str]], headers: dict[str, str], body: bytes) -> Answer:
        link = f"http://{headers['host']}{path}?%24skiptoken=1&%24count=true&%24expand=*"
        return say({"value": [], "@odata.count": 3, "@odata.nextLink": link})

    with serving(answer) as (server, seen):
        assert code(lambda: fetch_odk(server, 7, "holdfast_daily", token=TOKEN)).code == "HF-I076"
    assert len(seen) < 5


@pytest.mark.parametrize("answer", [say({}, 401), say({"token": 5}), say({"token": "a b"}), say([]), say(b"<html>")])
def test_odk_without_a_session(answer: Answer) -> None:
    with serving(lambda *_: answer) as (server, _):
        assert code(lambda: fetch_odk(server, 7, "x", account=("a", "b"))).code in {"HF-I072", "HF-I075"}


def test_a_server_that_is_silent_or_away() -> None:
    hold = threading.Event()

    def wait(*_: Any) -> Answer:
        hold.wait(3)
        return say({})

    with serving(wait) as (server, _):
        slow = Server(server.origin, 0.2)
        error = code(lambda: fetch_kobo(slow, "aForm123", TOKEN))
        assert (error.code, "within 0.2 seconds" in error.found) == ("HF-I071", True)
        hold.set()
    assert code(lambda: fetch_kobo(server, "aForm123", TOKEN)).code == "HF-I071"  # closed by now


def test_an_answer_that_drips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.intake.online.server.DRIPPING", 0)
    with serving(kobo(rows(1))) as (server, _):
        assert code(lambda: fetch_kobo(server, "aForm123", TOKEN)).found == "an answer that comes too slowly"


def test_an_answer_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("holdfast.intake.online.server.MAX_ANSWER_BYTES", 10_000)
    with serving(lambda *_: say(b" " * 50_000)) as (server, _):
        assert code(lambda: fetch_kobo(server, "aForm123", TOKEN)).code == "HF-I075"


@pytest.mark.parametrize(
    "url",
    [
        "http://kobo.example",
        "ftp://kobo.example",
        "kobo.example",
        "https://user:secret@kobo.example",
        "https://203.0.113.5/path",
        "https://127.0.0.1",
        "https://[::1]",
        "https://10.0.0.5",
        "https://192.168.1.1",
        "https://169.254.169.254",
        "https://[fd00::1]",
        "https://0.0.0.0",
        "https://224.0.0.1",
        "https://[::ffff:10.0.0.1]",
        "http://127.0.0.1",
        "https://",
        "https://[::1",
        "https://host:99999",
        "file:///etc/passwd",
    ],
)
def test_addresses_that_are_not_asked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("203.0.113.5", 443))])
    error = code(lambda: server_at(url))
    assert error.code == "HF-I070"
    assert "secret" not in str(error)


def test_names_are_looked_up_before_they_are_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("8.8.8.8", 443))])
    assert server_at("https://kobo.example:8443/").origin == "https://kobo.example:8443"
    monkeypatch.setattr(
        "socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("8.8.8.8", 443)), (2, 1, 6, "", ("10.0.0.1", 443))]
    )
    assert code(lambda: server_at("https://kobo.example")).code == "HF-I070"
    assert server_at("https://kobo.example", allow_local=True).origin == "https://kobo.example"
    assert code(lambda: server_at("http://kobo.example", allow_local=True)).code == "HF-I070"

    def nowhere(*_: Any, **__: Any) -> Any:
        raise OSError

    monkeypatch.setattr("socket.getaddrinfo", nowhere)
    assert code(lambda: server_at("https://kobo.example")).code == "HF-I071"


@pytest.mark.parametrize(
    "content", [b"", b"two words", b"a\nb\n", b"short", "schlüssel-schlüssel".encode(), b"\xff\xfe\x00x"]
)
def test_files_that_hold_no_token(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_bytes(content)
    error = code(lambda: read_secret(file))
    assert error.code == "HF-I077"
    assert not content.strip() or content.strip().decode("latin-1") not in str(error)
    assert code(lambda: read_secret(tmp_path / "none")).code == "HF-I077"
    file.write_text(f"\ufeff{TOKEN}\r\n", encoding="utf-8")
    assert read_secret(file) == (TOKEN,)


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "httpx", None)
    error = code(lambda: fetch_kobo(Server("https://kobo.example"), "aForm123", TOKEN))
    assert error.code == "HF-I078"
    assert "holdfast[online]" in error.mend


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    folder = workspace(tmp_path / "camp")
    (tmp_path / "token").write_text(TOKEN + "\n")
    (tmp_path / "account").write_text("a@b.example\nsecret word\n")
    return folder


def test_from_a_server_into_the_queue_and_again(camp: Path) -> None:
    held = rows(3)
    options: dict[str, Any] = {"form": "aForm123", "token_file": camp.parent / "token", "allow_local": True}
    with serving(kobo(held, 2)) as (server, _):
        first = fetch_from_kobo(camp, server=server.origin, clock=Clock(NOW), **options)
        assert first.line == "Submissions: read 3, new 3, changed 0, same 0, refused 0."
        held[1] = {**held[1], "people/pop_total": "2500"}
        held.append(kobo_row(uuid="late", number=9))
        again = fetch_from_kobo(camp, server=server.origin, clock=Clock(NOW), **options)
    assert again.line == "Submissions: read 4, new 1, changed 1, same 2, refused 0."
    assert TOKEN.encode() not in b"".join(p.read_bytes() for p in camp.rglob("*") if p.is_file())


def test_nothing_is_half_taken(camp: Path) -> None:
    options: dict[str, Any] = {"form": "aForm123", "token_file": camp.parent / "token", "allow_local": True}
    with serving(kobo(rows(4), 2, count=5)) as (server, _), pytest.raises(IntakeError):
        fetch_from_kobo(camp, server=server.origin, **options)
    assert sorted(p.name for p in camp.iterdir()) == ["site.toml"]


def test_odk_into_the_queue(camp: Path) -> None:
    options: dict[str, Any] = {"project": 7, "form": "holdfast_daily", "allow_local": True, "clock": Clock(NOW)}
    with serving(odk([odata_row(uuid=f"u{i}") for i in range(3)])) as (server, _):
        taken = fetch_from_odk(camp, server=server.origin, account_file=camp.parent / "account", **options)
        assert taken.new == 3
        assert fetch_from_odk(camp, server=server.origin, token_file=camp.parent / "token", **options).same == 3
        for keys in ({}, {"account_file": camp.parent / "account", "token_file": camp.parent / "token"}):
            with pytest.raises(HoldfastError) as caught:
                fetch_from_odk(camp, server=server.origin, **options, **keys)
            assert caught.value.code == "HF-I079"


def test_the_commands(camp: Path) -> None:
    base = ["fetch", "kobo", "--form", "aForm123", "--token-file", str(camp.parent / "token"), "--workspace", str(camp)]
    with serving(kobo(rows(1))) as (server, _):
        done = CliRunner().invoke(build_app(), [*base, "--server", server.origin, "--allow-local"])
        assert "Submissions: read 1, new 1" in done.output, done.output
        refused = CliRunner().invoke(build_app(), [*base, "--server", server.origin])
        assert isinstance(refused.exception, IntakeError)
        assert refused.exception.code == "HF-I070"
    base = ["fetch", "odk", "--project", "7", "--form", "holdfast_daily", "--workspace", str(camp), "--json"]
    with serving(odk([odata_row(uuid="other")])) as (server, _):
        done = CliRunner().invoke(
            build_app(),
            [*base, "--server", server.origin, "--allow-local", "--account-file", str(camp.parent / "account")],
        )
    assert json.loads(done.output)["read"] == 1
    assert TOKEN not in done.output
