"""What a site holds, and what a stated figure means there: one function for the log, short messages and forms."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from holdfast.errors import InputError, UnitError
from holdfast.quantities import convert, format_number, format_quantity, unit
from holdfast.sites import Generator, SewageTank, Site, Store, Tank, field_rows, litres_from_dip

if TYPE_CHECKING:
    from holdfast.ledger import Statement
    from holdfast.quantities import QuantityMention
    from holdfast.sites import Value

HOURS_PER_DAY = 24.0
LITRES_PER_M3 = 1000.0

Record = Store | Tank | SewageTank | Generator


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """What the words are about: a store, a tank or a generator of the site, and the commodity in it."""

    kind: Literal["stores", "tanks", "sewage_tanks", "generators"]
    record: Record
    commodity: str
    unit: str

    @property
    def id(self) -> str:
        """Its id in ``site.toml``."""
        return self.record.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A stated figure apart from the words it stood in; an end that is None is open: "more than 41 cm"."""

    low: float | None
    high: float | None
    unit: str
    per: str | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure in the unit of its asset: the middle for the sentence, the ends for the claim; an open end is None."""

    middle: float
    low: float | None
    high: float | None
    dipped: bool


def assets_of(site: Site) -> tuple[Asset, ...]:
    """Return everything of a site that the log takes a number for."""
    return (
        *(Asset(kind="stores", record=s, commodity=s.commodity, unit=s.unit) for s in site.stores),
        *(Asset(kind="tanks", record=t, commodity="water", unit="m3") for t in site.tanks),
        *(Asset(kind="sewage_tanks", record=t, commodity="sewage", unit="m3") for t in site.sewage_tanks),
        *(Asset(kind="generators", record=g, commodity="generator", unit="h") for g in site.generators),
    )


def figure_of(said: Statement) -> Figure | None:
    """Return the figure of a statement; None where it has no number or no unit."""
    ends = [end for end in (said.value_low, said.value_high) if end is not None]
    if not ends or said.unit is None:
        return None
    words = f"{' to '.join(f'{end:g}' for end in dict.fromkeys(ends))} {said.unit}"
    return Figure(low=said.value_low, high=said.value_high, unit=said.unit, per=said.per, text=words)


def amount_of(asset: Asset, number: QuantityMention | Figure, site: Site) -> Amount:
    """Turn a figure as stated into the unit of its asset, through the dip table where it is a length.

    Parameters
    ----------
    asset : Asset
        What it is the stock of; of a generator, the hours it ran.
    number : QuantityMention or Figure
        A quantity in words, or the figure of a statement.
    site : Site
        For the sizes of its packages.

    Returns
    -------
    Amount
        An end that was open stays open.

    Raises
    ------
    HoldfastError
        HF-W012 a unit or a size that does not fit; HF-S014 a length outside the dip table; HF-U codes for a unit not known.
    """
    if number.per is not None:
        raise _misfit(asset, f"{number.text!r}, an amount in a time", f"a reading in {asset.unit}")
    ends = [end for end in (number.low, number.high) if end is not None]
    if any(end < 0 for end in ends):
        raise _misfit(asset, f"{number.text!r}, below zero", "zero or more")
    if not isinstance(asset.record, Generator) and unit(number.unit, site.packages).dimension == "length":
        amount = _dipped(asset, number)
    else:
        try:
            low, high = (
                None if e is None else convert(e, number.unit, asset.unit, site.packages)
                for e in (number.low, number.high)
            )
        except UnitError as error:
            stick = "cm on its stick, or " if not isinstance(asset.record, Generator) and asset.record.dip else ""
            raise _misfit(
                asset, f"{number.text!r} ({error.found})", f"{stick}what can be turned into {asset.unit}"
            ) from error
        known = [end for end in (low, high) if end is not None]
        amount = Amount(middle=sum(known) / len(known), low=low, high=high, dipped=False)
    _check_size(asset, amount, number)
    return amount


def at_asset(said: Statement, asset: Asset, amount: Amount) -> Statement:
    """Return a statement as a reading of an asset: its commodity, its place, the amount in internal units."""
    ran = asset.kind == "generators"
    scale, internal = (LITRES_PER_M3, "L") if asset.unit == "m3" else (1.0, asset.unit)
    return replace(
        said,
        claim_type="service_state" if ran else "stock",
        item=asset.commodity,
        service="electricity" if ran else ("sewage" if asset.kind == "sewage_tanks" else None),
        si_low=None if amount.low is None else amount.low * scale,
        si_high=None if amount.high is None else amount.high * scale,
        si_unit=internal,
        place=asset.id,
    )


def _dipped(asset: Asset, number: QuantityMention | Figure) -> Amount:
    record = asset.record
    if isinstance(record, Generator):  # pragma: no cover  the caller has turned generators away
        raise TypeError(asset.id)
    ends = [
        None if end is None else litres_from_dip(record, convert(end, number.unit, "cm"))
        for end in (number.low, number.high)
    ]
    known = [reading.quantity for reading in ends if reading is not None]
    return Amount(
        middle=sum(known) / len(known),
        low=None if ends[0] is None else ends[0].low,
        high=None if ends[1] is None else ends[1].high,
        dipped=True,
    )


def _check_size(asset: Asset, amount: Amount, number: QuantityMention | Figure) -> None:
    """Refuse what the asset cannot hold, or what no asset of its kind can."""
    record = asset.record
    if isinstance(record, Generator):
        most, what = HOURS_PER_DAY, "hours of a day"
    elif (capacity := _capacity(record)).state == "unknown":  # a prior is no limit, the field's own limit is one
        most, what = _field_limit(asset), f"{asset.unit}, the most that {asset.kind} of a site may hold"
    else:
        most, what = capacity.high, f"{asset.unit}, its capacity in site.toml"
    least = amount.middle if amount.dipped or amount.low is None else amount.low
    if not math.isfinite(amount.middle):
        raise _misfit(asset, f"{number.text!r}, too large for a number", f"at most {_plain_number(most)} {what}")
    if least > most * (1 + 1e-9):
        raise _misfit(
            asset,
            f"{number.text!r}, which is {_plain_number(least)} {asset.unit}",
            f"at most {_plain_number(most)} {what}",
        )


def beyond(asset: Asset, amount: Amount) -> tuple[str, ...]:
    """Return a note where a figure is larger than the capacity that is supposed while none is stated."""
    if isinstance(asset.record, Generator) or (capacity := _capacity(asset.record)).state != "unknown":
        return ()
    least = amount.middle if amount.low is None else amount.low
    if least <= capacity.high:
        return ()
    supposed = format_quantity(capacity.high, unit=asset.unit, isolated=False)
    note = (
        f"The capacity of {asset.id} is not stated, and this is more than the {supposed} supposed at most: a forecast "
        f"takes {asset.id} to be full and no fuller. If the number is right, write the capacity into site.toml; if it is "
        "a slip, log again with --corrects."
    )
    return (note,)


def _capacity(record: Store | Tank | SewageTank) -> Value:
    return record.capacity if isinstance(record, Store) else record.capacity_m3


def _field_limit(asset: Asset) -> float:
    field = "quantity" if asset.kind == "stores" else "level_m3"
    return min(row.max for row in field_rows() if (row.asset, row.field) == (asset.kind, field))


def _misfit(asset: Asset, found: str, expected: str) -> InputError:
    return InputError(
        "HF-W012",
        where=asset.id,
        found=found,
        expected=expected,
        mend="check the number, its unit and which store or tank it is; nothing was written",
    )


def _plain_number(value: float) -> str:
    return format_number(value, figures=None)
