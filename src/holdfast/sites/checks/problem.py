"""The shape of a check: a name, a severity and a function that yields problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator  # noqa: TC003 - Check is read at run time by its fields
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.sites.findings import Severity
    from holdfast.sites.model import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a check function yields; the registry adds name and severity."""

    at: str
    found: str
    want: str
    mend: str
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """One named check: its severity, the reason for it in one line, and the function that looks."""

    name: str
    severity: Severity
    why: str
    run: Callable[[Site], Iterator[Problem]]
