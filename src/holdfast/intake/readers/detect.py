"""Tell by its content what a file is, and refuse what cannot be read."""

from __future__ import annotations

import re
from pathlib import Path

from holdfast.errors import IntakeError
from holdfast.intake.readers.archive import Archive
from holdfast.intake.readers.charset import guess_encoding, utf16_order
from holdfast.intake.readers.faults import ReaderFaultError
from holdfast.intake.readers.kinds import ARCHIVES, HTML, MAIL, OPEN_DOCUMENTS, PDF, READ, TEXT

MAX_BYTES = 25_000_000
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<article[\s>]|<(?:p|div|h[1-6]|table|span|ul)(?:\s[^<>]*)?>.*</(?:p|div|h[1-6]|table|span|ul)>",
    re.IGNORECASE | re.DOTALL,
)
_TYPE_IT = "a person must read it: read it into a workspace, and give what it says with holdfast type"
# Signatures of files that people send by mistake, with the words for them.
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x05\x06", "an empty ZIP archive", "send the document itself"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (DOC, XLS)", "save it as PDF or text"),
    (b"\x89PNG", "a picture (PNG)", _TYPE_IT),
    (b"\xff\xd8\xff", "a picture (JPEG)", _TYPE_IT),
    (b"GIF8", "a picture (GIF)", _TYPE_IT),
    (b"II*\x00", "a picture (TIFF)", _TYPE_IT),
    (b"MM\x00*", "a picture (TIFF)", _TYPE_IT),
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
        if size <= MAX_BYTES:
            with target.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            size = max(size, len(data))  # it may have grown since
        if size > MAX_BYTES:
            raise IntakeError(
                "HF-I003",
                where=str(path),
                found=f"{size / 1e6:.0f} MB",
                expected=f"at most {MAX_BYTES // 1_000_000} MB",
                mend="cut out the part that matters, or save it as text",
            )
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
    """Return the kind of a file as its media type, by content; the name of the file does not count.

    Parameters
    ----------
    data : bytes
        The file.
    where : str
        Its name, for errors.

    Returns
    -------
    str
        One of the kinds named at the top of this module.

    Raises
    ------
    IntakeError
        HF-I004 for a kind of file that is not read, HF-I005 for bytes that are no text, HF-I040 and HF-I041 for an
        archive that is dangerous or damaged.
    """
    for magic, what, mend in _REFUSED:
        if data.startswith(magic) and not (magic in {b"MZ", b"BZh", b"ID3"} and _looks_like_text(data)):
            raise _refused(where, what, mend)
    if data.startswith(b"PK\x03\x04"):
        return _archive(data, where)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")) or _looks_like_text(data):
        head = data[:4096]
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            head = head.replace(b"\x00", b"")
        if _is_mail(data[:_MAIL_HEAD_BYTES]):
            return MAIL
        return HTML if _HTML.search(head) else TEXT
    raise IntakeError(
        "HF-I005",
        where=where,
        found="bytes that are no text",
        expected=READ,
        mend="check that the right file was chosen; if it is a picture or a recording, a person must read it",
    )


def picture_kind(data: bytes) -> str | None:
    """Return the media type of a picture, None for all else."""
    kinds = {
        b"\x89PNG": "image/png",
        b"\xff\xd8\xff": "image/jpeg",
        b"GIF8": "image/gif",
        b"II*\x00": "image/tiff",
        b"MM\x00*": "image/tiff",
    }
    return next((kind for magic, kind in kinds.items() if data.startswith(magic)), None)


def _archive(data: bytes, where: str) -> str:
    try:
        archive = Archive(data)
        stated = (archive.part("mimetype") or b"")[:200].decode("ascii", "replace").strip()
    except ReaderFaultError as fault:
        raise archive_error(fault, where) from None
    if stated in OPEN_DOCUMENTS:
        return stated
    for pattern, kind in ARCHIVES:
        if any(pattern.fullmatch(name) for name in archive.names):
            return kind
    what = "a presentation" if "ppt/presentation.xml" in archive.names else "a ZIP archive"
    mend = "save it as PDF or text" if what == "a presentation" else "unpack it, and give each file"
    raise _refused(where, what, mend)


def archive_error(fault: ReaderFaultError, where: str) -> IntakeError:
    """Return the error for an archive that is dangerous or damaged."""
    return IntakeError(
        fault.code,
        where=where,
        found=fault.found,
        expected="a document as an office program writes it",
        mend="ask for it again as PDF or text; nothing of it was opened further",
    )


def _refused(where: str, what: str, mend: str) -> IntakeError:
    return IntakeError("HF-I004", where=where, found=what, expected=READ, mend=mend)


# What servers write above "From:" takes many lines.
_MAIL_HEAD_BYTES = 65_536
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]?")
_MAIL_MARKS = re.compile(
    rb"^(?:message-id|mime-version|received|return-path|content-type|x-[a-z-]+|dkim-signature):",
    re.IGNORECASE | re.MULTILINE,
)


def _is_mail(head: bytes) -> bool:
    """Whether a text is an electronic mail with its headers; a memo with "From:" and "Date:" is a text."""
    first = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
    if not _HEADER.match(first) or not re.search(rb"^from:", first, re.IGNORECASE | re.MULTILINE):
        return False
    lines = first.splitlines()
    whole = lines if len(first) < len(head) else lines[:-1]
    return bool(_MAIL_MARKS.search(first)) and all(_HEADER.match(x) or x[:1] in (b" ", b"\t") for x in whole if x)


def _looks_like_text(data: bytes) -> bool:
    sample = data[:65536]
    if utf16_order(sample) is not None:
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
            return plain >= 0.75 * len(sample) or guess_encoding(sample) is not None
    return True
