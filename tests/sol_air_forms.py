"""Sol-air temperature surface by surface (H1, H2): the form that `sky.surface_paths` sums up, and the BESTEST cases use."""

from __future__ import annotations


def sol_air_c(
    temp_out_c: float,
    sun_w_m2: float,
    absorptance: float,
    sky_c: float,
    sky_factor: float,
    radiative_w_per_m2_k: float,
    film_w_per_m2_k: float,
) -> float:
    """Temperature of air that would heat the surface as air, sun and sky do together (H1) [degC]."""
    lost = sky_factor * radiative_w_per_m2_k * (temp_out_c - sky_c)
    return temp_out_c + (absorptance * sun_w_m2 - lost) / film_w_per_m2_k


def equivalent_c(roof_c: float, wall_c: float, floor_c: float, roof_share: float, wall_share: float) -> float:
    """Outer temperature of all opaque parts, weighted by U A (H2) [degC]; the floor has the rest of the shares."""
    return floor_c + roof_share * (roof_c - floor_c) + wall_share * (wall_c - floor_c)
