"""Dated events of a run: what arrives, fails, is repaired, opens, closes or is destroyed."""

from __future__ import annotations

import difflib
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import HoldfastError, InputError
from holdfast.lifelines import codes
from holdfast.lifelines.kinds import MOST_RAIN_MM, ROLE_UNIT, ROLE_UNITS, SHARES, declared_kinds, kind_named
from holdfast.lifelines.layout import commodities_of
from holdfast.lifelines.records import FIRST_COMMODITY, Floats, Schedule
from holdfast.lifelines.weather_files import read_csv
from holdfast.quantities import convert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.lifelines.kinds import EventKind
    from holdfast.lifelines.layout import Layout
    from holdfast.sites import Site

COLUMNS = ("hour", "kind", "asset", "quantity", "unit")
# kind: (what the asset is, what the quantity is, meaning)
EVENT_KINDS: dict[str, tuple[str, str, str]] = {
    row.kind: (row.asset, row.quantity, row.meaning) for row in declared_kinds()
}
# Vessels stand in this order in every row of the engine.
_VESSELS = ("stores", "tanks", "sewage_tanks")
_ALONE = ("gate", "site")  # collections of one, which may also be left out
_SHARE = "fraction"  # unit of a looted share once it is checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One dated event.

    Attributes
    ----------
    hour : int
        Hour of the run at whose start it acts.
    kind : str
        One of ``EVENT_KINDS``.
    asset : str
        Id of the asset, also with its list (``tanks.north``); a commodity for ``arrive``; empty, ``gate`` or ``site``
        for what concerns the whole.
    quantity : float or ndarray (members,)
        How much; not used by kinds without a quantity.
    unit : str
        Unit of the quantity; empty: the asset's own unit (m3 for water and sewage).
    members : ndarray of bool (members,), optional
        The members it concerns; None: all.
    """

    hour: int
    kind: str
    asset: str = ""
    quantity: float | Floats = 0.0
    unit: str = ""
    members: NDArray[np.bool_] | None = None


def read_events(path: str | Path, site: Site) -> tuple[Event, ...]:
    """Read an events file: CSV with the columns ``hour,kind,asset,quantity,unit``.

    Every row is checked against the site: kind, asset, quantity and unit. Quantities come back in the asset's unit.

    Raises
    ------
    InputError
        HF-E002 when the file cannot be read or its columns differ; HF-E003 to HF-E008 and HF-E080 for a row, naming row
        and column.
    """
    name = Path(path).name
    header, rows = read_csv(path, "HF-E002", f"an events file: CSV with the columns {','.join(COLUMNS)}")
    if sorted(header) != sorted(COLUMNS):
        raise InputError(
            "HF-E002",
            where=f"{name} header",
            found=",".join(header) or "nothing",
            expected=f"the columns {','.join(COLUMNS)}",
            mend="name the columns as above in the first line; a file without events has that line alone",
        )
    events = []
    for number, row in enumerate(rows, start=2):
        # DictReader gives None for a field that is missing and files what is too much under the key None.
        if set(row) != set(COLUMNS) or any(row[column] is None for column in COLUMNS):
            raise InputError(
                "HF-E008",
                where=f"{name} row {number}",
                found=",".join(str(value) for value in row.values()),
                expected=f"{len(COLUMNS)} fields",
                mend="write every row whole; leave a field empty between its commas where it has no value",
            )
        events.append(_read_row(row, f"{name} row {number}", site))
    return tuple(events)


def _read_row(row: Mapping[str, str], where: str, site: Site) -> Event:
    fields = {column: row[column].strip() for column in COLUMNS}
    if not fields["hour"].isdecimal() or not fields["hour"].isascii():
        raise InputError(
            "HF-E006",
            where=f"{where} column hour",
            found=fields["hour"] or "nothing",
            expected="a whole number of hours from the start of the run",
            mend="count hours from 0",
        )
    kind = kind_named(fields["kind"])
    quantity = 0.0
    if kind is not None and kind.quantity != "none":
        quantity = _number(fields["quantity"], f"{where} column quantity")
    event = Event(
        hour=int(fields["hour"]), kind=fields["kind"], asset=fields["asset"], quantity=quantity, unit=fields["unit"]
    )
    return check_event(event, site, where)


def _number(text: str, where: str) -> float:
    if not text:
        raise InputError(
            "HF-E008", where=where, found="nothing", expected="a quantity", mend="fill it in, or drop the row"
        )
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _bad_quantity(where, text, "a number such as 1500 or 0.5")
    return value


def _bad_quantity(where: str, found: str, expected: str) -> InputError:
    return InputError("HF-E005", where=where, found=found, expected=expected, mend="correct the quantity or its unit")


def check_event(event: Event, site: Site, where: str) -> Event:
    """Return an event with its quantity in the asset's own unit, or say what is wrong with it.

    An event that has been checked passes unchanged.

    Raises
    ------
    InputError
        HF-E003 unknown kind; HF-E004 unknown asset; HF-E005 impossible quantity; HF-E007 unit that does not fit;
        HF-E080 an id that stands for two assets.
    """
    kind = kind_named(event.kind)
    if kind is None:
        raise InputError(
            "HF-E003",
            where=f"{where} column kind",
            found=(event.kind or "nothing") + nearest(event.kind, EVENT_KINDS),
            expected="one of " + ", ".join(EVENT_KINDS),
            mend="use a kind that can be simulated",
        )
    place = target_of(event, site, where)
    factor, unit = _factor(event, kind, place, site, where)
    quantity = np.asarray(event.quantity, dtype=np.float64) * factor
    _check_quantity(event, kind, quantity, place, unit, where)
    scaled = float(quantity) if quantity.ndim == 0 else quantity
    return replace(event, quantity=scaled, unit=unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an event acts on: list, id, place in the list, code of the schedule, unit, and the most it can hold."""

    collection: str
    name: str
    index: int
    code: str
    unit: str = ""
    most: float = math.inf


def targets_of(kind: EventKind, site: Site) -> tuple[Target, ...]:
    """Return everything on a site that an event of a kind may name."""
    found: list[Target] = []
    for collection, code in zip(kind.collections, kind.codes, strict=True):
        if collection in _ALONE:
            found.append(Target(collection=collection, name=collection, index=0, code=code))
        elif collection == "commodity":
            stored = {store.commodity for store in site.stores}
            names = commodities_of(site)
            found += [
                Target(collection=collection, name=name, index=n, code=code, unit=unit)
                for n, (name, unit) in enumerate(names.items())
                if name in stored
            ]
        else:
            found += [_asset(collection, n, asset, code) for n, asset in enumerate(getattr(site, collection))]
    return tuple(found)


def _asset(collection: str, index: int, asset: object, code: str) -> Target:
    if collection not in _VESSELS:
        return Target(collection=collection, name=asset.id, index=index, code=code)  # type: ignore[attr-defined]
    store = collection == "stores"
    capacity = asset.capacity if store else asset.capacity_m3  # type: ignore[attr-defined]
    return Target(
        collection=collection,
        name=asset.id,  # type: ignore[attr-defined]
        index=index,
        code=code,
        unit=asset.unit if store else "m3",  # type: ignore[attr-defined]
        most=max(float(capacity.high), float(capacity.value)),
    )


def target_of(event: Event, site: Site, where: str) -> Target:
    """Return what an event acts on; an id of a store wins over a commodity of the same name.

    Raises
    ------
    InputError
        HF-E004 when the site has no such asset, with the nearest names; HF-E080 when two assets have the id.
    """
    kind = kind_named(event.kind)
    every = targets_of(kind, site) if kind is not None else ()
    found = [target for target in every if event.asset in {target.name, f"{target.collection}.{target.name}"}]
    if not event.asset:
        found = [target for target in every if target.collection in _ALONE]
    assets = [target for target in found if target.collection != "commodity"]
    if len(assets) > 1:
        raise InputError(
            "HF-E080",
            where=f"{where} column asset",
            found=f"{event.asset}, the id of " + " and ".join(f"{t.collection}.{t.name}" for t in assets),
            expected="one asset",
            mend=f"write the list before the id, such as {assets[0].collection}.{assets[0].name}",
        )
    if not found:
        names = sorted(dict.fromkeys(target.name for target in every))
        raise InputError(
            "HF-E004",
            where=f"{where} column asset",
            found=(event.asset or "nothing") + nearest(event.asset, names),
            expected=f"a {EVENT_KINDS[event.kind][0]} of the site: " + (", ".join(names) or "none"),
            mend="use an id of site.toml, or add the asset there",
        )
    return (assets or found)[0]


def nearest(name: str, known: Mapping[str, object] | Sequence[str]) -> str:
    """Return a question after the nearest known names, empty where none is near."""
    close = difflib.get_close_matches(name, list(known), n=3, cutoff=0.6)
    return f" (did you mean {' or '.join(close)}?)" if close else ""


def assets_of(kind: str, site: Site) -> dict[str, str]:
    """Return the ids an event of a kind may name, each with the unit of its quantity."""
    declared = kind_named(kind)
    units: dict[str, str] = {}
    for target in targets_of(declared, site) if declared is not None else ():
        units.setdefault(target.name, target.unit)
        if target.collection in _ALONE:
            units[""] = ""
    return units


def _factor(event: Event, kind: EventKind, target: Target, site: Site, where: str) -> tuple[float, str]:
    """Factor from the event's unit to the one it is kept in, and that unit."""
    role = kind.quantity
    if role == "none":
        return 1.0, ""
    if role in ROLE_UNITS:
        if event.unit not in ROLE_UNITS[role]:
            known = ", ".join(unit for unit in ROLE_UNITS[role] if unit)
            raise InputError(
                "HF-E007",
                where=f"{where} column unit",
                found=event.unit,
                expected=f"{'a share: ' if role == 'fraction' else ''}empty, or one of {known}",
                mend="leave the unit empty" + (" and give a share from 0 to 1" if role == "fraction" else ""),
            )
        return ROLE_UNITS[role][event.unit], ROLE_UNIT[role]
    if role == "stock or share" and event.unit and event.unit in SHARES:
        return SHARES[event.unit], _SHARE
    if not event.unit or event.unit == target.unit:
        return 1.0, target.unit
    try:
        return convert(1.0, event.unit, target.unit, dict(site.packages)), target.unit
    except HoldfastError as fault:
        raise InputError(
            "HF-E007",
            where=f"{where} column unit",
            found=event.unit,
            expected=f"a unit that can be turned into {target.unit}",
            mend=f"give the quantity in {target.unit}, or the size of the package in [packages] of site.toml",
        ) from fault


def _check_quantity(event: Event, kind: EventKind, quantity: Floats, target: Target, unit: str, where: str) -> None:
    place = f"{where} column quantity"
    if not np.isfinite(quantity).all() or (quantity < 0.0).any():
        raise _bad_quantity(place, f"{float(quantity.min()):g}", "a quantity of 0 or more")
    if (kind.quantity == "fraction" or unit == _SHARE) and (quantity > 1.0).any():
        raise _bad_quantity(place, f"{float(quantity.max()):g}", "a share from 0 to 1")
    if kind.quantity == "rain" and (quantity > MOST_RAIN_MM).any():
        raise _bad_quantity(place, f"{float(quantity.max()):g} mm", f"at most {MOST_RAIN_MM:g} mm in an hour")
    most = target.most
    if event.kind == "set_level" and quantity.ndim == 0 and float(quantity) > most * (1.0 + 1e-9):
        raise _bad_quantity(place, f"{float(quantity):g}", f"at most the capacity of {event.asset}, {most:g}")


def schedule_of(
    events: Sequence[Event], site: Site, layout: Layout, members: int, hours: int
) -> tuple[Schedule, Floats]:
    """Return the events as arrays, sorted by hour and, within the hour, in the order in which they act.

    Returns
    -------
    Schedule
        Hour, code and target of each of e events.
    ndarray (e, members)
        Their quantities; not a number for a member an event does not concern.

    Raises
    ------
    InputError
        As ``check_event``; HF-E006 for an hour outside the run; HF-E005 for an array of another length.
    """
    places = []
    for number, event in enumerate(events, start=1):
        where = f"event {number} ({event.kind} {event.asset})"
        if not 0 <= event.hour < hours or event.hour != int(event.hour):
            raise InputError(
                "HF-E006",
                where=f"{where} column hour",
                found=str(event.hour),
                expected=f"a whole hour from 0 to {hours - 1}",
                mend="correct the hour, or lengthen the run",
            )
        checked = check_event(event, site, where)
        quantity = np.asarray(checked.quantity, dtype=np.float64)
        if quantity.shape not in {(), (members,)}:
            raise _bad_quantity(where, f"an array of shape {quantity.shape}", f"one number, or {members} numbers")
        if checked.members is not None:
            if checked.members.shape != (members,):
                raise _bad_quantity(where, f"members of shape {checked.members.shape}", f"{members} members")
            quantity = np.where(checked.members, quantity, np.nan)
        code, index = _place(checked, site, layout, where)
        places.append((int(event.hour), code, number, index, np.broadcast_to(quantity, (members,))))
    places.sort(key=lambda place: place[:3])
    schedule = Schedule(
        hour=np.array([place[0] for place in places], dtype=np.int64),
        code=np.array([place[1] for place in places], dtype=np.int64),
        target=np.array([place[3] for place in places], dtype=np.int64),
    )
    return schedule, np.stack([place[4] for place in places]) if places else np.zeros((0, members))


def _place(event: Event, site: Site, layout: Layout, where: str) -> tuple[int, int]:
    """Code of an event and index of what it acts on: a vessel counts through stores, tanks and sewage tanks."""
    target = target_of(event, site, where)
    code = int(getattr(codes, target.code))
    if event.kind == "loot" and event.unit == _SHARE:
        code = codes.LOOT_SHARE
    if target.collection == "commodity":
        return code, FIRST_COMMODITY + layout.commodities.index(target.name)
    if target.collection in _VESSELS:
        before = _VESSELS[: _VESSELS.index(target.collection)]
        return code, sum(len(getattr(site, collection)) for collection in before) + target.index
    return code, target.index
