"""What holds for every statement, every order and every later entry."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers_ledger import START, Clock, FilePlace, Place, ServerPlace, diesel
from helpers_postgres import fast
from holdfast.ledger import (
    CLAIM_TYPES,
    POLARITIES,
    PRECISIONS,
    Statement,
    append_claim,
    chain,
    claims,
    contradictions,
    get_claim,
    history,
    queue,
    review_claim,
    utc_text,
    verify,
)

Places = Callable[[Path], Place]
CENTURY = (datetime.fromisoformat("1970-01-01"), datetime.fromisoformat("2100-01-01"))
texts = st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
numbers = st.floats(allow_nan=False, allow_infinity=False)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def place_in(request: pytest.FixtureRequest) -> Places:
    """Both stores; a server makes a schema for each example, as a file has a folder."""
    if request.param == "sqlite":
        return FilePlace
    server = request.getfixturevalue("postgres")
    return lambda folder: ServerPlace(folder, server)


@st.composite
def bounds(draw: st.DrawFn) -> tuple[float | None, float | None]:
    low, high = sorted((draw(numbers), draw(numbers)))
    return draw(st.sampled_from([(low, high), (low, None), (None, high), (None, None), (low, low)]))


@st.composite
def statements(draw: st.DrawFn) -> Statement:
    value, si = draw(bounds()), draw(bounds())
    start = draw(st.none() | st.datetimes(*CENTURY))
    zone = ZoneInfo(draw(st.sampled_from(["UTC", "Asia/Baghdad", "Asia/Tehran"])))
    span = draw(st.none() | st.integers(0, 50))
    return Statement(
        claim_type=draw(st.sampled_from(CLAIM_TYPES)),
        polarity=draw(st.sampled_from(POLARITIES)),
        time_precision=draw(st.sampled_from(PRECISIONS)),
        **{name: draw(texts) for name in ("item", "service", "unit", "si_unit", "place", "actor", "attribution")},
        value_low=value[0],
        value_high=value[1],
        si_low=si[0],
        si_high=si[1],
        background=draw(st.booleans()),
        time_start=None if start is None else start.replace(tzinfo=zone).isoformat(),
        char_start=span,
        char_end=None if span is None else span + 3,
    )


@settings(max_examples=60)
@given(statements())
def test_a_statement_survives_canonical_json(statement: Statement) -> None:
    octets = chain.canonical(statement.as_dict())
    back = Statement(**json.loads(octets))
    assert back == statement
    assert rfc8785.dumps(back.as_dict()) == octets


@settings(max_examples=12)
@given(st.lists(statements(), min_size=1, max_size=6), st.text(st.characters(categories=["L"]), min_size=1, max_size=9))
def test_what_goes_in_comes_out_in_order(place_in: Places, given_statements: list[Statement], claimant: str) -> None:
    with tempfile.TemporaryDirectory(dir=fast()) as folder:
        place = place_in(Path(folder))
        ledger = place.new()
        written = [append_claim(ledger, statement, claimant=claimant) for statement in given_statements]
        found = queue(place.open())
        assert found == tuple(written)
        assert [claim.statement for claim in found] == given_statements
        assert [claim.sequence for claim in found] == list(range(1, len(written) + 1))
        assert len({claim.id for claim in found}) == len(written)
        assert verify(ledger) == ()


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["claim", "correct", "accepted", "edited", "rejected", "import"]),
        st.integers(0, 5),
        st.integers(0, 40),
    ),
    max_size=10,
)


def act(place: Place, clock: Clock, actions: list[tuple[str, int, int]], ids: list[str], *, imports: bool) -> None:
    ledgers = [place.open(device, clock) for device in ("dev-a", "dev-b")]
    for number, (name, which, hours) in enumerate(actions):
        ledger = ledgers[which % 2]
        clock.advance(hours=hours)
        statement = diesel(1000.0 + number)
        if name == "claim" or not ids or (name == "import" and not imports):
            ids.append(append_claim(ledger, statement, claimant="c", review="accepted", reviewer="r").id)
        elif name == "import":
            said = utc_text(clock.now - timedelta(days=which))
            ids.append(append_claim(ledger, statement, claimant="c", reconstructed=True, said=said).id)
        elif name == "correct":
            ids.append(append_claim(ledger, statement, claimant="c", supersedes=ids[which % len(ids)]).id)
        elif imports or not get_claim(ledger, ids[which % len(ids)]).reconstructed:
            # A verdict on imported history takes the receipt of its claim: like the import itself, it tells the past.
            edited = statement if name == "edited" else None
            review_claim(ledger, ids[which % len(ids)], name, statement=edited, reviewer="r")


@settings(max_examples=12)
@given(ACTIONS, ACTIONS)
def test_what_was_known_on_a_day_never_changes_afterwards(
    place_in: Places, before: list[tuple[str, int, int]], after: list[tuple[str, int, int]]
) -> None:
    """All days that had ended before the later entries, to the byte; verdicts and corrections included."""
    with tempfile.TemporaryDirectory(dir=fast()) as name:
        place, clock, ids = place_in(Path(name)), Clock(), list[str]()
        ledger = place.new(clock)
        act(place, clock, before, ids, imports=True)
        clock.now = clock.now.replace(hour=20, minute=59, second=59)  # the last second of the day in Baghdad
        days = [START.date() + timedelta(days=n) for n in range(-6, (clock.now - START).days + 1)]
        every = ("pending", "accepted", "edited", "rejected")

        def known() -> list[bytes]:
            states = [claims(ledger, as_known=day, review=every, superseded=True) for day in days]
            pairs = [contradictions(ledger, as_known=day) for day in days]
            return [
                chain.canonical({"c": [c.as_dict() for c in s], "p": [p.as_dict() for p in q]})
                for s, q in zip(states, pairs, strict=True)
            ]

        then = known()
        clock.advance(days=1)
        act(place, clock, after, ids, imports=False)
        assert known() == then
        assert verify(ledger) == ()


@settings(max_examples=12)
@given(ACTIONS, ACTIONS)
def test_through_gives_the_file_as_it_stood_whatever_was_imported(
    place_in: Places, before: list[tuple[str, int, int]], after: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory(dir=fast()) as name:
        place, clock, ids = place_in(Path(name)), Clock(), list[str]()
        ledger = place.new(clock)
        act(place, clock, before, ids, imports=True)
        with ledger.reading() as connection:
            last = connection.exec_driver_sql("SELECT max(position) FROM entries").scalar()
        then = claims(ledger)
        act(place, clock, after, ids, imports=True)
        assert claims(ledger, through=last) == then


@settings(max_examples=12)
@given(ACTIONS)
def test_the_current_view_holds_no_replaced_value_and_history_holds_all(
    place_in: Places, actions: list[tuple[str, int, int]]
) -> None:
    with tempfile.TemporaryDirectory(dir=fast()) as name:
        place, clock, ids = place_in(Path(name)), Clock(), list[str]()
        ledger = place.new(clock)
        act(place, clock, actions, ids, imports=True)
        current = claims(ledger)
        replaced = {claim.supersedes for claim in current}
        assert not replaced & {claim.id for claim in current}
        for claim_id in ids:
            assert claim_id in {step.claim_id for step in history(ledger, claim_id) if step.event == "claim"}
        assert claims(ledger, as_known=date.max) == current


@given(st.datetimes(*CENTURY), st.datetimes(*CENTURY))
def test_ids_sort_by_time(one: datetime, other: datetime) -> None:
    first, second = (moment.replace(tzinfo=ZoneInfo("UTC")) for moment in sorted((one, other)))
    a, b = chain.new_id(first), chain.new_id(second)
    assert len(a) == len(b) == 26
    assert a[:10] <= b[:10]
    assert a != b


@given(st.binary(max_size=60), st.integers(0, 479))
def test_one_bit_changes_the_hash(payload: bytes, bit: int) -> None:
    previous = "ab" * 32
    whole = bytearray(bytes.fromhex(previous) + payload)
    whole[(bit // 8) % len(whole)] ^= 1 << bit % 8
    assert chain.entry_hash(bytes(whole[:32]).hex(), bytes(whole[32:])) != chain.entry_hash(previous, payload)
