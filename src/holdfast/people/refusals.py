"""What this software declines to compute about people, and why."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NoReturn

from holdfast.errors import InputError, RefusedError
from holdfast.people.grades import Grade, graded_quantities
from holdfast.people.inputs import near

if TYPE_CHECKING:
    from collections.abc import Mapping

PAGE = "docs/people/refused.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One row of ``refusals.csv``: what is refused, in words, the evidence, and what may be asked instead."""

    what: str
    name: str
    why: str
    instead: str


@cache
def refused_quantities() -> Mapping[str, Refusal]:
    """Return everything that is refused, in table order; each is graded REFUSE in ``grades.csv``."""
    text = files("holdfast.people").joinpath("refusals.csv").read_text(encoding="utf-8")
    names = {row.quantity: row.name for row in graded_quantities().values() if row.grade is Grade.REFUSE}
    return {row["what"]: Refusal(name=names[row["what"]], **row) for row in csv.DictReader(text.splitlines())}


def refuse(what: str) -> NoReturn:
    """Raise the error that says why a quantity is not computed.

    Parameters
    ----------
    what : str
        A row of ``refusals.csv``, such as ``"adult_deaths_by_ration"``.

    Raises
    ------
    RefusedError
        HF-P001, always, with the evidence, the page and what may be asked instead.
    InputError
        HF-P002, if nothing of that name is refused.
    """
    found = refused_quantities().get(what)
    if found is None:
        close = near(what, refused_quantities())
        raise InputError(
            "HF-P002",
            where="people/refusals.csv",
            found=repr(what),
            expected=" or ".join(close or refused_quantities()),
            mend="name something that is refused",
        )
    why = found.why.rstrip(".")
    raise RefusedError(
        "HF-P001",
        where=what,
        found=f"a request for {found.name}",
        expected=f"nothing: it is not computed. {why}",
        mend=f"{found.instead}; {PAGE} says more",
    )


def adult_deaths_by_ration(*_given: object, **_named: object) -> NoReturn:
    """Refuse deaths of adults as a function of a ration, whatever is given (HF-P001)."""
    refuse("adult_deaths_by_ration")


def all_cause_deaths(*_given: object, **_named: object) -> NoReturn:
    """Refuse one number of expected deaths, whatever is given (HF-P001)."""
    refuse("all_cause_deaths")


def child_energy_balance(*_given: object, **_named: object) -> NoReturn:
    """Refuse a forecast of children's body mass from a ration, whatever is given (HF-P001)."""
    refuse("child_energy_balance")


def diarrhoea_by_litres(*_given: object, **_named: object) -> NoReturn:
    """Refuse diarrhoea as a function of litres of water, whatever is given (HF-P001)."""
    refuse("diarrhoea_by_litres")


def deaths_by_odds_ratio(*_given: object, **_named: object) -> NoReturn:
    """Refuse deaths made by multiplying odds ratios of vulnerability, whatever is given (HF-P001)."""
    refuse("deaths_by_odds_ratio")


def famine_classification(*_given: object, **_named: object) -> NoReturn:
    """Refuse to classify a place, whatever is given (HF-P001): that is for the analysts of IPC."""
    refuse("famine_classification")
