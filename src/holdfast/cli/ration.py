"""``holdfast ration``: what a basket holds, against the need, and what it takes to send, keep and cook it."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from holdfast.cli.common import JsonOption, print_json

EXIT_BAD_NEWS = 1
FileArgument = Annotated[
    Path, typer.Argument(metavar="FILE.csv", help="CSV with the columns item,quantity,unit; names in three languages.")
]


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command(
        name="ration",
        epilog="Example: holdfast ration examples/ration-wfp.csv --people 3000 --days 30 --temperature 10",
    )(ration)


def ration(
    file: FileArgument,
    people: Annotated[str | None, typer.Option("--people", metavar="N", help="Number of people.")] = None,
    days: Annotated[str | None, typer.Option("--days", metavar="D", help="Number of days.")] = None,
    total: Annotated[
        bool, typer.Option("--total", help="Quantities are totals for these people and days, not per person and day.")
    ] = False,
    temperature: Annotated[
        str | None,
        typer.Option("--temperature", metavar="C", help="Mean temperature of the day in degC: cold adds to the need."),
    ] = None,
    activity: Annotated[str, typer.Option("--activity", help="light, moderate or heavy.")] = "light",
    losses: Annotated[
        str, typer.Option("--losses", help="none, port (5 %) or landlocked (10 %): what is lost on the way.")
    ] = "none",
    fuel: Annotated[str, typer.Option("--fuel", help="firewood, lpg or kerosene.")] = "lpg",
    fuel_kg: Annotated[
        str | None, typer.Option("--fuel-kg", metavar="KG", help="Cooking fuel there is, in kg per person and day.")
    ] = None,
    water_l: Annotated[
        str | None, typer.Option("--water-l", metavar="L", help="Water for the pots, in L per person and day.")
    ] = None,
    fail_on_breach: Annotated[
        bool, typer.Option("--fail-on-breach", help="Exit 1 if the energy is below the need.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Add up a food basket: energy, protein and fat against the need, tonnage, and what of it can be cooked."""
    from holdfast.disclosure import label
    from holdfast.people import edible, energy_need, ration_answer, ration_lines, read_ration_file, tonnage
    from holdfast.people import ration as add_up

    heads, span = _number(people, "--people"), _number(days, "--days")
    mean_c = _number(temperature, "--temperature", least=-math.inf)
    kilograms, litres = _number(fuel_kg, "--fuel-kg"), _number(water_l, "--water-l")
    read = read_ration_file(file, people=heads, days=span, total=total)
    daily = add_up(read.items)
    need = energy_need(mean_temperature_c=mean_c, activity=activity.casefold(), losses=losses.casefold())
    load = None
    if heads is not None and span is not None:
        load = tonnage(daily, people=heads, days=span, loss_fraction=need.loss_fraction)
    eaten = None
    if kilograms is not None or litres is not None:
        eaten = edible(daily, cooking_fuel_kg=kilograms, cooking_water_l=litres, fuel=fuel.casefold())
    answer = label("ration", ration_answer(daily, need, load=load, eaten=eaten, notes=read.notes))
    if as_json:
        print_json("ration", answer)
    else:
        typer.echo("\n".join(ration_lines(answer)))
    if fail_on_breach and answer["need"]["below_by_planning_figures"]:
        raise typer.Exit(EXIT_BAD_NEWS)


def _number(text: str | None, option: str, least: float = 0.0) -> float | None:
    """Return the number that was typed, in digits of any of three scripts; None where nothing was."""
    from holdfast.people import read_number

    return None if text is None else read_number(text, where=option, least=least)
