"""Write the survey forms (XLSForm workbooks) from the tables beside them in src/holdfast/intake/forms (no argument).

A test compares the committed workbooks with what this gives, cell by cell.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from holdfast.intake.forms import FORMS, sheets_of

FOLDER = Path(__file__).resolve().parents[1] / "src" / "holdfast" / "intake" / "forms"
WIDTH = 30
RIGHT_TO_LEFT = ("(ar)", "(fa)")


def workbook(form: str) -> Workbook:
    """Return the workbook of a form."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "Holdfast"
    book.properties.created = book.properties.modified = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    for name, rows in sheets_of(form).items():
        sheet = book.create_sheet(name)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                if not text:
                    continue
                cell = sheet.cell(row=number, column=column, value=text)
                cell.data_type = "s"  # a constraint may begin with "=": it is a text, never a formula
                if rows[0][column - 1].endswith(RIGHT_TO_LEFT):
                    cell.alignment = Alignment(readingOrder=2, horizontal="right")
                if number == 1:
                    cell.font = Font(bold=True)
        for column in range(1, len(rows[0]) + 1):
            sheet.column_dimensions[sheet.cell(row=1, column=column).column_letter].width = WIDTH
        sheet.freeze_panes = "C2"
    return book


def main() -> None:
    """Write both workbooks."""
    for form in FORMS:
        workbook(form).save(FOLDER / f"{form}.xlsx")


if __name__ == "__main__":
    main()
