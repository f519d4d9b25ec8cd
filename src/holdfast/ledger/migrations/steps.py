"""Runs the steps between two formats, and the fixed text each of them writes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

FOLDER = Path(__file__).parent
_BETWEEN = "\n-- next\n"


def run(connection: Connection, revision: str, *, only: Iterable[str] = ("TABLE", "INDEX", "TRIGGER", "VIEW")) -> None:
    """Execute the text of a format, as it was when the format was fixed.

    Parameters
    ----------
    connection : Connection
        In the transaction of the upgrade.
    revision : str
        Such as ``format_2``.
    only : iterable of str
        What is to be made.
    """
    text = (FOLDER / f"{revision}.sql").read_text(encoding="utf-8")
    for statement in text.strip("\n").split(_BETWEEN):
        if statement.split()[1] in only:
            connection.exec_driver_sql(statement)


def upgrade(connection: Connection, current: str) -> None:
    """Run the steps from a format to the newest, in the transaction of the connection.

    Parameters
    ----------
    connection : Connection
        Holds the right to write.
    current : str
        The format as it stands, such as ``format_1``.
    """
    from alembic.migration import MigrationContext  # noqa: PLC0415  loaded only for an older ledger
    from alembic.operations import Operations  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    scripts = ScriptDirectory(str(FOLDER))
    context = MigrationContext.configure(connection)
    with Operations.context(context):
        for script in reversed(list(scripts.iterate_revisions("head", current))):
            script.module.upgrade()
        context.stamp(scripts, "head")
