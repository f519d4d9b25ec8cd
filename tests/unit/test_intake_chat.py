"""Chat exports: every manner of writing dates, senders that stay unnamed, and what counts once."""

from __future__ import annotations

import io
import zipfile
from datetime import date, time
from pathlib import Path

import pytest

from holdfast.errors import IntakeError
from holdfast.intake import ChatOptions, Reading, Seen, message_text, read_file, read_text, remember
from holdfast.intake.chats.reading import labels, role_of
from holdfast.intake.readers.chat import Chat, looks_like_chat, parse_chat
from holdfast.intake.text.normalise import normalise

INBOX = Path(__file__).parents[1] / "data" / "inbox"
COMMITTEE = "\u202a+964\u00a0770\u00a0000\u00a00141\u202c"


def chat(text: str, **options: object) -> Chat:
    found = parse_chat(normalise(text), **options)  # type: ignore[arg-type]
    assert found is not None
    return found


def codes(reading: Reading) -> set[str]:
    return {w.code for w in reading.warnings}


def read(text: str, **options: object) -> Reading:
    """Read a text as a file would be, with what a person says of a chat."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chat.txt"
        path.write_text(text, encoding="utf-8")
        return read_file(path, timezone="Asia/Baghdad", chat=ChatOptions(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("head", "day", "clock"),
    [
        ("18/08/2015, 08:31 - ", date(2015, 8, 18), time(8, 31)),
        ("8/18/15, 8:31 AM - ", date(2015, 8, 18), time(8, 31)),
        ("8/18/15, 8:31\u202fPM - ", date(2015, 8, 18), time(20, 31)),
        ("18/8/15, 8:31 p.\u00a0m. - ", date(2015, 8, 18), time(20, 31)),
        ("18/8/15, 12:05 a.m. - ", date(2015, 8, 18), time(0, 5)),
        ("18/8/15, 12:05 p.m. - ", date(2015, 8, 18), time(12, 5)),
        ("18.08.15, 20:31 - ", date(2015, 8, 18), time(20, 31)),
        ("2015-08-18, 20:31 - ", date(2015, 8, 18), time(20, 31)),
        ("2015/08/18 20:31 - ", date(2015, 8, 18), time(20, 31)),
        ("[18/08/2015, 08:31:05] ", date(2015, 8, 18), time(8, 31)),
        ("\u200e[18.08.15, 08:31:05] ", date(2015, 8, 18), time(8, 31)),
        ("[2015-08-18, 8:31:05 PM] ", date(2015, 8, 18), time(20, 31)),
        ("[08:31, 18/8/2015] ", date(2015, 8, 18), time(8, 31)),
        ("\u200f[١٨/٠٨/٢٠١٥، ٨:٤٦:٠٠ م] ", date(2015, 8, 18), time(20, 46)),
        ("١٨/٨/٢٠١٥، ٨:٤٦ ص - ", date(2015, 8, 18), time(8, 46)),
        ("18/8/2015، 09:17 - ", date(2015, 8, 18), time(9, 17)),
        ("۱۳۹۴/۵/۲۷،\u200f ۸:۳۱ ب.ظ. - ", date(2015, 8, 18), time(20, 31)),
        ("۱۳۹۴/۵/۲۷، ۸:۳۱ ق.ظ. - ", date(2015, 8, 18), time(8, 31)),
        ("[۹۴/۵/۲۷, ۲۰:۳۱:۰۰] ", date(2015, 8, 18), time(20, 31)),
        ("23/11/1436 هـ، 8:31 ص - ", date(2015, 9, 7), time(8, 31)),
    ],
)
def test_every_manner_of_writing_a_date(head: str, day: date, clock: time) -> None:
    found = chat(f"{head}Ali: Tank 1 41 cm\nand a second line\n")
    (message,) = found.messages
    assert (message.day, message.clock, message.sender, message.kind) == (day, clock, "Ali", "text")
    text = normalise(f"{head}Ali: Tank 1 41 cm\nand a second line\n")
    assert text[message.start : message.end] == "Tank 1 41 cm\nand a second line"


def test_the_whole_export_decides_the_order_of_day_and_month() -> None:
    # The first line alone could be 8 September; the last cannot.
    found = chat("9/8/15, 8:31 - A: x\n10/8/15, 8:31 - A: y\n13/8/15, 8:31 - A: z")
    assert [m.day for m in found.messages] == [date(2015, 8, 9), date(2015, 8, 10), date(2015, 8, 13)]
    assert found.warnings[0].code == "chat-date-order"
    assert '"13/8/15"' in found.warnings[0].message


def test_the_order_of_messages_decides_where_numbers_do_not() -> None:
    # As month/day the second would lie before the first.
    found = chat("8/9/15, 8:31 - A: x\n7/10/15, 8:31 - A: y")
    assert [m.day for m in found.messages] == [date(2015, 9, 8), date(2015, 10, 7)]
    assert "follow one another" in found.warnings[0].message


@pytest.mark.parametrize(
    ("published", "day"), [(date(2015, 8, 9), date(2015, 8, 9)), (date(2015, 8, 12), date(2015, 8, 9))]
)
def test_the_day_of_the_export_decides_last(published: date, day: date) -> None:
    found = chat("8/9/15, 8:31 - A: x", published=published)
    assert [m.day for m in found.messages] == [day]
    assert published.isoformat() in found.warnings[0].message


def test_what_nothing_decides_stays_open_and_is_said() -> None:
    reading = read_text("8/9/15, 8:31 - A: Guards refused two fuel trucks yesterday.")
    assert codes(reading) >= {"chat-dates-ambiguous"}
    (denial,) = reading.statements
    assert (denial.time_start, denial.time_text) == (None, "yesterday")
    assert reading.messages[0].said is None
    stated = read("8/9/15, 8:31 - A: Guards refused two fuel trucks yesterday.", date_order="mdy")
    assert [s.time_start for s in stated.statements] == ["2015-08-08"]


def test_dates_of_two_manners_are_not_forced_into_one() -> None:
    found = chat("18/8/2015, 8:31 - A: x\n8/19/2015, 8:31 - A: y")
    assert found.order is None
    assert {m.day for m in found.messages} == {None}
    assert {w.code for w in found.warnings} == {"chat-dates-mixed"}


def test_one_number_for_day_and_month_needs_no_decision() -> None:
    found = chat("8/8/15, 8:31 - A: x")
    assert found.messages[0].day == date(2015, 8, 8)
    assert found.warnings == ()


def test_a_date_that_does_not_exist_is_left_open() -> None:
    found = chat("31/6/2015, 8:31 - A: x\n1/7/2015, 8:31 - A: y")
    assert [m.day for m in found.messages] == [None, date(2015, 7, 1)]
    assert "impossible-date" in {w.code for w in found.warnings}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<Media omitted>", "unread"),
        ("\u200eimage omitted", "unread"),
        ("\u200e<attached: 00000012-PHOTO-2015-08-18.jpg>", "unread"),
        ("IMG-20150818-WA0001.jpg (file attached)", "unread"),
        ("<تم استبعاد الوسائط>", "unread"),
        ("This message was deleted", "deleted"),
        ("\u200eYou deleted this message.", "deleted"),
        ("تم حذف هذه الرسالة", "deleted"),
        ("این پیام حذف شد", "deleted"),
        ("Missed voice call", "system"),
        ("", "system"),
    ],
)
def test_messages_without_words_are_kept_as_what_they_are(body: str, kind: str) -> None:
    reading = read_text(f"18/08/2015, 08:31 - Ali: {body}\n18/08/2015, 08:32 - Ali: The pump stopped.\n")
    assert [m.status for m in reading.messages] == [kind, "read"]
    assert len(reading.statements) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them: see more.",
        'Ali changed the subject to "Gate: water"',
        "+964 770 000 0141 left",
        "Ali added Omar",
        "الرسائل والمكالمات مشفرة تماما: لا أحد يقرؤها",
    ],
)
def test_lines_of_the_program_have_no_sender(line: str) -> None:
    found = chat(f"18/08/2015, 08:31 - {line}\n18/08/2015, 08:32 - Ali: x")
    assert [(m.kind, m.sender) for m in found.messages] == [("system", None), ("text", "Ali")]


def test_words_beside_a_picture_are_read() -> None:
    reading = read_text(
        "18/08/2015, 08:31 - A: IMG-20150818-WA0001.jpg (file attached)\nGuards refused two fuel trucks.\n"
        "18/08/2015, 08:32 - A: The pump stopped. <attached: 0002-PHOTO.jpg>\n"
        "18/08/2015, 08:33 - A: Diesel: 41 cm <This message was edited>\n"
    )
    assert [s.claim_type for s in reading.statements] == ["denial", "outage", "stock"]
    assert [m.media for m in reading.messages] == [True, True, False]
    assert "edited" not in reading.text[reading.messages[2].start : reading.messages[2].end]


@pytest.mark.parametrize(
    "mark",
    [
        "*Forwarded*\n",
        "Forwarded: ",
        "FWD: ",
        "[Forwarded]\n",
        "_Forwarded many times_\n",
        "محولة\n",
        "منقول:\n",
        "هدایت شده\n",
    ],
)
def test_today_in_a_forwarded_message_is_flagged_and_left_open(mark: str) -> None:
    reading = read_text(f"20/08/2015, 10:03 - A: {mark}The pump stopped today.", timezone="Asia/Baghdad")
    (outage,) = reading.statements
    assert (outage.time_start, outage.time_text) == (None, "today")
    assert reading.messages[0].forwarded
    assert reading.messages[0].claimant == f"forwarded by sender 1 of {str(reading.source['sha256'])[:4]}"
    assert "forwarded-time-open" in codes(reading)


def test_the_word_forwarded_inside_a_sentence_marks_nothing() -> None:
    reading = read_text("20/08/2015, 10:03 - A: The committee forwarded the letter. The pump stopped today.")
    assert not reading.messages[0].forwarded
    assert [s.time_start for s in reading.statements if s.claim_type == "outage"] == ["2015-08-20"]


def test_yesterday_counts_from_the_message_not_from_the_export() -> None:
    text = (
        "18/08/2015, 08:31 - A: The pump stopped yesterday.\n20/08/2015, 08:31 - B: The clinic lost power yesterday.\n"
    )
    reading = read_text(text, published=date(2015, 8, 25))
    assert [s.time_start for s in reading.statements] == ["2015-08-17", "2015-08-19"]


LONG = "Guards refused two fuel trucks at the gate."


def test_a_forward_counts_once_and_both_places_are_kept() -> None:
    reading = read_text(
        f"18/08/2015, 08:31 - A: {LONG}\n19/08/2015, 09:00 - B: {LONG}\n19/08/2015, 09:05 - A: Forwarded:\n{LONG}"
    )
    assert [(m.status, m.same_as) for m in reading.messages] == [("read", None), ("same", 0), ("same", 0)]
    assert len(reading.statements) == 1
    assert all(reading.text[m.start : m.end] == LONG for m in reading.messages)


def test_the_same_words_of_one_sender_on_another_day_are_news() -> None:
    reading = read_text(
        "18/08/2015, 08:31 - A: Diesel: 41 cm in the tank\n19/08/2015, 08:31 - A: Diesel: 41 cm in the tank"
    )
    assert [m.status for m in reading.messages] == ["read", "read"]


def test_a_message_sent_twice_within_minutes_counts_once() -> None:
    reading = read_text(
        "18/08/2015, 08:31 - A: tank empty\n18/08/2015, 08:35 - A: Tank empty!\n18/08/2015, 09:35 - A: tank empty"
    )
    assert [m.status for m in reading.messages] == ["read", "same", "read"]


def test_two_people_may_say_the_same_short_thing() -> None:
    reading = read_text("18/08/2015, 08:31 - A: pump stopped\n18/08/2015, 08:35 - B: pump stopped")
    assert [m.status for m in reading.messages] == ["read", "read"]


def test_a_later_export_of_the_chat_brings_only_what_is_new() -> None:
    first = f"18/08/2015, 08:31 - A: {LONG}\n18/08/2015, 09:31 - A: tank empty\n"
    seen = Seen()
    remember(seen, normalise(first), "Asia/Baghdad")
    reading = read(first + "19/08/2015, 07:00 - A: The pump stopped.\n", seen=seen)
    assert [(m.status, m.same_as) for m in reading.messages] == [("same", None), ("same", None), ("read", None)]
    assert [s.claim_type for s in reading.statements] == ["outage"]


def test_names_and_numbers_of_persons_are_no_claimants() -> None:
    text = f"18/08/2015, 08:31 - {COMMITTEE}: The pump stopped.\n18/08/2015, 08:32 - Maryam: Diesel: 41 cm\n"
    reading = read_text(text)
    mark = str(reading.source["sha256"])[:4]
    assert {m.claimant for m in reading.messages} == {f"sender 1 of {mark}", f"sender 2 of {mark}"}
    other = read_text(text.replace("41 cm", "42 cm"))
    assert not {m.claimant for m in reading.messages} & {m.claimant for m in other.messages}, (
        "another file, other senders"
    )
    named = read(text, senders={"00964 770 000-0141": "camp committee", "maryam": "log keeper"})
    assert [m.claimant for m in named.messages] == ["camp committee", "log keeper"]
    assert "sender-not-found" not in codes(named)
    assert "direction-marks-removed" not in codes(named)


def test_a_role_for_nobody_in_the_chat_is_said() -> None:
    reading = read("18/08/2015, 08:31 - A: The pump stopped.", senders={"+964 770 111 1111": "camp committee"})
    assert "sender-not-found" in codes(reading)


def test_numbers_of_senders_differ_from_file_to_file() -> None:
    found = chat("\n".join(f"18/08/2015, 08:3{i} - Person {i}: x" for i in range(8)))
    orders = {tuple(labels(found, digest, None)[f"Person {i}"] for i in range(8)) for digest in ("a", "b", "c")}
    assert len(orders) > 1
    assert labels(found, "a", None) == labels(found, "a", None)


def test_a_number_is_matched_whole() -> None:
    assert role_of("+964 770 000 0141", {"+964 770 000 0142": "x"}) is None
    assert role_of("+964 770 000 0141", {"9647700000141": "x"}) == "x"
    assert role_of("Ali", {"ali": "x"}) == "x"


def test_since_reads_from_a_day_on_and_keeps_the_rest() -> None:
    text = "18/08/2015, 08:31 - A: The pump stopped.\n19/08/2015, 08:31 - A: The clinic lost power.\n"
    reading = read(text, since=date(2015, 8, 19))
    assert [m.status for m in reading.messages] == ["before", "read"]
    assert len(reading.statements) == 1
    assert reading.text == text


def test_a_chat_too_long_to_read_names_the_way_out() -> None:
    lines = "\n".join(f"18/08/2015, {i // 60 % 24:02}:{i % 60:02} - A: message {i}" for i in range(5_001))
    with pytest.raises(IntakeError) as caught:
        read(lines)
    assert caught.value.code == "HF-I042"
    assert "--since" in caught.value.mend


def test_a_message_quoted_inside_another_is_not_its_own_witness() -> None:
    text = (
        "18/08/2015, 08:31 - A: Look what they wrote:\n12/07/2015, 07:00 - Camp committee: Diesel: 90,000 litres left\n"
        "18/08/2015, 08:40 - A: That was long ago.\n"
    )
    reading = read(text, senders={"Camp committee": "camp committee"})
    assert "chat-time-backwards" in codes(reading)
    assert reading.messages[1].claimant == "sender not certain"
    assert reading.messages[1].said is None


def test_an_hour_that_has_not_come_when_it_is_told_is_said() -> None:
    reading = read("18/08/2015, 07:50 - A: 2 water trucks refused 0830.")
    assert "time-after-message" in codes(reading)
    assert "time-after-message" not in codes(read("18/08/2015, 09:50 - A: 2 water trucks refused 0830."))


def test_the_short_grammar_is_read_in_a_chat_too() -> None:
    reading = read("18/08/2015, 20:50 - A: HF CL01 YESTERDAY DIESEL 12500 L MEAS; blah 3\n18/08/2015, 20:51 - A: ok")
    (stock,) = reading.statements
    assert (stock.claim_type, stock.item, stock.value_low, stock.time_start) == ("stock", "diesel", 12500, "2015-08-17")
    assert reading.text[stock.char_start : stock.char_end] == "DIESEL 12500 L MEAS"
    (warning,) = [w for w in reading.warnings if w.code == "short-message-not-understood"]
    assert "blah 3" in warning.message


def test_pasted_messages_of_numbers_without_times() -> None:
    reading = read_text(
        "+964 770 000 0141: The pump stopped yesterday.\n+964 770 000 0142: Diesel: 41 cm\n", date(2015, 8, 18)
    )
    assert [m.status for m in reading.messages] == ["read", "read"]
    assert reading.statements[0].time_start == "2015-08-17"
    assert "chat-without-times" in codes(reading)


@pytest.mark.parametrize(
    "text",
    [
        "On 18/08/2015, 08:31 - guards refused two trucks.",
        "SITREP 3\n18/08/2015\nThe pump stopped.",
        "Diesel: 41 cm\nWater: 300 m3\n",
        "",
        "Day one:\n[17/7] Pump stopped.\n[18/7] Pump works.",
    ],
)
def test_other_texts_are_no_chats(text: str) -> None:
    assert not looks_like_chat(text)
    assert parse_chat(normalise(text)) is None


def test_words_above_the_first_message_are_not_lost() -> None:
    reading = read_text("The pump stopped.\n18/08/2015, 08:31 - A: Diesel: 41 cm\n18/08/2015, 08:32 - A: ok then")
    assert [s.claim_type for s in reading.statements] == ["outage", "stock"]
    assert reading.messages[0].claimant == "sender not certain"


def test_an_export_with_media_is_read_out_of_its_archive(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("00000012-PHOTO.jpg", b"\xff\xd8\xff")
        archive.writestr("_chat.txt", b"[18/08/2015, 08:31:05] A: The pump stopped.\n")
    path = tmp_path / "chat.zip"
    path.write_bytes(out.getvalue())
    reading = read_file(path)
    assert reading.source["media_type"] == "application/zip; content=chat"
    assert [s.claim_type for s in reading.statements] == ["outage"]
    assert "media-not-read" in codes(reading)
    assert message_text(out.getvalue(), "chat.zip") == reading.text


def test_the_fixture_inbox_lands_whole() -> None:
    reading = read_file(INBOX / "whatsapp.txt", timezone="Asia/Baghdad")
    said = [m for m in reading.messages if m.status in {"read", "same"}]
    assert len(said) == 14
    assert sum(m.status == "same" for m in said) == 2
    kinds = {(s.claim_type, s.item, s.polarity, s.value_low) for s in reading.statements}
    assert ("need", "flour", "affirmed", 20) in kinds  # a need, no stock
    assert ("stock", "flour", "affirmed", 40) in kinds
    assert ("commitment", "tankers", "planned", 3) in kinds
    assert not any(s.claim_type == "stock" and s.value_low == 20 for s in reading.statements)
    (people,) = [s for s in reading.statements if s.claim_type == "population"]
    assert (people.value_low, people.modality) == (2140, "staff included")
    (hot,) = [s for s in reading.statements if s.claim_type == "temperature"]
    assert (hot.unit, hot.si_unit) == ("degF", "degC")
    (ministry,) = [s for s in reading.statements if s.attribution == "ministry"]
    assert ministry.polarity == "negated"
    assert not any("+964" in str(s.as_dict().values()) for s in reading.statements)
    for statement in reading.statements:
        message = reading.message_at(statement.char_start)
        assert message is not None
        assert message.end >= (statement.char_end or 0)
