"""Words for probability and time: the ladder, the windows, and how a claim is attributed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from holdfast.forecast import chance
from holdfast.quantities import format_date
from holdfast.report.figures import figure_language, number
from holdfast.report.text import Part, Text, clean, say

if TYPE_CHECKING:
    from holdfast.ledger import Claim


def probability(value: float, ref: str, lang: str = "en") -> Text:
    """Return word and per cent together, such as "very likely (about 90 per cent)"; never the word alone.

    The word is that of the rounded figure, by the ladder of `holdfast.forecast`.

    Raises
    ------
    ValueError
        When the number is not a probability.
    """
    said = chance(value)
    part = Part(text=number(said.percent, lang), refs=(ref,), kind="probability")
    word = say(said.word)
    if said.bound == "at least":
        return say("{word} (at least {percent} per cent)", word=word, percent=part)
    if said.bound == "at most":
        return say("{word} (at most {percent} per cent)", word=word, percent=part)
    return say("{word} (about {percent} per cent)", word=word, percent=part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The zone a report speaks in, its language, and the end of its horizon."""

    zone: str
    lang: str
    start: datetime
    horizon_days: int

    def local(self, moment: str | datetime) -> datetime:
        """Return a moment, ISO text or aware, in the zone of the site; a time without a zone is taken as local."""
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment)
        zone = ZoneInfo(self.zone)
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)

    @property
    def end(self) -> datetime:
        """End of the horizon, in the zone of the site."""
        return self.local(self.start) + timedelta(days=self.horizon_days)

    def day(self, day: date | datetime | str, *refs: str) -> Part:
        """Return a day such as "19 August 2013"."""
        if isinstance(day, (str, datetime)):
            day = self.local(day).date()
        return Part(text=format_date(day, lang=figure_language(self.lang)), refs=refs, kind="date")

    def short_day(self, day: date | datetime | str, *refs: str) -> Part:
        """Return a day without its year, such as "19 August"; for windows beside a dated head."""
        if isinstance(day, (str, datetime)):
            day = self.local(day).date()
        full = clean(format_date(day, lang=figure_language(self.lang), isolated=False))
        return Part(text=full.rpartition(" ")[0].replace(" ", "\u00a0"), refs=refs, kind="date")

    def hour(self, moment: str | datetime, *refs: str) -> Part:
        """Return an hour of the day, such as "4 a.m.", rounded to the nearest hour."""
        local = self.local(moment) + timedelta(minutes=30)
        if figure_language(self.lang) != "en":
            return Part(text=f"{local.hour:02d}:00", refs=refs, kind="date")
        twelve = local.hour % 12 or 12
        return Part(text=f"{twelve} {'a.m.' if local.hour < 12 else 'p.m.'}", refs=refs, kind="date")

    def window(
        self,
        low: datetime | None,
        high: datetime | None,
        base: str,
        low_key: str = "q10",
        high_key: str = "q90",
        high_base: str | None = None,
    ) -> Text:
        """Return the window between two quantiles; a quantile past the horizon is printed as "not before".

        Parameters
        ----------
        low, high : datetime or None
            The two dates; None lies past the horizon.
        base : str
            Reference of the event, such as ``forecast:nothing-enters/sewage_spill``.
        low_key, high_key : str
            Names of the quantiles, for the references.
        high_base : str or None
            Reference of the event the later date belongs to, where it is another.
        """
        high_at = f"{high_base or base}.{high_key}"
        if low is None:
            return say("not before {end}", end=self.short_day(self.end, f"{base}.{low_key}"))
        first = self.local(low)
        if high is None:
            return say(
                "{first} to not before {end}",
                first=self.short_day(first, f"{base}.{low_key}"),
                end=self.short_day(self.end, high_at),
            )
        last = self.local(high)
        refs = (f"{base}.{low_key}", high_at)
        if first.date() == last.date():
            from_hour, to_hour = self.hour(first, refs[0]), self.hour(last, refs[1])
            day = self.short_day(first, *refs)
            if from_hour.text == to_hour.text:
                return say("{day}, around {hour}", day=day, hour=to_hour)
            return say("{day}, {start} to {end}", day=day, start=from_hour, end=to_hour)
        if (first.year, first.month) == (last.year, last.month):
            return say(
                "{first} to {last}",
                first=Part(text=number(first.day, self.lang, figures=None), refs=refs[:1], kind="date"),
                last=self.short_day(last, refs[1]),
            )
        return say("{first} to {last}", first=self.short_day(first, refs[0]), last=self.short_day(last, refs[1]))

    def moment(self, value: datetime | None, ref: str) -> Text:
        """Return one quantile as a day, or "not before" the end of the horizon."""
        if value is None:
            return say("not before {end}", end=self.short_day(self.end, ref))
        return say("{day}", day=self.short_day(value, ref))


def claimant(claim: Claim) -> Part:
    """Return who says so: the speaker named in the source where there is one, else who filed the claim."""
    spoken = claim.statement.attribution
    return Part(text=clean(spoken or claim.claimant), refs=(f"claim:{claim.id}",), kind="claimant")


def attribution(claim: Claim) -> Text:
    """Return the words of the source class: measured, counted, reported by, reportedly, claimed by."""
    who = claimant(claim)
    letter, digit = claim.source_grade[0], claim.source_grade[1]
    if claim.source_grade == "A1":
        return say("measured, {who}", who=who)
    if claim.source_grade in {"A2", "B1"}:
        return say("counted, {who}", who=who)
    if letter == "E" or digit == "5":
        return say("claimed by {who}", who=who)
    if letter in "CD" and digit in "345" and claim.statement.attribution is None:
        return say("reportedly, {who}", who=who)
    return say("reported by {who}", who=who)
