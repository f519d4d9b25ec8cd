"""A file on the disk: told apart by content, opened within limits, and handed to the reader of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.intake.reading import read_extract
from holdfast.intake.rows.reading import read_book
from holdfast.intake.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from holdfast.errors import IntakeError
    from holdfast.intake.chats.reading import ChatOptions
    from holdfast.intake.records import Reading
    from holdfast.intake.rows.reading import TableOptions


def read_file(
    path: Path | str,
    published: date | None = None,
    timezone: str = "UTC",
    packages: Mapping[str, str] | None = None,
    chat: ChatOptions | None = None,
    table: TableOptions | None = None,
    data: bytes | None = None,
) -> Reading:
    """Read a message from a file: text, a chat export, HTML, PDF, DOCX, ODT, a mail or a table, told apart by content.

    Parameters, returns: as `read_text`; ``source["sha256"]`` is of the bytes of the file; ``chat`` says more of a chat
    (or the sender of a mail), ``table`` of a table (XLSX, XLS, ODS, CSV). ``data`` are its bytes where `file_bytes` has
    read them already: then the file is not opened again.

    Raises
    ------
    IntakeError
        HF-I001 missing or no file, HF-I002 empty, HF-I003 too large, HF-I004 a kind of file that is not read, HF-I005
        no text, HF-I006 broken PDF, HF-I007 encrypted, HF-I008 without text, HF-I009 too long to extract, HF-I040 and
        HF-I041 dangerous or damaged, HF-I042 a chat too long to read at once; HF-I020 to HF-I029 for tables.
    """
    from holdfast.intake.readers import extract, load, open_book, table_kind  # noqa: PLC0415  heavy libraries

    data = load(path) if data is None else data
    kind = table_kind(data, str(path))
    if kind is not None:
        book, notes = open_book(data, str(path), kind, table.charset if table else None)
        return read_book(
            book,
            data,
            str(path),
            warnings=notes,
            published=published,
            timezone=timezone,
            packages=packages,
            options=table,
        )
    return read_extract(extract(data, str(path)), data, published, timezone, packages, chat)


def message_text(data: bytes, where: str, media_type: str | None = None) -> str:
    """Return the text of a stored message, in which the spans of its statements count.

    Parameters
    ----------
    data : bytes
        The bytes of the file.
    where : str
        Its name, for errors.
    media_type : str or None
        What it was stored as; of a text table it names the character set.

    Raises
    ------
    IntakeError
        As `read_file`.
    """
    from holdfast.intake.readers import extract  # noqa: PLC0415  the readers bring heavy libraries

    return normalise(extract(data, where, media_type).text)


def file_bytes(path: Path | str) -> bytes:
    """Return the bytes of a file that can be read at all; HF-I001, HF-I002 or HF-I003 where it cannot."""
    from holdfast.intake.readers import load  # noqa: PLC0415  the readers bring heavy libraries

    return load(path)


def kind_for_a_person(data: bytes, error: IntakeError, where: str) -> str | None:
    """Return the media type of a document that a person can read and the program cannot: a scan or a picture.

    Parameters
    ----------
    data : bytes
        The file.
    error : IntakeError
        What reading it ended with.
    where : str
        Its name.

    Returns
    -------
    str or None
        None where nothing but mending the file helps.
    """
    from holdfast.intake.readers import picture_kind, sniff  # noqa: PLC0415  the readers bring heavy libraries

    if error.code == "HF-I008":
        return sniff(data, where)
    return picture_kind(data) if error.code == "HF-I004" else None
