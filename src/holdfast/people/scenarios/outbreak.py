"""A cholera outbreak after an introduction, as a scenario: never whether it comes, only what may follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.people.scenarios.drawing import (
    MEMBERS,
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
    yes_or_no,
)
from holdfast.people.scenarios.numerics import runge_kutta
from holdfast.people.scenarios.outbreak_shape import attack_fractions, early_growth_per_day
from holdfast.people.scenarios.record import Assumption, Range, Scenario, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Care = Literal["with prompt care", "without care"]
CARES: dict[Care, str] = {"with prompt care": "health:CFR_t", "without care": "health:CFR_u"}
STEPS_PER_DAY = 4  # holds the course to 1e-5 of the population at the fastest rates that are drawn
LONGEST_DAYS = 730
MOST_PERSONS = 5_000_000.0
R0 = "basic reproduction number"
RECOVERY = "recovery rate"
DECAY = "decay of vibrios in water"
WATER_SHARE = "share of transmission through water"
ATTACK = "reported attack rate, whole outbreak"
INTRODUCED = "persons infected at the introduction"
P_INTRODUCTION = "probability of an introduction"
CASES = "reported cases"
DEATHS = "deaths among reported cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutbreakPath:
    """An outbreak day by day, as arrays of shape (days + 1, members).

    Attributes
    ----------
    susceptible, infected : ndarray
        Share of people still open to infection, and infected now [1].
    water : ndarray
        Content of the water, relative to what it would be if everybody stayed infected [1].
    """

    susceptible: Floats
    infected: Floats
    water: Floats


def outbreak_path(
    *,
    r0: Floats,
    recovery_per_day: Floats,
    water_share: Floats,
    decay_per_day: Floats,
    infected_fraction: Floats,
    days: int,
) -> OutbreakPath:
    """Return the course of an outbreak with transmission between people and through water.

    Parameters
    ----------
    r0 : ndarray (members,)
        Basic reproduction number [1], 1 or more.
    recovery_per_day, decay_per_day : ndarray (members,)
        Recovery of the infected and decay in water [1/d].
    water_share : ndarray (members,)
        Share of the transmission that runs through water [1].
    infected_fraction : ndarray (members,)
        Share of people infected on day 0 [1].
    days : int
        Days to follow, 1 to 730.

    Returns
    -------
    OutbreakPath
        ``S' = -(bI I + bW W) S``, ``I' = (bI I + bW W) S - g I``, ``W' = x (I - W)``, ``R0 = (bI + bW) / g``.

    Raises
    ------
    InputError
        HF-P065, for numbers outside these limits.

    Notes
    -----
    One well-mixed population in which nobody is immune. It is deterministic: an introduction of one person often dies
    out by chance, which this does not show. Source: health specification, section 7.
    """
    days = whole_days("days", days, LONGEST_DAYS)
    _checked(r0, recovery_per_day, water_share, decay_per_day, infected_fraction)
    through_water = water_share * r0 * recovery_per_day
    between_people = (1.0 - water_share) * r0 * recovery_per_day

    def slope(state: Floats) -> Floats:
        susceptible, infected, water = state
        new = (between_people * infected + through_water * water) * susceptible
        return np.stack((-new, new - recovery_per_day * infected, decay_per_day * (infected - water)))

    state = np.stack((1.0 - infected_fraction, infected_fraction, np.zeros_like(infected_fraction)))
    kept = [state]
    for _ in range(days):
        for _ in range(STEPS_PER_DAY):
            state = runge_kutta(slope, state, 1.0 / STEPS_PER_DAY)
        kept.append(state)
    susceptible, infected, water = np.stack(kept, axis=1)
    return OutbreakPath(susceptible=susceptible, infected=infected, water=water)


def cholera_outbreak(
    *,
    scenario: str,
    persons: float,
    days: int,
    probability_of_introduction: float | None = None,
    deaths: bool = False,
    input_reasons: Iterable[str] = (),
    replace: Iterable[Assumption] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> Scenario:
    """Return reported cases of cholera after an introduction, if there is one.

    Parameters
    ----------
    scenario : str
        The condition in words: "if cholera is introduced on 3 June and nobody is treated".
    persons : float
        People on the site [persons].
    days : int
        Days after the introduction, 1 to 730.
    probability_of_introduction : float or None
        Shown among the assumptions, ``None`` as unknown. It multiplies nothing: every result is conditional.
    deaths : bool
        Whether deaths among reported cases are shown too, with and without care as two curves.
    input_reasons : iterable of str
        Sentences on inputs that are old or guessed (:func:`holdfast.people.input_reason`); they join the notes.
    replace : iterable of Assumption
        Assumptions that stand in for those of the same name.
    members : int
        Draws, 40 or more.
    seed : int
        Seed of the draws.

    Returns
    -------
    Scenario
        ``reported cases`` [persons] in the days asked for, ``reported attack rate, whole outbreak`` [1], ``most reported cases on one day`` [persons/day], ``day of
        the peak`` [d] and ``doubling time at the start`` [d].

    Raises
    ------
    InputError
        HF-P060 without a name; HF-P065 for numbers outside their limits (R0 below 1, nobody there).

    Notes
    -----
    Infections follow :func:`outbreak_path`. Cases are a share of infections that makes the reported attack rate of the
    whole outbreak the one that is drawn, 0.5 to 4 per cent as in camps: a final-size formula counts infections, most
    of which are never cases. Source: health specification, section 7.
    """
    title = named(scenario)
    within("people", persons, 1.0, MOST_PERSONS, unit="persons")
    days = whole_days("days", days, LONGEST_DAYS)
    yes_or_no("deaths", deaths)
    assumed = (*_stated(persons, probability_of_introduction), *replaced(_drawn_ones(deaths=deaths), replace))
    draws = drawn(assumed, members=members, seed=seed)
    start = np.minimum(1.0, draws[INTRODUCED] / persons)
    path = outbreak_path(
        r0=draws[R0],
        recovery_per_day=draws[RECOVERY],
        water_share=draws[WATER_SHARE],
        decay_per_day=draws[DECAY],
        infected_fraction=start,
        days=days,
    )
    attacked = attack_fractions(draws[R0], start)
    reported = np.minimum(1.0, draws[ATTACK] / attacked)  # share of infections that is reported as a case
    cases = persons * reported * (1.0 - path.susceptible)
    daily = np.diff(cases, axis=0)
    growth = early_growth_per_day(draws[R0], draws[RECOVERY], draws[WATER_SHARE], draws[DECAY])
    results: list[Range] = [
        spread(CASES, cases[-1], unit="persons"),
        spread(ATTACK, reported * attacked, unit="-"),
        spread("most reported cases on one day", daily.max(axis=0), unit="persons/day"),
        spread("day of the peak", 1.0 + daily.argmax(axis=0), unit="d"),
        spread("doubling time at the start", np.log(2.0) / growth, unit="d"),
    ]
    if deaths:
        results += [spread(DEATHS, cases[-1] * draws[_fatality(care)], unit="persons", curve=care) for care in CARES]
    running = float(np.mean(cases[-1] < 0.99 * persons * reported * attacked))
    return Scenario(
        name=title,
        question=f"How many reported cases would there be within {days} days of an introduction among {persons:g} people?",
        results=tuple(results),
        assumptions=assumed,
        notes=(
            "Conditional on an introduction; the probability of one is not part of any figure.",
            f"In {100.0 * running:.0f} per cent of the draws the outbreak is not over by day {days}.",
            "One well-mixed population without immunity, chance or response; a single introduction often ends by itself.",
            *input_reasons,
            *defaults_note(assumed),
        ),
        sources=sources_of(assumed),
    )


def _stated(persons: float, introduction: float | None) -> tuple[Assumption, Assumption]:
    stated = (
        Assumption(name=P_INTRODUCTION, value=None, low=None, high=None, source="nobody", status="assumption")
        if introduction is None
        else given(P_INTRODUCTION, within(P_INTRODUCTION, introduction, 0.0, 1.0, unit="-"))
    )
    return stated, given("people on the site", persons, unit="persons")


def _drawn_ones(*, deaths: bool) -> tuple[Assumption, ...]:
    fatal = tuple(
        from_row(row_id, _fatality(care), distribution="" if care == "with prompt care" else "triangular")
        for care, row_id in CARES.items()
    )
    planning = "MSF plans camps for 5 per cent (N196)"
    return (
        from_row("health:R0_chol", R0),
        from_row("health:gamma_chol", RECOVERY),
        from_row("health:xi_W", DECAY),
        from_row("health:AR_chol", ATTACK, distribution="loguniform", note=planning),
        from_figure("water_share_of_transmission", WATER_SHARE, distribution="uniform"),
        from_figure("introduced_persons", INTRODUCED, distribution="loguniform"),
        *(fatal if deaths else ()),
    )


def _fatality(care: Care) -> str:
    return f"case fatality {care}"


def _checked(r0: Floats, recovery: Floats, share: Floats, decay: Floats, infected: Floats) -> None:
    limits = (
        (R0, r0, 1.0, 20.0),
        (RECOVERY, recovery, 0.01, 2.0),
        (WATER_SHARE, share, 0.0, 1.0),
        (DECAY, decay, 0.0, 2.0),
    )
    for name, draws, low, high in (*limits, ("share of people infected", infected, 0.0, 1.0)):
        for end in (float(draws.min()), float(draws.max())):
            within(name, end, low, high, unit="-")
