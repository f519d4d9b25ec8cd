"""How long vaccine refrigerators stay cold, and how long insulin is usable without one."""

from __future__ import annotations

import math
from dataclasses import dataclass

from holdfast.errors import InputError
from holdfast.people.figures import figure_value
from holdfast.people.grades import Grade, grade_of
from holdfast.people.inputs import number, whole
from holdfast.reference import row, value

COLDEST_C, HOTTEST_C = -40.0, 80.0
DAYS_IN_WEEK = 7.0
_ROUNDING = 1e-9  # h; less is nothing left


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOver:
    """What a vaccine refrigerator has left.

    Attributes
    ----------
    left_h : float
        Hours it would stay cold without power, after the hours asked about [h].
    ends_after_h : int or None
        Hour by whose end nothing is left, if the power stays as it is [h]; ``None`` if that never comes.
    grade, notes, sources
        What may be said, in which sense, and from which rows.
    """

    left_h: float
    ends_after_h: int | None
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InsulinRule:
    """How long insulin is usable in a room.

    Attributes
    ----------
    cooled : bool
        Whether the room is as cold as a refrigerator: the printed expiry holds.
    usable_days : float or None
        Days for which a published test supports it [d]; ``None`` where the expiry holds or no test was made; 0 where
        it is to be discarded.
    tested : bool
        Whether a published test covers the room.
    ask_pharmacist : bool
        Whether only a pharmacist can say.
    grade, notes, sources
        What may be said, in which sense, and from which rows.
    """

    cooled: bool
    usable_days: float | None
    tested: bool
    ask_pharmacist: bool
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def hold_over_left(left_h: float, *, most_h: float, hours: int, powered_fraction: float = 0.0) -> HoldOver:
    """Return how long a vaccine refrigerator still stays cold after hours with little or no power.

    Parameters
    ----------
    left_h : float
        Hours it would stay cold now [h], at most ``most_h``.
    most_h : float
        Hold-over when fully cooled [h], of this model at this outside temperature; an ice-lined one has at least 20 h
        at 43 degC, often days.
    hours : int
        Hours to look ahead [h], 0 or more.
    powered_fraction : float
        Part of every hour with power [1], 0 to 1.

    Returns
    -------
    HoldOver

    Raises
    ------
    InputError
        HF-P050 numbers that cannot be; HF-P053 more left than fully cooled.

    Notes
    -----
    Every hour adds the powered part, up to the most, and takes off the unpowered part (physics specification, C5). In
    closed form, after n hours at the fraction f: ``min(most - (1 - f), left + 2 f - 1) + (n - 1)(2 f - 1)``, never below
    0; at f of a half or more, never above ``most - (1 - f)``. The cap counts within the first hour only, because a
    falling reserve does not meet it again. The time it takes to cool down again is the model's, hour for hour: slow
    refrigerators need longer.
    """
    left = number(left_h, "left_h", code="HF-P050", low=0.0, unit="h")
    most = number(most_h, "most_h", code="HF-P050", low=0.0, open_low=True, unit="h")
    count = whole(hours, "hours", code="HF-P050", low=0)
    fraction = number(powered_fraction, "powered_fraction", code="HF-P050", low=0.0)
    if fraction > 1.0 or left > most:
        raise InputError(
            "HF-P053",
            where="powered_fraction" if fraction > 1.0 else "left_h",
            found=f"{fraction:g}" if fraction > 1.0 else f"{left:g} of {most:g}",
            expected="0 to 1" if fraction > 1.0 else f"at most {most:g}",
            mend="half of every hour is 0.5; what is left cannot exceed the hold-over when fully cooled",
        )
    return HoldOver(
        left_h=_after(left, most, fraction, count),
        ends_after_h=_end(left, most, fraction),
        grade=grade_of("persons_without_medicine"),
        notes=(
            "hold-over as stated for the model and its surroundings: hotter rooms shorten it",
            "the vial monitor, not the clock, says whether a dose is still good",
        ),
        sources=("physics:t_ilr", "N214"),
    )


def insulin_uncooled(room_low_c: float, room_high_c: float) -> InsulinRule:
    """Return how long insulin is usable in a room without a refrigerator.

    Parameters
    ----------
    room_low_c, room_high_c : float
        Lowest and highest temperature of a day where it is kept [degC], -40 to 80. After a power cut a closed domestic
        refrigerator stays cold for about 4 h (``physics:t_fridge``), a clay cooler depends on dry air.

    Returns
    -------
    InsulinRule
        28 days for a room that swings between 25 and 37 degC, or is cooler; 7 days where it is as warm as 37 all day;
        nothing above 37, which no test covers. From 2 to 8 degC the printed expiry holds; what lay between 0 and 2 is
        for the pharmacist.

    Raises
    ------
    InputError
        HF-P059, for temperatures outside the limits or out of order: degF are asked about.

    Notes
    -----
    Kaufmann et al. 2021 (physics specification, C6; rows ``physics:ins_ok`` and ``physics:ins_37``). A room counts as
    37 all day once the middle of its day is above 31 degC, the middle of the tested swing (our reading). Opened
    cartridges were reported good for 12 weeks (N219); the shorter figure is used. It is for the pharmacist to apply.
    """
    low, high = _room(room_low_c, room_high_c)
    frozen = figure_value("medicines.csv", "insulin_frozen_c")
    hot = 37.0  # the upper end of the tested swing, in the names of the rows ins_ok and ins_37
    refrigerator = row("N217")
    as_cold, as_cool = (end if isinstance(end, float) else hot for end in (refrigerator.low, refrigerator.high))
    sources: tuple[str, ...] = ("physics:ins_ok", "physics:ins_37", "N217", "N219", "N220", "N221")
    days: float | None = value("physics:ins_ok")
    note = "the published test of four weeks covers this room"
    cooled = False
    if low < frozen:
        days, note = 0.0, "insulin that froze is to be discarded"
    elif low < as_cold and high <= hot:
        note = f"between 0 and {as_cold:g} degC it may have frozen in places: ask the pharmacist; counted as four weeks"
    elif high <= as_cool:
        days, cooled, note = None, True, "as cold as a refrigerator: the printed expiry holds"
    elif high > hot:
        days = None
        note = (
            f"a room of up to {high:g} degC is warmer than any published test: expect days, not weeks, and ask the "
            "pharmacist before it is used or thrown away"
        )
    elif (low + high) / 2.0 > figure_value("medicines.csv", "uncooled_middle_c"):
        days, note = value("physics:ins_37"), "in constant 37 degC two products lost strength after one week"
    return InsulinRule(
        cooled=cooled,
        usable_days=days,
        tested=high <= hot,
        ask_pharmacist=high > hot or low < as_cold,
        grade=grade_of("persons_without_medicine"),
        notes=(note,),
        sources=sources,
    )


def _after(left: float, most: float, fraction: float, hours: int) -> float:
    if hours == 0:
        return left
    gain = 2.0 * fraction - 1.0
    top = most - (1.0 - fraction)
    first = min(top, left + gain)
    return max(0.0, min(top, first + (hours - 1) * gain))


def _end(left: float, most: float, fraction: float) -> int | None:
    if left <= 0.0:
        return 0
    top, gain = most - (1.0 - fraction), 2.0 * fraction - 1.0
    if min(top, left + gain) <= _ROUNDING:
        return 1
    if gain >= 0.0:
        return None
    return 1 + math.ceil(min(top, left + gain) / -gain - _ROUNDING)


def _room(low_c: float, high_c: float) -> tuple[float, float]:
    low, high = (
        number(given, where, code="HF-P050", unit="degC")
        for given, where in ((low_c, "room_low_c"), (high_c, "room_high_c"))
    )
    if not COLDEST_C <= low <= high <= HOTTEST_C:
        asked = f"; {high:g} degF would be {(high - 32.0) / 1.8:.0f} degC" if high > HOTTEST_C else ""
        raise InputError(
            "HF-P059",
            where="room_low_c and room_high_c",
            found=f"{low:g} and {high:g}",
            expected=f"{COLDEST_C:g} to {HOTTEST_C:g} degC, the lowest first",
            mend=f"give the coldest and the warmest of the day in degC{asked}",
        )
    return low, high
