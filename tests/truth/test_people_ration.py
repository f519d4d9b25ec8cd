"""Published worked examples on food, logistics and storage, through the functions of the room.

The numbers are those of the collection the examples come from; inputs, expected results and tolerances are typed here as
published there, or as derived there where it says so.
"""

from __future__ import annotations

import pytest

from holdfast.people import (
    days_of_energy,
    energy_need,
    firewood,
    firewood_each_kg,
    health_kits,
    own_composition,
    protein_window_g,
    q10,
    ration,
    read_number,
    severity_band,
    shelf_life_months,
    storage,
    tonnage,
    truck_stops,
)
from holdfast.reference import row, table

# g/person/day (published).
WFP = {"maize meal": 400, "beans": 60, "oil": 25, "CSB": 50, "sugar": 15, "salt": 5}


def test_w001_the_example_ration_of_wfp() -> None:
    """W001."""
    found = ration(WFP)
    assert found.energy_kcal.value == pytest.approx(2100, rel=0.01)
    assert found.protein_g.value == pytest.approx(58, abs=2)
    assert found.fat_g.value == pytest.approx(43, abs=1)


@pytest.mark.parametrize(
    ("cereal", "kcal", "protein_g"),
    [("maize meal", 2112, 57.0), ("wheat flour", 2072, 67.0), ("rice", 2112, 49.0)],
)
def test_w001_the_protein_tells_which_cereal_was_meant(cereal: str, kcal: float, protein_g: float) -> None:
    """W001."""
    found = ration({cereal: 400, **{food: grams for food, grams in WFP.items() if food != "maize meal"}})
    assert found.energy_kcal.value == pytest.approx(kcal, abs=0.5)
    assert found.protein_g.value == pytest.approx(protein_g, abs=0.05)


def test_w002_a_slip_in_the_salt_is_asked_about_and_moves_no_energy() -> None:
    """W002."""
    sound, slip = ration(WFP), ration({**WFP, "salt": 15})
    assert any("salt 15 g/person/day is above the usual 5 g" in note for note in slip.notes)
    assert not any("above the usual" in note for note in sound.notes)
    assert slip.energy_kcal == sound.energy_kcal
    assert [check.verdict for check in slip.checks if check.norm_id == "ration:salt_usual"] == ["above"]


def test_w003_the_ration_of_adra() -> None:
    """W003."""
    found = ration({"maize meal": 450, "beans": 50, "oil": 50, "salt": 5})
    assert found.energy_kcal.value == pytest.approx(2230, rel=0.01)


def test_w004_the_protein_window() -> None:
    """W004."""
    assert protein_window_g(2100) == pytest.approx((52.5, 63.0))


def test_w005_a_published_protein_of_360_g_in_100_g_is_refused() -> None:
    """W005."""
    assert "C074" not in {found.id for found in table("commodities")}
    found = ration({"soya-fortified sorghum grits": 400})
    assert found.energy_kcal.value == pytest.approx(1440)
    assert found.protein_g.value == 0.0
    assert found.protein_g.high is None
    assert found.protein_g.missing == ("Soya-fortified sorghum grits",)
    assert any("C074" in note and "360" in note for note in found.notes)
    with pytest.raises(Exception, match="HF-P045"):
        own_composition(kcal_per_100g=360, protein_g_per_100g=360)


def test_w009_a_cold_landlocked_site_at_moderate_activity() -> None:
    """W009."""
    need = energy_need(mean_temperature_c=10, activity="moderate", losses="landlocked")
    assert need.kcal == 2440
    assert need.dispatched_kcal == pytest.approx(2684)
    assert [part.kcal for part in need.parts] == [2100, 200, 140]


def test_w010_heat_adds_nothing() -> None:
    """W010."""
    need = energy_need(mean_temperature_c=38, activity="light")
    assert need.kcal == need.dispatched_kcal == 2100
    assert any("above 20 degC" in note for note in need.notes)


def test_w021_a_warehouse_as_the_source_counts_and_as_it_is() -> None:
    """W021."""
    as_printed = storage({"oil": "40 t", "wheat flour": "150 t", "salt": "10 t"})
    assert [span.low for span in as_printed.foods.values()] == pytest.approx([72, 255, 8])
    assert as_printed.volume_m3 == pytest.approx((335, 335))
    assert as_printed.stack_floor_m2 == pytest.approx((167.5, 167.5))
    # A litre of oil is no kilogram: 4 L are 3.68 kg.
    strict = storage({"oil": "40000 L", "wheat flour": "150 t", "salt": "10 t"})
    assert strict.mass_t == pytest.approx(36.8 + 150 + 10)
    assert strict.foods["Vegetable oil, fortified"].low == pytest.approx(66.24)
    assert ration({"oil": "0.004 L"}).items[0].grams == pytest.approx(3.68)
    # 30 per cent added, or 30 per cent of the floor: the rule reads both ways.
    assert as_printed.floor_m2 == pytest.approx((167.5 * 1.3, 167.5 / 0.7))


def test_w022_a_truck_is_not_overloaded() -> None:
    """W022."""
    found = truck_stops(site_t=0.6)
    assert (found.full, found.truck_t) == (11, 7.0)
    assert found.with_one_more_t == pytest.approx(7.2)
    assert found.with_one_more_t > found.truck_t


def test_w023_firewood_of_a_camp() -> None:
    """W023."""
    found = firewood(35_000)
    assert found.by_row["N287"].low == pytest.approx(122.5)
    assert found.by_row["N287"].low == pytest.approx(120, rel=0.03)
    assert found.t_per_day.low < 120 <= (found.t_per_day.high or 0)
    assert firewood(35_000, kg_per_person_day=3.5).t_per_day == pytest.approx((122.5, 122.5))


def test_w024_firewood_of_kutupalong() -> None:
    """W024."""
    assert firewood_each_kg(730, 620_000) == pytest.approx(1.18, abs=0.01)


def test_w025_emergency_health_kits() -> None:
    """W025."""
    found = health_kits(25_000, 6)
    assert (found.kits, found.mass_t, found.volume_m3) == (5, 6.25, 35.75)


@pytest.mark.parametrize(
    ("kind", "days", "band"), [("staple_food_days", 10, 5), ("fuel_days", 20, 4), ("corridor_closed_days", 3, 3)]
)
def test_w039_bands_of_the_contributing_factor_form(kind: str, days: float, band: int) -> None:
    """W039."""
    assert severity_band(kind, days).number == band


def test_w041_shelf_life_and_temperature() -> None:
    """W041."""
    # Canned apples 48, 24 and 12 months at 4.4, 21.1 and 32.2 degC.
    assert q10(life_cool=48, cool_c=4.4, life_warm=24, warm_c=21.1) == pytest.approx(1.52, abs=0.02)
    assert q10(life_cool=24, cool_c=21.1, life_warm=12, warm_c=32.2) == pytest.approx(1.87, abs=0.02)
    # Row C239: 24 months at 25 degC are about 8.5 to 13 at 40.
    assert shelf_life_months(24, 40) == pytest.approx((8.5, 13), abs=0.1)
    assert "1.5-2" in row("C239").fields["stated"]


def test_the_guidelines_figures_hang_together() -> None:
    """17 per cent of 2,100 kcal are 39.7 g of fat (note of row N118)."""
    found = ration({"oil": 39.7, "sugar": (2100 - 39.7 * 8.85) / 4.0})
    assert found.energy_kcal.value == pytest.approx(2100)
    assert found.fat_share.value_percent == pytest.approx(17, abs=0.05)


def test_a_month_of_food_for_a_camp_by_hand() -> None:
    """555 g for 3,000 people and 30 days are 49.95 t; 5 per cent more on the way, in loads of 7 t."""
    found = tonnage(ration(WFP), people=3000, days=30, loss_fraction=0.05)
    assert sum(found.eaten_kg.values()) == pytest.approx(49_950)
    assert found.dispatched_t == pytest.approx(52.4475)
    assert found.trucks == 8
    assert days_of_energy(2100 * 3000 * 30, people=3000, kcal_per_person_day=2100) == pytest.approx(30)
    assert read_number("٣٬٠٠٠", where="people") == 3000
