"""Fans of stocks, levels and temperatures, for charts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.forecast.records import Band
from holdfast.lifelines import declared_outputs

if TYPE_CHECKING:
    from holdfast.lifelines import Run

EVERY_H = 6
BAND = (0.1, 0.5, 0.9)  # probabilities of a fan: its lower edge, its middle, its upper edge
STOCK = "stock_"
DAY = "_24h_"  # in the names of outputs that are sums over the last day
DAY_H = 24


def bands_of(run: Run, *, known: bool = False) -> tuple[Band, ...]:
    """Return 10, 50 and 90 per cent points of every fan output of a run.

    Parameters
    ----------
    run : Run
        With its quantiles kept, (q, hours) for each output; those of `BAND` must be among them.
    known : bool
        True: the run knows the day before it. Otherwise outputs summed over a day begin when it has one.

    Returns
    -------
    tuple of Band
        At the end of the first hour and of every sixth one, in the output's unit; without those of a day that is not
        known. An output that has none left is not among them.
    """
    hours = (1, *range(EVERY_H, run.hours + 1, EVERY_H)) if run.hours >= EVERY_H else (run.hours,)
    declared = {row.name: row for row in declared_outputs()}
    edges = [run.probabilities.index(probability) for probability in BAND]
    bands = []
    for name, quantiles in run.quantiles.items():
        unit = run.units[name]
        shown = tuple(hour for hour in hours if known or DAY not in name or hour >= DAY_H)
        if not shown:
            continue
        places = [hour - 1 for hour in shown]
        row = declared.get(name)
        commodity = name.removeprefix(STOCK).removesuffix(f"_{unit.lower()}")
        low, middle, high = (tuple(float(x) for x in line[places]) for line in quantiles[edges])
        bands.append(
            Band(
                path=name,
                label=row.meaning if row else f"usable {commodity.replace('_', ' ')} at the end of the hour",
                lifeline=row.lifeline if row else ("fuel" if commodity == "diesel" else f"stock:{commodity}"),
                unit=unit,
                hours=shown,
                q10=low,
                q50=middle,
                q90=high,
            )
        )
    return tuple(bands)
