"""ODK Central: all submissions of a form through OData, page by page, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, urlsplit

from holdfast.intake.online.kobo import add, complete, rows_of
from holdfast.intake.online.server import MAX_PAGES, talk

if TYPE_CHECKING:
    from holdfast.intake.online.server import Conversation, Server

PAGE = 500


def fetch_odk(
    server: Server,
    project: int,
    form: str,
    *,
    account: tuple[str, str] | None = None,
    token: str | None = None,
    page: int = PAGE,
) -> dict[str, Any]:
    """Return all submissions of a form on an ODK Central server, as `read_submission_file` gives those of a file.

    Parameters
    ----------
    server : Server
        From `server_at`.
    project : int
        Number of the project.
    form : str
        Id of the form, such as ``holdfast_daily``.
    account : tuple of str or None
        E-mail and password; the session is ended afterwards.
    token : str or None
        The key of an app user with the right to read, in place of an account.
    page : int
        How many to ask for at once.

    Returns
    -------
    dict
        ``kind``, ``count`` as the server counts them, and ``rows``.

    Raises
    ------
    IntakeError
        HF-I071 to HF-I076 and HF-I078. Nothing is given then.
    """
    with talk(server, f"project {project}, form {form!r}") as asked:
        if token is not None:
            found = _pages(asked, f"/v1/key/{quote(token, safe='')}", project, form, page)
        else:
            _sign_in(asked, account or ("", ""))
            try:
                found = _pages(asked, "/v1", project, form, page)
            finally:
                asked.delete("/v1/sessions/current")
    return rows_of(asked, {"@odata.count": len(found), "value": found})


def _sign_in(asked: Conversation, account: tuple[str, str]) -> None:
    answer = asked.post("/v1/sessions", {"email": account[0], "password": account[1]})
    token = answer.get("token") if isinstance(answer, dict) else None
    if not isinstance(token, str) or not token.isascii() or not token.isprintable() or " " in token:
        raise asked.wrong("no session")
    asked.headers["authorization"] = f"Bearer {token}"


def _pages(asked: Conversation, base: str, project: int, form: str, page: int) -> list[dict[str, Any]]:
    path = f"{base}/projects/{project:d}/forms/{quote(form, safe='')}.svc/Submissions"
    query: dict[str, str | int] = {"$top": page, "$count": "true", "$expand": "*"}
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    asked_for: set[str] = set()
    total: int | None = None
    for _ in range(MAX_PAGES):
        answer = asked.get(path, query)
        value, count = (answer.get("value"), answer.get("@odata.count")) if isinstance(answer, dict) else (None, None)
        if not isinstance(value, list) or isinstance(count, bool) or not isinstance(count, int) or count < 0:
            raise asked.wrong("JSON without the submissions and their count")
        if not all(isinstance(row, dict) for row in value):
            raise asked.wrong("a list with something in it that is no submission")
        if total is not None and count != total:
            raise asked.fault("HF-I076", f"a form that held {total} submissions, and {count} while it was read")
        total = count
        add(asked, found, seen, value, "__id", total)
        following = answer.get("@odata.nextLink")
        if following is None:
            break
        query = _following(asked, following, path)
        mark = repr(sorted(query.items()))
        if mark in asked_for:
            raise asked.fault("HF-I076", "the same page named as the next one twice")
        asked_for.add(mark)
    return complete(asked, found, total)


def _following(asked: Conversation, link: Any, path: str) -> dict[str, str | int]:
    """Return the query of the next page. Its address is ours: a link may say which page, never which server or form."""
    try:
        parts = urlsplit(str(link))
    except ValueError:
        raise asked.wrong("a next page that is no address") from None
    own = urlsplit(asked.server.origin).netloc
    theirs, ours = (p.rpartition("/projects/")[2] for p in (parts.path, path))
    if (parts.netloc or own).lower() != own.lower() or theirs != ours:
        raise asked.wrong(f"a next page on another server or of another form ({(parts.hostname or '')[:100]!r})")
    return dict(parse_qsl(parts.query, keep_blank_values=True))
