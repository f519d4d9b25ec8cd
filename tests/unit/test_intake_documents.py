"""DOCX, ODT, mails, PDF in reversed letters, character sets, two calendars: what is read and what is said of the rest."""

from __future__ import annotations

import email.policy
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from documents_built import (
    SENTENCE,
    changed_part,
    docx_body,
    docx_bytes,
    mail_bytes,
    odt_bytes,
    pdf_of,
    zipped,
)
from holdfast.errors import IntakeError
from holdfast.intake import ChatOptions, Reading, message_text, read_file, read_text
from holdfast.intake.checks.calendars import two_calendars
from holdfast.intake.readers.charset import guess_encoding
from holdfast.intake.readers.visual_order import NUMBERS, REVERSED, SHAPES, put_right

PERSIAN = "نگهبانان دو تانکر سوخت را برگرداندند و این را به ما گفتند. گازوئیل از دیروز تمام شده است."
ARABIC = "رفض الحراس شاحنتين من الوقود في يوم الاثنين. الطحين يكفي أربعة أيام من هذا الأسبوع على الأقل."


def read(folder: Path, data: bytes, name: str = "message", **options: object) -> Reading:
    path = folder / name
    path.write_bytes(data)
    return read_file(path, **options)  # type: ignore[arg-type]


def codes(reading: Reading) -> set[str]:
    return {w.code for w in reading.warnings}


def facts(reading: Reading) -> list[tuple[str, float | None]]:
    return [(s.claim_type, s.value_low) for s in reading.statements]


# DOCX


def test_docx_is_read_and_its_spans_hold(tmp_path: Path) -> None:
    data = docx_bytes(["Flash update", SENTENCE, "Diesel: 5,100 litres left."])
    reading = read(tmp_path, data, "letter.pdf")
    assert facts(reading) == [("denial", 2), ("stock", 5100)]
    assert message_text(data, "letter") == reading.text
    assert "wordprocessingml" in reading.source["media_type"]
    s = reading.statements[0]
    assert reading.text[s.char_start : s.char_end] == SENTENCE


def test_docx_table_is_read_row_by_row(tmp_path: Path) -> None:
    import io

    import docx

    document = docx.Document()
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table.rows[0].cells, ("Item", "Left", "Unit"), strict=True):
        cell.text = text
    for cell, text in zip(table.rows[1].cells, ("Diesel", "5,100\nto 5,200", "L"), strict=True):
        cell.text = text
    inner = table.rows[1].cells[0].add_table(1, 1)
    inner.rows[0].cells[0].text = "in tank 1"
    out = io.BytesIO()
    document.save(out)
    assert read(tmp_path, out.getvalue()).text == "Item | Left | Unit\nDiesel in tank 1 | 5,100 to 5,200 | L"


def test_headers_and_footers_give_a_date_and_no_claim(tmp_path: Path) -> None:
    data = docx_bytes(
        ["The pump stopped yesterday."], header="Water office, 18 August 2015", footer="Fuel: 9,000 litres"
    )
    reading = read(tmp_path, data)
    assert facts(reading) == [("outage", None)]
    assert reading.statements[0].time_start == "2015-08-17"
    assert (reading.source["published"], reading.source["published_from"]) == ("2015-08-18", "meta")
    assert "margins-not-read" in codes(reading)


def test_struck_out_words_are_left_out_and_insertions_kept(tmp_path: Path) -> None:
    body = (
        '<w:p><w:r><w:t xml:space="preserve">Guards refused </w:t></w:r><w:del><w:r><w:delText>nine</w:delText></w:r></w:del>'
        '<w:ins><w:r><w:t>two</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> fuel trucks.</w:t></w:r></w:p>'
        "<w:del><w:p><w:r><w:t>The pump stopped.</w:t></w:r></w:p></w:del>"
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>Diesel: 9 L</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    reading = read(tmp_path, docx_body(body))
    assert reading.text == "Guards refused two fuel trucks."
    assert "deletions-left-out" in codes(reading)


def test_comments_hidden_words_and_fields_are_no_text(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>The pump stopped.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>Diesel: 9 L.</w:t></w:r>"
        '<w:r><w:instrText>HYPERLINK "http://evil.example"</w:instrText></w:r><w:r><w:tab/><w:t>It is hot.</w:t></w:r></w:p>'
    )
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    comments = f"<w:comments {w}><w:comment><w:p><w:r><w:t>Diesel: 700 litres, really?</w:t></w:r></w:p></w:comment></w:comments>"
    reading = read(tmp_path, docx_body(body, {"word/comments.xml": comments}))
    assert reading.text == "The pump stopped. It is hot."
    assert {"comments-left-out", "hidden-text-left-out"} <= codes(reading)
    assert any("700 litres" in w.message for w in reading.warnings)


def test_footnotes_and_text_boxes_are_read_once(tmp_path: Path) -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:txbxContent><w:p><w:r><w:t>Diesel: 5,100 litres left.</w:t></w:r></w:p></w:txbxContent>"
    body = (
        f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r><w:r><mc:AlternateContent {mc}><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    notes = (
        f'<w:footnotes {w}><w:footnote w:type="separator"><w:p/></w:footnote><w:footnote><w:p><w:r><w:t>The pump stopped.</w:t>'
        "</w:r></w:p></w:footnote></w:footnotes>"
    )
    reading = read(tmp_path, docx_body(body, {"word/footnotes.xml": notes}))
    assert facts(reading) == [("denial", 2), ("stock", 5100), ("outage", None)]


def test_macros_objects_and_pictures_are_counted_and_stay_closed(tmp_path: Path) -> None:
    others = {
        "word/vbaProject.bin": b"\x00evil",
        "word/embeddings/oleObject1.bin": b"MZ",
        "word/media/image1.png": b"\x89PNG",
    }
    reading = read(tmp_path, docx_body(f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>", others))
    assert facts(reading) == [("denial", 2)]
    assert {"embedded-not-opened", "pictures-not-read"} <= codes(reading)


def test_a_scan_pasted_into_a_document_needs_a_person(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        read(tmp_path, docx_body("<w:p><w:r><w:drawing/></w:r></w:p>", {"word/media/image1.png": b"\x89PNG"}))
    assert caught.value.code == "HF-I008"


# ODT


def test_odt_is_read(tmp_path: Path) -> None:
    data = odt_bytes([SENTENCE, "Diesel: 5,100 litres left."])
    reading = read(tmp_path, data)
    assert facts(reading) == [("denial", 2), ("stock", 5100)]
    assert message_text(data, "x") == reading.text


def test_odt_leaves_out_what_was_struck_out_and_remarked(tmp_path: Path) -> None:
    def change(xml: str) -> str:
        struck = (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>The pump stopped.</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes>"
        )
        table = (
            '<table:table xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><table:table-row><table:table-cell><text:p>Flour'
            '</text:p></table:table-cell><table:table-cell><text:p>40<text:s text:c="900000000"/>bags</text:p></table:table-cell>'
            "</table:table-row></table:table>"
        )
        remark = "<text:p>Noted.<office:annotation><text:p>Diesel: 9 L</text:p></office:annotation><text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>A note.</text:p></text:note-body></text:note></text:p>"
        return xml.replace("<office:text>", "<office:text>" + struck).replace(
            "</office:text>", table + remark + "</office:text>"
        )

    reading = read(tmp_path, changed_part(odt_bytes(), "content.xml", change))
    lines = reading.text.split("\n")
    assert lines[0] == SENTENCE
    assert lines[1].startswith("Flour | 40")
    assert lines[2:] == ["Noted.", "A note."]
    assert {"deletions-left-out", "comments-left-out"} <= codes(reading)


def test_odt_with_a_password_says_so(tmp_path: Path) -> None:
    data = zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<manifest:encryption-data/>",
            "content.xml": b"\x00\x01junk",
        }
    )
    with pytest.raises(IntakeError) as caught:
        read(tmp_path, data)
    assert caught.value.code == "HF-I007"


# Mail


def test_mail_reads_its_text_and_takes_its_headers_as_weak_evidence(tmp_path: Path) -> None:
    data = mail_bytes(
        "The pump stopped yesterday.", Subject="Pump", Date="Tue, 18 Aug 2015 07:40:00 +0300", attachment=True
    )
    reading = read(tmp_path, data, "mail.txt")
    assert [(s.claim_type, s.time_start) for s in reading.statements] == [("outage", "2015-08-17")]
    assert (reading.source["title"], reading.source["published_from"]) == ("Pump", "meta")
    assert "attachments-not-read" in codes(reading)
    assert "letter.pdf" in str(reading.warnings)
    assert "keeper" not in reading.text + str(reading.source)
    assert message_text(data, "m") == reading.text


def test_the_role_of_a_sender_of_a_mail_is_given(tmp_path: Path) -> None:
    options = ChatOptions(senders={"keeper@example.org": "log keeper"})
    reading = read(tmp_path, mail_bytes(), chat=options)
    assert reading.source["byline"] == "log keeper"


def test_quoted_lines_of_an_earlier_mail_are_not_said_again(tmp_path: Path) -> None:
    reading = read(tmp_path, mail_bytes(f"The pump stopped.\n\n> {SENTENCE}\n>> Diesel: 9 L\n"))
    assert facts(reading) == [("outage", None)]
    assert "quoted-lines-left-out" in codes(reading)


def test_mail_in_html_only_or_with_a_subject_only(tmp_path: Path) -> None:
    assert facts(read(tmp_path, mail_bytes("", html=f"<p>{SENTENCE}</p><script>Diesel: 9 L</script>"))) == [
        ("denial", 2)
    ]
    assert facts(read(tmp_path, mail_bytes(" ", Subject="The pump stopped."))) == [("outage", None)]


def test_a_mail_that_passed_many_servers_is_still_a_mail(tmp_path: Path) -> None:
    servers = b"".join(b"Received: from a%d.example.org by b.example.org; Tue, 18 Aug 2015\n" % i for i in range(200))
    reading = read(tmp_path, servers + mail_bytes())
    assert reading.source["media_type"] == "message/rfc822"
    assert facts(reading) == [("denial", 2)]


def test_a_mail_in_a_mail_is_listed_and_not_read(tmp_path: Path) -> None:
    from email.message import EmailMessage

    outer = email.message_from_bytes(mail_bytes("The pump stopped."), policy=email.policy.default)
    inner = EmailMessage()
    inner["Subject"] = "older"
    inner.set_content(SENTENCE)
    assert isinstance(outer, EmailMessage)
    outer.add_attachment(inner)
    reading = read(tmp_path, outer.as_bytes())
    assert facts(reading) == [("outage", None)]
    assert "attachments-not-read" in codes(reading)


def test_a_memo_with_from_and_date_is_a_text(tmp_path: Path) -> None:
    reading = read(
        tmp_path, b"From: water office\nDate: 18 August 2015\nSubject: pump\n\nThe pump stopped yesterday.\n"
    )
    assert reading.source["media_type"] == "text/plain"
    assert reading.source["published"] == "2015-08-18"


# Arabic letters in a PDF


def test_reversed_letters_are_told_and_no_number_is_taken(tmp_path: Path) -> None:
    # The reader of PDFs turns lines round: what is written forward comes out backward.
    reading = read(tmp_path, pdf_of(f"{ARABIC}\nديزل ٥١٠٠ لتر من هذا الخزان\n{SENTENCE}"))
    assert reading.unreadable == REVERSED
    assert "unreadable" in codes(reading)
    assert facts(reading) == [("denial", 2)], "the English sentence stands"


def test_numbers_beside_letters_that_look_right_are_not_taken_either(tmp_path: Path) -> None:
    # As seen on the page: letters from right to left, digits from left to right. The line is turned round, digits and all.
    seen = "ناهبگن لیزید ۲۵۰ رتیل دنتفگ ار نیا و"
    reading = read(tmp_path, pdf_of(f"{seen}\n{SENTENCE}"))
    assert "۰۵۲" in reading.text, "this is why"
    assert reading.unreadable == NUMBERS
    assert facts(reading) == [("denial", 2)]


def test_letters_as_shapes_become_letters_and_stay_untrusted() -> None:
    import arabic_shapes

    text, why = put_right(arabic_shapes.shaped("الطحين يكفي أربعة أيام"))
    assert why == SHAPES
    assert unicodedata.normalize("NFKC", text) == text


@pytest.mark.parametrize("text", [ARABIC, PERSIAN, SENTENCE, "", "ﷺ " + ARABIC])
def test_sound_text_is_left_as_it_is(text: str) -> None:
    _, why = put_right(text)
    assert why is None


@pytest.mark.parametrize("text", [ARABIC, PERSIAN])
def test_every_reversed_text_is_told(text: str) -> None:
    plain, why = put_right(text[::-1])
    assert why == REVERSED
    assert plain == text[::-1], "never turned round by a guess"


# Character sets


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ARABIC, "cp1256"),
        (PERSIAN.replace("ی", "ي"), "cp1256"),
        (ARABIC, "utf-16-le"),
        (ARABIC, "utf-16-be"),
        (PERSIAN, "utf-16"),
    ],
)
def test_arabic_and_persian_in_other_character_sets(tmp_path: Path, text: str, encoding: str) -> None:
    reading = read(tmp_path, text.encode(encoding))
    assert reading.text == text
    guessed = [w.message for w in reading.warnings if w.code == "encoding-guessed"]
    assert bool(guessed) == (encoding == "cp1256")
    assert all("Windows-1256" in message for message in guessed), "the choice is shown"


def test_iso_arabic_is_not_taken_for_windows(tmp_path: Path) -> None:
    text = ARABIC.replace("أ", "ا").replace("،", ",")
    data = text.encode("iso8859_6")
    assert guess_encoding(data) in {"iso8859_6", "cp1256"}
    assert "encoding-guessed" in codes(read(tmp_path, data))


def test_western_text_is_not_taken_for_arabic() -> None:
    assert guess_encoding("Les gardes ont refusé deux camions à l’entrée, dès l’été.".encode("cp1252")) is None


# Two calendars


@pytest.mark.parametrize(
    "text",
    [
        "Date: 17 August 2015 / 2 Dhu al-Qa'dah 1436",
        "17 August 2015 (26 Mordad 1394)",
        "تاریخ: ۲۶ مرداد ۱۳۹۴ برابر با ۱۷ اوت ۲۰۱۵",
        "17 أغسطس 2015 الموافق 2 ذو القعدة 1436",
        "2015-08-17\n1394/05/26",
        "On 17 August 2015 guards came. On 3 Mordad 1394 they left.",
        "17 August 2015, 18 August 2015",
    ],
)
def test_dates_that_agree_or_are_two_days_are_not_flagged(text: str) -> None:
    assert list(two_calendars(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Date: 17 August 2015 / 9 Dhu al-Qa'dah 1436",
        "17 August 2015 (27 Mordad 1394)",
        "تاریخ: ۲۹ مرداد ۱۳۹۴ برابر با ۱۷ اوت ۲۰۱۵",
        "17 أغسطس 2015 الموافق 12 ذو القعدة 1436",
        "2015-08-17\n1394/05/27",
    ],
)
def test_calendars_that_disagree_are_flagged(text: str) -> None:
    (warning,) = two_calendars(text)
    assert warning.code == "calendars-disagree"
    assert warning in read_text(text + "\nThe pump stopped.").warnings


def test_a_letter_dated_in_two_calendars_dates_itself() -> None:
    reading = read_text("Date: 17 August 2015 / 2 Dhu al-Qa'dah 1436\nThe pump stopped yesterday.")
    assert reading.source["published"] == "2015-08-17"
    assert reading.statements[0].time_start == date(2015, 8, 16).isoformat()
