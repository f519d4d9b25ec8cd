"""The gold sentences in three languages and their labels are well formed: what the scores are made from must not itself be wrong."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from holdfast.ledger.records import CLAIM_TYPES, Statement

DATA = Path(__file__).parents[1] / "data/intake"
AT_LEAST = {"en": 250, "ar": 80, "fa": 80}
LABEL_FILES = sorted(p.name for p in DATA.glob("labels_*_*.csv"))
TEXTS = ("item", "service", "unit", "si_unit", "per", "actor", "addressee", "attribution")
AMOUNTS = {"low": "value_low", "high": "value_high", "si_low": "si_low", "si_high": "si_high"}
SI_UNITS = {"kg", "L", "h", "m", "degC", "kW", "kWh", "persons", "households", "fraction"}
# Factor from the stated unit; packages are not here. Arabic and Persian words beside the English ones.
FACTORS = {
    **dict.fromkeys(("MT", "tonnes", "طن", "تن", "m3", "cubic metres", "متر مكعب", "متر مکعب", "MW"), 1000.0),
    **dict.fromkeys(("L", "litres", "لتر", "لیتر", "kg", "kW", "kWh", "hours", "ساعات", "ساعت", "h"), 1.0),
    **dict.fromkeys(("days", "أيام", "روز"), 24.0),
    **dict.fromkeys(("week", "weeks"), 168.0),
    **dict.fromkeys(("%", "percent", "per cent", "بالمئة", "درصد", "cm"), 0.01),
    "grams": 0.001,
}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def known(value: str) -> str | None:
    return None if value in ("", "?") else value


@pytest.mark.parametrize("lang", AT_LEAST)
def test_sentences(lang: str) -> None:
    sentences = rows(f"gold_{lang}.csv")
    assert len(sentences) >= AT_LEAST[lang]
    assert len({s["id"] for s in sentences}) == len({s["text"] for s in sentences}) == len(sentences)
    assert len({date.fromisoformat(s["published"]) for s in sentences}) >= 5
    for s in sentences:
        assert s["lang"] == lang
        assert s["id"].startswith(f"{lang}-")
        frozen = hashlib.sha256(s["id"].encode()).digest()[0] % 3 == 0
        assert s["set"] == ("frozen" if frozen else "open"), s["id"]
    share = sum(s["set"] == "frozen" for s in sentences) / len(sentences)
    assert 0.25 <= share <= 0.42


@pytest.mark.parametrize("lang", AT_LEAST)
def test_enough_traps_and_sentences_with_nothing(lang: str) -> None:
    sentences = rows(f"gold_{lang}.csv")
    labelled = {r["id"] for r in rows(f"labels_{lang}_first.csv")}
    nothing = [s["id"] for s in sentences if s["id"] not in labelled]
    assert len(nothing) >= 0.12 * len(sentences)
    assert {s["id"] for s in sentences if s["trap"] == "nothing"} <= set(nothing)
    assert sum(bool(s["trap"]) for s in sentences) >= len(sentences) / 3


@pytest.mark.parametrize("name", LABEL_FILES)
def test_labels_can_be_statements(name: str) -> None:
    lang = name.split("_")[1]
    texts = {s["id"]: s for s in rows(f"gold_{lang}.csv")}
    count: dict[str, int] = {}
    for r in rows(name):
        count[r["id"]] = count.get(r["id"], 0) + 1
        assert int(r["n"]) == count[r["id"]], r["id"]
        assert r["id"] in texts
        assert r["type"] in {*CLAIM_TYPES, "health", "?"}, r["id"]
        assert r["polarity"] in {"affirmed", "negated", "hypothetical", "planned", "?"}, r["id"]
        assert r["background"] in {"", "yes", "?"}
        assert r["optional"] in {"", "yes"}
        assert r["item_code"].isascii()
        assert r["si_unit"] in {"", "?", *SI_UNITS}, r["id"]
        values: dict[str, Any] = {k: known(r[k]) for k in TEXTS}
        values |= {v: float(r[k]) if known(r[k]) else None for k, v in AMOUNTS.items()}
        Statement(  # refuses reversed bounds, reversed times and dates that do not exist
            claim_type=r["type"] if r["type"] in CLAIM_TYPES else "stock",
            polarity="affirmed",
            time_start=known(r["start"]),
            time_end=known(r["end"]),
            **values,
        )


@pytest.mark.parametrize("name", LABEL_FILES)
def test_units_are_converted_rightly(name: str) -> None:
    checked = 0
    for r in rows(name):
        factor = FACTORS.get(r["unit"])
        for low, si in (("low", "si_low"), ("high", "si_high")):
            if factor and known(r[low]) and known(r[si]):
                assert float(r[si]) == pytest.approx(factor * float(r[low]), rel=1e-4), r["id"]
                checked += 1
            if known(r["si_unit"]) and not known(r[low]):
                assert not known(r[si]), r["id"]
    assert checked >= 20


@pytest.mark.parametrize("name", LABEL_FILES)
def test_only_plans_and_conditions_lie_ahead(name: str) -> None:
    published = {s["id"]: date.fromisoformat(s["published"]) for s in rows(f"gold_{name.split('_')[1]}.csv")}
    for r in rows(name):
        if not known(r["start"]):
            continue
        if datetime.fromisoformat(r["start"]).date() > published[r["id"]]:
            ahead = r["polarity"] in {"planned", "hypothetical", "?"} or r["type"] in {"need", "appeal"}
            assert ahead or (r["type"], r["polarity"]) == ("delivery", "negated"), r["id"]


# Which columns make one thing that two readers agree on or not.
COMPARED = {
    "type": ("type",),
    "item_code": ("item_code",),
    "polarity": ("polarity",),
    "amount": ("low", "high"),
    "SI amount": ("si_low", "si_high", "si_unit"),
    "per": ("per",),
    "dates": ("start", "end"),
    "optional": ("optional",),
}
WEIGHTS = {"type": 4, "item_code": 4, "polarity": 3, "amount": 2, "dates": 2}
Label = dict[str, str]


def by_sentence(name: str) -> dict[str, list[Label]]:
    found: dict[str, list[Label]] = defaultdict(list)
    for r in rows(name):
        found[r["id"]].append(r)
    return found


def alike(a: Label, b: Label, thing: str, *, undecided_agrees: bool) -> bool:
    """Whether two labels say the same; a figure may be rounded differently, and `?` may agree with anything."""
    for column in COMPARED[thing]:
        x, y = a[column], b[column]
        if x == y or (undecided_agrees and "?" in (x, y)):
            continue
        try:
            if abs(float(x) - float(y)) > 1e-3 * abs(float(x)):
                return False
        except ValueError:
            return False
    return True


def pairs(first: list[Label], second: list[Label]) -> list[tuple[Label, Label]]:
    """Pair the claims of a sentence, those most alike first; claims that share neither type nor item stay alone."""
    ranked = sorted(
        (
            (-sum(w for k, w in WEIGHTS.items() if alike(a, b, k, undecided_agrees=True)), abs(n - m), -n, -m)
            for n, a in enumerate(first)
            for m, b in enumerate(second)
            if any(alike(a, b, k, undecided_agrees=True) for k in ("type", "item_code"))
        )
    )
    taken: set[tuple[str, int]] = set()
    out = []
    for *_, n, m in ranked:
        if not taken & {("first", n), ("second", m)}:
            taken |= {("first", n), ("second", m)}
            out.append((first[-n], second[-m]))
    return out


def agreement(lang: str) -> dict[str, tuple[int, int, int]]:
    """For each thing: pairs alike where `?` agrees with anything, pairs alike to the letter, and all claims of either."""
    first, second = by_sentence(f"labels_{lang}_first.csv"), by_sentence(f"labels_{lang}_second.csv")
    paired: list[tuple[Label, Label]] = []
    claims = 0
    for s in rows(f"gold_{lang}.csv"):
        here = pairs(first[s["id"]], second[s["id"]])
        claims += len(first[s["id"]]) + len(second[s["id"]]) - len(here)
        paired += here
    out = {"claims": (len(paired), len(paired), claims)}
    for thing in COMPARED:
        loose, strict = (sum(alike(a, b, thing, undecided_agrees=q) for a, b in paired) for q in (True, False))
        out[thing] = (loose, strict, claims)
    loose, strict = (
        sum(all(alike(a, b, thing, undecided_agrees=q) for thing in WEIGHTS) for a, b in paired) for q in (True, False)
    )
    out["all five"] = (loose, strict, claims)
    return out


def test_the_agreement_told_in_the_readme_is_the_one_the_files_give() -> None:
    text = (DATA / "README.md").read_text(encoding="utf-8")
    told = {}
    for line in text.splitlines():
        if cells := re.findall(r"(\d+) / (\d+)(?= of (\d+))", line):
            told[line.split("|")[1].strip()] = [tuple(map(int, c)) for c in cells]
    got = {lang: agreement(lang) for lang in ("ar", "fa", "en")}
    assert told == {thing: [got[lang][thing] for lang in got] for thing in got["en"]}


@pytest.mark.parametrize("lang", AT_LEAST)
def test_settled_labels_come_from_the_two_readers(lang: str) -> None:
    first, second = by_sentence(f"labels_{lang}_first.csv"), by_sentence(f"labels_{lang}_second.csv")
    settled = by_sentence(f"labels_{lang}_settled.csv")
    assert set(settled) == set(first) | set(second)
    for sentence, claims in settled.items():
        either = first[sentence] + second[sentence]
        for column in ("type", "polarity", "low", "high", "si_low", "si_high", "per", "start", "end"):
            given = {r[column] for r in either} | {"?"}
            assert {r[column] for r in claims} <= given, (sentence, column)
        both = pairs(first[sentence], second[sentence])
        assert len(claims) == len(either) - len(both), sentence  # nobody's claim is dropped, none is there twice


@pytest.mark.parametrize("lang", AT_LEAST)
def test_where_both_readers_agree_nothing_is_settled_anew(lang: str) -> None:
    first, second = by_sentence(f"labels_{lang}_first.csv"), by_sentence(f"labels_{lang}_second.csv")
    settled = by_sentence(f"labels_{lang}_settled.csv")
    columns = (
        "type",
        "item_code",
        "polarity",
        "low",
        "high",
        "si_low",
        "si_high",
        "si_unit",
        "start",
        "end",
        "optional",
    )
    checked = 0
    for sentence in first:
        for a, b in pairs(first[sentence], second[sentence]):
            if all(a[c] == b[c] for c in columns):
                assert any(all(r[c] == a[c] for c in columns) for r in settled[sentence]), sentence
                checked += 1
    assert checked >= 80
