import contextlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.errors import HoldfastError
from holdfast.quantities import (
    convert,
    find_numbers,
    find_quantities,
    find_times,
    format_date,
    format_number,
    format_quantity,
    format_range,
    parse_number,
    read_date,
    unit,
)

GROUPS = [["L", "m3", "gal_us", "bbl", "mL"], ["kg", "MT", "lb", "g"], ["degC", "degF", "K"], ["kWh", "MJ", "kcal"],
          ["h", "min", "d", "week"], ["cm", "m", "ft"]]  # fmt: skip
LATIN, ARABIC, PERSIAN = "0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹"
DAYS = st.dates(date(1930, 1, 1), date(2070, 1, 1))
# Text made of what the scanners care about meets more of their branches than any text does.
PIECES = st.sampled_from(
    ["5", "5,100", "12.5", "1/2", "½", "٥", "۵٬۱", "two", "third", "a", "one", "hundred", "million", "dozen", "half", "and",
     "of", "to", "-", "–", "between", "over", "about", "~", "L", "l/p/d", "MT", "F", "°", "C", "kg", "bag", "50-kg", "bags",
     "per", "day", "person", "/", "%", "$", "14", "July", "2015", "yesterday", "since", "Monday", "ago", "days", "0830", "8:30",
     "the", "consecutive", "for", "last", "week", "gate", "No.", "+964", "@", "\u200f", "\u2066", "\u2069", "ً", "أيام", "و",
     "منذ", "روز", "پیش", "لتر", "x", "(", ")", ".", ",", ":", "\n", "\u00a0", "😀", "1,2,3", "F-16", "10.0.0.1", "31 February"]
)  # fmt: skip
SOUP = st.lists(PIECES, max_size=14).flatmap(lambda p: st.sampled_from([" ".join(p), "".join(p)]))


def check_spans(text):
    last = 0
    for n in find_numbers(text):
        assert 0 <= last <= n.start < n.end <= len(text)
        assert text[n.start : n.end] == n.text
        assert n.low is not None or n.high is not None
        if n.low is not None and n.high is not None:
            assert n.low <= n.high
        last = n.end
    last = 0
    for q in find_quantities(text):
        assert 0 <= last <= q.start < q.end <= len(text)
        assert text[q.start : q.end] == q.text
        assert (q.si_unit is None) == (q.si_low is None and q.si_high is None)
        last = q.end
    last = 0
    for m in find_times(text, date(2015, 7, 16), "Asia/Baghdad"):
        assert 0 <= last <= m.start_char < m.end_char <= len(text)
        assert text[m.start_char : m.end_char] == m.text
        assert (m.start is None) == (m.end is None)
        if m.start is not None:
            assert m.start <= m.end
            assert m.start.tzinfo is not None
        last = m.end_char


@settings(max_examples=250, deadline=None)
@given(st.text(max_size=80))
def test_any_text_is_scanned_and_spans_point_at_what_was_read(text):
    check_spans(text)


@settings(max_examples=500, deadline=None)
@given(SOUP)
def test_any_mixture_of_our_own_words_is_scanned(text):
    check_spans(text)
    find_times(text, None, "UTC")


@settings(max_examples=200, deadline=None)
@given(SOUP)
def test_the_strict_readers_answer_or_refuse_with_a_code(text):
    for reader in (parse_number, unit, read_date):
        with contextlib.suppress(HoldfastError):  # any other error fails the test
            reader(text)


@given(
    st.sampled_from(GROUPS).flatmap(lambda g: st.tuples(st.sampled_from(g), st.sampled_from(g))), st.floats(-1e6, 1e6)
)
def test_there_and_back_again(pair, value):
    a, b = pair
    assert convert(convert(value, a, b), b, a) == pytest.approx(value, rel=1e-9, abs=1e-7)


@given(st.sampled_from(GROUPS).flatmap(lambda g: st.tuples(*[st.sampled_from(g)] * 3)), st.floats(0, 1e6))
def test_the_way_does_not_matter(units, value):
    a, b, c = units
    assert convert(convert(value, a, b), b, c) == pytest.approx(convert(value, a, c), rel=1e-9, abs=1e-6)


@given(st.integers(0, 10**9), st.sampled_from([ARABIC, PERSIAN]))
def test_digits_of_three_scripts_are_equal(number, script):
    there = str.maketrans(LATIN, script)
    assert parse_number(str(number).translate(there)) == parse_number(str(number))
    grouped = f"{number:,}"
    assert parse_number(grouped.translate(there).replace(",", "٬")) == parse_number(grouped)


@given(st.floats(0.001, 9e11), st.sampled_from(["latin", "arabic", "persian"]), st.sampled_from(["en", "ar", "fa"]))
def test_what_is_printed_reads_back_within_the_rounding(value, digits, lang):
    n = parse_number(format_number(value, lang, digits))
    assert n.low == n.high == pytest.approx(value, rel=0.051)


@given(st.floats(0.01, 1e8), st.floats(0.01, 1e8))
def test_a_printed_interval_reads_back_within_its_own_place(a, b):
    low, high = sorted((a, b))
    n = parse_number(format_range(low, high))
    # Half a place, and the place is at most a tenth of the width or of the smaller end.
    tolerance = 0.051 * max(high - low, low)
    assert abs(n.low - low) <= tolerance
    assert abs(n.high - high) <= tolerance
    assert n.low <= n.high


@settings(deadline=None)
@given(
    st.floats(0.01, 1e7),
    st.sampled_from(["L", "kg", "m3", "h", "kWh", "degC", "persons", "tanker", "L/person/day", "%"]),
)
def test_a_printed_quantity_is_found_again_isolates_and_all(value, name):
    printed = format_quantity(value, None, name)
    (q,) = find_quantities(f"خط {printed} سطر")
    assert q.low == pytest.approx(value, rel=0.051)
    assert q.unit == unit(name).symbol
    assert q.per == unit(name).per


@given(st.floats(0.01, 1e9))
def test_two_figures_and_no_more(value):
    digits = format_number(value).replace(",", "").replace(" million", "").replace(" billion", "").replace(".", "")
    assert len(digits.strip("0")) <= 2


@given(DAYS, st.sampled_from(["en", "fa", "ar"]), st.sampled_from(["latin", "persian", "arabic"]))
def test_a_printed_date_reads_back(day, lang, digits):
    assert read_date(format_date(day, lang, digits, isolated=False)) == day
    (m,) = find_times(format_date(day), None, "UTC")
    assert m.start.date() == day


@given(st.integers(2, 300), DAYS)
def test_the_nth_day_ends_with_the_published_one(n, published):
    tail = {1: "st", 2: "nd", 3: "rd"}.get(n % 10 if n % 100 not in {11, 12, 13} else 0, "th")
    (m,) = find_times(f"for the {n}{tail} consecutive day", published, "UTC")
    assert m.end.date() == published
    assert (m.end.date() - m.start.date()).days == n - 1
