"""Exact quantiles: equal to numpy's to the bit, for ties, constants, infinities, and however the work is divided."""

from __future__ import annotations

import inspect
import math
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from holdfast.lifelines import quantiles as room
from holdfast.lifelines.compiled import OPTIONS
from holdfast.lifelines.quantiles import quantile_scratch, select_quantiles, sorted_quantiles

if TYPE_CHECKING:
    from collections.abc import Callable

SEVEN = np.array([0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95])
LANES = 64


@cache
def compiled() -> Callable[..., None]:
    import numba
    from numba.extending import register_jitable

    options: dict[str, Any] = {**OPTIONS, "error_model": "numpy"}
    for function in vars(room).values():
        if inspect.isfunction(function) and function.__module__ == room.__name__:
            register_jitable(**options)(function)
    return numba.jit(nopython=True, nogil=True, **options)(select_quantiles)


def buffer_of(sets: np.ndarray, lanes: int = LANES) -> np.ndarray:
    """(members, hours, outputs) as blocks of lanes; lanes beyond the members hold rubbish that must not count."""
    members, hours, outputs = sets.shape
    blocks = -(-members // lanes)
    padded = np.full((blocks * lanes, hours, outputs), np.nan)
    padded[:members] = sets
    return np.ascontiguousarray(padded.reshape(blocks, lanes, hours, outputs).transpose(0, 2, 3, 1))


def select(
    sets: np.ndarray, probabilities: np.ndarray = SEVEN, *, plain: bool = False, lanes: int = LANES
) -> np.ndarray:
    members, hours, outputs = sets.shape
    out = np.full((outputs, len(probabilities), hours), -7.0)
    counts, work = quantile_scratch(members, lanes, len(probabilities))
    counts[:], work[:] = 123_456, np.nan  # what was left there before must not matter
    run = select_quantiles if plain else compiled()
    run(buffer_of(sets, lanes), members, probabilities, counts, work, out, 0, hours * outputs)
    return out


def one(values: np.ndarray, probabilities: np.ndarray = SEVEN, *, plain: bool = False) -> np.ndarray:
    return select(np.asarray(values, dtype=float)[:, None, None], probabilities, plain=plain)[0, :, 0]


def kinds(members: int) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(5)
    z = draw.normal(size=members)
    return {
        "smooth": z,
        "even": draw.random(members),
        "constant": np.full(members, 3.25),
        "tied at both limits": np.clip(z, -0.4, 0.7),
        "mostly nothing": np.where(z > 1.7, np.exp(z), 0.0),
        "two values": np.where(z > 0, 40_000.0, 0.0),
        "steps": np.round(3 * z),
        "a tie in the middle": np.where(abs(z) < 0.6, 0.1234, z),
        "one far off": np.where(np.arange(members) == members // 2, 1e12, z),
        "many scales": np.exp(8 * z),
        "ascending": np.sort(z),
        "descending": np.sort(z)[::-1],
        "organ pipe": np.concatenate([np.arange(members - members // 2), np.arange(members // 2)[::-1]]).astype(float),
        "tiny range": 1.0 + np.round(4 * z) * 2.0**-52,
        "subnormal": np.round(50 * z) * 5e-324,
        "huge": z * 1e300,
        "wider than a float": np.where(z > 0, 1.7e308, -1.7e308) * draw.random(members),
        "negative": -np.exp(z),
    }


@pytest.mark.parametrize("members", [1, 2, 3, 63, 64, 65, 200, 1000, 10_000])
def test_equals_numpy_to_the_bit(members: int) -> None:
    for name, values in kinds(members).items():
        with np.errstate(all="ignore"):
            wanted = np.quantile(values, SEVEN) + 0.0
        given = one(values)
        if name != "wider than a float" or np.isfinite(wanted).all():
            assert given.tobytes() == wanted.tobytes(), name
        assert given.tobytes() == sorted_quantiles(values, SEVEN).tobytes(), name


@pytest.mark.parametrize("members", [1, 64, 130])
def test_the_same_source_as_plain_python_gives_the_same_bits(members: int) -> None:
    for name, values in kinds(members).items():
        assert one(values, plain=True).tobytes() == one(values).tobytes(), name


def test_ends_and_repeated_probabilities() -> None:
    values = np.random.default_rng(2).normal(size=777)
    asked = np.array([0.0, 0.0, 0.5, 0.5, 1.0])
    assert one(values, asked).tolist() == np.quantile(values, asked).tolist()


def test_infinite_values_are_ordered_and_never_turned_into_no_number() -> None:
    values = np.concatenate([np.full(300, np.inf), np.arange(700.0)])  # "does not happen in the run"
    given = one(values)
    assert given.tolist() == sorted_quantiles(values, SEVEN).tolist()
    assert given[:4].tolist() == np.quantile(values[values < np.inf], SEVEN[:4] * 999 / 699).tolist()
    assert np.isinf(given[4:]).all()
    assert one(np.array([1.0, np.inf]), np.array([0.5])).tolist() == [math.inf]
    assert one(np.array([-np.inf, 1.0]), np.array([0.5])).tolist() == [-math.inf]
    assert one(np.full(9, np.inf), np.array([0.5])).tolist() == [math.inf]
    assert np.isnan(one(np.array([-np.inf, np.inf]), np.array([0.5]))).all()


def test_no_number_among_the_members_gives_no_number() -> None:
    values = np.arange(200.0)
    for place in (0, 70, 199):
        spoilt = values.copy()
        spoilt[place] = np.nan
        assert np.isnan(one(spoilt)).all()
        assert np.isnan(sorted_quantiles(spoilt, SEVEN)).all()


def test_a_zero_has_no_sign() -> None:
    for values in (np.array([-0.0, 0.0, -0.0]), np.full(70, -0.0), np.array([-0.0, 1.0])):
        given = one(values, np.array([0.0]))
        assert not np.signbit(given).any()
        assert given.tobytes() == sorted_quantiles(values, np.array([0.0])).tobytes()


def test_every_hour_and_output_lands_in_its_place_however_the_pairs_are_divided() -> None:
    sets = np.random.default_rng(3).normal(size=(150, 5, 3))
    wanted = np.quantile(sets, SEVEN, axis=0).transpose(2, 0, 1)
    assert select(sets).tobytes() == np.ascontiguousarray(wanted).tobytes()
    for lanes in (1, 8, 64):
        assert select(sets, lanes=lanes).tobytes() == np.ascontiguousarray(wanted).tobytes()
    out = np.full((3, 7, 5), -7.0)
    counts, work = quantile_scratch(150, LANES, 7)
    buffer = buffer_of(sets)
    for first, last in ((9, 15), (0, 2), (2, 9)):
        compiled()(buffer, 150, SEVEN, counts, work, out, first, last)
    assert out.tobytes() == np.ascontiguousarray(wanted).tobytes()


def test_only_the_pairs_of_the_range_are_written() -> None:
    sets = np.random.default_rng(4).normal(size=(70, 2, 2))
    out = np.full((2, 7, 2), -7.0)
    counts, work = quantile_scratch(70, LANES, 7)
    compiled()(buffer_of(sets), 70, SEVEN, counts, work, out, 2, 3)
    assert (out[0, :, 1] != -7.0).all()
    out[0, :, 1] = -7.0
    assert (out == -7.0).all()


def test_a_window_of_a_longer_result_can_be_written() -> None:
    sets = np.random.default_rng(6).normal(size=(70, 3, 2))
    whole = np.zeros((2, 7, 10))
    counts, work = quantile_scratch(70, LANES, 7)
    compiled()(buffer_of(sets), 70, SEVEN, counts, work, whole[:, :, 4:7], 0, 6)
    assert whole[:, :, 4:7].tolist() == np.quantile(sets, SEVEN, axis=0).transpose(2, 0, 1).tolist()
    assert not whole[:, :, :4].any()
    assert not whole[:, :, 7:].any()
