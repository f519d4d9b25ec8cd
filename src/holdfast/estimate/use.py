"""What a site uses of a commodity in a day, to read statements such as "flour for four days"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.estimate.carry import daily_burn
from holdfast.estimate.subjects import WATER
from holdfast.quantities import convert

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.typing import NDArray

    from holdfast.estimate.subjects import Vessel
    from holdfast.sites import Draws, Site

    Floats = NDArray[np.float64]

L_PER_M3 = 1000.0


def daily_use(
    site: Site, draws: Draws, vessel: Vessel, *, start: datetime, seed: int, engine: Literal["compiled", "python"]
) -> Floats:
    """Return what the site draws a day from the pool of a vessel, in the vessel's unit, for each member.

    A fuel of generators is what a run with enough of it draws in a day; water is the normal use with its losses;
    anything else the use of its stores, kitchens, bakeries, services, vehicles and trucks. Zero where nothing uses it.
    """
    persons = sum((draws[f"people.{group.id}.count"] for group in site.people), np.zeros(draws.members))
    name = vessel.commodity
    if name == WATER:
        share_lost = np.minimum(draws["water.leakage_fraction"], 0.95)
        return persons * draws["water.normal_use_l_per_person_day"] / L_PER_M3 / (1.0 - share_lost)
    if any(generator.fuel == name for generator in site.generators):
        return daily_burn(site, draws, name, start=start, seed=seed, engine=engine)
    return (
        _stores(site, draws, name, persons)
        + _baked(site, draws, name)
        + _served(site, draws, vessel)
        + _driven(site, draws, name)
    )


def _stores(site: Site, draws: Draws, commodity: str, persons: Floats) -> Floats:
    """Use per person counts once for a commodity (the largest), use per day adds up, as in the hour loop."""
    each = np.zeros(draws.members)
    daily = np.zeros(draws.members)
    for store in site.stores:
        if store.commodity != commodity:
            continue
        if store.use_per_person_day is not None:
            each = np.maximum(each, draws[f"stores.{store.id}.use_per_person_day"])
        if store.use_per_day is not None:
            daily = daily + draws[f"stores.{store.id}.use_per_day"]
    kitchens = [kitchen for kitchen in site.kitchens if kitchen.fuel == commodity]
    burnt = [
        draws[f"kitchens.{kitchen.id}.fuel_kg_per_person_day"]
        for kitchen in kitchens
        if kitchen.fuel_kg_per_person_day is not None
    ]
    if burnt:
        each = each + sum(burnt, np.zeros(draws.members)) / len(kitchens)
    return persons * each + daily


def _baked(site: Site, draws: Draws, commodity: str) -> Floats:
    used = np.zeros(draws.members)
    for bakery in site.bakeries:
        made = draws[f"bakeries.{bakery.id}.bread_kg_per_day"]
        if bakery.fuel == commodity and bakery.fuel_per_kg is not None:
            used = used + made * draws[f"bakeries.{bakery.id}.fuel_per_kg"]
        if bakery.flour == commodity and bakery.flour_kg_per_kg is not None:
            used = used + made * draws[f"bakeries.{bakery.id}.flour_kg_per_kg"]
    return used


def _served(site: Site, draws: Draws, vessel: Vessel) -> Floats:
    used = np.zeros(draws.members)
    for service in site.services:
        for item in service.inputs:
            if item.commodity == vessel.commodity:
                factor = convert(1.0, item.unit, vessel.unit, dict(site.packages))
                used = used + factor * draws[f"services.{service.id}.inputs.{item.id}.quantity_per_day"]
    return used


def _driven(site: Site, draws: Draws, commodity: str) -> Floats:
    """Fuel of vehicles, and of trucks for the trips that the gate lets through."""
    used = np.zeros(draws.members)
    for vehicle in site.vehicles:
        if vehicle.fuel == commodity:
            path = f"vehicles.{vehicle.id}"
            used = used + draws[f"{path}.count"] * draws[f"{path}.fuel_l_per_day"]
    for truck in site.trucks:
        if truck.fuel == commodity and truck.fuel_l_per_trip is not None:
            path = f"trucks.{truck.id}"
            passing = draws["gate.passing_fraction"] if truck.needs_gate else 1.0
            used = used + draws[f"{path}.trips_per_day"] * draws[f"{path}.fuel_l_per_trip"] * passing
    return used
