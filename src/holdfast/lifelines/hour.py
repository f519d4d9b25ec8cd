"""One hour in the life of a block of members: the normative step A to F (specification section 1).

A arrivals, B events, C targets, D dispatch, E update, F record. All limits see the stocks of the start of the hour:
nothing made within an hour is used before the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.lifelines.block import copy, fill, fill_rows, pick, sum_rows
from holdfast.lifelines.clinic_hour import clinic_targets, clinic_update
from holdfast.lifelines.codes import LAST_CODE, SET_LEVEL
from holdfast.lifelines.cold import cold_targets, cold_update, vaccine_update
from holdfast.lifelines.dispatch import allow, dispatch
from holdfast.lifelines.happen import apply_events
from holdfast.lifelines.heat_hour import heat_update
from holdfast.lifelines.people_hour import comfort_update, people_update, water_against_need
from holdfast.lifelines.records import (
    CLASS_COUNT,
    CLINIC,
    KITCHEN,
    LIGHTING,
)
from holdfast.lifelines.services import service_targets, services_update
from holdfast.lifelines.sets import upkeep, wear
from holdfast.lifelines.sewage import sewage_targets, sewage_update
from holdfast.lifelines.shelter import cooling_targets, update_shelters
from holdfast.lifelines.shocks import FRESH, PERSISTENCE_PER_H, standard_shock, words
from holdfast.lifelines.stocks import draw_commodities, record_stocks
from holdfast.lifelines.supply import arrivals
from holdfast.lifelines.vehicles import drive_vehicles
from holdfast.lifelines.vessels import note_usable, tear_full
from holdfast.lifelines.water import water_targets, water_update
from holdfast.lifelines.water_record import record_water_service

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Floats, Plant, Schedule


def weather_of(now: Floats, block: Block, plant: Plant) -> None:
    """Put together the weather of the hour (section 5): path, the member's own day, and its residual."""
    weather, clock = plant.weather, int(now[plant.now.clock])
    temp, ghi, window = block[plant.hour.temp_out_c], block[plant.hour.ghi_w_m2], block[weather.window_w_m2]
    residual, spread = block[weather.residual], block[weather.residual_sd_k]
    if weather.noisy > 0:
        member = block[weather.member]
        key0, key1, hour = weather.residual_key0, weather.residual_key1, int(now[plant.now.utc_hour])
        for lane in range(residual.shape[0]):
            w0, w1 = words(key0, key1, int(member[lane]), hour)
            residual[lane] = PERSISTENCE_PER_H * residual[lane] + FRESH * standard_shock(w0, w1)
    fill(block[weather.rain_mm], now[plant.now.rain_mm])
    path, offset, day = now[plant.now.temp_path_c], block[weather.temp_offset_c], block[weather.temp_day_c + clock]
    for lane in range(temp.shape[0]):
        temp[lane] = path + offset[lane] + day[lane] + spread[lane] * residual[lane]
    clear, peak, sun = block[weather.clearness], block[weather.ghi_peak_w_m2], block[weather.sun_day + clock]
    ghi_path, window_path, per_ghi = now[plant.now.ghi_path_w_m2], now[plant.now.window_w_m2], weather.window_per_ghi
    for lane in range(ghi.shape[0]):
        typical = peak[lane] * sun[lane]
        ghi[lane] = clear[lane] * ghi_path + typical
        window[lane] = clear[lane] * window_path + per_ghi * typical


def steady_targets(clock: int, block: Block, plant: Plant) -> None:
    """Ask for the power of clinics, kitchens and lighting, where policy lets them run (step C)."""
    hour, loads = plant.hour, plant.loads
    clinic, kitchen = block[loads.clinic_kw], block[loads.kitchen_kw + clock]
    lighting = block[loads.lighting_kw + clock]
    for_clinic, for_kitchen = block[hour.demand_kw + CLINIC], block[hour.demand_kw + KITCHEN]
    for_lighting = block[hour.demand_kw + LIGHTING]
    for lane in range(clinic.shape[0]):
        for_clinic[lane] += clinic[lane]
        for_kitchen[lane] += kitchen[lane]
        for_lighting[lane] += lighting[lane]


def by_policy(block: Block, plant: Plant) -> None:
    """Take back the demand of classes that policy switches off (E10), and ask for the rest."""
    hour = plant.hour
    everything = block[plant.c.demand_kw]
    fill(everything, 0.0)
    for j in range(CLASS_COUNT):
        demand, on, asked = block[hour.demand_kw + j], block[hour.on + j], block[hour.asked_kw + j]
        for lane in range(demand.shape[0]):
            allowed = demand[lane] * on[lane]
            demand[lane] = allowed
            asked[lane] = allowed
            everything[lane] += allowed


def step(k: int, cursor: int, now: Floats, block: Block, plant: Plant, schedule: Schedule) -> int:
    """Advance a block of members by hour ``k`` and return the place of the next event.

    Parameters
    ----------
    k : int
        Hour of the run.
    cursor : int
        Place of the first event of the schedule that has not acted yet.
    now : ndarray (columns,)
        What the hour is like for every member, by ``Now``.
    block : Block
        The members; states, outputs and event times change.
    plant, schedule : records
        Rows and events; not changed.
    """
    clock, hour = int(now[plant.now.clock]), plant.hour
    weather_of(now, block, plant)
    # A arrivals, B events
    cursor = apply_events(k, cursor, SET_LEVEL, block, plant, schedule)
    arrivals(clock, block, plant)
    cursor = apply_events(k, cursor, LAST_CODE, block, plant, schedule)
    tear_full(k + 0.0, block, plant)
    upkeep(block, plant)
    note_usable(block, plant)
    fill_rows(hour.burn, hour.pools, 0.0, block)
    fill_rows(hour.used, hour.pools, 0.0, block)
    # C targets
    allow(clock, block, plant)
    fill_rows(hour.demand_kw, CLASS_COUNT, 0.0, block)
    steady_targets(clock, block, plant)
    water_targets(clock, block, plant)
    sewage_targets(block, plant)
    cold_targets(block, plant)
    service_targets(clock, block, plant)
    clinic_targets(clock, block, plant)
    cooling_targets(now, block, plant)
    by_policy(block, plant)
    # D dispatch
    dispatch(k, now, block, plant)
    record_sources(block, plant)
    wear(block, plant)
    # E update, each stage with its part of F record
    draw_commodities(block, plant)
    water_update(block, plant)
    services_update(k, clock, block, plant)
    drive_vehicles(k, clock, block, plant)
    clinic_update(k, clock, block, plant)
    record_stocks(k, block, plant)
    sewage_update(k, block, plant)
    update_shelters(k, block, plant)
    cold_update(k, block, plant)
    vaccine_update(k, block, plant)
    comfort_update(now, block, plant)
    heat_update(k, now, block, plant)
    people_update(k, clock, block, plant)
    record_water_service(k, int(now[plant.now.utc_hour]), block, plant)
    water_against_need(k, int(now[plant.now.utc_hour]), block, plant)
    record_weather(k, now, block, plant)
    return cursor


def record_sources(block: Block, plant: Plant) -> None:
    """Record what is in the batteries and which sets are in order."""
    power, c = plant.power, plant.c
    sum_rows(power.battery_kwh, power.batteries, block[c.battery_kwh], block)
    sum_rows(power.working, power.sets, block[c.generators_working], block)


def record_weather(k: int, now: Floats, block: Block, plant: Plant) -> None:
    """Record clock and weather of the hour, and the mean indoor temperature by type and over the sheltered people."""
    c, shelters, clock = plant.c, plant.shelters, int(now[plant.now.clock])
    fill(block[c.hour], k)
    fill(block[c.clock_h], clock)
    excess, peak = block[c.sol_air_excess_k], block[plant.weather.sol_air_peak_k]
    day, path = block[plant.weather.sun_day + clock], now[plant.now.excess_path_k]
    for lane in range(excess.shape[0]):
        excess[lane] = path + peak[lane] * day[lane]
    inside = block[c.temp_in_c]
    if shelters.types == 0:
        copy(block[plant.hour.temp_out_c], inside)
    for s in range(shelters.types):
        end, weight = block[shelters.end_c + s], block[shelters.weight + s]
        for lane in range(inside.shape[0]):
            inside[lane] = pick(s > 0, inside[lane], 0.0) + weight[lane] * end[lane]
