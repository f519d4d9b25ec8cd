"""Wasting of children 6 to 59 months old in a shortage, as scenarios of how households share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.errors import InputError
from holdfast.people.figures import figure_value
from holdfast.people.scenarios.drawing import (
    FIGURES,
    MEMBERS,
    both_ends,
    defaults_note,
    drawn,
    from_figure,
    from_row,
    given,
    replaced,
    sources_of,
    spread,
    within,
    yes_or_no,
)
from holdfast.people.scenarios.numerics import normal_below, normal_point
from holdfast.people.scenarios.record import Assumption, Scenario, named
from holdfast.reference import row, value
from holdfast.sites import standard_normal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

Sharing = Literal["low", "central", "high"]
SHARINGS: tuple[Sharing, ...] = ("low", "central", "high")
GAM_BELOW_Z = -2.0
SAM_BELOW_Z = -3.0
CUT_OFFS = ("N144", "N145", "N146", "N147")  # lower ends of the IPC bands 2 to 5 for GAM by weight for height
BASELINE_GAM = "GAM before"
BASELINE_SAM = "SAM before"
RELATIVE_LOSS = "children's relative loss over adults'"
LOSS_OF = "relative loss of mass"
SLOPE = "slope of weight for height on the logarithm of mass"
LEFT_OUT = (
    "Left out: illness, treatment, breast-feeding, oedema, children under 6 months. In the published model illness and"
    " treatment move the result as much as sharing does."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightForHeight:
    """A normal distribution of weight-for-height z-scores: mean and standard deviation [z-scores]."""

    mean: float
    sd: float


def weight_for_height(gam: float, sam: float) -> WeightForHeight:
    """Return the distribution that has a stated share below -2 and below -3.

    Parameters
    ----------
    gam, sam : float
        Share of children 6 to 59 months old below -2 (GAM) and below -3 (SAM) [1], as fractions, 0 < SAM < GAM < 1.

    Returns
    -------
    WeightForHeight
        ``sd = 1 / (z(GAM) - z(SAM))``, ``mean = -2 - z(GAM) sd`` (health specification, section 4).

    Raises
    ------
    InputError
        HF-P064, for a percentage, a share of 0 or 1, or SAM that is not below GAM.
    """
    _shares(gam, sam)
    sd = 1.0 / (normal_point(gam) - normal_point(sam))
    return WeightForHeight(mean=GAM_BELOW_Z - normal_point(gam) * sd, sd=sd)


def shifted_shares(before: WeightForHeight, loss_fraction: float, slope: float) -> tuple[float, float]:
    """Return GAM and SAM after a relative loss of body mass.

    Parameters
    ----------
    before : WeightForHeight
        The distribution before the loss.
    loss_fraction : float
        Relative loss of body mass of the adult-equivalent path at the children's share of intake [1], 0 to 0.4.
    slope : float
        ``s_eff`` [1]: change of the logarithm of mass per z-score.

    Returns
    -------
    tuple of float
        GAM and SAM [1]: ``mean' = mean + ln(1 - w) / s_eff``, the spread unchanged.

    Raises
    ------
    InputError
        HF-P065, for a loss or a slope outside its limits.
    """
    _loss(loss_fraction)
    within("slope of weight for height", slope, 0.0, 1.0, unit="-", open_low=True)
    gam, sam = _shares_after(
        np.array([before.mean]), np.array([before.sd]), np.array([loss_fraction]), np.array([slope])
    )
    return float(gam[0]), float(sam[0])


def cut_offs_crossed(gam: float) -> tuple[str, ...]:
    """Return the ids of the norms whose lower end a share reaches.

    Parameters
    ----------
    gam : float
        Share of children below -2 [1].

    Returns
    -------
    tuple of str
        Among ``N144`` (5 per cent), ``N145`` (10), ``N146`` (15) and ``N147`` (30). That a cut-off is crossed is no
        classification: that is for the analysts of IPC.

    Raises
    ------
    InputError
        HF-P064, for a percentage.
    """
    if not 0.0 <= gam <= 1.0:
        ask = f"{gam:g} per cent meant? give {gam / 100.0:g}" if gam > 1.0 else "give the share as a fraction"
        raise _bad_share("GAM", f"{gam:g}", "a fraction of 0 to 1", ask)
    found = ((one, row(one)) for one in CUT_OFFS)
    ends = ((one, norm.low if norm.kind == "interval" else norm.value) for one, norm in found)
    return tuple(one for one, end in ends if isinstance(end, float) and 100.0 * gam >= end)


def child_wasting(
    *,
    scenario: str,
    loss_by_sharing: Mapping[Sharing, float | tuple[float, float]],
    gam_before: float | None = None,
    sam_before: float | None = None,
    input_reasons: Iterable[str] = (),
    replace: Iterable[Assumption] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> Scenario:
    """Return wasting after a shortage for low, central and high sharing, side by side.

    Parameters
    ----------
    scenario : str
        The condition in words.
    loss_by_sharing : mapping
        For each of ``low``, ``central`` and ``high`` sharing by adults: relative loss of body mass of an adult who
        eats the children's share of intake [1], one figure or a range that is drawn evenly. More sharing cannot mean
        more loss.
    gam_before, sam_before : float or None
        Shares before the shortage [1], both or neither; ``None`` takes the published ones of Gaza before the war.
    input_reasons : iterable of str
        Sentences on inputs that are old or guessed (:func:`holdfast.people.input_reason`); they join the notes.
    replace : iterable of Assumption
        Assumptions that stand in for those of the same name.
    members : int
        Draws, 40 or more.
    seed : int
        Seed of the draws.

    Returns
    -------
    Scenario
        Results ``GAM`` and ``SAM`` [1], one curve for each sharing; never averaged over the sharings.

    Raises
    ------
    InputError
        HF-P060 without a name; HF-P064 for shares that cannot be; HF-P065 for losses outside 0 to 0.4; HF-P066 if one
        of the three sharings is missing or there is another.

    Notes
    -----
    The slope 0.0743 is the one number that was fitted, to fourteen published medians with losses of 4 to 14 per cent;
    a loss beyond is flagged. It reproduces a published model and not observed children.
    Source: health specification, section 4.
    """
    title = named(scenario)
    losses = _losses(loss_by_sharing)
    assumed = replaced((*_before(gam_before, sam_before), *_slope(), *losses.values()), replace)
    draws = drawn(assumed, members=members, seed=seed)
    mean, sd = _weights(draws[BASELINE_GAM], draws[BASELINE_SAM])
    slopes = draws[SLOPE] / draws[RELATIVE_LOSS]
    results, notes = [], []
    reached: set[str] = set()
    for sharing in SHARINGS:
        loss = draws[losses[sharing].name]
        gam, sam = _shares_after(mean, sd, loss, slopes)
        flag = _flag(loss)
        curve = f"{sharing} sharing"
        results += [
            spread("GAM", gam, unit="-", curve=curve, flag=flag),
            spread("SAM", sam, unit="-", curve=curve, flag=flag),
        ]
        crossed = cut_offs_crossed(float(np.median(gam)))
        if crossed:
            end = row(crossed[-1])
            reached.update(crossed)
            notes.append(f"With {curve} the median reaches the cut-off {crossed[-1]} ({end.name}).")
    return Scenario(
        name=title,
        question="What share of children 6 to 59 months old would be below -2 (GAM) and below -3 (SAM) z-scores?",
        results=tuple(results),
        assumptions=assumed,
        notes=(
            *notes,
            "How far adults go short for children cannot be observed; the three curves are not averaged.",
            LEFT_OUT,
            *input_reasons,
            *defaults_note(assumed),
        ),
        sources=(*sources_of(assumed), *sorted(reached)),
    )


def under_five_ratio(
    *,
    scenario: str,
    services_running: bool,
    gam: float,
    sam: float,
    gam_before: float | None = None,
    sam_before: float | None = None,
    input_reasons: Iterable[str] = (),
    replace: Iterable[Assumption] = (),
    members: int = MEMBERS,
    seed: int = 0,
) -> Scenario:
    """Return the ratio of under-five mortality after and before a change of wasting; opt-in, never for adults.

    Parameters
    ----------
    scenario : str
        The condition in words.
    services_running : bool
        Whether health services run. It chooses the set of hazard ratios that is marked; both are shown.
    gam, sam : float
        Shares after the change [1].
    gam_before, sam_before : float or None
        Shares before [1], both or neither; ``None`` takes the published ones of Gaza before the war.
    input_reasons, replace, members, seed
        As in :func:`child_wasting`.

    Returns
    -------
    Scenario
        Result ``under-five mortality, after over before`` [1], one curve for each set. A ratio and not a count.

    Raises
    ------
    InputError
        HF-P060 without a name; HF-P064 for shares that cannot be; HF-P065 if ``services_running`` is a word.

    Notes
    -----
    ``U5MR'/U5MR0 = sum p'_k HR_k / sum p_k HR_k`` over not wasted (HR 1), moderately and severely wasted. Within a set
    the two hazard ratios are drawn together, because one study estimated both. Their published 95 per cent intervals
    are read as 5 and 95 per cent points, which widens them a little. Source: health specification, section 4.
    """
    title = named(scenario)
    yes_or_no("services_running", services_running)
    _shares(gam, sam)
    assumed = replaced(
        (*_before(gam_before, sam_before), *_hazards(), given("GAM after", gam), given("SAM after", sam)), replace
    )
    draws = drawn(
        assumed,
        members=members,
        seed=seed,
        together={f"HR of {k} wasting, set {s}": f"HR {s}" for s in "ab" for k in ("moderate", "severe")},
    )
    results = []
    for key, words, chosen in (("a", "no services", not services_running), ("b", "services running", services_running)):
        moderate, severe = draws[f"HR of moderate wasting, set {key}"], draws[f"HR of severe wasting, set {key}"]
        after = _hazard(draws["GAM after"], draws["SAM after"], moderate, severe)
        base = _hazard(draws[BASELINE_GAM], draws[BASELINE_SAM], moderate, severe)
        curve = f"set {key}, {words}" + (" (chosen)" if chosen else "")
        results.append(spread("under-five mortality, after over before", after / base, unit="-", curve=curve))
    return Scenario(
        name=title,
        question="By what ratio would the mortality of children under five change through wasting alone?",
        results=tuple(results),
        assumptions=assumed,
        notes=(
            "A ratio through wasting alone; no count is made of it, and it says nothing of adults.",
            "Set a comes from cohorts without treatment; where a clinic runs it is too high. The range of set b includes no effect.",
            *input_reasons,
            *defaults_note(assumed),
        ),
        sources=sources_of(assumed),
    )


def _before(gam: float | None, sam: float | None) -> tuple[Assumption, Assumption]:
    if (gam is None) != (sam is None):
        raise _bad_share(
            "GAM and SAM before", "one of the two", "both, or neither for the default", "give both from one survey"
        )
    if gam is None or sam is None:
        return from_figure("baseline_gam", BASELINE_GAM), from_figure("baseline_sam", BASELINE_SAM)
    _shares(gam, sam)
    largest = figure_value(FIGURES, "largest_baseline_gam")
    if gam > largest:
        raise _bad_share(
            "GAM before", f"{gam:g}", f"at most {largest:g}", f"{gam:g} per cent meant? give {gam / 100.0:g}"
        )
    return given(BASELINE_GAM, gam), given(BASELINE_SAM, sam)


def _slope() -> tuple[Assumption, Assumption]:
    fitted = value("health:s_eff")
    found = row("health:s_eff")
    return (
        Assumption(
            name=SLOPE,
            value=fitted,
            low=fitted,
            high=fitted,
            source=found.id,
            status=found.status,
            note="divided by the relative loss",
        ),
        from_row("health:RR_child", RELATIVE_LOSS),
    )


def _hazards() -> tuple[Assumption, ...]:
    return tuple(
        from_row(f"health:HR_{kind}_{key}", f"HR of {words} wasting, set {key}")
        for key in "ab"
        for kind, words in (("mam", "moderate"), ("sam", "severe"))
    )


def _hazard(gam: Floats, sam: Floats, moderate: Floats, severe: Floats) -> Floats:
    return (1.0 - gam) + (gam - sam) * moderate + sam * severe


def _losses(stated: Mapping[Sharing, float | tuple[float, float]]) -> dict[Sharing, Assumption]:
    if set(stated) != set(SHARINGS):
        raise InputError(
            "HF-P066",
            where="loss_by_sharing",
            found=", ".join(sorted(stated)) or "nothing",
            expected="low, central and high, all three",
            mend="give the loss for each of the three; they are shown side by side",
        )
    made: dict[Sharing, Assumption] = {}
    for sharing in SHARINGS:
        loss = stated[sharing]
        for end in both_ends(f"loss, {sharing} sharing", loss):
            _loss(end)
        made[sharing] = given(
            f"{LOSS_OF}, {sharing} sharing", loss, note="adult-equivalent path at the children's share"
        )
    middles = [one.value for one in made.values() if one.value is not None]
    if middles != sorted(middles, reverse=True):
        raise InputError(
            "HF-P065",
            where="loss_by_sharing",
            found=", ".join(f"{sharing} {made[sharing].value:g}" for sharing in SHARINGS),
            expected="no more loss where adults share more",
            mend="exchange the losses, or correct them",
        )
    return made


def _loss(fraction: float) -> None:
    ask = f"{fraction:g} per cent meant? give {fraction / 100.0:g}" if 1.0 <= fraction <= 100.0 else ""
    within("relative loss of body mass", fraction, 0.0, figure_value(FIGURES, "largest_loss"), unit="-", ask=ask)


def _flag(loss: Floats) -> str:
    low, high = figure_value(FIGURES, "calibrated_loss_low"), figure_value(FIGURES, "calibrated_loss_high")
    inside = low <= float(loss.min()) and float(loss.max()) <= high
    return "" if inside else "outside the losses the slope was fitted to"


def _weights(gam: Floats, sam: Floats) -> tuple[Floats, Floats]:
    """Return mean and standard deviation for each draw of the shares before."""
    for one in (float(gam.min()), float(gam.max())):
        _share(BASELINE_GAM, one)
    _shares(float(gam[np.argmin(gam - sam)]), float(sam[np.argmin(gam - sam)]))
    above = standard_normal(gam)
    sd = 1.0 / (above - standard_normal(sam))
    return GAM_BELOW_Z - above * sd, sd


def _shares_after(mean: Floats, sd: Floats, loss: Floats, slope: Floats) -> tuple[Floats, Floats]:
    for one in (float(loss.min()), float(loss.max())):
        _loss(one)
    moved = mean + np.log(1.0 - loss) / slope
    return normal_below((GAM_BELOW_Z - moved) / sd), normal_below((SAM_BELOW_Z - moved) / sd)


def _shares(gam: float, sam: float) -> None:
    _share("GAM", gam)
    _share("SAM", sam)
    if not sam < gam:
        raise _bad_share(
            "SAM",
            f"SAM {sam:g}, GAM {gam:g}",
            "SAM below GAM: every severely wasted child is wasted",
            "exchange them, or correct them",
        )


def _share(name: str, share: float) -> None:
    if not math.isfinite(share) or not 0.0 < share < 1.0:
        ask = (
            f"{share:g} per cent meant? give {share / 100.0:g}"
            if 1.0 <= share <= 100.0
            else "give the share as a fraction; for none found, give the upper end of its interval"
        )
        raise _bad_share(name, f"{share:g}", "a fraction above 0 and below 1", ask)


def _bad_share(where: str, found: str, expected: str, mend: str) -> InputError:
    return InputError("HF-P064", where=where, found=found, expected=expected, mend=mend)
