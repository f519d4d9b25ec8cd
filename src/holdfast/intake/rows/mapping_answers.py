"""A mapping after a person's corrections, and after what is remembered of tables like it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from holdfast.errors import IntakeError
from holdfast.intake.readers.sheets import clean, column_name
from holdfast.intake.rows.headings import ROLES, VALUE_ROLES, unit_named
from holdfast.intake.rows.mapping import SINGLE, Column, ColumnMapping, cells_of, speaks_against
from holdfast.quantities import fold_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from holdfast.intake.rows.layout import Layout

_ALIKE = 0.6


def corrected(mapping: ColumnMapping, maps: Sequence[tuple[str, str]], where: str) -> ColumnMapping:
    """Return a mapping with the roles a person gave to columns.

    Parameters
    ----------
    mapping : ColumnMapping
        As guessed or remembered.
    maps : sequence of (str, str)
        Heading or letters of a column, and its role; a role with a colon carries the thing or unit: ``stock:diesel``.
    where : str
        Name of the file, for errors.

    Raises
    ------
    IntakeError
        HF-I027 where there is no such column or no such role.
    """
    columns = list(mapping.columns)
    for name, wanted in maps:
        role, _, detail = (part.strip() for part in wanted.partition(":"))
        role = role.lower().replace(" ", "_").replace("-", "_")
        if role not in ROLES:
            raise IntakeError(
                "HF-I027",
                where=f"{where}, --map {name}={wanted}",
                found=f"the role {role!r}",
                expected="one of " + ", ".join(ROLES),
                mend='write the heading of the column and one of these roles: --map "bal.=stock"',
            )
        at = [c for c in columns if fold_word(c.heading) == fold_word(clean(name)) and c.heading]
        at = at or [c for c in columns if column_name(c.index) == name.strip().upper()]
        if len(at) != 1:
            raise IntakeError(
                "HF-I027",
                where=f"{where}, --map {name}={wanted}",
                found=f"{len(at)} columns with the heading {name!r}" if at else f"no column {name!r}",
                expected="one of " + ", ".join(c.name for c in columns if c.role != "ignore" or c.heading),
                mend="write the heading as it is shown, or the letter of the column",
            )
        old = at[0]
        columns = [
            replace(
                c,
                role=role,
                score=1.0,
                reason="said by a person",
                item=detail if detail and not unit_named(detail) else c.item,
                unit=detail if detail and unit_named(detail) else c.unit,
            )
            if c.index == old.index
            else replace(c, role="remarks", reason=f"{old.name} is the {role}")
            if _gives_way(c, role, detail)
            else c
            for c in columns
        ]
    return replace(mapping, columns=tuple(columns), origin="corrected" if maps else mapping.origin)


def _gives_way(column: Column, role: str, detail: str) -> bool:
    """Whether a column that was only guessed loses its role to the one a person gave it to."""
    if column.role == role and role in SINGLE:
        return True
    rivals = {"stock", "quantity"} if role in {"stock", "quantity"} else {role} if role in VALUE_ROLES else set()
    return not detail and column.role in rivals and column.item is None and column.score < 1


def remembered(
    layout: Layout, guessed: ColumnMapping, known: Sequence[ColumnMapping]
) -> tuple[ColumnMapping, list[str]]:
    """Return a guessed mapping with what was remembered for these headings, and what no longer fits, in words.

    A set of headings that was seen before gives the mapping. One that is only like it gives the columns whose headings are
    the same, and says which are gone or new.
    """
    if guessed.origin == "tags":
        return guessed, []
    mine = {column.index: key for key, column in _by_heading(guessed.columns).items()}
    wanted = set(mine.values())
    best, alike = None, 0.0
    for candidate in known:
        names = set(_by_heading(candidate.columns))
        likeness = len(wanted & names) / len(wanted | names) if wanted | names else 0.0
        if likeness > alike:
            best, alike = candidate, likeness
    if best is None or alike < _ALIKE:
        return guessed, []
    notes = []
    old = _by_heading(best.columns)
    if alike < 1:
        gone = [c.heading for k, c in old.items() if k not in wanted]
        new = [c.heading for c in guessed.columns if c.index in mine and mine[c.index] not in old]
        notes.append(
            "the remembered mapping is for headings like these, not the same"
            + (f"; gone: {', '.join(map(repr, gone))}" if gone else "")
            + (f"; new: {', '.join(map(repr, new))}" if new else "")
        )
    columns = []
    for column in guessed.columns:
        kept = old.get(mine[column.index]) if column.index in mine else None
        if kept is None:
            columns.append(column)
            continue
        against = speaks_against(kept.role, cells_of(layout, column.index))
        if against:
            notes.append(f"column {column.name} was remembered as {kept.role}, but {against}: it is left open")
            columns.append(
                replace(column, role="unknown", score=0.0, reason=f"remembered as {kept.role}, but {against}")
            )
        else:
            columns.append(replace(kept, index=column.index, heading=column.heading, score=1.0))
    return replace(best, columns=tuple(columns), origin="remembered"), notes


def _by_heading(columns: Sequence[Column]) -> dict[tuple[str, int], Column]:
    """Return the columns by their heading, and by which of the columns with this heading they are."""
    found: dict[tuple[str, int], Column] = {}
    for column in columns:
        if column.heading:
            word = fold_word(column.heading)
            found[word, sum(w == word for w, _ in found)] = column
    return found
