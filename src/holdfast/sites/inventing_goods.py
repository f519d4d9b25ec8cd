"""Food, cold, services, vehicles, stocks and the gate of an invented site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.sites.inventing import UNITS
from holdfast.sites.model import LOAD_CLASSES

if TYPE_CHECKING:
    from holdfast.sites.inventing import Pen

_MOST_STORES = 40
# Use a person a day that stocks are sized for, in the unit of the commodity (orders of magnitude, invented).
_EACH = {"diesel": 3.0, "petrol": 0.1, "lpg": 0.09, "firewood": 1.2, "flour": 0.3, "drinking_water": 3.0}
_SERVICES = {
    "dialysis": ("health", ("infusions", "medicine")),
    "pharmacy": ("health", ("medicine",)),
    "school": ("education", ("paper",)),
    "laundry": ("hygiene", ("soap",)),
    "bottling": ("drinking_water", ("tablets",)),
    "tea-kitchen": ("food", ("kerosene", "drinking_water")),
}
_PURPOSES = ("patients", "food distribution", "guards", "school bus")


def write_goods(pen: Pen) -> None:
    """Write cold stores, kitchens, bakeries, services, vehicles, stocks and the gate."""
    _cold(pen)
    _cooking(pen)
    _vehicles(pen)
    _services(pen)
    own = set(pen.commodities)
    wanted = max(1, round(_MOST_STORES ** (pen.rich * pen.between(0.2, 1.2))))
    for commodity in pen.shuffled(tuple(UNITS)):
        if len(pen.commodities) < min(wanted, _MOST_STORES) and pen.chance(0.7):
            pen.needs(commodity)
    if not pen.commodities:
        pen.needs(pen.pick(tuple(UNITS)))
    stored = tuple(pen.commodities)
    count = min(_MOST_STORES, max(wanted, len(stored)))
    for n in range(count):
        commodity = stored[n] if n < len(stored) else pen.pick(stored)
        _store(pen, f"{commodity.replace('_', '-')}-{n + 1}", commodity, used=commodity in own)
    _gate(pen)


def _cold(pen: Pen) -> None:
    for n in range(pen.number_of(2)):
        pen.asset("cold_stores", f"cold-{n + 1}")
        pen.value("count", pen.whole(1, 12), 0.2)
        if pen.chance(0.5):
            pen.value("conductance_w_per_k", pen.between(20.0, 90.0), 0.3)
            pen.value("capacity_mj_per_k", pen.scaled(3.0, 60.0), 0.3)
            pen.value("max_cooling_w", pen.scaled(1500.0, 12_000.0), 0.2)
        if pen.chance(0.3):
            pen.value("q10", pen.between(2.0, 4.0), 0.1)
    for n in range(pen.number_of(2)):
        pen.asset("vaccine_fridges", f"fridge-{n + 1}")
        hold = round(pen.between(4.0, 120.0), 1)
        pen.value("hold_over_h", hold, 0.0)
        pen.content("remaining_h", hold)


def _cooking(pen: Pen) -> None:
    for n in range(pen.number_of(2)):
        pen.asset("kitchens", f"kitchen-{n + 1}")
        pen.value("power_kw", pen.heads * pen.scaled(0.002, 0.03), 0.3, most=100_000.0)
        if pen.chance(0.7):
            pen.plain("fuel", pen.needs(pen.pick(("lpg", "firewood"))))
        if pen.chance(0.5):
            pen.plain("hours", pen.clock_hours(pen.whole(2, 10)))
    for n in range(pen.number_of(2)):
        pen.asset("bakeries", f"bakery-{n + 1}")
        pen.value("bread_kg_per_day", pen.heads * pen.between(0.1, 0.6), 0.2)
        if pen.chance(0.7):
            pen.plain("fuel", pen.needs(pen.pick(("diesel", "lpg"))))
        if pen.chance(0.8):
            pen.plain("flour", pen.needs("flour"))


def _vehicles(pen: Pen) -> None:
    for n in range(pen.number_of(3)):
        pen.asset("vehicles", f"vehicles-{n + 1}")
        fuel = pen.needs(pen.pick(("petrol", "petrol", "diesel")))
        if fuel != "petrol" or pen.chance(0.5):
            pen.plain("fuel", fuel)
        pen.value("count", max(1.0, round(pen.heads * pen.scaled(0.0005, 0.01))), 0.2, most=100_000.0)
        pen.value("fuel_l_per_day", pen.scaled(0.5, 30.0), 0.4)
        if pen.chance(0.6):
            pen.plain("purpose", pen.pick(_PURPOSES))


def _services(pen: Pen) -> None:
    for name in pen.shuffled(tuple(_SERVICES))[: pen.number_of(5)]:
        lifeline, inputs = _SERVICES[name]
        pen.asset("services", name)
        if pen.chance(0.7):
            pen.plain("lifeline", lifeline)
        if pen.chance(0.5):
            pen.plain("power", pen.pick(LOAD_CLASSES))
        if pen.chance(0.4):
            pen.value("water_m3_per_day", pen.heads * pen.scaled(1e-4, 5e-3), 0.3)
        if pen.chance(0.5):
            pen.plain("hours", pen.clock_hours(pen.whole(4, 16)))
        for commodity in inputs:
            pen.entry("services.inputs")
            pen.plain("commodity", pen.needs(commodity))
            pen.value("quantity_per_day", pen.heads * pen.scaled(1e-3, 0.2), 0.3)


def _store(pen: Pen, name: str, commodity: str, *, used: bool) -> None:
    pen.asset("stores", name)
    pen.plain("commodity", commodity)
    pen.plain("unit", UNITS[commodity])
    if pen.chance(0.5):
        pen.plain("holder", pen.pick(("committee", "families", "a trader", "the clinic")))
    room = float(f"{pen.heads * _EACH.get(commodity, 0.5) * pen.scaled(1.0, 60.0):.4g}")
    pen.value("capacity", room, 0.0)
    pen.content("quantity", room)
    if pen.chance(0.3):
        pen.value("unusable", room * pen.between(0.0, 0.1), 0.3)
    if not used or pen.chance(0.1):
        if pen.chance(0.6):
            pen.value("use_per_person_day", _EACH.get(commodity, 0.5) * pen.between(0.1, 1.0), 0.3)
        elif pen.chance(0.8):
            pen.value("use_per_day", pen.heads * _EACH.get(commodity, 0.5) * pen.between(0.02, 0.5), 0.3)


def _gate(pen: Pen) -> None:
    pen.table("gate")
    pen.value("passing_fraction", pen.between(0.0, 1.0), 0.3, most=1.0)
    if pen.chance(0.3):
        pen.raw("closed_since", f"2024-{pen.whole(1, 12):02d}-{pen.whole(1, 28):02d}")
    listed = (*pen.commodities, "water", "sewage")
    for commodity in pen.shuffled(listed)[: pen.number_of(8)]:
        pen.entry("gate.deliveries")
        pen.plain("commodity", commodity)
        unit = UNITS.get(commodity, "m3")
        each = 0.03 if unit == "m3" else _EACH.get(commodity, 0.5)
        daily = pen.heads * each * pen.between(0.1, 2.0)
        package = {"L": ("drum", 200.0), "kg": ("bag", 50.0)}.get(unit)
        if package is not None and pen.chance(0.4):
            pen.plain("unit", package[0])
            pen.value("quantity_per_day", daily / package[1], 0.3)
        else:
            pen.value("quantity_per_day", daily, 0.3)
