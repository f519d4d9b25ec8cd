"""How much more diarrhoea when services of water are lost, and what goes with cholera once it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.people.scenarios.drawing import (
    INTERVALS_READ,
    MEMBERS,
    defaults_note,
    drawn,
    from_figure,
    from_row,
    replaced,
    sources_of,
    spread,
)
from holdfast.people.scenarios.record import Assumption, Scenario, named, unknown_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

SERVICES = {"filtration": "health:RR_dia#1", "solar": "health:RR_dia#2", "chlorination": "health:RR_dia#3"}
EXPOSURES = {
    "untreated water": "health:OR_chol#1",
    "open defecation": "health:OR_chol#2",
    "shared latrine": "health:OR_chol#3",
    "surface water": "health:OR_chol#4",
    "chlorination": "health:OR_chol#5",
    "boiling": "health:OR_chol#6",
    "soap": "health:OR_chol#7",
    "handwashing": "health:OR_chol#8",
    "improved sanitation": "health:OR_chol#9",
}
CAP = "largest ratio"


def diarrhoea_hazard(
    *,
    scenario: str,
    lost: Collection[str],
    replace: Iterable[Assumption] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> Scenario:
    """Return the ratio of child diarrhoea after and before services of water treatment are lost.

    Parameters
    ----------
    scenario : str
        The condition in words.
    lost : collection of str
        Services that ran and no longer do, among ``filtration``, ``chlorination`` and ``solar`` (at the point of use);
        their order does not matter and none counts twice.
    replace, members, seed
        As in :func:`holdfast.people.scenarios.child_wasting`.

    Returns
    -------
    Scenario
        Result ``diarrhoea of children, after over before`` [1]: the product of 1/RR, at most 4. A ratio and not a count.

    Raises
    ------
    InputError
        HF-P060 without a name; HF-P066 for no service, or one that is unknown.

    Notes
    -----
    The trials compare one service with none. A product over several is an assumption, and so is the cap. How many
    litres people have does not enter: there is no usable slope. Source: health specification, section 7.
    """
    title = named(scenario)
    services = _known("lost service of water treatment", lost, SERVICES)
    assumed = replaced(
        (from_figure("largest_hazard_ratio", CAP), *(from_row(SERVICES[one], _relative_risk(one)) for one in services)),
        replace,
    )
    draws = drawn(assumed, members=members, seed=seed)
    product = np.prod([1.0 / draws[_relative_risk(one)] for one in services], axis=0)
    ratio = np.minimum(product, draws[CAP])
    capped = float(np.mean(product > draws[CAP]))
    return Scenario(
        name=title,
        question=f"By what ratio would diarrhoea of children rise if {' and '.join(services)} ended?",
        results=(spread("diarrhoea of children, after over before", ratio, unit="-"),),
        assumptions=assumed,
        notes=(
            "The trials compare one service with none; a product over several is an assumption.",
            f"The cap holds {100.0 * capped:.0f} per cent of the draws.",
            INTERVALS_READ,
            *defaults_note(assumed),
        ),
        sources=sources_of(assumed),
    )


def cholera_odds(
    *,
    scenario: str,
    present: Collection[str],
    replace: Iterable[Assumption] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> Scenario:
    """Return published odds ratios of cholera for what is present, each by itself; conditional on an introduction.

    Parameters
    ----------
    scenario : str
        The condition in words; it names the introduction.
    present : collection of str
        Among ``untreated water``, ``surface water``, ``open defecation``, ``shared latrine``, ``chlorination``,
        ``boiling``, ``soap``, ``handwashing`` and ``improved sanitation``.
    replace, members, seed
        As in :func:`holdfast.people.scenarios.child_wasting`.

    Returns
    -------
    Scenario
        Result ``odds ratio of cholera`` [1] with one curve for each. They are not multiplied: the pooled studies took
        one exposure at a time, and the exposures go together.

    Raises
    ------
    InputError
        HF-P060 without a name; HF-P066 for nothing, or something unknown.
    """
    title = named(scenario)
    exposures = _known("exposure of cholera", present, EXPOSURES)
    assumed = replaced((from_row(EXPOSURES[one], _odds(one)) for one in exposures), replace)
    draws = drawn(assumed, members=members, seed=seed)
    return Scenario(
        name=title,
        question="How do the odds of cholera differ between those with and without each of these, once it is introduced?",
        results=tuple(spread("odds ratio of cholera", draws[_odds(one)], unit="-", curve=one) for one in exposures),
        assumptions=assumed,
        notes=(
            "Conditional on an introduction.",
            "Each ratio is of one exposure by itself; they are not multiplied, and no number of cases follows from them.",
            INTERVALS_READ,
            *defaults_note(assumed),
        ),
        sources=sources_of(assumed),
    )


def _known(what: str, names: Collection[str], there: Mapping[str, str]) -> tuple[str, ...]:
    names = (names,) if isinstance(names, str) else names
    for name in names:
        if name not in there:
            raise unknown_name(what, name, there)
    if not names:
        raise unknown_name(what, "", there)
    return tuple(sorted(set(names)))


def _relative_risk(service: str) -> str:
    return f"relative risk with {service}"


def _odds(exposure: str) -> str:
    return f"odds ratio, {exposure}"
