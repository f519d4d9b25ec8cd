"""Dated events: every kind bites, leaves no trace when taken away, and a bad row is named."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.lifelines import EVENT_KINDS, Event, WeatherFile, codes, declared_kinds, read_events, simulate
from holdfast.lifelines.events import check_event
from holdfast.sites import prior_draws
from lifelines_samples import START, altered, differing, everything, median_run

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.sites import Site

HEADER = "hour,kind,asset,quantity,unit\n"
HOUR = 60


def at(kind: str, asset: str = "", quantity: float = 0.0, unit: str = "", hour: int = HOUR) -> Event:
    return Event(hour=hour, kind=kind, asset=asset, quantity=quantity, unit=unit)


# name: (event, an output it must move, events before it)
BITING = {
    "arrive": (at("arrive", "diesel-main", 2000.0, "L"), "stock_diesel_l", ()),
    "arrive commodity": (at("arrive", "rice", 1.5, "t"), "stock_rice_kg", ()),
    "arrive_water": (
        at("arrive_water", "treated-2", 4.0),
        "treated_water_m3",
        (at("loot", "treated-1", 99.0, "%", 59), at("loot", "treated-2", 99.0, "%", 59)),
    ),
    "desludge": (at("desludge", "pit-1", 90.0), "sewage_tank_m3", ()),
    "set_level": (at("set_level", "diesel-main", 900.0), "stock_diesel_l", ()),
    "set_level tank": (at("set_level", "raw-1", 2.0), "raw_water_m3", ()),
    "set_level pit": (at("set_level", "pit-2", 89.0), "sewage_tank_m3", ()),
    "fail": (at("fail", "gen-big"), "generators_working", ()),
    "repair": (at("repair", "gen-big", hour=HOUR + 9), "generators_working", (at("fail", "gen-big"),)),
    "cooling_working": (at("cooling_working", "trailer", 0.1), "temp_in_trailer_c", ()),
    "grid": (at("grid", "line", 1.0), "grid_kw", ()),
    "passing": (at("passing", "gate", 0.0), "passing_fraction", ()),
    "rain": (at("rain", "site", 20.0, "mm"), "rain_inflow_m3", ()),
    "people": (at("people", "site", 700.0), "drinking_need_24h_l_per_person", ()),
    "spare_kit": (at("spare_kit", "gen-big", 1.0, hour=HOUR + 4), "generators_working", (at("fail", "gen-big"),)),
    "mend": (at("mend", "pit-1", hour=HOUR + 5), "sewage_tank_m3", (at("tear", "pit-1"), at("tear", "pit-2"))),
    "tear": (at("tear", "pit-1"), "sewage_spilled_m3", ()),
    "tear tank": (at("tear", "treated-1"), "treated_water_m3", ()),
    "loot": (at("loot", "rice", 300.0, "kg"), "stock_rice_kg", ()),
    "loot share": (at("loot", "treated-1", 50.0, "%"), "treated_water_m3", ()),
    "destroy store": (at("destroy", "diesel-main", 0.5), "stock_diesel_l", ()),
    "destroy tank": (at("destroy", "treated-1", 0.5), "treated_water_m3", ()),
    "destroy pit": (at("destroy", "pit-1", 0.5), "sewage_spilled_m3", ()),
    "destroy set": (at("destroy", "gen-big", 1.0), "generators_working", ()),
    "destroy well": (at("destroy", "well-1", 1.0), "water_pumped_m3", ()),
    "destroy plant": (at("destroy", "ro-1", 1.0), "water_purified_m3", ()),
    "destroy lift": (at("destroy", "lift-1", 1.0), "sewage_lifted_m3", ()),
    "destroy shelters": (at("destroy", "trailer", 0.5), "demand_cooling_kw", ()),
}


@cache
def rained_on() -> Site:
    """The camp with everything, and roofs that drain to the sewer."""
    return altered({"[sewage]\n": "[sewage]\nrain_catchment_m2 = 20000\n"})


def test_every_kind_is_tried() -> None:
    assert {event.kind for event, _, _ in BITING.values()} == set(EVENT_KINDS)


@pytest.mark.parametrize("name", BITING)
def test_event_bites_from_its_hour_on_and_not_before(name: str) -> None:
    event, output, before = BITING[name]
    site = rained_on()
    without = median_run(site, hours=110, events=before)
    with_it = median_run(site, hours=110, events=[*before, event])
    assert output in differing(without, with_it)
    for column, array in with_it.outputs.items():
        assert np.array_equal(array[:, : event.hour], without.outputs[column][:, : event.hour]), column
    again = median_run(site, hours=110, events=before)
    assert differing(without, again) == set()
    assert without.provenance == again.provenance
    assert max(with_it.balances.values()) < 1e-9


def test_the_table_and_the_codes_agree_on_the_order_within_an_hour() -> None:
    places = [min(getattr(codes, code) for code in row.codes) for row in declared_kinds()]
    assert places == sorted(places)
    for row in declared_kinds():
        first = min(getattr(codes, code) for code in row.codes)
        assert (row.when == "before the trucks") == (first <= codes.SET_LEVEL)
        assert len(row.codes) == len(row.collections)
    assert max(getattr(codes, code) for row in declared_kinds() for code in row.codes) == codes.LAST_CODE


def test_a_destroyed_generator_does_not_come_back() -> None:
    events = [at("destroy", "gen-big", 0.6), at("repair", "gen-big", hour=70), at("spare_kit", "gen-big", 3.0, hour=71)]
    working = median_run(everything(), hours=130, events=events).outputs["generators_working"][0]
    assert (working[:HOUR] == 2.0).all()
    assert (working[HOUR:] == 1.0).all()
    half = median_run(everything(), hours=70, events=[at("destroy", "gen-big", 0.4)])
    assert half.outputs["generators_working"].min() == 2.0


def test_what_is_destroyed_takes_its_share_of_the_content_and_of_the_room() -> None:
    plain = median_run(everything(), hours=10)
    events = [at("destroy", "rice", 0.25, hour=5), at("arrive", "rice", 20.0, "t", hour=6)]
    run = median_run(everything(), hours=10, events=events)
    assert run.outputs["stock_rice_kg"][0, 5] == pytest.approx(
        0.75 * plain.outputs["stock_rice_kg"][0, 4] + 0.75 * 0.5 * 100 / 24 - 1200 * 0.4 / 24
    )
    assert run.outputs["stock_rice_kg"][0, 6] == pytest.approx(0.75 * 9000 - 1200 * 0.4 / 24)


def test_two_shares_lost_leave_what_both_leave() -> None:
    events = [at("destroy", "treated-1", 0.5, hour=3), at("destroy", "treated-1", 0.5, hour=4)]
    run = median_run(everything(), hours=6, events=[*events, at("arrive_water", "treated-1", 500.0, hour=5)])
    left = run.end["intact"][0]
    assert min(left) == pytest.approx(0.25)


def test_a_torn_tank_holds_nothing_until_it_is_mended() -> None:
    events = [at("tear", "treated-1", hour=5), at("arrive_water", "treated-1", 8.0, hour=6)]
    torn = median_run(everything(), hours=12, events=events)
    mended = median_run(everything(), hours=12, events=[*events, at("mend", "treated-1", hour=9)])
    assert torn.refused["treated_water"] >= 8.0
    assert torn.event_times["water_tank_torn"][0] == 5.0
    assert torn.end["level"][0, 6] == 0.0
    assert mended.end["level"][0, 6] > 0.0


def test_torn_sewage_lies_on_the_ground() -> None:
    run = median_run(everything(), hours=12, events=[at("tear", "pit-1", hour=5)])
    assert run.outputs["sewage_spilled_m3"][0, 5] > 110.0
    assert run.event_times["sewage_tank_torn"][0] == 5.0
    assert run.event_times["sewage_spill"][0] <= 6.0


def test_looting_takes_no_more_than_is_there() -> None:
    run = median_run(everything(), hours=8, events=[at("loot", "flour", 1e6, "kg", hour=5)])
    assert run.outputs["stock_flour_kg"][0, 5] == 0.0
    share = median_run(everything(), hours=8, events=[at("loot", "flour", 1.0, "fraction", hour=5)])
    assert differing(run, share) == set()


def test_rain_of_an_event_joins_the_rain_of_the_file() -> None:
    site = rained_on()
    dry = {"temp_out_c": np.full(12, 20.0)}
    wet = {**dry, "rain_mm": np.where(np.arange(12) == 5, 7.0, 0.0)}
    by_file = median_run(site, hours=12, weather=WeatherFile(name="w", columns=wet))
    by_event = median_run(
        site, hours=12, weather=WeatherFile(name="w", columns=dry), events=[at("rain", "site", 0.7, "cm", hour=5)]
    )
    assert differing(by_file, by_event) == set()
    assert by_file.outputs["rain_inflow_m3"][0, 5] > 0.0


def test_nobody_at_home_needs_nothing() -> None:
    run = median_run(everything(), hours=60, events=[at("people", "", 0.0, hour=5)])
    assert run.outputs["water_delivered_m3"][0, 30:].max() == 0.0
    assert run.outputs["stock_rice_kg"][0, 40] > run.outputs["stock_rice_kg"][0, 6]
    assert all(np.isfinite(array).all() for array in run.outputs.values())


def test_an_id_in_two_lists_needs_its_list() -> None:
    site = altered({'id = "raw-1"': 'id = "rice"'})
    with pytest.raises(InputError) as caught:
        check_event(at("set_level", "rice", 1.0), site, "row")
    assert caught.value.code == "HF-E080"
    assert "stores.rice" in caught.value.mend
    assert check_event(at("set_level", "tanks.rice", 1.0), site, "row").unit == "m3"


def test_a_near_name_is_asked_for() -> None:
    with pytest.raises(InputError) as caught:
        check_event(at("arrive", "diesel-mian", 5.0), everything(), "row")
    assert "did you mean diesel-main" in caught.value.found


def test_an_event_that_is_checked_passes_unchanged() -> None:
    for event, _, _ in BITING.values():
        once = check_event(event, everything(), "row")
        assert check_event(once, everything(), "row") == once


def test_arrivals_are_capped_and_the_rest_is_reported() -> None:
    flood = Event(hour=3, kind="arrive", asset="diesel-reserve", quantity=10.0, unit="drum")
    run = median_run(everything(), events=[flood], hours=6)
    assert run.refused["diesel"] > 1500.0
    assert any("diesel" in warning and "no room" in warning for warning in run.warnings)
    assert run.balances["diesel"] < 1e-9


def test_a_delivery_is_measured_in_the_unit_of_the_store() -> None:
    plain = median_run(everything(), hours=5)
    more = median_run(
        everything(), hours=5, events=[Event(hour=2, kind="arrive", asset="rice", quantity=0.5, unit="t")]
    )
    assert more.outputs["stock_rice_kg"][0, 2] - plain.outputs["stock_rice_kg"][0, 2] == pytest.approx(500.0)


def test_an_observed_level_replaces_the_calculated_one_before_the_trucks_come() -> None:
    run = median_run(everything(), hours=30, events=[Event(hour=24, kind="set_level", asset="rice", quantity=100.0)])
    use_and_delivery = -1200 * 0.4 / 24 + 0.5 * 100 / 24
    assert run.outputs["stock_rice_kg"][0, 24] == pytest.approx(100.0 + use_and_delivery)
    assert run.balances["rice"] < 1e-12


def test_an_event_may_differ_from_member_to_member() -> None:
    site = everything()
    levels = np.array([500.0, 1500.0, 2500.0])
    run = simulate(
        site,
        draws=prior_draws(site, 3, 1),
        hours=12,
        start=START,
        engine="python",
        deterministic=True,
        keep="all",
        events=[Event(hour=6, kind="set_level", asset="rice", quantity=levels)],
    )
    assert np.diff(run.outputs["stock_rice_kg"][:, 6]) == pytest.approx([1000.0, 1000.0])


def test_an_event_may_concern_some_members_and_leaves_the_others_alone() -> None:
    site = everything()
    draws = prior_draws(site, 3, 1)
    some = np.array([False, True, False])
    events = [
        Event(hour=5, kind="set_level", asset="diesel-main", quantity=0.0, members=some),
        Event(hour=6, kind="fail", asset="gen-big", members=some),
    ]
    without, with_it = (
        simulate(site, draws=draws, hours=24, start=START, events=given, engine=engine, keep="all")
        for given, engine in (([], "python"), (events, "python"))
    )
    for name, array in with_it.outputs.items():
        assert np.array_equal(array[~some], without.outputs[name][~some]), name
    assert with_it.outputs["stock_diesel_l"][1, 5] < without.outputs["stock_diesel_l"][1, 5] - 500.0
    assert with_it.outputs["generators_working"][:, 6].tolist() == [2.0, 1.0, 2.0]
    with pytest.raises(InputError) as caught:
        simulate(site, draws=draws, hours=24, start=START, events=[Event(hour=1, kind="passing", members=some[:2])])
    assert caught.value.code == "HF-E005"


def test_within_an_hour_a_reading_acts_before_a_delivery_whatever_the_order() -> None:
    reading = Event(hour=5, kind="set_level", asset="rice", quantity=50.0)
    delivery = Event(hour=5, kind="arrive", asset="rice", quantity=400.0)
    one = median_run(everything(), hours=8, events=[reading, delivery])
    other = median_run(everything(), hours=8, events=[delivery, reading])
    assert differing(one, other) == set()
    assert one.outputs["stock_rice_kg"][0, 5] > 400.0


def read(folder: Path, text: str) -> tuple[Event, ...]:
    path = folder / "events.csv"
    path.write_text(text, encoding="utf-8")
    return read_events(path, everything())


def test_a_good_file_is_read_in_the_units_of_the_assets(tmp_path: Path) -> None:
    events = read(
        tmp_path,
        HEADER
        + "10,arrive,diesel,5,drum\n12,arrive_water,treated-1,4000,L\n20,fail,gen-big,,\n21,passing,,25,%\n"
        + "22,desludge,pit-1,3,m3\n23,cooling_working,trailer,0.5,\n",
    )
    assert [event.quantity for event in events] == [1000.0, 4.0, 0.0, 0.25, 3.0, 0.5]
    assert events[0].unit == "L"
    assert events[1].unit == "m3"


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("10,explode,diesel-main,5,L", "HF-E003", "column kind"),
        ("10,arrive,diesel-mian,5,L", "HF-E004", "column asset"),
        ("10,desludge,treated-1,5,m3", "HF-E004", "column asset"),
        ("10,arrive,lpg-unstored,5,kg", "HF-E004", "column asset"),
        ("10,arrive,diesel-main,-5,L", "HF-E005", "column quantity"),
        ("10,arrive,diesel-main,nan,L", "HF-E005", "column quantity"),
        ("10,arrive,diesel-main,many,L", "HF-E005", "column quantity"),
        ("10,set_level,diesel-main,9001,L", "HF-E005", "column quantity"),
        ("10,passing,gate,1.5,", "HF-E005", "column quantity"),
        ("-1,arrive,diesel-main,5,L", "HF-E006", "column hour"),
        ("1.5,arrive,diesel-main,5,L", "HF-E006", "column hour"),
        (",arrive,diesel-main,5,L", "HF-E006", "column hour"),
        ("10,arrive,diesel-main,5,kWh", "HF-E007", "column unit"),
        ("10,arrive,diesel-main,5,bucketful", "HF-E007", "column unit"),
        ("10,passing,gate,0.5,L", "HF-E007", "column unit"),
        ("10,arrive,diesel-main,,L", "HF-E008", "column quantity"),
        ("10,arrive,diesel-main", "HF-E008", "row 3"),
        ("10,arrive,diesel-main,5,L,more", "HF-E008", "row 3"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str, code: str, column: str) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, HEADER + "5,fail,gen-big,,\n" + row + "\n")
    assert caught.value.code == code
    assert "events.csv row 3" in caught.value.where
    assert column in caught.value.where


@pytest.mark.parametrize(
    "content",
    [b"", b"hour,kind,asset,quantity,un", b"hour,what\n1,2\n", b"\xff\xfe\x00junk", b"%PDF-1.7\x00\x01\x02\n\x00"],
)
def test_a_file_that_is_no_events_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "junk.csv"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read_events(path, everything())
    assert caught.value.code == "HF-E002"


def test_a_file_of_its_header_alone_holds_no_events(tmp_path: Path) -> None:
    assert read(tmp_path, HEADER) == ()


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_events(tmp_path / "none.csv", everything())
    assert caught.value.code == "HF-E002"
    assert "no such file" in caught.value.found


def test_an_hour_outside_the_run_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        median_run(everything(), hours=10, events=[Event(hour=10, kind="fail", asset="gen-big")])
    assert caught.value.code == "HF-E006"


def test_an_array_of_another_length_is_refused() -> None:
    wrong = Event(hour=1, kind="arrive", asset="rice", quantity=np.ones(7))
    with pytest.raises(InputError) as caught:
        median_run(everything(), hours=4, events=[wrong])
    assert caught.value.code == "HF-E005"


def test_both_engines_apply_every_kind_alike() -> None:
    site = rained_on()
    events = [event for event, _, before in BITING.values() for event in (*before, event)]
    one, other = (median_run(site, hours=HOUR + 15, events=events, engine=engine) for engine in ("python", "compiled"))
    for name, array in one.outputs.items():
        scale = max(1.0, float(np.abs(array).max()))
        assert np.abs(array - other.outputs[name]).max() <= 1e-12 * scale, name
    for name, times in one.event_times.items():
        assert times[0] == pytest.approx(other.event_times[name][0], abs=1e-9), name
        assert one.causes[name][0] == other.causes[name][0], name
