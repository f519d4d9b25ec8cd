"""Sources of power of an invented site, and what draws on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.sites.inventing import Pen

_SOURCES = ("generators", "grid", "pv")
_LARGEST_SET_KW = 3000.0
_LARGEST_BATTERY_KWH = 1e6


def write_power(pen: Pen) -> None:
    """Write generators, grid, arrays, batteries, lamps and clinics."""
    sets, lines, arrays = (pen.number_of(most) if pen.powered else 0 for most in (6, 2, 3))
    if pen.powered and sets + lines + arrays == 0:
        first = pen.pick(_SOURCES)
        sets, lines, arrays = (int(first == name) for name in _SOURCES)
    demand_kw = pen.heads * pen.scaled(0.02, 0.5)
    for n in range(sets):
        _generator(pen, n, demand_kw / sets)
    for n in range(lines):
        _line(pen, n, demand_kw)
    for n in range(arrays):
        _array(pen, n, demand_kw)
    for n in range(pen.number_of(2) if pen.powered else 0):
        _battery(pen, n, demand_kw)
    for n in range(pen.number_of(3)):
        pen.asset("clinics", f"clinic-{n + 1}")
        pen.value("power_kw", pen.scaled(1.0, 60.0), 0.3)
    for n in range(pen.number_of(3)):
        pen.asset("lighting", f"lights-{n + 1}")
        high = pen.value("high_kw", pen.heads * pen.scaled(0.003, 0.03), 0.3, most=100_000.0)
        pen.value("low_kw", high * pen.between(0.0, 0.6), 0.3)
        if pen.chance(0.5):
            pen.plain("high_hours", pen.clock_hours(pen.whole(3, 14)))


def _generator(pen: Pen, n: int, share_kw: float) -> None:
    pen.asset("generators", f"gen-{n + 1}")
    rated = min(max(2.0, share_kw * pen.between(0.5, 2.0)), _LARGEST_SET_KW)
    if rated < 10.0 and pen.chance(0.5):
        pen.plain("fuel", pen.needs("petrol"))
    elif pen.chance(0.3):
        pen.plain("fuel", pen.needs("diesel"))
    else:
        pen.needs("diesel")
    rated = pen.value("rated_kw", rated, 0.1)
    pen.value("working", pen.pick((0.0, 1.0, 1.0, 1.0)), 0.0)
    if pen.chance(0.5):
        pen.value("mttf_h", pen.scaled(60.0, 1700.0), 0.4)
    if pen.chance(0.3):
        pen.value("min_load_fraction", pen.between(0.0, 0.4), 0.2)
    if pen.chance(0.4):
        pen.plain("spare_kits", pen.whole(0, 4))
        pen.value("repair_median_h", pen.scaled(6.0, 96.0), 0.3)
    if pen.chance(0.4):
        per_service = pen.value("oil_per_service_l", rated * pen.between(0.06, 0.2), 0.2)
        pen.value("oil_l", per_service * pen.between(0.0, 5.0), 0.3)
        pen.value("service_interval_h", pen.between(150.0, 600.0), 0.2)
        pen.value("service_h", pen.between(1.0, 6.0), 0.3)
    if pen.chance(0.2):
        pen.value("start_failure_fraction", pen.between(0.0, 0.1), 0.5)
        pen.value("overdue_factor", pen.between(0.3, 3.0), 0.3)


def _line(pen: Pen, n: int, demand_kw: float) -> None:
    pen.asset("grid", f"line-{n + 1}")
    pen.value("capacity_kw", demand_kw * pen.scaled(0.2, 3.0), 0.2, most=1_000_000.0)
    hours = pen.whole(0, 24)
    if pen.chance(0.5):
        pen.plain("hours_per_day", hours)
        pen.plain("on_hours", pen.clock_hours(hours))
    else:
        pen.value("hours_per_day", hours, 0.3, most=24.0)


def _array(pen: Pen, n: int, demand_kw: float) -> None:
    pen.asset("pv", f"array-{n + 1}")
    pen.value("peak_kw", demand_kw * pen.scaled(0.05, 3.0), 0.2, most=100_000.0)
    if pen.chance(0.5):
        pen.value("soiling_fraction", pen.between(0.0, 0.5), 0.3)
    if pen.chance(0.5):
        pen.value("tilt_deg", pen.between(0.0, 60.0), 0.1, most=90.0)
        pen.value("azimuth_deg", pen.between(0.0, 359.0), 0.05, most=360.0)


def _battery(pen: Pen, n: int, demand_kw: float) -> None:
    pen.asset("batteries", f"battery-{n + 1}")
    size = min(demand_kw * pen.scaled(0.2, 8.0), _LARGEST_BATTERY_KWH)
    pen.value("capacity_kwh", size, 0.0)
    pen.content("charge_kwh", size)
    pen.value("power_kw", size * pen.between(0.1, 1.0), 0.2, least=0.01)
    if pen.chance(0.5):
        pen.plain("charged_by_generator", pen.chance(0.5))
