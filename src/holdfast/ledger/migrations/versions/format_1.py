"""Format 1: one table; made only by tests now, as files of this format are in use."""

from __future__ import annotations

from alembic import op

from holdfast.ledger.migrations.steps import run

revision = "format_1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, its guards and its views."""
    run(op.get_bind(), revision)
