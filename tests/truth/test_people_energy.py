"""Adult energy balance against published targets, another package's runs, experiments, and a second writing of the model.

Figures of the rows are those of the health validation table; where the row says so they are second-hand.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest

import energy_oracle as oracle
from holdfast.people import (
    EnergyBalance,
    Grade,
    Person,
    energy_balance,
    intake_for,
    linear_response,
    maintenance_kcal,
    resting_expenditure,
)

MJ = 1000.0 / 4.184  # kcal
PLANNER_MAN = Person("male", 76.0, 1.73, 36.0, pal=1.5)
PLANNER_WOMAN = Person("female", 58.0, 1.64, 21.0, pal=1.7)
HALL_MAN = Person("male", 100.0, 1.80, 23.0, reference_intake_kcal=12.65 * MJ)
MINNESOTA = Person("male", 69.4, 1.79, 25.5, reference_intake_kcal=3492.0, fat_kg=9.6)
CALERIE = Person("female", 75.7, 1.65, 37.0, pal=1.5)
FAST = Person("male", 74.0, 1.76, 30.0, pal=1.5)
JEBB = Person("male", 72.0, 1.78, 28.0, reference_intake_kcal=10.6 * MJ, fat_kg=9.4)
GAZA = Person("female", 78.0, 1.60, 55.0, pal=1.5)
WOMAN = Person("female", 71.0, 1.67, 38.0, pal=1.6)
MAN = Person("male", 80.0, 1.77, 38.0, pal=1.6)


@pytest.mark.parametrize(("row", "person", "expected"), [("E01", PLANNER_MAN, 2503), ("E02", PLANNER_WOMAN, 2278)])
def test_maintenance(row: str, person: Person, expected: float) -> None:
    assert maintenance_kcal(person) == pytest.approx(expected, abs=2.0)


@pytest.mark.parametrize(
    ("row", "person", "intake", "expected", "within"),
    [("E03", PLANNER_MAN, 2287.0, 70.0, 0.3), ("E04", PLANNER_WOMAN, 2159.0, 55.0, 0.2)],
)
def test_planner(row: str, person: Person, intake: float, expected: float, within: float) -> None:
    path = energy_balance(person, intake_kcal=intake, days=365, kappa2=0.0)
    assert path.body_mass_kg[365] == pytest.approx(expected, abs=within)
    assert path.grade is Grade.THRESHOLD  # a year is longer than what the forecast grade covers


@pytest.mark.parametrize(
    ("row", "person", "target", "expected", "reference"),
    [("E05", PLANNER_MAN, 70.0, 2287.0, 2283.7), ("E06", PLANNER_WOMAN, 55.0, 2159.0, 2157.0)],
)
def test_planner_inverse(row: str, person: Person, target: float, expected: float, reference: float) -> None:
    found = intake_for(person, target_mass_kg=target, days=365, kappa2=0.0)
    assert found.intake_kcal == pytest.approx(expected, abs=12.0)
    assert found.intake_kcal == pytest.approx(reference, abs=0.1)
    back = energy_balance(person, intake_kcal=found.intake_kcal, days=365, kappa2=0.0)
    assert back.body_mass_kg[365] == pytest.approx(target, abs=1e-3)


def test_two_phases_of_hall() -> None:
    """E07 and E08: a cut of 5 MJ for half a year, then 10.9 MJ."""
    intake = [HALL_MAN.reference_kcal - 5.0 * MJ] * 180 + [10.9 * MJ] * 550
    path = energy_balance(HALL_MAN, intake_kcal=intake, kappa2=0.0)
    assert path.body_mass_kg[180] == pytest.approx(80.0, abs=0.5)
    assert path.body_mass_kg[730] == pytest.approx(80.0, abs=1.0)


def test_time_to_a_plateau() -> None:
    """E09: 95 per cent in three years. The plateau itself is looser: 75 kg in the paper, 78.1 by two re-writings."""
    path = energy_balance(HALL_MAN, intake_kcal=HALL_MAN.reference_kcal - 2.0 * MJ, days=3650, kappa2=0.0, step_d=0.5)
    lost = path.loss_percent
    assert lost[1095] / lost[3650] == pytest.approx(0.95, abs=0.02)
    assert path.body_mass_kg[3650] == pytest.approx(75.0, abs=4.0)


@pytest.mark.parametrize(
    ("row", "person", "of", "expected", "within"),
    [
        ("E10w", WOMAN, "epsilon_kcal_per_kg_day", 24.0, 3.0),
        ("E11w", WOMAN, "rho_kcal_per_kg", 9916.0, 600.0),
        ("E12w", WOMAN, "tau_d", 414.0, 30.0),
        ("E10m", MAN, "epsilon_kcal_per_kg_day", 28.0, 3.0),
        ("E11m", MAN, "rho_kcal_per_kg", 9383.0, 600.0),
        ("E12m", MAN, "tau_d", 340.0, 30.0),
    ],
)
def test_linear_response(row: str, person: Person, of: str, expected: float, within: float) -> None:
    assert getattr(linear_response(person), of) == pytest.approx(expected, abs=within)


@pytest.mark.parametrize("person", [WOMAN, MAN, PLANNER_WOMAN], ids=["woman", "man", "young woman"])
def test_the_linear_response_is_that_of_the_path(person: Person) -> None:
    """Measured, not derived: a cut of 1 per cent, run to its plateau and read at tau."""
    cut = 0.01 * person.reference_kcal
    path = energy_balance(person, intake_kcal=person.reference_kcal - cut, days=3650, kappa2=0.0, step_d=1.0)
    answer = linear_response(person)
    # Glycogen and its fluid go in days and are no tissue.
    tissue = path.fat_kg + path.lean_kg
    lost = tissue[0] - tissue
    assert lost[-1] == pytest.approx(cut / answer.epsilon_kcal_per_kg_day, rel=0.08)
    assert lost[round(answer.tau_d)] / lost[-1] == pytest.approx(1.0 - np.exp(-1.0), abs=0.02)


# Runs of package bw 1.0.0 (one day steps), which leaves rho_G out of the balance: 0.05 to 0.11 kg light.
PEERS: dict[str, tuple[Person, oracle.Body, float]] = {
    "P1": (Person("male", 70.0, 1.75, 30.0, pal=1.5), oracle.Body("m", 70, 1.75, 30, pal=1.5), -1000.0),
    "P2": (Person("female", 60.0, 1.60, 30.0, pal=1.5), oracle.Body("f", 60, 1.60, 30, pal=1.5), -800.0),
    "P3": (Person("male", 68.0, 1.70, 35.0, pal=1.55), oracle.Body("m", 68, 1.70, 35, pal=1.55), 1400.0),
    "P4": (Person("female", 60.0, 1.58, 30.0, pal=1.5), oracle.Body("f", 60, 1.58, 30, pal=1.5), 1100.0),
    "P5": (PLANNER_MAN, oracle.Body("m", 76, 1.73, 36, pal=1.5), 2287.0),
}
PEER_ROWS = [
    ("P1-W7", "W", 7, 68.053),
    ("P1-F7", "F", 7, 11.387),
    ("P1-W30", "W", 30, 65.142),
    ("P1-F30", "F", 30, 9.916),
    ("P1-W60", "W", 60, 61.693),
    ("P1-F60", "F", 60, 8.307),
    ("P1-W90", "W", 90, 58.475),
    ("P1-F90", "F", 90, 6.948),
    ("P1-W120", "W", 120, 55.478),
    ("P1-F120", "F", 120, 5.811),
    ("P1-W180", "W", 180, 50.224),
    ("P1-F180", "F", 180, 4.123),
    ("P2-W7", "W", 7, 58.307),
    ("P2-F7", "F", 7, 16.503),
    ("P2-W30", "W", 30, 56.213),
    ("P2-F30", "F", 30, 15.24),
    ("P2-W60", "W", 60, 53.74),
    ("P2-F60", "F", 60, 13.8),
    ("P2-W90", "W", 90, 51.431),
    ("P2-F90", "F", 90, 12.511),
    ("P2-W120", "W", 120, 49.268),
    ("P2-F120", "F", 120, 11.355),
    ("P2-W180", "W", 180, 45.369),
    ("P2-F180", "F", 180, 9.41),
    ("P3-W7", "W", 7, 65.98),
    ("P3-F7", "F", 7, 12.232),
    ("P3-W30", "W", 30, 63.024),
    ("P3-F30", "F", 30, 10.684),
    ("P3-W90", "W", 90, 56.28),
    ("P3-F90", "F", 90, 7.551),
    ("P3-W180", "W", 180, 47.959),
    ("P3-F180", "F", 180, 4.534),
    ("P4-W7", "W", 7, 58.265),
    ("P4-F7", "F", 7, 17.095),
    ("P4-W30", "W", 30, 56.143),
    ("P4-F30", "F", 30, 15.797),
    ("P4-W90", "W", 90, 51.29),
    ("P4-F90", "F", 90, 12.984),
    ("P4-W180", "W", 180, 45.109),
    ("P4-F180", "F", 180, 9.766),
    ("P5-W30", "W", 30, 75.05),
    ("P5-F30", "F", 30, 16.091),
    ("P5-W365", "W", 365, 70.085),
    ("P5-F365", "F", 365, 13.193),
    ("P5-W730", "W", 730, 68.109),
    ("P5-F730", "F", 730, 12.108),
]


@functools.cache
def peer(name: str) -> tuple[EnergyBalance, tuple[np.ndarray, np.ndarray]]:
    person, body, intake = PEERS[name]
    intake = person.reference_kcal + intake if intake < 0 else intake
    days = max(day for row, _, day, _ in PEER_ROWS if row.startswith(name))
    return energy_balance(person, intake_kcal=intake, days=days, kappa2=0.0), oracle.bw(body, intake, days)


@pytest.mark.parametrize(("row", "of", "day", "expected"), PEER_ROWS, ids=[row[0] for row in PEER_ROWS])
def test_another_package(row: str, of: str, day: int, expected: float) -> None:
    """Within the slack of the row; and to the last figure once the other package's omission is imitated."""
    path, (mass, fat) = peer(row[:2])
    ours = path.body_mass_kg[day] if of == "W" else path.fat_kg[day]
    assert ours == pytest.approx(expected, abs=0.12 if of == "W" else 0.08)
    assert (mass if of == "W" else fat)[day] == pytest.approx(expected, abs=0.001)


@functools.cache
def minnesota(kappa2: float) -> EnergyBalance:
    return energy_balance(MINNESOTA, intake_kcal=1570.0, days=168, kappa2=kappa2, tau_u_d=10.0)


@pytest.mark.parametrize(
    ("row", "week", "expected"),
    [
        ("M-W4", 4, 64.0),
        ("M-W8", 8, 60.1),
        ("M-W12", 12, 57.3),
        ("M-W16", 16, 55.2),
        ("M-W20", 20, 53.7),
        ("M-W24", 24, 52.6),
    ],
)
def test_semi_starvation(row: str, week: int, expected: float) -> None:
    """In sample: kappa2 and tau_u were calibrated on this curve."""
    assert minnesota(2.0).body_mass_kg[7 * week] == pytest.approx(expected, abs=1.5)
    assert minnesota(2.0).grade is Grade.FORECAST


def test_semi_starvation_fat() -> None:
    """M-F24."""
    assert minnesota(2.0).fat_kg[168] == pytest.approx(3.06, abs=1.0)


def test_constant_activity_misses_the_experiment() -> None:
    """M-NEG: the published model with constant activity, which is told apart and lowered in grade."""
    path = minnesota(0.0)
    assert path.body_mass_kg[168] == pytest.approx(36.4, abs=1.0)
    assert 52.6 - path.body_mass_kg[168] > 15.0
    assert path.grade is Grade.THRESHOLD
    assert any("16 kg" in note for note in path.notes)


def test_out_of_sample() -> None:
    """M-CAL: CALERIE-1, a quarter less for half a year; no parameter was fitted to it."""
    falling, constant = (
        energy_balance(
            CALERIE, intake_kcal=0.75 * CALERIE.reference_kcal, days=182, kappa2=kappa2, tau_u_d=10.0
        ).loss_percent[182]
        for kappa2 in (2.0, 0.0)
    )
    assert falling == pytest.approx(10.4, abs=1.8)
    assert falling == pytest.approx(10.47, abs=0.02)
    assert constant == pytest.approx(11.99, abs=0.02)  # the row's own reference; outside the published 10.4 +/- 0.9


@pytest.mark.parametrize("kappa2", [0.0, 2.0])
def test_ten_days_without_food(kappa2: float) -> None:
    """M-FAST and M-FASTWK3. Known miss: without the sodium term ten days lose 1.2 to 1.6 kg too little."""
    with_sodium = energy_balance(FAST, intake_kcal=0.0, days=21, kappa2=kappa2, sodium_change_mg=-3500.0)
    lost = with_sodium.body_mass_kg[0] - with_sodium.body_mass_kg
    assert lost[10] == pytest.approx(7.3, abs=0.6)
    assert (lost[21] - lost[14]) / 7.0 == pytest.approx(0.3, abs=0.1)
    without = energy_balance(FAST, intake_kcal=0.0, days=10, kappa2=kappa2)
    assert without.body_mass_kg[0] - without.body_mass_kg[10] == pytest.approx(5.9, abs=0.2)
    assert without.grade is Grade.THRESHOLD


@pytest.mark.parametrize("kappa2", [0.0, 2.0])
def test_twelve_days_on_a_third(kappa2: float) -> None:
    """M-JEBB, known miss: 1.2 to 1.4 kg too much, which is what the note on the first two weeks says."""
    path = energy_balance(JEBB, intake_kcal=3.5 * MJ, days=12, kappa2=kappa2)
    miss = path.body_mass_kg[0] - path.body_mass_kg[12] - 3.18
    assert 1.1 < miss < 1.5
    assert any("1.3 kg" in note for note in path.notes)


@pytest.mark.parametrize(
    ("row", "cut", "days", "expected"),
    [("G-A1", 427.5, 122, 6.0), ("G-A2", 531.0, 259, 13.7), ("G-A3", 298.0, 259, 7.2)],
)
def test_projections_of_others(row: str, cut: float, days: int, expected: float) -> None:
    path = energy_balance(GAZA, intake_kcal=GAZA.reference_kcal - cut, days=days, kappa2=0.0)
    assert path.loss_percent[days] == pytest.approx(expected, abs=1.6)


def test_resting_expenditure_by_age_group() -> None:
    """W006: a woman of 20 to 30 years, 55 kg, activity level 1.85; 5.45 and 10.08 MJ in the source."""
    found = resting_expenditure("female", mass_kg=55.0, age_y=25.0)
    assert found.kcal == pytest.approx(1302.0, abs=1.0)
    assert found.kcal * 1.85 == pytest.approx(2410.0, abs=5.0)
    assert round(found.kcal * 1.85 / 55.0) == 44
    assert found.status == "read"
    assert resting_expenditure("male", mass_kg=60.0, age_y=25.0).status == "memory"


# The second writing: every kind of path, jumps included, to a gram.
LONG = [0.0] * 6 + [900.0] * 30 + [2400.0] * 10 + [400.0] * 20
CASES: dict[str, tuple[Person, oracle.Body, Any, float, dict[str, float]]] = {
    "minnesota": (
        MINNESOTA,
        oracle.Body("m", 69.4, 1.79, 25.5, e0=3492.0, fat=9.6, kappa2=2.0),
        [1570.0] * 168,
        0.0,
        {"kappa2": 2.0, "tau_u_d": 10.0},
    ),
    "gate opens and closes": (
        Person("female", 52.0, 1.54, 35.0, pal=1.55),
        oracle.Body("f", 52, 1.54, 35, pal=1.55, kappa2=1.5, tau=5.0, floor=1.15),
        LONG,
        0.0,
        {"kappa2": 1.5, "tau_u_d": 5.0, "pal_floor": 1.15},
    ),
    "fast": (
        FAST,
        oracle.Body("m", 74, 1.76, 30, pal=1.5, kappa2=2.0),
        [0.0] * 40,
        -3500.0,
        {"kappa2": 2.0, "tau_u_d": 10.0},
    ),
    "plenty": (
        PLANNER_WOMAN,
        oracle.Body("f", 58, 1.64, 21, pal=1.7, share=0.7),
        [4000.0] * 60,
        0.0,
        {"kappa2": 0.0, "carbohydrate_share": 0.7},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_second_writing(case: str) -> None:
    person, body, intake, sodium, given = CASES[case]
    ours = energy_balance(person, intake_kcal=intake, sodium_change_mg=sodium, **given)
    theirs = oracle.solve(body, intake, sodium)
    for name in ("body_mass_kg", "fat_kg", "lean_kg", "glycogen_kg", "fluid_kg"):
        key = "mass" if name == "body_mass_kg" else name.removesuffix("_kg")
        assert np.abs(getattr(ours, name) - theirs[key]).max() < 2e-3, name
    assert np.abs(ours.lagged_deficit - theirs["lagged"]).max() < 1e-5
    # Expenditure comes from the stores here and from the equation there.
    assert np.abs(ours.expenditure_kcal[1:] - theirs["spent"]).max() < 3.0
    assert abs(ours.expenditure_kcal[1:].sum() - theirs["spent"].sum()) < 3.0


@pytest.mark.parametrize("case", CASES)
def test_smaller_steps_lead_to_the_second_writing(case: str) -> None:
    person, body, intake, sodium, given = CASES[case]
    theirs = oracle.solve(body, intake, sodium)["mass"]
    misses = [
        np.abs(
            energy_balance(person, intake_kcal=intake, sodium_change_mg=sodium, step_d=step, **given).body_mass_kg
            - theirs
        ).max()
        for step in (1.0, 0.5, 0.25, 0.125)
    ]
    assert misses[0] < 0.1
    assert misses[1] < 0.01
    assert misses[2] < 1e-3
    assert misses[3] < 1e-4


def test_typical_losses_of_the_specification() -> None:
    """Specification, section 3: loss at days 30, 90, 180 with falling and with constant activity, for BMI near 24."""
    adults = [Person("male", 72.0, 1.73, 30.0), Person("female", 62.0, 1.60, 30.0)]
    stated = {
        0.75: [(3.3, 4.1), (7, 10), (12, 16)],
        0.5: [(6, 8), (13, 20), (21, 35)],
        0.25: [(9, 13), (19, 32), (33, 57)],
    }
    for share, ranges in stated.items():
        found = [
            energy_balance(each, intake_kcal=share * each.reference_kcal, days=180, kappa2=kappa2).loss_percent
            for each in adults
            for kappa2 in (0.0, 2.0)
        ]
        for day, (low, high) in zip((30, 90, 180), ranges, strict=True):
            reached = [path[day] for path in found if day < len(path)]
            # Two figures are stated: a point to either side.
            assert min(reached) > low - 1.5, (share, day)
            assert max(reached) < high + 1.5, (share, day)
