"""Vaccination coverage held against what would stop transmission, for measles and diphtheria. A gap, no outbreak."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from holdfast.people.figures import Figure, figures_of
from holdfast.people.grades import Grade, downgraded, grade_of, scenario_note
from holdfast.people.inputs import number, one_of
from holdfast.reference import value

if TYPE_CHECKING:
    from collections.abc import Iterable

FIGURES = "vaccination.csv"
DISEASES = ("measles", "diphtheria")
MEASLES_NORM = "N192"
_FRACTION = "give a fraction"


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
    mend = "below 1 nothing spreads and no coverage is needed"
    contacts = number(r0, "basic reproduction number", code="HF-P067", low=1.0, mend=mend)
    lowered = number(
        effect, "effect of the vaccine", code="HF-P067", low=0.0, high=1.0, open_low=True, mend=_FRACTION, ask=_per_cent
    )
    return (1.0 - 1.0 / contacts) / lowered


def vaccination_gap(
    disease: str,
    *,
    coverage_fraction: float,
    persons: float,
    input_reasons: Iterable[str] = (),
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
    input_reasons : iterable of str
        Why inputs lower the grade (:func:`holdfast.people.input_reason`).

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
    key = one_of(str(disease).strip().casefold(), DISEASES, "disease", code="HF-P067")
    covered = number(coverage_fraction, "coverage", code="HF-P067", low=0.0, high=1.0, mend=_FRACTION, ask=_per_cent)
    people = number(persons, "people in the group", code="HF-P067", low=1.0)
    spread, effect = _ends(f"{key}_r0"), _ends(f"{key}_effect_on_transmission")
    low, high = needed_coverage(spread[0], effect[1]), needed_coverage(spread[1], effect[0])
    gaps = [min(max(0.0, needed - covered), 1.0 - covered) for needed in (low, high)]
    reasons = tuple(input_reasons)
    grade = downgraded(grade_of("vaccination_gap"), reasons)
    norm = value(MEASLES_NORM) / 100.0 if key == "measles" else None
    figures = [_figure(f"{key}_r0"), _figure(f"{key}_effect_on_transmission")]
    return VaccinationGap(
        disease=key,
        coverage_fraction=covered,
        needed_low=low,
        needed_high=high,
        gap_low=gaps[0],
        gap_high=gaps[1],
        persons_short_low=gaps[0] * people,
        persons_short_high=gaps[1] * people,
        below_norm=None if norm is None else covered < norm,
        vaccination_is_enough="yes" if high <= 1.0 else "no" if low > 1.0 else "depends",
        grade=grade,
        notes=(
            "A gap of coverage; whether or when the disease is introduced is not said.",
            "Immunity from infection and clusters without vaccination are left out.",
            *scenario_note(grade),
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


def _per_cent(stated: float) -> str | None:
    return f"{stated:g} per cent meant? give {stated / 100.0:g}" if 1.0 < stated <= 100.0 else None
