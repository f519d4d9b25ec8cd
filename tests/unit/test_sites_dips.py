"""Centimetres on the stick become litres, with the error of the reading, and nothing is extrapolated."""

from __future__ import annotations

import math

import pytest

from holdfast.errors import SiteError
from holdfast.sites import litres_from_dip, read_site
from sites_samples import SMALL, changed

STORE = read_site(SMALL).stores[0]  # 0 cm = 0 L, 100 cm = 8000 L, 180 cm = 15000 L


@pytest.mark.parametrize(("cm", "litres"), [(0, 0), (41, 3280), (100, 8000), (140, 11500), (180, 15000)])
def test_between_rows_it_is_linear(cm: float, litres: float) -> None:
    assert litres_from_dip(STORE, cm).quantity == pytest.approx(litres)


def test_error_of_the_reading_is_a_centimetre_each_way() -> None:
    reading = litres_from_dip(STORE, 41)
    assert (reading.low, reading.high) == (pytest.approx(3200), pytest.approx(3360))
    wide = litres_from_dip(STORE, 100, error_cm=2)
    assert (wide.low, wide.high) == (pytest.approx(7840), pytest.approx(8175))


def test_error_stays_inside_the_table() -> None:
    assert litres_from_dip(STORE, 0).low == 0.0
    assert litres_from_dip(STORE, 180).high == 15000.0


def test_tank_gives_cubic_metres() -> None:
    assert litres_from_dip(read_site(SMALL).tanks[0], 125).quantity == pytest.approx(125)


@pytest.mark.parametrize("cm", [-1, 180.1, 4100, math.nan, math.inf])
def test_outside_the_table_is_refused(cm: float) -> None:
    with pytest.raises(SiteError) as caught:
        litres_from_dip(STORE, cm)
    assert caught.value.code == "HF-S014"
    assert "0 to 180 cm" in caught.value.expected


def test_no_table_is_refused() -> None:
    bare = changed({"dip = [{cm = 0, quantity = 0}, {cm = 250, quantity = 250}]": ""}).tanks[0]
    with pytest.raises(SiteError) as caught:
        litres_from_dip(bare, 41)
    assert caught.value.code == "HF-S014"
