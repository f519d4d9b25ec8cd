"""What the jobs on records share: a time in words, and a paper that is kept in the inbox."""

from __future__ import annotations

import mimetypes
import re
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.errors import InputError
from holdfast.ledger import store_document
from holdfast.workspace.log_words import checked_span, read_when

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.ledger import Ledger
    from holdfast.sites import Site

_DIGEST = re.compile(r"[0-9a-f]{64}")
LARGEST_BYTES = 50_000_000


def past_moment(words: str | None, site: Site, *, now: datetime) -> tuple[str, str]:
    """Return when something happened, ISO with its offset, and whether the hour is known or only the day.

    Parameters
    ----------
    words : str or None
        ``07:40``, ``yesterday``, ``2015-08-18 07:40``, a date of three calendars. None: now.
    site : Site
        For its zone.
    now : datetime
        The present, aware.

    Raises
    ------
    InputError
        HF-W013 for what is no time, reads two ways, or has not come.
    """
    if words is None:
        return now.astimezone(ZoneInfo(site.timezone)).replace(microsecond=0).isoformat(), "hour"
    time = read_when(words, site, now=now)
    first, _ = checked_span(time, now=now)
    return first.isoformat(), "day" if time.precision == "day" else "hour"


def any_moment(words: str | None, site: Site, *, now: datetime) -> datetime | None:
    """Return a moment in words that may lie ahead; None for none.

    Raises
    ------
    InputError
        HF-W013 for what is no hour and no day, or reads two ways.
    """
    if words is None:
        return None
    time = read_when(words, site, now=now)
    if time.start is None or time.ambiguous or time.precision not in {"hour", "day"}:
        raise InputError(
            "HF-W013",
            where="time",
            found=repr(words) + (f" ({time.note})" if time.note else ""),
            expected="an hour or a day, such as 2015-08-18 08:00",
            mend="write it as year-month-day; nothing was written",
        )
    return time.start


def keep_paper(ledger: Ledger, paper: str | None) -> str | None:
    """Keep a paper in the inbox and return its SHA-256; a hash is returned as it is, nothing for nothing.

    Parameters
    ----------
    ledger : Ledger
        The ledger whose inbox it goes to.
    paper : str or None
        Path of a file, or the SHA-256 of a document that is there already.

    Raises
    ------
    InputError
        HF-L081 for a path without a file, or a file of more than 50 MB.
    LedgerError
        HF-L005 when the inbox cannot be written. A paper that was kept stays, also where the entry it belongs to is
        refused afterwards: nothing that was received is thrown away.
    """
    if paper is None or _DIGEST.fullmatch(paper):
        return paper
    path = Path(paper)
    size = path.stat().st_size if path.is_file() else None
    if size is None or size > LARGEST_BYTES:
        raise InputError(
            "HF-L081",
            where="document",
            found=f"{paper!r}" + ("" if size is None else f", {size / 1e6:.0f} MB"),
            expected=f"a file of at most {LARGEST_BYTES / 1e6:.0f} MB, or the SHA-256 of a stored document",
            mend="give the path of the photo or scan; nothing was written",
        )
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return store_document(ledger, path.read_bytes(), name=path.name, media_type=media_type)
