"""Run one extraction in a process of its own, with limits, so that a hostile file cannot take the program with it.

Reads bytes from standard input and writes one JSON object to standard output.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from holdfast.intake.readers.faults import ReaderFaultError
from holdfast.intake.readers.kinds import CHAT_ARCHIVE, READERS
from holdfast.intake.readers.limits import MAX_CHARS, MAX_MEMORY_BYTES, MAX_SECONDS

if TYPE_CHECKING:
    from holdfast.intake.records import Extract


def limit() -> None:
    """Limit the memory and the processor time of this process, where the system can."""
    try:
        import resource  # noqa: PLC0415  not on every system
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS + 1))


def work(kind: str, data: bytes) -> dict[str, Any]:
    """Return the extract of a file as a mapping, or its fault."""
    module, function = READERS[kind]
    reader = getattr(import_module(f"holdfast.intake.readers.{module}"), function)
    try:
        found: Extract = reader(data)
    except ReaderFaultError as fault:
        return {"fault": fault.code, "found": fault.found}
    if len(found.text) > MAX_CHARS and kind != CHAT_ARCHIVE:
        return {"fault": "HF-I009", "found": f"{len(found.text):,} characters of text"}
    return {
        "text": found.text,
        "media_type": found.media_type,
        "title": found.title,
        "meta_date": found.meta_date,
        "sender": found.sender,
        "unreadable": found.unreadable,
        "warnings": [w.as_dict() for w in found.warnings],
    }


def main() -> None:
    """Read standard input, extract, write standard output."""
    limit()
    try:
        answer = work(sys.argv[1], sys.stdin.buffer.read())
    except (MemoryError, RecursionError):
        answer = {"fault": "HF-I009", "found": "a file that needs too much memory to open"}
    # ASCII only: lone surrogates and any encoding of the pipe are then harmless.
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
