"""Settings as typed, and two settings compared member by member."""

from __future__ import annotations

import numpy as np
import pytest

from helpers_forecast import HEAD, ISSUE_DAY, camp, claim, site_of, statement
from holdfast.errors import InputError
from holdfast.estimate import Estimate, estimate
from holdfast.forecast import (
    WhatIf,
    chance,
    ladder,
    name_of,
    probability,
    read_setting,
    said_label,
    what_if,
    window,
)
from holdfast.forecast.issue import run_scenario
from holdfast.forecast.whatif import difference
from holdfast.forecast.words import days_text, sentence


@pytest.fixture(scope="module")
def base() -> Estimate:
    now = "2026-08-18T23:59:00+03:00"
    said = statement("stock", "diesel", 5100, "L", time_start=now, time_end=None, time_precision="hour")
    return estimate(camp(), (claim(said),), ISSUE_DAY, 200, 1)


def run(base: Estimate, **setting: object) -> WhatIf:
    return what_if(base, read_setting(base, 14, **setting))  # type: ignore[arg-type]


def by_name(found: WhatIf) -> dict[str, object]:
    return {item.lifeline: item for item in found.differences}


def test_one_tanker_moves_what_runs_on_diesel_later_and_nothing_else(base: Estimate) -> None:
    found = run(base, deliver=("diesel 5000 L on 2026-08-19",))
    assert found.setting == "5,000 L of diesel arrive on 2026-08-19"
    moved = by_name(found)
    for name in ("fuel", "electricity", "cooling"):
        assert moved[name].days_q50 > 0.2, name  # type: ignore[attr-defined]
        assert moved[name].earlier == 0.0, name  # type: ignore[attr-defined]
    for name in ("stock:flour", "stock:lpg"):
        assert moved[name].unchanged == 1.0, name  # type: ignore[attr-defined]
    assert len(found.sentences) == len(found.baseline.events)
    assert "Flour: no difference." in found.sentences


@pytest.mark.parametrize(
    "words",
    [
        "diesel 1 tanker on Thursday",
        "one tanker of diesel on Thursday",
        "diesel 5000 L on 20 August",
        "5000 L of diesel on 2026-08-20",
    ],
)
def test_a_delivery_is_named_as_people_name_it(base: Estimate, words: str) -> None:
    assert run(base, deliver=(words,)).setting == "5,000 L of diesel arrive on 2026-08-20"


def test_members_that_fail_before_the_delivery_do_not_move(base: Estimate) -> None:
    found = run(base, deliver=("diesel 5000 L on 2026-08-30",))
    assert by_name(found)["fuel"].unchanged > 0.9  # type: ignore[attr-defined]


def test_a_package_of_the_site_is_understood(base: Estimate) -> None:
    assert "5,000 L of diesel" in run(base, deliver=("diesel 1 tanker on 2026-08-19",)).setting


def test_water_arrives_in_the_tank(base: Estimate) -> None:
    found = run(base, deliver=("water 50 m3 on 2026-08-20",))
    assert by_name(found)["water"].later > 0.02  # type: ignore[attr-defined]  without power only carried water counts
    assert by_name(found)["water"].earlier == 0.0  # type: ignore[attr-defined]


def test_cooling_at_night_only_saves_diesel_and_costs_cooling(base: Estimate) -> None:
    found = run(base, cooling_hours="20-6")
    assert found.setting == "cooling only from 20:00 to 06:00"
    moved = by_name(found)
    assert moved["fuel"].days_q50 > 0.3  # type: ignore[attr-defined]
    assert moved["cooling"].days_q50 < -0.3  # type: ignore[attr-defined]
    assert "Cooling: fails" in found.sentences[[e.lifeline for e in found.baseline.events].index("cooling")]


def test_cooling_all_day_changes_nothing(base: Estimate) -> None:
    assert all(item.unchanged == 1.0 for item in run(base, cooling_hours="0-24").differences)


def test_a_value_set_for_all_members(base: Estimate) -> None:
    found = run(base, values=("people.all.count=2400",))
    assert by_name(found)["stock:flour"].later == 0.0  # type: ignore[attr-defined]
    assert by_name(found)["stock:flour"].days_q50 < 0.0  # type: ignore[attr-defined]


def test_settings_add_up(base: Estimate) -> None:
    both = read_setting(
        base, 14, deliver=("diesel 5000 L on 2026-08-19",), cooling_hours="20-6", values=("people.all.count=900",)
    )
    assert both.words.count(";") == 2
    assert len(both.events) == 1


@pytest.mark.parametrize(
    "setting",
    [
        {},
        {"deliver": ("a tanker on Thursday",)},
        {"deliver": ("diesel 5000 L on some day",)},
        {"deliver": ("diesel 5000 L on Monday or Tuesday",)},
        {"deliver": ("diesel 17000 L on 2026-02-31",)},
        {"cooling_hours": "at night"},
        {"cooling_hours": "20-30"},
        {"values": ("people.all.count",)},
        {"values": ("people.all.count=many",)},
    ],
)
def test_what_cannot_be_read_is_refused(base: Estimate, setting: dict[str, object]) -> None:
    with pytest.raises(InputError, match="HF-F003"):
        read_setting(base, 14, **setting)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "setting",
    [
        {"deliver": ("insulin 20 L on 2026-08-20",)},
        {"deliver": ("diesel 5000 L on 2026-08-18",)},
        {"deliver": ("diesel 5000 L on 2026-09-30",)},
        {"values": ("people.nobody.count=5",)},
        {"values": ("people.all.count=-5",)},
        {"values": ("water.leakage_fraction=nan",)},
    ],
)
def test_what_does_not_fit_the_site_is_refused(base: Estimate, setting: dict[str, object]) -> None:
    with pytest.raises(InputError, match="HF-F004"):
        read_setting(base, 14, **setting)  # type: ignore[arg-type]


def test_cooling_hours_need_a_load_class() -> None:
    bare = estimate(site_of(HEAD + '[[loads]]\nid = "clinic"\npriority = 1\n'), (), ISSUE_DAY, 2, 1)
    with pytest.raises(InputError, match="HF-F004"):
        read_setting(bare, 14, cooling_hours="20-6")


def test_a_difference_cut_by_the_horizon_says_so() -> None:
    found = difference("x", "water", np.array([24.0] * 10), np.array([np.inf] * 10), 14)
    assert found.days_q50 == 13.0
    assert found.at_horizon == 1.0
    assert (
        sentence(found)
        == "Water: fails at least 13 days later in the middle case (80 per cent of cases: 13 days later to 13 days later)."
    )


def test_two_members_past_the_horizon_do_not_differ() -> None:
    found = difference("x", "water", np.array([np.inf]), np.array([np.inf]), 14)
    assert (found.unchanged, found.days_q50) == (1.0, 0.0)
    assert sentence(found) == "Water: no difference."


@pytest.mark.parametrize(
    ("p", "word"),
    [
        (1.0, "almost certain"),
        (0.95, "almost certain"),
        (0.92, "very likely"),
        (0.8, "very likely"),
        (0.55, "likely"),
        (0.5, "about as likely as not"),
        (0.44, "about as likely as not"),
        (0.42, "unlikely"),
        (0.2, "unlikely"),
        (0.1, "very unlikely"),
        (0.05, "extremely unlikely"),
        (0.0, "extremely unlikely"),
    ],
)
def test_the_ladder_of_words(p: float, word: str) -> None:
    assert chance(p).word == word
    assert probability(p).startswith(f"{word} (")
    assert probability(p).endswith(" per cent)")


def test_the_word_is_that_of_the_rounded_figure() -> None:
    words: dict[int, set[str]] = {}
    for thousandth in range(1001):
        said = chance(thousandth / 1000)
        words.setdefault(said.percent, set()).add(said.word)
        assert abs(said.percent - thousandth / 10) <= 5.0
        assert said.bound != "at least" or thousandth >= 950
        assert said.bound != "at most" or thousandth <= 50
    assert sorted(words) == list(range(5, 100, 5))
    assert all(len(found) == 1 for found in words.values())
    assert [least for least, _ in ladder()] == [95, 80, 55, 45, 20, 10, 5]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("lpg in kitchen-gas", "cooking gas in kitchen-gas"),
        ("lpg in lpg", "cooking gas"),
        ("flour in flour", "flour"),
        ("diesel in diesel-main", "diesel in diesel-main"),
        (
            "which claim of lpg in kitchen-gas is right: a or b",
            "which claim of cooking gas in kitchen-gas is right: a or b",
        ),
        ("share of the units that work (trailers)", "share of the units that work (trailers)"),
    ],
)
def test_a_store_is_named_once_and_gas_as_people_say(label: str, said: str) -> None:
    assert said_label(label) == said


def test_lengths_of_time_carry_what_an_hourly_model_knows() -> None:
    assert [days_text(d) for d in (0.01, 0.5, 1.4, 1.6, 10.3)] == [
        "1 hour",
        "12 hours",
        "34 hours",
        "1.5 days",
        "10.5 days",
    ]


def test_names_as_said() -> None:
    assert [name_of(n) for n in ("fuel", "stock:food", "food", "cold_chain", "stock:lpg", "vaccines")] == [
        "fuel",
        "food",
        "chilled food",
        "cold stores",
        "cooking gas",
        "vaccines and insulin",
    ]


def test_a_window_has_word_per_cent_and_dates(base: Estimate) -> None:
    found = run(base, values=("stores.lpg.quantity=0",))
    gone = next(e for e in found.variant.events if e.lifeline == "stock:lpg")
    assert window(gone, found.variant) == "has failed by the moment of issue"
    text = window(found.baseline.events[0], found.baseline)
    assert "per cent) to " in text
    assert " by 1 September; " in text


def test_a_comparison_is_plain_for_json(base: Estimate) -> None:
    import json

    row = run(base, cooling_hours="20-6").to_dict()
    assert set(row) == {"setting", "baseline", "variant", "differences", "sentences"}
    json.dumps(row, allow_nan=False)


BROKEN = {"working = 1": "working = 0", 'quantity = "unknown"\nunusable = 300': "quantity = 14000\nunusable = 300"}


def test_a_generator_that_is_mended_brings_the_power_back() -> None:
    base = estimate(camp(BROKEN), (), ISSUE_DAY, 60, 1)
    dark = run_scenario(base).run
    setting = read_setting(base, 14, repair=("set-1 on 2026-08-20",))
    assert setting.words == "set-1 is mended on 2026-08-20"
    lit = run_scenario(base, extra=setting.events).run
    noon = 36
    assert (dark.quantiles["stock_diesel_l"][:, :noon] == lit.quantiles["stock_diesel_l"][:, :noon]).all()
    assert (lit.quantiles["stock_diesel_l"][1, noon + 24 :] < dark.quantiles["stock_diesel_l"][1, noon + 24 :]).all()
    assert (lit.quantiles["water_24h_l_per_person"][1, 80] > dark.quantiles["water_24h_l_per_person"][1, 80]).all()


def test_kits_that_arrive_let_a_set_be_repaired() -> None:
    base = estimate(
        camp(BROKEN | {"working = 1": "working = 0\nrepair_median_h = 6\nrepair_gsd = 1"}), (), ISSUE_DAY, 20, 1
    )
    setting = read_setting(base, 14, repair=("two kits for set-1 on Thursday",))
    assert setting.words == "2 repair kits for set-1 arrive on 2026-08-20"
    burnt = run_scenario(base, extra=setting.events).run.quantiles["stock_diesel_l"][1]
    assert burnt[36 + 4] == burnt[0]
    assert burnt[36 + 12] < burnt[36 + 4]


def test_a_torn_tank_that_is_mended_holds_sewage_again() -> None:
    changes = {"capacity_m3 = 600\nlevel_m3 = 210": "capacity_m3 = 600\nlevel_m3 = 210\nrupture_level_m3 = 240"}
    base = estimate(camp(changes), (), ISSUE_DAY, 40, 1)
    setting = read_setting(base, 14, repair=("septic on 2026-08-22",))
    assert [event.kind for event in setting.events] == ["mend"]
    before, after = (run_scenario(base, extra=extra).run for extra in ((), setting.events))
    assert (after.quantiles["sewage_tank_m3"][1, 100:] >= before.quantiles["sewage_tank_m3"][1, 100:]).all()
    assert after.quantiles["sewage_tank_m3"][1].max() > 0.0
    assert after.quantiles["sewage_spilled_m3"][1, -1] < before.quantiles["sewage_spilled_m3"][1, -1]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("set-1", "HF-F003"),
        ("set-1 soon", "HF-F003"),
        ("many kits", "HF-F003"),
        ("set-9 on Thursday", "HF-F004"),
        ("2 kits for septic on Thursday", "HF-F004"),
        ("set-1 on 2027-01-01", "HF-F004"),
    ],
)
def test_repairs_that_cannot_be_read_or_do_not_fit(text: str, code: str) -> None:
    with pytest.raises(InputError, match=code):
        read_setting(estimate(camp(), (), ISSUE_DAY, 1, 1), 14, repair=(text,))
