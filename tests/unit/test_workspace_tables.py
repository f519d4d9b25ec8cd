"""A table in a workspace: queued once, answered later, remembered for next week; and what the command line shows of it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from holdfast.cli.main import build_app
from holdfast.errors import IntakeError
from holdfast.ledger import documents, open_ledger, verify
from holdfast.sites import write_template
from holdfast.workspace import judge, read_into, table_options, waiting
from tables_built import STOK, write_csv, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2015, 8, 18, 12, tzinfo=UTC)


def clock() -> datetime:
    return NOW


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    write_template("trailer-camp", tmp_path / "camp", "Camp X")
    return tmp_path / "camp"


@pytest.fixture
def stok(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "stock_FINAL_v7.xlsx", STOK, title="Stok")


def test_rows_that_waited_are_queued_when_they_are_answered_and_nothing_twice(camp: Path, stok: Path) -> None:
    first = read_into(camp, stok, clock=clock)
    assert first.counts == {"new": 4, "changed": 0, "same": 0}
    again = read_into(camp, stok, clock=clock)
    assert again.known_before
    assert again.counts == {"new": 0, "changed": 0, "same": 4}
    assert len(waiting(camp, clock=clock)) == 4
    answered = read_into(camp, stok, table=table_options(packages=["tank=10 m3"]), clock=clock)
    assert answered.counts == {"new": 1, "changed": 0, "same": 4}
    assert [c.statement.item for c in answered.claims] == ["water"]
    assert len(waiting(camp, clock=clock)) == 5


def test_an_answer_that_changes_a_claim_replaces_it_unless_a_person_judged_it(camp: Path, stok: Path) -> None:
    first = read_into(camp, stok, clock=clock)
    judge(camp, [first.claims[0].id], "accepted", reviewer="coordinator", clock=clock)
    dated = read_into(camp, stok, table=table_options(as_of="11 August 2015"), clock=clock)
    assert dated.counts == {"new": 0, "changed": 3, "same": 1}
    left = waiting(camp, clock=clock)
    assert {w.claim.statement.time_start for w in left} == {"2015-08-11"}
    assert len(left) == 3
    assert {w.claim.supersedes for w in left} == {c.id for c in first.claims[1:]}
    without = read_into(camp, stok, clock=clock)
    assert without.counts == {"new": 0, "changed": 0, "same": 4}, "an answer not given again takes nothing back"
    assert {w.claim.statement.time_start for w in waiting(camp, clock=clock)} == {"2015-08-11"}
    assert verify(open_ledger(camp / "holdfast.db", clock=clock)) == ()


def test_every_claim_shows_its_row(camp: Path, stok: Path) -> None:
    read_into(camp, stok, clock=clock)
    shown = [w.sentence[1] for w in waiting(camp, clock=clock)]
    assert shown[0] == "Diesel | 12,5 | drum | 1 | one drum leaks"
    assert shown[-1] == "Flour | ~40 bags | | 2 bags | some wet"


def test_a_chosen_character_set_is_kept_with_the_file(camp: Path, tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Unit", "Remarks"], ["diesel", 3, "drum", "قشغ"], ["rice", 4, "bag", "ثقفث"]]
    file = write_csv(tmp_path / "doubt.csv", rows, encoding="cp1256")
    with pytest.raises(IntakeError, match="HF-I024") as error:
        read_into(camp, file, clock=clock)
    assert "windows-1256: “diesel,3,drum,قشغ”" in str(error.value)
    assert waiting(camp, clock=clock) == ()
    read_into(camp, file, table=table_options(charset="windows-1256"), clock=clock)
    assert waiting(camp, clock=clock)[0].sentence[1] == "diesel | 3 | drum | قشغ"
    (document,) = documents(open_ledger(camp / "holdfast.db", clock=clock))
    assert document.media_type == "text/csv; charset=windows-1256"
    assert (camp / "inbox" / document.sha256).read_bytes() == file.read_bytes()


def test_a_correction_is_remembered_for_the_next_table(camp: Path, tmp_path: Path) -> None:
    rows = [["Thing", "b/f", "left", "how"], ["diesel", "20", "12", "drum"], ["rice", "5", "3", "bag"]]
    maps = ["Thing=item", "b/f=ignore", "left=stock", "how=unit"]
    read_into(camp, write_csv(tmp_path / "a.csv", rows), table=table_options(maps=maps, header_row=1), clock=clock)
    (kept,) = (camp / "mappings").iterdir()
    assert 'heading = "left"\nrole = "stock"' in kept.read_text(encoding="utf-8")
    assert 'learned_from = "a.csv"' in kept.read_text(encoding="utf-8")
    later = [["left", "Thing", "b/f", "how"], ["10", "diesel", "12", "drum"], ["2", "rice", "3", "bag"]]
    done = read_into(camp, write_csv(tmp_path / "b.csv", later), table=table_options(header_row=1), clock=clock)
    assert [(c.statement.item, c.statement.value_low) for c in done.claims] == [("diesel", 10.0), ("rice", 2.0)]
    assert len(list((camp / "mappings").iterdir())) == 1


def test_a_spoilt_mapping_stops_the_reading_and_is_named(camp: Path, stok: Path) -> None:
    (camp / "mappings").mkdir()
    (camp / "mappings" / "x.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(IntakeError, match="HF-I028") as error:
        read_into(camp, stok, clock=clock)
    assert "x.toml" in str(error.value)


def test_the_site_says_what_its_only_store_of_a_thing_holds(camp: Path, tmp_path: Path) -> None:
    site = camp / "site.toml"
    text = site.read_text(encoding="utf-8")
    assert 'commodity = "diesel"' in text
    file = write_csv(tmp_path / "d.csv", [["Item", "Qty", "Unit"], ["diesel", "1/2", "tank"], ["rice", "3", "bag"]])
    read = {c.statement.item: c.statement for c in read_into(camp, file, clock=clock).claims}
    from holdfast.sites import load_site

    stores = [s for s in load_site(site).stores if s.commodity == "diesel"]
    known = len(stores) == 1 and stores[0].capacity.is_known
    assert ("diesel" in read) is known
    if known:
        assert read["diesel"].si_low == pytest.approx(0.5 * stores[0].capacity.median)


@pytest.mark.parametrize("typed", ["bal.", "=stock", "bal.="])
def test_an_answer_without_two_sides_is_refused(typed: str) -> None:
    with pytest.raises(IntakeError, match="HF-I029"):
        table_options(maps=[typed])


def test_answers_as_typed() -> None:
    options = table_options(
        maps=["a=b=stock"], units=["drum", "diesel=L"], packages=["tank=10 m3"], as_of="۱۳۹۴/۰۵/۲۷", order="day"
    )
    assert options.maps == (("a=b", "stock"),)
    assert options.units == {"": "drum", "diesel": "L"}
    assert options.packages == {"tank": "10 m3"}
    assert options.as_of == date(2015, 8, 18)


def run(*words: str):
    return CliRunner().invoke(build_app(), list(words))


def test_the_command_shows_mapping_claims_questions_and_the_account(stok: Path) -> None:
    done = run("read", str(stok), "--published", "2015-08-18")
    assert done.exit_code == 0, done.output
    for shown in (
        "stock of diesel (fuel) : 12.5 drums",
        "Columns of sheet Stok (guessed):",
        "B 'bal.'",
        "Not read, Stok row 7, column B: half of a tank whose size is not known",
        "How much does a full tank of water hold?",
        '--package "water tank=10 m3"',
        "--as-of",
        "3 rows: 2 read, 1 wait for an answer; 4 claims.",
    ):
        assert shown in done.output


def test_the_command_takes_answers(stok: Path, camp: Path) -> None:
    words = ["read", str(stok), "--workspace", str(camp), "--published", "2015-08-18", "--package", "tank=10 m3"]
    done = run(*words, "--as-of", "2015-08-11", "--map", "Rmks=remarks", "--unit", "drum", "--dayfirst", "--json")
    assert done.exit_code == 0, done.output
    table = json.loads(done.output)["table"]
    assert table["questions"] == []
    assert table["account"] == "3 rows: 3 read; 5 claims."
    assert table["mappings"][0]["origin"] == "corrected"
    assert {r["status"] for r in table["rows"]} == {"read"}
    assert (camp / "mappings").is_dir()
    shown = run(*words, "--as-of", "2015-08-11")
    assert "Claims: read 5, new 0, changed 0, same 5, refused 0." in shown.output


def test_the_ledger_is_listed_as_hxl_and_read_again(stok: Path, camp: Path, tmp_path: Path) -> None:
    read_into(camp, stok, table=table_options(packages=["tank=10 m3"], as_of="2015-08-11"))
    judge(camp, [w.claim.id for w in waiting(camp)], "accepted", reviewer="coordinator")
    out = tmp_path / "claims.csv"
    done = run("ledger", "list", str(camp), "--hxl", str(out))
    assert done.exit_code == 0, done.output
    assert "5 claims" in done.output
    assert "class HIGH" in done.output
    assert out.read_text(encoding="utf-8").splitlines()[1].startswith("#meta+id,#indicator+claim+type,")
    again = run("read", str(out), "--package", "tank=10 m3", "--json")
    assert json.loads(again.output)["table"]["counts"]["read"] == 5


def test_what_a_cell_says_to_the_terminal_is_made_harmless(tmp_path: Path) -> None:
    rows = [["Item", "Qty", "Un\x1b[31mit"], ["di\x1b[2Jesel", "plenty\x07", "drum"], ["rice", 3, "bag"]]
    done = run("read", str(write_csv(tmp_path / "t.csv", rows)))
    assert done.exit_code == 0, done.output
    assert "\x1b" not in done.output
    assert "\x07" not in done.output
