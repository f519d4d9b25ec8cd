"""Wasting of children for food that is handed out: sharing, then the adult-equivalent loss, then the shift."""

from __future__ import annotations

from dataclasses import replace as changed
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.people.energy.balance import energy_balance
from holdfast.people.figures import figure_value, figures_of
from holdfast.people.food.sharing import share_food
from holdfast.people.scenarios.children import LOSS_OF, SHARINGS, child_wasting
from holdfast.people.scenarios.drawing import (
    FIGURES,
    MEMBERS,
    defaults_note,
    from_figure,
    from_row,
    given,
    sources_of,
    whole_days,
)
from holdfast.people.scenarios.record import Assumption, named
from holdfast.reference import row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.people.census.groups import Population
    from holdfast.people.energy.person import Person
    from holdfast.people.food.sharing import SharedFood
    from holdfast.people.scenarios.children import Sharing
    from holdfast.people.scenarios.record import Scenario

YOUNGEST = "0-4"
LONGEST_DAYS = 365
EATEN = "eaten over handed out"
NO_SHORTAGE = "no shortage for children under this assumption"
BOTH_ENDS = "both ends are in the range of every loss"
ENERGY_FIGURES = "energy.csv"
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
    input_reasons: Iterable[str] = (),
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
        Eaten over recorded [1], as in :func:`holdfast.people.share_food`. ``None`` takes the whole range of
        ``health:r_hh``, 0.8 to 1.5, which moves the answer more than sharing does.
    gam_before, sam_before, input_reasons, replace, members, seed
        As in :func:`child_wasting`.

    Returns
    -------
    Scenario
        As :func:`child_wasting`. The loss of each curve is a range: its ends are the adult model with the strongest fall
        of activity at the most that may be eaten, and with none at the least. Where children eat their need at all of
        these there is no loss, and the flag says that there is no shortage for them. What sharing rests on is among the
        assumptions, which only a call of :func:`holdfast.people.share_food` can change.

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
    ratio = from_row("health:r_hh", EATEN, note=BOTH_ENDS) if eaten_ratio is None else given(EATEN, eaten_ratio)
    losses: dict[Sharing, float | tuple[float, float]] = {}
    eaten: list[str] = []
    notes: list[str] = []
    for sharing in SHARINGS:
        give = figure_value(FIGURES, f"adults_give_up_{sharing}")
        ends = [
            share_food(population, kcal_per_person_day=kcal_per_person_day, eaten_ratio=end, adults_give=give)
            for end in (ratio.low, ratio.high)
        ]
        least, most = (_children(shared) for shared in ends)
        losses[sharing] = _losses(adult, (least, most), days)
        span = f"{100.0 * least:.0f}" if least == most else f"{100.0 * least:.0f} to {100.0 * most:.0f}"
        eaten.append(f"{sharing} sharing: adults give up {100.0 * give:g} %, children eat {span} %")
        notes += [note for shared in ends for note in shared.notes]
    found = child_wasting(
        scenario=title,
        loss_by_sharing=losses,
        gam_before=gam_before,
        sam_before=sam_before,
        input_reasons=(
            f"{kcal_per_person_day:g} kcal/person/day handed out for {days} days. Of their need, "
            + "; ".join(eaten)
            + ".",
            f"The adult: {adult.sex}, {adult.mass_kg:g} kg, {adult.height_m:g} m, {adult.age_y:g} years.",
            WIDER,
            *input_reasons,
            *dict.fromkeys(notes),
        ),
        replace=replace,
        members=members,
        seed=seed,
    )
    more = (ratio, *_of_sharing())
    enough = {f"{sharing} sharing" for sharing in SHARINGS if losses[sharing] == (0.0, 0.0)}
    return changed(
        found,
        results=tuple(changed(one, flag=NO_SHORTAGE) if one.curve in enough else one for one in found.results),
        assumptions=(*(_as_derived(one) for one in found.assumptions), *more),
        notes=(*found.notes, *defaults_note(more)),
        sources=tuple(dict.fromkeys((*found.sources, *sources_of(more)))),
    )


def _as_derived(one: Assumption) -> Assumption:
    if not one.name.startswith(LOSS_OF) or one.status != "given":
        return one
    return changed(one, source="energy balance of the stated adult", status="derived")


def _children(shared: SharedFood) -> float:
    """Return the share of their need [1] that the youngest eat."""
    covered = [share.covered for share in shared.groups if share.group.age_band == YOUNGEST]
    if not covered:
        raise InputError(
            "HF-P065",
            where="population",
            found="no children of 0 to 4 years",
            expected="a group of that age",
            mend="give the structure of the population, or leave the usual one",
        )
    return min(covered)


def _of_sharing() -> tuple[Assumption, ...]:
    """Return what the sharing of food assumes, which the losses hold already."""
    table = figures_of(ENERGY_FIGURES)
    words = {
        "children_filled_to": "share of their need up to which children are filled",
        "share_cap": "most that a group eats over its need",
    }
    return (
        *(from_figure(f"adults_give_up_{one}", f"share of their need that adults give up, {one}") for one in SHARINGS),
        *(
            Assumption(
                name=name,
                value=table[figure].value,
                low=table[figure].value,
                high=table[figure].value,
                source=table[figure].source or "this package",
                status=table[figure].status,
                unit=table[figure].unit,
                note=table[figure].reason,
            )
            for figure, name in words.items()
        ),
    )


def _losses(adult: Person, covered: tuple[float, float], days: int) -> tuple[float, float]:
    """Return the relative loss [1], with the strongest fall of activity at the most eaten and with none at the least."""
    least, most = covered
    found = row("health:kappa2")
    lost = [
        float(
            energy_balance(
                adult, intake_kcal=min(1.0, eaten) * adult.reference_kcal, days=days, kappa2=end
            ).loss_percent[-1]
        )
        for end, eaten in ((found.high, most), (found.low, least))
        if isinstance(end, float)
    ]
    low, high = sorted(max(0.0, one) / 100.0 for one in lost)
    # A loss of a gram is the integrator's rounding at balance, not a shortage.
    return (0.0, 0.0) if high < 1e-6 else (low, high)
