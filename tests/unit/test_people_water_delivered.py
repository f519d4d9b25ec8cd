"""Water that arrived against need and norms, shares between groups, litres at a norm."""

from __future__ import annotations

import pytest

from holdfast.errors import InputError
from holdfast.people.census.groups import population
from holdfast.people.grades import Grade
from holdfast.people.water.delivered import CLASSES, NORMS, water_at_norm, water_class, water_delivered, water_shares
from holdfast.people.water.need import water_need
from holdfast.people.water.of_population import water_need_of
from holdfast.reference import row


def test_norms_are_those_of_the_table_and_carry_their_source() -> None:
    found = water_delivered(8.0)
    assert [check.norm_id for check in found.norms] == list(NORMS)
    for check in found.norms:
        assert row(check.norm_id).source in check.name
        assert check.is_met == (check.low_l_per_person_day <= check.counted_l_per_person_day)
        assert check.short_l_per_person_day == max(0.0, check.low_l_per_person_day - check.counted_l_per_person_day)
    assert found.norm("N006").is_met  # UNHCR, 7 L
    assert found.norm("N005").short_l_per_person_day == 7.0
    assert found.grade is Grade.THRESHOLD
    assert found.needs == ()
    assert not found.sphere_too_low


def test_drinking_cooking_and_washing_are_parts_of_one_total() -> None:
    six = water_delivered(6.0)
    counted = {check.norm_id: check.counted_l_per_person_day for check in six.norms}
    assert (counted["N001"], counted["N003"], counted["N002"], counted["N004"]) == (6.0, 3.5, 0.5, 6.0)
    assert six.norm("N003").is_met
    assert not six.norm("N002").is_met
    for litres in (7.4, 7.5):  # 2.5 + 3 + 2: the parts are met when the total is
        found = water_delivered(litres)
        assert all(found.norm(part).is_met for part in ("N001", "N002", "N003")) == found.norm("N004").is_met
    text = str(water_delivered(6.0, need=water_need(46.0)))
    assert "basic hygiene water" in text
    assert "1.5 L short" in text
    assert "to drink by the heat balance" in text
    with pytest.raises(InputError, match="HF-P025"):
        six.norm("N999")


def test_classes_begin_at_their_cut_off() -> None:
    cut_offs = [2.5, 7.5, 15.0, 20.0]
    for index, cut_off in enumerate(cut_offs):
        assert water_class(cut_off) == CLASSES[index + 1]
        assert water_class(cut_off - 1e-9) == CLASSES[index]
    assert water_class(0.0) == "below survival intake"


def test_what_meets_the_norm_may_be_too_little_to_drink() -> None:
    hot = water_delivered(2.5, need=water_need(46.0))
    assert hot.norm("N001").is_met
    assert hot.sphere_too_low
    for check, curve in zip(hot.needs, water_need(46.0).curves, strict=True):
        assert check.curve == curve.name
        assert check.covered == pytest.approx(2.5 / curve.drinking_need_l_per_day)
        assert check.short_l_per_person_day == pytest.approx(curve.drinking_need_l_per_day - 2.5)
    assert any("is too low here" in note for note in hot.notes)
    enough = water_delivered(15.0, need=water_need(46.0))
    assert [check.covered for check in enough.needs] == [1.0, 1.0]
    assert [check.short_l_per_person_day for check in enough.needs] == [0.0, 0.0]


def test_a_guess_lowers_the_grade_and_is_named() -> None:
    found = water_delivered(4.0, input_reasons=["the count of people is of last year"])
    assert found.grade is Grade.SCENARIO
    assert found.notes[0] == "the count of people is of last year"


def test_shares_add_up_to_what_there_is() -> None:
    need = water_need_of(population(3000), 48.0)
    short = water_shares(9000.0, need)
    assert sum(share.persons * share.by_head_l_per_person_day for share in short.shares) == pytest.approx(9000.0)
    assert sum(share.persons * share.by_need_l_per_person_day for share in short.shares) == pytest.approx(9000.0)
    assert short.covered == pytest.approx(
        9000.0 / sum(share.persons * share.drinking_need_l_per_person_day for share in short.shares)
    )
    assert 0 < short.persons_short_by_head < 3000
    plenty = water_shares(60_000.0, need)
    assert (plenty.covered, plenty.persons_short_by_head) == (1.0, 0.0)
    assert all(share.by_need_l_per_person_day == share.drinking_need_l_per_person_day for share in plenty.shares)
    nothing = water_shares(0.0, need)
    assert (nothing.covered, nothing.persons_short_by_head) == (0.0, pytest.approx(3000))
    assert short.grade is need.grade


def test_litres_at_a_norm() -> None:
    found = water_at_norm("N044", 20, days=2)  # inpatients, 40 to 60 L
    assert (found.litres_per_day, found.litres, found.high_litres) == (800.0, 1600.0, 2400.0)
    assert "inpatient" in found.notes[0]
    assert water_at_norm("N005", 0).litres == 0.0


@pytest.mark.parametrize("given", [-0.1, 5000.0, float("nan"), float("inf")])
def test_litres_that_cannot_be(given: float) -> None:
    with pytest.raises(InputError) as caught:
        water_delivered(given)
    assert caught.value.code == "HF-P024"
    with pytest.raises(InputError, match="HF-P024"):
        water_shares(given * 3000, water_need_of(population(3000), 48.0))


def test_a_norm_of_something_else() -> None:
    for norm_id in ("N026", "N045", "N020"):  # minutes, litres for each intervention, persons for each tap
        with pytest.raises(InputError) as caught:
            water_at_norm(norm_id, 10)
        assert caught.value.code == "HF-P028"
    with pytest.raises(InputError, match="HF-R010"):
        water_at_norm("N999", 10)


@pytest.mark.parametrize("given", [{"count": -1}, {"count": float("nan")}, {"count": 5, "days": -1.0}])
def test_counts_that_cannot_be(given: dict[str, float]) -> None:
    with pytest.raises(InputError) as caught:
        water_at_norm("N005", **given)
    assert caught.value.code == "HF-P026"
