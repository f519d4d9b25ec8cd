"""What a claim is about, in the terms of the site: which store, tank or traffic at the gate."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from holdfast.gate import EVERYTHING
from holdfast.intake import commodity

if TYPE_CHECKING:
    from holdfast.ledger import Statement
    from holdfast.sites import Site

SEWAGE, WATER = "sewage", "water"
# Services whose stock is what a holding tank holds, whatever vehicle the words name.
_SEWAGE_SERVICES = frozenset({"desludging", "sewage"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Vessel:
    """Something that holds a stock.

    Attributes
    ----------
    id, kind : str
        Id, and ``stores``, ``tanks`` or ``sewage_tanks``.
    commodity : str
        ``diesel``, ``flour``, ..., ``water`` or ``sewage``.
    path, capacity_path : str
        Value paths of what is in it and of what it holds.
    unit : str
        ``L``, ``kg``, ``item`` or ``m3``.
    pool : str
        Vessels of one pool are drawn together.
    """

    id: str
    kind: str
    commodity: str
    path: str
    capacity_path: str
    unit: str
    pool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One row of ``subjects.csv``: what a word covers in stores, and at the gate."""

    covers: tuple[str, ...]
    gate: tuple[str, ...]


@cache
def _subjects() -> dict[str, Subject]:
    text = files("holdfast.estimate").joinpath("subjects.csv").read_text(encoding="utf-8")
    return {
        row["subject"]: Subject(covers=tuple(row["covers"].split()), gate=tuple(row["gate"].split()))
        for row in csv.DictReader(text.splitlines())
    }


def vessels_of(site: Site) -> tuple[Vessel, ...]:
    """Return everything of a site that holds a stock: stores, water tanks, sewage tanks."""
    stores = [
        Vessel(
            id=store.id,
            kind="stores",
            commodity=store.commodity,
            path=f"stores.{store.id}.quantity",
            capacity_path=f"stores.{store.id}.capacity",
            unit=store.unit,
            pool=store.commodity,
        )
        for store in site.stores
    ]
    tanks = [
        Vessel(
            id=tank.id,
            kind="tanks",
            commodity=WATER,
            path=f"tanks.{tank.id}.level_m3",
            capacity_path=f"tanks.{tank.id}.capacity_m3",
            unit="m3",
            pool=f"{tank.holds}_water",
        )
        for tank in site.tanks
    ]
    sewage = [
        Vessel(
            id=tank.id,
            kind="sewage_tanks",
            commodity=SEWAGE,
            path=f"sewage_tanks.{tank.id}.level_m3",
            capacity_path=f"sewage_tanks.{tank.id}.capacity_m3",
            unit="m3",
            pool="sewage_tanks",
        )
        for tank in site.sewage_tanks
    ]
    return (*stores, *tanks, *sewage)


def ruptures(site: Site) -> dict[str, str]:
    """Return the value path of the level that tears a tank, by that of what is in it; only of tanks that can tear."""
    tanks = [(f"tanks.{tank.id}", tank.rupture_level_m3) for tank in site.tanks]
    tanks += [(f"sewage_tanks.{tank.id}", tank.rupture_level_m3) for tank in site.sewage_tanks]
    return {f"{name}.level_m3": f"{name}.rupture_level_m3" for name, rupture in tanks if rupture is not None}


def subject_of(statement: Statement) -> str | None:
    """Return the plain word for what a statement is about; None when its item is missing or not understood."""
    if not statement.item:
        return None
    item = " ".join(statement.item.lower().split())
    if item in _subjects():
        return item
    return commodity(item) or item


def stocked_vessels(site: Site, statement: Statement) -> tuple[Vessel, ...]:
    """Return the vessels a stock claim speaks of; empty when the site has none that fit.

    Parameters
    ----------
    site : Site
        The site.
    statement : Statement
        A claim of a stock. A vessel whose id stands in the item or the place is meant alone; otherwise all vessels
        of the commodity are, as a total.
    """
    every = vessels_of(site)
    item, place = _plain(statement.item or ""), _plain(statement.place or "")
    words = f"{item}{place}"
    named = tuple(v for v in every if _plain(v.id) in place or (_plain(v.id) in item and _is_telling(v)))
    covers = _covers(statement)
    fitting = tuple(v for v in named if not covers or v.commodity in covers) if covers else named
    if len(fitting) == 1:
        return fitting
    for name in covers:
        found = tuple(v for v in every if v.commodity == name)
        if name == WATER and found:
            found = _which_water(found, words)
        if found and statement_names_one(statement):
            return found
    return tuple(v for v in every if v.commodity in covers)


def statement_names_one(statement: Statement) -> bool:
    """Return whether a figure can stand for one commodity only: a quantity, and not a time of supply of many foods."""
    return subject_of(statement) != "food"


def gate_commodities(site: Site, statement: Statement) -> tuple[str, ...]:
    """Return the traffic at the gate a claim speaks of, by commodity; empty when it cannot be told."""
    word = subject_of(statement)
    if word is None:
        return ()
    if statement.service in _SEWAGE_SERVICES and word not in _subjects():
        return ()  # spare parts for desludging and the like: not the trucks themselves
    row = _subjects().get(word)
    if row is None:
        return (word,)
    if row.gate == (EVERYTHING,):
        # "One vehicle was turned back" is not the whole gate.
        return () if statement.value_low is not None else (EVERYTHING,)
    if row.gate == ("stores",):
        return tuple(sorted({store.commodity for store in site.stores}))
    return row.gate


def passing_commodities(site: Site) -> tuple[str, ...]:
    """Return every traffic that can pass the gate of a site: usual deliveries, gated trucks, stored commodities."""
    names = {delivery.commodity for delivery in site.gate.deliveries}
    names |= {WATER if truck.carries == "water" else SEWAGE for truck in site.trucks if truck.needs_gate}
    return tuple(sorted(names))


def _covers(statement: Statement) -> tuple[str, ...]:
    if statement.service in _SEWAGE_SERVICES:
        return (SEWAGE,)
    word = subject_of(statement)
    if word is None:
        return ()
    row = _subjects().get(word)
    return row.covers if row else (word,)


def _which_water(tanks: tuple[Vessel, ...], words: str) -> tuple[Vessel, ...]:
    """Return raw tanks when the words say raw; otherwise the treated ones, from which people drink."""
    wanted = "raw_water" if " raw " in words else "treated_water"
    return tuple(v for v in tanks if v.pool == wanted) or tanks


def _plain(text: str) -> str:
    return " " + " ".join(re.sub(r"[^\w]+", " ", text.lower().replace("_", " ")).split()) + " "


def _is_telling(vessel: Vessel) -> bool:
    """Return whether an id in the item names one vessel: "tank-2" does; "diesel", "raw" and "septic" name a kind."""
    plain = _plain(vessel.id).strip()
    return plain not in {
        "water",
        "tank",
        "raw",
        "treated",
        "septic",
        "sewage",
        "fuel",
        "food",
        vessel.commodity.lower(),
    }
