"""``holdfast simulate`` and ``holdfast warmup``: run the engine, or build it ahead."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from holdfast.cli.common import JsonOption, SeedOption, print_json

AS_THE_SITE = "site"
SHOWN_FROM = 0.0005  # share of hours from which a flag is printed
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
        Path | None, typer.Option("--weather", help="EPW, or CSV with hour,temp_out_c (or time, or date,temp_max_c).")
    ] = None,
    hours: Annotated[int, typer.Option("--hours", help="Hours to run.")] = 336,
    start: Annotated[str | None, typer.Option("--start", help="First hour, such as 2015-07-17T00:00.")] = None,
    shelter_model: Annotated[
        str, typer.Option("--shelter-model", help="rc1, iso5 or layered for every shelter; site: what each states.")
    ] = AS_THE_SITE,
    engine: Annotated[str, typer.Option("--engine", help="python or compiled: the same source.")] = "compiled",
    deterministic: Annotated[
        bool, typer.Option("--deterministic", help="Unknowns at their medians, no random failures: one member.")
    ] = False,
    members: Annotated[int, typer.Option("--members", help="Members, when not deterministic.")] = 2000,
    seed: SeedOption = 1,
    csv: Annotated[Path | None, typer.Option("--csv", help="Write one row an hour (runs of one member).")] = None,
    netcdf: Annotated[
        Path | None, typer.Option("--netcdf", help="Write the run as NetCDF-4 (needs the extra lab).")
    ] = None,
    quantiles: Annotated[
        Path | None, typer.Option("--quantiles", help="Write quantiles of the outputs over the members as CSV.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Go on with a run that takes long or much memory.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Run a site hour by hour and print when each lifeline fails."""
    from holdfast.disclosure import label
    from holdfast.forecast import people_outlook
    from holdfast.lifelines import csv_text, payload, quantiles_csv_text, read_events, read_weather
    from holdfast.lifelines import simulate as run_site
    from holdfast.sites import load_site, median_draws, prior_draws, site_path
    from holdfast.workspace import write_whole

    alone = deterministic or members == 1
    _one_or_many(csv, quantiles, alone=alone)
    described = load_site(site_path(site))
    run = run_site(
        described,
        read_weather(weather) if weather is not None else None,
        draws=median_draws(described) if deterministic else prior_draws(described, members, seed),
        hours=hours,
        start=_moment(start),
        events=read_events(events, described) if events is not None else (),
        shelter_model=None if shelter_model == AS_THE_SITE else shelter_model,
        engine=engine,
        deterministic=deterministic,
        seed=0 if deterministic else seed,
        agree=yes,
        **_kept(csv, netcdf, quantiles, alone=alone),
    )
    people = people_outlook(run, described)
    labelled = label("simulate", payload(run, described) | {"people": None if people is None else people.to_dict()})
    if csv is not None:
        write_whole(csv, csv_text(run))
    if quantiles is not None:
        write_whole(quantiles, quantiles_csv_text(run))
    if netcdf is not None:
        run.to_netcdf(netcdf, {key: labelled[key] for key in ("class", "exercise") if key in labelled})
    if as_json:
        print_json("simulate", labelled)
    else:
        told = [] if people is None else people.lines()
        _print(labelled, told, [path for path in (csv, quantiles, netcdf) if path is not None])


def _one_or_many(csv: Path | None, quantiles: Path | None, *, alone: bool) -> None:
    """Refuse hourly outputs of several members, and quantiles of one."""
    from holdfast.errors import InputError

    if csv is not None and not alone:
        raise InputError(
            "HF-E017",
            where="--csv",
            found="a run of several members",
            expected="a run of one member",
            mend="add --deterministic or --members 1, take --quantiles or --netcdf, or leave --csv out",
        )
    if quantiles is not None and alone:
        raise InputError(
            "HF-E017",
            where="--quantiles",
            found="a run of one member",
            expected="a run of several members",
            mend="take --csv, or leave --deterministic out",
        )


def _kept(csv: Path | None, netcdf: Path | None, quantiles: Path | None, *, alone: bool) -> dict[str, Any]:
    """Say what a run keeps: what is to be written, else of several members the core temperature of older people."""
    from holdfast.forecast import CORE_OUTPUTS, CORE_SHARES

    if alone:
        return {"keep": "all" if csv is not None or netcdf is not None else "events"}
    if netcdf is not None or quantiles is not None:
        return {"keep": "quantiles"}
    return {"keep": "quantiles", "outputs": CORE_OUTPUTS, "quantiles": CORE_SHARES}


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


def _print(answer: dict[str, Any], people: list[str], written: list[Path]) -> None:
    """Print the answer as a short table."""
    lines = [f"class {answer['class']}"]
    if "exercise" in answer:
        lines.append(answer["exercise"])
    lines.append(f"{answer['site']}: {answer['hours']} hours from {answer['start']}, {answer['members']} member(s)")
    failures = [event for event in answer["events"] if not event["name"].startswith(OF_PEOPLE)]
    lines += [_event_line(event) for event in failures]
    if not failures:
        lines.append("no lifeline fails within the run")
    lines += people
    worst = max(answer["balances"].values(), default=0.0)
    lines.append(f"largest balance residual {worst:.1e} of capacity; engine {answer['engine']}, seed {answer['seed']}")
    if answer["defaults"]:
        lines.append(
            f"{len(answer['defaults'])} values are not stated by the site and have their defaults (see --json)"
        )
    lines += [f"warning: {text}" for text in answer["warnings"]]
    lines += [
        f"note: {100 * share:.1f} % of the hours lie beyond the tested range of {name.replace('_', ' ')}"
        for name, share in answer["flags"].items()
        if share >= SHOWN_FROM
    ]
    lines += [f"written: {path}" for path in written]
    typer.echo("\n".join(lines))


def _event_line(event: dict[str, Any]) -> str:
    if "hour" in event:
        cause = "" if event["cause"] == USUAL_CAUSE else f"  ({event['cause'].replace('_', ' ')})"
        return f"  {event['hour']:8.2f} h  {event['time'][:16]}  {event['lifeline']:<12} {event['name']}{cause}"
    hours = " ".join(f"{event[key]:8.1f}" if event[key] is not None else "   after" for key in _QUANTILE_KEYS)
    line = f"  {100 * event['share']:5.1f} %  {hours} h  {event['lifeline']:<12} {event['name']}"
    other = {name: share for name, share in event["causes"].items() if name != USUAL_CAUSE}
    told = ", ".join(f"{name.replace('_', ' ')} {100 * share:.1f} %" for name, share in other.items())
    return f"{line}  ({told})" if told else line


OF_PEOPLE = ("heat_", "core_", "need_")  # limits of people are told in words, below the failures of lifelines
USUAL_CAUSE = "depletion"
_QUANTILE_KEYS = ("q10_hour", "q50_hour", "q90_hour")
