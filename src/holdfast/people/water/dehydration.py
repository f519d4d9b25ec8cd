"""Dates on which people come to lack 2, 5 or 10 per cent of their body mass in water; never a date of death."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from holdfast.people.figures import figures_of
from holdfast.people.grades import Grade, downgraded, grade_of
from holdfast.people.inputs import number
from holdfast.people.water.conditions import FIGURES, HOURS, class_of, litres, several, single, unique
from holdfast.people.water.deficit import (
    DEFICIT_ROWS,
    PERCENTS,
    days_to_deficit,
    deficit_days,
    deficit_of,
    threshold_note,
)
from holdfast.people.water.need import LABELS, WaterCurve, WaterNeed, water_need

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

KINDS: Final = {
    "adult at rest": ("adult", "rest"),
    "adult at light work": ("adult", "light"),
    "small child": ("child", "rest"),
    "frail elder": ("old", "rest"),
}
WATERS: Final = ("fresh", "brackish", "sea")
HORIZON_DAYS: Final = 60.0
_FLAGS: Final = {
    "sea": "sea water counts as no water: its salt takes more water out of the body than it brings",
    "brackish": "brackish water is counted in full, and its salt takes part of it back: the dates lie earlier",
    "diuretics": "diuretics add a loss that is not counted: the dates lie earlier",
}
_LOWERING: Final = ("brackish", "diuretics")  # what is known to move the dates and is in no figure
_LABELS: Final = {
    "small child": "the loss of a child is a judgement: 1.5 to 2 times that of an adult for each kg",
    "frail elder": (
        "the loss is that of healthy adults at rest; thirst of elders is blunted, so they may drink less than there is"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """When one kind of person comes to lack so much, by one curve.

    Attributes
    ----------
    who : str
        ``"adult at rest"``, ``"adult at light work"``, ``"small child"`` or ``"frail elder"``.
    curve : str
        ``"iso_fit"`` or ``"heat_balance"``.
    percent : float
        Threshold [% of body mass].
    deficit_l : float
        The same [L per person].
    early_day, central_day, late_day : float or None
        Days after the start, with the high, central and low loss of the curve [d]; ``None`` if not within the horizon.
    early_date, central_date, late_date : date or None
        Day of the calendar in which it falls; ``None`` also where no start was given.
    grade : Grade
        One lower for small children and frail elders, and for what brings the dates forward uncounted.
    """

    who: str
    curve: str
    percent: float
    deficit_l: float
    early_day: float | None
    central_day: float | None
    late_day: float | None
    early_date: date | None
    central_date: date | None
    late_date: date | None
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Dehydration:
    """Dates of crossing for four kinds of people, two curves and three thresholds.

    Attributes
    ----------
    crossings : tuple of Crossing
        In the order of kinds, curves and thresholds.
    stock_l_per_person : float
        Drinking water kept at the start [L per person].
    supply_l_per_person_day : tuple of float
        Drinking water that arrives, one figure or one a day [L per person and day].
    horizon_days : float
        How far is looked ahead [d].
    flags : tuple of str
        ``"sea"``, ``"brackish"``, ``"diuretics"``, ``"diarrhoea"``: what brings the dates forward.
    warnings : tuple of str
        The same in sentences, and what else makes dates too late; printed with the dates.
    grade : Grade
        For adults; each crossing has its own.
    notes, sources : tuple of str
    """

    crossings: tuple[Crossing, ...]
    stock_l_per_person: float
    supply_l_per_person_day: tuple[float, ...]
    horizon_days: float
    flags: tuple[str, ...]
    warnings: tuple[str, ...]
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    def crossing(self, who: str, curve: str, percent: float) -> Crossing:
        """Return one crossing by kind of person, curve and threshold [% of body mass]."""
        class_of(who, KINDS, "who")
        deficit_of(percent, 70.0)
        for one in self.crossings:
            if (one.who, one.curve, one.percent) == (who, curve, percent):
                return one
        class_of(curve, {one.curve for one in self.crossings}, "curve")
        raise AssertionError(curve)  # pragma: no cover - every kind has every threshold

    def __str__(self) -> str:
        kept = " that counts as nothing" if "sea" in self.flags else ""
        lines = [f"{self.stock_l_per_person:g} L kept for each person{kept}; days until so much body mass is lacking"]
        for first in range(0, len(self.crossings), len(PERCENTS)):
            three = self.crossings[first : first + len(PERCENTS)]
            said = "; ".join(f"{one.percent:g} %: {_span(one, self.horizon_days)}" for one in three)
            lines.append(f"  {three[0].who}, {LABELS[three[0].curve]}: {said} ({three[0].grade})")
        lines += [f"  {note}" for note in (*self.warnings, _LABELS["frail elder"], _NO_LATER)]
        return "\n".join(lines)


def dehydration(
    temperature_c: float | Sequence[float],
    *,
    stock_l_per_person: float = 0.0,
    supply_l_per_person_day: float | Sequence[float] = 0.0,
    food_water_l_per_day: float = 0.0,
    start: date | None = None,
    water: str = "fresh",
    diuretics: bool = False,
    diarrhoea_l_per_day: float = 0.0,
    daily_range_k: float | None = None,
    vapour_pressure_kpa: float | Sequence[float] | None = None,
    rh_percent: float | Sequence[float] | None = None,
    dew_point_c: float | Sequence[float] | None = None,
    horizon_days: float = HORIZON_DAYS,
    input_reasons: Iterable[str] = (),
) -> Dehydration:
    """Return the dates on which people come to lack 2, 5 and 10 per cent of their body mass in water.

    Parameters
    ----------
    temperature_c : float or sequence of float
        Highest temperature of every day, or one temperature for each hour of whole days from midnight [degC].
    stock_l_per_person : float
        Drinking water kept at the start [L per person].
    supply_l_per_person_day : float or sequence of float
        Drinking water that arrives [L per person and day]; one figure, or one for each day.
    food_water_l_per_day : float
        Water eaten [L per person and day].
    start : date or None
        First day, for dates; without it there are only numbers of days.
    water : str
        ``"fresh"``, ``"brackish"`` (counted, flagged) or ``"sea"`` (stock and supply count as nothing).
    diuretics : bool
        Whether people take diuretics: a flag, no figure.
    diarrhoea_l_per_day : float
        Water lost with diarrhoea [L per person and day], 0 to 20; 1 to 10 are usual.
    daily_range_k, vapour_pressure_kpa, rh_percent, dew_point_c
        As in :func:`water_need`.
    horizon_days : float
        How far to look ahead with one temperature and one supply [d]; a series ends with its last day.
    input_reasons : iterable of str
        Why inputs lower the grades (:func:`holdfast.people.input_reason`).

    Returns
    -------
    Dehydration

    Raises
    ------
    InputError
        HF-P020 to HF-P022 for the air, HF-P024 for litres, HF-P025 for an unknown kind of water, HF-P029 for a supply
        of other days than the temperatures.

    Notes
    -----
    ``(D* + stock)/(loss - supply)`` when nothing changes, else ``D' = loss - drunk - food water``, D >= 0, hour by hour
    where temperatures are given by the hour, with the water of a day arriving evenly through it, else day by day.
    The deficits from 12 per cent on, which threaten life, are not dated: published tables of survival without water are
    met only within a factor of about 1.5, and people differ by more.
    """
    stock = litres(stock_l_per_person, "stock_l_per_person", most=1e5)
    arriving = _supply(supply_l_per_person_day)
    extra = litres(diarrhoea_l_per_day, "diarrhoea_l_per_day", most=20.0)
    food = litres(food_water_l_per_day, "food_water_l_per_day", most=20.0)
    horizon = number(
        horizon_days,
        "horizon_days",
        code="HF-P029",
        low=0.0,
        high=3650.0,
        open_low=True,
        unit="days",
        mend="say how many days to look ahead",
    )
    drinkable = class_of(water, WATERS, "water") != "sea"
    stated = tuple(input_reasons)
    needs = {
        who: water_need(
            temperature_c,
            person=person,
            activity=activity,
            daily_range_k=daily_range_k,
            vapour_pressure_kpa=vapour_pressure_kpa,
            rh_percent=rh_percent,
            dew_point_c=dew_point_c,
            food_water_l_per_day=food,
            input_reasons=stated,
        )
        for who, (person, activity) in KINDS.items()
    }
    counted = (stock, arriving) if drinkable else (0.0, tuple(0.0 for _ in arriving))
    run = _Run(
        stock_l=counted[0],
        supply_l=counted[1],
        food_l=food,
        extra_l=extra,
        constant=single(temperature_c) is not None,
        horizon_days=horizon,
    )
    flags = _flags(water, diuretics=diuretics, diarrhoea_l=extra)
    weak = tuple(flags[name] for name in _LOWERING if name in flags)
    reasons = unique(needs["adult at rest"].input_reasons, weak)
    return Dehydration(
        crossings=tuple(
            _crossing(who, curve, percent, need, run, start, weak)
            for who, need in needs.items()
            for curve in need.curves
            for percent in PERCENTS
        ),
        stock_l_per_person=stock,
        supply_l_per_person_day=arriving,
        horizon_days=run.days(needs["adult at rest"].curves[0]),
        flags=tuple(flags),
        warnings=unique(flags.values(), *(_beyond(who, need) for who, need in needs.items())),
        grade=downgraded(grade_of("water_deficit_days"), reasons),
        notes=unique(
            reasons,
            flags.values(),
            _LABELS.values(),
            [threshold_note(percent) for percent in PERCENTS],
            ["people drink what they need while there is water, and keep what is left over", _NO_LATER],
            *(need.notes for need in needs.values()),
        ),
        sources=unique(DEFICIT_ROWS.values(), *(need.sources for need in needs.values())),
    )


_NO_LATER: Final = "deficits from 12 per cent on are not dated: no table or model says when, for whom"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Water there is, beside the loss."""

    stock_l: float
    supply_l: tuple[float, ...]
    food_l: float
    extra_l: float
    constant: bool
    horizon_days: float

    def days(self, curve: WaterCurve) -> float:
        """How far the run reaches [d]."""
        if self.constant:
            return self.horizon_days if len(self.supply_l) == 1 else float(len(self.supply_l))
        return float(len(curve.loss_by_day_l))

    def day_of(self, percent: float, mass_kg: float, curve: WaterCurve, relative: float) -> float | None:
        """Day on which a deficit is reached when the loss is ``relative`` times the central one."""
        if self.constant and len(self.supply_l) == 1:
            day = days_to_deficit(
                deficit_of(percent, mass_kg),
                relative * curve.loss_l_per_day + self.extra_l,
                self.supply_l[0],
                stock_l=self.stock_l,
                food_water_l_per_day=self.food_l,
            )
            return day if day is not None and day <= self.horizon_days else None
        # Most of a day's loss is in its warm hours: by whole days a crossing is told up to two hours late.
        steps = 1 if self.constant else HOURS
        by_step = curve.loss_by_day_l if self.constant else curve.loss_by_hour_l
        return deficit_days(
            percent,
            relative * np.asarray(by_step) + self.extra_l / steps,
            np.repeat(self.supply_l, steps if len(self.supply_l) > 1 else 1) / steps,
            mass_kg=mass_kg,
            stock_l=self.stock_l,
            food_water_l=self.food_l / steps,
            steps_per_day=steps,
        )[0]


def _crossing(
    who: str, curve: WaterCurve, percent: float, need: WaterNeed, run: _Run, start: date | None, weak: tuple[str, ...]
) -> Crossing:
    parts = (curve.loss_high_l_per_day, curve.loss_l_per_day, curve.loss_low_l_per_day)
    early, middle, late = (run.day_of(percent, need.mass_kg, curve, one / curve.loss_l_per_day) for one in parts)
    return Crossing(
        who=who,
        curve=curve.name,
        percent=percent,
        deficit_l=deficit_of(percent, need.mass_kg),
        early_day=early,
        central_day=middle,
        late_day=late,
        early_date=_date(start, early),
        central_date=_date(start, middle),
        late_date=_date(start, late),
        grade=downgraded(
            grade_of("water_deficit_days"),
            [*need.input_reasons, *weak, *([_LABELS[who]] if who == "frail elder" else [])],
        ),
    )


def _beyond(who: str, need: WaterNeed) -> tuple[str, ...]:
    """Say where a kind of person cannot give the sweat that the dates count, so that heat decides before water."""
    if not any(one.hours_beyond_sweat for one in need.curves):
        return ()
    return (f"{who}: more sweat is asked than can be given; the heat limit decides, not the water",)


def _span(one: Crossing, horizon_days: float) -> str:
    if one.early_day is None:
        return f"not within {horizon_days:g} days"
    middle, late = (f"{day:.1f}" if day is not None else "none" for day in (one.central_day, one.late_day))
    return f"{middle} ({one.early_day:.1f} to {late})"


def _date(start: date | None, day: float | None) -> date | None:
    """Day of the calendar in which so many days after its first morning fall; as threshold statements count."""
    if start is None or day is None:
        return None
    return start + timedelta(days=max(math.ceil(day), 1) - 1)


def _supply(given: float | Sequence[float]) -> tuple[float, ...]:
    alone = single(given)
    if alone is not None:
        return (litres(alone, "supply_l_per_person_day"),)
    days = several(given, "supply_l_per_person_day")
    return tuple(litres(one, f"supply_l_per_person_day, day {day}") for day, one in enumerate(days, start=1))


def _flags(water: str, *, diuretics: bool, diarrhoea_l: float) -> dict[str, str]:
    found = {name: text for name, text in _FLAGS.items() if name == water or (name == "diuretics" and diuretics)}
    if diarrhoea_l > 0.0:
        usual = figures_of(FIGURES)["diarrhoea"]
        found["diarrhoea"] = (
            f"diarrhoea adds {diarrhoea_l:g} L a day to the loss of everyone shown; {usual.low:g} to {usual.high:g} L a day "
            "are usual, and salts are lost with it, which water alone does not replace"
        )
    return found
