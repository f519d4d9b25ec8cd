"""From one table of a site file to one record, with every fault noted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from holdfast.sites.faults import nearest, shown
from holdfast.sites.fields import FieldRow, fields_of, prior_value
from holdfast.sites.parsing import Surroundings, ValueFault, parse_value, resolve_source
from holdfast.sites.plain import parse_plain
from holdfast.sites.value import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.sites.faults import FaultList
    from holdfast.sites.model import Record

_ID = re.compile(r"[^\W_][\w-]{0,63}")
# Container and content: a content never exceeds its container.
CONTENTS = {
    ("stores", "quantity"): "capacity",
    ("stores", "unusable"): "capacity",
    ("tanks", "level_m3"): "capacity_m3",
    ("sewage_tanks", "level_m3"): "capacity_m3",
    ("lifts", "wet_well_level_m3"): "wet_well_m3",
    ("batteries", "charge_kwh"): "capacity_kwh",
    ("vaccine_fridges", "remaining_h"): "hold_over_h",
}
# Where a content is stated and its container is not, the container holds one to three times the content (assumption).
_ROOM = (1.0, 3.0)
# Below the outlet: it tells how little a container can hold, and nothing of how much.
_REST = "unusable"
# A rate is needed as soon as its commodity is named; left out, it has its prior.
_RATES = {
    ("kitchens", "fuel_kg_per_person_day"): "fuel",
    ("bakeries", "fuel_per_kg"): "fuel",
    ("bakeries", "flour_kg_per_kg"): "flour",
    ("trucks", "fuel_l_per_trip"): "fuel",
}
_COMMON_UNITS = {
    "diesel": "L",
    "petrol": "L",
    "kerosene": "L",
    "drinking_water": "L",
    "cooking_oil": "L",
    "lpg": "kg",
    "flour": "kg",
    "food": "kg",
    "rice": "kg",
    "firewood": "kg",
    "charcoal": "kg",
}


@dataclass(slots=True)
class Reading:
    """What is known while a file is read: its surroundings, its faults and the persons counted so far."""

    around: Surroundings
    faults: FaultList
    site_source: str | None = None
    people_total: float = 1.0
    stores_unit: dict[str, str] = field(default_factory=dict)


def read_asset(
    raw: object,
    kind: str,
    model: type[Record],
    path: str,
    reading: Reading,
    *,
    extra: Mapping[str, object] | None = None,
) -> dict[str, object] | None:
    """Return the fields of one record, or None when they cannot be used; every fault is noted.

    Parameters
    ----------
    raw : object
        The table of the file.
    kind : str
        Asset name in the field table.
    model : type
        Record the fields are for.
    path : str
        Place in the file, and first part of every value path.
    reading : Reading
        State of the reading; faults are added to it.
    extra : mapping, optional
        Fields read elsewhere (nested records); they are passed through.
    """
    if not isinstance(raw, dict):
        reading.faults.add(
            "HF-S005",
            path,
            "",
            found=shown(raw),
            expected="a table of fields",
            mend=f"write it as [[{kind}]] or [{kind}]",
        )
        return None
    count = len(reading.faults.faults)
    nested = dict(extra or {})
    plain = _plain_fields(raw, kind, model, path, reading)
    rows = fields_of(kind, plain)
    _refuse_strangers(raw, rows, nested, path, reading)
    source = _asset_source(raw, kind, path, reading)
    values = _values(raw, kind, rows, plain, path, source, reading)
    if len(reading.faults.faults) > count:
        return None
    return {**plain, **values, **nested}


def read_id(raw: Mapping[str, object], kind: str, position: int, reading: Reading) -> str | None:
    """Return the id of one asset of a collection, or note the fault."""
    stated = raw.get("id")
    place = f"{kind}[{position}]"
    if stated is None:
        reading.faults.add(
            "HF-S004", place, "id", found="no id", expected="an id", mend=f'add id = "{kind}-{position}" to it'
        )
        return None
    if not isinstance(stated, str) or not _ID.fullmatch(stated):
        reading.faults.add(
            "HF-S005",
            place,
            "id",
            found=shown(stated),
            expected="letters, digits, dash and underscore, at most 64",
            mend="rename it; a dot would break the paths",
        )
        return None
    return stated


def _plain_fields(
    raw: Mapping[str, object], kind: str, model: type[Record], path: str, reading: Reading
) -> dict[str, object]:
    plain: dict[str, object] = {}
    for name, row in fields_of(kind, {}).items():
        if row.is_value or name not in model.model_fields:
            continue
        if name in raw:
            try:
                plain[name] = parse_plain(raw[name], row, model)
            except ValueFault as fault:
                _note(reading, path, name, fault)
        elif kind == "stores" and name == "unit" and str(raw.get("commodity")) in _COMMON_UNITS:
            plain[name] = _COMMON_UNITS[str(raw["commodity"])]
        elif model.model_fields[name].is_required():
            reading.faults.add(
                "HF-S004", path, name, found="nothing", expected=row.meaning or "a text", mend=f"add {name} = ..."
            )
        else:
            plain[name] = model.model_fields[name].get_default(call_default_factory=True)
    return plain


def _refuse_strangers(
    raw: Mapping[str, object], rows: Mapping[str, FieldRow], nested: Mapping[str, object], path: str, reading: Reading
) -> None:
    known = [*rows, *nested, "source"]
    for name in raw:
        if name not in known:
            reading.faults.add(
                "HF-S003",
                path,
                name,
                found=f"field {name!r}",
                expected="a field of the site table",
                mend=nearest(name, known) + "rename or remove it",
            )


def _asset_source(raw: Mapping[str, object], kind: str, path: str, reading: Reading) -> str | None:
    stated = raw.get("source")
    if stated is None:
        return reading.site_source
    if kind == "site":
        return reading.site_source
    try:
        return resolve_source(stated if isinstance(stated, str) else shown(stated), reading.around)
    except ValueFault as fault:
        _note(reading, path, "source", fault)
        return None


def _values(
    raw: Mapping[str, object],
    kind: str,
    rows: Mapping[str, FieldRow],
    plain: Mapping[str, object],
    path: str,
    source: str | None,
    reading: Reading,
) -> dict[str, object]:
    stated: dict[str, Value | None] = {}
    for name, row in rows.items():
        if row.is_value and name in raw:
            unit = "m3/day" if kind == "gate.deliveries" and plain.get("unit") == "m3" else row.unit_for(plain)
            try:
                stated[name] = parse_value(raw[name], row, unit, source, reading.around)
            except ValueFault as fault:
                _note(reading, path, name, fault)
    values: dict[str, object] = {name: value for name, value in stated.items() if value is not None}
    waiting = [
        (name, row)
        for name, row in rows.items()
        if row.is_value
        and values.get(name) is None
        and (row.form == "value" or name in stated or _needed(kind, name, plain))
    ]
    # Priors that are shares of another value come after the value they are a share of.
    waiting.sort(key=lambda pair: {"": 0, "people": 1}.get(pair[1].relative_to, 2))
    for name, row in waiting:
        values[name] = _above_rest(kind, name, values, _prior(kind, name, row, values, path, reading))
    for name, row in rows.items():
        if row.form == "optional" and name not in values:
            values[name] = None
    return values


def _needed(kind: str, name: str, plain: Mapping[str, object]) -> bool:
    commodity = _RATES.get((kind, name))
    return commodity is not None and plain.get(commodity) is not None


def _prior(kind: str, name: str, row: FieldRow, values: Mapping[str, object], path: str, reading: Reading) -> Value:
    for (owner, content), container in CONTENTS.items():
        inside = values.get(content)
        if owner != kind or container != name or content == _REST:
            continue
        if isinstance(inside, Value) and inside.median > 0.0:
            return Value(
                value=2.0 * inside.median,
                low=_ROOM[0] * inside.median,
                high=_ROOM[1] * inside.median,
                distribution="uniform",
                state="unknown",
                source="assumption: one to three times what is in it",
                prior="assumption",
                minimum=row.min,
                maximum=row.max,
                relative_to=f"{path}.{content}",
            )
    if row.relative_to == "people":
        return prior_value(row, base=reading.people_total, base_path="people")
    if row.relative_to:
        base = values.get(row.relative_to)
        median = base.median if isinstance(base, Value) else 0.0
        return prior_value(row, base=median, base_path=f"{path}.{row.relative_to}")
    rated = values.get("rated_kw") if kind == "generators" else None
    return prior_value(row, rated_kw=rated.median if isinstance(rated, Value) else None)


def _above_rest(kind: str, name: str, values: Mapping[str, object], prior: Value) -> Value:
    """Return the prior of a container that holds at least what is stated to lie below its outlet."""
    rest = values.get(_REST)
    if CONTENTS.get((kind, _REST)) != name or not isinstance(rest, Value) or prior.maximum <= rest.high:
        return prior
    return replace(prior, minimum=max(prior.minimum, rest.high))


def _note(reading: Reading, path: str, name: str, fault: ValueFault) -> None:
    reading.faults.add(fault.code, path, name, found=fault.found, expected=fault.expected, mend=fault.mend)
