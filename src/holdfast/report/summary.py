"""The six-line message: class on top, states and windows, never a stock figure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.disclosure import class_of, read_class, sensitivity_of
from holdfast.report.case import SCENARIO_WORDS, Case
from holdfast.report.figures import counted
from holdfast.report.gate_ledger import recent
from holdfast.report.html import class_word
from holdfast.report.languages import Catalogue
from holdfast.report.outlook import base, failed_now, window
from holdfast.report.record_sections import measure_sentence, worth_measuring
from holdfast.report.terms import lifeline_label, short_label, state_word
from holdfast.report.text import Part, Text, capital, listed, say, sentences
from holdfast.report.wording import claimant, probability

if TYPE_CHECKING:
    from holdfast.forecast import Forecast

LONGEST = 700
_LONGEST_NAME = 32
_ENGLISH = Catalogue(language="en", direction="ltr")


def summary_lines(case: Case) -> tuple[Text, ...]:
    """Return six lines of at most 700 characters in English, shortened by leaving out what fails later.

    Never holds a stock, a use or a need: only states as claimed, windows, and what is not known.
    """
    lines: tuple[Text, ...] = ()
    for detail in (5, 4, 3, 2, 1):
        lines = _lines(case, detail)
        if len("\n".join(line.plain(_ENGLISH) for line in lines)) <= LONGEST:
            break
    return lines


def _lines(case: Case, detail: int) -> tuple[Text, ...]:
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
        *(_scenario(case, forecast, detail) for forecast in case.forecasts[:2]),
        say("Not known: {unknown}", unknown=_unknown(case)),
    )


def _gate(case: Case) -> Text:
    days = recent(case.gate_days, case.as_of)
    known = [day for day in days if day.status != "unknown"]
    if not known:
        return say("The gate has no record.")
    refs = tuple(f"gate:{day.day.isoformat()}" for day in known)
    closed = len([day for day in known if day.status == "closed"])
    return say(
        "Gate: closed on {closed} of {known} days with a record.",
        closed=Part(text=counted(closed, case.clock.lang), refs=refs, kind="id"),
        known=Part(text=counted(len(known), case.clock.lang), refs=refs, kind="id"),
    )


def _states(case: Case, detail: int) -> Text:
    told = []
    for state in list(case.states.values())[: detail + 1]:
        label = capital(lifeline_label(state.lifeline, state.lifeline))
        who = claimant(state.claims[0])
        short = Part(text=_short(who.text), refs=who.refs, kind="claimant")
        told.append(
            say("{label} {state} ({who})", label=label, state=state_word(state.lifeline, state.state), who=short)
        )
    return listed(told) if told else say("no service is reported on")


def _scenario(case: Case, forecast: Forecast, detail: int) -> Text:
    """Return what fails in a scenario, first to fail first; neighbours of equal chance share its words."""
    groups: list[tuple[str, Text, list[Text]]] = []
    count = 0
    for event in case.lifelines():
        same = forecast.event(event.name)
        if same is None or failed_now(forecast, same) or same.q05 is None or count == detail:
            continue
        count += 1
        chance = probability(same.p_within_horizon, f"{base(forecast, same)}.p_by_day", case.clock.lang)
        told = say(
            "{label} {window}",
            label=capital(short_label(same.lifeline, same.name)),
            window=window(case, forecast, same),
        )
        key = chance.plain(_ENGLISH)
        if not groups or groups[-1][0] != key:
            groups.append((key, chance, []))
        groups[-1][2].append(told)
    scenario = SCENARIO_WORDS[forecast.scenario]
    end = case.clock.short_day(case.clock.end - timedelta(seconds=1), f"forecast:{forecast.scenario}/horizon")
    if not groups:
        return say("{scenario}: no further failure by {end}.", scenario=scenario, end=end)
    events = [say("{chance}: {events}", chance=chance, events=listed(told)) for _, chance, told in groups]
    return say("{scenario}, by {end} {events}.", scenario=scenario, end=end, events=_semicolons(events))


def _semicolons(texts: list[Text]) -> Text:
    result = texts[0]
    for text in texts[1:]:
        result = say("{first}; {second}", first=result, second=text)
    return result


def _unknown(case: Case) -> Text:
    stated = [claim for claim in case.present("stock") if claim.statement.polarity == "affirmed"]
    told = [say("stocks other than those claimed.") if stated else say("no source states the stocks.")]
    measures = worth_measuring(case)
    if measures:
        told.append(measure_sentence(measures[0], case))
    return sentences(told)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
