"""One stated value of a site file: number, interval, text with a unit, or "unknown"."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from holdfast.errors import HoldfastError
from holdfast.quantities import convert, find_quantities, parse_number
from holdfast.reference import row as reference_row
from holdfast.sites.faults import nearest, shown
from holdfast.sites.fields import is_reference_id
from holdfast.sites.value import DISTRIBUTIONS, Distribution, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.quantities import Number, QuantityMention
    from holdfast.sites.fields import FieldRow

UNKNOWN = "unknown"
NOTE = "note:"
_KEYS = ("value", "low", "high", "unit", "source", "distribution")
# A difference of temperatures has no zero to shift: 18 F wide is 10 K wide.
_KELVIN_STEPS = {"K": 1.0, "degC": 1.0, "C": 1.0, "F": 5.0 / 9.0, "degF": 5.0 / 9.0}
_FORMS = '9000, {value = 9000, source = "key"}, {low = 5000, high = 9000} or "unknown"'


class ValueFault(Exception):  # noqa: N818 - carried inside this room only, turned into a Fault by the loader
    """A stated value that cannot be used: code, what was found, what was expected, how to mend it."""

    def __init__(self, code: str, found: str, expected: str, mend: str) -> None:
        super().__init__(code, found, expected, mend)
        self.code = code
        self.found = found
        self.expected = expected
        self.mend = mend


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a value needs to know of its file."""

    sources: Mapping[str, str]
    packages: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Stated:
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    source: str | None
    distribution: str | None


def parse_value(
    raw: object, row: FieldRow, unit: str, inherited_source: str | None, around: Surroundings
) -> Value | None:
    """Return the ``Value`` a site file states, or None for ``"unknown"``.

    Parameters
    ----------
    raw : object
        What the file holds: number, text or table.
    row : FieldRow
        Limits of the field.
    unit : str
        Unit of the field; a stated unit is converted to it.
    inherited_source : str or None
        Source of the asset or the site.
    around : Surroundings
        Sources and packages of the site.

    Raises
    ------
    ValueFault
        HF-S005 form, HF-S006 limits, HF-S007 unit, HF-S008 source.
    """
    stated = _read(raw, unit, around)
    if stated is None:
        return None
    factor_unit = stated.unit
    value, low, high = (
        None if number is None else _in_unit(number, factor_unit, unit, around)
        for number in (stated.value, stated.low, stated.high)
    )
    if value is None and low is None and high is None:
        raise ValueFault("HF-S005", shown(raw), "a value, or low and high", f"write it as {_FORMS}")
    if (low is None) != (high is None):
        raise ValueFault("HF-S005", shown(raw), "both low and high", "state the other end, or the value alone")
    _check_order(raw, value, low, high)
    for number in (value, low, high):
        if number is not None:
            _check_limits(number, row, unit)
    source = resolve_source(stated.source or inherited_source, around)
    if low is None or high is None or low == high:
        number = cast("float", value if value is not None else low)
        if stated.distribution not in {None, "fixed"}:
            raise ValueFault("HF-S005", shown(raw), "low and high for a distribution", "state low and high")
        return Value(
            value=number, low=number, high=number, source=source, minimum=row.min, maximum=row.max, state="known"
        )
    distribution = stated.distribution or ("uniform" if value is None else "triangular")
    _check_distribution(raw, distribution, low)
    if value is None:
        geometric = distribution in {"lognormal", "loguniform"}
        # logarithms apart: the product of two tiny ends is zero
        value = math.exp((math.log(low) + math.log(high)) / 2.0) if geometric else (low + high) / 2.0
        value = min(max(value, low), high)
    return Value(
        value=value,
        low=low,
        high=high,
        distribution=cast("Distribution", distribution),
        state="interval",
        source=source,
        minimum=row.min,
        maximum=row.max,
    )


def _read(raw: object, field_unit: str, around: Surroundings) -> _Stated | None:
    if isinstance(raw, dict):
        return _read_table(raw, field_unit, around)
    if isinstance(raw, str):
        return _read_text(raw, field_unit, _Stated(None, None, None, None, None, None), around)
    return _Stated(_finite(raw), None, None, None, None, None)


def _read_table(raw: dict[str, object], field_unit: str, around: Surroundings) -> _Stated | None:
    for key in raw:
        if key not in _KEYS:
            raise ValueFault(
                "HF-S003", f"key {key!r}", ", ".join(_KEYS), nearest(key, _KEYS) + "remove or rename the key"
            )
    texts: dict[str, str | None] = {}
    for key in ("unit", "source", "distribution"):
        text = raw.get(key)
        if text is not None and not isinstance(text, str):
            raise ValueFault("HF-S005", f"{key} = {shown(text)}", f"{key} as text in quotes", "write it in quotes")
        texts[key] = text
    value = raw.get("value")
    if isinstance(value, str):
        if value != UNKNOWN and ("low" in raw or "high" in raw or texts["unit"]):
            raise ValueFault("HF-S005", shown(raw), "numbers beside low, high or unit", "write the value as a number")
        beside = _Stated(None, None, None, texts["unit"], texts["source"], texts["distribution"])
        return _read_text(value, field_unit, beside, around)
    numbers = {key: _finite(raw[key]) if key in raw else None for key in ("value", "low", "high")}
    return _Stated(
        numbers["value"], numbers["low"], numbers["high"], texts["unit"], texts["source"], texts["distribution"]
    )


def _read_text(text: str, field_unit: str, beside: _Stated, around: Surroundings) -> _Stated | None:
    """Read a value written as text; ``beside`` holds the unit, source and distribution stated next to it."""
    words = text.strip()
    if words.lower() == UNKNOWN:
        return None
    if words.endswith(field_unit) and words != field_unit:  # also units that messages never use, such as kWh/m3
        words, beside = words[: -len(field_unit)].strip(), replace(beside, unit=beside.unit or field_unit)
    try:
        number, unit = _number_and_unit(words, around)
    except HoldfastError as error:
        found = f"{text!r} ({error.found})" if error.found not in {text, repr(text)} else shown(text)
        raise ValueFault("HF-S005", found, "a number with its unit, or unknown", error.mend) from error
    low, high = number.low, number.high
    if number.out_of and field_unit == "fraction" and low is not None:
        low = high = low / number.out_of
    elif number.ambiguous or number.out_of:
        raise ValueFault(
            "HF-S005", f"{text!r}, which has two readings", "one number", "write it with digits and no mark"
        )
    if number.bound not in {"exact", "range"} or number.approximate or low is None or high is None:
        raise ValueFault(
            "HF-S005", f"{text!r} (a bound, not a value)", "a number or both ends", "write {low = ..., high = ...}"
        )
    if low == high:
        return replace(beside, value=_finite(low), unit=unit or beside.unit)
    return replace(beside, low=_finite(low), high=_finite(high), unit=unit or beside.unit)


_PER = {"day": "/day", "hour": "/h", "person": "/person", "person-day": "/person/day", None: ""}


def _number_and_unit(words: str, around: Surroundings) -> tuple[Number | QuantityMention, str | None]:
    whole = [mention for mention in find_quantities(words, around.packages) if mention.text.strip() == words]
    if not whole:
        return parse_number(words), None
    return whole[0], whole[0].unit + _PER[whole[0].per]


def _finite(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise ValueFault("HF-S005", shown(raw), "a number, an interval or unknown", f"write it as {_FORMS}")
    try:
        number = float(raw)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueFault("HF-S005", shown(raw), "a finite number", 'write the number, or "unknown"')
    return number


def _in_unit(number: float, stated: str | None, unit: str, around: Surroundings) -> float:
    if stated is None or stated == unit:
        return number
    if unit == "1/day" and stated in {"per day", "/day", "a day", "trips/day"}:
        return number
    if unit == "K" and stated in _KELVIN_STEPS:
        return number * _KELVIN_STEPS[stated]
    if unit == "fraction" and stated in {"%", "percent", "per cent"}:
        return number / 100.0
    try:
        return float(convert(number, stated, unit, around.packages))
    except HoldfastError as error:
        raise ValueFault(
            "HF-S007",
            f"unit {stated!r} ({error.found})",
            f"a unit that fits {unit}",
            f"state the value in {unit}, or give the package its size in [packages]",
        ) from error


def _check_order(raw: object, value: float | None, low: float | None, high: float | None) -> None:
    if low is None or high is None:
        return
    if low > high:
        raise ValueFault("HF-S005", f"{shown(raw)}: low above high", "low at most high", "exchange low and high")
    if value is not None and not low <= value <= high:
        raise ValueFault(
            "HF-S005",
            f"{shown(raw)}: value outside low..high",
            "value between low and high",
            "correct one of the three",
        )


def _check_limits(number: float, row: FieldRow, unit: str) -> None:
    if not row.min <= number <= row.max:
        raise ValueFault(
            "HF-S006",
            f"{number:,.12g} {unit}",
            f"{row.meaning}: {row.min:,.12g} to {row.max:,.12g} {unit}",
            'correct the number or its unit, or write "unknown"',
        )


def _check_distribution(raw: object, distribution: str, low: float) -> None:
    if distribution not in DISTRIBUTIONS or distribution == "fixed":
        known = [name for name in DISTRIBUTIONS if name != "fixed"]
        raise ValueFault(
            "HF-S005",
            f"distribution {distribution!r}",
            ", ".join(known),
            nearest(distribution, known) + "use one of these, or leave it out",
        )
    if distribution in {"lognormal", "loguniform"} and low <= 0.0:
        raise ValueFault("HF-S005", shown(raw), f"low above zero for {distribution}", "raise low, or use triangular")


def resolve_source(source: str | None, around: Surroundings) -> str:
    """Return a source that exists: a key of ``[sources]``, a reference id, or a text that starts with ``note:``."""
    if not source:
        raise ValueFault(
            "HF-S008",
            "a number with no source",
            "a source on the value, its asset or [site]",
            'add source = "key" and describe the key in [sources]; or write "unknown"',
        )
    if source in around.sources or (source.startswith(NOTE) and source[len(NOTE) :].strip()):
        return source
    if is_reference_id(source):
        try:
            reference_row(source)
        except HoldfastError as error:
            raise ValueFault(
                "HF-S008", f"source {source!r}", "a row that the reference tables hold", error.mend
            ) from error
        return source
    raise ValueFault(
        "HF-S008",
        f"source {source!r}",
        "a key of [sources], a reference id, or a text that starts with note:",
        nearest(source, around.sources) + "describe the key in [sources]",
    )
