"""What a run says of people, as lines of text: what may be crossed, the notes it needs, and what guesses keep out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.people import FEWEST_FOR_SHARES, RULE_OF_THREE, Grade, inputs_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from holdfast.forecast.people import PeopleOutlook
    from holdfast.people import ThresholdStatement

# What an old or guessed input has made a scenario is told to nobody who has not asked for it (rule 2 of the grades).
TOLD = frozenset({Grade.FORECAST, Grade.THRESHOLD})


def told(statements: Iterable[ThresholdStatement]) -> tuple[ThresholdStatement, ...]:
    """Return the statements that may be told without being asked for: no scenarios."""
    return tuple(one for one in statements if one.grade in TOLD)


def in_doubt(statements: Iterable[ThresholdStatement]) -> tuple[str, ...]:
    """Return the inputs that make scenarios of statements, those first that most of them rest on.

    Parameters
    ----------
    statements : iterable of ThresholdStatement
        Told or not; only scenarios are looked at.

    Returns
    -------
    tuple of str
        Inputs in words, each once.
    """
    count: dict[str, int] = {}
    for one in statements:
        if one.grade not in TOLD:
            for name in inputs_named(one.input_reasons):
                count[name] = count.get(name, 0) + 1
    return tuple(sorted(count, key=lambda name: -count[name]))


class Notes:
    """Notes that several statements share, each kept once under its number."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def marks(self, notes: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of notes, new ones added."""
        found = []
        for note in dict.fromkeys(notes):
            if note not in self.texts:
                self.texts.append(note)
            found.append(self.texts.index(note) + 1)
        return tuple(sorted(found))


def outlook_lines(outlook: PeopleOutlook) -> list[str]:
    """Return what a run says of people as lines of text.

    Parameters
    ----------
    outlook : PeopleOutlook
        As :func:`holdfast.forecast.people_outlook` gives it.

    Returns
    -------
    list of str
        Forecasts and thresholds that a member crosses, with the numbers of their notes; those no member crosses; the
        warmest day by age; the notes; and one line for the scenarios left out, with the inputs that make them so.
    """
    doubt = "; the number is old, a default or a guess" if outlook.persons_in_doubt else ""
    lines = [f"People ({outlook.persons:,.0f}{doubt})", *(f"  note: {note}" for note in outlook.notes)]
    every, notes = told(outlook.statements), Notes()
    lines += [f"  {one}{_marked(notes.marks(one.notes))}" for one in every if one.probability > 0.0]
    lines += _never([one for one in every if one.probability == 0.0])
    if outlook.core_grade in TOLD:
        lines += _warmest(outlook, notes)
    lines += [f"    [{number}] {note}" for number, note in enumerate(notes.texts, start=1)]
    return lines + _left_out(outlook)


def _marked(marks: Sequence[int]) -> str:
    return f" [{', '.join(str(mark) for mark in marks)}]" if marks else ""


def _never(never: Sequence[ThresholdStatement]) -> list[str]:
    """Say which limits no member crosses, and how little that excludes."""
    if not never:
        return []
    members = never[0].members
    names = "; ".join(f"{one.name} ({one.value:g} {one.unit})" for one in never)
    if members == 1:
        return [f"  not within the one run computed, which says nothing of how likely: {names}"]
    bound = min(1.0, RULE_OF_THREE / members)
    return [f"  in none of {members} members within the run (up to {bound:.2g} of them cannot be excluded): {names}"]


def _warmest(outlook: PeopleOutlook, notes: Notes) -> list[str]:
    """Say of each age which day is the warmest for the body."""
    lines = []
    many = not outlook.statements or outlook.statements[0].members >= FEWEST_FOR_SHARES
    for age in dict.fromkeys(day.age_y for day in outlook.core_days):
        worst = max((day for day in outlook.core_days if day.age_y == age), key=lambda day: day.q50_c)
        other = f"by the two-node model {worst.lower_q50_c[0]:.1f} to {worst.lower_q50_c[1]:.1f}"
        shares = (
            f" (10-90 %: {worst.q10_c:.1f} to {worst.q90_c:.1f}; {other}); above 38.5 degC in "
            f"{worst.share_above_38_5:.0%}, above 39 degC in {worst.share_above_39:.0%} of the members"
            if many
            else f" ({other})"
        )
        lines.append(
            f"  core temperature at {age}, warmest hour of {worst.day.isoformat()}: {worst.q50_c:.1f} degC{shares}. "
            f"Grade {outlook.core_grade}.{_marked(notes.marks(outlook.core_notes))}"
        )
    return lines


def _left_out(outlook: PeopleOutlook) -> list[str]:
    """Say how many limits are not told, and which inputs would bring them in."""
    out = [one for one in outlook.statements if one.grade not in TOLD]
    days = bool(outlook.core_days) and outlook.core_grade not in TOLD
    if not (out or days):
        return []
    some = sum(one.probability > 0.0 for one in out)
    limits = "1 limit is" if len(out) == 1 else f"{len(out)} limits are"
    also = ", and so are the days of core temperature" if days else ""
    wanted = in_doubt(out) or inputs_named(outlook.core_reasons if days else ())
    mend = f" To have them told, state or measure: {'; '.join(wanted)}." if wanted else ""
    rest = "by what they rest on they are scenarios, no forecasts"
    return [f"  {limits} left out ({some} crossed in some run){also}: {rest}.{mend} All are in --json."]
