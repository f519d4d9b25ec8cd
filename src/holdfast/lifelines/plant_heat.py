"""From a site to the rows of people in heat: bodies, humidity, and the table of ISO 7933 at each member's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, cast

import numpy as np

from holdfast.lifelines.heat_hour import AGES, LIMITS, HeatRows
from holdfast.people import (
    REST_W_PER_KG,
    convection_w_per_m2_k,
    core_of_person_c,
    figure_value,
    phs_at_vapour,
    phs_table,
    rested_body_c,
    skin_of_person_c,
    storage_limit_w,
    surface_m2,
    vapour_covered_at_rest_kpa,
)
from holdfast.reference import value

if TYPE_CHECKING:
    from holdfast.lifelines.forcing import Forcing
    from holdfast.lifelines.packing import Books, Packer
    from holdfast.lifelines.records import Floats
    from holdfast.sites import Site

    Edition = Literal["2004", "2023"]

AGES_Y = (65.0, 75.0, 85.0)
SURVIVED_H = 6.0


def phs_rows(vapour_kpa: Floats, edition: str) -> Floats:
    """Return the sweat of ISO 7933 by temperature at each vapour pressure, ``(PHS_TEMPS, n)`` [L/h]."""
    return phs_at_vapour(vapour_kpa, phs_table("sweat", edition=cast("Edition", edition)))


def _profiles() -> list[float]:
    rows: list[float] = []
    for name in ("young", "old"):
        mass = value(f"health:m_{name}")
        rows += [REST_W_PER_KG * mass, value(f"health:ad_{name}"), value(f"health:w_{name}"), value(f"health:S_{name}")]
        rows += [storage_limit_w(SURVIVED_H, mass)]
    return rows


def build_heat(site: Site, pack: Packer, books: Books, forcing: Forcing, edition: str) -> HeatRows:
    """Give out the rows of people in heat.

    Parameters
    ----------
    site, pack, books : Site, Packer, Books
        The site, its draws, and the rows.
    forcing : Forcing
        Vapour pressure of the run.
    edition : str
        Edition of ISO 7933 whose table is taken: ``2023`` or ``2004``.

    Notes
    -----
    The older adult of the core model is half man, half woman, of the height and mass of the profile 65+.
    """
    p, s, x = books.p, books.s, books.x
    places = len(site.shelters) + 1
    mass, height = value("health:m_old"), 100.0 * figure_value("water_figures.csv", "adult_height")
    cores = [core_of_person_c(0.5, age, height, mass) for age in AGES_Y]
    skins = [skin_of_person_c(0.5, age, height, mass) for age in AGES_Y]
    rested = [rested_body_c(*pair) for pair in zip(cores, skins, strict=True)]
    stated = bool(forcing.vapour_path_kpa.any())
    adult = figure_value("water_figures.csv", "adult_mass")
    sweat = 0 if stated else p.add("heat.phs", phs_rows(forcing.vapour_kpa, edition).T)
    low_kpa, high_kpa = vapour_covered_at_rest_kpa(edition)
    air = np.array([convection_w_per_m2_k(float(speed)) for speed in pack.one("weather.air_at_body_m_s")])
    return HeatRows(
        places=places,
        stated=int(stated),
        own_vapour_kpa=p.add("heat.vapour_kpa", forcing.vapour_kpa),
        convection=p.add("heat.convection", air),
        published_w_per_m2_k=convection_w_per_m2_k(figure_value("heat.csv", "published_air_speed")),
        profiles=p.same("heat.profiles", _profiles()),
        person_core=p.same("heat.person_core", cores),
        person_skin=p.same("heat.person_skin", skins),
        rest_area_m2=surface_m2(adult, figure_value("water_figures.csv", "adult_height")),
        rest_day_w=adult * figure_value("water_figures.csv", "rest_day"),
        rest_night_w=adult * figure_value("water_figures.csv", "rest_night"),
        rest_convection=convection_w_per_m2_k(figure_value("water_figures.csv", "air_speed")),
        phs=sweat,
        phs_low_kpa=low_kpa,
        phs_high_kpa=high_kpa,
        limit_h=s.room("heat_limit_h", LIMITS * places),
        core_c=s.add("old_core_c", np.tile([core for core, _ in rested], (pack.members, places))),
        skin_c=s.add("old_skin_c", np.tile([skin for _, skin in rested], (pack.members, places))),
        flag_hours_phs=s.room("_flag_hours_phs", 1),
        flag_hours_core=s.room("_flag_hours_core", 1),
        vapour_kpa=x.room("heat.vapour_hour_kpa", 1),
        balance=x.room("heat.balance", 1),
        phs_sweat=x.room("heat.phs_sweat", 1),
        warmest=x.room("heat.warmest", AGES),
        beyond_phs=x.room("heat.beyond_phs", 1),
        beyond_core=x.room("heat.beyond_core", 1),
    )
