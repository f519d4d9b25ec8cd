"""Invented sites of every shape, one for each seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.sites.inventing import Pen
from holdfast.sites.inventing_goods import write_goods
from holdfast.sites.inventing_homes import write_homes
from holdfast.sites.inventing_power import write_power
from holdfast.sites.inventing_water import write_water
from holdfast.sites.loader import read_site
from holdfast.sites.model import LOAD_CLASSES

if TYPE_CHECKING:
    from holdfast.sites.model import Site

# No zone here moves its clock at midnight, when the runs of these sites begin.
_ZONES = (
    ("UTC", 14.0, -5.0),
    ("Asia/Baghdad", 33.0, 44.0),
    ("Africa/Khartoum", 15.0, 32.0),
    ("Asia/Kathmandu", 28.0, 84.0),
    ("Asia/Aden", 14.0, 45.0),
    ("Europe/Sarajevo", 44.0, 18.0),
)
_NOBODY = 0.06
_LARGEST_LOG = 6.0  # a million persons


def generate_toml(seed: int) -> str:
    """Return the site file of one invented site.

    Parameters
    ----------
    seed : int
        Any whole number.

    Returns
    -------
    str
        TOML that ``read_site`` takes as it is. The same seed gives the same text. See ``generate``.
    """
    pen = Pen(seed)
    pen.persons = 0.0 if pen.chance(_NOBODY) else round(10.0 ** pen.between(0.0, _LARGEST_LOG))
    _site(pen)
    write_homes(pen)
    write_power(pen)
    write_water(pen)
    write_goods(pen)
    _loads(pen)
    _weather(pen)
    return pen.text()


def generate(seed: int) -> Site:
    """Return one invented site: plausible, of any shape, for tests of properties, twins of the engine, and later plans.

    A site has from nobody to a million persons and one store to forty; with and without generators (of several fuels,
    with kits, oil and services), a grid, arrays, batteries, wells, plants, tanks, trucks, lifts, shelters of each kind
    and model with and without cooling, cold stores, vaccine refrigerators, kitchens, bakeries, clinics, lamps,
    vehicles, services and usual deliveries. Numbers, intervals and unknowns are mixed. Nothing in it is true: it is
    marked as an exercise. How often a shape comes says nothing of real sites (an assumption of this function); it must
    never be used as a prior.

    Parameters
    ----------
    seed : int
        Any whole number.

    Returns
    -------
    Site
        Read from ``generate_toml(seed)`` by the ordinary loader. Its checks find no error; warnings and notes may be.
    """
    return read_site(generate_toml(seed), file=f"generate({seed})")


def _site(pen: Pen) -> None:
    pen.table("site")
    name = "invented-" + str(pen.seed).replace("-", "minus-")
    pen.plain("id", name[:64])
    pen.plain("name", f"Invented site {pen.seed}")
    pen.plain("exercise", True)
    zone, latitude_deg, longitude_deg = pen.pick(_ZONES)
    pen.plain("timezone", zone)
    pen.placed = pen.chance(0.6)
    if pen.placed:
        pen.plain("latitude_deg", round(latitude_deg + pen.between(-2.0, 2.0), 3))
        pen.plain("longitude_deg", round(longitude_deg + pen.between(-2.0, 2.0), 3))
    pen.value("elevation_m", pen.between(0.0, 2500.0), 0.2)
    if pen.chance(0.8):
        pen.raw("start", f"2024-{pen.whole(1, 12):02d}-{pen.whole(1, 28):02d}T00:00:00")
    pen.plain("source", "invented")
    pen.table("sources")
    pen.plain("invented", "Invented for tests; nothing in it is true")
    pen.table("packages")
    pen.plain("drum", "200 L")
    pen.plain("bag", "50 kg")


def _loads(pen: Pen) -> None:
    if pen.chance(0.3):
        return  # the usual order
    for priority, name in enumerate(pen.shuffled(LOAD_CLASSES), start=1):
        pen.asset("loads", name)
        pen.plain("priority", priority)
        if pen.chance(0.2):
            pen.value("min_useful_fraction", pen.between(0.0, 0.8), 0.2, most=1.0)
        if pen.chance(0.2):
            pen.plain("hours", pen.clock_hours(pen.whole(4, 22)))
        if pen.chance(0.25) and "diesel" in pen.commodities:
            pen.value("fuel_floor_l", pen.scaled(10.0, 5000.0), 0.3)
    if pen.chance(0.2):
        pen.table("failures.water")
        pen.plain("threshold", round(pen.between(3.0, 15.0), 1))
        pen.plain("window_h", pen.whole(1, 48))


def _weather(pen: Pen) -> None:
    pen.table("weather")
    pen.value("temp_max_c", pen.between(5.0, 50.0), 0.1, most=60.0)
    pen.value("daily_range_k", pen.between(4.0, 22.0), 0.2)
    if pen.chance(0.5):
        pen.plain("profile", pen.pick(("cosine", "parton-logan", "campbell-norman")))
    if pen.chance(0.3):
        pen.plain("sky", "clear-sky" if pen.placed and pen.chance(0.5) else "typical")
    if pen.chance(0.4):
        pen.value("sol_air_peak_k", pen.between(0.0, 10.0), 0.3)
        pen.value("ghi_peak_w_m2", pen.between(200.0, 1000.0), 0.1, most=1400.0)
    if pen.chance(0.4):
        pen.value("dewpoint_c", pen.between(-5.0, 22.0), 0.3, most=35.0)
    if pen.chance(0.4):
        pen.value("wind_m_s", pen.between(0.0, 8.0), 0.3)
        pen.value("turbidity", pen.between(2.0, 8.0), 0.2, least=1.0)
        pen.value("clearness", pen.between(0.6, 1.0), 0.1)
    if pen.chance(0.3):
        pen.value("residual_sd_k", pen.between(0.0, 3.0), 0.3)
