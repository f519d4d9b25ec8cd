"""Files made to hurt: entities, bombs, broken archives, endless chats, names without end. Each ends in words, in time."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from documents_built import SENTENCE, changed_part, docx_body, docx_bytes, mail_bytes, odt_bytes, zipped
from holdfast.errors import IntakeError, error_codes
from holdfast.intake import ChatOptions, read_file, read_text
from holdfast.intake.readers.archive import Archive
from holdfast.intake.readers.faults import ReaderFaultError
from holdfast.intake.readers.kinds import DOCX, MAIL, ODT, READERS
from holdfast.intake.readers.safe_xml import parse_xml
from holdfast.intake.readers.worker import work

PARAGRAPH = f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.fixture(autouse=True)
def in_time() -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 30


def outcome(folder: Path, data: bytes, name: str = "letter.docx") -> str:
    """Return the code of the error a file ends in, or its text."""
    path = folder / name
    path.write_bytes(data)
    try:
        return read_file(path).text
    except IntakeError as raised:
        error = raised
    assert all((error.where, error.found, error.expected, error.mend))
    assert error.code in {c.code for c in error_codes()}
    return error.code


def declared(xml: str, declaration: str, entity: str) -> str:
    head, _, rest = xml.partition("?>")
    return f"{head}?>{declaration}" + rest.replace("Guards", f"&{entity};Guards", 1)


@pytest.mark.parametrize(
    ("declaration", "entity"), [(LAUGHS, "j"), (XXE, "e"), ('<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">', "x")]
)
def test_entities_in_office_documents_are_refused(tmp_path: Path, declaration: str, entity: str) -> None:
    for data, part in ((docx_bytes(), "word/document.xml"), (odt_bytes(), "content.xml")):
        hostile = changed_part(data, part, lambda xml: declared(xml, declaration, entity))
        assert outcome(tmp_path, hostile) == "HF-I041"


@pytest.mark.parametrize("part", ["word/comments.xml", "word/footnotes.xml", "word/header1.xml"])
def test_entities_in_lesser_parts_are_refused_too(tmp_path: Path, part: str) -> None:
    assert outcome(tmp_path, docx_body(PARAGRAPH, {part: f'<?xml version="1.0"?>{XXE}<x>&e;</x>'})) == "HF-I041"


def test_a_declaration_hidden_in_another_encoding_is_found() -> None:
    hostile = f'<?xml version="1.0" encoding="utf-16"?>{XXE}<x>&e;</x>'.encode("utf-16")
    with pytest.raises(ReaderFaultError, match="declares"):
        parse_xml(hostile)


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b"<a>&undefined;</a>",
        b"<a" + b"\x00" * 50,
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b"<a>" * 100_000,
    ],
)
def test_xml_that_is_none_is_refused(xml: bytes) -> None:
    with pytest.raises(ReaderFaultError) as caught:
        parse_xml(xml)
    assert caught.value.code == "HF-I041"


def test_html_with_entities_reads_no_file_and_does_not_grow(tmp_path: Path) -> None:
    for declaration, entity in ((LAUGHS, "j"), (XXE, "e")):
        page = f"<html>{declaration}<body><p>&{entity};{SENTENCE}</p></body></html>"
        text = outcome(tmp_path, page.encode(), "page.html")
        assert SENTENCE in text
        assert "root:" not in text
        assert len(text) < 2_000


def test_a_bomb_in_a_document_is_not_unpacked(tmp_path: Path) -> None:
    assert outcome(tmp_path, docx_body("<w:p/>" + " " * 40_000_000)) == "HF-I040"
    assert outcome(tmp_path, docx_body(PARAGRAPH, {"word/footnotes.xml": b"0" * 31_000_000})) == "HF-I040"


def test_parts_that_are_not_read_may_be_as_large_as_they_like(tmp_path: Path) -> None:
    assert outcome(tmp_path, docx_body(PARAGRAPH, {"word/media/image1.png": b"0" * 40_000_000})) == SENTENCE


def test_a_size_that_lies_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(docx_body(PARAGRAPH + "<w:p/>" * 200_000))
    name = b"word/document.xml"
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = 0
        while (at := data.find(signature, at)) >= 0:
            struct.pack_into("<I", data, at + offset, 100)
            at += 4
    assert name in bytes(data)
    # Either the container is refused, or no more than the stated bytes are read.
    assert outcome(tmp_path, bytes(data)) in {"HF-I041", "HF-I008"}


def test_an_archive_in_an_archive_stays_closed(tmp_path: Path) -> None:
    inner = docx_bytes()
    for _ in range(5):
        inner = zipped({"letter.docx": inner})
    assert outcome(tmp_path, inner) == "HF-I004"
    assert outcome(tmp_path, docx_body(PARAGRAPH, {"word/embeddings/a.zip": inner})) == SENTENCE


def test_a_directory_without_end_is_not_listed(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for number in range(12_000):
            archive.writestr(f"{number:09}", b"")
    assert outcome(tmp_path, out.getvalue()) == "HF-I040"
    few = zipped({"word/document.xml": b"<x/>"} | {str(i): b"" for i in range(5_001)})
    assert outcome(tmp_path, few) == "HF-I040"


def test_an_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    data = bytearray(docx_body(PARAGRAPH))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = 0
        while (at := data.find(signature, at)) >= 0:
            data[at + offset] |= 1
            at += 4
    assert outcome(tmp_path, bytes(data)) == "HF-I040"


def test_a_damaged_archive_is_named_at_every_cut(tmp_path: Path) -> None:
    whole = docx_bytes()
    for share in (0.01, 0.2, 0.5, 0.8, 0.99):
        assert outcome(tmp_path, whole[: int(len(whole) * share)]) in {"HF-I041", "HF-I004"}


def test_flipped_bytes_never_end_the_program() -> None:
    rng = random.Random(11)
    wholes = {DOCX: docx_bytes([SENTENCE] * 3), ODT: odt_bytes([SENTENCE] * 3), MAIL: mail_bytes()}
    for kind, whole in wholes.items():
        for _ in range(60):
            data = bytearray(whole)
            for _ in range(rng.randrange(1, 30)):
                data[rng.randrange(len(data))] = rng.randrange(256)
            found = work(kind, bytes(data))
            assert found.keys() >= {"fault", "found"} or found["text"]


def test_a_pdf_that_unpacks_without_end_is_stopped(tmp_path: Path) -> None:
    stream = zlib.compress(b"(x) Tj " * 40_000_000, 9)
    pdf = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<<>>>>endobj\n"
        b"4 0 obj<</Length "
        + str(len(stream)).encode()
        + b"/Filter/FlateDecode>>stream\n"
        + stream
        + b"\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>"
    )
    assert outcome(tmp_path, pdf, "letter.pdf") in {"HF-I009", "HF-I006", "HF-I008"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (zipped({"ppt/presentation.xml": "<x/>"}), "HF-I004"),
        (zipped({"readme.txt": "The pump stopped."}), "HF-I004"),
        (zipped({"word/document.xml": "<x/>"}), "HF-I008"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "HF-I041"),
        (zipped({"_chat.txt": ""}), "HF-I008"),
        (b"{\\rtf1\\ansi The pump stopped.}", "HF-I004"),
        (b"PK\x03\x04", "HF-I041"),
        (b"PK\x03\x04" + b"\x00" * 300 + b"PK\x05\x06" + b"\xff" * 18, "HF-I040"),
    ],
)
def test_containers_that_are_none(tmp_path: Path, data: bytes, code: str) -> None:
    assert outcome(tmp_path, data) == code


def test_parts_named_to_escape_are_only_names(tmp_path: Path) -> None:
    data = docx_body(PARAGRAPH, {"../../../../tmp/evil": b"x", "/etc/evil": b"x", "word/" + "x" * 10_000: b"x"})
    assert outcome(tmp_path, data) == SENTENCE
    assert not Path("/etc/evil").exists()
    assert Archive(data).part("../../etc/passwd") is None


@pytest.mark.parametrize(
    "data",
    [
        mail_bytes().replace(b"Message-ID", b"Subject: =?utf-8?q?" + b"=41" * 5_000 + b"?=\nMessage-ID", 1),
        b"From: a\nMIME-Version: 1.0\nContent-Type: text/plain; charset=no-such-set\n\n" + SENTENCE.encode(),
        b"From: a\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n!!!not base64!!! The pump\n",
        b"From: a\nMIME-Version: 1.0\nDate: the day after\n\n" + SENTENCE.encode(),
        b"From: a\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\n\n" + SENTENCE.encode(),
        b"From: " + b"(" * 5_000 + b"\nMIME-Version: 1.0\n\n" + SENTENCE.encode(),
    ],
)
def test_hostile_mails_end_in_text_or_words(tmp_path: Path, data: bytes) -> None:
    assert outcome(tmp_path, data, "mail.eml")


def test_a_mail_of_parts_in_parts_is_refused(tmp_path: Path) -> None:
    head = b"From: a\nMIME-Version: 1.0\n"
    parts = b"".join(b"--x\nContent-Type: text/plain\n\npart\n" for _ in range(600))
    data = head + b"Content-Type: multipart/mixed; boundary=x\n\n" + parts + b"--x--\n"
    assert outcome(tmp_path, data, "mail.eml") == "HF-I040"


def test_a_chat_of_a_hundred_thousand_lines(tmp_path: Path) -> None:
    lines = [f"{1 + i // 5000:02}/08/2015, {i // 60 % 24:02}:{i % 60:02} - Ali: message {i}" for i in range(100_000)]
    path = tmp_path / "chat.txt"
    path.write_text("\n".join([*lines, f"29/08/2015, 08:00 - Ali: {SENTENCE}"]), encoding="utf-8")
    with pytest.raises(IntakeError) as caught:
        read_file(path)
    assert caught.value.code == "HF-I042"
    reading = read_file(path, chat=ChatOptions(since=date(2015, 8, 29)))
    assert [s.claim_type for s in reading.statements] == ["denial"]
    assert len(reading.messages) == 100_001


@pytest.mark.parametrize(
    "text",
    [
        "18/08/2015, 08:31 - " + "A" * 100_000,
        "18/08/2015, 08:31 - A: " + "Forwarded: " * 4_000,
        "18/08/2015, 08:31 - A: " + "<Media omitted>\n" * 20_000,
        "18/08/2015, 08:31 - A: x\n" + "\n" * 200_000,
        "[" * 20_000,
        "18/08/2015, 08:31 - A: \x00\x00 the pump stopped \u202e.deppots pmup ehT\u202c",
        "99/99/9999, 99:99 - A: x\n" * 3,
        "18/08/2015, 25:61 - A: The pump stopped.",
        "00/00/0000, 00:00 - A: The pump stopped.",
        "18/08/2015, 08:31 - : The pump stopped.\n18/08/2015, 08:31 - A:x",
    ],
)
def test_chats_made_to_hurt(text: str) -> None:
    reading = read_text(text)
    for message in reading.messages:
        assert 0 <= message.start <= message.end <= len(reading.text)


def test_names_of_files_without_end(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        read_file(tmp_path / ("x" * 10_000 + ".docx"))
    assert caught.value.code == "HF-I001"
    assert len(caught.value.where) <= 10_200


@pytest.mark.parametrize(("returned", "code"), [(1, "HF-I041"), (-9, "HF-I009"), (-24, "HF-I009")])
def test_a_reader_that_ends_is_told_from_one_that_was_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, returned: int, code: str
) -> None:
    import subprocess

    from holdfast.intake.readers import dispatch

    ended = subprocess.CompletedProcess([], returned, b"", b"")
    monkeypatch.setattr(dispatch.subprocess, "run", lambda *_, **__: ended)
    assert outcome(tmp_path, docx_bytes()) == code


def test_every_reader_of_the_table_is_there() -> None:
    for kind in READERS:
        assert work(kind, b"junk").keys() >= {"fault", "found"} or work(kind, b"junk")["media_type"] == kind


def test_nul_bytes_and_marks_in_a_document(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>Guards \u202erefused\u202c two fuel\u200b trucks.</w:t></w:r></w:p>"
    path = tmp_path / "x.docx"
    path.write_bytes(docx_body(body))
    reading = read_file(path)
    assert reading.text == "Guards refused two fuel trucks."
    assert "direction-marks-removed" in {w.code for w in reading.warnings}
