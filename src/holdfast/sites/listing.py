"""Every value of a site in one list, and the defaults among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.sites.fields import fields_of
from holdfast.sites.model import COLLECTIONS, SINGLETONS
from holdfast.sites.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.sites.model import Record, Site

# Fields of a shelter that rc1 holds in its total conductance and its sol-air factor.
_PARTS = (
    "floor_m2",
    "envelope_m2",
    "volume_m3",
    "window_m2",
    "window_w_per_m2_k",
    "window_gain_fraction",
    "air_changes_per_h",
    "absorptance_fraction",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteValue:
    """One value of a site.

    Attributes
    ----------
    path : str
        ``<collection>.<id>.<field>`` or ``<singleton>.<field>``.
    label : str
        What it is, in words, with the asset's id.
    value : Value
        What is known of it.
    unit : str
        Its unit.
    cause : str
        Name of its random stream: the path, ``<collection>.<field>`` where all assets of the site share it, or
        ``<collection>.<kind>.<field>`` where those of one kind do.
    """

    path: str
    label: str
    value: Value
    unit: str
    cause: str


_DIALYSIS = ("dialysis_sessions_per_day", "dialysis_kwh_per_session", "dialysis_l_per_session")


def values(site: Site) -> tuple[SiteValue, ...]:
    """Return every value of a site (known, interval or unknown), in the order of the schema."""
    return tuple(_all(site))


def defaults_used(site: Site) -> tuple[SiteValue, ...]:
    """Return every value that the site does not state, the field table supplies, and something of the site needs."""
    idle = idle_paths(site)
    return tuple(entry for entry in values(site) if entry.value.state == "unknown" and entry.path not in idle)


def idle_paths(site: Site) -> frozenset[str]:
    """Return the paths of values that change nothing as the site stands: what they belong to is not there.

    Such are the parts of a shelter of model ``rc1``, the dose of chlorine where chlorine is not counted, the sun of a
    clear sky where a typical one is taken. They are values of the site all the same, and can be drawn.
    """
    idle: list[str] = []
    if site.water.chlorine_kg is None:
        idle.append("water.chlorine_g_per_m3")
    if site.sewage.rain_catchment_m2 is None:
        idle.append("sewage.runoff_fraction")
    for generator in site.generators:
        unused = ("oil_per_service_l", "overdue_factor") if generator.oil_l is None else ()
        if generator.spare_kits.high <= 0.0:
            unused = (*unused, "repair_median_h", "repair_gsd")
        idle.extend(f"generators.{generator.id}.{name}" for name in unused)
    for clinic in site.clinics:
        if clinic.oxygen_concentrators is None or clinic.oxygen_concentrators.high <= 0.0:
            idle.append(f"clinics.{clinic.id}.oxygen_kw_each")
        if clinic.dialysis_machines is None or clinic.dialysis_machines.high <= 0.0:
            idle.extend(f"clinics.{clinic.id}.{name}" for name in _DIALYSIS)
    for shelter in site.shelters:
        if shelter.model == "rc1":
            idle.extend(f"shelters.{shelter.id}.{name}" for name in _PARTS)
    idle.extend(f"weather.{name}" for name in _idle_weather(site))
    return frozenset(idle)


def _idle_weather(site: Site) -> tuple[str, ...]:
    if site.weather.sky == "clear-sky":
        return ("sol_air_peak_k", "ghi_peak_w_m2")
    parts = any(shelter.model != "rc1" for shelter in site.shelters)
    return ("turbidity", "clearness") if parts else ("turbidity", "clearness", "wind_m_s")


def _all(site: Site) -> Iterator[SiteValue]:
    for kind in SINGLETONS:
        yield from _of(getattr(site, kind), kind, kind, "")
    for kind in COLLECTIONS:
        for asset in getattr(site, kind):
            yield from _of(asset, kind, f"{kind}.{asset.id}", asset.id)
            if kind == "shelters" and asset.cooling is not None:
                yield from _of(asset.cooling, "shelters.cooling", f"{kind}.{asset.id}.cooling", asset.id)
            if kind == "services":
                for item in asset.inputs:
                    yield from _of(item, "services.inputs", f"{kind}.{asset.id}.inputs.{item.id}", asset.id)
    for delivery in site.gate.deliveries:
        yield from _of(delivery, "gate.deliveries", f"gate.deliveries.{delivery.id}", delivery.id)


def _of(record: Record, kind: str, path: str, name: str) -> Iterator[SiteValue]:
    plain = {key: getattr(record, key) for key in type(record).model_fields if key in {"unit", "commodity", "kind"}}
    for key, row in fields_of(kind, plain).items():
        value = getattr(record, key, None)
        if isinstance(value, Value):
            what = f"{plain['commodity']}: {row.meaning}" if "commodity" in plain else row.meaning
            label = f"{what} ({name})" if name else what
            own = f"{path}.{key}"
            cause = own
            if row.shared:
                cause = f"{kind}.{plain['kind']}.{key}" if row.shared == "kind" else f"{kind}.{key}"
            yield SiteValue(path=own, label=label, value=value, unit=row.unit_for(plain), cause=cause)
