"""From a site and its draws to the rows of the hour loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from holdfast.lifelines.limits import limits_of
from holdfast.lifelines.packing import Books, Packer, ids_of, new_books
from holdfast.lifelines.people_hour import build_comfort
from holdfast.lifelines.plant_goods import build_cold, build_goods, build_services, build_vehicles
from holdfast.lifelines.plant_homes import build_shelters
from holdfast.lifelines.plant_power import build_loads, build_power
from holdfast.lifelines.plant_water import build_sewage, build_supply, build_vessels, build_water
from holdfast.lifelines.records import CLASSES, FIRST_COMMODITY, HourRows, People, Plant, Weather

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.lifelines.forcing import Forcing
    from holdfast.lifelines.layout import Layout
    from holdfast.sites import Draws, Site

TEMPORARY_ROWS = 8


class Built(NamedTuple):
    """A plant and the rows its members start with."""

    plant: Plant
    books: Books

    def of_member(self, member: int) -> Built:
        """Return the same rows with the values of one member."""
        p, s, x = self.books
        return Built(self.plant, Books(p.of_member(member), s.of_member(member), x.of_member(member)))


def build_plant(
    site: Site,
    draws: Draws,
    layout: Layout,
    forcing: Forcing,
    start: datetime,
    *,
    seed: int,
    deterministic: bool,
    shelter_model: str | None,
) -> Built:
    """Return the rows of every member.

    Parameters
    ----------
    site : Site
        The site.
    draws : Draws
        One value for each member and path.
    layout : Layout
        Its outputs and pools.
    forcing : Forcing
        Weather, clock and grid of the run.
    start : datetime
        Start of the run, in the site's zone; decides whether the gate is closed.
    seed : int
        Seed of failures and repairs.
    deterministic : bool
        True: no generator fails by chance.
    shelter_model : str, optional
        Model of every shelter type; None: what each says.
    """
    pack, books = Packer(draws), new_books(draws.members)
    pools = {name: FIRST_COMMODITY + n for n, name in enumerate(layout.commodities)}
    plant = Plant(
        hour=_hour(books, layout.pools),
        people=_people(site, pack, books),
        weather=_weather(books, forcing, draws.members),
        vessels=build_vessels(site, pack, books, pools),
        power=build_power(site, pack, books, pools, seed=seed, deterministic=deterministic),
        loads=build_loads(site, pack, books, pools),
        water=build_water(site, pack, books),
        sewage=build_sewage(site, pack, books),
        shelters=build_shelters(site, pack, books, forcing, shelter_model=shelter_model),
        cold=build_cold(site, pack, books),
        goods=build_goods(site, pack, books, pools),
        services=build_services(site, pack, books, pools),
        vehicles=build_vehicles(site, pack, books, pools),
        supply=build_supply(site, pack, books, pools, start),
        comfort=build_comfort(site, pack, books),
        limits=limits_of(site, layout),
        c=layout.columns,
        m=layout.moments,
    )
    return Built(plant, books)


def vessel_names(site: Site) -> tuple[str, ...]:
    """Return ``collection.id`` of every vessel, in the order of the rows."""
    return tuple(f"{kind}.{asset.id}" for kind in ("stores", "tanks", "sewage_tanks") for asset in getattr(site, kind))


def _hour(books: Books, pools: int) -> HourRows:
    x, classes = books.x, len(CLASSES)
    return HourRows(
        temp_out_c=x.room("temp_out_c", 1),
        ghi_w_m2=x.room("ghi_w_m2", 1),
        demand_kw=x.room("demand_kw", classes),
        on=x.room("on", classes),
        served_kw=x.room("served_kw", classes),
        fraction=x.room("fraction", classes),
        live=x.room("live", 1),
        usable=x.room("usable", pools),
        burn=x.room("burn", pools),
        used=x.room("used", pools),
        tmp=x.room("tmp", TEMPORARY_ROWS),
        pools=pools,
    )


def _people(site: Site, pack: Packer, books: Books) -> People:
    ids = ids_of(site.people)
    persons = pack.table("people", ids, "count")
    everyone = persons.sum(axis=1)
    weighted = (persons * pack.table("people", ids, "need_factor")).sum(axis=1)
    factor = np.divide(weighted, everyone, out=np.ones(pack.members), where=everyone > 0)
    return People(persons=books.s.add("persons", everyone), need_factor=books.p.add("need_factor", factor))


def _weather(books: Books, forcing: Forcing, members: int) -> Weather:
    p, s, x = books.p, books.s, books.x
    lines = forcing.grid_length_h.shape[0]
    return Weather(
        member=p.add("member", np.arange(members, dtype=np.float64)),
        temp_offset_c=p.add("temp_offset_c", forcing.temp_offset_c),
        residual_sd_k=p.add("residual_sd_k", forcing.residual_sd_k),
        clearness=p.add("clearness", forcing.clearness),
        sun_factor=p.add("sun_factor", forcing.sun_factor),
        sky_factor=p.add("sky_factor", forcing.sky_factor),
        ghi_peak_w_m2=p.add("ghi_peak_w_m2", forcing.ghi_peak_w_m2),
        sol_air_peak_k=p.add("sol_air_peak_k", forcing.sol_air_peak_k),
        temp_day_c=p.add("temp_day_c", forcing.temp_day_c.T),
        sun_day=p.add("sun_day", forcing.sun_day.T),
        grid_length_h=p.add("grid_length_h", forcing.grid_length_h.T),
        grid_begin_h=s.room("_grid_begin_h", lines),
        residual=s.add("residual", forcing.residual_start),
        window_w_m2=x.room("window_w_m2", 1),
        rain_mm=x.room("rain_mm", 1),
        noisy=int(forcing.residual_sd_k.any()),
    )
