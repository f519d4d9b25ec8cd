"""When was it published: what the file says of itself, and what contradicts it."""

from __future__ import annotations

from datetime import date

import pytest

from holdfast.intake import Reading, read_text

BODY = "Guards refused two fuel trucks yesterday."


def codes(reading: Reading) -> set[str]:
    return {w.code for w in reading.warnings}


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        (f"July 17, 2015\n\n{BODY}", "header"),
        (f"17 July 2015\n\nGate closed\n\n{BODY}", "header"),
        (f"Friday, 17 July 2015\n\n{BODY}", "header"),
        (f"Published on 17 July 2015\n\n{BODY}", "header"),
        (f"BAGHDAD, 17 July 2015 – {BODY}", "header"),
        (f"2015-07-17\n\n{BODY}", "header"),
        (f"{BODY}\n\nCamp committee\n17 July 2015", "foot"),
    ],
)
def test_date_of_the_page_anchors_yesterday(text: str, origin: str) -> None:
    reading = read_text(text)
    assert (reading.source["published"], reading.source["published_from"]) == ("2015-07-17", origin)
    assert [s.time_start for s in reading.statements] == ["2015-07-16"]
    assert codes(reading) == set()


def test_without_a_date_yesterday_stays_open() -> None:
    reading = read_text(BODY)
    (s,) = reading.statements
    assert (s.time_start, s.time_end, s.time_text) == (None, None, "yesterday")
    assert codes(reading) == {"published-missing"}


def test_an_absolute_date_needs_no_day_of_publication() -> None:
    (s,) = read_text("Guards refused two fuel trucks on 15 July 2015.").statements
    assert (s.time_start, s.time_end) == ("2015-07-15", "2015-07-15")


def test_the_given_day_wins_over_the_header() -> None:
    reading = read_text(f"25 February 2018\n\n{BODY}", published=date(2015, 7, 17))
    assert [s.time_start for s in reading.statements] == ["2015-07-16"]
    assert codes(reading) == {"header-date-differs"}


@pytest.mark.parametrize(
    ("header", "sentence", "code"),
    [
        ("25 February 2018", "It is 120 degrees (F) in the hot summer sun.", "season-contradicts-date"),
        ("25 July 2018", "Children slept in the bitter winter cold.", "season-contradicts-date"),
        ("25 February 2018", "People queue in the sweltering summer heat.", "season-contradicts-date"),
        ("3 December 2019", "Rooms are at 117 F in the scorching July sun.", "season-contradicts-date"),
        ("25 July 2018", "Tents stand in January's snow.", "season-contradicts-date"),
        ("25 February 2018", "We expect Secretary of State John Kerry to act.", "office-contradicts-date"),
        ("25 February 2010", "President Barack Obama was urged to act in 2013.", "text-later-than-date"),
    ],
)
def test_contradicted_header_is_not_used(header: str, sentence: str, code: str) -> None:
    reading = read_text(f"{header}\n\n{BODY} {sentence}")
    assert codes(reading) >= {code, "published-contradicted"}
    assert reading.source["published"] is None
    assert [s.time_start for s in reading.statements if s.claim_type == "denial"] == [None]


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("25 July 2015", "It is hot in the summer sun."),
        ("25 February 2018", "Last summer’s heat was worse."),
        ("25 July 2015", "The August heat is near."),
        ("3 December 2019", "Last July heat killed crops."),
        ("25 February 2018", "Former Secretary of State John Kerry asked for calm."),
        ("10 February 2017", "Secretary of State John Kerry had asked for calm."),
        ("25 July 2015", "Secretary of State John Kerry asked for calm."),
        ("25 July 2015", "Mayor Kerry Johnson asked for calm."),
    ],
)
def test_no_contradiction_where_there_is_none(header: str, sentence: str) -> None:
    reading = read_text(f"{header}\n\n{BODY} {sentence}")
    assert "published-contradicted" not in codes(reading)


def test_given_day_that_the_text_contradicts_is_used_and_said() -> None:
    reading = read_text(f"{BODY} Secretary of State John Kerry was told.", published=date(2018, 2, 25))
    assert codes(reading) == {"office-contradicts-date"}
    assert reading.statements[0].time_start == "2018-02-24"


def test_weekday_that_does_not_fit() -> None:
    reading = read_text("The tanker came on Monday 26 August 2014.", published=date(2014, 8, 28))
    assert codes(reading) >= {"weekday-contradicts-date"}
    assert "Tuesday" in " ".join(w.message for w in reading.warnings)
    fine = read_text("The tanker came on Tuesday, 26 August 2014.", published=date(2014, 8, 28))
    assert "weekday-contradicts-date" not in codes(fine)


def test_impossible_date_is_said_not_moved() -> None:
    reading = read_text(f"31 February 2015\n\n{BODY}")
    assert "impossible-date" in codes(reading)
    assert reading.source["published"] is None


def test_time_of_speaking_is_not_the_time_of_the_event() -> None:
    (s,) = read_text("The committee said on Monday that guards refused fuel.", published=date(2015, 7, 17)).statements
    assert (s.time_start, s.time_text) == (None, None)


def test_a_day_and_an_hour_apart_are_one_moment() -> None:
    (s,) = read_text("On 13 July guards refused two fuel trucks at 08:30.", published=date(2015, 7, 17)).statements
    assert s.time_start == "2015-07-13T08:30:00+00:00"


def test_each_item_keeps_its_own_day() -> None:
    found = read_text("Guards refused fuel on Monday and food on Tuesday.", published=date(2015, 7, 17)).statements
    assert [(s.item, s.time_start) for s in found] == [("fuel", "2015-07-13"), ("food", "2015-07-14")]


def test_days_are_the_site_s() -> None:
    (s,) = read_text("The pumps stopped at 8 pm.", published=date(2015, 7, 17), timezone="Asia/Baghdad").statements
    assert s.time_start == "2015-07-17T20:00:00+03:00"


@pytest.mark.parametrize(
    "text",
    [
        "Guards once again refused the food trucks.",
        "Guards once more refused fuel.",
        "Guards refused fuel at the time of the call.",
    ],
)
def test_once_again_is_no_history(text: str) -> None:
    (statement,) = read_text(text, published=date(2015, 7, 17)).statements
    assert statement.claim_type == "denial"
    assert not statement.background


@pytest.mark.parametrize("words", ["Hardly any water", "Barely any water", "Almost no water"])
def test_next_to_none_is_none_with_its_words_kept(words: str) -> None:
    (statement,) = read_text(f"{words} reached the camp.", published=date(2015, 7, 17)).statements
    assert (statement.claim_type, statement.polarity) == ("delivery", "negated")
    assert statement.modality is not None


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("Water trucks can enter.", "hypothetical"),
        ("Water trucks cannot enter.", "negated"),
        ("Water trucks entered.", "affirmed"),
    ],
)
def test_what_can_come_has_not_come(text: str, polarity: str) -> None:
    (statement,) = read_text(text, published=date(2015, 7, 17)).statements
    assert (statement.claim_type, statement.polarity) == ("delivery", polarity)
