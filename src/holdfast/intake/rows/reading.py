"""Read a table: find it in its sheets, map its columns, read its rows, and account for every one of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from holdfast.errors import HoldfastError, IntakeError
from holdfast.intake.readers.sheets import column_name, text_of
from holdfast.intake.records import Reading, ReadingWarning
from holdfast.intake.rows.account import Context, Question, RowOutcome
from holdfast.intake.rows.layout import Layout, find_layout
from holdfast.intake.rows.mapping import ColumnMapping, guess
from holdfast.intake.rows.mapping_answers import corrected, remembered
from holdfast.intake.rows.statements import TableRows
from holdfast.quantities import find_times, fold_word, read_date, unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from holdfast.intake.readers.sheets import Book, Row, Sheet
    from holdfast.ledger import Statement

_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """What a person says of a table, and what is remembered of tables like it.

    Parameters
    ----------
    maps : tuple of (str, str)
        Heading or letters of a column, and its role.
    units : mapping of str to str
        Unit of figures that state none, by thing; under "" the one for all.
    packages : mapping of str to str
        Sizes of packages in this table, such as ``{"bag": "50 kg", "water tank": "10 m3"}``, of every thing or of one;
        they win over those of the site.
    date_column : str or None
        Heading or letters of the column of dates.
    order : {"day", "month"} or None
        What numeric dates begin with.
    as_of : date or None
        The day the figures speak of, where no column says it.
    charset : str or None
        Character set of a text table.
    sheet : str or None
        The only sheet to read; it may be a hidden one.
    header_row : int or None
        Number of the last row of headings.
    capacities : mapping of str to str
        What the one store or tank of a thing holds, for "half a tank".
    known : tuple of ColumnMapping
        Mappings remembered from earlier tables.
    """

    maps: tuple[tuple[str, str], ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    date_column: str | None = None
    order: str | None = None
    as_of: date | None = None
    charset: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    capacities: Mapping[str, str] = field(default_factory=dict)
    known: tuple[ColumnMapping, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReading:
    """How a table was read: the mapping of each sheet, what became of each row, and what is open."""

    mappings: tuple[tuple[str, ColumnMapping], ...]
    rows: tuple[RowOutcome, ...]
    questions: tuple[Question, ...]

    @property
    def counts(self) -> dict[str, int]:
        """Rows by what became of them; their sum is the number of rows below headings, or of sheets without any."""
        found = Counter(r.status for r in self.rows)
        return {s: found[s] for s in ("read", "partly", "asked", "refused", "total", "note")}

    @property
    def account(self) -> str:
        """The reconciliation line: every row, and what became of it."""
        words = {
            "read": "read",
            "partly": "read in part",
            "asked": "wait for an answer",
            "refused": "refused",
            "total": "set aside as totals",
            "note": "as notes or headings",
        }
        parts = [f"{n} {words[s]}" for s, n in self.counts.items() if n]
        claims = sum(r.count for r in self.rows)
        return f"{len(self.rows)} rows: {', '.join(parts) or 'none'}; {claims} claims."

    def as_dict(self) -> dict[str, Any]:
        """Return all of it, for JSON."""
        return {
            "mappings": [
                {"sheet": s, "origin": m.origin, "key": m.key, "columns": [c.as_dict() for c in m.columns]}
                for s, m in self.mappings
            ],
            "rows": [r.as_dict() for r in self.rows],
            "counts": self.counts,
            "account": self.account,
            "questions": [q.as_dict() for q in self.questions],
        }


def read_book(
    book: Book,
    data: bytes,
    where: str,
    *,
    warnings: Sequence[ReadingWarning] = (),
    published: date | None = None,
    timezone: str = "UTC",
    packages: Mapping[str, str] | None = None,
    options: TableOptions | None = None,
) -> Reading:
    """Read the sheets of a book.

    Parameters
    ----------
    book : Book
        The cells.
    data : bytes
        The file, for its hash.
    where : str
        Its name.
    warnings : sequence of ReadingWarning
        Of opening it.
    published : date or None
        The day it was sent; not the day its figures speak of, which a column, a title or a person says.
    timezone, packages
        As of `read_text`.
    options : TableOptions or None
        Answers and what is remembered.

    Returns
    -------
    Reading
        ``table`` holds the mapping, the account of rows and the open questions.

    Raises
    ------
    IntakeError
        HF-I026 wrong tags, HF-I027 a correction that fits no column, HF-I029 an answer that cannot be used.
    """
    asked = options or TableOptions()
    _check(asked, where, book)
    text, spans = text_of(book)
    notes = list(warnings)
    sizes = {**(packages or {}), **asked.packages}
    statements: list[Statement] = []
    outcomes: list[RowOutcome] = []
    questions: list[Question] = []
    mappings = []
    layouts = [(s, find_layout(s, where, asked.header_row)) for s in _wanted(book, asked)]
    only = sum(layout is not None for _, layout in layouts) == 1
    for sheet, layout in layouts:
        if layout is None:
            outcomes += [_unplaced(sheet, r) for r in sheet.rows]
            continue
        mapping, said = _mapping(layout, asked, where, only=only)
        notes += said
        rows = TableRows(
            layout,
            mapping,
            spans,
            Context(
                file=where,
                published=published,
                timezone=timezone,
                packages={**sizes, **{k: v for k, v in mapping.packages if k not in sizes}},
                capacities=asked.capacities,
                units=asked.units,
                epoch=book.epoch,
                **_day(layout, asked),
            ),
        )
        found, became = rows.read()
        outcomes += [replace(b, first=b.first + len(statements)) for b in became]
        statements += found
        questions += rows.questions()
        notes += [ReadingWarning(code=c, message=m) for c, m in rows.warnings]
        mappings.append((sheet.name, mapping))
    notes += _cautions(book, asked, [s for s, layout in layouts if layout is None])
    if not statements:
        notes.append(ReadingWarning(code="nothing-found", message="no statement was found; the table is kept as it is"))
    table = TableReading(mappings=tuple(mappings), rows=tuple(outcomes), questions=_together(questions))
    from holdfast.intake.readers.table_files import media_type_of  # noqa: PLC0415  brings the opening of files

    source = {
        "sha256": hashlib.sha256(data).hexdigest(),
        "media_type": media_type_of(book),
        "chars": len(text),
        "title": None,
        "byline": None,
        "published": published.isoformat() if published else None,
        "published_from": "option" if published else None,
        "published_candidate": None,
    }
    return Reading(
        source=source, text=text, statements=tuple(statements), warnings=tuple(dict.fromkeys(notes)), table=table
    )


def _together(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return each question once, with the rows of all sheets that wait for it, the one that most wait for first."""
    found: dict[str, Question] = {}
    for question in questions:
        old = found.get(question.key)
        found[question.key] = question if old is None else replace(old, rows=old.rows + question.rows)
    return tuple(sorted(found.values(), key=lambda q: -q.rows))


def _check(asked: TableOptions, where: str, book: Book) -> None:
    def refuse(option: str, found: str, expected: str) -> IntakeError:
        return IntakeError(
            "HF-I029", where=f"{where}, {option}", found=found, expected=expected, mend="correct the option"
        )

    if asked.sheet is not None and asked.sheet not in {s.name for s in book.sheets}:
        names = ", ".join(repr(s.name) for s in book.sheets)
        raise refuse("--sheet", f"no sheet {asked.sheet!r}", f"one of {names}")
    for name, size in asked.packages.items():
        try:
            package = name.rpartition(" ")[2]
            known = unit(package, {package: size})
        except HoldfastError as error:
            raise refuse("--package", f"{name}={size}: {error.found}", error.expected) from None
        if known.si_symbol is None:
            raise refuse("--package", f"{name}={size}", "a size such as tank=10 m3")
    for name, written in asked.units.items():
        try:
            unit(written)
        except HoldfastError as error:
            if written not in {"item", "piece"}:
                raise refuse(
                    "--unit", f"{name + '=' if name else ''}{written}: {error.found}", error.expected
                ) from None


def _wanted(book: Book, asked: TableOptions) -> list[Sheet]:
    if asked.sheet is not None:
        return [s for s in book.sheets if s.name == asked.sheet]
    return list(book.shown)


def _mapping(
    layout: Layout, asked: TableOptions, where: str, *, only: bool
) -> tuple[ColumnMapping, list[ReadingWarning]]:
    mapping, said = remembered(layout, guess(layout), asked.known)
    maps = list(asked.maps)
    if asked.date_column is not None:
        maps.append((asked.date_column, "date"))
    if not only:
        # An answer is for the sheet that has the column.
        names = {fold_word(h) for h in layout.headings if h}
        maps = [m for m in maps if fold_word(m[0]) in names]
    mapping = corrected(mapping, maps, where)
    mapping = replace(
        mapping,
        unit=asked.units.get("") or mapping.unit,
        order=asked.order or mapping.order,
        packages=tuple(sorted({**dict(mapping.packages), **asked.packages}.items())),
    )
    notes = [ReadingWarning(code="mapping-does-not-fit", message=m) for m in said]
    unknown = [c.name for c in mapping.columns if c.role == "unknown"]
    if unknown:
        notes.append(
            ReadingWarning(
                code="columns-not-read",
                message=f"not known what these columns are, and not read: {', '.join(unknown[:_SHOWN])}; say it with --map",
            )
        )
    return mapping, notes


def _day(layout: Layout, asked: TableOptions) -> dict[str, Any]:
    """Return the day a table speaks of, from a person or from the lines above it where they name exactly one."""
    if asked.as_of is not None:
        return {"as_of": asked.as_of, "as_of_words": None}
    found: dict[date, str] = {}
    for row in layout.before:
        for cell in row.cells:
            if cell.kind == "date":
                found.setdefault(read_date(cell.text[:10]), cell.text)
            elif cell.kind == "text":
                for mention in find_times(cell.text, None):
                    if (
                        mention.kind == "absolute"
                        and mention.precision == "day"
                        and mention.start
                        and not mention.ambiguous
                    ):
                        found.setdefault(mention.start.date(), mention.text)
    if len(found) != 1:
        return {"as_of": None, "as_of_words": None}
    ((day, words),) = found.items()
    return {"as_of": day, "as_of_words": words}


def _unplaced(sheet: Sheet, row: Row) -> RowOutcome:
    return RowOutcome(
        sheet=sheet.name,
        row=row.number,
        status="refused",
        reasons=((column_name(row.filled[0]), "no headings were found in this sheet"),),
    )


def _cautions(book: Book, asked: TableOptions, unplaced: Sequence[Sheet]) -> list[ReadingWarning]:
    notes = []
    hidden = [s.name for s in book.sheets if s.hidden and s.rows and s.name != asked.sheet]
    if hidden:
        notes.append(
            ReadingWarning(
                code="hidden-sheets",
                message=f"hidden sheets, not read: {', '.join(map(repr, hidden))}; read one with --sheet",
            )
        )
    notes += [
        ReadingWarning(
            code="no-headings",
            message=f"no headings were found{f' in sheet {s.name!r}' if s.name else ''}: {len(s.rows)} rows are not read; "
            "say where they are with --header-row",
        )
        for s in unplaced
    ]
    for kind, code, words in (
        (
            "formula",
            "formula-cells",
            "begin as formulas or keep no value; nothing is evaluated, and no figure is taken from them",
        ),
        ("error", "error-cells", "hold an error of the spreadsheet"),
    ):
        places = [
            f"{f'{s.name}!' if len(book.shown) > 1 else ''}{column_name(i)}{r.number}"
            for s in _wanted(book, asked)
            for r in s.rows
            for i in r.filled
            if r.cell(i).kind == kind
        ]
        if places:
            more = f" and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
            notes.append(ReadingWarning(code=code, message=f"cells {', '.join(places[:_SHOWN])}{more} {words}"))
    return notes
