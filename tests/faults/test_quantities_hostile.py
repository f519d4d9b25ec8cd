"""Input made to stall or break the scanners."""

import random
import time
from datetime import date

import pytest

from holdfast.quantities import find_numbers, find_quantities, find_times

SCANNERS = {
    "numbers": find_numbers,
    "quantities": find_quantities,
    "times": lambda text: find_times(text, date(2015, 7, 16), "Asia/Baghdad"),
}
PROSE = (
    "For the third consecutive day, forces are denying the camp access to vital supplies. With electricity cut off, "
    "temperatures are soaring to 120 degrees (F) in the hot summer sun, while a crisis builds as the camp's sewage systems "
    "are overburdened. Over 2,000 members now reside there. "
)
UNITS = [" ", "\n", "1", "1 ", "1,", "1.", "1/", "a", "A/", "-", "- ", "a@", "a@a.", "a1", "one ", "hundred and ", "and ",
         "between ", "about ", "the third ", "day ", "5 L per ", "of ", "1 of ", "1 to ", "12 345 ", "14 July ", "08:30 ",
         "since ", "on Monday ", "+1 ", "www.", "(", "°", "\u200c", "\u064b", "\u2066", "أيام ", "و", "ثلاثة ", "سه روز پیش ", "½",
         "٫", "$", "%", "per person per ", "A-1", "0" * 50 + " "]  # fmt: skip


def seconds(scanner, text):
    start = time.process_time()
    scanner(text)
    return time.process_time() - start


@pytest.mark.parametrize("name", SCANNERS)
def test_no_pattern_backtracks_its_way_past_linear_time(name):
    scanner = SCANNERS[name]
    scanner("1 L")  # tables and patterns are built once
    for piece in UNITS:
        small = (piece * 3_000)[:3_000]
        once = min(seconds(scanner, small) for _ in range(3))
        # Quadratic time would be sixty-four times as much; the rest keeps the noise of a busy machine out.
        assert min(seconds(scanner, small * 8) for _ in range(2)) < 30 * once + 0.05, repr(piece)


def test_a_megabyte_of_prose_does_not_hang():
    text = (PROSE * (1_000_000 // len(PROSE) + 1))[:1_000_000]
    assert seconds(find_quantities, text) < 30
    assert seconds(find_numbers, text) < 30


def test_noise_of_all_planes_is_read_without_a_crash():
    source = random.Random(7)
    for _ in range(40):
        text = "".join(
            chr(
                source.choice(
                    [source.randrange(0xD800), source.randrange(0xE000, 0x110000), source.randrange(0x600, 0x700)]
                )
            )
            for _ in range(500)
        )
        for scanner in SCANNERS.values():
            scanner(text)


def test_lone_surrogates_and_nulls_do_not_crash():
    for text in ("\ud800 5 L \udfff", "5\x00L", "\x00", "5\u0301 L", "５ L"):
        for scanner in SCANNERS.values():
            scanner(text)


def test_a_number_too_long_to_be_one_is_left_out():
    assert find_numbers("9" * 400) == []
    assert find_numbers("1," * 400)
    assert find_quantities("1" + "0" * 30 + " L") == []
