"""Which public keys the entries of a ledger name, and whether each entry is signed as they say.

A device names its key in its first entry; one whose first entry is of format 1, which knew no keys, names it in an
entry of kind ``key`` of its own chain, from which on all its entries are signed. An operator's key is introduced by an
entry of kind ``key`` that it signs itself. A key is revoked by another such entry: what was signed before stands.
Everything here works on entries alone, wherever they come from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from holdfast.ledger import chain
from holdfast.ledger.keys import DEVICE, OPERATOR, fingerprint, is_hex, is_public_key, signature_fits
from holdfast.ledger.records import Fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from holdfast.ledger.entries import Entry

KEY = "key"
ADD, REVOKE = "add", "revoke"
SIGNED_SINCE = 2  # the first format whose entries are signed
KINDS = ("genesis", KEY)  # the kinds of entry that can name a key


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRecord:
    """What an entry says of a key.

    Parameters
    ----------
    action, role : str
        ``add`` or ``revoke``; ``device`` or ``operator``.
    name, public_key : str
        Whose it is, and 64 hexadecimal digits.
    through : int or None
        Where a device's key is revoked: the last entry of that device that stands.
    reason : str or None
        Why it was revoked.
    device, sequence, id, received
        The entry that says so.
    """

    action: str
    role: str
    name: str
    public_key: str
    through: int | None
    reason: str | None
    device: str
    sequence: int
    id: str
    received: str


@dataclass(slots=True)
class KeyBook:
    """The keys that entries name: of devices, of operators, and which of them were revoked; and what is wrong with it.

    Where two machines wrote under one name, the device has a key on each branch, and each entry is held against that of its
    own branch. `devices` has the one that was named here, if any was; a key that came with a merge never takes its place.
    """

    devices: dict[str, KeyRecord] = field(default_factory=dict)
    named_at: dict[str, dict[str, KeyRecord]] = field(default_factory=dict)  # device -> hash of the entry -> key
    operators: dict[tuple[str, str], KeyRecord] = field(default_factory=dict)
    revoked: dict[tuple[str, str, str], KeyRecord] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def revocation(self, role: str, name: str, public_key: str) -> KeyRecord | None:
        """Return what revoked a key; None where it stands."""
        return self.revoked.get((role, name, public_key))

    def keys_of(self, device: str) -> frozenset[str]:
        """Return every public key that entries name for a device."""
        return frozenset(record.public_key for record in self.named_at.get(device, {}).values())


def key_of(entry: Entry) -> KeyRecord | None:
    """Return what an entry of kind ``genesis`` or ``key`` says of a key; None for a genesis of format 1.

    Raises
    ------
    KeyError, ValueError
        When it is not as this format writes it.
    """
    body = entry.body
    if entry.kind == "genesis":
        if "public_key" not in body:
            return None
        body = {"action": ADD, "role": DEVICE, "name": entry.device, "public_key": body["public_key"]}
    record = KeyRecord(
        action=body["action"],
        role=body["role"],
        name=body["name"],
        public_key=body["public_key"],
        through=body.get("through"),
        reason=body.get("reason"),
        device=entry.device,
        sequence=entry.sequence,
        id=entry.id,
        received=entry.received,
    )
    if record.action not in (ADD, REVOKE) or record.role not in (DEVICE, OPERATOR):
        raise ValueError(f"{record.action!r} of a key of {record.role!r}")
    if not isinstance(body["name"], str) or not is_public_key(body["public_key"]):
        raise ValueError(f"{record.public_key!r} as a public key of {record.name!r}")
    ends = record.action == REVOKE and record.role == DEVICE
    if ends != (type(record.through) is int and record.through >= 0) or (not ends and record.through is not None):
        raise ValueError(f"a key of a {record.role} with {record.through!r} as the last entry that stands")
    if not isinstance(body.get("reason", ""), str):
        raise ValueError(f"{record.reason!r} as a reason")  # noqa: TRY004  one kind of error for what cannot be read
    return record


def own_key_of(entry: Entry) -> KeyRecord | None:
    """Return the key by which a device introduces itself in an entry of its own; None where the entry does no such thing."""
    if entry.kind not in KINDS:
        return None
    record = key_of(entry)
    is_own = record is not None and (record.action, record.role, record.name) == (ADD, DEVICE, entry.device)
    return record if is_own else None


def key_body(
    action: str, role: str, name: str, public_key: str, *, through: int | None = None, reason: str | None = None
) -> dict[str, Any]:
    """Return the content of an entry of kind ``key``."""
    body: dict[str, Any] = {"action": action, "role": role, "name": name, "public_key": public_key}
    return body | {name: value for name, value in (("through", through), ("reason", reason)) if value is not None}


def key_book(entries: Iterable[Entry]) -> KeyBook:
    """Gather the keys that entries name.

    Parameters
    ----------
    entries : iterable of Entry
        At least those of the `KINDS` that can name a key; others are passed over. In any order.

    Returns
    -------
    KeyBook
        Its `faults` name entries that say of keys what cannot be: a second key of one device, a device that speaks for
        another, an operator's key that does not sign its own introduction, a revocation of an unknown key, and one by
        somebody whom this ledger did not know before it came: that one has no effect.
    """
    book = KeyBook()
    revocations: list[tuple[Entry, KeyRecord]] = []
    named: list[tuple[Entry, KeyRecord]] = []
    naming = (entry for entry in entries if entry.kind in KINDS)
    for entry in sorted(naming, key=lambda e: (e.merged is not None, e.device, e.sequence, e.hash)):
        try:
            record = key_of(entry)
        except (KeyError, TypeError, AttributeError, ValueError):
            continue  # named where records are read
        if record is None:
            continue
        if record.action == REVOKE:
            revocations.append((entry, record))
            continue
        named.append((entry, record))
        if record.role == OPERATOR:
            _add_operator(book, entry, record)
        else:
            _add_device(book, entry, record)
    _revoke(book, revocations, named)
    return book


def unsigned_reason(entry: Entry, book: KeyBook, key: KeyRecord | None) -> tuple[str, str, str] | None:
    """Return what is wrong with the signatures of one entry: the column, what was found, what was expected.

    Parameters
    ----------
    entry : Entry
        Its hash has been checked.
    book : KeyBook
        Of all entries that stand beside it.
    key : KeyRecord or None
        The key of its device, on its branch.

    Returns
    -------
    tuple or None
        None where all is as it must be. An entry of format 1 is not signed, as long as its device had named no key.
    """
    return _device_reason(entry, book, key) or _operator_reason(entry, book)


def signature_faults(entries: Iterable[Entry], book: KeyBook) -> Iterator[Fault]:
    """Name every entry whose signatures are not as the keys of the ledger say; see `unsigned_reason`.

    Of a device whose entries are signed but which names no key, only the first is named.
    """
    held = tuple(entries)
    along = _keys_along(held, book)
    without_key: set[str] = set()
    for entry in held:
        if entry.device not in book.devices and entry.signature is not None:
            if entry.device in without_key:
                continue
            without_key.add(entry.device)
        reason = unsigned_reason(entry, book, along.get(entry.hash, book.devices.get(entry.device)))
        if reason is not None:
            yield _fault(entry, *reason)


def _keys_along(entries: Iterable[Entry], book: KeyBook) -> dict[str, KeyRecord | None]:
    """Return the key of each entry's own branch, by the hash of the entry, for devices that have more than one."""
    contested = {device for device in book.named_at if len(book.keys_of(device)) > 1}
    found: dict[str, KeyRecord | None] = {}
    for entry in sorted((e for e in entries if e.device in contested), key=lambda e: e.sequence):
        here = book.named_at[entry.device].get(entry.hash)
        before = found.get(entry.previous_hash)
        if before is not None or here is not None:
            found[entry.hash] = before or here  # the first key of a branch holds: who forges the rest can name another
        elif entry.sequence == 0 or entry.previous_hash in found:
            found[entry.hash] = None
        else:  # entries before it are missing: any key of the device may be that of its branch
            message = chain.signed_message(entry.hash)
            fitting = (
                record
                for record in book.named_at[entry.device].values()
                if signature_fits(record.public_key, message, entry.signature or "")
            )
            found[entry.hash] = next(fitting, book.devices.get(entry.device))
    return found


def operator_of(payload: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return name and public key of the operator who signed a payload, where the signature fits; None otherwise."""
    signed = payload.get("operator")
    if not isinstance(signed, dict) or signed.keys() != {"name", "public_key", "signature"}:
        return None
    if not all(isinstance(value, str) for value in signed.values()):
        return None
    fits = signature_fits(signed["public_key"], chain.operator_message(payload), signed["signature"])
    return (signed["name"], signed["public_key"]) if fits else None


def signer_of(entry: Entry, book: KeyBook) -> str | None:
    """Return who signed an entry as its operator, with the beginning of the fingerprint; None where nobody did.

    A signature that does not fit, or by a key that is not introduced or was revoked, is said to be refused.
    """
    if "operator" not in entry.payload:
        return None
    operator = operator_of(entry.payload)
    if operator is None or _operator_reason(entry, book) is not None:
        return "a signature that is refused"
    return f"{operator[0]} ({fingerprint(operator[1])[:9]})"


def voided_by(entry: Entry, book: KeyBook) -> KeyRecord | None:
    """Return the revocation after which an entry was written with the revoked key; None where there is none."""
    for (role, name, key), end in book.revoked.items():
        late = role == DEVICE and name == entry.device and end.through is not None and entry.sequence > end.through
        if late and (entry.signature is None or signature_fits(key, chain.signed_message(entry.hash), entry.signature)):
            return end
    if "operator" not in entry.payload:
        return None
    operator = operator_of(entry.payload)
    closed = None if operator is None else book.revocation(OPERATOR, *operator)
    return closed if closed is not None and _is_late(entry, closed) else None


def _revoke(
    book: KeyBook, revocations: Iterable[tuple[Entry, KeyRecord]], named: Iterable[tuple[Entry, KeyRecord]]
) -> None:
    """Take what was revoked here first, then what came, in the order it came: who is out can put nobody else out."""
    introduced = tuple(named)
    for entry, record in sorted(revocations, key=lambda pair: (pair[0].merged is not None, *_order(*pair))):
        known = (
            (record.name, record.public_key) in book.operators
            if record.role == OPERATOR
            else record.public_key in book.keys_of(record.name)
        )
        if not known:
            book.faults.append(
                _fault(entry, "payload", f"a revocation of a key of {record.role} {record.name}", "a key named before")
            )
        if voided_by(entry, book) is not None:
            continue  # named with the signatures
        if not _may_revoke(entry, record, introduced):
            found = f"a revocation of a key of {record.role} {record.name} by a device that was not known here before"
            expected = "one by the owner of the key, or by whom this ledger knew: it has no effect here"
            book.faults.append(_fault(entry, "payload", found, expected))
            continue
        book.revoked.setdefault((record.role, record.name, record.public_key), record)


def _order(entry: Entry, record: KeyRecord) -> tuple[int, str, str, int]:
    return entry.position, record.received, record.device, record.sequence


def _may_revoke(entry: Entry, record: KeyRecord, named: Iterable[tuple[Entry, KeyRecord]]) -> bool:
    """Tell whether an entry may revoke: written here, by the key itself, or by a device or operator known before it came."""
    if entry.merged is None:
        return True
    message, signature = chain.signed_message(entry.hash), entry.signature or ""
    operator = operator_of(entry.payload)
    own = operator == (record.name, record.public_key) if record.role == OPERATOR else entry.device == record.name
    if own and (record.role == OPERATOR or signature_fits(record.public_key, message, signature)):
        return True
    before = [one for before, one in named if before.position < entry.position and before.merged != entry.merged]
    return any(
        (one.name, one.public_key) == operator
        if one.role == OPERATOR
        else one.name == entry.device and signature_fits(one.public_key, message, signature)
        for one in before
    )


def _is_late(entry: Entry, end: KeyRecord) -> bool:
    return entry.sequence > end.sequence if entry.device == end.device else entry.received > end.received


def _add_device(book: KeyBook, entry: Entry, record: KeyRecord) -> None:
    first = book.devices.setdefault(record.name, record) if record.name == entry.device else None
    if first is not None and (first is record or record.public_key not in book.keys_of(record.name)):
        book.named_at.setdefault(record.name, {})[entry.hash] = record
    if first is None:
        book.faults.append(
            _fault(entry, "payload", f"a key for device {record.name}", f"a key for {entry.device} itself")
        )
    elif first is not record:
        book.faults.append(_fault(entry, "payload", "a second key of its device", "one key a device, named once"))


def _add_operator(book: KeyBook, entry: Entry, record: KeyRecord) -> None:
    if operator_of(entry.payload) != (record.name, record.public_key):
        book.faults.append(
            _fault(entry, "payload", f"a key of operator {record.name} that did not sign this", "its own signature")
        )
        return
    earlier = book.operators.get((record.name, record.public_key))
    if earlier is None or record.received < earlier.received:
        book.operators[record.name, record.public_key] = record


def _device_reason(entry: Entry, book: KeyBook, key: KeyRecord | None) -> tuple[str, str, str] | None:
    must = entry.payload.get("format") != 1 or (key is not None and entry.sequence >= key.sequence)
    reason: tuple[str, str] | None = None
    if entry.signature is None:
        if must:
            reason = "no signature", f"a signature by the key of device {entry.device}"
    elif key is None:
        reason = (
            "a signature, but no key of the device in its entries",
            f"the key of device {entry.device}, named first",
        )
    elif not signature_fits(key.public_key, chain.signed_message(entry.hash), entry.signature):
        reason = (
            "a signature that does not fit: who wrote this did not hold the key",
            f"a signature by the key of device {entry.device}, {fingerprint(key.public_key)}",
        )
    else:
        end = book.revocation(DEVICE, entry.device, key.public_key)
        if end is not None and end.through is not None and entry.sequence > end.through:
            reason = (
                f"a signature by a key that was revoked (entry {end.sequence} of device {end.device})",
                f"{end.through} as the last entry of device {entry.device}",
            )
    return None if reason is None else ("signature", *reason)


def _operator_reason(entry: Entry, book: KeyBook) -> tuple[str, str, str] | None:
    if "operator" not in entry.payload:
        return None
    operator = operator_of(entry.payload)
    if operator is None:
        return "payload", "an operator's signature that does not fit", "one made by the operator's key over this entry"
    record = book.operators.get(operator)
    if record is None:
        shown = f"a signature by operator {operator[0]}, {fingerprint(operator[1])}, a key that no entry introduces"
        return "payload", shown, "an operator introduced in this ledger"
    end = book.revocation(OPERATOR, *operator)
    if end is None or not _is_late(entry, end):
        return None
    return (
        "payload",
        f"a signature by a key of operator {operator[0]} that was revoked {end.received}",
        "a key that stands",
    )


def is_signature(text: object) -> bool:
    """Tell whether something is spelt as a signature: 128 hexadecimal digits in lower case."""
    return is_hex(text, 128)


def _fault(entry: Entry, column: str, found: str, expected: str) -> Fault:
    return Fault(
        kind="key",
        device=entry.device,
        sequence=entry.sequence,
        id=entry.id,
        column=column,
        found=found,
        expected=expected,
    )
