"""Where the parts of a workspace lie on the user's disk, and how files are written there: whole or not at all."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.workspace.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from holdfast.ledger import Ledger
    from holdfast.sites import Site


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder that holds one site's description, messages, ledger and outputs."""

    folder: Path

    @property
    def site_file(self) -> Path:
        """The camp, every value with its source."""
        return self.folder / "site.toml"

    @property
    def inbox(self) -> Path:
        """Messages as received, named by their hash."""
        return self.folder / "inbox"

    @property
    def ledger_file(self) -> Path:
        """The ledger; made on first use."""
        return self.folder / "holdfast.db"

    @property
    def out(self) -> Path:
        """Reports and exports; can be made again."""
        return self.folder / "out"


def open_workspace(folder: Path) -> Workspace:
    """Return the workspace in a folder.

    Parameters
    ----------
    folder : Path
        The folder, or the ``site.toml`` in it.

    Raises
    ------
    InputError
        HF-W001 if there is no such folder or no ``site.toml`` in it.
    """
    folder = Path(folder)
    if folder.name == "site.toml" and folder.is_file():
        folder = folder.parent
    if not (folder / "site.toml").is_file():
        a_file = folder.is_file()
        raise InputError(
            "HF-W001",
            where=str(folder),
            found="a file" if a_file else "no site.toml" if folder.is_dir() else "no such folder",
            expected="a workspace: a folder with a site.toml",
            mend="name the folder of the workspace" if a_file else f"make one: holdfast new {folder}",
        )
    return Workspace(folder)


def open_site_ledger(
    folder: Path, site: Site, *, device: str | None = None, clock: Callable[[], datetime] | None = None
) -> Ledger:
    """Open the ledger of a workspace, making it in the site's name and zone when there is none.

    Parameters
    ----------
    folder : Path
        The workspace.
    site : Site
        Whose id and zone a new ledger carries.
    device, clock
        As of `holdfast.ledger.open_ledger`.

    Raises
    ------
    LedgerError
        As of `holdfast.ledger.open_ledger`.
    """
    from holdfast.ledger import open_ledger  # noqa: PLC0415  the database toolkit is loaded only for a ledger

    workspace = open_workspace(folder)
    return open_ledger(
        ledger_place(workspace),
        create=True,
        site=site.id,
        zone=site.timezone,
        device=device,
        clock=clock,
        home=workspace.folder,
    )


def ledger_place(workspace: Workspace) -> Path | str:
    """Return where the ledger of a workspace lives: the file beside ``site.toml``, or the address in its settings.

    Parameters
    ----------
    workspace : Workspace
        From `open_workspace`.

    Raises
    ------
    InputError
        HF-W050, HF-W051, HF-W052 settings that cannot be used; HF-W053 a server is named and a file lies here as well,
        whose entries nobody would see.
    LedgerError
        HF-L030 an address that cannot be used.
    """
    address = load_settings(workspace.folder).ledger_address
    if address is None:
        return workspace.ledger_file
    if workspace.ledger_file.exists():
        raise InputError(
            "HF-W053",
            where=str(workspace.ledger_file),
            found="a ledger in a file, where settings.toml names a server",
            expected="one ledger",
            mend="move the file out of the folder and bring its entries to the server with `holdfast ledger merge`, or "
            "take the address out of settings.toml",
        )
    return address


def make_folder(path: Path) -> Path:
    """Make a folder with those above it; one that is there stays as it is.

    Raises
    ------
    InputError
        HF-W002 where it cannot be made.
    """
    with _writable(path):
        path.mkdir(parents=True, exist_ok=True)
    return path


def write_whole(path: Path, text: str | bytes) -> Path:
    """Write one file whole or not at all; see `write_together`."""
    return write_together([(path, text)])[0]


def write_together(
    texts: Sequence[tuple[Path, str | bytes]], *, before: Callable[[], object] | None = None
) -> tuple[Path, ...]:
    """Write files so that each is there whole or not at all, and none where one of them finds no room.

    Parameters
    ----------
    texts : sequence of (Path, str or bytes)
        File and content; text is written as UTF-8 with its line ends as they are. Folders that are missing are not
        made. A pipe or a device is written to directly.
    before : callable or None
        Called when every text lies on the disk under a temporary name, before the first takes its own: what must stand
        elsewhere when the files stand. Where it raises, no file is left.

    Returns
    -------
    tuple of Path
        The files, in the order given.

    Raises
    ------
    InputError
        HF-W002 where a file cannot be written: the disk is full, a right is missing, or something is in the way. What
        stood there before stands there still.
    """
    drafts: list[tuple[Path, Path]] = []
    try:
        for path, text in texts:
            content = text.encode() if isinstance(text, str) else text
            with _writable(path):
                if path.is_dir():
                    raise IsADirectoryError(21, "Is a directory")
                if path.exists() and not path.is_file():
                    path.write_bytes(content)
                    continue
                target = path.resolve()  # through a link: the file it points to is the one to write
                draft = target.with_name(f".{target.name[:200]}.{os.getpid()}.part")
                drafts.append((draft, target))
                # For its owner alone, as most of what is written here is restricted; a file that is there keeps its rights.
                rights = target.stat().st_mode & 0o777 if target.exists() else 0o600
                with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, rights), "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())  # a disk that is full may say so only here
        if before is not None:
            before()
        for draft, target in drafts:
            with _writable(target):
                draft.replace(target)
    finally:
        for draft, _ in drafts:
            with suppress(OSError):  # the folder itself may be what was refused
                draft.unlink(missing_ok=True)
    return tuple(path for path, _ in texts)


@contextmanager
def _writable(path: Path) -> Iterator[None]:
    """Turn what the system refuses into an error a person can act on."""
    try:
        yield
    except OSError as error:
        raise InputError(
            "HF-W002",
            where=str(path),
            found=error.strerror or str(error),
            expected="a place that can be written",
            mend="name a folder you may write to, or free some space; nothing was written here",
        ) from error
