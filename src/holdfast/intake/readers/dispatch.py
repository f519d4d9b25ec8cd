"""Send a file to its reader."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from holdfast.errors import IntakeError
from holdfast.intake.readers.detect import sniff
from holdfast.intake.readers.limits import MAX_CHARS, MAX_SECONDS
from holdfast.intake.readers.plain import read_plain
from holdfast.intake.records import Extract, ReadingWarning

_MENDS = {
    "HF-I006": ("a whole PDF", "open it in a viewer and save it again, or copy its text into a text file"),
    "HF-I007": (
        "a PDF that opens without a password",
        "save a copy without the password, or copy its text into a text file",
    ),
    "HF-I008": ("a PDF with a text layer", "it is scanned and needs a person: type what it says into a text file"),
    "HF-I009": (
        f"at most {MAX_CHARS:,} characters, extracted within {MAX_SECONDS} seconds",
        "cut out the part that matters and save it as text",
    ),
}


def extract(data: bytes, where: str) -> Extract:
    """Return the text of a file.

    HTML and PDF are opened in a process of their own with a limit of time and memory: they come from strangers.

    Raises
    ------
    IntakeError
        HF-I004 to HF-I009, see `holdfast.intake.read_file`.
    """
    kind = sniff(data, where)
    if kind == "text/plain":
        found = read_plain(data)
        if len(found.text) > MAX_CHARS:
            raise _fault("HF-I009", where, f"{len(found.text):,} characters of text")
        return found
    answer = _apart(kind, data)
    if "fault" in answer:
        raise _fault(answer["fault"], where, answer["found"])
    return Extract(
        text=answer["text"],
        media_type=answer["media_type"],
        title=answer["title"],
        meta_date=answer["meta_date"],
        warnings=tuple(ReadingWarning(**w) for w in answer["warnings"]),
    )


def _apart(kind: str, data: bytes) -> dict[str, Any]:
    command = [sys.executable, "-m", "holdfast.intake.readers.worker", kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MAX_SECONDS + 5, check=False)  # noqa: S603  our own module, no shell
    except subprocess.TimeoutExpired:
        return {"fault": "HF-I009", "found": f"a file that is not open after {MAX_SECONDS} seconds"}
    if done.returncode != 0:
        if kind == "application/pdf" and done.returncode > 0:
            return {"fault": "HF-I006", "found": "a PDF that stops the reader"}
        return {"fault": "HF-I009", "found": "a file that needs too much time or memory to open"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _fault(code: str, where: str, found: str) -> IntakeError:
    expected, mend = _MENDS[code]
    return IntakeError(code, where=where, found=found, expected=expected, mend=mend)
