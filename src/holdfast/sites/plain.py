"""Plain fields of a site file: texts, flags, hours, shares, dip and ration tables."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holdfast.sites.faults import nearest, shown
from holdfast.sites.parsing import ValueFault

if TYPE_CHECKING:
    from collections.abc import Callable

    from holdfast.sites.fields import FieldRow
    from holdfast.sites.model import Record

_LONGEST_TEXT = 500
_SHARE_TOLERANCE = 1e-6


def choices(model: type[Record], name: str) -> tuple[str, ...]:
    """Return the words a choice field takes, read from its annotation."""
    annotation = model.model_fields[name].annotation
    for part in (annotation, *get_args(annotation)):
        if get_origin(part) is Literal:
            return tuple(str(word) for word in get_args(part))
    return ()


def parse_plain(raw: object, row: FieldRow, model: type[Record]) -> object:
    """Return a plain field as the model takes it.

    Raises
    ------
    ValueFault
        HF-S005 form, HF-S006 limits, HF-S010 a table that contradicts itself.
    """
    if row.form == "choice":
        return _choice(raw, choices(model, row.field))
    return _FORMS[row.form](raw, row)


def _choice(raw: object, words: tuple[str, ...]) -> str:
    text = _text(raw, None)
    if words and text not in words:
        raise ValueFault("HF-S005", shown(text), " | ".join(words), nearest(text, words) + "use one of these words")
    return text


def _text(raw: object, _row: FieldRow | None) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise ValueFault("HF-S005", shown(raw), "a text in quotes", "write it in quotes")
    if len(raw) > _LONGEST_TEXT:
        raise ValueFault("HF-S005", f"a text of {len(raw)} characters", f"at most {_LONGEST_TEXT}", "shorten it")
    return raw


def _flag(raw: object, _row: FieldRow) -> bool:
    if not isinstance(raw, bool):
        raise ValueFault("HF-S005", shown(raw), "true or false", "write true or false without quotes")
    return raw


def number_of(raw: object) -> float:
    """Return a finite number, or raise ``ValueFault`` HF-S005."""
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise ValueFault("HF-S005", shown(raw), "a number", "write a number without quotes")
    if isinstance(raw, int) and abs(raw) > 10**15:
        raise ValueFault("HF-S006", shown(raw), "a number of at most 15 digits", "correct the number")
    if not math.isfinite(raw):
        raise ValueFault("HF-S005", shown(raw), "a finite number", "correct the number")
    return float(raw)


def _number(raw: object, row: FieldRow) -> float:
    number = number_of(raw)
    if not row.min <= number <= row.max:
        raise ValueFault(
            "HF-S006",
            f"{number:,.12g} {row.unit}",
            f"{row.min:,.12g} to {row.max:,.12g} {row.unit}",
            "correct the number",
        )
    return number


def _integer(raw: object, row: FieldRow) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise ValueFault("HF-S005", shown(raw), "a whole number", "write a whole number without quotes")
    _number(raw, row)
    return raw


def _hours(raw: object, _row: FieldRow) -> tuple[int, ...]:
    if not isinstance(raw, list) or any(isinstance(hour, bool) or not isinstance(hour, int) for hour in raw):
        raise ValueFault("HF-S005", shown(raw), "a list of whole clock hours", "write it as [4, 5, 6]")
    outside = [hour for hour in raw if not 0 <= hour <= 23]
    if outside:
        raise ValueFault("HF-S006", f"hour {outside[0]}", "clock hours 0 to 23", "hour 24 is hour 0")
    if len(set(raw)) != len(raw):
        raise ValueFault("HF-S010", shown(raw), "each hour once", "remove the hour stated twice")
    return tuple(raw)


def _shares(raw: object, _row: FieldRow) -> tuple[float, ...]:
    if not isinstance(raw, list) or len(raw) != 24:
        count = len(raw) if isinstance(raw, list) else 0
        raise ValueFault("HF-S005", f"{count} shares", "24 shares, one a clock hour from 0", "state 24 numbers")
    shares = tuple(number_of(share) for share in raw)
    if min(shares) < 0.0:
        raise ValueFault("HF-S006", f"share {min(shares):g}", "shares of at least 0", "correct the share")
    total = math.fsum(shares)
    if abs(total - 1.0) > _SHARE_TOLERANCE:
        raise ValueFault(
            "HF-S010", f"shares that sum to {total:g}", "shares that sum to 1", f"divide each by {total:g}"
        )
    return shares


def _pairs(raw: object, keys: tuple[str, str], row: FieldRow) -> list[dict[str, float]]:
    if not isinstance(raw, list) or not all(isinstance(pair, dict) for pair in raw):
        raise ValueFault(
            "HF-S005", shown(raw), f"rows of {keys[0]} and {keys[1]}", f"write [{{{keys[0]} = 0, {keys[1]} = 0}}]"
        )
    pairs = []
    for pair in raw:
        for key in pair:
            if key not in keys:
                raise ValueFault("HF-S003", f"key {key!r}", " and ".join(keys), nearest(key, keys) + "rename the key")
        if set(pair) != set(keys):
            raise ValueFault("HF-S004", shown(pair), " and ".join(keys), "state both")
        numbers = {key: number_of(pair[key]) for key in keys}
        if min(numbers.values()) < 0.0 or numbers[keys[0]] > row.max:
            raise ValueFault(
                "HF-S006", shown(pair), f"{keys[0]} from 0 to {row.max:g}, {keys[1]} from 0", "correct the row"
            )
        pairs.append(numbers)
    return pairs


def _dip(raw: object, row: FieldRow) -> list[dict[str, float]]:
    pairs = _pairs(raw, ("cm", "quantity"), row)
    if len(pairs) == 1:
        raise ValueFault("HF-S010", "a dip table of one row", "two rows or more", "add the empty and the full tank")
    for before, after in pairwise(pairs):
        if after["cm"] <= before["cm"] or after["quantity"] < before["quantity"]:
            raise ValueFault(
                "HF-S010",
                f"{after['cm']:g} cm = {after['quantity']:g} after {before['cm']:g} cm = {before['quantity']:g}",
                "a dip table that rises from row to row",
                "sort the rows by cm and correct the one that falls",
            )
    return pairs


def _ration(raw: object, row: FieldRow) -> list[dict[str, float]]:
    pairs = _pairs(raw, ("stock_days_at_least", "use_l_per_person_day"), row)
    for before, after in pairwise(pairs):
        if after["stock_days_at_least"] >= before["stock_days_at_least"]:
            raise ValueFault(
                "HF-S010",
                f"{after['stock_days_at_least']:g} days after {before['stock_days_at_least']:g} days",
                "ration rows from the largest stock to the smallest",
                "sort the rows",
            )
    if pairs and pairs[-1]["stock_days_at_least"] != 0.0:
        raise ValueFault(
            "HF-S010", "no ration row for an empty tank", "a last row with stock_days_at_least = 0", "add that row"
        )
    return pairs


def _datetime(raw: object, _row: FieldRow) -> datetime:
    moment: object = raw
    if isinstance(raw, str):
        try:
            moment = datetime.fromisoformat(raw)
        except ValueError as error:
            raise ValueFault("HF-S005", shown(raw), "a date and hour", 'write "2015-07-17T00:00"') from error
    if isinstance(moment, datetime):
        return moment
    if isinstance(moment, date):
        return datetime.combine(moment, time())  # the loader adds the zone
    raise ValueFault("HF-S005", shown(raw), "a date and hour", "write 2015-07-17T00:00:00")


def _date(raw: object, _row: FieldRow) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    try:
        return date.fromisoformat(raw)  # type: ignore[arg-type]  # a non-text raises TypeError, caught below
    except (TypeError, ValueError) as error:
        raise ValueFault("HF-S005", shown(raw), "a date", "write 2015-07-17") from error


_FORMS: dict[str, Callable[[object, Any], object]] = {
    "text": _text,
    "flag": _flag,
    "number": _number,
    "integer": _integer,
    "hours": _hours,
    "shares": _shares,
    "dip": _dip,
    "ration": _ration,
    "datetime": _datetime,
    "date": _date,
}


def zone_exists(name: str) -> bool:
    """Tell whether an IANA time zone exists."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
