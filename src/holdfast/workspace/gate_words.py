"""The words of a request or of an event at the gate: what, how much, and which line of the consignment that is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.errors import InputError
from holdfast.ledger import Amount, LineItem, line_item
from holdfast.quantities import find_numbers, find_quantities
from holdfast.workspace.log_words import commodity_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from holdfast.ledger import ConsignmentState, LineState
    from holdfast.quantities import NumberMention, QuantityMention

_FILLERS = frozenset({"of", "the", "a", "an", "and", "x", "with", "in"})
_WORD = re.compile(r"[^\s,]+")
_LINE = re.compile(r"line\s*(\d{1,3})\b[\s:,]*", re.IGNORECASE)
_VEHICLES = frozenset({"truck", "tanker", "vehicle", "lorry", "lorrie", "load", "truckload"})  # a plural without its s
COUNT = "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What was understood of some words: what, and how much in which unit.

    `quantity` is None where no amount was said, `unit` None where a bare number was.
    """

    words: str
    commodity: str
    quantity: float | None
    unit: str | None


def understand_item(words: str, packages: Mapping[str, str] | None) -> Item:
    """Read words such as "flour 20 t", "400 bags of 50 kg flour", "septic parts 12".

    Parameters
    ----------
    words : str
        A thing and at most one amount; digits of three scripts.
    packages : mapping of str to str or None
        Sizes of the site's packages.

    Raises
    ------
    InputError
        HF-L080 where there is no thing, more than one amount, an amount that is not exact, or a word after the number
        that is no unit.
    """
    found: list[QuantityMention] = find_quantities(words, packages)
    outside: list[NumberMention] = [
        n for n in find_numbers(words) if not any(q.start < n.end and n.start < q.end for q in found)
    ]
    if len(found) + len(outside) > 1:
        shown = ", ".join(repr(text) for text in [*(q.text for q in found), *(n.text for n in outside)])
        raise _unclear(words, f"{shown}, more than one amount")
    if not found and not outside:
        commodity = _thing(words)
        if not commodity:
            raise _unclear(words, "nothing that is named")
        return Item(words=words, commodity=commodity, quantity=None, unit=None)
    mention = found[0] if found else outside[0]
    if mention.low is None or mention.low != mention.high or mention.bound != "exact":
        raise _unclear(words, f"{mention.text!r}, which is not exact")
    if found and found[0].per is not None:
        raise _unclear(words, f"{mention.text!r}, an amount in a time")
    if mention.ambiguous:
        raise _unclear(words, f"{mention.text!r}, which can be read in two ways")
    before, after = words[: mention.start], words[mention.end :]
    if found:
        # "2 water trucks": what it is stands inside the amount.
        commodity = _thing(f"{before} {after}") or _inside(mention.text)
        unit: str | None = found[0].unit
    else:
        commodity, unit = _counted(words, before, after)
    if not commodity:
        raise _unclear(words, f"{mention.text!r} of nothing that is named")
    return Item(words=words, commodity=commodity, quantity=mention.low, unit=unit)


def read_lines(words: Iterable[str], packages: Mapping[str, str] | None) -> tuple[LineItem, ...]:
    """Return the lines of a request, one for each text, or several in one text with semicolons between them.

    Raises
    ------
    InputError
        HF-L080, as `understand_item`, and for a line without an amount.
    """
    lines = []
    for text in _texts(words):
        item = understand_item(text, packages)
        if item.quantity is None:
            raise _unclear(text, "no amount")
        lines.append(line_item(item.commodity, item.quantity, item.unit or COUNT, packages=packages, description=text))
    if not lines:
        raise _unclear("", "nothing")
    return tuple(lines)


def read_amounts(
    words: Iterable[str], state: ConsignmentState, packages: Mapping[str, str] | None
) -> tuple[Amount, ...] | None:
    """Return the amounts of a step; None where no words were given, which means all that is awaiting.

    A line that is named without an amount is meant with all of it that is awaiting, or denied where nothing is.

    Raises
    ------
    InputError, LedgerError
        HF-L080, as `understand_item`; HF-L073 where the words fit no line, or several.
    """
    given = []
    for text in _texts(words):
        item, line = _named(text, state, packages)
        quantity = line.awaiting or line.denied if item.quantity is None else item.quantity
        # "septic parts 12" is twelve of whatever the line counts: without a unit the amount is in the line's.
        given.append(Amount(line=line.line, quantity=quantity, unit=item.unit))
    return tuple(given) or None


def _texts(words: Iterable[str]) -> list[str]:
    return [part.strip() for text in words for part in text.split(";") if part.strip()]


def _named(text: str, state: ConsignmentState, packages: Mapping[str, str] | None) -> tuple[Item, LineState]:
    by_number = _LINE.match(text)
    if by_number is None:
        item = understand_item(text, packages)
        return item, _line_named(item, state)
    item = Item(words=text, commodity=by_number.group().strip(), quantity=None, unit=None)
    number = int(by_number.group(1))
    if not 1 <= number <= len(state.lines):
        raise _no_line(item, state.lines, several=False)
    line = state.lines[number - 1]
    rest = text[by_number.end() :]
    return (understand_item(f"{rest} of {line.item.commodity}", packages) if rest else item), line


def _line_named(item: Item, state: ConsignmentState) -> LineState:
    lines = state.lines
    wanted = _plain(item.commodity)
    same = [line for line in lines if _plain(line.item.commodity) == wanted]
    # "Parts" is short for "septic parts"; a "water pump" is not water.
    near = same or [line for line in lines if set(wanted.split()) <= set(_plain(line.item.commodity).split())]
    if not near:
        known = _commodity(wanted)
        near = [line for line in lines if known is not None and _commodity(_plain(line.item.commodity)) == known]
    if len(near) == 1:
        return near[0]
    raise _no_line(item, near or lines, several=bool(near))


def _commodity(plain: str) -> str | None:
    """Return what the lexicon knows a thing as: its last word says what it is, and a flour mill is no flour."""
    words = [word for word in plain.split() if word not in _VEHICLES]
    known = commodity_of(" ".join(words)) if words else None
    return known if known is not None and known == commodity_of(words[-1]) else None


def _no_line(item: Item, lines: Sequence[LineState], *, several: bool) -> InputError:
    return InputError(
        "HF-L073",
        where="line of the consignment",
        found=f"{item.commodity!r}" + (f", which fits {len(lines)} lines" if several else ""),
        expected="one of " + "; ".join(f"line {line.line}: {line.item.commodity}" for line in lines),
        mend="name the line as it stands in the request, or by its number; nothing was written",
    )


def _counted(words: str, before: str, after: str) -> tuple[str, str | None]:
    """Return thing and unit of a bare number: "septic parts 12", "12 septic parts", "septic parts 12 parts"."""
    first, then = _thing(before), _thing(after)
    if not first or not then:
        return first or then, None
    if _plain(then) in _plain(first).split():
        return first, then
    raise _unclear(words, f"{then!r} after the number, which is no unit")


def _inside(text: str) -> str:
    """Return the thing that stands inside an amount: the water of "2 water trucks"."""
    for word in _WORD.findall(text):
        if word.isalpha() and (known := commodity_of(word.casefold())) is not None:
            return known
    return ""


def _thing(text: str) -> str:
    kept = [word for word in _WORD.findall(text) if word.casefold().strip(".:") not in _FILLERS]
    return " ".join(kept).strip(" .,:-")


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(w.strip(".,:").removesuffix("s") if len(w) > 3 else w for w in folded.split())


def _unclear(words: str, found: str) -> InputError:
    return InputError(
        "HF-L080",
        where="items",
        found=f"{found} in {words!r}" if words else found,
        expected="a thing and one exact amount with its unit, such as 'flour 20 t' or 'septic parts 12'",
        mend="give each thing on its own, between quotation marks; nothing was written",
    )
