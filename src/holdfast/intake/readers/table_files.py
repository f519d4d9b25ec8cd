"""Open a table in the other process, and turn its faults into errors that say what to do."""

from __future__ import annotations

import json
import subprocess
import sys

from holdfast.errors import IntakeError
from holdfast.intake.readers.charset import utf16_order
from holdfast.intake.readers.chat import looks_like_chat
from holdfast.intake.readers.delimited import CSV
from holdfast.intake.readers.detect import sniff
from holdfast.intake.readers.kinds import TEXT
from holdfast.intake.readers.limits import MAX_CELLS, MAX_COLUMNS, MAX_SECONDS, MAX_TABLE_ROWS
from holdfast.intake.readers.sheets import Book, from_json, text_of
from holdfast.intake.readers.tables import TABLES, has_ending, is_text_table, workbook_kind
from holdfast.intake.records import Extract, ReadingWarning
from holdfast.intake.text.normalise import normalise

_MENDS = {
    "HF-I020": (
        "a whole workbook (XLSX, XLS, ODS)",
        "open it in a spreadsheet program and save it again, or save the sheet as CSV",
    ),
    "HF-I021": (
        "a workbook that opens without a password",
        "save a copy without the password, or save the sheet as CSV",
    ),
    "HF-I022": (
        f"at most {MAX_TABLE_ROWS:,} rows that are not blank, {MAX_COLUMNS} columns and {MAX_CELLS:,} cells, opened within {MAX_SECONDS} seconds",
        "cut out the rows and columns that matter and save them in a file of their own",
    ),
    "HF-I023": (
        "a workbook as a spreadsheet program writes it",
        "do not open it elsewhere; ask for it again, or type in what matters",
    ),
    "HF-I024": (
        "a character set that is certain",
        "choose the reading that is right and name it: --charset windows-1256",
    ),
    "HF-I025": (
        "a character set in which every byte has a meaning",
        "name another one, such as windows-1256, windows-1252 or utf-8",
    ),
}


def table_kind(data: bytes, where: str, media_type: str | None = None) -> str | None:
    """Return the media type of a table by its content, or None where a file is none.

    Parameters
    ----------
    data : bytes
        The file.
    where : str
        Its name; an ending such as .csv lowers what is asked of the content of a text.
    media_type : str or None
        What it was found to be when it was stored.
    """
    stored = (media_type or "").split(";")[0].strip()
    if stored in TABLES:
        return stored
    if (book := workbook_kind(data)) is not None:
        return book
    if stored:
        return None
    try:
        if sniff(data, where) != TEXT:
            return None
    except IntakeError as error:
        # Bytes of an uncommon character set look like no text; the ending then says what it is meant to be.
        return CSV if error.code == "HF-I005" and has_ending(where) else None
    text = _roughly(data)
    return CSV if is_text_table(text, where) and not looks_like_chat(text) else None


def _roughly(data: bytes) -> str:
    """Return a text good enough to see delimiters in; its letters do not matter here."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    head = data[:4096]
    if head.count(0) > 0.2 * len(head):
        return data.decode("utf-16-be" if head[0::2].count(0) > head[1::2].count(0) else "utf-16-le", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if (order := utf16_order(head)) is not None:
        return data.decode(order, "replace")
    return data.decode("latin-1")


def open_book(
    data: bytes, where: str, kind: str, charset: str | None = None
) -> tuple[Book, tuple[ReadingWarning, ...]]:
    """Return the cells of a table, read in a process of its own, and the warnings that go with them.

    Raises
    ------
    IntakeError
        HF-I020 broken, HF-I021 behind a password, HF-I022 too large, HF-I023 hostile, HF-I024 the character set is not
        certain, HF-I025 the chosen one does not fit.
    """
    command = [sys.executable, "-m", "holdfast.intake.readers.table_worker", kind, charset or ""]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MAX_SECONDS + 5, check=False)  # noqa: S603  our own module, no shell
    except subprocess.TimeoutExpired:
        raise _fault("HF-I022", where, f"a table that is not open after {MAX_SECONDS} seconds") from None
    if done.returncode != 0:
        raise _fault("HF-I022", where, "a table that needs too much time or memory to open")
    answer = json.loads(done.stdout)
    if "fault" in answer:
        raise _fault(answer["fault"], where, answer["found"])
    return from_json(answer["book"]), tuple(ReadingWarning(**w) for w in answer["warnings"])


def table_extract(data: bytes, where: str, kind: str, media_type: str | None = None) -> Extract:
    """Return the text of a table, one line per row, as `open_book` reads it."""
    charset = next((p.split("=", 1)[1] for p in (media_type or "").split("; ") if p.startswith("charset=")), None)
    book, warnings = open_book(data, where, kind, charset)
    return Extract(text=normalise(text_of(book)[0]), media_type=media_type_of(book), warnings=warnings)


def media_type_of(book: Book) -> str:
    """Return the media type to store a table under; the character set of a text is part of it."""
    return f"{book.media_type}; charset={book.charset}" if book.charset else book.media_type


def _fault(code: str, where: str, found: str) -> IntakeError:
    expected, mend = _MENDS[code]
    return IntakeError(code, where=where, found=found, expected=expected, mend=mend)
