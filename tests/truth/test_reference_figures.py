"""Every figure is where it was in the tables it came from: against those tables where they are, and by digest here."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from pathlib import Path

import pytest

from holdfast.reference import Row, row, table
from holdfast.reference.lookup import refused

# sha256 over the lines "id|value|low|high|unit", all as the source tables state them, in table order.
DIGESTS = {
    "norms": "fed71f6cb5381bc53e338211d6f892e5695902367d488e35048ea3a36be4ccfa",
    "commodities": "6dc8862cf40244d682fa7e7dcb5fcee404fef48fc15ef1aab882f15b367a8c26",
    "demography": "e01d7c9f3eaf4646e378a06f64025428538a57f1d97e76e44c9420d1e8c9d331",
    "law": "f79bdb3dacdec1586b25807b37c30aa9ed9c75d27746bcbd3f2726d4773dcc09",
    "physics": "1565e0c78dffb7b6fb4ddaab0f6950535b0e3ba906edc6868a48fcfb0363f2fd",
    "health": "c8ff717b462b8ef1e8ac207849c22d86239c40b6a59705f461fbf5425755ccbe",
}

FILES = {
    "norms": "science/norms/norms.csv",
    "commodities": "science/norms/commodities.csv",
    "demography": "science/norms/demography.csv",
    "law": "science/norms/law.csv",
    "physics": "science/physics/parameters.csv",
    "health": "science/health/parameters.csv",
}
STATUS = {
    "read-in-source-or-copy": "read",
    "read-in-secondary": "read-in-secondary",
    "memory-to-be-verified": "memory",
    "second-hand": "read-in-secondary",
    "own-run": "measured",
    "judgement": "assumption",
}


def line(found: Row) -> str:
    low, high = (found.fields["low"], found.fields["high"]) if found.table in {"physics", "health"} else ("", "")
    if found.kind == "vector":
        low, high = ("/".join(part.split("; ")) if found.id.startswith("health:req") else "" for part in (low, high))
    if found.kind == "interval":
        low = high = ""
    return "|".join((found.id, found.fields["stated"], low, high, found.fields["stated_unit"]))


def digest(lines: list[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@pytest.mark.parametrize("name", list(FILES))
def test_no_figure_has_moved(name: str) -> None:
    assert digest([line(found) for found in table(name)]) == DIGESTS[name]


def test_typed_figures_agree_with_what_is_stated() -> None:
    for name in FILES:
        for found in table(name):
            check_figures(found)


def check_figures(found: Row) -> None:
    stated = found.fields["stated"]
    if found.kind == "number":
        assert float(found.fields["value"]) == leading_number(stated), found.id
    check_digits(found, stated)


def originals(folder: Path, name: str) -> dict[str, dict[str, str]]:
    with (folder / FILES[name]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if name not in {"physics", "health"}:
        return {cells["id"]: cells for cells in rows}
    repeated = Counter(cells["symbol"] for cells in rows)
    seen: Counter[str] = Counter()
    numbered = {}
    for cells in rows:
        symbol = cells["symbol"]
        seen[symbol] += 1
        numbered[f"{name}:{symbol}" + (f"#{seen[symbol]}" if repeated[symbol] > 1 else "")] = cells
    return numbered


@pytest.mark.shelf
@pytest.mark.parametrize("name", list(FILES))
def test_every_row_of_the_source_tables_is_here_with_its_figures(name: str, shelf: Path) -> None:
    source = originals(shelf, name)
    ours = {found.id: found for found in table(name)}
    gone = set(source) - set(ours)
    assert gone == {row_id for row_id, cells in refused().items() if cells["table"] == name}
    assert list(ours) == [row_id for row_id in source if row_id not in gone]
    for row_id, cells in source.items():
        if row_id in gone:
            assert refused()[row_id]["stated"] == cells["value"]
            continue
        check_row(ours[row_id], cells)


def check_row(found: Row, cells: dict[str, str]) -> None:
    stated = cells["obligation_in_own_words"] if found.table == "law" else cells["value"]
    assert found.fields["stated"] == stated, found.id
    assert found.fields["stated_unit"] == cells.get("unit", ""), found.id
    if found.table in {"physics", "health"} and found.kind == "number":
        assert (found.fields["low"], found.fields["high"]) == (cells["low"], cells["high"]), found.id
        assert found.fields["distribution_as_stated"] == cells["distribution"], found.id
    if "url" in cells and cells["url"].startswith("http"):
        assert found.address == cells["url"], found.id
    check_figures(found)
    assert found.status == expected_status(found, cells), found.id


def leading_number(text: str) -> float:
    digits = text.lstrip("+~<>= ").split()[0].split(":")[0].rstrip(",")
    if text.startswith("about"):
        digits = text.split()[1]
    return float(digits)


def check_digits(found: Row, stated: str) -> None:
    """Every number of a typed vector or interval stands in the stated text."""
    if found.kind not in {"vector", "interval"}:
        return
    plain = stated.replace(",", "").replace("+", "")
    for part in (found.value, found.low, found.high):
        for number in part if isinstance(part, tuple) else (part,):
            if isinstance(number, float) and not found.id.startswith("health:req"):
                texts = {f"{number:g}", f"{number:.1f}", f"{number:.2f}", repr(number), f"{number:.10f}".rstrip("0")}
                assert any(text in plain for text in texts), (found.id, number, stated)


def expected_status(found: Row, cells: dict[str, str]) -> str:
    told = cells.get("basis") or cells["verified"]
    if told in {"yes", "no"}:
        told = "read" if told == "yes" else "memory"
    status = STATUS.get(told, told)
    # Our own reading of what the table says beside the word: worked out, or a property of a ready food.
    reread = {f"C{number}": "derived" for number in (239, 263, 269, 291, 296, 305, 313)}
    reread |= {f"C{number}": "assumption" for number in range(256, 263)}
    return reread.get(found.id, status)


@pytest.mark.parametrize(
    ("row_id", "value", "low", "high", "unit"),
    [
        ("N004", None, 7.5, 15.0, "L/person/day"),
        ("N005", 15.0, None, None, "L/person/day"),
        ("N289", 1.18, None, None, "kg/person/day"),
        ("C061", 885.0, None, None, "kcal/100 g"),
        ("D017", 2.45, None, None, "%"),
        ("physics:F0_100", 0.0355, 0.0248, 0.0532, "L/h/kW"),
        ("physics:leak", 0.15, 0.05, 0.35, "-"),
        ("physics:COP_R22", 2.78, None, None, "-"),
        ("physics:t_ilr", 20.0, 20.0, 120.0, "h"),
        ("health:OR_heat#1", 6.44, 4.5, 9.2, "-"),
        ("health:rho_F", 9440.7, 9440.7, 9440.7, "kcal/kg"),
    ],
)
def test_figures_that_others_build_on(
    row_id: str, value: float | None, low: float | None, high: float | None, unit: str
) -> None:
    found = row(row_id)
    assert (found.value, found.low, found.high, found.unit) == (value, low, high, unit)
