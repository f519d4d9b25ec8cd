"""T1a: two states that agree on what has happened and differ in stocks and forecasts give the same public bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from holdfast.disclosure import public_facts, two_figures
from holdfast.gate import GateDay, GateEntry
from holdfast.report import norms_of, render_public
from report_samples import AS_OF, COMMITTEE, ZONE, amount, claim, sample_claims, sample_gate_days

SECRET_TYPES = ("stock", "consumption", "need", "capacity", "appeal", "norm")
quantities = st.floats(min_value=0.0, max_value=1e6, allow_nan=False).map(lambda x: round(x, 1))
quick = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def published(claims, days) -> tuple[str, str]:
    facts = public_facts(
        claims, days, AS_OF, site_name="Camp Alder", exercise=False, zone="Asia/Baghdad", norms_of=norms_of()
    )
    return render_public(facts)


@st.composite
def secret_claims(draw) -> list:
    """Claims of what is held, used, needed or asked for, of any amount, day, claimant and grade."""
    found = []
    for number in range(draw(st.integers(0, 6))):
        low = draw(quantities)
        found.append(
            claim(
                100 + number,
                draw(st.sampled_from(SECRET_TYPES)),
                draw(st.sampled_from(["camp committee", "ministry", "log keeper"])),
                draw(st.integers(1, 28)),
                document=COMMITTEE,
                item=draw(st.sampled_from(["diesel", "flour", "water", "insulin"])),
                service="fuel",
                polarity=draw(st.sampled_from(["affirmed", "negated", "planned", "hypothetical"])),
                disclosure_class=draw(st.sampled_from(["LOW", "MODERATE", "HIGH", "SEVERE"])),
                source_grade=draw(st.sampled_from(["A1", "B2", "E5"])),
                **amount(low, low + draw(quantities), "L"),
            )
        )
    return found


@quick
@given(one=secret_claims(), other=secret_claims())
def test_stocks_do_not_reach_the_public(one: list, other: list) -> None:
    low = [c for c in sample_claims() if c.statement.claim_type not in SECRET_TYPES]
    assert published([*low, *one], sample_gate_days()) == published([*other, *low], sample_gate_days())


@quick
@given(fuel=quantities, unit=st.sampled_from(["L", "kg", None]), fraction=st.floats(0.0, 1.0))
def test_quantities_at_the_gate_do_not_reach_the_public(fuel: float, unit: str | None, fraction: float) -> None:
    def with_amounts(day: GateDay) -> GateDay:
        entries = tuple(
            GateEntry(
                commodity=entry.commodity,
                status=entry.status,
                requested=fuel,
                delivered=fuel / 2,
                refused=fuel / 3,
                unit=unit,
                passing_fraction=fraction,
                events=tuple(replace(event, quantity=fuel, unit=unit) for event in entry.events),
            )
            for entry in day.entries
        )
        return replace(day, entries=entries)

    days = tuple(map(with_amounts, sample_gate_days()))
    assert published(sample_claims(), days) == published(sample_claims(), sample_gate_days())


@quick
@given(minutes=st.lists(st.integers(0, 23 * 60 + 59), min_size=13, max_size=13))
def test_hours_of_the_day_do_not_reach_the_public(minutes: list[int]) -> None:
    def moved(one, minute: int):
        if one.occurred_start is None:
            return one
        day = datetime.fromisoformat(one.occurred_start).astimezone(ZONE).replace(hour=0, minute=0)
        at = (day + timedelta(minutes=minute)).isoformat()
        return replace(one, occurred_start=at, occurred_end=at)

    claims = [moved(one, minute) for one, minute in zip(sample_claims(), minutes, strict=True)]
    assert published(claims, sample_gate_days()) == published(sample_claims(), sample_gate_days())


@quick
@given(today=st.sampled_from(["open", "partly", "closed", "unknown"]), count=st.integers(1, 40))
def test_the_gate_of_today_does_not_reach_the_public_today(today: str, count: int) -> None:
    *past, last = sample_gate_days()
    event = replace(past[-1].entries[0].events[0], day=last.day, count=float(count))
    changed = replace(last, status=today, entries=(GateEntry(commodity="sewage", status=today, events=(event,)),))
    assert published(sample_claims(), (*past, changed)) == published(sample_claims(), sample_gate_days())


@quick
@given(people=st.integers(10, 5_000_000))
def test_counts_that_round_alike_read_alike(people: int) -> None:
    def told(count: float) -> tuple[str, str]:
        said = claim(1, "population", "committee", 18, document=COMMITTEE, **amount(count, count, "persons"))
        return published([said], sample_gate_days())

    assert told(float(people)) == told(float(two_figures(people)))


@quick
@given(ids=st.permutations(range(13)))
def test_the_ids_of_claims_and_their_order_do_not_reach_the_public(ids: list[int]) -> None:
    claims = sample_claims()
    shuffled = [claims[index] for index in ids]
    assert published(shuffled, sample_gate_days()) == published(claims, sample_gate_days())


def test_what_is_public_does_reach_the_public() -> None:
    """The test above could pass with an empty page; each public fact must move it."""
    base = published(sample_claims(), sample_gate_days())
    for number in (3, 8, 9, 10):
        without = [c for c in sample_claims() if c.id[-3:] != f"{number:03d}"]
        assert published(without, sample_gate_days()) != base, number
    promises = [c for c in sample_claims() if c.statement.claim_type != "commitment"]
    assert published(promises, sample_gate_days()) != base
    assert published(sample_claims(), sample_gate_days()[:-3]) != base
