"""``holdfast simulate`` and ``holdfast warmup``: run the engine, or build it ahead."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from holdfast.cli.common import JsonOption, SeedOption, print_json

SiteArgument = Annotated[Path, typer.Argument(metavar="SITE", help="A workspace folder or a site.toml.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(
        name="simulate",
        epilog="Example: holdfast simulate examples/camp-a1 --hours 240 --deterministic --csv camp-a1.csv",
    )(simulate)
    app.command(name="warmup", epilog="Example: holdfast warmup")(warmup)


def simulate(
    site: SiteArgument,
    events: Annotated[
        Path | None, typer.Option("--events", help="CSV with the columns hour,kind,asset,quantity,unit.")
    ] = None,
    weather: Annotated[
        Path | None, typer.Option("--weather", help="CSV with hour,temp_out_c and optional columns.")
    ] = None,
    hours: Annotated[int, typer.Option("--hours", help="Hours to run.")] = 336,
    start: Annotated[str | None, typer.Option("--start", help="First hour, such as 2015-07-17T00:00.")] = None,
    shelter_model: Annotated[str, typer.Option("--shelter-model", help="rc1.")] = "rc1",
    engine: Annotated[str, typer.Option("--engine", help="python or compiled: the same source.")] = "compiled",
    deterministic: Annotated[
        bool, typer.Option("--deterministic", help="Unknowns at their medians, no random failures: one member.")
    ] = False,
    members: Annotated[int, typer.Option("--members", help="Members, when not deterministic.")] = 2000,
    seed: SeedOption = 1,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write one row an hour (deterministic runs).")] = None,
    as_json: JsonOption = False,
) -> None:
    """Run a site hour by hour and print when each lifeline fails."""
    from holdfast.disclosure import label
    from holdfast.errors import InputError
    from holdfast.lifelines import csv_text, payload, read_events, read_weather
    from holdfast.lifelines import simulate as run_site
    from holdfast.sites import load_site, median_draws, prior_draws, site_path
    from holdfast.workspace import write_whole

    if csv is not None and not deterministic:
        raise InputError(
            "HF-E017",
            where="--csv",
            found="a run of several members",
            expected="a run of one member",
            mend="add --deterministic, or leave --csv out",
        )
    described = load_site(site_path(site))
    run = run_site(
        described,
        draws=median_draws(described) if deterministic else prior_draws(described, members, seed),
        hours=hours,
        start=_moment(start),
        events=read_events(events, described) if events is not None else (),
        weather=read_weather(weather) if weather is not None else None,
        shelter_model=shelter_model,
        engine=engine,
        deterministic=deterministic,
        seed=0 if deterministic else seed,
        keep="all" if csv is not None else "events",
    )
    if csv is not None:
        write_whole(csv, csv_text(run))
    labelled = label("simulate", payload(run, described))
    if as_json:
        print_json("simulate", labelled)
    else:
        _print(labelled, csv)


def warmup(
    as_json: JsonOption = False,
) -> None:
    """Build the compiled engine ahead, so that the first forecast does not wait for it."""
    from holdfast import __version__
    from holdfast.lifelines import warm_up

    taken = warm_up()
    if as_json:
        print_json("version", {"version": __version__, "engine_ready_after_s": taken})
    else:
        typer.echo(f"engine ready after {taken:.1f} s")


def _moment(text: str | None) -> datetime | None:
    from holdfast.errors import InputError

    if text is None:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError as fault:
        raise InputError(
            "HF-E018",
            where="--start",
            found=text,
            expected="a date and time such as 2015-07-17T00:00, in the site's zone unless it names one",
            mend="write the date as YYYY-MM-DD, with or without a time",
        ) from fault


def _print(answer: dict[str, Any], csv: Path | None) -> None:
    """Print the answer as a short table."""
    lines = [f"class {answer['class']}"]
    if "exercise" in answer:
        lines.append(answer["exercise"])
    lines.append(f"{answer['site']}: {answer['hours']} hours from {answer['start']}, {answer['members']} member(s)")
    lines += [_event_line(event) for event in answer["events"]]
    if not answer["events"]:
        lines.append("no lifeline fails within the run")
    worst = max(answer["balances"].values(), default=0.0)
    lines.append(f"largest balance residual {worst:.1e} of capacity; engine {answer['engine']}, seed {answer['seed']}")
    if answer["defaults"]:
        lines.append(
            f"{len(answer['defaults'])} values are not stated by the site and have their defaults (see --json)"
        )
    lines += [f"warning: {text}" for text in answer["warnings"]]
    if csv is not None:
        lines.append(f"hourly outputs in {csv}")
    typer.echo("\n".join(lines))


def _event_line(event: dict[str, Any]) -> str:
    if "hour" in event:
        return f"  {event['hour']:8.2f} h  {event['time'][:16]}  {event['lifeline']:<12} {event['name']}"
    hours = " ".join(f"{event[key]:8.1f}" if event[key] is not None else "   after" for key in _QUANTILE_KEYS)
    return f"  {100 * event['share']:5.1f} %  {hours} h  {event['lifeline']:<12} {event['name']}"


_QUANTILE_KEYS = ("q10_hour", "q50_hour", "q90_hour")
