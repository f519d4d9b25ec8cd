"""From a site and its draws to the rows of the hour loop."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from holdfast.lifelines.block import LANES, NEVER
from holdfast.lifelines.clinic_hour import build_clinics
from holdfast.lifelines.columns import Columns, Moments
from holdfast.lifelines.limits import limits_of
from holdfast.lifelines.packing import Books, Packer, ids_of, new_books
from holdfast.lifelines.people_hour import build_comfort
from holdfast.lifelines.plant_goods import build_cold, build_goods, build_services, build_vehicles
from holdfast.lifelines.plant_heat import build_heat, phs_rows
from holdfast.lifelines.plant_homes import build_shelters
from holdfast.lifelines.plant_power import build_loads, build_power
from holdfast.lifelines.plant_water import build_sewage, build_supply, build_vessels, build_water
from holdfast.lifelines.records import CLASSES, FIRST_COMMODITY, HourRows, Now, People, Plant, Weather
from holdfast.lifelines.shown import rows_shown, with_rows_shown

if TYPE_CHECKING:
    from datetime import datetime

    from holdfast.lifelines.forcing import Forcing
    from holdfast.lifelines.layout import Layout
    from holdfast.lifelines.records import Floats, Integers
    from holdfast.sites import Draws, Site

TEMPORARY_ROWS = 8
OTHER_EVERY = 5
PHS_EDITION = "2023"


class Built(NamedTuple):
    """A plant, the rows its members start with, and what each hour is like for all of them."""

    plant: Plant
    books: Books
    hours: Floats  # (hours, columns of Now)
    output_rows: Integers  # row of every output, by its place
    moments_row: int  # first row of the event times


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
    phs_edition: str = PHS_EDITION,
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
    phs_edition : str
        Edition of ISO 7933 for the sweat that is told beside P1: ``2023`` or ``2004``.
    """
    pack, books = Packer(draws), new_books(draws.members)
    pools = {name: FIRST_COMMODITY + n for n, name in enumerate(layout.commodities)}
    now, hourly = _hours(forcing, phs_edition)
    other = np.zeros(draws.members)
    if not deterministic and shelter_model is None:
        other = other_model(draws.members)
    columns = books.x.room("outputs", layout.columns.spare + 1)
    moments = books.s.add("_times", np.full((draws.members, layout.moments.spare + 1), NEVER))
    plant = Plant(
        now=now,
        hour=_hour(books, layout.pools),
        people=_people(site, pack, books),
        weather=_weather(books, forcing, draws.members),
        vessels=build_vessels(site, pack, books, pools),
        power=build_power(site, pack, books, pools, other, seed=seed, deterministic=deterministic),
        loads=build_loads(site, pack, books, pools),
        water=build_water(site, pack, books),
        sewage=build_sewage(site, pack, books),
        shelters=build_shelters(site, pack, books, forcing, other, shelter_model=shelter_model),
        cold=build_cold(site, pack, books),
        goods=build_goods(site, pack, books, pools),
        services=build_services(site, pack, books, pools),
        vehicles=build_vehicles(site, pack, books, pools),
        supply=build_supply(site, pack, books, pools, start),
        clinics=build_clinics(site, pack, books),
        heat=build_heat(site, pack, books, forcing, phs_edition),
        comfort=build_comfort(site, pack, books),
        limits=limits_of(site, layout, books),
        c=Columns(*(place + columns for place in layout.columns)),
        m=Moments(*(place + moments for place in layout.moments)),
        quantities=0,
    )
    plant = with_rows_shown(plant._replace(quantities=books.rows.count))
    return Built(plant, books, hourly, output_rows=rows_shown(layout.columns, plant.c), moments_row=moments)


def other_model(members: int) -> Floats:
    """Return 1 for the members that stand for the error of the models themselves, else 0 (section 10).

    A fifth of the members: every fifth block of 64, so that the first n members do not depend on how many there are,
    and a block runs one model. An ensemble of fewer than 320 members has none.
    """
    last = np.arange(members) // LANES % OTHER_EVERY == OTHER_EVERY - 1
    return np.asarray(last, dtype=np.float64)


def _hour(books: Books, pools: int) -> HourRows:
    x, classes = books.x, len(CLASSES)
    return HourRows(
        temp_out_c=x.room("temp_out_c", 1),
        ghi_w_m2=x.room("ghi_w_m2", 1),
        demand_kw=x.room("demand_kw", classes),
        on=x.room("on", classes),
        asked_kw=x.room("asked_kw", classes),
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
        window_per_ghi=float(forcing.window_per_ghi),
        grid_timetable=p.same("grid_timetable", forcing.grid_timetable),
        grid_table=p.same("grid_table", forcing.grid_table.ravel()),
        grid_key=p.same("grid_key", forcing.grid_key.ravel()),
        grid_until_midnight=int(forcing.grid_until_midnight),
        grid_length_h=p.add("grid_length_h", forcing.grid_length_h.T),
        grid_begin_h=s.room("_grid_begin_h", lines),
        residual=s.add("residual", forcing.residual_start),
        residual_key0=int(forcing.residual_key[0]),
        residual_key1=int(forcing.residual_key[1]),
        window_w_m2=x.room("window_w_m2", 1),
        rain_mm=x.room("rain_mm", 1),
        noisy=int(forcing.residual_sd_k.any()),
    )


def _hours(forcing: Forcing, phs_edition: str) -> tuple[Now, Floats]:
    """Put what is the same for all members into one row an hour, and say which column is what."""
    day = forcing.day
    new = np.ones(day.shape)
    new[1:] = day[1:] != day[:-1]
    vapour = forcing.vapour_path_kpa
    paths = {
        "clock": forcing.clock,
        "utc_hour": forcing.utc_hour,
        "day": day,
        "new_day": new,
        "temp_path_c": forcing.temp_path_c,
        "excess_path_k": forcing.excess_path_k,
        "ghi_path_w_m2": forcing.ghi_path_w_m2,
        "rain_mm": forcing.rain_mm,
        "window_w_m2": forcing.window_w_m2,
        "pv_rise_k_per_w_m2": forcing.pv_rise_k_per_w_m2,
        "sun_path_k": forcing.sun_path_k,
        "sky_path_k": forcing.sky_path_k,
        "pv_poa_w_m2": forcing.pv_poa_w_m2,
        "vapour_path_kpa": vapour,
        "phs_l_per_h": phs_rows(vapour, phs_edition) if vapour.any() else np.zeros((0, day.shape[0])),
    }
    columns: dict[str, int] = {}
    tables: list[Floats] = []
    place = 0
    for name, path in paths.items():
        table = np.atleast_2d(np.asarray(path, dtype=np.float64)).reshape(-1, day.shape[0])
        columns[name] = place
        tables.append(table)
        place += table.shape[0]
    return Now(**columns), np.ascontiguousarray(np.concatenate(tables).T)
