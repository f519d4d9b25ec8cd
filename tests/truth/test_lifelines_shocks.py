"""Random numbers of the hourly shocks: the published vectors, and what random numbers must be."""

from __future__ import annotations

import types

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.lifelines import shocks

MEMBERS, HOURS = 1000, 400
PI = (0x13198A2E, 0x03707344, 0x243F6A88, 0x85A308D3)


@pytest.mark.parametrize(
    ("key0", "key1", "member", "hour", "expected"),
    [
        (0, 0, 0, 0, (0x6B200159, 0x99BA4EFE)),
        (shocks.WORD, shocks.WORD, shocks.WORD, shocks.WORD, (0x1CB996FC, 0xBB002BE7)),
        (shocks.WORD, shocks.WORD, -1, -1, (0x1CB996FC, 0xBB002BE7)),
        (*PI, (0xC4923A9C, 0x483DF7A0)),
    ],
)
def test_the_vectors_published_with_random123(
    key0: int, key1: int, member: int, hour: int, expected: tuple[int, int]
) -> None:
    assert shocks.words(key0, key1, member, hour) == expected


word = st.integers(0, shocks.WORD)


@given(key0=word, key1=word, member=st.integers(0, 2**31), hour=st.integers(-(2**31), 2**40))
def test_ints_and_arrays_of_either_sign_give_the_same_bits(key0: int, key1: int, member: int, hour: int) -> None:
    plain = shocks.words(key0, key1, member, hour)
    signed = shocks.words(key0, key1, np.array([member]), np.array([hour]))  # type: ignore[arg-type]
    masked = np.array([hour & shocks.WORD], dtype=np.uint64)
    unsigned = shocks.words(key0, key1, np.array([member], dtype=np.uint64), masked)  # type: ignore[arg-type]
    assert all(0 <= w <= shocks.WORD for w in plain)
    for array in (signed, unsigned):
        assert (int(array[0][0]), int(array[1][0])) == plain  # type: ignore[index]
        assert shocks.standard_shock(*array)[0] == shocks.standard_shock(*plain)  # type: ignore[index]


def test_compiled_in_a_loop_over_lanes_it_gives_the_same_bits() -> None:
    numba = pytest.importorskip("numba")
    scope = dict(vars(shocks))
    build = numba.njit(forceinline=True, _nrt=False, error_model="numpy")
    for name in ("mix", "words", "standard_shock"):
        scope[name] = build(types.FunctionType(vars(shocks)[name].__code__, scope, name))
    words, shock = scope["words"], scope["standard_shock"]

    @numba.njit(_nrt=False, error_model="numpy")
    def lanes(out: np.ndarray, key0: int, key1: int, hour: int) -> None:
        for lane in range(out.shape[0]):
            w0, w1 = words(key0, key1, lane, hour)
            out[lane] = shock(w0, w1)

    out = np.zeros(64)
    key0, key1 = shocks.key(7, "camp", "weather.residual")
    for hour in (-3, 0, 400_000):
        lanes(out, key0, key1, hour)
        assert np.array_equal(out, shocks.standard_shocks(7, "camp", "weather.residual", 64, hour))
        assert out.tolist() == [shocks.standard_shock(*shocks.words(key0, key1, lane, hour)) for lane in range(64)]


def series(cause: str = "weather.residual", seed: int = 5) -> np.ndarray:
    """Shocks of shape (hours, members)."""
    return np.array([shocks.standard_shocks(seed, "camp", cause, MEMBERS, 400_000 + k) for k in range(HOURS)])


def test_the_shock_has_mean_0_variance_1_and_the_stated_kurtosis() -> None:
    drawn = series().ravel()
    error = drawn.size**-0.5
    assert abs(drawn.mean()) < 4.0 * error
    assert abs(drawn.var() - 1.0) < 4.0 * error * 1.7**0.5  # variance of x**2 is kurtosis - 1 = 1.7
    assert np.mean(drawn**4) - 3.0 == pytest.approx(-0.3, abs=0.03)
    assert np.abs(drawn).max() < 3.4641017


def test_the_extremes_of_the_shock() -> None:
    lowest, highest = shocks.standard_shock(0, 0), shocks.standard_shock(shocks.WORD, shocks.WORD)
    assert lowest == -highest
    assert highest == pytest.approx(12.0**0.5, abs=1e-4)
    assert 0.0 < shocks.uniform(0) < shocks.uniform(shocks.WORD) < 1.0


def test_members_hours_causes_and_seeds_do_not_follow_each_other() -> None:
    drawn = series()
    others = {
        "next hour": (drawn[:-1], drawn[1:]),
        "next member": (drawn[:, :-1], drawn[:, 1:]),
        "other cause": (drawn, series("generators.gen-1.failure")),
        "other seed": (drawn, series(seed=6)),
    }
    for name, (one, two) in others.items():
        correlation = float(np.mean(one * two))
        assert abs(correlation) < 4.0 / one.size**0.5, name


def test_both_words_are_even_over_all_their_bits() -> None:
    key0, key1 = shocks.key(1, "camp", "x")
    both = shocks.words(key0, key1, np.arange(256_000), 3)  # type: ignore[arg-type]
    for drawn in (*both, both[0] ^ both[1]):
        for shift in (0, 12, 24):
            counts = np.bincount((np.asarray(drawn) >> shift) & 255, minlength=256)
            chi_square = float(((counts - 1000.0) ** 2 / 1000.0).sum())
            assert 255.0 - 5.0 * 510.0**0.5 < chi_square < 255.0 + 5.0 * 510.0**0.5


def test_the_residual_is_close_to_normal_and_settled_from_its_first_hour() -> None:
    start = shocks.residual_before(3, "camp", "weather.residual", 200_000, 1000)
    assert start.mean() == pytest.approx(0.0, abs=0.01)
    assert start.std() == pytest.approx(1.0, abs=0.01)
    assert np.mean(start**4) / np.mean(start**2) ** 2 - 3.0 == pytest.approx(-0.066, abs=0.04)
    # Quantiles of the normal distribution with that kurtosis (Cornish-Fisher), within 2.5 standard errors of the last.
    for share, normal in ((0.05, -1.6449), (0.25, -0.6745), (0.5, 0.0), (0.9, 1.2816), (0.99, 2.3263)):
        expected = normal - 0.066 * (normal**3 - 3.0 * normal) / 24.0
        assert abs(expected - normal) < 0.016
        assert np.quantile(start, share) == pytest.approx(expected, abs=0.021)


def test_a_run_that_starts_later_meets_the_same_residual() -> None:
    carried = shocks.residual_before(3, "camp", "weather.residual", 50, 1000)
    for hour in range(1000, 1030):
        fresh = shocks.standard_shocks(3, "camp", "weather.residual", 50, hour)
        carried = shocks.PERSISTENCE_PER_H * carried + shocks.FRESH * fresh
    assert np.abs(carried - shocks.residual_before(3, "camp", "weather.residual", 50, 1030)).max() < 1e-8


def test_the_first_members_do_not_depend_on_how_many_there_are() -> None:
    for index in (-5, 0, 19_000):
        many = shocks.uniforms(2, "camp", "grid.line.block", 1000, index)
        assert np.array_equal(many[:7], shocks.uniforms(2, "camp", "grid.line.block", 7, index))
        assert 0.0 < many.min() < many.max() < 1.0


def test_key_names_cannot_run_together() -> None:
    assert shocks.key(1, "camp", "x") == shocks.key(1, "camp", "x")
    keys = {
        shocks.key(1, "1", "x"),
        shocks.key(11, "", "x"),
        shocks.key(1, "1x", ""),
        shocks.key(-1, "1", "x"),
        shocks.key(1, "1", "y"),
    }
    assert len(keys) == 5
