"""Water and sanitation held against the bands that mark a risk of diarrhoeal disease. An index, no rate of illness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from holdfast.people.grades import Grade, downgraded, grade_of, scenario_note
from holdfast.people.inputs import fault, number, whole
from holdfast.reference import row

if TYPE_CHECKING:
    from collections.abc import Iterable

WATER = "water [L/person/day]"
LATRINE = "people to a latrine"
CHLORINE = "free residual chlorine [mg/L]"
AREA = "site surface [m2/person]"
OVERFLOW = "sewage overflow [L/day]"
AT_WATER_POINT = "sewage at a water point"
SPECIFICATION = "health specification, section 7"
# quantity, norm, which end of the norm's interval, and the side of it that is a risk
BANDS: tuple[tuple[str, str, Literal["value", "low"], Literal["below", "above"]], ...] = (
    (WATER, "N005", "value", "below"),
    (WATER, "N004", "low", "below"),
    (WATER, "N001", "low", "below"),
    (LATRINE, "N081", "value", "above"),
    (LATRINE, "N080", "value", "above"),
    (CHLORINE, "N039", "low", "below"),
    (AREA, "N103", "value", "below"),
)
LARGEST = {WATER: 500.0, LATRINE: 10_000.0, CHLORINE: 20.0, AREA: 10_000.0, OVERFLOW: 1e9}


@dataclass(frozen=True, slots=True, kw_only=True)
class SanitationBand:
    """One band of the index.

    Attributes
    ----------
    quantity : str
        What is held against the band, with its unit.
    norm_id : str or None
        Row of the norms, ``None`` for a sign that has no number.
    limit : float or None
        End of the band, in the unit of the quantity.
    value : float or None
        What was observed or simulated; ``None`` if it is not known.
    crossed : bool or None
        Whether it lies on the side of risk; ``None`` if it is not known, which is never read as fine.
    """

    quantity: str
    norm_id: str | None
    limit: float | None
    value: float | None
    crossed: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SanitationIndex:
    """Bands crossed, not crossed and not known on a site.

    Attributes
    ----------
    bands : tuple of SanitationBand
        In fixed order.
    crossed, unknown : int
        How many bands are crossed, and of how many nothing is known.
    report_now : bool
        Whether a case of severe acute watery diarrhoea in a person of 2 years or more was seen. It is reported to the
        health authority at once and modelled by nobody; its count is not kept here.
    persons_exposed : float
        People on the site [persons].
    grade : Grade
        THRESHOLD, or one lower when an input is old or guessed.
    notes, sources : tuple of str
        What lowers the grade and what the index leaves out; rows of the norms.
    """

    bands: tuple[SanitationBand, ...]
    crossed: int
    unknown: int
    report_now: bool
    persons_exposed: float
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def sanitation_index(
    *,
    persons: float,
    water_l_per_person_day: float | None = None,
    persons_per_latrine: float | None = None,
    chlorine_mg_per_l: float | None = None,
    area_m2_per_person: float | None = None,
    sewage_overflow_l_per_day: float | None = None,
    sewage_at_water_point: bool | None = None,
    severe_watery_diarrhoea: int | None = None,
    input_reasons: Iterable[str] = (),
) -> SanitationIndex:
    """Hold water and sanitation of a site against the bands of the index.

    Parameters
    ----------
    persons : float
        People on the site [persons], 1 or more.
    water_l_per_person_day : float or None
        Water delivered [L/person/day], 0 to 500. ``None`` here and below: not known.
    persons_per_latrine : float or None
        People to a latrine in use [persons], up to 10,000.
    chlorine_mg_per_l : float or None
        Free residual chlorine where water is collected [mg/L], 0 to 20; a supply without chlorine has 0.
    area_m2_per_person : float or None
        Surface of the site [m2/person].
    sewage_overflow_l_per_day : float or None
        Sewage spilt from septic tanks, wet wells or sewage tanks [L/day].
    sewage_at_water_point : bool or None
        Whether sewage stands within a water point.
    severe_watery_diarrhoea : int or None
        Cases of acute watery diarrhoea with severe dehydration in people of 2 years or more [persons].
    input_reasons : iterable of str
        Why inputs lower the grade (:func:`holdfast.people.input_reason`).

    Returns
    -------
    SanitationIndex

    Raises
    ------
    InputError
        HF-P067, for what is no number, a negative, endless or implausible one, nobody on the site, or nothing known at
        all.

    Notes
    -----
    Bands: water below 15, 7.5 and 2.5 L; more than 20 and 50 people to a latrine; chlorine below 0.2 mg/L; surface below
    45 m2; any overflow; sewage within a water point. The count of bands is no risk of illness and has no slope: the
    evidence for litres and diarrhoea is of low certainty. Source: health specification, section 7.
    """
    numbers = {
        "water_l_per_person_day": (WATER, water_l_per_person_day),
        "persons_per_latrine": (LATRINE, persons_per_latrine),
        "chlorine_mg_per_l": (CHLORINE, chlorine_mg_per_l),
        "area_m2_per_person": (AREA, area_m2_per_person),
        "sewage_overflow_l_per_day": (OVERFLOW, sewage_overflow_l_per_day),
    }
    everyone = number(persons, "persons", code="HF-P067", low=1.0, high=1e9)
    values: dict[str, float | None] = {}
    for argument, (quantity, stated) in numbers.items():
        most = LARGEST[quantity]
        values[quantity] = None if stated is None else number(stated, argument, code="HF-P067", low=0.0, high=most)
    cases = severe_watery_diarrhoea
    if cases is not None:
        cases = whole(cases, "severe_watery_diarrhoea", code="HF-P067", low=0, high=int(everyone))
    if all(one is None for one in (*values.values(), sewage_at_water_point, cases)):
        raise fault(
            "HF-P067",
            "inputs of the sanitation index",
            "nothing known",
            "at least one input",
            "give what was observed",
        )
    reasons = tuple(input_reasons)
    bands = (
        *(_band(quantity, norm, end, side, values[quantity]) for quantity, norm, end, side in BANDS),
        _sign(OVERFLOW, values[OVERFLOW]),
        _sign(AT_WATER_POINT, None if sewage_at_water_point is None else float(sewage_at_water_point)),
    )
    grade = downgraded(grade_of("sanitation_index"), reasons)
    return SanitationIndex(
        bands=bands,
        crossed=sum(band.crossed is True for band in bands),
        unknown=sum(band.crossed is None for band in bands),
        report_now=bool(cases),
        persons_exposed=everyone,
        grade=grade,
        notes=(
            "Bands crossed are a sign for inspection, not a rate of illness; not known is not the same as not crossed.",
            *scenario_note(grade),
            *reasons,
        ),
        sources=(*(norm for _, norm, _, _ in BANDS), SPECIFICATION),
    )


def _band(
    quantity: str, norm: str, end: Literal["value", "low"], side: Literal["below", "above"], value: float | None
) -> SanitationBand:
    found = row(norm)
    limit = found.value if end == "value" else found.low
    if not isinstance(limit, float):  # pragma: no cover - the rows named in BANDS hold one figure
        raise TypeError(norm)
    crossed = None if value is None else (value < limit if side == "below" else value > limit)
    return SanitationBand(quantity=quantity, norm_id=norm, limit=limit, value=value, crossed=crossed)


def _sign(quantity: str, value: float | None) -> SanitationBand:
    return SanitationBand(
        quantity=quantity, norm_id=None, limit=0.0, value=value, crossed=None if value is None else value > 0.0
    )
