"""The templates of a site, and the workspace folder made from one."""

from __future__ import annotations

import os
import re
import unicodedata
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from zoneinfo import available_timezones

from holdfast.errors import SiteError
from holdfast.sites.faults import nearest

__all__ = ["TEMPLATES", "template_text", "write_template"]

TEMPLATES = ("trailer-camp", "tent-camp", "town-district")
_FOLDERS = ("inbox", "out")
_LONGEST_NAME = 200


def template_text(kind: str) -> str:
    """Return the text of a template.

    Raises
    ------
    SiteError
        HF-S013 when there is no template of that name.
    """
    if kind not in TEMPLATES:
        raise SiteError(
            "HF-S013",
            where="--template",
            found=f"template {kind!r}",
            expected=", ".join(TEMPLATES),
            mend=nearest(kind, TEMPLATES) + "choose one of these",
        )
    return files(__name__).joinpath(f"{kind}.toml").read_text(encoding="utf-8")


def write_template(kind: str, target_dir: str | Path, name: str, timezone: str = "UTC") -> Path:
    """Make a workspace folder with ``site.toml``, ``inbox`` and ``out``.

    Parameters
    ----------
    kind : str
        One of ``TEMPLATES``.
    target_dir : str or Path
        Folder to make; it may exist when nothing in it is in the way.
    name : str
        Name of the site as people say it.
    timezone : str
        Zone in which its days begin.

    Returns
    -------
    Path
        The new ``site.toml``.

    Raises
    ------
    SiteError
        HF-S013: no such template or zone, an empty name, something already there, or a folder that cannot be made. Nothing
        that exists is changed.
    """
    folder = Path(target_dir)
    text = _in_zone(_named(template_text(kind), _plain_name(name)), timezone)
    target = folder / "site.toml"
    for path in (target, *(folder / part for part in _FOLDERS)):
        if path.exists() or path.is_symlink():
            raise _refused(path, "something already there", "choose a new folder; nothing was changed")
    try:
        if not folder.exists():
            folder.mkdir(parents=True, mode=0o700)  # messages and stocks will lie in it
        for part in _FOLDERS:
            (folder / part).mkdir(mode=0o700)
        with target.open("x", encoding="utf-8", newline="\n") as file:  # x: never over a file made meanwhile
            file.write(text)
            file.flush()
            os.fsync(file.fileno())  # a disk that is full may say so only here
    except OSError as error:
        if not isinstance(error, FileExistsError):  # half a workspace would be in the way of the next try
            with suppress(OSError):
                target.unlink(missing_ok=True)
            for part in _FOLDERS:
                with suppress(OSError):
                    (folder / part).rmdir()
        raise _refused(folder, str(error.strerror or error), "choose a folder you may write to") from error
    return target


def _refused(path: Path, found: str, mend: str) -> SiteError:
    return SiteError("HF-S013", where=str(path), found=found, expected="a new folder", mend=mend)


def _plain_name(name: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > _LONGEST_NAME or any(unicodedata.category(mark) == "Cc" for mark in plain):
        raise SiteError(
            "HF-S013",
            where="--name",
            found=repr(name[:60]),
            expected=f"a name of 1 to {_LONGEST_NAME} characters",
            mend='give --name "Camp X"',
        )
    return plain


def _in_zone(text: str, timezone: str) -> str:
    if timezone not in available_timezones():
        raise SiteError(
            "HF-S013",
            where="--timezone",
            found=repr(timezone[:60]),
            expected="a zone of the table of the world's zones",
            mend=nearest(timezone, sorted(available_timezones())) + 'give --timezone "Asia/Baghdad"',
        )
    return re.sub(r'(?m)^timezone = "UTC"( *)', lambda _: f'timezone = "{timezone}"  ', text)


def site_id(name: str) -> str:
    """Return an id made from a name: its letters and digits, joined by dashes."""
    folded = unicodedata.normalize("NFKC", name).lower()
    return re.sub(r"[\W_]+", "-", folded).strip("-")[:64].strip("-") or "site"


def _named(text: str, name: str) -> str:
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    named = re.sub(r'(?m)^name = "@name"$', lambda _: f'name = "{quoted}"', text)
    return re.sub(r'(?m)^id = "@id"$', lambda _: f'id = "{site_id(name)}"', named)
