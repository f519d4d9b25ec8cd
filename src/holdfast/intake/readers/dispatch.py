"""Send a file to its reader."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from holdfast.errors import IntakeError
from holdfast.intake.readers.chat import looks_like_chat
from holdfast.intake.readers.detect import sniff
from holdfast.intake.readers.kinds import PDF, READ, READERS, TEXT
from holdfast.intake.readers.limits import MAX_CHARS, MAX_SECONDS
from holdfast.intake.readers.plain import read_plain
from holdfast.intake.readers.submission_files import looks_like_submissions
from holdfast.intake.readers.table_files import table_extract, table_kind
from holdfast.intake.records import Extract, ReadingWarning

_MENDS = {
    "HF-I006": ("a whole PDF", "open it in a viewer and save it again, or copy its text into a text file"),
    "HF-I007": (
        "a PDF that opens without a password",
        "save a copy without the password, or copy its text into a text file",
    ),
    "HF-I008": (
        "a document with text",
        "it is scanned and needs a person: read it into a workspace, and give what it says with holdfast type",
    ),
    "HF-I009": (
        f"at most {MAX_CHARS:,} characters, extracted within {MAX_SECONDS} seconds",
        "cut out the part that matters and save it as text",
    ),
    "HF-I040": (
        "a document as an office program writes it",
        "ask for it again as PDF or text; nothing of it was opened further",
    ),
    "HF-I041": ("a whole document", "open it in an office program and save it again as PDF or text"),
}


def extract(data: bytes, where: str, media_type: str | None = None) -> Extract:
    """Return the text of a file.

    All but plain text is opened in a process of its own with a limit of time and memory: it comes from strangers.
    ``media_type`` is what a stored file was found to be; of a text table it names the character set.

    Raises
    ------
    IntakeError
        HF-I004 to HF-I009, HF-I040 and HF-I041, see `holdfast.intake.read_file`.
    """
    if looks_like_submissions(data):
        raise IntakeError(
            "HF-I068",
            where=where,
            found="submissions of a survey form",
            expected="a message",
            mend="take them in with holdfast submissions FILE --workspace DIR, so that each counts once",
        )
    table = table_kind(data, where, media_type)
    if table is not None:
        return table_extract(data, where, table, media_type)
    kind = sniff(data, where)
    if kind == TEXT:
        found = read_plain(data)
        if len(found.text) > MAX_CHARS and not looks_like_chat(found.text):
            raise _fault("HF-I009", where, f"{len(found.text):,} characters of text")
        return found
    if kind not in READERS:
        raise IntakeError(
            "HF-I004", where=where, found=f"a file of the kind {kind}", expected=READ, mend="save it as PDF or text"
        )
    answer = _apart(kind, data)
    if "fault" in answer:
        raise _fault(answer["fault"], where, answer["found"])
    return Extract(
        text=answer["text"],
        media_type=answer["media_type"],
        title=answer["title"],
        meta_date=answer["meta_date"],
        sender=answer["sender"],
        unreadable=answer["unreadable"],
        warnings=tuple(ReadingWarning(**w) for w in answer["warnings"]),
    )


def _apart(kind: str, data: bytes) -> dict[str, Any]:
    command = [sys.executable, "-m", "holdfast.intake.readers.worker", kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=MAX_SECONDS + 5, check=False)  # noqa: S603  our own module, no shell
    except subprocess.TimeoutExpired:
        return {"fault": "HF-I009", "found": f"a file that is not open after {MAX_SECONDS} seconds"}
    if done.returncode != 0:
        if done.returncode > 0:
            # The reader ended by itself; a limit ends it by a signal.
            pdf = kind == PDF
            return {
                "fault": "HF-I006" if pdf else "HF-I041",
                "found": f"a {'PDF' if pdf else 'document'} that stops the reader",
            }
        return {"fault": "HF-I009", "found": "a file that needs too much time or memory to open"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _fault(code: str, where: str, found: str) -> IntakeError:
    expected, mend = _MENDS[code]
    return IntakeError(code, where=where, found=found, expected=expected, mend=mend)
