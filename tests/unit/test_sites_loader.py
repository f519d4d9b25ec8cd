"""site.toml becomes a site: forms of values, sources, units, and one clear error for each fault."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from pathlib import Path

import pytest

from holdfast.errors import SiteError
from holdfast.sites import SiteFaultsError, defaults_used, load_site, median_draws, read_site, site_path, values
from sites_samples import HEAD, SMALL, changed, fault_of, swap


def test_small_camp_loads_with_zone_and_known_values() -> None:
    site = read_site(SMALL)
    assert (site.id, site.name, site.timezone, site.exercise) == ("camp-x", "Camp X", "Asia/Baghdad", False)
    assert site.start is not None
    assert site.start.astimezone(UTC) == datetime(2015, 7, 16, 21, tzinfo=UTC)
    assert site.stores[0].quantity.is_known
    assert site.stores[0].quantity.source == "log"
    assert site.stores[0].unit == "L"


def test_site_is_frozen() -> None:
    site = read_site(SMALL)
    with pytest.raises(ValueError, match="frozen"):
        site.gate = None  # type: ignore[misc, assignment]


def test_least_site_loads_and_every_value_can_be_drawn() -> None:
    site = read_site('[site]\nid = "a"\nname = "A"\n')
    assert all(entry.value.state == "unknown" for entry in values(site))
    assert set(median_draws(site).values) == {entry.path for entry in values(site)}
    assert [load.id for load in site.loads] == [
        "clinic", "water", "sewage", "cold_chain", "kitchen", "lighting", "cooling",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("stated", "state", "median"),
    [
        ("9000", "known", 9000.0),
        ("{value = 9000}", "known", 9000.0),
        ('{value = 40, unit = "drum"}', "known", 8000.0),
        ('{value = 9, unit = "m3"}', "known", 9000.0),
        ('"9,000 L"', "known", 9000.0),
        ('"9 m3"', "known", 9000.0),
        ('"40 drums"', "known", 8000.0),
        ('"9000"', "known", 9000.0),
        ("{low = 5000, high = 9000}", "interval", 7000.0),
        ('"5000-9000 L"', "interval", 7000.0),
        ('{low = 25, high = 45, unit = "drum"}', "interval", 7000.0),
        ("{value = 7000, low = 5000, high = 9000}", "interval", 7000.0),
        ("{low = 7000, high = 7000}", "known", 7000.0),
        ('"unknown"', "unknown", 7500.0),
        ('{value = "unknown"}', "unknown", 7500.0),
    ],
)
def test_forms_of_a_value(stated: str, state: str, median: float) -> None:
    quantity = changed({"quantity = 9000": f"quantity = {stated}"}).stores[0].quantity
    assert quantity.state == state
    assert quantity.median == pytest.approx(median)


def test_default_distribution_of_an_interval_depends_on_a_best_guess() -> None:
    assert changed({"= 9000": "= {low = 1, high = 2}"}).stores[0].quantity.distribution == "uniform"
    assert changed({"= 9000": "= {value = 1, low = 1, high = 2}"}).stores[0].quantity.distribution == "triangular"
    stated = changed({"= 9000": '= {value = 1, low = 1, high = 2, distribution = "beta"}'})
    assert stated.stores[0].quantity.distribution == "beta"


def test_fahrenheit_is_shifted_and_a_difference_is_not() -> None:
    site = changed(
        {"temp_max_c = 45": 'temp_max_c = {value = 120, unit = "F"}\ndaily_range_k = {value = 18, unit = "F"}'}
    )
    assert site.weather.temp_max_c.value == pytest.approx(48.889, abs=1e-3)
    assert site.weather.daily_range_k.value == pytest.approx(10.0)


def test_per_cent_of_a_fraction() -> None:
    site = changed({"passing_fraction = {low = 0.2, high = 0.6}": 'passing_fraction = {value = 40, unit = "%"}'})
    assert site.gate.passing_fraction.value == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("old", "new", "path", "median"),
    [
        ("[water]\n", '[water]\nnormal_use_l_per_person_day = "150 L/person/day"\n', "water.normal_use_l_per_person_day", 150),
        ("[water]\n", '[water]\nnormal_use_l_per_person_day = "100-150 L per person per day"\n',
         "water.normal_use_l_per_person_day", 125),
        ("[water]\n", '[water]\ndistribution_kwh_per_m3 = "0.15 kWh/m3"\n', "water.distribution_kwh_per_m3", 0.15),
        ("= 400", '= "500 hp"', "generators.gen-1.rated_kw", 372.85),
        ("count = 2000", 'count = "2,000 people"', "people.all.count", 2000),
        ("count = 2000", 'count = "2.3 thousand"', "people.all.count", 2300),
        ("quantity = 9000", 'quantity = "۹۰۰۰ لیتر"', "stores.diesel-main.quantity", 9000),
        ("{low = 0.2, high = 0.6}", '"40%"', "gate.passing_fraction", 0.4),
        ("{low = 0.2, high = 0.6}", '"14 of 35"', "gate.passing_fraction", 0.4),
    ],
)  # fmt: skip
def test_words_of_the_field_are_read(old: str, new: str, path: str, median: float) -> None:
    entry = next(entry for entry in values(changed({old: new})) if entry.path == path)
    assert entry.value.median == pytest.approx(median, abs=0.01)


@pytest.mark.parametrize("text", ["5.100", "5.100 L", "about 5-7 drums", "12 of 35", "less than 9000 L", "L", "-"])
def test_text_with_two_readings_or_none_is_refused(text: str) -> None:
    assert fault_of(swap(SMALL, {"quantity = 9000": f'quantity = "{text}"'})).code == "HF-S005"


def test_part_of_a_tank_is_no_quantity() -> None:
    error = fault_of(swap(SMALL, {"quantity = 9000": 'quantity = "1/2 tank"'}))
    assert (error.code, error.field) == ("HF-S007", "quantity")


# --- sources -----------------------------------------------------------------------------------------------------------


def test_source_is_the_values_then_the_assets_then_the_sites() -> None:
    text = swap(SMALL, {"log = ": 'gauge = "gauge"\nbook = "book"\nlog = '})
    text = swap(text, {"capacity = 15000": 'source = "book"\ncapacity = {value = 15000, source = "gauge"}'})
    site = read_site(text)
    assert site.stores[0].capacity.source == "gauge"
    assert site.stores[0].quantity.source == "book"
    assert site.people[0].count.source == "log"


def test_cooling_and_deliveries_take_the_source_of_their_owner() -> None:
    bare = HEAD.replace('source = "log"', "")
    site = read_site(
        bare + '[[shelters]]\nid = "t"\nsource = "log"\ncooling = {set_point_c = 26}\n'
        '[gate]\nsource = "log"\n[[gate.deliveries]]\ncommodity = "water"\nquantity_per_day = 30\n'
    )
    assert site.shelters[0].cooling is not None
    assert site.shelters[0].cooling.set_point_c.source == "log"
    assert site.gate.deliveries[0].quantity_per_day.source == "log"


@pytest.mark.parametrize("source", ["log", "physics:leak", "N001", "note: told by the engineer"])
def test_sources_that_exist_are_taken(source: str) -> None:
    site = changed({"quantity = 9000": f'quantity = {{value = 9000, source = "{source}"}}'})
    assert site.stores[0].quantity.source == source


@pytest.mark.parametrize("source", ["logg", "physics:nothing", "N999", "the engineer told me", "note:", " "])
def test_sources_that_do_not_exist_are_refused(source: str) -> None:
    error = fault_of(swap(SMALL, {"quantity = 9000": f'quantity = {{value = 9000, source = "{source}"}}'}))
    assert error.code == "HF-S008"
    assert error.field == "quantity"


def test_number_without_any_source_is_refused() -> None:
    error = fault_of(SMALL.replace('source = "log"\n', ""))
    assert error.code == "HF-S008"
    assert "no source" in error.found


def test_unknown_names_the_origin_of_its_prior() -> None:
    site = changed({"quantity = 9000": 'quantity = "unknown"'})
    entries = {entry.path: entry for entry in defaults_used(site)}
    assert entries["water.leakage_fraction"].value.prior == "physics:leak"
    assert entries["water.leakage_fraction"].value.source == "physics:leak"
    assert entries["stores.diesel-main.quantity"].value.prior == "assumption"
    assert "never read" in entries["stores.diesel-main.quantity"].value.source
    assert "people.all.count" not in entries


# --- faults: code, place, what was found --------------------------------------------------------------------------------

FAULTS = {
    "people above the limit": ({"count = 2000": "count = 1000000000"}, "HF-S006", "people.all", "count"),
    "negative stock": ({"quantity = 9000": "quantity = -5"}, "HF-S006", "stores.diesel-main", "quantity"),
    "tank fuller than it is": ({"level_m3 = 200": "level_m3 = 300"}, "HF-S010", "tanks.treated-1", "level_m3"),
    "stock above capacity": ({"quantity = 9000": "quantity = 15001"}, "HF-S010", "stores.diesel-main", "quantity"),
    "energy for litres": (
        {"quantity = 9000": 'quantity = {value = 3, unit = "kWh"}'}, "HF-S007", "stores.diesel-main", "quantity"),
    "unit nobody knows": (
        {"quantity = 9000": 'quantity = {value = 3, unit = "barrelful"}'}, "HF-S007", "stores.diesel-main", "quantity"),
    "package without size": (
        {"drum = \"200 L\"\n": "", "quantity = 9000": 'quantity = {value = 3, unit = "drum"}'},
        "HF-S007", "stores.diesel-main", "quantity"),
    "kilograms of diesel": (
        {"quantity = 9000": 'quantity = {value = 3, unit = "bag"}'}, "HF-S007", "stores.diesel-main", "quantity"),
    "low above high": ({"quantity = 9000": "quantity = {low = 9, high = 5}"}, "HF-S005", "stores.diesel-main", "quantity"),
    "best guess outside": (
        {"quantity = 9000": "quantity = {value = 1, low = 5, high = 9}"}, "HF-S005", "stores.diesel-main", "quantity"),
    "one end only": ({"quantity = 9000": "quantity = {low = 5}"}, "HF-S005", "stores.diesel-main", "quantity"),
    "nothing stated": ({"quantity = 9000": "quantity = {}"}, "HF-S005", "stores.diesel-main", "quantity"),
    "interval past the limit": (
        {"passing_fraction = {low = 0.2, high = 0.6}": "passing_fraction = {low = 0.2, high = 1.6}"},
        "HF-S006", "gate", "passing_fraction"),
    "nan": ({"quantity = 9000": "quantity = nan"}, "HF-S005", "stores.diesel-main", "quantity"),
    "inf": ({"quantity = 9000": "quantity = {low = 1, high = inf}"}, "HF-S005", "stores.diesel-main", "quantity"),
    "number of 400 digits": (
        {"quantity = 9000": "quantity = 1" + "0" * 400}, "HF-S005", "stores.diesel-main", "quantity"),
    "truth for a number": ({"quantity = 9000": "quantity = true"}, "HF-S005", "stores.diesel-main", "quantity"),
    "a list for a number": ({"quantity = 9000": "quantity = [1, 2]"}, "HF-S005", "stores.diesel-main", "quantity"),
    "words for a number": ({"quantity = 9000": 'quantity = "plenty"'}, "HF-S005", "stores.diesel-main", "quantity"),
    "a bound for a number": ({"quantity = 9000": 'quantity = "over 2,000 L"'}, "HF-S005", "stores.diesel-main", "quantity"),
    "about": ({"quantity = 9000": 'quantity = "about 2,000 L"'}, "HF-S005", "stores.diesel-main", "quantity"),
    "unknown key in a value": (
        {"quantity = 9000": "quantity = {amount = 3}"}, "HF-S003", "stores.diesel-main", "quantity"),
    "number for a unit": (
        {"quantity = 9000": "quantity = {value = 3, unit = 3}"}, "HF-S005", "stores.diesel-main", "quantity"),
    "unknown distribution": (
        {"quantity = 9000": 'quantity = {low = 3, high = 4, distribution = "gauss"}'},
        "HF-S005", "stores.diesel-main", "quantity"),
    "distribution of one number": (
        {"quantity = 9000": 'quantity = {value = 3, distribution = "normal"}'},
        "HF-S005", "stores.diesel-main", "quantity"),
    "lognormal from zero": (
        {"quantity = 9000": 'quantity = {low = 0, high = 4, distribution = "lognormal"}'},
        "HF-S005", "stores.diesel-main", "quantity"),
    "misspelt field": ({"quantity = 9000": "qantity = 9000"}, "HF-S003", "stores.diesel-main", "qantity"),
    "misspelt table": ({"[weather]": "[wetter]"}, "HF-S003", "wetter", ""),
    "no id": ({'id = "gen-1"\n': ""}, "HF-S004", "generators[1]", "id"),
    "id with a dot": ({'id = "gen-1"': 'id = "gen.1"'}, "HF-S005", "generators[1]", "id"),
    "no commodity": ({'commodity = "diesel"\n': ""}, "HF-S004", "stores.diesel-main", "commodity"),
    "no unit for a rare commodity": (
        {'commodity = "diesel"': 'commodity = "soap"'}, "HF-S004", "stores.diesel-main", "unit"),
    "unknown word": ({'carries = "water"': 'carries = "watr"'}, "HF-S005", "trucks.water", "carries"),
    "one table for a list": ({"[[generators]]": "[generators]"}, "HF-S005", "generators", ""),
    "unknown zone": ({"Asia/Baghdad": "Asia/Bagdad"}, "HF-S005", "site", "timezone"),
    "start that is no date": ({"start = 2015-07-17T00:00:00": 'start = "yesterday"'}, "HF-S005", "site", "start"),
    "latitude": ({'name = "Camp X"': 'name = "Camp X"\nlatitude_deg = 91'}, "HF-S006", "site", "latitude_deg"),
    "text for latitude": ({'name = "Camp X"': 'name = "Camp X"\nlatitude_deg = "N"'}, "HF-S005", "site", "latitude_deg"),
    "empty name": ({'name = "Camp X"': 'name = " "'}, "HF-S005", "site", "name"),
    "dip that falls": ({"{cm = 100, quantity = 8000}": "{cm = 100, quantity = 16000}"}, "HF-S010", "stores.diesel-main", "dip"),
    "dip with one cm twice": ({"{cm = 100,": "{cm = 180,"}, "HF-S010", "stores.diesel-main", "dip"),
    "dip row without cm": ({"{cm = 100, quantity": "{quantity"}, "HF-S004", "stores.diesel-main", "dip"),
    "dip below zero": ({"{cm = 0, quantity = 0}, {cm = 100": "{cm = -1, quantity = 0}, {cm = 100"}, "HF-S006", "stores.diesel-main", "dip"),
    "dip of one row": ({", {cm = 250, quantity = 250}": ""}, "HF-S010", "tanks.treated-1", "dip"),
    "dip that is a number": ({"dip = [{cm = 0, quantity = 0}, {cm = 250, quantity = 250}]": "dip = 3"}, "HF-S005", "tanks.treated-1", "dip"),
    "dip row with a stray key": ({"{cm = 250,": "{mm = 3, cm = 250,"}, "HF-S003", "tanks.treated-1", "dip"),
    "ration without an end": ({", {stock_days_at_least = 0, use_l_per_person_day = 20}": ""}, "HF-S010", "water", "ration"),
    "ration that rises": ({"stock_days_at_least = 0.3": "stock_days_at_least = 0"}, "HF-S010", "water", "ration"),
    "package without a figure": ({'drum = "200 L"': 'drum = "large"'}, "HF-S007", "packages", "drum"),
    "package that is a number": ({'drum = "200 L"': "drum = 200"}, "HF-S005", "packages", "drum"),
    "source of the site unknown": ({'source = "log"': 'source = "lgo"'}, "HF-S008", "site", "source"),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTS)
def test_fault_names_code_asset_and_field(name: str) -> None:
    changes, code, asset, field = FAULTS[name]
    error = fault_of(swap(SMALL, changes))
    assert (error.code, error.asset, error.field) == (code, asset, field)
    assert error.found
    assert error.expected
    assert error.mend


ADDED = {
    "clock hour 24": ('[[kitchens]]\nid = "k"\nhours = [23, 24]', "HF-S006", "kitchens.k", "hours"),
    "negative hour": ('[[kitchens]]\nid = "k"\nhours = [-1]', "HF-S006", "kitchens.k", "hours"),
    "an hour twice": ('[[kitchens]]\nid = "k"\nhours = [4, 4]', "HF-S010", "kitchens.k", "hours"),
    "hours in words": ('[[kitchens]]\nid = "k"\nhours = ["4"]', "HF-S005", "kitchens.k", "hours"),
    "fuel nobody stores": ('[[kitchens]]\nid = "k"\nfuel = "lpg"', "HF-S011", "kitchens.k", "fuel"),
    "flour nobody stores": ('[[bakeries]]\nid = "b"\nflour = "flour"', "HF-S011", "bakeries.b", "flour"),
    "delivery nobody stores": (
        '[[gate.deliveries]]\ncommodity = "deisel"\nunit = "L"\nquantity_per_day = 3',
        "HF-S011",
        "gate.deliveries.deisel",
        "commodity",
    ),
    "delivery twice": (
        '[[gate.deliveries]]\ncommodity = "diesel"\n[[gate.deliveries]]\ncommodity = "diesel"',
        "HF-S009",
        "gate.deliveries",
        "diesel",
    ),
    "delivery in the wrong unit": (
        '[[gate.deliveries]]\ncommodity = "diesel"\nunit = "kWh"\nquantity_per_day = 3',
        "HF-S007",
        "gate.deliveries.diesel",
        "quantity_per_day",
    ),
    "an id twice": ('[[generators]]\nid = "gen-1"', "HF-S009", "generators", "gen-1"),
    "two units of one commodity": (
        '[[stores]]\nid = "d2"\ncommodity = "diesel"\nunit = "kg"',
        "HF-S010",
        "stores.d2",
        "unit",
    ),
    "a load class nobody knows": ('[[loads]]\nid = "pumps"\npriority = 1', "HF-S005", "loads.pumps", "id"),
    "priority zero": ('[[loads]]\nid = "water"\npriority = 0', "HF-S006", "loads.water", "priority"),
    "priority in halves": ('[[loads]]\nid = "water"\npriority = 1.5', "HF-S005", "loads.water", "priority"),
    "a lifeline nobody knows": ("[failures.watter]\nthreshold = 7", "HF-S003", "failures", "watter"),
    "a rule that is a number": ("[failures]\nwater = 7", "HF-S005", "failures", "water"),
    "a window below an hour": ("[failures.water]\nwindow_h = 0.5", "HF-S006", "failures", "water"),
    "a rule for no stock": ('[failures."stock:lpg"]\nthreshold = 7', "HF-S011", "failures", "stock:lpg"),
    "a stray check table": ("[checks]\nsilence = 3", "HF-S003", "checks", ""),
    "a flag in words": ('[[trucks]]\nid = "t"\ncarries = "water"\nneeds_gate = "yes"', "HF-S005", "trucks.t", "needs_gate"),
}  # fmt: skip


@pytest.mark.parametrize("name", ADDED)
def test_fault_of_an_added_table(name: str) -> None:
    text, code, asset, field = ADDED[name]
    error = fault_of(SMALL + text)
    assert (error.code, error.asset, error.field) == (code, asset, field)


@pytest.mark.parametrize(
    ("shares", "code"),
    [("[" + "0.05, " * 24 + "]", "HF-S010"), ("[0.5, 0.5]", "HF-S005"), ("[1.5, -0.5" + ", 0" * 22 + "]", "HF-S006")],
)
def test_hourly_shares_are_24_that_sum_to_one(shares: str, code: str) -> None:
    error = fault_of(swap(SMALL, {"[water]": f"[water]\nhourly_shares = {shares}"}))
    assert (error.code, error.field) == (code, "hourly_shares")


def test_every_fault_of_a_file_is_reported_at_once() -> None:
    error = fault_of(
        swap(SMALL, {"count = 2000": "count = -1", "rated_kw": "ratedkw", "= 9000": "= nan", "= 600": "= {}"})
    )
    assert [fault.code for fault in error.faults] == ["HF-S006", "HF-S003", "HF-S005", "HF-S005"]
    assert "4 faults in total" in error.found
    assert "people.all" in error.where


def test_nearest_name_is_suggested() -> None:
    assert "'rated_kw'" in fault_of(swap(SMALL, {"rated_kw": "ratedkw"})).mend
    assert "'weather'" in fault_of(swap(SMALL, {"[weather]": "[wetter]"})).mend
    assert "'log'" in fault_of(swap(SMALL, {'source = "log"': 'source = "lgo"'})).mend
    lpg = '[[stores]]\nid = "gas"\ncommodity = "lpg"\n[[kitchens]]\nid = "k"\nfuel = "lgp"\n'
    assert "'lpg'" in fault_of(SMALL + lpg).mend


def test_faults_survive_pickling() -> None:
    error = fault_of(swap(SMALL, {"count = 2000": "count = -1", "= 9000": "= nan"}))
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, SiteFaultsError)
    assert again.as_dict() == error.as_dict()
    assert again.faults == error.faults


# --- priors that lean on other values ------------------------------------------------------------------------------------


def test_fuel_curve_is_that_of_the_nearest_size() -> None:
    for rated, row in ((50, "F0_60"), (90, "F0_100"), (380, "F0_400"), (1500, "F0_1000"), (5, "F0_20")):
        site = changed({"rated_kw = 400": f"rated_kw = {rated}"})
        assert site.generators[0].intercept_l_per_h_kw.prior == f"physics:{row}"
    assert changed({"rated_kw = 400": "rated_kw = 60"}).generators[0].intercept_l_per_h_kw.value == 0.0533


def test_prior_depends_on_the_kind_of_asset() -> None:
    tent = changed({'id = "trailers"': 'id = "trailers"\nkind = "tent"'})
    assert tent.shelters[0].conductance_w_per_k.median == pytest.approx(440)
    assert read_site(SMALL).shelters[0].conductance_w_per_k.median == pytest.approx(80)


def test_container_left_out_holds_what_is_in_it() -> None:
    site = changed({"capacity = 15000\n": "", ", {cm = 180, quantity = 15000}": ""})
    assert site.stores[0].capacity.state == "unknown"
    assert site.stores[0].capacity.low == 9000.0
    assert site.stores[0].capacity.relative_to == "stores.diesel-main.quantity"


def test_unstated_rate_of_a_named_fuel_has_its_prior_and_is_never_nothing() -> None:
    text = (
        '[[stores]]\nid = "gas"\ncommodity = "lpg"\n[[kitchens]]\nid = "k"\nfuel = "lpg"\n[[kitchens]]\nid = "cold"\n'
    )
    burning, cold = read_site(SMALL + text).kitchens
    assert burning.fuel_kg_per_person_day is not None
    assert burning.fuel_kg_per_person_day.prior == "physics:lpg"
    assert cold.fuel_kg_per_person_day is None


def test_delivery_is_turned_into_the_unit_of_its_store() -> None:
    text = '[[gate.deliveries]]\ncommodity = "diesel"\nunit = "drum"\nquantity_per_day = {low = 5, high = 10}\n'
    text += '[[gate.deliveries]]\ncommodity = "water"\nunit = "L"\nquantity_per_day = 30000\n'
    diesel, water = read_site(SMALL + text).gate.deliveries
    assert (diesel.unit, diesel.quantity_per_day.low, diesel.quantity_per_day.high) == ("L", 1000.0, 2000.0)
    assert (water.unit, water.quantity_per_day.value) == ("m3", 30.0)


# --- files ------------------------------------------------------------------------------------------------------------------


def test_path_is_a_workspace_or_a_file(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(SMALL, "utf-8")
    assert site_path(tmp_path) == site_path(tmp_path / "site.toml") == tmp_path / "site.toml"
    assert load_site(tmp_path) == load_site(tmp_path / "site.toml")


def test_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert load_site(tmp_path).id == "camp-x"


def test_missing_file_is_HF_S001(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "nothing.toml"):
        with pytest.raises(SiteError) as caught:
            load_site(place)
        assert caught.value.code == "HF-S001"
        assert str(place) in caught.value.where
