"""The records of people and of the shelters they live in."""

from __future__ import annotations

from typing import Literal

from holdfast.sites.model_base import Record
from holdfast.sites.value import Value  # noqa: TC001 - pydantic reads these annotations at run time

AgeBand = Literal["0-4", "5-9", "10-14", "15-19", "20-59", "60+"]


class People(Record):
    """One population group; what it leaves open of age, sex and state is split as a usual population of its kind."""

    id: str
    name: str | None = None
    kind: Literal["adults", "children", "older", "families"] = "families"
    age_band: AgeBand | None = None
    sex: Literal["male", "female"] | None = None
    state: Literal["none", "pregnant", "lactating"] | None = None
    profile: Literal["young", "old", "ill"] | None = None
    count: Value
    need_factor: Value
    frail_fraction: Value | None = None


class Cooling(Record):
    """The air conditioner of one shelter of a type."""

    set_point_c: Value
    cooling_w_at_35c: Value
    eir_at_35c: Value
    working_fraction: Value
    capacity_slope_per_k: Value
    eir_slope_per_k: Value
    eir_curve_per_k2: Value
    trip_c: Value
    life_h: Value


class Shelter(Record):
    """All shelters of one type."""

    id: str
    kind: Literal["trailer", "tent", "house", "container"] = "trailer"
    model: Literal["rc1", "iso5", "layered"] = "iso5"
    count: Value
    persons_each: Value
    conductance_w_per_k: Value
    capacity_kj_per_k: Value
    gains_w: Value
    start_c: Value
    sol_air_factor: Value
    cooling: Cooling | None = None
    floor_m2: Value
    envelope_m2: Value
    volume_m3: Value
    window_m2: Value
    window_w_per_m2_k: Value
    window_gain_fraction: Value
    air_changes_per_h: Value
    absorptance_fraction: Value
    raised_floor: bool = True
