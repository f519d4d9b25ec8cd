"""Thresholds of a run: the failure table after what the site overrides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.lifelines.layout import DIESEL, Layout
from holdfast.lifelines.records import FIRST_COMMODITY, Limits
from holdfast.lifelines.tables import failure_table

if TYPE_CHECKING:
    from holdfast.lifelines.packing import Books
    from holdfast.sites import Site

HOT_INDOORS_C = 40.0
DAY_H = 24.0


def limits_of(site: Site, layout: Layout, books: Books) -> Limits:
    """Return the thresholds of a site's failures; those of the stocks get rows.

    ``[failures.<lifeline>]`` of ``site.toml`` replaces the row of that lifeline; ``stock:<commodity>`` replaces the row
    of all other stocks for one commodity (a reserve that may not be touched, say).
    """
    stock = np.full(layout.pools, threshold_of(site, "stock"))
    for n, commodity in enumerate(layout.commodities):
        name = "fuel" if commodity == DIESEL else f"stock:{commodity}"
        if name in site.failures or name == "fuel":
            stock[FIRST_COMMODITY + n] = threshold_of(site, name)
    return Limits(
        unmet_share=threshold_of(site, "electricity"),
        indoor_c=threshold_of(site, "cooling"),
        indoor_high_c=HOT_INDOORS_C,
        water_l_per_person=threshold_of(site, "water"),
        water_window_h=round(window_of(site, "water")),
        spilled_m3=threshold_of(site, "sewage"),
        cold_c=threshold_of(site, "cold_chain"),
        dose=threshold_of(site, "food"),
        hold_over_h=threshold_of(site, "vaccines"),
        stock=books.p.same("limits.stock", stock),
        service=threshold_of(site, "service"),
        oxygen=threshold_of(site, "oxygen"),
        dialysis=threshold_of(site, "dialysis"),
    )


def threshold_of(site: Site, lifeline: str) -> float:
    """Return the threshold of a lifeline in the unit of the failure table: the site's own where it states one.

    Parameters
    ----------
    site : Site
        The site.
    lifeline : str
        Name in the failure table; of ``stock:lpg`` the part before the colon counts.
    """
    rule = site.failures.get(lifeline)
    if rule is not None and rule.threshold is not None:
        return float(rule.threshold)
    return next(row.threshold for row in failure_table() if row.lifeline == lifeline.partition(":")[0])


def window_of(site: Site, lifeline: str) -> float:
    """Return the window a lifeline is judged over [h], at least one hour; a day where none is stated.

    Parameters
    ----------
    site, lifeline
        As in `threshold_of`.
    """
    rule = site.failures.get(lifeline)
    if rule is not None and rule.window_h is not None:
        return max(1.0, float(rule.window_h))
    return next(row.window_h or DAY_H for row in failure_table() if row.lifeline == lifeline)
