"""People in the restricted report: which limits and norms are crossed, how likely, from when, and for how many."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.forecast import TOLD, Notes, in_doubt
from holdfast.people import Grade
from holdfast.report import wording
from holdfast.report.case import SCENARIO_WORDS
from holdfast.report.figures import number, with_unit
from holdfast.report.records import Cell, Paragraph, Row, Section, Table
from holdfast.report.text import Part, capital, only, say, say_n, sentences

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.people import ThresholdStatement
    from holdfast.report.case import Case
    from holdfast.report.text import Text

LEAST_TOLD = 0.05  # chance below which a limit is left out, as with the dates of lifelines


def people_section(case: Case) -> Section | None:
    """Return the section on people, or None where the forecast says nothing of them that is likely enough.

    What an old or guessed input has made a scenario is left out and counted, with the inputs that would bring it in.
    """
    outlook = case.main.people
    if outlook is None:
        return None
    likely = [(place, one) for place, one in enumerate(outlook.statements) if one.probability >= LEAST_TOLD]
    rows = [(place, one) for place, one in likely if one.grade in TOLD]
    blocks: list[Table | Paragraph] = []
    if rows:
        notes = Notes()
        heat = any(one.quantity in _HEAT for _, one in rows)
        words = [_RESTING, _EXPOSED, _GRADED] if heat else [_EXPOSED, _GRADED]
        blocks = [_table(case, rows, notes), Paragraph(text=sentences(words))]
        told = [_note(case, mark, text, rows) for mark, text in enumerate(notes.texts, start=1)]
        ref = f"forecast:{case.main.scenario}/people.notes"
        told += [say("Who is there: {note}", note=_name(text, ref)) for text in outlook.notes]
        blocks += [Paragraph(text=text, tone="note") for text in told]
    out = [one for _, one in likely if one.grade not in TOLD]
    if out:
        blocks.append(Paragraph(text=_left_out(case, out), tone="note"))
    return Section(id="people", title=say("People"), blocks=tuple(blocks)) if blocks else None


_HEAT = frozenset({"heat_limit", "core_temperature"})
_RESTING = say(
    "Limits of heat are those of resting, healthy people in the shade who have enough to drink: harm begins before."
)
_EXPOSED = say("The last column counts who is exposed, and nothing follows from it for any person.")
_GRADED = say(
    "The grade says how far a row carries: forecast, a quantity with its interval; threshold, the day and the chance of a crossing. Old or guessed inputs lower it by one."
)
_GRADES = {Grade.FORECAST: say("Grade: forecast"), Grade.THRESHOLD: say("Grade: threshold")}


def _name(text: str, *refs: str) -> Part:
    return Part(text=text, refs=refs, kind="name")


def _note(case: Case, mark: int, text: str, rows: list[tuple[int, ThresholdStatement]]) -> Text:
    refs = [f"forecast:{case.main.scenario}/people.{place}.notes" for place, one in rows if text in one.notes]
    return say("({mark}) {note}", mark=Part(text=str(mark), refs=(refs[0],), kind="id"), note=_name(text, *refs))


def _left_out(case: Case, out: list[ThresholdStatement]) -> Text:
    """Say how many limits are not told here, and what would let them be."""
    ref = f"forecast:{case.main.scenario}/people"
    parts = {
        "count": Part(text=number(len(out), case.clock.lang, figures=None), refs=(ref,)),
        "inputs": _name("; ".join(in_doubt(out)), ref),
    }
    return say_n(
        "Left out here: {count} limit that runs cross, because an input is old or a guess. To have it told, state or measure: {inputs}.",
        "Left out here: {count} limits that runs cross, because inputs are old or guesses. To have them told, state or measure: {inputs}.",
        len(out),
        **parts,
    )


def _table(case: Case, rows: list[tuple[int, ThresholdStatement]], notes: Notes) -> Table:
    return Table(
        caption=say("{scenario}: limits and norms of people", scenario=SCENARIO_WORDS[case.main.scenario]),
        columns=(
            say("Limit or norm"),
            say("Chance within the horizon"),
            say("Earliest (one run in twenty)"),
            say("Middle"),
            say("People concerned"),
        ),
        rows=tuple(_row(case, one, place, notes) for place, one in rows),
    )


def _row(case: Case, one: ThresholdStatement, place: int, notes: Notes) -> Row:
    # As in the forecast's own answer: people, then the place among its statements.
    ref = f"forecast:{case.main.scenario}/people.{place}"
    limit = with_unit(f"{one.value:g}", one.unit)
    marks = ",\u00a0".join(str(mark) for mark in notes.marks(one.notes))
    graded = (
        say(
            "{grade}; notes {marks}",
            grade=_GRADES[one.grade],
            marks=Part(text=marks, refs=(f"{ref}.notes",), kind="id"),
        )
        if marks
        else _GRADES[one.grade]
    )
    return Row(
        ref=ref,
        cells=(
            Cell(lines=(capital(only(_name(f"{one.name} ({limit})", ref, *_norm(one)))), graded)),
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
