"""A run: what it declares, what it keeps, what it refuses, and that it changes nothing it was given."""

from __future__ import annotations

import copy
from dataclasses import replace

import numpy as np
import pytest

from holdfast.errors import InputError, ModelError
from holdfast.lifelines import (
    QUANTILES,
    Event,
    declared_events,
    declared_outputs,
    failure_table,
    simulate,
    threshold_of,
    window_of,
)
from holdfast.lifelines.columns import Columns, Moments
from holdfast.lifelines.layout import lay_out, slug
from holdfast.reference import value
from holdfast.sites import FieldRow, findings, median_draws, prior_draws, read_site
from holdfast.sites.fields import fields_of
from lifelines_samples import EVERYTHING, START, altered, everything, median_run

IGNORED = 'kind = "families"\ncount = 900\nfrail_fraction = 0.1'
BARE = '[site]\nid = "x"\nname = "X"\ntimezone = "UTC"\nsource = "s"\n[sources]\ns = "t"\n'


def test_declared_names_are_the_places_of_the_loop() -> None:
    """A name in the table without a place, or a place without a name, stops the first run; here both ways."""
    layout = lay_out(everything())
    assert list(layout.outputs.values()) == list(range(len(layout.outputs)))
    assert layout.columns.spare == len(layout.outputs)
    assert len(declared_outputs()) == len(Columns._fields) - 1
    assert len(declared_events()) == len(Moments._fields) - 1


def test_every_declared_output_is_written() -> None:
    """A declared output that the loop never writes would be zero for ever: here every one moves."""
    stress = [Event(hour=60, kind="fail", asset=name) for name in ("gen-big", "gen-small")]
    stress += [Event(hour=60, kind="passing", quantity=0.0), Event(hour=60, kind="grid", asset="line", quantity=0.0)]
    stress += [Event(hour=60, kind="set_level", asset="treated-2", quantity=1.0)]
    stress += [Event(hour=60, kind="destroy", asset="treated-2", quantity=0.9)]
    # Enough sun to charge the battery, little chlorine, and patients on machines.
    sunny = altered(
        {
            "peak_kw = 60": "peak_kw = 600",
            "leakage_fraction = 0.12": "leakage_fraction = 0.12\nchlorine_kg = 0.2",
            "power_kw = 12": "power_kw = 12\noxygen_concentrators = 4\noxygen_kw_each = 0.5\ndialysis_machines = 2",
        }
    )
    run = median_run(sunny, events=stress)
    still = {name for name, array in run.outputs.items() if np.ptp(array) == 0.0}
    # Not so hot a camp; tests/unit/test_lifelines_heat.py has a hotter one in which these move.
    assert all(name.startswith(("hours_not_compensable", "hours_past_6_h_limit")) for name in still)
    assert run.outputs["demand_clinic_kw"][0, 0] == 14.0


def test_outputs_carry_a_unit_meaning_and_source() -> None:
    for row in (*declared_outputs(), *declared_events()):
        assert row.unit
        assert row.meaning
        assert row.source
    assert len({row.name for row in declared_outputs()}) == len(declared_outputs())


def test_names_carry_their_units() -> None:
    suffixes = {"kW": "_kw", "kWh": "_kwh", "m3": "_m3", "degC": "_c", "L": "_l", "K": "_k", "W/m2": "_w_m2"}
    for name, unit in lay_out(everything()).units.items():
        if unit in suffixes:
            assert name.endswith(suffixes[unit]) or "_c" in name, name


def test_what_a_site_does_not_have_is_absent_and_not_never() -> None:
    run = median_run(read_site(BARE), hours=30)
    of_people = {f"core_{temp}_at_{age}" for temp in ("38_5c", "39c") for age in (65, 75, 85)}
    of_people |= {
        f"heat_{what}_{who}" for what in ("not_compensable", "past_6_h_limit") for who in ("young", "65_plus")
    }
    of_people |= {f"deficit_{percent}_percent" for percent in (2, 5, 10)}
    of_people |= {"water_under_drinking_need", "water_under_survival_total", "need_above_survival_intake"}
    assert set(run.event_times) == {"water_under_15_l"} | of_people
    assert "temp_cold_c" not in run.outputs
    assert "generator_kw" not in run.outputs
    assert set(run.balances) == {"power", "served above demand"}
    full = median_run(everything(), hours=30)
    everywhere = {row.name for row in declared_events() if "{" not in row.name}
    # it has no vehicles and no patients on machines
    assert everywhere - set(full.event_times) == {"transport_stops", "oxygen_stops", "dialysis_stops"}
    assert {"lpg_out", "flour_out", "rice_out"} <= set(full.event_times)
    assert full.lifelines["rice_out"] == "stock:rice"
    assert "diesel_out_out" not in full.event_times
    assert [name for name in full.event_times if name.startswith("diesel")] == ["diesel_out"]


def test_an_id_becomes_part_of_a_name() -> None:
    assert slug("Tent-A 2") == "tent_a_2"


def test_keep_decides_what_comes_back() -> None:
    site = everything()
    draws = prior_draws(site, 40, 2)
    runs = {
        keep: simulate(site, draws=draws, hours=60, start=START, seed=2, keep=keep)
        for keep in ("all", "quantiles", "events")
    }
    assert runs["events"].outputs == {}
    assert runs["events"].quantiles == {}
    fans = set(runs["quantiles"].quantiles)
    assert {"stock_diesel_l", "treated_water_m3", "sewage_tank_m3", "temp_in_c", "vaccine_hold_over_h"} <= fans
    for name in fans:
        wanted = np.quantile(runs["all"].outputs[name], QUANTILES, axis=0)
        assert np.array_equal(runs["quantiles"].quantiles[name], wanted), name
    for name, times in runs["all"].event_times.items():
        assert np.array_equal(times, runs["events"].event_times[name]), name
        assert np.array_equal(times, runs["quantiles"].event_times[name]), name


def test_a_run_changes_nothing_it_was_given() -> None:
    site = everything()
    draws = prior_draws(site, 5, 1)
    before = {path: array.copy() for path, array in draws.values.items()}
    described = site.model_dump()
    one = simulate(site, draws=draws, hours=48, start=START, seed=1, engine="python", keep="all")
    other = simulate(site, draws=draws, hours=48, start=START, seed=1, engine="python", keep="all")
    assert site.model_dump() == described
    assert all(np.array_equal(before[path], array) for path, array in draws.values.items())
    assert one.provenance == other.provenance
    assert all(np.array_equal(array, other.outputs[name]) for name, array in one.outputs.items())


def test_the_input_hash_follows_the_input() -> None:
    site = everything()
    one = median_run(site, hours=4).provenance["input_sha256"]
    assert one == median_run(copy.deepcopy(site), hours=4).provenance["input_sha256"]
    assert one != median_run(altered({"quantity = 4000": "quantity = 4001"}), hours=4).provenance["input_sha256"]


def test_defaults_are_listed() -> None:
    run = median_run(everything(), hours=2)
    assert "generators.gen-big.min_load_fraction" in run.defaults
    assert "stores.diesel-main.quantity" not in run.defaults


def test_the_failure_table_reads_its_norm_from_the_reference() -> None:
    rows = {row.lifeline: row for row in failure_table()}
    assert rows["water"].threshold == value("N005") == 15.0
    assert (rows["cooling"].threshold, rows["cold_chain"].threshold, rows["vaccines"].threshold) == (35.0, 8.0, 0.0)
    assert {row.dated for row in declared_events()} == {"start", "within", "end"}
    assert {row.lifeline for row in declared_events()} <= {*rows, "stock:{commodity}", "{lifeline}", "transport"}


@pytest.mark.parametrize(
    ("lifeline", "rule", "event", "later"),
    [
        ("cooling", "threshold = 38", "indoor_above_35c", True),
        ("cooling", "threshold = 30", "indoor_above_35c", False),
        ("water", "threshold = 60\nwindow_h = 6", "water_under_15_l", False),
        ("sewage", "threshold = 100", "sewage_spill", True),
        ("cold_chain", "threshold = 4.5", "cold_store_above_8c", False),
        ("fuel", "threshold = 1500", "diesel_out", False),
        ('"stock:rice"', "threshold = 800", "rice_out", False),
        ("electricity", "threshold = 0.95", "essential_power_unmet", True),
    ],
)
def test_the_site_overrides_the_table(lifeline: str, rule: str, event: str, *, later: bool) -> None:
    # Little diesel: with iso5 shelters the whole of it outlasts the run.
    short = {"quantity = 4000": "quantity = 1500"}
    if lifeline == "electricity":  # small sets: the last class is short for hours before any gets nothing
        short |= {"rated_kw = 150": "rated_kw = 45", "rated_kw = 60": "rated_kw = 20"}
    plain = median_run(altered(short)).event_times[event][0]
    changed = median_run(altered(short, f"\n[failures.{lifeline}]\n{rule}\n")).event_times[event][0]
    assert (changed > plain) if later else (changed < plain)


def test_threshold_and_window_of_a_site() -> None:
    site = altered({}, "\n[failures.water]\nthreshold = 7.5\nwindow_h = 48\n")
    assert (threshold_of(site, "water"), window_of(site, "water")) == (7.5, 48.0)
    assert (threshold_of(everything(), "water"), window_of(everything(), "water")) == (15.0, 24.0)


def test_what_has_failed_already_counts_from_hour_zero() -> None:
    empty = altered(
        {"quantity = 4000": "quantity = 100", "quantity = 600": "quantity = 0", "remaining_h = 6": "remaining_h = 0"}
    )
    times = median_run(empty, hours=3).event_times
    assert times["vaccine_holdover_end"][0] == 0.0
    assert times["diesel_out"][0] < 3.0
    hot = altered({"start_c = 28": "start_c = 41", "start_c = 30": "start_c = 45"})
    assert median_run(hot, hours=3).event_times["indoor_above_40c"][0] == 0.0


def test_stores_of_one_commodity_in_two_units_are_refused() -> None:
    site = everything()
    stores = tuple(
        store.model_copy(update={"unit": "item"}) if store.id == "diesel-reserve" else store for store in site.stores
    )
    site = site.model_copy(update={"stores": stores})  # the loader refuses it in a file, so it is made here
    with pytest.raises(ModelError) as caught:
        median_run(site, hours=2)
    assert caught.value.code == "HF-E085"  # the check-up before a run finds it first
    assert "diesel" in caught.value.found
    with pytest.raises(ModelError) as caught:
        lay_out(site)
    assert caught.value.code == "HF-E001"


def test_two_ids_that_become_one_name_are_refused() -> None:
    site = read_site(EVERYTHING + '[[shelters]]\nid = "tent_a"\nkind = "tent"\ncount = 1\n')
    with pytest.raises(ModelError) as caught:
        median_run(site, hours=2)
    assert caught.value.code == "HF-E001"


def test_other_shelter_models_are_refused_by_name() -> None:
    """``iso5`` and ``layered`` were refused while there was only ``rc1``; now all three run, each in its own way."""
    with pytest.raises(InputError) as caught:
        simulate(everything(), draws=median_draws(everything()), hours=2, start=START, shelter_model="rc2")
    assert caught.value.code == "HF-E014"
    assert "rc2" in caught.value.found
    inside = {
        model: simulate(
            everything(), draws=median_draws(everything()), hours=6, shelter_model=model, keep="all", engine="python"
        ).outputs["temp_in_tent_a_c"][0, -1]
        for model in ("rc1", "iso5", "layered")
    }
    assert len(set(inside.values())) == 3


def test_what_the_site_states_and_the_engine_would_ignore_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tearing tanks were refused while nothing tore; a field that the engine would ignore is refused by its name."""

    def one_ignored(kind: str, plain: dict[str, object]) -> dict[str, FieldRow]:
        rows = fields_of(kind, plain)
        return {n: replace(row, simulated="no") if n == "frail_fraction" else row for n, row in rows.items()}

    assert median_run(altered({'kind = "families"\ncount = 900': IGNORED}), hours=2).hours == 2
    monkeypatch.setattr(findings, "fields_of", one_ignored)
    with pytest.raises(ModelError) as caught:
        median_run(altered({'kind = "families"\ncount = 900': IGNORED}), hours=2)
    assert caught.value.code == "HF-S012"
    assert "frail_fraction" in caught.value.found
    torn = altered({'id = "raw-1"': 'id = "raw-1"\nrupture_level_m3 = 29'})
    assert median_run(torn, hours=2).event_times["water_tank_torn"][0] == 0.0


@pytest.mark.parametrize("hours", [0, -5, 100_000])
def test_hours_out_of_range(hours: int) -> None:
    with pytest.raises(InputError) as caught:
        median_run(everything(), hours=hours)
    assert caught.value.code == "HF-E015"


def test_a_run_too_large_for_memory_is_refused_before_it_starts() -> None:
    site = everything()
    with pytest.raises(InputError) as caught:
        simulate(site, draws=prior_draws(site, 20_000, 1), hours=8784, start=START, keep="all")
    assert caught.value.code == "HF-E015"
    assert "GiB" in caught.value.found


def test_an_unknown_engine() -> None:
    with pytest.raises(InputError) as caught:
        median_run(everything(), hours=2, engine="fortran")
    assert caught.value.code == "HF-E016"


def test_random_failures_only_in_ensembles_and_no_repair_without_an_event() -> None:
    site = altered({"mttf_h = 400": "mttf_h = 20"})
    draws = median_draws(site)
    quiet = simulate(site, draws=draws, hours=200, start=START, engine="python", deterministic=True, keep="all")
    assert quiet.outputs["generators_working"].min() == 2.0
    loud = simulate(site, draws=draws, hours=200, start=START, engine="python", seed=4, keep="all")
    working = loud.outputs["generators_working"][0]
    assert working.min() < 2.0
    assert (np.diff(working) <= 0.0).all()


def test_the_gate_closed_since_a_day_lets_nothing_pass_from_that_day() -> None:
    site = altered({"passing_fraction = 0.5": "passing_fraction = 0.5\nclosed_since = 2015-07-17"})
    assert median_run(site, hours=12).outputs["water_trucked_m3"].max() == 0.0
    site = altered({"passing_fraction = 0.5": "passing_fraction = 0.5\nclosed_since = 2015-07-18"})
    assert median_run(site, hours=12).outputs["water_trucked_m3"].max() > 0.0


def test_the_gate_closes_on_its_day_within_the_run() -> None:
    site = altered({"passing_fraction = 0.5": "passing_fraction = 0.5\nclosed_since = 2015-07-19"})
    passing = median_run(site, hours=72).outputs["passing_fraction"][0]
    assert (passing[:48] == 0.5).all()
    assert (passing[48:] == 0.0).all()
    opened = median_run(site, hours=72, events=[Event(hour=48, kind="passing", quantity=0.25)])
    assert opened.outputs["passing_fraction"][0, -1] == 0.25
    assert median_run(site, hours=48).outputs["passing_fraction"].min() == 0.5


def test_what_found_no_room_is_told_with_its_unit_and_no_more_figures_than_it_has() -> None:
    events = [Event(hour=2, kind="arrive_water", asset="treated-1", quantity=5123.7684)]
    run = median_run(everything(), hours=4, events=events)
    (text,) = (text for text in run.warnings if "no room" in text)
    assert text == "5,100 m³ of treated water arrived and found no room (mean over the members)"
