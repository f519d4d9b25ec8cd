"""Small blocks of vessels, trucks, water and sewage for tests: plain Python, three members, each its own lane."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from holdfast.lifelines.block import NEVER, index
from holdfast.lifelines.layout import lay_out
from holdfast.lifelines.limits import limits_of
from holdfast.lifelines.packing import Packer, new_books
from holdfast.lifelines.plant_water import build_sewage, build_supply, build_vessels, build_water
from holdfast.lifelines.records import CLASSES, FIRST_COMMODITY, SEWAGE, SEWAGE_TANKS, WATER, HourRows, People
from holdfast.lifelines.sewage import sewage_targets, sewage_update
from holdfast.lifelines.shown import rows_shown, sewage_shown, supply_shown, water_shown
from holdfast.lifelines.supply import arrivals
from holdfast.lifelines.vessels import note_usable, tear_full
from holdfast.lifelines.water import water_targets, water_update
from holdfast.lifelines.water_record import record_water_service
from holdfast.sites import median_draws, read_site

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from holdfast.lifelines.records import Floats

MEMBERS = 3
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
[[people]]
id = "all"
kind = "adults"
count = 1000
need_factor = 1
[sewage]
return_fraction = 0.8
excreta_l_per_person_day = 1.2
#sewage
[gate]
passing_fraction = 1
#gate
[weather]
temp_max_c = 35
[water]
normal_use_l_per_person_day = 24
leakage_fraction = 0
distribution_kwh_per_m3 = 1
carry_l_per_person_day = 12
hourly_shares = [{EVEN}]
"""


class Lanes:
    """A block of three members of a site, and what an hour does to it.

    Attributes
    ----------
    plant : namespace
        The records of a plant that vessels, trucks, water and sewage use.
    block : ndarray (rows, members)
        Their rows; ``opening`` as they were at the start.
    """

    def __init__(self, text: str, values: Mapping[str, Sequence[float]] | None = None, *, sewage: str = "") -> None:
        site = read_site(HEAD.replace("#sewage", sewage) + text)
        wanted = {path: np.array(lanes, dtype=np.float64) for path, lanes in (values or {}).items()}
        median = median_draws(site)
        draws = SimpleNamespace(members=MEMBERS)
        pack = Packer(_Repeated(draws, median, wanted))  # type: ignore[arg-type]
        layout = lay_out(site)
        books = new_books(MEMBERS)
        pools = {name: FIRST_COMMODITY + n for n, name in enumerate(layout.commodities)}
        self.pools = pools
        x = books.x
        persons = pack.table("people", ["all"], "count").sum(axis=1)
        start = datetime(2015, 7, 17, tzinfo=UTC)
        self.plant: Any = SimpleNamespace(
            hour=HourRows(
                temp_out_c=x.room("temp_out_c", 1),
                ghi_w_m2=x.room("ghi_w_m2", 1),
                demand_kw=x.room("demand_kw", len(CLASSES)),
                on=x.room("on", len(CLASSES)),
                asked_kw=x.room("asked_kw", len(CLASSES)),
                served_kw=x.room("served_kw", len(CLASSES)),
                fraction=x.room("fraction", len(CLASSES)),
                live=x.room("live", 1),
                usable=x.room("usable", layout.pools),
                burn=x.room("burn", layout.pools),
                used=x.room("used", layout.pools),
                tmp=x.room("tmp", 8),
                pools=layout.pools,
            ),
            people=People(
                persons=books.s.add("persons", persons),
                need_factor=books.p.add("need_factor", np.ones(MEMBERS)),
            ),
            weather=SimpleNamespace(rain_mm=x.room("rain_mm", 1)),
            comfort=SimpleNamespace(need=x.room("need", 1)),
            services=SimpleNamespace(water_m3=x.room("services.water_m3", 1)),
            vessels=build_vessels(site, pack, books, pools),
            supply=build_supply(site, pack, books, pools, start),
            water=build_water(site, pack, books),
            sewage=build_sewage(site, pack, books),
            limits=limits_of(site, layout, books),
        )
        columns = x.room("outputs", layout.columns.spare + 1)
        self.moments = books.s.add("_times", np.full((MEMBERS, layout.moments.spare + 1), NEVER))
        rows = layout.columns._make(place + columns for place in layout.columns)
        of_water, of_supply = water_shown(self.plant.water), supply_shown(self.plant.supply)
        self.plant.c = rows._replace(**of_water, **of_supply, **sewage_shown(self.plant.sewage))
        self.output_rows = rows_shown(layout.columns, self.plant.c)
        self.plant.m = layout.moments._make(place + self.moments for place in layout.moments)
        self.layout = layout
        self.site = site
        self.opening = books.rows.table()
        self.block = self.opening.copy()

    def out(self, name: str) -> list[float]:
        """Return an output of the last hour, lane by lane."""
        return [float(value) for value in self.block[self.output_rows[self.layout.outputs[name]]]]

    def time(self, name: str) -> list[float]:
        """Return the first time of an event, lane by lane."""
        return [float(value) for value in self.block[self.moments + self.layout.events[name]]]

    def level(self, vessel: int) -> Floats:
        """Return the row of a vessel's level."""
        return self.block[self.plant.vessels.level + vessel]

    def demand(self, load_class: int) -> list[float]:
        """Return the power a class asked for in the last hour."""
        return [float(value) for value in self.block[self.plant.hour.demand_kw + load_class]]

    def begin(self, k: int, *, rain_mm: float = 0.0) -> None:
        """Let trucks arrive and note what can be drawn (step A)."""
        self.block[self.plant.weather.rain_mm] = rain_mm
        arrivals(k % 24, self.block, self.plant)
        tear_full(float(k), self.block, self.plant)
        note_usable(self.block, self.plant)
        hour = self.plant.hour
        self.block[hour.burn : hour.burn + hour.pools] = 0.0
        self.block[hour.used : hour.used + hour.pools] = 0.0
        self.block[hour.demand_kw : hour.demand_kw + len(CLASSES)] = 0.0

    def hour(
        self,
        k: int,
        *,
        water: Sequence[float] | float = 1.0,
        sewage: Sequence[float] | float = 1.0,
        rain_mm: float = 0.0,
        need_l: float = 0.1,
        allowed: float = 1.0,
    ) -> None:
        """Run one hour with given served fractions of water and sewage."""
        self.begin(k, rain_mm=rain_mm)
        hour = self.plant.hour
        self.block[hour.on : hour.on + len(CLASSES)] = allowed
        self.block[hour.fraction + WATER] = np.asarray(water) * allowed
        self.block[hour.fraction + SEWAGE] = np.asarray(sewage) * allowed
        self.block[self.plant.comfort.need] = need_l
        water_targets(k % 24, self.block, self.plant)
        sewage_targets(self.block, self.plant)
        water_update(self.block, self.plant)
        sewage_update(k, self.block, self.plant)
        record_water_service(k, k, self.block, self.plant)

    def residual(self) -> float:
        """Return the largest residual of all balances since the block was made: start + in - out - end."""
        vessels, sewage, first, last = self.plant.vessels, self.plant.sewage, self.opening, self.block
        worst = 0.0
        for pool in range(vessels.pools):
            rows = [vessels.level + v for v in range(vessels.number) if index(last, vessels.pool + v) == pool]
            moved = last[vessels.inflow + pool] - last[vessels.outflow + pool]
            left = first[rows].sum(axis=0) + moved - last[rows].sum(axis=0)
            if pool == SEWAGE_TANKS:
                made = first[sewage.wet_well_m3] + last[sewage.made_m3] - last[sewage.placed_m3]
                spilled = last[sewage.spilled_tank_m3] + last[sewage.spilled_well_m3]
                worst = max(worst, float(np.abs(made - last[sewage.wet_well_m3] - spilled).max()))
            worst = max(worst, float(np.abs(left).max()))
        return worst


class _Repeated:
    """Median draws for three members, some values given lane by lane."""

    def __init__(self, draws: Any, median: Any, wanted: Mapping[str, Floats]) -> None:
        self.members = draws.members
        self._median = median
        self._wanted = wanted

    def __getitem__(self, path: str) -> Floats:
        if path in self._wanted:
            return self._wanted[path]
        return np.repeat(np.asarray(self._median[path], dtype=np.float64), self.members)


def tank(name: str = "t", holds: str = "treated", capacity: float = 100, level: float = 90, rest: str = "") -> str:
    """Return the text of a water tank."""
    return f'[[tanks]]\nid = "{name}"\nholds = "{holds}"\ncapacity_m3 = {capacity}\nlevel_m3 = {level}\n{rest}\n'


def pit(name: str = "p", capacity: float = 10, level: float = 0, rest: str = "") -> str:
    """Return the text of a sewage tank."""
    return f'[[sewage_tanks]]\nid = "{name}"\ncapacity_m3 = {capacity}\nlevel_m3 = {level}\n{rest}\n'


def lift(name: str = "l", rate: float = 5, well: float = 1, level: float = 0) -> str:
    """Return the text of a sewage lift."""
    return (
        f'[[lifts]]\nid = "{name}"\nmax_m3_per_h = {rate}\nenergy_kwh_per_m3 = 0.1\nwet_well_m3 = {well}\n'
        f"wet_well_level_m3 = {level}\n"
    )


def store(commodity: str = "diesel", quantity: float = 500, capacity: float = 1000, unusable: float = 0) -> str:
    """Return the text of a store."""
    return (
        f'[[stores]]\nid = "{commodity}"\ncommodity = "{commodity}"\nunit = "L"\nquantity = {quantity}\n'
        f"capacity = {capacity}\nunusable = {unusable}\n"
    )
