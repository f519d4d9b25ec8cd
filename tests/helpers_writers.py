"""Processes that write to a ledger, say what was acknowledged, and can be killed at any moment."""

from __future__ import annotations

import multiprocessing
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from holdfast.ledger import Statement, append_claim, open_ledger


def write(line: Connection, place: str, home: str, device: str, count: int) -> None:
    """Append claims and send the id of each once it is acknowledged; ``ready`` when the ledger is open."""
    ledger = open_ledger(place, create=True, site="camp", zone="UTC", device=device, home=Path(home))
    line.send_bytes(b"ready")
    for number in range(count):
        statement = Statement(claim_type="stock", item="diesel", value_low=number, value_high=number)
        claim = append_claim(ledger, statement, claimant=device, review="accepted", reviewer="r")
        line.send_bytes(claim.id.encode())


@cache
def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    signing = "cryptography.hazmat.primitives.serialization"
    context.set_forkserver_preload(["helpers_writers", "holdfast.ledger.opening", "holdfast.ledger.store", signing])
    return context


class Writer:
    """One such process; it starts from a server that has loaded everything, in a few hundredths of a second."""

    def __init__(self, place: Path | str, home: Path, device: str = "dev-a", count: int = 1_000_000) -> None:
        self.line, end = _context().Pipe(duplex=False)
        self.process: Any = _context().Process(target=write, args=(end, str(place), str(home), device, count))
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
