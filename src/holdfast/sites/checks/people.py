"""Checks of people, shelters and the records behind the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from holdfast.sites.assets import CONTENTS
from holdfast.sites.checks.problem import Check, Problem
from holdfast.sites.listing import idle_paths, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from holdfast.sites.model import Site

_FEW_PLACES, _MANY_PLACES = 0.8, 1.5  # share of people with a place; outside, one of the counts is doubted
_MOSTLY_UNKNOWN = 0.5


_AGES_OF_KIND = {
    "adults": ("15-19", "20-59", "60+"),
    "children": ("0-4", "5-9", "10-14", "15-19"),
    "older": ("60+",),
}
_AGES_OF_MOTHERS = ("10-14", "15-19", "20-59")


def _people_structure(site: Site) -> Iterator[Problem]:
    for group in site.people:
        kinds = _AGES_OF_KIND.get(group.kind)
        carried = group.state in {"pregnant", "lactating"}
        if group.age_band is not None and kinds is not None and group.age_band not in kinds:
            yield _contrary(group.id, "age_band", f"age {group.age_band} in a group of kind {group.kind}")
        if carried and group.sex == "male":
            yield _contrary(group.id, "state", f"{group.state} men")
        if carried and (group.kind == "older" or group.age_band not in {None, *_AGES_OF_MOTHERS}):
            yield _contrary(group.id, "state", f"{group.state} at age {group.age_band or '60+'}")
        if group.profile == "old" and group.age_band not in {None, "60+"}:
            yield _contrary(group.id, "profile", f"profile old at age {group.age_band}")


def _contrary(group: str, field: str, found: str) -> Problem:
    return Problem(
        at=f"people.{group}.{field}",
        found=found,
        want="kind, age_band, sex, state and profile that can hold of one person",
        mend="correct one of them, or leave it out",
    )


def _people_unknown(site: Site) -> Iterator[Problem]:
    for group in site.people:
        if group.count.state == "unknown":
            yield Problem(
                at=f"people.{group.id}.count",
                found=f"unknown, taken as {group.count.low:,.12g} to {group.count.high:,.12g}",
                want="a count or an interval",
                mend="count, or state the lowest and highest number anyone believes",
            )


def _shelter_places(site: Site) -> Iterator[Problem]:
    known = all(group.count.state != "unknown" for group in site.people)
    known = known and all(shelter.count.state != "unknown" for shelter in site.shelters)
    if not (known and site.people and site.shelters):
        return
    people = sum(group.count.median for group in site.people)
    places = sum(shelter.count.median * shelter.persons_each.median for shelter in site.shelters)
    if not _FEW_PLACES * people <= places <= _MANY_PLACES * people:
        yield Problem(
            at="shelters",
            found=f"{places:.0f} places for {people:.0f} people",
            want=f"{_FEW_PLACES:g} to {_MANY_PLACES:g} places a person",
            mend="check count and persons_each of the shelters, and the count of people",
        )


def _shelter_none(site: Site) -> Iterator[Problem]:
    if site.people and not site.shelters:
        yield Problem(
            at="shelters",
            found="no shelter type",
            want="one type or more",
            mend="add [[shelters]]; heat is not forecast without it",
        )


def _tent_cooling(site: Site) -> Iterator[Problem]:
    for shelter in site.shelters:
        if shelter.cooling is not None and shelter.kind in {"tent", "container"}:
            yield Problem(
                at=f"shelters.{shelter.id}.cooling",
                found=f"an air conditioner in a {shelter.kind}",
                want="a shelter that an air conditioner can hold",
                mend="check that it is so; one 3.5 kW unit does not hold a tent or a bare container in heat",
            )


def _weather_unknown(site: Site) -> Iterator[Problem]:
    if site.weather.temp_max_c.state == "unknown":
        yield Problem(
            at="weather.temp_max_c",
            found=f"unknown, taken as {site.weather.temp_max_c.low:g} to {site.weather.temp_max_c.high:g} C",
            want="the usual daily maximum of the season",
            mend="state it as an interval; the nearest station or a thermometer in shade will do",
        )


def _unknown_share(site: Site) -> Iterator[Problem]:
    idle = idle_paths(site)
    needed = [entry for entry in values(site) if entry.path not in idle]
    spread = [entry for entry in needed if entry.value.distribution != "fixed" or entry.value.state != "unknown"]
    unknown = [entry for entry in spread if entry.value.state == "unknown"]
    # A prior with a row of the reference tables is a figure of its kind; one without is a guess of this program.
    guessed = [entry for entry in unknown if entry.value.prior == "assumption"]
    if not unknown:
        return
    share = len(guessed) / len(spread)
    yield Problem(
        severity="warning" if share > _MOSTLY_UNKNOWN else "note",
        at="site",
        found=f"{len(unknown)} of {len(spread)} values unknown, {len(guessed)} of them guessed without a table row",
        want=f"less than {_MOSTLY_UNKNOWN:.0%} guessed",
        mend="state people, stocks and tank levels first; they set the dates",
    )


def _timezone_default(site: Site) -> Iterator[Problem]:
    if site.timezone == "UTC":
        yield Problem(
            at="site.timezone",
            found="UTC",
            want="the zone of the place",
            mend='write timezone = "Asia/Baghdad" or the like; clock hours follow it',
        )


def _start_missing(site: Site) -> Iterator[Problem]:
    if site.start is None:
        yield Problem(
            at="site.start",
            found="no start",
            want="the first hour of a run",
            mend="add start = 2015-07-17T00:00:00, or give --start when you run",
        )


def _source_unused(site: Site) -> Iterator[Problem]:
    cited = {entry.value.source for entry in values(site)} | {site.source or ""}
    for key in site.sources:
        if key not in cited:
            yield Problem(
                at=f"sources.{key}",
                found="a source no value cites",
                want="a value with this source",
                mend="cite it or remove it",
            )


def _content_may_exceed(site: Site) -> Iterator[Problem]:
    for (kind, content), container in CONTENTS.items():
        for asset in getattr(site, kind):
            inside, room = getattr(asset, content), getattr(asset, container)
            if inside.state != "unknown" and room.state != "unknown" and inside.high > room.low:
                yield Problem(
                    at=f"{kind}.{asset.id}.{content}",
                    found=f"up to {inside.high:,.12g} in a {container} of {room.low:,.12g} or more",
                    want=f"{content} never above {container}",
                    mend="measure one of the two; draws are cut at the container",
                )


CHECKS = (
    Check(
        "people-structure", "error", "What is stated of a group must be able to hold of one person.", _people_structure
    ),
    Check("people-unknown", "warning", "Nearly everything scales with the number of people.", _people_unknown),
    Check(
        "people-vs-shelter-places", "warning", "Places in shelters and people should be of one size.", _shelter_places
    ),
    Check("shelter-none", "warning", "Without a shelter there is no indoor temperature.", _shelter_none),
    Check(
        "cooling-in-tent",
        "warning",
        "One unit cannot hold a tent or a bare container (physics specification 6.3).",
        _tent_cooling,
    ),
    Check("weather-unknown", "warning", "Weather drives cooling, fuel and drinking need.", _weather_unknown),
    Check("unknown-share", "note", "Say how much of the site is guessed.", _unknown_share),
    Check("timezone-default", "note", "UTC is seldom where people live.", _timezone_default),
    Check("start-missing", "note", "A run needs a first hour from somewhere.", _start_missing),
    Check("source-unused", "note", "A source nobody cites is a slip or a leftover.", _source_unused),
    Check(
        "content-may-exceed-container",
        "warning",
        "Stated intervals of a content and its container that overlap.",
        _content_may_exceed,
    ),
)
