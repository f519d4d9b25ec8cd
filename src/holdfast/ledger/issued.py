"""Forecasts as they were issued: kept in the chain, so that nobody can say later that another date was given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from holdfast.errors import LedgerError
from holdfast.ledger import tables
from holdfast.ledger.entries import Entry, append, body_field, load_entries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.ledger.opening import Ledger

FORECAST = "forecast"
NEEDED = ("issued", "scenario", "forecast_sha256", "events", "provenance")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedForecast:
    """A forecast of the ledger.

    Parameters
    ----------
    id : str
        Id of the entry.
    received : str
        When it was written to the ledger, UTC.
    body : Mapping
        The record: ``issued``, ``scenario``, ``events``, ``provenance`` with the hashes of its inputs, and
        ``forecast_sha256``, the hash of the whole forecast as it was printed.
    """

    id: str
    received: str
    body: Mapping[str, Any]


def append_forecast(ledger: Ledger, body: Mapping[str, Any]) -> IssuedForecast:
    """Add an issued forecast; the same forecast issued again adds nothing.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    body : Mapping
        At least the fields of `NEEDED`; plain JSON values.

    Returns
    -------
    IssuedForecast
        The entry, or the earlier one with the same ``forecast_sha256``.

    Raises
    ------
    LedgerError
        HF-L008 when a field is missing; HF-L005 when the ledger cannot be written.
    """
    for name in NEEDED:
        if name not in body:
            raise LedgerError(
                "HF-L008",
                where=f"forecast, {name}",
                found="nothing",
                expected="a forecast with " + ", ".join(NEEDED),
                mend="store the record that the forecast room makes",
            )
    columns = tables.entries.c
    with ledger.writing() as connection:
        same = (columns.kind == FORECAST, body_field("forecast_sha256") == body["forecast_sha256"])
        found = connection.execute(select(columns.id).where(*same).limit(1)).scalar()
        if found is not None:
            return issued_of(load_entries(ledger, connection, columns.id == found)[0])
        return issued_of(append(ledger, connection, kind=FORECAST, body=dict(body)))


def issued_forecasts(ledger: Ledger) -> tuple[IssuedForecast, ...]:
    """Return every forecast of the ledger, in the order of issue."""
    with ledger.reading() as connection:
        found = load_entries(ledger, connection, tables.entries.c.kind == FORECAST)
    # By the clock of who issued it: the order in the file is that of merges.
    return tuple(
        issued_of(e) for e in sorted(found, key=lambda one: (one.received, one.device, one.sequence, one.hash))
    )


def issued_of(entry: Entry) -> IssuedForecast:
    """Return the forecast of an entry; KeyError when it lacks a field."""
    for name in NEEDED:
        _ = entry.body[name]
    return IssuedForecast(id=entry.id, received=entry.received, body=entry.body)
