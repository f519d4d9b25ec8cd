"""The two survey forms of Holdfast, as tables: what they ask, which answers they offer and what each answer means.

``survey.csv`` holds the questions, ``choices.csv`` the answers offered, ``settings.csv`` the forms. The workbooks (XLSForm)
beside them are made from these tables by ``scripts/make_forms.py``; submissions are read by the same rows.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DAILY = "holdfast_daily"
COMMITMENT = "holdfast_commitment"
FORMS = (DAILY, COMMITMENT)
LANGUAGES = MappingProxyType({"en": "English (en)", "ar": "العربية (ar)", "fa": "فارسی (fa)"})
_SURVEY = (
    "type",
    "name",
    *(f"label::{words}" for words in LANGUAGES.values()),
    *(f"hint::{words}" for words in LANGUAGES.values()),
    "relevant",
    "constraint",
    *(f"constraint_message::{words}" for words in LANGUAGES.values()),
    "appearance",
    "parameters",
    "choice_filter",
    "calculation",
    "default",
    "hxl",
)
_ASKS_NOTHING = frozenset({"note", "begin_group", "end_group", "begin_repeat", "end_repeat", "calculate", "image"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: its name, the repeat it stands in ("" outside of any), its kind, its list of answers and its labels."""

    name: str
    repeat: str
    kind: str
    choices: str
    labels: tuple[str, ...]
    hxl: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer offered: its name, its labels in the three languages, and what it means to the reader."""

    name: str
    labels: tuple[str, ...]
    means: str


def _rows(name: str) -> list[dict[str, str]]:
    text = files("holdfast.intake.forms").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def questions(form: str) -> tuple[Question, ...]:
    """Return the questions of a form that have an answer, in its order; notes, pictures and calculations are none."""
    found = []
    repeat = ""
    for row in _rows("survey.csv"):
        if row["form"] != form:
            continue
        kind, _, choices = row["type"].partition(" ")
        if kind == "begin_repeat":
            repeat = row["name"]
        elif kind == "end_repeat":
            repeat = ""
        if kind not in _ASKS_NOTHING:
            labels = tuple(row[f"label_{code}"] for code in LANGUAGES)
            found.append(
                Question(
                    name=row["name"], repeat=repeat, kind=kind, choices=choices, labels=labels, hxl=row["hxl"].strip()
                )
            )
    return tuple(found)


@cache
def labels_of(form: str) -> Mapping[str, tuple[str, ...]]:
    """Return the labels of every row of a form that has one, by its name: groups and repeats too."""
    return MappingProxyType(
        {
            row["name"]: tuple(row[f"label_{code}"] for code in LANGUAGES)
            for row in _rows("survey.csv")
            if row["form"] == form and row["label_en"]
        }
    )


@cache
def choices(name: str) -> Mapping[str, Choice]:
    """Return the answers of a list, by name."""
    return MappingProxyType(
        {
            row["name"]: Choice(
                name=row["name"], labels=tuple(row[f"label_{code}"] for code in LANGUAGES), means=row["means"]
            )
            for row in _rows("choices.csv")
            if row["list"] == name
        }
    )


def sheets_of(form: str) -> dict[str, list[list[str]]]:
    """Return the sheets of the XLSForm of a form, each a list of rows of cells, the heading first.

    Parameters
    ----------
    form : str
        `DAILY` or `COMMITMENT`.
    """
    rows = [row for row in _rows("survey.csv") if row["form"] == form]
    survey = [list(_SURVEY), *([_cell(row, column) for column in _SURVEY] for row in rows)]
    lists = {row["type"].partition(" ")[2] for row in rows if row["type"].startswith("select_one ")}
    heading = ["list_name", "name", *(f"label::{words}" for words in LANGUAGES.values()), "used", "kind", "kinds"]
    offered = [
        [
            row["list"],
            row["name"],
            *(row[f"label_{code}"] for code in LANGUAGES),
            row["used"],
            row["kind"],
            row["kinds"],
        ]
        for row in _rows("choices.csv")
        if row["list"] in lists
    ]
    settings = next(row for row in _rows("settings.csv") if row["form_id"] == form)
    return {
        "survey": survey,
        "choices": [heading, *offered],
        "settings": [
            ["form_title", "form_id", "version", "default_language"],
            [settings["form_title"], settings["form_id"], settings["version"], LANGUAGES["en"]],
        ],
    }


def _cell(row: Mapping[str, str], column: str) -> str:
    name, _, words = column.partition("::")
    if not words:
        return "" if name == "name" and row["type"].startswith("end_") else row[name]
    code = next(code for code, language in LANGUAGES.items() if language == words)
    return row[f"{'message' if name == 'constraint_message' else name}_{code}"]


def form_file(form: str) -> bytes:
    """Return the workbook of a form as it is packaged."""
    return files("holdfast.intake.forms").joinpath(f"{form}.xlsx").read_bytes()
