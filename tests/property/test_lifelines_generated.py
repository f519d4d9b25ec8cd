"""What must hold for any invented site: books, service, ranges, decline without supply, outages, determinism."""

from __future__ import annotations

import numpy as np
import pytest

from holdfast.lifelines import Event, Run, simulate
from holdfast.lifelines.records import CLASSES
from holdfast.sites import Site
from lifelines_generated import (
    HOURS,
    SEED,
    SHAPES,
    cut_off,
    drawn,
    for_seeds,
    matching,
    outage,
    run,
    same_bits,
    site_of,
)

STOCK_UNITS = {"L", "kg", "item", "m3", "kWh", "kW", "h", "d", "L/person", "L/person/day"}
COLDEST_C, HOTTEST_C = -40.0, 85.0  # no site is drawn colder; a bare steel roof in the sun at 60 degC stays below
PEAK_KW = 1e-9


def priority_order(site: Site) -> list[str]:
    return [load.id for load in sorted(site.loads, key=lambda load: load.priority)]


def random_run(site: Site, hours: int = HOURS) -> Run:
    """With random failures, weather residual and grid cuts: what must hold whatever happens."""
    return simulate(site, draws=drawn(site), hours=hours, keep="all", seed=SEED)


@for_seeds(20, 500, shapes=SHAPES)
def test_books_close_and_nothing_is_no_number(seed: int) -> None:
    site = site_of(seed)
    made = random_run(site)
    assert all(residual <= 1e-9 for residual in made.balances.values()), made.balances
    assert "power" in made.balances
    stored = {store.commodity for store in site.stores}
    assert stored <= set(made.balances)
    for name, array in made.outputs.items():
        assert np.isfinite(array).all(), name
        if made.units[name] in STOCK_UNITS:
            assert (array >= -1e-9 * max(1.0, float(np.abs(array).max()))).all(), name
        if name.startswith("temp_"):
            assert COLDEST_C <= array.min() <= array.max() <= HOTTEST_C, (name, array.min(), array.max())
        if "fraction" in name:
            assert ((array >= 0.0) & (array <= 1.0 + 1e-12)).all(), name
    for name, times in made.event_times.items():
        assert not np.isnan(times).any(), name


@for_seeds(20, 500, shapes=SHAPES)
def test_served_by_priority_and_never_above_demand(seed: int) -> None:
    """A class gets power only where all before it are whole.

    Not so where those before it have a minimum useful share: by E9 what is too little for them passes on.
    """
    site = site_of(seed)
    made = random_run(site)
    outputs = made.outputs
    assert (outputs["served_kw"] <= outputs["demand_kw"] * (1 + 1e-12) + 1e-9).all()
    sources = sum(
        (outputs[name] for name in ("grid_kw", "pv_kw", "battery_discharge_kw", "generator_kw") if name in outputs),
        np.zeros_like(outputs["served_kw"]),
    )
    charged = outputs.get("battery_charge_kw", 0.0)
    assert (outputs["served_kw"] <= sources * (1 + 1e-12) + 1e-9).all()
    assert np.asarray(charged).min() >= 0.0
    order = priority_order(site)
    assert sorted(order) == sorted(CLASSES)
    picky = {load.id for load in site.loads if load.min_useful_fraction.quantile(np.array([1.0]))[0] > 0.0}
    demand = {name: outputs[f"demand_{name}_kw"] for name in order}
    share = {name: outputs[f"served_fraction_{name}"] for name in order}
    before_whole = np.ones_like(outputs["served_kw"], dtype=bool)
    for name in order:
        asks = demand[name] > PEAK_KW
        got = asks & (share[name] * demand[name] > PEAK_KW)
        assert before_whole[got].all(), name
        whole = share[name] >= 1.0 - 1e-9
        if name in picky:
            whole |= share[name] == 0.0
        before_whole &= whole | ~asks


@for_seeds(15, 300, shapes=(68, 200, 413))
def test_without_gate_and_power_everything_only_declines(seed: int) -> None:
    """Treated water, raw water, fuel, every stock, hold-over; the wet wells and tanks of sewage only rise."""
    site, stop = cut_off(site_of(seed))
    made = run(site, events=stop)
    assert made.outputs["served_kw"].max() == 0.0
    falling = [name for name in made.outputs if name.startswith(("stock_", "vaccine_hold_over"))]
    falling += [name for name in ("treated_water_m3", "raw_water_m3", "chlorine_days") if name in made.outputs]
    if "chlorine_days" in falling and site.water.ration:
        falling.remove("chlorine_days")  # a smaller ration makes the same chlorine last longer
    assert len(falling) >= len({store.commodity for store in site.stores})
    for name in falling:
        array = made.outputs[name]
        assert (np.diff(array, axis=1) <= 1e-9 * max(1.0, float(array.max()))).all(), name
    assert (np.diff(made.outputs["sewage_spilled_m3"], axis=1) >= 0.0).all()
    for pit in ("spoilage_dose", "hours_above_35c"):
        if pit in made.outputs:
            assert (np.diff(made.outputs[pit], axis=1) >= 0.0).all(), pit


@for_seeds(15, 200, shapes=(68, 158, 413))
def test_an_outage_bites_and_removed_leaves_no_trace(seed: int) -> None:
    site, when = site_of(seed), 30
    base = run(site)
    hit = run(site, events=outage(site, when))
    assert same_bits(base.outputs, hit.outputs, when)
    for name in ("generator_kw", "grid_kw"):
        if name in base.outputs:
            assert hit.outputs[name][:, when:].max() == 0.0
            if base.outputs[name][:, when].max() > 0.0:
                assert not same_bits(base.outputs, hit.outputs)
    if "generator_kw" not in base.outputs and "grid_kw" not in base.outputs:
        assert same_bits(base.outputs, hit.outputs)
    assert same_bits(base.outputs, run(site).outputs)


@for_seeds(15, 200, shapes=(68, 158, 413))
def test_a_shock_bites_at_once_and_only_from_then_on(seed: int) -> None:
    """Half of every store is destroyed: what is there falls by half at that hour; the hours before keep their bits."""
    site, when = site_of(seed), 17
    blow = tuple(Event(hour=when, kind="destroy", asset=store.id, quantity=0.5) for store in site.stores)
    base, hit = run(site), run(site, events=blow)
    assert same_bits(base.outputs, hit.outputs, when)
    for name, array in base.outputs.items():
        if name.startswith("stock_"):
            assert (hit.outputs[name][:, when] <= array[:, when] * (1 + 1e-12) + 1e-9).all(), name


@for_seeds(6, 60, shapes=(66, 413))
def test_the_same_bits_on_one_thread_and_two_and_for_the_first_members(seed: int) -> None:
    site, members, few = site_of(seed), 130, 41
    one = simulate(site, members=members, hours=48, keep="all", seed=SEED, threads=1)
    two = simulate(site, members=members, hours=48, keep="all", seed=SEED, threads=2)
    first = simulate(site, members=few, hours=48, keep="all", seed=SEED)
    assert same_bits(one.outputs, two.outputs)
    for name, array in first.outputs.items():
        assert np.array_equal(array, one.outputs[name][:few]), name
    for name, times in one.event_times.items():
        assert np.array_equal(times, two.event_times[name]), name
        assert np.array_equal(times[:few], first.event_times[name]), name
    alone = one.member(few - 1)
    for name, array in alone.outputs.items():
        assert np.array_equal(array[0], one.outputs[name][few - 1]), name


@pytest.mark.parametrize("seed", SHAPES, ids=lambda seed: SHAPES[seed].replace(" ", "-"))
def test_the_plain_engine_gives_what_the_compiled_one_gives(seed: int) -> None:
    site = site_of(seed)
    draws = drawn(site, 2)
    plain, built = (
        simulate(site, draws=draws, hours=30, keep="all", seed=SEED, engine=engine) for engine in ("python", "compiled")
    )
    for name, array in plain.outputs.items():
        assert np.abs(array - built.outputs[name]).max() <= 1e-12 * max(float(np.abs(array).max()), 1e-300), name
    for name, times in plain.event_times.items():
        other = built.event_times[name]
        assert np.array_equal(np.isinf(times), np.isinf(other)), name
        finite = np.isfinite(times)
        assert (np.abs(times[finite] - other[finite]) <= 1e-12 * 30).all(), name


def test_the_shapes_are_what_they_are_called() -> None:
    people = {seed: sum(group.count.median for group in site_of(seed).people) for seed in SHAPES}
    assert people[47] == people[52] == 0.0
    assert min(people[200], people[413]) > 8.9e5
    assert [len(site_of(seed).stores) for seed in (52, 21, 68, 158)] == [1, 1, 40, 40]
    assert [len(site_of(seed).generators) for seed in (158, 68, 413)] == [6, 3, 3]
    assert {shelter.model for shelter in site_of(66).shelters} == {"rc1", "iso5", "layered"}
    assert len(site_of(18).services) == 5


def test_a_site_without_any_capacity_is_a_site_where_nothing_works() -> None:
    """Every store, tank, set and plant of no size: no error, nothing served, every stock out at once."""
    site = site_of(68)
    zero = {
        path: 0.0
        for start, end in (
            ("stores.", ".capacity"), ("stores.", ".quantity"), ("stores.", ".unusable"),
            ("tanks.", ".capacity_m3"), ("tanks.", ".level_m3"),
            ("sewage_tanks.", ".capacity_m3"), ("sewage_tanks.", ".level_m3"),
            ("lifts.", ".wet_well_m3"), ("lifts.", ".wet_well_level_m3"),
            ("grid.", ".capacity_kw"), ("pv.", ".peak_kw"),
        )
        for path in matching(site, start, end)
    }  # fmt: skip
    assert len(zero) > 100
    site = site.model_copy(update={"batteries": (), "trucks": ()})
    made = run(site, drawn(site).replace(zero))
    assert made.outputs["served_kw"].max() == 0.0
    assert all(residual <= 1e-9 for residual in made.balances.values())
    for store in site.stores:
        assert (made.event_times[f"{store.commodity}_out"] == 0.0).all(), store.commodity
    assert made.outputs["treated_water_m3"].max() == 0.0
