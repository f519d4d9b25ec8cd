"""What a report is made of, before it has a form: a head, sections, and blocks in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from holdfast.report.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.disclosure import Sensitivity
    from holdfast.report.text import Part, Text

State = Literal["working", "partly", "failed", "unknown"]
GateStatus = Literal["open", "partly", "closed", "nothing", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph; `tone` is plain, lead or note."""

    text: Text
    tone: Literal["plain", "lead", "note"] = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bullets:
    """A list of sentences, each one fact."""

    items: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigure:
    """A figure in big type, its one-line meaning, and how it was come by."""

    value: Text
    meaning: Text
    method: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFigures:
    """Three or four key figures."""

    items: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a table: its lines, and the state it stands for, if any."""

    lines: tuple[Text, ...]
    state: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table; `anchor` is the place links to a source jump to, `ref` what the whole row is about."""

    cells: tuple[Cell, ...]
    anchor: str | None = None
    ref: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: `twin` says the same as a chart, `small` is for the annex, `folded` opens on screen and is not printed."""

    caption: Text
    columns: tuple[Text, ...]
    rows: tuple[Row, ...]
    twin: bool = False
    small: bool = False
    folded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Days until a lifeline fails in one scenario: 10, 50 and 90 per cent points in days, None past the horizon."""

    low: float | None
    middle: float | None
    high: float | None
    value: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """One lifeline of the chart of days: its label, its state now, and a bar for each scenario."""

    label: Text
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart:
    """Horizontal bars from zero, sorted by the first scenario."""

    title: Text
    sentence: Text
    legend: tuple[Text, ...]
    horizon_days: int
    ticks: tuple[tuple[float, Part], ...]
    rows: tuple[BarRow, ...]
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """A claimed value as a dot with its error bar: hours from the start, value, bounds."""

    hour: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FanChart:
    """One small multiple: the 10, 50 and 90 per cent paths of one quantity against days, from zero."""

    title: Text
    hours: tuple[float, ...]
    q10: tuple[float, ...]
    q50: tuple[float, ...]
    q90: tuple[float, ...]
    top: float
    bottom: float
    top_label: Part
    bottom_label: Part
    ticks: tuple[tuple[float, Part], ...]
    observed: tuple[Observed, ...]
    sentence: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fans:
    """Small multiples with one table twin and one line of source."""

    title: Text
    charts: tuple[FanChart, ...]
    table: Table
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GateCell:
    """One day of the gate: the day of the month, and what the record says of it."""

    status: GateStatus
    day: Part
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GateStrip:
    """One square a day, with glyph, colour and word."""

    title: Text
    cells: tuple[GateCell, ...]
    sentence: Text
    source: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Opposed:
    """Two claims that cannot both hold, side by side."""

    topic: Text
    sides: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradictions:
    """Claims that stand against one another; none is chosen."""

    items: tuple[Opposed, ...]


Block = Paragraph | Bullets | KeyFigures | Table | BarChart | Fans | GateStrip | Contradictions


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled part of the report; `id` is its anchor; `annex` starts on a page of its own in print."""

    id: str
    title: Text
    blocks: tuple[Block, ...]
    annex: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Title, as-of date, and the lines of provenance."""

    title: Text
    site: Part
    as_of: Text
    provenance: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A report without a form: renderers turn it into HTML or text.

    Parameters
    ----------
    edition : str
        ``restricted`` or ``public``.
    sensitivity : Sensitivity
        Class of the whole, the highest of its parts.
    handling : Text
        Who may have it, in one line.
    lang : str
        Language its figures and dates were written for.
    report_id : Part
        Name of the report, such as ``camp-liberty 2015-07-17 restricted``.
    exercise : bool
        True for an invented site: every page and every text says EXERCISE.
    head, sections
        The content.
    summary : tuple[Text, ...]
        The lines of the message for a phone; empty where there is none.
    """

    edition: Literal["restricted", "public"]
    sensitivity: Sensitivity
    handling: Text
    lang: str
    report_id: Part
    exercise: bool
    head: Head
    sections: tuple[Section, ...]
    summary: tuple[Text, ...] = ()

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Yield every sentence with the place it stands in: prose, table, chart or head."""
        yield "head", self.handling
        yield "head", self.head.title
        yield "head", self.head.as_of
        for line in self.head.provenance:
            yield "head", line
        for line in self.summary:
            yield "summary", line
        for section in self.sections:
            yield "heading", section.title
            for block in section.blocks:
                yield from block_texts(block)


def block_texts(block: Block) -> Iterator[tuple[str, Text]]:
    """Yield the sentences of a block with the place they stand in; key figures and table rows each as one sentence."""
    match block:
        case Paragraph():
            yield "prose", block.text
        case Bullets():
            yield from (("prose", item) for item in block.items)
        case KeyFigures():
            for figure in block.items:
                yield "figure", sentences((figure.value, figure.meaning, figure.method))
        case Table():
            yield from _table_texts(block)
        case Contradictions():
            for opposed in block.items:
                yield from (("table", text) for text in (opposed.topic, *opposed.sides))
        case _:
            yield from _chart_texts(block)


def _chart_texts(block: BarChart | Fans | GateStrip) -> Iterator[tuple[str, Text]]:
    yield from (("chart", block.title), ("note", block.source))
    match block:
        case BarChart():
            yield "prose", block.sentence
            yield from (("chart", text) for text in block.legend)
            for row in block.rows:
                yield "chart", row.label
                yield from (("chart", bar.value) for bar in row.bars)
        case Fans():
            for chart in block.charts:
                yield from (("chart", chart.title), ("prose", chart.sentence))
            yield from _table_texts(block.table)
        case GateStrip():
            yield "prose", block.sentence
            yield from (("chart", cell.label) for cell in block.cells)


def _table_texts(table: Table) -> Iterator[tuple[str, Text]]:
    """Yield caption and columns, and each row as one: a claim and its claimant stand in cells of one row."""
    yield "table", table.caption
    yield from (("table", column) for column in table.columns)
    for row in table.rows:
        yield "table", sentences(line for cell in row.cells for line in cell.lines)
