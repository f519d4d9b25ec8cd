"""Frames of amounts in everyday words: "down to 400 litres", "sleeps 400", "running at 30 per cent", "room for 25 patients".

The sentence is written again with a sign for each amount and each thing, and a list of phrases is laid over it. What a
phrase says takes the place of what a shorter reading made of the same thing: "has space for 500 tonnes" is no stock.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from holdfast.intake.english.amount_phrases import PHRASES
from holdfast.intake.english.frames_state import SPANS_H
from holdfast.intake.records import Amount, Draft, Item

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from holdfast.intake.english.context import Context
    from holdfast.intake.records import Trigger

_FRACTIONS = {"half": 0.5, "quarter": 0.25, "quarters": 0.75, "third": 0.3333, "thirds": 0.6667, "full": 1.0}
_HOUSED = "shelter"
_RULES = tuple((kind, re.compile(phrase), shape) for kind, phrase, shape in PHRASES)
_MORE = re.compile(r"(?:(?:,|and|,? and|as well as) (?:more |some |for |clean |fresh |baby )*@(\d+) )")
_UNSURE = frozenset(
    {"if", "unless", "would", "may", "might", "whether", "could", "no", "not", "never", "denied", "without"}
)
# What a wider reading made of the same amount gives way to the phrase.
_REPLACED = {
    "stock": {"delivery", "stock"},
    "need": {"stock", "appeal", "delivery"},
    "outage": {"stock"},
    "consumption": {"outage", "stock", "delivery", "capacity"},
    "capacity": {"stock", "delivery", "outage", "population"},
    "population": set[str](),
    "temperature": set[str](),
}


@dataclass(frozen=True, slots=True)
class _Signs:
    """A sentence with signs for its amounts and things, and the token at which each letter of it stands."""

    text: str
    starts: tuple[tuple[int, int], ...]

    def token(self, letter: int) -> int:
        """Return the token that stands at a letter."""
        return next((t for at, t in reversed(self.starts) if at <= letter), 0)


def amounts(ctx: Context) -> Iterator[Draft]:
    """Yield what the phrases of amounts say of things, people and places; nothing behind a condition or a denial."""
    signs = _signs(ctx)
    taken: set[tuple[str, int]] = set()
    for kind, rule, shape in _RULES:
        for match in rule.finditer(signs.text):
            at = signs.token(match.start())
            head = signs.text[: match.start()].rsplit("|", 1)[-1].rsplit(";", 1)[-1].split()[-7:]
            polite = kind == "need" and match.group().startswith(("could", "it would", "can"))
            denied = _UNSURE & {w.removesuffix("n't") if w == "won't" else w for w in head}
            if (denied and not polite) or any(w.endswith("n't") for w in head):
                continue
            for draft in _drafts(ctx, kind, shape, match, at):
                mark = (kind, draft.amount.first if draft.amount else draft.item_at or at)
                if mark not in taken:
                    taken.add(mark)
                    yield draft
            if kind == "need" and shape == "t":
                yield from _listed(ctx, signs, match, at, taken)


def merged(ctx: Context, pairs: Sequence[tuple[Draft, Trigger | None]]) -> list[tuple[Draft, Trigger | None]]:
    """Return the drafts of the other frames, with those of the phrases in place of what they contradict."""
    found = list(amounts(ctx))
    kept = [(old, by) for old, by in pairs if not any(_replaces(new, old) for new in found)]
    kept = [(d, by) for d, by in kept if not _now(ctx, d)]
    used = [d for d in (*found, *(d for d, _ in kept)) if d.claim_type in {"need", "consumption"}]
    kept = [(d, by) for d, by in kept if not any(_told_apart(d, u) for u in used)]
    told = {(d.claim_type, d.item, d.polarity) for d, _ in kept}
    counts = {(d.claim_type, d.amount.first) for d, _ in kept if d.amount is not None}
    fresh = [
        d
        for d in found
        if (d.claim_type, d.item, d.polarity) not in told
        and not (d.amount is not None and (d.claim_type, d.amount.first) in counts)
    ]
    return [*kept, *((d, None) for d in fresh)]


def under_rules(
    rules: Sequence[Draft], pairs: Sequence[tuple[Draft, Trigger | None]]
) -> list[tuple[Draft, Trigger | None]]:
    """Return the drafts of a sentence that cites a rule, without what only repeats the rule."""
    figures = {d.amount.first for d in rules if d.amount is not None}
    return [
        (d, by)
        for d, by in pairs
        if d.claim_type not in {"need", "consumption", "stock"}
        and not (d.claim_type in {"delivery", "capacity"} and d.amount is not None and d.amount.first in figures)
        and not (d.claim_type == "appeal" and figures and (d.item or "")[:1].isdigit())
    ]


_VEHICLES = frozenset("truck lorry convoy tanker".split())
_RATES = frozenset(
    "rate rates pace stock stocks level levels situation use consumption supply supplies number need needs".split()
)


def _now(ctx: Context, draft: Draft) -> bool:
    """Whether a claim is about the "current" of "at the current rate", which is no electricity."""
    if draft.item != "current":
        return False
    lows = [t.low for t in ctx.tokens]
    return any(a == "current" and b in _RATES for a, b in pairwise(lows))


def _told_apart(draft: Draft, used: Draft) -> bool:
    """Whether a stock, an output or a bare delivery is only another reading of what is needed or used."""
    if draft.amount is not None and used.amount is not None and draft.amount.first == used.amount.first:
        return draft.claim_type == "stock" or (draft.claim_type, used.claim_type) == ("capacity", "consumption")
    bare = draft.claim_type == "delivery" and draft.amount is None and draft.polarity == "affirmed"
    return bare and used.claim_type == "consumption" and used.amount is not None and used.item == draft.item


def _replaces(new: Draft, old: Draft) -> bool:
    if old.claim_type not in _REPLACED[new.claim_type]:
        return False
    if old.claim_type == "stock" and new.claim_type == "stock":
        same = old.amount is not None and new.amount is not None and old.amount.first == new.amount.first
        return same and new.amount is not None and new.amount.si_unit == "h"
    if new.amount is not None and old.amount is not None:
        return new.amount.first == old.amount.first or (new.amount.low, new.amount.unit) == (
            old.amount.low,
            old.amount.unit,
        )
    if new.claim_type == "capacity" and old.claim_type == "outage":
        # "Working at 30 per cent" is no "works again".
        return old.polarity == "negated"
    return old.item == new.item and (old.claim_type != "delivery" or new.claim_type == "capacity")


def _signs(ctx: Context) -> _Signs:
    parts: list[str] = []
    starts: list[tuple[int, int]] = []
    length = 0
    speech = {
        i
        for s in ctx.parse.speeches
        for i in range(s.frame_first, s.frame_last)
        if "for" not in {t.low for t in ctx.tokens[s.frame_first : s.frame_last + 1]}
    }
    # "The most urgent needs are medicine and blankets": the needs are the head of a list.
    items = {x.first: (n, x) for n, x in enumerate(ctx.parse.items) if x.kind != "general" or "need" not in x.claimed}
    counted = {a.first: (n, a) for n, a in enumerate(ctx.parse.amounts)}
    until = inside = 0
    for i, token in enumerate(ctx.tokens):
        words = []
        if i in speech:
            words = ["|"]
        else:
            if i in counted and i >= inside:
                words.append(f"#{counted[i][0]}")
                until = max(until, counted[i][1].last)
            if i in items and i >= inside:
                words.append(f"@{items[i][0]}")
                inside = items[i][1].last
            elif i >= until and i >= inside:
                words.append(token.low)
        for word in words:
            starts.append((length, i))
            parts.append(word)
            length += len(word) + 1
    return _Signs(" ".join(parts) + " ", tuple(starts))


def _drafts(ctx: Context, kind: str, shape: str, match: re.Match[str], at: int) -> Iterator[Draft]:  # noqa: C901, PLR0912  one case a shape
    groups = match.groupdict()
    amount = ctx.parse.amounts[int(groups["n"])] if groups.get("n") else None
    item = ctx.parse.items[int(groups["i"])] if groups.get("i") else None
    if amount is not None:
        amount = replace(amount, per=amount.per or ctx.per_after(amount.last, len(ctx.tokens)))
    if shape in "gsr" and item is not None and amount is not None:
        good = item.kind in {"supply", "equipment"} or (kind == "consumption" and item.kind == "utility")
        if not good or amount.si_unit in {"h", "degC", "persons", "households"} or _money(amount):
            return
        if kind in {"stock", "need"} and amount.unit in {None, "%"} and shape == "g":
            amount = ctx.amount_of(item) or amount
        if kind == "stock" and amount.unit in _VEHICLES:
            return
        if (kind == "stock" and amount.per) or (shape == "r" and not amount.per) or amount.unit == "%":
            return
        if kind == "outage" and amount.unit == "item":
            amount = replace(amount, unit=None)
        yield _draft(ctx, kind, at, item, amount)
    elif shape == "t" and item is not None:
        if item.kind in {"supply", "general"}:
            yield _draft(ctx, kind, at, item, ctx.amount_of(item))
    elif shape == "m" and item is not None and amount is not None:
        # "We have no more than 12 bags of blood": the "no" denies nothing.
        if amount.low is None and item.kind == "supply" and amount.si_unit not in {"h", "persons"} and not amount.per:
            yield _draft(ctx, kind, at, item, amount)
    elif shape == "o" and amount is not None:
        if amount.unit is None:
            done = replace(amount, per=groups["per"])
            yield Draft(
                claim_type=kind,
                at=at,
                clause=ctx.clause_of(at),
                item=groups["what"],
                service="health",
                amount=done,
                settled=True,
            )
    elif shape == "w" and item is not None:
        if item.kind == "supply":
            yield _draft(ctx, kind, item.first, item, _a_span(groups, at, item))
    elif shape == "h" and item is not None and amount is not None:
        if item.kind in {"supply", "container"} and amount.si_unit == "h" and amount.per is None:
            yield _draft(ctx, kind, at, item, amount)
    elif shape in "be":
        yield from _level(ctx, match, at, amount)
    elif shape in "pq" and amount is not None:
        yield from _people(ctx, kind, shape, amount)
    elif shape == "f":
        yield from _share(ctx, match, at, amount)
    elif shape == "c" and item is not None and amount is not None:
        if item.service in {"water", "electricity"} and amount.si_unit == "h" and amount.per == "day":
            yield _draft(ctx, kind, at, item, amount)
    elif shape == "k" and item is not None and amount is not None and amount.si_unit == "kW":
        yield _draft(ctx, kind, at, item, amount)
    elif shape == "d" and amount is not None and (amount.unit is None or amount.unit.startswith("degree")):
        warm = replace(amount, unit="degrees", si_low=None, si_high=None, si_unit=None)
        yield Draft(
            claim_type=kind, at=amount.first, clause=ctx.clause_of(amount.first), item="temperature", amount=warm
        )


def _draft(ctx: Context, kind: str, at: int, item: Item, amount: Amount | None) -> Draft:
    return Draft(
        claim_type=kind,
        at=at,
        clause=ctx.clause_of(item.first),
        item=item.claimed,
        service=item.service,
        amount=amount,
        item_at=item.first,
        settled=True,
    )


def _a_span(groups: dict[str, str | None], at: int, item: Item) -> Amount:
    """Return "a week", "less than a week", "more than a week" as an amount."""
    hours, than = SPANS_H[groups["time"] or "day"], groups.get("than")
    low, high = than != "less", than != "more"
    first = min(at, item.first)
    return Amount(
        first=first,
        last=max(at, item.first) + 1,
        low=1.0 if low else None,
        high=1.0 if high else None,
        unit=groups["time"],
        si_low=hours if low else None,
        si_high=hours if high else None,
        si_unit="h",
    )


def _money(amount: Amount) -> bool:
    return amount.si_unit is not None and len(amount.si_unit) == 3 and amount.si_unit.isupper()


def _listed(ctx: Context, signs: _Signs, match: re.Match[str], at: int, taken: set[tuple[str, int]]) -> Iterator[Draft]:
    """Yield the further things of a list of needs: "in need of food, water and blankets"."""
    end = match.end()
    while more := _MORE.match(signs.text, end):
        item = ctx.parse.items[int(more.group(1))]
        end = more.end()
        if item.kind not in {"supply", "general"} or ("need", item.first) in taken:
            continue
        following = signs.text[end : end + 5].split()
        if following and following[0] in {"is", "are", "was", "were", "has", "have"}:
            return
        taken.add(("need", item.first))
        yield _draft(ctx, "need", at, item, None)


def _level(ctx: Context, match: re.Match[str], at: int, amount: Amount | None) -> Iterator[Draft]:
    """Yield what a tank of water, fuel or food holds, as a share of it."""
    tank = ctx.parse.items[int(match["b"])]
    if tank.service not in {"water", "fuel", "food"} or not _VESSEL.search(tank.claimed):
        return
    empty = match.group().rstrip().endswith("empty")
    if empty and (amount is None or (amount.unit is None and amount.low == amount.high and 0 < (amount.low or 0) < 1)):
        part = _FRACTIONS[match["part"]] if amount is None else amount.low or 0.0
        left = round(1 - part, 4)
        amount = _fraction(at, at + 4, left) if amount is None else _fraction(amount.first, amount.last, left)
    elif amount is not None and empty and amount.unit == "%" and amount.low == amount.high:
        amount = replace(
            amount,
            low=100 - (amount.low or 0),
            high=100 - (amount.low or 0),
            si_low=1 - (amount.si_low or 0),
            si_high=1 - (amount.si_low or 0),
        )
    elif amount is None or empty or amount.unit != "%":
        return
    yield _draft(ctx, "stock", at, tank, amount)


_VESSEL = re.compile(r"\b(?:tanks?|cisterns?|reservoirs?|bladders?|barrels?|drums?|silos?|towers?)\b")


def _fraction(first: int, last: int, part: float) -> Amount:
    return Amount(
        first=first, last=last, low=part, high=part, unit="fraction", si_low=part, si_high=part, si_unit="fraction"
    )


def _people(ctx: Context, kind: str, shape: str, amount: Amount) -> Iterator[Draft]:
    counted = amount.si_unit in {"persons", "households"}
    if not counted and (amount.unit is not None or amount.low is None or amount.low != int(amount.low)):
        return
    if amount.per is not None or (shape == "q" and (amount.low or 0) < 10):
        return
    behind = ctx.tokens[amount.last].low if amount.last < len(ctx.tokens) else "."
    if (
        any(i.first == amount.last for i in ctx.parse.items)
        or (behind == "of" and ctx.tokens[amount.last + 1].low != "us")
        or behind in {"to", "-", "hours", "days"}
    ):
        return
    if not counted:
        if any(amount.first <= w.first < amount.last or w.first <= amount.first < w.last for w in ctx.parse.whens):
            return
        amount = replace(amount, unit="persons", si_low=amount.low, si_high=amount.high, si_unit="persons")
    words = " ".join(t.low for t in ctx.tokens[amount.first : amount.last])
    item = "patients" if "patient" in words else "children" if "children" in words else "people"
    service = None if kind == "population" else "health" if item == "patients" else _HOUSED
    yield Draft(
        claim_type=kind,
        at=amount.first,
        clause=ctx.clause_of(amount.first),
        item=item,
        service=service,
        amount=amount,
        settled=True,
    )


_WORKS = re.compile(
    r"\b(?:power (?:station|plant)|(?:water |pumping |desalination |treatment |sewage )*(?:plant|station|works|mill|line)|pumps?|hospital|clinic|bakery|"
    r"generators?|wells?|boreholes?|grid|ward|turbines?|factory|facility)$"
)


def _share(ctx: Context, match: re.Match[str], at: int, amount: Amount | None) -> Iterator[Draft]:
    """Yield how much of what it could do a plant, a hospital or a pump does."""
    if amount is not None and amount.unit is None and amount.low is not None and 0 < amount.low < 1:
        amount = replace(amount, unit="fraction", si_low=amount.low, si_high=amount.high, si_unit="fraction")
    if amount is not None and amount.si_unit != "fraction":
        return
    part = match.groupdict().get("part")
    if amount is None:
        if part is None:
            return
        amount = _fraction(at, at + 1, _FRACTIONS[part])
    left = ctx.left_limit(at)
    item = next(iter(ctx.items_in((left, at))), None)
    words = [t.low for t in ctx.tokens[left:at]]
    while words and words[-1] in {
        "is",
        "are",
        "was",
        "were",
        "now",
        "still",
        "only",
        "been",
        "has",
        "have",
        "currently",
    }:
        words.pop()
    subject = _WORKS.search(" ".join(words))
    if item is None and subject is None:
        return
    yield Draft(
        claim_type="capacity",
        at=at,
        clause=ctx.clause_of(at),
        item=item.claimed if item else subject.group() if subject else None,
        service=item.service if item else None,
        amount=amount,
        settled=True,
    )
