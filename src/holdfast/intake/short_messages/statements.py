"""From the readings of a short message to statements with their spans, and how each is known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from holdfast.intake.short_messages.grammar import carries_day
from holdfast.ledger import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.intake.short_messages.grammar import Group, Part
    from holdfast.intake.short_messages.messages import ShortMessage
    from holdfast.quantities import TimeMention

_GATE = {"refused": "denial", "entered": "delivery", "removed": "removal"}
# What a service is for, in the words the ledger uses; a generator that ran gives hours of electricity.
_SERVICES = {
    "electricity": "electricity",
    "generator": "electricity",
    "pump": "water",
    "sewage pump": "sewage",
    "water treatment": "water",
    "cold room": "cold chain",
    "clinic": "health",
    "bakery": "food",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortReading:
    """One reading of a short message: its statement, how it is known, and whether its day was said or is that of receipt.

    ``about`` is true of a figure said to be rough. ``subject`` is the table's key of what it is about, ``goods`` what it holds; ``tank`` the number of a tank, ``asset`` the id of a store, tank or
    generator of the site, where one is named.
    """

    statement: Statement
    method: str | None
    dated: bool
    subject: str
    about: bool = False
    state: str | None = None
    asset: str | None = None
    tank: str | None = None
    goods: str | None = None


def short_readings(message: ShortMessage, *, received: date) -> tuple[ShortReading, ...]:
    """Return the readings of a message in order.

    Parameters
    ----------
    message : ShortMessage
        Taken apart.
    received : date
        The day of receipt: of a reading that names no day.
    """
    return tuple(_reading(group, message, received) for group in message.groups)


def _reading(group: Group, message: ShortMessage, received: date) -> ShortReading:
    subject = group.subject
    if subject is None:  # pragma: no cover  the grammar lets no such group through
        raise ValueError(message.text)
    item, vehicle = group.first("item"), group.first("vehicle")
    state, gate = group.first("state", "none"), group.first("gate")
    tank = group.first("tank")
    number = group.index
    method = group.first("method") or next((p for p in (*group.lead, *group.head) if p.role == "method"), None)
    start, end, precision, words = _when([*group.lead, *group.parts], group.head, received)
    name = item.key if item else subject.key.partition("*")[0]
    if vehicle:
        kind = vehicle.key.partition("*")[0]
        name = f"{item.key} {kind}" if item else kind
    elif tank:
        what = f"{item.key} tank" if item else "tank"
        name = f"{what} {number.value.low:g}" if number else what
    elif number:
        name = f"{name} {number.value.low:g}"
    figures = _figures(group, skip=number)
    reason = ", ".join(p.key for p in group.all("reason"))
    fields: dict[str, Any] = {
        "claim_type": _claim_type(group),
        "item": name,
        "service": _SERVICES.get(subject.key) if subject.role == "service" else None,
        "polarity": "negated" if state and state.key == "works" else "affirmed",
        "modality": ", ".join(
            filter(None, ("full" if state and state.key == "full" else None, reason and f"stated reason: {reason}"))
        )
        or None,
        "time_start": start,
        "time_end": end,
        "time_precision": precision,
        "time_text": words,
        "char_start": min(p.start for p in group.parts),
        "char_end": max(p.end for p in group.parts),
    }
    asset = group.first("asset")
    return ShortReading(
        statement=Statement(**fields, **figures),
        method=method.key if method else None,
        dated=words is not None,
        about=any(p.value.approximate for p in group.parts if p.role in {"quantity", "number"}),
        subject=subject.key.partition("*")[0],
        state=gate.key if gate else state.key if state else None,
        asset=asset.key if asset else None,
        tank=f"{number.value.low:g}" if number else None,
        goods=item.key if item else None,
    )


def _claim_type(group: Group) -> str:
    gate, state, quantity = group.first("gate"), group.first("state"), group.first("quantity")
    service, people = group.first("service", "asset"), group.first("people")
    rules = (
        (gate is not None, _GATE.get(gate.key if gate else "", "denial")),
        (group.first("use") is not None, "consumption"),
        (group.first("need") is not None, "need"),
        (people is not None, "population"),
        (service is not None and quantity is not None and quantity.key == "h", "service_state"),
        (group.first("service") is not None and (state is not None or group.first("none") is not None), "outage"),
        (quantity is not None and quantity.value.si_unit == "degC", "temperature"),
        (state is not None and state.key in {"works", "stopped"}, "outage"),
    )
    return next((kind for holds, kind in rules if holds), "stock")


def _figures(group: Group, skip: Part | None) -> dict[str, Any]:
    quantity, state = group.first("quantity"), group.first("state", "none")
    vehicle, people = group.first("vehicle"), group.first("people")
    if quantity is not None:
        q = quantity.value
        per = "day" if group.first("use") and q.per is None else q.per
        return {
            "value_low": q.low,
            "value_high": q.high,
            "unit": q.unit,
            "si_low": q.si_low,
            "si_high": q.si_high,
            "si_unit": q.si_unit,
            "per": per,
        }
    number = next((n for n in group.all("number") if n is not skip), None)
    counted = "persons" if people else vehicle.key.partition("*")[0] if vehicle else None
    if vehicle is not None and "*" in vehicle.key:
        low: float | None = float(vehicle.key.partition("*")[2])
        high = low
    elif number is not None:
        low, high = number.value.low, number.value.high
    elif state is not None and state.key in {"empty", "none"}:
        return {} if group.first("service") else {"value_low": 0.0, "value_high": 0.0}
    else:
        return {}
    si = {"si_low": low, "si_high": high, "si_unit": "persons"} if people else {}
    return {"value_low": low, "value_high": high, "unit": counted, **si}


def _when(own: Sequence[Part], head: Sequence[Part], received: date) -> tuple[str, str, str, str | None]:
    """Return start, end and precision of a reading's time, and its words; an hour alone is of the day of the message."""
    near: list[TimeMention] = [p.value for p in own if p.role == "time"]
    far: list[TimeMention] = [p.value for p in head if p.role == "time"]
    days = [t for times in (near, far) for t in times if carries_day(t)]
    hours = [t for t in (near or far) if t.precision == "hour"]
    own_day = days[0] if days else None
    if hours and hours[0].start is not None:
        moment: datetime = hours[0].start
        if own_day is not None and own_day.start is not None:
            moment += timedelta(days=(own_day.start.date() - moment.date()).days)
        words = " ".join(dict.fromkeys(t.text for t in (own_day, hours[0]) if t is not None))
        return moment.isoformat(), moment.isoformat(), "hour", words
    if own_day is not None and own_day.start is not None and own_day.end is not None:
        return own_day.start.date().isoformat(), own_day.end.date().isoformat(), "day", own_day.text
    return received.isoformat(), received.isoformat(), "day", None
