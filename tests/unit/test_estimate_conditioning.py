"""The ensemble conditioned on accepted claims."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pytest

from helpers_forecast import CAMP, HEAD, ISSUE_DAY, NOTHING, camp, claim, site_of, statement
from holdfast.estimate import Estimate, Observation, estimate, usual_quantities
from holdfast.ledger import Claim, Statement, grade
from holdfast.sites import Site, prior_draws

DIESEL = "stores.diesel-main.quantity"
FLOUR = "stores.flour.quantity"
TREATED = "tanks.treated.level_m3"
NOW: dict[str, Any] = {"time_start": "2026-08-18T23:30:00+03:00", "time_end": None, "time_precision": "hour"}


def made(*claims: Claim, site: Site | None = None, members: int = 300, seed: int = 1) -> Estimate:
    return estimate(site or camp(), claims, ISSUE_DAY, members, seed)


def only(found: Estimate) -> Observation:
    assert len(found.observations) == 1
    return found.observations[0]


def test_without_claims_it_is_the_prior_at_the_end_of_the_day() -> None:
    found = made()
    prior = prior_draws(camp(), 300, 1)
    assert all((found.draws[path] == prior[path]).all() for path in prior.values)
    assert found.as_known.isoformat() == "2026-08-19T00:00:00+03:00"
    assert found.start == found.as_known
    assert {row["path"] for row in found.defaults} >= {DIESEL, FLOUR}


def test_a_reading_of_this_hour_replaces_the_prior_with_the_error_of_its_grade() -> None:
    found = made(claim(statement("stock", "diesel", 5100, "L", **NOW)), members=1500)
    error = grade("B1").relative_error
    assert error is not None
    assert np.quantile(found.draws[DIESEL], [0.5, 0.95]) == pytest.approx([5100, 5100 * (1 + error)], rel=0.01)
    assert only(found).use == "used"
    assert only(found).paths == (DIESEL,)
    assert DIESEL not in {row["path"] for row in found.defaults}
    assert {u.path: u.rests_on for u in found.unknowns}[DIESEL] == "claim"


def test_nothing_else_moves_with_it() -> None:
    before, after = made(), made(claim(statement("stock", "diesel", 5100, "L", **NOW)))
    moved = {p for p in before.draws.values if (before.draws[p] != after.draws[p]).any()}
    assert moved == {DIESEL}


def test_an_older_reading_leaves_less() -> None:
    def left(day: str) -> np.ndarray:
        said = statement("stock", "flour", 8000, "kg", time_start=day, time_end=day)
        return np.asarray(made(claim(said)).draws[FLOUR])

    yesterday, last_week = left("2026-08-17"), left("2026-08-11")
    assert (last_week < yesterday).all()
    persons, each = made().draws["people.all.count"], made().draws["stores.flour.use_per_person_day"]
    assert yesterday - last_week == pytest.approx(6.0 * persons * each, rel=1e-6)


def test_no_failure_that_nobody_reported_saves_fuel_before_the_issue() -> None:
    stock = claim(statement("stock", "diesel", 9000, "L", time_start="2026-08-12", time_end="2026-08-12"))
    sound = made(stock)
    frail = made(stock, site=site_of(CAMP.replace("mttf_h = 1000000", "mttf_h = 60")))
    assert frail.draws[DIESEL] == pytest.approx(sound.draws[DIESEL])


def test_a_delivery_in_between_is_added() -> None:
    stock = claim(statement("stock", "diesel", 2000, "L", time_start="2026-08-16", time_end="2026-08-16"))
    let_in = statement("delivery", "diesel", 1, "tanker", si_low=5000.0, si_high=5000.0, si_unit="L")
    without, with_it = made(stock), made(stock, claim(let_in, 2))
    assert np.median(with_it.draws[DIESEL] - without.draws[DIESEL]) > 2000


def test_a_reading_older_than_two_weeks_is_listed() -> None:
    found = made(claim(statement("stock", "diesel", 5100, "L", time_start="2026-08-01", time_end="2026-08-01")))
    assert only(found).use == "listed"
    assert "older than 14 days" in only(found).reason


def test_a_total_is_shared_by_capacity() -> None:
    text = HEAD + "".join(
        f'[[stores]]\nid = "t{n}"\ncommodity = "diesel"\nunit = "L"\ncapacity = {size}\nquantity = "unknown"\nunusable = 0\n'
        for n, size in ((1, 9000), (2, 3000))
    )
    found = made(claim(statement("stock", "diesel", 6000, "L", **NOW)), site=site_of(text))
    assert found.draws["stores.t1.quantity"] == pytest.approx(3 * found.draws["stores.t2.quantity"])
    assert only(found).paths == ("stores.t1.quantity", "stores.t2.quantity")


def test_empty_is_zero() -> None:
    assert not made(claim(statement("stock", "diesel", 0, "L", **NOW))).draws[DIESEL].any()
    assert not made(claim(statement("stock", "flour", 0.0, None, **NOW))).draws[FLOUR].any()


def test_days_of_supply_go_through_the_use_of_the_site() -> None:
    found = made(claim(statement("stock", "flour", 4, "d", **NOW)))
    daily = found.draws["people.all.count"] * found.draws["stores.flour.use_per_person_day"]
    assert np.median(found.draws[FLOUR] / daily) == pytest.approx(4.0, rel=0.02)


def test_days_of_diesel_go_through_a_run_of_the_generators() -> None:
    found = made(claim(statement("stock", "fuel", 2, "d", service="fuel", **NOW)), members=60)
    assert (found.draws[DIESEL] > 300).all()
    # Two days of a 500 kW set at part load: thousands of litres, and never more than the tank holds.
    assert 1500 < np.median(found.draws[DIESEL]) <= 15000


def test_a_claim_beyond_a_stated_capacity_is_full_with_a_warning() -> None:
    found = made(claim(statement("stock", "diesel", 90000, "L", **NOW)))
    assert (found.draws[DIESEL] > 14800).all()  # full at half past eleven, and half an hour has passed
    assert any("more diesel than diesel-main can hold" in text for text in found.warnings)


def test_a_capacity_nobody_stated_gives_way_to_a_claim() -> None:
    site = camp({"capacity = 15000": 'capacity = "unknown"'})
    found = made(claim(statement("stock", "diesel", 400000, "L", **NOW)), site=site)
    assert np.median(found.draws[DIESEL]) == pytest.approx(400000, rel=0.05)
    assert (found.draws["stores.diesel-main.capacity"] >= found.draws[DIESEL]).all()
    assert not found.warnings


def test_contradicting_claims_share_the_members_and_both_claimants_are_named() -> None:
    one = claim(statement("stock", "diesel", 5000, "L", **NOW))
    two = claim(statement("stock", "diesel", 12500, "L", **NOW), 2, claimant="Alder Gazette", source_grade="C3")
    found = made(one, two, members=1500)
    drawn = found.draws[DIESEL]
    low = drawn < 7000
    assert {o.use for o in found.observations} == {"mixed"}
    assert np.mean(low) == pytest.approx(found.observations[0].weight, abs=0.05)
    assert sum(o.weight for o in found.observations) == pytest.approx(1.0)
    assert found.observations[0].weight > found.observations[1].weight
    assert len(found.warnings) == 1
    assert "camp committee" in found.warnings[0]
    assert "Alder Gazette" in found.warnings[0]
    assert any(u.path == f"claims.{DIESEL}" for u in found.unknowns)


def test_claims_that_agree_stand_together_without_a_warning() -> None:
    two = claim(statement("stock", "diesel", 5200, "L", **NOW), 2, claimant="engineer")
    found = made(claim(statement("stock", "diesel", 5000, "L", **NOW)), two)
    assert {o.use for o in found.observations} == {"mixed"}
    assert not found.warnings


def test_claims_of_different_hours_mix_each_from_its_own_hour() -> None:
    early = {"time_start": "2026-08-18T06:00:00+03:00", "time_end": None, "time_precision": "hour"}
    one = claim(statement("stock", "flour", 8000, "kg", **early))
    two = claim(statement("stock", "flour", 2000, "kg", **NOW), 2, claimant="kitchen")
    drawn = made(one, two).draws[FLOUR]
    daily = made().draws["people.all.count"] * made().draws["stores.flour.use_per_person_day"]
    high = drawn > 5000
    assert 0 < high.sum() < 300
    assert np.median(drawn[high]) == pytest.approx(8000 - np.median(daily) * 18 / 24, rel=0.03)
    assert np.median(drawn[~high]) == pytest.approx(2000, rel=0.05)


def test_a_later_figure_supersedes_an_older_one() -> None:
    old = claim(statement("stock", "diesel", 12000, "L", time_start="2026-08-14", time_end="2026-08-14"))
    found = made(old, claim(statement("stock", "diesel", 3000, "L", **NOW), 2))
    assert [o.use for o in found.observations] == ["superseded", "used"]
    assert np.median(found.draws[DIESEL]) == pytest.approx(3000, rel=0.02)


def test_the_same_words_forwarded_count_once() -> None:
    said = statement("stock", "diesel", 5000, "L", **NOW)
    other = claim(statement("stock", "diesel", 12500, "L", **NOW), 9, claimant="news")
    once = made(claim(said), other, members=1000)
    hundred = made(claim(said), other, *(claim(said, n) for n in range(10, 110)), members=1000)
    assert sum(o.use == "duplicate" for o in hundred.observations) == 100
    assert (once.draws[DIESEL] == hundred.draws[DIESEL]).all()


@pytest.mark.parametrize(
    ("more", "fields", "reason"),
    [
        ({"polarity": "hypothetical"}, {}, "hypothetical"),
        ({"polarity": "planned"}, {}, "planned"),
        ({"polarity": "negated"}, {}, "denial"),
        ({"background": True}, {}, "history"),
        ({}, {"source_grade": "E5"}, "uncorroborated"),
        ({}, {"source_grade": "B5"}, "uncorroborated"),
        ({"time_start": "2026-08-20", "time_end": "2026-08-20"}, {}, "after the moment of issue"),
        ({"per": "day"}, {}, "fits"),
        ({"value_low": None, "value_high": None}, {}, "fits"),
    ],
)
def test_what_cannot_set_a_stock_is_listed_with_the_reason(
    more: dict[str, Any], fields: dict[str, Any], reason: str
) -> None:
    found = made(claim(statement("stock", "diesel", **({"low": 5100, "unit": "L"} | more)), **fields))
    assert only(found).use == "listed"
    assert reason in only(found).reason
    assert (found.draws[DIESEL] == made().draws[DIESEL]).all()


@pytest.mark.parametrize(
    "claim_type",
    [
        "need",
        "consumption",
        "outage",
        "service_state",
        "capacity",
        "commitment",
        "appeal",
        "norm",
        "casualty",
        "custody",
        "agreement",
    ],
)
def test_other_kinds_of_claims_set_nothing(claim_type: str) -> None:
    found = made(claim(statement(claim_type, "diesel", 5100, "L")))
    assert only(found).use == "listed"
    assert only(found).reason


def test_an_outage_is_noted_as_not_assimilated_yet() -> None:
    found = made(claim(statement("outage", "electricity", service="electricity")))
    assert found.notes == ("camp committee reports outage of electricity: outages are shown and not assimilated yet.",)


def test_a_unit_that_does_not_fit_and_a_thing_the_site_lacks_are_listed() -> None:
    assert "fits" in only(made(claim(statement("stock", "diesel", 5100, "kg")))).reason
    assert "no store of insulin" in only(made(claim(statement("stock", "insulin", 5100, "L")))).reason


def test_people_are_set_and_groups_keep_their_shares() -> None:
    site = camp({"[[shelters]]": '[[people]]\nid = "guests"\ncount = { low = 90, high = 110 }\n[[shelters]]'})
    said = statement("population", "people", 2000, "persons", value_high=None)
    found = made(claim(said, source_grade="C3"), site=site)
    prior = prior_draws(site, 300, 1)
    total = found.draws["people.all.count"] + found.draws["people.guests.count"]
    assert (total >= 2000 - 1e-6).all()
    share = prior["people.guests.count"] / (prior["people.all.count"] + prior["people.guests.count"])
    assert found.draws["people.guests.count"] / total == pytest.approx(share)


def test_a_temperature_sets_the_days_maximum() -> None:
    found = made(claim(statement("temperature", "temperature", 48.9, "degC", **NOW)), members=2000)
    assert np.quantile(found.draws["weather.temp_max_c"], [0.05, 0.95]) == pytest.approx([46.9, 50.9], abs=0.15)


def test_the_order_of_claims_does_not_matter() -> None:
    claims = [claim(statement("stock", "diesel", 5000, "L", **NOW)), claim(statement("stock", "flour", 700, "kg"), 2)]
    one, other = made(*claims), made(*reversed(claims))
    assert all((one.draws[p] == other.draws[p]).all() for p in one.draws.values)
    assert one.claims_hash == other.claims_hash
    assert [o.claim_id for o in one.observations] == [o.claim_id for o in other.observations]


def test_the_first_members_do_not_depend_on_how_many_there_are() -> None:
    said = claim(statement("stock", "diesel", 5000, "L", time_start="2026-08-16", time_end="2026-08-16"))
    few, many = made(said, members=40), made(said, members=90)
    assert (many.draws[DIESEL][:40] == few.draws[DIESEL]).all()


def test_gate_claims_become_days_and_the_site_file_closes_the_rest() -> None:
    site = camp({'passing_fraction = "unknown"': 'passing_fraction = "unknown"\nclosed_since = 2026-08-16'})
    let_in = claim(statement("delivery", "diesel", 1, "tanker", si_low=5000.0, si_high=5000.0, si_unit="L"))
    days = {day.day.day: day for day in made(let_in, site=site).gate_days}
    assert len(days) == 14
    assert days[15].status == "unknown"
    assert days[16].status == "closed"
    assert days[17].entry("diesel").delivered == 5000.0  # type: ignore[union-attr]
    assert days[17].entry("sewage").status == "closed"  # type: ignore[union-attr]


def test_a_gate_claim_that_names_no_day_or_nothing_known_is_listed() -> None:
    vague = statement("denial", "diesel", time_start=None, time_end=None, time_precision="unknown")
    assert "which day" in only(made(claim(vague))).reason
    assert "of what" in only(made(claim(statement("denial", None)))).reason
    old = statement("denial", "diesel", time_start="2026-07-01", time_end="2026-07-01")
    assert "before the last 14 days" in only(made(claim(old))).reason


def test_nothing_entered_is_a_recorded_zero_and_a_negated_refusal_is_listed() -> None:
    none = made(claim(statement("delivery", "diesel", polarity="negated")))
    assert only(none).use == "gate"
    assert none.gate_days[-2].nothing_entered == ("diesel",)
    assert none.gate_days[-2].status == "unknown"  # nobody says that any was refused
    assert only(made(claim(statement("denial", "diesel", polarity="negated")))).use == "listed"


def test_a_moment_is_cut_to_the_full_hour_of_the_site() -> None:
    found = estimate(camp(), (), datetime.fromisoformat("2026-08-18T12:47:00+00:00"), 3, 1)
    assert found.as_known.isoformat() == "2026-08-18T15:00:00+03:00"


def test_a_site_with_nothing_takes_any_claim() -> None:
    found = made(
        claim(statement("stock", "diesel", 5000, "L")),
        claim(statement("population", "people", 500, "persons"), 2),
        claim(statement("denial", "diesel"), 3),
        site=site_of(NOTHING),
        members=1,
    )
    assert [o.use for o in found.observations] == ["listed", "listed", "gate"]
    assert all(np.isfinite(array).all() for array in found.draws.values.values())


def test_observations_are_plain_for_json() -> None:
    row = only(made(claim(statement("stock", "diesel", 5000, "L", **NOW)))).to_dict()
    assert row["claimant"] == "camp committee"
    assert row["occurred"].startswith("2026-08-18T23")


def test_the_text_of_the_camp_is_whole() -> None:
    assert "unknown" in CAMP


def test_without_a_usual_delivery_the_record_is_spread_over_its_days() -> None:
    site = camp({'[[gate.deliveries]]\ncommodity = "diesel"\nunit = "L"\nquantity_per_day = 1500\n': ""})
    let_in = claim(statement("delivery", "diesel", 1, "tanker", si_low=7000.0, si_high=7000.0, si_unit="L"))
    found = made(let_in, site=site, members=3)
    assert usual_quantities(site, found.draws, found.gate_days)["diesel"] == pytest.approx([500.0] * 3)
    assert "flour" not in usual_quantities(site, found.draws, found.gate_days)


@pytest.mark.parametrize(
    "said",
    [
        statement("population", "people", 1e12, "persons"),
        statement("population", "people", -5.0, "persons"),
        statement("temperature", "temperature", 500.0, "degC"),
        statement("temperature", "temperature", -300.0, "degC"),
    ],
)
def test_what_cannot_be_is_listed(said: Statement) -> None:
    found = made(claim(said))
    assert only(found).use == "listed"
    assert "outside what can be simulated" in only(found).reason


def test_that_nobody_is_left_is_not_believed_of_a_full_camp() -> None:
    found = made(claim(statement("population", "people", 0.0, "persons")))
    assert only(found).use == "listed"
    assert "far from the 1100 to 1300 people" in only(found).reason


def test_twenty_voices_stand_together_and_the_warning_stays_short() -> None:
    claims = [
        claim(statement("stock", "flour", 500 + 500 * n, "kg", **NOW), n + 1, claimant=f"voice {n}") for n in range(20)
    ]
    found = made(*claims, members=500)
    assert {o.use for o in found.observations} == {"mixed"}
    assert len(found.warnings) == 1
    assert "voice 3" in found.warnings[0]
    assert "16 more" in found.warnings[0]


@pytest.mark.parametrize("count", [300, 12, 9000])
def test_a_count_far_from_the_sites_own_is_of_other_people(count: float) -> None:
    found = made(claim(statement("population", "people", count, "persons")))
    assert only(found).use == "listed"
    assert "1100 to 1300" in only(found).reason
    assert found.notes[0].startswith("camp committee reports population of people: far from")


def test_where_the_site_states_no_count_any_claim_may_set_it() -> None:
    site = camp({"count = { low = 1100, high = 1300 }": 'count = "unknown"'})
    assert only(made(claim(statement("population", "people", 300, "persons")), site=site)).use == "used"


@pytest.mark.parametrize(
    ("place", "use"),
    [
        ("Camp Elsewhere", "listed"),
        ("Elsewhere camp", "listed"),
        ("Camp T", "used"),
        ("The camp", "used"),
        ("Baghdad", "used"),
        ("diesel-main", "used"),
        (None, "used"),
    ],
)
def test_a_claim_of_another_camp_by_name_is_listed(place: str | None, use: str) -> None:
    assert only(made(claim(statement("stock", "diesel", 5000, "L", place=place, **NOW)))).use == use
