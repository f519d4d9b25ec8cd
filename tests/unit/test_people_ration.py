"""Food basket arithmetic: names, quantities, intervals between sources, norms, and what is refused."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from holdfast.errors import HoldfastError
from holdfast.people import (
    Grade,
    Ration,
    RationItem,
    figures_of,
    find_food,
    food_names,
    own_composition,
    protein_window_g,
    ration,
    read_number,
)
from holdfast.people.food.basket import verdict
from holdfast.people.food.foods import fold_food, food, known_food, set_name
from holdfast.reference import row, table


def code(fault: pytest.ExceptionInfo[HoldfastError]) -> str:
    return fault.value.code


def refused(basket: object) -> HoldfastError:
    with pytest.raises(HoldfastError) as fault:
        ration(basket)  # type: ignore[arg-type]
    return fault.value


def check(found: Ration, norm: str) -> str:
    return next(one.verdict for one in found.checks if one.norm_id == norm)


# names


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Maize meal", "Maize meal"),
        ("  MAIZE   meal ", "Maize meal"),
        ("rice", "Rice, polished"),
        ("Rice, long-grain raw (USDA)", "Rice, polished"),
        ("أرز", "Rice, polished"),
        ("ارز", "Rice, polished"),
        ("برنج", "Rice, polished"),
        ("عَدَس", "Lentils, dry"),
        ("حمّص", "Chickpeas, dry"),
        ("نخود", "Chickpeas, dry"),
        ("زيت نباتي", "Vegetable oil, fortified"),
        ("نمك", "Iodised salt"),
        ("CSB", "CSB (older corn-soy blend)"),
        ("Plumpy'Nut", "RUTF peanut paste"),
        ("Plumpy’Nut", "RUTF peanut paste"),
    ],
)
def test_a_food_is_found_by_name_in_three_languages(written: str, name: str) -> None:
    assert find_food(written).name == name


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("maize mael", "Maize meal"),
        ("lentls", "Lentils, dry"),
        ("chick peas", "Chickpeas, dry"),
        ("canned salmon", "Fish, canned in oil"),
        ("بطاطة", "Potato, raw"),
        ("atta", "Wheat flour"),
        ("ذرة", "Sorghum"),  # maize in Egypt, sorghum in Sudan and Yemen
    ],
)
def test_an_unknown_food_offers_the_nearest(written: str, offered: str) -> None:
    fault = refused({written: 100})
    assert fault.code == "HF-P041"
    assert offered in fault.expected
    assert written in fault.found


@pytest.mark.parametrize(
    "word", ["ghee", "سمن", "ماش", "لپه", "split peas", "mung beans", "quinoa", "infant formula", "حليب أطفال"]
)
def test_a_food_without_a_row_has_no_like(word: str) -> None:
    fault = refused({word: 100})
    assert fault.code == "HF-P041"
    assert fault.expected == "a food of the tables; none of them is like it"
    assert "figures of its own" in fault.mend
    assert known_food(word) is None


@pytest.mark.parametrize("word", ["gheee", "kale", "سمنن", "fig"])
def test_of_a_short_word_one_other_letter_is_another_food(word: str) -> None:
    assert "near" not in refused({word: 100}).expected


def test_infant_formula_is_not_part_of_a_ration() -> None:
    assert "not counted in the mean of a ration" in refused({"infant formula": 100}).found


def test_rice_of_an_iraqi_market() -> None:
    assert find_food("تمن").name == "Rice, polished"


@pytest.mark.parametrize(
    "word", ["bread", "خبز", "نان", "صمون", "لبن", "milk", "flour", "طحين", "cereals", "biscuits", "fish"]
)
def test_a_word_for_several_foods_is_not_guessed(word: str) -> None:
    fault = refused({word: 100})
    assert fault.code == "HF-P041"
    assert "several" in fault.found
    assert all(known_food(one.strip()) is not None for one in fault.expected.removeprefix("one of: ").split(";"))


def test_a_name_of_nonsense_is_refused_in_short() -> None:
    fault = refused({"x" * 100_000: 1})
    assert fault.code == "HF-P041"
    assert len(str(fault)) < 800


def test_no_name_stands_for_two_foods() -> None:
    """The table of names: each alias is one food's, and none is also a word for several."""
    folder = Path(__file__).resolve().parents[2] / "src" / "holdfast" / "people"
    seen: dict[str, str] = {}
    several: dict[str, str] = {}
    for cells in csv.DictReader((folder / "foods.csv").read_text("utf-8").splitlines()):
        words = [cells["food"]]
        for column in ("same_food", "aliases_en", "aliases_ar", "aliases_fa"):
            words += [word for word in cells[column].split("|") if word]
        for word in words:
            assert seen.setdefault(fold_food(word), cells["food"]) == cells["food"], word
    for cells in csv.DictReader((folder / "food_words.csv").read_text("utf-8").splitlines()):
        for column in ("words_en", "words_ar", "words_fa"):
            assert not [word for word in cells[column].split("|") if word and fold_food(word) in seen]
            for word in filter(None, cells[column].split("|")):
                assert several.setdefault(fold_food(word), cells["may_be"]) == cells["may_be"], word
        assert all(choice in food_names() for choice in filter(None, cells["may_be"].split("|")))
        assert bool(cells["may_be"]) is not bool(cells["why_none"])


def test_every_food_of_the_commodity_table_can_be_named() -> None:
    items = {found.fields["item"] for found in table("commodities") if found.fields["property"].startswith("energy")}
    foods = {item for item in items if table_unit(item) == "kcal/100 g"}
    assert len(foods) > 60
    assert all(known_food(item) is not None for item in foods)


def table_unit(item: str) -> str:
    return next(
        found.unit
        for found in table("commodities")
        if found.fields["item"] == item and found.fields["property"].startswith("energy")
    )


def test_every_food_has_an_energy_and_a_way_to_eat_it() -> None:
    for name in food_names():
        found = food(name)
        assert found.compositions[0].energy is not None, name
        assert found.eaten in {"ready", "cooked", "baked", "added"}, name
        for one in found.compositions:
            for span in (one.energy, one.protein, one.fat):
                assert span is None or 0 <= span.low <= (span.high if span.high is not None else span.low) <= 902


def test_the_figures_of_the_room_have_a_source() -> None:
    assert figures_of("ration.csv")["density_oil"].value == 0.92


def test_a_source_without_a_short_name_keeps_its_own() -> None:
    assert set_name("Some household survey") == "Some household survey"
    assert set_name(row("C001").source) == "WFP/NutVal"


# quantities


@pytest.mark.parametrize(
    "written",
    [400, 400.0, "400", "400 g", "400g", "0.4 kg", "٤٠٠ غرام", "۴۰۰ گرم", "400 g/person/day", "0,4 kg", "0.0004 t"],
)
def test_one_mass_in_many_writings(written: str | float) -> None:
    assert ration({"rice": written}).items[0].grams == pytest.approx(400)


@pytest.mark.parametrize(
    ("food_name", "written", "grams"),
    [
        ("oil", "1 L", 920.0),
        ("oil", "30 mL", 27.6),
        ("زيت", "٠٫٠٣ لتر", 27.6),
        ("UHT milk", "0.5 L", 515.0),
        ("RUTF", "1 sachet", 92.0),
        ("RUTF", "2 sachets", 184.0),
        ("HEB", "0.01 carton", 100.0),
        ("rice", "1 oz", 28.349523125),
        ("rice", "1 lb", 453.59237),
    ],
)
def test_volumes_and_packs_become_grams(food_name: str, written: str, grams: float) -> None:
    found = ration({food_name: written})
    assert found.items[0].grams == pytest.approx(grams)
    if "oz" not in written and "lb" not in written:
        assert any(find_food(food_name).name in note for note in found.notes)


@pytest.mark.parametrize(
    "written",
    ["-3 g", -3, "5-6 g", "about 400 g", "at least 400 g", "1.500 g", "1 500 g", "g", "", "ten or so",
     math.nan, math.inf, "9" * 400 + " g", True, None, [400], "nan"],
)  # fmt: skip
def test_a_quantity_is_one_number_or_refused(written: object) -> None:
    assert refused({"rice": written}).code == "HF-P042"


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("400 kJ", "energy"),
        ("400 kcal", "energy"),
        ("2 bags", "bag"),
        ("1 L", "volume"),
        ("400 quux", "quux"),
        ("400 g/day", "rate"),
        ("3 sachets", "sachet"),
        ("1e3", "e3"),
    ],
)
def test_a_unit_that_is_no_mass_of_the_food(written: str, word: str) -> None:
    fault = refused({"rice": written})
    assert fault.code == "HF-P044"
    assert word in str(fault)


def test_kilograms_for_one_person_are_asked_about() -> None:
    fault = refused({"rice": "15 kg"})
    assert fault.code == "HF-P043"
    assert "15 kg" in fault.found
    assert "--total" in fault.mend
    item = RationItem(food=find_food("rice"), grams=3000.0)
    assert refused([item]).code == "HF-P043"


@pytest.mark.parametrize("basket", [{}, [], {"rice": 0}, {"rice": "0 g", "oil": 0}])
def test_no_food_is_no_ration(basket: object) -> None:
    assert refused(basket).code == "HF-P040"


def test_an_item_of_negative_or_absurd_mass_is_refused_too() -> None:
    for grams in (-1.0, math.nan):
        assert refused([RationItem(food=find_food("rice"), grams=grams)]).code == "HF-P042"


def test_the_lowest_number_is_the_callers() -> None:
    assert read_number("-5", where="x", least=-10) == -5
    with pytest.raises(HoldfastError) as fault:
        read_number("-5", where="x")
    assert code(fault) == "HF-P042"


# intervals and norms


def test_sources_that_disagree_are_an_interval_and_never_averaged() -> None:
    found = ration({"wheat flour": 100})
    assert (found.energy_kcal.value, found.energy_kcal.low, found.energy_kcal.high) == (350, 350, 364)
    assert (found.protein_g.low, found.protein_g.high) == (10.33, 11.5)
    assert {one.set: one.energy_kcal for one in found.sets} == {"WFP/NutVal": 350, "USDA": 364}
    pasta = ration({"pasta": 100})
    assert (pasta.energy_kcal.low, pasta.energy_kcal.high) == (342, 371)
    assert pasta.protein_g.value == pytest.approx(13.04)


def test_a_published_range_and_a_least_stay_what_they_are() -> None:
    paste = ration({"RUTF": 100})
    assert (paste.energy_kcal.value, paste.energy_kcal.low, paste.energy_kcal.high) == (520, 520, 550)
    assert (paste.protein_g.low, paste.protein_g.high) == (13, 16)
    blend = ration({"CSB+": 100})
    assert (blend.energy_kcal.low, blend.energy_kcal.high) == (380, None)
    assert blend.protein_share.value_percent == pytest.approx(100 * 14 * 4 / 380)
    assert blend.protein_share.low_percent is None
    assert check(blend, "N115") == "cannot be said"  # it may hold any amount above 380


def test_what_no_source_states_is_a_least_and_said() -> None:
    found = ration({"millet": 200, "oil": 20})
    assert found.protein_g.value == 0
    assert found.protein_g.high is None
    assert found.fat_g.value == pytest.approx(20)
    assert found.protein_g.missing == ("Millet, whole",)
    assert (found.protein_share.low_percent, found.protein_share.high_percent) == (0, None)
    assert check(found, "N117") == check(found, "N124") == "cannot be said"
    assert any("no source states the protein of Millet, whole" in note for note in found.notes)
    assert ration({"millet": 0, "rice": 100}).protein_g.missing == ()


def test_shares_of_energy_hold_every_choice_of_sources() -> None:
    found = ration({"wheat flour": 300, "lentils": 60, "oil": 25, "sugar": 30})
    low, high = found.protein_share.low_percent, found.protein_share.high_percent
    assert low is not None
    assert high is not None
    by_hand = []
    for flour in ((350, 11.5), (364, 10.33)):
        for lentils in ((340, 20), (352, 24.63)):
            for sugar in (400, 387):
                energy = 3 * flour[0] + 0.6 * lentils[0] + 0.25 * 885 + 0.3 * sugar
                by_hand.append(100 * 4 * (3 * flour[1] + 0.6 * lentils[1]) / energy)
    assert (low, high) == pytest.approx((min(by_hand), max(by_hand)))
    assert low < found.protein_share.value_percent < high  # type: ignore[operator]


def test_a_share_of_no_energy_is_not_known() -> None:
    found = ration({"salt": 5})
    assert found.protein_share.value_percent is None
    assert check(found, "N117") == "cannot be said"
    assert check(found, "N115") == "below"


@pytest.mark.parametrize(
    ("low", "high", "least", "most", "said"),
    [
        (2100, 2200, 2100, None, "met"),
        (2000, 2099, 2100, None, "below"),
        (2000, 2100, 2100, None, "the sources disagree"),
        (2000, None, 2100, None, "cannot be said"),
        (2200, None, 2100, None, "met"),
        (10, 12, 10, 12, "met"),
        (12.1, 13, 10, 12, "above"),
        (11, 13, 10, 12, "the sources disagree"),
        (None, None, 10, 12, "cannot be said"),
        (3, None, 10, 12, "cannot be said"),
    ],
)
def test_verdicts(low: float | None, high: float | None, least: float | None, most: float | None, said: str) -> None:
    assert verdict(low, high, least, most) == said


def test_a_ration_carries_its_grade_its_notes_and_its_rows() -> None:
    found = ration({"rice": 400, "salt": 5, "tahini": 10, "Rice": 10})
    assert found.grade is Grade.THRESHOLD
    assert {"C043", "C085", "C154", "N115", "ration:salt_usual"} <= set(found.sources)
    assert any("not what is eaten" in note for note in found.notes)
    assert any("vitamins and minerals" in note for note in found.notes)
    assert any("from memory" in note and "Tahini" in note for note in found.notes)
    assert any("more than once" in note and "Rice, polished" in note for note in found.notes)


def test_a_little_more_salt_is_said_and_three_times_is_asked_about() -> None:
    def told(grams: float) -> list[str]:
        return [note for note in ration({"rice": 400, "salt": grams}).notes if note.startswith("salt")]

    assert told(5) == []
    assert told(6) == ["salt 6 g/person/day is above the usual 5 g"]
    assert told(15)[0].endswith("?")


def test_protein_window_refuses_nonsense() -> None:
    for kcal in (-1.0, math.nan, math.inf):
        with pytest.raises(HoldfastError) as fault:
            protein_window_g(kcal)
        assert code(fault) == "HF-P042"


# a composition of one's own


def test_an_own_composition_takes_the_place_of_the_tables() -> None:
    own = own_composition(kcal_per_100g=380, protein_g_per_100g=8)
    found = ration([RationItem(food=find_food("rice"), grams=100, own=own)])
    assert (found.energy_kcal.low, found.energy_kcal.high) == (380, 380)
    assert found.fat_g.high is None
    assert any("stated by the user" in note for note in found.notes)


@pytest.mark.parametrize(
    ("kcal", "protein", "fat", "known", "asks"),
    [
        (1506, None, None, None, True),  # rice in kJ
        (1464, 10, 1, None, True),
        (75, None, None, "tomato", True),  # 75 kJ = 18 kcal
        (1506, 7, 0.5, "rice", True),
        (3700, None, None, None, True),  # oil in kJ
        (5000, None, None, None, False),  # neither kcal nor kJ of 100 g
        (700, 10, 1, None, True),  # no fat, so at most about 400 kcal
        (700, None, None, "rice", False),  # neither: rice has about 360
        (86, None, None, "rice", True),  # 360 kcal in a column of kJ
        (200, None, None, "rice", False),  # cooked, or another product
        (360, 60, 60, None, False),
        (360, 360, None, None, False),
    ],
)
def test_kilojoules_and_impossible_foods_are_asked_about(
    kcal: float, protein: float | None, fat: float | None, known: str | None, *, asks: bool
) -> None:
    with pytest.raises(HoldfastError) as fault:
        own_composition(
            kcal_per_100g=kcal,
            protein_g_per_100g=protein,
            fat_g_per_100g=fat,
            known=None if known is None else find_food(known),
        )
    assert code(fault) == "HF-P045"
    assert ("meant?" in fault.value.mend) is asks


@pytest.mark.parametrize("kcal", [300, 360, 440])
def test_a_label_may_differ_by_a_quarter(kcal: float) -> None:
    assert own_composition(kcal_per_100g=kcal, known=find_food("rice")).energy is not None
    assert own_composition(kcal_per_100g=200).energy is not None  # of a food the tables do not have


@pytest.mark.parametrize("name", food_names())
def test_no_food_of_the_tables_is_taken_for_kilojoules(name: str) -> None:
    for one in food(name).compositions:
        assert one.energy is not None
        own_composition(
            kcal_per_100g=one.energy.low,
            protein_g_per_100g=one.protein.low if one.protein else None,
            fat_g_per_100g=one.fat.low if one.fat else None,
            known=food(name),
        )
