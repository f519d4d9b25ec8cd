"""Death rates from counts of reported deaths, with exact intervals.

Counts are observed: nothing here takes or makes a modelled death. Baselines and excess are in ``baselines.py``, published
lines in ``rate_lines.py``, tables for publication in ``suppression.py``.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Literal

from holdfast.errors import InputError
from holdfast.people.figures import figure_value
from holdfast.people.grades import Grade, grade_of
from holdfast.people.inputs import number, one_of, whole
from holdfast.people.rates.intervals import CODE, check_share, gamma_interval, poisson_interval, share_interval

TABLE = "rates.csv"
DAYS_IN_YEAR = 365.25
PER = 10_000.0
RateGroup = Literal["all", "under-five"]
Method = Literal["poisson", "gamma-poisson"]


class Verdict(enum.StrEnum):
    """What a count says of a line; the third is an answer too, and in a few thousand people the usual one."""

    CROSSED = "crossed"
    NOT_CROSSED = "not crossed"
    CANNOT_TELL_YET = "cannot tell yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeathRate:
    """Reported deaths and the rate they give.

    Attributes
    ----------
    deaths : int
        Reported deaths.
    population, days, person_days : float
        Mean population [persons], length [d], and their product [person-days].
    group : str
        ``all`` or ``under-five``; the population is of the same group.
    per_10000_day, low_per_10000_day, high_per_10000_day : float or None
        Rate and interval [deaths/10,000 persons/day]; ``None`` below five deaths, where only the count is shown.
    level : float
        Confidence of the interval.
    method : str
        ``poisson`` or ``gamma-poisson``.
    grade, notes, sources
        What may be said, in which sense, and from which rows.
    """

    deaths: int
    population: float
    days: float
    person_days: float
    group: RateGroup
    per_10000_day: float | None
    low_per_10000_day: float | None
    high_per_10000_day: float | None
    level: float
    method: Method
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def may_be_published(self) -> bool:
        """Whether count and rate may stand in a public table: not below ten, where they could name a person."""
        return self.deaths >= least_cell()

    def __str__(self) -> str:
        head = f"{self.deaths} reported deaths in {self.days:g} days among {self.population:,.0f}"
        if self.per_10000_day is None:
            return f"{head}; too few for a rate"
        return (
            f"{head}: {self.per_10000_day:.2f} per 10,000 a day "
            f"({self.low_per_10000_day:.2f} to {self.high_per_10000_day:.2f}, {100 * self.level:g} %)"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedShare:
    """A share made of two counts.

    Attributes
    ----------
    what : str
        ``attack rate``, ``case fatality`` or ``prevalence``.
    count, of : int
        What was counted, of how many.
    percent, low_percent, high_percent : float or None
        Share and exact interval [%]; ``None`` for a case fatality of fewer than five deaths, where only the counts are
        shown.
    level : float
        Confidence of the interval.
    grade, notes, sources
        What may be said, in which sense, and from which rows.
    """

    what: str
    count: int
    of: int
    percent: float | None
    low_percent: float | None
    high_percent: float | None
    level: float
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def per_1000(self) -> float | None:
        """The same share of a thousand [per 1,000]; ``None`` where there is no share."""
        return None if self.percent is None else 10.0 * self.percent

    @property
    def may_be_published(self) -> bool:
        """Whether count and share may stand in a public table: neither it nor the rest below ten, zero included."""
        # Share and total give the rest away, and the rest is people too.
        return min(self.count, self.of - self.count) >= least_cell()


def least_cell() -> int:
    """Return the smallest count that may be published [persons]: 10."""
    return int(figure_value(TABLE, "least_cell"))


def least_deaths_for_rate() -> int:
    """Return the smallest count of deaths from which a rate is stated: 5 (health specification, section 9)."""
    return int(figure_value(TABLE, "least_deaths_for_rate"))


def death_rate(
    deaths: int,
    population: float,
    days: float,
    *,
    group: RateGroup = "all",
    level: float = 0.95,
    method: Method = "poisson",
    population_range: tuple[float, float] | None = None,
) -> DeathRate:
    """Return the death rate of a count of reported deaths, with its exact interval.

    Parameters
    ----------
    deaths : int
        Reported deaths in the period.
    population : float
        Mean population of the period [persons], of the same group as the deaths.
    days : float
        Length of the period [d], above 0.
    group : {"all", "under-five"}
        Crude rate, or the rate of children under five.
    level : float
        Confidence of the interval, between 0 and 1.
    method : {"poisson", "gamma-poisson"}
        Garwood's interval; or the interval of a rate that has a gamma distribution beforehand (Jeffreys' prior).
    population_range : tuple of float or None
        Least and largest population [persons]; widens the interval to the outer bounds.

    Returns
    -------
    DeathRate
        Without a rate below five deaths. Ten times the days and a tenth of the people give the same rate.

    Raises
    ------
    InputError
        HF-P050 a negative or fractional count, no days, no level or method; HF-P053 more deaths than people;
        HF-P054 an empty population.

    Notes
    -----
    ``CMR = deaths / (population * days) * 10,000`` (health specification, section 9). Deaths that nobody reported are
    missing from it: the interval is of chance only. Deaths that come in clusters scatter more than it says.
    """
    count = whole(deaths, "deaths", code=CODE, low=0)
    length = number(days, "days", code=CODE, low=0.0, open_low=True)
    people = number(population, "population", code=CODE, low=0.0)
    check_share(count, people, "deaths", "population")
    one_of(group, ("all", "under-five"), "group", code=CODE)
    one_of(method, ("poisson", "gamma-poisson"), "method", code=CODE)
    least, most = _population_bounds(people, population_range)
    exposure = people * length
    low, high = poisson_interval(count, level) if method == "poisson" else gamma_interval(count, level)
    notes = ["reported deaths only; the interval is of chance, not of deaths that were not reported"]
    if (least, most) != (people, people):
        notes.append(f"the interval also holds populations from {least:g} to {most:g}")
    few = count < least_deaths_for_rate()
    if few:
        notes.append(f"fewer than {least_deaths_for_rate()} deaths: the count is shown and no rate")
    if count < least_cell():
        notes.append(f"fewer than {least_cell()}: not for a public table (suppress_counts)")
    return DeathRate(
        deaths=count,
        population=people,
        days=length,
        person_days=exposure,
        group=group,
        per_10000_day=None if few else count / exposure * PER,
        low_per_10000_day=None if few else low / (most * length) * PER,
        high_per_10000_day=None if few else high / (least * length) * PER,
        level=level,
        method=method,
        grade=grade_of("death_rate"),
        notes=tuple(notes),
        sources=(f"people/{TABLE}:least_deaths_for_rate", f"people/{TABLE}:least_cell"),
    )


def per_1000_year(per_10000_day: float) -> float:
    """Return a rate per 10,000 a day as a rate per 1,000 a year: times 36.525.

    0.27 per 10,000 a day is 9.9 per 1,000 a year, that is 98.6 per 10,000 a year; one published glossary prints 10.
    """
    return number(per_10000_day, "per_10000_day", code=CODE, low=0.0) * DAYS_IN_YEAR / 10.0


def per_10000_day(per_1000_year: float) -> float:
    """Return a rate per 1,000 a year as a rate per 10,000 a day: divided by 36.525."""
    return number(per_1000_year, "per_1000_year", code=CODE, low=0.0) * 10.0 / DAYS_IN_YEAR


def attack_rate(cases: int, population: int, *, level: float = 0.95) -> ObservedShare:
    """Return the share of a population that was reported ill, with its exact interval.

    Parameters
    ----------
    cases, population : int
        Reported cases, and the people they come from [persons].
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    ObservedShare

    Raises
    ------
    InputError
        HF-P050, HF-P053 or HF-P054 for counts that cannot be.

    Notes
    -----
    Clopper-Pearson. Most infections never become a reported case: this is no attack rate of infection.
    """
    note = "reported cases; most infections are not cases, so it is no share of the infected"
    return _share("attack rate", cases, population, level, ("cases", "population"), (note,))


def case_fatality(deaths: int, cases: int, *, level: float = 0.95) -> ObservedShare:
    """Return reported deaths as a share of reported cases, with its exact interval.

    Parameters
    ----------
    deaths, cases : int
        Reported deaths and reported cases of the same people and days [persons].
    level : float
        Confidence of the interval, between 0 and 1.

    Returns
    -------
    ObservedShare
        Without a share below five deaths.

    Raises
    ------
    InputError
        HF-P050, HF-P053 or HF-P054 for counts that cannot be.

    Notes
    -----
    Clopper-Pearson. While cases are still under care it is too low; where only the gravest are seen, too high.
    """
    note = "of reported cases; cases still under care make it too low, mild cases never seen make it too high"
    return _share("case fatality", deaths, cases, level, ("deaths", "cases"), (note,), least=least_deaths_for_rate())


def prevalence(count: int, surveyed: int, *, level: float = 0.95, design_effect: float = 1.0) -> ObservedShare:
    """Return the share a survey found, with an interval that allows for its design.

    Parameters
    ----------
    count, surveyed : int
        How many had it, of how many examined [persons].
    level : float
        Confidence of the interval, between 0 and 1.
    design_effect : float
        Variance of the survey over that of a simple sample of the same size [1], 1 or more; 1.5 to 2 are common where
        households were drawn in clusters.

    Returns
    -------
    ObservedShare

    Raises
    ------
    InputError
        HF-P050, HF-P053 or HF-P054 for numbers that cannot be.

    Notes
    -----
    Clopper-Pearson on the sample divided by the design effect (Korn and Graubard 1998). It says nothing of people whom
    the survey did not reach.
    """
    effect = number(design_effect, "design_effect", code=CODE, low=1.0)
    note = "of those examined; it holds for others only as far as the sample was drawn among them"
    return _share("prevalence", count, surveyed, level, ("count", "surveyed"), (note,), effect=effect)


def _share(
    what: str,
    count: int,
    of: int,
    level: float,
    names: tuple[str, str],
    notes: tuple[str, ...],
    *,
    effect: float = 1.0,
    least: int = 0,
) -> ObservedShare:
    part, total = whole(count, names[0], code=CODE, low=0), whole(of, names[1], code=CODE, low=0)
    check_share(part, total, *names)
    low, high = share_interval(part / effect, total / effect, level)
    few = part < least
    if few:
        notes = (*notes, f"fewer than {least} deaths: the counts are shown and no share")
    if min(part, total - part) < least_cell():
        which = f"{names[0]}: " if part < least_cell() else f"{names[1]} less {names[0]}: "
        notes = (*notes, f"{which}fewer than {least_cell()}: not for a public table (suppress_counts)")
    return ObservedShare(
        what=what,
        count=part,
        of=total,
        percent=None if few else 100.0 * part / total,
        low_percent=None if few else 100.0 * low,
        high_percent=None if few else 100.0 * high,
        level=level,
        grade=grade_of("observed_share"),
        notes=notes,
        sources=(f"people/{TABLE}:least_cell",),
    )


def _population_bounds(people: float, given: tuple[float, float] | None) -> tuple[float, float]:
    if given is None:
        return people, people
    least, most = (number(bound, "population_range", code=CODE, low=0.0, open_low=True) for bound in given)
    if not least <= people <= most:
        raise InputError(
            "HF-P050",
            where="population_range",
            found=f"{least:g} to {most:g}, and a population of {people:g}",
            expected="a range that holds the population",
            mend="give the least population first, and the mean between the two",
        )
    return least, most
