"""Choices of one workspace, in ``settings.toml`` beside ``site.toml``; without the file every choice is the usual one.

Facts about the camp stand in ``site.toml`` and figures in tables; here stands only how this workspace works.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = "settings.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What `load_settings` read.

    Parameters
    ----------
    ledger_address : str or None
        ``[ledger] address``: a PostgreSQL server in place of the file ``holdfast.db``.
    accepted_sources : tuple of str
        ``[accept] sources``: claims of these sources need no reviewer.
    model_endpoint, model_name : str or None
        ``[model] endpoint`` and ``name``: the language model that `holdfast propose` asks, and only that command.
    model_allow : tuple of str
        ``[model] allow``: addresses on other computers that may be asked.
    """

    ledger_address: str | None = None
    accepted_sources: tuple[str, ...] = ()
    model_endpoint: str | None = None
    model_name: str | None = None
    model_allow: tuple[str, ...] = ()


def load_settings(folder: Path) -> Settings:
    """Read the settings of a workspace.

    Parameters
    ----------
    folder : Path
        The folder of the workspace.

    Returns
    -------
    Settings
        The usual ones where there is no ``settings.toml``.

    Raises
    ------
    InputError
        HF-W050 a key that is not known; HF-W051 a file that cannot be read; HF-W052 a value of another kind.
    LedgerError
        HF-L030 an address that cannot be used, or one with a password in it.
    """
    file = folder / FILE
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        found = (
            error.strerror or "a file that cannot be read" if isinstance(error, OSError) else "bytes that are no UTF-8"
        )
        raise _unreadable(file, found) from error
    try:
        tables = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(file, str(error)) from error
    chosen: dict[str, Any] = {}
    for name, table in tables.items():
        if name not in {known.split(".")[0] for known in KEYS}:
            raise _unknown(file, f"[{name}]" if isinstance(table, dict) else name)
        if not isinstance(table, dict):
            raise _wrong(file, name, f"a table: [{name}]")
        for key, value in table.items():
            path = f"{name}.{key}"
            if path not in KEYS:
                raise _unknown(file, f"[{name}] {key}")
            field, read = KEYS[path]
            chosen[field] = read(file, path, value)
    return Settings(**chosen)


def _address(file: Path, path: str, value: Any) -> str:
    from holdfast.ledger import read_address  # noqa: PLC0415  only where an address stands

    if not isinstance(value, str):
        raise _wrong(file, path, '"postgresql://USER@HOST/DATABASE"')
    read_address(value)
    return value


def _text(file: Path, path: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _wrong(file, path, 'a text: "..."')
    return value.strip()


def _texts(file: Path, path: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise _wrong(file, path, 'a list of texts: ["...", "..."]')
    return tuple(value)


# A new choice is one row here and one field of `Settings`.
KEYS: dict[str, tuple[str, Callable[[Path, str, Any], Any]]] = {
    "ledger.address": ("ledger_address", _address),
    "accept.sources": ("accepted_sources", _texts),
    "model.endpoint": ("model_endpoint", _text),
    "model.name": ("model_name", _text),
    "model.allow": ("model_allow", _texts),
}


def _unknown(file: Path, found: str) -> InputError:
    known = ", ".join("[{}] {}".format(*path.split(".")) for path in KEYS)
    return InputError(
        "HF-W050",
        where=str(file),
        found=found,
        expected=known,
        mend="correct the spelling or take it out; a setting that is not known would be ignored without a word",
    )


def _unreadable(file: Path, found: str) -> InputError:
    return InputError(
        "HF-W051",
        where=str(file),
        found=found,
        expected="a text file in TOML",
        mend="correct the line, or move the file away: every setting has a usual value",
    )


def _wrong(file: Path, path: str, expected: str) -> InputError:
    return InputError(
        "HF-W052",
        where=f"{file}, {path}",
        found="a value of another kind",
        expected=expected,
        mend=f"write {path.rsplit('.', maxsplit=1)[-1]} = {expected}" if "." in path else f"write {expected}",
    )
