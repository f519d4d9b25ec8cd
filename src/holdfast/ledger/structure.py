"""The store itself: its pages, tables, guards and views, compared with those a ledger is made with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine

from holdfast.ledger import tables, tables_postgresql
from holdfast.ledger.entries import SCRATCH
from holdfast.ledger.records import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

IN_A_FILE = "sqlite"


def pages(connection: Connection) -> Iterator[Fault]:
    """Ask the store whether its pages and indexes agree, or, of a server, whether it keeps what it has promised."""
    if connection.dialect.name == IN_A_FILE:
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if line != "ok":
                yield file_fault("file", str(line), "a file whose pages and indexes agree")
        return
    for name in ("fsync", "full_page_writes"):
        value = connection.exec_driver_sql(f"SHOW {name}").scalar()
        if value != "on":
            yield file_fault("file", f"a server with {name} = {value}", "a server that survives a power cut", name)


def shape(connection: Connection) -> Iterator[Fault]:
    """Compare the tables, the guards and the views with those of a new ledger."""
    if connection.dialect.name == IN_A_FILE:
        found, wanted = _in_file(connection), _new_file()
    else:
        found, wanted = _in_schema(connection, "current_schema()::regnamespace"), _new_schema(connection)
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            yield file_fault("schema", f"no {name}", "the guards and views a ledger is made with", column=name)
        elif name not in wanted:
            yield file_fault("schema", f"{name}, which no ledger has", "nothing beside its own tables", column=name)
        elif found[name] != wanted[name]:
            yield file_fault("schema", f"{name}, altered", "the text it is made with", column=name)
    if "table alembic_version" in found:
        marks = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
        if list(marks) != [tables.REVISION]:
            shown = ", ".join(map(repr, marks)) or "nothing"
            yield file_fault("schema", shown, tables.REVISION, column="alembic_version")


def highest(connection: Connection) -> int | None:
    """Return the highest position the store has ever given."""
    query = "SELECT last FROM entries_counter"
    if connection.dialect.name == IN_A_FILE:
        query = "SELECT seq FROM sqlite_sequence WHERE name = 'entries'"
    found: int | None = connection.exec_driver_sql(query).scalar()
    return found


def file_fault(kind: str, found: str, expected: str, column: str | None = None) -> Fault:
    """Return a fault of the store as a whole."""
    return Fault(kind=kind, device=None, sequence=None, id=None, column=column, found=found, expected=expected)


def _in_file(connection: Connection) -> dict[str, Any]:
    query = "SELECT type || ' ' || name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
    return {str(name): (table, sql) for name, table, sql in connection.exec_driver_sql(query)}


def _new_file() -> dict[str, Any]:
    memory = create_engine("sqlite+pysqlite://")
    with memory.connect() as blank:
        tables.metadata.create_all(blank)
        wanted = _in_file(blank)
    memory.dispose()
    return wanted


# What the server says of every part of a schema. Names of the schema itself are taken out: the new ledger lies in another.
_PARTS = {
    "table": """SELECT relname, '', ARRAY[relkind::text, relhasrules::text, relrowsecurity::text] FROM pg_class
        WHERE relnamespace = {n} AND relkind NOT IN ('i', 'v', 'S')""",
    "column": """SELECT relname, '.' || attname, ARRAY[format_type(atttypid, atttypmod), attnotnull::text, attnum::text,
        attcollation::regcollation::text, pg_get_expr(adbin, adrelid)]
        FROM pg_attribute JOIN pg_class c ON c.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        WHERE relnamespace = {n} AND relkind IN ('r', 'v') AND attnum > 0 AND NOT attisdropped""",
    "constraint": """SELECT c.relname, ' ' || conname, ARRAY[contype::text, convalidated::text, pg_get_constraintdef(o.oid)]
        FROM pg_constraint o JOIN pg_class c ON c.oid = conrelid WHERE connamespace = {n}""",
    "index": """SELECT c.relname, '', ARRAY[pg_get_indexdef(c.oid), indisvalid::text]
        FROM pg_class c JOIN pg_index ON indexrelid = c.oid WHERE relnamespace = {n}""",
    "view": "SELECT relname, '', ARRAY[pg_get_viewdef(oid)] FROM pg_class WHERE relnamespace = {n} AND relkind = 'v'",
    "trigger": """SELECT tgname, '', ARRAY[c.relname, tgtype::text, tgenabled::text, proname, tgattr::text, tgnargs::text,
        pronamespace = relnamespace OR NULL, pg_get_expr(tgqual, tgrelid)]::text[]
        FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid JOIN pg_proc p ON p.oid = tgfoid
        WHERE relnamespace = {n} AND NOT tgisinternal""",
    "rule": """SELECT rulename, ' on ' || relname, ARRAY[ev_type::text, ev_enabled::text]
        FROM pg_rewrite JOIN pg_class c ON c.oid = ev_class WHERE relnamespace = {n}""",
    "function": """SELECT proname, '(' || pg_get_function_identity_arguments(p.oid) || ')', ARRAY[prosrc, lanname, provolatile::text,
        prosecdef::text, proconfig::text]
        FROM pg_proc p JOIN pg_language l ON l.oid = prolang WHERE pronamespace = {n}""",
}


def _in_schema(connection: Connection, namespace: str) -> dict[str, Any]:
    oid = connection.exec_driver_sql(f"SELECT {namespace}::oid").scalar()
    own = str(connection.exec_driver_sql(f"SELECT nspname FROM pg_namespace WHERE oid = {oid}").scalar())  # noqa: S608
    found: dict[str, Any] = {}
    for kind, query in _PARTS.items():
        for name, detail, described in connection.exec_driver_sql(query.format(n=oid)):
            plain = [None if part is None else str(part).replace(f"{own}.", "") for part in described]
            plain = [None if part is None else part.replace("pg_temp.", "") for part in plain]
            found[f"{kind} {name}{detail}"] = plain
    return found


def _new_schema(connection: Connection) -> dict[str, Any]:
    """Make an empty ledger among the temporary objects of another connection, describe it, and take it back."""
    with connection.engine.connect() as other:
        scratch = other.execution_options(**{SCRATCH: True})
        with scratch.begin() as undo:
            scratch.exec_driver_sql(
                "SET TRANSACTION READ WRITE"
            )  # where a role reads only: what is made here is undone
            for statement in tables_postgresql.statements("pg_temp"):
                scratch.exec_driver_sql(statement.replace("%", "%%"))
            # Views are described with the names that are in sight, and without the schema where it is the first one.
            scratch.exec_driver_sql("SET LOCAL search_path = pg_temp")
            wanted = _in_schema(scratch, "pg_my_temp_schema()")
            undo.rollback()
    return wanted
