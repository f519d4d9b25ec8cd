"""From ``site.toml`` to a ``Site``: every fault of the file is reported at once."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from holdfast.errors import HoldfastError
from holdfast.quantities import unit
from holdfast.sites.assets import Reading, read_asset, read_id
from holdfast.sites.consistency import note_contradictions
from holdfast.sites.faults import FaultList, faults_error, nearest, shown
from holdfast.sites.model import (
    COLLECTIONS,
    LOAD_CLASSES,
    SINGLETONS,
    Checks,
    FailureRule,
    Record,
    Site,
)
from holdfast.sites.nested import build, read_gate, read_nested, with_sky
from holdfast.sites.parsing import Surroundings, ValueFault, resolve_source
from holdfast.sites.plain import number_of, zone_exists

LARGEST_BYTES = 2_000_000
SITE_FILE = "site.toml"
_TABLES = ("sources", "packages", "failures", "checks")
_LIFELINES = ("electricity", "fuel", "cooling", "water", "sewage", "cold_chain", "food", "vaccines", "service")


def site_path(place: str | Path) -> Path:
    """Return the path of the site file that a workspace folder or a file path names.

    Raises
    ------
    SiteError
        HF-S001 when there is no such file.
    """
    path = Path(place)
    try:
        folder = path.is_dir()
        found = path / SITE_FILE if folder else path
        missing = None if found.is_file() else "a folder without site.toml" if folder else "no such file"
    except OSError as error:  # a folder that may not be read, a name that is too long
        missing = str(error.strerror or error)
    if missing is not None:
        faults = FaultList(file=str(path))
        faults.add(
            "HF-S001",
            "",
            "",
            found=missing,
            expected="a workspace folder or a site.toml",
            mend="check the name, or make a workspace with `holdfast new`",
        )
        faults.raise_any()
    return found


def load_site(place: str | Path) -> Site:
    """Return the site that a workspace folder or a ``site.toml`` describes.

    Parameters
    ----------
    place : str or Path
        Workspace folder or path of the file (at most 2 MB, UTF-8).

    Returns
    -------
    Site
        Every ``Value`` in it can be drawn: what the file leaves out or calls unknown has the prior of the field table.

    Raises
    ------
    SiteError
        With code, file, asset, field, found, expected and mend of the first fault; ``faults`` holds all of them.
    """
    path = site_path(place)
    size = path.stat().st_size
    faults = FaultList(file=str(place))
    if size > LARGEST_BYTES:
        faults.add(
            "HF-S002",
            "",
            "",
            found=f"a file of {size / 1e6:.0f} MB",
            expected=f"at most {LARGEST_BYTES / 1e6:.0f} MB",
            mend="is this the right file? a site is a few pages of text",
        )
        faults.raise_any()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (UnicodeDecodeError, OSError) as error:
        found = "bytes that are not UTF-8 text" if isinstance(error, UnicodeDecodeError) else str(error)
        faults.add(
            "HF-S002",
            "",
            "",
            found=found,
            expected="a text file",
            mend="save it as plain text in UTF-8, or name another",
        )
        raise faults_error(faults.faults) from error
    return read_site(text, file=str(place))


def read_site(text: str, *, file: str = SITE_FILE) -> Site:
    """Return the site that a TOML text describes; ``file`` names it in errors. See ``load_site``."""
    faults = FaultList(file=file, text=text)
    raw = _parse(text, faults)
    if raw is None:
        raise faults_error(faults.faults)
    _refuse_unknown_tables(raw, faults)
    reading = Reading(
        around=Surroundings(sources=_texts(raw, "sources", faults), packages=_texts(raw, "packages", faults)),
        faults=faults,
    )
    _check_packages(reading)
    parts: dict[str, Any] = {"sources": dict(reading.around.sources), "packages": dict(reading.around.packages)}
    parts["site"] = _site_info(raw, reading)
    for kind, model in COLLECTIONS.items():  # people come first: priors of other assets are shares of all persons
        parts[kind] = _collection(raw, kind, model, reading)
        if kind == "people":
            reading.people_total = max(1.0, sum(group.count.median for group in parts[kind]))
        if kind == "stores":
            reading.stores_unit = {store.commodity: store.unit for store in parts[kind]}
    for kind in ("water", "sewage", "weather"):
        parts[kind] = _singleton(raw, kind, reading)
    parts["weather"] = with_sky(parts["weather"], raw.get("weather", {}), parts["site"])
    parts["gate"] = read_gate(raw, reading)
    if not parts["loads"]:
        parts["loads"] = _default_loads(reading)
    parts["failures"] = _failures(raw, faults)
    parts["checks"] = _checks(raw, faults)
    faults.raise_any()
    site = Site(**parts)
    note_contradictions(site, faults)
    faults.raise_any()
    return site


def _parse(text: str, faults: FaultList) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at (line \d+, column \d+|end of document)\)", str(error))
        reason = re.sub(r"\s*\(at .*\)$", "", str(error))
        faults.add(
            "HF-S002",
            place.group(1) if place else "",
            "",
            found=reason,
            expected="TOML",
            mend="correct that line; texts stand in quotes, tables in [brackets]",
        )
    except (RecursionError, ValueError) as error:
        # ValueError: an integer of more digits than Python reads.
        found = "tables nested too deeply" if isinstance(error, RecursionError) else str(error)
        faults.add("HF-S002", "", "", found=found, expected="a plain site file", mend="remove that part")
    return None


def _refuse_unknown_tables(raw: dict[str, Any], faults: FaultList) -> None:
    known = [*SINGLETONS, *COLLECTIONS, *_TABLES]
    for name in raw:
        if name not in known:
            faults.add(
                "HF-S003",
                name,
                "",
                found=f"table {name!r}",
                expected="a table of the site schema",
                mend=nearest(name, known) + "rename or remove it",
            )


def _texts(raw: dict[str, Any], name: str, faults: FaultList) -> dict[str, str]:
    table = raw.get(name, {})
    if not isinstance(table, dict):
        faults.add("HF-S005", name, "", found=shown(table), expected="a table", mend=f"write it as [{name}]")
        return {}
    texts = {}
    for key, text in table.items():
        if isinstance(text, str) and text.strip():
            texts[key] = text
        else:
            faults.add("HF-S005", name, key, found=shown(text), expected="a text", mend="write it in quotes")
    return texts


def _check_packages(reading: Reading) -> None:
    if not reading.around.packages:
        return
    for name in reading.around.packages:
        try:
            unit(name, reading.around.packages)
        except HoldfastError as error:
            reading.faults.add(
                "HF-S007", "packages", name, found=error.found, expected='a size such as "200 L"', mend=error.mend
            )


def _site_info(raw: dict[str, Any], reading: Reading) -> Record | None:
    table = raw.get("site")
    model = SINGLETONS["site"]
    if not isinstance(table, dict):
        reading.faults.add(
            "HF-S004", "site", "", found="no [site] table", expected="id, name and timezone", mend="add a [site] table"
        )
        return None
    if "source" in table:
        try:
            stated = table["source"]
            reading.site_source = resolve_source(stated if isinstance(stated, str) else shown(stated), reading.around)
        except ValueFault as fault:
            reading.faults.add(
                fault.code, "site", "source", found=fault.found, expected=fault.expected, mend=fault.mend
            )
    if "id" in table:
        read_id(table, "site", 1, reading)
    zone = table.get("timezone", "UTC")
    if isinstance(zone, str) and not zone_exists(zone):
        reading.faults.add(
            "HF-S005", "site", "timezone", found=shown(zone), expected="an IANA zone", mend='such as "Asia/Baghdad"'
        )
        return None
    fields = read_asset(table, "site", model, "site", reading)
    if fields is None:
        return None
    start = fields.get("start")
    if start is not None and getattr(start, "tzinfo", None) is None:
        fields["start"] = start.replace(tzinfo=ZoneInfo(str(zone)))  # type: ignore[attr-defined]
    return build(model, fields, "site", reading)


def _collection(raw: dict[str, Any], kind: str, model: type[Record], reading: Reading) -> tuple[Any, ...]:
    tables = raw.get(kind, [])
    if not isinstance(tables, list):
        reading.faults.add(
            "HF-S005", kind, "", found="one table", expected="a list of tables", mend=f"write it as [[{kind}]]"
        )
        return ()
    records = []
    seen: set[str] = set()
    for position, table in enumerate(tables, start=1):
        if not isinstance(table, dict):
            read_asset(table, kind, model, f"{kind}[{position}]", reading)
            continue
        name = read_id(table, kind, position, reading)
        if name is None:
            continue
        if name in seen:
            reading.faults.add(
                "HF-S009", kind, name, found=f"id {name!r} twice", expected="each id once", mend="rename one of the two"
            )
            continue
        seen.add(name)
        path = f"{kind}.{name}"
        extra = read_nested(table, kind, path, reading)
        fields = read_asset(table, kind, model, path, reading, extra=extra)
        record = build(model, fields, path, reading)
        if record is not None:
            records.append(record)
    return tuple(records)


def _singleton(raw: dict[str, Any], kind: str, reading: Reading) -> Record | None:
    model = SINGLETONS[kind]
    return build(model, read_asset(raw.get(kind, {}), kind, model, kind, reading), kind, reading)


def _default_loads(reading: Reading) -> tuple[Record, ...]:
    """Return the seven load classes in the order of the physics specification, section 1."""
    records = []
    for place, name in enumerate(LOAD_CLASSES, start=1):
        fields = read_asset({"id": name, "priority": place}, "loads", COLLECTIONS["loads"], f"loads.{name}", reading)
        record = build(COLLECTIONS["loads"], fields, f"loads.{name}", reading)
        if record is not None:
            records.append(record)
    return tuple(records)


def _failures(raw: dict[str, Any], faults: FaultList) -> dict[str, FailureRule]:
    table = raw.get("failures", {})
    if not isinstance(table, dict):
        faults.add("HF-S005", "failures", "", found=shown(table), expected="a table", mend="write [failures.water]")
        return {}
    rules = {}
    for name, entry in table.items():
        if name not in _LIFELINES and not name.startswith("stock:"):
            faults.add(
                "HF-S003",
                "failures",
                name,
                found=f"lifeline {name!r}",
                expected=", ".join(_LIFELINES) + ", stock:<commodity>",
                mend=nearest(name, _LIFELINES) + "rename or remove it",
            )
            continue
        try:
            rules[name] = _failure_rule(entry)
        except ValueFault as fault:
            faults.add(fault.code, "failures", name, found=fault.found, expected=fault.expected, mend=fault.mend)
    return rules


def _failure_rule(entry: object) -> FailureRule:
    if not isinstance(entry, dict) or set(entry) - {"threshold", "window_h"}:
        raise ValueFault("HF-S005", shown(entry), "threshold and window_h", "write threshold = 7.5")
    numbers = {key: number_of(number) for key, number in entry.items()}
    if numbers.get("window_h", 1.0) < 1.0:
        raise ValueFault("HF-S006", f"{numbers['window_h']:g} h", "a window of an hour or more", "correct it")
    return FailureRule(**numbers)


def _checks(raw: dict[str, Any], faults: FaultList) -> Checks:
    table = raw.get("checks", {})
    if not isinstance(table, dict) or set(table) - {"silenced"}:
        faults.add(
            "HF-S003", "checks", "", found=shown(table), expected="silenced", mend='write silenced = {name = "reason"}'
        )
        return Checks()
    return Checks(silenced=_texts(table, "silenced", faults))
