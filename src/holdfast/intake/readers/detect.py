"""Tell by its content what a file is, and refuse what cannot be read."""

from __future__ import annotations

import re
from pathlib import Path

from holdfast.errors import IntakeError

MAX_BYTES = 25_000_000

_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]|<(?:p|div|h[1-6]|table|span|ul)(?:\s[^<>]*)?>.*</(?:p|div|h[1-6]|table|span|ul)>",
    re.IGNORECASE | re.DOTALL,
)
# Signatures of files that people send by mistake, with the words for them.
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (
        b"PK\x03\x04",
        "a ZIP archive or an Office document (DOCX, XLSX, ODT)",
        "unpack it, or save the document as PDF or text",
    ),
    (b"PK\x05\x06", "an empty ZIP archive", "send the document itself"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (DOC, XLS)", "save it as PDF or text"),
    (b"\x89PNG", "a picture (PNG)", "a person must read it; type what it says into a text file"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "a person must read it; type what it says into a text file"),
    (b"GIF8", "a picture (GIF)", "a person must read it; type what it says into a text file"),
    (b"II*\x00", "a picture (TIFF)", "a person must read it; type what it says into a text file"),
    (b"MM\x00*", "a picture (TIFF)", "a person must read it; type what it says into a text file"),
    (b"\x1f\x8b", "a gzip archive", "unpack it"),
    (b"BZh", "a bzip2 archive", "unpack it"),
    (b"\xfd7zXZ\x00", "an xz archive", "unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"OggS", "a sound file", "a person must listen to it; type what it says into a text file"),
    (b"ID3", "a sound file", "a person must listen to it; type what it says into a text file"),
    (b"SQLite format 3\x00", "a database", "give the message, not the ledger"),
    (b"\x7fELF", "a program", "give the message"),
    (b"MZ", "a program", "give the message"),
    (b"{\\rtf", "a rich-text document (RTF)", "save it as PDF or text"),
)


def load(path: Path | str) -> bytes:
    """Return the bytes of a file that can be read at all.

    Raises
    ------
    IntakeError
        HF-I001 where there is no such file, HF-I002 where it is empty, HF-I003 where it is over 25 MB.
    """
    target = Path(path)
    try:
        if not target.is_file():
            kind = "a folder" if target.is_dir() else "no such file" if not target.exists() else "not a plain file"
            raise IntakeError(
                "HF-I001",
                where=str(path),
                found=kind,
                expected="a file with a message",
                mend="check the name and the folder",
            )
        size = target.stat().st_size
        if size > MAX_BYTES:
            raise IntakeError(
                "HF-I003",
                where=str(path),
                found=f"{size / 1e6:.0f} MB",
                expected=f"at most {MAX_BYTES // 1_000_000} MB",
                mend="cut out the part that matters, or save it as text",
            )
        data = target.read_bytes()
    except (OSError, ValueError) as error:
        raise IntakeError(
            "HF-I001",
            where=str(path)[:200].encode("utf-8", "replace").decode(),
            found=f"the file cannot be opened ({getattr(error, 'strerror', None) or error})",
            expected="a file that may be read",
            mend="check the name and the permissions",
        ) from None
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise IntakeError(
            "HF-I002",
            where=str(path),
            found="an empty file",
            expected="a message",
            mend="send the file again, or type the message",
        )
    return data


def sniff(data: bytes, where: str) -> str:
    """Return ``text/plain``, ``text/html`` or ``application/pdf`` by content; the name of the file does not count.

    Raises
    ------
    IntakeError
        HF-I004 for a kind of file that is not read, HF-I005 for bytes that are no text.
    """
    for magic, what, mend in _REFUSED:
        if data.startswith(magic) and not (magic in {b"MZ", b"BZh", b"ID3"} and _looks_like_text(data)):
            raise IntakeError("HF-I004", where=where, found=what, expected="text, HTML or PDF", mend=mend)
    if b"%PDF-" in data[:1024]:
        return "application/pdf"
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or _looks_like_text(data):
        head = data[:4096]
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            head = head.replace(b"\x00", b"")
        return "text/html" if _HTML.search(head) else "text/plain"
    raise IntakeError(
        "HF-I005",
        where=where,
        found="bytes that are no text",
        expected="text, HTML or PDF",
        mend="check that the right file was chosen; if it is a picture or a recording, a person must read it",
    )


def _looks_like_text(data: bytes) -> bool:
    sample = data[:65536]
    if _is_utf16(sample):
        return True
    controls = sum(b < 32 and b not in b"\t\n\r\x0b\x0c\x1b\x08" for b in sample)
    if controls > max(2, 0.001 * len(sample)):
        return False
    try:
        sample.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start < len(sample) - 4:
            # Not UTF-8: western text has mostly ASCII letters and spaces; noise does not.
            plain = sum(32 <= b < 127 or b in b"\t\r\n" for b in sample)
            return plain >= 0.75 * len(sample)
    return True


def _is_utf16(sample: bytes) -> bool:
    return utf16_order(sample) is not None


def utf16_order(sample: bytes) -> str | None:
    """Return ``utf-16-le`` or ``utf-16-be`` where every second byte of a sample is zero, as in western text."""
    if len(sample) < 8:
        return None
    even, odd = sample[0::2], sample[1::2]
    if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.05 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.05 * len(odd):
        return "utf-16-be"
    return None
