"""The usual structure of a population: shares by age, sex and state, and what each needs to eat (Annex I)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from holdfast.people.figures import figure_value
from holdfast.reference import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.reference import Row

AgeBand = Literal["0-4", "5-9", "10-14", "15-19", "20-59", "60+"]
Sex = Literal["male", "female"]
State = Literal["none", "pregnant", "lactating"]
Profile = Literal["young", "old", "ill"]

AGE_BANDS: tuple[AgeBand, ...] = get_args(AgeBand)
SEXES: tuple[Sex, ...] = get_args(Sex)
STATES: tuple[State, ...] = get_args(State)
PROFILES: tuple[Profile, ...] = get_args(Profile)

BANDS_OF_MOTHERS: tuple[AgeBand, ...] = ("15-19", "20-59")
"""Bands over which the shares of pregnant and lactating women are spread; Annex I states them for all ages together."""
_EDITION = "UNHCR/WFP Guidelines for Estimating Food and Nutritional Needs"


class Kind(NamedTuple):
    """A kind of person: age band, sex and state."""

    age_band: AgeBand
    sex: Sex
    state: State


KINDS: tuple[Kind, ...] = tuple(
    Kind(band, sex, state)
    for band in AGE_BANDS
    for sex in SEXES
    for state in STATES
    if state == "none" or (sex == "female" and band in ("10-14", *BANDS_OF_MOTHERS))
)
"""Every kind of person that can be, in the order in which groups are listed."""


@cache
def _annex() -> Mapping[tuple[str, str, str], Row]:
    """Rows of Annex I by topic, group and sex."""
    return {
        (row.fields["topic"], row.fields["group"], row.fields["sex"]): row
        for row in table("demography")
        if row.source == _EDITION and row.page.startswith("Annex I") and not row.page.startswith("Annex II")
    }


def _figure(topic: str, group: str, sex: str) -> float:
    value = _annex()[topic, group, sex].value
    if not isinstance(value, float):  # narrows the type; a test reads every row
        raise TypeError(f"{topic} of {group}, {sex} is no number")
    return value


def annex_ids() -> tuple[str, ...]:
    """Return the ids of the rows that the usual structure and its needs are made from, in table order."""
    wanted: dict[str, set[str]] = {"population_share": {*AGE_BANDS, *STATES, "0"}, "energy_requirement": {*AGE_BANDS}}
    wanted["energy_increment"] = {*STATES}
    return tuple(
        row.id for (topic, group, sex), row in _annex().items() if sex in SEXES and group in wanted.get(topic, ())
    )


@cache
def usual_shares() -> Mapping[Kind, float]:
    """Return the share of each kind of person in a usual population.

    Returns
    -------
    Mapping of Kind to float
        Shares that sum to 1, for the kinds that occur; the printed rows sum to 99.97 per cent and are divided by that.

    Notes
    -----
    Developing-country profile of mid-1995 (UNHCR/WFP 1997, Annex I). Annex I gives pregnant and lactating women as
    shares of all people, of no age; here they are spread over women of 15 to 59 in proportion to their number.
    """
    printed = {(band, sex): _figure("population_share", band, sex) for band in AGE_BANDS for sex in SEXES}
    whole = sum(printed.values())
    women = sum(printed[band, "female"] for band in BANDS_OF_MOTHERS)
    carried = {state: _figure("population_share", state, "female") / women for state in ("pregnant", "lactating")}
    carried["none"] = 1.0 - sum(carried.values())
    shares = {}
    for kind in KINDS:
        share = printed[kind.age_band, kind.sex] / whole
        if kind.sex == "female" and kind.age_band in BANDS_OF_MOTHERS:
            share *= carried[kind.state]
        elif kind.state != "none":
            continue
        shares[kind] = share
    return shares


def energy_need_kcal_per_day(age_band: AgeBand, sex: Sex, state: State = "none") -> float:
    """Return what a person of a kind needs to eat [kcal/day], at light activity and 20 degC or more.

    Parameters
    ----------
    age_band, sex, state : str
        A kind of person. The increments are means over pregnancy and over lactation.

    Returns
    -------
    float
        UNHCR/WFP 1997, Annex I; adults of 60 kg (men) and 52 kg (women).
    """
    need = _figure("energy_requirement", age_band, sex)
    return need if state == "none" else need + _figure("energy_increment", state, "female")


def infant_share_of_0_4() -> float:
    """Return the share of the children under five who are under six months old [1]."""
    first, under_5 = (sum(_figure("population_share", group, sex) for sex in SEXES) for group in ("0", "0-4"))
    return first / under_5 * figure_value("population.csv", "infant_half_year")


def published_mean_for_women() -> tuple[float, str]:
    """Return the mean need of women as printed, which its own rows do not give, and the id of its row."""
    return _figure("energy_requirement", "whole population", "female"), _annex()[
        "energy_requirement", "whole population", "female"
    ].id


def narrowed(
    bands: Mapping[AgeBand, float] | None = None, sex: Sex | None = None, state: State | None = None
) -> dict[Kind, float]:
    """Return the usual structure of people of whom something is known.

    Parameters
    ----------
    bands : Mapping of str to float or None
        Weight of each age band relative to its usual share [1]; bands left out do not occur. ``None``: all, at 1.
    sex, state : str or None
        What all of them are; ``None`` where it is not known.

    Returns
    -------
    dict of Kind to float
        Shares that sum to 1; empty if nobody can be of that kind (a pregnant man).
    """
    weights = dict.fromkeys(AGE_BANDS, 1.0) if bands is None else bands
    usual = {**dict.fromkeys(KINDS, 0.0), **usual_shares()}
    fits = [
        kind
        for kind in KINDS
        if weights.get(kind.age_band, 0.0) > 0.0 and sex in {None, kind.sex} and state in {None, kind.state}
    ]
    shares = {kind: usual[kind] * weights[kind.age_band] for kind in fits}
    if fits and not any(shares.values()):
        # Pregnant at 10 to 14: it happens, and the usual structure has no share of it.
        shares = dict.fromkeys(fits, 1.0)
    whole = sum(shares.values())
    return {kind: share / whole for kind, share in shares.items() if share > 0.0}
