"""Which published lines a death rate crosses, and of which that cannot be told yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.people.figures import figure_value
from holdfast.people.grades import Grade, grade_of
from holdfast.people.inputs import number
from holdfast.people.rates.baselines import detection, ratio_interval
from holdfast.people.rates.intervals import CODE, gamma_cdf
from holdfast.people.rates.observed import PER, TABLE, Verdict, least_deaths_for_rate
from holdfast.reference import row, value

if TYPE_CHECKING:
    from holdfast.people.rates.baselines import Baseline
    from holdfast.people.rates.observed import DeathRate


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLine:
    """A line, and what a rate says of it.

    Attributes
    ----------
    norm : str
        The line in words.
    norm_id : str
        Row of the reference tables, or of ``people/rates.csv``.
    line_per_10000_day : float
        Where it lies [deaths/10,000/day].
    comparator : str
        ``>=`` or ``>``: which side of the line crosses it.
    verdict : Verdict
        Crossed if the whole interval is, not crossed if none of it is; otherwise it cannot be told yet.
    probability : float or None
        Probability that the rate is past the line, given the count alone; ``None`` below five deaths.
    persons_exposed : float
        Population of the count [persons].
    grade, notes, sources
        What may be said, in which sense, and from which rows.
    """

    norm: str
    norm_id: str
    line_per_10000_day: float
    comparator: str
    verdict: Verdict
    probability: float | None
    persons_exposed: float
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    def __str__(self) -> str:
        return f"cut-off {self.line_per_10000_day:g} per 10,000 a day ({self.norm}): {self.verdict}"


def lines_crossed(rate: DeathRate, baseline: Baseline | None = None) -> tuple[RateLine, ...]:
    """Say of a rate which published lines it crosses, and of which that cannot be told yet.

    Parameters
    ----------
    rate : DeathRate
        Of :func:`death_rate`.
    baseline : Baseline or None
        What was usual here before (:func:`holdfast.people.baseline_rate`). Twice a known one is the emergency line;
        only without one, or with the default, is it 1 per 10,000 a day (2 for children under five).

    Returns
    -------
    tuple of RateLine
        The emergency line first, then the bands of CDC and MSF (crude rate only), then the cut-off of IPC phase 5.

    Raises
    ------
    InputError
        HF-P050, if the baseline is of the other group.

    Notes
    -----
    Below five deaths every verdict is "cannot tell yet". A crossed cut-off is a fact about a number; what it means for
    a place is classified by the analysts of the body that set it.
    """
    if baseline is not None and baseline.group != rate.group:
        raise InputError(
            "HF-P050",
            where="baseline",
            found=f"a rate of {rate.group} against a baseline of {baseline.group}",
            expected="the same group in both",
            mend="count deaths and baseline of the same people",
        )
    under_five = rate.group == "under-five"
    known = baseline is not None and baseline.is_known
    made = []
    if known and baseline is not None:
        made.append(_twice_baseline(rate, baseline))
    else:
        name = "health:thr_U5" if under_five else "health:thr_CMR"
        made.append(_line(rate, "emergency line where no baseline is known", name, value(name), ">="))
    if not under_five:
        made.extend(_line(rate, f'CDC: "{row(band).name}"', band, value(band), ">") for band in ("N187", "N188"))
        line = figure_value(TABLE, "band_5")
        made.append(_line(rate, "CDC and MSF: highest band", f"people/{TABLE}:band_5", line, ">"))
    norm = "N142" if under_five else "N141"
    note = "deaths not caused by injury are meant; injuries are judged apart"
    made.append(_line(rate, "IPC, death rate of phase 5", norm, value(norm), ">=", (note,)))
    return tuple(made)


def death_rate_band(per_10000_day: float) -> str:
    """Return the band of CDC and MSF that a crude death rate falls in, in the words of their table.

    Parameters
    ----------
    per_10000_day : float
        Crude death rate [deaths/10,000/day], 0 or more.

    Returns
    -------
    str
        ``not above 1``, ``above 1: "very serious"``, ``above 2: "out of control"`` or ``above 5: "major catastrophe"``,
        their words in quotation marks. A rate of exactly 1, 2 or 5 belongs to the band below.

    Raises
    ------
    InputError
        HF-P050, if the rate is negative or no number.
    """
    rate = number(per_10000_day, "per_10000_day", code=CODE, low=0.0)
    if rate > figure_value(TABLE, "band_5"):
        return 'above 5: "major catastrophe"'
    if rate > value("N188"):
        return 'above 2: "out of control"'
    return 'above 1: "very serious"' if rate > value("N187") else "not above 1"


def _line(
    rate: DeathRate, norm: str, norm_id: str, line: float, comparator: str, notes: tuple[str, ...] = ()
) -> RateLine:
    verdict, probability = Verdict.CANNOT_TELL_YET, None
    low, high = rate.low_per_10000_day, rate.high_per_10000_day
    if low is not None and high is not None:
        past = low >= line if comparator == ">=" else low > line
        short = high < line if comparator == ">=" else high <= line
        verdict = Verdict.CROSSED if past else Verdict.NOT_CROSSED if short else verdict
        probability = 1.0 - gamma_cdf(line / PER * rate.person_days, rate.deaths + 0.5)
    else:
        notes = (*notes, f"fewer than {least_deaths_for_rate()} deaths")
    return RateLine(
        norm=norm,
        norm_id=norm_id,
        line_per_10000_day=line,
        comparator=comparator,
        verdict=verdict,
        probability=probability,
        persons_exposed=rate.population,
        grade=grade_of("death_rate"),
        notes=notes,
        sources=(norm_id,),
    )


def _twice_baseline(rate: DeathRate, baseline: Baseline) -> RateLine:
    times = value("N185")
    made = _line(rate, "twice the baseline", "N185", times * baseline.per_10000_day, ">=", baseline.notes)
    verdict, notes = Verdict.CANNOT_TELL_YET, [*made.notes]
    if rate.per_10000_day is not None:
        low, high = ratio_interval(rate, baseline)
        verdict = Verdict.CROSSED if low >= times else Verdict.NOT_CROSSED if high < times else verdict
        notes.append(f"{low:.2g} to {high:.2g} times the baseline ({100 * rate.level:g} %)")
    if verdict is Verdict.CANNOT_TELL_YET and baseline.per_10000_day > 0.0:
        weeks = detection(rate.population, baseline.per_10000_day, power=0.8, alpha=0.05, ratio=times).weeks
        notes.append(f"among so many people a doubling shows after about {weeks} weeks; {rate.days / 7.0:.1f} are seen")
    return RateLine(
        norm=made.norm,
        norm_id=made.norm_id,
        line_per_10000_day=made.line_per_10000_day,
        comparator=made.comparator,
        verdict=verdict,
        probability=made.probability if baseline.deaths is None else None,
        persons_exposed=made.persons_exposed,
        grade=made.grade,
        notes=tuple(notes),
        sources=(*made.sources, *baseline.sources),
    )
