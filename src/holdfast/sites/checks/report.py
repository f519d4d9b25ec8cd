"""Everything there is to say about one site file: faults of the file, then findings of the checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.sites.checks.registry import check_site
from holdfast.sites.faults import Fault, SiteFaultsError
from holdfast.sites.loader import load_site

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.sites.findings import Finding
    from holdfast.sites.model import Site

_SCHEMA = "schema"  # name under which faults of the file are printed, beside the names of the checks


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What `holdfast check` prints.

    Attributes
    ----------
    place : str
        Workspace or file, as the user named it.
    site : Site or None
        The site, or None when its file has faults.
    faults : tuple of Fault
        Faults of the file; the checks run only when there are none.
    findings : tuple of Finding
        Findings of the checks, errors first.
    silenced : mapping of check name to reason
        Checks the site silences.
    """

    place: str
    site: Site | None
    faults: tuple[Fault, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def silenced(self) -> dict[str, str]:
        """Checks the site silences, with the reason for each."""
        return dict(self.site.checks.silenced) if self.site is not None else {}

    @property
    def errors(self) -> int:
        """Number of faults and findings that stop a run."""
        return len(self.faults) + sum(finding.severity == "error" for finding in self.findings)

    def to_dict(self) -> dict[str, object]:
        """Return the report for ``--json``."""
        return {
            "place": self.place,
            "site": self.site.id if self.site is not None else None,
            "errors": self.errors,
            "faults": [fault.as_dict() for fault in self.faults],
            "findings": [finding.as_dict() for finding in self.findings],
            "silenced": self.silenced,
        }

    def lines(self) -> list[str]:
        """Return the report in words, one fault or finding a line and its mend on the next."""
        out = []
        for fault in self.faults:
            out.append(f"error    {_SCHEMA} [{fault.code}] {fault.where}: {fault.found}; want {fault.expected}")
            out.append(f"         mend: {fault.mend}")
        for finding in self.findings:
            out.append(f"{finding.severity:<8} {finding.check} {finding.at}: {finding.found}; want {finding.want}")
            out.append(f"         mend: {finding.mend}")
        out.extend(f"silenced {name}: {reason}" for name, reason in self.silenced.items())
        counts = {
            severity: sum(finding.severity == severity for finding in self.findings)
            for severity in ("error", "warning", "note")
        }
        counts["error"] += len(self.faults)
        out.append(f"{self.place}: " + ", ".join(f"{count} {severity}(s)" for severity, count in counts.items()))
        return out


def check_report(place: str | Path) -> CheckReport:
    """Return the faults of a site file, or the findings of every check when it has none.

    Raises
    ------
    SiteError
        HF-S001 when there is no such file.
    """
    try:
        site = load_site(place)
    except SiteFaultsError as error:
        if error.code == "HF-S001":
            raise
        return CheckReport(place=str(place), site=None, faults=error.faults)
    return CheckReport(place=str(place), site=site, findings=check_site(site))
