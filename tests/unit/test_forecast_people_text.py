"""What is printed of people and what is guessed: notes beside their statements, grades by what a statement rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from helpers_forecast import ISSUE_DAY, camp
from holdfast.estimate import Observation, estimate
from holdfast.forecast import CORE_OUTPUTS, CORE_SHARES, PeopleOutlook, people_outlook
from holdfast.forecast.issue import _observed
from holdfast.forecast.people import AGES_NOTE, CORE_NOTE, DRUNK_NOTE, HEAT_NOTE
from holdfast.forecast.people_inputs import guessed
from holdfast.lifelines import Run, simulate
from holdfast.people import Grade
from holdfast.sites import Site, median_draws, prior_draws, read_site
from lifelines_goods import HEAD, START

ALL = """
[[shelters]]
id = "s"
count = 100
persons_each = 10
conductance_w_per_k = 80
[[tanks]]
id = "t"
holds = "treated"
capacity_m3 = 1000
level_m3 = 20
[[wells]]
id = "w"
max_m3_per_h = 0.1
energy_kwh_per_m3 = 1
[[generators]]
id = "g"
rated_kw = 1
working = 1
[[stores]]
id = "d"
commodity = "diesel"
unit = "L"
quantity = 100
capacity = 200
[[clinics]]
id = "c"
power_kw = 2
oxygen_concentrators = 4
dialysis_machines = 3
dialysis_sessions_per_day = 2
[[vaccine_fridges]]
id = "v"
hold_over_h = 20
"""
STATED = (
    HEAD.replace("temp_max_c = 45\ndaily_range_k = 0", "temp_max_c = 50\ndaily_range_k = 14\ndewpoint_c = 10").replace(
        "count = 1000", 'count = 1000\nage_band = "20-59"\nsex = "male"'
    )
    + ALL
)
HOURS = 96


def ran(text: str, members: int = 40) -> tuple[Site, Run]:
    site = read_site(text)
    run = simulate(
        site,
        draws=prior_draws(site, members, 3),
        hours=HOURS,
        start=START,
        engine="python",
        keep="quantiles",
        outputs=CORE_OUTPUTS,
        quantiles=CORE_SHARES,
    )
    # What lies beyond a fit lowers grades too, and is held by other tests.
    return site, replace(run, flags=dict(run.flags) | {"sweat": 0.0})


@pytest.fixture(scope="module")
def stated() -> tuple[Site, Run]:
    return ran(STATED)


def outlook(run: Run, text: str, **more: object) -> PeopleOutlook:
    found = people_outlook(run, read_site(text), **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def grades(of: PeopleOutlook) -> dict[str, set[Grade]]:
    kinds: dict[str, set[Grade]] = {}
    for one in of.statements:
        name = {
            "oxygen concentrators without power": "oxygen",
            "dialysis for want of power or treated water": "dialysis",
            "vaccines whose refrigerator has lost its cold": "vaccines",
            "drinking need above the survival intake": "need",
            "water for all uses against what people need to drink": "against need",
        }.get(one.name, one.quantity)
        kinds.setdefault(name, set()).add(one.grade)
    return kinds


def scenarios(of: PeopleOutlook) -> set[str]:
    return {name for name, found in grades(of).items() if found == {Grade.SCENARIO}}


AIR = {"heat_limit", "core_temperature", "need", "against need"}
WATER = {"water_below_survival", "water_deficit_days", "against need", "dialysis"}
POWER = {"oxygen", "dialysis", "vaccines"}


def test_a_site_that_states_everything_has_every_grade_whole(stated: tuple[Site, Run]) -> None:
    found = grades(outlook(stated[1], STATED))
    assert found.pop("water_deficit_days") == {Grade.FORECAST}
    assert set(found) == AIR | WATER - {"water_deficit_days"} | POWER
    assert all(one == {Grade.THRESHOLD} for one in found.values())


@pytest.mark.parametrize(
    ("line", "named", "lowered"),
    [
        ("dewpoint_c = 10", "the humidity outside", AIR),
        ("conductance_w_per_k = 80", "how the shelters hold heat", AIR),
        ("count = 100\n", "the number of the shelters", AIR),
        ("level_m3 = 20", "the level of the treated water", WATER),
        ("max_m3_per_h = 0.1", "what wells and pumps give", WATER),
        ("rated_kw = 1\n", "the size of the generators", WATER | POWER),
        ("quantity = 100\n", "the fuel of the generators", WATER | POWER),
        ("normal_use_l_per_person_day = 24", "the usual use of water", WATER),
        ("oxygen_concentrators = 4", "the number of oxygen concentrators", {"oxygen"}),
        ("dialysis_sessions_per_day = 2", "the number of dialysis sessions per day", {"dialysis"}),
        ("hold_over_h = 20", "how long the vaccine refrigerators stay cold", {"vaccines"}),
        ("temp_max_c = 50", "the temperature outside", AIR | WATER | POWER),
        ("count = 1000\n", "the number of people", AIR | WATER | POWER),
    ],
)
def test_a_guess_lowers_what_rests_on_it_and_nothing_else(
    stated: tuple[Site, Run], line: str, named: str, lowered: set[str]
) -> None:
    name, _, figure = line.partition(" = ")
    end = "\n" if line.endswith("\n") else ""
    assumed = f'{name} = {{value = {figure.strip()}, source = "note: assumption, nobody counted"}}{end}'
    for text in (f'{name} = "unknown"{end}', assumed):
        assert line in STATED
        of = outlook(stated[1], STATED.replace(line, text))
        assert scenarios(of) >= lowered
        assert scenarios(of) - lowered == set()
        low = [one for one in of.statements if one.grade is Grade.SCENARIO]
        assert all(f"{named} is a default or a guess" in " ".join(one.notes) for one in low)


def test_air_alone_lowers_a_forecast_of_body_water_by_one_grade(stated: tuple[Site, Run]) -> None:
    found = grades(outlook(stated[1], STATED.replace("dewpoint_c = 10", 'dewpoint_c = "unknown"')))
    assert found["water_deficit_days"] == {Grade.THRESHOLD}
    assert found["water_below_survival"] == {Grade.THRESHOLD}


def test_a_figure_of_the_literature_is_no_guess() -> None:
    text = STATED.replace(
        "conductance_w_per_k = 80", 'conductance_w_per_k = {low = 58, high = 100, source = "physics:U_tr"}'
    )
    shelter = read_site(text).shelters[0]
    assert not guessed(shelter.conductance_w_per_k)
    assert guessed(shelter.capacity_kj_per_k)  # not stated


def test_old_claims_lower_a_grade_and_fresh_ones_do_not(stated: tuple[Site, Run]) -> None:
    text = STATED.replace("level_m3 = 20", 'level_m3 = "unknown"')
    fresh = grades(outlook(stated[1], text, observed={"tanks.t.level_m3": 3.0}))
    assert fresh["water_below_survival"] == {Grade.THRESHOLD}
    old = outlook(stated[1], text, observed={"tanks.t.level_m3": 15.04})
    assert grades(old)["water_below_survival"] == grades(old)["water_deficit_days"] == {Grade.SCENARIO}
    said = next(one for one in old.statements if one.quantity == "water_below_survival").notes
    assert any("the level of the treated water was observed 15 days ago, more than 14" in note for note in said)
    # What the site states itself has no date, and a claim of it has one.
    assert "water_below_survival" in scenarios(outlook(stated[1], STATED, observed={"tanks.t.level_m3": 15.04}))


def test_a_forecast_knows_the_age_of_its_claims() -> None:
    made = estimate(camp(), (), ISSUE_DAY, 60, 1)
    assert _observed(made) == {}
    seen = [
        Observation(
            claim_id=f"{days}",
            claimant="x",
            claim_type="stock",
            item="diesel",
            use=use,  # type: ignore[arg-type]
            paths=("stores.diesel.quantity",),
            occurred=made.as_known - timedelta(days=days),
        )
        for days, use in ((20, "mixed"), (16, "mixed"), (2, "listed"))
    ]
    assert _observed(replace(made, observations=tuple(seen))) == {"stores.diesel.quantity": pytest.approx(16.0)}


# --- text ---------------------------------------------------------------------------------------------------------------


def test_every_note_of_what_is_told_is_printed_once_under_its_number(stated: tuple[Site, Run]) -> None:
    of = outlook(stated[1], STATED)
    lines = of.lines()
    told = [one for one in of.statements if one.probability > 0.0]
    assert len({one.quantity for one in told}) > 3
    for one in told:
        line = next(line for line in lines if line.startswith(f"  {one}"))
        marks = line.rpartition("[")[2].rstrip("]").split(", ")
        notes = [next(text for text in lines if text.startswith(f"    [{mark}] ")).partition("] ")[2] for mark in marks]
        assert sorted(notes) == sorted(set(one.notes))
    assert any(
        "children" in note.lower() and "treat them as those over 65" in note for one in told for note in one.notes
    )
    for note in (AGES_NOTE, DRUNK_NOTE, HEAT_NOTE, CORE_NOTE, *of.notes):
        assert sum(line.endswith(note) for line in lines) == 1, note


def test_what_is_assumed_of_who_is_there_is_printed(stated: tuple[Site, Run]) -> None:
    assert outlook(stated[1], STATED).lines()[0] == "People (1,000)"
    text = STATED.replace("count = 1000", 'count = "unknown"')
    lines = outlook(stated[1], text).lines()
    assert lines[0].endswith("; the number is old, a default or a guess)")
    assert "  note: Group all: the count is unknown; the median of its prior is taken." in lines
    assert outlook(stated[1], text).to_dict()["persons_in_doubt"] is True


def test_scenarios_are_not_printed_but_counted_with_the_inputs_they_want(stated: tuple[Site, Run]) -> None:
    text = STATED.replace("dewpoint_c = 10", 'dewpoint_c = "unknown"').replace("count = 100\n", 'count = "unknown"\n')
    of = outlook(stated[1], text)
    lines = of.lines()
    out = [one for one in of.statements if one.grade is Grade.SCENARIO]
    assert out
    assert not any("not a forecast:" in line for line in lines)
    assert not any("cannot lose" in line for line in lines)
    # The days of core temperature have the grade of their thresholds: they go with them.
    assert of.core_days
    assert not any("core temperature at" in line for line in lines)
    assert ", and so are the days of core temperature: " in lines[-1]
    crossed = sum(one.probability > 0 for one in out)
    last = lines[-1]
    assert last.startswith(f"  {len(out)} limits are left out ({crossed} crossed in some run)")
    assert "state or measure: the humidity outside; the number of the shelters. All" in last
    assert not any("left out" in line for line in outlook(stated[1], STATED).lines())


def test_days_of_core_temperature_have_their_grade_their_shares_and_the_other_model(stated: tuple[Site, Run]) -> None:
    of = outlook(stated[1], STATED)
    lines = [line for line in of.lines() if line.startswith("  core temperature at ")]
    assert len(lines) == 3
    for line in lines:
        assert "(10-90 %: " in line
        assert "Grade THRESHOLD. [" in line
    day = max((day for day in of.core_days if day.age_y == 85), key=lambda day: day.q50_c)
    assert day.lower_q50_c == pytest.approx((day.q50_c - 0.9, day.q50_c - 0.5))
    assert f"by the two-node model {day.lower_q50_c[0]:.1f} to {day.lower_q50_c[1]:.1f})" in lines[2]


def test_days_of_core_temperature_count_nobody_and_so_need_no_count(stated: tuple[Site, Run]) -> None:
    of = outlook(stated[1], STATED.replace("count = 1000", 'count = "unknown"'))
    assert {one.grade for one in of.statements} == {Grade.SCENARIO}
    assert of.core_grade is Grade.THRESHOLD
    assert sum("  core temperature at" in line for line in of.lines()) == 3


def test_what_no_input_would_mend_is_left_out_without_advice(stated: tuple[Site, Run]) -> None:
    beyond = replace(stated[1], flags=dict(stated[1].flags) | {"sweat": 0.5})
    of = outlook(beyond, STATED)
    assert scenarios(of) == {"against need"}
    assert of.lines()[-1].endswith("they are scenarios, no forecasts. All are in --json.")
    assert "1 limit is left out (1 crossed" in of.lines()[-1]


def test_one_run_is_told_without_chances() -> None:
    site = read_site(STATED)
    run = simulate(site, draws=median_draws(site), hours=HOURS, start=START, engine="python", deterministic=True)
    found = people_outlook(run, site)
    assert found is not None
    text = "\n".join(found.lines())
    assert "in the one run computed" in text
    assert "not within the one run computed, which says nothing of how likely: " in text
    for word in ("probability", "earliest", "of the members", "10-90", "100%"):
        assert word not in text, word


def test_what_no_member_crosses_says_what_cannot_be_excluded(stated: tuple[Site, Run]) -> None:
    of = outlook(stated[1], STATED)
    never = [one for one in of.statements if one.probability == 0.0]
    line = next(line for line in of.lines() if line.startswith("  in none of 40 members"))
    assert "(up to 0.075 of them cannot be excluded)" in line  # 3 / 40
    assert line.count(";") == len(never) - 1


def test_a_threshold_known_at_the_start_is_the_first_day(stated: tuple[Site, Run]) -> None:
    now = [one for one in outlook(stated[1], STATED).statements if one.median_day == 0.0]
    assert all("day 0" not in str(one) for one in now)
