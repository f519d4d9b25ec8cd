"""Plain text: find the encoding."""

from __future__ import annotations

from holdfast.intake.readers.charset import NAMES, guess_encoding, utf16_order
from holdfast.intake.records import Extract, ReadingWarning


def decode(data: bytes) -> tuple[str, ReadingWarning | None]:
    """Return the text of bytes: byte-order mark first, then UTF-8, UTF-16 by its high bytes, then a guess.

    A guess comes with a warning that names the choice; a byte the chosen set does not know becomes U+FFFD, so nothing is
    lost in silence.
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
        chosen = guess_encoding(data) or "cp1252"
        return data.decode(chosen, "replace"), ReadingWarning(
            code="encoding-guessed",
            message=f"the text is not UTF-8; it was read as {NAMES[chosen]}: check that the words are words",
        )


def read_plain(data: bytes) -> Extract:
    """Return the text of a plain text file."""
    text, warning = decode(data)
    return Extract(text=text, media_type="text/plain", warnings=(warning,) if warning else ())
