"""What a submission of our survey forms states: stocks, services, people, the gate, health counts and promises.

Each fact is a statement with its claimant, its times, the grade its basis gives and the class its sender asked for. The
numbers on a dip stick are turned into litres where the site is known: see `holdfast.workspace.take_submissions`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from holdfast.errors import HoldfastError
from holdfast.intake.forms import COMMITMENT, choices
from holdfast.intake.forms.gate import Load, gate_statements
from holdfast.intake.things import commodity
from holdfast.ledger import DISCLOSURE_CLASSES, Statement, default_class, grade_of_method
from holdfast.quantities import convert, parse_number, read_date, unit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from holdfast.intake.forms.submissions import Submission

SMALL_CELL = 10  # a count under ten can point to persons
HEALTH = {
    "heat_illness": "heat illness",
    "diarrhoea": "diarrhoea",
    "deaths_total": "deaths",
    "deaths_lack_of_care": "deaths for lack of care",
}
CLAIMANT = "reporter at the site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A statement of a submission, with what a claim needs beside it.

    ``key`` is the line of the submission's text. ``method`` is the word of the log for how the figure was got, or
    ``gauge`` until it is known whether a dip table was used; ``share`` the error its sender gives, as a share of the value.
    ``class_in_site`` is the class where the place is one the site file names anyhow.
    """

    key: str
    statement: Statement
    claimant: str
    method: str
    disclosure_class: str
    share: float | None = None
    class_in_site: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All facts of a submission, when it was said (None where no clock of it can be believed), and warnings in words."""

    facts: tuple[Fact, ...]
    said: str | None
    warnings: tuple[str, ...]


class NotUsableError(Exception):
    """A submission that cannot be taken as a whole; its argument says why."""


@dataclass(slots=True, kw_only=True)
class Sheet:
    """A submission while it is read."""

    submission: Submission
    day: date
    at: datetime | None
    sent: datetime | None
    zone: ZoneInfo
    now: datetime
    claimant: str
    method: str
    asked_class: str | None
    facts: list[Fact]
    warnings: list[str]

    def add(
        self,
        key: str,
        statement: Statement,
        *,
        method: str | None = None,
        secret: bool = False,
        share: float | None = None,
    ) -> None:
        """Keep a statement as a fact, in the strictest class that its kind, its sender and its content ask for."""
        asked = [default_class(statement.claim_type), self.asked_class or "LOW"]
        self.facts.append(
            Fact(
                key=key,
                statement=replace(statement, attribution=statement.attribution or self.claimant),
                claimant=self.claimant,
                method=method or self.method,
                disclosure_class="SEVERE" if secret else max(asked, key=DISCLOSURE_CLASSES.index),
                class_in_site=max(asked, key=DISCLOSURE_CLASSES.index),
                share=share,
            )
        )

    def when(self) -> dict[str, Any]:
        """Return the time of what was read: the hour where the report is of this day, else its whole day."""
        if self.at is not None and self.at.date() == self.day:
            text = self.at.isoformat()
            return {"time_start": text, "time_end": text, "time_precision": "hour", "time_text": self.day.isoformat()}
        return self.whole_day()

    def whole_day(self) -> dict[str, Any]:
        """Return the day of the report, up to when it was filled in or sent where that was on the same day.

        Only the report itself decides, so that the same report has the same times whenever it is read.
        """
        day = {"time_precision": "day", "time_text": self.day.isoformat()}
        until = self.at or self.sent
        if until is None or until.date() != self.day:
            return {"time_start": self.day.isoformat(), "time_end": None, **day}
        start = datetime(self.day.year, self.day.month, self.day.day, tzinfo=self.zone)
        return {"time_start": start.isoformat(), "time_end": until.isoformat(), **day}

    def number(self, key: str, name: str, text: str | None, *, most: float | None = None) -> float | None:
        """Return a figure that was typed, in any digits; one that is none, or out of bounds, is named and left out."""
        if text is None:
            return None
        try:
            read = parse_number(text)
        except HoldfastError:
            self.warnings.append(f"{key}: {name} {text!r} is no figure; it was left out")
            return None
        if read.low is None or read.low != read.high:
            self.warnings.append(f"{key}: {name} {text!r} is no single figure; it was left out")
            return None
        if read.low < 0 or (most is not None and read.low > most):
            allowed = "zero or more" if most is None else f"0 to {most:g}"
            self.warnings.append(f"{key}: {name} {text!r} is out of bounds ({allowed}); it was left out")
            return None
        return read.low

    def rows(self, repeat: str) -> list[tuple[str, Mapping[str, str]]]:
        """Return the rows of a repeat with the keys of their lines."""
        return [(f"{repeat} {n}", row) for n, row in enumerate(self.submission.repeats.get(repeat, ()), start=1)]


def facts_of(
    submission: Submission,
    *,
    zone: str,
    now: datetime,
    site: str | None = None,
    packages: Mapping[str, str] | None = None,
) -> Facts:
    """Return what a submission states.

    Parameters
    ----------
    submission : Submission
    zone : str
        Zone of the site, in which its day is meant.
    now : datetime
        The present, aware: a report of a later day is not taken.
    site : str or None
        Id of the site; a report that names another one is not taken.
    packages : mapping or None
        Sizes of packages at the site.

    Returns
    -------
    Facts

    Raises
    ------
    NotUsableError
        For another site, or a day that has not come or cannot be read.
    """
    here = ZoneInfo(zone)
    answers = submission.answers
    named = answers.get("site")
    if site is not None and named is not None and named.casefold() != site.casefold():
        raise NotUsableError(f"it is about the site {named!r}, not {site!r}")
    warnings = list(submission.problems)
    at, sent, said = _clock(submission, here, now, warnings)
    day = _day(submission, at, here, now)
    method = _means("basis", answers.get("basis")) or ""
    sheet = Sheet(
        submission=submission,
        day=day,
        at=at,
        sent=sent,
        zone=here,
        now=now,
        claimant=_means("role", answers.get("role")) or CLAIMANT,
        method=method,
        asked_class=_means("share_with", answers.get("share_with")),
        facts=[],
        warnings=warnings,
    )
    if answers.get("share_with") and sheet.asked_class is None:
        sheet.asked_class = "SEVERE"  # a wish that cannot be read is taken as the strictest
    if submission.form == COMMITMENT:
        _commitment(sheet, packages)
    else:
        for step in (_people, _stocks, _services, _gate, _health):
            step(sheet, packages)
    if answers.get("note"):
        warnings.append("note: there is a remark for a person to read; nothing was taken from it")
    if not sheet.facts:
        warnings.append("nothing: the report states nothing that a claim can hold; it is kept as it is")
    return Facts(facts=tuple(sheet.facts), said=said, warnings=tuple(dict.fromkeys(warnings)))


def _means(name: str, answer: str | None) -> str | None:
    choice = choices(name).get(answer or "")
    return choice.means if choice else None


def _clock(
    submission: Submission, zone: ZoneInfo, now: datetime, warnings: list[str]
) -> tuple[datetime | None, datetime | None, str | None]:
    """Return when the report was filled in by the device's clock, when it was sent, and when it was said.

    A clock that runs ahead is named and not believed.
    """
    ended = _moment(submission.answers.get("end"), zone)
    if ended is not None and ended > now + timedelta(minutes=5):
        warnings.append(
            f"end: the clock of the device runs ahead ({ended.isoformat(timespec='minutes')}); it was not used"
        )
        ended = None
    sent = _moment(submission.submitted, ZoneInfo("UTC"))
    sent = sent if sent is not None and sent <= now else None
    said = ended or sent
    return (
        None if ended is None else ended.astimezone(zone),
        None if sent is None else sent.astimezone(zone),
        None if said is None else min(said, now).isoformat(),
    )


def _moment(text: str | None, zone: ZoneInfo) -> datetime | None:
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).replace(microsecond=0)


def _day(submission: Submission, at: datetime | None, zone: ZoneInfo, now: datetime) -> date:
    name = "heard_date" if submission.form == COMMITMENT else "report_date"
    text = submission.answers.get(name)
    today = now.astimezone(zone).date()
    if text is None:
        sent = _moment(submission.submitted, ZoneInfo("UTC"))
        found = at.date() if at is not None else sent.astimezone(zone).date() if sent is not None else None
        if found is None:
            raise NotUsableError("neither it nor the server says of which day it is")
        day = found
    else:
        try:
            day = date.fromisoformat(text[:10]) if text[:4].isascii() and text[:4].isdigit() else read_date(text)
        except (ValueError, HoldfastError):
            raise NotUsableError(f"its day {text!r} cannot be read") from None
    if day > today:
        raise NotUsableError(f"its day {day.isoformat()} has not come (today is {today.isoformat()})")
    return day


def _thing(answer: str | None, other: str | None) -> str | None:
    """Return the thing that was chosen, in the words of the reader's lexicon; what was written by hand stands as written."""
    if answer == "other":
        return other or None
    if answer is None:  # a form of other people has no list of ours
        return other and (commodity(other) or other)
    return _means("item", answer) or commodity(str(answer)) or answer


def _unit(answer: str | None) -> str | None:
    return None if answer is None else _means("unit", answer) or answer


def amount(value: float | None, unit_name: str | None, packages: Mapping[str, str] | None) -> dict[str, Any]:
    """Return the fields of a statement for a figure: as stated, and in internal units where the unit has a size."""
    if value is None:
        return {}
    found: dict[str, Any] = {"value_low": value, "value_high": value, "unit": unit_name}
    if unit_name is None:
        return found
    try:
        known = unit(unit_name, packages)
        if known.si_symbol is not None and known.dimension != "length":
            si = convert(value, unit_name, known.si_symbol, packages)
            found |= {"si_low": si, "si_high": si, "si_unit": known.si_symbol}
    except HoldfastError:
        pass  # counted things have no unit of their own
    return found


def _people(sheet: Sheet, packages: Mapping[str, str] | None) -> None:
    answers = sheet.submission.answers
    total = sheet.number("pop_total", "the number of people", answers.get("pop_total"))
    if total is None:
        return
    method = _means("pop_method", answers.get("pop_method"))
    statement = Statement(
        claim_type="population",
        item="people",
        **amount(total, "persons", packages),
        **sheet.when(),
    )
    sheet.add("pop_total", statement, method=method)


def _stocks(sheet: Sheet, packages: Mapping[str, str] | None) -> None:
    for key, row in sheet.rows("stock"):
        item, place = _thing(row.get("item"), row.get("item_other")), row.get("where_kept")
        value = sheet.number(key, "the quantity", row.get("qty"))
        if value is None or (item is None and place is None):
            sheet.warnings.append(f"{key}: without a thing and a figure; nothing was taken from it")
            continue
        off = sheet.number(key, "the error in per cent", row.get("low_high_pct"), most=100)
        statement = Statement(
            claim_type="stock",
            item=item,
            service="sewage" if item == "sewage" else None,
            place=place,
            **amount(value, _unit(row.get("unit")), packages),
            **sheet.when(),
        )
        if row.get("unit") is None:
            sheet.warnings.append(f"{key}: {value:g} without a unit; a person must say in what it is counted")
        sheet.add(key, statement, share=None if off is None else off / 100, secret=place is not None)


def widened(statement: Statement, share: float | None) -> Statement:
    """Return a statement with its bounds moved apart by the error its sender gave, where that is the larger one."""
    if not share:
        return statement
    changed: dict[str, Any] = {}
    for low, high in (("value_low", "value_high"), ("si_low", "si_high")):
        a, b = getattr(statement, low), getattr(statement, high)
        if a is not None and b is not None:
            middle = (a + b) / 2
            changed |= {low: min(a, middle * (1 - share)), high: max(b, middle * (1 + share))}
    return replace(statement, **changed)


def _services(sheet: Sheet, packages: Mapping[str, str] | None) -> None:
    del packages
    for key, row in sheet.rows("service"):
        name, _, service = (_means("service", row.get("service_type")) or "").partition(";")
        state = _means("state", row.get("state"))
        hours = sheet.number(key, "the hours", row.get("hours_last_24"), most=24)
        if not name or (state in {None, "unknown"} and hours is None):
            sheet.warnings.append(f"{key}: says nothing of the state of a known service; nothing was taken from it")
            continue
        base: dict[str, Any] = {"item": name, "service": service or None, "modality": None}
        if hours is not None and state != "stopped":
            # Hours say more than the word beside them, and two statements of one state would look like a quarrel.
            end = sheet.at if sheet.at is not None and sheet.at.date() == sheet.day else None
            when = sheet.whole_day()
            if end is not None:
                start = end - timedelta(hours=24)
                when |= {"time_start": start.isoformat(), "time_end": end.isoformat(), "time_precision": "range"}
            span: dict[str, Any] = {
                "value_low": hours,
                "value_high": hours,
                "unit": "h",
                "si_low": hours,
                "si_high": hours,
                "si_unit": "h",
            }
            sheet.add(key, Statement(claim_type="service_state", **base, **span, **when))
        elif state == "stopped":
            if hours:
                base["modality"] = f"ran {hours:g} h in the 24 h before"
            sheet.add(key, Statement(claim_type="outage", **base, **sheet.when()))
        elif state == "partly":
            sheet.add(key, Statement(claim_type="capacity", **base, **sheet.when()))
        else:
            sheet.add(key, Statement(claim_type="service_state", **base, **sheet.when()))


def _gate(sheet: Sheet, packages: Mapping[str, str] | None) -> None:
    for key, row in sheet.rows("gate"):
        quantities = {
            name: sheet.number(key, words, row.get(name))
            for name, words in (
                ("gate_qty", "the quantity asked for"),
                ("qty_let_in", "the quantity that passed"),
                ("qty_removed", "the quantity taken away"),
                ("delay_hours", "the hours it waited"),
            )
        }
        times = {name: _moment(row.get(name), sheet.zone) for name in ("requested_at", "decided_at")}
        for name, moment in list(times.items()):
            if moment is not None and moment > sheet.now:
                sheet.warnings.append(f"{key}: {name} {row[name]!r} has not come; it was left out")
                times[name] = None
        statements, notes = gate_statements(
            Load(
                row=row,
                item=_thing(row.get("items"), row.get("items_other")),
                quantities=quantities,
                sized=_sized(_unit(row.get("gate_unit")), packages),
                decision=_means("decision", row.get("decision")),
                times=times,
                day=sheet.whole_day(),
            )
        )
        sheet.warnings += [f"{key}: {note}" for note in notes]
        for statement in statements:
            sheet.add(key, statement)


def _sized(unit_name: str | None, packages: Mapping[str, str] | None) -> Callable[[float | None], dict[str, Any]]:
    return lambda value: amount(value, unit_name, packages)


def _health(sheet: Sheet, packages: Mapping[str, str] | None) -> None:
    small = []
    for name, words in HEALTH.items():
        count = sheet.number(name, "the count", sheet.submission.answers.get(name))
        if count is None:
            continue
        if not count.is_integer():
            sheet.warnings.append(f"{name}: {count:g} is no number of people; it was left out")
            continue
        if 0 < count < SMALL_CELL:
            small.append(name)
        statement = Statement(
            claim_type="health",
            item=words,
            service="health",
            **amount(count, "persons", packages),
            **sheet.whole_day(),
        )
        sheet.add(name, statement, secret=0 < count < SMALL_CELL)
    if small:
        sheet.warnings.append(
            f"small counts: {', '.join(small)} under {SMALL_CELL} can point to persons; they are SEVERE and belong in no table for others"
        )


def _commitment(sheet: Sheet, packages: Mapping[str, str] | None) -> None:
    answers = sheet.submission.answers
    sheet.method = _means("heard", answers.get("heard")) or ""
    if not any(answers.get(n) for n in ("promise", "promised_by", "promised_item", "promised_item_other")):
        sheet.warnings.append("promise: neither who promised nor what; nothing was taken from it")
        return
    thing = _thing(answers.get("promised_item"), answers.get("promised_item_other"))
    value = sheet.number("promised_qty", "the quantity", answers.get("promised_qty"))
    due = answers.get("due_date")
    try:
        by = None if due is None else read_date(due).isoformat()
    except HoldfastError:
        sheet.warnings.append(f"due_date: {due!r} cannot be read; the promise stands without a day")
        by = None
    statement = Statement(
        claim_type="commitment",
        item=thing or answers.get("promise"),
        polarity="planned",
        actor=answers.get("promised_by"),
        addressee=answers.get("promised_to"),
        time_end=by,
        time_precision="day" if by else "unknown",
        time_text=due,
        **amount(value, _unit(answers.get("promised_unit")), packages),
    )
    sheet.add(
        "promise" if answers.get("promise") else "promised_by" if answers.get("promised_by") else "head", statement
    )


def grade_for(method: str, *, dipped: bool) -> str:
    """Return the grade of a figure: a gauge read through a dip table is measured, one read from a log counted.

    Where the report does not say how it is known, a figure is what the one responsible says.
    """
    word = (
        ("measured" if dipped else "counted") if method == "gauge" else method or ("measured" if dipped else "reported")
    )
    return grade_of_method(word).grade
