"""What must hold for any adult, any intake and any population."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.people import (
    Person,
    Population,
    adult_outlook,
    adult_types,
    energy_balance,
    intake_for,
    population,
    share_food,
)
from holdfast.people.energy.ensemble import Adults, draw_members
from holdfast.quantities import convert

DAYS = 40
people = st.builds(
    lambda sex, height, bmi, age, pal: Person(sex, bmi * height**2, height, age, pal=pal),
    st.sampled_from(["male", "female"]),
    st.floats(1.45, 1.95),
    st.floats(16.0, 34.0),
    st.floats(18.0, 90.0),
    st.floats(1.3, 1.65),
)
MOST_KCAL = 5_900.0  # a call asks whether more than 6,000 was meant in kilojoules
# Stretches of days on a share of the usual intake: a gate that opens and closes.
rations = st.lists(st.tuples(st.integers(1, 15), st.floats(0.0, 1.6)), min_size=1, max_size=8)
answers = st.fixed_dictionaries(
    {"kappa2": st.floats(0.0, 2.2), "tau_u_d": st.floats(5.0, 21.0), "pal_floor": st.floats(1.15, 1.3)}
)


def path_of(ration: list[tuple[int, float]]) -> np.ndarray:
    days = [share for length, share in ration for _ in range(length)]
    return np.resize(np.array(days), DAYS)


@settings(max_examples=40, deadline=None)
@given(person=people, ration=rations, answer=answers, more=st.floats(0.01, 0.5), when=st.integers(0, DAYS - 1))
def test_more_food_never_means_more_loss(
    person: Person, ration: list[tuple[int, float]], answer: dict[str, float], more: float, when: int
) -> None:
    """On one day, from one day on, or on every day; held up to the activity level of 1.65."""
    base = np.minimum(path_of(ration) * person.reference_kcal, MOST_KCAL)
    less = energy_balance(person, intake_kcal=base.tolist(), **answer)
    for chosen in (slice(when, when + 1), slice(when, None), slice(None)):
        added = base.copy()
        added[chosen] = np.minimum(added[chosen] + more * person.reference_kcal, MOST_KCAL)
        path = energy_balance(person, intake_kcal=added.tolist(), **answer)
        shown = min(len(path.day), len(less.day))
        assert len(path.day) >= len(less.day)  # more food does not stop the path earlier
        assert (path.loss_percent[:shown] <= less.loss_percent[:shown] + 1e-6).all()


def test_more_food_may_mean_less_mass_where_activity_falls_steeply() -> None:
    """Beyond that range the order can break: known, with its size, and said in the notes."""
    person = Person("female", 86.0, 1.85, 30.0, pal=2.06)
    steep = {"kappa2": 2.2, "tau_u_d": 10.0, "pal_floor": 1.15}
    base = np.full(150, 0.40 * person.reference_kcal)
    added = base.copy()
    added[30:40] += 0.3 * person.reference_kcal
    less, more = (energy_balance(person, intake_kcal=each.tolist(), **steep) for each in (base, added))
    gap = (more.body_mass_kg - less.body_mass_kg)[40:].min()
    assert -0.4 < gap < 0.0
    assert any("more food can mean less mass" in note for note in more.notes)
    usual = energy_balance(Person("female", 86.0, 1.85, 30.0), intake_kcal=1500.0, days=20)
    assert not any("more food can mean less mass" in note for note in usual.notes)


@settings(max_examples=25, deadline=None)
@given(person=people, ration=rations, answer=answers)
def test_paths_hold_together(person: Person, ration: list[tuple[int, float]], answer: dict[str, float]) -> None:
    """Mass is the sum of its parts, energy is kept, nothing is negative or no number."""
    path = energy_balance(person, intake_kcal=(path_of(ration) * person.reference_kcal).tolist(), **answer)
    parts = path.fat_kg + path.lean_kg + 3.7 * path.glycogen_kg + path.fluid_kg
    assert np.abs(parts - path.body_mass_kg).max() < 1e-9
    stored = 9440.7 * path.fat_kg + 1816.4 * path.lean_kg + 4206.5 * path.glycogen_kg
    assert np.isclose((path.intake_kcal - path.expenditure_kcal[1:]).sum(), stored[-1] - stored[0], atol=1e-3)
    for name in ("body_mass_kg", "fat_kg", "lean_kg", "glycogen_kg", "fluid_kg", "bmi"):
        assert np.isfinite(getattr(path, name)).all()
        assert (getattr(path, name) > 0.0).all(), name
    assert (path.expenditure_kcal > 0.0).all()
    assert (path.lagged_deficit >= 0.0).all()


@settings(max_examples=20, deadline=None)
@given(person=people, answer=answers)
def test_the_usual_intake_keeps_everything(person: Person, answer: dict[str, float]) -> None:
    path = energy_balance(person, intake_kcal=person.reference_kcal, days=30, **answer)
    assert np.abs(path.loss_percent).max() < 1e-9
    assert np.allclose(path.expenditure_kcal, person.reference_kcal)


@settings(max_examples=20, deadline=None)
@given(person=people, share=st.floats(0.2, 1.3))
def test_units_do_not_matter(person: Person, share: float) -> None:
    """Energy given in kJ and converted, mass in g, height in cm: the same path."""
    again = Person(
        person.sex,
        convert(1000.0 * person.mass_kg, "g", "kg"),
        convert(100.0 * person.height_m, "cm", "m"),
        person.age_y,
        pal=person.pal,
    )
    intake = share * person.reference_kcal
    one = energy_balance(person, intake_kcal=intake, days=20)
    other = energy_balance(again, intake_kcal=convert(4.184 * intake, "kJ", "kcal"), days=20)
    assert np.allclose(one.body_mass_kg, other.body_mass_kg, rtol=1e-9)


@settings(max_examples=10, deadline=None)
@given(person=people, share=st.floats(0.4, 1.3), days=st.integers(20, 60))
def test_the_inverse_undoes_the_path(person: Person, share: float, days: int) -> None:
    mass = energy_balance(person, intake_kcal=share * person.reference_kcal, days=days).body_mass_kg[-1]
    found = intake_for(person, target_mass_kg=float(mass), days=days)
    assert found.intake_kcal == pytest.approx(share * person.reference_kcal, abs=0.5)


def _shares(young: float, old: float, women: float) -> dict[str | tuple[str | None, ...], float]:
    parts: dict[str | tuple[str | None, ...], float] = {
        "0-4": young,
        "10-14": young / 2.0,
        ("20-59", "female"): women,
        ("20-59", "male"): 1.0,
        "60+": old,
    }
    whole = sum(parts.values())
    return {key: part / whole for key, part in parts.items()}


populations = st.builds(
    lambda total, young, old, women: population(total, structure=_shares(young, old, women)),
    st.floats(50.0, 20_000.0),
    st.floats(0.0, 2.0),
    st.floats(0.0, 1.0),
    st.floats(0.1, 2.0),
)


@settings(max_examples=80, deadline=None)
@given(
    who=populations,
    kcal=st.floats(0.0, 5000.0),
    give=st.floats(0.0, 0.5),
    fill=st.floats(0.0, 1.5),
    ratio=st.floats(0.0, 3.0),
    ill=st.floats(0.0, 0.5),
)
def test_shared_food_adds_up(who: Population, kcal: float, give: float, fill: float, ratio: float, ill: float) -> None:
    shared = share_food(
        who,
        kcal_per_person_day=kcal,
        eaten_ratio=ratio,
        adults_give=give,
        children_filled_to=fill,
        diarrhoea_fraction=ill,
        respiratory_fraction=ill,
    )
    eaten = sum(row.group.persons * row.eaten_kcal for row in shared.groups)
    assert eaten + shared.uneaten_kcal == pytest.approx(who.persons * kcal * ratio, rel=1e-9, abs=1e-6)
    assert shared.uneaten_kcal >= 0.0
    assert all(row.covered >= 0.0 for row in shared.groups)
    none = share_food(
        who, kcal_per_person_day=kcal, eaten_ratio=ratio, diarrhoea_fraction=ill, respiratory_fraction=ill
    )
    for with_giving, without in zip(shared.groups, none.groups, strict=True):
        gain = with_giving.covered - without.covered
        if with_giving.group.age_band in {"0-4", "10-14"}:
            assert gain >= -1e-9
        else:
            assert -give - 1e-9 <= gain <= 1e-9  # nobody gives more than the share, in needs


@settings(max_examples=40, deadline=None)
@given(who=populations, kcal=st.floats(0.0, 4000.0), more=st.floats(0.0, 900.0), give=st.floats(0.0, 0.5))
def test_more_food_is_less_for_nobody(who: Population, kcal: float, more: float, give: float) -> None:
    less, plenty = (share_food(who, kcal_per_person_day=each, adults_give=give).groups for each in (kcal, kcal + more))
    assert all(b.eaten_kcal >= a.eaten_kcal - 1e-6 for a, b in zip(less, plenty, strict=True))


@pytest.mark.parametrize("ration", [1200.0, [1800.0] * 10 + [300.0] * 20 + [2000.0] * 10])
def test_the_order_of_types_changes_nothing(ration: float | list[float]) -> None:
    who = population(3000)
    types = adult_types(who)
    given = {"kcal_per_person_day": ration, "days": 40, "seed": 3}
    one = adult_outlook(who, types=types, members=40, **given)
    other = adult_outlook(who, types=types[::-1], members=40, **given)
    assert np.allclose(one.mean_loss_percent.median, other.mean_loss_percent.median, atol=1e-9)
    for limit, share in one.share_bmi_below.items():
        assert np.allclose(share.high, other.share_bmi_below[limit].high, atol=1e-9)


def test_the_first_members_do_not_depend_on_how_many_there_are() -> None:
    few, many = (draw_members(n, 5, None) for n in (7, 300))
    for name in ("kappa2", "tau_u_d", "pal", "pal_floor", "eaten_ratio", "expenditure"):
        assert np.array_equal(getattr(few, name), getattr(many, name)[:7]), name
    adults = Adults(adult_types(population(3000)))
    covered = np.full((20, 300), 0.4)
    need = np.full((adults.mass_kg.size, 1), 2000.0)
    paths = [adults.run(each, need, covered[:, : each.size]).mean_loss_percent for each in (few, many)]
    assert np.array_equal(paths[0], paths[1][:, :7])


def test_a_better_ration_never_leads_to_more_loss_in_the_ensemble() -> None:
    who = population(3000)
    before = None
    for ration in (0.0, 500.0, 1000.0, 1500.0, 2000.0, 2600.0):
        found = adult_outlook(who, kcal_per_person_day=ration, days=30, members=60).mean_loss_percent
        if before is not None:
            for one, other in ((found.low, before.low), (found.median, before.median), (found.high, before.high)):
                assert (one <= other + 1e-6).all()
        before = found
