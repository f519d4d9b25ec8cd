"""Runs of three members, each its own lane, for tests of cold chain, stocks, services, vehicles and people."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from holdfast.lifelines import simulate
from holdfast.sites import prior_draws, read_site

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.lifelines import Event, Run
    from holdfast.sites import Site

START = datetime(2015, 7, 17, tzinfo=UTC)
EVEN = ", ".join(["0.041666666666666664"] * 24)
HEAD = f"""
[site]
id = "hand"
name = "By hand"
timezone = "UTC"
source = "hand"
elevation_m = 0
[sources]
hand = "worked out in the test"
[packages]
bag = "50 kg"
[[people]]
id = "all"
kind = "adults"
count = 1000
need_factor = 1
[water]
normal_use_l_per_person_day = 24
leakage_fraction = 0
distribution_kwh_per_m3 = 1
carry_l_per_person_day = 0
hourly_shares = [{EVEN}]
[sewage]
return_fraction = 0.8
excreta_l_per_person_day = 1.2
[gate]
passing_fraction = 0
[weather]
temp_max_c = 45
daily_range_k = 0
sol_air_peak_k = 0
ghi_peak_w_m2 = 0
"""
GRID = '[[grid]]\nid = "line"\ncapacity_kw = 900\non_hours = [%s]\n'
ALWAYS = GRID % ", ".join(str(hour) for hour in range(24))
TANK = '[[tanks]]\nid = "t"\nholds = "treated"\ncapacity_m3 = 1000\nlevel_m3 = 900\n'


def store(commodity: str, quantity: float, unit: str = "kg", more: str = "") -> str:
    """A store of a commodity that can all be used."""
    return (
        f'[[stores]]\nid = "{commodity}"\ncommodity = "{commodity}"\nunit = "{unit}"\nquantity = {quantity}\n'
        f"capacity = 1000000\nunusable = 0\n{more}"
    )


def service(name: str, inputs: Mapping[str, float], more: str = "") -> str:
    """A service with its inputs of a day in kg."""
    text = f'[[services]]\nid = "{name}"\n{more}'
    for commodity, quantity in inputs.items():
        text += f'[[services.inputs]]\nid = "{commodity}"\ncommodity = "{commodity}"\n'
        text += f'quantity_per_day = {quantity}\nunit = "kg"\n'
    return text


def hand(text: str) -> Site:
    """A site with one thousand adults in steady air of 45 degC, and what a test adds."""
    return read_site(HEAD + text)


def lanes(
    site: Site,
    values: Mapping[str, Sequence[float]] | None = None,
    *,
    hours: int = 48,
    events: Sequence[Event] = (),
) -> Run:
    """Run three members in plain Python; ``values`` sets what differs between them; a dew point left open is 10 degC."""
    given = {"weather.dewpoint_c": (10.0,) * 3} if site.weather.dewpoint_c.state == "unknown" else {}
    changes = {path: np.array(each, dtype=np.float64) for path, each in {**given, **(values or {})}.items()}
    return simulate(
        site,
        draws=prior_draws(site, 3, 1).replace(changes),
        hours=hours,
        start=START,
        events=events,
        engine="python",
        deterministic=True,
        keep="all",
    )
