from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from holdfast.errors import InputError
from holdfast.quantities import find_times

PUBLISHED = date(2015, 7, 16)  # a Thursday
BAGHDAD = "Asia/Baghdad"


def times(text, published=PUBLISHED):
    found = find_times(text, published, BAGHDAD)
    for m in found:
        assert text[m.start_char : m.end_char] == m.text
    return found


def one(text, published=PUBLISHED):
    found = times(text, published)
    assert len(found) == 1, f"{text!r}: {found}"
    return found[0]


def days(m):
    return m.start.date().isoformat(), m.end.date().isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "For the third consecutive day, Iraqi forces",
        "for a third day in a row",
        "for the third day in a row",
        "for a third straight day",
        "for the 3rd consecutive day",
        "for its third successive day",
        "day three of the siege",
        "Day 3 of the blockade",
        "entering its third day",
        "on the third day of the siege",
        "for three consecutive days",
        "for three days in a row",
        "لليوم الثالث على التوالي",
        "برای سومین روز متوالی",
        "برای سومین روز پیاپی",
    ],
)
def test_the_third_day_is_three_days_that_end_with_the_published_one(text):
    m = one(text)
    assert days(m) == ("2015-07-14", "2015-07-16")
    assert m.start == datetime(2015, 7, 14, tzinfo=ZoneInfo(BAGHDAD))
    assert m.end == datetime(2015, 7, 16, 23, 59, 59, tzinfo=ZoneInfo(BAGHDAD))


def test_the_third_day_is_an_ordinal_day_and_no_third():
    m = one("For the third consecutive day")
    assert (m.kind, m.hours_low) == ("ordinal_day", None)


def test_without_a_published_day_the_words_are_kept_and_no_date_is_made_up():
    for text in ("for the third consecutive day", "yesterday", "since Monday", "three days ago", "08:30", "14 July"):
        m = one(text, None)
        assert (m.start, m.end, m.precision) == (None, None, "unknown"), text
        assert m.text in text
        assert m.note


@pytest.mark.parametrize(
    ("text", "first", "last", "precision", "kind"),
    [
        ("14 July 2015", "2015-07-14", "2015-07-14", "day", "absolute"),
        ("14th of July, 2015", "2015-07-14", "2015-07-14", "day", "absolute"),
        ("July 14, 2015", "2015-07-14", "2015-07-14", "day", "absolute"),
        ("Tuesday, 14 July 2015", "2015-07-14", "2015-07-14", "day", "absolute"),
        ("14/07/2015", "2015-07-14", "2015-07-14", "day", "absolute"),
        ("14.07.2015", "2015-07-14", "2015-07-14", "day", "absolute"),
        ("2015-07-14", "2015-07-14", "2015-07-14", "day", "absolute"),
        ("١٤/٠٧/٢٠١٥", "2015-07-14", "2015-07-14", "day", "absolute"),
        ("14 July", "2015-07-14", "2015-07-14", "day", "absolute"),
        ("28 December", "2014-12-28", "2014-12-28", "day", "absolute"),
        ("14-16 July 2015", "2015-07-14", "2015-07-16", "range", "absolute"),
        ("14 and 15 July", "2015-07-14", "2015-07-15", "range", "absolute"),
        ("August 2014", "2014-08-01", "2014-08-31", "month", "absolute"),
        ("in 2003", "2003-01-01", "2003-12-31", "year", "absolute"),
        ("2012-2016", "2012-01-01", "2016-12-31", "range", "absolute"),
        ("17 أغسطس 2013", "2013-08-17", "2013-08-17", "day", "absolute"),
        ("17 آب 2013", "2013-08-17", "2013-08-17", "day", "absolute"),
        ("۱۵ مرداد ۱۳۹۲", "2013-08-06", "2013-08-06", "day", "absolute"),
        ("1394/04/23", "2015-07-14", "2015-07-14", "day", "absolute"),
        ("25 شوال 1434", "2013-09-01", "2013-09-01", "day", "absolute"),
        ("today", "2015-07-16", "2015-07-16", "day", "relative"),
        ("yesterday", "2015-07-15", "2015-07-15", "day", "relative"),
        ("the day before yesterday", "2015-07-14", "2015-07-14", "day", "relative"),
        ("tomorrow", "2015-07-17", "2015-07-17", "day", "relative"),
        ("this morning", "2015-07-16", "2015-07-16", "range", "relative"),
        ("overnight", "2015-07-15", "2015-07-16", "range", "relative"),
        ("last week", "2015-07-06", "2015-07-12", "week", "relative"),
        ("last month", "2015-06-01", "2015-06-30", "month", "relative"),
        ("next year", "2016-01-01", "2016-12-31", "year", "relative"),
        ("three days ago", "2015-07-13", "2015-07-13", "day", "relative"),
        ("two to three days ago", "2015-07-13", "2015-07-14", "range", "relative"),
        ("two weeks ago", "2015-07-02", "2015-07-02", "week", "relative"),
        ("in two days", "2015-07-18", "2015-07-18", "day", "relative"),
        ("past 11 days", "2015-07-06", "2015-07-16", "range", "relative"),
        ("over the last three days", "2015-07-14", "2015-07-16", "range", "relative"),
        ("over the next 3 days", "2015-07-16", "2015-07-18", "range", "relative"),
        ("since Monday", "2015-07-13", "2015-07-16", "range", "relative"),
        ("since 14 July", "2015-07-14", "2015-07-16", "range", "absolute"),
        ("since yesterday", "2015-07-15", "2015-07-16", "range", "relative"),
        ("until Saturday", "2015-07-16", "2015-07-18", "range", "relative"),
        ("on Thursday", "2015-07-16", "2015-07-16", "day", "relative"),
        ("on Wednesday", "2015-07-15", "2015-07-15", "day", "relative"),
        ("on Friday", "2015-07-10", "2015-07-10", "day", "relative"),
        ("last Thursday", "2015-07-09", "2015-07-09", "day", "relative"),
        ("next Tuesday", "2015-07-21", "2015-07-21", "day", "relative"),
        ("by Saturday", "2015-07-18", "2015-07-18", "day", "relative"),
        ("they will enter on Saturday", "2015-07-18", "2015-07-18", "day", "relative"),
        ("officials said on Tuesday they will help", "2015-07-14", "2015-07-14", "day", "relative"),
        ("أمس", "2015-07-15", "2015-07-15", "day", "relative"),
        ("منذ أمس", "2015-07-15", "2015-07-16", "range", "relative"),
        ("منذ ثلاثة أيام", "2015-07-13", "2015-07-13", "day", "relative"),
        ("قبل يومين", "2015-07-14", "2015-07-14", "day", "relative"),
        ("الأسبوع الماضي", "2015-07-06", "2015-07-12", "week", "relative"),
        ("دیروز", "2015-07-15", "2015-07-15", "day", "relative"),
        ("سه روز پیش", "2015-07-13", "2015-07-13", "day", "relative"),
        ("هفته گذشته", "2015-07-06", "2015-07-12", "week", "relative"),
        ("سه‌شنبه", "2015-07-14", "2015-07-14", "day", "relative"),
        ("پنجشنبه", "2015-07-16", "2015-07-16", "day", "relative"),
    ],
)
def test_anchors_on_the_published_day(text, first, last, precision, kind):
    m = one(text)
    assert (*days(m), m.precision, m.kind) == (first, last, precision, kind)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("refused 0830 said no order", "2015-07-16T08:30"),
        ("at 08:30", "2015-07-16T08:30"),
        ("8.30 a.m.", "2015-07-16T08:30"),
        ("at 1430 hrs", "2015-07-16T14:30"),
        ("at noon", "2015-07-16T12:00"),
        ("12 noon", "2015-07-16T12:00"),
        ("yesterday at 08:30", "2015-07-15T08:30"),
        ("14 July 2015 at 08:30", "2015-07-14T08:30"),
        ("at 9 p.m. on Tuesday", "2015-07-14T21:00"),
        ("۸:۳۰", "2015-07-16T08:30"),
        ("ساعت ۸:۳۰", "2015-07-16T08:30"),
    ],
)
def test_clock_times_join_the_day_beside_them(text, moment):
    m = one(text)
    assert m.start.isoformat(timespec="minutes") == moment + "+03:00"
    assert m.start == m.end
    assert m.precision == "hour"


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("for 24 more hours", 24, 24),
        ("Fuel for fewer than four days remains", None, 96),
        ("Gen ran 5h", 5, 5),
        ("4 to 5 days", 96, 120),
        ("over two weeks", 336, None),
        ("half an hour", 0.5, 0.5),
        ("90 minutes", 1.5, 1.5),
        ("أربعة أيام", 96, 96),
        ("۵ ساعت", 5, 5),
    ],
)
def test_durations_are_hours_and_no_dates(text, low, high):
    m = one(text)
    assert (m.kind, m.hours_low, m.hours_high, m.start, m.end) == ("duration", low, high, None, None)


def test_a_date_with_two_readings_spans_both_and_says_so():
    m = one("03/04/2015")
    assert days(m) == ("2015-03-04", "2015-04-03")
    assert m.ambiguous
    assert "exchanged" in m.note


def test_a_weekday_that_does_not_fit_its_date_is_flagged():
    assert one("Monday 26 August 2014").note == "the weekday does not fit the date"
    assert not one("Tuesday 26 August 2014").ambiguous


@pytest.mark.parametrize("text", ["31 February 2015", "30 Esfand 1394", "2015-02-30", "31 April"])
def test_an_impossible_date_is_kept_without_a_date(text):
    m = one(text)
    assert (m.start, m.precision) == (None, "unknown")
    assert "impossible" in m.note


def test_a_hijri_date_says_a_day_either_way():
    assert "a day either way" in one("25 شوال 1434").note


@pytest.mark.parametrize(
    "text",
    [
        "may 5 trucks enter",
        "they march 5 km",
        "Having disarmed several years ago",
        "a second time",
        "third-country",
        "one-third of the food",
        "15 litres a day",
        "15 لترا للشخص في اليوم",
        "gate 4",
        "2,000 residents",
        "he sat in the sun",
    ],
)
def test_is_no_time(text):
    assert times(text) == []


def test_a_rate_is_no_duration():
    assert times("2 hours of electricity a day") == []


def test_the_zone_is_the_site_s_and_an_unknown_one_is_refused():
    assert one("yesterday").start.utcoffset().total_seconds() == 3 * 3600
    for zone in ("Asia/Nowhere", "", "../etc/passwd", "Baghdad\x00"):
        with pytest.raises(InputError) as caught:
            find_times("yesterday", PUBLISHED, zone)
        assert caught.value.code == "HF-U009"


def test_the_ends_of_the_calendar_do_not_crash():
    for text in (
        "900 years ago",
        "in 9000 years",
        "for the 999th consecutive day",
        "last year",
        "yesterday",
        "tomorrow",
    ):
        for day in (date.min, date.max):
            find_times(text, day, "UTC")


def test_the_founding_sentence_and_its_background():
    found = times("In 2003 the MEK disarmed. For the third consecutive day, forces are denying access.")
    assert [(m.text, m.kind) for m in found] == [
        ("2003", "absolute"),
        ("For the third consecutive day", "ordinal_day"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "From 10 August to 14 August no diesel was let in.",
        "Between 10 August and 14 August no diesel was let in.",
        "from Monday 10 August until Friday 14 August",
        "10 August \u2013 14 August",
        "2015-08-10 to 2015-08-14",
    ],
)
def test_two_dates_joined_by_a_word_are_one_range(text):
    (mention,) = find_times(text, date(2015, 8, 17))
    assert mention.precision == "range"
    assert mention.start is not None
    assert mention.end is not None
    assert (mention.start.date(), mention.end.date()) == (date(2015, 8, 10), date(2015, 8, 14))


@pytest.mark.parametrize("text", ["on 14 July and 15 July", "14 August to the gate, 10 August to the camp"])
def test_two_dates_that_are_no_range_stay_two(text):
    assert len(find_times(text, date(2015, 8, 17))) == 2


@pytest.mark.parametrize(
    "text",
    [
        "On 16 July 2015, the third consecutive day, trucks were refused.",
        "For the third consecutive day, on 16 July 2015, trucks were refused.",
        "For the third consecutive day (16 July 2015) trucks were refused.",
    ],
)
def test_a_day_named_beside_the_count_is_the_day_it_ends_with(text):
    for published in (date(2015, 7, 20), None):
        mention = next(m for m in find_times(text, published) if m.kind == "ordinal_day")
        assert mention.start is not None
        assert mention.end is not None
        assert (mention.start.date(), mention.end.date()) == (date(2015, 7, 14), date(2015, 7, 16))


def test_a_day_named_elsewhere_is_not_the_end_of_the_count():
    text = "On 2 July trucks passed. For the third consecutive day trucks were refused."
    mention = next(m for m in find_times(text, date(2015, 7, 20)) if m.kind == "ordinal_day")
    assert mention.end is not None
    assert mention.end.date() == date(2015, 7, 20)
