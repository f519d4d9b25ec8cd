"""A fixed case for tests of the report: an invented camp, claims of every kind, two scenarios."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from holdfast.forecast import Band, Forecast, LifelineForecast, MeasureNext, PeopleOutlook
from holdfast.gate import GateEvent
from holdfast.gate.calendar import calendar
from holdfast.ledger import Claim, Contradiction, Document, Statement
from holdfast.people import threshold_statement
from holdfast.report import restricted_report
from holdfast.report.records import Document as Report
from holdfast.sites import Site, SiteInfo

ZONE = ZoneInfo("Asia/Baghdad")
ISSUED = datetime(2026, 8, 19, tzinfo=ZONE)
AS_OF = date(2026, 8, 18)
DAYS = 14
COMMITTEE, GATE, PAPER = "a" * 64, "b" * 64, "c" * 64
DOCUMENTS = (
    Document(
        sha256=COMMITTEE, name="committee-note.txt", media_type="text/plain", size=400, path="", received="2026-08-18"
    ),
    Document(sha256=GATE, name="gate-record.txt", media_type="text/plain", size=500, path="", received="2026-08-18"),
    Document(sha256=PAPER, name="news.html", media_type="text/html", size=900, path="", received="2026-08-18"),
)


def claim_id(number: int) -> str:
    return f"01K30000000000000000000{number:03d}"


def claim(number: int, claim_type: str, claimant: str, day: int | None, *, document: str | None, **statement) -> Claim:
    """A claim about one day of August 2026 in the site's zone."""
    extra = {
        key: statement.pop(key)
        for key in ("source_grade", "disclosure_class", "method", "said", "occurred_start", "occurred_end")
        if key in statement
    }
    when = None if day is None else datetime(2026, 8, day, tzinfo=ZONE)
    fields = {
        "occurred_start": None if when is None else when.isoformat(),
        "occurred_end": None if when is None else (when + timedelta(days=1)).isoformat(),
        "said": "2026-08-18T09:00:00+03:00",
        "source_grade": "B1",
        "disclosure_class": "HIGH" if claim_type in {"stock", "commitment"} else "MODERATE",
        "method": "read",
    }
    fields.update(extra)
    return Claim(
        id=claim_id(number),
        statement=Statement(claim_type=claim_type, **statement),
        claimant=claimant,
        recorded="2026-08-18T10:00:00+03:00",
        received="2026-08-18T10:00:00+03:00",
        zone="Asia/Baghdad",
        document_sha256=document,
        review="accepted",
        reviewer="reviewer",
        device="test",
        **fields,
    )


def amount(low: float | None, high: float | None, unit: str, si: float = 1.0, si_unit: str | None = None) -> dict:
    return {
        "value_low": low,
        "value_high": high,
        "unit": unit,
        "si_low": None if low is None else low * si,
        "si_high": None if high is None else high * si,
        "si_unit": si_unit or unit,
    }


def sample_claims(diesel_l: float = 5100.0, water_m3: float = 140.0) -> tuple[Claim, ...]:
    committee, gate, paper = "camp committee", "access officer", "Alder Gazette (invented)"
    heat = {"value_low": 115.0, "value_high": 115.0, "unit": "F", "si_low": 46.1, "si_high": 46.1, "si_unit": "degC"}
    return (
        claim(
            1,
            "stock",
            committee,
            17,
            document=COMMITTEE,
            item="diesel",
            service="fuel",
            **amount(diesel_l, diesel_l, "L"),
        ),
        claim(
            2,
            "stock",
            committee,
            18,
            document=COMMITTEE,
            item="water",
            service="water",
            **amount(water_m3, water_m3, "m3"),
        ),
        claim(3, "population", committee, 18, document=COMMITTEE, **amount(1200.0, 1200.0, "persons")),
        claim(4, "delivery", gate, 12, document=GATE, item="diesel", service="fuel", **amount(1.0, 1.0, "tanker")),
        claim(
            5, "denial", gate, 15, document=GATE, item="septic truck", service="desludging", **amount(2.0, 2.0, "truck")
        ),
        claim(6, "denial", gate, 16, document=GATE, item="diesel", service="fuel", **amount(1.0, 1.0, "tanker")),
        claim(
            7, "denial", gate, 17, document=GATE, item="septic truck", service="desludging", **amount(2.0, 2.0, "truck")
        ),
        claim(8, "temperature", paper, 17, document=PAPER, source_grade="C3", **heat),
        claim(
            9,
            "outage",
            paper,
            17,
            document=PAPER,
            item="electricity",
            service="electricity",
            source_grade="C3",
            attribution="residents' association",
        ),
        claim(10, "capacity", paper, 17, document=PAPER, item="sewage", service="sewage", source_grade="C3"),
        claim(
            11,
            "commitment",
            paper,
            20,
            document=PAPER,
            item="diesel",
            service="fuel",
            polarity="planned",
            actor="governor's office",
            addressee="camp committee",
            source_grade="C3",
            **amount(3.0, 3.0, "tanker"),
        ),
        claim(
            12,
            "stock",
            paper,
            17,
            document=PAPER,
            item="diesel",
            service="fuel",
            polarity="negated",
            attribution="the ministry",
            source_grade="E4",
            **amount(diesel_l, diesel_l, "L"),
        ),
        claim(
            13,
            "commitment",
            paper,
            None,
            document=PAPER,
            item="supplies",
            service="supplies",
            background=True,
            actor="Ministry of Supply",
            addressee="camp committee",
            source_grade="C3",
            time_text="in March 2025",
        ),
    )


def sample_gate_days():
    events = [
        GateEvent(
            day=date(2026, 8, 12),
            commodity="diesel",
            decision="let in",
            count=1.0,
            claimant="access officer",
            claim_id=claim_id(4),
        ),
        GateEvent(
            day=date(2026, 8, 15),
            commodity="sewage",
            decision="refused",
            count=2.0,
            claimant="access officer",
            claim_id=claim_id(5),
        ),
        GateEvent(
            day=date(2026, 8, 16),
            commodity="diesel",
            decision="refused",
            count=1.0,
            claimant="access officer",
            claim_id=claim_id(6),
        ),
        GateEvent(
            day=date(2026, 8, 17),
            commodity="sewage",
            decision="refused",
            count=2.0,
            claimant="access officer",
            claim_id=claim_id(7),
        ),
        GateEvent(
            day=date(2026, 8, 13),
            commodity="food",
            decision="partially facilitated",
            claimant="access officer",
            claim_id=claim_id(4),
        ),
    ]
    return calendar(events, date(2026, 8, 5), AS_OF)


def lifeline(
    name: str, group: str, days: tuple[float | None, ...], meaning: str = "", already: float = 0.0
) -> LifelineForecast:
    """Dates from seven numbers of days; the probability by day is read off them."""
    points = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
    dates = [None if day is None else ISSUED + timedelta(days=day) for day in days]
    by_day = tuple(
        max([p for p, day in zip(points, days, strict=True) if day is not None and day <= n], default=already)
        for n in range(1, DAYS + 1)
    )
    return LifelineForecast(
        name=name,
        lifeline=group,
        meaning=meaning,
        p_by_day=by_day,
        p_error=tuple(0.01 for _ in by_day),
        q05=dates[0],
        q10=dates[1],
        q25=dates[2],
        q50=dates[3],
        q75=dates[4],
        q90=dates[5],
        q95=dates[6],
        failed_already=already,
    )


def band(path: str, label: str, group: str, unit: str, start: float, slope: float, spread: float) -> Band:
    hours = tuple(range(0, DAYS * 24 + 1, 6))
    middle = [max(0.0, start + slope * hour) for hour in hours]
    return Band(
        path=path,
        label=label,
        lifeline=group,
        unit=unit,
        hours=hours,
        q10=tuple(max(0.0, value - spread * (1 + hour / 100)) for hour, value in zip(hours, middle, strict=True)),
        q50=tuple(middle),
        q90=tuple(value + spread * (1 + hour / 100) for hour, value in zip(hours, middle, strict=True)),
    )


def sample_forecast(scenario: str = "nothing-enters", shift: float = 0.0, **changes) -> Forecast:
    def moved(*days: float | None) -> tuple[float | None, ...]:
        return tuple(None if day is None or day + shift > DAYS else day + shift for day in days)

    events = (
        lifeline("sewage_spill", "sewage", moved(1.2, 1.6, 2.2, 3.1, 4.0, 5.2, 6.0)),
        lifeline("essential_power_unmet", "electricity", moved(3.0, 3.4, 4.1, 5.0, 6.2, 7.5, 8.4)),
        lifeline("diesel_out", "fuel", moved(3.1, 3.5, 4.2, 5.1, 6.3, 7.6, 8.5)),
        lifeline("water_under_15_l", "water", moved(4.2, 4.8, 6.0, 7.7, 9.9, 13.0, None)),
        lifeline("indoor_above_35c", "cooling", moved(0.4, 0.42, 0.44, 0.46, 0.48, 0.55, 0.6)),
        lifeline("cold_store_above_8c", "cold_chain", moved(5.0, 5.6, 7.0, 9.0, 12.0, None, None)),
        lifeline("vaccine_holdover_end", "vaccines", moved(6.0, 6.5, 8.0, 10.0, 13.0, None, None)),
        lifeline("flour_out", "stock:flour", moved(9.0, 10.0, 12.0, None, None, None, None)),
        lifeline("lpg_out", "stock:lpg", moved(None, None, None, None, None, None, None)),
        lifeline("wet_well_spill", "sewage", moved(1.5, 1.9, 2.6, 3.6, 4.6, 5.9, 7.0)),
    )
    fields = {
        "issued": ISSUED,
        "as_known": ISSUED,
        "scenario": scenario,
        "engine": "compiled",
        "seed": 7,
        "members": 2000,
        "horizon_days": DAYS,
        "events": events,
        "measure_next": (
            MeasureNext(
                unknown="stores.diesel-main.quantity",
                label="diesel in diesel-main",
                lifeline="electricity",
                days_narrower=2.3,
                share=0.5,
            ),
            MeasureNext(
                unknown="sewage_tanks.septic.level_m3",
                label="level of the septic tank",
                lifeline="sewage",
                days_narrower=1.0,
                share=0.4,
            ),
        ),
        "bands": (
            band("stores.diesel-main.quantity", "Diesel in diesel-main", "fuel", "L", 4900.0, -40.0, 420.0),
            band("tanks.treated.level_m3", "Treated water", "water", "m3", 138.0, -0.7, 9.0),
            band("indoor_c", "Indoor temperature", "cooling", "degC", 36.0, 0.0, 2.5),
        ),
        "defaults": (
            {
                "path": "generators.set-1.slope_l_per_kwh",
                "label": "fuel line slope of set-1",
                "value": 0.25,
                "low": 0.22,
                "high": 0.3,
                "unit": "L/kWh",
                "reference": "physics:F1",
            },
            {
                "path": "lifts.lift-1.energy_kwh_per_m3",
                "label": "energy of lift-1",
                "value": 0.1,
                "low": 0.05,
                "high": 0.2,
                "unit": "kWh/m3",
                "reference": "",
            },
        ),
        "warnings": ("the gate record has 9 days without a record",),
        "rests_on": "7 accepted claims",
        "observations": (
            {
                "claim_id": claim_id(1),
                "paths": ["stores.diesel-main.quantity"],
                "occurred": ISSUED.isoformat(),
                "low": 5100.0,
                "high": 5100.0,
                "unit": "L",
                "relative_error": 0.1,
            },
        ),
        "provenance": {"version": "0.1.0"},
    }
    fields.update(changes)
    return Forecast(**fields)


def sample_people() -> PeopleOutlook:
    """Return what is said of people: a forecast, a threshold and a scenario that is left out."""
    guess = ("the humidity outside is a default or a guess, not an observation",)
    given = (
        ("water_deficit_days", "body water that a resting adult lacks", 5.0, "% of 70 kg", ()),
        ("water_below_survival", "water for all uses against what people need to drink", 1.0, "of the need", ()),
        ("heat_limit", "heat that people over 65 cannot lose", 0.0, "W that the body cannot lose", guess),
    )
    statements = tuple(
        threshold_statement(
            quantity,
            [3.0] * 60 + [None] * 40,
            horizon_days=float(DAYS),
            side=">",
            persons_exposed=2500.0,
            norm="invented for a sample",
            value=value,
            unit=unit,
            name=name,
            input_reasons=reasons,
            notes=("All the water that reached people in 24 hours, for all uses, shared evenly.",),
        )
        for quantity, name, value, unit, reasons in given
    )
    notes = ("Group all: age, sex, state not stated, split as usual for families.",)
    return PeopleOutlook(persons=2500.0, statements=statements, core_days=(), notes=notes)


def sample_site(**changes) -> Site:
    info = {"id": "camp-alder", "name": "Camp Alder", "exercise": True, "timezone": "Asia/Baghdad"}
    info.update(changes)
    return Site.model_construct(site=SiteInfo.model_construct(**info))


def sample_report(lang: str = "en", *, claims=None, forecasts=None, gate_days=None, site=None, **options) -> Report:
    claims = sample_claims() if claims is None else claims
    pair = ()
    by_id = {claim.id: claim for claim in claims}
    if {claim_id(1), claim_id(12)} <= set(by_id):
        pair = (Contradiction(kind="polarity", first=by_id[claim_id(1)], second=by_id[claim_id(12)]),)
    return restricted_report(
        (sample_forecast(), sample_forecast("as-recent", 1.4)) if forecasts is None else forecasts,
        claims,
        sample_gate_days() if gate_days is None else gate_days,
        sample_site() if site is None else site,
        lang,
        contradictions=pair,
        documents=DOCUMENTS,
        **options,
    )
