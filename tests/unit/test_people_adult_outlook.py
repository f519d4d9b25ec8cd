"""The ensemble of adults, their types, and the sharing of food."""

from __future__ import annotations

import dataclasses
import math
import time
from typing import Any

import numpy as np
import pytest
from scipy.stats import lognorm, norm, triang

from holdfast.errors import InputError, RefusedError
from holdfast.people import (
    AdultType,
    Grade,
    adult_outlook,
    adult_types,
    energy_balance,
    input_reason,
    linear_response,
    population,
    share_food,
)
from holdfast.people.energy.ensemble import Adults, _normal_cdf_fast, central_members, draw_members
from holdfast.people.energy.person import Person
from holdfast.people.energy.types import CLASS_EDGES
from holdfast.reference import prior, value

EVERYBODY = population(3000)
KNOWN = population(
    1000,
    structure={("20-59", "male", "none"): 0.5, ("20-59", "female", "none"): 0.3, ("60+", "female"): 0.1, "0-4": 0.1},
)


def test_types_keep_the_census_and_the_mean_mass() -> None:
    types = adult_types(EVERYBODY)
    assert 50 <= len(types) <= 60
    for sex, mass in (("male", 60.0), ("female", 52.0)):
        chosen = [each for each in types if each.sex == sex]
        persons = sum(each.persons for each in chosen)
        adults = sum(EVERYBODY.persons_of(age_band=band, sex=sex, state="none") for band in ("20-59", "60+"))  # type: ignore[arg-type]
        assert persons == pytest.approx(adults)
        assert sum(each.persons * each.mass_kg for each in chosen) / persons == pytest.approx(mass, rel=2e-3)
    heavy = adult_types(
        EVERYBODY, mean_mass_kg={"male": 82.0, "female": 74.0}, mean_height_m={"male": 1.72, "female": 1.6}
    )
    assert {each.height_m for each in heavy} == {1.72, 1.6}
    assert np.average([e.bmi for e in heavy], weights=[e.persons for e in heavy]) > 27.0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"mean_mass_kg": {"male": 60.0}}, "HF-P030"),
        ({"mean_height_m": {"male": 172.0, "female": 160.0}}, "HF-P031"),
        ({"mean_mass_kg": {"male": 160.0, "female": 140.0}}, "HF-P031"),
        ({"mean_mass_kg": {"male": 41.0, "female": 52.0}}, "HF-P030"),
        ({"bmi_spread": 0.9}, "HF-P030"),
    ],
)
def test_types_that_cannot_be(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        adult_types(EVERYBODY, **wrong)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"persons": 0.0}, "HF-P036"),
        ({"persons": math.nan}, "HF-P036"),
        ({"bmi_sd": -1.0}, "HF-P036"),
        ({"height_m": 170.0}, "HF-P031"),
    ],
)
def test_a_type_that_cannot_be(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        dataclasses.replace(adult_types(EVERYBODY)[0], **wrong)
    assert caught.value.code == code


def test_an_old_census_lowers_the_grade() -> None:
    old = input_reason("the census", age_days=90)
    assert len(old) == 1
    given = {"kcal_per_person_day": 1500.0, "days": 20, "members": 3, "types": adult_types(KNOWN), "eaten_ratio": 1.0}
    assert adult_outlook(KNOWN, **given).grade is Grade.FORECAST
    lowered = adult_outlook(KNOWN, **given, input_reasons=old)
    assert lowered.grade is Grade.THRESHOLD
    assert any("the census" in note for note in lowered.notes)
    assert share_food(KNOWN, kcal_per_person_day=1500.0).grade is Grade.THRESHOLD
    assert share_food(KNOWN, kcal_per_person_day=1500.0, input_reasons=old).grade is Grade.SCENARIO


def test_children_alone_have_no_adult_types() -> None:
    with pytest.raises(InputError) as caught:
        adult_types(population(100, structure={"0-4": 0.5, "5-9": 0.5}))
    assert caught.value.code == "HF-P036"


def test_shares_of_the_start_are_those_of_the_distribution() -> None:
    """Six classes and a normal within each stand for the lognormal to three points."""
    found = adult_outlook(EVERYBODY, kcal_per_person_day=2100.0, days=14, members=2)
    spread = math.sqrt(math.log1p(0.16**2))
    for limit, share in found.share_bmi_below.items():
        exact = [
            lognorm.cdf(limit, spread, scale=mean * math.exp(-(spread**2) / 2))
            for mean in (60.0 / 1.66**2, 52.0 / 1.54**2)
        ]
        assert share.median[0] == pytest.approx(np.mean(exact), abs=0.03)
    for share in found.share_lost_more_than.values():
        assert share.median[0] < 1e-12


def test_classes_are_those_of_the_lognormal() -> None:
    """Share and mean of each class against scipy; every type of a sex and age has the same classes."""
    types = [each for each in adult_types(EVERYBODY) if each.sex == "female" and each.age_y == 35.0]
    spread = math.sqrt(math.log1p(0.16**2))
    shape = lognorm(spread, scale=52.0 / 1.54**2 * math.exp(-(spread**2) / 2))
    shares = np.diff(shape.cdf(CLASS_EDGES))
    persons = np.array([each.persons for each in types])
    assert np.allclose(persons / persons.sum(), shares, atol=1e-9)
    for each, low, high in zip(types, CLASS_EDGES[:-1], CLASS_EDGES[1:], strict=True):
        inside = shape.ppf(np.linspace(shape.cdf(low), shape.cdf(high), 200_001)[1:-1])
        assert each.bmi == pytest.approx(inside.mean(), rel=1e-3)
        assert each.bmi_sd == pytest.approx(inside.std(), rel=0.02)


def test_normal_distribution_function() -> None:
    scores = np.linspace(-14.0, 14.0, 999)
    assert np.abs(_normal_cdf_fast(scores) - norm.cdf(scores)).max() < 1e-7


def test_members_follow_the_rows() -> None:
    drawn = draw_members(20_000, 11, None)
    for array, name in ((drawn.kappa2, "kappa2"), (drawn.pal, "PAL0"), (drawn.eaten_ratio, "r_hh")):
        known = prior(f"health:{name}")
        width = known.high - known.low
        shape = triang((known.value - known.low) / width, loc=known.low, scale=width)
        assert known.distribution == "triangular"
        assert np.allclose(np.quantile(array, [0.05, 0.5, 0.95]), shape.ppf([0.05, 0.5, 0.95]), atol=0.02 * width)
    for array, name in ((drawn.tau_u_d, "tau_u"), (drawn.pal_floor, "PAL_floor")):
        known = prior(f"health:{name}")
        assert known.distribution == "uniform"
        assert (array >= known.low).all()
        assert (array <= known.high).all()
        assert array.mean() == pytest.approx((known.low + known.high) / 2, rel=0.01)
    assert drawn.expenditure.std() == pytest.approx(0.03, rel=0.03)
    assert (draw_members(5, 1, 0.9).eaten_ratio == 0.9).all()
    pairs = np.corrcoef([drawn.kappa2, drawn.pal, drawn.eaten_ratio, drawn.tau_u_d, drawn.expenditure])
    assert np.abs(pairs - np.eye(5)).max() < 0.03


def test_one_type_and_one_member_are_the_path_of_a_person() -> None:
    types = adult_types(KNOWN)[:1]
    (one,) = types
    adults, middle = Adults(types), central_members([2.0], 1.0)
    person = Person(one.sex, one.mass_kg, one.height_m, one.age_y)
    covered = np.full((60, 1), 0.5)
    found = adults.run(middle, np.array([[person.reference_kcal]]), covered)
    path = energy_balance(person, intake_kcal=0.5 * person.reference_kcal, days=60)
    assert np.abs(found.mean_loss_percent[:, 0] - path.loss_percent).max() < 0.01


def test_food_goes_by_need_within_a_group() -> None:
    """The mean of a group is what the group eats; a bigger body eats more of it, and all lose at about one pace."""
    types = adult_types(EVERYBODY)
    adults = Adults(types)
    groups = {(each.sex, each.age_band) for each in types}
    assert len(groups) == 4
    for sex, band in groups:
        inside = [at for at, each in enumerate(types) if (each.sex, each.age_band) == (sex, band)]
        parts, persons = adults.of_group[inside, 0], [types[at].persons for at in inside]
        assert np.average(parts, weights=persons) == pytest.approx(1.0)
        assert np.corrcoef(parts, adults.resting[inside, 0])[0, 1] > 0.999999


def test_persons_of_a_type_lie_around_it() -> None:
    """Where the type crosses a loss of 10 per cent, half of its persons have; no share jumps from none to all."""
    one = dataclasses.replace(adult_types(KNOWN)[2], bmi_sd=0.0)
    found = Adults([one]).run(central_members([2.0], 1.0), np.array([[2300.0]]), np.full((80, 1), 0.5))
    loss, share = found.mean_loss_percent[:, 0], found.share_lost[1][:, 0]
    assert np.interp(10.0, loss, share) == pytest.approx(0.5, abs=0.02)
    assert ((share > 0.02) & (share < 0.98)).sum() > 10
    thin = found.share_below[0][:, 0]
    assert (np.diff(thin) > 0.0).sum() > 10
    # 5 per cent of expenditure for long, by the linear response, is a spread of epsilon: sd = 0.05 e0 / epsilon.
    assert Adults([one]).person_kg[0, 0] == pytest.approx(
        0.05
        * value("health:PAL0")
        * Adults([one]).resting[0, 0]
        / linear_response(Person(one.sex, one.mass_kg, one.height_m, one.age_y)).epsilon_kcal_per_kg_day
    )


def test_curves_of_sharing_do_not_depend_on_what_is_assumed_in_the_ensemble() -> None:
    given = {"kcal_per_person_day": 1000.0, "days": 30, "members": 3}
    none, some = (adult_outlook(EVERYBODY, **given, adults_give=give).curves_loss_percent for give in (0.0, 0.2))
    constant, falling, nothing, third = none
    assert some[constant][-1] > none[constant][-1]
    assert some[falling][-1] > none[falling][-1]
    assert np.array_equal(some[nothing], none[nothing])
    assert np.array_equal(some[third], none[third])


def test_half_the_need_in_the_ensemble_of_the_specification() -> None:
    """Specification, section 3: half of need and the range of what is eaten give 9 to 23 per cent at day 90.

    Here the interval is that of the mean of a group, 10 to 18 for bodies of an index near 24: inside, and narrower by the
    spread of persons, which is no uncertainty of the mean.
    """
    types = adult_types(
        EVERYBODY, mean_mass_kg={"male": 72.0, "female": 62.0}, mean_height_m={"male": 1.73, "female": 1.6}
    )
    adults, drawn = Adults(types), draw_members(400, 2, None)
    # Need as these bodies spend it, not as the table of needs has it.
    need = np.array([[Person(e.sex, e.mass_kg, e.height_m, e.age_y).reference_kcal] for e in types])
    loss = adults.run(drawn, need / adults.of_group, 0.5 * np.broadcast_to(drawn.eaten_ratio, (90, 400)))
    low, high = np.percentile(loss.mean_loss_percent[90], [5, 95])
    assert 9.0 < low < 11.5
    assert 17.0 < high < 23.0
    # As a share of persons the same ensemble reaches the published ends.
    assert loss.share_lost[-1][90].max() > 0.3  # more than 20 per cent
    assert loss.share_lost[1][90].min() < 0.3  # not even 10 per cent


def test_outlook_is_whole() -> None:
    found = adult_outlook(EVERYBODY, kcal_per_person_day=1000.0, days=60, members=80)
    assert found.day.tolist() == list(range(61))
    assert (found.mean_loss_percent.low <= found.mean_loss_percent.median).all()
    assert (found.mean_loss_percent.median <= found.mean_loss_percent.high).all()
    assert set(found.share_lost_more_than) == {5.0, 10.0, 20.0}
    assert set(found.share_bmi_below) == {18.5, 17.0, 16.0}
    for shares in (*found.share_lost_more_than.values(), *found.share_bmi_below.values(), found.refeeding_share):
        for points in (shares.low, shares.median, shares.high):
            assert (points >= 0.0).all()
            assert (points <= 1.0 + 1e-9).all()
    thin = found.share_bmi_below
    assert (thin[16.0].median <= thin[17.0].median + 1e-9).all()
    assert (thin[17.0].median <= thin[18.5].median + 1e-9).all()
    curves = found.curves_loss_percent
    assert len(curves) == 4
    constant, falling, nothing, third = (each[-1] for each in curves.values())
    assert constant > falling
    assert third > nothing == falling
    assert {each.state for each in found.mothers} == {"pregnant", "lactating"}
    assert found.mothers[1].requirement_kcal > found.mothers[0].requirement_kcal > 2000.0
    assert found.mothers[0].persons == pytest.approx(EVERYBODY.persons_of(state="pregnant"))
    assert found.infants_with_thin_mothers.high.max() <= EVERYBODY.infants_under_6_months
    assert [each.value for each in found.statements] == [5.0, 10.0, 20.0]
    assert all(each.persons_exposed == pytest.approx(found.adults) for each in found.statements)
    assert found.refeeding == ()


def test_no_loss_is_told_from_the_water_of_the_first_two_weeks() -> None:
    """300 kcal: the scale shows 5 per cent within days; what it shows before day 14 is water in part."""
    found = adult_outlook(EVERYBODY, kcal_per_person_day=300.0, days=40, members=40)
    five = found.statements[0]
    assert found.mean_loss_percent.median[12] > 5.0
    assert (five.earliest_day, five.median_day, five.probability) == (14.0, 14.0, 1.0)
    assert any("day 14 may have come before" in note for note in five.notes)
    short = adult_outlook(EVERYBODY, kcal_per_person_day=300.0, days=13, members=40)
    assert short.mean_loss_percent.median[-1] > 5.0
    assert short.statements[0].probability == 0.0


def test_guessed_inputs_lower_the_grades_and_are_named() -> None:
    guessed = adult_outlook(EVERYBODY, kcal_per_person_day=1500.0, days=30, members=5)
    assert (guessed.grade, guessed.class_grade) == (Grade.THRESHOLD, Grade.SCENARIO)
    named = " ".join(guessed.notes)
    for word in ("structure of the population", "bodies of adults", "what is eaten"):
        assert word in named
    known = adult_outlook(
        KNOWN, kcal_per_person_day=1500.0, days=30, members=5, types=adult_types(KNOWN), eaten_ratio=1.0
    )
    assert (known.grade, known.class_grade) == (Grade.FORECAST, Grade.THRESHOLD)
    assert known.mothers == () or known.mothers[0].persons > 0
    scenario = adult_outlook(
        KNOWN,
        kcal_per_person_day=1500.0,
        days=30,
        members=5,
        types=adult_types(KNOWN),
        eaten_ratio=1.0,
        adults_give=0.2,
    )
    assert (scenario.grade, scenario.class_grade) == (Grade.SCENARIO, Grade.SCENARIO)
    short = adult_outlook(
        KNOWN, kcal_per_person_day=1500.0, days=10, members=5, types=adult_types(KNOWN), eaten_ratio=1.0
    )
    assert short.grade is Grade.THRESHOLD


def test_plenty_before_a_shortage_is_no_store() -> None:
    after = adult_outlook(EVERYBODY, kcal_per_person_day=[3500.0] * 60 + [800.0] * 40, members=40)
    alone = adult_outlook(EVERYBODY, kcal_per_person_day=[2600.0] * 60 + [800.0] * 40, members=40)
    assert abs(after.mean_loss_percent.median[60]) < 0.3
    assert after.mean_loss_percent.median[-1] == pytest.approx(alone.mean_loss_percent.median[-1], abs=0.3)


def test_the_gate_reopens() -> None:
    found = adult_outlook(EVERYBODY, kcal_per_person_day=[700.0] * 60 + [0.0] * 7 + [2000.0] * 13, members=60)
    (flag,) = found.refeeding
    assert flag.day == 68
    assert 0.0 < flag.share[0] <= flag.share[1] <= flag.share[2] <= 1.0
    assert flag.share[1] > found.refeeding_share.median[67] + 0.01  # a week without food is part of the rule
    assert flag.persons[1] == pytest.approx(flag.share[1] * found.adults)
    assert any("thiamine" in line for line in flag.advice)
    assert any("NICE" in line for line in flag.advice)
    eleven = adult_outlook(EVERYBODY, kcal_per_person_day=[2100.0] * 20 + [0.0] * 11 + [2000.0] * 3, members=10)
    assert eleven.refeeding[0].share == (1.0, 1.0, 1.0)


def test_the_refeeding_share_is_that_of_the_evening_before() -> None:
    """No day here is without food, so the flag is what body mass says on the last evening of the shortage."""
    found = adult_outlook(EVERYBODY, kcal_per_person_day=[800.0] * 50 + [2200.0] * 20, members=30)
    (flag,) = found.refeeding
    shown = found.refeeding_share
    assert flag.day == 51
    assert flag.share == pytest.approx((shown.low[50], shown.median[50], shown.high[50]))
    assert shown.median[50] > shown.median[60]


def test_either_part_of_the_refeeding_rule_is_enough() -> None:
    """Thin without any loss, and stout with much loss."""
    thin = AdultType(sex="female", age_band="20-59", age_y=30.0, mass_kg=38.0, height_m=1.6, bmi_sd=0.2, persons=100.0)
    stout = dataclasses.replace(thin, mass_kg=90.0)
    plenty = adult_outlook(EVERYBODY, kcal_per_person_day=2300.0, days=14, members=4, types=[thin], eaten_ratio=1.0)
    assert plenty.refeeding_share.median[0] > 0.99
    assert plenty.share_lost_more_than[10.0].high.max() < 0.01
    fast = adult_outlook(EVERYBODY, kcal_per_person_day=150.0, days=100, members=4, types=[stout], eaten_ratio=1.0)
    assert fast.share_bmi_below[16.0].high.max() < 0.01
    assert fast.refeeding_share.low[100] > 0.9


def test_rations_of_each_member() -> None:
    rations = np.full((6, 20), 1800.0)
    rations[3:] = 400.0
    found = adult_outlook(EVERYBODY, kcal_per_person_day=rations, members=6)
    same = adult_outlook(EVERYBODY, kcal_per_person_day=1800.0, days=20, members=6)
    assert found.mean_loss_percent.high[-1] > same.mean_loss_percent.high[-1] + 2.0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kcal_per_person_day": 8700.0, "days": 5}, "HF-P031"),
        ({"kcal_per_person_day": -5.0, "days": 5}, "HF-P032"),
        ({"kcal_per_person_day": [math.nan] * 5}, "HF-P032"),
        ({"kcal_per_person_day": [2000.0] * 4, "days": 5}, "HF-P032"),
        ({"kcal_per_person_day": np.full((7, 5), 2000.0), "members": 6}, "HF-P032"),
        ({"kcal_per_person_day": 2000.0}, "HF-P033"),
        ({"kcal_per_person_day": []}, "HF-P033"),
        ({"kcal_per_person_day": 2000.0, "days": 5, "members": 0}, "HF-P036"),
        ({"kcal_per_person_day": 2000.0, "days": 5, "members": 2.5}, "HF-P036"),
        ({"kcal_per_person_day": 2000.0, "days": 5, "members": 20_001}, "HF-P036"),
        ({"kcal_per_person_day": 2000.0, "days": 3000, "members": 2000}, "HF-P036"),
        ({"kcal_per_person_day": 2000.0, "days": 5, "types": ()}, "HF-P036"),
        ({"kcal_per_person_day": 2000.0, "days": 5, "eaten_ratio": -1.0}, "HF-P034"),
        ({"kcal_per_person_day": 2000.0, "days": 5, "adults_give": 0.9}, "HF-P034"),
    ],
)
def test_outlooks_that_cannot_be(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        adult_outlook(EVERYBODY, **wrong)
    assert caught.value.code == code


def test_deaths_are_refused() -> None:
    with pytest.raises(RefusedError) as caught:
        adult_outlook(EVERYBODY, kcal_per_person_day=800.0, days=60, deaths=True)
    assert caught.value.code == "HF-P001"


def test_sixty_types_and_many_members_take_seconds() -> None:
    """A sixth of 1,000 members for half a year; a whole one takes 3 to 5 s on one core."""
    begun = time.perf_counter()
    adult_outlook(EVERYBODY, kcal_per_person_day=1000.0, days=180, members=166)
    assert time.perf_counter() - begun < 10.0


def test_food_in_proportion_to_need() -> None:
    shared = share_food(EVERYBODY, kcal_per_person_day=EVERYBODY.mean_energy_kcal_per_day)
    assert all(each.covered == pytest.approx(1.0) for each in shared.groups)
    assert shared.uneaten_kcal == pytest.approx(0.0, abs=1e-3)
    assert shared.given_up_kcal == 0.0
    assert shared.infants_under_6_months == EVERYBODY.infants_under_6_months
    plenty = share_food(EVERYBODY, kcal_per_person_day=4000.0)
    assert {round(each.covered, 9) for each in plenty.groups} == {1.2}
    assert any("not eaten" in note for note in plenty.notes)


def test_protection_of_children_by_hand() -> None:
    """Needs 40 and 60 of 100; food for half. Adults give 0.2 x 60 = 12, children get 12/40 = 0.3 more."""
    who = population(1000, structure={"0-4": 0.5, ("20-59", "male", "none"): 0.5})
    needs = {each.age_band: each.persons * each.energy_kcal_per_day for each in who.groups}
    shared = share_food(who, kcal_per_person_day=0.5 * who.mean_energy_kcal_per_day, adults_give=0.2)
    children = sum(each.persons * each.energy_kcal_per_day for each in who.groups if each.age_band == "0-4")
    adults = needs["20-59"]
    for each in shared.groups:
        expected = 0.5 - 0.2 if each.group.age_band == "20-59" else min(1.0, 0.5 + 0.2 * adults / children)
        assert each.covered == pytest.approx(expected)
    assert shared.given_up_kcal == pytest.approx(0.2 * adults)
    assert shared.grade is Grade.SCENARIO


def test_nobody_gives_what_is_not_there() -> None:
    """A ration of a tenth: adults who would give 30 per cent of their need have a tenth to give."""
    shared = share_food(EVERYBODY, kcal_per_person_day=0.1 * EVERYBODY.mean_energy_kcal_per_day, adults_give=0.3)
    adult, young, child = (
        next(each.covered for each in shared.groups if each.group.age_band == band)
        for band in ("20-59", "15-19", "0-4")
    )
    assert adult == pytest.approx(0.0, abs=1e-9)
    assert young == pytest.approx(0.1)
    assert 0.1 < child < 0.5


def test_children_are_filled_no_further_than_stated() -> None:
    shared = share_food(EVERYBODY, kcal_per_person_day=1400.0, adults_give=0.5, children_filled_to=0.8)
    assert {round(each.covered, 9) for each in shared.groups if each.group.age_band in {"0-4", "5-9", "10-14"}} == {0.8}


def test_mothers_have_their_increments_and_share_like_adults() -> None:
    shared = share_food(EVERYBODY, kcal_per_person_day=1200.0, adults_give=0.1)
    by = {(each.group.age_band, each.group.sex, each.group.state): each for each in shared.groups}
    woman, mother = by["20-59", "female", "none"], by["20-59", "female", "lactating"]
    assert mother.requirement_kcal - woman.requirement_kcal == pytest.approx(value("health:req_lact"))
    assert mother.covered == pytest.approx(woman.covered)
    assert mother.eaten_kcal > woman.eaten_kcal
    assert by["15-19", "male", "none"].covered > woman.covered


def test_the_ill_leave_food() -> None:
    well = share_food(EVERYBODY, kcal_per_person_day=1800.0)
    ill = share_food(EVERYBODY, kcal_per_person_day=1800.0, diarrhoea_fraction=0.5, respiratory_fraction=0.5)
    factor = 1.0 - 0.5 * (1.0 - value("health:int_dia")) - 0.5 * (1.0 - value("health:int_ari"))
    for one, other in zip(well.groups, ill.groups, strict=True):
        assert other.eaten_kcal == pytest.approx(one.eaten_kcal * factor)
    assert ill.uneaten_kcal == pytest.approx((1.0 - factor) * 1800.0 * 3000, rel=1e-6)
    assert "health:int_dia" in ill.sources


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"kcal_per_person_day": 8700.0}, "HF-P031"),
        ({"kcal_per_person_day": -1.0}, "HF-P034"),
        ({"kcal_per_person_day": 2000.0, "eaten_ratio": 4.0}, "HF-P034"),
        ({"kcal_per_person_day": 2000.0, "adults_give": 20.0}, "HF-P034"),
        ({"kcal_per_person_day": 2000.0, "cap": 0.5}, "HF-P034"),
        ({"kcal_per_person_day": 2000.0, "children_filled_to": 100.0}, "HF-P034"),
        ({"kcal_per_person_day": 2000.0, "diarrhoea_fraction": 0.6, "respiratory_fraction": 0.6}, "HF-P034"),
        ({"kcal_per_person_day": math.nan}, "HF-P034"),
    ],
)
def test_sharing_that_cannot_be(wrong: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError) as caught:
        share_food(EVERYBODY, **wrong)
    assert caught.value.code == code
