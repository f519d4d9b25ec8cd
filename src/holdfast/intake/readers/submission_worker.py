"""Read one file of submissions in a process of its own, with the limits of `worker`.

Reads bytes from standard input and writes one JSON object to standard output.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from holdfast.errors import IntakeError
from holdfast.intake.readers.faults import ReaderFaultError
from holdfast.intake.readers.limits import MAX_SECONDS
from holdfast.intake.readers.submission_files import read_submissions
from holdfast.intake.readers.workbook import TableFaultError
from holdfast.intake.readers.worker import limit

_EXPECTED = "submissions as Kobo or ODK export them: JSON, XML, CSV, XLSX or submissions.csv.zip"
_MENDS = {
    "HF-I060": "export the submissions again with their ids; for another table use holdfast read",
    "HF-I064": "export the submissions again, all tables together; nothing was taken",
    "HF-I065": "export the submissions again, in parts where there are many; nothing was taken",
}


def read_apart(data: bytes, where: str) -> dict[str, Any]:
    """Return the submissions in a file, read in a process of its own.

    Raises
    ------
    IntakeError
        HF-I060, HF-I064 and HF-I065, see `read_submissions`; HF-I040 and HF-I041 for archives, HF-I020 to HF-I025 for
        tables.
    """
    command = [sys.executable, "-m", "holdfast.intake.readers.submission_worker"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MAX_SECONDS + 5, check=False)  # noqa: S603  our own module, no shell
    except subprocess.TimeoutExpired:
        raise _fault("HF-I065", where, f"a file that is not open after {MAX_SECONDS} seconds") from None
    if done.returncode != 0:
        raise _fault("HF-I065", where, "a file that needs too much time or memory to open")
    answer: dict[str, Any] = json.loads(done.stdout)
    if "fault" in answer:
        raise _fault(answer["fault"], where, answer["found"])
    return answer


def _fault(code: str, where: str, found: str) -> IntakeError:
    mend = _MENDS.get(code, "export the submissions again; nothing was taken")
    return IntakeError(code, where=where, found=found, expected=_EXPECTED, mend=mend)


def main() -> None:
    """Read standard input, find the submissions, write standard output."""
    limit()
    try:
        answer = read_submissions(sys.stdin.buffer.read())
    except (ReaderFaultError, TableFaultError) as fault:
        answer = {"fault": fault.code, "found": fault.found}
    except (MemoryError, RecursionError):
        answer = {"fault": "HF-I065", "found": "a file that needs too much memory to open"}
    # ASCII only: lone surrogates and any encoding of the pipe are then harmless.
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
