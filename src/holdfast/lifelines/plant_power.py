"""From a site to the rows of electricity: sources, lives, repairs, load classes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.lifelines.clinic_hour import oxygen_kw
from holdfast.lifelines.packing import ids_of
from holdfast.lifelines.records import CLASSES, FLOWS, Loads, Power
from holdfast.lifelines.sets import LIVES
from holdfast.lifelines.shocks import uniforms
from holdfast.sites import standard_normal

if TYPE_CHECKING:
    from holdfast.lifelines.packing import Books, Packer
    from holdfast.lifelines.records import Floats
    from holdfast.sites import Load, Site

WORKING_FROM = 0.5
NEVER_H = 1e30
WORST_DERATING_PER_K = 0.02  # a whole modern set (Atlas Copco QAS 500, read): section 10


def build_power(
    site: Site,
    pack: Packer,
    books: Books,
    pools: dict[str, int],
    other: Floats,
    *,
    seed: int,
    deterministic: bool,
) -> Power:
    """Give every source of electricity its rows.

    Parameters
    ----------
    site, pack, books : Site, Packer, Books
        The site, its draws, and the rows.
    pools : mapping of commodity to pool
    other : ndarray (members,)
        1 for the members that stand for the error of the models: their sets lose 2 per cent of their power per kelvin,
        where the site does not say otherwise.
    seed : int
        Seed of failures and repairs, each set and turn with its own counter.
    deterministic : bool
        True: no set fails by chance, and every one was serviced just before the run.
    """
    sets, lines = ids_of(site.generators), ids_of(site.grid)
    arrays, batteries = ids_of(site.pv), ids_of(site.batteries)
    members = pack.members
    p, s, x = books.p, books.s, books.x
    capacity = pack.table("batteries", batteries, "capacity_kwh")

    def of_sets(field: str) -> int:
        return p.add(f"generators.{field}", pack.table("generators", sets, field))

    interval = pack.table("generators", sets, "service_interval_h")
    lives, repairs, since = _drawn(site, pack, interval, seed, deterministic=deterministic)
    none = np.zeros((members, len(sets)))
    derating = pack.table("generators", sets, "derating_per_k")
    guessed = np.array([float(not item.derating_per_k.is_known) for item in site.generators])
    return Power(
        sets=len(sets),
        lines=len(lines),
        arrays=len(arrays),
        batteries=len(batteries),
        rated_kw=of_sets("rated_kw"),
        intercept_l_per_h_kw=of_sets("intercept_l_per_h_kw"),
        slope_l_per_kwh=of_sets("slope_l_per_kwh"),
        min_load_fraction=of_sets("min_load_fraction"),
        derating_per_k=p.add(
            "derating_per_k", np.where(other[:, None] * guessed > 0.0, WORST_DERATING_PER_K, derating)
        ),
        derating_from_c=of_sets("derating_from_c"),
        elevation_m=p.add("elevation_m", pack.one("site.elevation_m")),
        mttf_h=of_sets("mttf_h"),
        start_failure=of_sets("start_failure_fraction"),
        life=p.add("life", lives),
        repair_h=p.add("repair_h", repairs),
        service_interval_h=p.add("service_interval_h", interval),
        service_h=of_sets("service_h"),
        oil_per_service_l=of_sets("oil_per_service_l"),
        oil_counted=p.same("oil_counted", [item.oil_l is not None for item in site.generators]),
        overdue_factor=of_sets("overdue_factor"),
        fuel=p.same("fuel", [pools[generator.fuel] for generator in site.generators]),
        working=s.add("working", (pack.table("generators", sets, "working") >= WORKING_FROM).astype(np.float64)),
        destroyed=s.add("destroyed", none),
        run_h=s.add("run_h", none),
        failures=s.add("failures", none),
        life_left=s.add("life_left", lives[:, ::LIVES] if sets else none),
        repair_left_h=s.add("repair_left_h", none),
        kits=s.add("kits", np.floor(pack.table("generators", sets, "spare_kits") + WORKING_FROM)),
        oil_l=s.add("oil_l", pack.optional("generators", site.generators, "oil_l")),
        since_service_h=s.add("since_service_h", since),
        service_left_h=s.add("service_left_h", none),
        was_on=s.add("was_on", none + 1.0),
        available=x.room("available", len(sets)),
        in_service=x.room("in_service", 1),
        running=x.room("running", len(sets)),
        grid_kw=p.add("grid_kw", pack.table("grid", lines, "capacity_kw")),
        grid_override=s.add("grid_override", np.full((members, len(lines)), -1.0)),
        pv_peak_kw=p.add("pv_peak_kw", pack.table("pv", arrays, "peak_kw")),
        pv_per_k=p.add("pv_per_k", pack.table("pv", arrays, "temperature_coefficient_per_k")),
        pv_inverter=p.add("pv_inverter", pack.table("pv", arrays, "inverter_efficiency")),
        pv_soiling=p.add("pv_soiling", pack.table("pv", arrays, "soiling_fraction")),
        battery_kwh=s.add("battery_kwh", np.minimum(pack.table("batteries", batteries, "charge_kwh"), capacity)),
        battery_capacity_kwh=p.add("battery_capacity_kwh", capacity),
        battery_min_kwh=p.add("battery_min_kwh", capacity * pack.table("batteries", batteries, "min_fraction")),
        battery_kw=p.add("battery_kw", pack.table("batteries", batteries, "power_kw")),
        battery_efficiency=p.add("battery_efficiency", pack.table("batteries", batteries, "one_way_efficiency")),
        battery_by_sets=p.same("battery_by_sets", [item.charged_by_generator for item in site.batteries]),
        charged_kwh=s.room("_charged_kwh", 1),
        discharged_kwh=s.room("_discharged_kwh", 1),
        worst_residual_kw=s.room("_worst_residual_kw", 1),
        worst_excess_kw=s.room("_worst_excess_kw", 1),
        largest_kw=s.room("_largest_kw", 1),
        flows=x.room("power flows", FLOWS),
    )


def _drawn(
    site: Site, pack: Packer, interval: Floats, seed: int, *, deterministic: bool
) -> tuple[Floats, Floats, Floats]:
    """Draw lives [1], repair times [h] and the hours since the last service [h] of every set.

    A life is a unit-exponential hazard (E11); a repair is log-normal about its median (E12). Nobody knows when a set
    was serviced: any share of its interval is as likely.
    """
    members, sets = pack.members, len(site.generators)
    lives = np.full((members, sets * LIVES), NEVER_H)
    repairs = np.full((members, sets * LIVES), NEVER_H)
    since = np.zeros((members, sets))
    for g, generator in enumerate(site.generators):
        cause = f"generators.{generator.id}"
        median = pack.one(f"{cause}.repair_median_h")
        spread = np.log(pack.one(f"{cause}.repair_gsd"))
        for turn in range(LIVES):
            place = g * LIVES + turn
            if deterministic:
                repairs[:, place] = median
                continue
            lives[:, place] = -np.log1p(-uniforms(seed, site.id, f"{cause} failure", members, turn))
            repairs[:, place] = np.maximum(1.0, median * np.exp(spread * _normal(seed, site.id, cause, members, turn)))
        if not deterministic:
            since[:, g] = interval[:, g] * uniforms(seed, site.id, f"{cause} since service", members, 0)
    return lives, repairs, since


def _normal(seed: int, site: str, cause: str, members: int, turn: int) -> Floats:
    """Draw a standard normal for each member, from one uniform."""
    return standard_normal(uniforms(seed, site, f"{cause} repair", members, turn))


def build_loads(site: Site, pack: Packer, books: Books, pools: dict[str, int]) -> Loads:
    """Give the demand that follows from no other lifeline its rows, and read the policy of who gets power (E10)."""
    members, classes = pack.members, len(CLASSES)
    nothing = np.zeros(members)
    stated: dict[str, Load] = {load.id: load for load in site.loads}
    order = sorted(range(classes), key=lambda j: stated[CLASSES[j]].priority if CLASSES[j] in stated else 100 + j)
    allowed = np.ones((classes, 24))
    least, floor = np.zeros((members, classes)), np.zeros((members, classes))
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
    burnt = sorted({pools[item.fuel] for item in site.generators})
    kitchens = [(pack.one(f"kitchens.{item.id}.power_kw"), item.hours, nothing) for item in site.kitchens]
    lamps = [
        (pack.one(f"lighting.{item.id}.high_kw"), item.high_hours, pack.one(f"lighting.{item.id}.low_kw"))
        for item in site.lighting
    ]
    return Loads(
        clinic_kw=books.p.add(
            "clinic_kw", pack.total("clinics", ids_of(site.clinics), "power_kw") + oxygen_kw(site, pack)
        ),
        kitchen_kw=books.p.add("kitchen_kw", pack.by_hour(kitchens)),
        lighting_kw=books.p.add("lighting_kw", pack.by_hour(lamps)),
        order=books.p.same("order", order),
        allowed=books.p.same("allowed", allowed.ravel()),
        any_minimum=int((least > 0.0).any()),
        min_useful=books.p.add("min_useful", least),
        fuel_floor_l=books.p.add("fuel_floor_l", floor),
        floor_pools=len(burnt),
        floor_from=books.p.same("floor_from", burnt),
    )
