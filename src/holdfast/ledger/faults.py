"""Turns what the database says into errors a person can act on."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError

from holdfast.errors import LedgerError
from holdfast.ledger.place import not_a_ledger
from holdfast.ledger.tables import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from holdfast.ledger.addresses import Address

_PRIMARY = 0xFF  # SQLite's extended result codes keep the primary code in the lowest byte
_FREE_SPACE = "the disk is full: free some space and write the entry again"
_CANNOT_WRITE = {
    sqlite3.SQLITE_FULL: _FREE_SPACE,
    sqlite3.SQLITE_READONLY: "give yourself the right to write the file and its folder",
    sqlite3.SQLITE_PERM: "give yourself the right to write the file and its folder",
    sqlite3.SQLITE_CANTOPEN: "give yourself the right to read and write the file and its folder",
    sqlite3.SQLITE_IOERR: "check the drive (space, cable, errors) and write the entry again",
}
# By the first characters of PostgreSQL's SQLSTATE; the longest that fits counts.
_SERVER_CANNOT_WRITE = {
    "25006": "the server takes no entries now: it is read-only or a copy; write to the one that does",
    "42501": "ask who runs the server for the right to read and write in this schema",
    "53": "the server has no room left (disk, memory or connections): free some and write the entry again",
    "58": "check the drive of the server (space, cable, errors) and write the entry again",
}
_SERVER_LOCKED = ("40001", "40P01", "55P03", "57014")
_SERVER_GONE = ("08", "57P")
# Errors of the driver itself, by name as it is not loaded here: the line was cut, or never stood.
_CLIENT_GONE = {"OperationalError", "InterfaceError"}
_SERVER_REFUSES = ("28", "3D")
_SERVER_GUARDS = ("23", "P0001")


@contextmanager
def plain_errors(where: Path | Address | str) -> Iterator[None]:
    """Raise a `LedgerError` for whatever the database refuses inside the block.

    Parameters
    ----------
    where : Path, Address or str
        The ledger, for the message.

    Raises
    ------
    LedgerError
        HF-L002 not a ledger; HF-L005 cannot be written; HF-L006 locked too long; HF-L007 damaged; HF-L010 refused by
        the guards of the ledger; HF-L031 the server is not reached, or no longer; HF-L032 it refuses.
    """
    try:
        yield
    except DBAPIError as error:
        raise _translate(str(where), error.orig or error) from error
    except sqlite3.Error as error:
        raise _translate(str(where), error) from error
    except UnicodeDecodeError as error:  # SQLite quotes the damaged text in its own message
        raise damaged(where, "text that is not UTF-8") from error


def _translate(where: str, error: BaseException) -> LedgerError:
    if not isinstance(error, sqlite3.Error) and hasattr(error, "sqlstate"):
        return _of_server(where, error)
    code = getattr(error, "sqlite_errorcode", None) or 0
    said = str(error)
    if mend := _CANNOT_WRITE.get(code & _PRIMARY):
        return _cannot_write(where, said, mend)
    match code & _PRIMARY:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return _locked(where)
        case sqlite3.SQLITE_NOTADB:
            return not_a_ledger(where, "a file whose first bytes are not those of a ledger")
        case sqlite3.SQLITE_CONSTRAINT:
            return _against_the_guards(where, said)
        case _:
            return damaged(where, said)


def _of_server(where: str, error: BaseException) -> LedgerError:
    state = str(getattr(error, "sqlstate", None) or "")
    said = " ".join(str(error).split("\n")[0].split()) or type(error).__name__
    if not state:
        return _of_driver(where, error, said)
    told = damaged(where, said)
    if mend := _SERVER_CANNOT_WRITE.get(state) or _SERVER_CANNOT_WRITE.get(state[:2]):
        told = _cannot_write(where, said, mend)
    elif state in _SERVER_LOCKED:
        told = _locked(where)
    elif state.startswith(_SERVER_GUARDS):
        told = _against_the_guards(where, said)
    elif state.startswith(_SERVER_GONE):
        told = _not_connected(where, " ".join(str(error).split()))
    elif state.startswith(_SERVER_REFUSES):
        told = _refused(where, said)
    return told


def _of_driver(where: str, error: BaseException, said: str) -> LedgerError:
    if _CLIENT_GONE & {kind.__name__ for kind in type(error).__mro__}:
        return _not_connected(where, " ".join(str(error).split()))
    return LedgerError(
        "HF-L008",
        where=where,
        found=said,
        expected="texts and numbers that a server can take",
        mend="take out what is named; a text holds no NUL character",
    )


def _not_connected(where: str, said: str) -> LedgerError:
    """Tell a server that answers and refuses from one that does not answer; the client gives no code for either."""
    refusals = ("authentication", "password", "no pg_hba.conf entry", "role ", "database ", "certificate", "SSL")
    if "FATAL" in said and "starting up" not in said and "shutting down" not in said:
        if any(word in said for word in refusals):
            return _refused(where, said)
        if "too many" in said or "remaining connection slots" in said:
            return _cannot_write(where, said, _SERVER_CANNOT_WRITE["53"])
    if "no password supplied" in said:
        return _refused(where, said)
    return LedgerError(
        "HF-L031",
        where=where,
        found=said,
        expected="a server that answers",
        mend="check that the server runs and that the line to it stands. If the line was cut while an entry was written, "
        "look with `holdfast ledger list --all` whether it is there before you write it again",
    )


def _refused(where: str, said: str) -> LedgerError:
    return LedgerError(
        "HF-L032",
        where=where,
        found=said,
        expected="a user and a database that the server knows",
        mend="check user and database in the address; the password is taken from the password file of PostgreSQL "
        "(~/.pgpass) or from PGPASSWORD",
    )


def _cannot_write(where: str, said: str, mend: str) -> LedgerError:
    return LedgerError(
        "HF-L005",
        where=where,
        found=said,
        expected="a ledger that can be read and written",
        mend=f"{mend}; nothing was written, and earlier entries are safe",
    )


def _locked(where: str) -> LedgerError:
    return LedgerError(
        "HF-L006",
        where=where,
        found="another program that kept the ledger locked for too long",
        expected="a free ledger",
        mend="close other programs that have it open, and write the entry again: nothing was written",
    )


def _against_the_guards(where: str, said: str) -> LedgerError:
    return LedgerError(
        "HF-L010",
        where=where,
        found=said,
        expected="an entry that only adds to the ledger",
        mend="write a new entry that supersedes the old one; entries are never changed",
    )


def damaged(where: Path | Address | str, found: str) -> LedgerError:
    """Return the error for a ledger whose content cannot be trusted."""
    return LedgerError(
        "HF-L007",
        where=str(where),
        found=found,
        expected="entries as they were written",
        mend="run `holdfast ledger verify` on a copy, which names the rows, and go back to the last good backup",
    )


def newer(where: Path | Address | str, version: int) -> LedgerError:
    """Return the error for a ledger of a format that this program does not know yet."""
    return LedgerError(
        "HF-L003",
        where=str(where),
        found=f"a ledger of format {version}",
        expected=f"format {SCHEMA_VERSION} or older",
        mend="install the newer Holdfast that made it; this one would not see everything in it",
    )
