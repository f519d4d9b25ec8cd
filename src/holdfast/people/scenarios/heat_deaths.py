"""Deaths in a heat wave: an envelope of three published curves, opt-in, as a range."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.people.figures import figure_value, figures_of
from holdfast.people.scenarios.drawing import (
    FIGURES,
    INTERVALS_READ,
    MEMBERS,
    both_ends,
    defaults_note,
    drawn,
    from_figure,
    from_row,
    given,
    replaced,
    sources_of,
    spread,
    whole_days,
    within,
)
from holdfast.people.scenarios.record import Assumption, Range, Scenario, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PRISONS = "prisons without cooling"
KUWAIT = "Kuwait, most people cooled"
CASE_CONTROL = "no working cooling, case-control"
ENVELOPE = "envelope of the three"
EXTRA = "deaths above the usual"
OUTSIDE = "outside observed range"
PER_DEGREE = "relative risk for 1 degF of heat index"
KUWAIT_SHARE = "extra over usual deaths on very hot days"
COOLING_ODDS = "odds ratio of working cooling"
HEAT_WAVE_FROM = "daily mean from which a day is of a heat wave"
BASELINE = "usual deaths"
MOST_PERSONS = 5_000_000.0
LONGEST_DAYS = 92


def prison_relative_risk(heat_index_f: float, per_degree: float) -> float:
    """Return the relative risk of a day in prisons without cooling.

    Parameters
    ----------
    heat_index_f : float
        Heat index of the day [degF], 0 to 250.
    per_degree : float
        Relative risk of 1 degF above 85 degF [1], 0.5 to 2.

    Returns
    -------
    float
        ``rr^(HI - 85)``, and 1 up to 85 degF [1]. People of working age mostly; beyond about 110 degF not observed.

    Raises
    ------
    InputError
        HF-P065, outside those limits.
    """
    within("heat index", heat_index_f, 0.0, 250.0, unit="degF")
    within(PER_DEGREE, per_degree, 0.5, 2.0, unit="-")
    return float(per_degree ** max(0.0, heat_index_f - figure_value(FIGURES, "prisons_above_heat_index")))


def extra_share(*, extra_deaths: float, extra_days: float, deaths: float, days: float) -> tuple[float, float]:
    """Return deaths attributed to heat in a day, and their ratio to usual deaths in a day, from published counts.

    Parameters
    ----------
    extra_deaths, deaths : float
        Attributed deaths on the hot days, and all deaths [persons].
    extra_days, days : float
        Hot days, and all days [d], more than 0.

    Returns
    -------
    tuple of float
        Attributed deaths in a day [persons/d], and the ratio [1].

    Raises
    ------
    InputError
        HF-P065, for a count below 0, no deaths or no days.
    """
    within("attributed deaths", extra_deaths, 0.0, 1e9, unit="persons")
    within("all deaths", deaths, 0.0, 1e9, unit="persons", open_low=True)
    within("hot days", extra_days, 0.0, 1e6, unit="d", open_low=True)
    within("all days", days, 0.0, 1e6, unit="d", open_low=True)
    return extra_deaths / extra_days, (extra_deaths / extra_days) / (deaths / days)


def heat_deaths(
    *,
    scenario: str,
    persons: float,
    days: int,
    heat_index_c: float,
    daily_mean_c: float,
    usual_deaths_per_10000_day: float | tuple[float, float] | None = None,
    input_reasons: Iterable[str] = (),
    replace: Iterable[Assumption] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> Scenario:
    """Return deaths above the usual in a heat wave without cooling, as three curves and their envelope.

    Parameters
    ----------
    scenario : str
        The condition in words: "if cooling stops for five days at 47 degC".
    persons : float
        People without cooling [persons].
    days : int
        Days of this heat [d], 1 to 92.
    heat_index_c : float
        Heat index of such a day where people are [degC], 15 to 90.
    daily_mean_c : float
        Mean temperature of such a day where people are [degC], 15 to 60.
    usual_deaths_per_10000_day : float, tuple of float or None
        Death rate without the heat [deaths/10000 persons/day], one figure or a range; ``None`` takes the default of an
        unknown population and says so. A national life table weighted to the site comes first.
    input_reasons : iterable of str
        Sentences on inputs that are old or guessed (:func:`holdfast.people.input_reason`); they join the notes.
    replace, members, seed
        As in :func:`holdfast.people.scenarios.child_wasting`.

    Returns
    -------
    Scenario
        ``deaths above the usual`` [persons] over the days, for each curve, and the envelope from the lowest to the
        highest end, which has no middle. Each curve says "outside observed range" where the heat, or the number of days,
        is beyond what its study saw; the case-control curve also below the heat waves it is of, where it is none. No
        curve falls below none: heat that lowers deaths is not what the studies are of.

    Raises
    ------
    InputError
        HF-P060 without a name; HF-P065 for numbers outside their limits (degF given as degC is asked about).

    Notes
    -----
    (i) 1.007 for each degF of heat index above 85, prisons; (ii) +24 per cent (2 to 41) on days with a mean above
    41.9 degC, Kuwait; (iii) odds ratio 1/0.23 for no working cooling, elders in heat waves, here of everybody, on days
    with a mean above a drawn 22 to 28 degC (assumption: below there is no heat wave). The vulnerability of single people is not multiplied in. Source: health specification, section 6.
    """
    title = named(scenario)
    within("people", persons, 1.0, MOST_PERSONS, unit="persons")
    days = whole_days("days", days, LONGEST_DAYS)
    within("heat index", heat_index_c, 15.0, 90.0, unit="degC", ask=_fahrenheit(heat_index_c))
    within("daily mean temperature", daily_mean_c, 15.0, 60.0, unit="degC", ask=_fahrenheit(daily_mean_c))
    assumed = (
        *_stated(persons, days, heat_index_c, daily_mean_c),
        *replaced(_drawn_ones(usual_deaths_per_10000_day), replace),
    )
    draws = drawn(assumed, members=members, seed=seed)
    usual = persons * days * draws[BASELINE] / 10_000.0
    risks = _relative_risks(draws, heat_index_c, daily_mean_c)
    flags = _flags(heat_index_c, daily_mean_c, days)
    curves = [
        spread(EXTRA, usual * (risks[curve] - 1.0), unit="persons", curve=curve, flag=flags[curve])
        for curve in (PRISONS, KUWAIT, CASE_CONTROL)
    ]
    envelope = Range(
        quantity=EXTRA,
        p05=min(one.p05 for one in curves),
        p50=None,
        p95=max(one.p95 for one in curves),
        unit="persons",
        curve=ENVELOPE,
        flag=OUTSIDE if any(flags.values()) else "",
    )
    return Scenario(
        name=title,
        question=f"How many deaths above the usual would there be among {persons:g} people in {days} days of this heat?",
        results=(*curves, envelope),
        assumptions=assumed,
        notes=(
            "Three studies of very different people; the curves are not averaged and the envelope has no middle.",
            "The case-control ratio is of elders in temperate cities; applied to everybody it is an upper end.",
            INTERVALS_READ,
            *(
                ("The usual death rate is a default; use the national life table, weighted to the site.",)
                if usual_deaths_per_10000_day is None
                else ()
            ),
            *input_reasons,
            *defaults_note(assumed),
        ),
        sources=sources_of(assumed),
    )


def _stated(persons: float, days: int, heat_index_c: float, daily_mean_c: float) -> tuple[Assumption, ...]:
    return (
        given("people without cooling", persons, unit="persons"),
        given("days of heat", float(days), unit="d"),
        given("heat index", heat_index_c, unit="degC"),
        given("daily mean temperature", daily_mean_c, unit="degC"),
        from_figure("prisons_observed_to_heat_index", "heat index the prison study reached"),
        from_figure("kuwait_observed_to_daily_mean", "daily mean the Kuwait study reached"),
        from_figure("case_control_observed_to_daily_mean", "daily mean the case-control studies reached"),
        from_figure("heat_episode", "length of the heat waves studied"),
    )


def _drawn_ones(usual: float | tuple[float, float] | None) -> tuple[Assumption, ...]:
    if usual is None:
        baseline = from_row("health:CMR0", BASELINE, distribution="triangular")
    else:
        for end in both_ends(BASELINE, usual):
            within(BASELINE, end, 0.0, 50.0, unit="deaths/10000 persons/day")
        baseline = given(BASELINE, usual, unit="deaths/10000 persons/day")
    return (
        baseline,
        from_row("health:RR_F", PER_DEGREE),
        from_row("health:AF_KW", KUWAIT_SHARE, distribution="normal"),
        from_row("health:OR_heat#7", COOLING_ODDS),
        from_figure("case_control_from_daily_mean", HEAT_WAVE_FROM, distribution="triangular"),
    )


def _relative_risks(draws: dict[str, Floats], heat_index_c: float, daily_mean_c: float) -> dict[str, Floats]:
    above = max(0.0, heat_index_c * 1.8 + 32.0 - figure_value(FIGURES, "prisons_above_heat_index"))
    hot = daily_mean_c > figure_value(FIGURES, "kuwait_above_daily_mean")
    wave = daily_mean_c > draws[HEAT_WAVE_FROM]
    risks = {
        PRISONS: draws[PER_DEGREE] ** above,
        KUWAIT: 1.0 + draws[KUWAIT_SHARE] * float(hot),
        CASE_CONTROL: 1.0 + (1.0 / draws[COOLING_ODDS] - 1.0) * wave,
    }
    # The published intervals reach past no effect by chance; a curve of harm does not.
    return {curve: np.maximum(1.0, risk) for curve, risk in risks.items()}


def _flags(heat_index_c: float, daily_mean_c: float, days: int) -> dict[str, str]:
    long = days > figure_value(FIGURES, "heat_episode")
    wave_c = figures_of(FIGURES)["case_control_from_daily_mean"].high or 0.0
    beyond = {
        PRISONS: heat_index_c * 1.8 + 32.0 > figure_value(FIGURES, "prisons_observed_to_heat_index"),
        KUWAIT: daily_mean_c > figure_value(FIGURES, "kuwait_observed_to_daily_mean"),
        CASE_CONTROL: not wave_c <= daily_mean_c <= figure_value(FIGURES, "case_control_observed_to_daily_mean"),
    }
    return {curve: OUTSIDE if far or long else "" for curve, far in beyond.items()}


def _fahrenheit(stated: float) -> str:
    return f"{stated:g} degF meant? give {(stated - 32.0) / 1.8:.1f}" if 60.0 < stated <= 200.0 else ""
