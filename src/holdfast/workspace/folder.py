"""Where the parts of a workspace lie on the user's disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from holdfast.errors import InputError


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
        raise InputError(
            "HF-W001",
            where=str(folder),
            found="no site.toml" if folder.is_dir() else "no such folder",
            expected="a workspace: a folder with a site.toml",
            mend=f"make one: holdfast new {folder}",
        )
    return Workspace(folder)
