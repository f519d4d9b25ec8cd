"""Intervals cover, grow with the count, do not depend on units; what is withheld cannot be worked out."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from holdfast.people.rates.baselines import (
    baseline_rate,
    excess_deaths,
    ratio_interval,
    stated_baseline,
    weeks_to_detect_doubling,
)
from holdfast.people.rates.intervals import beta_cdf, binomial_interval, gamma_cdf, poisson_interval
from holdfast.people.rates.lines import lines_crossed
from holdfast.people.rates.observed import Verdict, attack_rate, death_rate
from holdfast.people.rates.suppression import SuppressedTable, _flow, _with_totals, suppress_counts

optimize = pytest.importorskip("scipy.optimize")
stats = pytest.importorskip("scipy.stats")

counts = st.integers(0, 5000)
levels = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99])


@settings(max_examples=50)
@given(count=counts, level=levels)
def test_poisson_bounds_are_scipys(count: int, level: float) -> None:
    low, high = poisson_interval(count, level)
    tail = (1 - level) / 2
    assert low == pytest.approx(stats.chi2.ppf(tail, 2 * count) / 2 if count else 0.0, rel=1e-9, abs=1e-12)
    assert high == pytest.approx(stats.chi2.ppf(1 - tail, 2 * count + 2) / 2, rel=1e-9)


@settings(max_examples=50)
@given(count=counts, rest=counts, level=levels)
def test_binomial_bounds_are_scipys(count: int, rest: int, level: float) -> None:
    assume(count + rest > 0)
    low, high = binomial_interval(count, count + rest, level)
    tail = (1 - level) / 2
    assert low == pytest.approx(stats.beta.ppf(tail, count, rest + 1) if count else 0.0, rel=1e-8, abs=1e-14)
    assert high == pytest.approx(stats.beta.ppf(1 - tail, count + 1, rest) if rest else 1.0, rel=1e-8)


@settings(max_examples=50)
@given(x=st.floats(0, 500), shape=st.floats(0.1, 500))
def test_the_incomplete_gamma_function_is_scipys(x: float, shape: float) -> None:
    assert gamma_cdf(x, shape) == pytest.approx(stats.gamma.cdf(x, shape), rel=1e-9, abs=1e-12)


@settings(max_examples=50)
@given(x=st.floats(0, 1), a=st.floats(0.1, 500), b=st.floats(0.1, 500))
def test_the_incomplete_beta_function_is_scipys(x: float, a: float, b: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), rel=1e-8, abs=1e-12)


@settings(max_examples=50)
@given(count=counts, level=levels)
def test_bounds_rise_with_the_count_and_spread_with_the_level(count: int, level: float) -> None:
    low, high = poisson_interval(count, level)
    more = poisson_interval(count + 1, level)
    wider = poisson_interval(count, 0.999)
    assert low <= count <= high
    assert low < more[0]
    assert high < more[1]
    assert wider[0] <= low < high < wider[1]


@pytest.mark.parametrize("mean", [0.3, 1.4, 4.0, 9.0, 30.0])
def test_poisson_intervals_cover_by_exact_sums(mean: float) -> None:
    """No simulation: the probabilities of all counts whose interval holds the mean add up to the level or more."""
    seen = range(int(mean + 20 * mean**0.5 + 20))
    held = sum(stats.poisson.pmf(k, mean) for k in seen if poisson_interval(k)[0] <= mean <= poisson_interval(k)[1])
    assert 0.95 <= held <= 1.0


@pytest.mark.parametrize("share", [0.01, 0.2, 0.5])
def test_binomial_intervals_cover_by_exact_sums(share: float) -> None:
    held = 0.0
    for k in range(61):
        low, high = binomial_interval(k, 60)
        held += stats.binom.pmf(k, 60, share) * (low <= share <= high)
    assert 0.95 <= held <= 1.0


@pytest.mark.parametrize(("before", "now"), [(9.0, 18.0), (40.0, 40.0), (12.0, 60.0)])
def test_excess_and_ratio_cover_when_both_counts_are_drawn(before: float, now: float) -> None:
    draws = np.random.default_rng(20260803)
    excess = ratio = told = 0
    runs = 200
    for past, present in zip(draws.poisson(before, runs), draws.poisson(now, runs), strict=True):
        if min(past, present) < 5:
            continue
        told += 1
        baseline = baseline_rate(records=(int(past), 500_000.0))
        made = excess_deaths(int(present), 5000, 100, baseline)
        excess += made.excess_low <= now - before <= made.excess_high
        low, high = ratio_interval(death_rate(int(present), 5000, 100), baseline)
        ratio += low <= now / before <= high
    assert told > runs / 2
    assert ratio / told >= 0.95 - 0.03
    assert excess / told >= 0.95 - 0.03


@settings(max_examples=50)
@given(deaths=st.integers(5, 500), people=st.integers(600, 10**6), days=st.integers(1, 400), k=st.integers(2, 30))
def test_a_rate_depends_on_person_days_alone(deaths: int, people: int, days: int, k: int) -> None:
    one, other = death_rate(deaths, people, days * k), death_rate(deaths, people * k, days)
    assert one.per_10000_day == pytest.approx(other.per_10000_day)
    assert one.low_per_10000_day == pytest.approx(other.low_per_10000_day)
    assert one.high_per_10000_day == pytest.approx(other.high_per_10000_day)


@settings(max_examples=50)
@given(deaths=st.integers(5, 400), people=st.integers(500, 10**5), days=st.integers(1, 100))
def test_more_deaths_never_uncross_a_line(deaths: int, people: int, days: int) -> None:
    order = [Verdict.NOT_CROSSED, Verdict.CANNOT_TELL_YET, Verdict.CROSSED]
    fewer = lines_crossed(death_rate(deaths, people, days))
    more = lines_crossed(death_rate(deaths + 1, people, days))
    for a, b in zip(fewer, more, strict=True):
        assert order.index(a.verdict) <= order.index(b.verdict)
        assert a.probability is not None
        assert b.probability is not None
        assert a.probability <= b.probability + 1e-12


@settings(max_examples=50)
@given(part=st.integers(0, 400), rest=st.integers(0, 400), more=st.integers(1, 50))
def test_shares_rise_with_the_count(part: int, rest: int, more: int) -> None:
    assume(part + rest > 0)
    one, other = attack_rate(part, part + rest), attack_rate(part + more, part + more + rest)
    assert one.percent is not None
    assert one.low_percent is not None
    assert one.high_percent is not None
    assert other.percent is not None
    assert other.high_percent is not None
    assert 0.0 <= one.low_percent <= one.percent <= one.high_percent <= 100.0
    assert one.percent <= other.percent
    assert one.high_percent <= other.high_percent + 1e-9 or rest == 0


@given(before=st.integers(5, 300), now=st.integers(5, 300), times=st.floats(0.1, 10), level=levels)
@settings(max_examples=50)
def test_the_ratio_of_two_counts_is_scipys_binomial(before: int, now: int, times: float, level: float) -> None:
    rate = death_rate(now, 5000, 100, level=level)
    low, high = ratio_interval(rate, baseline_rate(records=(before, 500_000.0 * times)))
    exact = stats.binomtest(now, now + before).proportion_ci(level, method="exact")
    assert low == pytest.approx(times * exact.low / (1 - exact.low), rel=1e-6)
    assert high == pytest.approx(times * exact.high / (1 - exact.high), rel=1e-6)


@given(deaths=st.integers(5, 300), people=st.integers(500, 10**5))
@settings(max_examples=50)
def test_the_probability_of_a_line_is_scipys_gamma(deaths: int, people: int) -> None:
    for line in lines_crossed(death_rate(deaths, people, 30)):
        expected = line.line_per_10000_day / 10_000 * people * 30
        assert line.probability == pytest.approx(stats.gamma.sf(expected, deaths + 0.5), rel=1e-6, abs=1e-9)


@settings(max_examples=25)
@given(people=st.floats(200, 10**6), rate=st.floats(0.02, 0.9), ratio=st.floats(1.3, 4.0))
def test_weeks_to_detect_are_the_first_that_scipy_finds(people: float, rate: float, ratio: float) -> None:
    weekly = people * rate / 10_000 * 7
    assume(weekly > 0.05)
    found = weeks_to_detect_doubling(people, rate, ratio=ratio)

    def power(weeks: int) -> float:
        shows = stats.poisson.isf(0.05, weeks * weekly) + 1
        return float(stats.poisson.sf(shows - 1, ratio * weeks * weekly))

    assert power(found.weeks) >= 0.8 - 1e-9
    assert found.power == pytest.approx(power(found.weeks), rel=1e-6)
    for earlier in range(max(1, found.weeks - 60), found.weeks):
        assert power(earlier) < 0.8 + 1e-9


@settings(max_examples=50)
@given(excess=st.integers(0, 300), rate=st.floats(0.05, 0.9), wider=st.floats(0.0, 0.5))
def test_a_less_certain_baseline_never_narrows_the_excess(excess: int, rate: float, wider: float) -> None:
    sharp = excess_deaths(excess, 10_000, 100, stated_baseline(rate, low=rate, high=rate, source="x"))
    loose = stated_baseline(rate, low=rate * (1 - wider), high=rate * (1 + wider), source="x")
    made = excess_deaths(excess, 10_000, 100, loose)
    assert made.excess_low <= sharp.excess_low + 1e-9
    assert made.excess_high >= sharp.excess_high - 1e-9


def ranges(counts: list[list[int]], hidden: set[tuple[int, int]]) -> dict[tuple[int, int], tuple[float, float]]:
    """Return least and largest value of every withheld cell, totals in the last row and column, by linear programming."""
    rows, columns = len(counts), len(counts[0])
    sums: dict[tuple[int, int], list[int]] = {
        (i, j): [
            a * columns + b
            for a in (range(rows) if i == rows else [i])
            for b in (range(columns) if j == columns else [j])
        ]
        for i in range(rows + 1)
        for j in range(columns + 1)
    }
    flat = [count for row in counts for count in row]
    shown = [places for cell, places in sums.items() if cell not in hidden]
    matrix = np.zeros((len(shown), len(flat)))
    for line, places in enumerate(shown):
        matrix[line, places] = 1.0
    found = {}
    for cell in hidden:
        aim = np.zeros(len(flat))
        aim[sums[cell]] = 1.0
        ends = []
        for sign in (1.0, -1.0):
            known = {"A_eq": matrix, "b_eq": matrix @ np.array(flat, dtype=float)} if shown else {}
            answer = optimize.linprog(sign * aim, **known, bounds=(0, None))
            assert answer.status in {0, 3}  # solved, or without bound
            ends.append(sign * answer.fun if answer.status == 0 else np.inf)
        found[cell] = (ends[0], ends[1])
    return found


def withheld(table: SuppressedTable) -> set[tuple[int, int]]:
    whole = [*(zip(*table.cells, strict=True))]
    whole = [(*cells, total) for cells, total in zip(whole, table.column_totals, strict=True)]
    whole.append((*table.row_totals, table.total))
    return {(i, j) for j, column in enumerate(whole) for i, count in enumerate(column) if count is None}


some_tables = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(st.sampled_from([0, 1, 3, 8, 9, 10, 11, 15, 30, 60, 200]), min_size=columns, max_size=columns),
        min_size=1,
        max_size=5,
    )
)


@settings(max_examples=40)
@given(some_tables)
def test_no_withheld_count_can_be_worked_out(table: list[list[int]]) -> None:
    hidden = withheld(suppress_counts(table))
    assert all(high - low >= 10 - 1e-6 for low, high in ranges(table, hidden).values())


@settings(max_examples=30)
@given(some_tables, st.randoms())
def test_the_range_of_a_withheld_cell_is_that_of_linear_programming(table: list[list[int]], order: Random) -> None:
    """For any cells withheld, safely or not: too wide would let a count be worked out, too narrow withhold for nothing."""
    shape = (len(table), len(table[0]))
    values = _with_totals(table)
    hidden = {cell for cell in values if order.random() < 0.6}
    for cell, (low, high) in ranges(table, hidden).items():
        up = _flow(cell, values, hidden, shape, rising=True, enough=np.inf)
        down = min(values[cell], _flow(cell, values, hidden, shape, rising=False, enough=np.inf))
        assert values[cell] + up == pytest.approx(high)
        assert values[cell] - down == pytest.approx(low, abs=1e-6)


@given(st.lists(st.integers(0, 400), min_size=1, max_size=8))
def test_no_shown_count_is_small_and_every_shown_one_is_true(row: list[int]) -> None:
    table = suppress_counts(row)
    for shown, true in zip(table.cells[0], row, strict=True):
        assert shown is None or (shown == true and shown >= 10)
    assert table.total is None or (table.total == sum(row) and table.total >= 10)
