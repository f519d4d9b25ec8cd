"""What must hold of any basket: sums, units, order, intervals that hold every source, fuel that never harms; any file."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from holdfast.errors import HoldfastError
from holdfast.people import (
    Ration,
    RationFile,
    cooking_need,
    edible,
    energy_need,
    food_names,
    parse_ration,
    ration,
    read_ration_file,
    severity_band,
    stock_out,
    storage,
    tonnage,
)

FOODS = st.sampled_from(food_names())
GRAMS = st.floats(min_value=0.01, max_value=2000)
BASKETS = st.dictionaries(FOODS, GRAMS, min_size=1, max_size=9)
CONTENTS = ("energy_kcal", "protein_g", "fat_g")


def close(a: float | None, b: float | None) -> bool:
    return a is None and b is None if a is None or b is None else math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


def same(a: Ration, b: Ration, factor: float = 1.0) -> bool:
    return all(
        close(None if x is None else factor * x, y)
        for name in CONTENTS
        for x, y in zip(
            (getattr(getattr(a, name), part) for part in ("value", "low", "high")),
            (getattr(getattr(b, name), part) for part in ("value", "low", "high")),
            strict=True,
        )
    )


@given(BASKETS, st.floats(min_value=0.01, max_value=1))
def test_linear_in_the_grams(basket: dict[str, float], factor: float) -> None:
    scaled = ration({food: factor * grams for food, grams in basket.items()})
    whole = ration(basket)
    assert same(whole, scaled, factor)
    assert close(whole.protein_share.value_percent, scaled.protein_share.value_percent)
    assert close(whole.protein_share.low_percent, scaled.protein_share.low_percent)


@given(BASKETS, BASKETS)
def test_two_baskets_add_up(a: dict[str, float], b: dict[str, float]) -> None:
    assume(all(a.get(food, 0) + b.get(food, 0) <= 2000 for food in {*a, *b}))
    both = ration({food: a.get(food, 0.0) + b.get(food, 0.0) for food in {*a, *b}})
    one, other = ration(a), ration(b)
    assert close(both.energy_kcal.value, one.energy_kcal.value + other.energy_kcal.value)
    assert close(both.fat_g.low, one.fat_g.low + other.fat_g.low)


@given(BASKETS, st.randoms(use_true_random=False))
def test_order_of_the_foods_does_not_matter(basket: dict[str, float], random: object) -> None:
    shuffled = list(basket.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    a, b = ration(basket), ration(dict(shuffled))
    assert (a.energy_kcal.value, a.protein_g.low, a.fat_g.high) == (b.energy_kcal.value, b.protein_g.low, b.fat_g.high)
    assert {one.food: one.grams for one in a.items} == {one.food: one.grams for one in b.items}


@given(BASKETS, st.sampled_from([("g", 1.0), ("kg", 1000.0), ("oz", 28.349523125), ("lb", 453.59237), ("t", 1e6)]))
def test_units_do_not_matter(basket: dict[str, float], named: tuple[str, float]) -> None:
    name, size = named
    written = {food: f"{grams / size:.15f} {name}" for food, grams in basket.items()}
    assume(all(float(text.split()[0]) > 1e-6 for text in written.values()))
    found = ration(written)
    assert all(
        math.isclose(one.grams, grams, rel_tol=1e-6) for one, grams in zip(found.items, basket.values(), strict=True)
    )


@given(st.floats(min_value=0.001, max_value=1))
def test_oil_by_volume_is_oil_by_mass(litres: float) -> None:
    assert ration({"oil": f"{litres:.12f} L"}).energy_kcal.value == pytest.approx(
        ration({"oil": f"{litres * 920:.9f} g"}).energy_kcal.value, rel=1e-6
    )


@given(BASKETS)
def test_the_interval_holds_every_source(basket: dict[str, float]) -> None:
    found = ration(basket)
    for name in CONTENTS:
        amount = getattr(found, name)
        assert 0 <= amount.low <= amount.value + 1e-9
        for total in found.sets:
            counted = getattr(total, name)
            assert counted >= amount.low - 1e-9
            assert amount.high is None or counted <= amount.high + 1e-9
    for share in (found.protein_share, found.fat_share):
        if share.low_percent is not None and share.high_percent is not None:
            assert share.value_percent is not None
            assert share.low_percent - 1e-9 <= share.value_percent <= share.high_percent + 1e-9
    assert all(
        one.verdict in {"met", "below", "above", "the sources disagree", "cannot be said"} for one in found.checks
    )


@given(BASKETS, FOODS, GRAMS)
def test_more_food_is_never_less(basket: dict[str, float], food: str, grams: float) -> None:
    assume(basket.get(food, 0) + grams <= 2000)
    more = ration({**basket, food: basket.get(food, 0) + grams})
    less = ration(basket)
    assert more.energy_kcal.value >= less.energy_kcal.value - 1e-9
    assert more.energy_kcal.low >= less.energy_kcal.low - 1e-9


FUEL = st.floats(min_value=0, max_value=5)


@given(BASKETS, FUEL, FUEL, FUEL, FUEL, st.sampled_from(["firewood", "lpg", "kerosene"]))
def test_more_fuel_and_more_water_are_never_less_energy(
    basket: dict[str, float], kg: float, more_kg: float, litres: float, more_litres: float, fuel: str
) -> None:
    daily = ration(basket)
    less = edible(daily, cooking_fuel_kg=kg, cooking_water_l=litres, fuel=fuel)
    more = edible(daily, cooking_fuel_kg=kg + more_kg, cooking_water_l=litres + more_litres, fuel=fuel)
    for part in ("value", "low"):
        assert getattr(more.energy_kcal, part) >= getattr(less.energy_kcal, part) - 1e-9
        assert getattr(less.energy_kcal, part) <= getattr(daily.energy_kcal, part) + 1e-9
    assert less.cooked_fraction_low <= less.cooked_fraction <= less.cooked_fraction_high <= 1
    assert less.energy_kcal.low <= less.energy_kcal.value + 1e-9
    assert less.energy_kcal.high is None or less.energy_kcal.value <= less.energy_kcal.high + 1e-9
    assert (less.limited_by == "nothing") == (not less.not_cooked)
    need = cooking_need(daily, fuel=fuel)
    assert need.fuel_low_kg <= need.fuel_kg <= need.fuel_high_kg
    assert need.water_low_l <= need.water_l <= need.water_high_l


@given(st.floats(min_value=-60, max_value=50), st.floats(min_value=0, max_value=20))
def test_warmer_never_asks_for_more_food(mean_c: float, warmer: float) -> None:
    assume(mean_c + warmer <= 50)
    assert energy_need(mean_temperature_c=mean_c + warmer).kcal <= energy_need(mean_temperature_c=mean_c).kcal + 1e-9


@given(BASKETS, st.floats(min_value=1, max_value=1e6), st.floats(min_value=0.1, max_value=400))
def test_a_stock_of_some_days_lasts_these_days(basket: dict[str, float], people: float, days: float) -> None:
    daily = ration(basket)
    sent = tonnage(daily, people=people, days=days)
    found = stock_out({food: f"{kg:.12f} kg" for food, kg in sent.eaten_kg.items()}, daily, people=people)
    assert all(
        math.isclose(one.days, days, rel_tol=1e-3, abs_tol=1e-6) for one in found.items if one.use_kg_per_day > 1e-3
    )
    assert [one.days for one in found.items] == sorted(one.days for one in found.items)
    energies = [step.energy_kcal.value if step.energy_kcal else 0.0 for step in found.steps]
    assert energies == sorted(energies, reverse=True)
    assert sent.trucks * sent.truck_t >= sent.dispatched_t - 1e-6
    assert storage(dict.fromkeys(basket, 1000.0)).volume_m3.low >= 0


@given(st.sampled_from(["staple_food_days", "fuel_days", "energy_met_percent"]), st.floats(0, 100), st.floats(0, 100))
def test_more_in_store_is_never_a_worse_band(kind: str, a: float, b: float) -> None:
    low, high = severity_band(kind, min(a, b)).number, severity_band(kind, max(a, b)).number
    assert low is not None
    assert high is not None
    assert high <= low


def outcome(call: object, *args: object, **options: object) -> RationFile | HoldfastError:
    """Either a ration or one of our errors; anything else is a fault of the reader."""
    failed: HoldfastError | None = None
    found: object = None
    try:
        found = call(*args, **options)  # type: ignore[operator]
    except HoldfastError as fault:
        failed = fault
    if failed is not None:
        assert failed.code.startswith("HF-P04")
        assert failed.where
        assert failed.mend
        return failed
    assert isinstance(found, RationFile)
    assert found.items
    assert all(math.isfinite(item.grams) and 0 <= item.grams <= 2500 for item in found.items)
    return found


@settings(max_examples=150)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path: Path = tmp_path_factory.mktemp("r") / "r.csv"
    path.write_bytes(data)
    outcome(read_ration_file, path)
    path.write_bytes(b"item,quantity,unit\n" + data)
    outcome(read_ration_file, path)


CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["rice", "أرز", "برنج", "oil", "400", "٤٠٠", "-1", "1.500", "g", "kg", "L", "kJ", "غرام", "", '"', "9" * 50]),
    st.floats(allow_nan=True, allow_infinity=True).map(str),
)  # fmt: skip


@settings(max_examples=200)
@given(
    st.lists(st.lists(CELL, min_size=1, max_size=6), max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["item{0}quantity{0}unit", "item{0}quantity{0}unit{0}kcal_per_100g{0}protein{0}per", "الصنف{0}الكمية{0}الوحدة"]),
    st.sampled_from([{}, {"total": True}]),
)  # fmt: skip
def test_any_cells_are_read_or_refused(
    rows: list[list[str]], separator: str, header: str, options: dict[str, bool]
) -> None:
    text = "\n".join([header.format(separator), *(separator.join(row) for row in rows)])
    found = outcome(parse_ration, text, people=100.0, days=10.0, **options)
    if isinstance(found, RationFile) and any(item.grams > 0 for item in found.items):
        energy = ration(found.items).energy_kcal
        assert math.isfinite(energy.value)
