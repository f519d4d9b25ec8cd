"""What must hold of every scenario: order, ranges, direction, caps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.people.census.groups import population
from holdfast.people.energy.person import Person
from holdfast.people.heat.cooling_rooms import TRAITS, cooling_room_ranking
from holdfast.people.scenarios import (
    Assumption,
    child_wasting,
    child_wasting_from_food,
    cholera_outbreak,
    diarrhoea_hazard,
    drawn,
    final_size,
    heat_deaths,
    infection_probability,
    shifted_shares,
    spread,
    treatment_ratio,
    weight_for_height,
)
from holdfast.people.scenarios import given as stated
from holdfast.people.water.sanitation import sanitation_index

if TYPE_CHECKING:
    from holdfast.people.scenarios import Scenario

NAME = "if this happens on 3 June"
LOSS = st.floats(0.0, 0.3)
SHAPES = st.sampled_from(["fixed", "uniform", "loguniform", "triangular", "normal", "lognormal", "beta"])
ADULT = Person("female", 65.0, 1.60, 35.0)


@st.composite
def assumptions(draw: st.DrawFn) -> list[Assumption]:
    names = draw(st.lists(st.text("abcdef", min_size=1, max_size=4), min_size=1, max_size=5, unique=True))
    made = []
    for name in names:
        low, value, high = sorted(draw(st.tuples(*[st.floats(0.01, 100.0)] * 3)))
        made.append(
            Assumption(
                name=name, value=value, low=low, high=high, source="s", status="given", distribution=draw(SHAPES)
            )
        )
    return made


def all_in_order(found: Scenario) -> None:
    for one in found.results:
        middle = one.p05 if one.p50 is None else one.p50
        assert one.p05 <= middle <= one.p95
        assert np.isfinite([one.p05, middle, one.p95]).all()


@given(made=assumptions(), seed=st.integers(0, 9), few=st.integers(40, 60), order=st.randoms())
@settings(max_examples=40)
def test_draws_do_not_depend_on_order_or_number(made: list[Assumption], seed: int, few: int, order: object) -> None:
    turned = list(made)
    order.shuffle(turned)  # type: ignore[attr-defined]
    first = drawn(made, members=few, seed=seed)
    second = drawn(turned, members=2 * few, seed=seed)
    for one in made:
        assert np.array_equal(first[one.name], second[one.name][:few])
        found = spread(one.name, first[one.name], unit="-")
        assert found.p50 is not None
        assert found.p05 <= found.p50 <= found.p95


@given(
    sam=st.floats(0.001, 0.2),
    more=st.floats(0.005, 0.3),
    losses=st.lists(LOSS, min_size=3, max_size=3),
    seed=st.integers(0, 5),
)
@settings(max_examples=30)
def test_wasting_never_falls_as_loss_grows(sam: float, more: float, losses: list[float], seed: int) -> None:
    high, central, low = sorted(losses)
    found = child_wasting(
        scenario=NAME,
        loss_by_sharing={"low": low, "central": central, "high": high},
        gam_before=sam + more,
        sam_before=sam,
        members=60,
        seed=seed,
    )
    all_in_order(found)
    for quantity in ("GAM", "SAM"):
        curves = [found.result(quantity, f"{one} sharing") for one in ("high", "central", "low")]
        assert [one.p50 for one in curves] == sorted(one.p50 or 0.0 for one in curves)
        assert all(one.p05 >= 0.0 and one.p95 <= 1.0 for one in curves)
    for one in ("high", "central", "low"):
        assert found.result("SAM", f"{one} sharing").p95 <= found.result("GAM", f"{one} sharing").p95


@given(gam=st.floats(0.01, 0.5), part=st.floats(0.02, 0.8), loss=LOSS)
def test_wasting_after_a_loss_is_not_less_than_before(gam: float, part: float, loss: float) -> None:
    after = shifted_shares(weight_for_height(gam, part * gam), loss, 0.0743)
    assert after[0] >= gam * (1 - 1e-9)
    assert after[1] >= part * gam * (1 - 1e-9)


@given(foods=st.lists(st.floats(900.0, 2600.0), min_size=2, max_size=2), days=st.integers(5, 60))
@settings(max_examples=8)
def test_more_food_never_means_more_wasting(foods: list[float], days: int) -> None:
    less, more = (
        child_wasting_from_food(
            scenario=NAME,
            population=population(3000),
            kcal_per_person_day=food,
            days=days,
            adult=ADULT,
            members=40,
        )
        for food in sorted(foods)
    )
    for one, other in zip(less.results, more.results, strict=True):
        assert other.p50 is not None
        assert one.p50 is not None
        assert other.p50 <= one.p50 + 1e-9


@given(
    persons=st.floats(1.0, 100_000.0),
    days=st.integers(1, 120),
    r0=st.tuples(st.floats(1.0, 3.0), st.floats(1.0, 3.0)),
    seed=st.integers(0, 5),
)
@settings(max_examples=15)
def test_outbreak_stays_within_people_and_the_reported_attack_rate(
    persons: float, days: int, r0: tuple[float, float], seed: int
) -> None:
    found = cholera_outbreak(
        scenario=NAME,
        persons=persons,
        days=days,
        deaths=True,
        replace=(stated("basic reproduction number", (min(r0), max(r0))),),
        members=40,
        seed=seed,
    )
    all_in_order(found)
    cases = found.result("reported cases")
    assert cases.p05 >= 0.0
    assert cases.p95 <= 0.04 * persons * (1 + 1e-6)
    for care in ("with prompt care", "without care"):
        assert found.result("deaths among reported cases", care).p95 <= cases.p95


@given(first=st.floats(1.0, 20.0), second=st.floats(1.0, 20.0))
def test_final_size_grows_with_r0_and_solves_its_equation(first: float, second: float) -> None:
    low, high = sorted((first, second))
    assert 0.0 <= final_size(low) <= final_size(high) + 1e-12 <= 1.0 + 1e-12
    # At R0 = 1 the curve touches the axis and its root is only as good as the square root of a rounding.
    assert abs(final_size(high) - 1 + np.exp(-high * final_size(high))) < 1e-12


@given(
    lost=st.lists(st.sampled_from(["filtration", "chlorination", "solar"]), min_size=1, max_size=6),
    seed=st.integers(0, 9),
)
@settings(max_examples=20)
def test_hazard_is_capped_and_another_lost_service_never_lowers_it(lost: list[str], seed: int) -> None:
    found = diarrhoea_hazard(scenario=NAME, lost=lost, members=200, seed=seed).results[0]
    every = diarrhoea_hazard(scenario=NAME, lost=["filtration", "chlorination", "solar"], members=200, seed=seed)
    assert found.p95 <= 4.0
    assert found.p50 is not None
    assert every.results[0].p50 is not None
    assert found.p50 <= every.results[0].p50


@given(alpha=st.floats(0.05, 2.0), n50=st.floats(1.0, 1e6), doses=st.tuples(st.floats(0.0, 1e12), st.floats(0.0, 1e12)))
def test_more_organisms_never_infect_less(alpha: float, n50: float, doses: tuple[float, float]) -> None:
    low, high = (infection_probability(dose, alpha=alpha, n50=n50) for dose in sorted(doses))
    assert 0.0 <= low <= high <= 1.0


@given(logs=st.tuples(st.floats(0.0, 6.0), st.floats(0.0, 6.0)), low=st.floats(1e-3, 1e5), seed=st.integers(0, 5))
@settings(max_examples=30)
def test_more_removal_never_leaves_more_risk(logs: tuple[float, float], low: float, seed: int) -> None:
    weak, strong = (
        treatment_ratio(
            scenario=NAME, pathogen="rotavirus", dose=(low, 10 * low), log10_removal=one, members=60, seed=seed
        ).results[0]
        for one in sorted(logs)
    )
    assert strong.p05 <= weak.p05 * (1 + 1e-9)
    assert weak.p95 <= 1.0 + 1e-9


@given(
    heats=st.tuples(st.floats(15.0, 60.0), st.floats(15.0, 60.0)),
    means=st.tuples(st.floats(15.0, 55.0), st.floats(15.0, 55.0)),
    seed=st.integers(0, 5),
)
@settings(max_examples=20)
def test_hotter_never_means_fewer_deaths_at_the_median(
    heats: tuple[float, float], means: tuple[float, float], seed: int
) -> None:
    cool, hot = (
        heat_deaths(scenario=NAME, persons=1000.0, days=3, heat_index_c=heat, daily_mean_c=mean, members=400, seed=seed)
        for heat, mean in zip(sorted(heats), sorted(means), strict=True)
    )
    all_in_order(hot)
    for one, other in zip(cool.results[:3], hot.results[:3], strict=True):
        assert one.p50 is not None
        assert other.p50 is not None
        assert other.p50 >= one.p50 - 1e-12


@given(
    water=st.tuples(st.floats(0.0, 30.0), st.floats(0.0, 30.0)),
    users=st.floats(1.0, 200.0),
    chlorine=st.floats(0.0, 3.0),
)
def test_more_water_never_crosses_more_bands(water: tuple[float, float], users: float, chlorine: float) -> None:
    little, much = (
        sanitation_index(
            persons=100.0, water_l_per_person_day=one, persons_per_latrine=users, chlorine_mg_per_l=chlorine
        ).crossed
        for one in sorted(water)
    )
    assert much <= little


@given(
    traits=st.lists(st.sampled_from(sorted(TRAITS)), max_size=5, unique=True),
    extra=st.sampled_from(["confined to bed", "cardiovascular illness", "psychiatric illness", "pulmonary illness"]),
)
def test_a_trait_that_raises_the_risk_never_moves_a_person_back(traits: list[str], extra: str) -> None:
    found = cooling_room_ranking((("without", traits), ("with", [*traits, extra])))
    ranks = {place.key: place.rank for place in found.places}
    assert ranks["with"] <= ranks["without"]
