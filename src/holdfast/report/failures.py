"""When a lifeline fails, in words: one date with its window, and those that fail about together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.forecast import chance as said_chance
from holdfast.report import wording
from holdfast.report.accounts import reported_failed
from holdfast.report.case import SCENARIO_WORDS, Case
from holdfast.report.figures import counted
from holdfast.report.terms import lifeline_label, runs_out
from holdfast.report.text import Part, Text, joined, listed, say, semicolons

if TYPE_CHECKING:
    from holdfast.forecast import Forecast, LifelineForecast

MOST_NAMES = 4
TOGETHER = timedelta(days=1)
# Windows that end further apart than this are told apart: a narrow one must not hide in a wide one.
ALIKE = timedelta(days=2)


def base(forecast: Forecast, event: LifelineForecast) -> str:
    """Return the reference of one event in one scenario."""
    return f"forecast:{forecast.scenario}/{event.name}"


def failed_now(forecast: Forecast, event: LifelineForecast) -> bool:
    """Return whether the ensemble holds the lifeline for failed at the moment of issue in nearly every member."""
    return event.failed_already >= 0.95 and event.q50 is not None and event.q50 <= forecast.issued + timedelta(hours=1)


def window(case: Case, forecast: Forecast, event: LifelineForecast) -> Text:
    """Return the dates of one failure: the 10 to 90 per cent window, its middle, and the earliest (5 per cent)."""
    at = base(forecast, event)
    if event.q05 is None:
        return say("not before {end}", end=case.clock.short_day(case.clock.end, f"{at}.q05"))
    return case.clock.window(event.q10, event.q90, at)


def chance(case: Case, forecast: Forecast, event: LifelineForecast) -> Text:
    """Return word, per cent and horizon of one failure."""
    at = base(forecast, event)
    return say(
        "{chance} by {end}",
        chance=wording.probability(event.p_within_horizon, f"{at}.p_by_day", case.clock.lang),
        end=case.clock.short_day(case.clock.end - timedelta(seconds=1), f"{at}.p_by_day"),
    )


def next_to_fail(case: Case, forecast: Forecast) -> list[list[LifelineForecast]]:
    """Return what fails next in a scenario, in groups that fail about together, the first to fail in front.

    Left out is what has failed by the issue, what is reported as failed, and what nineteen of twenty runs see through
    the horizon. A group holds those whose middle date lies within a day of the first one's: an hourly model with such
    unknowns cannot tell which of them is first.
    """
    standing = []
    for row in case.lifelines():
        event = forecast.event(row.name)
        if event is None or event.q05 is None or failed_now(forecast, event) or reported_failed(case, event.lifeline):
            continue
        standing.append(event)
    groups: list[list[LifelineForecast]] = []
    for event in sorted(standing, key=case.soonest):
        first = groups[-1][0].q50 if groups else None
        if first is not None and event.q50 is not None and event.q50 - first <= TOGETHER:
            groups[-1].append(event)
        else:
            groups.append([event])
    return groups


def alike_in(group: list[LifelineForecast]) -> list[list[LifelineForecast]]:
    """Return a group in parts whose windows end about alike, the narrowest first.

    What is nearly sure to be gone in three days is not told with what may last ten, though their middle dates agree.
    """
    parts: list[list[LifelineForecast]] = []
    for event in sorted(group, key=lambda event: (event.q90 is None, event.q90 or event.q05)):
        first = parts[-1][0] if parts else None
        if first is not None and (
            event.q90 is first.q90 is None
            or (event.q90 is not None and first.q90 is not None and event.q90 - first.q90 <= ALIKE)
        ):
            parts[-1].append(event)
        else:
            parts.append([event])
    return [[event for event in group if event in part] for part in parts]


def group_window(case: Case, forecast: Forecast, group: list[LifelineForecast]) -> Text:
    """Return the window of a group: from the earliest tenth to the latest ninetieth per cent of its members."""
    if len(group) == 1:
        return window(case, forecast, group[0])
    begins = min(group, key=lambda event: event.q10 or forecast.issued)
    ends = max(group, key=lambda event: (event.q90 is None, event.q90 or forecast.issued))
    return case.clock.window(begins.q10, ends.q90, base(forecast, begins), high_base=base(forecast, ends))


def group_names(group: list[LifelineForecast], lang: str, most: int = MOST_NAMES) -> Text:
    """Return what fails about together as a list; where it is long, its first names and how many more there are."""
    labels = [lifeline_label(event.lifeline, event.name) for event in group]
    more = len(labels) - most
    if more < 2:
        return joined(labels)
    count = Part(text=counted(more, lang), refs=("meta:together",), kind="id")
    return say("{things} and {count} more", things=listed(labels[:most]), count=count)


def least_certain(group: list[LifelineForecast]) -> LifelineForecast:
    """Return the member of a group that is the least likely to fail within the horizon."""
    return min(group, key=lambda event: event.p_within_horizon)


def first_to_fail(case: Case, forecast: Forecast) -> Text:
    """Return one sentence on what fails first in a scenario, with word, per cent and window."""
    groups = next_to_fail(case, forecast)
    scenario = SCENARIO_WORDS[forecast.scenario]
    if not groups:
        return _nothing_next(case, forecast)
    alike = alike_in(groups[0])
    if len(alike) > 1:
        told = [
            say(
                "{lifelines} {window}, {chance}",
                lifelines=group_names(group, case.clock.lang),
                window=group_window(case, forecast, group),
                chance=_chance_of(case, forecast, group),
            )
            for group in alike
        ]
        return say(
            "{scenario}, about together the first to fail: {events}.", scenario=scenario, events=semicolons(told)
        )
    group = groups[0]
    parts = {
        "scenario": scenario,
        "window": group_window(case, forecast, group),
        "chance": _chance_of(case, forecast, group),
    }
    if len(group) > 1:
        names = group_names(group, case.clock.lang)
        return say(
            "{scenario}, {lifelines} are about together the first to fail: {window}, {chance}.",
            lifelines=names,
            **parts,
        )
    label = lifeline_label(group[0].lifeline, group[0].name)
    if runs_out(group[0].lifeline):
        return say("{scenario}, {lifeline} is used up first: {window}, {chance}.", lifeline=label, **parts)
    return say("{scenario}, {lifeline} fails first: {window}, {chance}.", lifeline=label, **parts)


def _nothing_next(case: Case, forecast: Forecast) -> Text:
    waiting = [
        event
        for event in forecast.events
        if not failed_now(forecast, event) and not reported_failed(case, event.lifeline)
    ]
    if not waiting:
        return say("Every lifeline that is simulated has failed by the day of issue, as reported or as we assess.")
    return say(
        "{scenario}, no further lifeline fails before {end} in nineteen of twenty runs.",
        scenario=SCENARIO_WORDS[forecast.scenario],
        end=case.clock.short_day(case.clock.end, f"{base(forecast, waiting[0])}.q05"),
    )


def _chance_of(case: Case, forecast: Forecast, group: list[LifelineForecast]) -> Text:
    """Return the chance of the least certain of a group, said to be that where the others have another figure."""
    certain = chance(case, forecast, least_certain(group))
    if len({said_chance(event.p_within_horizon) for event in group}) == 1:
        return certain
    return say("the least certain of them {chance}", chance=certain)
