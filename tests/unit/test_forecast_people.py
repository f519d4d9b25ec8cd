"""What a run says of people: every limit with its probability, its days, who is exposed and its grade."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from helpers_forecast import ISSUE_DAY, camp
from holdfast.cli.forecast import forecast_lines
from holdfast.errors import InputError
from holdfast.estimate import estimate
from holdfast.forecast import (
    CORE_OUTPUTS,
    CORE_SHARES,
    NOTHING_ENTERS,
    PeopleOutlook,
    core_days,
    forecast,
    people_outlook,
)
from holdfast.lifelines import Run, simulate, threshold_of
from holdfast.people import Grade, population_of
from holdfast.sites import Site, prior_draws, read_site
from lifelines_goods import ALWAYS, GRID, HEAD, START, TANK

CLINIC = """
[[clinics]]
id = "c"
power_kw = 2
oxygen_concentrators = 4
dialysis_machines = 3
dialysis_sessions_per_day = 2
[[vaccine_fridges]]
id = "v"
hold_over_h = 20
remaining_h = 10
"""
HOT = HEAD.replace(
    "temp_max_c = 45\ndaily_range_k = 0", "temp_max_c = 50\ndaily_range_k = 14\ndewpoint_c = 10"
).replace('kind = "adults"\ncount = 1000\nneed_factor = 1', 'kind = "families"\ncount = 1000\nfrail_fraction = 0.1')
EMPTYING = TANK.replace("level_m3 = 900", "level_m3 = 60")
MORNINGS = GRID % ", ".join(str(hour) for hour in range(14))


def ran(site: Site, **more: object) -> Run:
    given = {"hours": 96, "start": START, "engine": "python", "keep": "all"} | more
    return simulate(site, draws=prior_draws(site, 12, 3), **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def hot() -> tuple[Site, Run, PeopleOutlook]:
    site = read_site(HOT + CLINIC + EMPTYING + MORNINGS)
    run = ran(site)
    outlook = people_outlook(run, site)
    assert outlook is not None
    return site, run, outlook


def test_every_statement_is_that_of_its_event(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    _, run, outlook = hot
    by_name = {(one.name, one.value): one for one in outlook.statements}
    assert len(by_name) == len(outlook.statements) == 4 + 6 + 4 + 3 + 3
    for (name, value), event in {
        ("core temperature of resting people of 75", 38.5): "core_38_5c_at_75",
        ("body water that a resting adult lacks", 5.0): "deficit_5_percent",
        ("water that reaches people", 7.5): "water_under_survival_total",
        ("oxygen concentrators without power", 0.0): "oxygen_stops",
    }.items():
        one, times = by_name[name, value], run.event_times[event]
        assert one.probability == np.isfinite(times).mean()
        assert one.members == 12
        middle = np.sort(times)[5] / 24.0
        assert one.median_day == (pytest.approx(middle) if np.isfinite(middle) else None)
        assert one.horizon_days == 4.0


def test_soonest_first_and_what_is_not_reached_last(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    days = [one.median_day for one in hot[2].statements]
    reached = [day for day in days if day is not None]
    assert reached == sorted(reached)
    assert days[len(reached) :] == [None] * (len(days) - len(reached))


def within_the_fit(run: Run) -> Run:
    return replace(run, flags=dict(run.flags) | {"sweat": 0.0})


def test_who_is_exposed_follows_the_population(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    site, _, outlook = hot
    of = population_of(site)
    exposed = {one.name: one.persons_exposed for one in outlook.statements}
    frail = of.persons_of(profile="old") + of.persons_of(profile="ill")
    assert frail == pytest.approx(100.0)  # the frail fraction of the site
    assert exposed["heat that people of 60 and over cannot lose"] == pytest.approx(frail)
    adults = sum(
        group.persons
        for group in of.groups
        if group.age_band in {"15-19", "20-59"} and group.state == "none" and group.profile == "young"
    )
    assert exposed["heat that adults of 15 to 59 cannot lose"] == pytest.approx(adults)
    assert adults < 550.0  # children, pregnant and breastfeeding women are in no model of heat
    left = next(note for one in outlook.statements for note in one.notes if "are in no published model of heat" in note)
    assert f"({1000.0 - frail - adults:,.0f} people here)" in left
    assert exposed["core temperature of resting people of 85"] == pytest.approx(of.persons_of(age_band="60+"))
    assert exposed["oxygen concentrators without power"] == 4.0
    assert exposed["dialysis for want of power or treated water"] == pytest.approx(3 * 2 * 7 / 3)


def test_sphere_is_said_to_be_too_low_where_the_need_is_higher(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    one = next(one for one in hot[2].statements if one.name == "drinking need above the survival intake")
    assert (one.norm_id, one.value, one.side, one.probability) == ("N001", 2.5, ">", 1.0)
    assert any("Sphere's survival intake is too low here" in note for note in one.notes)
    cool = read_site(HEAD.replace("temp_max_c = 45", "temp_max_c = 18") + TANK + ALWAYS)
    outlook = people_outlook(ran(cool, hours=30), cool)
    assert outlook is not None
    assert next(o for o in outlook.statements if o.name == one.name).probability == 0.0
    assert not any("too low" in line for line in outlook.lines())


def test_grades_and_what_lowers_them(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    site, run, outlook = hot
    outlook = people_outlook(within_the_fit(run), site)
    assert outlook is not None
    grades = {one.name: one.grade for one in outlook.statements}
    assert grades["heat that people of 60 and over cannot lose"] is Grade.THRESHOLD  # by the frail share, stated
    assert grades["heat that adults of 15 to 59 cannot lose"] is Grade.SCENARIO  # by ages nobody stated
    assert grades["core temperature of resting people of 85"] is Grade.SCENARIO
    assert grades["body water that a resting adult lacks"] is Grade.FORECAST
    text = (HOT + CLINIC + EMPTYING + MORNINGS).replace("count = 1000", 'count = "unknown"')
    guessed = people_outlook(within_the_fit(run), read_site(text))
    assert guessed is not None
    lower = {one.quantity: one for one in guessed.statements}
    assert lower["water_deficit_days"].grade is Grade.SCENARIO  # no better than the water it is made from
    assert lower["heat_limit"].grade is Grade.SCENARIO
    assert lower["heat_limit"].scenario
    assert any("the number of people is a default or a guess" in note for note in lower["heat_limit"].notes)
    assert site is hot[0]


def test_no_verb_of_dying_and_no_count_of_outcomes(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    words = json.dumps(hot[2].to_dict()).lower() + " ".join(hot[2].lines()).lower()
    for word in ("die ", "dies", "died", "dying", "dead", "death", "kill", "fatal", "victim", "survive"):
        assert word not in words, word


def test_core_temperature_of_each_day_from_outputs_and_from_quantiles(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    site, run, outlook = hot
    assert [(day.day.day, day.age_y) for day in outlook.core_days] == [
        (d, a) for d in range(17, 21) for a in (65, 75, 85)
    ]
    kept = ran(site, keep="quantiles", outputs=CORE_OUTPUTS, quantiles=CORE_SHARES)
    assert core_days(kept) == core_days(run)
    day = next(day for day in outlook.core_days if day.age_y == 75 and day.day.day == 20)
    hours = run.outputs["core_temp_75_c"][:, 72:96]
    warmest = hours[:, np.quantile(hours, 0.5, axis=0).argmax()]
    assert day.q50_c == pytest.approx(np.quantile(warmest, 0.5))
    assert day.q10_c <= day.q50_c <= day.q90_c
    assert day.share_above_38_5 == pytest.approx((warmest > 38.5).mean(), abs=0.06)
    assert day.share_above_39 <= day.share_above_38_5


def test_quantiles_that_tell_no_day_are_an_error(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    site = hot[0]
    with pytest.raises(InputError) as caught:
        people_outlook(ran(site, keep="quantiles", outputs=CORE_OUTPUTS, quantiles=(0.25, 0.75), hours=24), site)
    assert caught.value.code == "HF-P070"


def test_a_run_that_kept_events_only_has_statements_and_no_days(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    outlook = people_outlook(ran(hot[0], keep="events"), hot[0])
    assert outlook is not None
    assert outlook.core_days == ()
    assert outlook.statements == hot[2].statements


def test_a_site_without_people_or_machines_says_nothing_of_them() -> None:
    text = HOT.replace("count = 1000", "count = 0")
    nobody = read_site(text + TANK)
    assert people_outlook(ran(nobody, hours=6), nobody) is None
    plain = read_site(HOT + TANK)
    outlook = people_outlook(ran(plain, hours=6), plain)
    assert outlook is not None
    assert "persons_without_medicine" not in {one.quantity for one in outlook.statements}


def test_a_site_with_a_norm_of_its_own_is_not_told_the_norm_of_sphere() -> None:
    site = read_site(HOT + TANK + "[failures.water]\nthreshold = 40\n")
    outlook = people_outlook(ran(site, hours=30), site)
    assert outlook is not None
    assert "N005" not in {one.norm_id for one in outlook.statements}


def test_text_has_a_heading_and_json_is_plain(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    lines = hot[2].lines()
    assert lines[0] == "People (1,000)"
    assert sum(line.strip().startswith("core temperature at") for line in lines) == 3
    read = json.loads(json.dumps(hot[2].to_dict()))
    assert read["statements"][0]["grade"] in {"FORECAST", "THRESHOLD", "SCENARIO"}
    assert read["core_days"][0]["day"] == "2015-07-17"
    none = replace(hot[2], statements=(), core_days=(), notes=())
    assert none.lines() == ["People (1,000)"]


def test_more_may_be_known_of_the_people_than_the_site_states(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    site, run, _ = hot
    outlook = people_outlook(run, site, persons={"all": 400.0}, days=False)
    assert outlook is not None
    assert outlook.persons == pytest.approx(400.0)
    assert outlook.core_days == ()
    exposed = {one.name: one.persons_exposed for one in outlook.statements}
    assert exposed["heat that people of 60 and over cannot lose"] == pytest.approx(40.0)
    assert people_outlook(run, site, persons={"all": 0.0}) is None


def test_a_forecast_says_it_too_and_the_screen_has_the_heading() -> None:
    made = estimate(camp(), (), ISSUE_DAY, 60, 1)
    issued = forecast(made, NOTHING_ENTERS, 10, engine="python")
    assert issued.people is not None
    assert issued.people.core_days == ()
    wanted = sum(float(np.median(made.draws[f"people.{group.id}.count"])) for group in made.site.people)
    assert issued.people.persons == pytest.approx(wanted)
    told = issued.to_dict()["people"]
    assert {one["quantity"] for one in told["statements"]} >= {"heat_limit", "core_temperature", "water_below_survival"}
    assert all(one["horizon_days"] == 10.0 for one in told["statements"])
    lines = forecast_lines(issued, "Camp", "UTC")
    assert any(line.startswith("People (") for line in lines)


def test_ages_that_are_those_of_a_usual_population_lower_what_counts_people_by_age_and_nothing_else(
    hot: tuple[Site, Run, PeopleOutlook],
) -> None:
    text = (HOT + CLINIC + EMPTYING + MORNINGS).replace("frail_fraction = 0.1", "")
    outlook = people_outlook(within_the_fit(hot[1]), read_site(text))
    assert outlook is not None
    grades = {one.quantity: one.grade for one in outlook.statements}
    assert grades["heat_limit"] is grades["core_temperature"] is Grade.SCENARIO
    assert grades["water_deficit_days"] is Grade.FORECAST
    assert grades["water_below_survival"] is grades["persons_without_medicine"] is Grade.THRESHOLD


def test_what_a_claim_speaks_of_is_no_guess(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    text = (HOT + CLINIC + EMPTYING + MORNINGS).replace("level_m3 = 60", 'level_m3 = "unknown"')
    site = read_site(text.replace("count = 1000", 'count = "unknown"'))
    for observed, grade in (
        ((), Grade.SCENARIO),
        (("tanks.t.level_m3",), Grade.SCENARIO),
        (("tanks.t.level_m3", "people.all.count"), Grade.THRESHOLD),
    ):
        outlook = people_outlook(hot[1], site, observed=observed)
        assert outlook is not None
        water = [one.grade for one in outlook.statements if one.name == "water that reaches people"]
        assert water == [grade] * 2, observed


# --- what is said beside the numbers --------------------------------------------------------------------------------------


def exposed_and_grades(people: str) -> tuple[dict[str, tuple[float, Grade]], tuple[str, ...]]:
    old = 'kind = "families"\ncount = 1000\nfrail_fraction = 0.1'
    site = read_site(HOT.replace(old, people) + TANK)
    outlook = people_outlook(within_the_fit(ran(site, hours=6)), site)
    assert outlook is not None
    return {one.name: (one.persons_exposed, one.grade) for one in outlook.statements}, population_of(site).guessed


@pytest.mark.parametrize(
    ("people", "guessed"),
    [
        ('kind = "families"\ncount = 1000', ("age", "frail")),
        ('kind = "adults"\ncount = 1000', ("age", "frail")),
        ('kind = "families"\ncount = 1000\nfrail_fraction = 0.08', ("age",)),
        ('kind = "adults"\ncount = 1000\nage_band = "20-59"', ()),
        ('kind = "adults"\ncount = 900\n[[people]]\nid = "b"\nkind = "older"\ncount = 100', ()),
        ('kind = "children"\ncount = 900', ()),
    ],
)
def test_ages_split_as_usual_are_a_guess_whatever_else_is_stated(people: str, guessed: tuple[str, ...]) -> None:
    """Rule 4: kind and frail share do not make ages known."""
    told, found = exposed_and_grades(people)
    assert found == guessed
    wanted = {
        "heat that people of 60 and over cannot lose": "frail",
        "heat that adults of 15 to 59 cannot lose": "age",
        "core temperature of resting people of 85": "age",
    }
    for name, part in wanted.items():
        assert told[name][1] is (Grade.SCENARIO if part in guessed else Grade.THRESHOLD), name
    assert told["body water that a resting adult lacks"][1] is Grade.FORECAST


def test_the_text_says_what_the_numbers_rest_on(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    text = "\n".join(hot[2].lines())
    for said in (
        "Air at the body: 0.24 m/s in rooms, and outdoors that or 1 m/s, whichever is worse.",
        "Everyone of 60 and over is counted, by the limit of those over 65.",
        "All water that reaches people counts as drunk",
        "by both curves of water loss",
        "The ill are counted with those over 65",
    ):
        assert said in text, said


def test_air_beyond_the_fit_of_sweat_is_said_and_lowers_the_grade(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    site, run, _ = hot
    for share, grade in ((0.0, Grade.FORECAST), (0.02, Grade.FORECAST), (0.6, Grade.THRESHOLD)):
        outlook = people_outlook(replace(run, flags=dict(run.flags) | {"sweat": share}), site)
        assert outlook is not None
        one = next(one for one in outlook.statements if one.quantity == "water_deficit_days")
        assert one.grade is grade
        assert any("beyond what it was fitted to" in note for note in one.notes) == (share > 0.0)
        assert any("fit to ISO 7933 at dew points of 10 and 20 degC" in note for note in one.notes)
        need = next(one for one in outlook.statements if "what people need to drink" in one.name)
        assert any("beyond what it was fitted to" in note for note in need.notes) == (share > 0.0)
        said = any("] The equation of sweat is used beyond" in line for line in outlook.lines())
        assert said == (share > 0.0)


def test_core_temperature_is_told_with_the_other_model(hot: tuple[Site, Run, PeopleOutlook]) -> None:
    """The points over the members hold no error of the model: where they are the same, a band of zero would be told."""
    day = hot[2].core_days[0]
    assert day.lower_q50_c == (pytest.approx(day.q50_c - 0.9), pytest.approx(day.q50_c - 0.5))
    lines = [line for line in hot[2].lines() if line.strip().startswith("core temperature at")]
    assert len(lines) == 3
    worst = max((one for one in hot[2].core_days if one.age_y == 85), key=lambda one: one.q50_c)
    low, high = worst.lower_q50_c
    assert f"by the two-node model {low:.1f} to {high:.1f})" in lines[-1]
    alone = replace(hot[2], statements=())
    assert any("two-node model of older people lies 0.5 to 0.9 K below" in line for line in alone.lines())
    assert (
        hot[2].to_dict()["core_days"][0]["lower_q50_c"] == list(day.lower_q50_c)
        or hot[2].to_dict()["core_days"][0]["lower_q50_c"] == day.lower_q50_c
    )


def test_thresholds_told_are_those_the_run_was_judged_by() -> None:
    site = read_site(HOT + CLINIC + TANK + "[failures.vaccines]\nthreshold = 8\n")
    run = ran(site, hours=6)
    outlook = people_outlook(run, site)
    assert outlook is not None
    told = {one.name: one.value for one in outlook.statements}
    assert told["vaccines whose refrigerator has lost its cold"] == 8.0
    assert told["dialysis for want of power or treated water"] == threshold_of(site, "dialysis") == 0.05
    assert told["oxygen concentrators without power"] == threshold_of(site, "oxygen") == 0.0
