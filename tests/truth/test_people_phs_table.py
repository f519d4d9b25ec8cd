"""The packaged table of ISO 7933 against the standard: on its points, between them, and compiled."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from holdfast.people import (
    convection_w_per_m2_k,
    core_after_hour_c,
    phs_sweat_l_per_h,
    phs_table,
    phs_value,
    stored_heat_w,
)
from holdfast.people.heat.phs_model import HeatStrain, heat_strain
from holdfast.people.heat.phs_table import (
    ACTIVITIES,
    AIR_SPEED_M_PER_S,
    CLOTHINGS_CLO,
    FIRST_TEMP_C,
    FIRST_VAPOUR_KPA,
    TEMP_STEP_K,
    TEMPS,
    VAPOUR_STEP_KPA,
    VAPOURS,
    outside_standard,
)

EDITIONS = ("2023", "2004")


def exact(temp_c: float, vapour_kpa: float, activity: str, clo: float, *, used: bool, edition: Any) -> HeatStrain:
    made, posture = ACTIVITIES[activity]
    return heat_strain(
        temp_c,
        temp_c,
        vapour_kpa,
        AIR_SPEED_M_PER_S,
        made,
        clo,
        posture=posture,
        acclimatised=used,
        edition=edition,
        minutes=480,
        mass_kg=75.0,
        height_m=1.8,
    )


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("activity", list(ACTIVITIES))
def test_points_of_the_table_are_those_of_the_standard(edition: Any, activity: Any) -> None:
    """The table came through pythermalcomfort; the model in this package is another code of the same standard."""
    random = np.random.default_rng(7)
    for _ in range(12):
        i, j = int(random.integers(TEMPS)), int(random.integers(VAPOURS))
        clo = float(random.choice(CLOTHINGS_CLO))
        used = bool(random.integers(2))
        temp, vapour = FIRST_TEMP_C + TEMP_STEP_K * i, FIRST_VAPOUR_KPA + VAPOUR_STEP_KPA * j
        strain = exact(temp, vapour, activity, clo, used=used, edition=edition)
        given = {"activity": activity, "clo": clo, "acclimatised": used, "edition": edition}
        assert phs_table("sweat", **given)[i + TEMPS * j] == pytest.approx(strain.sweat_g / 8000.0, abs=0.00007)
        assert phs_table("core", **given)[i + TEMPS * j] == pytest.approx(strain.core_c, abs=0.0051)


@pytest.mark.parametrize("edition", EDITIONS)
def test_between_the_points(edition: Any) -> None:
    """Sizes of the error of interpolation, as the docs state them: nine in ten, and the worst."""
    random = np.random.default_rng(11)
    sweat_off, core_off = [], []
    for _ in range(150):
        activity = str(random.choice(list(ACTIVITIES)))
        used = bool(random.integers(2))
        temp = float(random.uniform(15.0, 60.0))
        vapour = float(random.uniform(0.0, min(5.0, 0.6105 * np.exp(17.27 * temp / (temp + 237.3)))))
        strain = exact(temp, vapour, activity, 0.4, used=used, edition=edition)
        given: Any = {"activity": activity, "clo": 0.4, "acclimatised": used, "edition": edition}
        sweat_off.append(abs(phs_value(temp, vapour, phs_table("sweat", **given)) - strain.sweat_g / 8000.0))
        core_off.append(abs(phs_value(temp, vapour, phs_table("core", **given)) - strain.core_c))
    assert np.quantile(sweat_off, 0.9) < 0.004
    assert max(sweat_off) < 0.036
    assert np.quantile(core_off, 0.9) < 0.01
    assert max(core_off) < 0.25


def test_value_lies_between_the_corners_and_holds_at_the_edge() -> None:
    table = phs_table("sweat")
    random = np.random.default_rng(13)
    for _ in range(200):
        temp, vapour = float(random.uniform(15.0, 60.0)), float(random.uniform(0.0, 5.0))
        i, j = min(int(temp - 15.0), TEMPS - 2), min(int(vapour / 0.25), VAPOURS - 2)
        corners = [table[i + a + TEMPS * (j + b)] for a in (0, 1) for b in (0, 1)]
        assert min(corners) - 1e-12 <= phs_value(temp, vapour, table) <= max(corners) + 1e-12
    assert phs_value(80.0, 9.0, table) == pytest.approx(table[-1])
    assert phs_value(-20.0, -1.0, table) == table[0]
    assert phs_value(60.0, 5.0, table) == pytest.approx(table[-1])


def test_rows_beyond_the_limits_of_an_edition_are_flagged() -> None:
    assert outside_standard("2023", 45.0, 1.2, 65.0) == ()
    assert outside_standard("2004", 45.0, 1.2, 65.0) == ("activity",)
    assert outside_standard("2023", 50.1, 0.4, 65.0) == ("air", "vapour")
    assert outside_standard("2004", 45.0, 0.4, 150.0) == ()
    assert outside_standard("2023", 30.0, 1.2, 150.0, air_speed_m_per_s=4.0, clo=1.2, radiant_c=95.0) == (
        "wind",
        "clothing",
        "radiation",
    )


def test_compiled_as_the_loop_would() -> None:
    """The scalar equations give the same bits compiled, tables as arrays included."""
    numba = pytest.importorskip("numba")
    from numba.extending import register_jitable

    from holdfast.people.heat import phs_table as phs
    from holdfast.people.kernel import heat_balance

    for function in (heat_balance.sweat_efficiency, heat_balance.required_wettedness):
        register_jitable(function)
    register_jitable(heat_balance.sweat_evaporation_w)
    register_jitable(phs.phs_value)
    options: Any = {"nopython": True, "error_model": "numpy"}
    sweat = numba.jit(phs_sweat_l_per_h, **options)
    stored = numba.jit(stored_heat_w, **options)
    core = numba.jit(core_after_hour_c, **options)
    table = phs_table("sweat")
    row = np.array(table)
    random = np.random.default_rng(17)
    for temp, vapour, required, most in random.uniform((10.0, 0.0, -100.0, 0.0), (65.0, 6.0, 600.0, 900.0), (100, 4)):
        assert sweat(temp, vapour, row) == phs_sweat_l_per_h(temp, vapour, table)
        assert stored(required, most, 0.85, 0.75) == stored_heat_w(required, most, 0.85, 0.75)
        assert core(37.0, temp, 0.25, 2.5) == core_after_hour_c(37.0, temp, 0.25, 2.5)
    assert convection_w_per_m2_k(0.0) == convection_w_per_m2_k(0.24) == 3.61
