"""From draws to rows: every row says what the draws say, asset by asset and member by member."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.lifelines import shelter as shelter_rows
from holdfast.lifelines.block import index
from holdfast.lifelines.envelope import Envelope
from holdfast.lifelines.iso5 import Iso5, iso5_coefficients
from holdfast.lifelines.layered import shelter_network
from holdfast.lifelines.plant import Built
from holdfast.lifelines.plant_homes import ENVELOPE_FIELDS
from holdfast.lifelines.records import CLASSES, COOLING, DAY_H, FIRST_COMMODITY, LIGHTING
from holdfast.lifelines.sets import LIVES
from holdfast.lifelines.shelter import ISO5_ROWS, LAYERED_INPUTS, LAYERED_STATES
from holdfast.sites import Draws, prior_draws
from lifelines_built import built_of
from lifelines_samples import altered, everything

MEMBERS = 5
GENERATORS = {
    "rated_kw": "rated_kw",
    "intercept_l_per_h_kw": "intercept_l_per_h_kw",
    "slope_l_per_kwh": "slope_l_per_kwh",
    "min_load_fraction": "min_load_fraction",
    "derating_per_k": "derating_per_k",
    "derating_from_c": "derating_from_c",
    "mttf_h": "mttf_h",
    "start_failure": "start_failure_fraction",
    "service_interval_h": "service_interval_h",
    "service_h": "service_h",
    "oil_per_service_l": "oil_per_service_l",
    "overdue_factor": "overdue_factor",
}
SHELTERS = ("sol_air_factor", "conductance_w_per_k")
COOLING_FIELDS = (
    "set_point_c",
    "cooling_w_at_35c",
    "eir_at_35c",
    "capacity_slope_per_k",
    "eir_slope_per_k",
    "trip_c",
    "life_h",
)


@pytest.fixture(scope="module")
def draws() -> Draws:
    return prior_draws(everything(), MEMBERS, 3)


@pytest.fixture(scope="module")
def built(draws: Draws) -> Built:
    return built_of(everything(), draws, seed=3)


@pytest.fixture(scope="module")
def table(built: Built) -> np.ndarray:
    return built.books.rows.table()


@pytest.mark.parametrize("name", GENERATORS)
def test_generators(name: str, built: Built, table: np.ndarray, draws: Draws) -> None:
    first = getattr(built.plant.power, name)
    for g, asset in enumerate(("gen-big", "gen-small")):
        assert np.array_equal(table[first + g], draws[f"generators.{asset}.{GENERATORS[name]}"])


@pytest.mark.parametrize("name", SHELTERS)
def test_shelters(name: str, built: Built, table: np.ndarray, draws: Draws) -> None:
    first = getattr(built.plant.shelters, name)
    for s, asset in enumerate(("trailer", "tent-a")):
        assert np.array_equal(table[first + s], draws[f"shelters.{asset}.{name}"])


@pytest.mark.parametrize("name", Iso5._fields)
def test_every_factor_of_an_iso5_shelter_is_in_the_row_that_the_hour_reads(name: str) -> None:
    site = everything()
    draws = prior_draws(site, MEMBERS, 3)
    built = built_of(site, draws, seed=3, model="iso5")
    rows = built.books.rows.table()[built.plant.shelters.iso5 :]
    for s, shelter in enumerate(site.shelters):
        drawn = {field: draws[f"shelters.{shelter.id}.{field}"] for field in ENVELOPE_FIELDS}
        wanted = iso5_coefficients(Envelope(**drawn, raised_floor=shelter.raised_floor))
        place = s * ISO5_ROWS + getattr(shelter_rows, name.upper())
        assert np.array_equal(rows[place], np.broadcast_to(getattr(wanted, name), (MEMBERS,)))


def test_a_layered_shelter_has_the_states_and_inputs_that_the_hour_moves() -> None:
    site = everything()
    drawn = {field: getattr(site.shelters[0], field).median for field in ENVELOPE_FIELDS}
    network = shelter_network(Envelope(**drawn))
    assert network.capacity.shape[1] == LAYERED_STATES
    assert len(network.inputs) == LAYERED_INPUTS
    assert network.inputs == ("out", "roof", "wall", "floor", "air_w", "star_w", "solar_w")


@pytest.mark.parametrize("name", COOLING_FIELDS)
def test_air_conditioners(name: str, built: Built, table: np.ndarray, draws: Draws) -> None:
    assert np.array_equal(table[getattr(built.plant.shelters, name)], draws[f"shelters.trailer.cooling.{name}"])
    assert [index(table, built.plant.shelters.cooled + s) for s in range(2)] == [1, 0]


def test_shelter_types_weigh_by_the_people_in_them(built: Built, table: np.ndarray, draws: Draws) -> None:
    homes = [draws[f"shelters.{name}.count"] * draws[f"shelters.{name}.persons_each"] for name in ("trailer", "tent-a")]
    weight = built.plant.shelters.weight
    assert table[weight] == pytest.approx(homes[0] / (homes[0] + homes[1]), rel=1e-14)
    assert table[weight] + table[weight + 1] == pytest.approx(np.ones(MEMBERS), rel=1e-14)


def test_batteries_sun_and_grid(built: Built, table: np.ndarray, draws: Draws) -> None:
    power = built.plant.power
    assert np.array_equal(table[power.grid_kw], draws["grid.line.capacity_kw"])
    assert np.array_equal(table[power.pv_peak_kw], draws["pv.roof.peak_kw"])
    capacity = draws["batteries.bank.capacity_kwh"]
    assert np.array_equal(table[power.battery_capacity_kwh], capacity)
    assert np.array_equal(table[power.battery_min_kwh], capacity * draws["batteries.bank.min_fraction"])
    assert np.array_equal(table[power.battery_kwh], np.minimum(draws["batteries.bank.charge_kwh"], capacity))


def test_people_are_summed_and_their_need_weighed(built: Built, table: np.ndarray, draws: Draws) -> None:
    count = [draws[f"people.{name}.count"] for name in ("families", "adults")]
    need = [draws[f"people.{name}.need_factor"] for name in ("families", "adults")]
    assert np.array_equal(table[built.plant.people.persons], count[0] + count[1])
    mean = (count[0] * need[0] + count[1] * need[1]) / (count[0] + count[1])
    assert table[built.plant.people.need_factor] == pytest.approx(mean, rel=1e-14)


def test_the_policy_of_who_gets_power(built: Built, table: np.ndarray) -> None:
    loads = built.plant.loads
    assert [CLASSES[index(table, loads.order + place)] for place in range(7)] == list(CLASSES)
    hours = [table[loads.allowed + DAY_H * LIGHTING + clock, 0] for clock in range(24)]
    assert [clock for clock, on in enumerate(hours) if on] == [0, 1, 2, 3, 4, 5, 17, 18, 19, 20, 21, 22, 23]
    assert (table[loads.fuel_floor_l + COOLING] == 800.0).all()
    assert (table[loads.min_useful + CLASSES.index("cold_chain")] == 0.3).all()
    assert index(table, loads.floor_from) == FIRST_COMMODITY  # diesel comes first
    turned = altered({'id = "clinic"\npriority = 1': 'id = "clinic"\npriority = 90'})
    other = built_of(turned, prior_draws(turned, 2, 3))
    last = other.books.rows.table()[other.plant.loads.order + 6, 0]
    assert CLASSES[int(last)] == "clinic"


def test_lives_and_repairs_are_drawn_for_each_set_and_turn(built: Built, table: np.ndarray, draws: Draws) -> None:
    power = built.plant.power
    lives = table[power.life : power.life + 2 * LIVES]
    assert len(np.unique(lives)) == lives.size
    assert (lives > 0.0).all()
    assert np.array_equal(table[power.life_left], lives[0])
    assert np.array_equal(table[power.life_left + 1], lives[LIVES])
    assert (table[power.repair_h : power.repair_h + 2 * LIVES] >= 1.0).all()
    since = table[power.since_service_h : power.since_service_h + 2]
    assert ((since >= 0.0) & (since < table[power.service_interval_h : power.service_interval_h + 2])).all()


def test_a_deterministic_plant_has_no_chance_in_it(draws: Draws) -> None:
    built = built_of(everything(), draws, deterministic=True)
    table, power = built.books.rows.table(), built.plant.power
    assert (table[power.life_left : power.life_left + 2] > 1e29).all()
    assert (table[power.since_service_h] == 0.0).all()
    assert np.array_equal(table[power.repair_h], draws["generators.gen-big.repair_median_h"])
    assert built.plant.weather.noisy == 0


def test_hours_are_what_the_clock_says(built: Built) -> None:
    now = built.plant.now
    assert built.hours[:, now.clock].tolist() == [*range(24), *range(24)]
    assert (np.diff(built.hours[:, now.utc_hour]) == 1.0).all()
    assert np.flatnonzero(built.hours[:, now.new_day]).tolist() == [0, 24]


def test_no_two_quantities_share_a_row(built: Built) -> None:
    places = [place for book in (built.books.p, built.books.s, built.books.x) for place in book.names.values()]
    taken = [row for first, count in places for row in range(first, first + count)]
    assert len(taken) == len(set(taken)) == built.books.rows.count == built.plant.quantities
