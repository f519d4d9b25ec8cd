"""Which cut-offs of acute malnutrition and of the IPC tables a measured figure crosses; never a classification."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.people.grades import Grade, downgraded, grade_of
from holdfast.people.inputs import fault, number, one_of
from holdfast.reference import row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# One row a phase; the lower end of each is a cut-off. Phase 1 has none: its row states the cut-off above it.
_IPC_GAM = ("N144", "N145", "N146", "N147")
_WHO_GAM = ("N200", "N201", "N202")
_IPC_OUTCOMES = {
    "households_lacking_fraction": ("N148", 100.0),
    "gam_fraction": ("N149", 100.0),
    "crude_rate_per_10000_day": ("N150", 1.0),
    "under5_rate_per_10000_day": ("N142", 1.0),
}
_MOST_PER_10000_DAY = 100.0  # a hundredth of the people in a day: Goma's worst weeks had a third of that
ANALYSTS = "A crossing is no classification: that belongs to the analysts of IPC, who weigh more evidence."


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """One cut-off: the row it comes from, its figure in ``unit``, and whether the measured figure crosses it."""

    norm_id: str
    value: float
    unit: str
    crossed: bool

    def __str__(self) -> str:
        said = "crossed" if self.crossed else "not crossed"
        return f"cut-off {self.value:g} {self.unit} ({self.norm_id}) {said}"


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOffs:
    """A measured figure and the cut-offs it was held against.

    Attributes
    ----------
    name : str
        What was measured, in words.
    value : float
        The figure, in ``unit`` of the cut-offs.
    unit : str
        ``%`` or ``deaths/10000 persons/day``.
    cut_offs : tuple of CutOff
        In rising order.
    grade : Grade
        THRESHOLD, or SCENARIO where an input is old or guessed.
    notes, sources : tuple of str
        Assumptions; ids of the rows.
    """

    name: str
    value: float
    unit: str
    cut_offs: tuple[CutOff, ...]
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def band(self) -> int:
        """Place in the table the cut-offs come from: 1 below the lowest, one more for each that is crossed."""
        return 1 + sum(cut.crossed for cut in self.cut_offs)

    def __str__(self) -> str:
        return f"{self.name}: {self.value:g} {self.unit}; {'; '.join(map(str, self.cut_offs))}. Grade {self.grade}."


def gam_band(gam_fraction: float, *, table: str = "ipc", input_reasons: Iterable[str] = ()) -> CutOffs:
    """Return which cut-offs a measured share of acutely malnourished children crosses.

    Parameters
    ----------
    gam_fraction : float
        Children of 6 to 59 months with weight for height below -2 or oedema, as a share of those measured [1]. A
        survey's, never a modelled one: that is a scenario.
    table : str
        ``ipc`` (5, 10, 15, 30 per cent) or ``who`` (5, 10, 15 per cent, the older classes of WHO and UNHCR).
    input_reasons : iterable of str
        Why inputs lower the grade (:func:`holdfast.people.input_reason`).

    Returns
    -------
    CutOffs
        ``band`` is 1 to 5 for ``ipc``, 1 to 4 for ``who``. A share equal to a cut-off crosses it.

    Raises
    ------
    InputError
        HF-P007, if the share is outside 0 to 1 (per cent meant?) or the table unknown.

    Notes
    -----
    The phase bands of IPC below 30 per cent are recalled, not read (rows N143 to N146); 30 per cent was read.
    """
    share = _share("gam_fraction", gam_fraction)
    tables = {"ipc": _IPC_GAM, "who": _WHO_GAM}
    one_of(table, tables, _where("table"), code="HF-P007")
    return _held("acute malnutrition of children (GAM)", share * 100.0, tables[table], "gam_band", input_reasons)


def ipc_cut_offs(
    *,
    households_lacking_fraction: float | None = None,
    gam_fraction: float | None = None,
    crude_rate_per_10000_day: float | None = None,
    under5_rate_per_10000_day: float | None = None,
    input_reasons: Iterable[str] = (),
) -> tuple[CutOffs, ...]:
    """Return which of the highest cut-offs of IPC measured figures cross, each by itself.

    Parameters
    ----------
    households_lacking_fraction : float or None
        Households with an extreme lack of food, as a share [1].
    gam_fraction : float or None
        As :func:`gam_band` [1].
    crude_rate_per_10000_day, under5_rate_per_10000_day : float or None
        Observed rates of death [deaths per 10,000 persons a day].
    input_reasons : iterable of str
        Why inputs lower the grade.

    Returns
    -------
    tuple of CutOffs
        One for each figure given, in the order above.

    Raises
    ------
    InputError
        HF-P007, if no figure is given or one cannot be.
    """
    given: dict[str, float | None] = {
        "households_lacking_fraction": households_lacking_fraction,
        "gam_fraction": gam_fraction,
        "crude_rate_per_10000_day": crude_rate_per_10000_day,
        "under5_rate_per_10000_day": under5_rate_per_10000_day,
    }
    reasons = tuple(input_reasons)
    found = []
    for name, measured in given.items():
        if measured is None:
            continue
        row_id, scale = _IPC_OUTCOMES[name]
        value = _share(name, measured) if name.endswith("fraction") else _rate(name, measured)
        found.append(_held(_NAMES[name], value * scale, (row_id,), "norm_cutoff", reasons))
    if not found:
        raise fault("HF-P007", _where("figures"), "none", "one measured figure or more", "give what was measured")
    return tuple(found)


_NAMES = {
    "households_lacking_fraction": "households with an extreme lack of food",
    "gam_fraction": "acute malnutrition of children (GAM)",
    "crude_rate_per_10000_day": "observed rate, all ages",
    "under5_rate_per_10000_day": "observed rate, children under five",
}


def _held(name: str, value: float, rows: Sequence[str], quantity: str, reasons: Iterable[str]) -> CutOffs:
    stated = tuple(reasons)
    of = [row(one) for one in rows]
    cuts = []
    for one in of:
        least = one.value if one.kind == "number" else one.low
        if not isinstance(least, float):  # narrows the type; a test reads every row
            raise TypeError(f"{one.id} states no lower end")
        # A share from counts, such as 30 of 100, may miss the cut-off it equals by the last bit.
        crossed = value >= least or math.isclose(value, least, rel_tol=1e-12)
        cuts.append(CutOff(norm_id=one.id, value=least, unit=one.unit, crossed=crossed))
    grade = downgraded(grade_of(quantity), stated)
    lower = [f"One grade lower: {'; '.join(stated)}."] if stated else []
    recalled = [one.id for one in of if one.status == "memory"]
    doubt = [f"Recalled, not read: {', '.join(recalled)}."] if recalled else []
    return CutOffs(
        name=name,
        value=value,
        unit=of[0].unit,
        cut_offs=tuple(cuts),
        grade=grade,
        notes=(ANALYSTS, *doubt, *lower),
        sources=tuple(rows),
    )


def _share(name: str, fraction: object) -> float:
    def ask(stated: float) -> str | None:
        return f"{stated / 100.0:g} meant? give a share, not per cent" if 1.0 < stated <= 100.0 else None

    return number(
        fraction, _where(name), code="HF-P007", low=0.0, high=1.0, expected="a share, a number from 0 to 1", ask=ask
    )


def _rate(name: str, rate: object) -> float:
    return number(
        rate,
        _where(name),
        code="HF-P007",
        low=0.0,
        high=_MOST_PER_10000_DAY,
        unit="deaths per 10,000 persons a day",
        mend="check the denominator and the time: per 10,000 and a day, not per 1,000 and a year",
    )


def _where(name: str) -> str:
    return f"cut-offs, {name}"
