"""Every named check of a site, and the report they make together."""

from __future__ import annotations

from holdfast.sites.checks.problem import Check
from holdfast.sites.checks.registry import all_checks, check_site
from holdfast.sites.checks.report import CheckReport, check_report

__all__ = ["Check", "CheckReport", "all_checks", "check_report", "check_site"]
