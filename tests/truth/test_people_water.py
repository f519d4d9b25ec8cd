"""Water in heat: the published desert table, the norms, ISO 7933 run here as a third curve, worked examples.

The desert table is a test and nothing else: no call prints its days. Stated inputs and expected values are typed here.
"""

from __future__ import annotations

import math
import random

import pytest

from holdfast.people.heat.moist_air import convection_w_per_m2_k, saturation_kpa
from holdfast.people.kernel.body import surface_m2
from holdfast.people.kernel.heat_balance import required_rest_l_per_h
from holdfast.people.kernel.water_at_rest import fitted_l_per_h, humid_over_dry
from holdfast.people.water.chlorination import chlorine_dose, stock_solution
from holdfast.people.water.conditions import day_of
from holdfast.people.water.deficit import days_to_deficit
from holdfast.people.water.delivered import water_at_norm, water_class, water_delivered
from holdfast.people.water.need import water_need
from holdfast.quantities import convert

GALLON_L = 3.785411784
# 14.2 L is the deficit the row states; it calls them 20 per cent of 70 kg, which are 14.0.
DEFICIT_L = 14.2


def balance(maximum_c: float, activity: str = "rest") -> float:
    """Loss of a day by the heat balance, at the conditions of row W-1 [L]."""
    need = water_need(maximum_c, daily_range_k=17.0, vapour_pressure_kpa=1.2, mass_kg=70.0, activity=activity)
    return need.curve("heat_balance").loss_l_per_day


def test_w_1_loss_at_110_fahrenheit() -> None:
    """W-1: 4.73 L a day implied by the slope of the published table; 4.53 here, nothing fitted to it."""
    assert balance(43.3) == pytest.approx(4.73, abs=0.4)
    assert balance(43.3) == pytest.approx(4.53, abs=0.01)


@pytest.mark.parametrize(
    ("row", "stock_l", "days"),
    [
        ("W-T110-0", 0.0, 3.0),
        ("W-T110-0.946", 0.946, 3.0),
        ("W-T110-1.893", 1.893, 3.5),
        ("W-T110-3.785", 3.785, 4.0),
        ("W-T110-18.93", 18.93, 7.0),
    ],
)
def test_days_of_the_desert_table(row: str, stock_l: float, days: float) -> None:
    """The 110 degF row; the deficit is calibrated on its first figure, so this holds the slope, not the deficit."""
    found = days_to_deficit(DEFICIT_L, balance(43.3), 0.0, stock_l=stock_l)
    assert found == pytest.approx(days, abs=0.35), row


def test_w_48_another_popular_table() -> None:
    """W-48: about 2.5 days at 48 degC in shade without water; 1.9 here, inside the stated 0.8."""
    found = days_to_deficit(DEFICIT_L, balance(48.0), 0.0)
    assert found == pytest.approx(2.5, abs=0.8)
    assert found == pytest.approx(1.95, abs=0.05)


@pytest.mark.parametrize(
    ("maximum_c", "activity", "stated"),
    [
        (32, "rest", 1.2),
        (38, "rest", 2.5),
        (43, "rest", 4.7),
        (49, "rest", 8.1),
        (50, "rest", 8.9),
        (49, "light", 10.8),
    ],
)
def test_stated_losses(maximum_c: float, activity: str, stated: float) -> None:
    """The specification states these losses and not the hours of its day: 6 to 18 h here, up to 0.65 L below it."""
    assert balance(maximum_c, activity) == pytest.approx(stated, rel=0.07)


def test_survival_intake_is_too_low_above_39_degrees() -> None:
    """By the heat balance above about 39 degC, as the specification says; by ISO 7933 from 32 degC on."""

    def first(curve: str) -> float:
        return next(
            at / 10 for at in range(250, 500) if water_need(at / 10, daily_range_k=17.0).curve(curve).sphere_too_low
        )

    assert first("heat_balance") == pytest.approx(39.0, abs=0.3)
    assert first("iso_fit") == pytest.approx(31.7, abs=0.3)


def test_w_sph_and_w_goma() -> None:
    """W-SPH: cut-offs 2.5, 3, 7.5 and 15 L. W-GOMA: 0.2 L in the first week are below the survival intake."""
    norms = {check.norm_id: check for check in water_delivered(0.2).norms}
    assert (norms["N001"].low_l_per_person_day, norms["N001"].high_l_per_person_day) == (2.5, 3.0)
    assert (norms["N002"].low_l_per_person_day, norms["N002"].high_l_per_person_day) == (2.0, 6.0)
    assert (norms["N003"].low_l_per_person_day, norms["N003"].high_l_per_person_day) == (3.0, 6.0)
    assert (norms["N004"].low_l_per_person_day, norms["N004"].high_l_per_person_day) == (7.5, 15.0)
    assert norms["N005"].low_l_per_person_day == 15.0
    assert norms["N006"].low_l_per_person_day == 7.0
    assert water_delivered(0.2).water_class == "below survival intake"
    found = [water_class(litres) for litres in (2.49, 2.5, 7.49, 7.5, 14.9, 15.0)]
    assert found == ["below survival intake", *["survival intake"] * 2, *["basic survival total"] * 2, "minimum"]


def test_w_04_to_w_06_through_the_public_call() -> None:
    """W-04, W-05, W-06: resting at a mean of 30 degC, soldiers at work at 40 degC, 4 to 12 L in hot climates."""
    resting = water_need(38.0, daily_range_k=16.0).curve("iso_fit").loss_l_per_day
    assert resting == pytest.approx(4.39, abs=0.01)
    day = [28.0] * 6 + [40.0] * 12 + [28.0] * 6
    humid = [60.0] * 6 + [29.0] * 12 + [60.0] * 6
    working = water_need(day, rh_percent=humid, activity="light")
    assert all(5.5 <= curve.loss_l_per_day <= 8.5 for curve in working.curves)
    for maximum in (38.0, 42.0, 46.0, 50.0):
        assert 4.0 <= water_need(maximum, daily_range_k=16.0).curve("iso_fit").loss_l_per_day <= 12.0


def test_the_heat_balance_stays_below_the_anchor_in_mild_heat() -> None:
    """Known miss: at a mean of 30 degC it gives 2.5 L where soldiers in shade drank 3.8 to 4.5: it is no upper bound."""
    assert water_need(38.0, daily_range_k=16.0).curve("heat_balance").loss_l_per_day == pytest.approx(2.55, abs=0.02)


def iso_l_per_h(temp_c: float, vapour_kpa: float, met: float, air_speed: float, clo: float) -> float:
    """Mean loss of eight hours by ISO 7933:2023 [L/h]."""
    models = pytest.importorskip("pythermalcomfort.models")
    humidity = min(100.0, 100.0 * vapour_kpa / saturation_kpa(temp_c))
    found = models.phs(
        tdb=temp_c, tr=temp_c, v=air_speed, met=met, clo=clo, posture="sitting", rh=humidity, limit_inputs=False
    )
    return float(found.sweat_loss_g) / 8000.0


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("maximum_c", "over_fit", "over_balance"),
    [(32, -0.41, 0.60), (38, -0.30, 0.63), (43.3, -0.09, 0.47), (49, -0.02, 0.02)],
)
def test_third_curve(maximum_c: float, over_fit: float, over_balance: float) -> None:
    """P-s for whole days: ISO 7933 itself lies below its fit, and above the heat balance at the balance's conditions.

    The first difference is the fit carried on below 30 degC; the second is structure: at the same heat made, clothing
    and wind the standard asks for up to 0.65 L a day more than the heat balance, least where it is hottest.
    """
    temps = day_of(maximum_c, 17.0)
    as_fit = 1.0 + sum(iso_l_per_h(temp, 1.2, 1.12, 0.2, 0.4) for temp in temps)
    as_balance = 1.0 + sum(
        iso_l_per_h(temp, 1.2, 1.0 if 6 <= hour < 18 else 0.67, 0.5, 0.1) for hour, temp in enumerate(temps)
    )
    need = water_need(maximum_c, daily_range_k=17.0, vapour_pressure_kpa=1.2)
    assert as_fit - need.curve("iso_fit").loss_l_per_day == pytest.approx(over_fit, abs=0.03)
    assert as_balance - need.curve("heat_balance").loss_l_per_day == pytest.approx(over_balance, abs=0.03)
    assert need.curve("iso_fit").loss_low_l_per_day < as_fit < need.curve("iso_fit").loss_high_l_per_day


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("temp_c", [30, 34, 40, 46, 50])
def test_fit_of_light_work(temp_c: float) -> None:
    """100 W/m2: within 0.006 L/h of the standard from 30 to 50 degC."""
    stated = 0.310 + 0.0194 * (temp_c - 35) + 0.00043 * (temp_c - 35) ** 2
    assert stated == pytest.approx(iso_l_per_h(temp_c, saturation_kpa(10.0), 100 / 58.15, 0.2, 0.4), abs=0.006)
    day = water_need([float(temp_c)] * 24, activity="light", dew_point_c=10.0).curve("iso_fit")
    assert day.loss_by_hour_l[12] - 1.0 / 24.0 == pytest.approx(stated, abs=1e-9)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(
    ("dew_point_c", "temp_c", "miss"),
    [
        (20, 30, 0.007),
        (20, 34, 0.006),
        (20, 40, 0.006),
        (20, 46, 0.012),
        (20, 50, 0.006),
        (15, 40, 0.006),
        (15, 50, 0.026),
        (25, 40, 0.05),
        (25, 50, 0.13),
    ],
)
def test_humid_air(dew_point_c: float, temp_c: float, miss: float) -> None:
    """The fit in humid air, between the two fits, and carried on past a dew point of 20 degC, where it reads too low."""
    stated = 0.204 + 0.0172 * (temp_c - 35) + 0.00041 * (temp_c - 35) ** 2
    found = stated * humid_over_dry(temp_c, saturation_kpa(dew_point_c))
    standard = iso_l_per_h(temp_c, saturation_kpa(dew_point_c), 1.12, 0.2, 0.4)
    assert found == pytest.approx(standard, abs=miss)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("temp_c", "over"), [(34, 0.021), (40, 0.026), (46, 0.018), (50, 0.028)])
def test_light_work_in_humid_air(temp_c: float, over: float) -> None:
    """No fit is stated for it: the ratio found at rest is taken, up to 0.03 L/h below the standard."""
    found = water_need([float(temp_c)] * 24, activity="light", dew_point_c=20.0).curve("iso_fit").loss_by_hour_l[12]
    standard = iso_l_per_h(temp_c, saturation_kpa(20.0), 100 / 58.15, 0.2, 0.4)
    assert standard - (found - 1.0 / 24.0) == pytest.approx(over, abs=0.015)


@pytest.mark.parametrize("curve", ["iso_fit", "heat_balance"])
@pytest.mark.parametrize("maximum_c", [34.0, 46.0])
def test_the_range_against_draws_of_the_figures(curve: str, maximum_c: float) -> None:
    """The range of the root of the sum of squares against the 5 and 95 per cent of 800 draws, all figures at once."""
    rng = random.Random(7)

    def drawn(low: float, middle: float, high: float) -> float:
        step = rng.gauss(0.0, 1.0) / 1.645
        return max(1e-6, middle + step * ((high - middle) if step > 0 else (middle - low)))

    temps = day_of(maximum_c, 17.0)
    area = surface_m2(70.0, 1.70)
    losses = []
    for _ in range(800):
        if curve == "iso_fit":
            s0, s1, s2 = drawn(0.16, 0.204, 0.25), drawn(0.014, 0.0172, 0.02), drawn(0.0003, 0.00041, 0.0006)
            floor, base = drawn(0.025, 0.035, 0.045), drawn(0.6, 1.0, 1.5)
            losses.append(base + sum(fitted_l_per_h(temp, s0, s1, s2, floor) for temp in temps))
        else:
            day, night, base = drawn(1.3, 1.5, 1.7), drawn(0.9, 1.0, 1.1), drawn(0.8, 1.0, 1.5)
            convection = convection_w_per_m2_k(drawn(0.2, 0.5, 1.0))
            losses.append(
                base
                + sum(
                    required_rest_l_per_h(temp, 1.2, 70.0 * (day if 6 <= hour < 18 else night), area, convection)
                    for hour, temp in enumerate(temps)
                )
            )
    losses.sort()
    need = water_need(maximum_c, daily_range_k=17.0, vapour_pressure_kpa=1.2).curve(curve)
    assert need.loss_low_l_per_day == pytest.approx(losses[40], abs=0.2)
    assert need.loss_high_l_per_day == pytest.approx(losses[760], abs=0.2)
    assert need.loss_l_per_day == pytest.approx(losses[400], abs=0.25)


def test_humid_fit_as_it_is_stated() -> None:
    """From 34 degC up it is the stated parabola at a dew point of 20 degC; below, the standard has no difference."""
    for temp in (34.0, 40.0, 50.0):
        dry = 0.204 + 0.0172 * (temp - 35) + 0.00041 * (temp - 35) ** 2
        humid = 0.205 + 0.0184 * (temp - 35) + 0.00096 * (temp - 35) ** 2
        assert dry * humid_over_dry(temp, saturation_kpa(20.0)) == pytest.approx(humid, abs=1e-12)
    assert humid_over_dry(28.0, saturation_kpa(20.0)) == pytest.approx(1.0, abs=0.005)


def test_w011_a_cholera_centre() -> None:
    """W011: 50 patients at 60 L for 3 days."""
    found = water_at_norm("N047", 50, days=3)
    assert (found.litres_per_day, found.litres) == (3000.0, 9000.0)


def test_w012_litres_and_not_millilitres() -> None:
    """W012: 500 people at 15 L: 7,500 L a day, 225,000 L in 30 days; printed as 0.0075 and 0.225 mL, megalitres meant."""
    day, month = water_at_norm("N005", 500), water_at_norm("N005", 500, days=30)
    assert (day.litres, month.litres) == (7500.0, 225_000.0)
    assert (day.litres / 1e6, month.litres / 1e6) == (0.0075, 0.225)


@pytest.mark.parametrize(
    ("row", "tank_l", "mg_per_l", "grams"), [("W014", 10_000, 1, 15), ("W015", 1000, 5, 8), ("W016", 7500, 2, 23)]
)
def test_calcium_hypochlorite(row: str, tank_l: float, mg_per_l: float, grams: int) -> None:
    found = chlorine_dose(tank_l, mg_per_l, "calcium hypochlorite 65%")
    assert (found.amount_to_measure, found.unit) == (grams, "g"), row


@pytest.mark.parametrize(
    ("row", "tank_l", "mg_per_l", "millilitres"), [("W017", 1000, 5, 40), ("W018", 10_000, 2, 160)]
)
def test_sodium_hypochlorite(row: str, tank_l: float, mg_per_l: float, millilitres: float) -> None:
    found = chlorine_dose(tank_l, mg_per_l, "sodium hypochlorite 12.5%")
    assert found.amount == pytest.approx(millilitres), row
    assert found.unit == "mL"


def test_w019_bleach_in_gallons() -> None:
    """W019: 5,000 US gal at 100 ppm take 8.33 gal of bleach of 6 per cent."""
    found = chlorine_dose(convert(5000, "gal_us", "L"), 100, "bleach 6%")
    assert found.amount / 1000 / GALLON_L == pytest.approx(8.33, abs=0.01)


@pytest.mark.parametrize(
    ("product", "amount", "tolerance"),
    [
        ("calcium hypochlorite 70%", 14.0, 0.5),
        ("bleaching powder 34%", 30.0, 0.7),  # exactly 29.4
        ("stabilised tropical bleach 25%", 40.0, 0.5),
        ("sodium hypochlorite 10%", 100.0, 0.5),
        ("bleach 5%", 200.0, 0.5),
    ],
)
def test_w020_one_per_cent_stock(product: str, amount: float, tolerance: float) -> None:
    """W020: one litre of 1 per cent (10 g of chlorine in a litre)."""
    found = stock_solution(1.0, 1.0, product)
    assert found.amount == pytest.approx(amount, abs=tolerance)
    assert found.chlorine_g == pytest.approx(10.0)
    assert math.isclose(found.mg_per_l, 10_000.0)
