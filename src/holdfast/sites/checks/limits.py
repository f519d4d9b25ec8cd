"""Checks of what stands against the physics: parts of a shelter, levels, zero counts, sun without a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.sites.checks.problem import Check, Problem
from holdfast.sites.draws import AIR_WH_PER_M3_K

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.sites.model import Shelter, Site
    from holdfast.sites.value import Value

_CAPACITIES = {
    "generators": ("rated_kw",),
    "grid": ("capacity_kw",),
    "pv": ("peak_kw",),
    "batteries": ("capacity_kwh",),
    "stores": ("capacity",),
    "wells": ("max_m3_per_h",),
    "purification": ("max_m3_per_h",),
    "tanks": ("capacity_m3",),
    "trucks": ("volume_m3", "trips_per_day"),
    "lifts": ("max_m3_per_h",),
    "sewage_tanks": ("capacity_m3",),
    "cold_stores": ("max_cooling_w",),
}


def _zero(value: Value) -> bool:
    return value.state != "unknown" and value.high <= 0.0


def nobody(site: Site) -> bool:
    """Tell whether the site has no group of people, or only groups of nobody."""
    return all(_zero(group.count) for group in site.people)


def _people_none(site: Site) -> Iterator[Problem]:
    if nobody(site):
        yield Problem(
            at="people",
            found="no group" if not site.people else "no person in any group",
            want="one group or more",
            mend='add [[people]] with id and count (or count = "unknown"); with nobody there is no need and no use',
        )


def _capacity_zero(site: Site) -> Iterator[Problem]:
    for kind, names in _CAPACITIES.items():
        for asset in getattr(site, kind):
            for name in names:
                if _zero(getattr(asset, name)):
                    yield Problem(
                        at=f"{kind}.{asset.id}.{name}",
                        found="zero: it holds or moves nothing",
                        want="a capacity above zero",
                        mend='measure it or write "unknown"; remove the asset when it is gone',
                    )


def part_ends(shelter: Shelter, end: str) -> float:
    """Return windows and air changes of a shelter [W/K] at ``low`` ends (0 where not stated) or at the medians."""

    def at(value: Value) -> float:
        if end == "median":
            return value.median
        return 0.0 if value.state == "unknown" else value.low

    glass = at(shelter.window_m2) * at(shelter.window_w_per_m2_k)
    return glass + AIR_WH_PER_M3_K * at(shelter.volume_m3) * at(shelter.air_changes_per_h)


def _conductance_below_parts(site: Site) -> Iterator[Problem]:
    for shelter in site.shelters:
        total = shelter.conductance_w_per_k
        least, middle = part_ends(shelter, "low"), part_ends(shelter, "median")
        impossible = total.state != "unknown" and total.high <= least
        if shelter.model == "rc1" or total.state == "unknown" or not (impossible or total.median <= middle):
            continue
        yield Problem(
            severity="error" if impossible else "warning",
            at=f"shelters.{shelter.id}.conductance_w_per_k",
            found=f"{total.median:.4g} W/K with windows and air changes of {least if impossible else middle:.4g} W/K",
            want="a total above its windows and air changes",
            mend="conductance_w_per_k is the total of envelope, windows and air changes; correct it or its parts",
        )


def _tank_without_inlet(site: Site) -> Iterator[Problem]:
    for tank in site.tanks:
        if tank.holds == "raw" and not site.wells:
            yield Problem(
                at=f"tanks.{tank.id}",
                found="a raw tank and no well or intake",
                want="something that fills it",
                mend="add [[wells]]; trucks fill treated tanks",
            )
    for pit in site.sewage_tanks:
        if nobody(site) and not site.sewage.rain_catchment_m2:
            yield Problem(
                at=f"sewage_tanks.{pit.id}",
                found="a sewage tank and nobody who fills it",
                want="people, or a rain catchment",
                mend="add [[people]], or remove the tank",
            )


def _tank_without_outlet(site: Site) -> Iterator[Problem]:
    used = any(service.water_m3_per_day is not None for service in site.services)
    for tank in site.tanks:
        if tank.holds == "treated" and nobody(site) and not used:
            yield Problem(
                at=f"tanks.{tank.id}",
                found="a treated tank and nobody who draws from it",
                want="people, or a service with water_m3_per_day",
                mend="add [[people]], or remove the tank",
            )


def _rupture_above_capacity(site: Site) -> Iterator[Problem]:
    for kind in ("tanks", "sewage_tanks"):
        for asset in getattr(site, kind):
            tear, room = asset.rupture_level_m3, asset.capacity_m3
            if tear is None or tear.state == "unknown" or room.state == "unknown" or tear.low < room.high:
                continue
            yield Problem(
                at=f"{kind}.{asset.id}.rupture_level_m3",
                found=f"{tear.low:,.12g} m3 in a tank of {room.high:,.12g} m3",
                want="a level below the capacity",
                mend="the tank spills before it tears; correct one of the two, or leave rupture_level_m3 out",
            )


def _rain_without_sewage(site: Site) -> Iterator[Problem]:
    area = site.sewage.rain_catchment_m2
    if area is not None and area.high > 0.0 and not (site.lifts or site.sewage_tanks):
        yield Problem(
            at="sewage.rain_catchment_m2",
            found="a rain catchment and neither lift nor sewage tank",
            want="what the rain runs into",
            mend="add [[lifts]] or [[sewage_tanks]], or remove the catchment",
        )


def _trip_below_maximum(site: Site) -> Iterator[Problem]:
    hottest = site.weather.temp_max_c.median
    for shelter in site.shelters:
        if shelter.cooling is not None and shelter.cooling.trip_c.median <= hottest:
            yield Problem(
                at=f"shelters.{shelter.id}.cooling.trip_c",
                found=f"{shelter.cooling.trip_c.median:.4g} C, and days of {hottest:.4g} C",
                want="units that run on the hottest hour",
                mend="it is simulated so: half or more of the units stop each hot day; correct it if they do not",
            )


def _clear_sky_without_place(site: Site) -> Iterator[Problem]:
    if site.weather.sky == "clear-sky" and (site.latitude_deg is None or site.longitude_deg is None):
        yield Problem(
            at="weather.sky",
            found="clear-sky and no coordinates",
            want="latitude_deg and longitude_deg in [site]",
            mend='add the coordinates, or write sky = "typical"',
        )


CHECKS = (
    Check("people-none", "warning", "A site without people has no need.", _people_none),
    Check("capacity-zero", "warning", "What holds or moves nothing should be meant so.", _capacity_zero),
    Check(
        "conductance-below-parts",
        "warning",
        "The conductance of a shelter is the total of its envelope, windows and air changes.",
        _conductance_below_parts,
    ),
    Check("tank-without-inlet", "warning", "A tank that nothing fills only falls.", _tank_without_inlet),
    Check("tank-without-outlet", "warning", "A tank that nobody draws from only fills.", _tank_without_outlet),
    Check(
        "rupture-above-capacity", "warning", "A tank spills before it tears above its brim.", _rupture_above_capacity
    ),
    Check("rain-without-sewage", "warning", "Rain on a catchment must run into something.", _rain_without_sewage),
    Check("trip-below-maximum", "warning", "Units that trip below the day's maximum fail daily.", _trip_below_maximum),
    Check("clear-sky-without-place", "error", "A clear sky is worked out from coordinates.", _clear_sky_without_place),
)
