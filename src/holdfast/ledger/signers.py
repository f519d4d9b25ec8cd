"""Did each entry of a file come from who held the key of its device? Told along its own branch, not by its name alone.

The key of an entry is the one that its branch names, at its beginning or on the way. So two machines that wrote under one
name are two branches with a key each, and neither can add to the branch of the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import or_

from holdfast.ledger import chain, tables
from holdfast.ledger.branches import links
from holdfast.ledger.entries import load_entries
from holdfast.ledger.keybook import KEY, operator_of, own_key_of
from holdfast.ledger.keys import fingerprint, signature_fits
from holdfast.ledger.rows import NotAsWrittenError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from holdfast.ledger.entries import Entry
    from holdfast.ledger.opening import Ledger
    from holdfast.ledger.rows import Row


class _Signed(NamedTuple):
    """What of an entry bears on its signature, and where in the file it stands."""

    device: str
    sequence: int
    hash: str
    signature: str | None
    may_be_unsigned: bool
    place: str


_MISSING = "missing"  # an entry before this one is in neither file nor ledger


class Signers:
    """Gathers entries and the keys they name, and says which of them is not signed as it must be."""

    def __init__(self) -> None:
        self._rows: list[_Signed] = []
        self._parents: dict[str, str] = {}
        self._named: dict[str, str] = {}  # hash of the entry that names a key -> the key
        self._keys: dict[str, set[str]] = {}  # device -> every key named for it
        self._resolved: dict[str, str | None] = {}
        self._here: set[str] = set()

    def add(self, row: Row, entry: Entry, place: str) -> None:
        """Take one entry of the file.

        Raises
        ------
        NotAsWrittenError
            When the signature of an operator in it is not that of its key.
        """
        if "operator" in entry.payload and operator_of(entry.payload) is None:
            raise NotAsWrittenError("an operator's signature that does not fit")
        unsigned = entry.payload.get("format") == 1
        self._rows.append(_Signed(row.device, row.sequence, row.hash, row.signature, unsigned, place))
        self._parents[row.hash] = row.previous_hash
        self._name(entry)

    def know(self, ledger: Ledger, connection: Connection) -> None:
        """Take the places of the entries of a ledger and the keys that they name."""
        for link in links(connection):
            self._parents[link.hash] = link.previous_hash
            self._here.add(link.device)
        columns = tables.entries.c
        for entry in load_entries(ledger, connection, or_(columns.kind == "genesis", columns.kind == KEY)):
            self._name(entry)

    def introduced(self) -> dict[str, str]:
        """Return the devices of the file that the ledger did not know, with what people compare of their keys."""
        new = sorted({row.device for row in self._rows} - self._here)
        return {name: "; ".join(fingerprint(key) for key in sorted(self._keys.get(name, ()))) for name in new}

    def refusals(self) -> Iterator[tuple[str, str]]:
        """Give place and reason of every entry of the file that is not signed by the key of its device."""
        for row in self._rows:
            reason = self._reason(row)
            if reason is not None:
                yield row.place, f"entry {row.sequence} of device {row.device}: {reason}"

    def _name(self, entry: Entry) -> None:
        record = own_key_of(entry)
        if record is not None:
            self._named[entry.hash] = record.public_key
            self._keys.setdefault(entry.device, set()).add(record.public_key)

    def _reason(self, row: _Signed) -> str | None:
        key = self._key(row.hash)
        keys = self._keys.get(row.device, set()) if key == _MISSING else {key} if key else set()
        if row.signature is None:
            if row.may_be_unsigned and (key is None or key == _MISSING):
                return None
            return "it is not signed"
        if not keys:
            return "it is signed, and no entry of its device here or in the file names the key"
        message = chain.signed_message(row.hash)
        if any(signature_fits(one, message, row.signature) for one in sorted(keys)):
            return None
        shown = ", ".join(fingerprint(one) for one in sorted(keys))
        return f"it was not signed by the key of its device ({shown})"

    def _key(self, digest: str) -> str | None:
        """Return the key that an entry's branch names, None where it begins without one, or that its beginning is missing."""
        path: list[str] = []
        step = digest
        found: str | None = None
        while step not in self._resolved:
            path.append(step)
            before = self._parents.get(step)
            if before is None or before == chain.GENESIS_PREVIOUS:
                found = _MISSING if before is None else None
                break
            step = before
        else:
            found = self._resolved[step]
        for one in reversed(path):
            # The first key of a branch holds: whoever forges the rest of it could name another.
            found = self._named.get(one, found) if found in (None, _MISSING) else found
            self._resolved[one] = found
        return found
