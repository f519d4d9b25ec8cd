"""What is said to the public about heat: heat index, fans, and the work and rest table by wet-bulb globe temperature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from holdfast.people.air import checked_humidity_percent, checked_temperature_c
from holdfast.people.figures import figure_value
from holdfast.people.grades import Grade
from holdfast.people.heat.conditions import checked_choice, checked_range
from holdfast.people.heat.limits import FIGURES
from holdfast.reference import row, value

if TYPE_CHECKING:
    from collections.abc import Mapping

Scheme = Literal["current", "older"]
Work = Literal["easy", "moderate", "hard"]
WORKS: tuple[Work, ...] = ("easy", "moderate", "hard")
FIRST_WORK_ROW = 241  # N241 to N255: five categories of three kinds of work
BANDS: Mapping[str, str] = {"N234": "caution", "N235": "extreme caution", "N236": "danger", "N237": "extreme danger"}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatIndex:
    """Heat index of the US National Weather Service.

    Attributes
    ----------
    heat_index_c, heat_index_f : float
        What shade and a light wind feel like [degC], [degF].
    category : str or None
        Band of the scheme; ``None`` below its first.
    outside : tuple of str
        Why the index may not be used here; empty where it may.
    """

    heat_index_c: float
    heat_index_f: float
    category: str | None
    scheme: Scheme
    outside: tuple[str, ...]
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FanAdvice:
    """What two authorities say of a fan in air of this temperature.

    Attributes
    ----------
    helpful : {"yes", "disputed", "no"}
        ``disputed`` between the two thresholds.
    statement : str
    """

    helpful: Literal["yes", "disputed", "no"]
    statement: str
    grade: Grade
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkRest:
    """Work, rest and drinking water in one hour (US Army TB MED 507).

    Attributes
    ----------
    category : int or None
        Heat category 1 to 5; ``None`` below the first.
    work_min, rest_min : int or None
        Minutes in the hour; ``None`` where the table sets no limit.
    water_l_per_h : float or None
        Water to drink [L/h].
    most_water_l_per_h, most_water_l_per_day : float
        Never more than this: too much dilutes the blood [L/h], [L/day].
    """

    category: int | None
    work: Work
    work_min: int | None
    rest_min: int | None
    water_l_per_h: float | None
    most_water_l_per_h: float
    most_water_l_per_day: float
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]


def heat_index(temp_c: float, rh_percent: float, *, scheme: Scheme = "current") -> HeatIndex:
    """Work out the heat index and the band it falls into, for public wording only.

    Parameters
    ----------
    temp_c : float
        Air temperature in the shade [degC].
    rh_percent : float
        Relative humidity [%].
    scheme : {"current", "older"}
        Bands of the current classification (danger from 103 degF, extreme danger from 125) or of the older one (105 and
        130). They differ: say which.

    Returns
    -------
    HeatIndex
        With the reasons why it may not be used where it may not.

    Raises
    ------
    InputError
        HF-P010, HF-P011 temperature; HF-P012 humidity; HF-P014 scheme.

    Notes
    -----
    Rothfusz 1990, a regression of Steadman's table, in degF. Below 80 degF and outside the printed table (to 110 degF,
    from 40 per cent) it is flagged. In dry air the index stays near the air temperature and hides the danger: at 49 degC
    and 10 per cent no table value exists, while the limit of people over 65 is passed.
    """
    temp_f = checked_temperature_c(temp_c, "temp_c") * 1.8 + 32.0
    rh = checked_humidity_percent(rh_percent)
    checked_choice(scheme, ("current", "older"), "scheme")
    index_f = _rothfusz_f(temp_f, rh)
    return HeatIndex(
        heat_index_c=(index_f - 32.0) / 1.8,
        heat_index_f=index_f,
        category=_band(index_f, scheme),
        scheme=scheme,
        outside=_outside(temp_f, rh, index_f),
        grade=Grade.THRESHOLD,
        notes=(
            "for healthy people in shade and a light wind; full sun adds up to 15 degF",
            "no driver of anything here: in dry air it hides the danger; hold the hours against heat_limit instead",
        ),
        sources=("N238",) if scheme == "older" else tuple(BANDS),
    )


def _rothfusz_f(t: float, r: float) -> float:
    """Heat index by the regression of Rothfusz 1990 (NWS SR 90-23), degF and per cent."""
    linear = -42.379 + 2.04901523 * t + 10.14333127 * r - 0.22475541 * t * r
    square = -6.83783e-3 * t * t - 5.481717e-2 * r * r
    return linear + square + 1.22874e-3 * t * t * r + 8.5282e-4 * t * r * r - 1.99e-6 * t * t * r * r


def _band(index_f: float, scheme: Scheme) -> str | None:
    if scheme == "older":
        bands = row("N238")
        lows = bands.low if isinstance(bands.low, tuple) else ()
        found = [name for name, low in zip(bands.labels, lows, strict=True) if low is not None and index_f >= low]
        return found[-1] if found else None
    found = [name for norm, name in BANDS.items() if index_f >= _lowest(norm)]
    return found[-1] if found else None


def _lowest(norm: str) -> float:
    band = row(norm)
    low = band.low if isinstance(band.low, float) else band.value
    return low if isinstance(low, float) else value(norm)


def _outside(temp_f: float, rh: float, index_f: float) -> tuple[str, ...]:
    first, last = figure_value(FIGURES, "index_from_f"), figure_value(FIGURES, "index_table_to_f")
    least, most = figure_value(FIGURES, "index_table_from_rh"), figure_value(FIGURES, "index_most_f")
    found = []
    if min(temp_f, index_f) < first:
        found.append(f"cooler than {first:g} degF, where the regression begins")
    if temp_f > last:
        found.append(f"extrapolated: hotter than the printed table, which ends at {last:g} degF")
    if rh < least:
        found.append(f"extrapolated: drier than the printed table, which begins at {least:g} per cent")
    if index_f > most:
        found.append(f"extrapolated: above {most:g} degF the printed table is blank")
    return tuple(found)


def fan_advice(temp_c: float) -> FanAdvice:
    """Say whether a fan helps in air of this temperature (P6).

    Parameters
    ----------
    temp_c : float
        Air temperature where the fan runs [degC].

    Raises
    ------
    InputError
        HF-P010, HF-P011 temperature.

    Notes
    -----
    Two authorities, two thresholds (N229: 35 degC, N230: 40 degC); both are shown. By ISO 7933 moving air of 45 degC at
    2 m/s raises the sweat of a resting person by a fifth.
    """
    temp = checked_temperature_c(temp_c, "temp_c")
    careful, hot = value("N229"), value("N230")
    if temp > hot:
        helpful: Literal["yes", "disputed", "no"] = "no"
        said = f"above {hot:g} degC a fan blows heat at the body: do not rely on it; wet skin and clothes instead"
    elif temp > careful:
        helpful = "disputed"
        said = (
            f"above {careful:g} degC a fan may not prevent illness (WHO Europe 2011); another network of WHO sets {hot:g}"
            " degC; wet skin and clothes as well"
        )
    else:
        helpful = "yes"
        said = f"a fan helps up to {careful:g} degC, by both authorities"
    return FanAdvice(helpful=helpful, statement=said, grade=Grade.THRESHOLD, sources=("N229", "N230"))


def work_rest(wbgt_c: float, work: Work) -> WorkRest:
    """Look up work, rest and water in an hour by wet-bulb globe temperature (US Army TB MED 507).

    Parameters
    ----------
    wbgt_c : float
        Wet-bulb globe temperature, measured or from another program [degC]. Nothing here works it out.
    work : {"easy", "moderate", "hard"}

    Returns
    -------
    WorkRest
        No limit and no water figure below category 1 (78 degF).

    Raises
    ------
    InputError
        HF-P010, HF-P011 temperature; HF-P014 kind of work; HF-P017 where no wet-bulb globe temperature lies.

    Notes
    -----
    For acclimatised, fit adults in summer uniform; individual need varies by a quarter of a quart an hour.
    """
    checked_temperature_c(wbgt_c, "wbgt_c")
    wbgt_f = checked_range(wbgt_c, -20.0, 50.0, "wbgt_c", "degC") * 1.8 + 32.0
    checked_choice(work, WORKS, "work")
    litres = figure_value(FIGURES, "litres_per_quart")
    # A quotient of rounding: 86 degF given as 30 degC is 85.99999999999999 degF.
    reached = [n for n in range(1, 6) if wbgt_f >= figure_value(FIGURES, f"wbgt_category_{n}") - 1e-9]
    category = max(reached, default=None)
    norm = None if category is None else f"N{FIRST_WORK_ROW + 3 * (category - 1) + WORKS.index(work)}"
    cells = row(norm).value if norm is not None else (None, None, None)
    minutes, rest, quarts = cells if isinstance(cells, tuple) else (None, None, None)
    return WorkRest(
        category=category,
        work=work,
        work_min=None if minutes is None else int(minutes),
        rest_min=None if rest is None else int(rest),
        water_l_per_h=None if quarts is None else quarts * litres,
        most_water_l_per_h=value("N256") * litres,
        most_water_l_per_day=value("N257") * litres,
        grade=Grade.THRESHOLD,
        notes=(
            "acclimatised and fit adults in summer uniform; add 5 degF under body armour in humid air",
            "individual need varies by 0.24 L/h; rest means sitting or standing in the shade where there is any",
        ),
        sources=("N256", "N257") if norm is None else (norm, "N256", "N257"),
    )
