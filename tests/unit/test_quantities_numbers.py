import pytest

from holdfast.errors import InputError
from holdfast.quantities import find_numbers, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5,100", 5100),
        ("5100", 5100),
        ("5 100", 5100),
        ("5\u00a0100", 5100),
        ("5\u202f100", 5100),
        ("5'100", 5100),
        ("1,234,567", 1234567),
        ("12,34,567", 1234567),
        ("1.234.567", 1234567),
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("12,5", 12.5),
        ("12,50", 12.5),
        ("0,125", 0.125),
        ("0.125", 0.125),
        ("12.5", 12.5),
        (".5", 0.5),
        ("۵۱۰۰", 5100),
        ("٥١٠٠", 5100),
        ("٥٬١٠٠", 5100),
        ("۱۲٫۵", 12.5),
        ("۵٫۱۰۰", 5.1),
        ("５１００", 5100),
        ("½", 0.5),
        ("2½", 2.5),
        ("1/2", 0.5),
        ("2 1/2", 2.5),
        ("two", 2),
        ("twenty-five", 25),
        ("Twenty Five", 25),
        ("a dozen", 12),
        ("two dozen", 24),
        ("a hundred", 100),
        ("hundred thousand", 100000),
        ("one hundred and five", 105),
        ("two thousand three hundred and forty-one", 2341),
        ("2.3 million", 2.3e6),
        ("2.300 million", 2.3e6),
        ("2.5M", 2.5e6),
        ("3 bn", 3e9),
        ("10k", 10000),
        ("half a million", 5e5),
        ("a million and a half", None),
        ("2 and a half", 2.5),
        ("one-third", 1 / 3),
        ("two thirds", 2 / 3),
        ("three quarters", 0.75),
        ("half", 0.5),
        ("zero", 0),
        ("-5", -5),
        ("minus five", -5),
        ("خمسة", 5),
        ("خمسة عشر", 15),
        ("مئة وخمسون", 150),
        ("ثلاثة آلاف", 3000),
        ("ألفان", 2000),
        ("صد و پنجاه", 150),
        ("دو هزار و سیصد", 2300),
        ("بیست و پنج", 25),
    ],
)
def test_reads_one_number(text, value):
    if value is None:
        with pytest.raises(InputError):
            parse_number(text)
        return
    n = parse_number(text)
    assert n.low == n.high == pytest.approx(value, rel=1e-12)
    assert n.bound == "exact"


@pytest.mark.parametrize(
    ("text", "low", "high", "bound", "approximate"),
    [
        ("over 2,000", 2000, None, "more_than", False),
        ("more than 2,000", 2000, None, "more_than", False),
        ("at least 40", 40, None, "at_least", False),
        ("no fewer than 40", 40, None, "at_least", False),
        ("40 or more", 40, None, "at_least", False),
        ("1,000+", 1000, None, "at_least", False),
        ("up to 30", None, 30, "at_most", False),
        ("no more than 30", None, 30, "at_most", False),
        ("fewer than four", None, 4, "fewer_than", False),
        ("under 15", None, 15, "fewer_than", False),
        ("less than 10", None, 10, "fewer_than", False),
        ("about 5,100", 5100, 5100, "about", True),
        ("some 2,000", 2000, 2000, "about", True),
        ("nearly half", 0.5, 0.5, "about", True),
        ("almost 300", 300, 300, "about", True),
        ("around 12", 12, 12, "about", True),
        ("~40", 40, 40, "about", True),
        ("12 or so", 12, 12, "about", True),
        ("at least about 40", 40, None, "at_least", True),
        ("7.5-15", 7.5, 15, "range", False),
        ("7.5–15", 7.5, 15, "range", False),
        ("4 to 5", 4, 5, "range", False),
        ("between 4 and 5", 4, 5, "range", False),
        ("four or five", 4, 5, "range", False),
        ("2-3 million", 2e6, 3e6, "range", False),
        ("about 4 to 5", 4, 5, "range", True),
        ("-10 to -5", -10, -5, "range", False),
        ("10 -15", 10, 15, "range", False),
        ("-5 to 5", -5, 5, "range", False),
        ("أكثر من ٢٠٠٠", 2000, None, "more_than", False),
        ("حوالي 40", 40, 40, "about", True),
        ("أقل من أربعة", None, 4, "fewer_than", False),
        ("بیش از ۲۰۰۰", 2000, None, "more_than", False),
        ("حدود ۵۱۰۰", 5100, 5100, "about", True),
        ("بین ۴ و ۵", 4, 5, "range", False),
        ("۴ تا ۵", 4, 5, "range", False),
    ],
)
def test_reads_bounds_and_ranges(text, low, high, bound, approximate):
    n = parse_number(text)
    assert (n.low, n.high, n.bound, n.approximate) == (low, high, bound, approximate)


def test_five_point_one_hundred_says_that_it_is_ambiguous():
    with pytest.raises(InputError) as caught:
        parse_number("5.100")
    assert caught.value.code == "HF-U004"
    assert "5,100" in caught.value.mend
    (mention,) = find_numbers("about 5.100 litres")
    assert (mention.low, mention.high, mention.ambiguous) == (5.1, 5100, True)


def test_a_plain_space_between_thousands_is_marked_and_a_fixed_one_is_not():
    assert find_numbers("5 100 L")[0].ambiguous
    assert not find_numbers("5\u00a0100 L")[0].ambiguous


def test_a_list_is_not_one_number():
    assert [n.low for n in find_numbers("10, 20, 30")] == [10, 20, 30]
    assert [n.low for n in find_numbers("1,2,3")] == [1, 2, 3]


@pytest.mark.parametrize("text", ["", "   ", "none", "5 L", "5 6", "twelve trucks", "x", "1.2.3", "9" * 40, "5,1,00"])
def test_what_is_not_exactly_one_number_is_refused_with_a_mend(text):
    with pytest.raises(InputError) as caught:
        parse_number(text)
    assert caught.value.code == "HF-U003"
    assert caught.value.mend


def test_spans_are_code_points_of_the_original_with_marks_in_it():
    text = "حوالَي ٤٠ كيسًا و\u200f٥\u200f٠ طنًّا"
    found = find_numbers(text)
    assert [n.low for n in found] == [40, 50]
    for n in found:
        assert text[n.start : n.end] == n.text
    assert find_numbers("😀 5 L")[0].start == 2
