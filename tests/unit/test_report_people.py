"""People in the restricted report: a table of limits with chance, dates and who is exposed; nothing in the public one."""

from __future__ import annotations

import re

import numpy as np
import pytest

from holdfast.forecast import PeopleOutlook
from holdfast.people import Grade, ThresholdStatement, threshold_statement
from holdfast.report import Catalogue, lint, render_html
from holdfast.report.records import Document, Paragraph, Section, Table
from report_samples import DAYS, sample_forecast, sample_report
from report_tracing import digits_without_reference, references

ENGLISH = Catalogue(language="en", direction="ltr")


def told(days: list[float], quantity: str = "heat_limit", **more: object) -> ThresholdStatement:
    given = {
        "side": ">",
        "persons_exposed": 123.4,
        "norm": "limit of Vanos et al. 2023",
        "value": 0.0,
        "unit": "W that the body cannot lose",
        "name": "heat that people over 65 cannot lose",
    } | more
    return threshold_statement(quantity, np.array(days), horizon_days=float(DAYS), **given)  # type: ignore[arg-type]


WATER = {"norm_id": "N005", "norm": "", "value": None, "unit": "", "side": "<", "name": "water that reaches people"}


def report(*statements: ThresholdStatement, notes: tuple[str, ...] = ()) -> Document:
    people = PeopleOutlook(persons=1000.0, statements=statements, core_days=(), notes=notes)
    return sample_report(forecasts=(sample_forecast(people=people), sample_forecast("as-recent")))


def section(document: Document) -> Section | None:
    return next((one for one in document.sections if one.id == "people"), None)


def cells(document: Document) -> list[list[str]]:
    found = section(document)
    assert found is not None
    table = next(block for block in found.blocks if isinstance(block, Table))
    return [[cell.lines[0].plain(ENGLISH).replace("\u00a0", " ") for cell in row.cells] for row in table.rows]


def test_a_row_has_limit_chance_dates_and_people() -> None:
    soon = told([1.2] * 3 + [2.4] * 47 + [np.inf] * 50)
    rows = cells(report(soon, told([3.0] * 100, "water_below_survival", **WATER)))
    assert rows[0][0] == "Heat that people over 65 cannot lose (0 W that the body cannot lose)"
    assert re.search(r"\(about 50 per cent\)", rows[0][1])
    assert rows[0][2] == rows[0][3] == "21 August"  # 2.4 days after the issue, and so for one run in twenty
    assert rows[0][4] == "120"
    assert rows[1][0] == "Water that reaches people (15 L/person/day)"


def test_a_row_has_its_grade_and_the_numbers_of_its_notes_and_every_note_stands_below_once() -> None:
    days = [2.4] * 50 + [np.inf] * 50
    reason = ("the humidity outside is a default or a guess, not an observation",)
    deficit = {"name": "body water", "unit": "% of 70 kg", "value": 2.0}
    document = report(
        told(days, notes=("At rest in the shade.", "Everyone is counted.")),
        told(days, "water_deficit_days", notes=("Everyone is counted.",), input_reasons=reason, **deficit),
        told(days, "water_deficit_days", **deficit | {"value": 5.0}),
        notes=("Group all: age not stated, split as usual for families.",),
    )
    found = section(document)
    assert found is not None
    table = next(block for block in found.blocks if isinstance(block, Table))
    marks = [row.cells[0].lines[1].plain(ENGLISH).replace("\u00a0", " ") for row in table.rows]
    assert marks == ["Grade: threshold; notes 1, 2", "Grade: threshold; notes 2, 3", "Grade: forecast"]
    below = [
        block.text.plain(ENGLISH) for block in found.blocks if isinstance(block, Paragraph) and block.tone == "note"
    ]
    assert below == [
        "(1) At rest in the shade.",
        "(2) Everyone is counted.",
        f"(3) One grade lower (FORECAST to THRESHOLD): {reason[0]}.",
        "Who is there: Group all: age not stated, split as usual for families.",
    ]
    assert lint(document) == ()
    page = render_html(document)
    assert digits_without_reference(page) == []
    assert {"forecast:nothing-enters/people.0.notes", "forecast:nothing-enters/people.notes"} <= references(page)


def test_it_stands_after_the_outlook_and_keeps_the_rules_of_the_page() -> None:
    document = report(told([1.0] * 100, "water_below_survival", **WATER))
    names = [one.id for one in document.sections]
    assert names.index("people") == names.index("outlook") + 1
    assert lint(document) == ()
    page = render_html(document)
    assert digits_without_reference(page) == []
    assert "row:N005" in references(page)
    found = section(document)
    assert found is not None
    words = " ".join(block.text.plain(ENGLISH) for block in found.blocks if isinstance(block, Paragraph))
    assert "nothing follows from it for any person" in words
    assert "Limits of heat" not in words
    hot = section(report(told([1.0] * 100)))
    assert hot is not None
    assert any("Limits of heat" in block.text.plain(ENGLISH) for block in hot.blocks if isinstance(block, Paragraph))


@pytest.mark.parametrize("chance", [0.0, 0.04])
def test_what_is_too_unlikely_is_left_out(chance: float) -> None:
    days = [1.0] * round(100 * chance) + [np.inf] * round(100 * (1.0 - chance))
    assert section(report(told(days))) is None


def test_a_statement_that_guesses_have_made_a_scenario_is_left_out_and_counted() -> None:
    guessed = told([1.0] * 100, input_reasons=("the number of people is a default or a guess, not an observation",))
    assert guessed.grade is Grade.SCENARIO
    document = report(guessed)
    found = section(document)
    assert found is not None
    assert not any(isinstance(block, Table) for block in found.blocks)
    (note,) = (block.text.plain(ENGLISH) for block in found.blocks if isinstance(block, Paragraph))
    assert note.startswith("Left out here: 1 limit that runs cross")
    assert note.endswith("is old or a guess. To have it told, state or measure: the number of people.")
    assert lint(document) == ()
    assert digits_without_reference(render_html(document)) == []
    assert len(cells(report(guessed, told([2.0] * 100)))) == 1


def test_a_forecast_without_people_has_no_section() -> None:
    assert section(sample_report()) is None
