"""Write docs/validation.md: every row of the validation table, with the test that holds it or the reason there is none.

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
HEAD = """# Published tests

Made by `scripts/make_validation_page.py` from `tests/truth`.

The physics of the engine is held to figures that others published, to closed forms, and to runs of other libraries. Each
row is a test, a known miss with its size (the test then lets exactly that much pass), or not tested, with the reason.
Nothing was tuned to a row. X is the worked camp, E electricity, W water, S sewage, M weather, H shelters, P people, C cold
chain and food.

"""


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of one list in tests/truth."""
    with (LISTS / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def tests_naming(ids: list[str]) -> dict[str, list[str]]:
    """Return the test files that name each id, the whole id and no longer one, in order of their paths."""
    files = sorted(path for path in (ROOT / "tests").rglob("*.py") if path.name != MAP)
    words = {path: set(re.findall(r"[\w-]+", path.read_text(encoding="utf-8"))) for path in files}
    return {row: [path.relative_to(ROOT).as_posix() for path in files if row in words[path]] for row in ids}


def statuses() -> list[tuple[str, str, str]]:
    """Return id, what it is, and its status for every row."""
    rows = read("validation_rows.csv")
    named = tests_naming([row["id"] for row in rows])
    misses = {row["id"]: row for row in read("known_misses.csv")}
    reasons = {row["id"]: row["reason"] for row in read("untested_rows.csv")}
    made = []
    for row in rows:
        name = row["id"]
        truth = [path for path in named[name] if path.startswith("tests/truth/")]
        where = f"`{(truth or named[name])[0]}`" if named[name] else ""  # one is enough to find it
        reason = reasons.get(name, "")
        if reason and not reason.startswith(IN_PART):
            status = f"not tested: {reason}"
        elif name in misses:
            status = f"known miss: {misses[name]['size']}; {misses[name]['why']}. {where}"
        elif where:
            status = f"test: {where}" + (f"; {reason}" if reason else "")
        else:
            status = "MISSING"
        made.append((name, row["what"], status))
    return made


def page() -> str:
    """Return the page."""
    rows = statuses()
    tested = sum(status.startswith("test") for _, _, status in rows)
    missed = sum(status.startswith("known miss") for _, _, status in rows)
    untested = sum(status.startswith("not tested") for _, _, status in rows)
    lines = [f"{len(rows)} rows: {tested} tests, {missed} known misses, {untested} not tested.", ""]
    lines += ["| id | what | status |", "|---|---|---|"]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
