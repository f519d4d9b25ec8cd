"""What a check has to say, and what the engine cannot simulate yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from holdfast.errors import ModelError
from holdfast.sites.fields import FieldRow, fields_of
from holdfast.sites.model import COLLECTIONS, SINGLETONS
from holdfast.sites.value import Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.sites.model import Record, Site

Severity = Literal["error", "warning", "note"]
NOT_SIMULATED = "not-simulated"
CLASS_MISSING = "load-class-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing a check found.

    Attributes
    ----------
    check : str
        Stable name of the check.
    severity : str
        ``error`` (no run is possible or the run would mislead), ``warning`` or ``note``.
    at : str
        Asset or value path.
    found, want, mend : str
        What stands there, what should, and what to do.
    """

    check: str
    severity: Severity
    at: str
    found: str
    want: str
    mend: str

    def as_dict(self) -> dict[str, str]:
        """Return the parts as a mapping, for ``--json``."""
        return {
            "check": self.check,
            "severity": self.severity,
            "at": self.at,
            "found": self.found,
            "want": self.want,
            "mend": self.mend,
        }


def records_of(site: Site) -> Iterator[tuple[str, str, Record]]:
    """Yield (name in the field table, path, record) of every record of a site."""
    for kind in SINGLETONS:
        yield kind, kind, getattr(site, kind)
    for kind in COLLECTIONS:
        for asset in getattr(site, kind):
            yield kind, f"{kind}.{asset.id}", asset
            if kind == "shelters" and asset.cooling is not None:
                yield "shelters.cooling", f"{kind}.{asset.id}.cooling", asset.cooling
            if kind == "services":
                for item in asset.inputs:
                    yield "services.inputs", f"{kind}.{asset.id}.inputs.{item.id}", item
    for delivery in site.gate.deliveries:
        yield "gate.deliveries", f"gate.deliveries.{delivery.id}", delivery


def classes_in_use(site: Site) -> dict[str, str]:
    """Return each load class that something draws on, with the first asset that does."""
    use: dict[str, str] = {}
    pairs = (
        ("clinic", site.clinics, "clinics"),
        ("clinic", site.vaccine_fridges, "vaccine_fridges"),
        ("water", site.wells, "wells"),
        ("water", site.purification, "purification"),
        ("water", site.tanks, "tanks"),
        ("sewage", site.lifts, "lifts"),
        ("cold_chain", site.cold_stores, "cold_stores"),
        ("kitchen", site.kitchens, "kitchens"),
        ("kitchen", site.bakeries, "bakeries"),
        ("lighting", site.lighting, "lighting"),
        ("cooling", tuple(shelter for shelter in site.shelters if shelter.cooling is not None), "shelters"),
    )
    for name, assets, kind in pairs:
        if assets and name not in use:
            use[name] = f"{kind}.{assets[0].id}"
    for service in site.services:
        if service.power is not None:
            use.setdefault(service.power, f"services.{service.id}")
    return use


def classes_missing(site: Site) -> tuple[Finding, ...]:
    """Return one finding for every load class that something draws on and that has no place in the queue."""
    listed = {load.id for load in site.loads}
    return tuple(
        Finding(
            check=CLASS_MISSING,
            severity="error",
            at=f"loads.{name}",
            found=f"{asset} draws power, and its class has no priority",
            want="every class in use listed",
            mend=f'add [[loads]] with id = "{name}", or remove all [[loads]] to get the usual order',
        )
        for name, asset in classes_in_use(site).items()
        if name not in listed
    )


def unsimulated(site: Site) -> tuple[Finding, ...]:
    """Return one finding for every statement of the site that the engine would have to ignore.

    The column ``simulated`` of the field table decides: ``no`` refuses any statement, ``only X`` any other than X. A
    load class in use that the site leaves out of its queue is refused too: its place would have to be guessed.
    """
    findings = list(classes_missing(site))
    for kind, path, record in records_of(site):
        for name, row in fields_of(kind, {}).items():
            stated = getattr(record, name, None)
            if row.simulated == "yes" or stated is None or _is_taken(row, stated):
                continue
            findings.append(_finding(path, name, row, stated))
    return tuple(findings)


def refuse_unsimulated(site: Site) -> None:
    """Raise when the site states something the engine would have to ignore.

    Raises
    ------
    ModelError
        HF-S012, naming up to five such statements and their count.
    """
    findings = unsimulated(site)
    if not findings:
        return
    first = "; ".join(f"{finding.at} ({finding.found})" for finding in findings[:5])
    raise ModelError(
        "HF-S012",
        where=f"site {site.id}",
        found=f"{len(findings)} not simulated yet: {first}",
        expected="only what the engine simulates",
        mend=findings[0].mend,
    )


def _is_taken(row: FieldRow, stated: object) -> bool:
    word = row.simulated_word
    if word is None:
        return False
    if isinstance(stated, Value):
        return stated.is_known and f"{stated.value:g}" == word
    if isinstance(stated, bool):
        return str(stated).lower() == word
    return str(stated) == word


def _finding(path: str, name: str, row: FieldRow, stated: object) -> Finding:
    shown = "unknown" if isinstance(stated, Value) and stated.state == "unknown" else None
    if shown is None:
        shown = f"{stated.low:g}..{stated.high:g}" if isinstance(stated, Value) and not stated.is_known else None
    if shown is None:
        shown = f"{stated.value:g}" if isinstance(stated, Value) else str(stated).lower()
    word = row.simulated_word
    remedy = f"write {name} = {word}" if word is not None else f"remove {name}"
    reason = f" ({row.reason})" if row.reason else ""
    return Finding(
        check=NOT_SIMULATED,
        severity="error",
        at=f"{path}.{name}",
        found=f"{name} = {shown}",
        want=f"{word} only" if word is not None else "left out",
        mend=f"{remedy} for now{reason}; keep the figure as a comment",
    )
