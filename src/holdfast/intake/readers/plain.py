"""Plain text: find the encoding."""

from __future__ import annotations

from holdfast.intake.readers.detect import utf16_order
from holdfast.intake.records import Extract, ReadingWarning


def decode(data: bytes) -> tuple[str, ReadingWarning | None]:
    """Return the text of bytes: byte-order mark first, then UTF-8, UTF-16 by its zeros, then Windows-1252.

    Windows-1252 is a guess and comes with a warning; a byte it does not know becomes U+FFFD, so nothing is lost in
    silence.
    """
    if data.startswith(b"\xef\xbb\xbf"):
        return data.decode("utf-8-sig", "replace"), None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), None
    order = utf16_order(data[:4096])
    if order is not None:
        return data.decode(order, "replace"), None
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace"), ReadingWarning(
            code="encoding-guessed", message="the text is not UTF-8; it was read as Windows-1252 (western European)"
        )


def read_plain(data: bytes) -> Extract:
    """Return the text of a plain text file."""
    text, warning = decode(data)
    return Extract(text=text, media_type="text/plain", warnings=(warning,) if warning else ())
