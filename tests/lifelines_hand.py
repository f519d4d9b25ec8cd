"""A camp of next to nothing, to which a test adds what it is about; every hour can be worked out by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from holdfast.lifelines import EndState, Run, simulate
from holdfast.sites import Draws, Site, median_draws, read_site

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from holdfast.lifelines import Event

HEAD = """
[site]
id = "hand"
name = "By hand"
timezone = "UTC"
source = "hand"
elevation_m = 0
[sources]
hand = "worked out in the test"
[[people]]
id = "all"
kind = "adults"
count = 1000
need_factor = 1
[[stores]]
id = "diesel"
commodity = "diesel"
unit = "L"
quantity = 5000
capacity = 9000
unusable = 0
[water]
normal_use_l_per_person_day = 24
leakage_fraction = 0
distribution_kwh_per_m3 = 1
carry_l_per_person_day = 12
hourly_shares = [%s]
[sewage]
return_fraction = 0.8
excreta_l_per_person_day = 1.2
[gate]
passing_fraction = 0
[weather]
temp_max_c = 35
daily_range_k = 0
sol_air_peak_k = 0
ghi_peak_w_m2 = 0
"""
EVEN = ", ".join(["0.041666666666666664"] * 24)


def generator(name: str, rated: float, working: int = 1) -> str:
    return (
        f'[[generators]]\nid = "{name}"\nrated_kw = {rated}\nworking = {working}\nintercept_l_per_h_kw = 0.02\n'
        "slope_l_per_kwh = 0.25\nmin_load_fraction = 0.3\nderating_per_k = 0.006\nderating_from_c = 40\n"
    )


def hand(text: str) -> Site:
    return read_site(HEAD % EVEN + text)


def first(run: Run, name: str, hour: int = 0) -> float:
    return float(run.outputs[name][0, hour])


def clinic(power_kw: float) -> str:
    """A steady load."""
    return f'[[clinics]]\nid = "clinic"\npower_kw = {power_kw}\n'


def many(site: Site, members: int, values: dict[str, Any] | None = None) -> Draws:
    """The medians for every member, some values given one by one or for all."""
    middle = median_draws(site)
    draws = Draws(members=members, values={path: np.repeat(array, members) for path, array in middle.values.items()})
    return draws.replace(values or {})


def begin_with(site: Site, draws: Draws, values: dict[str, Any]) -> EndState:
    """The state in which the draws let a run begin, some of its groups given."""
    end = simulate(site, draws=draws, hours=1, engine="python", deterministic=True, keep="events").end
    blank = {name: np.full_like(rows, np.nan) for name, rows in end.rows.items()}
    given = {name: np.broadcast_to(np.asarray(value, dtype=float), blank[name].shape) for name, value in values.items()}
    return EndState({**blank, **given})


def run_hand(
    text: str,
    hours: int,
    events: Sequence[Event] = (),
    *,
    head: str = HEAD,
    begin: dict[str, Any] | None = None,
    shelter_model: str | None = None,
) -> Run:
    """One deterministic member at the medians, in plain Python, with all outputs."""
    site = read_site(head % EVEN + text)
    draws = median_draws(site)
    return simulate(
        site,
        draws=draws,
        hours=hours,
        events=events,
        engine="python",
        deterministic=True,
        keep="all",
        shelter_model=shelter_model,
        initial=begin_with(site, draws, begin) if begin else None,
    )
