"""Tables: tell a workbook or a text table by its content, and read it into sheets of cells."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePath
from typing import Any

from holdfast.intake.readers.delimited import CSV, looks_like_table, read_delimited
from holdfast.intake.readers.sheets import Book, to_json
from holdfast.intake.readers.workbook import ODS, XLS, XLSX, TableFaultError, read_workbook

TABLES = frozenset({CSV, ODS, XLS, XLSX})
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENDINGS = (".csv", ".tsv", ".tab")


def workbook_kind(data: bytes) -> str | None:
    """Return the media type of a workbook by its content, or None where the bytes are none.

    A workbook behind a password is one too; reading it then says so.
    """
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                names = set(package.namelist())
                if names & {"xl/workbook.xml", "xl/workbook.bin"}:
                    return XLSX
                if "mimetype" in names:
                    with package.open("mimetype") as part:
                        if part.read(80).strip().startswith(ODS.encode()):
                            return ODS
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, KeyError, EOFError):
            # The list of a package stands at its end: half a workbook has none, but its parts name themselves.
            if b"xl/workbook.xml" in data or b"xl/worksheets/" in data:
                return XLSX
            return ODS if ODS.encode() in data[:200] else None
    if data.startswith(_OLD_OFFICE):
        book = any(name.encode("utf-16-le") in data for name in ("Workbook", "Book"))
        locked = "EncryptedPackage".encode("utf-16-le") in data
        return XLS if book or locked else None
    return None


def is_text_table(text: str, where: str) -> bool:
    """Whether a text is a table; the ending of a file's name only lowers what is asked of the content."""
    return looks_like_table(text.replace("\r\n", "\n").replace("\r", "\n"), named=has_ending(where))


def has_ending(where: str) -> bool:
    """Whether the name of a file is that of a text table."""
    return PurePath(where).suffix.lower() in _ENDINGS


def read_tables(kind: str, data: bytes, charset: str | None = None) -> dict[str, Any]:
    """Return the cells of a table as plain lists and its warnings; or its fault, as the worker hands it on."""
    try:
        book, warnings = read_delimited(data, charset) if kind == CSV else _workbook(kind, data)
    except TableFaultError as fault:
        return {"fault": fault.code, "found": fault.found}
    return {"book": to_json(book), "warnings": [{"code": c, "message": m} for c, m in warnings]}


def _workbook(kind: str, data: bytes) -> tuple[Book, list[tuple[str, str]]]:
    if data.startswith(_OLD_OFFICE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise TableFaultError("HF-I021", "a workbook that asks for a password")
    return read_workbook(kind, data)
