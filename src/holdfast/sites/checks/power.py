"""Checks of power, fuel and the order in which loads are served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.sites.checks.needs import commodities_in_use
from holdfast.sites.checks.problem import Check, Problem
from holdfast.sites.findings import classes_in_use, classes_missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.sites.model import Site


def _has_power(site: Site) -> bool:
    return bool(site.generators or site.grid or site.pv or site.batteries)


def _cooling_without_power(site: Site) -> Iterator[Problem]:
    for shelter in site.shelters:
        if shelter.cooling is not None and not _has_power(site):
            yield Problem(
                at=f"shelters.{shelter.id}.cooling",
                found="an air conditioner and no source of power",
                want="a generator, grid, pv or battery",
                mend="add the source, or remove the cooling",
            )


def _power_none(site: Site) -> Iterator[Problem]:
    use = {name: asset for name, asset in classes_in_use(site).items() if name != "cooling"}
    if use and not _has_power(site):
        yield Problem(
            at="generators",
            found=f"no source of power for {', '.join(use.values())}",
            want="a generator, grid, pv or battery",
            mend="add the source; without one these stand still from the first hour",
        )


def _fuel_without_generator(site: Site) -> Iterator[Problem]:
    burnt = "diesel" in commodities_in_use(site)
    for store in site.stores:
        used = burnt or store.use_per_day is not None or store.use_per_person_day is not None
        if store.commodity == "diesel" and not used:
            yield Problem(
                at=f"stores.{store.id}",
                found="diesel and nothing that burns it",
                want="a generator, vehicle, bakery, service or stated use",
                mend="add the generator or the vehicles, or state use_per_day",
            )


def _generators_all_down(site: Site) -> Iterator[Problem]:
    if site.generators and all(set_.working.is_known and set_.working.value < 0.5 for set_ in site.generators):
        yield Problem(
            at="generators",
            found="every set out of order",
            want="one set that works",
            mend="check the field working: 1 in order, 0 out of order",
        )


def _battery_uncharged(site: Site) -> Iterator[Problem]:
    for battery in site.batteries:
        if not (site.pv or site.grid or (battery.charged_by_generator and site.generators)):
            yield Problem(
                at=f"batteries.{battery.id}",
                found="a battery and nothing that charges it",
                want="pv, a grid, or a generator with charged_by_generator = true",
                mend="add the array or the grid, or state that generators charge it",
            )


def _grid_hours_disagree(site: Site) -> Iterator[Problem]:
    for grid in site.grid:
        hours = grid.hours_per_day
        if grid.on_hours is None or hours.state == "unknown" or hours.low <= len(grid.on_hours) <= hours.high:
            continue
        yield Problem(
            at=f"grid.{grid.id}.on_hours",
            found=f"{len(grid.on_hours)} clock hours, hours_per_day {hours.low:g} to {hours.high:g}",
            want="the same number of hours",
            mend="correct one of the two, or leave on_hours out",
        )


def _load_class_missing(site: Site) -> Iterator[Problem]:
    for finding in classes_missing(site):
        yield Problem(at=finding.at, found=finding.found, want=finding.want, mend=finding.mend)


def _priority_duplicate(site: Site) -> Iterator[Problem]:
    seen: dict[int, str] = {}
    for load in site.loads:
        if load.priority in seen:
            yield Problem(
                at=f"loads.{load.id}.priority",
                found=f"priority {load.priority}, as {seen[load.priority]}",
                want="each priority once",
                mend="number the classes 1, 2, 3, ... in the order in which they get power",
            )
        seen.setdefault(load.priority, load.id)


def _floor_without_fuel(site: Site) -> Iterator[Problem]:
    burnt = {item.fuel for item in site.generators}
    stored = any(store.commodity in burnt for store in site.stores)
    for load in site.loads:
        if load.fuel_floor_l is not None and not stored:
            yield Problem(
                at=f"loads.{load.id}.fuel_floor_l",
                found="a fuel floor and no store of what generators burn",
                want="a generator and a store of its fuel",
                mend="add the store or remove the floor",
            )


def _cold_without_power(site: Site) -> Iterator[Problem]:
    for kind in ("cold_stores", "vaccine_fridges"):
        for asset in getattr(site, kind):
            if not _has_power(site):
                yield Problem(
                    at=f"{kind}.{asset.id}",
                    found="a cold store and no source of power",
                    want="a generator, grid, pv or battery",
                    mend="add the source of power",
                )


CHECKS = (
    Check("cooling-without-power", "error", "An air conditioner needs a source of power.", _cooling_without_power),
    Check("power-none", "warning", "Pumps, clinics and lamps need a source of power.", _power_none),
    Check(
        "fuel-store-without-generator",
        "warning",
        "Diesel that nothing burns is a slip.",
        _fuel_without_generator,
    ),
    Check(
        "generators-all-down",
        "warning",
        "A site whose sets are all out of order should be meant so.",
        _generators_all_down,
    ),
    Check("battery-uncharged", "warning", "A battery that nothing charges is used once.", _battery_uncharged),
    Check("grid-hours-disagree", "warning", "Listed clock hours and hours a day should agree.", _grid_hours_disagree),
    Check(
        "load-class-missing",
        "error",
        "A class with assets and no place in the queue would never be served.",
        _load_class_missing,
    ),
    Check("priority-duplicate", "error", "Two classes of one priority leave the order to chance.", _priority_duplicate),
    Check(
        "fuel-floor-without-diesel",
        "warning",
        "A fuel floor without fuel for generators holds nothing back.",
        _floor_without_fuel,
    ),
    Check(
        "cold-without-power",
        "warning",
        "Cold stores and vaccine refrigerators warm from the first hour without power.",
        _cold_without_power,
    ),
)
