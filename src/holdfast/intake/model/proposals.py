"""Hold what a model proposes against the text and against our own readers; keep only what stands in it word by word.

Nothing a model says is believed. A proposal is kept where its quote stands verbatim, and once, in one sentence of what was
shown; its figure is one that our readers of numbers and units find inside the quote; its words stand in the quote; and
neither a negation nor a statement that the grammar reads speaks against it. Figures, units, times and services of a kept
statement are those of our readers, never those of the answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from holdfast.errors import HoldfastError
from holdfast.intake.english.timing import anchored
from holdfast.intake.model.prompt import MAX_PROPOSALS, blanked, listed, parts_of, proposal_model
from holdfast.intake.model.sentences import SentenceFacts, facts_of_text
from holdfast.intake.reading import read_text
from holdfast.intake.text.normalise import normalise
from holdfast.ledger import Statement
from holdfast.quantities import unit as unit_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from holdfast.intake.model.prompt import Part
    from holdfast.intake.records import Amount

# Why a proposal is dropped, in the order of the checks.
REASONS = {
    "answer-no-list": "the answer is no list of proposals",
    "too-many": f"more than {MAX_PROPOSALS} proposals for one part",
    "wrong-shape": "a field is missing, of another kind, or not one of the fields",
    "quote-not-in-text": "the quote does not stand in the text",
    "quote-twice": "the quote stands there more than once",
    "quote-over-sentences": "the quote goes over more than one sentence, or cuts a word",
    "nothing-said": "neither a thing nor a figure",
    "contact": "a telephone number, an address or a place by coordinates",
    "words-not-in-quote": "the words of a field do not stand in the quote",
    "figure-not-in-quote": "no figure of this size and unit is read in the quote",
    "figure-of-another": "the figure belongs to another thing",
    "polarity": "affirmed where the sentence negates or only plans, or the other way round",
    "read-otherwise": "the grammar reads this figure or thing as another statement",
    "already-read": "the grammar reads the same statement",
    "same-proposal": "the same proposal once more",
    "not-a-statement": "the ledger does not take it",
    "already-queued": "the ledger holds this claim already, whatever became of it",
}
_OPPOSED = ({"delivery", "denial"}, {"delivery", "removal"}, {"stock", "need"}, {"outage", "capacity"})
_OF_GOODS = frozenset({"stock", "consumption", "delivery", "removal", "denial", "capacity"})
_WORDS = ("item", "place", "actor", "addressee", "time_text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A proposal that stood every check: its quote, where it stands in the text, and the statement made of it."""

    quote: str
    start: int
    end: int
    statement: Statement

    def as_dict(self) -> dict[str, Any]:
        """Return the fields for JSON."""
        return {"quote": self.quote, "start": self.start, "end": self.end, "statement": self.statement.as_dict()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A proposal that was not kept: why (one of `REASONS`), and the first characters of what was proposed."""

    reason: str
    what: str

    def as_dict(self) -> dict[str, str]:
        """Return the fields for JSON."""
        return {"reason": self.reason, "meaning": REASONS[self.reason], "what": self.what}


class _DropError(Exception):
    pass


class ProposalReader:
    """Reads the answers of a model about one text.

    Parameters
    ----------
    text : str
        The whole normalised text of a document; spans count in it.
    published : date or None
        The day from which relative times count; without it they are left open.
    timezone : str
        Zone in which days begin.
    packages : mapping or None
        Sizes of the site's packages.
    """

    def __init__(
        self,
        text: str,
        *,
        published: date | None = None,
        timezone: str = "UTC",
        packages: Mapping[str, str] | None = None,
    ) -> None:
        self.text = text
        self._facts = facts_of_text(text, published, timezone, packages)
        self._read = read_text(text, published=published, timezone=timezone, packages=packages).statements
        self._kept: set[tuple[object, ...]] = set()
        self.parts = parts_of(text, self._facts)

    def take(self, content: str, part: Part) -> tuple[tuple[Proposal, ...], tuple[Dropped, ...]]:
        """Return the proposals of an answer about a part that stand every check, and the others with the reason.

        Parameters
        ----------
        content : str
            What the model wrote.
        part : Part
            One of `parts`.
        """
        found = listed(content)
        if found is None:
            return (), (Dropped(reason="answer-no-list", what=_short(content)),)
        kept: list[Proposal] = []
        dropped = [Dropped(reason="too-many", what=_short(raw)) for raw in found[MAX_PROPOSALS:]]
        for raw in found[:MAX_PROPOSALS]:
            try:
                kept.append(self._checked(raw, part))
            except _DropError as reason:
                dropped.append(Dropped(reason=str(reason), what=_short(raw)))
        return tuple(kept), tuple(dropped)

    def _checked(self, raw: Any, part: Part) -> Proposal:
        from pydantic import ValidationError  # noqa: PLC0415  heavy

        try:
            asked: Any = proposal_model().model_validate(raw)
        except (ValidationError, RecursionError):
            raise _DropError("wrong-shape") from None
        start, fact = self._place(asked.quote, part)
        end = start + len(asked.quote)
        if asked.item is None and asked.value_low is None and asked.value_high is None:
            raise _DropError("nothing-said")
        for name in _WORDS:
            words = getattr(asked, name)
            if words is not None and blanked(words)[1]:
                raise _DropError("contact")
            if words is not None and not _stands(words, asked.quote):
                raise _DropError("words-not-in-quote")
        amount = _amount(asked, fact, start, end)
        self._polarity(asked, fact)
        statement = self._statement(asked, fact, amount, start, end)
        self._against_grammar(statement)
        return Proposal(quote=asked.quote, start=start, end=end, statement=statement)

    def _place(self, quote: str, part: Part) -> tuple[int, SentenceFacts]:
        at = part.text.find(quote)
        if at < 0 or self.text[part.start + at : part.start + at + len(quote)] != quote:
            raise _DropError("quote-not-in-text")
        if part.text.find(quote, at + 1) >= 0:
            raise _DropError("quote-twice")
        start, end = part.start + at, part.start + at + len(quote)
        fact = next((f for f in self._facts if f.start <= start and end <= f.end), None)
        if fact is None or _cuts(self.text, start) or _cuts(self.text, end):
            raise _DropError("quote-over-sentences")
        return start, fact

    def _polarity(self, asked: Any, fact: SentenceFacts) -> None:
        """Refuse a polarity that the words of the whole sentence do not bear: the quote may leave a "not" out."""
        own = {s.polarity for s in self._in(fact) if s.claim_type == asked.claim_type}
        if own:
            if asked.polarity not in own:
                raise _DropError("polarity")
            return
        seen = {"negated": fact.negated, "hypothetical": fact.hypothetical, "planned": fact.planned}
        wrong = any(seen.values()) if asked.polarity == "affirmed" else not seen[asked.polarity]
        # A promise is affirmed where it speaks of what will be.
        if wrong and not (
            asked.polarity == "affirmed"
            and asked.claim_type in {"commitment", "appeal"}
            and not (fact.negated or fact.hypothetical)
        ):
            raise _DropError("polarity")

    def _in(self, fact: SentenceFacts) -> list[Statement]:
        return [s for s in self._read if s.char_start is not None and fact.start <= s.char_start < fact.end]

    def _statement(self, asked: Any, fact: SentenceFacts, amount: Amount | None, start: int, end: int) -> Statement:
        named = next(
            (
                item
                for item in fact.items
                if asked.item is not None
                and start <= fact.span(item)[0] < end
                and _stands(self.text[slice(*fact.span(item))], asked.item)
            ),
            None,
        )
        when = next((w for w in fact.whens if asked.time_text is not None and _stands(asked.time_text, w.text)), None)
        first, last = anchored(when)
        try:
            return Statement(
                claim_type=asked.claim_type,
                item=_flat(asked.item).lower() if asked.item else None,
                service=named.service if named else None,
                polarity=asked.polarity,
                value_low=amount.low if amount else None,
                value_high=amount.high if amount else None,
                unit=amount.unit if amount else None,
                si_low=amount.si_low if amount else None,
                si_high=amount.si_high if amount else None,
                si_unit=amount.si_unit if amount else None,
                per=amount.per if amount else None,
                time_start=first,
                time_end=last,
                time_precision=when.precision if when and first else "unknown",
                place=_flat(asked.place) or None,
                actor=_flat(asked.actor) or None,
                addressee=_flat(asked.addressee) or None,
                time_text=_flat(asked.time_text) or None,
                modality=fact.modality,
                char_start=fact.start,
                char_end=fact.end,
            )
        except HoldfastError:
            raise _DropError("not-a-statement") from None

    def _against_grammar(self, made: Statement) -> None:
        key = (made.claim_type, made.item, made.value_low, made.value_high, made.unit, made.polarity, made.char_start)
        for own in self._read:
            if own.char_start is None or made.char_start is None or made.char_end is None:
                continue
            if not made.char_start <= own.char_start < made.char_end:
                continue
            figure = (own.value_low, own.value_high) == (made.value_low, made.value_high)
            valued = made.value_low is not None or made.value_high is not None
            thing = bool(own.item and made.item and (_stands(own.item, made.item) or _stands(made.item, own.item)))
            if own.claim_type == made.claim_type and figure and (thing or valued):
                raise _DropError("already-read" if own.polarity == made.polarity else "polarity")
            opposed = any({own.claim_type, made.claim_type} == pair for pair in _OPPOSED)
            if own.claim_type != made.claim_type and ((figure and valued) or (thing and opposed)):
                raise _DropError("read-otherwise")
        if key in self._kept:
            raise _DropError("same-proposal")
        self._kept.add(key)


def _amount(asked: Any, fact: SentenceFacts, start: int, end: int) -> Amount | None:
    """Return the amount that our readers find for a figure; what the answer says of it only has to agree."""
    said = [value for value in (asked.value_low, asked.value_high) if value is not None]
    if not said:
        if asked.unit is not None or asked.per is not None:
            raise _DropError("figure-not-in-quote")
        return None
    dated = [fact.span(w) for w in fact.whens if w.kind != "duration" and w.start is not None]
    for amount in fact.amounts:
        first, last = fact.span(amount)
        if not (start <= first and last <= end) or any(a < last and first < b for a, b in dated):
            continue
        ends = {value for value in (amount.low, amount.high) if value is not None}
        # One figure for a range would make it exact; two figures must be its two ends.
        if set(said) != ends or not _same_unit(asked.unit, amount) or asked.per not in {None, amount.per}:
            continue
        if _of_another(asked.item, fact, amount) or _of_nothing(asked, fact, amount):
            raise _DropError("figure-of-another")
        return amount
    raise _DropError("figure-not-in-quote")


def _same_unit(said: str | None, amount: Amount) -> bool:
    if said is None or amount.unit is None:
        return said is None and amount.unit is None
    if said.casefold() == amount.unit.casefold():
        return True
    try:
        return unit_of(said).symbol == unit_of(amount.unit).symbol
    except HoldfastError:
        return False


def _of_another(item: str | None, fact: SentenceFacts, amount: Amount) -> bool:
    """Whether the thing that stands next to a figure is another one than the proposal names."""
    if item is None:
        return False
    near = [i for i in fact.items if amount.first < i.last and i.first <= amount.last + 2 and i.last > amount.first]
    if not near:
        return False
    wanted = set(item.casefold().split())
    return not any(
        wanted & {token.low for token in fact.tokens[i.first : i.last]} or _stands(i.claimed, item) for i in near
    )


def _of_nothing(asked: Any, fact: SentenceFacts, amount: Amount) -> bool:
    """Whether a figure cannot be one of the thing: people for goods, or a bare number that stands apart from it."""
    if asked.item is None:
        return False
    if amount.unit == "persons":
        return asked.claim_type in _OF_GOODS
    if amount.unit is not None:
        return False
    after = " ".join(token.text for token in fact.tokens[amount.last : amount.last + 3])
    return not _stands(asked.item.split()[0], after)


def _stands(words: str, quote: str) -> bool:
    """Whether words stand in a quote, whole, whatever the case and the line ends."""
    wanted = re.escape(_flat(words).casefold())
    return re.search(rf"(?<!\w){wanted}(?!\w)", _flat(quote).casefold()) is not None


def _cuts(text: str, at: int) -> bool:
    """Whether a place in a text lies inside a word or a number."""
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isalnum() and after.isalnum():
        return True
    # "1,200" and "7.5": a mark between two digits is part of the number.
    return (before.isdigit() and after in ".,٫٬" and text[at + 1 : at + 2].isdigit()) or (
        before in ".,٫٬" and after.isdigit() and at > 1 and text[at - 2].isdigit()
    )


def _flat(words: str | None) -> str:
    return " ".join(words.split()) if words else ""


def _short(raw: Any) -> str:
    try:
        words = raw[:400] if isinstance(raw, str) else repr(raw)[:400]
    except RecursionError:
        words = "something nested without end"
    words = _flat(normalise(words))
    return words if len(words) <= 160 else words[:157] + "..."
