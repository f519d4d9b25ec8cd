"""Who knew what, when: the entries that a device had by a moment, told from what its own chain says it was brought.

A device has what it wrote, what lay in the file when it began to write there, and what its merges brought. Each merge
names the ends of the chains it found (`heads`), and an end names, by hash, all that came before it. So any copy of the
ledger that holds the entries can tell it, whatever way they came. What two devices that write into one file see of each
other without a merge is not told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from holdfast.errors import LedgerError
from holdfast.ledger import tables
from holdfast.ledger.chain import moment_of
from holdfast.ledger.entries import load_entries
from holdfast.ledger.records import utc_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from sqlalchemy import Connection

    from holdfast.ledger.entries import Entry
    from holdfast.ledger.opening import Ledger

BRINGING = ("genesis", "merge")


class Place(NamedTuple):
    """What of an entry tells when it was written, and after what."""

    device: str
    id: str
    received: str
    hash: str
    previous_hash: str


_COUNTS = ("read", "new", "same", "sealed_fields", "documents")


def known_to(ledger: Ledger, connection: Connection, device: str, in_time: Callable[[str], bool]) -> frozenset[str]:
    """Return the hashes of the entries a device had.

    Parameters
    ----------
    device : str
        Name of a device that has written in this ledger.
    in_time : callable
        Whether a moment is early enough. It is asked for the entries of the device itself, of the moment they were really
        written (history that is typed in later was not known earlier, whatever its receipt says): what they brought, the
        device had, whatever the clocks of others said.

    Raises
    ------
    LedgerError
        HF-L064 when no entry is from this device.
    """
    columns = tables.entries.c
    names = (columns.device, columns.id, columns.received, columns.hash, columns.previous_hash)
    places = [Place(*row) for row in connection.execute(select(*names))]
    brought = load_entries(ledger, connection, columns.kind.in_(BRINGING), columns.device == device)
    return had_by(device, places, brought, in_time)


def had_by(
    device: str, places: Collection[Place], brought: Iterable[Entry], in_time: Callable[[str], bool]
) -> frozenset[str]:
    """Return the hashes of the entries a device had; see `known_to`.

    Parameters
    ----------
    places : collection of Place
        Of every entry there is.
    brought : iterable of Entry
        At least the entries of the device whose kind is in `BRINGING`.
    """
    own = {place.hash for place in places if place.device == device and in_time(_written(place.id, place.received))}
    if not any(place.device == device for place in places):
        raise unknown_device(device, sorted({place.device for place in places}))
    ends = [head["hash"] for entry in brought if entry.hash in own for head in heads_of(entry)]
    return frozenset(own | _before(ends, {place.hash: place.previous_hash for place in places}))


def heads_of(entry: Entry) -> tuple[dict[str, Any], ...]:
    """Return the ends of chains an entry says were brought: device, sequence and hash of each."""
    return tuple(entry.body.get("heads") or ())


def merge_of(entry: Entry) -> dict[str, Any]:
    """Return what an entry says of a merge; KeyError, TypeError or ValueError when it is none."""
    body = dict(entry.body)
    for head in body["heads"]:
        _ = str(head["device"]), int(head["sequence"]), bytes.fromhex(head["hash"])
    for name in _COUNTS:
        int(body[name])
    bytes.fromhex(body["digest"])
    return body


def _written(id_: str, received: str) -> str:
    """Return when an entry was written: its id tells it also of imported history, whose receipt is that of the source."""
    moment = moment_of(id_)
    return received if moment is None else utc_text(moment)


def unknown_device(device: str, known: Iterable[str]) -> LedgerError:
    """Return the error for a name that no entry carries."""
    return LedgerError(
        "HF-L064",
        where="device",
        found=f"no entry of a device {device!r}",
        expected="one of " + ", ".join(known),
        mend="name a device of this ledger; `holdfast ledger verify --json` lists them under heads",
    )


def _before(ends: Iterable[str], parents: dict[str, str]) -> set[str]:
    found: set[str] = set()
    for end in ends:
        step = end
        while step in parents and step not in found:
            found.add(step)
            step = parents[step]
    return found
