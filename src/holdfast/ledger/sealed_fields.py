"""Sealed fields of entries: added with a claim or later, read by who holds the key, proved alone, and shredded."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from holdfast.errors import LedgerError
from holdfast.ledger import sealing, tables
from holdfast.ledger.custody import append_custody, required
from holdfast.ledger.entries import Entry, append, body_field, load_entries, stamp
from holdfast.ledger.sealing import Box, Opened, sealed_of
from holdfast.ledger.store import claim_body, claim_of, write_claim
from holdfast.ledger.telling import SHORTEST_SOUGHT, entries_telling, tell_nothing_sealed, texts
from holdfast.ledger.tombstones import find_entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from holdfast.ledger.opening import Ledger
    from holdfast.ledger.records import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class Shred:
    """What was shredded: entry, fields, why, by whom; and documents and entries in which a value still stands in clear."""

    id: str
    entry_id: str
    fields: tuple[str, ...]
    keys: tuple[str, ...]
    reason: str
    by: str
    received: str
    device: str
    destroyed_here: int = 0
    still_in: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the fields in declared order, for JSON."""
        lists = {name: list(getattr(self, name)) for name in ("fields", "keys", "still_in")}
        return {name: getattr(self, name) for name in self.__slots__} | lists


@dataclass(frozen=True, slots=True)
class _Field:
    """One sealed field of a record: which entry says so, and what it says."""

    entry: Entry
    name: str
    said: Mapping[str, str]


def append_sealed(ledger: Ledger, draft: Claim, values: Mapping[str, str]) -> Claim:
    """Add a claim with sealed fields; see `holdfast.ledger.append_claim`."""
    with _sealed_bodies(ledger, values, claim_body(draft), draft.document_sha256) as (said, boxes):
        with ledger.writing() as connection:
            entry = write_claim(ledger, connection, draft, sealed=said)
            _keep(connection, entry, boxes)
        return claim_of(entry)


def propose_sealed(ledger: Ledger, drafts: Sequence[tuple[Claim, Mapping[str, str]]]) -> tuple[Claim, ...]:
    """Add several claims in one step, all of them or none, each with the fields that are sealed.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    drafts : sequence of (Claim, Mapping)
        From `holdfast.ledger.draft_claim`; field of `SEALED_FIELDS` -> value, empty where nothing is sealed. Whoever calls
        has left the values out of the claims and of their documents.

    Returns
    -------
    tuple of Claim
        In the given order.

    Raises
    ------
    LedgerError
        As `holdfast.ledger.append_claim`. Nothing is written then, and no key is left.
    """
    with ExitStack() as keys:
        said = [
            keys.enter_context(_sealed_bodies(ledger, sealed, {}, None)) if sealed else None for _, sealed in drafts
        ]
        with ledger.writing() as connection:
            entries = []
            for (draft, _), found in zip(drafts, said, strict=True):
                entries.append(write_claim(ledger, connection, draft, sealed=found[0] if found else None))
                _keep(connection, entries[-1], found[1] if found else {})
        return tuple(map(claim_of, entries))


def seal(ledger: Ledger, claim_id: str, values: Mapping[str, str], *, by: str) -> Entry:
    """Add sealed fields to a claim that is there.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    claim_id : str
        Id of the claim; it stays as it was written.
    values : Mapping
        Field of `holdfast.ledger.SEALED_FIELDS` -> value. A field given again stands beside the earlier one, and is the
        one that is read.
    by : str
        Who adds it: an office or a role.

    Raises
    ------
    LedgerError
        HF-L058 no such claim; HF-L059 a field or value that cannot be sealed, or that stands in clear in the claim or its
        document; HF-L063 nobody named. Nothing is written then.
    """
    who = required("by", by)
    with ledger.reading() as connection:
        claim = find_entry(ledger, connection, claim_id)
    beside = dict(claim.body) | {"by": who}
    with _sealed_bodies(ledger, values, beside, claim.body.get("document_sha256")) as (said, boxes):
        with ledger.writing() as connection:
            find_entry(ledger, connection, claim_id)
            body = {"claim_id": claim.id, "by": who, "recorded": stamp(ledger, connection).received, "sealed": said}
            entry = append(ledger, connection, kind="seal", body=body)
            _keep(connection, entry, boxes)
        return entry


def unseal(
    ledger: Ledger, entry_id: str, *, by: str, purpose: str, fields: tuple[str, ...] | None = None
) -> dict[str, str]:
    """Read the sealed fields of a claim, for who holds its key; who read them, and for what, is written first.

    Parameters
    ----------
    ledger : Ledger
        The open ledger; the key is looked for in ``keys/sealed``.
    entry_id : str
        Id of the claim.
    by, purpose : str
        Who reads, and what for.
    fields : tuple of str or None
        Only these; None: all.

    Returns
    -------
    dict
        Field -> value.

    Raises
    ------
    LedgerError
        HF-L058 no such entry; HF-L060 it has no such sealed field, or its key or box is not here; HF-L061 it was
        shredded; HF-L062 the box is damaged; HF-L063 nobody or no purpose named; HF-L059 either tells a sealed value.
    """
    opened = _hand_out(ledger, entry_id, "unsealed", by, purpose, fields)
    return {name: found.value for name, (_, found) in opened.items()}


def disclose(ledger: Ledger, entry_id: str, field: str, *, by: str, purpose: str) -> dict[str, Any]:
    """Return one sealed field with what proves it, and nothing of the others; raises as `unseal`.

    Returns
    -------
    dict
        ``field``, ``value``, ``salt``, the ``commitment`` they give, and the entry in whose hashed bytes it stands:
        ``entry_id``, ``device``, ``sequence``, ``hash``. To be held against that entry with `check_disclosure`.
    """
    where, opened = _hand_out(ledger, entry_id, "disclosed", by, purpose, (field,))[field]
    return {
        "field": field,
        "value": opened.value,
        "salt": opened.salt,
        "commitment": where.said["commitment"],
        "entry_id": where.entry.id,
        "device": where.entry.device,
        "sequence": where.entry.sequence,
        "hash": where.entry.hash,
    }


def disclosure_holds(ledger: Ledger, disclosed: Mapping[str, Any]) -> bool:
    """Return whether a disclosed field is the one whose commitment stands in an entry of this ledger.

    Parameters
    ----------
    ledger : Ledger
        Any copy that holds the entry; neither key nor box is needed.
    disclosed : Mapping
        As `disclose` gave it; the commitment in it is not believed, that of the hashed entry counts.
    """
    columns = tables.entries.c
    with ledger.reading() as connection:
        found = load_entries(ledger, connection, columns.hash == str(disclosed.get("hash")))
    return any(
        entry.id == disclosed.get("entry_id")
        and (said := sealed_of(entry.body).get(str(disclosed.get("field")))) is not None
        and sealing.check_disclosure(disclosed, said["commitment"])
        for entry in found
    )


def shred(ledger: Ledger, entry_id: str, *, reason: str, by: str) -> Shred:
    """Make the sealed fields of a claim unreadable for good, by destroying their keys here.

    The entry that says so is written first; if the power fails before the keys are gone, shredding again ends it. Where
    another copy of the ledger said so, the same call destroys the keys that are here, and writes nothing.

    Parameters
    ----------
    ledger : Ledger
        The open ledger.
    entry_id : str
        Id of the claim.
    reason, by : str
        Why, and who decides. Both are part of the chain: they must not tell what is to disappear.

    Returns
    -------
    Shred
        With the entries and the documents of the inbox in which a value was found in clear (``still_in``), as far as their
        bytes show it.

    Raises
    ------
    LedgerError
        HF-L058 no such entry; HF-L060 it has no sealed field; HF-L063 no reason or nobody named; HF-L005 a key cannot be
        destroyed.
    """
    words = {"reason": required("reason", reason), "by": required("by", by)}
    folder = keys_folder(ledger)
    with ledger.writing() as connection:
        found = _sealed(ledger, connection, entry_id)
        if not found:
            raise _not_here(entry_id, "no sealed field", "a claim with sealed fields")
        earlier = load_entries(ledger, connection, *_about(entry_id, "shred"))
        keys = sorted({field.said["key"] for field in found})
        still_in = _in_clear(ledger, connection, folder, found, tuple(words.values()))
        done = {key for entry in earlier for key in entry.body["keys"]}
        if set(keys) <= done:
            entry = earlier[0]
        else:
            names = sorted({field.name for field in found})
            recorded = stamp(ledger, connection).received
            body = {"entry_id": entry_id, "fields": names, "keys": keys, **words, "recorded": recorded}
            entry = append(ledger, connection, kind="shred", body=body)
    destroyed = sum(sealing.destroy_key(folder, key) for key in keys)
    return shred_of(entry, destroyed_here=destroyed, still_in=still_in)


def shred_of(entry: Entry, *, destroyed_here: int = 0, still_in: tuple[str, ...] = ()) -> Shred:
    """Return the record of an entry; KeyError, TypeError or ValueError when it is none."""
    body = entry.body
    if not all(sealing.is_key_id(key) for key in body["keys"]):
        message = "a key id that is none"
        raise ValueError(message)
    return Shred(
        id=entry.id,
        entry_id=body["entry_id"],
        fields=tuple(str(name) for name in body["fields"]),
        keys=tuple(body["keys"]),
        reason=body["reason"],
        by=body["by"],
        received=entry.received,
        device=entry.device,
        destroyed_here=destroyed_here,
        still_in=still_in,
    )


def seal_of(entry: Entry) -> tuple[str, dict[str, dict[str, str]]]:
    """Return the claim and the sealed fields of an entry; raises when it is none."""
    said = sealed_of(entry.body)
    if not said or not isinstance(entry.body["by"], str) or not isinstance(entry.body["recorded"], str):
        message = "a seal without fields, or by nobody"
        raise ValueError(message)
    return entry.body["claim_id"], said


def shreds_to_follow(ledger: Ledger, connection: Connection) -> tuple[str, ...]:
    """Return the ids of entries that were shredded, here or elsewhere, and whose key is still in this folder."""
    folder = keys_folder(ledger)
    waiting: dict[str, None] = {}
    for entry in load_entries(ledger, connection, tables.entries.c.kind == "shred"):
        if any(sealing.key_file(folder, key).exists() for key in shred_of(entry).keys):
            waiting[entry.body["entry_id"]] = None
    return tuple(waiting)


def keys_folder(ledger: Ledger) -> Path:
    """Return the folder of the keys of sealed records, beside the ledger."""
    return ledger.keys / "sealed"


@contextmanager
def _sealed_bodies(
    ledger: Ledger, values: Mapping[str, str], beside: Mapping[str, Any], document: str | None
) -> Iterator[tuple[dict[str, dict[str, str]], dict[str, Box]]]:
    """Seal values under a new key, which is on the disk before the entry is; an entry that fails takes it away again."""
    sealing.check_fields(values)
    _nowhere_in_clear(ledger, values, beside, document)
    with ledger.reading() as connection:
        key_id = new_key_id(ledger, connection)
    key = sealing.new_key()
    boxes = {name: sealing.seal_value(key, key_id, name, value) for name, value in values.items()}
    said = {name: {"commitment": box.commitment, "key": key_id, "box": box.digest} for name, box in boxes.items()}
    folder = keys_folder(ledger)
    sealing.write_key(folder, key_id, key)
    try:
        yield said, boxes
    except BaseException:
        sealing.destroy_key(folder, key_id)
        raise


def new_key_id(ledger: Ledger, connection: Connection) -> str:
    """Return a new id for a key; it tells when it was made, as the entry does, and nothing else."""
    from holdfast.ledger.chain import new_id  # noqa: PLC0415

    return new_id(stamp(ledger, connection).moment)


def _keep(connection: Connection, entry: Entry, boxes: Mapping[str, Box]) -> None:
    for name, box in boxes.items():
        values = {"entry_id": entry.id, "field": name, "nonce": box.nonce, "ciphertext": box.ciphertext}
        connection.execute(insert(tables.sealed).values(**values))


def _hand_out(
    ledger: Ledger, entry_id: str, action: str, by: str, purpose: str, wanted: tuple[str, ...] | None
) -> dict[str, tuple[_Field, Opened]]:
    required("by", by)
    required("purpose", purpose)
    with ledger.writing() as connection:
        find_entry(ledger, connection, entry_id)
        found = {field.name: field for field in _sealed(ledger, connection, entry_id)}
        for name in wanted or ():
            if name not in found:
                raise _not_here(entry_id, f"no sealed field {name!r}", "one of " + (", ".join(found) or "none"))
        if not found:
            raise _not_here(entry_id, "no sealed field", "a claim with sealed fields")
        names = tuple(found) if wanted is None else wanted
        shreds = load_entries(ledger, connection, *_about(entry_id, "shred"))
        opened = {name: (found[name], _open(ledger, connection, found[name], shreds)) for name in names}
        append_custody(ledger, connection, action, parts=names, by=by, purpose=purpose, entry_id=entry_id)
    return opened


def _sealed(ledger: Ledger, connection: Connection, entry_id: str) -> list[_Field]:
    """Return the sealed fields of a record, its own and those added later, the latest of a name last."""
    columns = tables.entries.c
    entries = load_entries(ledger, connection, columns.id == entry_id)
    if not entries:
        find_entry(ledger, connection, entry_id)
    added = load_entries(ledger, connection, columns.kind == "seal", body_field("claim_id") == entry_id)
    later = sorted(added, key=lambda entry: (entry.received, entry.device, entry.sequence, entry.hash))
    return [_Field(entry, name, said) for entry in (*entries, *later) for name, said in sealed_of(entry.body).items()]


def _open(ledger: Ledger, connection: Connection, field: _Field, shreds: tuple[Entry, ...]) -> Opened:
    for entry in shreds:
        if field.said["key"] in entry.body["keys"]:
            raise LedgerError(
                "HF-L061",
                where=f"sealed field {field.name} of {field.entry.id}",
                found=f"shredded on {entry.received} by {entry.body['by']}: {entry.body['reason']}",
                expected="a field that was not shredded",
                mend="nothing brings it back; `holdfast ledger shred` again destroys a key that is still in this folder",
            )
    key = sealing.read_key(keys_folder(ledger), field.said["key"])
    box = _box(connection, field)
    if key is None or box is None:
        what = "no key for it in this folder" if key is None else "its box is not in this ledger"
        raise _not_here(field.entry.id, what, "the key in keys/sealed and the box in the ledger")
    return sealing.open_box(key, field.said["key"], field.name, box)


def _box(connection: Connection, field: _Field) -> Box | None:
    columns = tables.sealed.c
    found = connection.execute(
        select(columns.nonce, columns.ciphertext).where(columns.entry_id == field.entry.id, columns.field == field.name)
    )
    for row in found:
        if sealing.box_digest(row.nonce, row.ciphertext) == field.said["box"]:
            return Box(nonce=row.nonce, ciphertext=row.ciphertext, commitment=field.said["commitment"])
    return None


def _about(entry_id: str, kind: str) -> tuple[Any, ...]:
    return tables.entries.c.kind == kind, body_field("entry_id") == entry_id


def _not_here(entry_id: str, found: str, expected: str) -> LedgerError:
    return LedgerError(
        "HF-L060",
        where=f"entry {entry_id}",
        found=found,
        expected=expected,
        mend="the key lies with who sealed it; keys do not travel with exports, and boxes only with --sealed",
    )


def _nowhere_in_clear(
    ledger: Ledger, values: Mapping[str, str], beside: Mapping[str, Any], document: str | None
) -> None:
    """Refuse to seal what stands beside it in clear: it could never disappear."""
    spoken = [text.casefold() for text in texts(beside)]
    content = b"" if document is None else _bytes_of(ledger.inbox / document)
    for name, value in values.items():
        sought = value.strip()
        if len(sought) < SHORTEST_SOUGHT:
            continue
        if any(sought.casefold() in text for text in spoken):
            raise sealing.refused(name, "the same words in clear in the claim itself", "a claim that does not tell it")
        if _holds(content, sought):
            raise sealing.refused(name, "the same words in clear in the document of the claim", "a document without it")


def _in_clear(
    ledger: Ledger, connection: Connection, folder: Path, found: list[_Field], words: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the entries and documents that hold a value in clear; refuse words of the shredding itself that do."""
    values = {}
    for field in found:
        key, box = sealing.read_key(folder, field.said["key"]), _box(connection, field)
        if key is None or box is None:
            continue
        with suppress(LedgerError):  # a damaged box can still be shredded
            values[field.name] = sealing.open_box(key, field.said["key"], field.name, box).value.strip()
    sought = {name: value for name, value in values.items() if len(value) >= SHORTEST_SOUGHT}
    for name, value in sought.items():
        if any(value.casefold() in text.casefold() for text in words):
            raise sealing.refused(
                name, "the same words in the reason or in who decides", "a reason that does not tell it"
            )
    tell_nothing_sealed(ledger, connection, {"reason": " ".join(words)})
    told = entries_telling(ledger, connection, sought.values())
    if not sought or not ledger.inbox.is_dir():
        return told
    files = sorted(file for file in ledger.inbox.iterdir() if file.is_file() and not file.is_symlink())
    return told + tuple(
        f"inbox/{file.name}"
        for file in files
        if (content := _bytes_of(file)) and any(_holds(content, value) for value in sought.values())
    )


def _holds(content: bytes, sought: str) -> bool:
    spellings = {
        form.encode(code) for form in (sought, sought.lower(), sought.upper()) for code in ("utf-8", "utf-16-le")
    }
    return any(spelling in content for spelling in spellings)


def _bytes_of(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""
