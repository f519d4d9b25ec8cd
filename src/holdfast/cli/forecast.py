"""``holdfast forecast`` and ``holdfast what-if``: what fails and when, and what one change would do."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from holdfast.cli.common import AsKnownOption, JsonOption, SeedOption, WorkspaceArgument, day_of, print_json

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.forecast import Forecast, WhatIf

QUIET_S = 2.0
MOST_MEASUREMENTS = 3

ScenarioOption = Annotated[
    str,
    typer.Option("--scenario", metavar="S", help="nothing-enters, or as-recent: like the last 14 days at the gate."),
]
MembersOption = Annotated[int, typer.Option("--members", metavar="N", help="Members of the ensemble.")]
HorizonOption = Annotated[int, typer.Option("--days", metavar="N", help="Days ahead, 1 to 90.")]


def register(app: typer.Typer) -> None:
    """Add the topic to the application."""
    app.command(name="forecast", epilog="Example: holdfast forecast camp --as-known 2015-07-17 --scenario as-recent")(
        forecast
    )
    app.command(name="what-if", epilog='Example: holdfast what-if camp --deliver "diesel 17000 L on 2015-07-23"')(
        what_if
    )


def forecast(
    workspace: WorkspaceArgument,
    as_known: AsKnownOption = None,
    scenario: ScenarioOption = "nothing-enters",
    members: MembersOption = 2000,
    seed: SeedOption = 1,
    days: HorizonOption = 14,
    as_json: JsonOption = False,
) -> None:
    """Say what fails and when: for every lifeline the probability and the window of its failure.

    The forecast issued is written to the ledger. With an empty ledger it rests on priors alone, and says so first.
    """
    from holdfast.workspace import issue_forecasts

    known = day_of(as_known)
    with _progress(f"{members} members over {days} days"):
        made = issue_forecasts(
            workspace, as_known=known, scenarios=(scenario,), members=members, seed=seed, horizon_days=days
        )
    issued = made.forecasts[0]
    if as_json:
        print_json("forecast", issued.to_dict())
        return
    for line in forecast_lines(issued, made.site.name, made.site.timezone):
        typer.echo(line)


def what_if(
    workspace: WorkspaceArgument,
    deliver: Annotated[
        list[str] | None,
        typer.Option(
            "--deliver",
            metavar="TEXT",
            help='Such as "diesel 17000 L on 2015-07-23" or "one tanker of diesel on Thursday"; may be repeated.',
        ),
    ] = None,
    repair: Annotated[
        list[str] | None,
        typer.Option(
            "--repair",
            metavar="TEXT",
            help='Such as "gen-1 on Thursday" (a generator or tank, mended) or "2 kits for gen-1 on 2015-07-23".',
        ),
    ] = None,
    cooling_hours: Annotated[
        str | None,
        typer.Option("--cooling-hours", metavar="HOURS", help="Cooling in these clock hours only, such as 20-6."),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="One value of the site, such as water.leakage_fraction=0.1."),
    ] = None,
    as_known: AsKnownOption = None,
    scenario: ScenarioOption = "nothing-enters",
    members: MembersOption = 2000,
    seed: SeedOption = 1,
    days: HorizonOption = 14,
    as_json: JsonOption = False,
) -> None:
    """Compare one change with the site as it is: one sentence for each lifeline.

    Both settings share every draw, so that the difference is the effect of the change. Nothing is written.
    """
    from holdfast.workspace import compare

    known = day_of(as_known)
    with _progress(f"{members} members over {days} days, twice"):
        found = compare(
            workspace,
            deliver=tuple(deliver or ()),
            repair=tuple(repair or ()),
            cooling_hours=cooling_hours,
            values=tuple(values or ()),
            as_known=known,
            scenario=scenario,
            members=members,
            seed=seed,
            horizon_days=days,
        )
    if as_json:
        print_json("what-if", found.to_dict())
        return
    for line in what_if_lines(found):
        typer.echo(line)


def forecast_lines(issued: Forecast, site: str, zone: str) -> list[str]:
    """Return a forecast as lines for a screen; the first says what it rests on."""
    from holdfast.disclosure import sensitivity_of
    from holdfast.forecast import days_text, name_of, said_label, window

    lines = [
        issued.rests_on,
        (
            f"{site}, as known on {issued.as_known:%Y-%m-%d %H:%M} ({zone}). Scenario: {issued.scenario}. "
            f"Ahead: {issued.horizon_days} days. Members: {issued.members}, seed {issued.seed}. "
            f"Class: {sensitivity_of('forecast').name}."
        ),
        "",
    ]
    width = max((len(name_of(event.lifeline)) for event in issued.events), default=0)
    lines += [f"  {name_of(event.lifeline):<{width}}  {window(event, issued)}" for event in issued.events]
    if not issued.events:
        lines.append("  The site describes nothing that can fail.")
    worst = max((error for event in issued.events for error in event.p_error), default=0.0)
    lines += [
        "",
        f"Windows: 10 to 90 per cent of the members. Chance error of a probability: at most {100.0 * worst:.1f} per cent.",
    ]
    if issued.people is not None:
        lines += ["", *issued.people.lines()]
    if issued.measure_next:
        first = issued.measure_next[0]
        lines += ["", f"Measure next, to narrow the date of {name_of(first.lifeline)}:"]
        lines += [
            f"  {said_label(item.label)}: {days_text(item.days_narrower)} narrower ({100.0 * item.share:.0f} per cent of the window)"
            for item in issued.measure_next[:MOST_MEASUREMENTS]
        ]
    lines += _titled("Mind:", issued.warnings)
    lines += _titled("Seen and not used yet:", issued.notes)
    listed = sum(row["use"] in {"listed", "superseded", "duplicate"} for row in issued.observations)
    return [
        *lines,
        "",
        f"Defaults and priors used: {len(issued.defaults)}. Accepted claims not used: {listed}. --json gives the reasons.",
    ]


def what_if_lines(found: WhatIf) -> list[str]:
    """Return a comparison as lines for a screen."""
    from holdfast.disclosure import sensitivity_of
    from holdfast.forecast import name_of, window

    lines = [
        found.baseline.rests_on,
        f"If {found.setting}. Scenario: {found.baseline.scenario}. Class: {sensitivity_of('what-if').name}.",
        "",
        *(f"  {text}" for text in found.sentences),
        "",
    ]
    for title, made in (("As it is:", found.baseline), (f"If {found.setting}:", found.variant)):
        width = max((len(name_of(event.lifeline)) for event in made.events), default=0)
        lines.append(title)
        lines += [f"  {name_of(event.lifeline):<{width}}  {window(event, made)}" for event in made.events]
    fresh = tuple(text for text in found.variant.warnings if text not in found.baseline.warnings)
    return [*lines, *_titled("Mind:", (*found.baseline.warnings, *fresh))]


def _titled(title: str, texts: tuple[str, ...]) -> list[str]:
    return ["", title, *(f"  {text}" for text in texts)] if texts else []


@contextmanager
def _progress(what: str) -> Iterator[None]:
    """Say on standard error what is running, when it takes longer than two seconds."""
    began = datetime.now().astimezone()
    timer = threading.Timer(QUIET_S, lambda: typer.echo(f"holdfast: running {what} ...", err=True))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    taken = (datetime.now().astimezone() - began).total_seconds()
    if taken > QUIET_S:
        typer.echo(f"holdfast: done in {taken:.0f} s.", err=True)
