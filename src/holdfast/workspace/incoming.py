"""A folder of messages: the files in it that are to be read, and what is left out by name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable

# Written by programs beside the files of people: locks of an office program, thumbnails, settings of a folder.
_NOT_MESSAGES = frozenset({"thumbs.db", "desktop.ini"})


def files_of(paths: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[tuple[Path, str], ...]]:
    """Return the files to read, folders opened to their files, and what in those folders is left out.

    Parameters
    ----------
    paths : iterable of Path
        Files and folders. A file that is named is read, whatever it is called.

    Returns
    -------
    tuple of Path
        Files in the order given; those of a folder by name, with its subfolders.
    tuple of (Path, str)
        What is left out of folders, and why: hidden files, links, what is no file. Each has to be named.

    Raises
    ------
    InputError
        HF-W031 for a folder that is a workspace, has no file to read, or cannot be opened.
    """
    files: list[Path] = []
    left: list[tuple[Path, str]] = []
    for path in paths:
        if path.is_dir():
            files += _of_folder(path, left)
        else:
            files.append(path)
    return tuple(files), tuple(left)


def _of_folder(folder: Path, left: list[tuple[Path, str]]) -> list[Path]:
    if (folder / "site.toml").is_file():
        raise _unusable(
            folder,
            "a workspace",
            "name what is to be read after it: holdfast read WORKSPACE FILE; what is in a workspace was read before",
        )
    found: list[Path] = []
    before = len(left)

    def refuse(error: OSError) -> None:
        raise _unusable(Path(str(error.filename)), error.strerror or "no access", "give yourself the right to it")

    for root, folders, names in os.walk(folder, onerror=refuse):
        here = Path(root)
        for name in sorted(folders):
            if (here / name).is_symlink() or _hidden(name):
                left.append((here / name, "a link to a folder" if (here / name).is_symlink() else "a hidden folder"))
                folders.remove(name)
        folders.sort()
        for name in sorted(names):
            path = here / name
            if _hidden(name):
                left.append((path, "a hidden file"))
            elif not path.is_file():
                left.append((path, "a link to nothing" if path.is_symlink() else "no file"))
            else:
                found.append(path)
    if not found:
        told = f"no file to read, and {len(left) - before} left out" if len(left) > before else "no file"
        raise _unusable(folder, told, "put the messages into it, or name them one by one")
    return found


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _NOT_MESSAGES


def _unusable(path: Path, found: str, mend: str) -> InputError:
    return InputError("HF-W031", where=str(path), found=found, expected="a folder with messages", mend=mend)
