"""One number by hand: the log keeper's words become a claim, and the claim is said back in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.errors import InputError
from holdfast.ledger import (
    Claim,
    Ledger,
    Statement,
    append_claim,
    disagreements,
    grade,
    grade_of_method,
)
from holdfast.quantities import format_date, format_quantity
from holdfast.sites import load_site
from holdfast.workspace.assets import Amount, amount_of, at_asset, beyond
from holdfast.workspace.folder import open_site_ledger, open_workspace
from holdfast.workspace.log_words import LogLine, checked_span, read_when, understand
from holdfast.workspace.moments import present
from holdfast.workspace.wording import stated

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path


_HOW = {
    "measured": "as measured",
    "counted": "as counted",
    "reported": "as reported",
    "estimate": "as an estimate",
    "rumour": "as a rumour",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Logged:
    """What `log_number` wrote, and the answer to the log keeper."""

    claim: Claim
    sentence: str
    notes: tuple[str, ...]


def log_number(
    folder: Path,
    words: str,
    *,
    when: str | None = None,
    by: str = "log keeper",
    method: str | None = None,
    corrects: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Logged:
    """Enter one number by hand and say what was understood.

    Parameters
    ----------
    folder : Path
        The workspace.
    words : str
        In the log keeper's terms: ``"diesel-main 41 cm"``, ``"flour 40 bags yesterday"``, ``"gen-1 ran 5 h yesterday"``.
    when : str or None
        Time of the reading where the words carry none; now when neither does.
    by : str
        Who reads and types, as a role.
    method : str or None
        ``measured``, ``counted``, ``reported``, ``estimate`` or ``rumour``. None: ``measured`` for a dip reading,
        otherwise ``reported``.
    corrects : str or None
        Id of an earlier claim that this one replaces.
    clock : callable or None
        Returns the present; the system's clock when None.

    Returns
    -------
    Logged
        The claim is accepted at once: a person typed it, and is written down as its reviewer.

    Raises
    ------
    HoldfastError
        HF-W010 asset, HF-W011 number, HF-W012 unit or size that does not fit, HF-W013 time, HF-W014 words; HF-S014 a
        reading outside the dip table; the errors of the site file and of the ledger. Nothing is written then.
    """
    now = (clock or present)()
    site = load_site(open_workspace(folder).site_file)
    line = understand(words, site, now=now)
    if when is not None and line.time is not None:
        raise InputError(
            "HF-W013",
            where="--when",
            found=f"{when!r}, and {line.time.text!r} among the words",
            expected="the time once",
            mend="leave one of the two out; nothing was written",
        )
    time = line.time if when is None else read_when(when, site, now=now)
    first, last = (now, now) if time is None else checked_span(time, now=now)
    zone = ZoneInfo(site.timezone)
    first, last = first.astimezone(zone).replace(microsecond=0), last.astimezone(zone).replace(microsecond=0)
    amount = amount_of(line.asset, line.number, site)
    how = method or line.method or ("measured" if amount.dipped else "reported")
    source = grade_of_method(how)
    ledger = open_site_ledger(folder, site, clock=clock)
    claim = append_claim(
        ledger,
        _statement(line, amount, first, last, by=by, precision="hour" if time is None else time.precision),
        claimant=by,
        occurred_start=first.isoformat(),
        occurred_end=last.isoformat(),
        said=now.isoformat(),
        source_grade=source.grade,
        method="typed",
        review="accepted",
        reviewer=by,
        supersedes=corrects,
    )
    sentence = _sentence(line, amount, claim, first, whole_day=time is not None and time.precision == "day", how=how)
    return Logged(claim=claim, sentence=sentence, notes=(*beyond(line.asset, amount), *_notes(ledger, claim)))


def _statement(line: LogLine, amount: Amount, first: datetime, last: datetime, *, by: str, precision: str) -> Statement:
    """Return the statement of a reading; times aware, amounts in the internal unit of the asset."""
    number = line.number
    said = Statement(
        claim_type="stock",
        value_low=number.low,
        value_high=number.high,
        unit=number.unit,
        time_start=first.isoformat(),
        time_end=last.isoformat(),
        time_precision=precision,
        attribution=by,
        time_text=None if line.time is None else line.time.text,
    )
    return at_asset(said, line.asset, amount)


def _sentence(line: LogLine, amount: Amount, claim: Claim, first: datetime, *, whole_day: bool, how: str) -> str:
    asset = line.asset
    if amount.dipped:
        low, high = amount.low or 0.0, amount.middle if amount.high is None else amount.high
        between = format_quantity(low, high, unit=asset.unit, figures=3, isolated=False)
        about = format_quantity(amount.middle, unit=asset.unit, bound="about", isolated=False)
        figure = f"{about} ({line.number.text.strip()} on the stick; {between} for one centimetre either way)"
        told = "read from the gauge" if how == "measured" else _HOW[how]
    else:
        exact = amount.low is not None and amount.low == amount.high
        first_end, last_end = (amount.middle, None) if exact or amount.low is None else (amount.low, amount.high)
        # Every digit as typed: this is where a slip is caught.
        figure = format_quantity(
            first_end, last_end, unit=asset.unit, figures=None, bound=line.number.bound, isolated=False
        )
        told = _HOW[how]
    when = format_date(first.date(), isolated=False) + ("" if whole_day else f" at {first:%H:%M}")
    what = "hours run by" if asset.kind == "generators" else f"{asset.commodity} in"
    row = grade(claim.source_grade)
    error = (
        "listed, and not used in forecasts"
        if row.relative_error is None
        else f"taken to be within {100 * row.relative_error:g} per cent"
    )
    return (
        f"We understood: {what} {asset.id} {figure}, {told}, on {when} ({claim.zone}). "
        f"Written as entry {claim.sequence} of {claim.device}, accepted by {claim.reviewer}, who typed it; "
        f"source grade {row.grade} ({row.word}), {error}."
    )


def _notes(ledger: Ledger, claim: Claim) -> tuple[str, ...]:
    """Return what the log keeper should know at once: which standing claims disagree with this one."""
    from holdfast.workspace.standing_claims import standing_claims, subject_word  # noqa: PLC0415  words of three languages

    notes = []
    others = (other for other in standing_claims(ledger) if other.id != claim.id)
    for pair in disagreements((*others, claim), subject_word):
        if claim.id in {pair.first.id, pair.second.id}:
            other = pair.first if pair.second.id == claim.id else pair.second
            notes.append(
                f"This does not agree with {stated(other.statement) or 'the entry'} by {other.claimant} for the same time (entry {other.sequence}, "
                f"{other.id}). Both stand. To correct an entry of your own, log again with --corrects {other.id}."
            )
    return tuple(notes)
