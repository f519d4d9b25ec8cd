"""May a ledger lie here? Network drives and files that are no ledger are refused with the reason."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from holdfast.errors import LedgerError

# File systems over which SQLite's locks and shared memory are not reliable.
NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "ceph", "glusterfs", "fuse.sshfs", "fuse.rclone", "davfs"}
)
MOUNTS = Path("/proc/mounts")
SQLITE_HEADER = b"SQLite format 3\x00"


def file_system_of(path: Path, mounts: str) -> str | None:
    """Return the type of the file system that holds a path.

    Parameters
    ----------
    path : Path
        An absolute path; it need not exist.
    mounts : str
        Text in the form of ``/proc/mounts``.

    Returns
    -------
    str or None
        Type of the mount with the longest matching path; None when none matches.
    """
    best: tuple[int, str] | None = None
    for line in mounts.splitlines():
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        # The kernel writes blanks in paths as octal escapes.
        point = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match.group(1), 8)), parts[1])
        # A later mount on the same point hides the earlier one, hence >=.
        if path.is_relative_to(point) and (best is None or len(point) >= best[0]):
            best = (len(point), parts[2])
    return None if best is None else best[1]


def refuse_network_drive(path: Path, *, mounts: str | None = None) -> None:
    """Raise when a path lies on a drive shared over a network.

    Parameters
    ----------
    path : Path
        Where the ledger is or is to be.
    mounts : str or None
        Text in the form of ``/proc/mounts``; read from the system when None. Where a system has no such file only
        Windows share names are recognised, and other network drives go undetected.

    Raises
    ------
    LedgerError
        HF-L004, with the reason.
    """
    whole = path.resolve()
    if sys.platform == "win32":
        kind = "cifs" if str(whole).startswith("\\\\") else None
    else:
        if mounts is None:
            mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape") if MOUNTS.exists() else ""
        kind = file_system_of(whole, mounts)
    if kind in NETWORK_FILE_SYSTEMS:
        raise LedgerError(
            "HF-L004",
            where=str(path),
            found=f"a network drive ({kind})",
            expected="a drive of this computer",
            mend="move the workspace to a local drive: over a network the locks that keep two writers apart do not hold, "
            "and entries could be lost without a word",
        )


def refuse_other_file(path: Path) -> None:
    """Raise when a file is not an SQLite file at all.

    Raises
    ------
    LedgerError
        HF-L001 when there is no file, HF-L002 when it is something else.
    """
    if not path.exists():
        raise LedgerError(
            "HF-L001",
            where=str(path),
            found="no file",
            expected="a ledger (holdfast.db)",
            mend="check the path of the workspace; a ledger is made by `holdfast new`, `holdfast read` or `holdfast log`",
        )
    if not path.is_file():
        raise not_a_ledger(path, "a folder or device")
    try:
        with path.open("rb") as file:
            head = file.read(len(SQLITE_HEADER))
    except OSError as error:
        raise LedgerError(
            "HF-L005",
            where=str(path),
            found=os.strerror(error.errno or 0),
            expected="a file that may be read and written",
            mend="give yourself the right to read and write the file",
        ) from error
    if head != SQLITE_HEADER:
        raise not_a_ledger(path, "an empty file" if not head else f"a file that begins with {head!r}")


def not_a_ledger(where: Path | str, found: str) -> LedgerError:
    """Return the error for a file or a schema that is not a ledger."""
    return LedgerError(
        "HF-L002",
        where=str(where),
        found=found,
        expected="a ledger made by Holdfast",
        mend="check the place; if this was a ledger, its beginning is damaged: work on a copy of the backup",
    )
