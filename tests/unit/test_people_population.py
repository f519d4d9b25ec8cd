"""Who is there: from a total, from a structure, from a site."""

from __future__ import annotations

import math
from typing import Any, get_args

import pytest

from holdfast.errors import InputError
from holdfast.people import Population, energy_need_kcal_per_day, input_reason, population, population_of
from holdfast.people.census.structure import (
    AGE_BANDS,
    KINDS,
    PROFILES,
    SEXES,
    STATES,
    annex_ids,
    infant_share_of_0_4,
    narrowed,
    usual_shares,
)
from holdfast.reference import row, value
from holdfast.sites import People, Site, check_site, read_site
from sites_samples import SMALL

GROUP = '[[people]]\nid = "all"\ncount = 2000\n'


def site_of(*groups: str) -> Site:
    """Return the small camp with these groups of people."""
    assert GROUP in SMALL
    return read_site(SMALL.replace(GROUP, "\n".join(f"[[people]]\n{group}" for group in groups) + "\n"))


# --- the usual structure ------------------------------------------------------------------------------------------


def test_the_usual_structure_is_that_of_annex_i() -> None:
    # Typed from UNHCR/WFP 1997, Annex I (read): per cent of all people.
    printed = {"0-4": 12.37, "5-9": 11.69, "10-14": 10.52, "15-19": 9.53, "20-59": 48.62, "60+": 7.24}
    people = population(9997.0)
    for band in AGE_BANDS:
        assert people.persons_of(age_band=band) == pytest.approx(printed[band] * 100, abs=1e-6)
    assert people.persons_of(state="pregnant") == pytest.approx(240)
    assert people.persons_of(state="lactating") == pytest.approx(260)
    assert people.persons_of(profile="old") == people.persons_of(age_band="60+")
    assert people.persons_of(profile="ill") == 0


def test_every_row_used_is_a_number_and_named_as_a_source() -> None:
    assert all(isinstance(row(one).value, float) for one in annex_ids())
    assert len(annex_ids()) == 2 + 24 + 2 + 2  # first year, shares and needs of twelve groups, states, increments
    assert set(population(10).sources) == set(annex_ids())


def test_only_women_of_some_ages_are_pregnant() -> None:
    carried = [kind for kind in KINDS if kind.state != "none"]
    assert {kind.sex for kind in carried} == {"female"}
    assert {kind.age_band for kind in carried} == {"10-14", "15-19", "20-59"}
    assert not narrowed({"20-59": 1.0}, "male", "pregnant")
    assert not narrowed({"60+": 1.0}, None, "lactating")


def test_needs_are_those_of_the_table() -> None:
    assert energy_need_kcal_per_day("20-59", "female", "lactating") == value("D058") + value("D070")
    assert energy_need_kcal_per_day("0-4", "male") == 1320  # typed from Annex I
    assert energy_need_kcal_per_day("60+", "female") == 1780
    men = [energy_need_kcal_per_day(band, "male") for band in AGE_BANDS]
    women = [energy_need_kcal_per_day(band, "female") for band in AGE_BANDS]
    assert all(man > woman for man, woman in zip(men, women, strict=True))


def test_a_total_alone_is_marked_as_default() -> None:
    people = population(3000)
    assert people.is_default
    assert "default" in people.notes[0]
    assert input_reason("the structure", guessed=people.is_default)
    assert sum(group.persons for group in people.groups) == pytest.approx(3000, abs=1e-9)


def test_infants_are_part_of_the_youngest_band() -> None:
    people = population(10_000)
    # 2.58 of 12.37 per cent are in their first year; half of those are under six months.
    assert people.infants_under_6_months == pytest.approx(10_000 * 0.0258 / 0.9997 / 2, rel=1e-6)
    assert people.infants_under_6_months < people.persons_of(age_band="0-4")
    assert population(100, structure={"20-59": 1.0}).infants_under_6_months == 0
    assert 0.05 < infant_share_of_0_4() < 0.15


# --- a structure ----------------------------------------------------------------------------------------------------


def test_persons_and_shares_say_the_same() -> None:
    shares = population(200, structure={"20-59": 0.75, "60+": 0.25})
    persons = population(structure={"20-59": 150, "60+": 50})
    assert shares.groups == persons.groups
    assert not shares.is_default


def test_what_is_left_open_is_split_as_usual_and_noted() -> None:
    people = population(100, structure={"20-59": 1.0})
    usual = {kind: share for kind, share in usual_shares().items() if kind.age_band == "20-59"}
    men = sum(share for kind, share in usual.items() if kind.sex == "male") / sum(usual.values())
    assert people.persons_of(sex="male") == pytest.approx(100 * men)
    assert people.persons_of(state="pregnant") > 0
    assert "sex, state, profile" in people.notes[0]


def test_what_is_stated_is_kept() -> None:
    people = population(
        structure={
            ("20-59", "male", "none", "young"): 70,
            ("20-59", "female", "pregnant", "young"): 10,
            ("60+", "female", "none", "ill"): 5,
            ("0-4", "male", "none", "young"): 15,
        }
    )
    assert people.persons == 100
    assert people.notes == ()
    assert [group.persons for group in people.groups] == [15, 70, 10, 5]  # by age, sex, state
    assert people.persons_of(profile="ill") == 5
    assert people.persons_of(sex="female", state="pregnant") == 10


def test_a_man_leaves_no_state_open() -> None:
    assert "(profile)" in population(structure={("20-59", "male"): 10}).notes[0]


def test_a_pregnant_girl_has_a_need() -> None:
    (group,) = population(structure={("10-14", "female", "pregnant"): 2}).groups
    assert group.energy_kcal_per_day == value("D046") + value("D069")


def test_a_number_of_none_is_left_out() -> None:
    assert len(population(structure={("20-59", "male"): 10, ("60+", "male"): 0}).groups) == 1


@pytest.mark.parametrize("total", [0, -1, math.nan, math.inf, None, "many", "3,000", [3000]])
def test_nobody_is_an_error(total: Any) -> None:
    with pytest.raises(InputError) as caught:
        population(total)
    assert caught.value.code == "HF-P004"


def test_an_empty_structure_is_an_error() -> None:
    for structure in ({}, {"20-59": 0.0}):
        with pytest.raises(InputError) as caught:
            population(structure=structure)
        assert caught.value.code == "HF-P004"


@pytest.mark.parametrize(
    ("total", "structure", "found"),
    [
        (100, {"20-60": 1.0}, "20-60"),
        (100, {"adults": 1.0}, "adults"),
        (100, {("20-59", "man"): 1.0}, "man"),
        (100, {("20-59", "female", "expecting"): 1.0}, "expecting"),
        (100, {("20-59", "female", "none", "frail"): 1.0}, "frail"),
        (100, {("20-59", "female", "none", "ill", "x"): 1.0}, "x"),
        (100, {(): 1.0}, "()"),
        (100, {(None, "female"): 1.0}, "None"),
        (100, {("20-59", "male", "pregnant"): 1.0}, "pregnant"),
        (100, {("60+", None, "lactating"): 1.0}, "lactating"),
        (100, {("20-59", "male", "none", "old"): 1.0}, "old"),
        (100, {"20-59": 1.5, "60+": -0.5}, "-0.5"),
        (100, {"20-59": math.nan}, "nan"),
        (100, {"20-59": "half", "60+": 0.5}, "half"),
        (100, {"20-59": None}, "None"),
        (100, {"20-59": 0.5, ("20-59", "male"): 0.5}, "20-59, male"),
        (100, {("20-59", None, None, "ill"): 0.5, ("20-59", "male"): 0.5}, "ill"),
        (100, {"20-59": 0.5, ("20-59",): 0.5}, "twice"),
        (100, {"20-59": 0.5, "60+": 0.2}, "0.7"),
        (100, {"20-59": 60, "60+": 30}, "90"),
        (None, {"20-59": 0.7, "60+": 0.3}, "no total"),
        (None, {"20-59": 0.3}, "no total"),
    ],
)
def test_a_structure_that_cannot_be_is_refused(total: float | None, structure: dict[Any, Any], found: str) -> None:
    with pytest.raises(InputError) as caught:
        population(total, structure=structure)
    assert caught.value.code == "HF-P005"
    assert found in caught.value.found


def test_errors_ask_what_was_meant() -> None:
    with pytest.raises(InputError, match="per cent meant"):
        population(3000, structure={"20-59": 60, "60+": 40})
    with pytest.raises(InputError, match="'20-59' meant"):
        population(3000, structure={"20-60": 1})


# --- a site ---------------------------------------------------------------------------------------------------------


def test_a_site_that_says_nothing_gives_the_usual_structure() -> None:
    people = population_of(site_of('id = "all"\ncount = 2000'))
    assert people.is_default
    assert people.groups == population(2000).groups
    assert "default" in people.notes[0]


def test_kinds_split_a_site_at_18_and_at_60() -> None:
    people = population_of(
        site_of(
            'id = "c"\nkind = "children"\ncount = 400',
            'id = "a"\nkind = "adults"\ncount = 500',
            'id = "o"\nkind = "older"\ncount = 100',
        )
    )
    assert not people.is_default
    assert people.persons_of(age_band="60+") == pytest.approx(100)  # older people are a group of their own
    under_15 = sum(people.persons_of(age_band=band) for band in AGE_BANDS[:3])
    assert 300 < under_15 < 400
    assert people.persons_of(age_band="20-59") > 400
    assert people.persons == 1000


def test_adults_hold_those_over_60_where_no_group_of_them_is_apart() -> None:
    assert population_of(site_of('id = "a"\nkind = "adults"\ncount = 500')).persons_of(age_band="60+") > 0
    apart = site_of('id = "a"\nkind = "adults"\ncount = 500', 'id = "o"\nage_band = "60+"\ncount = 10')
    assert population_of(apart).persons_of(age_band="60+") == pytest.approx(10)


def test_stated_ages_sexes_states_and_profiles_are_kept() -> None:
    people = population_of(
        site_of(
            'id = "m"\nage_band = "20-59"\nsex = "male"\nprofile = "young"\ncount = 60',
            'id = "f"\nage_band = "20-59"\nsex = "female"\nstate = "lactating"\ncount = 20',
            'id = "i"\nage_band = "60+"\nsex = "male"\nprofile = "ill"\ncount = 20',
        )
    )
    assert people.persons_of(sex="male", age_band="20-59") == 60
    assert people.persons_of(state="lactating") == 20
    assert people.persons_of(profile="ill", age_band="60+") == 20
    assert not any("not stated" in note for note in people.notes)


@pytest.mark.parametrize("frail", [0.01, 0.05, 0.072, 0.2, 1.0])
def test_the_frail_are_the_old_and_the_ill(frail: float) -> None:
    people = population_of(site_of(f'id = "all"\ncount = 1000\nfrail_fraction = {frail}'))
    assert people.persons_of(profile="old") + people.persons_of(profile="ill") == pytest.approx(1000 * frail)
    assert sum(group.persons for group in people.groups) == pytest.approx(1000)
    if frail > 0.1:
        assert people.persons_of(profile="ill") > 0
        assert people.persons_of(profile="ill", age_band="0-4") > 0  # spread over every age below 60
    else:
        assert people.persons_of(profile="ill") == 0 or frail > 0.0724


def test_a_frail_fraction_that_says_nothing_more_is_named() -> None:
    older = population_of(site_of('id = "o"\nkind = "older"\ncount = 100\nfrail_fraction = 0.5'))
    assert older.persons_of(profile="old") == pytest.approx(100)
    assert any("frail_fraction" in note for note in older.notes)
    stated = population_of(site_of('id = "o"\nprofile = "young"\ncount = 100\nfrail_fraction = 0.5'))
    assert stated.persons_of(profile="young") == pytest.approx(100)
    assert any("frail_fraction" in note for note in stated.notes)


def test_an_unknown_count_is_the_median_of_its_prior_and_said() -> None:
    site = site_of('id = "all"\ncount = "unknown"')
    people = population_of(site)
    assert people.persons == pytest.approx(site.people[0].count.median)
    assert any("unknown" in note for note in people.notes)
    member = population_of(site, persons={"all": 123.0})
    assert member.persons == pytest.approx(123)
    assert not any("unknown" in note for note in member.notes)


def test_nobody_at_a_site_and_a_stranger_are_errors() -> None:
    with pytest.raises(InputError) as nobody:
        population_of(site_of('id = "all"\ncount = 0'))
    assert nobody.value.code == "HF-P004"
    with pytest.raises(InputError) as stranger:
        population_of(site_of('id = "all"\ncount = 10'), persons={"al": 3.0})
    assert stranger.value.code == "HF-P005"
    with pytest.raises(InputError) as negative:
        population_of(site_of('id = "all"\ncount = 10'), persons={"all": -3.0})
    assert negative.value.code == "HF-P004"


def test_the_order_of_the_groups_of_a_site_changes_no_digit() -> None:
    groups = [
        'id = "c"\nkind = "children"\ncount = 412\nfrail_fraction = 0.03',
        'id = "a"\nkind = "adults"\ncount = 533',
        'id = "f"\ncount = 97\nfrail_fraction = 0.2',
    ]
    one, two = population_of(site_of(*groups)), population_of(site_of(*reversed(groups)))
    assert one == two


def test_the_site_file_and_this_room_know_the_same_words() -> None:
    for field, words in (("age_band", AGE_BANDS), ("sex", SEXES), ("state", STATES), ("profile", PROFILES)):
        stated, none = get_args(People.model_fields[field].annotation)
        assert get_args(stated) == words, field
        assert none is type(None)


@pytest.mark.parametrize("kind", ["adults", "children", "older"])
def test_the_check_of_a_site_allows_the_ages_that_its_kind_is_split_into(kind: str) -> None:
    split = {group.age_band for group in population_of(site_of(f'id = "k"\nkind = "{kind}"\ncount = 10')).groups}
    for band in AGE_BANDS:
        site = site_of(f'id = "k"\nkind = "{kind}"\nage_band = "{band}"\ncount = 10')
        told = any(finding.check == "people-structure" for finding in check_site(site))
        assert told == (band not in split), band


def test_an_empty_group_beside_others_counts_for_nothing() -> None:
    people = population_of(site_of('id = "a"\ncount = 10', 'id = "b"\nkind = "older"\ncount = 0'))
    assert people.persons == pytest.approx(10)


def test_a_population_is_frozen() -> None:
    people: Population = population(10)
    with pytest.raises(AttributeError):
        people.persons = 3.0  # type: ignore[misc]
    assert {group.sex for group in people.groups} == set(SEXES)
