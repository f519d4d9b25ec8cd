"""The text of a table file: its encoding, its separator and its cells, or why it is none."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

from holdfast.errors import InputError
from holdfast.people.food.foods import fold_food

MOST_BYTES = 1_000_000
MOST_ROWS = 1_000  # a basket names a few dozen foods
SEPARATORS = (",", ";", "\t", "\u060c", "\u061b")  # the last two are the Arabic comma and semicolon
# An accent of western text that is read as an Arabic letter stands inside a Latin word.
_MIXED_WORD = re.compile("[A-Za-z][\u0620-\u06ff]|[\u0620-\u06ff][A-Za-z]")
_EXPECTED = "a CSV file with the columns item, quantity and unit"
_NO_TEXT = (
    (b"PK\x03\x04", "a workbook or an archive"),
    (b"\xd0\xcf\x11\xe0", "an old workbook"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "an archive"),
    (b"SQLite format 3\x00", "a database"),
)


def read_bytes(path: str | Path) -> bytes:
    """Return the bytes of a file, at most 1 MB; HF-P047 for no file, a folder, an empty or a larger one."""
    target = Path(path)
    try:
        if not target.is_file():
            kind = "a folder" if target.is_dir() else "no such file" if not target.exists() else "no plain file"
            raise unreadable(path, kind, "check the name and the folder")
        with target.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as fault:
        found = f"the file cannot be opened ({getattr(fault, 'strerror', None) or fault})"
        raise unreadable(path, found, "check the name and the permissions") from None
    if len(data) > MOST_BYTES:
        raise unreadable(
            path, f"more than {MOST_BYTES // 1_000_000} MB", "a basket names a few dozen foods: cut it out"
        )
    return data


def decode(data: bytes, where: str | Path) -> tuple[str, str]:
    """Return the text of bytes and the name of its encoding.

    Parameters
    ----------
    data : bytes
        UTF-8 or UTF-16, with or without a byte-order mark, or Windows-1256 (Arabic).
    where : str or Path
        What an error names as the place.

    Returns
    -------
    tuple of str and str
        Text and encoding.

    Raises
    ------
    InputError
        HF-P047 for what is no text, or is in an encoding that cannot be told.
    """
    kind = next((name for magic, name in _NO_TEXT if data.startswith(magic)), None)
    if kind is not None:
        raise unreadable(where, kind, "open it in a spreadsheet and save it as CSV in UTF-8")
    encoding = _encoding(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8" or not _is_arabic(data):
            raise unreadable(where, "text in an encoding that cannot be told", "save it as CSV in UTF-8") from None
        encoding, text = "windows-1256", data.decode("windows-1256")
    if "\x00" in text:
        raise unreadable(where, "bytes that are no text", "check that the right file was chosen")
    if not text.strip("\ufeff \t\r\n,;"):
        raise unreadable(where, "an empty file", "name the foods and what each person gets of them in a day")
    return text.removeprefix("\ufeff"), encoding


def _encoding(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    # Without a mark: the commas, digits and line ends of any table have a zero byte in UTF-16, before or after.
    if b"\x00" in data[:4096]:
        even, odd = data[0:4096:2], data[1:4096:2]
        return "utf-16-le" if odd.count(0) > even.count(0) else "utf-16-be"
    return "utf-8"


def _is_arabic(data: bytes) -> bool:
    """Say whether bytes read as Windows-1256 are mostly Arabic words and plain ASCII, not accents of western text."""
    text = data.decode("windows-1256")
    if _MIXED_WORD.search(text):
        return False
    letters = [letter for letter in text if ord(letter) > 127]
    arabic = sum("\u0600" <= letter <= "\u06ff" or letter in "\u200c\u200d" for letter in letters)
    return arabic >= 0.9 * len(letters)


def cells_of(text: str, where: str | Path, known: frozenset[str]) -> tuple[list[list[str]], str]:
    """Return the rows of a table and its separator, the one that yields most columns whose name is known.

    Raises
    ------
    InputError
        HF-P047 where it is no table, or of more than 1,000 rows.
    """
    if text.count("\n") + text.count("\r") > 4 * MOST_ROWS:
        raise _too_many(where)
    tables = [_split(text, separator) for separator in SEPARATORS]
    scores = [
        0
        if rows is None or not rows
        else sum(fold_food(cell) in known or cell.strip().casefold() in known for cell in rows[0])
        for rows in tables
    ]
    at = scores.index(max(scores))
    best = tables[at]
    if best is None:
        found = "a quotation mark that is never closed, or another fault of the table"
        raise unreadable(where, found, "open it in a spreadsheet and save it as CSV in UTF-8")
    if sum(any(cell.strip() for cell in row) for row in best) > MOST_ROWS:
        raise _too_many(where)
    return best, SEPARATORS[at]


def _split(text: str, separator: str) -> list[list[str]] | None:
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return None


def _too_many(where: str | Path) -> InputError:
    return unreadable(where, f"more than {MOST_ROWS:,} rows", "a basket names a few dozen foods: sum them up")


def unreadable(where: str | Path, found: str, mend: str) -> InputError:
    """Return the error HF-P047."""
    return InputError("HF-P047", where=str(where)[:200], found=found, expected=_EXPECTED, mend=mend)
