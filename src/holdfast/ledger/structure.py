"""The file itself: its pages, its table, its guards and its views, compared with those a ledger is made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import create_engine

from holdfast.ledger import tables
from holdfast.ledger.records import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection


def pages(connection: Connection) -> Iterator[Fault]:
    """Ask the database whether its pages and indexes agree."""
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if line != "ok":
            yield file_fault("file", str(line), "a file whose pages and indexes agree")


def shape(connection: Connection) -> Iterator[Fault]:
    """Compare the table, the guards and the views with those of a new ledger."""
    query = "SELECT type || ' ' || name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
    found = {str(name): (table, sql) for name, table, sql in connection.exec_driver_sql(query)}
    memory = create_engine("sqlite+pysqlite://")
    with memory.connect() as blank:
        tables.metadata.create_all(blank)
        wanted = {str(name): (table, sql) for name, table, sql in blank.exec_driver_sql(query)}
    memory.dispose()
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            yield file_fault("schema", f"no {name}", "the guards and views a ledger is made with", column=name)
        elif name not in wanted:
            yield file_fault("schema", f"{name}, which no ledger has", "nothing beside its own tables", column=name)
        elif found[name] != wanted[name]:
            yield file_fault("schema", f"{name}, altered", "the text it is made with", column=name)


def file_fault(kind: str, found: str, expected: str, column: str | None = None) -> Fault:
    """Return a fault of the file as a whole."""
    return Fault(kind=kind, device=None, sequence=None, id=None, column=column, found=found, expected=expected)
