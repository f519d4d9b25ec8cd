"""The fixture inbox of a coordinator's first morning lands whole: none lost, none double, every trap caught."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from holdfast.cli.main import build_app
from holdfast.errors import InputError
from holdfast.ledger import claims, documents, open_ledger, verify
from inbox_built import DATA, FILES, build_inbox, stop_the_clock

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from holdfast.ledger import Claim

ALL = ("pending", "accepted", "rejected", "edited", "asked")


def run(*words: object, code: int = 0) -> Result:
    done = CliRunner().invoke(build_app(), [str(word) for word in words])
    assert done.exit_code == code, done.output
    return done


@pytest.fixture(scope="module")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the inbox, and a new workspace into which all of it was read in one go, and the letter typed in."""
    folder = tmp_path_factory.mktemp("journey")
    build_inbox(folder / "inbox-folder")
    with pytest.MonkeyPatch.context() as monkeypatch:
        stop_the_clock(monkeypatch)
        monkeypatch.chdir(folder)
        run("new", "camp")
        run("read", "inbox-folder", "--workspace", "camp", "--published", "2015-08-18")
        run("type", "camp", "letter.pdf", "--text", DATA / "inbox-typed" / "letter.txt", "--by", "intake clerk")
    return folder


@pytest.fixture
def here(read_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    stop_the_clock(monkeypatch)
    shutil.copytree(read_once, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def inbox(here: Path) -> Path:
    return here / "inbox-folder"


@pytest.fixture
def camp(here: Path) -> Path:
    return here / "camp"


def of(camp: Path, name: str, **fields: Any) -> list[Claim]:
    ledger = open_ledger(camp)
    digests = {d.sha256 for d in documents(ledger) if d.name == name}
    return [
        c
        for c in claims(ledger, review=ALL)
        if c.document_sha256 in digests and all(getattr(c.statement, k) == v for k, v in fields.items())
    ]


def one(camp: Path, name: str, **fields: Any) -> Claim:
    found = of(camp, name, **fields)
    assert len(found) == 1, [c.statement for c in of(camp, name)]
    return found[0]


def test_every_file_is_kept_untouched_under_its_hash(camp: Path, inbox: Path) -> None:
    ledger = open_ledger(camp)
    kept = {d.name: d for d in documents(ledger)}
    assert set(kept) == {*FILES, "letter.pdf.typed.txt"}
    for name in FILES:
        content = (inbox / name).read_bytes()
        assert kept[name].sha256 == hashlib.sha256(content).hexdigest()
        assert (camp / "inbox" / kept[name].sha256).read_bytes() == content
    assert len(list((camp / "inbox").iterdir())) == 5
    assert kept["letter.pdf.typed.txt"].transcribes == kept["letter.pdf"].sha256
    assert verify(ledger) == ()


def test_the_whole_folder_is_accounted_for(camp: Path, inbox: Path) -> None:
    shutil.rmtree(camp)
    run("new", "camp")
    (inbox / ".DS_Store").write_bytes(b"\x00")
    (inbox / "~$stock.xlsx").write_bytes(b"lock")
    (inbox / "later").mkdir()
    (inbox / "later" / "note.txt").write_text("Diesel: 5,000 litres left.", encoding="utf-8")
    (inbox / "later" / "empty.txt").write_bytes(b"")
    (inbox / "link.txt").symlink_to(inbox / "nowhere")
    done = run(
        "read", "camp", inbox, "--published", "2015-08-18", code=1
    )  # one is refused, and stops none of the others
    for line in (
        "Left out: .DS_Store, a hidden file",
        "Left out: ~$stock.xlsx, a hidden file",
        "Left out: link.txt, a link to nothing",
        "Files: read 6, new 5, changed 0, same 0, refused 1.",
        "Claims: read 30, new 29, changed 0, same 0, refused 1.",
        "to be typed in: 1; holdfast type camp",
        "29 claims wait for: holdfast review camp",
    ):
        assert f"\n{line}\n" in done.output
    assert "HF-I002" in done.output
    found = json.loads(run("read", "camp", inbox, "--published", "2015-08-18", "--json", code=1).stdout)
    assert found["account"]["files"] == {"read": 6, "new": 0, "changed": 0, "same": 5, "refused": 1}
    assert found["account"]["claims"] == {"read": 30, "new": 0, "changed": 0, "same": 29, "refused": 1}
    assert {left["file"] for left in found["left_out"]} == {".DS_Store", "~$stock.xlsx", "link.txt"}
    assert {file["file"] for file in found["files"]} == {*FILES, "note.txt", "empty.txt"}


def test_reading_again_changes_nothing(camp: Path, inbox: Path) -> None:
    before = [c.id for c in claims(open_ledger(camp), review=ALL)]
    done = run("read", inbox, "--workspace", camp, "--published", "2015-08-18")
    assert "\nFiles: read 4, new 0, changed 0, same 4, refused 0.\n" in done.output
    assert "to be typed in" not in done.output.rsplit("Files:", maxsplit=1)[1], "its words were typed in"
    assert [c.id for c in claims(open_ledger(camp), review=ALL)] == before


def test_every_message_stands_in_the_account_and_copies_count_once(camp: Path, inbox: Path) -> None:
    found = json.loads(run("read", inbox / "whatsapp.txt", "--workspace", camp, "--json").stdout)
    text, messages = found["source"]["text"], found["messages"]
    assert Counter(m["status"] for m in messages) == {"read": 12, "same": 2, "unread": 2, "deleted": 1, "system": 2}
    lines = (inbox / "whatsapp.txt").read_text(encoding="utf-8").splitlines()
    assert len(messages) == sum(line[:2].isdigit() and line[2] == "/" for line in lines) == 19
    assert all(text[m["start"] : m["end"]].strip() for m in messages if m["status"] == "read")
    for twice in ("Salam. Tank1 41cm", "Fuel for fewer than four days"):
        assert text.count(twice) == 2
    assert len(of(camp, "whatsapp.txt", item="tank1")) == 1
    assert len(of(camp, "whatsapp.txt", claim_type="denial", item="water trucks")) == 1
    assert len([c for c in of(camp, "whatsapp.txt", claim_type="stock") if c.claimant == "committee"]) == 1


def test_nothing_is_accepted_by_itself(camp: Path) -> None:
    everything = claims(open_ledger(camp), review=ALL)
    assert len(everything) == 30
    assert {c.review for c in everything} == {"pending"}
    assert "Nothing is known yet" in run("status", camp).output


def test_the_traps(camp: Path) -> None:
    need = one(camp, "whatsapp.txt", claim_type="need")
    assert (need.statement.item, need.statement.si_low) == ("flour", 20_000.0), "a need, and no stock"
    flour = of(camp, "whatsapp.txt", item="flour", claim_type="stock")
    assert [(c.statement.value_low, c.statement.unit) for c in flour] == [(40.0, "bag")]
    promise = one(camp, "whatsapp.txt", claim_type="commitment")
    assert (promise.statement.value_low, promise.statement.time_start) == (3.0, "2015-08-19")
    came = of(camp, "whatsapp.txt", claim_type="delivery")
    assert [(c.statement.item, c.statement.polarity) for c in came] == [("کامیون آرد", "negated")], (
        "neither the promise nor the hypothesis is a delivery, and the truck at the gate did not come in"
    )

    days = of(camp, "whatsapp.txt", item="fuel", claim_type="stock")
    assert [(c.claimant, c.statement.value_low, c.statement.value_high, c.statement.unit) for c in days] == [
        ("committee", None, 4.0, "d")
    ]
    everybody = one(camp, "whatsapp.txt", claim_type="population").statement
    assert everybody.value_low == 2140.0
    assert "staff included" in (everybody.modality or "")
    heat = [one(camp, name, claim_type="temperature").statement for name in ("whatsapp.txt", "news.html")]
    assert [(round(h.si_low or 0, 1), h.si_unit, h.unit) for h in heat] == [(48.9, "degC", "degF")] * 2
    assert one(camp, "whatsapp.txt", item="الطحين").statement.si_low == 96.0, "days of supply"


@pytest.mark.parametrize(("name", "who"), [("whatsapp.txt", "ministry"), ("news.html", "spokesman of the ministry")])
def test_what_a_party_denies_is_its_claim_and_no_fact(camp: Path, name: str, who: str) -> None:
    denied = one(camp, name, polarity="negated", claim_type="outage")
    assert (denied.claimant, denied.statement.claim_type) == (who, "outage")
    run("review", camp, "--accept", denied.id, "--by", "coordinator")
    hour = " at 09:01" if name == "whatsapp.txt" else ""
    assert f"no outage of fuel, said on 18 August 2015{hour}; reportedly, {who} (C3)" in run("status", camp).output


def test_today_in_a_forwarded_message_is_left_open_and_said(camp: Path, inbox: Path) -> None:
    done = run("read", inbox / "whatsapp.txt", "--workspace", camp)
    assert 'is forwarded: when its "today" was is not known' in done.output
    water = one(camp, "whatsapp.txt", claim_type="outage", item="water")
    assert (water.statement.time_text, water.statement.time_start, water.occurred_start) == ("today", None, None)
    assert water.claimant.startswith("forwarded by ")


def test_what_stands_at_the_gate_is_no_stock(camp: Path) -> None:
    said = [c.statement for c in of(camp, "whatsapp.txt") if "کامیون" in (c.statement.item or "")]
    assert [(s.claim_type, s.polarity) for s in said] == [("delivery", "negated")]


@pytest.mark.parametrize(
    ("text", "stocks"),
    [
        ("یک کامیون آرد در دروازه است و اجازه ورود ندارد.", 0),
        ("۲۰ تن آرد در دروازه است.", 0),
        ("هناك شاحنتان طحين عند البوابة.", 0),
        ("A truck of flour is at the gate.", 0),
        ("پنج کامیون آرد در انبار است.", 1),
        ("۲۰ تن آرد داریم.", 1),
    ],
)
def test_the_gate_and_the_store_are_told_apart(tmp_path: Path, text: str, stocks: int) -> None:
    file = tmp_path / "note.txt"
    file.write_text(text, encoding="utf-8")
    said = json.loads(run("read", file, "--published", "2015-08-18", "--json").stdout)["claims"]
    assert sum(c["claim_type"] == "stock" for c in said) == stocks


def test_the_letter_in_two_calendars(camp: Path) -> None:
    septic, part = sorted(of(camp, "letter.pdf.typed.txt"), key=lambda c: -(c.statement.value_low or 0))
    assert [(c.statement.claim_type, c.statement.value_low, c.statement.time_start) for c in (septic, part)] == [
        ("denial", 2.0, "2015-08-16"),
        ("denial", 1.0, "2015-08-16"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "If they let in 20 MT we can bake for everybody.",
        "Oh great, 20 MT of flour arrived, in our dreams.",
        "Yeah right, 9,000 litres of diesel remain.",
        "Diesel will arrive when pigs fly.",
        "We have 9,000 litres of diesel. Ha ha.",
        "20 tonnes of flour were delivered \U0001f602",
    ],
)
def test_sarcasm_and_hypotheses_are_not_affirmed(tmp_path: Path, text: str) -> None:
    file = tmp_path / "note.txt"
    file.write_text(text, encoding="utf-8")
    said = json.loads(run("read", file, "--published", "2015-08-18", "--json").stdout)["claims"]
    assert {c["polarity"] for c in said} <= {"hypothetical"}


def test_a_plain_sentence_and_a_smile_stay_in_earnest(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("We have 9,000 litres of diesel :)\nThe HAHA bakery has 40 bags of flour.", encoding="utf-8")
    said = json.loads(run("read", file, "--published", "2015-08-18", "--json").stdout)["claims"]
    assert [c["polarity"] for c in said] == ["affirmed"] * len(said) != []


def test_the_diesel_figures_stand_side_by_side_in_three_languages(camp: Path) -> None:
    shown = run("review", camp, "--list").output
    news = one(camp, "news.html", claim_type="stock", item="diesel")
    block = shown.split(news.id)[1].split("\n01")[0]
    assert "against (waiting): stock of گازوئیل (fuel) : 5,100 L" in block
    assert "against (waiting): stock of diesel (fuel) : 12.5 drums = 2,500 L" in block
    run("review", camp, "--accept-all", "--by", "coordinator")
    said = run("status", camp).output.split("Contradictions, side by side")[1]
    for words in ("12,500 L", "5,100 L", "2,500 L", "sender 5 of 6ef9", "camp committee"):
        assert words in said


def test_the_status_is_one_page_in_plain_words(camp: Path) -> None:
    run("review", camp, "--accept-all", "--by", "coordinator")
    asked = one(camp, "whatsapp.txt", item="tank1")
    told = run("status", camp).output
    lines = told.splitlines()
    assert lines[0] == "camp, as known on 20 August 2015 at 07:15 (UTC)"
    assert len(lines) <= 40
    for words in ("47 h old", "that day has passed: was it kept?", "in the camp: 2,140 people", "1 more of it"):
        assert words in told
    assert "affirmed" not in told
    assert "negated" not in told
    found = json.loads(run("status", camp, "--json").stdout)
    assert (found["waiting"], found["to_type"], len(found["contradictions"])) == (0, 0, 2)
    assert asked.id in {known["claim"]["id"] for known in found["known"]}


def test_the_status_says_what_waits(camp: Path, inbox: Path) -> None:
    tank = one(camp, "whatsapp.txt", item="tank1")
    run("review", camp, "--ask", tank.id, "--by", "coordinator", "--reason", "Please measure tank 2.")
    picture = inbox / "photo.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 40)
    run("read", picture, "--workspace", camp)
    told = run("status", camp).output
    assert "30 claims wait for review, 1 of them for an answer; 3 contradict another claim: `holdfast review`." in told
    assert "1 document waits for a person to type in: `holdfast type`." in told
    assert "photo.png" not in told, "the name of a file can show who sent it"
    asked = run("review", camp, "--questions").output
    assert asked.startswith('To sender 1 of 6ef9:\n- "Tank1 41cm tank2 empty.": Please measure tank 2.')


@pytest.mark.parametrize("what", ["workspace", "empty", "hidden", "shut"])
def test_a_folder_that_holds_no_messages_is_refused(
    camp: Path, tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = camp if what == "workspace" else tmp_path / what
    folder.mkdir(exist_ok=True)
    if what == "hidden":
        (folder / ".secret.txt").write_text("x", encoding="utf-8")
    if what == "shut":
        folder.chmod(0)
        if os.geteuid() == 0:  # nothing is shut to the administrator: say what the system says to others
            looked = os.scandir

            def shut(path: str = ".") -> object:
                if str(path) == str(folder):
                    raise PermissionError(13, "Permission denied", path)
                return looked(path)

            monkeypatch.setattr(os, "scandir", shut)
    before = len(documents(open_ledger(camp)))
    try:
        with pytest.raises(InputError, match="HF-W031"):
            CliRunner().invoke(build_app(), ["read", str(folder), "--workspace", str(camp)], catch_exceptions=False)
    finally:
        folder.chmod(0o755)
    assert len(documents(open_ledger(camp))) == before
