"""The field table: unit, meaning, limits and prior of every field of a site."""

from __future__ import annotations

import csv
import math
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from holdfast.reference import prior
from holdfast.sites.value import Distribution, Value

if TYPE_CHECKING:
    from collections.abc import Mapping

# Sizes with a fuel-curve row in the parameter table, in rated kW.
_CURVE_SIZES = (20, 60, 100, 200, 250, 400, 500, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """One row of ``fields.csv``.

    ``applies_when`` is empty or ``field=word``: the row then holds for assets whose plain field has that word.
    ``simulated`` is ``yes``, ``no`` or ``only X``: the engine then takes X and refuses anything else.
    ``shared`` is empty, ``site`` (drawn together for all assets of a site: upkeep) or ``kind`` (for all assets of one
    kind: the build of a type of shelter).
    ``prior_*`` are shares of ``relative_to`` when that is set: a sibling field, or ``people`` for all persons.
    """

    asset: str
    field: str
    applies_when: str
    form: str
    unit: str
    meaning: str
    min: float
    max: float
    prior_value: float
    prior_low: float
    prior_high: float
    prior_distribution: str
    relative_to: str
    prior_ref: str
    status: str
    reason: str
    simulated: str
    shared: str

    @property
    def simulated_word(self) -> str | None:
        """The only statement of the field the engine takes, or None."""
        return self.simulated.removeprefix("only ") if self.simulated.startswith("only ") else None

    @property
    def is_value(self) -> bool:
        """True for a field that holds a ``Value``."""
        return self.form in {"value", "optional"}

    def unit_for(self, plain: Mapping[str, object]) -> str:
        """Return the unit of the field on an asset; ``@unit`` stands for the asset's own ``unit``."""
        return self.unit.replace("@unit", str(plain.get("unit", "item")))


def _number(text: str, otherwise: float) -> float:
    return float(text) if text else otherwise


@cache
def field_rows() -> tuple[FieldRow, ...]:
    """Return every row of the field table, in table order."""
    text = files("holdfast.sites").joinpath("fields.csv").read_text(encoding="utf-8")
    rows = []
    for raw in csv.DictReader(text.splitlines()):
        value = _number(raw["prior_value"], math.nan)
        rows.append(
            FieldRow(
                asset=raw["asset"],
                field=raw["field"],
                applies_when=raw["applies_when"],
                form=raw["form"],
                unit=raw["unit"],
                meaning=raw["meaning"],
                min=_number(raw["min"], -math.inf),
                max=_number(raw["max"], math.inf),
                prior_value=value,
                prior_low=_number(raw["prior_low"], value),
                prior_high=_number(raw["prior_high"], value),
                prior_distribution=raw["prior_distribution"],
                relative_to=raw["relative_to"],
                prior_ref=raw["prior_ref"],
                status=raw["status"],
                reason=raw["reason"],
                simulated=raw["simulated"],
                shared=raw["shared"],
            )
        )
    return tuple(rows)


@cache
def _by_asset() -> dict[str, dict[str, tuple[FieldRow, ...]]]:
    table: dict[str, dict[str, tuple[FieldRow, ...]]] = {}
    for row in field_rows():
        fields = table.setdefault(row.asset, {})
        fields[row.field] = (*fields.get(row.field, ()), row)
    return table


def fields_of(asset: str, plain: Mapping[str, object]) -> dict[str, FieldRow]:
    """Return the row of every field of an asset type, chosen by the asset's plain fields.

    Parameters
    ----------
    asset : str
        Name in the table, such as ``"stores"`` or ``"shelters.cooling"``.
    plain : mapping
        The asset's plain fields, such as ``{"commodity": "diesel", "unit": "L"}``.

    Returns
    -------
    dict of field name to row.
    """
    chosen = {}
    for name, rows in _by_asset().get(asset, {}).items():
        special = [row for row in rows if row.applies_when and _holds(row.applies_when, plain)]
        chosen[name] = special[0] if special else next(row for row in rows if not row.applies_when)
    return chosen


def _holds(condition: str, plain: Mapping[str, object]) -> bool:
    name, _, word = condition.partition("=")
    return str(plain.get(name, "")) == word


def prior_reference(row: FieldRow, rated_kw: float | None = None) -> str:
    """Return the id of the reference row behind a prior, or an empty text.

    ``{rated_kw}`` in the table stands for the size with a fuel-curve row that is nearest in ratio to ``rated_kw``.
    """
    if "{rated_kw}" not in row.prior_ref:
        return row.prior_ref
    size = max(rated_kw or 400.0, 1.0)
    closest = min(_CURVE_SIZES, key=lambda known: abs(math.log(known / size)))
    return row.prior_ref.replace("{rated_kw}", str(closest))


def prior_value(
    row: FieldRow, *, base: float | None = None, base_path: str | None = None, rated_kw: float | None = None
) -> Value:
    """Return the prior of a field as an unknown ``Value``.

    Parameters
    ----------
    row : FieldRow
        Row of a value field.
    base : float, optional
        Median of the value that ``relative_to`` names, in its unit.
    base_path : str, optional
        Path of that value.
    rated_kw : float, optional
        Rated power of the generator, to choose its fuel curve.

    Returns
    -------
    Value with state ``unknown``; fixed at zero when its base is zero.
    """
    value, low, high = row.prior_value, row.prior_low, row.prior_high
    distribution = cast("Distribution", row.prior_distribution)
    reference = prior_reference(row, rated_kw)
    if reference != row.prior_ref:  # the table holds the 400 kW curve; other sizes come from their own rows
        sized = prior(reference)
        value, low, high = sized.value, sized.low, sized.high
    origin = reference or "assumption"
    source = reference or f"assumption: {row.reason}"
    if row.relative_to and base is not None:
        value, low, high = value * base, low * base, high * base
        if base <= 0.0:
            distribution = "fixed"
    return Value(
        value=value,
        low=low,
        high=high,
        distribution=distribution,
        state="unknown",
        source=source,
        prior=origin,
        minimum=row.min,
        maximum=row.max,
        relative_to=base_path if row.relative_to else None,
    )


_REFERENCE_ID = re.compile(r"(?:[NCDL]\d{3}|(?:physics|health):\S+)")


def is_reference_id(text: str) -> bool:
    """Tell whether a text has the form of a reference id (``N001``, ``physics:leak``)."""
    return _REFERENCE_ID.fullmatch(text) is not None
