"""How a ledger of an older format becomes one of this: a step of Alembic for each format, run on opening."""
