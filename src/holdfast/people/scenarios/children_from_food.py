"""Wasting of children for food that is handed out: sharing, then the adult-equivalent loss, then the shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.people.energy import energy_balance
from holdfast.people.figures import figure_value
from holdfast.people.scenarios.children import SHARINGS, child_wasting
from holdfast.people.scenarios.drawing import FIGURES, MEMBERS, whole_days
from holdfast.people.scenarios.record import named
from holdfast.people.sharing import share_food
from holdfast.reference import row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.people.energy_person import Person
    from holdfast.people.population import Population
    from holdfast.people.scenarios.children import Sharing
    from holdfast.people.scenarios.record import Assumption, Scenario

YOUNGEST = "0-4"
LONGEST_DAYS = 365
WIDER = (
    "The structure is less certain than the ranges show: a published energy balance of children reaches 82 per cent GAM"
    " at day 90 of 1,700 kcal without sharing, and 20 per cent when adults give up a fifth; this shift gives far less."
)


def child_wasting_from_food(
    *,
    scenario: str,
    population: Population,
    kcal_per_person_day: float,
    days: int,
    adult: Person,
    eaten_ratio: float | None = None,
    gam_before: float | None = None,
    sam_before: float | None = None,
    weak_inputs: Iterable[str] = (),
    replace: Iterable[Assumption] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> Scenario:
    """Return wasting after days of a ration, for adults who give up 0, 15 and 30 per cent of their need.

    Parameters
    ----------
    scenario : str
        The condition in words.
    population : Population
        Who is there, with a group of children of 0 to 4 years.
    kcal_per_person_day : float
        Energy that is recorded as handed out [kcal/person/day].
    days : int
        Days of this ration [d], 1 to 365.
    adult : Person
        The adult whose relative loss at the children's share of intake stands for theirs.
    eaten_ratio : float or None
        Eaten over recorded [1], as in :func:`holdfast.people.share_food`.
    gam_before, sam_before, weak_inputs, replace, members, seed
        As in :func:`child_wasting`.

    Returns
    -------
    Scenario
        As :func:`child_wasting`. The loss of each curve is a range: its ends are the adult model with the strongest fall
        of activity and with none. Where children eat their need there is no loss.

    Raises
    ------
    InputError
        HF-P060 without a name; HF-P065 for days outside 1 to 365, no young children, or a loss above 0.4, where the model
        says nothing; and what :func:`holdfast.people.share_food` and :func:`holdfast.people.energy_balance` raise.

    Notes
    -----
    It is no model of a child's energy balance, which is refused. Source: health specification, sections 2 to 4.
    """
    title = named(scenario)
    days = whole_days("days", days, LONGEST_DAYS)
    losses: dict[Sharing, float | tuple[float, float]] = {}
    eaten: list[str] = []
    for sharing in SHARINGS:
        give = figure_value(FIGURES, f"adults_give_up_{sharing}")
        shared = share_food(
            population, kcal_per_person_day=kcal_per_person_day, eaten_ratio=eaten_ratio, adults_give=give
        )
        covered = [share.covered for share in shared.groups if share.group.age_band == YOUNGEST]
        if not covered:
            raise InputError(
                "HF-P065",
                where="population",
                found="no children of 0 to 4 years",
                expected="a group of that age",
                mend="give the structure of the population, or leave the usual one",
            )
        losses[sharing] = _losses(adult, min(covered), days)
        eaten.append(f"{sharing} sharing: adults give up {100.0 * give:g} %, children eat {100.0 * min(covered):.0f} %")
    return child_wasting(
        scenario=title,
        loss_by_sharing=losses,
        gam_before=gam_before,
        sam_before=sam_before,
        weak_inputs=(
            f"{kcal_per_person_day:g} kcal/person/day handed out for {days} days. Of their need, "
            + "; ".join(eaten)
            + ".",
            f"The adult: {adult.sex}, {adult.mass_kg:g} kg, {adult.height_m:g} m, {adult.age_y:g} years.",
            WIDER,
            *weak_inputs,
        ),
        replace=replace,
        members=members,
        seed=seed,
    )


def _losses(adult: Person, covered: float, days: int) -> tuple[float, float]:
    """Return the relative loss [1] with the strongest fall of activity and with none, never below 0."""
    found = row("health:kappa2")
    ends = (found.high, found.low)
    lost = [
        float(
            energy_balance(
                adult, intake_kcal=min(1.0, covered) * adult.reference_kcal, days=days, kappa2=end
            ).loss_percent[-1]
        )
        for end in ends
        if isinstance(end, float)
    ]
    low, high = sorted(max(0.0, one) / 100.0 for one in lost)
    # A loss of a gram is the integrator's rounding at balance, not a shortage.
    return (0.0, 0.0) if high < 1e-6 else (low, high)
