"""A claim holds no person's name through any door, a role is no telephone number, and no typed word steers the screen."""

from __future__ import annotations

import json
import re
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from helpers_submissions import kobo_page, kobo_row, workspace
from holdfast.cli.main import run
from holdfast.ledger import Ledger, review_claim, unseal
from holdfast.sites import load_site
from holdfast.workspace import read_into, take_sms, take_submissions
from holdfast.workspace.folder import open_site_ledger

OVERRIDE = "\N{RIGHT-TO-LEFT OVERRIDE}"
CHAT = """18/08/2015, 07:50 - Ahmad Karimi: Diesel stock is 380 L.
18/08/2015, 07:55 - Reza Moradi: According to Dr. Reza Moradi, diesel for 3 days remains.
18/08/2015, 08:10 - +964 770 000 0000: "Fuel is 400 L", Ahmad Karimi told me.
18/08/2015, 08:20 - +964 770 000 0000: According to Omar Saleh, 2 tankers of water arrived.
18/08/2015, 08:30 - +964 770 000 0000: Colonel Farhad Amini refused the entry of fuel.
"""
NAMES = ("karimi", "moradi", "saleh", "amini", "farhad")


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    return workspace(tmp_path / "camp")


def cli(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        run(list(words))
    told = capsys.readouterr()
    return int(str(stop.value.code)), told.out, told.err


def clock() -> datetime:
    return datetime(2015, 8, 18, 9, 0, tzinfo=UTC)


def ledger_of(camp: Path) -> Ledger:
    return open_site_ledger(camp, load_site(camp / "site.toml"), clock=clock)


def payloads(camp: Path) -> str:
    with sqlite3.connect(camp / "holdfast.db") as database:
        return "\n".join(str(row[0]) for row in database.execute("select payload from entries")).casefold()


def test_a_chat_leaves_no_name_in_the_ledger_and_the_sender_keeps_one_number(camp: Path, tmp_path: Path) -> None:
    chat = tmp_path / "chat.txt"
    chat.write_text(CHAT, encoding="utf-8")
    done = read_into(camp, chat, clock=clock)
    assert done.claims
    assert not [name for name in NAMES if name in payloads(camp)]
    first, second = (message.claimant for message in done.reading.messages[:2])
    assert re.fullmatch(r"sender \d( of [0-9a-f]{4})?", first)
    by = {(c.statement.claim_type, c.statement.value_low): c.claimant for c in done.claims}
    assert (by["stock", 380], by["stock", 400], by["stock", 3]) == (first, first, second)
    assert re.fullmatch(r"person \d of [0-9a-f]{4}", by["delivery", 2])
    assert [c.statement.actor for c in done.claims if c.statement.claim_type == "denial"] == ["colonel"]
    assert any("Moradi" in (s.attribution or "") for s in done.reading.statements), "the reviewer sees the words"


@pytest.mark.parametrize("document", ["sms", "typed"])
def test_the_other_doors_take_no_name_either(document: str, camp: Path) -> None:
    if document == "sms":
        take_sms(camp, "HF DIESEL 41 CM 18AUG", by="Ahmad Karimi", clock=clock)
    else:
        gate = {"items": "water", "gate_qty": "3", "decision": "denied", "stated_by_role": "Omar Saleh"}
        file = camp.parent / "page.json"
        file.write_bytes(kobo_page([kobo_row({"site": "camp", "report_date": "2015-08-18", "gate": [gate]})]))
        (claim,) = take_submissions(camp, file, clock=clock).claims
        assert re.fullmatch(r"person 1 of [0-9a-f]{4}", claim.statement.actor or "")
    assert not [name for name in NAMES if name in payloads(camp)]


@pytest.mark.parametrize(
    "words",
    [
        ("log", "CAMP", "diesel-main", "400", "L", "--by", "ROLE"),
        ("sms", "CAMP", "HF DIESEL 41 CM", "--by", "ROLE"),
        ("review", "CAMP", "--accept-all", "--by", "ROLE"),
        ("gate", "decide", "CAMP", "HF-1", "denied", "--by", "ROLE"),
        ("gate", "request", "CAMP", "flour 1 t", "--as", "ROLE"),
        ("promise", "add", "CAMP", "three tankers", "--office", "ROLE"),
        ("notice", "add", "CAMP", "water ends", "--office", "ROLE", "--channel", "letter"),
        ("acts", "decide", "CAMP", "pumps at night only", "--by", "ROLE"),
        ("type", "CAMP", "letter.pdf", "words", "--by", "ROLE"),
    ],
)
@pytest.mark.parametrize("role", ["+9647701234567", "٠٧٧٠ ١٢٣ ٤٥٦٧", "a.karimi@example.org"])
def test_a_number_is_no_role(words: tuple[str, ...], role: str, camp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, told = cli(capsys, *(str(camp) if w == "CAMP" else role if w == "ROLE" else w for w in words))
    assert (code, "HF-W034" in told) == (2, True)
    assert role not in told
    assert not (camp / "holdfast.db").exists()


def test_roles_and_file_names_do_not_turn_the_screen(camp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, told = cli(capsys, "log", str(camp), "diesel-main", "400", "L", "--by", f"x{OVERRIDE}y")
    assert (code, OVERRIDE in out + told) == (0, False)
    assert "xy" in out
    for more in ((), ("--json",)):
        code, out, told = cli(capsys, "read", str(camp / f"no{OVERRIDE}thing.txt"), *more)
        assert (code, OVERRIDE in out + told) == (2, False)
    code, out, _ = cli(capsys, "status", str(camp), "--json")
    assert (code, OVERRIDE in out) == (0, False)
    assert json.loads(out)


def test_a_role_with_a_day_or_a_number_of_a_unit_is_taken(camp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for role in ("guard of 2015-08-18", "checkpoint 12", "Third Battalion 4"):
        assert cli(capsys, "log", str(camp), "diesel-main", "400", "L", "--by", role)[0] == 0


KEPT = "behind KESTREL bakery, Ahmad Karimi house"


def submitted(camp: Path, **more: str) -> list[Any]:
    stock = {"item": "diesel", "qty": "5", "unit": "drum", "where_kept": KEPT} | more
    file = camp.parent / "page.json"
    file.write_bytes(kobo_page([kobo_row({"site": "camp", "report_date": "2015-08-18", "stock": [stock]})]))
    return list(take_submissions(camp, file, clock=clock).claims)


def test_a_secret_place_is_sealed_and_stands_nowhere_in_clear(camp: Path) -> None:
    (claim,) = submitted(camp)
    assert (claim.statement.place, claim.sealed, claim.disclosure_class) == (None, ("where_kept",), "SEVERE")
    for file in camp.rglob("*"):
        assert file.is_dir() or b"KESTREL" not in file.read_bytes(), file
    ledger = ledger_of(camp)
    assert unseal(ledger, claim.id, by="monitor", purpose="visit") == {"where_kept": KEPT}
    assert submitted(camp) == []
    (again,) = submitted(camp, qty="4")
    assert again.supersedes == claim.id


def test_a_place_of_the_site_stays_in_clear_and_a_word_of_the_report_can_be_sealed(camp: Path) -> None:
    assert [(c.statement.place, c.sealed) for c in submitted(camp, where_kept="Diesel main")] == [("diesel-main", ())]
    assert [c.sealed for c in submitted(camp, where_kept="camp")] == [("where_kept",)]


def test_what_holds_a_severe_claim_is_severe(camp: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (claim,) = submitted(camp)
    views = (("status",), ("ledger", "list"), ("ledger", "history"), ("ledger", "as-known"))

    def classes() -> list[str]:
        found = []
        for words in views:
            more = {"history": [claim.id], "as-known": [datetime.now(UTC).date().isoformat()]}.get(words[-1], [])
            code, out, _ = cli(capsys, *words, str(camp), *more, "--json")
            assert code == 0
            found.append(json.loads(out)["class"])
        return found

    assert classes() == ["HIGH", "HIGH", "SEVERE", "HIGH"], "what waits is not shown"
    review_claim(ledger_of(camp), claim.id, "accepted", reviewer="coordinator")
    assert set(classes()) == {"SEVERE"}
    for words in (("status", str(camp)), ("ledger", "list", str(camp))):
        assert "SEVERE" in cli(capsys, *words)[1]
