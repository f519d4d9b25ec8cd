"""Days to come drawn from the days of the record."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.gate import STATED_DAYS, GateDay, GateDraws, GateEvent, as_recent, as_recorded, calendar
from holdfast.gate.process import beta_quantile

LAST = date(2026, 8, 18)
FIRST = LAST - timedelta(days=13)


def record(decisions: dict[int, str], commodity: str = "diesel", **more: object) -> tuple[GateDay, ...]:
    events = [
        GateEvent(day=FIRST + timedelta(days=n), commodity=commodity, decision=word, **more)  # type: ignore[arg-type]
        for n, word in decisions.items()
    ]
    return calendar(events, FIRST, LAST)


def draw(days: tuple[GateDay, ...], members: int = 400, **more: object) -> GateDraws:
    return as_recent(days, 14, members, 7, site_id="camp", commodities=("diesel", "sewage"), **more)  # type: ignore[arg-type]


def test_a_record_of_closed_days_stays_closed() -> None:
    assert not draw(record(dict.fromkeys(range(14), "refused"))).fractions["diesel"].any()


def test_a_record_of_open_days_stays_open() -> None:
    assert (draw(record(dict.fromkeys(range(14), "let in"))).fractions["diesel"] == 1.0).all()


def test_known_days_are_drawn_in_proportion() -> None:
    words = {n: "let in" if n < 4 else "refused" for n in range(14)}
    assert draw(record(words), 4000).fractions["diesel"].mean() == pytest.approx(4 / 14, abs=0.01)


def test_commodities_of_one_day_stay_together() -> None:
    events = []
    for n in range(14):
        word = "let in" if n % 2 else "refused"
        events += [
            GateEvent(day=FIRST + timedelta(days=n), commodity=name, decision=word) for name in ("diesel", "sewage")
        ]
    drawn = draw(calendar(events, FIRST, LAST)).fractions
    assert (drawn["diesel"] == drawn["sewage"]).all()
    assert 0.0 < drawn["diesel"].mean() < 1.0


def test_unknown_days_are_imputed_and_not_taken_as_closed() -> None:
    drawn = draw(record({13: "let in"}), 4000)
    # One open day: the rate of the other thirteen has the mean of a Beta(3/2, 1/2).
    assert drawn.fractions["diesel"].mean() == pytest.approx(1 / 14 + 13 / 14 * 0.75, abs=0.02)
    assert set(np.unique(drawn.fractions["diesel"])) == {0.0, 1.0}


def test_imputed_days_bring_a_usual_day_and_not_the_largest_ever_seen() -> None:
    days = record({3: "let in", 9: "let in"}, quantity=5000.0, unit="L")
    drawn = draw(days, usual={"diesel": np.full(400, 2000.0)}).fractions["diesel"]
    assert set(np.unique(drawn)) == {0.0, 1.0, 2.5}
    assert np.mean(drawn == 2.5) == pytest.approx(2 / 14, abs=0.02)


def test_imputed_days_bring_less_than_a_usual_day_where_less_is_known_to_come() -> None:
    days = record({3: "let in", 9: "let in"}, quantity=500.0, unit="L")
    drawn = draw(days, usual={"diesel": np.full(400, 2000.0)}).fractions["diesel"]
    assert set(np.unique(drawn)) == {0.0, 0.25}


def test_with_no_known_day_the_rate_is_uniform_and_a_warning_says_so() -> None:
    drawn = draw(record({}), 4000)
    rate = drawn.fractions["sewage"]
    assert (rate == rate[:, :1]).all()
    assert np.quantile(rate[:, 0], [0.1, 0.5, 0.9]) == pytest.approx([0.1, 0.5, 0.9], abs=0.03)
    assert any("sewage" in text and "prior" in text for text in drawn.warnings)


def test_with_no_known_day_a_stated_passing_fraction_is_used() -> None:
    drawn = draw(record({}), prior=np.full(400, 0.3))
    assert (drawn.fractions["sewage"] == 0.3).all()


def test_no_record_at_all_does_not_stop_it() -> None:
    assert draw(()).fractions["diesel"].shape == (400, 14)


def test_a_partly_open_day_of_unknown_size_is_between_nothing_and_a_usual_day() -> None:
    drawn = draw(record(dict.fromkeys(range(14), "partially facilitated"))).fractions["diesel"]
    assert 0.0 < drawn.min() < 0.05
    assert 0.95 < drawn.max() < 1.0


def test_trucks_are_counted_against_the_usual_trips() -> None:
    days = record(dict.fromkeys(range(14), "let in"), commodity="sewage", count=2)
    drawn = draw(days, usual_count={"sewage": np.full(400, 8.0)})
    assert (drawn.fractions["sewage"] == 0.25).all()


def test_the_first_members_do_not_depend_on_how_many_there_are() -> None:
    days = record({2: "let in", 5: "refused"})
    few, many = draw(days, 50), draw(days, 300)
    assert (many.fractions["diesel"][:50] == few.fractions["diesel"]).all()


def test_a_change_of_one_commodity_leaves_the_other_bit_equal() -> None:
    before, after = record({5: "refused"}), record({5: "let in"})
    assert (draw(before).fractions["sewage"] == draw(after).fractions["sewage"]).all()


def test_recorded_days_are_as_recorded() -> None:
    days = record({0: "let in", 13: "refused"})
    drawn = as_recorded(days, 30, 7, commodities=("diesel",)).fractions["diesel"]
    assert (drawn[:, 0] == 1.0).all()
    assert not drawn[:, 13].any()
    assert 0.0 < drawn[:, 1:13].mean() < 1.0


def test_a_stated_passing_fraction_weighs_against_one_open_day() -> None:
    days = record({3: "let in"})
    alone = draw(days, 2000).fractions["diesel"].mean()
    shut = draw(days, 2000, prior=np.zeros(2000), prior_days=STATED_DAYS).fractions["diesel"].mean()
    # One day of record against three of the site's word: a quarter of the rate of Beta(3/2, 1/2).
    assert alone == pytest.approx(1 / 14 + 13 / 14 * 0.75, abs=0.02)
    assert shut == pytest.approx(1 / 14 + 13 / 14 * 0.75 / 4, abs=0.02)


def test_behind_the_issue_half_of_the_members_have_nothing_on_days_nobody_recorded() -> None:
    drawn = as_recorded(record({0: "let in"}), 2000, 7, commodities=("diesel", "sewage"))
    for name in ("diesel", "sewage"):
        came = drawn.fractions[name][:, 1:].any(axis=1)
        assert 0.4 < came.mean() < 0.55, name
    assert len(drawn.unrecorded["diesel"]) == 13
    assert len(drawn.unrecorded["sewage"]) == 14


def test_a_keeper_silent_of_a_thing_it_records_on_other_days_saw_none_of_it() -> None:
    def kept(*who: str) -> np.ndarray:
        events = [
            GateEvent(day=FIRST, commodity="diesel", decision="let in", claimant="log"),
            *(GateEvent(day=FIRST + timedelta(days=5), commodity="food", decision="let in", claimant=w) for w in who),
        ]
        days = calendar(events, FIRST, LAST)
        assert days[5].entry("diesel") is None  # an inference is no entry of the record
        return as_recorded(days, 400, 7, commodities=("diesel",)).fractions["diesel"][:, 5]

    assert not kept("log").any()
    assert not kept("log", "news").any()
    assert kept("news").any()
    assert kept("").any()


def test_a_record_that_is_itself_the_usual_day_brings_no_more_than_the_record() -> None:
    days = record({6: "let in"}, quantity=5000.0, unit="L")
    usual = {"diesel": np.full(4000, 5000.0 / 14)}
    drawn = draw(days, 4000, usual=usual, record_is_all={"diesel"}).fractions["diesel"] * 5000.0 / 14
    assert drawn.sum(axis=1).mean() == pytest.approx(5000.0, rel=0.05)
    # Not a shifted middle alone: some members have none of it, some have it twice.
    assert 0.3 < (drawn.sum(axis=1) == 0.0).mean() < 0.45
    assert (drawn.sum(axis=1) > 7000.0).mean() > 0.2


@given(st.dictionaries(st.integers(0, 13), st.sampled_from(["let in", "refused"]), min_size=1), st.integers(0, 13))
def test_letting_in_what_was_refused_never_brings_less(words: dict[int, str], at: int) -> None:
    better = draw(record(words | {at: "let in"}), 64).fractions["diesel"]
    worse = draw(record(words | {at: "refused"}), 64).fractions["diesel"]
    assert (better >= worse).all()


@pytest.mark.parametrize(("a", "b"), [(0.5, 0.5), (0.5, 14.5), (3.5, 2.5), (14.5, 0.5)])
def test_beta_quantiles_agree_with_scipy(a: float, b: float) -> None:
    from scipy.stats import beta

    u = np.linspace(0.0, 1.0, 201)
    assert beta_quantile(u, a, b) == pytest.approx(beta.ppf(u, a, b), abs=2e-5)
