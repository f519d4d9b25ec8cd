"""Chlorine doses: against the printed tables, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from holdfast.errors import InputError
from holdfast.people.grades import Grade
from holdfast.people.water.chlorination import chlorine_dose, chlorine_products, stock_solution
from holdfast.reference import value


def test_the_formula_gives_the_rounded_rows() -> None:
    """C298 and C303 are for 10 m3 and 1 mg/L, C299 to C302 for a litre of 1 per cent."""
    assert chlorine_dose(10_000, 1, "calcium hypochlorite 65%").amount_to_measure == value("C298")
    assert chlorine_dose(10_000, 1, "sodium hypochlorite 12.5%").amount == pytest.approx(value("C303"))
    for row, product in (
        ("C299", "calcium hypochlorite 70%"),
        ("C300", "bleaching powder 34%"),
        ("C301", "stabilised tropical bleach 25%"),
        ("C302", "bleach 5%"),
    ):
        found = stock_solution(1, 1, product)
        assert found.amount == pytest.approx(value(row), abs=0.7)
        assert row in found.sources


@pytest.mark.parametrize("product", chlorine_products())
def test_a_weaker_product_takes_more_and_the_chlorine_is_the_same(product: str) -> None:
    found = chlorine_dose(20_000, 2.5, product)
    assert found.chlorine_g == pytest.approx(50.0)
    assert found.amount > found.chlorine_g
    assert found.grade is Grade.THRESHOLD
    assert found.unit == ("mL" if "sodium" in product or product.startswith("bleach ") else "g")


def test_half_a_gram_is_rounded_up_as_printed_tables_do() -> None:
    found = chlorine_dose(1000, 1.25, "sodium hypochlorite 10%")
    assert (found.amount, found.amount_to_measure) == (12.5, 13)


def test_what_is_said_beside_it() -> None:
    drinking, cleaning = chlorine_dose(1000, 2), chlorine_dose(1000, 100)
    assert any("0.2 to 0.5 mg/L" in note for note in drinking.notes)
    assert not any("not to be drunk" in note for note in (*drinking.notes, *chlorine_dose(1000, 5).notes))
    assert any("not to be drunk" in note for note in cleaning.notes)
    assert str(chlorine_dose(10_000, 2)) == "31 g of calcium hypochlorite 65% in 10000 L give 2.02 mg/L (2 asked for)"


@pytest.mark.parametrize("product", chlorine_products())
@pytest.mark.parametrize("tank_l", [1.0, 10.0, 20.0, 100.0, 200.0, 500.0, 1000.0, 5000.0, 45_000.0])
@pytest.mark.parametrize("mg_per_l", [0.5, 1.0, 2.0, 5.0])
def test_what_is_measured_gives_the_dose(product: str, tank_l: float, mg_per_l: float) -> None:
    found = chlorine_dose(tank_l, mg_per_l, product)
    measured = found.measured_mg_per_l
    if found.amount_to_measure is None:
        assert measured is None
        assert found.amount < 1.0
        assert "too little to measure" in str(found)
    else:
        assert measured == pytest.approx(found.amount_to_measure * mg_per_l / found.amount)
        assert measured == pytest.approx(mg_per_l, rel=0.0501)
    assert not str(found).startswith("0 ")


def test_a_bucket_is_dosed_by_a_stock_solution() -> None:
    """20 L at 2 mg/L take 40 mg of chlorine: 4 mL of a solution of 1 per cent, which holds 10 mg in a millilitre."""
    found = chlorine_dose(20, 2, "calcium hypochlorite 70%")
    assert found.amount == pytest.approx(0.0571, abs=1e-4)
    assert found.stock_ml is not None
    assert found.stock_ml == pytest.approx(4.0)
    assert str(found) == (
        "0.057 g of calcium hypochlorite 70% are too little to measure for 2 mg/L in 20 L; "
        "better: make a stock solution of 1 % (stock_solution) and add 4 mL of it"
    )
    stock = stock_solution(1, 1, "calcium hypochlorite 70%")
    assert 1000.0 * stock.chlorine_g / 1000.0 * found.stock_ml == pytest.approx(1000.0 * found.chlorine_g)
    assert chlorine_dose(10_000, 2).stock_ml is None
    assert stock_solution(0.1, 1).stock_ml is None  # a solution of 1 per cent is not made by thinning one


@pytest.mark.parametrize(
    ("tank_l", "mg_per_l"),
    [
        (0, 1),
        (-5, 1),
        (1e9, 1),
        (float("nan"), 1),
        (100, 0),
        (100, -1),
        (100, float("nan")),
        (100, 7e5),
        ("5", 1),
        (True, 1),
    ],
)
def test_impossible_doses(tank_l: Any, mg_per_l: float) -> None:
    with pytest.raises(InputError) as caught:
        chlorine_dose(tank_l, mg_per_l)
    assert caught.value.code == "HF-P027"


def test_a_solution_stronger_than_its_product() -> None:
    with pytest.raises(InputError, match="HF-P027"):
        stock_solution(1, 6, "bleach 5%")


def test_an_unknown_product_is_told_its_neighbours() -> None:
    with pytest.raises(InputError, match="calcium hypochlorite 65%") as caught:
        chlorine_dose(100, 1, "calcium hypochlorit")
    assert caught.value.code == "HF-P025"
