"""The six-line message: class on top, states and windows, never a stock figure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.disclosure import class_of, read_class, sensitivity_of, told_status
from holdfast.report.accounts import said_in_short
from holdfast.report.case import SCENARIO_WORDS, Case
from holdfast.report.failures import alike_in, base, group_names, group_window, least_certain, next_to_fail
from holdfast.report.figures import counted
from holdfast.report.gate_ledger import not_let_in, recent
from holdfast.report.html import class_word
from holdfast.report.languages import Catalogue
from holdfast.report.record_sections import measure_sentence, worth_measuring
from holdfast.report.terms import lifeline_label
from holdfast.report.text import Part, Text, capital, listed, only, say, semicolons, sentences
from holdfast.report.wording import probability

if TYPE_CHECKING:
    from holdfast.forecast import Forecast
    from holdfast.gate import GateDay

LONGEST = 700
_LONGEST_NAME = 32
# How many groups of failures a scenario tells, and how many names a group; the first pair that fits is taken.
_DETAILS = ((5, 4), (4, 4), (3, 4), (3, 3), (2, 4), (2, 3), (1, 4), (1, 3), (1, 2))
_ENGLISH = Catalogue(language="en", direction="ltr")


def summary_lines(case: Case) -> tuple[Text, ...]:
    """Return six lines of at most 700 characters in English, shortened by leaving out what fails later.

    Never holds a stock, a use or a need: only states as claimed, windows, and what is not known.
    """
    lines: tuple[Text, ...] = ()
    for detail, names in _DETAILS:
        lines = _lines(case, detail, names)
        if len("\n".join(line.plain(_ENGLISH) for line in lines)) <= LONGEST:
            break
    return lines


def _lines(case: Case, detail: int, names: int) -> tuple[Text, ...]:
    site = Part(text=_short(case.site.site.name), refs=("site:name",), kind="name")
    whole = class_of([sensitivity_of("six-lines"), *(read_class(claim.disclosure_class) for claim in case.claims)])
    mark = class_word(whole)
    first = (
        say("EXERCISE – {mark} – EXERCISE: invented site, nothing is real", mark=mark)
        if case.site.site.exercise
        else say("{mark} – not to be forwarded or published", mark=mark)
    )
    return (
        first,
        say("{site}, as of {day}. {gate}", site=site, day=case.clock.day(case.as_of, "meta:as-of"), gate=_gate(case)),
        say("Now, as claimed: {states}.", states=_states(case, detail)),
        *(_scenario(case, forecast, detail, names) for forecast in case.forecasts[:2]),
        say("Not known: {unknown}", unknown=_unknown(case)),
    )


def _gate(case: Case) -> Text:
    days = recent(case.gate_days, case.as_of)
    known = [day for day in days if told_status(day) != "unknown"]
    if not known:
        return say("The gate has no record.")
    refs = tuple(f"gate:{day.day.isoformat()}" for day in known)
    refused = [day for day in known if told_status(day) == "closed"]
    closed = _count(case, refused)
    counted_days = Part(text=counted(len(known), case.clock.lang), refs=refs, kind="id")
    silent = [day for day in known if told_status(day) == "nothing"]
    if silent and not refused:
        return say(
            "Gate: no {things} let in on {nothing} of {known} days with a record, no refusal recorded.",
            things=not_let_in(silent),
            nothing=_count(case, silent),
            known=counted_days,
        )
    if silent:
        return say(
            "Gate: closed on {closed} of {known} days with a record, no {things} let in on {nothing} more.",
            closed=closed,
            known=counted_days,
            things=not_let_in(silent),
            nothing=_count(case, silent),
        )
    return say("Gate: closed on {closed} of {known} days with a record.", closed=closed, known=counted_days)


def _count(case: Case, days: list[GateDay]) -> Part:
    refs = tuple(f"gate:{day.day.isoformat()}" for day in days) or ("meta:window",)
    return Part(text=counted(len(days), case.clock.lang), refs=refs, kind="id")


def _states(case: Case, detail: int) -> Text:
    told = []
    for state in list(case.states.values())[: detail + 1]:
        label = capital(lifeline_label(state.lifeline, state.lifeline))
        words, who = said_in_short(case, state.lifeline)
        short = listed([only(Part(text=_short(part.text), refs=part.refs, kind="claimant")) for part in who])
        told.append(
            say("{label}: {state} ({who})", label=label, state=words, who=short)
            if len(who) > 1
            else say("{label} {state} ({who})", label=label, state=words, who=short)
        )
    return listed(told) if told else say("no service is reported on")


def _scenario(case: Case, forecast: Forecast, detail: int, names: int) -> Text:
    """Return what fails in a scenario, first to fail first; neighbours of equal chance share its words."""
    groups: list[tuple[str, Text, list[Text]]] = []
    parts = [part for group in next_to_fail(case, forecast) for part in alike_in(group)]
    for group in parts[:detail]:
        least = least_certain(group)
        chance = probability(least.p_within_horizon, f"{base(forecast, least)}.p_by_day", case.clock.lang)
        labels = group_names(group, case.clock.lang, names)
        shown = group_window(case, forecast, group)
        told = (
            say("{label} {window}", label=labels, window=shown)
            if len(group) == 1
            else say("{lifelines} about together {window}", lifelines=labels, window=shown)
        )
        key = chance.plain(_ENGLISH)
        if not groups or groups[-1][0] != key:
            groups.append((key, chance, []))
        groups[-1][2].append(told)
    scenario = SCENARIO_WORDS[forecast.scenario]
    end = case.clock.short_day(case.clock.end - timedelta(seconds=1), f"forecast:{forecast.scenario}/horizon")
    if not groups:
        return say("{scenario}: no further failure by {end}.", scenario=scenario, end=end)
    events = [say("{chance}: {events}", chance=chance, events=semicolons(told)) for _, chance, told in groups]
    return say("{scenario}, by {end} {events}.", scenario=scenario, end=end, events=semicolons(events))


def _unknown(case: Case) -> Text:
    stated = [claim for claim in case.present("stock") if claim.statement.polarity == "affirmed"]
    told = [say("stocks other than those claimed.") if stated else say("no source states the stocks.")]
    measures = worth_measuring(case)
    if measures:
        told.append(measure_sentence(measures[0], case))
    return sentences(told)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
