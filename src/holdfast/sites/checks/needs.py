"""Checks of what needs what: inputs of services, fuels, and loops of needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.sites.checks.problem import Check, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from holdfast.sites.model import Site

POWER, WATER = "power", "water"
_KITS = {"spare_kit", "spare_kits", "repair_kit", "repair_kits"}


def fuels_in_use(site: Site) -> dict[str, str]:
    """Return each commodity that something burns by the litre, with the first asset that does."""
    use: dict[str, str] = {}
    for kind in ("generators", "vehicles", "trucks"):
        for asset in getattr(site, kind):
            if asset.fuel is not None:
                use.setdefault(asset.fuel, f"{kind}.{asset.id}")
    return use


def commodities_in_use(site: Site) -> set[str]:
    """Return every commodity that an asset draws on (a use stated on the store itself apart)."""
    use = set(fuels_in_use(site))
    use |= {kitchen.fuel for kitchen in site.kitchens if kitchen.fuel}
    use |= {name for bakery in site.bakeries for name in (bakery.fuel, bakery.flour) if name}
    return use | {item.commodity for service in site.services for item in service.inputs}


def needs_of(site: Site) -> dict[str, set[str]]:
    """Return what each of power, water, commodities and services cannot do without, as names.

    A service supplies what its ``lifeline`` names: ``electricity``, ``water``, a commodity, ``stock:<commodity>``, or
    ``fuel`` for the fuel of the generators. A grid or an array breaks the need of power for fuel.
    """
    burnt = {generator.fuel for generator in site.generators}
    needs: dict[str, set[str]] = {POWER: set(), WATER: set()}
    if not (site.grid or site.pv):
        needs[POWER] |= burnt
    if site.wells or site.purification:
        needs[WATER].add(POWER)
    needs[WATER] |= {truck.fuel for truck in site.trucks if truck.carries == "water" and truck.fuel}
    for service in site.services:
        name = f"services.{service.id}"
        needs[name] = {item.commodity for item in service.inputs}
        if service.power is not None:
            needs[name].add(POWER)
        if service.water_m3_per_day is not None:
            needs[name].add(WATER)
        line = service.lifeline.removeprefix("stock:")
        supplied = burnt if line == "fuel" else {POWER if line == "electricity" else line}
        for thing in supplied:
            needs.setdefault(thing, set()).add(name)
    return needs


def loops(needs: Mapping[str, set[str]]) -> tuple[tuple[str, ...], ...]:
    """Return one loop through each thing that needs itself, each loop once and in a fixed order."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for start in sorted(needs):
        path = _way_back(start, needs)
        if path and not any(start in known for known in found):
            found[frozenset(path)] = path
    return tuple(found.values())


def _way_back(start: str, needs: Mapping[str, set[str]]) -> tuple[str, ...]:
    """Return the shortest way from a thing through its needs to itself, or nothing."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while ways:
        longer: list[tuple[str, ...]] = []
        for way in ways:
            for thing in sorted(needs.get(way[-1], ())):
                if thing == start:
                    return way
                if thing not in seen:
                    seen.add(thing)
                    longer.append((*way, thing))
        ways = longer
    return ()


def _service_without_input(site: Site) -> Iterator[Problem]:
    for service in site.services:
        if not service.inputs and service.power is None and service.water_m3_per_day is None:
            yield Problem(
                at=f"services.{service.id}",
                found="a service that needs nothing",
                want="an input, water or power",
                mend="add [[services.inputs]] with its commodity, water_m3_per_day, or power; or remove the service",
            )


def _dialysis_without_tank(site: Site) -> Iterator[Problem]:
    treated = any(tank.holds == "treated" for tank in site.tanks)
    for clinic in site.clinics:
        machines = clinic.dialysis_machines
        if not treated and machines is not None and machines.high > 0.0:
            yield Problem(
                at=f"clinics.{clinic.id}.dialysis_machines",
                found="dialysis machines and no tank of treated water",
                want='a tank with holds = "treated"',
                mend="add [[tanks]] for the water of dialysis; without one every session counts as missed",
            )


def _dependency_loop(site: Site) -> Iterator[Problem]:
    for loop in loops(needs_of(site)):
        yield Problem(
            at=next((name for name in loop if name.startswith("services.")), loop[0]),
            found="a loop: " + " needs ".join((*loop, loop[0])),
            want="something outside the loop that starts it again",
            mend="once it stops it stays stopped; add a stock, a grid or a delivery, or correct lifeline, power or inputs",
        )


def _generator_without_fuel(site: Site) -> Iterator[Problem]:
    stored = {store.commodity for store in site.stores}
    seen: set[str] = set()
    for generator in site.generators:
        if generator.fuel not in stored | seen:
            seen.add(generator.fuel)
            yield Problem(
                at=f"generators.{generator.id}",
                found=f"generators and no store of {generator.fuel}",
                want=f'a store with commodity = "{generator.fuel}"',
                mend=f'add [[stores]] with commodity = "{generator.fuel}" (quantity = "unknown" will do)',
            )


def _fuel_in_litres(site: Site) -> Iterator[Problem]:
    burnt = {"diesel", *fuels_in_use(site)}
    for store in site.stores:
        if store.commodity in burnt and store.unit != "L":
            yield Problem(
                at=f"stores.{store.id}.unit",
                found=f"{store.commodity} in {store.unit}",
                want=f"{store.commodity} in L",
                mend="state it in litres (1 kg of diesel is about 1.18 L)",
            )


def _truck_fuel_unnamed(site: Site) -> Iterator[Problem]:
    for truck in site.trucks:
        use = truck.fuel_l_per_trip
        if truck.fuel is None and use is not None and use.high > 0.0:
            yield Problem(
                at=f"trucks.{truck.id}.fuel",
                found="fuel_l_per_trip and no fuel",
                want="the commodity it burns",
                mend='add fuel = "diesel", or remove fuel_l_per_trip when the truck brings its own',
            )


def _kits_without_generators(site: Site) -> Iterator[Problem]:
    named = [(f"stores.{store.id}", store.commodity) for store in site.stores]
    for place, commodity in named:
        if commodity not in _KITS:
            continue
        alone = not site.generators
        yield Problem(
            at=place,
            found="spare kits and no generator" if alone else "spare kits as a stock",
            want="a generator that takes them" if alone else "spare_kits on the set they fit",
            mend="remove the store, or add [[generators]] with spare_kits",
        )


def _oil_without_interval(site: Site) -> Iterator[Problem]:
    for generator in site.generators:
        if generator.oil_l is not None and generator.service_interval_h.state == "unknown":
            yield Problem(
                at=f"generators.{generator.id}.service_interval_h",
                found="oil_l and no service_interval_h",
                want="the hours between oil changes",
                mend="read the maker's plate or the log of the set; the prior is 200 to 600 h",
            )


CHECKS = (
    Check("service-without-input", "warning", "A service that needs nothing never closes.", _service_without_input),
    Check("dialysis-without-tank", "warning", "Dialysis needs treated water.", _dialysis_without_tank),
    Check("dependency-loop", "warning", "What needs itself cannot start again once it has stopped.", _dependency_loop),
    Check("generator-without-fuel", "error", "A set without a store of its fuel never runs.", _generator_without_fuel),
    Check("fuel-in-litres", "error", "Fuel of sets, trucks and vehicles is counted in litres.", _fuel_in_litres),
    Check("truck-fuel-unnamed", "error", "A use of fuel needs the commodity it comes from.", _truck_fuel_unnamed),
    Check(
        "spare-kits-without-generators",
        "warning",
        "A repair kit is counted on the set it fits.",
        _kits_without_generators,
    ),
    Check(
        "oil-without-interval",
        "note",
        "Oil is used at each service, and services come by hours.",
        _oil_without_interval,
    ),
)
