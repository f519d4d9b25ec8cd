"""What each column of a table is: guessed from its heading and its cells, shown, corrected by a person, and remembered."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from holdfast.errors import IntakeError
from holdfast.intake.readers.sheets import clean, column_name
from holdfast.intake.rows.dates import is_date_like
from holdfast.intake.rows.headings import ROLES, VALUE_ROLES, heading, item_in, unit_named
from holdfast.intake.rows.hxl import role_of
from holdfast.intake.rows.words import claim_type_of
from holdfast.quantities import fold_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.intake.readers.sheets import Cell
    from holdfast.intake.rows.layout import Layout

FORMAT = 1
_LOOKED_AT = 200
_SURE, _LIKELY, _WEAK = 0.95, 0.75, 0.5
_WORDS = "few of its cells are figures"
_FIGURES = "most of its cells are figures"
_MOST = 0.6
_FEW = 0.3
SINGLE = frozenset(
    {
        "item",
        "date",
        "date_end",
        "published",
        "place",
        "source",
        "kind",
        "detail",
        "id",
        "service",
        "low",
        "high",
        "actor",
        "status",
        "polarity",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column and what it is taken to be.

    ``score`` is 1 where tags or a person say it, lower for a guess; ``item``, ``unit`` and ``per`` are what the heading
    itself says of the figures below it.
    """

    index: int
    heading: str
    role: str
    score: float
    reason: str
    item: str | None = None
    unit: str | None = None
    per: str | None = None

    @property
    def name(self) -> str:
        """The letters of the column and its heading."""
        return f"{column_name(self.index)} {self.heading!r}" if self.heading else column_name(self.index)

    def as_dict(self) -> dict[str, Any]:
        """Return the fields, for JSON."""
        return {
            "column": column_name(self.index),
            "heading": self.heading,
            "role": self.role,
            "score": round(self.score, 2),
            "reason": self.reason,
            "item": self.item,
            "unit": self.unit,
            "per": self.per,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """The columns of a table, and what a person answered for it.

    ``origin`` is ``tags``, ``remembered``, ``corrected`` or ``guessed``; ``order`` says whether numeric dates begin with
    the day or the month.
    """

    columns: tuple[Column, ...]
    origin: str
    unit: str | None = None
    order: str | None = None
    packages: tuple[tuple[str, str], ...] = ()

    def of(self, role: str) -> Column | None:
        """Return the column of a role, the most certain where there are several."""
        found = [c for c in self.columns if c.role == role]
        return max(found, key=lambda c: (c.score, -c.index)) if found else None

    @property
    def values(self) -> tuple[Column, ...]:
        """The columns whose cells are figures."""
        return tuple(c for c in self.columns if c.role in VALUE_ROLES)

    @property
    def key(self) -> str:
        """A name for this set of headings, in any order of columns."""
        return headings_key(c.heading for c in self.columns)


def headings_key(headings: Iterable[str]) -> str:
    """Return the name of a set of headings: the same for any order of the columns, any case and any script of digits."""
    words = sorted(fold_word(clean(h)) for h in headings if h.strip())
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]


def guess(layout: Layout) -> ColumnMapping:
    """Return what the columns of a table are taken to be, each with a score and a reason.

    Parameters
    ----------
    layout : Layout
        The table. Where it has a row of HXL tags, these say it exactly.
    """
    width = max([len(layout.headings), *(len(r.cells) for r in layout.rows[:_LOOKED_AT])])
    if layout.tags is not None:
        return ColumnMapping(columns=tuple(_tagged(layout, i) for i in range(len(layout.tags))), origin="tags")
    columns = [_one(layout, i) for i in range(width)]
    columns = _from_cells(layout, columns)
    return ColumnMapping(columns=tuple(_settled(columns)), origin="guessed")


def _tagged(layout: Layout, index: int) -> Column:
    tag = (layout.tags or ())[index]
    title = layout.headings[index] if index < len(layout.headings) else ""
    if not tag:
        return Column(index=index, heading=title, role="ignore", score=1.0, reason="no tag")
    role, meaning = role_of(tag) or ("ignore", "no tag")
    said = heading(title) if role in VALUE_ROLES else None
    per = "day" if role == "use" and "+daily" in tag.replace(" ", "").lower() else None
    return Column(
        index=index,
        heading=title,
        role=role,
        score=1.0,
        reason=f"{tag}: {meaning}",
        item=said.item if said else None,
        unit=said.unit if said else None,
        per=per or (said.per if said else None),
    )


def cells_of(layout: Layout, index: int) -> list[Cell]:
    """Return the cells of a column that hold something, up to the first two hundred rows."""
    return [c for r in layout.rows[:_LOOKED_AT] if not (c := r.cell(index)).is_empty]


def _share(cells: Sequence[Cell], test: Any) -> float:
    return sum(bool(test(c)) for c in cells) / len(cells) if cells else 0.0


def _is_figure(cell: Cell) -> bool:
    return cell.kind in {"number", "percent"} or bool(
        cell.kind == "text" and re.match(r"[~<>≈≤≥+\-]?\s*(?:about |approx\.? |ca\.? )?[\d½¼¾]", fold_word(cell.text))
    )


def _one(layout: Layout, index: int) -> Column:
    title = layout.headings[index] if index < len(layout.headings) else ""
    cells = cells_of(layout, index)
    said = heading(title)
    if said.role is None:
        return Column(
            index=index,
            heading=title,
            role="unknown" if cells else "ignore",
            score=0.0,
            reason="the heading is not known" if title else "no heading" if cells else "an empty column",
        )
    score = _SURE if said.score == 1 else _LIKELY if said.score > _WEAK else said.score
    reason = "the heading says it" if said.score == 1 else "a word of the heading says it"
    if said.score < _WEAK:
        reason = "a word of the heading says it, but another may change it"
    elif said.item and said.role in VALUE_ROLES:
        reason = f"the heading names {said.item}"
    against = speaks_against(said.role, cells)
    if against:
        score, reason = score * _WEAK, f"{reason}, but {against}"
    if against == _WORDS and said.item and not said.unit:
        # "Medicine", "Fuel" over names of goods: the heading of the things themselves.
        return Column(
            index=index,
            heading=title,
            role="item",
            score=_LIKELY,
            reason="the heading names goods, its cells are words",
        )
    if against == _FIGURES:
        # Places, or days, beside each other: what the figures below them are, a person must say.
        return Column(index=index, heading=title, role="unknown", score=0.0, reason=reason)
    if said.role == "opening":
        return Column(index=index, heading=title, role="ignore", score=score, reason="an earlier balance")
    if said.role == "kind" and _share(cells, lambda c: claim_type_of(c.text)) < _FEW:
        # "Category: food", "Status: good": kinds of goods, not of claims.
        return Column(
            index=index, heading=title, role="remarks", score=score, reason="its cells are no kinds of claims"
        )
    return Column(
        index=index,
        heading=title,
        role=said.role,
        score=score,
        reason=reason,
        item=said.item,
        unit=said.unit,
        per=said.per,
    )


def speaks_against(role: str, cells: Sequence[Cell]) -> str | None:
    """Return how the cells of a column speak against what its heading says."""
    if not cells:
        return None
    if role in {"date", "date_end", "published"} and _share(cells, _may_be_date) < _WEAK:
        return "most of its cells are no dates"
    if role in VALUE_ROLES and _share(cells, is_date_like) > _WEAK:
        return "most of its cells are dates"
    if role in VALUE_ROLES and _share(cells, _is_figure) < 0.3:
        return _WORDS
    if role in {"item", "place", "source"} and _share(cells, _is_figure) > 0.8:
        return _FIGURES
    return None


def _may_be_date(cell: Cell) -> bool:
    return is_date_like(cell) or cell.kind == "number" or bool(re.match(r"\d", fold_word(cell.text)))


def _from_cells(layout: Layout, columns: list[Column]) -> list[Column]:
    """Give columns whose headings say nothing a role by their cells, where the role is still free."""
    taken = {c.role for c in columns if c.score >= _WEAK}
    found = list(columns)
    tests = (
        ("date", is_date_like, "its cells are dates"),
        ("unit", lambda c: c.kind == "text" and unit_named(c.text), "its cells are units"),
        ("item", lambda c: c.kind == "text" and item_in(c.text) and len(c.text) < 40, "its cells name goods"),
        ("quantity", _is_figure, "its cells are figures"),
    )
    for role, test, reason in tests:
        if role in taken or (role == "quantity" and taken & set(VALUE_ROLES)):
            continue
        shares = [
            (_share(cells_of(layout, c.index), test), -c.index)
            for c in found
            if c.role == "unknown" and not heading(c.heading).role
        ]
        best = max(shares, default=(0.0, 0))
        # Of several columns of figures none is taken for the quantity: they may be places, or days.
        alone = role != "quantity" or sum(share >= _MOST for share, _ in shares) == 1
        if best[0] >= _MOST and alone:
            at = -best[1]
            said = heading(found[at].heading)
            found[at] = replace(found[at], role=role, score=_WEAK + 0.2 * best[0], reason=reason, unit=said.unit)
            taken.add(role)
    return [
        replace(c, role="remarks", score=_WEAK, reason="words that no other column takes")
        if c.role == "unknown" and not heading(c.heading).role and _share(cells_of(layout, c.index), _is_figure) < 0.2
        else c
        for c in found
    ]


def _settled(columns: list[Column]) -> list[Column]:
    """Leave one column to each role that can have only one; the less certain become remarks."""
    best: dict[str, Column] = {}
    for column in columns:
        if column.role in SINGLE and (column.role not in best or column.score > best[column.role].score):
            best[column.role] = column
    return [
        replace(c, role="remarks", reason=f"{best[c.role].name} is the {c.role}")
        if c.role in SINGLE and best[c.role] is not c
        else c
        for c in columns
    ]


def mapping_toml(mapping: ColumnMapping, source: str) -> str:
    """Return a mapping as a file that a person can read and edit."""
    lines = [
        "# How tables with these headings are read. Made from a file that was read; may be edited by hand.",
        f"format = {FORMAT}",
        f"learned_from = {_quoted(source)}",
    ]
    if mapping.unit:
        lines.append(f"unit = {_quoted(mapping.unit)}")
    if mapping.order:
        lines.append(f"dates_begin_with = {_quoted(mapping.order)}")
    if mapping.packages:
        lines += ["", "[packages]", *(f"{_quoted(k)} = {_quoted(v)}" for k, v in mapping.packages)]
    for column in mapping.columns:
        if not column.heading:
            continue
        lines += ["", "[[columns]]", f"heading = {_quoted(column.heading)}", f"role = {_quoted(column.role)}"]
        lines += [
            f"{name} = {_quoted(value)}"
            for name, value in (("item", column.item), ("unit", column.unit), ("per", column.per))
            if value
        ]
    return "\n".join(lines) + "\n"


def mapping_from_toml(text: str, where: str) -> ColumnMapping:
    """Return the mapping of a file.

    Raises
    ------
    IntakeError
        HF-I028 where it is no TOML, of another format, or names a role that there is not.
    """
    try:
        parts = tomllib.loads(text)
        order = _one_of(parts, "dates_begin_with", (None, "day", "month"))
        _one_of(parts, "format", (FORMAT,))
        learned = _string(parts, "learned_from")
        columns = tuple(_column(i, part, learned) for i, part in enumerate(parts["columns"]))
        return ColumnMapping(
            columns=columns,
            origin="remembered",
            unit=_string(parts, "unit"),
            order=order,
            packages=tuple((str(k), str(v)) for k, v in parts.get("packages", {}).items()),
        )
    except (tomllib.TOMLDecodeError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IntakeError(
            "HF-I028",
            where=where,
            found=f"a mapping that cannot be used ({error})",
            expected=f"format = {FORMAT}, and for each column its heading and one of the roles",
            mend="mend the file, or delete it and let the columns be guessed again",
        ) from None


def _one_of(parts: Mapping[str, Any], name: str, allowed: tuple[object, ...]) -> Any:
    value = parts.get(name)
    if value not in allowed:
        raise ValueError(f"{name} = {value!r}")
    return value


def _column(index: int, part: Mapping[str, Any], learned: str | None) -> Column:
    if part["role"] not in {*ROLES, "unknown"}:
        raise ValueError(f"the role {part['role']!r}")
    return Column(
        index=index,
        heading=str(part["heading"]),
        role=part["role"],
        score=1.0,
        reason=f"remembered from {learned}" if learned else "remembered",
        item=_string(part, "item"),
        unit=_string(part, "unit"),
        per=_string(part, "per"),
    )


def _string(parts: Mapping[str, Any], name: str) -> str | None:
    value = parts.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} = {value!r}")
    return value


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def unit_columns(mapping: ColumnMapping) -> dict[int, int]:
    """Return for each column of figures the column of its unit: the next to its right before other figures, or the only one."""
    units = [c.index for c in mapping.columns if c.role == "unit"]
    values = [c.index for c in mapping.values]
    found = {}
    for value in values:
        after = [u for u in units if u > value and not any(value < v < u for v in values)]
        if after:
            found[value] = after[0]
        elif len(units) == 1:
            found[value] = units[0]
        else:
            before = [u for u in units if u < value]
            if before:
                found[value] = before[-1]
    return found
