"""Chats, scans and short messages in a workspace: what is queued, what waits for a person, what counts once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from documents_built import docx_body, docx_bytes
from helpers_ledger import Clock
from holdfast.cli import intake, messages
from holdfast.errors import HoldfastError
from holdfast.intake import ChatOptions
from holdfast.intake.short_messages.check_letters import SIGNS, check_letter
from holdfast.ledger import claims, documents, open_ledger, queue, verify
from holdfast.sites import load_site
from holdfast.workspace import chat_options, log_number, message_counts, read_into, take_sms, to_type, type_in
from holdfast.workspace.assets import amount_of, assets_of, figure_of

INBOX = Path(__file__).parents[1] / "data" / "inbox"
LETTER = (Path(__file__).parents[1] / "data" / "inbox-typed" / "letter.txt").read_text(encoding="utf-8")
SITE = """
[site]
id = "camp"
name = "Camp"
exercise = true
timezone = "Asia/Baghdad"
source = "made-up"
[sources]
made-up = "invented for tests"
[[people]]
id = "all"
count = 1000
[[stores]]
id = "diesel-main"
commodity = "diesel"
unit = "L"
quantity = "unknown"
capacity = 15000
dip = [{cm = 0, quantity = 0}, {cm = 40, quantity = 5000}, {cm = 120, quantity = 13000}]
[[stores]]
id = "flour-a"
commodity = "flour"
unit = "kg"
quantity = 3000
capacity = 10000
[[stores]]
id = "flour-b"
commodity = "flour"
unit = "kg"
quantity = 3000
capacity = 10000
[[tanks]]
id = "tank-1"
holds = "treated"
capacity_m3 = 100
level_m3 = 50
[[generators]]
id = "gen-1"
rated_kw = 100
"""
NOON = datetime(2015, 8, 20, 9, 0, tzinfo=UTC)  # 12:00 in Baghdad


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    folder = tmp_path / "camp"
    folder.mkdir()
    (folder / "site.toml").write_text(SITE, encoding="utf-8")
    return folder


def run(*words: object) -> Any:
    made = typer.Typer()
    intake.register(made)
    messages.register(made)
    return CliRunner().invoke(made, [str(w) for w in words])


def code_of(work: Any, *words: Any, **options: Any) -> str:
    with pytest.raises(HoldfastError) as caught:
        work(*words, **options)
    assert all((caught.value.where, caught.value.found, caught.value.expected, caught.value.mend))
    return caught.value.code


# Chats


def test_each_claim_of_a_chat_has_the_time_and_the_claimant_of_its_message(camp: Path, clock: Clock) -> None:
    chat = ChatOptions(senders={"+964 770 000 0141": "camp committee"})
    done = read_into(camp, INBOX / "whatsapp.txt", chat=chat, clock=clock)
    first = done.claims[0]
    assert (first.claimant, first.said) == ("camp committee", "2015-08-18T05:36:00Z")
    assert {c.claimant for c in done.claims} >= {
        "camp committee",
        "sender 1 of 6ef9",
        "sender 2 of 6ef9",
        "ministry",
        "committee",
    }
    assert not any("+964" in json.dumps(c.as_dict(), ensure_ascii=False) for c in done.claims)
    assert not any(name in c.claimant for c in done.claims for name in ("Office", "Clinic", "Night"))
    assert {c.review for c in done.claims} == {"pending"}
    assert not claims(open_ledger(camp)), "nothing is accepted by itself"
    assert verify(open_ledger(camp)) == ()


def test_a_later_export_queues_only_the_new_messages(camp: Path, clock: Clock, tmp_path: Path) -> None:
    first = tmp_path / "monday.txt"
    first.write_text(
        "17/08/2015, 08:00 - A: Guards refused two fuel trucks.\n18/08/2015, 08:00 - B: The pump stopped.\n"
    )
    later = tmp_path / "tuesday.txt"
    later.write_text(first.read_text() + "19/08/2015, 08:00 - A: The clinic lost power.\n")
    assert [c.statement.claim_type for c in read_into(camp, first, clock=clock).claims] == ["denial", "outage"]
    done = read_into(camp, later, clock=clock)
    assert len(done.claims) == 1
    assert [m.status for m in done.reading.messages] == ["same", "same", "read"]
    assert len(queue(open_ledger(camp))) == 3
    again = read_into(camp, later, clock=clock)
    assert again.known_before
    assert len(queue(open_ledger(camp))) == 3


def test_a_chat_read_from_a_day_on_can_be_read_further_back_later(camp: Path, clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text("17/08/2015, 08:00 - A: The pump stopped.\n19/08/2015, 08:00 - A: The clinic lost power.\n")
    late = read_into(camp, path, chat=ChatOptions(since=date(2015, 8, 19)), clock=clock)
    assert len(late.claims) == 1
    whole = read_into(camp, path, clock=clock)
    assert (len(whole.claims), whole.known_before) == (1, False)
    assert len(queue(open_ledger(camp))) == 2


def test_what_was_kept_unread_is_news_in_a_later_export(camp: Path, clock: Clock, tmp_path: Path) -> None:
    early = "17/08/2015, 08:00 - A: Guards refused two fuel trucks at the gate.\n"
    first = tmp_path / "monday.txt"
    first.write_text(early + "18/08/2015, 08:00 - A: The pump stopped at noon in the camp.\n")
    read_into(camp, first, chat=ChatOptions(since=date(2015, 8, 18)), clock=clock)
    later = tmp_path / "tuesday.txt"
    later.write_text(first.read_text() + "19/08/2015, 08:00 - A: The clinic lost power.\n")
    done = read_into(camp, later, clock=clock)
    assert [m.status for m in done.reading.messages] == ["read", "same", "read"]
    assert [c.statement.claim_type for c in done.claims] == ["denial", "outage"]


def test_a_message_of_the_future_is_not_said_then(camp: Path, clock: Clock, tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text("25/12/2015, 08:00 - A: The pump stopped.\n")
    (claim,) = read_into(camp, path, clock=clock).claims
    assert claim.said is None


@pytest.mark.parametrize(
    ("senders", "order"), [(["+964"], None), (["=role"], None), (["+964 770="], None), ([], "ydm"), ([], "day first")]
)
def test_options_that_are_none(senders: list[str], order: str | None) -> None:
    assert code_of(chat_options, senders, date_order=order) == "HF-I046"


def test_a_role_may_hold_what_a_name_cannot() -> None:
    assert chat_options(["A = B=log keeper"]).senders == {"A = B": "log keeper"}


def test_messages_are_counted_so_that_they_add_up(camp: Path, clock: Clock) -> None:
    reading = read_into(camp, INBOX / "whatsapp.txt", clock=clock).reading
    line = message_counts(reading.messages)
    numbers = [int(word) for word in line.replace(",", " ").replace(":", " ").split() if word.isdigit()]
    assert numbers[0] == sum(numbers[1:]) == len(reading.messages)


# Scans


def test_a_scanned_letter_is_stored_listed_and_typed_in(camp: Path, clock: Clock) -> None:
    done = read_into(camp, INBOX / "letter.pdf", clock=clock)
    assert done.claims == ()
    assert {w.code for w in done.reading.warnings} == {"unreadable"}
    (waiting,) = to_type(camp, clock=clock)
    assert (waiting.name, waiting.needs) == ("letter.pdf", "typing")
    typed = type_in(camp, "letter.pdf", LETTER, by="intake clerk", clock=clock)
    assert [(c.statement.claim_type, c.statement.value_low, c.review) for c in typed.read.claims] == [
        ("denial", 2, "pending"),
        ("denial", 1, "pending"),
    ]
    assert to_type(camp, clock=clock) == ()
    words = documents(open_ledger(camp))[-1]
    assert (words.transcribes, words.typed_by) == (waiting.sha256, "intake clerk")
    for claim in typed.read.claims:
        assert claim.document_sha256 == words.sha256
        span = LETTER[claim.statement.char_start : claim.statement.char_end]
        assert span == "Entry of two septic vehicles and one generator part was refused on 16 August 2015."
    assert verify(open_ledger(camp)) == ()


def test_a_letter_typed_with_two_days_that_are_not_one_is_flagged(camp: Path, clock: Clock) -> None:
    read_into(camp, INBOX / "letter.pdf", clock=clock)
    typed = type_in(camp, "letter.pdf", LETTER.replace("2 Dhu", "20 Dhu"), by="clerk", clock=clock)
    assert "calendars-disagree" in {w.code for w in typed.read.reading.warnings}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(range(256))),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256))),
        ("fax.tif", b"II*\x00" + bytes(range(256))),
        ("letter.docx", docx_body("<w:p/>", {"word/media/image1.png": b"\x89PNG"})),
    ],
)
def test_pictures_wait_for_a_person_too(camp: Path, clock: Clock, tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    done = read_into(camp, tmp_path / name, clock=clock)
    assert [d.sha256 for d in to_type(camp, clock=clock)] == [done.document_sha256]
    # The same again is no second entry.
    read_into(camp, tmp_path / name, clock=clock)
    assert len(to_type(camp, clock=clock)) == 1


@pytest.mark.parametrize("data", [b"{\\rtf1 x}", b"\x7fELF" + bytes(99), b"OggS" + bytes(99), b"%PDF-1.7\n"])
def test_what_no_person_can_read_either_is_refused_and_not_stored(
    camp: Path, clock: Clock, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "x").write_bytes(data)
    assert code_of(read_into, camp, tmp_path / "x", clock=clock) in {"HF-I004", "HF-I006"}
    assert documents(open_ledger(camp)) == ()


def test_two_scans_with_the_same_words_are_both_done(camp: Path, clock: Clock, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"p{number}.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes([number] * 50))
        read_into(camp, tmp_path / f"p{number}.png", clock=clock)
        type_in(camp, f"p{number}.png", "The pump stopped.", by="clerk", clock=clock)
    assert to_type(camp, clock=clock) == ()
    assert len(queue(open_ledger(camp))) == 1


def test_which_document_is_meant_must_be_clear(camp: Path, clock: Clock, tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes([number] * 50))
        read_into(camp, tmp_path / "photo.png", clock=clock)
    first, second = to_type(camp, clock=clock)
    assert code_of(type_in, camp, "photo.png", "x y z", by="clerk", clock=clock) == "HF-I045"
    assert code_of(type_in, camp, "nothing.png", "x y z", by="clerk", clock=clock) == "HF-I045"
    assert code_of(type_in, camp, "", "x y z", by="clerk", clock=clock) == "HF-I045"
    assert code_of(type_in, camp, first.sha256, " \n", by="clerk", clock=clock) == "HF-I044"
    type_in(camp, first.sha256[:10].upper(), "The pump stopped.", by="clerk", clock=clock)
    assert [d.sha256 for d in to_type(camp, clock=clock)] == [second.sha256]


# Short messages


def test_a_short_message_waits_for_review_and_is_answered(camp: Path, clock: Clock) -> None:
    taken = take_sms(camp, "HF CAMP 18AUG DIESEL 41 CM MEAS", by="log keeper", clock=clock)
    assert taken.reply == "We understood: diesel 41 cm (about 5,100 litres) on 18 August, measured."
    (claim,) = taken.claims
    said = claim.statement
    assert (said.place, said.item, said.si_low, said.si_high, said.si_unit) == (
        "diesel-main",
        "diesel",
        5000,
        5200,
        "L",
    )
    assert (claim.claimant, claim.method, claim.review, claim.source_grade) == ("log keeper", "typed", "pending", "A1")
    assert claim.said == "2015-08-20T09:00:00Z"
    assert claim.occurred_start == "2015-08-17T21:00:00Z"
    assert (taken.notes, taken.kept) == ((), ())
    assert verify(open_ledger(camp)) == ()


def test_a_tank_by_its_number_and_a_generator_alone(camp: Path, clock: Clock) -> None:
    tank, generator = take_sms(camp, "TANK 1 30 M3. GEN RAN 5 H YEST", clock=clock).claims
    assert (tank.statement.place, tank.statement.item, tank.statement.si_low) == ("tank-1", "water", 30_000)
    assert (generator.statement.place, generator.statement.item, generator.statement.service) == (
        "gen-1",
        "generator",
        "electricity",
    )


def test_a_thing_in_two_stores_has_no_place(camp: Path, clock: Clock) -> None:
    (claim,) = take_sms(camp, "FLOUR 40 KG", clock=clock).claims
    assert claim.statement.place is None


def test_centimetres_without_a_table_are_no_litres(camp: Path, clock: Clock) -> None:
    claims_ = take_sms(camp, "TANK 1 41 CM. DIESEL 900 CM", clock=clock).claims
    assert [(c.statement.unit, c.statement.si_low) for c in claims_] == [("cm", None), ("cm", None)]


def test_what_is_not_understood_waits_for_a_person(camp: Path, clock: Clock) -> None:
    taken = take_sms(camp, "DIESEL 41 CM. If they let in 20 t we bake", clock=clock)
    assert len(taken.claims) == 1
    assert taken.kept == ("If they let in 20 t we bake",)
    assert "Not understood, kept" in taken.reply
    (waiting,) = to_type(camp, clock=clock)
    assert (waiting.needs, waiting.media_type) == ("reading", "text/plain; content=sms")
    type_in(camp, waiting.sha256, "If they let in 20 t of flour, the bakery can work.", by="coordinator", clock=clock)
    assert to_type(camp, clock=clock) == ()


def test_the_same_words_within_minutes_are_one_message_and_later_another(camp: Path, clock: Clock) -> None:
    first = take_sms(camp, "DIESEL 41 CM", clock=clock)
    clock.advance(minutes=5)
    second = take_sms(camp, "DIESEL 41 CM", clock=clock)
    assert second.known_before
    assert second.claims == first.claims
    assert "Received before" in second.reply
    clock.advance(days=1)
    third = take_sms(camp, "DIESEL 41 CM", clock=clock)
    assert len(third.claims) == 1
    assert len(queue(open_ledger(camp))) == 2


def test_another_site_and_a_wrong_letter_are_noted(camp: Path, clock: Clock) -> None:
    assert "CL01" in take_sms(camp, "HF CL01 DIESEL 41 CM", clock=clock).notes[0]
    wrong = next(s for s in SIGNS if s != check_letter("HF DIESEL 42 CM"))
    taken = take_sms(camp, f"HF DIESEL 42 CM *{wrong}", clock=clock)
    assert taken.claims == ()
    assert "check letter" in taken.notes[0]
    assert len(to_type(camp, clock=clock)) == 1


@pytest.mark.parametrize("text", ["", "  ", "...", "\n"])
def test_a_message_without_words_is_refused(camp: Path, clock: Clock, text: str) -> None:
    assert code_of(take_sms, camp, text, clock=clock) == "HF-I043"
    assert documents(open_ledger(camp, create=True, site="camp", zone="Asia/Baghdad")) == ()


# The command line


def test_reading_several_files_ends_with_a_line_that_counts_them(camp: Path, tmp_path: Path) -> None:
    note = tmp_path / "note.docx"
    note.write_bytes(docx_bytes())
    bad = tmp_path / "bad.rtf"
    bad.write_bytes(b"{\\rtf1 x}")
    done = run("read", camp, note, INBOX / "letter.pdf", note, bad, "--published", "2015-08-18")
    assert done.exit_code == 1
    assert "\nFiles: read 4, new 2, changed 0, same 1, refused 1.\n" in done.output
    assert f"to be typed in: 1; holdfast type {camp}\n" in done.output
    found = json.loads(run("read", camp, note, INBOX / "letter.pdf", "--json").stdout)
    assert found["class"] == "SEVERE"
    assert found["account"]["files"] == {"read": 2, "new": 0, "changed": 0, "same": 2, "refused": 0}
    assert found["account"]["to_type"] == 1


def test_a_scan_on_the_command_line(camp: Path, tmp_path: Path) -> None:
    done = run("read", camp, INBOX / "letter.pdf")
    assert done.exit_code == 0, done.output
    assert "holdfast type" in done.output
    assert "letter.pdf" in run("type", camp).output
    assert json.loads(run("type", camp, "--json").output)["waiting"][0]["needs"] == "typing"
    words = tmp_path / "letter.txt"
    words.write_text(LETTER, encoding="utf-8")
    typed = run("type", camp, "letter.pdf", "--text", words, "--by", "intake clerk")
    assert typed.exit_code == 0, typed.output
    assert "Claims: read 2, new 2, changed 0, same 0, refused 0." in typed.output
    as_json = json.loads(run("type", camp, "letter.pdf", "The pump stopped.", "--json").output)
    assert as_json["class"] == "SEVERE"
    assert as_json["claims"][0]["claim_type"] == "outage"
    assert "0 documents wait" in run("type", camp).output


def test_a_short_message_on_the_command_line(camp: Path) -> None:
    done = run("sms", camp, "DIESEL 41 CM MEAS")
    assert done.exit_code == 0, done.output
    assert done.output.startswith("We understood: diesel 41 cm (about 5,100 litres)")
    found = json.loads(run("sms", camp, "DIESEL 42 CM. blah", "--json").output)
    assert (found["class"], found["kept"]) == ("SEVERE", ["blah"])


def test_a_chat_on_the_command_line() -> None:
    done = run("read", INBOX / "whatsapp.txt", "--sender", "+9647700000141=camp committee", "--since", "2015-08-18")
    assert done.exit_code == 0, done.output
    assert "19 messages: 12 read, 2 the same" in done.output
    found = json.loads(run("read", INBOX / "whatsapp.txt", "--json").output)
    assert len(found["messages"]) == 19
    assert {m["status"] for m in found["messages"]} == {"read", "same", "unread", "deleted", "system"}


# A bound stays a bound


@pytest.mark.parametrize(
    ("words", "ends", "answer"),
    [
        ("more than 41 cm", (5000, None), "at least 41 cm (at least 5,000 litres)"),
        ("under 41 cm", (None, 5200), "at most 41 cm (at most 5,200 litres)"),
        ("60-80 cm", (6900, 9100), "60 to 80 cm (6,900 to 9,100 litres)"),
        ("41 cm", (5000, 5200), "41 cm (about 5,100 litres)"),
    ],
)
def test_an_open_end_of_a_dip_stays_open_in_log_and_short_message(
    camp: Path, clock: Clock, words: str, ends: tuple[float | None, float | None], answer: str
) -> None:
    taken = take_sms(camp, f"DIESEL-MAIN {words.upper()}", clock=clock)
    said = taken.claims[0].statement
    logged = log_number(camp, f"diesel-main {words}", clock=clock).claim.statement
    assert (said.si_low, said.si_high) == (logged.si_low, logged.si_high) == ends
    assert taken.reply == f"We understood: diesel-main {answer} on 20 August (today)."
    # The same function stands behind a figure of a form.
    site = load_site(camp / "site.toml")
    asset = next(a for a in assets_of(site) if a.id == "diesel-main")
    figure = figure_of(replace(said, si_low=None, si_high=None))
    assert figure is not None
    amount = amount_of(asset, figure, site)
    assert (amount.low, amount.high) == ends
