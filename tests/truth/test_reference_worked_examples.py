"""Published worked examples that need only the tables and arithmetic: each figure is looked up, never typed here.

The numbers are those of the collection the examples come from; the expected results are the published ones, with the
published tolerance. What a room computes is tested with that room.
"""

from __future__ import annotations

import pytest

from holdfast.reference import Row, evaluate, row, table, value


def figures(row_id: str) -> tuple[float, ...]:
    """Return the elements of a vector row that states every one of them."""
    found = row(row_id).value
    assert isinstance(found, tuple)
    return tuple(element for element in found if element is not None)


def test_w006_an_adult_energy_requirement() -> None:
    """W006."""
    basal = evaluate("D106", {"kg": 55.0})
    assert basal == pytest.approx(1302, abs=1)
    assert basal * 1.85 == pytest.approx(2410, abs=5)


def population(sex: str) -> tuple[list[Row], list[Row]]:
    groups = [
        found
        for found in table("demography")
        if found.fields["sex"] == sex and found.fields["group"] in {"0-4", "5-9", "10-14", "15-19", "20-59", "60+"}
    ]
    shares = [found for found in groups if found.fields["topic"] == "population_share"]
    needs = [
        found for found in groups if found.fields["topic"] == "energy_requirement" and "Guidelines" in found.source
    ]
    return shares, needs


def mean_need(sex: str) -> tuple[float, float]:
    """Return the mean need of a sex in kcal/person/day and its share of the population in per cent."""
    shares, needs = population(sex)
    weight = {found.fields["group"]: found.value for found in shares}
    need = {found.fields["group"]: found.value for found in needs}
    assert set(weight) == set(need)
    total = sum(float(weight[group]) for group in weight)  # type: ignore[arg-type]
    energy = sum(float(weight[group]) * float(need[group]) for group in weight)  # type: ignore[arg-type]
    return energy / total, total


def test_w007_the_mean_of_the_male_rows() -> None:
    """W007."""
    mean, _ = mean_need("male")
    assert mean == pytest.approx(2245, abs=5)
    assert mean == pytest.approx(value("D071"), rel=0.005)


def test_w008_the_female_total_of_the_stored_copy_does_not_follow_from_its_rows() -> None:
    """W008."""
    mean, share = mean_need("female")
    extra = (value("D067") * value("D069") + value("D068") * value("D070")) / share
    assert mean + extra == pytest.approx(1910, abs=5)
    assert value("D072") == 2010
    assert abs(mean + extra - value("D072")) > 50


def test_w013_the_edition_decides() -> None:
    """W013."""
    queue_min = 20
    assert queue_min < value("N026")
    assert row("N026").fields["comparator"] == "<"
    assert not queue_min <= value("N027")
    assert row("N027").fields["comparator"] == "<="


def test_w030_and_w031_heat_bands_by_edition_and_where_they_stop() -> None:
    """W030, W031."""
    assert value("N237") <= 126
    old = row("N238")
    assert isinstance(old.low, tuple)
    assert isinstance(old.high, tuple)
    assert old.labels == ("danger", "extreme danger")
    assert old.low[0] is not None
    assert old.high[0] is not None
    assert old.low[0] <= 126 <= old.high[0]


def test_w032_work_and_rest() -> None:
    """W032."""
    (found,) = (
        norm for norm in table("norms") if "heat category 3 (WBGT 85-87.9 F), moderate" in norm.fields["indicator"]
    )
    assert found.value == (40.0, 20.0, 0.75)
    assert pytest.approx(0.71, abs=0.005) == 0.75 * 0.946


@pytest.mark.parametrize(
    ("kw", "load", "litres_per_h"), [(100, 0.75, 22.0), (20, 1.0, 6.1), (500, 0.5, 70.0), (200, 0.5, 29.1)]
)
def test_w033_to_w037_generator_fuel(kw: int, load: float, litres_per_h: float) -> None:
    """W033, W034, W035, W037."""
    willans = value(f"physics:F0_{kw}") * kw + value(f"physics:F1_{kw}") * kw * load
    assert willans == pytest.approx(litres_per_h, rel=0.08)


def test_w033_to_w035_the_chart_itself() -> None:
    """W033, W034, W035."""
    assert figures("C293")[2] == 22.0
    assert figures("C294")[3] == 6.1
    assert figures("C295")[1] == 70.0


def test_w036_and_w037_a_flat_rate_and_a_chart_disagree() -> None:
    """W036, W037."""
    # A trade page's flat rates (read): 0.24 L/kWh at a long load, 0.25 at half of 200 kW.
    litres_per_h = 180 * 0.24
    assert (litres_per_h, litres_per_h * 10) == pytest.approx((43.2, 432))
    chart = value("physics:F0_200") * 200 + value("physics:F1_200") * 100
    assert chart - 100 * 0.25 == pytest.approx(4.1, abs=2.4)  # 29.1 and 25: a range, and the model lies by the chart


def test_w038_a_unit_slip() -> None:
    """W038."""
    assert value("N189") * 365 == pytest.approx(98.6, rel=0.01)
