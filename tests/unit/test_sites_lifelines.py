"""Shelters by their parts, services with inputs, vehicles, upkeep and sky: how the file is read and drawn."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from holdfast.sites import (
    SiteFaultsError,
    defaults_used,
    load_site,
    median_draws,
    prior_draws,
    read_site,
    values,
)
from holdfast.sites.draws import AIR_WH_PER_M3_K
from holdfast.sites.listing import idle_paths
from sites_samples import HEAD, SMALL, changed, fault_of

SERVICE = """
[[stores]]
id = "flour"
commodity = "flour"
[[services]]
id = "oven"
lifeline = "food"
power = "kitchen"
water_m3_per_day = 1.5
hours = [3, 4, 5]
[[services.inputs]]
commodity = "flour"
unit = "bag"
quantity_per_day = {low = 2, high = 4}
[[services.inputs]]
id = "burner"
commodity = "diesel"
quantity_per_day = "unknown"
"""


def test_service_is_read_with_its_inputs_in_the_unit_of_their_stores() -> None:
    oven = read_site(SMALL + SERVICE).services[0]
    assert (oven.lifeline, oven.power, oven.hours) == ("food", "kitchen", (3, 4, 5))
    assert oven.water_m3_per_day is not None
    flour, burner = oven.inputs
    assert (flour.id, flour.unit, flour.quantity_per_day.low, flour.quantity_per_day.high) == (
        "flour",
        "kg",
        100.0,
        200.0,
    )
    assert (burner.id, burner.commodity, burner.unit) == ("burner", "diesel", "L")
    assert burner.quantity_per_day.relative_to == "people"


def test_inputs_are_values_of_the_site_with_their_own_paths_and_units() -> None:
    entries = {entry.path: entry for entry in values(read_site(SMALL + SERVICE))}
    assert entries["services.oven.inputs.flour.quantity_per_day"].unit == "kg/day"
    assert entries["services.oven.inputs.burner.quantity_per_day"].unit == "L/day"
    assert entries["services.oven.water_m3_per_day"].unit == "m3/day"
    drawn = prior_draws(read_site(SMALL + SERVICE), 300, 1)["services.oven.inputs.flour.quantity_per_day"]
    assert 100.0 <= drawn.min() < drawn.max() <= 200.0


def test_inputs_take_the_source_of_their_service() -> None:
    bare = HEAD.replace('source = "log"\n', "") + '[[stores]]\nid = "f"\ncommodity = "flour"\n'
    text = (
        bare
        + '[[services]]\nid = "s"\nsource = "log"\n[[services.inputs]]\ncommodity = "flour"\nquantity_per_day = 3\n'
    )
    assert read_site(text).services[0].inputs[0].quantity_per_day.source == "log"
    with pytest.raises(SiteFaultsError) as caught:
        read_site(text.replace('source = "log"\n', ""))
    assert caught.value.code == "HF-S008"


S = '[[services]]\nid = "s"\n'
FAULTS = {
    "input nobody stores": (
        S + '[[services.inputs]]\ncommodity = "paper"\nunit = "kg"\nquantity_per_day = 3',
        "HF-S011", "services.s.inputs.paper", "commodity"),
    "input twice": (
        S + '[[services.inputs]]\ncommodity = "diesel"\n[[services.inputs]]\ncommodity = "diesel"',
        "HF-S009", "services.s.inputs", "diesel"),
    "input in the wrong unit": (
        S + '[[services.inputs]]\ncommodity = "diesel"\nunit = "bag"\nquantity_per_day = 3',
        "HF-S007", "services.s.inputs.diesel", "quantity_per_day"),
    "input without commodity": (
        S + "[[services.inputs]]\nquantity_per_day = 3", "HF-S004", "services.s.inputs.1", "commodity"),
    "inputs that are no list": (S + "inputs = 3", "HF-S005", "services.s", "inputs"),
    "inputs that are no tables": (S + "inputs = [3]", "HF-S005", "services.s", "inputs"),
    "negative input": (
        S + '[[services.inputs]]\ncommodity = "diesel"\nquantity_per_day = -3',
        "HF-S006", "services.s.inputs.diesel", "quantity_per_day"),
    "a load class nobody knows": (S + 'power = "pumps"', "HF-S005", "services.s", "power"),
    "vehicles without petrol": ('[[vehicles]]\nid = "v"', "HF-S011", "vehicles.v", "fuel"),
    "truck fuel nobody stores": (
        '[[trucks]]\nid = "t"\ncarries = "water"\nfuel = "petrol"', "HF-S011", "trucks.t", "fuel"),
    "a model nobody knows": ('[[shelters]]\nid = "s"\nmodel = "iso13790"', "HF-S005", "shelters.s", "model"),
    "start failures above one": (
        '[[generators]]\nid = "g"\nstart_failure_fraction = 1.5', "HF-S006", "generators.g", "start_failure_fraction"),
    "spread of repairs below one": ('[[generators]]\nid = "g"\nrepair_gsd = 0.5', "HF-S006", "generators.g", "repair_gsd"),
    "no wind of this kind": ("", "HF-S006", "weather", "wind_m_s"),
    "a sky nobody knows": ("", "HF-S005", "weather", "sky"),
    "a profile nobody knows": ("", "HF-S005", "weather", "profile"),
}  # fmt: skip
IN_WEATHER = {
    "no wind of this kind": "wind_m_s = 80",
    "a sky nobody knows": 'sky = "overcast"',
    "a profile nobody knows": 'profile = "sine"',
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_names_code_asset_and_field(name: str) -> None:
    added, code, asset, field = FAULTS[name]
    weather = IN_WEATHER.get(name, "")
    error = fault_of(SMALL.replace("temp_max_c = 45", f"temp_max_c = 45\n{weather}") + added)
    assert (error.code, error.asset, error.field) == (code, asset, field)
    assert error.mend


def test_an_input_called_water_must_be_stored_like_any_commodity() -> None:
    assert fault_of(SMALL + S + '[[services.inputs]]\ncommodity = "water"\nunit = "m3"').code == "HF-S011"


# --- defaults ---------------------------------------------------------------------------------------------------------------


def test_defaults_of_plain_fields() -> None:
    site = read_site(SMALL + SERVICE + S + '[[stores]]\nid = "p"\ncommodity = "petrol"\n[[vehicles]]\nid = "v"\n')
    assert site.shelters[0].model == "iso5"
    assert site.shelters[0].raised_floor
    assert site.vehicles[0].fuel == "petrol"
    assert site.services[1].lifeline == "services"
    assert site.weather.profile == "cosine"
    assert site.generators[0].spare_kits.value == 0.0
    assert site.generators[0].oil_l is None


@pytest.mark.parametrize("case", ["camp-a1", "camp-a2", "camp-a3"])
def test_worked_camp_states_all_that_its_model_needs(case: str, root: Path) -> None:
    site = load_site(root / "examples" / case)
    assert [shelter.model for shelter in site.shelters] == ["rc1"]
    assert site.weather.sky == "typical"
    assert defaults_used(site) == ()


def test_rate_of_a_named_truck_fuel_has_its_prior() -> None:
    site = changed({'carries = "water"': 'carries = "water"\nfuel = "diesel"'})
    assert site.trucks[0].fuel_l_per_trip is not None
    assert site.trucks[0].fuel_l_per_trip.state == "unknown"
    assert site.trucks[1].fuel_l_per_trip is None


def test_oil_of_a_service_goes_with_the_size_of_the_set() -> None:
    for rated, low, high in ((30, 1.5, 8.0), (100, 5.0, 25.0), (400, 20.0, 90.0)):
        oil = changed({"rated_kw = 400": f"rated_kw = {rated}"}).generators[0].oil_per_service_l
        assert low < oil.low < oil.high < high
        assert oil.prior == "physics:V_oil"


PLACE = "latitude_deg = 33.3\nlongitude_deg = 44.2\n"


@pytest.mark.parametrize(
    ("place", "weather", "sky"),
    [
        ("", "", "typical"),
        (PLACE, "", "clear-sky"),
        (PLACE, 'ghi_peak_w_m2 = "unknown"', "clear-sky"),
        (PLACE, "ghi_peak_w_m2 = 900", "typical"),
        (PLACE, "sol_air_peak_k = {low = 3, high = 9}", "typical"),
        (PLACE, 'sky = "typical"', "typical"),
        (PLACE, 'ghi_peak_w_m2 = 900\nsky = "clear-sky"', "clear-sky"),
        ("latitude_deg = 33.3\n", "", "typical"),
    ],
)
def test_sky_is_clear_where_the_place_is_known_and_no_peak_is(place: str, weather: str, sky: str) -> None:
    site = changed({'name = "Camp X"\n': f'name = "Camp X"\n{place}', "temp_max_c = 45": f"temp_max_c = 45\n{weather}"})
    assert site.weather.sky == sky


def test_priors_of_the_parts_follow_the_kind() -> None:
    def of(kind: str) -> dict[str, float]:
        shelter = changed({'id = "trailers"': f'id = "trailers"\nkind = "{kind}"'}).shelters[0]
        names = (
            "floor_m2",
            "volume_m3",
            "window_m2",
            "air_changes_per_h",
            "absorptance_fraction",
            "conductance_w_per_k",
        )
        return {name: getattr(shelter, name).value for name in names}

    trailer, tent, container, house = (of(kind) for kind in ("trailer", "tent", "container", "house"))
    assert trailer["volume_m3"] == pytest.approx(38.0, rel=0.06)
    assert trailer["window_m2"] == 1.5
    assert tent["window_m2"] == 0.0
    assert tent["air_changes_per_h"] == 5.0
    assert tent["floor_m2"] == 24.0
    assert container["absorptance_fraction"] == 0.7
    assert container["floor_m2"] == trailer["floor_m2"]
    assert house["window_m2"] == pytest.approx(6.0)
    assert house["conductance_w_per_k"] == 380.0


def test_a_larger_floor_makes_a_larger_shelter() -> None:
    shelter = changed({"persons_each = 6": "persons_each = 6\nfloor_m2 = 30"}).shelters[0]
    assert shelter.volume_m3.value == pytest.approx(2.57 * 30)
    assert shelter.envelope_m2.value == pytest.approx(3.97 * 30)


# --- draws --------------------------------------------------------------------------------------------------------------------

TWO_TYPES = '[[shelters]]\nid = "more"\ncount = 3\n[[shelters]]\nid = "tents"\nkind = "tent"\ncount = 3\n'


def test_the_build_of_a_kind_is_shared_and_that_of_another_kind_is_not() -> None:
    draws = prior_draws(read_site(SMALL + TWO_TYPES), 500, 3)
    one, two, tent = (draws[f"shelters.{name}.absorptance_fraction"] for name in ("trailers", "more", "tents"))
    assert (one == two).all()
    assert abs(np.corrcoef(one, tent)[0, 1]) < 0.2
    u = [draws[f"shelters.{name}.conductance_w_per_k"] for name in ("trailers", "more")]
    assert (u[0] == u[1]).all()
    floors = [draws[f"shelters.{name}.floor_m2"] for name in ("trailers", "more")]
    assert (floors[0] != floors[1]).any()


def test_upkeep_is_shared_by_the_sets_of_a_site() -> None:
    site = changed({}, '[[generators]]\nid = "gen-2"\nrated_kw = 60\n')
    draws = prior_draws(site, 200, 1)
    for name in ("mttf_h", "repair_median_h", "overdue_factor", "start_failure_fraction", "service_interval_h"):
        assert (draws[f"generators.gen-1.{name}"] == draws[f"generators.gen-2.{name}"]).all(), name


@pytest.mark.parametrize("kind", ["trailer", "tent", "container", "house"])
@pytest.mark.parametrize("total", ['"unknown"', "12", "{low = 5, high = 900}"])
def test_windows_and_air_changes_stay_below_the_total(kind: str, total: str) -> None:
    site = changed({"persons_each = 6": f'persons_each = 6\nkind = "{kind}"\nconductance_w_per_k = {total}'})
    for draws in (prior_draws(site, 400, 2), median_draws(site)):
        at = {
            name: draws[f"shelters.trailers.{name}"]
            for name in type(site.shelters[0]).model_fields
            if name.count("_") > 0 and f"shelters.trailers.{name}" in draws.values
        }
        parts = at["window_m2"] * at["window_w_per_m2_k"] + AIR_WH_PER_M3_K * at["volume_m3"] * at["air_changes_per_h"]
        assert (parts <= 0.8 * at["conductance_w_per_k"] * (1 + 1e-12)).all()
        if total == "12":
            assert (at["conductance_w_per_k"] == 12.0).all()


def test_stated_parts_are_never_changed_by_a_stated_total() -> None:
    text = "persons_each = 6\nconductance_w_per_k = 40\nwindow_m2 = 2\nwindow_w_per_m2_k = 6\nair_changes_per_h = 1\nvolume_m3 = 38"
    draws = prior_draws(changed({"persons_each = 6": text}), 10, 1)
    assert (draws["shelters.trailers.window_w_per_m2_k"] == 6.0).all()
    assert (draws["shelters.trailers.air_changes_per_h"] == 1.0).all()


def test_defaults_of_what_is_not_there_are_not_listed() -> None:
    plain = changed({'id = "trailers"': 'id = "trailers"\nmodel = "rc1"'})
    idle = idle_paths(plain)
    assert {
        "water.chlorine_g_per_m3",
        "sewage.runoff_fraction",
        "weather.wind_m_s",
        "shelters.trailers.window_m2",
    } <= idle
    assert idle <= {entry.path for entry in values(plain)}
    assert not idle & {entry.path for entry in defaults_used(plain)}
    full = changed(
        {"[water]": "[water]\nchlorine_kg = 20", "rated_kw = 400": "rated_kw = 400\noil_l = 50\nspare_kits = 1"}
    )
    listed = {entry.path for entry in defaults_used(full)}
    assert {
        "water.chlorine_g_per_m3", "generators.gen-1.oil_per_service_l", "generators.gen-1.repair_median_h",
        "weather.wind_m_s", "shelters.trailers.window_m2",
    } <= listed  # fmt: skip
