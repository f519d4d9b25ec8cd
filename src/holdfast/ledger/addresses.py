"""Addresses of ledgers that live in a PostgreSQL server: read, checked, and written without a secret."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.errors import LedgerError

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import URL

DEFAULT_SCHEMA = "holdfast"
PREFIXES = ("postgresql://", "postgres://")
_SCHEMA = re.compile(r"[a-z_][a-z0-9_]{0,62}")
# What the server's client library may be told in an address. A password has no place there, in whatever spelling.
_OPTIONS = frozenset(
    {
        "channel_binding",
        "connect_timeout",
        "host",
        "passfile",
        "port",
        "sslcert",
        "sslcrl",
        "sslkey",
        "sslmode",
        "sslrootcert",
    }
)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a ledger lives in a server.

    Parameters
    ----------
    url : URL
        For the database toolkit, without the schema.
    schema : str
        The schema that holds this ledger and nothing else.
    """

    url: URL
    schema: str

    def __str__(self) -> str:
        shown = self.url.set(drivername="postgresql").update_query_dict({"schema": self.schema})
        return shown.render_as_string(hide_password=True)


def is_address(place: Path | str) -> bool:
    """Return whether a place is an address rather than a file."""
    return isinstance(place, str) and "://" in place


def read_address(text: str) -> Address:
    """Read ``postgresql://USER@HOST:PORT/DATABASE?schema=NAME``.

    Parameters
    ----------
    text : str
        The address. The schema is ``holdfast`` where none is named. A folder of a local socket is given as ``host=``.

    Raises
    ------
    LedgerError
        HF-L030 for another kind of address, an option that is not known, a schema whose name is not plain, or a password:
        it is taken from the password file of the server's client library, or from the environment.
    """
    from sqlalchemy import make_url  # noqa: PLC0415  settings are read without the toolkit where no address stands
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    if not text.startswith(PREFIXES):
        raise _unusable(_scheme(text), "an address that begins with postgresql://", "give such an address, or a file")
    try:
        url = make_url(text)
        port = url.port
    except (ArgumentError, ValueError) as error:
        raise _unusable(
            "an address that cannot be read",
            "postgresql://USER@HOST:PORT/DATABASE",
            "write signs such as @ : / in a name as %40 %3A %2F",
        ) from error
    if url.password is not None:
        raise _unusable(
            "a password in the address",
            "an address without one",
            "take it out; put it into the password file of PostgreSQL (~/.pgpass), or the variable PGPASSWORD",
        )
    if not url.database:
        raise _unusable("no database", "postgresql://USER@HOST/DATABASE", "name the database after the host")
    options = dict(url.query)
    schema = options.pop("schema", DEFAULT_SCHEMA)
    for name, value in options.items():
        if name not in _OPTIONS or not isinstance(value, str):
            raise _unusable(
                f"the option {name!r}",
                "schema, " + ", ".join(sorted(_OPTIONS)),
                "take it out of the address; a password never stands there",
            )
    if not isinstance(schema, str) or not _SCHEMA.fullmatch(schema) or schema.startswith("pg_"):
        raise _unusable(
            f"the schema {schema!r}",
            "small letters, digits and underscores, not beginning with a digit or pg_",
            "give the ledger a schema with a plain name",
        )
    whole = url.set(drivername="postgresql+psycopg", query=options, port=port)
    return Address(whole, schema)


def _scheme(text: str) -> str:
    # No more of it than the kind: what cannot be read may hold a password.
    return f"an address of the kind {text.split('://', 1)[0]!r}" if "://" in text else "no address"


def _unusable(found: str, expected: str, mend: str) -> LedgerError:
    return LedgerError("HF-L030", where="address of the ledger", found=found, expected=expected, mend=mend)
