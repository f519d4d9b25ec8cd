"""The free-float cases of ASHRAE 140-2020 (600FF, 650FF, 900FF, 950FF) run with the room's own shelter functions.

Case data: rows H-case and H-wx of the physics specification's validation table. Weather: 725650TYCST.epw of
NREL/BESTEST-GSR; `tests/data/bestest_days.csv` holds what `boundary` makes of it for two times eight days.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from holdfast.lifelines.iso5 import (
    Iso5,
    Zone,
    iso5_air_c,
    iso5_mass_end_c,
    iso5_mass_mean_c,
    iso5_of_zone,
    iso5_surface_c,
    iso5_surface_source_w,
)
from holdfast.lifelines.layered import Layered, Network, Surface, build_network, discretise, surface_of_layers
from holdfast.lifelines.rc1 import rc1_end_c, rc1_lost
from holdfast.lifelines.sol_air import (
    SKY_FACTOR_ROOF,
    SKY_FACTOR_WALL,
    STEFAN_BOLTZMANN_W_PER_M2_K4,
    convective_w_per_m2_k,
    external_film_w_per_m2_k,
    radiative_w_per_m2_k,
)
from sol_air_forms import sol_air_c

# case: (min low, high, max low, high, mean low, high) of six programs; RESULTS5-2A.xlsx, table B8-5
PUBLISHED = {
    "600FF": (-13.84, -9.90, 62.37, 68.36, 24.26, 26.10),
    "650FF": (-17.76, -16.70, 61.13, 66.85, 17.60, 18.93),
    "900FF": (0.60, 2.16, 43.25, 46.00, 24.46, 25.69),
    "950FF": (-13.36, -12.50, 36.13, 37.10, 14.35, 15.00),
}
# The day of the published hourly profile, counted from 0.
PROFILE_DAY = {"600FF": 31, "900FF": 31, "650FF": 194, "950FF": 194}
LEAD_DAYS = 7
# layers from outside to inside: thickness m, conductivity W/(m K), density kg/m3, heat capacity J/(kg K)
ROOF = [(0.019, 0.14, 530, 900), (0.1118, 0.04, 12, 840), (0.010, 0.16, 950, 840)]
WALL = {
    "6": [(0.009, 0.14, 530, 900), (0.066, 0.04, 12, 840), (0.012, 0.16, 950, 840)],
    "9": [(0.009, 0.14, 530, 900), (0.0615, 0.04, 10, 1400), (0.100, 0.51, 1400, 1000)],
}
FLOOR = {
    "6": [(1.003, 0.04, 0, 0), (0.025, 0.14, 650, 1200)],
    "9": [(1.007, 0.04, 0, 0), (0.080, 1.13, 1400, 1000)],
}
AREA_M2 = {"S": 9.6, "N": 21.6, "E": 16.2, "W": 16.2, "H": 48.0}
PLANE_DEG = {"S": (90, 180), "N": (90, 0), "E": (90, 90), "W": (90, 270), "H": (0, 180)}
FLOOR_M2, WINDOW_M2, VOLUME_M3, WINDOW_U = 48.0, 12.0, 129.6, 2.7
SURFACE_M2 = 2 * FLOOR_M2 + 28 * 2.7
DENSITY = 82000 / (287.05 * 293.15)  # of the air at the height of Denver, kg/m3
AIR_J_PER_M3_K = DENSITY * 1006
VENTILATION_W_PER_K = 0.414 * VOLUME_M3 / 3600 * AIR_J_PER_M3_K
NIGHT_W_PER_K = 1409 / 3600 * AIR_J_PER_M3_K
INTERNAL_W, INTERNAL_RADIATIVE = 200.0, 0.6
ABSORPTANCE, EMISSIVITY, GLASS_EMISSIVITY, GLASS_REFLECTED_OUT = 0.6, 0.9, 0.84, 0.035
INNER_FILM, FLOOR_INNER_FILM, FLOOR_OUTER_FILM = 0.12, 0.21, 0.2
CONVECTIVE = {"H": 2.0, "F": 2.5}
SOLAR_SHARE = {"F": 0.64, "H": 0.17, "S": 0.034, "N": 0.053, "E": 0.038, "W": 0.038}
# Radiation is linear about this, the temperature that gives the coefficient of 5.1 W/(m2 K) of the case data.
RADIATIVE_C = 9.3


class Boundary(NamedTuple):
    """What surrounds the zone, `(hours,)` each: temperatures in degC, heat of the window in W."""

    out: np.ndarray
    S: np.ndarray
    N: np.ndarray
    E: np.ndarray
    W: np.ndarray
    H: np.ndarray
    transmitted: np.ndarray
    absorbed: np.ndarray
    window_sky: np.ndarray
    film: np.ndarray  # mean outer film of the year, W/(m2 K)


class Year(NamedTuple):
    boundary: Boundary
    incident_kwh_m2: dict[str, float]
    transmitted_kwh_m2: float


def pane(theta: np.ndarray, n: float = 1.526, normal: float = 0.834) -> list[np.ndarray]:
    """Two clear panes: transmittance, absorptance of the outer and of the inner pane (Fresnel, both polarisations)."""
    r0, through = ((n - 1) / (n + 1)) ** 2, normal
    for _ in range(200):
        through = normal * (1 - (r0 * through) ** 2) / (1 - r0) ** 2
    angle = np.clip(np.radians(theta), 1e-6, np.pi / 2 - 1e-6)
    inside = np.arcsin(np.sin(angle) / n)
    a = np.exp(np.log(through) / np.cos(inside))
    both = []
    for r in (
        (np.tan(angle - inside) / np.tan(angle + inside)) ** 2,
        (np.sin(angle - inside) / np.sin(angle + inside)) ** 2,
    ):
        t = a * (1 - r) ** 2 / (1 - (r * a) ** 2)
        back = r + r * a * a * (1 - r) ** 2 / (1 - (r * a) ** 2)
        taken = 1 - t - back
        both.append((t * t / (1 - back**2), taken * (1 + t * back / (1 - back**2)), taken * t / (1 - back**2)))
    return [(both[0][i] + both[1][i]) / 2 for i in range(3)]


def on_planes(
    times: Any, place: tuple[float, float, float], ghi: Any, dni: Any, dhi: Any
) -> tuple[Any, dict[str, Any]]:
    """Sun position, and what falls on the five planes (Perez), as tables of pvlib."""
    import pvlib

    latitude, longitude, altitude = place
    sun = pvlib.solarposition.get_solarposition(times, latitude, longitude, altitude=altitude)
    extra = pvlib.irradiance.get_extra_radiation(times.day_of_year.to_numpy())
    airmass = pvlib.atmosphere.get_relative_airmass(sun["apparent_zenith"])
    on = {}
    for name, (tilt, azimuth) in PLANE_DEG.items():
        on[name] = pvlib.irradiance.get_total_irradiance(
            tilt,
            azimuth,
            sun["apparent_zenith"],
            sun["azimuth"],
            dni,
            ghi,
            dhi,
            dni_extra=extra,
            airmass=airmass,
            albedo=0.2,
            model="perez",
        ).fillna(0.0)
    return sun, on


def year(path: Path) -> Year:
    """Everything the cases need of the weather file: Perez sky, window by Fresnel, sol-air temperatures by H1."""
    import pandas as pd
    import pvlib

    head = path.read_text(encoding="latin-1").splitlines()[0].split(",")
    lat, lon, zone, alt = map(float, head[6:10])
    e = pd.read_csv(path, skiprows=8, header=None)
    out, infrared, wind = (e[i].to_numpy(float) for i in (6, 12, 21))
    ghi, dni, dhi = (e[i].to_numpy(float) for i in (13, 14, 15))
    times = pd.date_range("1995-01-01 00:30", periods=8760, freq="h", tz=f"Etc/GMT+{int(-zone)}")
    sun, on = on_planes(times, (lat, lon, alt), ghi, dni, dhi)
    south = pvlib.irradiance.aoi(90, 180, sun["apparent_zenith"], sun["azimuth"]).to_numpy()
    beam, angles = pane(np.clip(south, 0, 89.9)), np.linspace(0.5, 89.5, 90)
    weight = np.sin(np.radians(2 * angles))
    diffuse = [float((x * weight).sum() / weight.sum()) for x in pane(angles)]
    direct_w, diffuse_w = (on["S"][name].to_numpy() for name in ("poa_direct", "poa_diffuse"))
    glass = [WINDOW_M2 * (direct_w * beam[i] + diffuse_w * diffuse[i]) for i in range(3)]
    sky = (infrared / STEFAN_BOLTZMANN_W_PER_M2_K4) ** 0.25 - 273.15
    convective = convective_w_per_m2_k(0.67 * np.maximum(wind, 0.5))
    radiative = radiative_w_per_m2_k(RADIATIVE_C, EMISSIVITY)
    film = external_film_w_per_m2_k(convective, radiative)
    sun_w = {name: on[name]["poa_global"].to_numpy() for name in PLANE_DEG}
    sol_air = {
        name: sol_air_c(
            out, sun_w[name], ABSORPTANCE, sky, SKY_FACTOR_ROOF if name == "H" else SKY_FACTOR_WALL, radiative, film
        )
        for name in AREA_M2
    }
    glass_radiative = radiative_w_per_m2_k(RADIATIVE_C, GLASS_EMISSIVITY)
    glass_c = sol_air_c(out, 0.0, 0.0, sky, SKY_FACTOR_WALL, glass_radiative, convective + glass_radiative)
    return Year(
        Boundary(
            out,
            **sol_air,
            transmitted=glass[0] * (1.0 - GLASS_REFLECTED_OUT),
            absorbed=0.12 * glass[1] + 0.62 * glass[2],
            window_sky=WINDOW_M2 * WINDOW_U * (glass_c - out),
            film=np.full(8760, film.mean()),
        ),
        {name: float(w.sum()) / 1000 for name, w in sun_w.items()},
        float(glass[0].sum()) / WINDOW_M2 / 1000,
    )


def some_days(whole: Boundary, day: int) -> Boundary:
    """The day and a week before it."""
    hours = slice(24 * (day - LEAD_DAYS), 24 * (day + 1))
    return Boundary(*(column[hours] for column in whole))


def write_days(whole: Boundary, path: Path) -> None:
    """Make the twin's file anew (after a change of `boundary` only)."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream, lineterminator="\n")
        lines.writerow(("day", *Boundary._fields))
        for day in (31, 194):
            for row in zip(*some_days(whole, day), strict=True):
                lines.writerow((day, *(f"{value:.2f}" for value in row)))


def read_days(path: Path, day: int) -> Boundary:
    rows = [r for r in csv.DictReader(path.read_text(encoding="utf-8").splitlines()) if int(r["day"]) == day]
    return Boundary(*(np.array([float(r[name]) for r in rows]) for name in Boundary._fields))


def profiles(path: Path) -> dict[str, np.ndarray]:
    """The published day of each case, mean of six programs [degC]."""
    found: dict[str, list[float]] = {}
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        found.setdefault(row["case"], []).append(float(row["mean_of_6_C"]))
    return {case: np.array(values) for case, values in found.items()}


def resistance(layers: list[tuple[float, float, float, float]]) -> float:
    return sum(thickness / conductivity for thickness, conductivity, _, _ in layers)


def layers_of(case: str, name: str) -> list[tuple[float, float, float, float]]:
    return {"H": ROOF, "F": FLOOR[case[0]]}.get(name, WALL[case[0]])


def ua_w_per_k(case: str, film: float) -> dict[str, float]:
    """U A of every opaque surface."""
    ua = {name: area / (1 / film + resistance(layers_of(case, name)) + INNER_FILM) for name, area in AREA_M2.items()}
    return ua | {"F": FLOOR_M2 / (resistance(layers_of(case, "F")) + FLOOR_INNER_FILM)}


def inner_capacity(case: str) -> list[tuple[float, float]]:
    """Area and heat capacity per area of every inner layer."""
    found = []
    for name, area in (AREA_M2 | {"F": FLOOR_M2}).items():
        thickness, _, density, heat = layers_of(case, name)[-1]
        found.append((area, thickness * density * heat))
    return found


def ventilation(case: str, hours: int) -> np.ndarray:
    clock = np.arange(hours) % 24
    night = (clock < 7) | (clock >= 18)
    return VENTILATION_W_PER_K + np.where(night & (case[1] == "5"), NIGHT_W_PER_K, 0.0)


def run_rc1(case: str, b: Boundary, start_c: float = 10.0, rounds: int = 2) -> np.ndarray:
    ua = ua_w_per_k(case, float(b.film[0]))
    capacity = sum(area * heat for area, heat in inner_capacity(case)) + VOLUME_M3 * AIR_J_PER_M3_K
    ve = ventilation(case, len(b.out))
    h = sum(ua.values()) + WINDOW_U * WINDOW_M2 + ve
    opaque = sum(ua[name] * getattr(b, name) for name in AREA_M2)
    from_air = (h - sum(ua[name] for name in AREA_M2)) * b.out
    driving = (opaque + from_air + b.transmitted + b.absorbed + b.window_sky + INTERNAL_W) / h
    lost, steps = rc1_lost(h, capacity), h * 3600 / capacity
    means, temp = np.empty(len(b.out)), start_c
    for _ in range(rounds):
        for i in range(len(means)):
            means[i] = driving[i] + (temp - driving[i]) * lost[i] / steps[i]
            temp = rc1_end_c(temp, driving[i], lost[i])
    return means


def iso5_zone(case: str, film: float, ventilation_w_per_k: float) -> Zone:
    ua = ua_w_per_k(case, film)
    inner = inner_capacity(case)
    capacity = sum(area * heat for area, heat in inner)
    mass_m2 = capacity**2 / sum(area * heat**2 for area, heat in inner)
    h_op = sum(ua.values())
    numbers = (h_op, WINDOW_U * WINDOW_M2, ventilation_w_per_k, mass_m2, SURFACE_M2, capacity)
    return Zone(*(np.array([x]) for x in numbers))


def run_iso5(case: str, b: Boundary, start_c: float = 10.0, rounds: int = 2) -> np.ndarray:
    film, ve = float(b.film[0]), ventilation(case, len(b.out))
    ua = ua_w_per_k(case, film)
    equivalent = (sum(ua[n] * getattr(b, n) for n in AREA_M2) + ua["F"] * b.out) / sum(ua.values())
    by_ve = {v: Iso5(*(float(x[0]) for x in iso5_of_zone(iso5_zone(case, film, v)))) for v in np.unique(ve)}
    radiant = INTERNAL_W / 2 + b.transmitted + b.absorbed + b.window_sky
    air, mass = np.empty(len(b.out)), start_c
    for _ in range(rounds):
        for i in range(len(air)):
            c = by_ve[ve[i]]
            source = iso5_surface_source_w(INTERNAL_W / 2, radiant[i], b.out[i], c.surface_share, c.air_share, c.h_2)
            end = iso5_mass_end_c(
                mass,
                equivalent[i],
                source,
                radiant[i],
                c.mass_share,
                c.h_em,
                c.mass_weight,
                c.mass_kept,
                c.mass_k_per_w,
            )
            surface = iso5_surface_c(
                iso5_mass_mean_c(mass, end, c.end_weight), source, c.mass_weight, c.surface_k_per_w
            )
            air[i], mass = iso5_air_c(surface, b.out[i], INTERNAL_W / 2, c.air_share, c.air_k_per_w), end
    return air


def layered_network(case: str, film: float, ventilation_w_per_k: float) -> Network:
    surfaces: list[Surface] = []
    for name, area in (AREA_M2 | {"F": FLOOR_M2}).items():
        floor = name == "F"
        surfaces.append(
            surface_of_layers(
                "out" if floor else name,
                area,
                layers_of(case, name),
                film_m2k_per_w=FLOOR_OUTER_FILM if floor else 1 / film,
                convective_w_per_m2_k=CONVECTIVE.get(name, 3.0),
                solar_share=SOLAR_SHARE[name] / sum(SOLAR_SHARE.values()),
            )
        )
    return build_network(
        surfaces,
        air_j_per_k=VOLUME_M3 * AIR_J_PER_M3_K,
        window_w_per_k=WINDOW_U * WINDOW_M2,
        ventilation_w_per_k=ventilation_w_per_k,
    )


def layered_inputs(b: Boundary, names: tuple[str, ...]) -> np.ndarray:
    """`(hours, inputs)`; the sun a pane absorbs and the window's loss to the sky go 0.4 to the air, 0.6 to the star."""
    pane_w = b.absorbed + b.window_sky
    columns = {
        "air_w": INTERNAL_W * (1 - INTERNAL_RADIATIVE) + 0.4 * pane_w,
        "star_w": INTERNAL_W * INTERNAL_RADIATIVE + 0.6 * pane_w,
        "solar_w": b.transmitted,
    }
    return np.column_stack([columns[n] if n in columns else getattr(b, n) for n in names])


def run_layered(case: str, b: Boundary, start_c: float = 10.0, rounds: int = 2) -> np.ndarray:
    film, ve = float(b.film[0]), ventilation(case, len(b.out))
    steps: dict[float, Layered] = {v: discretise(layered_network(case, film, v)) for v in np.unique(ve)}
    u = layered_inputs(b, next(iter(steps.values())).inputs)
    states = np.full(next(iter(steps.values())).kept.shape[1], start_c)
    air = np.empty(len(b.out))
    for _ in range(rounds):
        for i in range(len(air)):
            d = steps[ve[i]]
            air[i] = d.mean_kept[0, 0] @ states + d.mean_driven[0, 0] @ u[i]
            states = d.kept[0] @ states + d.driven[0] @ u[i]
    return air


RUNS = {"rc1": run_rc1, "iso5": run_iso5, "layered": run_layered}
