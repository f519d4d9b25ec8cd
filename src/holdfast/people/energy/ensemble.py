"""Members of the ensemble of adult energy balance: what is drawn, and the shares of adults past each limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from holdfast.people.energy.equations import FIGURES, Bodies, Integrator, bodies, resting_kcal
from holdfast.people.energy.person import Person
from holdfast.people.energy.planning import linear_response
from holdfast.people.energy.refeeding import BMI_ALONE, BMI_OF_TWO, LOSS_ALONE, LOSS_OF_TWO
from holdfast.people.figures import figure_value
from holdfast.reference import prior, row, value
from holdfast.sites import Value, stream

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from holdfast.people.energy.types import AdultType

    Floats = NDArray[np.float64]

LOSSES_PERCENT = (5.0, 10.0, 15.0, 20.0)
BMIS = (18.5, 17.0, 16.0)
CHUNK = 4_096  # bodies stepped at once: their arrays stay in the cache of the processor
STEP_D = 0.5  # within 10 g of the exact path after a jump of intake (a test), at half the time of 0.25
MOST_SIGMAS = 3.0
_SHAPES: Mapping[str, Literal["uniform", "triangular"]] = {"uniform": "uniform", "triangular": "triangular"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Members:
    """One array of shape (members,) for each unknown of the ensemble; all unknowns of a member are drawn apart.

    Attributes
    ----------
    kappa2, tau_u_d, pal, pal_floor, eaten_ratio : ndarray
        ``health:kappa2``, ``health:tau_u`` [d], ``health:PAL0``, ``health:PAL_floor``, ``health:r_hh``.
    expenditure : ndarray
        Expenditure of the group over the usual one [1], 3 per cent around 1.
    """

    kappa2: Floats
    tau_u_d: Floats
    pal: Floats
    pal_floor: Floats
    eaten_ratio: Floats
    expenditure: Floats

    @property
    def size(self) -> int:
        """Number of members."""
        return int(self.kappa2.size)


def draw_members(members: int, seed: int, eaten_ratio: float | None) -> Members:
    """Draw members from named streams: the first n do not depend on how many are drawn, nor one unknown on another."""

    def drawn(name: str) -> Floats:
        known = prior(f"health:{name}")
        spread = Value(value=known.value, low=known.low, high=known.high, distribution=_SHAPES[known.distribution])
        return spread.quantile(stream(seed, "people", "energy", name).random(members))

    score = stream(seed, "people", "energy", "sigma_E").standard_normal(members)
    return Members(
        kappa2=drawn("kappa2"),
        tau_u_d=drawn("tau_u"),
        pal=drawn("PAL0"),
        pal_floor=drawn("PAL_floor"),
        eaten_ratio=drawn("r_hh") if eaten_ratio is None else np.full(members, eaten_ratio),
        expenditure=1.0 + figure_value(FIGURES, "sigma_group") * np.clip(score, -MOST_SIGMAS, MOST_SIGMAS),
    )


def central_members(kappa2: Sequence[float], eaten_ratio: float | None) -> Members:
    """Return members with every unknown at its central value but the one given."""
    size = len(kappa2)
    middle = {name: np.full(size, prior(f"health:{name}").value) for name in ("tau_u", "PAL0", "PAL_floor", "r_hh")}
    return Members(
        kappa2=np.array(kappa2, dtype=np.float64),
        tau_u_d=middle["tau_u"],
        pal=middle["PAL0"],
        pal_floor=middle["PAL_floor"],
        eaten_ratio=middle["r_hh"] if eaten_ratio is None else np.full(size, eaten_ratio),
        expenditure=np.ones(size),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """What becomes of the adults in each member.

    Attributes
    ----------
    mean_loss_percent : ndarray (days + 1, members)
        Loss of the mean body mass of adults [%].
    share_lost, share_below : ndarray (4 or 3, days + 1, members)
        Share of adults who lost more than ``LOSSES_PERCENT``, or who are below ``BMIS`` [1].
    share_refeeding : ndarray (days + 1, members)
        Share of adults to be fed with care by what body mass says [1].
    women_thin : ndarray (days + 1, members)
        Share of women of 20 to 59 years below a body-mass index of 18.5 [1].
    held : ndarray (members,)
        Share of adults whose path stopped at the lowest body-mass index observed [1].
    """

    mean_loss_percent: Floats
    share_lost: Floats
    share_below: Floats
    share_refeeding: Floats
    women_thin: Floats
    held: Floats


class Adults:
    """Types of adults as arrays of shape (types, 1), and the paths of members through them.

    Parameters
    ----------
    types : sequence of AdultType
        Who; every type counts with its persons.
    """

    def __init__(self, types: Sequence[AdultType]) -> None:
        def column(of: Sequence[float]) -> Floats:
            return np.array(of, dtype=np.float64)[:, None]

        self.male = column([1.0 if each.sex == "male" else 0.0 for each in types])
        self.mass_kg = column([each.mass_kg for each in types])
        self.height_m = column([each.height_m for each in types])
        self.age_y = column([each.age_y for each in types])
        self.bmi_sd = column([each.bmi_sd for each in types])
        persons = column([each.persons for each in types])
        self.weight = persons / persons.sum()
        self.resting = resting_kcal(self.male, self.mass_kg, self.height_m, self.age_y)
        women = column([1.0 if each.sex == "female" and each.age_band == "20-59" else 0.0 for each in types])
        self.women = self.weight * women
        groups = np.array([f"{each.sex} {each.age_band}" for each in types])
        # What a type eats over what its group eats on average: within a group food goes by need.
        self.of_group = np.empty_like(self.resting)
        for group in set(groups.tolist()):
            inside = (groups == group)[:, None]
            self.of_group[inside] = self.resting[inside] / np.average(self.resting[inside], weights=persons[inside])
        answers = [
            linear_response(Person(each.sex, each.mass_kg, each.height_m, each.age_y, value("health:PAL0")))
            for each in types
        ]
        self.rest_tau_d = column([answer.tau_d for answer in answers])
        spread = float(row("health:sigma_E").parameters["sd"])
        # A person who spends 5 per cent more than the type loses more, by the linear response.
        self.person_kg = (
            spread * value("health:PAL0") * self.resting / column([a.epsilon_kcal_per_kg_day for a in answers])
        )

    def run(self, members: Members, need_kcal: Floats, covered: Floats) -> Paths:
        """Return the paths of the members.

        Parameters
        ----------
        members : Members
            m members.
        need_kcal : ndarray (types, 1)
            Need of the group of each type [kcal/d].
        covered : ndarray (days, m)
            Share of their need that adults eat [1].
        """
        types, days = self.mass_kg.size, covered.shape[0]
        made = [np.empty((days + 1, members.size)) for _ in range(3)]
        lost, below = (np.empty((len(of), days + 1, members.size)) for of in (LOSSES_PERCENT, BMIS))
        held = np.empty(members.size)
        width = max(1, CHUNK // types)
        ration = need_kcal * self.of_group
        for start in range(0, members.size, width):
            part = slice(start, min(start + width, members.size))
            step = Integrator(self._bodies(members, part), step_d=STEP_D)
            mass = step.mass_kg()
            for day in range(days + 1):
                if day:
                    eaten = (ration * covered[day - 1, part]).ravel()
                    # Who is at the mass of the start eats no more than kept it (an assumption): a gain would be
                    # counted as a store before a shortage, and push its dates back.
                    full = mass >= step.of.mass_kg
                    step.day(np.where(full, np.minimum(eaten, step.of.reference_kcal), eaten))
                    mass = step.mass_kg()
                self._count(day, mass.reshape(types, -1), part, made, lost, below)
            held[part] = (self.weight * step.stopped.reshape(types, -1)).sum(axis=0)
        return Paths(
            mean_loss_percent=made[0],
            share_lost=lost,
            share_below=below,
            share_refeeding=made[1],
            women_thin=made[2],
            held=held,
        )

    def _bodies(self, members: Members, part: slice) -> Bodies:
        shape = (self.mass_kg.size, members.kappa2[part].size)

        def flat(array: Floats) -> Floats:
            return np.ascontiguousarray(np.broadcast_to(array, shape)).ravel()

        return bodies(
            male=flat(self.male),
            mass_kg=flat(self.mass_kg),
            height_m=flat(self.height_m),
            age_y=flat(self.age_y),
            reference_kcal=flat(self.resting * members.pal[part] * members.expenditure[part]),
            kappa2=flat(members.kappa2[part]),
            lag_d=flat(members.tau_u_d[part]),
            pal_floor=flat(members.pal_floor[part]),
        )

    def _count(self, day: int, mass: Floats, part: slice, made: list[Floats], lost: Floats, below: Floats) -> None:
        """Write the shares of one day; persons of a type lie normally around it."""
        person = self.person_kg * -np.expm1(-day / self.rest_tau_d)
        loss = 100.0 * (1.0 - mass / self.mass_kg)
        loss_sd = np.maximum(100.0 * person / self.mass_kg, 1e-6)
        for at, limit in enumerate(LOSSES_PERCENT):
            lost[at, day, part] = (self.weight * _normal_cdf_fast((loss - limit) / loss_sd)).sum(axis=0)
        index = mass / self.height_m**2
        index_sd = np.maximum(np.hypot(person / self.height_m**2, self.bmi_sd), 1e-6)
        for at, limit in enumerate(BMIS):
            share = _normal_cdf_fast((limit - index) / index_sd)
            below[at, day, part] = (self.weight * share).sum(axis=0)
            if limit == BMI_OF_TWO:
                made[2][day, part] = (self.women * share).sum(axis=0) / max(float(self.women.sum()), 1e-12)
        made[0][day, part] = 100.0 * (1.0 - (self.weight * mass).sum(axis=0) / (self.weight * self.mass_kg).sum())
        # As if the thinnest were those who lost most: the least that the parts of the rule together can be.
        alone = np.maximum(below[BMIS.index(BMI_ALONE), day, part], lost[LOSSES_PERCENT.index(LOSS_ALONE), day, part])
        both = np.minimum(below[BMIS.index(BMI_OF_TWO), day, part], lost[LOSSES_PERCENT.index(LOSS_OF_TWO), day, part])
        made[1][day, part] = np.maximum(alone, both)


def _normal_cdf_fast(score: Floats) -> Floats:
    """Return the normal distribution function, to 1e-7 (Abramowitz and Stegun 26.2.17).

    numpy has none, and the error function of the standard library takes one number: here millions are asked for.
    """
    far = np.minimum(np.abs(score), 12.0)
    t = 1.0 / (1.0 + 0.2316419 * far)
    tail = t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
    tail *= 0.3989422804014327 * np.exp(-0.5 * far * far)
    return np.where(score > 0.0, 1.0 - tail, tail)
