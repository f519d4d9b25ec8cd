"""A chat exported with its media: the text of the chat out of the ZIP; the media stay closed."""

from __future__ import annotations

from holdfast.intake.readers.archive import Archive
from holdfast.intake.readers.faults import ReaderFaultError
from holdfast.intake.readers.kinds import ARCHIVES, CHAT_ARCHIVE
from holdfast.intake.readers.plain import decode
from holdfast.intake.records import Extract, ReadingWarning


def read_chat_archive(data: bytes) -> Extract:
    """Return the text of the chat in a ZIP export.

    Raises
    ------
    ReaderFaultError
        HF-I008 no text, HF-I040 and HF-I041 dangerous or damaged.
    """
    archive = Archive(data)
    pattern = next(pattern for pattern, kind in ARCHIVES if kind == CHAT_ARCHIVE)
    name = next((n for n in archive.names if pattern.fullmatch(n)), None)
    text, warning = decode((archive.part(name) if name else None) or b"")
    if not text.strip():
        raise ReaderFaultError("HF-I008", "a chat export without text")
    warnings = [warning] if warning else []
    others = [n for n in archive.names if n != name and not n.endswith("/")]
    if others:
        warnings.append(
            ReadingWarning(
                code="media-not-read",
                message=f"{len(others)} pictures, recordings or files of the chat were not opened: a person must look and listen",
            )
        )
    return Extract(text=text, media_type=CHAT_ARCHIVE, warnings=tuple(warnings))
