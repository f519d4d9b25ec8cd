"""What enters the estimate without a reviewer: claims of sources a person has set, and nothing else, by any way in."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from helpers_submissions import kobo_row
from holdfast.cli.main import build_app
from holdfast.ledger import claims, export, history, merge, open_ledger
from holdfast.sites import load_site, write_template
from holdfast.workspace import (
    chat_options,
    judge,
    open_site_ledger,
    read_into,
    take_sms,
    take_submissions,
    type_in,
    waiting,
)
from holdfast.workspace.accepting import REVIEWER
from holdfast.workspace.standing_claims import standing_claims
from tables_built import STOK, write_csv, write_xlsx

if TYPE_CHECKING:
    from pathlib import Path

    from holdfast.ledger import Claim, Ledger
    from holdfast.workspace import ReadInto

SOURCE = "WFP logistics"
DAY = date(2015, 8, 18)
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 50


def clock() -> datetime:
    return datetime(2015, 8, 18, 12, tzinfo=UTC)


@pytest.fixture
def camp(tmp_path: Path) -> Path:
    write_template("trailer-camp", tmp_path / "camp", "camp")
    return tmp_path / "camp"


@pytest.fixture
def trusting(camp: Path) -> Path:
    (camp / "settings.toml").write_text(
        f'[accept]\nsources = ["{SOURCE}", "sender 1", "sender 1 of 0000"]\n', encoding="utf-8"
    )
    return camp


def ledger_of(folder: Path) -> Ledger:
    return open_site_ledger(folder, load_site(folder / "site.toml"), clock=clock)


def counting(folder: Path) -> tuple[Claim, ...]:
    return standing_claims(ledger_of(folder))


def read(folder: Path, text: str, *, name: str = "note.txt", **options: object) -> ReadInto:
    file = folder.parent / name
    file.write_text(text, encoding="utf-8")
    options.setdefault("handed_by", SOURCE)
    return read_into(folder, file, published=DAY, clock=clock, **options)  # type: ignore[arg-type]


def chat(folder: Path, *messages: str, sender: str = "+964 770 000 0141", role: str = SOURCE) -> ReadInto:
    lines = [f"18/08/2015, 08:{30 + 3 * n} - {sender}: {words}" for n, words in enumerate(messages)]
    return read(folder, "\n".join(lines), name="chat.txt", chat=chat_options([f"{sender}={role}"] if role else []))


LETTER = f"By {SOURCE}\n\nThere are 40 bags of flour in the store. Two trucks were refused on Monday.\n"


def test_a_document_of_a_source_set_to_accept_counts_on_entry(trusting: Path) -> None:
    done = read(trusting, LETTER)
    assert [c.claimant for c in done.claims] == [SOURCE, SOURCE]
    assert {c.reviewer for c in done.accepted} == {REVIEWER}
    assert REVIEWER == "settings.toml: source set to accept"
    assert len(counting(trusting)) == len(done.accepted) == 2
    assert done.claims == done.accepted, "claims are given back as they now stand"
    assert done.waiting == 0
    assert waiting(trusting, clock=clock) == ()
    steps = [(s.event, s.who) for s in history(ledger_of(trusting), done.claims[0].id)]
    assert ("accepted", REVIEWER) in steps
    again = read(trusting, LETTER)
    assert (again.known_before, again.accepted) == (True, ())


@pytest.mark.parametrize("handed_by", [None, "clerk"])
def test_a_typed_line_of_authorship_is_no_evidence(trusting: Path, handed_by: str | None) -> None:
    done = read(trusting, LETTER, handed_by=handed_by)
    assert [c.claimant for c in done.claims] == [SOURCE, SOURCE]
    assert (done.accepted, done.waiting, counting(trusting)) == ((), 2, ())


def test_who_handed_it_over_makes_the_claims_of_a_text_that_names_nobody(trusting: Path) -> None:
    text = "There are 40 bags of flour in the store. The ministry said that there is no diesel."
    done = read(trusting, text)
    assert [c.claimant for c in done.claims] == [SOURCE, "ministry"]
    assert [c.statement.item for c in done.accepted] == ["flour"]
    other = read(trusting, text.replace("40", "50"), name="other.txt", handed_by="camp committee")
    assert [c.claimant for c in other.claims] == ["camp committee", "ministry"]
    assert other.accepted == ()


def test_a_chat_and_a_table_do_not_become_those_of_who_handed_them_over(trusting: Path) -> None:
    assert chat(trusting, "40 bags of flour remain.", role="").accepted == ()
    done = read_into(
        trusting, write_xlsx(trusting.parent / "t.xlsx", STOK), published=DAY, clock=clock, handed_by=SOURCE
    )
    assert done.claims
    assert done.accepted == ()


@pytest.mark.parametrize(("role", "counted"), [(SOURCE, 1), ("clerk", 0)])
def test_a_mail_counts_by_the_role_of_its_sender(trusting: Path, role: str, counted: int) -> None:
    mail = "MIME-Version: 1.0\nMessage-ID: <1@example.org>\nFrom: desk@example.org\nTo: camp@example.org\nSubject: flour\nDate: Tue, 18 Aug 2015 08:00:00 +0000\n\n40 bags of flour remain in the store.\n"
    done = read(trusting, mail, name="m.eml", handed_by=None, chat=chat_options([f"desk@example.org={role}"]))
    assert [c.claimant for c in done.claims] == [role]
    assert len(done.accepted) == counted


def test_case_spaces_and_an_article_do_not_matter(trusting: Path) -> None:
    assert len(read(trusting, LETTER.replace(SOURCE, "The wfp  Logistics")).accepted) == 2


def test_a_mapped_sender_counts_and_others_of_the_chat_wait(trusting: Path) -> None:
    done = chat(trusting, "40 bags of flour remain.", "Fuel for four days remains, according to the committee.")
    assert [c.statement.item for c in done.accepted] == ["flour"]
    assert [w.claim.claimant for w in waiting(trusting, clock=clock)] == ["committee"]


def test_a_sender_without_a_role_is_no_source(trusting: Path) -> None:
    done = chat(trusting, "40 bags of flour remain.", role="")
    assert [c.claimant.split(" of ")[0] for c in done.claims] == ["sender 1"], "and of which chat"
    assert done.accepted == ()


@pytest.mark.parametrize(
    ("text", "handed_by"),
    [
        (f"{SOURCE} said that 40 bags of flour remain.", "clerk"),  # somebody else's text
        (f'By A. Writer\n\n"40 bags of flour remain", {SOURCE} said.', SOURCE),
        (f"By {SOURCE}\n\nThe ministry said that 40 bags of flour remain.", SOURCE),
        (f"By {SOURCE} East\n\n40 bags of flour remain.", SOURCE),
    ],
)
def test_speaker_and_document_must_both_be_the_source(trusting: Path, text: str, handed_by: str) -> None:
    done = read(trusting, text, handed_by=handed_by)
    assert done.claims
    assert done.accepted == ()
    assert counting(trusting) == ()


def test_a_forwarded_message_waits(trusting: Path) -> None:
    done = chat(trusting, "*Forwarded*\n40 bags of flour remain in the store.")
    assert done.claims
    assert done.accepted == ()


def test_what_an_accepted_claim_contradicts_waits(trusting: Path) -> None:
    first = read(trusting, "The diesel tank holds 12,500 litres of diesel today.", name="first.txt")
    judge(trusting, [first.claims[0].id], "accepted", reviewer="coordinator", clock=clock)
    done = read(
        trusting, f"By {SOURCE}\n\nThe diesel tank holds 2,000 litres of diesel today. 40 bags of flour remain."
    )
    assert [c.statement.item for c in done.accepted] == ["flour"]
    (left,) = waiting(trusting, clock=clock)
    assert [c.id for c in left.against] == [first.claims[0].id]


def test_a_source_that_contradicts_itself_waits(trusting: Path) -> None:
    done = read(
        trusting,
        f"By {SOURCE}\n\nThe tank holds 12,500 litres of diesel today. The tank holds 2,000 litres of diesel today.",
    )
    assert len(done.claims) == 2
    assert done.accepted == ()


def test_words_from_a_scan_wait_whoever_wrote_them(trusting: Path) -> None:
    picture = trusting.parent / "photo.png"
    picture.write_bytes(PICTURE)
    assert read_into(trusting, picture, clock=clock).accepted == ()
    typed = type_in(trusting, "photo.png", LETTER, by=SOURCE, published=DAY, clock=clock)
    assert len(typed.read.claims) == 2
    assert counting(trusting) == ()


def test_a_guessed_character_set_waits(trusting: Path) -> None:
    file = trusting.parent / "old.txt"
    file.write_bytes((LETTER + "Ammán – Genève: caf\xe9 ferm\xe9.\n").encode("cp1252"))
    done = read_into(trusting, file, published=DAY, clock=clock)
    assert "encoding-guessed" in {w.code for w in done.reading.warnings}
    assert done.claims
    assert done.accepted == ()


def test_severe_claims_and_those_of_a_model_wait(trusting: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from holdfast.ledger import draft_claim
    from holdfast.workspace import reading

    for given in ({"disclosure_class": "SEVERE"}, {"method": "model"}):
        monkeypatch.setattr(reading, "draft_claim", lambda *a, _given=given, **k: draft_claim(*a, **{**k, **_given}))
        done = read(trusting, LETTER + f"# {given}\n", name=f"{next(iter(given))}.txt")
        assert len(done.claims) == 2
        assert done.accepted == ()
    assert counting(trusting) == ()


def test_the_command_says_how_many_were_accepted(trusting: Path) -> None:
    (trusting.parent / "letter.txt").write_text(
        LETTER + "The ministry said that there is no diesel.\n", encoding="utf-8"
    )
    words = ["read", str(trusting.parent / "letter.txt"), "--workspace", str(trusting), "--published", "2015-08-18"]
    words += ["--from", SOURCE]
    done = CliRunner().invoke(build_app(), words)
    assert "\n2 accepted by settings\n1 claims wait for: holdfast review" in done.output
    (trusting.parent / "b.txt").write_text(LETTER.replace("40", "900").replace("Monday", "Sunday"), encoding="utf-8")
    words[1] = str(trusting.parent / "b.txt")
    found = json.loads(CliRunner().invoke(build_app(), [*words, "--json"]).stdout)
    assert len(found["accepted_by_settings"]) == 1, "900 bags contradict the 40 that count already, and wait"
    assert found["account"] == {"read": 2, "new": 2, "changed": 0, "same": 0, "refused": 0}


# Every way in, without settings and with settings that name somebody else: nothing counts before a person has judged it.


def way_read(folder: Path) -> None:
    read(folder, LETTER, handed_by=None)


def way_read_from(folder: Path) -> None:
    read(folder, "40 bags of flour remain.", handed_by="clerk")


def way_chat(folder: Path) -> None:
    chat(folder, "40 bags of flour remain.")


def way_table(folder: Path) -> None:
    read_into(folder, write_xlsx(folder.parent / "stock.xlsx", STOK, title="Stok"), published=DAY, clock=clock)


def way_table_with_sources(folder: Path) -> None:
    rows = [["Item", "Qty", "Unit", "Source"], ["diesel", 3, "drum", "ministry"], ["rice", 4, "bag", "ministry"]]
    read_into(folder, write_csv(folder.parent / "t.csv", rows), published=DAY, clock=clock)


def way_sms(folder: Path) -> None:
    take_sms(folder, "HF DIESEL 1200 L MEAS", by="log keeper", clock=clock)


def way_type(folder: Path) -> None:
    (folder.parent / "photo.png").write_bytes(PICTURE)
    read_into(folder, folder.parent / "photo.png", clock=clock)
    type_in(folder, "photo.png", LETTER, by="clerk", published=DAY, clock=clock)


def way_forms(folder: Path) -> None:
    file = folder.parent / "rows.json"
    row = kobo_row()
    file.write_text(json.dumps([row]), encoding="utf-8")
    take_submissions(folder, file, clock=clock)


def way_merge(folder: Path) -> None:
    other = folder.parent / "other" / "camp"
    write_template("trailer-camp", other, "camp")
    read(other, LETTER, name="elsewhere.txt")
    (folder / "holdfast.db").unlink(missing_ok=True)
    here = open_ledger(folder, create=True, site="camp", zone="UTC", device="office", clock=clock)
    export(ledger_of(other), folder.parent / "other.hfl")
    merge(here, folder.parent / "other.hfl")


WAYS = (way_read, way_read_from, way_chat, way_table, way_table_with_sources, way_sms, way_type, way_forms, way_merge)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize(
    "settings", [None, '[accept]\nsources = ["author of the text", "health cluster", "log keeper"]\n']
)
def test_nothing_else_counts_before_a_person_has_judged_it(camp: Path, way, settings: str | None) -> None:
    if settings:
        (camp / "settings.toml").write_text(settings, encoding="utf-8")
    way(camp)
    ledger = open_ledger(camp, clock=clock)
    assert claims(ledger, review=("pending",)), "the way brought claims"
    assert claims(ledger, review=("accepted", "edited")) == ()
    assert standing_claims(ledger) == ()


def test_an_empty_list_accepts_nothing(camp: Path) -> None:
    (camp / "settings.toml").write_text("[accept]\nsources = []\n", encoding="utf-8")
    assert read(camp, LETTER).accepted == ()
