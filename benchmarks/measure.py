"""Rules of measurement: what is recorded, how often a work is repeated, and when a figure is called noisy."""

from __future__ import annotations

import hashlib
import os
import platform
import statistics
import time
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

REPEATS = 7
NOISY = 1.25
SETTINGS = ("NUMBA_", "OMP_", "OPENBLAS_", "MKL_", "HOLDFAST_")
PLACES = ("_DIR", "_PATH")  # folders of a machine are nobody's business
LIBRARIES = (
    "holdfast",
    "numpy",
    "numba",
    "llvmlite",
    "pysd",
    "simpy",
    "mesa",
    "pandas",
    "xarray",
    "wntr",
    "matplotlib",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds of one side: the shortest and the middle of its repeats."""

    shortest_s: float
    middle_s: float
    repeats: int

    @property
    def noisy(self) -> bool:
        return self.middle_s > NOISY * self.shortest_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure: a ratio or a difference, the bounds it is held against, and whether its answers were right.

    ``passed`` is None where nothing was measured (then ``note`` says why). ``most`` and ``least`` are the must; the aim
    is stricter.
    """

    group: str
    what: str
    value: float | None = None
    unit: str = "times"
    must: str = ""
    aim: str = ""
    checked: str = ""
    passed: bool | None = None
    met: bool | None = None
    aimed: bool | None = None
    noisy: bool = False
    note: str = ""
    times: dict[str, Times] = field(default_factory=dict)
    digest: str = ""

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def judged(
    group: str,
    what: str,
    value: float,
    *,
    must: str,
    aim: str = "",
    passed: bool,
    checked: str,
    **rest: Any,
) -> Row:
    """Return a row whose value is held against bounds written as ``<= 1.2`` or ``>= 800``."""
    times: dict[str, Times] = rest.get("times", {})
    return Row(
        group=group,
        what=what,
        value=value,
        must=must,
        aim=aim,
        passed=passed,
        checked=checked,
        met=holds(value, must),
        aimed=holds(value, aim) if aim else None,
        noisy=any(side.noisy for side in times.values()),
        **rest,
    )


def unmeasured(group: str, what: str, reason: str) -> Row:
    return Row(group=group, what=what, note=f"not measured: {reason}")


def holds(value: float, bound: str) -> bool | None:
    """Return whether a value keeps a bound; None without one."""
    if not bound:
        return None
    sign, number = bound.split()[:2]
    return value <= float(number) if sign == "<=" else value >= float(number)


def timed(work: Callable[[], object], *, repeats: int = REPEATS, before: Callable[[], object] | None = None) -> Times:
    """Time a work after one run that does not count; once more from the start when its repeats differ too much."""
    for _ in range(2):
        taken = list(_repeat(work, before, repeats))
        if not times_of(taken).noisy:
            break
    return times_of(taken)


def alternated(works: Mapping[str, Callable[[], float]], *, rounds: int = 9) -> dict[str, Times]:
    """Time several works in turn, A B A B, so that a disturbance meets all; each returns its own seconds."""
    for _ in range(2):
        for work in works.values():
            work()
        taken: dict[str, list[float]] = {name: [] for name in works}
        for _ in range(rounds):
            for name, work in works.items():
                taken[name].append(work())
        if not any(times_of(some).noisy for some in taken.values()):
            break
    return {name: times_of(some) for name, some in taken.items()}


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _repeat(work: Callable[[], object], before: Callable[[], object] | None, repeats: int) -> Iterable[float]:
    for number in range(repeats + 1):
        if before is not None:
            before()
        taken = seconds(work)
        if number:
            yield taken


def times_of(taken: list[float]) -> Times:
    return Times(shortest_s=min(taken), middle_s=statistics.median(taken), repeats=len(taken))


def digest_of(*arrays: NDArray[np.float64]) -> str:
    """Return a hash of the results, so that two runs of the benchmark can be compared."""
    whole = hashlib.sha256()
    for array in arrays:
        whole.update(array.tobytes())
    return whole.hexdigest()[:16]


def machine() -> dict[str, Any]:
    """Return what the figures depend on."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "processor": _first("/proc/cpuinfo", "model name") or platform.processor(),
        "processors_usable": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "memory": _first("/proc/meminfo", "MemTotal"),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "libraries": {name: _version(name) for name in LIBRARIES},
        "settings": {
            name: value
            for name, value in sorted(os.environ.items())
            if name.startswith(SETTINGS) and not name.endswith(PLACES)
        },
        "load": list(os.getloadavg()) if hasattr(os, "getloadavg") else None,
        "dtype": "float64",
    }


def _first(path: str, name: str) -> str:
    try:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            if line.startswith(name):
                return " ".join(line.partition(":")[2].split())
    except OSError:
        pass
    return ""


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None
