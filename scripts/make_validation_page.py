"""Write docs/validation.md: every row of three validation tables, with the test that holds it or the reason for none.

No argument. A test holds the page in step with the lists and the tests it is made from.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "validation.md"
LISTS = ROOT / "tests" / "truth"
MAP = "test_validation_map.py"  # checks the lists, and so proves no row
IN_PART = "in part: "
NOT_COMPUTED = "not computed"
HEAD = """# Published tests

Made by `scripts/make_validation_page.py` from `tests/truth`.

What is computed is held to figures that others published, to closed forms, and to runs of other libraries. Each row is a
test, a known miss with its size (the test then lets exactly that much pass), not tested, with the reason, or not computed,
where this software has no such calculator. Nothing was tuned to a row. Where the specification calibrated a parameter on
the figures of a row the row says in-sample: it shows that the equation is as specified and proves nothing more.

"""
SECTIONS = {
    "physics": """## Physics of the engine

X is the worked camp, E electricity, W water, S sewage, M weather, H shelters, P people, C cold chain and food.

""",
    "health": """## People

E, P and M are the energy of adults, G the Gaza projections, N children, X rates and uncertainty, H heat, W water, Q and K
infection, D the chronically ill, U cut-offs. A row marked evidence is no figure to meet: the test holds the statement
that is drawn from it.

""",
    "norms": """## Worked examples of norms

Arithmetic that agencies published, slips in print among it.

""",
}


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of one list in tests/truth."""
    with (LISTS / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def files_naming(ids: list[str], *, below: str) -> dict[str, list[str]]:
    """Return the test files that name each id, the whole id and no longer one, in order of their paths.

    Only files ``below`` a folder count.
    """
    files = sorted(path for path in (ROOT / below).rglob("*.py") if path.name != MAP)
    # A full stop belongs to an id only where a digit follows: W-T110-0.946 is no test of W-T110-0.
    words = {path: set(re.findall(r"[\w-]+(?:\.\d+)*", path.read_text(encoding="utf-8"))) for path in files}
    return {row: [path.relative_to(ROOT).as_posix() for path in files if row in words[path]] for row in ids}


def naming() -> dict[str, list[str]]:
    """Return the test files of every row: of the physics table all tests count, of the others those in tests/truth.

    Ids of the other tables are short (W001 is an input of the intake's tests too), and so a name elsewhere says little.
    """
    found: dict[str, list[str]] = {}
    for table in SECTIONS:
        ids = [row["id"] for row in read("validation_rows.csv") if row["table"] == table]
        found |= files_naming(ids, below="tests" if table == "physics" else "tests/truth")
    return found


def statuses() -> list[tuple[str, str, str, str]]:
    """Return table, id, what it is, and its status for every row."""
    named = naming()
    misses = {row["id"]: row for row in read("known_misses.csv")}
    reasons = {row["id"]: row["reason"] for row in read("untested_rows.csv")}
    made = []
    for row in read("validation_rows.csv"):
        name = row["id"]
        truth = [path for path in named[name] if path.startswith("tests/truth/")]
        where = f"`{(truth or named[name])[0]}`" if named[name] else ""  # one is enough to find it
        reason = reasons.get(name, "")
        if reason.startswith(NOT_COMPUTED):
            status = reason
        elif reason and not reason.startswith(IN_PART):
            status = f"not tested: {reason}"
        elif name in misses:
            status = f"known miss: {misses[name]['size']}; {misses[name]['why']}. {where}"
        elif where:
            status = f"test: {where}" + (f"; {reason}" if reason else "")
        else:
            status = "MISSING"
        made.append((row["table"], name, row["what"], status))
    return made


def page() -> str:
    """Return the page."""
    rows = statuses()
    return HEAD + "\n".join(_section(table, [row[1:] for row in rows if row[0] == table]) for table in SECTIONS)


def _section(table: str, rows: list[tuple[str, str, str]]) -> str:
    counts = {
        start: sum(status.startswith(start) for _, _, status in rows)
        for start in ("test:", "known miss:", "not tested:", NOT_COMPUTED)
    }
    tested, missed, untested, absent = counts.values()
    lines = [
        f"{len(rows)} rows: {tested} tests, {missed} known misses, {untested} not tested, {absent} not computed.",
        "",
        "| id | what | status |",
        "|---|---|---|",
    ]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return SECTIONS[table] + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
