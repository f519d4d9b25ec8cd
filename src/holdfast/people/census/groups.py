"""Who is there: groups by age band, sex, state and profile, and what they need to eat."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from holdfast.people.census.structure import (
    AGE_BANDS,
    KINDS,
    PROFILES,
    SEXES,
    STATES,
    AgeBand,
    Kind,
    Profile,
    Sex,
    State,
    annex_ids,
    energy_need_kcal_per_day,
    infant_share_of_0_4,
    narrowed,
    published_mean_for_women,
    usual_shares,
)
from holdfast.people.inputs import fault, near, number

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    StructureKey = str | tuple[str | None, ...]
    # Any: a Mapping does not vary in the type of its key, and the keys are read one by one anyhow.
    Structure = Mapping[Any, float]
    Key = tuple[Kind, Profile]

_TOLERANCE = 1e-6
_HALF_A_PERSON = 0.5
_STRUCTURE = "structure of a population"
_WORDS = (AGE_BANDS, SEXES, STATES, PROFILES)
_NAMES = ("age band", "sex", "state", "profile")
NO_ILL_NOTE = "No share of ill people is assumed; state it where it is known."


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People of one kind.

    Attributes
    ----------
    age_band : str
        ``0-4``, ``5-9``, ``10-14``, ``15-19``, ``20-59`` or ``60+`` [completed years].
    sex : str
        ``male`` or ``female``.
    state : str
        ``none``, ``pregnant`` or ``lactating``.
    profile : str
        How they stand heat: ``young``, ``old`` or ``ill``.
    persons : float
        How many; no whole number where shares made it.
    energy_kcal_per_day : float
        What each needs to eat at light activity and 20 degC or more [kcal/day] (UNHCR/WFP 1997, Annex I).
    """

    age_band: AgeBand
    sex: Sex
    state: State
    profile: Profile
    persons: float
    energy_kcal_per_day: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """A population as groups.

    Attributes
    ----------
    groups : tuple of Group
        In order of age, sex, state and profile; a group without persons is left out.
    persons : float
        Sum over the groups.
    is_default : bool
        Whether the whole structure is the usual one because only a total was known. What is made from it is one
        grade lower (:func:`holdfast.people.downgraded`).
    infants_under_6_months : float
        Those of the band 0-4 who are younger than six months. They live on breast milk: their intake is held, not
        modelled, and a thin mother is a flag.
    notes : tuple of str
        What was assumed.
    sources : tuple of str
        Ids of the table rows used.
    guessed : tuple of str
        What of it is split as usual because nobody stated it, of those that limits of heat count by: ``age`` (how many
        are 60 and over) and ``frail`` (how many are of the profiles ``old`` and ``ill``).
    """

    groups: tuple[Group, ...]
    persons: float
    is_default: bool
    infants_under_6_months: float
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    guessed: tuple[str, ...] = ()

    @property
    def mean_energy_kcal_per_day(self) -> float:
        """What a person needs to eat on average [kcal/day]."""
        return math.fsum(group.persons * group.energy_kcal_per_day for group in self.groups) / self.persons

    def persons_of(
        self,
        *,
        age_band: AgeBand | None = None,
        sex: Sex | None = None,
        state: State | None = None,
        profile: Profile | None = None,
    ) -> float:
        """Return how many people are of a kind; what is left out may be anything."""
        asked = (age_band, sex, state, profile)
        return math.fsum(
            group.persons
            for group in self.groups
            if all(
                one in {None, of}
                for one, of in zip(asked, (group.age_band, group.sex, group.state, group.profile), strict=True)
            )
        )


class _Words(NamedTuple):
    """One key of a structure; ``None`` where it leaves open."""

    age_band: AgeBand
    sex: Sex | None = None
    state: State | None = None
    profile: Profile | None = None

    @property
    def shown(self) -> str:
        """The key in words, as errors name it."""
        return ", ".join(word for word in self if word is not None)

    def meets(self, other: _Words) -> bool:
        """Whether a person may belong to both keys."""
        return all(one is None or two is None or one == two for one, two in zip(self, other, strict=True))


def population(total: float | None = None, *, structure: Structure | None = None) -> Population:
    """Return a population from a total, from a structure, or from both.

    Parameters
    ----------
    total : float or None
        Persons. ``None`` takes the sum of a structure in persons.
    structure : mapping or None
        Persons, or shares that sum to 1, by age band (``"20-59"``) or by a tuple of age band, sex, state and
        profile, as far as they are known: ``("20-59", "female")``, ``("60+", "male", "none", "ill")``. What a key
        leaves out is split as usual and noted. ``None`` takes the usual structure and marks the result as default.

    Returns
    -------
    Population
        The persons of its groups sum to the total. The order of the keys changes nothing.

    Raises
    ------
    InputError
        HF-P004, if nobody is there, or the total is negative or no number; HF-P005, if the structure names no known
        kind, holds a negative number, counts people twice or sums neither to 1 nor to the total.

    Notes
    -----
    Source: UNHCR/WFP 1997, Annex I (rows of the demography table). The usual structure knows no ill people. The
    profile is ``old`` from 60 on and ``young`` below.

    Examples
    --------
    >>> round(population(3000).mean_energy_kcal_per_day)
    2080
    """
    if structure is None:
        everyone = checked_total(0.0 if total is None else total)
        usual = {(kind, usual_profile(kind)): [share * everyone] for kind, share in usual_shares().items()}
        return build_population(
            usual,
            everyone,
            is_default=True,
            notes=(default_note(), NO_ILL_NOTE, women_note()),
            guessed=("age", "frail"),
        )
    stated = _read_structure(structure)
    everyone, scale = _scale_of(stated, total)
    parts: dict[Key, list[float]] = {}
    left_out: set[str] = set()
    for words, persons in stated.items():
        kinds = narrowed({words.age_band: 1.0}, words.sex, words.state)
        left_out |= open_of(kinds, words.profile)
        for kind, share in kinds.items():
            parts.setdefault((kind, words.profile or usual_profile(kind)), []).append(share * (persons * scale))
    return build_population(parts, everyone, is_default=False, notes=open_note(left_out))


def build_population(
    parts: Mapping[Key, Iterable[float]],
    everyone: float,
    *,
    is_default: bool,
    notes: Iterable[str],
    guessed: Iterable[str] = (),
) -> Population:
    """Return the record of a population from persons by kind and profile; parts of one kind are added up."""
    persons = {key: math.fsum(numbers) for key, numbers in parts.items()}
    groups = tuple(
        Group(
            age_band=kind.age_band,
            sex=kind.sex,
            state=kind.state,
            profile=profile,
            persons=persons[kind, profile],
            energy_kcal_per_day=energy_need_kcal_per_day(*kind),
        )
        for kind in KINDS
        for profile in PROFILES
        if persons.get((kind, profile), 0.0) > 0.0
    )
    under_5 = math.fsum(group.persons for group in groups if group.age_band == "0-4")
    return Population(
        groups=groups,
        persons=everyone,
        is_default=is_default,
        infants_under_6_months=under_5 * infant_share_of_0_4(),
        notes=tuple(notes),
        sources=annex_ids(),
        guessed=tuple(sorted(guessed)),
    )


def open_of(kinds: Mapping[Kind, float], profile: Profile | None) -> set[str]:
    """Return which of sex, state and profile were left open for people who may be of these kinds."""
    said = set() if profile else {"profile"}
    if len({kind.sex for kind in kinds}) > 1:
        said.add("sex")
    if len({kind.state for kind in kinds}) > 1:
        said.add("state")
    return said


def open_note(left_out: set[str]) -> tuple[str, ...]:
    """Return the sentence about what a structure leaves open, if it leaves anything open."""
    names = [name for name in ("age band", "sex", "state", "profile") if name in left_out]
    return (f"What is not stated ({', '.join(names)}) is split as in a usual population.",) if names else ()


def default_note() -> str:
    """Return the sentence that marks a structure as the usual one."""
    carried = {
        state: math.fsum(share for kind, share in usual_shares().items() if kind.state == state) for state in STATES
    }
    return (
        "The structure is a default: ages and sexes of a developing-country profile of mid-1995 (UNHCR/WFP 1997), with "
        f"{carried['pregnant']:.1%} pregnant and {carried['lactating']:.1%} lactating women."
    )


def women_note() -> str:
    """Return the sentence about the published mean need of women, which does not follow from its own rows."""
    printed, row = published_mean_for_women()
    shares = {kind: share for kind, share in usual_shares().items() if kind.sex == "female"}
    rows = math.fsum(share * energy_need_kcal_per_day(*kind) for kind, share in shares.items())
    mean = rows / math.fsum(shares.values())
    return (
        f"The mean need of women is printed as {printed:,.0f} kcal/day ({row}) while its own rows give {mean:,.0f}; "
        "the rows are used."
    )


def usual_profile(kind: Kind) -> Profile:
    """Return how a kind of person stands heat when nothing else is known: old from 60 on, else young."""
    return "old" if kind.age_band == "60+" else "young"


def checked_total(total: object) -> float:
    """Return a number of persons above 0, or raise HF-P004."""
    return number(
        total,
        "persons of a population",
        code="HF-P004",
        low=0.0,
        open_low=True,
        expected="a number of persons above 0",
        mend="give the count of people, or the sum of a structure in persons",
    )


def _read_structure(structure: Structure) -> dict[_Words, float]:
    stated: dict[_Words, float] = {}
    for key, given in structure.items():
        words = _read_key(key)
        stated[words] = number(given, f"{_STRUCTURE}, {words.shown}", code="HF-P005", low=0.0, unit="persons")
    listed = list(stated)
    for position, words in enumerate(listed):
        for other in listed[:position]:
            if words.meets(other):
                raise fault(
                    "HF-P005",
                    _STRUCTURE,
                    f"{other.shown} and {words.shown}",
                    "keys of which no person belongs to two",
                    "state the rest of the one apart from the other",
                )
    if len(stated) < len(structure):
        raise fault("HF-P005", _STRUCTURE, "one key twice", "each key once", "remove one, or add them up")
    return stated


def _read_key(key: StructureKey) -> _Words:
    parts = (key,) if isinstance(key, str) else tuple(key)
    if not 1 <= len(parts) <= len(_WORDS) or parts[0] is None:
        raise fault(
            "HF-P005",
            _STRUCTURE,
            repr(key),
            "an age band, then sex, state and profile as far as known",
            "write ('20-59', 'female')",
        )
    for part, known, name in zip(parts, _WORDS, _NAMES, strict=False):
        if part is not None and part not in known:
            close = near(part, known, most=1)
            hint = f"{close[0]!r} meant? " if close else ""
            raise fault("HF-P005", _STRUCTURE, f"{name} {part!r}", " | ".join(known), f"{hint}write one of these")
    filled = (*parts, *(None,) * (len(_WORDS) - len(parts)))
    words = _Words(*cast("tuple[AgeBand, Sex | None, State | None, Profile | None]", filled))
    if not narrowed({words.age_band: 1.0}, words.sex, words.state) or (
        words.profile == "old" and words.age_band != "60+"
    ):
        raise fault("HF-P005", _STRUCTURE, words.shown, "a kind of person that can be", "correct the key")
    return words


def _scale_of(stated: Mapping[_Words, float], total: float | None) -> tuple[float, float]:
    """Return the persons and what one unit of the structure is worth."""
    whole = math.fsum(stated.values())
    shares = abs(whole - 1.0) <= _TOLERANCE
    if total is None:
        if shares or 0.0 < whole < 1.0:
            raise fault(
                "HF-P005", _STRUCTURE, "shares and no total", "persons, or shares and a total", "give the total too"
            )
        return checked_total(whole), 1.0
    everyone = checked_total(total)
    if shares or abs(whole - everyone) <= max(_HALF_A_PERSON, _TOLERANCE * everyone):
        return everyone, everyone / whole
    percent = abs(whole - 100.0) <= 100.0 * _TOLERANCE
    raise fault(
        "HF-P005",
        _STRUCTURE,
        f"numbers that sum to {whole:g}",
        f"shares that sum to 1, or persons that sum to {everyone:g}",
        "per cent meant? divide by 100" if percent else "correct the numbers or the total",
    )
