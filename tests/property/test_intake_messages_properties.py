"""Any chat and any short message: nothing lost, nothing invented, answers that fit."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from holdfast.intake import Seen, read_text, short_readings, short_reply, take_apart
from holdfast.intake.readers.charset import guess_encoding
from holdfast.intake.readers.chat import parse_chat
from holdfast.intake.readers.visual_order import put_right
from holdfast.intake.short_messages.check_letters import check_letter, checked
from holdfast.intake.short_messages.replies import fits
from holdfast.intake.text.normalise import normalise

WORDS = st.lists(
    st.sampled_from("pump tank diesel water stopped ok 41 cm yes 5 h پمپ آب ماء مضخة".split()), min_size=1, max_size=6
)
DAYS = st.dates(date(2013, 1, 1), date(2025, 12, 30))
FORMS = st.sampled_from(["dmy", "mdy", "ymd", "dots", "bracket"])


def line(day: date, minute: int, sender: str, words: str, form: str) -> str:
    clock = f"{minute // 60:02}:{minute % 60:02}"
    head = {
        "dmy": f"{day.day:02}/{day.month:02}/{day.year}, {clock} - ",
        "mdy": f"{day.month}/{day.day}/{day.year % 100:02}, {clock} - ",
        "ymd": f"{day.year}-{day.month:02}-{day.day:02}, {clock} - ",
        "dots": f"{day.day:02}.{day.month:02}.{day.year % 100:02}, {clock} - ",
        "bracket": f"[{day.day:02}/{day.month:02}/{day.year}, {clock}:00] ",
    }[form]
    return f"{head}{sender}: {words}"


@given(
    start=DAYS,
    form=FORMS,
    texts=st.lists(WORDS, min_size=1, max_size=8),
    steps=st.lists(st.integers(0, 40), min_size=8, max_size=8),
)
@settings(max_examples=150)
def test_the_days_of_an_export_are_right_or_open_and_never_wrong(
    start: date, form: str, texts: list[list[str]], steps: list[int]
) -> None:
    days = [start + timedelta(days=sum(steps[: i + 1])) for i in range(len(texts))]
    text = normalise(
        "\n".join(line(d, 60 + i, "A", " ".join(w), form) for i, (d, w) in enumerate(zip(days, texts, strict=True)))
    )
    chat = parse_chat(text)
    assert chat is not None
    assert len(chat.messages) == len(texts)
    for message, day, words in zip(chat.messages, days, texts, strict=True):
        assert text[message.start : message.end] == " ".join(words)
        assert message.day in {day, None}
    opened = [m.day is None for m in chat.messages]
    assert all(opened) or not any(opened)
    if any(opened):
        assert {w.code for w in chat.warnings} & {"chat-dates-ambiguous"}


@given(st.text(max_size=400))
@settings(max_examples=200)
def test_any_text_in_a_message_stays_inside_it(body: str) -> None:
    clean = normalise(f"18/08/2015, 08:31 - A: {body}\n18/08/2015, 08:32 - B: The pump stopped.")
    chat = parse_chat(clean)
    assert chat is not None
    ends = [(m.start, m.end) for m in chat.messages]
    assert ends == sorted(ends)
    assert all(0 <= a <= b <= len(clean) for a, b in ends)
    assert clean[slice(*ends[-1])].endswith("The pump stopped.") or chat.messages[-1].kind != "text"


@given(
    st.lists(
        st.tuples(
            st.sampled_from("AB"),
            st.sampled_from(["The pump stopped at the gate today.", "tank empty", "Guards refused two fuel trucks."]),
        ),
        max_size=10,
    )
)
@settings(max_examples=60)
def test_every_message_of_a_chat_is_accounted_for_once(rows: list[tuple[str, str]]) -> None:
    text = "\n".join(f"18/08/2015, {8 + i:02}:00 - {who}: {words}" for i, (who, words) in enumerate(rows))
    reading = read_text(text + "\n18/08/2015, 20:00 - A: The clinic lost power.")
    assert len(reading.messages) == len(rows) + 1
    for message in reading.messages:
        inside = [s for s in reading.statements if message.start <= (s.char_start or 0) < message.end]
        assert bool(inside) == (message.status == "read")
        if message.same_as is not None:
            assert (
                reading.messages[message.same_as].status == "read"
                or reading.messages[message.same_as].same_as is not None
            )


@given(st.text(max_size=60), st.sampled_from(["A", "B"]))
def test_a_message_is_never_the_same_as_nothing(text: str, sender: str) -> None:
    assert Seen().same(text, sender, None, forwarded=True) == (False, None)


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_any_short_message_is_understood_or_kept_and_the_answer_fits(text: str) -> None:
    message = take_apart(text, received=date(2015, 8, 20), timezone="Asia/Baghdad")
    readings = short_readings(message, received=date(2015, 8, 20))
    assert fits(short_reply(message, readings), message.language)
    letters = sum(c.isalnum() for c in message.text)
    if not message.groups and not message.kept:
        # Only what carries nothing may vanish: the sign of the grammar, a site code, a day, marks.
        assert letters == 0 or message.text.lower().lstrip().startswith("hf") or letters <= 40


NUMBERS = st.integers(0, 99_999)
ITEMS = st.sampled_from([("DIESEL", "L"), ("FLOUR", "KG"), ("WATER", "M3"), ("گازوئیل", "لیتر"), ("طحين", "كغ")])


@given(ITEMS, NUMBERS, st.sampled_from(["latin", "arabic", "persian"]))
@settings(max_examples=120)
def test_the_figure_that_was_sent_is_the_figure_that_is_kept(item: tuple[str, str], number: int, script: str) -> None:
    zero = {"latin": 0x30, "arabic": 0x660, "persian": 0x6F0}[script]
    digits = "".join(chr(zero + int(c)) for c in str(number))
    message = take_apart(f"{item[0]} {digits} {item[1]}", received=date(2015, 8, 20))
    (reading,) = short_readings(message, received=date(2015, 8, 20))
    assert (reading.statement.value_low, reading.statement.value_high) == (number, number)
    answer = short_reply(message, (reading,))
    plain = "".join(str(int(c)) for c in answer if c.isdecimal())
    assert str(number) in plain


@given(
    st.sampled_from(["DIESEL 500 L", "PUMP STOPPED", "2 WATER TRUCKS REFUSED", "PEOPLE 2340"]),
    st.sampled_from("if not maybe promised wants without hardly unless rumours لو اگر لن".split()),
    st.integers(0, 3),
)
def test_a_strange_word_anywhere_stops_the_clause(clause: str, word: str, at: int) -> None:
    words = clause.split()
    words.insert(min(at, len(words)), word)
    message = take_apart(" ".join(words), received=date(2015, 8, 20))
    assert message.groups == ()
    assert message.kept


@given(st.text(alphabet="ABCXYZ0123456789 .", min_size=1, max_size=60))
def test_a_check_letter_fits_its_own_message(text: str) -> None:
    body, fit = checked(f"{text} *{check_letter(text)}")
    assert fit is True
    assert check_letter(body) == check_letter(text)


@given(st.text(max_size=200))
def test_putting_letters_right_twice_changes_nothing(text: str) -> None:
    once, _ = put_right(text)
    assert put_right(once)[0] == once


@given(st.text(alphabet=st.characters(codec="cp1252"), max_size=200))
def test_no_encoding_is_guessed_for_western_letters(text: str) -> None:
    sample = ("The guards refused " + text).encode("cp1252")
    assert guess_encoding(sample) is None or text.count("") > 20
