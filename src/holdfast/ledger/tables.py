"""The one table of the ledger, its guards, and the views that show its entries with typed columns.

Everything typed is a view over the hashed payload, so there is no second copy that could disagree with the chain.
"""

from __future__ import annotations

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    event,
)

SCHEMA_VERSION = 1
APPLICATION_ID = 0x484F4C44  # "HOLD": tells this file from any other SQLite file
GENESIS_PREVIOUS_SQL = "'" + "0" * 64 + "'"

metadata = MetaData()

entries = Table(
    "entries",
    metadata,
    # AUTOINCREMENT keeps the highest number ever given, which shows a tail cut off by someone in a hurry.
    Column("position", Integer, primary_key=True),
    Column("device", String, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("id", String, nullable=False, unique=True),
    Column("received", String, nullable=False),
    Column("previous_hash", String, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("hash", String, nullable=False),
    UniqueConstraint("device", "sequence"),
    CheckConstraint("sequence >= 0"),
    CheckConstraint("length(hash) = 64 AND length(previous_hash) = 64"),
    Index("entries_received", "received"),
    sqlite_autoincrement=True,
)

_STATEMENT = (
    "claim_type",
    "item",
    "service",
    "polarity",
    "value_low",
    "value_high",
    "unit",
    "si_low",
    "si_high",
    "si_unit",
    "per",
    "time_start",
    "time_end",
    "time_precision",
    "place",
    "actor",
    "addressee",
    "attribution",
    "modality",
    "background",
    "time_text",
    "char_start",
    "char_end",
)
_CLAIM = (
    "claimant",
    "occurred_start",
    "occurred_end",
    "said",
    "recorded",
    "reconstructed",
    "zone",
    "disclosure_class",
    "document_sha256",
    "source_grade",
    "method",
    "review",
    "reviewer",
    "supersedes",
)
_REVIEW = ("claim_id", "verdict", "reviewer", "reason", "recorded")
_DOCUMENT = ("sha256", "name", "media_type", "size", "path")


def _view(name: str, kind: str, columns: dict[str, str]) -> str:
    # json_extract takes text; a blob would be read as SQLite's own binary JSON.
    typed = ", ".join(
        f"json_extract(CAST(payload AS TEXT), '$.body.{path}') AS {alias}" for alias, path in columns.items()
    )
    return f"CREATE VIEW {name} AS SELECT id, device, sequence, received, {typed} FROM entries WHERE kind = '{kind}'"  # noqa: S608  names from the lists above


VIEWS = {
    "claim_entries": _view(
        "claim_entries", "claim", {name: name for name in _CLAIM} | {name: f"statement.{name}" for name in _STATEMENT}
    ),
    "review_entries": _view("review_entries", "review", {name: name for name in _REVIEW}),
    "document_entries": _view("document_entries", "document", {name: name for name in _DOCUMENT}),
}

_ABORT = "BEGIN SELECT RAISE(ABORT, '{reason}'); END"
_LAST_HASH = "(SELECT hash FROM entries WHERE device = NEW.device ORDER BY sequence DESC LIMIT 1)"
_NEXT = "(SELECT MAX(sequence) + 1 FROM entries WHERE device = NEW.device)"
_SAME = "position = NEW.position OR id = NEW.id OR (device = NEW.device AND sequence = NEW.sequence)"


def _guard(name: str, when: str, reason: str) -> str:
    return f"CREATE TRIGGER {name} BEFORE {when} " + _ABORT.format(reason=reason)


GUARDS = (
    _guard("entries_no_update", "UPDATE ON entries", "the ledger only grows: no entry is changed"),
    _guard("entries_no_delete", "DELETE ON entries", "the ledger only grows: no entry is deleted"),
    # INSERT OR REPLACE deletes the old row without firing the delete trigger, so it is stopped here.
    _guard(
        "entries_no_replace",
        f"INSERT ON entries WHEN EXISTS (SELECT 1 FROM entries WHERE {_SAME})",  # noqa: S608  text of this file
        "the ledger only grows: no entry is replaced",
    ),
    _guard(
        "entries_in_order",
        f"INSERT ON entries WHEN NEW.sequence <> COALESCE({_NEXT}, 0) "
        f"OR NEW.previous_hash <> COALESCE({_LAST_HASH}, {GENESIS_PREVIOUS_SQL})",
        "the ledger is a chain: an entry follows the last one of its device",
    ),
)

for _statement in (*GUARDS, *VIEWS.values()):
    event.listen(
        entries,
        "after_create",
        DDL(_statement).execute_if(dialect="sqlite"),  # type: ignore[no-untyped-call]  # untyped in the toolkit
    )
