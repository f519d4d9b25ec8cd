"""Languages: English is the source; every other language is a gettext catalogue read at run time."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Literal

from holdfast.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from importlib.resources.abc import Traversable
    from pathlib import Path

SOURCE_LANGUAGE = "en"
# Scripts written from right to left among the languages of displacement; the rest run from left to right.
_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "xr"})
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


def _english(count: int) -> int:
    return int(count != 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The messages of one language. What it does not hold is printed in English and counted by `missing`."""

    language: str
    direction: Literal["ltr", "rtl"]
    messages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plural_form: Callable[[int], int] = _english

    def gettext(self, message: str) -> str:
        """Return the message in this language."""
        found = self.messages.get(message)
        return found[0] if found and found[0] else message

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Return the form of the message that fits the count."""
        found = self.messages.get(singular)
        if found and all(found):
            return found[min(self.plural_form(count), len(found) - 1)]
        return singular if count == 1 else plural


def available(folder: Path | None = None) -> tuple[str, ...]:
    """Return the languages a report can be written in: English, and every catalogue ``<language>.po`` there is."""
    root: Traversable = files("holdfast.report").joinpath("locale") if folder is None else folder
    found = sorted(item.name.removesuffix(".po") for item in root.iterdir() if item.name.endswith(".po"))
    return (SOURCE_LANGUAGE, *found)


def catalogue(language: str = SOURCE_LANGUAGE, folder: Path | None = None) -> Catalogue:
    """Return the catalogue of a language.

    Parameters
    ----------
    language : str
        Language code such as ``en`` or ``fa``.
    folder : Path or None
        Where the ``.po`` files are; those of the package when None.

    Returns
    -------
    Catalogue
        English messages stand for themselves. Strings that a catalogue marks as fuzzy are not used.

    Raises
    ------
    InputError
        HF-O001 for a language without a catalogue, naming those there are.
    """
    if language == SOURCE_LANGUAGE:
        return Catalogue(language=language, direction="ltr")
    known = available(folder)
    if not _CODE.fullmatch(language) or language not in known:
        raise InputError(
            "HF-O001",
            where="--lang",
            found=repr(language),
            expected="one of " + ", ".join(known),
            mend="choose one of these, or add its catalogue beside messages.pot (docs/report.md says how)",
        )
    # Babel costs 40 ms and is needed only when a report leaves in another language.
    from gettext import c2py  # noqa: PLC0415

    from babel.messages.pofile import read_po  # noqa: PLC0415

    root: Traversable = files("holdfast.report").joinpath("locale") if folder is None else folder
    with root.joinpath(f"{language}.po").open("rb") as stream:
        entries = read_po(stream, locale=None, abort_invalid=True)
    messages: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        if not entry.id or entry.fuzzy:
            continue
        key = entry.id if isinstance(entry.id, str) else entry.id[0]
        messages[key] = (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())
    return Catalogue(
        language=language,
        direction="rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr",
        messages=messages,
        plural_form=c2py(entries.plural_expr),
    )
