"""Three devices that were apart: whatever they wrote, and in whatever order and however often they meet, they agree."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpers_ledger import START, Clock, FilePlace, ServerPlace, diesel, settle
from helpers_postgres import fast
from holdfast.ledger import (
    REVIEWS,
    Ledger,
    append_claim,
    chain,
    claims,
    documents,
    export,
    gaps_and_forks,
    history,
    merge,
    review_claim,
    store_document,
    tables,
    tombstone,
    utc_text,
    verify,
)
from holdfast.ledger.entries import load_entries
from holdfast.ledger.exporting import rows_of

if TYPE_CHECKING:
    from helpers_ledger import Place
    from helpers_postgres import Server

DEVICES = ("dev-a", "dev-b", "dev-c")
LOCAL = ("merge", "checkpoint")
WRITES = st.tuples(
    st.sampled_from(
        ["claim", "import", "accepted", "edited", "rejected", "correct", "tombstone", "sealed", "document"]
    ),
    st.integers(0, 8),
    st.integers(0, 30),
)
MEETINGS = st.tuples(st.integers(0, 2), st.integers(0, 2), st.sampled_from(["hfl", "db", "ledger"]))
STEPS = st.lists(
    st.one_of(st.tuples(st.just("write"), st.integers(0, 2), WRITES), st.tuples(st.just("meet"), MEETINGS))
)


class Camp:
    """Three ledgers of one site, each with its own device, and the ways in which they meet."""

    def __init__(self, folder: Path, places: list[Place]) -> None:
        self.folder, self.clock = folder, Clock()
        self.ledgers = [place.new(self.clock, device) for place, device in zip(places, DEVICES, strict=True)]
        self.exports = 0

    def write(self, which: int, kind: str, target: int, hours: int) -> None:
        ledger = self.ledgers[which]
        self.clock.advance(hours=hours)
        known = claims(ledger, review=REVIEWS, superseded=True, tombstoned=True)
        old = known[target % len(known)].id if known else None
        new = diesel(1000.0 + target)
        if kind == "import":
            said = utc_text(self.clock.now - timedelta(days=target))
            append_claim(ledger, new, claimant="c", reconstructed=True, said=said)
        elif kind == "sealed":
            append_claim(ledger, new, claimant="c", sealed={"driver": f"driver number {target}"})
        elif kind == "document":
            store_document(ledger, f"message {target}".encode(), name="m.txt")
        elif kind == "claim" or old is None:
            append_claim(ledger, new, claimant="c", review="accepted", reviewer="r")
        elif kind == "correct":
            append_claim(ledger, new, claimant="c", supersedes=old, review="accepted", reviewer="r")
        elif kind == "tombstone":
            tombstone(ledger, old, reason="test", by="r")
        else:
            review_claim(ledger, old, kind, statement=new if kind == "edited" else None, reviewer=DEVICES[which])

    def meet(self, to: int, source: int, form: str) -> None:
        ledger, other = self.ledgers[to], self.ledgers[source]
        if form == "hfl" or (form == "db" and other.path is None):
            self.exports += 1
            file = self.folder / f"{self.exports}.hfl"
            export(other, file, documents=True, sealed=True, by="r", purpose="test")
            merge(ledger, file)
        elif form == "db":
            assert other.path is not None
            merge(ledger, other.path)
        else:
            merge(ledger, other)

    def all_meet(self, order: list[int]) -> None:
        """Every one takes from every other, twice: after that each has all that any had at the start."""
        pairs = [(to, source) for to in order for source in reversed(order) if to != source]
        for to, source in (*pairs, *reversed(pairs)):
            self.meet(to, source, "hfl" if (to + source) % 2 else "db")


def entries(ledger: Ledger) -> set[str]:
    with ledger.reading() as connection:
        return {row.hash for row in rows_of(connection) if row.kind not in (*LOCAL, "custody")}


def everything(ledger: Ledger, until: int) -> dict[str, Any]:
    """What must be the same in every copy that holds the same entries."""
    every = {"review": REVIEWS, "superseded": True, "tombstoned": True}
    days = [START.date() + timedelta(days=n) for n in range(-9, until + 1)]
    known = claims(ledger, **every)
    shape = gaps_and_forks(ledger)
    return {
        "entries": sorted(entries(ledger)),
        "now": [claim.as_dict() for claim in claims(ledger)],
        "all": [claim.as_dict() for claim in known],
        "days": [[c.as_dict() for c in claims(ledger, as_known=day, **every)] for day in days],
        "history": [[s.as_dict() for s in history(ledger, c.id) if s.event != "merged"] for c in known],
        "gaps": [gap.as_dict() for gap in shape.gaps],
        "forks": [fork.as_dict() for fork in shape.forks],
        "documents": [(found.sha256, found.received) for found in documents(ledger)],
        "inbox": sorted(file.name for file in ledger.inbox.iterdir()) if ledger.inbox.is_dir() else [],
    }


def sealed(ledger: Ledger) -> list[tuple[Any, ...]]:
    with ledger.reading() as connection:
        return sorted(tuple(row) for row in connection.execute(tables.sealed.select()))


@contextmanager
def apart(places: list[str], server: Server | None = None) -> Iterator[Camp]:
    folder = Path(tempfile.mkdtemp(dir=fast()))
    try:
        made: list[Place] = []
        for name, kind in zip("abc", places, strict=True):
            (folder / name).mkdir()
            assert kind == "file" or server is not None
            made.append(FilePlace(folder / name) if kind == "file" else ServerPlace(folder / name, server))
        yield Camp(folder, made)
    finally:
        shutil.rmtree(folder)


def run(camp: Camp, steps: list[Any]) -> None:
    for name, *rest in steps:
        if name == "write":
            camp.write(rest[0], *rest[1])
        elif rest[0][0] != rest[0][1]:
            camp.meet(*rest[0])


def check(camp: Camp, order: list[int]) -> None:
    camp.all_meet(order)
    until = (camp.clock.now - START).days + 1
    found = [everything(ledger, until) for ledger in camp.ledgers]
    assert chain.canonical(found[0]) == chain.canonical(found[1]) == chain.canonical(found[2])
    assert sealed(camp.ledgers[0]) == sealed(camp.ledgers[1]) == sealed(camp.ledgers[2])
    for ledger in camp.ledgers:
        assert verify(ledger) == ()


@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS.filter(lambda steps: len(steps) <= 14), st.permutations([0, 1, 2]))
def test_any_order_of_meetings_gives_the_same_ledger(steps: list[Any], order: list[int]) -> None:
    with apart(["file", "file", "file"]) as camp:
        run(camp, steps)
        check(camp, order)


@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(STEPS.filter(lambda steps: len(steps) <= 8), st.permutations([0, 1, 2]))
def test_a_server_and_two_files_agree(postgres: Server, steps: list[Any], order: list[int]) -> None:
    with apart(["server", "file", "server"], postgres) as camp:
        run(camp, steps)
        check(camp, order)


@settings(max_examples=7)
@given(st.lists(WRITES, max_size=6), st.lists(WRITES, max_size=6), st.integers(1, 3))
def test_what_a_device_had_is_told_alike_by_every_copy(one: list[Any], other: list[Any], times: int) -> None:
    """`at` needs no more than the chains: the copy that was never there tells it as the device's own ledger does."""
    with apart(["file", "file", "file"]) as camp:
        for write in one:
            camp.write(0, *write)
        camp.clock.advance(days=1)
        camp.meet(1, 0, "hfl")
        then = [c.as_dict() for c in claims(camp.ledgers[1], review=REVIEWS, tombstoned=True, superseded=True)]
        noted = camp.clock.now
        camp.clock.advance(days=1)
        for write in other:
            camp.write(0, *write)
            camp.write(1, *write)
        for _ in range(times):
            camp.meet(2, 1, "db")
            camp.meet(2, 0, "hfl")
            camp.meet(1, 0, "db")
        for ledger in camp.ledgers[1:]:
            had = claims(ledger, as_known=noted, at="dev-b", review=REVIEWS, tombstoned=True, superseded=True)
            assert [c.as_dict() for c in had] == then


@settings(max_examples=7)
@given(st.lists(WRITES, min_size=1, max_size=8))
def test_an_export_is_the_same_bytes_every_time_and_a_merge_of_oneself_nothing(writes: list[Any]) -> None:
    with apart(["file", "file", "file"]) as camp:
        for write in writes:
            camp.write(0, *write)
        ledger = camp.ledgers[0]
        one, other = camp.folder / "1.hfl", camp.folder / "2.hfl"
        export(ledger, one)
        report = merge(ledger, one)
        assert (report.new, report.merge_id) == (0, None)
        export(ledger, other)
        assert one.read_bytes() == other.read_bytes()
        with ledger.reading() as connection:
            assert not load_entries(ledger, connection, tables.entries.c.kind == "merge")


@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(WRITES, max_size=3),
    st.lists(st.tuples(st.integers(0, 1), WRITES), min_size=1, max_size=6),
    st.lists(MEETINGS, max_size=4),
    st.permutations([0, 1, 2]),
)
def test_copies_that_wrote_under_one_name_agree_on_their_fork(
    before: list[Any], apart_writes: list[Any], meetings: list[Any], order: list[int]
) -> None:
    """A folder was copied with its keys: whatever both wrote, and whoever met whom first, all show the same forks."""
    with apart(["file", "file", "file"]) as camp:
        for write in before:
            camp.write(0, *write)
        shutil.rmtree(camp.folder / "b")
        settle(camp.folder / "a" / "holdfast.db")
        shutil.copytree(camp.folder / "a", camp.folder / "b")
        camp.ledgers[1] = FilePlace(camp.folder / "b").open("dev-a", camp.clock)
        for which, write in apart_writes:
            camp.write(which, *write)
        for meeting in meetings:
            if meeting[0] != meeting[1]:
                camp.meet(*meeting)
        for _ in range(2):  # merges are entries of a chain too, and part it further until all have met
            camp.all_meet(order)
        until = (camp.clock.now - START).days + 1
        found = [everything(ledger, until) for ledger in camp.ledgers]
        first = [
            one.pop("forks")[:1] for one in found
        ]  # later ones may hold the very last meetings, which one alone knows
        assert first[0] == first[1] == first[2] != []
        assert chain.canonical(found[0]) == chain.canonical(found[1]) == chain.canonical(found[2])
        for ledger in camp.ledgers:
            assert not [fault for fault in verify(ledger) if fault.kind != "chain"]
