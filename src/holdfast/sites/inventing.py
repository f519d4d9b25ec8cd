"""The pen that writes an invented site: chances, numbers with what is known of them, tables."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, TypeVar

from holdfast.sites.draws import stream

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

# Fewest persons that stocks and tanks are sized for: a site of nobody has tanks too.
_SMALLEST = 20.0
_DIGITS = 4


class Pen:
    """Writes TOML from one stream of random numbers.

    Attributes
    ----------
    seed : int
        Seed of the site.
    persons : float
        Persons of the site.
    rich : float
        How much a site has of everything, 0 to 1.
    placed : bool
        True when the site has coordinates.
    powered : bool
        True when it has any source of power.
    commodities : dict of commodity to unit
        What must be stored, in the order in which it was needed.
    """

    def __init__(self, seed: int) -> None:
        self.seed = int(seed)
        self._stream = stream(self.seed, "invented site")
        self._lines: list[str] = []
        self.persons = 0.0
        self.placed = False
        self.powered = False
        self.commodities: dict[str, str] = {}
        self.rich = self.between(0.0, 1.0)
        self._unknown = self.between(0.0, 0.5)
        self._interval = self.between(0.0, 0.5)

    # --- chance ---------------------------------------------------------------------------------------------------------

    def between(self, low: float, high: float) -> float:
        """Return a number from ``low`` to ``high``."""
        return low + (high - low) * float(self._stream.random())

    def scaled(self, low: float, high: float) -> float:
        """Return a number from ``low`` to ``high``, even in its logarithm."""
        return math.exp(self.between(math.log(low), math.log(high)))

    def chance(self, probability: float) -> bool:
        """Tell whether a thing of this probability comes."""
        return float(self._stream.random()) < probability

    def has(self) -> bool:
        """Tell whether the site has a kind of asset: seldom on a poor site, mostly on a rich one."""
        return self.chance(0.12 + 0.76 * self.rich)

    def whole(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return min(high, low + int((high - low + 1) * float(self._stream.random())))

    def number_of(self, most: int) -> int:
        """Return how many of a kind the site has: 0, or 1 to ``most``, few more often than many."""
        return self.some(most) if self.has() else 0

    def some(self, most: int) -> int:
        """Return 1 to ``most``, few more often than many."""
        return 1 + int((most - 1) * float(self._stream.random()) ** 2 + 0.5)

    def pick(self, things: Sequence[T]) -> T:
        """Return one of some things."""
        return things[self.whole(0, len(things) - 1)]

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return the things in another order."""
        keyed = sorted((float(self._stream.random()), place) for place in range(len(things)))
        return [things[place] for _, place in keyed]

    def clock_hours(self, count: int) -> list[int]:
        """Return ``count`` clock hours, in order."""
        return sorted(self.shuffled(range(24))[:count])

    # --- needs ----------------------------------------------------------------------------------------------------------

    @property
    def heads(self) -> float:
        """Persons that stocks and tanks are sized for."""
        return max(self.persons, _SMALLEST)

    def needs(self, commodity: str) -> str:
        """Note that a commodity must be stored, and return it."""
        self.commodities.setdefault(commodity, UNITS[commodity])
        return commodity

    # --- writing --------------------------------------------------------------------------------------------------------

    def table(self, name: str) -> None:
        """Begin a table."""
        self._lines.extend(("", f"[{name}]"))

    def asset(self, collection: str, name: str) -> None:
        """Begin one asset of a collection."""
        self._lines.extend(("", f"[[{collection}]]"))
        self.plain("id", name)

    def entry(self, collection: str) -> None:
        """Begin one entry without an id."""
        self._lines.extend(("", f"[[{collection}]]"))

    def raw(self, name: str, text: str) -> None:
        """Write a field as it stands."""
        self._lines.append(f"{name} = {text}")

    def plain(self, name: str, thing: object) -> None:
        """Write a text, flag, number or list of numbers."""
        if isinstance(thing, bool):
            self.raw(name, "true" if thing else "false")
        elif isinstance(thing, str):
            self.raw(name, f'"{thing}"')
        else:
            self.raw(name, str(thing))

    def value(self, name: str, middle: float, spread: float, *, least: float = 0.0, most: float = math.inf) -> float:
        """Write a value about ``middle``: a number, an interval of about ``spread`` each way, or unknown.

        Returns
        -------
        float
            The largest number written, or ``middle`` when it is unknown.
        """
        low, middle, high = (
            _rounded(min(max(number, least), most)) for number in (middle * (1 - spread), middle, middle * (1 + spread))
        )
        low, high = min(low, high), max(low, high)
        known = self.between(0.0, 1.0)
        if known < self._unknown:
            self.raw(name, '"unknown"')
            return middle
        if known > self._unknown + (1.0 - self._unknown) * self._interval or low == high:
            self.raw(name, _shown(middle))
            return middle
        if self.chance(0.5):
            self.raw(name, f"{{low = {_shown(low)}, high = {_shown(high)}}}")
        elif low > 0.0 and self.chance(0.3):
            self.raw(name, f'{{low = {_shown(low)}, high = {_shown(high)}, distribution = "lognormal"}}')
        else:
            self.raw(name, f"{{value = {_shown(middle)}, low = {_shown(low)}, high = {_shown(high)}}}")
        return high

    def content(self, name: str, room: float) -> None:
        """Write what is in a container of ``room``: empty, full or between, or unknown."""
        share = self.pick((0.0, 1.0, self.between(0.0, 1.0), self.between(0.0, 1.0), self.between(0.3, 0.9)))
        self.value(name, share * room, 0.3, most=room)

    def text(self) -> str:
        """Return all that was written."""
        return "\n".join(self._lines).strip() + "\n"


UNITS = {
    "diesel": "L",
    "petrol": "L",
    "kerosene": "L",
    "lpg": "kg",
    "firewood": "kg",
    "flour": "kg",
    "dry_food": "kg",
    "rice": "kg",
    "cooking_oil": "L",
    "drinking_water": "L",
    "soap": "kg",
    "medicine": "item",
    "infusions": "L",
    "blankets": "item",
    "paper": "kg",
    "tablets": "item",
}


def _rounded(number: float) -> float:
    return float(f"{number:.{_DIGITS}g}")


def _shown(number: float) -> str:
    return f"{number:.15g}"
