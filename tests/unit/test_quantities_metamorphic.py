"""Change one thing in a sentence, and exactly that field changes."""

from dataclasses import asdict
from datetime import date

import pytest

from holdfast.quantities import find_numbers, find_quantities, find_times

PUBLISHED = date(2015, 7, 16)
BASE = "On 14 July 2015 about 5,100 L of diesel and 20 MT of flour were left at the camp."
PLACE = {"start", "end", "start_char", "end_char", "text"}


def quantity_changes(a, b):
    first, second = (asdict(q) for q in (a, b))
    return {k for k in first if first[k] != second[k]} - PLACE


def pairs(changed):
    before, after = find_quantities(BASE), find_quantities(changed)
    assert len(before) == len(after) == 2
    return [quantity_changes(a, b) for a, b in zip(before, after, strict=True)]


@pytest.mark.parametrize(
    ("old", "new", "fields"),
    [
        ("5,100", "1,500", {"low", "high", "si_low", "si_high"}),
        ("5,100", "5100", set()),
        ("5,100", "۵۱۰۰", set()),
        ("5,100", "٥٬١٠٠", set()),
        ("5,100 L", "5,100 litres", set()),
        ("5,100 L", "5,100 kg", {"unit", "si_unit"}),
        ("5,100 L", "5,100 m3", {"unit", "si_low", "si_high"}),
        ("5,100 L", "5,100 L per day", {"per"}),
        ("about 5,100", "5,100", {"bound", "approximate"}),
        ("about 5,100", "more than 5,100", {"bound", "approximate", "high", "si_high"}),
        ("about 5,100", "fewer than 5,100", {"bound", "approximate", "low", "si_low"}),
        ("14 July", "15 July", set()),
        ("diesel", "petrol", set()),
    ],
)
def test_a_change_of_one_quantity_leaves_the_other_alone(old, new, fields):
    first, second = pairs(BASE.replace(old, new))
    assert first == fields
    assert second == set()


def test_clause_order_changes_the_order_only():
    flipped = "On 14 July 2015 20 MT of flour and about 5,100 L of diesel were left at the camp."
    a, b = find_quantities(BASE), find_quantities(flipped)
    assert quantity_changes(a[0], b[1]) == set()
    assert quantity_changes(a[1], b[0]) == set()


@pytest.mark.parametrize(
    ("old", "new", "start"),
    [
        ("14 July 2015", "15 July 2015", "2015-07-15"),
        ("14 July 2015", "July 14, 2015", "2015-07-14"),
        ("14 July 2015", "23 Tir 1394", "2015-07-14"),
        ("14 July 2015", "۲۳ تیر ۱۳۹۴", "2015-07-14"),
        ("On 14 July 2015", "Yesterday", "2015-07-15"),
        ("On 14 July 2015", "Last week", "2015-07-06"),
    ],
)
def test_a_change_of_day_moves_the_day_and_no_quantity(old, new, start):
    changed = BASE.replace(old, new)
    (time,) = find_times(changed, PUBLISHED, "Asia/Baghdad")
    assert time.start.date().isoformat() == start
    assert pairs(changed) == [set(), set()]


def test_the_published_day_moves_relative_times_by_as_much_and_absolute_ones_not_at_all():
    text = "Since Monday trucks were refused; on 14 July 2015 two entered; yesterday none."
    a = find_times(text, date(2015, 7, 16), "UTC")
    b = find_times(text, date(2015, 7, 23), "UTC")
    assert [(y.start - x.start).days for x, y in zip(a, b, strict=True)] == [7, 0, 7]


def test_another_speaker_changes_no_number():
    text = "The committee said that over 2,000 residents remain."
    other = "The ministry said that over 2,000 residents remain."
    a, b = find_numbers(text), find_numbers(other)
    assert [(n.low, n.high, n.bound) for n in a] == [(n.low, n.high, n.bound) for n in b]


def test_a_negation_changes_no_number():
    a = find_quantities("They have 5,100 L of diesel.")
    b = find_quantities("They do not have 5,100 L of diesel.")
    assert quantity_changes(a[0], b[0]) == set()
