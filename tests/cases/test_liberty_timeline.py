"""The Liberty timeline is imported by what its rows mean; its claimants and its conflicts stay visible.

The labels in ``liberty/timeline_meaning.csv`` were written from the rows before the import was built.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from holdfast.intake import read_file
from holdfast.intake.records import Reading
from holdfast.ledger import Claim, Statement, disagreements

ROOT = Path(__file__).parents[2]
SHELF = ROOT.parent / "shared" / "cases" / "liberty" / "timeline.csv"
MEANT = list(
    csv.DictReader((Path(__file__).parent / "liberty/timeline_meaning.csv").read_text(encoding="utf-8").splitlines())
)
# What the sentences of a row are misread as beside what the row means; a person rejects these in review.
KNOWN_MISSES = {"L045"}

TWIN = """id,date_start,date_end,date_precision,kind,item,quantity,unit,detail_in_own_words,publisher,published_date,url,source_bias
T1,2015-06-01,2015-06-01,day,stock,fuel,34000,L/day needed,Stated daily need of diesel,Council,2015-06-02,,advocacy
T2,2015-06-01,2015-06-26,range,delivery,fuel,4,tankers in 25 days,"Four tankers let in since the start",Council,2015-06-27,,advocacy
T3,2015-06-01,2015-06-26,range,delivery,fuel,5,tankers in 25 days,"Five tankers let in since the start",Council in another language,2015-06-27,,advocacy
T4,2015-06-03,2015-06-03,day,denial,gasoline,25,days,No petrol for the vehicles,Council,2015-06-04,,advocacy
T5,2015-06-05,2015-06-05,day,other,population,30,persons left for abroad,Another 30 leave,Embassy,2015-06-06,,government
T6,2015-06-06,2015-06-06,day,overflow,sewage,1,m from first row,Sewage reaches the first row,Council,2015-06-07,,advocacy
T7,2015-06-07,2015-06-07,day,attack,casualties,3,killed,Rockets; the ministry denied any casualties,Council,2015-06-08,,advocacy
T8,2015-06-07,2015-06-07,day,other,site_standard,,,The site is said to meet the standard,Embassy,2015-06-08,,government
"""


def by_row(reading: Reading) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in reading.statements:
        line_end = reading.text.find("\n", statement.char_start or 0)
        line = reading.text[statement.char_start or 0 : None if line_end < 0 else line_end]
        found[line.split(" | ")[0]].append(statement)
    return found


def carries(amount: str, statement: Statement) -> bool:
    ends = [(statement.value_low, statement.value_high), (statement.si_low, statement.si_high)]
    for wanted in amount.split("|"):
        if wanted.startswith(">="):
            pair: tuple[float | None, float | None] = (float(wanted[2:]), None)
        elif wanted.startswith("<="):
            pair = (None, float(wanted[2:]))
        elif "-" in wanted:
            low, high = wanted.split("-")
            pair = (float(low), float(high))
        else:
            pair = (float(wanted), float(wanted))
        if pair in ends:
            return True
    return False


def test_the_twin_reads_by_meaning(tmp_path: Path) -> None:
    file = tmp_path / "twin.csv"
    file.write_text(TWIN, encoding="utf-8")
    found = by_row(read_file(file))
    first = {row: statements[0] for row, statements in found.items()}
    assert {row: s.claim_type for row, s in first.items()} == {
        "T1": "need",
        "T2": "delivery",
        "T3": "delivery",
        "T4": "denial",
        "T5": "population",
        "T6": "capacity",
        "T7": "casualty",
    }
    assert (first["T1"].value_low, first["T1"].per) == (34000, "day")
    assert first["T4"].value_low is None, "25 days are no 25 of petrol"
    assert first["T5"].item == "people who left"
    assert first["T6"].value_low is None, "a distance is no amount of sewage"
    assert {s.attribution for s in first.values()} == {"Council", "Council in another language", "Embassy"}


@pytest.mark.shelf
@pytest.mark.skipif(not SHELF.exists(), reason="the timeline is not part of the repository")
def test_the_timeline_reads_by_meaning() -> None:
    found = by_row(read_file(SHELF))
    wrong = set()
    for row in MEANT:
        types = set(row["types"].split("|"))
        statements = found.get(row["id"], [])
        right = [s for s in statements if s.claim_type in types]
        empty = "none" in types and not statements
        if not (empty or right) or (row["amount"] and right and not any(carries(row["amount"], s) for s in right)):
            wrong.add(row["id"])
    assert wrong == KNOWN_MISSES
    need = next(s for s in found["L095"] if s.claim_type == "need")
    assert need.value_low == 34000


@pytest.mark.shelf
@pytest.mark.skipif(not SHELF.exists(), reason="the timeline is not part of the repository")
def test_every_claim_of_the_timeline_has_its_claimant_and_conflicts_show() -> None:
    reading = read_file(SHELF)
    assert reading.table is not None
    publishers = {row.source for row in reading.table.rows if row.count}
    assert all(s.attribution for s in reading.statements)
    assert len(publishers) > 30
    deaths = [s for s in reading.statements if s.claim_type == "casualty" and s.time_start == "2015-10-29"]
    claims = [_claim(n, s) for n, s in enumerate(deaths)]
    assert disagreements(claims), "20, 23, 24 and 26 dead of one day stand side by side"


def _claim(number: int, statement: Statement) -> Claim:
    return Claim(
        id=f"c{number}",
        statement=statement,
        claimant=statement.attribution or "?",
        occurred_start="2015-10-29T00:00:00Z",
        occurred_end="2015-10-29T23:59:59Z",
        recorded="2015-11-01T00:00:00Z",
        received="2015-11-01T00:00:00Z",
        disclosure_class="MODERATE",
        source_grade="A1",
    )
