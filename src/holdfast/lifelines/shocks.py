"""Counter-based random numbers of the hourly shocks: any member and hour by itself, to the bit.

Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3",
doi:10.1145/2063384.2063405) turns a key and a counter of two 32-bit words into two random words. The key is made of
seed, site and cause, the counter of member and hour: nothing is carried from draw to draw, so a member, a range of
hours or one half of a what-if pair can be run again alone, and a new cause changes no draw of the others.

``words``, ``uniform`` and ``standard_shock`` are plain scalar arithmetic on whole numbers below 2**63. They give the
same numbers on Python ints, on NumPy arrays of int64 or uint64, and compiled inside a loop over lanes.
"""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WORD = 0xFFFFFFFF  # largest 32-bit word
_PARITY = 0x1BD11BDA  # constant of the key schedule (Salmon et al. 2011; published with the Skein hash)
_HALF = 0xFFFF
_PER_WORD = 2.0**-32
_MEAN_SUM = 131070.0  # mean of the sum of four whole numbers from 0 to 65535
_PER_SHOCK = 1.0 / math.sqrt((2.0**32 - 1.0) / 3.0)  # 1 / standard deviation of that sum

PERSISTENCE_PER_H = 0.8  # correlation of the temperature residual from hour to hour; reference physics:rmse_T
FRESH = 0.6  # sqrt(1 - 0.8**2): weight of the hour's shock, so that the residual keeps variance 1
MEMORY_H = 96  # hours after which an old shock weighs less than 1e-9 (0.8**96 = 5e-10)


def key(seed: int, site: str, cause: str) -> tuple[int, int]:
    """Return the key of one cause on one site: two 32-bit words.

    Parameters
    ----------
    seed : int
        Seed of the run, any whole number.
    site : str
        Id of the site.
    cause : str
        Name of the cause, such as ``"weather.residual"`` or ``"generators.gen-1.failure"``.

    Returns
    -------
    tuple of two int
        The first eight bytes of the SHA-256 of the three names.
    """
    name = "\x1f".join((str(int(seed)), site, cause))
    digest = hashlib.sha256(name.encode()).digest()
    return int.from_bytes(digest[:4], "big"), int.from_bytes(digest[4:8], "big")


def mix(a: int, b: int, turn: int) -> tuple[int, int]:
    """Return one round of Threefry: add, turn left by ``turn`` bits, and exclusive or."""
    a = (a + b) & WORD
    b = ((b << turn) & WORD | b >> (32 - turn)) ^ a
    return a, b


def words(key0: int, key1: int, member: int, hour: int) -> tuple[int, int]:
    """Return the two random 32-bit words of a member and an hour: Threefry-2x32 with 20 rounds.

    Parameters
    ----------
    key0, key1 : int
        The key, as ``key`` makes it.
    member : int or ndarray
        Member, 0 to 2**32 - 1; the first word of the counter.
    hour : int or ndarray
        Absolute hour since 1970 in UTC, or any other count; a negative one is taken modulo 2**32.

    Returns
    -------
    tuple of two int or ndarray
        Words from 0 to 2**32 - 1.
    """
    key2 = key0 ^ key1 ^ _PARITY
    a = ((member & WORD) + key0) & WORD
    b = ((hour & WORD) + key1) & WORD
    a, b = mix(a, b, 13)
    a, b = mix(a, b, 15)
    a, b = mix(a, b, 26)
    a, b = mix(a, b, 6)
    a, b = (a + key1) & WORD, (b + key2 + 1) & WORD
    a, b = mix(a, b, 17)
    a, b = mix(a, b, 29)
    a, b = mix(a, b, 16)
    a, b = mix(a, b, 24)
    a, b = (a + key2) & WORD, (b + key0 + 2) & WORD
    a, b = mix(a, b, 13)
    a, b = mix(a, b, 15)
    a, b = mix(a, b, 26)
    a, b = mix(a, b, 6)
    a, b = (a + key0) & WORD, (b + key1 + 3) & WORD
    a, b = mix(a, b, 17)
    a, b = mix(a, b, 29)
    a, b = mix(a, b, 16)
    a, b = mix(a, b, 24)
    a, b = (a + key1) & WORD, (b + key2 + 4) & WORD
    a, b = mix(a, b, 13)
    a, b = mix(a, b, 15)
    a, b = mix(a, b, 26)
    a, b = mix(a, b, 6)
    return (a + key2) & WORD, (b + key0 + 5) & WORD


def uniform(word: int) -> float:
    """Return a number inside (0, 1) from a random word: the middle of one of 2**32 equal steps, never 0 or 1."""
    return (word + 0.5) * _PER_WORD


def standard_shock(w0: int, w1: int) -> float:
    """Return a shock of mean 0 and variance 1 from two random words: the scaled sum of four 16-bit uniforms.

    It is bounded at 3.464 standard deviations and has an excess kurtosis of -0.3 (the normal distribution: 0). Of the
    residual that carries it on with correlation 0.8 from hour to hour, the excess kurtosis is
    -0.3 (1 - 0.8**2)**2 / (1 - 0.8**4) = -0.066: close to normal, without logarithm or cosine in the loop.
    """
    total = (w0 & _HALF) + (w0 >> 16) + (w1 & _HALF) + (w1 >> 16)
    return (total - _MEAN_SUM) * _PER_SHOCK


def uniforms(seed: int, site: str, cause: str, members: int, index: int) -> NDArray[np.float64]:
    """Return one number inside (0, 1) for each member.

    Parameters
    ----------
    seed, site, cause
        As in ``key``.
    members : int
        Number of members; the first n do not depend on it.
    index : int
        Absolute hour, day, or number of the draw; negative ones are taken modulo 2**32.

    Returns
    -------
    ndarray (members,)
    """
    key0, key1 = key(seed, site, cause)
    drawn: NDArray[np.float64] = uniform(words(key0, key1, _counters(members), index)[0])  # type: ignore[arg-type,assignment]
    return drawn


def standard_shocks(seed: int, site: str, cause: str, members: int, index: int) -> NDArray[np.float64]:
    """Return one ``standard_shock`` for each member; arguments as in ``uniforms``."""
    key0, key1 = key(seed, site, cause)
    drawn: NDArray[np.float64] = standard_shock(*words(key0, key1, _counters(members), index))  # type: ignore[arg-type,assignment]
    return drawn


def residual_before(seed: int, site: str, cause: str, members: int, index: int) -> NDArray[np.float64]:
    """Return the AR(1) residual (mean 0, variance 1) that each member carries into hour ``index``.

    The shocks of the ``MEMORY_H`` hours before it are summed, so a run that starts later meets the same weather as one
    that has been running, to 1e-9 of a standard deviation.

    Returns
    -------
    ndarray (members,)
        The residual of hour ``index - 1``; hour ``index`` then has 0.8 of it and 0.6 of its own shock.
    """
    series = np.zeros(members)
    for hour in range(index - MEMORY_H, index):
        series = PERSISTENCE_PER_H * series + FRESH * standard_shocks(seed, site, cause, members, hour)
    return series


def _counters(members: int) -> NDArray[np.int64]:
    return np.arange(members, dtype=np.int64)
