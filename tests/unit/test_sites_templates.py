"""The templates load, hold nothing the engine refuses, and become a workspace without touching what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from holdfast.errors import SiteError
from holdfast.sites import TEMPLATES, check_site, load_site, prior_draws, values, write_template
from holdfast.sites.templates import site_id, template_text


@pytest.mark.parametrize("kind", TEMPLATES)
def test_template_loads_without_error_and_can_be_drawn(kind: str, tmp_path: Path) -> None:
    made = write_template(kind, tmp_path / "camp", "Our camp")
    site = load_site(made)
    assert (site.id, site.name) == ("our-camp", "Our camp")
    assert [finding for finding in check_site(site) if finding.severity == "error"] == []
    draws = prior_draws(site, 50, 1)
    assert set(draws.values) == {entry.path for entry in values(site)}
    assert (made.parent / "inbox").is_dir()
    assert (made.parent / "out").is_dir()


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_number_of_a_template_has_a_source(kind: str, tmp_path: Path) -> None:
    site = load_site(write_template(kind, tmp_path / "camp", "X"))
    stated = [entry for entry in values(site) if entry.value.state != "unknown"]
    assert len(stated) >= 5
    assert all(re.match(r"physics:|note: template", entry.value.source) for entry in stated)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_stated_interval_of_a_template_agrees_with_the_row_it_cites(kind: str, tmp_path: Path) -> None:
    from holdfast.reference import row

    site = load_site(write_template(kind, tmp_path / "camp", "X"))
    for entry in values(site):
        if entry.value.state == "interval" and entry.value.source.startswith("physics:"):
            cited = row(entry.value.source)
            assert cited.low is not None
            assert cited.low <= entry.value.low, entry.path
            assert entry.value.high <= cited.high, entry.path


@pytest.mark.parametrize("kind", TEMPLATES)
def test_template_is_commented(kind: str) -> None:
    lines = template_text(kind).splitlines()
    assert sum("#" in line for line in lines) > 20
    assert max(len(line) for line in lines) <= 120


def test_kinds_differ_in_what_people_live_on(tmp_path: Path) -> None:
    trailer, tent, town = (load_site(write_template(kind, tmp_path / kind, kind)) for kind in TEMPLATES)
    assert any(shelter.cooling for shelter in trailer.shelters)
    assert not any(shelter.cooling for shelter in (*tent.shelters, *town.shelters))
    assert town.grid
    assert not town.pv
    assert tent.pv
    assert tent.batteries
    assert not tent.wells
    assert len(town.wells) == 2
    assert town.bakeries
    assert trailer.vehicles
    assert town.vehicles
    assert not tent.vehicles
    assert [service.id for service in (*tent.services, *town.services)] == ["camp-bakery", "dispensary"]
    assert {vehicle.fuel for vehicle in (*trailer.vehicles, *town.vehicles)} == {"petrol"}
    for site in (trailer, tent, town):
        assert site.water.chlorine_kg is not None
        assert (site.sewage.rain_catchment_m2 is None) == (site is tent)
        assert {shelter.model for shelter in site.shelters} == {"iso5"}
    assert all(site.generators[0].oil_l is not None for site in (trailer, town))


@pytest.mark.parametrize(
    "name", ["مخيم الأمل", 'He said "camp" \\ and left', "Camp № 7 — north", "a" * 200, "1/2", "\\u0041 \\g<0>"]
)
def test_any_name_survives_the_file(name: str, tmp_path: Path) -> None:
    site = load_site(write_template("tent-camp", tmp_path / "camp", name))
    assert site.name == name
    assert re.fullmatch(r"[^\W_][\w-]*", site.id)


def test_id_of_a_name_without_letters() -> None:
    assert site_id("!!!") == "site"
    assert site_id("  Camp   X ") == "camp-x"


@pytest.mark.parametrize("name", ["", "  ", "a" * 201, "bell\x07"])
def test_a_name_that_is_none_is_HF_S013(name: str, tmp_path: Path) -> None:
    with pytest.raises(SiteError) as caught:
        write_template("tent-camp", tmp_path / "camp", name)
    assert caught.value.code == "HF-S013"
    assert not (tmp_path / "camp").exists()


def test_unknown_template_is_HF_S013_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as caught:
        write_template("trailer-camps", tmp_path / "camp", "X")
    assert caught.value.code == "HF-S013"
    assert "'trailer-camp'" in caught.value.mend


@pytest.mark.parametrize("there", ["site.toml", "inbox", "out"])
def test_nothing_that_exists_is_touched(there: str, tmp_path: Path) -> None:
    (tmp_path / there).write_text("mine", "utf-8")
    with pytest.raises(SiteError) as caught:
        write_template("tent-camp", tmp_path, "X")
    assert caught.value.code == "HF-S013"
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text("utf-8") == "mine"


def test_other_files_of_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    write_template("tent-camp", tmp_path, "X")
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"


def test_a_file_where_the_folder_should_go_is_HF_S013(tmp_path: Path) -> None:
    (tmp_path / "camp").write_text("mine", "utf-8")
    with pytest.raises(SiteError) as caught:
        write_template("tent-camp", tmp_path / "camp", "X")
    assert caught.value.code == "HF-S013"
    assert (tmp_path / "camp").read_text("utf-8") == "mine"
