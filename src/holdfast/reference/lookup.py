"""Finding a row by its id, its figure, its prior, or by words."""

from __future__ import annotations

import csv
import difflib
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from holdfast.errors import InputError, SourceError
from holdfast.reference.checks import distributions
from holdfast.reference.expression import evaluate_text
from holdfast.reference.offices import offices
from holdfast.reference.records import STATUSES, Prior, Row, Term
from holdfast.reference.store import read_text
from holdfast.reference.tables import SPECS, indexed, table

if TYPE_CHECKING:
    from collections.abc import Mapping


def row(row_id: str) -> Row:
    """Return one row.

    Parameters
    ----------
    row_id : str
        ``N001``, ``C001``, ``D001``, ``L001``, ``physics:leak``, ``health:OR_heat#2``.

    Returns
    -------
    Row

    Raises
    ------
    InputError
        HF-R010 if there is no such row (near matches are named); HF-R011 if a symbol stands for several numbered rows.
    SourceError
        HF-R016 if the figure was published but is refused (``refused.csv`` says why); other codes if the table itself
        is not fit to be used.
    """
    for spec in SPECS.values():
        if row_id.startswith(spec.prefix):
            rows = indexed(spec.name)
            if row_id in rows:
                return rows[row_id]
            numbered = tuple(other for other in rows if other.startswith(f"{row_id}#"))
            if numbered:
                raise InputError(
                    "HF-R011",
                    where="reference row",
                    found=row_id,
                    expected="one of " + "; ".join(f"{other} ({rows[other].name})" for other in numbered),
                    mend="name the numbered row",
                )
    if row_id in refused():
        out = refused()[row_id]
        raise SourceError(
            "HF-R016",
            where=f"{out['table']}.csv, row {row_id}",
            found=f"{out['name']}: {out['stated']} {out['unit']} ({out['source']})",
            expected="a figure within its limits",
            mend=f"do not use it: {out['reason']}",
        )
    near = near_ids(row_id)
    raise InputError(
        "HF-R010",
        where="reference row",
        found=repr(row_id),
        expected="the id of a row, such as N001, C001, D001, L001, physics:leak or health:OR_heat#1"
        + (f"; near: {', '.join(near)}" if near else ""),
        mend="search for it: holdfast reference search TEXT",
    )


@cache
def refused() -> Mapping[str, Mapping[str, str]]:
    """Return published figures that are kept out of the tables, by id, with the reason of each."""
    return MappingProxyType({cells["id"]: cells for cells in csv.DictReader(read_text("refused.csv").splitlines())})


def near_ids(row_id: str) -> tuple[str, ...]:
    """Return up to five ids that resemble ``row_id``, best first."""
    ids = {identity.casefold(): identity for name in SPECS for identity in indexed(name)}
    text = row_id.strip().casefold()
    if text[:1] in "ncdl" and text[1:].isdigit():
        padded = f"{text[0]}{int(text[1:]):03d}"
        if padded in ids:
            return (ids[padded],)
    close = [ids[name] for name in ids if name == text or name.endswith(f":{text}")]
    close += [ids[name] for name in difflib.get_close_matches(text, ids, n=5, cutoff=0.6)]
    return tuple(dict.fromkeys(close))[:5]


def value(row_id: str) -> float:
    """Return the figure of a row that holds one number, in the row's unit.

    Parameters
    ----------
    row_id : str
        See :func:`row`.

    Returns
    -------
    float

    Raises
    ------
    InputError
        HF-R012 if the row is an interval, a vector, an expression or a text: no figure is chosen in silence.
    """
    found = row(row_id)
    if not isinstance(found.value, float):
        raise InputError(
            "HF-R012",
            where=f"{found.table}.csv, row {found.id}",
            found=f"a row of kind {found.kind}: {found.fields['stated']}",
            expected="a row of kind number",
            mend="read low and high, the elements, or evaluate the formula",
        )
    return found.value


def prior(row_id: str) -> Prior:
    """Return the figure of a row as something to draw from.

    Parameters
    ----------
    row_id : str
        See :func:`row`.

    Returns
    -------
    Prior
        In the row's unit. A ``fixed`` figure has ``low`` = ``high`` = ``value``; the ``value`` of an interval is its
        middle.

    Raises
    ------
    InputError
        HF-R012 if the row names no distribution, or is not one figure.
    """
    found = row(row_id)
    known = distributions().get(found.distribution)
    one = found.kind in {"number", "interval"}
    if known is None or not known.samples or not one:
        raise InputError(
            "HF-R012",
            where=f"{found.table}.csv, row {found.id}",
            found=f"kind {found.kind}, distribution {found.distribution or 'none'}",
            expected="one figure with a distribution that can be sampled",
            mend="give the site's own value and range, with its source",
        )
    low, high = found.low, found.high
    middle = found.value
    if found.kind == "interval" and isinstance(low, float) and isinstance(high, float):
        middle = (low + high) / 2
    if not isinstance(middle, float):  # pragma: no cover - the checks at load exclude it
        raise TypeError(found.id)
    middle = found.parameters.get("mode", middle)
    if found.distribution == "fixed" or not (isinstance(low, float) and isinstance(high, float)):
        low = high = middle
    return Prior(id=found.id, value=middle, low=low, high=high, distribution=found.distribution, unit=found.unit)


def evaluate(row_id: str, variables: Mapping[str, float]) -> float:
    """Evaluate a row of kind expression.

    Parameters
    ----------
    row_id : str
        See :func:`row`.
    variables : Mapping of str to float
        One number for each variable the row names, in the units it names.

    Returns
    -------
    float
        In the row's unit.

    Raises
    ------
    InputError
        HF-R012 if the row is no expression, HF-R014 if it cannot be evaluated with these variables.
    """
    found = row(row_id)
    where = f"{found.table}.csv, row {found.id}"
    if found.kind != "expression" or not isinstance(found.value, str):
        raise InputError(
            "HF-R012",
            where=where,
            found=f"a row of kind {found.kind}",
            expected="a row of kind expression",
            mend="take the value of the row as it stands",
        )
    return evaluate_text(found.value, variables, where=where)


def search(text: str) -> tuple[Row, ...]:
    """Return the rows that hold every word of ``text``, those with the words in their name first.

    Parameters
    ----------
    text : str
        Words in any case; an empty text finds nothing.

    Returns
    -------
    tuple of Row
    """
    words = text.casefold().split()
    if not words:
        return ()
    in_name: list[Row] = []
    elsewhere: list[Row] = []
    for name in SPECS:
        for candidate in table(name):
            title = f"{candidate.id} {candidate.name}".casefold()
            if all(word in title for word in words):
                in_name.append(candidate)
            else:
                whole = " ".join(candidate.fields.values()).casefold()
                if all(word in whole for word in words):
                    elsewhere.append(candidate)
    return (*in_name, *elsewhere)


def entry(entry_id: str) -> Row | Term:
    """Return a row, or a term of office by its id (``O001``).

    Raises
    ------
    InputError, SourceError
        As :func:`row`.
    """
    for term in offices():
        if term.id == entry_id:
            return term
    return row(entry_id)


def entries(name: str) -> tuple[Row, ...] | tuple[Term, ...]:
    """Return every row of a table, or every term for ``offices``.

    Raises
    ------
    InputError, SourceError
        As :func:`table`.
    """
    return offices() if name == "offices" else table(name)


def summary() -> dict[str, dict[str, int]]:
    """Return for each table how many rows have which status, the term table included."""
    counts: dict[str, dict[str, int]] = {}
    for name in (*SPECS, "offices"):
        found = {status: sum(other.status == status for other in entries(name)) for status in STATUSES}
        counts[name] = {status: number for status, number in found.items() if number}
    return counts


@dataclass(frozen=True, slots=True, kw_only=True)
class LifelineNorm:
    """A row that says when a lifeline has failed (``threshold``), or that a reader should see beside it (``context``)."""

    lifeline: str
    row: Row
    role: str
    meaning: str


def lifeline_norms(lifeline: str | None = None) -> tuple[LifelineNorm, ...]:
    """Return the rows that bear on the lifelines, thresholds before context.

    Parameters
    ----------
    lifeline : str or None
        ``water``, ``cooling``, ``cold_chain``, ``vaccines``, ``food``, ``sewage``, ``electricity`` or ``fuel``; all
        of them if ``None``.

    Returns
    -------
    tuple of LifelineNorm
        Empty for a lifeline no row bears on. A lifeline without a ``threshold`` here has none that was published.
    """
    uses = (
        LifelineNorm(lifeline=cells["lifeline"], row=row(cells["row_id"]), role=cells["role"], meaning=cells["meaning"])
        for cells in csv.DictReader(read_text("lifeline_norms.csv").splitlines())
        if lifeline in {None, cells["lifeline"]}
    )
    return tuple(sorted(uses, key=lambda use: use.role != "threshold"))
