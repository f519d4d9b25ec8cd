"""Digits with separators: what "5,100", "12,5", "5.100" and "1,2,3" say."""

from __future__ import annotations

import re
from typing import NamedTuple

# Spaces join groups of three only; a plain space leaves a doubt, a no-break space does not.
CLUSTER = (
    r"[0-9]{1,3}(?:[ \u00a0][0-9]{3})++(?![0-9.,:/\-'٬٫])(?![ \u00a0][0-9])"
    r"|[0-9]++(?:[.,٫٬،'][0-9]++)*+"
)
FRACTIONS = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75, "⅕": 0.2, "⅖": 0.4, "⅗": 0.6, "⅘": 0.8, "⅛": 0.125}

_PLAIN = re.compile(r"[0-9]+")
_SPACED = re.compile(r"[0-9]{1,3}(?:[ \u00a0][0-9]{3})+")
_SWISS = re.compile(r"[0-9]{1,3}(?:'[0-9]{3})+(?:[.,][0-9]+)?")
_MARKED = re.compile(r"[0-9]{1,3}(?:[٬،][0-9]{3})*(?:٫[0-9]+)?|[0-9]+٫[0-9]+")
_ENGLISH = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:[.٫][0-9]+)?")
_INDIAN = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")
_CONTINENTAL = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_DOT = re.compile(r"[0-9]+\.[0-9]+")
_COMMA = re.compile(r"[0-9]+[,،][0-9]+")
_DOUBTFUL = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
# Longer strings of digits are identity or telephone numbers; a float would not carry them exactly either.
_MAX_DIGITS = 15


class Numeral(NamedTuple):
    """A run of digits read: value, its other reading where there is one, and offsets within the run."""

    value: float
    other: float | None
    doubt: bool
    start: int
    end: int


def read_cluster(run: str) -> list[Numeral]:
    """Read a run of digits and separators.

    Parameters
    ----------
    run : str
        A match of ``CLUSTER`` in folded text.

    Returns
    -------
    list of Numeral
        One numeral, or several where the run is a list ("1,2,3"); empty where it is none (a version, an address, more
        than 15 digits).
    """
    if _PLAIN.fullmatch(run):
        return [Numeral(float(run), None, False, 0, len(run))] if len(run) <= _MAX_DIGITS else []
    if len(run) > _MAX_DIGITS * 2:
        return _pieces(run)
    whole = _one(run)
    if whole is not None:
        return [whole]
    return _pieces(run)


def _one(run: str) -> Numeral | None:  # noqa: PLR0911 - one writing a line reads best
    end = len(run)
    if _SPACED.fullmatch(run):
        return Numeral(float(re.sub(r"[ \u00a0]", "", run)), None, " " in run, 0, end)
    if _SWISS.fullmatch(run):
        return Numeral(float(run.replace("'", "").replace(",", ".")), None, False, 0, end)
    if _ENGLISH.fullmatch(run) or _INDIAN.fullmatch(run):
        return Numeral(float(run.replace(",", "").replace("٫", ".")), None, False, 0, end)
    if _CONTINENTAL.fullmatch(run):
        return Numeral(float(run.replace(".", "").replace(",", ".")), None, False, 0, end)
    if _MARKED.fullmatch(run):
        return Numeral(float(re.sub("[٬،]", "", run).replace("٫", ".")), None, False, 0, end)
    if _DOT.fullmatch(run):
        if _DOUBTFUL.fullmatch(run):
            return Numeral(float(run), float(run.replace(".", "")), True, 0, end)
        return Numeral(float(run), None, False, 0, end)
    if _COMMA.fullmatch(run):
        return Numeral(float(re.sub("[,،]", ".", run)), None, False, 0, end)
    return None


def _pieces(run: str) -> list[Numeral]:
    """Split a list such as "1,2,3"; dots between three or more parts are no list but a version or an address."""
    if "," not in run and "،" not in run:
        return []
    found = []
    for match in re.finditer(r"[^,،]+", run):
        part = match.group()
        inner = _one(part) if not part.isdigit() else None
        if part.isdigit() and len(part) <= _MAX_DIGITS:
            inner = Numeral(float(part), None, False, 0, len(part))
        if inner is not None:
            found.append(inner._replace(start=match.start(), end=match.start() + inner.end))
    return found
