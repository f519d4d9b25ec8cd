"""Body water that is lacking: paths, days, dates, flags, ensembles, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from holdfast.errors import InputError, RefusedError
from holdfast.people.grades import Grade
from holdfast.people.kernel.water_at_rest import water_deficit_l
from holdfast.people.water.conditions import day_of
from holdfast.people.water.deficit import (
    days_to_deficit,
    deficit_days,
    deficit_of,
    deficit_path,
    deficit_range,
    deficit_statement,
    threshold_note,
)
from holdfast.people.water.dehydration import KINDS, dehydration
from holdfast.people.water.need import water_need

START = date(2026, 7, 30)


def test_closed_form_and_path_agree() -> None:
    """7 L lost, 2 L arriving, 6 L kept: (3.5 + 6)/5 = 1.9 days to 5 per cent of 70 kg."""
    assert days_to_deficit(3.5, 7.0, 2.0, stock_l=6.0) == pytest.approx(1.9)
    (by_day,) = deficit_days(5, [7.0] * 4, 2.0, stock_l=6.0)
    (by_hour,) = deficit_days(5, [7.0 / 24] * 96, 2.0 / 24, stock_l=6.0, steps_per_day=24)
    assert by_day == pytest.approx(1.9)
    assert by_hour == pytest.approx(1.9)


def test_the_path_is_that_of_the_hour_loop() -> None:
    """P3 adds 0.04 L an hour itself; intake is what there is to drink."""
    sweat = [0.1, 0.5, 0.0, 0.7, 0.2]
    intake = [0.0, 0.2, 2.0, 0.1, 0.0]
    path = deficit_path([one + 0.04 for one in sweat], intake, containers_l=0.0)[0]
    held = 0.0
    for step, (lost, drunk) in enumerate(zip(sweat, intake, strict=True)):
        held = water_deficit_l(held, lost, drunk)
        assert path[step] == pytest.approx(held)


def test_surplus_is_kept_unless_there_is_nothing_to_keep_it_in() -> None:
    loss, supply = [2.0, 2.0, 8.0, 8.0], [6.0, 6.0, 0.0, 0.0]
    assert deficit_path(loss, supply)[0].tolist() == [0.0, 0.0, 0.0, 8.0]
    assert deficit_path(loss, supply, containers_l=3.0)[0].tolist() == [0.0, 0.0, 5.0, 13.0]
    assert deficit_path(loss, supply, containers_l=0.0)[0].tolist() == [0.0, 0.0, 8.0, 16.0]
    kept = deficit_path([4.0, 4.0, 4.0], 0.0, stock_l=10.0, containers_l=3.0)[0]
    assert kept.tolist() == [0.0, 0.0, 2.0]  # what is there at the start is in something


def test_food_water_counts_and_is_never_kept() -> None:
    assert deficit_path([3.0, 3.0], 0.0, food_water_l=1.0)[0].tolist() == [2.0, 4.0]
    assert deficit_path([1.0, 3.0], 0.0, food_water_l=2.0)[0].tolist() == [0.0, 1.0]
    assert days_to_deficit(2.0, 3.0, 0.0, food_water_l_per_day=1.0) == pytest.approx(1.0)
    assert days_to_deficit(2.0, 1.0, 0.0, food_water_l_per_day=2.0) is None


def test_a_deficit_at_the_start_is_drunk_away_first() -> None:
    assert deficit_path([5.0, 5.0], 0.0, stock_l=6.0, start_deficit_l=2.0)[0].tolist() == [1.0, 6.0]
    assert deficit_days(2, [1.0], 0.0, start_deficit_l=2.0) == (0.0,)


def test_covered_is_never() -> None:
    assert days_to_deficit(3.5, 4.0, 4.0) is None
    assert deficit_days(5, [4.0] * 30, 4.0) == (None,)


def test_members_keep_their_order_and_their_own_starts() -> None:
    loss = np.array([[5.0] * 10, [7.0] * 10, [1.0] * 10])
    days = deficit_days(5, loss, 2.0, stock_l=np.array([0.0, 10.0, 0.0]))
    assert days[0] == pytest.approx(3.5 / 3.0)
    assert days[1] == pytest.approx((3.5 + 10.0) / 5.0)
    assert days[2] is None
    one_run = deficit_path([5.0, 5.0], 0.0, stock_l=[0.0, 4.0])
    assert one_run.tolist() == [[5.0, 10.0], [1.0, 6.0]]


def test_statement_of_an_ensemble() -> None:
    loss = np.array([[float(one)] * 20 for one in range(3, 23)])
    said = deficit_statement(5, loss, 2.0, persons_exposed=3000, input_reasons=["the stock was observed 30 days ago"])
    days = deficit_days(5, loss, 2.0)
    assert said.probability == 1.0
    assert said.earliest_day == min(day for day in days if day is not None)
    assert said.grade is Grade.THRESHOLD
    assert said.persons_exposed == 3000
    assert said.horizon_days == 20
    assert deficit_statement(2, loss, 2.0, persons_exposed=10).norm_id == "health:d_2"
    assert deficit_statement(10, loss / 24, 0.1, persons_exposed=10, steps_per_day=24).horizon_days == pytest.approx(
        20 / 24
    )
    assert "dying" not in str(said)


def test_dates_by_kind_curve_and_threshold() -> None:
    found = dehydration(47.0, stock_l_per_person=6.0, supply_l_per_person_day=2.5, start=START, vapour_pressure_kpa=1.2)
    assert len(found.crossings) == 4 * 2 * 3
    need = water_need(47.0).curve("heat_balance")
    five = found.crossing("adult at rest", "heat_balance", 5)
    assert five.deficit_l == 3.5
    assert five.central_day == pytest.approx((3.5 + 6.0) / (need.loss_l_per_day - 2.5))
    assert five.early_day == pytest.approx((3.5 + 6.0) / (need.loss_high_l_per_day - 2.5))
    assert five.early_date is not None
    assert five.central_date == date(2026, 8, 1)  # 2.2 days: the third day
    for curve in ("iso_fit", "heat_balance"):
        two, half, ten = (found.crossing("adult at rest", curve, percent).central_day for percent in (2, 5, 10))
        assert two is not None
        assert half is not None
        assert ten is not None
        assert two < half < ten
        working = found.crossing("adult at light work", curve, 5).central_day
        assert working is not None
        assert working < half
    assert found.grade is Grade.FORECAST
    assert found.crossing("adult at rest", "iso_fit", 5).grade is Grade.FORECAST
    for who in ("small child", "frail elder"):  # the figures of an elder are those of a healthy adult
        assert found.crossing(who, "iso_fit", 5).grade is Grade.THRESHOLD
    assert dehydration(47.0).grade is Grade.THRESHOLD  # the humidity is assumed


def test_no_water_at_all() -> None:
    found = dehydration(47.0, start=START)
    child, adult = (found.crossing(who, "iso_fit", 5) for who in ("small child", "adult at rest"))
    assert child.central_day is not None
    assert adult.central_day is not None
    assert child.central_day < adult.central_day  # more loss for each kg
    assert all(one.central_date is not None for one in found.crossings)
    assert dehydration(47.0).crossings[0].central_date is None


def test_series_and_changing_supply() -> None:
    temps = [*day_of(40.0, 17.0), *day_of(48.0, 17.0), *day_of(48.0, 17.0)]
    series = dehydration(temps, supply_l_per_person_day=[4.0, 1.0, 0.0], start=START)
    assert series.horizon_days == 3.0
    loss = np.asarray(water_need(temps).curve("iso_fit").loss_by_hour_l)
    supply = np.repeat([4.0, 1.0, 0.0], 24) / 24
    by_hour = deficit_days(5, loss, supply, steps_per_day=24)[0]
    assert series.crossing("adult at rest", "iso_fit", 5).central_day == by_hour
    constant = dehydration(47.0, supply_l_per_person_day=[2.5] * 10, stock_l_per_person=6.0)
    closed = dehydration(47.0, supply_l_per_person_day=2.5, stock_l_per_person=6.0)
    for one, other in zip(constant.crossings, closed.crossings, strict=True):
        if other.central_day is not None and other.central_day <= 10:
            assert one.central_day == pytest.approx(other.central_day), one


def test_text_shows_every_kind_and_curve() -> None:
    lines = str(dehydration(46.0, stock_l_per_person=10.0, supply_l_per_person_day=2.0)).splitlines()
    assert len(lines) == 1 + 4 * 2 + 2
    assert "may drink less than there is" in lines[-2]
    assert "from 12 per cent on are not dated" in lines[-1]
    assert lines[1].startswith("  adult at rest, fit to ISO 7933: 2 %: 2.1 (1.7 to 2.7); 5 %: ")
    assert "not within 60 days" in lines[6]
    assert lines[5].endswith("(THRESHOLD)")


def test_past_the_horizon_there_is_no_date() -> None:
    found = dehydration(35.0, stock_l_per_person=200.0, horizon_days=5.0, start=START)
    assert all(one.central_day is None and one.central_date is None for one in found.crossings)


def test_flags_bring_dates_forward() -> None:
    fresh = dehydration(46.0, stock_l_per_person=8.0, supply_l_per_person_day=1.0)
    sea = dehydration(46.0, stock_l_per_person=8.0, supply_l_per_person_day=1.0, water="sea")
    nothing = dehydration(46.0)
    brackish = dehydration(46.0, stock_l_per_person=8.0, supply_l_per_person_day=1.0, water="brackish", diuretics=True)
    ill = dehydration(46.0, stock_l_per_person=8.0, supply_l_per_person_day=1.0, diarrhoea_l_per_day=5.0)
    assert fresh.flags == ()
    assert sea.flags == ("sea",)
    assert [one.central_day for one in sea.crossings] == [one.central_day for one in nothing.crossings]
    assert brackish.flags == ("brackish", "diuretics")
    assert [one.central_day for one in brackish.crossings] == [one.central_day for one in fresh.crossings]
    assert ill.flags == ("diarrhoea",)
    for one, other in zip(ill.crossings, fresh.crossings, strict=True):
        assert one.central_day is not None
        assert other.central_day is None or one.central_day < other.central_day
    assert any("1 to 10 L a day" in note for note in ill.notes)


def test_labels_and_no_word_of_dying() -> None:
    found = dehydration(47.0, start=START)
    text = " ".join((*found.notes, str(found)))
    assert "thirst of elders is blunted" in text
    assert "the loss of a child is a judgement" in text
    for word in ("death", "dead", "die", "surviv", "15 per cent"):
        assert word not in text.lower().replace("survival intake", ""), word
    assert set(KINDS) == {one.who for one in found.crossings}
    assert "1.4 to 3 per cent" in threshold_note(2.0)


@pytest.mark.parametrize("percent", [12, 15.0, 20, 100])
def test_what_threatens_life_is_not_dated(percent: float) -> None:
    for call in (
        lambda: deficit_days(percent, [7.0], 0.0),
        lambda: deficit_statement(percent, [7.0], 0.0, persons_exposed=1),
        lambda: deficit_of(percent, 70.0),
        lambda: dehydration(47.0).crossing("adult at rest", "iso_fit", percent),
    ):
        with pytest.raises(RefusedError) as caught:
            call()
        assert caught.value.code == "HF-P001"


@pytest.mark.parametrize("percent", [0.05, 3, 0, -5, float("nan")])
def test_other_thresholds(percent: float) -> None:
    with pytest.raises(InputError, match="HF-P025"):
        deficit_days(percent, [7.0], 0.0)


@pytest.mark.parametrize(
    "given",
    [
        {"stock_l_per_person": -1.0},
        {"supply_l_per_person_day": -1.0},
        {"supply_l_per_person_day": 6000.0},
        {"supply_l_per_person_day": [2.0, float("nan")]},
        {"diarrhoea_l_per_day": 30.0},
        {"food_water_l_per_day": float("nan")},
    ],
)
def test_amounts_that_cannot_be(given: dict[str, float]) -> None:
    with pytest.raises(InputError) as caught:
        dehydration(46.0, **given)  # type: ignore[arg-type]
    assert caught.value.code == "HF-P024"


@pytest.mark.parametrize("loss", [[-1.0, 2.0], [float("nan")], [float("inf")]])
def test_losses_that_cannot_be(loss: list[float]) -> None:
    with pytest.raises(InputError, match="HF-P024"):
        deficit_path(loss, 0.0)
    with pytest.raises(InputError, match="HF-P024"):
        deficit_path([1.0], 0.0, containers_l=-1.0)


def test_arrays_that_do_not_fit() -> None:
    for call in (
        lambda: deficit_path([1.0, 2.0], [1.0, 2.0, 3.0]),
        lambda: deficit_path(np.ones((2, 3)), 0.0, stock_l=[1.0, 2.0, 3.0]),
        lambda: deficit_path([], 0.0),
        lambda: deficit_path(np.ones((2, 2, 2)), 0.0),
        lambda: deficit_days(5, [1.0], 0.0, steps_per_day=12),
        lambda: dehydration([40.0] * 48, supply_l_per_person_day=[1.0, 1.0, 1.0]),
        lambda: dehydration(46.0, supply_l_per_person_day=[]),
        lambda: dehydration(46.0, horizon_days=0.0),
    ):
        with pytest.raises(InputError) as caught:
            call()
        assert caught.value.code == "HF-P029"


def test_body_mass_and_kinds_of_water() -> None:
    with pytest.raises(InputError, match="HF-P023"):
        deficit_days(5, [7.0], 0.0, mass_kg=70_000.0)
    with pytest.raises(InputError, match="HF-P025"):
        dehydration(46.0, water="salt")
    with pytest.raises(InputError, match="HF-P025"):
        dehydration(46.0).crossing("baby", "iso_fit", 5)
    with pytest.raises(InputError, match="HF-P025"):
        dehydration(46.0).crossing("adult at rest", "iso", 5)
    with pytest.raises(InputError, match="HF-P020"):
        dehydration(110.0)


@pytest.mark.parametrize(
    ("given", "words", "grade"),
    [
        ({"water": "brackish"}, "brackish water is counted in full", Grade.THRESHOLD),
        ({"diuretics": True}, "diuretics add a loss that is not counted", Grade.THRESHOLD),
        ({"water": "sea"}, "sea water counts as no water", Grade.FORECAST),
        ({"diarrhoea_l_per_day": 2.0}, "diarrhoea adds 2 L a day", Grade.FORECAST),
    ],
)
def test_what_brings_dates_forward_is_printed_with_them(given: dict[str, Any], words: str, grade: Grade) -> None:
    """The printed dates were those of fresh water without a word."""
    found = dehydration(45.0, stock_l_per_person=5.0, vapour_pressure_kpa=1.2, **given)
    assert words in str(found)
    assert any(words in one for one in found.warnings)
    assert found.grade is grade
    assert all(one.grade is grade for one in found.crossings if one.who.startswith("adult"))


def test_sea_water_is_not_printed_as_a_stock() -> None:
    assert str(dehydration(45.0, water="sea", stock_l_per_person=50)).startswith(
        "50 L kept for each person that counts as nothing;"
    )


def test_a_kind_that_cannot_sweat_so_much_is_named() -> None:
    """Elders and workers pass their glands before an adult at rest does."""
    found = dehydration(50.0, stock_l_per_person=5.0)
    assert "frail elder: more sweat is asked than can be given; the heat limit decides, not the water" in str(found)
    assert any("asks for more sweat" in note for note in found.notes)
    assert "more sweat is asked" not in str(dehydration(40.0))


@pytest.mark.parametrize("given", ["5", True, None, float("nan"), float("inf"), [1.0]], ids=repr)
def test_what_is_no_number_is_refused_with_a_code(given: Any) -> None:
    for name in ("stock_l_per_person", "food_water_l_per_day", "diarrhoea_l_per_day", "horizon_days"):
        with pytest.raises(InputError) as caught:
            dehydration(45.0, **{name: given})
        assert caught.value.code in {"HF-P024", "HF-P029"}, name
    for wrong in (lambda: deficit_days(5, given, 2.0), lambda: days_to_deficit(given, 5.0, 2.0)):
        if given != [1.0]:
            with pytest.raises(InputError):
                wrong()
    with pytest.raises(InputError):
        deficit_days(given, [5.0], [2.0])
    with pytest.raises(InputError):
        deficit_days(5, [5.0], [2.0], mass_kg=given)


def test_hours_of_the_afternoon_bring_a_date_forward() -> None:
    """A stock that ends about noon: by whole days the crossing is told late."""
    day = day_of(45.0, 17.0)
    by_hour = dehydration(day * 3, stock_l_per_person=5.0).crossing("adult at rest", "iso_fit", 2).central_day
    loss = np.asarray(water_need(day).curve("iso_fit").loss_by_hour_l)
    lacking = np.cumsum(np.tile(loss, 3)) - 5.0
    assert by_hour is not None
    assert by_hour == pytest.approx(float(np.interp(1.4, lacking, np.arange(1, 73) / 24)))
    by_day = dehydration(45.0, stock_l_per_person=5.0).crossing("adult at rest", "iso_fit", 2).central_day
    assert by_day is not None
    assert 0.5 < 24.0 * (by_day - by_hour) < 2.5


def test_one_row_for_each_threshold() -> None:
    """The 5 per cent had a second range of its own, another than the one a run prints."""
    assert [deficit_range(percent) for percent in (2.0, 5.0, 10.0)] == [(1.4, 3.0), (5.0, 7.5), (7.0, 12.0)]
    said = deficit_statement(5.0, [[3.0] * 5], 0.0, persons_exposed=1)
    assert (said.value, said.sources) == (5.0, ("physics:B_5",))
    assert "physics:B_5" in dehydration(45.0).sources
