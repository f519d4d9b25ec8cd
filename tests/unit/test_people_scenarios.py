"""Wasting, outbreaks, treatment and heat as scenarios, against SciPy and against bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp
from scipy.optimize import brentq
from scipy.special import hyp1f1
from scipy.stats import norm

from holdfast.errors import InputError
from holdfast.people import input_reason
from holdfast.people.scenarios import (
    Scenario,
    cholera_odds,
    cholera_outbreak,
    diarrhoea_hazard,
    extra_share,
    final_size,
    given,
    growth_from_doubling,
    heat_deaths,
    infection_probability,
    logistic_growth,
    outbreak_path,
    pathogen_figures,
    prison_relative_risk,
    sewage_dose,
    treatment_ratio,
)
from holdfast.people.scenarios.numerics import normal_below, normal_point, root, runge_kutta
from holdfast.people.scenarios.outbreak_shape import attack_fractions, early_growth_per_day

NAME = "if this happens on 3 June"


def outbreak(**changed: object) -> Scenario:
    return cholera_outbreak(**({"scenario": NAME, "persons": 3000.0, "days": 90, "members": 400} | changed))  # type: ignore[arg-type]


def heat(**changed: object) -> Scenario:
    parts: dict[str, object] = {"scenario": NAME, "persons": 3000.0, "days": 5, "members": 400}
    return heat_deaths(**(parts | {"heat_index_c": 40.0, "daily_mean_c": 34.0} | changed))  # type: ignore[arg-type]


def code(call: object, **changed: object) -> str:
    with pytest.raises(InputError) as caught:
        call(**changed)  # type: ignore[operator]
    return caught.value.code


class TestNumerics:
    def test_normal_is_that_of_scipy(self) -> None:
        z = np.linspace(-8.0, 8.0, 33)
        assert normal_below(z) == pytest.approx(norm.cdf(z), rel=1e-13)
        for share in (1e-6, 0.004, 0.032, 0.5, 0.99):
            assert normal_point(share) == pytest.approx(norm.ppf(share), rel=1e-13)

    def test_root_for_many_at_once(self) -> None:
        found = root(lambda x: x * x - np.array([2.0, 9.0]), np.zeros(2), np.full(2, 10.0))
        assert found == pytest.approx([math.sqrt(2.0), 3.0], rel=1e-12)

    def test_runge_kutta_has_fourth_order(self) -> None:
        def miss(steps: int) -> float:
            state = np.array([1.0])
            for _ in range(steps):
                state = runge_kutta(lambda s: -s, state, 1.0 / steps)
            return abs(float(state[0]) - math.exp(-1.0))

        assert miss(4) / miss(8) == pytest.approx(16.0, rel=0.15)


def path_of_scipy(r0: float, recovery: float, share: float, decay: float, start: float, days: int) -> np.ndarray:
    between, water = (1 - share) * r0 * recovery, share * r0 * recovery

    def slope(_t: float, y: np.ndarray) -> list[float]:
        new = (between * y[1] + water * y[2]) * y[0]
        return [-new, new - recovery * y[1], decay * (y[1] - y[2])]

    solved = solve_ivp(slope, (0, days), [1 - start, start, 0.0], t_eval=np.arange(days + 1), rtol=1e-9, atol=1e-12)
    return np.asarray(solved.y)


class TestOutbreak:
    @pytest.mark.parametrize(
        ("r0", "recovery", "share", "decay"),
        [(1.8, 0.2, 0.5, 0.033), (2.63, 0.5, 0.05, 0.33), (1.06, 0.14, 0.95, 0.01)],
    )
    def test_path_is_that_of_scipy(self, r0: float, recovery: float, share: float, decay: float) -> None:
        ones = np.ones(2)
        path = outbreak_path(
            r0=r0 * ones,
            recovery_per_day=recovery * ones,
            water_share=share * ones,
            decay_per_day=decay * ones,
            infected_fraction=0.001 * ones,
            days=200,
        )
        expected = path_of_scipy(r0, recovery, share, decay, 0.001, 200)
        for mine, theirs in zip((path.susceptible, path.infected, path.water), expected, strict=True):
            assert mine[:, 0] == pytest.approx(theirs, abs=1e-5)  # of the population, by the step of a quarter day
            assert np.array_equal(mine[:, 0], mine[:, 1])

    def test_final_size_is_that_of_scipy_and_of_the_path(self) -> None:
        for r0 in (1.06, 1.5, 2.63, 7.0):
            exact = brentq(lambda z, r=r0: z - 1 + math.exp(-r * z), 1e-6, 1.0)
            assert final_size(r0) == pytest.approx(exact, abs=1e-10)
        assert final_size(1.0) == pytest.approx(0.0, abs=1e-12)
        long = path_of_scipy(2.0, 0.5, 0.5, 0.33, 0.01, 700)
        ended = attack_fractions(np.array([2.0]), np.array([0.01]))
        assert 1.0 - long[0, -1] == pytest.approx(float(ended[0]), abs=1e-4)

    def test_early_growth_is_that_of_the_path(self) -> None:
        path = path_of_scipy(1.8, 0.2, 0.5, 0.1, 1e-7, 120)[1]
        seen = math.log(path[110] / path[100]) / 10.0
        one = np.ones(1)
        found = early_growth_per_day(1.8 * one, 0.2 * one, 0.5 * one, 0.1 * one)
        assert float(found[0]) == pytest.approx(seen, rel=0.01)
        straight = early_growth_per_day(1.8 * one, 0.2 * one, 0.0 * one, 0.1 * one)
        assert float(straight[0]) == pytest.approx(0.2 * 0.8)

    def test_reported_attack_rate_stays_in_what_camps_reported(self) -> None:
        for seed in range(3):
            found = outbreak(seed=seed, days=730)
            attack = found.result("reported attack rate, whole outbreak")
            assert 0.005 <= attack.p05 < attack.p95 <= 0.04
            assert found.result("reported cases").p95 <= 0.04 * 3000

    def test_introduction_is_shown_and_multiplies_nothing(self) -> None:
        unknown, likely = outbreak(), outbreak(probability_of_introduction=0.3)
        assert unknown.assumption("probability of an introduction").value is None
        assert "unknown" in str(unknown)
        assert likely.assumption("probability of an introduction").value == 0.3
        assert unknown.results == likely.results
        assert any("Conditional" in note for note in unknown.notes)

    def test_deaths_are_asked_for_and_show_both_kinds_of_care(self) -> None:
        assert "deaths" not in str(outbreak()).lower()
        found = outbreak(deaths=True)
        with_care = found.result("deaths among reported cases", "with prompt care")
        without = found.result("deaths among reported cases", "without care")
        assert with_care.p50 is not None
        assert without.p50 is not None
        assert without.p50 > 10 * with_care.p50
        assert found.result("reported cases") == outbreak().result("reported cases")

    def test_more_days_never_fewer_cases(self) -> None:
        cases = [outbreak(days=days).result("reported cases").p50 for days in (1, 30, 90, 200)]
        assert all(one is not None for one in cases)
        assert cases == sorted(cases)  # type: ignore[type-var]

    def test_assumptions_that_enter_no_draw_cannot_be_replaced(self) -> None:
        assert code(outbreak, replace=(given("people on the site", 10.0, unit="persons"),)) == "HF-P066"
        assert code(heat, replace=(given("heat index", 30.0, unit="degC"),)) == "HF-P066"

    @pytest.mark.parametrize(
        "changed",
        [
            {"persons": 0.0},
            {"persons": math.nan},
            {"days": 0},
            {"days": 731},
            {"days": 90.5},
            {"persons": "3000"},
            {"persons": True},
            {"deaths": "no"},
            {"probability_of_introduction": 30.0},
            {"replace": (given("basic reproduction number", 0.9),)},
            {"replace": (given("basic reproduction number", (0.9, 2.0)),)},
            {"replace": (given("recovery rate", 5.0, unit="1/day"),)},
        ],
    )
    def test_bad_input(self, changed: dict[str, object]) -> None:
        assert code(outbreak, **changed) == "HF-P065"

    def test_a_small_site_is_no_error(self) -> None:
        assert outbreak(persons=1.0, days=1).result("reported cases").p95 <= 0.04

    def test_bad_input_of_the_closed_forms(self) -> None:
        assert code(final_size, r0=0.99) == "HF-P065"
        assert code(final_size, r0=math.inf) == "HF-P065"
        assert code(growth_from_doubling, doubling_days=0.0) == "HF-P065"
        assert code(logistic_growth, share=1.5, days_before_peak=1.0, days_after_peak=1.0) == "HF-P065"
        assert code(logistic_growth, share=0.5, days_before_peak=0.0, days_after_peak=0.0) == "HF-P065"
        assert code(outbreak, members=10) == "HF-P063"


def test_old_and_guessed_inputs_are_named() -> None:
    reasons = input_reason("the count of people", age_days=200.0)
    assert reasons[0] in outbreak(input_reasons=reasons).notes
    assert reasons[0] in heat(input_reasons=reasons).notes


class TestHazards:
    def test_product_of_lost_services_is_capped(self) -> None:
        one = diarrhoea_hazard(scenario=NAME, lost=["chlorination"]).results[0]
        assert one.p50 == pytest.approx(1 / 0.66, rel=0.02)
        assert (one.p05, one.p95) == pytest.approx((1 / 0.77, 1 / 0.56), rel=0.02)
        two = diarrhoea_hazard(scenario=NAME, lost=["filtration", "chlorination"]).results[0]
        assert two.p50 == pytest.approx(1 / 0.66 / 0.5, rel=0.02)
        three = diarrhoea_hazard(scenario=NAME, lost=["filtration", "solar", "chlorination"])
        assert three.results[0].p95 == 4.0
        assert 1 / (0.66 * 0.5 * 0.63) > 4.0
        assert "The cap holds" in str(three)

    def test_order_and_repetition_do_not_count(self) -> None:
        first = diarrhoea_hazard(scenario=NAME, lost=["filtration", "solar"])
        assert first == diarrhoea_hazard(scenario=NAME, lost=["solar", "filtration", "solar"])

    def test_odds_ratios_stand_each_by_itself(self) -> None:
        found = cholera_odds(scenario=NAME, present=("untreated water", "open defecation", "shared latrine", "soap"))
        middles = {one.curve: one.p50 for one in found.results}
        assert middles == pytest.approx(
            {"untreated water": 2.8, "open defecation": 2.64, "shared latrine": 1.82, "soap": 0.31}, rel=0.03
        )
        assert "not multiplied" in str(found)

    def test_unknown_names(self) -> None:
        assert code(diarrhoea_hazard, scenario=NAME, lost=["litres"]) == "HF-P066"
        assert code(diarrhoea_hazard, scenario=NAME, lost=[]) == "HF-P066"
        assert code(cholera_odds, scenario=NAME, present=["prayer"]) == "HF-P066"
        assert diarrhoea_hazard(scenario=NAME, lost="solar") == diarrhoea_hazard(scenario=NAME, lost=["solar"])
        for figure in (0.0, -0.5):
            wrong = (given("relative risk with solar", figure),)
            assert code(diarrhoea_hazard, scenario=NAME, lost=["solar"], replace=wrong) == "HF-P063"
        assert code(cholera_odds, scenario="soap", present=["soap"]) == "HF-P060"


class TestDoseResponse:
    def ratio(self, **changed: object) -> Scenario:
        parts: dict[str, object] = {"scenario": NAME, "pathogen": "Shigella", "dose": (1.0, 10.0), "log10_removal": 2.0}
        return treatment_ratio(**(parts | {"members": 400} | changed))  # type: ignore[arg-type]

    def test_approximation_is_near_the_exact_beta_poisson(self) -> None:
        """P = 1 - 1F1(alpha, alpha + beta, -dose) with beta = N50 / (2^(1/alpha) - 1); the short form wants beta >> 1."""
        alpha, n50 = pathogen_figures("Shigella")
        beta = n50 / (2 ** (1 / alpha) - 1)
        for dose in (1.0, 100.0, 1480.0):
            exact = 1.0 - float(hyp1f1(alpha, alpha + beta, -dose))
            assert infection_probability(dose, alpha=alpha, n50=n50) == pytest.approx(exact, rel=0.03)

    def test_ends(self) -> None:
        assert infection_probability(0.0, alpha=0.25, n50=243.0) == 0.0
        assert infection_probability(1e15, alpha=0.25, n50=243.0) > 0.999
        tiny = infection_probability(1e-12, alpha=0.25, n50=243.0)
        assert tiny == pytest.approx(1e-12 * 0.25 * (2**4 - 1) / 243.0, rel=1e-9)

    def test_ratio_is_the_removal_at_low_doses_and_near_one_at_high(self) -> None:
        low = self.ratio(dose=(1e-6, 1e-5)).results[0]
        assert (low.p05, low.p50, low.p95) == pytest.approx((0.01, 0.01, 0.01), rel=1e-3)
        high = self.ratio(dose=(1e12, 1e13), pathogen="rotavirus").results[0]
        assert high.p05 > 0.9
        none = self.ratio(log10_removal=0.0).results[0]
        assert (none.p05, none.p95) == pytest.approx((1.0, 1.0))

    def test_one_dose_is_a_fixed_dose(self) -> None:
        one = self.ratio(dose=1480.0).results[0]
        alpha, n50 = pathogen_figures("Shigella")
        expected = infection_probability(14.8, alpha=alpha, n50=n50) / 0.5
        assert (one.p05, one.p95) == pytest.approx((expected, expected), rel=1e-9)

    def test_no_absolute_risk_is_stated(self) -> None:
        assert [one.quantity for one in self.ratio().results] == ["risk of infection, after over before"]

    def test_sewage_holds_vibrios_only_during_transmission(self) -> None:
        assert sewage_dose(litres_of_sewage=0.01, transmission=True) == (1.0, 10_000.0)
        assert sewage_dose(litres_of_sewage=0.01, transmission=False) == (0.0, 0.0)

    @pytest.mark.parametrize(
        "changed",
        [
            {"dose": (-1.0, 2.0)},
            {"dose": (0.0, 2.0)},
            {"dose": (2.0, 1.0)},
            {"dose": (2.0,)},
            {"dose": "many"},
            {"dose": (1.0, math.inf)},
            {"log10_removal": -1.0},
            {"log10_removal": (1.0, 13.0)},
        ],
    )
    def test_bad_input(self, changed: dict[str, object]) -> None:
        assert code(self.ratio, **changed) == "HF-P065"

    def test_bad_input_of_the_parts(self) -> None:
        assert code(infection_probability, dose=-1.0, alpha=0.25, n50=243.0) == "HF-P065"
        assert code(infection_probability, dose=1.0, alpha=0.0, n50=243.0) == "HF-P065"
        assert code(infection_probability, dose=1.0, alpha=0.25, n50=-2.0) == "HF-P065"
        assert code(sewage_dose, litres_of_sewage=-0.1, transmission=True) == "HF-P065"
        assert code(pathogen_figures, pathogen="Salmonella") == "HF-P066"
        assert pathogen_figures(" vibrio CHOLERAE ") == (0.25, 243.0)


class TestHeat:
    def test_three_curves_and_an_envelope_without_a_middle(self) -> None:
        found = heat(daily_mean_c=43.0)
        *curves, envelope = found.results
        assert len(curves) == 3
        assert envelope.p50 is None
        assert (envelope.p05, envelope.p95) == (min(c.p05 for c in curves), max(c.p95 for c in curves))
        usual = 3000 * 5 * 0.16 / 10_000
        kuwait, odds = curves[1], curves[2]
        assert kuwait.p50 == pytest.approx(usual * 0.24, rel=0.25)
        assert odds.p50 == pytest.approx(usual * (1 / 0.23 - 1), rel=0.25)

    def test_curves_in_closed_form_for_a_known_death_rate(self) -> None:
        found = heat(usual_deaths_per_10000_day=0.2, heat_index_c=40.0, members=4000)  # 104 degF
        prisons = found.results[0]
        assert prisons.p50 == pytest.approx(3000 * 5 * 0.2e-4 * (1.007**19 - 1), rel=0.05)
        assert not any("default" in note for note in found.notes)

    def test_below_their_thresholds_the_first_two_curves_are_nothing(self) -> None:
        prisons, kuwait, _, _ = heat(heat_index_c=29.0, daily_mean_c=30.0).results
        assert (prisons.p05, prisons.p95, kuwait.p05, kuwait.p95) == (0.0, 0.0, 0.0, 0.0)

    def test_a_mild_week_has_no_deaths_in_heat(self) -> None:
        mild = heat(heat_index_c=20.0, daily_mean_c=18.0)
        assert [(one.p05, one.p95) for one in mild.results] == [(0.0, 0.0)] * 4
        assert [one.curve for one in mild.results if one.flag] == [
            "no working cooling, case-control",
            "envelope of the three",
        ]
        assert mild.assumption("daily mean from which a day is of a heat wave").value == 25.0

    def test_no_curve_falls_as_heat_rises_nor_below_none(self) -> None:
        before = [0.0] * 4
        for mean in (16.0, 23.0, 25.0, 27.0, 30.0, 38.0, 42.0, 44.0):
            found = heat(daily_mean_c=mean, heat_index_c=mean + 2.0).results
            assert all(one.p05 >= 0.0 for one in found)
            highs = [one.p95 for one in found]
            assert all(now >= then for now, then in zip(highs, before, strict=True)), mean
            before = highs

    @pytest.mark.parametrize(
        ("changed", "outside"),
        [
            ({}, [False, False, False, False]),
            ({"daily_mean_c": 44.0}, [False, False, True, True]),
            ({"daily_mean_c": 46.0}, [False, True, True, True]),
            ({"heat_index_c": 45.0}, [True, False, False, True]),
            ({"days": 15}, [True, True, True, True]),
        ],
    )
    def test_outside_observed_range_is_said(self, changed: dict[str, object], outside: list[bool]) -> None:
        found = heat(**changed)
        assert [one.flag == "outside observed range" for one in found.results] == outside
        assert ("outside observed range" in str(found)) == any(outside)

    @pytest.mark.parametrize(
        ("changed", "asked"),
        [
            ({"heat_index_c": 113.0}, "45.0"),
            ({"daily_mean_c": 110.0}, "43.3"),
            ({"daily_mean_c": 5.0}, ""),
            ({"persons": 0.0}, ""),
            ({"days": 93}, ""),
            ({"usual_deaths_per_10000_day": -0.1}, ""),
            ({"usual_deaths_per_10000_day": (0.1, math.nan)}, ""),
        ],
    )
    def test_bad_input(self, changed: dict[str, object], asked: str) -> None:
        with pytest.raises(InputError) as caught:
            heat(**changed)
        assert caught.value.code == "HF-P065"
        assert asked in caught.value.mend

    def test_bad_input_of_the_parts(self) -> None:
        assert code(prison_relative_risk, heat_index_f=300.0, per_degree=1.007) == "HF-P065"
        assert code(prison_relative_risk, heat_index_f=95.0, per_degree=7.0) == "HF-P065"
        assert code(extra_share, extra_deaths=1.0, extra_days=0.0, deaths=1.0, days=1.0) == "HF-P065"
        assert code(extra_share, extra_deaths=-1.0, extra_days=1.0, deaths=1.0, days=1.0) == "HF-P065"
