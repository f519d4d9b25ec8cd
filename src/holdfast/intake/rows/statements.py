"""From the rows of a table to statements. Every row ends in the account: read, set aside, refused or waiting for an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from holdfast.intake.readers.limits import MAX_CHARS
from holdfast.intake.readers.sheets import Cell, Row, column_name
from holdfast.intake.reading import read_text
from holdfast.intake.rows.account import QUESTIONS, Context, Question, RowOutcome
from holdfast.intake.rows.dates import order_of, read_day
from holdfast.intake.rows.drafts import RowDraft, bounded
from holdfast.intake.rows.figures import Figure, NoFigure, decimal_mark, read_figure
from holdfast.intake.rows.headings import VALUE_ROLES, heading, item_in, unit_named
from holdfast.intake.rows.layout import Layout, is_total
from holdfast.intake.rows.mapping import unit_columns
from holdfast.intake.rows.meaning import meaning_of
from holdfast.intake.rows.words import claim_type_of, countable, service_of, thing_of
from holdfast.intake.things import PART_OF_PEOPLE, commodity
from holdfast.quantities import fold_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from holdfast.intake.rows.mapping import Column, ColumnMapping
    from holdfast.ledger import Statement

_BRACKET = re.compile(r"\(([^)]{2,20})\)")
_POLARITIES = ("affirmed", "negated", "hypothetical", "planned")
_PERS = ("day", "person-day", "hour", "person")
_PART = 0.5
_SHARED = "its figure is shared with other rows in a merged cell"
_AT_ONCE = frozenset({"quantity", "stock"})


@dataclass(slots=True)
class _Open:
    """Questions that came up, with the rows and the things each is about."""

    rows: dict[str, set[int]] = field(default_factory=dict)
    about: dict[str, dict[str, None]] = field(default_factory=dict)

    def add(self, key: str, row: int, thing: str) -> None:
        self.rows.setdefault(key, set()).add(row)
        self.about.setdefault(key, {})[thing] = None


class TableRows:
    """Reads the rows of one table; holds what its columns show as a whole (order of dates, decimal mark, units)."""

    def __init__(
        self, layout: Layout, mapping: ColumnMapping, spans: Mapping[tuple[str, int], tuple[int, int]], context: Context
    ) -> None:
        self.layout = layout
        self.mapping = mapping
        self.spans = spans
        self.context = context
        self.open = _Open()
        self.warnings: list[tuple[str, str]] = []
        at = mapping.of("place")
        self.by_place = at is not None and len({r.cell(at.index).text for r in layout.rows} - {""}) > 1
        self.serial = self.undated = 0
        self.detail_left = MAX_CHARS
        self.date_column = mapping.of("date")
        self.order = mapping.order
        if self.date_column is not None and self.order is None:
            cells = [r.cell(c.index) for c in mapping.columns if c.role in {"date", "date_end"} for r in layout.rows]
            self.order, why = order_of(cells)
            if self.order is not None:
                self.warnings.append(("date-order", f"dates were read with the {self.order} first: {why}"))
        self.decimals: dict[int, str | None] = {}
        for column in mapping.columns:
            self.decimals[column.index], said = decimal_mark([r.cell(column.index) for r in layout.rows])
            if said and column in mapping.values:
                self.warnings.append(("decimal-mark", f"column {column_name(column.index)}: {said}"))
        self.unit_columns = unit_columns(mapping)
        self.rivals = _rivals(mapping)
        # A heading with a word that may change what it says: "stock of last year".
        self.unsure = {c.index for c in mapping.values if c.score < 1 and 0 < heading(c.heading).score < _PART}

    def read(self) -> tuple[list[Statement], list[RowOutcome]]:
        """Return the statements and what became of each row."""
        statements: list[Statement] = []
        outcomes = []
        for row in self.layout.rows:
            found, outcome = self._row(row)
            outcomes.append(replace(outcome, first=len(statements), count=len(found)))
            statements += found
        if self.serial:
            stated = (
                f"counted from {self.context.epoch}"
                if self.context.epoch
                else "counted from 1900, as the file does not say"
            )
            self.warnings.append(("serial-dates", f"{self.serial} dates are serial numbers; they were {stated}"))
        if self.undated:
            self.warnings.append(
                ("rows-without-date", f"{self.undated} rows have no date of their own; they are read without a day")
            )
        return statements, outcomes

    def _outcome(self, row: Row, status: str, reasons: list[tuple[str, str]] | None = None, **more: Any) -> RowOutcome:
        return RowOutcome(
            sheet=self.layout.sheet.name, row=row.number, status=status, reasons=tuple(reasons or ()), **more
        )

    def _words(self, row: Row, role: str) -> str | None:
        column = self.mapping.of(role)
        if column is None:
            return None
        cell = self.layout.cell(row, column.index)
        text = cell.text if cell.kind in {"text", "number", "date", "percent"} else ""
        # Our own tables put an apostrophe before a text that a spreadsheet would run.
        return (text[1:] if re.match(r"'[=+\-@']", text) else text) or None

    def _row(self, row: Row) -> tuple[list[Statement], RowOutcome]:
        aside = self._aside(row)
        if aside is not None:
            return [], aside
        reasons: list[tuple[str, str]] = []
        start, end, when_problem, order_asked = self._time(row)
        source, published = self._words(row, "source"), self._published(row)
        more = {"id": self._words(row, "id"), "published": published, "source": source}
        if when_problem is not None:
            if order_asked:
                self.open.add("order", row.number, "")
            return [], self._outcome(row, "asked" if order_asked else "refused", [when_problem], **more)
        kind, kind_problem = self._kind(row)
        # A figure of an unknown kind is not taken for a stock.
        made, asked = ([], False) if kind_problem else self._figures(row, kind, (start, end, source), reasons)
        made += self._bounds(row, kind, (start, end, source), reasons)
        detail = self._words(row, "detail")
        if detail is not None and self.mapping.of("kind") is not None:
            made, kind_problem = self._headline(row, kind, (start, end, source), reasons), None
        if detail is not None and (self.mapping.of("kind") is not None or not self.mapping.values):
            made = self._with_detail(row, detail, made, (start, end), source, published, reasons)
            reasons = [] if made else reasons
        if kind_problem is not None and not (detail and made):
            return [], self._outcome(row, "refused", [kind_problem], **more)
        if not made and not reasons:
            reasons = self._why_empty(row)
        if start is None and made and self.date_column is not None:
            self.undated += 1
        unread = "asked" if asked or self._waits(row) else "refused"
        status = unread if not made else "partly" if reasons else "read"
        return made, self._outcome(row, status, reasons, **more)

    def _figures(
        self,
        row: Row,
        kind: str | None,
        facts: tuple[str | None, str | None, str | None],
        reasons: list[tuple[str, str]],
    ) -> tuple[list[Statement], bool]:
        """Return a statement for each figure of a row, and whether an answer would give more; adds to the reasons."""
        made: list[Statement] = []
        asked = False
        for column in self.mapping.values:
            cell = row.cell(column.index)
            if self.layout.is_shared(row, column.index):
                reasons.append((column_name(column.index), _SHARED))
                continue
            if cell.is_empty:
                continue
            result = self._figure(row, column, cell)
            if isinstance(result, NoFigure):
                asked = asked or result.asks is not None
                reasons.append((column_name(column.index), result.reason))
                continue
            thing, figure = result
            made.append(self._statement(row, column.role, thing, figure, kind, *facts))
        return made, asked

    def _headline(
        self,
        row: Row,
        kind: str | None,
        facts: tuple[str | None, str | None, str | None],
        reasons: list[tuple[str, str]],
    ) -> list[Statement]:
        """Return what a row of dated claims says by its kind, thing, figure and unit together; see `meaning_of`."""
        item, value = self._words(row, "item"), self.mapping.of("quantity")
        meaning = meaning_of(kind, item, self._words(row, "unit"))
        if meaning.claim_type is None:
            return []
        thing = meaning.item or thing_of((item or "").replace("_", " "))
        draft = self._made(row, meaning.claim_type, thing, *facts)
        cell = row.cell(value.index) if value is not None else Cell()
        if value is not None and self.layout.is_shared(row, value.index):
            reasons.append((column_name(value.index), _SHARED))
            return [draft.statement()]
        if not meaning.counts or cell.is_empty:
            return [draft.statement()]
        figure = read_figure(cell, meaning.unit, packages=self._sizes(thing), period="day" if meaning.per_day else None)
        if isinstance(figure, NoFigure):
            reasons.append((column_name(value.index) if value is not None else "", figure.reason))
            return [draft.statement()]
        return [draft.replace_figure(bounded(figure, meaning), figure.per if figure.per in _PERS else None)]

    def _waits(self, row: Row) -> bool:
        return any(row.number in rows for rows in self.open.rows.values())

    def _why_empty(self, row: Row) -> list[tuple[str, str]]:
        values = self.mapping.values
        if not values:
            for column in self.mapping.columns:
                if column.role == "unknown":
                    self.open.add("quantity", row.number, column.name)
            return [(column_name(row.filled[0]), "no column of figures is known")]
        return [(column_name(values[0].index), "no figure")]

    def _aside(self, row: Row) -> RowOutcome | None:
        filled = row.filled
        texts = [row.cell(i).text for i in filled]
        heads = {fold_word(h) for h in self.layout.headings if h}
        if len(filled) > 1 and all(fold_word(t) in heads for t in texts):
            return self._outcome(row, "note", [("", "the headings again")])
        item = self.mapping.of("item")
        first = row.cell(item.index).text if item is not None and not row.cell(item.index).is_empty else texts[0]
        if is_total(first) or (item is None and is_total(texts[0])):
            return self._outcome(row, "total", [("", "a total of other rows")])
        only = row.cell(filled[0])
        if len(filled) == 1 and only.kind == "text" and filled[0] not in {c.index for c in self.mapping.values}:
            column = next((c for c in self.mapping.columns if c.index == filled[0]), None)
            wide = len([c for c in self.mapping.columns if c.role != "ignore"]) > 2
            in_range = item is not None and bool(item_in(only.text)) and column is not None and column.role == "item"
            if wide and not in_range:
                return self._outcome(row, "note", [("", "one text alone: a heading of a part, or a note")])
        return None

    def _time(self, row: Row) -> tuple[str | None, str | None, tuple[str, str] | None, bool]:
        """Return the first and last day of a row, or what is wrong with its dates and whether a person can say it."""
        column = self.date_column
        if column is None:
            day = self.context.as_of.isoformat() if self.context.as_of else None
            return day, day, None, False
        days: list[str | None] = []
        for role in ("date", "date_end"):
            of_role = self.mapping.of(role)
            cell = self.layout.cell(row, of_role.index) if of_role is not None else Cell()
            if of_role is None or cell.is_empty:
                days.append(None)
                continue
            found = read_day(cell, self.order, self.context.epoch)
            self.serial += found.is_serial
            if found.day is None:
                return None, None, (column_name(of_role.index), found.reason), found.is_ambiguous
            days.append(found.day.isoformat())
        start, end = days[0], days[1] or days[0]
        if start is not None and end is not None and end < start:
            return None, None, (column_name(column.index), f"{end} comes before {start}"), False
        return start, end, None, False

    def _published(self, row: Row) -> str | None:
        column = self.mapping.of("published")
        cell = row.cell(column.index) if column is not None else Cell()
        if cell.is_empty:
            return None
        found = read_day(cell, self.order, self.context.epoch)
        return found.day.isoformat() if found.day else cell.text

    def _kind(self, row: Row) -> tuple[str | None, tuple[str, str] | None]:
        column = self.mapping.of("kind")
        words = self._words(row, "kind")
        if column is None or words is None:
            return None, None
        found = claim_type_of(words)
        return found, None if found else (column_name(column.index), f"{words!r} is no kind of claim that is known")

    def _figure(  # noqa: PLR0911  one reason a return
        self, row: Row, column: Column, cell: Cell
    ) -> tuple[str | None, Figure] | NoFigure:
        if column.index in self.unsure:
            self.open.add("column", row.number, column.name)
            return NoFigure("it is not certain what the column is", "column")
        if column.index in self.rivals:
            self.open.add("quantity", row.number, column.name)
            return NoFigure("two columns may be the quantity", "quantity")
        thing = column.item or thing_of(self._words(row, "item"))
        if thing is None and column.role not in {"people", "hours"}:
            if self.mapping.of("item") is None:
                self.open.add("item", row.number, column.name)
                return NoFigure("of what: no column names the things", "item")
            return NoFigure("a figure without the name of a thing")
        words = self._unit_words(row, column, thing)
        held = self.context.capacities
        known = commodity(thing or "") or ""
        figure = read_figure(
            cell,
            words,
            packages=self._sizes(thing),
            capacity=held.get(thing or "") or held.get(known),
            period=column.per,
            decimal=self.decimals.get(column.index),
        )
        if isinstance(figure, NoFigure):
            if figure.asks:
                self.open.add(figure.asks, row.number, thing or "")
            return figure
        if figure.unit is None:
            if column.role in {"people", "hours"}:
                name = "persons" if column.role == "people" else "h"
                figure = replace(figure, unit=name, si_low=figure.low, si_high=figure.high, si_unit=name)
            elif countable(thing or ""):
                figure = replace(figure, unit="item")
            else:
                self.open.add("unit", row.number, thing or "")
                return NoFigure(f"no unit is given for {thing}", "unit")
        return thing, figure

    def _sizes(self, thing: str | None) -> Mapping[str, str]:
        """Return the sizes of packages for a thing: a tank of water need not be one of diesel."""
        sizes = dict(self.context.packages or {})
        for name, size in list(sizes.items()):
            of, _, package = name.rpartition(" ")
            if of and of in {thing, commodity(thing or "")}:
                sizes[package] = size
        return {name: size for name, size in sizes.items() if " " not in name}

    def _unit_words(self, row: Row, column: Column, thing: str | None) -> str | None:
        at = self.unit_columns.get(column.index)
        if at is not None:
            cell = self.layout.cell(row, at)
            if cell.kind == "text":
                return cell.text
        if column.unit:
            return column.unit
        item = self._words(row, "item")
        for inner in _BRACKET.findall(item or ""):
            if unit_named(inner):
                return str(inner)
        units = self.context.units
        return units.get(thing or "") or units.get(commodity(thing or "") or "") or self.mapping.unit or units.get("")

    def _statement(
        self,
        row: Row,
        role: str,
        thing: str | None,
        figure: Figure,
        kind: str | None,
        start: str | None,
        end: str | None,
        source: str | None,
    ) -> Statement:
        claim_type = VALUE_ROLES[role]
        if role in _AT_ONCE:
            claim_type = kind or ("consumption" if figure.per in {"day", "person-day", "hour"} else claim_type)
        if role == "people":
            # By block or store they are parts, which no forecast may take for the whole.
            thing = PART_OF_PEOPLE if self.by_place else "people"
        per = figure.per if figure.per in _PERS else None
        return self._made(row, claim_type, thing, start, end, source).replace_figure(figure, per)

    def _made(
        self, row: Row, claim_type: str, thing: str | None, start: str | None, end: str | None, source: str | None
    ) -> RowDraft:
        polarity = fold_word(self._words(row, "polarity") or "")
        first, last = self.spans[self.layout.sheet.name, row.number]
        words = self._words(row, "date") if self.date_column is not None else self.context.as_of_words
        return RowDraft(
            {
                "claim_type": claim_type,
                "item": thing,
                "service": self._words(row, "service") or (service_of(thing) if thing else None),
                "polarity": polarity if polarity in _POLARITIES else "affirmed",
                "time_start": start,
                "time_end": end,
                "time_precision": "unknown" if start is None else "day" if start == end else "range",
                "place": self._words(row, "place"),
                "actor": self._words(row, "actor"),
                "attribution": source,
                "time_text": words if start is not None else None,
                "char_start": first,
                "char_end": last,
            }
        )

    def _bounds(
        self,
        row: Row,
        kind: str | None,
        facts: tuple[str | None, str | None, str | None],
        reasons: list[tuple[str, str]],
    ) -> list[Statement]:
        """Return the statement of a row that gives a low and a high bound in columns of their own, as our tables do."""
        low_column, high_column = self.mapping.of("low"), self.mapping.of("high")
        if kind is None or (low_column is None and high_column is None):
            return []
        thing = self._words(row, "item")
        per = self._words(row, "per")
        ends: list[Figure | None] = []
        for column in (low_column, high_column):
            cell = row.cell(column.index) if column is not None else Cell()
            figure = read_figure(cell, self._words(row, "unit"), packages=self._sizes(thing))
            if isinstance(figure, NoFigure) and not cell.is_empty and column is not None:
                if figure.asks:
                    self.open.add(figure.asks, row.number, thing or "")
                reasons.append((column_name(column.index), figure.reason))
                return []
            ends.append(figure if isinstance(figure, Figure) else None)
        given = next((e for e in ends if e is not None), None)
        draft = self._made(row, kind, thing, *facts)
        if given is None:
            return [draft.statement()]
        low, high = ends
        bounds = replace(
            given,
            low=low.low if low else None,
            high=high.high if high else None,
            si_low=low.si_low if low else None,
            si_high=high.si_high if high else None,
        )
        return [draft.replace_figure(bounds, per if per in _PERS else bounds.per)]

    def _with_detail(
        self,
        row: Row,
        detail: str,
        made: list[Statement],
        days: tuple[str | None, str | None],
        source: str | None,
        published: str | None,
        reasons: list[tuple[str, str]],
    ) -> list[Statement]:
        """Return what the words of a row say; its coarse kind counts only where they say nothing of it."""
        self.detail_left -= len(detail)
        if self.detail_left < 0:
            reasons.append(("", f"more than {MAX_CHARS:,} characters of details; cut the table into parts"))
            return []
        try:
            day: date | None = date.fromisoformat(published or days[1] or days[0] or "")
        except ValueError:
            day = self.context.published
        said = read_text(detail, day, self.context.timezone, self._sizes(None)).statements
        first, last = self.spans[self.layout.sheet.name, row.number]
        read = []
        for statement in said:
            changes: dict[str, Any] = {"char_start": first, "char_end": last}
            if statement.time_start is None and statement.time_text is None and days[0] is not None:
                changes |= {
                    "time_start": days[0],
                    "time_end": days[1],
                    "time_precision": "day" if days[0] == days[1] else "range",
                    "time_text": self._words(row, "date"),
                }
            if statement.attribution is None:
                changes["attribution"] = source
            read.append(replace(statement, **changes))
        if self.mapping.of("kind") is None:
            figures = {(s.value_low, s.value_high) for s in read}
            kinds = {s.claim_type for s in read}
            return [s for s in made if s.claim_type not in kinds and (s.value_low, s.value_high) not in figures] + read
        # The row itself says its kind and figure, its words what else they say; a figure they call a need, or deny, is one.
        corrected = {(s.value_low, s.value_high) for s in read if s.claim_type == "need" or s.polarity != "affirmed"}
        made = [s for s in made if s.value_low is None or (s.value_low, s.value_high) not in corrected]
        kinds = {s.claim_type for s in made}
        return made + [s for s in read if s.claim_type not in kinds]

    def questions(self) -> list[Question]:
        """Return what is open, the question that most rows wait for first."""
        found = []
        for key, rows in self.open.rows.items():
            text, answer = QUESTIONS[key]
            about = [a for a in self.open.about[key] if a]
            listed = ", ".join(about[:6]) + (" and others" if len(about) > 6 else "")
            found.append(
                Question(
                    key=key,
                    text=text.format(about=listed, column=self.date_column.name if self.date_column else ""),
                    answer=answer.format(first=about[0] if about else "HEADING"),
                    rows=len(rows),
                )
            )
        if self.date_column is None and self.context.as_of is None:
            found.append(Question(key="as-of", text=QUESTIONS["as-of"][0], answer=QUESTIONS["as-of"][1], rows=0))
        return sorted(found, key=lambda q: -q.rows)


def _rivals(mapping: ColumnMapping) -> frozenset[int]:
    """Return the columns of which nobody knows which one is the quantity: same role, nothing to tell them apart."""
    found: set[int] = set()
    for role in VALUE_ROLES:
        plain = [c for c in mapping.columns if c.role == role and c.item is None and c.score < 1]
        if len(plain) > 1:
            found |= {c.index for c in plain}
    stock = [c for c in mapping.columns if c.role in _AT_ONCE and c.item is None]
    if len({c.role for c in stock}) > 1 and all(c.score < 1 for c in stock):
        found |= {c.index for c in stock}
    return frozenset(found)
