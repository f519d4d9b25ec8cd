"""Every named check of a site, in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.sites.checks import limits, needs, people, power, supplies
from holdfast.sites.checks.problem import Check, Problem
from holdfast.sites.findings import NOT_SIMULATED, Finding, unsimulated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.sites.model import Site

_ORDER = {"error": 0, "warning": 1, "note": 2}


def _not_simulated(site: Site) -> Iterator[Problem]:
    for finding in unsimulated(site):
        if finding.check != NOT_SIMULATED:
            continue  # a load class without priority has a check of its own
        yield Problem(at=finding.at, found=finding.found, want=finding.want, mend=finding.mend)


def _silenced_unknown(site: Site) -> Iterator[Problem]:
    severities = {check.name: check.severity for check in all_checks()}
    for name in site.checks.silenced:
        if severities.get(name, "error") == "error":
            yield Problem(
                at=f"checks.silenced.{name}",
                found="an error, which cannot be silenced" if name in severities else "no check of this name",
                want="the name of a warning or a note",
                mend="copy the name that `holdfast check` prints, or mend the error",
            )


def all_checks() -> tuple[Check, ...]:
    """Return every check, errors of the schema excepted (those are refused when the file is read)."""
    return (
        Check(NOT_SIMULATED, "error", "What the engine would have to ignore is refused by name.", _not_simulated),
        *people.CHECKS,
        *power.CHECKS,
        *supplies.CHECKS,
        *needs.CHECKS,
        *limits.CHECKS,
        Check(
            "silenced-unknown", "warning", "A silenced name must be the name of a warning or a note.", _silenced_unknown
        ),
    )


def check_site(site: Site) -> tuple[Finding, ...]:
    """Return what every check finds, errors first.

    Parameters
    ----------
    site : Site
        A site as loaded.

    Returns
    -------
    tuple of Finding
        Warnings and notes named in ``[checks] silenced`` are left out; errors cannot be silenced.
    """
    heard = [c for c in all_checks() if c.severity == "error" or c.name not in site.checks.silenced]
    findings = [
        Finding(
            check=check.name,
            severity=problem.severity or check.severity,
            at=problem.at,
            found=problem.found,
            want=problem.want,
            mend=problem.mend,
        )
        for check in heard
        for problem in check.run(site)
    ]
    return tuple(sorted(findings, key=lambda finding: _ORDER[finding.severity]))
