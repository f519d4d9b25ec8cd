"""What must hold for any camp: balances, service below demand, priority, monotony, units, prefixes, equal engines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.lifelines import Event, Run, simulate
from holdfast.lifelines.air_conditioner import cooling_factor, eir_factor
from holdfast.lifelines.records import CLASSES
from holdfast.sites import Site, median_draws, prior_draws, read_site
from lifelines_samples import START

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

HOURS = 96
HEAD = """
[site]
id = "made"
name = "Made"
timezone = "UTC"
source = "made"
elevation_m = {height}
[sources]
made = "hypothesis"
[[people]]
id = "all"
count = {people}
[water]
normal_use_l_per_person_day = {use}
leakage_fraction = {leak}
distribution_kwh_per_m3 = 0.15
carry_l_per_person_day = 20
ration = [
  {{stock_days_at_least = 0.4, use_l_per_person_day = {use}}},
  {{stock_days_at_least = 0, use_l_per_person_day = 10}},
]
[sewage]
return_fraction = 0.8
excreta_l_per_person_day = 1.3
[gate]
passing_fraction = {passing}
[weather]
temp_max_c = {tmax}
daily_range_k = 16
"""


def amount(low: float, high: float) -> st.SearchStrategy[float]:
    return st.floats(low, high).map(lambda value: round(value, 3))


@st.composite
def several(draw: st.DrawFn, most: int, lines: Callable[[st.DrawFn, int], str]) -> str:
    """None, one or several assets of one kind."""
    return "".join(lines(draw, n) for n in range(draw(st.integers(0, most))))


def generator(draw: st.DrawFn, n: int) -> str:
    return f'[[generators]]\nid = "g{n}"\nrated_kw = {draw(amount(5, 900))}\nworking = {draw(st.integers(0, 1))}\n'


def diesel(draw: st.DrawFn, n: int) -> str:
    full = draw(amount(100, 20000))
    inside = f"quantity = {int(full * draw(amount(0, 1)))}\nunusable = {int(full * 0.05)}\n"
    return f'[[stores]]\nid = "d{n}"\ncommodity = "diesel"\nunit = "L"\ncapacity = {full}\n' + inside


def commodity(draw: st.DrawFn, n: int) -> str:
    inside = f"quantity = {draw(amount(0, 9000))}\nuse_per_person_day = {draw(amount(0, 1))}\n"
    return f'[[stores]]\nid = "c{n}"\ncommodity = "good{n}"\nunit = "kg"\ncapacity = 9000\n' + inside


def shelter(draw: st.DrawFn, n: int) -> str:
    text = f'[[shelters]]\nid = "s{n}"\nkind = "trailer"\ncount = {draw(st.integers(1, 3000))}\n'
    return text + (f"[shelters.cooling]\nworking_fraction = {draw(amount(0, 1))}\n" if draw(st.booleans()) else "")


def tank(draw: st.DrawFn, n: int) -> str:
    full = draw(amount(1, 500))
    holds = draw(st.sampled_from(["raw", "treated"]))
    inside = f"capacity_m3 = {full}\nlevel_m3 = {int(full * draw(amount(0, 1)))}\n"
    return f'[[tanks]]\nid = "t{n}"\nholds = "{holds}"\n' + inside


MAYBE = {
    "pv": '[[pv]]\nid = "pv"\npeak_kw = {size}\n',
    "grid": '[[grid]]\nid = "grid"\ncapacity_kw = {size}\n',
    "battery": '[[batteries]]\nid = "b"\ncapacity_kwh = {size}\n',
    "trucks": '[[trucks]]\nid = "v"\ncarries = "sewage"\n[[trucks]]\nid = "t"\ncarries = "water"\n',
} | {
    kind: f'[[{kind}]]\nid = "one"\n' for kind in ("clinics", "kitchens", "lighting", "cold_stores", "vaccine_fridges")
}


@st.composite
def camps(draw: st.DrawFn) -> str:
    """A site of any shape: none, one or several of each asset."""
    text = HEAD.format(
        height=draw(st.sampled_from([0, 1500, 3000])),
        people=draw(st.integers(1, 20000)),
        use=draw(st.integers(10, 200)),
        leak=draw(st.sampled_from([0, 0.1, 0.5])),
        passing=draw(st.sampled_from([0, 0.3, 1])),
        tmax=draw(st.integers(10, 55)),
    )
    for most, lines in ((3, generator), (2, diesel), (2, commodity), (2, shelter), (4, tank)):
        text += draw(several(most, lines))
    for kind in ("wells", "purification", "lifts", "sewage_tanks"):
        text += draw(several(2, lambda _, n, kind=kind: f'[[{kind}]]\nid = "{kind[:4]}{n}"\n'))
    for name in sorted(draw(st.sets(st.sampled_from(sorted(MAYBE))))):
        text += MAYBE[name].format(size=draw(amount(1, 500)))
    for place, name in enumerate(draw(st.permutations(CLASSES)), start=1):
        text += f'[[loads]]\nid = "{name}"\npriority = {place}\nmin_useful_fraction = 0\n'
    return text


def run(site: Site, engine: str = "compiled", events: Sequence[Event] = (), hours: int = HOURS, **changes: Any) -> Run:
    draws = median_draws(site).replace(changes)
    return simulate(
        site, draws=draws, hours=hours, start=START, events=events, engine=engine, deterministic=True, keep="all"
    )


@given(camps())
@settings(max_examples=60)
def test_balances_close_and_service_never_exceeds_demand(text: str) -> None:
    site = read_site(text)
    made = run(site)
    assert all(abs(residual) < 1e-9 for residual in made.balances.values()), made.balances
    outputs = {name: array[0] for name, array in made.outputs.items()}
    assert (outputs["served_kw"] <= outputs["demand_kw"] * (1 + 1e-12) + 1e-9).all()
    for name in CLASSES:
        share = outputs[f"served_fraction_{name}"]
        assert ((share >= 0.0) & (share <= 1.0 + 1e-12)).all()
    for name, array in outputs.items():
        assert np.isfinite(array).all(), name
        if made.units[name] in {"L", "kg", "m3", "kWh", "kW"}:
            assert (array >= -1e-9).all(), name


@given(camps())
@settings(max_examples=40)
def test_a_class_is_served_only_when_those_before_it_are_whole(text: str) -> None:
    site = read_site(text)
    made = run(site)
    order = [load.id for load in sorted(site.loads, key=lambda load: load.priority)]
    demand = np.array([made.outputs[f"demand_{name}_kw"][0] for name in order])
    served = np.array([made.outputs[f"served_fraction_{name}"][0] for name in order]) * demand
    for place in range(1, len(order)):
        got = served[place] > 1e-9
        before_whole = (served[:place] >= demand[:place] * (1 - 1e-9) - 1e-9).all(axis=0)
        assert before_whole[got].all(), order[place]


@given(camps(), st.floats(1.05, 3.0))
@settings(max_examples=40)
def test_more_fuel_never_shortens_a_lifeline(text: str, factor: float) -> None:
    site = read_site(text)
    fuel = {f"stores.{store.id}.quantity" for store in site.stores if store.commodity == "diesel"}
    draws = median_draws(site)
    more = {path: np.minimum(draws[path] * factor, draws[path.replace("quantity", "capacity")]) for path in fuel}
    base, richer = run(site), run(site, **more)
    # Feedback (ii) of the specification: with power more water is used and more sewage made. What people lack of water may
    # then come sooner, by tank or ration table, but only after they have had at least as much.
    lack = {"water_under_15_l", "water_under_drinking_need", "water_under_survival_total"}
    lack |= {f"deficit_{share}_percent" for share in (2, 5, 10)}
    for name, times in base.event_times.items():
        if name in {"treated_water_empty", "sewage_spill", "sewage_tank_overflow"}:
            continue
        if name in lack and richer.event_times[name][0] < times[0]:
            until = int(np.ceil(richer.event_times[name][0]))
            had = [each.outputs["water_delivered_m3"][0, :until].sum() for each in (base, richer)]
            assert had[1] >= had[0] - 1e-9, name
            continue
        assert richer.event_times[name][0] >= times[0] - 1e-6, name


@given(camps())
@settings(max_examples=40)
def test_without_gate_and_power_every_stock_only_falls(text: str) -> None:
    site = read_site(text)
    stop = [Event(hour=0, kind="passing", quantity=0.0)]
    stop += [Event(hour=0, kind="fail", asset=generator.id) for generator in site.generators]
    stop += [Event(hour=0, kind="grid", asset=line.id, quantity=0.0) for line in site.grid]
    dark = site.model_copy(update={"pv": (), "batteries": ()})
    ungated = dark.model_copy(update={"trucks": tuple(t.model_copy(update={"needs_gate": True}) for t in dark.trucks)})
    made = run(ungated, events=stop)
    assert made.outputs["served_kw"].max() == 0.0
    for name, array in made.outputs.items():
        if name.startswith("stock_") or name in {"treated_water_m3", "vaccine_hold_over_h"}:
            assert (np.diff(array[0]) <= 1e-9).all(), name


@given(camps())
@settings(max_examples=15)
def test_engines_agree_on_any_camp(text: str) -> None:
    site = read_site(text)
    python, compiled = run(site, "python", hours=48), run(site, "compiled", hours=48)
    for name, array in python.outputs.items():
        assert np.abs(array - compiled.outputs[name]).max() <= 1e-12 * max(np.abs(array).max(), 1e-300), name
    for name, times in python.event_times.items():
        other = compiled.event_times[name]
        assert (np.isinf(times) & np.isinf(other)).all() or abs(times[0] - other[0]) <= 1e-9, name


@given(camps(), st.integers(1, 20))
@settings(max_examples=15)
def test_a_member_does_not_depend_on_how_many_there_are(text: str, few: int) -> None:
    site = read_site(text)
    many, some = (
        simulate(site, draws=prior_draws(site, members, 7), hours=48, start=START, seed=7, keep="all")
        for members in (70, few)
    )
    for name, array in some.outputs.items():
        assert np.array_equal(array, many.outputs[name][:few]), name


@given(st.floats(1.0, 30000.0), st.integers(0, HOURS - 1))
@settings(max_examples=25)
def test_a_delivery_is_the_same_in_any_unit(litres: float, hour: int) -> None:
    site = read_site(
        HEAD.format(height=0, people=100, use=50, leak=0, passing=0, tmax=40)
        + '[packages]\ndrum = "200 L"\n[[stores]]\nid = "d"\ncommodity = "diesel"\nunit = "L"\ncapacity = 50000\nquantity = 500\n'
    )
    amounts = {"L": litres, "m3": litres / 1000.0, "drum": litres / 200.0}
    runs = [
        run(site, events=[Event(hour=hour, kind="arrive", asset="d", quantity=quantity, unit=unit)])
        for unit, quantity in amounts.items()
    ]
    for other in runs[1:]:
        assert np.allclose(runs[0].outputs["stock_diesel_l"], other.outputs["stock_diesel_l"], rtol=1e-12)


@given(st.floats(15.0, 60.0), st.floats(0.0, 5.0), st.floats(500.0, 6000.0), st.floats(0.0, 60.0))
def test_hotter_never_lowers_the_power_of_cooling_at_fixed_state(
    temp: float, more: float, capacity: float, above: float
) -> None:
    """At a fixed indoor state: heat to remove is that of 80 W/K, capped by the unit's falling capacity."""

    def power(outdoor: float) -> float:
        wanted = max(0.0, 80.0 * (outdoor - 27.0 + above / 10.0))
        heat = min(capacity * cooling_factor(outdoor, 0.010), wanted)
        return heat / 2.8 * eir_factor(outdoor, 0.033, 0.0007)

    assert power(temp + more) >= power(temp) * (1 - 1e-12)
