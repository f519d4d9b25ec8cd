"""Read a message into the queue. Nothing is accepted by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.intake import Reading, ReadingWarning, read_file
from holdfast.ledger import (
    REVIEWS,
    Claim,
    claims,
    draft_claim,
    grade,
    propose,
    store_document,
)
from holdfast.sites import load_site
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.moments import latest_day, published_day

if TYPE_CHECKING:
    from collections.abc import Callable

AUTHOR = "author of the text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadInto:
    """What `read_into` did: the reading, the claims now waiting, and whether the file had been read before."""

    reading: Reading
    document_sha256: str
    claims: tuple[Claim, ...]
    known_before: bool


def read_alone(
    file: Path,
    *,
    published: date | None = None,
    timezone: str = "UTC",
    source_grade: str = "C3",
    clock: Callable[[], datetime] | None = None,
) -> Reading:
    """Read a message without a workspace; nothing is kept.

    Parameters
    ----------
    file : Path
        The message: text, HTML or PDF.
    published : date or None
        The day it was published or sent; wins over any date in it.
    timezone : str
        Zone in which days begin.
    source_grade : str
        ``A1`` to ``E5``; checked, so that a slip is found before the message is read into a workspace.
    clock : callable or None
        The present, for tests.

    Raises
    ------
    HoldfastError
        HF-W004 for a day in the future, HF-L008 for a grade there is not, HF-I001 to HF-I009 where the file cannot be
        read.
    """
    grade(source_grade)
    return _looked_at(read_file(file, published=published_day(published, clock), timezone=timezone), clock)


def read_into(
    folder: Path,
    file: Path,
    *,
    published: date | None = None,
    source_grade: str = "C3",
    reconstructed: bool = False,
    clock: Callable[[], datetime] | None = None,
) -> ReadInto:
    """Read a message, keep it by its hash, and put its claims into the queue of a workspace.

    Parameters
    ----------
    folder : Path
        The workspace. Its site gives the time zone and the sizes of packages.
    file : Path
        The message: text, HTML or PDF.
    published : date or None
        The day it was published or sent; wins over any date in it.
    source_grade : str
        ``A1`` to ``E5``, how the source and the information are judged.
    reconstructed : bool
        True for history imported later: the claims count as received when they were said; needs a day of publication.
    clock : callable or None
        The present, for tests.

    Returns
    -------
    ReadInto
        The same bytes a second time queue nothing: the claims read before are given back, whatever became of them.

    Raises
    ------
    IntakeError
        HF-I001 to HF-I009 where the file cannot be read. Nothing is stored then.
    InputError
        HF-W001 where the folder is no workspace, HF-W004 for a day of publication in the future.
    LedgerError
        HF-L008 for a grade there is not.
    """
    workspace = open_workspace(Path(folder))
    site = load_site(workspace.site_file)
    grade(source_grade)
    published_day(published, clock)
    reading = _looked_at(read_file(file, published=published, timezone=site.timezone, packages=site.packages), clock)
    ledger = open_site_ledger(workspace.folder, site, clock=clock)
    digest = str(reading.source["sha256"])
    before = claims(ledger, review=REVIEWS, superseded=True, tombstoned=True, document_sha256=digest)
    content = Path(file).read_bytes()
    store_document(ledger, content, name=Path(file).name, media_type=str(reading.source["media_type"]))
    if before:
        return ReadInto(reading=reading, document_sha256=digest, claims=before, known_before=True)
    said = _said(reading, site.timezone)
    if said is not None and not reconstructed and datetime.fromisoformat(said) > ledger.clock():
        # Already this day elsewhere, or a date of the message's own that cannot be: said by now, at the latest.
        said = ledger.clock().isoformat() if published is not None else None
    drafts = [
        draft_claim(
            ledger,
            statement,
            claimant=statement.attribution or str(reading.source["byline"] or AUTHOR),
            said=said,
            reconstructed=reconstructed,
            document_sha256=digest,
            source_grade=source_grade,
            method="read",
        )
        for statement in reading.statements
    ]
    return ReadInto(
        reading=reading, document_sha256=digest, claims=propose(ledger, drafts) if drafts else (), known_before=False
    )


def _looked_at(reading: Reading, clock: Callable[[], datetime] | None) -> Reading:
    """Return a reading with a warning where the message dates itself to a day that has not come."""
    own = reading.source["published"]
    if own is None or date.fromisoformat(own) <= latest_day(clock):
        return reading
    message = (
        f"the message dates itself {own}, which has not come: its times are counted from there, and when it was said "
        "is left open; give the true day with --published"
    )
    return replace(reading, warnings=(*reading.warnings, ReadingWarning(code="published-in-future", message=message)))


def _said(reading: Reading, timezone: str) -> str | None:
    published = reading.source["published"]
    if published is None:
        return None
    return datetime.combine(date.fromisoformat(published), time(), ZoneInfo(timezone)).astimezone(UTC).isoformat()
