"""Shelters in lanes: what drives them, what the air conditioners want, how warm it gets (specification section 6).

Each shelter type has its model: ``rc1``, ``iso5`` or ``layered``; their equations stand in the modules of those names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from holdfast.lifelines.air_conditioner import cooling_factor, eir_factor, untripped_fraction
from holdfast.lifelines.block import NEVER, above_zero, constant, crossing, fill, index, pick
from holdfast.lifelines.iso5 import (
    Iso5,
    iso5_air_c,
    iso5_heat_to_hold_w,
    iso5_mass_end_c,
    iso5_mass_mean_c,
    iso5_surface_c,
    iso5_surface_source_w,
)
from holdfast.lifelines.layered import (
    FIRST_SURFACE,
    INNER_NODES,
    SHELTER_INPUTS,
    SHELTER_SURFACES,
    layered_heat_to_hold_w,
    layered_rows,
)
from holdfast.lifelines.rc1 import rc1_end_c, rc1_heat_to_hold_w
from holdfast.lifelines.records import COOLING
from holdfast.lifelines.sol_air import sensible_w_per_person, window_gain_w

if TYPE_CHECKING:
    from holdfast.lifelines.block import Block
    from holdfast.lifelines.records import Floats, Plant

RC1, ISO5, LAYERED = range(3)
MODELS = ("rc1", "iso5", "layered")
LAYERED_STATES = FIRST_SURFACE + len(SHELTER_SURFACES) * (INNER_NODES + 1)  # the 1: the outer skin
LAYERED_INPUTS = len(SHELTER_INPUTS)
LEAST_SHARE = 0.05  # of the sheltered people; a shelter type with fewer does not decide (assumption)
RADIANT_SHARE_AIR = 0.5  # of the gains within go to the air, half are radiant (ISO 13790)


class ShelterRows(NamedTuple):
    """Rows of the shelter types, one a type unless it says otherwise."""

    types: int  # count
    model: int  # the same for all members of a block
    number: int
    weight: int  # share of the sheltered people living in the type
    gains_w: int  # of appliances, and for rc1 of people too
    felt: int  # people of one shelter whose own heat is added; 0 where the gains count them
    sol_air_factor: int
    absorptance: int
    excess_share: int  # rc1 under a clear sky: share of the conductance that sees the sun
    outside_scale: int  # layered: opaque area over that of roof and walls
    window_gain_m2: int  # glass area times gain fraction
    floor_share: int  # of a floor on the ground in the opaque area, 0 for a raised one
    ground_c: int
    conductance_w_per_k: int
    lost: int
    iso5: int  # ISO5_ROWS rows a type
    kept: int  # (s,) first row of the layered matrices, -1 for other models
    driven: int
    mean_kept: int
    mean_driven: int
    mean_k_per_w: int
    cooled: int  # (s,) 1 where the type has air conditioners
    set_point_c: int
    cooling_w_at_35c: int
    eir_at_35c: int
    capacity_slope_per_k: int
    eir_slope_per_k: int
    eir_curve_per_k2: int
    trip_c: int
    life_h: int
    temp_in_c: int  # state
    mass_c: int  # state
    layer_c: int  # state, LAYERED_STATES rows a type
    unserved_air_c: int  # state: of the shelters of a cooled type whose unit is broken or tripped
    unserved_mass_c: int  # state
    unserved_layer_c: int  # state
    cooling_working: int  # state
    standing: int  # state: share of the shelters not destroyed
    drive_c: int  # scratch: outer temperature of the opaque parts
    gain_w: int  # scratch: gains within, of people and appliances
    solar_w: int  # scratch: sun through the windows
    heat_w: int  # scratch: heat to remove
    load: int  # scratch: share of its capacity a unit works at
    untripped: int  # scratch
    inside: int  # scratch: share of the sheltered people who live in the type and have a roof
    outdoors: int  # scratch, one row: share whose shelter is destroyed
    end_c: int  # scratch
    start_c: int  # scratch
    unserved: int  # scratch, one row: 1 where enough people live in unserved shelters of the type
    work: int  # scratch, WORK_ROWS rows


WORK_ROWS = LAYERED_STATES + LAYERED_INPUTS + 2
# Places of the factors of an iso5 shelter, a row each.
MASS_KEPT = Iso5._fields.index("mass_kept")
MASS_K_PER_W = Iso5._fields.index("mass_k_per_w")
END_WEIGHT = Iso5._fields.index("end_weight")
MASS_WEIGHT = Iso5._fields.index("mass_weight")
SURFACE_K_PER_W = Iso5._fields.index("surface_k_per_w")
AIR_SHARE = Iso5._fields.index("air_share")
AIR_K_PER_W = Iso5._fields.index("air_k_per_w")
HOLD_K_PER_W = Iso5._fields.index("hold_k_per_w")
MASS_SHARE = Iso5._fields.index("mass_share")
SURFACE_SHARE = Iso5._fields.index("surface_share")
H_EM = Iso5._fields.index("h_em")
H_2 = Iso5._fields.index("h_2")
ISO5_ROWS = len(Iso5._fields)


def drive_shelters(now: Floats, block: Block, plant: Plant) -> None:
    """Work out what drives every shelter type in this hour (H1 to H3, H5)."""
    shelters, weather = plant.shelters, plant.weather
    temp_out, window = block[plant.hour.temp_out_c], block[weather.window_w_m2]
    sun_factor, sky_factor = block[weather.sun_factor], block[weather.sky_factor]
    peak, day = block[weather.sol_air_peak_k], block[weather.sun_day + int(now[plant.now.clock])]
    path = now[plant.now.excess_path_k]
    for s in range(shelters.types):
        sun, sky = now[plant.now.sun_path_k + s], now[plant.now.sky_path_k + s]
        absorptance, factor = block[shelters.absorptance + s], block[shelters.sol_air_factor + s]
        share, floor = block[shelters.excess_share + s], block[shelters.floor_share + s]
        ground, drive = block[shelters.ground_c + s], block[shelters.drive_c + s]
        for lane in range(drive.shape[0]):
            clear = absorptance[lane] * sun_factor[lane] * sun - sky_factor[lane] * sky
            typical = factor[lane] * (path + peak[lane] * day[lane])
            below = floor[lane] * (ground[lane] - temp_out[lane])
            drive[lane] = temp_out[lane] + share[lane] * (clear + typical + below)
        glass, solar = block[shelters.window_gain_m2 + s], block[shelters.solar_w + s]
        own, felt = block[shelters.gains_w + s], block[shelters.felt + s]
        air, gain = block[shelters.temp_in_c + s], block[shelters.gain_w + s]
        for lane in range(solar.shape[0]):
            solar[lane] = window_gain_w(window[lane], glass[lane], 1.0)
            gain[lane] = own[lane] + felt[lane] * sensible_w_per_person(air[lane])


def rc1_driving(s: int, block: Block, plant: Plant, driving: Floats) -> None:
    """Write the temperature an uncooled rc1 shelter drifts to (H2 with the gains of H6) [degC]."""
    shelters = plant.shelters
    drive, conductance = block[shelters.drive_c + s], block[shelters.conductance_w_per_k + s]
    gain, solar = block[shelters.gain_w + s], block[shelters.solar_w + s]
    for lane in range(driving.shape[0]):
        driving[lane] = drive[lane] + (gain[lane] + solar[lane]) / conductance[lane]


def iso5_hour(s: int, removed: Floats, mass: Floats, keep: int, block: Block, plant: Plant, air: Floats) -> None:
    """Write the mean air of an iso5 shelter with some heat removed (H8) [degC]; with ``keep`` 1 the mass moves on."""
    shelters = plant.shelters
    i = shelters.iso5 + s * ISO5_ROWS
    source, end = block[shelters.work], block[shelters.work + 1]
    temp_out, drive = block[plant.hour.temp_out_c], block[shelters.drive_c + s]
    gain, solar = block[shelters.gain_w + s], block[shelters.solar_w + s]
    surface_share, air_share, h_2 = block[i + SURFACE_SHARE], block[i + AIR_SHARE], block[i + H_2]
    mass_share, h_em, weight = block[i + MASS_SHARE], block[i + H_EM], block[i + MASS_WEIGHT]
    kept, per_w = block[i + MASS_KEPT], block[i + MASS_K_PER_W]
    for lane in range(source.shape[0]):
        half = RADIANT_SHARE_AIR * gain[lane]
        radiant = half + solar[lane]
        source[lane] = iso5_surface_source_w(
            half - removed[lane], radiant, temp_out[lane], surface_share[lane], air_share[lane], h_2[lane]
        )
        end[lane] = iso5_mass_end_c(
            mass[lane],
            drive[lane],
            source[lane],
            radiant,
            mass_share[lane],
            h_em[lane],
            weight[lane],
            kept[lane],
            per_w[lane],
        )
    end_weight, surface_k_per_w, air_k_per_w = block[i + END_WEIGHT], block[i + SURFACE_K_PER_W], block[i + AIR_K_PER_W]
    for lane in range(source.shape[0]):
        mean = iso5_mass_mean_c(mass[lane], end[lane], end_weight[lane])
        surface = iso5_surface_c(mean, source[lane], weight[lane], surface_k_per_w[lane])
        half = RADIANT_SHARE_AIR * gain[lane] - removed[lane]
        air[lane] = iso5_air_c(surface, temp_out[lane], half, air_share[lane], air_k_per_w[lane])
    if keep > 0:
        for lane in range(end.shape[0]):
            mass[lane] = end[lane]


def layered_hour(s: int, removed: Floats, layers: int, keep: int, block: Block, plant: Plant, air: Floats) -> None:
    """Write the mean air of a layered shelter with some heat removed [degC]; with ``keep`` 1 its layers move on."""
    shelters = plant.shelters
    n = LAYERED_STATES
    states = block[layers + s * n : layers + (s + 1) * n]
    inputs = block[shelters.work + n : shelters.work + n + LAYERED_INPUTS]
    gain, solar = block[shelters.gain_w + s], block[shelters.solar_w + s]
    temp_out, drive, floor = block[plant.hour.temp_out_c], block[shelters.drive_c + s], block[shelters.floor_share + s]
    ground, share, scale = (
        block[shelters.ground_c + s],
        block[shelters.excess_share + s],
        block[shelters.outside_scale + s],
    )
    for lane in range(air.shape[0]):
        below = floor[lane] * (ground[lane] - temp_out[lane])
        # Roof and walls take the whole of what the area-weighted mean says; the floor sees the air or the ground.
        outside = temp_out[lane] + scale[lane] * (drive[lane] - temp_out[lane] - share[lane] * below)
        inputs[0, lane] = temp_out[lane]
        inputs[1, lane] = outside
        inputs[2, lane] = outside
        inputs[3, lane] = pick(floor[lane] > 0.0, ground[lane], temp_out[lane])
        inputs[4, lane] = RADIANT_SHARE_AIR * gain[lane] - removed[lane]
        inputs[5, lane] = RADIANT_SHARE_AIR * gain[lane]
        inputs[6, lane] = solar[lane]
    means = block[shelters.work + n + LAYERED_INPUTS : shelters.work + n + LAYERED_INPUTS + 2]
    kept = block[index(block, shelters.mean_kept + s) : index(block, shelters.mean_kept + s) + 2 * n]
    driven = block[index(block, shelters.mean_driven + s) : index(block, shelters.mean_driven + s) + 2 * LAYERED_INPUTS]
    layered_rows(kept, driven, states, inputs, means)
    for lane in range(air.shape[0]):
        air[lane] = means[0, lane]
    if keep > 0:
        result = block[shelters.work : shelters.work + n]
        layered_rows(
            block[index(block, shelters.kept + s) : index(block, shelters.kept + s) + n * n],
            block[index(block, shelters.driven + s) : index(block, shelters.driven + s) + n * LAYERED_INPUTS],
            states,
            inputs,
            result,
        )
        for i in range(n):
            for lane in range(air.shape[0]):
                states[i, lane] = result[i, lane]


def wanted_heat(s: int, block: Block, plant: Plant, heat: Floats) -> None:
    """Write the heat to remove so that a shelter type is at its set point, 0 where it is cooler already (H7, H8)."""
    shelters = plant.shelters
    set_point = block[shelters.set_point_c + s]
    free = block[plant.hour.tmp]
    if index(block, shelters.model + s) == RC1:
        rc1_driving(s, block, plant, free)
        air, conductance = block[shelters.temp_in_c + s], block[shelters.conductance_w_per_k + s]
        lost = block[shelters.lost + s]
        for lane in range(heat.shape[0]):
            wanted = rc1_heat_to_hold_w(air[lane], set_point[lane], free[lane], conductance[lane], lost[lane])
            heat[lane] = max(0.0, wanted)
        return
    nothing = block[plant.hour.tmp + 1]
    fill(nothing, 0.0)
    if index(block, shelters.model + s) == ISO5:
        iso5_hour(s, nothing, block[shelters.mass_c + s], 0, block, plant, free)
        slope = block[shelters.iso5 + s * ISO5_ROWS + HOLD_K_PER_W]
        for lane in range(heat.shape[0]):
            heat[lane] = max(0.0, iso5_heat_to_hold_w(free[lane], set_point[lane], slope[lane]))
    else:
        layered_hour(s, nothing, shelters.layer_c, 0, block, plant, free)
        slope = block[shelters.mean_k_per_w + s]
        for lane in range(heat.shape[0]):
            heat[lane] = max(0.0, layered_heat_to_hold_w(free[lane], set_point[lane], slope[lane]))


def cooling_targets(now: Floats, block: Block, plant: Plant) -> None:
    """Note the heat to remove from every shelter and add the power it takes to the class (step C, H7 to H9).

    Only a fraction of a type's units may work, and some trip in the heat: the heat is worked out as if every shelter
    were cooled, and the running ones draw power for theirs.
    """
    shelters, hour = plant.shelters, plant.hour
    drive_shelters(now, block, plant)
    temp_out, on, demand = block[hour.temp_out_c], block[hour.on + COOLING], block[hour.demand_kw + COOLING]
    for s in range(shelters.types):
        heat, load = block[shelters.heat_w + s], block[shelters.load + s]
        fill(heat, 0.0)
        if constant(block, shelters.cooled + s) <= 0.0:
            continue
        wanted_heat(s, block, plant, heat)
        most, slope = block[shelters.cooling_w_at_35c + s], block[shelters.capacity_slope_per_k + s]
        for lane in range(heat.shape[0]):
            able = most[lane] * cooling_factor(temp_out[lane], slope[lane])
            moved = pick(on[lane] > 0.0, min(able, heat[lane]), 0.0)
            heat[lane] = moved
            load[lane] = moved / max(able, 1.0)
        trip, untripped = block[shelters.trip_c + s], block[shelters.untripped + s]
        for lane in range(heat.shape[0]):
            untripped[lane] = untripped_fraction(temp_out[lane], trip[lane])
        number, working = block[shelters.number + s], block[shelters.cooling_working + s]
        standing, eir = block[shelters.standing + s], block[shelters.eir_at_35c + s]
        rise, curve = block[shelters.eir_slope_per_k + s], block[shelters.eir_curve_per_k2 + s]
        for lane in range(heat.shape[0]):
            running = number[lane] * standing[lane] * working[lane] * untripped[lane]
            watts = heat[lane] * eir[lane] * eir_factor(temp_out[lane], rise[lane], curve[lane])
            demand[lane] += running * watts / 1000.0


def update_shelters(k: int, block: Block, plant: Plant) -> None:
    """Advance every shelter type (step E, H6, H8); break air conditioners that have run (E2, E6); mark the heat.

    The type's mean receives the powered share of what its running units remove, so it floats above the set point
    where some are broken or tripped. Too hot is judged type by type, where at least a twentieth of the sheltered
    people live: a mean over cooled and uncooled shelters would be nobody's temperature. Who lived in a destroyed
    shelter is outdoors.
    """
    shelters = plant.shelters
    fraction = block[plant.hour.fraction + COOLING]
    removed = block[plant.hour.tmp + 2]
    outdoors = block[shelters.outdoors]
    fill(outdoors, 0.0)
    for s in range(shelters.types):
        heat, load = block[shelters.heat_w + s], block[shelters.load + s]
        working, untripped = block[shelters.cooling_working + s], block[shelters.untripped + s]
        life = block[shelters.life_h + s]
        fill(removed, 0.0)
        if constant(block, shelters.cooled + s) > 0.0:
            standing = block[shelters.standing + s]
            for lane in range(removed.shape[0]):
                there = 1.0 if standing[lane] > 0.0 else 0.0
                running = there * fraction[lane] * working[lane] * untripped[lane]
                removed[lane] = running * heat[lane]
                working[lane] -= running * load[lane] / life[lane]
        air, end, start = block[shelters.temp_in_c + s], block[shelters.end_c + s], block[shelters.start_c + s]
        if constant(block, shelters.cooled + s) > 0.0:
            advance_unserved(k, s, block, plant)
        advance(s, removed, block[shelters.mass_c + s], air, shelters.layer_c, block, plant, end)
        weight, inside = block[shelters.weight + s], block[shelters.inside + s]
        roofs = block[shelters.standing + s]
        hot, hotter = block[plant.m.indoor_above_35c], block[plant.m.indoor_above_40c]
        low, high = plant.limits.indoor_c, plant.limits.indoor_high_c
        for lane in range(end.shape[0]):
            before, after, here = air[lane], end[lane], weight[lane] * roofs[lane]
            start[lane] = before
            air[lane] = after
            inside[lane] = here
            outdoors[lane] += weight[lane] - here
            counts = here >= LEAST_SHARE
            hot[lane] = min(hot[lane], pick(counts, crossing(k, before, after, low), NEVER))
            hotter[lane] = min(hotter[lane], pick(counts, crossing(k, before, after, high), NEVER))
    if shelters.types > 0 and above_zero(outdoors) > 0:
        mark_outdoors(k, plant.limits.indoor_c, block, plant, block[plant.m.indoor_above_35c])
        mark_outdoors(k, plant.limits.indoor_high_c, block, plant, block[plant.m.indoor_above_40c])


def mark_outdoors(k: int, threshold_c: float, block: Block, plant: Plant, times: Floats) -> None:
    """Keep the first hour in which people without a roof are in air above a threshold."""
    outdoors, temp_out = block[plant.shelters.outdoors], block[plant.hour.temp_out_c]
    for lane in range(times.shape[0]):
        hot = (outdoors[lane] >= LEAST_SHARE) & (temp_out[lane] > threshold_c)
        times[lane] = min(times[lane], pick(hot, float(k), NEVER))


def advance_unserved(k: int, s: int, block: Block, plant: Plant) -> None:
    """Advance the shelters of a cooled type that nothing cools: their unit is broken, or has tripped in the heat.

    They have an event of their own, where at least a twentieth of the people live in such shelters: the mean of rooms that
    are cooled and rooms that are not is nobody's temperature. Where fewer do, they are as the type is.
    """
    shelters, m = plant.shelters, plant.m
    apart, nothing, end = block[shelters.unserved], block[plant.hour.tmp + 3], block[plant.hour.tmp + 4]
    weight, roofs = block[shelters.weight + s], block[shelters.standing + s]
    working, untripped = block[shelters.cooling_working + s], block[shelters.untripped + s]
    for lane in range(apart.shape[0]):
        share = weight[lane] * roofs[lane] * (1.0 - working[lane] * untripped[lane])
        apart[lane] = pick(share >= LEAST_SHARE, 1.0, 0.0)
    air, mass = block[shelters.unserved_air_c + s], block[shelters.unserved_mass_c + s]
    own_air, own_mass = block[shelters.temp_in_c + s], block[shelters.mass_c + s]
    layers = LAYERED_STATES if index(block, shelters.model + s) == LAYERED else 0
    for lane in range(air.shape[0]):
        air[lane] = pick(apart[lane] > 0.0, air[lane], own_air[lane])
        mass[lane] = pick(apart[lane] > 0.0, mass[lane], own_mass[lane])
    for n in range(s * layers, (s + 1) * layers):
        layer, own = block[shelters.unserved_layer_c + n], block[shelters.layer_c + n]
        for lane in range(layer.shape[0]):
            layer[lane] = pick(apart[lane] > 0.0, layer[lane], own[lane])
    if above_zero(apart) == 0:
        return
    fill(nothing, 0.0)
    advance(s, nothing, mass, air, shelters.unserved_layer_c, block, plant, end)
    hot = block[m.unserved_above_35c]
    for lane in range(end.shape[0]):
        when = crossing(k, air[lane], end[lane], plant.limits.indoor_c)
        hot[lane] = min(hot[lane], pick(apart[lane] > 0.0, when, NEVER))
        air[lane] = end[lane]


def advance(
    s: int, removed: Floats, mass: Floats, air: Floats, layers: int, block: Block, plant: Plant, end: Floats
) -> None:
    """Write the temperature of one type after the hour: its air, by the model of the type, from its mass or layers."""
    shelters = plant.shelters
    if index(block, shelters.model + s) == ISO5:
        iso5_hour(s, removed, mass, 1, block, plant, end)
    elif index(block, shelters.model + s) == LAYERED:
        layered_hour(s, removed, layers, 1, block, plant, end)
    else:
        driving = block[plant.hour.tmp]
        rc1_driving(s, block, plant, driving)
        conductance = block[shelters.conductance_w_per_k + s]
        lost = block[shelters.lost + s]
        for lane in range(end.shape[0]):
            cooled = driving[lane] - removed[lane] / conductance[lane]
            end[lane] = rc1_end_c(air[lane], cooled, lost[lane])
