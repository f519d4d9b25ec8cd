"""Processes that write to a ledger, say what was acknowledged, and can be killed at any moment."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from holdfast.ledger import Statement, append_claim, open_ledger


def write(line: Connection, place: str, home: str, device: str, count: int) -> None:
    """Append claims and send the id of each once it is acknowledged; ``ready`` when the ledger is open."""
    ledger = open_ledger(place, create=True, site="camp", zone="UTC", device=device, home=Path(home))
    line.send_bytes(b"ready")
    for number in range(count):
        statement = Statement(claim_type="stock", item="diesel", value_low=number, value_high=number)
        claim = append_claim(ledger, statement, claimant=device, review="accepted", reviewer="r")
        line.send_bytes(claim.id.encode())


def stop_at(step: int) -> list[int]:
    """Kill this process at the n-th step it takes in a database; return the count, which goes on."""
    taken = [0]

    def stop(*_: object) -> None:
        taken[0] += 1
        if taken[0] == step:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(Engine, name, stop)
    return taken


def append_until(line: Connection, place: str, home: str, step: int) -> None:
    """Append one claim, killed at a step of it; send the number of steps when it was not."""
    ledger = open_ledger(place, home=Path(home))
    taken = stop_at(step)
    append_claim(ledger, Statement(claim_type="stock", item="diesel", value_low=1, value_high=1), claimant="c")
    line.send_bytes(str(taken[0]).encode())


def open_until(line: Connection, place: str, home: str, step: int) -> None:
    """Open a ledger, killed at a step of it; send the number of steps when it was not."""
    taken = stop_at(step)
    open_ledger(place, home=Path(home))
    line.send_bytes(str(taken[0]).encode())


@cache
def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    signing = "cryptography.hazmat.primitives.serialization"
    rooms = ["holdfast.ledger.opening", "holdfast.ledger.store", "holdfast.ledger.upgrading"]
    context.set_forkserver_preload(["helpers_writers", *rooms, signing, "alembic.operations", "alembic.script"])
    return context


class Apart:
    """A function in a process of its own, from a server that has loaded everything, in a few hundredths of a second."""

    def __init__(self, target: Callable[..., None], place: Path | str, home: Path, *more: object) -> None:
        self.line, end = _context().Pipe(duplex=False)
        self.process: Any = _context().Process(target=target, args=(end, str(place), str(home), *more))
        self.process.start()
        end.close()

    def said(self, wait_s: float = 60.0) -> str | None:
        """Return the next line; None when the process has ended."""
        if not self.line.poll(wait_s):
            raise TimeoutError
        try:
            return self.line.recv_bytes().decode()
        except EOFError:
            return None

    def ends(self) -> list[str]:
        """Wait for the end; return what was said before."""
        lines = []
        while (line := self.said()) is not None:
            lines.append(line)
        self.process.join()
        self.line.close()
        return lines

    def kill(self) -> list[str]:
        """Kill the process as a power cut would, and return every line it had finished."""
        self.process.kill()
        return self.ends()


class Writer(Apart):
    """A process that appends claims."""

    def __init__(self, place: Path | str, home: Path, device: str = "dev-a", count: int = 1_000_000) -> None:
        super().__init__(write, place, home, device, count)
