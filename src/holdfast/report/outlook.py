"""What has failed and what fails next: the table, the bars of days, the fans, and their sentences."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from holdfast.report.accounts import account_cell, unused_outage
from holdfast.report.case import SCENARIO_WORDS, Case
from holdfast.report.failures import base, chance, failed_now, first_to_fail, window
from holdfast.report.figures import number, with_unit
from holdfast.report.records import (
    Bar,
    BarChart,
    BarRow,
    Cell,
    FanChart,
    Fans,
    Observed,
    Paragraph,
    Row,
    Section,
    Table,
)
from holdfast.report.terms import (
    band_labels,
    goods,
    lifeline_consequence,
    lifeline_fails,
    lifeline_label,
    lifelines,
)
from holdfast.report.text import Part, Text, capital, listed, message, say, sentences

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from holdfast.forecast import Band, Forecast, LifelineForecast

MOST_FANS = 6
_TWIN_DAYS = (0, 1, 2, 3, 5, 7, 10, 14)


def outlook_section(case: Case) -> Section:
    """Return the section on what has failed and what fails next."""
    title = say("What has failed, what fails next")
    return Section(id="outlook", title=title, blocks=(bars(case), lifeline_table(case), *_outage_note(case)))


def _outage_note(case: Case) -> tuple[Paragraph, ...]:
    """Return the note that explains the star of a reported outage, once, where there is one."""
    if not any(unused_outage(case, event.lifeline) for event in case.lifelines()):
        return ()
    note = say(
        "* Reported as failed. The dates in this row do not use that report yet: they say when the service would fail if it ran now."
    )
    return (Paragraph(text=note, tone="note"),)


def row_label(case: Case, event: LifelineForecast) -> Text:
    """Return the label of a row, with a star where an outage is reported that the dates beside it do not use."""
    label = capital(lifeline_label(event.lifeline, event.name))
    return say("{state} *", state=label) if unused_outage(case, event.lifeline) else label


def lifeline_table(case: Case) -> Table:
    """Return the table of lifelines: state as reported, both scenarios side by side, consequence and norm."""
    columns = [say("Lifeline"), say("As reported now")]
    columns += [SCENARIO_WORDS[forecast.scenario] for forecast in case.forecasts]
    columns += [say("Norm at risk")]
    rows = []
    for event in case.lifelines():
        cells = [
            Cell(
                lines=(
                    row_label(case, event),
                    say("{fails}.", fails=lifeline_fails(event.lifeline)),
                    lifeline_consequence(event.lifeline),
                )
            ),
            account_cell(case, event.lifeline),
        ]
        for forecast in case.forecasts:
            same = forecast.event(event.name)
            cells.append(Cell(lines=(say("not simulated"),) if same is None else outlook_lines(case, forecast, same)))
        cells.append(Cell(lines=norm_lines(event.lifeline)))
        rows.append(Row(cells=tuple(cells)))
    return Table(
        caption=say("First failure of each lifeline: window from the tenth to the ninetieth per cent of the ensemble"),
        columns=tuple(columns),
        rows=tuple(rows),
    )


def outlook_lines(case: Case, forecast: Forecast, event: LifelineForecast) -> tuple[Text, ...]:
    """Return the lines of one cell: window, middle, earliest, and chance with word, per cent and horizon."""
    if failed_now(forecast, event):
        return (say("failed by the day of issue, we assess"), chance(case, forecast, event))
    at = base(forecast, event)
    if event.q05 is None:
        return (window(case, forecast, event), chance(case, forecast, event))
    middle = say("middle {day}", day=case.clock.moment(event.q50, f"{at}.q50"))
    earliest = say("earliest {day}", day=case.clock.moment(event.q05, f"{at}.q05"))
    return (
        window(case, forecast, event),
        listed([earliest, middle]),
        chance(case, forecast, event),
    )


def norm_lines(lifeline: str) -> tuple[Text, ...]:
    """Return the norms that bear on a lifeline, as in their table: value, unit and id."""
    found = lifelines().get(lifeline)
    if found is None or not found.norms:
        return (say("none set"),)
    return tuple(norm_text(norm) for norm in found.norms)


_BOUNDS = {
    ">=": message("at least {figure}"),
    ">": message("more than {figure}"),
    "<=": message("at most {figure}"),
    "<": message("under {figure}"),
}


def norm_text(norm: str) -> Text:
    """Return one norm as its table gives it: what it is of, its figure and its id."""
    from holdfast.reference import row  # noqa: PLC0415  the tables are read only when a report is written

    ref = (f"row:{norm}",)
    name = Part(text=row(norm).name, refs=ref, kind="name")
    mark = Part(text=norm, refs=ref, kind="id")
    bound = norm_bound(norm)
    if bound is None:
        return say("{name} [{id}]", name=name, id=mark)
    return say("{name}: {bound} [{id}]", name=name, bound=bound, id=mark)


def norm_bound(norm: str) -> Text | None:
    """Return the figure of a norm with its unit, as its table states it, or None where the source sets none."""
    from holdfast.reference import row  # noqa: PLC0415

    found = row(norm)
    if found.kind not in {"number", "interval"}:
        return None
    if isinstance(found.value, float):
        stated = number(found.value, figures=None)
    else:
        stated = str(found.fields.get("stated") or "").replace("-", " to ")
    unit = found.unit.replace("degC", "°\u00a0C").replace("/person/day", " per person per day")
    figure = Part(text=f"{stated}{unit}" if unit.startswith("°") else f"{stated} {unit}", refs=(f"row:{norm}",))
    bound = _BOUNDS.get(str(found.fields.get("comparator")), message("{figure}"))
    return Text(message=bound, parts={"figure": figure})


def bars(case: Case) -> BarChart:
    """Return the chart of days until each lifeline fails, both scenarios, from zero, first to fail first."""
    events = case.lifelines()
    rows = []
    for event in events:
        drawn = []
        for forecast in case.forecasts:
            same = forecast.event(event.name)
            if same is not None:
                drawn.append(
                    Bar(
                        low=_days(forecast, same.q10),
                        middle=_days(forecast, same.q50),
                        high=_days(forecast, same.q90),
                        value=say("failed, we assess") if failed_now(forecast, same) else window(case, forecast, same),
                    )
                )
        rows.append(BarRow(label=row_label(case, event), bars=tuple(drawn)))
    days = case.main.horizon_days
    ticks = tuple(
        (100.0 * day / days, case.clock.short_day(case.main.issued + timedelta(days=day), "meta:axis"))
        for day in range(0, days + 1, max(1, days // 4) if days < 12 else max(1, -(-days // 4)))
    )
    return BarChart(
        title=say(
            "Days until each lifeline first fails, {site}, from {start}",
            site=Part(text=case.site.site.name, refs=("site:name",), kind="name"),
            start=case.clock.day(case.main.issued, "meta:issued"),
        ),
        sentence=first_to_fail(case, case.main),
        legend=(
            *(SCENARIO_WORDS[forecast.scenario] for forecast in case.forecasts),
            say(
                "Bar to the middle date; line from the tenth to the ninetieth per cent; arrow: past the horizon; time runs left to right"
            ),
        ),
        horizon_days=days,
        ticks=ticks,
        rows=tuple(rows),
        source=source_line(case, case.main),
    )


def source_line(case: Case, forecast: Forecast) -> Text:
    """Return source and as-of day, which stand under every chart."""
    return say(
        "Source: ensemble of {members} runs over {claims} accepted claims and the site file; as of {day}.",
        members=Part(text=number(forecast.members, case.clock.lang, figures=None), refs=("meta:members",)),
        claims=Part(text=number(len(case.claims), case.clock.lang, figures=None), refs=("meta:claims",)),
        day=case.clock.day(case.as_of, "meta:as-of"),
    )


def fans_section(case: Case) -> Section | None:
    """Return the section of small multiples, or None when the forecast carries no bands."""
    bands = _chosen(case.main.bands)
    if not bands:
        return None
    charts = tuple(_fan(case, band) for band in bands)
    block = Fans(
        title=say(
            "{scenario}: stocks, levels and temperatures of the days ahead", scenario=SCENARIO_WORDS[case.main.scenario]
        ),
        charts=charts,
        table=_fan_table(case, bands),
        source=sentences(
            [
                say("Band from the tenth to the ninetieth per cent, line at the middle."),
                *(_DOTS if any(chart.observed for chart in charts) else ()),
                source_line(case, case.main),
            ]
        ),
    )
    return Section(id="ahead", title=say("Stocks, levels and temperatures ahead"), blocks=(block,))


def _fan(case: Case, band: Band) -> FanChart:
    lang, at = case.clock.lang, f"forecast:{case.main.scenario}/{band.path}"
    temperature = band.unit == "degC"
    bottom = min(0.0, *band.q10)
    top = max(*band.q90, 1e-9)
    if temperature:
        bottom, top = 5.0 * (min(band.q10) // 5.0), 5.0 * (max(band.q90) // 5.0 + 1.0)
    days = max(1, round(max(band.hours) / 24))
    step = max(1, round(days / 2))
    ticks = tuple(
        (100.0 * day / days, case.clock.short_day(case.main.issued + timedelta(days=day), "meta:axis"))
        for day in range(0, days + 1, step)
    )
    last = len(band.hours) - 1
    return FanChart(
        title=say(
            "{what}, {unit}",
            what=_band_label(band),
            unit=Part(text=with_unit("", band.unit).strip(), refs=(f"{at}.unit",), kind="id"),
        ),
        hours=tuple(float(hour) for hour in band.hours),
        q10=band.q10,
        q50=band.q50,
        q90=band.q90,
        top=top,
        bottom=bottom,
        top_label=Part(text=number(top, lang), refs=(f"{at}.q90",)),
        bottom_label=Part(text=number(bottom, lang), refs=(f"{at}.q10",)),
        ticks=ticks,
        observed=_observed(case, band),
        sentence=say("{start} at issue; {end} at the end.", start=_span(case, band, 0), end=_span(case, band, last)),
    )


_DOTS = (say("Dots are claimed values with their bounds."),)


def _chosen(bands: Sequence[Band]) -> tuple[Band, ...]:
    """Return the fans to draw: in the order of ``bands.csv``, stocks of other goods behind, and no empty one."""
    order = list(band_labels())
    ranked = sorted(bands, key=lambda band: order.index(band.path) if band.path in order else len(order))
    return tuple(ranked[:MOST_FANS])


def _band_label(band: Band) -> Text:
    known = band_labels().get(band.path)
    if known is not None:
        return known
    if band.path.startswith("stock_"):
        thing = goods(band.path.removeprefix("stock_").rpartition("_")[0], f"site:{band.path}")
        if thing is not None:
            return say("Usable {goods}", goods=thing)
    return say("{label}", label=Part(text=band.label, refs=(f"site:{band.path}",), kind="name"))


def _value(case: Case, band: Band, key: str, index: int, *, unit: bool = False) -> Part:
    figure = number(getattr(band, key)[index], case.clock.lang)
    at = f"forecast:{case.main.scenario}/{band.path}.{key}@{band.hours[index]}"
    return Part(text=with_unit(figure, band.unit) if unit else figure, refs=(at,))


def _span(case: Case, band: Band, index: int) -> Text:
    low, high = _value(case, band, "q10", index), _value(case, band, "q90", index, unit=True)
    if _value(case, band, "q10", index, unit=True).text == high.text:
        return say("{value}", value=high)
    return say("{low} to {high}", low=low, high=high)


def _fan_table(case: Case, bands: tuple[Band, ...]) -> Table:
    days = [day for day in _TWIN_DAYS if day * 24 <= max(bands[0].hours)]
    columns = [say("Quantity")]
    columns += [
        say("{day}", day=case.clock.short_day(case.main.issued + timedelta(days=day), "meta:axis")) for day in days
    ]
    rows = []
    for band in bands:
        ref = f"forecast:{case.main.scenario}/{band.path}"
        cells = [Cell(lines=(_fan(case, band).title,))]
        for day in days:
            index = _nearest(band.hours, day * 24)
            low, middle, high = (
                Part(text=number(getattr(band, key)[index], case.clock.lang), refs=(ref,))
                for key in ("q10", "q50", "q90")
            )
            cells.append(Cell(lines=(say("{middle} ({low} to {high})", middle=middle, low=low, high=high),)))
        rows.append(Row(cells=tuple(cells), ref=ref))
    return Table(
        caption=say("Middle value, and tenth to ninetieth per cent, at the start of each day"),
        columns=tuple(columns),
        rows=tuple(rows),
        twin=True,
        small=True,
    )


def _nearest(hours: Sequence[int], hour: int) -> int:
    return min(range(len(hours)), key=lambda index: abs(hours[index] - hour))


def _observed(case: Case, band: Band) -> tuple[Observed, ...]:
    """Return claimed values of the band's quantity near the time of issue, from what the estimate did with claims."""
    seen = []
    for used in case.main.observations:
        occurred, low, high = used.get("occurred"), used.get("low"), used.get("high")
        if band.path not in (used.get("paths") or ()) or not occurred or (low is None and high is None):
            continue
        hour = (case.clock.local(str(occurred)) - case.main.issued).total_seconds() / 3600.0
        if not 0.0 <= hour <= max(band.hours) or used.get("unit") != band.unit:
            continue
        bounds = [float(bound) for bound in (low, high) if isinstance(bound, (int, float))]
        middle = sum(bounds) / len(bounds)
        error = float(used.get("relative_error") or 0.0) * middle
        seen.append(Observed(hour=hour, value=middle, low=min(bounds) - error, high=max(bounds) + error))
    return tuple(seen)


def _days(forecast: Forecast, moment: datetime | None) -> float | None:
    return None if moment is None else max((moment - forecast.issued).total_seconds() / 86400.0, 0.0)
