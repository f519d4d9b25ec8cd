"""What any call of the room is given: numbers, whole numbers, words; read and checked the same way everywhere.

Each family of calls keeps its own error code and says it as an argument; what counts as a number does not differ.
"""

from __future__ import annotations

import math
from difflib import get_close_matches
from typing import TYPE_CHECKING

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

KJ_PER_KCAL = 4.184  # thermochemical, by definition
KG_PER_LB = 0.45359237  # by definition
M_PER_IN = 0.0254  # by definition
ZERO_C_K = 273.15  # by definition

CORRECT = "correct the figure, or its unit"


def fault(code: str, where: str, found: str, expected: str, mend: str) -> InputError:
    """Return the error of an input, to be raised where it was found.

    Parameters
    ----------
    code : str
        A code of ``error_codes.csv``.
    where, found, expected, mend : str
        The argument at fault, what stands there, what should, and what to do about it.

    Returns
    -------
    InputError
    """
    return InputError(code, where=where, found=found, expected=expected, mend=mend)


def number_of(given: object) -> float | None:
    """Return a number of any library as a float, and ``None`` for everything that is not one number.

    Parameters
    ----------
    given : object
        Anything. Text is no number, nor is a truth value, a duration, ``None``, a list or an array with an axis: they
        would turn into a figure nobody stated.

    Returns
    -------
    float or None
        The number, which may still be infinite or not a number (NaN).
    """
    if isinstance(given, bool | str | bytes | bytearray) or getattr(given, "shape", ()) != ():
        return None
    # Durations and truth values of numpy pass for integers, and float() takes them.
    if str(getattr(getattr(given, "dtype", None), "kind", "f")) not in "iuf":
        return None
    try:
        return float(given)  # type: ignore[arg-type]  # whatever else it is, float says whether it can
    except (TypeError, ValueError, OverflowError):
        return None


def number(
    given: object,
    where: str,
    *,
    code: str,
    low: float = -math.inf,
    high: float = math.inf,
    open_low: bool = False,
    open_high: bool = False,
    unit: str = "",
    expected: str = "",
    mend: str = CORRECT,
    ask: Callable[[float], str | None] | None = None,
) -> float:
    """Return a finite number within its limits.

    Parameters
    ----------
    given : object
        What was stated.
    where : str
        The argument, as errors name it.
    code : str
        Code of the error.
    low, high : float
        Limits [``unit``]; none by default.
    open_low, open_high : bool
        Whether the limit itself is refused.
    unit : str
        Unit that errors print after a figure; empty for a pure number.
    expected, mend : str
        Words of the error; ``expected`` is made from the limits where it is empty.
    ask : callable or None
        Given a number outside the limits, the question whether another unit was meant, or ``None`` if there is none.

    Returns
    -------
    float

    Raises
    ------
    InputError
        ``code``: text, truth values, nothing, lists, NaN, infinity, or a number outside the limits.
    """
    stated = number_of(given)
    wanted = expected or _limits(low, high, open_low=open_low, open_high=open_high, unit=unit)
    if stated is None or not math.isfinite(stated):
        raise fault(code, where, _shown(given), wanted if "number" in wanted else f"a number, {wanted}", mend)
    below = stated < low or (open_low and stated == low)
    above = stated > high or (open_high and stated == high)
    if below or above:
        question = ask(stated) if ask else None
        raise fault(code, where, _with(f"{stated:g}", unit), wanted, question or mend)
    return stated


def whole(
    given: object,
    where: str,
    *,
    code: str,
    low: int | None = None,
    high: int | None = None,
    mend: str = "give a whole number",
) -> int:
    """Return a whole number within its limits; 12.0 is one, 12.5 is none.

    Parameters
    ----------
    given : object
        What was stated.
    where, code, mend : str
        The argument, the code of the error and what to do about it.
    low, high : int or None
        Limits, both allowed; ``None`` is none.

    Returns
    -------
    int

    Raises
    ------
    InputError
        ``code``, as for :func:`number`, or if the number is not whole.
    """
    stated = number_of(given)
    bad = stated is None or not math.isfinite(stated) or not stated.is_integer()
    if stated is None or bad or (low is not None and stated < low) or (high is not None and stated > high):
        ends = (
            f" from {low} to {high}"
            if low is not None and high is not None
            else f" of {low} or more"
            if low is not None
            else f" up to {high}"
            if high is not None
            else ""
        )
        raise fault(code, where, _shown(given), f"a whole number{ends}", mend)
    return int(stated)


def one_of(given: object, known: Iterable[str], where: str, *, code: str) -> str:
    """Return a word that is one of those known.

    Parameters
    ----------
    given : object
        What was stated.
    known : iterable of str
        The words that can be meant.
    where, code : str
        The argument and the code of the error.

    Returns
    -------
    str

    Raises
    ------
    InputError
        ``code``, with the words nearest to what was stated.
    """
    words = tuple(known)
    if isinstance(given, str) and given in words:
        return given
    close = near(given, words) if isinstance(given, str) else ()
    mend = f"is {close[0]!r} meant?" if close else "name one of them"
    raise fault(code, where, _shown(given), "one of " + ", ".join(words), mend)


def near(given: object, known: Iterable[str], *, most: int = 3) -> tuple[str, ...]:
    """Return the known words nearest to what was stated, best first; none if nothing is near."""
    return tuple(get_close_matches(str(given)[:80], list(known), n=most, cutoff=0.5))


def _shown(given: object) -> str:
    # repr of a numpy number is "np.float64(nan)": not what was typed.
    stated = number_of(given)
    text = repr(given) if stated is None or isinstance(given, int) else f"{stated:g}"
    return text if len(text) <= 80 else text[:77] + "..."


def _with(text: str, unit: str) -> str:
    return f"{text} {unit}" if unit else text


def _limits(low: float, high: float, *, open_low: bool, open_high: bool, unit: str) -> str:
    if math.isinf(low) and math.isinf(high):
        return f"a number [{unit}]" if unit else "a number"
    if math.isinf(high):
        text = f"above {low:g}" if open_low else f"{low:g} or more"
    elif math.isinf(low):
        text = f"below {high:g}" if open_high else f"{high:g} or less"
    elif open_low:
        text = f"above {low:g}, {'below' if open_high else 'up to'} {high:g}"
    else:
        text = f"{low:g} to {'less than ' if open_high else ''}{high:g}"
    return "a number, " + _with(text, unit)
