"""Published figures on medicines and on dialysis. Inputs and expected values are typed in here.

Status: read in the source each row names, unless a comment says otherwise.
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from holdfast.errors import InputError, RefusedError
from holdfast.people import Grade, grade_of, refuse
from holdfast.people.care.cold_chain import hold_over_left, insulin_uncooled
from holdfast.people.care.treatment import oxygen_hours
from holdfast.people.figures import figure_value
from holdfast.people.scenarios import NOT_A_FORECAST, dialysis_withdrawal, surviving_share
from holdfast.reference import row, value

WITHOUT_DIALYSIS = "if no dialysis at all is possible from 3 June"


def test_insulin_without_cooling() -> None:
    """C-04: four weeks at 25 to 37 degC; in constant 37 two products lost strength after one week; nothing above."""
    swing, constant, hotter = insulin_uncooled(25, 37), insulin_uncooled(37, 37), insulin_uncooled(34, 49)
    assert (swing.usable_days, swing.tested, swing.ask_pharmacist) == (28.0, True, False)
    assert constant.usable_days == 7.0
    assert insulin_uncooled(31, 31).usable_days == 28.0  # N220: degradation seen after 4 weeks
    assert (hotter.usable_days, hotter.tested, hotter.ask_pharmacist) == (None, False, True)
    assert value("N220") * 7 == swing.usable_days
    assert value("N221") * 7 == constant.usable_days


def test_hold_over_of_the_worked_camp() -> None:
    """The worked camp's vaccines end at hour 109 of an outage that leaves 109 hours; 20 h is the PQS minimum (memory)."""
    assert hold_over_left(109.0, most_h=109.0, hours=109).left_h == 0.0
    assert hold_over_left(109.0, most_h=109.0, hours=108).left_h == 1.0
    assert hold_over_left(20.0, most_h=value("physics:t_ilr"), hours=19).left_h == 1.0


@pytest.mark.parametrize(("days", "published", "within"), [(2, 0.75, 0.05), (6, 0.50, 0.01), (11, 0.25, 0.05)])
def test_exponential_curve_after_the_last_dialysis(days: float, published: float, within: float) -> None:
    """D-HD: median 6 days, quartiles 2 and 11; an exponential fitted to the median has a mean of 8.66 days."""
    assert surviving_share(days, 8.66) == pytest.approx(published, abs=within)
    assert surviving_share(6 * math.log(2), 6.0) == pytest.approx(0.5)


def test_cohorts_of_dialysis_disagree_by_a_factor_of_two() -> None:
    """D-HD2: a mean of 8.2 and medians of 7 and 4 days; the range of means drawn spans them and goes on to 12."""
    of = row("health:t_HD")
    assert (of.low, of.high) == (5.8, 12.0)
    means = [8.2, 7 / math.log(2), 4 / math.log(2)]  # exponential: mean = median / ln 2
    assert min(means) == pytest.approx(5.8, abs=0.05)
    assert all(5.7 <= mean <= 12.0 for mean in means)


def test_the_scenario_of_withdrawal_has_a_name_a_range_and_no_count() -> None:
    made = dialysis_withdrawal(scenario=WITHOUT_DIALYSIS, days=(2, 6, 11))
    assert made.grade is grade_of("dialysis_deaths") is Grade.SCENARIO
    assert made.not_a_forecast == NOT_A_FORECAST
    text = str(made)
    assert "Pessimistic" in text
    assert WITHOUT_DIALYSIS in text
    assert "5.8 to 12" in text
    six = made.result("share alive on day 6")
    # A uniform mean from 5.8 to 12: exact points of the curve, because it rises with the mean.
    exact = [math.exp(-6 / (5.8 + p * 6.2)) for p in (0.05, 0.5, 0.95)]
    assert [six.p05, six.p50, six.p95] == pytest.approx(exact, abs=0.01)
    with pytest.raises(RefusedError):
        made + made


@pytest.mark.parametrize("name", ["", "  ", "yes", "no dialysis"])
def test_without_a_named_scenario_there_is_no_curve(name: str) -> None:
    with pytest.raises(InputError) as caught:
        dialysis_withdrawal(scenario=name)
    assert caught.value.code == "HF-P060"


def test_days_and_treatments_outside_the_curve() -> None:
    for days in ((-1.0,), (61.0,), (math.nan,)):
        with pytest.raises(InputError):
            dialysis_withdrawal(scenario=WITHOUT_DIALYSIS, days=days)
    with pytest.raises(InputError):
        dialysis_withdrawal(scenario=WITHOUT_DIALYSIS, treatment="transfusion")  # type: ignore[arg-type]
    exchange = dialysis_withdrawal(scenario=WITHOUT_DIALYSIS, treatment="peritoneal dialysis", days=(4,))
    assert exchange.results[0].p50 is not None
    assert 0.4 < exchange.results[0].p50 < 0.65  # median of that cohort: 4 days


def test_deaths_of_the_chronically_ill_are_refused() -> None:
    """D-NCD: 281 a month (202 to 368) without the war, 532 to 706 in its first months: a projection, no observation."""
    assert pytest.approx(1.9, abs=0.05) == 532 / 281
    assert pytest.approx(2.5, abs=0.05) == 706 / 281
    assert grade_of("chronic_disease_deaths") is Grade.REFUSE
    with pytest.raises(RefusedError) as caught:
        refuse("chronic_disease_deaths")
    assert "people without an item" in caught.value.mend


def test_cylinder_and_vial_of_the_tables() -> None:
    """A J cylinder holds 7 to 10 m3 (C316, memory): at 5 L/min it lasts a day to a day and a third. A vial lasts 25 days."""
    hours = [oxygen_hours(patients=1, flow_l_per_min=5.0, cylinder_l=1000 * m3).hours_median for m3 in (7.0, 10.0)]
    assert hours == pytest.approx([23.3, 33.3], abs=0.05)
    assert (row("C316").low, row("C316").high) == (7.0, 10.0)
    assert value("C313") * figure_value("medicines.csv", "insulin_use") == 1000.0  # 10 mL at 100 IU/mL


def test_figures_taken_from_the_reference_tables_are_still_those() -> None:
    water = row("C315")
    assert (water.low, water.high) == (120.0, 200.0)
    assert np.isclose(figure_value("medicines.csv", "dialysis_feed_water") / 2, 178.5)  # half is thrown away
    assert value("physics:ins_ok") == 28.0
    assert value("physics:ins_37") == 7.0
