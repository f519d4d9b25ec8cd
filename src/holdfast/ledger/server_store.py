"""A ledger in a schema of a PostgreSQL server: its connections, its making, and what the schema says of its format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from holdfast.errors import LedgerError
from holdfast.ledger import tables
from holdfast.ledger.entries import SCRATCH, WRITE
from holdfast.ledger.faults import newer, plain_errors
from holdfast.ledger.place import not_a_ledger
from holdfast.ledger.tables_postgresql import statements

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.ledger.addresses import Address

LOCK_TIMEOUT_S = 20.0
CONNECT_TIMEOUT_S = "10"


def engine_of(address: Address) -> Engine:
    """Return what opens connections to the schema of a ledger; nothing is asked of the server yet.

    Raises
    ------
    LedgerError
        HF-L033 where the driver of PostgreSQL is not installed.
    """
    try:
        import psycopg  # noqa: F401, PLC0415  an extra: loaded only for a ledger in a server
    except ImportError as error:
        raise LedgerError(
            "HF-L033",
            where=str(address),
            found="no driver for PostgreSQL",
            expected="the extra that talks to a server",
            mend='install it: python -m pip install "holdfast[postgres]"',
        ) from error
    engine = create_engine(
        address.url.update_query_dict({"connect_timeout": address.url.query.get("connect_timeout", CONNECT_TIMEOUT_S)}),
        poolclass=NullPool,
        hide_parameters=True,  # an error shows no content
        connect_args={"options": f"-c search_path={address.schema},pg_temp", "application_name": "holdfast"},
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get(WRITE, False):
            _durable(connection)
            # One writer at a time, who sees what the one before has committed; readers are not held up. The counter is
            # what every new row moves, and the one table on which a writer needs the right to update.
            connection.exec_driver_sql("LOCK TABLE entries_counter IN SHARE ROW EXCLUSIVE MODE")
        elif not options.get(SCRATCH, False):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")

    return engine


def _durable(connection: Connection) -> None:
    """Wait for locks only so long, and never return from a commit before it is on the server's disk."""
    connection.exec_driver_sql(f"SET LOCAL lock_timeout = {int(LOCK_TIMEOUT_S * 1000)}")
    if connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "off":
        connection.exec_driver_sql("SET LOCAL synchronous_commit = on")


def is_blank(address: Address, engine: Engine) -> bool:
    """Return whether the schema is missing, or there and empty."""
    with plain_errors(address), engine.connect() as connection:
        return _objects(address, connection) == 0


def make(address: Address, engine: Engine, first_entry: Callable[[Connection], None]) -> None:
    """Make a ledger in a schema that is missing or empty; one that another process made meanwhile is left as it is."""
    with plain_errors(address), engine.connect() as connection:
        write = connection.execution_options(**{SCRATCH: True})
        with write.begin():
            _durable(write)
            write.exec_driver_sql(
                f"SELECT pg_advisory_xact_lock({tables.APPLICATION_ID}, hashtext('{address.schema}'))"
            )
            if _objects(address, write):
                return  # another process made it a moment ago
            if _schema(address, write) is None:  # asked first: IF NOT EXISTS needs the right to make one all the same
                write.exec_driver_sql(f"CREATE SCHEMA {address.schema}")
            for statement in statements(address.schema):
                write.exec_driver_sql(statement.replace("%", "%%"))
            first_entry(write)


def format_of(address: Address, connection: Connection) -> int:
    """Return the format of the ledger in a schema.

    Raises
    ------
    LedgerError
        HF-L001 when there is nothing, HF-L002 when it is no ledger, HF-L003 when it is of a newer format.
    """
    if not _objects(address, connection):
        raise LedgerError(
            "HF-L001",
            where=str(address),
            found=f"no ledger in the schema {address.schema}",
            expected="a ledger",
            mend="check the address; a ledger is made there by `holdfast read` or `holdfast log`",
        )
    if connection.exec_driver_sql("SELECT to_regclass('alembic_version')").scalar() is None:
        raise not_a_ledger(str(address), "a schema that is not marked as a ledger")
    marks = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    mark = str(marks[0]) if len(marks) == 1 else ""
    number = mark.removeprefix("format_")
    if number == mark or not number.isdecimal():
        raise not_a_ledger(str(address), f"a schema of another program ({', '.join(map(str, marks)) or 'no mark'})")
    if int(number) > tables.SCHEMA_VERSION:
        raise newer(address, int(number))
    if int(number) < tables.SCHEMA_VERSION:
        raise not_a_ledger(str(address), f"a ledger of unknown format {number}")
    return int(number)


def _schema(address: Address, connection: Connection) -> int | None:
    query = f"SELECT oid FROM pg_namespace WHERE nspname = '{address.schema}'"  # noqa: S608  letters, digits, underscores
    found: int | None = connection.exec_driver_sql(query).scalar()
    return found


def _objects(address: Address, connection: Connection) -> int:
    schema = _schema(address, connection)
    if schema is None:
        return 0
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM pg_class WHERE relnamespace = {schema}").scalar() or 0)  # noqa: S608
