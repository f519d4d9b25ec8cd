"""Read a message into the queue. Nothing is accepted by itself, unless ``settings.toml`` names its source."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.errors import HoldfastError, IntakeError
from holdfast.intake import (
    ChatOptions,
    Reading,
    ReadingWarning,
    Seen,
    TableOptions,
    file_bytes,
    kind_for_a_person,
    message_text,
    read_file,
    remember,
    without_names,
)
from holdfast.ledger import (
    REVIEWS,
    WAITING,
    Claim,
    Ledger,
    claims,
    documents,
    draft_claim,
    grade,
    propose,
    store_document,
)
from holdfast.sites import load_site
from holdfast.workspace.accepting import accept_by_settings
from holdfast.workspace.accounts import Account
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.moments import latest_day, published_day
from holdfast.workspace.table_reading import for_site, remember_mappings, take_back, unqueued

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.ledger import Statement

AUTHOR = "author of the text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadInto:
    """What `read_into` did: the reading, its claims as they now stand, and whether the file had been read before.

    ``counts`` are the statements of a table that are new, changed by an answer, and the same as before. ``stored_before``:
    the bytes lay in the inbox already. ``to_type``: only a person can read it, and nobody has typed it in yet.
    ``accepted`` are those of the claims that the settings accept.
    """

    reading: Reading
    document_sha256: str
    claims: tuple[Claim, ...]
    known_before: bool
    counts: dict[str, int] | None = None
    stored_before: bool = False
    to_type: bool = False
    accepted: tuple[Claim, ...] = ()

    @property
    def account(self) -> Account:
        """What became of the statements; of a table, rows that gave none in part or at all count as refused."""
        refused = 0
        if self.reading.table is not None:
            rows = self.reading.table.counts
            refused = rows["refused"] + rows["asked"] + rows["partly"]
        if self.counts is not None:
            return Account(what="claims", refused=refused, **self.counts)
        new = 0 if self.known_before else len(self.claims)
        return Account(what="claims", new=new, same=len(self.reading.statements) - new, refused=refused)

    @property
    def file_account(self) -> Account:
        """The document itself: new, changed by an answer or by a day to read from, or the same."""
        if not self.stored_before:
            return Account(what="files", new=1)
        more = self.account.new or self.account.changed
        return Account(what="files", changed=1) if more else Account(what="files", same=1)

    @property
    def waiting(self) -> int:
        """How many of the claims wait for a person."""
        return sum(claim.review in WAITING for claim in self.claims)


def read_alone(
    file: Path,
    *,
    published: date | None = None,
    timezone: str = "UTC",
    source_grade: str = "C3",
    chat: ChatOptions | None = None,
    table: TableOptions | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Reading:
    """Read a message without a workspace; nothing is kept.

    Parameters
    ----------
    file : Path
        The message: text, a chat export, HTML, PDF, DOCX, ODT or a mail.
    published : date or None
        The day it was published or sent; wins over any date in it.
    timezone : str
        Zone in which days begin.
    source_grade : str
        ``A1`` to ``E5``; checked, so that a slip is found before the message is read into a workspace.
    chat : ChatOptions or None
        Roles of senders, first day to read, order of dates.
    table : TableOptions or None
        What a person says of a table; see `table_options`.
    clock : callable or None
        The present, for tests.

    Raises
    ------
    HoldfastError
        HF-W004 for a day in the future, HF-L008 for a grade there is not, HF-I001 to HF-I009 where the file cannot be
        read.
    """
    grade(source_grade)
    day = published_day(published, clock)
    return _looked_at(read_file(file, published=day, timezone=timezone, chat=chat, table=table), clock)


def read_into(
    folder: Path,
    file: Path,
    *,
    published: date | None = None,
    source_grade: str = "C3",
    reconstructed: bool = False,
    handed_by: str | None = None,
    chat: ChatOptions | None = None,
    table: TableOptions | None = None,
    clock: Callable[[], datetime] | None = None,
) -> ReadInto:
    """Read a message, keep it by its hash, and put its claims into the queue of a workspace.

    The bytes are read once, and not at all where there are too many: a file that changes meanwhile is kept as it was read.

    Parameters
    ----------
    folder : Path
        The workspace. Its site gives the time zone and the sizes of packages.
    file : Path
        The message: text, a chat export, HTML, PDF, DOCX, ODT or a mail.
    published : date or None
        The day it was published or sent; wins over any date in it.
    source_grade : str
        ``A1`` to ``E5``, how the source and the information are judged.
    reconstructed : bool
        True for history imported later: the claims count as received when they were said; needs a day of publication.
    handed_by : str or None
        Who handed it over, as a role; the claimant of what names no author of its own, and what ``[accept]`` in
        ``settings.toml`` goes by. A line in the text that names its author is no proof of it.
    chat : ChatOptions or None
        Roles of senders, first day to read, order of dates.
    table : TableOptions or None
        What a person says of a table; see `table_options`.
    clock : callable or None
        The present, for tests.

    Returns
    -------
    ReadInto
        The same bytes a second time queue nothing: the claims read before are given back, whatever became of them. A
        scanned letter or a picture is stored and marked as unreadable; `to_type` lists it.

    Raises
    ------
    IntakeError
        HF-I001 to HF-I009, HF-I040 to HF-I042 where the file cannot be read. Nothing is stored then.
    InputError
        HF-W001 where the folder is no workspace, HF-W004 for a day of publication in the future.
    LedgerError
        HF-L008 for a grade there is not.
    """
    workspace = open_workspace(Path(folder))
    site = load_site(workspace.site_file)
    grade(source_grade)
    published_day(published, clock)
    ledger = open_site_ledger(workspace.folder, site, clock=clock)
    content = file_bytes(file)
    options = replace(chat or ChatOptions(), seen=_seen(ledger, content, site.timezone))
    try:
        reading = read_file(
            file,
            published=published,
            timezone=site.timezone,
            packages=site.packages,
            chat=options,
            table=for_site(table, workspace.folder, site),
            data=content,
        )
    except IntakeError as error:
        if (kept := _for_a_person(error, content, Path(file).name, published)) is None:
            raise
        reading = kept
    reading = _looked_at(reading, clock)
    digest = str(reading.source["sha256"])
    kept_before = documents(ledger)
    store_document(
        ledger,
        content,
        name=Path(file).name,
        media_type=str(reading.source["media_type"]),
        needs="typing" if reading.unreadable else None,
    )
    done = queue_reading(
        ledger,
        reading,
        site.timezone,
        published=published,
        source_grade=source_grade,
        reconstructed=reconstructed,
        handed_by=handed_by,
    )
    remember_mappings(workspace.folder, reading, Path(file).name)
    accepted: tuple[Claim, ...] = ()
    if not done.known_before:
        accepted = accept_by_settings(workspace.folder, ledger, reading, done.claims, handed_by=handed_by)
    judged = {claim.id: claim for claim in accepted}
    return replace(
        done,
        claims=tuple(judged.get(claim.id, claim) for claim in done.claims),
        stored_before=any(document.sha256 == digest for document in kept_before),
        to_type=reading.unreadable is not None and not any(d.transcribes == digest for d in kept_before),
        accepted=accepted,
    )


def queue_reading(
    ledger: Ledger,
    reading: Reading,
    timezone: str,
    *,
    published: date | None = None,
    source_grade: str = "C3",
    reconstructed: bool = False,
    handed_by: str | None = None,
) -> ReadInto:
    """Queue the statements of a reading whose document is stored; what is queued of this document already stays single.

    Parameters
    ----------
    ledger : Ledger
        The ledger of the workspace.
    reading : Reading
        What was read; of a chat, each statement has the time and the claimant of its message. Names of persons in it
        are in no claim: a role or a number takes their place.
    timezone : str
        Zone of the site.
    published, source_grade, reconstructed, handed_by
        As of `read_into`.
    """
    digest = str(reading.source["sha256"])
    as_read, reading = reading, without_names(reading)
    before = claims(ledger, review=REVIEWS, superseded=True, tombstoned=True, document_sha256=digest)
    known = {(c.statement.char_start, c.statement.char_end) for c in before}
    # A chat may be read in parts, from different days on; any other document is read once.
    left: list[tuple[Statement, str | None]] = [
        (s, None)
        for s in reading.statements
        if not before or (reading.messages and (s.char_start, s.char_end) not in known)
    ]
    counts = None
    if reading.table is not None:
        # An answer given later reads rows of the same bytes that waited for it.
        left, counts = unqueued(reading, before)
    if before and not left:
        return ReadInto(reading=as_read, document_sha256=digest, claims=before, known_before=True, counts=counts)
    drafts = []
    for statement, replaces in left:
        message = reading.message_at(statement.char_start)
        said = message.said if message else _said(reading, timezone)
        if said is not None and not reconstructed and datetime.fromisoformat(said) > ledger.clock():
            # Already this day elsewhere, or a date of the message's own that cannot be: said by now, at the latest.
            said = ledger.clock().isoformat() if published is not None and message is None else None
        drafts.append(
            draft_claim(
                ledger,
                statement,
                claimant=statement.attribution
                or (message.claimant if message else str(reading.source["byline"] or handed_by or AUTHOR)),
                said=said,
                reconstructed=reconstructed and said is not None,
                document_sha256=digest,
                source_grade=source_grade,
                method="read",
                supersedes=replaces,
            )
        )
    queued = propose(ledger, drafts) if drafts else ()
    take_back(ledger, [replaces for _, replaces in left if replaces])
    return ReadInto(
        reading=as_read,
        document_sha256=digest,
        claims=queued,
        known_before=False,
        counts=counts,
    )


def _seen(ledger: Ledger, content: bytes, timezone: str) -> Seen:
    """Return the messages of the chats read before, so that a later export of one counts them once."""
    seen = Seen()
    own = hashlib.sha256(content).hexdigest()
    for document in documents(ledger):
        if "content=chat" not in document.media_type or document.sha256 == own:
            continue
        with suppress(OSError, HoldfastError):  # a lost document is for the verification to name
            text = message_text((ledger.inbox / document.sha256).read_bytes(), document.name, document.media_type)
            queued = claims(ledger, review=REVIEWS, superseded=True, tombstoned=True, document_sha256=document.sha256)
            starts = [c.statement.char_start for c in queued if c.statement.char_start is not None]
            # An export may have been read from a day on: what gave no claim is read again, and gives none again.
            remember(seen, text, timezone, first=min(starts, default=len(text)))
    return seen


def _for_a_person(error: IntakeError, content: bytes, name: str, published: date | None) -> Reading | None:
    """Return the reading of a document that only a person can read, such as a scanned letter; None for any other error."""
    kind = kind_for_a_person(content, error, name)
    if kind is None:
        return None
    why = f"{error.found}: unreadable, needs a person"
    message = f"{why}; it is stored as it is: type in what it says with holdfast type"
    source = {
        "sha256": hashlib.sha256(content).hexdigest(),
        "media_type": kind,
        "chars": 0,
        "title": None,
        "byline": None,
        "published": published.isoformat() if published else None,
        "published_from": "option" if published else None,
        "published_candidate": None,
    }
    warning = ReadingWarning(code="unreadable", message=message)
    return Reading(source=source, text="", statements=(), warnings=(warning,), unreadable=why)


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
