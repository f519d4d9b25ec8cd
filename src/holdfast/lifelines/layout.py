"""Which outputs and events a site has, and where they stand in the arrays of a run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.errors import ModelError
from holdfast.lifelines.clinic_hour import has_machines
from holdfast.lifelines.columns import Columns, Moments
from holdfast.lifelines.records import CLASSES, FIRST_COMMODITY
from holdfast.lifelines.tables import declared_events, declared_outputs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.sites import Site

DIESEL = "diesel"
_ESSENTIAL_POWER = ("clinics", "wells", "purification", "lifts", "cold_stores", "kitchens", "bakeries", "lighting")


def slug(identifier: str) -> str:
    """Return an id as it stands inside an output name: lower case, with underscores."""
    return re.sub(r"[^a-z0-9]+", "_", identifier.lower()).strip("_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Names and places of a site's outputs and events.

    Attributes
    ----------
    columns, moments : Columns, Moments
        What the hour loop is given.
    outputs : mapping of name to column, in declared order
    fans : tuple of str
        Outputs whose quantiles are kept for fan charts.
    events : mapping of name to place
    lifelines : mapping of event name to lifeline
    units : mapping of output name to unit
    commodities : tuple of str
        Commodity of every pool after the three of water and sewage.
    """

    columns: Columns
    moments: Moments
    outputs: Mapping[str, int]
    fans: tuple[str, ...]
    events: Mapping[str, int]
    lifelines: Mapping[str, str]
    units: Mapping[str, str]
    commodities: tuple[str, ...]

    @property
    def pools(self) -> int:
        """Number of pools."""
        return FIRST_COMMODITY + len(self.commodities)


def commodities_of(site: Site) -> dict[str, str]:
    """Return every commodity a site stores or needs, with its unit, in order of appearance.

    Raises
    ------
    ModelError
        HF-E001 when stores of one commodity have different units, or two names become one in the outputs.
    """
    units: dict[str, str] = {}
    for store in site.stores:
        if units.setdefault(store.commodity, store.unit) != store.unit:
            raise ModelError(
                "HF-E001",
                where=f"stores.{store.id}",
                found=f"{store.commodity} in {store.unit}",
                expected=f"{units[store.commodity]}, as in the other stores of {store.commodity}",
                mend="give all stores of one commodity the same unit",
            )
    burnt = [item.fuel for item in site.generators] + [item.fuel for item in site.vehicles]
    burnt += [item.fuel for item in site.trucks if item.fuel]
    baked = [name for bakery in site.bakeries for name in (bakery.fuel, bakery.flour) if name]
    for name in burnt:
        units.setdefault(name, "L")
    for name in [item.fuel for item in site.kitchens if item.fuel] + baked:
        units.setdefault(name, "kg")
    for item in (item for service in site.services for item in service.inputs):
        units.setdefault(item.commodity, item.unit)  # nobody stores it: the service never has it
    _distinct("stores", units)
    return units


def _distinct(where: str, names: Iterable[str]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        other = seen.setdefault(slug(name), name)
        if other != name:
            raise ModelError(
                "HF-E001",
                where=where,
                found=f"{other!r} and {name!r}",
                expected="names that differ in letters or digits",
                mend="rename one of them",
            )


def lay_out(site: Site) -> Layout:
    """Return the layout of a site's outputs and events."""
    commodities = commodities_of(site)
    for kind in ("shelters", "cold_stores", "vaccine_fridges", "services"):
        _distinct(kind, (asset.id for asset in getattr(site, kind)))
    counts = _counts(site, commodities)
    many = {
        "class": [{"class": name} for name in CLASSES],
        "shelter": [{"shelter": slug(asset.id)} for asset in site.shelters],
        "cold_store_each": [{"store": slug(asset.id)} for asset in site.cold_stores],
        "vaccine_fridge_each": [{"fridge": slug(asset.id)} for asset in site.vaccine_fridges],
        "commodity": [{"commodity": slug(name), "unit": unit.lower()} for name, unit in commodities.items()],
        "service": [{"service": slug(asset.id)} for asset in site.services],
    }
    outputs: dict[str, int] = {}
    units: dict[str, str] = {}
    fans: list[str] = []
    first: dict[str, int] = {}
    place = 0
    for row in declared_outputs():
        key = _identifier(row.name)
        if "{" in row.name:
            first[key] = place
            names = [row.name.format(**fields) for fields in many[row.per]]
        else:
            names = [row.name] if counts[row.per] else []
            first[key] = place if names else -1
        for name in names:
            _once(name, outputs)
            outputs[name] = place
            units[name] = row.unit if row.unit != "by commodity" else list(commodities.values())[place - first[key]]
            place += 1
            if row.fan:
                fans.append(name)
    columns = Columns(**{key: at if at >= 0 else place for key, at in first.items()}, spare=place)
    events, lifelines, moments = _lay_out_events(site, counts, commodities)
    return Layout(
        columns=columns,
        moments=moments,
        outputs=outputs,
        fans=tuple(fans),
        events=events,
        lifelines=lifelines,
        units=units,
        commodities=tuple(commodities),
    )


def _identifier(name: str) -> str:
    """Name of the place in ``Columns`` or ``Moments`` for a declared name with its braces."""
    return re.sub(r"_?\{unit\}", "", name).replace("{", "").replace("}", "")


def _once(name: str, names: Mapping[str, int]) -> None:
    """Refuse a second output or event of one name."""
    if name in names:
        raise ModelError(
            "HF-E070",
            where=name,
            found="two outputs or events of this name",
            expected="names that differ",
            mend="rename the service (a service may not be called `bakery` beside a bakery)",
        )


def _lay_out_events(
    site: Site, counts: Mapping[str, int], commodities: Mapping[str, str]
) -> tuple[dict[str, int], dict[str, str], Moments]:
    events: dict[str, int] = {}
    lifelines: dict[str, str] = {}
    first: dict[str, int] = {}
    many = {
        # diesel has an event of its own; its place among the commodities stays unnamed
        "commodity": [
            {} if name == DIESEL else {"commodity": slug(name), "lifeline": f"stock:{name}"} for name in commodities
        ],
        "service": [{"service": slug(asset.id), "lifeline": asset.lifeline} for asset in site.services],
    }
    place = 0
    for row in declared_events():
        key = _identifier(row.name)
        if "{" not in row.name:
            first[key] = place if counts[row.needs] else -1
            assets = [{"lifeline": row.lifeline}] if counts[row.needs] else []
        else:
            first[key] = place
            assets = many[row.needs]
        for fields in assets:
            if fields:
                name = row.name.format(**fields)
                _once(name, events)
                events[name] = place
                lifelines[name] = fields["lifeline"]
            place += 1
    moments = Moments(**{key: at if at >= 0 else place for key, at in first.items()}, spare=place)
    return events, lifelines, moments


def _counts(site: Site, commodities: Mapping[str, str]) -> dict[str, int]:
    tanks = {holds: sum(tank.holds == holds for tank in site.tanks) for holds in ("raw", "treated")}
    return {
        "site": 1,
        "battery": len(site.batteries),
        "generator": len(site.generators),
        "diesel": int(DIESEL in commodities),
        "raw_tank": tanks["raw"],
        "treated_tank": tanks["treated"],
        "water_tank": len(site.tanks),
        "household": int(site.water.household_storage_l_per_person is not None),
        "chlorine": int(site.water.chlorine_kg is not None),
        "truck_fuel": sum(truck.fuel is not None for truck in site.trucks),
        "rain_catchment": int(site.sewage.rain_catchment_m2 is not None),
        "brine": int(site.sewage.brine_to_sewer and bool(site.purification)),
        "sewage_tank": len(site.sewage_tanks),
        "lift": len(site.lifts),
        "sewage_asset": len(site.sewage_tanks) + len(site.lifts),
        "shelter": len(site.shelters),
        "cooled_shelter": sum(shelter.cooling is not None for shelter in site.shelters),
        "cold_store": len(site.cold_stores),
        "vaccine_fridge": len(site.vaccine_fridges),
        "bakery": len(site.bakeries),
        "cooking": sum(kitchen.fuel is not None for kitchen in site.kitchens),
        "vehicle": len(site.vehicles),
        "oxygen": int(has_machines(site, "oxygen_concentrators")),
        "dialysis": int(has_machines(site, "dialysis_machines")),
        "essential_load": sum(len(getattr(site, kind)) for kind in _ESSENTIAL_POWER),
    }
