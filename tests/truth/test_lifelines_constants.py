"""Constants that stand in the code, where the compiler wants them, are those of the reference tables."""

from __future__ import annotations

from importlib import import_module

import pytest

from holdfast.reference import value

CONSTANTS = [
    ("holdfast.people.kernel.water_at_rest", "SWEAT_AT_35C_L_PER_H", "s0"),
    ("holdfast.people.kernel.water_at_rest", "SWEAT_SLOPE_L_PER_H_K", "s1"),
    ("holdfast.people.kernel.water_at_rest", "SWEAT_CURVE_L_PER_H_K2", "s2"),
    ("holdfast.people.kernel.water_at_rest", "INSENSIBLE_LOSS_L_PER_H", "s_min"),
    ("holdfast.people.kernel.water_at_rest", "BASE_NEED_L_PER_DAY", "w_base"),
    ("holdfast.people.kernel.water_at_rest", "HOT_DAY_C", "T_day"),
    ("holdfast.people.kernel.water_at_rest", "HOT_NIGHT_C", "T_night"),
    ("holdfast.lifelines.power", "ALTITUDE_LOSS_PER_500_M", "k_z"),
    ("holdfast.lifelines.power", "SERVICE_SCALE_H", "t_oil"),
    ("holdfast.lifelines.weather_profiles", "_PARTON_A", "PL_a"),
    ("holdfast.lifelines.weather_profiles", "_PARTON_B", "PL_b"),
    ("holdfast.lifelines.weather_profiles", "_PARTON_C", "PL_c"),
    ("holdfast.lifelines.iso5", "AIR_TO_SURFACE_W_PER_M2_K", "h_is"),
    ("holdfast.lifelines.iso5", "SURFACE_TO_MASS_W_PER_M2_K", "h_ms"),
]


@pytest.mark.parametrize(("module", "name", "row"), CONSTANTS, ids=[row for _, _, row in CONSTANTS])
def test_constant_is_the_row_of_the_table(module: str, name: str, row: str) -> None:
    assert getattr(import_module(module), name) == value(f"physics:{row}")


def test_people_give_at_24_degrees_what_the_table_says() -> None:
    from holdfast.lifelines.sol_air import sensible_w_per_person

    assert sensible_w_per_person(24.0) == pytest.approx(value("physics:q_pers"))
    assert sensible_w_per_person(36.0) == 0.0
