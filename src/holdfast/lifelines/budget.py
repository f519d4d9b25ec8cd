"""What a run will need in memory and time, estimated before it starts, and the question when that is much."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from holdfast.errors import InputError
from holdfast.lifelines.block import LANES

MOST_HOURS = 24 * 3653  # ten years, with up to three leap days
# Rough rates of one thread, measured on one machine of 2026 for a camp with one of everything (orientation only: they
# decide whether to ask, never a result).
SECONDS_PER_MEMBER_HOUR = {"compiled": 3.0e-7, "python": 4.0e-4}
ROOM_BYTES = 96_000_000  # for the kept outputs of a stretch of hours
MOST_DAYS = 7
ROWS_PER_OUTPUT = 20  # rows of parameters and states for each output of a site: 64-bit numbers for each member
ASK_FROM_S = 300.0  # a run longer than five minutes is asked about
ASK_FROM_SHARE = 0.5  # and so is one that takes more than half of the memory that is free
UNKNOWN_MEMORY = 4 * 2**30  # taken where the machine does not say


def stretch_h(lanes: int, kept: int) -> int:
    """Return the hours that all blocks run before their kept outputs are looked at, one to seven days.

    As many as the room for these outputs holds: within a stretch a block runs on its own, and is read from memory once.

    Parameters
    ----------
    lanes : int
        Members, whole blocks of them.
    kept : int
        Outputs that are kept.
    """
    return 24 * min(max(1, ROOM_BYTES // max(1, 24 * 8 * lanes * kept)), MOST_DAYS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a run will need.

    Attributes
    ----------
    memory_bytes : int
        Tables of the members, results that are kept, and the stretch of hours in work.
    seconds : float
        Rough time of the hour loop.
    """

    memory_bytes: int
    seconds: float


def budget_of(
    *,
    members: int,
    hours: int,
    outputs: int,
    kept: int,
    quantiles: int = 0,
    engine: str = "compiled",
    threads: int | None = None,
) -> Budget:
    """Return what a run will need.

    Parameters
    ----------
    members, hours : int
        Size of the run.
    outputs : int
        Declared outputs of the site.
    kept : int
        Outputs that are kept, as a whole or as quantiles.
    quantiles : int
        Probabilities; 0: the outputs are kept whole.
    engine : str
        ``compiled`` or ``python``.
    threads : int, optional
        Default: the processors there are.
    """
    lanes = -(-members // LANES) * LANES
    tables = lanes * outputs * ROWS_PER_OUTPUT
    results = kept * hours * (quantiles or members)
    work = lanes * kept * min(hours, stretch_h(lanes, kept))
    workers = min(threads or os.cpu_count() or 1, lanes // LANES) if engine == "compiled" else 1
    rate = SECONDS_PER_MEMBER_HOUR.get(engine, SECONDS_PER_MEMBER_HOUR["compiled"])
    return Budget(memory_bytes=8 * (tables + results + work), seconds=rate * members * hours / workers)


def free_memory() -> int:
    """Return the memory that can be had without pushing anything out [bytes]; 4 GiB where the machine does not say."""
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return UNKNOWN_MEMORY


def check_hours(hours: int) -> None:
    """Refuse a length that cannot be run.

    Raises
    ------
    InputError
        HF-E015 unless it is a whole number of hours up to ten years.
    """
    if not 1 <= hours <= MOST_HOURS or hours != int(hours):
        raise InputError(
            "HF-E015",
            where="hours",
            found=str(hours),
            expected=f"a whole number from 1 to {MOST_HOURS}",
            mend="run at most ten years at a time",
        )


def ask(budget: Budget, *, members: int, hours: int, agree: bool) -> None:
    """Refuse a run out of range, and ask before one that takes long or most of the memory.

    Parameters
    ----------
    budget : Budget
        What it will need.
    members, hours : int
        Size of the run.
    agree : bool
        True: whoever asks for it has been told and goes on.

    Raises
    ------
    InputError
        HF-E015 when hours are out of range, or when the run is large and nobody has agreed.
    """
    check_hours(hours)
    free = free_memory()
    if agree or (budget.memory_bytes <= ASK_FROM_SHARE * free and budget.seconds <= ASK_FROM_S):
        return
    raise InputError(
        "HF-E015",
        where="members and hours",
        found=f"{members} members of {hours} hours: about {_memory(budget.memory_bytes)} and {_time(budget.seconds)}",
        expected=f"at most half of the {_memory(free)} that are free, and {_time(ASK_FROM_S)}; or your word to go on",
        mend="take fewer members or hours, or keep only quantiles or events; to go on all the same: --yes (agree=True)",
    )


def agree_or_refuse(
    members: int,
    hours: int,
    kept: int,
    *,
    outputs: int,
    store: bool,
    quantiles: int,
    agree: bool,
    engine: str = "compiled",
    threads: int | None = None,
) -> None:
    """Estimate a run and ask before a large one; see `budget_of` and `ask`.

    Parameters
    ----------
    members, hours : int
        Size of the run.
    kept, outputs : int
        Outputs that are kept, and that the site has.
    store : bool
        True: the kept outputs are stored for every member and hour.
    quantiles : int
        Probabilities of the quantiles that are selected of them.
    agree : bool
        True: whoever asks for it has been told and goes on.
    engine : str
        ``compiled`` or ``python``.
    threads : int, optional
        Default: the processors there are.

    Raises
    ------
    InputError
        HF-E015.
    """
    budget = budget_of(
        members=members,
        hours=hours,
        outputs=outputs,
        kept=kept,
        quantiles=0 if store else max(1, quantiles),
        engine=engine,
        threads=threads,
    )
    ask(budget, members=members, hours=hours, agree=agree)


def _memory(size: float) -> str:
    return f"{size / 2**30:.1f} GiB"


def _time(seconds: float) -> str:
    return f"{seconds / 3600.0:.1f} h" if seconds >= 3600.0 else f"{max(1.0, seconds / 60.0):.0f} min"
