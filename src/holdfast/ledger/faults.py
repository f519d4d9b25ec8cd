"""Turns what the database says into errors a person can act on."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from holdfast.errors import LedgerError
from holdfast.ledger.place import not_a_ledger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PRIMARY = 0xFF  # SQLite's extended result codes keep the primary code in the lowest byte
_CANNOT_WRITE = {
    sqlite3.SQLITE_FULL: "the disk is full: free some space and write the entry again",
    sqlite3.SQLITE_READONLY: "give yourself the right to write the file and its folder",
    sqlite3.SQLITE_PERM: "give yourself the right to write the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "give yourself the right to read and write the file and its folder",
    sqlite3.SQLITE_IOERR: "check the drive (space, cable, errors) and write the entry again",
}


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Raise a `LedgerError` for whatever the database refuses inside the block.

    Parameters
    ----------
    path : Path
        The ledger, for the message.

    Raises
    ------
    LedgerError
        HF-L002 not a ledger; HF-L005 cannot be written; HF-L006 locked too long; HF-L007 damaged; HF-L010 refused by
        the guards of the ledger.
    """
    try:
        yield
    except DBAPIError as error:
        raise _translate(path, error.orig or error) from error
    except sqlite3.Error as error:
        raise _translate(path, error) from error
    except UnicodeDecodeError as error:  # SQLite quotes the damaged text in its own message
        raise damaged(path, "text that is not UTF-8") from error


def _translate(path: Path, error: BaseException) -> LedgerError:
    code = getattr(error, "sqlite_errorcode", None) or 0
    said = str(error)
    if mend := _CANNOT_WRITE.get(code & _PRIMARY):
        return LedgerError(
            "HF-L005",
            where=str(path),
            found=said,
            expected="a ledger that can be read and written",
            mend=f"{mend}; nothing was written, and earlier entries are safe",
        )
    match code & _PRIMARY:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return LedgerError(
                "HF-L006",
                where=str(path),
                found="another program that kept the ledger locked for too long",
                expected="a free ledger",
                mend="close other programs that have it open, and write the entry again: nothing was written",
            )
        case sqlite3.SQLITE_NOTADB:
            return not_a_ledger(path, "a file whose first bytes are not those of a ledger")
        case sqlite3.SQLITE_CONSTRAINT:
            return LedgerError(
                "HF-L010",
                where=str(path),
                found=said,
                expected="an entry that only adds to the ledger",
                mend="write a new entry that supersedes the old one; entries are never changed",
            )
        case _:
            return damaged(path, said)


def damaged(path: Path, found: str) -> LedgerError:
    """Return the error for a ledger whose content cannot be trusted."""
    return LedgerError(
        "HF-L007",
        where=str(path),
        found=found,
        expected="entries as they were written",
        mend="run `holdfast ledger verify` on a copy, which names the rows, and go back to the last good backup",
    )
