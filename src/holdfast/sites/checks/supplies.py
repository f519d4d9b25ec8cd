"""Checks of water, sewage, stocks and the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.sites.checks.needs import commodities_in_use
from holdfast.sites.checks.problem import Check, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.sites.model import Site

# A dip table may run a little past the stated capacity: capacities are nominal.
_DIP_SLACK = 1.02


def _holding(site: Site, holds: str) -> bool:
    return any(tank.holds == holds for tank in site.tanks)


def _carrying(site: Site, carries: str) -> bool:
    return any(truck.carries == carries for truck in site.trucks) or any(
        delivery.commodity == carries for delivery in site.gate.deliveries
    )


def _water_none(site: Site) -> Iterator[Problem]:
    if site.people and not _holding(site, "treated"):
        yield Problem(
            at="tanks",
            found="no tank of treated water",
            want='one tank with holds = "treated"',
            mend='add [[tanks]] (capacity_m3 and level_m3 may be "unknown")',
        )


def _purification_without_raw(site: Site) -> Iterator[Problem]:
    for plant in site.purification:
        for holds in ("raw", "treated"):
            if not _holding(site, holds):
                yield Problem(
                    at=f"purification.{plant.id}",
                    found=f"a plant and no {holds} tank",
                    want="a raw and a treated tank",
                    mend=f'add [[tanks]] with holds = "{holds}"',
                )


def _well_without_raw(site: Site) -> Iterator[Problem]:
    for well in site.wells:
        if not _holding(site, "raw"):
            yield Problem(
                at=f"wells.{well.id}",
                found="a well and no raw tank",
                want="a raw tank",
                mend='add [[tanks]] with holds = "raw"',
            )


def _raw_without_plant(site: Site) -> Iterator[Problem]:
    if _holding(site, "raw") and not site.purification:
        yield Problem(
            at="purification",
            found="a raw tank and no plant",
            want="a plant (chlorination counts: recovery_fraction = 1)",
            mend="add [[purification]], or mark the tank treated",
        )


def _treated_without_supply(site: Site) -> Iterator[Problem]:
    if _holding(site, "treated") and not (site.purification or _carrying(site, "water")):
        yield Problem(
            at="tanks",
            found="treated water and nothing that fills the tank",
            want="a plant, a truck or a delivery of water",
            mend="add what fills it",
        )


def _water_truck_without_tank(site: Site) -> Iterator[Problem]:
    for truck in site.trucks:
        if truck.carries == "water" and not site.tanks:
            yield Problem(
                at=f"trucks.{truck.id}",
                found="a water truck and no tank",
                want="a treated tank",
                mend="add [[tanks]]",
            )


def _ration_none(site: Site) -> Iterator[Problem]:
    if not site.water.ration and _holding(site, "treated"):
        yield Problem(
            at="water.ration",
            found="no ration table",
            want="what people use when the tank falls",
            mend="add rows of stock_days_at_least and use_l_per_person_day, the last one at 0 days",
        )


def _sewage_without_tanks(site: Site) -> Iterator[Problem]:
    if site.people and not site.sewage_tanks:
        yield Problem(
            at="sewage_tanks",
            found="people and no holding tank",
            want="the tank, pits or septic tanks that are emptied",
            mend='add [[sewage_tanks]] (capacity_m3 and level_m3 may be "unknown"); often the first thing to fail',
        )


def _lift_without_tank(site: Site) -> Iterator[Problem]:
    for lift in site.lifts:
        if not site.sewage_tanks:
            yield Problem(
                at=f"lifts.{lift.id}",
                found="a lift and no holding tank",
                want="a holding tank",
                mend="add [[sewage_tanks]]",
            )


def _sewage_truck_without_tank(site: Site) -> Iterator[Problem]:
    for truck in site.trucks:
        if truck.carries == "sewage" and not site.sewage_tanks:
            yield Problem(
                at=f"trucks.{truck.id}",
                found="a vacuum truck and no holding tank",
                want="a holding tank",
                mend="add [[sewage_tanks]]",
            )


def _sewage_never_emptied(site: Site) -> Iterator[Problem]:
    if site.sewage_tanks and not _carrying(site, "sewage"):
        yield Problem(
            at="sewage_tanks",
            found="nothing that empties the tank",
            want='a truck with carries = "sewage"',
            mend="add the vacuum truck or the usual desludging",
        )


def _store_without_use(site: Site) -> Iterator[Problem]:
    used = commodities_in_use(site)
    for store in site.stores:
        stated = store.use_per_day is not None or store.use_per_person_day is not None
        if store.commodity not in {"diesel", *used} and not stated:
            yield Problem(
                at=f"stores.{store.id}",
                found=f"{store.commodity} and nothing that uses it",
                want="use_per_person_day, use_per_day, or an asset that uses it",
                mend='state its use ("unknown" will do)',
            )


def _stock_unmeasured(site: Site) -> Iterator[Problem]:
    for kind, name in (("stores", "quantity"), ("tanks", "level_m3"), ("sewage_tanks", "level_m3")):
        for asset in getattr(site, kind):
            if getattr(asset, name).state == "unknown":
                how = "dip it and log the centimetres" if asset.dip else "measure or count it and log the quantity"
                yield Problem(
                    at=f"{kind}.{asset.id}.{name}",
                    found="unknown: anything from empty to full",
                    want="one measurement",
                    mend=how,
                )


def _dip_missing(site: Site) -> Iterator[Problem]:
    dipped = {f"stores.{store.id}": store.dip for store in site.stores if store.commodity == "diesel"}
    dipped |= {f"tanks.{tank.id}": tank.dip for tank in site.tanks}
    for asset, table in dipped.items():
        if not table:
            yield Problem(
                at=f"{asset}.dip",
                found="no dip table",
                want="pairs of cm and quantity",
                mend="add dip = [{cm = 0, quantity = 0}, ...] from the tank's shape",
            )


def _dip_above_capacity(site: Site) -> Iterator[Problem]:
    for kind, name in (("stores", "capacity"), ("tanks", "capacity_m3"), ("sewage_tanks", "capacity_m3")):
        for asset in getattr(site, kind):
            room = getattr(asset, name)
            if asset.dip and room.state != "unknown" and asset.dip[-1].quantity > _DIP_SLACK * room.high:
                yield Problem(
                    at=f"{kind}.{asset.id}.dip",
                    found=f"{asset.dip[-1].quantity:,.12g} at {asset.dip[-1].cm:,.12g} cm, capacity {room.high:,.12g}",
                    want="a table that ends at the capacity",
                    mend="correct the table or the capacity",
                )


def _gate_without_record(site: Site) -> Iterator[Problem]:
    through = [f"trucks.{truck.id}" for truck in site.trucks if truck.needs_gate]
    through += [f"gate.deliveries.{delivery.id}" for delivery in site.gate.deliveries]
    if through and site.gate.passing_fraction.state == "unknown":
        yield Problem(
            at="gate.passing_fraction",
            found=f"unknown, and {len(through)} kinds of traffic pass it ({through[0]}, ...)",
            want="the share that passes, or a gate record",
            mend="log each day what was let in and what was turned back",
        )


CHECKS = (
    Check("water-none", "warning", "Without a treated-water tank no date for water can be given.", _water_none),
    Check(
        "purification-without-tank",
        "error",
        "A purification plant draws from a raw tank and fills a treated one.",
        _purification_without_raw,
    ),
    Check("well-without-raw-tank", "error", "A well fills the raw tanks.", _well_without_raw),
    Check(
        "raw-tank-without-purification", "warning", "Raw water reaches people through a plant only.", _raw_without_plant
    ),
    Check(
        "treated-tank-without-supply", "note", "A treated tank that nothing fills only falls.", _treated_without_supply
    ),
    Check("water-truck-without-tank", "error", "Trucked water needs a tank to go to.", _water_truck_without_tank),
    Check(
        "ration-none",
        "note",
        "Without a ration table people are taken to use water as usual to the last drop.",
        _ration_none,
    ),
    Check(
        "sewage-without-tanks",
        "warning",
        "Without a holding tank no date for sewage can be given.",
        _sewage_without_tanks,
    ),
    Check("lift-without-tank", "error", "A lift pumps into a holding tank.", _lift_without_tank),
    Check("sewage-truck-without-tank", "error", "A vacuum truck empties a holding tank.", _sewage_truck_without_tank),
    Check(
        "sewage-never-emptied",
        "warning",
        "A holding tank that nothing empties overflows whatever the gate does.",
        _sewage_never_emptied,
    ),
    Check("store-without-use", "warning", "A stock that nothing uses never ends and gets no date.", _store_without_use),
    Check(
        "stock-unmeasured",
        "warning",
        "An unknown stock is the widest of all unknowns, and the cheapest to mend.",
        _stock_unmeasured,
    ),
    Check("dip-table-missing", "note", "Without a dip table a reading in centimetres means nothing.", _dip_missing),
    Check(
        "dip-above-capacity",
        "warning",
        "A dip table that passes the capacity belongs to another tank.",
        _dip_above_capacity,
    ),
    Check(
        "gate-without-record",
        "note",
        "What passes the gate is a guess until its days are recorded.",
        _gate_without_record,
    ),
)
