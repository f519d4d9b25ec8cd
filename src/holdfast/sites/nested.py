"""Records inside another record, and the unit of what is counted in the unit of its store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from holdfast.sites.assets import read_asset, read_id
from holdfast.sites.faults import shown
from holdfast.sites.model import NESTED, SINGLETONS, Cooling, Record, SiteInfo, Weather
from holdfast.sites.value import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.sites.assets import Reading

R = TypeVar("R", bound=Record)


def read_nested(table: dict[str, Any], kind: str, path: str, reading: Reading) -> dict[str, object]:
    """Return the nested records of one asset: the air conditioner of a shelter, the inputs of a service."""
    if kind == "shelters":
        return {"cooling": _cooling(table, path, reading)}
    if kind == "services":
        return {"inputs": _goods(table, "services.inputs", f"{path}.inputs", reading)}
    return {}


def read_gate(raw: dict[str, Any], reading: Reading) -> Record | None:
    """Return the gate with its usual deliveries."""
    table = raw.get("gate", {})
    deliveries = _goods(table, "gate.deliveries", "gate.deliveries", reading) if isinstance(table, dict) else ()
    model = SINGLETONS["gate"]
    return build(
        model, read_asset(table, "gate", model, "gate", reading, extra={"deliveries": deliveries}), "gate", reading
    )


def with_sky(weather: Weather | None, raw: object, site: SiteInfo | None) -> Weather | None:
    """Return the weather with its sky: clear where a place is known and no peak of the sun is, typical elsewhere."""
    if weather is None or site is None or (isinstance(raw, dict) and "sky" in raw):
        return weather
    placed = site.latitude_deg is not None and site.longitude_deg is not None
    peaks = (weather.sol_air_peak_k, weather.ghi_peak_w_m2)
    if placed and all(peak.state == "unknown" for peak in peaks):
        return weather.model_copy(update={"sky": "clear-sky"})
    return weather


def _cooling(table: dict[str, Any], path: str, reading: Reading) -> Record | None:
    if "cooling" not in table:
        return None
    inner = table["cooling"]
    if isinstance(inner, dict) and "source" not in inner and "source" in table:
        inner = {**inner, "source": table["source"]}
    fields = read_asset(inner, "shelters.cooling", Cooling, f"{path}.cooling", reading)
    return build(Cooling, fields, f"{path}.cooling", reading)


def _goods(owner: dict[str, Any], kind: str, path: str, reading: Reading) -> tuple[Record, ...]:
    """Return the records of a list of goods: usual deliveries of the gate, or inputs of a service."""
    name = kind.rpartition(".")[2]
    stated = owner.get(name, [])
    if not isinstance(stated, list) or not all(isinstance(entry, dict) for entry in stated):
        reading.faults.add(
            "HF-S005",
            path.removesuffix(f".{name}"),
            name,
            found=shown(stated),
            expected="a list of tables",
            mend=f"write it as [[{kind}]]",
        )
        return ()
    records: dict[str, Record] = {}
    for position, entry in enumerate(stated, start=1):
        record = _good(entry, kind, path, position, records, owner, reading)
        if record is not None:
            records[record.id] = record  # type: ignore[attr-defined]
    return tuple(records.values())


def _good(
    entry: dict[str, Any],
    kind: str,
    path: str,
    position: int,
    seen: Mapping[str, Record],
    owner: dict[str, Any],
    reading: Reading,
) -> Record | None:
    """Return one of them, its quantity in the unit of the store it fills or draws on (m3 for water and sewage)."""
    commodity = entry.get("commodity")
    table = {"id": str(position) if commodity is None else commodity, **entry}
    name = read_id(table, path, position, reading) if commodity is not None else None
    if name is not None and name in seen:
        reading.faults.add(
            "HF-S009",
            path,
            name,
            found=f"id {name!r} twice",
            expected="each id once",
            mend="add the two quantities, or give each its own id",
        )
        return None
    place = f"{path}.{name or position}"
    if "source" not in table and "source" in owner:
        table["source"] = owner["source"]
    flows = {"water", "sewage"} if kind == "gate.deliveries" else set()
    own = "m3" if commodity in flows else reading.stores_unit.get(str(commodity))
    stated = table.get("unit", own)
    if own is not None and isinstance(stated, str) and stated != own:
        table["quantity_per_day"] = _with_unit(table.get("quantity_per_day"), stated)
    table["unit"] = own or stated
    if table["unit"] is None:
        del table["unit"]
    model = NESTED[kind]
    return build(model, read_asset(table, kind, model, place, reading), place, reading)


def _with_unit(raw: object, unit: str) -> object:
    rate = unit if unit.endswith("/day") else f"{unit}/day"
    if isinstance(raw, dict):
        return raw if "unit" in raw else {**raw, "unit": rate}
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return {"value": raw, "unit": rate}
    return raw


def build(model: type[R], fields: dict[str, object] | None, path: str, reading: Reading) -> R | None:
    """Return the record, or note why it cannot be made."""
    if fields is None:
        return None
    try:
        return model(**fields)
    except ValidationError as error:
        for fault in error.errors():
            reading.faults.add(
                "HF-S005",
                path,
                ".".join(str(part) for part in fault["loc"]),
                found=shown(fault["input"]) if not isinstance(fault["input"], Value) else "a value",
                expected=fault["msg"],
                mend="see the page of the site file",
            )
        return None
