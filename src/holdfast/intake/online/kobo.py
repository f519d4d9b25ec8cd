"""KoboToolbox, version 2 of its interface: all submissions of a form, page by page, counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from holdfast.intake.online.server import MAX_PAGES, talk
from holdfast.intake.readers.faults import ReaderFaultError
from holdfast.intake.readers.submission_files import MAX_SUBMISSIONS, json_submissions

if TYPE_CHECKING:
    from holdfast.intake.online.server import Conversation, Server

PAGE = 1000  # more is never given at once, and less if nothing is asked for
_UID = re.compile(r"[A-Za-z0-9]{4,64}")


def fetch_kobo(server: Server, form: str, token: str, *, page: int = PAGE) -> dict[str, Any]:
    """Return all submissions of a form on a Kobo server, as `read_submission_file` gives those of a file.

    Parameters
    ----------
    server : Server
        From `server_at`.
    form : str
        The form's uid on the server, such as ``aXyz...``.
    token : str
        The key of an account that may read the form.
    page : int
        How many to ask for at once.

    Returns
    -------
    dict
        ``kind``, ``count`` as the server counts them, and ``rows``.

    Raises
    ------
    IntakeError
        HF-I071 to HF-I076 and HF-I078; HF-I073 for an id that cannot be one. Nothing is given then.
    """
    what = f"form {form!r}"
    with talk(server, what) as asked:
        if not _UID.fullmatch(form):
            raise asked.fault("HF-I073", "an id with other signs than letters and digits")
        asked.headers["authorization"] = f"Token {token}"
        found = _pages(asked, form, page)
    return rows_of(asked, {"count": len(found), "results": found})


def _pages(asked: Conversation, form: str, page: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    total: int | None = None
    for _ in range(MAX_PAGES):
        query: dict[str, str | int] = {"format": "json", "limit": page, "start": len(found), "sort": '{"_id":1}'}
        answer = asked.get(f"/api/v2/assets/{form}/data/", query)
        results, count = _checked(asked, answer)
        if total is not None and count != total:
            raise asked.fault("HF-I076", f"a form that held {total} submissions, and {count} while it was read")
        total = count
        add(asked, found, seen, results, "_id", total)
        if not results or len(found) >= total:
            break
    return complete(asked, found, total)


def _checked(asked: Conversation, answer: Any) -> tuple[list[dict[str, Any]], int]:
    results, count = (answer.get("results"), answer.get("count")) if isinstance(answer, dict) else (None, None)
    if not isinstance(results, list) or isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise asked.wrong("JSON without the submissions and their count")
    if not all(isinstance(row, dict) for row in results):
        raise asked.wrong("a list with something in it that is no submission")
    return results, count


def add(
    asked: Conversation,
    found: list[dict[str, Any]],
    seen: set[str],
    results: list[dict[str, Any]],
    key: str,
    total: int,
) -> None:
    """Add a page; HF-I076 where one of its submissions was on a page before, or there are more than were counted."""
    for row in results:
        identity = str(row.get(key) or row.get("_uuid") or "")
        if not identity:
            raise asked.wrong(f"a submission without {key}")
        if identity in seen:
            raise asked.fault("HF-I076", f"the submission {identity[:80]!r} twice")
        seen.add(identity)
        found.append(row)
    if len(found) > total or len(found) > MAX_SUBMISSIONS:
        raise asked.fault("HF-I076", f"{len(found)} submissions where {min(total, MAX_SUBMISSIONS)} were counted")


def complete(asked: Conversation, found: list[dict[str, Any]], total: int | None) -> list[dict[str, Any]]:
    """Return all submissions; HF-I076 where they are fewer than were counted."""
    if total is None or len(found) != total:
        raise asked.fault("HF-I076", f"{len(found)} submissions where {total} were counted")
    return found


def rows_of(asked: Conversation, answer: dict[str, Any]) -> dict[str, Any]:
    """Return the rows of what was collected, with the faults of a file turned into those of a server."""
    try:
        return json_submissions(answer)
    except ReaderFaultError as fault:
        raise asked.wrong(fault.found) from None
    except RecursionError:
        raise asked.wrong("JSON nested without end") from None
