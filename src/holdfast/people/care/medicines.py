"""From when people are without a medicine: the arithmetic of stock, doses, expiry, deliveries and lost cold."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

import numpy as np

from holdfast.errors import InputError
from holdfast.people.care.cold_chain import insulin_uncooled
from holdfast.people.figures import figures_of
from holdfast.people.grades import Grade, downgraded, grade_of, scenario_head, scenario_note
from holdfast.people.inputs import whole
from holdfast.people.rates.intervals import CODE
from holdfast.people.statements import ThresholdStatement, threshold_statement
from holdfast.people.uncertain import MEMBERS, as_members, points, points_of_each
from holdfast.reference import value
from holdfast.sites import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from holdfast.people.uncertain import Floats, Uncertain

TABLE = "medicines.csv"
QUANTITY = "persons_without_medicine"
LONGEST_DAYS = 1830
FAR = 5.0  # a dose this many times outside its usual range is asked about
ENDLESS = frozenset({"cold_chain_lost_on", "usable_days_warm"})
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineItem:
    """One row of ``medicine_items.csv``, or an item of your own.

    Attributes
    ----------
    item, name : str
        Short name, and what it is called in a sentence.
    people : str
        Who depends on it, in words.
    unit : str
        Unit in which stock and dose are counted.
    keep_cold : bool
        Whether it is lost when the cold chain is.
    note : str
        What belongs beside every statement about it.
    """

    item: str
    name: str
    people: str
    unit: str
    keep_cold: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A quantity with one date of expiry, in stock or on its way.

    Attributes
    ----------
    quantity : float, sequence, array or Value
        How much, in the unit of the item.
    expires_on : date or None
        Last day on which it may be used; ``None`` if it is not known to expire.
    arrives_on : date or None
        Day from which it is there; ``None`` if it is there at the start.
    """

    quantity: Uncertain
    expires_on: date | None = None
    arrives_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonsWithout:
    """How many people are without an item, and from when.

    Attributes
    ----------
    item, name, people, unit : str
        As in :class:`MedicineItem`.
    start, horizon_days : date, int
        First day and number of days looked at [d].
    probability : float
        Share of the members in which anybody is without it within the horizon [1].
    earliest, median, latest : date or None
        5, 50 and 95 per cent points of the first day on which not everybody's dose is there; ``None`` if not within
        the horizon.
    persons_q05, persons_median, persons_q95 : int
        Largest number without it on one day of the horizon [persons].
    by_day : tuple of tuple of int
        The same three points for each day [persons].
    unused_median : float
        Median of what expires or is lost to warmth before anybody needs it, in ``unit``.
    statement : ThresholdStatement
        The same against the norm that everybody has a day's dose; the people it concerns are the median of the members in
        which anybody is without it.
    grade, notes, sources
        What may be said, in which sense, and from which rows.
    """

    item: str
    name: str
    people: str
    unit: str
    start: date
    horizon_days: int
    probability: float
    earliest: date | None
    median: date | None
    latest: date | None
    persons_q05: int
    persons_median: int
    persons_q95: int
    by_day: tuple[tuple[int, int, int], ...]
    unused_median: float
    statement: ThresholdStatement
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    def __str__(self) -> str:
        return scenario_head(self.grade) + self._said()

    def _said(self) -> str:
        within = f"within {self.horizon_days} days"
        if self.probability == 0.0:
            return f"no {self.people} without {self.name} {within}, in any member"
        if self.median is None:
            # The median of all members is nobody; what is told is how many it is where it happens.
            early = "" if self.earliest is None else f", at the earliest (5 %) from {self.earliest}"
            return (
                f"in {self.probability:.0%} of the members {self.statement.persons_exposed:.0f} {self.people} without "
                f"{self.name} {within}{early}; over all members {self.persons_q05} to {self.persons_q95}, 5-95 %"
            )
        late = f"beyond {self.horizon_days} days" if self.latest is None else self.latest.isoformat()
        return (
            f"up to {self.persons_median} {self.people} ({self.persons_q05} to {self.persons_q95}) without {self.name} "
            f"from {self.median} ({self.earliest} to {late}), 5-95 %; probability {self.probability:.0%}"
        )


@cache
def medicine_items() -> Mapping[str, MedicineItem]:
    """Return the items of ``medicine_items.csv`` by their short names, in table order."""
    text = files("holdfast.people").joinpath("medicine_items.csv").read_text(encoding="utf-8")
    return {
        line["item"]: MedicineItem(**{**line, "keep_cold": line["keep_cold"] == "yes"})  # type: ignore[arg-type]
        for line in csv.DictReader(text.splitlines())
    }


def people_without(
    item: str | MedicineItem,
    *,
    users: Uncertain,
    stock: Uncertain | Sequence[Batch],
    use_per_user_day: Uncertain,
    start: date,
    horizon_days: int = 90,
    expiry: date | None = None,
    deliveries: Iterable[Batch] = (),
    cold_chain_lost_on: date | Uncertain | None = None,
    room_c: tuple[float, float] | None = None,
    usable_days_warm: Uncertain | None = None,
    food_scarce: bool = False,
    input_reasons: Iterable[str] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> PersonsWithout:
    """Say how many people are without a medicine, and from which date, with the uncertainty of the inputs.

    Parameters
    ----------
    item : str or MedicineItem
        A row of ``medicine_items.csv``, such as ``"insulin"``, or an item of your own.
    users : float, sequence, array or Value
        People who depend on it [persons], above 0.
    stock : float, sequence, array or Value; or sequence of Batch
        What is there at the start, in the unit of the item.
    use_per_user_day : float, sequence, array or Value
        Dose of a user in a day, in the same unit, above 0.
    start : date
        First day; its doses are still to be given.
    horizon_days : int
        Days to look ahead [d], 1 to 1,830.
    expiry : date or None
        Last day on which the stock may be used, where it is no list of batches.
    deliveries : iterable of Batch
        What will arrive, each with ``arrives_on``: assumptions, not promises.
    cold_chain_lost_on : date; float, sequence, array or Value; or None
        Day from which nothing is kept cold; or days after the start [d], infinite for members in which it lasts.
    room_c : tuple of float or None
        Lowest and highest temperature of the room without cooling [degC]; for insulin, how long it is then usable
        follows from it (:func:`holdfast.people.insulin_uncooled`). Where no test covers the room, days are drawn evenly
        from none to the seven of the nearest test, which is a guess: it lowers the grade by one.
    usable_days_warm : float, sequence, array or Value or None
        Days for which it is still usable without cold [d], as the pharmacist says; goes before ``room_c``.
    food_scarce : bool
        Whether people eat less than they need; adds the warning that doses may have become too high.
    input_reasons : iterable of str
        Why inputs are old or guessed (:func:`holdfast.people.input_reason`); lowers the grade by one.
    members, seed : int
        Members drawn from spreads, and their seed.

    Returns
    -------
    PersonsWithout
        Doses that were missed are not made up for. Stock that expires first is used first. Without ``room_c`` and
        ``usable_days_warm`` what needs cold counts as lost on the day the cold is: the earliest date, and a note that
        sends to the pharmacist.

    Raises
    ------
    InputError
        HF-P050 numbers that cannot be, or a horizon outside its limits; HF-P051 an unknown item; HF-P052 a dose far
        from any usual one; HF-P054 no users or no dose; HF-P058 dates that do not fit.

    Notes
    -----
    Day by day and member by member: what is there, usable and not yet used, against users times dose (health
    specification, section 8). What happens to a person without it is not computed (:func:`holdfast.people.refuse`).
    """
    of = _item(item)
    horizon = _horizon(horizon_days)
    start = _day(start, "start")
    batches = _batches(stock, None if expiry is None else _day(expiry, "expiry"), tuple(deliveries), start)
    inputs: dict[str, Uncertain] = {"users": users, "use_per_user_day": use_per_user_day}
    inputs |= {f"batch {number}": batch.quantity for number, batch in enumerate(batches, start=1)}
    notes = [of.note] if of.note else []
    reasons = tuple(input_reasons)
    sources = ["people/medicine_items.csv"]
    if cold_chain_lost_on is not None and of.keep_cold:
        inputs["cold_chain_lost_on"] = _days_to_loss(cold_chain_lost_on, start)
        warm = _usable_warm(of, room_c, usable_days_warm)
        inputs["usable_days_warm"] = warm.days
        notes += warm.notes
        reasons += warm.reasons
        sources += warm.sources
    elif cold_chain_lost_on is not None:
        notes.append(f"{of.name} needs no cold: the lost cold chain changes nothing here")
    drawn = as_members(inputs, members=members, seed=seed, endless=ENDLESS)
    _check_drawn(of, drawn)
    if food_scarce and of.item == "insulin":
        notes.append(
            "Food is scarce: people who eat less need less insulin, and an unchanged dose risks low blood sugar; none at "
            "all stays an emergency in type 1. Doses are for the clinic to review."
        )
    without, unused = _day_by_day(batches, drawn, start, horizon)
    short = without > 0.0
    first = np.where(short.any(axis=1), short.argmax(axis=1), np.inf)
    worst = without.max(axis=1)
    most = points(worst)
    exposed = points(worst[worst > 0.0])[1] if bool((worst > 0.0).any()) else 0.0
    statement = threshold_statement(
        QUANTITY,
        first + 1.0,
        horizon_days=float(horizon),
        side="<",
        persons_exposed=exposed,
        norm="a day's dose for every user",
        value=1.0,
        unit="dose/user/d",
        name=f"{of.people}: {of.name}",
        input_reasons=reasons,
        notes=notes,
        sources=sources,
    )
    early, middle, late = (
        None if math.isinf(day) else start + timedelta(days=int(day)) for day in points(first.astype(np.float64))
    )
    grade = downgraded(grade_of(QUANTITY), reasons)
    return PersonsWithout(
        item=of.item,
        name=of.name,
        people=of.people,
        unit=of.unit,
        start=start,
        horizon_days=horizon,
        probability=float(np.isfinite(first).mean()),
        earliest=early,
        median=middle,
        latest=late,
        persons_q05=int(most[0]),
        persons_median=int(most[1]),
        persons_q95=int(most[2]),
        by_day=tuple((int(low), int(half), int(high)) for low, half, high in points_of_each(without).T),
        unused_median=points(unused)[1],
        statement=statement,
        grade=grade,
        notes=(*notes, *reasons, *scenario_note(grade)),
        sources=tuple(sources),
    )


def _day_by_day(
    batches: tuple[Batch, ...], drawn: Mapping[str, Floats], start: date, horizon: int
) -> tuple[Floats, Floats]:
    """Return people without a dose by member and day, and what nobody could use by member."""
    users, use = drawn["users"], drawn["use_per_user_day"]
    need = users * use
    arrive = np.array([0.0 if b.arrives_on is None else float((b.arrives_on - start).days) for b in batches])[:, None]
    until = np.array([math.inf if b.expires_on is None else float((b.expires_on - start).days) for b in batches])
    last = np.broadcast_to(until[:, None], (len(batches), users.size)).copy()
    if "cold_chain_lost_on" in drawn:
        warm = np.floor(np.maximum(arrive, drawn["cold_chain_lost_on"]) + drawn["usable_days_warm"]) - 1.0
        last = np.minimum(last, warm)
    left = np.stack([drawn[f"batch {number}"] for number in range(1, len(batches) + 1)])
    order = np.argsort(last, axis=0, kind="stable")
    left, last = np.take_along_axis(left, order, axis=0), np.take_along_axis(last, order, axis=0)
    arrive = np.take_along_axis(np.broadcast_to(arrive, left.shape), order, axis=0)
    without = np.zeros((users.size, horizon))
    for day in range(horizon):
        there = np.where((arrive <= day) & (last >= day), left, 0.0)
        before = np.cumsum(there, axis=0) - there
        taken = np.clip(need - before, 0.0, there)
        left -= taken
        given = taken.sum(axis=0)
        # Part of a dose treats nobody; a drawn number of people need not be whole, and is rounded up.
        uncovered = np.ceil(users - np.floor(given / use + _ROUNDING) - _ROUNDING)
        without[:, day] = np.where(given < need * (1.0 - _ROUNDING), np.maximum(1.0, uncovered), 0.0)
    unused = np.where((last < horizon - 1) & (arrive < horizon), left, 0.0).sum(axis=0)
    return without, unused


def _item(item: str | MedicineItem) -> MedicineItem:
    if isinstance(item, MedicineItem):
        return item
    found = medicine_items().get(item)
    if found is None:
        near = get_close_matches(str(item), medicine_items(), n=3) or list(medicine_items())
        raise InputError(
            "HF-P051",
            where="item",
            found=repr(item),
            expected=" or ".join(near),
            mend="name one of these, or give a MedicineItem with the words and the unit of your own",
        )
    return found


def _horizon(days: int) -> int:
    horizon = whole(days, "horizon_days", code=CODE, low=1)
    if horizon > LONGEST_DAYS:
        raise InputError(
            "HF-P050",
            where="horizon_days",
            found=str(horizon),
            expected=f"at most {LONGEST_DAYS}",
            mend="look ahead less far; expiry dates end before",
        )
    return horizon


def _batches(
    stock: Uncertain | Sequence[Batch], expiry: date | None, deliveries: tuple[Batch, ...], start: date
) -> tuple[Batch, ...]:
    listed = [batch for batch in stock if isinstance(batch, Batch)] if isinstance(stock, Sequence) else []
    if listed and isinstance(stock, Sequence) and len(listed) < len(stock):
        raise _dates("stock", "batches and bare numbers", "batches only", "make each a Batch, with or without a date")
    if listed and expiry is not None:
        raise _dates("expiry", expiry.isoformat(), "the date on each batch", "leave expiry out")
    # A sequence without a single batch is one of numbers, one a member.
    there = tuple(map(_dated, listed)) or (Batch(quantity=cast("Uncertain", stock), expires_on=expiry),)
    deliveries = tuple(map(_dated, deliveries))
    for batch in deliveries:
        if batch.arrives_on is None or batch.arrives_on < start:
            raise _dates(
                "deliveries", str(batch.arrives_on), f"a day from {start} on", "say when it comes, or count it as stock"
            )
    return (*there, *deliveries)


def _days_to_loss(lost: date | Uncertain, start: date) -> Uncertain:
    if isinstance(lost, date):
        return float(max(0, (_day(lost, "cold_chain_lost_on") - start).days))
    return lost


def _day(given: object, name: str) -> date:
    """Return a day; a time of day is dropped, text is refused."""
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    raise _dates(name, repr(given), "a date", "write date(2026, 8, 1), or read it with holdfast.quantities.read_date")


def _dated(batch: Batch) -> Batch:
    return Batch(
        quantity=batch.quantity,
        expires_on=None if batch.expires_on is None else _day(batch.expires_on, "expires_on"),
        arrives_on=None if batch.arrives_on is None else _day(batch.arrives_on, "arrives_on"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Warm:
    days: Uncertain
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def _usable_warm(of: MedicineItem, room_c: tuple[float, float] | None, usable: Uncertain | None) -> _Warm:
    if usable is not None:
        return _Warm(days=usable, notes=("days usable without cold as stated, not from a table",))
    if of.item == "insulin" and room_c is not None:
        rule = insulin_uncooled(*room_c)
        if rule.cooled or rule.usable_days is not None:
            # A refrigerator's cold: the printed expiry alone ends it.
            days = math.inf if rule.usable_days is None else rule.usable_days
            return _Warm(days=days, notes=rule.notes, sources=rule.sources)
        longest = value("physics:ins_37")
        return _Warm(
            days=Value(value=longest / 2.0, low=0.0, high=longest, distribution="uniform"),
            notes=rule.notes,
            reasons=(f"the days for which insulin is usable in this room are a guess, 0 to {longest:g}",),
            sources=rule.sources,
        )
    note = f"without cold {of.name} counts as lost at once; whether some is still usable is for the pharmacist"
    return _Warm(days=0.0, notes=(note,))


def _check_drawn(of: MedicineItem, drawn: Mapping[str, Floats]) -> None:
    for name in ("users", "use_per_user_day"):
        if bool((drawn[name] <= 0.0).any()):
            raise InputError(
                "HF-P054",
                where=name,
                found="0",
                expected="more than 0",
                mend="give the people who depend on it and their dose; where there are none, nobody is without it",
            )
    usual = figures_of(TABLE).get(f"{of.item}_use")
    if usual is None or usual.low is None or usual.high is None:
        return
    typical = float(np.median(drawn["use_per_user_day"]))
    if not usual.low / FAR <= typical <= usual.high * FAR:
        raise InputError(
            "HF-P052",
            where="use_per_user_day",
            found=f"{typical:g} {of.unit} a day",
            expected=f"about {usual.low:g} to {usual.high:g} {of.unit} a day",
            mend=f"are these {of.unit}, or vials, tablets or a week's doses? Give stock and dose in {of.unit}",
        )


def _dates(where: str, found: str, expected: str, mend: str) -> InputError:
    return InputError("HF-P058", where=where, found=found, expected=expected, mend=mend)
