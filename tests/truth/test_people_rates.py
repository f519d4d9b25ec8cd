"""Published counts and rates of deaths and cases. Inputs and expected values are typed in here.

Status: read in the source each row names, unless a comment says otherwise. Populations of Leningrad and the Dutch
famine come from secondary sources.
"""

from __future__ import annotations

import pytest

from holdfast.errors import RefusedError
from holdfast.people import Grade, grade_of, refuse
from holdfast.people.rates.baselines import excess_deaths, stated_baseline, weeks_to_detect_doubling
from holdfast.people.rates.intervals import binomial_interval
from holdfast.people.rates.lines import death_rate_band, lines_crossed
from holdfast.people.rates.observed import Verdict, attack_rate, case_fatality, death_rate, per_1000_year
from holdfast.reference import row

stats = pytest.importorskip("scipy.stats")


@pytest.mark.parametrize(
    ("name", "deaths", "people", "days", "published", "within"),
    [
        ("X-GOMA1", 50_000, 800_000, 30, 20.0, 1.0),
        ("X-GOMA2", 50_000, 500_000, 30, 35.0, 2.0),
        ("X-LEN11", 11_085, 2_500_000, 30, 1.48, 0.1),
        ("X-LEN12", 52_881, 2_500_000, 31, 6.82, 0.1),
        ("X-LEN01", 96_751, 2_500_000, 31, 12.5, 0.1),
        ("X-LEN02", 96_015, 2_500_000, 28, 13.7, 0.1),
    ],
)
def test_published_death_rates(name: str, deaths: int, people: int, days: int, published: float, within: float) -> None:
    rate = death_rate(deaths, people, days)
    assert rate.per_10000_day == pytest.approx(published, abs=within), name
    # The interval of chance is narrow at such counts; what it does not hold is the count itself.
    assert rate.low_per_10000_day is not None
    assert rate.high_per_10000_day is not None
    assert rate.high_per_10000_day - rate.low_per_10000_day < 0.05 * published


def test_bands_of_goma() -> None:
    """X-GOMA3: 28 is above 5. Known miss: the row calls 5 "very serious (>1)"; 5 is above 2, so one band higher here."""
    assert death_rate_band(28.0) == 'above 5: "major catastrophe"'
    assert death_rate_band(5.0) == 'above 2: "out of control"'
    assert death_rate_band(2.0) == 'above 1: "very serious"'


def test_excess_of_the_dutch_famine_and_leningrad_at_rations_alike() -> None:
    """X-DUTCH: an excess rate, and the factor near 50 that makes deaths by ration a refusal."""
    dutch = death_rate(20_000, 4_300_000, 182).per_10000_day
    leningrad = death_rate(96_015, 2_500_000, 28).per_10000_day
    assert dutch == pytest.approx(0.26, abs=0.05)
    assert leningrad is not None
    assert leningrad / dutch == pytest.approx(50, abs=5)
    assert grade_of("adult_deaths_by_ration") is Grade.REFUSE
    with pytest.raises(RefusedError):
        refuse("adult_deaths_by_ration")


@pytest.mark.parametrize(
    ("name", "crisis", "excess"),
    [("X-GZ-ceasefire", 13_770, 11_580), ("X-GZ-status_quo", 68_880, 66_720), ("X-GZ-escalation", 87_880, 85_750)],
)
def test_excess_is_crisis_less_baseline(name: str, crisis: int, excess: int) -> None:
    """Published projections, used for the arithmetic alone: a mean of differences is not quite a difference of means."""
    days, people = 182.0, 2_200_000  # the baseline of 2,220 is what a rate of 0.0554 expects in these person-days
    baseline = stated_baseline(2220 / (people * days) * 10_000, source="projections, counterfactual")
    made = excess_deaths(crisis, people, days, baseline)
    assert made.expected == pytest.approx(2220)
    assert made.excess == pytest.approx(excess, rel=0.005), name
    assert made.excess_low < made.excess < made.excess_high


@pytest.mark.parametrize(
    ("name", "middle", "low", "high"),
    [
        ("X-GZEPI-ceasefire", 5030, 0, 68_630),
        ("X-GZEPI-status_quo", 8470, 0, 120_350),
        ("X-GZEPI-escalation", 11_460, 0, 167_030),
        ("X-GZCHOL", 0, 0, 228_830),
    ],
)
def test_outbreak_totals_are_no_point_forecasts(name: str, middle: int, low: int, high: int) -> None:
    """The published intervals run from nothing to many times the mean, so outbreaks are scenarios and sums refused."""
    assert low == 0, name
    assert high > 12 * middle
    assert grade_of("outbreak") is Grade.SCENARIO
    with pytest.raises(RefusedError):
        refuse("all_cause_deaths")


def test_attack_rate_of_dadaab() -> None:
    """K-DADAAB: 1,797 cases among about 340,000; published as 5.1 per 1,000."""
    made = attack_rate(1797, 340_000)
    assert made.per_1000 == pytest.approx(5.1, abs=0.3)
    exact = stats.binomtest(1797, 340_000).proportion_ci(0.95, method="exact")
    assert (made.low_percent, made.high_percent) == (pytest.approx(100 * exact.low), pytest.approx(100 * exact.high))


def test_case_fatality_of_cholera() -> None:
    """K-HAITI: 1.23 per cent of 663,134. K-KAKUMA: 4 of 418 is 0.96 per cent, but four deaths make no share here."""
    made = case_fatality(8160, 663_134)
    assert made.percent == pytest.approx(1.23, abs=0.02)
    exact = stats.binomtest(8160, 663_134).proportion_ci(0.95, method="exact")
    assert (made.low_percent, made.high_percent) == (pytest.approx(100 * exact.low), pytest.approx(100 * exact.high))
    assert made.may_be_published
    few = case_fatality(4, 418)
    assert (few.count, few.of, few.percent, few.low_percent, few.per_1000) == (4, 418, None, None, None)
    assert not few.may_be_published
    # From a quarter to two and a half times the published figure: too wide to be told as one.
    assert [100 * end for end in binomial_interval(4, 418)] == [
        pytest.approx(0.26, abs=0.01),
        pytest.approx(2.43, abs=0.01),
    ]


def test_unit_slip_of_a_published_glossary() -> None:
    """W038: 0.27 per 10,000 a day is 98.6 per 10,000 a year, 9.9 per 1,000; the glossary prints 10 per 10,000 a year."""
    assert per_1000_year(0.27) == pytest.approx(9.9, rel=0.01)
    assert 10 * per_1000_year(0.27) == pytest.approx(98.6, rel=0.01)
    assert row("N189").value == 0.27
    assert 10 * per_1000_year(0.27) > 9 * 10  # so the printed 10 is per 1,000


def test_twenty_seven_weeks_to_see_a_doubling() -> None:
    """Health specification, section 9: 3,000 people at 0.16 expect 0.05 deaths a day, 1.4 a month; 9 against 18 deaths."""
    found = weeks_to_detect_doubling(3000, 0.16)
    assert found.weeks == 27
    assert found.expected_deaths == pytest.approx(9, abs=0.1)
    assert found.expected_if_raised == pytest.approx(18, abs=0.2)
    assert found.expected_deaths / (27 * 7) == pytest.approx(0.05, abs=0.003)
    assert stats.poisson.sf(found.deaths_that_show - 1, found.expected_deaths) <= 0.05
    assert stats.poisson.sf(found.deaths_that_show - 1, found.expected_if_raised) == pytest.approx(found.power)
    early = lines_crossed(death_rate(5, 3000, 84), stated_baseline(0.16, source="default of the specification"))
    assert early[0].verdict is Verdict.CANNOT_TELL_YET
