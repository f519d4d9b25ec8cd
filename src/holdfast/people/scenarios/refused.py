"""The calls a reader would try next, and that are refused."""

from __future__ import annotations

from typing import NoReturn

from holdfast.people.refusals import refuse


def adult_deaths(*_given: object, **_named: object) -> NoReturn:
    """Refuse deaths of adults as a function of a ration, whatever is given (HF-P001)."""
    refuse("adult_deaths_by_ration")


def all_causes(*_given: object, **_named: object) -> NoReturn:
    """Refuse one number of expected deaths, whatever is given (HF-P001)."""
    refuse("all_cause_deaths")


def child_energy_balance(*_given: object, **_named: object) -> NoReturn:
    """Refuse a forecast of children's body mass from a ration, whatever is given (HF-P001)."""
    refuse("child_energy_balance")


def diarrhoea_by_litres(*_given: object, **_named: object) -> NoReturn:
    """Refuse diarrhoea as a function of litres of water, whatever is given (HF-P001)."""
    refuse("diarrhoea_by_litres")


def deaths_by_vulnerability(*_given: object, **_named: object) -> NoReturn:
    """Refuse deaths made by multiplying odds ratios of vulnerability, whatever is given (HF-P001)."""
    refuse("deaths_by_odds_ratio")


def famine(*_given: object, **_named: object) -> NoReturn:
    """Refuse to classify a place, whatever is given (HF-P001): that is for the analysts of IPC."""
    refuse("famine_classification")
