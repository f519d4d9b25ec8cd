"""From a site and its draws to the arrays of the hour loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.lifelines.layout import DIESEL, Layout, commodities_of
from holdfast.lifelines.limits import limits_of
from holdfast.lifelines.records import (
    CLASSES,
    FIRST_COMMODITY,
    RAW_WATER,
    SEWAGE_TANKS,
    TREATED_WATER,
    Cold,
    Floats,
    Integers,
    Loads,
    People,
    Plant,
    Power,
    Sewage,
    Shelters,
    Supply,
    Uses,
    Vessels,
    Water,
)
from holdfast.quantities import convert
from holdfast.sites import stream

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from holdfast.sites import Draws, Load, Site

LIVES = 4  # failures a set can have in one run; each needs a repair event in between
WORKING_FROM = 0.5
JOULES_PER_KJ = 1e3
JOULES_PER_MJ = 1e6


class _Packer:
    """Reads draws into contiguous arrays with the member axis in front."""

    def __init__(self, draws: Draws) -> None:
        self.draws = draws
        self.members = draws.members

    def one(self, path: str) -> Floats:
        return np.array(self.draws[path], dtype=np.float64)

    def table(self, collection: str, ids: Iterable[str], field: str) -> Floats:
        return self.stack([self.one(f"{collection}.{name}.{field}") for name in ids])

    def optional(self, collection: str, assets: Iterable[object], field: str) -> Floats:
        """Like ``table``, with 0 for an asset that leaves the field out."""
        return self.stack(
            [
                self.one(f"{collection}.{asset.id}.{field}")  # type: ignore[attr-defined]
                if getattr(asset, field) is not None
                else np.zeros(self.members)
                for asset in assets
            ]
        )

    def stack(self, columns: Sequence[Floats]) -> Floats:
        if not columns:
            return np.zeros((self.members, 0))
        return np.ascontiguousarray(np.stack(columns, axis=1), dtype=np.float64)

    def total(self, collection: str, ids: Iterable[str], field: str) -> Floats:
        return np.ascontiguousarray(self.table(collection, ids, field).sum(axis=1))


def build_plant(site: Site, draws: Draws, layout: Layout, start: datetime, *, seed: int, deterministic: bool) -> Plant:
    """Return the parameters of every member.

    Parameters
    ----------
    site : Site
        The site.
    draws : Draws
        One value for each member and path.
    layout : Layout
        Its outputs and pools.
    start : datetime
        Start of the run, in the site's zone; decides whether the gate is closed.
    seed : int
        Seed of the random failures.
    deterministic : bool
        True: no generator fails by chance.
    """
    pack = _Packer(draws)
    pools = {name: FIRST_COMMODITY + n for n, name in enumerate(layout.commodities)}
    return Plant(
        people=_people(site, pack),
        vessels=_vessels(site, pack, pools),
        power=_power(site, pack, pools, seed, deterministic=deterministic),
        loads=_loads(site, pack, pools),
        water=_water(site, pack),
        sewage=_sewage(site, pack),
        shelters=_shelters(site, pack),
        cold=_cold(site, pack),
        uses=_uses(site, pack, pools),
        supply=_supply(site, pack, pools, start),
        limits=limits_of(site, layout),
    )


def _ids(assets: Iterable[object]) -> list[str]:
    return [asset.id for asset in assets]  # type: ignore[attr-defined]


def _integers(values: Iterable[int]) -> Integers:
    return np.array(list(values), dtype=np.int64)


def _people(site: Site, pack: _Packer) -> People:
    ids = _ids(site.people)
    persons = pack.table("people", ids, "count")
    weighted = (persons * pack.table("people", ids, "need_factor")).sum(axis=1)
    everyone = persons.sum(axis=1)
    factor = np.divide(weighted, everyone, out=np.ones(pack.members), where=everyone > 0)
    return People(np.ascontiguousarray(everyone), factor)


def _vessels(site: Site, pack: _Packer, pools: dict[str, int]) -> Vessels:
    stores, tanks, sewage = _ids(site.stores), _ids(site.tanks), _ids(site.sewage_tanks)
    none = np.zeros((pack.members, len(tanks) + len(sewage)))
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
    water = [RAW_WATER if tank.holds == "raw" else TREATED_WATER for tank in site.tanks]
    pool = [pools[store.commodity] for store in site.stores] + water + [SEWAGE_TANKS] * len(sewage)
    return Vessels(
        capacity=np.ascontiguousarray(capacity),
        unusable=np.ascontiguousarray(np.hstack([pack.table("stores", stores, "unusable"), none])),
        start=np.ascontiguousarray(np.clip(start, 0.0, capacity)),
        pool=_integers(pool),
    )


def vessel_names(site: Site) -> tuple[str, ...]:
    """Return ``collection.id`` of every vessel, in the order of the arrays."""
    return tuple(f"{kind}.{asset.id}" for kind in ("stores", "tanks", "sewage_tanks") for asset in getattr(site, kind))


def _power(site: Site, pack: _Packer, pools: dict[str, int], seed: int, *, deterministic: bool) -> Power:
    sets, lines = _ids(site.generators), _ids(site.grid)
    arrays, batteries = _ids(site.pv), _ids(site.batteries)
    capacity = pack.table("batteries", batteries, "capacity_kwh")
    return Power(
        rated_kw=pack.table("generators", sets, "rated_kw"),
        intercept_l_per_h_kw=pack.table("generators", sets, "intercept_l_per_h_kw"),
        slope_l_per_kwh=pack.table("generators", sets, "slope_l_per_kwh"),
        min_load_fraction=pack.table("generators", sets, "min_load_fraction"),
        derating_per_k=pack.table("generators", sets, "derating_per_k"),
        derating_from_c=pack.table("generators", sets, "derating_from_c"),
        working=(pack.table("generators", sets, "working") >= WORKING_FROM).astype(np.float64),
        failure_after_h=_lives(site, pack, seed, deterministic=deterministic),
        fuel=_integers(pools[generator.fuel] for generator in site.generators),
        elevation_m=pack.one("site.elevation_m"),
        grid_kw=pack.table("grid", lines, "capacity_kw"),
        pv_peak_kw=pack.table("pv", arrays, "peak_kw"),
        pv_per_k=pack.table("pv", arrays, "temperature_coefficient_per_k"),
        pv_inverter=pack.table("pv", arrays, "inverter_efficiency"),
        pv_soiling=pack.table("pv", arrays, "soiling_fraction"),
        battery_kwh=capacity,
        battery_start_kwh=np.ascontiguousarray(np.minimum(pack.table("batteries", batteries, "charge_kwh"), capacity)),
        battery_min_kwh=np.ascontiguousarray(capacity * pack.table("batteries", batteries, "min_fraction")),
        battery_kw=pack.table("batteries", batteries, "power_kw"),
        battery_efficiency=pack.table("batteries", batteries, "one_way_efficiency"),
    )


def _lives(site: Site, pack: _Packer, seed: int, *, deterministic: bool) -> Floats:
    """Draw the running hours at which each set fails (E11): exponential, one named stream for each set and life."""
    lives = np.full((pack.members, len(site.generators), LIVES), np.inf)
    if deterministic:
        return lives
    for g, generator in enumerate(site.generators):
        mean = pack.one(f"generators.{generator.id}.mttf_h")
        age = np.zeros(pack.members)
        for life in range(LIVES):
            drawn = stream(seed, site.id, f"generators.{generator.id}", "failure", life).random(pack.members)
            age = age - np.log1p(-drawn) * mean
            lives[:, g, life] = age
    return lives


def _by_hour(pack: _Packer, assets: Sequence[tuple[Floats, Iterable[int], Floats]]) -> Floats:
    """Sum over assets of one power in its hours and another in the rest, as (members, 24)."""
    total = np.zeros((pack.members, 24))
    for high, hours, low in assets:
        inside = np.zeros(24, dtype=bool)
        inside[list(hours)] = True
        total += np.where(inside[None, :], high[:, None], low[:, None])
    return total


def _loads(site: Site, pack: _Packer, pools: dict[str, int]) -> Loads:
    nothing = np.zeros(pack.members)
    stated: dict[str, Load] = {load.id: load for load in site.loads}
    order = sorted(range(len(CLASSES)), key=lambda j: stated[CLASSES[j]].priority if CLASSES[j] in stated else 100 + j)
    allowed = np.ones((len(CLASSES), 24))
    least = np.zeros((pack.members, len(CLASSES)))
    floor = np.zeros((pack.members, len(CLASSES)))
    for j, name in enumerate(CLASSES):
        load = stated.get(name)
        if load is None:
            continue
        if load.hours is not None:
            allowed[j, :] = 0.0
            allowed[j, list(load.hours)] = 1.0
        least[:, j] = pack.one(f"loads.{name}.min_useful_fraction")
        if load.fuel_floor_l is not None:
            floor[:, j] = pack.one(f"loads.{name}.fuel_floor_l")
    return Loads(
        clinic_kw=pack.total("clinics", _ids(site.clinics), "power_kw"),
        kitchen_kw=_by_hour(
            pack, [(pack.one(f"kitchens.{kitchen.id}.power_kw"), kitchen.hours, nothing) for kitchen in site.kitchens]
        ),
        lighting_kw=_by_hour(
            pack,
            [
                (pack.one(f"lighting.{item.id}.high_kw"), item.high_hours, pack.one(f"lighting.{item.id}.low_kw"))
                for item in site.lighting
            ],
        ),
        order=_integers(order),
        allowed=allowed,
        min_useful=least,
        fuel_floor_l=floor,
        floor_pool=pools.get(DIESEL, -1),
    )


def _water(site: Site, pack: _Packer) -> Water:
    wells, plants = _ids(site.wells), _ids(site.purification)
    ration = sorted(site.water.ration, key=lambda line: -line.stock_days_at_least)
    return Water(
        normal_use_l=pack.one("water.normal_use_l_per_person_day"),
        ration_days=np.array([line.stock_days_at_least for line in ration], dtype=np.float64),
        ration_use_l=pack.stack([np.full(pack.members, line.use_l_per_person_day) for line in ration]),
        leakage=pack.one("water.leakage_fraction"),
        carry_l=pack.one("water.carry_l_per_person_day"),
        share=np.array(site.water.hourly_shares, dtype=np.float64),
        distribution_kwh_per_m3=pack.one("water.distribution_kwh_per_m3"),
        well_m3_per_h=pack.table("wells", wells, "max_m3_per_h"),
        well_kwh_per_m3=pack.table("wells", wells, "energy_kwh_per_m3"),
        plant_m3_per_h=pack.table("purification", plants, "max_m3_per_h"),
        plant_recovery=pack.table("purification", plants, "recovery_fraction"),
        plant_kwh_per_m3=pack.table("purification", plants, "energy_kwh_per_m3"),
        tanks=sum(tank.holds == "treated" for tank in site.tanks),
    )


def _sewage(site: Site, pack: _Packer) -> Sewage:
    lifts = _ids(site.lifts)
    return Sewage(
        return_fraction=pack.one("sewage.return_fraction"),
        excreta_l=pack.one("sewage.excreta_l_per_person_day"),
        lift_m3_per_h=pack.table("lifts", lifts, "max_m3_per_h"),
        lift_kwh_per_m3=pack.table("lifts", lifts, "energy_kwh_per_m3"),
        wet_well_m3=pack.total("lifts", lifts, "wet_well_m3"),
        wet_well_start_m3=pack.total("lifts", lifts, "wet_well_level_m3"),
        tanks=len(site.sewage_tanks),
    )


def _shelters(site: Site, pack: _Packer) -> Shelters:
    ids = _ids(site.shelters)

    def cooling(field: str, without: float) -> Floats:
        return pack.stack(
            [
                pack.one(f"shelters.{shelter.id}.cooling.{field}")
                if shelter.cooling is not None
                else np.full(pack.members, without)
                for shelter in site.shelters
            ]
        )

    count = pack.table("shelters", ids, "count")
    people = count * pack.table("shelters", ids, "persons_each")
    everyone = people.sum(axis=1, keepdims=True)
    even = np.full(people.shape, 1.0 / max(1, len(ids)))
    return Shelters(
        number=count,
        weight=np.divide(people, everyone, out=even, where=everyone > 0),
        conductance_w_per_k=pack.table("shelters", ids, "conductance_w_per_k"),
        capacity_j_per_k=pack.table("shelters", ids, "capacity_kj_per_k") * JOULES_PER_KJ,
        gains_w=pack.table("shelters", ids, "gains_w"),
        start_c=pack.table("shelters", ids, "start_c"),
        sol_air_factor=pack.table("shelters", ids, "sol_air_factor"),
        cooled=pack.stack([np.full(pack.members, float(s.cooling is not None)) for s in site.shelters]),
        set_point_c=cooling("set_point_c", 27.0),
        cooling_w_at_35c=cooling("cooling_w_at_35c", 0.0),
        eir_at_35c=cooling("eir_at_35c", 0.0),
        working=cooling("working_fraction", 0.0),
        capacity_slope_per_k=cooling("capacity_slope_per_k", 0.0),
        eir_slope_per_k=cooling("eir_slope_per_k", 0.0),
        eir_curve_per_k2=cooling("eir_curve_per_k2", 0.0),
    )


def _cold(site: Site, pack: _Packer) -> Cold:
    stores, fridges = _ids(site.cold_stores), _ids(site.vaccine_fridges)
    hold_over = pack.table("vaccine_fridges", fridges, "hold_over_h")
    return Cold(
        number=pack.table("cold_stores", stores, "count"),
        conductance_w_per_k=pack.table("cold_stores", stores, "conductance_w_per_k"),
        capacity_j_per_k=pack.table("cold_stores", stores, "capacity_mj_per_k") * JOULES_PER_MJ,
        set_point_c=pack.table("cold_stores", stores, "set_point_c"),
        start_c=pack.table("cold_stores", stores, "start_c"),
        max_cooling_w=pack.table("cold_stores", stores, "max_cooling_w"),
        cop=pack.table("cold_stores", stores, "cop"),
        shelf_life_h=pack.table("cold_stores", stores, "shelf_life_h"),
        shelf_life_at_c=pack.table("cold_stores", stores, "shelf_life_at_c"),
        q10=pack.table("cold_stores", stores, "q10"),
        spoils_above_c=pack.table("cold_stores", stores, "spoils_above_c"),
        hold_over_h=hold_over,
        hold_over_start_h=np.ascontiguousarray(
            np.minimum(pack.table("vaccine_fridges", fridges, "remaining_h"), hold_over)
        ),
    )


def _uses(site: Site, pack: _Packer, pools: dict[str, int]) -> Uses:
    """Draws on the commodity pools besides generator fuel.

    A use per person belongs to the commodity: stores of the same one state it once (the largest counts). A use per
    day belongs to the holder: it adds up. Kitchens on the same fuel share the people: the mean counts.
    """
    count = FIRST_COMMODITY + len(pools)
    each = np.zeros((pack.members, count))
    daily = np.zeros((pack.members, count))
    for store in site.stores:
        pool = pools[store.commodity]
        if store.use_per_person_day is not None:
            each[:, pool] = np.maximum(each[:, pool], pack.one(f"stores.{store.id}.use_per_person_day"))
        if store.use_per_day is not None:
            daily[:, pool] += pack.one(f"stores.{store.id}.use_per_day")
    for fuel in {kitchen.fuel for kitchen in site.kitchens if kitchen.fuel}:
        burning = [kitchen for kitchen in site.kitchens if kitchen.fuel == fuel]
        each[:, pools[fuel]] += pack.optional("kitchens", burning, "fuel_kg_per_person_day").mean(axis=1)
    bread = np.zeros((pack.members, len(site.bakeries), 24))
    for n, bakery in enumerate(site.bakeries):
        made = pack.one(f"bakeries.{bakery.id}.bread_kg_per_day")
        bread[:, n, list(bakery.hours)] = made[:, None] / max(1, len(bakery.hours))
    return Uses(
        per_person_day=each,
        per_day=daily,
        bread_kg_per_h=bread,
        bread_kwh_per_kg=pack.table("bakeries", _ids(site.bakeries), "electricity_kwh_per_kg"),
        bread_fuel_per_kg=pack.optional("bakeries", site.bakeries, "fuel_per_kg"),
        bread_flour_per_kg=pack.optional("bakeries", site.bakeries, "flour_kg_per_kg"),
        bread_fuel=_integers(pools[b.fuel] if b.fuel else -1 for b in site.bakeries),
        bread_flour=_integers(pools[b.flour] if b.flour else -1 for b in site.bakeries),
    )


def _supply(site: Site, pack: _Packer, pools: dict[str, int], start: datetime) -> Supply:
    closed = site.gate.closed_since is not None and start.date() >= site.gate.closed_since
    passing = np.zeros(pack.members) if closed else pack.one("gate.passing_fraction")
    places = {"water": TREATED_WATER, "sewage": SEWAGE_TANKS} | pools
    units = {"water": "m3", "sewage": "m3"} | commodities_of(site)
    deliveries = [item for item in site.gate.deliveries if item.commodity in places]
    packages = dict(site.packages)
    return Supply(
        passing=passing,
        water_m3_per_h=_trips(site, pack, "water"),
        sewage_m3_per_h=_trips(site, pack, "sewage"),
        water_gated=_gated(site, "water"),
        sewage_gated=_gated(site, "sewage"),
        delivery_per_h=pack.stack(
            [
                pack.one(f"gate.deliveries.{item.id}.quantity_per_day")
                * convert(1.0, item.unit, units[item.commodity], packages)
                / 24.0
                for item in deliveries
            ]
        ),
        delivery_pool=_integers(places[item.commodity] for item in deliveries),
    )


def _gated(site: Site, carries: str) -> Floats:
    return np.array([float(truck.needs_gate) for truck in site.trucks if truck.carries == carries], dtype=np.float64)


def _trips(site: Site, pack: _Packer, carries: str) -> Floats:
    """Volume that trucks move in each clock hour (W8, S5): the day's trips spread over their working hours."""
    trucks = [truck for truck in site.trucks if truck.carries == carries]
    volume = np.zeros((pack.members, len(trucks), 24))
    for n, truck in enumerate(trucks):
        daily = pack.one(f"trucks.{truck.id}.volume_m3") * pack.one(f"trucks.{truck.id}.trips_per_day")
        hours = list(range(24)) if truck.hours is None else list(truck.hours)
        volume[:, n, hours] = daily[:, None] / max(1, len(hours))
    return volume
