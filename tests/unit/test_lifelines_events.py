"""Dated events: every kind bites, leaves no trace when taken away, and a bad row is named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from holdfast.errors import InputError
from holdfast.lifelines import EVENT_KINDS, Event, read_events, simulate
from holdfast.sites import prior_draws
from lifelines_samples import START, differing, everything, median_run

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "hour,kind,asset,quantity,unit\n"
HOUR = 60
BITING = {
    "arrive": (Event(hour=HOUR, kind="arrive", asset="diesel-main", quantity=2000.0, unit="L"), "stock_diesel_l"),
    "arrive commodity": (Event(hour=HOUR, kind="arrive", asset="rice", quantity=1.5, unit="t"), "stock_rice_kg"),
    "arrive_water": (Event(hour=HOUR, kind="arrive_water", asset="raw-1", quantity=4.0), "raw_water_m3"),
    "desludge": (Event(hour=HOUR, kind="desludge", asset="pit-1", quantity=90.0), "sewage_tank_m3"),
    "set_level": (Event(hour=HOUR, kind="set_level", asset="diesel-main", quantity=900.0), "stock_diesel_l"),
    "set_level tank": (Event(hour=HOUR, kind="set_level", asset="raw-1", quantity=2.0), "raw_water_m3"),
    "set_level pit": (Event(hour=HOUR, kind="set_level", asset="pit-2", quantity=89.0), "sewage_spilled_m3"),
    "fail": (Event(hour=HOUR, kind="fail", asset="gen-big"), "generators_working"),
    "repair": (Event(hour=HOUR + 9, kind="repair", asset="gen-big"), "generators_working"),
    "cooling_working": (Event(hour=HOUR, kind="cooling_working", asset="trailer", quantity=0.1), "temp_in_trailer_c"),
    "grid": (Event(hour=HOUR, kind="grid", asset="line", quantity=1.0), "grid_kw"),
    "passing": (Event(hour=HOUR, kind="passing", asset="gate", quantity=0.0), "passing_fraction"),
}


def test_every_kind_is_tried() -> None:
    assert {event.kind for event, _ in BITING.values()} == set(EVENT_KINDS)


@pytest.mark.parametrize("name", BITING)
def test_event_bites_from_its_hour_on_and_not_before(name: str) -> None:
    event, output = BITING[name]
    before = [Event(hour=HOUR, kind="fail", asset="gen-big")] if event.kind == "repair" else []
    without = median_run(everything(), events=before)
    with_it = median_run(everything(), events=[*before, event])
    assert output in differing(without, with_it)
    for column, array in with_it.outputs.items():
        assert np.array_equal(array[:, : event.hour], without.outputs[column][:, : event.hour]), column
    again = median_run(everything(), events=before)
    assert differing(without, again) == set()


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
        simulate(site, draws=draws, hours=24, start=START, events=given, engine=engine)
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
