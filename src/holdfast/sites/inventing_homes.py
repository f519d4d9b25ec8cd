"""People and shelters of an invented site."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from holdfast.sites.inventing import Pen

_GROUPS = ("families", "adults", "children", "older")
_MODELS = ("iso5", "iso5", "rc1", "layered")
_AIR_WH_PER_M3_K = 0.33  # physics specification H4


class _Build(NamedTuple):
    """Figures of the physics specification section 6.3, by kind: what an invented shelter is drawn around."""

    floor_m2: tuple[float, float]
    envelope_share: float
    height_m: float
    w_per_m2_k: tuple[float, float]
    air_changes: tuple[float, float]
    kj_per_m2_k: tuple[float, float]
    glass_share: float
    persons: tuple[int, int]


_BUILDS = {
    "trailer": _Build((12.0, 30.0), 3.97, 2.57, (0.45, 1.2), (0.5, 3.0), (25.0, 80.0), 0.1, (2, 10)),
    "tent": _Build((9.0, 30.0), 2.5, 2.0, (5.0, 7.0), (2.0, 15.0), (8.0, 30.0), 0.0, (2, 12)),
    "container": _Build((14.0, 30.0), 3.97, 2.57, (4.5, 5.8), (0.5, 5.0), (20.0, 60.0), 0.03, (2, 12)),
    "house": _Build((25.0, 150.0), 2.45, 2.8, (1.0, 3.0), (0.5, 3.0), (80.0, 370.0), 0.1, (3, 15)),
}


def write_homes(pen: Pen) -> None:
    """Write people and shelters; whether there is power, and so cooling, is decided here."""
    pen.powered = pen.chance(0.85)
    _people(pen)
    for n in range(pen.number_of(5)):
        _shelter(pen, n)


def _people(pen: Pen) -> None:
    if pen.persons == 0.0 and pen.chance(0.5):
        return  # no group at all
    left = pen.persons
    groups = pen.shuffled(_GROUPS)[: pen.whole(1, 4)]
    for kind in groups:
        count = left if kind == groups[-1] else round(left * pen.between(0.2, 0.8))
        left -= count
        pen.asset("people", kind)
        pen.plain("kind", kind)
        if count == 0.0:
            pen.plain("count", 0)
        else:
            pen.value("count", count, 0.15, most=1_000_000.0)
        if pen.chance(0.3):
            pen.value("need_factor", pen.between(0.5, 1.1), 0.1)


def _shelter(pen: Pen, n: int) -> None:
    kind = pen.pick(tuple(_BUILDS))
    build = _BUILDS[kind]
    each = pen.whole(*build.persons)
    pen.asset("shelters", f"{kind}-{n + 1}")
    pen.plain("kind", kind)
    model = pen.pick(_MODELS)
    if model != "iso5" or pen.chance(0.5):
        pen.plain("model", model)
    pen.value("count", max(1.0, round(pen.heads * pen.between(0.1, 1.0) / each)), 0.2, most=500_000.0)
    pen.value("persons_each", each, 0.3)
    _envelope(pen, build)
    if pen.chance(0.5):
        pen.value("gains_w", pen.between(0.0, 600.0), 0.4)
    if pen.chance(0.7):
        pen.value("start_c", pen.between(5.0, 38.0), 0.1)
    if pen.powered and pen.chance(0.5):
        _cooling(pen)


def _envelope(pen: Pen, build: _Build) -> None:
    """Write the parts of a shelter and a total that holds them."""
    floor = pen.between(*build.floor_m2)
    glass, glass_u = build.glass_share * floor * pen.between(0.5, 1.5), pen.between(2.7, 6.0)
    volume, air = build.height_m * floor, pen.scaled(*build.air_changes)
    parts = glass * glass_u + _AIR_WH_PER_M3_K * volume * air
    total = parts + build.envelope_share * floor * pen.between(*build.w_per_m2_k)
    if pen.chance(0.6):
        pen.value("floor_m2", floor, 0.1)
        pen.value("envelope_m2", build.envelope_share * floor, 0.1)
        pen.value("volume_m3", volume, 0.1)
    if pen.chance(0.6):
        pen.value("window_m2", glass, 0.2)
        pen.value("window_w_per_m2_k", glass_u, 0.1)
        pen.value("air_changes_per_h", air, 0.3)
    pen.value("conductance_w_per_k", total, 0.2)
    pen.value("capacity_kj_per_k", floor * pen.scaled(*build.kj_per_m2_k), 0.3)
    if pen.chance(0.4):
        pen.value("absorptance_fraction", pen.between(0.2, 0.8), 0.1)
        pen.value("window_gain_fraction", pen.between(0.1, 0.7), 0.2)
    if pen.chance(0.3):
        pen.plain("raised_floor", pen.chance(0.5))
    if pen.chance(0.3):
        pen.value("sol_air_factor", pen.between(0.3, 2.0), 0.2)


def _cooling(pen: Pen) -> None:
    pen.table("shelters.cooling")
    pen.value("set_point_c", pen.between(22.0, 30.0), 0.05)
    if pen.chance(0.6):
        pen.value("cooling_w_at_35c", pen.between(1500.0, 7000.0), 0.2)
        pen.value("eir_at_35c", pen.between(0.3, 0.6), 0.15)
    pen.value("working_fraction", pen.between(0.2, 1.0), 0.2, most=1.0)
    if pen.chance(0.4):
        pen.value("trip_c", pen.between(46.0, 60.0), 0.03)
    if pen.chance(0.4):
        pen.value("life_h", pen.scaled(500.0, 50_000.0), 0.4)
