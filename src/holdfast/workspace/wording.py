"""A claim in words: what was claimed is repeated as it was claimed, every digit of it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from holdfast.errors import UnitError
from holdfast.quantities import format_date, format_quantity
from holdfast.quantities import unit as unit_of

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from holdfast.ledger import Claim, Statement

_JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"  # Persian is misspelt without the first
# "No outage of fuel; reportedly, ministry": what a claimant denies, in the claimant's name.
_SIGNS = {"affirmed": "", "negated": "no "}
_EXACT_FIGURES = 10
_CONVERTED_FIGURES = 4


def stated(statement: Statement) -> str | None:
    """Return the figure of a statement as it was stated, and what it is in the internal unit where that differs.

    Parameters
    ----------
    statement : Statement
        Any statement.

    Returns
    -------
    str or None
        Such as "12,345 L", "at least 2,000 people", "41 cm = 5,000 to 5,200 L"; None where it has no figure. The stated
        figure has every digit; a converted one that does not end has four, or as many as its whole part.
    """
    claimed = _figure(statement.value_low, statement.value_high, statement.unit)
    if claimed is None:
        return _figure(statement.si_low, statement.si_high, statement.si_unit)
    if statement.per:
        claimed += " per " + statement.per.replace("-", " and ")
    if statement.si_unit and statement.si_unit != statement.unit:
        converted = _figure(statement.si_low, statement.si_high, statement.si_unit)
        if converted is not None:
            return f"{claimed} = {converted}"
    return claimed


def statement_line(statement: Statement) -> str:
    """Return a statement in one line, as it was read: kind, thing, figure, who to whom, when, according to whom."""
    s = statement
    parts = [s.claim_type]
    if s.polarity != "affirmed":
        parts.append(f"({s.polarity})")
    if s.background:
        parts.append("[history]")
    if s.item:
        parts.append(f"of {s.item}" + (f" ({s.service})" if s.service and s.service != s.item else ""))
    if (amount := stated(s)) is not None:
        parts.append(f": {amount}")
    for word, value in (("by", s.actor), ("to", s.addressee), ("at", s.place)):
        if value:
            parts.append(f"{word} {value}")
    if s.modality:
        parts.append(f"({s.modality})")
    if s.time_text:
        when = f"{s.time_start} to {s.time_end}" if s.time_start and s.time_start != s.time_end else s.time_start
        parts.append(f'"{s.time_text}" = {when or "not anchored"}')
    parts.append(f"says {s.attribution or 'the author'}")
    return screen_safe(" ".join(parts))


def claim_line(claim: Claim, zone: ZoneInfo) -> str:
    """Return a claim in one line: what, how much, where, when it was true, who says so, how good the source is."""
    from holdfast.ledger import grade  # noqa: PLC0415  a message without a workspace is shown without the ledger

    said = claim.statement
    thing = said.item or said.service or "something not named"
    if not thing.isascii() and (known := _known_thing(thing)):
        thing += f" ({known})"
    sign = _SIGNS.get(said.polarity, f"{said.polarity} ")
    kind = said.claim_type if thing == said.claim_type else f"{said.claim_type} of {thing}"
    figure = stated(said)
    amount = "" if figure is None else f": {figure}"
    place = f" in {said.place}" if said.place else ""
    moment = claim.occurred_start or claim.occurred_end
    if moment:
        when = f", {moment_text(moment, zone, whole_day=said.time_precision != 'hour')}"
    else:
        when = f", said on {_said_text(claim.said, zone)}" if claim.said else ", no time given"
    history = ", history" if said.background else ""
    word = grade(claim.source_grade).word
    source = f"{word} {claim.claimant}" if word.endswith(" by") else f"{word}, {claim.claimant}"
    return screen_safe(f"{sign}{kind}{place}{amount}{when}{history}; {source} ({claim.source_grade})")


def _known_thing(item: str) -> str | None:
    from holdfast.intake import commodity  # noqa: PLC0415  the words of three languages, where one is needed

    return commodity(item)


def screen_safe(text: str) -> str:
    """Return a text without characters that steer a terminal or turn the reading direction; joiners of letters stay.

    Words of a claim come from messages, and a message may have been written to deceive the screen.
    """
    return "".join(sign if sign.isprintable() or sign in _JOINERS else "\N{REPLACEMENT CHARACTER}" for sign in text)


def moment_text(moment: str, zone: ZoneInfo, *, whole_day: bool = False) -> str:
    """Return a moment of the ledger in the zone of the site: "18 August 2015 at 08:00"."""
    local = datetime.fromisoformat(moment).astimezone(zone)
    return format_date(local.date(), isolated=False) + ("" if whole_day else f" at {local:%H:%M}")


def _said_text(moment: str, zone: ZoneInfo) -> str:
    """Return when something was said; midnight stands for a day of publication without an hour."""
    local = datetime.fromisoformat(moment).astimezone(zone)
    return moment_text(moment, zone, whole_day=(local.hour, local.minute) == (0, 0))


def _figure(low: float | None, high: float | None, unit: str | None) -> str | None:
    first = low if low is not None else high
    if first is None:
        return None
    bound = "exact" if low is not None and high is not None else ("at_least" if high is None else "at_most")
    second = high if low is not None and high != low else None
    figures = _figures(*(end for end in (low, high) if end is not None))
    if unit is not None and not _counted(unit):
        return format_quantity(first, second, unit, figures=figures, bound=bound, isolated=False)
    plain = format_quantity(first, second, figures=figures, bound=bound, isolated=False)
    return plain if unit is None else f"{plain} {unit}"


def _counted(name: str) -> bool:
    """Return whether a unit is the name of what is counted ("generators", "parts"), which is repeated as it is."""
    try:
        return unit_of(name).symbol == "item"
    except UnitError:
        return True


def _figures(*ends: float) -> int | None:
    """Return None, for every digit, where the digits end; a quotient such as 48.8889 is cut."""
    if all(float(f"{end:.{_EXACT_FIGURES}g}") == end or end.is_integer() for end in map(float, ends)):
        return None
    return max(_CONVERTED_FIGURES, *(len(f"{abs(end):.0f}") for end in ends))
