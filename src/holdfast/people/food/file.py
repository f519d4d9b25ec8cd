"""Reading a ration from a table file: foods, quantities and units in three languages, every fault by row and column."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from holdfast.errors import HoldfastError, InputError
from holdfast.people.figures import figure_value
from holdfast.people.food.foods import FIGURES, find_food, fold_food, known_food, own_food
from holdfast.people.food.planning import MOST_DAYS, MOST_PEOPLE, count_of
from holdfast.people.food.quantities import (
    check_plausible,
    own_composition,
    read_number_of_column,
    split_quantity,
    to_grams,
)
from holdfast.people.food.records import RationItem
from holdfast.people.food.text import cells_of, decode, read_bytes, unreadable
from holdfast.quantities import unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from holdfast.people.food.foods import Composition, Food

ITEM, QUANTITY, UNIT, PER, NOTE = "item", "quantity", "unit", "per", "note"
ENERGY, ENERGY_KJ = "kcal_per_100g", "energy_kj_per_100g"
PROTEIN, FAT = "protein_g_per_100g", "fat_g_per_100g"
PERSON_DAY, TOTAL = "person-day", "total"
SHOWN_FAULTS = 20
_ENERGY_WORDS = ("kcal", "calor", "energy", "سعر", "طاق", "کالری", "انرژی")
_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RationFile:
    """A ration as a file states it.

    Attributes
    ----------
    items : tuple of RationItem
        Grams per person-day, for :func:`holdfast.people.food.basket`.
    notes : tuple of str
        How the file was read: encoding, what its quantities were taken for, columns left out.
    """

    items: tuple[RationItem, ...]
    notes: tuple[str, ...]


class RationFaultsError(InputError):
    """A ration file with several faults; ``faults`` holds every one of them."""

    def __init__(self, code: str, *, where: str, found: str, expected: str, mend: str) -> None:
        super().__init__(code, where=where, found=found, expected=expected, mend=mend)
        self.faults: tuple[HoldfastError, ...] = ()


def read_ration_file(
    path: str | Path, *, people: float | None = None, days: float | None = None, total: bool = False
) -> RationFile:
    """Read a ration file.

    Parameters
    ----------
    path : str or Path
        CSV with the columns item, quantity and unit (English, Arabic or Persian names; comma, semicolon or tab; UTF-8,
        UTF-16 or Windows-1256; digits of three scripts), and where wanted ``per`` (person-day or total),
        ``kcal_per_100g`` or ``energy_kj_per_100g``, ``protein_g_per_100g`` and ``fat_g_per_100g`` for a food with
        figures of its own. A quantity may carry its unit ("400 g").
    people, days : float or None
        Persons and days a total is for; both are needed for totals.
    total : bool
        Whether quantities are totals unless a row says otherwise (``per``, or a unit such as g/person/day). Otherwise
        they are per person and day, and a note says so.

    Returns
    -------
    RationFile

    Raises
    ------
    InputError
        HF-P047 the file cannot be read; HF-P048 its columns or cells do not fit; HF-P040 it names no food; HF-P041 to
        HF-P046 a fault of one cell, with row and column, or people without days; HF-P049 several faults, each listed with row and column.
    """
    text, encoding = decode(read_bytes(path), path)
    found = parse_ration(text, where=Path(path).name, people=people, days=days, total=total)
    if encoding not in {"windows-1256", "utf-16-le", "utf-16-be"}:
        return found
    return RationFile(
        items=found.items, notes=(f"the file is not marked as to its encoding: read as {encoding}", *found.notes)
    )


def parse_ration(
    text: str,
    *,
    where: str = "ration file",
    people: float | None = None,
    days: float | None = None,
    total: bool = False,
) -> RationFile:
    """Read the text of a ration file; arguments and errors as :func:`read_ration_file`."""
    person_days = _person_days(people, days, total=total)
    table, separator = cells_of(text, where, frozenset(_columns()))
    rows = [(number, cells) for number, cells in enumerate(table, start=1) if any(cell.strip() for cell in cells)]
    if not rows:
        raise unreadable(where, "an empty file", "name the foods and what each person gets of them in a day")
    header_row, header = rows[0]
    columns, unread = _header(header, f"{where}, row {header_row}")
    if len(rows) == 1:
        raise InputError(
            "HF-P040",
            where=where,
            found="a row of column names and no food",
            expected="one row a food",
            mend="name the foods and what each person gets of them in a day",
        )
    reader = _Reader(where=where, columns=columns, person_days=person_days, total=total, by_comma=separator == ",")
    for number, cells in rows[1:]:
        reader.read(number, cells, len(header))
    reader.raise_any()
    notes = [f"column not read: {name!r}{_may_be_energy(name)}" for name in unread]
    if reader.assumed:
        notes.append("quantities are taken per person and day: neither the file nor --total says otherwise")
    if reader.totals and people is not None and days is not None:
        notes.append(f"totals are shared out over {people:,g} people and {days:g} days")
    return RationFile(items=tuple(reader.items), notes=tuple(notes))


def _person_days(people: float | None, days: float | None, *, total: bool) -> float | None:
    heads = None if people is None else count_of(people, "people", MOST_PEOPLE)
    span = None if days is None else count_of(days, "days", MOST_DAYS)
    if heads is not None and span is not None:
        return heads * span
    if total:
        raise _no_total("--total")
    if heads is not None or span is not None:
        given, missing = ("people", "days") if span is None else ("days", "people")
        raise InputError(
            "HF-P046",
            where=f"--{missing}",
            found=f"--{given} alone",
            expected="both, or neither",
            mend=f"add --{missing}: mass and room are for people and days",
        )
    return None


def _no_total(where: str) -> InputError:
    return InputError(
        "HF-P046",
        where=where,
        found="a total without the number of people and of days it is for",
        expected="both, to share it out",
        mend="add --people N and --days D",
    )


@cache
def _columns() -> Mapping[str, str]:
    return _words("column")


@cache
def _bases() -> Mapping[str, str]:
    return _words("per")


def _words(kind: str) -> Mapping[str, str]:
    text = files("holdfast.people").joinpath("ration_words.csv").read_text(encoding="utf-8")
    found = {}
    for cells in csv.DictReader(text.splitlines()):
        if cells["kind"] == kind:
            names = [cells["word"], *(name for lang in ("en", "ar", "fa") for name in cells[lang].split("|"))]
            found.update({name.casefold(): cells["word"] for name in names})
            found.update({fold_food(name): cells["word"] for name in names})
    return found


def _header(header: Sequence[str], where: str) -> tuple[dict[str, int], list[str]]:
    """Return the place of each known column, and the names of those that are not read."""
    places: dict[str, int] = {}
    unread: list[str] = []
    for place, cell in enumerate(header):
        name = _columns().get(fold_food(cell), _columns().get(cell.strip().casefold()))
        if name is None:
            if cell.strip():
                unread.append(cell.strip()[:40])
        elif name in places:
            raise _bad_header(where, f"two columns that say {name}", "each column once")
        else:
            places[name] = place
    missing = [name for name in (ITEM, QUANTITY) if name not in places]
    if missing:
        shown = ", ".join(cell.strip()[:30] for cell in header[:8]) or "nothing"
        raise _bad_header(where, f"no column {' and no column '.join(missing)} in {shown!r}", "item, quantity and unit")
    if ENERGY in places and ENERGY_KJ in places:
        raise _bad_header(where, "a column of kcal and one of kJ", "one of the two")
    return places, unread


def _may_be_energy(name: str) -> str:
    """Say of a column that may hold energies under which name they would be read: it must not seem to have been used."""
    word = fold_food(name)
    if "kj" in word or "joule" in word:
        return f"; energies of 100 g are read from {ENERGY_KJ}"
    return (
        f"; energies of 100 g are read from {ENERGY}" if any(fold_food(part) in word for part in _ENERGY_WORDS) else ""
    )


def _bad_header(where: str, found: str, expected: str) -> InputError:
    return InputError(
        "HF-P048",
        where=where,
        found=found,
        expected=expected,
        mend="write the first row as item,quantity,unit, and below it one row a food",
    )


class _Reader:
    """Reads row after row and keeps every fault."""

    def __init__(
        self, *, where: str, columns: Mapping[str, int], person_days: float | None, total: bool, by_comma: bool
    ) -> None:
        self.where = where
        self.by_comma = by_comma
        self.columns = columns
        self.person_days = person_days
        self.total = total
        self.items: list[RationItem] = []
        self.faults: list[HoldfastError] = []
        self.assumed = False
        self.totals = False

    def read(self, number: int, cells: Sequence[str], width: int) -> None:
        """Read one row; its faults are kept and the row is left out."""
        place = f"{self.where}, row {number}"
        if len(cells) > width and any(cell.strip() for cell in cells[width:]):
            shown = " | ".join(cell.strip() for cell in cells)[:80]
            self.faults.append(
                InputError(
                    "HF-P048",
                    where=place,
                    found=f"{len(cells)} cells, {shown!r}",
                    expected=f"{width} cells, as in the first row",
                    mend="put quotation marks round a cell with a comma in it, such as a number or a name",
                )
            )
            return
        row = {name: cells[at].strip() if at < len(cells) else "" for name, at in self.columns.items()}
        # One after the other, so that every fault of the row is told at once.
        stated = self._kept(self._quantity, row, place)
        before = len(self.faults)
        own = self._kept(_own, row, place, self._number)
        named = self._kept(_food, row, own, place) if len(self.faults) == before else None
        if stated is not None and named is not None:
            item = self._kept(self._item, row, stated, named, own, place)
            self.items += [] if item is None else [item]

    def _kept(self, read: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T | None:
        try:
            return read(*args, **kwargs)
        except HoldfastError as fault:
            self.faults.append(fault)
            return None

    def _item(
        self, row: Mapping[str, str], stated: _Stated, named: Food, own: Composition | None, place: str
    ) -> RationItem:
        where = f"{place}, column {QUANTITY}"
        mass, notes = to_grams(stated.number, stated.unit, named, where=f"{place}, column {UNIT}")
        grams = mass / self._shared_by(stated, where)
        check_plausible(grams, named.name, where=where)
        return RationItem(food=named, grams=grams, own=own, name=row[ITEM], notes=notes)

    def _quantity(self, row: Mapping[str, str], place: str) -> _Stated:
        number, glued = split_quantity(row[QUANTITY])
        if not number:  # a number in words, or none
            number, glued = row[QUANTITY], ""
        written = row.get(UNIT, "")
        if glued and written and fold_food(glued) != fold_food(written):
            raise InputError(
                "HF-P044",
                where=f"{place}, column {UNIT}",
                found=f"{written[:40]!r}, and {glued[:40]!r} beside the number",
                expected="one unit",
                mend="write the unit once",
            )
        if not (written or glued):
            self._number(number, f"{place}, column {QUANTITY}")
            raise InputError(
                "HF-P044",
                where=f"{place}, column {UNIT}",
                found="no unit",
                expected="g, kg, L or another unit; no unit is taken for granted",
                mend="write the unit of the quantity",
            )
        read = self._number(number, f"{place}, column {QUANTITY}")
        return _Stated(number=read, unit=written or glued, basis=self._basis(row, written or glued, place))

    def _number(self, text: str, where: str) -> float:
        return read_number_of_column(text, where=where, comma_parts_cells=self.by_comma)

    def _basis(self, row: Mapping[str, str], written: str, place: str) -> str:
        said = row.get(PER, "")
        basis = _bases().get(fold_food(said)) if said else None
        if said and basis is None:
            raise InputError(
                "HF-P048",
                where=f"{place}, column {PER}",
                found=repr(said[:40]),
                expected=f"{PERSON_DAY} or {TOTAL}",
                mend="write one of the two, or leave the cell empty",
            )
        if _is_rate(written):
            if basis == TOTAL:
                raise InputError(
                    "HF-P044",
                    where=f"{place}, column {UNIT}",
                    found=f"{written[:40]!r} of a total",
                    expected="a mass for a total, such as kg",
                    mend="leave the rate out of the unit, or the word total",
                )
            return PERSON_DAY
        if basis is not None:
            return basis
        if not self.total:
            self.assumed = True
        return TOTAL if self.total else PERSON_DAY

    def _shared_by(self, stated: _Stated, where: str) -> float:
        if stated.basis == PERSON_DAY:
            return 1.0
        if self.person_days is None:
            raise _no_total(where)
        self.totals = True
        return self.person_days

    def raise_any(self) -> None:
        """Raise what was kept: one fault as it is, several in one error."""
        if len(self.faults) == 1:
            raise self.faults[0]
        if not self.faults:
            return
        shown = [
            f"{fault.code} {fault.where}: {fault.found}; expected {fault.expected}. To mend: {fault.mend}"
            for fault in self.faults
        ]
        more = f"\n  and {len(shown) - SHOWN_FAULTS} more" if len(shown) > SHOWN_FAULTS else ""
        error = RationFaultsError(
            "HF-P049",
            where=self.where,
            found=f"{len(shown)} faults",
            expected="rows that each read as one food and one quantity",
            mend="correct these; nothing was computed:\n  " + "\n  ".join(shown[:SHOWN_FAULTS]) + more,
        )
        error.faults = tuple(self.faults)
        raise error


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stated:
    number: float
    unit: str
    basis: str


def _is_rate(written: str) -> bool:
    try:
        return unit(written).per == "person-day"
    except HoldfastError:
        return fold_food(written).endswith(("/person/day", "per person per day"))


def _food(row: Mapping[str, str], own: Composition | None, place: str) -> Food:
    name = row[ITEM]
    where = f"{place}, column {ITEM}"
    if not fold_food(name):
        raise InputError(
            "HF-P041", where=where, found="no name", expected="the name of a food", mend="write which food it is"
        )
    known = known_food(name)
    if known is not None:
        return known
    return find_food(name, where=where) if own is None else own_food(name)


def _own(row: Mapping[str, str], place: str, number: Callable[[str, str], float]) -> Composition | None:
    """Return the composition a row states, or None where it states none."""
    said = {name: row.get(name, "") for name in (ENERGY, ENERGY_KJ, PROTEIN, FAT)}
    if not any(said.values()):
        return None
    read = {name: number(cell, f"{place}, column {name}") if cell else None for name, cell in said.items()}
    kilojoules = read[ENERGY_KJ]
    kcal = read[ENERGY] if kilojoules is None else kilojoules / figure_value(FIGURES, "kj_per_kcal")
    if kcal is None:
        raise InputError(
            "HF-P045",
            where=f"{place}, column {ENERGY}",
            found="protein or fat without an energy",
            expected="kcal of 100 g of the food",
            mend="state the energy too, or leave the others out and take the figures of the tables",
        )
    return own_composition(
        kcal_per_100g=kcal,
        protein_g_per_100g=read[PROTEIN],
        fat_g_per_100g=read[FAT],
        known=known_food(row[ITEM]),
        where=f"{place}, column {ENERGY if kilojoules is None else ENERGY_KJ}",
    )
