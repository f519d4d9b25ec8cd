"""ZIP containers from strangers: a few named parts are read within limits; nothing is unpacked to the disk.

Media, macros and embedded objects are never opened, and an archive inside an archive stays closed.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from holdfast.intake.readers.faults import ReaderFaultError

MAX_DIRECTORY_BYTES = 500_000
MAX_PARTS = 5_000
MAX_PART_BYTES = 30_000_000
MAX_TOTAL_BYTES = 60_000_000
# Office XML packs about ten to one, long runs of one sign a thousand to one; a bomb must do both: be dense and large.
MAX_RATIO = 200
SMALL_PART_BYTES = 1_000_000

_END = b"PK\x05\x06"
_END_BYTES = 22
_LONGEST_COMMENT = 65_535
_BROKEN = (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, ValueError, OSError, RuntimeError)


class Archive:
    """The parts of a ZIP container by name; each part is read at most up to a limit, whatever its header says."""

    def __init__(self, data: bytes) -> None:
        """Open a container.

        Raises
        ------
        ReaderFaultError
            HF-I040 where its directory is too large, names more than 5,000 parts, or is encrypted; HF-I041 where it is
            damaged.
        """
        _check_directory(data)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise ReaderFaultError("HF-I041", f"a damaged archive ({type(error).__name__})") from None
        parts = self._zip.infolist()
        if len(parts) > MAX_PARTS:
            raise ReaderFaultError("HF-I040", f"an archive of {len(parts):,} parts")
        self._parts = {part.filename: part for part in parts}
        self._left = MAX_TOTAL_BYTES

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts, as written; they are only compared, never used as paths."""
        return tuple(self._parts)

    def part(self, name: str) -> bytes | None:
        """Return the bytes of a part, or None where there is none of this name.

        Raises
        ------
        ReaderFaultError
            HF-I040 where the part is encrypted, larger than 30 MB, or packed more than 200 to 1 over 1 MB; where all
            parts read exceed 60 MB. HF-I041 where it is damaged.
        """
        found = self._parts.get(name)
        if found is None:
            return None
        if found.flag_bits & 0x1:
            raise ReaderFaultError("HF-I040", "an archive with a password")
        limit = min(MAX_PART_BYTES, self._left)
        try:
            with self._zip.open(found) as stream:
                content = stream.read(limit + 1)
        except _BROKEN as error:
            raise ReaderFaultError("HF-I041", f"a damaged archive ({type(error).__name__})") from None
        if len(content) > limit:
            raise ReaderFaultError("HF-I040", f"a part that unpacks to over {limit // 1_000_000} MB")
        if len(content) > SMALL_PART_BYTES and len(content) > MAX_RATIO * max(found.compress_size, 1):
            raise ReaderFaultError(
                "HF-I040", f"a part packed {len(content) // max(found.compress_size, 1):,} to 1, as archive bombs are"
            )
        self._left -= len(content)
        return content


def _check_directory(data: bytes) -> None:
    """Refuse a directory that would take much memory only to be listed."""
    at = data.rfind(_END, max(0, len(data) - _LONGEST_COMMENT - _END_BYTES))
    if at < 0 or at + _END_BYTES > len(data):
        raise ReaderFaultError("HF-I041", "a damaged archive (no directory)")
    size = struct.unpack("<I", data[at + 12 : at + 16])[0]
    if size > MAX_DIRECTORY_BYTES:
        raise ReaderFaultError("HF-I040", "an archive with a directory over 500 kB")
