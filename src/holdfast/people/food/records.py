"""The records a ration is made of and answered with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holdfast.people.food.foods import Composition, Food
    from holdfast.people.grades import Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A content of a ration, as far as the sources agree.

    Attributes
    ----------
    value : float
        By the first source of each food (WFP/NutVal where it has the food); a range at its lower end. The planning
        figure.
    low, high : float or None
        Least and most over the sources and their ranges. ``high`` is ``None`` where a source sets only the least
        (``>= 380 kcal``) or no source says anything: there is more, how much is not known.
    missing : tuple of str
        Foods of which no source states this content; they count as 0 in ``value`` and ``low``.
    """

    value: float
    low: float
    high: float | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of the energy [%]; a bound is ``None`` where it cannot be said, all are where there is no energy.

    A food of which no source states the nutrient counts as 0 in ``value_percent`` and ``low_percent``.
    """

    value_percent: float | None
    low_percent: float | None
    high_percent: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RationItem:
    """One food of a ration.

    Attributes
    ----------
    food : Food
        What it is.
    grams : float
        Mass as handed out [g per person-day], dry or as bought, the edible part.
    own : Composition or None
        A composition the user states; it takes the place of the tables.
    name : str
        The name as it was written.
    notes : tuple of str
        What was done to the quantity, such as a density.
    """

    food: Food
    grams: float
    own: Composition | None = None
    name: str = ""
    notes: tuple[str, ...] = ()

    @property
    def compositions(self) -> tuple[Composition, ...]:
        """What is counted with: the user's own figures, otherwise every source there is."""
        return (self.own,) if self.own is not None else self.food.compositions


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemContent:
    """What one food brings to the ration, per person-day."""

    food: str
    grams: float
    energy_kcal: Amount
    protein_g: Amount
    fat_g: Amount
    eaten: str
    sets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTotal:
    """The ration counted with one source where that has the food, and with the first source elsewhere.

    ``foods`` says how many foods it has.
    """

    set: str
    energy_kcal: float
    protein_g: float
    fat_g: float
    foods: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NormCheck:
    """A content held against a norm.

    Attributes
    ----------
    norm_id : str
        Row of the norm tables, or ``ration:NAME`` of ``people/ration.csv``.
    what : str
        What is held against it, in words.
    value, low, high : float or None
        The content.
    norm_low, norm_high : float or None
        The norm; one bound or two.
    unit : str
        Unit of all of them.
    verdict : str
        ``met``, ``below``, ``above``, ``the sources disagree`` (inside by one source and outside by another) or
        ``cannot be said`` (a bound that decides is not known).
    """

    norm_id: str
    what: str
    value: float | None
    low: float | None
    high: float | None
    norm_low: float | None
    norm_high: float | None
    unit: str
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ration:
    """What a ration holds, per person and day.

    Attributes
    ----------
    energy_kcal, protein_g, fat_g : Amount
        Energy [kcal], protein [g] and fat [g] per person-day.
    protein_share, fat_share : Share
        Share of the energy [%], with 4 kcal a gram of protein and 9 kcal a gram of fat.
    items : tuple of ItemContent
        In the order given.
    sets : tuple of SetTotal
        The same ration by each source.
    checks : tuple of NormCheck
        Held against the planning figure and the norms for protein, fat and salt.
    basket : tuple of RationItem
        What was counted.
    grade : Grade
        THRESHOLD: a sum held against norms. What is handed out is not what is eaten.
    """

    energy_kcal: Amount
    protein_g: Amount
    fat_g: Amount
    protein_share: Share
    fat_share: Share
    items: tuple[ItemContent, ...]
    sets: tuple[SetTotal, ...]
    checks: tuple[NormCheck, ...]
    basket: tuple[RationItem, ...]
    grade: Grade
    notes: tuple[str, ...]
    sources: tuple[str, ...]
