"""Infection from a swallowed dose: of use as a ratio before and after treatment, and for nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.people.figures import figure_value
from holdfast.people.scenarios.drawing import (
    FIGURES,
    MEMBERS,
    both_ends,
    defaults_note,
    drawn,
    from_figure,
    from_row,
    replaced,
    sources_of,
    spread,
    within,
    yes_or_no,
)
from holdfast.people.scenarios.record import Assumption, Scenario, named, unknown_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PATHOGENS = {
    "Vibrio cholerae": "vibrio",
    "Shigella": "shigella",
    "rotavirus": "rotavirus",
    "Campylobacter": "campylobacter",
}
MOST_ORGANISMS = 1e15
MOST_LOGS = 12.0
LEAST_ALPHA = 0.01  # below it 2^(1/alpha) leaves the numbers of the machine
ALPHA = "exponent alpha"
N50 = "dose that infects half"
DOSE = "dose before treatment"
REMOVED = "removal by treatment"
VIBRIOS = "vibrios in raw sewage during transmission"
SWALLOWED = "raw sewage swallowed"


def infection_probability(dose: float, *, alpha: float, n50: float) -> float:
    """Return the probability of infection from one dose (beta-Poisson).

    Parameters
    ----------
    dose : float
        Organisms swallowed, 0 to 1e15.
    alpha : float
        Exponent [1], 0.01 to 10.
    n50 : float
        Dose that infects half [organisms], more than 0.

    Returns
    -------
    float
        ``P = 1 - (1 + dose / N50 (2^(1/alpha) - 1))^(-alpha)`` [1]. The approximate form, of healthy adults in trials; of
        use for a ratio of two doses and not as a share of people who would fall ill.

    Raises
    ------
    InputError
        HF-P065, outside those limits.
    """
    within("dose", dose, 0.0, MOST_ORGANISMS, unit="organisms")
    within(ALPHA, alpha, LEAST_ALPHA, 10.0, unit="-")
    within(N50, n50, 0.0, MOST_ORGANISMS, unit="organisms", open_low=True)
    return float(_infected(np.array([dose]), np.array([alpha]), np.array([n50]))[0])


def pathogen_figures(pathogen: str) -> tuple[float, float]:
    """Return alpha [1] and N50 [organisms] of a pathogen; HF-P066 names those there are."""
    key = _key(pathogen)
    return figure_value(FIGURES, f"{key}_alpha"), figure_value(FIGURES, f"{key}_n50")


def treatment_ratio(
    *,
    scenario: str,
    pathogen: str,
    dose: float | tuple[float, float],
    log10_removal: float | tuple[float, float],
    replace: Iterable[Assumption] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> Scenario:
    """Return the risk of infection after treatment over the risk before, for a range of doses.

    Parameters
    ----------
    scenario : str
        The condition in words.
    pathogen : str
        ``Vibrio cholerae``, ``Shigella``, ``rotavirus`` or ``Campylobacter``.
    dose : float or tuple of float
        Dose before treatment [organisms], more than 0, or the lowest and the highest; a range is drawn evenly on a
        logarithmic scale.
    log10_removal : float or tuple of float
        Removal by the treatment [log10], 0 to 12; a range is drawn evenly.
    replace, members, seed
        As in :func:`holdfast.people.scenarios.child_wasting`.

    Returns
    -------
    Scenario
        Result ``risk of infection, after over before`` [1]; at most 1, and never an absolute risk.

    Raises
    ------
    InputError
        HF-P060 without a name; HF-P065 for a dose or a removal outside its limits; HF-P066 for another pathogen.

    Notes
    -----
    At low doses the ratio is the removal itself; at high doses it is nearer to 1, because nearly everybody is infected
    anyhow. Source: health specification, section 7.
    """
    title = named(scenario)
    key = _key(pathogen)
    low, high = both_ends(DOSE, dose, unit="organisms")
    within("lowest dose", low, 0.0, MOST_ORGANISMS, unit="organisms", open_low=True)
    within("highest dose", high, low, MOST_ORGANISMS, unit="organisms")
    ends = both_ends(REMOVED, log10_removal, unit="log10")
    for end in ends:
        within(REMOVED, end, 0.0, MOST_LOGS, unit="log10")
    assumed = replaced(
        (
            from_figure(f"{key}_alpha", ALPHA),
            from_figure(f"{key}_n50", N50),
            Assumption(
                name=DOSE,
                value=float(np.sqrt(low * high)),
                low=low,
                high=high,
                source="the caller",
                status="given",
                unit="organisms",
                distribution="loguniform",
            ),
            Assumption(
                name=REMOVED,
                value=sum(ends) / 2.0,
                low=ends[0],
                high=ends[1],
                source="the caller",
                status="given",
                unit="log10",
                distribution="uniform",
            ),
        ),
        replace,
    )
    draws = drawn(assumed, members=members, seed=seed)
    limits = (
        (ALPHA, LEAST_ALPHA, 10.0),
        (N50, 1e-3, MOST_ORGANISMS),
        (DOSE, 1e-12, MOST_ORGANISMS),
        (REMOVED, 0.0, MOST_LOGS),
    )
    for name, least, most in limits:
        for end in (float(draws[name].min()), float(draws[name].max())):
            within(name, end, least, most, unit="-")
    before = _infected(draws[DOSE], draws[ALPHA], draws[N50])
    after = _infected(draws[DOSE] * 10.0 ** -draws[REMOVED], draws[ALPHA], draws[N50])
    return Scenario(
        name=title,
        question=f"By what ratio would treatment change the risk of infection with {pathogen} from one dose?",
        results=(spread("risk of infection, after over before", after / before, unit="-"),),
        assumptions=assumed,
        notes=(
            "A ratio of two risks; neither risk is stated, because what the water holds is seldom known.",
            *defaults_note(assumed),
        ),
        sources=sources_of(assumed),
    )


def sewage_dose(*, litres_of_sewage: float, transmission: bool) -> tuple[float, float]:
    """Return the vibrios in a volume of raw sewage.

    Parameters
    ----------
    litres_of_sewage : float
        Raw sewage in what is drunk at once [L], 0 to 2.
    transmission : bool
        Whether cholera is being transmitted; without it sewage holds none.

    Returns
    -------
    tuple of float
        Lowest and highest dose [organisms], both 0 without transmission.

    Raises
    ------
    InputError
        HF-P065, for a volume outside 0 to 2 L.
    """
    within(SWALLOWED, litres_of_sewage, 0.0, 2.0, unit="L")
    found = from_row("health:c_sew", VIBRIOS)
    if not yes_or_no("transmission", transmission) or found.low is None or found.high is None:
        return 0.0, 0.0
    return found.low * litres_of_sewage, found.high * litres_of_sewage


def _infected(dose: Floats, alpha: Floats, n50: Floats) -> Floats:
    # log1p and expm1 keep a ratio of two tiny risks exact.
    found: Floats = -np.expm1(-alpha * np.log1p(dose / n50 * np.expm1(np.log(2.0) / alpha)))
    return found


def _key(pathogen: str) -> str:
    found = {name.casefold(): key for name, key in PATHOGENS.items()}.get(pathogen.strip().casefold())
    if found is None:
        raise unknown_name("pathogen", pathogen, PATHOGENS)
    return found
