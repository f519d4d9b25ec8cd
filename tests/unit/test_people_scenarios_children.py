"""Wasting as a scenario, against SciPy and against bad input."""

from __future__ import annotations

import math

import pytest
from scipy.stats import norm

from holdfast.errors import InputError
from holdfast.people import Grade, input_reason
from holdfast.people.census.groups import population
from holdfast.people.energy.person import Person
from holdfast.people.scenarios import (
    Scenario,
    child_wasting,
    child_wasting_from_food,
    cut_offs_crossed,
    given,
    shifted_shares,
    under_five_ratio,
    weight_for_height,
)

NAME = "if this happens on 3 June"
LOSSES = {"low": 0.12, "central": 0.06, "high": 0.045}


def wasting(**changed: object) -> Scenario:
    return child_wasting(**({"scenario": NAME, "loss_by_sharing": LOSSES, "members": 400} | changed))  # type: ignore[arg-type]


def code(call: object, **changed: object) -> str:
    with pytest.raises(InputError) as caught:
        call(**changed)  # type: ignore[operator]
    return caught.value.code


class TestChildren:
    def test_distribution_gives_its_shares_back(self) -> None:
        before = weight_for_height(0.115, 0.018)
        assert norm.cdf(-2.0, before.mean, before.sd) == pytest.approx(0.115, rel=1e-12)
        assert norm.cdf(-3.0, before.mean, before.sd) == pytest.approx(0.018, rel=1e-12)
        assert shifted_shares(before, 0.0, 0.0743) == pytest.approx((0.115, 0.018), rel=1e-12)

    def test_shift_is_that_of_scipy(self) -> None:
        before = weight_for_height(0.032, 0.004)
        moved = before.mean + math.log(0.93) / 0.0743
        expected = (norm.cdf(-2.0, moved, before.sd), norm.cdf(-3.0, moved, before.sd))
        assert shifted_shares(before, 0.07, 0.0743) == pytest.approx(expected, rel=1e-12)

    def test_three_sharings_side_by_side(self) -> None:
        found = wasting()
        curves = [(one.quantity, one.curve) for one in found.results]
        assert curves == [(q, f"{s} sharing") for s in ("low", "central", "high") for q in ("GAM", "SAM")]
        assert found.grade is Grade.SCENARIO
        before = weight_for_height(0.032, 0.004)
        for one in found.results:
            gam, sam = shifted_shares(before, LOSSES[one.curve.split()[0]], 0.0743)
            assert one.p50 == pytest.approx(gam if one.quantity == "GAM" else sam, rel=0.05)
        # RR of 0.7 to 1.3 divides the slope, so the ends are known in closed form.
        low, high = (shifted_shares(before, 0.06, 0.0743 / rr)[0] for rr in (0.73, 1.27))
        central = found.result("GAM", "central sharing")
        assert (central.p05, central.p95) == pytest.approx((low, high), rel=0.03)
        assert "N147" in " ".join(found.notes)
        assert found.assumption("GAM before").value == 0.032
        assert "health:RR_child" in found.sources

    def test_a_survey_replaces_the_default(self) -> None:
        assert wasting(gam_before=0.05, sam_before=0.01).assumption("GAM before").status == "given"
        uncertain = wasting(replace=(given("GAM before", (0.02, 0.05)),))
        widths = [one.result("GAM", "high sharing") for one in (uncertain, wasting())]
        assert widths[0].p95 - widths[0].p05 > 2 * (widths[1].p95 - widths[1].p05)

    def test_loss_outside_the_fit_is_flagged(self) -> None:
        found = wasting(loss_by_sharing={"low": 0.2, "central": 0.1, "high": (0.01, 0.05)})
        assert found.result("GAM", "low sharing").flag
        assert not found.result("GAM", "central sharing").flag
        assert found.result("SAM", "high sharing").flag

    @pytest.mark.parametrize(
        ("gam", "sam", "asked"),
        [
            (3.2, 0.4, "0.032"),
            (0.032, 0.4, ""),
            (0.03, 0.03, ""),
            (0.0, 0.0, ""),
            (1.0, 0.1, ""),
            (0.03, 0.0, ""),
            (math.nan, 0.1, ""),
            (-0.1, 0.01, ""),
        ],
    )
    def test_shares_that_cannot_be(self, gam: float, sam: float, asked: str) -> None:
        for call in (
            lambda: weight_for_height(gam, sam),
            lambda: wasting(gam_before=gam, sam_before=sam),
            lambda: under_five_ratio(scenario=NAME, services_running=True, gam=gam, sam=sam),
        ):
            with pytest.raises(InputError) as caught:
                call()
            assert caught.value.code == "HF-P064"
            assert asked in caught.value.mend

    def test_per_cent_just_below_one_is_asked_about(self) -> None:
        with pytest.raises(InputError) as caught:
            wasting(gam_before=0.9, sam_before=0.1)
        assert "0.009" in caught.value.mend
        assert code(wasting, gam_before=0.05) == "HF-P064"  # one of the two
        assert code(wasting, replace=(given("SAM before", 0.04),)) == "HF-P064"
        assert code(cut_offs_crossed, gam=12.0) == "HF-P064"
        assert code(cut_offs_crossed, gam=math.nan) == "HF-P064"
        assert cut_offs_crossed(0.0) == ()
        assert len(cut_offs_crossed(1.0)) == 4  # a large loss rounds to everybody

    @pytest.mark.parametrize(
        "losses",
        [
            {"low": 12.0, "central": 0.06, "high": 0.02},
            {"low": -0.01, "central": -0.02, "high": -0.03},
            {"low": 0.5, "central": 0.1, "high": 0.1},
            {"low": 0.02, "central": 0.06, "high": 0.12},
            {"low": math.nan, "central": 0.06, "high": 0.02},
            {"low": "0.1", "central": 0.06, "high": 0.02},
            {"low": (0.2, 0.1), "central": 0.06, "high": 0.02},
        ],
    )
    def test_losses_outside_the_limits(self, losses: dict[str, float]) -> None:
        assert code(wasting, loss_by_sharing=losses) == "HF-P065"

    def test_all_three_sharings_are_asked_for(self) -> None:
        assert code(wasting, loss_by_sharing={"low": 0.1}) == "HF-P066"
        assert code(wasting, loss_by_sharing={**LOSSES, "none": 0.1}) == "HF-P066"
        assert code(wasting, scenario="wasting") == "HF-P060"
        assert code(shifted_shares, before=weight_for_height(0.1, 0.01), loss_fraction=0.1, slope=0.0) == "HF-P065"

    def test_old_and_guessed_inputs_are_named(self) -> None:
        reasons = input_reason("the survey of wasting", age_days=200.0)
        assert reasons[0] in wasting(input_reasons=reasons).notes

    def test_under_five_ratio_shows_both_sets_and_marks_one(self) -> None:
        for running, chosen in ((True, "set b, services running (chosen)"), (False, "set a, no services (chosen)")):
            found = under_five_ratio(scenario=NAME, services_running=running, gam=0.193, sam=0.04, members=4000)
            assert len(found.results) == 2
            assert [one.curve for one in found.results if "chosen" in one.curve] == [chosen]
        untreated = next(one for one in found.results if "set a" in one.curve)
        expected = (1 - 0.193 + 0.153 * 3.4 + 0.04 * 11.63) / (1 - 0.032 + 0.028 * 3.4 + 0.004 * 11.63)
        assert untreated.p50 == pytest.approx(expected, rel=0.01)
        served = next(one for one in found.results if "set b" in one.curve)
        assert served.p50 is not None
        assert untreated.p50 is not None
        assert served.p50 < untreated.p50

    def test_a_word_is_no_truth_value(self) -> None:
        # "no" would count as yes and mark the wrong set.
        for word in ("no", None, 2):
            assert code(under_five_ratio, scenario=NAME, services_running=word, gam=0.1, sam=0.01) == "HF-P065"

    def test_no_change_of_wasting_is_no_change_of_mortality(self) -> None:
        found = under_five_ratio(scenario=NAME, services_running=False, gam=0.032, sam=0.004, members=200)
        assert all((one.p05, one.p50, one.p95) == pytest.approx((1.0, 1.0, 1.0)) for one in found.results)


class TestChildrenFromFood:
    ADULT = Person("female", 65.0, 1.60, 35.0)

    def found(self, kcal: float, **changed: object) -> Scenario:
        parts: dict[str, object] = {
            "scenario": NAME,
            "population": population(3000),
            "kcal_per_person_day": kcal,
            "days": 60,
            "adult": self.ADULT,
            "members": 100,
        }
        return child_wasting_from_food(**(parts | changed))  # type: ignore[arg-type]

    def test_sharing_protects_and_food_for_all_changes_nothing(self) -> None:
        scarce = self.found(1300.0)
        low, central, high = (scarce.result("GAM", f"{one} sharing").p95 for one in ("low", "central", "high"))
        assert low > central >= high
        plenty = self.found(2800.0)
        assert all(one.p95 == pytest.approx(0.032 if one.quantity == "GAM" else 0.004) for one in plenty.results)
        assert {one.flag for one in plenty.results} == {"no shortage for children under this assumption"}
        assert not any("no shortage" in one.flag for one in scarce.results if one.curve == "low sharing")
        assert any("1300 kcal" in note for note in scarce.notes)
        assert any("65 kg" in note for note in scarce.notes)

    def test_ends_of_the_loss_are_the_two_answers_of_activity(self) -> None:
        loss = self.found(1300.0, eaten_ratio=1.0).assumption("relative loss of mass, low sharing")
        assert loss.low is not None
        assert loss.high is not None
        assert 0.0 < loss.low < loss.high

    def test_what_is_eaten_of_what_is_handed_out_is_assumed_and_widens_the_range(self) -> None:
        """1,700 kcal: of their need, adults and children eat from 65 per cent to all of it as the ratio goes 0.8 to 1.5."""
        open_ended, stated = self.found(1700.0), self.found(1700.0, eaten_ratio=1.0)
        eaten = open_ended.assumption("eaten over handed out")
        assert (eaten.low, eaten.value, eaten.high, eaten.source) == (0.8, 1.0, 1.5, "health:r_hh")
        assert stated.assumption("eaten over handed out").status == "given"
        wide, narrow = (one.result("GAM", "low sharing") for one in (open_ended, stated))
        assert wide.p05 < narrow.p05
        assert wide.p95 > narrow.p95
        assert any("children eat 65 to 120 %" in note for note in open_ended.notes)

    def test_assumptions_of_the_sharing_stand_in_the_same_block(self) -> None:
        text = str(self.found(1700.0))
        for words in (
            "most that a group eats over its need: 1.2",
            "share of their need up to which children are filled: 1 ",
            "share of their need that adults give up, high: 0.3",
            "Food is shared in proportion to need",
            "structure",
        ):
            assert words in text, words
        assert "health:r_hh" in self.found(1700.0).sources
        assert self.found(1700.0).assumption("relative loss of mass, low sharing").status == "derived"

    def test_bad_input(self) -> None:
        assert code(self.found, kcal=1700.0, days=0) == "HF-P065"
        assert code(self.found, kcal=1700.0, scenario="x") == "HF-P060"
        assert code(self.found, kcal=100.0, days=180) == "HF-P065"  # a loss beyond what the model says
        grown = population(100, structure={"20-59": 1.0})
        assert code(self.found, kcal=1700.0, population=grown) == "HF-P065"
