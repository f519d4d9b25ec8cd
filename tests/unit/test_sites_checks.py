"""Every check has a name, finds what it is for, is silent on a sound camp, and can be silenced unless it is an error."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from holdfast.errors import ModelError
from holdfast.sites import (
    FieldRow,
    Site,
    all_checks,
    check_report,
    check_site,
    findings,
    prior_draws,
    read_site,
    refuse_unsimulated,
    unsimulated,
)
from holdfast.sites.fields import fields_of
from sites_samples import HEAD, SMALL, changed

# name of the check -> (replacements in the small camp, text added, place that must be named)
CASES: dict[str, tuple[dict[str, str], str, str]] = {
    "people-unknown": ({"count = 2000": 'count = "unknown"'}, "", "people.all.count"),
    "people-structure": ({"count = 2000": 'count = 2000\nsex = "male"\nstate = "pregnant"'}, "", "people.all.state"),
    "people-vs-shelter-places": ({"count = 333": "count = 33"}, "", "shelters"),
    "shelter-none": ({'[[shelters]]\nid = "trailers"\ncount = 333\npersons_each = 6\n': ""}, "", "shelters"),
    "cooling-in-tent": ({'id = "trailers"': 'id = "t"\nkind = "tent"\ncooling = {}'}, "", "shelters.t.cooling"),
    "weather-unknown": ({"temp_max_c = 45": ""}, "", "weather.temp_max_c"),
    "timezone-default": ({"Asia/Baghdad": "UTC"}, "", "site.timezone"),
    "start-missing": ({"start = 2015-07-17T00:00:00\n": ""}, "", "site.start"),
    "source-unused": ({"log = ": 'gauge = "g"\nlog = '}, "", "sources.gauge"),
    "content-may-exceed-container": (
        {"capacity = 15000": "capacity = {low = 8000, high = 15000}"}, "", "stores.diesel-main.quantity"),
    "cooling-without-power": (
        {'[[generators]]\nid = "gen-1"\nrated_kw = 400\nworking = 1\n': "", 'id = "trailers"': 'id = "t"\ncooling = {}'},
        "", "shelters.t.cooling"),
    "power-none": ({'[[generators]]\nid = "gen-1"\nrated_kw = 400\nworking = 1\n': ""}, "", "generators"),
    "generator-without-fuel": ({'commodity = "diesel"': 'commodity = "petrol"'}, "", "generators.gen-1"),
    "fuel-store-without-generator": (
        {'[[generators]]\nid = "gen-1"\nrated_kw = 400\nworking = 1\n': ""}, "", "stores.diesel-main"),
    "fuel-in-litres": (
        {'commodity = "diesel"': 'commodity = "diesel"\nunit = "kg"'}, "", "stores.diesel-main.unit"),
    "generators-all-down": ({"working = 1": "working = 0"}, "", "generators"),
    "battery-uncharged": ({}, '[[batteries]]\nid = "b"', "batteries.b"),
    "grid-hours-disagree": ({}, '[[grid]]\nid = "g"\nhours_per_day = 8\non_hours = [1, 2]', "grid.g.on_hours"),
    "load-class-missing": ({}, '[[loads]]\nid = "water"\npriority = 1\n[[lifts]]\nid = "l"', "loads.sewage"),
    "priority-duplicate": (
        {}, '[[loads]]\nid = "water"\npriority = 1\n[[loads]]\nid = "sewage"\npriority = 1', "loads.sewage.priority"),
    "fuel-floor-without-diesel": (
        {'commodity = "diesel"': 'commodity = "petrol"'},
        '[[loads]]\nid = "water"\npriority = 1\nfuel_floor_l = 500', "loads.water.fuel_floor_l"),
    "cold-without-power": (
        {'[[generators]]\nid = "gen-1"\nrated_kw = 400\nworking = 1\n': ""},
        '[[vaccine_fridges]]\nid = "v"', "vaccine_fridges.v"),
    "water-none": ({'id = "treated-1"': 'id = "treated-1"\nholds = "raw"'}, "", "tanks"),
    "purification-without-tank": ({}, '[[purification]]\nid = "p"', "purification.p"),
    "well-without-raw-tank": ({}, '[[wells]]\nid = "w"', "wells.w"),
    "raw-tank-without-purification": ({}, '[[tanks]]\nid = "r"\nholds = "raw"', "purification"),
    "treated-tank-without-supply": ({'[[trucks]]\nid = "water"\ncarries = "water"\n': ""}, "", "tanks"),
    "ration-none": (
        {"ration = [{stock_days_at_least = 0.3, use_l_per_person_day = 150}, "
         "{stock_days_at_least = 0, use_l_per_person_day = 20}]": ""}, "", "water.ration"),
    "sewage-never-emptied": ({'[[trucks]]\nid = "vacuum"\ncarries = "sewage"\n': ""}, "", "sewage_tanks"),
    "store-without-use": ({}, '[[stores]]\nid = "soap"\ncommodity = "soap"\nunit = "kg"', "stores.soap"),
    "stock-unmeasured": ({"quantity = 9000": 'quantity = "unknown"'}, "", "stores.diesel-main.quantity"),
    "dip-table-missing": (
        {"dip = [{cm = 0, quantity = 0}, {cm = 250, quantity = 250}]": ""}, "", "tanks.treated-1.dip"),
    "dip-above-capacity": ({"{cm = 180, quantity = 15000}": "{cm = 180, quantity = 25000}"}, "", "stores.diesel-main.dip"),
    "gate-without-record": ({"passing_fraction = {low = 0.2, high = 0.6}": ""}, "", "gate.passing_fraction"),
    "service-without-input": ({}, '[[services]]\nid = "school"', "services.school"),
    "dependency-loop": (
        {}, '[[services]]\nid = "refinery"\nlifeline = "fuel"\npower = "kitchen"', "services.refinery"),
    "truck-fuel-unnamed": (
        {'carries = "water"': 'carries = "water"\nfuel_l_per_trip = 5'}, "", "trucks.water.fuel"),
    "spare-kits-without-generators": (
        {}, '[[stores]]\nid = "kits"\ncommodity = "spare_kits"\nunit = "item"\nuse_per_day = 0', "stores.kits"),
    "oil-without-interval": (
        {"rated_kw = 400": "rated_kw = 400\noil_l = 60"}, "", "generators.gen-1.service_interval_h"),
    "capacity-zero": ({"rated_kw = 400": "rated_kw = 0"}, "", "generators.gen-1.rated_kw"),
    "conductance-below-parts": (
        {"persons_each = 6": "persons_each = 6\nconductance_w_per_k = 20\nwindow_m2 = 3\nwindow_w_per_m2_k = 6\n"
         "air_changes_per_h = 2\nvolume_m3 = 38"}, "", "shelters.trailers.conductance_w_per_k"),
    "tank-without-inlet": ({}, '[[tanks]]\nid = "r"\nholds = "raw"\n[[purification]]\nid = "p"', "tanks.r"),
    "tank-without-outlet": ({"count = 2000": "count = 0"}, "", "tanks.treated-1"),
    "rupture-above-capacity": (
        {"level_m3 = 150": "level_m3 = 150\nrupture_level_m3 = 700"}, "", "sewage_tanks.holding-1.rupture_level_m3"),
    "rain-without-sewage": (
        {'[[sewage_tanks]]\nid = "holding-1"\ncapacity_m3 = 600\nlevel_m3 = 150\n': ""},
        "[sewage]\nrain_catchment_m2 = 1000", "sewage.rain_catchment_m2"),
    "trip-below-maximum": (
        {"persons_each = 6": "persons_each = 6\ncooling = {trip_c = 44}"}, "", "shelters.trailers.cooling.trip_c"),
    "clear-sky-without-place": ({"temp_max_c = 45": 'temp_max_c = 45\nsky = "clear-sky"'}, "", "weather.sky"),
    "silenced-unknown": ({}, '[checks]\nsilenced = {nonsense = "why"}', "checks.silenced.nonsense"),
    "dialysis-without-tank": (
        {'id = "treated-1"': 'id = "treated-1"\nholds = "raw"'}, '[[clinics]]\nid = "c"\ndialysis_machines = 2',
        "clinics.c.dialysis_machines"),
    "not-simulated": ({}, '[[clinics]]\nid = "c"\noxygen_concentrators = 2', "clinics.c.oxygen_concentrators"),
}  # fmt: skip
BARE = {
    "people-none": ("", "people"),
    "water-truck-without-tank": ('[[trucks]]\nid = "t"\ncarries = "water"', "trucks.t"),
    "sewage-truck-without-tank": ('[[trucks]]\nid = "t"\ncarries = "sewage"', "trucks.t"),
    "sewage-without-tanks": ('[[people]]\nid = "p"', "sewage_tanks"),
    "lift-without-tank": ('[[lifts]]\nid = "l"', "lifts.l"),
    "unknown-share": ("", "site"),
}


def test_sound_camp_has_no_error_and_only_what_it_leaves_open() -> None:
    found = check_site(read_site(SMALL))
    assert {finding.check for finding in found} == {"unknown-share"}
    assert not [finding for finding in found if finding.severity == "error"]


def test_every_check_is_tested_here() -> None:
    names = [check.name for check in all_checks()]
    assert len(names) == len(set(names))
    assert set(names) == set(CASES) | set(BARE)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)
    assert all(check.why.endswith(".") for check in all_checks())


LATER = {("people", "frail_fraction"), ("clinics", "oxygen_concentrators"), ("clinics", "dialysis_machines")}


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take three fields for not simulated: the engine takes all of today's, and the next it does not must be refused."""

    def rows(kind: str, plain: dict[str, object]) -> dict[str, FieldRow]:
        found = fields_of(kind, plain)
        return {name: replace(row, simulated="only 0") if (kind, name) in LATER else row for name, row in found.items()}

    monkeypatch.setattr(findings, "fields_of", rows)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("name", CASES)
def test_check_finds_what_it_is_for(name: str) -> None:
    changes, added, place = CASES[name]
    found = [finding for finding in check_site(changed(changes, added)) if finding.check == name]
    assert [finding.at for finding in found] == [place]
    assert found[0].mend
    assert found[0].want


@pytest.mark.parametrize("name", BARE)
def test_check_finds_what_a_bare_site_lacks(name: str) -> None:
    added, place = BARE[name]
    found = [finding for finding in check_site(read_site(HEAD + added)) if finding.check == name]
    assert [finding.at for finding in found] == [place]


def test_purification_names_each_tank_it_lacks() -> None:
    found = [
        f for f in check_site(read_site(HEAD + '[[purification]]\nid = "p"')) if f.check == "purification-without-tank"
    ]
    assert [finding.found for finding in found] == ["a plant and no raw tank", "a plant and no treated tank"]


def test_mostly_unknown_is_a_warning_and_mostly_known_a_note() -> None:
    guessed = "".join(
        f'[[{kind}]]\nid = "a"\n' for kind in ("people", "tanks", "wells", "cold_stores", "lifts", "grid")
    )
    for site, severity in ((read_site(HEAD + guessed), "warning"), (read_site(SMALL), "note")):
        assert [f.severity for f in check_site(site) if f.check == "unknown-share"] == [severity]


def test_errors_come_first() -> None:
    order = {"error": 0, "warning": 1, "note": 2}
    ranks = [
        order[finding.severity]
        for finding in check_site(
            changed(
                {"start = 2015": "# "},
                '[[wells]]\nid = "w"\n[[pv]]\nid = "a"\n[[stores]]\nid = "s"\ncommodity = "rice"',
            )
        )
    ]
    assert ranks == sorted(ranks)
    assert set(ranks) == {0, 1, 2}


def test_a_warning_is_silenced_by_name_with_a_reason() -> None:
    quiet = '[checks]\nsilenced = {unknown-share = "we know"}'
    assert check_site(read_site(SMALL + quiet)) == ()


def test_an_error_cannot_be_silenced() -> None:
    site = read_site(HEAD + '[[lifts]]\nid = "l"\n[checks]\nsilenced = {lift-without-tank = "please"}')
    names = [finding.check for finding in check_site(site)]
    assert "lift-without-tank" in names
    assert "silenced-unknown" in names


# --- needs, parts, and degenerate sites ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "at"),
    [
        ('kind = "older"\nage_band = "0-4"', ["age_band"]),
        ('kind = "adults"\nage_band = "10-14"', ["age_band"]),
        ('kind = "children"\nage_band = "20-59"', ["age_band"]),
        ('age_band = "5-9"\nstate = "lactating"', ["state"]),
        ('kind = "older"\nstate = "pregnant"', ["state"]),
        ('age_band = "20-59"\nprofile = "old"', ["profile"]),
        ('kind = "children"\nage_band = "15-19"', []),
        ('kind = "adults"\nage_band = "60+"\nprofile = "ill"', []),
        ('sex = "male"\nstate = "none"', []),
        ('sex = "female"\nage_band = "15-19"\nstate = "lactating"\nprofile = "young"', []),
    ],
)
def test_what_is_stated_of_a_group_holds_of_one_person(stated: str, at: list[str]) -> None:
    site = read_site(SMALL.replace("count = 2000", f"count = 2000\n{stated}"))
    assert [f.at for f in check_site(site) if f.check == "people-structure"] == [f"people.all.{field}" for field in at]


def found_by(name: str, site: Site) -> list[str]:
    return [finding.found for finding in check_site(site) if finding.check == name]


def test_loop_is_told_in_its_order() -> None:
    refinery = '[[services]]\nid = "refinery"\nlifeline = "stock:diesel"\npower = "kitchen"\n'
    site = read_site(SMALL + refinery)
    assert found_by("dependency-loop", site) == ["a loop: diesel needs services.refinery needs power needs diesel"]
    outside = '[[grid]]\nid = "line"\non_hours = [6, 7, 8]\nhours_per_day = 3\n'
    assert found_by("dependency-loop", read_site(SMALL + refinery + outside)) == []


def test_loop_through_water_and_another_service_is_found() -> None:
    text = (
        SMALL + '[[wells]]\nid = "w"\n[[tanks]]\nid = "r"\nholds = "raw"\n[[purification]]\nid = "p"\n'
        '[[stores]]\nid = "chips"\ncommodity = "chips"\nunit = "kg"\n'
        '[[services]]\nid = "still"\nlifeline = "diesel"\n[[services.inputs]]\ncommodity = "chips"\n'
        '[[services]]\nid = "wood"\nlifeline = "chips"\nwater_m3_per_day = 2\n'
    )
    found = found_by("dependency-loop", read_site(text))
    assert found == [
        "a loop: chips needs services.wood needs water needs power needs diesel needs services.still needs chips"
    ]


def test_services_that_serve_people_make_no_loop() -> None:
    text = SMALL + '[[services]]\nid = "school"\npower = "lighting"\nwater_m3_per_day = 1\n'
    assert found_by("dependency-loop", read_site(text)) == []


def test_impossible_parts_are_an_error_and_doubtful_parts_a_warning() -> None:
    def severities(stated: str) -> list[str]:
        site = changed({"persons_each = 6": f"persons_each = 6\n{stated}"})
        return [f.severity for f in check_site(site) if f.check == "conductance-below-parts"]

    impossible = "conductance_w_per_k = 10\nwindow_m2 = 3\nwindow_w_per_m2_k = 6"
    assert severities(impossible) == ["error"]
    assert severities("conductance_w_per_k = 15") == ["warning"]
    assert severities("conductance_w_per_k = 80") == []
    assert severities(impossible + '\nmodel = "rc1"') == []


@pytest.mark.parametrize("text", [HEAD, HEAD + '[[people]]\nid = "p"\ncount = 0\n'])
def test_nobody_is_a_warning_and_a_site_that_can_be_drawn(text: str) -> None:
    site = read_site(text)
    assert [f.severity for f in check_site(site) if f.check == "people-none"] == ["warning"]
    assert not [f for f in check_site(site) if f.severity == "error"]
    draws = prior_draws(site, 20, 1)
    assert all(np.isfinite(array).all() for array in draws.values.values())


def test_zero_of_everything_is_a_site_of_zeros_and_only_warned_of() -> None:
    nothing = {
        "count = 2000": "count = 0", "count = 333": "count = 0", "rated_kw = 400": "rated_kw = 0",
        "quantity = 9000": "quantity = 0", "capacity = 15000": "capacity = 0", "level_m3 = 200": "level_m3 = 0",
        "capacity_m3 = 250": "capacity_m3 = 0", "level_m3 = 150": "level_m3 = 0", "capacity_m3 = 600": "capacity_m3 = 0",
        'carries = "water"': 'carries = "water"\nvolume_m3 = 0', 'carries = "sewage"': 'carries = "sewage"\ntrips_per_day = 0',
    }  # fmt: skip
    site = changed(nothing)
    found = check_site(site)
    assert not [finding for finding in found if finding.severity == "error"]
    assert len([finding for finding in found if finding.check == "capacity-zero"]) == 6
    draws = prior_draws(site, 20, 1)
    assert all(np.isfinite(array).all() for array in draws.values.values())
    assert (draws["stores.diesel-main.quantity"] == 0.0).all()


def test_fuel_used_by_vehicles_trucks_and_services_is_used() -> None:
    bare = {'[[generators]]\nid = "gen-1"\nrated_kw = 400\nworking = 1\n': ""}
    users = (
        '[[vehicles]]\nid = "v"\nfuel = "diesel"\ncount = 2',
        '[[trucks]]\nid = "t"\ncarries = "water"\nfuel = "diesel"',
        '[[services]]\nid = "s"\n[[services.inputs]]\ncommodity = "diesel"',
    )
    for user in users:
        site = changed(bare, user)
        assert found_by("fuel-store-without-generator", site) == found_by("store-without-use", site) == []


def test_battery_charged_by_a_generator_is_charged() -> None:
    assert (
        found_by("battery-uncharged", read_site(SMALL + '[[batteries]]\nid = "b"\ncharged_by_generator = true')) == []
    )


# --- what the engine would have to ignore -----------------------------------------------------------------------------------

REFUSED = {
    "people.all.frail_fraction": ({"count = 2000": "count = 2000\nfrail_fraction = 0.1"}, ""),
    "clinics.c.oxygen_concentrators": ({}, '[[clinics]]\nid = "c"\noxygen_concentrators = 2'),
    "clinics.c.dialysis_machines": ({}, '[[clinics]]\nid = "c"\ndialysis_machines = {low = 1, high = 2}'),
}


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize("place", REFUSED)
def test_what_is_not_simulated_is_refused_by_name(place: str) -> None:
    changes, added = REFUSED[place]
    site = changed(changes, added)
    assert [finding.at for finding in unsimulated(site)] == [place]
    with pytest.raises(ModelError) as caught:
        refuse_unsimulated(site)
    assert caught.value.code == "HF-S012"
    assert place in caught.value.found
    assert [f.severity for f in check_site(site) if f.check == "not-simulated"] == ["error"]


@pytest.mark.parametrize("place", REFUSED)
def test_what_was_refused_until_it_was_simulated_is_taken_now(place: str) -> None:
    site = changed(*REFUSED[place])
    assert unsimulated(site) == ()
    refuse_unsimulated(site)


@pytest.mark.usefixtures("later")
@pytest.mark.parametrize(
    "added",
    [
        '[[clinics]]\nid = "c"\ndialysis_machines = 0\noxygen_concentrators = 0',
        '[[pv]]\nid = "a"\ntilt_deg = 30\nazimuth_deg = 90',
        "[sewage]\nrain_catchment_m2 = 1000\nbrine_to_sewer = true",
        '[[batteries]]\nid = "b"\ncharged_by_generator = true',
    ],
)
def test_what_changes_nothing_is_not_refused(added: str) -> None:
    site = read_site(SMALL + added)
    assert unsimulated(site) == ()
    refuse_unsimulated(site)


def test_load_class_in_use_without_priority_is_refused_by_the_engine_too() -> None:
    site = changed({}, '[[loads]]\nid = "sewage"\npriority = 1')
    assert [finding.at for finding in unsimulated(site)] == ["loads.water"]
    with pytest.raises(ModelError) as caught:
        refuse_unsimulated(site)
    assert caught.value.code == "HF-S012"
    assert [finding.check for finding in check_site(site) if finding.severity == "error"] == ["load-class-missing"]


@pytest.mark.usefixtures("later")
def test_refusal_names_five_and_counts_all() -> None:
    text = "".join(f'[[clinics]]\nid = "a{n}"\ndialysis_machines = 3\n' for n in range(8))
    with pytest.raises(ModelError, match="8 not simulated yet") as caught:
        refuse_unsimulated(read_site(SMALL + text))
    assert "clinics.a4.dialysis_machines" in caught.value.found
    assert "clinics.a5.dialysis_machines" not in caught.value.found


def test_report_holds_faults_or_findings(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(SMALL.replace("= 9000", "= -9").replace("= 2000", "= nan"), "utf-8")
    report = check_report(tmp_path)
    assert report.errors == 2
    assert report.site is None
    assert any("HF-S006" in line for line in report.lines())
    (tmp_path / "site.toml").write_text(SMALL, "utf-8")
    sound = check_report(tmp_path)
    assert sound.errors == 0
    assert sound.lines()[-1].endswith("0 error(s), 0 warning(s), 1 note(s)")
