"""Vaccination coverage held against what would stop transmission, for measles and diphtheria. A gap, no outbreak."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from holdfast.errors import InputError
from holdfast.people.figures import Figure, figures_of
from holdfast.people.grades import Grade, downgraded, grade_of, input_reason
from holdfast.reference import value

FIGURES = "vaccination.csv"
DISEASES = ("measles", "diphtheria")
MEASLES_NORM = "N192"


@dataclass(frozen=True, slots=True, kw_only=True)
class VaccinationGap:
    """Coverage against the coverage that stops transmission.

    Attributes
    ----------
    disease : str
        ``measles`` or ``diphtheria``.
    coverage_fraction : float
        Share of the group that is vaccinated [1].
    needed_low, needed_high : float
        Coverage that stops transmission [1], from the ends of the reproduction number and of the vaccine's effect;
        above 1 means that vaccination alone does not stop it.
    gap_low, gap_high : float
        Needed less present coverage, never below 0 and never more than can still be vaccinated [1].
    persons_short_low, persons_short_high : float
        The gap in people of the group [persons].
    below_norm : bool or None
        Whether coverage is below the norm of 95 per cent for measles; ``None`` where there is no norm.
    vaccination_is_enough : str
        ``yes``, ``no``, or ``depends``: on the reproduction number and on how far the vaccine stops transmission.
    grade : Grade
        THRESHOLD, or one lower when the coverage is old or guessed.
    notes, sources : tuple of str
        What it leaves out; rows and publications.
    """

    disease: str
    coverage_fraction: float
    needed_low: float
    needed_high: float
    gap_low: float
    gap_high: float
    persons_short_low: float
    persons_short_high: float
    below_norm: bool | None
    vaccination_is_enough: Literal["yes", "no", "depends"]
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def needed_coverage(r0: float, effect: float) -> float:
    """Return the coverage that stops transmission.

    Parameters
    ----------
    r0 : float
        Basic reproduction number [1], 1 or more.
    effect : float
        Share by which the vaccine lowers transmission [1], above 0 and at most 1.

    Returns
    -------
    float
        ``(1 - 1/R0) / effect`` [1], for a well-mixed group; above 1 where vaccination alone cannot stop it.

    Raises
    ------
    InputError
        HF-P067, for R0 below 1 or an effect outside 0 to 1.
    """
    if not (math.isfinite(r0) and r0 >= 1.0):
        raise _bad(
            "basic reproduction number", f"{r0:g}", "1 or more", "below 1 nothing spreads and no coverage is needed"
        )
    if not 0.0 < effect <= 1.0:
        raise _bad("effect of the vaccine", f"{effect:g}", "a fraction above 0, at most 1", _per_cent(effect))
    return (1.0 - 1.0 / r0) / effect


def vaccination_gap(
    disease: str,
    *,
    coverage_fraction: float,
    persons: float,
    age_days: float | None = None,
    guessed: bool = False,
) -> VaccinationGap:
    """Hold the coverage of a group against what stops transmission.

    Parameters
    ----------
    disease : str
        ``measles`` or ``diphtheria``.
    coverage_fraction : float
        Share of the group that is vaccinated [1].
    persons : float
        People in the group [persons], 1 or more.
    age_days : float or None
        Days since the coverage was observed [d].
    guessed : bool
        Whether it is a default or a guess.

    Returns
    -------
    VaccinationGap

    Raises
    ------
    InputError
        HF-P067, for another disease, a coverage in per cent, or nobody in the group.

    Notes
    -----
    Immunity from infection is left out, and so is how coverage differs within a camp. Whether or when an outbreak comes
    is not said. Source: health specification, section 7.
    """
    key = disease.strip().casefold()
    if key not in DISEASES:
        raise _bad("disease", repr(disease), " or ".join(DISEASES), "name one of those; others are not here")
    if not 0.0 <= coverage_fraction <= 1.0:
        raise _bad("coverage", f"{coverage_fraction:g}", "a fraction of 0 to 1", _per_cent(coverage_fraction))
    if not (math.isfinite(persons) and persons >= 1.0):
        raise _bad("people in the group", f"{persons:g}", "1 or more", "correct the number")
    spread, effect = _ends(f"{key}_r0"), _ends(f"{key}_effect_on_transmission")
    low, high = needed_coverage(spread[0], effect[1]), needed_coverage(spread[1], effect[0])
    gaps = [min(max(0.0, needed - coverage_fraction), 1.0 - coverage_fraction) for needed in (low, high)]
    reasons = input_reason(f"the coverage of {key}", age_days=age_days, guessed=guessed)
    grade = downgraded(grade_of("vaccination_gap"), reasons)
    norm = value(MEASLES_NORM) / 100.0 if key == "measles" else None
    figures = [_figure(f"{key}_r0"), _figure(f"{key}_effect_on_transmission")]
    return VaccinationGap(
        disease=key,
        coverage_fraction=coverage_fraction,
        needed_low=low,
        needed_high=high,
        gap_low=gaps[0],
        gap_high=gaps[1],
        persons_short_low=gaps[0] * persons,
        persons_short_high=gaps[1] * persons,
        below_norm=None if norm is None else coverage_fraction < norm,
        vaccination_is_enough="yes" if high <= 1.0 else "no" if low > 1.0 else "depends",
        grade=grade,
        notes=(
            "A gap of coverage; whether or when the disease is introduced is not said.",
            "Immunity from infection and clusters without vaccination are left out.",
            *(
                ("By its inputs this is a scenario, not a forecast and no threshold.",)
                if grade is Grade.SCENARIO
                else ()
            ),
            *reasons,
            *(one.reason for one in figures),
        ),
        sources=(*((MEASLES_NORM,) if norm is not None else ()), *(one.source for one in figures)),
    )


def _figure(name: str) -> Figure:
    return figures_of(FIGURES)[name]


def _ends(name: str) -> tuple[float, float]:
    found = _figure(name)
    return found.value if found.low is None else found.low, found.value if found.high is None else found.high


def _per_cent(stated: float) -> str:
    return f"{stated:g} per cent meant? give {stated / 100.0:g}" if 1.0 < stated <= 100.0 else "give a fraction"


def _bad(where: str, found: str, expected: str, mend: str) -> InputError:
    return InputError("HF-P067", where=where, found=found, expected=expected, mend=mend)
