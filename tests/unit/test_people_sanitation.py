"""The sanitation index, gaps of vaccination and the order for cool rooms: bands, unknowns, grades, bad input."""

from __future__ import annotations

import itertools
import math

import pytest

from holdfast.errors import InputError
from holdfast.people import Grade, input_reason
from holdfast.people.care.vaccination import needed_coverage, vaccination_gap
from holdfast.people.figures import figures_of
from holdfast.people.heat.cooling_rooms import TRAITS, cooling_room_ranking
from holdfast.people.water.sanitation import SanitationIndex, sanitation_index


def index(**given: object) -> SanitationIndex:
    return sanitation_index(**({"persons": 3000.0} | given))  # type: ignore[arg-type]


def crossed(found: SanitationIndex, quantity: str) -> list[bool | None]:
    return [band.crossed for band in found.bands if band.quantity == quantity]


class TestSanitation:
    @pytest.mark.parametrize(
        ("litres", "expected"),
        [
            (20.0, [False, False, False]),
            (15.0, [False] * 3),
            (14.9, [True, False, False]),
            (7.4, [True, True, False]),
            (2.4, [True] * 3),
            (0.0, [True] * 3),
        ],
    )
    def test_bands_of_water(self, litres: float, expected: list[bool]) -> None:
        found = index(water_l_per_person_day=litres)
        assert crossed(found, "water [L/person/day]") == expected
        limits = [band.limit for band in found.bands if band.quantity.startswith("water")]
        assert limits == [15.0, 7.5, 2.5]

    @pytest.mark.parametrize(
        ("users", "expected"),
        [(20.0, [False, False]), (21.0, [True, False]), (50.0, [True, False]), (51.0, [True, True])],
    )
    def test_bands_of_latrines(self, users: float, expected: list[bool]) -> None:
        assert crossed(index(persons_per_latrine=users), "people to a latrine") == expected

    @pytest.mark.parametrize(("chlorine", "expected"), [(0.0, True), (0.19, True), (0.2, False), (2.5, False)])
    def test_band_of_chlorine(self, *, chlorine: float, expected: bool) -> None:
        assert crossed(index(chlorine_mg_per_l=chlorine), "free residual chlorine [mg/L]") == [expected]

    def test_signs_without_a_number(self) -> None:
        found = index(sewage_overflow_l_per_day=1.0, sewage_at_water_point=True, area_m2_per_person=30.0)
        assert found.crossed == 3
        assert crossed(index(sewage_overflow_l_per_day=0.0), "sewage overflow [L/day]") == [False]
        assert crossed(index(sewage_at_water_point=False), "sewage at a water point") == [False]

    def test_what_is_not_known_is_not_fine(self) -> None:
        found = index(water_l_per_person_day=20.0)
        assert (found.crossed, found.unknown) == (0, len(found.bands) - 3)
        assert all(band.crossed is None for band in found.bands if band.value is None)
        assert "not known is not the same as not crossed" in " ".join(found.notes)

    def test_one_severe_case_is_reported_and_not_modelled(self) -> None:
        assert index(severe_watery_diarrhoea=1).report_now
        assert not index(severe_watery_diarrhoea=0).report_now
        one, many = index(severe_watery_diarrhoea=1), index(severe_watery_diarrhoea=7)
        assert one == many  # a small count is not kept

    def test_old_or_guessed_inputs_lower_the_grade_and_are_named(self) -> None:
        sound = index(water_l_per_person_day=10.0, input_reasons=input_reason("the water delivered", age_days=2.0))
        assert sound.grade is Grade.THRESHOLD
        for reasons in (
            input_reason("the water delivered", age_days=60.0),
            input_reason("the water delivered", guessed=True),
            input_reason("the water delivered", age_days=2.0, max_age_days=1.0),
        ):
            lowered = index(water_l_per_person_day=10.0, input_reasons=iter(reasons))
            assert lowered.grade is Grade.SCENARIO
            assert "not a forecast" in " ".join(lowered.notes)
            assert "the water delivered" in " ".join(lowered.notes)
            assert lowered.bands == sound.bands

    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"persons": 0.0, "water_l_per_person_day": 10.0},
            {"water_l_per_person_day": -1.0},
            {"water_l_per_person_day": math.nan},
            {"water_l_per_person_day": 15_000.0},
            {"persons_per_latrine": math.inf},
            {"chlorine_mg_per_l": 200.0},
            {"severe_watery_diarrhoea": -1},
            {"severe_watery_diarrhoea": 1.5},
            {"water_l_per_person_day": "10"},
            {"chlorine_mg_per_l": True},
            {"persons": "3000", "water_l_per_person_day": 10.0},
            {"persons": None, "water_l_per_person_day": 10.0},
        ],
    )
    def test_bad_input(self, given: dict[str, object]) -> None:
        with pytest.raises(InputError) as caught:
            index(**given)
        assert caught.value.code == "HF-P067"


class TestVaccination:
    def test_measles_needs_nearly_everybody(self) -> None:
        found = vaccination_gap("measles", coverage_fraction=0.80, persons=1000)
        assert found.needed_low == pytest.approx((1 - 1 / 12) / 0.97)
        assert found.needed_high == pytest.approx((1 - 1 / 18) / 0.85)
        assert found.gap_low == pytest.approx(found.needed_low - 0.80)
        assert found.gap_high == pytest.approx(0.20)  # no more than can still be vaccinated
        assert found.persons_short_high == pytest.approx(200.0)
        assert found.below_norm is True
        assert found.grade is Grade.THRESHOLD
        assert found.vaccination_is_enough == "depends"

    def test_diphtheria_is_not_stopped_by_vaccination_alone(self) -> None:
        """Transmission falls by 51 to 68 per cent; with a reproduction number of 4.7 to 14.8 that cannot be enough."""
        found = vaccination_gap("Diphtheria", coverage_fraction=0.90, persons=500)
        assert found.needed_low > 1.0
        assert found.vaccination_is_enough == "no"
        assert found.below_norm is None
        assert any("1.7 to 4.3" in note for note in found.notes)

    def test_norm_is_met_at_95_per_cent(self) -> None:
        assert vaccination_gap("measles", coverage_fraction=0.95, persons=10).below_norm is False
        assert "N192" in vaccination_gap("measles", coverage_fraction=0.95, persons=10).sources
        full = vaccination_gap("measles", coverage_fraction=1.0, persons=10)
        assert (full.gap_low, full.gap_high) == (0.0, 0.0)

    def test_old_or_guessed_coverage_lowers_the_grade(self) -> None:
        for changed in (
            {"input_reasons": input_reason("the coverage", age_days=400.0)},
            {"input_reasons": input_reason("the coverage", guessed=True)},
        ):
            found = vaccination_gap("measles", coverage_fraction=0.9, persons=10, **changed)  # type: ignore[arg-type]
            assert found.grade is Grade.SCENARIO
            assert "the coverage" in " ".join(found.notes)

    def test_needed_coverage(self) -> None:
        assert needed_coverage(1.0, 0.9) == 0.0
        assert needed_coverage(2.0, 1.0) == 0.5

    @pytest.mark.parametrize(
        ("disease", "coverage", "persons"),
        [
            ("mumps", 0.9, 10.0),
            ("measles", 95.0, 10.0),
            ("measles", -0.1, 10.0),
            ("measles", math.nan, 10.0),
            ("measles", 0.9, 0.0),
        ],
    )
    def test_bad_input(self, disease: str, coverage: float, persons: float) -> None:
        with pytest.raises(InputError) as caught:
            vaccination_gap(disease, coverage_fraction=coverage, persons=persons)
        assert caught.value.code == "HF-P067"
        if coverage == 95.0:
            assert "0.95" in caught.value.mend

    @pytest.mark.parametrize(("r0", "effect"), [(0.9, 0.9), (math.inf, 0.9), (5.0, 0.0), (5.0, 90.0), (5.0, math.nan)])
    def test_bad_figures(self, r0: float, effect: float) -> None:
        with pytest.raises(InputError) as caught:
            needed_coverage(r0, effect)
        assert caught.value.code == "HF-P067"


class TestCoolRooms:
    PEOPLE = (
        ("p1", ("fan",)),
        ("p2", ("confined to bed", "cardiovascular illness")),
        ("p3", ()),
        ("p4", ("pulmonary illness",)),
        ("p5", ("confined to bed",)),
        ("p6", ("working air conditioning",)),
        ("p7", ("pulmonary illness",)),
    )

    def test_most_at_risk_come_first(self) -> None:
        found = cooling_room_ranking(self.PEOPLE)
        assert [(place.key, place.rank) for place in found.places] == [
            ("p2", 1),
            ("p5", 2),
            ("p4", 3),
            ("p7", 3),
            ("p3", 5),
            ("p1", 6),
            ("p6", 7),
        ]
        assert found.grade is Grade.THRESHOLD
        assert "not for publication" in " ".join(found.notes)

    def test_order_of_people_and_traits_changes_nothing(self) -> None:
        first = cooling_room_ranking(self.PEOPLE)
        for turned in itertools.islice(itertools.permutations(self.PEOPLE), 0, 5040, 503):
            assert cooling_room_ranking([(key, tuple(reversed(traits))) for key, traits in turned]) == first

    def test_what_is_part_of_another_trait_counts_once(self) -> None:
        found = cooling_room_ranking(
            (("a", ("confined to bed",)), ("b", ("confined to bed", "does not leave home", "cannot care for self")))
        )
        assert {place.rank for place in found.places} == {1}

    def test_no_score_is_kept_that_could_be_multiplied(self) -> None:
        place = cooling_room_ranking(self.PEOPLE).places[0]
        assert set(place.__dataclass_fields__) == {"rank", "key", "traits"}

    def test_every_trait_has_its_row(self) -> None:
        from holdfast.reference import row

        for trait, row_id in TRAITS.items():
            words = {"visits a cool place": "visits to cool place", "cannot care for self": "unable to care for self"}
            words["does not leave home"] = "not leaving home daily"
            assert row(row_id).name.endswith(words.get(trait, trait))

    @pytest.mark.parametrize("people", [(), (("a", ()), ("a", ())), (("a", ("old",)),)])
    def test_bad_input(self, people: tuple[tuple[str, tuple[str, ...]], ...]) -> None:
        with pytest.raises(InputError) as caught:
            cooling_room_ranking(people)
        assert caught.value.code == "HF-P068"


def test_tables_of_figures_load() -> None:
    """A row without unit, source or reason does not load."""
    assert len(figures_of("scenarios/figures.csv")) > 20
    assert len(figures_of("vaccination.csv")) == 4
