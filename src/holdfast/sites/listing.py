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


def values(site: Site) -> tuple[SiteValue, ...]:
    """Return every value of a site (known, interval or unknown), in the order of the schema."""
    return tuple(_all(site))


def defaults_used(site: Site) -> tuple[SiteValue, ...]:
    """Return every value the site does not state and the field table supplies."""
    return tuple(entry for entry in values(site) if entry.value.state == "unknown")


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
