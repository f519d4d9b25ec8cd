"""The keys of a ledger as people handle them: make one for an operator, take one in hand, revoke one, list them all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from holdfast.errors import LedgerError
from holdfast.ledger import tables
from holdfast.ledger.entries import append, load_entries
from holdfast.ledger.keybook import ADD, KEY, KINDS, REVOKE, KeyBook, KeyRecord, key_body, key_book, key_of
from holdfast.ledger.keys import (
    DEVICE,
    OPERATOR,
    SigningKey,
    choose_device,
    fingerprint,
    has_key,
    held,
    load_key,
    make_key,
)
from holdfast.ledger.notes import origin_of, verifier_key
from holdfast.ledger.records import Fault
from holdfast.ledger.telling import tell_nothing_sealed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Connection

    from holdfast.ledger.opening import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownKey:
    """A key that the ledger names, or that only lies in the folder of keys.

    Parameters
    ----------
    role, name : str
        ``device`` or ``operator``, and whose it is.
    public_key : str or None
        64 hexadecimal digits; None for a key that no entry names yet.
    named, revoked : KeyRecord or None
        The entries that introduce and revoke it.
    here : bool
        True where the private key lies in the folder of this ledger.
    verifier : str or None
        The line that verifiers of signed notes take.
    """

    role: str
    name: str
    public_key: str | None
    named: KeyRecord | None
    revoked: KeyRecord | None
    here: bool
    verifier: str | None

    @property
    def fingerprint(self) -> str | None:
        """What people read to each other to compare the key."""
        return None if self.public_key is None else fingerprint(self.public_key)

    def as_dict(self) -> dict[str, Any]:
        """Return what can be shown, for JSON; nothing of it is secret."""
        return {
            "role": self.role,
            "name": self.name,
            "public_key": self.public_key,
            "fingerprint": self.fingerprint,
            "named": None if self.named is None else self.named.received,
            "named_by": None if self.named is None else {"device": self.named.device, "sequence": self.named.sequence},
            "revoked": None if self.revoked is None else self.revoked.received,
            "revoked_by": None
            if self.revoked is None
            else {"device": self.revoked.device, "sequence": self.revoked.sequence, "reason": self.revoked.reason},
            "here": self.here,
            "verifier": self.verifier,
        }


def add_operator(ledger: Ledger, name: str, passphrase: str) -> KeyRecord:
    """Make a key for an operator and introduce it in the ledger, by an entry that the key signs itself.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    name : str
        An office or a role: letters, digits, dots, underscores and hyphens; no person's name.
    passphrase : str
        At least 12 characters; nobody can recover it.

    Returns
    -------
    KeyRecord
        As the ledger now names it. A key that was made before, and whose entry could not be written, is introduced.

    Raises
    ------
    LedgerError
        HF-L045 the name is not usable or has a key; HF-L044 the passphrase is too short, or not that of the key that
        lies here; HF-L005 to HF-L007 the ledger cannot be written.
    """
    with ledger.writing() as connection:
        book = _book(ledger, connection)
        standing = [key for (its, key) in book.operators if its == name and not book.revocation(OPERATOR, its, key)]
        if standing:
            raise LedgerError(
                "HF-L045",
                where=ledger.where,
                found=f"a key of operator {name}, {fingerprint(standing[0])}",
                expected="a name that has no key in this ledger",
                mend="choose another name, or revoke that key first: holdfast ledger revoke WORKSPACE operator NAME",
            )
        if has_key(ledger.keys, OPERATOR, name):
            key = load_key(ledger.keys, OPERATOR, name, passphrase=passphrase)
        else:
            key = make_key(ledger.keys, OPERATOR, name, passphrase=passphrase)
        body = key_body(ADD, OPERATOR, name, key.public_key)
        return _record(append(ledger, connection, kind=KEY, body=body, operator=key))


def operator_key(ledger: Ledger, name: str, passphrase: str) -> SigningKey:
    """Take the key of an operator in hand, for the argument `operator` of what writes entries.

    Raises
    ------
    LedgerError
        HF-L046 the ledger knows no such operator, or the key is revoked; HF-L040 to HF-L044 the file is refused.
    """
    with ledger.reading() as connection:
        book = _book(ledger, connection)
    known = [key for (its, key) in book.operators if its == name]
    if not known:
        raise _unknown(ledger, f"no operator {name}")
    key = load_key(ledger.keys, OPERATOR, name, passphrase=passphrase)
    if key.public_key not in known:
        load_key(ledger.keys, OPERATOR, name, passphrase=passphrase, public_key=known[0])
    end = book.revocation(OPERATOR, name, key.public_key)
    if end is not None:
        raise _unknown(ledger, f"a key of operator {name} that was revoked {end.received}")
    return key


def revoke_key(
    ledger: Ledger,
    role: str,
    name: str,
    *,
    reason: str,
    public_key: str | None = None,
    operator: SigningKey | None = None,
) -> KeyRecord:
    """Say that a key is no longer to be trusted; what it signed before stands.

    Parameters
    ----------
    ledger : Ledger
        The open ledger; written as the device of this ledger, which cannot revoke its own key.
    role, name : str
        Whose key.
    reason : str
        Lost, seized, left the post.
    public_key : str or None
        Which, where an operator's name has more than one.
    operator : SigningKey or None
        Who stands for it.

    Returns
    -------
    KeyRecord
        For a device, with the last of its entries that is here: what comes after it does not stand.

    Raises
    ------
    LedgerError
        HF-L046 no such key stands in this ledger, or it is the one this would be signed with; HF-L059 the reason tells a
        sealed value.
    """
    with ledger.writing() as connection:
        book = _book(ledger, connection)
        candidates = (
            sorted(book.keys_of(name))
            if role == DEVICE
            else [key for (its, key) in book.operators if role == OPERATOR and its == name]
        )
        standing = [key for key in candidates if public_key in (None, key) and book.revocation(role, name, key) is None]
        if len(standing) != 1:
            raise _unknown(ledger, f"{len(standing)} keys of {role} {name} that stand")
        if role == DEVICE and name == ledger.device:
            raise _unknown(ledger, f"the key of device {name}, with which this entry would be signed")
        columns = tables.entries.c
        through = (
            connection.execute(select(func.max(columns.sequence)).where(columns.device == name)).scalar()
            if role == DEVICE
            else None
        )
        tell_nothing_sealed(ledger, connection, {"reason": reason})
        body = key_body(REVOKE, role, name, standing[0], through=through, reason=reason)
        return _record(append(ledger, connection, kind=KEY, body=body, operator=operator))


def known_keys(ledger: Ledger) -> tuple[KnownKey, ...]:
    """Return every key that the ledger names or that lies in its folder: devices, then operators, by name."""
    with ledger.reading() as connection:
        book = _book(ledger, connection)
    return tuple(sorted(_known(ledger, book), key=lambda one: (one.role, one.name, one.public_key or "")))


def held_faults(folder: Path, book: KeyBook) -> Iterator[Fault]:
    """Compare the device keys that lie in a folder with those that entries name; no passphrase is asked for."""
    for role, name in held(folder):
        if role != DEVICE or name not in book.devices:
            continue
        try:
            key = load_key(folder, role, name)
            if key.public_key not in book.keys_of(name):
                load_key(folder, role, name, public_key=book.devices[name].public_key)
        except LedgerError as error:
            yield Fault(
                kind="key",
                device=name,
                sequence=None,
                id=None,
                column=error.where,
                found=error.found,
                expected=error.expected,
            )


def write_as(ledger: Ledger, device: str) -> None:
    """Let this copy of the ledger write as a device of its own from now on; its key is made with its first entry.

    Raises
    ------
    LedgerError
        HF-L045 when the name is not usable, or is that of a device of this ledger whose key is not here.
    """
    with ledger.reading() as connection:
        book = _book(ledger, connection)
        columns = tables.entries.c
        known = connection.execute(select(columns.id).where(columns.device == device).limit(1)).scalar() is not None
    if (known or device in book.devices) and not has_key(ledger.keys, DEVICE, device):
        raise LedgerError(
            "HF-L045",
            where=ledger.where,
            found=f"a device {device} whose key is not here",
            expected="a name that no device of this ledger has",
            mend="choose another name: two machines that write under one name would part its chain in two",
        )
    choose_device(ledger.keys, device)


def _known(ledger: Ledger, book: KeyBook) -> Iterator[KnownKey]:
    lying = set(held(ledger.keys))
    named = [record for records in book.named_at.values() for record in records.values()]
    named += book.operators.values()
    for record in named:
        origin = origin_of(ledger.site, record.name) if record.role == DEVICE else record.name
        yield KnownKey(
            role=record.role,
            name=record.name,
            public_key=record.public_key,
            named=record,
            revoked=book.revocation(record.role, record.name, record.public_key),
            here=(record.role, record.name) in lying,
            verifier=verifier_key(origin, record.public_key),
        )
    for role, name in lying - {(record.role, record.name) for record in named}:
        yield KnownKey(role=role, name=name, public_key=None, named=None, revoked=None, here=True, verifier=None)


def _book(ledger: Ledger, connection: Connection) -> KeyBook:
    return key_book(load_entries(ledger, connection, tables.entries.c.kind.in_(KINDS)))


def _record(entry: Any) -> KeyRecord:
    record = key_of(entry)
    assert record is not None  # noqa: S101  only a genesis can name no key
    return record


def _unknown(ledger: Ledger, found: str) -> LedgerError:
    return LedgerError(
        "HF-L046",
        where=ledger.where,
        found=found,
        expected="one key that this ledger names and that stands",
        mend="list them: holdfast ledger keys WORKSPACE",
    )
