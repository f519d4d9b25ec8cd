"""Body water that is lacking: paths and days of crossing, from a loss, a supply and a stock; one run or an ensemble."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, cast

import numpy as np

from holdfast.people.inputs import fault, number
from holdfast.people.refusals import refuse
from holdfast.people.statements import ThresholdStatement, threshold_statement
from holdfast.people.water.conditions import LIMITS_KG, MOST_LITRES, checked_mass_kg, litres
from holdfast.reference import row

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import ArrayLike, NDArray

PERCENTS: Final = (2.0, 5.0, 10.0)
DEFICIT_ROWS: Final = {
    2.0: "health:d_2",
    5.0: "physics:B_5",
    10.0: "health:d_10",
}  # B_5 is a share, the others per cent
LIFE_PERCENT: Final = 12.0  # lower end of health:d_life; nothing from here on is dated
MEANING: Final = {
    2.0: "first effects on performance and mood",
    5.0: "the limit of water loss of ISO 7933 for 95 per cent of people",
    10.0: "incapacity",
}


def days_to_deficit(
    deficit_l: float,
    loss_l_per_day: float,
    supply_l_per_day: float,
    *,
    stock_l: float = 0.0,
    food_water_l_per_day: float = 0.0,
) -> float | None:
    """Return the days until a person lacks so much water, when nothing changes.

    Parameters
    ----------
    deficit_l : float
        Water lacking at the end [L per person].
    loss_l_per_day, supply_l_per_day, food_water_l_per_day : float
        Water lost, water that arrives to drink, water eaten [L per person and day].
    stock_l : float
        Drinking water kept at the beginning [L per person].

    Returns
    -------
    float or None
        Days [d]; ``None`` if what arrives covers the loss.

    Raises
    ------
    InputError
        HF-P024, for an amount below 0, above 1000 L, or that is no number.

    Notes
    -----
    ``(D* + stock)/(loss - supply)``: the stock is drunk first, and people drink all they need while it lasts.
    """
    wanted = litres(deficit_l, "deficit_l") + litres(stock_l, "stock_l", most=1e5)
    short = litres(loss_l_per_day, "loss_l_per_day") - litres(food_water_l_per_day, "food_water_l_per_day")
    rate = max(0.0, short) - litres(supply_l_per_day, "supply_l_per_day")
    return wanted / rate if rate > 0.0 else None


def deficit_path(
    loss_l: ArrayLike,
    supply_l: ArrayLike,
    *,
    stock_l: ArrayLike = 0.0,
    start_deficit_l: ArrayLike = 0.0,
    food_water_l: ArrayLike = 0.0,
    containers_l: float = math.inf,
) -> NDArray[np.float64]:
    """Return the water people lack at the end of each step.

    Parameters
    ----------
    loss_l, supply_l, food_water_l : array (members, steps), or what broadcasts to it
        Water lost, water that arrives to drink and water eaten in the step [L per person]; a step is an hour or a day.
    stock_l, start_deficit_l : array (members,) or float
        Drinking water kept and water lacking at the beginning [L per person].
    containers_l : float
        The most that can be kept [L per person]; what arrives beyond it is gone.

    Returns
    -------
    ndarray (members, steps)
        Deficit, 0 or more [L per person]. One row where nothing has members.

    Raises
    ------
    InputError
        HF-P024 a negative amount or one that is no number; HF-P029 arrays that do not fit together.

    Notes
    -----
    ``D' = loss - drunk - food water``, D >= 0: people drink what they need while there is water, nobody stores water in
    the body, and surplus goes into the stock.
    """
    return np.maximum(0.0, -_standing(loss_l, supply_l, stock_l, start_deficit_l, food_water_l, containers_l)[:, 1:])


def deficit_days(
    percent: float,
    loss_l: ArrayLike,
    supply_l: ArrayLike,
    *,
    mass_kg: float = 70.0,
    stock_l: ArrayLike = 0.0,
    start_deficit_l: ArrayLike = 0.0,
    food_water_l: ArrayLike = 0.0,
    containers_l: float = math.inf,
    steps_per_day: int = 1,
) -> tuple[float | None, ...]:
    """Return for each member the day on which the deficit reaches 2, 5 or 10 per cent of body mass.

    Parameters
    ----------
    percent : float
        2, 5 or 10 [% of body mass]. From 12 on, where life is threatened, nothing is dated.
    loss_l, supply_l, stock_l, start_deficit_l, food_water_l, containers_l
        As in :func:`deficit_path`.
    mass_kg : float
        Body mass [kg], 2 to 140.
    steps_per_day : int
        24 for hours, 1 for days.

    Returns
    -------
    tuple (members,) of float or None
        Days after the beginning [d], straight within a step; ``None`` if not within the steps given. As
        :func:`threshold_statement` takes them.

    Raises
    ------
    InputError
        HF-P023 body mass; HF-P024 litres; HF-P025 another threshold; HF-P029 arrays or steps that do not fit.
    RefusedError
        HF-P001, for 12 per cent or more.
    """
    wanted = deficit_of(percent, mass_kg)
    if steps_per_day not in {1, 24}:
        raise fault(
            "HF-P029", "body water", f"{steps_per_day} steps a day", "1 or 24", "give the losses of hours or of days"
        )
    lacking = -_standing(loss_l, supply_l, stock_l, start_deficit_l, food_water_l, containers_l)
    found: list[float | None] = []
    for path in lacking:
        over = np.flatnonzero(path >= wanted * (1.0 - 1e-12))
        if over.size == 0:
            found.append(None)
            continue
        step = int(over[0])
        within = 0.0 if step == 0 else (wanted - path[step - 1]) / (path[step] - path[step - 1])
        found.append(max(0.0, step - 1 + float(within)) / steps_per_day if step else 0.0)
    return tuple(found)


def deficit_statement(
    percent: float,
    loss_l: ArrayLike,
    supply_l: ArrayLike,
    *,
    persons_exposed: float,
    mass_kg: float = 70.0,
    stock_l: ArrayLike = 0.0,
    start_deficit_l: ArrayLike = 0.0,
    food_water_l: ArrayLike = 0.0,
    containers_l: float = math.inf,
    steps_per_day: int = 1,
    who: str = "adults at rest",
    input_reasons: Iterable[str] = (),
) -> ThresholdStatement:
    """Return what an ensemble of losses and supplies says of a threshold of body water.

    Parameters
    ----------
    percent : float
        2, 5 or 10 [% of body mass].
    loss_l, supply_l, mass_kg, stock_l, start_deficit_l, food_water_l, containers_l, steps_per_day
        As in :func:`deficit_days`.
    persons_exposed : float
        How many people the ensemble stands for.
    who : str
        Who they are, in words.
    input_reasons : iterable of str
        Why inputs lower the grade (:func:`holdfast.people.input_reason`).

    Returns
    -------
    ThresholdStatement
        Probability within the steps given, earliest (5 per cent) and median day.

    Raises
    ------
    InputError, RefusedError
        As :func:`deficit_days`, and those of :func:`threshold_statement`.
    """
    days = deficit_days(
        percent,
        loss_l,
        supply_l,
        mass_kg=mass_kg,
        stock_l=stock_l,
        start_deficit_l=start_deficit_l,
        food_water_l=food_water_l,
        containers_l=containers_l,
        steps_per_day=steps_per_day,
    )
    steps = np.broadcast(*np.atleast_2d(loss_l, supply_l, food_water_l)).shape[1]
    row_id = DEFICIT_ROWS[percent]
    in_per_cent = row(row_id).value == percent
    return threshold_statement(
        "water_deficit_days",
        days,
        horizon_days=steps / steps_per_day,
        side=">=",
        persons_exposed=persons_exposed,
        norm_id=row_id if in_per_cent else None,
        norm=f"{MEANING[percent]} ({row_id})",
        value=percent,
        unit="% of body mass",
        name=f"body water lacking, {who}",
        input_reasons=input_reasons,
        notes=(threshold_note(percent), "people drink what they need while there is water"),
        sources=(row_id,),
    )


def deficit_of(percent: float, mass_kg: float) -> float:
    """Return the litres lacking at 2, 5 or 10 per cent of body mass [L].

    Raises
    ------
    InputError
        HF-P023 a mass outside 2 to 140 kg; HF-P025 another threshold.
    RefusedError
        HF-P001, for 12 per cent or more.
    """
    mass = checked_mass_kg(mass_kg, (LIMITS_KG["child"][0], LIMITS_KG["adult"][1]))
    expected = "2, 5 or 10 per cent of body mass"
    mend = "name one of the three thresholds; a share such as 0.05 is 5"
    share = number(percent, "percent", code="HF-P025", expected=expected, mend=mend)
    if share >= LIFE_PERCENT:
        refuse("date_of_death")
    if share not in PERCENTS:
        raise fault("HF-P025", "percent", f"{share:g}", expected, mend)
    return share / 100.0 * mass


def deficit_range(percent: float) -> tuple[float, float]:
    """Return between what ends sources put a threshold, 2, 5 or 10 [% of body mass]."""
    found = row(DEFICIT_ROWS[percent])
    if not all(isinstance(one, float) for one in (found.value, found.low, found.high)):  # narrows; a test reads each
        raise TypeError(found.id)
    scale = 1.0 if found.value == percent else 100.0
    return scale * cast("float", found.low), scale * cast("float", found.high)


def threshold_note(percent: float) -> str:
    """Return what a threshold means and how exactly it is known."""
    low, high = deficit_range(percent)
    return f"{percent:g} per cent of body mass: {MEANING[percent]}; sources put it at {low:g} to {high:g} per cent"


def _standing(
    loss_l: ArrayLike,
    supply_l: ArrayLike,
    stock_l: ArrayLike,
    start_deficit_l: ArrayLike,
    food_water_l: ArrayLike,
    containers_l: float,
) -> NDArray[np.float64]:
    """Stock less deficit at the beginning and after each step [L per person]: one of the two is always 0."""
    flows = [_amounts(one, name) for one, name in ((loss_l, "loss_l"), (supply_l, "supply_l"))]
    flows.append(_amounts(food_water_l, "food_water_l"))
    starts = [_amounts(one, name) for one, name in ((stock_l, "stock_l"), (start_deficit_l, "start_deficit_l"))]
    if containers_l != math.inf:  # no limit, the default
        mend = "give what the containers of a person hold, or leave it out"
        number(containers_l, "containers_l", code="HF-P024", low=0.0, unit="L", mend=mend)
    try:
        loss, supply, food = np.broadcast_arrays(*(np.atleast_2d(one) for one in flows))
        begin = np.broadcast_arrays(*starts, np.zeros(1))
        members = max(loss.shape[0], begin[0].shape[0])
        loss, supply, food = (np.broadcast_to(one, (members, loss.shape[1])) for one in (loss, supply, food))
        stock, lacking = (np.broadcast_to(one, (members,)) for one in begin[:2])
    except ValueError:
        shapes = ", ".join(str(one.shape) for one in (*flows, *starts))
        raise fault(
            "HF-P029",
            "body water",
            f"arrays of shapes {shapes}",
            "(members, steps), and (members,) at the beginning",
            "give both the same members",
        ) from None
    if loss.shape[1] == 0:
        raise fault("HF-P029", "body water", "no step", "one step or more", "give the losses of hours or of days")
    standing = np.empty((members, loss.shape[1] + 1))
    standing[:, 0] = stock - lacking
    net = supply - np.maximum(0.0, loss - food)
    kept = np.maximum(containers_l, stock)
    for step in range(loss.shape[1]):
        standing[:, step + 1] = np.minimum(kept, standing[:, step] + net[:, step])
    return standing


def _amounts(given: ArrayLike, where: str) -> NDArray[np.float64]:
    stated = np.asarray(given)
    if stated.dtype.kind not in "iuf":  # numpy would read text as numbers, and truth values as 1
        raise fault("HF-P024", where, repr(given)[:60], "litres for each person", "give numbers")
    amounts = stated.astype(np.float64)
    if amounts.ndim > 2:
        raise fault(
            "HF-P029", "body water", f"{where} of shape {amounts.shape}", "(members, steps)", "give one run a row"
        )
    most = MOST_LITRES if where != "stock_l" else 1e5
    wrong = amounts[~((amounts >= 0.0) & (amounts <= most))]
    if wrong.size:
        litres(float(wrong.flat[0]), where, most=most)
    return amounts
