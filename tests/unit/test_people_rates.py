"""Rates from counts: what is stated, what is withheld, which lines are crossed, and clear errors for what cannot be."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.people import Grade
from holdfast.people.rates.baselines import (
    baseline_rate,
    excess_deaths,
    ratio_interval,
    stated_baseline,
    weeks_to_detect_doubling,
)
from holdfast.people.rates.intervals import binomial_interval, gamma_interval, poisson_interval
from holdfast.people.rates.lines import death_rate_band, lines_crossed
from holdfast.people.rates.observed import (
    Verdict,
    attack_rate,
    case_fatality,
    death_rate,
    least_cell,
    per_1000_year,
    per_10000_day,
    prevalence,
)


def fault(code: str, call: Any, *given: Any, **named: Any) -> InputError:
    with pytest.raises(InputError) as caught:
        call(*given, **named)
    assert caught.value.code == code
    return caught.value


def test_a_rate_is_deaths_over_person_days() -> None:
    rate = death_rate(12, 3000, 28)
    assert rate.per_10000_day == pytest.approx(12 / (3000 * 28) * 10_000)
    assert rate.low_per_10000_day is not None
    assert rate.high_per_10000_day is not None
    assert rate.low_per_10000_day < rate.per_10000_day < rate.high_per_10000_day
    assert rate.grade is Grade.THRESHOLD
    assert "12 reported deaths in 28 days among 3,000" in str(rate)


def test_below_five_deaths_there_is_a_count_and_no_rate() -> None:
    few = death_rate(4, 3000, 28)
    assert (few.per_10000_day, few.low_per_10000_day, few.high_per_10000_day) == (None, None, None)
    assert "too few for a rate" in str(few)
    assert death_rate(5, 3000, 28).per_10000_day is not None


def test_no_line_can_be_told_of_fewer_than_five_deaths() -> None:
    assert {line.verdict for line in lines_crossed(death_rate(4, 300, 1))} == {Verdict.CANNOT_TELL_YET}
    assert all(line.probability is None for line in lines_crossed(death_rate(4, 300, 1)))


@pytest.mark.parametrize("deaths", [0, 9, 10, 11])
def test_counts_below_ten_are_not_for_a_public_table(deaths: int) -> None:
    assert death_rate(deaths, 3000, 28).may_be_published is (deaths >= 10)
    assert case_fatality(deaths, 3000).may_be_published is (deaths >= 10)
    assert least_cell() == 10


def test_the_emergency_line_is_one_or_two_where_nothing_is_known_of_before() -> None:
    crude = lines_crossed(death_rate(100, 30_000, 10))[0]  # 3.3 per 10,000 a day
    assert (crude.norm_id, crude.line_per_10000_day, crude.verdict) == ("health:thr_CMR", 1.0, Verdict.CROSSED)
    child = lines_crossed(death_rate(100, 30_000, 10, group="under-five"))[0]
    assert (child.norm_id, child.line_per_10000_day, child.verdict) == ("health:thr_U5", 2.0, Verdict.CROSSED)


def test_the_default_baseline_is_no_known_one() -> None:
    default = baseline_rate()
    assert (default.kind, default.is_known, default.grade) == ("default", False, Grade.SCENARIO)
    assert (default.low_per_10000_day, default.per_10000_day, default.high_per_10000_day) == (0.1, 0.16, 0.3)
    assert lines_crossed(death_rate(100, 30_000, 10), default)[0].norm_id == "health:thr_CMR"
    assert any("default" in note for note in default.notes)


def test_a_known_baseline_makes_twice_itself_the_line() -> None:
    before = baseline_rate(records=(40, 1_000_000.0))  # 0.4 per 10,000 a day
    line = lines_crossed(death_rate(100, 30_000, 10), before)[0]
    assert (line.norm_id, line.verdict) == ("N185", Verdict.CROSSED)
    assert line.line_per_10000_day == pytest.approx(0.8)
    # 0.6 is above the usual and below twice of it: a count of 60 in a million person-days cannot tell.
    assert lines_crossed(death_rate(60, 30_000, 1_000_000 / 30_000), before)[0].verdict is Verdict.CANNOT_TELL_YET
    # Under the universal line of 1, yet more than twice of what is usual here.
    under = death_rate(300, 100_000, 40)
    assert under.per_10000_day == pytest.approx(0.75)
    assert lines_crossed(under)[0].verdict is Verdict.NOT_CROSSED
    quiet = baseline_rate(records=(100, 10_000_000.0))
    assert lines_crossed(under, quiet)[0].verdict is Verdict.CROSSED


def test_a_small_camp_cannot_tell_yet_and_says_how_long_it_takes() -> None:
    before = stated_baseline(0.16, source="national life table")
    line = lines_crossed(death_rate(5, 3000, 70), before)[0]  # 0.24, one and a half times the usual
    assert line.verdict is Verdict.CANNOT_TELL_YET
    assert str(line.verdict) == "cannot tell yet"
    assert any("about 27 weeks; 10.0 are seen" in note for note in line.notes)
    few = lines_crossed(death_rate(3, 3000, 70), before)[0]  # no rate: the very case in which the weeks are asked for
    assert any("about 27 weeks; 10.0 are seen" in note for note in few.notes)


def test_crossed_cut_offs_are_named_and_nothing_is_classified() -> None:
    lines = lines_crossed(death_rate(300, 30_000, 10))  # 10 per 10,000 a day
    assert [line.verdict for line in lines] == [Verdict.CROSSED] * 5
    text = " ".join([*map(str, lines), *(note for line in lines for note in line.notes)]).lower()
    assert "cut-off 2 per 10,000 a day" in text
    assert "famine" not in text
    assert "dead" not in text
    child = lines_crossed(death_rate(300, 30_000, 10, group="under-five"))
    assert [line.norm_id for line in child] == ["health:thr_U5", "N142"]  # the bands are of crude rates


@pytest.mark.parametrize(
    ("rate", "band"),
    [
        (0, "not above 1"),
        (1, "not above 1"),
        (1.01, "above 1: "),
        (2, "above 1: "),
        (2.01, "above 2: "),
        (5.01, "above 5: "),
    ],
)
def test_a_band_begins_above_its_line(rate: float, band: str) -> None:
    assert death_rate_band(rate).startswith(band)


def test_an_uncertain_population_widens_the_interval() -> None:
    sharp, wide = death_rate(50, 3000, 30), death_rate(50, 3000, 30, population_range=(2500, 3400))
    assert wide.per_10000_day == sharp.per_10000_day
    assert sharp.low_per_10000_day is not None
    assert sharp.high_per_10000_day is not None
    assert wide.low_per_10000_day == pytest.approx(sharp.low_per_10000_day * 3000 / 3400)
    assert wide.high_per_10000_day == pytest.approx(sharp.high_per_10000_day * 3000 / 2500)
    assert any("2500 to 3400" in note for note in wide.notes)


def test_the_better_baseline_goes_first() -> None:
    table = {"0-4": 10.0, "5+": 4.0}
    people = {"0-4": 300.0, "5+": 2700.0}
    both = baseline_rate(records=(40, 1e6), life_table_per_1000_year=table, persons=people)
    assert both.kind == "site records"
    few = baseline_rate(records=(4, 1e6), life_table_per_1000_year=table, persons=people)
    assert few.kind == "life table"
    assert few.per_10000_day == pytest.approx((300 * 10 + 2700 * 4) / 3000 * 10 / 365.25)
    assert any("4 deaths, too few" in note for note in few.notes)
    assert baseline_rate(records=(4, 1e6)).kind == "default"


def test_a_young_camp_has_a_lower_baseline_than_its_country() -> None:
    table = {"0-14": 2.0, "15-59": 3.0, "60+": 30.0}
    country = baseline_rate(life_table_per_1000_year=table, persons={"0-14": 300, "15-59": 550, "60+": 150})
    camp = baseline_rate(life_table_per_1000_year=table, persons={"0-14": 600, "15-59": 380, "60+": 20})
    assert camp.per_10000_day < country.per_10000_day


def test_excess_is_the_difference_and_both_terms_are_uncertain() -> None:
    known = stated_baseline(0.5, low=0.5, high=0.5, source="x")
    exact = excess_deaths(30, 3000, 100, known)
    loose = excess_deaths(30, 3000, 100, stated_baseline(0.5, low=0.3, high=0.8, source="x"))
    assert exact.excess == loose.excess == pytest.approx(30 - 15)
    assert loose.excess_low < exact.excess_low < exact.excess < exact.excess_high < loose.excess_high
    # With no error of the baseline, the interval is that of the count.
    low, high = poisson_interval(30)
    assert (exact.excess_low, exact.excess_high) == (pytest.approx(low - 15), pytest.approx(high - 15))
    assert loose.verdict is Verdict.CROSSED
    assert excess_deaths(15, 3000, 100, known).verdict is Verdict.CANNOT_TELL_YET
    assert excess_deaths(2, 3000, 100, known).verdict is Verdict.NOT_CROSSED


def test_a_default_baseline_lowers_the_grade_of_the_excess_and_crosses_nothing() -> None:
    usual = excess_deaths(60, 3000, 100, baseline_rate())
    assert usual.excess_low > 0.0
    assert (usual.grade, usual.verdict) == (Grade.SCENARIO, Verdict.CANNOT_TELL_YET)
    assert "By its inputs this is a scenario, not a forecast and no threshold." in usual.notes
    known = excess_deaths(60, 3000, 100, baseline_rate(records=(40, 1e6)))
    assert (known.grade, known.verdict) == (Grade.THRESHOLD, Verdict.CROSSED)
    assert not any("scenario" in note for note in known.notes)


def test_a_baseline_whose_error_nobody_states_is_not_without_one() -> None:
    """Bounds of the default over its value: 0.1 / 0.16 and 0.3 / 0.16. Twelve deaths would cross if it had none."""
    table = baseline_rate(life_table_per_1000_year={"all": 0.157 * 36.525}, persons={"all": 3000.0})
    stated = stated_baseline(0.157, source="x")
    for baseline in (table, stated):
        assert baseline.low_per_10000_day == pytest.approx(0.157 * 0.63)
        assert baseline.high_per_10000_day == pytest.approx(0.157 * 1.9)
        assert any("is assumed" in note for note in baseline.notes)
        assert lines_crossed(death_rate(12, 3000, 60), baseline)[0].verdict is Verdict.CANNOT_TELL_YET
    default = baseline_rate()
    assert default.low_per_10000_day / default.per_10000_day == pytest.approx(0.63, abs=0.01)
    assert default.high_per_10000_day / default.per_10000_day == pytest.approx(1.9, abs=0.03)
    sure = stated_baseline(0.157, low=0.157, high=0.157, source="x")
    assert lines_crossed(death_rate(12, 3000, 60), sure)[0].verdict is Verdict.CROSSED


def test_a_case_fatality_of_fewer_than_five_deaths_is_a_count() -> None:
    few = case_fatality(1, 3)
    assert (few.percent, few.low_percent, few.high_percent, few.per_1000) == (None, None, None, None)
    assert any("fewer than 5 deaths" in note for note in few.notes)
    assert case_fatality(5, 30).percent == pytest.approx(16.7, abs=0.1)
    assert attack_rate(3, 3000).percent == pytest.approx(0.1)  # cases, and no deaths


@pytest.mark.parametrize(
    ("count", "of", "may"), [(2995, 3000, False), (95, 100, False), (90, 100, True), (50, 50, False)]
)
def test_a_share_gives_its_rest_away(count: int, of: int, *, may: bool) -> None:
    share = prevalence(count, of)
    assert share.may_be_published is may
    assert any("surveyed less count: fewer than 10" in note for note in share.notes) is not may


def test_gamma_poisson_lies_inside_the_exact_interval() -> None:
    exact, smooth = death_rate(20, 3000, 100), death_rate(20, 3000, 100, method="gamma-poisson")
    assert exact.low_per_10000_day is not None
    assert exact.high_per_10000_day is not None
    assert smooth.low_per_10000_day is not None
    assert smooth.high_per_10000_day is not None
    assert exact.low_per_10000_day < smooth.low_per_10000_day < smooth.high_per_10000_day < exact.high_per_10000_day


def test_a_survey_by_clusters_says_less() -> None:
    simple, clustered = prevalence(90, 900), prevalence(90, 900, design_effect=2.0)
    assert simple.percent == clustered.percent == pytest.approx(10.0)
    assert clustered.low_percent < simple.low_percent < simple.high_percent < clustered.high_percent
    # A design effect of two is half the sample.
    assert clustered.low_percent == pytest.approx(100 * binomial_interval(45, 450)[0])


def test_units_of_a_rate() -> None:
    assert per_1000_year(1.0) == pytest.approx(36.525)
    assert per_10000_day(per_1000_year(0.16)) == pytest.approx(0.16)
    assert attack_rate(5, 1000).per_1000 == pytest.approx(5.0)


def test_a_rate_per_thousand_a_year_is_asked_about() -> None:
    assert "5.8 per 1,000 a year? That is 0.159" in fault("HF-P055", stated_baseline, 5.8, source="x").mend
    fault("HF-P055", weeks_to_detect_doubling, 3000, 5.8)
    fault("HF-P055", baseline_rate, life_table_per_1000_year={"a": 58.0}, persons={"a": 10.0})
    assert stated_baseline(1.5, source="x", group="under-five").per_10000_day == 1.5  # a child's rate may be higher


def test_detection_takes_longer_for_fewer_and_for_surer() -> None:
    weeks = weeks_to_detect_doubling(3000, 0.16).weeks
    assert weeks_to_detect_doubling(1000, 0.16).weeks > weeks > weeks_to_detect_doubling(30_000, 0.16).weeks
    assert weeks_to_detect_doubling(3000, 0.16, power=0.95).weeks > weeks
    assert weeks_to_detect_doubling(3000, 0.16, alpha=0.01).weeks > weeks
    assert weeks_to_detect_doubling(3000, 0.16, ratio=3.0).weeks < weeks
    assert weeks_to_detect_doubling(10_000_000, 0.3).weeks == 1


def test_records_above_the_emergency_line_are_a_baseline_too() -> None:
    """Counts are no slip of a unit: a site that was in an emergency before has that as its usual rate."""
    before = baseline_rate(records=(500, 1_000_000.0))  # 5 per 10,000 a day
    line = lines_crossed(death_rate(70, 3000, 30), before)[0]
    assert line.verdict is Verdict.CANNOT_TELL_YET
    assert line.line_per_10000_day == pytest.approx(10.0)


def test_a_whole_number_of_any_library_is_a_count() -> None:
    assert death_rate(12.0, 3000, 28) == death_rate(12, 3000, 28)  # type: ignore[arg-type]
    assert death_rate(np.int64(12), np.float64(3000), 28) == death_rate(12, 3000, 28)


@pytest.mark.parametrize("bad", [np.True_, np.array([3, 4]), math.inf, -1, 1.5, True, "3", None, math.nan, [3]])
def test_a_count_is_a_whole_number(bad: Any) -> None:
    fault("HF-P050", death_rate, bad, 3000, 28)
    fault("HF-P050", case_fatality, bad, 300)
    fault("HF-P050", poisson_interval, bad)
    fault("HF-P050", gamma_interval, bad)
    fault("HF-P050", binomial_interval, bad, 10)


@pytest.mark.parametrize("bad", [-1.0, math.nan, math.inf, "3000", None, True])
def test_a_population_is_a_number(bad: Any) -> None:
    fault("HF-P050", death_rate, 12, bad, 28)
    fault("HF-P050", weeks_to_detect_doubling, bad, 0.16)


@pytest.mark.parametrize("bad", [0, -3, math.nan])
def test_no_days_no_rate(bad: float) -> None:
    assert fault("HF-P050", death_rate, 12, 3000, bad).where == "days"


def test_nobody_has_no_rate() -> None:
    assert fault("HF-P054", death_rate, 0, 0, 28).where == "population"
    fault("HF-P054", attack_rate, 0, 0)
    fault("HF-P054", prevalence, 0, 0)
    fault("HF-P054", baseline_rate, life_table_per_1000_year={"a": 5.0}, persons={"a": 0.0})
    fault("HF-P054", baseline_rate, records=(5, 0.0))
    assert "too few" in fault("HF-P054", baseline_rate, records=(3, 1e6), group="under-five").found


def test_more_than_there_can_be() -> None:
    assert "31 of 30" in fault("HF-P053", death_rate, 31, 30, 28).found
    fault("HF-P053", case_fatality, 5, 4)
    fault("HF-P053", attack_rate, 5, 4)
    fault("HF-P053", binomial_interval, 5, 4)


def test_other_numbers_that_cannot_be() -> None:
    for level in (0.0, 1.0, 95, -0.5, math.nan):
        fault("HF-P050", death_rate, 12, 3000, 28, level=level)
    fault("HF-P050", death_rate, 12, 3000, 28, method="normal")
    fault("HF-P050", death_rate, 12, 3000, 28, group="men")
    fault("HF-P050", death_rate, 12, 3000, 28, population_range=(3100, 3400))
    fault("HF-P050", prevalence, 3, 30, design_effect=0.5)
    fault("HF-P050", death_rate_band, -1.0)
    fault("HF-P050", stated_baseline, 0.2, low=0.3, source="x")
    fault("HF-P050", stated_baseline, 0.2, source=" ")
    fault("HF-P050", weeks_to_detect_doubling, 3000, 0.16, power=0.04)
    fault("HF-P050", weeks_to_detect_doubling, 3000, 0.16, ratio=1.0)
    fault("HF-P050", lines_crossed, death_rate(9, 300, 9, group="under-five"), baseline_rate())
    fault("HF-P056", baseline_rate, life_table_per_1000_year={"0-4": 5.0}, persons={"0-5": 5.0})
    fault("HF-P056", baseline_rate, life_table_per_1000_year={"0-4": 5.0})


def test_a_ratio_needs_no_deaths_before_to_be_bounded_below() -> None:
    low, high = ratio_interval(death_rate(9, 3000, 90), baseline_rate(records=(5, 3000 * 900.0)))
    assert 9 / 0.5 > low > 1.0
    assert high > 18.0
