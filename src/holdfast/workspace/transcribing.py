"""What the program cannot read: the list of it, and the words a person types in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.intake import ReadingWarning, file_bytes, message_text, read_text
from holdfast.ledger import Document, documents, grade, store_document
from holdfast.sites import load_site
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.moments import published_day
from holdfast.workspace.reading import ReadInto, queue_reading

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from pathlib import Path

_LEAST_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What `type_in` did: the scan, the document with its words, and what was read from them."""

    scan: Document
    read: ReadInto


def to_type(folder: Path, *, clock: Callable[[], datetime] | None = None) -> tuple[Document, ...]:
    """Return the documents that wait for a person to type in what they say, oldest first.

    Parameters
    ----------
    folder : Path
        The workspace.
    clock : callable or None
        The present, for tests.

    Returns
    -------
    tuple of Document
        Scanned letters, pictures, unreadable text, and short messages of which something was not understood. A document
        leaves the list when its words are typed in.
    """
    workspace = open_workspace(folder)
    known = documents(open_site_ledger(workspace.folder, load_site(workspace.site_file), clock=clock))
    done = {document.transcribes for document in known}
    return tuple(document for document in known if document.needs is not None and document.sha256 not in done)


def type_in(
    folder: Path,
    which: str,
    text: str,
    *,
    by: str,
    published: date | None = None,
    source_grade: str = "C3",
    clock: Callable[[], datetime] | None = None,
) -> Typed:
    """Keep the words of a scanned letter as a person typed them, tied to the scan, and read them like any message.

    Parameters
    ----------
    folder : Path
        The workspace.
    which : str
        The SHA-256 of the scan, its first six digits or more, or its file name.
    text : str
        What the letter says, as typed; digits and dates as they stand.
    by : str
        Who typed it, as a role.
    published : date or None
        The day of the letter; wins over any in it.
    source_grade : str
        ``A1`` to ``E5``.
    clock : callable or None
        The present, for tests.

    Returns
    -------
    Typed
        The claims wait for review; their spans count in the typed words.

    Raises
    ------
    InputError
        HF-I044 for no words, HF-I045 where no stored document or more than one is meant, HF-W004 for a day in the future.
    """
    if not text.strip():
        raise InputError(
            "HF-I044",
            where="the words",
            found="nothing",
            expected="what the document says",
            mend="type its words, or give --text FILE",
        )
    workspace = open_workspace(folder)
    site = load_site(workspace.site_file)
    grade(source_grade)
    published_day(published, clock)
    ledger = open_site_ledger(workspace.folder, site, clock=clock)
    scan = _named(documents(ledger), which)
    content = text.encode("utf-8", "replace")
    reading = read_text(content.decode(), published=published, timezone=site.timezone, packages=site.packages)
    warning = ReadingWarning(code="typed-in", message=f"the words are those of {scan.name} as typed by {by}")
    reading = replace(reading, warnings=(warning, *reading.warnings))
    store_document(
        ledger,
        content,
        name=f"{scan.name}.typed.txt",
        media_type=str(reading.source["media_type"]),
        transcribes=scan.sha256,
        typed_by=by,
    )
    read = queue_reading(ledger, reading, site.timezone, published=published, source_grade=source_grade)
    return Typed(scan=scan, read=read)


def words_of_file(path: Path) -> str:
    """Return the words of a text file in any encoding that messages may have.

    Raises
    ------
    IntakeError
        HF-I001 to HF-I005 where it cannot be read as text.
    """
    return message_text(file_bytes(path), str(path))


def _named(known: tuple[Document, ...], which: str) -> Document:
    wanted = which.strip()
    digits = wanted.lower()
    found = [d for d in known if d.name == wanted]
    if not found and len(digits) >= _LEAST_DIGITS:
        found = [d for d in known if d.sha256.startswith(digits)]
    scans = {d.sha256: d for d in found if d.transcribes is None}
    if len(scans) == 1:
        return next(iter(scans.values()))
    several = [f"{d.name} ({d.sha256[:12]})" for d in scans.values()]
    raise InputError(
        "HF-I045",
        where=wanted[:200] or "the document",
        found="no stored document" if not scans else f"{len(scans)} documents: {', '.join(several[:5])}",
        expected="the name or the first digits of the hash of one stored document",
        mend="holdfast type WORKSPACE without a name lists what waits"
        if not scans
        else "give the first digits of its hash",
    )
