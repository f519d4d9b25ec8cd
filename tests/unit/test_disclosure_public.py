"""PublicFacts has no room for a stock, a probability, a place or a day to come; the last look refuses the rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from holdfast.disclosure import (
    AT_THE_SITE,
    PublicCommitment,
    PublicFacts,
    PublicGateDay,
    PublicPeople,
    PublicService,
    PublicTemperature,
    assert_public,
    lifeline_of,
    public_facts,
    service_states,
    stated_state,
    two_figures,
    visible_text,
)
from holdfast.errors import InputError
from holdfast.gate import GateEvent
from holdfast.gate.calendar import calendar
from report_samples import AS_OF, COMMITTEE, ZONE, claim, claim_id, sample_claims, sample_gate_days


def facts(claims=None, gate_days=None) -> PublicFacts:
    return public_facts(
        sample_claims() if claims is None else claims,
        sample_gate_days() if gate_days is None else gate_days,
        AS_OF,
        site_name="Camp Alder",
        exercise=True,
        zone="Asia/Baghdad",
    )


def test_what_has_happened_is_told() -> None:
    told = facts()
    assert [(s.lifeline, s.state, s.claimants) for s in told.services] == [
        ("electricity", "failed", ("Alder Gazette (invented)",)),
        ("sewage", "partly", ("Alder Gazette (invented)",)),
    ]
    assert told.people == (PublicPeople(count=1200, at_least=False, claimant="camp committee"),)
    assert told.temperatures == (
        PublicTemperature(degrees_c=46, day=date(2026, 8, 17), claimant="Alder Gazette (invented)"),
    )
    assert told.commitments == (PublicCommitment(day=AS_OF, claimant="Alder Gazette (invented)"),)


def test_gate_counts_wait_for_a_day_to_be_over() -> None:
    days = [day.day for day in facts().gate]
    assert max(days) == AS_OF - timedelta(days=1)
    assert {day.day: day.refused for day in facts().gate if day.refused} == {
        date(2026, 8, 15): 2,
        date(2026, 8, 16): 1,
        date(2026, 8, 17): 2,
    }


def test_one_refusal_of_food_is_one_load_whatever_goods_it_closes_the_gate_to() -> None:
    events = [
        GateEvent(day=date(2026, 8, 16), commodity=name, decision="refused", claimant="paper", claim_id=claim_id(1))
        for name in ("bread", "flour", "food", "rice")
    ]
    events.append(GateEvent(day=date(2026, 8, 16), commodity="everything", decision="refused", claimant="site file"))
    told = facts(gate_days=calendar(events, date(2026, 8, 15), AS_OF))
    assert [day.refused for day in told.gate] == [0, 1, 0]


def test_two_voices_tell_of_the_same_loads() -> None:
    events = [
        GateEvent(
            day=date(2026, 8, 16), commodity="diesel", decision="refused", count=n, claimant=who, claim_id=claim_id(i)
        )
        for i, (who, n) in enumerate([("gate", 2.0), ("paper", 3.0)])
    ]
    assert facts(gate_days=calendar(events, date(2026, 8, 16), AS_OF)).gate[0].refused == 3


def test_who_typed_an_entry_is_never_told() -> None:
    typed = claim(
        1, "population", "Leila at block 4", 18, document=None, method="typed", value_low=900.0, value_high=900.0
    )
    assert facts([typed]).people[0].claimant == AT_THE_SITE


def test_the_speaker_a_text_names_is_never_told() -> None:
    said = claim(
        1, "outage", "Gazette", 17, document=COMMITTEE, item="water", service="water", attribution="Leila of block 4"
    )
    assert facts([said]).services[0].claimants == ("Gazette",)


def test_severe_claims_are_not_read_at_all() -> None:
    severe = replace(sample_claims()[2], disclosure_class="SEVERE")
    assert facts([severe]).people == ()


def test_few_people_are_withheld() -> None:
    few = claim(1, "population", "committee", 18, document=COMMITTEE, value_low=9.0, value_high=9.0, unit="persons")
    assert facts([few]).people == ()


@pytest.mark.parametrize(
    ("count", "shown"),
    [(10, 10), (11, 11), (104, 100), (105, 110), (1234, 1200), (2449, 2400), (2450, 2500), (99_500, 100_000)],
)
def test_people_are_rounded_to_two_figures(count: int, shown: int) -> None:
    assert two_figures(count) == shown
    assert two_figures(shown) == shown


TOMORROW = AS_OF + timedelta(days=1)


@pytest.mark.parametrize(
    "parts",
    [
        {"gate": (PublicGateDay(day=AS_OF, status="closed"),)},
        {"gate": (PublicGateDay(day=date(2026, 8, 1), status="closed", refused=-1),)},
        {"gate": (PublicGateDay(day=date(2026, 8, 1), status="closed", refused=2.5),)},
        {"services": (PublicService(lifeline="water", state="failed", day=TOMORROW, claimants=()),)},
        {"services": (PublicService(lifeline="fuel", state="failed", day=None, claimants=()),)},
        {"services": (PublicService(lifeline="stock:diesel", state="failed", day=None, claimants=()),)},
        {"people": (PublicPeople(count=1234, at_least=False, claimant="x"),)},
        {"people": (PublicPeople(count=9, at_least=False, claimant="x"),)},
        {"temperatures": (PublicTemperature(degrees_c=120, day=None, claimant="x"),)},
        {"temperatures": (PublicTemperature(degrees_c=46.1, day=None, claimant="x"),)},
        {"commitments": (PublicCommitment(day=TOMORROW, claimant="x"),)},
        {"commitments": (5100.0,)},
        {"norms": (15.0,)},
        {"services": (datetime(2026, 8, 18, tzinfo=ZONE),)},
    ],
)
def test_the_type_refuses_what_is_finer_or_later(parts: dict) -> None:
    with pytest.raises(InputError) as caught:
        PublicFacts(site_name="Camp", exercise=False, as_of=AS_OF, **parts)
    assert caught.value.code == "HF-D003"


@pytest.mark.parametrize("thing", ["fuel", "food", "vaccines"])
@pytest.mark.parametrize("polarity", ["affirmed", "negated"])
def test_whether_goods_are_short_is_a_stock_and_is_not_told(thing: str, polarity: str) -> None:
    said = claim(1, "outage", "ministry", 17, document=COMMITTEE, item=thing, service=thing, polarity=polarity)
    assert facts([said]).services == ()


LEAKS = [
    "5,100 is a number no fact holds",
    "The diesel tank is low",
    "Water runs out on Thursday",
    "Power is likely to fail",
    "The gate is expected to open",
    "As of 20 August 2026 nothing entered",
    "Recorded on 2026-08-25",
    "The well is at 33.301",
    "33° 18' 44\" N",
    "about four days left",
    "12 litres",
    "two days of supply",
    "Food will last until Sunday",
    "٥١٠٠ was said",
    '<p title="5100">x</p>',
    "<p>5<b>1</b>00</p><p>5100</p>",
]


@pytest.mark.parametrize("text", LEAKS)
def test_the_last_look_refuses(text: str) -> None:
    with pytest.raises(InputError) as caught:
        assert_public(text, facts(), secrets=(5100.0,))
    assert caught.value.code == "HF-D004"


def test_a_stock_is_named_as_such_when_it_is_met() -> None:
    with pytest.raises(InputError, match="a stock or a forecast figure"):
        assert_public("it holds 5,080", facts(), secrets=(5100.0,))


def test_the_last_look_lets_facts_pass() -> None:
    assert_public("Camp Alder: 1,200 people, 46° C on 17 August 2026; 2 loads refused, 1 on 16 August.", facts())


def test_styles_are_not_read_but_titles_are() -> None:
    assert "390" not in visible_text("<style>width:390px</style>ok")
    assert "hidden" in visible_text('<p data-label="hidden">ok</p>')


def test_states_come_from_the_latest_day_and_disagreement_is_unknown() -> None:
    older = claim(1, "outage", "a", 15, document=COMMITTEE, item="water", service="water")
    newer = claim(2, "outage", "b", 16, document=COMMITTEE, item="water", service="water", polarity="negated")
    assert service_states([older, newer], AS_OF, "Asia/Baghdad")["water"].state == "working"
    assert service_states([older], AS_OF, "Asia/Baghdad")["water"].day == date(2026, 8, 15)
    same = claim(3, "outage", "c", 16, document=COMMITTEE, item="water", service="water")
    disputed = service_states([older, newer, same], AS_OF, "Asia/Baghdad")["water"]
    assert disputed.state == "unknown"
    assert len(disputed.claims) == 2


def test_plans_conditions_history_and_days_to_come_say_nothing_of_now() -> None:
    for change in ({"polarity": "hypothetical"}, {"polarity": "planned"}, {"background": True}):
        said = claim(1, "outage", "a", 16, document=COMMITTEE, item="water", service="water", **change)
        assert stated_state(said.statement) is None
    later = claim(1, "outage", "a", 25, document=COMMITTEE, item="water", service="water")
    assert service_states([later], AS_OF, "Asia/Baghdad") == {}


@pytest.mark.parametrize(("hours", "state"), [(0.0, "failed"), (5.0, "partly"), (24.0, "working")])
def test_hours_run_tell_a_state(hours: float, state: str) -> None:
    run = claim(
        1,
        "service_state",
        "log keeper",
        17,
        document=None,
        service="electricity",
        value_low=hours,
        value_high=hours,
        unit="h",
        si_low=hours,
        si_high=hours,
        si_unit="h",
    )
    assert stated_state(run.statement) == state
    assert lifeline_of(run.statement) == "electricity"
