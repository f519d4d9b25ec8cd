"""What off-the-shelf readers get wrong, and what looks like an amount and is none."""

import pytest

from holdfast.quantities import find_numbers, find_quantities


def one(text, packages=None):
    found = find_quantities(text, packages)
    assert len(found) == 1, f"{text!r}: {found}"
    return found[0]


@pytest.mark.parametrize(
    ("text", "unit", "value", "si", "si_unit", "per"),
    [
        # the five of the field study: farad, megaton, penny, 0.33, no unit
        ("temperatures above 120 F", "degF", 120, 48.8888888889, "degC", None),
        ("soaring to 120 degrees (F) in the hot summer sun", "degF", 120, 48.8888888889, "degC", None),
        ("20 MT of flour", "t", 20, 20000, "kg", None),
        ("15 l/p/d", "L", 15, 15, "L", "person-day"),
        ("24 more hours", "h", 24, 24, "h", None),
        ("120°F", "degF", 120, 48.8888888889, "degC", None),
        ("120F at noon", "degF", 120, 48.8888888889, "degC", None),
        ("reached 120 F. Residents said", "degF", 120, 48.8888888889, "degC", None),
        ("48.9 °C", "degC", 48.9, 48.9, "degC", None),
        ("48.9° C", "degC", 48.9, 48.9, "degC", None),
        ("50C", "degC", 50, 50, "degC", None),
        ("minus 5 C", "degC", -5, -5, "degC", None),
        ("\u22125 C", "degC", -5, -5, "degC", None),
        ("Tank1 41cm", "cm", 41, 0.41, "m", None),
        ("Gen ran 5h yest.", "h", 5, 5, "h", None),
        ("20 mt", "t", 20, 20000, "kg", None),
        ("5 m", "m", 5, 5, "m", None),
        ("5m people", "persons", 5e6, 5e6, "persons", None),
        ("2.5M people", "persons", 2.5e6, 2.5e6, "persons", None),
        ("2.3 million litres", "L", 2.3e6, 2.3e6, "L", None),
        ("half a million litres", "L", 5e5, 5e5, "L", None),
        (".5 L", "L", 0.5, 0.5, "L", None),
        ("half an hour", "h", 0.5, 0.5, "h", None),
        ("lpd of 7.5 lpd", "L", 7.5, 7.5, "L", "person-day"),
        ("15 L/p/day", "L", 15, 15, "L", "person-day"),
        ("15 litres per person per day", "L", 15, 15, "L", "person-day"),
        ("15 litres of water per person per day", "L", 15, 15, "L", "person-day"),
        ("15 liters a day each", "L", 15, 15, "L", "person-day"),
        ("15 L/person/day", "L", 15, 15, "L", "person-day"),
        ("15 l/c/d", "L", 15, 15, "L", "person-day"),
        ("۱۵ لیتر برای هر نفر در روز", "L", 15, 15, "L", "person-day"),
        ("15 لترا للشخص في اليوم", "L", 15, 15, "L", "person-day"),
        ("20 m3/day", "m3", 20, 20000, "L", "day"),
        ("20 m³ per hour", "m3", 20, 20000, "L", "hour"),
        ("2 hours of electricity a day", "h", 2, 2, "h", "day"),
        ("700 L per week", "L", 700, 100, "L", "day"),
        ("2,100 kcal per person per day", "kcal", 2100, 2100, "kcal", "person-day"),
        ("18 per cent", "%", 18, 0.18, "fraction", None),
        ("50٪", "%", 50, 0.5, "fraction", None),
        ("40 kW", "kW", 40, 40, "kW", None),
        ("1.5 MW", "MW", 1.5, 1500, "kW", None),
        ("$2.5M", "USD", 2.5e6, 2.5e6, "USD", None),
        ("36 ألف لتر", "L", 36000, 36000, "L", None),
        ("دو هزار و سیصد نفر", "persons", 2300, 2300, "persons", None),
        ("خمسة وعشرون شخصا", "persons", 25, 25, "persons", None),
        ("30 drums of 200 L each", "200-L drum", 30, 6000, "L", None),
        ("20 50-kg bags", "50-kg bag", 20, 1000, "kg", None),
        ("20 x 50 kg bags of flour", "50-kg bag", 20, 1000, "kg", None),
        ("five 20-litre jerrycans", "20-L jerrycan", 5, 100, "L", None),
        ("50-kg bag", "50-kg bag", 1, 50, "kg", None),
    ],
)
def test_reads_the_unit_and_its_internal_value(text, unit, value, si, si_unit, per):
    q = one(text)
    assert (q.unit, q.si_unit, q.per) == (unit, si_unit, per)
    known = q.low if q.low is not None else q.high
    si_known = q.si_low if q.si_low is not None else q.si_high
    assert known == pytest.approx(value, rel=1e-12)
    assert si_known == pytest.approx(si, rel=1e-10)
    assert text[q.start : q.end] == q.text


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12,5 drum", "drum"),
        ("~40 bags", "bag"),
        ("1/2 tank", "tank"),
        ("2 water trucks refused 0830", "truck"),
        ("دو تانکر آب", "tanker"),
        ("two septic vehicles", "truck"),
        ("3 truckloads", "truckload"),
        ("1 barrel", "drum"),
    ],
)
def test_a_package_without_a_size_is_a_count_and_never_guessed(text, unit):
    q = one(text)
    assert (q.unit, q.si_low, q.si_high, q.si_unit) == (unit, None, None, None)


def test_the_site_gives_packages_their_size():
    packages = {"jerrycan": "20 L", "drum": "200 L", "bag": "50 kg", "tanker": "17 m3", "truckload": "20 t"}
    assert one("12,5 drum", packages).si_low == 2500
    assert one("~40 bags", packages).si_low == 2000
    assert one("دو تانکر آب", packages).si_low == 34000
    assert one("3 truckloads", packages).si_low == 60000
    assert one("200 jerry cans", packages).si_low == 4000
    assert one("3 trucks", packages).si_low is None


def test_a_stated_size_wins_over_the_site_s():
    assert one("20 bags of 25 kg", {"bag": "50 kg"}).si_low == 500


def test_a_gallon_is_two_units_and_stays_an_interval():
    q = one("10 gallons")
    assert (q.si_low, q.si_high) == pytest.approx((37.85411784, 45.4609))
    assert q.ambiguous
    assert one("10 US gallons").si_high == pytest.approx(37.85411784)


def test_degrees_without_a_scale_have_no_internal_value():
    q = one("120 degrees")
    assert (q.unit, q.si_low) == ("degree", None)


def test_12_of_35_is_twelve():
    q = one("12 of 35 trucks")
    assert (q.low, q.high, q.out_of, q.unit) == (12, 12, 35, "truck")


def test_a_fall_is_two_numbers_and_no_range():
    assert [(n.low, n.high) for n in find_numbers("from 36 to 24 tankers")] == [(36, 36), (24, 24)]
    assert [(n.low, n.high) for n in find_numbers("from 24 to 36 tankers")] == [(24, 36)]


@pytest.mark.parametrize(
    "text",
    [
        "for the third consecutive day",
        "a third day",
        "a second time",
        "the 3rd day",
        "21st century",
        "0830",
        "refused 0830 said no order",
        "at 08:30",
        "8.30 a.m.",
        "12 noon",
        "in 2015",
        "since 2003",
        "2015",
        "2012-2016",
        "2014-15",
        "the 1990s",
        "14 July 2015",
        "July 14, 2015",
        "14/07/2015",
        "2015-07-14",
        "۱۵ مرداد ۱۳۹۲",
        "25 شوال 1434",
        "17 أغسطس 2013",
        "at gate 4",
        "Camp 5",
        "Section 3",
        "No. 47",
        "Tank1 and tank2 are empty",
        "resolution 2139",
        "S/2014/365",
        "F-16",
        "H2O",
        "24/7",
        "+964 770 123 4567",
        "07701234567",
        "call 770 123 4567",
        "555-1234",
        "10.0.0.1",
        "v1.2.3",
        "https://example.org/2015/07/16/5-trucks",
        "log5@example.org",
        "33.3152 N",
        "hundreds of people",
        "dozens of trucks",
        "several years ago",
        "no one came",
        "one of them",
        "the U.S. Government",
        "third-country nationals",
        "day 3 of the siege",
    ],
)
def test_is_no_amount(text):
    assert find_numbers(text) == []
    assert find_quantities(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("over 2,000 members", 2000),
        ("2000 residents", 2000),
        ("2015 people", 2015),
        ("more than 2000", 2000),
        ("the 500 fans", 500),
        ("5 100 L", 5100),
        ("one generator part", 1),
        ("John F. Kennedy and 3 others", 3),
        ("may 5 trucks enter", 5),
        ("tank 2 holds 900", 900),
        ("level 41 cm", 41),
    ],
)
def test_is_an_amount(text, value):
    found = find_numbers(text)
    assert [n.low for n in found] == [value]


@pytest.mark.parametrize("text", ["met 12 F. Smith", "2 F-16s", "Section 3 C", "gate 4 C", "In 2003 F. Smith"])
def test_a_letter_is_not_always_a_unit(text):
    assert find_quantities(text) == []


def test_no_megatonne_whatever_the_case():
    for written in ("20 MT", "20 Mt", "20 mt", "20 M.T."):
        assert one(written).si_low == 20000


def test_the_whole_fixture_message_reads_as_meant():
    text = "Salam. Tank1 41cm tank2 empty. Gen ran 5h yest. 2 water trucks refused 0830 said no order."
    assert [(q.low, q.unit) for q in find_quantities(text)] == [(41, "cm"), (5, "h"), (2, "truck")]


def test_the_persian_message_reads_like_the_english_one():
    text = "گازوئیل حدود ۵۱۰۰ لیتر مانده. دیروز برق ۵ ساعت. دو تانکر آب ساعت ۸:۳۰ برگردانده شد."
    assert [(q.low, q.unit, q.approximate) for q in find_quantities(text)] == [
        (5100, "L", True),
        (5, "h", False),
        (2, "tanker", False),
    ]


def test_the_arabic_message_reads_its_duration_and_doubt():
    q = one("الطحين يكفي أربعة أيام تقريبا. خزان الصرف الصحي ممتلئ منذ أمس.")
    assert (q.low, q.unit, q.si_low) == (4, "d", 96)
