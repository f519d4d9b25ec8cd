"""What death rate was usual, how far reported deaths exceed it, and how long until a change could be seen."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from holdfast.people.figures import figures_of
from holdfast.people.grades import Grade, downgraded, grade_of, scenario_note
from holdfast.people.inputs import fault, number, whole
from holdfast.people.rates.intervals import (
    CODE,
    beta_quantile,
    check_share,
    gamma_cdf,
    gamma_quantile,
    poisson_at_most,
    poisson_interval,
)
from holdfast.people.rates.observed import (
    PER,
    TABLE,
    DeathRate,
    RateGroup,
    Verdict,
    death_rate,
    least_deaths_for_rate,
    per_10000_day,
)
from holdfast.reference import row, value

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["site records", "life table", "stated", "default"]
DEFAULT_ID = "health:CMR0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """A usual death rate and where it comes from.

    Attributes
    ----------
    kind : str
        ``site records`` before ``life table`` before ``default``; ``stated`` by someone else.
    group : str
        ``all`` or ``under-five``: whose rate it is.
    per_10000_day, low_per_10000_day, high_per_10000_day : float
        Rate and bounds [deaths/10,000/day]. Where nobody states them they are 0.63 and 1.9 times the rate, as far apart
        as those of the default: an assumption, and a note says so.
    deaths : int or None
        Reported deaths behind site records, otherwise ``None``.
    person_days : float or None
        Their exposure [person-days].
    grade, notes, sources
        What may be said, in which sense, and from which rows.
    """

    kind: Kind
    group: RateGroup
    per_10000_day: float
    low_per_10000_day: float
    high_per_10000_day: float
    deaths: int | None
    person_days: float | None
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        """Whether it is of this place, and no default."""
        return self.kind != "default"


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """Reported deaths above what a baseline expects.

    Attributes
    ----------
    deaths : int
        Reported deaths.
    expected, expected_low, expected_high : float
        Deaths the baseline expects in the same person-days, and their bounds [deaths].
    excess, excess_low, excess_high : float
        The difference and its interval, in which count and baseline are both uncertain [deaths]; negative if fewer.
    verdict : Verdict
        Crossed if the whole interval is above zero, not crossed if it is all below, else it cannot be told yet; with the
        default baseline it never can.
    level : float
        Confidence of the interval.
    grade, notes, sources
        What may be said, in which sense, and from which rows. One grade lower with the default baseline.
    """

    deaths: int
    expected: float
    expected_low: float
    expected_high: float
    excess: float
    excess_low: float
    excess_high: float
    verdict: Verdict
    level: float
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """How long a count must go on until a raised rate would show.

    Attributes
    ----------
    weeks : int
        Weeks of counting.
    expected_deaths, expected_if_raised : float
        Deaths expected in them at the baseline and at the raised rate.
    deaths_that_show : int
        The count from which the baseline is rejected.
    power : float
        Probability of reaching that count at the raised rate.
    grade, notes, sources
        What may be said, in which sense, and from which rows.
    """

    weeks: int
    expected_deaths: float
    expected_if_raised: float
    deaths_that_show: int
    power: float
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def baseline_rate(
    *,
    records: tuple[int, float] | None = None,
    life_table_per_1000_year: Mapping[str, float] | None = None,
    persons: Mapping[str, float] | None = None,
    group: RateGroup = "all",
    level: float = 0.95,
) -> Baseline:
    """Return the best baseline there is: records of the site, else a life table for its ages, else the default.

    Parameters
    ----------
    records : tuple of int and float or None
        Reported deaths before, and their exposure [person-days].
    life_table_per_1000_year : mapping of str to float or None
        Death rate by age band [deaths per 1,000 persons a year], as national tables state it.
    persons : mapping of str to float or None
        People here by the same age bands [persons].
    group : {"all", "under-five"}
        Whose rate it is. Children under five have no default.
    level : float
        Confidence of the bounds of site records.

    Returns
    -------
    Baseline
        Records of fewer than five deaths give no rate, so the next in order is taken and a note says so. The default
        is 0.16 (0.1 to 0.3) per 10,000 a day, from memory, and is marked.

    Raises
    ------
    InputError
        HF-P050 numbers that cannot be; HF-P053 more deaths than person-days; HF-P054 no exposure, nobody, or no
        baseline at all; HF-P055 a rate that looks like one of another unit; HF-P056 age bands that do not match.

    Notes
    -----
    ``sum(persons * rate) / sum(persons)`` for the life table (health specification, section 9): a young camp has fewer
    deaths than its country at the same risks.
    """
    notes: list[str] = []
    if records is not None:
        count, exposure = (
            whole(records[0], "deaths of the records", code=CODE, low=0),
            number(records[1], "records", code=CODE, low=0.0),
        )
        check_share(count, exposure, "deaths of the records", "person-days of the records")
        if count >= least_deaths_for_rate():
            return _from_records(count, exposure, group, level)
        notes.append(f"the site's own records hold {count} deaths, too few for a rate, and were set aside")
    if life_table_per_1000_year is not None:
        return _from_life_table(life_table_per_1000_year, persons, group, tuple(notes))
    if group == "under-five":
        raise fault(
            "HF-P054",
            "baseline of children under five",
            "; ".join(notes) or "neither records nor a life table",
            "records of at least five deaths, or a life table",
            "give one of them, or compare without a baseline",
        )
    usual, bounds = value(DEFAULT_ID), row(DEFAULT_ID)
    notes.append("default baseline, from memory: nothing is known of this place")
    return Baseline(
        kind="default",
        group=group,
        per_10000_day=usual,
        low_per_10000_day=bounds.low if isinstance(bounds.low, float) else usual,
        high_per_10000_day=bounds.high if isinstance(bounds.high, float) else usual,
        deaths=None,
        person_days=None,
        grade=downgraded(grade_of("death_rate"), notes[-1:]),
        notes=tuple(notes),
        sources=(DEFAULT_ID,),
    )


def stated_baseline(
    per_10000_day: float, *, low: float | None = None, high: float | None = None, source: str, group: RateGroup = "all"
) -> Baseline:
    """Return a baseline that someone else has worked out.

    Parameters
    ----------
    per_10000_day, low, high : float
        Rate and bounds [deaths/10,000/day]; a bound not given is 0.63 or 1.9 times the rate (an assumption).
    source : str
        Who states it; not blank.
    group : {"all", "under-five"}
        Whose rate it is.

    Returns
    -------
    Baseline
        Of the kind ``stated``.

    Raises
    ------
    InputError
        HF-P050 bounds out of order or no source; HF-P055 a rate above 1 (children: 2) per 10,000 a day, which would
        be an emergency before any: was it per 1,000 a year?
    """
    rate = number(per_10000_day, "per_10000_day", code=CODE, low=0.0, open_low=True)
    lower, upper = _usual_bounds(rate)
    below = lower if low is None else number(low, "low", code=CODE, low=0.0)
    above = upper if high is None else number(high, "high", code=CODE, low=0.0)
    if not below <= rate <= above or not source.strip():
        found, order = f"{below:g}, {rate:g}, {above:g} of {source!r}", "low <= rate <= high, and who states it"
        raise fault(CODE, "stated baseline", found, order, "put the bounds in order and name the source")
    _check_unit(rate, group)
    notes = (_bounds_note(rate),) if low is None or high is None else ()
    return Baseline(
        kind="stated",
        group=group,
        per_10000_day=rate,
        low_per_10000_day=below,
        high_per_10000_day=above,
        deaths=None,
        person_days=None,
        grade=grade_of("death_rate"),
        notes=notes,
        sources=(source.strip(),),
    )


def excess_deaths(deaths: int, population: float, days: float, baseline: Baseline, *, level: float = 0.95) -> Excess:
    """Return how many more deaths were reported than a baseline expects, with both uncertain.

    Parameters
    ----------
    deaths : int
        Reported deaths.
    population, days : float
        Mean population [persons] and length of the period [d].
    baseline : Baseline
        Of the same group.
    level : float
        Confidence of the interval.

    Returns
    -------
    Excess
        Linear in the counts: periods may be added up first, as deaths and person-days.

    Raises
    ------
    InputError
        As :func:`holdfast.people.death_rate`.

    Notes
    -----
    ``sum((CMR - CMR0) * population / 10,000)`` over the days (health specification, section 9). The interval joins
    those of the two terms as Zou and Donner (2008, Statistics in Medicine 27:1693) do: the distances from each value to
    its bound are added in squares. The bounds of the default baseline are taken as if they were of the same level.
    """
    rate = death_rate(deaths, population, days, group=baseline.group, level=level)
    exposure = rate.person_days / PER
    low, high = poisson_interval(rate.deaths, level)
    expected, least, most = (
        bound * exposure for bound in (baseline.per_10000_day, baseline.low_per_10000_day, baseline.high_per_10000_day)
    )
    over = rate.deaths - expected
    below = over - math.hypot(rate.deaths - low, most - expected)
    above = over + math.hypot(high - rate.deaths, expected - least)
    guessed = () if baseline.is_known else ("the baseline is a default",)
    grade = downgraded(grade_of("death_rate"), guessed)
    verdict = Verdict.CROSSED if below > 0.0 else Verdict.NOT_CROSSED if above < 0.0 else Verdict.CANNOT_TELL_YET
    return Excess(
        deaths=rate.deaths,
        expected=expected,
        expected_low=least,
        expected_high=most,
        excess=over,
        excess_low=below,
        excess_high=above,
        verdict=verdict if baseline.is_known else Verdict.CANNOT_TELL_YET,
        level=level,
        grade=grade,
        notes=(
            "reported deaths against a baseline: no model of deaths",
            *guessed,
            *scenario_note(grade),
            *baseline.notes,
        ),
        sources=baseline.sources,
    )


def ratio_interval(rate: DeathRate, baseline: Baseline) -> tuple[float, float]:
    """Return how many times the baseline a rate is, as an interval of the rate's level [1].

    Given the total of two Poisson counts, the first is binomial: exact (Clopper-Pearson) where the baseline is counts
    of its own. Elsewhere bounds are divided by the opposite bound of the baseline, which is wider than the level.
    """
    if baseline.deaths is not None and baseline.person_days is not None:
        tail = (1.0 - rate.level) / 2.0
        before, now = baseline.deaths, rate.deaths
        low = beta_quantile(tail, now, before + 1.0) if now else 0.0
        high = beta_quantile(1.0 - tail, now + 1.0, before) if before else 1.0
        scale = baseline.person_days / rate.person_days
        return scale * low / (1.0 - low), scale * high / (1.0 - high) if high < 1.0 else math.inf
    fewest, most = (bound / rate.person_days * PER for bound in poisson_interval(rate.deaths, rate.level))
    over = baseline.low_per_10000_day
    return fewest / baseline.high_per_10000_day, most / over if over > 0.0 else math.inf


def weeks_to_detect_doubling(
    population: float, baseline_per_10000_day: float, *, power: float = 0.8, alpha: float = 0.05, ratio: float = 2.0
) -> Detection:
    """Return after how many weeks of counting a doubled death rate would show.

    Parameters
    ----------
    population : float
        People counted [persons], above 0.
    baseline_per_10000_day : float
        Usual death rate [deaths/10,000/day], above 0.
    power : float
        Probability of seeing the doubling, between ``alpha`` and 1.
    alpha : float
        One-sided probability of a false alarm, between 0 and 1.
    ratio : float
        How many times the usual rate is to be seen, above 1; 2 is a doubling.

    Returns
    -------
    Detection
        27 weeks for 3,000 people at 0.16 per 10,000 a day. It depends on people and rate only by their product.

    Raises
    ------
    InputError
        HF-P050 numbers outside these limits; HF-P055 a rate that looks like one per 1,000 a year.

    Notes
    -----
    Exact: the first whole number of weeks at which the smallest count with ``P(X >= count) <= alpha`` at the baseline is
    reached with probability ``power`` at the raised rate (Poisson). The baseline is taken as known; it never is, so the
    truth is longer.
    """
    usual = number(baseline_per_10000_day, "baseline_per_10000_day", code=CODE, low=0.0, open_low=True)
    _check_unit(usual, "all")
    return detection(population, usual, power=power, alpha=alpha, ratio=ratio)


def detection(population: float, usual_per_10000_day: float, *, power: float, alpha: float, ratio: float) -> Detection:
    """Return the same for any rate, such as one that site records show to be above the emergency line."""
    people = number(population, "population", code=CODE, low=0.0, open_low=True)
    usual = number(usual_per_10000_day, "baseline_per_10000_day", code=CODE, low=0.0, open_low=True)
    risk, sure, times = (
        number(alpha, "alpha", code=CODE, low=0.0, open_low=True),
        number(power, "power", code=CODE, low=0.0, open_low=True),
        number(ratio, "ratio", code=CODE),
    )
    if not risk < sure < 1.0 or not times > 1.0:
        mend = "write 5 per cent as 0.05 and a doubling as 2"
        raise fault(CODE, "alpha, power, ratio", f"{risk:g}, {sure:g}, {times:g}", "alpha < power < 1 < ratio", mend)
    weekly = people * usual / PER * 7.0
    # No smaller count rejects the baseline even after one week; each larger one is tried in turn.
    shows = _rejecting(weekly, risk)
    while True:
        # At `shows` deaths the baseline is rejected for means up to `most`; the raised rate gets there from `least`.
        most = gamma_quantile(risk, shows)
        least = gamma_quantile(sure, shows) / times
        weeks = max(1, math.ceil(least / weekly - 1e-9))
        if weeks * weekly <= most:
            break
        shows += 1
    expected = weeks * weekly
    return Detection(
        weeks=weeks,
        expected_deaths=expected,
        expected_if_raised=times * expected,
        deaths_that_show=shows,
        power=gamma_cdf(times * expected, shows),
        grade=grade_of("death_rate"),
        notes=("the baseline is taken as known; it is not, so the truth is longer",),
        sources=(),
    )


def _rejecting(mean: float, risk: float) -> int:
    count = max(1, math.floor(mean))
    while 1.0 - poisson_at_most(count - 1, mean) > risk:
        count += 1
    return count


def _from_records(count: int, exposure: float, group: RateGroup, level: float) -> Baseline:
    low, high = poisson_interval(count, level)
    return Baseline(
        kind="site records",
        group=group,
        per_10000_day=count / exposure * PER,
        low_per_10000_day=low / exposure * PER,
        high_per_10000_day=high / exposure * PER,
        deaths=count,
        person_days=exposure,
        grade=grade_of("death_rate"),
        notes=(f"baseline of the site's own records: {count} deaths",),
        sources=("site records",),
    )


def _from_life_table(
    table: Mapping[str, float], persons: Mapping[str, float] | None, group: RateGroup, notes: tuple[str, ...]
) -> Baseline:
    people = {} if persons is None else persons
    if not table or set(table) != set(people):
        raise fault(
            "HF-P056",
            "life_table_per_1000_year and persons",
            f"{', '.join(table) or 'no band'} and {', '.join(people) or 'no band'}",
            "the same age bands in both",
            "give the people of this place by the age bands of the life table",
        )
    total, yearly = 0.0, 0.0
    for band, rate in table.items():
        here = number(people[band], f"persons, {band}", code=CODE, low=0.0)
        total += here
        yearly += here * number(rate, f"life table, {band}", code=CODE, low=0.0)
    check_share(0.0, total, "life table", "persons of the life table")
    usual = per_10000_day(yearly / total)
    _check_unit(usual, group)
    low, high = _usual_bounds(usual)
    return Baseline(
        kind="life table",
        group=group,
        per_10000_day=usual,
        low_per_10000_day=low,
        high_per_10000_day=high,
        deaths=None,
        person_days=None,
        grade=grade_of("death_rate"),
        notes=(*notes, f"a life table weighted to the ages here; {_bounds_note(usual)}"),
        sources=("life table",),
    )


def _usual_bounds(rate: float) -> tuple[float, float]:
    times = figures_of(TABLE)["baseline_error"]
    low, high = (1.0 if end is None else end for end in (times.low, times.high))
    return rate * low, rate * high


def _bounds_note(rate: float) -> str:
    low, high = _usual_bounds(rate)
    return f"nobody states the error of the baseline: {low:.2g} to {high:.2g} per 10,000 a day is assumed"


def _check_unit(rate: float, group: RateGroup) -> None:
    line = value("health:thr_U5" if group == "under-five" else "health:thr_CMR")
    if rate > line:
        most = f"at most {line:g}: more would be an emergency before any"
        asked = f"is it {rate:g} per 1,000 a year? That is {per_10000_day(rate):.3g} per 10,000 a day"
        raise fault("HF-P055", "baseline death rate", f"{rate:g} per 10,000 a day", most, asked)
