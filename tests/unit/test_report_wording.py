"""The ladder of probability, windows of dates, and words for sources."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from holdfast.report import Catalogue
from holdfast.report.figures import counted, number, quantity, stated_amount
from holdfast.report.wording import Clock, attribution, probability
from report_samples import COMMITTEE, ISSUED, claim

ENGLISH = Catalogue(language="en", direction="ltr")
CLOCK = Clock(zone="Asia/Baghdad", lang="en", start=ISSUED, horizon_days=14)


def plain(text) -> str:
    return text.plain(ENGLISH).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("p", "said"),
    [
        (0.449, "about as likely as not (about 45 per cent)"),
        (0.451, "about as likely as not (about 45 per cent)"),
        (0.42, "unlikely (about 40 per cent)"),
        (0.79, "very likely (about 80 per cent)"),
        (0.94, "almost certain (about 95 per cent)"),
        (0.06, "extremely unlikely (about 5 per cent)"),
    ],
)
def test_one_figure_has_one_word(p: float, said: str) -> None:
    """The word is that of the figure printed beside it, not of the one behind it."""
    assert plain(probability(p, "forecast:s/e.p")) == said


def test_report_and_screen_say_the_same() -> None:
    from holdfast.forecast import probability as on_screen

    for thousandth in range(1001):
        assert plain(probability(thousandth / 1000, "forecast:s/e.p")) == on_screen(thousandth / 1000)


@pytest.mark.parametrize("p", [-0.01, 1.01, float("nan")])
def test_what_is_no_probability_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="probability"):
        probability(p, "forecast:s/e.p")


def test_word_and_per_cent_stand_together() -> None:
    assert plain(probability(0.9, "forecast:s/e.p")) == "very likely (about 90 per cent)"
    assert plain(probability(1.0, "forecast:s/e.p")) == "almost certain (at least 95 per cent)"
    assert plain(probability(0.0, "forecast:s/e.p")) == "extremely unlikely (at most 5 per cent)"


def day(days: float) -> datetime:
    return ISSUED + timedelta(days=days)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (day(2.5), day(6.5), "21 to 25 August"),
        (day(2.5), day(14.0), "21 August to 2 September"),
        (day(2.5), None, "21 August to not before 2 September"),
        (None, None, "not before 2 September"),
        (day(2.25), day(2.75), "21 August, 6 a.m. to 6 p.m."),
        (day(2.5), day(2.501), "21 August, around 12 p.m."),
    ],
)
def test_windows(low: datetime | None, high: datetime | None, said: str) -> None:
    assert plain(CLOCK.window(low, high, "forecast:s/e")) == said


def test_windows_speak_in_the_zone_of_the_site() -> None:
    utc = datetime.fromisoformat("2026-08-20T22:30:00+00:00")  # 21 August 01:30 in Baghdad
    assert plain(CLOCK.moment(utc, "forecast:s/e.q50")) == "21 August"


@pytest.mark.parametrize(
    ("grade", "said"),
    [
        ("A1", "measured, committee"),
        ("B1", "counted, committee"),
        ("A2", "counted, committee"),
        ("B2", "reported by committee"),
        ("C3", "reportedly, committee"),
        ("E5", "claimed by committee"),
        ("B5", "claimed by committee"),
        ("E1", "claimed by committee"),
    ],
)
def test_source_classes_have_their_words(grade: str, said: str) -> None:
    assert plain(attribution(claim(1, "stock", "committee", 17, document=COMMITTEE, source_grade=grade))) == said


def test_the_speaker_comes_before_the_paper() -> None:
    spoken = claim(1, "stock", "paper", 17, document=COMMITTEE, source_grade="C3", attribution="the ministry")
    assert plain(attribution(spoken)) == "reported by the ministry"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"value_low": 5100.0, "value_high": 5100.0, "unit": "L"}, "5,100 L"),
        ({"value_low": 2000.0, "unit": "persons"}, "at least 2,000 people"),
        ({"value_high": 40.0, "unit": "m3"}, "up to 40 m³"),
        ({"value_low": 5.0, "value_high": 9.0, "unit": "kg"}, "5 to 9 kg"),
        ({"value_low": 15.0, "value_high": 15.0, "unit": "L", "per": "person-day"}, "15 L a person a day"),
        (
            {
                "value_low": 120.0,
                "value_high": 120.0,
                "unit": "F",
                "si_low": 48.888,
                "si_high": 48.888,
                "si_unit": "degC",
            },
            "120° F, 48.9° C",
        ),
        ({"value_low": 4.0, "value_high": 4.0, "unit": "wheelbarrow"}, "4 wheelbarrow"),
    ],
)
def test_amounts_are_quoted_as_stated(fields: dict, said: str) -> None:
    amount = stated_amount(claim(1, "stock", "committee", 17, document=COMMITTEE, **fields))
    assert amount is not None
    assert plain(amount) == said


def test_a_claim_without_an_amount_has_none() -> None:
    assert stated_amount(claim(1, "denial", "gate", 17, document=COMMITTEE, item="diesel")) is None


def test_small_counts_are_words_in_english_only() -> None:
    assert [counted(n) for n in (0, 1, 9, 10)] == ["none", "one", "nine", "10"]
    assert counted(3, "xr") == "3"
    assert number(2345.0) == "2,300"
    assert quantity(2.0, "truck") == "two trucks"
