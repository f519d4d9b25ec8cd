"""Cold chain, stocks, services and vehicles of a site, as rows of the hour loop."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from holdfast.lifelines.clinic_hour import DIALYSIS_HOURS, has_machines
from holdfast.lifelines.cold import ColdRows
from holdfast.lifelines.layout import DIESEL, commodities_of
from holdfast.lifelines.packing import ids_of
from holdfast.lifelines.rc1 import rc1_lost
from holdfast.lifelines.records import CLASSES, CLINIC, FIRST_COMMODITY, KITCHEN, TREATED_WATER
from holdfast.lifelines.services import NO_LIMIT, ServiceRows
from holdfast.lifelines.stocks import GoodsRows
from holdfast.lifelines.vehicles import TRAFFIC_HOURS, VehicleRows
from holdfast.quantities import convert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.lifelines.packing import Books, Packer
    from holdfast.lifelines.records import Floats
    from holdfast.sites import Bakery, Service, Site, Vehicle

JOULES_PER_MJ = 1e6
WATTS_PER_KW = 1e3
HOURS_PER_DAY = 24.0
LITRES_PER_M3 = 1000.0
LEAST_LOST = 1e-12  # a store that conducts next to nothing


def build_cold(site: Site, pack: Packer, books: Books) -> ColdRows:
    """Give out the rows of cold stores and vaccine refrigerators."""
    stores, fridges = ids_of(site.cold_stores), ids_of(site.vaccine_fridges)
    p, s, x = books.p, books.s, books.x

    def of(name: str) -> Floats:
        return pack.table("cold_stores", stores, name)

    hold_over = pack.table("vaccine_fridges", fridges, "hold_over_h")
    conductance = of("conductance_w_per_k")
    lost = np.maximum(rc1_lost(conductance, of("capacity_mj_per_k") * JOULES_PER_MJ), LEAST_LOST)
    return ColdRows(
        stores=len(stores),
        fridges=len(fridges),
        kw_per_w=p.add("cold_kw_per_w", of("count") / of("cop") / WATTS_PER_KW),
        conductance_w_per_k=p.add("cold_conductance_w_per_k", conductance),
        lost=p.add("cold_lost", lost),
        set_point_c=p.add("cold_set_point_c", of("set_point_c")),
        max_cooling_w=p.add("cold_max_cooling_w", of("max_cooling_w")),
        shelf_life_h=p.add("shelf_life_h", of("shelf_life_h")),
        shelf_life_at_c=p.add("shelf_life_at_c", of("shelf_life_at_c")),
        log_q10=p.add("log_q10", np.log(of("q10"))),
        spoils_above_c=p.add("spoils_above_c", of("spoils_above_c")),
        hold_over_most_h=p.add("hold_over_most_h", hold_over),
        temp_cold_c=s.add("temp_cold_c", of("start_c")),
        dose=s.room("dose", len(stores)),
        hold_over_h=s.add("hold_over_h", np.minimum(pack.table("vaccine_fridges", fridges, "remaining_h"), hold_over)),
        heat_w=x.room("cold_heat_w", len(stores)),
    )


def build_goods(site: Site, pack: Packer, books: Books, pools: Mapping[str, int]) -> GoodsRows:
    """Give out the rows of everyday draws on the commodity pools.

    A use per person belongs to the commodity: stores of the same one state it once (the largest counts). A use per
    day belongs to the holder: it adds up. Kitchens that burn a fuel share the people evenly.
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
    kitchens = [kitchen for kitchen in site.kitchens if kitchen.fuel]
    weights: dict[int, float] = {}
    for kitchen in kitchens:
        pool = pools[kitchen.fuel or ""]
        burnt = pack.optional("kitchens", [kitchen], "fuel_kg_per_person_day")[:, 0]
        each[:, pool] += burnt / len(kitchens)
        weights[pool] = weights.get(pool, 0.0) + 1.0 / len(kitchens)
    return GoodsRows(
        per_person_h=books.p.add("use_per_person_h", each / HOURS_PER_DAY),
        per_h=books.p.add("use_per_h", daily / HOURS_PER_DAY),
        diesel=pools.get(DIESEL, -1),
        cooking=len(weights),
        cook_pool=books.p.same("cook_pool", weights),
        cook_weight=books.p.same("cook_weight", weights.values()),
        cooked=books.x.room("cooked", 1),
        fullest=books.x.room("fullest", 1),
    )


@dataclass(slots=True)
class _Consumer:
    """One bakery, service or kind of vehicles while the rows are put together."""

    hours: Iterable[int]
    power: int
    made: Floats
    kwh: Floats
    inputs: list[tuple[int, Floats]] = field(default_factory=list)
    water: Floats | None = None


def build_services(site: Site, pack: Packer, books: Books, pools: Mapping[str, int]) -> ServiceRows:
    """Give out the rows of bakeries, services, vehicles and dialysis."""
    consumers = [
        *(_bakery(bakery, pack, pools) for bakery in site.bakeries),
        *(_service(site, service, pack, pools) for service in site.services),
        *(_vehicles(vehicle, pack, pools) for vehicle in site.vehicles),
        *_dialysis(site, pack),
    ]
    nothing = np.zeros(pack.members)
    leaving = 1.0 - pack.one("water.leakage_fraction")
    lifting = pack.one("water.distribution_kwh_per_m3")
    if site.water.gravity_feed or not any(tank.holds == "treated" for tank in site.tanks):
        lifting = nothing
    first, pool, per_day = [0], [], []
    water_kwh = []
    shift = np.zeros((len(consumers), 24))
    for i, one in enumerate(consumers):
        inputs = list(one.inputs)
        if one.water is not None:
            inputs.append((TREATED_WATER, one.water / leaving))
        pool += [place for place, _ in inputs]
        per_day += [quantity for _, quantity in inputs]
        first.append(len(pool))
        water_kwh.append(nothing if one.water is None else lifting * one.water / leaving)
        hours = list(one.hours)
        shift[i, hours] = 1.0 / max(1, len(hours))
    p, x, count = books.p, books.x, len(consumers)
    return ServiceRows(
        consumers=count,
        bakeries=len(site.bakeries),
        services=len(site.services),
        first=p.same("service_first", first),
        commodities=p.same("service_commodities", [len(one.inputs) for one in consumers]),
        pool=p.same("service_pool", pool),
        drawn_pools=len(set(pool)),
        drawn_from=p.same("service_drawn_from", sorted(set(pool))),
        shift=p.same("service_shift", shift.ravel()),
        power=p.same("service_power", [one.power for one in consumers]),
        per_day=p.add("service_per_day", pack.stack(per_day)),
        made_per_day=p.add("service_made_per_day", pack.stack([one.made for one in consumers])),
        kwh_per_day=p.add("service_kwh_per_day", pack.stack([one.kwh for one in consumers])),
        water_kwh_per_day=p.add("service_water_kwh_per_day", pack.stack(water_kwh)),
        gravity=p.add("service_gravity", (lifting <= 0.0).astype(np.float64)),
        closed_by=books.s.add("closed_by", np.full((pack.members, count), NO_LIMIT)),
        share=x.room("service_share", count),
        limit=x.room("service_limit", count),
        claim=x.room("service_claim", FIRST_COMMODITY + len(pools)),
        draw=x.room("service_draw", FIRST_COMMODITY + len(pools)),
        water_m3=x.room("service_water", 1),
    )


def _bakery(bakery: Bakery, pack: Packer, pools: Mapping[str, int]) -> _Consumer:
    made = pack.one(f"bakeries.{bakery.id}.bread_kg_per_day")
    one = _Consumer(
        hours=bakery.hours,
        power=KITCHEN,
        made=made,
        kwh=made * pack.one(f"bakeries.{bakery.id}.electricity_kwh_per_kg"),
    )
    for commodity, name in ((bakery.fuel, "fuel_per_kg"), (bakery.flour, "flour_kg_per_kg")):
        if commodity:
            one.inputs.append((pools[commodity], made * pack.optional("bakeries", [bakery], name)[:, 0]))
    return one


def _service(site: Site, service: Service, pack: Packer, pools: Mapping[str, int]) -> _Consumer:
    nothing = np.zeros(pack.members)
    units, packages = commodities_of(site), dict(site.packages)
    one = _Consumer(
        hours=range(24) if service.hours is None else service.hours,
        power=CLASSES.index(service.power) if service.power else -1,
        made=nothing,
        kwh=nothing,
    )
    for item in service.inputs:
        where = f"services.{service.id}.inputs.{item.id}"
        factor = convert(1.0, item.unit, units[item.commodity], packages)
        one.inputs.append((pools[item.commodity], factor * pack.one(f"{where}.quantity_per_day")))
    if service.water_m3_per_day is not None:
        one.water = pack.one(f"services.{service.id}.water_m3_per_day")
    return one


def _vehicles(vehicle: Vehicle, pack: Packer, pools: Mapping[str, int]) -> _Consumer:
    fuel = pack.one(f"vehicles.{vehicle.id}.count") * pack.one(f"vehicles.{vehicle.id}.fuel_l_per_day")
    return _Consumer(
        hours=TRAFFIC_HOURS,
        power=-1,
        made=fuel,
        kwh=np.zeros(pack.members),
        inputs=[(pools[vehicle.fuel], fuel)],
    )


def _dialysis(site: Site, pack: Packer) -> list[_Consumer]:
    """Return the dialysis of all clinics: sessions, their electricity and treated water; nothing without machines."""
    clinics = [clinic for clinic in site.clinics if clinic.dialysis_machines is not None]
    if not has_machines(site, "dialysis_machines"):
        return []
    ids = ids_of(clinics)
    each = pack.table("clinics", ids, "dialysis_machines") * pack.table("clinics", ids, "dialysis_sessions_per_day")
    return [
        _Consumer(
            hours=DIALYSIS_HOURS,
            power=CLINIC,
            made=each.sum(axis=1),
            kwh=(each * pack.table("clinics", ids, "dialysis_kwh_per_session")).sum(axis=1),
            water=(each * pack.table("clinics", ids, "dialysis_l_per_session")).sum(axis=1) / LITRES_PER_M3,
        )
    ]


def build_vehicles(site: Site, pack: Packer, books: Books, pools: Mapping[str, int]) -> VehicleRows:
    """Say which consumers of ``build_services`` are vehicles."""
    del pack, books, pools
    return VehicleRows(kinds=len(site.vehicles), first=len(site.bakeries) + len(site.services))


def inputs_of_services(site: Site) -> dict[str, tuple[str, ...]]:
    """Return the inputs of every service in the order of the numbers in ``service_limit_{service}``.

    Returns
    -------
    dict of service id to tuple of str
        Commodities in list order, then ``power``, then ``water``, whether the service needs them or not.
    """
    return {service.id: (*(item.commodity for item in service.inputs), "power", "water") for service in site.services}
