"""Dated events of a run: what arrives, fails, is repaired, opens or closes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from holdfast.errors import HoldfastError, InputError
from holdfast.lifelines import records
from holdfast.lifelines.drivers import read_csv
from holdfast.lifelines.layout import commodities_of
from holdfast.lifelines.plant import vessel_names
from holdfast.lifelines.records import FIRST_COMMODITY, Floats, Schedule
from holdfast.quantities import convert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.lifelines.layout import Layout
    from holdfast.sites import Site

COLUMNS = ("hour", "kind", "asset", "quantity", "unit")
# kind: (what the asset is, what the quantity is, meaning)
EVENT_KINDS: dict[str, tuple[str, str, str]] = {
    "arrive": ("store or commodity", "stock", "a delivery; what does not fit is refused"),
    "arrive_water": ("tank", "stock", "water brought into a tank; what does not fit is refused"),
    "desludge": ("sewage tank", "stock", "sewage taken out of a tank"),
    "set_level": ("store, tank or sewage tank", "stock", "an observed level replaces the calculated one"),
    "fail": ("generator", "none", "a generator stops"),
    "repair": ("generator", "none", "a generator works again"),
    "cooling_working": ("shelter", "fraction", "share of the shelter type's air conditioners that work"),
    "grid": ("grid line", "fraction", "share of each hour the line is on, from this hour on"),
    "passing": ("gate", "fraction", "share of gated trips and deliveries that pass, from this hour on"),
}
_CODES = {
    "arrive": records.ARRIVE,
    "arrive_water": records.ARRIVE,
    "desludge": records.REMOVE,
    "set_level": records.SET_LEVEL,
    "fail": records.FAIL,
    "repair": records.REPAIR,
    "cooling_working": records.COOLING_WORKING,
    "grid": records.GRID,
    "passing": records.PASSING,
}
_VESSELS = {
    "arrive": ("stores",),
    "arrive_water": ("tanks",),
    "desludge": ("sewage_tanks",),
    "set_level": ("stores", "tanks", "sewage_tanks"),
}
_OTHERS = {"fail": "generators", "repair": "generators", "cooling_working": "shelters", "grid": "grid"}
_FRACTION_UNITS = {"": 1.0, "1": 1.0, "fraction": 1.0, "%": 0.01}


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
        Id of the asset; a commodity for ``arrive``; empty or ``gate`` for ``passing``.
    quantity : float or ndarray (members,)
        How much; not used by ``fail`` and ``repair``.
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
        HF-E002 when the file cannot be read or its columns differ; HF-E003 to HF-E008 for a row, naming row and column.
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
    kind = fields["kind"]
    quantity = 0.0
    if kind in EVENT_KINDS and EVENT_KINDS[kind][1] != "none":
        quantity = _number(fields["quantity"], f"{where} column quantity")
    event = Event(hour=int(fields["hour"]), kind=kind, asset=fields["asset"], quantity=quantity, unit=fields["unit"])
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

    Raises
    ------
    InputError
        HF-E003 unknown kind; HF-E004 unknown asset; HF-E005 impossible quantity; HF-E007 unit that does not fit.
    """
    if event.kind not in EVENT_KINDS:
        raise InputError(
            "HF-E003",
            where=f"{where} column kind",
            found=event.kind or "nothing",
            expected="one of " + ", ".join(EVENT_KINDS),
            mend="use a kind that can be simulated",
        )
    known = assets_of(event.kind, site)
    if event.asset not in known:
        raise InputError(
            "HF-E004",
            where=f"{where} column asset",
            found=event.asset or "nothing",
            expected=f"a {EVENT_KINDS[event.kind][0]} of the site: "
            + (", ".join(sorted(filter(None, known))) or "none"),
            mend="use an id of site.toml, or add the asset there",
        )
    factor, unit = _factor(event, known[event.asset], site, where)
    quantity = np.asarray(event.quantity, dtype=np.float64) * factor
    _check_quantity(event, quantity, site, where)
    scaled = float(quantity) if quantity.ndim == 0 else quantity
    return replace(event, quantity=scaled, unit=unit)


def assets_of(kind: str, site: Site) -> dict[str, str]:
    """Return the ids an event of a kind may name, each with the unit of its quantity."""
    if kind == "passing":
        return {"gate": "", "": ""}
    if kind in _OTHERS:
        return {asset.id: "" for asset in getattr(site, _OTHERS[kind])}
    units: dict[str, str] = {}
    if kind == "arrive":
        units |= {name: unit for name, unit in commodities_of(site).items() if _stored(name, site)}
    for collection in _VESSELS[kind]:
        for asset in getattr(site, collection):
            units[asset.id] = asset.unit if collection == "stores" else "m3"
    return units


def _stored(commodity: str, site: Site) -> bool:
    return any(store.commodity == commodity for store in site.stores)


def _factor(event: Event, unit: str, site: Site, where: str) -> tuple[float, str]:
    """Factor from the event's unit to the asset's, and the asset's unit."""
    role = EVENT_KINDS[event.kind][1]
    fits = event.unit in _FRACTION_UNITS if role != "stock" else True
    if not fits:
        raise InputError(
            "HF-E007",
            where=f"{where} column unit",
            found=event.unit,
            expected="a share: empty, fraction or %",
            mend="leave the unit empty and give a share from 0 to 1",
        )
    if role != "stock":
        return _FRACTION_UNITS[event.unit], ""
    if not event.unit or event.unit == unit:
        return 1.0, unit
    try:
        return convert(1.0, event.unit, unit, dict(site.packages)), unit
    except HoldfastError as fault:
        raise InputError(
            "HF-E007",
            where=f"{where} column unit",
            found=event.unit,
            expected=f"a unit that can be turned into {unit}",
            mend=f"give the quantity in {unit}, or the size of the package in [packages] of site.toml",
        ) from fault


def _check_quantity(event: Event, quantity: Floats, site: Site, where: str) -> None:
    place = f"{where} column quantity"
    if not np.isfinite(quantity).all() or (quantity < 0.0).any():
        raise _bad_quantity(place, f"{float(quantity.min()):g}", "a quantity of 0 or more")
    role = EVENT_KINDS[event.kind][1]
    if role == "fraction" and (quantity > 1.0).any():
        raise _bad_quantity(place, f"{float(quantity.max()):g}", "a share from 0 to 1")
    if event.kind == "set_level" and quantity.ndim == 0:
        most = _largest(event.asset, site)
        if float(quantity) > most * (1.0 + 1e-9):
            raise _bad_quantity(place, f"{float(quantity):g}", f"at most the capacity of {event.asset}, {most:g}")


def _largest(asset: str, site: Site) -> float:
    for collection in _VESSELS["set_level"]:
        for item in getattr(site, collection):
            if item.id == asset:
                capacity = item.capacity if collection == "stores" else item.capacity_m3
                return max(float(capacity.high), float(capacity.value))
    return math.inf


def schedule_of(events: Sequence[Event], site: Site, layout: Layout, members: int, hours: int) -> Schedule:
    """Return the events as arrays, sorted by hour and, within the hour, in the order in which they act.

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
        code, index = _place(checked, site, layout)
        places.append((int(event.hour), code, number, index, np.broadcast_to(quantity, (members,))))
    places.sort(key=lambda place: place[:3])
    amounts = np.stack([place[4] for place in places], axis=1) if places else np.zeros((members, 0))
    return Schedule(
        hour=np.array([place[0] for place in places], dtype=np.int64),
        code=np.array([place[1] for place in places], dtype=np.int64),
        target=np.array([place[3] for place in places], dtype=np.int64),
        quantity=np.ascontiguousarray(amounts),
    )


def _place(event: Event, site: Site, layout: Layout) -> tuple[int, int]:
    """Code of an event and index of what it acts on; an id of a store wins over a commodity of the same name."""
    if event.kind == "passing":
        return _CODES["passing"], 0
    if event.kind in _OTHERS:
        ids = [asset.id for asset in getattr(site, _OTHERS[event.kind])]
        return _CODES[event.kind], ids.index(event.asset)
    names = vessel_names(site)
    for collection in _VESSELS[event.kind]:
        if f"{collection}.{event.asset}" in names:
            return _CODES[event.kind], names.index(f"{collection}.{event.asset}")
    return records.ARRIVE_POOL, FIRST_COMMODITY + layout.commodities.index(event.asset)
