"""The tables of the ledger, their guards, and the views that show its entries with typed columns.

Everything typed is a view over the hashed payload, so there is no second copy that could disagree with the chain. The
text for PostgreSQL stands in `holdfast.ledger.tables_postgresql`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler

SCHEMA_VERSION = 2
REVISION = f"format_{SCHEMA_VERSION}"  # what Alembic's own table says
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
    Column("id", String, nullable=False),
    Column("received", String, nullable=False),
    Column("previous_hash", String, nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("hash", String, nullable=False),
    # By the device's key, over the hash; NULL in entries that format 1 wrote.
    Column("signature", String),
    # Id of the entry that brought this row from another ledger; NULL when it was written here. Local, not hashed.
    Column("merged", String),
    # Neither id nor (device, sequence) is unique: a fork that was merged keeps both branches.
    UniqueConstraint("hash"),
    CheckConstraint("sequence >= 0"),
    CheckConstraint("length(hash) = 64 AND length(previous_hash) = 64"),
    CheckConstraint("signature IS NULL OR length(signature) = 128"),
    Index("entries_chain", "device", "sequence"),
    Index("entries_id", "id"),
    Index("entries_kind", "kind"),
    Index("entries_received", "received"),
    sqlite_autoincrement=True,
)

sealed = Table(
    "sealed",
    metadata,
    Column("entry_id", String, nullable=False),
    Column("field", String, nullable=False),
    Column("nonce", LargeBinary, nullable=False),
    Column("ciphertext", LargeBinary, nullable=False),
    PrimaryKeyConstraint("entry_id", "field"),
)

# Alembic's own table, made as Alembic would make it.
alembic_version = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))


class BodyField(FunctionElement[str]):
    """One field of the content as the database sees it; its arguments are the payload and ``body.NAME``."""

    name = "body_field"
    type = Text()
    inherit_cache = True


@compiles(BodyField, "sqlite")
def _in_sqlite(element: BodyField, compiler: SQLCompiler, **options: Any) -> str:
    payload, path = (compiler.process(part, **options) for part in element.clauses)
    return f"json_extract(CAST({payload} AS TEXT), '$.' || {path})"


@compiles(BodyField, "postgresql")
def _in_postgresql(element: BodyField, compiler: SQLCompiler, **options: Any) -> str:
    payload, path = (compiler.process(part, **options) for part in element.clauses)
    return f"({as_json(payload)} #>> string_to_array({path}, '.'))"


def as_json(payload: str) -> str:
    """Return PostgreSQL's view of a payload as JSON; it has no NUL in texts, and would refuse the whole of them."""
    return rf"replace(convert_from({payload}, 'UTF8'), '\u0000', '\ufffd')::json"


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

# How PostgreSQL shows what is not text; SQLite shows what the JSON says.
TYPES = dict.fromkeys(("value_low", "value_high", "si_low", "si_high"), "double precision") | {
    "background": "boolean",
    "reconstructed": "boolean",
    "char_start": "integer",
    "char_end": "integer",
    "size": "bigint",
}
# View -> (kind of entry, column -> path in the body).
VIEWED: dict[str, tuple[str, dict[str, str]]] = {
    "claim_entries": (
        "claim",
        {name: name for name in _CLAIM} | {name: f"statement.{name}" for name in _STATEMENT},
    ),
    "review_entries": ("review", {name: name for name in _REVIEW}),
    "document_entries": ("document", {name: name for name in _DOCUMENT}),
}


def _view(name: str, kind: str, columns: dict[str, str]) -> str:
    # json_extract takes text; a blob would be read as SQLite's own binary JSON.
    typed = ", ".join(
        f"json_extract(CAST(payload AS TEXT), '$.body.{path}') AS {alias}" for alias, path in columns.items()
    )
    return f"CREATE VIEW {name} AS SELECT id, device, sequence, received, {typed} FROM entries WHERE kind = '{kind}'"  # noqa: S608  names from the lists above


VIEWS = {name: _view(name, kind, columns) for name, (kind, columns) in VIEWED.items()}

_ABORT = "BEGIN SELECT RAISE(ABORT, '{reason}'); END"
# What was written here follows an entry of its device that no other follows: it makes no fork. What was merged may leave
# gaps and forks, which are kept as they came and shown.
_FOLLOWS = (
    f"(NEW.sequence = 0 AND NEW.previous_hash = {GENESIS_PREVIOUS_SQL}) OR EXISTS (SELECT 1 FROM entries "  # noqa: S608  text of this file
    "WHERE device = NEW.device AND sequence = NEW.sequence - 1 AND hash = NEW.previous_hash)"
)
_FOLLOWED = (
    "EXISTS (SELECT 1 FROM entries "
    "WHERE device = NEW.device AND sequence = NEW.sequence AND previous_hash = NEW.previous_hash)"
)
_SAME = "position = NEW.position OR hash = NEW.hash OR (NEW.merged IS NULL AND id = NEW.id)"


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
        f"INSERT ON entries WHEN NEW.merged IS NULL AND ({_FOLLOWED} OR NOT ({_FOLLOWS}))",
        "the ledger is a chain: an entry follows the last one of its device",
    ),
    _guard("sealed_no_update", "UPDATE ON sealed", "the ledger only grows: no sealed field is changed"),
    _guard("sealed_no_delete", "DELETE ON sealed", "the ledger only grows: no sealed field is deleted"),
    _guard(
        "sealed_no_replace",
        "INSERT ON sealed WHEN EXISTS (SELECT 1 FROM sealed WHERE entry_id = NEW.entry_id AND field = NEW.field)",
        "the ledger only grows: no sealed field is replaced",
    ),
)

for _statement in (*GUARDS, *VIEWS.values()):
    event.listen(
        metadata,
        "after_create",
        DDL(_statement).execute_if(dialect="sqlite"),  # type: ignore[no-untyped-call]  # untyped in the toolkit
    )
