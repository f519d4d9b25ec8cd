"""How well reports are read: precision, recall and dangerous errors on the gold sentences, by language and claim type.

``python -m benchmarks.reading [--set open|frozen|all] [--labels first|second|settled] [--misses LANG]``

A dangerous error is a claim of the right kind with a wrong sign, unit, amount, item or day, or a sign, amount or day that
the sentence does not give. A field left open is no dangerous error; it is counted apart. Sentences of the frozen third
are never shown.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from holdfast.intake import commodity, read_text

if TYPE_CHECKING:
    from holdfast.ledger import Statement

DATA = Path(__file__).parents[1] / "tests" / "data" / "intake"
LANGUAGES = ("en", "ar", "fa")
UNDECIDED = "?"
TOLERANCE = 0.01  # a converted figure may be rounded in the label
# What may stand for one another: an empty store and a lack (GOLD.md, "Where two fit").
ALIKE = {("stock", "outage"), ("outage", "stock"), ("casualty", "health"), ("health", "casualty")}
_ARTICLES = re.compile(r"^(?:the|a|an|ال)\s*", re.IGNORECASE)
# Words for one state of people: "wounded" is the label's "injured".
HURT = {
    "injured": {"wounded", "injured", "hurt"},
    "killed": {"killed", "dead", "died", "deaths"},
    "deaths": {"killed", "dead", "died", "deaths", "die"},
}
# Words of a label's code and of a commodity that name one thing in the two vocabularies.
SAME_WORD = {"people": "persons", "infants": "children", "septic truck": "desludging", "food": "meals"}


@dataclass
class Score:
    """Counts over some sentences."""

    sentences: int = 0
    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    proposed: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    dangerous: Counter[str] = field(default_factory=Counter)
    left_open: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the wanted claims that were found with their kind, item and sign."""
        return self.found.total() / max(1, self.wanted.total())

    @property
    def precision(self) -> float:
        """Share of the proposed claims that a careful reader finds too."""
        return self.right.total() / max(1, self.proposed.total())

    @property
    def dangerous_rate(self) -> float:
        """Dangerous errors as a share of the proposed claims."""
        return self.dangerous.total() / max(1, self.proposed.total())


def sentences(language: str, which: str) -> list[dict[str, str]]:
    """Return the sentences of a language: open, frozen or all."""
    rows = _rows(f"gold_{language}.csv")
    return [row for row in rows if which == "all" or row["set"] == which]


def labels(language: str, labelling: str) -> dict[str, list[dict[str, str]]]:
    """Return the claims of each sentence by its id; the settled labels, or the first where none are settled."""
    name = f"labels_{language}_{labelling}.csv"
    if not (DATA / name).exists():
        name = f"labels_{language}_first.csv"
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(name):
        found[row["id"]].append(row)
    return found


def score(language: str, which: str = "open", labelling: str = "settled") -> Score:
    """Read every sentence and compare with the labels."""
    gold = labels(language, labelling)
    total = Score()
    for row in sentences(language, which):
        statements = list(read_text(row["text"], published=date.fromisoformat(row["published"])).statements)
        total.sentences += 1
        _compare(total, row, gold.get(row["id"], []), statements)
    return total


def _compare(total: Score, row: dict[str, str], gold: list[dict[str, str]], statements: list[Statement]) -> None:
    pairs = _pair(gold, statements)
    total.wanted.update(label["type"] for label in gold if label["optional"] != "yes")
    total.proposed.update(statement.claim_type for statement in statements)
    for label, statement in pairs:
        wrong, missing = _differences(label, statement)
        total.left_open.update(missing)
        total.dangerous.update(wrong)
        if not wrong & {"item", "sign"}:
            total.right[statement.claim_type] += 1
            if label["optional"] != "yes":
                total.found[label["type"]] += 1
    if row["set"] == "open":
        total.examples += _examples(row, gold, statements, pairs)


def _examples(
    row: dict[str, str],
    gold: list[dict[str, str]],
    statements: list[Statement],
    pairs: list[tuple[dict[str, str], Statement]],
) -> list[str]:
    """Return what is wrong in an open sentence, a line an error."""
    out = []
    for label, statement in pairs:
        if wrong := sorted(_differences(label, statement)[0]):
            out.append(f"DANGER {wrong}: -> {_brief(statement)} want {_want(label)}")
    matched = {id(one) for pair in pairs for one in pair}
    out += [f"MISSED: want {_want(x)}" for x in gold if id(x) not in matched and x["optional"] != "yes"]
    out += [f"EXTRA: -> {_brief(x)}" for x in statements if id(x) not in matched]
    return [f"{row['id']} {line} in: {row['text']}" for line in out]


def _pair(gold: list[dict[str, str]], statements: list[Statement]) -> list[tuple[dict[str, str], Statement]]:
    """Pair labels with statements of the same kind, those that agree best first."""
    ranked = sorted(
        (
            (len(_differences(label, statement)[0]), label["type"] != statement.claim_type, n, m)
            for n, label in enumerate(gold)
            for m, statement in enumerate(statements)
            if label["type"] == statement.claim_type or (label["type"], statement.claim_type) in ALIKE
        )
    )
    labels_taken: set[int] = set()
    statements_taken: set[int] = set()
    pairs = []
    for _, _, n, m in ranked:
        if n not in labels_taken and m not in statements_taken:
            labels_taken.add(n)
            statements_taken.add(m)
            pairs.append((gold[n], statements[m]))
    return pairs


def _differences(label: dict[str, str], statement: Statement) -> tuple[set[str], set[str]]:
    """Return the fields that are dangerously wrong, and those that were left open."""
    wrong: set[str] = set()
    missing: set[str] = set()
    label = _by_the_day(label, statement)
    if label["polarity"] not in {UNDECIDED, statement.polarity}:
        wrong.add("sign")
    if not _same_item(label, statement):
        wrong.add("item")
    alike = label["type"] != statement.claim_type
    for low, high in (("low", "high"), ("si_low", "si_high")):
        if not alike:
            _amount(label, statement, low, high, wrong, missing)
    if not alike and UNDECIDED not in {label["low"], label["high"], label["per"]} and statement.value_low is not None:
        _text(label["per"], statement.per, "unit", wrong, missing, lack_is_wrong=bool(label["per"]))
    for name, given in (("start", statement.time_start), ("end", statement.time_end)):
        _text(label[name][:10], None if given is None else given[:10], "day", wrong, missing)
    return wrong, missing


def _by_the_day(label: dict[str, str], statement: Statement) -> dict[str, str]:
    """Return a label with its SI amount a week or a month turned into one a day, where the statement has it so."""
    days = {"week": 7.0, "month": 30.44}.get(label["per"])
    if days is None or statement.per != "day" or UNDECIDED in {label["si_low"], label["si_high"]}:
        return label
    turned = {name: str(float(label[name]) / days) if label[name] else "" for name in ("si_low", "si_high")}
    return {**label, **turned, "per": "day"}


def _amount(
    label: dict[str, str], statement: Statement, low: str, high: str, wrong: set[str], missing: set[str]
) -> None:
    given = (statement.value_low, statement.value_high) if low == "low" else (statement.si_low, statement.si_high)
    kind = "amount" if low == "low" else "unit"
    for name, value in zip((low, high), given, strict=True):
        wanted = label[name]
        if wanted == UNDECIDED:
            continue
        if value is None:
            if wanted:
                missing.add(kind)
        elif not wanted:
            # A stated bound that is one-sided in the label and not here; or a figure that nobody gave.
            if low == "low":
                wrong.add(kind)
        elif abs(float(wanted) - value) > TOLERANCE * max(abs(float(wanted)), 1e-9):
            wrong.add(kind)


def _text(
    wanted: str, given: str | None, kind: str, wrong: set[str], missing: set[str], *, lack_is_wrong: bool = False
) -> None:
    if wanted == UNDECIDED:
        return
    if given is None:
        if wanted:
            (wrong if lack_is_wrong else missing).add(kind)
    elif given != wanted:
        wrong.add(kind)


def _same_item(label: dict[str, str], statement: Statement) -> bool:
    code = label["item_code"]
    if UNDECIDED in {code, label["item"]} or (not code and not label["item"]):
        return True
    named = (statement.item or "").casefold()
    if not named:
        return not code or statement.service == label["service"]
    if _words(named) & _words(label["item"]) or code in named or named in HURT.get(code, ()):
        return True
    known = commodity(named) or ""
    return known.replace(" ", "_") in {code, SAME_WORD.get(code, code)} or SAME_WORD.get(known) == code


def _words(text: str) -> set[str]:
    return {_ARTICLES.sub("", word).rstrip("s") for word in re.findall(r"\w+", text.casefold())} - {"of", "and", ""}


def _brief(statement: Statement) -> str:
    shown = (
        "claim_type",
        "item",
        "service",
        "polarity",
        "value_low",
        "value_high",
        "unit",
        "si_low",
        "si_high",
        "per",
        "time_start",
        "time_end",
        "attribution",
    )
    return " ".join(f"{name}={getattr(statement, name)}" for name in shown if getattr(statement, name) is not None)


def _want(label: dict[str, str]) -> str:
    return " ".join(f"{name}={value}" for name, value in label.items() if value and name not in {"id", "n"})


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((DATA / name).read_text(encoding="utf-8").splitlines()))


def lines(language: str, which: str, labelling: str) -> list[str]:
    """Return the table of a language in words."""
    total = score(language, which, labelling)
    out = [
        (
            f"{language}, {which} sentences ({total.sentences}): recall {total.recall:.3f}, precision {total.precision:.3f}, "
            f"dangerous {total.dangerous.total()} ({total.dangerous_rate:.1%}): {dict(total.dangerous)}; left open {dict(total.left_open)}"
        )
    ]
    for kind in sorted(total.wanted.keys() | total.proposed.keys()):
        wanted, proposed = total.wanted[kind], total.proposed[kind]
        out.append(
            f"  {kind:14} wanted {wanted:3}  found {total.found[kind]:3}  proposed {proposed:3}  right {total.right[kind]:3}"
        )
    return out


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="open", choices=["open", "frozen", "all"])
    parser.add_argument("--labels", default="settled", choices=["first", "second", "settled"])
    parser.add_argument("--misses", choices=LANGUAGES, help="show what is wrong in the open sentences of a language")
    given = parser.parse_args()
    if given.misses:
        print("\n".join(score(given.misses, "open", given.labels).examples))
        return
    for language in LANGUAGES:
        print("\n".join(lines(language, given.set, given.labels)))


if __name__ == "__main__":
    main()
