import csv
import re
from importlib.resources import files

import pytest

from holdfast.errors import UnitError
from holdfast.quantities import convert, unit

ROWS = list(csv.DictReader(files("holdfast.quantities").joinpath("units.csv").read_text("utf-8").splitlines()))


def test_every_row_has_a_source_and_a_status():
    for row in ROWS:
        assert row["source"], row
        assert row["status"] in {"read", "memory", "assumption"}, row


def test_symbols_are_unique_and_no_alias_is_claimed_twice():
    owner = {}
    for row in ROWS:
        assert row["symbol"] not in owner
        names = {
            row["symbol"],
            *(a for c in ("aliases_en", "aliases_ar", "aliases_fa") for a in row[c].split("|") if a),
        }
        for name in names:
            assert owner.setdefault(name, row["symbol"]) == row["symbol"], name


@pytest.mark.parametrize("row", ROWS, ids=[r["symbol"] for r in ROWS])
def test_every_row_reads_by_every_name_in_every_language(row):
    if row["kind"].startswith("either"):
        with pytest.raises(UnitError):
            unit(row["symbol"])
        return
    for column in ("aliases_en", "aliases_ar", "aliases_fa"):
        for alias in filter(None, row[column].split("|")):
            assert unit(alias).symbol == row["symbol"], alias


@pytest.mark.parametrize(
    ("name", "symbol", "per"),
    [
        ("L/person/day", "L", "person-day"),
        ("l/p/d", "L", "person-day"),
        ("lpd", "L", "person-day"),
        ("litres per person per day", "L", "person-day"),
        ("m3/day", "m3", "day"),
        ("L/h", "L", "hour"),
        ("kWh per day", "kWh", "day"),
        ("kg/person/day", "kg", "person-day"),
        ("50-kg bag", "50-kg bag", None),
        ("50 kg bags", "50-kg bag", None),
        ("trucks/day", "truck", "day"),
    ],
)
def test_reads_rates_and_sized_packages(name, symbol, per):
    u = unit(name)
    assert (u.symbol, u.per) == (symbol, per)


def test_convert_passes_through_the_internal_unit():
    assert convert(120, "F", "C") == pytest.approx(48.8888888888889, abs=1e-12)
    assert convert(48.8888888888889, "C", "F") == pytest.approx(120, abs=1e-12)
    assert convert(0, "K", "degC") == -273.15
    assert convert(20, "MT", "kg") == 20000
    assert convert(1, "m3", "L") == 1000
    assert convert(24, "L/h", "L/day") == pytest.approx(576)
    assert convert(576, "L/day", "L/h") == pytest.approx(24)
    assert convert(1000, "kcal", "kWh") == pytest.approx(1.1622222222)
    assert convert(700, "L/week", "L/day") == pytest.approx(100)
    assert convert(3, "drum", "L", {"drum": "200 L"}) == 600
    assert convert(600, "L", "drum", {"drum": "200 L"}) == 3
    assert convert(2, "bag", "50-kg bag", {"bag": "25 kg"}) == 1
    assert convert(5, "truck", "trucks") == 5


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("L", "kg"),
        ("kW", "kWh"),
        ("kVA", "kW"),
        ("drum", "L"),
        ("truck", "tanker"),
        ("households", "persons"),
        ("L/person/day", "L/day"),
        ("L", "L/day"),
        ("USD", "IQD"),
        ("degree", "degC"),
    ],
)
def test_dimensions_and_rates_that_do_not_fit_are_refused(a, b):
    with pytest.raises(UnitError) as caught:
        convert(1, a, b)
    assert caught.value.code == "HF-U002"


def test_an_unknown_unit_is_refused_and_a_near_name_offered():
    with pytest.raises(UnitError) as caught:
        unit("littres")
    assert caught.value.code == "HF-U001"
    assert "litres" in caught.value.mend
    for name in ("", "   ", "blockade", "5", "/", "L/", "per day"):
        with pytest.raises(UnitError):
            unit(name)


def test_a_gallon_must_say_which():
    with pytest.raises(UnitError, match="imperial"):
        unit("gallon")


@pytest.mark.parametrize("size", ["big", "0 L", "-5 L", "200", "2 drums", "5.100 L", "20 persons", ""])
def test_a_package_size_must_be_a_measured_quantity(size):
    with pytest.raises(UnitError) as caught:
        unit("drum", {"drum": size})
    assert caught.value.code == "HF-U008"


def test_the_status_says_who_sized_a_package():
    assert unit("drum").status == "assumption"
    assert unit("drum", {"drum": "200 L"}).status == "site"
    assert unit("barrels", {"drum": "200 L"}).factor == 200
    assert unit("200 L drum").status == "stated"


@pytest.mark.parametrize("name", ["رطل", "قنطار", "ratl", "kantar"])
def test_a_weight_of_another_size_in_every_region_is_never_guessed(name):
    assert unit(name).si_symbol is None
    with pytest.raises(UnitError):
        convert(1.0, name, "kg")


def test_a_site_may_state_the_size_of_its_own_weights():
    assert convert(2.0, "رطل", "kg", {"ratl": "2.56 kg"}) == pytest.approx(5.12)
    assert convert(1.0, "قنطار", "kg", {"qintar": "256 kg"}) == pytest.approx(256.0)
    assert convert(1.0, "quintal", "kg") == 100.0


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        *[(word, "g") for word in ("غ", "غم", "غم.", "جم", "جرامات", "غرامات", "گ", "گرام")],
        *[(word, "kg") for word in ("كغم", "ك.غ", "ک.گ", "کیلوگرام", "كيلوغرامات")],
        *[(word, "mL") for word in ("cc", "cm³", "سم3", "سم³", "سم مكعب", "سی سی")],
    ],
)
def test_short_forms_of_gram_and_millilitre(name: str, symbol: str) -> None:
    """The form of an Iraqi market is غم; taken for the kilogram it resembles, a ration is a thousand times itself."""
    assert unit(name).symbol == symbol
    assert convert(1.0, name, symbol) == 1.0


@pytest.mark.parametrize("name", ["غمم", "غرم", "killogram", "grms", "ilo", "rams", "ilogram", "litr"])
def test_a_mending_names_what_each_word_means_and_never_adds_a_prefix(name: str) -> None:
    with pytest.raises(UnitError) as caught:
        unit(name)
    mend = caught.value.mend
    offered = re.findall(r"'([^']+)' \((\S+)\)", mend)
    assert offered
    for word, symbol in offered:
        assert unit(word).symbol == symbol
        assert not (word.endswith(name) and len(word) - len(name) <= 2), word


def test_kilogram_is_not_offered_alone_for_what_may_be_grams() -> None:
    with pytest.raises(UnitError) as caught:
        unit("غمم")
    assert caught.value.mend.index("(g)") < caught.value.mend.index("(kg)")
