"""What statements about people rest on: which inputs of a site are guessed or old, and so lower a grade."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from holdfast.people import input_reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holdfast.sites import Site, Value

    Named = tuple[str, Value]

ASSUMED = "assumption"
Observed = Mapping[str, float] | Collection[str]


def guessed(value: Value) -> bool:
    """Tell whether a site leaves a value to its prior, or says itself that it only assumes it.

    Parameters
    ----------
    value : Value
        A value of a site as loaded.

    Returns
    -------
    bool
        True for ``"unknown"``, for the source ``assumption``, and for a note that begins with that word. A figure of the
        literature that the site states as its own is no guess.
    """
    return value.state == "unknown" or value.source.removeprefix("note:").strip().startswith(ASSUMED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What is known of the inputs of a run.

    Attributes
    ----------
    site : Site
        The site that was run.
    weather_is_sites : bool
        True where the run took the weather of the site file, not a series.
    observed : mapping of str to float, or collection of str
        Paths of values that claims speak of, with the days since then where they are known [d].

    Notes
    -----
    Looked at is what somebody on the site could count, read off or measure: people, weather, shelters, tanks, wells,
    plants, trucks, generators, fuel. Constants of a model (heat transfer at the body, the sun on a wall) are none of it:
    their spread is in the members.
    """

    site: Site
    weather_is_sites: bool
    observed: Observed

    def people(self) -> tuple[str, ...]:
        """Say what is wrong with the count of the people."""
        return self._said("the number of people", ((f"people.{one.id}.count", one.count) for one in self.site.people))

    def temperature(self) -> tuple[str, ...]:
        """Say what is wrong with the temperature outside; nothing where a series was given."""
        weather = self.site.weather
        return self._weather(
            "the temperature outside",
            ("weather.temp_max_c", weather.temp_max_c),
            ("weather.daily_range_k", weather.daily_range_k),
        )

    def humidity(self) -> tuple[str, ...]:
        """Say what is wrong with the humidity outside; nothing where a series was given."""
        return self._weather("the humidity outside", ("weather.dewpoint_c", self.site.weather.dewpoint_c))

    def rooms(self) -> tuple[str, ...]:
        """Say what is wrong with what makes the air in shelters warm or cool."""
        shelters = self.site.shelters
        found = [
            *self._said("the number of the shelters", ((f"shelters.{s.id}.count", s.count) for s in shelters)),
            *self._said(
                "how the shelters hold heat",
                ((f"shelters.{s.id}.conductance_w_per_k", s.conductance_w_per_k) for s in shelters),
            ),
        ]
        cooled = [(s.id, s.cooling) for s in shelters if s.cooling is not None]
        if cooled:
            found += self._said(
                "the share of coolers that work",
                ((f"shelters.{name}.cooling.working_fraction", cooling.working_fraction) for name, cooling in cooled),
            )
            found += self.power()
        return tuple(found)

    def power(self) -> tuple[str, ...]:
        """Say what is wrong with what electricity comes from."""
        site = self.site
        burnt = {one.fuel for one in site.generators}
        return (
            *self._said(
                "the size of the generators",
                (
                    pair
                    for one in site.generators
                    for pair in (
                        (f"generators.{one.id}.rated_kw", one.rated_kw),
                        (f"generators.{one.id}.working", one.working),
                    )
                ),
            ),
            *self._said(
                "the fuel of the generators",
                ((f"stores.{one.id}.quantity", one.quantity) for one in site.stores if one.commodity in burnt),
            ),
            *self._said(
                "the power of the grid",
                (
                    pair
                    for one in site.grid
                    for pair in (
                        (f"grid.{one.id}.capacity_kw", one.capacity_kw),
                        *(() if one.on_hours is not None else ((f"grid.{one.id}.hours_per_day", one.hours_per_day),)),
                    )
                ),
            ),
            *self._said("the size of the solar panels", ((f"pv.{one.id}.peak_kw", one.peak_kw) for one in site.pv)),
            *self._said(
                "the size of the batteries",
                ((f"batteries.{one.id}.capacity_kwh", one.capacity_kwh) for one in site.batteries),
            ),
        )

    def water(self) -> tuple[str, ...]:
        """Say what is wrong with what water comes from, the power of its pumps included."""
        site = self.site
        return (
            *(
                reason
                for holds in ("treated", "raw")
                for reason in self._said(
                    f"the level of the {holds} water",
                    ((f"tanks.{one.id}.level_m3", one.level_m3) for one in site.tanks if one.holds == holds),
                )
            ),
            *self._said(
                "what wells and pumps give", ((f"wells.{one.id}.max_m3_per_h", one.max_m3_per_h) for one in site.wells)
            ),
            *self._said(
                "what the treatment of water gives",
                ((f"purification.{one.id}.max_m3_per_h", one.max_m3_per_h) for one in site.purification),
            ),
            *self._said(
                "what water trucks bring",
                (
                    pair
                    for one in site.trucks
                    if one.carries == "water"
                    for pair in (
                        (f"trucks.{one.id}.volume_m3", one.volume_m3),
                        (f"trucks.{one.id}.trips_per_day", one.trips_per_day),
                    )
                ),
            ),
            *self._said(
                "the usual use of water",
                [("water.normal_use_l_per_person_day", site.water.normal_use_l_per_person_day)],
            ),
            *(self.power() if site.wells or site.purification else ()),
        )

    def machines(self, field: str) -> tuple[str, ...]:
        """Say what is wrong with a field of the clinics, such as ``oxygen_concentrators``, and with their power."""
        stated = [(f"clinics.{one.id}.{field}", getattr(one, field)) for one in self.site.clinics]
        return (
            *self._said(
                f"the number of {field.replace('_', ' ')}",
                ((path, value) for path, value in stated if value is not None),
            ),
            *self._said(
                "the power that clinics need",
                ((f"clinics.{one.id}.power_kw", one.power_kw) for one in self.site.clinics),
            ),
            *self.power(),
        )

    def cold(self) -> tuple[str, ...]:
        """Say what is wrong with how long vaccine refrigerators stay cold, and with their power."""
        fridges = self.site.vaccine_fridges
        return (
            *self._said(
                "how long the vaccine refrigerators stay cold",
                ((f"vaccine_fridges.{one.id}.hold_over_h", one.hold_over_h) for one in fridges),
            ),
            *self.power(),
        )

    def _weather(self, name: str, *pairs: Named) -> tuple[str, ...]:
        return self._said(name, pairs) if self.weather_is_sites else ()

    def _said(self, name: str, pairs: Iterable[Named]) -> tuple[str, ...]:
        every = list(pairs)
        open_ones = any(path not in self.observed and guessed(value) for path, value in every)
        ages = self.observed if isinstance(self.observed, Mapping) else {}
        oldest = max((ages[path] for path, _ in every if path in ages), default=None)
        return input_reason(name, age_days=None if oldest is None else round(oldest, 1), guessed=open_ones)
