"""Contradictions between fields of one site: what cannot be true is refused at load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.sites.assets import CONTENTS
from holdfast.sites.faults import nearest

if TYPE_CHECKING:
    from holdfast.sites.faults import FaultList
    from holdfast.sites.model import Site
    from holdfast.sites.value import Value

_FLOWS = ("water", "sewage")


def note_contradictions(site: Site, faults: FaultList) -> None:
    """Note every content above its container and every reference to a commodity no store holds."""
    for (kind, content), container in CONTENTS.items():
        for asset in getattr(site, kind):
            _content(kind, asset.id, content, getattr(asset, content), container, getattr(asset, container), faults)
    _commodities(site, faults)
    _rules(site, faults)


def _content(kind: str, name: str, content: str, inside: Value, container: str, room: Value, faults: FaultList) -> None:
    # A stated content is impossible only when even its low end is above the high end of the container.
    if inside.state == "unknown" or room.state == "unknown" or inside.low <= room.high:
        return
    faults.add(
        "HF-S010",
        f"{kind}.{name}",
        content,
        found=f"{inside.low:,.12g} in a {container} of {room.high:,.12g}",
        expected=f"{content} at most {container}",
        mend="measure again, or correct the unit of one of the two",
    )


def _commodities(site: Site, faults: FaultList) -> None:
    stored = sorted({store.commodity for store in site.stores})
    users = [
        *((f"kitchens.{kitchen.id}", "fuel", kitchen.fuel) for kitchen in site.kitchens),
        *((f"bakeries.{bakery.id}", "fuel", bakery.fuel) for bakery in site.bakeries),
        *((f"bakeries.{bakery.id}", "flour", bakery.flour) for bakery in site.bakeries),
        *((f"trucks.{truck.id}", "fuel", truck.fuel) for truck in site.trucks),
        *((f"vehicles.{vehicle.id}", "fuel", vehicle.fuel) for vehicle in site.vehicles),
        *(
            (f"services.{service.id}.inputs.{item.id}", "commodity", item.commodity)
            for service in site.services
            for item in service.inputs
        ),
        *(
            (f"gate.deliveries.{delivery.id}", "commodity", delivery.commodity)
            for delivery in site.gate.deliveries
            if delivery.commodity not in _FLOWS
        ),
    ]
    for asset, field, commodity in users:
        if commodity is not None and commodity not in stored:
            faults.add(
                "HF-S011",
                asset,
                field,
                found=f"commodity {commodity!r}",
                expected=f"a stored commodity ({', '.join(stored) or 'none is stored'})",
                mend=nearest(commodity, stored) + f'add [[stores]] with commodity = "{commodity}"',
            )
    units: dict[str, str] = {}
    for store in site.stores:
        if units.setdefault(store.commodity, store.unit) != store.unit:
            faults.add(
                "HF-S010",
                f"stores.{store.id}",
                "unit",
                found=f"{store.unit} for {store.commodity}, elsewhere {units[store.commodity]}",
                expected="one unit for a commodity",
                mend="state both stores in the same unit",
            )


def _rules(site: Site, faults: FaultList) -> None:
    stored = {store.commodity for store in site.stores}
    for name in site.failures:
        commodity = name.removeprefix("stock:")
        if name.startswith("stock:") and commodity not in stored:
            faults.add(
                "HF-S011",
                "failures",
                name,
                found=f"commodity {commodity!r}",
                expected="a stored commodity",
                mend=nearest(commodity, stored) + "remove the rule or add the store",
            )
