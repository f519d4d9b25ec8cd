"""What somebody else wrote inherits no verdict; a revoked key moves nothing; an export and a merge say what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from helpers_ledger import Clock, diesel, new_ledger
from holdfast.cli import exchange
from holdfast.cli import ledger as ledger_topic
from holdfast.errors import LedgerError
from holdfast.ledger import (
    Ledger,
    append_claim,
    claims,
    disclose,
    export,
    get_claim,
    history,
    known_keys,
    line_item,
    merge,
    queue,
    request_consignment,
    review_claim,
    revoke_key,
    seal,
    shred,
    tables,
    tombstone,
    unseal,
    verify,
)
from holdfast.ledger.entries import append, load_entries

PLACE = "behind KESTRELVANE street"


@pytest.fixture
def pair(fast_path: Path) -> tuple[Ledger, Ledger, Clock]:
    clock = Clock()
    for name in ("office", "camp"):
        (fast_path / name).mkdir()
    return new_ledger(fast_path / "office", clock, "office"), new_ledger(fast_path / "camp", clock, "camp"), clock


def accepted(ledger: Ledger, litres: float = 500, **fields: Any) -> str:
    return append_claim(ledger, diesel(litres), claimant="c", review="accepted", reviewer="r", **fields).id


def figures(ledger: Ledger, **wanted: Any) -> list[float | None]:
    return sorted(claim.statement.si_low or 0 for claim in claims(ledger, **wanted))


def entry_of(ledger: Ledger, entry_id: str) -> Any:
    with ledger.reading() as connection:
        return load_entries(ledger, connection, tables.entries.c.id == entry_id)[0]


def forged(ledger: Ledger, body: dict[str, Any], entry_id: str, litres: float, kind: str = "claim") -> None:
    said = dict(body["statement"]) | dict.fromkeys(("value_low", "value_high", "si_low", "si_high"), litres)
    with ledger.writing() as connection:
        append(ledger, connection, kind=kind, body=dict(body) | {"statement": said}, entry_id=entry_id)


def without_hash(ledger: Ledger, kind: str, body: dict[str, Any]) -> None:
    """Write an entry as it was written before hashes were kept."""
    with ledger.writing() as connection:
        append(ledger, connection, kind=kind, body=body)


def of_kind(ledger: Ledger, kind: str) -> list[Any]:
    with ledger.reading() as connection:
        return list(load_entries(ledger, connection, tables.entries.c.kind == kind))


def review_body(claim_id: str, verdict: str = "accepted") -> dict[str, Any]:
    return {
        "claim_id": claim_id,
        "verdict": verdict,
        "reviewer": "r",
        "reason": None,
        "statement": None,
        "recorded": "2015-08-18T06:00:00Z",
    }


# --- a verdict binds to the content it judged


def test_a_second_claim_of_the_same_id_inherits_no_verdict(pair: tuple[Ledger, Ledger, Clock]) -> None:
    office, camp, clock = pair
    first = append_claim(office, diesel(500), claimant="c").id
    review_claim(office, first, "accepted", reviewer="r")
    body = entry_of(office, first).body
    forged(camp, body, first, 99_000)
    clock.advance(hours=1)
    report = merge(office, camp)
    assert report.doubled == (first,)
    assert figures(office) == [500]
    assert [claim.statement.si_low for claim in queue(office)] == [99_000]
    faults = [fault for fault in verify(office) if fault.column == "id"]
    assert [(fault.device, fault.id) for fault in faults] == [("camp", first)]
    merge(camp, office)
    assert figures(camp) == [500]
    with pytest.raises(LedgerError, match="HF-L066"):
        review_claim(office, first, "rejected", reviewer="r")
    mine = entry_of(office, first)
    review_claim(office, mine.hash, "rejected", reviewer="r")
    assert figures(office) == []
    assert [claim.statement.si_low for claim in queue(office)] == [99_000]


def test_a_tombstone_on_one_leaves_the_other(pair: tuple[Ledger, Ledger, Clock]) -> None:
    office, camp, _ = pair
    first = accepted(office)
    forged(camp, entry_of(office, first).body, first, 99_000)
    tombstone(camp, first, reason="x", by="y")
    merge(office, camp)
    assert figures(office) == [500]
    assert figures(office, tombstoned=True) == [500, 99_000]
    stone = of_kind(office, "tombstone")[0]
    assert stone.body["entry_hash"] != entry_of(office, first).hash
    with pytest.raises(LedgerError, match="HF-L066"):
        tombstone(office, first, reason="x", by="y")
    tombstone(office, entry_of(office, first).hash, reason="x", by="y")
    assert figures(office) == []


def test_a_correction_replaces_only_what_it_corrected(pair: tuple[Ledger, Ledger, Clock]) -> None:
    office, camp, _ = pair
    first = accepted(office)
    accepted(office, 400, supersedes=first)
    forged(camp, entry_of(office, first).body, first, 99_000)
    merge(office, camp)
    assert figures(office) == [400, 99_000]  # the other one is a claim of its own, which the camp accepted


@pytest.mark.parametrize("kind", ["review", "tombstone"])
def test_older_entries_bind_by_id_only_where_one_content_has_it(pair: tuple[Ledger, Ledger, Clock], kind: str) -> None:
    office, camp, _ = pair
    first = append_claim(office, diesel(500), claimant="c").id
    stone = {"entry_id": first, "reason": "x", "by": "y", "recorded": "2015-08-18T06:00:00Z"}
    without_hash(office, kind, review_body(first) if kind == "review" else stone)
    assert figures(office) == ([500] if kind == "review" else [])
    assert len(queue(office)) == 0
    forged(camp, entry_of(office, first).body, first, 99_000)
    merge(office, camp)
    assert figures(office) == []
    assert len(queue(office)) == 2  # neither is believed of either
    merge(camp, office)
    assert len(queue(camp)) == 2


# --- a key that was revoked moves nothing


def test_entries_after_a_revocation_have_no_effect(pair: tuple[Ledger, Ledger, Clock]) -> None:
    office, camp, clock = pair
    ours = accepted(office)
    early = accepted(camp, 300)
    merge(office, camp)
    merge(camp, office)
    clock.advance(hours=1)
    revoke_key(office, "device", "camp", reason="seized")
    assert figures(office) == [300, 500]
    late = accepted(camp, 396)
    tombstone(camp, ours, reason="x", by="y")
    review_claim(camp, early, "rejected", reviewer="r")
    clock.advance(hours=1)
    report = merge(office, camp)
    assert report.without_effect == {"camp": 4}  # with the entry of its own merge
    assert report.left_view == report.came_to_view == ()
    assert figures(office) == [300, 500]
    assert [claim.id for claim in queue(office)] == [late]
    assert "without effect" in (history(office, late)[0].reason or "")
    assert any("revoked" in fault.found for fault in verify(office))
    clock.advance(hours=1)
    review_claim(office, late, "accepted", reviewer="r", reason="seen with own eyes")
    assert figures(office) == [300, 396, 500]


def test_a_verdict_given_before_the_revocation_was_not_given_in_knowledge_of_it(
    pair: tuple[Ledger, Ledger, Clock],
) -> None:
    office, camp, clock = pair
    accepted(camp, 300)
    merge(office, camp)
    late = append_claim(camp, diesel(396), claimant="c").id
    revoke_key(office, "device", "camp", reason="seized")
    third = (office.path or Path()).parent.parent / "third"
    third.mkdir()
    other = new_ledger(third, clock, "third")
    clock.now = clock.now.replace(year=2014)
    merge(other, camp)
    review_claim(other, late, "accepted", reviewer="r")
    clock.now = clock.now.replace(year=2015)
    merge(office, other)
    assert get_claim(office, late).review == "pending"


def test_a_device_never_seen_revokes_nobody(pair: tuple[Ledger, Ledger, Clock]) -> None:
    office, stranger, _ = pair
    accepted(office)
    merge(stranger, office)
    revoke_key(stranger, "device", "office", reason="x")
    report = merge(office, stranger)
    assert report.effects["camp"] == {"revocations of keys": 1}
    assert figures(office) == [500]
    assert all(one.revoked is None for one in known_keys(office))
    assert accepted(office, 7)  # it can still write
    found = [fault for fault in verify(office) if "not known here before" in fault.found]
    assert [fault.device for fault in found] == ["camp"]


def test_a_device_known_before_may_revoke_and_one_that_is_out_may_not(
    pair: tuple[Ledger, Ledger, Clock], fast_path: Path
) -> None:
    office, camp, clock = pair
    (fast_path / "third").mkdir()
    third = new_ledger(fast_path / "third", clock, "third")
    accepted(office)
    accepted(camp, 300)
    accepted(third, 1)
    merge(office, camp)
    merge(office, third)
    merge(camp, office)
    clock.advance(hours=1)
    revoke_key(camp, "device", "third", reason="lost")
    merge(office, camp)
    assert {one.name for one in known_keys(office) if one.revoked} == {"third"}
    revoke_key(office, "device", "camp", reason="seized")
    clock.advance(hours=1)
    revoke_key(camp, "device", "office", reason="x")
    merge(office, camp)
    assert {one.name for one in known_keys(office) if one.revoked} == {"third", "camp"}
    assert accepted(office, 7)


# --- what a merge and an export say


def told(*words: object) -> str:
    app = typer.Typer()
    ledger_topic.register(app)
    exchange.register(app)
    result = CliRunner().invoke(app, ["ledger", *map(str, words)])
    assert result.exit_code == 0, result.output
    return result.output


def test_a_merge_says_what_changes_our_view(pair: tuple[Ledger, Ledger, Clock], fast_path: Path) -> None:
    office, camp, _ = pair
    ours = accepted(office)
    merge(camp, office)
    tombstone(camp, ours, reason="x", by="y")
    theirs = accepted(camp, 9000)
    file = fast_path / "camp.hfl"
    export(camp, file)
    out = told("merge", office.path, file)
    assert "of device camp came what changes our view: 1 accepted claims, 1 tombstones" in out
    assert f"1 accepted claims went out of view: {ours}" in out
    assert f"1 accepted claims came into view: {theirs}" in out
    assert "changes our view" not in told("merge", office.path, file)


def test_an_export_with_documents_is_severe_and_says_that_it_is_in_clear(
    pair: tuple[Ledger, Ledger, Clock], fast_path: Path
) -> None:
    office, _, _ = pair
    accepted(office)
    assert export(office, fast_path / "a.hfl").disclosure_class == "HIGH"
    report = export(office, fast_path / "b.hfl", documents=True, by="office", purpose="to the camp")
    assert report.disclosure_class == "SEVERE"
    out = told("export", office.path, fast_path / "c.hfl", "--by", "office", "--purpose", "for the lawyer")
    assert "in clear" in out
    assert "encrypted" in out
    assert [one.body["purpose"] for one in of_kind(office, "custody")] == ["to the camp", "for the lawyer"]
    with pytest.raises(LedgerError, match="HF-L063"):
        export(office, fast_path / "d.hfl", purpose="nobody asks")


def test_a_consignment_that_may_still_move_makes_an_export_severe(
    pair: tuple[Ledger, Ledger, Clock], fast_path: Path
) -> None:
    office, camp, _ = pair
    accepted(office)
    lines = [line_item("flour", 20, "t")]
    request_consignment(camp, lines=lines, recorded_by="access officer", reference="HF-2", carrier="WFP")
    assert export(office, fast_path / "office.hfl").disclosure_class == "HIGH"
    assert export(camp, fast_path / "camp.hfl").disclosure_class == "SEVERE"


# --- words of the chain


def test_no_purpose_and_no_reason_tells_a_sealed_value(pair: tuple[Ledger, Ledger, Clock], fast_path: Path) -> None:
    office, camp, _ = pair
    claim, other = accepted(office), accepted(office, 7)
    seal(office, claim, {"where_kept": PLACE}, by="y")
    accepted(camp)
    merge(office, camp)
    words = f"check {PLACE.upper()}!"
    attempts = (
        lambda: unseal(office, claim, by="y", purpose=words),
        lambda: unseal(office, claim, by=words, purpose="x"),
        lambda: disclose(office, claim, "where_kept", by="y", purpose=words),
        lambda: tombstone(office, other, reason=words, by="y"),
        lambda: export(office, fast_path / "a.hfl", by="y", purpose=words),
        lambda: revoke_key(office, "device", "camp", reason=words),
        lambda: shred(office, claim, reason=words, by="y"),
    )
    before = len(of_kind(office, "custody"))
    for attempt in attempts:
        with pytest.raises(LedgerError, match="HF-L059"):
            attempt()
    assert len(of_kind(office, "custody")) == before
    assert not (fast_path / "a.hfl").exists()
    assert b"KESTRELVANE" not in (office.path or Path()).read_bytes()


def test_shredding_names_the_entries_that_still_tell_the_value(pair: tuple[Ledger, Ledger, Clock]) -> None:
    office, _, _ = pair
    claim = accepted(office)
    telling = append_claim(office, diesel(9, place=PLACE), claimant="c").id
    seal(office, claim, {"where_kept": PLACE}, by="y")
    done = shred(office, claim, reason="x", by="y")
    assert len(done.still_in) == 1
    assert telling in done.still_in[0]
