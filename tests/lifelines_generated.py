"""Invented sites run for tests of properties: cut loose from policies, from the gate or from power as a test needs it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from holdfast.lifelines import Event, Run, simulate
from holdfast.sites import Site, generate, prior_draws, values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any

    from holdfast.sites import Draws

HOURS = 120
MEMBERS = 3
SEED = 11
# Shapes that every run of these tests sees: seed of the site -> what stands there (checked in the tests).
SHAPES = {
    47: "nobody, and shelters",
    52: "nobody, one store, nothing else",
    200: "nearly a million people",
    413: "nearly a million people and three sets",
    21: "one store",
    68: "forty stores, three sets, three shelter types",
    158: "forty stores and six sets",
    66: "three shelter models, three sets",
    18: "five services and four sets",
}
SEEDS = st.integers(0, 20_000)
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)  # a seed that is a smaller number is no simpler site


def for_seeds(few: int, many: int, *, shapes: Iterable[int] = ()) -> Callable[..., Any]:
    """Turn a check of one seed into two tests: a few seeds (the same in CI), and under the marker ``slow`` many."""

    def wrap(check: Callable[..., None]) -> Any:
        def test(seed: int) -> None:
            check(seed)

        def tested(examples: int) -> Any:
            made = settings(max_examples=examples, deadline=None, phases=PHASES)(given(seed=SEEDS)(_named(test, check)))
            for shape in shapes:
                made = example(seed=shape)(made)
            return made

        both = (pytest.param(tested(few), id="few"), pytest.param(tested(many), id="many", marks=pytest.mark.slow))

        @pytest.mark.parametrize("run_seeds", both)
        def over_seeds(run_seeds: Callable[[], None]) -> None:
            run_seeds()

        return _named(over_seeds, check)

    return wrap


def _named(made: Any, check: Callable[..., None]) -> Any:
    made.__name__, made.__qualname__, made.__doc__ = check.__name__, check.__qualname__, check.__doc__
    made.__module__ = check.__module__
    return made


@cache
def site_of(seed: int) -> Site:
    """The invented site of a seed."""
    return generate(seed)


def drawn(site: Site, members: int = MEMBERS) -> Draws:
    """Draws of everything the site leaves open."""
    return prior_draws(site, members, SEED)


def run(site: Site, draws: Draws | None = None, **other: Any) -> Run:
    """Run a site with all outputs kept, without random failures and without the weather's residual."""
    given_: dict[str, Any] = {"hours": HOURS, "deterministic": True, "keep": "all", "seed": SEED} | other
    return simulate(site, draws=drawn(site) if draws is None else draws, **given_)


def matching(site: Site, start: str, end: str) -> tuple[str, ...]:
    """Value paths of a site that begin and end so."""
    return tuple(entry.path for entry in values(site) if entry.path.startswith(start) and entry.path.endswith(end))


def scaled(site: Site, draws: Draws, start: str, end: str, factor: float, *, most: str | None = None) -> Draws:
    """Draws with the values of some paths times a factor; ``most`` names the field that bounds them (a container)."""
    changes: dict[str, np.ndarray] = {}
    for path in matching(site, start, end):
        array = draws[path] * factor
        changes[path] = np.minimum(array, draws[path.removesuffix(end) + most]) if most else array
    return draws.replace(changes)


def without_policies(site: Site) -> Site:
    """The site without what lets more of a thing shorten a lifeline by somebody's decision, or by a tank's fault.

    Run-hour windows, fuel floors and the ration table (E10, W1) hold something back that is used once there is more;
    a tank with a rupture level is torn by its own content. Minimum loads and minimum useful shares are numbers: see
    `without_floors`.
    """
    return site.model_copy(
        update={
            "loads": tuple(load.model_copy(update={"hours": None, "fuel_floor_l": None}) for load in site.loads),
            "water": site.water.model_copy(update={"ration": ()}),
            "tanks": tuple(tank.model_copy(update={"rupture_level_m3": None}) for tank in site.tanks),
            "sewage_tanks": tuple(pit.model_copy(update={"rupture_level_m3": None}) for pit in site.sewage_tanks),
        }
    )


def without_floors(site: Site, draws: Draws) -> Draws:
    """The draws without minimum loads of sets, minimum useful shares of classes and minimum charges of batteries."""
    ends = (("generators.", ".min_load_fraction"), ("loads.", ".min_useful_fraction"), ("batteries.", ".min_fraction"))
    return draws.replace({path: 0.0 for start, end in ends for path in matching(site, start, end)})


def cut_off(site: Site) -> tuple[Site, tuple[Event, ...]]:
    """The site with no power and a closed gate from the first hour on, and the events that make it so."""
    dark = site.model_copy(
        update={
            "pv": (),
            "batteries": (),
            "trucks": tuple(truck.model_copy(update={"needs_gate": True}) for truck in site.trucks),
        }
    )
    stop = [Event(hour=0, kind="passing", asset="gate", quantity=0.0)]
    return dark, (*stop, *outage(site, 0))


def outage(site: Site, hour: int) -> tuple[Event, ...]:
    """Every set and grid line gone from an hour on; destroyed, because a set that fails is repaired where kits are."""
    return (
        *(Event(hour=hour, kind="destroy", asset=set_.id, quantity=1.0) for set_ in site.generators),
        *(Event(hour=hour, kind="grid", asset=line.id, quantity=0.0) for line in site.grid),
    )


def shortened(base: Run, other: Run) -> dict[str, float]:
    """Events that come earlier in the other run, with by how many hours at most (beyond rounding)."""
    found: dict[str, float] = {}
    for name, times in base.event_times.items():
        now = other.event_times[name]
        finite = np.isfinite(now)
        earlier = np.where(np.isfinite(times[finite]), times[finite], base.hours) - now[finite]
        if (now[finite] < times[finite] - 1e-6).any():
            found[name] = float(earlier.max())
    return found


def same_bits(one: Mapping[str, np.ndarray], other: Mapping[str, np.ndarray], upto: int | None = None) -> bool:
    """True where all outputs are the same to the bit (in the first hours)."""
    return set(one) == set(other) and all(
        np.array_equal(array[..., :upto], other[name][..., :upto]) for name, array in one.items()
    )
