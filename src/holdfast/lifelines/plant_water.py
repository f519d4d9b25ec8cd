"""From a site to the rows of vessels, trucks, water and sewage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.lifelines.layout import commodities_of
from holdfast.lifelines.limits import window_of
from holdfast.lifelines.packing import ids_of
from holdfast.lifelines.records import RAW_WATER, SEWAGE_TANKS, TREATED_WATER
from holdfast.lifelines.sewage import SewageRows
from holdfast.lifelines.supply import SupplyRows
from holdfast.lifelines.vessels import VesselRows
from holdfast.lifelines.water import WaterRows
from holdfast.quantities import convert

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from holdfast.lifelines.packing import Books, Packer
    from holdfast.lifelines.records import Floats
    from holdfast.sites import Site

HOURS_PER_DAY = 24
NO_RUPTURE = 1e300  # level that no vessel reaches


def build_vessels(site: Site, pack: Packer, books: Books, pools: Mapping[str, int]) -> VesselRows:
    """Give stores, water tanks and sewage tanks their rows.

    Parameters
    ----------
    site, pack, books : Site, Packer, Books
        The site, its draws, and the rows.
    pools : mapping of commodity to pool
    """
    stores, tanks, sewage = ids_of(site.stores), ids_of(site.tanks), ids_of(site.sewage_tanks)
    count, total = len(stores) + len(tanks) + len(sewage), SEWAGE_TANKS + 1 + len(pools)
    members = pack.members
    capacity = np.hstack(
        [
            pack.table("stores", stores, "capacity"),
            pack.table("tanks", tanks, "capacity_m3"),
            pack.table("sewage_tanks", sewage, "capacity_m3"),
        ]
    )
    start = np.hstack(
        [
            pack.table("stores", stores, "quantity"),
            pack.table("tanks", tanks, "level_m3"),
            pack.table("sewage_tanks", sewage, "level_m3"),
        ]
    )
    rest = np.zeros((members, len(tanks) + len(sewage)))
    rupture = np.hstack(
        [
            np.full((members, len(stores)), NO_RUPTURE),
            pack.optional("tanks", site.tanks, "rupture_level_m3", NO_RUPTURE),
            pack.optional("sewage_tanks", site.sewage_tanks, "rupture_level_m3", NO_RUPTURE),
        ]
    )
    water = [RAW_WATER if tank.holds == "raw" else TREATED_WATER for tank in site.tanks]
    may_tear = [tank.rupture_level_m3 is not None for tank in site.tanks]
    may_tear += [tank.rupture_level_m3 is not None for tank in site.sewage_tanks]
    p, s, x = books.p, books.s, books.x
    return VesselRows(
        number=count,
        pools=total,
        pool=p.same(
            "vessels.pool", [pools[store.commodity] for store in site.stores] + water + [SEWAGE_TANKS] * len(sewage)
        ),
        tears=p.same("vessels.tears", [0] * len(stores) + [int(tears) for tears in may_tear]),
        capacity=p.add("vessels.capacity", capacity),
        unusable=p.add("vessels.unusable", np.hstack([pack.table("stores", stores, "unusable"), rest])),
        rupture=p.add("vessels.rupture", rupture),
        level=s.add("level", np.clip(start, 0.0, capacity)),
        intact=s.add("intact", np.ones((members, count))),
        inflow=s.room("_inflow", total),
        outflow=s.room("_outflow", total),
        refused=s.room("_refused", total),
        lost=s.room("_lost", total),
        part=x.room("vessels.part", 1),
    )


def build_supply(site: Site, pack: Packer, books: Books, pools: Mapping[str, int], start: datetime) -> SupplyRows:
    """Give trucks and usual deliveries their rows.

    Parameters
    ----------
    site, pack, books, pools
        As in ``build_vessels``.
    start : datetime
        Start of the run, in the site's zone; decides whether the gate is closed.
    """
    closed = site.gate.closed_since is not None and start.date() >= site.gate.closed_since
    passing = np.zeros(pack.members) if closed else pack.one("gate.passing_fraction")
    places = {"water": TREATED_WATER, "sewage": SEWAGE_TANKS} | dict(pools)
    units = {"water": "m3", "sewage": "m3"} | commodities_of(site)
    deliveries = [item for item in site.gate.deliveries if item.commodity in places]
    packages = dict(site.packages)
    per_hour = [
        pack.one(f"gate.deliveries.{item.id}.quantity_per_day")
        * convert(1.0, item.unit, units[item.commodity], packages)
        / HOURS_PER_DAY
        for item in deliveries
    ]
    works, volume, fuel = _trips(site, pack)
    p, s, x = books.p, books.s, books.x
    return SupplyRows(
        trucks=len(site.trucks),
        deliveries=len(deliveries),
        passing=s.add("passing", passing),
        carries=p.same("trucks.carries", [places[truck.carries] for truck in site.trucks]),
        gated=p.same("trucks.gated", [truck.needs_gate for truck in site.trucks]),
        works=p.same("trucks.works", works.ravel()),
        fuel_pool=p.same("trucks.fuel_pool", [pools[truck.fuel] if truck.fuel else -1 for truck in site.trucks]),
        volume_m3_per_h=p.add("trucks.volume_m3_per_h", volume),
        fuel_l_per_h=p.add("trucks.fuel_l_per_h", fuel),
        delivery_pool=p.same("deliveries.pool", [places[item.commodity] for item in deliveries]),
        delivery_per_h=p.add("deliveries.per_h", pack.stack(per_hour)),
        **{name: x.room(f"supply.{name}", 1) for name in _SUPPLY_SCRATCH},
    )


_SUPPLY_SCRATCH = ("water", "sewage", "brought", "removed", "fuel", "going", "wanted", "moved")


def _trips(site: Site, pack: Packer) -> tuple[Floats, Floats, Floats]:
    """Clock hours in which each truck drives, and volume and fuel of such an hour (W8, S5).

    The day's trips are spread evenly over the working hours.
    """
    works = np.zeros((len(site.trucks), HOURS_PER_DAY))
    volume, fuel = [], []
    for t, truck in enumerate(site.trucks):
        hours = list(range(HOURS_PER_DAY)) if truck.hours is None else list(truck.hours)
        works[t, hours] = 1.0
        trips = pack.one(f"trucks.{truck.id}.trips_per_day")
        volume.append(pack.one(f"trucks.{truck.id}.volume_m3") * trips / max(1, len(hours)))
        burnt = truck.fuel is not None and truck.fuel_l_per_trip is not None
        each = pack.one(f"trucks.{truck.id}.fuel_l_per_trip") if burnt else np.zeros(pack.members)
        fuel.append(each * trips / max(1, len(hours)))
    return works, pack.stack(volume), pack.stack(fuel)


def build_water(site: Site, pack: Packer, books: Books) -> WaterRows:
    """Give water its rows; arguments as in ``build_vessels``."""
    window_h = round(window_of(site, "water"))
    wells, plants = ids_of(site.wells), ids_of(site.purification)
    water, members = site.water, pack.members
    ration = sorted(water.ration, key=lambda line: -line.stock_days_at_least)
    p, s, x = books.p, books.s, books.x
    persons = pack.table("people", ids_of(site.people), "count").sum(axis=1)
    none = np.zeros(members)
    at_home = none if water.household_storage_l_per_person is None else pack.one("water.household_storage_l_per_person")
    return WaterRows(
        tanks=sum(tank.holds == "treated" for tank in site.tanks),
        wells=len(wells),
        plants=len(plants),
        gravity=int(water.gravity_feed),
        homes=int(water.household_storage_l_per_person is not None),
        chlorinated=int(water.chlorine_kg is not None),
        treated=float(water.treated),
        normal_use_l=p.add("water.normal_use_l", pack.one("water.normal_use_l_per_person_day")),
        lines=len(ration),
        ration_days=p.same("water.ration_days", [line.stock_days_at_least for line in ration]),
        ration_use_l=p.add(
            "water.ration_use_l", pack.stack([np.full(members, line.use_l_per_person_day) for line in ration])
        ),
        leakage=p.add("water.leakage", pack.one("water.leakage_fraction")),
        carry_l=p.add("water.carry_l", pack.one("water.carry_l_per_person_day")),
        share=p.same("water.share", water.hourly_shares),
        distribution_kwh_per_m3=p.add("water.distribution", pack.one("water.distribution_kwh_per_m3")),
        well_m3_per_h=p.add("wells.m3_per_h", pack.table("wells", wells, "max_m3_per_h")),
        well_kwh_per_m3=p.add("wells.kwh_per_m3", pack.table("wells", wells, "energy_kwh_per_m3")),
        plant_m3_per_h=p.add("purification.m3_per_h", pack.table("purification", plants, "max_m3_per_h")),
        plant_recovery=p.add("purification.recovery", pack.table("purification", plants, "recovery_fraction")),
        plant_kwh_per_m3=p.add("purification.kwh_per_m3", pack.table("purification", plants, "energy_kwh_per_m3")),
        home_l=p.add("water.home_l", at_home),
        chlorine_g_per_m3=p.add("water.chlorine_g_per_m3", pack.one("water.chlorine_g_per_m3")),
        well_intact=s.add("well_intact", np.ones((members, len(wells)))),
        plant_intact=s.add("plant_intact", np.ones((members, len(plants)))),
        household_m3=s.add("household_m3", persons * at_home / 1000.0),
        chlorine_kg=s.add("chlorine_kg", none if water.chlorine_kg is None else pack.one("water.chlorine_kg")),
        delivered=s.room("delivered", window_h),
        delivered_day=s.room("delivered_day", HOURS_PER_DAY),
        needed=s.room("needed", HOURS_PER_DAY),
        known_h=s.room("known_h", 1),
        window_h=window_h,
        **{name: x.room(f"water.{name}", 1) for name in _WATER_SCRATCH},
    )


_WATER_SCRATCH = (
    "ration_l",
    "use_m3",
    "draw_m3",
    "produce_m3",
    "feed_m3",
    "well_m3",
    "asked_m3",
    "drawn_m3",
    "tap_m3",
    "reached_m3",
    "produced_m3",
    "pumped_m3",
    "safe",
    "free_m3",
    "target_m3",
    "moved_m3",
    "total",
)


def build_sewage(site: Site, pack: Packer, books: Books) -> SewageRows:
    """Give sewage its rows; arguments as in ``build_vessels``."""
    lifts = ids_of(site.lifts)
    sewage, members = site.sewage, pack.members
    p, s, x = books.p, books.s, books.x
    well = pack.total("lifts", lifts, "wet_well_m3")
    dry = sewage.rain_catchment_m2 is None
    return SewageRows(
        lifts=len(lifts),
        tanks=len(site.sewage_tanks),
        rained_on=int(not dry),
        brine=int(sewage.brine_to_sewer and bool(site.purification)),
        return_fraction=p.add("sewage.return_fraction", pack.one("sewage.return_fraction")),
        excreta_l=p.add("sewage.excreta_l", pack.one("sewage.excreta_l_per_person_day")),
        catchment_m2=p.add("sewage.catchment_m2", np.zeros(members) if dry else pack.one("sewage.rain_catchment_m2")),
        runoff_fraction=p.add("sewage.runoff_fraction", pack.one("sewage.runoff_fraction")),
        lift_m3_per_h=p.add("lifts.m3_per_h", pack.table("lifts", lifts, "max_m3_per_h")),
        lift_kwh_per_m3=p.add("lifts.kwh_per_m3", pack.table("lifts", lifts, "energy_kwh_per_m3")),
        wet_well_capacity_m3=p.add("lifts.wet_well_m3", well),
        lift_intact=s.add("lift_intact", np.ones((members, len(lifts)))),
        wet_well_m3=s.add("wet_well_m3", np.minimum(pack.total("lifts", lifts, "wet_well_level_m3"), well)),
        made_m3=s.room("_sewage_made", 1),
        placed_m3=s.room("_sewage_placed", 1),
        spilled_tank_m3=s.room("_spilled_tank", 1),
        spilled_well_m3=s.room("_spilled_well", 1),
        **{name: x.room(f"sewage.{name}", 1) for name in _SEWAGE_SCRATCH},
    )


_SEWAGE_SCRATCH = (
    "inflow_m3",
    "rain_m3",
    "brine_m3",
    "lifted_m3",
    "rate_m3",
    "tank_spill_h",
    "well_spill_h",
    "part",
    "free_m3",
)
