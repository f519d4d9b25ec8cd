"""The shelter as five conductances and one capacity (specification section 6.3: H8; simple hourly form of ISO 13790).

Nodes: air, inner surface, mass. The conductances and every factor that stays the same through a run are worked out
once per member (`iso5_coefficients`); the hour is then a few products and sums:

    source  = iso5_surface_source_w(...)     what enters the surface node, its conductance to the outside included
    end     = iso5_mass_end_c(...)           T_m'
    mean    = iso5_mass_mean_c(...)          T_m,avg
    surface = iso5_surface_c(...)            T_s, also a mean radiant temperature
    air     = iso5_air_c(...)                T_air, mean of the hour
    heat    = iso5_heat_to_hold_w(air, ...)  to remove; then again from `source` with it

Known defects: the air has no capacity, so after a power cut it jumps within the hour; see docs/shelter-models.md.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from holdfast.lifelines.envelope import Envelope, checked, split_conductance

Array = NDArray[np.float64]
SECONDS_PER_HOUR = 3600.0
AIR_TO_SURFACE_W_PER_M2_K = 3.45
SURFACE_TO_MASS_W_PER_M2_K = 9.1
# Light to medium construction: mass area per floor area (ISO 13790, read in RC_BuildingSimulator).
MASS_M2_PER_FLOOR_M2 = 2.5
# The film between surface and mass must pass more than the opaque parts as a whole (bare steel: 5.2 W/(m2 K)).
LEAST_FILM_RATIO = 1.25


def h_is_w_per_k(total_m2: Array) -> Array:
    """Air to inner surface (section 6.3) [W/K]: 3.45 A_t."""
    return AIR_TO_SURFACE_W_PER_M2_K * total_m2


def h_ms_w_per_k(mass_m2: Array) -> Array:
    """Inner surface to mass (section 6.3) [W/K]: 9.1 A_m."""
    return SURFACE_TO_MASS_W_PER_M2_K * mass_m2


def h_em_w_per_k(h_op: Array, h_ms: Array) -> Array:
    """Mass to outside (section 6.3) [W/K]: 1 / (1/H_op - 1/H_ms); needs 0 < H_op < H_ms."""
    return h_op * h_ms / (h_ms - h_op)


def h_1_w_per_k(h_ve: Array, h_is: Array) -> Array:
    """Surface through the air to outside (section 6.3) [W/K]: 1 / (1/H_ve + 1/H_is); 0 without air changes."""
    return h_ve * h_is / (h_ve + h_is)


def h_2_w_per_k(h_1: Array, h_w: Array) -> Array:
    """Surface to outside, through air and windows (section 6.3) [W/K]: H_1 + H_w."""
    return h_1 + h_w


def h_3_w_per_k(h_2: Array, h_ms: Array) -> Array:
    """Mass through the surface to outside (section 6.3) [W/K]: 1 / (1/H_2 + 1/H_ms)."""
    return h_2 * h_ms / (h_2 + h_ms)


def iso5_surface_source_w(
    air_gain_w: float, radiant_w: float, temp_out_c: float, surface_share: float, air_share: float, h_2: float
) -> float:
    """Return what enters the surface node (H8) [W]: Phi_s + H_w T_out + H_1 (T_out + Phi_a / H_ve).

    Written with H_1 / H_ve = H_is / (H_is + H_ve) = `air_share`, so that it holds without air changes.
    `air_gain_w` is Phi_a = Q_int / 2 - heat removed; `radiant_w` is Q_int / 2 + Q_sol.
    """
    return surface_share * radiant_w + h_2 * temp_out_c + air_share * air_gain_w


def iso5_mass_end_c(
    mass_c: float,
    equivalent_c: float,
    surface_source_w: float,
    radiant_w: float,
    mass_share: float,
    h_em: float,
    mass_weight: float,
    mass_kept: float,
    mass_k_per_w: float,
) -> float:
    """Temperature of the mass at the end of the hour (H8, T_m') [degC].

    Phi_tot = Phi_m + H_em T_eq + (H_3 / H_2) source, with H_3 / H_2 = H_ms / (H_ms + H_2) = `mass_weight`.
    """
    total_w = mass_share * radiant_w + h_em * equivalent_c + mass_weight * surface_source_w
    return mass_kept * mass_c + mass_k_per_w * total_w


def iso5_mass_mean_c(mass_c: float, mass_end_c: float, end_weight: float) -> float:
    """Mean temperature of the mass over the hour (H8, T_m,avg) [degC]; `end_weight` is 1/2 but in light tents."""
    return mass_c + end_weight * (mass_end_c - mass_c)


def iso5_surface_c(mass_mean_c: float, surface_source_w: float, mass_weight: float, surface_k_per_w: float) -> float:
    """Mean temperature of the inner surface over the hour (H8, T_s) [degC]; usable as mean radiant temperature."""
    return mass_weight * mass_mean_c + surface_k_per_w * surface_source_w


def iso5_air_c(surface_c: float, temp_out_c: float, air_gain_w: float, air_share: float, air_k_per_w: float) -> float:
    """Mean temperature of the air over the hour (H8, T_air) [degC]."""
    return temp_out_c + air_share * (surface_c - temp_out_c) + air_k_per_w * air_gain_w


def iso5_heat_to_hold_w(air_c: float, set_point_c: float, hold_k_per_w: float) -> float:
    """Heat to remove so that the hour's mean air temperature is the set point (H8) [W]; negative where cooler.

    `air_c` is the air without cooling. The model is linear in the heat, so the two evaluations of H8 are the first
    and the slope `hold_k_per_w` [K/W], the same in every hour. Clip the answer to what the unit can do.
    """
    return (air_c - set_point_c) / hold_k_per_w


class Iso5(NamedTuple):
    """Everything of the five-conductance model that stays the same through a run, `(members,)` each.

    mass_kept, mass_k_per_w, end_weight     step of the mass node [1], [K/W], [1]
    mass_weight, surface_k_per_w            surface node: weight of the mass [1], [K/W]
    air_share, air_k_per_w, hold_k_per_w    air node: weight of the surface [1], [K/W], whole response [K/W]
    mass_share, surface_share               shares of the radiant gains [1]
    h_em, h_2                               conductances the hour needs [W/K]
    """

    mass_kept: Array
    mass_k_per_w: Array
    end_weight: Array
    mass_weight: Array
    surface_k_per_w: Array
    air_share: Array
    air_k_per_w: Array
    hold_k_per_w: Array
    mass_share: Array
    surface_share: Array
    h_em: Array
    h_2: Array


class Zone(NamedTuple):
    """The building blocks of the model, `(members,)` each: conductances [W/K], areas [m2], capacity [J/K]."""

    h_op: Array
    h_w: Array
    h_ve: Array
    mass_m2: Array
    total_m2: Array
    capacity_j_per_k: Array


def iso5_of_zone(zone: Zone) -> Iso5:
    """Work out the constant factors from conductances, areas and capacity.

    The mass is stepped as H8 prints it (end weight 1/2) while H_3 + H_em is at most twice C / 3600. In lighter
    shelters that form swings: a hotter hour would cool the next. There the end weight is 1 - (C / 3600) / (H_3 + H_em),
    with which the mass ends the hour in balance with its surroundings; energy balances with any weight.
    """
    h_is, h_ms = h_is_w_per_k(zone.total_m2), h_ms_w_per_k(zone.mass_m2)
    h_2 = h_2_w_per_k(h_1_w_per_k(zone.h_ve, h_is), zone.h_w)
    h_em = h_em_w_per_k(zone.h_op, h_ms)
    inertia = zone.capacity_j_per_k / SECONDS_PER_HOUR
    out = h_3_w_per_k(h_2, h_ms) + h_em
    end_weight = np.maximum(0.5, 1.0 - inertia / out)
    mass_k_per_w = 1.0 / (inertia + end_weight * out)
    mass_weight, air_share = h_ms / (h_ms + h_2), h_is / (h_is + zone.h_ve)
    surface_k_per_w, air_k_per_w = 1.0 / (h_ms + h_2), 1.0 / (h_is + zone.h_ve)
    mass_share = zone.mass_m2 / zone.total_m2
    # One watt at the air node, followed through mass, surface and air.
    per_watt = mass_weight * end_weight * mass_k_per_w * mass_weight * air_share + surface_k_per_w * air_share
    return Iso5(
        mass_kept=np.maximum(0.0, inertia - (1.0 - end_weight) * out) * mass_k_per_w,
        mass_k_per_w=mass_k_per_w,
        end_weight=end_weight,
        mass_weight=mass_weight,
        surface_k_per_w=surface_k_per_w,
        air_share=air_share,
        air_k_per_w=air_k_per_w,
        hold_k_per_w=air_share * per_watt + air_k_per_w,
        mass_share=mass_share,
        surface_share=1.0 - mass_share - zone.h_w / (SURFACE_TO_MASS_W_PER_M2_K * zone.total_m2),
        h_em=h_em,
        h_2=h_2,
    )


def iso5_coefficients(envelope: Envelope) -> Iso5:
    """Work out the constant factors of the hour for one shelter type.

    Parameters
    ----------
    envelope
        What is known of the type, `(members,)` each or one number for all.

    Returns
    -------
    Iso5
        Arrays `(members,)`.

    Raises
    ------
    ModelError
        HF-E040 for a quantity that is no finite number or not above zero where it must be.

    Notes
    -----
    H_op is the stated total less windows and air changes, at least a fifth of it (`split_conductance`). A_m is 2.5
    times the floor, raised where the opaque parts conduct so well that the film to the mass would not carry it
    (H_ms at least 1.25 H_op: bare steel); A_t is floor, walls and roof, raised with it, so that no share of the gains
    is negative. The roof is as large as the floor; roof, walls and floor share one U. Specification section 6.3.
    """
    envelope = checked(envelope)
    split = split_conductance(envelope)
    floor, skin = np.asarray(envelope.floor_m2), np.asarray(envelope.envelope_m2)
    mass = np.maximum(MASS_M2_PER_FLOOR_M2 * floor, LEAST_FILM_RATIO * split.opaque / SURFACE_TO_MASS_W_PER_M2_K)
    total = np.maximum(floor + skin, mass + split.window / SURFACE_TO_MASS_W_PER_M2_K)
    capacity = 1000.0 * np.asarray(envelope.capacity_kj_per_k)
    return iso5_of_zone(Zone(split.opaque, split.window, split.ventilation, mass, total, capacity))
