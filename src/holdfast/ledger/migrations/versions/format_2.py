"""Format 2: signatures, rows that came from another ledger, sealed fields; forks are kept, so numbers may repeat."""

from __future__ import annotations

from alembic import op

from holdfast.ledger.migrations.steps import run

revision = "format_2"
down_revision = "format_1"
branch_labels = None
depends_on = None

_COLUMNS = "position, device, sequence, kind, id, received, previous_hash, payload, hash"
_OLD = (
    ("TRIGGER", ("entries_no_update", "entries_no_delete", "entries_no_replace", "entries_in_order")),
    ("VIEW", ("claim_entries", "review_entries", "document_entries")),
    ("INDEX", ("entries_received",)),
)


def upgrade() -> None:
    """Copy every row as it stands into the new table, with the counter of rows ever written."""
    connection = op.get_bind()
    counter = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'entries'").scalar()
    for kind, names in _OLD:
        for name in names:
            connection.exec_driver_sql(f"DROP {kind} IF EXISTS {name}")
    connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")  # other parts of the file keep naming the new table
    connection.exec_driver_sql("ALTER TABLE entries RENAME TO entries_format_1")
    connection.exec_driver_sql("PRAGMA legacy_alter_table = OFF")
    run(connection, revision, only=("TABLE", "INDEX"))
    connection.exec_driver_sql(
        f"INSERT INTO entries ({_COLUMNS}) SELECT {_COLUMNS} FROM entries_format_1 ORDER BY position"  # noqa: S608
    )
    connection.exec_driver_sql("DROP TABLE entries_format_1")
    if counter is not None:
        connection.exec_driver_sql(f"UPDATE sqlite_sequence SET seq = {int(counter)} WHERE name = 'entries'")  # noqa: S608
    run(connection, revision, only=("TRIGGER", "VIEW"))
    connection.exec_driver_sql("PRAGMA user_version = 2")
