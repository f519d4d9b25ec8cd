"""The tables of the ledger in PostgreSQL: the same columns, guards and views as in a file, in a schema of their own.

`{s}` is the schema with its dot. Texts are compared byte by byte, as SQLite does: with the rules of a language two
moments could sort the wrong way round.
"""

from __future__ import annotations

from holdfast.ledger.tables import REVISION, TYPES, VIEWED, as_json

_TEXT = 'text COLLATE "C"'

_TABLES = (
    f"""CREATE TABLE {{s}}entries (
    position integer NOT NULL,
    device {_TEXT} NOT NULL,
    sequence integer NOT NULL,
    kind {_TEXT} NOT NULL,
    id {_TEXT} NOT NULL,
    received {_TEXT} NOT NULL,
    previous_hash {_TEXT} NOT NULL,
    payload bytea NOT NULL,
    hash {_TEXT} NOT NULL,
    signature {_TEXT},
    merged {_TEXT},
    CONSTRAINT entries_pkey PRIMARY KEY (position),
    CONSTRAINT entries_hash_key UNIQUE (hash),
    CONSTRAINT entries_sequence_check CHECK (sequence >= 0),
    CONSTRAINT entries_hash_check CHECK (length(hash) = 64 AND length(previous_hash) = 64),
    CONSTRAINT entries_signature_check CHECK (signature IS NULL OR length(signature) = 128)
)""",
    "CREATE INDEX entries_chain ON {s}entries (device, sequence)",
    "CREATE INDEX entries_id ON {s}entries (id)",
    "CREATE INDEX entries_kind ON {s}entries (kind)",
    "CREATE INDEX entries_received ON {s}entries (received)",
    # A sequence of the server would leave gaps where a transaction was given up; this counter goes back with it.
    """CREATE TABLE {s}entries_counter (
    one boolean NOT NULL CONSTRAINT entries_counter_pkey PRIMARY KEY CONSTRAINT entries_counter_one_check CHECK (one),
    last integer NOT NULL
)""",
    "INSERT INTO {s}entries_counter (one, last) VALUES (true, 0)",
    f"""CREATE TABLE {{s}}sealed (
    entry_id {_TEXT} NOT NULL,
    field {_TEXT} NOT NULL,
    nonce bytea NOT NULL,
    ciphertext bytea NOT NULL,
    CONSTRAINT sealed_pkey PRIMARY KEY (entry_id, field)
)""",
    """CREATE TABLE {s}alembic_version (
    version_num varchar(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)""",
    f"INSERT INTO {{s}}alembic_version (version_num) VALUES ('{REVISION}')",  # noqa: S608  text of this file
)

# The functions name their tables through the trigger, so that they hold whatever search path the writer has set.
_FUNCTIONS = (
    """CREATE FUNCTION {s}ledger_only_grows() RETURNS trigger LANGUAGE plpgsql AS $guard$
BEGIN
    RAISE EXCEPTION 'the ledger only grows: nothing in % is changed or deleted (%)', TG_TABLE_NAME, lower(TG_OP);
END
$guard$""",
    """CREATE FUNCTION {s}ledger_in_order() RETURNS trigger LANGUAGE plpgsql AS $guard$
DECLARE
    place integer;
    sound boolean;
BEGIN
    EXECUTE format('UPDATE %I.entries_counter SET last = last + 1 RETURNING last', TG_TABLE_SCHEMA) INTO STRICT place;
    IF NEW.position <> place THEN
        RAISE EXCEPTION 'the ledger only grows: the next position is %', place;
    END IF;
    NEW.position := place;
    IF NEW.merged IS NULL THEN
        EXECUTE format(
            'SELECT NOT EXISTS (SELECT 1 FROM %1$I.%2$I WHERE device = $2 AND sequence = $1 AND previous_hash = $3)'
            ' AND (($1 = 0 AND $3 = repeat(''0'', 64)) OR EXISTS (SELECT 1 FROM %1$I.%2$I'
            ' WHERE device = $2 AND sequence = $1 - 1 AND hash = $3))',
            TG_TABLE_SCHEMA, TG_TABLE_NAME
        ) INTO sound USING NEW.sequence, NEW.device, NEW.previous_hash;
        IF NOT sound THEN
            RAISE EXCEPTION 'the ledger is a chain: an entry follows the last one of its device';
        END IF;
        EXECUTE format('SELECT NOT EXISTS (SELECT 1 FROM %I.%I WHERE id = $1)', TG_TABLE_SCHEMA, TG_TABLE_NAME)
            INTO sound USING NEW.id;
        IF NOT sound THEN
            RAISE EXCEPTION 'the ledger only grows: no entry is replaced';
        END IF;
    END IF;
    RETURN NEW;
END
$guard$""",
)

_GUARDS = (
    "CREATE TRIGGER entries_in_order BEFORE INSERT ON {s}entries FOR EACH ROW EXECUTE FUNCTION {s}ledger_in_order()",
    *(
        f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {{s}}{table}"
        " FOR EACH ROW EXECUTE FUNCTION {s}ledger_only_grows()"
        for table in ("entries", "sealed")
    ),
    *(
        f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {{s}}{table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION {s}ledger_only_grows()"
        for table in ("entries", "sealed")
    ),
)


def _view(name: str, kind: str, columns: dict[str, str]) -> str:
    typed = []
    for alias, path in columns.items():
        field = f"{as_json('payload')} #>> '{{{{body,{path.replace('.', ',')}}}}}'"
        typed.append(f"({field})::{TYPES.get(alias, 'text')} AS {alias}")
    return (
        f"CREATE VIEW {{s}}{name} AS SELECT id, device, sequence, received, {', '.join(typed)} "  # noqa: S608  names from the tables
        f"FROM {{s}}entries WHERE kind = '{kind}'"
    )


_VIEWS = tuple(_view(name, kind, columns) for name, (kind, columns) in VIEWED.items())


def statements(schema: str) -> tuple[str, ...]:
    """Return what makes an empty ledger in a schema that is there; the name is one that `read_address` let through."""
    return tuple(text.format(s=f"{schema}.") for text in (*_TABLES, *_FUNCTIONS, *_GUARDS, *_VIEWS))
