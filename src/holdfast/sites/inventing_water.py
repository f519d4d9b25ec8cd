"""Water and sewage of an invented site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.sites.inventing import Pen

_M3_PER_L = 1e-3


def write_water(pen: Pen) -> None:
    """Write tanks, wells, plants, lifts and trucks."""
    use = pen.scaled(8.0, 250.0)
    _use(pen, use)
    daily_m3 = pen.heads * use * _M3_PER_L
    raw, treated = pen.number_of(3), pen.number_of(4)
    for holds, count in (("raw", raw), ("treated", treated)):
        for n in range(count):
            _tank(pen, f"{holds}-{n + 1}", holds, daily_m3 / count)
    if raw and pen.chance(0.85):
        _wells(pen, daily_m3)
    if raw and treated and pen.chance(0.85):
        _plants(pen, daily_m3)
    _sewage(pen)
    pits = pen.number_of(4)
    for n in range(pits):
        pen.asset("sewage_tanks", f"pit-{n + 1}")
        _vessel(pen, daily_m3 * pen.scaled(0.5, 6.0) / pits)
    if pits:
        _lifts(pen, daily_m3)
    for carries, there in (("water", treated), ("sewage", pits)):
        for n in range(pen.number_of(3) if there else 0):
            _truck(pen, f"{carries}-trucks-{n + 1}", carries, daily_m3)


def _wells(pen: Pen, daily_m3: float) -> None:
    for n in range(pen.some(3)):
        pen.asset("wells", f"well-{n + 1}")
        pen.value("max_m3_per_h", daily_m3 / 24.0 * pen.scaled(0.3, 4.0), 0.2, most=10_000.0)
        if pen.chance(0.5):
            pen.value("energy_kwh_per_m3", pen.between(0.1, 1.2), 0.3)


def _plants(pen: Pen, daily_m3: float) -> None:
    for n in range(pen.some(3)):
        pen.asset("purification", f"plant-{n + 1}")
        pen.value("max_m3_per_h", daily_m3 / 24.0 * pen.scaled(0.3, 3.0), 0.2, most=10_000.0)
        pen.value("recovery_fraction", pen.pick((1.0, pen.between(0.4, 0.85))), 0.1, most=1.0)
        pen.value("energy_kwh_per_m3", pen.scaled(0.2, 3.5), 0.3)


def _lifts(pen: Pen, daily_m3: float) -> None:
    for n in range(pen.number_of(2)):
        pen.asset("lifts", f"lift-{n + 1}")
        pen.value("max_m3_per_h", daily_m3 / 24.0 * pen.scaled(0.8, 5.0), 0.2, most=10_000.0)
        pen.value("energy_kwh_per_m3", pen.pick((0.0, pen.between(0.05, 0.3))), 0.3)
        well = min(max(0.5, daily_m3 * pen.scaled(0.02, 0.5)), 100_000.0)
        pen.value("wet_well_m3", well, 0.0)
        pen.content("wet_well_level_m3", well)


def _use(pen: Pen, use: float) -> None:
    pen.table("water")
    pen.value("normal_use_l_per_person_day", use, 0.2)
    if pen.chance(0.5):
        pen.value("leakage_fraction", pen.between(0.0, 0.5), 0.3)
    if pen.chance(0.7):
        first, second = round(pen.between(0.3, 3.0), 2), round(pen.between(0.05, 0.25), 2)
        rows = ((first, use), (second, 0.5 * use), (0.0, 0.15 * use))
        shown = ", ".join(f"{{stock_days_at_least = {d:.4g}, use_l_per_person_day = {u:.4g}}}" for d, u in rows)
        pen.raw("ration", f"[{shown}]")
    if pen.chance(0.4):
        pen.value("chlorine_kg", pen.heads * pen.scaled(0.001, 0.1), 0.3, most=1_000_000.0)
        pen.value("chlorine_g_per_m3", pen.between(1.0, 6.0), 0.3, least=0.1)
    if pen.chance(0.2):
        pen.plain("treated", False)
    if pen.chance(0.3):
        pen.plain("gravity_feed", True)
    if pen.chance(0.3):
        pen.value("household_storage_l_per_person", pen.between(0.0, 60.0), 0.4)


def _tank(pen: Pen, name: str, holds: str, share_m3: float) -> None:
    pen.asset("tanks", name)
    pen.plain("holds", holds)
    _vessel(pen, share_m3 * pen.scaled(0.2, 6.0))


def _vessel(pen: Pen, room: float) -> None:
    room = float(f"{max(room, 0.1):.4g}")
    pen.value("capacity_m3", room, 0.0)
    pen.content("level_m3", room)
    if pen.chance(0.25):
        pen.value("rupture_level_m3", room * pen.between(0.7, 0.99), 0.0)


def _sewage(pen: Pen) -> None:
    pen.table("sewage")
    pen.value("return_fraction", pen.between(0.5, 0.95), 0.1, most=1.0)
    if pen.chance(0.4):
        pen.value("rain_catchment_m2", pen.heads * pen.scaled(0.3, 30.0), 0.3, most=1e8)
        pen.value("runoff_fraction", pen.between(0.3, 1.0), 0.2, most=1.0)
    if pen.chance(0.3):
        pen.plain("brine_to_sewer", True)


def _truck(pen: Pen, name: str, carries: str, daily_m3: float) -> None:
    pen.asset("trucks", name)
    pen.plain("carries", carries)
    volume = pen.between(3.0, 36.0)
    pen.value("volume_m3", volume, 0.2)
    pen.value("trips_per_day", daily_m3 / volume * pen.scaled(0.1, 2.0), 0.3, most=1000.0)
    pen.plain("needs_gate", pen.chance(0.7))
    if pen.chance(0.5):
        pen.plain("hours", pen.clock_hours(pen.whole(4, 14)))
    if pen.chance(0.4):
        pen.plain("fuel", pen.needs("diesel"))
        if pen.chance(0.6):
            pen.value("fuel_l_per_trip", pen.between(1.0, 40.0), 0.4)
