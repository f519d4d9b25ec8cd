"""What a claim is about, in the terms of the site."""

from __future__ import annotations

import pytest

from helpers_forecast import HEAD, camp, site_of, statement
from holdfast.estimate import passing_commodities, vessels_of
from holdfast.estimate.subjects import gate_commodities, stocked_vessels, subject_of

TWO_TANKS = """
[[stores]]
id = "tank-1"
commodity = "diesel"
unit = "L"
capacity = 10000
quantity = "unknown"
[[stores]]
id = "tank-2"
commodity = "diesel"
unit = "L"
capacity = 5000
quantity = "unknown"
[[stores]]
id = "rice"
commodity = "rice"
unit = "kg"
capacity = 5000
quantity = "unknown"
use_per_person_day = 0.2
[[stores]]
id = "wheat"
commodity = "wheat"
unit = "kg"
capacity = 5000
quantity = "unknown"
use_per_person_day = 0.2
"""


def stocked(site: object, item: str, **more: object) -> list[str]:
    return [v.id for v in stocked_vessels(site, statement("stock", item, 1, "L", **more))]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("item", "service", "ids"),
    [
        ("diesel", "fuel", ["diesel-main"]),
        ("diesel tank", "fuel", ["diesel-main"]),
        ("fuel", "fuel", ["diesel-main"]),
        ("cooking gas", "fuel", ["lpg"]),
        ("flour", "food", ["flour"]),
        ("treated water tank", "water", ["treated"]),
        ("drinking water", "water", ["treated"]),
        ("raw water", "water", ["raw"]),
        ("septic tank", "desludging", ["septic"]),
        ("insulin", "health", []),
    ],
)
def test_items_as_claimed_find_their_store(item: str, service: str, ids: list[str]) -> None:
    assert stocked(camp(), item, service=service) == ids


def test_a_total_is_of_all_stores_and_a_named_tank_of_one() -> None:
    site = site_of(HEAD + TWO_TANKS)
    assert stocked(site, "diesel") == ["tank-1", "tank-2"]
    assert stocked(site, "diesel in tank 2") == ["tank-2"]
    assert stocked(site, "diesel", place="tank-1") == ["tank-1"]


def test_food_is_every_dry_food() -> None:
    assert stocked(site_of(HEAD + TWO_TANKS), "food") == ["rice", "wheat"]


def test_a_statement_without_an_item_is_of_nothing() -> None:
    said = statement("stock", None, 1, "L")
    assert subject_of(said) is None
    assert stocked_vessels(camp(), said) == ()
    assert gate_commodities(camp(), said) == ()


@pytest.mark.parametrize(
    ("item", "service", "count", "found"),
    [
        ("diesel tankers", "fuel", 2, ("diesel",)),
        ("septic trucks", "desludging", 2, ("sewage",)),
        ("parts for septic trucks", "desludging", None, ()),
        ("fuel", "fuel", None, ("diesel", "petrol", "kerosene", "lpg")),
        ("convoy", None, None, ("everything",)),
        ("vehicles", None, 3, ()),
        ("other supplies", "supplies", None, ("diesel", "flour", "lpg")),
    ],
)
def test_what_a_gate_claim_speaks_of(
    item: str, service: str | None, count: float | None, found: tuple[str, ...]
) -> None:
    assert gate_commodities(camp(), statement("denial", item, count, service=service)) == found


def test_every_vessel_has_a_path_and_a_pool() -> None:
    found = {v.path: v.pool for v in vessels_of(camp())}
    assert found["stores.diesel-main.quantity"] == "diesel"
    assert found["tanks.treated.level_m3"] == "treated_water"
    assert found["sewage_tanks.septic.level_m3"] == "sewage_tanks"


def test_what_passes_the_gate_of_a_site() -> None:
    assert passing_commodities(camp()) == ("diesel", "sewage")
    assert passing_commodities(site_of(HEAD)) == ()
