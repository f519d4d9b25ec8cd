"""People in the restricted report: which limits and norms are crossed, how likely, from when, and for how many."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.people import Grade
from holdfast.report import wording
from holdfast.report.case import SCENARIO_WORDS
from holdfast.report.figures import number, with_unit
from holdfast.report.records import Cell, Paragraph, Row, Section, Table
from holdfast.report.text import Part, only, say, sentences

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.people import ThresholdStatement
    from holdfast.report.case import Case
    from holdfast.report.text import Text

LEAST_TOLD = 0.05  # chance below which a limit is left out, as with the dates of lifelines
TOLD = frozenset({Grade.FORECAST, Grade.THRESHOLD})  # a scenario is no part of a report unless somebody asks for it


def people_section(case: Case) -> Section | None:
    """Return the section on people, or None where the forecast says nothing of them that is likely enough.

    What an old or guessed input has made a scenario is left out and counted.
    """
    outlook = case.main.people
    if outlook is None:
        return None
    likely = [(place, one) for place, one in enumerate(outlook.statements) if one.probability >= LEAST_TOLD]
    rows = [(place, one) for place, one in likely if one.grade in TOLD]
    blocks: list[Table | Paragraph] = []
    if rows:
        heat = any(one.quantity in _HEAT for _, one in rows)
        blocks = [_table(case, rows), Paragraph(text=sentences([_RESTING, _EXPOSED] if heat else [_EXPOSED]))]
    if len(likely) > len(rows):
        blocks.append(Paragraph(text=_left_out(case, len(likely) - len(rows)), tone="note"))
    return Section(id="people", title=say("People"), blocks=tuple(blocks)) if blocks else None


_HEAT = frozenset({"heat_limit", "core_temperature"})
_RESTING = say(
    "Limits of heat are those of resting, healthy people in the shade who have enough to drink: harm begins before."
)
_EXPOSED = say("The last column counts who is exposed, and nothing follows from it for any person.")


def _left_out(case: Case, count: int) -> Text:
    """Say how many limits are not told here, and what would let them be."""
    return say(
        "Left out of this table: {count} more limits that runs cross, because a number of people, their ages, a temperature or a level behind them is a guess.",
        count=Part(text=number(count, case.clock.lang, figures=None), refs=(f"forecast:{case.main.scenario}/people",)),
    )


def _table(case: Case, rows: list[tuple[int, ThresholdStatement]]) -> Table:
    return Table(
        caption=say("{scenario}: limits and norms of people", scenario=SCENARIO_WORDS[case.main.scenario]),
        columns=(
            say("Limit or norm"),
            say("Chance within the horizon"),
            say("Earliest (one run in twenty)"),
            say("Middle"),
            say("People concerned"),
        ),
        rows=tuple(_row(case, one, place) for place, one in rows),
    )


def _row(case: Case, one: ThresholdStatement, place: int) -> Row:
    # As in the forecast's own answer: people, then the place among its statements.
    ref = f"forecast:{case.main.scenario}/people.{place}"
    limit = with_unit(f"{one.value:g}", one.unit)
    return Row(
        ref=ref,
        cells=(
            Cell(lines=(only(Part(text=f"{one.name} ({limit})", refs=(ref, *_norm(one)), kind="name")),)),
            Cell(lines=(wording.probability(one.probability, f"{ref}.probability", case.clock.lang),)),
            Cell(lines=(case.clock.moment(_moment(case, one.earliest_day), f"{ref}.earliest_day"),)),
            Cell(lines=(case.clock.moment(_moment(case, one.median_day), f"{ref}.median_day"),)),
            Cell(
                lines=(only(Part(text=number(one.persons_exposed, case.clock.lang), refs=(f"{ref}.persons_exposed",))),)
            ),
        ),
    )


def _norm(one: ThresholdStatement) -> tuple[str, ...]:
    return (f"row:{one.norm_id}",) if one.norm_id else ()


def _moment(case: Case, day: float | None) -> datetime | None:
    return None if day is None else case.main.issued + timedelta(days=day)
