"""Work in heat: our ISO 7933 on the examples of the standard, and against pythermalcomfort in both editions."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from holdfast.people import saturation_kpa, work_in_heat
from holdfast.people.heat.phs_model import heat_strain

comfort = pytest.importorskip("pythermalcomfort.models")
psychrometrics = pytest.importorskip("pythermalcomfort.psychrometrics")
W_PER_M2_PER_MET = 58.15
MET_150 = 2.58 * W_PER_M2_PER_MET  # the rows of the physics table state met, rounded
# id, air, vapour pressure [kPa], radiant, wind, heat made [W/m2], clothing, acclimatised, posture, walking, angle,
# then rectal temperature [degC], loss [g], minutes to 38 degC, to the loss of the mean worker and of 95 per cent.
EXAMPLES = [
    ("1", 40, 2.5, 40, 0.3, 150, 0.5, True, "standing", 0, 0, 37.5, 6168, 480, 439, 298),
    ("2", 35, 4.0, 35, 0.3, 150, 0.5, True, "standing", 0, 0, 39.8, 6935, 74, 385, 256),
    ("3", 30, 3.0, 50, 0.3, 150, 0.5, True, "standing", 0, 0, 37.7, 7166, 480, 380, 258),
    ("4", 28, 3.0, 58, 0.3, 150, 0.5, False, "standing", 0, 0, 41.2, 5807, 57, 466, 314),
    ("5", 35, 3.0, 35, 1.0, 150, 0.5, False, "sitting", 0, 0, 37.6, 3892, 480, 480, 463),
    ("6", 43, 3.0, 43, 0.3, 103, 0.5, True, "sitting", 0, 0, 37.3, 6763, 480, 401, 271),
    ("7", 35, 3.0, 35, 0.3, 206, 0.5, False, "standing", 0, 0, 39.2, 7236, 70, 372, 247),
    ("8", 34, 3.0, 34, 0.3, 150, 1.0, False, "standing", 0, 0, 41.0, 5548, 67, 480, 318),
    ("9", 40, 3.0, 40, 0.3, 150, 0.4, True, "standing", 0, 0, 37.5, 6684, 480, 407, 276),
    ("10", 40, 3.0, 40, 0.3, 150, 0.4, True, "standing", 1, 90, 37.6, 5379, 480, 480, 339),
]
ROWS_OF_HEALTH = "H-PHS-1 H-PHS-2 H-PHS-3 H-PHS-4 H-PHS-5 H-PHS-6 H-PHS-7 H-PHS-8 H-PHS-9 H-PHS-10".split()
ROWS_OF_PHYSICS = "P-PHS-1 P-PHS-2 P-PHS-3 P-PHS-4 P-PHS-5 P-PHS-6 P-PHS-7 P-PHS-8 P-PHS-9 P-PHS-10".split()


def example(row: tuple[Any, ...], made: float, **humidity: float) -> Any:
    _, air, _, radiant, wind, _, clo, used, posture, walking, angle, *_ = row
    return work_in_heat(
        air,
        activity=made,
        radiant_temp_c=radiant,
        air_speed_m_per_s=wind,
        clothing_clo=clo,
        acclimatised=used,
        posture=posture,
        walking_m_per_s=walking,
        walking_angle_deg=angle,
        edition="2004",
        **humidity,
    )


@pytest.mark.parametrize(("row", "given"), list(zip(ROWS_OF_HEALTH, EXAMPLES, strict=True)))
def test_examples_of_the_standard(row: str, given: tuple[Any, ...]) -> None:
    """Annex F of ISO 7933:2004 as shipped with the R package comf; tolerances of the rows."""
    core, loss, hot, half, most = given[-5:]
    found = example(given, given[5], vapour_pressure_kpa=given[2])
    assert found.core_c == pytest.approx(core, abs=0.1), row
    assert 1000 * found.sweat_l == pytest.approx(loss, abs=20), row
    assert 60 * found.core_limit_h == pytest.approx(hot, abs=1.01), row
    assert 60 * found.loss_limit_50_h == pytest.approx(half, abs=1.01), row
    assert 60 * found.loss_limit_95_h == pytest.approx(most, abs=2.01), row
    assert found.extrapolated == (), row


# The same examples as the physics table states them: relative humidity, met, tolerances of 10 g and 1 min.
HUMIDITIES = [33.85, 71, 70.65, 79.31, 53.3, 34.7, 53.3, 56.3, 40.63, 40.63]
LOSSES = [6166, 6935, 7166, 5807, 3892, 6765, 7236, 5548, 6683, 5379]
HALVES = [440, 385, 380, 466, 480, 401, 372, 480, 407, 480]
HOT = [480, 75, 480, 57, 480, 480, 70, 67, 480, 480]
METS = [2.58, 2.58, 2.58, 2.58, 2.58, 1.77, 3.54, 2.58, 2.58, 2.58]


@pytest.mark.parametrize("n", range(10), ids=ROWS_OF_PHYSICS)
def test_examples_as_the_physics_table_has_them(n: int) -> None:
    given = EXAMPLES[n]
    found = example(given, METS[n] * W_PER_M2_PER_MET, rh_percent=HUMIDITIES[n])
    assert found.core_c == pytest.approx(given[-5], abs=0.1)
    assert 1000 * found.sweat_l == pytest.approx(LOSSES[n], abs=10)
    assert 60 * found.loss_limit_50_h == pytest.approx(HALVES[n], abs=1.01)
    assert 60 * found.loss_limit_95_h == pytest.approx(given[-1], abs=1.01)
    assert 60 * found.core_limit_h == pytest.approx(HOT[n], abs=1.01)


@pytest.mark.parametrize(
    ("row", "temp", "rh", "core", "loss", "most", "outside"),
    [("P-PHS-23a", 45, 11.2, 37.2, 3278, 480, ()), ("P-PHS-23b", 50, 9.9, 37.1, 4428, 408, ())],
)
def test_rest_in_dry_heat(
    row: str, temp: float, rh: float, core: float, loss: float, most: float, outside: tuple[str, ...]
) -> None:
    found = work_in_heat(
        temp,
        rh_percent=rh,
        activity=1.12 * W_PER_M2_PER_MET,
        clothing_clo=0.4,
        air_speed_m_per_s=0.2,
        acclimatised=True,
        posture="sitting",
    )
    assert found.core_c == pytest.approx(core, abs=0.1), row
    assert 1000 * found.sweat_l == pytest.approx(loss, rel=0.01), row
    assert 60 * found.loss_limit_95_h == pytest.approx(most, abs=5), row
    assert found.extrapolated == outside, row


def test_the_edition_is_not_a_detail() -> None:
    """The first example: 439 minutes by the edition of 2004, 304 by that of 2023 (health specification, section 6)."""
    given = EXAMPLES[0]
    old = example(given, 150, vapour_pressure_kpa=2.5)
    new = work_in_heat(
        40,
        vapour_pressure_kpa=2.5,
        activity=150.0,
        clothing_clo=0.5,
        acclimatised=True,
        posture="standing",
    )
    assert 60 * old.loss_limit_50_h == pytest.approx(439, abs=1.01)
    assert 60 * new.loss_limit_50_h == pytest.approx(304, abs=2.01)
    assert new.loss_limit_50_h == new.loss_limit_95_h


@pytest.mark.parametrize("edition", ["2023", "2004"])
def test_another_code_of_the_standard(edition: Any) -> None:
    """pythermalcomfort 4.8.1 over random conditions, inside and outside the limits of the standard."""
    random = np.random.default_rng(29)
    for _ in range(60):
        air, wind = float(random.uniform(10.0, 58.0)), float(random.uniform(0.0, 3.0))
        radiant = air + float(random.choice([0.0, random.uniform(0.0, 40.0)]))
        rh = float(random.uniform(3.0, 95.0 if air < 40.0 else 40.0))
        made, clo = float(random.uniform(56.0, 400.0)), float(random.uniform(0.1, 1.0))
        used, posture = bool(random.integers(2)), str(random.choice(["sitting", "standing", "crouching"]))
        minutes = int(random.choice([60, 240]))
        if edition == "2023":
            vapour = 0.6105 * float(np.exp(17.27 * air / (air + 237.3))) * rh / 100.0
        else:
            vapour = float(psychrometrics.p_sat(air)) / 1000.0 * rh / 100.0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            other = comfort.phs(
                tdb=air,
                tr=radiant,
                v=wind,
                rh=rh,
                met=made / W_PER_M2_PER_MET,
                clo=clo,
                posture=posture,
                model=f"7933-{edition}",
                acclimatized=100 if used else 0,
                limit_inputs=False,
                round_output=False,
                duration=minutes,
            )
        ours = heat_strain(
            air,
            radiant,
            vapour,
            wind,
            made,
            clo,
            posture=posture,  # type: ignore[arg-type]
            acclimatised=used,
            edition=edition,
            minutes=minutes,
            mass_kg=75.0,
            height_m=1.8,
        )
        assert ours.core_c == pytest.approx(float(other.t_re), abs=1e-6)
        assert ours.sweat_g == pytest.approx(float(other.sweat_loss_g), abs=1e-3)
        assert ours.core_limit_min == int(other.d_lim_t_re)
        assert ours.loss_limit_50_min == int(other.d_lim_loss_50)
        assert ours.loss_limit_95_min == int(other.d_lim_loss_95)


def test_humidity_stated_in_three_ways_is_one_air() -> None:
    by_dew = work_in_heat(42.0, dew_point_c=14.0)
    by_vapour = work_in_heat(42.0, vapour_pressure_kpa=saturation_kpa(14.0))
    by_rh = work_in_heat(42.0, rh_percent=100.0 * saturation_kpa(14.0) / saturation_kpa(42.0))
    assert by_dew == by_vapour
    assert by_rh.sweat_l == pytest.approx(by_dew.sweat_l, rel=1e-12)
