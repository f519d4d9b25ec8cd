"""W8: exact selection of quantiles against NumPy, on sets of 10,000 values of three kinds."""

from __future__ import annotations

import inspect
from functools import cache, partial
from typing import TYPE_CHECKING

import numba
import numpy as np
from numba.extending import register_jitable

from benchmarks.measure import Row, alternated, digest_of, judged, seconds
from holdfast.lifelines import quantiles
from holdfast.lifelines.compiled import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.reference6 import Floats

MEMBERS = 10_000
SETS = 120
LANES = 64
PROBABILITIES = np.array([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95])


@cache
def compiled() -> Callable[..., None]:
    """Return the selection built with the engine's own options."""
    options = {"error_model": "numpy", **OPTIONS}
    for function in vars(quantiles).values():
        if inspect.isfunction(function) and function.__module__ == quantiles.__name__:
            register_jitable(**options)(function)
    build: Callable[..., None] = numba.jit(nopython=True, nogil=True, **options)(quantiles.select_quantiles)
    return build


def kinds() -> dict[str, Floats]:
    """Invented sets: (SETS, MEMBERS) of each kind."""
    z = np.random.default_rng(8).normal(size=(SETS, MEMBERS))
    return {
        "smooth sets": z,
        "skewed sets": np.exp(2 * z),
        "ties at both limits": np.clip(z, -0.5, 1.0),
        "ties in between": np.where(np.abs(z) < 0.5, 0.125, z),
        "steps": np.round(3 * z),
        "mostly nothing": np.where(z > 1.7, np.exp(z), 0.0),
        "constants": np.repeat(np.arange(float(SETS))[:, None], MEMBERS, axis=1),
    }


def blocks_of(sets: Floats) -> Floats:
    """(sets, members) as (blocks, 1, sets, lanes)."""
    padded = np.pad(sets, ((0, 0), (0, -sets.shape[1] % LANES)), constant_values=np.nan)
    return np.ascontiguousarray(padded.reshape(len(sets), -1, LANES).transpose(1, 0, 2))[:, None]


def compare(what: str, sets: Floats) -> Row:
    """Time selection and partition in turn on the same sets, after checking every quantile bit for bit."""
    count, members = sets.shape
    buffer, out = blocks_of(sets), np.empty((count, len(PROBABILITIES), 1))
    counts, work = quantiles.quantile_scratch(members, LANES, len(PROBABILITIES))
    ranks = np.floor((members - 1) * PROBABILITIES).astype(int)
    wanted = np.unique(np.concatenate([ranks, np.minimum(ranks + 1, members - 1)]))

    def ours() -> None:
        compiled()(buffer, members, PROBABILITIES, counts, work, out, 0, count)

    def partition() -> None:
        for one in sets:
            np.partition(one, wanted)

    def quantile() -> None:
        for one in sets:
            np.quantile(one, PROBABILITIES)

    ours()
    right = bool((out[:, :, 0] == np.quantile(sets, PROBABILITIES, axis=1).T).all())
    works = {"selection": ours, "numpy.partition": partition, "numpy.quantile": quantile}
    times = alternated({name: partial(seconds, work) for name, work in works.items()})
    ours_s = times["selection"].shortest_s
    return judged(
        "W8",
        f"selection / numpy.partition, {what}",
        ours_s / times["numpy.partition"].shortest_s,
        must="<= 0.6",
        aim="<= 0.3",
        passed=right,
        checked="every quantile equals numpy.quantile to the bit",
        times=times,
        digest=digest_of(out),
        note=(
            f"{count} sets of {members:,} float64, 7 quantiles; {1e6 * ours_s / count:.0f} us a set; "
            f"{times['numpy.quantile'].shortest_s / ours_s:.1f} times as quick as numpy.quantile"
        ),
    )


def rows() -> list[Row]:
    every = kinds()
    parts = [compare(name, sets) for name, sets in every.items()]
    whole = np.concatenate([sets[: SETS // 2] for sets in every.values()])
    return [compare("all kinds together", whole), *parts]
